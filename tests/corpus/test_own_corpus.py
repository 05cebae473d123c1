"""Our corpus of messy workbooks is understood: headers, values, and nothing wrong without a word."""

import pytest

from tests.corpus.books import all_books
from tests.corpus.comparing import Score, total
from tests.corpus.measure import measure, ratio, report

HEADERS, FIRST_ROW, PRECISION, RECALL, SILENT = 0.95, 0.4, 0.99, 0.97, 0
"""At least so many header rows exact, at most so many by "the first row that is not empty", and values by cell."""

LINES = (
    *(f"7.1.{n}" for n in range(1, 17)),
    *(
        f"7.2.{name}"
        for name in (
            "hamza", "ya", "ta", "tatweel", "vowels", "presentation", "reversed", "invisible", "quotes", "punctuation",
            "digits", "spaces", "typos", "mojibake",
        )
    ),
    *(f"7.3.{name}" for name in ("serial", "order", "parts", "months", "hijri", "coptic", "ethiopian")),
    *(
        f"7.4.{name}"
        for name in (
            "words", "unit", "separators", "range", "unknown", "local", "ambiguous", "percent", "duration", "people",
        )
    ),
    *(f"7.5.{name}" for name in ("csv", "1256", "xls", "html", "ods", "word", "password", "names")),
    "pairs", "pairs.csv", "storms", "beyond", "traps",
)  # fmt: skip
"""What the facts list in 7.1 to 7.5: each line has a workbook at least."""


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("corpus")
        for name in ("DATA", "CONFIG", "LOGS"):
            patch.setenv(f"KHARTOUM_{name}", str(folder / name.lower()))
        return list(measure(folder))


def test_every_line_of_the_facts_has_a_workbook(scores: list[Score]) -> None:
    assert len(scores) >= 60
    covered = {line for score in scores for line in score.lines}
    assert [line for line in LINES if line not in covered] == []


def test_header_rows_are_exact(scores: list[Score]) -> None:
    headers = sum(score.headers for score in scores)
    assert ratio(sum(score.exact for score in scores), headers) >= HEADERS, _listed(scores, "header")
    assert ratio(sum(score.first_row for score in scores), headers) < FIRST_ROW  # or the sheets would be no measure


def test_values_are_right(scores: list[Score]) -> None:
    expected, got, right = (sum(getattr(score, key) for score in scores) for key in ("expected", "got", "right"))
    assert ratio(right, got) >= PRECISION, _listed(scores, "wrong", "extra", "extra row")
    assert ratio(right, expected) >= RECALL, _listed(scores, "missing", "lost row", "held")


def test_nothing_is_wrong_and_silent(scores: list[Score]) -> None:
    assert total(scores, "silent") <= SILENT, _listed(scores, "silent")


def test_files_that_must_be_refused_are(scores: list[Score]) -> None:
    wrong = [score.file for score in scores if score.refusal and not score.is_right_refusal]
    assert wrong == ["label_and_value_in_one_cell"]  # a limit that README names
    assert "locked_workbook" in {score.file for score in scores if score.is_right_refusal}


def test_workbooks_are_the_same_every_time() -> None:
    for name, (author, _lines) in all_books().items():
        first, second = ([(page.cells, page.merges, page.rows) for page in author().pages] for _turn in range(2))
        assert first == second, name


def _listed(scores: list[Score], *kinds: str) -> str:
    return report(scores, [one for score in scores for one in score.of(*kinds)])

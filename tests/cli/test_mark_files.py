"""Tables of marks from the command line: every make of file, all rows or none, each refused row named."""

import json
from pathlib import Path

import pytest

from tests.test_cli import Run, refs

HEAD = "proposal,criterion,assessor,delegation,mark,blank,reason\n"


def table(tmp_path: Path, rows: str, head: str = HEAD, encoding: str = "utf-8", name: str = "marks.csv") -> str:
    path = tmp_path / name
    path.write_bytes((head + rows).encode(encoding))
    return str(path)


def given(run: Run, tmp_path: Path) -> list[str]:
    """Return the marks of the round as the command writes them, without their references."""
    path = tmp_path / "out.csv"
    assert run("marks", "export", "--to", str(path))[0] == 0
    return path.read_text(encoding="utf-8-sig").splitlines()[1:]


def test_marks_come_by_reference_and_by_title(store: Path, run: Run, tmp_path: Path) -> None:
    first, second = refs(run)
    rows = (
        f"{first},1.1,Sara Osman,SD,4,,\n"
        "early warning FOR climate displacement,1.2,Sara Osman,Sudan,٣,,Seen in the budget\n"
        "شبكة المدّعين العامين لمكافحة الإتجار بالأشخاص,1.1,Léa Martin,فرنسا,,امتناع,\n"
        f"{second.lower()},2.1,Lea Martin,fr,,,\n"
    )
    code, answer = run("marks", "import", table(tmp_path, rows))
    assert code == 0, answer
    counts = {"rows": 4, "new": 3, "changed": 0, "same": 0, "not_assessed": 1, "proposals": 2, "submitted": 2}
    assert {key: answer[key] for key in counts} == counts
    assert answer["new_assessors"] == [
        {"name": "Sara Osman", "delegation": "SD"}, {"name": "Léa Martin", "delegation": "FR"},
    ]  # fmt: skip
    assert given(run, tmp_path) == [
        f"{first},1.1,Sara Osman,SD,4,,",
        f"{first},1.2,Sara Osman,SD,3,,Seen in the budget",
        f"{second},1.1,Léa Martin,FR,,abstained,",
    ]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t"), ("cp1256", ";"), ("cp1252", ";"), ("utf-16-le", ",")],
)
def test_every_make_of_table_is_read(store: Path, run: Run, tmp_path: Path, encoding: str, delimiter: str) -> None:
    name = "سارة" if encoding == "cp1256" else "Léa"
    lines = [HEAD.strip().split(","), *[[ref, "1.1", name, "IOM", "4", "", "pas cher"] for ref in refs(run)]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    code, answer = run("marks", "import", table(tmp_path, text, "", encoding))
    assert (code, answer.get("new")) == (0, 2), answer
    assert {line.split(",")[2] for line in given(run, tmp_path)} == {name}


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("x" * 1_100_000, "Row 3 of marks.csv has a cell of more than 131,072 characters."),
        ("nul\0byte", "Row 3 of marks.csv has a sign that no text has."),
    ],
)
def test_a_text_that_cannot_be_is_refused_with_its_row(
    store: Path, run: Run, tmp_path: Path, reason: str, error: str
) -> None:
    ref = refs(run)[0]
    rows = f"{ref},1.1,Sara,SD,4,,\n{ref},1.2,Sara,SD,4,,{reason}\n"
    code, answer = run("marks", "import", table(tmp_path, rows))
    assert (code, answer["error"]) == (2, error)


def test_marks_are_written_as_a_table_or_a_workbook_and_nothing_else(store: Path, run: Run, tmp_path: Path) -> None:
    ref = refs(run)[0]
    rows = f'{ref},1.1,Sara,SD,4,,"=cmd(), then\nmore"\n{ref},1.2,Sara,SD,,abstained,\n'
    assert run("marks", "import", table(tmp_path, rows))[0] == 0
    for name in ("out.csv", "out.xlsx"):
        assert run("marks", "export", "--to", str(tmp_path / name))[1]["marks"] == 2
        answer = run("marks", "import", str(tmp_path / name))[1]
        assert (answer["same"], answer["new"], answer["changed"]) == (2, 0, 0)
    assert (tmp_path / "out.xlsx").read_bytes().startswith(b"PK"), "a workbook, not a table under its name"
    code, answer = run("marks", "export", "--to", str(tmp_path / "x.docx"))
    assert (code, answer["error"]) == (2, "Marks are not written as .docx.")
    assert not (tmp_path / "x.docx").exists()


def test_a_workbook_is_read_like_a_table(store: Path, run: Run, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book, path = Workbook(), tmp_path / "marks.xlsx"
    sheet = book.active
    assert sheet is not None
    sheet.append(["Référence", "المعيار", "Assessor", "Délégation", "Note", "notes of mine"])
    sheet.append([refs(run)[0], 1.1, "Sara Osman", "SD", 4.0, "x"])
    sheet.append([refs(run)[1], "1.2", "Sara Osman", "SD", "non applicable"])
    book.save(path)
    code, answer = run("marks", "import", str(path))
    assert (code, answer.get("new"), answer.get("ignored_columns")) == (0, 2, ["notes of mine"])
    assert [line.split(",")[4:6] for line in given(run, tmp_path)] == [["4", ""], ["", "not_applicable"]]


def test_one_bad_row_and_nothing_is_taken_in(store: Path, run: Run, tmp_path: Path) -> None:
    ref = refs(run)[0]
    bad = (
        (f"{ref},1.1,Sara,SD,6,,", "6 is not a mark of this scale."),
        (f"{ref},1.1,Sara,SD,4.5,,", "4.5 is not a mark of this scale."),
        (f"{ref},9.9,Sara,SD,4,,", "There is no criterion 9.9 in this criteria set."),
        (f"{ref},1.1,Sara,Atlantis,4,,", "There is no delegation Atlantis."),
        (f"{ref},1.1,Leo,,4,,", "The delegation of Leo is missing."),
        (f"{ref},1.1,,SD,4,,", "An assessor needs a name."),
        (f"{ref},1.1,Sara,SD,4,abstained,", "A mark and a blank cannot be given together."),
        (f"{ref},1.1,Sara,SD,,perhaps,", "“perhaps” is no reason for a missing mark."),
        ("Nowhere,1.1,Sara,SD,4,,", "There is no proposal “Nowhere”."),
        (",1.1,Sara,SD,4,,", "The proposal is missing."),
        (f"{ref},1.1,Sara,SD,4,,{'x' * 1001}", "The reason has 1,001 characters."),
    )
    for row, said in bad:
        code, answer = run("marks", "import", table(tmp_path, f"{ref},2.1,Sara,SD,4,,\n{row}\n"))
        assert code == 2, row
        assert answer["error"] == f"1 row of marks.csv cannot be taken in; nothing was changed. Row 3: {said}"
        assert answer["remedy"]
        assert given(run, tmp_path) == []
    rows = "".join(f"{ref},1.1,Assessor {n},SD,9,,\n" for n in range(30))
    code, answer = run("marks", "import", table(tmp_path, rows))
    assert (code, answer["error"].count("Row ")) == (2, 20)
    assert answer["error"].endswith("And 10 more rows.")


def test_a_row_that_says_the_same_twice_is_fine_and_another_is_not(store: Path, run: Run, tmp_path: Path) -> None:
    ref = refs(run)[0]
    twice = f"{ref},1.1,Sara,SD,4,,\nEarly warning for climate displacement,1.1,SARA,sudan,4.0,,\n"
    assert run("marks", "import", table(tmp_path, twice))[1]["new"] == 1
    code, answer = run("marks", "import", table(tmp_path, f"{twice}{ref},1.1,Sara,SD,3,,\n"))
    assert code == 2
    assert "Row 4: It answers the same as row 2, but differently." in answer["error"]


def test_two_proposals_of_one_title_are_told_apart_by_reference(store: Path, run: Run, tmp_path: Path) -> None:
    made = [run("add", "--title-en", "Border clinics", "--country", "KE")[1]["ref"] for _again in range(2)]
    code, answer = run("marks", "import", table(tmp_path, "border clinics,1.1,Sara,SD,4,,\n"))
    assert code == 2
    assert all(ref in answer["error"] for ref in made)
    assert run("marks", "import", table(tmp_path, f"{made[1]},1.1,Sara,SD,4,,\n"))[0] == 0


def test_proposals_are_made_when_that_is_asked_for(store: Path, run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, "Solar wells,1.1,Sara,SD,4,,\nآبار شمسية,1.1,Sara,SD,2,,\nsolar wells,1.2,Sara,SD,5,,\n")
    code, answer = run("marks", "import", path)
    assert code == 2
    assert "--add-proposals" in answer["remedy"]
    look = run("marks", "import", path, "--add-proposals", "--dry-run")[1]
    assert (look["new"], look["new_proposals"], len(refs(run))) == (3, ["Solar wells", "آبار شمسية"], 2)
    assert run("marks", "import", path, "--add-proposals")[1]["new"] == 3
    shown = {one["title_en"] or one["title_ar"]: one["state"] for one in run("list")[1]["proposals"]}
    assert (shown["Solar wells"], shown["آبار شمسية"]) == ("IDEA", "IDEA")
    assert run("undo")[0] == 0
    assert (len(refs(run)), given(run, tmp_path)) == (2, [])
    code, answer = run("marks", "import", table(tmp_path, "KP-2026-EG-Z-99,1.1,Sara,SD,4,,\n"), "--add-proposals")
    assert (code, len(refs(run))) == (2, 2)


def test_what_is_there_already_is_no_step(store: Path, run: Run, tmp_path: Path) -> None:
    ref = refs(run)[0]
    path = table(tmp_path, f"{ref},1.1,Sara,SD,4,,Good\n")
    assert run("marks", "import", path)[1]["new"] == 1
    again = run("marks", "import", table(tmp_path, f"{ref},1.1,Sara,,4,,\n{ref},1.2,Sara,,,,\n"))[1]
    assert (again["same"], again["new"], again["changed"], again["not_assessed"]) == (1, 0, 0, 1)
    assert given(run, tmp_path) == [f"{ref},1.1,Sara,SD,4,,Good"]
    code, answer = run("marks", "import", table(tmp_path, f"{ref},1.1,Sara,SD,3,,\n"))
    assert (code, "Row 2" in answer["error"], "--reopen" in answer["remedy"]) == (2, True, True)
    done = run("marks", "import", table(tmp_path, f"{ref},1.1,Sara,SD,3,,\n"), "--reopen")[1]
    assert (done["changed"], done["reopened"], done["submitted"]) == (1, 1, 1)
    assert given(run, tmp_path) == [f"{ref},1.1,Sara,SD,3,,"]
    run("undo")
    assert given(run, tmp_path) == [f"{ref},1.1,Sara,SD,4,,Good"]


def test_marks_go_out_and_come_back_as_they_are(store: Path, run: Run, tmp_path: Path) -> None:
    ref = refs(run)[0]
    rows = f'{ref},1.1,=Sara,SD,4,,"=cmd|x; ""two"""\n{ref},1.2,=Sara,SD,,conflict,\'+1\n{ref},1.3,=Sara,SD,2,,2027\n'
    assert run("marks", "import", table(tmp_path, rows))[0] == 0
    before = given(run, tmp_path)
    assert all(not cell.startswith("=") for line in before for cell in line.split(","))
    assert run("undo")[0] == 0
    assert run("marks", "import", str(tmp_path / "out.csv"))[1]["new"] == 3
    assert given(run, tmp_path) == before
    assert run("marks", "import", str(tmp_path / "out.csv"))[1]["same"] == 3


def test_the_round_is_named_and_options_belong_to_their_verb(store: Path, run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, f"{refs(run)[0]},1.1,Sara,SD,4,,\n")
    label = run("marks", "import", path, "--dry-run")[1]["round"]
    assert run("marks", "import", path, "--round", label.upper())[1]["new"] == 1
    code, answer = run("marks", "import", path, "--round", "Nowhere")
    assert (code, label in answer["remedy"]) == (2, True)
    for arguments in (
        ("import", path, "--to", "x.csv"),
        ("export", "--to", "x.csv", "--draft"),
        ("import",),
        ("export",),
    ):
        code, answer = run("marks", *arguments)
        assert (code, bool(answer["remedy"])) == (2, True), arguments
    for text in ("proposal,criterion,mark\n", "a,b\n1,2\n", HEAD.replace("blank", "mark")):
        code, answer = run("marks", "import", table(tmp_path, "x,1.1,1,1,1,1,1\n", text))
        assert (code, "marks.csv" in answer["error"]) == (2, True), text


def test_sheets_go_out_and_come_back(store: Path, run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    first, second = refs(run)
    assert run("marks", "import", table(tmp_path, f"{first},1.1,Sara Osman,SD,4,,\n"))[0] == 0
    folder = tmp_path / "out"
    code, answer = run("marks", "sheets", "--to", str(folder))
    assert (code, str(folder) in answer["error"]) == (2, True)
    folder.mkdir()
    code, answer = run("marks", "sheets", "--to", str(folder), "--in", "fr", "--assessor", "sara osman")
    (sent,) = answer["sheets"]
    assert (code, sent["language"], sent["proposals"], sent["delegation"]) == (0, "fr", 2, "SD")
    book = load_workbook(sent["file"])
    marks = book.worksheets[1]
    for row in marks.iter_rows(min_row=4):
        if row[2].value == second and row[1].value:
            row[5].value = 3
    book.save(folder / "retour.xlsx")
    Path(sent["file"]).unlink()
    look = run("marks", "import", str(folder), "--dry-run")[1]["sheets"][0]
    assert (look["new"], look["same"], look["submitted"], look["assessor"]) == (18, 1, 1, "Sara Osman")
    assert len(given(run, tmp_path)) == 1
    done = run("marks", "import", str(folder / "retour.xlsx"))[1]["sheets"][0]
    assert (done["new"], done["problems"], done["refused"]) == (18, [], None)
    assert len(given(run, tmp_path)) == 19
    row = next(row for row in marks.iter_rows(min_row=4) if row[2].value == second and row[1].value)
    row[5].value = 4
    book.save(folder / "retour.xlsx")
    code, answer = run("marks", "import", str(folder / "retour.xlsx"))
    (problem,) = answer["sheets"][0]["problems"]
    assert (code, problem["problem"]) == (1, f"{second}, 1.1: 3 is submitted, the sheet says 4.")
    assert any("--reopen" in note for note in answer["sheets"][0]["notes"])
    done = run("marks", "import", str(folder / "retour.xlsx"), "--reopen")[1]["sheets"][0]
    assert (done["changed"], done["reopened"], done["submitted"], done["problems"]) == (1, 1, 1, [])
    assert run("undo")[0] == 0
    assert run("undo")[0] == 0
    assert len(given(run, tmp_path)) == 1
    assert run("marks", "import", str(folder), "--draft")[0] == 2
    assert run("marks", "sheets", "--to", str(folder), "--assessor", "Nobody")[0] == 2


def test_sheets_that_answer_a_part_make_one_assessment_together(store: Path, run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    lines = [
        {"key": key, "label": {"en": key.upper()}, "weight": weight} for key, weight in zip("abc", "110", strict=True)
    ]
    scale = {"min": "1", "max": "5", "step": "1"}
    case.write_text(json.dumps({"name": "Two", "scale": scale, "aggregation": "mean", "criteria": lines}))
    assert run("criteria", "import", str(case))[0] == 0
    assert run("round", "open", "Two needed", "--required", "2")[0] == 0
    first, second = refs(run)
    rows = f"{first},a,X,SD,4,,\n{first},b,X,SD,4,,\n{first},a,Y,IT,2,,\n{second},a,X,SD,4,,\n{second},b,Y,IT,2,,\n"
    assert run("marks", "import", table(tmp_path, rows))[1]["submitted"] == 4

    def shown() -> dict[str, tuple[int, bool, str | None]]:
        found = run("rank")[1]["proposals"]
        return {one["ref"]: (one["assessments"], one["official"], one["total"]) for one in found}

    assert shown() == {first: (1, False, None), second: (1, False, None)}
    assert run("marks", "import", table(tmp_path, f"{first},b,Y,IT,,abstained,\n"))[0] == 0
    assert shown() == {first: (2, True, "3.5"), second: (1, False, None)}
    assert run("shortlist", "new", "L")[0] == run("shortlist", "add", first)[0] == run("shortlist", "freeze")[0] == 0
    assert run("shortlist", "recompute")[1]["recomputes"] is True

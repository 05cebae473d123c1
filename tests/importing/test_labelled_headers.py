"""Two hundred header texts of real sheets: the known ones are sure, what is only like one waits, traps stay traps."""

from collections import Counter
from itertools import pairwise

import pytest

from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.columns import guess_columns
from khartoum_desktop.importing.headers import CLOSE, like, named
from khartoum_desktop.importing.model import Certainty
from khartoum_desktop.importing.spellings import in_two_scripts, loose_key, unnumbered
from khartoum_desktop.importing.structure import read_structure
from khartoum_desktop.importing.synonyms import KEPT, is_known
from khartoum_desktop.proposals.lists import Lists
from tests.importing.conftest import Planned, Rows, sheet_of
from tests.importing.labelled_headers import BACKWARDS, LIKE, NAMED, TRAPS


def verdict(header: str) -> tuple[str, bool]:
    """Return the field that a header alone is taken for ("" = none), and whether surely."""
    found = named(header)
    if found is not None and found.sure and len(found.targets) == 1:
        return found.targets[0], True
    if found is not None:
        return next((one for one in found.targets if one != KEPT), ""), False
    near = like(header)
    return (near[0][0], False) if near and near[0][1] >= CLOSE else ("", False)


def measured() -> Counter[str]:
    """Count the right, wrong and missing answers over the whole list; “wrong, sure” is what must never be."""
    counts: Counter[str] = Counter()
    for header, expected in [*NAMED.items(), *LIKE.items(), *BACKWARDS.items(), *((one, "") for one in TRAPS)]:
        target, sure = verdict(header)
        right = target == expected
        counts["right" if right else "wrong" if target else "none"] += 1
        counts["wrong, sure"] += sure and not right and bool(target)
    return counts


def test_the_whole_list_is_measured_and_nothing_is_surely_wrong() -> None:
    found = measured()
    assert found["wrong, sure"] == 0
    assert len(NAMED) + len(LIKE) + len(TRAPS) >= 250
    assert found["right"] / (found["right"] + found["wrong"] + found["none"]) >= 0.95


@pytest.mark.parametrize(("header", "target"), NAMED.items())
def test_headers_in_the_spellings_of_real_sheets_are_sure(header: str, target: str) -> None:
    assert verdict(header) == (target, True)


@pytest.mark.parametrize("header", LIKE)
def test_what_is_like_a_known_header_is_not_sure(header: str) -> None:
    assert not verdict(header)[1]


@pytest.mark.parametrize("header", TRAPS)
def test_traps_name_no_field(header: str) -> None:
    target, sure = verdict(header)
    assert not (sure and target)


@pytest.mark.parametrize(("header", "target"), BACKWARDS.items())
def test_reversed_headers_are_recognised_and_never_used_unasked(header: str, target: str, lists: Lists) -> None:
    assert is_known(header)
    rows: Rows = [[header, "ةلاحلا"], ["ناونع", "ديدج"], ["رخآ ناونع", "ديدج"]]
    sheet = sheet_of(rows)
    found = guess_columns(sheet, read_structure(sheet, is_known, [1]), lists, {}, accept=True)[0]
    assert (found.target, found.certainty, found.applied) == (target, Certainty.OFFERED, None)


def test_a_sheet_of_reversed_headers_says_so(planned: Planned) -> None:
    found = planned(sheet_of([["عورشملا مسا", "ةينازيملا"], ["بيردتلا زكارم", 5], ["ةينهملا ةحصلا", 6]]))
    assert any("PDF" in note.text for note in found.notes)
    taken = decisions.map_column(found, "Projects", "A", "title")
    assert taken.rows[0].values["title_ar"] == "بيردتلا زكارم"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("1. Budget EUR", ["very high", "rather low"]),
        ("Donor countries / الدول المانحة", [1, 2]),
        ("Submitting countries", ["blue", "red"]),
        ("اسم المشروع Project Title", [17, 18]),
    ],
)
def test_values_against_a_known_header_make_it_unsure(header: str, values: list[str | int], lists: Lists) -> None:
    sheet = sheet_of([["Project title", header], *([f"Project {value} of ours", value] for value in values)])
    found = guess_columns(sheet, read_structure(sheet, is_known, [1]), lists, {})[1]
    assert found.applied is None


@pytest.mark.parametrize(
    ("values", "target"),
    [(["Sudan", "Kenya"], "lead_country"), (["Ministry of Labour", "Ministry of Interior"], "submitting_ministry")],
)
def test_who_submitted_may_be_a_country_or_a_ministry(values: list[str], target: str, lists: Lists) -> None:
    sheet = sheet_of([["Project title", "Submitted by"], *([f"Work of {one}", one] for one in values)])
    found = guess_columns(sheet, read_structure(sheet, is_known, [1]), lists, {})[1]
    assert found.applied == target


def test_spellings() -> None:
    assert unnumbered("2.1 Overall objective") == "Overall objective"
    assert unnumbered("2026 budget") == "2026 budget"
    assert unnumbered("S.No") == "S.No"
    assert unnumbered("م. المشروع") == "م. المشروع"
    assert in_two_scripts("اسم المشروع: Project title") == ("اسم المشروع", "Project title")
    assert in_two_scripts("اسم Project المشروع") == ()
    assert loose_key("the names of the projects") == "name"
    known = sorted(like("Total budget of the project"), key=lambda pair: -pair[1])
    assert all(one[1] >= other[1] for one, other in pairwise(known))

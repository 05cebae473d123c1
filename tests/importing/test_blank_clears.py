"""A blank cell means no change, unless a person says for its column that it clears."""

from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing import decisions, profile_operations
from khartoum_desktop.importing.mapping import mapping_json
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.operations import apply, undo
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.problems import problems_of_plan
from khartoum_desktop.importing.report import plan_json
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.operations import set_value
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows, Value

HEADER = ["Title", "Country", "Budget (EUR)", "Contact person", "Start date"]
FULL: Rows = [HEADER, ["Wells for Kassala", "Sudan", 5000, "A. Ali", "2027"], ["Roads", "Kenya", 7000, "B. Bo", "2028"]]
LESS: Rows = [HEADER, ["Wells for Kassala", "Sudan", None, None, "2027"], ["Roads", "Kenya", 7000, " ", "-"]]


def test_both_ways(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(FULL, "full.xlsx")))
    path = make_file(LESS, "less.xlsx")
    kept = plan(work, path)
    assert [row.status for row in kept.rows] == [Status.SAME, Status.SAME]
    cleared = decisions.clear_blanks(decisions.clear_blanks(kept, "Projects", "C"), "Projects", "D")
    assert [[change.field for change in row.changes] for row in cleared.rows] == [
        ["budget_total", "budget_total_currency", "budget_precision", "contact_name"], ["contact_name"],
    ]  # fmt: skip
    assert plan(work, path, mapping=mapping_json(cleared.decisions)).rows == cleared.rows
    assert decisions.clear_blanks(cleared, "Projects", "C", clear=False).rows[0].changes == cleared.rows[0].changes[3:]
    done = apply(work, cleared)
    found = {read(work, ident).columns["title_en"]: read(work, ident).columns for ident in ids(work)}
    assert (found["Wells for Kassala"]["budget_total"], found["Wells for Kassala"]["contact_name"]) == (None, None)
    assert found["Roads"]["budget_total"] == 7_000_000
    undo(work, done)
    assert {read(work, ident).columns["contact_name"] for ident in ids(work)} == {"A. Ali", "B. Bo"}


def test_it_is_never_remembered(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(FULL, "full.xlsx")))
    apply(work, decisions.clear_blanks(plan(work, make_file(LESS, "less.xlsx")), "Projects", "C"))
    (profile,) = profile_operations.remembered(work)
    assert all("blank" not in choice.settings for choice in profile.columns.values())
    nothing: Rows = [HEADER, ["Roads", "Kenya", None, None, None]]
    assert plan(work, make_file(nothing, "nothing.xlsx")).rows[0].status is Status.SAME


@pytest.mark.parametrize("target", ["title", "title_ar", "lead_country", "party_funding", "results", "ref"])
def test_titles_countries_and_lists_are_not_cleared(target: str, work: Workspace, make_file: MakeFile) -> None:
    mapping = {"sheets": {"*": {"columns": {"A": {"field": target, "blank": "clear"}}}}}
    with pytest.raises(UserError):
        plan(work, make_file(FULL), mapping=mapping)


@pytest.mark.parametrize("cell", ["TBD", "–", "قيد التحديد", 0])
def test_an_amount_that_is_not_known_yet_changes_none_that_is(
    cell: Value, work: Workspace, make_file: MakeFile
) -> None:
    header = ["Title", "Country", "Cost EUR"]
    apply(work, plan(work, make_file([header, ["Border posts", "Kenya", 500_000]])))
    again = plan(work, make_file([header, ["Border posts", "Kenya", cell]], "again.xlsx"))
    assert [(row.status, row.changes) for row in again.rows] == [(Status.SAME, ())]


def test_a_workbook_that_comes_back_clears_nothing_by_itself(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    apply(work, plan(work, make_file(FULL, "full.xlsx")))
    roads: Rows = [[f"Road {n}", "Kenya", 7000, "B. Bo", "2028"] for n in "ABCD"]
    broken: Rows = [HEADER, ["Wells for Kassala", "Sudan", None, "C. Cy", "soon"], *roads]
    said = decisions.clear_blanks(plan(work, make_file(broken, "broken.xlsx")), "Projects", "C")
    assert said.cleared == 1
    apply(work, said)
    ident = next(one for one in ids(work) if read(work, one).columns["title_en"] == "Wells for Kassala")
    set_value(work, ident, "budget_total", Amount(9_000_000, "EUR"))
    again = plan(work, problems_of_plan(work, said, "en").write(tmp_path / "back.xlsx").path)
    assert again.rows[0].why == "origin"
    assert again.cleared == 0
    assert "budget_total" not in {change.field for change in again.rows[0].changes}


def test_the_command_line_says_how_many(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(FULL, "full.xlsx")))
    found = decisions.clear_blanks(plan(work, make_file(LESS, "less.xlsx")), "Projects", "D")
    assert plan_json(found)["cleared"] == found.cleared == 2
    held = decisions.hold(found, "Projects", 2)
    assert held.cleared == 1, "a row that stays out clears nothing"

"""One figure merged over several projects is given to none of them; what says nothing changes nothing that is known."""

from collections.abc import Sequence

import pytest

from khartoum_desktop.importing import decisions, shared
from khartoum_desktop.importing.model import Plan, Status, Weight
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.proposals.queries import ids, origins, read
from khartoum_desktop.sheets.model import CellRange
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, Value, sheet_of

HEADER: list[Value] = ["No", "Project title", "Country", "Cost (EUR)", "Beneficiaries"]
THREE: Rows = [
    HEADER, [1, "Border posts", "Kenya", 3_000_000, 500], [2, "Radio", "Kenya", None, None],
    [3, "Patrol boats", "Kenya", None, 200], [4, "Wells", "Kenya", 700_000, 20],
]  # fmt: skip
OVER_THREE = CellRange(2, 4, 4, 4)


def costs(found: Plan) -> list[object]:
    return [row.values.get("budget_total") for row in found.rows]


def asked(found: Plan) -> dict[int, list[str]]:
    return {row.row: [one.column for one in row.problems if one.reason.message == shared._SHARED] for row in found.rows}


def test_an_amount_over_three_projects_is_given_to_none(planned: Planned) -> None:
    found = planned(sheet_of(THREE, merges=[OVER_THREE, CellRange(2, 5, 3, 5)]))
    assert costs(found) == [None, None, None, 700_000_000]
    assert [row.values.get("beneficiaries_total") for row in found.rows] == [None, None, 200, 20]
    assert asked(found) == {2: ["D", "E"], 3: ["D", "E"], 4: ["D"], 5: []}
    problem = found.rows[0].problems[0]
    assert problem.reason.weight is Weight.LEAVES
    assert dict(problem.reason.args) == {"figure": "3000000", "n": "3", "first": "2", "last": "4"}
    assert "3,000,000" in problem.reason.text


def test_the_officer_says_how_it_is_shared(planned: Planned) -> None:
    found = planned(sheet_of(THREE, merges=[OVER_THREE]))
    for row, amount in ((2, "1,000,000"), (4, "500,000")):
        found = decisions.fix_cell(found, "Projects", row, "D", amount)
    assert costs(found) == [1_000_000_000, None, 500_000_000, 700_000_000]
    assert asked(found) == {2: [], 3: ["D"], 4: [], 5: []}


@pytest.mark.parametrize("merges", [[CellRange(2, 2, 4, 2), OVER_THREE], [OVER_THREE]])
def test_components_of_one_project_share_nothing(merges: Sequence[CellRange], planned: Planned) -> None:
    rows = [list(row) for row in THREE]
    rows[2][1] = rows[3][1] = None
    found = planned(sheet_of(rows, merges=merges))
    assert found.rows[0].values["budget_total"] == 3_000_000_000
    assert not any(asked(found).values())
    assert [row.values.get("budget_total") for row in found.rows[1:]] == [*[None] * (len(found.rows) - 2), 700_000_000]


def test_countries_are_still_filled_down(planned: Planned) -> None:
    rows = [list(row) for row in THREE]
    rows[2][2] = rows[3][2] = None
    found = planned(sheet_of(rows, merges=[CellRange(2, 3, 4, 3)]))
    assert [row.values.get("lead_country") for row in found.rows] == ["KE"] * 4


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_held_row_among_them_is_asked_about_again(place: int, work: Workspace, make_file: MakeFile) -> None:
    """The others are no longer there when it goes in."""
    rows = [list(row) for row in THREE]
    rows[place][2] = "Atlantis"
    done = apply(work, plan(work, make_file(rows, merges=["D2:D4"])))
    again = decisions.fix_cell(taken_up(work, done.batch), "Projects", place + 1, "C", "Kenya")
    assert costs(again) == [None]
    assert asked(again) == {place + 1: ["D"]}


def test_the_cell_is_kept_with_each_row_as_received(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(THREE, merges=["D2:D4"]))
    apply(work, found)
    for row in found.rows[:3]:
        cells = {cell.cell: cell.text for cell in origins(work, row.id)[0].cells}
        assert cells["D2"] == "3000000"


# --- what says nothing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["–", "TBD", 0, "0", "n/a", "قيد التحديد"])
def test_a_cost_that_we_know_stays_known(nothing: Value, work: Workspace, make_file: MakeFile) -> None:
    title: list[Value] = ["Wells for Kassala", "Sudan"]
    apply(work, plan(work, make_file([HEADER[1:4], [*title, 500_000]], "first.xlsx")))
    again = plan(work, make_file([HEADER[1:4], [*title, nothing]], "second.xlsx"))
    assert [(row.status, row.changes) for row in again.rows] == [(Status.SAME, ())]
    cleared = decisions.clear_blanks(again, "Projects", "C")
    assert {change.field: change.new for change in cleared.rows[0].changes} == {
        "budget_total": None, "budget_total_currency": None, "budget_precision": "unknown",
    }  # fmt: skip
    apply(work, cleared)
    (ident,) = ids(work)
    assert read(work, ident).columns["budget_total"] is None


def test_a_shared_figure_clears_nothing(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file([HEADER, [1, "Border posts", "Kenya", 500_000, 5]], "first.xlsx")))
    again = decisions.clear_blanks(plan(work, make_file(THREE, "second.xlsx", merges=["D2:D4"])), "Projects", "D")
    known = next(row for row in again.rows if row.ref)
    assert "budget_total" not in {change.field for change in known.changes}

"""A row that says a thing twice: the column of its own counts, wherever it stands, and the difference is said."""

from itertools import permutations

import pytest

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.decisions import fix_cell
from khartoum_desktop.importing.model import Plan, Weight
from khartoum_desktop.sheets.model import CellRange
from tests.importing.conftest import Planned, Value, sheet_of

START, END = "start_planned", "end_planned"


def looks(found: Plan) -> list[str]:
    assert all(one.reason.weight is Weight.LOOK for one in found.problems)
    return [strip_isolates(one.reason.text) for one in found.problems]


def of(planned: Planned, **cells: Value) -> Plan:
    header = [name.replace("_", " ") for name in cells]
    return planned(sheet_of([["Title", "Country", *header], ["Border posts", "Kenya", *cells.values()]]))


@pytest.mark.parametrize("order", list(permutations(("Start_date", "Duration", "End_date"))))
def test_the_end_that_has_its_own_column_counts(order: tuple[str, ...], planned: Planned) -> None:
    cells = {"Start_date": "2026-05-13", "Duration": "2025–2027", "End_date": "2030-01-14"}
    found = of(planned, **{name: cells[name] for name in order})
    values = found.rows[0].values
    assert (values[START], values[END]) == ("2026-05-13", "2030-01-14")
    told = [strip_isolates(one.reason.text) for one in found.problems]
    assert len(told) == 2
    assert all(one.startswith("Another column says “") for one in told)


def test_a_period_in_the_column_of_starts_does_not_hide_the_end(planned: Planned) -> None:
    found = of(planned, Start_date="2026-05-13 - 2027-05-13", End_date="2029-01-14")
    assert found.rows[0].values[END] == "2029-01-14"
    assert len(found.problems) == 1


@pytest.mark.parametrize("end", ["2027-12-31", "2027"])
def test_the_same_said_less_exactly_is_no_difference(end: str, planned: Planned) -> None:
    found = of(planned, Duration="2025–2027", End_date=end)
    assert (found.rows[0].values[START], found.rows[0].values[END], looks(found)) == ("2025", end, [])


def test_a_period_alone_still_gives_both(planned: Planned) -> None:
    found = of(planned, Duration="2025–2027", Start_date=None)
    assert (found.rows[0].values[START], found.rows[0].values[END]) == ("2025", "2027")


@pytest.mark.parametrize(
    ("start", "end", "is_said"), [("2028-01-15", "2027-01-15", True), ("2027", "2027-03-01", False)]
)
def test_an_end_before_the_start_is_said(start: str, end: str, is_said: bool, planned: Planned) -> None:
    found = of(planned, Start_date=start, End_date=end)
    assert looks(found) == (["The planned end lies before the planned start."] if is_said else [])


@pytest.mark.parametrize(("budget", "header"), [("EUR 5,000,000", "Budget"), (5_000_000, "Budget_EUR")])
def test_another_currency_beside_the_amount_is_said(budget: Value, header: str, planned: Planned) -> None:
    found = of(planned, **{header: budget, "Currency": "USD"})
    assert found.rows[0].values["budget_total_currency"] == "EUR"
    assert looks(found) == ["The amount is in EUR, the column of currencies says USD: EUR is taken."]
    assert looks(of(planned, **{header: budget, "Currency": "EUR"})) == []


def test_a_column_of_currencies_that_serves_another_amount_contradicts_nothing(planned: Planned) -> None:
    found = of(planned, Budget_EUR=5_000_000, Own_contribution=7_000_000, Currency="KES")
    values = found.rows[0].values
    assert (values["budget_total_currency"], values["own_contribution_currency"]) == ("EUR", "KES")
    assert looks(found) == []


def test_one_amount_over_several_projects_is_nobodys(planned: Planned) -> None:
    rows: list[list[Value]] = [["Border posts", "Kenya", 3_000_000, 900], ["Radio", "Kenya", None, 100]]
    rows += [["Patrol boats", "Kenya", None, 50], ["Clinics", "Kenya", 700_000, 10]]
    sheet = sheet_of([["Title", "Country", "Cost EUR", "Beneficiaries"], *rows], merges=[CellRange(2, 3, 4, 3)])
    found = planned(sheet)
    assert [row.values.get("budget_total") for row in found.rows] == [None, None, None, 700_000_000]
    assert [row.values["beneficiaries_total"] for row in found.rows] == [900, 100, 50, 10]
    assert [one.row for one in found.problems] == [2, 3, 4]
    assert {one.reason.weight for one in found.problems} == {Weight.LEAVES}
    assert all("stands for 3 projects, in rows 2 to 4" in strip_isolates(one.reason.text) for one in found.problems)
    mended = fix_cell(found, "Projects", 2, "C", "1000000")
    assert mended.rows[0].values["budget_total"] == 1_000_000_000


def test_one_amount_over_the_parts_of_a_project_is_its_own(planned: Planned) -> None:
    rows: list[list[Value]] = [["Border posts", "Kenya", 3_000_000, "Towers"], [None, "Kenya", None, "Radios"]]
    merges = [CellRange(2, 1, 3, 1), CellRange(2, 3, 3, 3)]
    found = planned(sheet_of([["Title", "Country", "Cost EUR", "Activities"], *rows], merges=merges))
    assert [row.values["budget_total"] for row in found.rows] == [3_000_000_000]

"""A small table that sums up the list beside it says nothing of the list's rows."""

from khartoum_desktop.importing.tables import tables_of
from khartoum_desktop.sheets.model import Sheet
from tests.importing.conftest import Planned, Value, sheet_of

LIST: list[list[Value]] = [
    ["No", "Project title", "Budget (EUR)", None],
    [1, "Registration of refugees", 900_000, None],
    [2, "Regulation of agencies", 400_000, None],
    [3, "Cross-border crime at Busia", 700_000, None],
]
BESIDE: list[list[Value]] = [
    ["Ministry", "Projects", "Amount (EUR)"],
    ["Ministry of Interior", 2, 1_600_000],
    ["Ministry of Labour", 1, 400_000],
    [None, None, None],
]


def _sheets(beside: list[list[Value]]) -> tuple[Sheet, ...]:
    return tables_of(sheet_of([[*one, *other] for one, other in zip(LIST, beside, strict=True)]))


def test_a_summary_beside_the_list_is_left_aside(planned: Planned) -> None:
    parts = _sheets(BESIDE)
    assert [part.name for part in parts] == ["Projects", "Projects!E1"]
    plan = planned(*parts)
    assert [row.values.get("submitting_ministry") for row in plan.rows] == [None] * 3
    assert [row.values["budget_total"] for row in plan.rows] == [900_000_000, 400_000_000, 700_000_000]


def test_further_columns_of_the_list_stay_with_it(planned: Planned) -> None:
    more: list[list[Value]] = [
        ["Ministry", "Amount requested (EUR)"],
        ["Ministry of Interior", 100_000],
        ["Ministry of Labour", 50_000],
        ["Ministry of Health", 70_000],
    ]
    parts = _sheets(more)
    assert len(parts) == 1
    plan = planned(*parts)
    assert [row.values["submitting_ministry"] for row in plan.rows] == [str(row[0]) for row in more[1:]]
    assert [row.values["amount_requested"] for row in plan.rows] == [100_000_000, 50_000_000, 70_000_000]

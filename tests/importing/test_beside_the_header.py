"""Beside the header: a row of names above it is none of it, a row of units and forms of dates below it is."""

import pytest

from khartoum_desktop.importing.structure import Kind
from tests.importing.conftest import Planned, Rows, Value, sheet_of

HEADER: list[Value] = ["Project", "Country", "Cost", "Start date"]
ROWS: Rows = [["Boats", "Kenya", 800_000, "03/04/2027"], ["Radio stations", "Kenya", 900_000, "05/06/2028"]]
ARABIC: Rows = [["المشروع", "الدولة", "التكلفة", "تاريخ البدء"], *ROWS]


@pytest.mark.parametrize(
    "line",
    [
        ["Prepared by:", "Ahmed", "Approved by:", "Mona"],
        ["Date:", "3 March 2026", "Version:", "two"],
        ["أعده", "أحمد", "اعتمده", "منى"],
        ["Contact:", "Mona Said", None, None],
    ],
)
def test_names_right_above_the_header_are_no_part_of_it(line: list[Value], planned: Planned) -> None:
    for table in ([HEADER, *ROWS], ARABIC):
        found = planned(sheet_of([line, *table])).sheets[0]
        assert found.structure.header_rows == (2,)
        assert [column.header for column in found.columns] == list(table[0])


def test_labels_with_a_colon_each_are_a_header(planned: Planned) -> None:
    header: list[Value] = [f"{text}:" for text in HEADER]
    assert planned(sheet_of([header, *ROWS])).sheets[0].structure.header_rows == (1,)


@pytest.mark.parametrize(
    ("units", "cost", "order"),
    [
        (["–", "–", "EUR", "dd/mm/yyyy"], "EUR", "dmy"),
        ([None, None, "USD", "(mm/dd/yyyy)"], "USD", "mdy"),
        ([None, None, "€", "jj.mm.aaaa"], "EUR", "dmy"),
        ([None, None, "يورو", "يوم/شهر/سنة"], "EUR", "dmy"),
        ([None, None, None, "dd/mm/yyyy"], None, "dmy"),
    ],
)
@pytest.mark.parametrize("table", [[HEADER, *ROWS], ARABIC], ids=["en", "ar"])
def test_units_and_forms_of_dates_below_the_header_say_how_cells_are_read(
    units: list[Value], cost: str | None, order: str, table: Rows, planned: Planned
) -> None:
    found = planned(sheet_of([table[0], units, *table[1:]])).sheets[0]
    assert found.structure.header_rows == (1, 2)
    assert [row.row for row in found.rows] == [3, 4]
    assert found.rows[0].values.get("budget_total_currency") == cost
    assert found.rows[0].values["start_planned"] == {"dmy": "2027-04-03", "mdy": "2027-03-04"}[order]


def test_a_row_of_dashes_is_none_of_units(planned: Planned) -> None:
    found = planned(sheet_of([HEADER, ["–", "–", "–", "–"], *ROWS])).sheets[0]
    assert found.structure.header_rows == (1,)
    assert found.structure.kinds[1] is Kind.PROPOSAL

"""Labels of a fiche outside the columns of labels are found; a known label of which nothing reached a field is told."""

import pytest

from khartoum_desktop.importing import form_pairs
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.sheets.model import CellRange
from tests.importing.conftest import Planned, Rows, sheet_of

FICHE: Rows = [
    [None, "PROJECT FICHE"],
    [None, "Project title", None, "Border clinics of the east"],
    [None, "Country", None, "Kenya"],
    [None, "Total cost", None, "EUR 500,000"],
    [None, "Start date", None, "03/04/2026", "End date", "25/12/2027"],
    [None, "Objective", None, "To help people at the border get care"],
]
NEXT_TO: Rows = [
    ["Project title", "Border clinics of the east"], ["Country", "Kenya"], ["Total cost", "EUR 500,000"],
    ["Start date", "2026", None, "End date", "2027"], ["Objective", "To help people"],
]  # fmt: skip
START_SIDE: Rows = [list(reversed([*row, *[None] * (5 - len(row))])) for row in NEXT_TO]
CARD: Rows = [
    ["بطاقة مشروع"],
    ["اسم المشروع", None, "تأهيل مراكز الاستقبال"],
    ["الدولة", None, "مصر"],
    ["التكلفة الإجمالية", None, "500000 يورو"],
    ["الوصف"],
    ["تأهيل وتدريب"],
    ["الموقع", None, "القاهرة"],
    [None, None, "التوقيع"],
]
MERGES = [CellRange(row, 1, row, 2) for row in (2, 3, 4, 7)]


def said(found: Plan) -> list[tuple[str, str]]:
    return [(one.column, one.reason.message) for one in found.problems]


@pytest.mark.parametrize("rows", [FICHE, NEXT_TO, START_SIDE], ids=["between", "beside", "start side"])
def test_a_second_pair_in_a_row_is_read(rows: Rows, planned: Planned) -> None:
    found = planned(sheet_of(rows))
    (row,) = found.rows
    assert found.sheets[0].structure.form is not None
    assert (str(row.values["start_planned"])[:4], str(row.values["end_planned"])[:4]) == ("2026", "2027")
    assert (row.values["title_en"], row.values["budget_total"]) == ("Border clinics of the east", 500_000_000)
    assert said(found) == []


def test_a_text_below_a_label_that_is_merged_over_the_values_is_its_value(planned: Planned) -> None:
    found = planned(sheet_of(CARD, merges=[*MERGES, CellRange(5, 1, 5, 3), CellRange(6, 1, 6, 3)]))
    assert found.rows[0].values["summary_ar"] == "تأهيل وتدريب"
    assert said(found) == []


def test_a_short_text_below_a_label_may_be_a_heading_and_is_told(planned: Planned) -> None:
    found = planned(sheet_of(CARD, merges=MERGES))
    assert "summary_ar" not in found.rows[0].values
    assert said(found) == [("B5", form_pairs._BELOW)]
    assert "تأهيل وتدريب" in found.problems[0].reason.text


def test_a_signature_is_no_further_place(planned: Planned) -> None:
    assert planned(sheet_of(CARD, merges=MERGES)).rows[0].values["locations"] == "القاهرة"


def test_a_known_label_whose_value_goes_to_no_field_is_told(planned: Planned) -> None:
    rows: Rows = [*NEXT_TO, ["Objective", "To heal people"], ["Duration", "24 months", "Priority", "3", "high", "low"]]
    found = planned(sheet_of(rows))
    assert ("B6", form_pairs.NO_FIELD) in said(found)  # the second objective
    told = [one.reason.text for one in found.problems if one.reason.message == form_pairs._NO_VALUE]
    assert ["Priority" in text and "C7" in text for text in told] == [True]

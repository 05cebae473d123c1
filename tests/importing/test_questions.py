"""What a sheet leaves open is asked once a column, and the answer settles every cell of it."""

from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.questions import questions
from tests.importing.conftest import Planned, Rows, sheet_of

ROWS: Rows = [
    ["جمهورية السودان"],
    ["اسم المشروع", "تاريخ البدء", "التكلفة", "المبلغ المطلوب"],
    ["مراكز استقبال العائدين", "03/04/2027", "750 ألف جنيه", "1.234"],
    ["تدريب حرس الحدود", "05/06/2027", "2 مليون جنيه", "2.345"],
]


def test_each_column_asks_once_with_answers_that_fit(planned: Planned) -> None:
    found = questions(planned(sheet_of(ROWS)))
    assert [(one.column.letter, one.setting, one.waiting) for one in found] == [
        ("B", "order", 2),
        ("C", "currency", 2),
        ("D", "decimal", 2),
    ]
    assert found[0].answers == ("dmy", "mdy")
    assert found[1].answers[0] == "SDG"  # the sender's own, of those that the word may mean
    assert found[1].example == "750 ألف جنيه"


def test_an_answer_settles_every_cell_and_keeps_earlier_ones(planned: Planned) -> None:
    plan = planned(sheet_of(ROWS))
    plan = decisions.settle(plan, "Projects", "B", "order", "dmy")
    plan = decisions.settle(plan, "Projects", "C", "currency", "SDG")
    plan = decisions.settle(plan, "Projects", "D", "decimal", ",")
    plan = decisions.settle(plan, "Projects", "D", "currency", "EUR")
    assert questions(plan) == ()
    first, second = (row.values for row in plan.rows)
    assert (first["start_planned"], second["start_planned"]) == ("2027-04-03", "2027-06-05")
    assert (first["budget_total"], first["budget_total_currency"]) == (750_000_000, "SDG")
    assert (second["amount_requested"], second["amount_requested_currency"]) == (2_345_000, "EUR")


def test_a_unit_that_the_sheet_only_may_mean_is_asked(planned: Planned) -> None:
    rows: Rows = [
        ["Title", "Country", "Total cost (EUR)"],
        ["Border posts", "Kenya", 2500],
        ["Job centres", "Kenya", 1800],
        ["Note: all amounts are in thousands"],
    ]
    plan = planned(sheet_of(rows))
    assert [row.values.get("budget_total") for row in plan.rows] == [None, None]
    (asked,) = questions(plan)
    assert (asked.setting, asked.answers, asked.waiting) == ("unit", ("1", "1000"), 2)
    for answer, expected in (("1", 2_500_000), ("1000", 2_500_000_000)):
        settled = decisions.settle(plan, "Projects", "C", "unit", answer)
        assert questions(settled) == ()
        assert settled.rows[0].values["budget_total"] == expected


def test_an_amount_without_any_currency_asks_for_the_likely_ones(planned: Planned) -> None:
    (one,) = questions(planned(sheet_of([["Title", "Budget"], ["A project", 500]])))
    assert one.answers == ("EGP", "EUR", "USD")


def test_sheets_that_are_left_aside_ask_nothing(planned: Planned) -> None:
    plan = decisions.take_sheet(planned(sheet_of(ROWS)), "Projects", taken=False)
    assert questions(plan) == ()

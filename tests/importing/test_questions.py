"""What a sheet leaves open is asked once a column, and the answer settles every cell of it."""

from collections.abc import Sequence
from datetime import date

from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Weight
from khartoum_desktop.importing.questions import questions
from tests.importing.conftest import Planned, Rows, Value, sheet_of

ROWS: Rows = [
    ["جمهورية السودان"],
    ["اسم المشروع", "تاريخ البدء", "التكلفة", "المبلغ المطلوب"],
    ["مراكز استقبال العائدين", "03/04/2027", "750 ألف دينار", "1.234"],
    ["تدريب حرس الحدود", "05/06/2027", "2 مليون دينار", "2.345"],
]


def test_each_column_asks_once_with_answers_that_fit(planned: Planned) -> None:
    found = questions(planned(sheet_of(ROWS)))
    assert [(one.column.letter, one.setting, one.waiting) for one in found] == [
        ("B", "order", 2),
        ("C", "currency", 2),
        ("D", "decimal", 2),
    ]
    assert found[0].answers == ("dmy", "mdy")
    assert set(found[1].answers) >= {"LYD", "TND", "KWD"}
    assert found[1].example == "750 ألف دينار"


def test_an_answer_settles_every_cell_and_keeps_earlier_ones(planned: Planned) -> None:
    plan = planned(sheet_of(ROWS))
    plan = decisions.settle(plan, "Projects", "B", "order", "dmy")
    plan = decisions.settle(plan, "Projects", "C", "currency", "KWD")
    plan = decisions.settle(plan, "Projects", "D", "decimal", ",")
    plan = decisions.settle(plan, "Projects", "D", "currency", "EUR")
    assert questions(plan) == ()
    first, second = (row.values for row in plan.rows)
    assert (first["start_planned"], second["start_planned"]) == ("2027-04-03", "2027-06-05")
    assert (first["budget_total"], first["budget_total_currency"]) == (750_000_000, "KWD")
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


HEADER: Sequence[Value] = ["Title", "Country", "Cost", "Start date", "Duration"]


def asked(planned: Planned, title: str, *rows: Sequence[Value]) -> list[tuple[str, str]]:
    plan = planned(sheet_of([[title], HEADER, *rows]))
    return [(one.column.letter, one.setting) for one in questions(plan)]


def test_the_senders_country_says_which_pound_is_meant_unless_its_rows_are_of_several(planned: Planned) -> None:
    rows: Rows = [["Title", "Cost"], ["Border posts", "2 مليون جنيه"], ["Job centres", "£ 3 million"]]
    for title, code in (("جمهورية السودان", "SDG"), ("Arab Republic of Egypt", "EGP")):
        plan = planned(sheet_of([[title], *rows]))
        first, second = plan.rows
        assert (first.values["budget_total"], first.values["budget_total_currency"]) == (2_000_000_000, code)
        assert [one.reason.weight for one in first.problems if one.column == "B"] == [Weight.LOOK]
        assert "budget_total" not in second.values  # "£" is more often pound sterling
        (one,) = questions(plan)
        assert one.answers[0] == code
    several: Rows = [["A post", "Egypt", "2 مليون جنيه"], ["A centre", "Sudan", "3 مليون جنيه"]]
    assert asked(planned, "جمهورية السودان", *several) == [("C", "currency")]


def test_an_ethiopian_sheet_may_write_ethiopian_years_and_one_answer_settles_all_its_dates(planned: Planned) -> None:
    rows: Rows = [
        ["Federal Democratic Republic of Ethiopia"],
        ["Title", "Start date", "End date"],
        ["Border posts", 2017, "30/10/2018"],
        ["Job centres", "01/11/2017", "2018-10-30"],
        ["Registers", date(2017, 1, 5), "9 April 2025"],
    ]
    plan = planned(sheet_of(rows))
    assert [(one.column.letter, one.setting, one.answers) for one in questions(plan)] == [
        ("B", "calendar", ("gregorian", "ethiopian")),
        ("C", "calendar", ("gregorian", "ethiopian")),
    ]
    assert [row.values.get("start_planned") for row in plan.rows] == [None, None, None]
    assert plan.rows[2].values["end_planned"] == "2025-04-09"
    plan = decisions.settle(plan, "Projects", "B", "calendar", "ethiopian")
    assert questions(plan) == ()
    assert [row.values["start_planned"] for row in plan.rows] == ["2024", "2025-07-08", "2024-09-15"]
    assert [row.values["end_planned"] for row in plan.rows] == ["2026-07-07", "2026-07-07", "2025-04-09"]
    other = decisions.settle(planned(sheet_of(rows)), "Projects", "B", "calendar", "gregorian")
    assert other.rows[0].values["start_planned"] == "2017"
    assert asked(planned, "Federal Democratic Republic of Ethiopia", ["A post", None, None, 2027]) == []
    assert asked(planned, "Republic of Kenya", ["A post", None, None, 2017]) == []


def test_a_coptic_day_is_asked_about_where_it_is_written(planned: Planned) -> None:
    rows: Rows = [["Arab Republic of Egypt"], ["Title", "Start date"], ["A post", "01/08/1741"], ["A road", 2027]]
    plan = planned(sheet_of(rows))
    (one,) = questions(plan)
    assert (one.setting, one.answers) == ("calendar", ("gregorian", "coptic"))
    settled = decisions.settle(plan, "Projects", "B", "calendar", "coptic")
    assert settled.rows[0].values["start_planned"] == "2025-04-09"


def test_short_durations_without_a_unit_may_be_years(planned: Planned) -> None:
    short: Rows = [["Title", "Country", "Duration"], ["A post", "Kenya", 3], ["A centre", "Kenya", "1,5"]]
    plan = planned(sheet_of(short))
    assert [(one.setting, one.answers, one.waiting) for one in questions(plan)] == [("months", ("month", "year"), 2)]
    years = decisions.settle(plan, "Projects", "C", "months", "year")
    assert [row.values["duration_months"] for row in years.rows] == [36, 18]
    for header, cells in (("Duration", [24, 3]), ("Duration (months)", [3, 2]), ("Duration", ["2 years", "3 mois"])):
        rows: Rows = [["Title", "Country", header], ["A post", "Kenya", cells[0]], ["A centre", "Kenya", cells[1]]]
        assert questions(planned(sheet_of(rows))) == (), header


def test_fiscal_years_are_those_of_the_country(planned: Planned) -> None:
    for title, year, span in (
        ("Republic of Kenya", "FY 2026/27", ("2026-07", "2027-06")),
        ("جمهورية مصر العربية", "السنة المالية 2026/2027", ("2026-07", "2027-06")),
        ("Federal Democratic Republic of Ethiopia", "2018 EFY", ("2025-07-08", "2026-07-07")),
        ("Federal Democratic Republic of Ethiopia", "FY 2026/27", ("2026-07-08", "2027-07-07")),
        ("جمهورية السودان", "2026/2027", ("2026", "2027")),
    ):
        plan = planned(sheet_of([[title], ["Title", "Start date", "End date"], ["Border posts", year, year]]))
        (row,) = plan.rows
        assert (row.values["start_planned"], row.values["end_planned"]) == span, title
        assert {one.reason.weight for one in row.problems} == {Weight.LOOK}


def test_cells_that_contradict_are_not_outvoted(planned: Planned) -> None:
    rows: Rows = [
        ["Title", "Country", "Cost", "Amount requested", "Currency"],
        ["A post", "Kenya", "2,5 M€", "750,000", "EUR"],
        ["A centre", "Kenya", "1,250,000 €", "1,250,000", "EUR"],
        ["A road", "Kenya", "750,000 €", "12,500", "EUR"],
    ]
    plan = planned(sheet_of(rows))
    assert questions(plan) == ()
    assert [row.values["budget_total"] for row in plan.rows] == [2_500_000_000, 1_250_000_000, 750_000_000]
    assert [row.values["amount_requested"] for row in plan.rows] == [750_000_000, 1_250_000_000, 12_500_000]
    dates: Rows = [
        ["Title", "Country", "Start date", "End date"],
        ["A post", "Kenya", "14/03/2026", "03/14/2027"],
        ["A centre", "Kenya", "03/04/2026", "15/04/2027"],
        ["A road", "Kenya", "04/05/2026", "03/04/2027"],
    ]
    plan = planned(sheet_of(dates))
    assert [(one.column.letter, one.setting, one.waiting) for one in questions(plan)] == [("D", "order", 1)]
    assert plan.rows[1].values["start_planned"] == "2026-04-03"


def test_short_titles_ask_for_their_language_once_and_keep_a_title_meanwhile(planned: Planned) -> None:
    rows: Rows = [["المشروع", "الدولة"], ["Formation", "كينيا"], ["Emploi", "كينيا"]]
    plan = planned(sheet_of(rows))
    assert [row.values["title_en"] for row in plan.rows] == ["Formation", "Emploi"]
    (one,) = questions(plan)
    assert (one.setting, one.answers, one.waiting) == ("language", ("en", "fr"), 2)
    settled = decisions.settle(plan, "Projects", "A", "language", "fr")
    assert [row.values.get("title_fr") for row in settled.rows] == ["Formation", "Emploi"]
    assert questions(settled) == ()
    tunisian = planned(sheet_of([rows[0], ["Formation", "تونس"], ["Emploi", "Tunisie"]]))
    assert [row.values.get("title_fr") for row in tunisian.rows] == ["Formation", "Emploi"]


def test_days_that_a_program_may_have_taken_for_months_want_a_look(planned: Planned) -> None:
    rows: Rows = [
        ["Title", "Country", "Start date", "End date"],
        ["Border posts", "Kenya", date(2027, 4, 3), date(2028, 4, 3)],
        ["Job centres", "Kenya", "14/03/2027", date(2028, 3, 14)],
    ]
    first, second = planned(sheet_of(rows)).rows
    assert [one.column for one in first.problems] == ["C"]
    assert first.problems[0].reason.weight is Weight.LOOK
    assert second.problems == ()

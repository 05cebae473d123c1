"""Traps: what looks like one thing and is another. A wrong reading here is worse than a question."""

from dataclasses import replace
from datetime import datetime, time

from tests.corpus.meaning import AnyCell, Cell, Column, Either, File, Meaning, Page, Said, book
from tests.corpus.notations import (
    commas,
    costs,
    country,
    duration,
    listed,
    money,
    parties,
    people,
    place,
    serial,
    slashes,
    spaces,
    title,
    words,
)
from tests.corpus.projects import PROJECTS, of, some

Given = tuple[AnyCell, Meaning | Either]


def _each(header: str, key: str, *pairs: Given, look: bool = False) -> Column:
    """Return a column of cells with their values; None asks."""
    return listed(
        header,
        [
            Said(cell, {key: value}, look=look) if value is not None else Said(cell, asks=(key,))
            for cell, value in pairs
        ],
    )


def _page(line: str, code: str, *columns: Column, rows: int, name: str = "Sheet1", rtl: bool = False) -> Page:
    page = Page(name, rtl=rtl)
    page.line(line)
    page.sender(code)
    page.header(*columns)
    for project in PROJECTS[:rows]:
        page.add(project, lead_country=code)
    return page


@book("traps", "7.1.5")
def titles_that_begin_like_totals() -> File:
    texts = (
        "Total rehabilitation of the border post at Galabat", "Source of income for returnees in Gedaref", "Sum of small grants for women in Kassala",
        "Note-taking and case management training for registrars", "Summary courts for trafficking cases",
    )  # fmt: skip
    page = Page("Sheet1")
    page.line("Republic of the Sudan")
    page.sender("SD")
    turn = iter(texts)

    def say(_project: object) -> Said:
        text = next(turn)
        return Said(text, {"title_en": text})

    page.header(serial("No."), Column("Project title", say), place("State", "en"), money("Budget (EUR)", commas))
    page.all(of("SD", most=5))
    page.line(None, "Total", None, "9,999,999", kind="total")
    return File("titles.xlsx", [page])


@book("traps", "7.1.5")
def arabic_titles_that_begin_like_totals() -> File:
    texts = (
        "مجموعة عمل معنية بالهجرة",
        "جملة من التدخلات في مجال الحماية",
        "إجمالي الخدمات المقدمة للعائدين وتطويرها",
        "مصدر دخل للأسر العائدة",
    )
    turn = iter(texts)

    def say(_project: object) -> Said:
        text = next(turn)
        return Said(text, {"title_ar": text})

    page = Page("ورقة1", rtl=True)
    page.line("جمهورية مصر العربية")
    page.sender("EG")
    page.header(serial("م"), Column("اسم المشروع", say), place("المحافظة", "ar"), money("التكلفة (يورو)", commas))
    page.all(of("EG", most=4))
    return File("مجموعة.xlsx", [page])


@book("traps", "7.1.7")
def last_rows_are_hardly_filled() -> File:
    page = Page("Sheet1")
    page.line("Republic of Uganda")
    page.sender("UG")
    page.header(
        serial("No"),
        title("Project title", "en"),
        place("District", "en"),
        money("Budget (USD)", commas, currency="USD"),
    )
    for number, project in enumerate(of("UG")):
        row = page.add(project)
        if number > 1:
            for column, key in ((3, "locations"), (4, "budget_total")):
                page.cells.pop((row.number, column), None)
                row.cells.pop(key)
            row.cells.pop("budget_precision")
    return File("unfinished.xlsx", [page])


@book("traps", "7.4.unit")
def unit_in_noughts() -> File:
    page = _page(
        "Republic of Kenya", "KE", title("Project title", "en"), money("Budget ('000 EUR)", lambda n: n / 1000), rows=6
    )
    return File("noughts.xlsx", [page])


@book("traps", "7.4.unit")
def currency_above_the_table() -> File:
    page = Page("Sheet1")
    page.lines("Federal Republic of Somalia", "(all amounts in US dollars)")
    page.sender("SO")
    page.header(serial("No."), title("Project title", "en"), money("Budget", currency="USD"))
    page.all(of("SO"))
    return File("dollars.xlsx", [page])


@book("traps", "7.4.unit")
def note_below_the_table_says_thousands() -> File:
    def unsure(n: int) -> Said:
        return Said(n / 1000, asks=("budget_total", "budget_precision"))

    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(serial("No."), title("Project title", "en"), Column("Budget (EUR)", lambda p: unsure(p.amount)))
    page.all(of("KE"))
    page.line("Note: all amounts are in thousands", kind="note")
    return File("note below.xlsx", [page])


@book("traps", "7.4.separators")
def millions_with_three_decimals() -> File:
    saids = [
        Said(cell, costs(amount, "EUR"))
        for cell, amount in (("1.250", 1_250_000), ("2.500", 2_500_000), ("0.936", 936_000), ("12.750", 12_750_000))
    ]
    page = _page("Republic of Kenya", "KE", title("Project title", "en"), listed("Budget (M€)", saids), rows=4)
    return File("M three decimals.xlsx", [page])


@book("traps", "7.4.people")
def thousands_with_points_in_counts() -> File:
    column = _each(
        "Nombre de bénéficiaires",
        "beneficiaries_total",
        ("1.500", 1500),
        ("12.000", 12000),
        ("800", 800),
        ("2.350", 2350),
    )
    page = _page("République tunisienne", "TN", title("Projet", "fr"), column, rows=4)
    return File("bénéficiaires.xlsx", [page])


@book("traps", "7.3.order")
def years_of_two_figures() -> File:
    column = _each(
        "Start date",
        "start_planned",
        ("15/02/26", "2026-02-15"),
        ("28/03/26", "2026-03-28"),
        ("01/09/27", "2027-09-01"),
        ("13/01/27", "2027-01-13"),
    )
    page = _page("Republic of Uganda", "UG", title("Project title", "en"), column, rows=4)
    return File("two figures.xlsx", [page])


@book("traps", "7.3.order")
def dates_with_times() -> File:
    cells = [
        Said(
            Cell(datetime.combine(p.start, time(8, 30)), "dd/mm/yyyy hh:mm"),
            {"start_planned": p.start.isoformat()},
        )
        for p in PROJECTS[:4]
    ]
    page = _page("Republic of Uganda", "UG", title("Project title", "en"), listed("Start date", cells), rows=4)
    return File("times.xlsx", [page])


@book("traps", "7.3.order")
def one_date_out_of_order() -> File:
    # day first by most cells, and one that can only be month first: typed wrongly, or by somebody else
    pairs: tuple[Given, ...] = (
        ("15/02/2026", "2026-02-15"),
        ("28/03/2026", "2026-03-28"),
        ("02/25/2026", Either(("2026-02-25", None))),
        ("05/06/2026", None),
    )
    page = _page(
        "Republic of Uganda", "UG", title("Project title", "en"), _each("Start date", "start_planned", *pairs), rows=4
    )
    return File("mixed order.xlsx", [page])


@book("traps", "7.1.4")
def two_columns_of_countries() -> File:
    page = Page("Sheet1")
    page.line("Joint proposals")
    page.header(
        serial("#"), country("Submitting country", "en"), title("Project title", "en"),
        parties("Beneficiary countries", "beneficiary", ("Niger", ["NE"]), ("Nigeria", ["NG"]), ("South Sudan, Sudan", ["SS", "SD"]), ("Guinea", ["GN"])),
        parties("Donor", "funding", ("Austria", ["AT"]), ("Australia", ["AU"]), ("Slovenia", ["SI"]), ("Slovakia", ["SK"])),
    )  # fmt: skip
    page.all(some(8, 91))
    return File("neighbours.xlsx", [page])


@book("traps", "7.2.ya")
def slovenia_and_slovakia_in_arabic() -> File:
    page = Page("ورقة1", rtl=True)
    page.line("جدول المانحين")
    page.header(
        serial("م"), country("الدولة المقدمة", "ar"), title("اسم المشروع", "ar"),
        parties("الجهة المانحة", "funding", ("سلوفينيا", ["SI"]), ("سلوفاكيا", ["SK"]), ("النمسا", ["AT"]), ("المجر", ["HU"]), ("مالطة", ["MT"])),
        parties("الدول المستفيدة", "beneficiary", ("جنوب السودان", ["SS"]), ("السودان", ["SD"]), ("جمهورية السودان، جنوب السودان", ["SD", "SS"])),
    )  # fmt: skip
    page.all(some(10, 92))
    return File("المانحون.xlsx", [page])


@book("traps", "7.1.1")
def codes_that_look_like_dates_and_sums() -> File:
    codes = iter(f"2026-{n:02}" for n in range(1, 9))
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(Column("Project code", lambda _p: Said(next(codes))), title("Project title", "en"), Column("Budget line", lambda p: Said(4_100_000 + p.key)),
                money("Total cost (EUR)"), words("Year of approval", "", "2024", "2025", kept=True))  # fmt: skip
    page.all(of("KE"))
    return File("codes.xlsx", [page])


@book("traps", "7.4.percent")
def percent_of_progress_is_no_duration() -> File:
    page = Page("Sheet1", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), money("التكلفة (يورو)", commas), Column("نسبة الإنجاز", lambda p: Said(Cell(p.key % 5 / 5, "0%"))),
                duration("المدة (شهر)"))  # fmt: skip
    page.all(of("SD"))
    return File("نسبة.xlsx", [page])


@book("traps", "7.4.local")
def header_says_euro_and_cells_say_dollars() -> File:
    saids = [Said(f"${n:,}", costs(n, "USD"), look=True) for n in (450_000, 1_250_000, 2_500_000)] + [
        Said(780_000, costs(780_000, "EUR"))
    ]
    page = _page("Republic of Uganda", "UG", title("Project title", "en"), listed("Budget (EUR)", saids), rows=4)
    for row in page.rows[:3]:
        for key in ("budget_total", "budget_precision"):
            row.cells[key] = replace(row.cells[key], value=Either((str(row.cells[key].value), None)))
    return File("euro and dollar.xlsx", [page])


@book("traps", "7.4.money")
def negative_amounts() -> File:
    saids = [Said(cell, asks=("budget_total",)) for cell in (-250_000, "(500,000)", "-1,000,000")] + [
        Said(780_000, costs(780_000, "EUR"))
    ]
    page = _page("Republic of Uganda", "UG", title("Project title", "en"), listed("Budget (EUR)", saids), rows=4)
    return File("negative.xlsx", [page])


@book("traps", "7.4.money")
def costs_of_each_year_are_not_the_total() -> File:
    page = Page("Sheet1")
    page.line("République de Djibouti", across=7)
    page.sender("DJ")
    page.header(
        serial("N°"), title("Projet", "fr"), Column(("Budget (EUR)", "2026"), lambda p: Said(spaces(p.amount // 4))),
        Column(("Budget (EUR)", "2027"), lambda p: Said(spaces(p.amount * 3 // 4))), money(("Budget (EUR)", "Total"), spaces), people("Nombre de bénéficiaires"),
    )  # fmt: skip
    page.all(of("DJ"))
    return File("années.xlsx", [page])


@book("traps", "7.3.order")
def start_and_end_the_wrong_way_round() -> File:
    pairs = (("2027-12-31", "2026-01-01"), ("2026-01-15", "2027-06-30"), ("2026-05-01", "2028-04-30"))
    page = _page(
        "Republic of Uganda", "UG", title("Project title", "en"), _each("Start date", "start_planned", *((a, a) for a, _b in pairs)),
        _each("End date", "end_planned", *((b, b) for _a, b in pairs)), rows=3,
    )  # fmt: skip
    return File("wrong way.xlsx", [page])


@book("traps", "7.3.order", "7.1.7")
def date_of_the_sheet_is_no_start() -> File:
    page = Page("Sheet1")
    page.lines("Republic of Kenya", "Start: 1 April 2026", "Total cost: EUR 5,000,000")
    page.sender("KE")
    page.header(
        serial("No."),
        title("Project title", "en"),
        place("County", "en"),
        Column("Submission date", lambda p: Said(slashes(p.start))),
    )
    page.all(of("KE"))
    return File("date of sheet.xlsx", [page])

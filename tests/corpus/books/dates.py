"""Dates, facts 7.3: serials, orders, years and quarters, month names of four conventions, four calendars."""

from collections.abc import Sequence
from datetime import date

from tests.corpus.meaning import Column, Either, File, Meaning, Page, Said, book
from tests.corpus.notations import (
    american,
    arabic_order,
    country,
    duration,
    eastern,
    formatted,
    in_words,
    listed,
    moment,
    money,
    serial,
    slashes,
    spelled_en,
    title,
    year,
)
from tests.corpus.projects import PROJECTS, of, some

EGYPT = in_words("يناير فبراير مارس إبريل مايو يونية يولية أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")
LEVANT = in_words("كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول", ",")
TUNISIA = in_words("جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر")
OLD_LIBYA = in_words("أي النار,النوار,الربيع,الطير,الماء,الصيف,ناصر,هانيبال,الفاتح,التمور,الحرث,الكانون", ",")
FRENCH_SHORT = in_words("janv.-26 févr-26 mars-26 avr-26 mai-26 juin-26 juil-26 août-26 sept-26 oct-26 nov-26 déc-26")
ETHIOPIAN = in_words("Meskerem Tikimt Hidar Tahsas Tir Yekatit Megabit Miyazya Ginbot Sene Hamle Nehase Pagume")
HIJRI = in_words(
    "محرم,صفر,ربيع الأول,ربيع الآخر,جمادى الأولى,جمادى الآخرة,رجب,شعبان,رمضان,شوال,ذو القعدة,ذو الحجة", ","
)


def _book(name: str, line: str, country_code: str, *columns: Column, rtl: bool = False, rows: int = 0) -> File:
    page = Page("Sheet1", rtl=rtl)
    page.line(line)
    page.sender(country_code)
    projects = of(country_code) if not rows else some(rows, rows)
    page.header(*columns)
    for project in projects:
        page.add(project, lead_country=country_code)
    return File(name, [page])


def _start(*pairs: tuple[str | int, Meaning | Either | None], look: bool = False) -> Column:
    """Return a column of starts given one by one; None means that only a question helps."""
    saids = [
        Said(cell, {"start_planned": value}, look=look) if value else Said(cell, asks=("start_planned",))
        for cell, value in pairs
    ]
    return listed("Start date", saids)


def _months(names: Sequence[str], form: str = "{day} {name} {year}") -> list[tuple[str, str]]:
    return [
        (form.format(day=number + 3, name=name, year=2026), f"2026-{number:02}-{number + 3:02}")
        for number, name in enumerate(names, 1)
    ]  # fmt: skip


@book("7.3.serial")
def serial_numbers_without_format() -> File:
    columns = (
        title("Project title", "en"), moment("Start date", lambda d: (d - date(1899, 12, 30)).days),
        moment("End date", lambda d: (d - date(1899, 12, 30)).days, key="end_planned"), money("Budget (EUR)"),
    )  # fmt: skip
    return _book("serials.xlsx", "Republic of Uganda", "UG", *columns)


@book("7.3.serial")
def epoch_of_1904() -> File:
    columns = (title("Project title", "en"), moment("Start date", formatted("dd/mm/yyyy")),
               moment("End date", formatted("d-mmm-yy"), key="end_planned"))  # fmt: skip
    file = _book("mac 1904.xlsx", "Republic of Kenya", "KE", *columns)
    file.epoch1904 = True
    return file


@book("7.3.order")
def day_first_by_vote() -> File:
    columns = (
        serial(),
        title("اسم المشروع", "ar"),
        moment("تاريخ البدء", slashes),
        moment("تاريخ الانتهاء", slashes, "end_planned"),
    )
    return _book("day first.xlsx", "جمهورية السودان", "SD", *columns, rtl=True)


@book("7.3.order")
def month_first_by_vote() -> File:
    columns = (
        title("Project title", "en"),
        moment("Start date", american),
        moment("End date", american, "end_planned"),
    )
    return _book("us laptop.xlsx", "Federal Republic of Somalia", "SO", *columns)


@book("7.3.order")
def order_not_clear() -> File:
    cells = ("03/04/2026", "05/06/2026", "01/02/2027", "11/12/2026", "07/07/2026", "02/09/2027")
    clear = {"07/07/2026": "2026-07-07"}
    column = _start(*((cell, clear.get(cell)) for cell in cells))
    return _book(
        "order.xlsx", "République arabe d'Égypte / Arab Republic of Egypt", "EG", title("Project title", "en"), column
    )


@book("7.3.order", "7.2.digits")
def year_first_in_arabic_digits() -> File:
    columns = (title("اسم المشروع", "ar"), moment("تاريخ البداية", arabic_order))
    return _book("سنة أولاً.xlsx", "جمهورية مصر العربية", "EG", *columns, rtl=True)


@book("7.3.parts")
def years_quarters_halves() -> File:
    column = _start(
        (2026, "2026"), ("Q3 2026", "2026-Q3"), ("الربع الثالث 2026", "2026-Q3"), ("T3 2026", "2026-Q3"),
        ("النصف الثاني من 2026", "2026-H2"), ("عام 2026", "2026"), ("2e semestre 2026", "2026-H2"),
        ("March 2027", "2027-03"), ("مارس 2027", "2027-03"), ("avril 2027", "2027-04"), ("03/2027", "2027-03"),
        ("First half of 2027", "2027-H1"),
    )  # fmt: skip
    return _book("parts of years.xlsx", "Kenya", "KE", title("Project title", "en"), column, rows=12)


@book("7.3.parts")
def about_dates_and_fiscal_years() -> File:
    def fiscal(year_: int) -> Either:
        return Either((str(year_), f"{year_}-07"))  # Kenya's begins in July

    column = _start(("mi-2026", "2026"), ("FY2025/26", fiscal(2025)), ("FY 2026-27", fiscal(2026)), ("late 2026", "2026"),
                    ("fin 2026", "2026"), ("exercice 2026-2027", fiscal(2026)), look=True)  # fmt: skip
    return _book("fiscal.xlsx", "Kenya", "KE", title("Project title", "en"), column, rows=6)


@book("7.3.parts")
def periods_in_one_column() -> File:
    both = [
        ("2026-2028", "2026", "2028"), ("2026–2027", "2026", "2027"), ("من 2026 إلى 2027", "2026", "2027"),
        ("de 2026 à 2028", "2026", "2028"), ("from 2026 to 2029", "2026", "2029"), ("2026 to 2027", "2026", "2027"),
    ]  # fmt: skip

    def months(first: str, last: str) -> int:
        return 12 * (int(last) - int(first) + 1)

    saids = [
        Said(
            cell, {"start_planned": first, "end_planned": last, "duration_months": Either((months(first, last), None))}
        )
        for cell, first, last in both
    ]
    return _book("periods.xlsx", "Uganda", "UG", title("Project title", "en"), listed("Period", saids), rows=6)


@book("7.3.months")
def month_names_of_egypt() -> File:
    column = _start(*_months(EGYPT))
    return _book("مصر.xlsx", "جمهورية مصر العربية", "EG", title("اسم المشروع", "ar"), column, rtl=True, rows=12)


@book("7.3.months")
def month_names_of_the_levant() -> File:
    column = _start(*_months(LEVANT))
    return _book("المشرق.xlsx", "جمهورية السودان", "SD", title("اسم المشروع", "ar"), column, rtl=True, rows=12)


@book("7.3.months")
def month_names_of_tunisia() -> File:
    column = _start(*_months(TUNISIA))
    return _book("تونس.xlsx", "الجمهورية التونسية", "TN", title("عنوان المشروع", "ar"), column, rtl=True, rows=12)


@book("7.3.months")
def month_names_in_french() -> File:
    column = _start(*((cell, f"2026-{number:02}") for number, cell in enumerate(FRENCH_SHORT, 1)))
    return _book("mois.xlsx", "République de Djibouti", "DJ", title("Projet", "fr"), column, rows=12)


@book("7.3.months")
def month_names_in_english() -> File:
    cells = (
        "9th April 2026",
        "April 9, 2026",
        "9-Apr-26",
        "09-avr-26",
        "Apr 2026",
        "9 APRIL 2026",
        "1st May 2026",
        "Sept. 2026",
    )
    means = ("2026-04-09", "2026-04-09", "2026-04-09", "2026-04-09", "2026-04", "2026-04-09", "2026-05-01", "2026-09")
    return _book(
        "months.xlsx",
        "South Sudan",
        "SS",
        title("Project title", "en"),
        _start(*zip(cells, means, strict=True)),
        rows=8,
    )


@book("7.3.months")
def month_names_of_old_libya() -> File:
    column = _start(*_months(OLD_LIBYA))
    return _book("ليبيا قديم.xlsx", "دولة ليبيا", "LY", title("عنوان المشروع", "ar"), column, rtl=True, rows=12)


def hijri(day: date) -> tuple[int, int, int]:
    from hijridate import Gregorian

    return Gregorian(day.year, day.month, day.day).to_hijri().datetuple()


@book("7.3.hijri", "7.1.4")
def sudan_hijri_dates() -> File:
    def spelled(day: date) -> str:
        number, month, year_ = reversed(hijri(day))
        return f"{number} {HIJRI[month - 1]} {year_} هـ"

    def slashed(day: date) -> str:
        year_, month, number = hijri(day)
        return eastern(f"{number}/{month}/{year_}") + " هـ"

    page = Page("هجري", rtl=True)
    page.lines("جمهورية السودان", "ديوان الزكاة", across=4)
    page.sender("SD", "ديوان الزكاة")
    page.header(
        serial(),
        title("اسم المشروع / Project title", "ar"),
        Column("تاريخ البدء", lambda p: Said(spelled(p.start), {"start_planned": p.start.isoformat()}, look=True)),
        Column("تاريخ الانتهاء", lambda p: Said(slashed(p.end), {"end_planned": p.end.isoformat()}, look=True)),
    )
    page.all(of("SD"))
    return File("مواعيد هجرية.xlsx", [page])


@book("7.3.hijri")
def libya_hijri_beside_gregorian() -> File:
    def both(day: date) -> str:
        year_, month, number = hijri(day)
        return f"{number} {HIJRI[month - 1]} {year_} هـ الموافق {day.day} {EGYPT[day.month - 1]} {day.year} م"

    return _book(
        "الموافق.xlsx", "دولة ليبيا", "LY", title("عنوان المشروع", "ar"), moment("تاريخ البدء", both), rtl=True
    )


@book("7.3.hijri")
def egypt_bare_hijri_years() -> File:
    cells = ((1447, "2025"), (1448, "2026"), ("1449 هـ", "2027"), ("١٤٤٨", "2026"))
    turn = [(cell, value) for cell, value in cells]
    return _book(
        "سنوات هجرية.xlsx", "السودان", "SD", title("اسم المشروع", "ar"), _start(*turn, look=True), rtl=True, rows=4
    )


def _ethiopian(day: date) -> tuple[int, int, int]:
    """Return year, month and day of the Ethiopian calendar: 11 September 2007 (Gregorian) began its year 2000."""
    days = (day - date(2007, 9, 12)).days
    cycle, rest = divmod(days, 1461)
    years = min(rest // 365, 3)
    year_ = 2000 + cycle * 4 + years
    rest -= years * 365
    return year_, rest // 30 + 1, rest % 30 + 1


@book("7.3.ethiopian")
def ethiopia_calendar_in_the_header() -> File:
    def slashed(day: date) -> str:
        year_, month, number = _ethiopian(day)
        return f"{number:02}/{month:02}/{year_}"

    columns = (
        serial("No."), title("Project title", "en"),
        Column("Start date (E.C.)", lambda p: Said(slashed(p.start), {"start_planned": p.start.isoformat()}, look=True)),
        duration("Duration (months)"),
    )  # fmt: skip
    return _book("ET calendar.xlsx", "Federal Democratic Republic of Ethiopia", "ET", *columns)


@book("7.3.ethiopian")
def ethiopia_calendar_in_the_cell() -> File:
    def spelled(day: date) -> str:
        year_, month, number = _ethiopian(day)
        return f"{ETHIOPIAN[month - 1]} {number}, {year_} E.C."

    columns = (title("Project title", "en"),
               Column("Start", lambda p: Said(spelled(p.start), {"start_planned": p.start.isoformat()}, look=True)))  # fmt: skip
    return _book("ET months.xlsx", "Federal Democratic Republic of Ethiopia", "ET", *columns)


@book("7.3.coptic")
def egypt_coptic_dates() -> File:
    pairs = (("1 برمودة 1741 ق", "2025-04-09"), ("1 توت 1743 ق", "2026-09-11"), ("1 طوبة 1742 ق", "2026-01-09"))
    return _book(
        "قبطي.xlsx",
        "جمهورية مصر العربية",
        "EG",
        title("اسم المشروع", "ar"),
        _start(*pairs, look=True),
        rtl=True,
        rows=3,
    )


@book("7.3.parts", "7.1.16")
def all_members_real_dates() -> File:
    page = Page("All")
    page.header(title("Title", "en"), country("Country", "en"), moment("From", formatted("d mmm yyyy")),
                moment("To", formatted("[$-409]mmmm d, yyyy"), "end_planned"), year("Year"), moment("Planned start", spelled_en))  # fmt: skip
    for project in PROJECTS[:20]:
        page.add(project)
    return File("all dates.xlsx", [page])

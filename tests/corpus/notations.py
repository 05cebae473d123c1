"""How ministries write what they know: columns whose cells say one thing in one notation."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import cycle
from typing import Final

from tests.corpus.meaning import AnyCell, Cell, Column, Either, Meaning, Said
from tests.corpus.projects import COUNTRIES, Project

Header = str | tuple[str, ...]
Write = Callable[[int], AnyCell]


def in_words(text: str, mark: str | None = None) -> list[str]:
    """Return the names that a line lists."""
    return text.split(mark)


_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_AR_MONTHS: Final = in_words("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر")
_FR_MONTHS: Final = in_words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_EN_MONTHS: Final = in_words("January February March April May June July August September October November December")


def eastern(text: str) -> str:
    """Return a text with Arabic-Indic digits."""
    return text.translate(_ARABIC)


# --- amounts: whole units to what is typed ----------------------------------------------------------------------------


def commas(n: int) -> str:
    """Return 2,500,000."""
    return f"{n:,}"


def spaces(n: int) -> str:
    """Return 2 500 000, with the narrow space that French Excel puts there."""
    return f"{n:,}".replace(",", "\u202f")


def points(n: int) -> str:
    """Return 2.500.000."""
    return f"{n:,}".replace(",", ".")


def arabic(n: int) -> str:
    """Return ٢٬٥٠٠٬٠٠٠."""
    return eastern(f"{n:,}".replace(",", "٬"))


def apostrophes(n: int) -> str:
    """Return 2’500’000."""
    return f"{n:,}".replace(",", "’")


def scaled(n: int, unit: int, mark: str = ".") -> str:
    """Return n in thousands or millions, with as many decimals as needed: 2.5."""
    whole, rest = divmod(n, unit)
    decimals = f"{rest / unit:.9f}"[2:].rstrip("0")
    return f"{whole}{mark}{decimals}" if decimals else str(whole)


def millions_ar(n: int) -> str:
    """Return 2.5 مليون يورو, or 450 ألف يورو for less."""
    return f"{scaled(n, 10**6)} مليون يورو" if n >= 10**6 else f"{scaled(n, 1000)} ألف يورو"


def per(unit: int) -> Write:
    """Return a writer of numbers in thousands or millions, as cells that are numbers."""
    return lambda n: n // unit if n % unit == 0 else n / unit


# --- columns ----------------------------------------------------------------------------------------------------------


def column(header: Header, say: Callable[[Project], Said], form: str = "") -> Column:
    """Return a column."""
    return Column(header, say, form)


def serial(header: Header = "م", write: Callable[[int], AnyCell] = int) -> Column:
    """Return a column that counts its rows from 1."""
    count = iter(range(1, 1000))
    return Column(header, lambda _project: Said(write(next(count))))


def title(header: Header, language: str, spell: Callable[[str], str] = str, *, as_typed: bool = False) -> Column:
    """Return a column of titles; `spell` says how it is typed, `as_typed` that this spelling is kept."""

    def say(project: Project) -> Said:
        text = project.title[language]
        typed = spell(text)
        return Said(typed, {f"title_{language}": Either((typed, text)) if as_typed else text})

    return Column(header, say)


def titles(header: Header, first: str, second: str, between: str, after: str = "") -> Column:
    """Return a column whose cells hold the title in two languages."""

    def say(project: Project) -> Said:
        one, two = project.title[first], project.title[second]
        return Said(f"{one}{between}{two}{after}", {f"title_{first}": one, f"title_{second}": two})

    return Column(header, say)


def country(header: Header, language: str, spell: Callable[[str], str] = str) -> Column:
    """Return a column of the submitting countries."""
    return Column(header, lambda p: Said(spell(COUNTRIES[p.country][language]), {"lead_country": p.country}))


def ministry(header: Header, language: str, spell: Callable[[str], str] = str) -> Column:
    """Return a column of ministries, kept as typed."""
    return Column(
        header,
        lambda p: Said(
            spell(p.ministry[language]),
            {"submitting_ministry": Either((p.ministry[language], spell(p.ministry[language])))},
        ),
    )


def place(header: Header, language: str) -> Column:
    """Return a column of places."""
    return Column(header, lambda p: Said(p.place[language], {"locations": p.place[language]}))


def money(
    header: Header,
    write: Write = int,
    *,
    key: str = "budget_total",
    currency: str = "EUR",
    precision: str = "exact",
    look: bool = False,
    share: Fraction = Fraction(1),
    form: str = "",
) -> Column:
    """Return a column of amounts: of the whole cost, or of a share of it (rounded down to hundreds)."""

    def say(project: Project) -> Said:
        amount = project.amount if share == 1 else int(project.amount * share) // 100 * 100
        return Said(write(amount), costs(amount, currency, key, precision), look=look)

    return Column(header, say, form)


def costs(
    amount: str | int, currency: str, key: str = "budget_total", precision: str = "exact"
) -> dict[str, Meaning | Either]:
    """Return what a cost means: the field's value, and for the whole cost how exact it is."""
    says: dict[str, Meaning | Either] = {key: f"{amount} {currency}"}
    if key == "budget_total":
        says["budget_precision"] = precision
    return says


UNKNOWN_COST: Final[dict[str, Meaning | Either]] = {"budget_precision": "unknown"}


def moment(header: Header, write: Callable[[date], AnyCell], key: str = "start_planned", form: str = "") -> Column:
    """Return a column of dates, to the day."""

    def say(project: Project) -> Said:
        day = project.start if key == "start_planned" else project.end
        return Said(write(day), {key: day.isoformat()})

    return Column(header, say, form)


def year(header: Header, write: Callable[[int], AnyCell] = int, key: str = "start_planned") -> Column:
    """Return a column of years."""

    def say(project: Project) -> Said:
        number = (project.start if key == "start_planned" else project.end).year
        return Said(write(number), {key: str(number)})

    return Column(header, say)


def duration(header: Header, write: Callable[[int], AnyCell] = int) -> Column:
    """Return a column of durations; `write` gets months."""
    return Column(header, lambda p: Said(write(p.months), {"duration_months": p.months}))


def people(header: Header, write: Callable[[int], AnyCell] = int, *, look: bool = False) -> Column:
    """Return a column of the number of beneficiaries."""
    return Column(header, lambda p: Said(write(p.people), {"beneficiaries_total": p.people}, look=look))


def parties(header: Header, role: str, *cells: tuple[str, Sequence[str]]) -> Column:
    """Return a column of countries and organisations, the same few cells over and over: (text, codes)."""
    turn = cycle(cells)

    def say(_project: Project) -> Said:
        text, codes = next(turn)
        return Said(text, {f"party_{role}": frozenset(codes)} if codes else {})

    return Column(header, say)


def codes(header: Header, scheme: str, *cells: tuple[AnyCell, Sequence[str]]) -> Column:
    """Return a column of codes of a list, likewise."""
    turn = cycle(cells)

    def say(_project: Project) -> Said:
        cell, found = next(turn)
        return Said(cell, {scheme: frozenset(found)} if found else {})

    return Column(header, say)


def words(header: Header, key: str, *texts: str, kept: bool = False) -> Column:
    """Return a column of texts for a field, or (`kept`) of texts that no field takes."""
    turn = cycle(texts)

    def say(_project: Project) -> Said:
        text = next(turn)
        return Said(text or None, {} if kept or not text else {key: text})

    return Column(header, say)


def choice(header: Header, key: str, *cells: tuple[str, str]) -> Column:
    """Return a column of a field that takes one of a list: (text, code)."""
    turn = cycle(cells)

    def say(_project: Project) -> Said:
        text, code = next(turn)
        return Said(text, {key: code} if code else {})

    return Column(header, say)


def listed(header: Header, saids: Iterable[Said], form: str = "") -> Column:
    """Return a column whose cells are given one by one, each with its meaning."""
    turn = iter(saids)
    return Column(header, lambda _project: next(turn), form)


# --- dates ------------------------------------------------------------------------------------------------------------


def slashes(day: date) -> str:
    """Return 13/01/2027."""
    return f"{day:%d/%m/%Y}"


def american(day: date) -> str:
    """Return 01/13/2027."""
    return f"{day:%m/%d/%Y}"


def arabic_order(day: date) -> str:
    """Return ٢٠٢٧/١/١٣."""
    return eastern(f"{day.year}/{day.month}/{day.day}")


def spelled_ar(day: date) -> str:
    """Return 13 يناير 2027."""
    return f"{day.day} {_AR_MONTHS[day.month - 1]} {day.year}"


def spelled_fr(day: date) -> str:
    """Return 1er janvier 2027."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_FR_MONTHS[day.month - 1]} {day.year}"


def spelled_en(day: date) -> str:
    """Return 13 January 2027."""
    return f"{day.day} {_EN_MONTHS[day.month - 1]} {day.year}"


def formatted(form: str) -> Callable[[date], AnyCell]:
    """Return a writer of real dates shown in a format."""
    return lambda day: Cell(day, form)

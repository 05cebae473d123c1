"""Periods and durations: "2025–2027", "من يناير إلى يونيو 2026", "24 شهراً", "2 ½ years"."""

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Final, Literal

from khartoum_desktop.core import lexicon
from khartoum_desktop.core.calendars import Calendar, first_day, last_day
from khartoum_desktop.core.date_reading import Order, ParsedDate, parse_date
from khartoum_desktop.core.numbers import parse_number
from khartoum_desktop.core.text import fold

Unit = Literal["month", "year", "half", "quarter", "week", "day"]

_LONGEST: Final = 120
_OPENING = re.compile(
    r"^(?:(?:خلال |في )?الفتره من|الفتره|من|بين|ما بين|period|from|between|de|du|entre|periode)\s*:?\s+(?=\S)"
)
_MIDDLES: Final = (
    re.compile(
        r"\s+(?:الي|حتي|لغايه|وحتي|والي|to|until|till|through|thru|jusqu'?\s?(?:a|au|en)|au|a|et|and)\s+|\s*→\s*"
    ),
    re.compile(r"\s+-\s+"),
    re.compile(r"\s+و\s*(?=\d)"),
    re.compile(r"\s*-\s*"),
    re.compile(r"(?<=\d{4})/(?=\d{4})"),
)
_ONLY_DAY = re.compile(r"\d{1,2}(?:er|e|st|nd|rd|th)?")
_YEAR = re.compile(r"\d{4}")
_LAST_DIGITS = re.compile(r"\d{2}")
_DAY_AND_MONTH = re.compile(r"\d{1,2}([/.])\d{1,2}")
_FIRST_NUMBER = re.compile(r"^\d{1,2}\s*(?:er|st|nd|rd|th)?\s*")


def parse_period(
    text: str, *, order: Order | None = None, calendar: Calendar | None = None
) -> tuple[ParsedDate, ParsedDate] | None:
    """Return a period's first and last date, None when the text is no period or ends before it starts."""
    if not text or len(text) > _LONGEST:
        return None
    whole = parse_date(text, order=order, calendar=calendar)
    if whole is not None and whole.precision != "year":
        return None  # "April-30-2022"; but "2025/26" may be two years
    ready = _OPENING.sub("", " ".join(fold(text).split()))
    for left, right in _halves(ready):
        end = parse_date(right, order=order, calendar=calendar)
        if end is None and _LAST_DIGITS.fullmatch(right) and left[:2].isdecimal():
            end = parse_date(f"{left[:2]}{right}", calendar=calendar)  # "2025-27"
        if end is None:
            continue
        for start_text in _completed(left, right, end):
            start = parse_date(start_text, order=order, calendar=calendar)
            if start is not None and first_day(start.iso) <= last_day(end.iso):
                return start, end
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Yield every way to cut the text in two, the surest first."""
    for middle in _MIDDLES:
        for match in middle.finditer(text):
            left, right = text[: match.start()].strip(), text[match.end() :].strip()
            if left and right:
                yield left, right


def _completed(left: str, right: str, end: ParsedDate) -> Iterator[str]:
    """Yield the first half as it stands, and with the year or month and year that it leaves to the second."""
    yield left
    years = _YEAR.findall(right)
    year = years[-1] if years else end.iso[:4]
    if joint := _DAY_AND_MONTH.fullmatch(left):
        yield f"{left}{joint[1]}{year}"
    yield f"{left} {year}"
    if _ONLY_DAY.fullmatch(left):
        yield f"{left} {_FIRST_NUMBER.sub('', right)}"


# a unit in days; a month is a twelfth of 365 days
_DAYS: Final[dict[Unit, Fraction]] = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(365, 12),
    "quarter": Fraction(365, 4),
    "half": Fraction(365, 2),
    "year": Fraction(365),
}
_UNITS: Final[dict[Unit, str]] = {
    "year": "سنة سنوات سنين سنه عام عاما أعوام year years yr yrs y an ans année années",
    "half": "semester semesters semestre semestres",
    "quarter": "quarters trimestre trimestres",
    "month": "شهر شهرا أشهر شهور month months mth mths mo mos mois m",
    "week": "أسبوع أسبوعا أسابيع week weeks wk wks semaine semaines",
    "day": "يوم يوما أيام day days jour jours",
}
_DUALS: Final[dict[Unit, str]] = {
    "year": "سنتان سنتين سنتا عامان عامين",
    "month": "شهران شهرين",
    "week": "أسبوعان أسبوعين",
    "day": "يومان يومين",
}
_EMPTY: Final = (
    "قابلة للتجديد|قابل للتجديد|قابلة للتمديد|مدة المشروع|مدة التنفيذ|لمدة|مدة|المدة|على مدى|مشروع|كاملة|"
    "renewable|renouvelable|renouvelables|project|projet|duration|duree|for|over|pour|sur|full|calendar|civiles|"
    "starting from approval|a compter de la signature|:"
)
_SINCE = re.compile(
    r"\s(?:(?:starting |commencing )?(?:from|after|following|upon|as of)|a (?:compter|partir)|apres|des|de la date|"
    r"من تاريخ|من بدء|من بدايه|اعتبارا من|ابتداء من|بعد|من توقيع|من التوقيع)\s[^\d]*$"
)
_BRACKET = re.compile(r"\([^()]*\)")
_GLUED = re.compile(r"(?<=\d)-?(?=[^\W\d_])|(?<=[^\W\d_])-(?=[^\W\d_])")
_LONGEST_DURATION: Final = 1200  # months


@cache
def _unit_words() -> dict[str, tuple[Unit, str]]:
    """Return each word of a unit with the unit and what it says by itself ("2" of a dual)."""
    found: dict[str, tuple[Unit, str]] = {}
    for unit, words in _UNITS.items():
        found |= {fold(word): (unit, "") for word in words.split()}
    for unit, words in _DUALS.items():
        found |= {fold(word): (unit, "2") for word in words.split()}
    return found | {f"{prefix}{word}": value for word, value in found.items() if not word.isascii() for prefix in "ول"}


@cache
def _fillers() -> re.Pattern[str]:
    words = sorted((fold(word) for word in _EMPTY.split("|")), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(w)}(?!\w)" if w[-1].isalpha() else re.escape(w) for w in words))


def parse_months(text: str, *, unit: Unit = "month", order: Order | None = None) -> int | None:
    """Return a duration in whole months (nearest, at least 1), None when the text says none or a choice of several.

    `unit` is the header's, for bare figures, `order` that of the days of a period. Years from … to count both:
    "2025–2027" are 36 months.
    """
    if not text or len(text) > _LONGEST:
        return None
    period = parse_period(_BRACKET.sub(" ", text).strip() or text.strip(" ()"), order=order)
    if period is not None:
        return _months_between(*period)
    ready = lexicon.prepared(text)
    outside = _SINCE.sub("", _BRACKET.sub(" ", ready).strip() or ready.strip("()"))
    days = _days(_fillers().sub(" ", _decimals_kept(outside)), unit)
    if days is None or days <= 0:
        return None
    months = int(days / _DAYS["month"] + Fraction(1, 2))
    return max(months, 1) if months <= _LONGEST_DURATION else None


def _decimals_kept(text: str) -> str:
    """Part figures from the unit grown on to them ("24شهرا", "36-month"), and drop marks that end a word."""
    return re.sub(r"(?<=\D)[.,;،](?=\s|$)", " ", _GLUED.sub(" ", text))


def _days(text: str, bare: Unit) -> Fraction | None:
    total, last, pending = Fraction(0), None, []
    units = _unit_words()
    for word in text.split():
        found = units.get(word)
        if found is None:
            pending.append(word)
            continue
        last, dual = found
        is_letter = len(word) == 1 and not pending  # "M" alone
        count = None if is_letter else _count(" ".join(pending), dual, first=not total)
        if count is None:
            return None
        total += count * _DAYS[last]
        pending = []
    if not pending:
        return total or None
    rest = parse_number(" ".join(pending))
    if rest is None or rest.value is None or rest.percent:
        return None
    if last is None:
        # half months are no plan: perhaps years are meant, or something else
        return rest.value * _DAYS[bare] if bare == "year" or rest.value.denominator == 1 else None
    if rest.value == 1 and total == _DAYS[last]:
        return total  # "سنة واحدة"
    # "سنة ونصف", "3 ans et demi": a part of the last unit, and nothing more
    return total + rest.value * _DAYS[last] if 0 < rest.value < 1 else None


def _count(text: str, dual: str, *, first: bool) -> Fraction | None:
    """Return how many units the words before one say: none means one, or two for a dual."""
    if not first:
        text = re.sub(r"^(?:و\s*|and |et |, ?|\+ ?)", "", text)
    if not text or text in {"و", "and", "et", ",", "+", "a", "an"}:
        return Fraction(dual or 1)
    number = parse_number(text)
    return None if number is None or dual or number.percent else number.value


def _months_between(start: ParsedDate, end: ParsedDate) -> int | None:
    first, last = first_day(start.iso), last_day(end.iso)
    months = 12 * (last.year - first.year) + last.month - first.month
    months += round((last.day + 1 - first.day) / 30)
    return months if 0 < months <= _LONGEST_DURATION else None

"""What a header, and the lines above a table, surely say of how a column's cells are read."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from khartoum_desktop.core.money import UnitNote, unit_note
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.model import PLAIN, Settings
from khartoum_desktop.importing.targets import Reading, targets

_HIJRI: Final = re.compile("هجري|hijri|hegir")
_GREGORIAN: Final = re.compile("ميلادي|gregor")
_ETHIOPIAN: Final = re.compile(r"ethiopian|\be\.?\s?c\b\.?")
_OF_STATES: Final = re.compile(r"\b(?:countr(?:y|ies)|states?|pays|etats?|(?:ال)?(?:دوله|دول|بلد|بلدان))\b")
_OF_OTHERS: Final = re.compile(
    r"\b(?:or|and|ou|et|organi\w+|institutions?|agenc\w+|agences?|part(?:y|ies|ie)|و?(?:ال)?(?:جهه|جهات|طرف|اطراف|موسسات))\b"
)
_FUNDING: Final = re.compile("fund|financ|تمويل")
_YEARS: Final = re.compile(r"سنه|سنوات|بالسنوات|\bans?\b|annee|\byears?\b")
_DAYS: Final = re.compile(r"\bيوم\b|ايام|بالايام|\bjours?\b|\bdays?\b")
_MONTHS: Final = re.compile(r"شهر|شهور|اشهر|\bmois\b|\bmonths?\b")


@lru_cache(maxsize=4096)
def stated(label: str, target: str | None, above: UnitNote | None) -> Settings:
    """Return how cells under a header are read, as far as the sheet says; `above`: the unit that the lines above give.

    What the cells themselves vote for is no part of it, so that cells added to a sheet do not change it.
    """
    known = targets().get(target or "")
    reading = known.reading if known else Reading.NOTHING
    folded = fold_key(label)
    if reading is Reading.MONEY:
        own, around = unit_note(label) or UnitNote(), above or UnitNote()
        unit = own.multiplier if own.multiplier != 1 else around.multiplier
        if own.currency or around.currency in own.candidates or not own.candidates:
            return Settings(unit=unit, currency=own.currency or around.currency)
        return Settings(unit=unit, candidates=own.candidates)
    if reading is Reading.DATE:
        calendar = "hijri" if _HIJRI.search(folded) else "gregorian" if _GREGORIAN.search(folded) else None
        return Settings(order=_order_in(folded), calendar="ethiopian" if _ETHIOPIAN.search(folded) else calendar)
    if reading is Reading.MONTHS and not _MONTHS.search(folded):
        return Settings(months="year" if _YEARS.search(folded) else "day" if _DAYS.search(folded) else "month")
    return PLAIN


def says_states(label: str) -> bool:
    """Tell whether a header of parties asks for countries alone: “Partner countries”, not “Country or party”."""
    folded = fold_key(label)
    return bool(_OF_STATES.search(folded)) and not _OF_OTHERS.search(folded)


def says_funding(label: str) -> bool:
    """Tell whether a header of statuses is about funding."""
    return bool(_FUNDING.search(fold_key(label)))


def is_status(targets_named: Collection[str], label: str) -> bool:
    """Tell whether a header says “status” and leaves open of what: of the project or of its funding."""
    return bool(targets_named) and {"funding_status", "state"}.issuperset(targets_named) and not says_funding(label)


def says_unit_of_time(label: str) -> bool:
    """Tell whether a header says what the figures of a duration count."""
    folded = fold_key(label)
    return any(unit.search(folded) for unit in (_YEARS, _MONTHS, _DAYS))


@lru_cache(maxsize=4096)
def stated_words(label: str, target: str | None, above: UnitNote | None) -> str:
    """Return `stated` as words to compare, "" where the sheet says nothing."""
    found = stated(label, target, above)
    return "" if found == PLAIN else repr(found)


def _order_in(header: str) -> str | None:
    """Return the order that a header prescribes: "(dd/mm/yyyy)"."""
    if re.search(r"\b(?:(?:dd|jj)\s*[/.-]\s*mm|يوم\s*[/.-]\s*شهر)\b", header):
        return "dmy"
    return "mdy" if re.search(r"\b(?:mm\s*[/.-]\s*(?:dd|jj)|شهر\s*[/.-]\s*يوم)\b", header) else None

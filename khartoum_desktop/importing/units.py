"""What a sheet says outside its table about the unit of its amounts: surely ("in thousands of euros"), or perhaps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from khartoum_desktop.core import lexicon
from khartoum_desktop.core.money import UnitNote, spelt_units, unit_note
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.importing import words
from khartoum_desktop.sheets.model import Sheet

_BRACKETED: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_CLAUSES: Final = re.compile(r"[;؛،|\n]+|,(?!\d)|(?<!\d),|[:.](?=\s|$)|\s[–—-]\s|\s:\s")
_CURRENCY_CUE: Final = re.compile(
    r"\b(?:unit|unite|units|u|in|en|amounts?|montants?|figures|valeurs?|values?|currency|devise|budget)\b|بال|المبالغ|القيمه|وحده|العمله"
)
_SHORT: Final = 40  # characters: a longer line that only names a currency is about something else
_LONGEST_NOTE: Final = 80  # characters of a note shown in a sentence
# beside units and currencies, the words of which a clause about units is made
_FRAME: Final = re.compile(
    "in|en|by|par|x|of|u|units?|unites?|the|all|tous|toutes|les|are|is|sont|est|given|shown|stated|expressed|"
    "exprimee?s?|amounts?|montants?|figures?|chiffres?|values?|valeurs?|budgets?|costs?|couts?|prices?|prix|"
    "currency|devise|monnaie|note|nb|المبالغ|مبالغ|المبلغ|القيمه|القيم|الارقام|ارقام|الوحده|وحده|العمله|عمله|"
    "جميع|كل|كافه|محسوبه|معبر|عنها|مبينه|التكلفه|التكاليف|الميزانيه|الميزانيات|ملاحظه|ملحوظه"
)
_SILENT: Final = frozenset({"skip", "scale", "currency", "approx", "slash", "open", "close"})
_NOUGHTS: Final = re.compile(r"1?(?:[ .,']?000){1,2}")
_SCALE: Final = "thousands?|millions?|milliers?|billions?|milliards?"
_SAID: Final = re.compile(
    rf"\b(?:in|en|by|par)\s+(?:[a-z$€]{{1,5}}\s+)?(?:{_SCALE})\b(?:\s+(?:of|de)\s+(?P<en>.+)|\s+d'(?P<fr>.+))?"
    r"|\bب(?:ال)?(?:الف|الاف|مليون|ملايين|مليار)|(?<!\w)[km]\s?(?:€|\$|eur\b|usd\b|us\$)|'000|[x×*]\s*1[ .,]?000"
)


@dataclass(frozen=True, slots=True)
class Units:
    """The unit that lines outside a table surely give for its amounts, and the one that a line (`note`) may give."""

    sure: UnitNote | None = None
    doubt: int = 1
    note: str = ""


def units_of_sheet(name: str, titles: Sequence[str], below: Iterable[str] = ()) -> Units:
    """Read what a sheet's name, the lines above its table, and those inside and below it say of the unit."""
    return read_units((name, *titles), below)


def read_units(titles: Iterable[str], below: Iterable[str]) -> Units:
    """Read the lines above a table, which count where they leave no doubt, and those inside and below, which may."""
    above = [line for line in titles if _may_speak(line)]
    found = [note for line in above for note in _sure_notes(line)]
    multipliers = list(dict.fromkeys(note.multiplier for note in found if note.multiplier != 1))
    currencies = list(dict.fromkeys(note[1:] for note in found if note.currency))
    unit = multipliers[0] if len(multipliers) == 1 else 1
    said = currencies[0] if len({code for code, _others in currencies}) == 1 else (None, ())
    sure = UnitNote(unit, *said) if found else None
    for line in (*above, *(line for line in below if _may_speak(line))):
        doubt = mentioned(line)
        if doubt not in (1, unit):
            return Units(sure, doubt, one_line(line)[:_LONGEST_NOTE])
    return Units(sure)


@lru_cache(maxsize=1024)
def is_unit_line(line: str) -> bool:
    """Tell whether a line above a table surely says something of the unit of its amounts."""
    return _may_speak(line) and bool(_sure_notes(line))


def under_header(sheet: Sheet, header_rows: Sequence[int]) -> tuple[int, int, str] | None:
    """Return row, place and text of the one cell in the row under a header, if it says the unit of the amounts."""
    number = max(header_rows, default=sheet.last_row) + 1
    if not sheet.first_row <= number <= sheet.last_row:
        return None
    row = sheet.rows[number - sheet.first_row]
    filled = [(place, cell) for place, cell in enumerate(row) if cell is not None]
    if len(filled) != 1 or not isinstance(filled[0][1], str):
        return None
    place, text = filled[0][0], one_line(filled[0][1])
    return (number, place, text) if is_unit_line(text) else None


def mentioned(line: str) -> int:
    """Return the multiplier that a line mentions as a unit of amounts ("all amounts are in thousands"), 1 for none."""
    for clause, _is_bracketed in _clauses(spelt_units(line)):
        match = _SAID.search(fold_key(clause))
        if match is None:
            continue
        counted = match["en"] or match["fr"]
        note = unit_note(clause)
        if note and note.multiplier != 1 and (not counted or unit_note(counted)):
            return note.multiplier
    return next((note.multiplier for note in _sure_notes(line) if note.multiplier != 1), 1)


def _may_speak(line: str) -> bool:
    return bool(words.UNIT.search(fold_key(line))) or "000" in line


def _clauses(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line between brackets and punctuation, and whether each stood in brackets."""
    for text, is_bracketed in (
        *((inside, True) for inside in _BRACKETED.findall(line)),
        (_BRACKETED.sub(";", line), False),
    ):
        yield from ((clause, is_bracketed) for clause in _CLAUSES.split(text) if clause.strip())


def _sure_notes(line: str) -> list[UnitNote]:
    """Return what the clauses of a line say that are about units alone; a bare currency must be said to be one."""
    line = spelt_units(line)
    is_about_currency = len(line) <= _SHORT and bool(_CURRENCY_CUE.search(fold_key(line)))
    found = []
    for clause, is_bracketed in _clauses(line):
        note = unit_note(clause)
        if note and _is_all_units(clause) and (note.multiplier != 1 or is_bracketed or is_about_currency):
            found.append(note)
    return found


def _is_all_units(clause: str) -> bool:
    several = lexicon.tokens(lexicon.prepared(clause), None, strict=False) or []
    return all(
        token.kind in _SILENT
        or (token.kind == "num" and _NOUGHTS.fullmatch(token.text))
        or (token.kind == "word" and _FRAME.fullmatch(token.text))
        for token in several
    )

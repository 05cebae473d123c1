"""One cell to the values of a proposal, by what its column means; undecided cells give no value but a reason.

Each distinct cell of a column is read once: ministries repeat themselves, and 10,000 rows hold few different values in
most columns. What was received is never changed here; it stays in the sheet and goes into the proposal's origin.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import amounts, dating, words
from khartoum_desktop.importing.cells import (
    IDENTIFIER,
    NOTHING,
    REF,
    Child,
    Cleaned,
    line_of,
    lines_of_cell,
    one_field,
    text_of,
)
from khartoum_desktop.importing.languages import halves, latin_language
from khartoum_desktop.importing.model import PLAIN, Reason, Settings, Value, Weight
from khartoum_desktop.importing.nations import like, meant
from khartoum_desktop.importing.pieces import codes_in, country_in, is_nothing, lines_in, parties_in, shares_in
from khartoum_desktop.importing.targets import Reading, Target
from khartoum_desktop.proposals.fields import PERCENT
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import WHOLE
from khartoum_desktop.sheets.model import Cell

_LOST: Final = Reason(N_("What stood here was lost before the file was sent."))
_LOST_WORDS: Final = re.compile(r"\s*#{3,}\s*|\?{3}[?\s]*")
_ERROR_WORD: Final = re.compile(
    r"#(?:REF!|N/A|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|SPILL!|CALC!)"
)
UNCLEAR_LANGUAGE: Final = Reason(N_("English or French? Taken as English."), (), Weight.LOOK)
_LOSES_ZERO: Final = frozenset({"8.1", "16.1", "17.1"})  # 8.10, 16.10 and 17.10 are targets too
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d{1,2}\s*[%٪])")


class ColumnReader:
    """Reads the cells of one column; keeps what each distinct cell said."""

    def __init__(self, target: Target, settings: Settings, lists: Lists) -> None:
        self.target = target
        self._read: Callable[[Cell], Cleaned] = partial(_READERS[target.reading], target, settings, lists)
        self.seen: dict[Cell, Cleaned] = {None: NOTHING}

    def __call__(self, cell: Cell) -> Cleaned:
        """Return what a cell says; an empty cell says nothing."""
        if cell.__class__ is bool:  # equal to 1 or 0, yet not the same cell
            cell = text_of(cell)
        found = self.seen.get(cell)
        if found is None:
            found = self.seen[cell] = _lost(cell) or self._read(cell)
        return found


def _lost(cell: Cell) -> Cleaned | None:
    """Return why a cell says nothing whose words were lost on the way: "######", "#REF!", "?????"."""
    if not isinstance(cell, str) or cell[:1] not in ("#", "?"):
        return None
    if _ERROR_WORD.fullmatch(cell.strip()):
        return Cleaned(reason=Reason(N_("The cell holds an error of its spreadsheet program.")))
    return Cleaned(reason=_LOST) if _LOST_WORDS.fullmatch(cell) else None


def _nothing(_target: Target, _settings: Settings, _lists: Lists, _cell: Cell) -> Cleaned:
    return NOTHING


def _text(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    text = line_of(cell)
    return NOTHING if not text or is_nothing(text) else one_field(target.field, text, lists)


def _long(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    text = lines_of_cell(cell)
    return NOTHING if not text or is_nothing(text) else one_field(target.field, text, lists)


def _lines(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    text = lines_of_cell(cell)
    if not text or is_nothing(text):
        return NOTHING
    return one_field(target.field, "\n".join(lines_in(text)), lists)


def _script(target: Target, settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read a title or a summary: the script says which language it is, a cell may hold two."""
    text = lines_of_cell(cell)
    if not text or is_nothing(text):
        return NOTHING
    arabic, latin = halves(text)
    language = (settings.language or latin_language([latin]) or "en") if latin else ""
    clean = lines_of_cell if target.field == "summary" else line_of
    values: dict[str, Value] = {}
    reason: Reason | None = None
    if latin and settings.perhaps and latin_language([latin]) is None:
        reason = UNCLEAR_LANGUAGE
    for code, half in (("ar", arabic), (language, latin)):
        if half:
            one = one_field(f"{target.field}_{code}", clean(half), lists)
            values |= one.values
            reason = reason or one.reason
    return Cleaned(values, (), reason)


def _country(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    code = country_in(text, lists)
    if code:
        found = one_field(target.field, code, lists)
        return found._replace(reason=found.reason or _read_as(code, lists)) if meant(text) else found
    named = parties_in(text, lists)
    if len(named) > 1 and all(lists.has("party", name) for name, _role in named):
        return Cleaned(reason=Reason(N_("The cell names several countries.")))
    code = country_in(words.STATE.sub("", fold_key(text[:400])), lists)
    if code:
        return Cleaned({target.field: code}, (), _read_as(code, lists))
    near = like(text, lists)
    if near:
        perhaps = N_("No country or partner is known by this name: perhaps {country} is meant.")
        return Cleaned(reason=Reason(perhaps, (("country", lists.names("party", near)),)))
    return Cleaned(reason=Reason(N_("No country or partner is known by this name.")))


def _read_as(code: str, lists: Lists) -> Reason:
    return Reason(N_("Read as {country}."), (("country", lists.names("party", code)),), Weight.LOOK)


def _parties(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    text = lines_of_cell(cell)
    if not text or is_nothing(text):
        return NOTHING
    found = parties_in(text, lists)
    reason = next((_read_as(code, lists) for piece in lines_in(text) if (code := meant(piece))), None)
    lines = tuple(("party", {"name": name, "role": role or target.role}) for name, role in found)
    return Cleaned({}, lines, reason)


def _choice(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    code = lists.find(target.scheme, text)
    if code:
        return one_field(target.field, code, lists)
    return Cleaned(reason=Reason(N_("This is not in the list of this field.")))


def _codes(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    text = lines_of_cell(cell)
    if not text or is_nothing(text):
        return NOTHING
    if isinstance(cell, float) and target.scheme == "sdg" and text in _LOSES_ZERO:
        readings = (("one", text), ("other", f"{text}0"))
        return Cleaned(reason=Reason(N_("This can be {one} or {other}: a number loses its last zero."), readings))
    text = _DECIMAL_COMMA.sub(".", text)
    codes, unknown = codes_in(text, target.scheme, lists)
    reason = None
    if unknown:
        reason = Reason(N_("“{text}” is not in the list of this field."), (("text", "; ".join(unknown)[:80]),))
    elif "%" in text or "٪" in text:
        return _shares(target.scheme, text, codes, lists)
    return Cleaned({}, tuple(("alignment", {"scheme": target.scheme, "code": code}) for code in codes), reason)


def _shares(scheme: str, text: str, codes: list[str], lists: Lists) -> Cleaned:
    """Return codes with their shares, in thousandths of a percent; shares that are none are only kept."""
    shares = shares_in(text, scheme, lists) if scheme == PERCENT else None
    if shares is None:
        reason = Reason(N_("The shares are not read: they are only kept."), (), Weight.LOOK)
        return Cleaned({}, tuple(("alignment", {"scheme": scheme, "code": code}) for code in codes), reason)
    lines: list[Child] = [
        ("alignment", {"scheme": scheme, "code": code, "percent": int(shares[code] * WHOLE)}) for code in codes
    ]
    return Cleaned({}, tuple(lines))


def _statements(kind: str, column: str, _target: Target, _settings: Settings, _lists: Lists, cell: Cell) -> Cleaned:
    text = lines_of_cell(cell)
    if not text or is_nothing(text):
        return NOTHING
    return Cleaned({}, tuple((kind, {column: line}) for line in lines_in(text)))


def _reference(_target: Target, _settings: Settings, _lists: Lists, cell: Cell) -> Cleaned:
    """Read a reference of ours; a sender's own code is kept and means nothing here."""
    text = line_of(cell).upper()
    return Cleaned({"ref": text}) if REF.fullmatch(text) else NOTHING


def _identifier(_target: Target, _settings: Settings, _lists: Lists, cell: Cell) -> Cleaned:
    """Read the hidden id that our own documents carry."""
    text = line_of(cell)
    return Cleaned({"id": text}) if IDENTIFIER.fullmatch(text) else NOTHING


_READERS: Final[Mapping[Reading, Callable[[Target, Settings, Lists, Cell], Cleaned]]] = {
    Reading.NOTHING: _nothing,
    Reading.TEXT: _text,
    Reading.LONG: _long,
    Reading.LINES: _lines,
    Reading.SCRIPT: _script,
    Reading.COUNTRY: _country,
    Reading.PARTIES: _parties,
    Reading.CHOICE: _choice,
    Reading.CODES: _codes,
    Reading.MONEY: amounts.read_money,
    Reading.CURRENCY: amounts.read_currency,
    Reading.COUNT: amounts.read_count,
    Reading.MONTHS: dating.read_months,
    Reading.DATE: dating.read_date,
    Reading.REFERENCE: _reference,
    Reading.IDENTIFIER: _identifier,
    Reading.RESULTS: partial(_statements, "result", "statement"),
    Reading.INDICATORS: partial(_statements, "result", "indicator"),
    Reading.RISKS: partial(_statements, "risk", "risk"),
}


def reader(target: Target, lists: Lists, settings: Settings = PLAIN) -> ColumnReader:
    """Return a reader for the cells of a column."""
    return ColumnReader(target, settings, lists)

"""A block copied from a spreadsheet: its cells, where they go, and what they would change. Pure.

The texts are those that Excel and Calc put on the clipboard: cells with tabs between them, a cell that holds a tab, a
line break or a quote at its beginning in quotes, with its own quotes doubled.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, language, ngettext, speaking
from khartoum_desktop.core.money import parse_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key, one_line, script_of
from khartoum_desktop.proposals.bulk.model import COUNTRY, LISTS, TITLES, Entry, Outcome, Plan, Seen, applied, judged
from khartoum_desktop.proposals.bulk.model import Change as _Change
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, GROUP_LABELS, Field, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import FieldValue, check_field, language_of, title_of
from khartoum_desktop.proposals.values import understand

MAX_CELLS: Final = 10_000
MAX_BYTES: Final = 1_000_000
TITLE: Final = "title"  # in whichever language the text is written
REF: Final = "ref"
_QUOTED: Final = re.compile(r'"((?:[^"]++|"")*+)"(?=[\t\r\n]|\Z)')
_PLAIN: Final = re.compile(r"[^\t\r\n]*")
_TEXTS: Final = frozenset({Type.TEXT, Type.LONG, Type.LINES})
_REFS: Final = frozenset({REF, "provisional_ref"})

Rows = tuple[tuple[str, ...], ...]


def parse_block(text: str) -> Rows:
    """Return the rows of cells on a clipboard; UserError when there is nothing, or more than can be looked through."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise _too_much()
    text = text.rstrip("\r\n")
    if not text.strip():
        raise UserError(
            _("There is nothing to paste."), _("Copy cells in Excel or Calc, then come back and paste them here.")
        )
    rows: list[tuple[str, ...]] = []
    cells: list[str] = []
    n = at = 0
    while True:
        match = _QUOTED.match(text, at)
        if match:
            cell = match[1].replace('""', '"')
        else:
            match = _PLAIN.match(text, at)
            cell = match[0] if match else ""
        cells.append(cell)
        n += 1
        if n > MAX_CELLS:
            raise _too_much()
        at = match.end() if match else at
        if text[at : at + 1] == "\t":
            at += 1
            continue
        rows.append(tuple(cells))
        cells = []
        if at >= len(text):
            return tuple(rows)
        at += 2 if text.startswith("\r\n", at) else 1


def _too_much() -> UserError:
    sentence = _("This is more than can be pasted: at most {n} cells and one megabyte.")
    return UserError(
        fill(sentence, n=format_number(MAX_CELLS)), _("Save it as a file and bring it in with Import instead.")
    )


# --- where the cells go -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pasting:
    """A block, where it was pasted, and what the person has decided about it.

    `targets` are the ids of the rows from the current one on; `shown` (key, label) of the columns from the current one
    on, `known` of all columns of the table. `headers` None = as it looks. `mended` holds cells by (row, column).
    """

    rows: Rows
    targets: tuple[str, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    headers: bool | None = None
    empties: bool = False  # empty cells empty the field
    make_new: bool = False  # rows without a proposal become new ones
    currency: str = ""  # of amounts that name none
    mended: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> str:
        """Return a cell's text as mended, “” beyond the end of a short row."""
        cells = self.rows[row]
        return self.mended.get((row, column), cells[column] if column < len(cells) else "")

    def with_cell(self, row: int, column: int, text: str) -> "Pasting":
        """Return the same with one cell mended."""
        return replace(self, mended={**self.mended, (row, column): text})


@dataclass(frozen=True, slots=True)
class Layout:
    """Which field each column goes to (“” = left out), in which row the cells begin, which column is the reference."""

    keys: tuple[str, ...]
    first: int
    by_ref: int | None
    notes: tuple[str, ...] = ()


@cache
def _names() -> dict[str, str]:
    """Return key of a header -> key of the field, in all languages; “” where two fields have the name."""
    found = {key: key for key in (*(one.key for one in FIELDS), TITLE)}
    for lang in LANGUAGES:
        with speaking(lang):
            for key, label in [*((one.key, one.label) for one in FIELDS), (TITLE, GROUP_LABELS[TITLE])]:
                name = _header_key(_(label))
                found[name] = key if found.get(name, key) == key else ""
    return found


def _header_key(text: str) -> str:
    return fold_key(one_line(text)).strip(" :*")


def _header(text: str, own: Mapping[str, str]) -> str:
    name = _header_key(text)
    return _names().get(name) or own.get(name, "")


def has_headers(pasting: Pasting) -> bool:
    """Tell whether the first row looks like headers: most of its words name a field."""
    own = {_header_key(label): key for key, label in pasting.known}
    first = [text for text in pasting.rows[0] if text.strip()]
    named = sum(bool(_header(text, own)) for text in first)
    return len(pasting.rows) > 1 and 2 * named > len(first)


def layout_of(pasting: Pasting) -> Layout:
    """Return where the columns of a block go: by their headers, else by the columns shown in the table."""
    headed = has_headers(pasting) if pasting.headers is None else pasting.headers
    width = max(len(row) for row in pasting.rows)
    if headed:
        own = {_header_key(label): key for key, label in pasting.known}
        texts = [pasting.cell(0, column) for column in range(width)]
        asked = [(_header(text, own), text) for text in texts]
    else:
        beyond = [("", "")] * max(0, width - len(pasting.shown))
        asked = [*pasting.shown[:width], *beyond]
    by_ref = next((place for place, (key, _label) in enumerate(asked) if headed and key in _REFS), None)
    keys: list[str] = []
    notes: list[str] = []
    for place, (key, label) in enumerate(asked):
        why = "" if place == by_ref else _why_left_out(key, keys)
        keys.append("" if why or place == by_ref else key)
        filled = any(pasting.cell(row, place).strip() for row in range(len(pasting.rows)))
        if why and filled:
            notes.append(fill(_(why), column=label.strip()[:60] or format_number(place + 1)))
    return Layout(tuple(keys), int(headed), by_ref, tuple(notes))


def _why_left_out(key: str, before: Sequence[str]) -> str:
    if not key:
        return N_("Column “{column}” is left out: it names no field of this table.")
    if key == "attachments":
        return N_("Column “{column}” is left out: files are attached one by one.")
    if key != TITLE and (key not in BY_KEY or BY_KEY[key].type is Type.DERIVED):
        return N_("Column “{column}” is left out: the program itself fills it.")
    return N_("Column “{column}” is left out: the same field stands in an earlier column.") if key in before else ""


def keys_of(layout: Layout) -> tuple[str, ...]:
    """Return the fields that the columns may go to."""
    found = [key for one in layout.keys if one for key in (TITLES if one == TITLE else (one,))]
    return tuple(dict.fromkeys(found))


def references(pasting: Pasting, layout: Layout) -> list[str]:
    """Return the references by which the rows go."""
    if layout.by_ref is None:
        return []
    return [_ref_at(pasting, layout, row) for row in range(layout.first, len(pasting.rows))]


def _ref_at(pasting: Pasting, layout: Layout, row: int) -> str:
    return one_line(pasting.cell(row, layout.by_ref or 0)).upper()


# --- what the cells do ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """What the workspace says: proposals by id, ids by reference, the lists, and the State that stands in for none."""

    seen: Mapping[str, Seen]
    known: Mapping[str, tuple[str, ...]]
    lists: Lists
    home: str = ""


class _RefusedError(UserError):
    """Why a whole row goes nowhere."""


def planned(pasting: Pasting, layout: Layout, found: Found) -> Plan:
    """Return the plan of a block: an entry a cell, one a row that goes nowhere, and the values of new proposals."""
    entries: list[Entry] = []
    fresh: list[Mapping[str, FieldValue]] = []
    used: set[str] = set()
    spare = blank = 0
    for row in range(layout.first, len(pasting.rows)):
        cells = _cells(pasting, layout, row)
        filled = [cell for cell in cells if cell[2].strip()]
        blank += len(cells) - len(filled)
        try:
            ident = _target(pasting, layout, found, row, used)
        except _RefusedError as error:
            entries.append(_lost(pasting, layout, row, str(error)))
            continue
        if ident:
            entries += _row(pasting, found, row, found.seen[ident], cells if pasting.empties else filled)
        elif filled:
            spare += 1
            made, values = _new(pasting, found, row, filled) if pasting.make_new else ([], {})
            entries += made
            fresh += [values] if values else []
    return Plan(
        tuple(entries),
        found.seen,
        keys_of(layout),
        fresh=tuple(fresh),
        notes=layout.notes,
        spare=spare,
        blank=0 if pasting.empties else blank,
    )


def _cells(pasting: Pasting, layout: Layout, row: int) -> list[tuple[int, str, str]]:
    """Return (column, field, text) of a row's cells, none beyond its end; empty ones last, as they may take away."""
    width = max([len(pasting.rows[row]), *(column + 1 for at, column in pasting.mended if at == row)])
    cells = [(place, key, pasting.cell(row, place)) for place, key in enumerate(layout.keys[:width]) if key]
    return sorted(cells, key=lambda cell: not cell[2].strip())


def _lost(pasting: Pasting, layout: Layout, row: int, why: str) -> Entry:
    """Return the entry of a row that goes nowhere."""
    place = layout.by_ref or 0
    text = pasting.cell(row, place)
    return Entry("", text.strip()[:60], "", REF, None, None, Outcome.LEFT, why, row, place, text)


def _target(pasting: Pasting, layout: Layout, found: Found, row: int, used: set[str]) -> str:
    """Return the proposal that a row goes to, “” for one that there is not yet."""
    if layout.by_ref is None:
        place = row - layout.first
        ident = pasting.targets[place] if place < len(pasting.targets) else ""
        if ident and ident not in found.seen:
            raise _RefusedError(_("This proposal is no longer in the workspace."))
        return ident
    ref = _ref_at(pasting, layout, row)
    if not ref:
        return ""
    idents = found.known.get(ref, ())
    if not idents:
        raise _RefusedError(fill(_("There is no proposal {ref}."), ref=ref[:60]))
    if len(idents) > 1:
        raise _RefusedError(fill(_("{ref} is the reference of several proposals."), ref=ref))
    if idents[0] in used:
        raise _RefusedError(_("This reference stands in an earlier row too."))
    used.add(idents[0])
    return idents[0]


def _row(
    pasting: Pasting, found: Found, row: int, seen: Seen, cells: Sequence[tuple[int, str, str]]
) -> Iterator[Entry]:
    """Yield the entries of the cells that go to one proposal, judged together."""
    now = seen
    for place, asked, text in cells:
        key = _title_key(text, seen) if asked == TITLE else asked
        one, old = BY_KEY[key], seen.values.get(key)
        try:
            value = read_cell(one, text, found.lists, pasting.currency)
        except UserError as error:
            entry = Entry(seen.id, seen.ref, seen.title, key, old, None, Outcome.LEFT, str(error))
        else:
            new = applied(one, old, _Change(key, value=value))
            if key in now.values and now.values[key] is not old:
                entry = Entry(seen.id, seen.ref, seen.title, key, old, new, Outcome.LEFT, _written_twice())
            else:
                entry = judged(now, one, old, new, found.lists)
        if entry.outcome is Outcome.CHANGE:
            now = replace(now, values={**now.values, key: entry.new})
        yield replace(entry, row=row, column=place, text=text)


def _written_twice() -> str:
    return _("An earlier cell of this row goes to the same field.")


def _new(
    pasting: Pasting, found: Found, row: int, cells: Sequence[tuple[int, str, str]]
) -> tuple[list[Entry], Mapping[str, FieldValue]]:
    """Return the entries and the values of a new proposal; no values where it would lack a title or a country."""
    nobody = Seen("", "", "", "[]", False, {})
    entries: list[Entry] = []
    values: dict[str, FieldValue] = {}
    for place, asked, text in cells:
        key = _title_key(text, nobody) if asked == TITLE else asked
        entry = Entry("", "", "", key, None, None, Outcome.CHANGE, row=row, column=place, text=text)
        try:
            entry = replace(entry, new=read_cell(BY_KEY[key], text, found.lists, pasting.currency))
        except UserError as error:
            entry = entry.left(str(error))
        if key in values:
            entry = entry.left(_written_twice())
        elif entry.outcome is Outcome.CHANGE:
            values[key] = entry.new
        entries.append(entry)
    values.setdefault(COUNTRY, found.home or None)
    title = title_of(values)
    lacking = [key for key, there in ((TITLES[0], title), (COUNTRY, values[COUNTRY])) if not there]
    if lacking:
        why = _("A new proposal needs a title.") if not title else _("A new proposal needs a submitting State.")
        return [entry if entry.outcome is Outcome.LEFT else entry.left(why) for entry in entries], {}
    return [replace(entry, title=title) for entry in entries], values


def _title_key(text: str, seen: Seen) -> str:
    """Return the title that a text goes to: Arabic by its script, a Latin one in the window's language.

    In an Arabic window a Latin text goes to the title that is there already, where there is only one.
    """
    if script_of(text) == "arab":
        return "title_ar"
    if not text.strip():
        return next((key for key in (f"title_{language()}", *TITLES) if seen.values.get(key)), TITLES[0])
    if language() != "ar":
        return f"title_{language()}"
    there = [key for key in ("title_en", "title_fr") if seen.values.get(key)]
    return there[0] if len(there) == 1 else f"title_{language_of(text)}"


def read_cell(one: Field, text: str, lists: Lists, currency: str = "") -> FieldValue:
    """Return the value that a cell means, judged as `parse_value` does; UserError that does not name the field.

    `currency` is that of an amount of which the cell gives the figure alone.
    """
    if not text.strip():
        return () if one.type in LISTS - {Type.LINES} else None
    if one.type not in _TEXTS and text.lstrip().startswith("="):
        raise UserError(_("This is a formula, not a value."), _("Copy the cell’s result instead."))
    if one.type is Type.MONEY and currency and _is_bare(text, currency):
        with suppress(UserError):  # then it is refused in its own words
            return _checked(one, understand(one, f"{text} {currency}", lists), lists)
    return _checked(one, understand(one, json.dumps(text) if one.type in _TEXTS else text, lists), lists)


def _checked(one: Field, value: FieldValue, lists: Lists) -> FieldValue:
    for problem in check_field(one, value, lists):
        raise UserError(problem.sentence)
    return value


def _is_bare(text: str, currency: str) -> bool:
    """Tell whether a text is an amount, or two, but for the currency."""
    bare, full = parse_money(text), parse_money(text, currency=currency)
    return bare is not None and full is not None and bare.currency is None and full.currency == currency


def spare_words(n: int) -> str:
    """Return how many rows of a block have no proposal to go to."""
    words = ngettext("{n} row has no proposal to go to.", "{n} rows have no proposal to go to.", n)
    return fill(words, n=format_number(n))

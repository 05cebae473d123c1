"""Rows that come again: held ones taken up from what their batch keeps, and corrected ones in a workbook of ours."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.importing.cards import Form
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.earlier import Earlier
from khartoum_desktop.importing.form_marks import filled_form
from khartoum_desktop.importing.forms import structure_of
from khartoum_desktop.importing.kept import Kept, KeptSheet, Place, as_workbook
from khartoum_desktop.importing.mapping import decisions_from
from khartoum_desktop.importing.marks import Mark, is_help, without_columns
from khartoum_desktop.importing.model import AS_KEPT, ASIDE, ColumnChoice, Decisions, SheetDecisions
from khartoum_desktop.importing.own_tables import own_table
from khartoum_desktop.importing.recognising import Memory
from khartoum_desktop.importing.records import batch_row, ids_of, kept_in
from khartoum_desktop.importing.returned_looks import corrected_ends, has_headers, with_looks
from khartoum_desktop.importing.returned_marks import marks_in, rows_of_today
from khartoum_desktop.importing.settling import REPEATED
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.sheets.model import Sheet, Workbook, column_letter, column_number
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace, derived_id

UNTOUCHED: Final = Decisions()
_ORIGIN: Final = TABLES["origin"]
_CHUNK: Final = 2000
_OF_ROWS: Final = ("hold", "release")


@dataclass(frozen=True, slots=True)
class Known:
    """A workbook as it is planned, what it goes on with, and what is decided about it before anybody looks."""

    workbook: Workbook
    earlier: Earlier | None = None
    decisions: Decisions = UNTOUCHED


# --- held rows --------------------------------------------------------------------------------------------------------


def held_again(work: Workspace, batch: str) -> Known:
    """Return the held rows of a batch as the workbook they came in; UserError when none are left."""
    with work.reading() as db:
        row = batch_row(db, batch)
        kept = kept_in(db, row) if row else Kept()
    if not row or not kept.held:
        raise UserError(_("No row of this import is held back any more."), _("Open the page of imports again."))
    kept = kept.only(kept.held)
    book = as_workbook(kept, row["file"] or "", row["sha256"] or "")
    decisions = _decided(json.loads(row["mapping"] or "{}"), kept, book)
    ids = {(sheet.name, number): ident for sheet in kept.sheets for number, ident in sheet.ids.items()}
    repeated = {(one.sheet, one.row): one.reason for one in kept.problems if one.reason.message in REPEATED}
    return Known(book, Earlier(batch, is_part=True, ids=ids, repeated=repeated), decisions)


def with_more(known: Known, data: Mapping[str, Any]) -> Known:
    """Return held rows with further decisions, a mapping's object; UserError for a part that means nothing here."""
    more = decisions_from(data, known.workbook, structure_of)
    sheets = dict(known.decisions.sheets)
    for name, own in more.sheets.items():
        was = sheets.get(name, SheetDecisions())
        sheets[name] = replace(
            was,
            columns={**was.columns, **own.columns},
            cells={**was.cells, **own.cells},
            kinds={**was.kinds, **own.kinds},
            held=(was.held - own.released) | own.held,
            released=was.released | own.released,
        )
    country = more.sender_country or known.decisions.sender_country
    replaced = {**known.decisions.replaced, **more.replaced}
    return replace(known, decisions=replace(known.decisions, sheets=sheets, replaced=replaced, sender_country=country))


def _decided(mapping: Mapping[str, Any], kept: Kept, book: Workbook) -> Decisions:
    """Return what was decided about the rows that are kept, and what they are."""
    sheets = {name: own for name, own in mapping.get("sheets", {}).items() if kept.sheet(name)}
    forms = {sheet.name: structure_of(sheet).form for sheet in book.sheets}
    mapping = {**mapping, "sheets": {name: _of_kept(own, kept, name, forms[name]) for name, own in sheets.items()}}
    decided = decisions_from(mapping, book, structure_of)
    known = {
        sheet.name: replace(
            decided.of(sheet.name),
            taken=True,
            header_rows=sheet.header_rows,
            kinds=_kinds(sheet, book, sheet.name),
            columns=_as_before(_columns(sheet), decided.of(sheet.name).columns),
        )
        for sheet in kept.sheets
    }
    return replace(decided, sheets={**decided.sheets, **known})


def _of_kept(own: Mapping[str, Any], kept: Kept, name: str, form: Form | None) -> dict[str, Any]:
    """Return what was decided about a sheet without what concerns rows and columns that are not kept."""
    sheet = kept.sheet(name)
    rows = set(sheet.rows) if sheet else set()
    letters = len(sheet.headers) + sheet.first_column if sheet else 0
    return {
        "columns": {key: choice for key, choice in own.get("columns", {}).items() if _is_kept(key, letters, form)},
        "cells": {key: text for key, text in own.get("cells", {}).items() if _row_of(key) in rows},
        **{part: [row for row in own.get(part, []) if row in rows] for part in _OF_ROWS},
    }


def _columns(sheet: KeptSheet | None) -> dict[str, ColumnChoice]:
    """Return how the columns were read, by letter: a few rows would not show it again."""
    if sheet is None:
        return {}
    return {column_letter(number): choice for number, choice in enumerate(sheet.columns, sheet.first_column) if choice}


def _as_before(then: Mapping[str, ColumnChoice], said: Mapping[str, ColumnChoice]) -> dict[str, ColumnChoice]:
    """Return how columns were read, and what a person said of them; what nobody said holds for that, too."""
    found = dict(then)
    for letter, one in said.items():
        before = then[letter].settings if letter in then and then[letter].target == one.target else {}
        found[letter] = replace(
            one, settings={**{k: before[k] for k in AS_KEPT - {ASIDE} & before.keys()}, **one.settings}
        )
    return found


def _is_kept(column: str, letters: int, form: Form | None) -> bool:
    """Whether a column is there in what is kept: those of a form are named by their labels."""
    return column in form.labels if form else column_number(column) < letters


def _row_of(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _kinds(sheet: KeptSheet, book: Workbook, name: str) -> dict[int, Kind]:
    """Return what each row below the header is: those that are not kept are blank, or there for a merge only."""
    found = next(one for one in book.sheets if one.name == name)
    below = range(max(sheet.header_rows, default=0) + 1, found.last_row + 1)
    return {number: sheet.kinds.get(number, Kind.EMPTY) for number in below}


# --- corrected rows ---------------------------------------------------------------------------------------------------


def recognised(work: Workspace, workbook: Workbook) -> Known:
    """Return a workbook of ours that came back as what it goes on with; any other as it is."""
    marks = marks_in(workbook)
    if not marks:
        return _form_in(workbook) or _tables_in(workbook) or Known(workbook)
    sheets = tuple(
        without_columns(sheet, {marks[sheet.name].column - 1, marks[sheet.name].column})
        if sheet.name in marks
        else sheet
        for sheet in workbook.sheets
        if not is_help(sheet)
    )
    stripped = replace(workbook, sheets=sheets)
    sha256 = next(iter(marks.values())).sha256
    ids = {(name, row): ident for name, mark in marks.items() for row, ident in mark.ids.items()}
    batch = derived_id(sha256)
    with work.reading() as db:
        row = batch_row(db, derived_id(workbook.sha256)) or batch_row(db, batch)  # it may have come before
        kept = kept_in(db, row) if row else Kept()
    places = _places_of(kept, row)
    is_text = workbook.kind == "text"
    shown = [
        with_looks(sheet, mark, rows_of_today(mark, kept, places), kept, is_text=is_text)
        if (mark := marks.get(sheet.name))
        else sheet
        for sheet in stripped.sheets
    ]
    book = replace(stripped, sheets=tuple(shown))
    said = {(one.sheet, one.row): one.reason for one in kept.problems if one.reason.message in REPEATED}
    repeated = {
        (name, number): said[place]
        for name, mark in marks.items()
        for place, number in rows_of_today(mark, kept, places).items()
        if place in said
    }
    return Known(book, Earlier(batch, ids=ids, repeated=repeated), _decided_then(kept, row, marks, book))


def _places_of(kept: Kept, row: Mapping[str, Any] | None) -> dict[str, Place]:
    """Return where each row that is kept of a file stood, by its origin id."""
    return {ident: place for place, ident in ids_of(kept, (row["sha256"] if row else "") or "").items()}


def _tables_in(workbook: Workbook) -> Known | None:
    """Return a document of ours with its columns decided, None for any other workbook."""
    tables = {sheet.name: table for sheet in workbook.sheets if (table := own_table(sheet))}
    sheets = tuple(tables[sheet.name][0] if sheet.name in tables else sheet for sheet in workbook.sheets)
    decisions = Decisions({name: decided for name, (_sheet, decided) in tables.items()})
    return Known(replace(workbook, sheets=sheets), None, decisions) if tables else None


def _form_in(workbook: Workbook) -> Known | None:
    """Return a filled form of ours without what is only there to help, None for any other workbook."""
    forms = {sheet.name: form for sheet in workbook.sheets if (form := filled_form(sheet))}
    if not forms:
        return None
    if not any(Kind.PROPOSAL in form.decisions.kinds.values() for form in forms.values()):
        raise UserError(_("Nobody has filled this form in yet."), _("Write at least one row below the example."))
    others = [sheet for sheet in workbook.sheets if sheet.name not in forms]
    kept = [sheet.name for sheet in others if not (is_help(sheet) or sheet.visible == "very_hidden")]
    sheets = tuple(
        forms[sheet.name].sheet if sheet.name in forms else sheet
        for sheet in workbook.sheets
        if sheet.name in forms or sheet.name in kept
    )
    ids = {(name, row): ident for name, form in forms.items() for row, ident in form.ids.items()}
    decisions = Decisions({name: form.decisions for name, form in forms.items()})
    return Known(replace(workbook, sheets=sheets), Earlier("", ids=ids), decisions)


def _decided_then(kept: Kept, row: Mapping[str, Any] | None, marks: Mapping[str, Mark], book: Workbook) -> Decisions:
    """Return what was decided about the file whose rows come back, as far as it holds for the rows as they are now."""
    places = _places_of(kept, row)
    mapping = json.loads(row["mapping"] or "{}") if row else {}
    names: dict[str, str] = {}
    for name, mark in marks.items():
        said = [places[ident][0] for ident in mark.ids.values() if ident in places]
        names[name] = max(set(said), key=said.count) if said else name
    then = mapping.get("sheets", {})
    chosen = {name: {"columns": _read_then(then.get(old, {}).get("columns", {}))} for name, old in names.items()}
    given = {**mapping, "sheets": {name: one for name, one in chosen.items() if one["columns"]}}
    try:
        decided = decisions_from(given, book, structure_of)
    except UserError:  # the table has other columns now: then it is read as any other
        decided = Decisions()
    sheets = {}
    for sheet in book.sheets:
        if sheet.name in marks:
            mark = marks[sheet.name]
            numbers = rows_of_today(mark, kept, places)
            cells = _fixes(sheet, numbers, kept, then.get(names[sheet.name], {}).get("cells", {}))
            before = kept.sheet(names[sheet.name])
            own = decided.of(sheet.name).columns
            if not mark.header_rows:  # of a form its labels tell what its rows are
                sheets[sheet.name] = SheetDecisions(True, mark.header_rows, columns=own, cells=cells)
                continue
            kinds = dict.fromkeys(mark.ids, Kind.PROPOSAL) | _sections(before, sheet)
            cells = {**corrected_ends(sheet, mark, numbers, kept), **cells}
            columns = _as_before(_columns(before), own) if has_headers(sheet, mark, before) else own
            sheets[sheet.name] = SheetDecisions(True, mark.header_rows, kinds, columns, cells)
    return replace(decided, sheets=sheets)


def _read_then(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return column choices without what was said of empty cells: that they clear is said anew of each file."""
    return {
        name: {key: said for key, said in one.items() if key != "blank"} if isinstance(one, Mapping) else one
        for name, one in columns.items()
    }


def _sections(kept: KeptSheet | None, sheet: Sheet) -> dict[int, Kind]:
    """Return the headings inside the table that still stand where they stood."""
    if kept is None:
        return {}
    return {
        number: kind
        for number, kind in kept.kinds.items()
        if kind is not Kind.PROPOSAL
        and sheet.first_row <= number <= sheet.last_row
        and _texts(sheet.rows[number - sheet.first_row]) == _texts(kept.rows[number])
    }


def _texts(row: tuple[Any, ...]) -> list[str]:
    return [text for cell in row if (text := text_of(cell))]


def _fixes(
    sheet: Sheet, numbers: Mapping[Place, int], kept: Kept, cells: Mapping[str, str]
) -> dict[tuple[int, str], str]:
    """Return what a person said of cells that came back as they were, at their rows of today."""
    found: dict[tuple[int, str], str] = {}
    for (name, row), number in numbers.items():
        before = kept.sheet(name)
        for cell, text in cells.items() if before else ():
            letters = cell.rstrip("0123456789")
            if before is None or _row_of(cell) != row:
                continue
            place = column_number(letters) - before.first_column
            was = before.rows[row][place] if 0 <= place < len(before.rows[row]) else None
            if text_of(sheet.value(number, column_number(letters))) == text_of(was):
                found[number, letters] = text
    return found


def identify_by(earlier: Earlier | None, sha256: str) -> Callable[..., str]:
    """Return what gives a row its origin id: the one it had before, or the one of its place in the file."""
    if earlier is None or not earlier.ids:
        return derived_id

    def identify(*parts: str) -> str:
        if len(parts) > 1 and parts[0] == sha256:
            known = earlier.ids.get((parts[1], int(parts[2])))
            if known:
                return known
        return derived_id(*parts)

    return identify


def memory_of(work: Workspace, memory: Memory, earlier: Earlier | None) -> Memory:
    """Return what is remembered of imported rows, and of those that come back by the ids they had."""
    if earlier is None or not earlier.ids:
        return memory

    def recorded(batch: str) -> Mapping[str, str]:
        found = dict(memory.recorded(batch))
        ids = list(earlier.ids.values())
        with work.reading() as db:
            for start in range(0, len(ids), _CHUNK):
                query = select(_ORIGIN.c.id, _ORIGIN.c.proposal).where(
                    _ORIGIN.c.id.in_(ids[start : start + _CHUNK]),
                    _ORIGIN.c.removed.is_not(True),
                    _ORIGIN.c.proposal.is_not(None),
                )
                found |= {ident: proposal or "" for ident, proposal in db.execute(query)}
        return found

    return Memory(recorded, memory.places)

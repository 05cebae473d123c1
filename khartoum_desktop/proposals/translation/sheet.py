"""The workbook for a translator: what is written into it, and what is read when it comes back.

The first four columns are hidden: the proposal's id, the field, the digest of the original as exported, and the digest
and status of the translation as exported. By them a row is known again, however the sheet was sorted or saved.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, NAMES, _, fill, is_rtl, ngettext, speaking
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.proposals.fields import BY_KEY, GROUP_LABELS
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import clean_value
from khartoum_desktop.proposals.translation import queries
from khartoum_desktop.proposals.translation.model import TRANSLATED, UNCHECKED, Piece, State, language_name, pieces
from khartoum_desktop.proposals.translation.terms import TERM
from khartoum_desktop.sheets.model import Cell, Sheet, cell_name
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.sheets.spec import Choices, ColumnSpec, Marked, Properties, SheetSpec, Value, Written
from khartoum_desktop.sheets.texts import fit_text
from khartoum_desktop.sheets.writing import check_ending, write_workbook
from khartoum_desktop.workspace import Workspace

MARKS: Final = ("kd:proposal", "kd:field", "kd:original", "kd:exported")  # headers of the hidden columns
_AFTER: Final = ("reference", "text", "original", "translation", "status", "remark")
_STATUS: Final = "translation_status"
_DIGEST: Final = 16  # letters


@dataclass(frozen=True, slots=True)
class Draft:
    """A workbook as read from the workspace: how many proposals and texts it holds, how many were left out."""

    target: str
    path: Path
    proposals: int
    texts: int
    restricted: int  # left out
    sheets: tuple[SheetSpec, ...]
    author: str

    def write(self) -> Written:
        """Write the file; UserError when it cannot be written."""
        return write_workbook(self.path, self.sheets, Properties(title=self.sheets[0].title[0], author=self.author))


@dataclass(frozen=True, slots=True)
class Incoming:
    """One row of a workbook that came back. `problem` says why its cell holds no text; cells are named as in Excel."""

    cell: str
    id: str
    key: str
    original: str  # digest
    exported: str  # digest
    status_exported: str
    text: str
    status: str  # code, "" for an empty cell
    remark: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook that came back: its name, the language it was made for, its rows in their order."""

    file: str
    target: str
    rows: tuple[Incoming, ...]


def digest(key: str, text: str) -> str:
    """Return what a text is known by again, as a cell can hold it and as it would be stored."""
    return hashlib.sha256(stored(key, fit_text(text)[0]).encode()).hexdigest()[:_DIGEST]


def stored(key: str, text: str) -> str:
    """Return a text as a field would store it, “” for none."""
    return str(clean_value(BY_KEY[key], text) or "")


def suggested_name(target: str, today: date) -> str:
    """Return a file name as offices use it: `KP_Translation_2026-03-02_FR.xlsx`."""
    return f"KP_Translation_{today.isoformat()}_{target.upper()}.xlsx"


# --- going out --------------------------------------------------------------------------------------------------------


def draft(
    work: Workspace, path: Path, target: str, wanted: Sequence[str] | None = None, *, ticked: Collection[str] = ()
) -> Draft:
    """Read the texts for a translator into `target`: of these proposals, or of all with something left to do.

    Restricted proposals stay out, but for those `ticked` one by one (ids); the workbook says how many. UserError when
    nothing is left to be translated.
    """
    check_ending(path)
    if wanted is None:
        open_ = {State.MISSING, State.UNCHECKED}
        wanted = [entry.id for entry in queries.entries(work, target) if entry.state in open_]
    with work.reading() as db:
        found = queries.texts(db, wanted)
    here = [found[ident] for ident in wanted if ident in found]
    here = [one for one in here if any(piece.source for piece in pieces(one.columns, target))]
    taken = [one for one in here if one.id in ticked or not one.restricted]
    left_out = len(here) - len(taken)
    if not taken:
        said = left_out_sentence(left_out) if left_out else _("Choose another language, or other proposals.")
        raise UserError(_("There is nothing here for a translator."), said)
    with speaking(target):
        lists = lists_of(work)
        rows = [_row(one, piece, lists) for one in taken for piece in pieces(one.columns, target) if piece.source]
        sheets = (_texts_sheet(rows, target, lists, left_out), _terms_sheet(lists, target))
    author = work.person.name if work.person else ""
    return Draft(target, path, len(taken), len(rows), left_out, sheets, author)


def left_out_sentence(n: int) -> str:
    """Say how many restricted proposals were left out."""
    return fill(
        ngettext("{n} restricted proposal was left out.", "{n} restricted proposals were left out.", n),
        n=format_number(n),
    )


def _row(one: queries.Texts, piece: Piece, lists: Lists) -> list[Value | Marked]:
    status = {State.UNCHECKED: UNCHECKED, State.DONE: TRANSLATED}.get(piece.state, "")
    exported = f"{digest(piece.key, piece.text)} {status}".strip()
    label = _(GROUP_LABELS[piece.group])
    limit = fill(_("{label} (at most {n} characters)"), label=label, n=format_number(piece.longest))
    return [
        one.id, piece.key, digest(piece.key, piece.original), exported,
        one.ref, limit, piece.original, piece.text, lists.label(_STATUS, status), None,
    ]  # fmt: skip


def _texts_sheet(rows: Sequence[Sequence[Value | Marked]], target: str, lists: Lists, left_out: int) -> SheetSpec:
    choices = Choices("status", tuple(lists.label(_STATUS, code) for code in (TRANSLATED, UNCHECKED)))
    return SheetSpec(
        name=_("Texts"),
        columns=(
            *(ColumnSpec(mark, 4, hidden=True, wrap=False) for mark in MARKS),
            ColumnSpec(_("Reference"), 18, right_to_left=False),
            ColumnSpec(_("Text"), 18),
            ColumnSpec(_("Original"), 60),
            ColumnSpec(
                fill(_("Translation: {language}"), language=NAMES[target]),
                60,
                right_to_left=is_rtl(target),
                unlocked=True,
            ),
            ColumnSpec(_("Status"), 22, choices=choices, unlocked=True),
            ColumnSpec(_("Remark"), 30, unlocked=True),
        ),
        rows=rows,
        language=target,
        title=(
            fill(
                _("Proposals of the Khartoum Process: texts to be translated into {language}"),
                language=language_name(target),
            ),
            _("Write in the column of the translation only; leave a cell as it is where nothing is to be changed."),
            _("Choose the status for each text: translated, or not checked where a machine made it."),
            _("Questions and doubts go into the remark. The second sheet has the terms of the Process."),
            *([left_out_sentence(left_out)] if left_out else []),
        ),
        frozen_columns=len(MARKS) + 2,
        protected=True,
    )


def _terms_sheet(lists: Lists, target: str) -> SheetSpec:
    order = [lang for lang in LANGUAGES if lang != target]
    order.append(target)
    rows = [[item.labels.get(lang) for lang in order] for item in lists.items(TERM) if item.active]
    columns = tuple(ColumnSpec(NAMES[lang], 44, right_to_left=is_rtl(lang)) for lang in order)
    return SheetSpec(name=_("Terms"), columns=columns, rows=rows, language=target)


# --- coming back ------------------------------------------------------------------------------------------------------


def read_returned(path: Path, lists: Lists, progress: Progress = silent) -> Returned:
    """Return what a translator's workbook holds; UserError when it is none of ours or cannot be read."""
    book = read_workbook(path, progress=progress)
    for sheet in book.sheets:
        place = _header(sheet)
        if place is not None:
            rows = tuple(_rows(sheet, *place, lists))
            named = [row.key.rsplit("_", 1)[-1] for row in rows]
            target = max(LANGUAGES, key=named.count)
            return Returned(book.name, target, rows)
    raise UserError(
        fill(_("{file} is not a workbook of the translation desk."), file=book.name),
        _("Choose the file that was exported for a translator. Other spreadsheets go to the page Import."),
    )


def _header(sheet: Sheet) -> tuple[int, int] | None:
    """Return row and column (from 1) of the first of the hidden headers."""
    for number, row in sheet.numbered_rows():
        for column in range(len(row) - len(MARKS) + 1):
            if row[column : column + len(MARKS)] == MARKS:
                return number, sheet.first_column + column
    return None


def _rows(sheet: Sheet, header: int, first: int, lists: Lists) -> Iterator[Incoming]:
    columns = {name: first + len(MARKS) + place for place, name in enumerate(_AFTER)}
    texts = columns["translation"]
    for number in range(header + 1, sheet.last_row + 1):
        ident, key, original, exported = (_text(sheet.value(number, first + place)) for place in range(len(MARKS)))
        if not ident:
            continue
        was, _space, status_exported = exported.partition(" ")
        yield Incoming(
            cell=cell_name(number, texts),
            id=ident,
            key=key,
            original=original,
            exported=was,
            status_exported=status_exported,
            text=_text(sheet.value(number, texts)),
            status=_status(_text(sheet.value(number, columns["status"])), lists),
            remark=_text(sheet.value(number, columns["remark"])),
            problem=sheet.without_value(number, texts),
        )


def _text(value: Cell) -> str:
    """Return a cell as text; a number that a translator typed (a year, say) is meant as written."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _status(words: str, lists: Lists) -> str:
    """Return the status that a cell names in any of the languages; what is not understood is not checked."""
    if not words.strip():
        return ""
    return TRANSLATED if fold_key(words) in _spellings(lists) else UNCHECKED


def _spellings(lists: Lists) -> Iterable[str]:
    return {fold_key(lists.label(_STATUS, TRANSLATED, lang)) for lang in LANGUAGES} | {TRANSLATED}

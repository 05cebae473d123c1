"""A plan into the workspace: all of it as one step, which one Undo takes back at any later time."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.core.pace import many_objects
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import one_line
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.form_cells import FormCells
from khartoum_desktop.importing.kept import Kept, kept_of
from khartoum_desktop.importing.kept_json import json_text, rows_json
from khartoum_desktop.importing.looks import comments_received
from khartoum_desktop.importing.model import ColumnPlan, Plan, RowPlan, SheetPlan, Status
from khartoum_desktop.importing.planning import renewed
from khartoum_desktop.importing.records import whole_row, write_batch
from khartoum_desktop.importing.remembering import remember
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.units import is_unit_line, under_header
from khartoum_desktop.proposals.duplicates.operations import set_apart
from khartoum_desktop.proposals.operations import alignment_id, minted, with_defaults
from khartoum_desktop.proposals.translation.keeping import translation_statuses
from khartoum_desktop.sheets.model import CellRange, cell_name, column_letter
from khartoum_desktop.storage.schema import KINDS, Layout, Origin, Proposal
from khartoum_desktop.workspace import StepWriter, Undone, Workspace, derived_id

_REPORT_EVERY: Final = 250  # rows
_MOST_REMARKS: Final = 500  # rows kept with one: more are a text of their own
_REMARKS: Final = frozenset({Kind.NOTE, Kind.SIGNATURE})


_Received = tuple[str, str, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: its step (None: nothing was to be written), its batch, and the proposals it touched."""

    step: str | None
    batch: str
    new: int
    changed: int
    same: int
    held: int
    proposals: tuple[str, ...]


class ChangedMeanwhileError(UserError):
    """The workspace is no longer what the plan was made for; `plan` is what the import would do now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            _("The workspace changed after the file was read, so the import would do something else now."),
            _("Look through the rows again, then import."),
        )
        self.plan = plan


def _refuse_if_stale(work: Workspace, plan: Plan) -> None:
    if queries.moment(work) != plan.source.moment:
        now = renewed(work, plan)
        if _outcome(now) != _outcome(plan):
            raise ChangedMeanwhileError(now)


def _outcome(plan: Plan) -> list[object]:
    return [(row.place, row.status, row.id, row.values, row.children, row.changes) for row in plan.rows]


@many_objects()
def apply(work: Workspace, plan: Plan, progress: Progress = silent) -> Imported:
    """Write a plan as one step: new proposals, changed fields, every cell as received, the batch with its held rows.

    UserError when the workspace refuses the step or is another one than the plan was made for; then nothing is written.
    `progress` hears rows; raising in it stops the import with nothing written.
    """
    _refuse_if_stale(work, plan)
    batch = derived_id(plan.sha256)
    if not (plan.count(Status.NEW) or plan.count(Status.CHANGED)) and queries.has_batch(work, batch):
        return _imported(plan, None, batch, ())
    rows = [(sheet, row) for sheet in plan.sheets if sheet.taken for row in sheet.rows]
    new = [row for _sheet, row in rows if row.status is Status.NEW]
    touched: list[str] = []
    ident: str | None = None
    work.backup_before("import")
    with work.step(N_("Import {file}"), file=plan.file) as step:
        refs = dict(zip((row.id for row in new), minted(work, step.db, len(new)), strict=True))
        writers = {sheet.name: _cells_of(sheet) for sheet in plan.sheets if sheet.taken}
        recorded = plan.source.memory.recorded(batch)
        kept = _not_here(plan, recorded)
        whole = rows_json(kept)
        for done, (sheet, row) in enumerate(rows):
            if done % _REPORT_EVERY == 0:
                progress(done, len(rows))
            more = [whole_row(whole[row.place])] if row.place in whole else []
            if row.status is Status.HELD:
                if more:
                    _write_held(step, plan, row, batch, json_text(more))
                continue
            if row.status is not Status.SAME:
                _write_proposal(step, row, refs.get(row.id, ""))
                touched.append(row.id)
            _write_origin(step, row, batch, _origin_id(plan, row, recorded), writers[sheet.name].of(row, more))
        for cells in writers.values():
            cells.write_layout(step)
        write_batch(step, plan, batch, kept)
        for row in new:
            set_apart(step, row.id, row.apart)
        for sheet in plan.sheets:
            remember(step, plan, sheet)
        step.flush()
        progress(len(rows), len(rows))
        ident = step.id if step.touched else None
    return _imported(plan, ident, batch, tuple(touched))


def _not_here(plan: Plan, recorded: Mapping[str, str]) -> Kept:
    """Return what is kept of a plan, but for held rows that are proposals already: those came in corrected."""
    kept, source = kept_of(plan), plan.source
    own = {place: source.identify(plan.sha256, place[0], str(place[1])) for place in kept.held}
    held = [place for place, ident in own.items() if ident in recorded or ident in source.existing.by_id]
    return kept.without(held) if held else kept


def _imported(plan: Plan, step: str | None, batch: str, proposals: tuple[str, ...]) -> Imported:
    return Imported(
        step=step,
        batch=batch,
        new=plan.count(Status.NEW),
        changed=plan.count(Status.CHANGED),
        same=plan.count(Status.SAME),
        held=plan.count(Status.HELD),
        proposals=proposals,
    )


def undo(work: Workspace, imported: Imported) -> Undone | None:
    """Take an import back, any time later; what people edited since stays and is told. None: it wrote nothing."""
    return work.store.undo_step(imported.step) if imported.step else None


def _write_proposal(step: StepWriter, row: RowPlan, ref: str) -> None:
    if row.status is Status.NEW:
        step.add(Proposal, {**with_defaults(row.values, source="imported"), "ref": ref}, row.id)
    elif row.changes:
        news = {change.field: change.new for change in row.changes}
        step.put(Proposal, row.id, {**news, **translation_statuses(step.db, row.id, news)})
    for position, (kind, line) in enumerate(row.children):
        _write_line(step, row, kind, line, position)


def _write_line(
    step: StepWriter, row: RowPlan, kind: str, line: Mapping[str, str | int | bool | None], position: int
) -> None:
    values = {**line, "proposal": row.id, "position": position}
    if kind == "alignment":
        step.add(KINDS[kind], values, alignment_id(row.id, str(line["scheme"]), str(line["code"])))
    else:
        step.add(KINDS[kind], values, _line_id(row.id, kind, line))


def _line_id(proposal: str, kind: str, line: Mapping[str, str | int | bool | None]) -> str:
    """Return the id that a line of an imported row has on every laptop (as `derived_id`, at a tenth of its cost)."""
    words = "\n".join((proposal, kind, *map(str, line.values())))
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def _cells_of(plan: SheetPlan) -> "_Cells | FormCells":
    return FormCells(plan, plan.structure.form) if plan.structure.form is not None else _Cells(plan)


class _Cells:
    """The cells of a sheet's rows as a proposal's origin keeps them."""

    def __init__(self, plan: SheetPlan) -> None:
        self.plan = plan
        self._columns: list[tuple[str, str, str | None]] = []
        self._merged = self._merges()
        self._unread = self._without_values()
        self._units = list(self._unit_lines())
        self._comments = comments_received(plan.sheet, plan.columns)
        self._remarks = self._remarks_below()
        known = {column.index: column for column in plan.columns}
        for index in range(plan.sheet.width):
            column = known.get(index, ColumnPlan(plan.letter(index), index, ""))
            self._columns.append((column.letter, column.header, column.applied))

        self._layout = json_text(self._columns)
        self._layout_id = derived_id("layout", self._layout)
        self._is_layout_used = False

    def write_layout(self, step: StepWriter) -> None:
        """Write the columns to which the rows of `of` refer, if any does."""
        if self._is_layout_used:
            step.add(Layout, {"columns": self._layout}, self._layout_id)

    def of(self, row: RowPlan, more: Sequence[_Received]) -> str:
        """Return a row's cells and `more` as `ReceivedCells` reads them: only texts where there is no more to them."""
        if not more and self._is_plain(row):
            self._is_layout_used = True
            cells = self.plan.sheet.received_row(row.row)
            texts = [cell if type(cell) is str else text_of(cell) for cell in cells]
            return json_text({"layout": self._layout_id, "texts": texts})
        troubles = {problem.column: problem.reason.text for problem in row.problems if problem.column}
        return json_text([*self._received(row, troubles), *more])

    def _is_plain(self, row: RowPlan) -> bool:
        """Whether there is no more to a row than the texts of its columns."""
        return not (
            row.problems
            or row.headings
            or row.more
            or self._units
            or any(row.row in special for special in (self._merged, self._unread, self._comments, self._remarks))
        )

    def _received(self, row: RowPlan, troubles: Mapping[str, str]) -> list[_Received]:
        """Return the unit lines above the table, the headings over the row, its cells, those merged down, its parts.

        Then the remarks below it, which belong to no row.
        """
        found: list[_Received] = []
        found += self._units
        for heading in row.headings:
            found += self._aside(heading)
        found += self._row(row.row, troubles)
        if row.row in self._merged:
            found += self._covering(row.row)
        for more in row.more:
            found += [cell for cell in self._row(more, troubles) if cell[2]]
        for number in (row.row, *row.more) if self._comments else ():
            found += self._comments.get(number, ())
        for remark in self._remarks.get(row.row, ()):
            found += self._aside(remark)
        return found

    def _aside(self, number: int) -> Iterator[_Received]:
        """Yield the cells of a row that is no proposal; they go to no field."""
        for name, header, text, _target, _why in self._row(number, {}):
            yield name, header, text, None, None

    def _remarks_below(self) -> dict[int, list[int]]:
        """Return the notes and signatures of the sheet by the row that keeps them: the last one before that goes in."""
        imported = {row.row for row in self.plan.rows if row.status is not Status.HELD}
        above = min(imported, default=0)
        found: dict[int, list[int]] = {}
        for number, kind in enumerate(self.plan.structure.kinds, self.plan.sheet.first_row):
            if number in imported:
                above = number
            elif above and kind in _REMARKS and len(found.setdefault(above, [])) < _MOST_REMARKS:
                found[above].append(number)
        return found

    def _row(self, number: int, troubles: Mapping[str, str]) -> list[_Received]:
        place = str(number)
        cells = zip(self._columns, self.plan.sheet.received_row(number), strict=True)
        unread = self._unread.get(number, {})
        if not (troubles or unread):
            return [
                (letter + place, header, cell if type(cell) is str else text_of(cell), target, None)
                for (letter, header, target), cell in cells
                if cell is not None
            ]
        return [
            (letter + place, header, text_of(cell) or unread.get(letter, ""), target, troubles.get(letter))
            for (letter, header, target), cell in cells
            if cell is not None or letter in troubles or letter in unread
        ]

    def _unit_lines(self) -> Iterator[_Received]:
        """Yield the lines above the table, and under its header, that say of which unit its amounts are."""
        for number, row in self.plan.sheet.numbered_rows():
            if number >= self.plan.structure.header_rows[0]:
                break
            for index, cell in enumerate(row):
                if isinstance(cell, str) and is_unit_line(one_line(cell)):
                    yield f"{self.plan.letter(index)}{number}", "", cell, None, None
        if found := under_header(self.plan.sheet, self.plan.structure.header_rows):
            number, index, text = found
            yield f"{self.plan.letter(index)}{number}", "", text, None, None

    def _without_values(self) -> dict[int, dict[str, str]]:
        """Return the errors and formulas of cells that have no value, by row and letter."""
        found: dict[int, dict[str, str]] = {}
        for (number, column), text in (*self.plan.sheet.uncalculated.items(), *self.plan.sheet.errors.items()):
            found.setdefault(number, {})[column_letter(column)] = text
        return found

    def _merges(self) -> dict[int, list[CellRange]]:
        """Return the merges that cover a row from above, by row."""
        found: dict[int, list[CellRange]] = {}
        sheet = self.plan.sheet
        for merge in sheet.merges:
            if merge.first_row in self.plan.structure.header_rows:
                continue
            for number in range(merge.first_row + 1, min(merge.last_row, sheet.last_row) + 1):
                found.setdefault(number, []).append(merge)
        return found

    def _covering(self, number: int) -> Iterator[_Received]:
        """Yield the cells above that are merged down over this row."""
        sheet = self.plan.sheet
        for merge in self._merged[number]:
            place = merge.first_column - sheet.first_column
            text = text_of(sheet.received(merge.first_row, merge.first_column))
            if text and 0 <= place < len(self._columns):
                _letter, header, target = self._columns[place]
                yield cell_name(merge.first_row, merge.first_column), header, text, target, None


def _write_held(step: StepWriter, plan: Plan, row: RowPlan, batch: str, cells: str) -> None:
    """Keep a row that stays out where its origin will be once it goes in."""
    values: dict[str, str | int | bool | None] = {
        "proposal": None,
        "batch": batch,
        "sheet": row.sheet,
        "row_number": row.row,
        "cells": cells,
    }
    step.add(Origin, values, plan.source.identify(plan.sha256, row.sheet, str(row.row)))


def _origin_id(plan: Plan, row: RowPlan, recorded: Mapping[str, str]) -> str:
    """Return the id of a row's origin: that of the held row which it was; of its place where that one is taken.

    Of a new proposal it is the proposal's own.
    """
    ident = plan.source.identify(plan.sha256, row.sheet, str(row.row))
    if row.status is not Status.NEW and ident in recorded:
        return derived_id(plan.sha256, row.sheet, str(row.row))
    return ident


def _write_origin(step: StepWriter, row: RowPlan, batch: str, ident: str, cells: str) -> None:
    values: dict[str, str | int | bool | None] = {
        "proposal": row.id,
        "batch": batch,
        "sheet": row.sheet,
        "row_number": row.row,
        "cells": cells,
    }
    step.add(Origin, values, ident)

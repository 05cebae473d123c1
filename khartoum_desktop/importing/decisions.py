"""What a person decides about a plan: each function returns the plan that follows, and the old one stays as it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.building import build
from khartoum_desktop.importing.model import CLEAR, UNDECIDED, ColumnChoice, Decisions, Plan, SheetDecisions
from khartoum_desktop.importing.pointing import lacks_table
from khartoum_desktop.importing.profiles import choices_of
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.sheets.model import column_letter


def again(plan: Plan, decisions: Decisions) -> Plan:
    """Return the plan of the same file under other decisions."""
    return build(plan.source, decisions)


def _with(plan: Plan, sheet: str, own: SheetDecisions) -> Plan:
    return again(plan, replace(plan.decisions, sheets={**plan.decisions.sheets, sheet: own}))


def take_sheet(plan: Plan, sheet: str, *, taken: bool) -> Plan:
    """Import a sheet, or leave it aside."""
    return _with(plan, sheet, replace(plan.decisions.of(sheet), taken=taken))


def choose_header(plan: Plan, sheet: str, rows: Sequence[int]) -> Plan:
    """Say which rows are a sheet's header; what was decided about its columns and rows no longer holds.

    Who points at the header of a sheet that seemed to hold no table wants it imported.
    """
    planned = plan.sheet(sheet)
    taken = True if planned is not None and lacks_table(planned) else plan.decisions.of(sheet).taken
    return _with(plan, sheet, SheetDecisions(taken, tuple(rows)))


def set_kinds(plan: Plan, sheet: str, rows: Iterable[int], kind: Kind) -> Plan:
    """Say what several rows are at once."""
    own = plan.decisions.of(sheet)
    return _with(plan, sheet, replace(own, kinds={**own.kinds, **dict.fromkeys(rows, kind)}))


def end_table(plan: Plan, sheet: str, row: int | None) -> Plan:
    """Say which row is the last one of a sheet's table (None: as found); what was said of the rows below is dropped."""
    own = plan.decisions.of(sheet)
    kinds = {number: kind for number, kind in own.kinds.items() if row is None or number <= row}
    return _with(plan, sheet, replace(own, last_row=row, kinds=kinds))


def take_hidden(plan: Plan, sheet: str, *, taken: bool) -> Plan:
    """Take the rows that are hidden in the file like the others, or leave them aside again."""
    return _with(plan, sheet, replace(plan.decisions.of(sheet), with_hidden=taken))


def map_column(
    plan: Plan, sheet: str, letter: str, target: str | None, settings: Mapping[str, str | int] | None = None
) -> Plan:
    """Say what a column holds (None: it is only kept) and how its cells are read."""
    own = plan.decisions.of(sheet)
    choice = ColumnChoice(target, dict(settings or {}))
    return _with(plan, sheet, replace(own, columns={**own.columns, letter: choice}))


def settle(plan: Plan, sheet: str, letter: str, setting: str, answer: str) -> Plan:
    """Answer a question about a column (see `questions`); what else was decided about it stays."""
    own = plan.decisions.of(sheet).columns.get(letter)
    planned = plan.sheet(sheet)
    column = planned.column(letter) if planned else None
    target = own.target if own else column.target if column else None
    return map_column(plan, sheet, letter, target, {**(own.settings if own else {}), setting: answer})


def fix_cell(plan: Plan, sheet: str, row: int, letter: str, text: str) -> Plan:
    """Say what a cell means, in words that the importer understands; what was received stays with the proposal."""
    own, planned = plan.decisions.of(sheet), plan.sheet(sheet)
    form = planned.structure.form if planned else None
    place = form.place_of(row, letter) if form else None
    key = (place[0], column_letter(place[1])) if place else (row, letter)
    return _with(plan, sheet, replace(own, cells={**own.cells, key: text}))


def replace_value(plan: Plan, target: str, original: str, text: str) -> Plan:
    """Say what a text means wherever it stands in columns of a target; remembered with the columns."""
    replaced = {**plan.decisions.replaced, (target, fold_key(original)): text}
    return again(plan, replace(plan.decisions, replaced=replaced))


def hold(plan: Plan, sheet: str, row: int, *, held: bool = True) -> Plan:
    """Leave a row out of the import, or take that back."""
    own = plan.decisions.of(sheet)
    rows = own.held | {row} if held else own.held - {row}
    return _with(plan, sheet, replace(own, held=rows))


def release(plan: Plan, sheet: str, row: int) -> Plan:
    """Import a row although the same proposal stands elsewhere in the file."""
    own = plan.decisions.of(sheet)
    return _with(plan, sheet, replace(own, released=own.released | {row}, held=own.held - {row}))


def hold_rows(plan: Plan, places: Iterable[tuple[str, int]], *, held: bool) -> Plan:
    """Leave several rows (sheet, number) out of the import, or import them in spite of what holds them."""
    sheets = dict(plan.decisions.sheets)
    for sheet, row in places:
        own = sheets.get(sheet, plan.decisions.of(sheet))
        rows = frozenset({row})
        sheets[sheet] = (
            replace(own, held=own.held | rows, released=own.released - rows)
            if held
            else replace(own, held=own.held - rows, released=own.released | rows)
        )
    return again(plan, replace(plan.decisions, sheets=sheets))


def sender_country(plan: Plan, country: str | None, sheet: str | None = None) -> Plan:
    """Say which country a sheet, or every sheet that names none itself, comes from: rows without one belong to it."""
    if sheet is not None:
        return _with(plan, sheet, replace(plan.decisions.of(sheet), sender_country=country))
    return again(plan, replace(plan.decisions, sender_country=country))


def the_same(plan: Plan, rows: Iterable[tuple[str, int]], proposal: str | None = None) -> Plan:
    """Say that rows (sheet, number) are proposals that we have: the one of this id, else the one each is likest."""
    sheets = dict(plan.decisions.sheets)
    likest = {row.place: row.perhaps[0].id for row in plan.rows if row.perhaps}
    for sheet, number in rows:
        meant = proposal or likest.get((sheet, number))
        if meant:
            own = sheets.get(sheet, UNDECIDED)
            sheets[sheet] = replace(own, same={**own.same, number: meant}, apart=own.apart - {number})
    return again(plan, replace(plan.decisions, sheets=sheets))


def not_the_same(plan: Plan, rows: Iterable[tuple[str, int]]) -> Plan:
    """Say that rows are none of the proposals that they are like; the import remembers it."""
    sheets = dict(plan.decisions.sheets)
    for sheet, number in rows:
        own = sheets.get(sheet, UNDECIDED)
        same = {row: ident for row, ident in own.same.items() if row != number}
        sheets[sheet] = replace(own, same=same, apart=own.apart | {number})
    return again(plan, replace(plan.decisions, sheets=sheets))


def clear_blanks(plan: Plan, sheet: str, letter: str, *, clear: bool = True) -> Plan:
    """Say whether the empty cells of a column clear what proposals that we have say there; never remembered.

    How its other cells are read, by this person or as remembered of an earlier file, stays.
    """
    own, planned = plan.decisions.of(sheet), plan.sheet(sheet)
    column = planned.column(letter) if planned else None
    if planned is None or column is None:
        return plan
    remembered = choices_of(planned.remembered, planned.sheet, planned.structure).get(letter)
    before = own.columns.get(letter) or remembered or ColumnChoice(column.target)
    settings = {name: value for name, value in before.settings.items() if name != "blank"}
    choice = replace(before, settings={**settings, "blank": CLEAR} if clear else settings)
    return _with(plan, sheet, replace(own, columns={**own.columns, letter: choice}))


def accept_suggestions(plan: Plan) -> Plan:
    """Apply every suggested column."""
    return again(plan, replace(plan.decisions, accept_suggestions=True))

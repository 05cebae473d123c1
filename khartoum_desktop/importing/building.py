"""A workbook and what a person decided about it to a plan; pure, so that the same decisions give the same plan."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from khartoum_desktop.core.i18n import N_, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.pace import many_objects
from khartoum_desktop.core.progress import arrive, expect, paced
from khartoum_desktop.importing.assembling import (
    AppliedColumn,
    Draft,
    doubt_small_amounts,
    fill,
    is_money,
    list_unused_amounts,
    require_title,
    settle_amounts,
)
from khartoum_desktop.importing.backwards import is_backwards
from khartoum_desktop.importing.bounds import decided_structure
from khartoum_desktop.importing.cell_parts import leave_struck, note_parts
from khartoum_desktop.importing.cleaning import ColumnReader
from khartoum_desktop.importing.columns import fingerprint, guess_columns
from khartoum_desktop.importing.contradictions import doubt_currency, doubt_order
from khartoum_desktop.importing.drafting import drafts_of
from khartoum_desktop.importing.earlier import Earlier
from khartoum_desktop.importing.form_pairs import doubt_labels
from khartoum_desktop.importing.form_rows import form_columns, form_drafts, looks_of
from khartoum_desktop.importing.forms import what_is_no_list
from khartoum_desktop.importing.guards import doubt_large_amounts
from khartoum_desktop.importing.lone import doubt_lone, with_lone
from khartoum_desktop.importing.looks import note_looks
from khartoum_desktop.importing.matching import Existing
from khartoum_desktop.importing.model import (
    AS_KEPT,
    PLAIN,
    Certainty,
    ColumnPlan,
    Decisions,
    Plan,
    Reason,
    Settings,
    SheetPlan,
    Weight,
)
from khartoum_desktop.importing.nearness import Near, nobody_near
from khartoum_desktop.importing.notes import completed
from khartoum_desktop.importing.pointing import NO_HEADER, NO_TABLE
from khartoum_desktop.importing.profiles import (
    Profile,
    choices_of,
    find,
    notes_of,
    remembered_few,
    remembered_header,
)
from khartoum_desktop.importing.ragged import hold_ragged
from khartoum_desktop.importing.recognising import NO_MEMORY, Memory
from khartoum_desktop.importing.repeated import hold_repeated
from khartoum_desktop.importing.sections import Sections
from khartoum_desktop.importing.sender import read_sender
from khartoum_desktop.importing.settling import matched
from khartoum_desktop.importing.stated import stated_words
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.importing.twins import hold_twins
from khartoum_desktop.importing.units import units_of_sheet
from khartoum_desktop.importing.unread import unreadable
from khartoum_desktop.importing.whosent import DECIDED, WhoSent, who_sent
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Sheet, Workbook

_BLANK_COUNTRY: Final = Reason(N_("The row names no country, while others of the sheet do."), (), Weight.HOLDS)
_UNCLEAR_COUNTRY: Final = Reason(N_("The country of the row is not clear."), (), Weight.HOLDS)
_WAITING_COUNTRY: Final = Reason(
    N_("This column may name the country of the row: say what it holds, or from which country the file comes."),
    (),
    Weight.HOLDS,
)
_FORM_ASIDE: Final = N_("The sheet “{sheet}” is a form beside a list of projects: it is shown and not imported.")
_BACKWARDS: Final = N_(
    "The letters of “{sheet}” stand in reversed order, as in a text copied from a PDF: ask for the original file."
)
_ROUNDS: Final = 6  # over all rows, beside those of each column
_GUESSED: Final = N_(
    "Rows of “{sheet}” that hold one text each are taken for headings: {rows}. "
    "If one is a proposal, say so in the sheet."
)
_MOST_NAMED: Final = 12  # rows
_COUNTRY: Final = "lead_country"
_CURRENCY: Final = "currency"
_MINISTRY: Final = "submitting_ministry"


@dataclass(frozen=True, slots=True)
class Source:
    """What a file is planned against: code lists, the proposals we have, remembered profiles, who imports it.

    `readers` keeps what cells said between one planning and the next, so that a correction costs little.
    """

    workbook: Workbook
    lists: Lists
    existing: Existing
    identify: Callable[..., str]  # a file's hash, a sheet and a row to the id that they have on every laptop
    profiles: Mapping[str, Profile] = field(default_factory=dict)  # by id
    own_country: str | None = None
    moment: int = 0  # of the workspace, see `queries.moment`
    memory: Memory = NO_MEMORY
    earlier: Earlier | None = None  # what the import goes on with
    near: Near = nobody_near
    readers: dict[tuple[str, Settings], ColumnReader] = field(default_factory=dict)

    def reader(self, target: str, settings: Settings) -> ColumnReader:
        """Return the reader of a column, the same one for the same target and settings."""
        settings = replace(settings, blank=PLAIN.blank)  # what a blank does is nothing to a reader
        found = self.readers.get((target, settings))
        if found is None:
            found = self.readers[target, settings] = ColumnReader(targets()[target], settings, self.lists)
        return found


@many_objects()
def build(source: Source, decisions: Decisions) -> Plan:
    """Return the plan of a workbook under a person's decisions; nothing is written."""
    _expect(source.workbook)
    sheets = [_sheet(source, sheet, decisions) for sheet in source.workbook.sheets]
    titled = {sheet.structure.form is None for sheet in sheets if _has_title(sheet)}
    taken = [replace(sheet, taken=_is_taken(sheet, decisions, titled)) for sheet in sheets]
    planned = _planned(source, decisions, taken)
    notes = completed(_notes(planned), planned, source.workbook.name)
    plan = Plan(source.workbook, tuple(planned), decisions, source, notes)
    arrive()
    return plan


def _expect(workbook: Workbook) -> None:
    """Say how many steps a plan takes: of each row its kind, its cells as evidence and as values, what it is."""
    rows = sum(len(sheet.rows) for sheet in workbook.sheets)
    expect(sum(len(sheet.rows) * (2 * sheet.width + _ROUNDS) for sheet in workbook.sheets), rows)


# --- a sheet ----------------------------------------------------------------------------------------------------------


def _sheet(source: Source, sheet: Sheet, decisions: Decisions) -> SheetPlan:
    own = decisions.of(sheet.name)
    if own.header_rows is None:
        own = replace(own, header_rows=remembered_header(sheet, source.profiles))
    structure = decided_structure(sheet, own)
    few = remembered_few(sheet, source.profiles) if not (own.header_rows or structure.is_table) else None
    if few:
        structure = decided_structure(sheet, replace(own, header_rows=few))
    form = structure.form
    if not (structure.header_rows or form):
        return SheetPlan(sheet, structure)
    mark, sender = fingerprint(structure), read_sender(structure.titles, source.lists, sheet.above)
    remembered = find(source.profiles, structure, mark, sender)
    choices = {**choices_of(remembered, sheet, structure), **own.columns}
    accept, country = decisions.accept_suggestions, own.sender_country or decisions.sender_country or sender.country
    if form:
        columns = form_columns(sheet, structure, form, source.lists, choices, accept=accept, country=country)
    else:
        columns = guess_columns(sheet, structure, source.lists, choices, accept=accept, country=country)
        structure = with_lone(sheet, structure, columns, source.lists, own, is_further=_is_further(source))
    return SheetPlan(
        sheet, structure, columns, (), False, sender.country, sender.ministry, mark,
        named_country=sender.country, is_sender_open=sender.is_open, remembered=remembered,
    )  # fmt: skip


def _is_further(source: Source) -> bool:
    return source.earlier is not None and source.earlier.is_again


def _has_title(plan: SheetPlan) -> bool:
    return plan.sheet.visible == "visible" and any(
        (column.applied or "").startswith("title") for column in plan.columns
    )


def _is_taken(plan: SheetPlan, decisions: Decisions, titled: Collection[bool]) -> bool:
    """Tell whether a sheet's rows are imported: it holds a table, is not hidden, and names titles if any sheet does.

    `titled` holds True where a list names titles, False where a form does: forms beside a list explain it.
    """
    only = decisions.only_sheet
    if only == plan.name or not plan.structure.is_table:
        return plan.structure.is_table
    if only not in (None, plan.sheet.part_of):
        return False
    own = decisions.of(plan.name).taken
    if own is None and plan.remembered:
        own = plan.remembered.takes(plan.sheet)
    if own is not None:
        return own
    is_shown = plan.sheet.visible == "visible" or only is not None
    if plan.structure.form:
        return is_shown and True not in titled
    is_further = plan.sheet.part_of not in ("", plan.name)  # beside or below another table: perhaps a list of codes
    return is_shown and (_has_title(plan) or not (titled or is_further))


def _notes(sheets: Sequence[SheetPlan]) -> list[Reason]:
    """Return what is said of the file as a whole: what was left aside, and why."""
    found = []
    for plan in sheets:
        name = (("sheet", plan.name),)
        if plan.sheet.visible != "visible" and not plan.taken:
            found.append(Reason(N_("The sheet “{sheet}” is hidden in the file: it is shown and not imported."), name))
        elif plan.structure.is_headless:
            found.append(Reason(NO_HEADER, name))
        elif not plan.structure.is_table and plan.sheet.rows:
            found.append(Reason(NO_TABLE, name))
        elif plan.structure.form and not plan.taken:
            found.append(Reason(_FORM_ASIDE, name))
        elif plan.structure.is_table and not plan.taken and _has_title(plan):
            pass  # a person says so, now or for another file
        elif plan.structure.is_table and not plan.taken:
            found.append(Reason(N_("The sheet “{sheet}” is left aside: no column of it holds titles."), name))
        if is_backwards(plan):
            found.append(Reason(_BACKWARDS, name))
        found += notes_of(plan)
        found += _notes_of_rows(plan) if plan.taken else ()
    return found


def _notes_of_rows(plan: SheetPlan) -> Iterator[Reason]:
    """Yield what is said of rows that are not imported, though they might be meant to."""
    guessed, hidden = plan.structure.guessed, plan.structure.kinds.count(Kind.HIDDEN)
    if guessed:
        rows = listed(format_number(row) for row in guessed[:_MOST_NAMED]) + (" …" if guessed[_MOST_NAMED:] else "")
        yield Reason(_GUESSED, (("sheet", plan.name), ("rows", rows)))
    if hidden:
        args = (("sheet", plan.name), ("n", str(hidden)))
        yield Reason(N_("Rows of “{sheet}” hidden in the file, shown and not imported: {n}."), args)


# --- rows -------------------------------------------------------------------------------------------------------------


def _planned(source: Source, decisions: Decisions, sheets: Sequence[SheetPlan]) -> list[SheetPlan]:
    first: dict[tuple[str, ...], tuple[str, int]] = {}  # what a proposal is known by -> where it stood first
    rows = [_with_rows(source, decisions, plan, first) if plan.taken else plan for plan in sheets]
    return hold_twins(hold_repeated(rows, decisions), decisions)


def _with_rows(
    source: Source, decisions: Decisions, plan: SheetPlan, first: dict[tuple[str, ...], tuple[str, int]]
) -> SheetPlan:
    own = decisions.of(plan.name)
    replaced = {**(plan.remembered.replaced if plan.remembered else {}), **decisions.replaced}
    columns = _beside_amounts(
        [_applied(source, plan, column, replaced, decisions) for column in plan.columns if column.applied]
    )
    form, is_further = plan.structure.form, _is_further(source)
    drafts = (
        form_drafts(plan.sheet, plan.structure, form, own)
        if form
        else drafts_of(plan.sheet, plan.structure, plan.columns, own, is_further=is_further)
    )
    looks = looks_of(plan.sheet, form) if form else plan.sheet
    leave_struck(plan, looks, drafts, columns, own)
    hold_ragged(plan, drafts, columns, own, is_further=is_further)
    fill(drafts, columns)
    who = who_sent(plan, decisions, source)
    sections = Sections(plan.sheet, plan.structure, source.lists)
    errors = unreadable(plan, columns)
    no_list = what_is_no_list(plan.sheet, plan.structure)
    waiting = next((one for one in plan.columns if one.target == _COUNTRY and _is_waiting(one)), None)
    list_unused_amounts(drafts, plan.columns, columns)
    note_looks(looks, drafts, columns)
    if form:
        doubt_labels(plan.sheet, form, drafts, plan.columns)
    doubt_lone(plan.sheet, plan.structure, drafts, plan.columns, own, is_further=is_further)
    for draft in paced(drafts):
        if draft.number >= no_list.first_row and draft.number not in own.released and no_list.reason:
            draft.troubles.append((None, no_list.reason))
        doubt_order(draft, columns)
        doubt_currency(draft, columns)
        settle_amounts(draft, columns)
        draft.troubles += errors.get(draft.number, ())
        is_known = source.existing.knows(draft.values)
        if not is_known:
            require_title(draft, columns)
        sections.apply(draft, plan.ministry)
        if not is_known:
            _place_country(draft, who, columns, None if who.reason == DECIDED else waiting)
        if draft.number in own.held:
            draft.troubles.append((None, Reason(N_("Held back by you."), (), Weight.HOLDS)))
    plan = replace(plan, sender_country=who.country, sender_from=who.reason)
    note_parts(plan, looks, drafts, columns, own)
    doubt_small_amounts(drafts, columns)
    doubt_large_amounts(drafts, columns)
    rows = matched(source, plan, drafts, columns, own, first=first)
    return replace(plan, rows=tuple(rows))


def _applied(
    source: Source,
    sheet: SheetPlan,
    column: ColumnPlan,
    replaced: Mapping[tuple[str, str], str],
    decisions: Decisions,
) -> AppliedColumn:
    target = column.applied or ""
    texts = {text: value for (meant, text), value in replaced.items() if meant == target}
    decided = frozenset(text for meant, text in decisions.replaced if meant == target)
    choice = decisions.of(sheet.name).columns.get(column.letter)
    chosen = bool(choice and choice.settings.keys() - {"blank"} - AS_KEPT and not choice.is_remembered)
    says = stated_words(column.header, target, units_of_sheet(sheet.name, sheet.structure.titles).sure)
    read = source.reader(target, column.settings)
    return AppliedColumn(column, target, read, texts, decided, chosen=chosen, stated=says)


def _beside_amounts(columns: Sequence[AppliedColumn]) -> list[AppliedColumn]:
    """Return the columns with each of several columns of currencies bound to the amount that it follows."""
    amounts = {column.plan.index: column.target for column in columns if is_money(column.target)}
    several = sum(1 for column in columns if column.target == _CURRENCY) > 1
    return [
        replace(column, serves=amounts.get(column.plan.index - 1, ""))
        if several and column.target == _CURRENCY
        else column
        for column in columns
    ]


def _is_waiting(column: ColumnPlan) -> bool:
    """Whether a header names a field to the letter, or nearly so, and yet the column waits for a person's word."""
    return column.certainty is Certainty.SUGGESTED or (
        column.certainty is Certainty.OFFERED and is_known(column.header)
    )


def _place_country(draft: Draft, who: WhoSent, columns: Sequence[AppliedColumn], waiting: ColumnPlan | None) -> None:
    """Give the rows of a sheet that names no country its sender's; nothing that a sheet leaves open is guessed."""
    if draft.values.get(_COUNTRY):
        return
    column = next((one.plan for one in columns if one.target == _COUNTRY), None)
    if any(one is not None and one is column for one, _reason in draft.troubles):
        draft.troubles.append((column, _UNCLEAR_COUNTRY))
    elif column is not None:
        draft.troubles.append((column, _BLANK_COUNTRY))
    elif waiting is not None and draft.row[waiting.index] is not None:
        draft.troubles.append((waiting, _WAITING_COUNTRY))
    elif who.country:
        draft.values[_COUNTRY] = who.country
    else:
        draft.troubles.append((None, who.trouble))

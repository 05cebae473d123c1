"""The cards of a form as rows of a plan: its labels are the columns, and every value keeps the name of its cell."""

from collections.abc import Mapping
from dataclasses import replace

from khartoum_desktop.importing.assembling import Draft
from khartoum_desktop.importing.cards import Card, Form
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.columns import guess_columns
from khartoum_desktop.importing.headers import named
from khartoum_desktop.importing.model import (
    Certainty,
    ColumnChoice,
    ColumnPlan,
    Decisions,
    Plan,
    Problem,
    Reason,
    SheetDecisions,
)
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.targets import TITLES
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Sheet, cell_name, column_letter, column_number


def form_columns(
    sheet: Sheet,
    structure: Structure,
    form: Form,
    lists: Lists,
    choices: Mapping[str, ColumnChoice],
    *,
    accept: bool,
    country: str | None,
) -> tuple[ColumnPlan, ...]:
    """Return a column for each label of a form, guessed as those of a list; its letter is the name of a cell."""
    laid_out = Sheet(sheet.name, rows=tuple(card.values for card in form.cards), above=sheet.above)
    listed = replace(structure, kinds=(Kind.PROPOSAL,) * len(form.cards), form=None)
    by_index = {index: choice for name, choice in choices.items() if (index := form.index_of(name)) is not None}
    chosen = {column_letter(index + 1): choice for index, choice in by_index.items()}
    columns = guess_columns(laid_out, listed, lists, chosen, accept=accept, country=country)
    taken = {*TITLES, *(column.applied for column in columns)}
    return tuple(replace(_sure(column, taken), letter=form.names[column.index]) for column in columns)


def _sure(column: ColumnPlan, taken: set[str | None]) -> ColumnPlan:
    """Return the column of a known label as sure though its one value contradicts: then the cell has the problem."""
    found = named(column.header) if column.certainty is Certainty.OFFERED else None
    if found is None or not found.sure or found.targets != (column.target,) or column.target in taken:
        return column
    taken.add(column.target)
    return replace(column, certainty=Certainty.SURE)


def form_drafts(sheet: Sheet, structure: Structure, form: Form, decisions: SheetDecisions) -> list[Draft]:
    """Return the cards of a form that are proposals as rows to be read, a person's corrections made."""
    drafts = []
    for card in form.cards:
        if structure.kinds[card.number - sheet.first_row] is not Kind.PROPOSAL:
            continue
        values = list(card.values)
        places = {place: index for index, own in enumerate(card.places) for place in own}
        for (row, letter), text in decisions.cells.items():
            index = places.get((row, column_number(letter)))
            if index is not None:
                values[index] = text
        drafts.append(Draft(card.number, tuple(values)))
    return drafts


def by_labels(plan: Plan) -> Decisions:
    """Return the decisions of a plan with the columns of forms named by their labels, which every card of them has."""
    sheets = dict(plan.decisions.sheets)
    for planned in plan.sheets:
        form, own = planned.structure.form, sheets.get(planned.name)
        if form and own:
            places = {name: form.index_of(name) for name in own.columns}
            columns = {form.labels[i]: own.columns[name] for name, i in places.items() if i is not None}
            sheets[planned.name] = replace(own, columns=columns)
    return replace(plan.decisions, sheets=sheets)


def looks_of(sheet: Sheet, form: Form) -> Sheet:
    """Return a sheet that only tells the looks of a form's values, by the row of their card and by their column."""
    places = {place: (card.number, i + 1) for card in form.cards for i, own in enumerate(card.places) for place in own}
    return Sheet(
        sheet.name,
        currencies={places[place]: code for place, code in sheet.currencies.items() if place in places},
        struck=frozenset(places[place] for place in sheet.struck if place in places),
        parts={places[place]: parts for place, parts in sheet.parts.items() if place in places},
    )


def form_problems(sheet: Sheet, form: Form, draft: Draft) -> tuple[Problem, ...]:
    """Return the troubles of a card as problems that name their cell."""
    return tuple(_problem(sheet, form.card(draft.number), column, reason) for column, reason in draft.troubles)


def _problem(sheet: Sheet, card: Card, column: ColumnPlan | None, reason: Reason) -> Problem:
    places = card.places[column.index] if column else ()
    if column is None or not places:
        return Problem(sheet.name, card.number, "", "", reason, column.applied or "" if column else "")
    whole = card.values[column.index] if len(places) > 1 else sheet.received(*places[0])
    received = text_of(whole) or sheet.without_value(*places[0])
    return Problem(sheet.name, card.number, cell_name(*places[0]), received, reason, column.applied or "")


def rows_of(form: Form, number: int) -> tuple[int, ...]:
    """Return the rows of a card below its first one, those with something in them."""
    card = form.card(number)
    rows = {place[0] for places in (*card.places, card.others) for place in places}
    rows |= {row for row, _column in form.cells if row in range(number, max(rows, default=number) + 1)}
    return tuple(sorted(rows - {number}))

"""Labels of a form outside its columns of labels, and known ones of which nothing reached a field: they are told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.importing.assembling import Draft
from khartoum_desktop.importing.cards import Card, Form, Place
from khartoum_desktop.importing.grid import LONG, NUMBER
from khartoum_desktop.importing.headers import named
from khartoum_desktop.importing.model import ColumnPlan, Reason, Weight
from khartoum_desktop.importing.synonyms import KEPT
from khartoum_desktop.importing.units import is_unit_line
from khartoum_desktop.sheets.model import Sheet, cell_name

_NO_VALUE: Final = N_("“{label}” in {cell} is a label that is known, but no value was found for it.")
_BELOW: Final = N_("No value stands beside this label; below it stands “{text}”, which was not taken.")
NO_FIELD: Final = N_("The label is known, but its value went to no field: choose the field in the sheet.")
_SHOWN: Final = 60


def labels_in_row(
    sheet: Sheet, known: Mapping[Place, frozenset[str]], columns: Sequence[int], number: int, step: int
) -> Sequence[int]:
    """Return the columns of labels and, of one row, those of known labels between a value and another value.

    A form may have a second pair in a row: Start | 2027 | End | 2029.
    """
    row = sheet.rows[number - sheet.first_row]
    filled = [sheet.first_column + place for place, cell in enumerate(row) if cell is not None][::step]
    found = list(columns)
    for place in range(2, len(filled) - 1):
        before, here, after = filled[place - 1 : place + 2]
        if here in columns or (number, here) not in known or (number, after) in known or after in columns:
            continue
        if (number, before) not in known and before not in columns and any(c in columns for c in filled[:place]):
            found.append(here)
    return sorted(found) if len(found) > len(columns) else columns


def may_be_label(text: str, values: Sequence[Place]) -> bool:
    """Tell whether a text is as short as a label; one without a value beside it may be a line of units instead."""
    is_text = not NUMBER.match(text) and len(text) <= 2 * LONG
    return is_text and (bool(values) or not is_unit_line(text))


def is_above_its_value(sheet: Sheet, label: Place, beside: Sequence[Place]) -> bool:
    """Whether a label is merged over all cells beside it, so that its value can only stand below."""
    ends = (m.last_column for m in sheet.merges if (m.first_row, m.first_column) == label)
    return bool(beside) and any(end >= max(column for _row, column in beside) for end in ends)


def is_signed(text: object) -> bool:
    """Whether a value without a label is a signature, and goes on with no list."""
    return isinstance(text, str) and bool(words.SIGNATURE.match(fold_key(text)))


def doubt_labels(sheet: Sheet, form: Form, drafts: Sequence[Draft], columns: Sequence[ColumnPlan]) -> None:
    """Ask for a look at known labels of a card that have a value, or may have one, of which no field has anything."""
    labels: dict[int, list[Place]] = {}
    for place, index in form.cells.items():
        labels.setdefault(index, []).append(place)
    for draft in drafts:
        card = form.card(draft.number)
        others: dict[int, list[int]] = {}  # the columns of cells under no label, by row
        for row, beside in card.others:
            others.setdefault(row, []).append(beside)
        told = {column for column, _reason in draft.troubles}
        for column in columns:
            if column not in told and (meant := named(column.header)) is not None and meant.targets != (KEPT,):
                label = next((place for place in labels.get(column.index, ()) if place[0] >= card.number), None)
                draft.troubles += [(column, reason) for reason in _doubts(sheet, card, column, label, others)]
        draft.troubles += [(None, reason) for reason in _without_value(sheet, others)]


def _doubts(
    sheet: Sheet, card: Card, column: ColumnPlan, label: Place | None, others: Mapping[int, Sequence[int]]
) -> Iterator[Reason]:
    """Yield why a known label has nothing: its value goes to no field, or stands below it and may be a heading."""
    if card.values[column.index] is not None:
        if not column.applied:
            yield Reason(NO_FIELD)
        return
    if label is not None and others.get(label[0] + 1) == [label[1]]:
        text = sheet.value(label[0] + 1, label[1])
        if isinstance(text, str) and not (named(text) or is_signed(text)):
            yield Reason(_BELOW, (("text", text[:_SHOWN]),), Weight.LOOK)


def _without_value(sheet: Sheet, others: Mapping[int, Sequence[int]]) -> Iterator[Reason]:
    """Yield the known labels of a card that were taken for none, with a cell beside them."""
    for row, places in others.items():
        for column in places if len(places) > 1 else ():
            text = sheet.value(row, column)
            meant = named(text) if isinstance(text, str) else None
            if meant is not None and meant.targets != (KEPT,):
                args = (("label", str(text)[:_SHOWN]), ("cell", cell_name(row, column)))
                yield Reason(_NO_VALUE, args, Weight.LOOK)

"""What is said of a file beside what its structure tells: lost letters, columns that wait, states that are kept."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.cells import line_of, text_of
from khartoum_desktop.importing.model import Certainty, ColumnPlan, Reason, SheetPlan, label_of
from khartoum_desktop.importing.pieces import is_nothing
from khartoum_desktop.importing.statuses import notes_of_states
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.sheets.model import Sheet

# a file without sheets, and so without their names, is spoken of as a file
_OF_FILE: Final = {
    N_(
        "The sheet “{sheet}” has rows, but none that says what its columns hold: "
        "choose the header, or add one in the file."
    ): N_(
        "The file “{sheet}” has rows, but none that says what its columns hold: "
        "choose the header, or add one in the file."
    ),
    N_("No table was found in the sheet “{sheet}”."): N_("No table was found in the file “{sheet}”."),
    N_("The sheet “{sheet}” is left aside: no column of it holds titles."): N_(
        "The file “{sheet}” is left aside: no column of it holds titles."
    ),
}
LOST_LETTERS: Final = N_(
    "Letters of “{sheet}” were lost when the file was written, question marks stand in their place: "
    "ask the sender for the file again, as an Excel workbook or in Unicode."
)
_WAITS: Final = N_(
    "The column “{header}” is not read: its cells ({words}) are not what “{field}” holds. "
    "Choose its field, or leave it: the cells are kept."
)
_HIDDEN_COLUMN: Final = N_(
    "The column “{column}” of “{sheet}” is hidden in the file: it is not imported unless you say what it holds."
)
_LOST: Final = re.compile(r"\?{3}")
_SAMPLE: Final = 300  # rows
_SHARE: Final = 10  # of so many texts at least one has lost its letters
_LEAST: Final = 2
_SHOWN, _LONGEST = 3, 40


def completed(notes: Iterable[Reason], sheets: Sequence[SheetPlan], file: str) -> tuple[Reason, ...]:
    """Return the notes of a plan with those that its columns and cells give; each names a sheet, or else the file."""
    found = [*notes, *(note for plan in sheets for note in _more(plan))]
    return tuple(_of_file(note, file) for note in found)


def has_lost_letters(sheet: Sheet) -> bool:
    """Tell whether question marks stand in the place of a sheet's letters."""
    texts = [cell for row in islice(sheet.rows, _SAMPLE) for cell in row if isinstance(cell, str)]
    lost = sum(1 for text in texts if _LOST.search(text))
    return lost >= _LEAST and lost * _SHARE >= len(texts)


def _more(plan: SheetPlan) -> Iterator[Reason]:
    if has_lost_letters(plan.sheet):
        yield Reason(LOST_LETTERS, (("sheet", plan.name),))
    yield from notes_of_states(plan)
    hidden = _hidden_columns(plan)
    for column in hidden:
        yield Reason(_HIDDEN_COLUMN, (("sheet", plan.name), ("column", column.header or column.letter)))
    for column in (one for one in plan.columns if plan.taken and one not in hidden):
        words = _words(plan, column) if _contradicts(plan, column) else []
        if words:
            some = "; ".join(words[:_SHOWN]) + ("; …" if len(words) > _SHOWN else "")
            yield Reason(_WAITS, (("header", column.header), ("words", some), ("field", label_of(column.target))))


def _hidden_columns(plan: SheetPlan) -> list[ColumnPlan]:
    """Return the columns that would be imported if the file did not hide them."""
    hidden = plan.sheet.hidden_columns if plan.taken and plan.structure.form is None else ()
    return [
        one
        for one in plan.columns
        if plan.sheet.first_column + one.index in hidden and one.target and one.certainty is Certainty.OFFERED
    ]


def _contradicts(plan: SheetPlan, column: ColumnPlan) -> bool:
    """Whether a header names a field that no other column gives, and the cells are something else."""
    is_second = any(one.applied == column.target for one in plan.columns)
    return column.certainty is Certainty.OFFERED and not is_second and is_known(column.header)


def _words(plan: SheetPlan, column: ColumnPlan) -> list[str]:
    texts = (line_of(text_of(plan.cell(row.row, column))) for row in plan.rows)
    return list(dict.fromkeys(text[:_LONGEST] for text in texts if text and not is_nothing(text)))


def _of_file(note: Reason, file: str) -> Reason:
    if ("sheet", "") not in note.args:
        return note
    args = tuple((name, file if name == "sheet" else value) for name, value in note.args)
    return Reason(_OF_FILE.get(note.message, note.message), args, note.weight)

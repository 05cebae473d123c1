"""A form that goes back to a ministry: labels and values in their own cells, the wrong ones marked and explained."""

from collections.abc import Mapping
from dataclasses import replace

from khartoum_desktop.core.i18n import _, is_rtl, language
from khartoum_desktop.importing.kept import KeptSheet, Place
from khartoum_desktop.importing.marks import card_mark
from khartoum_desktop.importing.model import Problem
from khartoum_desktop.importing.problem_words import Words, cells_of, form_of
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.sheets.model import CellRange, cell_name, column_number
from khartoum_desktop.sheets.spec import ColumnSpec, Marked, SheetSpec, Value

_NARROW, _WIDE, _PROBLEM_WIDTH = 12, 48, 60
_Line = list[Value | Marked]


def form_sheet(kept: KeptSheet, words: Words, sha256: str, ids: Mapping[Place, str]) -> SheetSpec:
    """Return the cards of a form that have problems at the rows and columns where they stood; other rows are hidden.

    Beside each row stands what is wrong in it, and beside the first row of a card, out of sight, which one it is.
    """
    problems = [one for number in kept.proposals for one in words.of((kept.name, number))]
    cards = [(number, *kept.more.get(number, ())) for number in kept.proposals]
    inside = {row for card in cards for row in range(min(card), max(card) + 1)}
    shown = {number for number in kept.rows if kept.kinds.get(number) is not Kind.IGNORED} | inside
    last = max(shown)
    width = kept.first_column - 1 + max(len(row) for row in kept.rows.values())
    width = max(width, *(column_number(one.column.rstrip("0123456789") or "A") for one in problems))
    lines = _lines(kept, words, problems, shown, width)
    beside: dict[int, list[Problem]] = {}
    for one in problems:
        beside.setdefault(words.row_of(one), []).append(one)
    for row, line in lines.items():
        said = Marked(words.beside(beside[row]), "warning") if row in beside else None
        title = Marked(_("What is wrong, and what is expected"), "strong") if row == min(lines) else None
        mark = card_mark(sha256, ids[kept.name, row]) if (kept.name, row) in ids else None
        line += [said or title, mark]
    return SheetSpec(
        name=kept.name,
        language=language(),
        columns=(
            *(ColumnSpec("", _width(lines, place), grouped=False) for place in range(width)),
            ColumnSpec("", _PROBLEM_WIDTH),
            ColumnSpec("", 4, hidden=True, wrap=False),
        ),
        rows=[lines.get(number, []) for number in range(1, last + 1)],
        has_header=False,
        merges=tuple(_merges(kept, shown, last, width)),
        hidden_rows=frozenset(range(1, last + 1)) - shown,
        right_to_left=kept.right_to_left if kept.right_to_left is not None else is_rtl(),
        filtered=False,
    )


def _lines(kept: KeptSheet, words: Words, problems: list[Problem], shown: set[int], width: int) -> dict[int, _Line]:
    """Return the rows that are shown, labels in bold and wrong cells marked."""
    form = form_of(kept)
    labels = form.cells if form else {}
    wrong: dict[str, list[Problem]] = {}
    for one in problems:
        wrong.setdefault(one.column, []).append(one)

    def shown_as(row: int, column: int, value: Value) -> Value | Marked:
        if (row, column) in labels:
            return Marked(value, "strong")
        return words.marked(value, wrong.get(cell_name(row, column), []), struck=(row, column) in kept.struck)

    return {
        row: [shown_as(row, column, value) for column, value in enumerate(cells_of(kept, row, width), start=1)]
        for row in sorted(shown)
    }


def _merges(kept: KeptSheet, shown: set[int], last: int, width: int) -> list[CellRange]:
    """Return the merges of the rows that are shown, as far as the form reaches."""
    return [
        replace(merge, last_row=min(merge.last_row, last), last_column=min(merge.last_column, width))
        for merge in kept.merges
        if merge.first_row in shown and merge.first_column <= width
    ]


def _width(lines: Mapping[int, _Line], place: int) -> float:
    cells = [line[place] for line in lines.values()]
    texts = [str((cell.value if isinstance(cell, Marked) else cell) or "") for cell in cells]
    return min(max(_NARROW, *(len(part) + 2 for text in texts for part in text.split("\n"))), _WIDE)

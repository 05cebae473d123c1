"""Sheets that are no list but a form: labels with the values beside or below them, one card for each project.

A form is taken apart only where its labels leave no doubt; what looks like one and cannot be taken apart is held.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.importing import words
from khartoum_desktop.importing.cards import Card, Form, Place
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.form_pairs import is_above_its_value, is_signed, labels_in_row, may_be_label
from khartoum_desktop.importing.grid import LONG, NUMBER, filled, has_long_rows
from khartoum_desktop.importing.headers import named
from khartoum_desktop.importing.model import Reason, Weight
from khartoum_desktop.importing.structure import Kind, Structure, read_structure
from khartoum_desktop.importing.synonyms import header_key, is_known, synonyms, without_brackets
from khartoum_desktop.importing.targets import TITLES
from khartoum_desktop.sheets.model import Cell, CellRange, Sheet

_FORM: Final = Reason(
    N_("The sheet looks like a form for one project, with labels below each other: it is not read as a list."),
    (),
    Weight.HOLDS,
)
_SECOND_TABLE: Final = N_("A second table begins in row {row}; its columns are others, so it is not read.")
_LEAST: Final = 3  # labels that make a form
_ASIDE: Final = frozenset({Kind.TITLE, Kind.EMPTY, Kind.HIDDEN, Kind.REPEATED})
_TALLEST: Final = 200  # rows of one card; more make a list
_FIRST: Final = 40  # rows in which a form shows its labels
_MOST_ROWS: Final = 3000  # of a sheet full of cards
_WIDEST: Final = 16  # columns: wider sheets are lists
_FAR: Final = 4  # columns between a label and its value
_UNIT: Final = 12  # characters of a unit in a cell of its own
_SENTENCE: Final = 25  # characters: a longer text under a label is its value, a shorter one may be a heading
_NUMBERED: Final = re.compile(r"(?:\d{1,2}|[ivx]{1,4}|[a-h])\s*[.):–-]|اولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا")
_OF_PROJECT: Final = frozenset(
    {
        *("budget_total", "amount_requested", "own_contribution", "duration_months", "start_planned", "end_planned"),
        *("summary", "overall_objective", "specific_objectives", "activities", "results", "target_groups", "risks"),
        *("beneficiaries_total", "priorities", "framework", "kind"),
    }
)
_TITLED: Final = frozenset({*TITLES, "title"})


@dataclass(frozen=True, slots=True)
class NoList:
    """From which row on a sheet is not read, and why (None: all of it is a list)."""

    first_row: int = 0
    reason: Reason | None = None


def what_is_no_list(sheet: Sheet, structure: Structure) -> NoList:
    """Return what of a sheet is not read: all of what looks like a form, or what follows a second header in it."""
    if structure.form is not None:
        return NoList()
    if _looks_like_form(sheet, structure):
        return NoList(0, _FORM)
    kinds = structure.kinds
    for index in range(1, len(kinds)):
        if kinds[index] is Kind.PROPOSAL and kinds[index - 1] is Kind.EMPTY and _is_header(sheet.rows[index]):
            number = sheet.first_row + index
            return NoList(number, Reason(_SECOND_TABLE, (("row", str(number)),), Weight.HOLDS))
    return NoList()


def structure_of(sheet: Sheet, header_rows: Sequence[int] | None = None) -> Structure:
    """Return what a sheet holds: a form, or else a table; `header_rows` are a person's word that it is a table."""
    form = None if header_rows else read_form(sheet)
    if form is None:
        return read_structure(sheet, is_known, header_rows)
    first = min(form.cells)[0]
    titles = tuple(one_line(cell) for _n, row in _until(sheet, first) for cell in row if isinstance(cell, str))
    in_cards = {place[0] for card in form.cards for places in card.places for place in places}
    in_cards |= {row for row, _column in form.cells}
    starts = {card.number for card in form.cards}
    kinds = tuple(
        Kind.PROPOSAL if number in starts else Kind.MORE if number in in_cards else _kind_beside(row, number, first)
        for number, row in sheet.numbered_rows()
    )
    return Structure(kinds, headers=form.labels, groups=form.groups, titles=titles, form=form)


def _kind_beside(row: Sequence[Cell], number: int, first: int) -> Kind:
    if not filled(row):
        return Kind.EMPTY
    text = fold_key(next((cell for cell in row if isinstance(cell, str)), ""))
    is_signed, is_note = bool(words.SIGNATURE.match(text)), bool(words.NOTE.match(text))
    return Kind.TITLE if number < first else Kind.SIGNATURE if is_signed else Kind.NOTE if is_note else Kind.SECTION


def _until(sheet: Sheet, number: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    return ((n, row) for n, row in sheet.numbered_rows() if n < number)


def _is_header(row: tuple[Cell, ...]) -> bool:
    cells = [cell for cell in row if cell is not None]
    known = sum(1 for cell in cells if isinstance(cell, str) and is_known(cell))
    return known >= max(2, len(cells) * 2 / 3)


def _looks_like_form(sheet: Sheet, structure: Structure) -> bool:
    """Tell whether a column of a short sheet holds labels of different fields in at least every third filled cell."""
    rows = [row for row, kind in zip(sheet.rows, structure.kinds, strict=True) if kind not in _ASIDE]
    if not _LEAST <= len(rows) <= _TALLEST:
        return False
    for column in range(sheet.width):
        texts = [cell for row in rows if isinstance(cell := row[column], str)]
        labels = [known for text in texts if (known := synonyms().get(header_key(without_brackets(text))))]
        if len({known.targets for known in labels}) == len(labels) >= max(_LEAST, len(texts) / 3):
            return True
    return False


# --- reading a form ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    """A label with its value while a form is being read."""

    text: str
    key: str
    place: Place
    group: str
    values: list[Place] = field(default_factory=list)


def read_form(sheet: Sheet) -> Form | None:
    """Return a sheet taken apart as a form; None where it is none, or leaves a doubt."""
    if not sheet.rows or sheet.width > _WIDEST or len(sheet.rows) > _MOST_ROWS or has_long_rows(sheet.rows):
        return None
    known: dict[Place, frozenset[str]] = {}
    columns: list[int] = []
    for rows in (_FIRST, len(sheet.rows)):  # most lists are known by their first rows
        known = _known_labels(sheet, rows)
        columns = _label_columns(known)
        if not columns or _is_list(sheet, known, columns):
            return None
    for reading in (_beside(sheet, known, columns, 1), _beside(sheet, known, columns, -1), _below(sheet, known)):
        form = _form_of(sheet, reading, known)
        if form is not None:
            return form
    return None


def _known_labels(sheet: Sheet, rows: int) -> dict[Place, frozenset[str]]:
    """Return the cells of the first rows whose text is a label that we know, with what it may mean."""
    found = {}
    for number, row in enumerate(sheet.rows[:rows], sheet.first_row):
        for index, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) <= LONG + LONG // 2 and (meant := named(cell)):
                found[number, sheet.first_column + index] = frozenset(meant.targets)
    return found


def _label_columns(known: dict[Place, frozenset[str]]) -> list[int]:
    """Return the columns in which labels stand: each holds those of two fields or more, all together of three."""
    fields: dict[int, set[frozenset[str]]] = {}
    for (_row, column), meant in known.items():
        fields.setdefault(column, set()).add(meant)
    columns = sorted(column for column, own in fields.items() if len(own) > 1)
    return columns if sum(len(fields[column]) for column in columns) >= _LEAST else []


def _is_list(sheet: Sheet, known: dict[Place, frozenset[str]], columns: Sequence[int]) -> bool:
    """Whether rows of labels stand over rows of values, and few labels stand anywhere else."""
    by_row: dict[int, int] = {}
    for row, _column in known:
        by_row[row] = by_row.get(row, 0) + 1
    heads = [
        count
        for row, count in by_row.items()
        if count > len(columns) or count * 2 > filled(sheet.rows[row - sheet.first_row]) > 2  # noqa: PLR2004 - a pair
    ]
    others = sum(by_row.values()) - sum(heads)
    return bool(heads) and (others < _LEAST or max(heads) >= others)


def _beside(sheet: Sheet, known: dict[Place, frozenset[str]], columns: Sequence[int], step: int) -> list[_Entry]:
    """Read labels whose values stand at their end side (step 1) or their start side (-1)."""
    entries: list[_Entry] = []
    covered = _covered(sheet)
    groups = dict.fromkeys(columns, "")
    last: dict[int, _Entry] = {}
    read: set[Place] = set()
    for number, row in sheet.numbered_rows():
        here = labels_in_row(sheet, known, columns, number, step)
        for column in here:
            others = [other for other in here if (other - column) * step > 0]
            end = min(others, key=lambda other: abs(other - column)) if others else None
            stop = end if end is not None else (sheet.last_column + 1 if step > 0 else sheet.first_column - 1)
            places = [(number, c) for c in range(column + step, stop, step)]
            cells = [place for place in places if sheet.value(*place) is not None]
            if cells and abs(cells[0][1] - column) > _FAR:
                cells = []  # what stands so far away is beside the form
            cell = row[column - sheet.first_column]
            if cell is None:
                before = last.get(column)
                if before and before.values and len(cells) == 1 and _goes_on(sheet, before, cells[0], covered):
                    before.values += cells
                continue
            last.pop(column, None)
            if not isinstance(cell, str) or (number, column) in read or not may_be_label(cell, cells):
                continue
            entry = _Entry(cell, header_key(without_brackets(cell)), (number, column), groups.get(column, ""))
            is_label = bool(named(cell))
            if not cells and (not is_label or _NUMBERED.match(fold_key(cell))):
                groups[column] = one_line(cell)
            elif not cells and _is_text_below(sheet, (number + 1, column), places, cell):
                entry.values = [(number + 1, column)]
                read.add((number + 1, column))
                entries.append(entry)
            elif len(cells) <= 1 or _is_unit(sheet, cells):
                entry.values = cells
                entries.append(entry)
                last[column] = entry
    return entries


def _is_text_below(sheet: Sheet, place: Place, beside: Sequence[Place], label: str) -> bool:
    """Whether the value of a label stands under it: a longer text, alone in its row, that is no label."""
    text = sheet.value(*place)
    if not isinstance(text, str) or any(sheet.value(place[0], column) is not None for _row, column in beside):
        return False
    is_above = is_above_its_value(sheet, (place[0] - 1, place[1]), beside)
    return not named(text) and (len(text) > _SENTENCE or label.rstrip().endswith((":", "：")) or is_above)


def _goes_on(sheet: Sheet, before: _Entry, place: Place, covered: frozenset[Place]) -> bool:
    """Whether a value without a label goes on a list: in the next row, in the same column, or under a merged label."""
    row, column = before.values[-1]
    is_next = place[0] == row + 1 or (place[0], before.place[1]) in covered
    return column == place[1] and is_next and not is_signed(sheet.value(*place))


def _covered(sheet: Sheet) -> frozenset[Place]:
    """Return the cells that vertical merges of labels cover."""
    tall = (merge for merge in sheet.merges if merge.last_row > merge.first_row)
    return frozenset(place for merge in tall for place in _under(merge))


def _under(merge: CellRange) -> Iterator[Place]:
    for row in range(merge.first_row + 1, min(merge.last_row, merge.first_row + _TALLEST) + 1):
        yield row, merge.first_column


def _is_unit(sheet: Sheet, cells: Sequence[Place]) -> bool:
    """Whether the second of two cells is the unit of the first: 500000 | EUR, 24 | mois."""
    if len(cells) != 2:  # noqa: PLR2004 - a figure and its unit
        return False
    figure, unit = (sheet.value(*place) for place in cells)
    is_figure = isinstance(figure, int | float) or (isinstance(figure, str) and bool(NUMBER.match(figure)))
    return is_figure and isinstance(unit, str) and len(unit) <= _UNIT and not NUMBER.match(unit)


def _below(sheet: Sheet, known: dict[Place, frozenset[str]]) -> list[_Entry]:
    """Read known labels whose values stand in the next cell below them."""
    entries: list[_Entry] = []
    for row, column in known:
        if (row - 1, column) in known and entries and entries[-1].values == [(row, column)]:
            continue
        text = text_of(sheet.value(row, column))
        entry = _Entry(text, header_key(without_brackets(text)), (row, column), "")
        below = (row + 1, column)
        if below not in known and sheet.value(*below) is not None:
            entry.values = [below]
        entries.append(entry)
    return entries


def _form_of(sheet: Sheet, entries: list[_Entry], known: dict[Place, frozenset[str]]) -> Form | None:
    """Return the form of what was read; None where too few known labels have a value, or labels are values."""
    value_cells = {place for entry in entries for place in entry.values}
    own = [entry for entry in entries if entry.place in known]
    full = [entry for entry in own if entry.values]
    if len(full) < _LEAST or len(full) * 2 < len(own) or len(value_cells & known.keys()) * 4 > len(full):
        return None
    if (
        _is_explained(sheet, entries[0])
        or len(own) * 4 < len(entries)
        or not _is_of_project(known[entry.place] for entry in full)
    ):
        return None
    cards = _cards(entries, known)
    if not cards or any(not _is_card(card, known) for card in cards):
        return None
    return _built(sheet, cards)


def _is_of_project(fields: Iterable[frozenset[str]]) -> bool:
    """Whether labels with values are those of a project: its title, and what only a project has."""
    found: frozenset[str] = frozenset().union(*fields)
    return bool(found & _TITLED) and bool(found & _OF_PROJECT)


def _is_explained(sheet: Sheet, first: _Entry) -> bool:
    """Whether the first line says that names of fields are explained here: "Field | Meaning"."""
    said = sheet.value(*first.values[0]) if first.values else None
    return isinstance(said, str) and bool(words.CODE.fullmatch(first.key) or words.MEANING.fullmatch(fold_key(said)))


def _cards(entries: list[_Entry], known: dict[Place, frozenset[str]]) -> list[list[_Entry]]:
    """Return the entries card by card: a new one begins where its first known label comes again."""
    first = next(entry.key for entry in entries if entry.place in known)
    cards: list[list[_Entry]] = []
    for entry in entries:
        if entry.key == first or not cards:
            if cards and not any(one.key == first for one in cards[-1]):
                cards[-1].append(entry)
                continue
            cards.append([])
        cards[-1].append(entry)
    return cards


def _is_card(card: list[_Entry], known: dict[Place, frozenset[str]]) -> bool:
    """Whether the labels of a card are of different fields, and not too far apart."""
    own = [known[entry.place] for entry in card if entry.place in known and entry.values]
    height = max(entry.place[0] for entry in card) - min(entry.place[0] for entry in card)
    return len(own) > 1 and height <= _TALLEST and len(set(own)) * 4 >= len(own) * 3


def _built(sheet: Sheet, cards: list[list[_Entry]]) -> Form:
    """Return the form: a column for each label that occurs, a card for each project."""
    columns: dict[tuple[str, str, int], _Entry] = {}
    keyed: list[dict[tuple[str, str, int], _Entry]] = []
    for card in cards:
        mine: dict[tuple[str, str, int], _Entry] = {}
        for entry in card:
            same = sum(1 for _group, key, _n in mine if key == entry.key)
            key = (entry.group if same else "", entry.key, same)
            mine[key] = entry
            columns.setdefault(key, entry)
        keyed.append(mine)
    names = list(columns)
    starts = [min(entry.place[0] for entry in card) for card in cards]
    begins = [_with_headings(sheet, start, entries) for start, entries in zip(starts, [[], *cards], strict=False)]
    ends = [*(begin - 1 for begin in begins[1:]), sheet.last_row]
    spans = [range(begin, end + 1) for begin, end in zip(begins, ends, strict=True)]
    found = [_card(sheet, mine, names, start, span) for mine, start, span in zip(keyed, starts, spans, strict=True)]
    return Form(
        tuple(one_line(entry.text).rstrip(" :：") for entry in columns.values()),
        tuple(entry.group if same else "" for (_group, _key, same), entry in columns.items()),
        {entry.place: names.index(key) for mine in keyed for key, entry in mine.items()},
        tuple(found),
    )


def _with_headings(sheet: Sheet, start: int, above: Sequence[_Entry]) -> int:
    """Return the first row of the lines right above a card that belong to it, not to the card `above`."""
    taken = {place[0] for entry in above for place in (entry.place, *entry.values)}
    while start > sheet.first_row and start - 1 not in taken and filled(sheet.rows[start - 1 - sheet.first_row]) == 1:
        start -= 1
    return start


def _card(
    sheet: Sheet,
    mine: dict[tuple[str, str, int], _Entry],
    columns: list[tuple[str, str, int]],
    number: int,
    rows: range,
) -> Card:
    values: list[Cell] = []
    places: list[tuple[Place, ...]] = []
    for key in columns:
        entry = mine.get(key)
        cells = [] if entry is None else entry.values
        said = [sheet.value(*place) for place in cells]
        values.append(said[0] if len(said) == 1 else _joined(cells, said) if said else None)
        places.append(tuple(cells) if cells or entry is None else (_beside_label(sheet, entry.place),))
    taken = {place for cells in places for place in cells} | {entry.place for entry in mine.values()}
    others = tuple(
        (row, column)
        for row in rows
        for column in range(sheet.first_column, sheet.last_column + 1)
        if sheet.value(row, column) is not None and (row, column) not in taken
    )
    return Card(number, tuple(values), tuple(places), others)


def _beside_label(sheet: Sheet, label: Place) -> Place:
    """Return the cell in which the value of a label without one would stand."""
    row, column = label
    return (row, column + 1) if column < sheet.last_column or column == sheet.first_column else (row, column - 1)


def _joined(cells: Sequence[Place], said: Sequence[Cell]) -> str:
    """Return several cells as one text: a figure with its unit in one line, a list one entry a line."""
    return (" " if len({row for row, _column in cells}) == 1 else "\n").join(text_of(value) for value in said)

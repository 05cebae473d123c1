"""Several tables in one sheet, below each other or side by side: each becomes a sheet of its own in the plan.

A cut is made only where there is no doubt, for a blank row or column inside a table is no border. The first table
keeps the sheet's name; the others are called by the cell in which their header begins: Projects!A40.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from khartoum_desktop.core.text import fold_key, script_of
from khartoum_desktop.importing import words
from khartoum_desktop.importing.forms import read_form
from khartoum_desktop.importing.grid import LONG, NUMBER, filled, texts
from khartoum_desktop.importing.kinds import Kind
from khartoum_desktop.importing.structure import Structure, read_structure
from khartoum_desktop.importing.summaries import is_summary
from khartoum_desktop.importing.synonyms import header_key, is_known, synonyms
from khartoum_desktop.importing.targets import TITLES
from khartoum_desktop.sheets.model import Cell, CellRange, Sheet, Workbook, cell_name

_MOST: Final = 60  # tables that a sheet is cut into
_SAMPLE: Final = 4  # rows on either side that say what a column holds
_MOST_HEADS: Final = 200  # rows of labels that may come again
_ENOUGH: Final = 200  # rows of a part that tell whether it is a table: to look at all of them each time would never end
_FEW: Final = 3  # rows by which the ends of two tables differ
_BLOCKS: Final = 12  # tables side by side; more are columns of one
_TITLED: Final = frozenset({*TITLES, "title"})


def with_tables(workbook: Workbook) -> Workbook:
    """Return the workbook with each sheet that holds several tables cut into them."""
    sheets = tuple(part for sheet in workbook.sheets for part in tables_of(sheet))
    return replace(workbook, sheets=sheets) if len(sheets) > len(workbook.sheets) else workbook


def tables_of(sheet: Sheet) -> tuple[Sheet, ...]:
    """Return the tables of a sheet, each a sheet with Excel's coordinates: the sheet itself where it holds but one."""
    if sheet.part_of or not sheet.rows:
        return (sheet,)
    parts = [part for below in _below_each_other(sheet) for part in _side_by_side(below)]
    if not 1 < len(parts) <= _MOST or read_form(sheet) or not all(map(_holds_table, parts)):
        return (sheet,)
    return tuple(_named(part, sheet, number) for number, part in enumerate(parts))


def _holds_table(part: Sheet) -> bool:
    return read_structure(part, is_known).is_table


def _named(part: Sheet, whole: Sheet, number: int) -> Sheet:
    """Return a table under the name by which decisions, and the ids of its rows, know it."""
    if number == 0:
        return replace(part, part_of=whole.name)
    head = read_structure(part, is_known).header_rows
    row = head[0] if head else part.first_row
    place = next((i for i, cell in enumerate(part.rows[row - part.first_row]) if cell is not None), 0)
    above = tuple(dict.fromkeys(_titles(whole)))
    name = f"{whole.name}!{cell_name(row, part.first_column + place)}"
    return replace(part, name=name, part_of=whole.name, above=above)


def _titles(whole: Sheet) -> tuple[str, ...]:
    return read_structure(whole, is_known).titles


def _part(sheet: Sheet, rows: range, columns: range) -> Sheet:
    """Return a rectangle of a sheet, given by indexes, without its blank edges."""
    lines = [sheet.rows[index][columns.start : columns.stop] for index in rows]
    full = [index for index, line in enumerate(lines) if filled(line)]
    if not full:
        return replace(sheet, rows=())
    top, bottom = full[0], full[-1]
    wide = [place for place in range(len(columns)) if any(line[place] is not None for line in lines[top : bottom + 1])]
    left, right = wide[0], wide[-1]
    first_row, first_column = sheet.first_row + rows.start + top, sheet.first_column + columns.start + left
    area = CellRange(first_row, first_column, first_row + bottom - top, first_column + right - left)
    return replace(
        sheet,
        rows=tuple(line[left : right + 1] for line in lines[top : bottom + 1]),
        first_row=first_row,
        first_column=first_column,
        merges=tuple(merge for merge in sheet.merges if (merge.first_row, merge.first_column) in area),
        hidden_rows=frozenset(n for n in sheet.hidden_rows if area.first_row <= n <= area.last_row),
        errors=_inside(sheet.errors, area),
        uncalculated=_inside(sheet.uncalculated, area),
        comments=_inside(sheet.comments, area),
        currencies=_inside(sheet.currencies, area),
        percents=frozenset(place for place in sheet.percents if place in area),
        struck=frozenset(place for place in sheet.struck if place in area),
        parts={place: parts for place, parts in sheet.parts.items() if place in area},
    )


def _inside(cells: Mapping[tuple[int, int], str], area: CellRange) -> dict[tuple[int, int], str]:
    return {place: text for place, text in cells.items() if place in area}


# --- below each other -------------------------------------------------------------------------------------------------


def _below_each_other(sheet: Sheet) -> list[Sheet]:
    """Return the parts of a sheet that each begin with a header of their own; repeated headers cut nothing."""
    rows = sheet.rows
    counts = [filled(row) for row in rows]
    starts: list[int] = []
    heads: list[Sequence[Cell]] = []
    index = 0
    while (index := _next_header(rows, counts, index)) < len(rows):
        row = rows[index]
        if not heads or not any(_is_same_header(row, head) for head in heads):
            if heads and _is_cut(sheet, counts, starts[-1], index):
                starts.append(_begin(rows, counts, index))
            elif not heads:
                starts.append(0)
            if len(heads) < _MOST_HEADS:
                heads.append(row)
        index += 1
    everywhere = range(sheet.width)
    if len(starts) < 2:  # noqa: PLR2004 - nothing to cut
        return [sheet]
    ends = [*starts[1:], len(rows)]
    return [_part(sheet, range(start, end), everywhere) for start, end in zip(starts, ends, strict=True)]


def _next_header(rows: Sequence[Sequence[Cell]], counts: Sequence[int], start: int) -> int:
    """Return the index of the next row that may be a header: words after a blank row or a lone line; else the end."""
    for index in range(start, len(rows)):
        if counts[index] > 1 and (index == 0 or counts[index - 1] < 2) and _is_all_labels(rows[index]):  # noqa: PLR2004
            return index
    return len(rows)


def _is_all_labels(row: Sequence[Cell]) -> bool:
    words_only = texts(row)
    years = sum(1 for cell in row if isinstance(cell, int) and 1990 <= cell <= 2100)  # noqa: PLR2004
    return (
        len(words_only) + years == filled(row)
        and len(words_only) > years
        and all(len(text) <= LONG for text in words_only)
        and not any(words.NOTHING.fullmatch(fold_key(text)) for text in words_only)
    )


def _is_same_header(row: Sequence[Cell], head: Sequence[Cell]) -> bool:
    same = sum(1 for a, b in zip(row, head, strict=True) if a is not None and a == b)
    return same * 5 >= 4 * max(filled(row), filled(head))


def _is_cut(sheet: Sheet, counts: Sequence[int], start: int, index: int) -> bool:
    """Whether a row of labels is the header of a new table: known words, or words in columns of figures, and rows."""
    rows = sheet.rows
    row = rows[index]
    below = [rows[i] for i in range(index + 1, min(index + 2 + _SAMPLE, len(rows))) if counts[i]]
    if not any(filled(line) > 1 for line in below[:2]):
        return False
    known = len({fold_key(text) for text in texts(row) if is_known(text)})
    is_apart = _is_blank_above(counts, index)
    if known >= (max(2, filled(row) * 2 / 3) if is_apart else max(3, filled(row) * 3 / 4)):
        is_header = not any(_are_labels_below(line) for line in below[:1])
    else:
        above = [rows[i] for i in range(max(start, index - 3 * _SAMPLE), index) if counts[i] > 1][-_SAMPLE:]
        is_header = is_apart and _contrast(row, below) > 1 and _contrast(row, above) > 1
    begin = _begin(rows, counts, index)
    return is_header and all(_is_table(sheet, part) for part in (range(start, begin), range(begin, len(rows))))


def _is_table(sheet: Sheet, rows: range) -> bool:
    part = _part(sheet, rows[:_ENOUGH], range(sheet.width))
    return bool(part.rows) and read_structure(part, is_known).is_table


def _are_labels_below(row: Sequence[Cell]) -> bool:
    """Tell whether a row under a row of labels is one of labels, too: then neither says what the columns hold."""
    labels = [text for text in texts(row) if is_known(text)]
    return len(labels) > 1 and len(labels) * 3 >= filled(row) * 2


def _is_blank_above(counts: Sequence[int], index: int) -> bool:
    """Whether a blank row lies between a header (with its title lines) and the full row above it."""
    for place in range(index - 1, -1, -1):
        if counts[place] == 0:
            return True
        if counts[place] > 1:
            return False
    return False


def _contrast(row: Sequence[Cell], lines: Sequence[Sequence[Cell]]) -> int:
    """Return how many columns hold words in this row and only figures in those lines."""
    found = 0
    for place, cell in enumerate(row):
        held = [line[place] for line in lines if line[place] is not None]
        found += isinstance(cell, str) and bool(held) and not texts(held)
    return found


def _begin(rows: Sequence[Sequence[Cell]], counts: Sequence[int], header: int) -> int:
    """Return where a table begins: with the lines above its header that do not end the table above."""
    full = next(i for i in range(header - 1, -1, -1) if counts[i] > 1 or not i)
    between = range(full + 1, header)
    blank = [i for i in between if not counts[i]]
    start = blank[0] + 1 if blank else full + 1
    closing = [i for i in range(start, header) if counts[i] == 1 and _is_closing(rows[i])]
    return closing[-1] + 1 if closing else start


def _is_closing(row: Sequence[Cell]) -> bool:
    text = fold_key(str(next(cell for cell in row if cell is not None)))
    return bool(words.NOTE.match(text) or words.SIGNATURE.match(text) or words.TOTAL.match(text))


# --- side by side -----------------------------------------------------------------------------------------------------


def _side_by_side(sheet: Sheet) -> list[Sheet]:
    """Return the parts of a sheet that stand beside each other with an empty column between them."""
    blocks = _blocks(sheet)
    if not 1 < len(blocks) <= _BLOCKS:
        return [sheet]
    every = range(len(sheet.rows))
    parts: list[tuple[range, Sheet, Structure]] = []
    for columns in blocks:
        part = _part(sheet, every, columns)
        structure = read_structure(part, is_known) if part.rows else Structure(())
        last = parts[-1] if parts else None
        if last and not _are_two(last[1], last[2], part, structure):
            joined = range(last[0].start, columns.stop)
            part = _part(sheet, every, joined)
            parts[-1] = (joined, part, read_structure(part, is_known))
        else:
            parts.append((columns, part, structure))
    return [part for _columns, part, _structure in parts] if len(parts) > 1 else [sheet]


def _blocks(sheet: Sheet) -> list[range]:
    """Return the runs of columns that are not empty below the title lines; lines of one cell run over the columns."""
    width = sheet.width
    if width < 5 or len(sheet.rows) < 3:  # noqa: PLR2004 - two columns, an empty one, two columns
        return []
    first = next((row for row in sheet.rows if filled(row) > 2), None)  # noqa: PLR2004 - the fullest lines come early
    gaps = [place for place in range(1, width - 1) if first is not None and first[place] is None]
    wide = [row for row in sheet.rows if filled(row) > 1] if gaps else []
    empty = {place for place in gaps if all(row[place] is None for row in wide)}
    if not empty:
        return []
    found: list[range] = []
    start = 0
    for place in range(width + 1):
        if place == width or place in empty:
            if place > start:
                found.append(range(start, place))
            start = place + 1
    return found


def _are_two(one: Sheet, first: Structure, other: Sheet, second: Structure) -> bool:
    """Whether two blocks of columns are tables of their own, and not one table with an empty column inside."""
    if not (first.is_table and second.is_table) or min(one.width, other.width) < 2:  # noqa: PLR2004 - a lone column
        return False
    if _explains(other, second, one, first) or _explains(one, first, other, second):
        return True
    keys = [{header_key(text) for text in structure.headers if text} for structure in (first, second)]
    if _title_scripts(first) & _title_scripts(second):
        return True
    if len(keys[0] & keys[1]) > 1:
        return all(_is_led_by_words(part, structure) for part, structure in ((one, first), (other, second)))
    short, structure = min(((one, first), (other, second)), key=lambda pair: pair[0].last_row)
    ends = abs(one.last_row - other.last_row) >= _FEW or abs(first.header_rows[0] - second.header_rows[0]) > 1
    if not ends or any(is_known(text) for text in structure.headers):
        return False
    return all(map(_has_a_header, (first, second))) and _has_no_gaps(short, structure)


def _explains(small: Sheet, structure: Structure, whole: Sheet, of: Structure) -> bool:
    """Whether a block explains the codes of the list beside it, or only adds up what the list says."""
    return _is_legend(small, structure) or (_has_no_gaps(small, structure) and is_summary(small, structure, whole, of))


def _has_a_header(structure: Structure) -> bool:
    """Whether a block of several rows has labels of words, two at least."""
    labels = [text for text in structure.headers if text]
    rows = structure.kinds.count(Kind.PROPOSAL)
    return rows > 1 and len(labels) > 1 and not any(NUMBER.match(text) for text in labels)


def _title_scripts(structure: Structure) -> set[str]:
    """Return the scripts of the headers that name a title, each with the exact targets."""
    found = (header for header in structure.headers if header)
    return {
        script_of(header)
        for header in found
        if (known := synonyms().get(header_key(header))) and _TITLED.intersection(known.targets)
    }


def _is_legend(sheet: Sheet, structure: Structure) -> bool:
    """Whether two columns explain codes: "code" and "meaning" above them."""
    heads = [fold_key(text) for text in structure.headers if text]
    return (
        len(heads) == 2  # noqa: PLR2004 - code and meaning
        and bool(words.CODE.fullmatch(heads[0]) and words.MEANING.fullmatch(heads[1]))
        and _has_no_gaps(sheet, structure)
    )


def _is_led_by_words(sheet: Sheet, structure: Structure) -> bool:
    """Whether the first column of a block names what its rows are about."""
    below = sheet.rows[structure.header_rows[-1] - sheet.first_row + 1 :]
    leads = [row[0] for row in below if row[0] is not None]
    return len(texts(leads)) * 4 >= len(leads) * 3 > 0


def _has_no_gaps(sheet: Sheet, structure: Structure) -> bool:
    """Whether the rows of a block follow each other without a blank one, and each begins with another text."""
    last = structure.header_rows[-1] - sheet.first_row
    below = sheet.rows[last + 1 :]
    leads = [row[0] for row in below]
    return bool(leads) and None not in leads and len(set(leads)) == len(leads)

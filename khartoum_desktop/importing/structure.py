"""What the rows of one sheet are: title block, header, tags, sections, proposals, totals, notes; nothing is read yet.

The header is the first row whose filled cells reach 60 % of the 90th percentile of all rows (merged cells count for
every column they cover), extended over merges and two-row headers; known header words may move it. Measured on 82
hand-labelled tables of ministries, that rule alone finds 78; "the first row that is not empty" finds 22.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.importing import words
from khartoum_desktop.importing.units import mentioned
from khartoum_desktop.sheets.model import Cell, CellRange, Sheet

Known = Callable[[str], bool]
"""Tells whether a text is a header that some field is known by."""


class Kind(StrEnum):
    """What a row of a sheet is."""

    TITLE = "title"
    HEADER = "header"
    TAGS = "tags"
    REPEATED = "repeated"
    SECTION = "section"
    PROPOSAL = "proposal"
    MORE = "more"
    TOTAL = "total"
    NOTE = "note"
    SIGNATURE = "signature"
    EMPTY = "empty"
    HIDDEN = "hidden"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Structure:
    """The kinds of a sheet's rows, one for each of `sheet.rows`; row numbers are Excel's.

    `headers` holds one text for each column of the sheet, `groups` what stands above it in a two-row header. A sheet
    without a table has no header rows and no headers.
    """

    kinds: tuple[Kind, ...]
    header_rows: tuple[int, ...] = ()
    tag_row: int | None = None
    headers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether a header and at least one row below it were found."""
        return bool(self.header_rows) and Kind.PROPOSAL in self.kinds


NONE: Final = Structure(())
_LOOK: Final = 80  # rows at the top in which a header is looked for
_SHARE: Final = 0.6
_PERCENTILE: Final = 0.9
_TITLE_SHARE: Final = 0.6  # a merge over this share of the width is a title, not a group of columns
_DEEPEST: Final = 4  # rows of one header
_LONG: Final = 60  # characters: more is a sentence, not a header
_NUMBER: Final = re.compile(r"^[\W\d]*$")
_HAS_DIGIT: Final = re.compile(r"\d")
_ROMAN: Final = re.compile(r"^\(?\d{1,3}\)?$")


def _filled(row: Sequence[Cell]) -> int:
    return len(row) - row.count(None)


def _texts(row: Iterable[Cell]) -> list[str]:
    return [cell for cell in row if isinstance(cell, str) and not _NUMBER.match(cell)]


def _is_tags(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None]
    tags = sum(1 for cell in filled if isinstance(cell, str) and words.TAG.match(cell.strip()))
    return bool(tags) and tags * 2 >= len(filled) and (tags > 1 or len(filled) == 1)


class _Grid:
    """A sheet with what its merges mean: how many columns each row really covers."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.width = sheet.width
        self.counts = [_filled(row) for row in self.rows]
        self.across: dict[int, list[CellRange]] = {}  # partial horizontal merges by row index
        self.down: dict[int, list[CellRange]] = {}  # vertical merges by the index of their first row
        for merge in sheet.merges:
            self._take(merge)

    def _take(self, merge: CellRange) -> None:
        index = merge.first_row - self.sheet.first_row
        if not 0 <= index < len(self.rows) or self.sheet.value(merge.first_row, merge.first_column) is None:
            return
        breadth, depth = merge.last_column - merge.first_column + 1, merge.last_row - merge.first_row + 1
        if breadth > 1 and breadth < self.width * _TITLE_SHARE:
            self.across.setdefault(index, []).append(merge)
            for row in range(index, min(index + depth, len(self.rows))):
                self.counts[row] += breadth if row > index else breadth - 1
        elif breadth == 1 and depth > 1:
            for row in range(index + 1, min(index + depth, len(self.rows))):
                self.counts[row] += 1
        if depth > 1:
            self.down.setdefault(index, []).append(merge)

    def usual(self) -> int:
        """Return the 90th percentile of filled cells over the rows that are not empty."""
        counts = sorted(count for count in self.counts if count)
        return counts[min(int(len(counts) * _PERCENTILE), len(counts) - 1)] if counts else 0

    def is_heading(self, index: int) -> bool:
        """Whether a row's filled cells are mostly short texts, as headers are."""
        filled = [cell for cell in self.rows[index] if cell is not None]
        short = sum(1 for cell in filled if isinstance(cell, str) and len(cell) <= _LONG and not _NUMBER.match(cell))
        years = sum(1 for cell in filled if isinstance(cell, int) and 1990 <= cell <= 2100)  # noqa: PLR2004 - years
        return bool(filled) and (short + years) * 2 >= len(filled) and short > 0


def _first(grid: _Grid, known: Known) -> int | None:
    """Return the index of the row where the header begins, before it is extended; None: no table."""
    usual = grid.usual()
    least = max(1 if grid.width == 1 else 2, usual * _SHARE)
    look = range(min(_LOOK, len(grid.rows)))
    first = next((index for index in look if grid.counts[index] >= least and not _is_tags(grid.rows[index])), None)
    if first is None:
        return None

    def hits(index: int) -> int:
        return len({fold_key(text) for text in _texts(grid.rows[index]) if known(text)})

    here = hits(first)
    if usual == 1 and not here:
        return None  # a letter, or a list that says nothing about itself
    if here >= 2 or (here and grid.is_heading(first)):  # noqa: PLR2004 - two known words are no accident
        return first
    best = max(look, key=lambda index: (hits(index), -index))
    if hits(best) >= max(2, here + 1) and grid.counts[best] >= max(2, usual * 0.4):
        return best
    return first


def _extend(grid: _Grid, first: int) -> tuple[int, int]:
    """Return first and last index of the header: up over group labels, down over merges and the labels under groups."""
    last = first
    for _row in range(_DEEPEST):
        ends = [
            merge.last_row - grid.sheet.first_row
            for index in range(first, last + 1)
            for merge in grid.down.get(index, [])
            if merge.last_row - merge.first_row < _DEEPEST
        ]
        last = min(max([last, *ends]), len(grid.rows) - 1)
    if last == first and (_has_labels_under_groups(grid, first) or _is_sparse_above_labels(grid, first)):
        last = first + 1
    while first and _is_group_row(grid, first - 1, first):
        first -= 1
    return first, last


def _has_labels_under_groups(grid: _Grid, index: int) -> bool:
    """Whether the row below fills columns that a group label covers, with texts, while other columns stay empty."""
    groups = grid.across.get(index, [])
    if not groups or index + 1 >= len(grid.rows):
        return False
    below = grid.rows[index + 1]
    offset = grid.sheet.first_column
    under = [
        below[c - offset] for m in groups for c in range(m.first_column, m.last_column + 1) if c - offset < len(below)
    ]
    return (
        bool(_texts(under))
        and len(_texts(under)) * 2 >= len(under)
        and not any(isinstance(v, int | float) for v in below)
    )


def _is_sparse_above_labels(grid: _Grid, index: int) -> bool:
    """Whether, in a sheet without merges, group labels with gaps stand over a fuller row of labels."""
    if grid.sheet.merges or index + 1 >= len(grid.rows):
        return False
    row, below = grid.rows[index], grid.rows[index + 1]
    gaps = row.count(None)
    return (
        gaps * 3 >= len(row)
        and grid.counts[index + 1] * 2 >= 3 * grid.counts[index]
        and grid.is_heading(index + 1)
        and len(_texts(below)) == grid.counts[index + 1]
        and all(below[i] is not None for i, cell in enumerate(row) if cell is not None)
    )


def _is_group_row(grid: _Grid, above: int, header: int) -> bool:
    """Whether a row is a line of group labels: partial merges, or (in text files) three or more sparse short labels."""
    row = grid.rows[above]
    filled = [cell for cell in row if cell is not None]
    if len(filled) < 2 or not grid.is_heading(above) or len(_texts(filled)) < len(filled):  # noqa: PLR2004 - one is a title
        return False
    covered = [i for i, cell in enumerate(row) if cell is not None]
    under = grid.rows[header]
    if any(under[i] is None for i in covered):
        return False
    return bool(grid.across.get(above)) or (len(filled) > 2 and 3 * len(filled) <= 2 * _filled(under))  # noqa: PLR2004


def _is_numbering(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or (1) (2) (3) …."""
    filled = [str(cell) for cell in row if cell is not None]
    if len(filled) < 3 or not all(_ROMAN.match(text.strip()) for text in filled):  # noqa: PLR2004 - two prove nothing
        return False
    numbers = [int(text.strip().strip("()")) for text in filled]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1


def _labels(grid: _Grid, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return for each column its own header and what groups it, texts of one line."""
    headers: list[str] = []
    groups: list[str] = []
    for column in range(grid.width):
        chain: list[str] = []
        for index in range(first, last + 1):
            text = _label(grid, index, column, is_group=index < last)
            if text and text not in chain:
                chain.append(text)
        headers.append(chain[-1] if chain else "")
        groups.append(" ".join(chain[:-1]))
    return tuple(headers), tuple(groups)


def _label(grid: _Grid, index: int, column: int, *, is_group: bool) -> str:
    """Return the label of a column in one header row; group labels reach over their merge, or onward without one."""
    value = grid.rows[index][column]
    if value is None and is_group:
        place = (grid.sheet.first_row + index, grid.sheet.first_column + column)
        merge = next((m for m in grid.across.get(index, []) if place in m), None)
        if merge:
            value = grid.rows[index][merge.first_column - grid.sheet.first_column]
        elif not grid.sheet.merges:
            value = next((cell for cell in reversed(grid.rows[index][:column]) if cell is not None), None)
    return "" if value is None else one_line(str(value))


def read_structure(sheet: Sheet, known: Known, header_rows: Sequence[int] | None = None) -> Structure:
    """Tell what each row of a sheet is. `header_rows` (Excel's numbers) are a person's choice and are not doubted."""
    if not sheet.rows:
        return NONE
    grid = _Grid(sheet)
    tags = next((i for i in range(min(_LOOK, len(grid.rows))) if grid.counts[i] and _is_tags(grid.rows[i])), None)
    if header_rows:
        first, last = min(header_rows) - sheet.first_row, max(header_rows) - sheet.first_row
        if not 0 <= first <= last < len(grid.rows):
            return Structure(tuple(Kind.IGNORED for _ in grid.rows))
    else:
        found = _first(grid, known)
        if found is None:
            return Structure(tuple(Kind.EMPTY if not n else Kind.TITLE for n in grid.counts))
        first, last = (found, found) if found == tags else _extend(grid, found)
        if tags is not None and tags <= last:
            first, last = (min(first, tags - 1), tags - 1) if tags else (tags, tags)
    headers, groups = _labels(grid, first, last)
    kinds = _kinds(grid, first, last, tags, headers)
    tagged = tuple("" if cell is None else str(cell) for cell in grid.rows[tags]) if tags is not None else ()
    titles = tuple(
        one_line(cell) for row in grid.rows[:first] for cell in row if isinstance(cell, str) and cell.strip()
    )
    return Structure(
        kinds,
        tuple(range(sheet.first_row + first, sheet.first_row + last + 1)),
        None if tags is None else sheet.first_row + tags,
        headers,
        groups,
        tagged,
        titles,
    )


def _kinds(grid: _Grid, first: int, last: int, tags: int | None, headers: Sequence[str]) -> tuple[Kind, ...]:
    rows, counts = grid.rows, grid.counts
    kinds = [Kind.EMPTY if not counts[index] else Kind.TITLE for index in range(first)]
    kinds += [Kind.HEADER] * (last - first + 1)
    columns = sum(1 for text in headers if text)
    below = sorted(count for count in counts[last + 1 :] if count)
    usual = below[len(below) * 3 // 4] if below else 0
    lead = next((i for i, cell in enumerate(rows[last]) if cell is not None), 0)
    for index in range(last + 1, len(rows)):
        row = rows[index]
        if index == tags:
            kinds.append(Kind.TAGS)
        elif not counts[index]:
            kinds.append(Kind.EMPTY)
        elif row[lead] == rows[last][lead] and _repeats(row, rows[last]):
            kinds.append(Kind.REPEATED)
        elif index == last + 1 and _is_numbering(row):
            kinds.append(Kind.HEADER)
        else:
            kinds.append(_data_kind(row, usual=usual, columns=columns))
    _mend_end(grid, kinds, last + 1, columns)
    hidden = grid.sheet.hidden_rows
    if hidden:
        start = grid.sheet.first_row
        kinds = [
            Kind.HIDDEN if start + i in hidden and kind is not Kind.HEADER else kind for i, kind in enumerate(kinds)
        ]
    return tuple(kinds)


def _repeats(row: Sequence[Cell], header: Sequence[Cell]) -> bool:
    same = sum(1 for a, b in zip(row, header, strict=True) if a is not None and a == b)
    return same * 5 >= 4 * _filled(row) and same > 1


def _data_kind(row: Sequence[Cell], *, usual: int, columns: int) -> Kind:
    """Return the kind of a row below the header by its own cells alone."""
    filled = _filled(row)
    if filled == 1:
        cell = next(cell for cell in row if cell is not None)
        return _lone_kind(cell, usual=usual, columns=columns)
    text = next((cell for cell in row if isinstance(cell, str) and not _NUMBER.match(cell)), None)
    if text is None or len(text) > _LONG:
        return Kind.PROPOSAL
    if words.MAYBE_TOTAL.search(text) and words.TOTAL.match(fold_key(text)):
        # a title may begin like a total; then its row names a country or a ministry, too
        others = sum(1 for other in _texts(row) if other != text and not _HAS_DIGIT.search(other))
        if not others or (others == 1 and words.ONLY_TOTAL.match(fold_key(text))):
            return Kind.TOTAL
    return Kind.PROPOSAL


def _lone_kind(cell: Cell, *, usual: int, columns: int) -> Kind:
    """Return the kind of a row with one filled cell; where whole rows have few cells, it is a row like the others."""
    if not isinstance(cell, str) or _NUMBER.match(cell):
        return Kind.PROPOSAL if columns <= 2 else Kind.IGNORED  # noqa: PLR2004 - a stray number in a wide table
    folded = fold_key(cell)
    if words.TOTAL.match(folded) and len(folded) <= _LONG:
        return Kind.TOTAL
    if words.NOTE.match(folded) or cell.lstrip().startswith("*") or mentioned(cell) != 1:
        return Kind.NOTE
    if words.SIGNATURE.match(folded):
        return Kind.SIGNATURE
    if columns <= 2 or usual <= 2:  # noqa: PLR2004 - a list of titles
        return Kind.PROPOSAL
    return Kind.SECTION


def _mend_end(grid: _Grid, kinds: list[Kind], start: int, columns: int) -> None:
    """Tell apart what stands below the table: nothing after the last full row is a section, few cells are notes."""
    full = [i for i in range(start, len(kinds)) if kinds[i] is Kind.PROPOSAL and grid.counts[i] >= min(3, columns)]
    if not full:
        return
    end = full[-1]
    after_blank = False
    for index in range(end + 1, len(kinds)):
        kind = kinds[index]
        if kind is Kind.EMPTY:
            after_blank = True
        elif kind is Kind.SECTION:
            text = next(fold_key(cell) for cell in grid.rows[index] if isinstance(cell, str))
            kinds[index] = Kind.SIGNATURE if words.SIGNATURE.match(text) else Kind.NOTE
        elif kind is Kind.PROPOSAL and columns > 2 and grid.counts[index] <= 2:  # noqa: PLR2004 - a list of titles
            texts = [fold_key(text) for text in _texts(grid.rows[index])]
            if any(words.SIGNATURE.match(text) for text in texts):
                kinds[index] = Kind.SIGNATURE
            elif after_blank or any(words.NOTE.match(text) for text in texts):
                kinds[index] = Kind.NOTE

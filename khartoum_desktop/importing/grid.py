"""The rows of a sheet with what its merges mean, and what a row looks like: a heading, tags, numbers of columns."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.sheets.model import Cell, CellRange, Sheet

LONG: Final = 60  # characters: more is a sentence, not a header
NUMBER: Final = re.compile(r"^[\W\d]*$")
_LATELY: Final = 1960  # earlier numbers are counts rather than years
_PERCENTILE: Final = 0.9
_TITLE_SHARE: Final = 0.6  # a merge over this share of the width is a title, not a group of columns
_IN_BRACKETS: Final = re.compile(r"^\(?\d{1,3}\)?$")
_PAIRS: Final = 6  # cells of three labels with their values beside each other
_YEAR: Final = re.compile(r"((?:19|20)\d\d)(?:\s*[/–-]\s*(?:19|20)?\d\d)?(?:\s*\([^()]*\)|\*)?")
_FIGURE: Final = re.compile(r"[-+−(]?\d[\d\s.,٫٬’']*%?\)?")


def filled(row: Sequence[Cell]) -> int:
    """Return how many cells of a row are filled."""
    return len(row) - row.count(None)


def has_long_rows(rows: Iterable[Sequence[Cell]]) -> bool:
    """Tell whether most rows hold more cells than labels with their values take: then they are the rows of a list."""
    counts = [count for row in rows if (count := filled(row))]
    return sum(count > _PAIRS for count in counts) * 2 > len(counts)


def texts(row: Iterable[Cell]) -> list[str]:
    """Return the cells of a row that are words, not numbers."""
    return [cell for cell in row if isinstance(cell, str) and not NUMBER.match(cell)]


def is_year(cell: Cell, first: int = 1900) -> bool:
    """Tell whether a cell is a year from `first` on, as labels of columns are: 2019, "2019/20", "2019 (estimate)"."""
    if isinstance(cell, str):
        found = _YEAR.fullmatch(cell.strip())
        return found is not None and int(found[1]) >= first
    return isinstance(cell, int) and first <= cell <= 2100  # noqa: PLR2004 - years of plans


def is_figure(cell: Cell) -> bool:
    """Tell whether a cell is a number, or spelt as one: in text files and letters every cell is a text."""
    return isinstance(cell, int | float) or (isinstance(cell, str) and _FIGURE.fullmatch(cell.strip()) is not None)


def is_tags(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds tags of the Humanitarian Exchange Language: #activity+name."""
    cells = [cell for cell in row if cell is not None]
    tags = sum(1 for cell in cells if isinstance(cell, str) and words.TAG.match(cell.strip()))
    return bool(tags) and tags * 2 >= len(cells) and (tags > 1 or len(cells) == 1)


def is_numbering(row: Sequence[Cell]) -> bool:
    """Tell whether a row only numbers the columns: 1, 2, 3 … or (1) (2) (3) …."""
    cells = [str(cell) for cell in row if cell is not None]
    if len(cells) < 3 or not all(_IN_BRACKETS.match(text.strip()) for text in cells):  # noqa: PLR2004 - two prove nothing
        return False
    numbers = [int(text.strip().strip("()")) for text in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1


def is_heading(row: Sequence[Cell]) -> bool:
    """Tell whether a row's filled cells are mostly short texts, as headers are."""
    cells = [cell for cell in row if cell is not None]
    short = sum(1 for cell in cells if isinstance(cell, str) and len(cell) <= LONG and not NUMBER.match(cell))
    years = sum(1 for cell in cells if is_year(cell, _LATELY))
    return bool(cells) and (short + years) * 2 >= len(cells) and short > 0


def is_filled_in(row: Sequence[Cell]) -> bool:
    """Tell whether a row says things beside what they are: Prepared by: | Ahmed | Approved by: | Mona."""
    cells = [str(cell).strip() for cell in row if cell is not None]
    labels = [place for place, text in enumerate(cells) if text.endswith((":", "：")) and text[:-1].strip()]
    if labels:
        has_values = all(place + 1 < len(cells) and place + 1 not in labels for place in labels)
        return has_values and len(labels) * 2 >= len(cells)
    signs = [bool(words.SIGNATURE.match(fold_key(text))) for text in cells]
    return len(cells) > 3 and all(signs[::2]) and not any(signs[1::2])  # noqa: PLR2004 - two pairs


class Grid:
    """A sheet with what its merges mean: how many columns each row really covers."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.width = sheet.width
        self.counts = [filled(row) for row in self.rows]
        self.across: dict[int, list[CellRange]] = {}  # partial horizontal merges by row index
        self.covered: set[int] = set()  # rows over which a cell of one column reaches from above, by index
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
                self.covered.add(row)
        if depth > 1:
            self.down.setdefault(index, []).append(merge)

    def is_merged(self, index: int) -> bool:
        """Tell whether a cell of a row is merged with the one beside or below it."""
        return index in self.across or index in self.down

    def usual(self) -> int:
        """Return the 90th percentile of filled cells over the rows that are not empty."""
        counts = sorted(count for count in self.counts if count)
        return counts[min(int(len(counts) * _PERCENTILE), len(counts) - 1)] if counts else 0

    def following(self, index: int, most: int) -> list[int]:
        """Return the indexes of the next rows after `index` that are neither empty nor tags, at most so many."""
        found: list[int] = []
        for place in range(index + 1, len(self.rows)):
            if len(found) == most:
                break
            if self.counts[place] and not is_tags(self.rows[place]):
                found.append(place)
        return found

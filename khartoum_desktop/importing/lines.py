"""What the rows below a header are: proposals, sections, totals, repeated headers, notes, signatures."""

import re
from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.progress import paced
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.importing.grid import LONG, NUMBER, Grid, filled, is_numbering, texts
from khartoum_desktop.importing.kinds import Kind
from khartoum_desktop.importing.units import mentioned
from khartoum_desktop.sheets.model import Cell

_HAS_DIGIT: Final = re.compile(r"\d")
_ORDINAL: Final = re.compile(
    r"\s*(?:اولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا|[ivx]{1,5}|[a-h]|[ابجدهو])\s*[-.:)/–]*\s*"
)
_SUMS: Final = 2  # figures beside a heading
_SHORT: Final = 30  # characters of a label that only says what its figure is
_NUMBERED: Final = 10  # characters of a heading's own number: "ثالثا: ", "iii. "


def kinds_of_rows(grid: Grid, first: int, last: int, tags: int | None, headers: Sequence[str]) -> tuple[Kind, ...]:
    """Return the kind of every row of a sheet whose header stands in the rows from `first` to `last` (indexes)."""
    rows, counts = grid.rows, grid.counts
    kinds = [Kind.EMPTY if not counts[index] else Kind.TITLE for index in range(first)]
    kinds += [Kind.HEADER] * (last - first + 1)
    columns = sum(1 for text in headers if text)
    below = sorted(count for count in counts[last + 1 :] if count)
    usual = below[len(below) * 3 // 4] if below else 0
    heads = [(next((i for i, cell in enumerate(head) if cell is not None), 0), head) for head in rows[first : last + 1]]
    for index in paced(range(last + 1, len(rows))):
        row = rows[index]
        if index == tags:
            kinds.append(Kind.TAGS)
        elif not counts[index]:
            kinds.append(Kind.EMPTY)
        elif index == last + 1 and is_numbering(row):
            kinds.append(Kind.HEADER)
        else:
            kind = _data_kind(row, usual=usual, columns=columns)
            # under a merged title a lone cell is a part of its project, not a heading
            kinds.append(Kind.PROPOSAL if kind is Kind.SECTION and index in grid.covered else kind)
            for lead, head in heads:
                if row[lead] == head[lead] and _repeats(row, head):
                    kinds[index] = Kind.REPEATED
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
    return same * 5 >= 4 * filled(row) and same > 1


def _data_kind(row: Sequence[Cell], *, usual: int, columns: int) -> Kind:
    """Return the kind of a row below the header by its own cells alone."""
    count = len(row) - row.count(None)
    if count == 1:
        cell = next(cell for cell in row if cell is not None)
        return _lone_kind(cell, usual=usual, columns=columns)
    text = next((cell for cell in row if isinstance(cell, str) and not NUMBER.match(cell)), None)
    if text is None or len(text) > LONG:
        return Kind.PROPOSAL
    if _is_total(row, text):
        return Kind.TOTAL
    if count == 2 and columns > 3 and usual > 2 and len(text) < 8 and _ORDINAL.fullmatch(fold_key(text)):  # noqa: PLR2004
        return Kind.SECTION  # its number and its words in two cells
    if columns > 3 and count < usual and _is_heading_with_sums(row, text):  # noqa: PLR2004
        return Kind.SECTION
    return Kind.PROPOSAL


def _is_total(row: Sequence[Cell], text: str) -> bool:
    """Whether a row is called a total, or what sums up otherwise, and names nothing else."""
    if words.MAYBE_TOTAL.search(text) and words.TOTAL.match(fold_key(text)):
        # a title may begin like a total; then its row names a country or a ministry, too
        others = sum(1 for other in texts(row) if other != text and not _HAS_DIGIT.search(other))
        is_bare = words.ONLY_TOTAL.match(fold_key(text)) is not None and _has_figures(row)
        return not others or (others == 1 and is_bare)
    if len(text) > _SHORT or any(other != text for other in texts(row)):
        return False
    return words.SUM.fullmatch(fold_key(text)) is not None


def _is_heading_with_sums(row: Sequence[Cell], text: str) -> bool:
    """Whether a row names a ministry first, and beside it gives nothing but a figure or two: what it adds up to."""
    others = [cell for cell in row if cell is not None and cell != text]
    first = next(cell for cell in row if cell is not None)
    named = words.MINISTRY.search(fold_key(text))
    return (
        first == text
        and len(others) <= _SUMS
        and all(not isinstance(cell, str) or NUMBER.match(cell) for cell in others)
        and named is not None
        and named.start() <= _NUMBERED
    )


def _lone_kind(cell: Cell, *, usual: int, columns: int) -> Kind:
    """Return the kind of a row with one filled cell; where whole rows have few cells, it is a row like the others."""
    if not isinstance(cell, str) or NUMBER.match(cell):
        return Kind.PROPOSAL if columns <= 2 else Kind.IGNORED  # noqa: PLR2004 - a stray number in a wide table
    folded = fold_key(cell)
    if (words.TOTAL.match(folded) and len(folded) <= LONG) or (columns > 1 and words.SUM.fullmatch(folded)):
        return Kind.TOTAL
    if words.NOTE.match(folded) or cell.lstrip().startswith("*") or mentioned(cell) != 1:
        return Kind.NOTE
    if words.SIGNATURE.match(folded):
        return Kind.SIGNATURE
    if columns <= 2 or usual <= 2:  # noqa: PLR2004 - a list of titles
        return Kind.PROPOSAL
    return Kind.SECTION


def _sign(grid: Grid, kinds: list[Kind], start: int) -> None:
    """Mark a block of signatures over several columns: words without figures after a blank row or a total."""
    apart = [place for place, kind in enumerate(kinds) if kind is Kind.EMPTY or kind is Kind.TOTAL]
    for index in (place + 1 for place in apart if start <= place < len(kinds) - 1):
        if kinds[index] is Kind.PROPOSAL and _is_signed(grid.rows[index]):
            for place in range(index, len(kinds)):
                if kinds[place] is Kind.PROPOSAL and not _has_figures(grid.rows[place]):
                    kinds[place] = Kind.SIGNATURE
            return


def _is_signed(row: Sequence[Cell]) -> bool:
    found = [fold_key(text) for text in texts(row)]
    if _has_figures(row) or not found or max(map(len, found)) > LONG // 2:
        return False
    return any(words.SIGNATURE.match(text) for text in found)


def _has_figures(row: Sequence[Cell]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or _HAS_DIGIT.search(cell)) for cell in row)


def _mend_end(grid: Grid, kinds: list[Kind], start: int, columns: int) -> None:
    """Tell apart what stands below the table: nothing after the last full row is a section, few cells are notes."""
    _sign(grid, kinds, start)
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
            found = [fold_key(text) for text in texts(grid.rows[index])]
            if any(words.SIGNATURE.match(text) for text in found):
                kinds[index] = Kind.SIGNATURE
            elif after_blank or any(words.NOTE.match(text) for text in found):
                kinds[index] = Kind.NOTE

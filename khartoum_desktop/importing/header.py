"""Where the header of a table is: one to four rows, found by how full rows are, by merges and by known words.

The header begins in the first row whose filled cells reach 60 % of the 90th percentile of all rows (merged cells count
for every column they cover), extended over merges, group labels and a second language; known words may move it.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from khartoum_desktop.core.text import fold_key, one_line, script_of
from khartoum_desktop.importing import words
from khartoum_desktop.importing.grid import (
    LONG,
    NUMBER,
    Grid,
    filled,
    is_figure,
    is_filled_in,
    is_heading,
    is_numbering,
    is_tags,
    is_year,
    texts,
)
from khartoum_desktop.importing.stacked import (
    are_groups_spelt_out,
    are_signs,
    are_units,
    fills_the_gaps,
    is_one_text,
    is_over_index,
    next_filled,
    steps_above,
    top_of_steps,
)
from khartoum_desktop.sheets.model import Cell

Known = Callable[[str], bool]
"""Tells whether a text is a header that some field is known by."""

LOOK: Final = 80  # rows at the top in which a header is looked for
_SHARE: Final = 0.6
_DEEPEST: Final = 4  # rows of one header
_LEAST: Final = 3  # filled cells: fewer, though merged over many columns, are titles
_SAMPLE: Final = 6  # rows below a header that say what its columns hold
_LONGEST: Final = 150  # characters of a label of two languages or of an official form
_SHORTEST: Final = 2.5  # mean characters: shorter are letters that count columns
_MOST_PASSED: Final = 8  # rows as full as a header that may stand above it: more are the table itself
_DASH: Final = re.compile(r"[-–—_./]+")
_LONE: Final = 20  # characters of a line that names the language of the labels below it


def find_header(grid: Grid, known: Known, tags: int | None) -> tuple[int, int] | None:
    """Return the indexes of the first and the last row of the header, None: there is no table."""
    found = _first(grid, known)
    if found is None:
        return None
    if is_over_index(grid, found):
        first, last = found - 1, found - 1
    elif found == tags:
        first, last = found, found
    else:
        steps = steps_above(grid, found) if is_without_header(grid, found, found, known) else None
        first, last = steps or _extend(grid, found, known)
    if tags is not None and tags <= last:
        return (min(first, tags - 1), tags - 1) if tags else (tags, tags)
    return first, last


def _first(grid: Grid, known: Known) -> int | None:
    """Return the index of the row where the header begins, before it is extended; None: no table."""
    usual = grid.usual()
    least = max(1 if grid.width == 1 else 2, usual * _SHARE)
    look = range(min(LOOK, len(grid.rows)))
    able = [
        index
        for index in look
        if grid.counts[index] >= least
        and filled(grid.rows[index]) >= min(_LEAST, usual)
        and not is_tags(grid.rows[index])
        and not is_numbering(grid.rows[index])
        and not (is_one_text(grid.rows[index]) and index + 2 < len(grid.rows))
    ]
    if not able:
        return None
    able = [index for index in able if not is_filled_in(grid.rows[index])] or able
    first = able[0]
    if _is_alone(grid, first):
        more = [i for i in able if grid.counts[i] >= grid.counts[first] and is_heading(grid.rows[i])]
        first = next((index for index in more if not _is_alone(grid, index)), first)

    def hits(index: int) -> int:
        return len({fold_key(text) for text in texts(grid.rows[index]) if known(text)})

    here = hits(first)
    if usual == 1 and not here:
        return None  # a letter, or a list that says nothing about itself
    is_merged = first in grid.across or first in grid.down
    if here * 2 <= filled(grid.rows[first]) and not is_merged:  # at best labels with their values beside them
        fuller = [index for index in able if grid.counts[index] >= grid.counts[first]]
        best = max(fuller, key=lambda index: (hits(index), -index))
        if hits(best) > max(here, _LEAST - 1) and hits(best) * 2 > filled(grid.rows[best]):
            return best
    if here >= 2 or (here and is_heading(grid.rows[first])):  # noqa: PLR2004 - two known words are no accident
        return first
    best = max(look, key=lambda index: (hits(index), -index))
    if hits(best) >= max(2, here + 1) and grid.counts[best] >= max(2, usual * 0.4):
        passed = sum(1 for index in able if index < best and grid.counts[index] >= grid.counts[best])
        return first if passed > _MOST_PASSED or _comes_again(grid, best) else best
    return first


def _comes_again(grid: Grid, index: int) -> bool:
    """Whether words of a row come again in their columns, in several of the rows below: then they are values."""
    row = grid.rows[index]
    below = [grid.rows[place] for place in grid.following(index, _SAMPLE)]
    again = [line for line in below if any(cell and cell == other for cell, other in zip(row, line, strict=True))]
    return len(again) > 1


def _is_alone(grid: Grid, index: int) -> bool:
    """Whether a row stands by itself: an empty one below it, and then nothing that is nearly as full."""
    if index + 1 >= len(grid.rows) or grid.counts[index + 1]:
        return False
    below = grid.following(index, _SAMPLE)
    first = next((place for place in below if grid.counts[place] > 1), None)  # headings may stand in between
    near = below[:2] if first is None or is_heading(grid.rows[first]) else [*below[:2], first]
    return max((grid.counts[place] for place in near), default=0) < _SHARE * grid.counts[index]


def _extend(grid: Grid, first: int, known: Known) -> tuple[int, int]:
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
    under = (_has_labels_under_groups, _is_sparse_above_labels, fills_the_gaps)
    if last == first and any(has_more(grid, first) for has_more in under):
        last = first + 1
    elif last == first and _has_labels_under_gaps(grid, first, below := next_filled(grid, first)):
        last = below
    if _is_row_of_units(grid, last):
        last += 1
    for _language in range(2):
        last = _over_second_language(grid, last, known)
    while first and _is_group_row(grid, first - 1, last):
        first -= 1
    for _language in range(2):
        above = first - 2 if first > 1 and _is_name_of_language(grid.rows[first - 1]) else first - 1
        if above >= 0 and _is_same_labels(grid, above, first, last, known):
            first = above
    return top_of_steps(grid, first, last), last


def _has_labels_under_groups(grid: Grid, index: int) -> bool:
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
        bool(texts(under))
        and len(texts(under)) * 2 >= len(under)
        and not any(is_figure(cell) and (not isinstance(cell, str) or not is_year(cell)) for cell in below)
    )


def _is_sparse_above_labels(grid: Grid, index: int) -> bool:
    """Whether, without merges, group labels with gaps stand over a fuller row of labels."""
    if grid.is_merged(index) or index + 1 >= len(grid.rows):
        return False
    row, below = grid.rows[index], grid.rows[index + 1]
    gaps = row.count(None)
    return (
        gaps * 3 >= len(row)
        and grid.counts[index + 1] * 2 >= 3 * grid.counts[index]
        and is_heading(below)
        and len(texts(below)) == grid.counts[index + 1]
        and all(below[i] is not None for i, cell in enumerate(row) if cell is not None)
    )


def _has_labels_under_gaps(grid: Grid, index: int, under: int) -> bool:
    """Whether, without merges, a row below splits columns: labels under a label and under the gap at its end."""
    row, below = grid.rows[index], grid.rows[under]
    are_years = _are_years(grid, under)
    if grid.is_merged(index) or under == index or not (are_years or _are_labels(below) or are_signs(below)):
        return False
    places = [i for i, cell in enumerate(below) if cell is not None]
    gaps = [i for i in places if row[i] is None]
    split = {next((j for j in range(i, -1, -1) if row[j] is not None), -1) for i in gaps}
    if not gaps or set(places) - set(gaps) != split:
        return False
    return are_years or 2 * _unlike_below(grid, below, under) >= len(places)


def _are_years(grid: Grid, index: int) -> bool:
    """Whether a row holds years and nothing else, and those below it no years in these columns."""
    row = grid.rows[index]
    places = [i for i, cell in enumerate(row) if cell is not None]
    below = [grid.rows[place][i] for place in grid.following(index, 2) for i in places]
    return len(places) > 1 and all(is_year(row[i]) for i in places) and not any(map(is_year, below)) and any(below)


def _is_group_row(grid: Grid, above: int, last: int) -> bool:
    """Whether a row is a line of group labels: partial merges, or (in text files) labels that are few or spelt out."""
    row = grid.rows[above]
    cells = [cell for cell in row if cell is not None]
    if len(cells) < 2 or is_one_text(row):  # noqa: PLR2004 - one is a title
        return False
    if is_filled_in(row):
        return False
    if not (is_heading(row) or all(map(is_year, cells))) or not all(
        is_year(cell) or (isinstance(cell, str) and not NUMBER.match(cell)) for cell in cells
    ):
        return False
    under = [
        next((line[i] for line in grid.rows[above + 1 : last + 1] if line[i] is not None), None)
        for i in range(grid.width)
    ]
    covered = [i for i, cell in enumerate(row) if cell is not None]
    if any(under[i] is None for i in covered) or any(words.TITLE.match(fold_key(text)) for text in texts(cells)):
        return False
    if grid.across.get(above) or are_groups_spelt_out(row):
        return True
    return len(cells) > 2 and 3 * len(cells) <= 2 * filled(under)  # noqa: PLR2004


def _over_second_language(grid: Grid, last: int, known: Known) -> int:
    """Return the last row of the header with the row that says its labels in another language, or their units."""
    below = last + 1
    if below < len(grid.rows) and _is_name_of_language(grid.rows[below]):
        below += 1
    if below >= len(grid.rows) or is_tags(grid.rows[below]):
        return last
    upper, lower = grid.rows[last], grid.rows[below]
    if are_units(grid, upper, below):
        return below
    places = [i for i, cell in enumerate(lower) if cell is not None]
    under = sum(1 for i in places if upper[i] is not None)
    if len(places) * 2 < filled(upper) or len(places) < _LEAST or under * 5 < len(places) * 4:
        return last
    if not _are_labels(lower) or not _are_labels(upper) or _comes_again(grid, below):
        return last
    named = sum(1 for i in places if known(str(lower[i])))
    unlike = _unlike_below(grid, lower, below)
    if unlike < 0:
        return last
    return below if named * 2 >= len(places) or unlike > 2 or (unlike == 2 and named) else last  # noqa: PLR2004


def _is_same_labels(grid: Grid, above: int, header: int, last: int, known: Known) -> bool:
    """Whether the row above a header of known words says its labels in another language."""
    upper, lower = grid.rows[above], grid.rows[header]
    places = [i for i, cell in enumerate(upper) if cell is not None]
    over = sum(1 for i in places if lower[i] is not None)
    if len(places) * 4 < filled(lower) * 3 or len(places) < _LEAST or over * 5 < len(places) * 4:
        return False
    if not _are_labels(upper) or not _are_labels(lower) or is_one_text(upper) or is_filled_in(upper):
        return False
    return sum(1 for i in places if known(str(lower[i]))) > 1 and _unlike_below(grid, upper, last) > 1


def _is_row_of_units(grid: Grid, last: int) -> bool:
    """Whether the row below the labels gives nothing but units of several and forms of dates: €, %, dd/mm/yyyy."""
    if last + 1 >= len(grid.rows) or not grid.counts[last + 1]:
        return False
    cells = [cell for cell in grid.rows[last + 1] if cell is not None]
    found = [fold_key(cell) for cell in cells if isinstance(cell, str) and not _DASH.fullmatch(cell)]
    dates = [text for text in found if words.ONLY_DATE.fullmatch(text)]
    is_some = bool(dates) or any(words.UNIT.search(text) for text in found)
    dashes = sum(1 for cell in cells if isinstance(cell, str) and _DASH.fullmatch(cell))
    units = sum(1 for text in found if words.ONLY_UNIT.fullmatch(text) and text not in dates)
    is_of_all = len(cells) == units == 1  # one unit is said of all amounts
    return is_some and not is_of_all and len(dates) + units + dashes == len(cells)


def _is_name_of_language(row: Sequence[Cell]) -> bool:
    cells = [cell for cell in row if cell is not None]
    return len(cells) == 1 and isinstance(cells[0], str) and len(cells[0]) <= _LONE and cells[0].strip().isalpha()


def _are_labels(row: Sequence[Cell]) -> bool:
    """Whether all filled cells of a row are words of a label's length, none of them a word for nothing."""
    cells = [cell for cell in row if cell is not None]
    named = texts(cells)
    return (
        len(named) == len(cells)
        and all(len(text) <= _LONGEST for text in named)
        and sum(map(len, named)) >= _SHORTEST * len(named)
        and not any(words.NOTHING.fullmatch(fold_key(text)) for text in named if len(text) <= _LONE)
    )


def _unlike_below(grid: Grid, row: Sequence[Cell], last: int) -> int:
    """Return how many columns hold figures below where this row holds words; -1: a word comes again in its column."""
    sample = [grid.rows[place] for place in grid.following(last, _SAMPLE + _DEEPEST)]
    if any(cell is not None and cell == line[place] for line in sample for place, cell in enumerate(row)):
        return -1
    while sample and _are_labels(sample[0]):
        del sample[0]
    unlike = 0
    for place, cell in enumerate(row):
        below = [line[place] for line in sample if line[place] is not None]
        if isinstance(cell, str) and below and not texts(below):
            unlike += 1
    return unlike


def _is_repeated(row: Sequence[Cell], line: Sequence[Cell]) -> bool:
    """Whether a line says the row again, as the header of the next page does."""
    same = sum(cell is not None and cell == other for cell, other in zip(row, line, strict=True))
    return bool(texts(row)) and same * 5 >= 4 * filled(row)


def is_without_header(grid: Grid, first: int, last: int, known: Known) -> bool:
    """Tell whether what was taken for a header is a row like those below it: figures over figures, words that recur."""
    row = grid.rows[first]
    sample = [line for place in grid.following(last, 5 * _SAMPLE) if not _is_repeated(row, line := grid.rows[place])]
    said = [{line[place] for line in sample} for place in range(len(row))]
    if first != last or any(
        known(text) for text in texts(cell for cell, held in zip(row, said, strict=True) if cell not in held)
    ):
        return False
    alike = figures = 0
    for place, cell in enumerate(row):
        below = [line[place] for line in sample if line[place] is not None]
        if cell is None or not below:
            continue
        if isinstance(cell, str) and not NUMBER.match(cell):
            alike += cell in below
        elif not is_year(cell) and not texts(below):
            figures += 1
    return len(sample) > 1 and figures > 0 and alike + figures >= max(2, filled(row) / 3)


def labels(grid: Grid, first: int, last: int, known: Known) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return for each column its own header, one line, and what groups it, a line a level.

    The same in two languages stands side by side.
    """
    headers: list[str] = []
    groups: list[str] = []
    for column in range(grid.width):
        chain: list[str] = []
        for index in range(first, last + 1):
            text = _label(grid, index, column, (first, last))
            if chain and words.ONLY_DATE.fullmatch(fold_key(text)):
                chain[-1] = f"{chain[-1]} ({text.strip('()')})"
            elif text and text not in chain and not (chain and _DASH.fullmatch(text)):
                chain.append(text)
        if len(chain) > 1 and _are_one_label(chain[-2], chain[-1], known):
            chain[-2:] = [f"{chain[-2]} / {chain[-1]}"]
        headers.append(chain[-1] if chain else "")
        groups.append("\n".join(chain[:-1]))
    return tuple(headers), tuple(groups)


def _are_one_label(upper: str, lower: str, known: Known) -> bool:
    scripts = {script_of(upper), script_of(lower)} - {""}
    return len(scripts) > 1 and max(len(upper), len(lower)) <= LONG and (known(upper) or known(lower))


def _reaches_on(row: Sequence[Cell], lowest: Sequence[Cell], column: int) -> bool:
    """Whether a label without a merge stands for the next column, too: in a sparse row, or over a split column."""
    count, below = filled(row), filled(lowest)
    return 4 * count <= 3 * below or (below < count and lowest[column] is not None)


def _label(grid: Grid, index: int, column: int, header: tuple[int, int]) -> str:
    """Return the label of a column in one header row; group labels reach over their merge, or onward without one."""
    row, (first, last) = grid.rows[index], header
    value = row[column]
    if value is None and index < last:
        place = (grid.sheet.first_row + index, grid.sheet.first_column + column)
        merge = next((m for m in grid.across.get(index, []) if place in m), None)
        if merge:
            value = row[merge.first_column - grid.sheet.first_column]
        elif not grid.is_merged(index) and _reaches_on(row, grid.rows[last], column):
            nearest = next((place for place in range(column, -1, -1) if row[place] is not None), column)
            above = range(first, index)  # a label reaches no further than those above it do
            if all(_label(grid, i, nearest, header) == _label(grid, i, column, header) for i in above):
                value = row[nearest]
    return "" if value is None else one_line(str(value))

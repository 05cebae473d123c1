"""The bump chart: how proposals change places from the stored ranking through two to six sets of weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from khartoum_desktop.core.charts import Chart, Circle, Item, Line, Room, Shape, Text
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.shortlist.whatif.model import Board, Outcome, stays
from khartoum_desktop.shortlist.whatif.words import stays_words

MOST: Final = 6  # columns
ROW: Final = 30.0
_HEAD: Final = 52.0
_FOOT: Final = 14.0
_DOT: Final = 11.0
_GAP: Final = 10.0
_TITLE: Final = 250.0


@dataclass(frozen=True, slots=True)
class Column:
    """One ranking of the chart and what it is called."""

    name: str
    outcome: Outcome


def shown(columns: Sequence[Column], count: int) -> list[int]:
    """Return who is shown (places in `Board.lines`): the first `count` of any column, in the order of the first one."""
    places = {place for one in columns for place in one.outcome.order[: min(count, one.outcome.officials)]}
    return [place for place in columns[0].outcome.order if place in places]


def height_of(rows: int) -> int:
    """Return how high a chart of so many proposals is at least."""
    return round(_HEAD + rows * ROW + _FOOT)


def bump_chart(board: Board, columns: Sequence[Column], count: int, room: Room) -> Chart:
    """Return the chart for a room; the proposal in hand stands out."""
    width, height, current = room.width, room.height, room.current
    places = shown(columns, count)
    rows = [_rows(one.outcome, places) for one in columns]
    titles = min(_TITLE, width * 0.34)
    ends = max((room.measure(board.lines[place].candidate.ref, "caption") for place in places), default=0.0)
    first, last = titles + _GAP + _DOT, width - ends - 2 * _GAP - _DOT
    step = (last - first) / max(len(columns) - 1, 1)
    across = [first + step * number for number in range(len(columns))]
    row = max(ROW, min(44.0, (height - _HEAD - _FOOT) / max(len(places), 1)))
    down = [_HEAD + row * (number + 0.5) for number in range(len(places))]
    shapes: list[Shape] = []
    for number, one in enumerate(columns):
        shapes += _head(
            one, across[number], max(60.0, step - _GAP), stays(board, one.outcome, count) if number else None
        )
    items: list[Item] = []
    behind = sorted(places, key=lambda place: (board.lines[place].id == current, _moves(columns, place)))
    for place in behind:
        points = [(across[number], down[rows[number][place]]) for number in range(len(columns))]
        shapes += _path(board, columns, place, points, current)
        items += [Item(board.lines[place].id, x, y, words(board, columns, place), _DOT + 2) for x, y in points]
    for place in places:
        shapes += _labels(board, place, (titles, down[rows[0][place]]), (last, down[rows[-1][place]]), current)
    order = {board.lines[place].id: number for number, place in enumerate(places)}
    items.sort(key=lambda item: order[item.id])
    return Chart(width, height, tuple(shapes), _("Ranks by scenario"), tuple(items), table(board, columns, places))


def _rows(outcome: Outcome, places: Sequence[int]) -> dict[int, int]:
    wanted = set(places)
    return {place: row for row, place in enumerate(place for place in outcome.order if place in wanted)}


def _moves(columns: Sequence[Column], place: int) -> bool:
    """Tell whether a proposal's rank is not the same everywhere."""
    return len({one.outcome.ranks[place] for one in columns}) > 1


def _head(one: Column, x: float, room: float, kept: tuple[int, int] | None) -> list[Shape]:
    return [
        Text(x, 12, one.name, "text", "strong", "middle", room),
        Text(x, 31, stays_words(*kept) if kept else "", "text_muted", "caption", "middle", room),
    ]


def _path(
    board: Board, columns: Sequence[Column], place: int, points: Sequence[tuple[float, float]], current: str
) -> list[Shape]:
    """Return one proposal's line with its ranks on it; those that move are solid, the others dashed and grey."""
    ident, moves = board.lines[place].id, _moves(columns, place)
    mine = ident == current
    colour = "accent" if mine or (moves and not current) else "ghost" if not current else "divider"
    wide = 3 if mine else 2
    found: list[Shape] = []
    for (x1, y1), (x2, y2) in pairwise(points):
        found.append(Line(x1, y1, x2, y2, colour, wide, dashed=not moves and not mine, item=ident))
    for (x, y), one in zip(points, columns, strict=True):
        rank = one.outcome.ranks[place]
        fill_, words_ = ("accent", "on_accent") if mine else ("base", "text")
        found += [
            Circle(x, y, _DOT, fill_, colour, 1.5, item=ident),
            Text(x, y, format_number(rank) if rank else "–", words_, "caption", "middle", item=ident),
        ]
    return found


def _labels(
    board: Board, place: int, start: tuple[float, float], end: tuple[float, float], current: str
) -> list[Shape]:
    line = board.lines[place]
    kind = "strong" if line.id == current else "body"
    (titles, y), (last, below) = start, end
    return [
        Text(0, y, line.candidate.title.text() or line.candidate.ref, "text", kind, room=titles - 4,
             item=line.id),
        Text(last + _DOT + _GAP, below, line.candidate.ref, "text_muted", "caption", item=line.id),
    ]  # fmt: skip


def words(board: Board, columns: Sequence[Column], place: int) -> str:
    """Return a proposal with its rank in every column."""
    ranks = [fill(_("{name}: rank {rank}"), name=one.name, rank=_rank(one.outcome, place)) for one in columns]
    candidate = board.lines[place].candidate
    return fill(_("{ref} {title}. {ranks}"), ref=candidate.ref, title=candidate.title.text(), ranks=listed(ranks))


def _rank(outcome: Outcome, place: int) -> str:
    rank = outcome.ranks[place]
    return format_number(rank) if rank else "–"


def table(board: Board, columns: Sequence[Column], places: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """Return the same as rows."""
    head = (_("Reference"), _("Title"), *(one.name for one in columns))
    rows = [
        (
            board.lines[place].candidate.ref,
            board.lines[place].candidate.title.text(),
            *(_rank(one.outcome, place) for one in columns),
        )
        for place in places
    ]
    return (head, *rows)

"""The map: proposals by their marks on two groups of criteria (or two criteria), with their cost as bubbles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Final

from khartoum_desktop.core.charts import Chart, Circle, Item, Line, Measure, Room, Shape, Text
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.criteria import CriteriaSet, Scale, grouped, shown_mark
from khartoum_desktop.shortlist.model import Line as RankLine
from khartoum_desktop.shortlist.model import Ranking

_LARGEST: Final = 24.0  # radius of the dearest
_LEAST: Final = 3.0
_UNKNOWN: Final = 7.0  # of one whose cost nobody knows
_LABELS: Final = 14
_TICKS: Final = 6
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 16.0, 30.0, 62.0
_LETTER: Final = 16.0  # height of a label


_Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Axis:
    """What one side of the map stands for: a group or a criterion, its name, and its criteria with their weights."""

    id: str
    name: str
    weights: Mapping[int, Fraction]  # by the criterion's place

    @property
    def weight(self) -> Fraction:
        """What its criteria weigh together."""
        return sum(self.weights.values(), Fraction())


@dataclass(frozen=True, slots=True)
class Point:
    """A proposal on the map: its mean marks on both axes; cost in thousandths of one currency, None if not known.

    whole: every criterion of both axes is marked.
    """

    line: RankLine
    x: Fraction
    y: Fraction
    whole: bool
    cost: int | None
    listed: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What costs are in, and the envelope that is drawn as a line (thousandths; None: none)."""

    currency: str
    envelope: int | None = None


def axes(criteria: CriteriaSet) -> tuple[Axis, ...]:
    """Return everything that can be an axis: the groups, where there are several, then the criteria."""
    weights = [criteria.share_of(one) for one in criteria.criteria]
    if not any(weights):
        weights = [Fraction(1, len(weights))] * len(weights)
    groups = [
        Axis(group.id, group.label.text(), {criteria.places[one.id]: weights[criteria.places[one.id]] for one in few})
        for group, few in grouped(criteria)
        if group is not None
    ]
    single = (
        Axis(one.id, fill(_("{key} {name}"), key=one.key, name=one.label.text()), {place: weights[place]})
        for place, one in enumerate(criteria.criteria)
    )
    return (*(groups if len(groups) > 1 else ()), *single)


def mean_mark(axis: Axis, line: RankLine) -> tuple[Fraction | None, bool]:
    """Return a line's weighted mean mark on an axis (None without any), and whether all its criteria are marked."""
    weights = axis.weights if axis.weight else dict.fromkeys(axis.weights, Fraction(1))
    total = heavy = Fraction()
    whole = True
    for place, weight in weights.items():
        cell = line.cells[place]
        if cell is not None:
            total, heavy = total + weight * cell.value, heavy + weight
        elif place not in line.without:
            whole = False
    return (total / heavy if heavy else None), whole


def points(
    ranking: Ranking, across: Axis, up: Axis, cost_of: Callable[[str], int | None], shortlisted: frozenset[str]
) -> tuple[list[Point], list[RankLine]]:
    """Return the proposals that have a place on the map, in the order of the ranking, and those that have none."""
    placed: list[Point] = []
    left: list[RankLine] = []
    for line in ranking.lines:
        (x, x_whole), (y, y_whole) = mean_mark(across, line), mean_mark(up, line)
        if x is None or y is None:
            left.append(line)
        else:
            placed.append(Point(line, x, y, x_whole and y_whole, cost_of(line.id), line.id in shortlisted))
    return placed, left


def budget_line(placed: Sequence[Point], across: Axis, up: Axis, envelope: int) -> Fraction | None:
    """Return the least value of both axes together (by their weights) that the envelope still pays for; None if none.

    Who is on or above that line costs no more than the envelope together, the best first; unknown costs are left out.
    """
    known = [(_value(point, across, up), point.cost) for point in placed if point.cost is not None]
    sums: dict[Fraction, int] = {}
    for value, cost in known:
        sums[value] = sums.get(value, 0) + cost
    spent, least = 0, None
    for value in sorted(sums, reverse=True):  # equals stand or fall together
        spent += sums[value]
        if spent > envelope:
            break
        least = value
    return least


def _value(point: Point, across: Axis, up: Axis) -> Fraction:
    first, second = _pair(across, up)
    return (first * point.x + second * point.y) / (first + second)


def _pair(across: Axis, up: Axis) -> tuple[Fraction, Fraction]:
    both = (across.weight, up.weight)
    return both if all(both) else (Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot lies in the room, and how marks become places."""

    width: float
    height: float
    low: Fraction
    span: Fraction

    @property
    def right(self) -> float:
        return self.width - _RIGHT

    @property
    def bottom(self) -> float:
        return self.height - _BOTTOM

    def x(self, mark: Fraction) -> float:
        return _LEFT + (self.right - _LEFT) * float((mark - self.low) / self.span)

    def y(self, mark: Fraction) -> float:
        return self.bottom - (self.bottom - _TOP) * float((mark - self.low) / self.span)


def map_chart(scale: Scale, axes_: tuple[Axis, Axis], placed: Sequence[Point], money: Money, room: Room) -> Chart:
    """Return the map for a room; the proposal in hand stands out."""
    across, up = axes_
    current = room.current
    frame = _Frame(room.width, room.height, scale.low, scale.span or Fraction(1))
    shapes = [*_grid(frame, scale, across, up), *_quadrants(frame, scale, across, up)]
    if money.envelope is not None:
        shapes += _budget(frame, scale, placed, axes_, money)
    dearest = max((point.cost for point in placed if point.cost), default=0)
    radii = {point.line.id: _radius(point.cost, dearest) for point in placed}
    behind = sorted(placed, key=lambda point: (point.line.id == current, -radii[point.line.id]))
    items: dict[str, Item] = {}
    for point in behind:
        ident, radius = point.line.id, radii[point.line.id]
        x, y = frame.x(point.x), frame.y(point.y)
        shapes.append(_bubble(point, x, y, radius, current))
        items[ident] = Item(ident, x, y, words(point, axes_, money), max(radius, 6.0))
    words_ = [_words_box(shape, room.measure) for shape in shapes if isinstance(shape, Text)]
    shapes += _labels(frame, placed, radii, room, words_)
    shapes += _legend(frame, money, dearest, room.measure)
    order = tuple(items[point.line.id] for point in placed)
    return Chart(frame.width, frame.height, tuple(shapes), _title(across, up), order, table(placed, axes_, money))


def _title(across: Axis, up: Axis) -> str:
    return fill(_("Proposals by {across} and {up}"), across=across.name, up=up.name)


def _radius(cost: int | None, dearest: int) -> float:
    if not cost or not dearest:
        return _UNKNOWN if cost is None else _LEAST
    return max(_LEAST, _LARGEST * sqrt(cost / dearest))


def _bubble(point: Point, x: float, y: float, radius: float, current: str) -> Circle:
    mine, restricted = point.line.id == current, point.line.candidate.restricted
    tint = "accent" if point.listed else "ghost"
    edge = "text" if mine else "warn" if restricted else tint
    ground = "" if point.cost is None else tint
    return Circle(
        x,
        y,
        radius,
        ground,
        edge,
        2.5 if mine or restricted else 1.5,
        dashed=point.cost is None and not mine,
        opacity=0.55 if point.listed else 0.3,
        item=point.line.id,
    )


def _grid(frame: _Frame, scale: Scale, across: Axis, up: Axis) -> Iterator[Shape]:
    steps = len(scale.marks()) - 1
    marks = [Fraction(mark, scale.unit) for mark in scale.marks()] if 0 < steps < _TICKS else None
    marks = marks or [scale.low + scale.span * part / 5 for part in range(6)]
    for mark in marks:
        x, y = frame.x(mark), frame.y(mark)
        yield Line(x, _TOP, x, frame.bottom)
        yield Line(_LEFT, y, frame.right, y)
        yield Text(x, frame.bottom + 12, shown_mark(mark), "text_muted", "caption", "middle")
        yield Text(_LEFT - 8, y, shown_mark(mark), "text_muted", "caption", "end")
    yield Line(_LEFT, frame.bottom, frame.right, frame.bottom, "control_border")
    yield Line(_LEFT, _TOP, _LEFT, frame.bottom, "control_border")
    named = _("{name}: mean mark")
    room = frame.right - _LEFT
    yield Text(frame.right, frame.bottom + 30, fill(named, name=across.name), "text", "strong", "end", room)
    yield Text(4, 12, fill(named, name=up.name), "text", "strong", "start", frame.width - 8)


def _quadrants(frame: _Frame, scale: Scale, across: Axis, up: Axis) -> Iterator[Shape]:
    half = scale.low + scale.span / 2
    x, y = frame.x(half), frame.y(half)
    yield Line(x, _TOP, x, frame.bottom, "control_border", dashed=True)
    yield Line(_LEFT, y, frame.right, y, "control_border", dashed=True)
    room = (frame.right - _LEFT) / 2 - 16
    only = _("Strong on {name} only")
    start, end = _LEFT + 8, frame.right - 8
    top, bottom = _TOP + 11, frame.bottom - 11
    yield Text(end, top, _("Strong on both"), "text_muted", "caption", "end", room)
    yield Text(start, top, fill(only, name=up.name), "text_muted", "caption", "start", room)
    yield Text(end, bottom, fill(only, name=across.name), "text_muted", "caption", "end", room)
    yield Text(start, bottom, _("Weak on both"), "text_muted", "caption", "start", room)


def _budget(
    frame: _Frame, scale: Scale, placed: Sequence[Point], axes_: tuple[Axis, Axis], money: Money
) -> Iterator[Shape]:
    """Yield the line on which both axes together are worth what the envelope still pays for."""
    least = budget_line(placed, *axes_, money.envelope or 0)
    if least is None:
        return
    first, second = _pair(*axes_)
    ends = []
    for mark in (scale.low, scale.high):  # where the line meets the four sides
        for x, y in ((mark, ((first + second) * least - first * mark) / second),
                     (((first + second) * least - second * mark) / first, mark)):  # fmt: skip
            if scale.low <= x <= scale.high and scale.low <= y <= scale.high:
                ends.append((x, y))
    ends.sort(key=lambda end: (end[0], -end[1]))
    (x1, y1), (x2, y2) = ends[0], ends[-1]
    yield Line(frame.x(x1), frame.y(y1), frame.x(x2), frame.y(y2), "warn", 1.5, dashed=True)
    amount = isolate_ltr(format_money(money.envelope or 0, money.currency))
    told = fill(_("{amount} pays for all from this line on"), amount=amount)
    end, height = frame.x(x2), frame.y(y2)
    if height < frame.bottom - _LETTER:  # it ends at the far side: the words go below it
        yield Text(end - 6, height + _LETTER, told, "warn", "caption", "end", end - _LEFT - 6)
    else:
        yield Text(end + 8, height - 2 * _LETTER, told, "warn", "caption", "start", max(40.0, frame.right - end - 8))


def _labels(
    frame: _Frame, placed: Sequence[Point], radii: Mapping[str, float], room: Room, words_: Sequence[_Box]
) -> Iterator[Shape]:
    """Yield the references of the first ones (and of the one in hand) where they cover no bubble and no words."""
    current = room.current
    taken = [*words_, *(_box(frame, point, radii[point.line.id]) for point in placed)]
    first = sorted(placed[:_LABELS], key=lambda point: point.line.id != current)
    extra = [point for point in placed[_LABELS:] if point.line.id == current]
    for point in [*extra, *first]:
        x, y, radius = frame.x(point.x), frame.y(point.y), radii[point.line.id]
        ref, wide = point.line.candidate.ref, room.measure(point.line.candidate.ref, "caption")
        own = _box(frame, point, radius)
        for left, middle, text in (
            (x + radius + 4, y, Text(x + radius + 4, y, ref)),
            (x - radius - 4 - wide, y, Text(x - radius - 4, y, ref, align="end")),
            (x - wide / 2, y - radius - 9, Text(x, y - radius - 9, ref, align="middle")),
            (x - wide / 2, y + radius + 9, Text(x, y + radius + 9, ref, align="middle")),
        ):
            box = (left, middle - _LETTER / 2, left + wide, middle + _LETTER / 2)
            inside = box[0] >= _LEFT and box[2] <= frame.width - 2 and box[1] >= _TOP - 8 and box[3] <= frame.bottom
            if inside and not any(_meet(box, other) for other in taken if other != own):
                taken.append(box)
                yield Text(text.x, text.y, ref, "text", "caption", text.align, item=point.line.id)
                break


def _words_box(text: Text, measure: Measure) -> _Box:
    wide = measure(text.words, text.kind)
    wide = min(wide, text.room) if text.room else wide
    left = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.align]
    return (left, text.y - _LETTER / 2, left + wide, text.y + _LETTER / 2)


def _box(frame: _Frame, point: Point, radius: float) -> _Box:
    x, y = frame.x(point.x), frame.y(point.y)
    return (x - radius, y - radius, x + radius, y + radius)


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _legend(frame: _Frame, money: Money, dearest: int, measure: Measure) -> Iterator[Shape]:
    y, x = frame.height - 11.0, _LEFT
    entries = [
        (Circle(0, y, 7, "accent", "accent", opacity=0.55), _("on the shortlist")),
        (Circle(0, y, 7, "ghost", "ghost", opacity=0.3), _("not on it")),
        (Circle(0, y, 7, "", "ghost", 1.5, dashed=True), _("cost not known")),
        (Circle(0, y, 7, "", "warn", 2.5), _("restricted")),
    ]
    if dearest:
        amount = isolate_ltr(format_money(dearest, money.currency))
        words_ = fill(_("area = total cost; the largest is {amount}"), amount=amount)
        entries.append((Circle(0, y, 7, "", "text_muted"), words_))
    for circle, label in entries:
        room = frame.right - x - 20
        if room < 40:  # noqa: PLR2004 - too little for a word
            return
        yield Circle(x + 7, y, circle.radius, circle.fill, circle.edge, circle.line, circle.dashed, circle.opacity)
        yield Text(x + 20, y, label, "text_muted", "caption", room=room)
        x += 20 + measure(label, "caption") + 18


def words(point: Point, axes_: tuple[Axis, Axis], money: Money) -> str:
    """Return a proposal with its marks, its cost and what is special about it."""
    candidate = point.line.candidate
    across, up = axes_
    said = [
        fill(_("{name}: {mark}"), name=across.name, mark=shown_mark(point.x)),
        fill(_("{name}: {mark}"), name=up.name, mark=shown_mark(point.y)),
        _cost(point, money),
        "" if point.whole else _("marks are missing"),
        _("on the shortlist") if point.listed else "",
        restricted_mark(candidate.restricted),
    ]
    return fill(
        _("{ref} {title}. {what}"),
        ref=candidate.ref,
        title=candidate.title.text(),
        what=listed(one for one in said if one),
    )


def _cost(point: Point, money: Money) -> str:
    if point.cost is None:
        return _("cost not known")
    return isolate_ltr(format_money(point.cost, money.currency))


def table(placed: Sequence[Point], axes_: tuple[Axis, Axis], money: Money) -> tuple[tuple[str, ...], ...]:
    """Return the same as rows."""
    across, up = axes_
    head = (_("Rank"), _("Reference"), _("Title"), across.name, up.name, _("Total cost"))
    rows = [
        (
            format_number(point.line.rank) if point.line.rank else "–",
            point.line.candidate.ref,
            point.line.candidate.title.text(),
            shown_mark(point.x),
            shown_mark(point.y),
            _cost(point, money),
        )
        for point in placed
    ]
    return (head, *rows)

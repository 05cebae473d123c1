"""Thresholds admit, they do not rank: each says what it is on, and is compared exactly and unrounded. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet
from khartoum_desktop.scoring.model import Cells, Score

Status = Literal["passed", "missed", "open"]  # surely passed, surely missed, not yet known


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line that a proposal must pass, and where its score stands to it: surely passed, surely missed, or still open.

    kind says what the threshold is on: one criterion's mark, the plain sum of a group's marks, a group's weighted
    points, or the points of the total.
    """

    kind: Literal["mark", "group_marks", "group_points", "total_points"]
    key: str
    needed: Fraction
    low: Fraction
    high: Fraction

    @property
    def status(self) -> Status:
        """Compare unrounded."""
        if self.low >= self.needed:
            return "passed"
        return "missed" if self.high < self.needed else "open"


def thresholds(
    criteria: CriteriaSet, cells: Cells, result: Score, without: frozenset[int] = frozenset()
) -> Iterator[Threshold]:
    """Yield each threshold with the least and the most that may still come of the marks.

    One on the mark of a criterion that does not apply is no threshold; in its group the others stand for it.
    """
    scale = criteria.scale
    lows = [scale.low if cell is None else cell.value for cell in cells]
    highs = [scale.high if cell is None else cell.value for cell in cells]
    for place, criterion in enumerate(criteria.criteria):
        if criterion.threshold is not None and place not in without:
            needed = scale.number(criterion.threshold)
            yield Threshold("mark", criterion.key, needed, lows[place], highs[place])
    for group in criteria.groups:
        members = [place for place, criterion in enumerate(criteria.criteria) if criterion.group == group.id]
        if group.threshold_marks is not None and (plain := _Share(members, without, [Fraction(1)] * len(cells))):
            yield Threshold("group_marks", group.key, scale.number(group.threshold_marks), plain(lows), plain(highs))
        weights = [criteria.weight_of(criterion) for criterion in criteria.criteria]
        if group.threshold_points is not None and (points := _Share(members, without, weights)):
            needed = Fraction(group.threshold_points, UNIT)
            yield Threshold("group_points", group.key, needed, points(lows), points(highs))
    if criteria.threshold_points is not None:
        weight = criteria.total_weight
        needed = Fraction(criteria.threshold_points, UNIT)
        yield Threshold("total_points", "", needed, result.low * weight, result.high * weight)


class _Share:
    """Adds a group's marks up, each times its weight; those that apply stand for those that do not.

    False where none applies.
    """

    def __init__(self, members: Sequence[int], without: frozenset[int], weights: Sequence[Fraction]) -> None:
        self._applies = [(place, weights[place]) for place in members if place not in without]
        own = sum((weight for _place, weight in self._applies), Fraction())
        self._more = sum((weights[place] for place in members), Fraction()) / own if own else Fraction(1)

    def __bool__(self) -> bool:
        return bool(self._applies)

    def __call__(self, marks: Sequence[Fraction]) -> Fraction:
        return self._more * sum((weight * marks[place] for place, weight in self._applies), Fraction())


def threshold_name(criteria: CriteriaSet, one: Threshold) -> str:
    """Return what a threshold is on, in words: a criterion's mark, a group's marks or points, the total's points."""
    if one.kind == "total_points":
        return _("Total points")
    if one.kind == "mark":
        criterion = criteria.criterion(one.key)
        name = fill(_("{key} {name}"), key=criterion.key, name=criterion.label.text())
        return fill(_("Mark on {criterion}"), criterion=name)
    group = next((group.label.text() for group in criteria.groups if group.key == one.key), one.key)
    template = _("Marks of “{group}”, added up") if one.kind == "group_marks" else _("Points of “{group}”")
    return fill(template, group=group)

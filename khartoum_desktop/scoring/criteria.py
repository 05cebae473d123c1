"""Criteria sets: criteria with their weights and worded levels on one fixed scale. Pure, in exact numbers.

Marks and weights are whole numbers of a unit that belongs to the set (a thousandth, unless the set needs a finer one);
everything computed from them is a Fraction.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, languages_first, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key

WIDE: Final = Fraction(1, 2)  # marks that lie half the scale or more apart are talked about first (HotCRP's habit)
UNIT: Final = 1000  # thousandths: of points always, of marks and weights unless a set says otherwise
_PLACES: Final = 12


class Aggregation(StrEnum):
    """How the marks of several assessors for one criterion become one."""

    DELEGATION = "delegation"
    MEAN = "mean"
    MEDIAN = "median"


AGGREGATIONS: Final[Mapping[Aggregation, str]] = {
    Aggregation.DELEGATION: N_("One delegation, one voice: the mean within each delegation, then over delegations"),
    Aggregation.MEAN: N_("Mean over all assessors"),
    Aggregation.MEDIAN: N_("Median over all assessors"),
}


class Weighting(StrEnum):
    """How the weights of a set were given."""

    NUMBER = "number"
    SWING = "swing"
    ORDER = "order"


class LimitKind(StrEnum):
    """What lets a mark pass a conditional maximum."""

    MARK = "mark"
    PRIORITIES = "priorities"
    ELIGIBILITY = "eligibility"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in the three languages, each of which may be missing."""

    ar: str | None = None
    en: str | None = None
    fr: str | None = None

    def text(self, language: str | None = None) -> str:
        """Return the text in a language (default: the current one), else in the next one that has it, else nothing."""
        texts = {"ar": self.ar, "en": self.en, "fr": self.fr}
        return next((text for code in languages_first(language) if (text := texts[code])), "")

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that there are: Arabic, English, French."""
        return tuple(text for text in (self.ar, self.en, self.fr) if text)

    def is_called(self, name: str) -> bool:
        """Tell whether it is this name, however spelled, in any language; of nothing that can be read, nothing is."""
        wanted = fold_key(name)
        return bool(wanted) and wanted in map(fold_key, self.texts)


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks that may be given: minimum, maximum and step, as whole numbers of 1/unit."""

    minimum: int
    maximum: int
    step: int = UNIT
    unit: int = UNIT

    @property
    def low(self) -> Fraction:
        """The lowest mark."""
        return Fraction(self.minimum, self.unit)

    @property
    def high(self) -> Fraction:
        """The highest mark."""
        return Fraction(self.maximum, self.unit)

    @property
    def span(self) -> Fraction:
        """The length of the scale, in marks."""
        return self.high - self.low

    def number(self, mark: int | Fraction) -> Fraction:
        """Return a stored mark as the number that it stands for."""
        return Fraction(mark, self.unit)

    def text(self, mark: int) -> str:
        """Return a stored mark for machines, exactly: "4", "3.5", "1/3"."""
        number = self.number(mark)
        return decimal_text(number) if (number * 10**_PLACES).denominator == 1 else str(number)

    def shown(self, mark: int | Fraction) -> str:
        """Return a stored mark as people write it, with all its places."""
        return shown_exactly(self.number(mark))

    def allows(self, value: int) -> bool:
        """Tell whether a mark lies on the scale and on one of its steps."""
        return self.minimum <= value <= self.maximum and (value - self.minimum) % max(self.step, 1) == 0

    def marks(self) -> range:
        """Return every mark of the scale, lowest first."""
        return range(self.minimum, self.maximum + 1, max(self.step, 1))


@dataclass(frozen=True, slots=True)
class Level:
    """What must be seen in a proposal for one mark of one criterion."""

    mark: int
    text: Wording


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; `weight` in the set's weight unit, `threshold` (the least mark that passes) in mark units.

    swing: how much the step from worst to best is wanted (0-100, thousandths); importance: 1 = the most important;
    copied_from: the criterion of the older set that it continues; mapping: how ("same", "renamed", "rescaled").
    """

    id: str
    key: str
    label: Wording
    weight: int
    group: str | None = None
    threshold: int | None = None
    question: Wording = Wording()
    levels: tuple[Level, ...] = ()
    swing: int | None = None
    importance: int | None = None
    copied_from: str | None = None
    mapping: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A section of a criteria set.

    threshold_points: the least weighted points that pass, in thousandths; threshold_marks: the least sum of its plain
    marks, in mark units.
    """

    id: str
    key: str
    label: Wording
    threshold_points: int | None = None
    threshold_marks: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A conditional maximum: `criterion` (id) is marked no higher than `most` (mark units) unless a condition holds.

    The condition: the same assessor's mark on the criterion `of` (id) is at least `least` (mark units); or the proposal
    serves at least `least` priorities of the presidency; or the item `of` (id) of the checklist is answered yes.
    """

    id: str
    criterion: str
    most: int
    kind: LimitKind
    of: str = ""
    least: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A yes-or-no question of the eligibility checklist; obligatory: "no" makes a proposal ineligible."""

    id: str
    key: str
    label: Wording
    obligatory: bool = True


@dataclass(frozen=True)  # no slots: they leave no room for cached sums
class CriteriaSet:
    """A versioned set of criteria on one fixed scale.

    wide: the share of the scale between two marks from which they are talked about first.
    """

    id: str
    key: str
    version: int
    label: Wording
    scale: Scale
    criteria: tuple[Criterion, ...]
    groups: tuple[Group, ...] = ()
    aggregation: Aggregation = Aggregation.DELEGATION
    reason_for: frozenset[int] = frozenset()
    threshold_points: int | None = None
    weight_unit: int = UNIT
    weighting: Weighting = Weighting.NUMBER
    limits: tuple[Limit, ...] = ()
    checklist: tuple[Item, ...] = ()
    presidency: str = ""
    copied_from: str | None = None
    wide: Fraction = WIDE

    @cached_property
    def weight(self) -> int:
        """The sum of the weights, in weight units."""
        return sum(criterion.weight for criterion in self.criteria)

    def weight_of(self, criterion: Criterion) -> Fraction:
        """Return a criterion's weight as the number that it stands for."""
        return Fraction(criterion.weight, self.weight_unit)

    def share_of(self, criterion: Criterion) -> Fraction:
        """Return a criterion's share of all weights (0-1); 0 where all weights are 0."""
        return Fraction(criterion.weight, self.weight) if self.weight else Fraction()

    def points_for(self, criterion: Criterion, value: Fraction) -> Fraction:
        """Return the points that a mark on a criterion adds, or that a difference of marks makes: weight × mark."""
        return value * self.weight_of(criterion)

    @cached_property
    def total_weight(self) -> Fraction:
        """The sum of the weights, as a number."""
        return Fraction(self.weight, self.weight_unit)

    @cached_property
    def points_max(self) -> Fraction:
        """The most points that can be reached: every criterion at the top of the scale."""
        return self.total_weight * self.scale.high

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each criterion stands, by id."""
        return {criterion.id: place for place, criterion in enumerate(self.criteria)}

    def criterion(self, key: str) -> Criterion:
        """Return the criterion of a key; refuse an unknown one, naming those there are."""
        wanted = fold_key(key)
        for criterion in self.criteria:
            if fold_key(criterion.key) == wanted:
                return criterion
        known = listed(criterion.key for criterion in self.criteria)
        raise UserError(
            fill(_("There is no criterion {key} in this criteria set."), key=key),
            fill(_("Its criteria are {keys}."), keys=known),
        )


def grouped(criteria: CriteriaSet) -> Iterator[tuple[Group | None, tuple[Criterion, ...]]]:
    """Yield each group with its criteria, in the order of the set; criteria without a group come last, under None."""
    known = {group.id for group in criteria.groups}
    for group in criteria.groups:
        members = tuple(criterion for criterion in criteria.criteria if criterion.group == group.id)
        if members:
            yield group, members
    loose = tuple(criterion for criterion in criteria.criteria if criterion.group not in known)
    if loose:
        yield None, loose


def decimal_text(number: Fraction) -> str:
    """Return a number for machines: "3.375", "-2", "3.333333333333" (twelve places at most; half away from zero)."""
    scaled = abs(number) * 10**_PLACES
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    left, right = divmod(whole, 10**_PLACES)
    places = str(right).zfill(_PLACES).rstrip("0")
    return ("-" if number < 0 and whole else "") + str(left) + ("." + places if places else "")


def shown_mark(mark: Fraction) -> str:
    """Return an aggregated mark as people write it, with two places at most."""
    places = next((places for places in range(3) if (mark * 10**places).denominator == 1), 2)
    return format_number(mark, places)


def signed_mark(difference: Fraction) -> str:
    """Return a difference of aggregated marks with its sign."""
    return ("+" if difference > 0 else "−" if difference < 0 else "") + shown_mark(abs(difference))


def shown_exactly(number: Fraction) -> str:
    """Return a given mark or a weight as people write it: all its places, four where they never end."""
    places = next((places for places in range(_PLACES) if (number * 10**places).denominator == 1), 4)
    return format_number(number, places)


def fraction_text(number: Fraction) -> str:
    """Return the exact number: "27/8", "4"."""
    return str(number)


def exact(name: str, number: Fraction | None) -> dict[str, str | None]:
    """Return a number under its name as a decimal text, and beside it exactly: {"total": "3.375", "total_fraction"}."""
    return {
        name: None if number is None else decimal_text(number),
        f"{name}_fraction": None if number is None else fraction_text(number),
    }

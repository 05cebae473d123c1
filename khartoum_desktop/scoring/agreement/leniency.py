"""What harsh and lenient assessors would change: x = mean + proposal + assessor, by exact least squares. A what-if.

The additive model with both effects summing to 0, for panels in which each assessor sees other proposals; it needs
assessors who are linked with each other by the proposals that they share.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number

MOST: Final = 80  # assessors: exact elimination grows with the cube
_PAIR: Final = 2

Observed = Mapping[tuple[str, str], Fraction]  # (proposal, assessor) -> that assessor's total


@dataclass(frozen=True, slots=True)
class Levelled:
    """What the model says: the mean, how lenient (+) or harsh (−) each assessor is, and each proposal's total then."""

    mean: Fraction
    assessors: Mapping[str, Fraction]
    proposals: Mapping[str, Fraction]


def levelled(observed: Observed) -> Levelled:
    """Return the least-squares solution; UserError with one assessor only, or when the assessors are not linked."""
    assessors = sorted({assessor for _proposal, assessor in observed})
    _refuse(assessors, observed)
    of_proposal: dict[str, list[str]] = defaultdict(list)
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for proposal, assessor in sorted(observed):
        of_proposal[proposal].append(assessor)
        sums[proposal] += observed[proposal, assessor]
    lenient = dict(zip(assessors, _assessor_effects(assessors, observed, of_proposal, sums), strict=True))
    totals = {
        proposal: (sums[proposal] - sum((lenient[one] for one in who), Fraction())) / len(who)
        for proposal, who in of_proposal.items()
    }
    return Levelled(sum(totals.values(), Fraction()) / len(totals), lenient, totals)


def links(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the groups of assessors who share proposals, directly or through others; of (proposal, assessor) pairs."""
    of_proposal: dict[str, set[str]] = defaultdict(set)
    for proposal, assessor in pairs:
        of_proposal[proposal].add(assessor)
    groups: list[set[str]] = []
    for together in of_proposal.values():
        apart = [group for group in groups if group.isdisjoint(together)]
        groups = [*apart, together.union(*(group for group in groups if not group.isdisjoint(together)))]
    return groups


def _refuse(assessors: list[str], observed: Observed) -> None:
    if len(assessors) < _PAIR:
        raise UserError(
            _("Nobody can be called harsh or lenient yet: fewer than two assessors have marked every criterion."),
            _("Wait for a second complete assessment."),
        )
    if len(assessors) > MOST:
        raise UserError(
            fill(_("There are more than {n} assessors: too many to be compared exactly."), n=format_number(MOST)),
            _("Compare them in smaller rounds."),
        )
    groups = links(observed)
    if len(groups) > 1:
        raise UserError(
            fill(
                _(
                    "The assessors fall into {n} groups that share no proposal, so nobody can tell harsh assessors "
                    "from weak proposals."
                ),
                n=format_number(len(groups)),
            ),
            _("Let one assessor of each group mark a proposal of another."),
        )


def _assessor_effects(
    assessors: list[str], observed: Observed, of_proposal: Mapping[str, list[str]], sums: Mapping[str, Fraction]
) -> list[Fraction]:
    """Solve the normal equations once the proposals are eliminated; the last assessor's effect makes the sum 0."""
    place = {assessor: number for number, assessor in enumerate(assessors)}
    size = len(assessors)
    rows = [[Fraction()] * (size + 1) for _assessor in assessors]
    for (proposal, assessor), value in observed.items():
        row, share = rows[place[assessor]], Fraction(1, len(of_proposal[proposal]))
        row[place[assessor]] += 1
        row[size] += value - sums[proposal] * share
        for other in of_proposal[proposal]:
            row[place[other]] -= share
    rows[-1] = [Fraction(1)] * size + [Fraction()]
    return _solved(rows)


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Solve linear equations that have one solution (Gauss–Jordan; the right side is the last column)."""
    for place in range(len(rows)):
        pivot = next(number for number in range(place, len(rows)) if rows[number][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        head = rows[place][place]
        own = rows[place] = [value / head for value in rows[place]]
        for number, row in enumerate(rows):
            if number != place and row[place]:
                factor = row[place]
                rows[number] = [value - factor * base for value, base in zip(row, own, strict=True)]
    return [row[-1] for row in rows]

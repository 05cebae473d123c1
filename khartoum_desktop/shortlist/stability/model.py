"""From a ranking to the table that stability works on, and the settings with which weights are drawn."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import fold
from khartoum_desktop.scoring.criteria import decimal_text
from khartoum_desktop.shortlist.model import Line, Ranking
from khartoum_desktop.shortlist.stability.drawing import Family
from khartoum_desktop.shortlist.stability.table import Table

MOST_DRAWS: Final = 1_000_000
_BOX: Final = re.compile(r"box:(\d{1,3}(?:\.\d{1,9})?)")
_HUNDRED: Final = 100


MOST_PROPOSALS: Final = 2000  # of so many the ranks fill a table of four million counts


@dataclass(frozen=True, slots=True)
class Settings:
    """How weights are drawn, and the shares of the draws (0-1) from which a rank is called firm or leaning."""

    family: Family
    draws: int
    seed: int
    firm: Fraction
    leaning: Fraction


def table_of(ranking: Ranking, weights: Mapping[str, Fraction] | None = None) -> Table:
    """Return the official lines of a ranking as whole numbers, best first.

    weights: other ones than the criteria set's, by criterion id; the order of the lines stays the ranking's. A mark
    that does not apply counts as the line's own total at the set's weights.
    """
    criteria = ranking.criteria
    rows = [line_values(line) for line in ranking.official]
    unit = lcm(*{value.denominator for row in rows for value in row})
    given = [criteria.weight_of(one) if weights is None else weights[one.id] for one in criteria.criteria]
    parts = lcm(*(weight.denominator for weight in given))
    return Table(
        names=tuple(line.id for line in ranking.official),
        marks=tuple(tuple(value.numerator * (unit // value.denominator) for value in row) for row in rows),
        weights=tuple(int(weight * parts) for weight in given),
        unit=unit,
    )


def line_values(line: Line) -> tuple[Fraction, ...]:
    """Return an official line's marks, one a criterion; its own total where there is none."""
    average = line.score.known or Fraction()
    return tuple(average if cell is None else cell.value for cell in line.cells)


def read_family(text: str) -> Family:
    """Return the family that "any", "order" or "box:30" names; UserError for anything else."""
    written = fold(text).strip().replace(",", ".")
    if written == "any":
        return Family("any")
    if written == "order":
        return Family("order")
    match = _BOX.fullmatch(written)
    if match is None or Fraction(match[1]) > _HUNDRED:
        raise UserError(
            fill(_("“{text}” names no family of weights."), text=text),
            _("Write any, order, or box:PERCENT with a percentage from 0 to 100."),
        )
    return Family("box", Fraction(match[1]))


def family_text(family: Family) -> str:
    """Return a family as it is written: "any", "order", "box:30"."""
    return f"box:{decimal_text(family.percent)}" if family.kind == "box" else family.kind

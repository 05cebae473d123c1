"""From a ranking to the table that stability works on, and the settings with which weights are drawn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import fold, fold_key
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.shortlist.model import Line, Ranking
from khartoum_desktop.shortlist.stability.drawing import Family
from khartoum_desktop.shortlist.stability.table import Table

MOST_DRAWS: Final = 1_000_000
_HUNDRED: Final = 100
_BOX: Final = re.compile(r"box:(\d{1,3}(?:\.\d{1,9})?|\d{1,9}/0{0,8}[1-9]\d{0,8})")
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

    weights: other ones than the criteria set's, by criterion id; the order of the lines stays the ranking's.
    """
    criteria = ranking.criteria
    given = [criteria.weight_of(one) if weights is None else weights[one.id] for one in criteria.criteria]
    parts = lcm(*(weight.denominator for weight in given))
    table = table_from(ranking.official, tuple(int(weight * parts) for weight in given))
    by_key = sorted(range(len(given)), key=lambda place: _natural(criteria.criteria[place].key))
    return table if by_key == list(range(len(given))) else replace(table, drawn=tuple(by_key))


def table_from(lines: Sequence[Line], weights: tuple[int, ...]) -> Table:
    """Return official lines and weights in proportion as a table; where a line has no mark, nothing counts."""
    cells = [cell for line in lines for cell in line.cells if cell is not None]
    unit = lcm(*{cell.value.denominator for cell in cells})
    without = tuple(frozenset(place for place, cell in enumerate(line.cells) if cell is None) for line in lines)
    return Table(
        names=tuple(line.id for line in lines),
        marks=tuple(tuple(0 if cell is None else _whole(cell.value, unit) for cell in line.cells) for line in lines),
        weights=weights,
        unit=unit,
        without=without if any(without) else (),
    )


def _whole(value: Fraction, unit: int) -> int:
    return value.numerator * (unit // value.denominator)


def _natural(key: str) -> tuple[list[str | tuple[int, str]], str]:
    """Return what orders keys whatever the order of the set is: 1.2 before 1.10."""
    parts = re.split(r"(\d+)", fold_key(key))
    return [(len(part.lstrip("0")), part.lstrip("0")) if odd % 2 else part for odd, part in enumerate(parts)], key


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
            _("Write any, order, or box:PERCENT with a percentage from 0 to 100, such as 30 or 200/11."),
        )
    return Family("box", Fraction(match[1]))


def family_text(family: Family) -> str:
    """Return a family as `read_family` takes it: "any", "order", "box:30", "box:200/11"."""
    return f"box:{exact.text(family.percent)}" if family.kind == "box" else family.kind

"""What the scoring tests are built from: criteria sets from bare weights, and the worked cases as exact numbers."""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from khartoum_desktop.scoring.criteria import UNIT, Aggregation, CriteriaSet, Criterion, Scale, Wording
from khartoum_desktop.scoring.model import Cells, cells

Number = int | Fraction


def vectors() -> Any:
    """Return the worked cases, every number exact."""
    path = Path(__file__).resolve().parent.parent / "data" / "scoring_vectors.json"
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)


def thousandths(number: Number) -> int:
    """Return an exact number of at most three places in thousandths."""
    scaled = Fraction(number) * UNIT
    assert scaled.denominator == 1
    return int(scaled)


def criteria_set(
    weights: Sequence[Number],
    scale: tuple[int, int] = (1, 5),
    aggregation: Aggregation = Aggregation.DELEGATION,
    step: int = UNIT,
) -> CriteriaSet:
    """Return a set with criteria c0, c1, … of these weights."""
    criteria = tuple(
        Criterion(f"id-{place}", f"c{place}", Wording(en=f"Criterion {place}"), thousandths(weight))
        for place, weight in enumerate(weights)
    )
    return CriteriaSet(
        "set", "set", 1, Wording(en="Set"), Scale(scale[0] * UNIT, scale[1] * UNIT, step), criteria,
        aggregation=aggregation,
    )  # fmt: skip


def single(criteria: CriteriaSet, rows: Mapping[str, Sequence[Number | None]]) -> dict[str, Cells]:
    """Return the cells of proposals that one assessor marked."""
    return cells(
        criteria,
        [
            (proposal, criterion.id, "EG", thousandths(value))
            for proposal, row in rows.items()
            for criterion, value in zip(criteria.criteria, row, strict=True)
            if value is not None
        ],
    )

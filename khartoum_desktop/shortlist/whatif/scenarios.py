"""A scenario as it is stored: a JSON object of criterion ids and exact shares; read back only when it fits the set."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.shortlist.whatif.weights import Weights

LONGEST_NAME: Final = 100
_LONGEST: Final = 100_000  # characters of a stored scenario that is read at all
_SHARE: Final = re.compile(r"\d{1,200}(/[1-9]\d{0,199})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Weights kept under a name; None where they were made for other criteria, or cannot be read."""

    id: str
    name: str
    weights: Weights | None


def written(criteria: CriteriaSet, weights: Sequence[Fraction]) -> str:
    """Return weights as they are stored."""
    pairs = {one.id: str(weight) for one, weight in zip(criteria.criteria, weights, strict=True)}
    return json.dumps(pairs, ensure_ascii=False, sort_keys=True)


def read(criteria: CriteriaSet, text: str) -> Weights | None:
    """Return stored weights, together 1; None when they are not one share for each criterion of the set."""
    if len(text) > _LONGEST:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.keys() != {one.id for one in criteria.criteria}:
        return None
    shares = [found[one.id] for one in criteria.criteria]
    if not all(isinstance(share, str) and _SHARE.fullmatch(share) for share in shares):
        return None
    weights = [Fraction(share) for share in shares]
    total = sum(weights, Fraction())
    return tuple(weight / total for weight in weights) if total else None

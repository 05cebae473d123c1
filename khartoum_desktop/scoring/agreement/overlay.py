"""What panels agreed on, laid over the marks of a round; the marks themselves stay as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy import Connection, select

from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.model import Blank, Cell, Cells
from khartoum_desktop.storage.schema import TABLES

_CONSENSUS, _ASSESSMENT = TABLES["consensus"], TABLES["assessment"]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a panel agreed on for one criterion of a proposal (ids): a mark, or that it does not apply; and the day."""

    proposal: str
    criterion: str
    value: int | None
    blank: str | None
    day: str


def counted(db: Connection, round_id: str) -> set[tuple[str, str]]:
    """Return the sheets (proposal, assessor) of a round that are submitted, without a declared conflict of interest."""
    query = select(_ASSESSMENT.c.proposal, _ASSESSMENT.c.assessor).where(
        _ASSESSMENT.c.round == round_id,
        _ASSESSMENT.c.removed.is_not(True),
        _ASSESSMENT.c.submitted.is_not(None),
        _ASSESSMENT.c.conflict.is_(None),
    )
    return {(proposal, assessor) for proposal, assessor in db.execute(query)}


def overlaid(
    db: Connection, round_id: str, criteria: CriteriaSet, found: Mapping[str, Cells]
) -> tuple[dict[str, Cells], dict[str, frozenset[int]]]:
    """Return the cells with the agreed marks in them, and the places of the criteria that by decision do not apply.

    An agreed mark covers its criterion, also where nobody has marked it.
    """
    return laid_over(criteria, found, agreements(db, round_id))


def agreements(db: Connection, round_id: str) -> list[Agreed]:
    """Return what panels agreed on in a round."""
    columns = [_CONSENSUS.c[name] for name in ("proposal", "criterion", "value", "blank", "decided")]
    query = select(*columns).where(_CONSENSUS.c.round == round_id, _CONSENSUS.c.removed.is_not(True))
    return [
        Agreed(proposal, criterion, value, blank, day or "")
        for proposal, criterion, value, blank, day in db.execute(query)
    ]


def laid_over(
    criteria: CriteriaSet, found: Mapping[str, Cells], decisions: Iterable[Agreed]
) -> tuple[dict[str, Cells], dict[str, frozenset[int]]]:
    """Return the cells with the agreed marks in them, and the places of the criteria that by decision do not apply."""
    laid = dict(found)
    without: dict[str, frozenset[int]] = {}
    for one in decisions:
        place = criteria.places.get(one.criterion)
        if place is None:
            continue
        if one.value is not None:
            row = laid.get(one.proposal) or (None,) * len(criteria.criteria)
            laid[one.proposal] = (*row[:place], agreed(row[place], one.value, one.day, criteria), *row[place + 1 :])
        elif one.blank == Blank.NOT_APPLICABLE:
            without[one.proposal] = without.get(one.proposal, frozenset()) | {place}
    return laid, without


def agreed(cell: Cell | None, value: int, day: str, criteria: CriteriaSet) -> Cell:
    """Return a cell with the mark (in mark units) that a panel agreed on; count and ends stay the marks'."""
    number = Fraction(value, criteria.scale.unit)
    return Cell(number, 0, value, value, day) if cell is None else replace(cell, value=number, agreed=day)

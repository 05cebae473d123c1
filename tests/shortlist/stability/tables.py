"""What the tests of stability work on: tables of any small numbers, and the worked cases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm

from hypothesis import strategies as st

from khartoum_desktop.shortlist.stability.table import Table
from tests.scoring.building import vectors


def table(weights: Sequence[int], rows: Mapping[str, Sequence[Fraction | int]]) -> Table:
    """Return the table of these weights and marks, in the order given."""
    unit = lcm(*(Fraction(mark).denominator for row in rows.values() for mark in row))
    return Table(
        tuple(rows), tuple(tuple(int(mark * unit) for mark in row) for row in rows.values()), tuple(weights), unit
    )


def offices() -> Table:
    """Return Goodwin & Wright's offices, best first."""
    case = vectors()["tipping"][0]
    found = table(case["weights"], case["values"])
    best_first = sorted(found.names, key=lambda name: -found.sums[found.places[name]])
    return table(case["weights"], {name: case["values"][name] for name in best_first})


@st.composite
def odd_tables(draw: st.DrawFn, least: int = 2, most: int = 5, marks: int = 4) -> Table:
    """Draw tables in which something does not apply to somebody; at the stated weights everybody has a total."""
    plain = draw(tables(least, most, marks, narrowest=2))
    width = len(plain.weights)
    some = st.frozensets(st.integers(0, width - 1), max_size=width - 1)
    some = some.filter(lambda out: any(weight for place, weight in enumerate(plain.weights) if place not in out))
    without = tuple(draw(st.lists(some, min_size=len(plain.names), max_size=len(plain.names)).filter(any)))
    rows = [
        tuple(0 if place in out else mark for place, mark in enumerate(row))
        for row, out in zip(plain.marks, without, strict=True)
    ]
    return replace(plain, marks=tuple(rows), without=without)


@st.composite
def tables(draw: st.DrawFn, least: int = 1, most: int = 5, marks: int = 3, narrowest: int = 1) -> Table:
    """Draw tables with many ties: few proposals, criteria, marks and weights; one weight at least is not 0."""
    width = draw(st.integers(narrowest, 4))
    weights = draw(st.lists(st.integers(0, 3), min_size=width, max_size=width).filter(any))
    row = st.lists(st.integers(-marks, marks), min_size=width, max_size=width)
    rows = draw(st.lists(row, min_size=least, max_size=most))
    return table(weights, {f"p{number}": row for number, row in enumerate(rows)})


def moved(given: Table, place: int, weight: Fraction) -> tuple[Fraction, ...]:
    """Return the weights (shares) when one of them moves and the others keep their proportions."""
    rest = 1 - given.share(place)
    return tuple(
        weight if other == place else given.share(other) * (1 - weight) / rest for other in range(len(given.weights))
    )


def scores(given: Table, weights: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return the totals at any weights that leave something to each proposal."""
    without = given.without or (frozenset(),) * len(given.names)
    return tuple(
        sum((weight * mark for weight, mark in zip(weights, row, strict=True)), Fraction())
        / sum(weight for place, weight in enumerate(weights) if place not in out)
        / given.unit
        for row, out in zip(given.marks, without, strict=True)
    )


def ranks(totals: Sequence[Fraction]) -> tuple[int, ...]:
    """Return 1 + how many are strictly better, of each."""
    return tuple(1 + sum(other > one for other in totals) for one in totals)

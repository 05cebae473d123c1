"""The least move of weights against every other move on a grid; the marks needed; the weight at which two tie."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import given, settings

from khartoum_desktop.scoring.criteria import Scale
from khartoum_desktop.shortlist.stability.moves import Need, least_move, need, tie_weight
from khartoum_desktop.shortlist.stability.ratio_moves import Move
from khartoum_desktop.shortlist.stability.table import Table
from tests.scoring.building import vectors
from tests.shortlist.stability.tables import moved, offices, scores, table, tables

GRID = 12


def test_the_published_least_change() -> None:
    case = vectors()["least_change"][0]
    move = least_move(offices(), case["up"], case["down"])
    assert move is not None
    assert move.moved == Fraction(2, 15)
    assert abs(move.moved - case["moved_weight"]) < Fraction(1, 10**9)
    assert (move.taken, move.given, move.passes) == (((0, Fraction(2, 15)),), 4, True)


def grid(width: int, left: int = GRID) -> Iterator[tuple[int, ...]]:
    """Yield every way to share out the weight in twelfths."""
    if width == 1:
        yield (left,)
        return
    for part in range(left + 1):
        yield from ((part, *rest) for rest in grid(width - 1, left - part))


@given(tables(least=2, most=2))
@settings(max_examples=200, deadline=None)
def test_no_other_weights_are_nearer(given: Table) -> None:
    up, down = given.names
    move = least_move(given, up, down)
    stated = [given.share(place) for place in range(len(given.weights))]
    others = []
    for parts in grid(len(stated)):
        weights = [Fraction(part, GRID) for part in parts]
        one, other = scores(given, weights)
        if one >= other:
            others.append(sum(max(new - old, Fraction()) for new, old in zip(weights, stated, strict=True)))
    if move is None:
        assert not others
        return
    weights = applied(stated, move)
    one, other = scores(given, weights)
    assert one >= other
    assert one == other or not move.moved
    assert min(weights) >= 0
    assert sum(weights) == 1
    assert all(cost >= move.moved for cost in others)


def applied(stated: list[Fraction], move: Move) -> list[Fraction]:
    weights = list(stated)
    for place, share in move.taken:
        weights[place] -= share
        weights[move.given] += share
    return weights


def test_several_criteria_give_when_one_has_not_enough() -> None:
    given = table([1, 1, 8], {"down": [5, 4, 3], "up": [0, 0, 2]})
    assert least_move(given, "up", "down") is None
    given = table([1, 1, 8], {"down": [5, 4, 0], "up": [0, 0, 1]})
    move = least_move(given, "up", "down")
    assert move == Move(Fraction(1, 60), ((0, Fraction(1, 60)),), 2, passes=True)
    given = table([3, 3, 4], {"down": [5, 4, 0], "up": [0, 0, 0]})
    assert least_move(given, "up", "down") == Move(
        Fraction(6, 10), ((0, Fraction(3, 10)), (1, Fraction(3, 10))), 2, passes=False
    )


def test_who_is_ahead_needs_no_move() -> None:
    move = least_move(offices(), "A", "E")
    assert move is not None
    assert not move.moved
    assert not move.taken


@given(tables(least=2, most=2))
def test_two_tie_where_it_is_said(given: Table) -> None:
    one, other = given.names
    for place in range(len(given.weights)):
        at = tie_weight(given, place, one, other)
        assert at == tie_weight(given, place, other, one)
        if at is not None:
            first, second = scores(given, moved(given, place, at))
            assert 0 <= at <= 1
            assert first == second
        elif given.share(place) != 1:
            gaps = [
                first - second
                for first, second in (scores(given, moved(given, place, Fraction(part, 7))) for part in range(8))
            ]
            assert all(gap > 0 for gap in gaps) or all(gap < 0 for gap in gaps) or not any(gaps)


def test_what_one_mark_must_become() -> None:
    scale, half = Scale(1000, 5000), Fraction(1, 2)
    assert need(scale, Fraction(3), half, Fraction(1, 4)) == Need(half, Fraction(7, 2), Fraction(4), passes=True)
    assert need(scale, Fraction(3), half, half) == Need(Fraction(1), Fraction(4), Fraction(4), passes=False)
    assert need(scale, Fraction(4), half, Fraction(2)) == Need(Fraction(4), Fraction(8), None, passes=False)
    assert need(scale, Fraction(3), Fraction(), half) == need(scale, None, half, half) == Need()
    assert need(scale, Fraction(3), half, Fraction(-1)).more == 0
    assert need(Scale(-3000, 3000, 1500), Fraction(-3), half, Fraction(1)).step == 0

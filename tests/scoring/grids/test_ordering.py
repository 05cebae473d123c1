"""An order of importance with shared places: whatever is done to one criterion, the others keep their order."""

from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.scoring.grids.ordering import Order, dropped, joined, lined_up, moved

A_OVER_B = (("a", "b"), ("c",), ("d", "e"))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    names = iter("abcdefghijklmnopqrst")
    return tuple(tuple(next(names) for _one in range(size)) for size in sizes)


def others(order: Order, ident: str) -> list[tuple[str, ...]]:
    places = [tuple(sorted(one for one in place if one != ident)) for place in order]
    return [place for place in places if place]


@given(orders(), st.data())
def test_the_others_keep_their_places(order: Order, data: st.DataObject) -> None:
    ident = data.draw(st.sampled_from(lined_up(order)))
    above = data.draw(st.integers(0, len(lined_up(order)) - 1))
    for after in (moved(order, ident, -1), moved(order, ident, 1), joined(order, ident), dropped(order, ident, above)):
        assert sorted(lined_up(after)) == sorted(lined_up(order))
        assert others(after, ident) == others(order, ident)


def test_one_moves_past_a_whole_place_and_out_of_a_shared_one() -> None:
    assert moved(A_OVER_B, "c", -1) == (("c",), ("a", "b"), ("d", "e"))
    assert moved(A_OVER_B, "c", 1) == (("a", "b"), ("d", "e"), ("c",))
    assert moved(A_OVER_B, "a", -1) == (("a",), ("b",), ("c",), ("d", "e"))
    assert moved(A_OVER_B, "a", 1) == (("b",), ("a",), ("c",), ("d", "e"))
    assert moved(A_OVER_B, "e", 1) == (("a", "b"), ("c",), ("d",), ("e",))
    ends = (("a",), ("b",))
    assert (moved(ends, "a", -1), moved(ends, "b", 1)) == (ends, ends)


def test_one_joins_the_place_above_and_the_midst_of_a_place() -> None:
    assert joined(A_OVER_B, "c") == (("a", "b", "c"), ("d", "e"))
    assert joined(A_OVER_B, "d") == (("a", "b"), ("c", "d"), ("e",))
    assert joined(A_OVER_B, "a") == joined(A_OVER_B, "e") == A_OVER_B
    assert dropped(A_OVER_B, "c", 1) == (("a", "b", "c"), ("d", "e"))
    assert dropped(A_OVER_B, "a", 2) == (("b",), ("c",), ("a",), ("d", "e"))
    assert dropped(A_OVER_B, "e", 0) == (("e",), ("a", "b"), ("c",), ("d",))

"""An order of importance with shared places: one criterion moves or joins a place, all others keep theirs. Pure."""

from itertools import accumulate, chain

from khartoum_desktop.scoring.criteria import CriteriaSet

Order = tuple[tuple[str, ...], ...]  # ids by place, the most important first; those of one place share it


def order_of(criteria: CriteriaSet) -> Order:
    """Return the order that a set has."""
    places: dict[int, list[str]] = {}
    for one in criteria.criteria:
        places.setdefault(one.importance or len(criteria.criteria), []).append(one.id)
    return tuple(tuple(places[place]) for place in sorted(places))


def lined_up(order: Order) -> tuple[str, ...]:
    """Return the ids in one line."""
    return tuple(chain.from_iterable(order))


def moved(order: Order, ident: str, by: int) -> Order:
    """Return the order with one moved up (-1) or down (1) past a whole place; from a shared place it moves out."""
    here = _place_of(order, ident)
    alone = len(order[here]) == 1
    there = here + (by if alone else max(by, 0))
    if not 0 <= there <= len(order) - alone:
        return order
    rest = _without(order, ident)
    return (*rest[:there], (ident,), *rest[there:])


def dropped(order: Order, ident: str, above: int) -> Order:
    """Return the order with one let go below so many others: between two of one place it shares that, else its own."""
    rest = _without(order, ident)
    ends = [0, *accumulate(len(place) for place in rest)]
    if above in ends:
        there = ends.index(above)
        return (*rest[:there], (ident,), *rest[there:])
    shared = next(at for at, end in enumerate(ends[1:]) if above < end)
    return _joined(rest, shared, ident)


def joined(order: Order, ident: str) -> Order:
    """Return the order with one in the same place as the one above it."""
    here = _place_of(order, ident)
    if here == 0 or order[here][0] != ident:
        return order
    return _joined(_without(order, ident), here - 1, ident)


def _place_of(order: Order, ident: str) -> int:
    return next(at for at, place in enumerate(order) if ident in place)


def _without(order: Order, ident: str) -> Order:
    kept = (tuple(one for one in place if one != ident) for place in order)
    return tuple(place for place in kept if place)


def _joined(order: Order, at: int, ident: str) -> Order:
    return (*order[:at], (*order[at], ident), *order[at + 1 :])

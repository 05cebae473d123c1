"""Progress that deep work tells without being handed anything: steps over what is expected, stopped by raising."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.progress import (
    Cancelled,
    advance,
    arrive,
    expect,
    from_share,
    heard_by,
    paced,
    up_to_share,
)


@given(st.integers(0, 9000), st.integers(1, 30_000))
def test_every_thing_comes_once_and_every_thousand_is_told(count: int, expected: int) -> None:
    told: list[tuple[int, int]] = []
    with heard_by(lambda done, total: told.append((done, total))):
        expect(expected, 500)
        assert list(paced(range(count))) == list(range(count))
        arrive()
        advance(1)  # somebody looks at it once more
    assert len(told) == -(-count // 1000) + 2
    assert told == sorted(told)
    assert all(0 <= done <= total == 500 for done, total in told)
    assert told[-1] == (500, 500)


def test_the_listener_stops_the_work_between_two_things() -> None:
    came: list[int] = []

    def stop(done: int, _total: int) -> None:
        if done >= 2000:
            raise Cancelled

    def work() -> None:
        expect(5000, 5000)
        for one in paced(range(5000)):
            came.append(one)  # noqa: PERF402 - each as it comes

    with pytest.raises(Cancelled), heard_by(stop):
        work()
    assert came == list(range(2000))
    assert list(paced(range(3))) == [0, 1, 2], "nobody listens any more"
    advance(1)


def test_the_inner_listener_hears_and_the_outer_one_goes_on() -> None:
    outer: list[int] = []
    inner: list[int] = []
    with heard_by(lambda done, _total: outer.append(done)):
        expect(2, 2)
        advance(1)
        with heard_by(lambda done, _total: inner.append(done)):
            expect(3, 3)
            advance(3)
            advance(0)
        advance(1)
        arrive()
    assert (outer, inner) == ([0, 1, 2], [0, 3])


def test_two_works_in_a_row_are_one_way() -> None:
    told: list[tuple[int, int]] = []
    whole = lambda done, total: told.append((done, total))  # noqa: E731 - a listener
    first, second = up_to_share(whole, 0.5), from_share(whole, 0.5)
    for report in (first, second):
        for done in (0, 50, 100):
            report(done, 100)
    assert told == [(0, 100), (25, 100), (50, 100), (50, 100), (75, 100), (100, 100)]
    first(3, 0)
    assert told[-1] == (1, 0), "how much there is may not be known"

"""The best set equals trying every set, with every kind of rule, ties included; and so do the sets after it."""

import random

import pytest

from khartoum_desktop.shortlist.choosing.search import EQUAL, NEXT, Search, key
from khartoum_desktop.shortlist.choosing.solving import Clock
from tests.shortlist.choosing.instances import all_sets, problem


@pytest.mark.parametrize("seed", range(200))
def test_the_best_set_its_equals_and_the_next_ones_are_those_of_trying_every_set(seed: int) -> None:
    asked = problem(random.Random(seed), 3 + seed % 7)
    sets, clock = all_sets(asked), Clock(60)
    search = Search(asked, clock)
    found = search.best()
    if not sets:
        assert found is None
        return
    assert found is not None
    assert found.proven
    assert found.chosen == sets[0]
    equal = [one for one in sets[1:] if key(asked, one) == key(asked, sets[0])]
    assert list(found.equal) == equal[:EQUAL]
    assert found.more == (len(equal) > EQUAL)
    rest = sets[1 + len(equal) :]
    assert list(search.following()) == rest[:NEXT]

"""Rank acceptability stays fast: processor time beside a bare matrix product and argsort of the same shapes."""

import pytest

from khartoum_desktop.shortlist.stability.drawing import Family
from tests.effort import growth, untraced
from tests.shortlist.stability.speed import FAMILIES, bare, ours, table


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: str(family.kind))
def test_counting_ranks_costs_little_more_than_sorting(family: Family) -> None:
    given, draws = table(500, 12), 10_000
    mine = untraced(lambda: ours(given, draws, family))
    assert growth(untraced(bare(given, draws)), mine, below=3, times=15) < 3

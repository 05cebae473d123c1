"""Random weights: what each family is uniform over, and that every Python draws the same."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.paths import PACKAGE
from khartoum_desktop.shortlist.stability.drawing import Draw, Family, draw_weights, drawn_total
from tests.scoring.building import vectors

ANY, ORDER = Family("any"), Family("order")
GOLDEN = "3d38adc23c57ead8d95bbafab874ed83950423af07e1d055253986c3a886d207"
SCRIPT = """
import hashlib, sys
from fractions import Fraction
from itertools import islice
sys.path.insert(0, {root!r})
from khartoum_desktop.shortlist.stability.acceptability import IntegerCounter
from khartoum_desktop.shortlist.stability.drawing import Family, draw_weights
said = hashlib.sha256()
for family in (Family("any"), Family("order"), Family("box", Fraction(30)), Family("box", Fraction(25, 2))):
    drawn = list(islice(draw_weights((32, 26, 23, 10, 10, 3, 0), family, 2026), 500))
    counter = IntegerCounter([[(7 * row * row + 3 * place * row) % 11 for place in range(7)] for row in range(6)])
    counter.add(drawn)
    said.update(repr((drawn, counter.result())).encode())
print(said.hexdigest())
"""


def drawn(weights: Sequence[int], family: Family, count: int, seed: int = 1) -> list[Draw]:
    return list(islice(draw_weights(weights, family, seed), count))


def means(draws: Sequence[Draw]) -> list[float]:
    whole = sum(draws[0])
    return [fmean(column) / whole for column in zip(*draws, strict=True)]


families = st.one_of(
    st.just(ANY), st.just(ORDER), st.fractions(0, 100, max_denominator=10).map(lambda percent: Family("box", percent))
)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=14).filter(any), families, st.integers(0, 9))
def test_every_draw_is_of_its_family(weights: list[int], family: Family, seed: int) -> None:
    whole, stated = drawn_total(weights, family), sum(weights)
    for draw in drawn(weights, family, 5, seed):
        assert sum(draw) == whole
        assert min(draw) >= 0
        if family.kind == "order":
            heavier = [(a, b) for a, b in zip(weights, draw, strict=True)]
            assert all(one[1] >= two[1] for one in heavier for two in heavier if one[0] > two[0])
        if family.kind == "box":
            reach = family.percent / 100
            for weight, part in zip(weights, draw, strict=True):
                assert abs(Fraction(part, whole) - Fraction(weight, stated)) <= reach * Fraction(weight, stated)


@pytest.mark.parametrize("n", ["3", "4", "5"])
def test_the_mean_of_the_order_family_are_the_rank_order_centroids(n: str) -> None:
    count = int(n)
    found = means(drawn(range(count, 0, -1), ORDER, 40_000))
    centroids = [sum(Fraction(1, k) for k in range(place, count + 1)) / count for place in range(1, count + 1)]
    assert found == pytest.approx([float(one) for one in centroids], abs=0.003)
    assert [float(one) for one in centroids] == pytest.approx([float(one) for one in vectors()["roc"][n]], abs=6e-5)


def test_criteria_of_equal_importance_are_drawn_alike() -> None:
    draws = drawn([2, 5, 2, 2], ORDER, 20_000)
    rest = (1 - 25 / 48) / 3
    assert means(draws) == pytest.approx([rest, 25 / 48, rest, rest], abs=0.004)
    orders = [tuple(sorted((0, 2, 3), key=lambda place: draw[place])) for draw in draws]
    shares = [orders.count(each) / len(orders) for each in set(orders)]
    assert len(shares) == 6
    assert shares == pytest.approx([1 / 6] * 6, abs=0.012)


def test_any_weights_are_all_alike() -> None:
    draws = drawn([9, 1, 0, 0, 0], ANY, 20_000)
    whole = sum(draws[0])
    assert means(draws) == pytest.approx([0.2] * 5, abs=0.004)
    for share in (0.1, 0.3, 0.5):  # of five even gaps one is wider than t with probability (1 - t)^4
        for column in zip(*draws, strict=True):
            assert sum(part > share * whole for part in column) / len(draws) == pytest.approx(
                (1 - share) ** 4, abs=0.015
            )


@pytest.mark.parametrize(("weights", "percent"), [((4, 3, 2, 1), 60), ((5, 1, 1, 1), 100), ((1, 1, 1, 1), 80)])
def test_a_box_is_drawn_as_by_rejection_from_all_weights(weights: tuple[int, ...], percent: int) -> None:
    """Means, spreads and tails of ours and of the plain way: leave out all draws of *any* outside the box."""
    ours = shares(drawn(weights, Family("box", Fraction(percent)), 20_000))
    stated = [weight / sum(weights) for weight in weights]
    plain = [
        draw
        for draw in shares(drawn(weights, ANY, 100_000, seed=2))
        if all(abs(part - weight) <= weight * percent / 100 for part, weight in zip(draw, stated, strict=True))
    ]
    assert len(plain) > 1_500
    for place, weight in enumerate(stated):
        reach = weight * percent / 100
        for threshold in (weight - reach / 2, weight, weight + reach / 2):
            one, other = (fmean(draw[place] > threshold for draw in draws) for draws in (ours, plain))
            assert one == pytest.approx(other, abs=0.04)
        for power in (1, 2):
            one, other = (fmean((draw[place] / reach) ** power for draw in draws) for draws in (ours, plain))
            assert one == pytest.approx(other, rel=0.03)
        for beside in range(place):
            one, other = (fmean(draw[place] * draw[beside] for draw in draws) for draws in (ours, plain))
            assert one == pytest.approx(other, rel=0.03)


def shares(draws: Sequence[Draw]) -> list[list[float]]:
    whole = sum(draws[0])
    return [[part / whole for part in draw] for draw in draws]


def test_a_box_of_twelve_criteria_is_drawn_without_waste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain rejection from all weights would need ten million numbers for one draw; here a draw needs about thirty."""
    count = 0

    class Counted(random.Random):
        def random(self) -> float:
            nonlocal count
            count += 1
            return super().random()

    monkeypatch.setattr("khartoum_desktop.shortlist.stability.drawing.Random", Counted)
    drawn([1] * 12, Family("box", Fraction(30)), 1000)
    assert count < 1000 * 11 * 4


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5).filter(any), families, st.integers(2, 1000))
def test_the_unit_of_the_weights_does_not_matter(weights: list[int], family: Family, unit: int) -> None:
    finer = [weight * unit for weight in weights]
    assert drawn(finer, family, 5) == drawn(weights, family, 5)
    assert drawn_total(finer, family) == drawn_total(weights, family)


def test_a_box_without_room_is_the_stated_weights() -> None:
    assert drawn([3, 1], Family("box"), 2) == [(805306368, 268435456)] * 2
    assert drawn([0, 7, 0], Family("box", Fraction(30)), 1)[0][::2] == (0, 0)


def test_a_seed_repeats_its_draws_and_a_longer_run_begins_with_the_shorter() -> None:
    for family in (ANY, ORDER, Family("box", Fraction(30))):
        assert drawn([3, 2, 1], family, 50) == drawn([3, 2, 1], family, 80)[:50]
        assert drawn([3, 2, 1], family, 50, seed=1) != drawn([3, 2, 1], family, 50, seed=2)


def pythons() -> list[str]:
    """Return this Python, and every other one that the program is for and that is here and runs."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [sys.executable]
    for minor in (11, 12, 13):
        places = [shutil.which(f"python3.{minor}"), *sorted(map(str, kept.glob(f"3.{minor}.*/bin/python")))]
        found += [place for place in places if place and runs(place)][:1]
    return found


def runs(python: str) -> bool:
    """Tell whether there is a Python behind a name: it may be a link to nothing."""
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("python", pythons())
def test_every_python_draws_and_counts_the_same(python: str) -> None:
    script = SCRIPT.format(root=str(PACKAGE.parent))
    done = subprocess.run([python, "-I", "-B", "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (GOLDEN, "")


def test_the_generator_itself_keeps_its_sequence() -> None:
    source = random.Random(2026)  # noqa: S311 - no secret
    assert [source.random() for _ in range(3)] == [0.11911988496396309, 0.5025157552312506, 0.511822712773071]

"""How long rank acceptability takes, beside a bare NumPy matrix product and argsort of the same shapes.

`python -m tests.shortlist.stability.speed [DRAWS] [PROPOSALS] [CRITERIA]`; without arguments 10,000, 500 and 12. Ours
draws the weights, ranks exactly with shared ranks, and counts ranks, central weights and duels; the bare one has its
weights ready and keeps nothing. All are measured in one run, in turn; medians are printed.
"""

import random
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from statistics import median

from khartoum_desktop.shortlist.stability.acceptability import Acceptability, acceptability
from khartoum_desktop.shortlist.stability.drawing import Family
from khartoum_desktop.shortlist.stability.table import Table

FAMILIES = (Family("any"), Family("order"), Family("box", Fraction(30)))


def table(proposals: int, criteria: int, marks: int = 24) -> Table:
    """Return proposals with marks of 1 to 5 in steps of 1/6 (the mean of three assessors, say, or of two of three)."""
    chance = random.Random(1)  # noqa: S311 - marks to measure with, nothing secret
    return Table(
        names=tuple(str(number) for number in range(proposals)),
        marks=tuple(tuple(6 + chance.randint(0, marks) for _ in range(criteria)) for _ in range(proposals)),
        weights=tuple(range(3, 3 + criteria)),
        unit=6,
    )


def bare(given: Table, draws: int) -> Callable[[], object]:
    """Return the matrix product and the argsort, weights and marks ready as arrays."""
    import numpy as np

    marks = np.array(given.marks, dtype=float).T.copy()
    weights = np.random.default_rng(1).dirichlet(np.ones(len(given.weights)), draws)
    return lambda: np.argsort(weights @ marks, axis=1)


def ours(given: Table, draws: int, family: Family) -> Acceptability:
    """Draw and count."""
    return acceptability(given, family, draws)


def main(draws: int, proposals: int, criteria: int, rounds: int = 7) -> None:
    """Measure all in turn, and print."""
    given = table(proposals, criteria)
    acts: dict[str, Callable[[], object]] = {"bare product and argsort": bare(given, draws)}
    for family in FAMILIES:
        acts[family.kind] = lambda family=family: ours(given, draws, family)  # type: ignore[misc]
    took: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            start = time.perf_counter()
            act()
            took[name].append(time.perf_counter() - start)
    least = median(took["bare product and argsort"])
    print(f"{draws:,} draws × {proposals:,} proposals × {criteria} criteria")  # noqa: T201 - a script's answer
    for name, seconds in took.items():
        print(f"{name:<26} {median(seconds):.3f} s, {median(seconds) / least:.2f} times")  # noqa: T201


if __name__ == "__main__":
    asked = [int(number) for number in sys.argv[1:]]
    main(*(asked + [10_000, 500, 12][len(asked) :]))

"""How long the best set of 200 proposals with every kind of rule takes, and what surrounds it.

`python -m tests.shortlist.choosing_speed [PROPOSALS] [PROBLEMS]`; without arguments 200 and 8. Times are those of the
processor, of one thread; medians and the worst are printed.
"""

import random
import sys
import time
from fractions import Fraction
from statistics import median
from typing import Final

from khartoum_desktop.shortlist.choosing.model import Envelope, Item, Problem, Rule
from khartoum_desktop.shortlist.choosing.search import Search
from khartoum_desktop.shortlist.choosing.solving import Clock

_WEIGHTS: Final = (32, 26, 23, 10, 6, 3)
_MILLION: Final = 10**9


def large(seed: int, size: int = 200) -> Problem:
    """Return proposals marked 0 to 5 on six criteria, with means of thirds and sevenths, and costs of any amount."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    worths = [
        sum(Fraction(weight * sum(dice.randint(0, 5) for _one in range(n)), 500 * n) for weight in _WEIGHTS)
        for n in (dice.choice((1, 1, 2, 3, 7)) for _item in range(size))
    ]
    items = tuple(
        Item(
            id=f"id{number}",
            ref=f"R{number:03}",
            worth=Fraction(worth),
            cost=dice.choice([dice.randint(100, 5000) * 10**6, dice.randint(10**8, 5 * 10**9)]),
            position=1 + sum(other > worth for other in worths),
            groups={
                "country": frozenset({f"C{dice.randrange(12)}"}),
                "group": frozenset({dice.choice(("AFR", "EU"))}),
                "priority": frozenset(f"p{one}" for one in dice.sample(range(8), dice.randint(1, 3))),
                "jvap": frozenset({f"JVAP-{dice.randint(1, 5)}"}),
            },
            years={"2027": dice.randint(10**8, 10**9)},
        )
        for number, worth in enumerate(worths)
    )
    every = sum(item.cost or 0 for item in items)
    ids = [item.id for item in items]
    pairs = [Rule(kind, tuple(dice.sample(ids, 2))) for kind in ("needs", "excludes") for _pair in range(8)]
    rules = (
        Rule("max", (), "country", 4),
        Rule("min", (), "country", 1),
        Rule("min", (), "priority", 2),
        Rule("cover", (), "jvap", 5),
        Rule("max", ("AFR",), "group", 25),
        Rule("share", (), "country", share=Fraction(1, 4)),
        *pairs,
        Rule("in", tuple(dice.sample(ids, 2))),
        Rule("out", tuple(dice.sample(ids, 3))),
        Rule("max", tuple(dice.sample(ids, 20)), "refs", 3),
    )
    return Problem(items, (Envelope("all", every // 6), Envelope("year", 9 * _MILLION, "2027")), rules)


def measure(seed: int, size: int = 200) -> tuple[float, float]:
    """Return the seconds of the best set with its equals, and of the four next best sets."""
    search = Search(large(seed, size), Clock(600))
    start = time.process_time()
    found = search.best()
    first = time.process_time() - start
    assert found is None or found.proven
    tuple(search.following())
    return first, time.process_time() - start - first


def main(arguments: list[str]) -> None:
    """Measure and print."""
    size, problems = (int(one) for one in (*arguments, *("200", "8")[len(arguments) :]))
    measure(0, 20)  # loads the solver
    times = [measure(seed, size) for seed in range(problems)]
    for what, place in (("best set", 0), ("four next", 1)):
        seconds = [one[place] for one in times]
        said = f"{what}: median {median(seconds):.2f} s, worst {max(seconds):.2f} s"
        print(f"{said} ({size} proposals, all rules)")  # noqa: T201 - a script's answer


if __name__ == "__main__":
    main(sys.argv[1:])

"""How long a move of a slider takes until the ranking is painted anew; one frame of a 60 Hz screen is 16.7 ms.

`python -m tests.shortlist.whatif.slider_speed [PROPOSALS] [CRITERIA] [MOVES]`; without arguments 500, 12 and 200.
Measured on the clock: the exact ranking alone, then everything, from the move to the last painted pixel.
"""

import os
import random
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from statistics import median

from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist.model import rank
from khartoum_desktop.shortlist.whatif.model import Board
from khartoum_desktop.shortlist.whatif.queries import Trials
from khartoum_desktop.shortlist.whatif.weights import moved, stored
from tests.scoring.building import criteria_set, single

FRAME = 1 / 60


def board_of(proposals: int, criteria: int) -> Board:
    """Return a board of proposals with marks of one assessor, one in fifty left out."""
    chance = random.Random(1)  # noqa: S311 - marks to measure with, nothing secret
    made = criteria_set([chance.randint(1, 20) for _place in range(criteria)])

    def mark() -> int | None:
        return chance.randint(1, 5) if chance.random() > 1 / 50 / criteria else None

    rows = {f"id{number}": [mark() for _place in range(criteria)] for number in range(proposals)}
    names = [Candidate(ident, f"KP-2026-EG-A-{ident[2:]:>03}", Wording(en=f"Proposal {ident}")) for ident in rows]
    return Board(rank(made, names, single(made, rows)))


def shares(moves: int) -> list[Fraction]:
    """Return where a slider is dragged to."""
    return [Fraction(100 + 7 * number % 800, 1000) for number in range(moves)]


def ranking(board: Board) -> Callable[[Fraction], object]:
    """Return what ranks for one place of the first slider."""
    usual = stored(board.criteria)
    return lambda share: board.rank(moved(usual, 0, share))


def window(board: Board) -> Callable[[Fraction], object]:
    """Return what moves the first slider of a real page and paints what changed."""
    from PySide6.QtWidgets import QApplication

    from khartoum_desktop.proposals.shipped_lists import shipped_lists
    from khartoum_desktop.shortlist.whatif.ui.sandbox import Sandbox
    from khartoum_desktop.toolkit.desk import Desk
    from khartoum_desktop.toolkit.theme import install_theme

    install_theme("light")
    page = Sandbox(Desk())
    page.resize(1246, 600)
    round_ = Round("r", Wording(en="Round"), "p", "set", "", 1, closed=False)
    page.show_trials(Trials(round_, board, ()), shipped_lists())
    page.show()
    QApplication.processEvents()

    def move(share: Fraction) -> None:
        page.weights.rows[0].slider.wanted.emit(share)
        QApplication.processEvents()  # paints all that was marked to be painted

    move.__dict__["page"] = page  # kept alive
    return move


def measure(act: Callable[[Fraction], object], moves: int) -> list[float]:
    """Return the seconds of each move, the first few left out."""
    taken = []
    for share in shares(moves + 5):
        start = time.thread_time()
        act(share)
        taken.append(time.thread_time() - start)
    return sorted(taken[5:])


def main(proposals: int, criteria: int, moves: int) -> None:
    """Measure and print."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    board = board_of(proposals, criteria)
    for name, act in (("ranking alone", ranking(board)), ("move to repainted ranking", window(board))):
        taken = measure(act, moves)
        late = taken[len(taken) * 95 // 100]
        print(f"{name}: median {median(taken) * 1000:.1f} ms, 95th of 100 {late * 1000:.1f} ms (frame 16.7 ms)")  # noqa: T201 - a script's answer
    application.quit()


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*(given + [500, 12, 200][len(given) :]))

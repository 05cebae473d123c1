"""How long a person waits at 10,000 proposals: the list and search results on screen, and one save, by the clock.

`python -m tests.benchmarks.screens` imports a file of 10,000 rows, shows the real page, and prints for each sorting and
each search the time from the asking to the painted rows, by the clock and in processor time: on a busy machine the
second is nearer to the truth. A save is measured beside a bare update of the same column.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.storage.schema import TABLES, Proposal
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.workspace import Person, Workspace
from tests.benchmarks.import_speed import make_file

SORTS = ("ref", "title", "budget_total", "state")
SEARCHES = ("مراكز", "migrant smuggling", "وزارة العمل", "nowhere", "e", "")
_TIMES = 7


def filled(folder: Path, rows: int) -> Workspace:
    """Return a workspace with that many imported proposals."""
    path = folder / "projects.xlsx"
    make_file(path, rows, 1)
    work = Workspace.create(folder / "screens.khartoum", Person("Benchmark", "EG"), genesis=genesis())
    apply(work, plan(work, path))
    return work


def timed(work: Callable[[], object], rest: Callable[[], object]) -> tuple[float, float]:
    """Return the median milliseconds of some runs, by the clock and in processor time; between them comes a rest."""
    clock, processor = [], []
    for _time in range(_TIMES):
        rest()
        start, used = time.perf_counter(), time.process_time()
        work()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return median(clock), median(processor)


class Screen:
    """The proposals page in a window of the usual size."""

    def __init__(self, app: QApplication, work: Workspace) -> None:
        self._app, self._desk = app, Desk()
        install_theme("light")
        set_direction()
        self.page = ProposalsPage(work, self._desk)
        self.page.resize(1262, 692)
        self.page.show()

    def until_painted(self, ask: Callable[[], object]) -> None:
        """Ask for something, and wait until the rows that answer it are painted."""
        waiting = QEventLoop()
        link = self.page.list.found.connect(waiting.quit)
        ask()
        waiting.exec()
        self.page.list.table.viewport().grab()
        self.page.list.found.disconnect(link)

    def search(self, words: str) -> None:
        """Search for words, without the moment that is waited for the next key."""
        self.page.list.line.setText(words)
        self.page.list.search()

    def rest(self) -> None:
        """Wait until everything else that followed is done too."""
        while self._desk.tasks.running():
            self._app.processEvents()

    def close(self) -> None:
        """Stop the background work and let the page go: what runs next in this process must not see it."""
        self._desk.close()
        self.page.close()
        self.page.deleteLater()


def screens(work: Workspace) -> list[tuple[str, float, float]]:
    """Return (what, ms by the clock, ms of processor) of each list and search on screen."""
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise TypeError
    screen = Screen(app, work)
    screen.until_painted(lambda: screen.page.arrive(None))
    asked: list[tuple[str, Callable[[], object]]] = [
        *((f"list by {sort}", partial(screen.page.list._sort_by, sort, descending=False)) for sort in SORTS),
        *((f"search “{words}”", partial(screen.search, words)) for words in SEARCHES),
    ]
    found = []
    for what, ask in asked:
        found.append((what, *timed(partial(screen.until_painted, ask), screen.rest)))
    screen.rest()
    screen.close()
    return found


def saves(work: Workspace, times: int = 200) -> tuple[float, float]:
    """Return the median ms of one save of a plain field, and of a bare update of it by the same engine."""
    ident = queries.ids(work)[0]
    proposal = TABLES["proposal"]
    ours, bare = [], []
    for n in range(times):
        start = time.perf_counter()
        with work.step("Benchmark") as step:
            step.put(Proposal, ident, {"duration_months": 1 + n % 60})
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        with work.store._opened.writing() as db:  # past the store, on purpose
            db.execute(update(proposal).where(proposal.c.id == ident).values(duration_months=1 + (n + 1) % 60))
        bare.append(time.perf_counter() - start)
    return median(ours) * 1000, median(bare) * 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        work = filled(Path(name), chosen.rows)
        lines = [f"{chosen.rows} proposals, medians           clock  processor"]
        lines += [f"{what:<36} {clock:6.0f} ms {used:6.0f} ms" for what, clock, used in screens(work)]
        save, bare = saves(work)
        lines.append(f"save of one field {save:.2f} ms, bare update {bare:.2f} ms: {save / bare:.1f} times")
        work.close()
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How the list of proposals feels at 100,000: the longest event of the window, searches on screen, and the index.

`python -m tests.benchmarks.hundred_thousand` fills a workspace through the public door, shows the real page and prints

- the longest event on the UI thread while scrolling, sorting, filtering and typing a search letter by letter: no event
  may take longer than 50 ms, whatever runs in the background; beside it how much of it was work of the UI thread, how
  much it waited (for the interpreter's lock) and how long other threads and programs left it no processor, and the
  longest pause, in which there may have been several events;
- the time from the asking to the painted first page of several searches: 150 ms are wanted;
- the size of the search index, and a search by it beside the bare query of the same index: 1.5 times is wanted.

`--store FILE` keeps the filled workspace there, and takes it from there the next time.
"""

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from khartoum_desktop.core.pace import keep_prompt
from khartoum_desktop.core.text import fold
from khartoum_desktop.proposals.searches.model import Condition, Test
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.storage.schema import Alignment, Party, Proposal
from khartoum_desktop.workspace import Person, Workspace
from tests.benchmarks.events import Pulse, Taken, Timed, Timer
from tests.benchmarks.screens import Screen

WANTED_EVENT, WANTED_PAGE, WANTED_RATIO = 50, 150, 1.5  # milliseconds, milliseconds, times
_AT_ONCE: Final = 5_000
_ROOTS = (
    *("migr", "régio", "form", "protec", "capac", "santé", "empl", "retour", "accueil", "traf", "smugg", "border"),
    *("data", "climat", "jeun", "مهاجر", "تدريب", "حماي", "تهريب", "اتجار", "حدود", "شباب", "صح", "عود", "نزوح"),
    *("تعليم", "بيانات", "مناخ", "قدر"),
)
_ENDS = ("", "ation", "ance", "ement", "al", "ing", "s", "ات", "ين", "ية", "ون", "ة")
_WORDS = [f"{root}{middle}{end}" for root in _ROOTS for middle in ("", "an", "و", "ol", "ائ") for end in _ENDS]
_SHUFFLED = random.Random(3).sample(_WORDS, len(_WORDS))  # noqa: S311 - not for secrets
_WEIGHTS = [1 / (place + 1) for place in range(len(_WORDS))]  # as words are: a few everywhere, most of them rare
_STATES = ("IDEA", "DRAFT", "DRAFT", "SUBMITTED", "ELIGIBLE", "ASSESSED", "SHORTLISTED", "ENDORSED", "REJECTED")
_COUNTRIES = ("SD", "EG", "ET", "TN", "LY", "KE", "UG", "SO", "DJ", "SS", "IT", "FR")
_CURRENCIES = ("EUR", "USD", "EGP", "SDG")
_HEAVIER = list(itertools.accumulate(_WEIGHTS))


def fill(work: Workspace, number: int) -> None:
    """Write that many proposals of the usual length, each with two parties and two codes, as one step."""
    dice = random.Random(7)  # noqa: S311 - not for secrets
    with work.step("Benchmark") as step:
        for n in range(number):
            ident = step.add(Proposal, _proposal(dice, n))
            for place, country in enumerate(dice.sample(_COUNTRIES, 2)):
                step.add(Party, {"proposal": ident, "position": place, "name": country, "role": "lead"})
            for scheme, code in (("gcm", f"GCM-{dice.randint(1, 23)}"), ("jvap", f"JVAP-{dice.randint(1, 5)}")):
                step.add(Alignment, {"proposal": ident, "scheme": scheme, "code": code})
            if n % _AT_ONCE == 0:
                step.flush()


def _proposal(dice: random.Random, n: int) -> dict[str, Any]:
    def words(least: int, most: int) -> str:
        return " ".join(dice.choices(_SHUFFLED, cum_weights=_HEAVIER, k=dice.randint(least, most)))

    year = dice.randint(2026, 2030)
    return {
        "ref": f"KP-2026-EG-B-{n + 1:02}",
        "state": dice.choice(_STATES),
        "source": "imported",
        "confidentiality": "members_only",
        "lead_country": dice.choice(_COUNTRIES),
        "title_ar": words(4, 9),
        "title_en": words(4, 9) if n % 2 else None,
        "summary_ar": words(20, 50),
        "context": words(30, 80),
        "submitting_ministry": f"وزارة {words(1, 2)}",
        "contact_name": words(2, 2),
        "activities": "\n".join(words(4, 8) for _n in range(3)),
        "budget_total": dice.randint(50, 9000) * 1_000_000 if n % 7 else None,
        "budget_total_currency": dice.choice(_CURRENCIES) if n % 7 else None,
        "duration_months": dice.randint(6, 60) if n % 5 else None,
        "start_planned": dice.choice((f"{year}", f"{year}-Q3", f"{year}-05", f"{year}-02-11", None)),
        "acronym": words(1, 1)[:5].upper() if n % 3 else None,
    }


# --- the window -------------------------------------------------------------------------------------------------------


def wait(ms: int) -> None:
    """Let the window live for a while as the program does; QTest's own waiting keeps the interpreter to itself."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


class Desk:
    """The real page, and what a person does with it."""

    def __init__(self, app: QApplication, work: Workspace) -> None:
        self._app = app
        self.screen = Screen(app, work)
        self.list = self.screen.page.list
        self.pulse = Pulse()
        self.timer = app.timer if isinstance(app, Timed) else Timer()
        self.screen.until_painted(lambda: self.screen.page.arrive(None))
        self.rest()
        keep_prompt()  # as the program does

    def rest(self) -> None:
        """Let everything that was asked come to its end."""
        for _again in range(4):
            wait(20)
            while self.screen._desk.tasks.running():
                wait(10)

    def longest(self, act: Callable[[], object]) -> Taken:
        """Return the longest event while something is done and everything that follows from it."""
        self.timer.begin()
        with self.pulse.watching():
            act()
            self.rest()
        return self.timer.longest

    def scroll(self) -> None:
        """Scroll by the page, then to ever other places."""
        bar = self.list.table.verticalScrollBar()
        for place in [*range(0, 12_000, 600), *(bar.maximum() * part // 20 for part in range(20)), 0]:
            with self.timer.event("moving the scroll bar"):
                bar.setValue(place)
            self._app.processEvents()

    def sort(self, key: str) -> None:
        """Sort upwards, as a click on a header does."""
        with self.timer.event("asking to sort"):
            self.list._sort_by(key, descending=False)

    def sort_and_scroll(self) -> None:
        """Scroll on while the rows are put into another order."""
        with self.timer.event("asking to sort"):
            self.list._sort_by("acronym", descending=True)
        self.scroll()

    def type_in(self, words: str) -> None:
        """Type a search letter by letter, 80 ms apart."""
        self.list.line.setFocus()
        for end in range(1, len(words) + 1):
            with self.timer.event("typing a letter"):
                self.list.line.setText(words[:end])  # as keys do, also in Arabic
            wait(80)

    def painted(self, words: str) -> float:
        """Return how long it takes (ms) from the asking for words to the painted first page."""
        self.rest()
        start = time.perf_counter()
        self.screen.until_painted(partial(self.screen.search, words))
        return (time.perf_counter() - start) * 1000

    def filtered(self, *conditions: Condition) -> None:
        """Ask for what conditions leave, as a column's menu does."""
        with self.timer.event("asking to filter"):
            self.list.filters.set(conditions)
            self.list.search()


SORTS: Final = ("title", "budget_total", "start_planned", "duration_months", "lead_country", "gcm", "parties",
                "completeness", "contact_name", "state", "ref")  # fmt: skip
FILTERS: Final = {
    "a title contains": Condition("title", Test.CONTAINS, ("migr",)),
    "a country is one of": Condition("lead_country", Test.ONE_OF, ("SD", "ET")),
    "a cost lies between": Condition("budget_total", Test.RANGE, ("100000000", "900000000")),
    "a date lies between": Condition("start_planned", Test.RANGE, ("2027", "2028-Q2")),
    "a field is blank": Condition("acronym", Test.BLANK),
    "anything changed since": Condition("history", Test.CHANGED_SINCE, ("2026-01-01",)),
}


def searches(work: Workspace) -> tuple[str, ...]:
    """Return what is searched for: a word that is everywhere, rarer ones, nothing, and a few letters."""
    words = sorted(_WORDS, key=dict(zip(_SHUFFLED, _WEIGHTS, strict=True)).__getitem__, reverse=True)
    long = [word for word in words if len(word) > 6]
    return (long[0], long[20], f"{long[1]} {long[7]}", long[-1], "KP-2026-EG-B-777", "nowhere", "mi", "m", "")


def events(desk: Desk) -> Iterator[tuple[str, Taken]]:
    """Yield (what was done, the longest event)."""
    yield "scrolling", desk.longest(desk.scroll)
    for sort in SORTS:
        yield f"sorting by {sort}", desk.longest(partial(desk.sort, sort))
    yield "scrolling while sorting", desk.longest(desk.sort_and_scroll)
    desk.longest(partial(desk.sort, "ref"))
    for what, condition in FILTERS.items():
        yield f"filter: {what}", desk.longest(partial(desk.filtered, condition))
    desk.longest(desk.filtered)
    for words in ("migration", "تهريب"):
        yield f"typing “{words}”", desk.longest(partial(desk.type_in, words))
    desk.longest(desk.list.clear)


def pages(desk: Desk, words: Iterable[str], times: int = 3) -> Iterator[tuple[str, float, int]]:
    """Yield (words, the best of some times until the first page is painted in ms, how many are found)."""
    for one in words:
        taken = min(desk.painted(one) for _time in range(times))
        desk.rest()
        yield one, taken, len(desk.list.model.ids)


# --- the index --------------------------------------------------------------------------------------------------------


def index_size(work: Workspace) -> tuple[float, float]:
    """Return the megabytes of the searched texts, and of their index."""
    with work.reading() as db:
        texts = db.exec_driver_sql("SELECT sum(length(CAST(text AS BLOB))) FROM search_text").scalar_one()
        index = db.exec_driver_sql("SELECT sum(length(block)) FROM search_index_data").scalar_one()
    return texts / 1e6, index / 1e6


def beside_bare(work: Workspace, words: str, times: int = 7) -> tuple[float, float, int]:
    """Return the best ms of the store's search and of the bare query of its index, and how many rows they find."""
    asked = " AND ".join(f'"{word}"' for word in fold(words).split())
    ours, bare, number = [], [], 0
    for _time in range(times):
        start = time.perf_counter()
        number = len(work.store.search(words, removed=True))
        ours.append(time.perf_counter() - start)
        with work.reading() as db:
            raw: Any = db.connection.driver_connection
            start = time.perf_counter()
            raw.execute("SELECT rowid FROM search_index WHERE search_index MATCH ?", (asked,)).fetchall()
            bare.append(time.perf_counter() - start)
    return min(ours) * 1000, min(bare) * 1000, number


def report(work: Workspace, words: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the whole measurement."""
    start = time.perf_counter()
    work.store.search("x")
    work.store.searcher.wait()
    with work.reading() as db:
        indexed = db.exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name = 'search_index'").first() is not None
    if indexed:
        texts, index = index_size(work)
        taken = time.perf_counter() - start
        yield f"index: {index:.0f} MB of {texts:.0f} MB of text, made in {taken:.0f} s unless it was there"
        for one in (one for one in words if min(map(len, one.split()), default=0) > 2):
            ours, bare, number = beside_bare(work, one)
            yield f"index “{one}” ({number} found): {ours:.1f} ms, bare {bare:.1f} ms: {ours / bare:.2f} times"
    app = QApplication.instance() or Timed()
    if not isinstance(app, QApplication):
        raise TypeError
    desk = Desk(app, work)
    for one, taken, number in pages(desk, words):
        yield f"first page of “{one}” ({number} found): {taken:.0f} ms"
    for what, longest in events(desk):
        yield f"longest event, {what}: {longest}, longest pause {desk.pulse.longest:.0f} ms"
    desk.rest()
    desk.screen.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=100_000)
    parser.add_argument("--store", type=Path)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        path = chosen.store or Path(name) / "large.khartoum"
        there = path.exists()
        person = Person("Benchmark", "EG")
        work = Workspace.open(path) if there else Workspace.create(path, person, genesis=genesis())
        if not there:
            start = time.perf_counter()
            fill(work, chosen.proposals)
            sys.stdout.write(f"{chosen.proposals} proposals written in {time.perf_counter() - start:.0f} s\n")
        for line in report(work, searches(work)):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        work.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

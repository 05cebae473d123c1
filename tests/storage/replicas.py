"""Three laptops that write, exchange and take back at random, and a judge who knows only who had seen what."""

import itertools
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from sqlalchemy import select

from khartoum_desktop.storage import backup
from khartoum_desktop.storage.rows import CHANGE, CONFLICT, STEP
from khartoum_desktop.storage.schema import TABLES, Proposal
from khartoum_desktop.storage.store import Item, Person, Store

LAPTOPS = 3
ROWS = ("P1", "P2")
FIELDS = ("title_en", "budget_total")
Script = Sequence[tuple[Any, ...]]

_laptop = st.integers(0, LAPTOPS - 1)
_row = st.sampled_from(ROWS)
operations: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    st.tuples(st.just("edit"), _laptop, _row, st.sampled_from(FIELDS), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("edit"), _laptop, _row, st.sampled_from(FIELDS), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("open"), _laptop, _row),
    st.tuples(st.just("remove"), _laptop, _row),
    st.tuples(st.just("undo"), _laptop),
    st.tuples(st.just("redo"), _laptop),
    st.tuples(st.just("send"), _laptop, _laptop),
    st.tuples(st.just("part"), _laptop, _laptop, st.integers(0, 2**16)),
)
scripts = st.lists(operations, min_size=3, max_size=22)


def random_script(seed: int, length: int = 22) -> Script:
    """Return a script without hypothesis, for judging broken rules quickly."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    kinds = ("edit", "edit", "edit", "edit", "open", "open", "remove", "undo", "redo", "send", "part")
    rest: dict[str, Callable[[], tuple[Any, ...]]] = {
        "edit": lambda: (dice.choice(ROWS), dice.choice(FIELDS), dice.randrange(4), dice.choice((0, 2, 3, 3))),
        "open": lambda: (dice.choice(ROWS),),
        "remove": lambda: (dice.choice(ROWS),),
        "undo": tuple,
        "redo": tuple,
        "send": lambda: (dice.randrange(LAPTOPS),),
        "part": lambda: (dice.randrange(LAPTOPS), dice.randrange(2**16)),
    }
    return [(kind, dice.randrange(LAPTOPS), *rest[kind]()) for kind in (dice.choice(kinds) for _ in range(length))]


class Folder:
    """A place for stores that open fast: each begins as a copy of one empty file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._count = itertools.count()
        self._empty = path / "empty.khartoum"
        self._open: list[Store] = []
        Store.create(self._empty).close()

    def store(self, name: str = "z", clock: Callable[[], int] = lambda: 0) -> Store:
        """Open a new empty store with a person of this name."""
        path = self.path / f"{name}{next(self._count)}.khartoum"
        shutil.copyfile(self._empty, path)
        store = Store.open(path, clock=clock)
        store.renew_device()
        store.sit_down(Person(name, "EG"))
        self._open.append(store)
        return store

    def close(self) -> None:
        """Close every store that was opened here."""
        for store in self._open:
            store.close()
        self._open = []


@contextmanager
def folder() -> Iterator[Folder]:
    """Give a place of its own that disappears afterwards; its thousands of merges keep no copies from before."""
    memory = Path("/dev/shm")  # noqa: S108 - thousands of small stores need no disk; mkdtemp makes it private
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as path:
        place = Folder(Path(path))
        try:
            with mock.patch.object(backup, "before"):
                yield place
        finally:
            place.close()


@dataclass(frozen=True)
class Write:
    """One change as the judge knows it: what it says, and which changes its author had before them."""

    row: str
    values: Mapping[str, Any]
    knew: frozenset[str]
    at: int


@dataclass(frozen=True)
class Form:
    """A form as it was opened: the row's heads, and every change behind them."""

    heads: str
    knew: frozenset[str]


@dataclass(frozen=True)
class Saved:
    """What a save must record, and what its author had seen."""

    values: Mapping[str, Any]
    knew: frozenset[str]


@dataclass
class Played:
    """What a script left behind."""

    stores: list[Store]
    writes: dict[str, Write] = field(default_factory=dict)

    def effective(self, known: Iterable[str]) -> set[str]:
        """Return the changes of which everything that their authors had seen is among the known ones."""
        here = set(known)
        return {ident for ident in here if self.writes[ident].knew <= here}


def changes_in(store: Store) -> dict[str, Any]:
    """Return change id -> its record row."""
    with store.reading() as db:
        query = select(CHANGE, STEP.c.at).join(STEP, STEP.c.id == CHANGE.c.step)
        return {row.id: row for row in db.execute(query)}


def row_in(store: Store, row: str) -> Any:
    """Return a proposal as it is shown, or None."""
    table = TABLES["proposal"]
    with store.reading() as db:
        return db.execute(select(table).where(table.c.id == row)).one_or_none()


def conflicts_in(store: Store) -> dict[tuple[str, str], list[tuple[str, Any]]]:
    """Return (row, field) -> [(change id, value)]."""
    with store.reading() as db:
        return {
            (found.row, found.field): [(ident, value) for ident, value in json.loads(found.candidates)]
            for found in db.execute(select(CONFLICT))
        }


def value_of(name: str, number: int) -> Any:
    """Return one of a few values of a field's type."""
    return number * 1000 if name == "budget_total" else ("a", "b", "c", None)[number]


def play(place: Folder, script: Script, clock_seed: int = 0) -> Played:
    """Let the laptops do what the script says; their clocks tie, and run backwards."""
    dice = random.Random(clock_seed)  # noqa: S311 - a test's dice
    played = Played([place.store(name, lambda: dice.randrange(4)) for name in "abc"[:LAPTOPS]])
    forms: dict[tuple[int, str], Form] = {}
    with played.stores[0].step("Begin") as step:
        step.add(Proposal, {"title_en": "x", "budget_total": 1}, row=ROWS[0])
    _note(played, 0, {}, {})
    for store in played.stores[1:]:
        store.merge(played.stores[0].items())
    for kind, laptop, *rest in script:
        store = played.stores[laptop]
        before = changes_in(store)
        saved: dict[str, Saved] = {}
        if kind == "open":
            shown = row_in(store, rest[0])
            if shown:
                forms[laptop, rest[0]] = Form(shown.heads, _known_of(played, before, rest[0]))
        elif kind in ("edit", "remove"):
            saved = _save(played, store, kind, rest, forms.get((laptop, rest[0])))
        elif kind == "undo":
            store.undo()
        elif kind == "redo":
            store.redo()
        elif kind == "send":
            played.stores[rest[0]].merge(store.items())
        else:
            played.stores[rest[0]].merge(some_of(store.items(), rest[1]))
        _note(played, laptop, before, saved)
    return played


def _save(played: Played, store: Store, kind: str, rest: Sequence[Any], form: Form | None) -> dict[str, Saved]:
    """Save a form, fresh or opened long ago; return what must be recorded, and what its author had seen."""
    row, known = rest[0], _known_of(played, changes_in(store), rest[0])
    shown = row_in(store, row)
    values: dict[str, Any] = {"removed": True} if kind == "remove" else {rest[1]: value_of(rest[1], rest[2])}
    if kind == "edit" and rest[3] == 2:  # a form that saves two fields at once
        other = next(name for name in FIELDS if name != rest[1])
        values[other] = value_of(other, (rest[2] + 1) % 4)
    stale = form if kind == "edit" and rest[3] == 3 else None
    torn = any(where == row for where, _field in conflicts_in(store))
    with store.step("Save") as step:
        if shown:
            step.put(Proposal, row, values, seen=stale.heads if stale else None)
        else:
            step.add(Proposal, values, row=row)
    if shown is None:
        return {row: Saved({name: value for name, value in values.items() if value is not None}, frozenset())}
    if torn or (stale and stale.heads != shown.heads):
        return {row: Saved(values, stale.knew if stale else known)}
    return {row: Saved({name: value for name, value in values.items() if getattr(shown, name) != value}, known)}


def _known_of(played: Played, record: Mapping[str, Any], row: str) -> frozenset[str]:
    return frozenset(ident for ident in played.effective(record) if played.writes[ident].row == row)


def _note(played: Played, laptop: int, before: Mapping[str, Any], saved: Mapping[str, Saved]) -> None:
    """Tell the judge of every change that this laptop has just written."""
    written = {
        ident: change
        for ident, change in changes_in(played.stores[laptop]).items()
        if ident not in before and ident not in played.writes
    }
    for ident, change in written.items():
        values = json.loads(change.content)["set"]
        if change.row in saved:
            assert values == saved[change.row].values
            knew = saved[change.row].knew
        else:  # undo and redo build on everything that is here
            knew = _known_of(played, before, change.row)
        played.writes[ident] = Write(change.row, values, knew, change.at)
    assert {change.row for change in written.values()} >= {row for row, form in saved.items() if form.values}


def some_of(items: Sequence[Item], seed: int) -> list[Item]:
    """Return about half of the changes, shuffled, with the steps that they belong to."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    chosen = [item for item in items if "nonce" not in json.loads(item.body) and dice.random() < 0.5]
    return with_steps(items, chosen, dice)


def with_steps(items: Sequence[Item], chosen: Sequence[Item], dice: random.Random) -> list[Item]:
    """Return the chosen changes and their steps in random order."""
    steps = {json.loads(item.body)["step"] for item in chosen}
    found = [item for item in items if item.id in steps] + list(chosen)
    dice.shuffle(found)
    return found


def exchange(stores: Sequence[Store], seed: int, items: Sequence[Item] | None = None) -> None:
    """Bring everything to everybody: shuffled, twice, in pieces."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    whole = items if items is not None else list({item.id: item for store in stores for item in store.items()}.values())
    for store in stores:
        changes = [item for item in whole if "nonce" not in json.loads(item.body)] * 2
        dice.shuffle(changes)
        while changes:
            size = dice.randrange(1, 6)
            piece, changes = changes[:size], changes[size:]
            store.merge(with_steps(whole, piece, dice))
        store.merge(whole)

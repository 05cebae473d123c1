"""What the tests of the store share: a store of one's own, and a clock that can be set."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from khartoum_desktop.storage.store import Person, Store

AMINA = Person("Amina", "EG")
NOON = 1_772_971_200_000  # 8 March 2026, 12:00 UTC, in ms


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now

    def forward(self, *, days: int = 0, seconds: int = 0) -> None:
        """Let time pass."""
        self.now += (days * 86_400 + seconds) * 1000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stores(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Store]]:
    """Make stores that are closed at the end."""
    made: list[Store] = []

    def make(name: str = "a", *, passphrase: str | None = None, person: Person | None = AMINA) -> Store:
        store = Store.create(tmp_path / f"{name}.khartoum", passphrase=passphrase, person=person, clock=clock)
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(stores: Callable[..., Store]) -> Store:
    return stores()

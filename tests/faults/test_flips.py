"""Single flipped bits in a workspace file: each one that touches the record is found; without hashes some are not."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import MsgspecError
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import changes
from khartoum_desktop.storage.rows import CHANGE, STEP
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.store import Person, Store

FLIPS = 60


def workspace(folder: Path) -> Path:
    """Make a workspace whose rows have a past: values that show nowhere any more, but are in the record."""
    store = Store.create(folder / "a.khartoum", person=Person("Amina", "EG"))
    with store.step("Import {file}", file="مقترحات.xlsx") as step:
        rows = [step.add(Proposal, {"title_en": f"before {n}", "title_ar": "مقترح"}) for n in range(20)]
    with store.step("Save") as step:
        for row in rows:
            step.put(Proposal, row, {"title_en": "after"})
    store.close()
    return store.path


def places(path: Path) -> list[int]:
    """Return the place in the file of every byte of the record's bodies and contents."""
    store = Store.open(path)
    with store.reading() as db:
        texts = [body for (body,) in db.execute(select(STEP.c.body))]
        for body, content in db.execute(select(CHANGE.c.body, CHANGE.c.content)):
            texts += [body, content]
    store.close()
    whole, found = path.read_bytes(), list[int]()
    for text in texts:
        start = whole.index(text.encode())
        found += range(start, start + len(text.encode()))
    return found


def flipped(path: Path, seed: int) -> Iterator[bool]:
    """Flip one bit at a time; say of each whether it was found."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    whole = path.read_bytes()
    for place in dice.sample(places(path), FLIPS):
        broken = bytearray(whole)
        broken[place] ^= 1 << dice.randrange(8)
        path.write_bytes(broken)
        try:
            store = Store.open(path)
        except UserError:
            yield True
            continue
        try:
            yield bool(store.check())
        except (UserError, MsgspecError):  # the second only where hashes are not checked
            yield True
        finally:
            store.close()
    path.write_bytes(whole)


def test_every_flipped_bit_of_the_record_is_found(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    assert list(flipped(path, 1)) == [True] * FLIPS
    store = Store.open(path)
    assert store.check() == []
    store.close()


def test_a_check_that_does_not_hash_misses_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Anything(str):
        """A hash that equals every hash."""

        __slots__ = ()

        def __eq__(self, _other: object) -> bool:
            return True

        def __ne__(self, _other: object) -> bool:
            return False

        __hash__ = str.__hash__

    path = workspace(tmp_path)
    monkeypatch.setattr(changes, "digest", lambda _text: Anything())
    assert not all(flipped(path, 1))

"""The bytes of attached files: once for each content, there as long as anything names them, and gone with the last."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import contents
from khartoum_desktop.storage.schema import TABLES, Attachment
from khartoum_desktop.storage.store import Store
from tests.storage.test_checking import harm
from tests.storage.test_forgetting import whole_file

CANARY = b"CANARY-4711 " * 5000


def attach(store: Store, data: bytes, row: str | None = None) -> tuple[str, str]:
    """Attach a file and return (id of its row, sha256)."""
    with store.step("Attach") as step:
        sha = step.keep(data)
        return step.add(Attachment, {"name": "a.txt", "sha256": sha, "size": len(data)}, row), sha


def content(store: Store, sha: str) -> bytes:
    with store.reading() as db:
        return contents.read(db, sha)


def kept(store: Store) -> list[str]:
    with store.reading() as db:
        return list(db.execute(select(TABLES["file_content"].c.sha256)).scalars())


@pytest.mark.parametrize("passphrase", [None, "geheimnis"])
def test_bytes_come_back_as_they_were_once_for_two_files(stores: Callable[..., Store], passphrase: str | None) -> None:
    store = stores(passphrase=passphrase)
    _row, sha = attach(store, CANARY)
    assert sha == hashlib.sha256(CANARY).hexdigest()
    assert attach(store, CANARY)[1] == sha
    assert kept(store) == [sha]
    assert content(store, sha) == CANARY
    assert (CANARY[:40] in whole_file(store)) == (passphrase is None)
    assert store.check() == []


def test_undo_takes_the_file_away_and_redo_brings_it_back_with_its_bytes(store: Store) -> None:
    _row, sha = attach(store, CANARY)
    store.undo()
    assert content(store, sha) == CANARY
    store.redo()
    assert content(store, sha) == CANARY
    assert store.check() == []


def test_a_step_that_fails_keeps_nothing(store: Store) -> None:
    with pytest.raises(UserError), store.step("Attach") as step:
        step.put(Attachment, "nowhere", {"sha256": step.keep(CANARY)})
    assert kept(store) == []


def test_what_is_not_there_is_refused_in_words(store: Store) -> None:
    with pytest.raises(UserError, match="not in the workspace"):
        content(store, "0" * 64)


@pytest.mark.parametrize("damage", ["x'00'", "'text'"])
def test_a_damaged_content_is_refused_found_and_mended_by_attaching_it_again(store: Store, damage: str) -> None:
    row, sha = attach(store, CANARY)
    found = harm(store, f"UPDATE file_content SET content = {damage}")  # noqa: S608 - our own words
    assert found == [("file", f"attachment {row}")]
    with pytest.raises(UserError, match="damaged"):
        content(store, sha)
    attach(store, CANARY)
    assert content(store, sha) == CANARY
    assert store.check() == []


def test_a_damaged_content_that_nothing_shows_is_named_by_its_hash(store: Store) -> None:
    _row, sha = attach(store, CANARY)
    assert harm(store, "UPDATE file_content SET sha256 = 'x'") == [
        ("file", "x"), ("missing", f"attachment {_row}"),
    ]  # fmt: skip
    assert sha not in kept(store)


def test_a_missing_content_is_found_only_of_a_file_that_is_there(store: Store) -> None:
    row, _sha = attach(store, CANARY)
    assert harm(store, "DELETE FROM file_content") == [("missing", f"attachment {row}")]
    store.undo()
    assert store.check() == []


def test_forgetting_the_last_use_drops_the_bytes(store: Store) -> None:
    first, sha = attach(store, CANARY)
    second, _sha = attach(store, CANARY)
    store.forget({"attachment": [first]})
    assert kept(store) == [sha]
    assert CANARY[:40] in whole_file(store)
    store.forget({"attachment": [second]})
    assert kept(store) == []
    assert CANARY[:12] not in whole_file(store)
    assert store.check() == []


def test_a_file_that_was_replaced_is_forgotten_with_every_content_it_had(store: Store) -> None:
    row, _sha = attach(store, CANARY)
    with store.step("Replace") as step:
        step.put(Attachment, row, {"sha256": step.keep(b"other")})
    other, _sha = attach(store, b"other")
    store.forget({"attachment": [row]})
    assert kept(store) == [hashlib.sha256(b"other").hexdigest()]
    assert CANARY[:12] not in whole_file(store)
    store.forget({"attachment": [other]})
    assert kept(store) == []


@pytest.mark.parametrize("passphrase", [None, "geheimnis"])
def test_a_backup_brings_contents_back(stores: Callable[..., Store], tmp_path: Path, passphrase: str | None) -> None:
    store = stores(passphrase=passphrase)
    _row, sha = attach(store, CANARY)
    backup = store.backup(tmp_path / "b.khartoum")
    attach(store, b"later")
    store.close()
    Store.restore(backup, store.path, passphrase=passphrase)
    again = Store.open(store.path, passphrase=passphrase)
    assert kept(again) == [sha]
    assert content(again, sha) == CANARY
    assert again.check() == []
    again.close()


def test_a_backup_from_before_a_forgetting_brings_no_bytes_back(store: Store, tmp_path: Path) -> None:
    row, _sha = attach(store, CANARY)
    backup = store.backup(tmp_path / "b.khartoum")
    store.forget({"attachment": [row]})
    store.close()
    Store.restore(backup, store.path)
    again = Store.open(store.path)
    assert kept(again) == []
    assert CANARY[:12] not in whole_file(again)
    again.close()


def test_no_backup_is_made_of_damaged_contents(store: Store, tmp_path: Path) -> None:
    attach(store, CANARY)
    harm(store, "UPDATE file_content SET content = x'00'")
    with pytest.raises(UserError, match="damaged"):
        store.backup(tmp_path / "b.khartoum")


def test_a_file_from_before_there_were_contents_is_whole_and_can_forget(store: Store) -> None:
    with store.step("Add") as step:
        row = step.add(Attachment, {"name": "a.pdf"})
    assert harm(store, "DROP TABLE file_content") == []
    store.forget({"attachment": [row]})
    assert store.check() == []


def test_the_digest_of_the_state_tells_files_apart(store: Store) -> None:
    attach(store, CANARY)
    before = store.digest()
    harm(store, "DELETE FROM file_content")
    assert store.digest() != before

"""Older files: brought up to date after a backup, whole or not at all, and filled from what newer laptops had sent."""

import gzip
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import opening
from khartoum_desktop.storage.backup import copies_of, folder_of
from khartoum_desktop.storage.changes import Item, canonical, decode, digest
from khartoum_desktop.storage.migrations import MIGRATIONS, Migration, schema_number
from khartoum_desktop.storage.schema import TABLES, Proposal
from khartoum_desktop.storage.store import Store
from tests.storage.conftest import AMINA, Clock

Make = Callable[..., Store]


def add_acronym(operations: Operations) -> None:
    operations.add_column("proposal", sa.Column("acronym", sa.Text()))


def index_state(operations: Operations) -> None:
    operations.create_index("ix_proposal_state", "proposal", ["state"])


def break_down(operations: Operations) -> None:
    operations.add_column("party", sa.Column("later", sa.Text()))
    raise RuntimeError


def older_file(stores: Make, passphrase: str | None = None) -> tuple[Path, str]:
    """Make a file as a program without the field "acronym" left it, with an acronym that a newer laptop had sent."""
    newer, store = stores("newer"), stores("older", passphrase=passphrase)
    with newer.step("Add") as step:
        row = step.add(Proposal, {"title_en": "t", "acronym": "BMM"})
    store.merge(newer.items())
    with store.step("Save") as step:
        step.put(Proposal, row, {"title_en": "u"})
    store.close()
    raw = opening.connect(store.path, opening.key_of(store.path, passphrase))
    raw.execute("ALTER TABLE proposal DROP COLUMN acronym")
    raw.close()
    return store.path, row


def schema_of(path: Path) -> list[str]:
    raw = opening.connect(path, None)
    found = [sql for (sql,) in raw.execute("SELECT sql FROM sqlite_schema ORDER BY name") if sql]
    raw.close()
    return found


def test_an_older_file_is_brought_up_to_date_after_a_backup(stores: Make, clock: Clock) -> None:
    path, row = older_file(stores)
    migrations: Sequence[Migration] = (*MIGRATIONS, add_acronym, index_state)
    store = Store.open(path, clock=clock, migrations=migrations)
    table = TABLES["proposal"]
    with store.reading() as db:
        shown = db.execute(select(table).where(table.c.id == row)).one()
    assert (shown.title_en, shown.acronym) == ("u", "BMM")
    assert store.search("bmm") == [row]
    assert store.check() == []
    store.close()
    assert [copy.reason for copy in copies_of(path)] == ["migration", "merge"]
    copy = copies_of(path)[0]
    assert "acronym" not in "".join(schema_of(copy.path))
    again = Store.open(path, clock=clock, migrations=migrations)
    assert len(copies_of(path)) == 2
    again.close()
    with pytest.raises(UserError, match="newer version"):
        Store.open(path, migrations=(*MIGRATIONS, add_acronym))


def test_a_migration_that_fails_leaves_the_file_as_it_was(stores: Make, clock: Clock) -> None:
    path, _row = older_file(stores)
    before = schema_of(path)
    with pytest.raises(RuntimeError):
        Store.open(path, clock=clock, migrations=(*MIGRATIONS, add_acronym, break_down))
    assert schema_of(path) == before
    assert path.read_bytes()[60:64] == schema_number(MIGRATIONS).to_bytes(4)
    Store.open(path, clock=clock, migrations=(*MIGRATIONS, add_acronym)).close()


def test_a_migration_without_a_backup_does_not_happen(stores: Make, clock: Clock) -> None:
    path, _row = older_file(stores)
    before = schema_of(path)
    folder = folder_of(path)
    shutil.rmtree(folder)
    folder.write_text("in the way")
    with pytest.raises(UserError):
        Store.open(path, clock=clock, migrations=(*MIGRATIONS, add_acronym))
    assert schema_of(path) == before


def test_an_encrypted_file_is_brought_up_to_date_too(stores: Make, clock: Clock) -> None:
    word = "geheimnis"
    path, row = older_file(stores, word)
    store = Store.open(path, passphrase=word, clock=clock, migrations=(*MIGRATIONS, add_acronym))
    assert store.search("bmm") == [row]
    assert store.check() == []
    store.close()
    assert b"SQLite" not in copies_of(path)[0].path.read_bytes()[:16]


def columns_of(path: Path) -> dict[str, set[tuple[str, str, int, int]]]:
    """Return table -> (name, type, not null, part of the key) of each column."""
    raw = opening.connect(path, None)
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {
        table: {
            (name, kind, must, key)
            for _n, name, kind, must, _default, key in raw.execute(f"PRAGMA table_info({table})")
        }
        for table in tables
    }
    indexes = {name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    raw.close()
    return found | {"indexes": {(name, "", 0, 0) for name in indexes}}


def test_a_file_of_the_first_release_has_todays_tables_and_all_it_held(tmp_path: Path) -> None:
    old, new = tmp_path / "old.khartoum", tmp_path / "new.khartoum"
    old.write_bytes(gzip.decompress((Path(__file__).parents[1] / "data" / "schema_1.khartoum.gz").read_bytes()))
    Store.create(new).close()
    store = Store.open(old)
    store.sit_down(AMINA)
    with store.reading() as db:
        (row,) = db.execute(select(TABLES["proposal"])).all()
    assert (row.title_en, row.acronym, row.provisional_ref) == ("Skills along the Nile", "NILE", None)
    assert store.check() == []
    with store.step("Confirm") as step:
        step.put(Proposal, row.id, {"ref": "KP-2026-041", "provisional_ref": row.ref})
    assert store.search("kp-2026-041") == store.search("KP-2026-EG-A-01") == [row.id]
    store.close()
    assert columns_of(old) == columns_of(new)


def test_todays_chain_leads_to_todays_tables(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.khartoum").close()
    assert (tmp_path / "a.khartoum").read_bytes()[60:64] == schema_number(MIGRATIONS).to_bytes(4)


def test_a_renamed_field_is_read_from_old_changes(stores: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from khartoum_desktop.storage import rows

    source, store = stores("source"), stores()
    with source.step("Add") as step:
        source_row = step.add(Proposal, {"title_en": "t"})
    items = source.items()
    change = next(item for item in items if item.content)
    content = canonical({"salt": "s", "set": {"name_en": "old name"}})
    body = canonical({**decode(change.body), "content": digest(content)})
    monkeypatch.setattr(rows, "RENAMED", {("proposal", "name_en"): "title_en"})
    store.merge([items[0], Item(digest(body), body, content)])
    assert store.search("old name") == [source_row]
    assert store.history("proposal", source_row)[0].values == {"title_en": "old name"}
    assert store.check() == []

"""The check finds whatever a failing disk, another program or a fault of ours did behind the store's back."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.storage import opening
from khartoum_desktop.storage.checking import _SENTENCES, Finding
from khartoum_desktop.storage.migrations import MIGRATIONS
from khartoum_desktop.storage.refusals import DamagedError
from khartoum_desktop.storage.rows import CHANGE
from khartoum_desktop.storage.schema import Party, Proposal
from khartoum_desktop.storage.store import Store
from tests.storage.replicas import row_in
from tests.storage.test_opening import everything


@pytest.fixture
def filled(store: Store) -> Store:
    """Give a store with two rows, one in conflict, one taken back, and a child."""
    with store.step("Add") as step:
        step.add(Proposal, {"title_en": "first", "budget_total": 5}, row="P1")
        step.add(Proposal, {"title_en": "second"}, row="P2")
        step.add(Party, {"proposal": "P1", "name": "SD"}, row="C1")
    form = row_in(store, "P1").heads
    for title in ("one", "two"):
        with store.step("Save") as step:
            step.put(Proposal, "P1", {"title_en": title}, seen=form)
    with store.step("Save") as step:
        step.put(Proposal, "P2", {"title_en": "edited"})
    store.undo()
    assert store.check() == []
    return store


def harm(store: Store, *statements: str) -> list[tuple[str, str]]:
    """Change the file behind the store's back; return what the check says."""
    raw = store._opened.writer.raw_connection()
    for statement in statements:
        raw.cursor().execute(statement)
    raw.close()
    return [(finding.what, finding.place) for finding in store.check()]


Harm = Callable[[], object]
FIRST = "(SELECT id FROM change ORDER BY n LIMIT 1)"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["UPDATE proposal SET budget_total = 6 WHERE id = 'P1'"], {("row", "proposal P1")}),
        (["UPDATE proposal SET removed = 1 WHERE id = 'P2'"], {("row", "proposal P2")}),
        (["UPDATE proposal SET heads = '[]' WHERE id = 'P2'"], {("row", "proposal P2")}),
        (["DELETE FROM party"], {("lost", "party C1")}),
        (["INSERT INTO party (id, heads) VALUES ('X', '[]')"], {("extra", "party X")}),
        (["DELETE FROM conflict"], {("conflict", "proposal P1")}),
        (["UPDATE conflict SET candidates = '[]'"], {("conflict", "proposal P1")}),
        (["INSERT INTO conflict VALUES ('proposal', 'P2', 'state', '[]')"], {("conflict", "proposal P2")}),
        (["INSERT INTO conflict VALUES ('proposal', 'P9', 'state', '[]')"], {("conflict", "proposal P9")}),
        (["DELETE FROM search_text WHERE row = 'P2'"], {("search", "proposal P2")}),
        (["UPDATE search_text SET text = 'first' WHERE row = 'P1'"], {("search", "proposal P1")}),
        (["INSERT INTO search_text VALUES ('P9', 'proposal', 'x')"], {("search", "proposal P9")}),
        (["DELETE FROM change WHERE row = 'C1'"], {("extra", "party C1")}),
        (["UPDATE change SET content = NULL WHERE row = 'C1'"], {("row", "party C1")}),
    ],
)
def test_what_was_changed_behind_the_back(filled: Store, statements: list[str], expected: set[tuple[str, str]]) -> None:
    assert set(harm(filled, *statements)) == expected


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ("body = replace(body, '\"v\":1', '\"v\":2')", "change"),
        ("body = 'rubbish'", "change"),
        ("body = '{}'", "change"),
        (f"body = '{{}}', id = '{hashlib.sha256(b'{}').hexdigest()}'", "change"),
        ("kind = 'party'", "change"),
        ("row = 'P2'", "change"),
        ("step = (SELECT id FROM step ORDER BY n DESC LIMIT 1)", "change"),
        ("content = replace(content, 'first', 'First')", "content"),
        ("content = 'rubbish'", "content"),
    ],
)
def test_a_change_that_was_touched_is_named_and_nothing_crashes(filled: Store, column: str, what: str) -> None:
    found = harm(filled, f"UPDATE change SET {column} WHERE id = {FIRST}")  # noqa: S608 - our own words
    with filled._opened.examining() as db:
        first = db.execute(select(CHANGE.c.id).order_by(CHANGE.c.n)).scalars().first()
    assert (what, first) in found


@pytest.mark.parametrize("column", ["at = at + 1", "author = 'Eve'", "device = 'Z'", "undoes = 'x'", "body = '{}'"])
def test_a_step_that_was_touched_is_named(filled: Store, column: str) -> None:
    assert "step" in {what for what, _place in harm(filled, f"UPDATE step SET {column} WHERE n = 1")}  # noqa: S608 - our own words


def test_changes_without_their_step_are_named(filled: Store) -> None:
    assert [what for what, _place in harm(filled, "DELETE FROM step WHERE n = 1")] == ["orphan"] * 3


def test_damaged_pages_are_named(filled: Store) -> None:
    filled.close()
    raw = opening.connect(filled.path, None)
    raw.execute("PRAGMA writable_schema=ON")
    raw.execute("UPDATE sqlite_schema SET sql = replace(sql, '(undoes)', '(device)') WHERE name = 'ix_step_undoes'")
    raw.close()
    store = Store.open(filled.path)
    assert "page" in {finding.what for finding in store.check()}
    store.close()


def test_bytes_that_are_no_text_are_found_and_stop_reading_in_plain_words(filled: Store) -> None:
    found = harm(filled, "UPDATE change SET content = CAST(x'7bff7d' AS TEXT) WHERE row = 'C1'")
    assert [what for what, _place in found] == ["content"]
    assert harm(filled, "UPDATE proposal SET title_en = CAST(x'ff' AS TEXT) WHERE id = 'P2'")[1:] == [
        ("row", "proposal P2")
    ]
    with pytest.raises(DamagedError):
        row_in(filled, "P2")


def test_a_file_that_cannot_be_read_to_its_end_is_a_finding(filled: Store) -> None:
    raw = filled._opened.writer.raw_connection()
    raw.cursor().execute("PRAGMA writable_schema=ON")
    raw.cursor().execute("UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'step'")
    raw.close()
    assert {finding.what for finding in filled.check()} == {"page"}


def wipe_pages(path: Path, size: int, *, tables: bool) -> None:
    """Overwrite the beginning of some pages, as a failing disk would: of the second half, or also where tables are."""
    content = bytearray(path.read_bytes())
    last = len(content) // size - 1
    for page in range(last, 2 if tables else last // 2, -2):
        content[page * size : page * size + 16] = bytes(range(16))
    path.write_bytes(content)


def with_many_rows(store: Store) -> Path:
    with store.step("Add") as step:
        for number in range(50):
            step.add(Proposal, {"title_en": f"n{number}", "summary_en": "word " * 200})
    store.close()
    return store.path


@pytest.mark.parametrize("tables", [False, True])
@pytest.mark.parametrize(("passphrase", "size"), [(None, 8192), ("geheimnis", 4096)])
def test_a_file_too_damaged_to_open_can_be_looked_at(
    stores: Callable[..., Store], passphrase: str | None, size: int, *, tables: bool
) -> None:
    store = stores(passphrase=passphrase)
    wipe_pages(with_many_rows(store), size, tables=tables)
    with pytest.raises(DamagedError):
        Store.open(store.path, passphrase=passphrase)
    before = everything(store.path.parent)
    looked = Store.look(store.path, passphrase=passphrase)
    found = looked.check()
    looked.close()
    assert {each.what for each in found} >= {"page"}
    assert len(found) > 1
    assert everything(store.path.parent) == before


@pytest.mark.parametrize("place", [16, 46, 100])  # page size, format of the tables' descriptions, their first page
def test_damage_to_the_first_page_is_found(store: Store, place: int) -> None:
    content = bytearray(with_many_rows(store).read_bytes())
    content[place : place + 2] = b"\xff\xff"
    store.path.write_bytes(content)
    with pytest.raises(DamagedError):
        Store.open(store.path)
    looked = Store.look(store.path)
    assert {each.what for each in looked.check()} == {"page"}
    looked.close()


def test_damage_behind_the_place_where_reading_ends_is_no_fault_of_the_check(store: Store) -> None:
    content = bytearray(with_many_rows(store).read_bytes())
    first, later = (content.index(b'"title_en":"n%d"' % number) for number in (20, 45))
    page = first // 8192 * 8192
    content[page : page + 16] = bytes(range(16))
    key = content.rindex(b'"set"', 0, later)
    content[key : key + 5] = b'"s_t"'
    store.path.write_bytes(content)
    looked = Store.look(store.path)
    found = looked.check()
    looked.close()
    assert len(found) > 1
    assert {each.what for each in found} == {"page"}


def test_a_file_whose_tables_cannot_be_found_can_be_looked_at(filled: Store) -> None:
    harm(filled, "PRAGMA writable_schema=ON", "UPDATE sqlite_schema SET rootpage = 9999 WHERE name = 'step'")
    filled.close()
    looked = Store.look(filled.path)
    assert {each.what for each in looked.check()} == {"page"}
    looked.close()


@pytest.mark.parametrize("note", ["people", "sitting", "devices"])
@pytest.mark.parametrize("text", ["", "{", "7", '[{"name": 1}]', '{"": ""}'])
def test_damaged_notes_are_named_and_refused(filled: Store, note: str, text: str) -> None:
    assert harm(filled, f"UPDATE meta SET value = '{text}' WHERE key = '{note}'") == [("note", note)]  # noqa: S608 - our own words
    filled.close()
    with pytest.raises(DamagedError):
        Store.open(filled.path)
    looked = Store.look(filled.path)
    assert [(each.what, each.place) for each in looked.check()] == [("note", note)]
    looked.close()


def test_looking_writes_nothing(filled: Store) -> None:
    filled.close()
    before = everything(filled.path.parent)
    looked = Store.look(filled.path)
    assert looked.check() == []
    assert looked.person is None
    with pytest.raises(RuntimeError, match="looked at"):
        looked.ship([("proposal", "P7", {"title_en": "x"})])
    with pytest.raises(UserError, match="already open"):
        Store.open(filled.path)
    looked.close()
    assert everything(filled.path.parent) == before


def test_an_older_file_is_looked_at_without_bringing_it_up_to_date(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.close()
    one_more = (*MIGRATIONS, lambda _operations: None)
    monkeypatch.setattr("khartoum_desktop.storage.store.MIGRATIONS", one_more)
    looked = Store.look(filled.path)
    assert looked.check() == []
    found = harm(looked, "UPDATE step SET author = 'Eve' WHERE n = 1", "UPDATE proposal SET removed = 1")
    assert [what for what, _place in found] == ["step"]
    looked.close()


def test_every_finding_is_a_sentence_that_names_the_place() -> None:
    for language in ("en", "ar", "fr"):
        set_language(language)
        for what in _SENTENCES:
            assert "P1" in Finding(what, "proposal P1").sentence


def test_the_check_can_be_cancelled(filled: Store) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        filled.check(stop)


def test_the_digest_changes_with_everything_it_stands_for(filled: Store) -> None:
    harms: list[Harm] = [
        lambda: harm(filled, "UPDATE proposal SET budget_total = 7 WHERE id = 'P1'"),
        lambda: harm(filled, "DELETE FROM conflict"),
        lambda: harm(filled, "UPDATE search_text SET text = 'x' WHERE row = 'P1'"),
        lambda: harm(filled, "UPDATE change SET content = NULL WHERE row = 'C1'"),
        lambda: harm(filled, "DELETE FROM change WHERE row = 'C1'"),
    ]
    seen = [filled.digest()]
    for each in harms:
        each()
        seen.append(filled.digest())
    assert len(set(seen)) == len(seen)

"""The index of a large workspace: it finds what a scan finds, after whatever was written, and the check watches it."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khartoum_desktop.core.text import fold
from khartoum_desktop.storage import indexing
from khartoum_desktop.storage.rows import SEARCH
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.store import Store

WORDS = (
    "migration",
    "migrant",
    "تهريب",
    "اتجار",
    "الأطفال",
    "100 %",
    "a_b",
    "école",
    "\U0001f30d globe",
    "it's",
    'say "x"',
)


@pytest.fixture
def large(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store that counts as large: forty rows, all of them in the index."""
    write(store, [f"{WORDS[n % len(WORDS)]} {WORDS[n * 7 % len(WORDS)]} {n}" for n in range(40)])
    monkeypatch.setattr(indexing, "INDEX_FROM", 10)
    monkeypatch.setattr(indexing, "_AT_ONCE", 7)
    indexed(store)
    return store


def write(store: Store, titles: list[str]) -> list[str]:
    with store.step("Write") as step:
        return [step.add(Proposal, {"title_en": title}) for title in titles]


def indexed(store: Store) -> None:
    store.search("x")
    store.searcher.wait()
    with store.reading() as db:
        assert indexing.is_ready(db)


def scanned(store: Store, words: str) -> set[str]:
    """Return what is found by looking at every text."""
    with store.reading() as db:
        texts = {row: text for row, _kind, text in db.execute(SEARCH.select())}
    return {row for row, text in texts.items() if all(word in text for word in fold(words).split())}


def wrong(store: Store) -> list[str]:
    return [f"{one.what} {one.place}" for one in store.check()]


@pytest.mark.parametrize(
    "words", [*WORDS, "mig", "igra", "تهر هري", "mi", "a", "mi migration", "100", "%", "nowhere", '"', 'x"']
)
def test_the_index_finds_what_a_scan_finds(large: Store, words: str) -> None:
    assert set(large.search(words)) == set(large.search(words, removed=True)) == scanned(large, words)


def test_a_small_workspace_has_no_index(store: Store) -> None:
    write(store, ["migration"])
    assert len(store.search("migration")) == 1
    store.searcher.wait()
    with store.reading() as db:
        assert not indexing.exists(db)


def test_the_index_follows_every_kind_of_writing(large: Store) -> None:
    (row, other, third) = write(large, ["a new village", "another hamlet", "third town"])
    assert large.search("village") == [row]
    with large.step("Change") as step:
        step.put(Proposal, row, {"title_en": "an old city"})
    assert large.search("village") == []
    assert large.search("city") == [row]
    large.undo()
    assert large.search("village") == [row]
    with large.step("Remove") as step:
        step.remove(Proposal, other)
    assert large.search("hamlet") == []
    assert large.search("hamlet", removed=True) == [other]
    large.forget({"proposal": [third]})
    assert large.search("town", removed=True) == []
    assert wrong(large) == []


def test_what_is_forgotten_leaves_no_letters_in_the_index(large: Store) -> None:
    (row,) = write(large, ["Zanzibarquux"])
    large.forget({"proposal": [row]})
    with large.reading() as db:
        db.exec_driver_sql("PRAGMA query_only=OFF")
        db.exec_driver_sql("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_index', 'row')")
        terms = set(db.exec_driver_sql("SELECT term FROM temp.terms").scalars())
        db.exec_driver_sql("DROP TABLE temp.terms")
    assert "mig" in terms
    assert "quu" not in terms


def test_making_it_can_be_broken_off_and_gone_on_with(
    stores: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stores()
    rows = write(store, [f"migration {n}" for n in range(30)])
    monkeypatch.setattr(indexing, "INDEX_FROM", 10)
    monkeypatch.setattr(indexing, "_AT_ONCE", 10)
    with store._writing() as db:
        assert indexing.fill_some(db, 0) is not None
    write(store, ["migration at last"])
    with store.step("Change") as step:
        step.put(Proposal, rows[0], {"title_en": "migration of the first"})
        step.put(Proposal, rows[29], {"title_en": "migration of the thirtieth"})
    assert len(store.search("migration")) == 31
    assert wrong(store) == []
    store.searcher.wait()
    assert len(store.search("migration")) == 31
    assert len(store.search("thirtieth")) == 1
    assert wrong(store) == []


def test_the_digest_does_not_know_the_index(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    write(store, [f"migration {n}" for n in range(30)])
    before = store.digest()
    monkeypatch.setattr(indexing, "INDEX_FROM", 10)
    indexed(store)
    assert store.digest() == before


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM search_index WHERE rowid = 5",
        "DELETE FROM search_place WHERE n = 5",
        "INSERT INTO search_place(row) VALUES ('nobody')",
        "INSERT INTO search_index(rowid, text) VALUES (999, 'nobody at all')",
        "UPDATE search_place SET row = 'x' || row WHERE n = 5",
        "INSERT OR REPLACE INTO search_index(rowid, text) VALUES (5, 'other letters')",
    ],
)
def test_the_check_finds_a_wrong_index(large: Store, harm: str) -> None:
    assert wrong(large) == []
    with large._writing() as db:
        db.exec_driver_sql(harm)
    assert wrong(large) != []
    assert all(one.startswith("search search_index") for one in wrong(large))


def test_a_copy_keeps_a_right_index(
    large: Store, stores: Callable[..., Store], tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = large.backup(tmp_path_factory.mktemp("copies") / "copy.khartoum")
    other = Store.open(copy)
    assert other.search("migration") == large.search("migration")
    assert wrong(other) == []
    other.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_index_and_scan_agree_on_random_texts(large: Store, data: st.DataObject) -> None:
    letters = st.text(st.sampled_from("abcéAB ابتةأى\"'*%_-()12"), max_size=12)
    rows = write(large, data.draw(st.lists(letters, min_size=1, max_size=4)))
    with large.step("Change") as step:
        step.put(Proposal, rows[0], {"title_ar": data.draw(letters)})
    words = data.draw(letters)
    assert set(large.search(words)) == scanned(large, words)

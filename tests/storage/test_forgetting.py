"""Forgetting: the values are gone from every place, the record stays whole, and nothing brings them back."""

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select

from khartoum_desktop.storage.rows import CHANGE
from khartoum_desktop.storage.schema import Party, Proposal
from khartoum_desktop.storage.store import Store
from tests.storage.replicas import Folder, conflicts_in, folder, row_in

CANARY = "CANARY-4711"


def with_canary(place: Folder) -> tuple[Store, str, str]:
    """Return a store with one row to forget, edited and in conflict, and one to keep."""
    store = place.store("a")
    with store.step("Import {file}", file="x.xlsx") as step:
        row = step.add(Proposal, {"title_en": f"{CANARY} one", "budget_total": 1}, row="file-1")
        kept = step.add(Proposal, {"title_en": "kept"})
    form = row_in(store, row).heads
    for text in ("two", "three"):
        with store.step("Save") as step:
            step.put(Proposal, row, {"title_en": f"{CANARY} {text}"}, seen=form)
    return store, row, kept


def whole_file(store: Store) -> bytes:
    files = [file for file in store.path.parent.iterdir() if file.name.startswith(store.path.name) and file.is_file()]
    return b"".join(file.read_bytes() for file in files)


def case_the_values_are_gone_and_the_record_holds(place: Folder) -> None:
    store, row, kept = with_canary(place)
    assert CANARY.encode() in whole_file(store)
    before = len(store.items())
    told: list[Mapping[str, frozenset[str]]] = []
    store.listeners.append(lambda _step, rows: told.append(rows))
    store.forget({"proposal": [row]})
    assert CANARY.encode() not in whole_file(store)
    assert CANARY.lower().encode() not in whole_file(store)
    assert told == [{"proposal": frozenset([row])}]
    assert row_in(store, row) is None
    assert conflicts_in(store) == {}
    assert store.search("") == [kept]
    assert store.check() == []
    assert len(store.items()) == before
    entries = store.history("proposal", row)
    assert [entry.forgotten for entry in entries] == [True, True, True]
    assert all(entry.values == {} for entry in entries)


def case_undo_skips_what_is_forgotten(place: Folder) -> None:
    store, row, kept = with_canary(place)
    store.forget({"proposal": [row]})
    undone = store.undo()
    assert undone is not None
    assert undone.target.label == "Import {file}"
    assert row_in(store, row) is None
    assert row_in(store, kept).removed
    assert store.undo() is None
    store.redo()
    assert store.search("") == [kept]
    assert store.check() == []


def case_undo_has_nothing_left_of_a_step_that_is_forgotten_whole(place: Folder) -> None:
    store, row, kept = with_canary(place)
    store.forget({"proposal": [row, kept]})
    assert store.can_undo() is None


def case_the_same_file_may_be_imported_again(place: Folder) -> None:
    store, row, _kept = with_canary(place)
    store.forget({"proposal": [row]})
    with store.step("Import {file}", file="y.xlsx") as step:
        assert step.add(Proposal, {"title_en": "clean"}, row=row) == row
    assert row_in(store, row).title_en == "clean"
    assert row_in(store, row).budget_total is None
    assert conflicts_in(store) == {}
    assert store.search("clean") == [row]
    assert store.check() == []
    with store.step("Save") as step:
        step.put(Proposal, row, {"budget_total": 5})
    assert store.check() == []
    store.undo()
    store.undo()
    assert row_in(store, row).removed
    assert store.check() == []


def case_a_bundle_does_not_bring_it_back(place: Folder) -> None:
    store, row, _kept = with_canary(place)
    other = place.store("b")
    other.merge(store.items())
    store.forget({"proposal": [row]})
    assert store.merge(other.items()).new == 0
    assert row_in(store, row) is None
    third = place.store("c")
    third.merge(store.items())
    assert row_in(third, row) is None
    assert third.check() == []
    assert third.digest() == store.digest()


def case_an_old_backup_does_not_bring_it_back(place: Folder) -> None:
    store, row, kept = with_canary(place)
    backup = store.backup(place.path / "b.khartoum")
    store.forget({"proposal": [row]})
    store.close()
    Store.restore(backup, store.path)
    again = Store.open(store.path)
    try:
        assert again.search("") == [kept]
        assert again.check() == []
        with again.reading() as db:
            contents = db.execute(select(CHANGE.c.content).where(CHANGE.c.row == row)).scalars().all()
        assert contents == [None, None, None]
    finally:
        again.close()


CASES: Mapping[str, Callable[[Folder], None]] = {
    name.removeprefix("case_"): case for name, case in globals().items() if name.startswith("case_")
}


@pytest.mark.parametrize("name", CASES)
def test_forgetting(name: str) -> None:
    with folder() as place:
        CASES[name](place)


def assert_everything() -> None:
    """All of this page in one go, for judging broken rules."""
    for case in CASES.values():
        with folder() as place:
            case(place)


def test_forgetting_nothing_leaves_no_trace() -> None:
    with folder() as place:
        store, _row, _kept = with_canary(place)
        before = store.digest()
        store.forget({"proposal": ["not there"]})
        assert store.digest() == before


def test_rows_of_a_table_without_search_are_forgotten_too() -> None:
    with folder() as place:
        store = place.store("a")
        with store.step("Add") as step:
            row = step.add(Party, {"name": CANARY})
        store.forget({"party": [row]})
        assert CANARY.encode() not in whole_file(store)
        assert store.check() == []

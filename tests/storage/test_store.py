"""The store through its front door: steps, people, history, search, listeners, threads."""

import stat
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import changes
from khartoum_desktop.storage.changes import ChangeBody, StepBody, canonical, sealed
from khartoum_desktop.storage.rows import CHANGE, CHUNK, STEP
from khartoum_desktop.storage.schema import KINDS, TABLES, Alignment, Meta, Party, Proposal
from khartoum_desktop.storage.store import Person, Store, derived_id, new_id
from tests.storage.conftest import Clock
from tests.storage.replicas import row_in


def add(store: Store, **values: Any) -> str:
    with store.step("Add") as step:
        return step.add(Proposal, values)


def count(store: Store, table: str) -> int:
    with store.reading() as db:
        return len(db.execute(select(TABLES[table])).all())


# --- steps ------------------------------------------------------------------------------------------------------------


def test_a_step_writes_rows_changes_and_search_text_at_once(store: Store) -> None:
    with store.step("Import {file}", file="x.xlsx") as step:
        row = step.add(Proposal, {"title_ar": "مُقترح", "budget_total": 5_000, "acronym": None})
        party = step.add(Party, {"proposal": row, "name": "SD"})
    shown = row_in(store, row)
    assert (shown.title_ar, shown.budget_total, shown.acronym, shown.removed) == ("مُقترح", 5_000, None, None)
    assert store.search("مقترح") == [row]
    (entry,) = store.history("proposal", row)
    assert (entry.label, entry.args, entry.author, entry.delegation) == (
        "Import {file}",
        {"file": "x.xlsx"},
        "Amina",
        "EG",
    )
    assert entry.values == {"title_ar": "مُقترح", "budget_total": 5_000}
    assert store.history("party", party)[0].step == entry.step == step.id
    assert store.check() == []


def test_a_step_that_raises_leaves_nothing(store: Store) -> None:
    before = store.digest()

    def work() -> None:
        with store.step("Add") as step:
            for number in range(CHUNK + 1):  # some of them already sent to the database
                step.add(Proposal, {"title_en": str(number)})
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert store.digest() == before
    assert count(store, "step") == count(store, "change") == count(store, "proposal") == 0


def test_a_step_that_touches_nothing_vanishes(store: Store) -> None:
    row = add(store, title_en="x", budget_total=1)
    told: list[str] = []
    store.listeners.append(lambda step, _rows: told.append(step))
    with store.step("Look"):
        pass
    with store.step("Save") as step:
        step.put(Proposal, row, {"title_en": "x", "budget_total": 1})
    assert count(store, "step") == 1
    assert told == []


def test_only_what_differs_is_recorded(store: Store) -> None:
    row = add(store, title_en="x", budget_total=1)
    with store.step("Save") as step:
        step.put(Proposal, row, {"title_en": "y", "budget_total": 1, "acronym": None})
    assert store.history("proposal", row)[-1].values == {"title_en": "y"}


def test_what_a_step_writes_twice_is_one_change(store: Store) -> None:
    with store.step("Add") as step:
        row = step.add(Proposal, {"title_en": "x"})
        step.put(Proposal, row, {"title_fr": "y"})
        step.put(Proposal, row, {"title_en": "z"})
    assert [entry.values for entry in store.history("proposal", row)] == [{"title_en": "z", "title_fr": "y"}]
    with store.step("Save") as step:
        step.put(Proposal, row, {"title_en": "1"})
        step.remove(Proposal, row)
    assert store.history("proposal", row)[-1].values == {"title_en": "1", "removed": True}
    assert store.search("") == []


def test_a_long_step_goes_on_with_its_own_changes(store: Store) -> None:
    row = add(store, title_en="x")
    form = row_in(store, row).heads
    with store.step("Save") as step:
        step.put(Proposal, row, {"title_en": "y"}, seen=form)
        step.flush()
        step.put(Proposal, row, {"title_en": "z"}, seen=form)
    assert row_in(store, row).title_en == "z"
    with store.reading() as db:
        assert db.execute(select(TABLES["conflict"])).all() == []
    assert store.check() == []


def test_a_derived_id_that_exists_is_an_edit_and_brings_the_row_back(store: Store) -> None:
    code = derived_id("P", "jvap", "1")
    for degree in ("main", "main", "contributing"):
        with store.step("Align") as step:
            assert step.add(Alignment, {"code": "1", "degree": degree}, row=code) == code
    assert [entry.values for entry in store.history("alignment", code)] == [
        {"code": "1", "degree": "main"},
        {"degree": "contributing"},
    ]
    with store.step("Clear") as step:
        step.remove(Alignment, code)
    with store.step("Align") as step:
        step.add(Alignment, {"code": "1", "degree": None}, row=code)
    assert store.history("alignment", code)[-1].values == {"degree": None, "removed": False}
    with store.step("Both") as step:
        step.remove(Alignment, code)
        step.add(Alignment, {"code": "2"}, row=code)
    assert store.history("alignment", code)[-1].values == {"code": "2"}
    assert store.check() == []


def test_saving_a_row_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="no longer in the workspace"), store.step("Save") as step:
        step.put(Proposal, "nobody", {"title_en": "x"})


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"title_en": 5}, TypeError),
        ({"budget_total": "5"}, TypeError),
        ({"budget_total": True}, TypeError),
        ({"budget_total": 5.0}, TypeError),
        ({"budget_total": 2**63}, ValueError),
        ({"budget_total": -(2**63) - 1}, ValueError),
        ({"title_en": "a\0b"}, ValueError),
        ({"title_en": "\0", "title_ar": "م"}, ValueError),
        ({"title_en": "x" * 16_000_001}, ValueError),
        ({"no_such_field": "x"}, KeyError),
    ],
)
def test_a_value_that_no_column_can_hold_is_a_fault(
    store: Store, values: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error), store.step("Add") as step:
        step.add(Proposal, values)
    assert count(store, "change") == 0


def test_the_largest_numbers_and_composed_letters_are_kept(store: Store) -> None:
    row = add(store, budget_total=2**63 - 1, beneficiaries_total=-(2**63), title_fr="e\u0301te\u0301", title_en="ok")
    shown = row_in(store, row)
    assert (shown.budget_total, shown.beneficiaries_total, shown.title_fr) == (2**63 - 1, -(2**63), "été")


def test_a_listener_that_fails_makes_no_step_look_failed(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    def fail(_step: str, _rows: Mapping[str, frozenset[str]]) -> None:
        raise ZeroDivisionError

    store.listeners += [fail, lambda step, _rows: told.append(step)]
    row = add(store, title_en="x")
    assert store.search("x") == [row]
    assert len(told) == 1
    assert "a listener failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_a_step_inside_a_step_is_a_fault(store: Store) -> None:
    with store.step("Outer"), pytest.raises(RuntimeError), store.step("Inner"):
        pass


def test_many_rows_of_several_tables_in_one_step(store: Store) -> None:
    told: list[Mapping[str, frozenset[str]]] = []
    store.listeners.append(lambda _step, rows: told.append(rows))
    with store.step("Import") as step:
        for number in range(CHUNK + 500):
            row = step.add(
                Proposal, {"title_en": f"n{number}", "budget_total": number}, row=derived_id("f", str(number))
            )
            step.add(Party, {"proposal": row, "name": "EG"})
            step.add(Party, {"proposal": row, "role": "lead"})
    assert count(store, "proposal") == CHUNK + 500
    assert {kind: len(rows) for kind, rows in told[0].items()} == {"proposal": CHUNK + 500, "party": 2 * CHUNK + 1000}
    assert store.check() == []
    store.close()
    assert not store.path.with_name(f"{store.path.name}-wal").exists()


def test_reading_sees_one_moment_and_cannot_write(store: Store) -> None:
    row = add(store, title_en="x")
    with store.reading() as db:
        table = TABLES["proposal"]
        first = db.execute(select(table.c.title_en)).scalar()
        with store.step("Save") as step:
            step.put(Proposal, row, {"title_en": "y"})
        assert db.execute(select(table.c.title_en)).scalar() == first == "x"
    with pytest.raises(UserError, match="cannot be written"), store.reading() as db:
        db.execute(insert(Meta).values(key="a", value="b"))


def test_a_fault_of_ours_is_not_dressed_up(store: Store) -> None:
    with pytest.raises(DBAPIError), store.reading() as db:
        db.exec_driver_sql("SELECT nothing FROM nowhere")


def test_threads_write_one_after_the_other(store: Store) -> None:
    row = add(store, budget_total=0)

    def work(number: int) -> None:
        for turn in range(10):
            with store.step("Save") as step:
                step.put(Proposal, row, {"budget_total": number * 100 + turn})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(store, "change") == 41
    assert store.check() == []


# --- people -----------------------------------------------------------------------------------------------------------


def test_nobody_and_a_reader_write_nothing(stores: Callable[..., Store]) -> None:
    store = stores(person=None)
    assert store.person is None
    assert store.can_undo() is None
    assert store.can_redo() is None
    for attempt in (lambda: add(store, title_en="x"), lambda: store.merge([]), lambda: store.forget({"proposal": []})):
        with pytest.raises(UserError, match="Nobody has said"):
            attempt()
    store.sit_down(Person("Reem", "SD", "reader"))
    with pytest.raises(UserError, match="as a reader"):
        add(store, title_en="x")
    store.sit_down(Person("Amina", "EG", "assessor"))
    assert add(store, title_en="x")


@pytest.mark.parametrize(
    "person", [Person("", "EG"), Person(" \u200f", "EG"), Person("A", " "), Person("A", "EG", "boss")]
)
def test_a_person_needs_a_name_a_delegation_and_a_known_role(store: Store, person: Person) -> None:
    with pytest.raises(UserError, match="name and a delegation"):
        store.sit_down(person)
    assert store.person == Person("Amina", "EG")


def test_the_last_person_sits_here_again_after_a_restart(store: Store) -> None:
    store.sit_down(Person("  Jean \n Dupont", "FR"))
    store.sit_down(Person("Amina", "EG", "assessor"))
    device = store.device
    store.close()
    again = Store.open(store.path)
    assert again.person == Person("Amina", "EG", "assessor")
    assert again.people() == [Person("Amina", "EG", "assessor"), Person("Jean Dupont", "FR")]
    assert again.device == device
    assert again.device_letter == device[0]
    again.close()


def test_a_file_without_a_person_is_not_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.khartoum"
    with pytest.raises(UserError):
        Store.create(path, person=Person("", ""))
    assert not path.exists()


def test_a_new_device_takes_a_letter_that_nobody_has_used(store: Store) -> None:
    used = set()
    for _time in range(24):
        add(store, title_en="x")
        used.add(store.device_letter)
        store.renew_device()
    assert used == set("ABCDEFGHJKLMNPQRSTUVWXYZ")
    assert store.device_letter in used  # all are taken: any will do, the rest of the name still differs


# --- history ----------------------------------------------------------------------------------------------------------


def test_history_is_in_order_whatever_the_clock_says(store: Store, clock: Clock) -> None:
    row = add(store, title_en="0")
    for number in range(1, 6):
        clock.forward(days=-1)
        with store.step("Save") as step:
            step.put(Proposal, row, {"title_en": str(number)})
    assert [entry.values["title_en"] for entry in store.history("proposal", row)] == list("012345")


def test_history_orders_what_was_written_side_by_side_by_time(store: Store, clock: Clock) -> None:
    row = add(store, title_en="0")
    form = row_in(store, row).heads
    for text, days in (("late", 5), ("early", -3), ("middle", 1)):
        clock.forward(days=days)
        with store.step("Save") as step:
            step.put(Proposal, row, {"title_en": text}, seen=form)
    assert [entry.values["title_en"] for entry in store.history("proposal", row)] == ["0", "early", "middle", "late"]
    with store.step("Settle") as step:
        step.put(Proposal, row, {"title_en": "done"})
    assert [entry.values["title_en"] for entry in store.history("proposal", row)][-1] == "done"


def test_history_shows_what_an_undo_took_back(store: Store) -> None:
    row = add(store, title_en="0")
    with store.step("Save") as step:
        step.put(Proposal, row, {"title_en": "1"})
    store.undo()
    last = store.history("proposal", row)[-1]
    assert (last.label, last.undoes, last.values) == ("Undo", step.id, {"title_en": "0"})


def test_the_history_of_nothing_is_empty(store: Store) -> None:
    assert store.history("proposal", "nobody") == []


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("مُكَافَحَةُ الاتجار بالبشر", "مكافحه"),
        ("إدارة الحدود", "ادارة حدود"),
        ("مشروع ٢٠٢٦", "2026"),
        ("Réintégration des migrants à Khartoum", "reintegration KHARTOUM"),
        ("100 % of costs_shared", "% costs_"),
        ("back\\slash", "k\\s"),
        ("Border management", "manage bord"),
    ],
)
def test_words_are_found_in_any_spelling_and_order(store: Store, text: str, words: str) -> None:
    row = add(store, title_en=text)
    add(store, title_en="something else 100 x costsxshared")
    assert store.search(words) == [row]


def test_search_finds_nothing_wrong(store: Store) -> None:
    row = add(store, title_en="border", locations="Kassala")
    assert store.search("border nothing") == []
    assert store.search("bor_er") == store.search("b%r") == []
    assert store.search("\0border") == [row]
    assert store.search("border", "party") == []
    with store.step("Save") as step:
        step.put(Proposal, row, {"locations": "Gedaref"})
    assert store.search("kassala") == []
    assert store.search("gedaref border") == [row]


# --- small promises ---------------------------------------------------------------------------------------------------


def test_ids() -> None:
    assert derived_id("a", "b") == derived_id("a", "b") == "7c29d082-7acd-599a-b691-32cf3692c7cf"
    assert len({derived_id("ab"), derived_id("a", "b"), derived_id("b", "a"), derived_id("a", "b", "")}) == 4
    ids = [new_id() for _time in range(100)]
    assert len(set(ids)) == 100
    assert all(len(ident) == 32 for ident in ids)


def test_bodies_are_canonical_and_hold_what_they_should(store: Store) -> None:
    row = add(store, title_en="ط")
    with store.reading() as db:
        step = db.execute(select(STEP)).one()
        change = db.execute(select(CHANGE)).one()
    step_keys, change_keys = changes.decode(step.body), changes.decode(change.body)
    assert canonical(step_keys) == step.body
    assert canonical(change_keys) == change.body
    assert list(step_keys) == sorted(StepBody.__struct_fields__)
    assert list(change_keys) == sorted(ChangeBody.__struct_fields__)
    assert change_keys == {
        "v": 1,
        "kind": "proposal",
        "row": row,
        "step": step.id,
        "seen": [],
        "content": changes.digest(change.content),
    }
    content = changes.decode(change.content)
    assert content["set"] == {"title_en": "ط"}
    assert len(content["salt"]) == 32
    assert sealed(step_keys)[0] == step.id
    assert step_keys["role"] == "coordinator"


def test_salts_differ(store: Store) -> None:
    with store.step("Add") as step:
        for _time in range(50):
            step.add(Proposal, {"title_en": "same"})
    with store.reading() as db:
        contents = db.execute(select(CHANGE.c.content)).scalars().all()
    assert len(set(contents)) == 50


def test_every_table_of_people_has_only_texts_whole_numbers_and_truths() -> None:
    for kind in KINDS:
        assert {type(column.type).__name__ for column in TABLES[kind].c} <= {"Text", "BigInteger", "Boolean"}
        assert all(column.nullable for column in TABLES[kind].c if column.name not in {"id", "heads"})
        assert not TABLES[kind].foreign_keys


@pytest.mark.parametrize("passphrase", [None, "geheimnis"])
def test_files_are_private(stores: Callable[..., Store], passphrase: str | None) -> None:
    store = stores(passphrase=passphrase)
    add(store, title_en="x")
    store.backup_daily()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in store.path.parent.rglob("*") if file.is_file()}
    assert set(modes.values()) == {0o600}
    assert any(name.endswith("-wal") for name in modes)


def test_a_closed_store_does_not_open_the_file_again(store: Store) -> None:
    store.close()
    with pytest.raises(RuntimeError, match="closed"):
        add(store, title_en="late")
    with pytest.raises(RuntimeError, match="closed"):
        store.search("late")
    again = Store.open(store.path)
    assert again.search("late") == []
    again.close()


def test_a_file_carried_to_another_computer_has_another_letter_there(store: Store) -> None:
    row = add(store, title_en="x")
    store.close()
    devices: list[str] = []
    for installation in ("", "laptop", "", "laptop"):
        again = Store.open(store.path, installation=installation)
        if not devices:
            assert again.person
        elif len(devices) == 1:
            assert again.person is None
            again.sit_down(Person("Giulia", "IT"))
        with again.step("Save") as step:
            step.put(Proposal, row, {"title_en": f"n{len(devices)}"})
        devices.append(again.device)
        again.close()
    assert devices[0] == devices[2] != devices[1] == devices[3]
    assert devices[0][0] != devices[1][0]
    home = Store.open(store.path)
    last = home.can_undo()
    assert last is not None  # its own steps, not those written elsewhere
    assert [entry.step for entry in home.history("proposal", row)].index(last.id) == 3
    assert {entry.author for entry in home.history("proposal", row)} == {"Giulia", home.person and home.person.name}
    home.close()


def test_nobody_writes_under_the_name_of_another_laptops_officer(store: Store) -> None:
    store.close()
    with closing(Store.open(store.path, installation="laptop")) as carried:
        assert carried.person is None
        with pytest.raises(UserError, match="Nobody has said who sits here"):
            add(carried, title_en="x")

"""Undo and redo: this person's steps on this device, across restarts, beside other people's work."""

import random
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import undoing
from khartoum_desktop.storage.changes import StepBody
from khartoum_desktop.storage.schema import TABLES, Party, Proposal
from khartoum_desktop.storage.store import Person, StepInfo, Store, Undone
from tests.storage.replicas import Folder, conflicts_in, exchange, folder, row_in

laws = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

AMINA, JEAN = Person("Amina", "EG"), Person("Jean", "FR")


def add(store: Store, **values: Any) -> str:
    with store.step("Add {name}", name="p") as step:
        return step.add(Proposal, values)


def save(store: Store, row: str, seen: str | None = None, **values: Any) -> str:
    with store.step("Save") as step:
        step.put(Proposal, row, values, seen=seen)
    return step.id


def value(store: Store, row: str, field: str = "title_en") -> Any:
    return getattr(row_in(store, row), field)


def state(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    """Return everything that is in sight, without heads: (table, row) -> fields that have a value."""
    found = {}
    for kind in ("proposal", "party"):
        table = TABLES[kind]
        with store.reading() as db:
            for row in db.execute(select(table).where(table.c.removed.is_not(True))):
                fields = dict(row._mapping)
                del fields["heads"], fields["removed"]
                found[kind, row.id] = {name: each for name, each in fields.items() if each is not None}
    return found


def done(undone: Undone | None) -> Undone:
    assert undone is not None
    return undone


# --- one person: a model with two stacks ------------------------------------------------------------------------------

actions = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 3)),
        st.tuples(st.just("edit"), st.integers(0, 5), st.sampled_from(["title_en", "state"]), st.integers(0, 2)),
        st.tuples(st.just("edit"), st.integers(0, 5), st.sampled_from(["title_en", "state"]), st.integers(0, 2)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("bulk"), st.integers(0, 2)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
        st.tuples(st.just("restart")),
    ),
    max_size=30,
)


def write(store: Store, rows: list[str], kind: str, rest: tuple[Any, ...]) -> None:
    with store.step("Write") as step:
        if kind == "add":
            rows.append(step.add(Proposal, {"title_en": f"n{rest[0]}"}))
        elif kind == "bulk":
            row = step.add(Proposal, {"title_en": "imported"}, row=f"file-{rest[0]}")
            step.add(Party, {"proposal": row, "name": "EG"}, row=f"party-{rest[0]}")
            rows.append(row)
        elif rows and kind == "edit":
            step.put(Proposal, rows[rest[0] % len(rows)], {rest[1]: f"v{rest[2]}"})
        elif rows:
            step.remove(Proposal, rows[rest[0] % len(rows)])


def assert_undo_goes_back_and_redo_forward(steps: list[tuple[Any, ...]]) -> None:
    """Fail unless a person sees after Undo what they saw before the step, and after Redo what they saw after it."""
    with tempfile.TemporaryDirectory() as path:
        store = Store.create(Path(path) / "a.khartoum", person=AMINA)
        rows: list[str] = []
        past: list[dict[Any, Any]] = []
        future: list[dict[Any, Any]] = []
        try:
            for kind, *rest in steps:
                now = state(store)
                if kind == "restart":
                    store.close()
                    store = Store.open(Path(path) / "a.khartoum")
                elif kind == "undo":
                    assert (store.undo() is not None) == bool(past)
                    if past:
                        future.append(now)
                        assert state(store) == past.pop()
                elif kind == "redo":
                    assert (store.redo() is not None) == bool(future)
                    if future:
                        past.append(now)
                        assert state(store) == future.pop()
                else:
                    last = store.can_undo()
                    write(store, rows, kind, tuple(rest))
                    if store.can_undo() != last:
                        past.append(now)
                        future = []
                assert (store.can_undo() is not None) == bool(past)
                assert (store.can_redo() is not None) == bool(future)
            assert store.check() == []
        finally:
            store.close()


@laws
@given(actions)
def test_undo_goes_back_and_redo_forward(steps: list[tuple[Any, ...]]) -> None:
    assert_undo_goes_back_and_redo_forward(steps)


# --- single cases, each with two people or laptops --------------------------------------------------------------------


def case_four_back_and_four_forward(place: Folder) -> None:
    store = place.store("a")
    row = add(store, title_en="0")
    for text in "123":
        save(store, row, title_en=text)
    seen = []
    for turn in (store.undo, store.redo):
        for _time in range(4):
            done(turn())
            shown = row_in(store, row)
            seen.append("gone" if shown.removed else shown.title_en)
        assert turn() is None
    assert seen == ["2", "1", "0", "gone", "0", "1", "2", "3"]
    assert store.check() == []


def case_undo_and_redo_again_and_again(place: Folder) -> None:
    store = place.store("a")
    row = add(store, title_en="0")
    save(store, row, title_en="1")
    for _time in range(3):
        done(store.undo())
        assert value(store, row) == "0"
        done(store.redo())
        assert value(store, row) == "1"
    assert store.redo() is None
    save(store, row, title_en="2")
    done(store.undo())
    assert value(store, row) == "1"


def case_redo_ends_with_the_next_edit(place: Folder) -> None:
    store = place.store("a")
    row = add(store, title_en="0", state="IDEA")
    save(store, row, title_en="1")
    done(store.undo())
    assert store.can_redo() is not None
    save(store, row, state="DRAFT")
    assert store.can_redo() is None
    assert store.redo() is None
    done(store.undo())
    assert value(store, row, "state") == "IDEA"
    done(store.redo())
    assert value(store, row, "state") == "DRAFT"
    assert store.redo() is None  # the older undo lies before an edit


def case_each_person_takes_back_their_own(place: Folder) -> None:
    store = place.store("a")
    store.sit_down(AMINA)
    row = add(store, title_en="0", state="IDEA")
    save(store, row, title_en="1")
    store.sit_down(JEAN)
    assert store.can_undo() is None
    assert store.undo() is None
    save(store, row, state="DRAFT")
    store.sit_down(AMINA)
    last = store.can_undo()
    assert last is not None
    assert (last.label, last.author, last.delegation) == ("Save", "Amina", "EG")
    assert done(store.undo()).kept == {}
    assert (value(store, row), value(store, row, "state")) == ("0", "DRAFT")
    undone = done(store.undo())  # the row was hers, but Jean went on with it
    assert undone.kept == {("proposal", row): ("*",)}
    assert not value(store, row, "removed")
    assert store.undo() is None
    store.sit_down(JEAN)
    assert done(store.undo()).target.label == "Save"
    assert value(store, row, "removed")
    done(store.redo())
    assert (value(store, row, "removed"), value(store, row, "state")) == (None, "DRAFT")
    assert value(store, row) == "0"


def case_a_namesake_of_another_delegation_takes_back_their_own(place: Folder) -> None:
    store = place.store("a")
    store.sit_down(AMINA)
    row = add(store, title_en="0", state="IDEA")
    save(store, row, title_en="1")
    done(store.undo())
    store.sit_down(Person("Amina", "ET"))
    assert store.can_undo() is None
    assert store.can_redo() is None
    save(store, row, state="DRAFT")
    store.sit_down(Person("Amina", "EG", "assessor"))  # in another role she is the same person
    done(store.redo())
    assert (value(store, row), value(store, row, "state")) == ("1", "DRAFT")
    assert done(store.undo()).kept == {}
    assert (value(store, row), value(store, row, "state")) == ("0", "DRAFT")


def case_what_somebody_changed_since_is_left_and_named(place: Folder) -> None:
    store = place.store("a")
    store.sit_down(AMINA)
    row = add(store, title_en="0", state="IDEA")
    step = save(store, row, title_en="1", state="DRAFT")
    store.sit_down(JEAN)
    save(store, row, title_en="Jean's")
    store.sit_down(AMINA)
    undone = store.undo_step(step)
    assert undone.kept == {("proposal", row): ("title_en",)}
    assert (value(store, row), value(store, row, "state")) == ("Jean's", "IDEA")
    with pytest.raises(UserError, match="already taken back"):
        store.undo_step(step)
    store.sit_down(JEAN)
    done(store.undo())
    assert (value(store, row), value(store, row, "state")) == ("0", "IDEA")
    assert store.check() == []


def case_an_import_goes_and_comes_as_one(place: Folder) -> None:
    store = place.store("a")
    kept = add(store, title_en="mine")
    with store.step("Import {file}", file="x.xlsx") as step:
        rows = [step.add(Proposal, {"title_en": f"n{n}"}, row=f"r{n}") for n in range(30)]
        for row in rows:
            step.add(Party, {"proposal": row, "name": "SD"})
        step.put(Proposal, kept, {"state": "DRAFT"})
    before = state(store)
    save(store, rows[3], title_en="edited")
    save(store, kept, acronym="M")
    undone = store.undo_step(step.id)
    assert (undone.target.label, undone.target.args) == ("Import {file}", {"file": "x.xlsx"})
    assert undone.kept == {("proposal", rows[3]): ("*",)}
    assert store.search("") == sorted([kept, rows[3]])
    assert (value(store, kept, "state"), value(store, kept, "acronym")) == (None, "M")
    done(store.redo())
    assert store.search("") == sorted([kept, *rows])
    save(store, rows[3], title_en="n3")
    save(store, kept, acronym=None)
    assert state(store) == before
    assert store.check() == []


def case_several_steps_go_together_or_not_at_all(place: Folder) -> None:
    store = place.store("a")
    row = add(store, title_en="one")
    before = state(store)
    first, second = save(store, row, title_en="two"), save(store, row, state="DRAFT")
    after = state(store)
    kept = undoing.take_back

    def broken(db: Connection, body: StepBody, shown: StepInfo) -> Any:
        if body.undoes == first:
            raise UserError("No", "Later")
        return kept(db, body, shown)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(undoing, "take_back", broken)
        with pytest.raises(UserError, match="No"):
            store.undo_steps([second, first])
    assert state(store) == after
    assert [one.target.id for one in store.undo_steps([second, first])] == [second, first]
    assert state(store) == before
    with pytest.raises(UserError, match="already"):
        store.undo_steps([second, first])


def case_a_settled_conflict_is_open_again(place: Folder) -> None:
    first, second = place.store("a"), place.store("b")
    row = add(first, title_en="0", acronym="A")
    second.merge(first.items())
    save(first, row, title_en="one")
    save(second, row, title_en="two")
    first.merge(second.items())
    save(first, row, title_en="agreed")
    assert conflicts_in(first) == {}
    done(first.undo())
    assert sorted(each for _id, each in conflicts_in(first)[row, "title_en"]) == ["one", "two"]
    done(first.redo())
    assert conflicts_in(first) == {}
    assert value(first, row) == "agreed"
    exchange([first, second], 1)
    assert first.digest() == second.digest()


def case_an_edit_inside_a_conflict_goes_back_to_the_conflict(place: Folder) -> None:
    first, second = place.store("a"), place.store("b")
    row = add(first, title_en="0")
    form = row_in(first, row).heads
    second.merge(first.items())
    save(first, row, title_en="one")
    save(second, row, title_en="two")
    first.merge(second.items())
    save(first, row, seen=form, title_en="three")
    done(first.undo())
    assert sorted(each for _id, each in conflicts_in(first)[row, "title_en"]) == ["one", "two"]
    assert first.check() == []


def case_a_merge_is_one_step(place: Folder) -> None:
    first, second = place.store("a"), place.store("b")
    row = add(first, title_en="0", acronym="A")
    second.merge(first.items())
    other = add(second, title_en="theirs")
    save(second, row, title_en="two")
    save(first, row, acronym="B")
    merged = first.merge(second.items(), label="Take in {file}")
    assert merged.step is not None
    assert (value(first, row), value(first, row, "acronym")) == ("two", "B")
    save(first, row, state="DRAFT")
    done(first.undo())
    assert done(first.undo()).target.id == merged.step
    assert (value(first, row), value(first, row, "acronym")) == ("0", "B")
    assert row_in(first, other).removed
    assert first.merge(second.items()).new == 0
    done(first.redo())
    assert (value(first, row), row_in(first, other).removed) == ("two", None)
    assert first.check() == []


def case_undoing_a_merge_withdraws_again_what_an_edit_had_kept(place: Folder) -> None:
    first, second = place.store("a"), place.store("b")
    row = add(first, title_en="0")
    second.merge(first.items())
    with first.step("Withdraw") as step:
        step.remove(Proposal, row)
    save(second, row, title_en="two")
    merged = first.merge(second.items())
    assert merged.step is not None
    assert (row, "removed") in conflicts_in(first)
    first.undo_step(merged.step)
    assert row_in(first, row).removed is True
    assert conflicts_in(first) == {}
    assert value(first, row) == "0"


def case_a_field_left_alone_by_one_undo_is_judged_again_by_the_next(place: Folder) -> None:
    store = place.store("a")
    store.sit_down(AMINA)
    row = add(store, title_en="0", state="IDEA")
    first = save(store, row, title_en="1")
    store.sit_down(JEAN)
    second = save(store, row, title_en="2")
    store.sit_down(AMINA)
    store.undo_step(first)
    save(store, row, state="DRAFT")
    done(store.undo())
    assert value(store, row) == "2"
    store.undo_step(second)
    assert value(store, row) == "0"


def case_anothers_undo_of_something_unknown_is_an_ordinary_edit(place: Folder) -> None:
    first, second = place.store("a"), place.store("b")
    row = add(first, title_en="0")
    other = add(first, title_en="x")
    with first.step("Both") as step:
        step.put(Proposal, row, {"title_en": "1"})
        step.put(Proposal, other, {"title_en": "y"})
    done(first.undo())
    second.merge(first.items([row]))
    assert value(second, row) == "0"
    save(second, row, title_en="2")
    done(second.undo())
    assert value(second, row) == "0"
    assert second.check() == []


def case_an_undo_that_has_nothing_to_write_still_counts(place: Folder) -> None:
    store = place.store("a")
    store.sit_down(AMINA)
    row = add(store, title_en="0", state="IDEA")
    save(store, row, title_en="1")
    store.sit_down(JEAN)
    save(store, row, title_en="0")
    store.sit_down(AMINA)
    assert done(store.undo()).kept == {("proposal", row): ("title_en",)}
    last = store.can_undo()
    assert last is not None
    assert last.label == "Add {name}"
    done(store.redo())
    assert value(store, row) == "0"


CASES: Mapping[str, Callable[[Folder], None]] = {
    name.removeprefix("case_"): case for name, case in globals().items() if name.startswith("case_")
}


@pytest.mark.parametrize("name", CASES)
def test_undo(name: str) -> None:
    with folder() as place:
        CASES[name](place)


def assert_everything() -> None:
    """All of this page in one go, for judging broken rules."""
    for case in CASES.values():
        with folder() as place:
            case(place)
    dice = random.Random(1)  # noqa: S311 - a test's dice
    kinds: list[tuple[Any, ...]] = [
        ("add", 1),
        ("edit", 0, "title_en", 1),
        ("remove", 0),
        ("bulk", 0),
        ("undo",),
        ("redo",),
    ]
    for _time in range(5):
        assert_undo_goes_back_and_redo_forward(dice.choices(kinds, k=25))


def test_an_unknown_step_is_refused() -> None:
    with folder() as place, pytest.raises(UserError, match="not in the workspace"):
        place.store("a").undo_step("0" * 64)


def test_hundreds_of_undone_steps_are_looked_through() -> None:
    with folder() as place:
        store = place.store("a")
        row = add(store, title_en="0")
        for number in range(1, 70):
            save(store, row, title_en=str(number))
        for _time in range(69):
            done(store.undo())
        assert value(store, row) == "0"
        for _time in range(69):
            done(store.redo())
        assert value(store, row) == "69"
        assert store.redo() is None
        for _time in range(70):
            done(store.undo())
        assert store.undo() is None
        store.sit_down(JEAN)
        assert store.redo() is None

"""Three laptops: whatever they write and however files travel, they agree, lose nothing, and show every conflict."""

import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khartoum_desktop.storage.changes import BadBundleError, Item, canonical, decode, digest
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.store import Store
from tests.storage.replicas import (
    Folder,
    Played,
    Script,
    changes_in,
    conflicts_in,
    exchange,
    folder,
    play,
    row_in,
    scripts,
    with_steps,
)

laws = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def shown(store: Store) -> dict[tuple[str, str], list[str]]:
    """Return (row, field) -> the values in conflict, for everything that is in conflict."""
    return {where: sorted(canonical(value) for _id, value in found) for where, found in conflicts_in(store).items()}


def judged(played: Played, known: set[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return (row, field) -> change id -> value, of the writes that nobody who wrote that field had seen."""
    effective = played.effective(known)
    alive: dict[tuple[str, str], dict[str, Any]] = {}
    for ident in effective:
        write = played.writes[ident]
        for field, value in write.values.items():
            others = (played.writes[other] for other in effective)
            if not any(ident in other.knew and other.row == write.row and field in other.values for other in others):
                alive.setdefault((write.row, field), {})[ident] = value
    return alive


def rivals(played: Played, known: set[str], row: str, alive: Mapping[str, Any]) -> set[str]:
    """Return the removals and the edits of a row that had not seen each other."""
    found: set[str] = set()
    mine = {ident: played.writes[ident] for ident in played.effective(known) if played.writes[ident].row == row}
    for removal in (ident for ident, value in alive.items() if value):
        for ident, write in mine.items():
            apart = ident not in mine[removal].knew and removal not in write.knew and ident != removal
            if apart and not write.values.get("removed"):
                found |= {removal, ident}
    return found


def assert_shows_what_the_judge_says(played: Played, store: Store) -> None:
    """Law 5: a conflict is two different values of which neither author had seen the other; nothing else is one."""
    known = set(changes_in(store))
    conflicts = conflicts_in(store)
    expected: set[tuple[str, str]] = set()
    for (row, field), alive in judged(played, known).items():
        found = row_in(store, row)
        values = {canonical(value) for value in alive.values()}
        apart = rivals(played, known, row, alive) if field == "removed" else set()
        newest = max(alive, key=lambda ident: (played.writes[ident].at, ident))
        if apart:
            assert found.removed is False
            assert {ident for ident, _value in conflicts[row, field]} == apart
            expected.add((row, field))
        else:
            assert getattr(found, field) == alive[newest]
            if len(values) > 1:
                assert {ident for ident, _value in conflicts[row, field]} == set(alive)
                expected.add((row, field))
        if field == "title_en" and not found.removed:  # whichever value a person looks for, the row is found
            assert all(row in store.search(value) for value in alive.values() if value)
    assert set(conflicts) == expected


def assert_laws(place: Folder, script: Script, seed: int) -> None:
    """All laws that hold for every history; used on our rules, and on broken ones to see that it fails."""
    played = play(place, script)
    stores = played.stores
    for store in stores:
        assert_shows_what_the_judge_says(played, store)
        assert store.check() == []
        waits = set(changes_in(store)) - played.effective(changes_in(store))
        assert set(store.waiting()) == waits
    bundles = [store.items() for store in stores]
    exchange(stores, seed)
    states = [store.digest() for store in stores]
    assert len(set(states)) == 1
    for store in stores:
        assert set(changes_in(store)) == set(played.writes)  # nothing lost, nothing invented
        assert_shows_what_the_judge_says(played, store)
        assert store.check() == []
        assert store.waiting() == []
    again = stores[0].merge(bundles[1])
    assert (again.new, again.step, stores[0].digest()) == (0, None, states[0])
    for order in ((2, 1, 0), (1, 0, 2)):
        fresh = place.store()
        for which in order:
            fresh.merge(bundles[which])
        assert fresh.digest() == states[0]
    first, second = place.store(), place.store()
    first.merge(bundles[1])
    first.merge(bundles[2])
    second.merge(bundles[0])
    second.merge(first.items())
    assert second.digest() == states[0]


@laws
@given(scripts, st.integers(0, 99))
def test_laptops_agree_lose_nothing_and_show_every_conflict(script: Script, seed: int) -> None:
    with folder() as place:
        assert_laws(place, script, seed)


@laws
@given(scripts)
def test_no_clock_makes_or_hides_a_conflict(script: Script) -> None:
    with folder() as place:
        shapes = []
        for clock in (1, 2, 3):
            played = play(place, script, clock)
            exchange(played.stores, 4)
            shapes.append(shown(played.stores[0]))
        assert shapes[0] == shapes[1] == shapes[2]


@laws
@given(scripts, st.booleans())
def test_settling_a_conflict_settles_it_everywhere_and_two_answers_stay_visible(script: Script, two: bool) -> None:
    with folder() as place:
        stores = play(place, script).stores
        exchange(stores, 5)
        torn = [where for where in conflicts_in(stores[0]) if where[1] == "title_en"]
        for row, field in torn:
            with stores[0].step("Settle") as step:
                step.put(Proposal, row, {field: "R0"})
            if two:
                with stores[1].step("Settle") as step:
                    step.put(Proposal, row, {field: "R1"})
        exchange(stores, 6)
        for where in torn:
            assert (where in conflicts_in(stores[2])) == two


@laws
@given(scripts)
def test_a_change_whose_past_is_missing_waits_and_hides_nothing(script: Script) -> None:
    with folder() as place:
        played = play(place, script)
        exchange(played.stores, 7)
        whole = played.stores[0].digest()
        items = played.stores[0].items()
        changes = [item for item in items if item.id in played.writes]
        for missing in changes[:5]:
            other = place.store()
            rest = with_steps(items, [item for item in changes if item is not missing], random.Random(0))  # noqa: S311
            other.merge(rest)
            assert_shows_what_the_judge_says(played, other)
            assert set(other.waiting()) == set(changes_in(other)) - played.effective(changes_in(other))
            other.merge(items)
            assert other.digest() == whole


def bundle(place: Folder) -> tuple[Store, list[Item]]:
    """Return a store with a proposal in two scripts, and everything in it."""
    store = place.store("Amina")
    with store.step("Import {file}", file="مقترحات.xlsx") as step:
        row = step.add(Proposal, {"title_ar": "مقترح", "title_en": "Border", "budget_total": 100_000})
    with store.step("Save") as step:
        step.put(Proposal, row, {"title_en": "Borders"})
    return store, store.items()


def forged(item: Item, part: str, text: str) -> Item:
    return item._replace(**{part: text})


def every_flip(items: list[Item]) -> list[list[Item]]:
    """Return the bundle again and again, each time with one character of one text changed."""
    found = []
    for place, item in enumerate(items):
        for part in ("id", "body", "content"):
            text = getattr(item, part) or ""
            for at, sign in enumerate(text):
                broken = text[:at] + chr(ord(sign) ^ 1) + text[at + 1 :]
                found.append([*items[:place], forged(item, part, broken), *items[place + 1 :]])
    return found


def refused_flips(place: Folder) -> tuple[int, int]:
    """Return how many bundles with one character changed were refused without a trace, and how many there were."""
    _source, items = bundle(place)
    flips = every_flip(items)
    other = place.store()
    empty, refused = other.digest(), 0
    for flipped in flips:
        try:
            other.merge(flipped)
        except BadBundleError:
            refused += 1
    return (refused if other.digest() == empty and other.items() == [] else -1), len(flips)


def test_every_flipped_character_of_a_bundle_is_refused_without_a_trace() -> None:
    with folder() as place:
        refused, tried = refused_flips(place)
        assert refused == tried > 1000


def body_of(item: Item, **changed: Any) -> Item:
    """Return an item with some keys of its body changed, correctly hashed."""
    body = canonical({**decode(item.body), **changed})
    return Item(digest(body), body, item.content)


@pytest.mark.parametrize(
    "changed",
    [
        {"author": None},
        {"at": "today"},
        {"at": 1.5},
        {"at": 2**70},
        {"label": 3},
        {"args": {"file": 3}},
        {"undoes": "me"},
        {"v": 0},
        {"device": "a\0b"},
        {"extra": [[[[[[[[[[1]]]]]]]]]]},
        {"extra": 0.5},
    ],
)
def test_a_step_with_a_wrong_key_is_refused(changed: dict[str, Any]) -> None:
    with folder() as place:
        _source, items = bundle(place)
        step = next(item for item in items if item.content is None)
        other = place.store()
        with pytest.raises(BadBundleError):
            other.merge([body_of(step, **changed)])
        assert other.items() == []


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": None},
        {"row": ""},
        {"seen": "none"},
        {"seen": ["b" * 64, "a" * 64]},
        {"seen": ["a" * 64, "a" * 64]},
        {"step": "x"},
        {"step": "a" * 64},
        {"content": "A" * 64},
        {"v": "1"},
    ],
)
def test_a_change_with_a_wrong_key_is_refused(changed: dict[str, Any]) -> None:
    with folder() as place:
        _source, items = bundle(place)
        change = next(item for item in items if item.content)
        other = place.store()
        with pytest.raises(BadBundleError):
            other.merge([*items, body_of(change, **changed)])
        assert other.items() == []


def content_of(item: Item, values: dict[str, Any], **more: Any) -> Item:
    content = canonical({"salt": "s", "set": values, **more})
    return body_of(item._replace(content=content), content=digest(content))


@pytest.mark.parametrize(
    "values",
    [
        {"title_en": 5},
        {"budget_total": "5"},
        {"budget_total": True},
        {"budget_total": 5.0},
        {"budget_total": 2**63},
        {"removed": 1},
        {"title_en": "a\0b"},
        {"title_en": ["a"]},
    ],
)
def test_a_value_of_the_wrong_type_is_refused(values: dict[str, Any]) -> None:
    with folder() as place:
        _source, items = bundle(place)
        change = next(item for item in items if item.content)
        other = place.store()
        with pytest.raises(BadBundleError):
            other.merge([*items, content_of(change, values)])
        assert other.items() == []


@pytest.mark.parametrize("body", ["", "{", "[]", '"x"', '{"nonce": 1}', "[" * 100_000, '{"nonce":"\\ud800"}'])
def test_what_is_no_body_is_refused(body: str) -> None:
    with folder() as place, pytest.raises(BadBundleError):
        place.store().merge([Item(digest(body), body)])


def test_a_lone_surrogate_and_an_endless_text_are_refused() -> None:
    with folder() as place:
        store = place.store()
        with pytest.raises(BadBundleError):
            store.merge([Item("0" * 64, "\ud800")])
        endless = canonical({"nonce": "x" * 17_000_000})
        with pytest.raises(BadBundleError):
            store.merge([Item(digest(endless), endless)])


def test_what_a_newer_program_writes_survives_the_way_through_an_older_one() -> None:
    with folder() as place:
        _source, items = bundle(place)
        step = next(item for item in items if item.content is None)
        change = next(item for item in items if item.content)
        new_step = body_of(step, v=2, mood={"k": [1, "ط"]}, nonce="n1")
        known = body_of(change, row="P9", step=new_step.id, seen=[])
        new_field = content_of(known, {"title_en": "Kept", "climate": {"x": [1, "ط"]}}, future=[1])
        new_kind = body_of(change, kind="treaty", row="T1", step=new_step.id, seen=[])
        middle = place.store()
        middle.merge([new_step, new_field, new_kind])
        assert middle.search("kept") == ["P9"]
        values: Mapping[str, object] = middle.history("proposal", "P9")[0].values
        assert values["climate"] == {"x": [1, "ط"]}
        assert middle.check() == []
        with middle.step("Save") as writer:
            writer.put(Proposal, "P9", {"title_en": "Edited"})
        last = place.store()
        last.merge(middle.items(["P9", "T1"]))
        assert {new_step, new_field, new_kind} <= set(last.items())
        merge_step = middle.undo()
        assert merge_step is not None
        assert middle.check() == []


def test_undoing_a_merge_takes_back_unknown_fields_too() -> None:
    with folder() as place:
        source, items = bundle(place)
        other = place.store("b")
        other.merge(items)
        change = next(item for item in items if item.content and "Borders" in item.content)
        step = body_of(next(item for item in items if item.content is None), nonce="n2")
        later = content_of(body_of(change, step=step.id, seen=[change.id]), {"climate": "dry", "title_en": "New"})
        merged = other.merge([step, later])
        assert merged.step is not None
        other.undo_step(merged.step)
        (row,) = other.search("borders")
        assert other.history("proposal", row)[-1].values == {"climate": None, "title_en": "Borders"}
        assert source.check() == other.check() == []


def test_two_people_who_save_the_same_form_are_in_conflict_and_neither_is_overwritten() -> None:
    with folder() as place:
        store = place.store("a")
        with store.step("Add") as step:
            row = step.add(Proposal, {"budget_total": 100})
        form = row_in(store, row).heads
        for amount in (111, 222):
            with store.step("Save") as step:
                step.put(Proposal, row, {"budget_total": amount}, seen=form)
        assert shown(store) == {(row, "budget_total"): ["111", "222"]}


def test_the_same_value_twice_is_no_conflict() -> None:
    with folder() as place:
        first, second = place.store("a"), place.store("b")
        with first.step("Add") as step:
            row = step.add(Proposal, {"title_en": "t"})
        second.merge(first.items())
        for store in (first, second):
            with store.step("Save") as step:
                step.put(Proposal, row, {"title_en": "u"})
        exchange([first, second], 1)
        assert shown(first) == {}
        assert first.digest() == second.digest()


def test_a_row_with_the_same_derived_id_on_two_laptops_is_one_row() -> None:
    with folder() as place:
        first, second = place.store("a"), place.store("b")
        for store, title in ((first, "one"), (second, "two")):
            with store.step("Add") as step:
                step.add(Proposal, {"title_en": title, "state": "IDEA"}, row="same")
        exchange([first, second], 1)
        assert shown(second) == {("same", "title_en"): ['"one"', '"two"']}
        assert second.search("one") == second.search("two") == ["same"]
        assert row_in(second, "same").state == "IDEA"


def test_a_settling_that_lacks_one_of_its_sides_waits() -> None:
    with folder() as place:
        first, second, third = place.store("a"), place.store("b"), place.store("c")
        for store, title in ((first, "one"), (second, "two")):
            with store.step("Add") as step:
                step.add(Proposal, {"title_en": title}, row="P")
        (mine,), (theirs,) = changes_in(first), changes_in(second)
        first.merge(second.items())
        with first.step("Settle") as step:
            step.put(Proposal, "P", {"title_en": "agreed"})
        items = first.items()
        (settled,) = set(changes_in(first)) - {mine, theirs}
        by_id = {item.id: item for item in items}
        dice = random.Random(1)  # noqa: S311
        third.merge(with_steps(items, [by_id[mine], by_id[settled]], dice))
        assert row_in(third, "P").title_en == "one"
        assert third.waiting() == [settled]
        assert shown(third) == {}
        assert third.check() == []
        third.merge(with_steps(items, [by_id[theirs]], dice))
        assert row_in(third, "P").title_en == "agreed"
        assert third.waiting() == []
        assert shown(third) == {}


def test_a_save_waits_as_a_whole() -> None:
    with folder() as place:
        first, second, third = place.store("a"), place.store("b"), place.store("c")
        with first.step("Add") as step:
            row = step.add(Proposal, {"title_en": "t", "title_fr": "t"})
        second.merge(first.items())
        before = set(changes_in(second))
        with second.step("Save") as step:
            step.put(Proposal, row, {"title_en": "u", "title_fr": "u"})
        late = [item for item in second.items() if item.id in set(changes_in(second)) - before]
        third.merge(with_steps(second.items(), late, random.Random(1)))  # noqa: S311
        assert row_in(third, row) is None
        assert third.check() == []
        third.merge(first.items())
        assert (row_in(third, row).title_en, row_in(third, row).title_fr) == ("u", "u")


def test_withdrawn_here_and_edited_there_stays_in_sight_until_somebody_decides() -> None:
    with folder() as place:
        first, second = place.store("a"), place.store("b")
        with first.step("Add") as step:
            row = step.add(Proposal, {"title_en": "t"})
        second.merge(first.items())
        with first.step("Withdraw") as step:
            step.remove(Proposal, row)
        with second.step("Save") as step:
            step.put(Proposal, row, {"title_en": "u"})
        exchange([first, second], 1)
        assert row_in(second, row).removed is False
        assert second.search("u") == [row]
        assert shown(second) == {(row, "removed"): ["false", "true"]}
        with second.step("Withdraw") as step:
            step.remove(Proposal, row)
        exchange([first, second], 2)
        assert shown(first) == {}
        assert first.search("") == []


def test_a_later_edit_by_somebody_who_saw_the_withdrawal_does_not_bring_the_row_back() -> None:
    with folder() as place:
        store = place.store("a")
        with store.step("Add") as step:
            row = step.add(Proposal, {"title_en": "t"})
        with store.step("Withdraw") as step:
            step.remove(Proposal, row)
        with store.step("Save") as step:
            step.put(Proposal, row, {"title_en": "u"})
        assert store.search("") == []
        assert shown(store) == {}


def test_a_merge_tells_whoever_listens_and_names_its_step() -> None:
    with folder() as place:
        _source, items = bundle(place)
        other = place.store()
        told: list[tuple[str, Mapping[str, frozenset[str]]]] = []
        other.listeners.append(lambda step, rows: told.append((step, rows)))
        merged = other.merge(items)
        assert merged.new == 2
        assert told == [(merged.step, merged.rows)]
        assert set(merged.rows) == {"proposal"}

"""What the program ships: the same bytes in every workspace, added to as the program grows, in nobody's way."""

from collections.abc import Callable

from khartoum_desktop.storage.genesis import Shipped
from khartoum_desktop.storage.schema import ListItem
from khartoum_desktop.storage.store import Person, Store
from tests.storage.replicas import conflicts_in

Make = Callable[..., Store]

ROWS: list[Shipped] = [
    ("list_item", "m:EG", {"scheme": "member", "code": "EG", "label_ar": "مصر", "parent": None, "active": True}),
    ("list_item", "m:SD", {"scheme": "member", "code": "SD", "label_ar": "السودان", "position": 2}),
]


def items(store: Store) -> set[tuple[str, str, str | None]]:
    return set(store.items())


def test_two_workspaces_get_the_same_bytes_and_nothing_to_merge(stores: Make) -> None:
    first, second = stores("a"), stores("b", person=None)
    assert first.ship(ROWS) == second.ship(reversed(ROWS)) == 2
    assert items(first) == items(second)
    assert first.digest() == second.digest()
    assert first.merge(second.items()).new == 0
    assert first.check() == []
    assert first.can_undo() is None


def test_a_second_time_only_what_is_missing_is_added(stores: Make) -> None:
    store = stores()
    told: list[object] = []
    store.ship(ROWS[:1])
    store.listeners.append(lambda *what: told.append(what))
    assert store.ship(ROWS) == 1
    assert store.ship(ROWS) == 0
    assert len(told) == 1
    with store.step("Remove") as step:
        step.remove(ListItem, "m:EG")
    assert store.ship(ROWS) == 0
    assert store.history("list_item", "m:EG")[-1].values == {"removed": True}
    assert store.check() == []


def test_a_correction_builds_on_what_it_corrects(stores: Make) -> None:
    corrected: list[Shipped] = [*ROWS, ("list_item", "m:EG", {"label_ar": "جمهورية مصر العربية"})]
    old, new = stores("old"), stores("new")
    old.ship(ROWS)
    new.ship(corrected)
    new.merge(old.items())
    assert conflicts_in(new) == {}
    assert old.ship(corrected) == 1
    assert old.digest() == new.digest()
    last = old.history("list_item", "m:EG")[-1]
    assert (last.values, last.author, last.label) == (
        {"label_ar": "جمهورية مصر العربية"},
        "Khartoum Desktop",
        "Shipped with the program",
    )


def test_what_a_person_changed_stays_beside_a_correction(stores: Make) -> None:
    store = stores()
    store.ship(ROWS)
    with store.step("Rename") as step:
        step.put(ListItem, "m:EG", {"label_ar": "ج.م.ع"})
    store.ship([*ROWS, ("list_item", "m:EG", {"label_ar": "جمهورية مصر العربية"})])
    assert ("m:EG", "label_ar") in conflicts_in(store)
    assert store.check() == []


def test_a_shipped_row_that_waited_for_its_own_beginning(stores: Make) -> None:
    source, store = stores("source"), stores("late")
    source.ship(ROWS)
    source.sit_down(Person("Amina", "EG"))
    with source.step("Rename") as step:
        step.put(ListItem, "m:EG", {"label_en": "Egypt"})
    late = [item for item in source.items() if "Rename" in item.body or "Egypt" in (item.content or "")]
    store.merge(late)
    assert len(store.waiting()) == 1
    store.ship(ROWS)
    assert store.waiting() == []
    assert store.digest() == source.digest()

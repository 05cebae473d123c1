"""Sets of columns that are kept: for oneself or for everybody, changed in steps that can be undone."""

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.columns import operations, queries
from khartoum_desktop.proposals.columns.model import OVERVIEW, ColumnChoice, Shown, showable
from khartoum_desktop.storage.schema import ColumnSet
from khartoum_desktop.workspace import Person, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

CHOICE = ColumnChoice.of([Shown("ref", 120, pinned=True), Shown("contact_email")])


def kept(work: Workspace) -> dict[str, tuple[str | None, ColumnChoice]]:
    return {one.name: (one.owner, one.choice) for one in queries.sets(work) if not one.shipped}


def test_a_set_is_kept_for_oneself_or_for_everybody(work: Workspace) -> None:
    operations.keep(work, " Contacts ", CHOICE)
    operations.keep(work, "Everybody’s", OVERVIEW, everybody=True)
    assert kept(work) == {"Contacts": ("Nadia Fahmy@EG", CHOICE), "Everybody’s": (None, OVERVIEW)}
    work.sit_down(Person("Rami", "SD"))
    assert list(kept(work)) == ["Everybody’s"]


def test_each_change_is_one_step_back(work: Workspace) -> None:
    ident = operations.keep(work, "Contacts", CHOICE)
    operations.rename(work, ident, "People")
    operations.replace(work, ident, OVERVIEW)
    step = operations.remove(work, ident)
    assert kept(work) == {}
    work.store.undo_step(step)
    assert kept(work) == {"People": ("Nadia Fahmy@EG", OVERVIEW)}
    work.undo()
    assert kept(work) == {"People": ("Nadia Fahmy@EG", CHOICE)}
    work.undo()
    assert list(kept(work)) == ["Contacts"]
    work.undo()
    assert kept(work) == {}


def test_a_name_in_use_is_refused_in_any_spelling_and_nothing_is_changed(work: Workspace) -> None:
    ident = operations.keep(work, "الأموال", CHOICE)
    operations.keep(work, "Other", CHOICE)
    for name in ("الاموال", "OTHER", "Overview", "", "x" * 200):
        with pytest.raises(UserError):
            operations.keep(work, name, OVERVIEW)
    with pytest.raises(UserError, match="another one"):
        operations.rename(work, ident, "other")
    operations.rename(work, ident, "الاموال")
    assert sorted(kept(work)) == ["Other", "الاموال"]


def test_a_set_that_is_gone_is_refused_with_a_sentence(work: Workspace) -> None:
    changes: list[Callable[[], str]] = [
        partial(operations.rename, work, "nowhere", "New"),
        partial(operations.replace, work, "nowhere", CHOICE),
        partial(operations.remove, work, "nowhere"),
    ]
    for change in changes:
        with pytest.raises(UserError, match="no longer in the workspace"):
            change()


def test_a_set_of_a_newer_program_is_left_out(work: Workspace) -> None:
    with work.step("newer") as step:
        step.add(ColumnSet, {"name": "Newer", "columns": '{"version":2,"columns":[{"key":"title"}]}'})
    assert kept(work) == {}


def test_the_queries_of_a_page_do_not_grow_with_its_rows(work: Workspace) -> None:
    def make(number: int) -> list[str]:
        lines = {"parties": [{"name": "EG"}, {"name": "SD"}], "gcm": [{"code": "GCM-1"}]}
        columns = {"contact_email": "a@b.org"}
        return [proposals.create(work, {**columns, "title_en": f"P {n}"}, lines) for n in range(number)]

    asked = 0

    def count(*_args: object) -> None:
        nonlocal asked
        asked += 1

    ids = make(3)
    engine = work.store._opened.reader
    event.listen(engine, "before_cursor_execute", count)
    try:
        queries.page(work, ids, showable())
        few, asked = asked, 0
        ids += make(40)
        asked = 0
        rows = queries.page(work, ids, showable())
        many, asked = asked, 0
        queries.page(work, ids, OVERVIEW.keys)
        plain = asked
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert few == many
    assert plain < many
    row = rows[ids[0]]
    assert row.values["contact_email"] == "a@b.org"
    assert row.line.title() == "P 0"

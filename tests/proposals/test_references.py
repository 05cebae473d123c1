"""Final references: given by a coordinator in one step, counted on, unique; provisional ones are still found."""

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Self

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan as plan_import
from khartoum_desktop.proposals import operations, past, queries, references
from khartoum_desktop.proposals.ui.confirming import ConfirmReferences
from khartoum_desktop.proposals.ui.fiche import fact
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.rooms import room


def make(work: Workspace, title: str) -> tuple[str, str]:
    ident = operations.create(work, {"title_en": title, "lead_country": "EG"})
    return ident, queries.read(work, ident).ref


def refs_of(work: Workspace) -> list[str]:
    return [line.ref for line in queries.page(work, queries.ids(work))]


class _In2026(datetime):
    """A clock that stands still in the year of the references below."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2026, 3, 9, 12, tzinfo=tz)


def test_they_are_counted_on_in_the_order_given_and_both_names_lead_to_the_proposal(
    work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(references, "datetime", _In2026)
    one, old_one = make(work, "Skills hubs")
    two, _old_two = make(work, "Border health")
    references.confirm(work, references.plan(work, [two, one], "kp-2026-041"))
    assert refs_of(work) == ["KP-2026-041", "KP-2026-042"]
    assert queries.by_ref(work, old_one) == queries.by_ref(work, "KP-2026-042") == one
    assert queries.ids(work, search=old_one) == queries.ids(work, search="kp-2026-042") == [one]
    assert references.plan(work, [one, two]) == []
    (three, _old) = make(work, "Third")
    assert references.plan(work, [three])[0].new == "KP-2026-043"
    work.undo()
    work.undo()
    assert refs_of(work) == sorted(refs_of(work))
    assert queries.read(work, one).ref == old_one


def test_a_provisional_number_is_never_given_twice(work: Workspace) -> None:
    one, old = make(work, "Skills hubs")
    references.confirm(work, references.plan(work, [one], "KP-2026-041"))
    _two, ref = make(work, "Border health")
    assert ref != old


@pytest.mark.parametrize(
    "first", ["KP 041", "سجل-1", "-041", "A" * 41, "KP\u202e-041", "KP-2026-EG;DROP", "KP-2026-041\0"]
)
def test_what_cannot_be_a_reference_is_refused_and_changes_nothing(work: Workspace, first: str) -> None:
    one, old = make(work, "Skills hubs")
    with pytest.raises(UserError, match="cannot be a reference"):
        references.plan(work, [one], first)
    assert queries.read(work, one).ref == old


def test_one_in_use_or_earlier_in_use_is_refused(work: Workspace) -> None:
    (one, old), (two, _ref) = make(work, "Skills hubs"), make(work, "Border health")
    planned = references.plan(work, [two], "KP-2026-041")
    references.confirm(work, references.plan(work, [one], "KP-2026-041"))
    for taken in ("KP-2026-041", old):
        with pytest.raises(UserError, match="has, or had"):
            references.plan(work, [two], taken)
    with pytest.raises(UserError, match="has, or had"):
        references.confirm(work, planned)
    with pytest.raises(UserError, match="no number"):
        references.plan(work, [two, make(work, "Third")[0]], "CAIRO")


def test_only_a_coordinator_confirms(work: Workspace) -> None:
    one, old = make(work, "Skills hubs")
    work.sit_down(Person("Omar", "SD", "assessor"))
    with pytest.raises(UserError, match="coordinator"):
        references.confirm(work, references.plan(work, [one], "KP-2026-041"))
    assert queries.read(work, one).ref == old


def test_a_sheet_that_still_says_the_provisional_reference_updates_the_proposal(
    work: Workspace, tmp_path: Path
) -> None:
    one, old = make(work, "Skills hubs")
    references.confirm(work, references.plan(work, [one], "KP-2026-041"))
    sheet = tmp_path / "back.csv"
    sheet.write_text(f"Reference,Title,Country,Acronym\n{old},Skills hubs,Egypt,SKILL\n", encoding="utf-8")
    apply(work, plan_import(work, sheet))
    assert queries.ids(work) == [one]
    assert queries.read(work, one).columns["acronym"] == "SKILL"


def test_a_copy_says_where_it_comes_from_and_has_no_final_reference(work: Workspace) -> None:
    one, _old = make(work, "Skills hubs")
    references.confirm(work, references.plan(work, [one], "KP-2026-041"))
    copy = queries.read(work, operations.duplicate(work, one))
    assert (copy.columns["copied_from"], copy.columns["provisional_ref"]) == (one, None)
    assert copy.ref != "KP-2026-041"
    assert fact(copy, "copied_from", queries.lists_of(work)) == "KP-2026-041"
    (made,) = past.events(work, copy.id)
    assert ("Copied from", "KP-2026-041") in [(written.label, written.text) for written in made.written]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_dialog_suggests_says_what_is_wrong_and_confirms(qtbot: QtBot, work: Workspace, language: str) -> None:
    one, _old = make(work, "Skills hubs")
    two, _old = make(work, "Border health")
    with room(qtbot, work, language) as here:
        here.page.list.table.select_ids([one, two])
        run(next(action for action in here.page.actions() if action.id == "proposals.confirm"))
        here.settle()
        dialog: Any = here.page.findChildren(ConfirmReferences)[-1]
        year = str(dialog.first.value()).split("-")[1]
        assert dialog.first.value() == f"KP-{year}-001"
        dialog.first.set_value("KP 7")
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert dialog.isVisible()
        assert dialog.first.problem
        dialog.first.set_value("KP-2026-099")
        QTest.keyClick(dialog.first, Qt.Key.Key_Return)
        QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
        here.settle()
    assert refs_of(work) == ["KP-2026-099", "KP-2026-100"]


def test_what_has_become_another_proposal_meanwhile_is_not_confirmed(work: Workspace) -> None:
    one, _old_one = make(work, "Skills hubs")
    two, _old_two = make(work, "Border health")
    early = references.plan(work, [one, two], "KP-2026-051")
    references.confirm(work, references.plan(work, [one], "KP-2026-041"))
    with pytest.raises(UserError, match="changed since this was shown"):
        references.confirm(work, early)
    operations.remove(work, [two])
    with pytest.raises(UserError, match="changed since this was shown"):
        references.confirm(work, early[1:])
    assert queries.by_ref(work, "KP-2026-041") == one
    assert refs_of(work) == ["KP-2026-041"]

"""Forgetting in the window: what goes is said first, and one tick stands before it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.forgetting.ui.dialog import ForgetDialog
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import Room, room


def opened(here: Room, qtbot: QtBot) -> ForgetDialog:
    here.page.list.table.setFocus()
    run(next(one for one in here.page.actions() if one.id == "proposals.forget"))

    def there() -> bool:
        return any(one.isVisible() for one in here.page.findChildren(ForgetDialog))

    qtbot.waitUntil(there)
    here.settle()
    found: ForgetDialog = here.page.findChildren(ForgetDialog)[-1]
    return found


def words_of(dialog: ForgetDialog) -> str:
    labels = [label for label in dialog.findChildren(QLabel) if not label.isHidden()]
    return strip_isolates("\n".join(label.text() for label in labels))


def press(button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_tick_stands_before_forgetting_and_cancel_keeps_all(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = operations.create(work, {"title_en": "Brought in by mistake", "lead_country": "EG"})
    operations.create(work, {"title_en": "Skills hubs", "lead_country": "EG"})
    with room(qtbot, work, language) as here:
        here.page.list.table.select_ids([ident])
        dialog = opened(here, qtbot)
        assert "Brought in by mistake" in words_of(dialog)
        assert dialog.whole is None
        press(dialog.go)
        assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        here.settle()
        assert len(here.titles()) == 2
        dialog = opened(here, qtbot)
        dialog.sure.setFocus()
        QTest.keyClick(dialog.sure, Qt.Key.Key_Space)
        press(dialog.go)
        here.settle()
        assert here.titles() == ["Skills hubs"]
    assert [entry.forgotten for entry in work.store.history("proposal", ident)] == [True]


def test_one_tick_widens_it_to_the_whole_import(qtbot: QtBot, work: Workspace, tmp_path: Path) -> None:
    sheet = tmp_path / "ministry.csv"
    sheet.write_text("Title,Country\nSecret posts,Kenya\nJob centres,Kenya\n", encoding="utf-8")
    apply(work, plan(work, sheet))
    with room(qtbot, work) as here:
        assert sorted(here.titles()) == ["Job centres", "Secret posts"]
        here.page.list.table.selectRow(0)
        dialog = opened(here, qtbot)
        assert dialog.whole is not None
        assert "ministry.csv" in strip_isolates(dialog.whole.text())
        dialog.sure.setChecked(True)
        dialog.whole.setChecked(True)
        assert not dialog.go.isEnabled()  # another question than the one that was answered
        here.settle()
        assert "2 proposals" in words_of(dialog)
        dialog.sure.setChecked(True)
        press(dialog.go)
        here.settle()
        assert here.titles() == []


def test_who_thinks_better_of_the_whole_import_forgets_the_chosen_one_only(
    qtbot: QtBot, work: Workspace, tmp_path: Path
) -> None:
    sheet = tmp_path / "ministry.csv"
    sheet.write_text("Title,Country\nSecret posts,Kenya\nJob centres,Kenya\n", encoding="utf-8")
    apply(work, plan(work, sheet))
    with room(qtbot, work) as here:
        here.page.list.table.selectRow(0)
        dialog = opened(here, qtbot)
        assert dialog.whole is not None
        dialog.whole.setChecked(True)
        dialog.whole.setChecked(False)  # before the answer has come
        here.settle()
        assert [len(dialog.going.proposals), "1 proposal goes" in words_of(dialog)] == [1, True]

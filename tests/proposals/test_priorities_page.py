"""The page of the presidency and its priorities: by keys and clicks, in both directions."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, priorities
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.ui.other_presidency import OtherPresidency
from khartoum_desktop.proposals.ui.priorities_page import PrioritiesPage
from khartoum_desktop.workspace import Person, Workspace
from tests import rooms


class Hall(rooms.Room[PrioritiesPage]):
    """The page of the priorities, and what it stores."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        super().__init__(qtbot, work, partial(PrioritiesPage, change=priorities.set_presidency))

    def type(self, text: str, *, leave: bool = True) -> None:
        """Type where the focus is, and leave with Tab."""
        field: Any = QApplication.focusWidget()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insertPlainText(text)
        if leave:
            QTest.keyClick(field, Qt.Key.Key_Tab)
            self.settle()

    def focused(self) -> str:
        """Return the name of what has the focus."""
        widget = QApplication.focusWidget()
        return strip_isolates(widget.accessibleName()) if widget is not None else ""

    def stored(self) -> list[dict[str, str]]:
        """Return the names of the priorities that are stored, in their order."""
        return [dict(item.labels) for item in lists_of(self.work).items("priority")]


@contextmanager
def hall(qtbot: QtBot, work: Workspace, language: str = "en") -> Iterator[Hall]:
    """Give the page in one language."""
    with rooms.opened(lambda: Hall(qtbot, work), language) as here:
        yield here


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_empty_set_is_filled_by_keys(qtbot: QtBot, work: Workspace, language: str) -> None:
    priorities.set_presidency(work, "FR-2025")
    with hall(qtbot, work, language) as here:
        assert here.page.stack.currentWidget() is here.page.empty
        first = here.page.empty.findChildren(QPushButton)[0]
        first.setFocus()
        QTest.keyClick(first, Qt.Key.Key_Space)
        assert here.page.stack.currentWidget() is here.page.pane
        assert QApplication.focusWidget() is here.page.cards[0].names[language].text
        here.page.cards[0].names["ar"].setFocus()
        here.type("مسارات قانونية")
        assert here.focused().startswith("English")
        here.type("Legal pathways")
        here.type("Voies légales")
        names = {"ar": "مسارات قانونية", "en": "Legal pathways", "fr": "Voies légales"}
        assert here.stored() == [names]
        here.click(here.page.add_button)
        here.type("Skills")
        assert here.stored() == [names, {language: "Skills"}]
        card, other = here.page.cards
        assert (card.names["ar"].x() > card.names["fr"].x()) is (language == "ar")
        assert card.names["ar"].text.layoutDirection() is Qt.LayoutDirection.RightToLeft
        assert card.names["fr"].text.layoutDirection() is Qt.LayoutDirection.LeftToRight
        here.click(other.up)
        assert here.stored() == [{language: "Skills"}, names]
        assert here.page.cards == [other, card]
        work.undo()
        here.settle()
        assert here.page.cards == [card, other]


def test_a_withdrawn_priority_comes_back_by_its_own_undo(qtbot: QtBot, work: Workspace) -> None:
    operations.create(work, {"title_en": "Hubs"}, {"priorities": [{"code": "skills"}]})
    with hall(qtbot, work) as here:
        assert "Named by 1 proposal" in strip_isolates(here.page.cards[1].about.text())
        assert "not scored" in here.page.cards[-1].about.text()
        names = [editor for card in here.page.cards for editor in card.names.values()]
        assert all(editor.height() >= editor.text.height() for editor in names)
        here.click(here.page.cards[1].cross)
        assert len(here.stored()) == 10
        told, undo = here.said[-1]
        assert "Skills development" in told
        here.click(here.page.cards[0].down)
        undo()
        here.settle()
        assert [card.names["en"].value().split()[0] for card in here.page.cards[:4]] in (
            ["Integrating", "Skills", "Supporting", "Supporting"],
            ["Integrating", "Supporting", "Skills", "Supporting"],
        )
        assert len(here.stored()) == 11


def test_a_refused_name_stays_in_sight_until_it_is_mended_or_given_up(
    qtbot: QtBot, work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    priorities.set_presidency(work, "FR-2025")
    with hall(qtbot, work) as here:
        with monkeypatch.context() as patch:

            def refuse(*_given: object) -> None:
                raise UserError("The disk is full.", "Make room.")

            patch.setattr(priorities, "add", refuse)
            here.page.new()
            here.type("Skills")
            assert "disk is full" in here.page.message.label.text()
            assert not here.page.leave()
            assert here.page.cards[0].names["en"].value() == "Skills"
            assert here.stored() == []
        assert here.page.leave()
        here.settle()
        assert here.stored() == [{"en": "Skills"}]
        assert not here.page.message.isVisible()
        here.page.cards[0].begin()
        field = here.page.cards[0].names["en"].text
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        assert not here.page.leave()
        here.settle()
        assert (field.toPlainText(), here.page.leave()) == ("", False)
        here.click(next(one for one in here.page.message.findChildren(QPushButton) if one.text() == "Undo my typing"))
        assert here.page.leave()
        assert here.stored() == [{"en": "Skills"}]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_presidency_is_chosen_or_another_one_begun(qtbot: QtBot, work: Workspace, language: str) -> None:
    with hall(qtbot, work, language) as here:
        here.page.term.box.setFocus()
        popup = here.page.term.box.open_list()
        QTest.keyClick(popup.list, Qt.Key.Key_Down)
        QTest.keyClick(popup.list, Qt.Key.Key_Return)
        here.settle()
        assert lists_of(work).presidency == "FR-2025"
        assert here.page.stack.currentWidget() is here.page.empty
        here.click(here.page.other)
        dialog = here.page.findChild(OtherPresidency)
        assert dialog is not None
        dialog.read()
        assert all(row.editor.problem for row in dialog.rows[:2])
        dialog.state.box.choose("TN")
        QTest.keyClicks(dialog.first.line, "2027")
        QTest.keyClicks(dialog.last.line, "2026")
        dialog.read()
        assert dialog.rows[2].editor.problem
        dialog.last.line.setText("٢٠٢٨")
        QTest.keyClick(dialog.last.line, Qt.Key.Key_Return)
        dialog.read()
        here.settle()
        assert lists_of(work).presidency == "TN-2027"
        assert here.page.term.value() == "TN-2027"
        assert here.page.header.subtitle.text() == ("تونس 2027–2028" if language == "ar" else "Tunisia 2027–2028")
        work.undo()
        here.settle()
        assert here.page.term.value() == "FR-2025"


def test_a_blank_line_is_no_priority_and_belongs_to_its_presidency(qtbot: QtBot, work: Workspace) -> None:
    with hall(qtbot, work) as here:
        here.page.new()
        here.page.new()
        assert len(here.page.cards) == 12
        assert here.page.leave()
        assert len(here.stored()) == 11
        priorities.set_presidency(work, "FR-2025")
        here.settle()
        assert here.page.cards == []
        here.page.new()
        here.click(here.page.cards[0].cross)
        assert (here.page.cards, work.undo() is not None) == ([], True)


def test_a_reader_sees_and_changes_nothing(qtbot: QtBot, work: Workspace) -> None:
    work.sit_down(Person("Rami", "EG", "reader"))
    with hall(qtbot, work) as here:
        assert len(here.page.cards) == 11
        assert not here.page.cards[0].cross.isVisible()
        assert not here.page.add_button.isVisible()
        assert here.page.cards[0].names["en"].text.isReadOnly()
        assert {one.id for one in here.page.actions() if one.enabled()} == {"priorities.back"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, work: Workspace, language: str) -> None:
    with hall(qtbot, work, language) as here:
        nameless = [
            widget.metaObject().className()
            for widget in here.page.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.focusProxy() is None
            and not widget.accessibleName()
        ]
        assert nameless == []

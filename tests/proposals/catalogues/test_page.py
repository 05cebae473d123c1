"""The page of the lists: by keys and clicks, in both directions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.catalogues import operations, queries
from khartoum_desktop.proposals.catalogues.ui.dialogs import MergeDialog, NewItem, TakeIn
from khartoum_desktop.proposals.catalogues.ui.page import ListsPage
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.workspace import Person, Workspace
from tests import rooms
from tests.proposals.catalogues.seeing import state


class Hall(rooms.Room[ListsPage]):
    """The page of the lists, and what it stores."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        super().__init__(qtbot, work, ListsPage, ("member", "EG"))

    def show(self, key: str, code: str = "") -> None:
        """Show a list, perhaps an item of it."""
        self.page.arrive((key, code))
        self.settle()

    def type_into(self, field: Any, text: str) -> None:
        """Replace what a field holds by real keys, and leave it with Tab."""
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(field, text)
        elif hasattr(field, "insertPlainText"):
            field.insertPlainText(text)
        else:
            field.insert(text)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        self.settle()

    def codes(self) -> list[str]:
        """Return the codes in the table, as shown."""
        return [self.page.model.text_at(row, 0) for row in range(self.page.model.rowCount())]

    def offered(self) -> list[QPushButton]:
        """Return the buttons of what stands in the place of an empty table."""
        empty = self.page.stack.widget(1)
        assert empty is not None
        return empty.findChildren(QPushButton)

    def stored(self, key: str, code: str) -> Any:
        return queries.entry(self.work, queries.catalogue(self.work, key), code)


@contextmanager
def hall(qtbot: QtBot, work: Workspace, language: str = "en") -> Iterator[Hall]:
    """Give the page in one language."""
    with rooms.opened(lambda: Hall(qtbot, work), language) as here:
        yield here


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_item_is_worded_by_keys_in_three_languages_and_taken_back(
    qtbot: QtBot, work: Workspace, language: str
) -> None:
    before = state(work)
    with hall(qtbot, work, language) as here:
        here.show("gcm", "GCM-1")
        names = here.page.item.names.editors
        assert (names["ar"].x() > names["fr"].x()) is (language == "ar")
        assert names["ar"].text.layoutDirection() is Qt.LayoutDirection.RightToLeft
        assert names["fr"].text.layoutDirection() is Qt.LayoutDirection.LeftToRight
        here.type_into(names["ar"].text, "جمع البيانات")
        here.type_into(names["en"].text, "Collect data")
        here.type_into(here.page.item.aliases.text, "Data")
        here.type_into(here.page.item.first.line, "2018")
        here.page.item.quality.box.setFocus()
        popup = here.page.item.quality.box.open_list()
        QTest.keyClick(popup.list, Qt.Key.Key_Up)
        QTest.keyClick(popup.list, Qt.Key.Key_Up)
        QTest.keyClick(popup.list, Qt.Key.Key_Return)
        here.settle()
        now = here.stored("gcm", "GCM-1")
        assert [now.text(key) for key in ("label_ar", "label_en", "aliases", "valid_from", "quality")] == [
            "جمع البيانات", "Collect data", "Data", "2018", "official",
        ]  # fmt: skip
        assert here.page.item.shipped.isVisible()
        here.click(here.page.item.shipped)
        for _step in range(6):
            work.undo()
        here.settle()
        assert state(work) == before
        assert names["en"].value().startswith("Collect and utilize")


def test_a_refused_text_stays_in_sight_until_it_is_given_up(qtbot: QtBot, work: Workspace) -> None:
    with hall(qtbot, work) as here:
        here.show("jvap", "JVAP-2")
        field = here.page.item.names.editors["en"].text
        here.type_into(field, "x" * 601)
        assert "too long" in here.page.message.label.text()
        assert not here.page.leave()
        assert len(field.toPlainText()) == 601
        here.settle()
        here.press("Undo my typing")
        assert here.page.leave()
        assert here.stored("jvap", "JVAP-2").text("label_en") == "Legal migration and mobility"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_organisation_is_added_named_by_a_proposal_and_withdrawn(
    qtbot: QtBot, work: Workspace, language: str
) -> None:
    with hall(qtbot, work, language) as here:
        here.show("organisation")
        assert here.page.stack.currentIndex() == 1
        here.click(here.offered()[0])
        dialog = here.page.asking.dialog
        assert isinstance(dialog, NewItem)
        for code in ("", "IOM", "a b"):
            dialog.code.line.setText(code)
            QTest.keyClick(dialog.code.line, Qt.Key.Key_Return)
            dialog.read()
            assert dialog.code_row.editor.problem
        dialog.code.line.clear()
        QTest.keyClicks(dialog.code.line, "NBI")
        dialog.read()
        assert dialog.isVisible()
        dialog.names["ar"].line.setText("مبادرة حوض النيل")
        dialog.read()
        here.settle()
        assert (here.codes(), here.page.item.shown.code if here.page.item.shown else "") == (["NBI"], "NBI")
        ident = proposals.create(work, {"title_en": "Water", "lead_country": "NBI"}, {})
        here.settle()
        here.click(here.page.item.uses)
        assert here.opened == [("proposals", [ident])]
        here.click(here.page.item.withdraw)
        assert here.stored("organisation", "NBI").removed
        assert here.page.item.back.isVisible()
        told, undo = here.said[-1]
        assert "مبادرة حوض النيل" in told
        undo()
        here.settle()
        assert not here.stored("organisation", "NBI").removed
        here.click(here.page.item.withdraw)
        here.click(here.page.item.back)
        assert not here.stored("organisation", "NBI").removed


def test_a_set_is_copied_changed_moved_and_put_into_force(qtbot: QtBot, work: Workspace) -> None:
    with hall(qtbot, work) as here:
        here.show("EG-2024-priorities.1", "skills")
        here.press("Copy to change")
        assert here.page.found is not None
        assert here.page.found.which.key == "EG-2024-priorities.2"
        here.show("EG-2024-priorities.2", "skills")
        here.type_into(here.page.item.names.editors["fr"].text, "Competences")
        here.click(here.page.item.up)
        assert here.codes()[:2] == ["skills", "regular_pathways"]
        here.page.item.parent_item.box.choose("burden_sharing")
        here.page.item.parent_item.commit()
        here.settle()
        assert lists_of(work).items("priority")[0].code == "regular_pathways"
        here.press("Put into force")
        first = lists_of(work).items("priority")[0]
        assert (first.code, first.label("fr"), first.parent) == ("skills", "Competences", "burden_sharing")
        here.press("Presidency and priorities")
        assert here.opened == [("priorities", None)]


def test_look_alikes_are_merged_with_one_undo_or_told_apart(qtbot: QtBot, work: Workspace) -> None:
    own = queries.catalogue(work, "organisation")
    operations.add(work, own, "NBI", {"label_en": "Nile Basin Initiative (NBI)"})
    operations.add(work, own, "NILE", {"label_en": "Nile Basin Initiative"})
    before = state(work)
    with hall(qtbot, work) as here:
        here.show("organisation", "NILE")
        here.press("Merge organisations…")
        dialog = here.page.asking.dialog
        assert isinstance(dialog, MergeDialog)
        dialog.choose("NBI", "NBI")
        dialog.read()
        assert dialog.rows[1].editor.problem
        here.click(dialog.pairs[0])
        dialog.choose("NBI", "NILE")
        dialog.read()
        here.settle()
        assert here.stored("organisation", "NILE").merged_into == "NBI"
        here.said[-1][1]()
        here.settle()
        assert state(work) == before
        here.press("Merge organisations…")
        dialog = here.page.asking.dialog
        assert isinstance(dialog, MergeDialog)
        no = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Not the same")
        here.click(no)
        assert queries.alike(work) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_file_is_shown_before_it_is_taken_in(qtbot: QtBot, work: Workspace, tmp_path: Path, language: str) -> None:
    path = tmp_path / "in.json"
    items = [{"code": "NBI", "label_en": "Nile Basin Initiative"}, {"code": "IOM", "label_en": "Taken"}]
    path.write_text(json.dumps({"format": "khartoum-lists", "version": 1, "lists": {"organisation": items}}), "utf-8")
    before = state(work)
    with hall(qtbot, work, language) as here:
        here.page.asking.look(path)
        here.settle()
        dialog = here.page.asking.dialog
        assert isinstance(dialog, TakeIn)
        assert ["IOM" in strip_isolates(line.text()) for line in dialog.lines] == [True, False]
        assert state(work) == before
        here.click(dialog.go)
        assert here.stored("organisation", "NBI").text("label_en") == "Nile Basin Initiative"
        here.said[-1][1]()
        here.settle()
        assert state(work) == before
        path.write_text("[]", "utf-8")
        here.page.asking.look(path)
        here.settle()
        assert here.faults
        here.faults.clear()


@pytest.mark.parametrize("words", ["مصر", "egypte", "EGYPT", "ج.م.ع"])
def test_items_are_found_in_any_spelling_and_language(qtbot: QtBot, work: Workspace, words: str) -> None:
    with hall(qtbot, work) as here:
        here.page.line.setText(words)
        QTest.keyClick(here.page.line, Qt.Key.Key_Return)
        here.settle()
        assert here.codes() == ["EG"]
        here.page.line.setText("nowhere at all")
        QTest.keyClick(here.page.line, Qt.Key.Key_Return)
        here.settle()
        here.click(here.offered()[0])
        assert len(here.codes()) == 40


def test_the_start_pane_is_walked_by_arrows(qtbot: QtBot, work: Workspace) -> None:
    with hall(qtbot, work) as here:
        here.page.catalogues.setFocus()
        QTest.keyClick(here.page.catalogues, Qt.Key.Key_Down)
        here.settle()
        assert here.codes() == ["GB"]
        assert "1 item" in strip_isolates(here.page.status())


def test_a_reader_sees_and_changes_nothing(qtbot: QtBot, work: Workspace) -> None:
    work.sit_down(Person("Rami", "EG", "reader"))
    with hall(qtbot, work) as here:
        here.show("EG-2024-priorities.1", "skills")
        assert here.page.item.names.editors["en"].text.isReadOnly()
        assert not any(one.isVisible() for one in (here.page.item.withdraw, here.page.item.up, here.page.item.shipped))
        allowed = {one.id for one in here.page.actions() if one.id and one.enabled()}
        assert allowed == {"lists.priorities", "lists.export", "lists.export_all"}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("key", ["member", "EG-2024-priorities.1", "organisation"])
def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, work: Workspace, language: str, key: str) -> None:
    with hall(qtbot, work, language) as here:
        here.show(key)
        nameless = [
            widget.metaObject().className()
            for widget in here.page.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.focusProxy() is None
            and not widget.accessibleName()
        ]
        assert nameless == []

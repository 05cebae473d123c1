"""The page of the translation desk: by real keys and clicks, in both directions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import settings
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries as reading
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.proposals.translation import operations, sheet
from khartoum_desktop.proposals.translation.ui.exchange import ExportTexts, Preview
from khartoum_desktop.proposals.translation.ui.page import TranslationPage
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.parts import Button
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.window import Window
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.rooms import full_disk

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIRST = {"title_en": "Smuggling of migrants and border management", "summary_en": "For host communities."}
SECOND = {"title_en": "Fair work for returnees"}


class Desktop:
    """The real window, on a workspace with two proposals to be translated, at the desk."""

    def __init__(self, qtbot: QtBot, path: Path, language: str, target: str) -> None:
        install_theme("light")
        set_language(language)
        set_direction()
        work = Workspace.create(path, Person("Nadia Fahmy", "EG"), genesis=genesis())
        self.ids = [proposals.create(work, {**one, "lead_country": "EG"}) for one in (FIRST, SECOND)]
        work.close()
        self.qtbot = qtbot
        self.window = Window(Desk(settings.load()))
        self.window.resize(1366, 768)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
        with qtbot.waitSignal(self.window.workspace_shown):
            self.window.entrance.open(path)
        assert self.window.work is not None
        self.work = self.window.work
        page = self.window.go("translation")
        assert isinstance(page, TranslationPage)
        self.page = page
        page.list.wish("", code=target)
        page.ask_anew()
        self.settle()

    def settle(self) -> None:
        """Wait until all tasks are answered and all notices delivered."""

        def quiet() -> bool:
            QApplication.processEvents()
            return not self.window.desk.tasks.running()

        for _again in range(4):
            self.qtbot.waitUntil(quiet)

    def field(self, group: str) -> QTextEdit:
        return self.page.pane.pairs[group].translation.text

    def type(self, group: str, text: str, *, leave: bool = True) -> None:
        """Type a translation as a person does, and leave it with Tab."""
        field = self.field(group)
        QTest.mouseClick(field.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
        field.selectAll()
        if text.isascii() and len(text) < 100:
            QTest.keyClicks(field, text)
        else:
            field.insertPlainText(text)
        if leave:
            QTest.keyClick(field, Qt.Key.Key_Tab)
            self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def column(self, place: int, name: str) -> object:
        return reading.read(self.work, self.ids[place]).columns[name]

    def shown(self) -> str:
        found = self.page.pane.shown
        return "" if found is None else found.id


@contextmanager
def desktop(qtbot: QtBot, path: Path, language: str = "en", target: str = "fr") -> Iterator[Desktop]:
    made = Desktop(qtbot, path / "desk.khartoum", language, target)
    try:
        yield made
    finally:
        made.page.refused.clear()
        made.window.close()
        set_language("en")
        set_direction()


@pytest.mark.parametrize(("language", "target"), [("ar", "ar"), ("en", "fr")])
def test_a_morning_at_the_desk_by_keys(qtbot: QtBot, tmp_path: Path, language: str, target: str) -> None:
    words = {"ar": ("تهريب المهاجرين", "للمجتمعات المضيفة", "عمل لائق"), "fr": ("Trafic", "Pour tous", "Travail")}[
        target
    ]
    with desktop(qtbot, tmp_path, language, target) as here:
        page = here.page
        assert list(page.list.model.ids) == here.ids
        assert here.shown() == here.ids[0]
        pair = page.pane.pairs["title"]
        assert pair.original.value() == FIRST["title_en"]
        assert pair.original.text.layoutDirection() is Qt.LayoutDirection.LeftToRight
        rtl = pair.translation.text.layoutDirection() is Qt.LayoutDirection.RightToLeft
        assert rtl is (target == "ar")
        assert (pair.left.x() > pair.right.x()) is (language == "ar")
        here.press(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        assert QApplication.focusWidget() is here.field("title")
        here.type("title", words[0])
        assert here.column(0, f"title_{target}") == words[0]
        assert QApplication.focusWidget() is not here.field("title")
        here.type("summary", words[1], leave=False)
        here.press(Qt.Key.Key_Return)
        assert here.column(0, f"summary_{target}") == words[1]
        assert here.column(0, f"translation_{target}") == "translated"
        assert here.shown() == here.ids[1]
        assert QApplication.focusWidget() is here.field("title")
        assert "2" in page.pane.progress.text()
        assert list(page.list.model.ids) == here.ids  # what is done stays until the list is asked for anew
        page.pane.unchecked.click()
        here.type("title", words[2])
        assert here.column(1, f"translation_{target}") == "unchecked"
        here.press(Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert here.column(1, f"translation_{target}") == "translated"
        page.ask_anew()
        here.settle()
        assert page.end.currentWidget() is not page.pane
        for _step in range(4):
            here.press(Qt.Key.Key_Z)
        assert here.column(0, f"title_{target}") is None
        assert list(page.list.model.ids) == here.ids


@pytest.mark.parametrize("target", ["ar", "fr"])
def test_terms_are_inserted_by_key_and_click(qtbot: QtBot, tmp_path: Path, target: str) -> None:
    wanted = {
        "ar": ("تهريب المهاجرين", "إدارة الحدود"),
        "fr": ("trafic illicite de migrants", "gestion des frontières"),
    }
    with desktop(qtbot, tmp_path, "en", target) as here:
        field = here.field("title")
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_1, ALT)
        buttons = here.page.pane.terms.findChildren(Button)
        QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
        assert QApplication.focusWidget() is field
        assert field.toPlainText() == " ".join(wanted[target])
        assert here.column(0, f"title_{target}") is None  # not saved before it is left
        QTest.keyClick(field, Qt.Key.Key_Escape)
        assert field.toPlainText() == ""


def test_nothing_is_lost_when_another_row_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path) as here:
        here.type("title", "Trafic illicite", leave=False)
        table = here.page.list.table
        place = table.visualRect(here.page.list.model.index(1, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        here.settle()
        assert here.shown() == here.ids[1]
        assert here.column(0, "title_fr") == "Trafic illicite"
        assert here.column(1, "title_fr") is None
        assert here.field("title").toPlainText() == ""


def test_a_refused_save_is_kept_and_said_until_it_is_saved(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path) as here:
        with full_disk(here.work):
            here.type("title", "x" * 20_000)
            here.press(Qt.Key.Key_Down)
        assert here.page.message.isVisible()
        assert here.shown() == here.ids[1]
        assert here.field("title").toPlainText() == ""  # what was typed belongs to the other proposal
        assert not here.page.is_saved()
        assert not here.page.leave()
        here.press(Qt.Key.Key_Up)
        assert here.field("title").toPlainText() == "x" * 20_000
        here.page.pane.commit()
        here.settle()
        assert (here.column(0, "title_fr"), here.column(1, "title_fr")) == ("x" * 20_000, None)
        assert here.page.leave()
        assert not here.page.message.isVisible()


def test_what_a_colleague_writes_meanwhile_becomes_a_conflict(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path) as here:
        here.type("title", "Mon titre", leave=False)
        operations.translate(here.work, here.ids[0], "fr", {"title": "Leur titre"})
        here.settle()
        assert here.field("title").toPlainText() == "Mon titre"
        QTest.keyClick(here.field("title"), Qt.Key.Key_Tab)
        here.settle()
        (conflict,) = reading.read(here.work, here.ids[0]).conflicts
        assert {one.value for one in conflict.candidates} == {"Mon titre", "Leur titre"}
        assert here.page.message.isVisible()


def test_what_others_change_is_shown_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path) as here:
        operations.translate(here.work, here.ids[0], "fr", {"title": "Leur titre", "summary": "Leur texte"})
        here.settle()
        assert here.field("summary").toPlainText() == "Leur texte"
        proposals.remove(here.work, here.ids)
        here.settle()
        assert here.page.end.currentWidget() is not here.page.pane


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_workbook_goes_out_and_comes_back_by_a_drop(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    file = tmp_path / "texts.xlsx"
    monkeypatch.setattr(
        "khartoum_desktop.proposals.translation.ui.exchange.choose_new_file", lambda *_args, **_named: file
    )
    with desktop(qtbot, tmp_path, language, "fr") as here:
        proposals.set_value(here.work, here.ids[1], "confidentiality", "restricted")
        here.settle()
        here.page.exchange.ask_export()
        dialog = here.page.findChild(ExportTexts)
        assert dialog is not None
        assert list(dialog.restricted.checks) == [here.ids[1]]
        here.click(dialog.go)
        assert here.page.message.isVisible()  # one was left out
        book = openpyxl.load_workbook(file)
        book.worksheets[0]["H8"] = "Trafic illicite de migrants"
        book.save(file)
        assert here.window.take_files([file])
        here.settle()
        preview = here.page.findChild(Preview)
        assert preview is not None
        assert "1" in strip_isolates(preview.counts.text())
        here.click(preview.go)
        assert here.column(0, "title_fr") == "Trafic illicite de migrants"
        with qtbot.waitActive(here.window):
            here.window.activateWindow()
        here.press(Qt.Key.Key_Z)
        assert here.column(0, "title_fr") is None


def test_another_workbook_is_refused_with_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(file)
    with desktop(qtbot, tmp_path) as here:
        here.page.exchange.take(file)
        here.settle()
        assert here.page.message.isVisible()
        assert "other.xlsx" in here.page.message.label.text()


def test_a_reader_reads_only(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path) as here:
        here.work.sit_down(Person("Rami", "EG", "reader"))
        here.page.list.ask()
        here.settle()
        assert here.field("title").isReadOnly()
        off = {one.id for one in here.page.actions() if one.id and not one.enabled()}
        assert off == {"translation.check", "translation.import"}


def test_the_desk_opens_at_the_proposal_in_hand(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path) as here:
        here.window.go("proposals", here.ids[1])
        here.settle()
        here.press(Qt.Key.Key_T)
        assert here.window.page is here.page
        assert here.shown() == here.ids[1]
        here.press(Qt.Key.Key_Left, ALT)
        assert here.window.page_id == "proposals"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_that_takes_the_focus_has_a_name(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    with desktop(qtbot, tmp_path, language) as here:
        nameless = [
            widget.metaObject().className()
            for widget in here.page.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.focusProxy() is None
            and not widget.accessibleName()
        ]
        assert nameless == []


def test_exporting_nothing_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    with desktop(qtbot, tmp_path, "en", "en") as here:
        here.page.exchange.export(tmp_path / "a.xlsx", "en", here.ids, ticked=())
        here.settle()
        assert here.page.message.isVisible()
        assert not (tmp_path / "a.xlsx").exists()
        assert sheet.suggested_name("fr", date(2026, 3, 2)) == "KP_Translation_2026-03-02_FR.xlsx"

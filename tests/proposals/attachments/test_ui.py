"""Files in the form with real clicks, keys and drops, in Arabic and English; letters chosen among the parties."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.attachments.model import take
from khartoum_desktop.proposals.attachments.operations import Particulars, attach
from khartoum_desktop.proposals.attachments.queries import attached
from khartoum_desktop.proposals.attachments.ui import attaching
from khartoum_desktop.proposals.attachments.ui.cards import FileCards
from khartoum_desktop.proposals.attachments.ui.letters import NEW, LetterCell
from khartoum_desktop.toolkit.forms import ChoiceEditor
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.attachments.samples import DOCX, PDF
from tests.proposals.rooms import Room, room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
BOTH = pytest.mark.parametrize("language", ["ar", "en"])
WORDS = {
    "en": {"remove": "Remove this file", "open": "Open", "save": "Save a copy", "add": "Add files"},
    "ar": {"remove": "إزالة هذا الملف", "open": "فتح", "save": "حفظ نسخة", "add": "إضافة ملفات"},
}


@pytest.fixture
def ident(work: Workspace) -> str:
    """Return a proposal with two parties."""
    made = operations.create(work, {"title_en": "Skills hubs", "lead_country": "EG"})
    parties = [{"name": "EG", "role": "lead"}, {"name": "SD", "role": "beneficiary", "consent": "confirmed"}]
    operations.set_lines(work, made, "parties", parties)
    return made


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Return a PDF that is called so, and one that is called otherwise."""
    (tmp_path / "letter.pdf").write_bytes(PDF)
    (tmp_path / "annex.pdf").write_bytes(DOCX)
    return [tmp_path / "letter.pdf", tmp_path / "annex.pdf"]


def files_in(here: Room) -> FileCards:
    editor = here.editor.form.bound["attachments"].editor
    assert isinstance(editor, FileCards)
    return editor


def letter_cell(here: Room, line: int = 1) -> LetterCell:
    cards: Any = here.editor.form.bound["parties"].editor
    cell = cards.cell(line, "consent_letter")
    assert isinstance(cell, LetterCell)
    return cell


def names(work: Workspace, ident: str) -> list[str]:
    return [file.name for file in attached(work, ident)]


def texts_in(widget: QWidget) -> str:
    return strip_isolates("\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden()))


def button(widget: QWidget, words: str) -> QPushButton:
    """Return the first button in sight that is called so."""
    return next(
        one for one in widget.findChildren(QPushButton)
        if one.isVisible() and words in strip_isolates(one.accessibleName() or one.text())
    )  # fmt: skip


def press(here: Room, one: QPushButton) -> None:
    here.editor.form.ensureWidgetVisible(one)
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)
    here.settle()


def drop(target: QWidget, files: list[Path]) -> bool:
    """Drop files on a widget as the window system does; return whether they were taken."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(3, 3), copy, carried, left, none))
    event = QDropEvent(QPointF(3, 3), copy, carried, left, none)
    event.setAccepted(False)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


# --- adding -----------------------------------------------------------------------------------------------------------


@BOTH
def test_files_are_dropped_shown_and_taken_back(
    qtbot: QtBot, work: Workspace, ident: str, paths: list[Path], language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.edit(ident)
        assert drop(files_in(here), paths)
        here.settle()
        assert names(work, ident) == ["letter.pdf", "annex.docx"]
        assert files_in(here).count() == 2
        shown = texts_in(files_in(here))
        assert {"ar": "مستند PDF", "en": "PDF document"}[language] in shown
        told, undo = here.said[-1]
        assert "annex.docx" in told
        undo()
        here.settle()
        assert names(work, ident) == []
        assert files_in(here).count() == 0


def test_a_drop_on_a_field_of_a_file_is_a_drop_on_the_editor(
    qtbot: QtBot, work: Workspace, ident: str, paths: list[Path]
) -> None:
    attach(work, ident, [take("a.pdf", PDF + b"\n")])
    with room(qtbot, work) as here:
        here.edit(ident)
        name: Any = files_in(here).cell(0, "name")
        assert drop(name.line, paths[:1])
        here.settle()
        assert names(work, ident) == ["a.pdf", "letter.pdf"]


@BOTH
def test_files_are_added_with_the_keyboard(
    *, qtbot: QtBot, work: Workspace, ident: str, paths: list[Path], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "choose_files", lambda *_given, **_named: paths)
    with room(qtbot, work, language) as here:
        here.edit(ident)
        add = files_in(here).add_button
        assert WORDS[language]["add"] in add.text()
        add.setFocus()
        QTest.keyClick(add, Qt.Key.Key_Space)
        here.settle()
        assert names(work, ident) == ["letter.pdf", "annex.docx"]


@BOTH
def test_a_refused_file_is_named_and_nothing_changes(
    qtbot: QtBot, work: Workspace, ident: str, paths: list[Path], language: str
) -> None:
    paths[1].write_bytes(b"MZ\0\0")
    with room(qtbot, work, language) as here:
        here.edit(ident)
        drop(files_in(here), paths)
        here.settle()
        assert names(work, ident) == []
        (fault,) = here.faults
        assert "annex.pdf" in str(fault)
        here.faults.clear()


@BOTH
def test_a_file_is_removed_and_brought_back(qtbot: QtBot, work: Workspace, ident: str, language: str) -> None:
    attach(work, ident, [take("a.pdf", PDF), take("b.docx", DOCX)])
    with room(qtbot, work, language) as here:
        here.edit(ident)
        press(here, button(files_in(here), WORDS[language]["remove"]))
        assert names(work, ident) == ["b.docx"]
        assert files_in(here).count() == 1
        here.said[-1][1]()
        here.settle()
        assert names(work, ident) == ["a.pdf", "b.docx"]
        assert files_in(here).count() == 2


def test_what_is_said_of_a_file_saves_itself_and_keeps_its_bytes(qtbot: QtBot, work: Workspace, ident: str) -> None:
    attach(work, ident, [take("a.pdf", PDF)])
    before = attached(work, ident)[0]
    with room(qtbot, work) as here:
        here.edit(ident)
        kind: Any = files_in(here).cell(0, "kind")
        kind.box.choose("letter_of_support")
        kind.box.activated.emit(kind.box.currentIndex())
        here.settle()
        dated: Any = files_in(here).cell(0, "dated")
        dated.line.setFocus()
        QTest.keyClicks(dated.line, "March 2026")
        here.leave(dated.line)
    after = attached(work, ident)[0]
    assert (after.kind, after.dated, after.sha256) == ("letter_of_support", "2026-03", before.sha256)


def test_a_file_of_which_nothing_is_said_stays(qtbot: QtBot, work: Workspace, ident: str) -> None:
    attach(work, ident, [take("a.pdf", PDF)])
    with room(qtbot, work) as here:
        here.edit(ident)
        name: Any = files_in(here).cell(0, "name")
        name.line.setFocus()
        name.line.selectAll()
        QTest.keyClick(name.line, Qt.Key.Key_Delete)
        here.leave(name.line)
        assert files_in(here).count() == 1
    assert names(work, ident) == [""]


# --- opening ----------------------------------------------------------------------------------------------------------


@BOTH
def test_a_file_is_opened_only_after_a_question(
    qtbot: QtBot, work: Workspace, ident: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(attaching, "open_with_system", opened.append)
    attach(work, ident, [take("a.docx", PDF)])
    with room(qtbot, work, language) as here:
        here.edit(ident)
        helper = here.editor.attaching
        for answer in ("cancel", "open"):
            press(here, button(files_in(here), f"{WORDS[language]['open']} a.pdf"))
            dialog = helper.dialog
            assert dialog is not None
            shown = texts_in(dialog)
            assert "a.pdf" in shown
            assert "Nadia Fahmy" in shown
            assert {"ar": "مصر", "en": "Egypt"}[language] in shown
            assert opened == []
            choice = dialog.findChild(QPushButton, answer)
            assert choice is not None
            QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
            here.settle()
        (path,) = opened
        assert path.read_bytes() == PDF
        assert path.name == "a.pdf"
        helper.opened.clear()
        assert not path.exists()


def test_escape_leaves_a_file_unopened(
    qtbot: QtBot, work: Workspace, ident: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(attaching, "open_with_system", opened.append)
    attach(work, ident, [take("a.pdf", PDF)])
    with room(qtbot, work) as here:
        here.edit(ident)
        press(here, button(files_in(here), "Open a.pdf"))
        dialog = here.editor.attaching.dialog
        assert dialog is not None
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        here.settle()
        assert opened == []


@BOTH
def test_a_copy_is_saved(
    *, qtbot: QtBot, work: Workspace, ident: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(work, ident, [take("a.pdf", PDF)])
    monkeypatch.setattr(attaching, "choose_new_file", lambda *_given, **named: tmp_path / str(named["name"]))
    with room(qtbot, work, language) as here:
        here.edit(ident)
        press(here, button(files_in(here), WORDS[language]["save"]))
        assert (tmp_path / "a.pdf").read_bytes() == PDF
        assert "a.pdf" in here.said[-1][0]


def test_a_name_without_a_file_offers_nothing_to_open(qtbot: QtBot, work: Workspace, ident: str) -> None:
    operations.set_lines(work, ident, "attachments", [{"name": "letter.pdf"}])
    with room(qtbot, work) as here:
        here.edit(ident)
        assert "Only the name is known" in texts_in(files_in(here))
        found = [one.accessibleName() or one.text() for one in files_in(here).findChildren(QPushButton)]
        assert not any("Open" in words for words in found)


def test_a_reader_opens_but_changes_nothing(qtbot: QtBot, work: Workspace, ident: str, paths: list[Path]) -> None:
    attach(work, ident, [take("a.pdf", PDF)])
    work.sit_down(Person("Reader", "EG", "reader"))
    with room(qtbot, work) as here:
        here.edit(ident)
        assert button(files_in(here), "Open a.pdf").isEnabled()
        assert not files_in(here).add_button.isVisible()
        assert not button(files_in(here), "Remove this file").isEnabled()
        drop(files_in(here), paths)
        here.settle()
        assert names(work, ident) == ["a.pdf"]


# --- letters ----------------------------------------------------------------------------------------------------------


@BOTH
def test_a_letter_is_chosen_among_the_files(qtbot: QtBot, work: Workspace, ident: str, language: str) -> None:
    attach(work, ident, [take("letter.pdf", PDF)])
    (file,) = attached(work, ident)
    with room(qtbot, work, language) as here:
        here.edit(ident)
        assert letter_cell(here).problem
        cell = letter_cell(here)
        cell.box.setFocus()
        QTest.keyClick(cell.box, Qt.Key.Key_Return)
        popup: Any = QApplication.activePopupWidget()
        QTest.keyClick(popup.list, Qt.Key.Key_Down)
        QTest.keyClick(popup.list, Qt.Key.Key_Return)
        here.settle()
        (linked,) = attached(work, ident)
        assert queries.read(work, ident).lines["parties"][1]["id"] == linked.party
        assert not letter_cell(here).problem
        whose: Any = files_in(here).cell(0, "party")
        assert isinstance(whose, ChoiceEditor)
        assert {"ar": "السودان", "en": "Sudan"}[language] in strip_isolates(whose.box.currentText())
        press(here, button(letter_cell(here), {"ar": "ليس هذا", "en": "This is not"}[language]))
        assert attached(work, ident)[0].party == ""
        assert file.id == attached(work, ident)[0].id


def test_a_letter_is_added_from_the_parties(
    qtbot: QtBot, work: Workspace, ident: str, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "choose_files", lambda *_given, **_named: paths[:1])
    with room(qtbot, work) as here:
        here.edit(ident)
        cell = letter_cell(here)
        cell.box.choose(NEW)
        cell.box.activated.emit(cell.box.currentIndex())
        here.settle()
        (file,) = attached(work, ident)
        assert (file.name, file.kind) == ("letter.pdf", "letter_of_support")
        assert file.party == queries.read(work, ident).lines["parties"][1]["id"]


def test_a_party_may_be_chosen_at_the_file(qtbot: QtBot, work: Workspace, ident: str) -> None:
    attach(work, ident, [take("letter.pdf", PDF)])
    with room(qtbot, work) as here:
        here.edit(ident)
        party = str(queries.read(work, ident).lines["parties"][0]["id"])
        whose: Any = files_in(here).cell(0, "party")
        whose.box.choose(party)
        whose.box.activated.emit(whose.box.currentIndex())
        here.settle()
        assert attached(work, ident)[0].party == party
        assert "letter.pdf" in strip_isolates(button(letter_cell(here, 0), "letter.pdf").text())


@BOTH
def test_a_removed_party_leaves_no_link_in_sight(qtbot: QtBot, work: Workspace, ident: str, language: str) -> None:
    lines = queries.read(work, ident).lines["parties"]
    attach(work, ident, [take("letter.pdf", PDF)])
    with room(qtbot, work, language) as here:
        here.edit(ident)
        whose: Any = files_in(here).cell(0, "party")
        whose.box.choose(str(lines[1]["id"]))
        whose.box.activated.emit(whose.box.currentIndex())
        here.settle()
        operations.set_lines(work, ident, "parties", lines[:1])
        here.settle()
        whose = files_in(here).cell(0, "party")
        assert strip_isolates(whose.box.currentText()) == {"ar": "اختيار", "en": "Choose"}[language]
        operations.set_lines(work, ident, "parties", lines)
        here.settle()
        whose = files_in(here).cell(0, "party")
        assert {"ar": "السودان", "en": "Sudan"}[language] in strip_isolates(whose.box.currentText())


def test_the_fiche_is_read_again_when_only_parties_or_files_change(qtbot: QtBot, work: Workspace, ident: str) -> None:
    lines = queries.read(work, ident).lines["parties"]
    with room(qtbot, work) as here:
        fiche = here.page.list.fiche
        here.edit(ident)
        attach(work, ident, [take("letter.pdf", PDF)], Particulars(party=str(lines[1]["id"])))
        here.settle()
        here.page.back()
        here.settle()
        assert "letter.pdf" in texts_in(fiche)


@BOTH
def test_the_fiche_says_what_is_known_of_a_consent(qtbot: QtBot, work: Workspace, ident: str, language: str) -> None:
    lines = queries.read(work, ident).lines["parties"]
    operations.set_lines(work, ident, "parties", [lines[0], {**lines[1], "consent_by": "MoI", "consent_on": "2026-03"}])
    attach(work, ident, [take("letter.pdf", PDF)], Particulars(party=str(lines[1]["id"])))
    with room(qtbot, work, language) as here:
        fiche = here.page.list.fiche
        here.page.list.table.selectRow(0)
        here.settle()
        qtbot.waitUntil(lambda: fiche.shown is not None)
        shown = texts_in(fiche)
        assert "MoI" in shown
        assert "letter.pdf" in shown

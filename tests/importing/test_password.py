"""A locked file asks for its password on the import page: by keys, again when it is wrong, or not at all."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.queries import batches
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.ui.password import PasswordDialog
from khartoum_desktop.sheets.sentences import LockedError
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile
from tests.importing.rooms import Room, room
from tests.importing.test_page import SUDAN
from tests.sheets.locked_ods import WHOLE, locked_ods
from tests.sheets.test_open_document import ods, row, table, text

RIGHT, OTHER = " كلمة 2026", "كلمة 2026"
HEADING = "{file} is protected by a password."


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """Give a ministry's workbook, locked."""
    content = BytesIO()
    with SUDAN.open("rb") as file:
        OOXMLFile(file).encrypt(RIGHT, content)
    path = tmp_path / "مقفل.xlsx"
    path.write_bytes(content.getvalue())
    return path


def dialogs(here: Room) -> list[PasswordDialog]:
    return [one for one in here.page.findChildren(PasswordDialog) if one.isVisible()]


def dialog(here: Room) -> PasswordDialog:
    """Return the question that is open."""
    (found,) = dialogs(here)
    return found


def line(here: Room) -> QLineEdit:
    found = dialog(here).findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def told_locked(here: Room) -> None:
    """Take note that the page says of the only file why it is not open."""
    (error,) = here.faults
    assert isinstance(error, LockedError)
    here.faults.clear()


def type_in(here: Room, text: str) -> None:
    line(here).setText(text)
    QTest.keyClick(line(here), Qt.Key.Key_Return)
    here.settle()


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_wrong_password_is_asked_again_and_the_right_one_opens(
    qtbot: QtBot, work: Workspace, locked: Path, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(locked)
        heading = strip_isolates(dialog(here).windowTitle())
        assert heading == strip_isolates(_(HEADING)).format(file="مقفل.xlsx")
        assert line(here).echoMode() == QLineEdit.EchoMode.Password
        assert strip_isolates(line(here).accessibleName()) == _("Password")
        is_rtl = dialog(here).layoutDirection() == Qt.LayoutDirection.RightToLeft
        assert is_rtl == (language == "ar")
        type_in(here, OTHER)
        assert strip_isolates(_("This is not the password of {file}.").format(file="مقفل.xlsx")) in here.words(
            dialog(here)
        )
        assert line(here).text() == ""
        type_in(here, RIGHT)
        assert dialogs(here) == []
        assert here.plan.file == "مقفل.xlsx"
        assert RIGHT.strip() not in repr(here.plan.decisions)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_locked_workbook_of_libreoffice_asks_too(
    qtbot: QtBot, work: Workspace, tmp_path: Path, language: str
) -> None:
    rows = [["اسم المشروع", "الدولة"], ["طريق", "السودان"], ["عيادة", "السودان"]]
    path = ods(tmp_path / "مقفل.ods", table(*(row(*(text(words) for words in cells)) for cells in rows)))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    path.write_bytes(locked_ods(content, RIGHT, WHOLE))
    with room(qtbot, work, language) as here:
        here.drop(path)
        type_in(here, OTHER)
        assert strip_isolates(_("This is not the password of {file}.").format(file="مقفل.ods")) in here.words(
            dialog(here)
        )
        type_in(here, RIGHT)
        assert dialogs(here) == []
        assert here.plan.file == "مقفل.ods"


def test_the_password_can_be_looked_at(qtbot: QtBot, work: Workspace, locked: Path) -> None:
    with room(qtbot, work) as here:
        here.drop(locked)
        line(here).setText("abc")
        show = dialog(here)._shown
        QTest.mouseClick(show, Qt.MouseButton.LeftButton)
        assert line(here).echoMode() == QLineEdit.EchoMode.Normal
        QTest.mouseClick(show, Qt.MouseButton.LeftButton)
        assert line(here).echoMode() == QLineEdit.EchoMode.Password
        here.press("Do not open", dialog(here))
        told_locked(here)


def test_an_empty_answer_is_no_answer(qtbot: QtBot, work: Workspace, locked: Path) -> None:
    with room(qtbot, work) as here:
        here.drop(locked)
        type_in(here, "")
        assert "Write the password." in here.words(dialog(here))
        here.press("Do not open", dialog(here))
        told_locked(here)


@pytest.mark.parametrize("typed", ["", "half a password"])
def test_esc_leaves_the_file_and_goes_on_with_the_next(
    qtbot: QtBot, work: Workspace, locked: Path, make_file: MakeFile, typed: str
) -> None:
    other = make_file([["اسم المشروع", "الميزانية"], ["طريق", 5]], "open.xlsx")
    with room(qtbot, work) as here:
        here.drop(locked, other)
        QTest.keyClicks(line(here), typed)
        QTest.keyClick(line(here), Qt.Key.Key_Escape)
        here.settle()
        assert dialogs(here) == []
        assert here.plan.file == "open.xlsx"
        assert here.page.queue.entries[0].state is FileState.REFUSED


def test_the_password_is_kept_nowhere(qtbot: QtBot, work: Workspace, locked: Path) -> None:
    with room(qtbot, work) as here:
        here.drop(locked)
        type_in(here, RIGHT)
        for _step in range(3):
            here.do("import.next")
        assert [batch.file for batch in batches(work)] == ["مقفل.xlsx"]
    QApplication.processEvents()
    work.close()
    for file in work.path.parent.rglob("*"):
        assert not file.is_file() or OTHER.encode() not in file.read_bytes()

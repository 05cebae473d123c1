"""Language, digits, theme: switched without a restart."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import i18n, settings
from tests.window.rooms import Opened, notes, settle


@pytest.mark.parametrize("code", ["ar", "fr"])
def test_another_language_keeps_page_and_content(qtbot: QtBot, opened: Opened, tmp_path: Path, code: str) -> None:
    window = opened(tmp_path / "a.khartoum")
    window.desk.open("import", "p17")
    work, before = window.work, notes(window)
    with qtbot.waitSignal(window.desk.language_changed):
        window.looks.change_language(code)
    assert window.work is work
    assert notes(window) is not before
    assert notes(window).arrived == ["p17"]
    rtl = Qt.LayoutDirection.RightToLeft if code == "ar" else Qt.LayoutDirection.LeftToRight
    assert window.layoutDirection() == notes(window).layoutDirection() == rtl
    assert settings.load().language == code
    assert window.status.language.text() == i18n.NAMES[code]
    settle(qtbot, window)
    assert (window.rail.x() > 600) == (code == "ar")
    shown = [one for one in window.menu_row.findChildren(QPushButton) if one.accessibleName() and one.isVisible()]
    assert len(shown) == 3  # undo, redo, search: the corner of the row before is gone
    window.looks.change_language(code)  # again: nothing happens
    assert notes(window).arrived == ["p17"]


def test_digits_and_theme_are_kept(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    window.looks.change_language("ar")
    window.looks.change_digits("arab")
    window.looks.change_theme("dark")
    kept = settings.load()
    assert (kept.language, kept.digits, kept.theme) == ("ar", "arab", "dark")
    assert i18n.digits() == "arab"
    assert window.desk.theme.name == "dark"
    window.looks.change_language("fr")
    assert (i18n.digits(), settings.load().digits) == ("latn", "arab"), "they belong to Arabic"
    window.looks.change_language("ar")
    assert i18n.digits() == "arab"


def test_qts_own_words_are_in_the_language_too(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    line = QLineEdit(window)

    def words() -> list[str]:
        menu = line.createStandardContextMenu()
        texts = [made.text().split("\t")[0] for made in menu.actions() if not made.isSeparator()]
        menu.deleteLater()
        return texts

    window.looks.change_language("fr")
    assert "Copier" in words()
    window.looks.change_language("en")
    assert "Copy" in words()


def test_the_settings_item_offers_language_and_look(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    window.rail.settings.click()
    menu = QApplication.activePopupWidget()
    assert menu is not None
    chosen = {made.text(): made.isChecked() for made in menu.actions() if made.isCheckable()}
    assert (chosen["English"], chosen["العربية"], chosen["Light theme"]) == (True, False, True)
    menu.close()

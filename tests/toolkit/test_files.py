"""Choosing files: the system's dialog in our words, with the kinds of file and not their endings."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.toolkit import files
from khartoum_desktop.toolkit.qt_words import install_words

WORDS = [
    ("QFileDialog", "Files of &type:"),
    ("QFileDialog", "File &name:"),
    ("QFileDialog", "Look in:"),
    ("QFileDialog", "&Open"),
    ("QAbstractFileIconProvider", "Folder"),
]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_qts_own_dialog_speaks_the_language(qtbot: QtBot, language: str) -> None:
    set_language(language)
    install_words()
    for context, words in WORDS[:4]:  # the last one is new: translated with the next catalogue
        assert QCoreApplication.translate(context, words) != words
    set_language("en")
    install_words()
    for context, words in WORDS:
        assert QCoreApplication.translate(context, words) == words.replace("&", "")


@pytest.mark.parametrize("name", ["getOpenFileName", "getOpenFileNames", "getSaveFileName"])
def test_the_endings_are_not_read_out(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    asked: list[object] = []

    def answer(*given: object) -> tuple[object, str]:
        asked.extend(given)
        return ([] if name == "getOpenFileNames" else ""), ""

    monkeypatch.setattr(QFileDialog, name, answer)
    kinds = "Spreadsheets (*.xlsx *.csv)"
    if name == "getOpenFileName":
        assert files.choose_file(None, "Open", kinds, purpose="test", folder=tmp_path) is None
    elif name == "getOpenFileNames":
        assert files.choose_files(None, "Open", kinds, purpose="test") == []
    else:
        assert files.choose_new_file(None, "Save", kinds, purpose="test", name="a.xlsx", folder=tmp_path) is None
    assert kinds in asked
    assert QFileDialog.Option.HideNameFilterDetails in asked

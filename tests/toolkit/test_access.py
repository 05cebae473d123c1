"""Access: every control has a name for screen readers, in every part we ship."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.toolkit.conftest import Speak
from tests.toolkit.gallery import build, make_table
from tests.toolkit.showing import present


def nameless(root: QWidget) -> list[str]:
    """Return the visible controls that take the focus and have no name for screen readers."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.focusProxy() is not None:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not spoken.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_every_control_of_the_gallery_has_a_name(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    gallery = build(language)
    qtbot.addWidget(gallery)
    gallery.show()
    assert nameless(gallery) == []


def test_the_walk_itself_finds_what_has_none(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLineEdit, QVBoxLayout

    holder = QWidget()
    qtbot.addWidget(holder)
    QVBoxLayout(holder).addWidget(QLineEdit())
    holder.show()
    assert nameless(holder) == ["QLineEdit "]


def test_cells_are_spoken_without_marks_of_direction(qtbot: QtBot) -> None:
    table, model = make_table("ar")
    qtbot.addWidget(table)
    table.show()
    spoken = QAccessible.queryAccessibleInterface(table)
    assert spoken.text(QAccessible.Text.Name) == "المقترح"
    text = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert text == "مراكز إقليمية لتنمية مهارات العمالة المهاجرة, KP-2026-EG-0000 · مصر"


def test_the_tab_key_goes_through_a_form_in_reading_order(qtbot: QtBot) -> None:
    from khartoum_desktop.toolkit.forms import FieldRow, FormSection, LineEditor

    section = FormSection("Identity")
    editors = [LineEditor() for _number in range(3)]
    for number, editor in enumerate(editors):
        section.add(FieldRow(f"Field {number}", editor))
    present(qtbot, section)
    editors[0].setFocus()
    for editor in editors[1:]:
        section.focusNextChild()
        assert editor.line.hasFocus()

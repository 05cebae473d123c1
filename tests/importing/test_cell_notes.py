"""Comments and struck cells of a received sheet are seen, heard and read."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.ui.cell_notes import paint_comment_mark
from khartoum_desktop.importing.ui.sheet_table import SheetTable
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Workspace
from tests.importing.rooms import room
from tests.importing.test_looks import a_file, comment


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_comment_is_shown_beside_its_cell(qtbot: QtBot, work: Workspace, tmp_path: Path, language: str) -> None:
    path = a_file(tmp_path, comment(C2="without VAT", A1="of the header"), budget="Budget (EUR)")
    with room(qtbot, work, language) as here:
        here.drop(path)
        (table,) = here.page.findChildren(SheetTable)
        sheet = table.sheet
        tip = sheet.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
        assert "without VAT" in strip_isolates(tip)
        assert "of the header" in strip_isolates(sheet.index(0, 1).data(Qt.ItemDataRole.ToolTipRole))
        assert sheet.index(1, 3).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "without VAT"
        assert sheet.index(2, 3).data(Qt.ItemDataRole.ToolTipRole) is None


def test_the_mark_stands_at_the_end_side(qtbot: QtBot) -> None:
    theme = current_theme()
    for rtl, inside, outside in ((False, 98, 1), (True, 1, 98)):
        image = QImage(100, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_comment_mark(painter, QRectF(0, 0, 100, 30), theme, rtl=rtl)
        painter.end()
        assert image.pixelColor(inside, 1) != image.pixelColor(50, 20)
        assert image.pixelColor(outside, 1) == image.pixelColor(50, 20)

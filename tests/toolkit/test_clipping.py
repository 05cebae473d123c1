"""What a spreadsheet pastes is what was copied: no text becomes a formula or a figure there."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.toolkit.clipping import as_clip, as_lines, is_like_formula
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from tests.toolkit.showing import present

HOSTILE = ("=1+1", "+20 2 1234", "-x", "@SUM(A1)", "  =cmd|' /C calc'!A0", "=<b>&\"'")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_like_a_formula_is_marked_as_text(text: str) -> None:
    assert as_lines([[text]]) == f"'{text}"
    cell = re.search(r"<td([^>]*)>(.*?)</td>", as_clip([[text]], [False]).html())
    assert cell is not None
    assert 'mso-number-format:"\\@"' in cell[1]
    assert html.unescape(cell[2]) == text


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20))
def test_no_cell_of_the_plain_text_begins_like_a_formula(text: str) -> None:
    assert not is_like_formula(as_lines([[text]]))
    assert as_lines([[text]]).removeprefix("'") in {text, text.removeprefix("'")}


def test_figures_stay_figures() -> None:
    clip = as_clip([["Cost", "Title"], ["-1,250", "One"]], [True, False])
    assert clip.text() == "Cost\tTitle\n-1,250\tOne"
    assert "<td>-1,250</td>" in clip.html()


def test_the_table_runs_as_the_window_does() -> None:
    set_language("ar")
    assert 'dir="rtl"' in as_clip([["أ"]], [False]).html()
    set_language("en")
    assert 'dir="ltr"' in as_clip([["a"]], [False]).html()


def test_copying_rows_puts_both_forms_on_the_clipboard(qtbot: QtBot) -> None:
    table = Table(name="Rows")
    rows = {"r": "=1+1"}
    model = RowsModel([ColumnView("a", "Title", lambda row: row)], lambda ids: {one: rows[one] for one in ids}, table)
    table.setModel(model)
    model.set_ids(rows)
    present(qtbot, table)
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clip = QGuiApplication.clipboard().mimeData()
    assert clip.text() == "Title\n'=1+1"
    assert "=1+1</td>" in clip.html()
    table.clearSelection()

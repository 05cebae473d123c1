"""What a cell of a received sheet shows beside its text: the mark of a comment, a line through what is struck."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPolygonF

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate
from khartoum_desktop.sheets.model import Sheet
from khartoum_desktop.toolkit.theme import Theme

_MARK = 7  # pixels of the mark's short sides


def comment_of(sheet: Sheet, row: int, place: int) -> str:
    """Return the comment of a cell by Excel's row number and its place in the row, "" if it has none."""
    return sheet.comments.get((row, sheet.first_column + place), "") if sheet.comments else ""


def hover_words(sheet: Sheet, row: int, place: int, problem: str) -> str | None:
    """Return what is said when the pointer rests on a cell: what is wrong with it, and its comment."""
    comment = comment_of(sheet, row, place)
    said = fill(_("Comment in the file: {text}"), text=comment) if comment else ""
    return "\n".join(isolate(part) for part in (problem, said) if part) or None


def paint_comment_mark(painter: QPainter, box: QRectF, theme: Theme, *, rtl: bool) -> None:
    """Paint a small triangle in the upper end corner, where spreadsheet programs have it."""
    corner = box.topLeft() if rtl else box.topRight()
    inward = _MARK if rtl else -_MARK
    shape = QPolygonF([corner, corner + QPointF(inward, 0), corner + QPointF(0, _MARK)])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawPolygon(shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def cell_font(sheet: Sheet, row: int, place: int, font: QFont) -> QFont:
    """Return the font of a cell, with a line through it where the file has one."""
    if not sheet.struck or (row, sheet.first_column + place) not in sheet.struck:
        return font
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck

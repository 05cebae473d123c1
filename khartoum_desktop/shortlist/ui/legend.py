"""Which colour of the bars stands for what."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.shortlist.ui.rank_rows import segments
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.parts import clear_layout
from khartoum_desktop.toolkit.theme import current_theme

_SQUARE = 10


class _Entry(QWidget):
    """One colour with its name."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number, self._name = number, name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Return room for square and name."""
        width = current_theme().metrics("caption").horizontalAdvance(self._name)
        return QSize(round(width) + _SQUARE + 10, 20)

    def minimumSizeHint(self) -> QSize:
        """Let long names elide."""
        return QSize(min(80, self.sizeHint().width()), 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint square and name."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        look = theme.criterion(self._number)
        painter = QPainter(self)
        painter.setPen(QPen(look.edge, 1))
        painter.setBrush(look.fill)
        square = QRectF(0.5, box.center().y() - _SQUARE / 2, _SQUARE, _SQUARE)
        painter.drawRect(mirrored(square, box, rtl=rtl))
        words = QRectF(_SQUARE + 7, 0, box.width() - _SQUARE - 7, box.height())
        draw_text(painter, mirrored(words, box, rtl=rtl), self._name, theme.font("caption"), theme.colour("text"),
                  text_side(rtl=rtl))  # fmt: skip
        painter.end()


class Legend(QWidget):
    """The segments of the bars in their order, in as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        self._flow = Flow(14, 2)
        column.addLayout(self._flow)
        self._criteria: CriteriaSet | None = None

    def show_criteria(self, criteria: CriteriaSet) -> None:
        """Show the segments of a criteria set."""
        if criteria != self._criteria:
            self._criteria = criteria
            clear_layout(self._flow)
            for number, part in enumerate(segments(criteria)):
                self._flow.addWidget(_Entry(number, part.name))

"""The window's frame: the rail of pages, the status line with its progress, and the toast that offers Undo."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.buttons import Button, FlatButton, IconButton
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel, is_rtl
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import mirrored
from khartoum_desktop.toolkit.parts import IconLabel
from khartoum_desktop.toolkit.tasks import Task, Tasks
from khartoum_desktop.toolkit.theme import CARD_RADIUS, RAIL_ITEM, RAIL_WIDTH, STATUS_LINE, current_theme, speak

TOAST_MS: Final = 10_000
_ITEM_WIDTH: Final = 76
_MARK: Final = 3
_ICON: Final = 18
_FOOT: Final = 16  # between a toast and the foot of the page
_CLEAR: Final = 8  # between a toast and a primary button below it


class _RailButton(QToolButton):
    """An item of the rail: icon over its word; the current one on a card with a mark at the window's edge."""

    def __init__(self, label: str, icon: str, key: str) -> None:
        super().__init__()
        self._icon, self._label = icon, label
        self.setText(label)
        self.setCheckable(True)
        self.setFixedSize(RAIL_WIDTH, RAIL_ITEM)
        self.setAccessibleName(label)
        self.setToolTip(f"{label} ({key})" if key else label)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, mark, icon and word."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF((RAIL_WIDTH - _ITEM_WIDTH) / 2, 0, _ITEM_WIDTH, RAIL_ITEM).adjusted(0.5, 0.5, -0.5, -0.5)
        if on:
            painter.setPen(QPen(theme.colour("divider"), 1))
            painter.setBrush(theme.colour("base"))
            painter.drawRoundedRect(card, CARD_RADIUS, CARD_RADIUS)
            mark = mirrored(QRectF(0, 12, _MARK, RAIL_ITEM - 24), box, rtl=rtl)
            painter.fillRect(mark, theme.colour("accent"))
        colour = theme.colour("accent" if on else "text" if self.underMouse() else "text_muted")
        font = theme.font("caption")
        font.setWeight(font.Weight.DemiBold if on else font.Weight.Normal)
        words = card.adjusted(2, 0, -2, 0)
        flags = int(Qt.AlignmentFlag.AlignHCenter.value) | int(Qt.TextFlag.TextWordWrap.value)
        painter.setFont(font)
        height = min(painter.boundingRect(words, flags, self._label).height(), 36.0)
        top = card.top() + max(2.0, (card.height() - _ICON - 2 - height) / 2)
        square = QRectF(card.center().x() - _ICON / 2, top, _ICON, _ICON)
        draw_icon(painter, square, self._icon, colour, filled=on, rtl=rtl)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QRectF(words.left(), top + _ICON + 1, words.width(), height + 1), flags, self._label)
        painter.end()


class Rail(QWidget):
    """The pages, in the order of the officer's work; `chosen` carries the page's id."""

    chosen = Signal(str)

    def __init__(self, items: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setFixedWidth(RAIL_WIDTH)
        self.setAccessibleName(_("Pages"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _RailButton] = {}
        for place, (page_id, label, icon) in enumerate(items):
            button = _RailButton(label, icon, f"Ctrl+{place + 1}")
            button.clicked.connect(lambda _on, page_id=page_id: self.chosen.emit(page_id))
            self._group.addButton(button)
            self._buttons[page_id] = button
            column.addWidget(button)
        column.addStretch(1)
        self.settings = _RailButton(_("Settings"), "settings", "")
        self.settings.setCheckable(False)
        column.addWidget(self.settings)

    def set_current(self, page_id: str) -> None:
        """Mark the page that is shown; one that is not in the rail leaves it without a mark."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == page_id)
        self._group.setExclusive(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the rail's own ground and the line beside it."""
        theme, box = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.fillRect(box, theme.colour("rail"))
        edge = QRectF(box.right() - 1, 0, 1, box.height())
        painter.fillRect(mirrored(edge, box, rtl=is_rtl(self)), theme.colour("divider"))
        painter.end()


class _Progress(QWidget):
    """What runs in the background: its name, how far it is, and Cancel."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.label = LeadingLabel(kind="caption", role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = IconButton("close", _("Cancel"), self._cancel)
        row.addWidget(self.label)
        row.addWidget(self.bar)
        row.addWidget(self.cancel)
        self.task: Task | None = None
        self.hide()

    def follow(self, task: Task) -> None:
        """Show a task."""
        from khartoum_desktop.core.numbers import format_number

        self.task = task
        words = task.label or _("Working")
        if task.total:
            done, total = format_number(task.done), format_number(task.total)
            words = fill(_("{what}: {done} of {total}"), what=words, done=done, total=total)
        self.label.setText(words)
        self.bar.setRange(0, task.total)
        self.bar.setValue(task.done)
        self.show()

    def _cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()
            self.label.setText(_("Stopping"))


class StatusLine(QWidget):
    """Saved state, what the page counts, what runs; at the end workspace, person and language."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setFixedHeight(STATUS_LINE)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 1, 8, 0)
        row.setSpacing(16)
        self.saved = IconLabel("saved", role="ok", kind="caption", wrap=False, words="muted")
        self.saved.hide()
        self.page = ElidingLabel(kind="caption", role="muted")
        self.message = ElidingLabel(kind="caption")
        self.progress = _Progress()
        self.workspace = FlatButton("", icon="workspace", small=True, role="text_muted")
        self.person = FlatButton("", icon="person", small=True, role="text_muted")
        self.language = FlatButton("", icon="language", small=True, role="text_muted")
        row.addWidget(self.saved)
        row.addWidget(self.page, 1)
        row.addWidget(self.message, 1)
        row.addWidget(self.progress)
        for button in (self.workspace, self.person, self.language):
            row.addWidget(button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.message.hide)
        self.message.hide()
        tasks.shown.connect(self.progress.follow)
        tasks.moved.connect(self._moved)
        tasks.ended.connect(self._ended)

    def say(self, text: str) -> None:
        """Show what was done, for ten seconds."""
        self.message.setText(text)
        self.message.show()
        self._timer.start()
        speak(self, strip_isolates(text))

    def say_saved(self, at_ms: int = 0) -> None:
        """Say that all is on the disk, and since when (0: nothing was changed yet)."""
        from khartoum_desktop.core.dates import format_time

        words = fill(_("All changes saved {time}"), time=format_time(at_ms)) if at_ms else _("All changes saved")
        self.saved.set_text(words)
        self.saved.show()

    def _moved(self, task: Task) -> None:
        if self.progress.task is task:
            self.progress.follow(task)

    def _ended(self, task: Task) -> None:
        if self.progress.task is task:
            self.progress.task = None
            self.progress.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground and the line above."""
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("base"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.colour("divider"))
        painter.end()


def close_toasts(over: QWidget, *, but: "Toast | None" = None) -> None:
    """Take away what older messages offer: something else was done since, or it is taken back already."""
    for toast in over.findChildren(Toast):
        if toast is not but:
            toast.close()


class Toast(QFrame):
    """What was done and Undo, for ten seconds over the foot of the page, also of the next one; takes no focus.

    It keeps clear of primary buttons: whatever appears under it paints it anew, and so moves it out of the way.
    """

    def __init__(self, over: QWidget, text: str, undo: Callable[[], object]) -> None:
        super().__init__(over)
        close_toasts(over, but=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(*((8, 8, 16, 8) if is_rtl(over) else (16, 8, 8, 8)))  # Qt mirrors no margins
        row.setSpacing(12)
        self.label = QLabel(text)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.undo = Button(_("Undo"), lambda: self._undo(undo), small=True, icon="undo")
        row.addWidget(self.label)
        row.addWidget(self.undo)
        row.addWidget(IconButton("close", _("Close this message"), self.close))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QTimer.singleShot(TOAST_MS, self, self.close)
        over.installEventFilter(self)
        if isinstance(over, QStackedWidget):
            over.currentChanged.connect(self._stay_on_top)
        self.setAccessibleName(strip_isolates(text))
        speak(self, strip_isolates(text))
        self._place()
        self.show()
        self.raise_()

    def _undo(self, undo: Callable[[], object]) -> None:
        self.close()
        undo()

    def _stay_on_top(self) -> None:
        """Come over the page that is shown now."""
        self.raise_()
        self._place()

    def _place(self) -> None:
        over = self.parentWidget()
        if over is not None:
            size = self.sizeHint().boundedTo(QSize(max(200, over.width() - 32), 200))
            box = QRect(QPoint((over.width() - size.width()) // 2, over.height() - size.height() - _FOOT), size)
            for button in sorted(self._primaries(), key=QRect.bottom, reverse=True):
                if box.intersects(button):
                    box.moveBottom(button.top() - _CLEAR)
            self.setGeometry(box)

    def _primaries(self) -> list[QRect]:
        """Return where the primary buttons are that can be seen."""
        over = self.parentWidget() or self
        shown = (one for one in over.findChildren(Button) if one.kind == "primary" and one.isVisible())
        return [QRect(one.mapTo(over, QPoint()), one.size()) for one in shown]

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Stay in the middle of the foot."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a card with a strong border; make room for a primary button that came under it."""
        if any(self.geometry().intersects(one) for one in self._primaries()):
            QTimer.singleShot(0, self, self._place)
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("control_border"), 1))
        painter.setBrush(theme.colour("base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        painter.end()

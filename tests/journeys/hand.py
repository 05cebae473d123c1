"""A person's hand at the real window: it finds what is written on the screen, clicks it, and types."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.window import Window

_AIR = 60  # pixels around what was scrolled to


class Hand:
    """Clicks and keys in one window, with the words of the current language."""

    def __init__(self, qtbot: QtBot, window: Window, pictures: Path | None = None) -> None:
        self.qtbot, self.window, self.pictures = qtbot, window, pictures

    # -- waiting and looking

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(condition)

    def settle(self) -> None:
        """Wait until no work is under way."""
        QTest.qWait(30)
        self.wait(lambda: not self.window.desk.tasks.running())
        QTest.qWait(30)

    def keep_picture(self, name: str) -> None:
        """Save what the screen shows, when pictures are wanted."""
        if self.pictures is not None:
            picture: QPixmap = self.window.grab()
            picture.save(str(self.pictures / f"{name}.png"))

    @property
    def root(self) -> QWidget:
        """What is in front: a popup, a dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def button(self, words: str, root: QWidget | None = None, **put_in: str) -> QPushButton:
        """Return the visible button that bears a message id's words, or is called so where it bears an icon only."""
        wanted = strip_isolates(fill(_(words), **put_in))
        top = root or self.root
        found = [one for one in top.findChildren(QPushButton) if one.isVisible() and _words(one) == wanted]
        assert found, f"no button “{wanted}”; there are {sorted(_words(b) for b in top.findChildren(QPushButton))}"
        return found[0]

    # -- doing

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget, in its middle."""
        assert widget.isVisible(), widget
        self._to_front(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def _to_front(self, widget: QWidget) -> None:
        """Give a window the focus back that it lost to a closed dialog: nobody manages windows on a virtual screen."""
        top = widget.window()
        if not top.isActiveWindow() and top.windowType() is not Qt.WindowType.Popup:
            top.activateWindow()
            self.wait(top.isActiveWindow)

    def press(self, words: str, root: QWidget | None = None, **put_in: str) -> None:
        """Click the button that bears these words."""
        button = self.button(words, root, **put_in)
        self.wait(button.isEnabled)
        self.reveal(button)
        self.click(button)

    def reveal(self, widget: QWidget) -> None:
        """Scroll until a widget is in sight, as the wheel does."""
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget, 0, _AIR)
            parent = parent.parentWidget()

    def key(
        self,
        key: Qt.Key,
        *,
        ctrl: bool = False,
        shift: bool = False,
        alt: bool = False,
        into: QWidget | None = None,
    ) -> None:
        """Press a key where the focus is."""
        modifiers = Qt.KeyboardModifier.NoModifier
        for held, modifier in (
            (ctrl, Qt.KeyboardModifier.ControlModifier),
            (shift, Qt.KeyboardModifier.ShiftModifier),
            (alt, Qt.KeyboardModifier.AltModifier),
        ):
            modifiers |= modifier if held else Qt.KeyboardModifier.NoModifier
        target = into or QApplication.focusWidget() or self.root
        self._to_front(target)
        QTest.keyClick(target, key, modifiers)

    def write(self, text: str, into: QWidget | None = None) -> None:
        """Type into the field that has the focus, or click one first. Arabic comes as an input method sends it."""
        if into is not None:
            self.click(into)
        target = QApplication.focusWidget()
        assert target is not None
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            assert isinstance(target, QLineEdit), target
            target.insert(text)
            target.textEdited.emit(target.text())

    def choose(self, field: QWidget, words: str) -> None:
        """Open a field's list, type a few letters, and take the first that is found."""
        field.setFocus()
        self.key(Qt.Key.Key_Space, into=field)
        self.wait(lambda: isinstance(QApplication.activePopupWidget(), ListPopup))
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ListPopup)
        if popup.line.isHidden():  # a short list: click the line itself
            self.click_row(popup.list, self.row_of(popup.list, words), 0)
        else:
            popup.line.setFocus()
            self.write(words)
            self.key(Qt.Key.Key_Return, into=popup.line)
        self.wait(lambda: QApplication.activePopupWidget() is not popup)

    @staticmethod
    def row_of(view: QAbstractItemView, words: str, column: int = 0) -> int:
        """Return the first row in which these words stand, or are what a screen reader says of it."""
        model = view.model()
        assert model is not None
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        cells = [model.index(row, column) for row in range(model.rowCount())]
        shown = [strip_isolates(" ".join(str(cell.data(role) or "") for role in roles)) for cell in cells]
        found = [row for row, text in enumerate(shown) if words in text]
        assert found, f"no row “{words}”; there are {shown}"
        return found[0]

    def paste(self, text: str, into: QWidget) -> None:
        """Press Ctrl+V with a text on the clipboard, as a spreadsheet puts it there."""
        QGuiApplication.clipboard().setText(text)
        self.key(Qt.Key.Key_V, ctrl=True, into=into)

    def click_row(self, table: QAbstractItemView, row: int, column: int = 1, *, twice: bool = False) -> None:
        """Click a row of a table."""
        model = table.model()
        assert model is not None
        index = model.index(row, column)
        self._to_front(table)
        table.scrollTo(index)
        where = table.visualRect(index).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        if twice:
            QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def drop(self, path: Path) -> None:
        """Drop a file on the window."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        middle = QPointF(self.window.rect().center())
        action, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDragEnterEvent(middle.toPoint(), action, mime, buttons, keys))
        QApplication.sendEvent(self.window, QDropEvent(middle, action, mime, buttons, keys))

    def when_asked(self, answer: Callable[[QDialog], None]) -> None:
        """Answer the next dialog as soon as it is in front; say so before doing what brings it up."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog.isVisible():
                answer(dialog)
            else:
                QTimer.singleShot(50, self.window, look)

        QTimer.singleShot(50, self.window, look)

    def give_file(self, path: Path) -> None:
        """Answer the next question for a file, new or there already, by typing its name."""

        def answer(dialog: QDialog) -> None:
            assert isinstance(dialog, QFileDialog), dialog
            line = dialog.findChild(QLineEdit)
            assert line is not None
            line.selectAll()
            line.insert(str(path))
            QTest.keyClick(line, Qt.Key.Key_Return)

        self.when_asked(answer)


def _words(button: QPushButton) -> str:
    return strip_isolates(button.text() or button.accessibleName())

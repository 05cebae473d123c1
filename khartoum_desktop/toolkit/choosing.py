"""Editors that choose from a list: a searchable box, and a list of several with degrees."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import Name, isolate, other_spellings
from khartoum_desktop.toolkit.buttons import IconButton
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl
from khartoum_desktop.toolkit.editors import Editor
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.list_popup import Choices, ListPopup
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import CONTROL, CONTROL_RADIUS, current_theme

__all__ = ["ChoiceEditor", "Choices", "CodesEditor", "Combo", "CountryEditor", "ListPopup"]

_SEARCH_FROM: Final = 9


class Combo(QComboBox):
    """A box that opens a searchable list; the wheel never changes it by accident."""

    def __init__(self, items: Choices = (), *, empty: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(CONTROL)
        self.setProperty("field", "true")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._names: dict[str, str] = {}  # by code, with their other spellings
        self.set_items(items, empty=empty)

    def set_items(self, items: Choices, *, empty: str | None = None) -> None:
        """Offer other choices; `empty` is the words for "nothing chosen", None = something is always chosen."""
        chosen = self.code()
        self.blockSignals(True)
        self.clear()
        if empty is not None:
            self.addItem(empty, "")
        for code, label in items:
            self.addItem(isolate(label), code)
        self._names = dict(items)
        self.setCurrentIndex(max(0 if self.count() else -1, self.findData(chosen)))
        self.blockSignals(False)
        self.update()

    def code(self) -> str:
        """Return the chosen code, "" for none."""
        return str(self.currentData() or "")

    def choose(self, code: str | None, named: Callable[[str], str] = str) -> None:
        """Choose a code; one that is not offered is added under its name, so that nothing is lost."""
        place = self.findData(code or "")
        if place < 0 and code:
            self.addItem(isolate(named(code)), code)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def showPopup(self) -> None:
        """Open the list under the field."""
        self.open_list()

    def open_list(self, typed: str = "") -> ListPopup:
        """Open the list, perhaps with the first letter of a search."""
        shown = [(str(self.itemData(row) or ""), self.itemText(row)) for row in range(self.count())]
        items = [(code, Name(text, other_spellings(self._names.get(code, "")))) for code, text in shown]
        popup = ListPopup(items, search=len(items) >= _SEARCH_FROM, parent=self)
        popup.picked.connect(self._picked)
        popup.show_below(self, current=self.code(), typed=typed)
        return popup

    def _picked(self, code: str) -> None:
        self.setCurrentIndex(self.findData(code))
        self.activated.emit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with Enter, Space, Alt+Down or any letter."""
        text = event.text()
        opening = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F4)
        alt_down = event.key() == Qt.Key.Key_Down and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in opening or alt_down:
            self.open_list()
        elif text.isprintable() and text.strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_list(text)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the form scroll instead."""
        event.ignore()

    def sizeHint(self) -> QSize:
        """Return room for the longest choice."""
        metrics = current_theme().metrics("body")
        widest = max((metrics.horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=60.0)
        return QSize(min(360, max(84, round(widest) + 48)), CONTROL)

    def minimumSizeHint(self) -> QSize:
        """Let long choices elide."""
        return QSize(min(120, self.sizeHint().width()), CONTROL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field, its choice and the caret at the end."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        wrong = self.property("problem") == "true"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "error" if wrong else "control_border" if self.isEnabled() else "divider"
        width = 2 if wrong else 1
        painter.setPen(QPen(theme.colour(edge), width))
        painter.setBrush(theme.colour("base" if self.isEnabled() else "sunken"))
        inset = width / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), CONTROL_RADIUS, CONTROL_RADIUS)
        caret = QRectF(box.right() - 26, box.center().y() - 7, 14, 14)
        words = QRectF(10, 0, box.width() - 40, box.height())
        empty = not self.code()
        role = "text_disabled" if not self.isEnabled() else "text_muted" if empty else "text"
        draw_text(
            painter,
            mirrored(words, box, rtl=rtl),
            self.currentText(),
            theme.font("body"),
            theme.colour(role),
            text_side(rtl=rtl),
        )
        draw_icon(painter, mirrored(caret, box, rtl=rtl), "caret", theme.colour("text_muted"))
        painter.end()


class ChoiceEditor(Editor):
    """One of a list of (code, label); empty is None. Committed as soon as something is picked.

    `named` names a stored code that is no longer offered.
    """

    def __init__(
        self,
        items: Choices = (),
        *,
        name: str = "",
        empty: str | None = "",
        width: int = 0,
        named: Callable[[str], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._named = named
        self._empty = _("Choose") if empty == "" else empty
        self.box = Combo(items, empty=self._empty)
        if width:
            self.box.setFixedWidth(width)
        column = QVBoxLayout()
        column.addWidget(self.box)
        self.bare_layout(column)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.watch(self.box)
        self.box.activated.connect(lambda *_: self.commit())
        if name:
            self.set_name(name)

    def set_items(self, items: Choices) -> None:
        """Offer other choices; what is chosen stays chosen."""
        chosen = self.box.code()
        self.box.set_items(items, empty=self._empty)
        self.box.choose(chosen or None, self._named)

    def read(self) -> object:
        """Return the chosen code or None."""
        return self.box.code() or None

    def show_value(self, value: Any) -> None:
        """Show a code's label."""
        self.box.choose(value, self._named)


class CountryEditor(ChoiceEditor):
    """A country, found by any spelling of its name; items (code, name), members first."""

    def __init__(self, items: Choices = (), *, name: str = "", width: int = 260) -> None:
        super().__init__(items, name=name, empty=_("Choose a country"), width=width)


class CodesEditor(Editor):
    """Several of a list, each with a degree where the list has degrees.

    The value is a tuple of (code, degree) in the order chosen; degree is "" where `degrees` is empty.
    """

    def __init__(
        self,
        items: Choices,
        *,
        degrees: Choices = (),
        name: str = "",
        add_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._items = list(items)
        self._labels: Mapping[str, str] = dict(items)
        self._degrees = list(degrees)
        self._chosen: list[tuple[str, str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.box = Combo((), empty=add_text or _("Add"))
        self.box.activated.connect(self._add)
        column = QVBoxLayout()
        column.addLayout(self._grid)
        column.addWidget(self.box, 0, Qt.AlignmentFlag.AlignLeading)
        self.bare_layout(column, spacing=6)
        self.watch(self.box)
        self._build()
        if name:
            self.set_name(name)

    def read(self) -> object:
        """Return what is chosen."""
        return tuple(self._chosen)

    def show_value(self, value: Any) -> None:
        """Show what is chosen: codes, or (code, degree) pairs."""
        pairs = [(item, "") if isinstance(item, str) else (item[0], item[1] or "") for item in value or ()]
        self._chosen = pairs
        self._build()

    def _add(self, _row: int) -> None:
        code = self.box.code()
        if code:
            self._chosen.append((code, self._degrees[0][0] if self._degrees else ""))
            self._build()
            self.commit()

    def _remove(self, code: str) -> None:
        self._chosen = [pair for pair in self._chosen if pair[0] != code]
        self._build()
        self.box.setFocus()
        self.commit()

    def _grade(self, code: str, degree: str) -> None:
        self._chosen = [(one, degree if one == code else held) for one, held in self._chosen]
        self.commit()

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line, (code, degree) in enumerate(self._chosen):
            label = self._labels.get(code, code)
            self._grid.addWidget(LeadingLabel(label, wrap=True), line, 0)
            if self._degrees:
                degrees = Combo(self._degrees)
                degrees.choose(degree)
                degrees.setAccessibleName(label)
                degrees.activated.connect(lambda _row, c=code, box=degrees: self._grade(c, box.code()))
                self._grid.addWidget(degrees, line, 1)
            words = _("Remove")
            cross = IconButton("close", f"{words} {isolate(label)}", partial(self._remove, code))
            self._grid.addWidget(cross, line, 2)
        held = {code for code, _degree in self._chosen}
        words = self.box.itemText(0)
        self.box.set_items([pair for pair in self._items if pair[0] not in held], empty=words)
        self.box.setCurrentIndex(0)

"""One field of two proposals side by side: what the one says, what the other says, and what stays."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate_ltr, strip_isolates
from khartoum_desktop.proposals.duplicates.joining import Difference, Take
from khartoum_desktop.proposals.fields import Field
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import FieldValue
from khartoum_desktop.proposals.showing import show
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.parts import Button, Radio
from khartoum_desktop.toolkit.theme import CARD_RADIUS, current_theme, speak

_LONGEST: Final = 1500  # characters of a value that are shown
_KEYS: Final[Mapping[int, Take]] = {1: Take.KEEP, 2: Take.OTHER, 3: Take.BOTH}


def value_words(field: Field, value: FieldValue, lists: Lists) -> str:
    """Return a value as people read it, cut where it is very long."""
    text = lists.label("state", str(value)) if field.key == "state" and value else show(field, value, lists)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


class _Box(QFrame):
    """A framed value; with a radio button it can be chosen, also by a click anywhere in it."""

    def __init__(self, name: str = "", choose: Callable[[], object] | None = None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        self.radio: Radio | None = None
        self._choose = choose
        if choose is not None:
            self.radio = Radio()
            self.radio.setAutoExclusive(False)
            self.radio.setAccessibleName(strip_isolates(name))
            self.radio.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.radio.clicked.connect(lambda *_: choose())
            row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        self.words = LeadingLabel("", wrap=True)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)

    def is_chosen(self) -> bool:
        """Whether the value stays."""
        return self.radio is not None and self.radio.isChecked()

    def set_chosen(self, *, chosen: bool) -> None:
        """Mark the value as the one that stays."""
        if self.radio is not None:
            self.radio.setChecked(chosen)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the value."""
        if self._choose is not None and self.rect().contains(event.position().toPoint()):
            self._choose()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame: accent around what is chosen, sunken ground under what comes of it."""
        theme, chosen = current_theme(), self.is_chosen()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if chosen else "divider"), 2 if chosen else 1))
        painter.setBrush(theme.colour("base" if self.radio is not None else "sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)
        painter.end()


class FieldChoice(QWidget):
    """A field in which two proposals differ; `stepped` asks for the next (1) or the one before (-1)."""

    changed = Signal()
    stepped = Signal(int)

    def __init__(self, difference: Difference, refs: tuple[str, str], lists: Lists, *, read_only: bool = False) -> None:
        super().__init__()
        self.difference, self.take, self._lists = difference, difference.default, lists
        self._read_only = read_only
        self.setObjectName(difference.field.key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        label = _(difference.field.label)
        top = QHBoxLayout()
        top.addWidget(LeadingLabel(label, kind="strong"), 1)
        self.both = Button(_("Keep both"), partial(self.choose, Take.BOTH), key="3", small=True)
        self.both.setCheckable(True)
        self.both.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.both.setAccessibleName(strip_isolates(fill(_("{field}: keep both"), field=label)))
        set_shown(self.both, Take.BOTH in difference.takes)
        top.addWidget(self.both)
        column.addLayout(top)
        named = [fill(_("{field} of {ref}"), field=label, ref=isolate_ltr(ref)) for ref in refs]
        self.boxes = {
            Take.KEEP: _Box(named[0], partial(self.choose, Take.KEEP)),
            Take.OTHER: _Box(named[1], partial(self.choose, Take.OTHER)),
        }
        self.boxes[Take.KEEP].words.setText(value_words(difference.field, difference.keep, lists))
        self.boxes[Take.OTHER].words.setText(value_words(difference.field, difference.other, lists))
        self.result = _Box()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for place, box in enumerate((*self.boxes.values(), self.result)):
            grid.addWidget(box, 0, place)
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, 120)
        column.addLayout(grid)
        self._show()

    def choose(self, take: Take) -> None:
        """Take the one, the other, or both."""
        if take in self.difference.takes and not self._read_only:
            self.take = take
            self.changed.emit()
            self.setFocus()
            speak(self, self.accessibleName())
        self._show()

    def _show(self) -> None:
        for take, box in self.boxes.items():
            box.set_chosen(chosen=take is self.take)
        self.both.setChecked(self.take is Take.BOTH)
        words = value_words(self.difference.field, self.difference.result(self.take), self._lists)
        self.result.words.setText(words)
        name = fill(_("{field}, stays: {value}"), field=_(self.difference.field.label), value=words)
        self.setAccessibleName(strip_isolates(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with 1, 2, 3 (also ١ ٢ ٣); go on with the arrows."""
        text = event.text()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif len(text) == 1 and text.isdecimal() and int(text) in _KEYS:
            self.choose(_KEYS[int(text)])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the frames anew when the window turns."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.update()

"""The small window under a header in which a column's filter is set: what is asked, and the control that fits."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date, precision_of
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, pgettext
from khartoum_desktop.core.money import format_money, parse_money
from khartoum_desktop.proposals.fields import BY_KEY, Field, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.searches.model import MAX_WORDS, Condition, Test, name_of, problem, scheme_of, tests_for
from khartoum_desktop.proposals.ui.filter_words import TEST_LABELS
from khartoum_desktop.proposals.values import understand
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl, set_shown
from khartoum_desktop.toolkit.editors import DateEditor, Editor, LineEditor, NumberEditor
from khartoum_desktop.toolkit.forms import Combo, FieldRow
from khartoum_desktop.toolkit.parts import FlatButton, IconLabel, PrimaryButton, clear_layout
from khartoum_desktop.toolkit.theme import speak
from khartoum_desktop.toolkit.ticks import Tick, TickList

_WIDTH: Final = 320
_LIST_HEIGHT: Final = 236
_ANY_DATE: Final = Field("date", 0, "", Type.DATE, "")
_NO_LISTS: Final = Lists(())


class _AmountEnd(NumberEditor):
    """One end of a range of amounts: a figure that was not touched is the one that was shown, never read anew."""

    _shown: tuple[str, object] = ("", None)

    def show_value(self, value: Any) -> None:
        """Show an amount and remember how it looks."""
        super().show_value(value)
        self._shown = (self.line.text(), value)

    def read(self) -> object:
        """Return what was shown while nothing is changed, else what is typed now."""
        return self._shown[1] if self.line.text() == self._shown[0] else super().read()


class FilterPopup(QFrame):
    """Asks for a column's condition; `applied` carries it, None = no filter any more."""

    applied = Signal(object)

    def __init__(self, key: str, now: Condition | None, lists: Lists, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("floating", "true")
        self.setObjectName("filter_popup")
        self.setLayoutDirection(parent.layoutDirection())
        self.setAccessibleName(fill(_("Filter “{column}”"), column=name_of(key)))
        self._key, self._lists, self._now = key, lists, now
        self._read: Callable[[], tuple[str, ...]] = tuple
        self._tests = tests_for(key)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(LeadingLabel(name_of(key), kind="strong"))
        self.test = Combo([(test.value, _(TEST_LABELS[test])) for test in self._tests])
        self.test.setAccessibleName(_("Condition"))
        self.test.activated.connect(lambda _row: self._show_control())
        column.addWidget(self.test)
        self._control = QVBoxLayout()
        self._control.setSpacing(8)
        column.addLayout(self._control)
        self.wrong = IconLabel("error", role="error", kind="caption")
        self.wrong.hide()
        column.addWidget(self.wrong)
        buttons = QHBoxLayout()
        self.clear_button = FlatButton(_("Remove this filter"), partial(self._give, None))
        set_shown(self.clear_button, now)
        self.apply_button = PrimaryButton(_("Filter"), self.apply)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.apply_button)
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)
        if now is not None:
            self.test.choose(now.test.value)
        self._show_control()

    def show_at(self, at: QPoint) -> None:
        """Open with the start edge at a point, within the screen."""
        self.adjustSize()
        screen = self.screen().availableGeometry()
        left = at.x() - self.width() if is_rtl(self) else at.x()
        self.move(
            min(max(left, screen.left()), screen.right() - self.width()),
            min(max(at.y(), screen.top()), max(screen.top(), screen.bottom() - self.height())),
        )
        self.show()
        self._focus.setFocus(Qt.FocusReason.PopupFocusReason)

    # -- the control

    def _show_control(self) -> None:
        test = Test(self.test.code())
        clear_layout(self._control)
        self._say("")
        self._focus: QWidget = self.test
        values = self._now.values if self._now is not None and self._now.test is test else ()
        makers = {
            Test.CONTAINS: self._words,
            Test.ONE_OF: self._codes,
            Test.RANGE: self._range,
            Test.CHANGED_SINCE: self._since,
        }
        self._read = makers[test](values) if test in makers else tuple
        if self.isVisible():
            for place in range(self._control.count()):
                if (item := self._control.itemAt(place)) is not None and (widget := item.widget()) is not None:
                    widget.show()  # Qt would show it later, after the size is taken
            self.adjustSize()
            self._focus.setFocus()

    def _words(self, values: tuple[str, ...]) -> Callable[[], tuple[str, ...]]:
        editor = LineEditor(name=_("Words"), longest=MAX_WORDS)
        editor.set_value(values[0] if values else None)
        self._put(editor)
        return lambda: (str(editor.read() or ""),)

    def _codes(self, values: tuple[str, ...]) -> Callable[[], tuple[str, ...]]:
        choices = self._lists.choices(scheme_of(self._key))
        gone = [(code, code) for code in values if code not in {code for code, _label in choices}]
        ticks = TickList(name_of(self._key))
        ticks.setFixedHeight(_LIST_HEIGHT)
        rows = [Tick(code, label, on=code in values) for code, label in [*gone, *choices]]
        ticks.set_items(sorted(rows, key=lambda tick: not tick.on))
        self._control.addWidget(ticks)
        self._focus = ticks
        return lambda: ticks.ticked() or tuple(filter(None, [ticks.looked_for()]))

    def _range(self, values: tuple[str, ...]) -> Callable[[], tuple[str, ...]]:
        low, high = values or ("", "")
        first, last = self._end(), self._end()
        for editor, label, value in ((first, pgettext("range", "From"), low), (last, pgettext("range", "Up to"), high)):
            editor.set_value(self._stored(value))
            self._control.addWidget(FieldRow(label, editor))
        if self._kind() is Type.MONEY:
            hint = _("Amounts are compared in the reporting currency.")
            self._control.addWidget(LeadingLabel(hint, kind="caption", role="muted", wrap=True))
        self._focus = first
        return lambda: (_as_text(first.read()), _as_text(last.read()))

    def _kind(self) -> Type:
        key = self._key
        if key == "reporting_amount_eur":
            return Type.MONEY
        return BY_KEY[key].type if key in BY_KEY else Type.NUMBER

    def _end(self) -> Editor:
        match self._kind():
            case Type.DATE:
                return DateEditor(_parse_date, format_date)
            case Type.MONEY:
                return _AmountEnd(_parse_amount, format_money, width=180)
            case _:
                return NumberEditor()

    def _stored(self, value: str) -> object:
        return (value if self._kind() is Type.DATE else int(value)) if value else None

    def _since(self, values: tuple[str, ...]) -> Callable[[], tuple[str, ...]]:
        editor = DateEditor(_parse_day, format_date, name=_("Day"))
        editor.set_value(values[0] if values else None)
        self._put(editor)
        return lambda: (_as_text(editor.read()),)

    def _put(self, editor: Editor) -> None:
        self._control.addWidget(editor)
        self._focus = editor

    # -- the answer

    def apply(self) -> None:
        """Give the condition, or say why it is none."""
        try:
            condition = Condition(self._key, Test(self.test.code()), self._read())
        except UserError as error:
            self._say(str(error))
            return
        wrong = problem(condition)
        if wrong:
            self._say(wrong)
        else:
            self._give(condition)

    def _give(self, condition: Condition | None) -> None:
        self.close()
        self.applied.emit(condition)

    def _say(self, sentence: str) -> None:
        self.wrong.set_text(sentence)
        set_shown(self.wrong, sentence)
        if sentence:
            speak(self, sentence)
        if self.isVisible():
            self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply with Enter, leave with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _parse_date(text: str) -> object:
    return understand(_ANY_DATE, text, _NO_LISTS)


def _parse_day(text: str) -> object:
    found = _parse_date(text)
    if precision_of(str(found or "")) != "day":
        raise UserError(_("One day is wanted here."), _("Write it like 14/03/2027."))
    return found


def _parse_amount(text: str) -> int:
    found = parse_money(text)
    amount: Any = None if found is None else found.amount
    if found is None or amount is None:
        raise UserError(_("This is not one amount."), _("Write it with digits, for example 1250000."))
    if found.ambiguous:
        raise UserError(_("This amount can be read in two ways."), _("Write it without separators."))
    return int(amount)

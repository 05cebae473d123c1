"""The pane beside the currencies: the rate of one of them, to be written or corrected, and its earlier rates."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.rates.model import EURO, MOST_SOURCE, Rate, decimal_text
from khartoum_desktop.proposals.rates.operations import read_day, read_rate, refuse_day
from khartoum_desktop.proposals.rates.queries import today
from khartoum_desktop.proposals.rates.showing import show_rate
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import ChoiceEditor, Choices, DateEditor, Editor, FieldRow, LineEditor, NumberEditor
from khartoum_desktop.toolkit.parts import Card, IconButton, Line, PrimaryButton, Scroll, clear_layout

_MOST_SHOWN: Final = 24
_WIDTH: Final = 220


def show_per_euro(value: Any) -> str:
    """Return a rate (a Fraction) with every decimal it has."""
    _whole, _point, decimals = decimal_text(Fraction(value)).partition(".")
    return format_number(Fraction(value), len(decimals))


def past_day(text: str) -> str:
    """Return the day that was typed; UserError when it lies in the future."""
    day = read_day(text)
    refuse_day(day)
    return day


def day_editor() -> DateEditor:
    """Return an editor of one day that has come already."""
    editor = DateEditor(past_day, format_date)
    editor.line.setPlaceholderText(_("for example 1 November 2026"))
    return editor


class RatePanel(Card):
    """`saved` carries (currency, rate as a Fraction, day, source); `removed` a Rate; `picked` another currency."""

    saved = Signal(str, object, str, str)
    removed = Signal(object)
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Rate of a currency"))
        self.currency = ChoiceEditor((), empty=_("Choose a currency"), width=_WIDTH)
        self.rate = NumberEditor(read_rate, show_per_euro)
        self.day = day_editor()
        self.source = LineEditor(longest=MOST_SOURCE)
        self.save_button = PrimaryButton(_("Save the rate"), self.save)
        self.rows = {
            "currency": FieldRow(_("Currency"), self.currency),
            "rate": FieldRow(_("One euro is worth"), self.rate),
            "day": FieldRow(_("Day of the rate"), self.day),
            "source": FieldRow(_("Source"), self.source, _("For example InforEuro, or a central bank.")),
        }
        self.unit = LeadingLabel("", role="muted")
        self._say_unit_beside(self.rows["rate"])
        self.pane = Scroll()
        for row in self.rows.values():
            self.pane.body.addWidget(row)
        self.pane.body.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.heading = LeadingLabel(_("Rates of this currency"), kind="strong")
        self.earlier = QVBoxLayout()
        self.earlier.setSpacing(2)
        self._line = Line()
        for part in (self._line, self.heading):
            self.pane.body.addWidget(part)
        self.pane.body.addLayout(self.earlier)
        self.pane.body.addStretch(1)
        self.body.addWidget(self.pane, 1)
        self.currency.committed.connect(lambda code: self.picked.emit(str(code or "")))
        for editor in (self.rate.line, self.source.line, self.day.line):
            editor.returnPressed.connect(self.save)
        self.code = ""  # the currency whose rate is shown
        self._shown: tuple[Rate, ...] = ()
        self._read_only = False
        self.show_currency("", ())

    def _say_unit_beside(self, row: FieldRow) -> None:
        """Put the code of the currency after the rate."""
        column = row.layout()
        if isinstance(column, QVBoxLayout):
            place = column.indexOf(self.rate)
            column.removeWidget(self.rate)
            line = QHBoxLayout()
            line.addWidget(self.rate)
            line.addWidget(self.unit)
            line.addStretch(1)
            column.insertLayout(place, line)

    # -- showing

    def set_choices(self, currencies: Choices) -> None:
        """Offer these currencies."""
        self.currency.set_items(currencies)

    def set_read_only(self, read_only: bool) -> None:
        """Let the rates be read but not changed."""
        self._read_only = read_only
        for editor in (self.rate, self.day, self.source):
            editor.set_read_only(read_only)
        set_shown(self.save_button, not read_only)

    def show_currency(self, code: str, rates: Sequence[Rate]) -> None:
        """Show the newest rate of a currency, ready to be corrected, and all of its rates."""
        newest = rates[0] if rates else None
        self.rate.set_value(newest.value if newest else None)
        self.day.set_value(newest.dated if newest else today())
        self.source.set_value(newest.source if newest else None)
        for row in self.rows.values():
            row.set_problem(None)
        self.belong_to(code, rates)

    def belong_to(self, code: str, rates: Sequence[Rate]) -> None:
        """Let what is typed be the rate of another currency."""
        self.code, self._shown = code, tuple(rates)
        self.currency.set_value(code or None)
        self.unit.setText(isolate_ltr(code))
        self._show_earlier(code)

    def _show_earlier(self, code: str) -> None:
        clear_layout(self.earlier)
        for part in (self._line, self.heading):
            part.setVisible(bool(self._shown))
        self.heading.setText(fill(_("Rates of {currency}"), currency=code))
        for rate in self._shown[:_MOST_SHOWN]:
            said = " · ".join(isolate(part) for part in (format_date(rate.dated), rate.source) if part)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(LeadingLabel(show_rate(rate)))
            words.addWidget(LeadingLabel(said, kind="caption", role="muted", wrap=True))
            line = QHBoxLayout()
            line.addLayout(words, 1)
            if rate.id and not self._read_only:
                name = fill(_("Remove the rate of {date}"), date=format_date(rate.dated))
                cross = IconButton("close", name, partial(self.removed.emit, rate))
                line.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)
            self.earlier.addLayout(line)

    def begin(self) -> None:
        """Go to the rate, or to the currency where none is chosen."""
        if self.currency.value():
            self.rate.line.setFocus()
            self.rate.line.selectAll()
        else:
            self.currency.setFocus()

    # -- saving

    @property
    def editors(self) -> tuple[Editor, ...]:
        """What is written here."""
        return self.rate, self.day, self.source

    @property
    def typed(self) -> bool:
        """Whether something else is shown than what is stored."""
        newest = self._shown[0] if self._shown else None
        if self._read_only or not self.rate.line.text().strip():
            return False
        try:
            now = (self.rate.read(), self.day.read(), self.source.read())
        except UserError:
            return True
        return newest is None or now != (newest.value, newest.dated, newest.source or None)

    def save(self) -> bool:
        """Announce the rate, or mark what is missing and go there; False then."""
        code = str(self.currency.value() or "")
        self.rows["currency"].set_problem(None if code else _("Choose the currency."))
        understood = all([editor.commit() for editor in self.editors])  # noqa: C419 - each shows its own problem
        value, day = self.rate.value(), self.day.value()
        if understood:
            self.rows["rate"].set_problem(None if value else _("Write how many units one euro is worth."))
            self.rows["day"].set_problem(None if day else _("A rate belongs to one day."))
        if not (code and code != EURO and understood and value and day):
            wrong = next((row for row in self.rows.values() if row.editor.problem), self.rows["currency"])
            wrong.editor.setFocus()
            return False
        self.saved.emit(code, value, str(day), str(self.source.value() or ""))
        return True

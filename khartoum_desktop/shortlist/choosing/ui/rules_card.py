"""The budget and the rules as sentences with a switch each, the numbers inside the sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.money import format_money, to_thousandths
from khartoum_desktop.core.numbers import format_number, format_percent, parse_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import UNIT, shown_exactly
from khartoum_desktop.shortlist.choosing import drafting
from khartoum_desktop.shortlist.choosing.model import OF_GROUPS, Envelope, Rule
from khartoum_desktop.shortlist.choosing.reading import Asked
from khartoum_desktop.shortlist.choosing.ui.switch import Switch
from khartoum_desktop.shortlist.choosing.words import Naming, around_number, rule_sentence
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.editors import Editor, NumberEditor, parse_whole
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import FlatButton, IconButton, clear_layout
from khartoum_desktop.toolkit.theme import CONTROL, current_theme

_MOST: Final = 10_000
_PART: Final = CONTROL
_WIDE, _SHARE, _COUNT = 112, 60, 44


def parse_money_amount(text: str) -> Fraction:
    """Return a typed amount in thousandths, three decimals at the most; UserError for anything that is none."""
    found = parse_number(text)
    try:
        if found is not None and found.value is not None and found.value >= 0 and not found.ambiguous:
            return Fraction(to_thousandths(found.value))
    except ValueError:
        pass
    raise UserError(_("This is not an amount."), _("Write it with digits, for example 2500000."))


def _parse_count(text: str) -> int:
    found = parse_whole(text)
    if not 0 <= found <= _MOST:
        raise UserError(_("This is not a number of proposals."), _("Write it with digits, for example 3."))
    return found


def _parse_percent(text: str) -> Fraction:
    found = parse_number(text.rstrip("%٪ "))
    if found is None or found.value is None or not 0 <= found.value <= 100:  # noqa: PLR2004 - percent
        raise UserError(_("A share lies between 0 and 100."), _("Write it with digits, for example 50."))
    return found.value / 100


class _Words(LeadingLabel):
    """A part of a sentence that wants one line, and takes more where there is no room."""

    def __init__(self, text: str) -> None:
        super().__init__(text, wrap=True)

    def sizeHint(self) -> QSize:
        """Return the size in one line."""
        words = strip_isolates(self.text())
        return QSize(round(current_theme().metrics("body").horizontalAdvance(words)) + 3, _PART)

    def minimumSizeHint(self) -> QSize:
        """Return the least: the lines follow from the width."""
        return QSize(40, _PART)


@dataclass(frozen=True, slots=True)
class _Row:
    """The parts of one sentence that change without it being built anew."""

    switch: Switch
    labels: tuple[LeadingLabel, ...]
    number: Editor | None

    def show_state(self, *, on: bool, value: object) -> None:
        """Show whether it counts and its number; nothing is announced."""
        blocker = QSignalBlocker(self.switch)
        self.switch.setChecked(on)
        del blocker
        for label in self.labels:
            label.set_role("" if on else "muted")
        if self.number is not None and value is not None and not self.number.dirty:
            self.number.set_value(value)


class RulesCard(QWidget):
    """The list of sentences; announces what is asked as soon as a switch or a number is another."""

    changed = Signal(object)  # what is asked now: an Asked
    adding = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.asked = Asked()
        self._amount: Fraction | None = None  # of the budget, in thousandths, also while it is switched off
        self._shape: object = None
        self.rows: dict[str, _Row] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column.addLayout(self._lines)
        self.add = FlatButton(_("Add a rule"), self.adding.emit, icon="add")
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)

    def show_asked(self, asked: Asked, naming: Naming, proposed: int) -> None:
        """Show what is asked; `proposed` is the amount (thousandths) that a budget begins with.

        The sentences are built anew only when they are others: a click on its way to one of them must arrive.
        """
        whole = next((each.amount for each in asked.envelopes if each.kind == "all"), None)
        if whole is not None or self._amount is None:
            self._amount = Fraction(proposed) if whole is None else Fraction(whole, asked.fine)
        self.asked = asked
        shape = (
            [each.key for each in asked.envelopes if each.kind != "all"],
            [(replace(rule, n=0, share=Fraction(), on=True), rule_sentence(rule, naming, "-")) for rule in asked.rules],
            naming.currency,
        )
        if shape != self._shape:
            self._shape = shape
            self._build(naming)
        self.rows["budget"].show_state(on=whole is not None, value=self._amount)
        for each in asked.envelopes:
            if each.kind != "all":
                self.rows[each.key].show_state(on=True, value=Fraction(each.amount, asked.fine))
        for place, rule in enumerate(asked.rules):
            value = rule.share if rule.kind == "share" else rule.n
            self.rows[f"rule{place}"].show_state(on=rule.on, value=value)

    def commit(self) -> None:
        """Take over a number that is still being written."""
        for row in self.rows.values():
            if row.number is not None:
                row.number.commit()

    # -- the sentences

    def _build(self, naming: Naming) -> None:
        clear_layout(self._lines)
        self.rows = {}
        self._budget(naming)
        for each in self.asked.envelopes:
            if each.kind != "all":
                self._envelope(each, naming)
        for place, rule in enumerate(self.asked.rules):
            self._rule(place, rule, naming)

    def _line(
        self,
        key: str,
        name: str,
        parts: Sequence[QWidget],
        switched: Callable[[bool], object],
        remove: Callable[[], object] | None = None,
    ) -> None:
        holder, words, flow = QWidget(), QWidget(), Flow(6, 2)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        switch = Switch(strip_isolates(name))
        switch.toggled.connect(switched)
        words.setLayout(flow)
        for part in parts:
            part.setMinimumHeight(_PART)
            flow.addWidget(part)
        high = QVBoxLayout()
        high.setContentsMargins(0, (_PART - switch.sizeHint().height()) // 2, 0, 0)
        high.addWidget(switch)
        high.addStretch(1)
        line.addLayout(high)
        line.addWidget(words, 1)
        if remove is not None:
            said = fill(_("Remove the rule “{rule}”"), rule=strip_isolates(name))
            line.addWidget(IconButton("close", strip_isolates(said), remove, small=False), 0, Qt.AlignmentFlag.AlignTop)
        self._lines.addWidget(holder)
        labels = tuple(part for part in parts if isinstance(part, LeadingLabel))
        self.rows[key] = _Row(switch, labels, next((part for part in parts if isinstance(part, Editor)), None))

    def _budget(self, naming: Naming) -> None:
        amount = _field(parse_money_amount, money_text, _("Budget in all"), _WIDE)
        amount.committed.connect(self._budget_typed)
        amount.line.returnPressed.connect(lambda: self._budget_typed(amount.value()))  # the amount that was proposed
        parts = [_Words(_("Budget")), amount, _Words(naming.currency)]
        self._line("budget", _("Budget in all"), parts, self._budget_switched)

    def _budget_switched(self, on: bool) -> None:
        self._budget_typed(self._amount) if on and self._amount is not None else self._drop("budget")

    def _budget_typed(self, amount: Fraction | None) -> None:
        if amount is None:
            self._drop("budget")
        else:
            self._amount = Fraction(amount)
            self._announce(drafting.with_envelope(self.asked, Envelope("all", self._parts(amount))))

    def _parts(self, thousandths: Fraction) -> int:
        """Return an amount in the parts of a thousandth that the rules count in."""
        return round(thousandths * self.asked.fine)

    def _envelope(self, one: Envelope, naming: Naming) -> None:
        name = fill(_("Budget for {of}"), of=one.of)
        amount = _field(parse_money_amount, money_text, strip_isolates(name), _WIDE)

        def typed(value: Fraction | None) -> None:
            if value is None:
                self._drop(one.key)
            else:
                self._announce(drafting.with_envelope(self.asked, replace(one, amount=self._parts(value))))

        amount.committed.connect(typed)
        take = partial(self._drop, one.key)
        parts = [_Words(name), amount, _Words(naming.currency)]
        self._line(one.key, name, parts, lambda _on: take(), take)

    def _drop(self, key: str) -> None:
        self._announce(drafting.without_envelope(self.asked, key))

    def _rule(self, place: int, rule: Rule, naming: Naming) -> None:
        name = rule_sentence(rule, naming)
        before, after = around_number(rule, naming)
        parts: list[QWidget] = [_Words(before)] if before else []
        if rule.kind in OF_GROUPS:
            parts.append(self._number(place, rule, name))
        if after:
            parts.append(_Words(after))

        def switched(on: bool) -> None:
            self._announce(drafting.changed(self.asked, place, replace(self.asked.rules[place], on=on)))

        def remove() -> None:
            self._announce(drafting.without_rule(self.asked, place))

        self._line(f"rule{place}", name, parts, switched, remove)

    def _number(self, place: int, rule: Rule, name: str) -> Editor:
        if rule.kind == "share":
            editor = _field(_parse_percent, lambda share: format_percent(share, _places(share)), name, _SHARE)
        else:
            editor = _field(_parse_count, format_number, name, _COUNT)

        def typed(value: Fraction | int | None) -> None:
            now = self.asked.rules[place]
            if value is None:
                editor.set_value(now.share if now.kind == "share" else now.n)
            elif now.kind == "share":
                self._announce(drafting.changed(self.asked, place, replace(now, share=Fraction(value), on=True)))
            else:
                self._announce(drafting.changed(self.asked, place, replace(now, n=int(value), on=True)))

        editor.committed.connect(typed)
        return editor

    def _announce(self, asked: Asked) -> None:
        if asked != self.asked:
            self.asked = asked
            self.changed.emit(asked)


def money_text(thousandths: Fraction) -> str:
    """Return an amount as it is typed, with all its decimals."""
    if thousandths.denominator == 1:
        return format_money(int(thousandths))
    return shown_exactly(thousandths / UNIT)


def _places(share: Fraction) -> int:
    return 0 if (share * 100).denominator == 1 else 1


def _field(parse: Callable[[str], object], show: Callable[[Any], str], name: str, width: int) -> NumberEditor:
    return NumberEditor(parse, show, name=strip_isolates(name), width=width)

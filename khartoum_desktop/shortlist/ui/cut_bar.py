"""Where the list is cut: not at all, after a number of places, or where an envelope is used up."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import Choices, MoneyEditor, NumberEditor
from khartoum_desktop.toolkit.switches import Radio
from khartoum_desktop.toolkit.theme import CONTROL

_DEFAULT_NUMBER = 10


class CutBar(QWidget):
    """Three ways to cut, each with its number inside the sentence; announces a new Cut."""

    drawn = Signal(object)  # a Cut

    def __init__(self, currencies: Choices) -> None:
        super().__init__()
        self._cut = Cut()
        self._proposed = _DEFAULT_NUMBER
        flow = Flow(18, 6)
        self.setLayout(flow)
        flow.setContentsMargins(0, 0, 0, 0)
        self.none = Radio(_("No cut line"))
        self.by_number = Radio(_("Cut after"))
        self.by_amount = Radio(_("Cut at an envelope of"))
        self.group = QButtonGroup(self)
        for button in (self.none, self.by_number, self.by_amount):
            self.group.addButton(button)
        self.number = NumberEditor(name=_("Number of places"), width=56)
        self.amount = MoneyEditor(currencies, name=_("Envelope"))
        for parts in (
            (self.none,),
            (self.by_number, self.number, LeadingLabel(_("places"))),
            (self.by_amount, self.amount),
        ):
            holder = QWidget()
            holder.setMinimumHeight(CONTROL)
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            flow.addWidget(holder)
        self.group.buttonClicked.connect(lambda *_: self._chosen())
        self.number.committed.connect(lambda *_: self._typed(self.by_number))
        self.amount.committed.connect(lambda *_: self._typed(self.by_amount))

    def show_cut(self, cut: Cut, *, places: int, writable: bool) -> None:
        """Show where the list is cut; `places` is how many there are, half of which is offered as a number."""
        self._cut = cut
        self._proposed = max(1, places // 2)
        blockers = [QSignalBlocker(button) for button in (self.none, self.by_number, self.by_amount)]
        shown = self.by_amount if cut.amount is not None else self.by_number if cut.number is not None else self.none
        shown.setChecked(True)
        del blockers
        if cut.number is not None and not self.number.dirty:
            self.number.set_value(cut.number)
        if cut.amount is not None and not self.amount.dirty:
            self.amount.set_value((cut.amount, cut.currency or ""))
        self.setEnabled(writable)

    def commit(self) -> None:
        """Take over a number that is still being typed."""
        self.number.commit()
        self.amount.commit()

    def _chosen(self) -> None:
        if self.by_number.isChecked() and self.number.value() is None:
            self.number.set_value(self._proposed)
        if self.by_amount.isChecked() and self.amount.value() is None:
            self.amount.amount.line.setFocus()
            return
        self._announce()

    def _typed(self, button: Radio) -> None:
        button.setChecked(True)
        self._announce()

    def _announce(self) -> None:
        cut = Cut()
        if self.by_number.isChecked():
            cut = Cut(number=self.number.value())
        elif self.by_amount.isChecked() and self.amount.value() is not None:
            amount, currency = self.amount.value()
            cut = Cut(amount=amount, currency=currency or None)
        if cut != self._cut:
            self._cut = cut
            self.drawn.emit(cut)

"""The question behind “Another presidency”: which State presides, and in which years."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.numbers import own_digits
from khartoum_desktop.proposals.lists import MEMBER, Lists
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.editors import parse_whole
from khartoum_desktop.toolkit.forms import CountryEditor, FieldRow, NumberEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.theme import GAP

_YEARS: Final = range(2014, 2100)  # the Process began in 2014


class OtherPresidency(Dialog):
    """Asks for a member State and its years; `chosen` is (State, first year, last year or None)."""

    def __init__(self, lists: Lists, parent: QWidget | None = None) -> None:
        super().__init__(_("Another presidency"), parent)
        self.chosen: tuple[str, int, int | None] = ("", 0, None)
        self.state = CountryEditor(lists.choices(MEMBER), width=320)
        self.first = NumberEditor(_year, _shown)
        self.last = NumberEditor(_year, _shown)
        self.rows = (
            FieldRow(_("State that presides"), self.state, required=True),
            FieldRow(_("First year"), self.first, required=True),
            FieldRow(_("Last year"), self.last),
        )
        self.body.addWidget(self.rows[0])
        years = QHBoxLayout()
        years.setSpacing(GAP)
        for row in self.rows[1:]:
            years.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        years.addStretch(1)
        self.body.addLayout(years)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Change presidency"), self.read))
        self.state.setFocus()

    def read(self) -> None:
        """Take the answers, or mark what is missing and go there."""
        state, first, last = self.state.value(), self.first.value(), self.last.value()
        self.rows[0].set_problem(None if state else _("Choose the State that presides."))
        self.rows[1].set_problem(None if first else _("Write the year in which the presidency begins."))
        turned = bool(first and last and last < first)
        self.rows[2].set_problem(_("The last year is before the first.") if turned else None)
        understood = self.first.commit() and self.last.commit()
        if state and first and understood and not turned:
            self.chosen = (str(state), int(first), int(last) if last else None)
            self.accept()


def _year(text: str) -> int:
    year = parse_whole(text)
    if year not in _YEARS:
        raise UserError(_("This is no year of the Khartoum Process."), _("Write four digits, for example 2026."))
    return year


def _shown(year: int) -> str:
    return own_digits(str(year))

"""What a sheet leaves open about a column: asked once in words, answered by one click for every cell of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, NAMES, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.importing.questions import CALENDAR, CURRENCY, LANGUAGE, MONTHS, ORDER, UNIT, Question
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import Card, IconLabel, SecondaryButton, clear_layout

_UNITS: Final = {
    "1": N_("As written"),
    "1000": N_("In thousands"),
    "1000000": N_("In millions"),
    "1000000000": N_("In billions"),
}
_NAMES: Final = {
    "gregorian": N_("Gregorian"),
    "hijri": N_("Hijri"),
    "coptic": N_("Coptic"),
    "ethiopian": N_("Ethiopian"),
    "day": N_("Days"),
    "month": N_("Months"),
    "year": N_("Years"),
}


class QuestionsCard(Card):
    """The open questions; hidden while there is none."""

    def __init__(self, answered: Callable[[Question, str], object]) -> None:
        super().__init__(_("Questions"))
        self._answered = answered
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self.hide()

    def ask(self, asked: Sequence[Question]) -> None:
        """Show these questions."""
        clear_layout(self._rows)
        self.setVisible(bool(asked))
        for one in asked:
            self._rows.addWidget(IconLabel("question", question_words(one), role="warn"))
            waiting = ngettext("{n} cell waits, for example {text}", "{n} cells wait, for example {text}", one.waiting)
            example = fill(waiting, n=format_number(one.waiting), text=one.example)
            self._rows.addWidget(LeadingLabel(example, kind="caption", role="muted", wrap=True))
            answers = QWidget()
            line = Flow()
            answers.setLayout(line)
            for answer in one.answers:
                line.addWidget(SecondaryButton(answer_words(one, answer), partial(self._answered, one, answer)))
            self._rows.addWidget(answers)

    def first_answer(self) -> QPushButton | None:
        """Return the first button that can be pressed."""
        return next((one for one in self.findChildren(QPushButton) if one.isVisibleTo(self)), None)


def question_words(asked: Question) -> str:
    """Return a question about a column in words."""
    if asked.setting == ORDER:
        template = _("“{header}”: which comes first, the day or the month?")
    elif asked.setting == CURRENCY:
        template = _("“{header}”: which currency is meant?")
    elif asked.setting == CALENDAR:
        template = _("“{header}”: in which calendar are the dates?")
    elif asked.setting == LANGUAGE:
        template = _("“{header}”: in which language are the texts?")
    elif asked.setting == MONTHS:
        template = _("“{header}”: do the figures count months or years?")
    elif asked.setting == UNIT:
        template = _("“{header}”: in which unit are the amounts?")
    else:
        template = _("“{header}”: what parts the decimals?")
    return fill(template, header=asked.column.header)


def answer_words(asked: Question, answer: str) -> str:
    """Return an answer in words."""
    if asked.setting == ORDER:
        return _("The day: 31/12") if answer == "dmy" else _("The month: 12/31")
    if asked.setting == CURRENCY:
        return isolate_ltr(answer)
    if asked.setting == UNIT:
        return _(_UNITS.get(answer, _UNITS["1"]))
    if asked.setting == LANGUAGE:
        return NAMES[answer]
    if asked.setting in (CALENDAR, MONTHS):
        return _(_NAMES[answer])
    return _("The point: 1,250.50") if answer == "." else _("The comma: 1.250,50")

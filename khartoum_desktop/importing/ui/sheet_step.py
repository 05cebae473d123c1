"""First step of an import: which sheet, which rows, which column is which field."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, NAMES, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Certainty, Plan, SheetPlan, label_of
from khartoum_desktop.importing.questions import CALENDAR, CURRENCY, LANGUAGE, MONTHS, ORDER, UNIT, Question, questions
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.importing.ui.sheet_table import SheetTable
from khartoum_desktop.proposals.lists import COUNTRY, Lists
from khartoum_desktop.toolkit.choosing import Combo, CountryEditor, ListPopup
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import FieldRow
from khartoum_desktop.toolkit.parts import Card, FlatButton, IconLabel, Scroll, SecondaryButton, clear_layout
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.toolkit.table_pane import TablePane

Change = Callable[[Plan], Plan]
_SIDE: Final = 260
_KEEP: Final = "-"
_COUNTED: Final = (
    (Kind.PROPOSAL, N_("proposal rows")),
    (Kind.HEADER, N_("header rows")),
    (Kind.SECTION, N_("section rows, kept as context")),
    (Kind.TOTAL, N_("total rows, not imported")),
    (Kind.NOTE, N_("notes and signatures, not imported")),
    (Kind.HIDDEN, N_("hidden rows, not imported")),
)
_KEYS: Final = (
    ("H", N_("header")),
    ("P", N_("proposal")),
    ("S", N_("section")),
    ("G", N_("total")),
    ("", N_("ignore")),
)


class SheetStep(QWidget):
    """Shows a plan's sheets; every click is a change of the plan, made by the page in the background."""

    wanted = Signal(object)  # Change

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._name = ""
        self.sheets = Combo()
        self.sheets.setAccessibleName(_("Sheet"))
        self.sheets.activated.connect(lambda *_: self._show_sheet(self.sheets.code()))
        self.take = Check(_("Import this sheet"))
        self.take.clicked.connect(self._taken)
        self.table = SheetTable()
        self.table.kind_wanted.connect(self._set_kind)
        self.table.field_wanted.connect(self._ask_field)
        self._anchor = QWidget(self.table)
        self.country = CountryEditor(lists.choices(COUNTRY), width=_SIDE - 40)
        self.country.committed.connect(self._set_country)
        top = QHBoxLayout()
        top.addWidget(LeadingLabel(_("Sheet"), role="muted"))
        top.addWidget(self.sheets)
        top.addWidget(self.take)
        top.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(TablePane(top, self.table, self._side(), side_width=_SIDE))

    def _side(self) -> QWidget:
        scroll = Scroll()
        found, columns = Card(_("Found in this sheet")), Card(_("Columns"))
        self.asked = Card(_("Questions"))
        self._found, self._columns, self._asked = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for card, rows in ((found, self._found), (columns, self._columns), (self.asked, self._asked)):
            rows.setSpacing(8)
            card.body.addLayout(rows)
        sender = Card(_("Sender"))
        self._ministry = LeadingLabel("", role="muted", wrap=True)
        sender.body.addWidget(self._ministry)
        hint = _("Rows that name no country belong to the sender’s.")
        sender.body.addWidget(FieldRow(_("Sender’s country"), self.country, hint))
        for card in (self.asked, found, columns, sender):
            scroll.body.addWidget(card)
        scroll.body.addStretch(1)
        return scroll

    # -- showing

    def show_plan(self, plan: Plan) -> None:
        """Show a plan, staying on the same sheet."""
        self._plan = plan
        names = [sheet.name for sheet in plan.sheets]
        if self._name not in names:
            first = next((sheet.name for sheet in plan.sheets if sheet.taken), names[0])
            self._name = first
        self.sheets.set_items([(name, name or plan.file) for name in names])
        self.sheets.choose(self._name)
        self.country.set_value(plan.decisions.sender_country or plan.source.own_country)
        self._show_sheet(self._name)

    def _show_sheet(self, name: str) -> None:
        self._name = name
        sheet = self._sheet
        if sheet is None or self._plan is None:
            return
        self.take.setChecked(sheet.taken)
        self.take.setEnabled(sheet.structure.is_table)
        self.table.show_plan(sheet)
        known = sheet.sender_country
        if known and not self._plan.decisions.sender_country:
            self.country.set_value(known)
        self._ministry.setText(sheet.ministry or _("The sheet does not name its sender."))
        self._ask([one for one in questions(self._plan) if one.sheet == name])
        self._count(sheet)
        self._list_columns(sheet)

    @property
    def _sheet(self) -> SheetPlan | None:
        return self._plan.sheet(self._name) if self._plan else None

    def _count(self, sheet: SheetPlan) -> None:
        clear_layout(self._found)
        kinds = list(sheet.structure.kinds)
        for kind, words in _COUNTED:
            count = kinds.count(kind) + (kinds.count(Kind.SIGNATURE) if kind is Kind.NOTE else 0)
            if count:
                row = QHBoxLayout()
                number = LeadingLabel(format_number(count), kind="strong")
                number.setFixedWidth(34)
                row.addWidget(number)
                row.addWidget(LeadingLabel(_(words), wrap=True), 1)
                self._found.addLayout(row)
        keys = QWidget()
        line = Flow(10, 2)
        keys.setLayout(line)
        for key, words in _KEYS:
            text = fill(_("{key}: {what}"), key=key or _("Space"), what=_(words))
            line.addWidget(LeadingLabel(text, kind="caption", role="muted"))
        self._found.addWidget(keys)

    def place_to_work(self) -> QWidget:
        """Return the first answer to give, else the sheet."""
        answers = (one for one in self.asked.findChildren(QPushButton) if one.isVisibleTo(self))
        return next(answers, self.table)

    def _ask(self, asked: Sequence[Question]) -> None:
        clear_layout(self._asked)
        self.asked.setVisible(bool(asked))
        for one in asked:
            self._asked.addWidget(IconLabel("question", _question_words(one), role="warn"))
            example = fill(_("For example: {text}"), text=one.example)
            self._asked.addWidget(LeadingLabel(example, kind="caption", role="muted", wrap=True))
            answers = QWidget()
            line = Flow()
            answers.setLayout(line)
            for answer in one.answers:
                line.addWidget(SecondaryButton(_answer_words(one, answer), partial(self._answer, one, answer)))
            self._asked.addWidget(answers)

    def _answer(self, asked: Question, answer: str) -> None:
        letter, setting = asked.column.letter, asked.setting
        self._change(lambda plan, name: decisions.settle(plan, name, letter, setting, answer))

    def _list_columns(self, sheet: SheetPlan) -> None:
        clear_layout(self._columns)
        sure = sum(1 for column in sheet.columns if column.applied)
        matched = fill(_("Columns matched: {n}"), n=format_number(sure))
        self._columns.addWidget(IconLabel("ok", matched, role="ok"))
        unsure = [one for one in sheet.columns if one.certainty in {Certainty.SUGGESTED, Certainty.OFFERED}]
        for column in unsure:
            words = fill(_("“{header}”: {field}?"), header=column.header, field=label_of(column.target))
            confirm = partial(self._confirm, column.letter, column.target)
            button = FlatButton(words, confirm, icon="question", role="warn")
            button.setToolTip(_("Click to confirm; click the header to choose another field."))
            self._columns.addWidget(button)
        if unsure:
            accept = partial(self.wanted.emit, decisions.accept_suggestions)
            self._columns.addWidget(SecondaryButton(_("Accept all suggestions"), accept))
        for column in sheet.columns:
            if not column.target and column.header:
                words = fill(_("“{header}” has no field; its cells are kept."), header=column.header)
                self._columns.addWidget(IconLabel("info", words, role="text_muted"))

    # -- deciding

    def _taken(self) -> None:
        self._change(lambda plan, name: decisions.take_sheet(plan, name, taken=self.take.isChecked()))

    def _set_kind(self, row: int, kind: Kind) -> None:
        if kind is Kind.HEADER:
            self._change(lambda plan, name: decisions.choose_header(plan, name, [row]))
        else:
            self._change(lambda plan, name: decisions.set_kind(plan, name, row, kind))

    def _confirm(self, letter: str, target: str | None) -> None:
        self._change(lambda plan, name: decisions.map_column(plan, name, letter, target))

    def _set_country(self, code: object) -> None:
        country = str(code) if code else None
        if self._plan is not None and country != self._plan.decisions.sender_country:
            self.wanted.emit(lambda plan: decisions.sender_country(plan, country))

    def _change(self, change: Callable[[Plan, str], Plan]) -> None:
        name = self._name
        self.wanted.emit(lambda plan: change(plan, name))

    def _ask_field(self, section: int, where: QRect) -> None:
        letter = self.table.sheet.letter(section)
        column = self.table.sheet.column(section)
        items = [(_KEEP, _("No field: only keep the cells"))]
        items += [(key, label_of(key)) for key in targets()]
        corner = self.table.mapFromGlobal(where.topLeft())
        self._anchor.setGeometry(QRect(QPoint(corner.x(), 0), where.size()))
        popup = ListPopup(items, search=True, parent=self._anchor)
        popup.picked.connect(lambda code: self._confirm(letter, None if code == _KEEP else code))
        popup.show_below(self._anchor, current=(column.target or _KEEP) if column else "")


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


def _question_words(asked: Question) -> str:
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


def _answer_words(asked: Question, answer: str) -> str:
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

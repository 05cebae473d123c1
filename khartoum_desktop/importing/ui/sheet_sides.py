"""Beside the sheet: what its rows are taken for, and to which fields its columns go."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.bounds import last_row
from khartoum_desktop.importing.model import Certainty, ColumnPlan, Plan, SheetPlan, label_of
from khartoum_desktop.importing.questions import Question, questions
from khartoum_desktop.importing.statuses import STATE
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.ui.blanks_card import BlanksCard
from khartoum_desktop.importing.ui.narrow import LineButton
from khartoum_desktop.importing.ui.questions_card import QuestionsCard
from khartoum_desktop.importing.whosent import known_country
from khartoum_desktop.proposals.lists import COUNTRY, Lists
from khartoum_desktop.toolkit.choosing import CountryEditor
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import FieldRow
from khartoum_desktop.toolkit.parts import Card, FlatButton, IconLabel, Scroll, SecondaryButton, clear_layout
from khartoum_desktop.toolkit.switches import Check

SIDE: Final = 264
_COUNTED: Final = (
    (Kind.PROPOSAL, N_("Proposal rows")),
    (Kind.HEADER, N_("Header rows")),
    (Kind.SECTION, N_("Section rows, kept as context")),
    (Kind.TOTAL, N_("Total rows, not imported")),
    (Kind.NOTE, N_("Notes and signatures, not imported")),
    (Kind.HIDDEN, N_("Hidden rows, not imported")),
    (Kind.IGNORED, N_("Ignored rows")),
)
_KEYS: Final = (
    ("H", N_("header")),
    ("P", N_("proposal")),
    ("C", N_("continued")),
    ("S", N_("section")),
    ("G", N_("total")),
    ("N", N_("note")),
    ("T", N_("title")),
    ("E", N_("end of the table")),
    ("", N_("ignore")),
)


def _list_in(card: Card) -> QVBoxLayout:
    rows = QVBoxLayout()
    rows.setSpacing(8)
    card.body.addLayout(rows)
    return rows


class RowsSide(Scroll):
    """What was found in the sheet: header, end, hidden rows, counts, and the keys that change it."""

    wanted = Signal(object)  # (plan, sheet's name) -> Plan

    def __init__(self) -> None:
        super().__init__()
        self._sheet = ""
        header = Card(_("Header and end"))
        self._header = LeadingLabel("", wrap=True)
        self._end = LeadingLabel("", wrap=True)
        self.pick = SecondaryButton(_("Click the header row…"), icon="hand-pointing")
        self.pick.setCheckable(True)
        self.pick.setToolTip(_("Then click a row of the sheet; with Shift the header reaches to the row clicked."))
        self.to_end = FlatButton(_("Back to the end that was found"), self._found_end)
        for widget in (self._header, self.pick, self._end, self.to_end):
            header.body.addWidget(widget)
        self.hidden = Card(_("Hidden in the file"))
        self._hidden_words = LeadingLabel("", role="muted", wrap=True)
        self.with_hidden = Check(_("Import these too"))
        self.with_hidden.clicked.connect(self._take_hidden)
        self.hidden.body.addWidget(self._hidden_words)
        self.hidden.body.addWidget(self.with_hidden)
        found = Card(_("Found in this sheet"))
        self._found = _list_in(found)
        for card in (header, self.hidden, found):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def show_sheet(self, plan: Plan, sheet: SheetPlan) -> None:
        """Show what was found in a sheet."""
        self._sheet = sheet.name
        rows = sheet.structure.header_rows
        words = ngettext("Header: row {rows}", "Header: rows {rows}", len(rows))
        numbers = listed(map(format_number, rows))
        is_form = sheet.structure.form is not None
        of_form = _("The sheet is a form: click a label to choose its field.")
        none = of_form if is_form else _("No header was found: click its row.")
        self._header.setText(fill(words, rows=numbers) if rows else none)
        end = last_row(sheet.sheet, sheet.structure)
        self._end.setText(fill(_("Last row of the table: {n}. Drag its edge to change it."), n=format_number(end)))
        set_shown(self._end, bool(end))
        own = plan.decisions.of(sheet.name)
        set_shown(self.to_end, own.last_row is not None)
        self._show_hidden(sheet)
        self.with_hidden.setChecked(own.with_hidden)
        self._count(sheet)

    def _show_hidden(self, sheet: SheetPlan) -> None:
        rows, columns = len(sheet.sheet.hidden_rows), len(sheet.sheet.hidden_columns)
        set_shown(self.hidden, bool(rows or columns))
        set_shown(self.with_hidden, bool(rows))
        of_rows = ngettext("{n} row, marked with an eye", "{n} rows, marked with an eye", rows)
        of_columns = ngettext(
            "{n} column: imported only if you say what it holds",
            "{n} columns: imported only if you say what they hold",
            columns,
        )
        words = [fill(shown, n=format_number(n)) for shown, n in ((of_rows, rows), (of_columns, columns)) if n]
        self._hidden_words.setText("\n".join(words))

    def _count(self, sheet: SheetPlan) -> None:
        clear_layout(self._found)
        kinds = list(sheet.structure.kinds)
        for kind, words in _COUNTED:
            count = kinds.count(kind) + (kinds.count(Kind.SIGNATURE) if kind is Kind.NOTE else 0)
            if count:
                row = QHBoxLayout()
                row.addWidget(LeadingLabel(_(words), wrap=True), 1)
                row.addWidget(LeadingLabel(format_number(count), kind="strong"))
                self._found.addLayout(row)
        hint = _("Click a row’s label, or press a key for the selected rows:")
        self._found.addWidget(LeadingLabel(hint, kind="caption", role="muted", wrap=True))
        keys = QWidget()
        line = Flow(10, 2)
        keys.setLayout(line)
        for key, words in _KEYS:
            text = fill(_("{key}: {what}"), key=key or _("Space"), what=_(words))
            line.addWidget(LeadingLabel(text, kind="caption", role="muted"))
        self._found.addWidget(keys)

    def _take_hidden(self) -> None:
        taken = self.with_hidden.isChecked()
        self.wanted.emit(lambda plan, name: decisions.take_hidden(plan, name, taken=taken))

    def _found_end(self) -> None:
        self.wanted.emit(lambda plan, name: decisions.end_table(plan, name, None))


class ColumnsSide(Scroll):
    """Questions, suggestions, what empty cells do, and the sender."""

    wanted = Signal(object)  # (plan, sheet's name) -> Plan
    country_wanted = Signal(object)  # code or None

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self.asked = QuestionsCard(self._answer)
        columns = Card(_("Columns"))
        self._columns = _list_in(columns)
        self.blanks = BlanksCard(self._clear)
        sender = Card(_("Sender"))
        self._ministry = LeadingLabel("", role="muted", wrap=True)
        self.country = CountryEditor(lists.choices(COUNTRY), width=SIDE - 40)
        self.country.committed.connect(self._set_country)
        sender.body.addWidget(self._ministry)
        hint = _("Rows that name no country belong to the sender’s.")
        sender.body.addWidget(FieldRow(_("Sender’s country"), self.country, hint))
        for card in (self.asked, columns, self.blanks, sender):
            self.body.addWidget(card)
        self.body.addStretch(1)

    def show_sheet(self, plan: Plan, sheet: SheetPlan) -> None:
        """Show questions and columns of a sheet."""
        self._plan = plan
        self._country = known_country(sheet)
        self.country.set_value(self._country)
        self._ministry.setText(sheet.ministry or _("The sheet does not name its sender."))
        set_shown(self._ministry, sheet.ministry or not sheet.named_country)
        self.asked.ask([one for one in questions(plan) if one.sheet == sheet.name])
        self._list(plan, sheet)
        self.blanks.show_sheet(sheet)

    def _list(self, plan: Plan, sheet: SheetPlan) -> None:
        clear_layout(self._columns)
        matched = sum(1 for column in sheet.columns if column.applied)
        words = fill(_("Columns matched: {n}"), n=format_number(matched))
        self._columns.addWidget(IconLabel("ok", words, role="ok"))
        remembered = sum(1 for column in sheet.columns if is_remembered(plan, sheet, column))
        if remembered:
            words = fill(_("Remembered from an earlier file: {n}"), n=format_number(remembered))
            self._columns.addWidget(IconLabel("history", words, role="text_muted", words="text"))
        unsure = [one for one in sheet.columns if one.certainty in {Certainty.SUGGESTED, Certainty.OFFERED}]
        for column in unsure:
            name = column.header or column.letter
            words = fill(_("“{header}”: {field}?"), header=name, field=label_of(column.target))
            button = LineButton(words, partial(self._confirm, column), icon="question", role="warn")
            button.setToolTip(_("Click to confirm; click the header to choose another field."))
            self._columns.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        if any(one.certainty is Certainty.SUGGESTED for one in unsure):
            self._columns.addWidget(SecondaryButton(_("Accept all suggestions"), self._accept))
        for column in sheet.columns:
            if column.applied == STATE:
                words = fill(_("“{header}”: an import sets no state; its words are kept."), header=column.header)
                self._columns.addWidget(IconLabel("info", words, role="text_muted"))
            if not column.target and column.header:
                words = fill(_("“{header}” has no field; its cells are kept."), header=column.header)
                self._columns.addWidget(IconLabel("info", words, role="text_muted"))

    def _confirm(self, column: ColumnPlan) -> None:
        self.wanted.emit(lambda plan, name: decisions.map_column(plan, name, column.letter, column.target))

    def _accept(self) -> None:
        self.wanted.emit(lambda plan, _name: decisions.accept_suggestions(plan))

    def _answer(self, asked: Question, answer: str) -> None:
        letter, setting = asked.column.letter, asked.setting
        self.wanted.emit(lambda plan, name: decisions.settle(plan, name, letter, setting, answer))

    def _clear(self, letter: str, on: bool) -> None:
        self.wanted.emit(lambda plan, name: decisions.clear_blanks(plan, name, letter, clear=on))

    def _set_country(self, code: object) -> None:
        country = str(code) if code else None
        if country != self._country:
            self.country_wanted.emit(country)


def is_remembered(plan: Plan, sheet: SheetPlan, column: ColumnPlan) -> bool:
    """Tell whether a column is read as a person said of an earlier file with the same header."""
    decided = plan.decisions.of(sheet.name).columns
    accepted = plan.decisions.accept_suggestions
    return column.certainty is Certainty.CONFIRMED and column.letter not in decided and not accepted

"""Beside the rows of an import: questions, what one answer decides for many, and the repair of the selected row."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Plan, Problem, Status, Weight, gravest, label_of
from khartoum_desktop.importing.nearness import PERHAPS
from khartoum_desktop.importing.questions import Question, questions
from khartoum_desktop.importing.survey import Group, Row, Survey
from khartoum_desktop.importing.ui.cell_notes import comment_of
from khartoum_desktop.importing.ui.narrow import AskedLine, LineButton
from khartoum_desktop.importing.ui.perhaps import perhaps_row
from khartoum_desktop.importing.ui.questions_card import QuestionsCard
from khartoum_desktop.importing.ui.review_words import (
    ROLES,
    changes_in_words,
    choices_for,
    cleared_words,
    likely_meant,
    problems_of_cell,
    status_chip,
    title_words,
)
from khartoum_desktop.importing.ui.sheet_model import cell_words
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Sheet
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.toolkit.parts import (
    Button,
    Card,
    Chip,
    IconLabel,
    Line,
    PrimaryButton,
    Scroll,
    SecondaryButton,
    clear_layout,
)
from khartoum_desktop.toolkit.switches import Check

_GROUPS: Final = 8  # shown at once
_LONGEST: Final = 60  # signs of a text in a line
_TWINS: Final = N_("Perhaps the same as proposals that are here")
Change = Callable[[Plan], Plan]


class ReviewSide(Scroll):
    """Questions, groups, one row; each answer is a change of the plan."""

    wanted = Signal(object)  # Change
    grouped = Signal(object)  # Group whose rows alone shall be shown, None: all of them

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self._lists = lists
        self._survey: Survey | None = None
        self._group: Group | None = None
        self.cleared = Card()
        self._cleared = IconLabel("warn", role="warn")
        self.cleared.body.addWidget(self._cleared)
        self.asked = QuestionsCard(self._answer)
        self.many = Card(_("Decide once for many"))
        self._many = QVBoxLayout()
        self._many.setSpacing(6)
        self.many.body.addLayout(self._many)
        self._row = Card()
        self._one = QVBoxLayout()
        self._one.setSpacing(8)
        self._row.body.addLayout(self._one)
        self._received = _Received()
        self._row.body.addWidget(self._received)
        for part in (self.cleared, self.asked, self.many, self._row):
            self.body.addWidget(part)
        self.body.addStretch(1)

    # -- many at once

    def show_survey(self, survey: Survey) -> None:
        """Show the questions and groups of a plan; an open group stays open while it is there."""
        self._survey = survey
        self._cleared.set_text(cleared_words(survey.plan.cleared))
        set_shown(self.cleared, survey.plan.cleared)
        self.asked.ask(questions(survey.plan))
        before = self._group
        alike = (one for one in survey.groups if before is not None and _mark(one) == _mark(before))
        self._show_groups(next(alike, None))
        if before is not None and self._group is None:
            self.grouped.emit(None)

    @property
    def group(self) -> Group | None:
        """The group whose rows alone are shown."""
        return self._group

    def _show_groups(self, group: Group | None) -> None:
        self._group = group
        clear_layout(self._many)
        groups = self._survey.groups if self._survey else ()
        set_shown(self.many, bool(groups))
        for one in groups[:_GROUPS]:
            is_open = group is not None and _mark(one) == _mark(group)
            role = ROLES[one.problem.reason.weight]
            button = LineButton(_group_words(one), partial(self._open, None if is_open else one), icon=role, role=role)
            button.setCheckable(True)
            button.setChecked(is_open)
            self._many.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
            if is_open:
                said = self._said_of(one)
                for words in dict.fromkeys(problem.reason.text for problem in said if one.is_alike):
                    self._many.addWidget(LeadingLabel(words, role="muted", wrap=True))
                self._answers(one, likely_meant(said))
        if len(groups) > _GROUPS:
            rest = len(groups) - _GROUPS
            words = fill(ngettext("{n} more group follows", "{n} more groups follow", rest), n=format_number(rest))
            self._many.addWidget(LeadingLabel(words, kind="caption", role="muted"))

    def _open(self, group: Group | None) -> None:
        self._show_groups(group)
        self.grouped.emit(group)

    def _said_of(self, group: Group) -> list[Problem]:
        """Return what is said of the first cell of a group."""
        row = self._survey.rows.get(group.keys[0]) if self._survey else None
        return problems_of_cell(row, group.problem) if row is not None and group.is_value else [group.problem]

    def _answers(self, group: Group, meant: str) -> None:
        """Show how a group can be decided: another text, a choice of the field's list, or all in or out."""
        buttons = QWidget()
        line = Flow()
        buttons.setLayout(line)
        if group.is_value:
            asked = fill(_("{field}: what is meant?"), field=label_of(group.problem.target))
            field = AskedLine(asked, group.problem.original[:_LONGEST], text=meant)
            self._many.addWidget(field)
            words = fill(ngettext("Apply to {n} cell", "Apply to {n} cells", group.cells), n=format_number(group.cells))
            apply = PrimaryButton(words, lambda: self._replace(group.problem, field.text))
            field.editor.line.returnPressed.connect(apply.click)
            field.ready(apply)
            line.addWidget(apply)
            if choices_for(group.problem.target, self._lists):
                line.addWidget(self._chooser(group.problem.target, partial(self._replace, group.problem)))
        held = [place for key, place in zip(group.keys, group.places, strict=True) if self._is_held(key)]
        rest = [place for key, place in zip(group.keys, group.places, strict=True) if not self._is_held(key)]
        if rest:
            words = fill(ngettext("Hold {n} row back", "Hold {n} rows back", len(rest)), n=format_number(len(rest)))
            line.addWidget(SecondaryButton(words, partial(self._hold, rest, held=True)))
        if held and not group.is_value:
            words = fill(ngettext("Import {n} row", "Import {n} rows", len(held)), n=format_number(len(held)))
            line.addWidget(SecondaryButton(words, partial(self._hold, held, held=False)))
        self._many.addWidget(buttons)
        self._many.addWidget(Line())

    def _chooser(self, target: str, take: Callable[[str], object]) -> Button:
        """Return a button that opens the list of a field."""
        button = SecondaryButton(_("Choose…"))

        def open_list() -> None:
            popup = ListPopup(choices_for(target, self._lists), search=True, parent=button)
            popup.picked.connect(take)
            popup.show_below(button)

        button.clicked.connect(lambda *_: open_list())
        return button

    def _is_held(self, key: str) -> bool:
        row = self._survey.rows.get(key) if self._survey else None
        return row is not None and row.plan.status is Status.HELD

    def _answer(self, asked: Question, answer: str) -> None:
        sheet, letter, setting = asked.sheet, asked.column.letter, asked.setting
        self._want(lambda plan: decisions.settle(plan, sheet, letter, setting, answer))

    # -- one row

    def show_row(self, row: Row | None) -> None:
        """Show the repair of a row, what it changes, and the row as received."""
        clear_layout(self._one)
        if row is None:
            self._one.addWidget(LeadingLabel(_("Select a row to see it as received."), role="muted", wrap=True))
            self._received.hide()
            return
        self._one.addWidget(Chip(status_chip(row.plan)))
        self._one.addWidget(LeadingLabel(title_words(row), kind="section", wrap=True))
        by_column: dict[str, list[Problem]] = {}
        for problem in row.plan.problems:
            by_column.setdefault(problem.column, []).append(problem)
        for problems in by_column.values():
            self._add_problems(row, problems)
        for words in changes_in_words(row.plan, self._lists):
            self._one.addWidget(IconLabel("forward", words, role="ok", words="text"))
        if row.plan.perhaps:
            self._one.addWidget(perhaps_row(row.plan, self._want))
        hold = Check(_("Hold this row back"), on=row.plan.status is Status.HELD)
        hold.clicked.connect(lambda *_: self._hold([row.plan.place], held=hold.isChecked()))
        self._one.addWidget(hold)
        self._received.show_row(row)

    def editor(self) -> LineEditor | None:
        """Return where the next repair of the row is typed."""
        return next((one.editor for one in self._row.findChildren(AskedLine) if one.isVisibleTo(self)), None)

    def _add_problems(self, row: Row, problems: Sequence[Problem]) -> None:
        """Show what is wrong with one cell and, unless it is only to be looked at, where it is mended."""
        for one in problems:
            role = ROLES[one.reason.weight]
            self._one.addWidget(IconLabel(role, one.reason.text, role=role))
        problem = gravest(problems)
        if problem is None or not problem.column or problem.reason.weight is Weight.LOOK:
            return
        received = fill(_("As received: {text}"), text=problem.original or "–")
        label = label_of(problem.target) or problem.column
        field = AskedLine(label, problem.original, received, likely_meant(problems))
        self._one.addWidget(field)
        buttons = QWidget()
        line = Flow()
        buttons.setLayout(line)
        apply = PrimaryButton(_("Apply"), lambda: self._fix(row, problem, field.text))
        field.editor.line.returnPressed.connect(apply.click)
        line.addWidget(apply)
        field.ready(apply)
        if problem.target and problem.original:
            everywhere = SecondaryButton(_("Everywhere"), lambda: self._replace(problem, field.text))
            field.ready(everywhere)
            line.addWidget(everywhere)
        if choices_for(problem.target, self._lists):
            line.addWidget(self._chooser(problem.target, partial(self._fix, row, problem)))
        self._one.addWidget(buttons)

    def _fix(self, row: Row, problem: Problem, text: str) -> None:
        sheet, number, letter, text = row.plan.sheet, row.plan.row, problem.column, text.strip()
        if text:
            self._want(lambda plan: decisions.fix_cell(plan, sheet, number, letter, text))

    def _replace(self, problem: Problem, text: str) -> None:
        text = text.strip()
        if text:
            self._want(lambda plan: decisions.replace_value(plan, problem.target, problem.original, text))

    def _hold(self, places: Sequence[tuple[str, int]], *, held: bool) -> None:
        self._want(lambda plan: decisions.hold_rows(plan, places, held=held))

    def _want(self, change: Change) -> None:
        self.wanted.emit(change)


class _Received(QWidget):
    """The cells of a row under their headers; its labels are used again, since a row may have very many."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(Line())
        self._column.addWidget(LeadingLabel(_("As received"), kind="strong"))
        self._pairs: list[tuple[LeadingLabel, LeadingLabel]] = []
        self._used = 0  # of the pairs, those that are shown

    def show_row(self, row: Row) -> None:
        """Show the cells of a row."""
        sheet, heads, is_form = row.sheet.sheet, row.sheet.structure.headers, row.sheet.structure.form is not None
        shown = [
            (
                heads[place] or row.sheet.letter(place),
                cell_words(cell) if is_form else _with_comment(cell_words(cell), sheet, row.plan.row, place),
            )
            for place, cell in enumerate(row.sheet.cells(row.plan.row) if is_form else sheet.received_row(row.plan.row))
            if cell is not None and place < len(heads)
        ]
        before = self._used
        for place, pair in enumerate(self._pairs):  # new ones are shown by their layout, all at once
            if (place < before) is not (place < len(shown)):
                for label in pair:
                    label.setVisible(place < len(shown))
        self._used = len(shown)
        while len(self._pairs) < len(shown):
            pair = LeadingLabel("", kind="caption", role="muted", wrap=True), LeadingLabel("", wrap=True)
            self._pairs.append(pair)
            for label in pair:
                self._column.addWidget(label)
        for (head, text), (name, words) in zip(self._pairs, shown, strict=False):
            head.setText(name)
            text.setText(words)
        self.show()


def _with_comment(words: str, sheet: Sheet, row: int, place: int) -> str:
    """Return a cell's words and, on a line of its own, its comment."""
    comment = comment_of(sheet, row, place)
    return f"{words}\n{fill(_('Comment in the file: {text}'), text=comment)}" if comment else words


def _mark(group: Group) -> tuple[str, str, str]:
    """Return by which a group is known again in the next plan."""
    problem = group.problem
    return problem.reason.message, problem.target, problem.original if problem.target else ""


def _group_words(group: Group) -> str:
    """Return a group in a line: its text, or its reason, and how often it stands there."""
    if group.is_value:
        words = ngettext("“{text}” in {n} cell: {field}", "“{text}” in {n} cells: {field}", group.cells)
        text = group.problem.original[:_LONGEST]
        return fill(words, text=text, n=format_number(group.cells), field=label_of(group.problem.target))
    words = ngettext("{reason} ({n} row)", "{reason} ({n} rows)", len(group.keys))
    reason = group.problem.reason
    if not group.is_alike:  # each row names another proposal or row
        blank = replace(reason, args=tuple((name, "…") for name, _value in reason.args)).text
        reason_words = _(_TWINS) if reason.message == PERHAPS else blank
    else:
        reason_words = reason.text
    return fill(words, reason=reason_words, n=format_number(len(group.keys)))

"""Last look before an import: rows by what would become of them, mended in place, held back, decided together."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Plan, Problem, Status
from khartoum_desktop.importing.survey import ALL, PROBLEMS, Group, Row, Survey
from khartoum_desktop.importing.ui.review_side import ReviewSide
from khartoum_desktop.importing.ui.review_table import ReviewTable
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.toolkit.direction import set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import Button, EmptyState, FlatButton, IconButton, SearchLine
from khartoum_desktop.toolkit.table_pane import TablePane
from khartoum_desktop.toolkit.tasks import Tasks

_SIDE: Final = 320
_TABS: Final = {
    ALL: N_("All: {n}"),
    Status.NEW.value: N_("New: {n}"),
    Status.CHANGED.value: N_("Changed: {n}"),
    Status.SAME.value: N_("Same: {n}"),
    PROBLEMS: N_("Problems: {n}"),
}

_EMPTY: Final = {  # tab -> title and sentence where it has no rows
    ALL: (N_("No row of this file is a proposal"), N_("Go back a step to say which rows are.")),
    Status.NEW.value: (N_("Nothing new here"), ""),
    Status.CHANGED.value: (N_("Nothing changes"), ""),
    Status.SAME.value: (N_("No row is the same as here"), ""),
    PROBLEMS: (N_("No problem is left"), N_("The rows are ready: the button above imports them.")),
    "filter": (N_("No row holds these words"), N_("Empty the filter to see the rows again.")),
}


class ReviewStep(QWidget):
    """Shows the rows of a plan; repairs are changes of the plan."""

    wanted = Signal(object)  # Callable[[Plan], Plan]
    shared = Signal(object, str, int)  # problem just mended, its new text, and in how many cells the old one stands
    refused = Signal(object)  # a RowPlan that was to come in and stays out

    def __init__(self, lists: Lists, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._survey: Survey | None = None
        self._tab: str = ALL
        self._is_new = True
        self._awaited: list[str] = []  # keys of rows that were just told to come in
        self._group = QButtonGroup(self)
        self.tabs: dict[str, Button] = {}
        top = QWidget()
        line = Flow(4, 4)
        top.setLayout(line)
        for key, words in _TABS.items():
            button = FlatButton(_(words), partial(self.show_tab, key))
            button.setCheckable(True)
            button.setObjectName(f"tab_{key}")
            self._group.addButton(button)
            self.tabs[key] = button
            line.addWidget(button)
        self.line = SearchLine(_("Filter rows"))
        self.line.setFixedWidth(200)
        self.line.searched.connect(lambda *_: self._filter())
        self.previous = IconButton(
            "previous", _("Previous problem (Shift+F8)"), partial(self.next_problem, -1), small=False
        )
        self.next = IconButton("next", _("Next problem (F8)"), self.next_problem, small=False)
        for widget in (self.line, self.previous, self.next):
            line.addWidget(widget)
        self.table = ReviewTable(lists)
        self.table.chosen.connect(lambda *_: self._show_row_soon())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_row)
        self.table.hold_wanted.connect(self._turn_over)
        self.table.fix_wanted.connect(self._fix)
        self.side = ReviewSide(lists)
        self.side.wanted.connect(self.wanted)
        self.side.grouped.connect(self._show_group)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.rows = QStackedWidget()
        self.nothing = EmptyState("", "", [(_("Show all rows"), self._show_all)], primary=False)
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.nothing)
        outer.addWidget(TablePane(top, self.rows, self.side, side_width=_SIDE))
        for first, second in zip(self.tabs.values(), [*list(self.tabs.values())[1:], self.line], strict=True):
            QWidget.setTabOrder(first, second)

    # -- showing

    def begin(self) -> None:
        """Forget tab and filter: the next plan is another file's."""
        self._tab, self._is_new = ALL, True
        self.table.begin()
        self.line.set_quietly("")

    def show_survey(self, survey: Survey) -> None:
        """Show a plan; the selected row, the tab and the filter stay."""
        self._survey = survey
        for key, words in _TABS.items():
            self.tabs[key].set_text(fill(_(words), n=format_number(len(survey.tabs[key]))))
        self.table.show_survey(survey)
        self.side.show_survey(survey)
        if self._is_new and survey.tabs[PROBLEMS]:
            self._tab = PROBLEMS
        self._is_new = False
        self.show_tab(self._tab)
        awaited, self._awaited = self._awaited, []
        out = [row.plan for key in awaited if (row := survey.rows.get(key)) and row.plan.status is Status.HELD]
        if out:
            self.refused.emit(out[0])

    def show_tab(self, tab: str) -> None:
        """Show the rows of one tab, as far as filter and group let them."""
        self._tab = tab
        self.tabs[tab].setChecked(True)
        self._filter()

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return self._tab

    def _filter(self) -> None:
        survey, tab, words = self._survey, self._tab, self.line.text().strip()
        if survey is None:
            return
        if not words:
            self._show_keys(survey.tabs[tab])
            return

        def found(keys: list[str]) -> None:
            if (survey, tab, words) == (self._survey, self._tab, self.line.text().strip()):
                self._show_keys(keys)

        self._tasks.start(lambda _progress: survey.matching(tab, words), found, pool="other", owner=self)

    def _show_keys(self, keys: Sequence[str]) -> None:
        group = self.side.group
        alike = set(group.keys) if group is not None else None
        shown = [key for key in keys if alike is None or key in alike]
        self.table.show_keys(shown)
        title, sentence = _EMPTY["filter" if self.line.text().strip() else self._tab]
        self.nothing.title.setText(_(title))
        self.nothing.sentence.setText(_(sentence))
        set_shown(self.nothing.sentence, sentence)
        self.rows.setCurrentWidget(self.table if shown else self.nothing)
        self._show_row()

    def _show_all(self) -> None:
        self.line.set_quietly("")
        self.show_tab(ALL)
        self.table.setFocus()

    def _show_row_soon(self) -> None:
        """Show the selected row when the keys that move through the rows have been taken."""
        self._soon.start()

    def _show_group(self, group: Group | None) -> None:
        if group is not None and self._tab not in {ALL, PROBLEMS}:
            self._tab = PROBLEMS
            self.tabs[PROBLEMS].setChecked(True)
        self._filter()

    @property
    def row(self) -> Row | None:
        """The selected row."""
        chosen = self.table.selected_ids()
        return self.table.row_of(chosen[0]) if chosen else None

    def _show_row(self) -> None:
        self._soon.stop()
        self.side.show_row(self.row)

    def place_to_work(self) -> QWidget:
        """Return where the next repair is typed, else the rows."""
        return self.side.editor() or (self.table if self.table.isVisibleTo(self) else self.nothing)

    def next_problem(self, by: int = 1) -> None:
        """Go to the next (or previous) cell that has a problem."""
        if not self.table.next_mark(by) and self._survey and self._survey.tabs[PROBLEMS] and not self.line.text():
            self.show_tab(PROBLEMS)
            self.table.next_mark(by)
        self.table.setFocus()

    # -- deciding

    def _turn_over(self, keys: Sequence[str]) -> None:
        """Hold these rows back; if all of them are held, take them."""
        rows = [row for key in keys if (row := self.table.row_of(key)) is not None]
        places = [row.plan.place for row in rows]
        if not places:
            return
        held = not all(row.plan.status is Status.HELD for row in rows)
        self._awaited = [] if held else list(keys)
        self.wanted.emit(lambda plan: decisions.hold_rows(plan, places, held=held))

    def _fix(self, key: str, name: str, text: str, everywhere: bool) -> None:
        row = self.table.row_of(key)
        column = row.column(name) if row is not None else None
        if row is None or column is None or self._survey is None:
            return
        problem = row.problem(name)
        if everywhere and problem is not None and problem.original:
            self.replace(problem, text)
            return
        sheet, number, letter = row.plan.sheet, row.plan.row, column.letter
        others = self._survey.same_text(problem) - 1 if problem is not None and problem.original else 0
        self.wanted.emit(lambda plan: decisions.fix_cell(plan, sheet, number, letter, text))
        if problem is not None and others > 0:
            self.shared.emit(problem, text, others)

    def replace(self, problem: Problem, text: str) -> None:
        """Put a text in the place of another wherever that stands."""

        def change(plan: Plan) -> Plan:
            return decisions.replace_value(plan, problem.target, problem.original, text)

        self.wanted.emit(change)

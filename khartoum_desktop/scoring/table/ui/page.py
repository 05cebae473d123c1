"""The scoring grid: all sheets of one assessor in one table, filled cell by cell or from a spreadsheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.dates import today
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.bulk.paste import parse_block
from khartoum_desktop.scoring import operations
from khartoum_desktop.scoring.model import Answer, needs_reason
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.rounds.deadlines import deadline_words
from khartoum_desktop.scoring.table.model import Grid, Place, Plan, planned, refuse_locked
from khartoum_desktop.scoring.table.queries import grid as read_grid
from khartoum_desktop.scoring.table.ui.cell_line import CellLine
from khartoum_desktop.scoring.table.ui.marks_table import MarksTable
from khartoum_desktop.scoring.table.ui.plan_dialog import PlanDialog
from khartoum_desktop.scoring.table.ui.whose import Whose
from khartoum_desktop.scoring.ui.sheets import Sitting, read_sitting
from khartoum_desktop.scoring.ui.submitting import nothing_to_do
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Card, CompletenessBar, EmptyState, SecondaryButton
from khartoum_desktop.workspace import Workspace

_OF_ROUND: Final = frozenset({"round", "criteria_set", "criterion", "level", "round_proposal"})
_OF_GRID: Final = frozenset({"mark", "assessment", "proposal", "party", "round_assessor", "alignment", "eligibility"})


class GridPage(Page):
    """One assessor's marks; each is stored as it is given, a block as one step."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._sitting: Sitting | None = None
        self._assessor: Assessor | None = None
        self._grid: Grid | None = None
        self._wanted: Assessor | None = None
        self._draft: tuple[Place, Answer] | None = None  # a mark that waits for its reason
        self._version = self._storing = 0
        self.plan: PlanDialog | None = None
        self.people = Whose(work)
        self.people.picked.connect(self._be)
        self.progress = LeadingLabel()
        self.bar = CompletenessBar(name=_("Proposals done"))
        self.bar.setFixedWidth(120)
        back = SecondaryButton(_("One by one"), self.open_proposal)
        back.setToolTip(_("Score the proposal in hand with its text beside the criteria"))
        self.header.set_title(_("Table of marks"))
        self.header.set_buttons([self.people, self.progress, self.bar, back])
        self.table = MarksTable()
        self.table.marked.connect(self._marked)
        self.table.refused.connect(self.show_error)
        self.table.paste_wanted.connect(self.paste)
        self.table.reason_wanted.connect(self.write_reason)
        self.table.cell_changed.connect(self._cell_changed)
        self.table.opened.connect(lambda _proposal: self.open_proposal())
        self.line = CellLine()
        self.line.reasoned.connect(self._reasoned)
        self.line.entered.connect(self._reason_entered)
        card = Card(padding=1)
        card.body.addWidget(self.table)
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        column.addWidget(self.line)
        self._filled = filled
        self.stack = EmptyStack(filled)
        self.body.addWidget(self.stack)
        desk.live.changed.connect(self._changed)

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("grid.copy", _("Copy the selected cells"), self.table.copy, "", "copy", self._is_shown),
            Action("grid.paste", _("Paste from a spreadsheet…"), self.table.paste, "", "import", self._may_write),
            Action("grid.reason", _("Give a reason"), self.write_reason, "", "", self._may_write),
            Action("grid.open", _("One by one"), self.open_proposal, "Ctrl+Return", "scoring", self._is_shown),
        )

    def status(self) -> str:
        """Return the keys of this page."""
        if not self._may_write() or self._grid is None:
            return ""
        scale = self._grid.criteria.scale
        words = _(
            "{low}–{high} sets the mark and moves on · A abstain · X not applicable · Del takes back · Ctrl+V pastes"
        )
        return fill(words, low=scale.shown(scale.minimum), high=scale.shown(scale.maximum))

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is the assessor whose marks are wanted."""
        if isinstance(argument, Assessor):
            self._wanted = argument
        self.desk.tasks.start(partial(read_sitting, self.work), self._sit)

    def argument(self) -> object:
        """Return whose marks are shown, for when the window is built anew."""
        return self._assessor

    def leave(self) -> bool:
        """Take over a reason that is being written; a mark that waits for its reason keeps the page."""
        self.line.reason.commit()
        if self._draft is None:
            return True
        self.show_message("warn", _("A mark still needs its reason."), [(_("Write it"), self.write_reason)])
        return False

    def unfinished(self) -> str:
        """Return that a mark waits for its reason."""
        return _("A mark still needs its reason.") if self._draft is not None else ""

    def _is_shown(self) -> bool:
        return self.stack.currentWidget() is self._filled and self._grid is not None

    def _may_write(self) -> bool:
        sitting = self._sitting
        return self.work.may_write and self._is_shown() and sitting is not None and not sitting.round.closed

    # -- reading

    def _sit(self, sitting: Sitting) -> None:
        self._sitting, self._grid = sitting, None  # what was shown may belong to another round
        coordinator = self.work.is_coordinator
        if not coordinator:
            self._assessor = sitting.me
        elif self._wanted is not None:
            self._assessor = self._wanted
        self._assessor, self._wanted = self._assessor or sitting.me, None
        self._show_person(sitting, coordinator=coordinator)
        if sitting.round.closed:
            self.show_message("info", _("This round is closed: marks can be read, not changed."))
        self._load()

    def _load(self) -> None:
        """Read the marks again, unless some are on their way into the store: then after these."""
        sitting, assessor = self._sitting, self._assessor
        if sitting is None or assessor is None:
            self._show_empty(nothing_to_do(self.desk, sitting.proposals if sitting else 0))
            return
        if self._storing:
            return
        self._version += 1

        def read(_progress: Progress) -> Grid:
            return read_grid(self.work, sitting.round, sitting.criteria, assessor.id)

        self.desk.tasks.start(read, partial(self._arrived, self._version), owner=self)

    def _arrived(self, version: int, grid: Grid) -> None:
        if version == self._version:
            self._show(grid)

    def _show(self, grid: Grid) -> None:
        self._grid = grid
        if not grid.rows:
            self._show_empty(nothing_to_do(self.desk, self._sitting.proposals if self._sitting else 0))
            return
        came = not self._is_shown() or not self.table.marks.ids
        self.stack.setCurrentWidget(self._filled)
        self.table.show_grid(grid, writable=self._may_write())
        if came:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_progress()
        self.status_changed.emit()

    def _show_progress(self) -> None:
        grid = self._grid
        rows = grid.rows if grid else ()
        done = sum(1 for row in rows if grid and grid.is_done(row))
        words = fill(_("{done} of {n} done"), done=format_number(done), n=format_number(len(rows)))
        self.progress.setText(words if rows else "")
        self.bar.set_share(done / (len(rows) or 1))

    def _show_empty(self, state: EmptyState) -> None:
        self.stack.show_state(state)
        self._show_progress()
        self.status_changed.emit()

    def _changed(self, kinds: dict[str, frozenset[str]]) -> None:
        if not self.isVisible() or self._sitting is None:
            return
        if _OF_ROUND & kinds.keys():
            self.desk.tasks.start(partial(read_sitting, self.work), self._sit)
        elif _OF_GRID & kinds.keys():
            self._load()

    # -- whose marks

    def _show_person(self, sitting: Sitting, *, coordinator: bool) -> None:
        self.people.show_people(sitting, self._assessor)
        self.people.setVisible(coordinator)
        own = self._assessor if not coordinator else None
        self.header.set_subtitle(
            dotted(
                [
                    fill(_("Assessor: {who}"), who=self.people.named(own)) if own else "",
                    sitting.round.label.text(),
                    deadline_words(sitting.round, today()),
                ]
            )
        )

    def _be(self, assessor: Assessor) -> None:
        if self._sitting is not None and self.leave():
            self.hide_message()
            self._assessor, self._grid = assessor, None
            self._show_person(self._sitting, coordinator=True)
            self._load()

    def open_proposal(self) -> None:
        """Go on with the proposal in hand on the page with its text."""
        self.desk.open("scoring", (self.table.current_id() or "", self._assessor))

    # -- one cell

    def _marked(self, places: Sequence[Place], answer: Answer) -> None:
        """Store a mark or a blank in some cells, as one step; a mark that needs a reason asks for it first."""
        grid = self._grid
        if grid is None:
            return
        rows = {row.id: row for row in grid.rows}
        news: dict[Place, Answer] = {}
        try:
            for place in places:
                before = rows[place[0]].answer(place[1])
                fresh = replace(answer, reason=before.reason) if answer.given else answer
                if fresh == before:
                    continue
                refuse_locked(rows[place[0]])
                news[place] = fresh
        except UserError as error:
            self.show_error(error)
            return
        self.hide_message()
        self._draft = None  # another mark takes its place
        alone = next(iter(news.items()), None)
        if alone is not None and not alone[1].reason and needs_reason(grid.criteria, answer.value):
            self._draft = alone
            self._show_line()
            self.write_reason()
            return
        if news:
            self._store(news)
        self._show_line()
        self.table.go_on()

    def _cell_changed(self) -> None:
        if self._draft is not None and self.table.current_place() != self._draft[0]:
            self._draft = None
            self.show_message("warn", _("The mark was not taken: it needs a reason."))
        self._show_line()

    def _show_line(self) -> None:
        self.table.waiting = self._draft
        self.table.viewport().update()
        if self._grid is not None:
            draft = self._draft[1] if self._draft is not None else None
            self.line.show_cell(self._grid, self.table.current_cell(), draft, writable=self._may_write())

    def write_reason(self) -> None:
        """Put the cursor into the reason of the cell in hand."""
        if self.line.reason.isEnabled():
            self.line.reason.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.reason.line.selectAll()

    def _reasoned(self, proposal: str, criterion: str, text: str) -> None:
        """Store a reason with the mark that waits for it, or with the one that is there."""
        place, grid = (proposal, criterion), self._grid
        if grid is None:
            return
        if self._draft is not None and self._draft[0] == place:
            if text:
                waiting, self._draft = self._draft[1], None
                self.table.waiting = None
                self._store({place: replace(waiting, reason=text)})
            return
        row = next((row for row in grid.rows if row.id == proposal), None)
        if row is None or not row.answer(criterion).given:
            return
        fresh = replace(row.answer(criterion), reason=text)
        if needs_reason(grid.criteria, fresh.value) and not text:
            self._draft = (place, fresh)
            self._show_line()
            return
        self._store({place: fresh})

    def _reason_entered(self) -> None:
        if self._draft is None:
            self.hide_message()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape drop a mark that waits for its reason."""
        if event.key() == Qt.Key.Key_Escape:
            self._draft = None
            self._show_line()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    # -- blocks

    def paste(self, text: str) -> None:
        """Put a block of cells where the selection begins; when anything is off, show first what is refused."""
        grid, at = self._grid, self.table.start()
        if grid is None or not self._may_write():
            return
        self.hide_message()
        self._draft = None
        self._show_line()

        def plan(_progress: Progress) -> Plan:
            return planned(grid, parse_block(text), at)

        self.desk.tasks.start(plan, partial(self._planned, grid), self._told_why, owner=self)

    def _planned(self, grid: Grid, plan: Plan) -> None:
        if self._grid is None or (self._grid.assessor, self._grid.criteria) != (grid.assessor, grid.criteria):
            return  # somebody else's marks are shown by now
        if plan.refused:
            self.plan = PlanDialog(plan, partial(self._take, plan), self.table)
            self.plan.open()
        else:
            self._take(plan)

    def _told_why(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.show_error(error)
        else:
            self.desk.fail(error)

    def _take(self, plan: Plan) -> None:
        n = len(plan.changes)
        if not n:
            self.desk.say(_("Nothing was pasted: these marks stand there already, or the cells are empty."))
            return
        told = fill(ngettext("{n} mark is pasted.", "{n} marks are pasted.", n), n=format_number(n))
        undo = self.work.store.undo_step
        self._store(plan.changes, lambda step: offer_undo(self.desk, told, partial(undo, step) if step else None))

    # -- storing

    def _store(self, answers: Mapping[Place, Answer], done: Callable[[str], None] | None = None) -> None:
        """Store answers as one step in the background; they are shown at once."""
        sitting, assessor, grid = self._sitting, self._assessor, self._grid
        if sitting is None or assessor is None or grid is None:
            return
        entries = [Entry(proposal, criterion, assessor, one) for (proposal, criterion), one in answers.items()]
        self._version += 1  # what was read before is old now
        self._storing += 1
        self._show(grid.with_answers(answers))

        def write(_progress: Progress) -> str:
            return operations.mark_many(self.work, entries, current=sitting.round, criteria=sitting.criteria)

        def stored(step: str) -> None:
            self._storing -= 1
            self.desk.saved.emit()
            self._load()
            if done is not None:
                done(step)

        self.desk.tasks.start(write, stored, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        self._storing -= 1
        self._load()
        self._told_why(error)


SPEC: Final = PageSpec("scoring_grid", N_("Table of marks"), "columns", GridPage, in_rail=False)

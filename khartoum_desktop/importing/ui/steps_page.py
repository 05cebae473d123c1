"""The import page as far as its steps go: each is made when it is first gone to, since only one is seen at a time."""

from functools import cached_property

from PySide6.QtWidgets import QStackedWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.importing.model import Problem, RowPlan
from khartoum_desktop.importing.ui import page_words as words_of
from khartoum_desktop.importing.ui.deciding import Deciding
from khartoum_desktop.importing.ui.done_step import DoneStep
from khartoum_desktop.importing.ui.file_step import FileStep
from khartoum_desktop.importing.ui.review_step import ReviewStep
from khartoum_desktop.importing.ui.sheet_step import SheetStep
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, FILE, REVIEW, SHEET
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Page
from khartoum_desktop.workspace import Workspace

Part = FileStep | SheetStep | ReviewStep


class StepsPage(Page):
    """Holds the steps; what they want goes to `deciding`."""

    deciding: Deciding
    file: FileStep

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._said_held = False
        self.stack = QStackedWidget()
        self.body.addWidget(self.stack)

    @cached_property
    def sheet(self) -> SheetStep:
        """The second and third step."""
        made = SheetStep(lists_of(self.work))
        made.wanted.connect(self.deciding.change)
        self.stack.addWidget(made)
        return made

    @cached_property
    def review(self) -> ReviewStep:
        """The fourth step."""
        made = ReviewStep(lists_of(self.work), self.desk.tasks)
        made.wanted.connect(self.deciding.change)
        made.shared.connect(self._offer_everywhere)
        made.refused.connect(self._say_held)
        self.stack.addWidget(made)
        return made

    @cached_property
    def last(self) -> DoneStep:
        """The fifth step."""
        made = DoneStep()
        self.stack.addWidget(made)
        return made

    def part(self, step: int) -> Part | None:
        """Return what shows the plan at a step; None at the last one."""
        if step in {SHEET, COLUMNS}:
            return self.sheet
        return self.file if step == FILE else self.review if step == REVIEW else None

    def begin_review(self) -> None:
        """Let the review forget tab and filter: the next plan is another file's."""
        if "review" in vars(self):
            self.review.begin()

    def _say_held(self, row: RowPlan) -> None:
        self.show_message("warn", words_of.held_words(row))
        self._said_held = True

    def _offer_everywhere(self, problem: Problem, text: str, others: int) -> None:
        def replace() -> None:
            self.hide_message()
            self.review.replace(problem, text)

        self._said_held = False
        self.show_message("info", words_of.also_words(problem, others), [(_("Replace everywhere"), replace)])

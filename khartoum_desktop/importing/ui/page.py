"""The import page: a file, its sheet and columns, a review of every row, and one step that Undo takes back."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.importing import operations, queries
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import Imported
from khartoum_desktop.importing.planning import plan as make_plan
from khartoum_desktop.importing.ui.review_step import ReviewStep
from khartoum_desktop.importing.ui.sheet_step import SheetStep
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import choose_file
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Button, Card, EmptyState, FlatButton, SecondaryButton, clear_layout
from khartoum_desktop.workspace import Workspace

ENDINGS: Final = ("*.xlsx", "*.xlsm", "*.xls", "*.xlsb", "*.ods", "*.csv", "*.tsv", "*.txt")
_START, _SHEET, _REVIEW = range(3)


class ImportPage(Page):
    """Three steps: choose a file, sheet and columns, review; nothing is written before the last button."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.plan: Plan | None = None
        self._waiting: list[Path] = []
        lists = lists_of(work)
        self.sheet = SheetStep(lists)
        self.review = ReviewStep(lists)
        for step in (self.sheet, self.review):
            step.wanted.connect(self._change)
        self._start = QWidget()
        self._start_body = QVBoxLayout(self._start)
        self.stack = QStackedWidget()
        for widget in (self._start, self.sheet, self.review):
            self.stack.addWidget(widget)
        self.body.addWidget(self.stack)
        self._show_start()

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("import.choose", _("Choose a file…"), self.choose, "", "open", self._may_write),
            Action("import.problem", _("Next problem"), self.review.next_problem, "F8", "", self._is_reviewing),
            Action("import.next", _("Next step"), self.forward, "Ctrl+Return | Ctrl+Enter", "", self._has_plan),
            Action("import.back", _("Previous step"), self.back, "Alt+Left", "", self._has_plan),
        )

    def _may_write(self) -> bool:
        return self.work.person is not None and self.work.person.role != "reader"

    def _has_plan(self) -> bool:
        return self.plan is not None

    def _is_reviewing(self) -> bool:
        return self.plan is not None and self.stack.currentIndex() == _REVIEW

    def status(self) -> str:
        """Return that nothing is written yet, while a plan is open."""
        return _("Nothing has been written to the workspace yet.") if self.plan else ""

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a list of files."""
        if isinstance(argument, list | tuple) and argument:
            self.accept_files([Path(one) for one in argument])
        elif self.plan is None:
            self._show_start()

    def accept_files(self, paths: Sequence[Path]) -> bool:
        """Take files dropped on the window, one after the other."""
        files = [path for path in paths if path.is_file()]
        if not files or not self._may_write():
            return False
        self._waiting = files[1:]
        self.open(files[0])
        return True

    # -- the file

    def choose(self) -> None:
        """Ask for a file."""
        filters = fill(_("Spreadsheets ({pattern})"), pattern=" ".join(ENDINGS))
        path = choose_file(self, _("Import a file"), filters, purpose="import")
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Read and understand a file in the background."""
        self.hide_message()

        def read(progress: Progress) -> Plan:
            return make_plan(self.work, path, progress=progress)

        label = fill(_("Reading {file}"), file=path.name)
        self.desk.tasks.start(read, self._opened, self.desk.fail, label=label)

    def _opened(self, plan: Plan) -> None:
        self._show_plan(plan)
        self.go(_SHEET)
        if plan.notes:
            self.show_message("info", " ".join(note.text for note in plan.notes))

    def _change(self, change: Callable[[Plan], Plan]) -> None:
        plan = self.plan
        if plan is not None:
            self.desk.tasks.start(lambda _progress: change(plan), self._show_plan, self.desk.fail)

    def _show_plan(self, plan: Plan) -> None:
        self.plan = plan
        self.sheet.show_plan(plan)
        self.review.show_plan(plan)
        self._name_step()

    # -- the steps

    def go(self, step: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(step)
        self._name_step()
        (self.sheet.table if step == _SHEET else self.review.table).setFocus()

    def forward(self) -> None:
        """Go on: from columns to review, from review to the import."""
        if self.stack.currentIndex() == _SHEET:
            self.go(_REVIEW)
        elif self._ready:
            self.apply()

    def back(self) -> None:
        """Go back one step."""
        if self.stack.currentIndex() == _REVIEW:
            self.go(_SHEET)
        else:
            self.cancel()

    def cancel(self) -> None:
        """Leave the file; nothing was written."""
        self.plan = None
        self.hide_message()
        self._show_start()

    @property
    def _ready(self) -> int:
        return self.plan.count(Status.NEW) + self.plan.count(Status.CHANGED) if self.plan else 0

    def _name_step(self) -> None:
        plan = self.plan
        if plan is None:
            return
        cancel = FlatButton(_("Cancel"), self.cancel)
        back = SecondaryButton(_("Back"), self.back)
        if self.stack.currentIndex() == _SHEET:
            subtitle = fill(_("{file}: sheet and columns"), file=plan.file)
            count = len(plan.rows)
            words = ngettext("Review {n} proposal", "Review {n} proposals", count)
            primary = Button(fill(words, n=format_number(count)), self.forward, kind="primary")
            primary.setEnabled(count > 0)
            buttons: list[QWidget | Action] = [cancel]
        else:
            subtitle = fill(_("{file}: review"), file=plan.file)
            words = _("Import {n}, leave {held}")
            held = plan.count(Status.HELD)
            text = fill(words, n=format_number(self._ready), held=format_number(held))
            primary = Button(text, self.apply, kind="primary")
            primary.setEnabled(self._ready > 0)
            buttons = [cancel, back]
            if not self._ready and not held:
                self.show_message("ok", _("Nothing new in this file: everything is here already."))
        primary.setObjectName("import.primary")
        self.header.set_title(_("Import"), subtitle)
        self.header.set_buttons(buttons, primary)
        self.status_changed.emit()

    # -- the import

    def apply(self) -> None:
        """Write the plan as one step."""
        plan = self.plan
        if plan is None:
            return

        def write(progress: Progress) -> Imported:
            return operations.apply(self.work, plan, progress)

        label = fill(_("Importing {file}"), file=plan.file)
        self.desk.tasks.start(write, partial(self._imported, plan), self.desk.fail, label=label, owner=self)

    def _imported(self, plan: Plan, imported: Imported) -> None:
        self.plan = None
        self._show_start()
        words = fill(
            _("{file} is imported. New: {new}, changed: {changed}, held back: {held}."),
            file=plan.file,
            new=format_number(plan.count(Status.NEW)),
            changed=format_number(plan.count(Status.CHANGED)),
            held=format_number(plan.count(Status.HELD)),
        )
        ids = [row.id for row in plan.rows if row.status in {Status.NEW, Status.CHANGED}]
        show = (_("Show the proposals"), partial(self.desk.open, "proposals", ids))
        undo = (_("Undo this import"), partial(self._undo, imported))
        self.show_message("ok", words, [show, undo])
        self.desk.say(words)
        if self._waiting:
            self.open(self._waiting.pop(0))

    def _undo(self, imported: Imported) -> None:
        def undo(_progress: Progress) -> object:
            return operations.undo(self.work, imported)

        def undone(_result: object) -> None:
            self.show_message("info", _("The import is taken back. Redo brings it in again."))
            self._show_start()

        self.desk.tasks.start(undo, undone, self.desk.fail, label=_("Undo"), owner=self)

    # -- the beginning

    def _show_start(self) -> None:
        self.header.set_title(_("Import"), _("Ministries’ spreadsheets, in any order and language"))
        self.header.set_buttons()
        clear_layout(self._start_body)
        state = EmptyState(
            _("Drop a file here"),
            _("Excel, OpenDocument or CSV. The sheet is shown as received, and nothing is written before you say so."),
            [(_("Choose a file…"), self.choose)],
        )
        self._start_body.addWidget(state, 1)
        self.stack.setCurrentIndex(_START)
        self.status_changed.emit()
        self.desk.tasks.start(lambda _progress: queries.batches(self.work), self._show_batches, owner=self)

    def _show_batches(self, batches: Sequence[queries.Batch]) -> None:
        if not batches or self.plan is not None:
            return
        card = Card(_("Imported before"))
        for batch in batches[-8:]:
            line = fill(
                _("{file}: {n} proposals here, {held} rows held back"),
                file=batch.file,
                n=format_number(batch.proposals),
                held=format_number(len(batch.held)),
            )
            card.body.addWidget(LeadingLabel(line, wrap=True))
        self._start_body.addWidget(card)


SPEC: Final = PageSpec("import", N_("Import"), "import", ImportPage)

"""The import page: a file, its sheet and columns, a review of every row, and one step that Undo takes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.importing import operations, queries
from khartoum_desktop.importing.kept import is_kept
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import ChangedMeanwhileError, Imported
from khartoum_desktop.importing.planning import plan as make_plan
from khartoum_desktop.importing.ui.before import show_before
from khartoum_desktop.importing.ui.review_step import ReviewStep
from khartoum_desktop.importing.ui.sending import send_batch_problems, send_form, send_plan_problems
from khartoum_desktop.importing.ui.sheet_step import SheetStep
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import choose_file
from khartoum_desktop.toolkit.focus import focus_kept
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Button, EmptyState, FlatButton, SecondaryButton, clear_layout
from khartoum_desktop.workspace import Workspace

if TYPE_CHECKING:
    from khartoum_desktop.toolkit.tasks import Task

ENDINGS: Final = ("*.xlsx", "*.xlsm", "*.xls", "*.xlsb", "*.ods", "*.csv", "*.tsv", "*.txt")
_START, _SHEET, _REVIEW = range(3)


@dataclass(frozen=True, slots=True)
class Open:
    """What is open on the page: it survives the window being built anew in another language."""

    plan: Plan
    step: int
    waiting: tuple[Path, ...]


class ImportPage(Page):
    """Three steps: choose a file, sheet and columns, review; nothing is written before the last button."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.plan: Plan | None = None
        self._decided: Plan | None = None  # with what is still being planned; only the database thread replaces it
        self._reading: Task | None = None
        self._writing: Task | None = None
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
            Action("import.form", _("Blank form for ministries…"), self._form, "", "export"),
            Action("import.before", _("Imported files"), partial(self.desk.open, "imports"), "", "history"),
            Action("import.return", _("Return problems as Excel…"), self._return_problems, "", "", self._has_plan),
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
        """Be shown; the argument is a list of files, or what `argument` gave."""
        if isinstance(argument, Open):
            self._waiting = list(argument.waiting)
            self._begin(argument.plan, argument.step)
        elif isinstance(argument, Plan):
            self._take_up(argument)
        elif isinstance(argument, list | tuple) and argument:
            self.accept_files([Path(one) for one in argument])
        elif self.plan is None:
            self._show_start()

    def _take_up(self, plan: Plan) -> None:
        """Open rows that were held back in an import of before; a file that is open is finished first."""
        if self.plan is not None:
            self.show_message("warn", fill(_("First finish {file}, which is open here."), file=self.plan.file))
        else:
            self._begin(plan, _REVIEW)

    def argument(self) -> object:
        """Return what is open here."""
        return Open(self.plan, self.stack.currentIndex(), tuple(self._waiting)) if self.plan else None

    def accept_files(self, paths: Sequence[Path]) -> bool:
        """Take files dropped on the window, one after the other; the one that is open is finished first."""
        files = [path for path in paths if path.is_file()]
        if not files:
            return False
        if not self._may_write():
            self.show_message("warn", _("A reader imports nothing. Change who is at this laptop in the status line."))
            return True
        self._waiting += files
        if self.plan is None and (self._reading is None or self._reading.finished):
            self.hide_message()
            self._next()
        else:
            names = listed(path.name for path in files)
            self.show_message("info", fill(_("After this file: {names}"), names=names))
        return True

    # -- the file

    def choose(self) -> None:
        """Ask for a file."""
        filters = fill(_("Spreadsheets ({pattern})"), pattern=" ".join(ENDINGS))
        path = choose_file(self, _("Import a file"), filters, purpose="import")
        if path is not None:
            self.accept_files([path])

    def open(self, path: Path) -> None:
        """Read and understand a file in the background."""

        def read(progress: Progress) -> Plan:
            return make_plan(self.work, path, progress=progress)

        label = fill(_("Reading {file}"), file=path.name)
        self._reading = self.desk.tasks.start(read, self._opened, self._not_read, label=label, droppable=True)

    def _next(self) -> None:
        if self._waiting:
            self.open(self._waiting.pop(0))

    def _opened(self, plan: Plan) -> None:
        self._begin(plan, _SHEET)
        if plan.notes:
            self.show_message("info", " ".join(note.text for note in plan.notes))

    def _not_read(self, error: Exception) -> None:
        self.desk.fail(error)
        self._next()

    def _begin(self, plan: Plan, step: int) -> None:
        self._decided = plan
        self._show_plan(plan)
        self.go(step)

    def _change(self, change: Callable[[Plan], Plan]) -> None:
        """Decide something: each decision is taken on top of those that are still being planned."""
        begun = self.plan
        if begun is None:
            return

        def decide(_progress: Progress) -> Plan | None:
            if self._decided is None or self._decided.source is not begun.source:
                return None
            self._decided = change(self._decided)
            return self._decided

        self.desk.tasks.start(decide, self._show_decided, self.desk.fail)

    def _show_decided(self, plan: Plan | None) -> None:
        if plan is not None and self.plan is not None and self.plan.source is plan.source:
            self._show_plan(plan)

    def _show_plan(self, plan: Plan) -> None:
        self.plan = plan
        with focus_kept(self, self._place_to_work):
            self.sheet.show_plan(plan)
            self.review.show_plan(plan)
            self._name_step()

    def _place_to_work(self) -> QWidget:
        return self.sheet.place_to_work() if self.stack.currentIndex() == _SHEET else self.review.place_to_work()

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
        self._close()
        self.hide_message()
        self._next()

    def _close(self) -> None:
        self.plan = self._decided = None
        with focus_kept(self, lambda: self._start.findChild(QPushButton) or self):
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
            held = plan.count(Status.HELD)
            alone = ngettext("Import {n} proposal", "Import {n} proposals", self._ready)
            words = _("Import {n}, leave {held}") if held else alone
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
        begun = self.plan
        if begun is None or (self._writing is not None and not self._writing.finished):
            return

        def write(progress: Progress) -> tuple[Plan, Imported]:
            plan = self._decided or begun
            return plan, operations.apply(self.work, plan, progress)

        label = fill(_("Importing {file}"), file=begun.file)
        self._writing = self.desk.tasks.start(write, self._imported, self._not_imported, label=label)

    def _not_imported(self, error: Exception) -> None:
        if isinstance(error, ChangedMeanwhileError):
            self._begin(error.plan, _REVIEW)
        self.desk.fail(error)

    def _imported(self, written: tuple[Plan, Imported]) -> None:
        plan, imported = written
        self._close()
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
        back = (
            _("Return problems as Excel…"),
            partial(send_batch_problems, self, self.work, self.desk, imported.batch, plan.file),
        )
        has_problems = any(is_kept(row) for row in plan.rows)
        self.show_message("ok", words, [show, back, undo] if has_problems else [show, undo])
        self.desk.say(words)
        self._next()

    def _undo(self, imported: Imported) -> None:
        def undo(_progress: Progress) -> object:
            return operations.undo(self.work, imported)

        def undone(_result: object) -> None:
            self.show_message("info", _("The import is taken back. Redo brings it in again."))
            self._show_start()

        self.desk.tasks.start(undo, undone, self.desk.fail, label=_("Undo"), owner=self)

    def _form(self) -> None:
        send_form(self, self.work, self.desk)

    def _return_problems(self) -> None:
        if self.plan is not None:
            send_plan_problems(self, self.work, self.desk, self._decided or self.plan)

    # -- the beginning

    def _show_start(self) -> None:
        self.header.set_title(_("Import"), _("Ministries’ spreadsheets, in any order and language"))
        self.header.set_buttons()
        clear_layout(self._start_body)
        state = EmptyState(
            _("Drop a file here"),
            _("Excel, OpenDocument or CSV. The sheet is shown as received, and nothing is written before you say so."),
            [(_("Choose a file…"), self.choose), (_("Blank form for ministries…"), self._form)],
        )
        self._start_body.addWidget(state, 1)
        self.stack.setCurrentIndex(_START)
        self.status_changed.emit()
        self.desk.tasks.start(lambda _progress: queries.batches(self.work), self._show_batches, owner=self)

    def _show_batches(self, batches: Sequence[queries.Batch]) -> None:
        if not batches or self.plan is not None:
            return
        show_before(self._start_body, batches, self.desk)


SPEC: Final = PageSpec("import", N_("Import"), "import", ImportPage)

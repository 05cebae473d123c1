"""The import page: files, the sheet, its columns, a review of every row, and one step that Undo takes back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QPushButton, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.operations import ChangedMeanwhileError
from khartoum_desktop.importing.queue import FileState, Queue
from khartoum_desktop.importing.survey import Survey
from khartoum_desktop.importing.ui import page_words as words_of
from khartoum_desktop.importing.ui import ways
from khartoum_desktop.importing.ui.after import After
from khartoum_desktop.importing.ui.applying import Applying
from khartoum_desktop.importing.ui.deciding import Deciding
from khartoum_desktop.importing.ui.done_step import Finished
from khartoum_desktop.importing.ui.file_step import FileStep
from khartoum_desktop.importing.ui.open_file import Open
from khartoum_desktop.importing.ui.profiles import profile_actions
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, DONE, FILE, REVIEW, SHEET, StepsBar
from khartoum_desktop.importing.ui.steps_page import StepsPage
from khartoum_desktop.importing.ui.taking import Taking
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_shown
from khartoum_desktop.toolkit.files import choose_files, choose_folder
from khartoum_desktop.toolkit.focus import focus_kept
from khartoum_desktop.toolkit.page import PageSpec, Turns
from khartoum_desktop.toolkit.parts import Button, FlatButton, SecondaryButton
from khartoum_desktop.workspace import Workspace


class ImportPage(StepsPage):
    """Five steps: file, sheet and rows, columns, review, done; nothing is written before the review's last button."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__(work, desk)
        self.step = FILE
        self.done: Finished | None = None
        self._unshown: set[int] = set()  # steps that show an earlier plan
        self.taking = Taking(work, desk, self)
        self.taking.changed.connect(self._show_queue)
        self.taking.found.connect(self._add)
        self.taking.nothing.connect(lambda folder: self.show_message("warn", words_of.nothing_words(folder)))
        self.taking.opened.connect(self._opened)
        self.taking.passed.connect(self._next)
        self.taking.refused.connect(self._not_read)
        self.deciding = Deciding(work, desk, self)
        self.deciding.changed.connect(self._show_decided)
        self.file = FileStep(self.choose, self.choose_folder)
        self.file.opened.connect(self._open_entry)
        self.file.clear.clicked.connect(lambda *_: self.taking.set_queue(Queue()))
        self.file.text.chosen.connect(self.deciding.read_text)
        self.stack.addWidget(self.file)
        self.bar = StepsBar()
        self.bar.chosen.connect(self.go)
        set_shown(self.header.subtitle, shown=False)
        self.header.row.insertWidget(3, self.bar, 1)
        self.after = After(self)
        self.applying = Applying(work, desk, self.deciding)
        self.applying.written.connect(self._imported)
        self.applying.refused.connect(self._not_imported)
        self.applying.undone.connect(self._undone)
        self.applying.turned.connect(self._let_leave)
        self.go(FILE)

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        return self.deciding.plan

    @property
    def queue(self) -> Queue:
        """The files given, with what became of each."""
        return self.taking.queue

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        forward, backward = (lambda by=by: self.review.next_problem(by) for by in (1, -1))
        return (
            Action("import.choose", _("Choose files…"), self.choose, "", "open", self._may_write),
            Action("import.folder", _("Choose a folder…"), self.choose_folder, "", "folder-open", self._may_write),
            *self.after.actions(),
            Action("import.problem", _("Next problem"), forward, "F8", "", self._is_reviewing),
            Action("import.problem_before", _("Previous problem"), backward, "Shift+F8", "", self._is_reviewing),
            Action("import.next", _("Next step"), self.forward, "Ctrl+Return | Ctrl+Enter", "", self._can_go_on),
            Action("import.back", _("Previous step"), self.back, "Alt+Left", "", lambda: self.plan is not None),
            *profile_actions(self),
        )

    def _may_write(self) -> bool:
        return self.work.may_write

    def _can_go_on(self) -> bool:
        return ways.leads_on(self.step, self.plan)

    def _is_reviewing(self) -> bool:
        return self.plan is not None and self.step == REVIEW

    def status(self) -> str:
        """Return that nothing is written yet, while a plan is open."""
        return _("Nothing has been written to the workspace yet.") if self.plan and self.step != DONE else ""

    def turns(self) -> Turns | None:
        """Return Undo and Redo of what is decided about the open file; after the import they are the workspace's."""
        if self.plan is None or self.step == DONE:
            return None
        history = self.deciding.history
        return Turns(history.undo_name, history.redo_name, self.deciding.undo, self.deciding.redo)

    def unfinished(self) -> str:
        """Return that an open file is not imported yet; one that is being written comes to its end in any case."""
        if self.plan is None or self.applying.is_writing:
            return ""
        return fill(_("{file} is open and not imported: what you decided about it is not kept."), file=self.plan.file)

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a list of files, or what `argument` gave."""
        if isinstance(argument, Open):
            self._go_on(argument)
        elif isinstance(argument, Plan):
            self.after.take_up(argument)
        elif isinstance(argument, list | tuple) and argument:
            self.accept_files([Path(one) for one in argument])
        elif self.step == FILE:
            self.after.show_batches()

    def argument(self) -> object:
        """Return what is open here."""
        if not (self.plan or self.done or self.queue.entries or self.taking.given):
            return None
        deciding, given = self.deciding, self.taking.given
        return Open(self.step, self.queue, deciding.path, deciding.survey, deciding.history, self.done, given)

    def _go_on(self, open_: Open) -> None:
        self.taking.set_queue(open_.queue.resumed())
        if open_.done is not None:
            self._show_done(open_.done)
        if open_.survey is not None:
            self.deciding.begin(open_.path, open_.survey, open_.history)
        self.go(open_.step)
        if open_.survey is None:
            self._next()
        if open_.given:
            self.accept_files(open_.given)

    # -- files

    def accept_files(self, paths: Sequence[Path]) -> bool:
        """Take files and folders dropped on the window, one file after the other; the open one is finished first."""
        if not self._may_write():
            self.show_message("warn", _("A reader imports nothing. Change who is at this laptop in the status line."))
        elif paths:
            self.taking.take(paths)
        return bool(paths)

    def choose(self) -> None:
        """Ask for files."""
        if paths := choose_files(self, _("Import files"), words_of.filter_words(), purpose="import"):
            self.accept_files(paths)

    def choose_folder(self) -> None:
        """Ask for a folder, whose files are all taken, those of the folders in it too."""
        if path := choose_folder(self, _("Import a folder of files"), purpose="import"):
            self.accept_files([path])

    def _add(self, files: Sequence[Path]) -> None:
        if self.plan is None and self.queue.is_finished:
            self.done = None
            self.taking.set_queue(self.queue.needing)
            self.go(FILE)
        self.taking.set_queue(self.queue.with_files(files))
        if self.plan is None and not self.taking.is_reading:
            self.hide_message()
            self._next(is_asked=len(files) == 1)
        else:
            self.show_message("info", words_of.later_words(files))

    def _show_queue(self) -> None:
        self.file.show_queue(self.queue)
        self._name_step()

    def _open_entry(self, key: str) -> None:
        """Read a file of the list, or go on with the one that is open."""
        entry = self.taking.waits(key)
        if self.deciding.path is None and entry is not None:
            self.taking.read(entry.path, is_asked=True)
        elif key == str(self.deciding.path):
            self.go(SHEET)
        elif entry is not None and entry.state is FileState.WAITING:
            self.show_message("info", words_of.later_words([entry.path]))

    def _next(self, *, is_asked: bool = False) -> None:
        """Read the next file that waits; when none is left, say how it went."""
        path = self.queue.next
        if path is not None:
            self.taking.read(path, is_asked=is_asked)
        elif self.plan is None and len(self.queue.entries) > 1 and (said := words_of.rest_words(self.queue)):
            self.show_message("warn" if self.queue.count(FileState.REFUSED) else "info", said)

    def _opened(self, path: Path, found: Survey) -> None:
        self.begin_review()
        self.deciding.begin(path, found)
        if self.step == DONE:
            self._name_step()
        else:
            self._first_step(found.plan)

    def _first_step(self, plan: Plan) -> None:
        """Begin with the sheet; with the text when its encoding is only guessed."""
        form = plan.workbook.text
        self.go(FILE if form is not None and not form.proven else SHEET)
        if said := words_of.first_words(plan):
            self.show_message("info", said)

    def _not_read(self, path: Path, error: Exception) -> None:
        told = error.told if isinstance(error, UserError) else words_of.failed_words
        self.taking.mark(path, FileState.REFUSED, told)
        if len(self.queue.entries) == 1 or not isinstance(error, UserError):
            self.desk.fail(error)
        self._next()

    # -- what is decided

    def _show_decided(self) -> None:
        if self.deciding.survey is None:
            return
        if self._said_held:  # of the plan before
            self._said_held = False
            self.hide_message()
        self._unshown = {FILE, SHEET, REVIEW}
        if ways.has_lost_table(self.step, self.plan):
            self.go(SHEET)
        with focus_kept(self, self._place_to_work):
            self._show_part()
            self._name_step()
        self.actions_changed.emit()

    def _show_part(self) -> None:
        """Bring the step that is in sight up to date; the others are when they are gone to."""
        found, step = self.deciding.survey, SHEET if self.step == COLUMNS else self.step
        if found is not None and step in self._unshown and (part := self.part(step)) is not None:
            self._unshown.discard(step)
            part.show_survey(found)

    def _place_to_work(self) -> QWidget:
        return (self.part(self.step) or self.file).place_to_work()

    # -- the steps

    def go(self, step: int) -> None:
        """Show a step."""
        self.step = step
        if step in {SHEET, COLUMNS}:
            self.sheet.show_side(columns=step == COLUMNS)
        self.stack.setCurrentWidget(self.part(step) or self.last)
        self._show_part()
        self.hide_message()
        self._name_step()
        self.actions_changed.emit()
        if step == FILE:
            self.after.show_batches()
        if step != DONE and (self.plan or self.queue.entries):
            (self.file if step == FILE else self.review if step == REVIEW else self.sheet).table.setFocus()
        found = self.deciding.survey
        if step == REVIEW and found and not found.to_write:
            self.show_message("ok", _("Nothing new in this file: everything is here already."))

    def forward(self) -> None:
        """Go on: to the next step, from the review to the import, from the end to the next file."""
        if self.step == DONE:
            self._after_done()
        elif self.step == REVIEW:
            self.apply()
        elif ways.leads_on(self.step, self.plan):
            self.go(self.step + 1)

    def back(self) -> None:
        """Go back one step."""
        if self.plan is not None and self.step in {SHEET, COLUMNS, REVIEW}:
            self.go(self.step - 1)

    def cancel(self) -> None:
        """Leave the file; nothing was written."""
        self.taking.mark(self.deciding.path, FileState.LEFT)
        self.deciding.close()
        self.file.show_survey(None)
        with focus_kept(self, lambda: self.file.findChild(QPushButton) or self):
            if len(self.queue.entries) == 1:
                self.taking.set_queue(Queue())
            self.go(FILE)
        self._next()

    def _after_done(self) -> None:
        self.done = None
        if self.plan is not None:
            self._first_step(self.plan)
            return
        if self.queue.is_settled:
            self.taking.set_queue(Queue())
        self.go(FILE)

    def _name_step(self) -> None:
        plan = self.plan
        self.bar.show_steps(self.step, ways.reachable(self.step, plan))
        self._cancel, back = FlatButton(_("Cancel"), self.cancel), SecondaryButton(_("Back"), self.back)
        others: list[QWidget | Action] = []
        if plan is not None and self.step != DONE:
            others = [self._cancel] if self.step == FILE else [self._cancel, back]
        self._let_leave()
        words = words_of.primary_words(self.step, self.deciding.survey, self.queue)
        primary = Button(words, self.forward, kind="primary") if words else None
        if primary is not None:
            primary.setObjectName("import.primary")
            primary.setEnabled(ways.is_ready(self.step, self.deciding.survey))
        self.header.set_title(_("Import"))
        self.header.set_buttons(others, primary)
        self.status_changed.emit()

    def _let_leave(self) -> None:
        self._cancel.setEnabled(not self.applying.is_writing)

    # -- the import

    def apply(self) -> None:
        """Write the plan as one step."""
        if self.deciding.survey is not None and self.deciding.survey.to_write:
            self.applying.start()

    def _not_imported(self, error: Exception) -> None:
        if isinstance(error, ChangedMeanwhileError):
            self.go(REVIEW)
        self.desk.fail(error)

    def _imported(self, done: Finished) -> None:
        told = words_of.imported_words(done.plan)
        self.taking.mark(self.deciding.path, FileState.IMPORTED, told)
        self.deciding.close()
        self.file.show_survey(None)
        self._show_done(done)
        self.go(DONE)
        if self.header.primary is not None:
            self.header.primary.setFocus()
        self.desk.say(told())
        self._next()

    def _show_done(self, done: Finished) -> None:
        self.done = done
        self.last.show_done(done, [*self.applying.ways_on(done), *self.after.ways_on(done)], self.queue)

    def _undone(self) -> None:
        self.taking.take_back(self.done.plan.file if self.done else "")
        self.done = None
        self.go(FILE)
        self.show_message("info", _("The import is taken back. Redo brings it in again."))


SPEC: Final = PageSpec("import", N_("Import"), "import", ImportPage)

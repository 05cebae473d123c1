"""The window itself: it builds the frame, goes from page to page, and carries what pages tell to the person."""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.command_search import CommandSearch, Row, action_rows
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import alive
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.shell import Rail, StatusLine, Toast
from khartoum_desktop.window.closing import Closing
from khartoum_desktop.window.dropping import take_files
from khartoum_desktop.window.entrance import Beginning, Entrance, FillSample
from khartoum_desktop.window.looks import Looks
from khartoum_desktop.window.menu_row import MenuRow
from khartoum_desktop.window.menus import window_actions
from khartoum_desktop.window.moving import commit_field, settle_focus
from khartoum_desktop.window.naming import name_workspace
from khartoum_desktop.window.pages import available_pages
from khartoum_desktop.window.steps import Steps
from khartoum_desktop.window.tools import Tools

if TYPE_CHECKING:
    from khartoum_desktop.window.welcome import Welcome
    from khartoum_desktop.workspace import Workspace

_log = logging.getLogger(__name__)


class Window(QMainWindow):
    """One window on one workspace; without a workspace it shows the first-run page."""

    page_shown = Signal(str)
    workspace_shown = Signal()

    def __init__(
        self, desk: Desk, *, pages: Sequence[PageSpec] | None = None, fill_sample: FillSample | None = None
    ) -> None:
        super().__init__()
        self.desk = desk
        self.pages = available_pages() if pages is None else list(pages)
        self.entrance = Entrance(desk, self, self.may_leave, fill_sample)
        self.work: Workspace | None = None
        self.steps = Steps(self)
        self.closing = Closing(self)
        self.tools = Tools(self)
        self.looks = Looks(self)
        self._made: dict[str, Page] = {}
        self._current = ""
        self._welcome: Welcome | None = None
        self._waiting: list[Path] = []  # files dropped before there was a workspace
        self._saved_at = 0
        self.setAcceptDrops(True)
        self.setMinimumSize(800, 520)
        desk.said.connect(self._say)
        desk.failed.connect(self._fail)
        desk.opened.connect(self.go)
        desk.live.changed.connect(self._changed)
        self.entrance.entered.connect(self._entered)
        self.entrance.refused.connect(self._refused)
        self.steps.named.connect(self._fill_menus)
        self._build()
        kept = desk.layout.get("window/geometry", "")
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(1366, 768)

    # -- building

    def _build(self) -> None:
        """Build the frame in the current language and direction; pages come when they are opened."""
        self.setLayoutDirection(QApplication.layoutDirection())
        self.menu_row = MenuRow(self, undo=self.steps.undo, redo=self.steps.redo, search=self.search_commands)
        self.setMenuBar(self.menu_row)
        self.menu_row.show_corner()
        self.rail = Rail([(spec.id, _(spec.label), spec.icon) for spec in self.pages if spec.in_rail])
        self.rail.chosen.connect(self._chosen)
        self.rail.settings.clicked.connect(self.looks.show_settings)
        self.stack = QStackedWidget()
        self.status = StatusLine(self.desk.tasks)
        self.status.workspace.clicked.connect(self.entrance.choose)
        self.status.person.clicked.connect(self.tools.switch_person)
        self.status.language.clicked.connect(self.looks.show_languages)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.stack, 1)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(centre)
        self._name_workspace()
        self._fill_menus()

    def rebuild(self) -> None:
        """Build everything anew (another language or direction) and show the same page with the same content."""
        page = self.page
        current, argument = self._current, page.argument() if page is not None else None
        had_welcome = self._welcome is not None
        self._made.clear()
        self._current, self._welcome = "", None
        before = self.centralWidget()
        if before is not None:
            before.hide()
        self._build()  # Qt deletes the old centre and menus
        if had_welcome:
            self.show_welcome()
        elif current:
            self.go(current, argument)
        if self.work is not None:
            self.status.say_saved(self._saved_at)

    def _name_workspace(self) -> None:
        self.rail.setVisible(self._welcome is None)
        self.rail.setEnabled(self.work is not None)
        name_workspace(self)

    def actions_now(self) -> list[Action]:
        """Return everything that can be done here: the window's actions and the page's."""
        page = self.page
        return [*window_actions(self), *(page.actions() if page is not None else ())]

    def _fill_menus(self) -> None:
        spec = next((spec for spec in self.pages if spec.id == self._current), None)
        self.menu_row.fill(self.actions_now(), _(spec.label) if spec else "")
        self.menu_row.name_steps(self.steps.undo_name, self.steps.redo_name)

    # -- workspace

    def has_workspace(self) -> bool:
        """Tell whether a workspace is open and in sight."""
        return self.work is not None and self._welcome is None

    def _entered(self, work: "Workspace", way: str) -> None:
        if self.work is not None and not self.may_close(partial(self.entrance.open, work.path)):
            work.close()  # what is still typed here was refused: it comes first
            return
        self._let_go()
        self.work = work
        self.desk.place = work.path.stem
        self.desk.live.attach(work.changed)
        if self.stack.count():
            self._welcome = None
            self.rebuild()
        else:
            self._name_workspace()
            self.status.say_saved()
        first = {"import": "import", "": self.desk.recall("page")}.get(way, "proposals")
        known = [spec.id for spec in self.pages]
        if known:
            page = self.go(first if first in known else known[0])
            if way == "write" and page is not None:
                self._run("proposals.new")
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.take_files(waiting)
        elif way == "import":
            self.tools.choose_import()
        if work.backup_problem is not None:
            self._fail(work.backup_problem)
        self.steps.ask()
        self.workspace_shown.emit()
        if work.person is None:
            self.tools.switch_person()

    def _refused(self, error: Exception) -> None:
        if self.work is None and self._welcome is None:
            self.show_welcome()
        if self._welcome is not None and isinstance(error, UserError):
            self._welcome.refuse(str(error))
        else:
            self._fail(error)

    def show_welcome(self) -> None:
        """Show the first-run page: who, whose presidency, four ways to begin."""
        from khartoum_desktop.window.welcome import Welcome

        if not self.may_leave():
            return
        back = self._back_to_work if self.work is not None else None
        welcome = Welcome(sample=self.entrance.has_sample, closable=back)
        welcome.begun.connect(self._begin)
        welcome.open_wanted.connect(self.entrance.choose)
        self._welcome = welcome
        self._current = ""
        self.stack.addWidget(welcome)
        self.stack.setCurrentWidget(welcome)
        self._name_workspace()
        self._fill_menus()
        welcome.form.name.setFocus()

    def _begin(self, beginning: Beginning) -> None:
        self.entrance.begin(beginning)

    def _back_to_work(self) -> None:
        self._welcome = None
        self.rebuild()
        self.go(self.desk.recall("page") or self.pages[0].id)

    def leave_workspace(self) -> None:
        """Close the workspace and show the first-run page."""
        if self.may_close(self.leave_workspace):
            self._let_go()
            self.rebuild()
            self.show_welcome()

    def _let_go(self) -> None:
        """Close the open workspace after everything that is still being written."""
        if self.work is not None:
            commit_field()
            self.desk.tasks.finish()
        self._made.clear()
        self._current = ""
        if self.work is None:
            return
        self.desk.live.detach()
        self.work.close()
        self.work = None
        self.steps.forget()
        self._saved_at = 0

    # -- pages

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        found = self._made.get(self._current)
        return found if alive(found) else None

    @property
    def page_id(self) -> str:
        """The id of the page that is shown."""
        return self._current

    def _chosen(self, page_id: str) -> None:
        if self.go(page_id) is None or self._current != page_id:
            self.rail.set_current(self._current)

    def go(self, page_id: str, argument: object = None) -> Page | None:
        """Show a page and hand it the argument; the page that does not want to be left stays."""
        spec = next((spec for spec in self.pages if spec.id == page_id), None)
        if spec is None or self.work is None:
            return None
        if self._current != page_id and not self.may_leave():
            return self.page
        page = self._made.get(page_id)
        if page is None:
            try:
                page = spec.factory(self.work, self.desk)
            except Exception as fault:  # noqa: BLE001 - one broken page must not take the window with it
                self._fail(fault)
                return None
            self._made[page_id] = page
            page.status_changed.connect(partial(self._status_of, page))
            page.actions_changed.connect(self._fill_menus)
            self.stack.addWidget(page)
        self._current, self._welcome = page_id, None
        self.rail.setVisible(True)
        self.rail.set_current(page_id)
        self.stack.setCurrentWidget(page)
        page.arrive(argument)
        settle_focus(page)
        self.desk.remember("page", page_id)
        self._fill_menus()
        self._status_of(page)
        self.page_shown.emit(page_id)
        return page

    def _status_of(self, page: Page) -> None:
        if page is self.page:
            self.status.page.setText(page.status())
            self.status.saved.setVisible(page.is_saved())

    def may_leave(self) -> bool:
        """Save the field being edited and ask the page; False: it wants to stay."""
        commit_field()
        page = self.page
        return page is None or page.leave()

    def may_close(self, again: Callable[[], object]) -> bool:
        """Leave the page and let all be written; False: it stays, was refused, or is asked (a Yes does it `again`)."""
        return self.may_leave() and self.closing.is_agreed(again) and self.desk.tasks.finish()

    # -- what pages tell

    def _say(self, text: str, undo: Callable[[], None] | None) -> None:
        self.status.say(text)
        if undo is not None:
            Toast(self.stack, text, undo)

    def _fail(self, error: Exception) -> None:
        page = self.page
        if isinstance(error, UserError) and page is not None:
            page.show_error(error)
        elif isinstance(error, UserError) and self._welcome is not None:
            self._refused(error)
        elif isinstance(error, UserError):
            self.status.say(str(error))
        else:
            _log.error("fault", exc_info=error)
            from khartoum_desktop.toolkit.dialogs import ErrorDialog

            ErrorDialog(error, self).open()

    def _changed(self, _changes: object) -> None:
        self._saved_at = time.time_ns() // 1_000_000
        self.status.say_saved(self._saved_at)
        if self.page is not None:
            self._status_of(self.page)
        self.steps.ask()

    # -- tools

    def _run(self, action_id: str) -> None:
        for action in self.actions_now():
            if action.id == action_id and action.enabled():
                action.run()

    def search_commands(self) -> None:
        """Open the command search."""
        CommandSearch(self, action_rows(self.actions_now()), self._look).open_over(self)

    def _look(self, words: str, show: Callable[[tuple[str, Sequence[Row]]], None]) -> None:
        """Ask every page in the background for what these words find there."""
        work = self.work
        if work is None:
            return
        searches = [spec.search for spec in self.pages if spec.search is not None]

        def find(_progress: object) -> tuple[str, Sequence[Row]]:
            return words, [row for search in searches for row in search(work, self.desk, words)]

        self.desk.tasks.start(find, show, droppable=True)

    # -- files

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Take dropped files to where they belong."""
        return take_files(self, paths)

    def keep_waiting(self, paths: Sequence[Path]) -> bool:
        """Keep dropped files until there is a workspace; False when there is one."""
        if self._welcome is None:
            return False
        self._waiting = list(paths)
        self._welcome.say(_("Answer the two questions; then the file is read."))
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files from outside."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        paths = _files(event)
        if paths and self.take_files(paths):
            event.acceptProposedAction()

    # -- the end

    def quit(self) -> None:
        """Close the window."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is open, remember the layout, close the workspace."""
        if not self.may_close(self.close):
            event.ignore()
            return
        self.desk.layout["window/geometry"] = bytes(self.saveGeometry().toBase64().data()).decode()
        kept = settings.load().window
        folders = {key: text for key, text in kept.items() if key.startswith("folder/")}
        settings.update(window={**self.desk.layout, **folders})
        self._let_go()
        self.desk.close()
        event.accept()


def _files(event: QDropEvent) -> list[Path]:
    """Return the local files that a drag carries."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

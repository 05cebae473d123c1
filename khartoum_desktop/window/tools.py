"""What the menus Tools, File and Help do beyond pages: who is here, check, backup, import, help."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from khartoum_desktop.core import settings
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.paths import log_folder
from khartoum_desktop.sheets.endings import ENDINGS
from khartoum_desktop.toolkit.direction import alive
from khartoum_desktop.toolkit.files import choose_file, choose_new_file, open_with_system
from khartoum_desktop.window.entrance import ENDING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from khartoum_desktop.window.frame import Window

_HOUR_MS: Final = 3_600_000


class Tools(QObject):
    """The window's tools."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._help: QWidget | None = None
        self.daily = QTimer(self)  # a window may stay open for days
        self.daily.setInterval(_HOUR_MS)
        self.daily.timeout.connect(self.back_up_daily)
        self.daily.start()

    def switch_person(self) -> None:
        """Ask who sits here now."""
        work = self._window.work
        if work is None or not self._window.may_leave():
            return
        from khartoum_desktop.toolkit.dialogs import PersonDialog, Sitting
        from khartoum_desktop.window.welcome import delegations
        from khartoum_desktop.workspace import Person

        here, last = work.person, settings.load().last_person
        people = [Sitting(one.name, one.delegation, one.role) for one in work.store.people()]
        known = [Sitting(here.name, here.delegation, here.role)] if here else []
        known += [Sitting(*last)] if len(last) == len(Sitting.__slots__) else []
        sitting = known[0] if known else None
        others = [one for one in people if one != sitting][:3]
        dialog = PersonDialog(delegations(), sitting, others=others, parent=self._window)
        if dialog.exec() and dialog.chosen is not None:
            who = Person(dialog.chosen.name, dialog.chosen.delegation, dialog.chosen.role)
            self._window.desk.tasks.start(lambda _progress: work.sit_down(who), self._seated, owner=self)

    def _seated(self, _nothing: None) -> None:
        self._window.rebuild()
        self._window.steps.ask()

    def check(self) -> None:
        """Read, compute and compare everything again."""
        work = self._window.work
        if work is None:
            return

        from khartoum_desktop.proposals.damage import Damage, explained

        def find(_progress: object) -> list[Damage]:
            return explained(work, work.store.check())

        def done(findings: Sequence[Damage]) -> None:
            page = self._window.page
            if page is None:
                return
            if not findings:
                page.show_message("ok", _("The workspace is whole."))
                return
            sentences = " ".join(one.sentence for one in findings[:5])
            page.show_message("error", fill(_("The workspace is damaged. {what}"), what=sentences))

        self._window.desk.tasks.start(find, done, label=_("Checking"), owner=self, droppable=True)

    def back_up(self) -> None:
        """Write a verified copy of the workspace."""
        work = self._window.work
        if work is None:
            return
        filters = fill(_("Workspaces ({pattern})"), pattern=f"*{ENDING}")
        ending = _("backup")
        name = f"{work.path.stem}-{ending}{ENDING}"
        path = choose_new_file(self._window, _("Back up to a file"), filters, purpose="backup", name=name)
        if path is not None:
            self._window.desk.tasks.start(
                lambda _progress: work.store.backup(path),
                lambda written: self._window.desk.say(
                    fill(_("A verified copy was written to {file}."), file=written.name)
                ),
                label=_("Backing up"),
                owner=self,
            )

    def back_up_daily(self) -> None:
        """Make the day's backup, if there is none yet."""
        work = self._window.work
        if work is not None:
            self._window.desk.tasks.start(lambda _progress: work.daily_backup(), lambda _made: None, owner=self)

    def export(self) -> None:
        """Ask what to export, in which language and where to."""
        work = self._window.work
        if work is None:
            return
        from khartoum_desktop.exporting.ui.dialog import open_export

        what = "shortlist" if self._window.page_id in {"ranking", "shortlist"} else "register"
        open_export(work, self._window.desk, self._window, what)

    def show_help(self) -> None:
        """Open the guide beside the window."""
        from khartoum_desktop.window.help import HelpWindow

        if not alive(self._help):
            self._help = HelpWindow(self._window)
        if self._help is not None:
            self._help.show()
            self._help.raise_()

    def show_shortcuts(self) -> None:
        """List every action that has a key."""
        from khartoum_desktop.window.help import ShortcutsDialog

        ShortcutsDialog(self._window.actions_now(), self._window).open()

    def show_about(self) -> None:
        """Say what this program is and what it is made of."""
        from khartoum_desktop.window.help import AboutDialog

        AboutDialog(self._window).open()

    def open_log_folder(self) -> None:
        """Open the folder of logs with the system's program for folders."""
        open_with_system(log_folder())

    def choose_import(self) -> None:
        """Ask for a spreadsheet and bring it to the Import page."""
        filters = fill(_("Spreadsheets ({pattern})"), pattern=" ".join(ENDINGS))
        path = choose_file(self._window, _("Import a file"), filters, purpose="import")
        if path is not None:
            self._window.take_files([path])

"""The dialog of what is remembered of senders: who, since when, which columns and words; renamed, forgotten, given."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing import profile_operations as operations
from khartoum_desktop.importing.profile_operations import Part
from khartoum_desktop.importing.profiles import Profile
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog, choose_file, choose_new_file
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import EmptyState, FlatButton, SecondaryButton
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.workspace import Workspace

if TYPE_CHECKING:
    from khartoum_desktop.importing.ui.page import ImportPage

_SIZE: Final = (960, 560)
_WHO: Final = 400


class ProfilesDialog(Dialog):
    """Senders on one side, what is remembered of the selected one on the other."""

    def __init__(self, work: Workspace, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Remembered senders"), parent, width=_SIZE[0])
        self.work, self.desk = work, desk
        self._profiles: dict[str, Profile] = {}
        self._parts: dict[str, Part] = {}
        self._lists = lists_of(work)
        self.empty = EmptyState(
            _("Nothing is remembered yet"),
            _("What you confirm about a sheet is remembered when it is imported, and applied to the next one."),
            [(_("Import from a file…"), self._bring_in)],
        )
        self.senders = Table(name=_("Remembered senders"))
        self.senders_model: RowsModel[Profile] = RowsModel(_sender_columns(), self._fetch_profiles, self.senders)
        self.senders.setModel(self.senders_model)
        self.senders.chosen.connect(lambda *_: self._show_parts())
        self.details = Table(name=_("What is remembered"))
        self.details_model: RowsModel[Part] = RowsModel(_part_columns(), self._fetch_parts, self.details)
        self.details.setModel(self.details_model)
        self.details.chosen.connect(lambda *_: self._enable())
        self.filled = self._halves()
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.filled, 1)
        self.add_button(SecondaryButton(_("Close"), self.accept))
        for table in (self.senders, self.details):
            table.installEventFilter(self)
        self.resize(*_SIZE)
        self._read()

    def _halves(self) -> QWidget:
        self.rename_button = FlatButton(_("Rename…"), self.rename, icon="edit", small=True)
        self.forget_button = FlatButton(_("Forget this sender"), self.forget, icon="delete", small=True)
        self.export_button = FlatButton(_("Export…"), self._export, icon="export", small=True)
        self.import_button = FlatButton(_("Import from a file…"), self._bring_in, icon="import", small=True)
        self.part_button = FlatButton(_("Forget this line"), self.forget_part, icon="delete", small=True)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        who = [self.rename_button, self.forget_button, self.export_button, self.import_button]
        for title, table, buttons, stretch in (
            (_("Senders"), self.senders, who, 2),
            (_("What is remembered"), self.details, [self.part_button], 3),
        ):
            column = QVBoxLayout()
            column.setSpacing(8)
            column.addWidget(LeadingLabel(title, kind="strong"))
            column.addWidget(table, 1)
            line = Flow(4, 4)
            for button in buttons:
                line.addWidget(button)
            column.addLayout(line)
            row.addLayout(column, stretch)
        self.senders.setMinimumWidth(_WHO)
        return whole

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rename with F2 and forget with Delete, where the focus is."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            keys = {
                (self.senders, Qt.Key.Key_F2): self.rename,
                (self.senders, Qt.Key.Key_Delete): self.forget,
                (self.details, Qt.Key.Key_Delete): self.forget_part,
            }
            for (table, key), run in keys.items():
                if watched is table and event.key() == key:
                    run()
                    return True
        return super().eventFilter(watched, event)

    # -- showing

    def _read(self, chosen: str = "") -> None:
        def show(found: list[Profile]) -> None:
            self._profiles = {one.id: one for one in found}
            self.empty.setVisible(not found)
            self.filled.setVisible(bool(found))
            self.senders_model.set_ids(list(self._profiles))
            wanted = chosen if chosen in self._profiles else next(iter(self._profiles), "")
            self.senders.select_ids([wanted] if wanted else [])
            self._show_parts()
            self.senders.setFocus()

        self.desk.tasks.start(lambda _progress: operations.remembered(self.work), show, owner=self)

    @property
    def profile(self) -> Profile | None:
        """The sender that is selected."""
        chosen = self.senders.selected_ids()
        return self._profiles.get(chosen[0]) if chosen else None

    @property
    def part(self) -> Part | None:
        """The line that is selected of what is remembered."""
        chosen = self.details.selected_ids()
        return self._parts.get(chosen[0]) if chosen else None

    def _show_parts(self) -> None:
        profile = self.profile
        found = operations.parts(profile, self._lists) if profile else ()
        self._parts = {f"{part.kind}\n" + "\n".join(part.key): part for part in found}
        self.details_model.set_ids(list(self._parts))
        self.details.select_ids(list(self._parts)[:1])
        self._enable()

    def _enable(self) -> None:
        for button in (self.rename_button, self.forget_button, self.export_button):
            button.setEnabled(self.profile is not None)
        self.part_button.setEnabled(self.part is not None)

    def _fetch_profiles(self, ids: Sequence[str]) -> dict[str, Profile]:
        return {ident: self._profiles[ident] for ident in ids if ident in self._profiles}

    def _fetch_parts(self, ids: Sequence[str]) -> dict[str, Part]:
        return {ident: self._parts[ident] for ident in ids if ident in self._parts}

    # -- changing

    def rename(self) -> None:
        """Ask for another name of the selected sender."""
        if (profile := self.profile) is None:
            return

        def keep(name: str, _everybody: bool) -> str:
            return operations.rename(self.work, profile.id, name)

        def kept(_name: str, _step: object) -> None:
            self._read(profile.id)

        NameDialog(
            self.desk, _("Rename what is remembered"), keep, kept, name=profile.name, ask_whom=False, parent=self
        ).open()

    def forget(self) -> None:
        """Forget the selected sender; the toast takes it back."""
        if (profile := self.profile) is not None:
            words = fill(_("“{name}” is forgotten."), name=profile.name)
            self._do(partial(operations.forget, self.work, [profile.id]), words, "")

    def forget_part(self) -> None:
        """Forget the selected column, text or answer."""
        profile, part = self.profile, self.part
        if profile is not None and part is not None:
            words = fill(_("Forgotten: {what}"), what=part.of)
            self._do(partial(operations.forget_parts, self.work, profile.id, [part]), words, profile.id)

    def _do(self, change: Callable[[], str], words: str, chosen: str) -> None:
        work, tasks = self.work, self.desk.tasks

        def undo(step: str) -> None:
            tasks.start(lambda _progress: work.store.undo_step(step), lambda _undone: self._read(chosen), owner=self)

        def done(step: str) -> None:
            self.desk.say(words, lambda: undo(step))
            self._read(chosen)

        tasks.start(lambda _progress: change(), done, owner=self)

    # -- files

    def _export(self) -> None:
        profile = self.profile
        if profile is None:
            return
        filters = fill(_("Mappings ({pattern})"), pattern="*.json")
        path = choose_new_file(self, _("Export what is remembered"), filters, purpose="profiles", name="sender.json")
        if path is not None:
            said = fill(_("{file} was written."), file=path.name)
            self.desk.tasks.start(
                lambda _progress: operations.export([profile], path), lambda _none: self.desk.say(said), owner=self
            )

    def _bring_in(self) -> None:
        filters = fill(_("Mappings ({pattern})"), pattern="*.json")
        path = choose_file(self, _("Import what others remember"), filters, purpose="profiles")
        if path is not None:
            self._do(
                lambda: operations.bring_in(self.work, operations.read(path)),
                fill(_("“{file}” was taken over."), file=path.name),
                "",
            )


def _sender_columns() -> list[ColumnView[Profile]]:
    def used(profile: Profile) -> str:
        return format_date(profile.used) if profile.used else "–"

    def second(profile: Profile) -> str:
        n = len(profile.columns)
        return fill(ngettext("{n} column", "{n} columns", n), n=format_number(n))

    return [
        ColumnView("name", _("Sender"), lambda one: one.name or one.file or "–", second=second),
        ColumnView("used", _("Last used"), used, 160),
    ]


def _part_columns() -> list[ColumnView[Part]]:
    return [
        ColumnView("of", _("In the sheet"), lambda part: part.of),
        ColumnView("says", _("Is read as"), lambda part: part.says, 220),
    ]


def profile_actions(page: "ImportPage") -> list[Action]:
    """Return what the import page offers about remembered senders."""
    return [
        Action(
            "import.profiles", _("Remembered senders…"), lambda: ProfilesDialog(page.work, page.desk, page).open(), "",
            "person", lambda: True,
        )
    ]  # fmt: skip

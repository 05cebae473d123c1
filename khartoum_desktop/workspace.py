"""How every feature meets data: read, step, undo, redo, and a list of callables to be told of changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection

from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import contents
from khartoum_desktop.storage.checking import present_digest
from khartoum_desktop.storage.genesis import Shipped
from khartoum_desktop.storage.opening import EXTENSION
from khartoum_desktop.storage.people import name_of
from khartoum_desktop.storage.refusals import PassphraseNeededError, WrongPassphraseError
from khartoum_desktop.storage.store import (
    Listener,
    Person,
    StepInfo,
    StepWriter,
    Store,
    Undone,
    derived_id,
    new_id,
    now_ms,
)

__all__ = [
    "EXTENSION",
    "PassphraseNeededError",
    "Person",
    "StepInfo",
    "StepWriter",
    "Undone",
    "Workspace",
    "WrongPassphraseError",
    "derived_id",
    "new_id",
]


class Workspace:
    """An open workspace: thin, without Qt, the one thing that features are given."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.backup_problem: UserError | None = None  # why the day's backup could not be made: the window says so

    @classmethod
    def create(
        cls,
        path: Path,
        person: Person,
        passphrase: str | None = None,
        *,
        genesis: Iterable[Shipped] = (),
        fill: Callable[["Workspace"], object] | None = None,
        clock: Callable[[], int] = now_ms,
    ) -> "Workspace":
        """Make a workspace with what the program ships, whole or not at all; UserError when it cannot be.

        `fill` writes what it begins with: when that fails, the file is gone and nobody remembers it.
        """
        store = Store.create(
            path, passphrase=passphrase, person=person, clock=clock, installation=settings.installation()
        )
        try:
            store.ship(genesis)
            workspace = cls(store)
            if fill:
                fill(workspace)
        except BaseException:
            store.discard()
            raise
        settings.remember_workspace(store.path)
        return workspace

    @classmethod
    def open(
        cls,
        path: Path,
        passphrase: str | None = None,
        *,
        genesis: Iterable[Shipped] = (),
        clock: Callable[[], int] = now_ms,
    ) -> "Workspace":
        """Open a workspace, make the day's backup, and add what a newer program ships. UserError for every refusal."""
        store = Store.open(path, passphrase=passphrase, clock=clock, installation=settings.installation())
        settings.remember_workspace(store.path)
        workspace = cls(store)
        try:
            workspace.daily_backup()
            store.ship(genesis)
        except BaseException:
            store.close()
            raise
        return workspace

    @classmethod
    def look(cls, path: Path, passphrase: str | None = None) -> "Workspace":
        """Open a workspace only to look at it, however damaged: nothing is written, not even a backup."""
        return cls(Store.look(path, passphrase=passphrase))

    @staticmethod
    def restore(source: Path, path: Path, passphrase: str | None = None) -> None:
        """Put a backup in the place of a closed workspace; what was there is kept among its automatic backups."""
        Store.restore(source, path, passphrase=passphrase)
        settings.remember_workspace(path)

    def daily_backup(self) -> Path | None:
        """Make the day's backup unless there is one; `backup_problem` says why it could not be made. Stops nobody."""
        try:
            made = self.store.backup_daily()
        except UserError as problem:
            self.backup_problem = problem
            return None
        self.backup_problem = None
        return made

    def backup_before(self, reason: str) -> None:
        """Keep a backup from before something risky: call it before the step; `reason` is one English word.

        It costs next to nothing while the newest one still holds everything. UserError when it cannot be made.
        """
        self.store.backup_before(reason)

    def close(self) -> None:
        """Close the file and let others in; a second call does nothing."""
        self.store.close()

    @property
    def path(self) -> Path:
        """Where the workspace lies."""
        return self.store.path

    @property
    def person(self) -> Person | None:
        """Who sits here."""
        return self.store.person

    @property
    def changed(self) -> list[Listener]:
        """Callables told after each step, in the thread that wrote it: (step id, table name -> row ids)."""
        return self.store.listeners

    @property
    def person_name(self) -> str:
        """Who sits here as “Name@DELEGATION”, "" for nobody: what is somebody's own names them so."""
        return name_of(self.person)

    @property
    def may_write(self) -> bool:
        """Whether somebody sits here who may change anything."""
        return self.person is not None and self.person.role != "reader"

    @property
    def is_coordinator(self) -> bool:
        """Whether a coordinator sits here."""
        return self.person is not None and self.person.role == "coordinator"

    def sit_down(self, person: Person) -> None:
        """Say who is here from now on, here and for the next new workspace."""
        self.store.sit_down(person)
        settings.update(last_person=(person.name, person.delegation, person.role))

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one moment of the workspace and cannot write; keep it short."""
        return self.store.reading()

    def content(self, sha256: str) -> bytes:
        """Return the bytes of an attached file; UserError when they are not here or damaged."""
        with self.reading() as db:
            return contents.read(db, sha256)

    def step(self, label: str, /, **args: str) -> AbstractContextManager[StepWriter]:
        """Write a step, all of it or nothing; `label` is an English message id, `args` the texts put into it."""
        return self.store.step(label, **args)

    def mark_read(self, row: str, until: int) -> None:
        """Note how far this person has read what is said about a row (ms since 1970): here only, and no step."""
        self.store.mark_read(row, until)

    def forget(self, rows: Mapping[str, Sequence[str]]) -> list[str]:
        """Take every value of some rows (by table) away for good; return the own backups that could not be cleaned."""
        return self.store.forget(rows)

    def present_digest(self) -> str:
        """Return one digest of what is there to be seen; undoing everything leads back to the same one."""
        with self.store.reading() as db:
            return present_digest(db)

    def undo(self) -> Undone | None:
        """Take back this person's last step; None when there is none."""
        return self.store.undo()

    def redo(self) -> Undone | None:
        """Bring back what the last undo took; None when there is nothing."""
        return self.store.redo()

    def can_undo(self) -> StepInfo | None:
        """Return the step that `undo` would take back."""
        return self.store.can_undo()

    def can_redo(self) -> StepInfo | None:
        """Return the step that `redo` would bring back."""
        return self.store.can_redo()

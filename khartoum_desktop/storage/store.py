"""The store: one file, its record of steps and changes, and the typed rows they add up to."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection, delete, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.storage import (
    backup,
    checking,
    files,
    forgetting,
    genesis,
    history,
    merging,
    opening,
    people,
    searching,
    undoing,
)
from khartoum_desktop.storage.changes import Item, StepBody, clean, dead_steps, derived_id, new_id, sealed
from khartoum_desktop.storage.checking import Finding
from khartoum_desktop.storage.genesis import Shipped
from khartoum_desktop.storage.history import HistoryEntry
from khartoum_desktop.storage.merging import Merged
from khartoum_desktop.storage.migrations import MIGRATIONS, Migration, bring_up, schema_number
from khartoum_desktop.storage.opening import Opened
from khartoum_desktop.storage.people import Person
from khartoum_desktop.storage.refusals import DamagedError, in_plain_words
from khartoum_desktop.storage.rows import META, READING, STEP, upsert
from khartoum_desktop.storage.undoing import StepInfo, Undone
from khartoum_desktop.storage.writing import StepWriter, record_step

__all__ = [
    "HistoryEntry", "Item", "Merged", "Person", "StepInfo", "StepWriter", "Store", "Undone", "derived_id", "new_id",
    "now_ms",
]  # fmt: skip

Listener = Callable[[str, Mapping[str, frozenset[str]]], None]
_log = logging.getLogger(__name__)


def now_ms() -> int:
    """Return the time in ms since 1970."""
    return time.time_ns() // 1_000_000


class Store:
    """An open workspace file. Threads may read at once; one at a time writes."""

    def __init__(
        self, opened: Opened, clock: Callable[[], int], installation: str = "", *, looking: bool = False
    ) -> None:
        self.path = opened.path
        self.listeners: list[Listener] = []
        self._opened = opened
        self._clock = clock
        self._looking = looking
        self.searcher = searching.Searcher(self.reading, self._writing)
        self._one_writer = threading.Lock()
        self._one_backup = threading.Lock()
        self._writing_thread: int | None = None
        self._installation = installation
        self._people: list[Person] = []
        self._sitting: dict[str, Person] = {}
        self._devices: dict[str, str] = {}
        if not looking:
            self._read_notes()

    def _read_notes(self) -> None:
        with self.reading() as db:
            notes = dict(db.execute(select(META.c.key, META.c.value)).all())
        self._people = people.people_of(notes.get("people", "[]"))
        self._sitting = people.sitting_of(notes.get("sitting", "{}"))
        self._devices = people.devices_of(notes.get("devices", "{}"))
        if self._installation not in self._devices:
            self.renew_device()

    # --- opening and closing ------------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        passphrase: str | None = None,
        person: Person | None = None,
        clock: Callable[[], int] = now_ms,
        installation: str = "",
    ) -> "Store":
        """Make a workspace file and open it; without a passphrase it is not encrypted. UserError when it cannot be."""
        opening.create_file(path, passphrase, schema_number(MIGRATIONS))
        with ExitStack() as failing:
            failing.callback(files.discard, files.real(path))
            store = cls.open(path, passphrase=passphrase, clock=clock, installation=installation)
            failing.callback(store.close)
            if person:
                store.sit_down(person)
            failing.pop_all()
        return store

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        passphrase: str | None = None,
        clock: Callable[[], int] = now_ms,
        installation: str = "",
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> "Store":
        """Open a workspace file, bringing an older one up to date after a backup. UserError for every refusal.

        `installation` names this person's program on this computer: a file carried to another one writes under another
        device name and letter there, and under its old ones when it comes back.
        """
        opened = opening.open_file(path, passphrase, schema_number(migrations))
        try:
            with in_plain_words(path):
                bring_up(opened, migrations, clock)
                return cls(opened, clock, installation)
        except BaseException:
            opened.close()
            raise

    @classmethod
    def look(cls, path: Path, *, passphrase: str | None = None) -> "Store":
        """Open a workspace file only to look at it, as damaged or old as it may be; UserError when it is none."""
        return cls(opening.open_file(path, passphrase, schema_number(MIGRATIONS), looking=True), now_ms, looking=True)

    def close(self) -> None:
        """Write everything into the one file, close it and let others in; a second call does nothing."""
        self.searcher.stop()
        self._opened.close()

    def discard(self) -> None:
        """Close a file that could not be finished, and remove it."""
        self.close()
        files.discard(self.path)

    # --- who is here --------------------------------------------------------------------------------------------------

    @property
    def person(self) -> Person | None:
        """Who sits at this computer: whom every step names; None in a file that was never written here."""
        return self._sitting.get(self._installation)

    @property
    def device(self) -> str:
        """The name of this copy of the workspace, which every step bears."""
        return self._devices[self._installation]

    @property
    def device_letter(self) -> str:
        """The letter of this copy, which references bear."""
        return self.device[0]

    def people(self) -> list[Person]:
        """Return who sat here, newest first."""
        return list(self._people)

    def sit_down(self, person: Person) -> None:
        """Say who is here from now on; UserError without a name or delegation."""
        person = people.tidied(person)
        others = [other for other in self._people if (other.name, other.delegation) != (person.name, person.delegation)]
        self._people = [person, *others]
        self._sitting[self._installation] = person
        self._keep(people=self._people, sitting=self._sitting)

    def renew_device(self) -> None:
        """Give this copy a name and letter of its own: a new file, or one restored from a backup."""
        with self.reading() as db:
            written = db.execute(select(STEP.c.device).distinct()).scalars().all()
        self._devices[self._installation] = people.new_device([*written, *self._devices.values()])
        self._keep(devices=self._devices)

    def _keep(self, **notes: object) -> None:
        with self._writing() as db:
            upsert(db, META, [{"key": key, "value": people.encoded(note)} for key, note in notes.items()])

    # --- reading ------------------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the workspace and cannot write; keep it short."""
        with in_plain_words(self.path), self._opened.reading() as db:
            yield db

    def search(self, words: str, kind: str = "proposal", *, removed: bool = False) -> list[str]:
        """Return the ids of the rows, not (or also) those removed, in which every word occurs in any spelling."""
        return self.searcher.find(words, kind, removed=removed)

    def history(self, kind: str, row: str) -> list[HistoryEntry]:
        """Return a row's changes, oldest first, ordered by what had seen what and only then by time."""
        with self.reading() as db:
            return history.entries(db, kind, row)

    def mark_read(self, row: str, until: int) -> None:
        """Note how far whoever sits here has read what is said about a row: here only, and no step."""
        with self._writing() as db:
            upsert(db, READING, [{"person": people.name_of(self.person), "row": row, "until": until}])
        self._tell("", {"reading": frozenset([row])})

    # --- writing ------------------------------------------------------------------------------------------------------

    @contextmanager
    def step(self, label: str, /, **args: str) -> Iterator[StepWriter]:
        """Write a step: all of it or, when anything raises, nothing; a step that touches nothing vanishes.

        `label` is an English message id, `args` the texts put into it; they stay in the record for good, so they name
        files and fields, not people. UserError when nobody or a reader sits here, or the disk is full.
        """
        body = self._step_body(label, args)
        with self._writing() as db:
            writer = StepWriter(db, record_step(db, body), body.at)
            yield writer
            writer.flush()
            if not writer.touched:
                db.execute(delete(STEP).where(STEP.c.id == writer.id))
        self._tell(writer.id, writer.rows())

    def _step_body(self, label: str, args: Mapping[str, str], undoes: str | None = None) -> StepBody:
        person = people.who_may_write(self.person)
        return StepBody(
            args={name: str(clean(text, str)) for name, text in args.items()},
            at=self._clock(),
            author=person.name,
            delegation=person.delegation,
            device=self.device,
            label=label,
            nonce=new_id(),
            role=person.role,
            undoes=undoes,
            v=1,
        )

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Give the one connection that writes; everything is committed at the end, or nothing."""
        if self._looking:
            raise RuntimeError("opened only to be looked at")
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a step inside a step")
        with self._one_writer:
            self._writing_thread = threading.get_ident()
            try:
                with in_plain_words(self.path), self._opened.writing() as db:
                    yield db
            finally:
                self._writing_thread = None

    def _tell(self, step: str, touched: Mapping[str, frozenset[str]]) -> None:
        """Tell the listeners; what they fail at is theirs: the step is stored, and nobody may think that it is not."""
        if touched:
            self.searcher.heard(touched)
            for listener in list(self.listeners):
                try:
                    listener(step, touched)
                except Exception:  # noqa: BLE001 - whatever it is
                    _log.exception("a listener failed after step %s", step)

    # --- taking back --------------------------------------------------------------------------------------------------

    def can_undo(self) -> StepInfo | None:
        """Return what `undo` would take back: this person's last step on this device that still counts."""
        with self.reading() as db:
            step = self.person and undoing.last_edit(db, self.person, self.device)
            return undoing.info_of(db, step) if step else None

    def can_redo(self) -> StepInfo | None:
        """Return what `redo` would bring back, unless this person has done something since."""
        with self.reading() as db:
            undo = self.person and undoing.last_undo(db, self.person, self.device)
            return undoing.info_of(db, undoing.target_of(db, undo)) if undo else None

    def undo(self) -> Undone | None:
        """Take back this person's last step on this device, also after a restart; None when there is none."""
        step = self.can_undo()
        return self._take_back([(step.id, step)], N_("Undo"))[0] if step else None

    def redo(self) -> Undone | None:
        """Bring back what the last undo took; None when there is nothing, or something was done since."""
        with self.reading() as db:
            undo = self.person and undoing.last_undo(db, self.person, self.device)
            step = undoing.info_of(db, undoing.target_of(db, undo)) if undo else None
        return self._take_back([(undo, step)], N_("Redo"))[0] if undo and step else None

    def undo_step(self, step_id: str) -> Undone:
        """Take back any step or merge, any time later; UserError when it does not count any more."""
        return self.undo_steps([step_id])[0]

    def undo_steps(self, steps: Sequence[str]) -> list[Undone]:
        """Take back several steps as `undo_step` does each, in this order: all of them or none."""
        with self.reading() as db:
            shown = [(step, undoing.info_of(db, step)) for step in steps]
            if not dead_steps(undoing.undos(db)).isdisjoint(steps):
                raise UserError(_("This step is already taken back."), _("Its history shows when, and by whom."))
        return self._take_back(shown, N_("Undo"))

    def _take_back(self, targets: Sequence[tuple[str, StepInfo]], label: str) -> list[Undone]:
        bodies = [self._step_body(label, {}, target) for target, _ in targets]
        with self._writing() as db:
            done = [undoing.take_back(db, body, shown) for body, (_, shown) in zip(bodies, targets, strict=True)]
        for writer, _undone in done:
            self._tell(writer.id, writer.rows())
        return [undone for _writer, undone in done]

    def merge(self, items: Iterable[Item], label: str = N_("Merge")) -> Merged:
        """Take in others' steps and changes, all or nothing; BadBundleError when a single one is not right."""
        bodies = merging.verified(items)
        arrival = self._step_body(label, {})
        self.backup_before("merge")
        with self._writing() as db:
            news = merging.unknown(db, bodies)
            step = record_step(db, arrival) if news.found else None
            touched = merging.take_in(db, news, step)
        if step:
            self._tell(step, touched)
        return Merged(len(news.found), step, touched)

    def items(self, rows: Iterable[str] | None = None) -> list[Item]:
        """Return the whole histories of the chosen rows, or of all, as they travel."""
        with self.reading() as db:
            return merging.items_of(db, rows)

    def waiting(self) -> list[str]:
        """Return the ids of changes that wait for an earlier one which has not arrived."""
        with self.reading() as db:
            return merging.waiting(db)

    def ship(self, rows: Iterable[Shipped]) -> int:
        """Write what the program ships, (kind, id, values), as far as it is not here yet; return how many rows."""
        with self._writing() as db:
            touched = genesis.write(db, rows)
        self._tell(genesis.STEP_ID, touched)
        return sum(map(len, touched.values()))

    def forget(self, rows: Mapping[str, Sequence[str]]) -> list[str]:
        """Take every value of some rows (by table) away for good, from the record and the automatic backups too.

        No Undo brings them back; of a backup that lies elsewhere they are forgotten again when it is restored. Return
        the names of the automatic backups that could not be cleaned.
        """
        body = self._step_body(N_("Forget"), {})
        with self._writing() as db:
            emptied = [change for kind, ids in rows.items() for change in forgetting.forget(db, kind, ids)]
            if emptied:
                record_step(db, body)
                backup.note_forgotten(self.path, emptied)
        if not emptied:
            return []
        self._opened.checkpoint()
        self._tell(sealed(body)[0], {kind: frozenset(ids) for kind, ids in rows.items()})
        with self._one_backup:
            return backup.forget_in_copies(self._opened, emptied)

    def check(self, progress: Progress = silent) -> list[Finding]:
        """Hash and compute everything again and compare; an empty list means that the workspace is whole."""
        try:
            with in_plain_words(self.path), self._opened.examining() as db:
                return checking.findings(db, schema_number(MIGRATIONS), progress)
        except DamagedError as error:  # so damaged that it cannot even be asked
            return [checking.unreadable(error.__cause__)]

    def digest(self) -> str:
        """Return one digest of the whole state, equal on laptops that agree."""
        with self.reading() as db:
            return checking.state_digest(db)

    def backup(self, target: Path) -> Path:
        """Write a verified copy; an encrypted workspace gives an encrypted copy with the same passphrase."""
        with self._one_backup:
            return backup.copy_to(self._opened, target)

    def backup_daily(self) -> Path | None:
        """Make the day's automatic backup unless there is one."""
        with self._one_backup:
            return backup.daily(self._opened, self._clock())

    def backup_before(self, reason: str) -> Path:
        """Keep an automatic backup from before something risky; `reason` is one English word for its name.

        It costs next to nothing while the newest one still holds everything. UserError when it cannot be made.
        """
        with self._one_backup:
            return backup.before(self._opened, reason, self._clock())

    @staticmethod
    def restore(source: Path, path: Path, *, passphrase: str | None = None, clock: Callable[[], int] = now_ms) -> None:
        """Put a backup in the place of a closed workspace; what was there is kept among its automatic backups."""
        backup.restore(source, path, passphrase, schema_number(MIGRATIONS), clock())

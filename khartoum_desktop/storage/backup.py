"""Copies that are known to open: made whole, checked, then given their name; and putting one back."""

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from msgspec import DecodeError
from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.exc import DBAPIError

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.storage import checking, files, opening, places
from khartoum_desktop.storage.forgetting import forget_again
from khartoum_desktop.storage.opening import EXTENSION, Opened
from khartoum_desktop.storage.refusals import damaged, disk_full, in_plain_words, read_only
from khartoum_desktop.storage.rows import CHANGE, META, STEP

DAYS: Final = 7  # of the last so many days, weeks and months with a copy, the newest one is kept
WEEKS: Final = 4
MONTHS: Final = 12
RISKY_DAYS: Final = 30  # copies from before something risky are kept this long in any case,
RISKY: Final = 20  # the newest so many of them
RESTORE: Final = "restore"  # what this copy was taken before; it is the file as it was, damaged or not
_NAME = re.compile(r"(?P<stem>.+) (?P<day>\d{4}-\d\d-\d\d) (?P<time>\d{6})(?: before (?P<reason>\w+))?\.khartoum")
_FORGOTTEN: Final = "forgotten.json"
_ids = msgspec.json.Decoder(list[str]).decode


@dataclass(frozen=True, slots=True)
class Copy:
    """An automatic backup: its file, day and time (HHMMSS) by this laptop's clock, and what risky thing came after."""

    path: Path
    day: dt.date
    time: str
    reason: str = ""


def folder_of(path: Path) -> Path:
    """Return the folder of a workspace's automatic backups, which lies beside it and is its alone."""
    return path.with_name(f"{path.name}.backups")


def copies_of(path: Path) -> list[Copy]:
    """Return a workspace's automatic backups, newest first."""
    found = []
    for file in folder_of(path).glob(f"*{EXTENSION}"):
        name = _NAME.fullmatch(file.name)
        if name and name["stem"] == path.stem:
            with suppress(ValueError):  # no day of the calendar: somebody else's file
                found.append(Copy(file, dt.date.fromisoformat(name["day"]), name["time"], name["reason"] or ""))
    return sorted(found, key=lambda copy: (copy.day, copy.time), reverse=True)


def kept(copies: Sequence[Copy], today: dt.date) -> set[Copy]:
    """Return the copies worth keeping: the newest of each recent day, week and month, and recent risky ones."""

    def newest(groups: Iterable[tuple[Hashable, Copy]], limit: int) -> set[Copy]:
        first: dict[Hashable, Copy] = {}
        for group, copy in groups:
            first.setdefault(group, copy)
        return set(list(first.values())[:limit])

    ordered = sorted(copies, key=lambda copy: (copy.day, copy.time), reverse=True)
    return (
        newest(((copy.day, copy) for copy in ordered), DAYS)
        | newest(((copy.day.isocalendar()[:2], copy) for copy in ordered), WEEKS)
        | newest((((copy.day.year, copy.day.month), copy) for copy in ordered), MONTHS)
        | set([copy for copy in ordered if copy.reason and (today - copy.day).days <= RISKY_DAYS][:RISKY])
    )


def daily(opened: Opened, at: int) -> Path | None:
    """Make the day's automatic backup unless there is one; return it."""
    moment = _moment(at)
    if any(copy.day == moment.date() for copy in copies_of(opened.path)):
        return None
    return _automatic(opened, moment, "")


def before(opened: Opened, reason: str, at: int) -> Path:
    """Keep an automatic backup from before something risky; `reason` is one word for its name.

    It costs next to nothing when the newest one holds the present state: then that one is kept for this reason.
    """
    newest = next((copy for copy in copies_of(opened.path) if copy.reason != RESTORE), None)
    if newest is None or not _is_of_now(opened, newest.path):
        return _automatic(opened, _moment(at), reason)
    if newest.reason:
        return newest.path
    try:
        return newest.path.rename(newest.path.with_name(f"{newest.path.stem} before {reason}{EXTENSION}"))
    except OSError:  # another program reads it just now
        return _automatic(opened, _moment(at), reason)


def _is_of_now(opened: Opened, copy: Path) -> bool:
    """Tell whether a copy ends with the same step and the same change as the open workspace."""

    def end(db: Connection) -> list[object]:
        number = db.exec_driver_sql("PRAGMA user_version").scalar()
        return [
            number,
            *(db.execute(select(log.c.id).order_by(log.c.n.desc()).limit(1)).scalar() for log in (STEP, CHANGE)),
        ]

    with opened.reading() as db:
        now = end(db)
    try:
        with _closed(copy, opened.key) as db:
            return end(db) == now
    except (DBAPIError, sqlcipher.Error):  # it is no backup any more
        return False


@contextmanager
def _closed(path: Path, key: str | None) -> Iterator[Connection]:
    """Give a connection that looks into a workspace nobody has open."""
    engine = opening.engine_of(path, key, reading=True, journal=False, patient=True)
    try:
        with engine.begin() as db:
            yield db
    finally:
        engine.dispose()


def _moment(at: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(at / 1000, tz=dt.UTC).astimezone()


def _name(path: Path, moment: dt.datetime, reason: str) -> Path:
    taken = {(copy.day, copy.time) for copy in copies_of(path)}
    while (moment.date(), f"{moment:%H%M%S}") in taken:
        moment += dt.timedelta(seconds=1)
    ending = f" before {reason}" if reason else ""
    return folder_of(path) / f"{path.stem} {moment:%Y-%m-%d %H%M%S}{ending}{EXTENSION}"


def _automatic(opened: Opened, moment: dt.datetime, reason: str) -> Path:
    target = _name(opened.path, moment, reason)
    _make_folder(target.parent)
    made = copy_to(opened, target)
    copies = copies_of(opened.path)
    for copy in set(copies) - kept(copies, moment.date()):
        files.discard(copy.path)
    return made


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise read_only(folder) from error
    for leftover in folder.glob(f".*{files.PART}"):
        files.discard(leftover)


def copy_to(opened: Opened, target: Path) -> Path:
    """Write a verified copy of an open workspace; its name appears when it is whole. UserError when it cannot be.

    It replaces an earlier copy of the same workspace, and nothing else.
    """
    target = files.real(target)
    if not target.exists():
        return _write_copy(opened, target)
    if target.samefile(opened.path):
        raise UserError(_("A backup cannot replace the workspace itself."), _("Choose another name."))
    stranger = UserError(
        fill(_("“{file}” is not an earlier backup of this workspace, so it is not replaced."), file=target.name),
        _("Choose another name. Nothing was changed."),
    )
    try:
        opening.is_encrypted(target)  # before a lock file appears beside something that is not ours
    except UserError as error:
        raise stranger from error
    with files.locked(target):
        if not _is_earlier(opened, target):
            raise stranger
        return _write_copy(opened, target)


def _is_earlier(opened: Opened, target: Path) -> bool:
    """Tell whether all that a file holds is in the open workspace too: then nothing is lost with it."""
    try:
        with _closed(target, opened.key) as db:
            theirs = _traces(db)
    except (DBAPIError, sqlcipher.Error):  # damaged, or of another passphrase
        return False
    with opened.reading() as db:
        return theirs <= _traces(db)


def _traces(db: Connection) -> set[str | None]:
    """Return which workspace this is, and every step that was ever made in it."""
    return {_identity(db), *db.execute(select(STEP.c.id)).scalars()}


def _write_copy(opened: Opened, target: Path) -> Path:
    if not target.parent.is_dir():
        raise UserError(
            fill(_("There is no folder “{folder}”."), folder=target.parent.name),
            _("Create the folder first, or choose another one."),
        )
    size = sum(file.stat().st_size for file in files.files_of(opened.path))
    if shutil.disk_usage(target.parent).free < 2 * size:
        raise disk_full(target)
    part = target.with_name(f".{target.name}{files.PART}")
    with files.private(part), in_plain_words(target):
        opened.copy_into(part)
        verify(part, opened.key, opened.path)
        files.appear(part, target)
    return target


def verify(path: Path, key: str | None, named: Path) -> None:
    """Raise UserError (about `named`) unless every page and every hash of a closed file is right."""
    with in_plain_words(named), _closed(path, key) as db:
        pages = db.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if pages != "ok" or next(chain(checking.record_findings(db), checking.content_findings(db)), None):
            raise damaged(named)


def restore(source: Path, path: Path, passphrase: str | None, newest: int, at: int) -> None:
    """Put a backup in a workspace's place; what was there is kept among its automatic backups.

    The workspace must be closed, and the backup one of its own. What was forgotten since stays forgotten; the copy gets
    a device name of its own when it is opened. UserError for every refusal, then nothing has changed.
    """
    opening.is_encrypted(source)
    places.refuse(path)
    path = files.real(path)
    part = path.with_name(f".{path.name}{files.PART}")
    with files.locked(path), files.private(part), in_plain_words(path):
        _copy_files(source, part)
        key = opening.key_of(part, passphrase, source)
        opening.examine(part, key, newest, source)
        verify(part, key, source)
        _refuse_stranger(part, key, source, path, passphrase)
        engine = opening.engine_of(part, key, reading=False, journal=False)
        try:
            _make_own(engine, path)
        finally:
            engine.dispose()
        if path.exists():
            aside = _name(path, _moment(at), RESTORE)
            _make_folder(aside.parent)
            _copy_files(path, aside)
        files.appear(part, path)


def forget_in_copies(opened: Opened, changes: Sequence[str]) -> list[str]:
    """Take forgotten values out of the automatic backups too; return the names of those that could not be cleaned."""
    return [copy.path.name for copy in copies_of(opened.path) if not _forget_in(copy.path, opened, changes)]


def _forget_in(copy: Path, opened: Opened, changes: Sequence[str]) -> bool:
    """Replace a backup by one without the values of these changes, whole or not at all; tell whether that was done."""
    part = copy.with_name(f".{copy.name}{files.PART}")
    try:
        with files.private(part):
            _copy_files(copy, part)
            engine = opening.engine_of(part, opened.key, reading=False, journal=False)
            try:
                with engine.begin() as db:
                    forget_again(db, changes)
            finally:
                engine.dispose()
            verify(part, opened.key, copy)
            files.appear(part, copy)
    except (UserError, OSError, DBAPIError, sqlcipher.Error):  # damaged, of another passphrase, read just now
        return False
    return True


def _refuse_stranger(part: Path, key: str | None, source: Path, path: Path, passphrase: str | None) -> None:
    """Refuse to put one workspace in the place of another; one too damaged to say which it is may be replaced."""
    try:
        with _closed(path, opening.key_of(path, passphrase)) as db:
            present = _identity(db)
    except (UserError, DBAPIError, sqlcipher.Error):
        return
    with _closed(part, key) as db:
        theirs = _identity(db)
    if present and present != theirs:
        raise UserError(
            fill(_("“{file}” is a backup of another workspace than “{workspace}”."), file=source.name,
                 workspace=path.name),
            _("Copy it to a name of its own and open that as a workspace. Nothing was changed."),
        )  # fmt: skip


def _identity(db: Connection) -> str | None:
    """Return what tells a workspace and its copies from all others; None where the file does not say."""
    return db.execute(select(META.c.value).where(META.c.key == opening.IDENTITY)).scalar()


def _make_own(engine: Engine, path: Path) -> None:
    with engine.begin() as db:
        db.execute(delete(META).where(META.c.key == "devices"))
        forget_again(db, forgotten_of(path))


def _copy_files(source: Path, target: Path) -> None:
    """Copy a closed database with what a crash may have left beside it."""
    try:
        for file in files.files_of(source):
            copy = target.with_name(target.name + file.name.removeprefix(source.name))
            shutil.copyfile(file, copy)
            copy.chmod(0o600)
            with copy.open("rb+") as written:
                os.fsync(written.fileno())
    except OSError as error:
        files.discard(target)
        raise disk_full(target) from error


def forgotten_of(path: Path) -> list[str]:
    """Return the ids of the changes that were forgotten in a workspace, whose older backups still hold their values."""
    note = folder_of(path) / _FORGOTTEN
    try:
        return _ids(note.read_bytes()) if note.exists() else []
    except (OSError, DecodeError) as error:
        raise UserError(
            fill(
                _("“{file}” cannot be read: it says what was forgotten in this workspace."),
                file=f"{note.parent.name}/{note.name}",
            ),
            _("Put it back from another copy, or delete it; an older backup then brings forgotten data back."),
        ) from error


def note_forgotten(path: Path, changes: Iterable[str]) -> None:
    """Write down what is forgotten besides, so that no older backup brings it back; UserError when it cannot be."""
    ids = sorted({*forgotten_of(path), *changes})
    folder = folder_of(path)
    _make_folder(folder)
    note = folder / _FORGOTTEN
    part = folder / f".{_FORGOTTEN}{files.PART}"
    with files.private(part):
        try:
            part.write_text(json.dumps(ids))
            files.appear(part, note)
        except OSError as error:
            raise disk_full(note) from error

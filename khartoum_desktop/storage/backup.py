"""Copies that are known to open: made whole, checked, then given their name; and putting one back."""

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, delete

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.storage import checking, opening, places
from khartoum_desktop.storage.forgetting import forget_again
from khartoum_desktop.storage.opening import EXTENSION, PART, Opened, discard
from khartoum_desktop.storage.refusals import damaged, disk_full, in_plain_words, read_only
from khartoum_desktop.storage.rows import META

DAYS: Final = 7  # of the last so many days, weeks and months with a copy, the newest one is kept
WEEKS: Final = 4
MONTHS: Final = 12
RISKY_DAYS: Final = 30  # copies from before something risky are kept this long in any case
_NAME = re.compile(r"(?P<stem>.+) (?P<day>\d{4}-\d\d-\d\d) (?P<time>\d{6})(?: before (?P<reason>\w+))?\.khartoum")
_FORGOTTEN: Final = "forgotten.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """An automatic backup: its file, day and time (HHMMSS) by this laptop's clock, and what risky thing came after."""

    path: Path
    day: dt.date
    time: str
    reason: str = ""


def folder_of(path: Path) -> Path:
    """Return the folder of a workspace's automatic backups, which lies beside it."""
    return path.with_name(f"{path.stem}.backups")


def copies_of(path: Path) -> list[Copy]:
    """Return a workspace's automatic backups, newest first."""
    found = []
    for file in folder_of(path).glob(f"*{EXTENSION}"):
        name = _NAME.fullmatch(file.name)
        if name and name["stem"] == path.stem:
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
        | {copy for copy in ordered if copy.reason and (today - copy.day).days <= RISKY_DAYS}
    )


def daily(opened: Opened, at: int) -> Path | None:
    """Make the day's automatic backup unless there is one; return it."""
    moment = _moment(at)
    if any(copy.day == moment.date() for copy in copies_of(opened.path)):
        return None
    return _automatic(opened, moment, "")


def before(opened: Opened, reason: str, at: int) -> Path:
    """Make an automatic backup before something risky; `reason` is one word for its name."""
    return _automatic(opened, _moment(at), reason)


def _moment(at: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(at / 1000, tz=dt.UTC).astimezone()


def _name(path: Path, moment: dt.datetime, reason: str) -> Path:
    ending = f" before {reason}" if reason else ""
    return folder_of(path) / f"{path.stem} {moment:%Y-%m-%d %H%M%S}{ending}{EXTENSION}"


def _automatic(opened: Opened, moment: dt.datetime, reason: str) -> Path:
    target = _name(opened.path, moment, reason)
    _make_folder(target.parent)
    made = copy_to(opened, target)
    copies = copies_of(opened.path)
    for copy in set(copies) - kept(copies, moment.date()):
        discard(copy.path)
    return made


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise read_only(folder) from error
    for leftover in folder.glob(f".*{PART}"):
        discard(leftover)


def copy_to(opened: Opened, target: Path) -> Path:
    """Write a verified copy of an open workspace; its name appears when it is whole. UserError when it cannot be."""
    if target.absolute() == opened.path.absolute():
        raise UserError(_("A backup cannot replace the workspace itself."), _("Choose another name."))
    if not target.parent.is_dir():
        raise UserError(
            fill(_("There is no folder “{folder}”."), folder=target.parent.name),
            _("Create the folder first, or choose another one."),
        )
    size = sum(file.stat().st_size for file in opening.files_of(opened.path))
    if shutil.disk_usage(target.parent).free < 2 * size:
        raise disk_full(target)
    part = target.with_name(f".{target.name}{PART}")
    with opening.private(part), in_plain_words(target):
        raw = opened.writer.raw_connection()  # not engine.begin(): VACUUM refuses a transaction
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(part),))
        finally:
            raw.close()
        verify(part, opened.key, opened.path)
        opening.appear(part, target)
    return target


def verify(path: Path, key: str | None, named: Path) -> None:
    """Raise UserError (about `named`) unless every page and every hash of a closed file is right."""
    engine = opening.engine_of(path, key, reading=True, journal=False, patient=True)
    try:
        with in_plain_words(named), engine.begin() as db:
            pages = db.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            if pages != "ok" or next(checking.record_findings(db), None):
                raise damaged(named)
    finally:
        engine.dispose()


def restore(source: Path, path: Path, passphrase: str | None, newest: int, at: int) -> None:
    """Put a backup in a workspace's place; what was there is kept among its automatic backups.

    The workspace must be closed. What was forgotten since stays forgotten; the copy gets a device name of its own when
    it is opened. UserError for every refusal, then nothing has changed.
    """
    opening.is_encrypted(source)
    places.refuse(path)
    part = path.with_name(f".{path.name}{PART}")
    lock = opening.lock_of(path)
    try:
        with opening.private(part), in_plain_words(path):
            _copy_files(source, part)
            key = opening.key_of(part, passphrase, source)
            opening.examine(part, key, newest, source)
            verify(part, key, source)
            engine = opening.engine_of(part, key, reading=False, journal=False)
            try:
                _make_own(engine, path)
            finally:
                engine.dispose()
            if path.exists():
                aside = _name(path, _moment(at), "restore")
                _make_folder(aside.parent)
                _copy_files(path, aside)
            opening.appear(part, path)
    finally:
        lock.release()


def _make_own(engine: Engine, path: Path) -> None:
    with engine.begin() as db:
        db.execute(delete(META).where(META.c.key == "devices"))
        forget_again(db, forgotten_of(path))


def _copy_files(source: Path, target: Path) -> None:
    """Copy a closed database with what a crash may have left beside it."""
    try:
        for file in opening.files_of(source):
            copy = target.with_name(target.name + file.name.removeprefix(source.name))
            shutil.copyfile(file, copy)
            copy.chmod(0o600)
            with copy.open("rb+") as written:
                os.fsync(written.fileno())
    except OSError as error:
        discard(target)
        raise disk_full(target) from error


def forgotten_of(path: Path) -> list[str]:
    """Return the ids of the changes that were forgotten in a workspace, whose older backups still hold their values."""
    note = folder_of(path) / _FORGOTTEN
    return list(json.loads(note.read_text())) if note.exists() else []


def note_forgotten(path: Path, changes: Iterable[str]) -> None:
    """Remember what was forgotten, so that no older backup brings it back."""
    folder = folder_of(path)
    _make_folder(folder)
    part = folder / f".{_FORGOTTEN}{PART}"
    part.write_text(json.dumps(sorted({*forgotten_of(path), *changes})))
    part.replace(folder / _FORGOTTEN)

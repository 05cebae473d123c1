"""Connections: the pragmas, the key, opening and creating a file, and every reason to refuse one."""

import hashlib
import os
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from filelock import BaseFileLock
from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.pool import QueuePool

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.passphrases import weakness
from khartoum_desktop.storage import places
from khartoum_desktop.storage.files import PART, appear, lock_of, locked, private, real, refuse_second_name
from khartoum_desktop.storage.refusals import (
    DamagedError,
    PassphraseNeededError,
    WrongPassphraseError,
    damaged,
    in_plain_words,
    not_a_workspace,
    read_only,
)
from khartoum_desktop.storage.schema import TABLES, Base

APPLICATION_ID: Final = 0x4B505052
EXTENSION: Final = ".khartoum"
IDENTITY: Final = "workspace"  # in meta: the id that a workspace shares with its copies and with no other
WRITTEN: Final = "written"  # in a connection's info: how many rows this transaction has inserted

_PAGE: Final = 4096
_PLAIN_PAGE: Final = 8192  # rows are long: a tenth less to write; encrypted files keep SQLCipher's own size
_KDF_ROUNDS: Final = 256_000  # SQLCipher 4's own, so that any SQLCipher opens the file with the passphrase
_HEADER: Final = b"SQLite format 3\0"
_OTHER_FILES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG")
_LEAST_VARIETY: Final = 192  # different byte values in the first page of an encrypted file: nearly all 256

# before 3.51.3 two connections that write and checkpoint at once could lose data under WAL
_JOURNAL: Final = "WAL" if sqlcipher.sqlite_version_info >= (3, 51, 3) else "TRUNCATE"
_CHECKPOINT_PAGES: Final = 1_000
_MANY_ROWS: Final = 5_000
_JOURNALS: Final = (
    f"journal_mode={_JOURNAL}",
    "journal_size_limit=67108864",
    f"wal_autocheckpoint={_CHECKPOINT_PAGES}",
)
_PRAGMAS: Final = (
    "synchronous=FULL", "busy_timeout=5000", "trusted_schema=OFF", "cell_size_check=ON",
    "secure_delete=ON", "mmap_size=0", "temp_store=MEMORY", "cache_size=-65536", "fullfsync=ON",
    "checkpoint_fullfsync=ON",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: one engine that writes, one that cannot, and the lock that keeps others out."""

    path: Path
    writer: Engine
    reader: Engine
    lock: BaseFileLock
    key: str | None = field(repr=False)
    _tidying: list[threading.Thread] = field(default_factory=list, repr=False)

    def close(self) -> None:
        """Bring the log of the last writes into the file, close every connection, let others in."""
        if self.lock.is_locked:
            for thread in self._tidying:
                thread.join()
            self.reader.dispose()
            try:
                self._tidy("TRUNCATE")
            finally:
                self.writer.dispose()
                self.lock.release()

    def copy_into(self, part: Path) -> None:
        """Write all that is stored at this moment into an empty file."""
        self._refuse_closed()
        raw = self.writer.raw_connection()
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(part),))  # not engine.begin(): VACUUM refuses a transaction
        finally:
            raw.close()

    def checkpoint(self, how: str = "TRUNCATE") -> None:
        """Bring the log of the last writes into the file and empty it: what was overwritten is then gone."""
        raw = self.writer.raw_connection()
        try:
            raw.cursor().execute(f"PRAGMA wal_checkpoint({how})")
        finally:
            raw.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the connection of one transaction; after a long one nobody waits until it is all in the main file."""
        self._refuse_closed()
        with self.writer.connect() as db:
            raw: Any = db.connection.driver_connection
            db.info[WRITTEN] = 0
            try:
                with db.begin():
                    yield db
                    long = db.info[WRITTEN] > _MANY_ROWS
                    if long:
                        raw.execute("PRAGMA wal_autocheckpoint=0")
            finally:
                raw.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
        if long:
            thread = threading.Thread(target=self._tidy, daemon=True, name="checkpoint")
            self._tidying[:] = [*(each for each in self._tidying if each.is_alive()), thread]
            thread.start()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the connection of one reading transaction."""
        self._refuse_closed()
        with self.reader.begin() as db:
            yield db

    def _refuse_closed(self) -> None:
        """Raise before an engine would quietly open the file again, without its lock."""
        if not self.lock.is_locked:
            raise RuntimeError("the workspace is closed")

    @contextmanager
    def examining(self) -> Iterator[Connection]:
        """Give a reading connection that damage does not stop, nor at the end, where there is nothing to commit."""
        engine = engine_of(self.path, self.key, reading=True, journal=False, patient=True)
        try:
            with engine.connect() as db:
                yield db
        finally:
            engine.dispose()

    def _tidy(self, how: str = "PASSIVE") -> None:
        with suppress(sqlcipher.Error):  # on a full disk, say: the log is as safe a place
            self.checkpoint(how)


def raw_key(passphrase: str, salt: bytes) -> str:
    """Return SQLCipher's raw key for a passphrase; deriving it once spares every connection 0.15 s."""
    secret = unicodedata.normalize("NFC", passphrase).encode()
    return hashlib.pbkdf2_hmac("sha512", secret, salt, _KDF_ROUNDS, 32).hex() + salt.hex()


def connect(path: Path, key: str | None, *, reading: bool = False, journal: bool = True, patient: bool = False) -> Any:
    """Return a raw connection in which nothing begins a transaction by itself.

    `reading` = it cannot write; `journal` = the file is for daily use, not a copy that may lie on any medium;
    `patient` = bytes that are no text are read as something else instead of stopping, and tables whose description is
    damaged are left out, for looking at damage.
    """
    connection = sqlcipher.connect(str(path), timeout=5, isolation_level=None, check_same_thread=False)
    if patient:
        connection.text_factory = lambda raw: raw.decode(errors="replace")
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key = \"x'{key}'\"" if key else f"PRAGMA page_size={_PLAIN_PAGE}")
        patience = ("writable_schema=ON",) if patient else ()  # nothing is written: it reads on after a damaged page
        journals = _JOURNALS if journal else ()
        for pragma in (*patience, *journals, *_PRAGMAS, *(("query_only=ON",) if reading else ())):
            connection.execute(f"PRAGMA {pragma}")
    except sqlcipher.Error:
        connection.close()
        raise
    return connection


def engine_of(path: Path, key: str | None, *, reading: bool, journal: bool = True, patient: bool = False) -> Engine:
    """Return an engine whose transactions begin as reading or as writing ones; see `connect`."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, key, reading=reading, journal=journal, patient=patient),
        module=sqlcipher,
        poolclass=QueuePool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(db: Connection) -> None:
        db.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def is_encrypted(path: Path) -> bool:
    """Tell by its first page whether a workspace is encrypted; UserError when it is no workspace at all."""
    if not path.exists():
        raise UserError(
            fill(_("There is no file “{file}”."), file=path.name),
            _("Check the name, or choose another workspace."),
        )
    if path.is_dir():
        raise UserError(
            fill(_("“{file}” is a folder, not a workspace."), file=path.name), _("Choose the file inside it.")
        )
    try:
        with path.open("rb") as file:
            page = file.read(_PAGE)
    except OSError as error:
        raise read_only(path) from error
    if page.startswith(_HEADER):
        if int.from_bytes(page[68:72]) != APPLICATION_ID:
            raise not_a_workspace(path)
        return False
    whole_pages = len(page) == _PAGE and path.stat().st_size % _PAGE == 0
    if not whole_pages or page.startswith(_OTHER_FILES) or len(set(page)) < _LEAST_VARIETY:
        raise not_a_workspace(path)
    return True


def key_of(path: Path, passphrase: str | None, named: Path | None = None) -> str | None:
    """Return the key that opens a workspace, None for a plain one; UserError (about `named`) when none does."""
    named = named or path
    if not is_encrypted(path):
        return None
    if not passphrase:
        raise PassphraseNeededError(
            fill(_("“{file}” is protected by a passphrase."), file=named.name), _("Type the passphrase to open it.")
        )
    with path.open("rb") as file:
        key = raw_key(passphrase, file.read(16))
    try:
        with closing(connect(path, key, journal=False)) as db:
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlcipher.DatabaseError as error:
        if error.sqlite_errorname != "SQLITE_NOTADB":  # the first page opened: it is the key, and others are damaged
            return key
        raise WrongPassphraseError(
            fill(_("“{file}” does not open: the passphrase is wrong, or the file is damaged."), file=named.name),
            _("Type the passphrase again, or restore a backup. Nothing was changed."),
        ) from error
    return key


def schema_number(db: Any) -> int:
    """Return the schema number of a raw connection's file; UserError is the caller's."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(path: Path, number: int, newest: int) -> None:
    """Raise UserError when a file was made by a program that knows more than this one."""
    if number > newest:
        raise UserError(
            fill(_("“{file}” was made by a newer version of this program."), file=path.name),
            _("Install the newer version to open it. Nothing was changed."),
        )


def open_file(path: Path, passphrase: str | None, newest: int, *, looking: bool = False) -> Opened:
    """Open an existing workspace; `newest` = the schema number of this program. UserError for every refusal.

    `looking` = only to look at it: damaged pages are no reason to refuse it.
    """
    places.refuse(path)
    path = real(path)
    if not is_encrypted(path):  # before a lock file appears beside something that is not ours
        with path.open("rb") as file:
            refuse_newer(path, int.from_bytes(file.read(64)[60:]), newest)
    refuse_second_name(path)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise read_only(path)
    lock = lock_of(path)
    try:
        key = key_of(path, passphrase)
        with suppress(*([DamagedError] if looking else [])), in_plain_words(path):
            examine(path, key, newest)
        return Opened(path, engine_of(path, key, reading=False), engine_of(path, key, reading=True), lock, key)
    except BaseException:
        lock.release()
        raise


def examine(path: Path, key: str | None, newest: int, named: Path | None = None) -> None:
    """Look at the file as a whole before anything is read from it or written to it; UserError about `named`."""
    named = named or path
    with closing(connect(path, key, journal=False)) as db:
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise not_a_workspace(named)
        refuse_newer(named, schema_number(db), newest)
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(named)


def create_file(path: Path, passphrase: str | None, number: int) -> None:
    """Make an empty workspace, whole or not at all; it appears under its name when it is complete."""
    _refuse_new(path, passphrase)
    path = real(path)
    part = path.with_name(f".{path.name}{PART}")
    with locked(path), private(part), in_plain_words(path):
        key = raw_key(passphrase, os.urandom(16)) if passphrase else None
        engine = engine_of(part, key, reading=False)
        try:
            with engine.begin() as db:
                Base.metadata.create_all(db)
                db.execute(insert(TABLES["meta"]).values(key=IDENTITY, value=secrets.token_hex(16)))
                db.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                db.exec_driver_sql(f"PRAGMA user_version={number}")
        finally:
            engine.dispose()
        appear(part, path)


def _refuse_new(path: Path, passphrase: str | None) -> None:
    if passphrase is not None and (problem := weakness(passphrase)):
        raise UserError(problem, _("Choose a longer one, or a workspace without a passphrase."))
    if not path.parent.is_dir():
        raise UserError(
            fill(_("There is no folder “{folder}”."), folder=path.parent.name),
            _("Create the folder first, or choose another one."),
        )
    places.refuse(path)
    if path.exists():
        raise UserError(
            fill(_("“{file}” exists already."), file=path.name),
            _("Open it, or choose another name. Nothing was changed."),
        )

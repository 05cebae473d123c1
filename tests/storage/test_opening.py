"""Files that are opened, and files that are refused: each in words that help, and nothing changed."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import opening
from khartoum_desktop.storage.migrations import MIGRATIONS, schema_number
from khartoum_desktop.storage.refusals import (
    DamagedError,
    NotAWorkspaceError,
    PassphraseNeededError,
    WrongPassphraseError,
    disk_full,
    explained,
)
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.store import Person, Store
from tests.storage.conftest import AMINA

GEHEIM = "geheimnis"
ACCENTED = "clé perdue"
ROOT = Path(__file__).resolve().parent.parent.parent
Make = Callable[..., Store]


def filled(store: Store) -> Path:
    """Put something into a store and close it."""
    with store.step("Add") as step:
        for number in range(300):
            step.add(Proposal, {"title_en": f"SECRET number {number}", "summary_en": "word " * 50})
    store.close()
    return store.path


def everything(folder: Path) -> dict[str, str]:
    """Return name -> hash of all files but locks: what a refusal must not change."""
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(".lock")]
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def refused(path: Path, passphrase: str | None = None, folder: Path | None = None) -> UserError:
    """Open a file that cannot be; return the refusal after seeing that nothing has changed."""
    before = everything(folder or path.parent)
    with pytest.raises(UserError) as caught:
        Store.open(path, passphrase=passphrase)
    assert everything(folder or path.parent) == before
    assert caught.value.sentence
    assert caught.value.remedy
    return caught.value


# --- what opens -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [None, GEHEIM, "كلمة السر", 'it\'s "quoted"; --'])
def test_what_was_written_is_there_again(stores: Make, passphrase: str | None) -> None:
    path = filled(stores(passphrase=passphrase))
    again = Store.open(path, passphrase=passphrase)
    assert len(again.search("secret")) == 300
    assert again.check() == []
    again.close()


def test_an_encrypted_file_shows_nothing_and_any_sqlcipher_opens_it(stores: Make) -> None:
    store = stores(passphrase=GEHEIM)
    with store.step("Add") as step:
        step.add(Proposal, {"title_en": "SECRET"})
    for file in store.path.parent.iterdir():
        content = file.read_bytes()
        assert b"SECRET" not in content
        assert b"SQLite" not in content
        assert b"secret" not in content
    store.close()
    foreign = sqlcipher.connect(str(store.path))
    foreign.execute("PRAGMA key = 'geheimnis'")
    assert foreign.execute("SELECT title_en FROM proposal").fetchall() == [("SECRET",)]
    foreign.close()


def test_composed_and_decomposed_letters_are_the_same_passphrase(stores: Make) -> None:
    path = filled(stores(passphrase=unicodedata.normalize("NFC", ACCENTED)))
    Store.open(path, passphrase=unicodedata.normalize("NFD", ACCENTED)).close()


def test_a_passphrase_for_a_plain_file_is_not_needed(stores: Make) -> None:
    Store.open(filled(stores()), passphrase=GEHEIM).close()


def test_a_plain_file_says_what_it_is(stores: Make) -> None:
    header = filled(stores()).read_bytes()[:100]
    assert header[68:72] == b"KPPR"
    assert int.from_bytes(header[60:64]) == schema_number(MIGRATIONS)
    assert header[18] == header[19] == 2  # WAL


def test_closing_leaves_one_file(stores: Make) -> None:
    store = stores()
    filled(store)
    store.close()
    assert [file.name for file in store.path.parent.iterdir() if not file.name.endswith(".lock")] == [store.path.name]


# --- what does not ----------------------------------------------------------------------------------------------------


def test_no_such_file(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "none.khartoum").sentence
    assert list(tmp_path.iterdir()) == []


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.khartoum").mkdir()
    assert "is a folder" in refused(tmp_path / "folder.khartoum", folder=tmp_path).sentence


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE meta (key, value)")
    db.close()


def _workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", os.urandom(100_000))
    with path.open("ab") as tail:
        tail.write(b"\0" * (-path.stat().st_size % 4096))


FOREIGN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("مشروع\n" * 9000, encoding="utf-8"),
    "text of whole pages": lambda path: path.write_bytes(b"a;b;c\n" * 4096),
    "workbook": _workbook,
    "old workbook": lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + os.urandom(4096 * 3 - 4)),
    "other database": _foreign,
    "half a page": lambda path: path.write_bytes(os.urandom(5000)),
    "zeros": lambda path: path.write_bytes(bytes(8192)),
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("passphrase", [None, "x"])
def test_a_file_that_is_no_workspace(tmp_path: Path, kind: str, passphrase: str | None) -> None:
    path = tmp_path / "x.khartoum"
    FOREIGN[kind](path)
    refusal = refused(path, passphrase)
    assert isinstance(refusal, NotAWorkspaceError)
    assert [file.name for file in tmp_path.iterdir()] == ["x.khartoum"]


def test_an_encrypted_file_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "x.khartoum"
    foreign = sqlcipher.connect(str(path), isolation_level=None)
    foreign.execute("PRAGMA key = 'x'")
    foreign.execute("CREATE TABLE t (a)")
    foreign.close()
    assert isinstance(refused(path, "x"), NotAWorkspaceError)


def test_a_passphrase_is_needed_or_wrong(stores: Make) -> None:
    path = filled(stores(passphrase=GEHEIM))
    assert isinstance(refused(path), PassphraseNeededError)
    assert isinstance(refused(path, ""), PassphraseNeededError)
    wrong = refused(path, "wrong")
    assert isinstance(wrong, WrongPassphraseError)
    assert "damaged" in wrong.sentence
    Store.open(path, passphrase=GEHEIM).close()


@pytest.mark.parametrize("place", [0, 5_000, 60_000])
def test_a_flipped_byte_in_an_encrypted_file(stores: Make, place: int) -> None:
    path = filled(stores(passphrase=GEHEIM))
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    assert isinstance(refused(path, GEHEIM), WrongPassphraseError | DamagedError)


def test_damaged_pages(stores: Make) -> None:
    path = filled(stores())
    content = bytearray(path.read_bytes())
    content[9_000:60_000] = os.urandom(51_000)
    path.write_bytes(content)
    assert isinstance(refused(path), DamagedError)


def test_a_file_cut_short(stores: Make) -> None:
    path = filled(stores())
    path.write_bytes(path.read_bytes()[:-20_000])
    assert isinstance(refused(path), DamagedError)


@pytest.mark.parametrize("passphrase", [None, GEHEIM])
def test_a_newer_file(stores: Make, passphrase: str | None) -> None:
    path = filled(stores(passphrase=passphrase))
    key = opening.key_of(path, passphrase)
    raw = opening.connect(path, key)
    raw.execute("PRAGMA user_version=99")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    assert "newer version" in refused(path, passphrase).sentence


def test_a_second_window(stores: Make) -> None:
    store = stores()
    with pytest.raises(UserError, match="already open in another window"):
        Store.open(store.path)
    with store.step("Add") as step:
        step.add(Proposal, {"title_en": "still works"})
    store.close()
    Store.open(store.path).close()


def test_a_second_window_through_a_link(stores: Make) -> None:
    store = stores()
    link = store.path.with_name("link.khartoum")
    link.symlink_to(store.path)
    with pytest.raises(UserError, match="already open in another window"):
        Store.open(link)
    store.close()
    again = Store.open(link)
    assert again.path == store.path
    with pytest.raises(UserError, match="already open in another window"):
        Store.open(store.path)
    again.close()


def test_a_file_with_a_second_name_is_refused(stores: Make) -> None:
    store = stores()
    other = store.path.with_name("other.khartoum")
    other.hardlink_to(store.path)
    with pytest.raises(UserError, match="second name"):
        Store.open(other)
    with store.step("Add") as step:
        step.add(Proposal, {"title_en": "still works"})
    store.close()
    with pytest.raises(UserError, match="second name"):
        Store.open(store.path)
    other.unlink()
    again = Store.open(store.path)
    assert len(again.search("still works")) == 1
    assert again.check() == []
    again.close()


HOLD = """
import sys, time
from pathlib import Path
from khartoum_desktop.storage.store import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
time.sleep(60)
"""


def test_another_program_holds_it_until_it_is_killed(stores: Make) -> None:
    path = filled(stores())
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"open"
        with pytest.raises(UserError, match="already open"):
            Store.open(path)
        other.send_signal(signal.SIGKILL)
        other.wait()
    again = Store.open(path)
    assert again.check() == []
    again.close()


TRY = """
import os, sys
from pathlib import Path
import psutil
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage.store import Store
if os.geteuid() == 0:  # root may write everything
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    (Store.create if sys.argv[2] == "create" else Store.open)(Path(sys.argv[1]))
except UserError as error:
    print(error.sentence)
"""


@pytest.fixture
def readable() -> Iterator[Path]:
    """Give a folder that another user can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "work").mkdir()
        yield folder


def as_somebody(path: Path, what: str) -> str:
    """Try to open or create a workspace as somebody who may not write there; return what they are told."""
    command = [sys.executable, "-c", TRY, str(path), what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def test_a_file_or_folder_that_cannot_be_written(readable: Path) -> None:
    path = readable / "work" / "a.khartoum"
    store = Store.create(path, person=AMINA)
    filled(store)
    for lock in path.parent.glob(".*.lock"):
        lock.unlink()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    before = everything(path.parent)
    try:
        assert "read-only" in as_somebody(path, "open")
        assert "read-only" in as_somebody(path.with_name("new.khartoum"), "create")
        path.chmod(0o000)
        assert "read-only" in as_somebody(path, "open")
    finally:
        path.chmod(0o600)
        path.parent.chmod(0o700)
    assert everything(path.parent) == before
    assert not list(path.parent.glob(".*"))


# --- creating ---------------------------------------------------------------------------------------------------------


def test_a_new_file_does_not_replace_anything(tmp_path: Path) -> None:
    path = tmp_path / "a.khartoum"
    path.write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        Store.create(path)
    assert path.read_text() == "mine"


def test_a_new_file_needs_a_folder_and_a_real_passphrase(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no folder"):
        Store.create(tmp_path / "none" / "a.khartoum")
    for short in ("", "  ", "x", " seven77 "):
        with pytest.raises(UserError, match=r"fewer than .*8.* characters"):
            Store.create(tmp_path / "a.khartoum", passphrase=short)
    assert list(tmp_path.iterdir()) == []


def test_leftovers_of_a_killed_start_are_replaced(tmp_path: Path) -> None:
    (tmp_path / ".a.khartoum.part").write_text("half")
    store = Store.create(tmp_path / "a.khartoum", person=Person("Amina", "EG"))
    store.close()
    assert not (tmp_path / ".a.khartoum.part").exists()


def test_a_file_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_part: Path, _path: Path) -> None:
        raise sqlcipher.OperationalError("disk I/O error")

    monkeypatch.setattr(opening, "appear", full)
    with pytest.raises(sqlcipher.OperationalError):
        Store.create(tmp_path / "a.khartoum")
    assert [file.name for file in tmp_path.iterdir()] in ([], [".a.khartoum.lock"])


def test_a_file_that_cannot_be_opened_once_it_is_made_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store) -> None:
        raise disk_full(tmp_path)

    monkeypatch.setattr(Store, "renew_device", full)
    with pytest.raises(UserError, match="full"):
        Store.create(tmp_path / "a.khartoum")
    assert not (tmp_path / "a.khartoum").exists()


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_FULL", "full"),
        ("SQLITE_IOERR_WRITE", "full"),
        ("SQLITE_READONLY_DIRECTORY", "read-only"),
        ("SQLITE_CANTOPEN", "read-only"),
        ("SQLITE_CORRUPT_INDEX", "damaged"),
        ("SQLITE_NOTADB", "damaged"),
        ("SQLITE_BUSY_SNAPSHOT", "another program"),
        ("SQLITE_LOCKED", "another program"),
    ],
)
def test_what_the_database_says_in_plain_words(name: str, words: str) -> None:
    class Said(Exception):  # noqa: N818 - stands for any error of the driver
        sqlite_errorname = name

    refusal = explained(Said(), Path("x.khartoum"))
    assert refusal is not None
    assert words in refusal.sentence
    assert "x.khartoum" in refusal.sentence
    assert explained(ValueError(), Path("x")) is None

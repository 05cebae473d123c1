"""A ministry's locked file on the command line: its password comes from a file or is typed, and is kept nowhere."""

import io
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from khartoum_desktop.cli import passwords
from tests.test_cli import Run, refs

RIGHT, OTHER = " كلمة 2026", "كلمة 2026"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """Give a workbook with one proposal, locked."""
    book, plain, content = openpyxl.Workbook(), BytesIO(), BytesIO()
    for row in (["Title", "Country", "Total cost"], ["Job centres", "Kenya", "EUR 2500000"]):
        book.worksheets[0].append(row)
    book.save(plain)
    OOXMLFile(plain).encrypt(RIGHT, content)
    path = tmp_path / "locked.xlsx"
    path.write_bytes(content.getvalue())
    return path


def types(monkeypatch: pytest.MonkeyPatch, *lines: str, terminal: bool) -> None:
    """Let a person type, at a terminal or through a pipe."""
    answers = iter(lines)
    stream = io.StringIO("".join(f"{line}\n" for line in lines))
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.setattr("sys.stdin", stream)
    monkeypatch.setattr(passwords, "getpass", lambda _prompt: next(answers))


def test_without_a_password_the_way_is_said(store: Path, run: Run, locked: Path) -> None:
    code, answer = run("import", str(locked))
    assert code == 2
    assert "protected by a password" in answer["error"]
    assert "--ask-password" in answer["remedy"]
    assert "--password-file" in answer["remedy"]
    assert len(refs(run)) == 2


@pytest.mark.parametrize("ending", ["", "\n", "\r\nsecond line\n"])
def test_a_password_from_a_file(store: Path, run: Run, locked: Path, tmp_path: Path, ending: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(("\ufeff" + RIGHT + ending).encode())
    code, answer = run("import", str(locked), "--password-file", str(secret))
    assert (code, answer["new"]) == (0, 1)
    assert len(refs(run)) == 3
    store.write_bytes(store.read_bytes())
    assert all(
        OTHER.encode() not in file.read_bytes() for file in store.parent.glob(f"{store.name}*") if file.is_file()
    )


def test_a_locked_workbook_of_libreoffice_asks_too(store: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(__file__).parent.parent / "data" / "locked" / "libreoffice_7_aes.ods"
    code, answer = run("import", str(path))
    assert (code, "--ask-password" in answer["remedy"]) == (2, True)
    types(monkeypatch, " كلمة Secret", " كلمة Secret é", terminal=True)
    code, answer = run("import", str(path), "--ask-password")
    assert (code, answer["new"]) == (0, 1)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00", OTHER.encode()])
def test_a_password_file_that_does_not_help(
    store: Path, run: Run, locked: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "secret.txt").write_bytes(content)
    code, answer = run("import", str(locked), "--password-file", str(tmp_path / "secret.txt"))
    assert code == 2
    assert answer["error"]
    assert len(refs(run)) == 2
    assert run("import", str(locked), "--password-file", str(tmp_path / "none"))[0] == 2


@pytest.mark.parametrize("terminal", [True, False])
def test_a_password_is_asked_for_until_it_is_right(
    store: Path, run: Run, locked: Path, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    types(monkeypatch, OTHER, OTHER, RIGHT, terminal=terminal)
    code, answer = run("import", str(locked), "--ask-password")
    assert (code, answer["new"]) == (0, 1)


def test_after_three_wrong_ones_nothing_is_imported(
    store: Path, run: Run, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, OTHER, OTHER, OTHER, RIGHT, terminal=True)
    code, answer = run("import", str(locked), "--ask-password")
    assert code == 2
    assert "not the password" in answer["error"]
    assert len(refs(run)) == 2


def test_no_answer_is_said(store: Path, run: Run, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    types(monkeypatch, terminal=False)
    code, answer = run("import", str(locked), "--ask-password")
    assert (code, answer["error"]) == (2, "No password was given.")


def test_a_file_that_is_not_locked_is_not_asked_about(
    store: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    types(monkeypatch, terminal=True)
    (tmp_path / "open.csv").write_text("Title,Country\nBorder posts,Kenya\n", encoding="utf-8")
    assert run("import", str(tmp_path / "open.csv"), "--ask-password")[0] == 0


def test_both_ways_at_once_are_refused(store: Path, run: Run, locked: Path) -> None:
    assert run("import", str(locked), "--ask-password", "--password-file", "x")[0] == 2

"""Locked files open with their password, in memory; without it, or with another, they say so."""

import tempfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, set_language
from khartoum_desktop.sheets import locking
from khartoum_desktop.sheets.messages import Request
from khartoum_desktop.sheets.model import Limits
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.sheets.sentences import LockedError
from tests.sheets.old_files import biff8, label, ole, record

RIGHT, OTHER, EXCELS = " كلمة Secret 1 ", "Secret", "VelvetSweatshop"


def plain() -> bytes:
    book, content = openpyxl.Workbook(), BytesIO()
    book.worksheets[0].append(["اسم المشروع", 42])
    book.save(content)
    return content.getvalue()


def locked(content: bytes, password: str = RIGHT) -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content", [locked(plain()), biff8(label(0, 0, "اسم المشروع"), password=RIGHT)], ids=["xlsx", "xls"]
)
def test_a_locked_workbook_opens_with_its_password_alone(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path / "مقفل.xlsx", content)
    with pytest.raises(LockedError, match="protected by a password") as without:
        read_workbook(path)
    assert not without.value.is_wrong
    with pytest.raises(LockedError, match="not the password") as wrong:
        read_workbook(path, password=OTHER)
    assert wrong.value.is_wrong
    assert OTHER not in str(wrong.value)
    assert read_workbook(path, password=RIGHT).sheets[0].value(1, 1) == "اسم المشروع"
    assert sorted(tmp_path.iterdir()) == [path]


def test_the_hash_is_that_of_the_locked_file(tmp_path: Path) -> None:
    path = put(tmp_path / "a.xlsx", locked(plain()))
    assert read_workbook(path, password=RIGHT).sha256 != read_workbook(put(tmp_path / "b.xlsx", plain())).sha256
    again = read_workbook(path, password=RIGHT).sha256
    assert again == read_workbook(path, password=RIGHT).sha256


@pytest.mark.parametrize(
    "content",
    [locked(plain(), EXCELS), biff8(label(0, 0, "اسم المشروع"), password=EXCELS)],
    ids=["xlsx", "xls"],
)
@pytest.mark.parametrize("password", ["", "another"])
def test_what_excel_locks_with_its_own_password_opens_unasked(tmp_path: Path, content: bytes, password: str) -> None:
    book = read_workbook(put(tmp_path / "a.xlsx", content), password=password)
    assert book.sheets[0].value(1, 1) == "اسم المشروع"


def test_a_password_too_many_does_no_harm(tmp_path: Path) -> None:
    assert read_workbook(put(tmp_path / "a.xlsx", plain()), password=OTHER).sheets[0].value(1, 2) == 42


def test_a_locked_word_document_opens_too(tmp_path: Path) -> None:
    document, content = Document(), BytesIO()
    document.add_table(1, 1).cell(0, 0).text = "اسم"
    document.save(content)
    path = put(tmp_path / "a.docx", locked(content.getvalue()))
    assert read_workbook(path, password=RIGHT).sheets[0].rows == (("اسم",),)


def test_nothing_decrypted_is_written_to_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_file(*_arguments: object, **_options: object) -> None:
        raise AssertionError

    for maker in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, maker, no_file)
    content = biff8(label(0, 0, "اسم المشروع"), password=RIGHT)
    assert locking.unlocked(content, RIGHT)
    assert locking.unlocked(locked(plain()), RIGHT)


def test_a_request_does_not_show_its_password() -> None:
    assert "Secret" not in repr(Request("a.xlsx", Limits(), password=RIGHT))


@pytest.mark.parametrize(
    "content",
    [
        ole("EncryptedPackage", b"x"),
        ole("Book", record(0x809, bytes(8)) + record(0x2F, bytes(4)) + record(10)),
        record(0x209, bytes(6)) + record(0x2F, bytes(4)) + record(10),
    ],
    ids=["rights management", "Excel 95", "Excel 3"],
)
@pytest.mark.parametrize("password", ["", "x"])
def test_other_locks_are_refused_by_name(tmp_path: Path, content: bytes, password: str) -> None:
    with pytest.raises(UserError) as caught:
        read_workbook(put(tmp_path / "a.xls", content), password=password)
    assert "cannot be opened here" in caught.value.sentence
    assert not isinstance(caught.value, LockedError)  # no password would help: none is asked for


def test_too_many_rounds_end_in_a_sentence(tmp_path: Path) -> None:
    content = locked(plain())
    assert b'spinCount="100000"' in content
    slow = content.replace(b'spinCount="100000"', b'spinCount="999999"')
    with pytest.raises(UserError, match="too long"):
        read_workbook(put(tmp_path / "a.xlsx", slow), password=OTHER, limits=Limits(start_seconds=200, seconds=0.2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_names_the_file_in_every_language(tmp_path: Path, language: str) -> None:
    set_language(language)
    with pytest.raises(LockedError, match=r"a\.xlsx"):
        read_workbook(put(tmp_path / "a.xlsx", locked(plain())))


@pytest.mark.parametrize("name", ["tests__pass_protected.xlsx", "tests__pass_protected.xlsb"])
def test_real_locked_files_ask(corpus: Path | None, name: str) -> None:
    if corpus:
        with pytest.raises(LockedError):
            read_workbook(corpus / "calamine" / name)

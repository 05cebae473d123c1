"""Locked OpenDocument workbooks open with their password, in every way they have been locked so far."""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.kdf import argon2
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, set_language
from khartoum_desktop.sheets.locked_documents import opened
from khartoum_desktop.sheets.messages import Refusal
from khartoum_desktop.sheets.model import Limits
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.sheets.sentences import LockedError
from tests.sheets.locked_ods import OLD, PARTS, WAYS, WHOLE, Way, locked_ods
from tests.sheets.measuring import Largest
from tests.sheets.test_hostile import MEMORY, SECONDS
from tests.sheets.test_open_document import ods, row, table, text

RIGHT, OTHER = " كلمة Secret é", "Secret"
REAL = Path(__file__).parent.parent / "data" / "locked"
IMPORTANT = ("LibreOffice 24.2", "LibreOffice 4", "OpenOffice 3")


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    """Give the content of a sheet with a merge and one text."""
    title = text("اسم المشروع", 'table:number-columns-spanned="2"')
    path = ods(tmp_path / "plain.ods", table(row(title, "<table:covered-table-cell/>")))
    with zipfile.ZipFile(path) as archive:
        inside = archive.read("content.xml")
    path.unlink()
    return inside


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_locked_workbook_opens_with_its_password_alone(tmp_path: Path, content: bytes, way: Way) -> None:
    path = put(tmp_path / "مقفل.ods", locked_ods(content, RIGHT, way))
    with pytest.raises(LockedError, match="protected by a password") as without:
        read_workbook(path)
    assert not without.value.is_wrong
    with pytest.raises(LockedError, match="not the password") as wrong:
        read_workbook(path, password=OTHER)
    assert wrong.value.is_wrong
    assert OTHER not in str(wrong.value)
    book = read_workbook(path, password=RIGHT)
    assert (book.kind, book.sheets[0].value(1, 1)) == ("ods", "اسم المشروع")
    assert len(book.sheets[0].merges) == 1
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["libreoffice_7_aes.ods", "libreoffice_7_odf_1_1_blowfish.ods"])
def test_what_libreoffice_itself_locked_opens(name: str) -> None:
    for other in ("", OTHER, RIGHT.strip()):
        with pytest.raises(LockedError):
            read_workbook(REAL / name, password=other)
    assert read_workbook(REAL / name, password=RIGHT).sheets[0].rows == (
        ("Title", "Country", "Total cost"),
        ("اسم المشروع", "Kenya", 2_500_000),
    )


def test_a_real_locked_file_asks(corpus: Path | None) -> None:
    if corpus:
        with pytest.raises(LockedError):
            read_workbook(corpus / "calamine" / "tests__pass_protected.ods")


def test_the_hash_is_that_of_the_locked_file(tmp_path: Path, content: bytes) -> None:
    one, other = (put(tmp_path / name, locked_ods(content, RIGHT)) for name in ("a.ods", "b.ods"))
    assert read_workbook(one, password=RIGHT).sha256 == read_workbook(one, password=RIGHT).sha256
    assert read_workbook(one, password=RIGHT).sha256 != read_workbook(other, password=RIGHT).sha256


def test_a_password_too_many_does_no_harm(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", table(row(text("x"))))
    assert read_workbook(path, password=OTHER).sheets[0].value(1, 1) == "x"


def test_nothing_decrypted_is_written_to_the_disk(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_file(*_arguments: object, **_options: object) -> None:
        raise AssertionError

    for maker in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, maker, no_file)
    for way in WAYS.values():
        with zipfile.ZipFile(BytesIO(opened(locked_ods(content, RIGHT, way), RIGHT, Limits()))) as archive:
            assert archive.read("content.xml") == content


def test_a_part_whose_checksum_was_counted_wrongly_opens_too(content: bytes) -> None:
    data = locked_ods(content, RIGHT, OLD, checksum="AAAA")
    assert opened(data, RIGHT, Limits())
    with pytest.raises(Refusal, match="wrong_password"):
        opened(data, OTHER, Limits())
    with pytest.raises(Refusal, match="wrong_password"):
        opened(locked_ods(content, RIGHT, OLD, checksum="AAAA", size="7"), RIGHT, Limits())


@pytest.mark.parametrize(
    ("way", "said", "words"),
    [
        (PARTS, {"rounds": "2000001"}, "more work"),
        (OLD, {"rounds": "999999999999"}, "more work"),
        (WHOLE, {"memory": "4194304"}, "more work"),
        (WHOLE, {"rounds": "4294967295"}, "more work"),
        (WHOLE, {"memory": "262144", "rounds": "5"}, "more work"),
        (WHOLE, {"lanes": "16777215"}, "more work"),
        (WHOLE, {"derivation": "urn:x:argon2d"}, "argon2d"),
        (PARTS, {"derivation": "PGP"}, "PGP"),
        (PARTS, {"cipher": "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"}, "tripledes-cbc"),
        (PARTS, {"cipher": "a\u202eb\u200f"}, "cannot be opened here"),
        (PARTS.so(start="http://www.w3.org/2001/04/xmlenc#sha512"), {}, "sha512"),
        (PARTS, {"path": "Thumbnails/a.png"}, "cannot be opened here"),
    ],
)
def test_other_locks_are_refused_by_name_before_a_password_is_asked_for(
    tmp_path: Path, content: bytes, way: Way, said: dict[str, str], words: str
) -> None:
    path = put(tmp_path / "a.ods", locked_ods(content, RIGHT, way, **said))
    for password in ("", RIGHT):
        with Largest() as largest, pytest.raises(UserError) as caught:
            read_workbook(path, password=password)
        assert largest.seconds < 5
        assert words in caught.value.sentence
        assert "\u202e" not in caught.value.sentence
        assert "without one" in caught.value.remedy
        assert not isinstance(caught.value, LockedError)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (PARTS, {"rounds": "0"}),
        (PARTS, {"rounds": "-5"}),
        (PARTS, {"rounds": "many"}),
        (PARTS, {"salt": "é"}),
        (PARTS, {"vector": "AAAA"}),
        (OLD, {"vector": "AAAA"}),
        (WHOLE, {"vector": "AAAA"}),
        (WHOLE, {"vector": "AAAAAAAAAAAAAAAA"}),
        (WHOLE, {"salt": "AAAA"}),
        (WHOLE, {"memory": "0"}),
        (WHOLE, {"rounds": "0"}),
        (WHOLE, {"lanes": "0"}),
        (WHOLE, {"memory": "8", "lanes": "64"}),
        (PARTS, {"size": "a lot"}),
        (PARTS, {"cipher": '"<'}),
    ],
)
def test_numbers_that_cannot_be_are_damage(tmp_path: Path, content: bytes, way: Way, said: dict[str, str]) -> None:
    with pytest.raises(UserError, match="damaged"):
        read_workbook(put(tmp_path / "a.ods", locked_ods(content, RIGHT, way, **said)), password=RIGHT)


@pytest.mark.parametrize("name", IMPORTANT)
@given(at=st.integers(0, 3000), change=st.integers(1, 255))
def test_a_changed_byte_opens_the_same_or_is_refused(name: str, at: int, change: int) -> None:
    inside = b"<x>" + b"content " * 40 + b"</x>"
    data = bytearray(locked_ods(inside, RIGHT, WAYS[name].so(rounds=1, memory=16)))
    data[at % len(data)] ^= change
    try:
        result = opened(bytes(data), RIGHT, Limits())
    except Refusal:
        return
    with zipfile.ZipFile(BytesIO(result)) as archive:
        assert archive.testzip() is None or result == bytes(data)


@pytest.mark.parametrize("name", IMPORTANT)
def test_a_swollen_part_is_not_unpacked(tmp_path: Path, name: str) -> None:
    data = locked_ods(b"<x>" + bytes(200_000_000), RIGHT, WAYS[name])
    with Largest() as largest, pytest.raises(UserError, match="unpack"):
        read_workbook(put(tmp_path / "a.ods", data), password=RIGHT)
    assert largest.seconds < SECONDS
    assert largest.bytes < MEMORY


def test_the_most_work_that_is_allowed_ends_in_time(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path / "a.ods", locked_ods(content, OTHER, WHOLE.so(memory=262_144, rounds=4)))
    with Largest() as largest, pytest.raises(UserError):
        read_workbook(path, password=RIGHT)
    assert largest.seconds < SECONDS
    assert largest.bytes < MEMORY


@pytest.mark.parametrize("start", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<", "<!DOCTYPE a><!DOCTYPE b>"])
def test_a_manifest_that_cannot_be_followed_is_damage(tmp_path: Path, content: bytes, start: str) -> None:
    with pytest.raises(UserError, match="damaged"):
        read_workbook(put(tmp_path / "a.ods", locked_ods(content, RIGHT, PARTS.so(doctype=start))), password=RIGHT)


def test_a_lock_within_a_lock_is_refused(tmp_path: Path, content: bytes) -> None:
    inner = locked_ods(content, RIGHT, WHOLE)
    data = locked_ods(inner, RIGHT, WHOLE.so(whole=False), path="encrypted-package")
    repacked = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(repacked, "w") as new:
        for name in old.namelist():
            new.writestr("encrypted-package" if name == "content.xml" else name, old.read(name))
    with pytest.raises(UserError, match="cannot be opened here"):
        read_workbook(put(tmp_path / "a.ods", repacked.getvalue()), password=RIGHT)


def test_without_argon2_the_method_is_named(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(**_numbers: object) -> None:
        raise UnsupportedAlgorithm("Argon2id")

    data = locked_ods(content, RIGHT, WHOLE)
    monkeypatch.setattr(argon2, "Argon2id", missing)
    with pytest.raises(Refusal, match="locked_method") as caught:
        opened(data, RIGHT, Limits())
    assert caught.value.details == {"method": "Argon2id"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_names_the_file_in_every_language(tmp_path: Path, content: bytes, language: str) -> None:
    set_language(language)
    with pytest.raises(LockedError, match=r"a\.ods"):
        read_workbook(put(tmp_path / "a.ods", locked_ods(content, RIGHT)))
    with pytest.raises(UserError, match="argon2d"):
        read_workbook(put(tmp_path / "a.ods", locked_ods(content, RIGHT, WHOLE, derivation="urn:x:argon2d")))

"""What a file really is, by its content; the name's ending is not asked, because ministries' systems lie about it."""

import re
import zipfile
from io import BytesIO
from typing import Final

from khartoum_desktop.sheets.locking import OLE, ole_stream
from khartoum_desktop.sheets.messages import Refusal
from khartoum_desktop.sheets.model import Kind
from khartoum_desktop.sheets.packages import BROKEN

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_EXCEL: Final = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
# what else people pick by mistake: first bytes → code of the refusal
_FOREIGN: Final = {
    b"%PDF": "pdf",
    b"{\\rtf": "word",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"RIFF": "picture",
    b"BM": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"\x1f\x8b": "archive",
    b"7z\xbc\xaf": "archive",
    b"Rar!": "archive",
    b"SQLite format 3\x00": "foreign",
    b"MZ": "foreign",
    b"\x7fELF": "foreign",
}
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument."
_OTHER_PACKAGES: Final = {"ppt/": "slides", "index/": "numbers", "index.zip": "numbers"}
# the types of main parts: a document may hold workbooks, and a workbook documents
_WORD: Final = re.compile(rb"(?:wordprocessingml|ms-word)\.[\w.]+\.main\+xml")
_SPREADSHEET: Final = re.compile(rb"spreadsheetml\.\w+\.main\+xml")
_MOST_TYPES: Final = 1 << 20
_HEAD: Final = 8192  # a flat OpenDocument file names some thirty namespaces before its type
_WORKBOOK: Final = re.compile(r"<(?:\w+:)?Workbook[\s>]")
_WEB_ARCHIVE: Final = re.compile(r"MIME-Version:|From: <Saved by|Content-Type: multipart/related", re.IGNORECASE)
_MARKUP: Final = re.compile(r"<(?:!doctype html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)


def kind_of(data: bytes) -> Kind:
    """Return the kind of a file with these bytes; raise Refusal if no reader of ours takes it."""
    if data.startswith(OLE):
        return _ole_kind(data)
    if data.startswith(_ZIP):
        return _zip_kind(data)
    if data.startswith(_OLD_EXCEL):
        return "xls"
    for start, code in _FOREIGN.items():
        if data.startswith(start) and (len(start) > len(b"BM") or b"\x00" in data[:_HEAD]):
            raise Refusal(code)
    return _text_kind(data)


def _ole_kind(data: bytes) -> Kind:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise Refusal("locked_otherwise")
    if has("WordDocument") and not ole_stream(data, "Workbook", "Book"):  # a document may hold a workbook
        raise Refusal("word")
    if has("Workbook") or has("Book") or has("WORKBOOK"):
        return "xls"
    if has("PowerPoint Document"):
        raise Refusal("slides")
    return "xls"


def _zip_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.lower().replace("\\", "/").lstrip("/") for name in archive.namelist()}
            mime = _small(archive, "mimetype")
            types = _small(archive, "[Content_Types].xml")
    except BROKEN as error:
        raise Refusal("damaged") from error
    if mime.startswith(_ODS) or (not mime and not types and "content.xml" in names):
        return "ods"
    if mime.startswith(_OPEN_DOCUMENT):
        raise Refusal("slides" if b"presentation" in mime else "word" if b"text" in mime else "foreign")
    if b"ms-excel.sheet.binary" in types or "xl/workbook.bin" in names:
        return "xlsb"
    if b"macroEnabled.main" in types and b"ms-excel" in types:
        return "xlsm"
    if _WORD.search(types) or "word/document.xml" in names:
        return "docx"
    if _SPREADSHEET.search(types) or "xl/workbook.xml" in names:
        return "xlsx"
    for start, code in _OTHER_PACKAGES.items():
        if any(name.startswith(start) for name in names):
            raise Refusal(code)
    raise Refusal("archive")


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return an entry that tells the package's kind; b"" if there is none or it is too long to be that."""
    entry = archive.NameToInfo.get(name)
    return archive.read(entry) if entry and entry.file_size < _MOST_TYPES else b""


def _text_kind(data: bytes) -> Kind:
    head = _readable(data[:_HEAD]).lstrip("\ufeff \t\r\n")
    if _WEB_ARCHIVE.match(head):
        return "mht"
    if head.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in head and _WORKBOOK.search(head):
            return "xml"
        if "<office:document" in head:
            return _flat_kind(head)
        if _MARKUP.search(head):
            return "html"
        raise Refusal("markup")
    if re.match(r"(?:\[\s*)?\{\s*(?:\"[^\"]*\"\s*:|\})", head):
        raise Refusal("markup")
    return "text"


def _flat_kind(head: str) -> Kind:
    if "opendocument.text" in head:
        raise Refusal("word")
    if "opendocument.presentation" in head or "opendocument.graphics" in head:
        raise Refusal("slides")
    return "fods"


def _readable(head: bytes) -> str:
    """Return enough of the text to recognise markup, which is ASCII in every encoding but UTF-16."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")

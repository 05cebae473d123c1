"""What is checked in a zipped workbook before anything parses it: sizes, ratios, and counts that cannot be true."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from posixpath import join, normpath
from typing import IO, Final

from khartoum_desktop.sheets.messages import Refusal
from khartoum_desktop.sheets.model import Limits

_ATTRIBUTE: Final = re.compile(rb"""(?<![\w:.-])([\w:.-]{1,64})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet(?=\s)([^<>]*)>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship(?=\s)([^<>]*)>")
_STRINGS: Final = re.compile(rb"<(?:\w+:)?sst(?=[\s>])([^<>]*)>")
_COUNT: Final = re.compile("[0-9]{1,12}")
_HEAD: Final = 4096
_LEAST_STRING: Final = len("<si/>")
_LEAST_CELL: Final = len("<c/>")
_MOST_INDEX_BYTES: Final = 16 * 1024 * 1024
_MOST_LINKED: Final = 20  # parts of one kind
_MOST_RELATIONS: Final = 50_000  # of one part
_MOST_BEGINNING: Final = 64 * 1024 * 1024
BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


def attributes(inside: bytes) -> dict[str, str]:
    """Return the attributes of a tag's inside, names without prefix: `r="A1" x:s='2'` → {"r": "A1", "s": "2"}."""
    return {
        match[1].decode("ascii", "replace").rpartition(":")[2]: html.unescape(
            (match[2] if match[2] is not None else match[3]).decode("utf-8", "replace")
        )
        for match in _ATTRIBUTE.finditer(inside)
    }


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet's name and the zip entry that holds it."""

    sheet: str
    entry: zipfile.ZipInfo


class Package:
    """A zipped workbook whose entries have been checked against the limits."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        # counted in the raw bytes first: the zip module would build an object for each of a million entries
        if data.count(b"PK\x01\x02") > limits.entries:
            raise Refusal("bomb")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except BROKEN as error:
            raise Refusal("damaged") from error
        entries = self._archive.infolist()
        if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
            raise Refusal("bomb")
        for entry in entries:
            if entry.file_size > limits.ratio_bytes and entry.file_size > limits.ratio * max(entry.compress_size, 1):
                raise Refusal("bomb")
        self._links: dict[str, dict[str, tuple[str, str]]] = {}
        self._entries = {_plain(entry.filename): entry for entry in entries}

    def open(self, entry: zipfile.ZipInfo) -> IO[bytes]:
        """Return a stream over an entry; it never gives more bytes than the entry declares."""
        return self._archive.open(entry)

    def open_part(self, name: str) -> IO[bytes]:
        """Return a stream over the entry of that name; KeyError if there is none."""
        return self.open(self._entries[_plain(name)])

    def is_locked(self) -> bool:
        """Tell whether an OpenDocument package says that its content is encrypted."""
        return b"encryption-data" in self._index("META-INF/manifest.xml")

    def sheet_parts(self) -> list[Part]:
        """Return the worksheets of an .xlsx in the workbook's order; chart sheets and broken links are left out."""
        book = self.main_part()
        folder, _, name = book.rpartition("/")
        targets = self._targets(f"{folder}/_rels/{name}.rels", folder)
        parts = []
        for sheet in _tags(_SHEET, self._index(book)):
            path, kind = targets.get(sheet.get("id", ""), ("", ""))
            entry = self._entries.get(_plain(path))
            if entry and kind.endswith("/worksheet"):
                parts.append(Part(sheet.get("name", ""), entry))
        return parts

    def styles(self) -> bytes:
        """Return the style sheet of an .xlsx, b"" if there is none of ordinary size."""
        return next((self.small(path) for path in self.linked(self.main_part(), "styles")), b"")

    def linked(self, name: str, kind: str) -> list[str]:
        """Return the parts of a kind that a part links to: those whose relation's type ends so."""
        folder, _, own = name.replace("\\", "/").lstrip("/").rpartition("/")
        try:
            targets = self._targets(f"{folder}/_rels/{own}.rels", folder)
        except Refusal:
            return []
        found = dict.fromkeys(path for path, type_ in targets.values() if type_.endswith(f"/{kind}"))
        return list(found)[:_MOST_LINKED]

    def binary_sheets(self, book: str, named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return name and path of the worksheets of an .xlsb, given the relation and name of each of its sheets."""
        folder, _, own = book.rpartition("/")
        targets = self._targets(f"{folder}/_rels/{own}.rels", folder)
        return [
            (name, targets[link][0]) for link, name in named if targets.get(link, ("", ""))[1].endswith("/worksheet")
        ]

    def beginning(self, name: str) -> bytes:
        """Return a part, of a very large one the beginning; b"" if there is none."""
        entry = self.find(name)
        return self._beginning(entry, _MOST_BEGINNING) if entry else b""

    def small(self, name: str) -> bytes:
        """Return a part that can be done without; b"" if there is none, or it is damaged or very large."""
        entry = self._entries.get(_plain(name))
        if entry is None or entry.file_size > _MOST_INDEX_BYTES:
            return b""
        try:
            return self._beginning(entry, _MOST_INDEX_BYTES)
        except Refusal:
            return b""

    def find(self, path: str) -> zipfile.ZipInfo | None:
        """Return the entry of a path, whatever its case; None if there is none."""
        return self._entries.get(_plain(path))

    def main_part(self, usual: str = "xl/workbook.xml") -> str:
        """Return the path of the workbook or document, which is the usual one where no relation says so."""
        for path, kind in self._targets("_rels/.rels", "").values():
            if kind.endswith("/officeDocument"):
                return path
        return usual

    def _targets(self, name: str, folder: str) -> dict[str, tuple[str, str]]:
        """Return relation id → (path in the package, type) of a relations part."""
        if name not in self._links:
            self._links[name] = {
                relation.get("Id", ""): (_path(folder, relation.get("Target", "")), relation.get("Type", ""))
                for relation in islice(_tags(_RELATION, self._index(name)), _MOST_RELATIONS)
            }
        return self._links[name]

    def check_strings(self) -> None:
        """Refuse a table of shared texts that promises more texts than its file could hold: engines believe it."""
        found = next((name for name in self._entries if name.endswith("sharedstrings.xml")), "")
        entry = self._entries.get(found)
        if entry is None:
            return
        table = _STRINGS.search(self._beginning(entry, _HEAD))
        promised = attributes(table[1]) if table else {}
        unique, count = (promised.get(name, "0") for name in ("uniqueCount", "count"))
        if not (_COUNT.fullmatch(unique) and _COUNT.fullmatch(count)):
            raise Refusal("damaged")
        unpacked = sum(other.file_size for other in self._entries.values())
        if int(unique) * _LEAST_STRING > entry.file_size + _HEAD or int(count) * _LEAST_CELL > unpacked + _HEAD:
            raise Refusal("damaged")

    def _index(self, name: str) -> bytes:
        """Return a small part whole; b"" if there is none."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            return b""
        if entry.file_size > _MOST_INDEX_BYTES:
            raise Refusal("bomb")
        return self._beginning(entry, _MOST_INDEX_BYTES)

    def _beginning(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        try:
            with self._archive.open(entry) as stream:
                return stream.read(most)
        except BROKEN as error:
            raise Refusal("damaged") from error


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _path(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


def _tags(pattern: re.Pattern[bytes], text: bytes) -> Iterator[dict[str, str]]:
    return (attributes(match[1]) for match in pattern.finditer(text))

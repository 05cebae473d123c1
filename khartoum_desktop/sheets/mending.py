"""A second chance for a sheet that the engine refuses for one cell: what it cannot take becomes text or nothing."""

import re
import zipfile
from io import BytesIO
from typing import Final, NamedTuple

from khartoum_desktop.sheets.packages import BROKEN, attributes

_MOST_BYTES: Final = 64 * 1024 * 1024  # of all sheets together: larger ones are not mended
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_LEFT_OUT: Final = re.compile(r"xl/(?:media|drawings|charts|embeddings|pivot[^/]*|calcChain)", re.IGNORECASE)
_CELL: Final = re.compile(
    rb"<((?:\w{1,9}:)?)c(\s[^<>]*[^/<>])>(\s*(?:<(?:\w{1,9}:)?f(?=[\s/>])(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w{1,9}:)?f>))?\s*)"
    rb"<(?:\w{1,9}:)?v(?:\s[^<>]*)?>([^<]*)</(?:\w{1,9}:)?v>"
)
_TYPE: Final = re.compile(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""")
_NUMBER: Final = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE: Final = re.compile(rb"[0-9]{1,9}")
_KNOWN_ERRORS: Final = frozenset({b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!"})
_STRINGS: Final = re.compile(rb"<(?:\w{1,9}:)?si(?=[\s/>])")


class Mended(NamedTuple):
    """A package in which cells were mended, and how many of them a person should know of."""

    data: bytes
    cells: int


def mended(data: bytes) -> Mended | None:
    """Return the .xlsx with each cell value that its type forbids as a text, wrong errors as nothing.

    Pictures and charts are left out. None where nothing was wrong in that way, or the sheets are very large.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _mended(archive)
    except BROKEN:
        return None


def _mended(archive: zipfile.ZipFile) -> Mended | None:
    kept = [entry for entry in archive.infolist() if not _LEFT_OUT.match(entry.filename)]
    if sum(entry.file_size for entry in kept) > _MOST_BYTES:
        return None
    texts = 0
    for entry in kept:
        if entry.filename.lower().endswith("sharedstrings.xml"):
            texts = len(_STRINGS.findall(archive.read(entry)))
    mend = _Mend(texts)
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_STORED) as other:
        for entry in kept:
            content = archive.read(entry)
            other.writestr(entry.filename, _CELL.sub(mend, content) if _SHEET.fullmatch(entry.filename) else content)
    return Mended(result.getvalue(), mend.told) if mend.changed else None


class _Mend:
    """Replaces one cell's beginning up to its value; counts what is to be told."""

    def __init__(self, texts: int) -> None:
        self.changed = False
        self.told = 0  # errors that are no longer there are told as errors
        self._texts = texts

    def __call__(self, match: re.Match[bytes]) -> bytes:
        prefix, inside, formula, value = match.groups()
        kind = attributes(inside).get("t", "n")
        new, is_text = self._fit(kind, value.strip())
        if new == value and not is_text:
            return match[0]
        self.changed = True
        self.told += kind != "e" and (is_text or not new)
        inside = _TYPE.sub(b"", inside) + (b' t="str"' if is_text else b"")
        return b"<%bc%b>%b<%bv>%b</%bv>" % (prefix, inside, formula, prefix, new, prefix)

    def _fit(self, kind: str, value: bytes) -> tuple[bytes, bool]:
        """Return what can stand in the cell, and whether it must become a text for that."""
        match kind:
            case "str" | "inlineStr" | "d":
                return value, False
            case "e":
                return (value, False) if value in _KNOWN_ERRORS else (b"", False)
            case "s":
                known = _WHOLE.fullmatch(value) and int(value) < self._texts
                return (value, False) if known else (b"", False)
            case "b":
                return value, value not in {b"0", b"1", b"true", b"false"}
            case "n":
                return value, bool(value) and not _NUMBER.fullmatch(value)
            case _:
                return value, True

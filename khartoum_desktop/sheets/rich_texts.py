"""Texts of an .xlsx whose parts look otherwise: raised or struck runs, in the shared texts and inside cells.

Most files have none: a search for one word tells, and nothing else is done.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import IO, Final

from khartoum_desktop.sheets.messages import Place
from khartoum_desktop.sheets.model import column_number
from khartoum_desktop.sheets.packages import BROKEN, Package
from khartoum_desktop.sheets.parts import Piece, unescaped
from khartoum_desktop.sheets.xml_events import XmlError, follow

Pieces = tuple[Piece, ...]

_BLOCK: Final = 1 << 20
_OVERLAP: Final = 16
_LONGEST: Final = 4 << 20  # bytes without the end of a text
_MOST_BYTES: Final = 16 << 20  # of all texts that are looked at, and of the rich cells of one block
_RUN: Final = b"rPr"  # the properties of a run
_TELLING: Final = (b"superscript", b"strike")
_TEXT: Final = re.compile(rb"<(?:\w{1,9}:)?si(?=[\s/>])")
_TEXT_END: Final = b"si>"
_INLINE: Final = re.compile(rb'<(?:\w{1,9}:)?c\s[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*>\s*(?=<(?:\w{1,9}:)?is>)')
_INLINE_BEGIN: Final = re.compile(rb"<(?:\w{1,9}:)?is>")
_INLINE_END: Final = b"is>"
_NO: Final = frozenset({"0", "false", "off"})


def is_rich(text: bytes) -> bool:
    """Tell whether XML may have raised or struck runs."""
    return _RUN in text and any(word in text for word in _TELLING)


def shared_pieces(package: Package) -> dict[int, Pieces]:
    """Return the shared texts that have raised or struck runs, by their number; {} where the table is damaged."""
    found: dict[int, Pieces] = {}
    for path in package.linked(package.main_part(), "sharedStrings")[:1]:
        try:
            with package.open_part(path) as stream:
                telling = _is_telling(stream)
            if telling:
                with package.open_part(path) as stream:
                    found = _numbered(stream)
        except BROKEN:
            return {}
    return found


def _is_telling(stream: IO[bytes]) -> bool:
    rest = b""
    while block := stream.read(_BLOCK):
        if is_rich(rest + block[:_OVERLAP]) or is_rich(block):
            return True
        rest = block[-_OVERLAP:]
    return False


def _numbered(stream: IO[bytes]) -> dict[int, Pieces]:
    """Return the rich texts of a table by their number, as far as there is room for them."""
    numbers: list[int] = []
    texts: list[bytes] = []
    size = number = 0
    for block in _whole_texts(stream):
        if is_rich(block):
            starts = [match.start() for match in _TEXT.finditer(block)]
            for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(block)], strict=True)):
                if is_rich(text := block[start:end]) and (size := size + len(text)) < _MOST_BYTES:
                    numbers.append(number + place)
                    texts.append(text[: text.rfind(_TEXT_END) + len(_TEXT_END)])
            number += len(starts)
        else:
            number += sum(1 for _found in _TEXT.finditer(block))
    return dict(zip(numbers, _read(texts), strict=False))


def _whole_texts(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield a table in blocks that end where a text ends."""
    rest = b""
    while block := stream.read(_BLOCK):
        rest += block
        cut = rest.rfind(_TEXT_END) + len(_TEXT_END)
        if cut >= len(_TEXT_END):
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _LONGEST:
            return
    yield rest


def pieces_inside(cell: bytes) -> Pieces:
    """Return the pieces of what stands inside a cell, () where no run of it is raised or struck."""
    begin = _INLINE_BEGIN.search(cell) if is_rich(cell) else None
    return next(iter(_read([cell[begin.start() : cell.rfind(_INLINE_END) + len(_INLINE_END)]])), ()) if begin else ()


def inline_pieces(rows: bytes) -> dict[Place, Pieces]:
    """Return the cells of rows whose own text has raised or struck runs."""
    places: list[Place] = []
    texts: list[bytes] = []
    size = 0
    for match in _INLINE.finditer(rows):
        end = rows.find(_INLINE_END, match.end() + len(_INLINE_END) + 1)
        text = rows[match.end() : end + len(_INLINE_END)] if end >= 0 else b""
        size += len(text)
        if size > _MOST_BYTES:
            break
        if is_rich(text):
            places.append((int(match[2]), column_number(match[1].decode())))
            texts.append(text)
    return dict(zip(places, _read(texts), strict=False))


def _read(texts: list[bytes]) -> list[Pieces]:
    """Return the pieces of each text, as far as none is damaged."""
    reading = _Runs()
    with suppress(XmlError):
        follow((b"<all>", *texts, b"</all>"), reading.start, reading.end, reading.text)
    return reading.found


class _Runs:
    """The runs of texts, one text after the other."""

    def __init__(self) -> None:
        self.found: list[Pieces] = []
        self._pieces: list[Piece] = []
        self._depth = 0
        self._look = Piece("", struck=None)
        self._inside = self._phonetic = False

    def start(self, name: str, found: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth == 2:  # noqa: PLR2004 - a text
            self._pieces, self._look = [], Piece("", struck=None)
        elif name == "r":
            self._look = Piece("", struck=None)  # without properties a run looks as its cell does
        elif name == "rPr":
            self._look = Piece("")
        elif name == "strike":
            self._look = self._look._replace(struck=found.get("val", "1") not in _NO)
        elif name == "vertAlign":
            self._look = self._look._replace(raised=found.get("val") == "superscript")
        elif name == "rPh":
            self._phonetic = True
        self._inside = name == "t" and not self._phonetic

    def text(self, text: str) -> None:
        if self._inside:
            self._pieces.append(self._look._replace(text=unescaped(text)))

    def end(self, name: str) -> None:
        self._depth -= 1
        self._inside = False
        if name == "rPh":
            self._phonetic = False
        if self._depth == 1:
            self.found.append(tuple(self._pieces))

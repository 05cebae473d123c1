"""What stands beside the cells of an .xlsx: notes, threads of comments, and the texts of text boxes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from khartoum_desktop.core.text import clean_text, one_line
from khartoum_desktop.sheets.messages import Place, Remark
from khartoum_desktop.sheets.model import column_number
from khartoum_desktop.sheets.packages import Package, Part
from khartoum_desktop.sheets.xml_events import XmlError, follow

_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::.*)?")
_MOST: Final = 20_000  # comments of a sheet
_LONGEST: Final = 10_000  # characters of one
_SHOWN: Final = 400  # characters of the boxes of one sheet
_MOST_SAID: Final = 6  # sentences
SHADOW: Final = "tc={"  # the author of a note that only repeats a thread for older programs
_PICTURES: Final = frozenset({"pic", "graphicFrame"})


@dataclass(slots=True)
class Drawn:
    """What is drawn over a sheet: the texts of its boxes in their order, the number of its pictures and charts."""

    texts: list[str] = field(default_factory=list)
    pictures: int = 0


class Drawings:
    """What is drawn over the sheets of a workbook, gathered to be said in few sentences."""

    def __init__(self) -> None:
        self._sheets: dict[str, list[str]] = {}  # by what the boxes say, "" for pictures alone

    def add(self, sheet: str, drawn: Drawn) -> None:
        """Take in what is drawn over a sheet."""
        if drawn.texts or drawn.pictures:
            text = one_line(" / ".join(drawn.texts))[:_SHOWN]
            self._sheets.setdefault(text, []).append(sheet)

    def remarks(self) -> Iterator[Remark]:
        """Yield what should be said; sheets with the same boxes, and those with pictures alone, are said together."""
        for text, sheets in islice(self._sheets.items(), _MOST_SAID):
            if text:
                yield Remark("text_boxes", {"n": len(sheets), "sheet": sheets[0], "text": text})
            else:
                yield Remark("pictures", {"n": len(sheets), "sheet": sheets[0]})


def comments_of(package: Package, part: Part) -> dict[Place, str]:
    """Return the notes and comments of a sheet by their cell, each without its author; {} where they are damaged."""
    found: dict[Place, str] = {}
    for path in package.linked(part.entry.filename, "comments"):
        found |= _read(_Notes(), package.small(path))
    return found | threads_of(package, part.entry.filename)


def threads_of(package: Package, sheet: str) -> dict[Place, str]:
    """Return the threads of comments of a sheet, given its part's path; .xlsx and .xlsb have the same."""
    found: dict[Place, str] = {}
    for path in package.linked(sheet, "threadedComment"):
        found |= _read(_Threads(), package.small(path))
    return found


def drawn_over(package: Package, part: Part) -> Drawn:
    """Return what is drawn over a sheet; a damaged drawing is none."""
    reading = _Shapes()
    for path in package.linked(part.entry.filename, "drawing"):
        _follow(reading, package.small(path))
    return reading.drawn


class _Reading:
    """Follows a part and gathers texts."""

    def start(self, name: str, found: Mapping[str, str]) -> None:
        """Hear of an element."""

    def end(self, name: str) -> None:
        """Hear of its end."""

    def text(self, text: str) -> None:
        """Hear a piece of text."""


class _ByPlace(_Reading):
    def __init__(self) -> None:
        self.found: dict[Place, str] = {}

    def keep(self, place: Place, text: str) -> None:
        """Keep a text for a cell, below what is there."""
        clean = clean_text(text[:_LONGEST])
        if clean and (place in self.found or len(self.found) < _MOST):
            before = self.found.get(place)
            self.found[place] = (f"{before}\n{clean}" if before else clean)[:_LONGEST]


class _Notes(_ByPlace):
    """Comments of the old kind; programs put the author's name before the text."""

    def __init__(self) -> None:
        super().__init__()
        self._authors: list[str] = []
        self._place: Place | None = None
        self._author = ""
        self._pieces: list[str] | None = None
        self._phonetic = False

    def start(self, name: str, found: Mapping[str, str]) -> None:
        if name == "author":
            self._pieces = []
        elif name == "comment":
            self._place = place_of(found.get("ref", ""))
            number = found.get("authorId", "")[:6]
            known = number.isdecimal() and int(number) < len(self._authors)
            self._author, self._pieces = self._authors[int(number)] if known else "", []
        elif name == "rPh":
            self._phonetic = True

    def text(self, text: str) -> None:
        if self._pieces is not None and not self._phonetic:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        said = "".join(self._pieces or ())
        if name == "author":
            self._authors.append(said.strip())
            self._pieces = None
        elif name == "comment":
            if self._place and not self._author.startswith(SHADOW):
                self.keep(self._place, without_author(said, self._author))
            self._pieces = None
        elif name == "rPh":
            self._phonetic = False


class _Threads(_ByPlace):
    """Comments of the new kind: what is said and what is answered, a line each."""

    def __init__(self) -> None:
        super().__init__()
        self._place: Place | None = None
        self._pieces: list[str] | None = None

    def start(self, name: str, found: Mapping[str, str]) -> None:
        if name == "threadedComment":
            self._place = place_of(found.get("ref", ""))
        elif name == "text":
            self._pieces = []

    def text(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "text" and self._pieces is not None:
            if self._place:
                self.keep(self._place, "".join(self._pieces))
            self._pieces = None


class _Shapes(_Reading):
    """The text of each shape of a drawing, a line for each paragraph."""

    def __init__(self) -> None:
        self.drawn = Drawn()
        self._lines: list[str] | None = None
        self._inside = False

    def start(self, name: str, _found: Mapping[str, str]) -> None:
        if name == "txBody":
            self._lines = []
        elif name == "p" and self._lines is not None:
            self._lines.append("")
        elif name in _PICTURES:
            self.drawn.pictures += 1
        self._inside = name == "t"

    def text(self, text: str) -> None:
        if self._inside and self._lines:
            self._lines[-1] += text

    def end(self, name: str) -> None:
        self._inside = False
        if name == "txBody" and self._lines is not None:
            text = clean_text("\n".join(self._lines)[:_LONGEST])
            if text:
                self.drawn.texts.append(text)
            self._lines = None


def _read(reading: _ByPlace, xml: bytes) -> dict[Place, str]:
    _follow(reading, xml)
    return reading.found


def _follow(reading: _Reading, xml: bytes) -> None:
    if xml:
        try:
            follow((xml,), reading.start, reading.end, reading.text)
        except XmlError:
            return


def without_author(text: str, author: str) -> str:
    """Return a note's text without the name that programs put before it."""
    if author and text.lstrip().startswith(author):
        rest = text.lstrip()[len(author) :]
        if rest.lstrip().startswith(":"):
            return rest.lstrip()[1:]
    return text


def place_of(name: str) -> Place | None:
    """Return row and column of a cell's name, of the first cell of a range's; None if it names none."""
    match = _PLACE.fullmatch(name[:40])
    return (int(match[2]), column_number(match[1])) if match else None

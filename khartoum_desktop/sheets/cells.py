"""Turns what the engines give into what a sheet holds: clean texts, folded numbers, tagged dates, no blank tail."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from msgspec import structs

from khartoum_desktop.sheets.messages import (
    CellParts,
    Message,
    Remark,
    Rows,
    SheetEnd,
    SheetHead,
    wire_date,
    wire_moment,
)
from khartoum_desktop.sheets.mojibake import repaired
from khartoum_desktop.sheets.parts import RAISED, RAISED_SIGNS, Settled, plain_pieces, settled

LONGEST_TEXT: Final = 131_072  # four times what Excel holds
_TOGETHER: Final = 400  # rows in one message
_EXACT: Final = 2**53  # a float beyond is no exact whole number
_REMEMBERED: Final = 50_000
_SHORT: Final = 40  # characters; most values have fewer, and looking through long texts takes time
_LINE_END: Final = re.compile(r"\r\n?|\u2028|\u2029")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Packer:
    """Converts cells for sending; remembers texts it has seen, and counts those it had to repair or to cut."""

    def __init__(self) -> None:
        self._repaired = 0
        self._cut = 0
        self._texts: dict[str, str | None] = {}
        self._marked: dict[str, Settled] = {}  # texts with footnote marks
        self._dates: dict[date, Any] = {}
        self._by_type: dict[type, Callable[[Any], object]] = {
            str: self._text,
            float: _number,
            bool: _same,
            int: _whole,
            type(None): _same,
            date: self._date,
            datetime: self._date,
            time: time.isoformat,
            timedelta: _duration,
        }

    def row(self, values: Iterable[object]) -> tuple[object, ...]:
        """Return a row's cells ready to be sent."""
        by_type = self._by_type
        return tuple([by_type[type(value)](value) for value in values])

    def sheet(self, head: SheetHead, rows: Iterable[Sequence[object]]) -> Iterator[Message]:
        """Yield a sheet's messages; blank rows at the end are not sent."""
        yield structs.replace(head, parts=tuple(map(self._clean_parts, head.parts))) if head.parts else head
        together: list[tuple[Any, ...]] = []
        parts: list[CellParts] = []
        blank = width = 0
        for number, values in enumerate(rows, head.first_row):
            row = self.row(values)
            if self._marked:
                parts += self._parts_of(values, number, head.first_column)
            used = len(row)
            while used and row[used - 1] is None:
                used -= 1
            if not used:
                blank += 1
                continue
            together.extend([()] * blank)
            together.append(row)
            blank, width = 0, max(width, used)
            if len(together) >= _TOGETHER:
                yield Rows(together)
                together = []
        if together:
            yield Rows(together)
        yield SheetEnd(width, tuple(parts))

    def _parts_of(self, values: Sequence[object], row: int, first_column: int) -> Iterator[CellParts]:
        for column, value in enumerate(values, first_column):
            if isinstance(value, str) and (found := self._marked.get(value)):
                yield row, column, *found

    def _clean_parts(self, parts: CellParts) -> CellParts:
        row, column, *texts = parts
        value, received, marks, struck = (self._clean(text) or "" for text in texts)
        return row, column, value, received, marks, struck

    def remarks(self) -> Iterator[Remark]:
        """Yield what should be said about the texts of all sheets."""
        if self._repaired:
            yield Remark("repaired", {"n": self._repaired})
        if self._cut:
            yield Remark("cut", {"n": self._cut, "characters": LONGEST_TEXT})

    def _text(self, text: str) -> str | None:
        if text.isascii() and text.isprintable() and len(text) <= LONGEST_TEXT:
            return text if text and not text.isspace() else None
        known = self._texts.get(text, text)
        if known is not text:
            return known
        clean = self._clean(text)
        if clean and _may_be_marked(clean) and len(self._marked) < _REMEMBERED:
            found = settled(plain_pieces(clean))
            if not found.is_whole:
                self._marked[text] = found
        if len(self._texts) >= _REMEMBERED:
            self._texts.clear()
        self._texts[text] = clean
        return clean

    def _clean(self, text: str) -> str | None:
        if len(text) > LONGEST_TEXT:
            self._cut += 1
            text = text[:LONGEST_TEXT]
        if not text.isascii():
            if (mended := repaired(text)) is not None:
                self._repaired += 1
                text = mended
            text = unicodedata.normalize("NFC", text)
        if not text.isprintable():
            text = _CONTROL.sub("", _LINE_END.sub("\n", text))
        return text if text and not text.isspace() else None

    def _date(self, day: date) -> object:
        try:
            return self._dates[day]
        except KeyError:
            if isinstance(day, datetime) and day.time() != time.min:
                sent = wire_moment(day.replace(tzinfo=None))
            else:
                sent = wire_date(day)
            self._dates[day] = sent
            return sent


def _may_be_marked(text: str) -> bool:
    """Tell whether a footnote mark may stand in a text: at its end, or anywhere in a short one such as a figure."""
    return (len(text) <= _SHORT or text[-1] in RAISED_SIGNS) and bool(RAISED.search(text))


def _same(value: object) -> object:
    return value


def _whole(value: int) -> int | str:
    return value if -_EXACT <= value <= _EXACT else str(value)


def _number(value: float) -> float | str:
    if value.is_integer():
        return int(value) if -_EXACT <= value <= _EXACT else value
    return value if value - value == 0 else str(value)  # inf and nan are no numbers to anybody else


def _duration(value: timedelta) -> str:
    """Return a length of time as Excel's [h]:mm:ss shows it."""
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"

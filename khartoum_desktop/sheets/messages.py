"""What the reading process and its watcher say to each other: length-prefixed msgpack messages over two pipes."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO, Final

import msgspec

from khartoum_desktop.sheets.model import Kind, Limits, Visibility

Place = tuple[int, int]
Details = dict[str, str | int]
CellParts = tuple[int, int, str, str, str, str]
"""A cell's row and column, its value as text, the text as received, its footnote marks, what is struck through."""

# msgpack has no dates: they travel as extensions, so that a text such as "2025-01-02" stays a text
_DATE: Final = 1
_MOMENT: Final = 2
_LENGTH: Final = 4


class Refusal(Exception):  # noqa: N818 - it is sent on as a message, and becomes a UserError at the other end
    """Raised in the reading process: the file cannot be read, for the reason that the code names."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


class Request(msgspec.Struct, frozen=True):
    """What to read; an encoding or delimiter that the person chose overrides the guess for text files.

    The password of a locked file travels here and nowhere else; it is not shown when a request is.
    """

    path: str
    limits: Limits
    encoding: str = ""
    delimiter: str = ""
    careful: bool = False  # without the engine of which an earlier process died
    password: str = ""

    def __repr__(self) -> str:
        return f"Request({self.path!r})"


class Ready(msgspec.Struct, frozen=True, array_like=True, tag="ready"):
    """The process has started; from here on the clock runs."""


class Found(msgspec.Struct, frozen=True, array_like=True, tag="found"):
    """The file's hash and kind, and about how many rows will come (0: not known)."""

    sha256: str
    kind: Kind
    rows: int = 0


class Form(msgspec.Struct, frozen=True, array_like=True, tag="form"):
    """How a text file is understood."""

    encoding: str
    delimiter: str
    proven: bool


class SheetHead(msgspec.Struct, frozen=True, array_like=True, tag="sheet"):
    """A sheet begins; its rows follow."""

    name: str
    visible: Visibility = "visible"
    right_to_left: bool | None = None
    first_row: int = 1
    first_column: int = 1
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    errors: tuple[tuple[int, int, str], ...] = ()
    uncalculated: tuple[tuple[int, int, str], ...] = ()
    comments: tuple[tuple[int, int, str], ...] = ()
    currencies: tuple[tuple[int, int, str], ...] = ()
    units: tuple[tuple[int, int, str], ...] = ()
    percents: tuple[Place, ...] = ()
    struck: tuple[Place, ...] = ()
    parts: tuple[CellParts, ...] = ()


class Rows(msgspec.Struct, frozen=True, array_like=True, tag="rows"):
    """The next rows of the sheet that began last."""

    values: list[tuple[Any, ...]]


class SheetEnd(msgspec.Struct, frozen=True, array_like=True, tag="end"):
    """The sheet is complete; columns beyond the width are blank; `parts` of texts in which signs may be marks."""

    width: int
    parts: tuple[CellParts, ...] = ()


class Remark(msgspec.Struct, frozen=True, array_like=True, tag="remark"):
    """Something the person should know (see `sentences`)."""

    code: str
    details: Details


class Refused(msgspec.Struct, frozen=True, array_like=True, tag="refused"):
    """The file cannot be read (see `sentences`); nothing follows."""

    code: str
    details: Details


class Fault(msgspec.Struct, frozen=True, array_like=True, tag="fault"):
    """A fault of ours, with its traceback; nothing follows."""

    traceback: str


class Done(msgspec.Struct, frozen=True, array_like=True, tag="done"):
    """All sheets were sent."""


Message = Ready | Found | Form | SheetHead | Rows | SheetEnd | Remark | Refused | Fault | Done


def wire_date(day: date) -> msgspec.msgpack.Ext:
    """Return a date without time as it travels."""
    return msgspec.msgpack.Ext(_DATE, day.toordinal().to_bytes(_LENGTH, "big"))


def wire_moment(moment: datetime) -> msgspec.msgpack.Ext:
    """Return a date with time as it travels."""
    return msgspec.msgpack.Ext(_MOMENT, moment.isoformat().encode("ascii"))


def _arrived(code: int, data: memoryview) -> date:
    if code == _DATE:
        return date.fromordinal(int.from_bytes(data, "big"))
    return datetime.fromisoformat(str(data, "ascii"))


class Sender:
    """Writes messages to a pipe, each after its length."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._encoder = msgspec.msgpack.Encoder()

    def __call__(self, message: Message) -> None:
        body = self._encoder.encode(message)
        self._pipe.write(len(body).to_bytes(_LENGTH, "big"))
        self._pipe.write(body)
        self._pipe.flush()


def packets(pipe: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of each message until the pipe ends; a message that was cut short is dropped."""
    while len(length := pipe.read(_LENGTH)) == _LENGTH:
        size = int.from_bytes(length, "big")
        body = pipe.read(size)
        if len(body) < size:
            return
        yield body


_decoder: Final = msgspec.msgpack.Decoder(Message, ext_hook=_arrived)


def decoded(packet: bytes) -> Message:
    """Return the message in a packet."""
    message: Message = _decoder.decode(packet)
    return message

"""Reads a workbook or text table into frozen sheets, in a process of its own that may die without harm."""

import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.sheets.model import Cell, CellRange, Limits, Parts, Sheet, TextForm, Workbook
from khartoum_desktop.sheets.sentences import refusal, remark

if TYPE_CHECKING:
    from khartoum_desktop.sheets.messages import CellParts, Message, Request, SheetHead

_MOST_TWICE: Final = 5 * 1024 * 1024  # bytes of a file for which a second try is made


def read_workbook(
    path: Path,
    *,
    progress: Progress = silent,
    limits: Limits | None = None,
    encoding: str = "",
    delimiter: str = "",
    password: str = "",
) -> Workbook:
    """Return what is in a workbook, a CSV-like file, or the tables of a web page or Word document.

    The bytes tell which of them it is, not the name: .xlsx, .xlsm, .xlsb, .xls of any age, XML of Excel 2003, .ods,
    .fods, .docx, HTML, .mht, or text in any of the region's encodings.

    `progress` hears rows read so far and in all (0: not known), about twenty times a second; when it raises, the
    reading process is ended. `encoding` and `delimiter` (one character) replace the guess for text files. Raises
    UserError, which names the file, the cause and a remedy, and no other exception for any content of the file:
    LockedError when it wants a `password`, or another one.
    """
    from khartoum_desktop.sheets.messages import Refusal, Request

    limits = limits or Limits()
    try:
        size = _checked_size(path, limits)
        request = Request(str(path.resolve()), limits, encoding, delimiter, password=password)
        return _read(path.name, request, size, progress)
    except Refusal as reason:
        raise refusal(reason.code, path.name or str(path), reason.details) from reason


def _read(name: str, request: "Request", size: int, progress: Progress) -> Workbook:
    """Return what the reading process tells; if it dies of a file of ordinary size, ask a second, careful one."""
    from msgspec import structs

    from khartoum_desktop.sheets.messages import Refusal
    from khartoum_desktop.sheets.watching import conversation

    try:
        return _assembled(name, conversation(request, size, progress))
    except Refusal as reason:
        if reason.code != "died" or size > _MOST_TWICE:
            raise
        with suppress(Refusal):
            return _assembled(name, conversation(structs.replace(request, careful=True), size, progress))
        raise


def _checked_size(path: Path, limits: Limits) -> int:
    """Return the file's size; raise Refusal for what needs no opening to be refused (a pipe would block)."""
    from khartoum_desktop.sheets.messages import Refusal

    try:
        about = path.stat()
    except FileNotFoundError as error:
        raise Refusal("missing") from error
    except (OSError, ValueError) as error:
        raise Refusal("unreadable") from error
    if stat.S_ISDIR(about.st_mode):
        raise Refusal("folder")
    if not stat.S_ISREG(about.st_mode):
        raise Refusal("foreign")
    if about.st_size > limits.file_bytes:
        raise Refusal("large", megabytes=limits.file_bytes // (1024 * 1024))
    return about.st_size


def _assembled(name: str, messages: Iterable["Message"]) -> Workbook:
    from khartoum_desktop.sheets.messages import Form, Found, Refusal, Remark, Rows, SheetEnd, SheetHead

    found = Found("", "text")
    form: TextForm | None = None
    head = SheetHead("")
    sheets: list[Sheet] = []
    rows: list[tuple[Any, ...]] = []
    notes: list[str] = []
    for message in messages:
        match message:
            case Found():
                found = message
            case Form(encoding, delimiter, proven):
                form = TextForm(encoding, delimiter, proven)
            case SheetHead():
                head, rows = message, []
            case Rows(values):
                rows.extend(values)
            case SheetEnd(width, parts):
                sheets.append(_sheet(head, rows, width, parts, form.delimiter if form else ""))
            case Remark(code, details):
                notes.append(remark(code, details))
            case _:
                pass
    if not sheets:
        raise Refusal("nothing_readable", reason=" ".join(notes[:1]))
    return Workbook(name, found.sha256, found.kind, tuple(sheets), tuple(notes), form)


def _sheet(
    head: "SheetHead", rows: list[tuple[Cell, ...]], width: int, parts: "Sequence[CellParts]", delimiter: str
) -> Sheet:
    blank: tuple[Cell, ...] = (None,) * width
    if head.parts:
        rows = _with_values(rows, head)
    told = {(row, column) for row, column, *_texts in head.parts}
    return Sheet(
        name=head.name,
        visible=head.visible,
        right_to_left=head.right_to_left,
        rows=tuple(row if len(row) == width else (row + blank)[:width] for row in rows),
        first_row=head.first_row,
        first_column=head.first_column,
        merges=tuple(CellRange(*edges) for edges in head.merges),
        hidden_rows=frozenset(head.hidden_rows),
        hidden_columns=frozenset(head.hidden_columns),
        errors={(row, column): text for row, column, text in head.errors},
        uncalculated={(row, column): text for row, column, text in head.uncalculated},
        comments={(row, column): text for row, column, text in head.comments},
        currencies={(row, column): code for row, column, code in head.currencies},
        units={(row, column): unit for row, column, unit in head.units},
        percents=frozenset(head.percents),
        struck=frozenset(head.struck),
        parts={(row, column): Parts(*said) for row, column, _value, *said in head.parts if any(said[1:])},
        marked={
            (row, column): (value, marks)
            for row, column, value, _received, marks, _struck in parts
            if (row, column) not in told
        },
        delimiter=delimiter,
    )


def _with_values(rows: list[tuple[Cell, ...]], head: "SheetHead") -> list[tuple[Cell, ...]]:
    """Return the rows with the values of the cells whose parts were told apart."""
    changed: dict[int, list[Cell]] = {}
    for row, column, value, *_said in head.parts:
        index, place = row - head.first_row, column - head.first_column
        if 0 <= index < len(rows) and 0 <= place < len(rows[index]):
            changed.setdefault(index, list(rows[index]))[place] = value or None
    return [tuple(changed[index]) if index in changed else row for index, row in enumerate(rows)]

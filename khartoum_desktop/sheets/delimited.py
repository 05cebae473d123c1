"""Reads CSV, TSV and their relatives: encoding and delimiter guessed, rows numbered as Excel numbers them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from khartoum_desktop.sheets.cells import LONGEST_TEXT, Packer
from khartoum_desktop.sheets.encodings import decode
from khartoum_desktop.sheets.messages import Form, Message, Refusal, Remark, Request, SheetHead

DELIMITERS: Final = ("\t", ";", ",", "|")
_VOTERS: Final = 400  # lines that vote on the delimiter
_LONGEST_VOTER: Final = 8_192
_DIRECTIVE: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_NUMBER_COMMA: Final = re.compile(r"[0-9٠-٩],[0-9٠-٩]|, ")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
_CONTROLS_PER_SIGN: Final = 0.005
_FEW: Final = 3  # control signs that a short text may have got by mistake
_LINE_END: Final = re.compile(r"\r\n?")
_HALF: Final = 0.5
_MOST: Final = 0.8


def read_text(data: bytes, request: Request) -> Iterator[Message]:
    """Yield the messages of a delimited text file, which is one sheet without name."""
    decoded = decode(data, request.encoding)
    text = decoded.text.removeprefix("\ufeff")
    controls = len(_CONTROL.findall(text))
    if controls > _CONTROLS_PER_SIGN * len(text):
        first = _CONTROL.search(text)
        if first is None or controls > _FEW:
            raise Refusal("foreign")
        raise Refusal("control_sign", row=text.count("\n", 0, first.start()) + 1)
    if not text.strip():
        raise Refusal("empty")
    directive = _DIRECTIVE.match(text)
    if directive:  # Excel obeys this line and does not count it
        text = text[directive.end() :]
    delimiter = request.delimiter or (directive[1] if directive else likeliest_delimiter(text))
    yield Form(decoded.encoding, delimiter, decoded.proven)
    if decoded.unreadable:
        yield Remark("unreadable_signs", {"n": decoded.unreadable})
    rows, unclosed = parsed(text, delimiter)
    if unclosed:
        yield Remark("unclosed_quote", {"row": unclosed})
    limits = request.limits
    width = max(map(len, rows), default=0)
    if not limits.allow(len(rows), width):
        raise Refusal("sheet_too_large", rows=len(rows), columns=width)
    packer = Packer()
    yield from packer.sheet(SheetHead(""), rows)
    yield from packer.remarks()


def likeliest_delimiter(text: str) -> str:
    """Return the delimiter on which most lines agree; commas inside numbers and sentences do not count."""
    lines = _QUOTED.sub('""', _LINE_END.sub("\n", text[: _VOTERS * _LONGEST_VOTER])).split("\n")
    lines = [line[:_LONGEST_VOTER] for line in lines if line.strip()][:_VOTERS]
    scores = {delimiter: _agreement(lines, delimiter) for delimiter in DELIMITERS}
    inside = sum(len(_NUMBER_COMMA.findall(line)) for line in lines)
    if (
        inside > _HALF * sum(line.count(",") for line in lines)
        and max(scores[d] for d in DELIMITERS if d != ",") > _MOST
    ):
        scores[","] = 0
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter]) if any(scores.values()) else ","


def _agreement(lines: list[str], delimiter: str) -> float:
    """Return a share of lines with the same number of delimiters, a little more for more columns."""
    counts = Counter(line.count(delimiter) for line in lines)
    counts.pop(0, 0)
    if not counts:
        return 0.0
    count, same = counts.most_common(1)[0]
    near = sum(n for other, n in counts.items() if other != count)
    return (same + _HALF * near) / len(lines) + min(count, 50) / 1000


def parsed(text: str, delimiter: str) -> tuple[list[list[str]], int]:
    """Return the rows, and the row in which a quote is opened and never closed (0: none).

    Such a quote would swallow the rest of the file into one cell, so from there on quotes are taken as signs. Raises
    Refusal for a cell that is longer than any spreadsheet holds.
    """
    csv.field_size_limit(LONGEST_TEXT)
    lines = [line + "\n" for line in _LINE_END.sub("\n", text).removesuffix("\n").split("\n")]
    spaced = f'{delimiter} "' in text
    rows: list[list[str]] = []
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced)
    begun = 0
    with suppress(csv.Error):
        for row in reader:
            if reader.line_num == len(lines) and _is_open(lines[begun:], delimiter, spaced):
                break
            rows.append(row)
            begun = reader.line_num
    if begun == len(lines):
        return rows, 0
    unclosed = len(rows) + 1
    try:
        rows.extend(csv.reader(lines[begun:], delimiter=delimiter, quoting=csv.QUOTE_NONE))
    except csv.Error as error:
        raise Refusal("cell_too_long", row=len(rows) + 1, most=LONGEST_TEXT) from error
    return rows, unclosed


def _is_open(lines: list[str], delimiter: str, spaced: bool) -> bool:
    """Tell whether the last record, in these lines, ends inside quotes."""
    try:
        for _row in csv.reader(lines, delimiter=delimiter, skipinitialspace=spaced, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False

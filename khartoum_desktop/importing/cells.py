"""What reading one cell gives, and the one validator that every value passes on its way into a plan."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from khartoum_desktop.core.text import clean_text, one_line
from khartoum_desktop.importing.model import Reason, Value, Weight
from khartoum_desktop.proposals.fields import BY_KEY, Field
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import FieldValue, check_field
from khartoum_desktop.sheets.model import Cell

Child = tuple[str, Mapping[str, Value]]


class Cleaned(NamedTuple):
    """What a cell says: columns of the proposal, rows of its lists, and why something was left out or wants a look."""

    values: Mapping[str, Value] = {}
    children: tuple[Child, ...] = ()
    reason: Reason | None = None


NOTHING: Final = Cleaned()
IDENTIFIER: Final = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""An id of a proposal, as our own documents carry it in a hidden column."""
REF: Final = re.compile(r"KP-\d{4}-[A-Z]+-[A-Z]-\d+")


def text_of(cell: Cell) -> str:
    """Return a cell as text, as a person sees it in the sheet: 42, 2.5, 2026-03-09; "" for an empty one."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return repr(cell)


def line_of(cell: Cell) -> str:
    """Return a cell as one clean line; most cells are one already, which a look tells faster than cleaning."""
    text = text_of(cell)
    return text if _is_clean(text) else one_line(text)


def lines_of_cell(cell: Cell) -> str:
    """Return a cell as clean text that may have several lines."""
    text = text_of(cell)
    return text if _is_clean(text) else clean_text(text)


def _is_clean(text: str) -> bool:
    """Whether cleaning would change nothing: only visible signs and single spaces between them (sheets give NFC)."""
    return text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "


def checked(field: Field, value: FieldValue, lists: Lists) -> tuple[bool, Reason | None]:
    """Return (whether the value may be stored, what the one validator of proposals says about it)."""
    found = check_field(field, value, lists)
    if not found:
        return True, None
    refused = [problem for problem in found if problem.refuses]
    problem = (refused or found)[0]
    return not refused, Reason(problem.sentence, (), Weight.LEAVES if refused else Weight.LOOK)


def one_field(key: str, value: FieldValue, lists: Lists) -> Cleaned:
    """Return a value that is one column of the proposal, as far as the validator lets it through."""
    fits, reason = checked(BY_KEY[key], value, lists)
    return Cleaned({key: value} if fits and isinstance(value, str | int) else {}, (), reason)

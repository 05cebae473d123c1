"""Where in a criteria set something is: "criteria[0].weight" in the words of people, counted from 1. Pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr, one_line

_ROW: Final = re.compile(r"(\w+)\[(\d+)\]")
_ROWS: Final = {
    "criteria": N_("criterion {n}"),
    "groups": N_("group {n}"),
    "limits": N_("conditional maximum {n}"),
    "checklist": N_("checklist item {n}"),
    "levels": N_("worded level {n}"),
    "reason_for": N_("mark {n} that needs a reason"),
}
_LONGEST: Final = 40  # of a key that is named


def in_words(place: str, whole: Mapping[str, Any]) -> str:
    """Return a place of a set (as JSON), the rows with the keys that the set gives them: "criterion 1 (a), weight"."""
    words = ""
    for part in place.split("."):
        row = _ROW.fullmatch(part)
        said = isolate_ltr(part) if row is None else _row(row[1], int(row[2]), {} if words else whole)
        words = fill(_("{place}, {part}"), place=words, part=said) if words else said
    return words


def _row(name: str, place: int, whole: Mapping[str, Any]) -> str:
    said = fill(_(_ROWS.get(name, "{n}")), n=format_number(place + 1))
    rows = whole.get(name)
    row = rows[place] if isinstance(rows, list) and place < len(rows) else None
    key = row.get("key") if isinstance(row, dict) else None
    key = one_line(str(key)[:_LONGEST]) if isinstance(key, str) else ""
    return fill(_("{row} ({key})"), row=said, key=isolate(key)) if key else said

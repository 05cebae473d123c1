"""Texts and names made fit for Excel: nothing that could run, nothing it cannot hold."""

import re
from collections.abc import Container
from typing import Final

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates

MOST_CHARACTERS: Final = 32_767  # in a cell, counted in UTF-16 units
_MOST_NAME: Final = 31
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_END: Final = re.compile(r"\r\n?")
_UNFIT_IN_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED: Final = "history"  # Excel keeps this sheet name for itself
# what Excel would take for a formula, a number or a date when the person edits the cell and presses Enter
_TAKEN_OTHERWISE: Final = re.compile(r"[=+\-@\t\n＝＋－＠']|[\d٠-٩][\d٠-٩.,/:%\s-]*$")


def fit_text(text: str) -> tuple[str, int]:
    """Return the text without control characters and isolates, cut to what a cell holds, and how much was cut off."""
    text = _UNFIT.sub("", _LINE_END.sub("\n", strip_isolates(text)))
    if _units(text) <= MOST_CHARACTERS:
        return text, 0
    mark = _(" [… cut here]")
    kept = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - _units(mark))].decode("utf-16-le", "ignore")
    return kept + mark, len(text) - len(kept)


def needs_prefix(text: str) -> bool:
    """Tell whether the cell must carry Excel's mark "this is text", so that it stays text even when it is edited."""
    return bool(_TAKEN_OTHERWISE.match(text))


def fit_sheet_name(name: str, taken: Container[str]) -> str:
    """Return a sheet name that Excel accepts and whose lower case is not taken; what it forbids becomes a space."""
    clean = _UNFIT_IN_NAME.sub(" ", strip_isolates(name)).strip().strip("'")[:_MOST_NAME].strip() or "1"
    if clean.lower() == _RESERVED:
        clean += "_"
    unique, number = clean, 2
    while unique.lower() in taken:
        ending = f" ({number})"
        unique, number = clean[: _MOST_NAME - len(ending)] + ending, number + 1
    return unique


def fit_page_text(text: str) -> str:
    """Return text for a page header: & doubled, since Excel takes it for a code, and well below 255 signs."""
    return fit_text(text)[0].replace("\n", " ")[:100].replace("&", "&&")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

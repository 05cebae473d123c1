"""A block of cells for the clipboard: what a spreadsheet pastes stays what was copied.

A spreadsheet takes pasted cells for typed ones, so a title “=HYPERLINK(…)” would become a formula there and a telephone
number “+20…” a figure. Spreadsheets prefer HTML, where a cell can be declared to be text and so is shown exactly as it
is here. Plain text cannot say so: there such a cell gets the apostrophe by which spreadsheets mark a text.
"""

import html
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMimeData

from khartoum_desktop.core.i18n import is_rtl

_AS_FORMULA: Final = ("=", "+", "-", "@")
_AS_TEXT: Final = """ style='mso-number-format:"\\@"' """.rstrip()


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet would calculate with a pasted text."""
    return text.lstrip().startswith(_AS_FORMULA)


def as_lines(cells: Sequence[Sequence[str]], numeric: Sequence[bool] = ()) -> str:
    """Return cells as tab-separated lines; `numeric` says of each column whether it holds figures (default: none)."""
    figures = [*numeric, *[False] * max((len(row) for row in cells), default=0)]
    return "\n".join("\t".join(map(_plain, row, figures)) for row in cells)


def _plain(text: str, is_figure: bool) -> str:
    return f"'{text}" if is_like_formula(text) and not is_figure else text


def as_clip(cells: Sequence[Sequence[str]], numeric: Sequence[bool]) -> QMimeData:
    """Return what the clipboard gets: the cells as a table, in the window's direction, and as lines of text."""
    rows = "".join(f"<tr>{''.join(map(_cell, row, numeric))}</tr>" for row in cells)
    clip = QMimeData()
    clip.setText(as_lines(cells, numeric))
    clip.setHtml(f'<meta charset="utf-8"><table dir="{"rtl" if is_rtl() else "ltr"}">{rows}</table>')
    return clip


def _cell(text: str, is_figure: bool) -> str:
    return f"<td{'' if is_figure else _AS_TEXT}>{html.escape(text)}</td>"

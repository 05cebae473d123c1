"""Rows of a text file that have more cells than its header: a separator inside a value, which nobody quoted."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.assembling import Draft
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.model import Reason, SheetDecisions, Weight
from khartoum_desktop.importing.structure import Structure

_RAGGED: Final = N_(
    "The row has more cells than the header: beyond {last} stands {values}. "
    "A separator inside a value may have parted it, so that its cells may stand in wrong columns."
)
# a figure that was parted at the separator of its thousands or of its decimals: 250 and 000, 1 200 and 50
_HEAD: Final = re.compile(r"[^\d]*\d{1,3}(?:[ .’']\d{3})*")
_TAIL: Final = re.compile(r"\d{1,3}(?!\d)[^\d]*")
_THOUSANDS: Final = re.compile(r"\d{3}(?!\d)[^\d]*")
_SHOWN: Final = 80  # characters


def hold_ragged(drafts: Sequence[Draft], structure: Structure, own: SheetDecisions, delimiter: str) -> None:
    """Hold rows with values beyond the last header: where few have them, or where a comma seems to part figures.

    A last column that nobody named has values in most rows, and is only kept.
    """
    headed = [index for index, text in enumerate(structure.headers) if text]
    if not headed:
        return
    last = headed[-1]
    wider = [draft for draft in drafts if any(cell is not None for cell in draft.row[last + 1 :])]
    is_column = len(wider) * 2 > len(drafts) > 1
    for draft in wider:
        is_named_nowhere = is_column and not (delimiter == "," and _has_parted_figure(draft, last))
        if draft.number in own.released or is_named_nowhere:
            continue
        values = " | ".join(text_of(cell) for cell in draft.row[last + 1 :] if cell is not None)
        args = (("last", structure.headers[last]), ("values", values[:_SHOWN]))
        draft.troubles.append((None, Reason(_RAGGED, args, Weight.HOLDS)))


def _has_parted_figure(draft: Draft, last: int) -> bool:
    """Whether a figure and three more digits, or beyond the last header any digits, stand beside each other."""
    texts = [text_of(cell).strip() for cell in draft.row]
    return any(
        _HEAD.fullmatch(one) and (_TAIL if place >= last else _THOUSANDS).fullmatch(two)
        for place, (one, two) in enumerate(pairwise(texts))
    )

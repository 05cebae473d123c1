"""Rows of a text file that have more cells than its header: a separator inside a value, which nobody quoted."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.assembling import AppliedColumn, Draft
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.model import Reason, SheetDecisions, SheetPlan, Weight

_RAGGED: Final = N_(
    "The row has more cells than the header: beyond {last} stands {values}. "
    "A separator inside a value may have parted it, so that its cells may stand in wrong columns."
)
# a figure that was parted at the separator of its thousands or of its decimals: 250 and 000, 1 200 and 50
_HEAD: Final = re.compile(r"[^\d]*\d{1,3}(?:[ .’']\d{3})*")
_TAIL: Final = re.compile(r"\d{1,3}(?!\d)[^\d]*")
_THOUSANDS: Final = re.compile(r"\d{3}(?!\d)[^\d]*")
_SHOWN: Final = 80  # characters


def hold_ragged(
    plan: SheetPlan,
    drafts: Sequence[Draft],
    columns: Sequence[AppliedColumn],
    own: SheetDecisions,
    *,
    is_further: bool = False,
) -> None:
    """Hold rows of a text file with values beyond the last header, where few have them or a comma parts figures.

    A figure that was parted at the end of the row is not read, even if the row is let in; whoever says what stands in
    its cell lets the row in. A last column that nobody named has values in most rows, and is only kept; what most
    rows have, those that came in before (`is_further`) do not tell.
    """
    structure, delimiter = plan.structure, plan.sheet.delimiter
    headed = [index for index, text in enumerate(structure.headers) if text]
    if not headed or not delimiter or structure.form:
        return
    last = headed[-1]
    column = next((one.plan for one in columns if one.plan.index == last), None)
    wider = [draft for draft in drafts if any(cell is not None for cell in draft.row[last + 1 :])]
    is_column = len(wider) * 2 > len(drafts) > 1 and not is_further
    for draft in wider:
        texts = [text_of(cell).strip() for cell in draft.row]
        is_parted = delimiter == "," and bool(_HEAD.fullmatch(texts[last]) and _TAIL.fullmatch(texts[last + 1]))
        if is_column and not (is_parted or (delimiter == "," and _has_parted_figure(texts))):
            continue
        is_released = draft.number in own.released
        if (is_released and not is_parted) or (column and (draft.number, column.letter) in own.cells):
            continue
        if is_parted:
            draft.row = tuple(None if index == last else cell for index, cell in enumerate(draft.row))
        args = (("last", structure.headers[last]), ("values", " | ".join(filter(None, texts[last + 1 :]))[:_SHOWN]))
        weight = Weight.LEAVES if is_released else Weight.HOLDS
        draft.troubles.append((column if is_parted else None, Reason(_RAGGED, args, weight)))


def _has_parted_figure(texts: Sequence[str]) -> bool:
    return any(_HEAD.fullmatch(one) and _THOUSANDS.fullmatch(two) for one, two in pairwise(texts))

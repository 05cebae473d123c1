"""Arabic texts whose letters stand in reversed order, as in what is copied from a PDF or from slides."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from khartoum_desktop.importing.model import SheetPlan
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.synonyms import is_reversed
from khartoum_desktop.importing.targets import TITLES

_ROWS: Final = 200  # rows that are looked at
_LEAST: Final = 2  # words, for one may be a slip of the typist
_BEGINS: Final = re.compile(r"(?<!\w)[ةى]\w")  # no Arabic word begins so
_ENDS: Final = re.compile(r"\w[ةى](?!\w)")  # many end so


def is_backwards(plan: SheetPlan) -> bool:
    """Tell whether headers or titles of a sheet are to be read from their ends."""
    if any(is_reversed(header) for header in plan.structure.headers):
        return True
    places = [column.index for column in plan.columns if column.applied in TITLES]
    kinds = zip(plan.sheet.rows, plan.structure.kinds, strict=True)
    rows = islice((row for row, kind in kinds if kind is Kind.PROPOSAL), _ROWS)
    cells = (row[place] for row in rows for place in places if place < len(row))
    return stand_backwards(cell for cell in cells if isinstance(cell, str))


def stand_backwards(texts: Iterable[str]) -> bool:
    """Tell whether texts hold words that begin as only the reverse of a word can, and more of them than good ends."""
    begun = ended = 0
    for text in texts:
        if not text.isascii():
            begun += len(_BEGINS.findall(text))
            ended += len(_ENDS.findall(text))
    return begun >= _LEAST and begun > ended

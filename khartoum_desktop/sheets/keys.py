"""The mark by which a table of ours says what its columns are: one text in the header of a hidden column."""

from collections.abc import Sequence
from typing import Final

_MARK: Final = "kd:columns:"


def columns_mark(keys: Sequence[str]) -> str:
    """Return the header that names the columns before it, from column A on."""
    return _MARK + "|".join(keys)


def columns_in(text: object) -> list[str] | None:
    """Return the columns that a header names, None for any other cell."""
    return text.removeprefix(_MARK).split("|") if isinstance(text, str) and text.startswith(_MARK) else None

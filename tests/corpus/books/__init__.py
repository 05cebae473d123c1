"""The authors of the workbooks, by what they are about."""

from collections.abc import Mapping
from importlib import import_module

from tests.corpus.meaning import BOOKS, Author

_MODULES = (
    "layout",
    "layout_rows",
    "layout_more",
    "forms",
    "forms_more",
    "characters",
    "dates",
    "money",
    "quantities",
    "files",
    "beyond",
    "traps",
    "traps_rows",
    "beyond_rows",
    "parts",
    "pairs",
    "storms",
)


def all_books() -> Mapping[str, tuple[Author, tuple[str, ...]]]:
    """Return every author by name, and the lines of the facts that the workbook covers."""
    for name in _MODULES:
        import_module(f"{__name__}.{name}")
    return BOOKS


def draw_more(seeds: int) -> None:
    """Add the drawn workbooks of so many further seeds."""
    from tests.corpus.books import pairs, storms

    pairs.register(range(pairs.COUNT, pairs.COUNT + seeds))
    storms.register(range(storms.COUNT, storms.COUNT + seeds))

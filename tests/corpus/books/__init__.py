"""The authors of the workbooks, by what they are about."""

from collections.abc import Mapping
from importlib import import_module

from tests.corpus.meaning import BOOKS, Author

_MODULES = (
    "layout",
    "layout_rows",
    "layout_more",
    "forms",
    "characters",
    "dates",
    "money",
    "quantities",
    "files",
    "pairs",
)


def all_books() -> Mapping[str, tuple[Author, tuple[str, ...]]]:
    """Return every author by name, and the lines of the facts that the workbook covers."""
    for name in _MODULES:
        import_module(f"{__name__}.{name}")
    return BOOKS

"""Small tables beside a list that add up what stands in it: by ministry, by donor, by year."""

from typing import Final

from khartoum_desktop.importing.grid import texts
from khartoum_desktop.importing.headers import named
from khartoum_desktop.importing.structure import Structure
from khartoum_desktop.importing.targets import TITLES, Reading, targets
from khartoum_desktop.sheets.model import Sheet

_TITLED: Final = frozenset({*TITLES, "title"})
_WIDEST: Final = 5  # columns


def is_summary(small: Sheet, structure: Structure, whole: Sheet, of: Structure) -> bool:
    """Whether one block of columns sums up another: it names no titles, and gives amounts that the list gives too."""
    if small.width > _WIDEST:
        return False
    own, listed = _meanings(small, structure), _meanings(whole, of)
    if _TITLED & own or not _TITLED & listed:
        return False
    return any(one in targets() and targets()[one].reading is Reading.MONEY for one in own & listed)


def _meanings(sheet: Sheet, structure: Structure) -> frozenset[str]:
    """Return what the headers name; “Projects” above figures counts them and is no title."""
    below = sheet.rows[structure.header_rows[-1] - sheet.first_row + 1 :]
    found: set[str] = set()
    for place, header in enumerate(structure.headers):
        one = named(header) if header else None
        if one and (texts(row[place] for row in below) or not _TITLED.intersection(one.targets)):
            found.update(one.targets)
    return frozenset(found)

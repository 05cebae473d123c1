"""Which cells of a sheet have a style that tells something; costs nothing where no style does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.sheets.messages import Place
from khartoum_desktop.sheets.model import column_number
from khartoum_desktop.sheets.styles import PLAIN, Look

_FEW: Final = 40  # styles that are cheaper to look for by name than to look up
_MOST: Final = 300_000  # cells of a sheet about which something is kept


@dataclass(slots=True)
class Told:
    """What the styles of a sheet's filled cells tell."""

    currencies: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    left: int = _MOST

    def add(self, place: Place, look: Look) -> bool:
        """Keep what the style of a cell tells; return whether there was room for it."""
        if self.left <= 0:
            return False
        self.left -= 1
        if look.currency:
            self.currencies[place] = look.currency
        if look.percent:
            self.percents.add(place)
        if look.struck:
            self.struck.add(place)
        return True


class Telling:
    """Finds the cells of telling styles in the XML of a sheet's rows."""

    def __init__(self, looks: Mapping[str, Look]) -> None:
        self._looks = {number.encode(): look for number, look in looks.items()}
        self._columns: dict[bytes, int] = {}
        which = b"|".join(sorted(self._looks)) if len(looks) <= _FEW else b"[0-9]{1,6}"
        # in the usual spelling and order, and with something in it: neither reaches beyond its own tag
        self._cell = re.compile(
            rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: t="[a-zA-Z]{1,9}")?(?: cm="[0-9]+")? s="(%b)"[^<>/]*>' % which
        )

    def __bool__(self) -> bool:
        return bool(self._looks)

    def in_rows(self, text: bytes, told: Told) -> None:
        """Find them in rows whose cells are spelled as usual."""
        columns, looks = self._columns, self._looks
        for letters, number, style in self._cell.findall(text):
            look = looks.get(style)
            if look is not None:
                column = columns.get(letters)
                if column is None:
                    column = columns[letters] = column_number(str(letters, "ascii"))
                told.add((int(number), column), look)

    def of_cell(self, place: Place, style: str, told: Told) -> None:
        """Keep what the style of one cell tells."""
        look = self._looks.get(style.encode("utf-8", "replace"), PLAIN)
        if look is not PLAIN:
            told.add(place, look)


NOTHING_TELLS: Final = Telling({})

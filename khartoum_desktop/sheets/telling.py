"""Which cells of a sheet have a style or a text that tells something; costs nothing where none does."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.sheets.messages import CellParts, Place, Refusal
from khartoum_desktop.sheets.model import column_number
from khartoum_desktop.sheets.parts import Piece, is_struck, settled
from khartoum_desktop.sheets.styles import PLAIN, Look

_FEW: Final = 40  # styles that are cheaper to look for by name than to look up
_MOST_CHARACTERS: Final = 32_000_000  # of texts whose parts are told apart
_MOST: Final = 300_000  # cells of a sheet about which something is kept


@dataclass(slots=True)
class Told:
    """What the styles of a sheet's filled cells tell."""

    currencies: dict[Place, str] = field(default_factory=dict)
    units: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)
    pieces: dict[Place, tuple[Piece, ...]] = field(default_factory=dict)  # of texts of which parts look otherwise
    left: int = _MOST

    def add(self, place: Place, look: Look) -> bool:
        """Keep what the style of a cell tells; return whether there was room for it."""
        if self.left <= 0:
            return False
        self.left -= 1
        if look.currency:
            self.currencies[place] = look.currency
        if look.unit:
            self.units[place] = look.unit
        if look.percent:
            self.percents.add(place)
        if look.struck:
            self.struck.add(place)
        return True


class Telling:
    """Finds the cells of telling styles, and of shared texts with telling parts, in the XML of a sheet's rows."""

    def __init__(self, looks: Mapping[str, Look], texts: Mapping[int, tuple[Piece, ...]] | None = None) -> None:
        self._texts = {str(number).encode(): pieces for number, pieces in (texts or {}).items()}
        self._looks = {number.encode(): look for number, look in looks.items()}
        self._columns: dict[bytes, int] = {}
        which = b"|".join(sorted(self._looks)) if len(looks) <= _FEW else b"[0-9]{1,6}"
        # in the usual spelling and order, and with something in it: neither reaches beyond its own tag
        self._cell = re.compile(
            rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: t="[a-zA-Z]{1,9}")?(?: cm="[0-9]+")? s="(%b)"[^<>/]*>' % which
        )
        number = b"|".join(self._texts) if len(self._texts) <= _FEW else b"[0-9]{1,9}"
        self._shared = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*? t="s"[^<>]*><v>(%b)</v>' % number)

    def __bool__(self) -> bool:
        return bool(self._looks or self._texts)

    def in_rows(self, text: bytes, told: Told) -> None:
        """Find them in rows whose cells are spelled as usual."""
        if self._looks:
            self._styled(text, told)
        for letters, number, which in self._shared.findall(text) if self._texts else ():
            if which in self._texts:
                told.pieces[int(number), column_number(str(letters, "ascii"))] = self._texts[which]

    def _styled(self, text: bytes, told: Told) -> None:
        columns, looks = self._columns, self._looks
        for letters, number, style in self._cell.findall(text):
            look = looks.get(style)
            if look is not None:
                column = columns.get(letters)
                if column is None:
                    column = columns[letters] = column_number(str(letters, "ascii"))
                told.add((int(number), column), look)

    def of_text(self, place: Place, number: bytes, told: Told) -> None:
        """Keep the pieces of the shared text of one cell, if they tell something."""
        pieces = self._texts.get(number.strip())
        if pieces:
            told.pieces[place] = pieces

    def of_cell(self, place: Place, style: str, told: Told) -> None:
        """Keep what the style of one cell tells."""
        look = self._looks.get(style.encode("utf-8", "replace"), PLAIN)
        if look is not PLAIN:
            told.add(place, look)


def parts_of(told: Told) -> Iterator[CellParts]:
    """Yield the cells whose parts look otherwise, with what they say without them; Refusal for more than fit."""
    room = _MOST_CHARACTERS
    for place, pieces in told.pieces.items():
        found = settled(pieces, struck=place in told.struck)
        room -= len(found.value) + len(found.received)
        if room < 0:
            raise Refusal("bomb")
        yield *place, *found


def struck_of(told: Told) -> set[Place]:
    """Return the cells that are struck through from end to end, by their style or in all their parts."""
    parted = {place: is_struck(pieces, struck=place in told.struck) for place, pieces in told.pieces.items()}
    return {place for place in told.struck if place not in parted} | {place for place, whole in parted.items() if whole}


NOTHING_TELLS: Final = Telling({})

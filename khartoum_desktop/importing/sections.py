"""What the headings inside a table say of the rows under them: a country, a ministry, or a priority by its name."""

import re
from typing import Final, NamedTuple

from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.importing.assembling import Draft
from khartoum_desktop.importing.sender import ministry_in, section_words
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.proposals.lists import COUNTRY, PRIORITY, Lists
from khartoum_desktop.sheets.model import Sheet

_COUNTRY: Final = "lead_country"
_MINISTRY: Final = "submitting_ministry"
_MOST: Final = 20  # headings over one row
_LEVELS: Final = re.compile(
    r"[\W_]*(?:(?P<digit>\d)|(?P<roman>[ivx]{1,5}\b)|(?P<letter>[a-hابجدهو]\s*[-.:)/–])|(?P<ordinal>\w+لا\b|ثانيا|ثالثا|رابعا|"
    r"خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا)|(?P<part>(?:ال)?(?:محور|مكون|باب|فصل|قسم)\b|(?:axe|axis|pillar|pilier|section|"
    r"volet|component|composante|chapter|chapitre)\b))"
)


class _Meaning(NamedTuple):
    """What one heading says: ministry, priority, country; and its kind, by which a later one takes its place."""

    ministry: str | None
    priority: str | None
    country: str | None
    level: str


class Sections:
    """What the headings of a sheet's table say; a priority and a country count by their exact names only."""

    def __init__(self, sheet: Sheet, structure: Structure, lists: Lists) -> None:
        self._sheet = sheet
        self._lists = lists
        self._known: dict[int, _Meaning] = {}
        self._over: dict[int, tuple[int, ...]] = {}  # by the row: the headings in force, the widest first
        self._next: dict[int, tuple[int, ...]] = {}  # and those of them that stand together right above
        if structure.form is None and Kind.SECTION in structure.kinds:
            self._read(structure)

    def apply(self, draft: Draft, ministry: str | None) -> None:
        """Fill in what the row itself does not say; a country cell that is not clear stays so."""
        draft.headings = self._over.get(draft.number, ())
        said = [self._meaning(number) for number in reversed(self._next.get(draft.number, ()))]
        named = next((one.ministry for one in said if one.ministry), ministry)
        if named and not draft.values.get(_MINISTRY):
            draft.values[_MINISTRY] = named
        country = next((one.country for one in said if one.country), None)
        is_unclear = any(column is not None and column.target == _COUNTRY for column, _reason in draft.troubles)
        if country and not draft.values.get(_COUNTRY) and not is_unclear:
            draft.values[_COUNTRY] = country
        priority = next((one.priority for one in said if one.priority), None)
        line = {"scheme": PRIORITY, "code": priority}
        if priority and ("alignment", line) not in draft.children:
            draft.children = [*draft.children, ("alignment", line)]

    def _read(self, structure: Structure) -> None:
        """Find the headings over each row: one takes the place of the one of its kind and of those under that."""
        over: list[int] = []
        together: list[int] = []
        is_open = False  # whether the row above is a heading, too
        for number, kind in enumerate(structure.kinds, self._sheet.first_row):
            if kind is Kind.SECTION:
                level = self._meaning(number).level
                same = [place for place, other in enumerate(over) if self._meaning(other).level == level]
                if same and not (is_open and over[same[0]] in together):
                    over[same[0] :] = [other for other in over[same[0] :] if is_open and other in together]
                together = [*together[1 - _MOST :], number] if is_open else [number]
                over = [*over[1 - _MOST :], number]
            elif kind is Kind.PROPOSAL:
                self._over[number], self._next[number] = tuple(over), tuple(together)
            is_open = kind is Kind.SECTION or (is_open and kind in (Kind.EMPTY, Kind.HIDDEN))

    def _meaning(self, number: int) -> _Meaning:
        if number not in self._known:
            row = self._sheet.rows[number - self._sheet.first_row]
            text = max((cell for cell in row if isinstance(cell, str)), key=len, default="")
            heading = section_words(text)
            is_ministry = bool(words.MINISTRY.search(fold_key(heading)))
            priority = self._lists.find(PRIORITY, heading) or self._lists.find(PRIORITY, text)
            name = words.STATE.sub("", fold_key(heading)).strip()
            country = self._lists.find(COUNTRY, heading) or self._lists.find(COUNTRY, name)
            marked = _LEVELS.match(fold_key(text))
            level = "country" if country else "ministry" if is_ministry else (marked.lastgroup or "") if marked else ""
            self._known[number] = _Meaning(ministry_in([heading]) if is_ministry else None, priority, country, level)
        return self._known[number]

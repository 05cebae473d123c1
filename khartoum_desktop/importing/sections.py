"""What the headings inside a table say of the rows under them: a country, a ministry, or a priority by its name."""

from typing import Final

from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.importing.assembling import Draft
from khartoum_desktop.importing.sender import ministry_in, section_words
from khartoum_desktop.proposals.lists import COUNTRY, PRIORITY, Lists
from khartoum_desktop.sheets.model import Sheet

_COUNTRY: Final = "lead_country"
_MINISTRY: Final = "submitting_ministry"


class Sections:
    """What the headings of a sheet's table say; a priority and a country count by their exact names only."""

    def __init__(self, sheet: Sheet, lists: Lists) -> None:
        self._sheet = sheet
        self._lists = lists
        self._known: dict[int, tuple[str | None, str | None, str | None]] = {}

    def apply(self, draft: Draft, ministry: str | None) -> None:
        """Fill in what the row itself does not say; a country cell that is not clear stays so."""
        named, priority, country = self._meaning(draft.section) if draft.section else (None, None, None)
        if (named or ministry) and not draft.values.get(_MINISTRY):
            draft.values[_MINISTRY] = named or ministry
        is_unclear = any(column is not None and column.target == _COUNTRY for column, _reason in draft.troubles)
        if country and not draft.values.get(_COUNTRY) and not is_unclear:
            draft.values[_COUNTRY] = country
        line = {"scheme": PRIORITY, "code": priority}
        if priority and ("alignment", line) not in draft.children:
            draft.children = [*draft.children, ("alignment", line)]

    def _meaning(self, number: int) -> tuple[str | None, str | None, str | None]:
        if number not in self._known:
            row = self._sheet.rows[number - self._sheet.first_row]
            text = max((cell for cell in row if isinstance(cell, str)), key=len, default="")
            heading = section_words(text)
            is_ministry = bool(words.MINISTRY.search(fold_key(heading)))
            priority = self._lists.find(PRIORITY, heading) or self._lists.find(PRIORITY, text)
            name = words.STATE.sub("", fold_key(heading)).strip()
            country = self._lists.find(COUNTRY, heading) or self._lists.find(COUNTRY, name)
            self._known[number] = (ministry_in([heading]) if is_ministry else None, priority, country)
        return self._known[number]

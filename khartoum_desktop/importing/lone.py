"""Rows that hold nothing but a title: a proposal, a heading, or the rest of the title above. None is lost silently.

What names itself a heading is one. In the column of the titles anything else is held; at the margin of the table, where
most headings stand, it is held where several stand together or nothing follows, and otherwise named in a note.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.importing.assembling import Draft
from khartoum_desktop.importing.grid import LONG, NUMBER, filled
from khartoum_desktop.importing.model import Certainty, ColumnPlan, Reason, SheetDecisions, Weight
from khartoum_desktop.importing.sender import section_words
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.targets import TITLES
from khartoum_desktop.importing.units import mentioned
from khartoum_desktop.proposals.lists import COUNTRY, PRIORITY, Lists
from khartoum_desktop.sheets.model import Cell, Sheet

LONE: Final = N_(
    "The row holds nothing but a title: it may be a proposal, a section or the rest of the title above. "
    "Import it, or say in the sheet what it is."
)
RUNS_ON: Final = N_(
    "The row holds nothing but a text that may go on with the title of row {row}. "
    "Say in the sheet whether it is continued, a proposal or a section."
)
_CUT: Final = N_("The title may go on in row {row}, which is held.")
_GOES_ON: Final = N_("What stands here may go on in row {row}: “{text}”.")
_OPEN_END: Final = re.compile(
    r"(?:[-–,،(]|\b(?:of|the|and|for|to|in|on|with|by|from|a|an|at|its|le|la|les|des|du|de|et|pour|aux|au|en|dans|sur|"
    "une?|par|avec|d'|l'|في|من|علي|الي|عن|مع|بين|و|او|التي|الذي|لدي|عبر|خلال|نحو|ضد|بشان))$"
)
_COMPONENT: Final = re.compile(
    r"[\W\d]*(?:(?:ال)?(?:محور|مكون|مكونه|قطاع|باب|فصل|هدف|اولويه|مجال|قسم)\b|(?:axe|axis|pillar|pilier|section|volet|"
    r"component|composante|chapter|chapitre|sector|secteur|theme|thematique|priority|priorite|objective|objectif|lot|"
    r"cluster|annexe?|part|partie|category|categorie|outcome|output)\b(?! (?:for|on|to|of|in|pour|de|des)\b)|"
    r"(?:new |ongoing |proposed |planned |regional |national )?(?:projects|programmes)\b|(?:projets|programmes)\b|"
    r"(?:ال)?(?:مشروعات|مشاريع|برامج)\b)"
)
_PLACE: Final = re.compile(
    r"(?:ولايه|محافظه|اقليم|region|province|wilaya|gouvernorat|governorate|district|county|state of|etat) ?.{0,30}|"
    r".{1,30} (?:state|region|governorate|province|county|district|projects|projets)"
)
_COUNTED: Final = re.compile(
    r"\s*(?:اولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا|حادي عشر|[ivx]{1,5}|[a-h]|[ابجدهو])\s*[-.:)/–]"
)
_NUMBERED: Final = re.compile(r"\s*\(?\d{1,2}(?:\.\d{1,2})*\s*[-.:)/–]")
_EARLY: Final = 10  # characters within which a ministry is named
_SENTENCE: Final = 150  # characters: below a table, a longer text is a remark
_SHOWN: Final = 60
_DEEPEST: Final = 5  # rows of one title
_WAITING: Final = (Certainty.OFFERED, Certainty.NONE)


class _Table:
    """The rows of a sheet with what is needed to judge those with one cell."""

    def __init__(self, sheet: Sheet, structure: Structure, columns: Sequence[ColumnPlan], lists: Lists) -> None:
        self.sheet, self.structure, self.lists = sheet, structure, lists
        self.kinds = structure.kinds
        self.now = list(structure.kinds)  # as far as they are decided
        self._below = self._next_proposals()
        self.titles = [one.index for one in columns if one.target in TITLES and one.certainty not in _WAITING]
        self.serial = next((one.index for one in columns if one.target == "serial"), None)
        self.margin = min((one.index for one in columns), default=0)
        full = [sheet.rows[i] for i, kind in enumerate(self.kinds) if kind is Kind.PROPOSAL]
        said = [text for row in full for i in self.titles if isinstance(text := row[i], str)]
        self._are_numbered = any(_NUMBERED.match(text) for text in said)
        self._are_capitals = any(text.isupper() for text in said)
        self._across = {(m.first_row, m.first_column) for m in sheet.merges if m.last_column > m.first_column}

    def _next_proposals(self) -> list[int | None]:
        """Return for each row the next one that is a proposal, by index."""
        found: list[int | None] = []
        below = None
        for place in range(len(self.kinds) - 1, -1, -1):
            found.append(below)
            below = place if self.kinds[place] is Kind.PROPOSAL else below
        return found[::-1]

    def text(self, place: int) -> str:
        """Return the one text of a row, "" where it holds more or none, or is merged over several columns."""
        index, cell = self.only(place)
        number = self.sheet.first_row + place
        is_merged = (number, self.sheet.first_column + index) in self._across
        return cell.strip() if isinstance(cell, str) and not (is_merged or NUMBER.match(cell)) else ""

    def only(self, place: int) -> tuple[int, Cell]:
        """Return (column, cell) of a row's one filled cell."""
        row = self.sheet.rows[place]
        if filled(row) != 1:
            return 0, None
        return next((index, cell) for index, cell in enumerate(row) if cell is not None)

    def is_heading(self, place: int) -> bool:
        """Whether the text of a row says itself that it heads those below, or the numbers below begin anew."""
        text = self.text(place)
        folded = fold_key(text)
        named = words.MINISTRY.search(folded)
        heading = section_words(text)
        return bool(
            text.endswith((":", "："))
            or (named and named.start() <= _EARLY)
            or _COMPONENT.match(folded)
            or _PLACE.fullmatch(folded)
            or _COUNTED.match(folded)
            or words.STATE.match(folded)
            or (_NUMBERED.match(folded) and not self._are_numbered)
            or (text.isupper() and not self._are_capitals)
            or any(self.lists.find(scheme, name) for scheme in (COUNTRY, PRIORITY) for name in (text, heading))
            or self._begins_anew(place)
        )

    def is_remark(self, place: int) -> bool:
        """Whether the text of a row is a note or a signature by its words."""
        text = self.text(place)
        folded = fold_key(text)
        return bool(
            text.startswith("*") or words.NOTE.match(folded) or words.SIGNATURE.match(folded) or mentioned(text) != 1
        )

    def _begins_anew(self, place: int) -> bool:
        below = self._below[place]
        if below is None or self.serial is None:
            return False
        number = self.sheet.rows[below][self.serial]
        return number is not None and fold_key(str(number)).strip(" .-)(") in ("1", "1.0", "01")

    def is_closed(self, place: int, *, also_by_blank: bool) -> bool:
        """Whether the table ended above a row: by a total, or by an empty row."""
        ends = {Kind.TOTAL, Kind.NOTE, Kind.SIGNATURE} | ({Kind.EMPTY} if also_by_blank else set())
        above = (self.now[index] for index in range(place - 1, -1, -1))
        last = next((kind for kind in above if kind is Kind.PROPOSAL or kind in ends), None)
        return last is not Kind.PROPOSAL

    def is_candidate(self, place: int) -> bool:
        """Whether a row has one cell, in a column of titles, and does not say that it is something else."""
        index, _cell = self.only(place)
        return bool(self.text(place)) and index in self.titles and not self.is_remark(place)

    def goes_on_with(self, place: int) -> int:
        """Return the row whose title the one of a row seems to continue, 0: none."""
        near = range(place - 1, max(place - 1 - _DEEPEST, -1), -1)
        above = next((i for i in near if self.kinds[i] is Kind.PROPOSAL or not self.is_candidate(i)), None)
        if above is None or self.kinds[above] is not Kind.PROPOSAL:
            return 0
        index, text = self.only(place)
        before = self.sheet.rows[place - 1][index]
        if not isinstance(before, str) or not isinstance(text, str):
            return 0
        is_open = bool(_OPEN_END.search(fold_key(before).rstrip()))
        runs_on = is_open or (text.lstrip()[:1].islower() and not self.is_heading(place))
        return self.sheet.first_row + above if runs_on else 0


def with_lone(
    sheet: Sheet,
    structure: Structure,
    columns: Sequence[ColumnPlan],
    lists: Lists,
    own: SheetDecisions,
    *,
    is_further: bool,
) -> Structure:
    """Return a sheet's structure with the rows that hold nothing but a title, and may be proposals, among these.

    `is_further`: the rows came in before, so that what they are was not said by a person but kept.
    """
    is_asked = is_further or not {Kind.SECTION, Kind.NOTE}.isdisjoint(structure.kinds)
    if structure.form is not None or not structure.is_table or not is_asked:
        return structure
    table = _Table(sheet, structure, columns, lists)
    if not table.titles:
        return structure
    lone, headings = dict[int, int](), []
    for place, kind in enumerate(structure.kinds):
        number = sheet.first_row + place
        is_kept = is_further and kind is Kind.PROPOSAL and len(structure.headers) > 2  # noqa: PLR2004 - a wide table
        if not (is_kept or (kind in (Kind.SECTION, Kind.NOTE) and number not in own.kinds)):
            continue
        if not table.is_candidate(place):
            continue
        before = table.goes_on_with(place)
        if is_kept or before or _may_be_proposal(table, place):
            table.now[place] = Kind.PROPOSAL
            lone[number] = before
        elif kind is Kind.SECTION and not table.is_heading(place):
            headings.append(number)
    if not (lone or headings):
        return structure
    return replace(structure, kinds=tuple(table.now), lone=lone, guessed=tuple(headings))


def _may_be_proposal(table: _Table, place: int) -> bool:
    """Whether a row with nothing but a text in the column of the titles is perhaps no heading."""
    index, _cell = table.only(place)
    if table.is_heading(place):
        return False
    if table.kinds[place] is Kind.NOTE:
        text = table.text(place)
        is_remark = len(text) > _SENTENCE or (text.endswith((".", "؛", "!")) and len(text) > LONG)
        return not (is_remark or table.is_closed(place, also_by_blank=index == table.margin or is_remark))
    return index != table.margin or any(_stands_alone(table, place, other) for other in (place - 1, place + 1))


def _stands_alone(table: _Table, place: int, other: int) -> bool:
    """Whether the row beside one is such a row, too: headings that say nothing of themselves do not come in pairs."""
    return (
        0 <= other < len(table.kinds)
        and table.kinds[other] is Kind.SECTION
        and table.is_candidate(other)
        and table.only(other)[0] == table.only(place)[0]
        and not table.is_heading(other)
    )


def doubt_lone(
    sheet: Sheet,
    structure: Structure,
    drafts: Sequence[Draft],
    columns: Sequence[ColumnPlan],
    own: SheetDecisions,
    *,
    is_further: bool,
) -> None:
    """Hold the rows with nothing but a title, and ask for a look at the title or text that may go on in one."""
    title = next((one for one in columns if one.applied in TITLES), None)
    decided: Collection[int] = own.released if is_further else own.released | own.kinds.keys()
    waiting: Mapping[int, int] = {n: before for n, before in structure.lone.items() if n not in decided}
    by_number = {draft.number: draft for draft in drafts}
    for number, before in waiting.items():
        draft = by_number.get(number)
        if draft is None:
            continue
        reason = Reason(RUNS_ON, (("row", str(before)),), Weight.HOLDS) if before else Reason(LONE, (), Weight.HOLDS)
        draft.troubles.append((title, reason))
        if before in by_number:
            by_number[before].troubles.append((title, Reason(_CUT, (("row", str(number)),), Weight.LOOK)))
    for draft, column, number, text in _cut_texts(sheet, structure, drafts, columns, own):
        args = (("row", str(number)), ("text", text[:_SHOWN]))
        draft.troubles.append((column, Reason(_GOES_ON, args, Weight.LOOK)))


def _cut_texts(
    sheet: Sheet, structure: Structure, drafts: Sequence[Draft], columns: Sequence[ColumnPlan], own: SheetDecisions
) -> Iterator[tuple[Draft, ColumnPlan, int, str]]:
    """Yield the rows whose text, under another header than the title's, may go on in the row below: a lone text."""
    by_number = {draft.number: draft for draft in drafts}
    first = min((one.index for one in columns), default=0)
    inside = {one.index: one for one in columns if one.index != first and one.target not in TITLES}
    across = {(m.first_row, m.first_column) for m in sheet.merges if m.last_column > m.first_column}
    for number, row in sheet.numbered_rows():
        is_section = structure.kinds[number - sheet.first_row] is Kind.SECTION
        draft = by_number.get(number - 1)
        if not is_section or draft is None or number in own.kinds or filled(row) != 1:
            continue
        index = next(place for place, cell in enumerate(row) if cell is not None)
        text, above = row[index], draft.row[index]
        is_merged = (number, sheet.first_column + index) in across
        if index in inside and isinstance(text, str) and isinstance(above, str) and not is_merged:
            yield draft, inside[index], number, text

"""From whom a sheet comes: the country and the ministry that its title block (or a section row) names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.importing import words
from khartoum_desktop.importing.pieces import country_in
from khartoum_desktop.importing.state_names import nation_in
from khartoum_desktop.proposals.lists import COUNTRY, Lists, word_key

_LONGEST_NAME: Final = 6  # words: République fédérale démocratique d'Éthiopie
_SHORTEST_NAME: Final = 4  # letters: shorter ones are codes or words ("de", "no", "so")
_LONGEST_MINISTRY: Final = 160
_STATE: Final = re.compile(
    r"\b(?:جمهوريه|الجمهوريه|مملكه|المملكه|دوله|republic|republique|kingdom|royaume|state of|etat)\b"
)
_PIECES: Final = re.compile(r"\s+[–—-]\s+|\n|\s*[|]\s*")
_NUMBERED: Final = re.compile(
    r"^\s*(?:(axe|axis|pillar|pilier|section|volet|محور|المحور)\s+)?(\S{1,8}?)\s*[:.)–-]+\s*", re.IGNORECASE
)
_ORDINAL: Final = re.compile(
    "اولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا|[ivx]+|[a-h]|[ابجدهو]|[0-9]{1,2}"
)
_BETWEEN: Final = str.maketrans(",،()/", "     ")
_ADDRESSEE: Final = re.compile(
    r"\s*(?:(?:submitted|presented|addressed|sent|proposed) to|to|attn?|attention|(?:presentee?|soumise?|adressee?|"
    r"transmise?|proposee?) (?:a|au|aux)|a l'attention d|"
    r"(?:مقدمه?|موجهه?|مرفوعه?|مرسله?|يقدم|تقدم) (?:الي|ل)|الي|عنايه|"
    r"لعنايه)\b"
)
"""The beginning of a line that names to whom a list goes."""
_MISSION: Final = re.compile(
    r"\b(?:embassy|ambassade|delegation|mission|consulate|consulat|representation|سفاره|بعثه|قنصليه|ممثليه|مندوبيه)\b"
)
_PLACE: Final = re.compile(r"\s(?:in|to|at|en|au|aux|a|aupres|لدي|في|الي|ب)\s.*")
"""Where a mission is, which is not whom it stands for."""
_SOUTH: Final = re.compile("(?:ال)?جنوبيه?")
_AT_ONCE: Final = 4  # characters: "The ", "ال"
_EARLY: Final = 24  # characters from the start within which a ministry is named, or the line is about something else


@dataclass(frozen=True, slots=True)
class Sender:
    """The country (a code) and the ministry (as written) of a sheet; None where its title block does not say.

    `is_open`: it names countries, and yet not which of them sends the sheet.
    """

    country: str | None = None
    ministry: str | None = None
    is_open: bool = False


def countries_in(text: str, lists: Lists) -> tuple[str, ...]:
    """Return the countries whose names occur in a text, in order, each once; the longest name counts."""
    tokens = word_key(text).translate(_BETWEEN).split()
    found: list[str] = []
    at = 0
    while at < len(tokens):
        for size in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            name = " ".join(tokens[at : at + size])
            code = lists.find(COUNTRY, name) if len(name) >= _SHORTEST_NAME else None
            if code:
                after = tokens[at + size] if at + size < len(tokens) else ""
                code = (
                    country_in(f"{tokens[at + size - 1]} {after}", lists) if _SOUTH.fullmatch(after) else None
                ) or code
                if code not in found:
                    found.append(code)
                at += size - 1
                break
        at += 1
    return tuple(found)


def read_sender(titles: Sequence[str], lists: Lists, above: Sequence[str] = ()) -> Sender:
    """Read country and ministry from the lines above a table; else from those `above` the first table of its sheet.

    A line that names a State with its title (Republic of …) counts before others; two countries and no such line
    leave it open, since a list of joint projects names both.
    """
    if above:
        own, whole = read_sender(titles, lists), read_sender(above, lists)
        country = own.country or whole.country
        ministry = own.ministry or (None if titles else whole.ministry)
        return Sender(country, ministry, not country and (own.is_open or whole.is_open))
    is_addressed = any(_ADDRESSEE.match(fold_key(line)) and countries_in(line, lists) for line in titles)
    titles = [_without_place(line) for line in titles if not _ADDRESSEE.match(fold_key(line))]
    named: list[str] = []
    official: list[str] = []
    for line in titles:
        codes = countries_in(line, lists)
        named += [code for code in codes if code not in named]
        nation = nation_in(line, lists)
        if nation and not (len(codes) == 1 and _STATE.search(fold_key(line))):
            official += [nation] if nation not in official else []
        elif len(codes) == 1 and _STATE.search(fold_key(line)):
            official += [code for code in codes if code not in official]
    country = official[0] if len(official) == 1 else named[0] if len(named) == 1 else None
    return Sender(country, ministry_in(titles), not country and (bool(named) or is_addressed))


def _without_place(line: str) -> str:
    """Return the line of an embassy or another mission up to the words that say where it is."""
    folded = fold_key(line)
    return _PLACE.sub("", folded) if _MISSION.search(folded) and not words.MINISTRY.search(folded) else line


def ministry_in(lines: Iterable[str]) -> str | None:
    """Return the first line, or part of a line, that begins by naming a ministry or an authority."""
    for line in lines:
        pieces = (line, *_PIECES.split(line))
        # "Ministry of Labour - Department of Migration" stays whole, "Republic of Kenya - Ministry of Labour" does not
        for early in (_AT_ONCE, _EARLY):
            found = next((piece for piece in pieces if _begins_with_ministry(piece, early)), None)
            if found:
                return one_line(found)
    return None


def section_words(text: str) -> str:
    """Return a section's heading without its number: أولاً: الحماية واللجوء → الحماية واللجوء."""
    match = _NUMBERED.match(text)
    if match and (match[1] or _ORDINAL.fullmatch(fold_key(match[2]))):
        return one_line(text[match.end() :])
    return one_line(text)


def _begins_with_ministry(text: str, early: int) -> bool:
    folded = fold_key(text)
    match = words.MINISTRY.search(folded)
    return (
        bool(match)
        and match is not None
        and match.start() <= early
        and len(text) <= _LONGEST_MINISTRY
        and "=" not in text
        and not (
            words.NOTE.match(folded)
            or re.match(r"(?:list|liste|بيان|قايمه|كشف|projects?|projets?|مشروعات|مشاريع|proposed)\b", folded)
        )
    )

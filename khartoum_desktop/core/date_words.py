"""The words of dates with their meanings, and texts cut into figures and words."""

import re
from functools import cache
from typing import Final, NamedTuple

from khartoum_desktop.core import months
from khartoum_desktop.core.calendars import Calendar
from khartoum_desktop.core.text import fold

PIECE = re.compile(
    r"(?P<three>(?<![\d/.-])\d{1,4}([/.-])\d{1,2}\2\d{1,4}(?![\d/-]))"
    r"|(?P<two>(?<![\d/.-])\d{1,4}[/.-]\d{1,4}(?![\d/-]))"
    r"|(?P<part>(?<![^\W\d_])[qths] ?[1-4](?!\d)|(?<!\d)[1-4] ?[qh](?![^\W\d_]))"
    r"|(?P<num>\d+)"
    r"|(?P<word>[^\W\d_]+(?:\.[^\W\d_]+)*)"
    r"|(?P<sign>\S)"
)
_LONGEST_PHRASE: Final = 4


class Word(NamedTuple):
    """What a word does in a date: names a month (of a calendar), a quarter, a place in an order, a calendar."""

    kind: str
    value: int = 0
    calendar: Calendar = "gregorian"


@cache
def also() -> tuple[str, ...]:
    """Return the folded words that stand between two dates of the same day, the longest first."""
    return tuple(sorted((fold(joint) for joint in months.ALSO.split("|")), key=len, reverse=True))


@cache
def words() -> dict[str, Word]:
    """Return every known word and phrase, its pieces joined by blanks, with its meaning."""
    found: dict[str, Word] = {}

    def add(spellings: str, word: Word) -> None:
        for spelling in spellings.split("|"):
            pieces = PIECE.finditer(fold(spelling).replace("-", " "))
            found.setdefault(" ".join(piece[0].replace(".", "") or piece[0] for piece in pieces), word)

    named: tuple[tuple[Calendar, tuple[str, ...]], ...] = (
        ("gregorian", months.GREGORIAN),
        ("hijri", months.HIJRI),
        ("coptic", months.COPTIC),
        ("ethiopian", months.ETHIOPIAN),
    )
    for calendar, names in named:
        for number, spellings in enumerate(names, start=1):
            add(spellings, Word("month", number, calendar))
    for number, spellings in months.ORDINALS.items():
        add(spellings, Word("ordinal", number))
    add(months.QUARTERS, Word("quarter"))
    add(months.HALVES, Word("half"))
    signs: tuple[Calendar, ...] = ("gregorian", "hijri", "coptic", "ethiopian")
    for sign in signs:
        add(months.SIGNS[sign], Word("calendar", calendar=sign))
    add(months.FISCAL, Word("fiscal"))
    add(months.ETHIOPIAN_FISCAL, Word("fiscal", calendar="ethiopian"))
    add(months.APPROXIMATE, Word("approximate"))
    add(months.IGNORED, Word("ignored"))
    return found


def phrase(pieces: list[re.Match[str]], at: int) -> tuple[int, Word | None]:
    """Return the longest known phrase that begins here, and of how many pieces; (1, None) if there is none."""
    if pieces[at].lastgroup not in {"word", "sign"}:
        return 1, None
    known = words()
    several = [piece[0].replace(".", "") or piece[0] for piece in pieces[at : at + _LONGEST_PHRASE]]
    for length in range(len(several), 0, -1):
        if (word := known.get(" ".join(several[:length]))) is not None:
            return length, word
    return 1, None

"""Titles taken apart: the words that say something, the places, the numbers; and how like each other two titles are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.core.text import fold, fold_key
from khartoum_desktop.proposals import countries
from khartoum_desktop.proposals.duplicates import words

_TOKEN: Final = re.compile(r"[^\W_]+")
_YEARS: Final = range(1950, 2100)
_LONGEST_NAME: Final = 4  # words of a country's name
_ARTICLES: Final = ("وال", "بال", "كال", "فال", "لل", "ال")
_JOINED: Final = ("و", "ب", "ل")
_ENDINGS: Final = ("يات", "ات", "ين", "ون", "ان", "يه", "ه")
_STEM: Final = 3  # letters that a stem keeps
_JOINED_STEM: Final = 4
_FEATURE: Final = 5  # letters by which words are brought together before they are compared
_COMMON_WEIGHT: Final = 0.3
_ONE: Final = 0.9  # what a leftover word weighs at least to count as a difference
_NOT_QUITE: Final = 0.99  # the share of titles that are not the very same
_SHORTEST_TYPO: Final = 4
_TYPO: Final = 82.0  # of 100: two spellings of one word
_LONGEST_TITLE: Final = 400  # characters looked at
_NOT_A_COUNTRY: Final = ("مالي",)  # Mali, and “financial”
_SHORTEST_NAME: Final = 4  # “UK” may be anything


def title_key(title: str) -> str:
    """Return the spelling by which titles are the same: folded, without points and quotation marks."""
    return fold_key(title).strip(" .،,;:\"'")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a title that says something: its stem, its weight, its meaning where that is known, or a name."""

    stem: str
    weight: float
    meaning: str
    is_name: bool

    @property
    def feature(self) -> str:
        """By what the word is brought together with others."""
        return f"={self.meaning}" if self.meaning else self.stem[:_FEATURE]


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart. `phase` is 1 where none is named; places are countries' codes."""

    key: str
    words: tuple[Word, ...]
    features: frozenset[str]
    places: frozenset[str]
    phase: int
    years: frozenset[int]
    numbers: frozenset[int]

    @property
    def meanings(self) -> frozenset[str]:
        """What the title speaks of, whatever its language."""
        return frozenset(word.meaning for word in self.words if word.meaning)


@lru_cache(maxsize=65536)
def taken_apart(title: str) -> Title:
    """Return a title's parts."""
    title = title[:_LONGEST_TITLE]
    tokens = _TOKEN.findall(title)
    folded = ["".join(_TOKEN.findall(fold(token))) for token in tokens]
    used, places = _places([_bare(token) for token in folded])
    phase, numbered = _phase(folded)
    used |= numbered
    years, numbers, said = set[int](), set[int](), list[Word]()
    for place, token in enumerate(folded):
        if place in used or not token or token in words.STOP:
            continue
        if token.isdecimal():
            number = int(token[:9])
            (years if number in _YEARS else numbers).add(number)
        elif len(token) > 1:
            said.append(_word(token, is_name=_is_name(tokens, folded, place)))
    said = list(dict.fromkeys(said))
    return Title(
        title_key(title),
        tuple(said),
        frozenset(word.feature for word in said if word.weight >= _ONE) or frozenset(word.feature for word in said),
        frozenset(places),
        phase,
        frozenset(years),
        frozenset(numbers),
    )


@lru_cache(maxsize=65536)
def _bare(word: str) -> str:
    """Return a folded word without the Arabic article and what is joined to it, or without the Latin plural."""
    if not _is_arabic(word):
        return word[:-1] if len(word) > _JOINED_STEM and word.endswith("s") and not word.endswith("ss") else word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _STEM:
            return word[len(article) :]
    rest = word[1:]
    joined = word.startswith(_JOINED) and len(word) > _JOINED_STEM and not _meaning(word)
    return rest if joined and (_meaning(rest) or _is_common(rest)) else word


@lru_cache(maxsize=65536)
def stem_of(word: str) -> str:
    """Return a folded word without the Arabic article and endings, or without the Latin plural."""
    bare = _bare(word)
    if _is_arabic(bare):
        for ending in _ENDINGS:
            if bare.endswith(ending) and len(bare) - len(ending) >= _STEM:
                return bare[: -len(ending)]
    return bare


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[:1] <= "\u06ff"


def _word(token: str, *, is_name: bool) -> Word:
    bare, stem = _bare(token), stem_of(token)
    meaning = _meaning(bare)
    if meaning:
        return Word(stem, 1.0, meaning, is_name=False)
    common = _is_common(bare)
    return Word(stem, _COMMON_WEIGHT if common else 1.0, "", is_name and not common)


@lru_cache(maxsize=65536)
def _meaning(stem: str) -> str:
    """Return what a word means: the longest beginning that is known decides."""
    whole = words.MEANINGS.get(f"{stem}.")
    if whole:
        return whole
    beginnings = (stem[:length] for length in range(len(stem), 2, -1))
    return next((words.MEANINGS[one] for one in beginnings if one in words.MEANINGS), "")


@lru_cache(maxsize=65536)
def _is_common(stem: str) -> bool:
    return stem.startswith(words.COMMON)


def _is_name(tokens: Sequence[str], folded: Sequence[str], place: int) -> bool:
    """Tell whether a word names a place or a thing: after “in”, or with a capital where not every word has one."""
    if place and folded[place - 1] in words.BEFORE_PLACES:
        return True
    if not place or not tokens[place][:1].isupper():
        return False
    said = [token for token in tokens if fold(token) not in words.STOP]
    return sum(token[:1].isupper() for token in said) * 2 <= len(said)


def _phase(folded: Sequence[str]) -> tuple[int, set[int]]:
    """Return (the phase that a title names, else 1; the words that say so)."""
    for place, token in enumerate(folded):
        if stem_of(token) in _PHASES:
            for beside in (place + 1, place - 1):
                number = _number(folded[beside]) if 0 <= beside < len(folded) else 0
                if number:
                    return number, {place, beside}
            return 1, {place}
    last = len(folded) - 1
    if last > 0 and folded[last] in _ROMAN:
        return words.NUMBERS[folded[last]], {last}
    return 1, set()


_PHASES: Final = frozenset(map(stem_of, words.PHASE))
_ROMAN: Final = frozenset({"i", "ii", "iii", "iv", "v", "vi"})
_LAST_PHASE: Final = 20


def _number(token: str) -> int:
    if token.isdecimal():
        return int(token) if len(token) < 3 and int(token) <= _LAST_PHASE else 0  # noqa: PLR2004 - a year is no phase
    return words.NUMBERS.get(token) or words.NUMBERS.get(token.removeprefix("ال"), 0)


@cache
def _names() -> dict[tuple[str, ...], str]:
    """Return the countries by their names in three languages, as words without articles and plurals."""
    found: dict[tuple[str, ...], str] = {}
    spelled = [pair for language in LANGUAGES for pair in countries.names(language).items()]
    spelled += [(code, name) for code, names in countries.OTHER_NAMES.items() for name in names]
    for code, name in spelled:
        said = tuple(_bare(fold(token)) for token in _TOKEN.findall(name))
        if len("".join(said)) >= (_STEM if _is_arabic("".join(said)) else _SHORTEST_NAME) and said != _NOT_A_COUNTRY:
            found.setdefault(said, code)
    return found


def _places(said: Sequence[str]) -> tuple[set[int], set[str]]:
    """Return (the words that name countries, the countries' codes); the longest name counts: South Sudan."""
    used, found, names = set[int](), set[str](), _names()
    place = 0
    while place < len(said):
        for length in range(min(_LONGEST_NAME, len(said) - place), 0, -1):
            code = names.get(tuple(said[place : place + length]))
            if code:
                found.add(code)
                used |= set(range(place, place + length))
                place += length
                break
        else:
            place += 1
    return used, found


# --- two titles -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Alike:
    """How much two titles say the same (0–1), whether they say different things, and whether words were exchanged."""

    share: float
    contradicts: bool = False
    exchanged: bool = False


def compared(a: Title, b: Title) -> Alike:
    """Compare two titles of one language."""
    if a.key and a.key == b.key:
        return Alike(1.0)
    if differ(a, b):
        return Alike(0.0, contradicts=True)
    left, right = list(a.words), list(b.words)
    shared = _take_same(left, right)
    shared += _take_typos(left, right)
    total = sum(word.weight for word in (*a.words, *b.words)) or 1.0
    places = 1.0 if a.places and a.places == b.places else 0.0
    share = min(_NOT_QUITE, round((2 * (shared + places)) / (total + 2 * places), 6))
    known = a.meanings & b.meanings
    lost = [[word for word in some if word.weight >= _ONE and word.meaning not in known] for some in (left, right)]
    contradicts = all(any(word.meaning for word in some) for some in lost)
    contradicts = contradicts or all(any(word.is_name for word in some) for some in lost)
    return Alike(share, contradicts, exchanged=all(lost))


def differ(a: Title, b: Title) -> bool:
    """Tell whether two titles, of any languages, name different phases, years, numbers, countries, or crimes."""
    crimes = ({words.TRAFFICKING, words.SMUGGLING} & a.meanings, {words.TRAFFICKING, words.SMUGGLING} & b.meanings)
    return (
        a.phase != b.phase
        or _apart(a.years, b.years)
        or _apart(a.numbers, b.numbers)
        or bool(a.places and b.places and not (a.places <= b.places or b.places <= a.places))
        or bool(crimes[0] and crimes[1] and crimes[0] != crimes[1])
    )


def _apart(a: frozenset[int], b: frozenset[int]) -> bool:
    return bool(a and b and a.isdisjoint(b))


def _take_same(left: list[Word], right: list[Word]) -> float:
    """Take the words that both have, by their stems and then by their meanings; return their weight."""
    shared = 0.0
    for key in (_stem, _sense):
        for word in tuple(left):
            other = next((one for one in right if key(one) == key(word)), None) if key(word) else None
            if other is not None:
                left.remove(word)
                right.remove(other)
                shared += min(word.weight, other.weight)
    return shared


def _stem(word: Word) -> str:
    return word.stem


def _sense(word: Word) -> str:
    return word.meaning


def _take_typos(left: list[Word], right: list[Word]) -> float:
    """Take the words that are nearly spelled alike; return their weight."""
    if not left or not right:
        return 0.0
    from rapidfuzz import fuzz

    shared = 0.0
    for word in tuple(left):
        if len(word.stem) < _SHORTEST_TYPO:
            continue
        near = [one for one in right if not (word.meaning and one.meaning) and len(one.stem) >= _SHORTEST_TYPO]
        best = max(near, key=lambda one: fuzz.ratio(word.stem, one.stem), default=None)
        if best is not None and fuzz.ratio(word.stem, best.stem) >= _TYPO:
            left.remove(word)
            right.remove(best)
            shared += min(word.weight, best.weight)
    return shared


def meant_alike(a: Iterable[Title], b: Iterable[Title]) -> float:
    """Return how much titles of different languages speak of the same things (0–1), by meanings and countries."""
    first = frozenset(one for title in a for one in (*title.meanings, *title.places))
    second = frozenset(one for title in b for one in (*title.meanings, *title.places))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0

"""How headers are really written: numbered, in the plural, with a unit behind, in two scripts, in reversed letters."""

import re
from collections.abc import Iterator
from typing import Final

from khartoum_desktop.core.money import unit_note
from khartoum_desktop.core.text import fold_key

_NUMBERED: Final = re.compile(
    r"^\s*(?:[(\[]\s*(?:\d{1,2}|[ivxIVX]{1,4}|[a-hA-H]|[أابجدهوزح])\s*[)\]][\s.:–-]*"
    r"|\d{1,2}(?:\.\d{1,2}){1,2}\s+"
    r"|[Qq]?\d{1,2}(?:\.\d{1,2}){0,2}\s*[.):–-]\s*"
    r"|[a-hA-H]\s*[.)–-]\s+|[أابجهوزح]\s*[.)–-]\s*|[ivxIVX]{2,4}\s*[.)–-]\s+)(?=\S)"
)
_FOOTNOTE: Final = re.compile(r"[¹²³⁰⁴-⁹†‡*]+|\s*[(\[]\s*(?:\d{1,2}|\*+)\s*[)\]]\s*$")
_ARABIC: Final = "\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc"
_TWO_SCRIPTS: Final = (
    re.compile(rf"^([{_ARABIC}][^A-Za-zÀ-ÿ]*?)\s*[-–—:,،]?\s*([A-Za-zÀ-ÿ][^{_ARABIC}]*)$"),
    re.compile(rf"^([A-Za-zÀ-ÿ][^{_ARABIC}]*?)\s*[-–—:,،]?\s*([{_ARABIC}][^A-Za-zÀ-ÿ]*)$"),
)
_MONTHS: Final = re.compile(
    r"\s+(?:(?:in|en)\s+)?(?:months?|mois|years?|ans|années|days|jours|(?:بال)?(?:أشهر|اشهر|شهور|سنوات)|شهر|سنة|يوم)$",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[\s'’/]+")
# words that a header may have or not
_SMALL: Final = frozenset(
    ("of", "the", "a", "an", "in", "de", "du", "des", "la", "le", "les", "l", "d", "et", "and", "و", "في", "من")
)
# what is said of a project where nothing else can be meant
_PROJECT: Final = frozenset(("project", "projet", "proposal", "مشروع", "للمشروع", "مقترح", "للمقترح", "مقترحه"))
_UNIT_SMALL: Final = frozenset(("in", "en", "of", "de", "d", "des", "et", "ب", "par", "و", "الاف", "un", "une"))
_WHOSE: Final = frozenset(
    ("الامريكي", "امريكي", "المصري", "السوداني", "الليبي", "التونسي", "الجيبوتي", "الاثيوبي", "us", "american")
)
_LONGEST_UNIT: Final = 5  # words
_PLURAL: Final = 4  # letters that a word has before its s is a plural's
_ARTICLE: Final = 4  # letters that a word with its article has at least
_REVERSED: Final = 4  # letters


def unnumbered(text: str) -> str:
    """Return a header without the number before it and the mark of a footnote behind it: (3) الميزانية, 1. Title*."""
    return _FOOTNOTE.sub("", _NUMBERED.sub("", text)).strip()


def in_two_scripts(text: str) -> tuple[str, ...]:
    """Return both halves of a header that says itself in two scripts without a sign between them, else nothing."""
    found = next((match for pattern in _TWO_SCRIPTS if (match := pattern.match(text.strip()))), None)
    return (found[1].strip(), found[2].strip()) if found else ()


def loose_key(key: str) -> str:
    """Return a header's key without articles, small words, plurals and “of the project”; "" when nothing is left."""
    words = [_singular(word) for word in _WORDS.split(key) if word and word not in _SMALL]
    named = [word for word in words if word not in _PROJECT]
    return " ".join(named or words)


def without_months(text: str) -> str:
    """Return a header without the unit of time at its end, "" if it has none: مدة التنفيذ بالأشهر."""
    found = _MONTHS.search(text)
    return text[: found.start()] if found else ""


def _singular(word: str) -> str:
    if word.isascii():
        if word.endswith("ies") and len(word) > _PLURAL:
            return f"{word[:-3]}y"
        if word.endswith("s") and not word.endswith("ss") and len(word) > _PLURAL:
            return word[:-1]
        return word
    word = word.replace("سيول", "سوول").replace("شيون", "شوون")  # مسئول، شئون: the hamza on either seat
    return word.removeprefix("ال") if len(word) > _ARTICLE else word


def without_units(text: str) -> Iterator[str]:
    """Yield what stands before a unit at a header's end, longest first: Budget in EUR, التكلفة بالألف يورو."""
    words = text.split()
    for size in range(1, min(_LONGEST_UNIT, len(words) - 1) + 1):
        tail = words[-size:]
        if unit_note(" ".join(tail)) is not None and all(map(_is_of_unit, tail)):
            yield " ".join(words[:-size]).rstrip(" ,-–—:")


def _is_of_unit(word: str) -> bool:
    folded = fold_key(word).strip("()[].,:'’")
    return (
        folded in _UNIT_SMALL
        or folded in _WHOSE
        or unit_note(word) is not None
        or unit_note(f"{word} EUR") not in (None, unit_note("EUR"))
        or unit_note(f"in {word}") is not None
    )


def turned_round(key: str) -> str:
    """Return a key of Arabic letters read backwards, as a PDF's text comes out; "" for any other."""
    letters = key.replace(" ", "")
    return key[::-1] if len(letters) >= _REVERSED and all("\u0600" <= one <= "\u06ff" for one in letters) else ""

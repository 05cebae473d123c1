"""Which of the three languages a text of a sheet is in, and the two halves of a cell that says it twice."""

import re
from collections.abc import Iterable
from typing import Final

from khartoum_desktop.core.text import fold, script_of

ARABIC: Final = re.compile("[\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_HALVES: Final = re.compile(r"\s*\n\s*|\s+[/|–—-]\s+|\s*[/|]\s*")
_PARTED: Final = re.compile(r"[(\[/|\n]|\s[–—-]\s")  # a quick look
_BRACKETED: Final = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*$", re.DOTALL)
_ENOUGH: Final = 8  # letters: a half with fewer is a name or an acronym inside the other language
_RARE: Final = 10  # texts among which one such word is an accident
_FRENCH: Final = frozenset({
    "le", "la", "les", "des", "du", "de", "et", "pour", "aux", "au", "en", "dans", "sur", "une", "par", "avec",
    "projet", "appui", "renforcement", "mise", "l'", "d'",
})  # fmt: skip
_ENGLISH: Final = frozenset({
    "the", "of", "and", "for", "to", "in", "on", "with", "by", "from", "through", "at", "its", "against",
    "project", "support", "strengthening",
})  # fmt: skip
_ACCENTS: Final = re.compile("[éèêëàâçîïôûùœÉÈÊÀÇÎÔ]")
_WORD: Final = re.compile(r"\w+")
_CLEARLY: Final = 2  # small words, or words with an accent


def halves(text: str) -> tuple[str | None, str | None]:
    """Return (the Arabic, the Latin) text of a cell; both only where it clearly says the same in two languages."""
    if not ARABIC.search(text):
        return None, text
    if not LATIN.search(text):
        return text, None
    bracketed = _BRACKETED.match(text)
    for pieces in ([bracketed[1], bracketed[2]] if bracketed else [], _HALVES.split(text)):
        arabic = [piece for piece in pieces if script_of(piece) == "arab"]
        latin = [piece for piece in pieces if script_of(piece) == "latn"]
        if _is_enough(arabic, ARABIC) and _is_enough(latin, LATIN) and not _mixed(arabic, latin):
            return " – ".join(arabic), " – ".join(latin)
    return (text, None) if script_of(text) == "arab" else (None, text)


def _is_enough(pieces: list[str], letters: re.Pattern[str]) -> bool:
    return sum(len(letters.findall(piece)) for piece in pieces) >= _ENOUGH


def _mixed(arabic: list[str], latin: list[str]) -> bool:
    """Whether a piece holds much of the other script, so that the text was cut in the wrong place."""
    return any(len(LATIN.findall(piece)) > _ENOUGH for piece in arabic) or any(ARABIC.search(piece) for piece in latin)


def latin_halves(text: str) -> tuple[str, str] | None:
    """Return (the English, the French) text of a cell that says the same in both; None where it does not clearly."""
    if not _PARTED.search(text):
        return None
    bracketed = _BRACKETED.match(text)
    for pieces in ([bracketed[1], bracketed[2]] if bracketed else [], _HALVES.split(text)):
        spoken = {latin_language([piece]): piece for piece in pieces if _is_enough([piece], LATIN)}
        if len(pieces) == len(spoken) == 2 and None not in spoken:  # noqa: PLR2004 - one each
            return spoken["en"], spoken["fr"]
    return None


def latin_language(texts: Iterable[str]) -> str | None:
    """Return "en" or "fr" by the small words of texts in Latin letters; None when they do not say.

    Each text has one voice, so that a long one does not outvote the others; only a tie is settled by all their words.
    One voice among many texts is an accident.
    """
    voices = []  # above 0: French
    for text in texts:
        french, english = _small_words(text)
        voices.append(french + 2 * bool(_ACCENTS.search(text)) - english)
    for_french, for_english = sum(more > 0 for more in voices), sum(more < 0 for more in voices)
    if max(for_french, for_english) * _RARE < len(voices):
        return None
    french_by = for_french - for_english or sum(voices)
    return "fr" if french_by > 0 else "en" if french_by < 0 else None


def are_mixed(texts: Iterable[str]) -> bool:
    """Tell whether of the texts that say their language at least a quarter speaks another one than the others."""
    spoken = [language for text in texts if (language := latin_language([text]))]
    return bool(spoken) and 4 * min(spoken.count("en"), spoken.count("fr")) >= len(spoken)


def speaks_other(text: str, language: str) -> bool:
    """Tell whether a text is clearly in the other one of "en" and "fr": two marks of that, none of this language."""
    french, english = _small_words(text)
    if language == "en":
        accented = sum(_ACCENTS.search(word) is not None for word in _WORD.findall(text))
        return not english and french + accented >= _CLEARLY
    return english >= _CLEARLY and not french and not _ACCENTS.search(text)


def _small_words(text: str) -> tuple[int, int]:
    """Return how many French and how many English small words are in a text."""
    words = fold(text).replace("'", "' ").split()
    return sum(word in _FRENCH for word in words), sum(word in _ENGLISH for word in words)

"""Which of the three languages a text of a sheet is in, and the two halves of a cell that says it twice."""

import re
from collections.abc import Iterable
from typing import Final

from khartoum_desktop.core.text import fold, script_of

ARABIC: Final = re.compile("[\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_HALVES: Final = re.compile(r"\s*\n\s*|\s+[/|–—-]\s+|\s*[/|]\s*")
_BRACKETED: Final = re.compile(r"^(.+?)\s*[(\[]([^()\[\]]+)[)\]]\s*$", re.DOTALL)
_ENOUGH: Final = 8  # letters: a half with fewer is a name or an acronym inside the other language
_RARE: Final = 10  # texts among which one such word is an accident
_FRENCH: Final = re.compile(
    r"\b(?:le|la|les|des|du|de|et|pour|aux|au|en|dans|sur|une|par|avec|projet|appui|renforcement|mise)\b|\b[ld]'"
)
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|and|for|to|in|on|with|by|from|through|project|support|strengthening|at|its|against)\b"
)
_ACCENTS: Final = re.compile("[éèêëàâçîïôûùœÉÈÊÀÇÎÔ]")


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


def latin_language(texts: Iterable[str]) -> str | None:
    """Return "en" or "fr" by the small words of texts in Latin letters; None when they do not say."""
    french = english = count = 0
    for text in texts:
        count += 1
        folded = fold(text)
        french += len(_FRENCH.findall(folded)) + 2 * bool(_ACCENTS.search(text))
        english += len(_ENGLISH.findall(folded))
    if french == english or max(french, english) * _RARE < count:
        return None
    return "fr" if french > english else "en"

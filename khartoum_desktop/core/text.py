"""Texts in three scripts: folding for search, sort keys, cleaning, and isolates for mixed directions."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Self

FSI, LRI, RLI, PDI = "\u2068", "\u2066", "\u2067", "\u2069"

_ISOLATES = re.compile("[\u200e\u200f\u2066-\u2069]")
_BIDI_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# vowel signs, tatweel, hamza on the line, soft hyphen, zero-width and direction marks, transliteration apostrophes
_DROPPED = (
    *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE), *range(0x08D3, 0x0900), 0x0640,
    0x0621, 0x00AD, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x02BE, 0x02BF,
    0xFEFF,
)  # fmt: skip
_ARABIC_LETTERS = dict(zip("أإآٱىیئؤةک", "اااايييوهك", strict=True))
_DIGITS = {chr(base + digit): str(digit) for base in (0x0660, 0x06F0) for digit in range(10)}
_SIGNS = dict(zip("،؛؟٪٫٬", ",;?%.,", strict=True))
_QUOTES = dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("‐‑–—−", "-")
_PLAIN_LATIN = {chr(c): unicodedata.normalize("NFKD", chr(c))[0] for c in range(0xC0, 0x250)}
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
# one table, one pass over each text: folding is a fifth of what an import costs
_SAME = {chr(c): chr(c) for c in (*range(0x80), *range(0x600, 0x700))}  # a letter it lacks costs an exception
_FOLDED = str.maketrans(
    _SAME | _PLAIN_LATIN | _LIGATURES | _ARABIC_LETTERS | _DIGITS | _SIGNS | _QUOTES
    | dict.fromkeys(map(chr, _DROPPED), "")
)  # fmt: skip
# most texts hold no sign but these: then some replacements take a tenth of what the table takes
_USUAL = tuple((sign, _FOLDED[ord(sign)]) for sign in "أإآىئؤة،ءً")
_IS_USUAL = re.compile(
    r"[\x00-@\[-_a-\x7fابتثجحخدذرزسشصضطظعغفقكلمنهوي" + "".join(sign for sign, _plain in _USUAL) + "]*"
).fullmatch
_SPACES = re.compile(r"\s+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WORD_JOINER = "\u2060"
_CODE_HYPHEN = re.compile("(?<=[A-Z0-9])-(?=[A-Z0-9])")
_NUMBER = re.compile(r"\d+")


def fold(text: str) -> str:
    """Return the text in search spelling; stored text and query go through the same function.

    Arabic: without vowel signs and tatweel, alef, ya, ta marbuta and hamza carriers as one letter each, presentation
    forms opened, digits western. Latin: without accents, lower case. تهريب and اتجار stay different words.
    """
    if text.isascii():
        return text.lower()
    if _IS_USUAL(usual := text) or _IS_USUAL(usual := text.lower()):
        for sign, plain in _USUAL:
            usual = usual.replace(sign, plain)
        return usual
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_FOLDED).casefold()


def fold_key(text: str) -> str:
    """Return `fold` with spaces collapsed: for comparing names, headers and code words."""
    folded = fold(text)
    return folded.strip() if folded.isprintable() and "  " not in folded else _SPACES.sub(" ", folded).strip()


class Name(str):
    """A name as it is shown, which knows its other spellings, one a line: a search finds it by them."""

    __slots__ = ("others",)
    others: str

    def __new__(cls, name: str, others: str = "") -> Self:
        """Return the name with its other spellings."""
        made = super().__new__(cls, name)
        made.others = others
        return made


def other_spellings(name: str) -> str:
    """Return the other spellings that a name knows, "" for a plain text."""
    return name.others if isinstance(name, Name) else ""


def sort_key(text: str) -> str:
    """Return a key that sorts all three languages alike: folded, without the article ال, digits as numbers."""
    words = fold_key(text)
    words = words.removeprefix("ال") if len(words) > 4 else words  # noqa: PLR2004 - shorter words keep their letters
    return _NUMBER.sub(lambda match: match[0].zfill(12), words)


def clean_text(text: str) -> str:
    """Return text fit to be stored: NFC, trimmed, no control characters but line ends and tabs, no direction marks."""
    if text.isprintable():  # then it holds none of them
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    if not text.isascii():
        text = _BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", text))
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """Return `clean_text` with every run of white space as one space: for titles and names."""
    clean = clean_text(text)
    return clean if clean.isprintable() and "  " not in clean else _SPACES.sub(" ", clean).strip()


def isolate(text: str) -> str:
    """Wrap words of a person, so that they keep their own direction inside any sentence."""
    return f"{opening(text)}{text}{PDI}" if text else text


def outside_isolates(text: str) -> str:
    """Return what stands in no isolate of a text."""
    if not any(sign in text for sign in (FSI, LRI, RLI)):
        return text
    depth, found = 0, []
    for sign in text:
        if sign in {FSI, LRI, RLI}:
            depth += 1
        elif sign == PDI:
            depth = max(depth - 1, 0)
        elif not depth:
            found.append(sign)
    return "".join(found)


def opening(text: str) -> str:
    """Return the isolate in which a text runs as its own words do: it may begin with a stranger's, or be isolated all.

    An isolate that finds its own direction looks into none that it holds: a number with an isolated Arabic name would
    run left to right.
    """
    if PDI not in text:
        return FSI
    script = script_of(outside_isolates(text)) or script_of(text)
    return {"arab": RLI, "latn": LRI}.get(script, FSI)


def unbroken(text: str) -> str:
    """Return a text in which no line ends within a code such as KP-2026-SD-B-01."""
    return _CODE_HYPHEN.sub(f"-{_WORD_JOINER}", text)


def cut(text: str, length: int) -> str:
    """Return the first signs of a text, at most `length` that are seen, with every isolate closed."""
    found, depth = [], 0
    for sign in text:
        is_seen = not _ISOLATES.match(sign)
        if is_seen and not length:
            break
        length -= is_seen
        depth += (sign in {FSI, LRI, RLI}) - (sign == PDI)
        found.append(sign)
    return "".join(found) + PDI * max(depth, 0)


def isolate_ltr(text: str) -> str:
    """Wrap a code, amount, date, path or address, which read left to right everywhere."""
    return f"{LRI}{text}{PDI}" if text else text


def strip_isolates(text: str) -> str:
    """Remove isolates and direction marks: for the clipboard, exports, terminals and search."""
    return _ISOLATES.sub("", text)


def script_of(text: str) -> str:
    """Return "arab", "latn" or "" by the majority of letters."""
    arabic = sum(1 for c in text if "\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufefc")
    latin = sum(1 for c in text if c.isalpha() and c < "\u0250")
    if not arabic and not latin:
        return ""
    return "arab" if arabic >= latin else "latn"


def lines_of(text: str | None) -> tuple[str, ...]:
    """Return the items of a field of kind `lines` (one item a line)."""
    return tuple(item for item in (text or "").split("\n") if item)


def joined_lines(items: Iterable[str]) -> str:
    """Return the stored form of a list of short texts: one a line."""
    return "\n".join(one_line(item) for item in items if item.strip())

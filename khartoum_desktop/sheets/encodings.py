"""Finds out how the bytes of a text file are to be read: proven by their form where possible, else by their letters."""

import codecs
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_MARKS: Final = (  # the longer first: UTF-32's mark begins like UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# of those that read a text alike, the first is taken
CANDIDATES: Final = (
    *("cp1252", "cp1256", "iso8859-6", "iso8859-15", "cp720", "cp850", "mac_roman", "mac_arabic", "cp864"),
)
_SHAPED: Final = "cp864"  # it holds the shapes of letters, as screens needed them, instead of letters
_DETECTED: Final[Mapping[str, str]] = {
    "windows-1256": "cp1256",
    "windows-1252": "cp1252",
    "cp1256": "cp1256",
    "cp1252": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-6": "iso8859-6",
    "iso-8859-15": "iso8859-15",
    "cp720": "cp720",
    "cp850": "cp850",
    "macroman": "mac_roman",
    "mac-roman": "mac_roman",
}
_RARE: Final = frozenset({"mac_arabic", _SHAPED})
_NEAR: Final = {"mac_arabic": "iso8859-6"}  # the detector knows only the other of the two
_RARELY: Final = 0.02
_FITS_WELL: Final = 0.5
_UNLIKELY: Final = -9.0
_ARABIC_LETTER: Final = re.compile("[\u0621-\u064a]")
_DETECTORS_WEIGHT: Final = 0.15
_SAMPLE: Final = 20_000
_FEW: Final = 20  # broken places are few when there are this many good ones for each
_USUAL_SHARE: Final = 0.95


def _weights(*groups: tuple[str, float]) -> Mapping[str, float]:
    return {sign: weight for signs, weight in groups for sign in signs}


# how usual each sign is: 1 for the letters that make up half of any text, down to what is merely possible
_ARABIC: Final = _weights(
    ("اليمونرت", 1.0),
    ("بةعدسفهكقأ", 0.75),
    ("حجشطصخىإ", 0.5),
    ("ضذثزئءغظؤآـ،؛؟", 0.3),
    ("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652پچژگ\u200c\u200d", 0.1),
)
_LATIN: Final = _weights(("é", 1.0), ("èàêçôâîûùÉ", 0.8), ("œëïüöäßñáíóúÀÈÊÇÎÔÙŒæåøÖÜÄÅØ", 0.4))
_DIGITS: Final = _weights(("٠١٢٣٤٥٦٧٨٩", 0.5))
_TYPOGRAPHIC: Final = _weights(("’‘“”«»–—…•€°\xa0©®²½×§", 0.4))
_SIGNS: Final = {**_ARABIC, **_LATIN, **_DIGITS, **_TYPOGRAPHIC}
_ODD: Final = -1.0  # what no text is full of: box drawing, fractions, controls
_MISFIT: Final = -1.5  # a letter beside one it never stands beside
_LATIN_WORD: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read in, whether the bytes prove it, and how many places were unreadable."""

    text: str
    encoding: str
    proven: bool
    unreadable: int = 0


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Return the text in a file's bytes, in the encoding given or else the likeliest one."""
    if encoding:
        return _replaced(data, encoding, proven=False)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _replaced(data, codec, proven=True)
    if wide := _wide_codec(data):
        return _replaced(data, wide, proven=True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", proven=True)
    except UnicodeDecodeError:
        broken = _replaced(data, "utf-8", proven=False)
    if sum(1 for sign in broken.text if sign > "\x7f") > _FEW * broken.unreadable:
        return broken
    return _replaced(data, _likeliest(data), proven=False)


def arabic_likeness(text: str) -> float:
    """Return how much the non-ASCII signs of a text look like Arabic: about 0.8 for real text, below 0.4 for others."""
    signs = [sign for sign in text if sign > "\x7f"]
    return sum(_ARABIC.get(sign, _ODD) for sign in signs) / len(signs) if signs else _ODD


def _replaced(data: bytes, codec: str, *, proven: bool) -> Decoded:
    text = _read(data, codec)
    return Decoded(text, codec, proven, text.count("\ufffd"))


def _read(data: bytes, codec: str) -> str:
    text = data.decode(codec, "replace")
    return unicodedata.normalize("NFKC", text).replace("٪", "%") if codec == _SHAPED else text


def _wide_codec(data: bytes) -> str:
    """Return which UTF-16 a file without mark is in; "" if it is not: no one-byte text contains NUL."""
    head = data[: _SAMPLE - _SAMPLE % 2]
    if b"\x00" not in head or len(data) % 2:
        return ""
    for codec in ("utf-16-le", "utf-16-be"):
        text = head.decode(codec, "replace")
        usual = sum(1 for sign in text if " " <= sign <= "~" or sign in "\t\r\n" or sign in _SIGNS or _is_digit(sign))
        if usual >= _USUAL_SHARE * len(text):
            return codec
    return ""


def _is_digit(sign: str) -> bool:
    return "٠" <= sign <= "٩" or "۰" <= sign <= "۹"


def _likeliest(data: bytes) -> str:
    sample = _sample(data)
    detected = _detected(sample)
    guess = _DETECTED.get(detected, "")
    scores = {
        codec: _rated(sample, codec) + (_DETECTORS_WEIGHT if guess in (codec, _NEAR.get(codec)) else 0)
        for codec in CANDIDATES
    }
    best = max(CANDIDATES, key=lambda codec: scores[codec])
    return detected if scores[best] < 0 and _can_read(data, detected) else best


def _rated(sample: bytes, codec: str) -> float:
    """Return how likely a code page is; one of the rare Arabic ones, which fit too many texts, only if it fits well."""
    score = _score(_read(sample, codec))
    if codec not in _RARE:
        return score
    score -= _doubt(sample.decode(codec, "replace"), codec)
    return score if score >= _FITS_WELL else _UNLIKELY


def _doubt(text: str, codec: str) -> float:
    """Return what speaks against a rare code page: no Arabic at all, or shapes where no hand would write them."""
    if codec != _SHAPED:
        return _RARELY if _ARABIC_LETTER.search(text) else 1.0
    letters = [(sign, after) for sign, after in pairwise(text + " ") if "\ufe70" <= sign <= "\ufefc"]
    wrong = sum(1 for sign, after in letters if _joins(sign) != _is_arabic(after) and not _ends_a_part(sign))
    return _RARELY + wrong / len(letters) if letters else 1.0


def _joins(shape: str) -> bool:
    """Tell whether a letter's shape leads on to the next letter."""
    return unicodedata.name(shape, "").endswith(("INITIAL FORM", "MEDIAL FORM"))


def _ends_a_part(shape: str) -> bool:
    """Tell whether a letter leads on to none, wherever it stands."""
    return unicodedata.normalize("NFKC", shape)[-1] in "اأإآدذرزوؤةىء"


def _is_arabic(sign: str) -> bool:
    return unicodedata.normalize("NFKC", sign)[-1] in _ARABIC and sign.isalpha()


def _can_read(data: bytes, codec: str) -> bool:
    """Tell whether a code page from elsewhere reads the whole file without fault."""
    try:
        data.decode(codec)
    except (LookupError, ValueError):
        return False
    return True


def _sample(data: bytes) -> bytes:
    """Return the first lines that are not plain ASCII."""
    lines: list[bytes] = []
    size = 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            size += len(line)
            if size > _SAMPLE:
                break
    return b"".join(lines)


def _detected(sample: bytes) -> str:
    import chardet

    return str(chardet.detect(sample)["encoding"]).lower()


def _score(text: str) -> float:
    """Return how likely a text is, by its non-ASCII signs and what stands beside them; 1 is the most."""
    signs = [sign for sign in text if sign > "\x7f"]
    total = sum(_SIGNS.get(sign, _ODD) for sign in signs)
    for before, after in pairwise(text):
        if (before > "\x7f" or after > "\x7f") and _is_misfit(before, after):
            total += _MISFIT
    # été is a word; four letters or more that are mostly accented are none
    for word in _LATIN_WORD.findall(text):
        accented = sum(1 for sign in word if sign > "\x7f")
        if accented > 2 and 2 * accented > len(word):  # noqa: PLR2004
            total += accented * _MISFIT
    return total / len(signs) if signs else 0.0


def _is_misfit(before: str, after: str) -> bool:
    if before.isalpha() and after.isalpha():
        if (before in _ARABIC) != (after in _ARABIC):
            return True
        return before.islower() and after.isupper()
    # a symbol inside a word
    return (before.isalpha() and after > "\x7f" and after not in _SIGNS) or (
        after.isalpha() and before > "\x7f" and before not in _SIGNS
    )

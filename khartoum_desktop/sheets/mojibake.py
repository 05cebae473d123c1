"""Repairs text that was once decoded with the wrong code page; the signatures are those met in ministries' files.

UTF-8 taken for windows-1252 (Ø§Ø³Ù…) or windows-1256 (ط§ط³ظ…) proves itself: turned back, it must be valid UTF-8.
Arabic code pages taken for windows-1252 (ÇÓã) show as words of accented letters only, which no language has.
"""

import re
from collections.abc import Mapping
from typing import Final

from khartoum_desktop.sheets.encodings import arabic_likeness

_HIGH: Final = range(0x80, 0x100)
_LEAST_LIKENESS: Final = 0.45


def _bytes_by_sign(codec: str) -> Mapping[int, int]:
    """Return character → byte; controls, which latin-1 gives for 80 to 9F, stand for the byte of the same number."""
    controls = {byte: byte for byte in range(0x80, 0xA0)}
    return controls | {ord(sign): byte for byte in _HIGH if (sign := bytes([byte]).decode(codec, "ignore"))}


_WESTERN: Final = _bytes_by_sign("cp1252")
_ARABIC: Final = _bytes_by_sign("cp1256")


def _signs(table: Mapping[int, int], *wanted: int) -> str:
    return "".join(re.escape(chr(sign)) for sign, byte in table.items() if byte in wanted)


# how UTF-8 begins a letter of ours (accented, Arabic, typographic) and goes on, as either code page shows it
_LEADS: Final = (0xC2, 0xC3, 0xC5, 0xD8, 0xD9, 0xDA, 0xDB, 0xE2)
_TRAILS: Final = range(0x80, 0xC0)
# a cheap sieve, since every text passes it: one character set, then another
_SIGNATURE: Final = re.compile(
    f"[À-ÖØ-öø-ÿ{_signs(_ARABIC, *_LEADS)}][À-ÖØ-öø-ÿ{_signs(_WESTERN, *_TRAILS)}{_signs(_ARABIC, *_TRAILS)}]"
)
_CONTROL: Final = re.compile("[\x80-\x9f]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ACCENTED: Final = re.compile("[À-ÖØ-öø-ÿ]+")


def repaired(text: str) -> str | None:
    """Return what the text was before it was decoded wrongly; None if it shows no such damage."""
    if not _SIGNATURE.search(text):
        return None
    # in windows-1256 one pair alone may be true Arabic: أ، (as in a list of أ، ب، ج) would become á
    for table, least in ((_WESTERN, 1), (_ARABIC, 2)):
        found = _from_utf8(text, table)
        if found and sum(1 for sign in found if sign > "\x7f") >= least:
            return found
    return _from_arabic_page(text)


def _from_utf8(text: str, table: Mapping[int, int]) -> str | None:
    raw = _as_bytes(text, table)
    try:
        found = raw.decode("utf-8") if raw else ""
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(found) else found


def _as_bytes(text: str, table: Mapping[int, int]) -> bytes | None:
    try:
        return bytes(code if (code := ord(sign)) < _HIGH.start else table[code] for sign in text)
    except KeyError:
        return None


def _from_arabic_page(text: str) -> str | None:
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    strange = [word for word in words if _ACCENTED.fullmatch(word) and len(word) > 1]
    if 2 * len(strange) <= len(words) or (raw := _as_bytes(text, _WESTERN)) is None:
        return None
    readings = [raw.decode(codec, "replace") for codec in ("cp1256", "iso8859-6")]
    best = max(readings, key=arabic_likeness)
    return best if arabic_likeness(best) >= _LEAST_LIKENESS else None

"""What a cell's number format says to a reader of the sheet: a percentage, a currency."""

import re
from functools import lru_cache
from typing import Final

from khartoum_desktop.core.currencies import CURRENCIES, WORDLIKE
from khartoum_desktop.core.money import unit_note

_LONGEST: Final = 255  # of a format code, as in Excel
_PIECE: Final = re.compile(r'"([^"]*)"|\[\$([^\]]*)\]|\[[^\]]*\]|\\(.)|[_*].|(.)', re.DOTALL)
_FIGURE: Final = re.compile("[0#?]|General|Standard")
_DATE: Final = re.compile("[dyDYhH]|mm")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COMMAS: Final = re.compile(r"[0#?](,{1,3})(?![0#?,])")
_PARTING: Final = "\0"
_CASED: Final = 3  # letters of a code
# Windows' numbers of the regions whose currency has a sign that others have too, or one that no word list knows
_BY_REGION: Final = {
    0x0409: "USD", 0x0809: "GBP", 0x0C09: "AUD", 0x1009: "CAD", 0x0C0C: "CAD", 0x1409: "NZD", 0x1C09: "ZAR",
    0x0401: "SAR", 0x0801: "IQD", 0x0C01: "EGP", 0x1001: "LYD", 0x1401: "DZD", 0x1801: "MAD", 0x1C01: "TND",
    0x2001: "OMR", 0x2401: "YER", 0x2801: "SYP", 0x2C01: "JOD", 0x3001: "LBP", 0x3401: "KWD", 0x3801: "AED",
    0x3C01: "BHD", 0x4001: "QAR", 0x045E: "ETB", 0x0473: "ETB", 0x0873: "ERN", 0x0441: "KES", 0x0477: "SOS",
    0x0414: "NOK", 0x041D: "SEK", 0x0406: "DKK", 0x0807: "CHF", 0x100C: "CHF", 0x0411: "JPY", 0x0804: "CNY",
}  # fmt: skip
_BY_NAME: Final = {"en-US": "USD", "en-GB": "GBP", "en-AU": "AUD", "en-CA": "CAD", "fr-CA": "CAD", "ar-EG": "EGP"}
_SURE_ALONE: Final = {"$": "USD"}  # as elsewhere in the program; a pound may be of four countries


@lru_cache(maxsize=4096)
def is_percent(code: str) -> bool:
    """Tell whether numbers of this format are shares of 1 that are shown as percentages."""
    return any(sign == "%" for _literal, _symbol, _escaped, sign in _pieces(code))


@lru_cache(maxsize=4096)
def currency_shown(code: str) -> str:
    """Return the ISO code of the one currency that a format shows, "" if it shows none, several, or an unclear one."""
    pieces = _of_figures(code)
    found = {_of_symbol(symbol) for _literal, symbol, _escaped, _sign in pieces if symbol and symbol[0] != "-"}
    found |= {_of_words(word, _scaled(pieces)) for word in _words(pieces)}
    found.discard(None)
    return (found.pop() or "") if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def unit_shown(code: str) -> str:
    """Return what a format writes beside its figures that gives them another size, "k€" or "million".

    "" where it writes none, and where the format itself divides the figure, as `#,##0,"k€"` does.
    """
    pieces = _of_figures(code)
    for word in _words(pieces):
        clean = _clean(word)
        note = unit_note(clean) if clean else None
        if note and note.multiplier not in (1, _scaled(pieces)):
            return clean
    return ""


def _of_figures(code: str) -> list[tuple[str, str, str, str]]:
    """Return the pieces of a format that shows figures, none of one that shows dates or texts."""
    pieces = _pieces(code)
    rest = "".join(sign for _literal, _symbol, _escaped, sign in pieces)
    is_date = _DATE.search(rest.replace("General", "").replace("Standard", ""))
    return pieces if _FIGURE.search(rest) and not is_date else []


def _words(pieces: list[tuple[str, str, str, str]]) -> list[str]:
    """Return the texts that a format writes beside the figure."""
    words = "".join(literal or escaped or _outside(sign) for literal, _symbol, escaped, sign in pieces)
    return words.split(_PARTING)


def _scaled(pieces: list[tuple[str, str, str, str]]) -> int:
    """Return by what a format divides its figures: each comma behind the last digit is a thousand."""
    rest = "".join(sign for _literal, _symbol, _escaped, sign in pieces)
    commas = _COMMAS.search(rest)
    return 1000 ** len(commas[1]) if commas else 1


def _pieces(code: str) -> list[tuple[str, str, str, str]]:
    """Return the format of positive numbers in pieces: (quoted text, symbol in brackets, escaped sign, other sign)."""
    found = []
    for literal, symbol, escaped, sign in _PIECE.findall(code[:_LONGEST]):
        if sign == ";":
            break
        found.append((literal, symbol, escaped, sign))
    return found


def _outside(sign: str) -> str:
    """Return a sign that stands for itself without quotes; what is a part of the figure parts words."""
    return _PARTING if sign in "0#?.,%/;" else sign if sign in "$€£¥ -+()" or not sign.isascii() else ""


def _clean(text: str) -> str:
    return _BIDI.sub("", text).strip(" \u00a0\u202f-+()")


def _of_words(text: str, scaled: int) -> str | None:
    """Return the currency of a literal text, "" if it is unclear or gives a unit too, None if it says none."""
    clean = _clean(text)
    if not clean:
        return None
    if clean in _SURE_ALONE:
        return _SURE_ALONE[clean]
    note = unit_note(clean)
    if note is None:
        return None
    if len(note.candidates) > 1 or note.currency is None or note.multiplier not in (1, scaled):
        return ""
    return None if note.currency in WORDLIKE and note.currency not in clean else note.currency


def _of_symbol(inside: str) -> str | None:
    """Return the currency of `[$sign-region]`."""
    sign, dash, region = _BIDI.sub("", inside).partition("-")
    sign = sign.strip(" \u00a0.")
    named = _of_region(region) if dash else ""
    if not sign:
        return None
    if len(sign) == _CASED and sign.upper() in CURRENCIES:
        return sign.upper()
    note = unit_note(sign)
    if note is not None and note.currency and len(note.candidates) < 2:  # noqa: PLR2004 - it is the only one
        return note.currency
    return named or _SURE_ALONE.get(sign, "")


def _of_region(region: str) -> str:
    if not region.isalnum():
        return _BY_NAME.get(region, "")
    try:
        return _BY_REGION.get(int(region, 16) & 0xFFFF, "")
    except ValueError:
        return _BY_NAME.get(region, "")

"""Cells of which parts look otherwise: footnote marks above the line, and text that is struck through.

Neither belongs to a cell's value: 1200000 with a raised 1 is no 12000001, and a struck 500000 before 600000 is no
500000600000. What is left out is said, and the cell as received keeps it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

_LETTERS: Final = "0123456789()+-=abcdefghijklmnoprstuvwxyz"
_ABOVE: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻⁼ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_RAISE: Final = str.maketrans(_LETTERS + "٠١٢٣٤٥٦٧٨٩", _ABOVE + _ABOVE[:10])
RAISED_SIGNS: Final = _ABOVE[:15]
"""Signs that stand above the line whatever a cell looks like."""
_LOWER: Final = str.maketrans(RAISED_SIGNS, _LETTERS[:15])
_SIGNS: Final = "*†‡§#"
RAISED: Final = re.compile("[\u2074-\u207e\u2070\xb9\xb2\xb3]+")  # the same signs; ranges are found faster
_ONE_MARK: Final = rf"[(\[]?(?:[0-9٠-٩۰-۹]{{1,2}}|[A-Za-zأ-ي]|[{_SIGNS}]{{1,4}})[)\]]?"
_MARK: Final = re.compile(rf"\s*{_ONE_MARK}(?:(?:\s*[,،;]\s*|\s+|(?<=[)\]])){_ONE_MARK}){{0,5}}\s*")
# after these a raised 2 or 3 makes a unit or a formula
_UNIT: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:[kcdmh]|da)?m|cm|K?M|mi|ft|CO|[xR]|م|كم|كلم|سم|ملم|متر|مترا|مترًا|كيلومتر|كيلومترا|m[eè]tres?|meters?)\.?\s?\Z",
    re.IGNORECASE,
)
_POWERS: Final = frozenset({"2", "3", "٢", "٣"})
_TEN: Final = re.compile(r"(?:(?<![\d.,])|[x×*·]\s*)10\Z")
_TENS: Final = frozenset({"3", "6", "9", "12"})
_ORDINALS: Final = frozenset({"e", "o"})  # 2e, XXe, no
_BEFORE_ORDINAL: Final = re.compile(r"[0-9IVXLCNn]")
_LONGEST_BEFORE: Final = 24  # characters that are looked at before a mark
_SPACES: Final = re.compile(r" {2,}")
_STRUCK: Final = "~~"
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


class Piece(NamedTuple):
    """A part of a cell's text; `struck` is None where the cell's own style decides."""

    text: str
    raised: bool = False
    struck: bool | None = False


class Settled(NamedTuple):
    """What a cell with such parts says, what it looks like, and what was left out of it."""

    value: str
    received: str
    marks: str = ""
    struck: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out."""
        return not (self.marks or self.struck)


def settled(pieces: Iterable[Piece], *, struck: bool = False) -> Settled:
    """Return what a cell says without its footnote marks and struck parts; `struck`: its style strikes it through.

    Text that is struck through from end to end is not taken apart: see `is_struck`.
    """
    whole = [one._replace(struck=struck if one.struck is None else one.struck) for one in _joined(pieces)]
    if not any(one.struck and _says(one) for one in whole) or is_struck(whole):
        whole = [one._replace(struck=False) for one in whole]
    value, received, marks, gone = "", "", [], []
    for piece in whole:
        if piece.struck:
            gone.append(piece.text.strip())
            received += f"{_STRUCK}{piece.text}{_STRUCK}"
        elif piece.raised and _is_mark(piece.text, value):
            marks.append(piece.text.strip())
            received += _above(piece.text)
        else:
            is_word = not piece.raised or any(map(str.isalpha, piece.text))
            text = piece.text if is_word else _above(piece.text)
            value, received = value + text, received + text
    if gone or marks:
        value = _SPACES.sub(" ", value).strip()
    return Settled(value, received, " ".join(marks), " ".join(filter(None, gone)))


def is_struck(pieces: Sequence[Piece], *, struck: bool = False) -> bool:
    """Tell whether all that a cell says is struck through, whatever marks stand beside it."""
    said = [one for one in pieces if _says(one) and not one.raised]
    return bool(said) and all(struck if one.struck is None else one.struck for one in said)


def _says(piece: Piece) -> bool:
    return any(map(str.isalnum, piece.text))


def plain_pieces(text: str, *, struck: bool | None = False) -> list[Piece]:
    """Return a text as pieces, what stands above the line whatever the cell looks like as raised ones."""
    found, at = [], 0
    for match in RAISED.finditer(text):
        found += [Piece(text[at : match.start()], False, struck), Piece(match[0].translate(_LOWER), True, struck)]
        at = match.end()
    return [one for one in (*found, Piece(text[at:], False, struck)) if one.text]


def unescaped(text: str) -> str:
    """Return a text of a workbook with the signs that XML does not have: _x000D_ is the end of a line."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces, those that look alike joined, raised signs of plain ones parted off."""
    found: list[Piece] = []
    for whole in pieces:
        for piece in [whole] if whole.raised else plain_pieces(whole.text, struck=whole.struck):
            if found and found[-1][1:] == piece[1:]:
                found[-1] = piece._replace(text=found[-1].text + piece.text)
            elif piece.text:
                found.append(piece)
    return found


def _is_mark(raised: str, before: str) -> bool:
    """Tell whether raised text is a footnote mark: not so at the beginning, in units, powers of ten and ordinals."""
    text, end = raised.strip(), before[-_LONGEST_BEFORE:]
    if not end.strip() or not _MARK.fullmatch(raised):
        return False
    if text in _POWERS and _UNIT.search(end):
        return False
    if text in _TENS and _TEN.search(end):
        return False
    return text not in _ORDINALS or not _BEFORE_ORDINAL.match(end[-1])


def _above(text: str) -> str:
    """Return raised text in signs that stand above the line, in raised brackets where there are none for it."""
    raised = text.lower().translate(_RAISE)
    is_above = all(sign in _ABOVE or sign in _SIGNS or not sign.isalnum() for sign in raised)
    return raised if is_above else f"⁽{text}⁾"

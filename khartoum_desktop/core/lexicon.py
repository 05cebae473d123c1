"""Cells as tokens: figures in every digit set and separator, and the number and currency words of three languages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final, NamedTuple

from khartoum_desktop.core import number_words as words
from khartoum_desktop.core.currencies import ALIASES, AMBIGUOUS, CURRENCIES, LIKELIEST
from khartoum_desktop.core.text import fold

# longer cells are prose, and digits without end are an attack
LONGEST: Final = 160

# the Arabic decimal and group signs mean only one thing, so they outlive folding as signs of their own
DECIMAL, GROUP = "\ue000", "\ue001"
_PART_SIGNS = {chr(0xE010 + n): part for n, part in enumerate(words.PART_SIGNS.values())}
_KEPT = str.maketrans(
    {"٫": DECIMAL, "٬": GROUP}
    | {sign: f" {own} " for sign, own in zip(words.PART_SIGNS, _PART_SIGNS, strict=True)}
    | dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "^")
)
_HYPHENATED = re.compile(r"(?<=[^\W\d_])(?:-(?=[^\W\d_])|'(?=[^\W\d_]|[€$£]))")
_FRACTION = re.compile(
    r"(?:(?<=\d )|(?<![^\s(])(?=\S{3} ?(?:million|billion|milliard|مليون|مليار)))([1-7])/([2-8])(?![\d/])"
)
_TANWIN = re.compile("(الف|ألف|مليون|مليار|بليون)(?:اً|ًا)")
_FRACTION_SIGNS = {f"{part.numerator}/{part.denominator}": sign for sign, part in _PART_SIGNS.items()}
_DASH_ENDING = re.compile(r"(?:[.,]-+|(?<=[\dmk])/[=-])(?=\s|$)")  # Swiss "2,500.-", Kenyan "2,500/="
_TOKEN = re.compile(
    r"(?P<num>\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,\ue000]\d+)?(?![.,\ue000\ue001]\d)"
    r"|\d+(?:[.,\ue000\ue001]\d+)*(?:e[+-]\d{1,2}(?!\w))?"
    r"|(?<!\S)[.,\ue000]\d+)"
    r"|(?P<word>[^\W\d_]+(?:\.[^\W\d_]+)*)"
    r"|(?P<sign>\+ ?/ ?-|\S)"
)
_SIGNS = {"(": "open", "[": "open", ")": "close", "]": "close", "-": "dash", "/": "slash", "+": "plus", "+/-": "approx"}
_SIGNS_OF_MONEY: Final = frozenset({"€", "$", "£"})
_LEADING_NOUGHT: Final = frozenset(f"0{digit}" for digit in range(10))
_PREFIXES = ("و", "وال", "ال", "بال", "وبال", "لل", "ل", "ب", "وب")
_LONGEST_PHRASE: Final = 4
_GROUP_LENGTH: Final = 3
_ABBREVIATION: Final = 3
_LOST = re.compile("##|[?؟]{3}")
_DIGIT = re.compile(r"\d")
_NOT_WORDS = re.compile(r"[^\w\ue000-\ue0ff]+|_+")


class Token(NamedTuple):
    """One piece of a cell: `kind` names its part in the grammar; figures carry their value and a second reading."""

    kind: str
    text: str = ""
    value: Fraction = Fraction(0)
    other: Fraction | None = None
    codes: tuple[str, ...] = ()


@cache
def _phrases() -> dict[str, tuple[Token, ...]]:
    """Return every known word and phrase in folded spelling, with the tokens that it stands for."""
    found: dict[str, tuple[Token, ...]] = {}

    def add(spellings: Iterable[str], *tokens: Token) -> None:
        for spelling in spellings:
            key = fold(spelling).replace("-", " ")
            found.setdefault(key, tuple(token._replace(text=key) for token in tokens))

    for size, spellings in words.SCALES.items():
        add(spellings.split(), Token("scale", value=Fraction(size)))
    for size, spellings in words.DUALS.items():
        add(spellings.split(), Token("unit", value=Fraction(2)), Token("scale", value=Fraction(size)))
    for number, spellings in words.UNITS.items():
        add(spellings.split(), Token("unit", value=Fraction(number)))
    for spelling, number in words.UNIT_PHRASES.items():
        add([spelling], Token("unit", value=Fraction(number)))
    add(words.HUNDRED.split(), Token("hundred"))
    for part, parts in words.PARTS.items():
        add(parts, Token("part", value=part))
    add(["أرباع", "quarters", "quarts"], Token("part", value=Fraction(1, 4)))
    add(["أثلاث", "thirds"], Token("part", value=Fraction(1, 3)))
    for sign, part in _PART_SIGNS.items():
        add([sign], Token("part", value=part))
    for kind, several in words.GRAMMAR.items():
        add(several, Token(kind))
    add(words.HOUSEHOLDS.split(), Token("household"))
    add(words.PERSONS.split(), Token("person"))
    add(words.WOMEN.split(), Token("women"))
    add(words.MEN.split(), Token("men"))
    add(words.THINGS.split(), Token("thing"))
    _add_currencies(found)
    return found


def _add_currencies(found: dict[str, tuple[Token, ...]]) -> None:
    """Add names and signs of currencies, also with k or m before them as one word ("MEUR", "K€", "م يورو")."""
    thousand, million = Token("scale", "k", Fraction(1000)), Token("scale", "m", Fraction(10**6))
    # codes first: MKD is no million Kuwaiti dinars
    for code in CURRENCIES:
        found.setdefault(code.lower(), (Token("currency", code.lower(), codes=(code,)),))
    named: list[tuple[tuple[str, ...], tuple[str, ...]]] = [((code,), (code,)) for code in CURRENCIES]
    named += [((code,), spellings) for code, spellings in ALIASES.items()]
    named += list(AMBIGUOUS.items())
    for codes, spellings in named:
        for spelling in spellings:
            key = fold(spelling)
            token = Token("currency", key, codes=codes)
            found.setdefault(key, (token,))
            if key.isascii() and key.isalpha() and len(key) <= _ABBREVIATION:
                for scale in (thousand, million):
                    found.setdefault(scale.text + key, (scale, token))
            elif "\u0600" <= key[0] <= "\u06ff" or key in _SIGNS_OF_MONEY:
                for before in ("م ", "م . ", "م"):
                    found.setdefault(f"{before}{key}", (million, token))


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that occur in any phrase, and those that begin a phrase of several."""
    split = [phrase.split() for phrase in _phrases()]
    return frozenset(word for several in split for word in several), frozenset(s[0] for s in split if len(s) > 1)


@lru_cache(maxsize=8192)
def stem(word: str) -> tuple[bool, str]:
    """Return whether و stands before the word, and the word as the lexicon spells it (unknown words as they are)."""
    known, _ = _known()
    if word in known or word.isascii():
        return False, word
    for prefix in _PREFIXES:
        if word.startswith(prefix) and (rest := word.removeprefix(prefix)) in known:
            return prefix[0] == "و", rest
    return False, word


def prepared(text: str) -> str:
    """Return the text folded, on one line, with signs of its own for what folding would blur."""
    if not text.isascii():
        text = text.translate(_KEPT)
        if "\u064b" in text:
            text = _TANWIN.sub(r"\1", text)
    text = " ".join(fold(text).split())
    if "/" in text:
        text = _FRACTION.sub(lambda match: _FRACTION_SIGNS.get(match[0], match[0]), text)
    if "-" in text or "'" in text or "/" in text:
        text = _DASH_ENDING.sub("", _HYPHENATED.sub(" ", text))
    return text


def figure(text: str, decimal: str | None) -> tuple[Fraction, Fraction | None] | None:
    """Return a figure's value and its second reading if a mark before three digits may be either; None = no figure.

    `text` holds digits, marks, and blanks or apostrophes between groups; `decimal` is the column's mark, if known.
    """
    if text.isdecimal():
        return Fraction(int(text)), None
    power = 0
    if "e" in text:
        text, _, exponent = text.partition("e")
        power = int(exponent)
    close = text.replace(" ", "").replace("'", "")
    if close != text and text[0] == "0":
        return None  # "000 500": a unit, or no number at all
    marks = [c for c in close if not c.isdecimal()]
    if not marks:
        return Fraction(int(close)) * Fraction(10) ** power, None
    mark = _decimal_mark(close, marks, decimal, spaced=close != text)
    if mark is None:
        return None
    if mark == "?":
        return Fraction(int(close.replace(marks[0], ""))), _with_decimals(close, marks[0])
    value = _with_decimals(close, mark)
    return (value * Fraction(10) ** power, None) if value is not None else None


def _decimal_mark(text: str, marks: list[str], decimal: str | None, *, spaced: bool) -> str | None:
    """Return which mark is the decimal one, "" for none, "?" for either, None if the marks contradict each other."""
    kinds, last = set(marks), marks[-1]
    if len(kinds) > 1:
        return last if len(kinds) == len(".,") and marks.count(last) == 1 and last != GROUP else None
    if last == GROUP or len(marks) > 1:
        return "" if last != DECIMAL else None
    before, _, after = text.partition(last)
    if last == DECIMAL or spaced or len(after) != _GROUP_LENGTH or not _may_lead(before) or before[0] == "0":
        return last
    if decimal is None:
        return "?"
    return last if decimal == last else ""


def _may_lead(group: str) -> bool:
    """Tell whether digits can stand before a group of three."""
    return 0 < len(group) <= _GROUP_LENGTH


def _with_decimals(text: str, mark: str) -> Fraction | None:
    whole, _, decimals = text.partition(mark) if mark else (text, "", "")
    head, *groups = re.split(f"[.,{GROUP}]", whole)
    if groups and not (_may_lead(head) and head[0] != "0" and all(len(group) == _GROUP_LENGTH for group in groups)):
        return None
    digits = head + "".join(groups) + decimals
    return Fraction(int(digits), 10 ** len(decimals)) if digits.isdecimal() else None


def tokens(text: str, decimal: str | None, *, strict: bool = True) -> list[Token] | None:
    """Return the tokens of a prepared text; None when it cannot be a number (a formula, a figure grown into a word).

    Not strict, for headers: such pieces are words like any other, and the answer is never None.
    """
    if strict and text.startswith("="):
        return None
    pieces = list(_TOKEN.finditer(text))
    out: list[Token] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.lastgroup == "num":
            read = figure(piece[0], decimal)
            if read is None and strict:
                return None
            out.append(Token("num", piece[0], *read) if read else Token("word", piece[0]))
            at += 1
            continue
        joined, length, found = _longest(pieces, at)
        if joined:
            out.append(Token("and", "و"))
        first, last = pieces[at], pieces[at + length - 1]
        if strict and not _may_touch(text, first, last, found, joined=joined):
            return None
        out.extend(found)
        at += length
    return out


def _longest(pieces: list[re.Match[str]], at: int) -> tuple[bool, int, tuple[Token, ...]]:
    """Return the longest known phrase that begins here: whether و stands before it, how many pieces, its tokens."""
    phrases, (_, starts) = _phrases(), _known()
    joined, word = stem(pieces[at][0].replace(".", "")) if pieces[at].lastgroup == "word" else (False, pieces[at][0])
    if word in starts:
        several = [word, *_following(pieces, at + 1)]
        for length in range(len(several), 1, -1):
            if (found := phrases.get(" ".join(several[:length]))) is not None:
                return joined, length, found
    found = phrases.get(word) or (Token(_SIGNS.get(word.replace(" ", ""), "word"), word),)
    return joined, 1, found


def _following(pieces: list[re.Match[str]], at: int) -> Iterator[str]:
    for piece in pieces[at : at + _LONGEST_PHRASE - 1]:
        if piece.lastgroup == "num":
            return
        yield stem(piece[0].replace(".", ""))[1] if piece.lastgroup == "word" else piece[0]


def _may_touch(text: str, first: re.Match[str], last: re.Match[str], found: tuple[Token, ...], *, joined: bool) -> bool:
    """Tell whether a word may stand where it does: letters grown together with digits are a code, but not "€2.5m"."""
    if first.lastgroup != "word" or joined or first[0] == "و":
        return True
    after = text[last.end() : last.end() + 2]
    if after[:1].isdecimal() and (after in _LEADING_NOUGHT or not any(token.kind == "currency" for token in found)):
        return False  # "ET01", "M5", "LE07"
    before = text[first.start() - 1 : first.start()]
    return not before.isdecimal() or all(token.kind in {"scale", "currency"} for token in found)


@cache
def _unknown_texts() -> frozenset[str]:
    return frozenset(_words_only(fold(text)) for text in words.UNKNOWN)


def _words_only(text: str) -> str:
    return _NOT_WORDS.sub(" ", text).strip()


def says_unknown(text: str) -> bool:
    """Tell whether a prepared text says that nothing is known yet: "TBD", "قيد التحديد", "à définir", "–", "?".

    A cell too narrow for its figure ("#####") and digits that an encoding lost ("????") say something else.
    """
    if not text or _DIGIT.search(text) or _LOST.search(text):
        return False
    only = _words_only(text)
    known = _unknown_texts()
    return not only or only in known or only.replace(" ", "") in known  # "T.B.D."


def brackets(several: Sequence[Token]) -> tuple[list[Token], list[list[Token]]] | None:
    """Return what stands outside brackets and the content of each pair; None when they do not match."""
    outside: list[Token] = []
    groups: list[list[Token]] = []
    inside = False
    for token in several:
        if token.kind in {"open", "close"}:
            if inside is (token.kind == "open"):
                return None
            inside = not inside
            if inside:
                groups.append([])
        else:
            (groups[-1] if inside else outside).append(token)
    return None if inside else (outside, groups)


def currency_of(token: Token, default: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return a currency word's code, and the candidates when it may be several and the column's currency is none."""
    if len(token.codes) == 1:
        return token.codes[0], ()
    if default in token.codes:
        return default, ()
    return (token.codes[0] if token.text in LIKELIEST else None), token.codes

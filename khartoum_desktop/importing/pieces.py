"""Cells that list several things: countries and organisations, codes."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.importing import words
from khartoum_desktop.importing.bullets import parts_of, without_marks
from khartoum_desktop.importing.nations import elsewhere, meant
from khartoum_desktop.proposals.lists import COUNTRY, PARTY, Lists

_STRONG: Final = re.compile(r"\s*(?:[\n;؛|]+|\s/\s)\s*")
_LIGHT: Final = re.compile(r"\s*[,،/+&]\s*|\s+(?:and|et)\s+|\s+و\s*(?=\S)|\s+[–—-]\s+", re.IGNORECASE)
_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*▪●◦]|\(?\d{1,2}[.)\-:]|\(?[a-zأ-ي][.)])\s*")
_ROLE: Final = re.compile(r"^(.+?)\s*[:(]\s*([^:()]+?)\)?$")
_CODES: Final = re.compile(r"\s*[\n;؛|,،]\s*")
_AND: Final = re.compile(r"\s*[/+&]\s*|\s+(?:and|et)\s+|\s+و\s*(?=\S)", re.IGNORECASE)
# of the word before a number: "Objectives 2 and 5", المجالين 1 و 2
_PLURALS: Final = {
    "objectives": "objective", "objectifs": "objectif", "domains": "domain", "domaines": "domaine", "sdgs": "sdg",
    "pillars": "pillar", "piliers": "pilier", "targets": "target", "cibles": "cible", "principles": "principle",
    "principes": "principe", "الاهداف": "الهدف", "اهداف": "الهدف", "الهدفين": "الهدف", "الهدفان": "الهدف",
    "المجالات": "المجال", "المجالين": "المجال", "المجالان": "المجال", "المحاور": "المحور", "المحورين": "المحور",
    "الغايات": "الغايه", "الغايتين": "الغايه", "المبادي": "المبدا", "المبداين": "المبدا",
}  # fmt: skip
_ORDINALS: Final = {
    word: number
    for number, stem in enumerate(("اول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"), 1)
    for word in (f"ال{stem}", f"ال{stem}ه", *(("الاولي",) if number == 1 else ()))
}
_POINTED: Final = re.compile(r"\d+(?:\.[\da-d]+)*")
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\d{1,2}(?:\.[\da-d]{1,2})?")
_HEAD: Final = re.compile(r"(\s*[:–—]|\s-\s)")
_LEADING: Final = re.compile(r"\(?\d{1,2}(?:\.[\da-d]{1,2})?[.)]\s")
_LONGEST_NAME: Final = 300  # characters
_LONGEST_LIST: Final = 4_000
_SHARE: Final = re.compile(r"\s*[(:=–-]?\s*([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*[%٪]\s*\)?\s*$")
_WORDS_OF: Final = {
    "gcm": "gcm|pmm|objectives?|objectifs?|obj|goal|الهدف|هدف",
    "jvap": "jvap|pacv|domains?|domaines?|pillars?|piliers?|axes?|axis|volets?|المجال|مجال|المحور|محور",
    "sdg": "sdgs?|odd|goals?|targets?|cibles?|الغايه|غايه|الهدف|هدف",
}
_NAMES: Final = {
    scheme: re.compile(
        rf"(?:(?:{words}|no|n|num|number|numero|رقم)[\s.°#:/-]*)*"
        r"([0-9]{1,2}(?:[.,](?:[0-9]{1,2}|[a-d]))?|iv|v|i{1,3})"
    )
    for scheme, words in _WORDS_OF.items()
}
"""A number with the words before it that say of which list: "GCM obj. 5", "Axe 3"; "10,7" where no comma is a list."""
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_GROUP: Final = re.compile(r"([^()]+?)\s*[(:]\s*([^()]+?)\s*\)?")
_MOST_TOGETHER: Final = 30  # words
_LONGEST_COUNTRY: Final = 5  # words
_HYPHEN: Final = re.compile(r"\s*[–—-]\s*")
_SAID_TWICE: Final = re.compile(r"\s*[\n/|()]\s*|\s+[–—-]\s+")
_SOUTHERN: Final = re.compile(r"(\S+)\s*\(?\s*(?:ال)?جنوب(?:ي|يه)?\s*\)?$")  # السودان الجنوبي is جنوب السودان
_THE: Final = re.compile(r"\s*\((?:the|la|le|les)\)\s*$|^the\s+", re.IGNORECASE)


def is_nothing(text: str) -> bool:
    """Tell whether a whole cell only says that there is nothing: "–", "Néant", "لا يوجد"."""
    return len(text) <= 24 and bool(words.NOTHING.fullmatch(fold_key(text)))  # noqa: PLR2004 - the longest such words


def country_in(text: str, lists: Lists) -> str | None:
    """Return the code of the one country or organisation that a cell names, in any of its spellings, once or twice."""
    if len(text) > _LONGEST_NAME:
        return None
    code = _one_country(text, lists)
    pieces = [] if code else [piece for piece in _SAID_TWICE.split(text) if piece]
    if len(pieces) < 2:  # noqa: PLR2004 - the name is not said twice
        return code
    codes = {_one_country(piece, lists) for piece in pieces}
    return codes.pop() if len(codes) == 1 else None


def _one_country(text: str, lists: Lists) -> str | None:
    return (
        meant(text)
        or lists.find(COUNTRY, text)
        or lists.find(PARTY, text)
        or lists.find(PARTY, _THE.sub("", text))
        or (lists.find(COUNTRY, f"جنوب {southern[1]}") if (southern := _SOUTHERN.match(fold_key(text))) else None)
        or elsewhere(text, lists)
    )


def parties_in(text: str, lists: Lists) -> list[tuple[str, str]]:
    """Return (party, role) of all that a cell names: codes where they are known, else words; "" where no role is said.

    Commas and "and" part names only where every part is known, since names hold commas too: "Ministry of Labour,
    Employment and Skills" is one.
    """
    if len(text) > _LONGEST_LIST:
        return [(one_line(text), "")]
    if whole := country_in(one_line(text), lists):  # names hold the signs that part others: Sudan, South
        return [(whole, "")]
    found: dict[tuple[str, str], None] = {}
    strong = _STRONG.split(text)
    for piece in without_marks(strong if len(strong) > 1 else parts_of(text)):
        part = one_line(piece)
        if not part or is_nothing(part):
            continue
        part, role = _with_role(part, lists)
        found.update(dict.fromkeys((name, role) for name in _names(part, lists)))
    return list(found)


def _with_role(part: str, lists: Lists) -> tuple[str, str]:
    """Return a party without the role that follows it: "Italy: co-sponsor", "IOM (implementing)"."""
    match = _ROLE.match(part)
    role = lists.find("party_role", re.split("[,،]", match[2])[0]) if match else None
    return (match[1], role) if match and role else (part, "")


def _names(part: str, lists: Lists) -> list[str]:
    code = country_in(part, lists)
    if code:
        return [code]
    if inside := _GROUP.fullmatch(part):  # Regional (Kenya, Uganda)
        named = _names(inside[2], lists)
        if words.REGION.fullmatch(fold_key(inside[1])) and all(lists.has(PARTY, name) for name in named):
            return named
    commas = _commas_in(part, lists)
    commas = [_SHARE.sub("", piece) or piece for piece in commas]
    pieces = [piece for comma in commas for piece in ([comma] if "," in comma else _LIGHT.split(comma)) if piece]
    codes = [_codes_of(piece, lists) for piece in pieces]
    if all(codes):
        return [code for several in codes for code in several]
    by_comma = [country_in(piece, lists) for piece in commas]
    if len(commas) > 1 and sum(1 for code in by_comma if code) * 2 >= len(commas):
        return [code or piece for code, piece in zip(by_comma, commas, strict=True)]
    return _run_together(part, lists) or [part]


def _commas_in(part: str, lists: Lists) -> list[str]:
    """Return what stands between commas; a name that is turned round stays whole: Kenya, Sudan, South."""
    found: list[str] = []
    for piece in re.split(r"\s*[,،]\s*", part):
        if found and not country_in(piece, lists) and country_in(piece.removeprefix("و"), lists):
            piece = piece.removeprefix("و")  # كينيا، أوغندا، وجنوب السودان  # noqa: PLW2901
        turned = f"{found[-1]}, {piece}" if found and piece else ""
        if turned and not country_in(piece, lists) and country_in(turned, lists):
            found[-1] = turned
        elif piece:
            found.append(piece)
    return found


def _run_together(part: str, lists: Lists) -> list[str]:
    """Return countries that only spaces part, if nothing else stands between them: Kenya Uganda South Sudan."""
    tokens = part.split()
    found: list[str] = []
    while 1 < len(tokens) + len(found) <= _MOST_TOGETHER and tokens:
        sizes = range(min(len(tokens), _LONGEST_COUNTRY), 0, -1)
        named = ((size, lists.find(COUNTRY, " ".join(tokens[:size]))) for size in sizes)
        size, code = next(((size, code) for size, code in named if code), (0, None))
        if code is None or len(" ".join(tokens[:size])) <= len("Or"):
            return []
        found.append(code)
        tokens = tokens[size:]
    return found if len(found) > 1 and not tokens else []


def _codes_of(piece: str, lists: Lists) -> list[str]:
    """Return the countries and organisations of a piece: one, or several that hyphens join (Egypt-Sudan)."""
    code = country_in(piece, lists)
    if code:
        return [code]
    joined = [country_in(one, lists) for one in _HYPHEN.split(piece) if one]
    return [one for one in joined if one] if len(joined) > 1 and all(joined) else []


def codes_in(text: str, scheme: str, lists: Lists) -> tuple[list[str], list[str]]:
    """Return (the codes of a list that a cell names, the pieces that were not understood)."""
    if len(text) > _LONGEST_LIST:
        return [], [one_line(text[:_LONGEST_NAME])]
    several = [_SHARE.sub("", piece) for piece in _CODES.split(text) if piece.strip()]
    own = [code_of(piece, scheme, lists) for piece in several]
    whole = code_of(text, scheme, lists)
    if whole and (len(several) == 1 or lists.find(scheme, one_line(text)) or not any(own[1:])):
        return [whole], []
    found: list[str] = []
    unknown: list[str] = []
    for piece, code in zip(several, own, strict=True):
        codes = [code] if code else [code_of(part, scheme, lists) for part in _AND.split(piece) if part]
        if None in codes:
            unknown.append(one_line(piece))
        else:
            found += [code for code in codes if code]
    return unique(found), unknown


def code_of(text: str, scheme: str, lists: Lists) -> str | None:
    """Return the code that words stand for: a code, a label, another name, or a number that begins them ("5. …")."""
    for candidate in _readings(one_line(_BULLET.sub("", text)), one_line(text)):
        code = lists.find(scheme, candidate)
        if code and _is_its_number(candidate, code):
            return code
    if (name := _NAMES.get(scheme)) is None or (match := name.fullmatch(fold_key(text))) is None:
        return None
    number = _ROMAN.get(match[1], match[1].replace(",", "."))
    code = lists.find(scheme, number)
    return code if code and _is_its_number(number, code) else None


def _is_its_number(words: str, code: str) -> bool:
    """Tell whether the one number of some words is that of a code, point and all: "1.0" is not 10, nor "1.17" 11.7."""
    numbers = _POINTED.findall(fold_key(words))
    if len(numbers) != 1 or not _DIGIT.search(code):
        return True
    (number,) = numbers
    return code.lower().endswith(number) if "." in number else number != code.replace(".", "") or "." not in code


def shares_in(text: str, scheme: str, lists: Lists) -> dict[str, Fraction] | None:
    """Return the share (1 = all) of each code that a cell names with one; None if they are not shares of one whole."""
    pieces = [piece for piece in _CODES.split(text) if piece.strip()]
    said = [(code_of(_SHARE.sub("", piece), scheme, lists), _SHARE.search(piece)) for piece in pieces]
    found = {code: Fraction(share[1].replace(",", ".")) / 100 for code, share in said if code and share}
    return found if len(found) == len(pieces) and sum(found.values()) == 1 else None


def _readings(bare: str, whole: str) -> Iterator[str]:
    """Yield what may be looked up: the words, what stands before a colon or dash, and a number that leads them."""
    yield whole
    if not (bare[:1].isdecimal() and _DIGIT.search(whole.removesuffix(bare))):
        yield bare  # the first number of "2.1" and of "1-3" is no bullet
    before, _blank, last = fold_key(whole).rpartition(" ")
    if before in _PLURALS or last in _ORDINALS:
        yield f"{_PLURALS.get(before, before)} {_ORDINALS.get(last, last)}"
    head, mark, tail = (*_HEAD.split(whole, maxsplit=1), "", "")[:3]
    if mark and _NUMBER.fullmatch(tail.strip()):
        return  # "1 – 3": from one to the other, or both
    if mark:
        yield head
    numbers = _NUMBER.findall(head)
    if len(numbers) == 1 and (mark or whole == numbers[0] or _LEADING.match(whole)):
        yield numbers[0]


def unique(texts: Iterable[str]) -> list[str]:
    """Return texts without repetitions, in order."""
    return list(dict.fromkeys(texts))

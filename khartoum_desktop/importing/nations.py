"""Names of countries and organisations beyond the lists: ISO's three letters, habits of speech, and near misses."""

import re
from functools import cache
from typing import Final

from khartoum_desktop.proposals.lists import COUNTRY, PARTY, Lists, word_key

# two letters that in this field name the Union, whatever country has them as its code
_MEANT: Final = {"au": "AUC", "ua": "AUC"}
_OTHER: Final = {
    "ger": "DE", "rfa": "DE", "brd": "DE", "angleterre": "GB", "england": "GB", "grande bretagne": "GB",
    "fdre": "ET", "rss": "SS", "goss": "SS", "fgs": "SO",
    "لكسمبورج": "LU", "لوكسمبورج": "LU", "انكلترا": "GB", "بريطانيا العظمي": "GB",
    "الحبشه": "ET", "اريتيريا": "ER", "ارتيريا": "ER", "صوماليا": "SO", "جنوب سودان": "SS",
    "اليونيسيف": "UNICEF", "يونيسيف": "UNICEF", "european comission": "EC",
}  # fmt: skip
_SHARED: Final = {"DRC": "CD", "CAR": "CF"}
_CAPITALS: Final = re.compile(r"\b[A-Z]{3}\b")
# names of two countries, the one that calls itself democratic second
_EITHER: Final = {
    **dict.fromkeys(("congo", "le congo", "the congo", "الكونغو", "كونغو"), ("CG", "CD")),
    **dict.fromkeys(("korea", "coree", "la coree", "كوريا"), ("KR", "KP")),
}
# what may stand behind the comma of a name turned round: Egypt, Arab Rep.; Korea, Republic of; Gambia, The
_FRAME: Final = frozenset(
    (
        *("the", "of", "la", "le", "les", "l", "de", "du", "des", "d", "rep", "republic", "republique", "kingdom"),
        *("royaume", "state", "states", "sts", "etat", "etats", "arab", "arabe", "islamic", "islamique", "united"),
        *("unie", "federal", "federale", "federated", "fed", "dem", "democratic", "democratique", "people", "peoples"),
        *("populaire", "plurinational", "plurinationale", "bolivarian", "bolivarienne", "socialist", "and", "et"),
    )
)
_DEMOCRATIC: Final = frozenset({"dem", "democratic", "democratique"})
_TURNED: Final = re.compile(r"([^,،()]+?)\s*[,،(]\s*([^,،()]+?)\s*\)?")
_SOUTH: Final = re.compile(r"(\w+) (?:south|sud|southern)")
_BRACKETS: Final = str.maketrans("()", "  ")
_SUDAN: Final = "(?:(?:ال)?سودان|sudan|soudan)"
_AND: Final = re.compile(r" (?:and|et) ")
_NORTH: Final = re.compile(  # Sudan since 2011, or a region of it
    rf"(?:north(?:ern)?|nord|شمال) {_SUDAN}|{_SUDAN}[ ,،(]+(?:du )?(?:north|nord|(?:ال)?شمالي?)\)?"
)
_CODE: Final = 3
_CLOSE: Final = 84  # likeness of a name that was meant: Sudn, Ethopia
_SAME_WORD: Final = 75  # likeness of a word of such a name
_SHORTEST, _LONGEST = 4, 60  # letters: shorter ones are like everything
_ONE_SLIP: Final = 5  # letters from which one wrong letter, or the same letters in another order, is still the name


def meant(text: str) -> str | None:
    """Return the organisation that two letters mean here, although a country has them: AU is the African Union."""
    return _MEANT.get(word_key(text)) if len(text) <= len("A. U. ") else None


def perhaps_other(text: str, code: str) -> bool:
    """Tell whether a country was named by letters that are an organisation's too: DRC, the Danish Refugee Council."""
    return any(code == _SHARED.get(one) for one in _CAPITALS.findall(text))


def elsewhere(text: str, lists: Lists) -> str | None:
    """Return the code of a country or organisation by its three letters of ISO 3166, or another name of it."""
    key = word_key(text)
    code = _OTHER.get(key) or (_three_letters().get(key) if len(key) == _CODE else None)
    return code if code and lists.has(PARTY, code) else _otherwise(key, lists)


def _otherwise(key: str, lists: Lists) -> str | None:
    """Return the country of a name without its article (سودان), in brackets, or turned round (Sudan, South)."""
    plain = " ".join(key.translate(_BRACKETS).split())
    code = lists.find(COUNTRY, plain) if plain != key else None
    code = code or lists.find(COUNTRY, _AND.sub(" & ", plain))
    if code or plain in _EITHER:
        return code
    if "\u0600" <= plain[:1] <= "\u06ff" and not plain.startswith("ال"):
        code = lists.find(COUNTRY, f"ال{plain}")
    if southern := _SOUTH.fullmatch(plain):
        code = code or lists.find(COUNTRY, f"south {southern[1]}") or lists.find(COUNTRY, f"{southern[1]} du sud")
    match = None if code else _TURNED.fullmatch(key)
    return _turned(match[1], match[2], lists) if match else code


def _turned(name: str, rest: str, lists: Lists) -> str | None:
    found = lists.find(COUNTRY, f"{rest} {name}") or lists.find(COUNTRY, f"{name} {rest}")
    several = re.findall(r"\w+", rest)
    if found or not _FRAME.issuperset(several):
        return found
    if name in _EITHER:
        plain, democratic = _EITHER[name]
        return plain if _DEMOCRATIC.isdisjoint(several) else democratic
    return lists.find(COUNTRY, name)


def either(text: str) -> tuple[str, str] | None:
    """Return the two countries that have one name, such as Congo; None for any other name."""
    return _EITHER.get(word_key(text[: 2 * _LONGEST]))


@cache
def _three_letters() -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {
        name.lower(): codes[0]
        for name, codes in aliases.items()
        if len(name) == _CODE and name.isascii() and name.isalpha() and len(codes) == 1
    }


def is_north(text: str) -> bool:
    """Tell whether a name is that of the north of Sudan, which may be Sudan since 2011 or a part of it."""
    return bool(_NORTH.fullmatch(word_key(text[: 2 * _LONGEST])))


def like(text: str, lists: Lists) -> str | None:
    """Return the country whose name is most like a text that names none: only to be suggested."""
    from rapidfuzz import fuzz, process

    key = word_key(text[: 2 * _LONGEST])
    if is_north(text):
        return "SD"
    if not _SHORTEST <= len(key) <= _LONGEST:
        return None
    names = {
        word_key(name): item.code
        for item in lists.items(COUNTRY)
        for name in (*item.labels.values(), *item.aliases)
        if len(name) >= _SHORTEST
    }
    best = process.extractOne(key, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if best and _is_word_for_word(key, best[0]):
        return names[best[0]]
    slips = {code for name, code in names.items() if _is_slip(key, name)}
    return slips.pop() if len(slips) == 1 else None


def _is_word_for_word(key: str, name: str) -> bool:
    """Whether each word is like its counterpart: the United Nations are no slip of the pen for a kingdom."""
    from rapidfuzz import fuzz

    words, others = key.split(), name.split()
    return len(words) != len(others) or all(
        fuzz.ratio(one, other) >= _SAME_WORD for one, other in zip(words, others, strict=True)
    )


def _is_slip(key: str, name: str) -> bool:
    """Whether a short name was meant whose likeness is low because it is short: Lybie, Keyna, Lybya."""
    if len(key) < _ONE_SLIP or key[0] != name[0]:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(key, name, score_cutoff=1) <= 1 or sorted(key) == sorted(name)

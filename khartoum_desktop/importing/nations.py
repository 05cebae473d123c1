"""Names of countries and organisations beyond the lists: ISO's three letters, habits of speech, and near misses."""

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
_CODE: Final = 3
_CLOSE: Final = 84  # likeness of a name that was meant: Sudn, Ethopia
_SHORTEST, _LONGEST = 4, 60  # letters: shorter ones are like everything
_ONE_SLIP: Final = 5  # letters from which one wrong letter, or the same letters in another order, is still the name


def meant(text: str) -> str | None:
    """Return the organisation that two letters mean here, although a country has them: AU is the African Union."""
    return _MEANT.get(word_key(text)) if len(text) <= len("A. U. ") else None


def elsewhere(text: str, lists: Lists) -> str | None:
    """Return the code of a country or organisation by its three letters of ISO 3166, or another name of it."""
    key = word_key(text)
    code = _OTHER.get(key) or (_three_letters().get(key) if len(key) == _CODE else None)
    return code if code and lists.has(PARTY, code) else None


@cache
def _three_letters() -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {
        name.lower(): codes[0]
        for name, codes in aliases.items()
        if len(name) == _CODE and name.isascii() and name.isalpha() and len(codes) == 1
    }


def like(text: str, lists: Lists) -> str | None:
    """Return the country whose name is most like a text that names none: only to be suggested."""
    from rapidfuzz import fuzz, process

    key = word_key(text[: 2 * _LONGEST])
    if not _SHORTEST <= len(key) <= _LONGEST:
        return None
    names = {
        word_key(name): item.code
        for item in lists.items(COUNTRY)
        for name in (*item.labels.values(), *item.aliases)
        if len(name) >= _SHORTEST
    }
    best = process.extractOne(key, names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if best:
        return names[best[0]]
    slips = {code for name, code in names.items() if _is_slip(key, name)}
    return slips.pop() if len(slips) == 1 else None


def _is_slip(key: str, name: str) -> bool:
    """Whether a short name was meant whose likeness is low because it is short: Lybie, Keyna, Lybya."""
    if len(key) < _ONE_SLIP or key[0] != name[0]:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(key, name, score_cutoff=1) <= 1 or sorted(key) == sorted(name)

"""States named by an adjective, an abbreviation or an official address: وزارة الداخلية السودانية, FDRE, gov.eg."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from khartoum_desktop.core.text import fold, fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.proposals.lists import COUNTRY, Lists

# adjectives in the spelling of search, without article and feminine ending
_ADJECTIVES: Final[Mapping[str, str]] = {
    word: code
    for code, several in {
        "EG": "مصري egyptian egyptien egyptienne",
        "SD": "سوداني sudanese soudanais soudanaise",
        "LY": "ليبي libyan libyen libyenne",
        "TN": "تونسي tunisian tunisien tunisienne",
        "ET": "اثيوبي ethiopian ethiopien ethiopienne",
        "KE": "كيني kenyan kenyane kenyen kenyenne",
        "UG": "اوغندي ugandan ougandais ougandaise",
        "SO": "صومالي somali somalian somalien somalienne",
        "DJ": "جيبوتي djiboutian djiboutien djiboutienne",
        "ER": "اريتري ارتري eritrean erythreen erythreenne",
        "IT": "ايطالي italian italien italienne",
        "FR": "فرنسي french francais francaise",
        "DE": "الماني german allemand allemande",
        "ES": "اسباني spanish espagnol espagnole",
        "MT": "مالطي maltese maltais maltaise",
        "GR": "يوناني greek grec grecque",
        "NL": "هولندي dutch neerlandais neerlandaise",
        "CH": "سويسري swiss suisse",
        "NO": "نرويجي norwegian norvegien norvegienne",
    }.items()
    for word in several.split()
}
_SOUTH: Final = frozenset({"جنوب", "جنوبي", "south", "sud"})
_ABBREVIATIONS: Final[Mapping[str, str]] = {
    "FDRE": "ET", "GoK": "KE", "GOK": "KE", "GoU": "UG", "GOU": "UG", "GRSS": "SS", "RSS": "SS", "GoSS": "SS",
    "RoSS": "SS", "FGS": "SO",
}  # fmt: skip
_DOTTED: Final[Mapping[str, str]] = {"A.R.E": "EG", "ج.م.ع": "EG", "F.D.R.E": "ET", "R.S.S": "SS", "F.G.S": "SO"}
_ADDRESS: Final = re.compile(r"\b(?:gov|gouv|mil|go|government)\.([a-z]{2})\b", re.IGNORECASE)
_OFFICIAL: Final = re.compile(
    r"\b(?:government|gouvernement|republi\w+|حكومه|الحكومه|جمهوريه|الجمهوريه|دوله|embassy)\b"
)
_LANGUAGE: Final = re.compile(r"\b(?:version|language|langue|text|texte|نسخه|النسخه|لغه|اللغه|باللغه)\b")
_MONEY: Final = frozenset(
    ("جنيه", "دينار", "دولار", "فرنك", "شلن", "بر", "pound", "pounds", "livre", "livres", "dinar")
)
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_GOVERNMENT: Final = re.compile(
    r"(?:the )?(.+?) (?:government|govt?\.?|state|republic|authorities)|"
    r"(?:le |la |les |l')?(?:gouvernement|etat|republique|autorites) (.+)|"
    r"(?:ال)?(?:حكومه|جمهوريه|دوله|سلطات|مملكه) (.+)"
)
_LONGEST: Final = 160  # characters of a line that names its author


def nation_in(line: str, lists: Lists) -> str | None:
    """Return the one State that a line of a title block names so, None where it names none or several."""
    if len(line) > _LONGEST:
        return None
    found = {match[1].upper() for match in _ADDRESS.finditer(line)}
    found = {code for code in found if lists.find(COUNTRY, code) == code}
    found |= {code for name, code in _DOTTED.items() if name in line}
    found |= {_ABBREVIATIONS[token] for token in _TOKEN.findall(line) if token in _ABBREVIATIONS}
    folded = fold_key(line)
    if not _LANGUAGE.search(folded) and (_OFFICIAL.search(folded) or words.MINISTRY.search(folded)):
        found |= set(_adjectives(line))
    return found.pop() if len(found) == 1 else None


def government_in(text: str, lists: Lists) -> str | None:
    """Return the State whose government, and nothing else, a text names: Gouvernement du Kenya, الحكومة المصرية."""
    if len(text) > _LONGEST:
        return None
    if text in _ABBREVIATIONS:
        return _ABBREVIATIONS[text]
    folded = fold_key(text)
    named = lists.find(COUNTRY, words.STATE.sub("", folded))
    match = None if named else _GOVERNMENT.fullmatch(folded)
    if match is None:
        return named
    who = next(part for part in match.groups() if part)
    several = [one for one in re.split(r"[\s-]+", who) if one]
    found = list(_adjectives(who))
    plain = [one for one in several if one not in _SOUTH and _bare(one) not in _SOUTH]
    return found[0] if len(found) == len(plain) == 1 else lists.find(COUNTRY, who)


def _adjectives(line: str) -> Iterator[str]:
    before = ""
    for token in (_bare(fold(one)) for one in _TOKEN.findall(line)):
        code = _ADJECTIVES.get(token)
        if code and before not in _MONEY:
            yield "SS" if code == "SD" and before in _SOUTH else code
        before = token


def _bare(word: str) -> str:
    """Return an Arabic word without its article, the joined و ل ب before it, and the feminine ending."""
    if word.isascii():
        return word
    for article in ("وال", "بال", "لل", "ال"):
        if word.startswith(article) and len(word) - len(article) > 2:  # noqa: PLR2004 - letters of a word
            word = word[len(article) :]
            break
    return word.removesuffix("ه") if len(word) > 4 else word  # noqa: PLR2004 - letters of a word

"""A header to the target it names: by known words in three languages, exactly; else what it is like."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from khartoum_desktop.core.money import unit_note
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.spellings import unnumbered, without_months, without_units
from khartoum_desktop.importing.synonyms import (
    KEPT,
    are_two_scripts,
    header_key,
    in_brackets,
    keys_of,
    known_as,
    pieces_of,
    synonyms,
    without_brackets,
)
from khartoum_desktop.importing.targets import Reading, targets

CLOSE: Final = 85  # of 100, token_set_ratio: this like a known header is suggested; measured: 33 right, 0 wrong of 50
FAR: Final = 70  # and this like one is offered

_LANGUAGES: Final = {
    **dict.fromkeys(("ar", "arabic", "arabe", "عربي", "عربيه", "العربيه", "بالعربيه", "بالعربي"), "ar"),
    **dict.fromkeys(("en", "eng", "english", "anglais", "انجليزي", "الانجليزيه", "بالانجليزيه", "انكليزي"), "en"),
    **dict.fromkeys(("fr", "fra", "french", "francais", "فرنسي", "الفرنسيه", "بالفرنسيه"), "fr"),
}
_IN_THREE: Final = frozenset({"title", "summary"})
# labels under a group that add nothing to it
_GENERIC: Final = frozenset(
    (
        *(
            "total",
            "montant",
            "amount",
            "value",
            "valeur",
            "name",
            "nom",
            "description",
            "designation",
            "date",
            "prevu",
        ),
        *("planned", "المجموع", "الاجمالي", "اجمالي", "القيمه", "المبلغ", "الاسم", "اسم", "total general"),
        *("تاريخ", "التاريخ"),
    )
)
_AMOUNTS: Final = frozenset(
    ("total", "montant", "amount", "value", "valeur", "المجموع", "الاجمالي", "القيمه", "المبلغ")
)
# what is above the two ends of a period, and the words for these
_PERIODS: Final = frozenset(map(header_key, (
    "period", "dates", "date", "duration", "timeline", "timeframe", "time frame", "schedule", "implementation period",
    "période", "durée", "calendrier", "délais", "échéancier", "période d'exécution", "période de mise en œuvre",
    "الفترة", "المدة", "التواريخ", "الجدول الزمني", "الإطار الزمني", "فترة التنفيذ", "مدة التنفيذ", "التنفيذ",
)))  # fmt: skip
_ENDS: Final = {
    header_key(word): target
    for target, several in {
        "start_planned": ("from", "start", "begin", "beginning", "de", "du", "début", "من", "البدء", "بدء", "البداية"),
        "end_planned": ("to", "until", "end", "à", "au", "jusqu'au", "fin", "إلى", "حتى", "الانتهاء", "النهاية"),
    }.items()
    for word in several
}
# words that name a part of the cost above them
_PARTS_OF_COST: Final = {
    header_key(word): target
    for target, several in {
        "amount_requested": ("requested", "demandé", "sollicité", "asked for", "المطلوب", "المطلوبة"),
        "own_contribution": (
            "own",
            "national",
            "contrepartie",
            "apport propre",
            "المحلي",
            "الوطني",
            "المحلية",
            "الوطنية",
        ),
    }.items()
    for word in several
}
# what may stand in brackets without changing what a header means
_HARMLESS: Final = re.compile(
    "^(?:[djmya/. -]{4,10}|(?:in )?months?|(?:en )?mois|شهر|اشهر|شهور|بالاشهر|years?|ans?|annees?|سنه|سنوات|بالسنوات|"
    "(?:يوم|شهر|سنه)(?:[/.-](?:يوم|شهر|سنه)){1,2}|days?|jours?|يوم|ايام|optional|facultatif|obligatoire|required|mandatory|اختياري|الزامي|m/f|h/f|number|nombre|nbre|no|n|nb|عدد|"
    "s|es|if any|if known|le cas echeant|ان وجد|ان وجدت|estimated|estime|estimation|تقديري|تقديريه|indicative|"
    "indicatif|approx|planned|prevue?|previsionnel(?:le)?|expected|المتوقع|المتوقعه|المخطط|المخططه|"
    r"max(?:imum)?\.? ?[\d ]+(?:char(?:acter)?s?|words?|lines?|caracteres|mots|lignes)\.?|"
    r"\d+ ?[-–] ?\d+ (?:words|lines|mots|lignes|سطر|اسطر|كلمه)|(?:only )?one(?: only)?|un seul|واحد فقط|"
    r"e\.? ?c\.?|g\.? ?c\.?|هـ?|م|هجري|ميلادي|hijri|gregorian)$"
)
# with such a word beside it a known name is only what something else is told of: “budget code”, “contact date”
_ATTRIBUTES: Final = frozenset(
    (
        *("code", "codes", "id", "identifier", "number", "no", "date", "year", "rate", "type", "category", "precision"),
        *("version", "url", "link", "source", "length", "period", "pcode", "percentage", "share", "ratio", "count"),
        *("account", "bank", "office", "officer", "actual", "spent", "disbursed", "paid", "remaining", "balance"),
        *("previous", "old", "revised", "taux", "numero", "annee", "effectif", "effective", "reel", "reelle", "solde"),
        *("depense", "decaisse", "compte", "banque", "restant", "ancien", "lien", "رمز", "كود", "رقم", "تاريخ", "سنه"),
        *("نسبه", "معدل", "نوع", "تصنيف", "دقه", "مصدر", "رابط", "حساب", "بنك", "الفعلي", "الفعليه", "المنصرف"),
        *("المتبقي", "السابق", "السابقه", "عدد", "مدير", "increase", "change", "changes", "marker"),
        *("reporting", "holder", "titulaire", "%", "p-code", "ref", "reports", "staff", "expert", "deed", "group"),
    )
)


_COUNTING: Final = re.compile(r"(?:number of|no of|nombre de|nombre d|nbre de|عدد)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """What a header names: its targets (KEPT = known, but of no field) and whether beyond doubt."""

    targets: tuple[str, ...]
    sure: bool = True
    languages: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def named(header: str, group: str = "") -> Named | None:
    """Return what a header names exactly, with the labels above it, a line each; None when it is not known."""
    found = _exact(header)
    if not group:
        return found
    levels, says_little = group.split("\n"), _adds_nothing(header)
    if found is not None and found.targets != (KEPT,):
        whole = _exact(f"{levels[-1]} {header}") if says_little else None  # the name of a contact is no title
        return whole if whole is not None and whole.sure else found
    below = _named_below(header, *levels, says_little=says_little) if found is None or says_little else None
    return below or found


def _named_below(header: str, *groups: str, says_little: bool) -> Named | None:
    """Return what a label means below others, from the top: below all of them, below the last one."""
    *higher, above = groups
    if header_key(header) in _ENDS and header_key(without_brackets(above)) in _PERIODS:
        return Named((_ENDS[header_key(header)],))
    if says_little and higher and (found := named(above, "\n".join(higher))):
        return found
    for group in dict.fromkeys((" ".join(groups), above)):
        if found := _exact(f"{group} {header}") or _under(header, group):
            return found
    return None


def _exact(header: str) -> Named | None:
    plain = unnumbered(header)
    whole = synonyms().get(header_key(header))
    if whole and whole.targets == (KEPT,) and (amount := _of_an_amount(plain)):
        return Named(amount.targets, sure=False, languages=amount.languages)  # what we reckon, others just write
    if whole:
        return Named(whole.targets, languages=whole.languages)
    return _taken_apart(plain) or _of_an_amount(plain) or _of_a_duration(plain)


def _of_a_duration(header: str) -> Named | None:
    found = _taken_apart(without_months(header))
    return found if found and found.targets == ("duration_months",) else None


def _of_an_amount(header: str) -> Named | None:
    """Return what a header with its unit behind it names: Budget in EUR."""
    for text in without_units(header):
        found = _taken_apart(text)
        if found and all(one in targets() and targets()[one].reading is Reading.MONEY for one in found.targets):
            return found
    return None


def _taken_apart(header: str) -> Named | None:
    bare, brackets = without_brackets(header), in_brackets(header)
    for key in keys_of(bare):
        known = known_as(key)
        if known is None:
            continue
        language = next((_LANGUAGES[word] for text in brackets for word in [fold_key(text)] if word in _LANGUAGES), "")
        if language and known.targets[0] in _IN_THREE:
            return Named((f"{known.targets[0]}_{language}",))
        pieces = pieces_of(bare)
        harmless = all(_is_harmless(text) for text in brackets) or are_two_scripts((bare, *brackets))
        if key in (header_key(bare), header_key(bare.replace("_", " "))) or len(pieces) < 2:  # noqa: PLR2004
            return Named(known.targets, harmless, known.languages)
        return _of_pieces(pieces, harmless=harmless)
    return None


def _is_harmless(text: str) -> bool:
    return not text or bool(_HARMLESS.match(fold_key(text))) or unit_note(text) is not None


def _of_pieces(pieces: tuple[str, ...], *, harmless: bool) -> Named | None:
    """Return what a header says in pieces ("اسم المشروع / Project"); pieces that disagree leave a doubt."""
    known = [one for piece in pieces if (one := known_as(header_key(unnumbered(piece))))]
    common = set(known[0].targets).intersection(*(one.targets for one in known)) if known else set()
    if not common:
        return Named(known[0].targets, sure=False) if known else None
    sure = harmless and (len(known) == len(pieces) or are_two_scripts(pieces))
    return Named(tuple(sorted(common)), sure, frozenset().union(*(one.languages for one in known)))


def _under(header: str, group: str) -> Named | None:
    """Return what a label under a group means: a language, a currency, a unit, or a word that adds nothing."""
    above = _exact(group)
    if above is None or above.targets == (KEPT,):
        return None
    key = header_key(header)
    if above.targets == ("party_funding",) and (key in _AMOUNTS or unit_note(header) or _part_of_cost(header)):
        return Named((_part_of_cost(header) or "budget_total",), sure=False, languages=above.languages)
    if above.targets == ("budget_total",) and (part := _part_of_cost(header)):
        return Named((part,), languages=above.languages)
    if above.targets[0] in _IN_THREE and key in _LANGUAGES:
        return Named((f"{above.targets[0]}_{_LANGUAGES[key]}",))
    return above if _adds_nothing(header) else None


def _adds_nothing(header: str) -> bool:
    return header_key(header) in _GENERIC or _is_harmless(header)


def _part_of_cost(header: str) -> str:
    """Return which part of a cost a single word under it names: “Budget – Requested”, "" for none."""
    words = (header_key(text) for text in (header, without_brackets(header), *without_units(header)))
    return next((_PARTS_OF_COST[word] for word in words if word in _PARTS_OF_COST), "")


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(key for key in synonyms() if len(key) > 4)  # noqa: PLR2004 - shorter ones are like anything


def _is_about(header: str, name: str, languages: frozenset[str]) -> bool:
    """Whether a header that contains a known name is about it: the name is no mere attribute, and not longer.

    The main word of a French or Arabic phrase comes first, of an English one last: "location precision" is no location.
    """
    tokens, named_tokens = header.split(), name.split()
    if len(tokens) < len(named_tokens) and set(tokens) < set(named_tokens):
        return False
    if _tells_of_something_else(header, name):
        return False
    if len(named_tokens) > 1 or tokens == named_tokens or name not in tokens:
        return True
    return (tokens[-1] == name and "en" in languages) or (tokens[0] == name and bool(languages - {"en"}))


def _tells_of_something_else(header: str, name: str) -> bool:
    """Whether the words beside a known name say that it is counted, or name what something else is told of."""
    beside = set(header.split()) - set(name.split())
    if not _ATTRIBUTES.isdisjoint(beside) or (_COUNTING.match(header) and not _COUNTING.match(name)):
        return True
    meant = synonyms()[name].targets
    others = (synonyms().get(word) for word in beside if len(word) > 3)  # noqa: PLR2004 - “name”, “of”
    return any(len(word) == 1 and word.isalpha() for word in beside) or any(
        other is not None and KEPT not in other.targets and set(other.targets).isdisjoint(meant) for other in others
    )


@lru_cache(maxsize=4096)
def like(header: str) -> tuple[tuple[str, int], ...]:
    """Return the targets whose known headers a header is like, with the likeness (70–100), best first."""
    from rapidfuzz import fuzz, process

    best: dict[str, tuple[float, float]] = {}
    table = synonyms()
    bare = header_key(without_brackets(header))
    for key in dict.fromkeys((header_key(header), bare)):
        if len(key) <= 2 or key.replace(" ", "").isdecimal():  # noqa: PLR2004
            continue
        for name, score, _place in process.extract(
            key, _names(), scorer=fuzz.token_set_ratio, score_cutoff=FAR, limit=25
        ):
            # a header that only shares words with a longer or a differently built name is not close to it
            close = score if _is_about(key, name, table[name].languages) else min(score, CLOSE - 1)
            rank = (close, fuzz.token_sort_ratio(key, name))
            for target in table[name].targets:
                if target in targets() and rank > best.get(target, (0.0, 0.0)):
                    best[target] = rank
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    return tuple((target, round(score)) for target, (score, _second) in ranked[:6])

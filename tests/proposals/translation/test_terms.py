"""Terms of the glossary are found in any spelling, with Arabic prefixes, and never confused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.text import fold
from khartoum_desktop.proposals.lists import Item
from khartoum_desktop.proposals.shipped_lists import shipped_lists
from khartoum_desktop.proposals.translation.terms import PREFIXES, TERM, Glossary

ITEMS = shipped_lists().items(TERM)
GLOSSARIES = {lang: Glossary(ITEMS, lang) for lang in ("ar", "en", "fr")}
LABELS = {lang: {item.code: item.labels[lang] for item in ITEMS} for lang in GLOSSARIES}


def codes(lang: str, text: str, wanted: str = "en") -> list[str]:
    return [term.code for term in GLOSSARIES[lang].find(text, wanted)]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("en", "Smuggling of migrants is not human trafficking.", ["smuggling_of_migrants", "trafficking_in_persons"]),
        ("fr", "Le trafic illicite de migrants et la TRAITE des personnes", ["smuggling_of_migrants",
                                                                             "trafficking_in_persons"]),
        ("ar", "لمكافحة تهريب المهاجرين وبالاتجار بالبشر", ["smuggling_of_migrants", "trafficking_in_persons"]),
        ("ar", "دعمًا للاجئين وللمجتمعات المُضيفة", ["refugees", "host_community"]),
        ("ar", "وإدارةِ الحـــدود", ["border_management"]),
        ("en", "Host communities, host community; BORDER-management", ["host_community", "border_management"]),
        ("fr", "d’une communauté d'accueil", ["host_community"]),
        ("en", "A traffic light in the port", []),
        ("fr", "le trafic routier", []),
    ],
)  # fmt: skip
def test_terms_of_a_text(lang: str, text: str, found: list[str]) -> None:
    assert codes(lang, text, "fr" if lang == "en" else "en") == found


def test_a_term_says_its_wording_in_the_language_wanted() -> None:
    (term,) = GLOSSARIES["en"].find("root causes", "ar")
    assert (term.there, term.wanted) == ("root causes", "الأسباب الجذرية")


def test_terms_that_were_withdrawn_or_lack_the_language_are_not_offered() -> None:
    items = [
        Item(TERM, "a", {"en": "fair work", "fr": "travail décent"}, active=False),
        Item(TERM, "b", {"en": "safe road"}),
    ]
    assert Glossary(items, "en").find("fair work on a safe road", "fr") == []


FILLER = st.lists(st.sampled_from(["zxqv", "wkkj", "ضظغخ", "12"]), max_size=3).map(" ".join)


@given(st.sampled_from(sorted(LABELS["en"])), st.sampled_from(["ar", "en", "fr"]), FILLER, FILLER, st.booleans())
def test_every_term_is_found_among_other_words(code: str, lang: str, before: str, after: str, upper: bool) -> None:
    label = LABELS[lang][code]
    text = f"{before} {label.upper() if upper else label}، {after}"
    assert code in codes(lang, text, next(other for other in GLOSSARIES if other != lang))


@given(st.sampled_from(sorted(LABELS["ar"])), st.sampled_from(PREFIXES), FILLER)
def test_every_arabic_term_is_found_behind_a_prefix(code: str, prefix: str, before: str) -> None:
    bare = LABELS["ar"][code].removeprefix("ال")
    assert code in codes("ar", f"{before} {prefix}{bare}")


@given(st.text(max_size=200), st.sampled_from(["ar", "en", "fr"]))
def test_what_is_found_stands_in_the_text(text: str, lang: str) -> None:
    folded = fold(text)
    for code in codes(lang, text, "ar" if lang != "ar" else "en"):
        item = next(item for item in ITEMS if item.code == code)
        names = [item.labels[lang], *item.aliases]
        assert any(fold(name).removeprefix("ال")[:3] in folded for name in names)

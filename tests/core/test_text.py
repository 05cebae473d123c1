"""Search spelling, sort keys, cleaning and isolates treat Arabic, French and English alike and lose nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core import text
from khartoum_desktop.core.text import clean_text, fold, fold_key, isolate, one_line, script_of, sort_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("أولوية", "اولوية", "اولويه", "أَوْلَوِيَّة"),
        ("الدولى", "الدولي", "الدوليـــ", "الدولی"),
        ("وزارة", "وزاره", "وزارۃ"[:-1] + "ة"),
        ("شئون", "شيون"),
        ("مسؤول", "مسوول"),
        ("نسبــة الصــرف (%)", "نسبة الصرف (٪)"),
        ("عنوان المشروع", "ﻋﻨﻮان اﻟﻤﺸﺮوع"),
        ("السودان", "السودان\u200e", "\u2067السودان\u2069", "ﺍﻟﺴﻮﺩﺍﻥ"),
        ("كويت", "کویت"),
        ("États d’avancement", "etats d'avancement", "ETATS D'AVANCEMENT"),
        ("œuvre", "OEUVRE"),
        ("٢٠٢٥", "2025", "۲۰۲۵", "２０２５"),
        ("a–b", "a-b", "a‑b"),
        ("«نص»", '"نص"'),
        ("أ، ب؛ ج؟", "ا, ب; ج?"),
    ],
)
def test_spellings_of_one_word_fold_to_one(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_different_words_stay_different() -> None:
    words = ["تهريب", "اتجار", "هجرة", "عودة", "retour", "migration", "return"]
    assert len({fold(word) for word in words}) == len(words)


@given(st.text(st.sampled_from("أإآاىيئؤوةهءًٌَّـٔ،؛؟بتكلم ٢2`'KéÉœﻋ\u2067\u200e\n.AZaz\u212a\u0130")) | st.text())
def test_the_short_way_of_folding_gives_what_the_table_gives(words: str) -> None:
    by_table = unicodedata.normalize("NFKC", words).translate(text._FOLDED).casefold()
    assert fold(words) == (words.lower() if words.isascii() else by_table)


@given(st.text())
def test_folding_twice_is_folding_once(words: str) -> None:
    assert fold_key(fold_key(words)) == fold_key(words)


def test_a_key_has_single_blanks() -> None:
    assert fold_key("  اسم \n\u00a0 المشروع ") == "اسم المشروع"


def test_sorting_ignores_the_article_and_counts_numbers() -> None:
    names = ["المغرب", "إثيوبيا", "مصر", "السودان", "كينيا"]
    assert sorted(names, key=sort_key) == ["إثيوبيا", "السودان", "كينيا", "مصر", "المغرب"]
    assert sorted(["A 10", "a 9", "É 1", "f 1"], key=sort_key) == ["a 9", "A 10", "É 1", "f 1"]
    assert sort_key("المشروع ٢") < sort_key("مشروع 10")
    assert sort_key("الم") == "الم"  # too short to lose its first letters


def test_cleaning_keeps_the_words_and_drops_what_cannot_be_seen() -> None:
    assert clean_text(" a\x00b\r\nc\rd\te\x1f ") == "ab\nc\nd\te"
    assert clean_text("\u202bنص\u202c\u200f") == "نص"
    assert clean_text("e\u0301") == "é"
    assert clean_text("وتُعد أ ى ة") == "وتُعد أ ى ة"
    assert clean_text("a\ud800b") == "ab"
    assert one_line(" اسم\n المشروع\t2 ") == "اسم المشروع 2"


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_can_be_stored(words: str) -> None:
    once = clean_text(words)
    assert clean_text(once) == once
    once.encode()
    assert "\n" not in one_line(words)


def test_isolates_come_in_pairs_and_go_again() -> None:
    assert isolate("نص") == "\u2068نص\u2069"
    assert text.isolate_ltr("KP-1") == "\u2066KP-1\u2069"
    assert isolate("") == text.isolate_ltr("") == ""
    marked = f"a {isolate('نص')} {text.isolate_ltr('1')}\u200f\u200e"
    assert text.strip_isolates(marked) == "a نص 1"


def test_a_number_before_an_isolated_name_runs_as_the_name_does() -> None:
    assert isolate(f"1.1 {isolate('قوة الارتباط')}").startswith(text.RLI)
    assert isolate(f"1.1 {isolate('Strength')}").startswith(text.LRI)
    assert isolate(f"{isolate('قوة')} is what counts here").startswith(text.LRI)
    assert isolate("1.1 قوة").startswith(text.FSI)


def test_a_sentence_is_cut_with_its_isolates_closed() -> None:
    inner = f"b {isolate('cd')} e"
    said = f"a {isolate(inner)} f"
    assert text.strip_isolates(text.cut(said, 5)) == "a b c"
    assert text.cut(said, 5).endswith(f"c{text.PDI}{text.PDI}")
    assert text.cut(said, 50) == said
    assert text.outside_isolates(said) == "a  f"


def test_the_script_is_that_of_most_letters() -> None:
    assert script_of("مشروع EU") == "arab"
    assert script_of("Projet سد de retour") == "latn"
    assert script_of("ﻋﻨﻮان") == "arab"
    assert script_of("123 – ?") == ""


def test_a_list_is_stored_one_item_a_line() -> None:
    stored = text.joined_lines(["  one ", "", "two\nlines", "  "])
    assert stored == "one\ntwo lines"
    assert text.lines_of(stored) == ("one", "two lines")
    assert text.lines_of(None) == text.lines_of("") == ()

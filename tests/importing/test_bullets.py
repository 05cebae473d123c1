"""Lists in a cell: bullets, numbers and letters that count go, figures and words of the texts stay to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.importing.bullets import lines_in
from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.lists import Lists

TEXTS = [
    *("1.5 million refugees reached", "2.5 مليون مستفيد", "10.000 returnees supported", "2.500 officers trained"),
    *("2.5% fewer deaths", "1.2 Mio people", "5-10 villages served", "1-2 workshops", "12. June meeting"),
    *("1.000 blankets, 2.000 tents", "e.g. training", "1-day workshop", "-5% of crossings", "2) the second of theirs"),
    *("12:30 each day", "a. one alone", "3.b of the plan", "٢٫٥ مليون مستفيد", "1.17 and 3.4 million", "24/7 hotline"),
    *("1 - 2 workshops", "c. 500 villages", "3. Phase of the programme"),
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("target", ["results", "indicators", "activities", "target_groups", "risks", "locations"])
def test_figures_and_words_at_the_beginning_stay(text: str, target: str, lists: Lists) -> None:
    said = reader(targets()[target], lists)(text)
    kept = [str(value) for _kind, line in said.children for value in line.values()] or [
        str(value) for value in said.values.values()
    ]
    assert kept == [text]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. Training\n2. Equipment", ["Training", "Equipment"]),
        ("1.Training\n2.Equipment", ["Training", "Equipment"]),
        ("(1) Training; (2) Equipment", ["Training", "Equipment"]),
        ("1- تدريب 2- تجهيز", ["تدريب", "تجهيز"]),
        ("١- تدريب\n٢- تجهيز", ["تدريب", "تجهيز"]),
        ("1-تدريب\n2-تجهيز", ["تدريب", "تجهيز"]),
        ("a) one b) two", ["one", "two"]),
        ("أ) تدريب ب) تجهيز ج) متابعة", ["تدريب", "تجهيز", "متابعة"]),
        ("أ- تدريب\nب- تجهيز\nت- متابعة", ["تدريب", "تجهيز", "متابعة"]),
        ("• one • two", ["one", "two"]),
        ("- one\n– two\n* three", ["one", "two", "three"]),
        ("Activities: 1. one 2. two", ["Activities:", "one", "two"]),
        ("1. one\n2. two\n1. three", ["one", "two", "three"]),
        ("1. 2.5 million reached\n2. 1.5 million trained", ["2.5 million reached", "1.5 million trained"]),
        ("1. alone", ["alone"]),
        ("1.5 million reached\n2.5 million trained", ["1.5 million reached", "2.5 million trained"]),
        ("e.g. training; i.e. more", ["e.g. training", "i.e. more"]),
        ("1-day workshop\n2-day seminar", ["1-day workshop", "2-day seminar"]),
        ("12. June\n13. July", ["12. June", "13. July"]),
        ("Reach 20) of them 3) more", ["Reach 20) of them 3) more"]),
    ],
)
def test_the_items_of_a_list(text: str, items: list[str]) -> None:
    assert lines_in(text) == items


_WORDS = st.text(st.sampled_from("abcxyz بتك0123456789.,%-"), min_size=1, max_size=20).map(lambda one: f"x{one}x")


@given(st.lists(_WORDS, min_size=1, max_size=6), st.sampled_from(["{n}. ", "({n}) ", "{n}- ", "• ", "- "]))
def test_marks_that_were_put_before_texts_go_and_nothing_else(texts: list[str], mark: str) -> None:
    clean = [" ".join(text.split()) for text in texts]
    marked = "\n".join(f"{mark.format(n=place)}{text}" for place, text in enumerate(clean, 1))
    assert lines_in(marked) == clean

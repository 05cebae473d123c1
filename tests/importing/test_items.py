"""The items of a cell: numbers that count them go, figures stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.importing.items import lines_in

FIGURES = [
    *("1.5 million refugees reached", "2.5 مليون مستفيد", "10.000 returnees supported", "2.5% fewer deaths"),
    *("5-10 villages served", "1-2 workshops", "1 - 2 workshops", "1.000 blankets, 2.000 tents", "-5% deaths at sea"),
    *("12. June meeting", "c. 500 villages", "e.g. training of trainers", "3. Phase of the programme", "1:5 ratio"),
    *("500 officers trained", "2027-2029", "Training - equipment", "24/7 hotline", "1/ 3 of the villages"),
]


@pytest.mark.parametrize("text", FIGURES)
def test_figures_are_not_eaten(text: str) -> None:
    assert lines_in(text) == [text]
    assert lines_in(f"Boats\n{text}") == ["Boats", text]
    assert lines_in(f"• {text} • Boats") == [text, "Boats"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. Training\n2. Equipment", ["Training", "Equipment"]),
        ("1.Training;2.Equipment", ["Training", "Equipment"]),
        ("(1) Training (2) Equipment", ["Training", "Equipment"]),
        ("1- تدريب 2- تجهيز", ["تدريب", "تجهيز"]),
        ("أ- تدريب\nب- تجهيز", ["تدريب", "تجهيز"]),
        ("a) Training b) Equipment", ["Training", "Equipment"]),
        ("1) 500 officers trained 2) 20 posts", ["500 officers trained", "20 posts"]),
        ("• Training • Equipment", ["Training", "Equipment"]),
        ("- Training\n- Equipment", ["Training", "Equipment"]),
        ("1. Training", ["Training"]),
        ("e.g. training; i.e. more", ["e.g. training", "i.e. more"]),
        ("2. Training\n3. Equipment\nand tents", ["Training", "Equipment", "and tents"]),
        ("1. Training\n4. Equipment", ["1. Training", "4. Equipment"]),  # who knows what is missing
    ],
)
def test_what_only_counts_the_items_goes(text: str, items: list[str]) -> None:
    assert lines_in(text) == items


WORDS = st.text(st.sampled_from("abcdeé ءابتث0123456789.,-%"), min_size=1, max_size=12)


@given(st.lists(WORDS.map(lambda text: f"x{text}".strip()), min_size=2, max_size=6))
def test_nothing_but_the_numbers_is_lost(items: list[str]) -> None:
    """Whatever the items are, numbering them and reading the list gives them back."""
    clean = [line for item in items for line in lines_in(item)]
    assert lines_in("\n".join(f"{n}. {item}" for n, item in enumerate(clean, 1))) == clean

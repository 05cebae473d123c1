"""Values in words: languages, digits, directions, and nothing shown for nothing."""

from typing import Any

import pytest

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.showing import joined, labelled, show, show_step, sided, unbroken


def plain(text: str) -> str:
    return strip_isolates(text).strip("\u200e\u200f")


@pytest.mark.parametrize(
    ("key", "value", "english", "arabic"),
    [
        ("title_en", "Skills", "Skills", "Skills"),
        ("framework", "bilateral", "Bilateral", "ثنائي"),
        ("lead_country", "EG", "Egypt", "مصر"),
        ("lead_country", "IOM", "International Organization for Migration", "المنظمة الدولية للهجرة"),
        ("budget_total", Amount(2_500_000_000, "EUR"), "EUR 2,500,000", "2,500,000 EUR"),
        ("budget_total", Amount(None, "EUR"), "EUR", "EUR"),
        ("budget_total", Amount(), "–", "–"),
        ("start_planned", "2026-03", "March 2026", "مارس 2026"),
        ("start_planned", "soon", "soon", "soon"),
        ("beneficiaries_total", 12_000, "12,000", "12,000"),
        ("activities", "one\ntwo", "one\ntwo", "one\ntwo"),
        ("kind", None, "–", "–"),
        ("parties", (), "–", "–"),
        ("crs", ({"code": "x", "percent": 12_500},), "x · 12.5%", "x · 12.5%"),
        ("gcm", ({"code": "x", "degree": "main", "justification": "why"},), "x · main · why", None),
        ("risks", ({"risk": "Drought", "likelihood": "high"}, {"risk": "Staff"}), "Drought · High\nStaff", None),
        ("budget_by_source", ({"funder": "EU", "amount": 5000, "currency": None},), "EU · 5", None),
    ],
)
def test_values_in_two_languages(lists: Lists, key: str, value: Any, english: str, arabic: str | None) -> None:
    assert "\n".join(map(plain, show(BY_KEY[key], value, lists).split("\n"))) == english
    set_language("ar")
    if arabic is not None:
        assert plain(show(BY_KEY[key], value, lists)) == arabic


def test_durations_have_their_plurals(lists: Lists) -> None:
    assert [plain(show(BY_KEY["duration_months"], n, lists)) for n in (1, 24)] == ["1 month", "24 months"]


def test_references_are_not_broken_at_their_hyphens_but_words_are() -> None:
    shown = unbroken("Merge KP-2026-EG-A-01 into labour-market hubs")
    assert shown.replace("\u2060", "") == "Merge KP-2026-EG-A-01 into labour-market hubs"
    assert "KP-\u20602026-\u2060EG-\u2060A-\u206001" in shown
    assert "labour-market" in shown


def test_digits_follow_the_person(lists: Lists) -> None:
    set_language("ar", "arab")
    assert "٢" in show(BY_KEY["beneficiaries_total"], 2, lists)
    set_language("en")


def test_isolated_words_run_in_the_direction_of_the_language() -> None:
    assert joined(["a", "b"]).startswith("\u200e")
    set_language("ar")
    assert joined(["a", "b"]).startswith("\u200f")
    assert labelled("a", "b").startswith("\u200f")
    assert sided("") == ""


def test_a_step_translates_its_own_words_but_not_a_persons() -> None:
    words = show_step("Change “{field}” of {ref}", {"field": "Acronym", "ref": ""})
    assert strip_isolates(words) == "Change “Acronym” of "
    set_language("ar")
    assert "Acronym" not in show_step("Change “{field}” of {ref}", {"field": "Acronym", "ref": "x"})

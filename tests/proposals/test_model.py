"""What is wrong with a value: every kind of field with good, bad, empty and hostile values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, Field, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import (
    MAX_AMOUNT,
    Amount,
    FieldValue,
    check_field,
    clean_value,
    is_date,
    language_of,
    ref_number,
    ref_prefix,
    title_of,
)

HOSTILE = ["a\0b", "a\u202eb", "x" * 1_000_000, "\ud800", "\x1b[31m", "=1+1", "<script>", "\u2066\u2069"]


def reasons(key: str, value: FieldValue, lists: Lists) -> list[str]:
    return [problem.reason for problem in check_field(BY_KEY[key], value, lists)]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("title_en", "A title", []),
        ("title_en", "x" * 200, []),
        ("title_en", "x" * 201, ["length"]),
        ("title_en", 5, ["type"]),
        ("contact_email", "a.b@mfa.gov.eg", []),
        ("contact_email", "nowhere", ["email"]),
        ("activities", "\n".join(["x" * 300] * 10), []),
        ("activities", "\n".join(["x"] * 11), ["lines"]),
        ("activities", "short\n" + "x" * 301, ["length"]),
        ("kind", "project", []),
        ("kind", "Project", ["code"]),
        ("lead_country", "EG", []),
        ("lead_country", "IOM", []),
        ("lead_country", "ZZ", ["code"]),
        ("duration_months", 120, []),
        ("duration_months", 121, ["range"]),
        ("duration_months", 0, ["range"]),
        ("duration_months", "12", ["type"]),
        ("beneficiaries_total", -1, ["range"]),
        ("budget_total", Amount(2_500_000_000, "EUR"), []),
        ("budget_total", Amount(1, None), ["currency"]),
        ("budget_total", Amount(None, "EUR"), []),
        ("budget_total", Amount(-1, "EUR"), ["range"]),
        ("budget_total", Amount(MAX_AMOUNT + 1, "EUR"), ["range"]),
        ("budget_total", Amount(1, "XXQ"), ["currency"]),
        ("budget_total", 12, ["type"]),
        ("start_planned", "2026-03", []),
        ("start_planned", "2026-13", ["date"]),
        ("start_planned", "2026-02-30", ["date"]),
        ("parties", ({"name": "EG", "role": "lead"},), []),
        ("parties", ({"name": "EG", "role": "boss"},), ["code"]),
        ("parties", ({"name": None, "role": "lead"},), ["empty"]),
        ("parties", ({"name": "EG", "consent_on": "soon"},), ["date"]),
        ("budget_by_source", ({"funder": "EU", "amount": 5, "currency": "EUR"},), []),
        ("budget_by_source", ({"funder": "EU", "amount": 5, "currency": None},), ["currency"]),
        ("budget_by_source", ({"funder": "EU", "amount": "5", "currency": "EUR"},), ["type"]),
        ("priorities", ({"code": "skills", "degree": "main"},), []),
        ("priorities", ({"code": "skills"}, {"code": "skills"}), ["twice"]),
        ("priorities", ({"code": "happiness"},), ["code"]),
        ("priorities", ({"code": "skills", "degree": "huge"},), ["code"]),
        ("priorities", ({"code": "skills", "justification": "x" * 501},), ["length"]),
        ("jvap", ({"code": "JVAP-1", "degree": "main"}, {"code": "JVAP-2", "degree": "main"}), ["main"]),
        ("markers", ({"code": "1", "degree": "main"},), ["code"]),
        ("markers", ({"code": "1", "degree": "2"},), []),
        ("crs", ({"code": "15190", "percent": 60_000}, {"code": "15136", "percent": 40_000}), []),
        ("crs", ({"code": "15190", "percent": 60_000},), ["sum"]),
        ("crs", ({"code": "15190", "percent": 160_000},), ["range", "sum"]),
        ("gcm", ({"code": "GCM-1", "percent": 5},), ["range", "sum"]),
        ("ref", "KP-1", ["derived"]),
        ("state", "DRAFT", ["derived"]),
    ],
)
def test_each_kind_of_field(lists: Lists, key: str, value: FieldValue, expected: list[str]) -> None:
    assert reasons(key, value, lists) == expected


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_hostile_texts_never_raise_and_never_reach_the_store_as_they_are(lists: Lists, language: str) -> None:
    set_language(language)
    for field in FIELDS:
        for text in HOSTILE:
            check_field(field, text, lists)
            cleaned = clean_value(field, text)
            assert isinstance(cleaned, str | None)
            if cleaned:
                assert "\0" not in cleaned
                assert not any(mark in cleaned for mark in "\u202e\u2066\u2069\ud800\x1b")


def test_a_text_of_a_million_letters_is_refused(lists: Lists) -> None:
    (problem,) = check_field(BY_KEY["context"], "x" * 1_000_000, lists)
    assert problem.refuses


def test_a_text_too_long_for_its_field_is_only_shown_as_a_problem(lists: Lists) -> None:
    (problem,) = check_field(BY_KEY["acronym"], "x" * 25, lists)
    assert not problem.refuses
    assert "5" in problem.sentence


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_nothing_is_wrong_with_an_empty_field(lists: Lists, field: Field) -> None:
    for empty in (None, "", ()):
        assert check_field(field, empty, lists) == []


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_to_complain_of(text: str) -> None:
    lists = Lists([])
    for key in ("title_en", "context", "activities"):
        once = clean_value(BY_KEY[key], text)
        assert clean_value(BY_KEY[key], once) == once
        assert "characters" not in reasons(key, once, lists)


@pytest.mark.parametrize("text", ["2026", "2026-Q4", "2026-H2", "2026-12", "2024-02-29"])
def test_dates_of_every_precision(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-Q5", "2026-H3", "2026-00", "2025-02-29", "2026-1", "0000", "2026-01-01T"]
)
def test_no_dates(text: str) -> None:
    assert not is_date(text)


def test_a_title_stands_in_for_a_missing_one() -> None:
    titles = {"title_ar": "عنوان", "title_fr": "Titre"}
    assert [title_of(titles, lang) for lang in ("ar", "en", "fr")] == ["عنوان", "Titre", "Titre"]
    assert title_of({}) == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("مراكز إقليمية لتنمية المهارات", "ar"),
        ("Regional skills hubs", "en"),
        ("Pôles régionaux de compétences", "fr"),
        ("Appui aux communes du sud", "fr"),
        ("مشروع COP27", "ar"),
    ],
)
def test_the_language_of_a_title_is_told_by_its_script_and_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_references_are_made_of_year_delegation_and_laptop() -> None:
    prefix = ref_prefix(2026, "EG", "B")
    assert prefix == "KP-2026-EG-B-"
    assert ref_number(f"{prefix}07") == 7
    assert ref_number(f"{prefix}123") == 123
    assert ref_number("07") == 0


def test_every_type_of_field_is_checked() -> None:
    assert {field.type for field in FIELDS} == set(Type)

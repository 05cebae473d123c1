"""Values as text: words in three languages, JSON there and back, and refusals that name the field."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.fields import BY_KEY, DEGREES, FIELDS, MAIN, PERCENT, Column, Field, Type
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, Line, as_lines, check_field, clean_value
from khartoum_desktop.proposals.values import parse_value, to_json

WRITABLE = [field for field in FIELDS if field.type is not Type.DERIVED]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("title_en", "  Skills\u200f for  all ", "Skills for all"),
        ("title_en", '"Quoted"', "Quoted"),
        ("title_en", '"Skills" for all', '"Skills" for all'),
        ("title_en", "[draft] title", "[draft] title"),
        ("title_en", "null", None),
        ("context", "one\r\ntwo", "one\ntwo"),
        ("activities", "one\ntwo", "one\ntwo"),
        ("activities", '["one", " two "]', "one\ntwo"),
        ("kind", "مشروع", "project"),
        ("framework", "Bilatéral", "bilateral"),
        ("lead_country", "جمهورية مصر العربية", "EG"),
        ("lead_country", "UNHCR", "UNHCR"),
        ("duration_months", "24", 24),
        ("duration_months", "24 شهراً", 24),
        ("duration_months", "سنتان", 24),
        ("duration_months", "18 mois", 18),
        ("beneficiaries_total", "5 آلاف", 5000),
        ("beneficiaries_total", "١٢٠٠", 1200),
        ("budget_total", "2.5 million EUR", Amount(2_500_000_000, "EUR")),
        ("budget_total", "مليون ونصف يورو", Amount(1_500_000_000, "EUR")),
        ("budget_total", '{"amount": "2500000", "currency": "eur"}', Amount(2_500_000_000, "EUR")),
        ("budget_total", '{"amount": 2500000, "currency": "EUR"}', Amount(2_500_000_000, "EUR")),
        ("budget_total", '{"amount": null, "currency": "TND"}', Amount(None, "TND")),
        ("start_planned", "2026-03", "2026-03"),
        ("start_planned", "مارس 2026", "2026-03"),
        ("start_planned", "T3 2026", "2026-Q3"),
        ("start_planned", '"2026"', "2026"),
        ("priorities", "skills, regular_pathways", ({"code": "skills"}, {"code": "regular_pathways"})),
        ("priorities", "تنمية المهارات", ({"code": "skills"},)),  # without the and that joins it to the one before
        ("priorities", "تنمية", None),
        ("markers", '[{"code": "1", "degree": "2"}]', ({"code": "1", "degree": "2"},)),
        ("crs", '[{"code": "15190", "percent": "100"}]', ({"code": "15190", "percent": 100_000},)),
        ("parties", '[{"name": "مصر", "role": "lead"}]', ({"name": "EG", "role": "lead"},)),
        ("parties", '[{"name": "University of Asmara"}]', ({"name": "University of Asmara"},)),
        (
            "budget_by_source",
            '[{"funder": "EU", "amount": {"amount": "2.5", "currency": "EUR"}}]',
            ({"funder": "EU", "amount": 2500, "currency": "EUR"},),
        ),
        ("summary_fr", "", None),
        ("parties", "[]", None),
    ],
)
def test_words_and_json_are_understood(lists: Lists, key: str, text: str, value: FieldValue) -> None:
    if value is None and text not in {"null", "", "[]"}:
        with pytest.raises(UserError):
            parse_value(BY_KEY[key], text, lists)
    else:
        assert parse_value(BY_KEY[key], text, lists) == value


@pytest.mark.parametrize(
    ("key", "given_"),
    [
        ("title_en", "x" * 201),
        ("title_en", ["a"]),
        ("kind", "party"),
        ("kind", "\0"),
        ("lead_country", "Atlantis"),
        ("duration_months", "soon"),
        ("duration_months", "500"),
        ("beneficiaries_total", "1.5"),
        ("beneficiaries_total", "500 families"),
        ("budget_total", "a lot"),
        ("budget_total", "100 جنيه"),
        ("budget_total", "100"),
        ("budget_total", '{"amount": "1.23456", "currency": "EUR"}'),
        ("budget_total", '{"amount": "NaN", "currency": "EUR"}'),
        ("budget_total", '{"amount": "5", "currency": "XQQ"}'),
        ("budget_total", '{"amount": "5"}'),
        ("start_planned", "someday"),
        ("start_planned", "03/04/2026"),
        ("contact_email", "nowhere"),
        ("parties", "EG"),
        ("parties", '[{"nom": "EG"}]'),
        ("parties", "[1]"),
        ("priorities", "happiness"),
        ("priorities", '[{"code": "skills", "degree": "9"}]'),
        ("priorities", '[{"code": ["skills"]}]'),
        ("crs", '[{"code": "15190", "percent": "many"}]'),
        ("ref", "KP-2026-EG-A-01"),
        ("state", "DRAFT"),
        ("history", "x"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_what_a_field_cannot_hold_is_refused_by_name(lists: Lists, key: str, given_: Any, language: str) -> None:
    set_language(language)
    with pytest.raises(UserError) as refusal:
        parse_value(BY_KEY[key], given_, lists)
    if language == "en":
        assert BY_KEY[key].label in strip_isolates(refusal.value.sentence)


def test_the_refusal_of_a_code_names_the_codes(lists: Lists) -> None:
    with pytest.raises(UserError, match="bilateral"):
        parse_value(BY_KEY["framework"], "sideways", lists)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
@pytest.mark.parametrize("text", ["a\0b", "\u202e" * 50, "x" * 200_000, "[" * 5000, '{"a": ', "=1+1", "١٢٣", "🙂"])
def test_hostile_text_is_a_value_or_a_refusal(lists: Lists, field: Field, text: str) -> None:
    try:
        value = parse_value(field, text, lists)
    except UserError:
        return
    assert check_field(field, value, lists) == []


# --- the law: what JSON says reads back as the same value -------------------------------------------------------------


def texts(longest: int) -> st.SearchStrategy[str | None]:
    return st.none() | st.text(max_size=min(longest, 60))


def cells(column: Column, lists: Lists) -> st.SearchStrategy[dict[str, Any]]:
    name = column.key
    match column.type:
        case Type.MONEY:
            known = st.tuples(st.none() | st.integers(0, 10**15), st.sampled_from(sorted(CURRENCIES)))
            return known.map(lambda pair: {name: pair[0], "currency": pair[1]}) | st.just({})
        case Type.CHOICE:
            codes = [code for code, _label in lists.choices(column.scheme or "")]
            return (st.none() | st.sampled_from(codes)).map(lambda code: {name: code})
        case Type.COUNTRY:
            return st.sampled_from([code for code, _label in lists.choices(PARTY)]).map(lambda code: {name: code})
        case Type.DATE:
            return dates().map(lambda day: {name: day})
        case _:
            return st.text(st.characters(categories=["L", "N"]), max_size=20).map(lambda text: {name: text or None})


def dates() -> st.SearchStrategy[str | None]:
    years = st.integers(1980, 2060)
    return st.none() | st.one_of(
        st.dates(min_value=_day(1980), max_value=_day(2060)).map(lambda day: day.isoformat()),
        years.map(str),
        st.builds("{}-{:02}".format, years, st.integers(1, 12)),
        st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    )


def _day(year: int) -> Any:
    from datetime import date

    return date(year, 1, 1)


def lines(field: Field, lists: Lists) -> st.SearchStrategy[tuple[Line, ...]]:
    first, *others = [cells(column, lists) for column in field.columns]
    named = first.filter(lambda cell: bool(next(iter(cell.values()), None)))
    whole = st.tuples(named, *others).map(lambda parts: {k: v for part in parts for k, v in part.items()})
    return st.lists(whole, min_size=1, max_size=3).map(tuple)


def codes(field: Field, lists: Lists) -> st.SearchStrategy[tuple[Line, ...]]:
    scheme = field.scheme or ""
    chosen = st.lists(
        st.sampled_from([code for code, _label in lists.choices(scheme)]), min_size=1, max_size=3, unique=True
    )
    degrees = DEGREES.get(scheme)
    several = [code for code, _label in lists.choices(degrees)] if degrees and degrees != MAIN else []

    def with_degrees(found: list[str], degree: str | None, reason: str | None) -> tuple[Line, ...]:
        made: list[dict[str, Any]] = [{"code": code} for code in found]
        if degree:
            made[0]["degree"] = degree
        if reason:
            made[0]["justification"] = reason
        if scheme == PERCENT:
            made[0]["percent"] = 100_000
        return tuple(made)

    main = [MAIN] if degrees == MAIN else several
    words = st.text(st.characters(categories=["L"]), max_size=20)
    return st.builds(with_degrees, chosen, st.none() | st.sampled_from(main) if main else st.none(), words)


def values(field: Field, lists: Lists) -> st.SearchStrategy[FieldValue]:
    """Return a strategy for what the field can hold."""
    if field.key == "contact_email":
        return st.just("a.b@example.org")
    if field.type in {Type.TABLE, Type.CODES}:
        return lines(field, lists) if field.type is Type.TABLE else codes(field, lists)
    if field.type in {Type.CHOICE, Type.COUNTRY}:
        scheme = PARTY if field.type is Type.COUNTRY else field.scheme or ""
        return st.sampled_from([code for code, _label in lists.choices(scheme)])
    if field.type is Type.NUMBER:
        return st.integers(field.minimum, field.maximum)
    if field.type is Type.MONEY:
        return st.builds(Amount, st.none() | st.integers(0, 10**15), st.sampled_from(sorted(CURRENCIES)))
    return dates() if field.type is Type.DATE else texts(field.max_length or 60).map(lambda t: clean_value(field, t))


@pytest.mark.parametrize("field", WRITABLE, ids=lambda field: field.key)
def test_json_reads_back_as_the_same_value(lists: Lists, field: Field) -> None:
    @settings(max_examples=40, deadline=None)
    @given(values(field, lists))
    def law(value: FieldValue) -> None:
        if check_field(field, value, lists):
            return
        said = to_json(field, value)
        forms = [json.dumps(said, ensure_ascii=False)]
        for form in forms if isinstance(said, str) else [*forms, said]:
            back = parse_value(field, form, lists)
            if field.type in {Type.TABLE, Type.CODES}:
                assert [filled(line) for line in as_lines(back)] == [filled(line) for line in as_lines(value)]
            else:
                assert back == value

    law()


def filled(line: Line) -> dict[str, Any]:
    return {name: value for name, value in line.items() if value is not None}


def test_exact_numbers_are_strings(lists: Lists) -> None:
    assert to_json(BY_KEY["budget_total"], Amount(2_500_000_500, "EUR")) == {"amount": "2500000.5", "currency": "EUR"}
    assert to_json(BY_KEY["beneficiaries_total"], 12) == 12
    assert to_json(BY_KEY["locations"], "a\nb") == ["a", "b"]
    assert to_json(BY_KEY["locations"], None) == []
    assert to_json(BY_KEY["title_ar"], None) is None
    assert lists.has("currency", "EUR")

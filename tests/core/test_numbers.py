"""Numbers in three languages and all their separators are read exactly, and written so that they can be read again."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khartoum_desktop.core import i18n, numbers
from khartoum_desktop.core.numbers import parse_count, parse_number, vote_decimal

F = Fraction


def value_of(text: str, decimal: Literal[".", ","] | None = None) -> Fraction | None:
    """Return the one sure value of a text."""
    found = parse_number(text, decimal=decimal)
    assert found is not None, text
    assert not found.ambiguous, text
    return found.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250", 1250),
        ("  -12 ", -12),
        ("1250.5", F("1250.5")),
        ("1,250.50", F("1250.5")),
        ("1,234,567.89", F("1234567.89")),
        ("1,234,567", 1234567),
        ("1.234.567,89", F("1234567.89")),
        ("1.234.567", 1234567),
        ("1 234 567,89", F("1234567.89")),
        ("1\u202f234\u202f567,89", F("1234567.89")),
        ("1\u00a0234\u00a0567", 1234567),
        ("1’234’567.89", F("1234567.89")),
        ("1'234.500", F("1234.5")),
        ("1234,567", F("1234.567")),
        ("0.125", F("0.125")),
        (".5", F("0.5")),
        ("٢٠٢٥", 2025),
        ("٢٫٥", F("2.5")),
        ("٢٫٥٠٠", F("2.5")),
        ("1٬234٬567٫89", F("1234567.89")),
        ("٧٥٠٬٠٠٠", 750000),
        ("۱۲۳", 123),
        ("1٣", 13),
        ("'2500000", 2500000),
        ("2.5E+06", 2500000),
        ("25E-1", F("2.5")),
        ("500-", -500),
        ("(500)", -500),
        ("- 5", -5),
        ("+5", 5),
        ("2,500,000.-", 2500000),
        ("2½", F("2.5")),
        ("2 ½", F("2.5")),
        ("2 1/2", F("2.5")),
        ("½", F("0.5")),
        ("\u200f1250\u200e", 1250),
        ("1250*", 1250),
        ("Total: 1250", 1250),
    ],
)
def test_a_figure_is_read_exactly(text: str, value: Fraction | int) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("مليون ونصف", "1500000"),
        ("مليون ونصف المليون", "1500000"),
        ("مليونان", "2000000"),
        ("مليونان ونصف المليون", "2500000"),
        ("نصف مليون", "500000"),
        ("ربع مليون", "250000"),
        ("ثلاثة أرباع المليون", "750000"),
        ("مليار", "1000000000"),
        ("ألف مليون", "1000000000"),
        ("ألف", "1000"),
        ("ألفان وخمسمائة", "2500"),
        ("5 آلاف", "5000"),
        ("١٥ ألفاً", "15000"),
        ("مئتا ألف", "200000"),
        ("مائة وعشرون ألفا", "120000"),
        ("ثلاثة ملايين وخمسمائة ألف", "3500000"),
        ("خمسة وعشرون ألفاً", "25000"),
        ("ثلاثة عشر مليونا", "13000000"),
        ("مليون و 500 ألف", "1500000"),
        ("2.5 million", "2500000"),
        ("2,5 millions", "2500000"),
        ("2.5m", "2500000"),
        ("2 500 k", "2500000"),
        ("3 bn", "3000000000"),
        ("2 Mds", "2000000000"),
        ("two and a half million", "2500000"),
        ("a million and a half", "1500000"),
        ("half a million", "500000"),
        ("three quarters of a million", "750000"),
        ("3 quarters of a million", "750000"),
        ("two thousand million", "2000000000"),
        ("five hundred and fifty thousand", "550000"),
        ("un million et demi", "1500000"),
        ("demi-million", "500000"),
        ("mille deux cents", "1200"),
        ("deux millions cinq cent mille", "2500000"),
        ("2 millions 500 mille", "2500000"),
        ("quatre-vingt-dix-sept mille", "97000"),
        ("soixante quinze", "75"),
        ("cent vingt cinq", "125"),
        ("20 milliers", "20000"),
        ("million 2.5", "2500000"),
        ("zéro", "0"),
    ],
)
def test_number_words_of_three_languages(text: str, value: str) -> None:
    assert value_of(text) == F(value)


@pytest.mark.parametrize("mark", [".", ","])
def test_three_digits_after_one_mark_may_be_thousands_or_decimals(mark: str) -> None:
    found = parse_number(f"1{mark}250")
    assert found is not None
    assert (found.value, found.other) == (F(1250), F("1.25"))
    assert found.ambiguous
    assert value_of(f"1{mark}250", "." if mark == "." else ",") == F("1.25")
    assert value_of(f"1{mark}250", "," if mark == "." else ".") == 1250


def test_before_a_scale_the_mark_is_sooner_a_decimal_one() -> None:
    found = parse_number("2.500 million")
    assert found is not None
    assert (found.value, found.other) == (F(2500000), F(2500000000))
    negative = parse_number("(1,250)")
    assert negative is not None
    assert (negative.value, negative.other) == (F(-1250), F("-1.25"))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1–1.5", "1", "1.5"),
        ("1 - 1.5", "1", "1.5"),
        ("من 1 إلى 1.5", "1", "1.5"),
        ("من 1 إلى 1.5 مليون", "1000000", "1500000"),
        ("ما بين مليون ومليونين", "1000000", "2000000"),
        ("بين مليون ومليون ونصف", "1000000", "1500000"),
        ("entre 1 et 1,5 million", "1000000", "1500000"),
        ("de 1 à 2 millions", "1000000", "2000000"),
        ("du 1 au 3", "1", "3"),
        ("between 500 thousand and 1 million", "500000", "1000000"),
        ("from 1 to 1.5 m", "1000000", "1500000"),
        ("800 – 1 thousand", "800", "1000"),
        ("2 ou 3", "2", "3"),
        ("up to 3 m", None, "3000000"),
        ("حتى 3 ملايين", None, "3000000"),
        ("jusqu'à 3", None, "3"),
        ("بحد أقصى 5", None, "5"),
        ("au plus 5", None, "5"),
        ("< 5", None, "5"),
        ("5000+", "5000", None),
        ("> 500", "500", None),
        ("more than 500", "500", None),
        ("plus de 500", "500", None),
        ("أكثر من 500", "500", None),
        ("على الأقل 500", "500", None),
        ("من 500", "500", None),
    ],
)
def test_ranges_and_bounds_give_no_single_value(text: str, low: str | None, high: str | None) -> None:
    found = parse_number(text)
    assert found is not None
    assert found.value is None
    assert found.low == (low and F(low))
    assert found.high == (high and F(high))


@pytest.mark.parametrize(
    "text", ["حوالي 2", "نحو 2", "2 تقريبا", "about 2", "approx. 2", "ca. 2", "environ 2", "~2", "≈ 2", "+/- 2", "± 2"]
)
def test_about_is_kept_as_a_mark(text: str) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.value, found.approximate) == (F(2), True)


@pytest.mark.parametrize(
    "text",
    [
        *("قيد التحديد", "سيحدد لاحقاً", "غير محدد", "لم يحدد بعد", "لا يوجد", "TBD", "T.B.C.", "n/a", "N/A", "N/D"),
        *("à définir", "À PRÉCISER", "néant", "–", "—", "-", "?", "...", "…", "to be determined", "s.o."),
    ],
)
def test_words_for_not_known_yet(text: str) -> None:
    found = parse_number(text)
    assert found is not None
    assert found.unknown
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "  ",
            "hello",
            "A1",
            "5a",
            "Q3",
            "5 km",
            "2 million 2025",
            "12.05.2024",
            "1,2,3",
            "1,25,000",
            "1/2",
            "5 3",
        ),
        *(
            "five three",
            "500 – 1 million",
            "3–1",
            "1–2–3",
            "million thousand",
            "2 million 3 million",
            "and 5 and",
            "=1/0",
            "=1+1",
            "= 5",
            "＝5",
            "=(5)",
        ),
        *("=SUM(A1)", "2025-03-09", "(5", "5)", "(5 (6))", "5 (6)", "2+3", "EUR 5", "5 people", "1٫2٫3"),
        *(
            "half half",
            "million and a half half",
            "9" * 300,
            "million half and",
            "x",
            "2.5e6e",
            "10²",
            "1,234.5,6",
            "ثلاثة مائة مائة",
            "half 5",
        ),
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    found = parse_number(text)
    assert found is None


@given(st.text("0123456789.,+-*/() %", min_size=1, max_size=20))
def test_a_formula_is_no_number_and_no_count(text: str) -> None:
    for sign in ("=", " = ", "＝"):
        number, count = parse_number(sign + text), parse_count(sign + text)
        assert number is None or number.unknown
        assert count is None or count.unknown


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,250", "2.5"], "."),
        (["1.250", "2,5 M€"], ","),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["1,234.50", "2,000"], "."),
        (["1,250", "2,000", "text", ""], None),
        (["2.5", "2,5"], None),
        (["09.04.2025", "1,2,3"], None),
        ([], None),
    ],
)
def test_a_column_votes_on_its_decimal_mark(texts: list[str], mark: str | None) -> None:
    assert vote_decimal(texts) == mark
    assert vote_decimal(reversed(texts)) == mark


@given(st.text(max_size=200))
@example("٫")
@example("½/")
@example("(" * 50)
def test_reading_never_fails(text: str) -> None:
    parse_number(text)
    parse_number(text, decimal=",")
    parse_count(text)
    vote_decimal([text])


_PIECES = st.sampled_from(
    [*"0123456789.,٫٬ -()/+%", "مليون", "ونصف", "ألف", "million", "demi", "to", "من", "إلى", "and", "k", "½"]
)


@given(st.lists(_PIECES, max_size=12))
def test_reading_never_fails_on_what_looks_like_numbers(pieces: list[str]) -> None:
    for joint in ("", " "):
        found = parse_number(joint.join(pieces))
        parse_count(joint.join(pieces))
        if found is not None and found.low is not None and found.high is not None:
            assert found.low <= found.high


LANGUAGES = st.sampled_from(i18n.LANGUAGES)
DIGITS = st.sampled_from(["latn", "arab"])


@given(st.integers(-(10**15), 10**15), st.integers(0, 6), LANGUAGES, DIGITS)
def test_what_is_written_for_people_is_read_again(scaled: int, places: int, language: str, digits: str) -> None:
    number = F(scaled, 10**places)
    with i18n.speaking(language, digits):
        text = numbers.format_number(number, places)
        mark: Literal[".", ","] = "," if language == "fr" else "."
        assert value_of(text, mark) == number
        share = parse_number(numbers.format_percent(number, max(places - 2, 0)), decimal=mark)
        assert share is not None
        assert share.percent


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_every_mark_reads_the_same(number: int, places: int) -> None:
    text = numbers.format_number(F(number, 10**places), places)
    swapped = text.translate(str.maketrans(",.", ".,"))
    assert value_of(text, ".") == value_of(swapped, ",") == F(number, 10**places)


@given(st.lists(st.sampled_from(["2.5", "1,250", "1.234.567", "2,5", "7", "x"]), max_size=6), st.randoms())
def test_the_vote_does_not_depend_on_the_order(texts: list[str], random: object) -> None:
    assert vote_decimal(texts) == vote_decimal(sorted(texts))


@pytest.mark.parametrize(
    ("language", "digits", "expected"),
    [
        ("en", "latn", "-1,234,567.9"),
        ("fr", "latn", "-1\u00a0234\u00a0567,9"),
        ("ar", "latn", "-1,234,567.9"),
        ("ar", "arab", "-١٬٢٣٤٬٥٦٧٫٩"),
    ],
)
def test_numbers_for_people(language: str, digits: str, expected: str) -> None:
    i18n.set_language(language, digits)
    assert numbers.format_number(F("-1234567.85"), 1) == expected
    assert numbers.format_number(Decimal("-1234567.85"), 1) == expected


def test_halves_are_rounded_away_from_zero_and_nothing_is_minus_nothing() -> None:
    assert numbers.format_number(F("2.5")) == "3"
    assert numbers.format_number(F("-2.5")) == "-3"
    assert numbers.format_number(F("-0.4")) == "0"
    assert numbers.format_number(F("-0.04"), 2) == "-0.04"


def test_percentages_for_people() -> None:
    assert numbers.format_percent(F("0.785"), 1) == "78.5%"
    i18n.set_language("fr")
    assert numbers.format_percent(F("0.785"), 1) == "78,5\u00a0%"
    i18n.set_language("ar", "arab")
    assert numbers.format_percent(F("0.785"), 1) == "٧٨٫٥٪"


def test_a_float_is_what_it_is_written_as() -> None:
    assert numbers.exact(0.1) == F(1, 10)
    assert numbers.exact(Decimal("0.1")) == numbers.exact(F(1, 10)) == F(1, 10)
    assert numbers.exact(3) == 3

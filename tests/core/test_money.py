"""Amounts as ministries write them become exact thousandths with a currency, and nothing is guessed silently."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core import i18n, money
from khartoum_desktop.core.money import Money, UnitNote, money_from_cell, parse_money, unit_note

MILLION = 10**9  # of thousandths


@pytest.mark.parametrize(
    ("text", "millions", "currency"),
    [
        # the seen and known strings of the domain facts
        ("217.7 مليون دولار", "217.7", "USD"),
        ("180 مليون يورو", "180", "EUR"),
        ("550 ألف دولار", "0.55", "USD"),
        ("EUR 40 million", "40", "EUR"),
        ("٢٫٥ مليون يورو", "2.5", "EUR"),
        ("2.5 مليون يورو", "2.5", "EUR"),
        ("2,5 مليون €", "2.5", "EUR"),
        ("مليونان ونصف المليون يورو", "2.5", "EUR"),
        ("مليون ونصف يورو", "1.5", "EUR"),
        ("نصف مليون يورو", "0.5", "EUR"),
        ("مليار", "1000", None),
        ("EUR 2,5 m", "2.5", "EUR"),
        ("2,5 M€", "2.5", "EUR"),
        ("2.5 MEUR", "2.5", "EUR"),
        ("€ 2.5m", "2.5", "EUR"),
        ("2 500 K€", "2.5", "EUR"),
        ("2500 k EUR", "2.5", "EUR"),
        ("€2,500,000.00", "2.5", "EUR"),
        ("2.500.000 €", "2.5", "EUR"),
        ("10\u00a0000\u00a0000", "10", None),
        ("'2500000", "2.5", None),
        ("EUR 936,664", "0.936664", "EUR"),
        ("EGP 120m", "120", "EGP"),
        ("120 مليون ج.م", "120", "EGP"),
        ("5 MDT", "5", "TND"),
        # more ways to say the same
        ("\u200f1,250,000.00\u00a0€", "1.25", "EUR"),
        ("M€ 2,5", "2.5", "EUR"),
        ("K€ 2500", "2.5", "EUR"),
        ("USD million 3", "3", "USD"),
        ("US$ 3.2 mn", "3.2", "USD"),
        ("2,5 millions d'euros", "2.5", "EUR"),
        ("un million et demi d'euros", "1.5", "EUR"),
        ("5 م يورو", "5", "EUR"),
        ("EUR – 2.5 million", "2.5", "EUR"),
        ("2.5 (M€)", "2.5", "EUR"),
        ("USD 5 MM", "5", "USD"),
        ("2 mld €", "2000", "EUR"),
        ("5 MKD", "0.000005", "MKD"),
        ("2,500,000 (EUR)", "2.5", "EUR"),
        ("مليون وثلاثمائة ألف دولار أمريكى فقط لا غير", "1.3", "USD"),
        ("ALL 1,000,000", "1", "ALL"),
    ],
)
def test_one_amount_however_it_is_written(text: str, millions: str, currency: str | None) -> None:
    assert parse_money(text) == Money(int(Fraction(millions) * MILLION), currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *(
            ("5 L.E.", "EGP"),
            ("LE 5", "EGP"),
            ("5 ج.م", "EGP"),
            ("5 جنيه مصري", "EGP"),
            ("5 livres égyptiennes", "EGP"),
        ),
        *(("5 جنيه سوداني", "SDG"), ("5 ج.س", "SDG"), ("SDG 5", "SDG"), ("5 جنيه جنوب سوداني", "SSP")),
        *(("5 جنيه إسترليني", "GBP"), ("5 بر", "ETB"), ("ETB 5", "ETB"), ("5 Birr", "ETB"), ("5 ناكفا", "ERN")),
        *(("5 فرنك جيبوتي", "DJF"), ("5 FDJ", "DJF"), ("KSh 5", "KES"), ("Ksh5", "KES"), ("Ksh 5/=", "KES")),
        *(("UGX 5", "UGX"), ("5 د.ل", "LYD"), ("5 د.ت", "TND"), ("5 DT", "TND"), ("CHF 5", "CHF"), ("5 دولار", "USD")),
        *(("5 dollars", "USD"), ("US$5", "USD"), ("5 دينار كويتى", "KWD"), ("5 zł", "PLN"), ("5 kronor", "SEK")),
    ],
)
def test_currencies_that_are_clear(text: str, currency: str) -> None:
    assert parse_money(text) == Money(5000, currency)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("120 مليون جنيه", {"EGP", "SDG", "SSP", "GBP"}),
        ("5 دينار", {"LYD", "TND", "KWD", "IQD", "JOD"}),
        ("5 فرنك", {"DJF", "CHF", "XAF"}),
        ("Fr. 5", {"DJF", "CHF", "XAF"}),
        ("5 kr", {"NOK", "SEK", "DKK"}),
        ("5 شلن", {"KES", "UGX", "SOS"}),
    ],
)
def test_a_word_for_several_currencies_is_not_guessed_but_the_column_may_decide(
    text: str, candidates: set[str]
) -> None:
    found = parse_money(text)
    assert found is not None
    assert found.currency is None
    assert found.currency_ambiguous
    assert candidates <= set(found.candidates)
    for code in candidates:
        decided = parse_money(text, currency=code)
        assert decided is not None
        assert (decided.currency, decided.currency_ambiguous) == (code, False)
    foreign = parse_money(text, currency="EUR")
    assert foreign is not None
    assert foreign.currency is None


def test_the_dollar_sign_has_a_likeliest_meaning_and_says_that_there_are_others() -> None:
    found = parse_money("$5")
    assert found is not None
    assert (found.currency, found.currency_ambiguous) == ("USD", True)
    assert parse_money("5 $ USD") == Money(5000, "USD")


def test_a_second_amount_is_kept_beside_the_first() -> None:
    found = parse_money("750 ألف دينار كويتى ما يعادل 2.5 مليون دولار")
    assert found == Money(750_000_000, "KWD", equivalent=Money(2_500_000_000, "USD"))
    for text in ("2.5 M€ (2.7 M USD)", "2.5 M€ / 2.7 M USD", "2.5 M€ soit 2.7 M USD", "2.5 M€ = 2.7 M USD"):
        assert parse_money(text) == Money(2_500_000_000, "EUR", equivalent=Money(2_700_000_000, "USD")), text


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("1–1.5 مليون يورو", "1", "1.5", "EUR"),
        ("من 1 إلى 1.5 مليون", "1", "1.5", None),
        ("entre 1 et 1,5 M€", "1", "1.5", "EUR"),
        ("EUR 1 m to EUR 2 m", "1", "2", "EUR"),
        ("2.5m-3m EUR", "2.5", "3", "EUR"),
        ("€1m–€2m", "1", "2", "EUR"),
        ("up to 3 m", None, "3", None),
        ("at least EUR 3 m", "3", None, "EUR"),
    ],
)
def test_a_range_keeps_its_ends_and_has_no_amount(
    text: str, low: str | None, high: str | None, currency: str | None
) -> None:
    ends = [None if end is None else int(Fraction(end) * MILLION) for end in (low, high)]
    assert parse_money(text) == Money(None, currency, "range", ends[0], ends[1])


@pytest.mark.parametrize("text", ["حوالي 2 مليون", "≈ 2 m", "+/- 2 m", "~2 m", "environ 2 M", "2 million (estimated)"])
def test_an_estimate_is_marked(text: str) -> None:
    assert parse_money(text) == Money(2 * MILLION, None, "estimate")


@pytest.mark.parametrize("text", ["قيد التحديد", "سيحدد لاحقاً", "TBD", "TBC", "n/a", "N/D", "à définir", "–", "—"])
def test_what_is_not_known_has_no_amount(text: str) -> None:
    assert parse_money(text, currency="EUR") == Money(None, "EUR", "unknown")


def test_nought_usually_means_not_known() -> None:
    assert parse_money("0") == Money(0, None, "unknown")


@pytest.mark.parametrize("text", ["####", "#########", "???????", "؟؟؟؟"])
def test_figures_that_a_file_lost_are_not_unknown(text: str) -> None:
    assert parse_money(text) is None


def test_the_header_gives_unit_and_currency_unless_the_cell_does() -> None:
    found = parse_money("2,500", currency="EUR", unit=1000)
    assert found is not None
    assert (found.amount, found.currency, found.other) == (2_500_000_000, "EUR", 2_500_000)
    assert parse_money("2,500", currency="EUR", unit=1000, decimal=".") == Money(2_500_000_000, "EUR")
    assert parse_money("2.5", unit=10**6) == Money(2_500_000_000)
    assert parse_money("2.5 مليون دولار", currency="EUR", unit=1000) == Money(2_500_000_000, "USD")
    millions = parse_money("2.500", unit=10**6)
    assert millions is not None
    assert (millions.amount, millions.other) == (2_500_000_000, 2_500_000_000_000)


def test_three_decimals_are_asked_about_only_where_the_currency_can_have_them() -> None:
    for text, currency in (("2.500", "LYD"), ("2.500 د.ل", None), ("TND 2.500", None), ("2.500", None)):
        found = parse_money(text, currency=currency)
        assert found is not None
        assert (found.amount, found.other, found.ambiguous) == (2_500_000, 2500, True), text
    assert parse_money("2.500 €") == Money(2_500_000, "EUR")
    assert parse_money("2.500", currency="EUR") == Money(2_500_000, "EUR")
    assert parse_money("2.500", currency="EUR", decimal=".") == Money(2500, "EUR")
    between = parse_money("1.250–1.500")
    assert between is not None
    assert (between.low, between.high, between.ambiguous) == (1_250_000, 1_500_000, True)
    assert parse_money("1.250–1.500 €") == Money(None, "EUR", "range", 1_250_000, 1_500_000)


def test_brackets() -> None:
    assert parse_money("EUR (2,500)") == Money(-2_500_000, "EUR")
    assert parse_money("(2,500.00)") == Money(-2_500_000)
    assert parse_money("EUR 2 m (2025-2027)") == Money(2 * MILLION, "EUR", remark="2025 - 2027")
    assert parse_money("EUR 2 m (منحة)") == Money(2 * MILLION, "EUR", remark="منحه")
    for text in ("word (2,500)", "(5) (6)", "EUR (5", "2 (EUR 3) (EUR 4)"):
        assert parse_money(text) is None, text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "hello",
            "50%",
            "all 500",
            "2 M€ et 3 M$",
            "EUR 2m over 3 years",
            "EUR 5 USD",
            "Project 2",
            "EUR",
            "A1 EUR",
            "LE07",
            "ET01",
            "M5 EUR",
        ),
        *("9999999999999999", "9,000,000 million", "EUR 2 m soit beaucoup", "x" * 200, "5 EUR/year", "2 M€ / (3)"),
    ],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert parse_money(text) is None


def test_beyond_the_cap_the_other_reading_is_taken() -> None:
    assert parse_money("900.000 bn") == Money(900 * 1000 * MILLION)
    assert parse_money("900.000", unit=10**9) == Money(900 * 1000 * MILLION)


def test_cells_that_hold_numbers() -> None:
    assert money_from_cell(2.5, currency="EUR", unit=10**6) == Money(2_500_000_000, "EUR")
    assert money_from_cell(2500000) == money_from_cell(Decimal(2500000)) == Money(2_500_000_000)
    assert money_from_cell("2.5 M€") == Money(2_500_000_000, "EUR")
    assert money_from_cell(1 / 3) == Money(333, finer=True)
    assert money_from_cell(-2 / 3) == Money(-667, finer=True)
    assert money_from_cell("=2.5*1000000") == Money(2_500_000_000)
    assert money_from_cell("=1+2-0.5", unit=1000) == Money(2_500_000)
    assert money_from_cell("=10/4", currency="EUR") == Money(2500, "EUR")
    assert money_from_cell("=1/0") is money_from_cell("=A1") is money_from_cell("=SUM(A1)") is None
    assert money_from_cell("=" + "1+" * 100 + "1") is None
    assert money_from_cell(float("nan")) is money_from_cell(float("inf")) is None


@given(st.text("0123456789.,+-*/() EURM€", max_size=20))
def test_a_formula_that_is_typed_is_no_amount(text: str) -> None:
    for sign in ("=", " = ", "＝"):
        found = parse_money(sign + text)
        assert found is None or found.precision == "unknown"


@pytest.mark.parametrize(
    ("text", "multiplier", "currency"),
    [
        ("(بالألف يورو)", 1000, "EUR"),
        ("en milliers d'euros", 1000, "EUR"),
        ("en milliers d'€", 1000, "EUR"),
        ("U: en Milliers DA", 1000, "DZD"),
        ("(in thousands)", 1000, None),
        ("(En millions)", 10**6, None),
        ("بالمليون", 10**6, None),
        ("M€", 10**6, "EUR"),
        ("K€", 1000, "EUR"),
        ("Mio. EUR", 10**6, "EUR"),
        ("USD million", 10**6, "USD"),
        ("Coût total (en milliers d'euros)", 1000, "EUR"),
        ("التكلفة الإجمالية (ألف دولار)", 1000, "USD"),
        ("('000 USD)", 1000, "USD"),
        ("EUR 000s", 1000, "EUR"),
        ("(x1000)", 1000, None),
        ("Montant en 1 000 €", 1000, "EUR"),
        ("en 1 000 000 €", 10**6, "EUR"),
        ("Budget (EUR)", 1, "EUR"),
        ("Budget in KES", 1, "KES"),
        ("Coût (DT)", 1, "TND"),
        ("DA", 1, "DZD"),
        ("Amount (US$)", 1, "USD"),
        ("الميزانية (ج.م)", 1, "EGP"),
        ("الميزانية ج.م", 1, "EGP"),
        ("التكلفة بالجنيه المصري", 1, "EGP"),
        ("القيمة بالدولار", 1, "USD"),
    ],
)
def test_headers_name_unit_and_currency(text: str, multiplier: int, currency: str | None) -> None:
    assert unit_note(text) == UnitNote(multiplier, currency)


def test_headers_that_leave_the_currency_open_name_the_candidates() -> None:
    assert unit_note("Budget EUR / USD") == UnitNote(1, None, ("EUR", "USD"))
    found = unit_note("مليون جنيه")
    assert found is not None
    assert (found.multiplier, found.currency) == (10**6, None)
    assert "SDG" in found.candidates


@pytest.mark.parametrize(
    "text",
    [
        *("", "Titre du projet", "العنوان", "Le coût", "All partners", "2 million people", "Hommes (M)", "Total 2025"),
        *("in thousands or in millions", "Da mihi", "x" * 500, "1,2,3", "Q3 2025", "Top 5"),
    ],
)
def test_headers_that_say_nothing_about_money(text: str) -> None:
    assert unit_note(text) is None


@given(st.integers(-money.CAP, money.CAP))
def test_exact_text_and_thousandths_are_each_others_way_back(thousandths: int) -> None:
    text = money.exact_text(thousandths)
    assert money.to_thousandths(text) == thousandths
    assert money.to_thousandths(Decimal(text)) == money.to_thousandths(Fraction(text)) == thousandths
    found = parse_money(text, decimal=".")
    assert found is not None
    assert found.amount == thousandths


def test_exact_text_is_canonical() -> None:
    texts = {0: "0", 2_500_000_000: "2500000", 2_500_000_500: "2500000.5", -500: "-0.5", 1: "0.001"}
    assert {amount: money.exact_text(amount) for amount in texts} == texts


@pytest.mark.parametrize("text", ["", "1,000", "2.5 m", "1e3", "0.0001", "٥", str(money.CAP), " 1", "--1", "1.", "NaN"])
def test_machine_text_is_strict(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.to_thousandths(text)


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_no_amount(number: Decimal) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        money.to_thousandths(number)


@pytest.mark.parametrize(
    ("language", "digits", "whole", "parts"),
    [
        ("en", "latn", "EUR 2,500,000", "TND 2.500"),
        ("fr", "latn", "2\u00a0500\u00a0000\u00a0EUR", "2,500\u00a0TND"),
        ("ar", "latn", "2,500,000 EUR", "2.500 TND"),
        ("ar", "arab", "٢٬٥٠٠٬٠٠٠ EUR", "٢٫٥٠٠ TND"),
    ],
)
def test_amounts_for_people(language: str, digits: str, whole: str, parts: str) -> None:
    i18n.set_language(language, digits)
    assert money.format_money(2_500_000_000, "EUR") == whole
    assert money.format_money(2500, "TND") == parts


def test_decimals_are_shown_only_if_there_are_any() -> None:
    assert money.format_money(1_500, "EUR") == "EUR 1.50"
    assert money.format_money(1_501, "EUR") == "EUR 1.501"
    assert money.format_money(1_500, "DJF") == "DJF 1.50"
    assert money.format_money(-1_000) == "-1"


@given(
    st.integers(-money.CAP, money.CAP),
    st.sampled_from(sorted(money.CURRENCIES)),
    st.sampled_from(i18n.LANGUAGES),
    st.sampled_from(["latn", "arab"]),
)
def test_what_is_written_for_people_is_read_again(amount: int, currency: str, language: str, digits: str) -> None:
    with i18n.speaking(language, digits):
        found = parse_money(money.format_money(amount, currency), decimal="," if language == "fr" else ".")
    assert found is not None
    assert (found.amount, found.currency) == (amount, currency)


_PIECES = st.sampled_from(
    [
        *"0123456789.,٫٬-()/+%=",
        "EUR",
        "€",
        "$",
        "M€",
        "مليون",
        "جنيه",
        "ونصف",
        "ألف",
        "to",
        "soit",
        "ما يعادل",
        "k",
        "½",
    ]
)


@given(st.lists(_PIECES, max_size=10), st.sampled_from([1, 1000, 10**6]))
def test_reading_never_fails_and_stays_below_the_cap(pieces: list[str], unit: int) -> None:
    for joint in ("", " "):
        text = joint.join(pieces)
        found = parse_money(text, currency="EUR", unit=unit)
        unit_note(text)
        if found is not None:
            assert all(v is None or abs(v) <= money.CAP for v in (found.amount, found.low, found.high, found.other))
            assert found.ambiguous or found.other is None


@given(st.text(max_size=200))
def test_reading_never_fails_on_any_text(text: str) -> None:
    parse_money(text)
    unit_note(text)


@pytest.mark.parametrize(
    ("text", "finer"),
    [
        ("1.23456 EUR", True),
        ("1.234 KWD", False),
        ("2.5 million EUR", False),
        ("ثلث مليون يورو", True),
        ("0.0004", True),
    ],
)
def test_what_is_finer_than_a_thousandth_is_said_so(text: str, finer: bool) -> None:
    found = parse_money(text)
    assert found is not None
    assert found.finer is finer


def test_finer_machine_text_is_told_from_what_is_no_number() -> None:
    with pytest.raises(money.FinerError):
        money.to_thousandths("1.2345")
    with pytest.raises(ValueError, match="not an amount") as caught:
        money.to_thousandths("many")
    assert not isinstance(caught.value, money.FinerError)

"""Rates and conversion: known answers worked out by hand, and laws that hold for every amount."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.proposals.rates.model import (
    EURO,
    Rate,
    Standing,
    decimal_text,
    half_even,
    is_far,
    is_sound,
    refusal_of,
    standing_on,
)

_DAY = "2026-11-26"
_EGP, _KES, _USD = (
    Rate(c, "2026-11-01", r, "InforEuro") for c, r in (("EGP", "50"), ("KES", "150.25"), ("USD", "1.25"))
)


def now(*rates: Rate, reporting: str = EURO, day: str = _DAY) -> Standing:
    return standing_on(rates, day, reporting=reporting)


def test_known_answers_by_hand() -> None:
    found = now(_EGP, _KES, _USD)
    assert found.convert(64_000_000_000, "EGP") == 1_280_000_000  # 64,000,000 / 50 = 1,280,000
    assert found.convert(3_005_000, "KES") == 20_000  # 3,005 / 150.25 = 20
    assert found.convert(1_000_000, "EUR") == 1_000_000
    # through the euro: 1,000 EGP = 20 EUR = 25 USD; 10 USD = 8 EUR = 400 EGP
    assert now(_EGP, _USD, reporting="USD").convert(1_000_000, "EGP") == 25_000
    assert now(_EGP, _USD, reporting="EGP").convert(10_000, "USD") == 400_000
    assert now(_EGP, reporting="EGP").convert(7_000, "EUR") == 350_000


def test_leva_at_the_rate_of_the_council() -> None:
    # Council of the EU, 8 July 2025: 1 EUR = 1.95583 BGN from 1 January 2026. The example in the Bulgarian press at the
    # changeover: 100 leva are 51.13 euro (100 / 1.95583 = 51.12918…); 1,955.83 leva are exactly 1,000 euro
    assert now().convert(100_000, "BGN") == 51_129
    assert now().convert(1_955_830, "BGN") == 1_000_000
    assert now(day="2025-12-31").convert(100_000, "BGN") is None
    before = Rate("BGN", "2025-12-01", "1.9558", "InforEuro")
    assert now(before, day="2025-12-31").used("BGN") == (before,)
    later = Rate("BGN", "2026-03-01", "9.9", "somebody")
    assert now(before, later).per_euro("BGN") == Fraction("1.95583")


def test_halves_go_to_the_even_neighbour() -> None:
    two = now(Rate("USD", "2026-01-01", "2"))
    assert [two.convert(n, "USD") for n in (1, 3, 5, 7, -1, -3)] == [0, 2, 2, 4, 0, -2]
    assert [half_even(n, 4) for n in (1, 2, 3, 6)] == [0, 0, 1, 2]


def test_the_newest_rate_up_to_the_day_counts() -> None:
    rates = [Rate("EGP", day, rate) for day, rate in (("2026-11-01", "56"), ("2026-10-01", "55"), ("2026-12-01", "57"))]
    for order in (rates, rates[::-1]):
        assert standing_on(order, "2026-11-26").per_euro("EGP") == 56
        assert standing_on(order, "2026-10-31").per_euro("EGP") == 55
        assert standing_on(order, "2026-09-30").per_euro("EGP") is None
        assert standing_on(order, "2026-12-01").per_euro("EGP") == 57
    twins = [Rate("EGP", "2026-11-01", "56", "a"), Rate("EGP", "2026-11-01", "57", "b")]
    assert standing_on(twins, _DAY) == standing_on(twins[::-1], _DAY)


def test_without_a_rate_there_is_nothing() -> None:
    found = now(_EGP)
    assert found.convert(5, "SSP") is None
    assert found.convert(None, "EUR") is None
    assert found.convert(5, None) is None
    total = found.total(
        [(1000, "EUR"), (2000, "SSP"), (1, "SSP"), (9, "ERN"), (None, "EUR"), (3, None), (50_000, "EGP")]
    )
    assert (total.thousandths, total.counted, total.converted) == (2000, 2, True)
    assert dict(total.without_rate) == {"ERN": 1, "SSP": 2}
    assert total.unknown == 2
    # amounts in the reporting currency need no rate, whatever it is
    own = now(reporting="SSP").total([(7000, "SSP"), (1, "EUR")])
    assert (own.thousandths, own.counted, own.converted, dict(own.without_rate)) == (7000, 1, False, {"EUR": 1})


@pytest.mark.parametrize(
    ("text", "why"),
    [("0", "sign"), ("-1", "sign"), ("0.0000001", "size"), ("1000000000", "size"), ("1234567.123456", "digits"),
     ("1/3", "digits"), ("56.1234", ""), ("0.376512345678", ""), ("999999999", ""), ("100000000.5", "")],
)  # fmt: skip
def test_what_is_no_rate(text: str, why: str) -> None:
    assert refusal_of(Fraction(text)) == why


@pytest.mark.parametrize(
    "text", ["", "abc", "1e5", "1E999999999", "٥٦", "1/3", "-2", "0", "nan", "1" * 400, " 5", "5."]
)
def test_whatever_another_laptop_wrote_is_passed_over(text: str) -> None:
    assert not is_sound(Rate("EGP", "2026-11-01", text))
    assert now(Rate("EGP", "2026-11-01", text)).per_euro("EGP") is None
    assert not is_sound(Rate("EUR", "2026-11-01", "2"))
    assert not is_sound(Rate("ZZZ", "2026-11-01", "2"))
    assert not is_sound(Rate("EGP", "2026-11", "2"))


def test_a_rate_turned_round_is_far_from_the_last() -> None:
    assert is_far(Fraction("0.0178"), Fraction(56))
    assert not is_far(Fraction(60), Fraction(56))


_amounts = st.integers(0, 10**15)
_exact = st.integers(1, 10**12).map(lambda n: Fraction(n, 10**6)).filter(lambda value: not refusal_of(value))
_codes = st.sampled_from(["EUR", "EGP", "KES", "USD", "SSP", None])


@given(_exact)
def test_decimal_text_keeps_every_digit(value: Fraction) -> None:
    text = decimal_text(value)
    assert Fraction(text) == value
    assert is_sound(Rate("EGP", "2026-11-01", text))


@given(_amounts, _exact)
def test_there_and_back_again_within_what_rounding_can_do(amount: int, rate: Fraction) -> None:
    found = now(Rate("EGP", "2026-11-01", decimal_text(rate)))
    there = found.convert(amount, "EGP")
    back = now(Rate("EGP", "2026-11-01", decimal_text(rate)), reporting="EGP").convert(there, "EUR")
    assert there is not None
    assert back is not None
    assert abs(there - amount / rate) <= Fraction(1, 2)
    assert abs(back - amount) <= rate / 2 + Fraction(1, 2)


@given(st.lists(st.tuples(st.none() | _amounts, _codes), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_a_total_and_it_is_rounded_once(
    rows: list[tuple[int | None, str | None]], dice: Random
) -> None:
    found = now(_EGP, _KES, Rate("USD", "2026-11-01", "1.0845"))
    total = found.total(rows)
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert found.total(shuffled) == total
    factors = {
        "EUR": Fraction(1),
        "EGP": 1 / Fraction(50),
        "KES": 1 / Fraction("150.25"),
        "USD": 1 / Fraction("1.0845"),
    }
    exact = sum(
        (amount * factors[code] for amount, code in rows if amount is not None and code in factors), Fraction(0)
    )
    assert total.thousandths == round(exact)
    assert total.counted + sum(total.without_rate.values()) + total.unknown == len(rows)


@given(_amounts, _amounts, _codes)
def test_conversion_keeps_the_order_within_a_currency(first: int, second: int, code: str | None) -> None:
    found = now(_EGP, _KES, _USD)
    one, two = found.convert(first, code), found.convert(second, code)
    if one is not None and two is not None:
        assert (one <= two) or (first > second)

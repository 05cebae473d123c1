"""Budgets that do not add up are named beside the field, exactly in one currency and with a tolerance in several."""

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.model import Line, Values
from khartoum_desktop.proposals.rates.model import NO_RATES, Rate, Standing, standing_on
from khartoum_desktop.proposals.rates.sums import check_sums

_NOW = standing_on([Rate("EGP", "2026-11-01", "50")], "2026-11-26")
_COST: Values = {"budget_total": 2_000_000, "budget_total_currency": "EUR"}


def said(values: Values, now: Standing = _NOW) -> dict[str, str]:
    found = check_sums({**_COST, **values}, now)
    assert not any(problem.refuses for problem in found)
    return {problem.field: strip_isolates(problem.sentence) for problem in found}


def line(amount: int | None, currency: str | None = "EUR") -> Line:
    return {"funder": "x", "amount": amount, "currency": currency}


def test_in_one_currency_to_the_last_thousandth() -> None:
    assert said({"budget_by_source": (line(1_500_000), line(500_000))}) == {}
    words = said({"budget_by_source": (line(1_500_000), line(500_001))})["budget_by_source"]
    assert "EUR 2,000.001" in words
    assert "EUR 2,000." in words
    assert "rates" not in words
    assert list(said({"budget_by_component": (line(1),)})) == ["budget_by_component"]


def test_in_several_by_the_rates_within_one_percent() -> None:
    # 1,000 EUR + 50,000 EGP at 50 = 2,000 EUR; 1 % of the cost is 20 EUR = 1,000 EGP
    assert said({"budget_by_source": (line(1_000_000), line(50_000_000, "EGP"))}) == {}
    assert said({"budget_by_source": (line(1_000_000), line(51_000_000, "EGP"))}) == {}
    words = said({"budget_by_source": (line(1_000_000), line(51_001_000, "EGP"))})["budget_by_source"]
    assert "≈ EUR 2,020" in words
    assert "1%" in words
    other: Values = {"budget_total": 100_000_000, "budget_total_currency": "EGP"}
    assert said({**other, "budget_by_source": (line(2_000_000),)}) == {}
    assert list(said({**other, "budget_by_source": (line(3_000_000),)})) == ["budget_by_source"]


def test_what_is_not_known_leaves_the_question_open() -> None:
    for lines in ((line(1), line(None)), (line(1), line(5, None)), (line(1), line(5, "SSP")), ()):
        assert said({"budget_by_source": lines}) == {}
    assert said({"budget_by_source": (line(50_000_000, "EGP"),)}, NO_RATES) == {}
    assert said({"budget_total": None, "budget_by_source": (line(1),)}) == {}


def test_requested_and_own_are_the_whole() -> None:
    asked: Values = {"amount_requested": 1_500_000, "amount_requested_currency": "EUR"}
    own: Values = {"own_contribution": 500_000, "own_contribution_currency": "EUR"}
    assert said(asked) == {}
    assert said({**asked, **own}) == {}
    words = said({**asked, **own, "own_contribution": 400_000})["own_contribution"]
    assert "EUR 1,900" in words
    assert said({**asked, "own_contribution": 25_000_000, "own_contribution_currency": "EGP"}) == {}

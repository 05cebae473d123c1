"""Rates in a workspace: typed, corrected, removed, taken back; totals, sorting and the amount in euro follow."""

from fractions import Fraction

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries as listed
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.rates import operations, queries
from khartoum_desktop.proposals.rates.showing import amount_note, show_total, show_without, total_words
from khartoum_desktop.proposals.searches.model import Condition, Search, Test
from khartoum_desktop.storage.schema import Proposal, Rate
from khartoum_desktop.workspace import Workspace, derived_id

_OLD, _NEW = "2026-01-01", "2026-02-01"


def make(work: Workspace, title: str, amount: int | None, currency: str | None) -> str:
    return proposals.create(work, {"title_en": title, "lead_country": "EG", "budget_total": Amount(amount, currency)})


def per_euro(work: Workspace, currency: str) -> str | None:
    found = queries.standing(work).rates.get(currency)
    return found.per_euro if found else None


def test_typing_correcting_and_removing_are_steps_that_undo_takes_back(work: Workspace) -> None:
    operations.set_rate(work, "egp", "56,12", _OLD, "  Central\u202e Bank ")
    (rate,) = queries.rates(work)
    assert (rate.currency, rate.per_euro, rate.dated, rate.source) == ("EGP", "56.12", _OLD, "Central Bank")
    assert rate.id == derived_id("rate", "EGP", _OLD, "Central Bank")
    operations.set_rate(work, "EGP", "٥٧٫٥", _OLD, "InforEuro")  # another source of the same day takes its place
    assert [one.per_euro for one in queries.rates(work)] == ["57.5"]
    operations.set_rate(work, "EGP", "58", _NEW)
    assert [one.per_euro for one in queries.rates(work, "EGP")] == ["58", "57.5"]
    assert per_euro(work, "EGP") == "58"
    operations.remove_rate(work, queries.rates(work)[0].id)
    assert per_euro(work, "EGP") == "57.5"
    for expected in ("58", "57.5", "56.12", None):
        work.undo()
        assert per_euro(work, "EGP") == expected
    work.redo()
    assert per_euro(work, "EGP") == "56.12"


@pytest.mark.parametrize(
    ("currency", "rate", "day", "word"),
    [
        ("EGP", "0", _OLD, "greater than zero"), ("EGP", "-5", _OLD, "greater than zero"),
        ("EGP", "1234567.123456", _OLD, "12 digits"), ("EGP", "1e400", _OLD, "one rate"), ("EGP", "", _OLD, "one rate"),
        ("EGP", "5\x006", "2026-02-30", "one day"), ("EGP", "1,250", _OLD, "two ways"),
        ("EGP", "9" * 13, _OLD, "No currency"), ("x" * 10**6, "5", _OLD, "no curr"),
        ("EGP", "50-60", _OLD, "one rate"), ("EGP", "about 50", _OLD, "one rate"), ("EGP", "=1/3", _OLD, "one rate"),
        ("ZZZ", "5", _OLD, "no currency code"), ("EUR", "1", _OLD, "needs no rate"),
        ("EGP", "5", "2999-01-01", "future"), ("EGP", "5", "2026", "one day"),
        ("BGN", "2", _NEW, "fixed since 1 January 2026"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    work: Workspace, currency: str, rate: str, day: str, word: str
) -> None:
    with pytest.raises(UserError) as refusal:
        operations.set_rate(work, currency, rate, day)
    assert word in strip_isolates(str(refusal.value))
    assert len(str(refusal.value)) < 300
    assert queries.rates(work) == []
    assert work.can_undo() is None


def test_a_source_of_a_megabyte_is_refused(work: Workspace) -> None:
    with pytest.raises(UserError):
        operations.set_rate(work, "EGP", "56", _OLD, "x" * 10**6)
    assert queries.rates(work) == []


def test_totals_sorting_and_euro_follow_the_rates(work: Workspace) -> None:
    euro = make(work, "euro", 2_000_000, "EUR")
    pound = make(work, "pound", 150_000_000, "EGP")
    nakfa = make(work, "nakfa", 99_000_000, "ERN")
    nobody = make(work, "unknown", None, None)
    everything = [euro, pound, nakfa, nobody]
    total = listed.totals(work, everything)
    assert (total.currency, total.thousandths, total.counted, total.unknown) == ("EUR", 2_000_000, 1, 1)
    assert dict(total.without_rate) == {"EGP": 1, "ERN": 1}
    assert strip_isolates(show_without(total)) == "2 without a rate: EGP, ERN"
    assert strip_isolates(show_total(total)) == "EUR 2,000"
    assert listed.ids(work, sort="budget_total")[0] == euro
    operations.set_rate(work, "EGP", "50", _OLD, "InforEuro")
    assert listed.ids(work, sort="budget_total")[:2] == [euro, pound]
    assert listed.ids(work, sort="budget_total", descending=True)[:2] == [pound, euro]
    total = listed.totals(work, everything)
    assert (total.thousandths, total.counted, dict(total.without_rate)) == (5_000_000, 2, {"ERN": 1})
    assert [strip_isolates(part) for part in total_words(total)] == ["total ≈ EUR 5,000", "1 without a rate: ERN"]
    assert listed.totals(work, [nakfa]).thousandths == 0
    rows = listed.columns(work, everything, ["id", "reporting_amount_eur"])
    in_euro = {row["id"]: row["reporting_amount_eur"] for row in rows}
    assert in_euro == {euro: Amount(2_000_000, "EUR"), pound: Amount(3_000_000, "EUR"), nakfa: None, nobody: None}
    assert listed.read(work, pound).value("budget_total") == Amount(150_000_000, "EGP"), "what was written stays"
    operations.set_reporting(work, "egp")
    total = listed.totals(work, everything)
    assert (total.currency, total.thousandths) == ("EGP", 250_000_000)
    assert listed.columns(work, [pound], ["reporting_amount_eur"])[0]["reporting_amount_eur"] == Amount(
        3_000_000, "EUR"
    )
    work.undo()
    assert listed.totals(work, everything).currency == "EUR"


def test_sums_have_no_end_and_stop_when_nobody_wants_them(work: Workspace) -> None:
    huge = 9 * 10**18
    with work.step("Huge") as step:
        ids = [step.add(Proposal, {"budget_total": huge, "budget_total_currency": "EUR"}) for _n in range(3)]
        ids.append(step.add(Proposal, {"budget_total": -5, "budget_total_currency": "EUR"}))
        ids.append(step.add(Proposal, {"budget_total": 5, "budget_total_currency": ""}))
    total = listed.totals(work, ids)
    assert (total.thousandths, total.counted, total.unknown) == (3 * huge - 5, 4, 1)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        listed.totals(work, ids, stop)


def test_the_rate_date_chooses_the_rates(work: Workspace) -> None:
    operations.set_rate(work, "EGP", "50", _OLD)
    operations.set_rate(work, "EGP", "60", _NEW)
    assert queries.converter(work)(60_000, "EGP") == 1000
    operations.set_rate_date(work, "2026-01-31")
    assert queries.converter(work)(50_000, "EGP") == 1000
    assert queries.standing(work).chosen_day == "2026-01-31"
    operations.set_rate_date(work, None)
    assert queries.converter(work)(60_000, "EGP") == 1000
    with pytest.raises(UserError):
        operations.set_rate_date(work, "2999-01-01")
    operations.set_report(work, "EGP", _OLD)
    assert (queries.standing(work).reporting, queries.standing(work).chosen_day) == ("EGP", _OLD)
    work.undo()
    assert (queries.standing(work).reporting, queries.standing(work).chosen_day) == ("EUR", None)


def test_the_day_on_the_calendar_moves_on(work: Workspace) -> None:
    operations.set_rate(work, "EGP", "50", _OLD)
    assert queries.standing(work, "2025-12-31").per_euro("EGP") is None
    assert queries.standing(work, _OLD).per_euro("EGP") == Fraction(50)


def test_what_an_amount_is_worth_is_said_with_rate_day_and_source(work: Workspace) -> None:
    operations.set_rate(work, "EGP", "56.12", "2026-11-01", "InforEuro")
    operations.set_rate(work, "USD", "1.25", "2026-10-01")

    def note(amount: int | None, currency: str | None) -> str:
        return strip_isolates(amount_note(queries.standing(work), amount, currency))

    assert note(64_000_000_000, "EGP") == "≈ EUR 1,140,413 (rate 56.12 EGP, 1 November 2026, InforEuro)"
    assert note(1_000, "EUR") == note(None, "EGP") == note(5, None) == ""
    assert note(5, "SSP") == "No exchange rate: SSP"
    assert note(561_200, "EGP").startswith("≈ EUR 10 ")
    operations.set_reporting(work, "USD")
    assert note(56_120_000, "EGP") == (
        "≈ USD 1,250 (rate 56.12 EGP, 1 November 2026, InforEuro; 1.25 USD, 1 October 2026)"
    )


def test_currencies_in_use_stand_first(work: Workspace) -> None:
    for n in range(2):
        make(work, f"a{n}", 1000, "SSP")
    make(work, "b", 1000, "EUR")
    make(work, "no amount", None, "KES")
    operations.set_rate(work, "USD", "1.1", _OLD)
    found = [(one.currency, one.proposals, one.lacks_rate) for one in queries.currencies(work)]
    assert found == [("SSP", 2, True), ("EUR", 1, False), ("USD", 0, False)]


def test_hostile_rows_from_another_laptop_are_passed_over(work: Workspace) -> None:
    with work.step("merge") as step:
        for place, text in enumerate(("1e999999999", "-3", "", "x", None)):
            step.add(Rate, {"currency": "EGP", "dated": f"2026-01-0{place + 1}", "per_euro": text})
        step.add(Rate, {"currency": None, "dated": None, "per_euro": "5"})
        step.add(Rate, {"currency": "EGP", "dated": "soon", "per_euro": "5"})
    assert per_euro(work, "EGP") is None
    assert queries.rates(work) == []


def test_a_range_of_amounts_in_euro_is_one_of_euro_in_whatever_currency_is_reported(work: Workspace) -> None:
    operations.set_rate(work, "EGP", "50", _OLD)
    dear, cheap = (
        proposals.create(work, {"title_en": title, "lead_country": "EG", "budget_total": cost})
        for title, cost in (("Dear", Amount(100_000_000, "EGP")), ("Cheap", Amount(1_000_000, "EUR")))
    )
    asked = Search(conditions=(Condition("reporting_amount_eur", Test.RANGE, ("1500000", "2500000")),))
    reported = Search(conditions=(Condition("budget_total", Test.RANGE, ("40000000", "60000000")),))
    assert listed.find(work, asked) == [dear]
    operations.set_reporting(work, "EGP")
    assert (listed.find(work, asked), listed.find(work, reported)) == ([dear], [cheap])

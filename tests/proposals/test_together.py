"""What does not go together: dates in order, sums, bilateral and multilateral."""

import pytest

from khartoum_desktop.proposals.model import Line, Values
from khartoum_desktop.proposals.together import check_together, sides


def found(values: Values) -> list[tuple[str, str]]:
    problems = check_together(values)
    assert not any(problem.refuses for problem in problems)
    return [(problem.field, problem.reason) for problem in problems]


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2026-03-09", "2026-03-08", True),
        ("2026-03-09", "2026-03-09", False),
        ("2026-03", "2026-03-01", False),
        ("2026-03", "2026-02", True),
        ("2026", "2026-Q1", False),
        ("2026-Q3", "2026-H1", True),
        ("2026-Q2", "2026-H1", False),
        ("2027", "2026", True),
        ("nonsense", "2026", False),
        (None, "2026", False),
    ],
)
def test_an_end_before_the_start(start: str | None, end: str, wrong: bool) -> None:
    expected = [("end_planned", "order")] if wrong else []
    assert found({"start_planned": start, "end_planned": end}) == expected


def party(name: str, role: str) -> dict[str, str]:
    return {"name": name, "role": role}


def test_bilateral_is_two_parties_and_multilateral_three() -> None:
    two = [party("EG", "lead"), party("IT", "co_sponsor"), party("IOM", "implementing"), party("EC", "funding")]
    three = [*two, party("DE", "beneficiary")]
    assert sides({"lead_country": "EG", "parties": two}) == {"EG", "IT"}
    assert found({"lead_country": "EG", "framework": "bilateral", "parties": two}) == []
    assert found({"lead_country": "EG", "framework": "bilateral", "parties": three}) == [("framework", "parties")]
    assert found({"lead_country": "EG", "framework": "multilateral", "parties": three}) == []
    assert found({"lead_country": "EG", "framework": "multilateral", "parties": two}) == [("framework", "parties")]
    assert found({"lead_country": "EG", "framework": "national_regional", "parties": two}) == []
    assert found({"lead_country": "EG", "framework": "bilateral"}) == []


def test_sources_that_do_not_add_up_to_the_cost() -> None:
    source: Line = {"funder": "EU", "amount": 2_900_000_000, "currency": "EUR"}
    values: Values = {"budget_total": 3_100_000_000, "budget_total_currency": "EUR", "budget_by_source": [source]}
    (problem,) = check_together(values)
    assert (problem.field, "2,900,000" in problem.sentence, "3,100,000" in problem.sentence) == (
        "budget_by_source",
        True,
        True,
    )
    assert found({**values, "budget_total": 2_900_000_000}) == []
    assert found({**values, "budget_by_source": [{**source, "currency": "USD"}]}) == []
    assert found({**values, "budget_by_source": [source, {"funder": "FR", "amount": None}]}) == []


def test_more_women_and_men_than_people() -> None:
    people = {"beneficiaries_total": 10, "beneficiaries_women": 6, "beneficiaries_men": 5}
    assert found(people) == [("beneficiaries_total", "sum")]
    assert found({**people, "beneficiaries_men": 4}) == []

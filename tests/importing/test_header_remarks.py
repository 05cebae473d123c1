"""What stands beside the name in a header: instructions, calendars, parts of a cost."""

import pytest

from khartoum_desktop.importing.evidence import evidence_of, fits
from khartoum_desktop.importing.headers import named
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.lists import Lists


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Project title (max. 200 characters)", "title"),
        ("Lead country (one only)", "lead_country"),
        ("Overall objective (2-3 lines)", "overall_objective"),
        ("Start date (E.C.)", "start_planned"),
        ("تاريخ البدء (هـ)", "start_planned"),
        ("Duration (in months)", "duration_months"),
    ],
)
def test_instructions_leave_no_doubt(header: str, target: str) -> None:
    found = named(header)
    assert found is not None
    assert (found.targets, found.sure) == ((target,), True)


@pytest.mark.parametrize("header", ["Start date (actual)", "Project title (old)", "Budget (remaining)"])
def test_what_changes_the_meaning_is_a_doubt(header: str) -> None:
    found = named(header)
    assert found is None or not found.sure


@pytest.mark.parametrize(
    ("group", "header", "target"),
    [
        ("Coût (en euros)", "Demandé", "amount_requested"),
        ("Budget", "Requested (EUR)", "amount_requested"),
        ("الميزانية", "المطلوب", "amount_requested"),
        ("Budget", "National", "own_contribution"),
        ("Budget", "Total (EUR)", "budget_total"),
    ],
)
def test_parts_of_a_cost_under_it(group: str, header: str, target: str) -> None:
    found = named(header, group)
    assert found is not None
    assert found.targets == (target,)


def test_serial_numbers_may_be_dates_and_small_numbers_are_no_telephones(lists: Lists) -> None:
    days, places = evidence_of([46_500, 46_800, 47_100]), evidence_of([1, 2, 3])
    assert fits(targets()["start_planned"], days, lists)
    assert not fits(targets()["start_planned"], evidence_of([250_000, 1_250_000, 780_000]), lists)
    assert not fits(targets()["contact_phone"], places, lists)
    assert fits(targets()["contact_phone"], evidence_of([249_912_345_678]), lists)

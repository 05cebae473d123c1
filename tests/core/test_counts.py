"""Numbers of people are whole and never households; percentages are shares."""

from fractions import Fraction

import pytest

from khartoum_desktop.core.numbers import Count, parse_count

F = Fraction


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5000", Count(5000)),
        ("5 آلاف", Count(5000)),
        ("1.250", Count(1250)),
        ("حوالي 5000 أسرة", Count(5000, approximate=True, unit="household")),
        ("5000 families", Count(5000, approximate=True, unit="household")),
        ("about 300 persons", Count(300, approximate=True, unit="person")),
        ("١٢٠٠ مستفيد", Count(1200, unit="person")),
        ("500 femmes", Count(500, unit="person", women=500)),
        ("500 رجل", Count(500, unit="person", men=500)),
        ("10,000 (50 % نساء)", Count(10000, unit="person", women=5000)),
        ("10,000 (5,000 women)", Count(10000, unit="person", women=5000)),
        ("500 (300 H, 200 F)", Count(500, unit="person", women=200, men=300)),
        ("5 000 (dont 40 % de femmes)", Count(5000, unit="person", women=2000)),
        ("500 dont 200 femmes", Count(500, unit="person", women=200)),
        ("500 منهم 200 امرأة", Count(500, unit="person", women=200)),
        ("500: 300 men, 200 women", Count(500, unit="person", women=200, men=300)),
        ("500 (300 men, 100 women)", Count(500, words="300 men , 100 women")),
        ("300M/200F", Count(500, unit="person", women=200, men=300)),
        ("M=300, F=200", Count(500, unit="person", women=200, men=300)),
        ("500 M/F", Count(500, unit="person")),
        ("500 households (2,500 persons)", Count(2500, unit="person")),
        ("2500 people (500 households)", Count(2500, unit="person")),
        ("5 villages (600 people)", Count(600, unit="person")),
        ("500 (in 5 villages)", Count(500, words="in 5 villages")),
        ("ألفا شخص", Count(2000, unit="person")),
        ("3 villages", None),
        ("5 قرى", None),
        ("25/an", None),
        ("100 per month", None),
        ("women 50% men 50%", None),
        ("2 thousand women, 3 thousand men", None),
        ("5 training courses, 100 people", None),
        ("M: 300 / F: 200", Count(500, unit="person", women=200, men=300)),
        ("H : 30, F : 20", Count(50, unit="person", women=20, men=30)),
        ("300 رجال و 200 نساء", Count(500, unit="person", women=200, men=300)),
        ("300 border guards", Count(300, words="border guards")),
        ("100–200", Count(low=100, high=200)),
        ("up to 100", Count(high=100)),
        ("TBD", Count(unknown=True)),
        ("women 1 2 men", None),
        ("3 مراكز لصالح 500 شاب", None),
        ("2.5", None),
        ("-5", None),
        ("50 %", None),
        ("(5", None),
        ("A1", None),
        ("", None),
    ],
)
def test_people_are_whole_numbers_and_households_are_not_people(text: str, count: Count | None) -> None:
    assert parse_count(text) == count

"""What stands for choice in a real workspace: values from marks, costs by rates, groups, years, funders, bars."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.model import Line
from khartoum_desktop.proposals.rates import operations as rates
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.shortlist import operations as lists
from khartoum_desktop.shortlist.choosing import operations, queries
from khartoum_desktop.shortlist.choosing.answer import answer
from khartoum_desktop.shortlist.choosing.model import Envelope, Rule
from khartoum_desktop.shortlist.choosing.reading import Asked, read, written
from khartoum_desktop.storage.schema import ChecklistItem, Eligibility
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, mark_all, ref_of


def chosen(work: Workspace, asked: Asked) -> list[int]:
    found = answer(queries.problem(work, queries.room(work), asked))
    assert found.best is not None
    ids = {found.problem.free[place].id for place in found.best.chosen}
    return [number for number in range(1, 6) if id_of(number) in ids]


def part(column: str, of: str, thousandths: int) -> Line:
    """Return a line of a budget table."""
    return {column: of, "amount": thousandths, "currency": "EUR"}


def test_values_are_shares_of_the_scale_and_costs_are_converted(work: Workspace) -> None:
    items = {item.ref: item for item in queries.room(work).items}
    assert [items[ref_of(number)].worth for number in range(1, 6)] == [
        Fraction(5, 8), Fraction(7, 8), Fraction(1, 2), Fraction(1, 2), None,
    ]  # fmt: skip
    assert [items[ref_of(number)].position for number in range(1, 5)] == [2, 1, 3, 3]
    assert items[ref_of(3)].cost is None
    rates.set_rate(work, "USD", "1.25", "2020-01-01", "InforEuro")
    assert {item.ref: item.cost for item in queries.room(work).items}[ref_of(3)] == 720_000_000


def test_a_small_project_earns_nothing_for_existing(work: Workspace) -> None:
    """One of cost 3 with mark 5, three of cost 1 with mark 2 on a scale from 1: the large one wins (Clemen & Smith)."""
    mark_all(work, {1: 5, 2: 2, 3: 2, 4: 2})
    mark_all(work, {1: 5, 2: 2, 3: 2, 4: 2}, "Giulia Conti", "IT")
    given = {"cost": {ref_of(1): 3, ref_of(2): 1, ref_of(3): 1, ref_of(4): 1}, "budget": 3}
    asked = read(json.dumps(given))
    here = queries.room(work)
    free = replace(here, items=tuple(replace(item, bar="") for item in here.items if item.worth is not None))
    found = answer(queries.problem(work, free, asked))
    assert found.best is not None
    assert [found.problem.free[place].ref for place in found.best.chosen] == [ref_of(1)]
    assert found.value == 1


def test_a_proposal_below_a_threshold_or_not_eligible_is_out_unless_committed(work: Workspace) -> None:
    mark_all(work, {1: 1})
    current = scoring.current_round(work)
    with work.step("Checklist") as step:
        item = step.add(ChecklistItem, {"criteria_set": current.criteria_set, "key": "a", "obligatory": True})
        other = step.add(ChecklistItem, {"criteria_set": current.criteria_set, "key": "b", "obligatory": False})
        step.add(Eligibility, {"round": current.id, "proposal": id_of(2), "item": item, "answer": "no"})
        step.add(Eligibility, {"round": current.id, "proposal": id_of(4), "item": other, "answer": "no"})
        step.add(Eligibility, {"round": current.id, "proposal": id_of(3), "item": item, "answer": "unclear"})
    bars = {item.ref: item.bar for item in queries.room(work).items}
    assert [bars[ref_of(number)] for number in range(1, 5)] == ["threshold", "ineligible", "", ""]
    assert chosen(work, Asked()) == [3, 4]
    assert chosen(work, Asked(rules=(Rule("in", (ref_of(2), ref_of(1), ref_of(5))),))) == [1, 2, 3, 4, 5]


def test_groups_come_from_who_leads_and_submits_priorities_and_domains(work: Workspace) -> None:
    parties = [
        {"name": name, "role": role} for name, role in (("EG", "lead"), ("IT", "co_sponsor"), ("SD", "beneficiary"))
    ]
    proposals.set_lines(work, id_of(1), "parties", parties)
    proposals.set_lines(work, id_of(1), "priorities", [{"code": "regular_pathways"}])
    proposals.set_lines(work, id_of(1), "jvap", [{"code": "JVAP-1", "degree": "main"}, {"code": "JVAP-4"}])
    here = queries.room(work)
    first = next(item for item in here.items if item.id == id_of(1))
    assert first.groups == {
        "country": {"EG", "IT"},
        "group": {"AFR", "EU"},
        "priority": {"regular_pathways"},
        "jvap": {"JVAP-1", "JVAP-4"},
    }
    assert chosen(work, Asked(rules=(Rule("max", ("Italy",), "country", 0),))) == [2, 3, 4]
    assert chosen(work, Asked(rules=(Rule("max", ("JVAP-1",), "jvap", 0),))) == [2, 3, 4]
    assert chosen(work, Asked(rules=(Rule("max", (), "country", 1),))) == [2]
    wrong = Asked(rules=(Rule("max", (), "country", 1), Rule("max", ("Atlantis",), "country", 1)))
    with pytest.raises(UserError) as refusal:
        chosen(work, wrong)
    assert strip_isolates(refusal.value.sentence) == "Rule 2: “Atlantis” is not known."


def test_envelopes_by_year_and_funder_use_the_budget_tables(work: Workspace) -> None:
    for number, years in (
        (1, {"2027": 1_000_000, "2028": 1_400_000}),
        (2, {"2027": 1_850_000}),
        (4, {"2028": 760_000}),
    ):
        lines: list[Line] = [
            {"year": year, "amount": amount * 1000, "currency": "EUR"} for year, amount in years.items()
        ]
        proposals.set_lines(work, id_of(number), "budget_by_component", lines)
    proposals.set_lines(work, id_of(1), "budget_by_source", [part("funder", "AICS", 10)])
    by_year = Asked(envelopes=(Envelope("year", 2_000_000_000, "2027"),))
    found = answer(queries.problem(work, queries.room(work), by_year))
    assert {item.ref: item.bar for item in found.problem.items}[ref_of(3)] == "cost"
    assert chosen(work, by_year) == [2, 4]
    assert chosen(work, Asked(envelopes=(Envelope("funder", 10, "AICS"),))) == [1]
    with pytest.raises(UserError, match="is committed, but what it costs is not known"):
        chosen(work, replace(by_year, rules=(Rule("in", (ref_of(3),)),)))


def test_saved_rules_of_a_name_are_replaced_and_damaged_ones_are_named(work: Workspace) -> None:
    current = scoring.current_round(work)
    asked = Asked(
        (Envelope("all", 5), Envelope("year", 7, "2027")), (Rule("share", ("EG",), "country", share=Fraction(1, 3)),)
    )
    first = operations.save(work, current.id, "Cairo", asked)
    assert operations.save(work, current.id, " CAIRO ", replace(asked, envelopes=())) == first
    assert queries.saved_named(work, current.id, "cairo").envelopes == ()
    work.undo()
    kept = queries.saved_named(work, current.id, "cairo")
    assert kept.envelopes == asked.envelopes
    assert read(written(kept)) == kept
    with pytest.raises(UserError):
        operations.save(work, current.id, "\u202e \n", asked)


def test_a_frozen_list_or_one_of_another_round_is_refused(work: Workspace) -> None:
    one = lists.create(work, "Cairo")
    lists.add(work, one, [id_of(2)])
    lists.freeze(work, one)
    current = scoring.current_round(work)
    with pytest.raises(UserError, match="frozen"):
        operations.put_on_list(work, current, "cairo", [id_of(1)], "why")
    with pytest.raises(UserError, match="needs a name"):
        operations.put_on_list(work, current, " ", [id_of(1)], "why")
    lists.create(work, "Rome")
    with pytest.raises(UserError, match="another round"):
        operations.put_on_list(work, replace(current, id="other"), "Rome", [id_of(1)], "why")

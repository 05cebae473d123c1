"""What an assessor reads: every kind of field as words, in the language of the window."""

from pathlib import Path

import pytest

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.queries import read
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.reading import ORDER, PASSAGES, Passage, facts, passages, passages_of
from khartoum_desktop.storage.schema import Alignment, BudgetSource, Party, Proposal
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of


@pytest.fixture
def told(work: Workspace) -> Workspace:
    """Return the workspace with a proposal that has one field of every kind."""
    one = id_of(1)
    with work.step("Tell") as step:
        step.put(
            Proposal,
            one,
            {
                "summary_en": "In short.",
                "summary_ar": "باختصار.",
                "activities": "Train\nEquip",
                "duration_months": 30,
                "start_planned": "2027-Q1",
                "budget_total": 1_850_000_000,
                "budget_total_currency": "EUR",
                "funding_status": "interest_expressed",
                "context": "First.\n\nSecond.",
            },
        )
        step.add(Party, {"proposal": one, "position": 0, "name": "KE", "role": "co_sponsor"})
        step.add(
            Party, {"proposal": one, "position": 1, "name": "IOM", "role": "implementing", "consent_on": "2026-05"}
        )
        step.add(BudgetSource, {"proposal": one, "funder": "EUTF", "amount": 5_000_000, "currency": "EUR"})
        step.add(Alignment, {"proposal": one, "scheme": "jvap", "code": "JVAP-2", "justification": "Legal routes."})
    return work


def shown(work: Workspace) -> dict[str, Passage]:
    return {one.key: one for one in passages(read(work, id_of(1)), lists_of(work))}


def test_every_kind_of_field_in_words(told: Workspace) -> None:
    found = {key: [strip_isolates(text) for text in one.paragraphs] for key, one in shown(told).items()}
    assert found["summary"] == ["In short."]
    assert found["context"] == ["First.", "Second."]
    assert found["activities"] == ["Train", "Equip"]
    assert found["duration_months"] == ["30"]
    assert found["start_planned"] == ["Q1 2027"]
    assert found["budget_total"] == ["EUR 1,850,000"]
    assert found["parties"][0].startswith("Kenya · Co-sponsor")
    assert found["parties"][1].endswith("May 2026")
    assert found["budget_by_source"] == ["EUTF · EUR 5,000"]
    assert found["jvap"][0].endswith("– Legal routes.")
    assert "risks" not in found
    assert list(found) == [key for key in ORDER if key in found]


def test_in_arabic(told: Workspace) -> None:
    set_language("ar")
    found = shown(told)
    assert found["summary"].paragraphs == ("باختصار.",)
    assert "كينيا" in found["parties"].paragraphs[0]
    line = facts(read(told, id_of(1)), lists_of(told))
    assert line.startswith("\u200f")  # the line runs from the right although it begins with a code
    assert "مصر" in line


def test_the_line_of_facts(told: Workspace) -> None:
    line = strip_isolates(facts(read(told, id_of(1)), lists_of(told)))
    assert (
        line == "KP-2026-EG-A-01 · Egypt, Kenya, International Organization for Migration · EUR 1,850,000 · 30 months"
    )
    bare = strip_isolates(facts(read(told, id_of(2)), lists_of(told)))
    assert bare == "KP-2026-EG-A-02 · Egypt"


def test_the_passages_of_the_shipped_grid_exist(work: Workspace, tmp_path: Path) -> None:
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    assert set(PASSAGES) == {one.key for one in criteria.criteria}
    assert {key for keys in PASSAGES.values() for key in keys} <= set(ORDER)
    assert set(ORDER) - {"summary"} <= set(BY_KEY)
    assert passages_of(criteria.key, "3.4") == ("risks",)
    assert passages_of("another grid", "3.4") == ()

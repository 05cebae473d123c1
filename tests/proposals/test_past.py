"""What happened to a proposal, in words and in an order that no wrong clock turns round."""

from pathlib import Path

import pytest

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, past, queries
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.workspace import Person, Workspace


def words(events: list[past.Event]) -> list[list[str]]:
    """Return what each event wrote, without the marks that only steer directions."""
    told = [[strip_isolates(f"{one.label}: {one.text}") for one in event.written] for event in events]
    return [[line.replace("\u200e", "").replace("\u200f", "") for line in lines] for lines in told]


def test_fields_are_told_by_their_names_and_values_by_their_words(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    operations.set_value(work, ident, "budget_total", Amount(2_500_000_000, "EUR"))
    operations.set_value(work, ident, "framework", "bilateral")
    operations.set_value(work, ident, "framework", None)
    events = past.events(work, ident)
    assert words(events)[:3] == [["Framework: –"], ["Framework: Bilateral"], ["Total cost: EUR 2,500,000"]]
    assert {"Title (English): Skills", "State: Idea", "Submitting State or organisation: Egypt"} <= set(
        words(events)[3]
    )
    assert [(event.author, event.delegation) for event in events] == [("Nadia Fahmy", "Egypt")] * 4
    assert strip_isolates(events[1].name) == f"Change “Framework” of {queries.read(work, ident).ref}"


def test_steps_are_named_in_the_language_of_the_reader(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    operations.set_value(work, ident, "framework", "bilateral")
    english = past.events(work, ident)[0]
    set_language("ar")
    arabic = past.events(work, ident)[0]
    assert english.written[0].text == "Bilateral"
    assert arabic.written[0].text == "ثنائي"


def test_lines_added_changed_and_taken_away_are_told(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"}, {"gcm": [{"code": "GCM-5"}]})
    operations.set_lines(work, ident, "risks", [{"risk": "Drought", "likelihood": "high"}])
    (line,) = queries.read(work, ident).lines["risks"]
    operations.set_lines(work, ident, "risks", [{**line, "mitigation": "Wells"}])
    operations.set_lines(work, ident, "risks", [])
    operations.set_lines(work, ident, "gcm", [])
    told = words(past.events(work, ident))
    assert told[0][0].startswith("Global Compact for Migration: taken away: ")
    assert told[1:4] == [
        ["Risks: taken away: Drought · High · Wells"],
        ["Risks: Drought · High · Wells"],
        ["Risks: Drought · High"],
    ]
    assert any("Global Compact" in one for one in told[4])


def test_deleting_and_bringing_back_is_told(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    operations.remove(work, [ident])
    operations.restore(work, [ident])
    assert words(past.events(work, ident))[:2] == [["Proposal: brought back"], ["Proposal: deleted"]]


def test_an_edit_stays_after_the_creation_although_the_clock_went_back(tmp_path: Path) -> None:
    clock = iter(range(10_000_000_000, 0, -1_000_000))
    work = Workspace.create(tmp_path / "w.khartoum", Person("Ada", "KE"), genesis=genesis(), clock=lambda: next(clock))
    ident = operations.create(work, {"title_en": "Skills"})
    operations.set_value(work, ident, "acronym", "S")
    operations.set_lines(work, ident, "risks", [{"risk": "Drought"}])
    told = words(past.events(work, ident))
    places = {line: place for place, lines in enumerate(told) for line in lines}
    assert places["Acronym: S"] < places["Title (English): Skills"]
    work.close()


def test_what_was_forgotten_is_said_without_its_words(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "A secret"})
    work.store.forget({"proposal": [ident]})
    (event,) = past.events(work, ident)
    assert event.forgotten
    assert event.written == ()


def test_what_is_told_as_current_is_what_the_proposal_says(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"}, {"risks": [{"risk": "Drought"}]})
    for amount in (Amount(5, "EUR"), Amount(7, "EUR"), Amount(7, "USD"), Amount(7, "EUR")):
        operations.set_value(work, ident, "budget_total", amount)
    operations.set_lines(work, ident, "risks", [])
    told = [one for event in past.events(work, ident) for one in event.written]
    assert [one.current for one in told if one.field == "budget_total"] == [True, False, True, False]
    assert [one.current for one in told if one.field == "risks"] == [False, False]
    assert all(one.current for one in told if one.field == "title_en")


def test_of_two_values_in_conflict_the_one_not_in_force_can_be_restored(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    seen = queries.read(work, ident).heads
    for text in ("one", "two"):
        operations.set_value(work, ident, "acronym", text, seen)
    told = [one for event in past.events(work, ident) for one in event.written if one.field == "acronym"]
    assert {one.text: one.current for one in told} == {
        text: queries.read(work, ident).columns["acronym"] == text for text in ("one", "two")
    }


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_a_restored_value_is_one_click_from_its_event(work: Workspace, language: str) -> None:
    set_language(language)
    ident = operations.create(work, {"title_en": "Skills", "budget_total": Amount(5, "EUR")})
    operations.set_value(work, ident, "budget_total", Amount(7, "EUR"))
    operations.set_value(work, ident, "budget_total", Amount(7, "USD"))
    first = [one for event in past.events(work, ident) for one in event.written if one.field == "budget_total"][-1]
    operations.restore_field(work, ident, first)
    assert queries.read(work, ident).value("budget_total") == Amount(5, "EUR")

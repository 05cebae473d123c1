"""Changing proposals: each a named step, refused in plain words, judged by what the person had seen."""

import re
from collections.abc import Callable

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, past, queries
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, as_lines
from khartoum_desktop.proposals.showing import NOTHING
from khartoum_desktop.proposals.values import parse_value
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.seeing import state


def make(work: Workspace, title: str = "Skills hubs", **more: str) -> str:
    return operations.create(work, {"title_en": title, "lead_country": "EG", **more})


def put(work: Workspace, ident: str, key: str, text: str, seen: str | None = None) -> None:
    operations.set_value(work, ident, key, parse_value(BY_KEY[key], text, queries.lists_of(work)), seen)


# --- creating ---------------------------------------------------------------------------------------------------------


def test_a_title_in_any_language_and_a_country_are_enough(work: Workspace) -> None:
    for lang, title in (("ar", "مراكز المهارات"), ("en", "Skills"), ("fr", "Compétences")):
        ident = operations.create(work, {f"title_{lang}": title, "lead_country": "SD"})
        columns = queries.read(work, ident).columns
        assert (columns["state"], columns["confidentiality"], columns["source"]) == ("IDEA", "members_only", "typed")
        assert columns["language_original"] == lang
        assert columns[f"translation_{lang}"] == "original"


def test_the_country_is_the_persons_own_where_none_is_given(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    assert queries.read(work, ident).columns["lead_country"] == "EG"


def test_a_delegation_that_is_no_state_gives_no_country(work: Workspace) -> None:
    work.sit_down(Person("Ana", "IOM"))
    with pytest.raises(UserError, match="submitting State"):
        operations.create(work, {"title_en": "Skills"})


@pytest.mark.parametrize("title", [None, "", "  ", "\u202e"])
def test_without_a_title_there_is_no_proposal(work: Workspace, title: str | None) -> None:
    with pytest.raises(UserError, match="title"):
        operations.create(work, {"title_en": title, "lead_country": "EG"})
    assert queries.ids(work) == []


def test_a_reader_makes_nothing(work: Workspace) -> None:
    work.sit_down(Person("Rami", "EG", "reader"))
    with pytest.raises(UserError):
        make(work)


def test_references_run_on_by_laptop_and_delegation_and_are_never_given_twice(work: Workspace) -> None:
    letter = work.store.device_letter
    refs = [queries.read(work, make(work)).ref for _ in range(3)]
    year = refs[0].split("-")[1]
    assert refs == [f"KP-{year}-EG-{letter}-0{n}" for n in (1, 2, 3)]
    operations.remove(work, queries.ids(work)[2:])
    assert queries.read(work, make(work)).ref.endswith("-04")
    work.sit_down(Person("Marc", "FR"))
    assert queries.read(work, make(work)).ref == f"KP-{year}-FR-{letter}-01"


def test_many_references_at_once(work: Workspace) -> None:
    make(work)
    with work.reading() as db:
        refs = operations.next_refs(db, 120, delegation="EG", letter=work.store.device_letter, year=2031)
        later = operations.minted(work, db, 2)
    assert (refs[0][-2:], refs[-1][-4:], len(set(refs))) == ("01", "-120", 120)
    assert [ref[-2:] for ref in later] == ["02", "03"]


def test_lines_come_with_a_new_proposal(work: Workspace) -> None:
    lines = {"parties": [{"name": "EG", "role": "lead"}, {"name": "IT"}], "priorities": [{"code": "skills"}]}
    detail = queries.read(work, operations.create(work, {"title_en": "Skills"}, lines))
    assert [line["name"] for line in detail.lines["parties"]] == ["EG", "IT"]
    assert [line["code"] for line in detail.lines["priorities"]] == ["skills"]
    work.undo()
    assert queries.ids(work) == []
    assert work.store.check() == []


# --- fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("title_ar", "مراكز المهارات"),
        ("context", "One.\n\nTwo."),
        ("activities", "one\ntwo"),
        ("kind", "project"),
        ("lead_country", "SD"),
        ("duration_months", "24"),
        ("budget_total", '{"amount": "2500000.5", "currency": "EUR"}'),
        ("start_planned", "2026-Q3"),
        ("parties", '[{"name": "EG", "role": "lead"}, {"name": "IOM", "role": "implementing"}]'),
        ("budget_by_source", '[{"funder": "EU", "amount": {"amount": "5", "currency": "EUR"}}]'),
        ("priorities", '[{"code": "skills", "degree": "main", "justification": "It trains."}]'),
        ("crs", '[{"code": "15190", "percent": "100"}]'),
    ],
)
def test_every_kind_of_field_is_set_cleared_and_brought_back(
    work: Workspace, lists: Lists, key: str, text: str
) -> None:
    ident = make(work)
    before = state(work)
    put(work, ident, key, text)
    after = queries.read(work, ident).value(key)
    wanted = parse_value(BY_KEY[key], text, lists)
    for line, expected in zip(as_lines(after), as_lines(wanted), strict=True):
        assert {name: line[name] for name in expected} == expected
    assert as_lines(wanted) or after == wanted
    if key != "lead_country":
        full = state(work)
        put(work, ident, key, "null")
        assert queries.read(work, ident).value(key) in (None, ())
        work.undo()
        assert state(work) == full
    work.undo()
    assert state(work) == before
    assert work.store.check() == []


def test_the_last_title_and_the_country_cannot_be_taken_away(work: Workspace) -> None:
    ident = make(work)
    for key in ("title_en", "lead_country"):
        with pytest.raises(UserError, match="cannot be empty"):
            operations.set_value(work, ident, key, None)
    operations.set_value(work, ident, "title_fr", "Pôles")
    operations.set_value(work, ident, "title_en", None)
    assert queries.read(work, ident).title("en") == "Pôles"


def test_what_cannot_be_stored_changes_nothing(work: Workspace) -> None:
    ident = make(work)
    before = state(work)
    for key, value in (("kind", "party"), ("duration_months", 500), ("start_planned", "soon"), ("ref", "x")):
        with pytest.raises(UserError, match=re.escape(BY_KEY[key].label)):
            operations.set_value(work, ident, key, value)
    with pytest.raises(UserError):
        operations.set_value(work, ident, "nonsense", "x")
    with pytest.raises(UserError):
        operations.set_value(work, ident, "budget_total", Amount(-5, "EUR"))
    assert state(work) == before


def test_a_text_too_long_for_its_field_is_kept(work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "acronym", "x" * 30)
    assert queries.read(work, ident).columns["acronym"] == "x" * 30


def test_saving_the_same_value_again_is_no_step(work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "acronym", "SKH")
    length = len(work.store.history("proposal", ident))
    operations.set_value(work, ident, "acronym", "SKH")
    assert len(work.store.history("proposal", ident)) == length


def test_steps_are_named(work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "acronym", "SKH")
    step = work.can_undo()
    assert step is not None
    assert (step.label, step.args["field"], step.args["ref"]) == (
        "Change “{field}” of {ref}",
        "Acronym",
        queries.read(work, ident).ref,
    )


# --- what the person had seen -----------------------------------------------------------------------------------------


def test_a_stale_form_makes_a_visible_conflict_not_a_lost_update(work: Workspace) -> None:
    ident = make(work)
    seen = queries.read(work, ident).heads
    operations.set_value(work, ident, "submitting_ministry", "Ministry of Labour", seen)
    operations.set_value(work, ident, "submitting_ministry", "Ministry of Interior", seen)
    detail = queries.read(work, ident)
    (conflict,) = detail.conflicts
    assert conflict.field == "submitting_ministry"
    assert {candidate.value for candidate in conflict.candidates} == {"Ministry of Labour", "Ministry of Interior"}
    assert queries.page(work, [ident])[0].torn
    assert queries.counts(work).conflicts == 1
    assert queries.ids(work, only=queries.Filter(conflicts=True)) == [ident]
    for words in ("labour", "interior"):
        assert queries.ids(work, search=words) == [ident]
    operations.settle(work, detail.ref, conflict, "Ministry of Labour")
    after = queries.read(work, ident)
    assert (after.conflicts, after.columns["submitting_ministry"]) == ((), "Ministry of Labour")


def test_two_people_in_different_fields_do_not_meet(work: Workspace) -> None:
    ident = make(work)
    seen = queries.read(work, ident).heads
    operations.set_value(work, ident, "acronym", "SKH", seen)
    operations.set_value(work, ident, "governance", "A committee", seen)
    detail = queries.read(work, ident)
    assert (detail.conflicts, detail.columns["acronym"], detail.columns["governance"]) == ((), "SKH", "A committee")


def test_a_stale_table_keeps_what_others_added_and_shows_what_both_changed(work: Workspace) -> None:
    ident = make(work)
    put(work, ident, "risks", '[{"risk": "Drought"}, {"risk": "Staff"}]')
    stale = queries.read(work, ident).lines["risks"]
    edited = [{**stale[0], "mitigation": "Wells"}, stale[1], {"risk": "Prices"}]
    operations.set_lines(work, ident, "risks", edited, before=stale)
    operations.set_lines(work, ident, "risks", [{**stale[0], "mitigation": "Rain"}], before=stale)
    detail = queries.read(work, ident)
    assert {line["risk"] for line in detail.lines["risks"]} == {"Drought", "Prices"}
    (conflict,) = detail.conflicts
    assert (conflict.kind, conflict.field) == ("risk", "mitigation")
    operations.settle(work, detail.ref, conflict, "Wells")
    assert queries.read(work, ident).conflicts == ()


def test_lines_are_edited_moved_and_removed_in_one_step(work: Workspace) -> None:
    ident = make(work)
    put(work, ident, "risks", '[{"risk": "a"}, {"risk": "b"}, {"risk": "c"}]')
    a, _b, c = queries.read(work, ident).lines["risks"]
    operations.set_lines(work, ident, "risks", [c, {**a, "risk": "A"}, {"risk": "d"}])
    after = queries.read(work, ident).lines["risks"]
    assert [line["risk"] for line in after] == ["c", "A", "d"]
    assert (after[0]["id"], after[1]["id"]) == (c["id"], a["id"])
    work.undo()
    assert [line["risk"] for line in queries.read(work, ident).lines["risks"]] == ["a", "b", "c"]


def test_the_same_code_added_on_two_laptops_is_one_row(work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "gcm", ({"code": "GCM-1"},))
    first = queries.read(work, ident).lines["gcm"][0]["id"]
    operations.set_value(work, ident, "gcm", ())
    operations.set_value(work, ident, "gcm", ({"code": "GCM-1"},))
    assert queries.read(work, ident).lines["gcm"][0]["id"] == first == operations.alignment_id(ident, "gcm", "GCM-1")


# --- whole proposals --------------------------------------------------------------------------------------------------


def test_removed_proposals_are_gone_from_every_list_and_come_back_whole(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"}, {"parties": [{"name": "EG"}]})
    other = make(work, "Other")
    operations.remove(work, [ident])
    assert queries.ids(work) == [other]
    assert queries.ids(work, search="skills") == []
    assert queries.ids(work, only=queries.Filter(removed=True)) == [ident]
    assert queries.counts(work).removed == 1
    operations.restore(work, [ident])
    assert set(queries.ids(work)) == {ident, other}
    assert len(queries.read(work, ident).lines["parties"]) == 1


@pytest.mark.parametrize("change", [operations.remove, operations.restore])
def test_a_bulk_change_is_one_undo(work: Workspace, change: Callable[[Workspace, list[str]], None]) -> None:
    made = [make(work, f"Title {n}") for n in range(3)]
    if change is operations.restore:
        operations.remove(work, made)
    before = state(work)
    change(work, made)
    work.undo()
    assert state(work) == before


def test_a_copy_has_everything_but_reference_state_consents_and_letters(work: Workspace) -> None:
    lines = {
        "parties": [
            {
                "name": "EG",
                "role": "lead",
                "qualifier": "north",
                "consent": "confirmed",
                "consent_on": "2026-03-09",
                "consent_by": "H. Osman",
                "consent_letter": "Note 12",
            }
        ],
        "priorities": [{"code": "skills", "degree": "main"}],
        "attachments": [{"name": "letter.pdf", "kind": "letter_of_support"}],
    }
    ident = operations.create(work, {"title_en": "Skills", "budget_total": Amount(5, "EUR")}, lines)
    old, new = queries.read(work, ident), queries.read(work, operations.duplicate(work, ident))
    assert new.ref != old.ref
    assert (new.columns["state"], new.columns["source"]) == ("IDEA", "typed")
    assert new.value("budget_total") == Amount(5, "EUR")
    (party,) = new.lines["parties"]
    assert (party["name"], party["role"], party["qualifier"]) == ("EG", "lead", "north")
    assert not any(party[name] for name in ("consent", "consent_on", "consent_by", "consent_letter"))
    assert new.lines["parties"][0]["id"] != old.lines["parties"][0]["id"]
    assert new.lines["priorities"][0]["degree"] == "main"
    assert new.lines["attachments"] == ()


def test_submitting_names_what_is_missing_and_then_works(work: Workspace) -> None:
    ident = make(work)
    with pytest.raises(UserError, match="Summary"):
        operations.submit(work, ident)
    everything = {
        "kind": "project",
        "framework": "bilateral",
        "scope": "4",
        "parties": '[{"name": "EG", "role": "lead"}, {"name": "IT", "role": "co_sponsor"}]',
        "submitting_ministry": "Ministry of Labour",
        "contact_name": "N. Fahmy",
        "summary_en": "Summary",
        "context": "Context",
        "overall_objective": "Objective",
        "specific_objectives": "One",
        "activities": "One",
        "target_groups": "Youth",
        "duration_months": "24",
        "budget_total": "1 million EUR",
        "funding_status": "approached",
        "jvap": "JVAP-2",
    }
    for key, text in everything.items():
        put(work, ident, key, text)
    assert queries.counts(work).incomplete == 0
    operations.submit(work, ident)
    assert queries.read(work, ident).columns["state"] == "SUBMITTED"
    with pytest.raises(UserError, match="already submitted"):
        operations.submit(work, ident)
    work.undo()
    assert queries.read(work, ident).columns["state"] == "IDEA"


# --- bringing earlier values back -------------------------------------------------------------------------------------


def written(work: Workspace, ident: str, key: str, words: str) -> past.Written:
    """Return the newest moment in a proposal's history that shows a field with these words."""
    told = (one for event in past.events(work, ident) for one in event.written if one.field == key)
    return next(one for one in told if words in strip_isolates(one.text))


def test_an_earlier_value_is_restored_from_history(work: Workspace) -> None:
    ident = make(work, "First title")
    operations.set_value(work, ident, "title_en", "Second title")
    operations.restore_field(work, ident, written(work, ident, "title_en", "First"))
    assert queries.read(work, ident).columns["title_en"] == "First title"
    work.undo()
    assert queries.read(work, ident).columns["title_en"] == "Second title"


def test_an_earlier_amount_comes_back_with_the_currency_that_it_had(work: Workspace) -> None:
    ident = make(work)
    for amount in (Amount(100_000, "EUR"), Amount(200_000, "EUR"), Amount(300_000, "USD"), Amount(400_000, "USD")):
        operations.set_value(work, ident, "amount_requested", amount)
    operations.restore_field(work, ident, written(work, ident, "amount_requested", "EUR 200"))
    assert queries.read(work, ident).value("amount_requested") == Amount(200_000, "EUR")
    work.undo()
    assert queries.read(work, ident).value("amount_requested") == Amount(400_000, "USD")


def test_a_line_comes_back_whole_although_it_was_taken_away(work: Workspace) -> None:
    ident = make(work)
    put(work, ident, "budget_by_source", '[{"funder": "EU", "amount": {"amount": "5", "currency": "EUR"}}]')
    (line,) = queries.read(work, ident).lines["budget_by_source"]
    operations.set_lines(work, ident, "budget_by_source", [{**line, "amount": 7_000}])
    operations.set_lines(
        work, ident, "budget_by_source", [{**line, "funder": "UN", "amount": 9_000, "currency": "USD"}]
    )
    operations.set_lines(work, ident, "budget_by_source", [])
    for words, expected in (
        ("EUR 7", ("EU", 7_000, "EUR")),
        ("EUR 5", ("EU", 5_000, "EUR")),
        ("taken away", ("UN", 9_000, "USD")),
    ):
        operations.restore_field(work, ident, written(work, ident, "budget_by_source", words))
        (back,) = queries.read(work, ident).lines["budget_by_source"]
        assert (back["funder"], back["amount"], back["currency"]) == expected
    assert work.store.check() == []


def test_a_code_comes_back_with_its_degree(work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "gcm", ({"code": "GCM-1", "degree": "main"},))
    operations.set_value(work, ident, "gcm", ())
    operations.restore_field(work, ident, written(work, ident, "gcm", "main"))
    assert [(line["code"], line["degree"]) for line in queries.read(work, ident).lines["gcm"]] == [("GCM-1", "main")]


def test_no_restored_value_takes_the_last_title_away(work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "title_fr", "Pôles")
    operations.set_value(work, ident, "title_en", None)
    operations.set_value(work, ident, "title_en", "Skills again")
    operations.set_value(work, ident, "title_fr", None)
    with pytest.raises(UserError, match="cannot be empty"):
        operations.restore_field(work, ident, written(work, ident, "title_en", NOTHING))
    assert queries.read(work, ident).title() == "Skills again"


def test_what_has_been_forgotten_is_not_brought_back(work: Workspace) -> None:
    ident = make(work)
    put(work, ident, "risks", '[{"risk": "A secret"}]')
    put(work, ident, "risks", "[]")
    secret = written(work, ident, "risks", "A secret")
    work.store.forget({"risk": [secret.row]})
    with pytest.raises(UserError, match="earlier value is no longer"):
        operations.restore_field(work, ident, secret)
    assert queries.read(work, ident).lines["risks"] == ()


def test_a_deleted_proposal_takes_no_edits_until_it_is_back(work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "acronym", "SKH")
    earlier = written(work, ident, "acronym", "SKH")
    operations.remove(work, [ident])
    before = work.store.digest()
    edits: list[Callable[[], object]] = [
        lambda: operations.set_value(work, ident, "acronym", "X"),
        lambda: operations.set_value(work, ident, "gcm", ({"code": "GCM-1"},)),
        lambda: operations.set_group(work, ident, "contact", {"contact_name": "X"}),
        lambda: operations.restore_field(work, ident, earlier),
    ]
    for edit in edits:
        with pytest.raises(UserError, match="has been deleted"):
            edit()
    assert work.store.digest() == before
    operations.restore(work, [ident])
    edits[0]()
    assert queries.read(work, ident).columns["acronym"] == "X"

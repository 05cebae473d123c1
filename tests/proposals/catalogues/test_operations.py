"""Changing lists: every change one step that Undo takes back, codes for good, names kept wherever they stand."""

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing.pieces import parties_in
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import priorities
from khartoum_desktop.proposals.catalogues import operations, queries, sets
from khartoum_desktop.proposals.catalogues.model import Catalogue, Entry
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.workspace import Workspace
from tests.proposals.catalogues.seeing import state

EGYPT = "EG-2024-priorities.1"


def of(work: Workspace, key: str) -> Catalogue:
    return queries.catalogue(work, key)


def entry(work: Workspace, key: str, code: str) -> Entry:
    return queries.entry(work, of(work, key), code)


def label(work: Workspace, key: str, code: str, values: dict[str, object]) -> None:
    operations.change(work, of(work, key), entry(work, key, code).id, values)


def test_an_item_is_worded_dated_and_given_back_its_shipped_wording(work: Workspace) -> None:
    before = entry(work, "gcm", "GCM-1")
    assert (before.shipped, before.altered, before.text("quality")) == (True, False, "draft")
    before_all = state(work)
    label(
        work,
        "gcm",
        "GCM-1",
        {"label_ar": "  جمع \u202e البيانات\x00 ", "quality": "official", "valid_from": "9 March 2026"},
    )
    now = entry(work, "gcm", "GCM-1")
    assert (now.text("label_ar"), now.text("quality"), now.text("valid_from")) == (
        "جمع البيانات",
        "official",
        "2026-03-09",
    )
    assert now.altered
    assert lists_of(work).label("gcm", "GCM-1", "ar") == "جمع البيانات"
    operations.restore_shipped(work, of(work, "gcm"), now.id)
    assert entry(work, "gcm", "GCM-1") == before
    work.undo()
    work.undo()
    assert state(work) == before_all


@pytest.mark.parametrize(
    "values",
    [
        {"label_ar": None, "label_en": "", "label_fr": " "},
        {"label_en": "x" * 1_000_000},
        {"definition_fr": "x" * 4001},
        {"aliases": "\n".join(str(n) for n in range(101))},
        {"aliases": "x" * 201},
        {"valid_from": "soon"},
        {"valid_from": "03/04/2026"},
        {"valid_from": "2026", "valid_to": "2025-12-31"},
        {"quality": "perfect"},
        {"parent": "GCM-1"},
        {"parent": "nowhere"},
    ],
)
def test_what_would_be_no_item_is_refused_with_a_remedy_and_nothing_changed(
    work: Workspace, values: dict[str, object]
) -> None:
    before_all = state(work)
    with pytest.raises(UserError) as refusal:
        label(work, "gcm", "GCM-1", values)
    assert refusal.value.sentence
    assert refusal.value.remedy
    assert state(work) == before_all
    assert work.can_undo() is None


@pytest.mark.parametrize("code", ["", " ", "a b", "ي", "=1+1", "x" * 41, "gcm-1", "GCM-1", "../x", "a\x00b c"])
def test_a_code_that_is_taken_or_not_clean_is_refused(work: Workspace, code: str) -> None:
    with pytest.raises(UserError):
        operations.add(work, of(work, "gcm"), code, {"label_en": "New"})


@pytest.mark.parametrize("code", ["EG", "iom", "CH", "OIM", "Egypt"])
def test_an_own_organisation_takes_no_code_of_a_country_or_partner(work: Workspace, code: str) -> None:
    with pytest.raises(UserError):
        operations.add(work, of(work, "organisation"), code, {"label_en": "New"})


def test_an_organisation_is_found_by_all_its_names_and_may_be_a_party_and_lead(work: Workspace) -> None:
    names = {"label_en": "Nile Basin Initiative", "label_ar": "مبادرة حوض النيل", "aliases": "NBI\nIBN"}
    operations.add(work, of(work, "organisation"), "NILE", names)
    found = [lists_of(work).find("party", words) for words in ("nile", "مبادره حوض النيل", "ibn")]
    assert found == ["NILE"] * 3
    assert parties_in("مبادرة حوض النيل, IOM", lists_of(work)) == [("NILE", ""), ("IOM", "")]
    ident = proposals.create(work, {"title_en": "Water", "lead_country": "NILE"}, {})
    assert entry(work, "organisation", "NILE").uses == 1
    assert queries.users(work, "organisation", "NILE") == [ident]


def test_an_own_organisation_takes_no_name_from_a_country_or_partner(work: Workspace) -> None:
    operations.add(work, of(work, "organisation"), "COPY", {"label_en": "Egypt", "aliases": "IOM\nCopy of Egypt"})
    found = [lists_of(work).find("party", words) for words in ("Egypt", "IOM", "copy of egypt", "COPY")]
    assert found == ["EG", "IOM", "COPY", "COPY"]


def test_what_is_withdrawn_keeps_its_name_and_comes_back(work: Workspace) -> None:
    operations.add(work, of(work, "organisation"), "NILE", {"label_en": "Nile Basin Initiative"})
    ident = proposals.create(work, {"title_en": "Water", "lead_country": "NILE"}, {})
    which, nile = of(work, "organisation"), entry(work, "organisation", "NILE")
    operations.withdraw(work, which, nile.id)
    assert "NILE" not in dict(lists_of(work).choices("party"))
    assert lists_of(work).label("party", "NILE") == "Nile Basin Initiative"
    assert (entry(work, "organisation", "NILE").removed, queries.users(work, "organisation", "NILE")) == (True, [ident])
    with pytest.raises(UserError, match="taken"):
        operations.add(work, which, "NILE", {"label_en": "Other"})
    operations.bring_back(work, which, nile.id)
    assert "NILE" in dict(lists_of(work).choices("party"))


def test_a_list_whose_codes_the_program_knows_is_worded_but_not_longer_or_shorter(work: Workspace) -> None:
    label(work, "state", "IDEA", {"label_en": "First thought"})
    assert lists_of(work).label("state", "IDEA") == "First thought"
    with pytest.raises(UserError):
        operations.add(work, of(work, "state"), "NEW", {"label_en": "New"})
    with pytest.raises(UserError):
        operations.withdraw(work, of(work, "state"), entry(work, "state", "IDEA").id)


def test_items_are_moved_and_offered_no_more(work: Workspace) -> None:
    operations.move(work, of(work, "jvap"), entry(work, "jvap", "JVAP-5").id, 0)
    assert [one.code for one in queries.entries(work, of(work, "jvap"))][:2] == ["JVAP-5", "JVAP-1"]
    label(work, "jvap", "JVAP-5", {"active": False})
    assert [code for code, _label in lists_of(work).choices("jvap")] == ["JVAP-1", "JVAP-2", "JVAP-3", "JVAP-4"]
    work.undo()
    work.undo()
    assert lists_of(work).choices("jvap")[0][0] == "JVAP-1"


def test_a_list_of_another_feature_is_there_by_itself(work: Workspace) -> None:
    work.store.ship([("list_item", "term:1", {"scheme": "vocabulary", "code": "T1", "label_en": "Smuggling"})])
    which = of(work, "vocabulary")
    assert (which.name(), which.group, which.count) == ("vocabulary", "other", 1)
    operations.add(work, which, "T2", {"label_en": "Trafficking"})
    assert [one.code for one in queries.entries(work, which)] == ["T1", "T2"]


def test_a_set_is_copied_changed_and_put_into_force(work: Workspace) -> None:
    proposals.create(work, {"title_en": "Hubs"}, {"priorities": [{"code": "skills"}]})
    before_all = state(work)
    sets.copy_set(work, of(work, EGYPT))
    copy = of(work, "EG-2024-priorities.2")
    assert (copy.in_force, copy.count, copy.version) == (False, 11, 2)
    skills = entry(work, copy.key, "skills")
    assert (skills.uses, entry(work, copy.key, "host_countries").text("parent")) == (1, "burden_sharing")
    operations.change(work, copy, skills.id, {"label_en": "Skills and trades", "definition_en": "Names the trades."})
    operations.add(work, copy, "remittances", {"label_en": "Remittances", "parent": "burden_sharing"})
    assert lists_of(work).label("priority", "skills") == "Skills development"
    sets.put_into_force(work, of(work, copy.key))
    lists = lists_of(work)
    assert lists.label("priority", "skills") == "Skills and trades"
    assert lists.item("priority", "skills").definition("en") == "Names the trades."  # type: ignore[union-attr]
    assert len(lists.items("priority")) == 12
    assert not of(work, EGYPT).in_force
    assert entry(work, EGYPT, "skills").text("label_en") == "Skills development"
    for _step in range(4):
        work.undo()
    assert state(work) == before_all


def test_the_axes_of_cairo_may_be_put_into_force_and_the_easy_page_follows(work: Workspace) -> None:
    sets.put_into_force(work, of(work, "EG-2024-cairo-action-plan.1"))
    assert next(item.code for item in lists_of(work).items("priority")) == "cap_regular"
    priorities.add(work, {"en": "Sixth axis"})
    assert of(work, "EG-2024-cairo-action-plan.1").count == 6


@pytest.mark.parametrize("code", ["cap_regular", "SKILLS", "skills"])
def test_a_key_of_another_set_or_of_this_one_is_taken(work: Workspace, code: str) -> None:
    key = EGYPT if code == "cap_regular" else "FR-2025-priorities.1"
    with pytest.raises(UserError, match="taken"):
        operations.add(work, of(work, key), code, {"label_en": "New"})


def test_parts_have_no_parts(work: Workspace) -> None:
    which = of(work, EGYPT)
    for code, parent in (("skills", "host_countries"), ("burden_sharing", "skills"), ("skills", "skills")):
        with pytest.raises(UserError):
            operations.change(work, which, entry(work, EGYPT, code).id, {"parent": parent})
    operations.change(work, which, entry(work, EGYPT, "skills").id, {"parent": "regular_pathways"})
    assert lists_of(work).item("priority", "skills").parent == "regular_pathways"  # type: ignore[union-attr]

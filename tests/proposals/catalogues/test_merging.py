"""Two organisations that are one: names, parties, funders, templates and profiles follow; one Undo takes it back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.catalogues import merging, operations, queries
from khartoum_desktop.proposals.lists import word_key
from khartoum_desktop.proposals.queries import find, lists_of
from khartoum_desktop.proposals.searches import operations as searches
from khartoum_desktop.proposals.searches.model import Condition, Search, Test
from khartoum_desktop.proposals.searches.queries import saved
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.storage.schema import TABLES, Profile, Template
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.catalogues.seeing import state


def organisation(work: Workspace, code: str, **values: object) -> None:
    operations.add(work, queries.catalogue(work, "organisation"), code, {"label_en": code.title(), **values})


def column(work: Workspace, kind: str, name: str) -> list[Any]:
    return sorted(str(row[name]) for row in state(work)[kind].values() if name in row)


@pytest.fixture
def nile(work: Workspace) -> Workspace:
    """Return a workspace with the same organisation twice and everything that may name it."""
    organisation(work, "NBI", label_en="Nile Basin Initiative (NBI)", label_ar="مبادرة حوض النيل")
    organisation(work, "NILE", label_en="Nile Basin Initiative", label_fr="Initiative du bassin du Nil", aliases="IBN")
    proposals.create(
        work,
        {"title_en": "Water", "lead_country": "NILE"},
        {
            "parties": [{"name": "NILE", "role": "lead"}, {"name": "IBN"}, {"name": "KE"}],
            "budget_by_source": [{"funder": "NILE"}, {"funder": "Nile Basin Initiative"}, {"funder": "KfW"}],
            "budget_by_component": [{"country": "NILE"}],
        },
    )
    with work.step("Other features") as step:
        step.add(
            Template,
            {"contents": json.dumps({"lead_country": "NILE", "parties": [{"name": "NILE"}], "acronym": "NILE"})},
        )
        step.add(
            Profile,
            {"mapping": json.dumps({"columns": {}, "replace": [{"field": "p", "original": "n", "value": "NILE"}]})},
        )
    return work


def test_all_that_named_the_other_names_the_kept_one(nile: Workspace) -> None:
    before = state(nile)
    assert [(a.code, b.code) for a, b in queries.alike(nile)] == [("NILE", "NBI")]
    merging.merge(nile, "NBI", "NILE")
    assert column(nile, "proposal", "lead_country") == ["NBI"]
    assert column(nile, "party", "name") == ["KE", "NBI", "NBI"]
    assert column(nile, "budget_source", "funder") == ["KfW", "NBI", "Nile Basin Initiative (NBI)"]
    assert column(nile, "budget_component", "country") == ["NBI"]
    (template,) = [one for one in state(nile)["template"].values() if "label_en" not in one]  # none of the shipped ones
    assert json.loads(template["contents"]) == {"lead_country": "NBI", "parties": [{"name": "NBI"}], "acronym": "NILE"}
    (profile,) = state(nile)["profile"].values()
    assert json.loads(profile["mapping"])["replace"][0]["value"] == "NBI"
    kept = queries.entry(nile, queries.catalogue(nile, "organisation"), "NBI")
    assert kept.text("label_fr") == "Initiative du bassin du Nil"
    assert kept.text("aliases").split("\n") == ["NILE", "Nile Basin Initiative", "IBN"]
    other = queries.entry(nile, queries.catalogue(nile, "organisation"), "NILE")
    assert (other.removed, other.merged_into) == (True, "NBI")
    assert [lists_of(nile).find("party", words) for words in ("nile", "IBN", "مبادرة حوض النيل")] == ["NBI"] * 3
    assert queries.alike(nile) == []
    with pytest.raises(UserError, match="merged"):
        operations.bring_back(nile, queries.catalogue(nile, "organisation"), other.id)
    nile.undo()
    assert state(nile) == before


def test_what_was_merged_before_goes_along(nile: Workspace) -> None:
    merging.merge(nile, "NBI", "NILE")
    organisation(nile, "BASIN")
    merging.merge(nile, "BASIN", "NBI")
    found = {one.code: one.merged_into for one in queries.entries(nile, queries.catalogue(nile, "organisation"))}
    assert found == {"BASIN": "", "NBI": "BASIN", "NILE": "BASIN"}
    assert lists_of(nile).find("party", "IBN") == "BASIN"


def test_a_shipped_partner_stays_and_takes_an_own_one_in(work: Workspace) -> None:
    organisation(work, "OIM-EG", label_fr="OIM", label_ar="منظمة الهجره الدوليه")
    assert [(a.code, b.code) for a, b in queries.alike(work)] == [("IOM", "OIM-EG")]
    before = state(work)
    for pair in (("OIM-EG", "IOM"), ("IOM", "UNHCR"), ("IOM", "IOM"), ("IOM", "NOWHERE"), ("NOWHERE", "OIM-EG")):
        with pytest.raises(UserError) as refusal:
            merging.merge(work, *pair)
        assert refusal.value.remedy
    assert state(work) == before
    merging.merge(work, "IOM", "OIM-EG")
    assert lists_of(work).find("party", "منظمة الهجرة الدولية") == "IOM"


def test_two_that_only_look_alike_are_offered_once(work: Workspace) -> None:
    organisation(work, "A-1", label_en="Institut de la migration")
    organisation(work, "B-1", label_en="Institut de la Migration.")
    ((keep, other),) = queries.alike(work)
    operations.tell_apart(work, keep, other)
    assert queries.alike(work) == []
    work.undo()
    assert len(queries.alike(work)) == 1


NAMES = st.sampled_from(["ONE", "TWO", "Un", "One Ltd", "واحد", "Zwei", "KE", "IOM", "=1+1", "x" * 150])
CODES = ("ONE", "TWO", "THREE")
LINES = st.lists(st.one_of(st.sampled_from(CODES), NAMES), max_size=4)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder with one workspace for all examples of the law."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("merging")
        for name in ("DATA", "CONFIG", "LOGS"):
            patch.setenv(f"KHARTOUM_{name}", str(folder / name.lower()))
        yield folder


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parties=LINES, funders=LINES, aliases=st.lists(NAMES, max_size=3), pair=st.permutations(CODES))
def test_merge_and_undo_leave_everything_as_it_was(
    shelf: Path, parties: list[str], funders: list[str], aliases: list[str], pair: list[str]
) -> None:
    path = shelf / "law.khartoum"
    path.unlink(missing_ok=True)
    shipped = [row for row in genesis() if row.values.get("scheme") in {"partner", "member"} or row.kind != "list_item"]
    work = Workspace.create(path, Person("Nadia Fahmy", "EG"), genesis=shipped)
    try:
        for code in CODES:
            organisation(work, code, aliases="\n".join(aliases) if code == "ONE" else None)
        parts = {"parties": [{"name": name} for name in parties], "budget_by_source": [{"funder": f} for f in funders]}
        proposals.create(work, {"title_en": "Law"}, parts)
        before = state(work)
        keep, other, third = pair
        merging.merge(work, keep, other)
        named = {row["name"] for row in state(work)["party"].values()} | {
            row["funder"] for row in state(work)["budget_source"].values()
        }
        assert other not in named
        assert len(state(work)["party"]) == len(before["party"])
        entries = {one.code: one for one in queries.entries(work, queries.catalogue(work, "organisation"))}
        assert set(entries[other].names()) <= {*entries[keep].names(), *entries[other].names()}
        claimed = {word_key(name) for name in entries[third].names()}  # then the name alone does not tell
        assert lists_of(work).find("organisation", other) == (None if word_key(other) in claimed else keep)
        work.undo()
        assert state(work) == before
        assert work.store.check() == []
        with work.reading() as db:
            assert db.execute(TABLES["conflict"].select()).first() is None
    finally:
        work.close()


def test_a_country_stays_itself_where_the_other_organisation_bears_its_code_or_name(work: Workspace) -> None:
    organisation(work, "SAVE", label_en="Save Darfur", aliases="SD\nSudan")
    organisation(work, "SAVED", label_en="Save Darfur now")
    parties = [{"name": "SD"}, {"name": "Save Darfur"}]
    funders = [{"funder": "Sudan"}, {"funder": "Save Darfur"}]
    proposals.create(
        work, {"title_en": "Water", "lead_country": "SD"}, {"parties": parties, "budget_by_source": funders}
    )
    merging.merge(work, "SAVED", "SAVE")
    assert column(work, "proposal", "lead_country") == ["SD"]
    assert column(work, "party", "name") == ["SAVED", "SD"]
    assert column(work, "budget_source", "funder") == ["Save Darfur now", "Sudan"]


def test_a_kept_search_asks_for_the_kept_organisation(nile: Workspace) -> None:
    asked = Search("water", (Condition("lead_country", Test.ONE_OF, ("NILE", "KE")), Condition("acronym", Test.BLANK)))
    ident = searches.keep(nile, "Along the Nile", asked)
    before = find(nile, asked)
    merging.merge(nile, "NBI", "NILE")
    (kept,) = [one.search for one in saved(nile) if one.id == ident]
    assert kept == Search("water", (Condition("lead_country", Test.ONE_OF, ("NBI", "KE")), asked.conditions[1]))
    assert find(nile, kept) == before != []
    nile.undo()
    assert [one.search for one in saved(nile)] == [asked]

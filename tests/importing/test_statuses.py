"""Columns of statuses: funding is read in three languages, a state is set by no import, and the plan says so."""

import pytest

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.model import Certainty, Plan, Settings, Weight
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.importing.ui.sheet_model import column_chip
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, sheet_of


def of(planned: Planned, header: str, *values: str, more: tuple[str, str] | None = None) -> Plan:
    rows = [[f"Border posts {n}", "Kenya", value, *((more[1],) if more else ())] for n, value in enumerate(values)]
    return planned(sheet_of([["Title", "Country", header, *((more[0],) if more else ())], *rows]))


def notes(found: Plan) -> list[str]:
    return [strip_isolates(note.text) for note in found.notes]


def funding(found: Plan) -> list[object]:
    return [row.values.get("funding_status") for row in found.rows]


@pytest.mark.parametrize(
    ("text", "code", "weight"),
    [
        *(("funded", "committed", None), ("ممول", "committed", None), ("ممولة", "committed", None)),
        *(("financé", "committed", None), ("Financée", "committed", None), ("Fully funded", "committed", None)),
        *(("not funded", "none_identified", None), ("non financé", "none_identified", None)),
        *(("غير ممولة", "none_identified", None), ("Unfunded", "none_identified", None)),
        *(("partially funded", "committed", Weight.LOOK), ("ممول جزئياً", "committed", Weight.LOOK)),
        *(("Partiellement financé", "committed", Weight.LOOK), ("تمويل جزئي", "committed", Weight.LOOK)),
        *(("Seeking funding", "none_identified", Weight.LOOK), ("قيد البحث عن تمويل", "none_identified", Weight.LOOK)),
        *(("En recherche de financement", "none_identified", Weight.LOOK), ("Pledged", "pledged", None)),
    ],
)
def test_words_of_funding(text: str, code: str, weight: Weight | None, lists: Lists) -> None:
    for settings in (Settings(), Settings(status=True)):
        found = reader(targets()["funding_status"], lists, settings)(text)
        assert found.values == {"funding_status": code}
        assert (found.reason.weight if found.reason else None) is weight


@pytest.mark.parametrize("header", ["Status", "الحالة", "Statut", "Project status", "État d'avancement"])
def test_a_status_of_funding_is_read(header: str, planned: Planned) -> None:
    found = of(planned, header, "funded", "غير ممول", "financé partiellement")
    assert funding(found) == ["committed", "none_identified", "committed"]
    assert found.sheets[0].columns[2].certainty is Certainty.SURE
    assert [strip_isolates(one.reason.text) for one in found.problems] == ["Read as “Committed”."]


@pytest.mark.parametrize("header", ["Status", "الحالة", "Statut", "État d'avancement"])
def test_states_are_said_to_be_kept_and_not_set(header: str, planned: Planned) -> None:
    found = of(planned, header, "approved", "مرفوض", "Achevé", "under assessment")
    assert (funding(found), found.problems) == ([None] * 4, ())
    (note,) = notes(found)
    assert f"“{header}” gives the state of the projects (approved; مرفوض; Achevé; …)" in note
    assert "an import sets no state" in note
    chip = column_chip(found.sheets[0].columns[2])
    assert (strip_isolates(chip.word), chip.kind) == ("State: only kept", "")


def test_in_a_mixed_column_each_word_that_is_a_state_is_said(planned: Planned) -> None:
    found = of(planned, "Status", "approved", "ممول", "completed", "Closed")
    assert funding(found) == [None, "committed", None, None]
    said = "“{}” is a state of the life cycle: an import sets none, the word is only kept."
    assert [strip_isolates(one.reason.text) for one in found.problems] == [
        said.format(word) for word in ("approved", "completed", "Closed")
    ]
    assert {one.reason.weight for one in found.problems} == {Weight.LOOK}


def test_closed_is_of_funding_only_where_the_header_says_funding(planned: Planned) -> None:
    assert funding(of(planned, "Funding status", "Closed", "funded")) == ["closed", "committed"]
    assert funding(of(planned, "Status", "Closed", "funded")) == [None, "committed"]


def test_beside_a_column_of_funding_a_status_is_a_state(planned: Planned) -> None:
    found = of(planned, "Status", "Funded", "Approved", more=("Funding status", "Pledged"))
    assert funding(found) == ["pledged", "pledged"]
    assert len(notes(found)) == 1


def test_words_of_neither_wait_and_say_so(planned: Planned) -> None:
    found = of(planned, "Status", "green", "amber", "red")
    assert (funding(found), found.sheets[0].columns[2].certainty) == ([None] * 3, Certainty.OFFERED)
    (note,) = notes(found)
    assert "The column “Status” is not read: its cells (green; amber; red)" in note


def test_what_is_only_kept_is_kept(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file([["Title", "Country", "Status"], ["Border posts", "Kenya", "approved"]]))
    apply(work, found)
    kept = [cell.text for origin in queries.origins(work, found.rows[0].id) for cell in origin.cells]
    assert "approved" in kept

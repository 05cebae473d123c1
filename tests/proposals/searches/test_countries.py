"""A State that is read in every row of the list can be searched by its name, in any language and spelling."""

import pytest

from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.searches import finding
from khartoum_desktop.workspace import Workspace


def found(work: Workspace, words: str) -> set[str]:
    return {queries.read(work, ident).title() for ident in finding.ids(work, search=words)}


@pytest.fixture
def rows(work: Workspace) -> Workspace:
    for country, title in (
        ("ET", "Seasonal work"),
        ("ET", "Fair recruitment"),
        ("SD", "Health desks"),
        ("SS", "Peace"),
    ):
        operations.create(work, {"lead_country": country, "title_en": title})
    operations.create(work, {"lead_country": "KE", "title_en": "Roads to Ethiopia"})
    return work


@pytest.mark.parametrize("words", ["Ethiopia", "ethiop", "إثيوبيا", "اثيوبيا", "Éthiopie", "ethiopie"])
def test_a_name_finds_the_proposals_of_the_state_and_what_speaks_of_it(rows: Workspace, words: str) -> None:
    assert found(rows, words) >= {"Seasonal work", "Fair recruitment"}
    assert found(rows, words) <= {"Seasonal work", "Fair recruitment", "Roads to Ethiopia"}


def test_what_only_speaks_of_the_state_is_found_as_before(rows: Workspace) -> None:
    assert found(rows, "ethiopia") == {"Seasonal work", "Fair recruitment", "Roads to Ethiopia"}


def test_other_words_are_looked_for_in_what_the_state_submitted(rows: Workspace) -> None:
    assert found(rows, "ethiopia recruitment") == {"Fair recruitment"}
    assert found(rows, "recruitment Ethiopia fair") == {"Fair recruitment"}
    assert found(rows, "kenya recruitment") == set()
    assert found(rows, "السودان") == {"Health desks", "Peace"}  # the other Sudan is named so too
    assert found(rows, "south sudan") == {"Peace"}


def test_two_letters_name_no_state(rows: Workspace) -> None:
    assert found(rows, "et") == {"Roads to Ethiopia"}


def test_the_first_page_of_a_long_list_finds_the_same(rows: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "LONG", 1)
    monkeypatch.setattr(finding, "_PATIENCE_S", 60.0)
    for words in ("ethiopia", "ethiopia recruitment", "south sudan"):
        assert finding.first_ids(rows, 10, search=words) == finding.ids(rows, search=words)

"""Columns of real exports whose headers or tags say something else than they seem to: nothing is applied unasked."""

import pytest

from khartoum_desktop.importing.columns import guess_columns
from khartoum_desktop.importing.model import Certainty, ColumnPlan
from khartoum_desktop.importing.structure import read_structure
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.importing.tags import target_of_tag
from khartoum_desktop.proposals.lists import Lists
from tests.importing.conftest import Rows, sheet_of


def columns(rows: Rows, lists: Lists) -> dict[str, ColumnPlan]:
    sheet = sheet_of(rows)
    found = guess_columns(sheet, read_structure(sheet, is_known), lists, {})
    return {column.header: column for column in found}


@pytest.mark.parametrize(
    "tag",
    [
        *("#org+type+funder+list", "#org+impl+type", "#country+iso3+funder+list", "#country+name+origin"),
        *("#adm1+name+origin", "#date+start+actual", "#date+year+end+funder", "#value+funding+pct", "#sector+type"),
        *("#activity+type", "#activity+project+status", "#activity+indicator+reached", "#activity+comments"),
    ],
)
def test_tags_of_another_side_of_a_thing_mean_none_of_ours(tag: str) -> None:
    assert target_of_tag(tag) is None


@pytest.mark.parametrize(
    ("tag", "target"),
    [
        ("#org+impl+name", "party_implementing"),
        ("#org+name+funder", "party_funding"),
        ("#country+code", "party_beneficiary"),
        ("#adm1+name+i_fr", "locations"),
        ("#date+end", "end_planned"),
        ("#value+funding+required+usd", "budget_total"),
        ("#activity", "title"),
        ("#activity+project+name", "title"),
        ("#activity+name+i_ar", "title"),
        ("#activity+description", "summary"),
    ],
)
def test_tags_that_name_a_field(tag: str, target: str) -> None:
    assert target_of_tag(tag) == target


def test_a_designation_among_english_headers_is_no_title(lists: Lists) -> None:
    rows: Rows = [["Name", "Department", "Designation", "Email"], ["Amal Idris", "Labour", "Intern", "a@b.org"],
            ["John Deng", "Interior", "Director", "j@b.org"]]  # fmt: skip
    assert columns(rows, lists)["Designation"].applied is None


def test_a_designation_among_french_headers_is_a_title(lists: Lists) -> None:
    rows: Rows = [["N°", "Désignation", "Maître d'ouvrage", "Coût"],
            [1, "Guichet unique", "Ministère du Travail", 50], [2, "Formation", "Ministère du Plan", 70]]  # fmt: skip
    assert columns(rows, lists)["Désignation"].applied == "title"


def test_a_value_beside_indicators_is_no_budget(lists: Lists) -> None:
    rows: Rows = [["Project title", "Indicator", "Value"], ["Clinics at the border", "Patients seen", 4100],
            ["Schools in the camps", "Pupils taught", 830]]  # fmt: skip
    assert columns(rows, lists)["Value"].certainty is Certainty.OFFERED
    plain: Rows = [["Project title", "Country", "Value"], ["Clinics", "Sudan", 4100], ["Schools", "Kenya", 830]]
    assert columns(plain, lists)["Value"].applied == "budget_total"


def test_a_sign_for_numbers_under_a_group_counts_people_not_rows(lists: Lists) -> None:
    rows: Rows = [["Area", "Phase 1", None, "Phase 2", None], [None, "#", "%", "#", "%"],
            ["Badghis", 155349, 15, 10942, 3], ["Baghlan", 54001, 10, 3179, 2]]  # fmt: skip
    found = columns(rows, lists)
    assert [found["Phase 1 – #"].target, found["Phase 2 – #"].target] == [None, None]


def test_a_title_column_without_values_makes_no_other_title_one_of_a_language(lists: Lists) -> None:
    rows: Rows = [
        ["Title", "Country", "Programme"],
        ["Map of the crossings", "Sudan", "-"],
        ["Map of the camps", "Chad", "-"],
    ]
    found = columns(rows, lists)
    assert found["Title"].applied == "title"
    assert found["Programme"].applied is None


def test_a_programme_of_many_projects_is_no_translation_of_their_titles(lists: Lists) -> None:
    titles = [f"Appui à la gestion du poste {n}" for n in range(8)]
    found = columns([["Titre", "Pays", "Programme"], *((title, "Tchad", "Support for all") for title in titles)], lists)
    assert found["Titre"].applied == "title"
    assert found["Programme"].applied is None


def test_titles_in_two_languages_beside_each_other_are_parted(lists: Lists) -> None:
    rows: Rows = [["Titre", "Pays", "Title"], ["Appui à la gestion", "Tchad", "Support for management"],
            ["Formation des agents", "Tchad", "Training of the officers"]]  # fmt: skip
    found = columns(rows, lists)
    assert (found["Titre"].applied, found["Title"].applied) == ("title_fr", "title_en")

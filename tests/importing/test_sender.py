"""From whom a sheet comes: countries and ministries in title blocks, in three languages."""

import pytest

from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.sender import Sender, countries_in, ministry_in, read_sender, section_words
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows


@pytest.mark.parametrize(
    ("lines", "country", "ministry"),
    [
        (["جمهورية السودان", "وزارة الداخلية"], "SD", "وزارة الداخلية"),
        (["République Tunisienne", "Ministère de l'Emploi"], "TN", "Ministère de l'Emploi"),
        (
            ["Federal Democratic Republic of Ethiopia – Ministry of Labor and Skills"],
            "ET",
            "Ministry of Labor and Skills",
        ),
        (["دولة ليبيا", "بيان بالمشروعات المشتركة مع مصر وتونس"], "LY", None),
        (["جمهورية جنوب السودان"], "SS", None),
        (["جمهورية السودان الجنوبي"], "SS", None),
        (["Liste des projets du ministère", "2026"], None, None),
        (["Republic of Kenya - Ministry of Foreign Affairs"], "KE", "Ministry of Foreign Affairs"),
        (["Ministry of Labour - Department of Migration"], None, "Ministry of Labour - Department of Migration"),
        (["Republic of Uganda", "Office of the Prime Minister"], "UG", "Office of the Prime Minister"),
        (["red = rejected by the ministry, yellow = open"], None, None),
        ([], None, None),
    ],
)
def test_title_blocks(lines: list[str], country: str | None, ministry: str | None, lists: Lists) -> None:
    assert read_sender(lines, lists) == Sender(country, ministry)


@pytest.mark.parametrize(
    ("lines", "country"),
    [
        (["Joint projects of Egypt and Sudan"], None),
        (["Sudan/South Sudan border programme"], None),
        (["مقدم إلى جمهورية مصر العربية"], None),
        (["Submitted to: Egypt"], None),
        (["Transmis au Soudan"], None),
        (["Submitted to: Egypt", "Republic of Kenya"], "KE"),
        (["Embassy of Italy in Khartoum, Sudan"], "IT"),
        (["Ambassade de France au Soudan"], "FR"),
        (["سفارة جمهورية كينيا لدى مصر"], "KE"),
        (["Permanent Mission of Ethiopia to the African Union"], "ET"),
    ],
)
def test_who_sends_is_neither_who_is_written_to_nor_where_an_embassy_is(
    lines: list[str], country: str | None, lists: Lists
) -> None:
    found = read_sender(lines, lists)
    assert (found.country, found.is_open) == (country, country is None)


def test_the_delegation_of_the_union_is_no_state(lists: Lists) -> None:
    assert read_sender(["Delegation of the European Union to Sudan"], lists).country is None


def test_rows_of_a_sheet_that_names_no_sender_are_not_ours(work: Workspace, make_file: MakeFile) -> None:
    """The officer of the presidency imports what was sent to it: that does not make the projects Egypt's."""
    rows: Rows = [["مقدم إلى جمهورية مصر العربية"], [], ["Title", "Budget (EUR)"], ["Border clinics", 900_000]]
    (row,) = plan(work, make_file(rows)).rows
    assert (row.status, row.values.get("lead_country")) == (Status.HELD, None)
    own: Rows = [["Proposals 2027"], [], ["Title", "Budget (EUR)"], ["Border clinics", 900_000]]
    (row,) = plan(work, make_file(own, "own.xlsx")).rows
    assert (row.status, row.values.get("lead_country")) == (Status.NEW, "EG")


def test_small_words_are_no_countries(lists: Lists) -> None:
    assert countries_in("liste de projets, no 3, so far", lists) == ()
    assert countries_in("between Kenya, Uganda and the Sudan", lists) == ("KE", "UG", "SD")


def test_ministries_and_headings() -> None:
    assert ministry_in(["قائمة مشروعات وزارة العمل"]) is None
    assert section_words("أولاً: الحماية واللجوء") == "الحماية واللجوء"
    assert section_words("II. Return") == "Return"

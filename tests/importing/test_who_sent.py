"""From which country a sheet's rows come: read above the table, said, remembered; contradictions are asked."""

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.mapping import mapping_json
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.queries import batches
from khartoum_desktop.importing.sender import read_sender
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, sheet_of

HEADER = ["Title", "Budget (EUR)", "Places"]
SUDAN: Rows = [["جمهورية السودان", None], HEADER, ["Wells for Kassala", 5000, "Kassala"]]
PLAIN: Rows = [HEADER, ["Roads for all", 6000, "x"]]
KENYA: Rows = [["Republic of Kenya"], ["Ministry of Interior"], HEADER, ["Clinics at Moyale", 7000, "Moyale"]]


def countries(found: Plan) -> list[object]:
    return [row.values.get("lead_country") for row in found.rows]


def test_each_sheet_has_its_own_sender(planned: Planned) -> None:
    found = planned(sheet_of(SUDAN, "A"), sheet_of(KENYA, "B"), sheet_of(PLAIN, "C"), own=None)
    assert countries(found) == ["SD", "KE", None]
    assert [sheet.sender_from for sheet in found.sheets] == ["title", "title", ""]
    whole = decisions.sender_country(found, "EG")
    assert countries(whole) == ["SD", "KE", "EG"]  # of the file: for the sheet that names none
    one = decisions.sender_country(whole, "TN", "A")
    assert countries(one) == ["TN", "KE", "EG"]
    assert countries(decisions.sender_country(one, None, "A")) == ["SD", "KE", "EG"]


def test_of_a_file_of_one_sheet_what_is_said_counts(planned: Planned) -> None:
    found = decisions.sender_country(planned(sheet_of(SUDAN), own=None), "EG")
    assert countries(found) == ["EG"]
    assert found.sheets[0].sender_from == "decided"


def test_the_answer_is_remembered_for_the_header(partner: Workspace, make_file: MakeFile) -> None:
    first = plan(partner, make_file(PLAIN, "first.xlsx"))
    assert first.count(Status.HELD) == 1
    apply(partner, decisions.sender_country(first, "KE", "Projects"))
    again = plan(partner, make_file([HEADER, ["Ports of Lamu", 1000, "y"]], "again.xlsx"))
    assert countries(again) == ["KE"]
    assert again.sheets[0].sender_from == "remembered"
    assert any("as you decided" in note.text for note in again.notes)


def test_a_title_block_that_contradicts_what_is_remembered_is_asked(partner: Workspace, make_file: MakeFile) -> None:
    apply(partner, decisions.sender_country(plan(partner, make_file(PLAIN, "first.xlsx")), "EG", "Projects"))
    found = plan(partner, make_file(SUDAN, "sudan.xlsx"))
    assert (countries(found), found.rows[0].status) == ([None], Status.HELD)
    said = strip_isolates(found.rows[0].problems[0].reason.text)
    assert "Sudan" in said
    assert "Egypt" in said
    settled = decisions.sender_country(found, "SD", "Projects")
    assert countries(settled) == ["SD"]
    apply(partner, settled)
    assert countries(plan(partner, make_file([*SUDAN[:2], ["Ports", 1, "z"]], "third.xlsx"))) == ["SD"]


def test_who_said_otherwise_with_the_title_before_them_is_not_asked_again(work: Workspace, make_file: MakeFile) -> None:
    apply(work, decisions.sender_country(plan(work, make_file(SUDAN, "first.xlsx")), "SS", "Projects"))
    again = plan(work, make_file([*SUDAN[:2], ["Ports of the Nile", 1, "z"]], "again.xlsx"))
    assert countries(again) == ["SS"]


def test_ones_own_country_is_said(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(PLAIN))
    assert countries(found) == ["EG"]
    assert "your own" in strip_isolates(" ".join(note.text for note in found.notes))
    named: Rows = [["Title", "Country"], ["Roads for all", "Kenya"]]
    other = plan(work, make_file(named, "named.xlsx"))
    assert not any("your own" in note.text for note in other.notes)
    apply(work, found)
    apply(work, other)
    assert {one.file: one.sender for one in batches(work)} == {"projects.xlsx": "EG", "named.xlsx": ""}


def test_a_mapping_says_it_for_a_sheet(partner: Workspace, make_file: MakeFile) -> None:
    path = make_file(PLAIN, "plain.xlsx", Other=KENYA)
    mapping = {"sheets": {"Projects": {"sender_country": "Sudan"}}}
    found = plan(partner, path, mapping=mapping)
    assert countries(found) == ["SD", "KE"]
    assert plan(partner, path, mapping=mapping_json(found.decisions)).rows == found.rows
    with pytest.raises(UserError, match="Atlantis"):
        plan(partner, path, mapping={"sheets": {"Projects": {"sender_country": "Atlantis"}}})


@pytest.mark.parametrize(
    ("lines", "country"),
    [
        (["MOI Sudan"], "SD"),
        (["République de Djibouti", "Unité – Égalité – Paix", "Ministère de l’Intérieur"], "DJ"),
        (["JAMHURI YA KENYA – REPUBLIC OF KENYA"], "KE"),
        (["دولة إريتريا"], "ER"),
        (["جمهورية مصر العربية", "وزارة القوى العاملة"], "EG"),
        (["FDRE Ministry of Labour and Skills, Ethiopia"], "ET"),
        (["Federal Republic of Somalia", "Office of the Prime Minister"], "SO"),
        (["République Tunisienne", "Projets avec l’Italie et la Libye"], "TN"),
        (["État de Libye"], "LY"),
        (["The Republic of Uganda", "Directorate of Refugees"], "UG"),
        (["وزارة الداخلية السودانية"], "SD"),
        (["وزارة القوى العاملة المصرية", "مشروعات مشتركة مع السودان"], "EG"),
        (["الحكومة الليبية", "وزارة الداخلية"], "LY"),
        (["Ministère tunisien de l'emploi"], "TN"),
        (["South Sudanese Ministry of Interior"], "SS"),
        (["Egyptian–Sudanese projects of the Ministry of Interior"], None),
        (["Ministry of Interior", "French version"], None),
        (["وزارة المالية", "المبالغ بالجنيه السوداني"], None),
        (["وزارة المالية (بالجنيه المصري)"], None),
        (["FDRE", "Ministry of Justice"], "ET"),
        (["وزارة الخارجية - ج.م.ع"], "EG"),
        (["Ministère de l'Intérieur", "www.interieur.gouv.dj"], "DJ"),
        (["THESE ARE THE PROJECTS"], None),
        (["الخرطوم", "عملية الخرطوم"], None),
    ],
)
def test_title_blocks_of_the_members(lines: list[str], country: str | None, lists: Lists) -> None:
    assert read_sender(lines, lists).country == country

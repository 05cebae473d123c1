"""A form for one project, labels below each other, is not taken for a list of proposals."""

import pytest

from khartoum_desktop.importing import queries
from khartoum_desktop.importing.decisions import release
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, sheet_of

ARABIC: Rows = [
    ["بطاقة مشروع"],
    ["اسم المشروع", "مركز إقليمي لبيانات الهجرة"],
    ["الدولة", "جيبوتي"],
    ["التكلفة الإجمالية", "٣ مليون يورو"],
    ["مدة التنفيذ", "36 شهراً"],
    ["ملاحظات", "—"],
]
FRENCH: Rows = [
    ["République de Djibouti"],
    [],
    ["Pays", "Djibouti"],
    ["Intitulé du projet", "Lutte contre la traite des enfants"],
    ["Coût total (milliers d'euros)", 750],
    ["Numéro du dossier interne", "J-17"],
    ["Durée :", "18 mois"],
]
START_SIDE: Rows = [["تأهيل العائدين", "اسم المشروع"], ["السودان", "الدولة"], ["2.5 مليون يورو", "التكلفة الإجمالية"]]
BELOW: Rows = [["Project title"], ["Returnee integration"], ["Country"], ["Sudan"], ["Total cost"], ["EUR 2.5 million"]]
PAIRS: Rows = [
    ["Project title", "Returnee integration", "Country", "Sudan"],
    ["Total cost", "EUR 2.5 million", "Duration", "24 months"],
    ["Ministry", "Ministry of Labour", "Start date", "2027"],
]


@pytest.mark.parametrize("rows", [ARABIC, FRENCH, START_SIDE, BELOW, PAIRS])
def test_a_form_is_held_whole_and_says_so(rows: Rows, planned: Planned) -> None:
    found = planned(sheet_of(rows))
    assert found.rows
    assert {row.status for row in found.rows} == {Status.HELD}
    for row in found.rows:
        assert any("form" in problem.reason.text for problem in row.problems)


def test_the_cells_of_a_form_stay_with_the_import(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(ARABIC)))
    assert done.new == 0
    cells = {text for row in queries.held_rows(work, done.batch) for _name, _header, text in row.cells}
    assert {"جيبوتي", "٣ مليون يورو", "36 شهراً"} <= cells


def test_a_person_may_say_that_it_is_a_list(planned: Planned) -> None:
    found = release(planned(sheet_of(ARABIC)), "Projects", 3)
    assert [row.row for row in found.rows if row.status is Status.NEW] == [3]


@pytest.mark.parametrize(
    "rows",
    [
        [["Project title", "Country", "Total cost"], ["One", "Kenya", 5], ["Two", "Sudan", 6]],
        [["Project title", "Type"], ["One", "Project"], ["Two", "Programme"], ["Three", "Project"], ["Four", "Action"]],
        [["اسم المشروع", "درجة السرية"], ["مشروع أول", "سري"], ["مشروع ثان", "مقيد"]],
        [["Project title", "Country"], ["Capacity building", "Kenya"], ["Budget", "Sudan"], ["Training", "Sudan"]],
    ],
)
def test_lists_are_no_forms(rows: Rows, planned: Planned) -> None:
    assert {row.status for row in planned(sheet_of(rows)).rows} == {Status.NEW}

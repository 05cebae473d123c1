"""A form, labels with the values beside or below them, becomes one proposal for each of its cards."""

import json
from collections.abc import Mapping

import pytest

from khartoum_desktop.importing import queries
from khartoum_desktop.importing.decisions import choose_header, fix_cell, hold, map_column, set_kinds, settle
from khartoum_desktop.importing.forms import read_form
from khartoum_desktop.importing.mapping import mapping_json
from khartoum_desktop.importing.model import Plan, RowPlan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.problems import problems_of_plan
from khartoum_desktop.importing.questions import questions
from khartoum_desktop.importing.report import plan_json
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.sheets.model import CellRange
from khartoum_desktop.sheets.spec import Marked
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
SECTIONS: Rows = [
    ["FICHE DE PROJET"],
    ["1. Identification"],
    ["Intitulé du projet", "Guichet unique"],
    ["Pays", "Djibouti"],
    ["2. Coûts"],
    ["Coût total", 750000, "EUR"],
    ["Durée", 24, "mois"],
    ["Activités", "Former les agents"],
    [None, "Équiper les bureaux"],
    ["3. Budget"],
    ["Poste", "Unité", "Quantité", "Prix"],
    ["Ordinateurs", "pièce", 10, 1000],
    ["Total", None, 10, 1000],
    ["Résumé"],
    ["Un guichet unique pour les migrants de retour."],
]
CARDS: Rows = [
    ["بطاقة مشروع (1)"],
    ["اسم المشروع", "تأهيل مراكز الاستقبال"],
    ["الدولة", "جيبوتي"],
    ["التكلفة الإجمالية", "3 مليون يورو"],
    [],
    ["بطاقة مشروع (2)"],
    ["اسم المشروع", "تدريب حرس الحدود"],
    ["الدولة", "السودان"],
    ["التكلفة الإجمالية", "2 مليون يورو"],
    ["ملاحظات", "رسالة الوزارة مرفقة"],
]

EUR = 1000  # thousandths


def only(found: Plan) -> RowPlan:
    (row,) = found.rows
    return row


@pytest.mark.parametrize(
    ("rows", "number", "values"),
    [
        (ARABIC, 2, {"title_ar": "مركز إقليمي لبيانات الهجرة", "lead_country": "DJ", "budget_total": 3_000_000 * EUR}),
        (FRENCH, 3, {"title_fr": "Lutte contre la traite des enfants", "budget_total": 750_000 * EUR}),
        (START_SIDE, 1, {"title_ar": "تأهيل العائدين", "lead_country": "SD", "budget_total": 2_500_000 * EUR}),
        (BELOW, 1, {"title_en": "Returnee integration", "lead_country": "SD", "budget_total": 2_500_000 * EUR}),
        (PAIRS, 1, {"title_en": "Returnee integration", "duration_months": 24, "start_planned": "2027"}),
        (SECTIONS, 3, {"title_fr": "Guichet unique", "budget_total": 750_000 * EUR, "duration_months": 24}),
    ],
)
def test_a_form_becomes_one_proposal(rows: Rows, number: int, values: Mapping[str, object], planned: Planned) -> None:
    row = only(planned(sheet_of(rows)))
    assert (row.status, row.row) == (Status.NEW, number)
    assert {name: row.values.get(name) for name in values} == values


@pytest.mark.parametrize("line", ["Amounts in thousands of EUR", "Montants en milliers d'euros", "المبالغ بالألف يورو"])
def test_a_line_of_units_in_a_form_is_no_label(line: str, planned: Planned) -> None:
    rows: Rows = [["PROJECT FICHE"], [line], ["Project title", "Wells"], ["Country", "Kenya"], ["Total cost", 500]]
    found = only(planned(sheet_of([*rows, ["Duration (months)", 12]])))
    assert (found.values["budget_total"], found.values["budget_total_currency"]) == (500_000 * EUR, "EUR")


def test_each_value_keeps_the_name_of_its_own_cell(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(SECTIONS)))
    received = {cell.name: (cell.header, cell.original, cell.field) for cell in cells(work, done.proposals[0])}
    assert received["B3"] == ("Intitulé du projet", "Guichet unique", "title")
    assert received["B6"] == ("Coût total", "750000", "budget_total")
    assert received["C6"] == ("Coût total", "EUR", "budget_total")
    assert received["B9"] == ("Activités", "Équiper les bureaux", "activities")
    assert received["A15"][1:] == ("Un guichet unique pour les migrants de retour.", "summary")
    filled = {f"{'ABCD'[x]}{y}" for y, row in enumerate(SECTIONS, 1) for x, cell in enumerate(row) if cell is not None}
    labels = {"A3", "A4", "A6", "A7", "A8", "A14"}
    assert set(received) == filled - labels  # the small table inside the form and the headings are kept, too


def cells(work: Workspace, proposal: str) -> list["_Cell"]:
    with work.reading() as db:
        from sqlalchemy import select

        from khartoum_desktop.storage.schema import TABLES

        origin = TABLES["origin"]
        text = db.execute(select(origin.c.cells).where(origin.c.proposal == proposal)).scalar_one()
    return [_Cell(*cell) for cell in json.loads(text)]


class _Cell:
    def __init__(self, name: str, header: str, original: str, field: str | None, trouble: str | None) -> None:
        self.name, self.header, self.original, self.field, self.trouble = name, header, original, field, trouble


def test_a_list_inside_a_form_stands_in_its_field(planned: Planned) -> None:
    assert only(planned(sheet_of(SECTIONS))).values["activities"] == "Former les agents\nÉquiper les bureaux"


def test_a_label_that_is_not_known_is_kept_with_the_proposal(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(FRENCH)))
    kept = next(cell for cell in cells(work, done.proposals[0]) if cell.name == "B6")
    assert (kept.header, kept.original, kept.field) == ("Numéro du dossier interne", "J-17", None)


def test_the_title_block_of_a_form_names_its_sender(planned: Planned) -> None:
    rows: Rows = [
        ["جمهورية السودان"],
        ["وزارة الداخلية"],
        [],
        ["اسم المشروع", "تدريب"],
        ["الميزانية", "5 يورو"],
        ["المدة", 12],
    ]
    row = only(planned(sheet_of(rows)))
    assert (row.values["lead_country"], row.values["submitting_ministry"]) == ("SD", "وزارة الداخلية")


def test_cards_below_each_other_are_proposals_with_rows_of_their_own(planned: Planned) -> None:
    found = planned(sheet_of(CARDS))
    assert [(row.row, row.values["title_ar"], row.status) for row in found.rows] == [
        (2, "تأهيل مراكز الاستقبال", Status.NEW),
        (7, "تدريب حرس الحدود", Status.NEW),
    ]
    assert len({row.id for row in found.rows}) == 2
    assert [column.letter for column in found.sheets[0].columns] == ["B2", "B3", "B4", "B10"]


def test_a_workbook_with_one_form_a_sheet(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(ARABIC, Second=BELOW))
    assert [(row.sheet, row.status) for row in found.rows] == [("Projects", Status.NEW), ("Second", Status.NEW)]


def test_a_form_beside_a_list_explains_it(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file([["Title", "Country"], ["One project", "Kenya"]], Example=BELOW))
    assert [row.sheet for row in found.rows] == ["Projects"]
    assert any("Example" in note.text for note in found.notes)


def test_a_merged_label_covers_several_values(planned: Planned) -> None:
    rows: Rows = [["Project title", "Border clinics"], ["Country", "Kenya"], ["Activities", "Train"], [None, "Build"],
                  [None, "Equip"], ["Duration", "24 months"]]  # fmt: skip
    row = only(planned(sheet_of(rows, merges=[CellRange(3, 1, 5, 1)])))
    assert row.values["activities"] == "Train\nBuild\nEquip"


def test_a_problem_names_its_cell_and_is_mended_there(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [*FRENCH[:4], ["Coût total", "environ"], *FRENCH[5:]]
    found = plan(work, make_file(rows))
    (problem,) = [one for one in found.problems if one.target == "budget_total"]
    assert (problem.row, problem.column, problem.original) == (3, "B5", "environ")
    told = plan_json(found)["problems"][0]
    assert (told["row"], told["column"]) == (5, "B")
    mended = fix_cell(found, "Projects", problem.row, problem.column, "2 M€")
    assert only(mended).values["budget_total"] == 2_000_000 * EUR
    again = plan(work, make_file(rows), mapping=mapping_json(mended.decisions))
    assert only(again).values["budget_total"] == 2_000_000 * EUR


def test_a_question_about_a_form_is_answered_for_its_label(planned: Planned) -> None:
    found = planned(
        sheet_of([["Project title", "Clinics"], ["Country", "Kenya"], ["Budget", 250000], ["Duration", 24]])
    )
    (asked,) = questions(found)
    assert (asked.column.letter, asked.setting) == ("B3", "currency")
    answered = settle(found, "Projects", "B3", "currency", "EUR")
    assert only(answered).values["budget_total"] == 250_000 * EUR


def test_a_label_gets_the_field_that_a_person_chooses_and_the_next_file_knows_it(
    work: Workspace, make_file: MakeFile
) -> None:
    apply(work, map_column(plan(work, make_file(FRENCH)), "Projects", "B6", "summary"))
    rows: Rows = [*FRENCH[:3], ["Intitulé du projet", "Un autre projet"], *FRENCH[4:]]
    column = plan(work, make_file(rows, "second.xlsx")).sheets[0].column("B6")
    assert column is not None
    assert column.applied == "summary"


def test_a_mapping_names_a_label_by_its_words_or_its_cell(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(FRENCH)
    for name in ("Numéro du dossier interne", "B6", "A6"):
        found = plan(work, path, mapping={"sheets": {"Projects": {"columns": {name: "summary"}}}})
        assert "J-17" in only(found).values.values()


def test_a_held_form_is_kept_whole_and_taken_up_again(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(CARDS))
    done = apply(work, hold(found, "Projects", 7))
    (batch,) = queries.batches(work)
    (held,) = batch.held
    assert {"تدريب حرس الحدود", "رسالة الوزارة مرفقة"} <= {text for _name, _header, text in held.cells}
    assert {header for _name, header, _text in held.cells} == {""}  # no cell of a form stands under another's label
    again = taken_up(work, done.batch)
    assert [(row.row, row.values["title_ar"]) for row in again.rows] == [(7, "تدريب حرس الحدود")]


def test_what_was_decided_about_labels_holds_when_a_form_is_taken_up(work: Workspace, make_file: MakeFile) -> None:
    found = map_column(plan(work, make_file(CARDS)), "Projects", "B10", "summary")
    found = map_column(found, "Projects", "B4", None)
    done = apply(work, hold(hold(found, "Projects", 7), "Projects", 2))
    first, second = taken_up(work, done.batch).rows
    assert ("budget_total" in first.values, "budget_total" in second.values) == (False, False)
    assert second.values["summary_ar"] == "رسالة الوزارة مرفقة"


def test_a_card_can_be_ignored(planned: Planned) -> None:
    found = set_kinds(planned(sheet_of(CARDS)), "Projects", [2], Kind.IGNORED)
    assert [row.row for row in found.rows] == [7]


def test_the_problems_of_a_form_are_told_by_their_cells(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [*FRENCH[:4], ["Coût total", "environ"], *FRENCH[5:]]
    book = problems_of_plan(work, plan(work, make_file(rows)))
    told, form = book.sheets
    assert "Coût total (B5)" in told.rows[0]
    assert [cell for cell in form.rows[4] if isinstance(cell, Marked) and cell.comment] == [form.rows[4][1]]


def test_a_person_may_say_that_it_is_a_list(planned: Planned) -> None:
    found = choose_header(planned(sheet_of(ARABIC)), "Projects", [2])
    assert found.sheets[0].structure.form is None
    assert found.sheets[0].structure.header_rows == (2,)


def test_json_tells_forms_from_tables(work: Workspace, make_file: MakeFile) -> None:
    form, table = plan_json(plan(work, make_file(ARABIC, List=[["Title", "Country"], ["One project", "Kenya"]])))[
        "sheets"
    ]
    assert (form["kind"], form["header_rows"], form["labels"][0]) == ("form", [], "A2")
    assert (table["kind"], table["header_rows"]) == ("table", [1])


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


def test_a_card_of_a_person_is_no_project() -> None:
    rows: Rows = [["Name", "Amina Osman"], ["Organisation", "IOM"], ["Country", "Kenya"], ["Email", "a@iom.int"]]
    assert read_form(sheet_of(rows)) is None


def test_what_stands_far_from_a_label_is_not_its_value() -> None:
    far: list[None] = [None] * 5
    rows: Rows = [
        ["Project title", *far, "See the notes"],
        ["Total cost", *far, "EUR only"],
        ["Country", *far, "Kenya"],
    ]
    assert read_form(sheet_of(rows)) is None


@pytest.mark.parametrize("head", [["Field", "Meaning"], ["Champ", "Explication"], ["الحقل", "الشرح"]])
def test_fields_that_are_explained_are_no_proposal(head: list[str], planned: Planned) -> None:
    rows: Rows = [head, ["Project title", "The name of it"], ["Country", "Who leads"], ["Total cost", "All of it"]]
    assert read_form(sheet_of(rows)) is None
    assert {row.status for row in planned(sheet_of(rows)).rows} == {Status.HELD}

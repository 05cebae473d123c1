"""From a file to undoable proposals: nothing is lost, nothing is guessed, one step, and again the same."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.exporting.operations import export
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.decisions import fix_cell, map_column, release, replace_value
from khartoum_desktop.importing.model import Decisions, Plan, Status, Weight
from khartoum_desktop.importing.operations import apply, undo
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.report import plan_json
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.proposals.queries import ids, origins, read
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, sheet_of

HEADER = ["م", "اسم المشروع", "الجهة المنفذة", "التكلفة الإجمالية", "تاريخ البدء", "رقم الملف"]
ROWS: Rows = [
    ["جمهورية السودان"],
    ["وزارة الداخلية"],
    [],
    HEADER,
    [1, "تأهيل مراكز الاستقبال", "مفوضية العون الإنساني", "٣٫١ مليون يورو", "يناير 2027", "أ-17"],
    [2, "تدريب حرس الحدود", "IOM", "750 ألف دينار", "2027", None],
    [3, None, "IOM", 100, None, "أ-18"],
]
SAMPLES = ("sudan_interior.xlsx", "tunisia_employment.xlsx", "ethiopia_labour.xlsx")


def counts(found: Plan) -> tuple[int, int, int, int]:
    return (
        found.count(Status.NEW),
        found.count(Status.CHANGED),
        found.count(Status.SAME),
        found.count(Status.HELD),
    )


def titles(work: Workspace) -> list[str]:
    return sorted(str(read(work, ident).columns["title_ar"]) for ident in ids(work))


def test_a_plan_writes_nothing(work: Workspace, make_file: MakeFile) -> None:
    before = work.store.digest()
    found = plan(work, make_file(ROWS))
    assert counts(found) == (2, 0, 0, 1)
    assert work.store.digest() == before


def test_an_import_is_one_step_that_one_undo_takes_back(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(ROWS)))
    assert titles(work) == ["تأهيل مراكز الاستقبال", "تدريب حرس الحدود"]
    step = work.can_undo()
    assert step is not None
    assert (step.label, step.args) == ("Import {file}", {"file": "projects.xlsx"})
    work.undo()
    assert ids(work) == []
    assert queries.batches(work) == []
    work.redo()
    assert len(ids(work)) == done.new == 2
    assert work.store.check() == []


def test_an_import_can_be_taken_back_later_without_losing_edits(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(ROWS)))
    first, second = ids(work)
    proposals.set_value(work, first, "acronym", "ABC")
    taken = undo(work, done)
    assert taken is not None
    assert ("proposal", first) in taken.kept
    assert ids(work) == [first]
    assert second not in ids(work)


def test_values_references_and_defaults(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    first = read(work, ids(work)[0])
    assert first.columns["ref"].startswith("KP-")  # type: ignore[union-attr]
    assert {name: first.columns[name] for name in ("state", "source", "lead_country", "language_original")} == {
        "state": "IDEA", "source": "imported", "lead_country": "SD", "language_original": "ar",
    }  # fmt: skip
    assert (first.columns["budget_total"], first.columns["budget_total_currency"]) == (3_100_000_000, "EUR")
    assert first.columns["start_planned"] == "2027-01"
    assert first.columns["submitting_ministry"] == "وزارة الداخلية"
    assert [(line["name"], line["role"]) for line in first.lines["parties"]] == [
        ("مفوضية العون الإنساني", "implementing")
    ]
    assert len({read(work, ident).columns["ref"] for ident in ids(work)}) == 2


def test_an_undecided_value_stays_empty_is_listed_and_keeps_its_text(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(ROWS))
    problems = plan_json(found)["problems"]
    assert {"sheet": "Projects", "row": 6, "column": "D", "original": "750 ألف دينار"}.items() <= problems[0].items()
    apply(work, found)
    second = next(read(work, ident) for ident in ids(work) if "حرس" in str(read(work, ident).columns["title_ar"]))
    assert second.columns["budget_total"] is None
    cells = {cell.cell: cell for cell in origins(work, second.id)[0].cells}
    assert cells["D6"].text == "750 ألف دينار"
    assert cells["D6"].problem
    assert (cells["D6"].field, cells["B6"].field) == ("budget_total", "title")


def test_columns_without_a_target_stay_with_the_proposal(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    (row,) = origins(work, ids(work)[0])
    assert (row.file, row.sheet, row.row_number) == ("projects.xlsx", "Projects", 5)
    assert ("F5", "رقم الملف", "أ-17", None) in [(c.cell, c.header, c.text, c.field) for c in row.cells]


def test_errors_and_formulas_without_a_result_keep_what_the_cell_shows(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Budget", "Own contribution", "File"], ["One project", "#REF!", "=A1*2", "#N/A"]]
    found = plan(work, make_file(rows))
    originals = {problem.column: problem.original for problem in found.problems}
    assert originals == {"B": "#REF!", "C": "=A1*2"}
    apply(work, found)
    cells = {cell.cell: (cell.text, bool(cell.problem)) for cell in origins(work, found.rows[0].id)[0].cells}
    assert cells == {"A2": ("One project", False), "B2": ("#REF!", True), "C2": ("=A1*2", True), "D2": ("#N/A", False)}


def test_a_row_without_title_is_held_with_its_cells(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    (batch,) = queries.batches(work)
    (held,) = batch.held
    assert (held.sheet, held.row) == ("Projects", 7)
    assert ("F7", "رقم الملف", "أ-18") in held.cells
    assert held.reasons


def test_the_same_file_again_changes_nothing(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(ROWS)
    apply(work, plan(work, path))
    digest = work.store.digest()
    again = plan(work, path)
    assert counts(again) == (0, 0, 2, 1)
    assert apply(work, again).step is None
    assert work.store.digest() == digest


def test_the_same_file_after_undo_brings_the_same_proposals_back(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(ROWS)
    apply(work, plan(work, path))
    before = ids(work)
    work.undo()
    apply(work, plan(work, path))
    assert sorted(ids(work)) == sorted(before)
    assert work.store.check() == []


def test_two_laptops_give_a_row_the_same_id(work: Workspace, partner: Workspace, make_file: MakeFile) -> None:
    path = make_file(ROWS)
    apply(work, plan(work, path))
    apply(partner, plan(partner, path))
    assert set(ids(work)) == set(ids(partner))
    partner.store.merge(work.store.items())
    for ident in ids(partner):
        lines = read(partner, ident).lines["parties"]
        assert len({line["name"] for line in lines}) == len(lines)


def test_a_sheet_sent_again_changes_only_its_changed_cells(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    first = next(ident for ident in ids(work) if "مراكز" in str(read(work, ident).columns["title_ar"]))
    proposals.set_value(work, first, "start_planned", "2027-05")  # an officer knows better than the sheet
    rows = [list(row) for row in ROWS]
    rows[4][3] = "3.4 مليون يورو"
    again = plan(work, make_file(rows, "projects (2).xlsx"))
    assert counts(again) == (0, 1, 1, 1)
    changed = next(row for row in again.rows if row.status is Status.CHANGED)
    assert [(c.field, c.old, c.new) for c in changed.changes] == [("budget_total", 3_100_000_000, 3_400_000_000)]
    apply(work, again)
    columns = read(work, first).columns
    assert (columns["budget_total"], columns["start_planned"]) == (3_400_000_000, "2027-05")
    assert len(ids(work)) == 2
    assert len(origins(work, first)) == 2


Changed = set[tuple[str, str | int | bool | None]]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([["Title", "Budget (USD)"]], [["Title", "Budget (EUR)"]], {("budget_total_currency", "EUR")}),
        ([["Title", "Budget (USD)"]], [["Title", "Budget (thousand USD)"]], {("budget_total", 5_000_000)}),
        (
            [["Amounts in thousands of USD"], ["Title", "Budget"]],
            [["Amounts in millions of USD"], ["Title", "Budget"]],
            {("budget_total", 5_000_000_000)},
        ),
        (
            [["Title", "Start date (dd/mm/yyyy)"]],
            [["Title", "Start date (mm/dd/yyyy)"]],
            {("start_planned", "2027-03-04")},
        ),
        ([["Title", "Duration in months"]], [["Title", "Duration in years"]], {("duration_months", 60)}),
    ],
)
def test_a_corrected_header_or_note_arrives_with_the_same_figures(
    before: Rows, after: Rows, expected: Changed, work: Workspace, make_file: MakeFile
) -> None:
    cell = "03/04/2027" if "date" in str(before) else 5
    old = make_file([*before, ["One project", cell]])
    apply(work, plan(work, old))
    new = make_file([*after, ["One project", cell]], "corrected.xlsx")
    (row,) = plan(work, new).rows
    assert {(one.field, one.new) for one in row.changes} == expected
    apply(work, plan(work, new))
    assert counts(plan(work, new)) == (0, 0, 1, 0)
    (field, _value), *_rest = expected
    others: dict[str, FieldValue] = {"start_planned": "2028", "duration_months": 7}
    edited = others.get(field, Amount(1000, "ETB"))
    proposals.set_value(work, row.id, field.removesuffix("_currency"), edited)
    digest = work.store.digest()
    for path in (old, new):
        assert counts(plan(work, path)) == (0, 0, 1, 0)
    assert work.store.digest() == digest


def test_a_corrected_currency_column_arrives_with_the_same_figures(work: Workspace, make_file: MakeFile) -> None:
    path = make_file([["Title", "Budget", "Currency"], ["One project", 5, "USD"]])
    apply(work, plan(work, path))
    (row,) = plan(work, make_file([["Title", "Budget", "Currency"], ["One project", 5, "EUR"]], "corrected.xlsx")).rows
    assert [(one.field, one.new) for one in row.changes] == [("budget_total_currency", "EUR")]
    proposals.set_value(work, row.id, "budget_total", Amount(1000, "ETB"))
    assert counts(plan(work, path)) == (0, 0, 1, 0)


def test_the_unit_line_stays_with_the_proposals_that_it_multiplied(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["List of 2026"], [None, "Amounts in thousands of USD"], ["Title", "Budget"], ["One project", 5]]
    apply(work, plan(work, make_file(rows)))
    (origin,) = origins(work, ids(work)[0])
    assert [(cell.cell, cell.text) for cell in origin.cells] == [
        ("B2", "Amounts in thousands of USD"),
        ("A4", "One project"),
        ("B4", "5"),
    ]


LIST: Rows = [
    ["Project title", "Country", "Total cost", "Ministry", "Start date"],
    ["Border posts at Moyale", "Kenya", "2.5 million EUR", "Ministry of Interior", "2027-03"],
    ["Skills for the diaspora", "Kenya", "1.2 million EUR", "Ministry of Labour", "2027-04"],
    ["A task force against smuggling", "Kenya", "900,000 EUR", "Ministry of Interior", "2027-05"],
]


@pytest.mark.parametrize(("field", "value"), [("title_en", "Integrated border management"), ("lead_country", "ET")])
def test_a_row_on_record_is_the_same_whatever_was_corrected_since(
    field: str, value: str, work: Workspace, make_file: MakeFile
) -> None:
    first = proposals.create(work, {"title_en": "Border posts at Moyale", "lead_country": "KE"})
    path = make_file(LIST)
    apply(work, plan(work, path))  # the first row is a proposal that was there before
    for ident in ids(work):
        proposals.set_value(work, ident, field, f"{value} {ident}" if field == "title_en" else value)
    digest = work.store.digest()
    again = plan(work, path, mapping={"sheets": {"*": {"columns": {"A": "title", "B": "lead_country"}}}})
    assert counts(again) == (0, 0, 3, 0)
    assert apply(work, again).step is None
    assert work.store.digest() == digest
    assert counts(plan(work, path, sender_country="UG")) == (0, 0, 3, 0)
    edited = [list(row) for row in LIST]
    edited[1][2] = "3 million EUR"
    changed, same, also = plan(work, make_file(edited, "sent again.xlsx")).rows
    assert (changed.id, [one.field for one in changed.changes]) == (first, ["budget_total"])
    assert [row.status for row in (same, also)] == [Status.SAME, Status.SAME]


@pytest.mark.parametrize("title", ["Border posts at Moyale (revised)", "Border post, Moyale"])
def test_an_edited_title_at_the_same_place_is_a_change_that_is_said(
    title: str, work: Workspace, make_file: MakeFile
) -> None:
    apply(work, plan(work, make_file(LIST)))
    rows = [list(row) for row in LIST]
    rows[1][0] = title
    found = plan(work, make_file(rows, "sent again.xlsx"))
    assert counts(found) == (0, 1, 2, 0)
    (changed,) = (row for row in found.rows if row.status is Status.CHANGED)
    assert [(one.field, one.new) for one in changed.changes] == [("title_en", title)]
    (problem,) = found.problems
    assert (problem.original, changed.ref in problem.reason.text) == (title, True)


def test_a_replacement_remembered_does_not_overwrite_what_was_corrected_since(
    work: Workspace, make_file: MakeFile
) -> None:
    path = make_file([["Title", "Budget"], ["One project", "a lot"], ["Two projects", "1 million EUR"]])
    found = replace_value(plan(work, path), "budget_total", "a lot", "2 million EUR")
    apply(work, found)
    assert read(work, found.rows[0].id).columns["budget_total"] == 2_000_000_000
    proposals.set_value(work, found.rows[0].id, "budget_total", Amount(3_000_000_000, "EUR"))
    again = plan(work, path)
    assert counts(again) == (0, 0, 2, 0)
    assert counts(replace_value(again, "budget_total", "a lot", "4 million EUR")) == (0, 1, 1, 0)


def test_another_title_where_all_else_is_the_same_is_held(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(LIST)))
    rows = [list(row) for row in LIST]
    rows[1][0] = "Schools in Garissa"
    found = plan(work, make_file(rows, "sent again.xlsx"))
    assert counts(found) == (0, 0, 2, 1)
    assert "KP-" in found.problems[0].reason.text
    assert counts(release(found, "Projects", 2)) == (1, 0, 2, 0)


@pytest.mark.parametrize(
    ("before", "now", "status"),
    [
        ("Training of border guards, phase 1", "Training of border guards, phase 2", Status.HELD),
        ("Reception centres in Kassala", "Reception centres in Gedaref", Status.HELD),
        ("المرحلة الأولى من تدريب حرس الحدود", "المرحلة الثانية من تدريب حرس الحدود", Status.HELD),
        ("Wells of the north II", "Wells of the north III", Status.HELD),
        ("Reception center in Kassala", "Reception centres at Kassala", Status.CHANGED),
        ("Strenghtening border clinics", "Strengthening border clinics", Status.CHANGED),
        ("Border clinics", "Border clinics of the east", Status.CHANGED),
    ],
)
def test_another_phase_or_place_is_asked_about(
    work: Workspace, make_file: MakeFile, before: str, now: str, status: Status
) -> None:
    """The next phase of a project in the line of the last one must not take its place."""
    rows = [list(row) for row in LIST]
    rows[1][0] = before
    apply(work, plan(work, make_file(rows)))
    rows[1][0] = now
    found = plan(work, make_file(rows, "next.xlsx"))
    assert [row.status for row in found.rows] == [status, Status.SAME, Status.SAME]


def test_rows_that_differ_by_their_titles_only_are_new(work: Workspace, make_file: MakeFile) -> None:
    rest = ["Kenya", None, "Ministry of Interior", "2027"]
    apply(work, plan(work, make_file([LIST[0], ["Border posts", *rest], ["Coast guard", *rest]])))
    found = plan(work, make_file([LIST[0], ["Schools", *rest], ["Harbours", *rest]], "another list.xlsx"))
    assert counts(found) == (2, 0, 0, 0)


def test_the_same_place_in_the_list_of_another_country_is_another_proposal(
    work: Workspace, make_file: MakeFile
) -> None:
    rows: Rows = [["Title", "Budget"], ["Capacity building", "5000 EUR"]]
    apply(work, plan(work, make_file(rows), sender_country="SD"))
    assert counts(plan(work, make_file(rows, "kenya.xlsx"), sender_country="KE")) == (1, 0, 0, 0)


def test_a_blank_cell_is_no_change(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    rows = [list(row) for row in ROWS]
    rows[4][3] = rows[4][4] = None
    assert counts(plan(work, make_file(rows, "emptied.xlsx"))) == (0, 0, 2, 1)


def test_a_value_decided_later_comes_in_with_the_same_file(work: Workspace, make_file: MakeFile) -> None:
    path = make_file([["Title", "Start date"], ["Skills for migrants", "03/04/2027"]])
    apply(work, plan(work, path))
    mapping = {"sheets": {"*": {"columns": {"B": {"field": "start_planned", "order": "dmy"}}}}}
    again = plan(work, path, mapping=mapping)
    assert counts(again) == (0, 1, 0, 0)
    apply(work, again)
    assert read(work, ids(work)[0]).columns["start_planned"] == "2027-04-03"


def test_a_reference_of_ours_finds_its_proposal(work: Workspace, make_file: MakeFile) -> None:
    ident = proposals.create(work, {"title_en": "Old title of the project", "lead_country": "KE"})
    ref = str(read(work, ident).columns["ref"])
    found = plan(work, make_file([["Reference", "Title", "Country"], [ref, "New title of the project", "Kenya"]]))
    (row,) = found.rows
    assert (row.id, row.status, row.why, row.ref) == (ident, Status.CHANGED, "ref", ref)


def test_title_and_country_find_a_proposal_in_any_spelling(work: Workspace, make_file: MakeFile) -> None:
    ident = proposals.create(work, {"title_ar": "مكافحة الاتجار بالبشر", "lead_country": "SD"})
    rows: Rows = [["اسم المشروع", "الدولة"], ["مكافحة الإتجار بالبشر", "السودان"], ["مكافحة الإتجار بالبشر", "كينيا"]]
    same, new = plan(work, make_file(rows)).rows
    assert (same.id, same.why) == (ident, "title")
    assert new.status is Status.NEW


def test_two_proposals_of_one_title_leave_it_open(work: Workspace, make_file: MakeFile) -> None:
    for _ in range(2):
        proposals.create(work, {"title_en": "Same title", "lead_country": "KE"})
    (row,) = plan(work, make_file([["Title", "Country"], ["Same title", "Kenya"]])).rows
    assert row.status is Status.HELD


def test_a_repeated_proposal_in_a_file_is_held(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Country"], ["Same title", "Kenya"], ["SAME TITLE.", "Kenya"]]
    found = plan(work, make_file(rows, Summary=rows[:2]))
    assert [row.status for row in found.rows] == [Status.NEW, Status.HELD, Status.HELD]


def test_a_summary_of_other_sheets_gives_no_second_proposals(work: Workspace, make_file: MakeFile) -> None:
    summary: Rows = [["Title", "Budget (M€)"], ["Border surveillance", 2.5], ["Legal pathways", "1.2"], ["Study", 3]]
    interior: Rows = [["Title", "Country", "Budget (M€)"], ["BORDER  surveillance", "Eritrea", "2.5"]]
    labour: Rows = [["Title", "Country", "Budget (EUR)"], ["Legal pathways", "Eritrea", 1_200_000]]
    path = make_file(summary, Interior=interior, Labour=labour)
    found = plan(work, path)
    assert [(row.sheet, row.row) for row in found.rows if row.status is Status.HELD] == [
        ("Projects", 2),
        ("Projects", 3),
    ]
    reason = found.rows[0].problems[-1].reason.text
    assert "row 2" in strip_isolates(reason)
    assert "Interior" in reason
    released = release(found, "Projects", 2)
    assert released.count(Status.HELD) == 1
    apply(work, released)
    assert counts(plan(work, path)) == (0, 0, 4, 1)


def test_the_same_title_in_two_sheets_at_another_cost_is_another_proposal(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Country", "Budget"], ["Border surveillance", "Eritrea", "2.5 M€"]]
    other: Rows = [["Title", "Country", "Budget"], ["Border surveillance", "Kenya", "2.6 M€"]]
    assert counts(plan(work, make_file(rows, Second=other))) == (2, 0, 0, 0)


def test_a_country_column_that_waits_for_a_word_holds_its_rows(work: Workspace, make_file: MakeFile) -> None:
    path = make_file([["Title", "Country"], ["One project", "Wakanda"], ["Two projects", "Atlantis"]])
    found = plan(work, path)
    assert found.sheets[0].columns[1].applied is None
    assert [(row.status, row.problems[0].column) for row in found.rows] == [(Status.HELD, "B")] * 2
    assert counts(plan(work, path, sender_country="KE")) == (2, 0, 0, 0)
    assert counts(map_column(found, "Projects", "B", None)) == (2, 0, 0, 0)


def test_amounts_that_are_only_kept_are_listed(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Budget", "Budget", "File"],
        ["One project", "1 M€", "2 M$", "a"],
        [None, "3 M€", None, "b"],
        ["Two projects", "4 M€", None, "c"],
    ]
    found = plan(work, make_file(rows, merges=["A2:A3"]))
    assert [row.values.get("budget_total") for row in found.rows] == [None, 4_000_000_000]
    assert {(one.row, one.column, one.original) for one in found.problems} == {(2, "C", "2 M$"), (2, "B", "1 M€")}


def test_a_second_table_of_a_sheet_is_a_sheet_of_its_own(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Country", "Budget (EUR)"], ["One project", "Kenya", 5000], [],
                  ["Intitulé", "Pays", "Coût (USD)"], ["Un autre projet", "Tunisie", 7000]]  # fmt: skip
    found = plan(work, make_file(rows))
    assert [sheet.name for sheet in found.sheets] == ["Projects", "Projects!A4"]
    assert [(row.sheet, row.row, row.status) for row in found.rows] == [
        ("Projects", 2, Status.NEW),
        ("Projects!A4", 5, Status.NEW),
    ]
    assert [row.values["budget_total_currency"] for row in found.rows] == ["EUR", "USD"]


def test_a_currency_column_of_signs(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Budget", "Currency"], ["One project", 5000, "€"], ["Two projects", 7000, "$"]]
    found = plan(work, make_file(rows))
    assert [row.values["budget_total_currency"] for row in found.rows] == ["EUR", "USD"]
    assert [problem.original for problem in found.problems] == ["$"]


@pytest.mark.parametrize(("given", "expected"), [(None, "EG"), ("KE", "KE"), ("Ouganda", "UG")])
def test_rows_without_country_belong_to_the_sender(
    given: str | None, expected: str, work: Workspace, make_file: MakeFile
) -> None:
    (row,) = plan(work, make_file([["Title", "Budget"], ["A project", "5 EUR"]]), sender_country=given).rows
    assert row.values["lead_country"] == expected


def test_a_delegation_that_is_no_state_gives_no_country(partner: Workspace, make_file: MakeFile) -> None:
    (row,) = plan(partner, make_file([["Title", "Budget"], ["A project", "5 EUR"]])).rows
    assert row.status is Status.HELD


def test_a_country_that_a_sheet_leaves_open_is_not_replaced_by_the_sender(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Country"],
        ["One project", "Kenya"],
        ["Two projects", "Atlantis"],
        ["Three projects", None],
    ]
    found = plan(work, make_file(rows))
    assert [(row.status, row.values.get("lead_country")) for row in found.rows] == [
        (Status.NEW, "KE"), (Status.HELD, None), (Status.HELD, None),
    ]  # fmt: skip


def test_currency_of_another_column_serves_the_amounts(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Budget", "Currency"],
        ["One project", 100, "USD"],
        ["Two projects", 200, None],
        ["Three projects", "5 EUR", "USD"],
    ]
    one, two, three = plan(work, make_file(rows)).rows
    assert one.values["budget_total_currency"] == "USD"
    assert "budget_total" not in two.values
    assert [problem.column for problem in two.problems] == ["B"]
    assert three.values["budget_total_currency"] == "EUR"


def test_each_of_several_currency_columns_serves_the_amount_before_it(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Budget", "Currency", "Own contribution", "Currency"],
        ["One project", 100, "USD", 5, "EUR"],
    ]
    (row,) = plan(work, make_file(rows)).rows
    assert (row.values["budget_total_currency"], row.values["own_contribution_currency"]) == ("USD", "EUR")


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_our_register_comes_back_without_a_change(language: str, work: Workspace, tmp_path: Path) -> None:
    for name in SAMPLES:
        apply(work, plan(work, resources_folder() / "sample" / name))
    path = tmp_path / "register.xlsx"
    export(work, "register", path, language=language, today=date(2026, 3, 2))
    assert counts(plan(work, path)) == (0, 0, 15, 0)


def test_an_exact_figure_does_not_overrule_the_precision_that_we_have(work: Workspace, make_file: MakeFile) -> None:
    cost = Amount(5_000_000, "EUR")
    values: dict[str, FieldValue] = {"title_en": "One project", "lead_country": "KE", "budget_total": cost}
    ident = proposals.create(work, {**values, "budget_precision": "estimate"})
    path = make_file([["Title", "Country", "Budget"], ["One project", "Kenya", "5000 EUR"]])
    assert counts(plan(work, path)) == (0, 0, 1, 0)
    assert read(work, ident).columns["budget_precision"] == "estimate"


def test_states_of_our_life_cycle_are_never_imported(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "State"], ["One project", "Under assessment"], ["Another one", "Idea"]]
    found = plan(work, make_file(rows))
    assert found.sheets[0].columns[1].target == "state"
    apply(work, found)
    assert {read(work, ident).columns["state"] for ident in ids(work)} == {"IDEA"}


def test_merged_cells_are_filled_down_inside_their_merge_only(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Ministry", "Title", "Budget"],
        ["Ministry of Labour", "One project", "5 EUR"],
        [None, "Two projects", "6 EUR"],
        [None, "Three projects", "7 EUR"],
    ]
    found = plan(work, make_file(rows, merges=["A2:A3"]))
    assert [row.values.get("submitting_ministry") for row in found.rows] == [
        "Ministry of Labour",
        "Ministry of Labour",
        None,
    ]
    apply(work, found)
    second = next(row for row in found.rows if row.row == 3)
    assert "A2" in [cell.cell for cell in origins(work, second.id)[0].cells]


def test_component_rows_under_a_merged_title_stay_with_their_proposal(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Component", "Budget"],
        ["One project", "Training", "5 EUR"],
        [None, "Equipment", "6 EUR"],
        ["Two projects", "Study", "7 EUR"],
    ]
    found = plan(work, make_file(rows, merges=["A2:A3"]))
    assert [(row.row, row.more) for row in found.rows] == [(2, (3,)), (4, ())]
    apply(work, found)
    assert "6 EUR" in [cell.text for cell in origins(work, found.rows[0].id)[0].cells]


COMPONENTS: Rows = [
    ["Title", "Budget", "Amount requested", "Own contribution", "Locations", "Partners", "Duration (months)"],
    ["One project", "5000 EUR", "2000 EUR", None, "Kassala", "IOM", 24],
    [None, 6_000_000, "2000 EUR", "9000 EUR", "Gedaref", "GIZ", "2 years"],
    [None, "-", None, None, "Kassala", None, None],
    ["Two projects", "7000 EUR", None, None, None, None, None],
]


def test_components_that_differ_give_no_amount_and_lists_are_joined(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(COMPONENTS, merges=["A2:A4"])
    found = plan(work, path)
    row = found.rows[0]
    assert row.more == (3, 4)
    assert not {"budget_total", "budget_total_currency", "budget_precision"} & set(row.values)
    assert (row.values["amount_requested"], row.values["own_contribution"]) == (2_000_000, 9_000_000)
    assert (row.values["locations"], row.values["duration_months"]) == ("Kassala\nGedaref", 24)
    assert {line["name"] for _kind, line in row.children} == {"IOM", "GIZ"}
    of_budget, of_request = (problem for problem in found.problems if problem.column in "BC")
    assert (of_budget.reason.weight, of_request.reason.weight) == (Weight.LEAVES, Weight.LOOK)
    assert all(text in strip_isolates(of_budget.reason.text) for text in ("2", "5000 EUR / 6000000"))
    assert "3" in of_request.reason.text
    decided = fix_cell(found, "Projects", 2, "B", "11000 EUR")
    assert decided.rows[0].values["budget_total"] == 11_000_000
    apply(work, decided)
    ident = decided.rows[0].id
    proposals.set_value(work, ident, "locations", "Port Sudan")
    proposals.set_value(work, ident, "own_contribution", Amount(1_000_000, "EUR"))
    assert counts(plan(work, path)) == (0, 0, 2, 0)
    rows = [list(row) for row in COMPONENTS]
    rows[2][3] = "8000 EUR"
    (changed,) = (
        row
        for row in plan(work, make_file(rows, "sent again.xlsx", merges=["A2:A4"])).rows
        if row.status is Status.CHANGED
    )
    assert [(one.field, one.new) for one in changed.changes] == [("own_contribution", 8_000_000)]


def test_a_section_gives_its_ministry_or_its_priority(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["اسم المشروع", "التكلفة", "المدة"], ["أولاً: وزارة العمل"], ["تدريب الشباب", "5 EUR", 12],
                  ["ثانياً: دعم مسارات الهجرة النظامية"], ["نافذة واحدة للهجرة", "6 EUR", 12]]  # fmt: skip
    first, second = plan(work, make_file(rows)).rows
    assert first.values["submitting_ministry"] == "وزارة العمل"
    assert ("alignment", {"scheme": "priority", "code": "regular_pathways"}) in second.children


def test_hidden_sheets_and_rows_are_left_out_and_said(work: Workspace) -> None:
    found = plan(work, resources_folder() / "sample" / "sudan_interior.xlsx")
    assert [sheet.taken for sheet in found.sheets] == [True, False]
    assert any("نسخة قديمة" in note for note in plan_json(found)["notes"])
    ethiopia = plan(work, resources_folder() / "sample" / "ethiopia_labour.xlsx")
    assert 9 not in [row.row for row in ethiopia.rows]
    assert any("Project pipeline" in note for note in plan_json(ethiopia)["notes"])


def test_a_hidden_column_waits_for_a_word_and_is_said(work: Workspace, make_file: MakeFile) -> None:
    path = make_file([["Title", "Budget (EUR)", "Country"], ["One project", 900_000, "Kenya"]])
    book = load_workbook(path)
    book["Projects"].column_dimensions["B"].hidden = True
    book.save(path)
    found = plan(work, path)
    assert "budget_total" not in found.rows[0].values
    (note,) = plan_json(found)["notes"]
    assert strip_isolates(note).startswith("The column “Budget (EUR)” of “Projects” is hidden in the file")
    chosen = map_column(found, "Projects", "B", "budget_total")
    assert chosen.rows[0].values["budget_total"] == 900_000_000
    assert not plan_json(chosen)["notes"]


def test_one_sheet_only(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Budget"], ["One project", "5 EUR"]]
    path = make_file(rows, Second=[["Title", "Budget"], ["Another project", "6 EUR"]])
    (row,) = plan(work, path, sheet="Second").rows
    assert row.values["title_en"] == "Another project"
    with pytest.raises(UserError, match="Third"):
        plan(work, path, sheet="Third")


def test_a_sheet_without_titles_is_left_aside_beside_one_with_titles(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(
        [["Title", "Budget"], ["One project", "5 EUR"]],
        Lists=[["Country", "Currency"], ["Kenya", "KES"], ["Egypt", "EGP"]],
    )
    found = plan(work, path)
    assert len(found.rows) == 1
    assert any("Lists" in note for note in plan_json(found)["notes"])


def test_a_file_without_a_table_is_refused_by_name(work: Workspace, make_file: MakeFile) -> None:
    with pytest.raises(UserError, match="letter"):
        plan(work, make_file([["Dear colleague"], ["please find"]], "letter.xlsx"))


def test_unknown_country_of_the_sender_is_refused(work: Workspace, make_file: MakeFile) -> None:
    with pytest.raises(UserError, match="Atlantis"):
        plan(work, make_file(ROWS), sender_country="Atlantis")


def test_a_csv_of_windows_1256_comes_in(work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "مشروعات.csv"
    path.write_bytes("م;اسم المشروع;التكلفة\r\n1;تأهيل مراكز الاستقبال;2,5 مليون يورو\r\n".encode("cp1256"))
    (row,) = plan(work, path).rows
    assert (row.values["title_ar"], row.values["budget_total"]) == ("تأهيل مراكز الاستقبال", 2_500_000_000)


def test_cancelling_leaves_nothing(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(ROWS))

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    before = work.store.digest()
    with pytest.raises(KeyboardInterrupt):
        apply(work, found, cancel)
    assert work.store.digest() == before


def test_a_profile_is_remembered_for_the_next_file(work: Workspace, make_file: MakeFile) -> None:
    header = ["Nom du dossier de la direction", "Coût total"]
    first = plan(work, make_file([header, ["Guichet unique de la mobilité", 5]], "one.xlsx"))
    decided = map_column(first, "Projects", "A", "title")
    decided = map_column(decided, "Projects", "B", "budget_total", {"currency": "EUR", "unit": 1000})
    apply(work, decided)
    (row,) = plan(work, make_file([header, ["Formation avant départ", 7]], "two.xlsx")).rows
    assert (row.values["title_fr"], row.values["budget_total"]) == ("Formation avant départ", 7_000_000)


# a header, what is remembered for it, a line above the next table, a cell of it, what comes in
Remembered = tuple[str, dict[str, str | int], str, str | int, tuple[int, str] | None]


@pytest.mark.parametrize(
    "case",
    [
        ("Budget (USD)", {"unit": 1000}, "Amounts in millions", 7, (7_000_000_000, "USD")),
        ("Budget (USD)", {"unit": 1000}, "Amounts in thousands", 7, (7_000_000, "USD")),
        ("Budget (USD)", {"unit": 1000}, "List of 2026", 7, (7_000_000, "USD")),
        ("Budget (USD)", {"unit": 1000}, "What costs more than is usual in millions of US dollars", 7, None),
        (
            "Budget (USD)",
            {"unit": 10**6},
            "What costs more than is usual in millions of dollars",
            7,
            (7 * 10**9, "USD"),
        ),
        ("Budget (thousand USD)", {"unit": 1}, "List of 2026", 7, None),
        ("Budget (USD)", {"currency": "EUR"}, "List of 2026", 7, None),
        ("Budget ($)", {"currency": "CAD"}, "List of 2026", 7, (7000, "CAD")),
        ("Budget", {"currency": "USD"}, "Amounts in EUR", 7, (7000, "EUR")),
        ("Budget", {"currency": "USD"}, "List of 2026", 7, (7000, "USD")),
        ("Budget (USD)", {"decimal": "."}, "List of 2026", "1.500", (1_500_000, "USD")),
    ],
)
def test_what_is_remembered_does_not_silently_overrule_the_sheet(
    case: Remembered, work: Workspace, make_file: MakeFile
) -> None:
    header, remembered, above, cell, expected = case
    first = plan(work, make_file([["Title", header], ["One project", 5]], "one.xlsx"))
    apply(work, map_column(first, "Projects", "B", "budget_total", remembered))
    rows: Rows = [[above], ["Title", header], ["Two projects", cell], ["Three projects", "2,5 million"]]
    found = plan(work, make_file(rows, "two.xlsx"))
    values = found.rows[0].values
    if expected is None:
        assert "budget_total" not in values
        assert found.problems[0].reason.weight is Weight.LEAVES
    else:
        assert (values["budget_total"], values["budget_total_currency"]) == expected
    decided = map_column(found, "Projects", "B", "budget_total", {"unit": 1000, "currency": "EUR"}).rows[0].values
    assert (decided["budget_total"], decided["budget_total_currency"]) == (
        (1_500_000_000 if cell == "1.500" else 7_000_000),
        "EUR",
    )


def test_dates_that_leave_no_doubt_overrule_a_remembered_order(work: Workspace, make_file: MakeFile) -> None:
    first = plan(work, make_file([["Title", "Start date"], ["One project", "03/04/2027"]], "one.xlsx"))
    apply(work, map_column(first, "Projects", "B", "start_planned", {"order": "mdy"}))
    rows: Rows = [["Title", "Start date"], ["Two projects", "03/04/2027"], ["Three projects", "25/04/2027"]]
    found = plan(work, make_file(rows, "two.xlsx"))
    assert [row.values.get("start_planned") for row in found.rows] == ["2027-04-03", "2027-04-25"]


def test_a_profile_that_is_used_is_not_forgotten(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Budget (USD)"], ["One project", 5], ["Two projects", "a lot"]]
    first = map_column(plan(work, make_file(rows)), "Projects", "B", "budget_total", {"unit": 1000})
    apply(work, replace_value(first, "budget_total", "a lot", "9"))
    for number in range(2):
        again: Rows = [rows[0], [f"New project {number}", 7], [f"Another project {number}", "a lot"]]
        found = plan(work, make_file(again, f"{number}.xlsx"))
        assert [row.values["budget_total"] for row in found.rows] == [7_000_000, 9_000_000]
        apply(work, found)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_come_in_whole(name: str, work: Workspace) -> None:
    found = plan(work, resources_folder() / "sample" / name)
    assert counts(found) == ({"sudan": 6, "tunis": 4, "ethio": 5}[name[:5]], 0, 0, 0)
    apply(work, found)
    for sheet in found.sheets:
        for row in sheet.rows:
            received = {cell.cell: cell.text for cell in origins(work, row.id)[0].cells}
            for place, cell in enumerate(sheet.sheet.rows[row.row - sheet.sheet.first_row]):
                if cell is not None:
                    assert f"{sheet.letter(place)}{row.row}" in received
    assert work.store.check() == []


def test_the_report_has_the_shape_of_the_command_line(work: Workspace) -> None:
    found = plan_json(plan(work, resources_folder() / "sample" / "tunisia_employment.xlsx"))
    assert {"file", "sha256", "sheets", "new", "changed", "same", "held", "problems"} <= found.keys()
    (sheet,) = found["sheets"]
    assert (sheet["name"], sheet["header_rows"]) == ("Fiche récapitulative", [5, 6])
    assert [column["field"] for column in sheet["columns"]][:3] == ["serial", "submitting_ministry", "title"]
    assert all(set(problem) == {"sheet", "row", "column", "original", "reason"} for problem in found["problems"])
    json.dumps(found)


values = st.one_of(
    st.none(),
    st.sampled_from(["السودان", "2027", "5 EUR", "—", "مشروع جديد", "Total", "EUR", "GCM-5"]),
    st.text(max_size=15),
    st.integers(0, 10**7),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.lists(values, min_size=6, max_size=6), min_size=1, max_size=8))
def test_every_row_has_a_fate_and_no_value_is_invented(planned: Planned, rows: list[list[str | int | None]]) -> None:
    found = planned(sheet_of([HEADER, *rows]), decisions=Decisions())
    (sheet,) = found.sheets
    assert len(sheet.structure.kinds) == len(rows) + 1
    for row in sheet.rows:
        assert (row.status is Status.HELD) == any(problem.reason.weight == "holds" for problem in row.problems)
        assert row.status is Status.HELD or any(row.values.get(f"title_{lang}") for lang in ("ar", "en", "fr"))
        assert row.values.get("budget_total") is None or row.values.get("budget_total_currency")


def test_the_workspace_as_it_was_before_an_import_is_kept(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file([["Title", "Country"], ["One project", "Kenya"]])))
    folder = work.path.with_name(f"{work.path.name}.backups")
    (kept,) = [path for path in folder.glob("*.khartoum") if "import" in path.name]
    before = Workspace.look(kept)
    assert ids(before) == []
    before.close()

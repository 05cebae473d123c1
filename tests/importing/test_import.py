"""From a file to undoable proposals: nothing is lost, nothing is guessed, one step, and again the same."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.exporting.operations import export
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.decisions import map_column
from khartoum_desktop.importing.model import Decisions, Plan, Status
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
    [2, "تدريب حرس الحدود", "IOM", "750 ألف جنيه", "2027", None],
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
    assert {"sheet": "Projects", "row": 6, "column": "D", "original": "750 ألف جنيه"}.items() <= problems[0].items()
    apply(work, found)
    second = next(read(work, ident) for ident in ids(work) if "حرس" in str(read(work, ident).columns["title_ar"]))
    assert second.columns["budget_total"] is None
    cells = {cell.cell: cell for cell in origins(work, second.id)[0].cells}
    assert cells["D6"].text == "750 ألف جنيه"
    assert cells["D6"].problem
    assert (cells["D6"].field, cells["B6"].field) == ("budget_total", "title")


def test_columns_without_a_target_stay_with_the_proposal(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    (row,) = origins(work, ids(work)[0])
    assert (row.file, row.sheet, row.row_number) == ("projects.xlsx", "Projects", 5)
    assert ("F5", "رقم الملف", "أ-17", None) in [(c.cell, c.header, c.text, c.field) for c in row.cells]


def test_a_row_without_title_is_held_with_its_cells(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(ROWS)))
    (held,) = queries.held_rows(work, done.batch)
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

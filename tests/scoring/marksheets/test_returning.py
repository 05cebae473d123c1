"""Sheets that come back changed in every way that people and programs change them: said plainly, and never misread."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.shipped import criteria_set_id, presidency_id
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT
from khartoum_desktop.scoring.marksheets import operations as taking
from khartoum_desktop.scoring.marksheets import returning
from khartoum_desktop.scoring.marksheets.book import MANIFEST
from khartoum_desktop.scoring.marksheets.plans import SheetPlan
from khartoum_desktop.scoring.marksheets.queries import handed
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.scoring.rounds.writing import mark_id
from khartoum_desktop.storage.schema import Assessment, Assessor, Criterion, Mark, Proposal, Round, RoundAssessor
from khartoum_desktop.workspace import Person, Workspace, derived_id
from tests.scoring.marksheets.rooms import Table, every, filled, independent, look, marks_of, sara, take, written
from tests.scoring.marksheets.test_sheets import stored
from tests.scoring.marksheets.test_tables import limit
from tests.scoring.rooms import id_of, mark_all, new_workspace, ref_of


@pytest.fixture
def sheet(work: Workspace, tmp_path: Path) -> Path:
    """Return a sheet of Sara's as it was written."""
    return written(work, tmp_path, sara(work))


def said(plan: SheetPlan) -> str:
    """Return everything that a plan says."""
    problems = [
        f"{one.cell} {one.sentence} {one.remedy}" for one in (*plan.problems, *([plan.refused] if plan.refused else []))
    ]
    return strip_isolates("\n".join([*problems, *plan.notes]))


def values(work: Workspace) -> dict[tuple[str, str], int | None]:
    return {cell: answer.value for cell, answer in stored(work).items()}


NO_MARKS = (
    (6, "6 is not a mark of this scale."),
    (3.5, "3.5 is not a mark of this scale."),
    ("4 - 5", "4 - 5 is not a mark of this scale."),
    ("4/5", "4/5 is not a mark of this scale."),
    ("very good", "very good is not a mark of this scale."),
    (datetime(2026, 5, 4), "The cell holds a date, not a mark"),  # noqa: DTZ001 - a spreadsheet's dates have no zone
    (date(2026, 5, 4), "The cell holds a date, not a mark"),
    ("=1+1", "The cell holds a formula or an error, not a mark"),
    (True, "The cell holds a formula or an error, not a mark"),
    ("x" * 30_000, "x… is not a mark of this scale."),
    ("-3", "-3 is not a mark of this scale."),
)


def test_what_is_no_mark_is_left_out_by_its_cell(work: Workspace, sheet: Path) -> None:
    keys = [key for _ref, key in every(work, ref_of(1))]
    marks = {(ref_of(1), key): mark for key, (mark, _why) in zip(keys, NO_MARKS, strict=False)}
    filled(sheet, {**marks, (ref_of(2), "1.2"): 4})
    table = Table(marks_of(load_workbook(sheet)))
    plan = take(work, sheet)[0]
    assert [problem.cell for problem in plan.problems] == [f"F{table.row(*cell)}" for cell in marks]
    for problem, (_mark, why) in zip(plan.problems, NO_MARKS, strict=True):
        assert why in strip_isolates(problem.sentence)
        assert problem.remedy
        assert len(problem.sentence) < 200
    assert values(work) == {(ref_of(2), "1.2"): 4 * UNIT}


def move(sheet: Worksheet, table: Table) -> None:
    """Sort what is seen, and leave the hidden ids where they are."""
    numbers = list(table.rows())
    shown = [[sheet.cell(number, column).value for column in range(3, 10)] for number in numbers]
    for number, cells in zip(numbers, reversed(shown), strict=True):
        for column, value in enumerate(cells, start=3):
            at: Any = sheet.cell(number, column)
            at.value = value


def sort(sheet: Worksheet, table: Table) -> None:
    """Sort whole rows, with their hidden ids."""
    numbers = list(table.rows())
    cells = [[sheet.cell(number, column).value for column in range(1, 10)] for number in numbers]
    for number, values_ in zip(numbers, reversed(cells), strict=True):
        for column, value in enumerate(values_, start=1):
            at: Any = sheet.cell(number, column)
            at.value = value


def delete(sheet: Worksheet, table: Table) -> None:
    """Delete the rows of the second proposal."""
    first = table.row(ref_of(2), "1.1")
    sheet.delete_rows(first, 18)


def insert(sheet: Worksheet, table: Table) -> None:
    """Put two rows in between: an empty one, and one with a mark of somebody's own."""
    row = table.row(ref_of(1), "1.2")
    sheet.insert_rows(row, 2)
    sheet.cell(row, 5).value = "My own criterion"
    sheet.cell(row, 6).value = 4


def hide(sheet: Worksheet, table: Table) -> None:
    """Hide columns and rename the sheet."""
    sheet.column_dimensions["H"].hidden = True
    sheet.title = "notes perso"
    assert table.columns


def copy(sheet: Worksheet, table: Table) -> None:
    """Copy a row below the others and change its mark."""
    row, last = table.row(ref_of(1), "1.1"), sheet.max_row + 1
    for column in range(1, 10):
        at: Any = sheet.cell(last, column)
        at.value = sheet.cell(row, column).value
    sheet.cell(last, 6).value = 1


@pytest.mark.parametrize(
    ("change", "why", "kept"),
    [
        (sort, "", 36),
        (hide, "", 36),
        (delete, "18 rows are missing in the sheet; nothing changes there.", 18),
        (insert, "This row has no hidden ids of this sheet", 36),
        (copy, "It answers the same as F", 35),
        (move, "rows were sorted or moved", 0),
    ],
)
def test_rows_that_were_moved_are_known_or_refused(
    work: Workspace, sheet: Path, change: Callable[[Worksheet, Table], None], why: str, kept: int
) -> None:
    marks = {**every(work, ref_of(1), 3), **every(work, ref_of(2), 4)}
    plan = take(work, filled(sheet, marks, change))[0]
    assert plan.refused is None
    assert why in said(plan)
    assert len(values(work)) == kept
    assert all(value == (3 if ref == ref_of(1) else 4) * UNIT for (ref, _key), value in values(work).items())


def test_ids_that_were_changed_are_refused(work: Workspace, sheet: Path) -> None:
    book = load_workbook(filled(sheet, {(ref_of(1), "1.1"): 4}))
    book[MANIFEST].cell(4, 3).value = "Somebody Else"
    book.save(sheet)
    plan = look(work, sheet)
    assert plan.refused is not None
    assert "The hidden ids of sheet.xlsx were changed" in said(plan)
    book[MANIFEST].cell(1, 2).value = "2"
    book.save(sheet)
    assert "of a kind that this version does not know" in said(look(work, sheet))
    del book[MANIFEST]
    book.save(sheet)
    assert "has lost its hidden sheet" in said(look(work, sheet))


def test_hidden_columns_that_are_gone_are_refused(work: Workspace, sheet: Path) -> None:
    filled(sheet, {}, lambda marks, _table: marks.delete_cols(1))
    assert "the hidden columns are gone" in said(look(work, sheet))


def test_another_workspace_and_a_closed_round(work: Workspace, sheet: Path, tmp_path: Path) -> None:
    filled(sheet, {(ref_of(1), "1.1"): 4})
    other = new_workspace(tmp_path / "other.khartoum")
    try:
        assert "which is not in this workspace" in said(look(other, sheet))
    finally:
        other.close()
    with work.step("Close") as step:
        step.put(Round, queries.current_round(work).id, {"closed": True})
    plan = look(work, sheet)
    assert "is closed" in said(plan)
    assert taking.take_in(work, [plan]) == ""


def test_other_criteria_by_now(work: Workspace, sheet: Path) -> None:
    filled(sheet, {(ref_of(1), "1.1"): 4})
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    with work.step("Reword") as step:
        step.put(Criterion, criteria.criteria[0].id, {"question_en": "Something else?"})
    plan = look(work, sheet)
    assert "The criteria were reworded after the sheet was written" in said(plan)
    assert plan.new == 1
    with work.step("New version") as step:
        step.put(Round, queries.current_round(work).id, {"criteria_set": criteria_set_id("priorities")})
        from khartoum_desktop.storage.schema import CriteriaSet

        step.add(CriteriaSet, {"key": "x", "version": 2, "label_en": "Newer", "scale_min": 0, "scale_max": 5000},
                 criteria_set_id("priorities"))  # fmt: skip
    assert "for other criteria (version 1); the round now uses “Newer”, version 2" in said(look(work, sheet))


def test_a_round_that_is_not_in_hand_is_named(work: Workspace, sheet: Path) -> None:
    filled(sheet, {(ref_of(1), "1.1"): 4})
    first = queries.current_round(work)
    second = operations.open_round(work, presidency_id("EG-2024"), criteria_set_id("default"))
    with work.step("Order") as step:
        step.put(Round, second, {"position": 5, "label_en": "Second round"})
    assert queries.current_round(work).id == second
    plan = take(work, sheet)[0]
    assert "not to the one in hand: the marks go into that round" in said(plan)
    assert len(queries.answers(work, first.id)) == 1
    assert not queries.answers(work, second)


def test_a_blank_of_a_newer_version_counts_as_an_answer_as_it_does_in_the_window(work: Workspace, sheet: Path) -> None:
    independent(work)
    one, current = sara(work), queries.current_round(work)
    key = queries.criteria(work, current.criteria_set).criterion("1.1").id
    with work.step("A newer version") as step:
        row = {"round": current.id, "proposal": id_of(1), "criterion": key, "assessor": one.id, "blank": "recused"}
        step.add(Mark, row, mark_id(current.id, id_of(1), key, one.id))
    filled(sheet, {place: 4 for place in every(work, ref_of(1)) if place[1] != "1.1"})
    plan = look(work, sheet)
    assert plan.submit == ((id_of(1), one.id),), said(plan)


def test_assessor_and_proposals_that_are_no_longer_there(work: Workspace, sheet: Path) -> None:
    filled(sheet, {(ref_of(number), "1.1"): 4 for number in (1, 2, 3)})
    one, current = sara(work), queries.current_round(work)
    with work.step("Assign") as step:
        named = {"round": current.id, "assessor": one.id}
        step.add(RoundAssessor, named, derived_id("round_assessor", current.id, one.id))
        step.add(
            Assessment,
            {**named, "proposal": id_of(1), "assigned": True},
            derived_id("assessment", current.id, id_of(1), one.id),
        )
        step.remove(Proposal, id_of(2))
    plan = look(work, sheet)
    assert (plan.new, len(plan.problems)) == (1, 2)
    assert f"{ref_of(3)} is not assigned to Sara Osman." in said(plan)
    assert f"{ref_of(2)} is no longer in this workspace." in said(plan)
    with work.step("Gone") as step:
        step.remove(Assessor, one.id)
    assert "Sara Osman is no assessor in this workspace." in said(look(work, sheet))


def test_a_conflict_on_the_whole_sheet_and_afterwards(work: Workspace, sheet: Path, tmp_path: Path) -> None:
    independent(work)
    filled(sheet, dict.fromkeys(every(work, ref_of(1)), ("Conflict of interest", "My ministry")))
    plan = take(work, sheet)[0]
    assert (plan.submit, dict(plan.conflicts)) == ((), {(id_of(1), sara(work).id): "My ministry"})
    later = filled(sheet, {(ref_of(1), "1.1"): 4})
    assert "Sara Osman has declared a conflict of interest" in said(look(work, later))


def test_submitted_sheets_that_differ_are_named(work: Workspace, sheet: Path) -> None:
    independent(work)
    take(work, filled(sheet, every(work, ref_of(1), 3)))
    filled(sheet, {(ref_of(1), "1.1"): 4, (ref_of(1), "1.2"): "Abstained"})
    plan = take(work, sheet)[0]
    assert (plan.changed, plan.submit, plan.differing, plan.writes) == (0, (), 2, False)
    assert f"{ref_of(1)}, 1.1: 3 is submitted, the sheet says 4. Choose to reopen" in said(plan)
    assert f"{ref_of(1)}, 1.2: 3 is submitted, the sheet says Abstained." in said(plan)
    assert values(work)[ref_of(1), "1.1"] == 3 * UNIT
    work.sit_down(Person("Sara Osman", "SD", "assessor"))
    assert f"The sheet for {ref_of(1)} is submitted already." in said(look(work, sheet))
    work.sit_down(Person("Leo", "IT", "assessor"))
    assert "Sara Osman is somebody else." in said(look(work, sheet))


def test_what_is_submitted_changes_when_that_is_chosen(work: Workspace, sheet: Path) -> None:
    independent(work)
    take(work, filled(sheet, every(work, ref_of(1), 3)))
    filled(sheet, {(ref_of(1), "1.1"): 4})
    plans = returning.read_plans(work, [sheet], reopen=True)
    pair = (id_of(1), sara(work).id)
    assert (plans[0].changed, plans[0].reopened, plans[0].submit, plans[0].problems) == (1, (pair,), (pair,), ())
    assert f"{ref_of(1)} was submitted on 2 March 2026; 1 answer differs and is changed." in said(plans[0])
    assert f"{ref_of(1)}, 1.1: 3 is submitted, the sheet says 4." in said(plans[0])
    assert returning.renewed(work, plans) == plans, "what was chosen stays chosen"
    taking.take_in(work, plans, on="2026-04-05")
    assert (submitted(work, pair), values(work)[ref_of(1), "1.1"]) == ("2026-04-05", 4 * UNIT)
    filled(sheet, {(ref_of(1), "1.1"): 3, (ref_of(1), "1.2"): "=1+1"})
    plans = returning.read_plans(work, [sheet], reopen=True)
    taking.take_in(work, plans, on="2026-04-06")
    assert (submitted(work, pair), plans[0].submit) == (None, ()), "somebody has to look at the other cell first"


def submitted(work: Workspace, pair: tuple[str, str]) -> str | None:
    return handed(work, queries.current_round(work).id)[pair].submitted or None


def test_gaps_of_a_submitted_sheet_are_filled(work: Workspace, sheet: Path) -> None:
    independent(work)
    marks = every(work, ref_of(1), 3)
    del marks[ref_of(1), "1.1"]
    take(work, filled(sheet, marks))
    submit(work, queries.current_round(work), [(id_of(1), sara(work).id)], on=date(2026, 3, 3), complete=False)
    bare = look(work, filled(sheet, {(ref_of(1), "1.1"): 5}))
    assert (bare.new, bare.differing) == (0, 1), "a 5 needs a reason"
    plan = take(work, filled(sheet, {(ref_of(1), "1.1"): (5, "Seen there")}))[0]
    assert (plan.new, plan.differing, plan.reopened) == (1, 0, ())


def test_one_sheet_twice_and_two_that_differ(work: Workspace, sheet: Path, tmp_path: Path) -> None:
    filled(sheet, {(ref_of(1), "1.1"): 4})
    twin = tmp_path / "copy of sheet.xlsx"
    twin.write_bytes(sheet.read_bytes())
    first, second = take(work, sheet, twin)
    assert (first.refused, second.writes) == (None, False)
    assert "It says the same as sheet.xlsx, which is taken in." in said(second)
    filled(twin, {(ref_of(1), "1.1"): 3})
    plans = returning.read_plans(work, [sheet, twin])
    assert all("is a sheet of the same assessor, with other marks." in said(one) for one in plans)


def test_a_missing_reason_keeps_a_draft(work: Workspace, sheet: Path) -> None:
    independent(work)
    plan = take(
        work, filled(sheet, {**every(work, ref_of(1)), (ref_of(1), "1.1"): 5, (ref_of(2), "1.1"): (None, "Why")})
    )[0]
    assert "1 mark lacks its reason; it is taken in, its proposal stays a draft." in said(plan)
    assert "There is a reason, but neither a mark nor why there is none." in said(plan)
    assert plan.submit == ()
    assert values(work)[ref_of(1), "1.1"] == 5 * UNIT


def test_a_conditional_maximum_holds_for_sheets_too(work: Workspace, tmp_path: Path) -> None:
    limit(work)
    path = written(work, tmp_path, sara(work))
    book = load_workbook(path)
    note = marks_of(book).cell(Table(marks_of(book)).row(ref_of(1), "1.1"), 5).comment
    assert note is not None
    assert "At most 3 unless 1.2 has at least 4." in note.text
    plan = take(work, filled(path, {(ref_of(1), "1.1"): 4, (ref_of(1), "1.2"): 3, (ref_of(1), "1.3"): 4}))[0]
    assert "A mark of 4 on 1.1 is above its maximum of 3" in said(plan)
    assert {key for _ref, key in values(work)} == {"1.2", "1.3"}


def test_nothing_is_taken_in_that_was_not_seen(work: Workspace, sheet: Path) -> None:
    plan = look(work, filled(sheet, {(ref_of(1), "1.1"): 4}))
    mark_all(work, {1: 3}, "Sara Osman", "SD")
    before = work.can_undo()
    with pytest.raises(UserError, match="The workspace changed after the sheets were read"):
        taking.take_in(work, [plan])
    assert work.can_undo() == before


def test_files_that_cannot_be_read_refuse_only_themselves(work: Workspace, sheet: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(sheet.read_bytes()[:5000])
    filled(sheet, {(ref_of(1), "1.1"): 4})
    plans = take(work, broken, tmp_path / "gone.xlsx", sheet)
    assert [one.refused is None for one in plans] == [False, False, True]
    assert all(one.refused.remedy for one in plans if one.refused)
    assert values(work) == {(ref_of(1), "1.1"): 4 * UNIT}

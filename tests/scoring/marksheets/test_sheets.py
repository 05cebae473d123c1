"""The assessor's sheet: what stands in it, what is locked, and how it comes back however it was saved."""

import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT
from khartoum_desktop.scoring.marksheets import drafting, planning, returning
from khartoum_desktop.scoring.marksheets import queries as marksheets
from khartoum_desktop.scoring.marksheets.exporting import write_marks
from khartoum_desktop.scoring.marksheets.reading_back import is_sheet, sheets_in
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.storage.schema import Assessment, Proposal
from khartoum_desktop.workspace import Person, Workspace, derived_id
from tests.scoring.marksheets.rooms import Table, every, filled, independent, look, marks_of, sara, take, written
from tests.scoring.rooms import id_of, mark_all, ref_of


def stored(work: Workspace, name: str = "Sara Osman", delegation: str = "SD") -> dict[tuple[str, str], Answer]:
    current = queries.current_round(work)
    criteria = queries.criteria(work, current.criteria_set)
    keys = {one.id: one.key for one in criteria.criteria}
    refs = {one.id: one.ref for one in queries.candidates(work)}
    who = operations.assessor_of(work, name, delegation)
    return {
        (refs[one.proposal], keys[one.criterion]): queries.answer_of(one)
        for one in queries.answers(work, current.id, assessor=who.id)
    }


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_a_sheet_in_the_assessors_language(work: Workspace, tmp_path: Path, language: str) -> None:
    path = written(work, tmp_path, sara(work), language)
    book = load_workbook(path)
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 6
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 4 + ["veryHidden"] * 2
    for sheet in book.worksheets[:4]:
        assert sheet.protection.sheet
        assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")
    marks = marks_of(book)
    table = Table(marks)
    assert len(list(table.rows())) == 3 * 18
    for number in table.rows():
        opened = [cell.coordinate for cell in marks[number] if not cell.protection.locked]
        assert opened == [f"F{number}", f"H{number}"]
    assert marks.row_dimensions[1].hidden
    assert marks.column_dimensions["A"].hidden
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    first = criteria.criteria[0]
    shown = str(marks.cell(table.row(ref_of(1), first.key), 5).value)
    assert shown == f"{first.label.text(language)}\n{first.question.text(language)}"
    note = marks.cell(table.row(ref_of(1), first.key), 5).comment
    assert note is not None
    assert all(level.text.text(language) in note.text for level in first.levels)
    titles = {"en": "Proposal 2", "ar": "المقترح 2"}
    assert language == "fr" or any(cell.value == titles[language] for row in book.worksheets[2] for cell in row)


def test_the_lists_and_formulas_hold_no_word_of_anybody(work: Workspace, tmp_path: Path) -> None:
    evil = '=cmd|"/c calc"!A1'
    with work.step("Evil") as step:
        step.put(Proposal, id_of(1), {"title_en": evil, "summary_en": "@SUM(1)\n+1", "context": "http://evil.example"})
    assessor = operations.assessor_of(work, evil, "SD")
    path = written(work, tmp_path, assessor)
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert "cmd" not in str(cell.value)
                    assert "evil" not in str(cell.value)
    marks = marks_of(book)
    (rule,) = [one for one in marks.data_validations.dataValidation if one.type == "list"]
    assert rule.formula1 == "kd_answers"
    lists = book["khartoum-lists"]
    assert [lists.cell(row, 1).value for row in range(1, 9)] == [
        1, 2, 3, 4, 5, "Abstained", "Conflict of interest", "Not applicable",
    ]  # fmt: skip
    with zipfile.ZipFile(path) as package:
        links = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".rels"))
    assert "http://evil" not in links


def test_marks_come_back_complete_ones_are_submitted(work: Workspace, tmp_path: Path) -> None:
    independent(work)
    path = written(work, tmp_path, sara(work))
    marks = every(work, ref_of(1)) | {
        (ref_of(2), "1.1"): 4,
        (ref_of(2), "1.2"): "Abstained",
        (ref_of(1), "1.1"): (5, "Yes"),
    }
    renamed = filled(path, marks).rename(tmp_path / "whatever.xlsx")
    plan = look(work, renamed)
    assert (plan.refused, plan.problems) == (None, ())
    assert (plan.new, plan.changed, plan.same, plan.empty) == (20, 0, 0, 34)
    assert ([pair[0] for pair in plan.submit], plan.drafts) == ([id_of(1)], 2)
    assert stored(work) == {}
    before = work.present_digest()
    take(work, renamed)
    said = stored(work)
    assert said[ref_of(1), "1.1"] == Answer(5 * UNIT, reason="Yes")
    assert said[ref_of(2), "1.2"] == Answer(blank=Blank.ABSTAINED)
    tally = queries.tally(
        work, queries.current_round(work), queries.criteria(work, queries.current_round(work).criteria_set)
    )
    assert tally.submitted == {id_of(1): 1}
    again = look(work, renamed)
    assert (again.new, again.changed, again.same, again.writes) == (0, 0, 20, False)
    work.undo()
    assert work.present_digest() == before


def test_what_the_assessor_said_before_stands_in_the_sheet(work: Workspace, tmp_path: Path) -> None:
    mark_all(work, {1: 5}, "Sara Osman", "SD")
    mark_all(work, {2: 2}, "Somebody Else", "EG")
    path = written(work, tmp_path, operations.assessor_of(work, "Sara Osman", "SD"))
    sheet = marks_of(load_workbook(path))
    table = Table(sheet)
    assert sheet.cell(table.row(ref_of(1), "1.1"), 6).value == 5
    assert sheet.cell(table.row(ref_of(1), "1.1"), 8).value == "seen"
    assert {sheet.cell(number, 6).value for number in table.rows()} == {5, None}
    filled(path, {(ref_of(1), "1.1"): 4, (ref_of(1), "1.2"): None})
    (plan,) = returning.read_plans(work, [path], reopen=True)
    assert (plan.new, plan.changed, plan.same, plan.empty) == (0, 1, 16, 37)
    assert any("1 answer that is here is empty in the sheet" in strip_isolates(note) for note in plan.notes)


def test_every_way_of_writing_a_mark(work: Workspace, tmp_path: Path) -> None:
    said = {
        "1.1": ("4 ", 4), "1.2": ("٤", 4), "1.3": ("4 – good", 4), "2.1": (4.0, 4), "2.2": ("3", 3),
        "2.3": ("٣ جيد", 3),
        "3.1": ("امتنع عن التقييم", None), "3.2": ("n/a", Blank.NOT_APPLICABLE), "3.3": ("Abstention", Blank.ABSTAINED),
    }  # fmt: skip
    path = filled(written(work, tmp_path, sara(work)), {(ref_of(1), key): mark for key, (mark, _meant) in said.items()})
    plan = take(work, path)[0]
    meant = {
        key: Answer(blank=what) if isinstance(what, Blank) else Answer(what * UNIT)
        for key, (_m, what) in said.items()
        if what
    }
    assert {key: answer for (_ref, key), answer in stored(work).items()} == meant
    assert [problem.cell for problem in plan.problems] == [
        f"F{Table(marks_of(load_workbook(path))).row(ref_of(1), '3.1')}"
    ]
    assert any("In 2 cells words stand beside the mark" in strip_isolates(note) for note in plan.notes)


def test_own_conflicts_and_restricted_proposals_stay_out(work: Workspace, tmp_path: Path) -> None:
    one, current = sara(work), queries.current_round(work)
    with work.step("Conflict") as step:
        values = {"round": current.id, "proposal": id_of(1), "assessor": one.id, "conflict": "My ministry"}
        step.add(Assessment, values, derived_id("assessment", current.id, id_of(1), one.id))
        step.put(Proposal, id_of(2), {"confidentiality": "restricted"})
    draft = drafting.draft(work, current, one, "en")
    assert ([subject.ref for subject in draft.subjects], draft.conflicts, draft.restricted) == ([ref_of(3)], 1, 1)
    ticked = drafting.draft(work, current, one, "en", ticked=[id_of(2)])
    assert [subject.ref for subject in ticked.subjects] == [ref_of(2), ref_of(3)]


def test_sheets_are_written_in_each_ones_language_and_never_over_another(work: Workspace, tmp_path: Path) -> None:
    from datetime import date

    one, current = sara(work), queries.current_round(work)
    (waiting,) = [each for each in drafting.sheets_for(work, current) if each.assessor.id == one.id]
    assert (waiting.language, waiting.proposals) == ("ar", 3)
    for _again in range(2):
        drafting.write_into(work, current, [(one, waiting.language)], tmp_path, date(2026, 3, 2))
    names = sorted(path.name for path in tmp_path.glob("*.xlsx"))
    assert names == ["KP_Marks_2026-03-02_Sara-Osman_SD (2).xlsx", "KP_Marks_2026-03-02_Sara-Osman_SD.xlsx"]
    assert marks_of(load_workbook(tmp_path / names[0])).sheet_view.rightToLeft
    assert sheets_in([tmp_path, tmp_path / "gone"]) == [tmp_path / name for name in names]
    with pytest.raises(UserError):
        drafting.write_into(work, current, [], tmp_path, date(2026, 3, 2))


def test_an_assessor_who_has_not_finished_finds_nothing_of_the_others(work: Workspace, tmp_path: Path) -> None:
    independent(work)
    one, current = sara(work), queries.current_round(work)
    mark_all(work, {1: 5, 2: 4}, "Leo Bianchi", "IT")
    leo = operations.assessor_of(work, "Leo Bianchi", "IT")
    before = written(work, tmp_path, leo)
    work.sit_down(Person(one.name, one.delegation, "assessor"))
    assert marksheets.stored(work, current.id) == {}
    assert [each.assessor.id for each in drafting.sheets_for(work, current)] in ([], [one.id])
    assert all(not subject.answers for subject in drafting.draft(work, current, leo, "en").subjects)
    plan = look(work, filled(before, {(ref_of(1), "1.1"): 4}))
    assert (plan.refused is not None, plan.new, plan.changed, plan.same) == (True, 0, 0, 0)
    assert write_marks(work, tmp_path / "out.csv") == 0
    table = tmp_path / "guess.csv"
    table.write_text(f"proposal,criterion,assessor,delegation,mark\n{ref_of(1)},1.1,Leo Bianchi,IT,5\n", "utf-8")
    with pytest.raises(UserError, match="somebody else"):
        planning.plan(work, table)
    work.sit_down(Person("Rita", "EG", "reader"))
    with pytest.raises(UserError, match="A reader changes no marks"):
        planning.plan(work, table)
    refused = look(work, before).refused
    assert refused is not None
    assert "A reader changes no marks" in refused.sentence


def test_other_files_are_no_sheets(tmp_path: Path) -> None:
    from openpyxl import Workbook as Book

    other = tmp_path / "other.xlsx"
    Book().save(other)
    for name, content in (("a.xlsx", b"PK\x03\x04 nothing"), ("b.xlsx", b""), ("c.ods", b"khartoum-marks")):
        (tmp_path / name).write_bytes(content)
    assert sheets_in([tmp_path]) == []
    assert not is_sheet(tmp_path)


def test_a_long_scale_has_bounds_in_place_of_a_list(work: Workspace, tmp_path: Path) -> None:
    from khartoum_desktop.storage.schema import CriteriaSet

    one = sara(work)
    with work.step("Scale") as step:
        step.put(
            CriteriaSet,
            queries.current_round(work).criteria_set,
            {"scale_min": 0, "scale_max": 100_000, "scale_step": 100},
        )
    path = written(work, tmp_path, one)
    (rule,) = marks_of(load_workbook(path)).data_validations.dataValidation
    assert rule.type == "custom"
    assert re.search(r"<=100\.0", str(rule.formula1))
    take(work, filled(path, {(ref_of(1), "1.1"): 99.9, (ref_of(1), "1.2"): "33,3", (ref_of(1), "1.3"): 0}))
    values = {key: answer.value for (_ref, key), answer in stored(work).items()}
    assert values == {"1.1": 99_900, "1.2": 33_300, "1.3": 0}

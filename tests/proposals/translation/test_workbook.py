"""The translator's workbook: out and back without loss, exactly the edits, and nothing hostile gets in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries as reading
from khartoum_desktop.proposals.translation import operations, queries, returning, sheet
from khartoum_desktop.proposals.translation.model import State
from khartoum_desktop.proposals.translation.returning import Kind, Plan
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.seeing import state

FIRST = 7  # row of the first text
TRANSLATION, STATUS, REMARK = "H", "I", "J"
Edit = Callable[[Worksheet], None]


@pytest.fixture
def ids(work: Workspace) -> list[str]:
    """Return three proposals: two to be translated into French, the third of them already."""
    rows: list[dict[str, Any]] = [
        {"title_en": "Border management", "summary_en": "=1+1 is no formula here", "lead_country": "EG"},
        {"title_ar": "تهريب المهاجرين", "summary_ar": "نص\nثانٍ", "lead_country": "SD"},
        {"title_en": "Fair work", "title_fr": "Travail décent", "lead_country": "KE", "language_original": "en"},
    ]
    return [proposals.create(work, row) for row in rows]


def exported(work: Workspace, path: Path, target: str = "fr", **more: Any) -> Path:
    draft = sheet.draft(work, path / "texts.xlsx", target, **more)
    draft.write()
    return draft.path


def edited(path: Path, edit: Edit) -> Path:
    """Save the workbook with another program after an edit."""
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return path


def write(**cells: str | int) -> Edit:
    def edit(page: Worksheet) -> None:
        for name, value in cells.items():
            page[name] = value

    return edit


def kinds(plan: Plan) -> dict[str, int]:
    return {kind.value: len(plan.of(kind)) for kind in Kind if plan.of(kind)}


@pytest.mark.parametrize(("target", "resaved"), [("ar", False), ("en", True), ("fr", True)])
def test_out_and_back_with_nothing_changed_is_nothing_new(
    work: Workspace, ids: list[str], tmp_path: Path, target: str, resaved: bool
) -> None:
    path = exported(work, tmp_path, target)
    if resaved:
        edited(path, write())
    before = state(work)
    plan = returning.read_plan(work, path)
    assert set(kinds(plan)) == {"same"}
    assert not plan.writes
    assert returning.apply(work, plan) == ""
    assert state(work) == before


def test_edits_come_in_exactly_and_one_undo_takes_them_back(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    path = exported(work, tmp_path)
    cells = {
        f"{TRANSLATION}{FIRST}": "Gestion des frontières",
        f"{TRANSLATION}{FIRST + 1}": "Ceci n’est pas une formule",
        f"{STATUS}{FIRST + 1}": "Traduit, non vérifié",
        f"{TRANSLATION}{FIRST + 4}": "Travail décent pour tous",
        f"{STATUS}{FIRST + 4}": "Traduit",
        f"{REMARK}{FIRST + 4}": "Est-ce le titre officiel ?",
    }
    plan = returning.read_plan(work, edited(path, write(**cells)))
    assert kinds(plan) == {"new": 2, "changed": 1, "same": 2}
    before = state(work)
    step = returning.apply(work, plan)
    first, _second, third = (reading.read(work, ident) for ident in ids)
    assert first.columns["title_fr"] == "Gestion des frontières"
    assert first.columns["summary_fr"] == "Ceci n’est pas une formule"
    assert (first.columns["translation_fr"], third.columns["translation_fr"]) == ("unchecked", "translated")
    assert third.columns["title_fr"] == "Travail décent pour tous"
    again = returning.read_plan(work, path)
    assert kinds(again) == {"same": 5}
    assert returning.apply(work, again) == ""  # not even the remark comes twice
    work.store.undo_step(step)
    assert state(work) == before


def test_a_translators_check_counts_without_a_new_text(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    path = edited(exported(work, tmp_path), write(**{f"{STATUS}{FIRST + 4}": "Traduit"}))
    plan = returning.read_plan(work, path)
    assert kinds(plan) == {"changed": 1, "same": 4}
    returning.apply(work, plan)
    assert queries.read(work, ids[2], "fr").state is State.DONE
    assert kinds(returning.read_plan(work, path)) == {"same": 5}


def test_a_changed_original_lets_the_translation_in_unchecked(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    path = edited(exported(work, tmp_path), write(**{f"{TRANSLATION}{FIRST}": "Gestion des frontières"}))
    proposals.set_value(work, ids[0], "title_en", "Integrated border management")
    (change,) = (plan := returning.read_plan(work, path)).of(Kind.NEW)
    assert (change.checked, bool(change.sentence)) == (False, True)
    returning.apply(work, plan)
    assert reading.read(work, ids[0]).columns["translation_fr"] == "unchecked"


def test_what_a_colleague_wrote_meanwhile_is_not_passed_over(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    path = exported(work, tmp_path)
    operations.translate(work, ids[0], "fr", {"title": "Mon titre"})
    assert kinds(returning.read_plan(work, path)) == {"same": 5}
    plan = returning.read_plan(work, edited(path, write(**{f"{TRANSLATION}{FIRST}": "Leur titre"})))
    (change,) = plan.of(Kind.CHANGED)
    assert (change.old, change.new, change.checked, bool(change.sentence)) == ("Mon titre", "Leur titre", False, True)


def test_a_plan_of_another_moment_is_refused(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    plan = returning.read_plan(work, edited(exported(work, tmp_path), write(**{f"{TRANSLATION}{FIRST}": "Titre"})))
    operations.translate(work, ids[0], "fr", {"title": "Mon titre"})
    before = state(work)
    with pytest.raises(UserError):
        returning.apply(work, plan)
    assert state(work) == before


def test_rows_that_cannot_be_taken_are_refused_with_a_sentence(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    path = exported(work, tmp_path)

    def edit(page: Worksheet) -> None:
        page[f"{TRANSLATION}{FIRST}"] = "=HYPERLINK(1)"
        page[f"{TRANSLATION}{FIRST + 1}"] = "نص عربي"
        page[f"{TRANSLATION}{FIRST + 2}"] = "Titre"
        page[f"B{FIRST + 2}"] = "lead_country"
        page[f"{TRANSLATION}{FIRST + 4}"] = "Long " * 41
        page[f"A{FIRST + 3}"] = page[f"A{FIRST}"].value
        page[f"B{FIRST + 3}"] = page[f"B{FIRST}"].value

    plan = returning.read_plan(work, edited(path, edit))
    assert kinds(plan) == {"refused": 5}
    assert all(change.sentence for change in plan.of(Kind.REFUSED))
    proposals.remove(work, [ids[2]])
    assert kinds(returning.read_plan(work, path)) == {"refused": 5}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Titre\u202e caché\u200f", "Titre caché"),
        ("+33 avec l’Europe", "+33 avec l’Europe"),
        ("@SOMME", "@SOMME"),
        ("  Deux\n  lignes ", "Deux lignes"),
        (2027, "2027"),
    ],
)
def test_hostile_texts_are_cleaned_or_stay_texts(
    work: Workspace, ids: list[str], tmp_path: Path, typed: str | int, stored: str
) -> None:
    path = edited(exported(work, tmp_path), write(**{f"{TRANSLATION}{FIRST}": typed}))
    returning.apply(work, returning.read_plan(work, path))
    assert reading.read(work, ids[0]).columns["title_fr"] == stored
    page = openpyxl.load_workbook(exported(work, tmp_path, wanted=[ids[0]])).worksheets[0]
    cell = page[f"{TRANSLATION}{FIRST}"]
    assert (cell.value, cell.data_type) == (stored, "s")


def test_a_megabyte_in_a_cell_is_refused_whole(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    path = edited(exported(work, tmp_path), write(**{f"{TRANSLATION}{FIRST}": "MARK"}))
    swollen = tmp_path / "swollen.xlsx"
    with ZipFile(path) as old, ZipFile(swollen, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"MARK", b"x" * 1_000_000))
    before = state(work)
    plan = returning.read_plan(work, swollen)
    (change,) = plan.of(Kind.REFUSED)
    assert len(change.new) < 100
    assert returning.apply(work, plan) == ""
    assert state(work) == before


def test_restricted_proposals_stay_out_unless_they_are_wanted(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    proposals.set_value(work, ids[1], "confidentiality", "restricted")
    draft = sheet.draft(work, tmp_path / "a.xlsx", "fr")
    assert (draft.proposals, draft.restricted, draft.texts) == (2, 1, 3)
    assert any("restreinte" in line for line in draft.sheets[0].title)
    ticked = sheet.draft(work, tmp_path / "a.xlsx", "fr", ticked=[ids[1]])
    assert (ticked.restricted, ticked.proposals) == (0, 3)
    assert len(ticked.sheets[0].title) == len(draft.sheets[0].title) - 1
    with pytest.raises(UserError) as refused:
        sheet.draft(work, tmp_path / "a.xlsx", "fr", [ids[1]])
    assert "1" in str(refused.value)


def test_other_workbooks_and_other_workspaces_are_refused(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(UserError):
        returning.read_plan(work, other)
    path = exported(work, tmp_path)
    elsewhere = Workspace.create(tmp_path / "elsewhere.khartoum", Person("Nadia Fahmy", "EG"))
    with pytest.raises(UserError):
        returning.read_plan(elsewhere, path)
    elsewhere.close()


def test_the_sheet_is_the_translators(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(exported(work, tmp_path, "ar"))
    page, terms = book.worksheets[0], book.worksheets[1]
    assert page.sheet_view.rightToLeft
    assert page.protection.sheet
    first, fifth = page.column_dimensions["A"], page.column_dimensions["E"]
    assert (first.hidden, first.max, fifth.hidden) == (True, 4, False)
    unlocked = {cell.coordinate.rstrip("0123456789") for cell in page[FIRST] if not cell.protection.locked}
    assert unlocked == {TRANSLATION, STATUS, REMARK}
    assert str(page.data_validations.dataValidation[0].sqref).startswith(STATUS)
    assert "العربية" in str(page["E1"].value)
    assert terms.max_row > 100
    assert page[f"G{FIRST + 1}"].value == "=1+1 is no formula here"
    assert page[f"G{FIRST + 1}"].data_type == "s"


def test_a_moved_and_sorted_sheet_is_read_all_the_same(work: Workspace, ids: list[str], tmp_path: Path) -> None:
    path = exported(work, tmp_path)

    def edit(page: Worksheet) -> None:
        page.protection.sheet = False
        page.insert_rows(1, 2)
        page.insert_cols(1)
        page[f"I{FIRST + 2}"] = "Gestion des frontières"

    plan = returning.read_plan(work, edited(path, edit))
    assert kinds(plan) == {"new": 1, "same": 4}

"""The blank form: filled in as a ministry does, in each language, it comes in without a question and exactly."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, speaking
from khartoum_desktop.importing.blank_form import blank_form
from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.expected import expected
from khartoum_desktop.importing.model import Plan, Status, Weight
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.problems import problems_of_plan
from khartoum_desktop.importing.questions import questions
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.workspace import Workspace

Filled = dict[str, str | int | float | date]
_HEAD, _FIRST = 7, 10
TITLES = {"ar": "مشروع رقم", "en": "Project number", "fr": "Projet numéro"}
LISTS = {
    "kind": "kind",
    "framework": "framework",
    "funding_status": "funding_status",
    "lead_country": "party",
    "jvap": "jvap",
    "gcm": "gcm",
    "priorities": "priority",
}


def form(work: Workspace, folder: Path, code: str) -> Path:
    return blank_form(work, folder / f"form_{code}.xlsx", code).path


def first_sheet(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def fill(path: Path, *rows: Filled, name: str = "", start: int = _FIRST) -> Path:
    """Type rows into the cells of the form; a key names a column by its field, "… 2" the second of that field."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    places: dict[str, int] = {}
    before = ""
    for column, cell in enumerate(sheet[1], 1):
        key = str(cell.value or "")
        key = f"{before}_currency" if key == "currency" else key
        places[f"{key} 2" if key in places else key] = column
        before = key
    for number, row in enumerate(rows, start):
        for key, value in row.items():
            sheet.cell(number, places[key], value)
    target = path.with_name(name or f"filled {path.name}")
    book.save(target)
    return target


def answers(lists: Lists, code: str) -> Filled:
    """Return a row as it is chosen and typed in a language."""

    def label(scheme: str, item: str) -> str:
        return lists.label(scheme, item, code)

    return {
        "title_ar": "تدريب ضباط المعابر",
        "title_en": "Training of officers",
        "title_fr": "Formation des agents",
        "kind": label("kind", "project"),
        "framework": label("framework", "bilateral"),
        "lead_country": label("country", "SD"),
        "submitting_ministry": "Ministry of Interior (HQ), Khartoum",
        "party_beneficiary": f"{label('country', 'ET')}\n{label('country', 'ER')}",
        "party_implementing": label("party", "IOM"),
        "party_funding": label("party", "EU") if lists.has("party", "EU") else label("country", "IT"),
        "locations": "Kassala\nGedaref",
        "contact_name": "Amal Osman",
        "contact_email": "amal@example.org",
        "contact_phone": "+249 91 234 5678",
        f"summary_{code}": "A summary\nof two lines.",
        "overall_objective": "Fewer deaths on the road.",
        "specific_objectives": "One objective\nAnother objective",
        "activities": "Joint training",
        "target_groups": "Border officers",
        "beneficiaries_total": 1234,
        "start_planned": date(2027, 4, 3),
        "end_planned": date(2028, 12, 31),
        "duration_months": 21,
        "budget_total": 2_500_000,
        "budget_total_currency": "USD",
        "amount_requested": 1_250_000.5,
        "amount_requested_currency": "EUR",
        "own_contribution": 750,
        "own_contribution_currency": "SDG",
        "funding_status": lists.choices("funding_status", code)[1][1],
        "priorities": lists.choices("priority", code)[0][1],
        "priorities 2": lists.choices("priority", code)[2][1],
        "jvap": lists.choices("jvap", code)[1][1],
        "gcm": lists.choices("gcm", code)[4][1],
        "gcm 2": lists.choices("gcm", code)[22][1],
        "risks": "Floods\nStrikes",
        "rights_safeguards": "Nobody is returned against their will.",
        "sustainability": "The academy goes on.",
    }


def without_a_question(found: Plan) -> None:
    assert (questions(found), found.problems, found.notes, found.workbook.notes) == ((), (), (), ())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_filled_form_comes_in_without_a_question(code: str, work: Workspace, tmp_path: Path) -> None:
    lists = lists_of(work)
    found = plan(work, fill(form(work, tmp_path, code), answers(lists, code)))
    without_a_question(found)
    (row,) = found.rows
    assert row.status is Status.NEW
    texts = answers(lists, code)
    exact = {key: texts[key] for key in texts if key.startswith(("title", "contact", "overall", "summary"))}
    assert {key: row.values[key] for key in exact} == exact
    assert dict(row.values) == exact | {
        "kind": "project",
        "framework": "bilateral",
        "lead_country": "SD",
        "submitting_ministry": "Ministry of Interior (HQ), Khartoum",
        "locations": "Kassala\nGedaref",
        "specific_objectives": "One objective\nAnother objective",
        "activities": "Joint training",
        "target_groups": "Border officers",
        "beneficiaries_total": 1234,
        "start_planned": "2027-04-03",
        "end_planned": "2028-12-31",
        "duration_months": 21,
        "budget_total": 2_500_000_000,
        "budget_total_currency": "USD",
        "budget_precision": "exact",
        "amount_requested": 1_250_000_500,
        "amount_requested_currency": "EUR",
        "own_contribution": 750_000,
        "own_contribution_currency": "SDG",
        "funding_status": lists.choices("funding_status")[1][0],
        "rights_safeguards": "Nobody is returned against their will.",
        "sustainability": "The academy goes on.",
    }
    parties = {(line["role"], line["name"]) for kind, line in row.children if kind == "party"}
    assert {("beneficiary", "ET"), ("beneficiary", "ER"), ("implementing", "IOM")} < parties
    codes = [(line["scheme"], line["code"]) for kind, line in row.children if kind == "alignment"]
    expected_codes = [("priority", lists.choices("priority")[place][0]) for place in (0, 2)]
    expected_codes += [("jvap", lists.choices("jvap")[1][0])]
    expected_codes += [("gcm", lists.choices("gcm")[place][0]) for place in (4, 22)]
    assert sorted(codes, key=str) == sorted(expected_codes, key=str)
    assert [line["risk"] for kind, line in row.children if kind == "risk"] == ["Floods", "Strikes"]
    apply(work, found)
    assert work.store.check() == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_choice_of_every_list_is_understood(code: str, work: Workspace, tmp_path: Path) -> None:
    path = form(work, tmp_path, code)
    lists = lists_of(work)
    plain = answers(lists, code)
    rows: list[Filled] = []
    wanted: list[tuple[str, str]] = []
    for key, scheme in LISTS.items():
        for item, label in lists.choices(scheme, code):
            titles: Filled = {f"title_{one}": f"{word} {len(rows)}" for one, word in TITLES.items()}
            rows.append({**plain, **titles, key: label})
            wanted.append((key, item))
    found = plan(work, fill(path, *rows))
    assert found.problems == ()
    assert len(found.rows) == len(wanted)
    for row, (key, item) in zip(found.rows, wanted, strict=True):
        codes = {line["code"] for kind, line in row.children if kind == "alignment"}
        assert item == row.values[key] if key in row.values else item in codes


def test_the_rows_that_only_help_are_not_read(work: Workspace, tmp_path: Path) -> None:
    path = form(work, tmp_path, "en")
    with pytest.raises(UserError, match="Nobody has filled this form in"):
        plan(work, path)
    found = plan(work, fill(path, {"title_en": "One project", "lead_country": "Kenya"}, start=_FIRST + 3))
    assert [(row.row, row.status) for row in found.rows] == [(_FIRST + 3, Status.NEW)]
    assert [sheet.name for sheet in found.sheets] == ["Proposals"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_form_offers_lists_rules_and_marks_what_is_needed(code: str, work: Workspace, tmp_path: Path) -> None:
    path = form(work, tmp_path, code)
    sheet = first_sheet(path)
    assert bool(sheet.sheet_view.rightToLeft) is (code == "ar")
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[1].hidden
    assert sheet.freeze_panes == f"D{_HEAD + 1}"
    starred = [str(cell.value) for cell in sheet[_HEAD] if str(cell.value).endswith("*")]
    assert len(starred) == 10
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert rules - {None} == {"list", "date", "decimal", "whole"}
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert all(str(rule.formula1).startswith("list_") for rule in lists)
    assert openpyxl.load_workbook(path)["Lists"].sheet_state == "veryHidden"
    hidden = [sheet.cell(row, 1).value for row in range(_FIRST, _FIRST + 100)]
    assert len(set(hidden)) == 100


def test_a_form_that_comes_again_is_known_again_wherever_its_rows_stand(work: Workspace, tmp_path: Path) -> None:
    path = form(work, tmp_path, "en")
    one: Filled = {
        "title_en": "One project",
        "lead_country": "Kenya",
        "budget_total": 5,
        "budget_total_currency": "EUR",
    }
    two: Filled = {"title_en": "Two projects", "lead_country": "Uganda"}
    apply(work, plan(work, fill(path, one, two, name="first.xlsx")))
    ident = next(ident for ident in ids(work) if read(work, ident).columns["lead_country"] == "KE")
    from khartoum_desktop.proposals.operations import set_value

    set_value(work, ident, "title_en", "Another title by now")
    again = plan(work, fill(path, {**one, "contact_name": "Amal"}, two, name="second.xlsx"))
    assert [(row.status, row.why) for row in again.rows] == [(Status.CHANGED, "origin"), (Status.SAME, "origin")]
    assert [change.field for change in again.rows[0].changes] == ["contact_name"]


def test_the_same_form_filled_by_another_ministry_is_other_proposals(work: Workspace, tmp_path: Path) -> None:
    path = form(work, tmp_path, "en")
    apply(work, plan(work, fill(path, {"title_en": "One project", "lead_country": "Kenya"}, name="kenya.xlsx")))
    for name, title, country in (("sudan", "One project", "Sudan"), ("later", "Quite another matter", "Kenya")):
        other = plan(work, fill(path, {"title_en": title, "lead_country": country}, name=f"{name}.xlsx"))
        assert [row.status for row in other.rows] == [Status.NEW]


def test_problems_of_a_form_go_back_and_come_again(work: Workspace, tmp_path: Path) -> None:
    path = fill(form(work, tmp_path, "fr"), {"title_fr": "Un projet", "lead_country": "Atlantide"})
    found = plan(work, path)
    assert found.count(Status.HELD) == 1
    done = apply(work, found)
    book = problems_of_plan(work, found)
    assert book.language == "fr"
    back = book.write(tmp_path / "back.xlsx").path
    name = found.rows[0].sheet
    workbook = openpyxl.load_workbook(back)
    heads = [str(cell.value) for cell in workbook[name][_HEAD]]
    column = next(at for at, text in enumerate(heads, 1) if text.startswith("État ou organisation"))
    workbook[name].cell(_FIRST, column, "Kenya")
    workbook.save(back)
    again = plan(work, back)
    assert [(row.status, row.id) for row in again.rows] == [(Status.NEW, found.rows[0].id)]
    apply(work, again)
    assert done.held == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_example_is_read_without_a_problem(code: str, lists: Lists) -> None:
    with speaking(code):
        seen = 0
        for key, target in targets().items():
            found = expected(key, lists, "KE")
            if found and found.example:
                said = reader(target, lists)(found.example)
                assert said.values or said.children, (key, found)
                assert said.reason is None or said.reason.weight is Weight.LOOK, (key, found)
                seen += 1
        assert seen > 15

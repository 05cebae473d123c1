"""Exported workbooks, read back with another library: values, types, direction, order, and nothing that calculates."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.exporting.operations import DOCUMENTS, export, restricted, suggested_name
from khartoum_desktop.exporting.ui.dialog import ExportDialog, start_export
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries, shipped
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.sample import PERSON, fill_workspace
from khartoum_desktop.scoring.rounds.opening import change_presidency
from khartoum_desktop.shortlist import operations as shortlists
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.shortlist.queries import current_ranking, latest, listing, shortlist_json
from khartoum_desktop.storage.schema import KINDS, TABLES
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.workspace import Workspace

TODAY = date(2027, 1, 20)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Return the sample round with a shortlist of eight places, cut after five."""
    work = Workspace.create(tmp_path_factory.mktemp("w") / "sample.khartoum", PERSON, genesis=shipped.genesis())
    work.sit_down(PERSON)
    fill_workspace(work)
    ident = shortlists.create(work, "SOM Cairo")
    shortlists.add(work, ident, [line.id for line in current_ranking(work).official[:8]])
    shortlists.draw_cut(work, ident, Cut(number=5))
    yield work
    work.close()


def sheet_of(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def header_row(sheet: Worksheet, first: str) -> int:
    return next(row for row in range(1, 30) if any(cell.value == first for cell in sheet[row]))


def columns(sheet: Worksheet, row: int) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[row] if cell.value is not None}


@pytest.mark.parametrize(("language", "reference", "points"), [
    ("ar", "الرمز", "النقاط"), ("en", "Reference", "Points"), ("fr", "Référence", "Points"),
])  # fmt: skip
def test_shortlist(work: Workspace, tmp_path: Path, language: str, reference: str, points: str) -> None:
    done = export(work, "shortlist", tmp_path / "list.xlsx", language=language, today=TODAY)
    assert (done.rows, done.cut_cells) == (8, ())
    sheet = sheet_of(done.path)
    assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
    head = header_row(sheet, reference)
    assert sheet.freeze_panes is not None
    assert sheet.freeze_panes.endswith(str(head + 1))
    assert sheet.auto_filter.ref
    assert sheet.print_title_rows
    assert sheet.page_setup.orientation == "landscape"
    where = columns(sheet, head)
    expected = current_ranking(work).official[:8]
    for row, line in enumerate(expected, start=head + 1):
        assert sheet.cell(row, where[reference]).value == line.candidate.ref
        assert line.points is not None
        assert sheet.cell(row, where[points]).value == pytest.approx(float(line.points))
        assert sheet.cell(row, where[points]).data_type == "n"


def told(sheet: Worksheet) -> list[str]:
    """Return what stands below the table, one sentence a row."""
    first = max(row for row in range(1, sheet.max_row + 1) if isinstance(sheet.cell(row, 2).value, int)) + 1
    return [str(text) for row in range(first, sheet.max_row + 1) if (text := sheet.cell(row, 2).value)]


def test_the_cut_line_is_said_in_rows_and_notes(work: Workspace, tmp_path: Path) -> None:
    sheet = sheet_of(export(work, "shortlist", tmp_path / "list.xlsx", language="en", today=TODAY).path)
    head = header_row(sheet, "Reference")
    where = columns(sheet, head)
    remarks = [str(sheet.cell(row, where["Remark"]).value or "") for row in range(head + 1, head + 9)]
    assert [remark.startswith("In reserve") for remark in remarks] == [False] * 5 + [True] * 3
    costs = [int(str(sheet.cell(row, where["Total cost"]).value)) for row in range(head + 1, head + 9)]
    notes = told(sheet)
    assert notes[0] == "Cut line: 5 in, 3 in reserve"
    assert notes[1] == f"Sum of the costs above the cut line: EUR {sum(costs[:5]):,}"
    assert notes[2] == f"Sum of the costs: EUR {sum(costs):,}"
    assert notes[3:5] == ["Assessment round: Cairo round 2026", "Criteria: Default grid, version 1"]


def test_an_envelope_too_small_for_the_first_leaves_all_in_reserve(work: Workspace, tmp_path: Path) -> None:
    shortlists.draw_cut(work, latest(work).id, Cut(amount=1000, currency="EUR"))
    sheet = sheet_of(export(work, "shortlist", tmp_path / "list.xlsx", language="en", today=TODAY).path)
    work.undo()
    head = header_row(sheet, "Reference")
    shades = {sheet.cell(row, 1).font.color.rgb for row in range(head + 1, head + 9)}
    assert shades == {"FF4D5965"}


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_register(work: Workspace, tmp_path: Path, language: str) -> None:
    done = export(work, "register", tmp_path / "register.xlsx", language=language, today=TODAY)
    assert done.rows == 40
    sheet = sheet_of(done.path)
    head = next(row for row in range(1, 30) if sum(cell.value is not None for cell in sheet[row]) > 30)
    assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
    ids = [sheet.cell(row, 1).value for row in range(head + 1, head + 41)]
    assert ids == queries.ids(work)
    assert sheet.column_dimensions["A"].hidden
    cells = [cell for row in sheet.iter_rows(min_row=head + 1, max_row=head + 40) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if isinstance(cell.value, int | float) and cell.value == 2_400_000]


def test_amounts_and_dates_are_typed(work: Workspace, tmp_path: Path) -> None:
    ident = queries.ids(work)[0]
    proposals.set_value(work, ident, "start_planned", "2027-03-09")
    sheet = sheet_of(export(work, "register", tmp_path / "r.xlsx", language="en", today=TODAY).path)
    head = header_row(sheet, "Reference")
    where = columns(sheet, head)
    start = sheet.cell(head + 1, where["Planned start"])
    assert isinstance(start.value, datetime | date)
    assert (start.value.year, start.value.month, start.value.day) == (2027, 3, 9)
    place = where["Total cost"]
    cost = sheet.cell(head + 1, place)
    assert cost.data_type == "n"
    assert sheet.cell(head + 1, place + 1).value == "EUR"
    work.undo()


@pytest.mark.parametrize("text", ["=1+1", "+249912345678", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "＝1+1"])
def test_no_text_becomes_a_formula(work: Workspace, tmp_path: Path, text: str) -> None:
    ident = queries.ids(work)[0]
    proposals.set_value(work, ident, "contact_phone", text)
    sheet = sheet_of(export(work, "register", tmp_path / "r.xlsx", language="en", today=TODAY).path)
    head = header_row(sheet, "Reference")
    cell = sheet.cell(head + 1, columns(sheet, head)["Contact: telephone"])
    assert (cell.data_type, cell.value) == ("s", text.strip())
    work.undo()


def test_restricted_proposals_stay_out_and_the_document_says_so(work: Workspace, tmp_path: Path) -> None:
    ident = queries.ids(work)[3]
    proposals.set_value(work, ident, "confidentiality", "restricted")
    done = export(work, "register", tmp_path / "r.xlsx", language="en", today=TODAY)
    sheet = sheet_of(done.path)
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert done.rows == 39
    assert ident not in values
    assert "Restricted proposals left out: 1" in values
    work.undo()


def test_a_copy_does_not_name_the_restricted_proposal_that_it_began_with(work: Workspace, tmp_path: Path) -> None:
    ident = queries.ids(work)[3]
    ref = queries.read(work, ident).ref
    copy = proposals.duplicate(work, ident)
    proposals.set_value(work, ident, "confidentiality", "restricted")

    def named(ticked: Sequence[str]) -> bool:
        path = export(work, "register", tmp_path / "r.xlsx", language="en", today=TODAY, ticked=ticked).path
        return ref in {cell.value for row in sheet_of(path).iter_rows() for cell in row}

    assert [named([]), named([ident])] == [False, True]
    proposals.remove(work, [ident])
    assert not named([])
    assert queries.read(work, copy).columns["copied_from"] == ident
    for _step in range(3):
        work.undo()


@pytest.mark.parametrize("what", DOCUMENTS)
def test_a_restricted_proposal_that_is_ticked_comes_along_and_every_page_says_so(
    work: Workspace, tmp_path: Path, what: str
) -> None:
    ids = [place.entry.proposal for place in listing(work, latest(work)).places[:2]]
    for ident in ids:
        proposals.set_value(work, ident, "confidentiality", "restricted")
    assert [ident for ident, _ref, _title in restricted(work, what)] == (
        ids if what == "shortlist" else sorted(ids, key=queries.ids(work).index)
    )
    path = export(work, what, tmp_path / "r.xlsx", language="en", today=TODAY, ticked=ids[1:]).path
    work.undo()
    work.undo()
    sheet = sheet_of(path)
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    out, in_it = (queries.read(work, ident).ref for ident in ids)
    assert in_it in values
    assert out not in values
    assert {"Restricted proposals in this document: 1", "Restricted proposals left out: 1"} <= set(values)
    header = sheet.HeaderFooter.oddHeader
    assert header is not None
    assert "RESTRICTED" in str(header.right.text)
    assert restricted(work, what) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_dialog_leaves_restricted_proposals_out_unless_they_are_ticked(
    qtbot: QtBot, work: Workspace, tmp_path: Path, language: str
) -> None:
    ids = [place.entry.proposal for place in listing(work, latest(work)).places[:2]]
    for ident in ids:
        proposals.set_value(work, ident, "confidentiality", "restricted")
    desk = Desk()
    with speaking(language):
        dialog = ExportDialog(work, desk, "shortlist")
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.restricted.isVisible)
        assert list(dialog.restricted.checks) == ids
        assert dialog.restricted.ticked() == []
        check = dialog.restricted.checks[ids[1]]
        check.setFocus()
        QTest.keyClick(check, Qt.Key.Key_Space)
        assert dialog.restricted.ticked() == ids[1:]
        dialog.documents["register"].click()
        qtbot.waitUntil(lambda: dialog.restricted.ticked() == [])
    desk.tasks.finish()
    dialog.close()
    desk.close()
    work.undo()
    work.undo()


def test_a_deleted_proposal_is_named_and_said_to_be_deleted(work: Workspace, tmp_path: Path) -> None:
    second = listing(work, latest(work)).places[1]
    proposals.remove(work, [second.entry.proposal])
    sheet = sheet_of(export(work, "shortlist", tmp_path / "list.xlsx", language="en", today=TODAY).path)
    work.undo()
    head = header_row(sheet, "Reference")
    where = columns(sheet, head)
    words = {name: sheet.cell(head + 2, place).value for name, place in where.items()}
    assert (words["Reference"], words["Title"]) == (second.facts.candidate.ref, second.facts.candidate.title.en)
    assert (words["Rank"], words["Points"], words["Remark"]) == (None, None, "The proposal was deleted.")
    whole = sum(place.cost.amount or 0 for place in listing(work, latest(work)).places)
    assert f"Sum of the costs: EUR {(whole - (second.cost.amount or 0)) // 1000:,}" in told(sheet)


@pytest.fixture
def round_of_its_own(tmp_path: Path) -> Iterator[Workspace]:
    """Return a sample round that a test may turn upside down."""
    work = Workspace.create(tmp_path / "own.khartoum", PERSON, genesis=shipped.genesis())
    work.sit_down(PERSON)
    fill_workspace(work)
    ident = shortlists.create(work, "SOM Cairo")
    chosen = [line.id for line in current_ranking(work).official[:5]]
    shortlists.add(work, ident, chosen)
    shortlists.move(work, ident, chosen[3], 1, reason="Asked for by the chair.")
    shortlists.draw_cut(work, ident, Cut(amount=2_000_000_000, currency="EUR"))
    proposals.set_value(work, chosen[4], "confidentiality", "restricted")
    yield work
    work.close()


def cells_in(work: Workspace, path: Path, language: str) -> list[list[object]]:
    """Return every cell of the exported shortlist but its line with the day."""
    sheet = sheet_of(export(work, "shortlist", path, language=language, today=TODAY).path)
    return [[cell.value for cell in row] for row in sheet.iter_rows() if row[0].row != 3]


def turn_upside_down(work: Workspace, listed: Sequence[str]) -> None:
    """Change everything that a shortlist prints, by every way there is."""
    change_presidency(work, "FR-2025")
    one, last = listed[0], listed[-1]
    for key, value in (
        ("title_ar", "عنوان آخر"), ("title_en", "Another"), ("title_fr", "Autre"), ("lead_country", "TN"),
        ("budget_total", Amount(7_000, "SDG")), ("duration_months", 99), ("confidentiality", "public"),
    ):  # fmt: skip
        proposals.set_value(work, one, key, value)
    for key, lines in (
        ("parties", [{"name": "FR"}]),
        ("priorities", [{"code": "skills"}]),
        ("jvap", [{"code": "JVAP-5"}]),
    ):
        proposals.set_lines(work, one, key, lines)
    proposals.set_value(work, last, "confidentiality", "public")
    proposals.remove(work, [listed[1]])
    with work.reading() as db:
        kinds = ("list_item", "priority", "criterion", "round", "criteria_set", "mark", "shortlist_entry")
        rows = {kind: db.execute(select(TABLES[kind].c.id)).scalars().all() for kind in kinds}
    with work.step("Upside down") as step:
        step.put(KINDS["proposal"], one, {"state": "ENDORSED", "ref": "KP-2099-EG-Z-01"})
        for kind in ("list_item", "priority", "criterion", "round", "criteria_set"):
            for row in rows[kind]:
                step.put(KINDS[kind], row, {"label_ar": "آخر", "label_en": "Other", "label_fr": "Autre"})
        for place, row in enumerate(rows["criterion"]):
            step.put(KINDS["criterion"], row, {"weight": 1000 * (place + 1)})
        for row in rows["criteria_set"]:
            step.put(KINDS["criteria_set"], row, {"aggregation": "median", "version": 9})
        for row in rows["mark"]:
            step.put(KINDS["mark"], row, {"value": 1000})
        for place, row in enumerate(rows["shortlist_entry"]):
            step.put(KINDS["shortlist_entry"], row, {"position": place, "reason": "Another"})
        step.put(KINDS["shortlist"], latest(work).id, {"cut_amount": None, "cut_number": 1})
        step.remove(KINDS["shortlist_entry"], rows["shortlist_entry"][0])
        for row in rows["round"]:
            step.remove(KINDS["round"], row)


def test_a_frozen_list_prints_what_it_printed_on_its_day(round_of_its_own: Workspace, tmp_path: Path) -> None:
    work = round_of_its_own
    path = tmp_path / "list.xlsx"
    open_list = {language: cells_in(work, path, language) for language in LANGUAGES}
    shown = [place.entry.proposal for place in listing(work, latest(work)).places]
    shortlists.freeze(work, latest(work).id, today=TODAY)
    assert {language: cells_in(work, path, language) for language in LANGUAGES} == open_list
    turn_upside_down(work, shown)
    assert {language: cells_in(work, path, language) for language in LANGUAGES} == open_list
    assert shortlist_json(work)["recomputes"] is True
    proposals.set_value(work, shown[2], "confidentiality", "restricted")
    reference = listing(work, latest(work)).places[2].facts.candidate.ref
    assert reference not in [cell for row in cells_in(work, path, "en") for cell in row]


def test_an_export_under_way_is_whole_when_the_workspace_closes(
    qtbot: QtBot, round_of_its_own: Workspace, tmp_path: Path
) -> None:
    desk = Desk()
    said: list[str] = []
    desk.said.connect(lambda text, _undo: said.append(strip_isolates(text)))
    desk.failed.connect(lambda error: said.append(str(error)))
    start_export(round_of_its_own, desk, "register", tmp_path / "register.xlsx", code="en")
    assert desk.tasks.finish()
    round_of_its_own.close()
    desk.close()
    assert said == ["register.xlsx was written."]
    assert sheet_of(tmp_path / "register.xlsx").max_row > 40


@pytest.mark.parametrize("what", DOCUMENTS)
def test_a_file_type_that_is_not_there_is_refused(work: Workspace, tmp_path: Path, what: str) -> None:
    with pytest.raises(UserError):
        export(work, what, tmp_path / "list.pdf", language="en", today=TODAY)
    assert not list(tmp_path.iterdir())


def test_an_unknown_document_is_refused(work: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="minutes"):
        export(work, "minutes", tmp_path / "a.xlsx", language="en", today=TODAY)


def test_names_follow_the_office_habit() -> None:
    assert suggested_name("shortlist", "ar", TODAY) == "KP_Shortlist_2027-01-20_AR.xlsx"

"""Exported workbooks, read back with another library: values, types, direction, order, and nothing that calculates."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.exporting.operations import DOCUMENTS, export, suggested_name
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries, shipped
from khartoum_desktop.sample import PERSON, fill_workspace
from khartoum_desktop.shortlist import operations as shortlists
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.shortlist.queries import current_ranking
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

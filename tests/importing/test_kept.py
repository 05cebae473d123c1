"""Rows that stayed out: what is kept of them is whole, is told to the right people, and goes when it is forgotten."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from sqlalchemy import select

from khartoum_desktop.core.i18n import LANGUAGES, set_language
from khartoum_desktop.importing.batches import past_imports
from khartoum_desktop.importing.decisions import fix_cell
from khartoum_desktop.importing.kept import kept_of
from khartoum_desktop.importing.kept_json import rows_json
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.problems import problems_of_batch, problems_of_plan
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.forgetting.operations import forget
from khartoum_desktop.proposals.forgetting.queries import of_proposals
from khartoum_desktop.proposals.queries import origins
from khartoum_desktop.sheets.model import CellRange
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace
from tests.effort import growth
from tests.importing.conftest import MakeFile, Planned, Rows, Value, sheet_of

LIKE: Rows = [
    ["Title", "Country", "Budget"],
    ["Border management training for Kenya police officer", "Kenya", "500,000 EUR"],
    ["Community radio", "Kenya", "a lot"],
]
LOOKS: Rows = [["Title", "Country", "Budget"], ["One", "Atlantis", 250000], ["Two", "Atlantis", 3], ["Three", "KE", 4]]


def _have(work: Workspace, title: str) -> str:
    return proposals.create(work, {"title_en": title, "lead_country": "KE"})


def _texts_in(path: Path) -> str:
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row]
    return json.dumps([[cell.value, cell.comment.text if cell.comment else ""] for cell in cells], default=str)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_row_held_for_its_likeness_is_listed_with_the_reasons(
    code: str, work: Workspace, make_file: MakeFile
) -> None:
    _have(work, "Border management training for Kenya police officers")
    found = plan(work, make_file(LIKE))
    set_language(code)
    said = found.rows[0].problems[-1].reason.text
    apply(work, found)
    (past,) = past_imports(work)
    assert past.batch.held[0].reasons == (said,)
    assert taken_up(work, past.id).rows[0].perhaps[0].id == found.rows[0].perhaps[0].id


def test_what_a_row_is_like_is_not_told_to_its_sender(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    _have(work, "Border management training for Kenya police officers")
    found = plan(work, make_file(LIKE))
    apply(work, found)
    (past,) = past_imports(work)
    for place, book in enumerate((problems_of_plan(work, found), problems_of_batch(work, past.id))):
        said = _texts_in(book.write(tmp_path / f"{place}.xlsx").path)
        assert "It is not clear which project" in said
        assert "police officers" not in said
        assert "KP-20" not in said


def test_a_header_that_looks_like_our_own_mark_breaks_nothing(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Country", "Budget", "kd:row"],
        ["Community radio", "Kenya", "a lot", "{"],
        ["Border clinics", "Kenya", "500,000 EUR", None],
    ]
    done = apply(work, plan(work, make_file(rows)))
    (past,) = past_imports(work)
    assert past.problems == 1
    (origin,) = origins(work, done.proposals[0])
    assert [(cell.header, cell.text) for cell in origin.cells][-1] == ("kd:row", "{")


def test_a_held_row_that_came_in_as_a_proposal_we_have_is_forgotten_with_it(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    ident = _have(work, "Zebra clinics")
    apply(work, plan(work, make_file([["Title", "Country", "Contact"], [None, "Kenya", "Mr Nobody"]])))
    (past,) = past_imports(work)
    book = openpyxl.load_workbook(problems_of_batch(work, past.id).write(tmp_path / "back.xlsx").path)
    book["Projects"]["A2"] = "Zebra clinics"
    book.save(tmp_path / "corrected.xlsx")
    found = plan(work, tmp_path / "corrected.xlsx")
    assert [row.status for row in found.rows] == [Status.CHANGED]
    done = apply(work, found)
    assert done.step is not None
    work.store.undo_step(done.step)
    assert len(past_imports(work)[0].batch.held) == 1
    apply(work, plan(work, tmp_path / "corrected.xlsx"))
    assert work.store.check() == []
    forget(work, of_proposals(work, [ident]))
    with work.reading() as db:
        kept = [str(value) for value in db.execute(select(TABLES["origin"].c.cells)).scalars()]
        kept += [str(value) for value in db.execute(select(TABLES["change"].c.content)).scalars()]
    assert not [text for text in kept if "Nobody" in text]


def _looks(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in LOOKS:
        sheet.append(list(row))
    sheet["A2"].comment = Comment("ask the governor", "them")
    sheet["A3"].font = Font(strike=True)
    for number in (2, 3, 4):
        sheet.cell(number, 3).number_format = '#,##0 "EUR"'
    book.save(folder / "looks.xlsx")
    return folder / "looks.xlsx"


def test_the_looks_of_held_cells_count_when_they_are_taken_up(work: Workspace, tmp_path: Path) -> None:
    apply(work, plan(work, _looks(tmp_path)))
    (past,) = past_imports(work)
    again = taken_up(work, past.id)
    for number in (2, 3):
        again = fix_cell(again, again.sheets[0].name, number, "B", "Kenya")
    assert [row.status for row in again.rows] == [Status.NEW, Status.HELD]  # its title is struck through
    first = again.rows[0].values
    assert (first["budget_total"], first["budget_total_currency"]) == (250_000_000, "EUR")
    done = apply(work, again)
    (origin,) = origins(work, done.proposals[0])
    assert [cell.text for cell in origin.cells if cell.is_comment] == ["ask the governor"]


def test_amounts_that_only_their_format_gave_a_currency_keep_it_when_they_come_back(
    work: Workspace, tmp_path: Path
) -> None:
    apply(work, plan(work, _looks(tmp_path)))
    (past,) = past_imports(work)
    book = openpyxl.load_workbook(problems_of_batch(work, past.id).write(tmp_path / "back.xlsx").path)
    book["Sheet"]["B2"] = "Kenya"
    book.save(tmp_path / "corrected.xlsx")
    first = plan(work, tmp_path / "corrected.xlsx").rows[0]
    assert first.status is Status.NEW
    assert (first.values["budget_total"], first.values["budget_total_currency"]) == (250_000_000, "EUR")


def _many(planned: Planned, n: int) -> Plan:
    head: list[Value] = ["Title", "Country", "Budget", "Ministry"]
    rows: Rows = [head, *([f"Clinic {i}", "Atlantis", None, "M"] for i in range(n))]
    merges = [CellRange(row, 4, row + 1, 4) for row in range(2, n, 2)]
    return planned(replace(sheet_of(rows, merges=merges), errors={(row, 3): "#N/A" for row in range(2, n + 2)}))


def _keep(found: Plan) -> None:
    kept = kept_of(found)
    rows_json(kept.only(kept.held))


def test_many_held_rows_with_errors_and_merges_are_kept_in_a_time_that_grows_with_them(planned: Planned) -> None:
    few, many = _many(planned, 800), _many(planned, 3_200)
    assert many.count(Status.HELD) == 3_200
    # with every merge or error looked at for every row: sixteen times
    assert growth(lambda: _keep(few), lambda: _keep(many), below=10) < 10

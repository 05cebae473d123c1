"""A person's decisions: each gives a new plan, the old one stays, and as a file they give the same plan again."""

import json
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.mapping import decisions_from, mapping_json
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.structure import Kind, read_structure
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.sheets.model import Workbook
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, sheet_of

ROWS: Rows = [
    ["x", "y", "z"],
    ["Title", "Budget", "Start date"],
    ["One project", "soon", "03/04/2027"],
    ["Two projects", "soon", "05/06/2027"],
    ["Three projects", "500 EUR", "2028"],
    ["Total", 30, None],
]


@pytest.fixture
def made(planned: Planned) -> Plan:
    """Give the plan of a small sheet with open questions."""
    return planned(sheet_of(ROWS))


def row(found: Plan, number: int) -> dict[str, object]:
    return dict(next(one.values for one in found.rows if one.row == number))


def test_fixing_a_cell_changes_that_row_only(made: Plan) -> None:
    fixed = decisions.fix_cell(made, "Projects", 3, "B", "2 million EUR")
    assert row(fixed, 3)["budget_total"] == 2_000_000_000
    assert "budget_total" not in row(fixed, 4)
    assert "budget_total" not in row(made, 3)


def test_replacing_a_value_changes_every_row(made: Plan) -> None:
    fixed = decisions.replace_value(made, "budget_total", "Soon", "TBD")
    assert [row(fixed, number)["budget_precision"] for number in (3, 4)] == ["unknown", "unknown"]
    assert not [problem for problem in fixed.problems if problem.column == "B"]


def test_mapping_a_column_decides_how_its_cells_are_read(made: Plan) -> None:
    fixed = decisions.map_column(made, "Projects", "C", "start_planned", {"order": "dmy"})
    assert [row(fixed, number)["start_planned"] for number in (3, 4)] == ["2027-04-03", "2027-06-05"]
    kept = decisions.map_column(made, "Projects", "C", None)
    assert not [problem for problem in kept.problems if problem.column == "C"]


def test_holding_a_row_back_and_taking_it_again(made: Plan) -> None:
    held = decisions.hold(made, "Projects", 4)
    assert [one.status for one in held.rows] == [Status.NEW, Status.HELD, Status.NEW]
    assert [one.status for one in decisions.hold(held, "Projects", 4, held=False).rows] == [Status.NEW] * 3


def test_releasing_a_repetition(planned: Planned) -> None:
    found = planned(sheet_of([["Title", "Budget"], ["One project", "5 EUR"], ["One project", "6 EUR"]]))
    assert found.count(Status.HELD) == 1
    assert decisions.release(found, "Projects", 3).count(Status.HELD) == 0


def test_kinds_header_sheet_and_sender(made: Plan, planned: Planned) -> None:
    assert len(decisions.set_kinds(made, "Projects", [6], Kind.PROPOSAL).rows) == 4
    assert decisions.choose_header(made, "Projects", [1]).sheets[0].structure.header_rows == (1,)
    assert decisions.take_sheet(made, "Projects", taken=False).rows == ()
    assert row(decisions.sender_country(made, "KE"), 3)["lead_country"] == "KE"
    waiting = planned(
        sheet_of([["Title", "Benefitting Countries"], ["One project", "Kenya"], ["Two projects", "Sudan"]])
    )
    assert decisions.accept_suggestions(waiting).rows[0].children == (("party", {"name": "KE", "role": "beneficiary"}),)


def test_decisions_as_a_file_give_the_same_plan(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    path = make_file(ROWS)
    found = decisions.fix_cell(plan(work, path), "Projects", 3, "B", "2 million EUR")
    found = decisions.map_column(found, "Projects", "C", "start_planned", {"order": "dmy"})
    found = decisions.replace_value(found, "budget_total", "soon", "TBD")
    found = decisions.hold(found, "Projects", 4)
    found = decisions.set_kinds(found, "Projects", [6], Kind.NOTE)
    found = decisions.sender_country(found, "KE")
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(mapping_json(found.decisions)), encoding="utf-8")
    again = plan(work, path, mapping=mapping)
    assert again.decisions == found.decisions
    assert again.rows == found.rows


def test_a_mapping_names_columns_by_header_and_any_sheet(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(
        '{"sheets": {"*": {"columns": {"Budget": {"field": "amount_requested", "currency": "EUR"}}}}}', encoding="utf-8"
    )
    rows: Rows = [["Title", "Budget"], ["One project", 5]]
    (found,) = plan(work, make_file(rows), mapping=mapping).rows
    assert (found.values["amount_requested"], found.values["amount_requested_currency"]) == (5000, "EUR")


@pytest.mark.parametrize(
    "text",
    [
        "no JSON", "[]", '{"sheets": []}', '{"sheets": {"*": {"columns": {"A": "colour"}}}}',
        '{"sheets": {"*": {"columns": {"Nowhere": "title"}}}}', '{"sheets": {"*": {"cells": {"?": "x"}}}}',
        '{"sheets": {"*": {"rows": {"3": "poem"}}}}', '{"sheets": {"*": 7}}', '{"replace": [7]}',
        '{"sender_country": "Atlantis"}', '{"sheets": {"Projects": {"header_rows": 2}}}',
    ],
)  # fmt: skip
def test_a_mapping_that_means_nothing_is_refused(
    text: str, work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        plan(work, make_file(ROWS), mapping=mapping)


@pytest.mark.parametrize(
    ("mapping", "name", "place", "known"),
    [
        ({"columns": {"A": "title"}}, "columns", "the top level", "sheets"),
        ({"sheets": {"NoSuchSheet": {}}}, "NoSuchSheet", "sheets", "Projects"),
        ({"sheets": {"Projects": {"colums": {}}}}, "colums", "sheets.Projects", "columns"),
        ({"sheets": {"Projects": {"columns": {"Z": "title"}}}}, "Z", "sheets.Projects.columns", "Start date"),
        ({"sheets": {"*": {"columns": {"Ministry": "title"}}}}, "Ministry", "sheets.*.columns", "Start date"),
        ({"sheets": {"*": {"columns": {"A": "titel"}}}}, "titel", "sheets.*.columns.A", "title"),
        ({"sheets": {"*": {"columns": {"B": {"target": "title"}}}}}, "target", "sheets.*.columns.B", "field"),
        ({"sheets": {"*": {"columns": {"B": {"field": "title", "unit": "k"}}}}}, "k", "columns.B.unit", "1000"),
        ({"sheets": {"*": {"columns": {"B": {"field": "title", "order": "ymd"}}}}}, "ymd", "columns.B.order", "dmy"),
        ({"sheets": {"Projects": {"hold": [99]}}}, "99", "sheets.Projects.hold", "1–6"),
        ({"sheets": {"Projects": {"take": "no"}}}, "no", "sheets.Projects.take", "false"),
        ({"replace": [{"field": "budget", "original": "x", "value": "1"}]}, "budget", "replace.field", "budget_total"),
    ],
)
def test_a_refused_mapping_names_place_and_remedy(
    mapping: dict[str, object], name: str, place: str, known: str
) -> None:
    workbook = Workbook("memory.xlsx", "0" * 64, "xlsx", (sheet_of(ROWS),))
    with pytest.raises(UserError) as refused:
        decisions_from(mapping, workbook, lambda sheet, rows: read_structure(sheet, is_known, rows))
    sentence, remedy = (strip_isolates(text) for text in (refused.value.sentence, refused.value.remedy))
    assert f"“{name}”" in sentence
    assert f"{place}," in sentence
    assert known in remedy
    assert '"columns"' in remedy


def test_any_sheet_may_lack_a_column_that_another_has(work: Workspace, make_file: MakeFile) -> None:
    path = make_file([["Title", "Cost"], ["One project", 5]], Second=[["Title", "Budget"], ["Two projects", 5]])
    found = plan(
        work,
        path,
        mapping={"sheets": {"*": {"columns": {"Cost": {"field": "budget_total", "unit": 1000, "currency": "EUR"}}}}},
    )
    assert [one.values.get("budget_total") for one in found.rows] == [5_000_000, None]


def test_a_mapping_names_columns_by_the_header_that_it_chooses(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Budget"], ["What", "SDG"], ["One project", "8.8"]]
    columns = {"What": "title", "SDG": "sdg"}
    (row,) = plan(work, make_file(rows), mapping={"sheets": {"*": {"header_rows": [2], "columns": columns}}}).rows
    assert row.children == (("alignment", {"scheme": "sdg", "code": "8.8"}),)


def test_a_mapping_file_that_is_not_there_is_refused(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="missing"):
        plan(work, make_file(ROWS), mapping=tmp_path / "missing.json")

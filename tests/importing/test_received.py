"""The cells of an imported row stay as they were received, whatever becomes of the file that brought its columns."""

from pathlib import Path

from khartoum_desktop.importing.operations import apply, undo
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.proposals import queries
from khartoum_desktop.workspace import Workspace

HEADERS = "Project title;Country;Total cost;Notes\n"


def _file(folder: Path, name: str, rows: str) -> Path:
    path = folder / name
    path.write_text(HEADERS + rows, encoding="utf-8")
    return path


def _received(work: Workspace, ident: str) -> list[tuple[str, str, str, str | None]]:
    return [(one.cell, one.header, one.text, one.field) for row in queries.origins(work, ident) for one in row.cells]


def test_rows_of_equal_columns_survive_the_undo_of_the_first_file(work: Workspace, tmp_path: Path) -> None:
    first = apply(work, plan(work, _file(tmp_path, "a.csv", "Border clinics;Kenya;EUR 2 m;\n")))
    second = apply(work, plan(work, _file(tmp_path, "b.csv", "Village wells;Sudan;EUR 3 m;by rail\n")))
    undo(work, first)
    assert _received(work, second.proposals[0]) == [
        ("A2", "Project title", "Village wells", "title"),
        ("B2", "Country", "Sudan", "lead_country"),
        ("C2", "Total cost", "EUR 3 m", "budget_total"),
        ("D2", "Notes", "by rail", None),
    ]
    assert work.store.check() == []


def test_a_row_with_a_doubt_keeps_the_doubt_and_its_neighbour_the_same_cells(work: Workspace, tmp_path: Path) -> None:
    rows = "Border clinics;Kenya;about EUR 2 m or so, perhaps;\nVillage wells;Sudan;EUR 3 m;\n"
    done = apply(work, plan(work, _file(tmp_path, "a.csv", rows)))
    doubted, plain = (queries.origins(work, ident)[0] for ident in done.proposals)
    assert [one.header for one in doubted.cells] == [one.header for one in plain.cells]
    assert [bool(one.problem) for one in doubted.cells] == [False, False, True]
    assert [bool(one.problem) for one in plain.cells] == [False, False, False]

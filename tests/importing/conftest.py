"""Workspaces and workbooks for the import's tests: real stores, real files."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from khartoum_desktop.importing.building import Source, build
from khartoum_desktop.importing.matching import nothing_yet
from khartoum_desktop.importing.model import Decisions, Plan
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.sheets.model import CellRange, Sheet, Workbook
from khartoum_desktop.workspace import Person, Workspace, derived_id
from tests.copies import begun

Value = str | int | float | date | None
Rows = Sequence[Sequence[Value]]
MakeFile = Callable[..., Path]
Planned = Callable[..., Plan]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Give an empty workspace of an officer of Egypt."""
    found = begun(tmp_path / "office.khartoum", Person("Nadia", "EG"))
    yield found
    found.close()


@pytest.fixture
def partner(tmp_path: Path) -> Iterator[Workspace]:
    """Give an empty workspace of an organisation, whose delegation is no State."""
    found = begun(tmp_path / "partner.khartoum", Person("Sam", "IOM"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """Give the code lists as the program ships them."""
    folder = tmp_path_factory.mktemp("lists")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "LOGS"):
            patch.setenv(f"KHARTOUM_{name}", str(folder / name.lower()))
        found = Workspace.create(folder / "lists.khartoum", Person("Nadia", "EG"), genesis=genesis())
        shipped = lists_of(found)
        found.close()
    return shipped


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """Give a function that writes an .xlsx file: rows from A1 on, merges, hidden rows, further sheets by name."""

    def make(
        rows: Rows, name: str = "projects.xlsx", *, merges: Sequence[str] = (), hidden: Sequence[int] = (), **more: Rows
    ) -> Path:
        from openpyxl import Workbook as Book

        book = Book()
        first = book.active
        assert first is not None
        for title, content in {"Projects": rows, **more}.items():
            sheet = first if title == "Projects" else book.create_sheet(title)
            sheet.title = title
            for y, row in enumerate(content, 1):
                for x, value in enumerate(row, 1):
                    sheet.cell(y, x, value)
        for area in merges:
            first.merge_cells(area)
        for number in hidden:
            first.row_dimensions[number].hidden = True
        path = tmp_path / name
        book.properties.title = name  # written within one second, files of the same cells would be the same file
        book.save(path)
        return path

    return make


def sheet_of(
    rows: Rows, name: str = "Projects", *, merges: Sequence[CellRange] = (), hidden: Sequence[int] = ()
) -> Sheet:
    """Return a sheet with these rows from A1 on."""
    width = max((len(row) for row in rows), default=0)
    cells = tuple((*row, *[None] * (width - len(row))) for row in rows)
    return Sheet(name, rows=cells, merges=tuple(merges), hidden_rows=frozenset(hidden))


@pytest.fixture
def planned(lists: Lists) -> Planned:
    """Give a function that plans sheets in memory against an empty workspace."""

    def make(*sheets: Sheet, decisions: Decisions | None = None, own: str | None = "EG") -> Plan:
        workbook = Workbook("memory.xlsx", "0" * 64, "xlsx", sheets)
        return build(Source(workbook, lists, nothing_yet(), derived_id, {}, own), decisions or Decisions())

    return make

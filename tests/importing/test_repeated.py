"""A reference that two rows of a file carry: both wait, since nobody knows which of them it is."""

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows, Value

HEADER: list[Value] = ["Ref", "Title", "Country", "Budget (EUR)"]
TITLES = ["Reception at the border", "Wells for returnees", "Roads to markets", "Schools for guests"]


def listed(*references: str) -> Rows:
    rows: Rows = [[ref, TITLES[i % 4], "Kenya", 900_000 + i] for i, ref in enumerate(references)]
    return [HEADER, *rows]


def statuses(found: Plan) -> list[Status]:
    return [row.status for row in found.rows]


def test_a_senders_reference_twice_holds_both_rows(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(listed("P1.1", "P11", "P1-1")))
    assert statuses(found) == [Status.NEW, Status.NEW, Status.NEW]  # other references, to the letter
    found = plan(work, make_file(listed("P1", "P2", "p-1"), "slip.xlsx"))
    assert statuses(found) == [Status.HELD, Status.NEW, Status.HELD]
    said = [strip_isolates(row.problems[-1].reason.text) for row in found.rows if row.problems]
    assert said[0] == "Row 4 of “Projects” has the same reference, P1, and says something else."
    assert said[1].startswith("Row 2 of “Projects”")


def test_a_reference_of_ours_that_is_not_here_is_one_too(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(listed("KP-2026-EG-Z-99", "P2", "KP-2026-EG-Z-99")))
    assert statuses(found) == [Status.HELD, Status.NEW, Status.HELD]


def test_a_corrected_or_released_row_is_free(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(listed("P1", "P2", "P1")))
    assert statuses(decisions.fix_cell(found, "Projects", 4, "A", "P3")) == [Status.NEW] * 3
    assert statuses(decisions.fix_cell(found, "Projects", 4, "A", "")) == [Status.NEW] * 3
    assert statuses(decisions.release(found, "Projects", 2)) == [Status.NEW] * 3


def test_the_same_project_twice_is_told_once(work: Workspace, make_file: MakeFile) -> None:
    rows = [*listed("P1", "P2"), ["P1", TITLES[0], "Kenya", 900_000]]
    found = plan(work, make_file(rows))
    assert statuses(found) == [Status.NEW, Status.NEW, Status.HELD]
    assert "The same proposal stands in row 2" in strip_isolates(found.rows[2].problems[-1].reason.text)


def test_a_code_of_many_rows_is_no_reference_of_a_row(work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file(listed("AXIS 1", "AXIS 1", "AXIS 2", "AXIS 2")))
    assert statuses(found) == [Status.NEW] * 4

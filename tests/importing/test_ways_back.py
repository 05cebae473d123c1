"""The two ways back into an import, held rows and the problems workbook: what nobody corrected changes nothing."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Certainty, Plan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.problems import problems_of_batch
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.workspace import Workspace

STRUCK = InlineFont(strike=True)
Change = Callable[[Worksheet], None]
Rows = Sequence[Sequence[object]]


def a_file(
    path: Path, rows: Rows, *, hidden: str = "", struck: str = "", merged: str = "", change: Change | None = None
) -> Path:
    """Write a workbook; `hidden` names columns, `struck` cells and `merged` ranges, each parted by blanks."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    for column in hidden.split():
        sheet.column_dimensions[column].hidden = True
    for place in struck.split():
        sheet[place].font = Font(strike=True)
    for cells in merged.split():
        sheet.merge_cells(cells)
    if change:
        change(sheet)
    book.save(path)
    return path


def sent_back(work: Workspace, file: Path | str, change: Change | None = None) -> Plan:
    """Import a file (or name a batch), write its problems, change them as a ministry does, and plan what comes back."""
    batch = apply(work, plan(work, file)).batch if isinstance(file, Path) else file
    path = work.store.path.with_name("to correct.xlsx")
    problems_of_batch(work, batch).write(path)
    if change:
        book = openpyxl.load_workbook(path, rich_text=True)
        sheet = book.worksheets[-1]
        assert isinstance(sheet, Worksheet)
        change(sheet)
        path = path.with_name("corrected.xlsx")
        book.save(path)
    return plan(work, path)


def values(found: Plan, field: str) -> list[object]:
    return [row.values.get(field) for row in found.rows]


def statuses(found: Plan) -> list[Status]:
    return [row.status for row in found.rows]


def writing(**cells: str | int | None) -> Change:
    def change(sheet: Worksheet) -> None:
        for place, value in cells.items():
            sheet[place].value = value

    return change


HEAD = ["Project title", "Country", "Budget EUR", "Start date"]


# --- columns that are hidden ------------------------------------------------------------------------------------------


def test_a_hidden_column_is_still_only_offered(work: Workspace, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ["Border posts", "Keniya", "soon", "2026-01-02"], ["Training", "Kenya", 200_000, "2026-05-02"]]
    done = apply(work, plan(work, a_file(tmp_path / "a.xlsx", rows, hidden="D")))
    for found in (taken_up(work, done.batch), sent_back(work, done.batch)):
        column = found.sheets[0].column("D")
        assert column
        assert column.certainty is Certainty.OFFERED
        assert values(found, "start_planned") == [None]
        chosen = decisions.map_column(found, found.sheets[0].name, "D", "start_planned")
        assert values(chosen, "start_planned") == ["2026-01-02"]


def test_a_hidden_column_that_an_officer_chose_is_taken(work: Workspace, tmp_path: Path) -> None:
    rows: Rows = [HEAD, ["Border posts", "Keniya", "soon", "2026-01-02"], ["Training", "Kenya", 200_000, "2026-05-02"]]
    found = plan(work, a_file(tmp_path / "a.xlsx", rows, hidden="D"))
    done = apply(work, decisions.map_column(found, found.sheets[0].name, "D", "start_planned"))
    for again in (taken_up(work, done.batch), sent_back(work, done.batch)):
        assert values(again, "start_planned") == ["2026-01-02"]


def test_a_column_that_did_not_fit_its_field_is_still_not_read(work: Workspace, tmp_path: Path) -> None:
    """The few rows of the workbook may hold nothing that speaks against it."""
    rows: Rows = [
        ["Project title", "Country", "Currency", "Budget"],
        ["Border posts", "Keniya", None, 500_000],
        *([f"Clinic of town {number}", "Kenya", "the office", 200_000] for number in range(5)),
    ]
    found = plan(work, a_file(tmp_path / "a.xlsx", rows))
    assert found.sheets[0].columns[2].certainty is Certainty.OFFERED
    done = apply(work, found)
    for again in (taken_up(work, done.batch), sent_back(work, done.batch)):
        assert again.sheets[0].columns[2].certainty is Certainty.OFFERED
        name = again.sheets[0].name
        chosen = decisions.map_column(again, name, "C", "currency")
        assert chosen.sheets[0].columns[2].certainty is Certainty.CONFIRMED
        left = decisions.map_column(again, name, "C", None)
        assert left.sheets[0].columns[2].target is None


# --- rows that stand twice --------------------------------------------------------------------------------------------


def test_a_row_that_stood_twice_waits_though_the_other_went_in(work: Workspace, tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        ["Radio", "Kenya", 1000, "2027"],
        ["Boats", "Kenya", 500, "2027"],
        ["Radio", "Kenya", 9, "2028"],
    ]
    done = apply(work, plan(work, a_file(tmp_path / "a.xlsx", rows)))
    for again in (taken_up(work, done.batch), sent_back(work, done.batch)):
        assert [(row.row, row.status) for row in again.rows] == [(4, Status.HELD)]
        name = again.sheets[0].name
        assert statuses(decisions.release(again, name, 4)) == [Status.CHANGED]
        assert statuses(decisions.fix_cell(again, name, 4, "A", "A second station")) == [Status.NEW]


# --- units ------------------------------------------------------------------------------------------------------------


def test_a_unit_that_a_line_may_give_is_still_in_doubt(work: Workspace, tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        ["Border posts", "Kenya", 500_000, "2027"],
        ["Radio", "Keniya", 600_000, "2027"],
        [],
        ["All amounts in thousands of euro"],
    ]
    found = plan(work, a_file(tmp_path / "a.xlsx", rows))
    before = values(found, "budget_total")[1]
    done = apply(work, found)
    for again in (taken_up(work, done.batch), sent_back(work, done.batch)):
        assert values(again, "budget_total")[-1] == before


# --- languages --------------------------------------------------------------------------------------------------------

SPOKEN: Rows = [
    ["Project title", "Country"],
    ["Border clinics for the people of the north", "Kenya"],
    ["Training of the police and the guards", "Kenya"],
    ["Radio station for the villages", "Kenya"],
    ["Puits du village et formation des gardes", "Keniya"],
    ["Lamu 2", "Keniya"],
]


def test_titles_are_read_in_the_language_of_their_column(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path / "a.xlsx", SPOKEN))
    before = [(row.values.get("title_en"), row.values.get("title_fr")) for row in found.rows[3:]]
    assert before == [(None, SPOKEN[4][0]), ("Lamu 2", None)]
    done = apply(work, found)
    for again in (taken_up(work, done.batch), sent_back(work, done.batch)):
        assert [(row.values.get("title_en"), row.values.get("title_fr")) for row in again.rows] == before
        assert again.sheets[0].columns[0].settings.is_said is False


def test_a_language_that_an_officer_chose_holds(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path / "a.xlsx", SPOKEN))
    said = decisions.map_column(found, found.sheets[0].name, "A", "title", {"language": "fr"})
    done = apply(work, said)
    for again in (taken_up(work, done.batch), sent_back(work, done.batch)):
        assert values(again, "title_fr") == [SPOKEN[4][0], "Lamu 2"]
        assert again.sheets[0].columns[0].settings.is_said is True


# --- strokes ----------------------------------------------------------------------------------------------------------

CROSSED: Rows = [
    HEAD,
    ["Alpha road", "Kenya", 500_000, "2026-01-14"],
    ["Delta boats", "Kenya", 800_000, "2026-01-14"],
    ["Half a bridge", "Keniya", CellRichText(TextBlock(STRUCK, "500000"), "600000"), "2026-01-14"],
]


def test_struck_cells_are_struck_in_the_workbook_and_when_it_comes_back(work: Workspace, tmp_path: Path) -> None:
    found = sent_back(work, a_file(tmp_path / "a.xlsx", CROSSED, struck="C2 A3"))
    assert statuses(found) == [Status.SAME, Status.HELD, Status.HELD]
    assert values(found, "budget_total") == [None, 800_000_000, 600_000_000]
    book = openpyxl.load_workbook(tmp_path / "to correct.xlsx")
    cells = [cell for row in book.worksheets[-1].iter_rows() for cell in row if cell.font.strike]
    assert [cell.coordinate for cell in cells] == ["C2", "A3"]
    parted = [one for one in found.problems if one.original == "~~500000~~600000"]
    assert parted


def test_a_sender_takes_the_stroke_away_or_writes_another_value(work: Workspace, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"].value = 510_000  # as one types into a cell, which stays struck through
        sheet["A3"].font = Font(strike=False)

    found = sent_back(work, a_file(tmp_path / "a.xlsx", CROSSED, struck="C2 A3"), change)
    assert statuses(found) == [Status.CHANGED, Status.NEW, Status.HELD]
    assert values(found, "budget_total")[0] == 510_000_000


# --- rows that were parted --------------------------------------------------------------------------------------------

PARTED = (
    "Project title,Country,Budget EUR\nBorder posts,Sudan,150000\nRadio,Kenya,250,000\nBoats,Kenya,1,250,50\n"
    "Wells, north,Sudan,300000\nRoads,Sudan,1000000\nPosts,Sudan,2000000\nTowers,Sudan,2000000\nLamps,Sudan,300000\n"
)


def test_rows_that_a_separator_parted_stay_held(work: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PARTED, encoding="utf-8")
    found = plan(work, tmp_path / "a.csv", sender_country="KE")
    done = apply(work, found)
    parted = [3, 4, 5]
    assert [row.row for row in found.rows if row.status is Status.HELD] == parted
    for again in (taken_up(work, done.batch), sent_back(work, done.batch)):
        assert [(row.row, row.status) for row in again.rows] == [(row, Status.HELD) for row in parted]
        assert values(again, "budget_total") == [None] * 3
        freed = decisions.release(again, again.sheets[0].name, 3)
        assert freed.rows[0].status is Status.NEW
        assert "budget_total" not in freed.rows[0].values


@pytest.mark.parametrize("rest", ["000", None])
def test_a_corrected_cell_lets_a_parted_row_in(work: Workspace, tmp_path: Path, rest: str | None) -> None:
    (tmp_path / "a.csv").write_text(PARTED, encoding="utf-8")
    done = apply(work, plan(work, tmp_path / "a.csv"))
    found = sent_back(work, done.batch, writing(C3="250,000", D3=rest))
    row = next(row for row in found.rows if row.row == 3)
    assert row.values["budget_total"] == 250_000_000
    assert not any(one.row == 3 and "more cells" in one.reason.text for one in found.problems)


# --- a figure for several projects ------------------------------------------------------------------------------------

TOGETHER: Rows = [
    HEAD,
    ["Border posts", "Kenya", 3_000_000, "2026-01-14"],
    ["Radio", "Kenya", None, "2026-01-14"],
    ["Boats", "Kenya", None, "2026-01-14"],
]


@pytest.mark.parametrize(
    ("written", "amounts"),
    [
        ({}, [None, None, None]),
        ({"C3": 1_000_000}, [None, 1_000_000_000, None]),
        ({"C2": 1_500_000, "C3": 1_000_000, "C4": 500_000}, [1_500_000_000, 1_000_000_000, 500_000_000]),
    ],
)
def test_a_sender_can_share_a_figure_out(
    work: Workspace, tmp_path: Path, written: dict[str, int], amounts: list[int | None]
) -> None:
    found = sent_back(work, a_file(tmp_path / "a.xlsx", TOGETHER, merged="C2:C4"), writing(**written))
    assert values(found, "budget_total") == amounts
    asked = {one.row for one in found.problems if "stands for" in one.reason.text}
    assert asked == {row for row, amount in enumerate(amounts, start=2) if amount is None}


# --- the law ----------------------------------------------------------------------------------------------------------

_TITLES = ("Border clinics of {}", "Formation des gardes de {}", "آبار المياه في {}", "Route {}", "Radio station {}")
_CELLS: dict[str, tuple[object, ...]] = {
    "Country": ("Kenya", "Sudan", "Keniya", "Sudan/South Sudan", None),
    "Budget EUR": (500_000, "2,5", "TBD", CellRichText(TextBlock(STRUCK, "500000"), "600000"), None, "500²"),
    "Start date": ("2026-01-02", "03/04/2026", "13/04/2026", "soon", None),
    "Results": ("1. one\n2. two", "1.5 million people", None),
    "Ref": ("P1", "P2", None),
    "Status": ("approved", "funded", "xyz", None),
    "Beneficiaries": (5, "1.000", "many", None),
}


def any_file(path: Path, seed: int) -> Path:
    """Write a file of some sender, always the same one for a seed."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    names = ["Country", *chance.sample(sorted(set(_CELLS) - {"Country"}), chance.randint(2, 5))]
    rows: list[list[object]] = [["Project title", *names]]
    for number in range(chance.randint(3, 8)):
        title = chance.choice(_TITLES).format(f"{chance.choice(('Lamu', 'Moyale', 'Kassala'))} {number}")
        rows.append([title, *(chance.choice(_CELLS[name]) for name in names)])
    letters = [get_column_letter(place) for place in range(1, len(names) + 2)]

    def change(sheet: Worksheet) -> None:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                if chance.random() < 0.06:
                    cell.font = Font(strike=True)
        if chance.random() < 0.5:
            sheet.column_dimensions[chance.choice(letters[2:])].hidden = True
        if chance.random() < 0.5:
            first = chance.randint(2, len(rows) - 1)
            letter = chance.choice(letters)
            sheet.merge_cells(f"{letter}{first}:{letter}{chance.randint(first + 1, len(rows))}")

    return a_file(path, rows, change=change)


def stored(work: Workspace) -> dict[str, object]:
    return {ident: read(work, ident) for ident in ids(work)}


@pytest.mark.parametrize("seed", range(8))
def test_what_nobody_corrected_changes_nothing(partner: Workspace, tmp_path: Path, seed: int) -> None:
    done = apply(partner, plan(partner, any_file(tmp_path / "a.xlsx", seed)))
    before = stored(partner)
    try:
        again = taken_up(partner, done.batch)
    except UserError:
        again = None
    if again:
        assert set(statuses(again)) <= {Status.HELD}
        apply(partner, again)
        assert stored(partner) == before
    try:
        found = sent_back(partner, done.batch)
    except UserError:
        return
    for _time in range(2):
        assert set(statuses(found)) <= {Status.HELD, Status.SAME}
        apply(partner, found)
        assert stored(partner) == before
        found = plan(partner, tmp_path / "to correct.xlsx")

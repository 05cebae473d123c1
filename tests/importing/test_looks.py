"""What cells say by their looks reaches the plan and stays with the proposal: formats, struck titles, comments."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.decisions import map_column, release
from khartoum_desktop.importing.model import Plan, Status, Weight
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.questions import questions
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.queries import ids, origins, read
from khartoum_desktop.workspace import Workspace

HEADER = ["Project title", "Lead country", "Total budget", "Implementing agency", "Progress"]
TITLES = ("Border clinics in the east", "Return and reintegration centre", "Protection of unaccompanied minors")

Dress = Callable[[Worksheet], None]


def a_file(tmp_path: Path, dress: Dress, *, budget: str = HEADER[2], name: str = "a.xlsx") -> Path:
    """Write three projects and let the test dress their cells."""
    book = Book()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append([*HEADER[:2], budget, *HEADER[3:]])
    for number, title in enumerate(TITLES, 1):
        sheet.append([title, "Sudan", number * 50_000, f"Agency {number}", number / 4])
    dress(sheet)
    book.save(tmp_path / name)
    return tmp_path / name


def formats(codes: Mapping[str, str]) -> Dress:
    def dress(sheet: Worksheet) -> None:
        for place, code in codes.items():
            sheet[place].number_format = code

    return dress


def amounts(found: Plan) -> list[tuple[object, object]]:
    return [(row.values.get("budget_total"), row.values.get("budget_total_currency")) for row in found.rows]


def reasons(found: Plan) -> list[str]:
    return [strip_isolates(problem.reason.text) for problem in found.problems]


EURO = '#,##0 "€"'


def test_the_currency_of_a_number_format_serves_amounts_without_one(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path, formats({"C2": EURO, "C3": EURO, "C4": EURO})))
    assert amounts(found) == [(n * 50_000_000, "EUR") for n in (1, 2, 3)]
    assert found.problems == ()
    assert questions(found) == ()


def test_half_of_a_column_speaks_for_all_of_it_and_less_for_itself(work: Workspace, tmp_path: Path) -> None:
    most = plan(work, a_file(tmp_path, formats({"C2": EURO, "C3": EURO})))
    assert [currency for _amount, currency in amounts(most)] == ["EUR"] * 3
    one = plan(work, a_file(tmp_path, formats({"C3": EURO}), name="b.xlsx"))
    assert [currency for _amount, currency in amounts(one)] == [None, "EUR", None]
    assert len(questions(one)) == 1


def test_two_currencies_in_a_column_each_count_for_their_cells(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path, formats({"C2": EURO, "C3": "[$$-409]#,##0", "C4": "[$SDG] #,##0"})))
    assert [currency for _amount, currency in amounts(found)] == ["EUR", "USD", "SDG"]


def test_a_header_wins_and_the_difference_is_told(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path, formats({"C2": EURO, "C3": '"$"#,##0'}), budget="Total budget (EUR)"))
    assert [currency for _amount, currency in amounts(found)] == ["EUR"] * 3
    (problem,) = found.problems
    assert problem.reason.weight is Weight.LOOK
    assert (problem.row, problem.column) == (3, "C")
    assert "USD" in problem.reason.text


def test_a_header_that_may_mean_several_is_decided_by_the_format(work: Workspace, tmp_path: Path) -> None:
    pounds = "[$ج.م.\u200f-C01]#,##0"
    found = plan(work, a_file(tmp_path, formats({"C2": pounds, "C3": pounds}), budget="Total budget (جنيه)"))
    assert [currency for _amount, currency in amounts(found)] == ["EGP"] * 3
    other = plan(work, a_file(tmp_path, formats({"C2": EURO}), budget="Total budget (جنيه)", name="b.xlsx"))
    assert [currency for _amount, currency in amounts(other)] == [None] * 3


def test_a_column_of_currencies_wins(work: Workspace, tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["D1"] = "Currency"
        for row in (2, 3, 4):
            sheet.cell(row, 4, "USD")
            sheet.cell(row, 3).number_format = EURO

    found = plan(work, a_file(tmp_path, dress))
    assert [currency for _amount, currency in amounts(found)] == ["USD"] * 3
    assert len(reasons(found)) == 3


def test_a_cell_that_names_its_currency_wins(work: Workspace, tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        formats({"C2": EURO, "C3": EURO, "C4": EURO})(sheet)
        sheet["C3"] = "100 000 USD"

    found = plan(work, a_file(tmp_path, dress))
    assert [currency for _amount, currency in amounts(found)] == ["EUR", "USD", "EUR"]


def test_what_a_person_says_of_the_column_wins(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path, formats({"C2": EURO})))
    found = map_column(found, "Sheet", "C", "budget_total", {"currency": "USD"})
    assert [currency for _amount, currency in amounts(found)] == ["USD"] * 3
    assert "EUR" in reasons(found)[0]


def test_percentages_are_shown_and_kept_as_people_see_them(work: Workspace, tmp_path: Path) -> None:
    path = a_file(tmp_path, formats({"E2": "0%", "E3": "0.0%", "C4": "0%"}), budget="Total budget (EUR)")
    found = plan(work, path)
    sheet = found.sheets[0].sheet
    assert [sheet.value(row, 5) for row in (2, 3, 4)] == ["25%", "50%", 0.75]
    assert sheet.value(4, 3) == "15000000%"
    assert amounts(found)[2] == (None, None)  # a share is no amount of money
    apply(work, found)
    cells = {cell.cell: cell.text for cell in origins(work, found.rows[0].id)[0].cells}
    assert cells["E2"] == "25%"
    again = plan(work, path)
    assert [row.status for row in again.rows] == [Status.SAME] * 3


@pytest.mark.parametrize("header", ["Total budget (EUR)", "Total budget (in thousands of euros)", "Total budget"])
def test_a_unit_beside_the_figure_gives_it_its_size(work: Workspace, tmp_path: Path, header: str) -> None:
    path = a_file(tmp_path, formats({f"C{row}": '#,##0 "k€"' for row in (2, 3, 4)}), budget=header)
    found = plan(work, path)
    assert amounts(found) == [(n * 50_000_000_000, "EUR") for n in (1, 2, 3)]
    assert found.sheets[0].sheet.value(2, 3) == "50000 k€"


@pytest.mark.parametrize("mark", [None, ",", "."])
def test_a_figure_with_three_decimals_and_a_unit_is_not_taken_for_thousands(
    work: Workspace, tmp_path: Path, mark: str | None
) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet["C2"], sheet["C3"] = 1.234, 12.5
        sheet["C4"] = "4,5 M€"
        formats({"C2": '0.000 "M€"', "C3": '0.000 "M€"'})(sheet)

    found = plan(work, a_file(tmp_path, dress))
    if mark:
        found = map_column(found, found.sheets[0].name, "C", "budget_total", {"decimal": mark})
    assert amounts(found)[:2] == [(1_234_000_000, "EUR"), (12_500_000_000, "EUR")]


def test_a_figure_that_is_only_shown_in_thousands_is_whole(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path, formats({f"C{row}": '#,##0,"k€"' for row in (2, 3, 4)})))
    assert amounts(found) == [(n * 50_000_000, "EUR") for n in (1, 2, 3)]


def strike(*places: str) -> Dress:
    def dress(sheet: Worksheet) -> None:
        for place in places:
            sheet[place].font = Font(strike=True)

    return dress


def test_a_struck_title_holds_its_row_until_it_is_released(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_file(tmp_path, strike("A3", "D2"), budget="Budget (EUR)"))
    assert [row.status for row in found.rows] == [Status.NEW, Status.HELD, Status.NEW]
    assert "struck through" in reasons(found)[0]
    freed = release(found, "Sheet", 3)
    assert [row.status for row in freed.rows] == [Status.NEW] * 3
    assert [(problem.row, problem.column) for problem in freed.problems] == [(2, "D")]  # not a word of row 3 any more


def comment(**texts: str) -> Dress:
    def dress(sheet: Worksheet) -> None:
        for place, text in texts.items():
            sheet[place].comment = Comment(text, "Nadia")

    return dress


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_comments_stay_with_the_proposal(work: Workspace, tmp_path: Path, language: str) -> None:
    set_language(language)
    path = a_file(
        tmp_path, comment(C2="Nadia:\nwithout VAT", A3="of the ministry", F9="nowhere"), budget="Budget (EUR)"
    )
    found = plan(work, path)
    assert found.problems == ()
    apply(work, found)
    (origin,) = origins(work, found.rows[0].id)
    (kept,) = [cell for cell in origin.cells if cell.is_comment]
    assert (kept.place, kept.header, kept.text, kept.field, kept.problem) == (
        *("C2", "Budget (EUR)", "without VAT"),
        *(None, None),
    )
    assert "Budget (EUR)" in kept.label != "Budget (EUR)"
    assert [cell.text for cell in origins(work, found.rows[1].id)[0].cells if cell.is_comment] == ["of the ministry"]
    assert work.store.check() == []


def test_comments_disturb_no_later_import(work: Workspace, tmp_path: Path) -> None:
    path = a_file(tmp_path, comment(C2="without VAT", A3="x", E4="y"), budget="Budget (EUR)")
    apply(work, plan(work, path))
    assert [row.status for row in plan(work, path).rows] == [Status.SAME] * 3
    # another title in the place of the first, and no comments any more: it is still the same proposal
    book = load_workbook(path)
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet["A2"] = "Border clinics in the far east"
    for place in ("C2", "A3", "E4"):
        sheet[place].comment = None
    book.save(tmp_path / "b.xlsx")
    found = plan(work, tmp_path / "b.xlsx")
    assert (found.rows[0].status, found.rows[0].why) == (Status.CHANGED, "origin")
    assert len(ids(work)) == 3


def test_a_comment_in_a_column_without_header_does_not_disturb_units(work: Workspace, tmp_path: Path) -> None:
    def dress(sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "In thousands of euros"
        sheet["H4"] = "loose"
        sheet["H4"].comment = Comment("and a comment", "Nadia")

    path = a_file(tmp_path, dress)
    found = plan(work, path)
    assert amounts(found)[0] == (50_000_000_000, "EUR")
    apply(work, found)
    proposals.set_value(work, found.rows[0].id, "acronym", "ABC")
    assert [row.status for row in plan(work, path).rows] == [Status.SAME] * 3
    assert read(work, found.rows[0].id).columns["budget_total"]

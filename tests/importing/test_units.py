"""The unit of the amounts, wherever a sheet says it: never a silent thousand, never one too many."""

from collections.abc import Sequence

import pytest

from khartoum_desktop.core.money import UnitNote
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.decisions import map_column
from khartoum_desktop.importing.model import Plan, Status, Weight
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.units import mentioned, units_of_sheet
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.operations import set_value
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, Value, sheet_of

HEADER: list[Value] = ["Project title", "Country", "Total cost (EUR)"]
ROW: list[Value] = ["Border posts", "Tunisia", 2500]


def cost(found: Plan, place: int = 0) -> object:
    return found.rows[place].values.get("budget_total")


def reasons(found: Plan) -> list[str]:
    return [strip_isolates(problem.reason.text) for problem in found.problems]


@pytest.mark.parametrize(
    "title",
    [
        "Table of the projects proposed for the senior officials' meeting (in thousands of euros)",
        "Table of the projects proposed for the senior officials' meeting, amounts in EUR thousand",
        "Tableau des projets proposés au titre de l'année 2026 (en milliers d'euros, hors taxes)",
        "Tableau des projets proposés au titre de l'année 2026. Montants exprimés en k€",
        "بيان بالمشروعات المقترحة ضمن عملية الخرطوم (بالألف)",
        "بيان بالمشروعات المقترحة ضمن عملية الخرطوم - المبالغ بآلاف اليورو",
        "Projects [EUR '000]",
    ],
)
def test_a_unit_anywhere_in_the_title_block_counts(title: str, work: Workspace, make_file: MakeFile) -> None:
    found = plan(work, make_file([["REPUBLIC OF TUNISIA"], [title], [], HEADER, ROW]))
    assert (cost(found), reasons(found)) == (2_500_000_000, [])


def test_a_title_block_gives_the_currency_with_the_unit(planned: Planned) -> None:
    title = "Tableau des projets proposés au titre de l'année 2026 (en milliers d'euros)"
    (row,) = planned(
        sheet_of([[title], ["Intitulé du projet", "Pays", "Coût total"], ["Un guichet", "Tunisie", 7]])
    ).rows
    assert (row.values["budget_total"], row.values["budget_total_currency"]) == (7_000_000, "EUR")


@pytest.mark.parametrize(
    "note",
    [
        "Note: all amounts are in thousands",
        "Costs are in thousands of euros unless stated otherwise",
        "N.B. Les montants sont exprimés en milliers d'euros",
        "ملاحظة: جميع المبالغ بآلاف اليورو",
    ],
)
@pytest.mark.parametrize("width", [2, 3])
def test_a_unit_below_the_table_is_asked_about(note: str, width: int, planned: Planned) -> None:
    rows = [[HEADER[0], HEADER[2]], [ROW[0], ROW[2]]] if width == 2 else [HEADER, ROW]
    found = planned(sheet_of([*rows, [], [note]]))
    assert found.sheets[0].structure.kinds[-1] is Kind.NOTE
    assert cost(found) is None
    (reason,) = reasons(found)
    assert note in reason
    assert "EUR 2,500" in reason
    assert "EUR 2,500,000" in reason
    letter = "BC"[width - 2]
    assert cost(map_column(found, "Projects", letter, "budget_total", {"unit": 1000})) == 2_500_000_000
    assert cost(map_column(found, "Projects", letter, "budget_total", {"unit": 1})) == 2_500_000


def test_a_unit_in_the_middle_of_a_sentence_is_asked_about(planned: Planned) -> None:
    found = planned(sheet_of([["Projects that cost more than is usual in thousands of euros"], HEADER, ROW]))
    assert (cost(found), len(found.problems)) == (None, 1)


def test_a_unit_of_the_column_or_of_the_cell_leaves_no_doubt(planned: Planned) -> None:
    header: list[Value] = ["Project title", "Total cost (EUR million)", "Amount requested (EUR)"]
    rows: Rows = [header, ["Border posts", 2.5, "1.5 million"], [], ["Note: all amounts are in thousands"]]
    found = planned(sheet_of(rows))
    (row,) = found.rows
    assert (row.values["budget_total"], row.values["amount_requested"]) == (2_500_000_000, 1_500_000_000)
    assert reasons(found) == []


@pytest.mark.parametrize(("cell", "expected"), [("2.5 million EUR", 2_500_000_000), ("مليونان", 2_000_000_000)])
def test_a_cell_that_says_its_own_unit_is_not_multiplied_again(cell: str, expected: int, planned: Planned) -> None:
    found = planned(sheet_of([["Projects (in thousands of euros)"], HEADER, ["Border posts", "Tunisia", cell]]))
    assert (cost(found), reasons(found)) == (expected, [])


@pytest.mark.parametrize("cell", [2_500_000, "2,500,000", "EUR 2 500 000"])
def test_a_full_figure_under_a_note_of_thousands_is_asked_about(cell: Value, planned: Planned) -> None:
    found = planned(sheet_of([["Projects (in thousands of euros)"], HEADER, ["A coast guard", "Tunisia", cell], ROW]))
    assert (cost(found), cost(found, 1)) == (None, 2_500_000_000)
    (reason,) = reasons(found)
    assert "EUR 2,500,000,000" in reason
    assert "EUR 2,500,000:" in reason


def test_two_units_that_disagree_are_asked_about(planned: Planned) -> None:
    found = planned(sheet_of([["Projects (in thousands of euros)"], ["Amounts in M€"], HEADER, ROW]))
    assert (cost(found), len(found.problems)) == (None, 1)


@pytest.mark.parametrize(
    "line",
    [
        "Support to thousands of migrants in the region",
        "A programme for 2 million people in thousands of villages",
        "One million euros of the State budget",
        "Budget 2026 (2 million EUR)",
        "EUR 1,000 a person",
        "برنامج لآلاف اللاجئين",
    ],
)
def test_lines_that_count_something_else_are_no_units(line: str) -> None:
    assert mentioned(line) == 1


def test_amounts_far_below_the_others_want_a_look(planned: Planned) -> None:
    amounts: list[Value] = ["€ 3,4", "2,500,000 EUR", "1,200,000 EUR", "900 EUR", 1_500_000, "KSh 99"]
    rows: Rows = [[HEADER[0], HEADER[2]], *([f"Project {number}", cell] for number, cell in enumerate(amounts))]
    found = planned(sheet_of(rows))
    assert [problem.original for problem in found.problems] == ["€ 3,4", "900 EUR", "KSh 99"]
    assert all(problem.reason.weight is Weight.LOOK for problem in found.problems)
    assert cost(found) == 3400


def test_amounts_that_are_all_of_one_size_want_no_look(planned: Planned) -> None:
    rows: Rows = [[HEADER[0], HEADER[2]], ["One project", 150], ["Two projects", "900"], ["Three", "120,000 KES"]]
    assert reasons(planned(sheet_of(rows))) == []


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        *(("Unit: 1,000 EUR", 2_500_000_000), ("Unité : 1 000 €", 2_500_000_000), ("(EUR 1,000)", 2_500_000_000)),
        *(
            ("الوحدة: 1000 يورو", 2_500_000_000),
            ("الوحدة: ١٬٠٠٠ يورو", 2_500_000_000),
            ("Unit: 1.000 EUR", 2_500_000_000),
        ),
        *(
            ("Projects of 1,000 EUR and more", 2_500_000),
            ("Total: 1,000 EUR", 2_500_000),
            ("Up to 500 000 EUR", 2_500_000),
        ),
    ],
)
def test_a_unit_in_figures_counts_where_it_is_said_to_be_one(line: str, amount: int, planned: Planned) -> None:
    header = [*HEADER[:2], "Cost EUR"] if "Unit" not in line else HEADER
    assert cost(planned(sheet_of([[line], header, ROW]))) == amount


@pytest.mark.parametrize("header", ["Cost in EUR (1,000)", "Cost (EUR 1 000)", "Cost (1000 EUR)", "Coût (1.000 €)"])
def test_a_unit_in_figures_in_the_header(header: str, planned: Planned) -> None:
    found = planned(sheet_of([[*HEADER[:2], header], ROW]))
    assert (cost(found), reasons(found)) == (2_500_000_000, [])
    assert found.rows[0].values["budget_total_currency"] == "EUR"


@pytest.mark.parametrize("line", ["Unit of amounts: 1 000 000 USD", "2026 (USD million)", "(USD 1,000,000)"])
def test_a_million_is_no_thousand(line: str) -> None:
    assert units_of_sheet("Projects", [line]).sure == UnitNote(1_000_000, "USD")
    assert units_of_sheet(line, []).sure == UnitNote(1_000_000, "USD")


@pytest.mark.parametrize(
    ("name", "amount", "currency"),
    [
        *(("بالألف يورو", 2_500_000_000, "EUR"), ("en milliers d'euros", 2_500_000_000, "EUR")),
        ("Projects (EUR)", 2_500_000, "EUR"),
    ],
)
def test_the_name_of_the_sheet_gives_the_unit(name: str, amount: int, currency: str, planned: Planned) -> None:
    found = planned(sheet_of([[*HEADER[:2], "Cost"], ROW], name))
    assert (cost(found), found.rows[0].values["budget_total_currency"], reasons(found)) == (amount, currency, [])


@pytest.mark.parametrize(
    ("line", "amount", "currency"),
    [
        ("U: en Milliers DA", 2_500_000_000, "DZD"),
        ("Unité : DA", 2_500_000, "DZD"),
        ("بالألف يورو", 2_500_000_000, "EUR"),
    ],
)
@pytest.mark.parametrize("place", [0, 2])
def test_a_unit_directly_under_the_header(line: str, amount: int, currency: str, place: int, planned: Planned) -> None:
    under: list[Value] = [None, None, None]
    under[place] = line
    found = planned(sheet_of([[*HEADER[:2], "Cost"], under, ROW]))
    assert (cost(found), found.rows[0].values["budget_total_currency"], reasons(found)) == (amount, currency, [])
    assert len(found.rows) == 1


@pytest.mark.parametrize("name", ["Projects", "بالألف يورو"])
@pytest.mark.parametrize("under", [[], [["U: en milliers EUR"]]])
def test_the_same_file_again_says_the_same(
    name: str, under: list[Sequence[Value]], work: Workspace, make_file: MakeFile
) -> None:
    rows = [[*HEADER[:2], "Cost EUR"], *under, ROW]
    first = make_file([["List"]], **{name + " ": rows})
    imported = plan(work, first)
    apply(work, imported)
    again = plan(work, make_file([["List"]], "again.xlsx", **{name + " ": [*rows, ["Safe roads", "Tunisia", 7]]}))
    assert [row.status for row in again.rows] == [Status.SAME, Status.NEW]
    (ident,) = [row.id for row in imported.rows]
    set_value(work, ident, "budget_total", Amount(9_000_000, "EUR"))
    corrected = plan(work, make_file([["List"]], "more.xlsx", **{name + " ": [*rows, ["Clinics", "Tunisia", 7]]}))
    assert [row.status for row in corrected.rows] == [Status.SAME, Status.NEW]


@pytest.mark.parametrize(("tag", "currency"), [("#value+eur", "EUR"), ("#value +usd +total", "USD")])
def test_a_tag_gives_the_currency(tag: str, currency: str, planned: Planned) -> None:
    found = planned(sheet_of([[*HEADER[:2], "Cost"], ["#activity", "#country", tag], ROW]))
    assert (cost(found), found.rows[0].values["budget_total_currency"]) == (2_500_000, currency)
    own = planned(sheet_of([[*HEADER[:2], "Cost GBP"], ["#activity", "#country", tag], ROW]))
    assert own.rows[0].values["budget_total_currency"] == "GBP"


def test_a_word_for_several_currencies_in_a_header_is_read_like_one_in_a_cell(planned: Planned) -> None:
    rows: list[Sequence[Value]] = [["اسم المشروع", "التكلفة بالجنيه"], ["معابر حدودية آمنة", 2500]]
    at_home = planned(sheet_of([["جمهورية مصر العربية"], ["وزارة الداخلية"], *rows]))
    assert at_home.rows[0].values["budget_total_currency"] == "EGP"
    assert reasons(at_home) == ["Read as EGP."]
    anywhere = planned(sheet_of(rows), own=None)
    assert cost(anywhere) is None
    assert "The currency is not clear: EGP / SDG / SSP / GBP." in reasons(anywhere)
    beside = planned(sheet_of([[*rows[0], "العملة"], [*rows[1], "SDG"]]))
    assert beside.rows[0].values["budget_total_currency"] == "SDG"

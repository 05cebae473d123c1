"""Headers of statistics, exports and letters: years, labels in steps, groups spelt out, units, names over an index."""

import pytest

from khartoum_desktop.importing.forms import read_form, structure_of
from khartoum_desktop.importing.structure import Kind, Structure, read_structure
from khartoum_desktop.importing.synonyms import is_known
from tests.importing.conftest import Rows, Value, sheet_of

K = Kind
LINES: Rows = [["Health", 84, 117], ["Interior", 25, 28], ["Trade", 9, 7]]
INDEXED: list[list[Value]] = [[n, f"# {n}", f"of {n}"] for n in range(2, 9)]
ASKED: list[list[Value]] = [[f"Q{n}", f"Why is it {n}?"] for n in range(1, 9)]
YEARS: Rows = [["iso", "2019", "2020", "2021"], ["ETH", "665156", "184269", "0"], ["SDN", "0", "1970", "855"]]
STEPS: Rows = [
    ["Table 7. Refugees by place"],
    [],
    ["Country", "In camps", None, "Elsewhere", None],
    [],
    [None, "Women", "Men", "Women", "Men"],
    [],
    ["Kenya", 17, 19, 5, 4],
    ["Sudan", 12, 11, 3, 8],
    ["Uganda", 9, 14, 7, 6],
]
CASES: dict[str, tuple[Rows, tuple[int, ...]]] = {
    "years, all cells being texts": (YEARS, (1,)),
    "years with a remark": ([["State", "2000 (1,000)", "2007 (1,000)"], *LINES], (1,)),
    "financial years": ([["Ministry", "2019/20", "2020/21"], *LINES], (1,)),
    "labels in steps with blank rows between": (STEPS, (3, 4, 5)),
    "labels in steps, the lowest of few columns": (
        [
            ["Sense of purpose", None, None, "0 - 6", "Seven and more"],
            ["Sex", "Age", "Schooling"],
            ["Male", 15, "None", 12000, 37000],
            [None, 17, "Some", 30000, 19000],
            [None, 19, "Much", 14000, 8000],
        ],
        (1, 2),
    ),
    "three lines of labels, the upper ones few": (
        [
            [None, None, "Number", "Annual", None, "Annual"],
            [None, None, "of jobs", "change", None, "change", "Percentiles"],
            ["Description", "Code", "(thousand)", "in %", "Mean", "in %", "upper"],
            ["North", "N1", 37, 4, 33.1, 3, 15],
            ["South", "S1", 40, 3, 30.2, 1, 12],
        ],
        (1, 2, 3),
    ),
    "groups spelt out in every cell": (
        [
            [None, None, 1996, 1996, 1998, 1998],
            ["Country", "Code", "Estimate", "Rank", "Estimate", "Rank"],
            ["Kenya", "KEN", 1.5, 4, 1.7, 5],
            ["Sudan", "SDN", 1.1, 2, 1.2, 3],
        ],
        (1, 2),
    ),
    "a title spelt out in every cell": (
        [["Results of the round"] * 4, ["Site", "Zone", "Homes", "People"], ["A", "East", 3, 9], ["B", "West", 5, 4]],
        (2,),
    ),
    "units in brackets under the labels": (
        [
            ["Month", "Imports of gas", "Price at the border"],
            [None, "(Billion Cubic Feet)", "(Dollars)"],
            ["January", "not available", "not available"],
            ["February", "not available", 3],
        ],
        (1, 2),
    ),
    "years under a label and under the gap beside it": (
        [
            ["Country", "Code", "Total income", None, "Income per head", None],
            [],
            [None, None, 2000, 2007, 2000, 2007],
            [],
            ["Algeria", "DZA", 48.9, 122.4, 1610, 3620],
            ["Albania", "ALB", 3.6, 10.5, 1170, 3300],
        ],
        (1, 2, 3),
    ),
    "labels over all but the index": ([[None, "old", "new"], *INDEXED], (1,)),
    "one label beside the index": ([[None, "Question"], *ASKED], (1,)),
}  # fmt: skip


def read(rows: Rows) -> Structure:
    return read_structure(sheet_of(rows), is_known)


@pytest.mark.parametrize(("rows", "header"), CASES.values(), ids=CASES)
def test_the_header_is_found_exactly(rows: Rows, header: tuple[int, ...]) -> None:
    found = read(rows)
    assert found.header_rows == header
    assert [kind for row, kind in zip(rows[header[-1] :], found.kinds[header[-1] :], strict=True) if row] == [
        K.PROPOSAL for row in rows[header[-1] :] if row
    ]


def test_labels_in_steps_are_read_with_their_groups() -> None:
    found = read(STEPS)
    assert found.headers == ("Country", "Women", "Men", "Women", "Men")
    assert found.groups == ("", "In camps", "In camps", "Elsewhere", "Elsewhere")


def test_headings_between_the_header_and_the_first_row_do_not_hide_it() -> None:
    rows: Rows = [["Index", "1970", "1971", "1972"], [], ["PRICES"], ["Monthly means"], ["Cotton", 44.2, 50.5, 60.1],
            ["Sesame", 92.2, 102.1, 118.1], ["Gum", 48.1, 50.3, 45.6]]  # fmt: skip
    found = read(rows)
    assert found.header_rows == (1,)
    assert found.kinds[2:] == (K.SECTION, K.SECTION, K.PROPOSAL, K.PROPOSAL, K.PROPOSAL)


def test_a_title_with_a_remark_far_beside_it_is_no_step_of_the_header() -> None:
    rows: Rows = [["Population by year", None, None, "thousands"], [], [None, 2019, 2020, 2021], ["Kenya", 5, 6, 7],
            ["Sudan", 3, 4, 5], ["Chad", 7, 8, 9]]  # fmt: skip
    assert read(rows).header_rows == (3,)


def test_figures_spelt_in_a_letter_are_no_labels_under_a_group() -> None:
    from khartoum_desktop.sheets.model import CellRange

    rows: Rows = [["Variables", None, "Coefficient", "t-value"], ["Case size", "2", "-0.34", "-27.76"],
            [None, "3", "-0.40", "-28.10"], [None, "4", "-0.55", "-36.14"]]  # fmt: skip
    found = read_structure(sheet_of(rows, merges=[CellRange(1, 1, 1, 2)]), is_known)
    assert found.header_rows == (1,)


def test_rows_of_words_that_come_again_are_no_second_language() -> None:
    rows: Rows = [["list", "name", "label English", "label Arabic"], ["sex", "male", "Male", "ذكر"],
            ["sex", "female", "Female", "أنثى"], ["is", "yes", "Yes", "نعم"], ["is", "no", "No", "لا"]]  # fmt: skip
    assert read(rows).header_rows == (1,)


def test_known_words_far_down_a_full_table_are_values() -> None:
    names = ("hash", "flow", "aim", "tied", "span", "unit", "kind of aid", "sum up", "rate", "base")
    rows: Rows = [["Old", "New"], *([name, f"{name}-x"] for name in names), ["project title", "title"], ["end", "till"]]
    assert read(rows).header_rows == (1,)


def test_a_code_that_reads_like_a_total_is_a_row() -> None:
    rows: Rows = [["Code", "Language"], ["ARA", "Arabic"], ["SUM", "Sumo"], ["SWA", "Swahili"]]
    assert read(rows).kinds == (K.HEADER, K.PROPOSAL, K.PROPOSAL, K.PROPOSAL)


def test_long_rows_are_a_list_and_no_form() -> None:
    head: list[Value] = ["Number", "Year", "Recipient", "Sector", "Title", "Objective", "Partner", "Amount"]
    values = ("Education", "Title", "Budget", "Objective", "Activities")
    rows: list[list[Value]] = [
        [n, 2009, "Afghanistan", values[n % 5], f"A project {n}", values[n % 3], "Caritas", n * 100] for n in range(40)
    ]
    sheet = sheet_of([head, *rows])
    assert read_form(sheet) is None
    assert structure_of(sheet).header_rows == (1,)


def test_a_known_word_that_comes_again_below_makes_no_header() -> None:
    rows: Rows = [["1", "2380", "Anbar", "No", "90"], ["2", "2382", "Anbar", "No", "23797"],
            ["3", "2381", "Basra", "Yes", "164"], ["4", "2383", "Anbar", "No", "57"]]  # fmt: skip
    found = read(rows)
    assert found.is_headless


def test_one_label_said_of_several_columns_begins_no_second_table() -> None:
    from khartoum_desktop.importing.tables import tables_of

    rows: Rows = [["list", "name", "label", "hint"], ["deed", "Lease", "Lease", "of land"], [],
            ["deed", "Title", "Title", "Title"],
            ["deed", "Power", "Power", "to act"], ["deed", "Order", "Order", "of court"]]  # fmt: skip
    assert len(tables_of(sheet_of(rows))) == 1


def test_a_header_that_comes_again_on_the_next_page_stays_one() -> None:
    head: list[Value] = ["Project title", "Country", 1, 2]
    rows: Rows = [head, ["Clinics", "Sudan", 5, 6], ["Schools", "Chad", 7, 8], head, ["Wells", "Kenya", 9, 4]]
    found = read(rows)
    assert found.header_rows == (1,)
    assert found.kinds[3] is K.REPEATED

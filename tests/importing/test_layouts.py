"""Layouts that ministries' sheets have: the header is found exactly, and no proposal is taken for anything else."""

from collections.abc import Sequence
from datetime import date

import pytest

from khartoum_desktop.importing.decisions import hold
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.structure import Kind, Structure, read_structure
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.importing.tables import tables_of
from khartoum_desktop.sheets.model import CellRange
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, Value, sheet_of

AR: list[Value] = ["م", "اسم المشروع", "الوزارة", "التكلفة (يورو)", "المدة (شهر)"]
EN: list[Value] = ["No.", "Project title", "Ministry", "Total cost (EUR)", "Duration (months)"]
DE: list[Value] = ["Lfd. Nr.", "Bezeichnung", "Träger der Maßnahme", "Gesamtbetrag", "Laufzeit"]
ONE: list[Value] = [1, "تأهيل مراكز الاستقبال في الشرق", "وزارة الداخلية", 250000, 24]
TWO: list[Value] = [2, "تدريب حرس الحدود على الإنقاذ", "وزارة الدفاع", 150000, 12]
TRE: list[Value] = [3, "مركز بيانات الهجرة الإقليمي", "وزارة العمل", 90000, 18]
BLANK: list[Value] = []
M = CellRange


def read(rows: Rows, merges: Sequence[CellRange] = ()) -> Structure:
    return read_structure(sheet_of(rows, merges=merges), is_known)


LONG: list[list[Value]] = [[n, f"Title {n}", "M", 5, 6] for n in range(3, 9)]
CASES: dict[str, tuple[Rows, Sequence[CellRange], tuple[int, ...], int]] = {
    "Arabic, English under it": ([["بيان بالمشروعات"], AR, EN, ONE, TWO, TRE], (), (2, 3), 3),
    "English, Arabic under it": ([["List of projects"], BLANK, EN, AR, ONE, TWO, TRE], (), (3, 4), 3),
    "three languages, each named": ([DE, ["English"], EN, ["عربي"], AR, ONE, TWO], (), (1, 2, 3, 4, 5), 2),
    "a language that is not ours above": ([["Liste"], DE, EN, ONE, TWO, TRE], (), (2, 3), 3),
    "units under the header": (
        [["م", "اسم المشروع", "الوزارة", "التكلفة", "المدة"], [None, None, None, "يورو", "شهر"], ONE, TWO, TRE],
        [M(1, 1, 2, 1), M(1, 2, 2, 2), M(1, 3, 2, 3)],
        (1, 2),
        3,
    ),
    "key and value lines above": (
        [["الوزارة:", "الداخلية", "التاريخ:", "1/2/2026"], ["نقطة الاتصال:", "أحمد"], BLANK, AR, ONE, TWO, TRE],
        (),
        (4,),
        3,
    ),
    "titles in two languages at both ends": (
        [
            ["جمهورية السودان", None, None, None, "Republic of the Sudan"],
            ["وزارة العدل", None, None, None, "Justice"],
            BLANK,
            AR,
            ONE,
            TWO,
        ],
        (),
        (4,),
        2,
    ),
    "two titles merged over halves": (
        [["بيان المشروعات", None, "List of projects", None, None], AR, ONE, TWO, TRE],
        [M(1, 1, 1, 2), M(1, 3, 1, 5)],
        (2,),
        3,
    ),
    "a line that numbers the columns above": ([[1, 2, 3, 4, 5], AR, ONE, TWO, TRE], (), (2,), 3),
    "header in row 30": ([*[["سطر"]] * 8, *[BLANK] * 21, AR, ONE, TWO], (), (30,), 2),
    "blank columns at the start": ([[None, None, *row] for row in ([*AR], ONE, TWO)], (), (1,), 2),
    "three header rows": (
        [
            ["م", "اسم المشروع", "الميزانية", None, None, None],
            [None, None, "يورو", None, "دولار", None],
            [None, None, "الإجمالي", "المطلوب", "الإجمالي", "المطلوب"],
            [1, "مشروع أول للتدريب", 10, 5, 11, 6],
            [2, "مشروع ثان للتدريب", 20, 6, 22, 7],
        ],
        [M(1, 1, 3, 1), M(1, 2, 3, 2), M(1, 3, 1, 6), M(2, 3, 2, 4), M(2, 5, 2, 6)],
        (1, 2, 3),
        2,
    ),
    "a header with empty cells": (
        [
            ["Liste"],
            ["N°", "Intitulé du projet", None, "Coût", None],
            [1, "Un projet", "x", 5, "a"],
            [2, "Deux", "y", 6, "b"],
        ],
        (),
        (2,),
        2,
    ),
    "first rows that are sparse": (
        [
            EN,
            [1, "One long title", None, None, None],
            [2, "Two long titles", None, None, None],
            *LONG,
        ],
        (),
        (1,),
        8,
    ),
    "years across": (
        [["Programme", 2023, 2024, 2025], ["Borders", 10, 20, 30], ["Return", 11, 21, 31], ["Labour", 9, 8, 7]],
        (),
        (1,),
        3,
    ),
    "an official line in the title block that looks full": (
        [
            ["Form", "A-12", "Rev.", "3"],
            BLANK,
            ["Remark"],
            BLANK,
            EN,
            [1, "One title", "M", 5, 6],
            [2, "Two", "M", 6, 7],
        ],
        (),
        (5,),
        2,
    ),
    "a first row that says what is not known yet": (
        [
            EN,
            [1, "First title", "Interior", "to be determined", "to be determined"],
            [2, "Second title", "Labour", 5, 6],
            [3, "Third title", "Justice", 7, 8],
            [4, "Fourth title", "Health", 9, 10],
        ],
        (),
        (1,),
        4,
    ),
    "a first row all in words": (
        [
            ["Project title", "Country", "Cost", "Duration"],
            ["Border posts", "Kenya", "half a million euros", "two years"],
            ["Clinics", "Kenya", 5000, 12],
            ["Schools", "Sudan", 7000, 24],
            ["Roads", "Chad", 9000, 36],
        ],
        (),
        (1,),
        4,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_layout(name: str) -> None:
    rows, merges, header_rows, proposals = CASES[name]
    found = read(rows, merges)
    assert found.header_rows == header_rows
    assert found.kinds.count(Kind.PROPOSAL) == proposals


def test_labels_of_two_scripts_stand_side_by_side() -> None:
    assert read([AR, EN, ONE, TWO, TRE]).headers[1] == "اسم المشروع / Project title"


def test_a_header_of_two_languages_is_understood(planned: Planned) -> None:
    found = planned(sheet_of([AR, EN, ONE, TWO, TRE]))
    applied = [column.applied for column in found.sheets[0].columns]
    assert applied == ["serial", "title", "submitting_ministry", "budget_total", "duration_months"]


def test_a_header_of_several_rows_is_known_again_in_the_middle() -> None:
    top: list[Value] = ["م", "اسم المشروع", "الميزانية", None]
    low: list[Value] = [None, None, "يورو", "دولار"]
    rows: Rows = [top, low, [1, "مشروع أول", 5, 6], [2, "مشروع ثان", 5, 6], top, low, [3, "مشروع ثالث", 5, 6]]
    found = read(rows, [M(1, 1, 2, 1), M(1, 2, 2, 2), M(1, 3, 1, 4), M(5, 1, 6, 1), M(5, 2, 6, 2), M(5, 3, 5, 4)])
    assert [kind.value for kind in found.kinds] == ["header"] * 2 + ["proposal"] * 2 + ["repeated"] * 2 + ["proposal"]


def test_a_split_column_without_merges() -> None:
    rows: Rows = [
        ["No.", "Project title", "Budget", None, "Duration (months)"],
        [None, None, "Total (EUR)", "Requested (EUR)", None],
        [1, "One title", 5, 4, 24],
        [2, "Two titles", 7, 6, 12],
    ]
    found = read([["Republic of Uganda"], *rows], [M(1, 1, 1, 5)])
    assert found.header_rows == (2, 3)
    assert found.groups == ("", "", "Budget", "Budget", "")


@pytest.mark.parametrize("country", ["SUDAN", "أولاً: السودان", "République du Soudan", "ثانياً: جمهورية السودان"])
def test_a_heading_that_is_a_country_is_that_of_its_rows(country: str, planned: Planned) -> None:
    found = planned(sheet_of([AR, [country], ONE, TWO, ["Kenya"], TRE]))
    assert [row.values["lead_country"] for row in found.rows] == ["SD", "SD", "KE"]


def test_signatures_over_several_columns() -> None:
    rows: Rows = [
        AR,
        ONE,
        TWO,
        BLANK,
        ["أعده", None, "راجعه", None, "يعتمد"],
        ["م. علي", None, "د. هدى", None, "الوزير"],
    ]
    assert [kind.value for kind in read(rows).kinds[3:]] == ["empty", "signature", "signature"]


def test_a_status_that_sounds_like_a_signature_is_none() -> None:
    rows: Rows = [["No.", "Title", "State"], [1, "One", "Draft"], BLANK, [2, "Two", "Approved"], [3, "Three", "Signed"]]
    assert read(rows).kinds.count(Kind.PROPOSAL) == 3


def test_lone_cells_under_a_merged_title_are_parts_of_their_project() -> None:
    rows: Rows = [AR, ONE, [None, None, None, "مكون ثان"], [None, "الإجمالي", None, 5], ["أولاً: الحماية"], TWO, TRE]
    found = read(rows, [M(2, 2, 4, 2)])
    assert [kind.value for kind in found.kinds[1:5]] == ["proposal", "proposal", "total", "section"]


@pytest.mark.parametrize("number", ["أولاً", "I.", "A)", "ثانياً:"])
def test_a_section_with_its_number_in_a_cell_of_its_own(number: str) -> None:
    found = read([AR, [number, "محور الحماية"], ONE, TWO, [number, "محور التدريب"], TRE])
    assert [kind.value for kind in found.kinds] == ["header", "section", "proposal", "proposal", "section", "proposal"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Border posts", "Kenya", 5000, date(2026, 1, 1)],
            ["Clinics", "Kenya", 6000, date(2026, 2, 1)],
            ["Schools", "Sudan", 7000, date(2026, 3, 1)],
        ],
        [[1, "Border posts", "Kenya", 5000], [2, "Clinics", "Kenya", 6000], [3, "Schools", "Sudan", 7000]],
    ],
)
def test_rows_without_a_header_are_said_and_none_becomes_the_header(rows: Rows, planned: Planned) -> None:
    found = planned(sheet_of(rows))
    assert found.rows == ()
    assert found.sheets[0].structure.is_headless
    assert "header" in found.notes[0].text


# --- several tables ---------------------------------------------------------------------------------------------------

OTHER: list[Value] = ["Project title", "Country", "Partner", "Budget (USD)"]
TEN: list[Value] = ["Border posts", "Kenya", "IOM", 5000]
ELEVEN: list[Value] = ["Clinics", "Kenya", "UNHCR", 7000]


def names(rows: Rows, merges: Sequence[CellRange] = ()) -> list[str]:
    return [part.name for part in tables_of(sheet_of(rows, merges=merges))]


def test_tables_below_each_other_with_their_titles(planned: Planned) -> None:
    rows: Rows = [
        ["وزارة الداخلية"],
        AR,
        ONE,
        TWO,
        ["ملاحظة: تقديرية"],
        BLANK,
        ["وزارة العمل"],
        ["بالألف دولار"],
        OTHER,
        TEN,
        ELEVEN,
    ]
    first, second = tables_of(sheet_of(rows))
    assert (first.name, first.last_row) == ("Projects", 5)
    assert (second.name, second.first_row, second.last_row) == ("Projects!A9", 7, 11)
    assert read_structure(second, is_known).titles == ("وزارة العمل", "بالألف دولار")
    found = planned(first, second)
    assert [row.row for row in found.rows] == [3, 4, 10, 11]
    assert found.rows[2].values["submitting_ministry"] == "وزارة العمل"


def test_a_table_below_takes_the_country_of_the_first_title_block(planned: Planned) -> None:
    rows: Rows = [
        ["جمهورية السودان"],
        AR,
        ONE,
        TWO,
        BLANK,
        ["Title", "Partner", "Cost (EUR)"],
        ["Border posts", "IOM", 5000],
    ]
    found = planned(*tables_of(sheet_of(rows)))
    assert [row.values["lead_country"] for row in found.rows] == ["SD", "SD", "SD"]


def test_held_rows_of_a_table_below_keep_their_country(work: Workspace, make_file: MakeFile) -> None:
    head: list[Value] = ["Title", "Partner", "Cost (EUR)"]
    rows: Rows = [["جمهورية السودان"], AR, ONE, TWO, BLANK, head, ["Border posts", "IOM", 5000]]
    done = apply(work, hold(plan(work, make_file(rows)), "Projects!A6", 7))
    (row,) = taken_up(work, done.batch).rows
    assert (row.sheet, row.values["lead_country"]) == ("Projects!A6", "SD")


def test_tables_side_by_side(planned: Planned) -> None:
    rows: Rows = [[*OTHER, None, *OTHER], [*TEN, None, *ELEVEN], ["Schools", "Sudan", "EU", 5, *[None] * 5]]
    parts = tables_of(sheet_of(rows))
    assert [part.name for part in parts] == ["Projects", "Projects!F1"]
    assert [row.values["title_en"] for row in planned(*parts).rows] == ["Border posts", "Schools", "Clinics"]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([AR, ONE, TWO, BLANK, TRE, [4, "مشروع رابع", "وزارة", 5, 6]], id="a blank row"),
        pytest.param([AR, ONE, BLANK, ["وزارة العدل"], AR, TWO, BLANK, ["وزارة العمل"], AR, TRE], id="the same header"),
        pytest.param([AR, ["أولاً: الحماية"], ONE, TWO, ["ثانياً: التدريب"], TRE], id="sections"),
        pytest.param([[*AR, None, "ملاحظات"], [*ONE, None, "عاجل"], TWO, TRE], id="an empty column, then remarks"),
        pytest.param(
            [
                ["Title", "Cost", None, "م", None, "التكلفة", "اسم المشروع"],
                ["Posts", 5, None, 1, None, 5, "نقاط"],
                ["Roads", 6, None, 2, None, 6, "طرق"],
            ],
            id="two languages, the serial between",
        ),
        pytest.param(
            [
                ["Title", "Country"],
                BLANK,
                ["Capacity building", "Kenya"],
                ["Section"],
                ["Training", "Budget"],
                ["Roads", "Chad"],
            ],
            id="titles like headers",
        ),
    ],
)
def test_one_table_is_not_cut(rows: Rows) -> None:
    assert names(rows) == ["Projects"]


@pytest.mark.parametrize("head", [["Code", "Meaning"], ["رمز", "المعنى"], ["Code", "Signification"]])
def test_a_code_list_beside_is_no_proposal(head: list[Value], planned: Planned) -> None:
    rows: Rows = [
        [*OTHER, None, *head],
        [*TEN, None, "A", "Approved"],
        [*ELEVEN, None, "B", "Pending"],
        ["Schools", "Sudan", "EU", 5],
    ]
    found = planned(*tables_of(sheet_of(rows)))
    assert [(sheet.name, sheet.taken) for sheet in found.sheets] == [("Projects", True), ("Projects!F1", False)]
    assert len(found.rows) == 3


def test_a_legend_below_is_no_proposal(planned: Planned) -> None:
    rows: Rows = [OTHER, TEN, ELEVEN, BLANK, ["Code", "Meaning"], ["A", "Approved"], ["B", "Pending"]]
    found = planned(*tables_of(sheet_of(rows)))
    assert [row.values["title_en"] for row in found.rows] == ["Border posts", "Clinics"]


def test_coordinates_errors_and_hidden_rows_go_with_their_table() -> None:
    rows: Rows = [AR, ONE, TWO, BLANK, [None, *OTHER], [None, *TEN], [None, *ELEVEN]]
    sheet = sheet_of(rows, hidden=[2, 6], merges=[M(6, 2, 7, 2)])
    second = tables_of(sheet)[1]
    assert (second.name, second.value(5, 2), second.value(7, 5)) == ("Projects!B5", "Project title", 7000)
    assert (second.hidden_rows, second.merges) == (frozenset({6}), (M(6, 2, 7, 2),))


def test_what_was_cut_is_not_cut_again() -> None:
    first, second = tables_of(sheet_of([AR, ONE, BLANK, OTHER, TEN]))
    assert (tables_of(first), tables_of(second)) == ((first,), (second,))

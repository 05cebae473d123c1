"""Rows are told apart: title block, header, sections, totals, notes; the header is found where it really is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.importing.structure import Kind, Structure, read_structure
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.sheets.model import CellRange, Sheet
from tests.importing.conftest import Rows, Value, sheet_of

K = Kind
HEADER: list[Value] = ["م", "اسم المشروع", "الجهة المنفذة", "التكلفة", "المدة"]
ONE: list[Value] = [1, "تأهيل مراكز الاستقبال", "وزارة الداخلية", 250000, 24]
TWO: list[Value] = [2, "تدريب حرس الحدود", "وزارة الدفاع", 150000, 12]


def read(rows: Rows, **more: object) -> Structure:
    return read_structure(sheet_of(rows, **more), is_known)  # type: ignore[arg-type]


def test_header_below_a_title_block() -> None:
    found = read([["جمهورية السودان"], ["وزارة الداخلية"], [], HEADER, ONE, TWO])
    assert found.header_rows == (4,)
    assert found.kinds == (K.TITLE, K.TITLE, K.EMPTY, K.HEADER, K.PROPOSAL, K.PROPOSAL)
    assert found.titles == ("جمهورية السودان", "وزارة الداخلية")


def test_title_block_with_a_date_beside_it_is_no_header() -> None:
    found = read([["List of projects", None, None, None, "2/3/2026"], HEADER, ONE, TWO])
    assert found.header_rows == (2,)


def test_two_row_header_by_merges() -> None:
    rows: Rows = [["N°", "Projet", "Période", None, "Coût", None], [None, None, "Début", "Fin", "Total", "Demandé"],
            [1, "Guichet unique", "2027", "2028", 10, 5], [2, "Formation", "2027", "2029", 20, 6]]  # fmt: skip
    merges = [CellRange(1, 1, 2, 1), CellRange(1, 2, 2, 2), CellRange(1, 3, 1, 4), CellRange(1, 5, 1, 6)]
    found = read(rows, merges=merges)
    assert found.header_rows == (1, 2)
    assert found.headers == ("N°", "Projet", "Début", "Fin", "Total", "Demandé")
    assert found.groups == ("", "", "Période", "Période", "Coût", "Coût")


def test_a_row_of_units_belongs_to_the_header() -> None:
    rows: Rows = [["N°", "Projet", "Financement", None, None, "Durée"], [None, None, "Coût", "Demandé", "Part", None],
            [None, None, "k€", "k€", "%", "mois"],
            [1, "Guichet unique", 10, 5, 50, 24], [2, "Formation", 20, 6, 30, 12]]  # fmt: skip
    found = read(rows, merges=[CellRange(1, 3, 1, 5)])
    assert found.header_rows == (1, 2, 3)
    assert found.headers == ("N°", "Projet", "k€", "k€", "%", "mois")
    assert found.groups == ("", "", "Financement\nCoût", "Financement\nDemandé", "Financement\nPart", "Durée")
    plain: Rows = [["Project", "Cost", "Grant"], ["One", "€", "EUR"], ["Two", "5 €", "6 €"], ["Three", "7 €", "8 €"]]
    assert read(plain).header_rows == (1,)


def test_labels_under_groups_without_vertical_merges() -> None:
    rows: Rows = [
        ["N°", "Direction", "Intitulé", "Période", None, "Coût", None],
        [None, None, None, "Début", "Durée", "Total", "Demandé"],
        [1, "Migration", "Guichet", "2027", 24, 10, 5],
        [2, "Emploi", "Formation", "2028", 12, 8, 3],
    ]
    found = read(rows, merges=[CellRange(1, 4, 1, 5), CellRange(1, 6, 1, 7)])
    assert found.header_rows == (1, 2)


def test_group_labels_of_a_text_file_have_no_merges() -> None:
    rows: Rows = [
        ["LOCATION", None, None, "OVERALL", None, None, "HEALTH", None],
        ["Region", "Code", "District", "Affected", "Target", "Reached", "Target", "Reached"],
        ["Bari", "SO01", "Iskushuban", 10, 9, 8, 7, 6],
        ["Bay", "SO02", "Baidoa", 10, 9, 8, 7, 6],
    ]
    found = read(rows)
    assert found.header_rows == (1, 2)
    assert found.groups[1] == "LOCATION"


def test_merge_that_reaches_beyond_the_last_row_ends() -> None:
    found = read([["Title", "Budget"], ["a title", 5]], merges=[CellRange(2, 1, 5, 1)])
    assert found.header_rows == (1,)


def test_tag_row_is_known_and_no_header() -> None:
    found = read(
        [["Projet", "Province", "Secteur"], ["#activity+name", "#adm1+name", "#sector"], ["Un puits", "Lac", "Eau"]]
    )
    assert found.header_rows == (1,)
    assert found.kinds[1] is K.TAGS


def test_sections_totals_notes_and_signatures_are_set_aside() -> None:
    rows: Rows = [
        HEADER, ["أولاً: الحماية"], ONE, [None, "الإجمالي", None, 250000], ["ثانياً: التدريب"], TWO,
        [None, "الإجمالى العام", None, 400000], ["ملاحظة: الأسعار تقديرية"], [None, None, None, "يعتمد،،،"],
    ]  # fmt: skip
    assert read(rows).kinds == (
        K.HEADER,
        K.SECTION,
        K.PROPOSAL,
        K.TOTAL,
        K.SECTION,
        K.PROPOSAL,
        K.TOTAL,
        K.NOTE,
        K.SIGNATURE,
    )


@pytest.mark.parametrize(
    "label",
    [
        *(
            "Carried forward",
            "Balance b/f",
            "b/f",
            "Average",
            "Overall",
            "À reporter",
            "Report",
            "Moyenne :",
            "Ensemble",
        ),
        *("ما قبله", "المنقول", "المرحّل", "المتوسط", "العدد", "الرصيد"),
    ],
)
def test_a_label_of_a_figure_that_sums_up_is_no_project(label: str) -> None:
    """Sheets that ministries print carry sums over from page to page, some of them with two columns only."""
    listed: Rows = [["Project", "Cost (EUR)"], ["Border clinics", 900_000], ["Wells", 800_000], [label, 1_700_000]]
    assert read(listed).kinds[-1] is K.TOTAL
    assert read([HEADER, ONE, TWO, [None, label, None, 400000, None]]).kinds[-1] is K.TOTAL
    project: Rows = [*listed[:-1], [f"{label} – الجفاف في شرق السودان", 1_700_000]]
    assert read(project).kinds[-1] is K.PROPOSAL


@pytest.mark.parametrize(
    "label", ["TOTAL GÉNÉRAL", "Grand total", "Sous-total", "S/T", "المجموع", "جملة", "Total Ministry A"]
)
def test_total_rows(label: str) -> None:
    assert read([HEADER, ONE, TWO, [None, label, None, 400000, None]]).kinds[-1] is K.TOTAL


@pytest.mark.parametrize(
    "title", ["Total rehabilitation of the three reception centres", "إجمالي رعاية الأطفال في المراكز الحدودية"]
)
def test_title_that_begins_like_a_total_is_a_proposal(title: str) -> None:
    assert read([HEADER, ONE, TWO, [3, title, "وزارة العدل وشؤون اللاجئين", "مليون يورو", 12]]).kinds[-1] is K.PROPOSAL


@pytest.mark.parametrize(
    "title",
    ["Total cost management system", "Grand total programme for returnees", "Sum of parts", "مجموع الخدمات للاجئين"],
)
def test_a_title_like_a_total_beside_a_country_is_a_proposal(title: str) -> None:
    rows: Rows = [["Title", "Country", "Budget"], ["One project", "Kenya", 5], [title, "Kenya", 7], ["Total", None, 12]]
    assert read(rows).kinds == (K.HEADER, K.PROPOSAL, K.PROPOSAL, K.TOTAL)


@pytest.mark.parametrize(
    "row",
    [
        ["Sub-total", "Interior", 5],
        ["Total général", "EUR", 5],
        ["الإجمالي العام", "يورو", 5],
        ["Total Labour", "7 EUR"],
    ],
)
def test_totals_beside_a_word_are_totals(row: list[Value]) -> None:
    assert read([["Title", "Country", "Budget"], ["One project", "Kenya", 5], row]).kinds[-1] is K.TOTAL


def test_repeated_header_and_numbering_of_columns() -> None:
    found = read([HEADER, ["(1)", "(2)", "(3)", "(4)", "(5)"], ONE, HEADER, TWO])
    assert found.kinds == (K.HEADER, K.HEADER, K.PROPOSAL, K.REPEATED, K.PROPOSAL)


def test_hidden_rows_are_said_and_skipped() -> None:
    assert read([HEADER, ONE, TWO], hidden=[2]).kinds == (K.HEADER, K.HIDDEN, K.PROPOSAL)


def test_list_of_titles_has_no_sections() -> None:
    assert read([["Title"], ["One project"], ["Another project"]]).kinds == (K.HEADER, K.PROPOSAL, K.PROPOSAL)


def test_known_words_move_the_header_below_a_fuller_row() -> None:
    rows: Rows = [
        ["a", "b", "c", "d"],
        ["Project Title", "Budget", "Currency", "Country"],
        ["Skills", 5, "EUR", "Kenya"],
    ]
    assert read(rows).header_rows == (2,)


def test_one_word_said_twice_does_not_move_the_header() -> None:
    rows: Rows = [
        ["Field", "Label", "Value"],
        ["created", "Created", "2024"],
        ["description", "Description", "of the file"],
    ]
    assert read(rows).header_rows == (1,)


def test_a_person_chooses_the_header() -> None:
    found = read_structure(sheet_of([["x", "y"], HEADER, ONE]), is_known, (1,))
    assert found.header_rows == (1,)


def test_a_header_beyond_the_sheet_finds_nothing() -> None:
    found = read_structure(sheet_of([HEADER, ONE]), is_known, (9,))
    assert found.header_rows == ()


def test_an_empty_sheet_has_no_table() -> None:
    assert not read([]).is_table
    assert not read([["only a title"]]).is_table


cells = st.one_of(st.none(), st.none(), st.text(max_size=12), st.integers(-9, 10**6), st.sampled_from(HEADER))
ranges = st.builds(
    lambda r, c, h, w: CellRange(r, c, r + h, c + w),
    st.integers(1, 9),
    st.integers(1, 6),
    st.integers(0, 20),
    st.integers(0, 9),
)


@given(
    st.lists(st.lists(cells, max_size=6), max_size=12),
    st.lists(ranges, max_size=4),
    st.sets(st.integers(1, 12), max_size=3),
)
def test_any_sheet_gives_one_kind_a_row(rows: list[list[object]], merges: list[CellRange], hidden: set[int]) -> None:
    sheet: Sheet = sheet_of(rows, merges=merges, hidden=sorted(hidden))  # type: ignore[arg-type]
    found = read_structure(sheet, is_known)
    assert len(found.kinds) == len(sheet.rows)
    assert all(1 <= row <= len(rows) for row in found.header_rows)

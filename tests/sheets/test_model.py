"""Coordinates stay Excel's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.sheets.model import CellRange, Sheet, cell_name, column_letter, column_number


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_column_letters(number: int, letters: str) -> None:
    assert column_letter(number) == letters
    assert column_number(letters) == column_number(letters.lower()) == number


@given(st.integers(1, 10**6))
def test_letters_and_numbers_are_inverse(number: int) -> None:
    assert column_number(column_letter(number)) == number


def test_names_of_cells_and_ranges() -> None:
    assert cell_name(3, 28) == "AB3"
    area = CellRange(2, 1, 4, 3)
    assert str(area) == "A2:C4"
    assert (2, 1) in area
    assert (4, 3) in area
    assert (5, 1) not in area
    assert (2, 4) not in area
    assert "A2" not in area


def test_a_sheet_knows_its_coordinates() -> None:
    sheet = Sheet("S", rows=(("a", None), (None, 7)), first_row=5, first_column=3)
    assert (sheet.width, sheet.last_row, sheet.last_column) == (2, 6, 4)
    assert (sheet.value(5, 3), sheet.value(6, 4), sheet.value(6, 3)) == ("a", 7, None)
    assert sheet.value(1, 1) is sheet.value(7, 3) is sheet.value(5, 5) is None
    assert list(sheet.numbered_rows()) == [(5, ("a", None)), (6, (None, 7))]


def test_a_blank_sheet_has_no_extent() -> None:
    sheet = Sheet("S")
    assert (sheet.width, sheet.last_row, sheet.last_column, sheet.value(1, 1)) == (0, 0, 0, None)

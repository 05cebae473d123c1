"""What calamine hides of an .xlsb."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.sheets.binary_workbook import records
from khartoum_desktop.sheets.model import CellRange
from khartoum_desktop.sheets.reading import read_workbook
from tests.sheets.binary_makers import error, number, record, row, styles, xlsb


def test_what_an_xlsb_hides_is_found(tmp_path: Path) -> None:
    rows = (
        row(1) + number(1, 5000, 1) + number(2, 0.75, 2) + number(3, 7, 3)
        + row(2, hidden=True) + number(1, 2) + error(3, 0x17) + row(3) + number(1, 3) + error(2, 0x2A)
    )  # fmt: skip
    before = record(137, struct.pack("<H", 0x20)) + record(60, struct.pack("<IIIIH", 1, 1, 0, 0, 1))
    after = record(176, struct.pack("<IIII", 0, 1, 0, 0))
    looks = styles({164: '#,##0 "€"'}, (False, True), ((0, 0), (164, 0), (9, 0), (0, 1)))
    book = read_workbook(xlsb(tmp_path / "a.xlsb", rows, before=before, after=after, style_sheet=looks))
    (sheet,) = book.sheets
    assert book.kind == "xlsb"
    assert sheet.rows == ((5000, 0.75, 7), (2, None, None), (3, None, None))
    assert sheet.right_to_left
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {2}
    assert sheet.errors == {(2, 3): "#REF!", (3, 2): "#N/A"}
    assert sheet.merges == (CellRange(1, 1, 2, 1),)
    assert sheet.currencies == {(1, 1): "EUR"}
    assert sheet.percents == {(1, 2)}
    assert sheet.struck == {(1, 3)}
    assert sheet.comments == {(1, 1): "without VAT"}


def test_a_cell_too_far_out_is_refused_before_the_engine_sees_it(tmp_path: Path) -> None:
    path = xlsb(tmp_path / "a.xlsb", row(1) + number(1, 1) + row(1_048_576) + number(16_384, 1))
    with pytest.raises(UserError, match="XFD1048576"):
        read_workbook(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_walked_to_their_end(data: bytes) -> None:
    assert all(start <= end <= len(data) for _kind, start, end in records(data))

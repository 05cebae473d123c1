"""The quick look at a sheet's XML finds what a close look finds, however the stream is cut into blocks."""

import io
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.sheets.model import cell_name
from khartoum_desktop.sheets.scanning import SheetScan, scan_sheet
from tests.effort import growth
from tests.sheets.hostile import sheet_xml


@dataclass(frozen=True)
class Drawn:
    """A cell of a drawn sheet."""

    kind: str

    def xml(self, place: str) -> str:
        match self.kind:
            case "number":
                return f'<c r="{place}" s="1"><v>1</v></c>'
            case "error":
                return f'<c r="{place}" t="e"><v>#N/A</v></c>'
            case "formula":
                return f'<c r="{place}"><f>1+1</f><v>2</v></c>'
            case "uncalculated":
                return f'<c r="{place}" s="2"><f>SUM(A1:A2)</f><v/></c>'
            case "empty result":
                return f'<c r="{place}" t="str"><f>""</f><v></v></c>'
            case _:
                return f'<c r="{place}" t="inlineStr"><is><t>row&gt; text</t></is></c>'


class Drops(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, _size: int | None = -1, /) -> bytes:
        return super().read(self._size)


kinds = st.sampled_from(["number", "error", "formula", "uncalculated", "empty result", "text"]).map(Drawn)
sheets = st.lists(st.tuples(st.booleans(), st.lists(kinds, min_size=1, max_size=4)), min_size=1, max_size=6)


def xml_of(rows: list[tuple[bool, list[Drawn]]]) -> bytes:
    body = "".join(
        f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>'
        + "".join(cell.xml(cell_name(number, column)) for column, cell in enumerate(cells, 1))
        + "</row>"
        for number, (hidden, cells) in enumerate(rows, 1)
    )
    head = '<sheetViews><sheetView rightToLeft="1"/></sheetViews><cols><col min="2" max="3" hidden="1"/></cols>'
    return sheet_xml(body, before=head).encode()


@given(sheets, st.integers(1, 200))
def test_quick_and_close_agree(rows: list[tuple[bool, list[Drawn]]], size: int) -> None:
    xml = xml_of(rows)
    expected = SheetScan(
        right_to_left=True,
        last_row=len(rows),
        last_column=max(len(cells) for _hidden, cells in rows),
        hidden_rows=[number for number, (hidden, _cells) in enumerate(rows, 1) if hidden],
        hidden_columns=[(2, 3)],
        errors={place: "#N/A" for place, cell in placed(rows) if cell.kind == "error"},
        uncalculated={place: "=SUM(A1:A2)" for place, cell in placed(rows) if cell.kind == "uncalculated"},
    )
    assert scan_sheet(io.BytesIO(xml)) == expected
    assert scan_sheet(Drops(xml, size)) == expected
    close = scan_sheet(Drops(xml, size), close=True)
    # a close look counts only cells that hold something
    assert replace(close, last_row=expected.last_row, last_column=expected.last_column) == expected
    assert close.last_row <= expected.last_row


def placed(rows: list[tuple[bool, list[Drawn]]]) -> list[tuple[tuple[int, int], Drawn]]:
    return [
        ((number, column), cell)
        for number, (_hidden, cells) in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
    ]


@given(st.binary(max_size=400))
def test_any_bytes_are_scanned_to_the_end(content: bytes) -> None:
    for close in (False, True):
        scan_sheet(io.BytesIO(b"<worksheet><sheetData><row" + content), close=close)


@pytest.mark.parametrize("tag", [b"<row ", b"<c ", b"<", b"x", b'<c r="'])
def test_a_row_without_end_takes_no_longer_than_its_size(tag: bytes) -> None:
    def scan(size: int) -> None:
        assert scan_sheet(io.BytesIO(b"<sheetData>" + tag * (size // len(tag)))).errors == {}

    assert growth(lambda: scan(3_000_000), lambda: scan(12_000_000), below=10) < 10  # 16 were the square


def test_breaks_between_pages_are_no_rows_beyond_the_last_one() -> None:
    cell = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rest = '<row r="1048576" ht="15"></row></sheetData><rowBreaks count="1"><brk id="7"/></rowBreaks></worksheet>'
    found = scan_sheet(io.BytesIO(f"<worksheet><sheetData>{cell}{rest}".encode()), close=True)
    assert (found.last_row, found.last_column, found.impossible) == (1, 1, "")

"""A sheet of words with a blank row after every few takes no longer than its length."""

from khartoum_desktop.importing.tables import tables_of
from khartoum_desktop.sheets.model import Sheet
from tests.effort import growth
from tests.importing.conftest import sheet_of


def _sheet(blocks: int) -> Sheet:
    rows: list[list[str | None]] = [["Project title", "Agency", "Country", "Remark"]]
    for block in range(blocks):
        rows += [[f"Project {block}/{row}", f"Agency {block}", "Sudan", f"remark {row}"] for row in range(7)]
        rows.append([])
    return sheet_of(rows)


def test_many_blank_rows_do_not_multiply_the_work() -> None:
    few, many = _sheet(750), _sheet(3000)
    assert len(tables_of(many)) == 1
    assert growth(lambda: tables_of(few), lambda: tables_of(many), below=10) < 10  # 16 were the square

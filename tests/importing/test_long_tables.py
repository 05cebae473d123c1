"""A sheet of words with a blank row after every few takes no longer than its length."""

import time

from khartoum_desktop.importing.tables import tables_of
from tests.importing.conftest import sheet_of

SECONDS = 15


def test_many_blank_rows_do_not_multiply_the_work() -> None:
    rows: list[list[str | None]] = [["Project title", "Agency", "Country", "Remark"]]
    for block in range(3000):
        rows += [[f"Project {block}/{row}", f"Agency {block}", "Sudan", f"remark {row}"] for row in range(7)]
        rows.append([])
    began = time.process_time()
    assert len(tables_of(sheet_of(rows))) == 1
    assert time.process_time() - began < SECONDS

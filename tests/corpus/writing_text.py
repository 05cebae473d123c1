"""Pages as text and as HTML, as exports of web systems and of old programs write them."""

import csv
from collections.abc import Sequence
from datetime import date
from html import escape
from io import StringIO

from tests.corpus.meaning import Page, Plain


def shown(value: Plain) -> str:
    """Return what a text format holds for a value."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def text_of(page: Page, delimiter: str) -> str:
    """Return a page as delimited text with the line ends of Windows."""
    from tests.corpus.writing import size_of, value_of

    rows, columns = size_of(page)
    out = StringIO()
    lines = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for row in range(1, rows + 1):
        lines.writerow([shown(value_of(page, row, column)) for column in range(1, columns + 1)])
    return out.getvalue()


def html_of(pages: Sequence[Page]) -> str:
    """Return pages as tables of one HTML document, merged cells spanned."""
    tables = "\n".join(_table(page) for page in pages)
    return f'<html><head><meta charset="utf-8"></head><body>\n{tables}\n</body></html>\n'


def _table(page: Page) -> str:
    from tests.corpus.writing import size_of, value_of

    rows, columns = size_of(page)
    covered = {
        (row, column): merge for merge in page.merges for row in range(merge[0], merge[2] + 1)
        for column in range(merge[1], merge[3] + 1)
    }  # fmt: skip
    out = [f'<table border="1" dir="{"rtl" if page.rtl else "ltr"}">']
    for row in range(1, rows + 1):
        cells = []
        for column in range(1, columns + 1):
            merge = covered.get((row, column))
            if merge and (row, column) != (merge[0], merge[1]):
                continue
            span = f' rowspan="{merge[2] - row + 1}" colspan="{merge[3] - column + 1}"' if merge else ""
            text = escape(shown(value_of(page, row, column))).replace("\n", "<br>")
            cells.append(f"<td{span}>{text}</td>")
        out.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*out, "</table>"])

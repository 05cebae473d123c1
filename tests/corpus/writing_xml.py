"""Pages as Excel's XML of 2003, and as the web archive that Excel saves for a browser."""

from collections.abc import Sequence
from datetime import date
from quopri import encodestring
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.meaning import Page, Plain
from tests.corpus.writing_text import html_of, shown

_SPACE: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_EDGE: Final = "----=_NextPart_01DC"
_HIDDEN: Final = ' ss:Hidden="1"'
_RIGHT_TO_LEFT: Final = ' ss:RightToLeft="1"'


def xml_of(pages: Sequence[Page]) -> str:
    """Return pages as SpreadsheetML: cells that are merged over are left out, as Excel does."""
    sheets = "".join(_sheet(page) for page in pages)
    return (
        f'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="{_SPACE}" '
        f'xmlns:ss="{_SPACE}">{sheets}</Workbook>\n'
    )


def _sheet(page: Page) -> str:
    from tests.corpus.writing import size_of, value_of

    heads = {(merge[0], merge[1]): merge for merge in page.merges}
    rows, columns = size_of(page)
    out = [f"<Worksheet ss:Name={quoteattr(page.name)}{_RIGHT_TO_LEFT if page.rtl else ''}><Table>"]
    for row in range(1, rows + 1):
        out.append(f'<Row ss:Index="{row}"{_HIDDEN if row in page.hidden_rows else ""}>')
        for column in range(1, columns + 1):
            value = value_of(page, row, column)
            if value is not None:
                out.append(f'<Cell ss:Index="{column}"{_span(heads.get((row, column)))}>{_data(value)}</Cell>')
        out.append("</Row>")
    return "".join([*out, "</Table></Worksheet>"])


def _span(merge: tuple[int, int, int, int] | None) -> str:
    if merge is None:
        return ""
    return f' ss:MergeDown="{merge[2] - merge[0]}" ss:MergeAcross="{merge[3] - merge[1]}"'


def _data(value: Plain) -> str:
    if isinstance(value, date):
        return f'<Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data>'
    kind = "Number" if isinstance(value, int | float) else "String"
    return f'<Data ss:Type="{kind}">{escape(shown(value))}</Data>'


def archive_of(pages: Sequence[Page]) -> bytes:
    """Return pages as one web archive (.mht), the HTML in it encoded for the post."""
    body = encodestring(html_of(pages).encode()).replace(b"\n", b"\r\n")
    head = (
        f"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary={_EDGE!r}\r\n\r\n"
    )
    part = (
        f'--{_EDGE}\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    return head.replace("'", '"').encode() + part.encode() + body + f"\r\n--{_EDGE}--\r\n".encode()

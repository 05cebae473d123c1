"""Pages as an OpenDocument spreadsheet, written by hand: values, merges, hidden rows and columns, notes, direction."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.corpus.meaning import Cell, Page, Plain
from tests.corpus.writing_text import shown

_MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_HIDDEN: Final = ' table:visibility="collapse"'
_STYLES: Final = (
    '<style:style style:name="rtl" style:family="table">'
    '<style:table-properties style:writing-mode="rl-tb"/></style:style>'
    '<style:style style:name="ltr" style:family="table">'
    '<style:table-properties style:writing-mode="lr-tb"/></style:style>'
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
_MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write_ods(pages: Sequence[Page], path: Path) -> None:
    """Write pages as one .ods file."""
    content = _document(pages, "document-content", "")
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("mimetype", _MIME), ("content.xml", content), ("META-INF/manifest.xml", _MANIFEST)):
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 0, 0, 0)), text)


def flat_of(pages: Sequence[Page]) -> str:
    """Return pages as a flat OpenDocument file: the same content, in no package."""
    return _document(pages, "document", f' office:mimetype="{_MIME}"')


def _document(pages: Sequence[Page], root: str, more: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:{root} {_SPACES} office:version="1.2"{more}>'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(_table(page) for page in pages)}</office:spreadsheet></office:body></office:{root}>"
    )


def _table(page: Page) -> str:
    from tests.corpus.writing import size_of

    rows, columns = size_of(page)
    heads = {(merge[0], merge[1]): merge for merge in page.merges}
    covered = {
        (row, column) for merge in page.merges for row in range(merge[0], merge[2] + 1)
        for column in range(merge[1], merge[3] + 1)
    } - heads.keys()  # fmt: skip
    style = "gone" if page.visible != "visible" else "rtl" if page.rtl else "ltr"
    out = [f'<table:table table:name={quoteattr(page.name)} table:style-name="{style}">']
    for column in range(1, columns + 1):
        hidden = _HIDDEN if column in page.hidden_columns else ""
        out.append(f"<table:table-column{hidden}/>")
    for row in range(1, rows + 1):
        hidden = _HIDDEN if row in page.hidden_rows else ""
        out.append(f"<table:table-row{hidden}>")
        for column in range(1, columns + 1):
            if (row, column) in covered:
                out.append("<table:covered-table-cell/>")
            else:
                out.append(_cell(page, row, column, heads.get((row, column))))
        out.append("</table:table-row>")
    return "".join([*out, "</table:table>"])


def _cell(page: Page, row: int, column: int, merge: tuple[int, int, int, int] | None) -> str:
    found = page.cells.get((row, column))
    value = found.value if isinstance(found, Cell) else found
    span = ""
    if merge:
        span = (
            f' table:number-rows-spanned="{merge[2] - merge[0] + 1}"'
            f' table:number-columns-spanned="{merge[3] - merge[1] + 1}"'
        )
    note = ""
    if isinstance(found, Cell) and found.comment:
        note = f"<office:annotation><text:p>{escape(found.comment)}</text:p></office:annotation>"
    return f"<table:table-cell{span}{_typed(value)}>{note}{_paragraphs(value)}</table:table-cell>"


def _typed(value: Plain) -> str:
    if isinstance(value, date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}"'
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value}"'
    return "" if value is None else ' office:value-type="string"'


def _paragraphs(value: Plain) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in shown(value).split("\n") if line)

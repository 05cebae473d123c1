"""Pages as a Word document: what stands above a table as paragraphs, the rest as a table, letters around it."""

from collections.abc import Sequence
from pathlib import Path

from tests.corpus.meaning import Page
from tests.corpus.writing_text import shown


def write_docx(pages: Sequence[Page], path: Path) -> None:
    """Write pages one after the other: lines above the header are paragraphs."""
    from docx import Document

    document = Document()
    for page in pages:
        _write(document, page)
    document.save(str(path))


def _write(document: object, page: Page) -> None:
    from tests.corpus.writing import size_of, value_of

    rows, columns = size_of(page)
    top = page.headers[0][0] if page.headers else min(row for row, _column in page.cells)
    for row in range(1, top):
        text = " ".join(shown(value_of(page, row, column)) for column in range(1, columns + 1)).strip()
        document.add_paragraph(text)  # type: ignore[attr-defined]
    table = document.add_table(rows - top + 1, columns - page.left + 1)  # type: ignore[attr-defined]
    for merge in page.merges:
        if merge[0] >= top:
            first = table.cell(merge[0] - top, merge[1] - page.left)
            first.merge(table.cell(merge[2] - top, merge[3] - page.left))
    for row, column in page.cells:
        if row >= top:
            table.cell(row - top, column - page.left).text = shown(value_of(page, row, column))
    document.add_paragraph("")  # type: ignore[attr-defined]

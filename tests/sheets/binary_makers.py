"""Minimal .xlsb files, record by record."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.sheets.hostile import OFFICE

_LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin"'
    ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)


def record(kind: int, data: bytes = b"") -> bytes:
    """Return a record: its kind, its length, its bytes."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while True:
        size, low = size >> 7, size & 0x7F
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return head + length + data


def words(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, *, hidden: bool = False) -> bytes:
    """Return the beginning of Excel's row."""
    return record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, 0x10 if hidden else 0, 0, 0))


def number(column: int, value: float, style: int = 0) -> bytes:
    return record(5, struct.pack("<IId", column - 1, style, value))


def error(column: int, code: int) -> bytes:
    return record(3, struct.pack("<IIB", column - 1, 0, code))


def styles(formats: Mapping[int, str], fonts: Sequence[bool], used: Sequence[tuple[int, int]]) -> bytes:
    """Return a style sheet: formats by number, whether each font is struck, format and font of each style."""
    parts = [record(44, struct.pack("<H", form) + words(code)) for form, code in formats.items()]
    parts += [record(43, struct.pack("<HH", 220, 0x08 if struck else 0) + bytes(20)) for struck in fonts]
    parts += [record(617, struct.pack("<I", len(used)))]
    parts += [record(47, struct.pack("<HHH", 0, form, font) + bytes(10)) for form, font in used]
    return b"".join(parts) + record(618)


def xlsb(path: Path, rows: bytes, *, before: bytes = b"", after: bytes = b"", style_sheet: bytes = b"") -> Path:
    """Write a workbook of one sheet S."""
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + words("rId1") + words("S")) + record(144)
    sheet = record(129) + before + record(148, bytes(16)) + record(145) + rows + record(146) + after + record(130)
    main = _LINKS.format(f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/>')
    links = _LINKS.format(
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.bin"/>'
    )
    comments = record(632, words("Nadia")) + record(635, struct.pack("<IIIII", 0, 0, 0, 0, 0) + bytes(16))
    comments += record(637, b"\x00" + words("Nadia:\nwithout VAT"))
    own = _LINKS.format(f'<Relationship Id="r1" Type="{OFFICE}/comments" Target="../comments1.bin"/>')
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": main,
        "xl/workbook.bin": book + record(132),
        "xl/_rels/workbook.bin.rels": links,
        "xl/worksheets/sheet1.bin": sheet,
        "xl/worksheets/_rels/sheet1.bin.rels": own,
        "xl/comments1.bin": comments,
        "xl/styles.bin": style_sheet or styles({}, (False,), ((0, 0),)),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path

"""Small real files of every kind that is kept, and of many that are not."""

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

import openpyxl

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def png() -> bytes:
    """Return a picture of one black point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a zip archive with these entries."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def office(main: str, more: Mapping[str, bytes | str] = {}) -> bytes:
    """Return an Office package whose main part has this type."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/main.xml" ContentType="{main}"/></Types>'
    )
    return packed({"[Content_Types].xml": types, "main.xml": "<x/>", **more})


_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
DOCX = office(_MAIN.format("wordprocessingml.document"))
PPTX = office(_MAIN.format("presentationml.presentation"))


def xlsx() -> bytes:
    """Return a workbook as openpyxl writes it."""
    book, out = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    book.active["A1"] = "budget"
    book.save(out)
    return out.getvalue()


def open_document(kind: str, more: Mapping[str, bytes | str] = {}) -> bytes:
    """Return an OpenDocument package."""
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<x/>", **more})


def compound(streams: Sequence[str], *, filler: int = 0, chained: bool = False) -> bytes:
    """Return an OLE compound file whose directory has these names, after so many that say nothing.

    `chained` = where the table of sectors lies is said in a sector of its own, as in very large files.
    """
    names = ["Root Entry", *(f"filler {n}" for n in range(filler)), *streams]
    entries = b""
    for name in names:
        text = name.encode("utf-16-le") + b"\0\0"
        entries += text.ljust(64, b"\0") + struct.pack("<HB", len(text), 5 if name == "Root Entry" else 2) + b"\0" * 61
    count = -(-len(entries) // 512)
    entries = entries.ljust(count * 512, b"\0")
    table = [0xFFFFFFFD, *range(2, count + 1), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 6
    further = (count + 1, 1) if chained else (0xFFFFFFFE, 0)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, *further)
    header += struct.pack("<109I", 0xFFFFFFFF if chained else 0, *[0xFFFFFFFF] * 108)
    last = struct.pack("<128I", 0, *[0xFFFFFFFF] * 126, 0xFFFFFFFE) if chained else b""
    return header + struct.pack("<128I", *table) + entries + last


KEPT: Mapping[str, tuple[bytes, str]] = {
    "letter.pdf": (PDF, "application/pdf"),
    "photo.png": (png(), "image/png"),
    "photo.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40, "image/jpeg"),
    "scan.tif": (b"II*\0\x08\0\0\0" + b"\0" * 40, "image/tiff"),
    "scan.TIFF": (b"MM\0*\0\0\0\x08" + b"\0" * 40, "image/tiff"),
    "note.docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "budget.xlsx": (xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "budget.xlsb": (
        office("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    ),
    "slides.pptx": (PPTX, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "note.doc": (compound(["WordDocument", "1Table"]), "application/msword"),
    "long.doc": (compound(["WordDocument"], filler=30), "application/msword"),
    "large.doc": (compound(["WordDocument"], chained=True), "application/msword"),
    "old.xls": (compound(["Workbook"]), "application/vnd.ms-excel"),
    "capitals.xls": (compound(["WORKBOOK"]), "application/vnd.ms-excel"),
    "old.ppt": (compound(["PowerPoint Document"]), "application/vnd.ms-powerpoint"),
    "mail.msg": (compound(["__properties_version1.0"]), "application/vnd.ms-outlook"),
    "note.odt": (open_document("text"), "application/vnd.oasis.opendocument.text"),
    "form.ott": (open_document("text-template"), "application/vnd.oasis.opendocument.text"),
    "sheet.ods": (open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "show.odp": (open_document("presentation"), "application/vnd.oasis.opendocument.presentation"),
    "old.rtf": (rb"{\rtf1\ansi hello}", "application/rtf"),
    "words.txt": ("مذكرة شفوية".encode(), "text/plain"),
    "ansi.txt": ("مذكرة شفوية".encode("cp1256"), "text/plain"),
    "wide.txt": ("note".encode("utf-16"), "text/plain"),
    "rows.csv": (b"a;b\n1;2\n", "text/csv"),
    "annexes.zip": (packed({"a/letter.pdf": PDF, "b.txt": "x"}), "application/zip"),
}
OLE = compound(["WordDocument"])
PROGRAM, MACROS, MARKUP, DAMAGED, UNKNOWN = "Programs", "macros", "Web pages", "damaged", "This kind"
REFUSED: Mapping[str, tuple[str, bytes, str]] = {
    "windows program": ("setup.pdf", b"MZ\x90\0" + b"\0" * 60, PROGRAM),
    "linux program": ("letter.pdf", b"\x7fELF" + b"\0" * 60, PROGRAM),
    "mac program": ("letter", b"\xcf\xfa\xed\xfe" + b"\0" * 60, PROGRAM),
    "fat mac program": ("letter", b"\xca\xfe\xba\xbe" + b"\0" * 60, PROGRAM),
    "shell script": ("letter.txt", b"#!/bin/sh\nrm -rf ~\n", PROGRAM),
    "batch script": ("letter.txt", b"\r\n@ECHO off\r\ndel *.*\r\n", PROGRAM),
    "shortcut": ("letter.pdf", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, PROGRAM),
    **{f".{end}": (f"letter.{end}", b"words", PROGRAM) for end in (
        "exe", "bat", "cmd", "js", "vbs", "ps1", "lnk", "scr", "msi", "jar", "hta", "COM", "url", "desktop", "py")},
    "pdf called exe": ("letter.exe", PDF, PROGRAM),
    "reversed name": ("letter\u202efdp.exe", PDF, PROGRAM),
    "dots after it": ("letter.exe. .", PDF, PROGRAM),
    "jar called zip": ("x.zip", packed({"META-INF/MANIFEST.MF": "", "A.class": b"x"}), "archive holds"),
    "program in a zip": ("x.zip", packed({"a/letter.pdf .exe": b"MZ"}), "archive holds"),
    "docm": ("x.docm", office("application/vnd.ms-word.document.macroEnabled.main+xml"), MACROS),
    "macros in docx": ("x.docx", office(_MAIN.format("wordprocessingml.document"), {"word/vbaProject.bin": b"x"}),
                       MACROS),
    "macros in xlsb": ("x.xlsb", office("application/vnd.ms-excel.sheet.binary.macroEnabled.main",
                                        {"xl/vbaProject.bin": b"x"}), MACROS),
    "macros in doc": ("x.doc", compound(["WordDocument", "_VBA_PROJECT"]), MACROS),
    "macros in xls": ("x.xls", compound(["Workbook", "_VBA_PROJECT_CUR"], filler=9), MACROS),
    "macros in odt": ("x.odt", open_document("text", {"Basic/script-lc.xml": "<x/>"}), MACROS),
    "html": ("x.txt", b"\n <!DOCTYPE html><script>alert(1)</script>", MARKUP),
    "html by name": ("x.html", b"words", MARKUP),
    "svg": ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', MARKUP),
    "svg called png": ("x.png", b'<?xml version="1.0"?><svg/>', MARKUP),
    "web archive": ("x.txt", b"MIME-Version: 1.0\nContent-Type: multipart/related\n", MARKUP),
    "password": ("x.docx", compound(["EncryptionInfo", "EncryptedPackage"]), "password"),
    "broken zip": ("x.docx", DOCX[:60], DAMAGED),
    "broken ole": ("x.doc", compound(["WordDocument"])[:700], DAMAGED),
    "endless ole": ("x.doc", compound(["x"])[:512] + struct.pack("<128I", *[0] * 128) + b"\0" * 999, DAMAGED),
    "ole of odd sectors": ("x.doc", b"".join((OLE[:30], b"\x01", OLE[31:])), DAMAGED),
    "ole without end": ("x.doc", OLE[:68] + struct.pack("<258I", 0, 4000, *[0] * 256), DAMAGED),
    "other ole": ("x.doc", compound(["\u0005SummaryInformation"]), UNKNOWN),
    "other package": ("x.docx", office("application/vnd.ms-package.xps-fixeddocumentsequence+xml"), UNKNOWN),
    "other open document": ("x.odt", open_document("database"), UNKNOWN),
    "gzip": ("x.pdf", b"\x1f\x8b\x08\0\0\0\0\0", UNKNOWN),
    "noise": ("x.pdf", bytes(range(256)), UNKNOWN),
    "empty": ("x.pdf", b"", "empty"),
}  # fmt: skip

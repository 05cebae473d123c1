"""Old Excel files by their bytes: a bare BIFF2 stream, and a BIFF8 workbook in an OLE container, locked if wanted."""

from hashlib import md5
from io import BytesIO
from struct import pack
from typing import Final

from msoffcrypto.method.rc4 import DocumentRC4

SECTOR: Final = 512
FREE, CHAIN_END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_PLAIN: Final = frozenset({0x809, 0x2F})  # records that are never encrypted
_SALT: Final = bytes(range(16))
_FORMATS: Final = (b"General", b"d/m/yy", b"0%", b'#,##0 "EUR"')
_BOUNDSHEET: Final = 0x85


def record(number: int, content: bytes = b"") -> bytes:
    return pack("<HH", number, len(content)) + content


def biff2(rows: list[list[str | float]], more: bytes = b"", *, code_page: int = 1256) -> bytes:
    """Return a file as Excel 2 wrote it; texts in windows-1256; each number is shown as `shown_as` says."""
    formats = b"".join(record(0x1E, bytes([len(text)]) + text) for text in _FORMATS)
    cells = b"".join(
        record(4, pack("<HH3xB", r, c, len(value.encode(f"cp{code_page}"))) + value.encode(f"cp{code_page}"))
        if isinstance(value, str)
        else record(3, pack("<HHxBxd", r, c, shown_as(value), value))
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
    )
    return record(9, pack("<HH", 2, 0x10)) + record(0x42, pack("<H", code_page)) + formats + cells + more + record(10)


def shown_as(value: float) -> int:
    """Return the format of a number: days are dates, parts of one are percentages, two millions and more are money."""
    return 1 if 40_000 < value < 50_000 else 2 if value < 1 else 3 if value > 2_000_000 else 0


def note(row: int, column: int, text: str) -> bytes:
    content = text.encode("cp1256")
    return record(0x1C, pack("<HHH", row, column, len(content)) + content)


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x205, pack("<HHHBB", row, column, 0, code, 1))


def hidden_row(row: int) -> bytes:
    return record(0x208, pack("<HHHHHHHH", row, 0, 9, 255, 0, 0, 0x20, 0))


def hidden_column(column: int) -> bytes:
    return record(0x7D, pack("<HHHHHH", column, column, 2560, 0, 1, 0))


def merge(top: int, low: int, left: int, right: int) -> bytes:
    return record(0xE5, pack("<HHHHH", 1, top, low, left, right))


def right_to_left() -> bytes:
    return record(0x23E, pack("<HHHHHHHHH", 0x6B6 | 0x40, 0, 0, 64, 0, 0, 0, 0, 0))


def font(*, struck: bool = False, raised: bool = False) -> bytes:
    content = pack("<HHHHHBBBB", 200, 8 * struck, 0x7FFF, 400, int(raised), 0, 0, 0, 0)
    return record(0x31, content + pack("<BB", 5, 0) + b"Arial")


def rich_label(row: int, column: int, text: str, *runs: tuple[int, int]) -> bytes:
    """Return a text of which runs (first character, font) look otherwise."""
    content = pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")
    return record(0xD6, content + pack("<H", len(runs)) + b"".join(pack("<HH", *run) for run in runs))


def biff8(cells: bytes, *, name: str = "مشروعات", password: str = "", fonts: bytes = b"") -> bytes:
    """Return an .xls of Excel 97 with one sheet of the records given, locked by RC4 if there is a password."""
    filepass = record(0x2F, pack("<HHH", 1, 1, 1) + _SALT + _verifier(password)) if password else b""
    sheet_name = pack("<BB", len(name), 1) + name.encode("utf-16-le")
    bof = record(0x809, pack("<HHHHII", 0x600, 5, 0x1000, 1997, 0x40, 6))
    start = len(bof) + len(filepass) + len(fonts) + 4 + 6 + len(sheet_name) + 4
    book = bof + filepass + fonts + record(_BOUNDSHEET, pack("<IBB", start, 0, 0) + sheet_name) + record(10)
    sheet = record(0x809, pack("<HHHHII", 0x600, 0x10, 0x1000, 1997, 0x40, 6)) + cells + record(10)
    stream = book + sheet
    return ole("Workbook", _encrypted(stream, password) if password else stream)


def _verifier(password: str) -> bytes:
    verifier = bytes(range(100, 116))
    return _rc4(password, verifier + md5(verifier, usedforsecurity=False).digest())


def _rc4(password: str, data: bytes) -> bytes:
    decrypted: bytes = DocumentRC4.decrypt(password, _SALT, BytesIO(data), blocksize=1024).read()
    return decrypted


def _encrypted(stream: bytes, password: str) -> bytes:
    """Return the stream with the contents of its records encrypted, as the place of each byte asks."""
    cipher, at, locked = _rc4(password, stream), 0, bytearray(stream)
    while at + 4 <= len(stream):
        kind, size = int.from_bytes(stream[at : at + 2], "little"), int.from_bytes(stream[at + 2 : at + 4], "little")
        begin = at + 8 if kind == _BOUNDSHEET else at + 4
        if kind not in _PLAIN:
            locked[begin : at + 4 + size] = cipher[begin : at + 4 + size]
        at += 4 + size
    return bytes(locked)


def ole(name: str, stream: bytes) -> bytes:
    """Return an OLE container with one stream of less than 60 kB."""
    size = max(4096, (len(stream) + 4 + SECTOR - 1) // SECTOR * SECTOR)  # shorter ones would lie elsewhere
    stream += record(0, bytes(size - len(stream) - 4))
    count = len(stream) // SECTOR
    chain = [*range(3, count + 2), CHAIN_END]
    fat = [FAT_SECTOR, CHAIN_END, *chain]
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += pack("<IIIIIIIII", 0, 1, 1, 0, 4096, CHAIN_END, 0, CHAIN_END, 0)
    header += pack("<109I", 0, *[FREE] * 108)
    directory = _entry("Root Entry", 5, child=1) + _entry(name, 2, start=2, size=len(stream)) + 2 * _entry("", 0)
    return header + pack(f"<{len(fat)}I", *fat) + directory + stream


def _entry(name: str, kind: int, *, child: int = FREE, start: int = CHAIN_END, size: int = 0) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    return text.ljust(64, b"\0") + pack("<HBBIII16xI16xIII", len(text), kind, 1, FREE, FREE, child, 0, start, size, 0)

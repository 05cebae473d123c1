"""The names inside an OLE compound file (old Office documents, mails): its directory, read and nothing else.

The format is described in [MS-CFB]: a header, sectors chained by a table, and a directory of 128-byte entries.
"""

import struct
from struct import unpack_from
from typing import Final

START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST: Final = 0xFFFFFFFA  # sector numbers from here on mean something else
_SPARE: Final = 512  # entries of the list of the table that may be unused
_ENTRY: Final = 128
_MOST_SECTORS: Final = 4096  # of a directory; more than sixteen thousand names are no document


def names_in(data: bytes) -> frozenset[str]:
    """Return the names of all streams and storages of a compound file; ValueError when it is damaged."""
    try:
        return frozenset(_names(data))
    except struct.error as error:
        raise ValueError("damaged") from error


def _names(data: bytes) -> list[str]:
    size = 1 << unpack_from("<H", data, 30)[0]
    if size not in {512, 4096}:
        raise ValueError("damaged")
    table = _table(data, size)
    found: list[str] = []
    sector, seen = unpack_from("<I", data, 48)[0], 0
    while sector < _LAST:
        seen += 1
        if seen > _MOST_SECTORS or sector >= len(table):
            raise ValueError("damaged")
        start = (sector + 1) * size
        for place in range(start, start + size, _ENTRY):
            length, kind = unpack_from("<HB", data, place + 64)
            if kind and length:
                found.append(data[place : place + min(length, 64) - 2].decode("utf-16-le", "replace"))
        sector = table[sector]
    return found


def _table(data: bytes, size: int) -> list[int]:
    """Return the number of the sector that follows each; the list of the table's own sectors may be chained too."""
    parts = list(unpack_from("<109I", data, 76))
    further, count = unpack_from("<II", data, 68)
    for _time in range(min(count, _MOST_SECTORS)):
        if further >= _LAST:
            break
        *more, further = unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        parts += more
        if len(parts) > _SPARE + len(data) // size:  # a chain that bites its tail
            raise ValueError("damaged")
    table: list[int] = []
    for part in parts:
        if part < _LAST:
            table += unpack_from(f"<{size // 4}I", data, (part + 1) * size)
    return table

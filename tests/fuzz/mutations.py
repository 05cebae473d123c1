"""Damage done to files by dice: bytes flipped, cut, doubled, spliced; parts of zipped files and tags of their XML."""

import random
import re
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Final

Damage = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

_MOST_PARTS: Final = 400
_MOST_BYTES: Final = 4_000_000  # of a part that is mutated, and of the parts of a file together
_NUMBERS: Final = (
    *("0", "-1", "1", "2", "255", "256", "65535", "65536", "16384", "16385", "1048576", "1048577", "2147483647"),
    *("2147483648", "4294967295", "4294967296", "9223372036854775807", "18446744073709551616", "1e308", "1e999"),
    *("NaN", "", " ", "٣", "0x10", "1,5", "9" * 400),
)
_TEXTS: Final = (
    *("A1", "XFD1048576", "ZZZ1", "A0", "A99999999999", "$A$1", "A1:XFD1048576", "A", "1", "#REF!", "#BOGUS!", "&lt;"),
    *("&x;", "&#0;", "&#1114112;", "\u202e", "\ufeff", "true", "collapse", "percentage", "../../x.xml", "e", "s", "d"),
    *("inlineStr", "rId1", "General", "0%", "[$€-40C]0", "yyyy", '"' * 9, "[" * 300, "hidden", "s" * 3000),
)
_TAG: Final = re.compile(rb"<[^<>]*>")
_VALUE: Final = re.compile(rb'"[^"<>]*"')
_CONTENT: Final = re.compile(rb">[^<>]+<")
_EDGES: Final = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x00\x00\x00\x80",
    b"<",
    b"&",
)


def damaged(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """Return the bytes with one to three kinds of damage; the same dice give the same damage."""
    for _again in range(dice.choice((1, 1, 1, 2, 3))):
        kinds = _ON_PARTS if data.startswith(b"PK") and dice.random() < _SHARE_OF_PARTS else _ON_BYTES
        data = dice.choice(kinds)(data, dice, others)
    return data


_SHARE_OF_PARTS: Final = 0.75


def _at(data: bytes, dice: random.Random) -> int:
    """Return a place, near the beginning or the end as often as anywhere."""
    edge = dice.random()
    if edge < 1 / 3:
        return dice.randrange(min(len(data), 600) + 1)
    return dice.randrange(max(0, len(data) - 600), len(data) + 1) if edge > 2 / 3 else dice.randrange(len(data) + 1)


def flipped(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return the bytes with up to twenty bits flipped."""
    found = bytearray(data)
    for _again in range(dice.randrange(1, 20) if found else 0):
        found[min(_at(data, dice), len(found) - 1)] ^= 1 << dice.randrange(8)
    return bytes(found)


def set_to_edges(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return the bytes with some overwritten by those at which counts overflow."""
    found = bytearray(data)
    for _again in range(dice.randrange(1, 6)):
        edge, place = dice.choice(_EDGES), _at(data, dice)
        found[place : place + len(edge)] = edge
    return bytes(found)


def cut_out(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return the bytes without a piece."""
    place = _at(data, dice)
    return data[:place] + data[place + dice.randrange(1, 1 + max(1, len(data) // 8)) :]


def doubled(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return the bytes with a piece said again, some times over."""
    place = _at(data, dice)
    piece = data[place : place + dice.randrange(1, 4000)]
    return data[:place] + piece * dice.choice((1, 1, 2, 50)) + data[place:]


def cut_off(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return the beginning of the bytes."""
    return data[: _at(data, dice)]


def spliced(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """Return the beginning of the bytes with the end of another file."""
    other = dice.choice(others) if others else data
    return data[: _at(data, dice)] + other[_at(other, dice) :]


# --- XML ----------------------------------------------------------------------------------------------------------


def _one(pattern: re.Pattern[bytes], data: bytes, dice: random.Random) -> re.Match[bytes] | None:
    found = pattern.search(data, dice.randrange(len(data) + 1))
    return found or pattern.search(data)


def _replaced(data: bytes, found: re.Match[bytes] | None, new: bytes) -> bytes:
    return data if found is None else data[: found.start()] + new + data[found.end() :]


def value_changed(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return XML with an attribute's value exchanged."""
    new = dice.choice(_NUMBERS + _TEXTS).replace('"', "&quot;")
    return _replaced(data, _one(_VALUE, data, dice), b'"%b"' % new.encode())


def content_changed(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return XML with what stands between two tags exchanged."""
    return _replaced(data, _one(_CONTENT, data, dice), b">%b<" % dice.choice(_NUMBERS + _TEXTS).encode())


def tag_dropped(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return XML without one of its tags."""
    return _replaced(data, _one(_TAG, data, dice), b"")


def tag_doubled(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return XML with a tag said again, perhaps very often."""
    found = _one(_TAG, data, dice)
    return data if found is None else _replaced(data, found, found[0] * dice.choice((2, 3, 1000, 20_000)))


def tags_exchanged(data: bytes, dice: random.Random, _others: Sequence[bytes]) -> bytes:
    """Return XML with one tag in the place of another."""
    other = _one(_TAG, data, dice)
    return data if other is None else _replaced(data, _one(_TAG, data, dice), other[0])


_ON_XML: Final[Sequence[Damage]] = (
    value_changed,
    value_changed,
    content_changed,
    tag_dropped,
    tag_doubled,
    tags_exchanged,
)


# --- parts of a zipped file -----------------------------------------------------------------------------------------


def _parts(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                return None
            return {entry.filename: archive.read(entry) for entry in entries}
    except Exception:  # noqa: BLE001 - a file that is broken already has no parts
        return None


def _packed(parts: dict[str, bytes], dice: random.Random) -> bytes:
    result = BytesIO()
    with zipfile.ZipFile(result, "w", dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return result.getvalue()


def part_damaged(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """Return a zipped file with damage inside some of its parts."""
    parts = _parts(data)
    if not parts:
        return flipped(data, dice, others)
    names = sorted(parts)
    telling = [
        name for name in names if re.search(r"sheet|strings|styles|workbook|content|comments|rels", name)
    ] or names
    for _again in range(dice.choice((1, 1, 2, 4))):
        name = dice.choice(telling if dice.random() < _SHARE_OF_PARTS else names)
        is_xml = parts[name].lstrip()[:1] == b"<"
        parts[name] = dice.choice(_ON_XML if is_xml and dice.random() < _SHARE_OF_PARTS else _ON_BYTES)(
            parts[name], dice, others
        )
    return _packed(parts, dice)


def parts_mixed(data: bytes, dice: random.Random, others: Sequence[bytes]) -> bytes:
    """Return a zipped file without a part, or with one in the place or beside another."""
    parts = _parts(data)
    if not parts:
        return cut_out(data, dice, others)
    name, other = dice.choice(sorted(parts)), dice.choice(sorted(parts))
    match dice.randrange(3):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[other]
        case _:
            parts[name + dice.choice(("x", "/", "\\", ".xml"))] = parts[name]
    return _packed(parts, dice)


_ON_BYTES: Final[Sequence[Damage]] = (flipped, set_to_edges, cut_out, doubled, cut_off, spliced)
_ON_PARTS: Final[Sequence[Damage]] = (part_damaged, part_damaged, part_damaged, parts_mixed)

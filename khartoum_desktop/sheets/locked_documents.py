"""Opens OpenDocument workbooks that a password protects: in memory, inside the reading process, and nowhere else.

LibreOffice since 24.2 encrypts the package as a whole (AES-GCM, Argon2id), older ones each part (AES-CBC, PBKDF2), as
OpenOffice does (Blowfish). A part is packed first and then encrypted.
"""

import re
import zlib
from collections.abc import Iterator
from hashlib import pbkdf2_hmac, sha1, sha256
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from khartoum_desktop.sheets.manifests import Lock, locks_of, number, octets
from khartoum_desktop.sheets.messages import Refusal
from khartoum_desktop.sheets.model import Limits
from khartoum_desktop.sheets.packages import BROKEN, Package
from khartoum_desktop.sheets.sniffing import kind_of

_MANIFEST: Final = "META-INF/manifest.xml"
_WHOLE, _CONTENT = "encrypted-package", "content.xml"
_MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_AES: Final = re.compile(r"http://www\.w3\.org/(?:2001/04/xmlenc|2009/xmlenc11)#aes(128|192|256)-(cbc|gcm)")
_BLOWFISH: Final = re.compile(r"Blowfish CFB|urn:oasis:names:tc:opendocument:xmlns:manifest:1\.0#blowfish")
_METHOD: Final = re.compile(r"[\w.+ -]{1,40}\Z", re.ASCII)
_CHECKED: Final = 1024  # bytes of a packed part that its checksum is made of
_VECTOR, _TAG, _BLOCK = 12, 16, 16  # bytes, of AES-GCM and of AES
_BLOWFISH_VECTOR, _BLOWFISH_KEYS = 8, range(4, 57)
_MOST_ROUNDS: Final = 2_000_000  # of PBKDF2: LibreOffice asks for 600,000 at most
_MOST_MEMORY: Final = 256 * 1024  # KiB of Argon2id: LibreOffice asks for 64 MiB, thrice
_MOST_WORK: Final = 4 * _MOST_MEMORY
_MOST_LANES: Final = 64
_LEAST_SALT: Final = 8
_AT_ONCE: Final = 1 << 20


class _WrongPassword(Exception):  # noqa: N818 - it is one of several answers to a try
    """What came out is no part of a document."""


def opened(data: bytes, password: str, limits: Limits) -> bytes:
    """Return the open workbook that a locked .ods holds, and any other .ods as it is.

    Raises Refusal if the password is missing or wrong, or if no password would help here.
    """
    package = Package(data, limits)
    if not package.is_locked():
        return data
    locks = locks_of(package.beginning(_MANIFEST), _WHOLE, _CONTENT)
    path = next((name for name in (_WHOLE, _CONTENT) if name in locks and package.find(name)), "")
    if not path:
        raise Refusal("locked_otherwise")
    lock = locks[path]
    _check(lock)
    if not password:
        raise Refusal("password")
    secret = _part(package, path, limits)
    for start in _start_keys(lock, password):
        try:
            return _workbook(path, _content(secret, lock, start), lock, limits)
        except _WrongPassword:
            continue
    raise Refusal("wrong_password")


def _check(lock: Lock) -> None:
    """Refuse methods that are not known here, and numbers that would take too much time or memory."""
    cipher, derivation, start = _names(lock)
    if not (_AES.fullmatch(cipher) or _BLOWFISH.fullmatch(cipher)):
        raise _unknown(cipher)
    if not _is(derivation, "argon2id", "pbkdf2"):
        raise _unknown(derivation)
    if not _is(start, "sha1", "sha256"):
        raise _unknown(start)
    memory, lanes, rounds = (number(lock.derivation, f"argon2-{name}", 1) for name in ("memory", "lanes", "iterations"))
    if (
        number(lock.derivation, "iteration-count", 0) > _MOST_ROUNDS
        or memory > _MOST_MEMORY
        or memory * rounds > _MOST_WORK
        or lanes > _MOST_LANES
    ):
        raise Refusal("locked_costly")


def _names(lock: Lock) -> tuple[str, str, str]:
    """Return the methods of a lock: of the cipher, of the key made of a shorter one, of that one."""
    return (
        lock.cipher.get("algorithm-name", ""),
        lock.derivation.get("key-derivation-name", ""),
        lock.start.get("start-key-generation-name", "SHA1"),
    )


def _is(method: str, *names: str) -> bool:
    """Tell whether a method is one of these: an address that ends so, or in old files the bare name."""
    return re.split("[#:]", method)[-1].lower() in names


def _unknown(method: str) -> Refusal:
    name = _METHOD.search(method)
    return Refusal("locked_method", method=name[0].strip()) if name else Refusal("locked_otherwise")


def _part(package: Package, path: str, limits: Limits) -> bytes:
    entry = package.find(path)
    if entry is None or entry.file_size > limits.file_bytes:
        raise Refusal("bomb")
    try:
        with package.open(entry) as stream:
            return stream.read()
    except BROKEN as error:
        raise Refusal("damaged") from error


def _start_keys(lock: Lock, password: str) -> dict[bytes, None]:
    """Return what the key may be made of; OpenOffice once wrote passwords in the letters of Western Windows."""
    if _is(_names(lock)[2], "sha256"):
        return {sha256(password.encode()).digest(): None}
    spellings = (password.encode(), password.encode("cp1252", "replace"))
    return dict.fromkeys(sha1(spelling, usedforsecurity=False).digest() for spelling in spellings)


def _content(secret: bytes, lock: Lock, start: bytes) -> bytes:
    """Return the packed part; _WrongPassword where that can be told already."""
    from cryptography.exceptions import UnsupportedAlgorithm

    name = _names(lock)[0]
    try:
        aes = _AES.fullmatch(name)
        if aes is None:
            return _blowfish(secret, lock, start)
        key = _key(lock, start, int(aes[1]) // 8)
        return (_gcm if aes[2] == "gcm" else _cbc)(secret, octets(lock.cipher, "initialisation-vector"), key)
    except UnsupportedAlgorithm as error:
        raise _unknown(name) from error
    except ValueError as error:  # lengths that cannot be
        raise Refusal("damaged") from error


def _key(lock: Lock, start: bytes, length: int) -> bytes:
    how, salt = lock.derivation, octets(lock.derivation, "salt")
    if _is(_names(lock)[1], "pbkdf2"):
        return pbkdf2_hmac("sha1", start, salt, number(how, "iteration-count", 0), length)
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if len(salt) < _LEAST_SALT:
        raise Refusal("damaged")
    rounds, memory, lanes = (number(how, f"argon2-{name}", 0) for name in ("iterations", "memory", "lanes"))
    try:
        return Argon2id(salt=salt, length=length, iterations=rounds, lanes=lanes, memory_cost=memory).derive(start)
    except UnsupportedAlgorithm as error:
        raise Refusal("locked_method", method="Argon2id") from error


def _gcm(secret: bytes, vector: bytes, key: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(vector) != _VECTOR or secret[:_VECTOR] != vector or len(secret) < _VECTOR + _TAG:
        raise Refusal("damaged")
    try:
        return AESGCM(key).decrypt(vector, memoryview(secret)[_VECTOR:], None)
    except InvalidTag as error:
        raise _WrongPassword from error


def _cbc(secret: bytes, vector: bytes, key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if not secret or len(secret) % _BLOCK:
        raise Refusal("damaged")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    content = decryptor.update(secret) + decryptor.finalize()
    if not 1 <= content[-1] <= _BLOCK:  # the last byte is how many were added
        raise _WrongPassword
    return content[: -content[-1]]


def _blowfish(secret: bytes, lock: Lock, start: bytes) -> bytes:
    from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
    from cryptography.hazmat.decrepit.ciphers.modes import CFB
    from cryptography.hazmat.primitives.ciphers import Cipher

    vector = octets(lock.cipher, "initialisation-vector")
    if len(vector) != _BLOWFISH_VECTOR or lock.key_bytes not in _BLOWFISH_KEYS:
        raise Refusal("damaged")
    decryptor = Cipher(Blowfish(_key(lock, start, lock.key_bytes)), CFB(vector)).decryptor()
    return decryptor.update(secret) + decryptor.finalize()


def _workbook(path: str, packed: bytes, lock: Lock, limits: Limits) -> bytes:
    """Return the workbook of which a part was decrypted; _WrongPassword if it is no part."""
    proven = _is_proven(packed, lock)
    if path == _WHOLE:
        whole = b"".join(_unpacked(packed, lock, limits, proven=proven))
        if kind_of(whole) != "ods":
            raise Refusal("damaged")
        return whole
    package = BytesIO()
    with ZipFile(package, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", _MIME)
        archive.writestr(_MANIFEST, "<manifest/>")
        with archive.open(_CONTENT, "w", force_zip64=True) as part:
            for block in _unpacked(packed, lock, limits, proven=proven):
                part.write(block)
    return package.getvalue()


def _is_proven(packed: bytes, lock: Lock) -> bool:
    """Tell whether the password is right for sure; AES-GCM has told it already.

    Where it is not, the part may still be whole: OpenOffice counted wrongly for some lengths of short parts.
    """
    expected = octets(lock.checksum, "checksum")
    method = lock.checksum.get("checksum-type", "").lower()
    if _names(lock)[0].endswith("gcm"):
        return True
    digest = sha256 if method.endswith("#sha256-1k") else sha1
    return digest(packed[:_CHECKED], usedforsecurity=False).digest() == expected


def _unpacked(packed: bytes, lock: Lock, limits: Limits, *, proven: bool) -> Iterator[bytes]:
    """Yield a packed part in pieces; Refusal when it grows beyond what a workbook can hold, or is damaged."""
    most = max(limits.ratio_bytes, limits.ratio * len(packed))
    packing, size, rest = zlib.decompressobj(-zlib.MAX_WBITS), 0, packed
    while not packing.eof:
        try:
            block = packing.decompress(rest, _AT_ONCE)
        except zlib.error as error:
            raise (Refusal("damaged") if proven else _WrongPassword) from error
        rest = packing.unconsumed_tail
        size += len(block)
        if not proven and (size > lock.size or not (block or packing.eof)):
            raise _WrongPassword
        if size > min(most, limits.unpacked_bytes):
            raise Refusal("bomb")
        if not (block or packing.eof):
            raise Refusal("damaged")
        yield block
    if not proven and size != lock.size:
        raise _WrongPassword

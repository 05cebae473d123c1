"""Locks .ods files as office programs do, written after the standard and independently of what opens them."""

import os
import zipfile
import zlib
from base64 import b64encode
from dataclasses import dataclass, replace
from hashlib import pbkdf2_hmac, sha1, sha256
from io import BytesIO

from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" xmlns:loext="urn:org:documentfoundation"'
_W3C = "http://www.w3.org/"


@dataclass(frozen=True)
class Way:
    """How a program locks: as a whole or each part, by which methods, with which numbers."""

    whole: bool = False
    cipher: str = f"{_W3C}2001/04/xmlenc#aes256-cbc"
    start: str = f"{_W3C}2000/09/xmldsig#sha256"
    derivation: str = "PBKDF2"
    rounds: int = 1000
    memory: int = 1024
    lanes: int = 2
    checksum: str = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k"
    letters: str = "utf-8"  # the password's
    doctype: str = ""

    def so(self, **changes: object) -> "Way":
        """Return it with other methods or numbers."""
        return replace(self, **changes)  # type: ignore[arg-type]


PARTS = Way()
WHOLE = Way(
    whole=True,
    cipher=f"{_W3C}2009/xmlenc11#aes256-gcm",
    start=f"{_W3C}2001/04/xmlenc#sha256",
    derivation="urn:org:documentfoundation:names:experimental:office:manifest:argon2id",
    rounds=3,
)
OLD = Way(
    cipher="Blowfish CFB",
    start="",
    checksum="SHA1/1K",
    doctype='<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">',
)
WAYS = {
    "LibreOffice 24.2": WHOLE,
    "LibreOffice 24.2 without Argon2": PARTS.so(whole=True),
    "LibreOffice 4": PARTS,
    "shorter keys": PARTS.so(cipher=f"{_W3C}2001/04/xmlenc#aes128-cbc"),
    "OpenOffice 4": OLD.so(start="SHA1"),
    "OpenOffice 3": OLD,
    "OpenOffice 2": OLD.so(letters="cp1252"),
    "names of OpenDocument 1.2": OLD.so(
        cipher="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#blowfish",
        start=f"{_W3C}2000/09/xmldsig#sha1",
        derivation="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#pbkdf2",
        checksum="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha1-1k",
    ),
}


def locked_ods(content: bytes, password: str, way: Way = PARTS, **attributes: str) -> bytes:
    """Return the .ods with this content, locked; `attributes` replace what the manifest says."""
    part = _package(content, "<manifest/>", "content.xml") if way.whole else content
    name = "encrypted-package" if way.whole else "content.xml"
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packing.compress(part) + packing.flush()
    salt = os.urandom(16)
    vector = os.urandom(12 if way.cipher.endswith("gcm") else 16 if "aes" in way.cipher else 8)
    digest = sha256 if way.checksum.endswith("#sha256-1k") else sha1
    said = {
        "path": name,
        "size": str(len(part)),
        "checksum": b64encode(digest(packed[:1024]).digest()).decode(),
        "cipher": way.cipher,
        "vector": b64encode(vector).decode(),
        "derivation": way.derivation,
        "salt": b64encode(salt).decode(),
        "rounds": str(way.rounds),
        "memory": str(way.memory),
        "lanes": str(way.lanes),
        **attributes,
    }
    secret = _encrypted(packed, _key(password, salt, way), vector, way)
    return _package(secret, _manifest(way, said), name, zipfile.ZIP_STORED)


def _package(content: bytes, manifest: str, name: str, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    package = BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr(name, content, how)
        archive.writestr("META-INF/manifest.xml", manifest)
    return package.getvalue()


def _key_bytes(way: Way) -> int:
    return 16 if "aes128" in way.cipher or "aes" not in way.cipher else 32


def _key(password: str, salt: bytes, way: Way) -> bytes:
    start = (sha256 if way.start.endswith("sha256") else sha1)(password.encode(way.letters, "replace")).digest()
    if way.derivation.endswith("argon2id"):
        argon = Argon2id(salt=salt, length=32, iterations=way.rounds, lanes=way.lanes, memory_cost=way.memory)
        return argon.derive(start)
    return pbkdf2_hmac("sha1", start, salt, way.rounds, _key_bytes(way))


def _encrypted(packed: bytes, key: bytes, vector: bytes, way: Way) -> bytes:
    if way.cipher.endswith("gcm"):
        return vector + AESGCM(key).encrypt(vector, packed, None)
    if "aes" not in way.cipher:
        cipher = Cipher(Blowfish(key), CFB(vector)).encryptor()
        return cipher.update(packed) + cipher.finalize()
    more = 16 - len(packed) % 16
    aes = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return aes.update(packed + os.urandom(more - 1) + bytes([more])) + aes.finalize()


def _manifest(way: Way, said: dict[str, str]) -> str:
    checksum = f'manifest:checksum-type="{way.checksum}" manifest:checksum="{said["checksum"]}"'
    start = f'<manifest:start-key-generation manifest:start-key-generation-name="{way.start}" manifest:key-size="32"/>'
    counted = (
        f'loext:argon2-iterations="{said["rounds"]}" loext:argon2-memory="{said["memory"]}"'
        f' loext:argon2-lanes="{said["lanes"]}"'
        if way.derivation.endswith("argon2id")
        else f'manifest:iteration-count="{said["rounds"]}"'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{way.doctype}<manifest:manifest {_NAMES}>'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
        f'<manifest:file-entry manifest:full-path="{said["path"]}" manifest:size="{said["size"]}">'
        f"<manifest:encryption-data {'' if way.cipher.endswith('gcm') else checksum}>"
        f'<manifest:algorithm manifest:algorithm-name="{said["cipher"]}"'
        f' manifest:initialisation-vector="{said["vector"]}"/>{start if way.start else ""}'
        f'<manifest:key-derivation manifest:key-derivation-name="{said["derivation"]}" {counted}'
        f' manifest:salt="{said["salt"]}" manifest:key-size="{_key_bytes(way)}"/>'
        "</manifest:encryption-data></manifest:file-entry></manifest:manifest>"
    )

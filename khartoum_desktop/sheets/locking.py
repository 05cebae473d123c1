"""Opens files that a password protects: in memory, inside the reading process, and nowhere else.

Excel itself locks a workbook that is only to be read with a password of its own; that one is tried without asking.
"""

from io import BytesIO, StringIO
from struct import unpack
from types import SimpleNamespace
from typing import Final

from khartoum_desktop.sheets.messages import Refusal

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
_EXCELS_OWN: Final = "VelvetSweatshop"
_FILEPASS: Final = 0x2F
_BEFORE_FILEPASS: Final = 4  # records that may stand before it
_RECORD: Final = 4  # bytes: number and length


def is_locked(data: bytes) -> bool:
    """Tell whether the content of an Office file (an OLE container, or a bare stream of old Excel) is encrypted."""
    if not data.startswith(OLE):
        return data[:1] == b"\x09" and _has_filepass(data)
    return _PACKAGE in data or _has_filepass(ole_stream(data, "Workbook", "Book"))


def unlocked(data: bytes, password: str) -> bytes:
    """Return the file that a locked one holds; Refusal if the password is missing, wrong or of no use here."""
    for candidate in dict.fromkeys((password, _EXCELS_OWN)):
        if candidate and (content := _decrypted(data, candidate)):
            return content
    raise Refusal("wrong_password" if password else "password")


def _decrypted(data: bytes, password: str) -> bytes:
    """Return the content; b"" if it is another password."""
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError
    from msoffcrypto.format import xls97

    # it would write the decrypted workbook into a temporary file of the disk
    xls97.tempfile = SimpleNamespace(TemporaryFile=BytesIO)
    content = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(data))
        file.load_key(password=password)  # not verified here: msoffcrypto refuses right ones of Excel 2010 (SHA-1)
        if bits := getattr(file, "info", {}).get("passwordKeyBits"):
            file.secret_key = file.secret_key[: bits // 8]  # padded to whole blocks, where it is AES-192
        file.decrypt(content)
    except InvalidKeyError:
        return b""
    except MemoryError:
        raise
    except Exception as error:
        raise Refusal("locked_otherwise") from error
    return content.getvalue()


def ole_stream(data: bytes, *names: str) -> bytes:
    """Return the first stream of one of these names at the top of a container, not of one inside; b"" for none."""
    from xlrd.compdoc import CompDoc

    try:
        container = CompDoc(data, logfile=StringIO(), ignore_workbook_corruption=True)
        streams = (container.get_named_stream(name) for name in names)
        return next((bytes(stream) for stream in streams if stream), b"")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a broken container: the reader will say so
        return b""


def _has_filepass(stream: bytes) -> bool:
    """Tell whether the record that says so is among the first ones of a workbook."""
    at = 0
    for _record in range(_BEFORE_FILEPASS):
        if len(stream) < at + _RECORD:
            return False
        number, length = unpack("<HH", stream[at : at + _RECORD])
        if number == _FILEPASS:
            return True
        at += _RECORD + length
    return False

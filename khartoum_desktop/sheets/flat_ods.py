"""A flat OpenDocument spreadsheet (.fods) is the same XML as inside an .ods: it is packed and read as one."""

import re
import zipfile
from io import BytesIO
from typing import Final

from khartoum_desktop.sheets.messages import Refusal
from khartoum_desktop.sheets.model import Limits

_MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_MARKUP_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_BETWEEN_LINES: Final = re.compile(rb">[ \t]*\r?\n\s*<")  # flat files are indented, which the engine does not expect
_UTF8: Final = ("utf-8", "utf8", "us-ascii")


def packed_flat(data: bytes, limits: Limits) -> bytes:
    """Return the .ods that holds the same content; Refusal for a file that declares entities or unknown encodings."""
    content = _as_utf8(data.removeprefix(b"\xef\xbb\xbf"))
    if _MARKUP_DECLARED.search(content):
        raise Refusal("bomb")
    if len(content) > limits.unpacked_bytes:
        raise Refusal("bomb")
    package = BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("mimetype", _MIME)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", _BETWEEN_LINES.sub(b"><", content))
    return package.getvalue()


def _as_utf8(data: bytes) -> bytes:
    found = _ENCODING.match(data)
    codec = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else found[1].decode("ascii") if found else "utf-8"
    if codec.lower() in _UTF8:
        return data
    try:
        text = data.decode(codec)
    except (LookupError, ValueError) as error:
        raise Refusal("damaged") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode()

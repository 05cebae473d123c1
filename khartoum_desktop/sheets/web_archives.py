"""The pages inside a web archive (.mht), which browsers and Excel save as one file: an e-mail of web pages."""

from email import message_from_bytes
from typing import TYPE_CHECKING, Final

from khartoum_desktop.sheets.messages import Refusal

if TYPE_CHECKING:
    from email.message import Message

_MOST_PARTS: Final = 5_000
_TABS: Final = "tabstrip.htm"  # Excel's own: only the names of its sheets


def pages_of(data: bytes) -> list[bytes]:
    """Return the bytes of each web page, in the order of the file; Refusal if there is none."""
    pages: list[bytes] = []
    for number, part in enumerate(message_from_bytes(data).walk()):
        if number > _MOST_PARTS:
            raise Refusal("bomb")
        if part.get_content_type() == "text/html" and not _location(part).endswith(_TABS):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                pages.append(_declared(content, part.get_content_charset()))
    if not pages:
        raise Refusal("no_table_in_archive")
    return pages


def _location(part: "Message[str, str]") -> str:
    return str(part.get("Content-Location", "")).lower()


def _declared(content: bytes, charset: str | None) -> bytes:
    """Return the page with the encoding of its envelope in front, which counts before what the page itself says."""
    if not charset or content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return content
    return f'<meta charset="{charset}">'.encode("ascii", "ignore") + content

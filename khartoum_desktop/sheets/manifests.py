"""How the manifest of an OpenDocument package says that its parts are encrypted (OpenDocument 1.2 to 1.4, packages)."""

import re
from binascii import a2b_base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.sheets.messages import Refusal
from khartoum_desktop.sheets.xml_events import XmlError, follow

_NUMBER: Final = re.compile("[0-9]{1,12}")
_TELLING: Final = ("encryption-data", "algorithm", "key-derivation", "start-key-generation")
_USUAL_KEY: Final = 16  # bytes, where the manifest does not say
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^\[\]>]*>")  # OpenOffice 2 and 3 declare one; without entities it is harmless


@dataclass(frozen=True, slots=True)
class Lock:
    """How one part is encrypted, in the words of the manifest; its numbers are not yet judged."""

    size: int  # of the part when it is open; -1: not said
    checksum: Mapping[str, str] = field(default_factory=dict)
    cipher: Mapping[str, str] = field(default_factory=dict)
    derivation: Mapping[str, str] = field(default_factory=dict)
    start: Mapping[str, str] = field(default_factory=dict)

    @property
    def key_bytes(self) -> int:
        """Return how long the key is that the manifest asks for."""
        return number(self.derivation, "key-size", _USUAL_KEY)


def number(found: Mapping[str, str], name: str, usual: int) -> int:
    """Return a number of the manifest, `usual` where it is not said; Refusal for what is no number."""
    if name not in found:
        return usual
    if not _NUMBER.fullmatch(found[name]):
        raise Refusal("damaged")
    return int(found[name])


def octets(found: Mapping[str, str], name: str) -> bytes:
    """Return the bytes that a text of the manifest stands for; Refusal for what stands for none."""
    try:
        return a2b_base64(found.get(name, "").encode("ascii"))
    except ValueError as error:
        raise Refusal("damaged") from error


def locks_of(manifest: bytes, *paths: str) -> dict[str, Lock]:
    """Return the locks of these parts, as far as they are encrypted; Refusal for a manifest that cannot be followed."""
    reading = _Manifest(paths)
    try:
        follow([_DOCTYPE.sub(b"", manifest, count=1)], reading.start, reading.end)
    except XmlError as error:
        raise Refusal("damaged") from error
    return reading.locks


class _Manifest:
    """Follows the elements of a manifest."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.locks: dict[str, Lock] = {}
        self._paths = paths
        self._part: Mapping[str, str] = {}
        self._said: dict[str, Mapping[str, str]] = {}

    def start(self, name: str, found: Mapping[str, str]) -> None:
        """Hear of an element."""
        if name == "file-entry":
            self._part, self._said = found, {}
        elif name in _TELLING:
            self._said[name] = found

    def end(self, name: str) -> None:
        """Hear of an element's end."""
        path = self._part.get("full-path", "")
        if name != "file-entry" or path not in self._paths or "encryption-data" not in self._said:
            return
        says = self._said.get
        self.locks[path] = Lock(
            number(self._part, "size", -1),
            *(says(element, {}) for element in _TELLING),
        )

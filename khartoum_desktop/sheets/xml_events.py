"""A part of a workbook as XML events, with nothing that a hostile file could make them expand or fetch."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from xml.parsers import expat

_PREFIX_END: Final = ":"

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class XmlError(ValueError):
    """The XML is damaged, or declares a document type, which no workbook needs."""


def own_name(name: str) -> str:
    """Return an element's or attribute's name without its prefix: x:row → row."""
    return name.rpartition(_PREFIX_END)[2]


def follow(blocks: Iterable[bytes], start: Start, end: End, text: Text | None = None) -> None:
    """Call back for each element (names and attributes without prefixes); raise XmlError where the XML breaks."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, found: start(
        own_name(name), {own_name(key): value for key, value in found.items()}
    )
    parser.EndElementHandler = lambda name: end(own_name(name))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, RecursionError) as error:
        raise XmlError(str(error)) from error


def _refuse(*_declared: object) -> None:
    raise XmlError("document type")

"""How the text of a web page looks where an element stands: raised, struck through, or hidden."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from khartoum_desktop.sheets.parts import Piece

_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISED: Final = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_STRUCK: Final = re.compile(r"text-decoration[\w-]*\s*:[^;]{0,80}line-through", re.IGNORECASE)
_CLASS: Final = re.compile(r"\.([\w-]{1,80})(?=\s*(?:,|$))")
_TELLING: Final = re.compile("line-through|:\\s*super|:\\s*none|:\\s*hidden", re.IGNORECASE)
_STRIKING: Final = frozenset({"s", "del", "strike"})
_EMPTY: Final = frozenset({"br", "img", "hr", "input", "col", "wbr", "area", "base", "link", "meta", "source", "embed"})
_DEEPEST: Final = 200  # elements inside each other
_MOST_CLASSES: Final = 5_000


class Look(NamedTuple):
    """What an element does to the text inside it."""

    raised: bool = False
    struck: bool = False
    hidden: bool = False

    def with_(self, other: "Look") -> "Look":
        """Return both looks at once."""
        return Look(self.raised or other.raised, self.struck or other.struck, self.hidden or other.hidden)


PLAIN: Final = Look()


class Looks:
    """Follows the elements inside a cell; `now` is how text looks here."""

    def __init__(self) -> None:
        self._classes: dict[str, Look] = {}
        self._open: list[tuple[str, Look]] = []
        self._cell = PLAIN

    @property
    def now(self) -> Look:
        """Return how text looks here."""
        return self._open[-1][1] if self._open else self._cell

    def piece(self, text: str) -> Piece:
        """Return a text as a piece of its cell."""
        look = self.now
        return Piece(text, look.raised, look.struck)

    def begin_cell(self, found: Mapping[str, str]) -> None:
        """Hear of a cell; one that is hidden itself is read."""
        self._open = []
        self._cell = self._look("td", found)._replace(raised=False, hidden=False)

    def start(self, tag: str, found: Mapping[str, str]) -> None:
        """Hear of an element inside a cell."""
        if tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._open.append((tag, self.now.with_(self._look(tag, found))))

    def end(self, tag: str) -> None:
        """Hear of an element's end; those inside it that were left open end with it."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def rules(self, text: str) -> None:
        """Take in the rules of a style sheet that are about classes."""
        for whole in text.split("}") if _TELLING.search(text) else ():
            names, _brace, rule = whole.rpartition("{")
            look = _of_style(rule)
            if look != PLAIN and len(self._classes) < _MOST_CLASSES:
                self._classes |= dict.fromkeys(_CLASS.findall(names.strip()), look)

    def _look(self, tag: str, found: Mapping[str, str]) -> Look:
        look = Look(tag == "sup", tag in _STRIKING, "hidden" in found).with_(_of_style(found.get("style", "")))
        for name in found.get("class", "").split() if self._classes else ():
            look = look.with_(self._classes.get(name, PLAIN))
        return look


def _of_style(style: str) -> Look:
    if not style:
        return PLAIN
    return Look(bool(_RAISED.search(style)), bool(_STRUCK.search(style)), bool(_HIDDEN.search(style)))

"""An item of a list, what may be written in it, where proposals name it, and which organisations look alike."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.dates import parse_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, languages_first, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import clean_text, fold_key, lines_of, one_line
from khartoum_desktop.proposals.catalogues.names import scheme_of
from khartoum_desktop.proposals.fields import DEGREES, FIELDS, Field, Type
from khartoum_desktop.proposals.lists import CURRENCY, MEMBER, ORGANISATION, PARTNER, PRIORITY, word_key
from khartoum_desktop.proposals.model import Stored

ITEM, SET_ITEM = "list_item", "priority"  # the tables of items
LABELS: Final = tuple(f"label_{lang}" for lang in LANGUAGES)
DEFINITIONS: Final = tuple(f"definition_{lang}" for lang in LANGUAGES)  # of a priority: what full alignment shows
OF_ITEM: Final = (*LABELS, *DEFINITIONS, "aliases", "parent", "valid_from", "valid_to", "active", "quality")
OF_PRIORITY: Final = (*LABELS, *DEFINITIONS, "parent", "scored")
QUALITIES: Final = ("official", "translation", "draft")
PARTIES: Final = frozenset({MEMBER, PARTNER, ORGANISATION})

MOST_LABEL, MOST_DEFINITION, MOST_ALIAS, MOST_ALIASES, MOST_CODE = 600, 4000, 200, 100, 40
_CODE: Final = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MOST_CODE - 1}}}")
_IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_SHORTEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One list, or one version of a set of priorities (`set_id`); `labels` are those of a set with its presidency."""

    key: str
    group: str
    count: int
    labels: Mapping[str, str] = field(default_factory=dict)
    set_id: str = ""
    set_key: str = ""
    presidency: str = ""
    version: int = 0
    in_force: bool = True
    source: str = ""

    @property
    def kind(self) -> str:
        """The table in which its items are rows."""
        return SET_ITEM if self.set_id else ITEM

    @property
    def scheme(self) -> str:
        """The name under which proposals keep its codes."""
        return PRIORITY if self.set_id else self.key

    @property
    def fixed(self) -> bool:
        """Whether the program itself knows every code, so that items are worded but neither added nor withdrawn."""
        return not self.set_id and scheme_of(self.key).fixed

    @property
    def fields(self) -> tuple[str, ...]:
        """What can be written in its items."""
        return OF_PRIORITY if self.set_id else OF_ITEM

    def name(self) -> str:
        """Return what people call it, in the current language."""
        if self.set_id:
            return next((self.labels[lang] for lang in languages_first() if self.labels.get(lang)), self.set_key)
        return _(scheme_of(self.key).name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it is stored; `values` by the names of OF_ITEM or OF_PRIORITY, empty ones left out."""

    id: str
    code: str
    values: Mapping[str, Stored]
    position: int = 0
    removed: bool = False
    merged_into: str = ""
    source: str = ""
    shipped: bool = False
    altered: bool = False  # shipped, and worded otherwise since
    uses: int = 0

    def text(self, key: str) -> str:
        """Return a text, “” where it is not written."""
        return str(self.values.get(key) or "")

    def label(self) -> str:
        """Return the name in the current language, else in the next one that has it, else the code."""
        return next((self.text(f"label_{lang}") for lang in languages_first() if self.text(f"label_{lang}")), self.code)

    @property
    def active(self) -> bool:
        """Whether it is offered."""
        return not self.removed and self.values.get("active") is not False

    def names(self) -> tuple[str, ...]:
        """Return every name by which it is known: the code, the names, the other names."""
        labels = (self.text(key) for key in LABELS)
        return tuple(name for name in (self.code, *labels, *lines_of(self.text("aliases"))) if name)

    def matches(self, words: Sequence[str]) -> bool:
        """Tell whether every folded word occurs in a name, the definition or the dates."""
        said = fold_key(" ".join([*self.names(), *(self.text(key) for key in (*DEFINITIONS, "valid_from", "parent"))]))
        return all(word in said for word in words)


# --- writing ----------------------------------------------------------------------------------------------------------


def clean(values: Mapping[str, object]) -> dict[str, Stored]:
    """Return what is stored of what was typed; UserError with a sentence and a remedy for what cannot be."""
    return {key: clean_field(key, value) for key, value in values.items()}


def clean_field(key: str, value: object) -> Stored:
    """Return the stored form of one field; lines stay lines, empty texts are None."""
    if key in {"active", "scored"}:
        return value if isinstance(value, bool) else None
    text = "" if value is None else str(value)
    if key in DEFINITIONS:
        return _short(clean_text(text), MOST_DEFINITION)
    if key in _CLEANERS:
        return _CLEANERS[key](text)
    return _short(one_line(text), MOST_LABEL if key in LABELS else MOST_CODE)


def _short(text: str, most: int) -> str | None:
    if len(text) > most:
        words = ngettext("Keep it to {n} character at most.", "Keep it to {n} characters at most.", most)
        raise UserError(_("This text is too long."), fill(words, n=format_number(most)))
    return text or None


def _aliases(text: str) -> str | None:
    lines = [_short(one_line(line), MOST_ALIAS) for line in text.replace("\r", "\n").split("\n")]
    names = list(dict.fromkeys(line for line in lines if line))
    if len(names) > MOST_ALIASES:
        words = fill(_("Keep it to {n} at most."), n=format_number(MOST_ALIASES))
        raise UserError(_("There are too many other names."), words)
    return "\n".join(names) or None


def _date(text: str) -> str | None:
    text = one_line(text)
    if not text:
        return None
    found = parse_date(text)
    if found is None or found.ambiguous or found.approximate:
        raise UserError(
            fill(_("“{value}” is no date."), value=text[:60]), _("Write it like 2026-03-09, or the year alone.")
        )
    return found.iso


def _quality(text: str) -> str | None:
    text = one_line(text)
    if text and text not in QUALITIES:
        raise UserError(
            fill(_("“{value}” is not in the list."), value=text[:60]),
            fill(_("Use one of: {codes}."), codes=", ".join(QUALITIES)),
        )
    return text or None


_CLEANERS: Final[Mapping[str, Callable[[str], Stored]]] = {
    "aliases": _aliases,
    "valid_from": _date,
    "valid_to": _date,
    "quality": _quality,
}


def check_code(text: str) -> str:
    """Return a new code; UserError unless it is short and made of letters, digits, points and hyphens."""
    code = one_line(text)
    if not _CODE.fullmatch(code):
        raise UserError(
            fill(_("“{code}” cannot be a code."), code=code[:60]) if code else _("An item needs a code."),
            _("Write letters of the Latin alphabet, digits, points or hyphens, 40 at most."),
        )
    return code


def flaw(values: Mapping[str, Stored]) -> tuple[str, UserError] | None:
    """Return (field, what is wrong) with an item as a whole: no name, or dates the wrong way round; None if fine."""
    if not any(values.get(key) for key in LABELS):
        return LABELS[0], UserError(_("An item needs a name."), _("Write it in Arabic, English or French."))
    first, last = str(values.get("valid_from") or ""), str(values.get("valid_to") or "")
    shared = min(len(first), len(last))
    if shared and last[:shared] < first[:shared]:
        return "valid_to", UserError(
            _("The last day is before the first."), _("Write the dates again: from, then until.")
        )
    return None


# --- where proposals name a code --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A column in which codes of a list stand; `scheme` where the row itself says of which list."""

    kind: str
    column: str
    scheme: str = ""


FUNDER: Final = Place("budget_source", "funder")  # words, or a code


def places(scheme: str) -> tuple[Place, ...]:
    """Return every column of proposals in which codes of a list stand, as the field catalogue has it."""
    party = scheme in PARTIES
    found = [
        place for one in FIELDS for place in (*_own(one, scheme, party=party), *_in_lines(one, scheme, party=party))
    ]
    found += [FUNDER] if party else []
    found += [Place("proposal", "state")] if scheme == "state" else []
    return tuple(dict.fromkeys(found))


def _own(one: Field, scheme: str, *, party: bool) -> Iterator[Place]:
    """Yield the places in the proposal itself, and among its codes."""
    if one.type is Type.CODES and one.scheme:
        if one.scheme == scheme:
            yield Place("alignment", "code", scheme)
        if DEGREES.get(one.scheme) == scheme:
            yield Place("alignment", "degree", one.scheme)
    elif one.stored and (one.scheme == scheme or (party and one.type is Type.COUNTRY)):
        yield Place("proposal", one.key)
    elif one.type is Type.MONEY and scheme == CURRENCY:
        yield Place("proposal", f"{one.key}_currency")


def _in_lines(one: Field, scheme: str, *, party: bool) -> Iterator[Place]:
    """Yield the places in the lines of a field that is a table."""
    for column in one.columns if one.kind else ():
        if column.scheme == scheme or (party and column.type is Type.COUNTRY):
            yield Place(str(one.kind), column.key)
        if column.type is Type.MONEY and scheme == CURRENCY:
            yield Place(str(one.kind), "currency")


# --- organisations ----------------------------------------------------------------------------------------------------


def look_alike(entries: Iterable[tuple[str, Entry]]) -> list[tuple[str, str]]:
    """Return pairs (id to keep, id of the other) of (scheme, organisation) that share a name in any spelling.

    The one to keep is the shipped one, else the one that more proposals name; two shipped ones are never a pair.
    """
    rows = {entry.id: (scheme, entry) for scheme, entry in entries if not entry.removed}
    by_name: dict[str, list[str]] = defaultdict(list)
    for ident, (_scheme, entry) in rows.items():
        for key in sorted(_keys(entry)):
            by_name[key].append(ident)
    found: dict[tuple[str, str], None] = {}
    for idents in by_name.values():
        order = sorted(idents, key=lambda ident: _rank(*rows[ident]))
        for ident in order[1:]:
            if not _rank(*rows[ident])[0] < 1:
                found[order[0], ident] = None
    return list(found)


def _rank(scheme: str, entry: Entry) -> tuple[int, int, str]:
    return (int(scheme == ORGANISATION), -entry.uses, entry.code)


def _keys(entry: Entry) -> set[str]:
    """Return the folded names, those in brackets and those without them too."""
    spelled = {part for name in entry.names() for part in (name, _IN_BRACKETS.sub(" ", name))}
    spelled |= {inner for name in entry.names() for inner in _IN_BRACKETS.findall(name)}
    return {key for key in map(word_key, spelled) if len(key) >= _SHORTEST_NAME}

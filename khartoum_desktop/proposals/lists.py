"""The code lists as one frozen snapshot: labels, choices in a fitting order, and finding a code by its words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES, NAMES, language, languages_first
from khartoum_desktop.core.text import Name, fold_key, sort_key
from khartoum_desktop.proposals import countries

COUNTRY: Final = "country"  # every State and territory, members first
PARTY: Final = "party"  # countries, then partner and other organisations
ORGANISATION: Final = "organisation"  # those that people add; partners are shipped
MEMBER, PARTNER, PRIORITY, PRESIDENCY, LANGUAGE = "member", "partner", "priority", "presidency", "language"
CURRENCY: Final = "currency"
RESTRICTED: Final = "restricted"  # the confidentiality that keeps a proposal out of documents
_BY_NAME: Final = frozenset({COUNTRY, PARTY, MEMBER, PARTNER, ORGANISATION})  # sorted by the language's own alphabet
_ORGANISED: Final = frozenset({PARTNER, ORGANISATION})
_APOSTROPHES: Final = str.maketrans("", "", ".'\"")
_AFFAIRS: Final = re.compile("ش[وي]ون")  # شؤون and, as Egypt writes it, شئون: in the names of many ministries


@dataclass(frozen=True, slots=True)
class Item:
    """One code of one list; `labels` and `definitions` by language, `row` its id in the workspace (“” = not a row)."""

    scheme: str
    code: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    position: int = 0
    active: bool = True
    scored: bool = True
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    quality: str = ""
    row: str = ""

    def label(self, lang: str | None = None) -> str:
        """Return the label in a language (default: the current one), else in the next one that has it."""
        return next((self.labels[one] for one in languages_first(lang) if self.labels.get(one)), self.code)

    @property
    def spellings(self) -> str:
        """Return everything by which the item is called, one a line."""
        return "\n".join((self.code, *self.labels.values(), *self.aliases))

    def definition(self, lang: str | None = None) -> str:
        """Return the definition likewise, “” when there is none."""
        return next((self.definitions[one] for one in languages_first(lang) if self.definitions.get(one)), "")


def word_key(words: str) -> str:
    """Return the spelling by which codes and names are compared: folded, without points and apostrophes."""
    return _AFFAIRS.sub("شون", " ".join(fold_key(words).translate(_APOSTROPHES).replace("-", " ").split()))


class Lists:
    """All code lists of a workspace at one moment; never changed once made."""

    def __init__(self, items: Iterable[Item], *, presidency: str = "", former: Iterable[Item] = ()) -> None:
        self.presidency = presidency  # key of the presidency whose priorities these are
        self._former = {(item.scheme, item.code): item for item in former}  # not offered, but named by proposals
        self._items: dict[str, dict[str, Item]] = {}
        for item in items:
            self._items.setdefault(item.scheme, {})[item.code] = item
        self._items[LANGUAGE] = {
            code: Item(LANGUAGE, code, dict.fromkeys(LANGUAGES, NAMES[code]), position=place)
            for place, code in enumerate(LANGUAGES)
        }
        self._items[COUNTRY] = self._countries()
        self._items[PARTY] = self._items[COUNTRY] | self._items.get(ORGANISATION, {}) | self._items.get(PARTNER, {})
        self._former |= {(PARTY, code): item for (scheme, code), item in self._former.items() if scheme in _ORGANISED}
        self._choices: dict[tuple[str, str, bool], list[tuple[str, str]]] = {}
        self._keys: dict[str, dict[str, str]] = {}

    def _countries(self) -> dict[str, Item]:
        names = {lang: countries.names(lang) for lang in LANGUAGES}
        members = self._items.get(MEMBER, {})
        others = {
            code: Item(
                COUNTRY,
                code,
                {lang: names[lang][code] for lang in LANGUAGES},
                aliases=countries.OTHER_NAMES.get(code, ()),
            )
            for code in names["en"]
            if code not in members
        }
        return members | others

    def schemes(self) -> tuple[str, ...]:
        """Return the names of all lists."""
        return tuple(self._items)

    def items(self, scheme: str) -> tuple[Item, ...]:
        """Return the items of a list in the list's own order; none for a list that is not known."""
        return tuple(sorted(self._items.get(scheme, {}).values(), key=lambda item: item.position))

    def item(self, scheme: str, code: str) -> Item | None:
        """Return one item, also one that is no longer offered."""
        return self._items.get(scheme, {}).get(code) or self._former.get((scheme, code))

    def has(self, scheme: str, code: str) -> bool:
        """Tell whether a code is in a list, active or not."""
        return self.item(scheme, code) is not None

    def label(self, scheme: str, code: str | None, lang: str | None = None) -> str:
        """Return a code's label; the code itself where the list does not know it, “” for None."""
        if not code:
            return ""
        found = self.item(scheme, code)
        return found.label(lang) if found else code

    def names(self, scheme: str, code: str) -> str:
        """Return a code's label in every language, one a line: for words that are shown in another one later."""
        return "\n".join(self.label(scheme, code, lang) for lang in LANGUAGES)

    def choices(self, scheme: str, lang: str | None = None, *, inactive: bool = False) -> list[tuple[str, str]]:
        """Return (code, label) of a list as a person wants to read it.

        Countries and organisations by the alphabet of the language, members before other States and States before
        organisations; all else in the list's order. Inactive codes only when asked for. A label is a `Name`, which a
        search finds by the code, the labels of all languages and the aliases.
        """
        key = (scheme, lang or language(), inactive)
        if key not in self._choices:
            wanted = [item for item in self.items(scheme) if inactive or item.active]
            if scheme in _BY_NAME:
                rank = {MEMBER: 0, COUNTRY: 1, PARTNER: 2, ORGANISATION: 2}
                wanted.sort(key=lambda item: (rank[item.scheme], sort_key(item.label(lang))))
            self._choices[key] = [(item.code, Name(item.label(lang), item.spellings)) for item in wanted]
        return list(self._choices[key])

    def find(self, scheme: str, words: str) -> str | None:
        """Return the code that words stand for: its code, label in any language or other name, in any spelling.

        None when no item or more than one has that name. A code counts before a label, a label before another name.
        """
        if scheme not in self._keys:
            self._keys[scheme] = self._index(scheme)
        return self._keys[scheme].get(word_key(words)) or None

    def _index(self, scheme: str) -> dict[str, str]:
        """Return code by key; “” marks a key that two items claim with the same right.

        An organisation that people added claims no name of a country or partner, so that imports go on finding those.
        """
        items = self.items(scheme)
        own = [item for item in items if item.scheme == ORGANISATION]
        return _claims(own) | _claims([item for item in items if item.scheme != ORGANISATION])

    def delegations(self, lang: str | None = None) -> list[tuple[str, str]]:
        """Return who can sit at a laptop, as (code, label): the member States, then the partner organisations."""
        return self.choices(MEMBER, lang) + self.choices(PARTNER, lang)

    def is_state(self, code: str) -> bool:
        """Tell whether a delegation's code is a State's, so that it can stand in for a missing country."""
        return code in self._items[COUNTRY] and code not in self._items.get(PARTNER, {})


def _alone(item: Item) -> tuple[str, ...]:
    """Return how a presidency's priority is called outside the sentence in which “and” joins it to the one before."""
    label = item.labels.get("ar", "") if item.scheme == PRIORITY else ""
    return (label.removeprefix("و"),) if label.startswith("و") else ()


def _claims(items: Sequence[Item]) -> dict[str, str]:
    found: dict[str, str] = {}
    for names in (
        {item.code: (item.code,) for item in items},
        {item.code: tuple(item.labels.values()) for item in items},
        {item.code: item.aliases for item in items},
        {item.code: _alone(item) for item in items},
    ):
        layer: dict[str, str] = {}
        for code, spelled in names.items():
            for key in {word_key(name) for name in spelled if name} - {""}:
                layer[key] = code if layer.get(key, code) == code else ""
        found = layer | found
    return found

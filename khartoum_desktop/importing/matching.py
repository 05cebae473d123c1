"""Which proposal that we have a row is: by its reference, by where it came from, by title and country."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.importing.model import Change, Value
from khartoum_desktop.proposals.duplicates.titles import title_key

TITLES: Final = tuple(f"title_{language}" for language in LANGUAGES)
AMBIGUOUS: Final = "?"
"""The match of a row whose title and country two proposals have."""


class Words(NamedTuple):
    """The text of a cell as received, with what its sheet says of how it is read: the same words mean the same."""

    text: str
    stated: str = ""  # see `stated.stated_words`; of an amount also the currencies that the row names beside it


_NONE: Final[frozenset[Words]] = frozenset()


@dataclass(frozen=True, slots=True)
class Have:
    """A proposal of the workspace as matching needs it whole: its columns, its lists, and its cells as received.

    `lines` are, for each kind of list, the texts by which two lines are the same; `received` what the cells of the rows
    that brought it in said, by target.
    """

    columns: Mapping[str, Value]
    lines: Mapping[str, frozenset[tuple[Value, ...]]] = field(default_factory=dict)
    received: Mapping[str, frozenset[Words]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brief:
    """What every proposal is recognised by."""

    id: str
    ref: str
    titles: tuple[str, ...]
    country: str
    earlier: str = ""  # the reference it had before another one was confirmed


# what makes two lines of a list the same line
SAME_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "party": ("name", "role"),
    "alignment": ("scheme", "code"),
    "result": ("statement", "indicator"),
    "risk": ("risk",),
}


class Existing:
    """The proposals of a workspace at one moment: briefly all of them, whole those that a row matches."""

    def __init__(
        self,
        briefs: Iterable[Brief],
        fetch: Callable[[Sequence[str]], Mapping[str, Have]],
        merged: Mapping[str, str] | None = None,
    ) -> None:
        self._fetch = fetch
        self._whole: dict[str, Have] = {}
        self.refs: dict[str, str] = dict(merged or {})  # reference -> id; also of those that went into another one
        self.by_id: dict[str, str] = {}  # id -> reference
        self._titles: dict[tuple[str, str], str] = {}
        for brief in briefs:
            self.by_id[brief.id] = brief.ref
            self.refs[brief.ref] = brief.id
            if brief.earlier:
                self.refs.setdefault(brief.earlier, brief.id)
            for key in {title_key(title) for title in brief.titles if title}:
                known = self._titles.get((key, brief.country))
                self._titles[key, brief.country] = brief.id if known in (None, brief.id) else AMBIGUOUS

    def named(self, name: str) -> str:
        """Return the id of the proposal of an id or a reference, "" when there is none."""
        return name if name in self.by_id else self.refs.get(name, "")

    def match(self, ident: str, own: Sequence[str], keys: Sequence[str], country: str) -> tuple[str, str]:
        """Return (the id of the proposal that a row is, how it was recognised), or ("", "") for a new one.

        `ident` is the id that the row of this very file has, `own` ids and references of ours that stand in the row;
        `keys` are its titles' keys.
        """
        for name in own:
            if name in self.by_id:
                return name, "id"
            if name in self.refs:
                return self.refs[name], "ref"
        if ident in self.by_id:
            return ident, "origin"
        found = {self._titles[key, country] for key in keys if (key, country) in self._titles}
        if not found:
            return "", ""
        return (found.pop() if len(found) == 1 else AMBIGUOUS), "title"

    def knows(self, values: Mapping[str, Value]) -> bool:
        """Tell whether a row names a proposal that we have by its id or reference, which our own documents carry."""
        return values.get("id") in self.by_id or values.get("ref") in self.refs

    def whole(self, ids: Sequence[str]) -> Mapping[str, Have]:
        """Return those proposals whole; each is read once."""
        missing = [ident for ident in ids if ident not in self._whole]
        if missing:
            self._whole.update(self._fetch(missing))
        return self._whole


def nothing_yet() -> Existing:
    """Return the proposals of an empty workspace."""
    return Existing((), lambda _ids: {})


_AMOUNT: Final = "budget_total"
_NO_AMOUNT: Final = ("budget_precision", "unknown")


def line_key(kind: str, line: Mapping[str, Value]) -> tuple[Value, ...]:
    """Return what makes a line of a list the same line."""
    return tuple(line.get(name) for name in SAME_BY[kind])


@dataclass(frozen=True, slots=True)
class Said:
    """One value or one line of a list (`kind` "" = a column `name` of the proposal), and the cells that said it."""

    kind: str
    name: str
    value: Value
    line: Mapping[str, Value]
    target: str
    words: tuple[Words, ...]  # none: a person said for this import what is meant


def differences(have: Have, said: Iterable[Said]) -> tuple[tuple[Change, ...], tuple[Said, ...]]:
    """Return (the fields that a row changes in a proposal, the lines that it adds).

    A blank cell changes nothing. Nor does a cell that says what it said last time (and was understood): whoever edited
    the field since then meant to.
    """
    changes: list[Change] = []
    added: list[Said] = []
    for one in said:
        known = bool(one.words) and have.received.get(one.target, _NONE).issuperset(one.words)
        if known and (one.kind or have.columns.get(one.name) is not None):
            continue
        if not one.kind and one.words and {word.text for word in one.words} == {have.columns.get(one.name)}:
            continue  # to the letter what we have, however it would be read
        if (one.name, one.value) == _NO_AMOUNT and have.columns.get(_AMOUNT) is not None:
            continue  # "to be determined" changes nothing either where the amount is known
        if one.kind:
            if line_key(one.kind, one.line) not in have.lines.get(one.kind, frozenset()):
                added.append(one)
        elif one.value is not None and have.columns.get(one.name) != one.value:
            changes.append(Change(one.name, have.columns.get(one.name), one.value))
    return tuple(changes), tuple(added)

"""Two organisations that are one: the kept one takes the other's names, and all that named the other follows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import lines_of
from khartoum_desktop.proposals.catalogues import queries
from khartoum_desktop.proposals.catalogues.model import (
    DEFINITIONS,
    FUNDER,
    LABELS,
    MOST_ALIASES,
    Entry,
    Place,
    places,
)
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import ORGANISATION, PARTNER, PARTY, Lists, word_key
from khartoum_desktop.proposals.searches.model import Condition, Search, Test, scheme_of
from khartoum_desktop.storage.schema import KINDS, TABLES, ListItem, Profile, SavedSearch, Template
from khartoum_desktop.workspace import StepWriter, Workspace

_ITEM, _PROFILE, _TEMPLATE, _SEARCH = (TABLES[name] for name in ("list_item", "profile", "template", "saved_search"))
_NAMING: Final = frozenset({"lead_country", "name", "country", "funder"})  # keys of a template's values
Renamed = Callable[[str], str | None]  # what a text becomes, None where it stays


def merge(work: Workspace, keep_code: str, other_code: str) -> str:
    """Merge one's own organisation into another one and return the step; UserError for what is no such pair.

    Parties, submitting organisations, funders, templates, import profiles and kept searches that name the other follow
    in this step.
    """
    keep, (scheme, other) = _organisation(work, keep_code)[1], _organisation(work, other_code)
    if keep.id == other.id:
        raise UserError(_("These are one organisation already."), _("Choose two different ones."))
    if scheme == PARTNER:
        raise UserError(
            fill(_("“{name}” is shipped with the program and stays."), name=other.label()),
            _("Merge the other way round: keep this one."),
        )
    lists = lists_of(work)
    with work.step(N_("Merge “{other}” into “{name}”"), name=keep.label(), other=other.label()) as step:
        step.put(ListItem, keep.id, _joined(keep, other))
        step.put(ListItem, other.id, {"merged_into": keep.code, "removed": True})
        _follow_merges(step, keep, other)
        for place in places(ORGANISATION):
            _follow(step, place, _renaming(place, keep, other, lists))
        _follow_templates(step, keep, other)
        _follow_profiles(step, keep, other)
        _follow_searches(step, keep, other)
    return step.id


def _organisation(work: Workspace, code: str) -> tuple[str, Entry]:
    found = next(((scheme, one) for scheme, one in queries.organisations(work) if one.code == code), None)
    if found is None:
        raise UserError(
            fill(_("There is no organisation “{code}”."), code=code[:60]),
            _("Run lists show organisation for the codes."),
        )
    return found


def _joined(keep: Entry, other: Entry) -> dict[str, str | None]:
    """Return what the kept one says from now on: the other's names as further ones, its texts where it had none."""
    gained = {key: other.text(key) for key in (*LABELS, *DEFINITIONS) if other.text(key) and not keep.text(key)}
    known = {word_key(name) for name in (*keep.names(), *gained.values())}
    aliases = list(lines_of(keep.text("aliases")))
    for name in other.names():
        if word_key(name) not in known:
            known.add(word_key(name))
            aliases.append(name)
    if len(aliases) > MOST_ALIASES:
        raise UserError(
            fill(_("“{name}” would have too many other names."), name=keep.label()), _("Take some of them out first.")
        )
    return {**gained, "aliases": "\n".join(aliases) or None}


def _follow_merges(step: StepWriter, keep: Entry, other: Entry) -> None:
    """Let what was merged into the other be merged into the kept one."""
    rows = select(_ITEM.c.id).where(_ITEM.c.scheme == ORGANISATION, _ITEM.c.merged_into == other.code)
    for ident in step.db.execute(rows).scalars().all():
        step.put(ListItem, ident, {"merged_into": keep.code})


def _renaming(place: Place, keep: Entry, other: Entry, lists: Lists) -> Renamed:
    """Return what becomes of the texts at a place: a code of the code, words that name the other of its name.

    What names a country, or a third organisation, stays, even where the other one has that name too.
    """
    keys = {word_key(name) for name in other.names()}

    def renamed(text: str) -> str | None:
        if text == other.code:
            return keep.code
        if word_key(text) not in keys or lists.find(PARTY, text) not in {None, other.code, keep.code}:
            return None
        if place != FUNDER:
            return keep.code
        return next((keep.text(key) for key in LABELS if text == other.text(key) and keep.text(key)), keep.label())

    return renamed


def _follow(step: StepWriter, place: Place, renamed: Renamed) -> None:
    table = TABLES[place.kind]
    column = table.c[place.column]
    said = step.db.execute(select(column).where(column.is_not(None)).distinct()).scalars().all()
    news = {text: new for text in said if (new := renamed(text)) is not None and new != text}
    for text, new in news.items():
        for ident in step.db.execute(select(table.c.id).where(column == text)).scalars().all():
            step.put(KINDS[place.kind], ident, {place.column: new})


def _follow_templates(step: StepWriter, keep: Entry, other: Entry) -> None:
    for ident, text in step.db.execute(select(_TEMPLATE.c.id, _TEMPLATE.c.contents)).all():
        contents = _read(text)
        if contents is not None and (new := _replaced(contents, other.code, keep.code)) != contents:
            step.put(Template, ident, {"contents": _written(new)})


def _follow_profiles(step: StepWriter, keep: Entry, other: Entry) -> None:
    """Let what an import profile replaces a text by be the kept one's code too."""
    for ident, text in step.db.execute(select(_PROFILE.c.id, _PROFILE.c.mapping)).all():
        mapping = _read(text)
        lines = mapping.get("replace") if isinstance(mapping, dict) else None
        if not isinstance(mapping, dict) or not isinstance(lines, list):
            continue
        new = [
            {**line, "value": keep.code} if isinstance(line, dict) and line.get("value") == other.code else line
            for line in lines
        ]
        if new != lines:
            step.put(Profile, ident, {"mapping": _written({**mapping, "replace": new})})


def _follow_searches(step: StepWriter, keep: Entry, other: Entry) -> None:
    """Let kept searches that ask for the other one ask for the kept one."""
    for ident, text in step.db.execute(select(_SEARCH.c.id, _SEARCH.c.asks)).all():
        try:
            search = Search.from_json(text or "")
        except UserError:  # a newer program's
            continue
        asked = tuple(_asking_for(one, keep, other) for one in search.conditions)
        if asked != search.conditions:
            step.put(SavedSearch, ident, {"asks": replace(search, conditions=asked).to_json()})


def _asking_for(one: Condition, keep: Entry, other: Entry) -> Condition:
    if one.test is not Test.ONE_OF or scheme_of(one.key) != PARTY:
        return one
    codes = (keep.code if code == other.code else code for code in one.values)
    return replace(one, values=tuple(dict.fromkeys(codes)))


def _replaced(value: Any, old: str, new: str, key: str = "") -> Any:
    """Return decoded JSON in which a code is another one wherever a country or organisation is named."""
    if isinstance(value, Mapping):
        return {name: _replaced(inner, old, new, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, old, new, key) for inner in value]
    return new if key in _NAMING and value == old else value


def _read(text: str | None) -> Any:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

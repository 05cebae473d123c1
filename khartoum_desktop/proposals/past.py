"""What happened to a proposal: its own changes and those of its lines, newest first, with values in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from sqlalchemy import func, select, union_all

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.fields import BY_KIND, BY_SCHEME, Field, Type
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, Stored, field_of
from khartoum_desktop.proposals.queries import CHUNK, NAMING, refs_of
from khartoum_desktop.proposals.showing import show, show_line, show_step
from khartoum_desktop.storage.schema import TABLES, Change, Step
from khartoum_desktop.storage.store import HistoryEntry
from khartoum_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """One field as a change left it, whole: an amount with its currency, a line with all its cells.

    `field` is its key ("" = the proposal itself), `values` the columns that `operations.restore_field` writes (none:
    there is nothing to bring back), and `current` tells that this is how it is now.
    """

    field: str
    label: str
    text: str
    kind: str
    row: str
    change: str
    values: Mapping[str, Stored]
    current: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A proposal's history in short: how many steps there are, and when the last was made (ms since 1970)."""

    steps: int
    last: int


@dataclass(frozen=True, slots=True)
class Event:
    """One step as far as it touched the proposal; `at` is ms since 1970 by its author's clock."""

    step: str
    at: int
    author: str
    delegation: str
    name: str
    written: tuple[Written, ...]
    forgotten: bool = False


def events(work: Workspace, ident: str) -> list[Event]:
    """Return what happened to a proposal and its lines, newest first; what followed on something stays after it."""
    lists = lists_of(work)
    found: dict[str, Event] = {}
    order: dict[str, int] = {}
    named = names_of(work, ident)
    for row in rows_of(work, ident):
        latest = 0
        after = {name: row.now[name] for name in _IDENTITY if name in row.now}
        for entry in work.store.history(row.kind, row.id):
            after |= entry.values
            here = tuple(_written(row, entry, after, lists, named))
            latest = max(latest, entry.at, order.get(entry.step, 0))
            order[entry.step] = latest
            old = found.get(entry.step)
            found[entry.step] = replace(old, written=old.written + here) if old else _event(entry, here, lists)
    places = {step: place for place, step in enumerate(found)}
    return sorted(found.values(), key=lambda event: (order[event.step], places[event.step]), reverse=True)


def summaries(work: Workspace, wanted: Sequence[str]) -> dict[str, Summary]:
    """Return the histories of these proposals in short, by id: one query for every few hundred."""
    proposals = TABLES["proposal"]
    lines = (TABLES[kind] for kind in (*BY_KIND, "alignment"))
    rows = union_all(
        select(proposals.c.id.label("proposal"), proposals.c.id.label("row")),
        *(select(line.c.proposal, line.c.id) for line in lines),
    ).subquery()
    query = (
        select(rows.c.proposal, func.count(Change.step.distinct()), func.max(Step.at))
        .join(Change, Change.row == rows.c.row)
        .join(Step, Step.id == Change.step)
        .group_by(rows.c.proposal)
    )
    found: dict[str, Summary] = {}
    with work.reading() as db:
        for start in range(0, len(wanted), CHUNK):
            some = query.where(rows.c.proposal.in_(wanted[start : start + CHUNK]))
            found |= {proposal: Summary(steps, last) for proposal, steps, last in db.execute(some)}
    return found


def _event(entry: HistoryEntry, written: tuple[Written, ...], lists: Lists) -> Event:
    return Event(
        step=entry.step,
        at=entry.at,
        author=entry.author,
        delegation=lists.label(PARTY, entry.delegation),
        name=show_step(entry.label, entry.args),
        written=written,
        forgotten=entry.forgotten,
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """The proposal or a line of it, and its columns as they are now."""

    kind: str
    id: str
    now: Mapping[str, Stored]

    def is_now(self, values: Mapping[str, Stored]) -> bool:
        return not self.now.get("removed") and all(self.now.get(name) == value for name, value in values.items())


def rows_of(work: Workspace, ident: str) -> list[Kept]:
    """Return the proposal and every line that it has or had."""
    table = TABLES["proposal"]
    with work.reading() as db:
        here = db.execute(select(table).where(table.c.id == ident)).mappings().first()
        found = [Kept("proposal", ident, dict(here or {}))]
        for kind in (*BY_KIND, "alignment"):
            table = TABLES[kind]
            lines = db.execute(select(table).where(table.c.proposal == ident).order_by(table.c.id)).mappings()
            found += [Kept(kind, line["id"], dict(line)) for line in lines]
    return found


def names_of(work: Workspace, ident: str) -> dict[str, str]:
    """Return id -> reference of every proposal that the history of one names: what it is a copy of, what took it in."""
    values = [entry.values.get(name) for entry in work.store.history("proposal", ident) for name in NAMING]
    with work.reading() as db:
        return refs_of(db, sorted({str(value) for value in values if value}))


def _written(
    row: Kept, entry: HistoryEntry, after: Mapping[str, Stored], lists: Lists, named: Mapping[str, str]
) -> Iterator[Written]:
    """Yield the fields that a change wrote, as they were after it: `after` is its row at that time."""
    if row.kind != "proposal":
        yield from _line_written(row, entry, after, lists)
        return
    fields: dict[str, Field] = {}
    for column in entry.values:
        if column == "removed":
            text = _("deleted") if entry.values[column] else _("brought back")
            yield Written("", _("Proposal"), text, row.kind, row.id, entry.change, {})
        elif (field := field_of(column)) is not None:
            fields[field.key] = field
    for field in fields.values():
        values = {name: after.get(name) for name in field.columns_in_store or (field.key,)}
        text, current = value_in_words(field, values, lists, named), row.is_now(values)
        yield Written(field.key, _(field.label), text, row.kind, row.id, entry.change, values, current)


def value_in_words(
    field: Field, values: Mapping[str, Stored], lists: Lists, named: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return a field of the proposal itself, given its columns; `named` are references by id."""
    if field.type is Type.MONEY:
        amount, currency = values.get(field.key), values.get(f"{field.key}_currency")
        known = amount if isinstance(amount, int) else None
        return show(field, Amount(known, str(currency) if currency else None), lists)
    value = values.get(field.key)
    if field.key in NAMING:
        value = named.get(str(value), value)
    if field.key == "state":
        return lists.label("state", str(value))
    return show(field, value, lists)


def _line_written(row: Kept, entry: HistoryEntry, after: Mapping[str, Stored], lists: Lists) -> Iterator[Written]:
    """Describe a change of a line as one: its columns make sense only together."""
    if entry.values.keys() <= _BOOKKEEPING:
        return
    field = BY_KIND.get(row.kind) or BY_SCHEME[str(after["scheme"])]
    text = show_line(field, after, lists)
    values = {name: after.get(name) for name in field.columns_in_line} if strip_isolates(text) else {}
    if entry.values.get("removed"):
        text = fill(_("taken away: {line}"), line=text) if values else _("a line was taken away")
    if text:
        yield Written(field.key, _(field.label), text, row.kind, row.id, entry.change, values, row.is_now(values))


_IDENTITY: Final = ("scheme", "code")  # of an alignment: no later change repeats them
_BOOKKEEPING: Final = frozenset({"proposal", "position", "scheme"})

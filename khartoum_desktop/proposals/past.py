"""What happened to a proposal: its own changes and those of its lines, newest first, with values in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.fields import BY_KIND, BY_SCHEME, Field, Type
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, Stored, field_of
from khartoum_desktop.proposals.showing import show, show_line, show_step
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.storage.store import HistoryEntry
from khartoum_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """One field as a change wrote it; `columns` are what `operations.restore_field` restores, none for a new line."""

    label: str
    text: str
    kind: str
    row: str
    columns: tuple[str, ...]
    change: str
    removed: bool = False


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
    for line in [_Row("proposal", ident, {}), *_lines(work, ident)]:
        latest = 0
        before: dict[str, Stored] = {}  # a change of an amount alone does not repeat its currency
        for entry in work.store.history(line.kind, line.row):
            here = tuple(_written(line, entry, lists, {**before, **entry.values}))
            before |= entry.values
            latest = max(latest, entry.at, order.get(entry.step, 0))
            order[entry.step] = latest
            old = found.get(entry.step)
            found[entry.step] = replace(old, written=old.written + here) if old else _event(entry, here, lists)
    places = {step: place for place, step in enumerate(found)}
    return sorted(found.values(), key=lambda event: (order[event.step], places[event.step]), reverse=True)


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
class _Row:
    """A row whose history counts, and what its changes need not repeat (the scheme and code of an alignment)."""

    kind: str
    row: str
    known: Mapping[str, Stored]


def _lines(work: Workspace, ident: str) -> list[_Row]:
    """Return every line that the proposal has or had."""
    found: list[_Row] = []
    with work.reading() as db:
        for kind in (*BY_KIND, "alignment"):
            table = TABLES[kind]
            known = ("scheme", "code") if kind == "alignment" else ()
            query = select(table.c.id, *(table.c[name] for name in known)).where(table.c.proposal == ident)
            rows = db.execute(query.order_by(table.c.id)).mappings()
            found += [_Row(kind, row["id"], {name: row[name] for name in known}) for row in rows]
    return found


def _written(line: _Row, entry: HistoryEntry, lists: Lists, after: Mapping[str, Stored]) -> Iterator[Written]:
    if line.kind != "proposal":
        yield from _line_written(line, entry, lists)
        return
    fields: dict[str, Field] = {}
    for column in entry.values:
        if column == "removed":
            text = _("deleted") if entry.values[column] else _("brought back")
            yield Written(_("Proposal"), text, line.kind, line.row, (), entry.change, removed=True)
        elif (field := field_of(column)) is not None:
            fields[field.key] = field
    for field in fields.values():
        columns = tuple(column for column in (field.columns_in_store or (field.key,)) if column in entry.values)
        text = _value(field, after, lists)
        yield Written(_(field.label), text, line.kind, line.row, columns, entry.change)


def _value(field: Field, values: Mapping[str, Stored], lists: Lists) -> str:
    if field.type is Type.MONEY:
        amount, currency = values.get(field.key), values.get(f"{field.key}_currency")
        known = amount if isinstance(amount, int) else None
        return show(field, Amount(known, str(currency) if currency else None), lists)
    value = values.get(field.key)
    if field.key == "state":
        return lists.label("state", str(value))
    return show(field, value, lists)


def _line_written(line: _Row, entry: HistoryEntry, lists: Lists) -> Iterator[Written]:
    """Describe a change of a line as one: its columns make sense only together."""
    values = {**line.known, **entry.values}
    field = BY_KIND.get(line.kind) or BY_SCHEME[str(values["scheme"])]
    if values.pop("removed", None):
        text = (
            fill(_("taken away: {line}"), line=show_line(field, values, lists))
            if line.known
            else _("a line was taken away")
        )
        yield Written(_(field.label), text, line.kind, line.row, (), entry.change, removed=True)
        return
    text = show_line(field, values, lists)
    columns = tuple(name for name in entry.values if name not in _BOOKKEEPING)
    if strip_isolates(text) and columns:
        yield Written(_(field.label), text, line.kind, line.row, columns, entry.change)


_BOOKKEEPING: Final = frozenset({"proposal", "position", "scheme", "removed"})

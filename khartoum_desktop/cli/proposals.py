"""Commands about proposals: list, show, set, history."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.cli.rates import InEuro, in_euro
from khartoum_desktop.cli.searches import search_arguments, search_of
from khartoum_desktop.cli.several import set_several
from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, past, queries
from khartoum_desktop.proposals.fields import BY_KEY, GROUP_LABELS, GROUPS
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.past import Summary
from khartoum_desktop.proposals.rates.queries import standing
from khartoum_desktop.proposals.searches.model import Search
from khartoum_desktop.proposals.searches.queries import by_name
from khartoum_desktop.proposals.showing import labelled, show
from khartoum_desktop.proposals.values import parse_group, parse_value, to_json
from khartoum_desktop.workspace import Workspace

_TITLES: Final = tuple(f"title_{lang}" for lang in LANGUAGES)
_IN_EURO: Final = "reporting_amount_eur"
_HISTORY: Final = "history"
_TITLE: Final = "title"  # in the best language: what a list calls a proposal
_KEYS: Final = tuple(dict.fromkeys([_TITLE, *GROUPS, *BY_KEY]))  # all that can be shown


# --- the columns ------------------------------------------------------------------------------------------------------


def _known(key: str) -> str:
    if key not in _KEYS:
        raise UserError(
            fill(_("There is no field “{key}”."), key=key), fill(_("The fields are: {names}."), names=listed(_KEYS))
        )
    return key


def _label(key: str) -> str:
    return _(BY_KEY[key].label if key in BY_KEY else GROUP_LABELS[key])


def _rows(work: Workspace, wanted: Sequence[str], keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return what these keys show of proposals; the history in short, the amount in euro with its rate."""
    parts = [part for key in keys for part in GROUPS.get(key, {key: key}).values()]
    found: list[dict[str, Any]] = queries.columns(work, wanted, [*dict.fromkeys([*parts, "id", "budget_total"])])
    past_of = past.summaries(work, wanted) if _HISTORY in parts else {}
    now = standing(work)
    for row in found:
        row[_IN_EURO] = in_euro(now, row["budget_total"])
        row[_HISTORY] = past_of.get(row["id"])
    return found


def _shown(key: str, row: Mapping[str, Any]) -> Any:
    """Return what a key shows of a row, as JSON."""
    if key in GROUPS:
        return {part: to_json(BY_KEY[name], row[name]) for part, name in GROUPS[key].items()}
    value = row[key]
    if isinstance(value, InEuro):
        return value.json()
    if isinstance(value, Summary):
        return {"steps": value.steps, "last": _moment(value.last)}
    return value if key == _TITLE else to_json(BY_KEY[key], value)


def _words(key: str, row: Mapping[str, Any], lists: Lists) -> str:
    """Return what a key shows of a row, in a line of text."""
    if key in GROUPS:
        parts = ((name, _words(name, row, lists)) for name in GROUPS[key].values())
        return _between(labelled(_label(name), words) for name, words in parts if words)
    value = row[key]
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, InEuro):
        return value.words()
    if isinstance(value, Summary):
        steps = fill(ngettext("{n} step", "{n} steps", value.steps), n=format_number(value.steps))
        return fill(_("{steps}, the last on {moment}"), steps=steps, moment=format_moment(value.last))
    if key in {_TITLE, "state"}:
        return lists.label(key, str(value))  # a title is its own label
    return _between(show(BY_KEY[key], value, lists).split("\n"))


def _between(parts: Iterable[str]) -> str:
    return _("; ").join(parts)


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")


# --- list and show ----------------------------------------------------------------------------------------------------


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    search_arguments(parser)
    parser.add_argument("--saved", default="", metavar="NAME", help=_("what a kept search finds"))
    parser.add_argument("--columns", default="", metavar="KEY,KEY", help=_("more fields, by their keys"))


def _list(context: Context) -> Answer:
    given, work = context.arguments, context.work
    asked = [_known(key.strip()) for key in given.columns.split(",") if key.strip()]
    keys = list(dict.fromkeys(["ref", _TITLE, "state", *_TITLES, *asked]))
    lists = queries.lists_of(work)
    search = search_of(given, lists, by_name(work, given.saved).search if given.saved else None)
    found = _rows(work, queries.find(work, search), keys)
    columns = [key for key in dict.fromkeys(["ref", "state", *asked]) if key != _TITLE] + [_TITLE]
    rows = [[_words(key, row, lists) for key in columns] for row in found]
    nothing = _("No proposal matches.") if search != Search() else _("No proposals yet.")
    lines = table([[_label(key) for key in columns], *rows]) if rows else [nothing]
    return Answer({"proposals": [{key: _shown(key, row) for key in keys} for row in found]}, lines)


def _ref_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))


def _show(context: Context) -> Answer:
    work = context.work
    detail = queries.read(work, queries.by_ref(work, context.arguments.ref))
    lists = queries.lists_of(work)
    (row,) = _rows(work, [detail.id], _KEYS)
    origins: list[dict[str, Any]] = [
        {
            "file": origin.file,
            "sheet": origin.sheet,
            "row": origin.row_number,
            "cells": [
                {"cell": cell.place, "header": strip_isolates(cell.label), "original": cell.text, "field": cell.field,
                 "problem": cell.problem}
                for cell in origin.cells
            ],
        }
        for origin in queries.origins(work, detail.id)
    ]  # fmt: skip
    conflicts = [
        {"field": one.field, "values": [candidate.value for candidate in one.candidates]} for one in detail.conflicts
    ]
    proposal = {key: _shown(key, row) for key in _KEYS}
    rows = [[_label(key), words] for key in BY_KEY if (words := _words(key, row, lists))]
    for origin in origins:
        place = [origin["file"], origin["sheet"], str(origin["row"])]
        rows.append([_("From"), " · ".join(part for part in place if part)])
        rows += [[f"  {cell['header'] or cell['cell']}", cell["original"]] for cell in origin["cells"]]
    return Answer({"proposal": proposal, "origins": origins, "conflicts": conflicts}, table(rows))


# --- set and history --------------------------------------------------------------------------------------------------


def _set_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF[,REF]", help=_("reference of the proposal, or several with commas"))
    parser.add_argument("field", metavar="FIELD", help=_("key of the field"))
    parser.add_argument("value", metavar="VALUE", help=_("words, or JSON as “list --json” prints it; empty clears"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would change"))


def _set(context: Context) -> Answer:
    given, work = context.arguments, context.work
    key = _known(given.field)
    if key == _TITLE:
        sentence = fill(_("“{key}” is written in each language."), key=key)
        raise UserError(sentence, fill(_("Use one of: {codes}."), codes=listed(_TITLES)))
    if given.dry_run or "," in given.ref:
        return set_several(work, given.ref.split(","), key, given.value, dry_run=given.dry_run)
    ident = queries.by_ref(work, given.ref)
    lists = queries.lists_of(work)
    if key in GROUPS:
        operations.set_group(work, ident, key, parse_group(key, given.value, lists))
    else:
        operations.set_value(work, ident, key, parse_value(BY_KEY[key], given.value, lists))
    (row,) = _rows(work, [ident], ["ref", key])
    line = labelled(_label(key), _words(key, row, lists) or "–")
    return Answer({"ref": row["ref"], "field": key, "value": _shown(key, row)}, [line])


def _history(context: Context) -> Answer:
    work = context.work
    events = past.events(work, queries.by_ref(work, context.arguments.ref))
    data = [
        {
            "at": _moment(event.at),
            "author": event.author,
            "delegation": event.delegation,
            "label": strip_isolates(event.name),
            "fields": [
                {"field": one.field or None, "label": one.label, "value": strip_isolates(one.text)}
                for one in event.written
            ],
            "forgotten": event.forgotten,
        }
        for event in events
    ]  # fmt: skip
    rows = [
        [format_moment(event.at), f"{event.author} ({event.delegation})", event.name,
         _between(labelled(one.label, one.text.replace("\n", _("; "))) for one in event.written)]
        for event in events
    ]  # fmt: skip
    return Answer({"ref": context.arguments.ref, "history": data}, table(rows))


COMMANDS: Final[tuple[Command, ...]] = (
    Command("list", N_("list proposals"), _list, _list_arguments),
    Command("show", N_("show a proposal with its original cells"), _show, _ref_argument),
    Command("set", N_("write one field of one or several proposals"), _set, _set_arguments, writes=True),
    Command("history", N_("show who changed what"), _history, _ref_argument),
)

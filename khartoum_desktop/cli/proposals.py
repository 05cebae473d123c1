"""Commands about proposals: list, show, set, history."""

import argparse
from datetime import UTC, datetime
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, past, queries
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, Field, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.proposals.showing import show
from khartoum_desktop.proposals.values import parse_value, to_json

_TITLES: Final = tuple(f"title_{lang}" for lang in LANGUAGES)
_IN_EURO: Final = "reporting_amount_eur"
_SHOWN: Final = tuple(field for field in FIELDS if field.key != "history")


def _field(key: str) -> Field:
    field = BY_KEY.get(key)
    if field is None or field not in _SHOWN:
        raise UserError(
            fill(_("There is no field “{key}”."), key=key),
            fill(_("The fields are: {names}."), names=", ".join(one.key for one in _SHOWN)),
        )
    return field


def _words(field: Field, value: FieldValue, lists: Lists) -> str:
    """Return a value in a line of text."""
    if value is None or value in ("", ()):
        return ""
    return lists.label("state", str(value)) if field.key == "state" else show(field, value, lists).replace("\n", "; ")


def _in_euro(total: FieldValue) -> Amount | None:
    """Return the total cost where it is in euro already; rates that would convert others come with the rate table."""
    return total if isinstance(total, Amount) and total.currency == "EUR" else None


# --- list and show ----------------------------------------------------------------------------------------------------


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--search", default="", metavar="TEXT", help=_("only proposals that contain these words"))
    parser.add_argument("--columns", default="", metavar="KEY,KEY", help=_("more fields, by their keys"))


def _list(context: Context) -> Answer:
    given, work = context.arguments, context.work
    asked = [_field(key.strip()) for key in given.columns.split(",") if key.strip()]
    keys = list(dict.fromkeys(["ref", "title", "state", *_TITLES, *(field.key for field in asked)]))
    found = queries.columns(work, queries.ids(work, search=given.search), list(dict.fromkeys([*keys, "budget_total"])))
    for row in found:
        row[_IN_EURO] = _in_euro(row["budget_total"])
    data = [{key: row[key] if key == "title" else to_json(BY_KEY[key], row[key]) for key in keys} for row in found]
    head = [_("Reference"), _("State"), *(_(field.label) for field in asked), _("Title")]
    lists = queries.lists_of(work)
    rows = [
        [str(row["ref"] or ""), lists.label("state", str(row["state"] or "")),
         *(_words(field, row[field.key], lists) for field in asked), str(row["title"] or "")]
        for row in found
    ]  # fmt: skip
    lines = table([head, *rows]) if rows else [_("No proposal matches.") if given.search else _("No proposals yet.")]
    return Answer({"proposals": data}, lines)


def _ref_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))


def _show(context: Context) -> Answer:
    work = context.work
    detail = queries.read(work, queries.by_ref(work, context.arguments.ref))
    lists = queries.lists_of(work)
    values: dict[Field, FieldValue] = {
        field: detail.columns.get(field.key) if field.type is Type.DERIVED else detail.value(field.key)
        for field in _SHOWN
    }
    values[BY_KEY[_IN_EURO]] = _in_euro(detail.value("budget_total"))
    origins: list[dict[str, Any]] = [
        {
            "file": origin.file,
            "sheet": origin.sheet,
            "row": origin.row_number,
            "cells": [
                {"cell": cell.cell, "header": cell.header, "original": cell.text, "field": cell.field,
                 "problem": cell.problem}
                for cell in origin.cells
            ],
        }
        for origin in queries.origins(work, detail.id)
    ]  # fmt: skip
    conflicts = [
        {"field": one.field, "values": [candidate.value for candidate in one.candidates]} for one in detail.conflicts
    ]
    proposal = {field.key: to_json(field, value) for field, value in values.items()}
    said = ((field, _words(field, value, lists)) for field, value in values.items())
    rows = [[_(field.label), words] for field, words in said if words]
    for origin in origins:
        place = [origin["file"], origin["sheet"], str(origin["row"])]
        rows.append([_("From"), " · ".join(part for part in place if part)])
        rows += [[f"  {cell['header'] or cell['cell']}", cell["original"]] for cell in origin["cells"]]
    return Answer({"proposal": proposal, "origins": origins, "conflicts": conflicts}, table(rows))


# --- set and history --------------------------------------------------------------------------------------------------


def _set_arguments(parser: argparse.ArgumentParser) -> None:
    _ref_argument(parser)
    parser.add_argument("field", metavar="FIELD", help=_("key of the field"))
    parser.add_argument("value", metavar="VALUE", help=_("words, or JSON as “list --json” prints it; empty clears"))


def _set(context: Context) -> Answer:
    given, work = context.arguments, context.work
    field = _field(given.field)
    ident = queries.by_ref(work, given.ref)
    lists = queries.lists_of(work)
    operations.set_value(work, ident, field.key, parse_value(field, given.value, lists))
    stored = queries.read(work, ident).value(field.key)
    line = fill(_("{field}: {value}"), field=_(field.label), value=_words(field, stored, lists) or "–")
    return Answer({"ref": given.ref, "field": field.key, "value": to_json(field, stored)}, [line])


def _history(context: Context) -> Answer:
    work = context.work
    events = past.events(work, queries.by_ref(work, context.arguments.ref))
    data = [
        {
            "at": datetime.fromtimestamp(event.at / 1000, UTC).isoformat(timespec="milliseconds"),
            "author": event.author,
            "delegation": event.delegation,
            "label": strip_isolates(event.name),
            "fields": [
                {"field": one.columns[0] if one.columns else one.kind, "label": one.label,
                 "value": strip_isolates(one.text)}
                for one in event.written
            ],
            "forgotten": event.forgotten,
        }
        for event in events
    ]  # fmt: skip
    rows = [
        [format_moment(event.at), f"{event.author} ({event.delegation})", event.name,
         "; ".join(f"{one.label}: {one.text}" for one in event.written)]
        for event in events
    ]  # fmt: skip
    return Answer({"ref": context.arguments.ref, "history": data}, table(rows))


COMMANDS: Final[tuple[Command, ...]] = (
    Command("list", N_("list proposals"), _list, _list_arguments),
    Command("show", N_("show a proposal with its original cells"), _show, _ref_argument),
    Command("set", N_("write one field of a proposal"), _set, _set_arguments, writes=True),
    Command("history", N_("show who changed what"), _history, _ref_argument),
)

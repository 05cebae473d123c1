"""Commands about the lists: show, export, import, merge."""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.catalogues import exchange, merging, queries, sheet
from khartoum_desktop.proposals.catalogues.model import Catalogue, Entry
from khartoum_desktop.proposals.lists import ORGANISATION, PARTNER

_WORDS: Final = {"show": (0, 1), "export": (0, 0), "import": (1, 1), "merge": (3, 3)}  # fewest, most
_OPTIONS: Final = {"to": "export", "scheme": "export", "dry_run": "import"}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=tuple(_WORDS), help=_("what to do with the lists"))
    parser.add_argument(
        "words",
        nargs="*",
        default=[],
        metavar="SCHEME|FILE",
        help=_("show: a list; import: a file; merge: the list, the code to keep, the other code"),
    )
    parser.add_argument("--to", metavar="FILE", help=_("with export: the .xlsx or .json file to write"))
    parser.add_argument("--scheme", metavar="S", help=_("with export: only this list"))
    parser.add_argument("--dry-run", action="store_true", help=_("with import: say what would happen, write nothing"))


def _run(context: Context) -> Answer:
    given = context.arguments
    fewest, most = _WORDS[given.verb]
    idle = [name for name, verb in _OPTIONS.items() if getattr(given, name) and verb != given.verb]
    if idle or not fewest <= len(given.words) <= most or (given.verb == "export" and not given.to):
        raise UserError(
            fill(_("“lists {verb}” is not used like this."), verb=given.verb), _("Run khartoum-desktop lists --help.")
        )
    match given.verb:
        case "show":
            return _show_one(context) if given.words else _show_all(context)
        case "export":
            return _export(context)
        case "import":
            return _import(context)
        case _:
            return _merge(context)


def _show_all(context: Context) -> Answer:
    found = queries.catalogues(context.work)
    rows = [[one.key, format_number(one.count), one.name()] for one in found]
    return Answer({"lists": [_about(one) for one in found]}, table([[_("List"), _("Items"), _("Name")], *rows]))


def _about(one: Catalogue) -> dict[str, Any]:
    return {"list": one.key, "group": one.group, "items": one.count, "name": one.name(), "in_force": one.in_force}


def _show_one(context: Context) -> Answer:
    which = queries.catalogue(context.work, context.arguments.words[0])
    found = queries.entries(context.work, which)
    rows = [[one.code, _remark(one), one.label()] for one in found]
    lines = table([[_("Code"), _("State"), _("Name")], *rows])
    return Answer({**_about(which), "source": which.source, "entries": [_entry(one) for one in found]}, lines)


def _entry(one: Entry) -> dict[str, Any]:
    about = {"withdrawn": one.removed, "merged_into": one.merged_into or None, "shipped": one.shipped}
    return {**sheet.item_json(one), **about, "uses": one.uses}


def _remark(one: Entry) -> str:
    if one.merged_into:
        return fill(_("merged into {code}"), code=one.merged_into)
    if one.removed:
        return _("withdrawn")
    return "" if one.active else _("not offered")


def _export(context: Context) -> Answer:
    given = context.arguments
    path, keys = Path(given.to), [given.scheme] if given.scheme else []
    lang = given.language if getattr(given, "language", None) in LANGUAGES else None
    number = exchange.export(context.work, path, keys, lang)
    line = fill(
        ngettext("{n} list was written to {file}.", "{n} lists were written to {file}.", number),
        n=format_number(number),
        file=path.name,
    )
    return Answer({"file": str(path), "lists": number}, [line])


def _import(context: Context) -> Answer:
    given = context.arguments
    path = Path(given.words[0])
    plan = exchange.plan(context.work, path)
    step = "" if given.dry_run else exchange.take_in(context.work, plan, path)
    counts = Counter(item.outcome for item in plan.items)
    refused = [{"place": one.place, "code": one.code, "reason": one.reason} for one in plan.of("refused")]
    data: dict[str, Any] = {name: counts[name] for name in exchange.OUTCOMES}
    data |= {"step": step or None, "refusals": refused}
    return Answer(data, [exchange.summary(plan), *(one.sentence() for one in plan.of("refused"))])


def _merge(context: Context) -> Answer:
    scheme, keep, other = context.arguments.words
    if scheme not in {ORGANISATION, PARTNER}:
        raise UserError(
            fill(_("Items of the list “{key}” are not merged."), key=scheme[:60]),
            _("Organisations are: write lists merge organisation KEEP OTHER."),
        )
    step = merging.merge(context.work, keep, other)
    return Answer(
        {"kept": keep, "merged": other, "step": step},
        [fill(_("“{other}” was merged into “{name}”."), other=other, name=keep)],
    )


COMMANDS: Final = (
    Command(
        "lists",
        N_("show, export, import and merge what is in the lists"),
        _run,
        _arguments,
        writes=True,
        looks=frozenset({"show", "export"}),
    ),
)

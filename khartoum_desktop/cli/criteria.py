"""The command criteria: those of the round in hand, shown, written to a file, or read from one and put in hand."""

import argparse
import json
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_json
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import decimal_text
from khartoum_desktop.scoring.grids import exchange, importing, operations
from khartoum_desktop.scoring.grids.model import warnings
from khartoum_desktop.scoring.grids.parsing import SHAPE

_SHOWN: Final = 20  # places of a file that are named as passed over


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "\n".join(
        [
            _("A criteria set is written as JSON; numbers as strings are exact, up to 9 decimals or as 1/3:"),
            SHAPE,
            _("A set may also have these parts, which export writes:"),
            '"key", "version", "weighting": "number"|"swing"|"order", "reason_for": ["1"], "threshold_total": "60",',
            '"groups": [{"key", "label", "threshold": "12", "threshold_marks": "9"}],',
            '"limits": [{"criterion": "2.1", "most": "3", "unless": {"criterion": "1.1", "least": "4"}}],',
            '  or "unless": {"priorities": 1} or "unless": {"eligible": "KEY"},',
            '"checklist": [{"key", "label", "obligatory": true}];',
            '"criteria": [{…, "question", "levels": [{"mark", "text"}], "swing": "100", "importance": 1}].',
        ]
    )
    parser.add_argument("--as", dest="person", metavar="NAME@DELEGATION", help=_("who does it; else the last one"))
    parser.add_argument("verb", nargs="?", choices=("import", "export"), help=_("what to do; else they are shown"))
    parser.add_argument("file", nargs="?", metavar="FILE", help=_("with import: the file"))
    parser.add_argument("--to", metavar="FILE", help=_("with export: the file to write; else it is printed"))


def _criteria(context: Context) -> Answer:
    given = context.arguments
    _refuse_misuse(given)
    if given.verb == "import":
        return _import(context, Path(given.file))
    if given.verb == "export":
        return _export(context, given.to)
    return _shown(context)


def _refuse_misuse(given: argparse.Namespace) -> None:
    if given.verb == "import" and not given.file:
        raise UserError(_("No file was named."), _("Write: criteria import FILE"))
    if given.verb != "import" and given.file:
        words = _("“criteria {verb}” takes no file there.")
        raise UserError(fill(words, verb=given.verb or ""), _("Name the file to write with --to FILE."))
    if given.verb != "export" and given.to is not None:
        words = _("“criteria {verb}” takes no {option}.")
        raise UserError(fill(words, verb=given.verb or "", option="--to"), _("Run khartoum-desktop criteria --help."))


def _shown(context: Context) -> Answer:
    data = queries.criteria_json(context.work)
    current = queries.current_round(context.work)
    criteria = queries.criteria(context.work, current.criteria_set)
    rows = [[one.key, decimal_text(criteria.weight_of(one)), one.label.text()] for one in criteria.criteria]
    return Answer(data, [criteria.label.text(), *table([[_("Key"), _("Weight"), _("Criterion")], *rows])])


def _import(context: Context, path: Path) -> Answer:
    found = importing.read_file(path)
    work = context.work
    context.sit_down(work)
    brought = operations.bring_in(work, found.criteria)
    criteria = queries.criteria(work, brought.criteria_set)
    current = next(one for one in queries.rounds(work) if one.id == brought.round)
    told = [strip_isolates(words) for words in warnings(criteria)]
    data: dict[str, Any] = {
        "name": criteria.label.text(),
        "key": criteria.key,
        "version": criteria.version,
        "new": brought.is_new,
        "criteria": len(criteria.criteria),
        "round": current.label.text(),
        "round_opened": brought.opened,
        "ignored": list(found.ignored),
        "warnings": told,
    }
    name, round_name = criteria.label.text(), current.label.text()
    first = _("“{name}” was imported.") if brought.is_new else _("“{name}” is here already.")
    then = (
        _("A new round, “{round}”, is marked on it.") if brought.opened else _("The round “{round}” is marked on it.")
    )
    lines = [fill(first, name=name), fill(then, round=round_name), *told]
    if found.ignored:
        places = listed(found.ignored[:_SHOWN])
        lines.append(fill(_("Passed over, since it means nothing here: {places}"), places=places))
    return Answer(data, lines)


def _export(context: Context, to: str | None) -> Answer:
    work = context.work
    data = exchange.data(queries.criteria(work, queries.current_round(work).criteria_set))
    if to is None:
        return Answer(data, json.dumps(data, ensure_ascii=False, indent=1).splitlines())
    if not to:
        raise UserError(_("No file was named."), _("Name one with --to FILE."))
    write_json(Path(to), data)
    return Answer({"file": to, "criteria": len(data["criteria"])}, [fill(_("{file} was written."), file=to)])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("criteria", N_("show, import or export the criteria of the round"), _criteria, _arguments),
)

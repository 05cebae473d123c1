"""The command criteria: those of the round in hand, shown, written to a file, read from one; other sets put in hand."""

import argparse
import json
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, show_shape, table
from khartoum_desktop.cli.shapes import CRITERIA
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_json
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet, decimal_text
from khartoum_desktop.scoring.grids import exchange, importing, operations
from khartoum_desktop.scoring.grids.editing import dropped
from khartoum_desktop.scoring.grids.model import warnings
from khartoum_desktop.scoring.grids.origins import earlier_of
from khartoum_desktop.scoring.grids.parsing import SHAPE
from khartoum_desktop.scoring.grids.queries import listed_sets

_WORDS: Final = {"import": "FILE", "export": "", "list": "", "use": "KEY"}
_SHOWN: Final = 20  # places of a file that are named as passed over


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "\n".join(
        [
            _("A criteria set is written as JSON; numbers as strings are exact, to 9 decimals (weights 12) or as 1/3:"),
            SHAPE,
            _("A set may also have these parts, which export writes:"),
            '"key", "version", "weighting": "number"|"swing"|"order", "reason_for": ["1"], "threshold_total": "60",',
            '"groups": [{"key", "label", "threshold": "12", "threshold_marks": "9"}],',
            '"limits": [{"criterion": "2.1", "most": "3", "unless": {"criterion": "1.1", "least": "4"}}],',
            '  or "unless": {"priorities": 1} or "unless": {"eligible": "KEY"},',
            '"checklist": [{"key", "label", "obligatory": true}];',
            '"criteria": [{…, "question", "levels": [{"mark", "text"}], "swing": "99", "importance": 1, "from": KEY}],',
            '"from": {"key", "version": 1}.',
            _(
                "A criterion’s from is the key of the earlier criterion that it continues, null for a new one; left "
                "out, that of the same key in the version before. The earlier set is the one that the set’s own from "
                "names, else the version before, else the set in hand. The answer says how each criterion continues: "
                "same, renamed, rescaled or new, and which were dropped; rerank carries marks along."
            ),
        ]
    )
    words = _(
        "What is printed is taken by import again: weight_fraction is the exact weight, and must not contradict weight."
    )
    show_shape(parser, CRITERIA, words)
    parser.add_argument("--as", dest="person", metavar="NAME@DELEGATION", help=_("who does it; else the last one"))
    parser.add_argument("verb", nargs="?", choices=_WORDS, help=_("what to do; else they are shown"))
    parser.add_argument("word", nargs="?", metavar="FILE|KEY", help=_("with import: the file; with use: the set’s key"))
    parser.add_argument("--version", metavar="N", help=_("with use: which version; else the newest"))
    parser.add_argument("--to", metavar="FILE", help=_("with export: the file to write; else it is printed"))


def _criteria(context: Context) -> Answer:
    given = context.arguments
    _refuse_misuse(given)
    match given.verb:
        case "import":
            return _import(context, Path(given.word))
        case "export":
            return _export(context, given.to)
        case "list":
            return _list(context)
        case "use":
            return _use(context, given.word, given.version)
    return _shown(context)


def _refuse_misuse(given: argparse.Namespace) -> None:
    wanted = _WORDS.get(given.verb)
    if wanted and not given.word:
        usage = f"criteria {given.verb} {wanted}"
        raise UserError(fill(_("The command is: {usage}"), usage=usage), _("Run khartoum-desktop criteria --help."))
    idle = [] if wanted or given.word is None else [given.word]
    idle += ["--to"] if given.to is not None and given.verb != "export" else []
    idle += ["--version"] if given.version is not None and given.verb != "use" else []
    if idle:
        words = fill(_("“criteria {verb}” takes no {option}."), verb=given.verb or "", option=idle[0])
        raise UserError(words, _("Run khartoum-desktop criteria --help."))


def _list(context: Context) -> Answer:
    current = next(iter(queries.rounds(context.work)), None)
    found = listed_sets(context.work)
    data = [
        {"key": one.key, "version": one.version, "name": one.label.text(), "rounds": one.rounds, "frozen": one.frozen,
         "in_hand": current is not None and one.id == current.criteria_set}
        for one in found
    ]  # fmt: skip
    head = [_("Key"), _("Version"), _("Name")]
    return Answer({"sets": data}, table([head, *([one.key, str(one.version), one.label.text()] for one in found)]))


def _use(context: Context, key: str, version: str | None) -> Answer:
    work = context.work
    found = [one for one in listed_sets(work) if fold_key(one.key) == fold_key(key)]
    chosen = next((one for one in found if version is None or str(one.version) == fold_key(version)), None)
    if chosen is None:
        names = listed(f"{one.key} {one.version}" for one in listed_sets(work))
        words = fill(_("There is no criteria set {key}."), key=f"{key} {version or ''}".strip())
        raise UserError(words, fill(_("There are: {names}."), names=names))
    context.sit_down(work)
    round_id, opened = operations.put_in_hand(work, chosen.id)
    current = next(one for one in queries.rounds(work) if one.id == round_id)
    data = {"key": chosen.key, "version": chosen.version, "round": current.label.text(), "round_opened": opened}
    return Answer(data, [_round_words(current.label.text(), opened=opened)])


def _round_words(name: str, *, opened: bool) -> str:
    words = _("A new round, “{round}”, is marked on it.") if opened else _("The round “{round}” is marked on it.")
    return fill(words, round=name)


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
    brought = operations.bring_in(work, found.criteria, found.origins)
    criteria = queries.criteria(work, brought.criteria_set)
    earlier = earlier_of(work, criteria)
    current = next(one for one in queries.rounds(work) if one.id == brought.round)
    told = [strip_isolates(words) for words in warnings(criteria)]
    if earlier is None and found.origins.any:
        told.append(_("The earlier set is not here, so nothing is known of which of its criteria are continued."))
    data: dict[str, Any] = {
        "name": criteria.label.text(),
        "key": criteria.key,
        "version": criteria.version,
        "new": brought.is_new,
        "criteria": len(criteria.criteria),
        "keys": [one.key for one in criteria.criteria],
        "numbered": list(found.numbered),
        "round": current.label.text(),
        "round_opened": brought.opened,
        "ignored": list(found.ignored),
        "warnings": told,
        **_continued(criteria, earlier),
    }
    name, round_name = criteria.label.text(), current.label.text()
    first = _("“{name}” was imported.") if brought.is_new else _("“{name}” is here already.")
    then = (
        _("A new round, “{round}”, is marked on it.") if brought.opened else _("The round “{round}” is marked on it.")
    )
    lines = [fill(first, name=name), fill(then, round=round_name), *told]
    if found.numbered:
        words = _("Criteria without a key are named by their places: {keys}.")
        lines.append(fill(words, keys=listed(found.numbered[:_SHOWN])))
    if found.ignored:
        places = listed(found.ignored[:_SHOWN])
        lines.append(fill(_("Passed over, since it means nothing here: {places}"), places=places))
    return Answer(data, lines)


def _continued(criteria: CriteriaSet, earlier: CriteriaSet | None) -> dict[str, Any]:
    """Return which criteria continue which of the earlier set, and how; null where there is none."""
    if earlier is None:
        return {"from": None, "mapping": None, "dropped": []}
    old = {one.id: one.key for one in earlier.criteria}
    return {
        "from": {"key": earlier.key, "version": earlier.version},
        "mapping": [
            {"key": one.key, "from": old.get(one.copied_from or ""), "how": one.mapping or "new"}
            for one in criteria.criteria
        ],
        "dropped": [one.key for one in dropped(earlier, criteria)],
    }


def _export(context: Context, to: str | None) -> Answer:
    work = context.work
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    data = exchange.data(criteria, earlier_of(work, criteria))
    if to is None:
        return Answer(data, json.dumps(data, ensure_ascii=False, indent=1).splitlines())
    if not to:
        raise UserError(_("No file was named."), _("Name one with --to FILE."))
    write_json(Path(to), data)
    return Answer({"file": to, "criteria": len(data["criteria"])}, [fill(_("{file} was written."), file=to)])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("criteria", N_("show, import, export or choose the criteria of the round"), _criteria, _arguments),
)

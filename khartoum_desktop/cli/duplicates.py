"""Commands about proposals that look like one: similar, merge-proposals, not-the-same."""

import argparse
from collections.abc import Sequence
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.duplicates import operations
from khartoum_desktop.proposals.duplicates.joining import Comparison, Take
from khartoum_desktop.proposals.duplicates.queries import Pair, comparison, finder_of, pairs
from khartoum_desktop.proposals.showing import labelled, show
from khartoum_desktop.proposals.values import to_json

_TAKES: Final = {take.name: take for take in Take}


def _similar_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", nargs="?", help=_("only those like this one; else all pairs"))


def _similar(context: Context) -> Answer:
    work, ref = context.work, context.arguments.ref
    found = finder_of(work).like(queries.by_ref(work, ref)) if ref else pairs(work, progress_bar(_("Comparing")))
    data = [_pair(pair) for pair in found]
    rows = [
        [pair.first.ref, pair.second.ref, format_number(one["score"]), f"{pair.first.title} / {pair.second.title}"]
        for pair, one in zip(found, data, strict=True)
    ]
    lines = [line for row, one in zip(table(rows), data, strict=True) for line in (row, f"    {one['why']}")]
    return Answer({"pairs": data}, lines or [_("No proposals look alike.")])


def _pair(pair: Pair) -> dict[str, Any]:
    like = pair.likeness
    return {
        "refs": [pair.first.ref, pair.second.ref],
        "titles": [pair.first.title, pair.second.title],
        "score": like.score if like else 0,
        "reasons": [reason.name.lower() for reason in like.reasons] if like else [],
        "why": like.words() if like else "",
    }


def _merge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("keep", metavar="KEEP", help=_("reference of the proposal that stays"))
    parser.add_argument("other", metavar="OTHER", help=_("reference of the one that goes into it"))
    parser.add_argument(
        "--take", action="append", default=[], metavar="FIELD=OTHER", help=_("whose value stays: KEEP, OTHER or BOTH")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would become of each field"))


def _merge(context: Context) -> Answer:
    given, work = context.arguments, context.work
    keep, other = queries.by_ref(work, given.keep), queries.by_ref(work, given.other)
    found = comparison(work, keep, other)
    taken = found.taken(_choices(given.take, found))
    if not given.dry_run:
        operations.merge(work, keep, other, taken)
    lists = queries.lists_of(work)
    fields, lines = [], []
    for one in found.differences:
        result = one.result(taken[one.field.key])
        value = result if one.field.key == "state" else to_json(one.field, result)
        fields.append({"field": one.field.key, "take": taken[one.field.key].value, "value": value})
        lines.append(labelled(_(one.field.label), show(one.field, result, lists).replace("\n", _("; "))))
    said = _("Nothing was changed: {other} would go into {ref}.") if given.dry_run else _("{other} went into {ref}.")
    data = {"kept": found.keep.ref, "merged": found.other.ref, "dry_run": given.dry_run, "fields": fields}
    return Answer(data, [fill(said, other=found.other.ref, ref=found.keep.ref), *lines])


def _choices(given: Sequence[str], found: Comparison) -> dict[str, Take]:
    """Return what --take says; UserError for a field in which the two do not differ, or a word that is none."""
    choices = {}
    keys = [one.field.key for one in found.differences]
    for text in given:
        key, _sign, word = text.partition("=")
        if key not in keys:
            raise UserError(
                fill(_("The two proposals do not differ in “{key}”."), key=key),
                fill(_("They differ in: {names}."), names=listed(keys)),
            )
        if word.upper() not in _TAKES:
            raise UserError(
                fill(_("“{text}” does not say whose value stays."), text=text), _("Write KEEP, OTHER or BOTH.")
            )
        choices[key] = _TAKES[word.upper()]
    return choices


def _apart_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("first", metavar="REF", help=_("reference of the proposal"))
    parser.add_argument("second", metavar="REF", help=_("reference of the other one"))
    parser.add_argument("--undo", action="store_true", help=_("take back that they are not the same"))


def _apart(context: Context) -> Answer:
    given, work = context.arguments, context.work
    one, two = queries.by_ref(work, given.first), queries.by_ref(work, given.second)
    (operations.maybe_the_same if given.undo else operations.not_the_same)(work, one, two)
    said = _("{ref} and {other} may be the same.") if given.undo else _("{ref} and {other} are not the same.")
    refs = [queries.read(work, ident).ref for ident in (one, two)]
    return Answer({"refs": refs, "not_the_same": not given.undo}, [fill(said, ref=refs[0], other=refs[1])])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("similar", N_("list proposals that look alike"), _similar, _similar_arguments),
    Command("merge-proposals", N_("make one proposal of two"), _merge, _merge_arguments, writes=True),
    Command("not-the-same", N_("remember that two are not the same"), _apart, _apart_arguments, writes=True),
)

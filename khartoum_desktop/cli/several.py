"""One field of several proposals at once: what `set` does with more than one reference, or with `--dry-run`."""

from collections.abc import Sequence
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.bulk import operations
from khartoum_desktop.proposals.bulk.model import Change, Entry, Outcome, Plan, is_for_several
from khartoum_desktop.proposals.fields import BY_KEY, GROUPS
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.showing import show
from khartoum_desktop.proposals.values import parse_value, to_json
from khartoum_desktop.workspace import Workspace

_NAMES: Final = {Outcome.CHANGE: "changed", Outcome.SAME: "same", Outcome.LEFT: "left_out"}


def set_several(work: Workspace, refs: Sequence[str], key: str, text: str, *, dry_run: bool) -> Answer:
    """Write one field of the proposals of these references as one step, or only say what that would hit."""
    if key in GROUPS:
        sentence = fill(_("“{key}” is written as a whole in one proposal at a time."), key=key)
        raise UserError(sentence, fill(_("Use one of: {codes}."), codes=listed(GROUPS[key].values())))
    ids, one = operations.ids_of(work, refs), BY_KEY[key]
    if len(ids) > 1 and not is_for_several(one):
        sentence = fill(_("“{field}” belongs to one proposal alone."), field=_(one.label))
        raise UserError(sentence, _("Give one reference at a time."))
    plan = operations.plan(work, ids, Change(key, value=parse_value(one, text, lists_of(work))))
    if not dry_run and plan.does_something:
        operations.apply(work, plan)
    data = {
        "field": key,
        "dry_run": dry_run,
        **{name: plan.counts[outcome] for outcome, name in _NAMES.items()},
        "proposals": [_json(entry) for entry in plan.entries],
    }
    return Answer(data, _lines(work, plan, dry_run=dry_run))


def _json(entry: Entry) -> dict[str, Any]:
    one = BY_KEY[entry.key]
    return {
        "ref": entry.ref,
        "title": entry.title,
        "outcome": _NAMES[entry.outcome],
        "old": to_json(one, entry.old),
        "new": to_json(one, entry.new),
        "reason": entry.why or None,
    }


def _lines(work: Workspace, plan: Plan, *, dry_run: bool) -> list[str]:
    lists = lists_of(work)

    def words(entry: Entry) -> str:
        if entry.outcome is Outcome.LEFT:
            return fill(_("left out: {why}"), why=entry.why)
        one = BY_KEY[entry.key]
        old, new = (_("; ").join(show(one, value, lists).split("\n")) for value in (entry.old, entry.new))
        return fill(_("{old} → {new}"), old=old, new=new) if entry.outcome is Outcome.CHANGE else _("is so already")

    n = plan.counts[Outcome.CHANGE]
    if dry_run:
        said = ngettext("{n} proposal would change.", "{n} proposals would change.", n)
    else:
        said = ngettext("{n} proposal changed.", "{n} proposals changed.", n)
    return [*table([[entry.ref, words(entry)] for entry in plan.entries]), fill(said, n=format_number(n))]

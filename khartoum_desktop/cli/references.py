"""The command that confirms references."""

import argparse
from typing import Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.proposals import queries, references


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("refs", metavar="REF", nargs="+", help=_("references of proposals"))
    parser.add_argument("--first", default="", metavar="REF", help=_("the first final reference; the others count on"))
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))


def _confirm(context: Context) -> Answer:
    given, work = context.arguments, context.work
    planned = references.plan(work, [queries.by_ref(work, ref) for ref in given.refs], given.first)
    if not given.dry_run:
        references.confirm(work, planned)
    data = [{"provisional_ref": one.ref, "ref": one.new, "title": one.title} for one in planned]
    lines = table([[one.ref, one.new, one.title] for one in planned]) or [_("These references are final already.")]
    return Answer({"confirmed": data, "dry_run": given.dry_run}, lines)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("confirm", N_("give proposals their final references"), _confirm, _arguments, writes=True),
)

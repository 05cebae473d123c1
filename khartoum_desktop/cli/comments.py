"""The command that shows what is said about a proposal, and says more."""

import argparse
from typing import Final

from khartoum_desktop.cli.frame import Answer, Command, Context
from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.comments import operations
from khartoum_desktop.proposals.comments.queries import thread


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))
    words = parser.add_mutually_exclusive_group()
    words.add_argument("--say", metavar="TEXT", help=_("say something about it"))
    words.add_argument("--ask", metavar="TEXT", help=_("ask something about it"))
    parser.add_argument("--field", default="", metavar="KEY", help=_("the field that is spoken of"))


def _comments(context: Context) -> Answer:
    given, work = context.arguments, context.work
    ident = queries.by_ref(work, given.ref)
    if (words := given.say if given.ask is None else given.ask) is not None:
        operations.say(work, ident, words, question=given.ask is not None, field=given.field)
    found = thread(work, ident)
    data = [
        {"id": one.id, "author": one.author, "delegation": one.delegation, "written": one.written, "text": one.text,
         "field": one.field or None, "answers": one.answers or None, "question": one.question, "settled": one.settled}
        for one in found
    ]  # fmt: skip
    lines = [
        f"{'  ' if one.answers else ''}{format_moment(one.written)}  {one.author} ({one.delegation})  {one.text}"
        for one in found
    ]
    return Answer({"ref": given.ref, "comments": data}, lines or [_("Nothing has been said yet.")])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("comments", N_("show what is said about a proposal, and say more"), _comments, _arguments, writes=True),
)

"""The command that forgets proposals, or an import, for good."""

import argparse
from typing import Final

from khartoum_desktop.cli.frame import Answer, Command, Context
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.bulk.operations import ids_of
from khartoum_desktop.proposals.forgetting import operations, queries
from khartoum_desktop.scoring.rounds.sight import sight_of_all

_OF_MARKS: Final = frozenset({"mark", "assessment", "consensus", "eligibility", "shortlist_entry"})


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("refs", metavar="REF", nargs="*", help=_("references of proposals"))
    parser.add_argument("--import", dest="file", metavar="NAME", help=_("all that the imported file of this name made"))
    parser.add_argument("--for-good", action="store_true", help=_("do it; without this it only says what would go"))


def _forget(context: Context) -> Answer:
    given, work = context.arguments, context.work
    if bool(given.refs) == (given.file is not None):
        raise UserError(_("Say what is to be forgotten."), _("Give references, or --import with the name of a file."))
    if given.file is not None:
        going = queries.of_import(work, given.file)
    else:
        going = queries.of_proposals(work, ids_of(work, given.refs))  # never of one into which it was merged
    uncleaned = operations.forget(work, going) if given.for_good else []
    hidden = frozenset[str]() if sight_of_all(work).everything else _OF_MARKS  # how many others have marked
    n = len(going.proposals)
    if given.for_good:
        words = ngettext("{n} proposal was forgotten: {refs}.", "{n} proposals were forgotten: {refs}.", n)
    else:
        words = ngettext("{n} proposal would be forgotten: {refs}.", "{n} proposals would be forgotten: {refs}.", n)
    lines = [fill(words, n=format_number(n), refs=listed(one.ref for one in going.proposals) or "–")]
    if going.staying:
        lines.append(fill(_("These stay: {refs}."), refs=listed(one.ref for one in going.staying)))
    if uncleaned:
        lines.append(fill(_("These automatic backups could not be cleaned: {files}."), files=listed(uncleaned)))
    if not given.for_good:
        lines.append(_("Nothing was changed: add --for-good. No Undo brings it back."))
    data = {
        "forgotten": given.for_good,
        "proposals": [{"ref": one.ref, "title": one.title} for one in going.proposals],
        "rows": {kind: len(rows) for kind, rows in going.rows.items() if kind not in hidden},
        "stay": [one.ref for one in going.staying],
        "backups_not_cleaned": uncleaned,
    }
    return Answer(data, lines)


COMMANDS: Final[tuple[Command, ...]] = (
    Command("forget", N_("take proposals, or an import, away for good"), _forget, _arguments, writes=True),
)

"""The command profiles: what is remembered of senders, shown, renamed, forgotten, written to a file or read from it."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import profile_operations as operations
from khartoum_desktop.importing.profile_operations import ALIAS, COLUMN, Part
from khartoum_desktop.importing.profiles import Profile
from khartoum_desktop.importing.remembering import profile_json
from khartoum_desktop.importing.synonyms import header_key
from khartoum_desktop.proposals.queries import lists_of


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = ("list", "show", "rename", "forget", "export", "import")
    parser.add_argument("action", choices=actions, help=_("what to do"))
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=_("the sender’s name; to import: the file"))
    parser.add_argument("--new-name", default="", metavar="NAME", help=_("what it shall be called"))
    parser.add_argument("--column", default="", metavar="HEADER", help=_("forget only this column"))
    parser.add_argument("--value", default="", metavar="TEXT", help=_("forget only what this text means"))
    parser.add_argument("--to", default="", metavar="FILE", help=_("the file to write"))


def _profiles(context: Context) -> Answer:
    action: str = context.arguments.action
    return _ACTIONS[action](context)


def _list(context: Context) -> Answer:
    found = operations.remembered(context.work)
    rows = [[one.used or "–", one.name, one.file] for one in found]
    data = [{"id": one.id, "name": one.name, "used": one.used, "file": one.file, "columns": len(one.columns),
             "sender_country": one.sender_country} for one in found]  # fmt: skip
    return Answer({"profiles": data}, table(rows) or [_("Nothing is remembered yet.")])


def _show(context: Context) -> Answer:
    profile = operations.by_name(context.work, context.arguments.name)
    rows = [[part.of, part.says] for part in operations.parts(profile, lists_of(context.work))]
    return Answer(profile_json(profile), [profile.name, *table(rows)])


def _rename(context: Context) -> Answer:
    profile, name = operations.by_name(context.work, context.arguments.name), context.arguments.new_name
    operations.rename(context.work, profile.id, name)
    return Answer({"renamed": name}, [fill(_("“{old}” is called “{name}” now."), old=profile.name, name=name)])


def _forget(context: Context) -> Answer:
    given = context.arguments
    profile = operations.by_name(context.work, given.name)
    if given.column or given.value:
        gone = _wanted(profile, context)
        operations.forget_parts(context.work, profile.id, gone)
        said = [f"{part.of} {part.says}" for part in gone]
        return Answer({"name": profile.name, "forgotten": len(gone)}, [fill(_("Forgotten: {what}"), what=listed(said))])
    operations.forget(context.work, [profile.id])
    return Answer({"forgotten": profile.name}, [fill(_("“{name}” is forgotten."), name=profile.name)])


def _wanted(profile: Profile, context: Context) -> list[Part]:
    """Return the parts that --column and --value name; UserError when nothing is remembered of them."""
    given = context.arguments
    known = operations.parts(profile, lists_of(context.work))
    gone = [one for one in known if one.kind == COLUMN and given.column and one.key[0] == header_key(given.column)]
    gone += [one for one in known if one.kind == ALIAS and given.value and one.key[1] == fold_key(given.value)]
    if not gone:
        raise UserError(
            fill(_("Of “{name}” nothing is remembered under that name."), name=profile.name),
            fill(_("Remembered are: {names}."), names=listed(one.of for one in known)),
        )
    return gone


def _export(context: Context) -> Answer:
    given = context.arguments
    found = [operations.by_name(context.work, given.name)] if given.name else operations.remembered(context.work)
    if not found:
        raise UserError(_("Nothing is remembered yet."), _("Confirm the columns of a file and import it first."))
    if not given.to:
        raise UserError(_("No file was named."), _("Name one with --to FILE."))
    operations.export(found, Path(given.to))
    return Answer({"file": given.to, "profiles": len(found)}, [fill(_("{file} was written."), file=given.to)])


def _import(context: Context) -> Answer:
    if not context.arguments.name:
        raise UserError(_("No file was named."), _("Write: profiles import FILE"))
    found = operations.read(Path(context.arguments.name))
    operations.bring_in(context.work, found)
    names = [one.name for one in found]
    return Answer({"remembered": names}, [fill(_("Now remembered: {names}"), names=listed(names))])


_ACTIONS: Final[dict[str, Callable[[Context], Answer]]] = {
    "list": _list, "show": _show, "rename": _rename, "forget": _forget, "export": _export, "import": _import,
}  # fmt: skip

COMMANDS: Final[tuple[Command, ...]] = (
    Command("profiles", N_("what is remembered of senders’ sheets"), _profiles, _arguments, writes=True),
)

"""Commands about the files of a proposal and the consent of its parties."""

import argparse
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.attachments import operations, parties
from khartoum_desktop.proposals.attachments.kinds import BY_MEDIA_TYPE
from khartoum_desktop.proposals.attachments.model import show_size
from khartoum_desktop.proposals.attachments.operations import Particulars
from khartoum_desktop.proposals.attachments.queries import Attached, attached, content, file_named, party_named
from khartoum_desktop.proposals.attachments.showing import consents
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Stored, as_lines
from khartoum_desktop.proposals.values import parse_value, to_json
from khartoum_desktop.workspace import Workspace

_ADD, _SET, _REMOVE = "add", "set", "remove"
_SAID: Final = ("role", "qualifier", "consent", "consent_on", "consent_by")


def _ref_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))


def _name_argument(parser: argparse.ArgumentParser) -> None:
    _ref_argument(parser)
    parser.add_argument("name", metavar="NAME", help=_("name of the file, as attachments shows it"))


# --- files ------------------------------------------------------------------------------------------------------------


def _attach_arguments(parser: argparse.ArgumentParser) -> None:
    _ref_argument(parser)
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("a document, picture or letter"))
    parser.add_argument("--kind", metavar="KIND", help=_("what kind of document: a code or name of the list"))
    parser.add_argument("--lang", metavar="LANG", help=_("language of the document"))
    parser.add_argument("--dated", metavar="DATE", help=_("date of the document"))
    parser.add_argument("--party", metavar="NAME", help=_("the party whose consent it proves"))


def _attach(context: Context) -> Answer:
    given, work = context.arguments, context.work
    ident = queries.by_ref(work, given.ref)
    said = {"kind": given.kind, "language": given.lang, "dated": given.dated}
    line = _understood(work, "attachments", {key: value for key, value in said.items() if value})
    party = str(_party(work, ident, given.party)["id"]) if given.party else ""
    files = operations.received([Path(name) for name in given.files], progress_bar(_("Reading files")))
    texts = {key: str(value) for key, value in line.items()}
    done = operations.attach(work, ident, files, Particulars(**texts, party=party))
    remarks = [file.remark for file in files if file.remark]
    kept = [one for one in attached(work, ident) if one.name in done.names]
    data = {"ref": given.ref, "attached": [_json(work, ident, one) for one in kept],
            "remarks": [strip_isolates(remark) for remark in remarks]}  # fmt: skip
    return Answer(data, [*(fill(_("Attached: {file}"), file=name) for name in done.names), *remarks])


def _attachments(context: Context) -> Answer:
    given, work = context.arguments, context.work
    ident = queries.by_ref(work, given.ref)
    found = attached(work, ident)
    lists = queries.lists_of(work)
    rows = [_words(work, ident, one, lists) for one in found]
    data = {"ref": given.ref, "attachments": [_json(work, ident, one) for one in found]}
    return Answer(data, table(rows) or [_("Nothing is attached to it.")])


def _json(work: Workspace, ident: str, one: Attached) -> dict[str, Any]:
    """Return a file as JSON; its party by the name that the party has in the proposal."""
    names = {str(line["id"]): line["name"] for line in queries.read(work, ident).lines["parties"]}
    texts = ("kind", "language", "dated", "media_type", "sha256")
    return {
        "name": one.name, **{key: getattr(one, key) or None for key in texts}, "size": one.size,
        "party": names.get(one.party),
    }  # fmt: skip


def _words(work: Workspace, ident: str, one: Attached, lists: Lists) -> list[str]:
    kind = BY_MEDIA_TYPE.get(one.media_type)
    party = _json(work, ident, one)["party"]
    return [
        one.name,
        _(kind.label) if kind else "–",
        show_size(one.size),
        lists.label("document_kind", one.kind) or "–",
        lists.label("language", one.language) or "–",
        one.dated or "–",
        lists.label(PARTY, party) or "–",
    ]


def _detach(context: Context) -> Answer:
    given, work = context.arguments, context.work
    ident = queries.by_ref(work, given.ref)
    file = file_named(work, ident, given.name)
    operations.remove(work, ident, file.id)
    return Answer({"ref": given.ref, "removed": file.name}, [fill(_("“{file}” was removed."), file=file.name)])


def _extract_arguments(parser: argparse.ArgumentParser) -> None:
    _name_argument(parser)
    parser.add_argument("--to", required=True, metavar="FILE", help=_("the file to write"))


def _extract(context: Context) -> Answer:
    given, work = context.arguments, context.work
    file = file_named(work, queries.by_ref(work, given.ref), given.name)
    found = content(work, file.id)
    path = operations.write(found, Path(given.to))
    data = {"file": str(path), "name": file.name, "media_type": found.kind.media_type, "size": len(found.data)}
    return Answer(data, [fill(_("{file} was written."), file=path)])


# --- parties ----------------------------------------------------------------------------------------------------------


def _party_arguments(parser: argparse.ArgumentParser) -> None:
    _ref_argument(parser)
    parser.add_argument("action", choices=(_ADD, _SET, _REMOVE), help=_("what to do with the party"))
    parser.add_argument("name", metavar="NAME", help=_("a country, an organisation, or words"))
    parser.add_argument("--role", metavar="ROLE", help=_("its role: a code or name of the list"))
    parser.add_argument("--qualifier", metavar="TEXT", help=_("what its part is limited to"))
    parser.add_argument("--consent", metavar="STATE", help=_("where its consent stands: a code or name of the list"))
    parser.add_argument("--consent-on", metavar="DATE", help=_("the day on which it consented"))
    parser.add_argument("--consent-by", metavar="TEXT", help=_("who consented for it"))
    parser.add_argument("--letter", metavar="NAME", help=_("the attached file that proves it"))


def _do_party(context: Context) -> Answer:
    given, work = context.arguments, context.work
    ident = queries.by_ref(work, given.ref)
    said = {key: value for key in _SAID if (value := getattr(given, key)) is not None}
    letter = file_named(work, ident, given.letter).id if given.letter else None
    if given.action == _REMOVE:
        if said or letter:
            raise UserError(_("A party that is removed takes nothing else."), _("Leave the other options out."))
        parties.remove(work, ident, _party(work, ident, given.name))
    elif given.action == _SET:
        party = _party(work, ident, given.name)
        if not said and not letter:
            raise UserError(_("Nothing is said of the party."), _("Give at least one option."))
        parties.change(work, ident, party, _understood(work, "parties", said), letter)
    else:
        parties.add(work, ident, _understood(work, "parties", {"name": given.name, **said}), letter)
    return _parties(work, given.ref, ident)


def _parties(work: Workspace, ref: str, ident: str) -> Answer:
    """Return the parties as they are now, each with the names of its letters."""
    detail, lists, field = queries.read(work, ident), queries.lists_of(work), BY_KEY["parties"]
    lines = detail.lines["parties"]
    files = attached(work, ident)
    shown = [
        {**to_json(field, (line,))[0], "letters": [file.name for file in files if file.party == line["id"]]}
        for line in lines
    ]
    words = [lists.label(PARTY, str(line["name"])) for line in lines if line["name"]]
    return Answer({"ref": ref, "parties": shown}, [*words, *consents(detail.lines, lists)])


def _party(work: Workspace, ident: str, name: str) -> Any:
    return party_named(queries.read(work, ident).lines["parties"], name, queries.lists_of(work))


def _understood(work: Workspace, key: str, said: dict[str, str]) -> dict[str, Stored]:
    """Return what was typed as the columns of one line; UserError for a value of no list, or a date that is none."""
    named = {"name": key, **said}  # a line without its first column would be refused
    (line,) = as_lines(parse_value(BY_KEY[key], [named], queries.lists_of(work)))
    return {column: line.get(column) for column in said}


COMMANDS: Final[tuple[Command, ...]] = (
    Command("attach", N_("attach files to a proposal"), _attach, _attach_arguments, writes=True),
    Command("attachments", N_("list the files of a proposal"), _attachments, _ref_argument),
    Command("detach", N_("remove a file from a proposal"), _detach, _name_argument, writes=True),
    Command("extract", N_("write a copy of an attached file"), _extract, _extract_arguments),
    Command("party", N_("add, change or remove a party with its consent"), _do_party, _party_arguments, writes=True),
)

"""Reading what is attached to proposals: frozen rows, bytes that are judged once more, and where a file came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.proposals.attachments.model import Taken, take
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Line
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_ATTACHMENT = TABLES["attachment"]
_PARTY = TABLES["party"]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a proposal; size in bytes, `party` = id of a party that is there, `sha256` "" where only a name is."""

    id: str
    name: str
    kind: str
    language: str
    dated: str
    size: int
    media_type: str
    sha256: str
    party: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who attached a file, and when (ms since 1970)."""

    author: str
    delegation: str
    at: int


def attached(work: Workspace, proposal: str) -> list[Attached]:
    """Return the files of a proposal in their order."""
    table = _ATTACHMENT
    here = table.c.proposal == proposal, table.c.removed.is_not(True)
    with work.reading() as db:
        rows = db.execute(select(table).where(*here).order_by(table.c.position, table.c.id)).mappings().all()
        mine = _PARTY.c.proposal == proposal, _PARTY.c.removed.is_not(True)
        parties = frozenset(db.execute(select(_PARTY.c.id).where(*mine)).scalars())
    return [_attached(row, parties) for row in rows]


def _attached(row: Mapping[Any, Any], parties: frozenset[str]) -> Attached:
    words = {name: row[name] or "" for name in ("name", "kind", "language", "dated", "media_type", "sha256")}
    party = row["party"] if row["party"] in parties else ""
    return Attached(id=row["id"], size=row["size"] or 0, party=party, **words)


def file_named(work: Workspace, proposal: str, name: str) -> Attached:
    """Return the file of a proposal that is called so; UserError when there is none, or several are."""
    files = attached(work, proposal)
    found = [file for file in files if fold_key(file.name) == fold_key(name)]
    if len(found) == 1:
        return found[0]
    if found:
        sentence = fill(_("Several files are called “{file}”."), file=name)
        raise UserError(sentence, _("Give them different names in the window."))
    sentence = fill(_("No file of this proposal is called “{file}”."), file=name)
    names = listed(file.name for file in files)
    raise UserError(sentence, fill(_("There are: {names}."), names=names) if names else _("Nothing is attached to it."))


def party_named(parties: tuple[Line, ...], name: str, lists: Lists) -> Line:
    """Return the party of a proposal that is called so, by code or any spelling; UserError for none or several."""
    code = lists.find(PARTY, name)
    found = [
        one for one in parties if one["name"] and (one["name"] == code or fold_key(str(one["name"])) == fold_key(name))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        sentence = fill(_("“{name}” is among the parties more than once."), name=name)
        raise UserError(sentence, _("Choose the line in the window."))
    sentence = fill(_("“{name}” is not among the parties."), name=name)
    names = listed(lists.label(PARTY, str(one["name"])) for one in parties if one["name"])
    raise UserError(sentence, fill(_("There are: {names}."), names=names) if names else _("Add the party first."))


def content(work: Workspace, file_id: str) -> Taken:
    """Return the bytes of a file under a name that agrees with them; UserError when they are missing or dangerous.

    They are judged as when they were attached: a name may have been changed, a row may come from another laptop.
    """
    columns = _ATTACHMENT.c.name, _ATTACHMENT.c.sha256
    with work.reading() as db:
        row = db.execute(select(*columns).where(_ATTACHMENT.c.id == file_id)).first()
    if row is None or not row.sha256:
        raise UserError(
            _("Only the name of this file is in the workspace, not the file itself."), _("Attach the file.")
        )
    return take(row.name or "", work.content(row.sha256))


def source(work: Workspace, file_id: str) -> Source | None:
    """Return who attached a file and when; None where nothing is known of it."""
    history = work.store.history(_ATTACHMENT.name, file_id)
    first = next((entry for entry in history if "sha256" in entry.values), None)
    return Source(first.author, first.delegation, first.at) if first else None

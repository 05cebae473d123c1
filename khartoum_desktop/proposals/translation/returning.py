"""A translator's workbook comes back: first what would become of each row, then all of it as one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, NAMES, _, fill
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import clean_text, script_of, strip_isolates
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import check_field
from khartoum_desktop.proposals.translation import queries
from khartoum_desktop.proposals.translation.model import (
    GROUPS,
    TRANSLATED,
    UNCHECKED,
    Piece,
    language_name,
    pieces,
    status_translated,
)
from khartoum_desktop.proposals.translation.sheet import Incoming, Returned, digest, read_returned, stored
from khartoum_desktop.storage.schema import TABLES, Comment, Proposal
from khartoum_desktop.workspace import StepWriter, Workspace, derived_id

_COMMENT: Final = TABLES["comment"]
_SHOWN: Final = 60  # letters of what is refused
_LONGEST_REMARK: Final = 2000


class Kind(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the workbook and what becomes of it; `checked` None: the row says nothing about the status.

    `sentence` says why it is refused, or what is to be known of it.
    """

    kind: Kind
    cell: str
    id: str
    ref: str
    key: str
    old: str
    new: str
    checked: bool | None = None
    sentence: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import of translations would do; nothing is written yet."""

    returned: Returned
    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> list[Change]:
        """Return the rows of these kinds."""
        return [change for change in self.changes if change.kind in kinds]

    @property
    def writes(self) -> bool:
        """Whether there is anything to be written."""
        return bool(self.of(Kind.NEW, Kind.CHANGED)) or any(self._remarks())

    def _remarks(self) -> list[Change]:
        return [change for change in self.changes if change.remark and change.kind is not Kind.REFUSED]


def read_plan(work: Workspace, path: Path, progress: Progress = silent) -> Plan:
    """Read a translator's workbook and say what would become of its rows; UserError when it cannot be taken at all."""
    return plan(work, read_returned(path, lists_of(work), progress))


def plan(work: Workspace, returned: Returned) -> Plan:
    """Compare a workbook's rows with the workspace; UserError when none of its proposals is here."""
    with work.reading() as db:
        return _plan(db, returned, lists_of(work))


def _plan(db: Connection, returned: Returned, lists: Lists) -> Plan:
    there = queries.texts(db, list(dict.fromkeys(row.id for row in returned.rows)))
    if returned.rows and not there:
        raise UserError(
            fill(_("None of the proposals of {file} is in this workspace."), file=returned.file),
            _("Open the workspace from which it was exported."),
        )
    seen: set[tuple[str, str]] = set()
    found = []
    for row in returned.rows:
        found.append(_judged(row, returned.target, there.get(row.id), lists, twice=(row.id, row.key) in seen))
        seen.add((row.id, row.key))
    return Plan(returned, tuple(_without_idle(found, there, returned.target)))


def _judged(row: Incoming, target: str, texts: queries.Texts | None, lists: Lists, *, twice: bool) -> Change:
    ref = texts.ref if texts else ""
    piece = _piece(row, target, texts)
    change = Change(Kind.REFUSED, row.cell, row.id, ref, row.key, piece.text if piece else "", row.text)
    new = stored(row.key, row.text) if piece else ""
    why = _refusal(row, texts, piece, new, lists, twice=twice)
    if why or piece is None or texts is None:
        return replace(change, new=row.text[:_SHOWN], sentence=why)
    change = replace(change, kind=Kind.SAME, new=new or piece.text, remark=clean_text(row.remark)[:_LONGEST_REMARK])
    moved = digest(row.key, piece.original) != row.original
    touched = bool(new) and digest(row.key, new) != row.exported
    here_too = digest(row.key, piece.text) != row.exported
    if touched and new != piece.text:
        sentences = [_("The original was changed after the export: comes in as not checked.")] if moved else []
        sentences += [_("This text was changed here too: comes in as not checked.")] if here_too else []
        checked = row.status != UNCHECKED and not moved and not here_too
        kind = Kind.CHANGED if piece.text else Kind.NEW
        return replace(change, kind=kind, checked=checked, sentence=" ".join(sentences))
    said = row.status == TRANSLATED and row.status_exported == UNCHECKED
    if said and not touched and not moved and not here_too:
        return replace(change, kind=Kind.CHANGED, checked=True, sentence=_("Checked by the translator."))
    return change


def _piece(row: Incoming, target: str, texts: queries.Texts | None) -> Piece | None:
    group, _line, lang = row.key.rpartition("_")
    if texts is None or lang != target or lang not in LANGUAGES or group not in GROUPS:
        return None
    return next(piece for piece in pieces(texts.columns, target) if piece.group == group)


def _refusal(
    row: Incoming, texts: queries.Texts | None, piece: Piece | None, new: str, lists: Lists, *, twice: bool
) -> str:
    """Return why a row is not taken, “” when it is."""
    if texts is None:
        return _("This proposal is no longer in the workspace.")
    if piece is None:
        return _("The hidden columns of this row were changed, so that nobody knows which text it is.")
    fresh = new != piece.text and digest(row.key, new) != row.exported
    reasons = [problem.sentence for problem in check_field(BY_KEY[row.key], new, lists) if fresh]
    if fresh and _other_script(new, piece.target):
        reasons.insert(0, fill(_("This is not written in {language}."), language=language_name(piece.target)))
    if not piece.source:
        reasons.insert(0, _("This text is the original itself by now."))
    if row.problem:
        words = row.problem[:_SHOWN]
        reasons.insert(0, fill(_("The cell holds a formula or an error, not a text: {cell}"), cell=words))
    if twice:
        reasons.insert(0, _("This text stands in the workbook twice; the first one counts."))
    return next(iter(reasons), "")


def _other_script(text: str, target: str) -> bool:
    """Tell whether a text has letters, but none of the language's own script."""
    wanted = "arab" if target == "ar" else "latn"
    scripts = {script_of(letter) for letter in text} - {""}
    return bool(scripts) and wanted not in scripts


def _without_idle(found: Sequence[Change], there: Mapping[str, queries.Texts], target: str) -> list[Change]:
    """Make rows that only say "checked" rows that change nothing, where the proposal's status stays as it is."""
    kept = []
    for change in found:
        texts = there.get(change.id)
        idle = change.kind is Kind.CHANGED and change.new == change.old and texts is not None
        if idle and texts is not None and not _statuses(texts.columns, _of(found, change.id), target):
            kept.append(replace(change, kind=Kind.SAME, checked=None, sentence=""))
        else:
            kept.append(change)
    return kept


def _of(found: Sequence[Change], ident: str) -> list[Change]:
    return [change for change in found if change.id == ident and change.kind in {Kind.NEW, Kind.CHANGED}]


def _statuses(columns: Mapping[str, Any], changes: Sequence[Change], target: str) -> dict[str, str]:
    written = {change.key.rpartition("_")[0]: change.new for change in changes}
    return status_translated(columns, target, written, checked=all(change.checked for change in changes))


def apply(work: Workspace, wanted: Plan) -> str:
    """Write a plan as one step and return its id, “” when there was nothing to write.

    UserError, and nothing written, when the plan would do something else by now.
    """
    returned, lists = wanted.returned, lists_of(work)
    work.backup_before("import")
    with work.step(
        N_("Translations from {file}: {language}"), file=returned.file, language=NAMES[returned.target]
    ) as step:
        if _plan(step.db, returned, lists) != wanted:
            raise UserError(
                _("The workspace changed after the file was read, so the import would do something else now."),
                _("Look through the rows again, then import."),
            )
        there = queries.texts(step.db, [change.id for change in wanted.changes])
        for ident in dict.fromkeys(change.id for change in wanted.of(Kind.NEW, Kind.CHANGED)):
            changes = _of(wanted.changes, ident)
            written = {change.key: change.new for change in changes}
            step.put(Proposal, ident, {**written, **_statuses(there[ident].columns, changes, returned.target)})
        for change in wanted.changes:
            if change.remark and change.kind is not Kind.REFUSED:
                _keep_remark(work, step, change)
    return step.id if step.touched else ""


def _keep_remark(work: Workspace, step: StepWriter, change: Change) -> None:
    """Keep a translator's remark as a comment on the text, once however often the workbook comes back."""
    ident = derived_id("translator", change.id, change.key, change.remark)
    if step.db.execute(select(_COMMENT.c.id).where(_COMMENT.c.id == ident)).first() is not None:
        return
    person = work.person
    values = {
        "proposal": change.id,
        "field": change.key,
        "text": strip_isolates(fill(_("From the translator: {remark}"), remark=change.remark)),
        "author": person.name if person else None,
        "delegation": person.delegation if person else None,
        "written": int(datetime.now(UTC).timestamp() * 1000),
    }
    step.add(Comment, values, ident)

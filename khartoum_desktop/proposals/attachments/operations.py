"""Changing what is attached: files taken in from disk, removed, written out again, and named as a party's letter."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_file
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.proposals.attachments.model import (
    MOST_OF_A_FILE,
    Taken,
    clean_name,
    free_name,
    naming,
    refuse_size,
    take,
)
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.model import Stored, check_field
from khartoum_desktop.storage.schema import TABLES, Attachment
from khartoum_desktop.workspace import Workspace

_PIECE: Final = 1 << 20
_ATTACHMENT: Final = TABLES["attachment"]
_PROPOSAL: Final = TABLES["proposal"]


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said of files that are attached together; "" = nothing. `party` is the id of a party."""

    kind: str = ""
    language: str = ""
    dated: str = ""
    party: str = ""


NOTHING_SAID: Final = Particulars()


def received(paths: Sequence[Path], progress: Progress = silent) -> list[Taken]:
    """Read files from disk and judge them, all before the first is kept; UserError that names the one refused."""
    total = sum(_size(path) for path in paths)
    found: list[Taken] = []
    done = 0
    for path in paths:
        data = b"".join(_pieces(path, done, total, progress))
        found.append(take(path.name, data))
        done += len(data)
    return found


def _size(path: Path) -> int:
    """Return the size of a file in bytes; UserError where it is no file, empty or too large."""
    with naming(path.name), _reading(path):
        if not path.is_file():
            raise UserError(
                _("It is no file, or it is no longer there."),
                _("Choose files, not folders; a folder can be packed into a zip archive."),
            )
        size = path.stat().st_size
        refuse_size(size)
    return size


def _pieces(path: Path, done: int, total: int, progress: Progress) -> Iterator[bytes]:
    """Yield a file piece by piece, though never more than can be attached: it may have grown since it was measured."""
    read = 0
    with _reading(path), path.open("rb") as file:
        while read <= MOST_OF_A_FILE and (piece := file.read(_PIECE)):
            read += len(piece)
            progress(min(done + read, total), total)
            yield piece


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        sentence = fill(_("“{file}” cannot be read."), file=clean_name(path.name))
        raise UserError(sentence, _("Check that you may open it and that its disk is connected.")) from error


# --- attaching, removing ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """What was attached: the names of the files as they are kept, and the step that Undo takes back."""

    names: tuple[str, ...]
    step: str


def attach(work: Workspace, proposal: str, files: Sequence[Taken], said: Particulars = NOTHING_SAID) -> Done:
    """Attach files to a proposal in one step, each under a name of its own.

    UserError, and nothing attached, for a content that is there already or where they are too large together.
    """
    ref, spoken = _ref(work, proposal), _checked(work, said)
    # no name of a file: what stands in the name of a step is never forgotten
    label = N_("Attach a file to {ref}") if len(files) == 1 else N_("Attach {n} files to {ref}")
    with work.step(label, ref=ref, n=str(len(files))) as step:
        mine = _ATTACHMENT.c.proposal == proposal, _ATTACHMENT.c.removed.is_not(True)
        here = step.db.execute(select(_ATTACHMENT).where(*mine)).mappings().all()
        names = [str(row["name"] or "") for row in here]
        held = {row["sha256"]: row["name"] for row in here if row["sha256"]}
        total = sum(row["size"] or 0 for row in here)
        position = max((row["position"] or 0 for row in here), default=-1)
        for place, file in enumerate(files, position + 1):
            with naming(file.name):
                refuse_size(len(file.data), total)
                sha256 = step.keep(file.data)
                _refuse_twice(held.get(sha256))
            name = free_name(file.name, names)
            texts = {"proposal": proposal, "name": name, "sha256": sha256, "media_type": file.kind.media_type}
            step.add(Attachment, {**spoken, **texts, "size": len(file.data), "position": place})
            names.append(name)
            held[sha256] = name
            total += len(file.data)
    return Done(tuple(names[len(here) :]), step.id)


def _checked(work: Workspace, said: Particulars) -> dict[str, Stored]:
    """Return what is said as columns; UserError for a code that is in no list, or a date that is none."""
    line = {name: value or None for name, value in asdict(said).items()}
    problems = check_field(BY_KEY["attachments"], (line,), lists_of(work))
    refused = next((problem for problem in problems if problem.refuses), None)
    if refused:
        raise UserError(refused.sentence, _("Nothing was changed."))
    return {**line}


def _refuse_twice(name: str | None) -> None:
    if name is not None:
        sentence = fill(_("It is attached already, as “{file}”."), file=name)
        raise UserError(sentence, _("Change what is said of that one, or remove it first."))


def remove(work: Workspace, proposal: str, file_id: str) -> str:
    """Take a file away from a proposal and return the step: taking that back brings it back with everything."""
    with work.step(N_("Remove a file from {ref}"), ref=_ref(work, proposal)) as step:
        step.remove(Attachment, file_id)
    return step.id


def link(work: Workspace, proposal: str, file_id: str, party: str | None) -> str:
    """Say whose consent a file proves: the id of a party, or None for nobody's; return the step."""
    with work.step(N_("Change the letter of a party of {ref}"), ref=_ref(work, proposal)) as step:
        step.put(Attachment, file_id, {"party": party})
    return step.id


def _ref(work: Workspace, proposal: str) -> str:
    """Return the reference of a proposal that is there; UserError for one that is deleted."""
    with work.reading() as db:
        found = db.execute(select(_PROPOSAL.c.ref, _PROPOSAL.c.removed).where(_PROPOSAL.c.id == proposal)).first()
    if found is None or found.removed:
        raise UserError(_("This proposal is no longer in the workspace."), _("Choose another one in the list."))
    return found.ref or ""


# --- writing out ------------------------------------------------------------------------------------------------------


def write(file: Taken, path: Path, *, replace: bool = False) -> Path:
    """Write a file, whole or not at all; an existing one is only replaced when that was asked. UserError otherwise."""
    if path.exists() and not replace:
        raise UserError(fill(_("“{file}” exists already."), file=path.name), _("Choose another name."))
    write_file(path, file.data)
    return path

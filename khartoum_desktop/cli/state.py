"""Commands about the workspace itself: new, undo, redo, check, backup, restore."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from khartoum_desktop.cli.frame import Answer, Command, Context, passphrase_named
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import shipped
from khartoum_desktop.proposals.damage import explained
from khartoum_desktop.proposals.queries import ids
from khartoum_desktop.proposals.showing import show_step
from khartoum_desktop.scoring.rounds.opening import open_first_round
from khartoum_desktop.workspace import EXTENSION, Undone, Workspace


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("where the workspace is to lie"))
    parser.add_argument("--sample", action="store_true", help=_("fill it with a fictional round to look around in"))


def _beginning(*, sample: bool) -> Callable[[Workspace], object]:
    """Return what fills a new workspace: the fictional round, or one that is still empty."""
    if sample:
        from khartoum_desktop.sample import fill_workspace

        return fill_workspace
    return open_first_round


def _new(context: Context) -> Answer:
    path = Path(context.arguments.file)
    if not path.name:
        raise UserError(_("The new workspace has no name."), _("Give the file a name that ends in .khartoum."))
    if path.suffix.lower() != EXTENSION:
        path = path.with_name(path.name + EXTENSION)
    person = context.person()
    begin = _beginning(sample=context.arguments.sample)
    work = Workspace.create(path, person, context.passphrase, genesis=shipped.genesis(), fill=begin)
    context.keep(work).sit_down(person)
    return Answer(
        {"store": str(work.path), "proposals": len(ids(work)), "encrypted": context.passphrase is not None},
        [fill(_("The workspace {file} is ready."), file=work.path)],
    )


def _undone(undone: Undone | None, nothing: str) -> Answer:
    if undone is None:
        raise UserError(nothing, _("Undo and Redo work on your own steps on this device."))
    label = show_step(undone.target.label, undone.target.args)
    kept = [{"kind": kind, "row": row, "fields": list(fields)} for (kind, row), fields in sorted(undone.kept.items())]
    lines = [label]
    if kept:
        lines.append(_("What was changed since then stays as it is."))
    return Answer({"step": strip_isolates(label), "kept": kept}, lines)


def _undo(context: Context) -> Answer:
    return _undone(context.work.undo(), _("There is nothing to undo."))


def _redo(context: Context) -> Answer:
    return _undone(context.work.redo(), _("There is nothing to redo."))


def _check(context: Context) -> Answer:
    work = context.look()
    found = explained(work, work.store.check())
    findings = [
        {"what": one.finding.what, "place": one.finding.place, "ref": one.ref or None,
         "sentence": strip_isolates(one.sentence)}
        for one in found
    ]  # fmt: skip
    lines = [one.sentence for one in found] or [_("The workspace is whole.")]
    data: dict[str, object] = {"ok": not found, "findings": findings}
    if context.arguments.digest and not found:
        data |= {"digest": work.store.digest(), "present": work.present_digest()}
        lines += [f"{name}: {data[name]}" for name in ("digest", "present")]
    return Answer(data, lines, 1 if found else 0)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    words = _("print one digest of everything with its record, and one of what is there")
    parser.add_argument("--digest", action="store_true", help=words)


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("the copy to write"))


def _backup(context: Context) -> Answer:
    written = context.work.store.backup(Path(context.arguments.file))
    return Answer({"file": str(written)}, [fill(_("A verified copy was written to {file}."), file=written)])


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help=_("the backup to put in the workspace’s place"))


def _restore(context: Context) -> Answer:
    source, target = Path(context.arguments.file), context.store
    sentence = _("The workspace was restored from {file}; what was there before is among the backups.")
    if not target.exists():
        sentence = _("The workspace was restored from {file}.")
    context.person()  # whoever restores is named before anything changes
    with passphrase_named():
        Workspace.restore(source, target, passphrase=context.passphrase)
    context.sit_down(context.work)
    return Answer({"file": str(source), "store": str(target)}, [fill(sentence, file=source)])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("new", N_("make a workspace"), _new, _new_arguments, writes=True),
    Command("undo", N_("take back the last step"), _undo, writes=True),
    Command("redo", N_("bring back what was undone"), _redo, writes=True),
    Command("check", N_("read, compute and compare everything again"), _check, _check_arguments),
    Command("backup", N_("write a verified copy"), _backup, _backup_arguments),
    Command("restore", N_("put a backup in the workspace’s place"), _restore, _restore_arguments, writes=True),
)

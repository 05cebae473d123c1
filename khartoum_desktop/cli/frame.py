"""What every command has: its row in the table, the opened workspace with the person at work, and its answer."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import fill as wrapped
from types import TracebackType
from typing import Any

from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import lists as code_lists
from khartoum_desktop.proposals import shipped
from khartoum_desktop.proposals.shipped_lists import shipped_lists
from khartoum_desktop.scoring.rounds.asking import assessor_id
from khartoum_desktop.workspace import PassphraseNeededError, Person, Workspace


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: one JSON object, the same in lines for people, and the exit code."""

    data: dict[str, Any]
    lines: Sequence[str] = ()
    code: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, a message id of help, what it does, its arguments, and whether it changes anything.

    looks: the verbs with which it changes nothing all the same, so that nobody need say who they are.
    """

    name: str
    help: str
    run: Callable[["Context"], Answer]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda _parser: None
    writes: bool = False
    looks: frozenset[str] = frozenset()


@contextmanager
def passphrase_named() -> Iterator[None]:
    """Say, where a passphrase is needed, how one is given here."""
    try:
        yield
    except PassphraseNeededError as error:
        raise UserError(error.sentence, _("Send its passphrase with --passphrase-stdin.")) from error


@dataclass(slots=True)
class Context(AbstractContextManager["Context"]):
    """A command's arguments and, once asked for, its workspace (closed at the end)."""

    arguments: argparse.Namespace
    command: Command
    _work: Workspace | None = None
    _passphrase: str | None = field(default=None, repr=False)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._work:
            self._work.close()

    @property
    def work(self) -> Workspace:
        """The workspace of `--store`, or the one opened last; with the person of `--as` where something is changed."""
        if self._work is None:
            with passphrase_named():
                self._work = Workspace.open(self.store, self.passphrase, genesis=shipped.genesis())
            if self.command.writes:
                self.sit_down(self._work, must=getattr(self.arguments, "verb", None) not in self.command.looks)
        return self._work

    def look(self) -> Workspace:
        """Return the same workspace opened only to be looked at, however damaged it is."""
        with passphrase_named():
            return self.keep(Workspace.look(self.store, self.passphrase))

    def keep(self, work: Workspace) -> Workspace:
        """Take a workspace that the command made, to be closed at the end."""
        self._work = work
        return work

    @property
    def store(self) -> Path:
        """The file of `--store`, or the workspace opened last."""
        given = getattr(self.arguments, "store", None)
        if given:
            return Path(given)
        if given is not None:
            raise UserError(_("--store names no file."), _("Name one with --store FILE, or leave the option out."))
        last = settings.last_workspace()
        if last is None:
            raise UserError(_("No workspace was opened here yet."), _("Name one with --store FILE."))
        return last

    @property
    def passphrase(self) -> str | None:
        """The first line of standard input with `--passphrase-stdin`, else None."""
        if getattr(self.arguments, "passphrase_stdin", False) and self._passphrase is None:
            try:
                self._passphrase = sys.stdin.readline().rstrip("\r\n")
                self._passphrase.encode()
            except UnicodeError:
                sentence = _("The passphrase on standard input is not written in UTF-8.")
                raise UserError(sentence, _("Set the terminal to UTF-8 and type it again.")) from None
            if not self._passphrase:
                raise UserError(_("No passphrase came on standard input."), _("Send it as the first line."))
        return self._passphrase

    def sit_down(self, work: Workspace, *, must: bool = True) -> None:
        """Put the person of `--as` (or the last one) at the workspace; who only looks need not be known."""
        try:
            person = self.person(work.person)
        except UserError:
            if must or getattr(self.arguments, "person", None) is not None:
                raise
            return
        own = assessor_id(person.name, person.delegation)
        known = (each for each in work.store.people() if assessor_id(each.name, each.delegation) == own)
        person = next(known, person)  # who sits here as an assessor does not become a coordinator by naming themselves
        if person != work.person:
            work.sit_down(person)

    def person(self, present: Person | None = None) -> Person:
        """Return who does this: `--as`, else who sat there last, else who used the program last."""
        given = getattr(self.arguments, "person", None)
        if given is not None:
            name, _at, delegation = given.rpartition("@")
            code = shipped_lists().find(code_lists.PARTY, delegation) if delegation else None
            if delegation and name.strip() and code is None:
                raise UserError(
                    fill(_("There is no delegation {code}."), code=delegation),
                    _("Give the two-letter code of a country, or the short name of a partner organisation."),
                )
            if code is None or not name.strip() or "@" in name:
                raise UserError(
                    fill(_("“{text}” does not say who does this."), text=given),
                    _("Write --as NAME@DELEGATION, with the code of a State or a partner: --as 'Nadia Fahmy@EG'."),
                )
            return Person(name.strip(), code)
        if present:
            return present
        last = settings.load().last_person
        if len(last) == 3:  # noqa: PLR2004 - name, delegation, role
            return Person(*last)
        raise UserError(_("Nobody is named who does this."), _("Add --as NAME@DELEGATION."))


def progress_bar(label: str) -> Progress:
    """Return a progress report that draws one line on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None

    def report(done: int, total: int) -> None:
        share = f"{100 * done // total:3d} %" if total else ""
        sys.stderr.write(f"\r{label} {share}" + ("\n" if total and done >= total else ""))
        sys.stderr.flush()

    return report


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines with aligned columns; the last column may be of any length."""
    if not rows:
        return []
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths[:-1], strict=False)), row[-1]]).rstrip()
        for row in rows
    ]


def show_shape(parser: argparse.ArgumentParser, shape: str, words: str) -> None:
    """Let a command's help end with the shape of what --json prints, as it is written, and in lines what it means."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = wrapped(parser.description or "", 100)
    shown = strip_isolates(fill(_("{option} prints:"), option="--json")) + shape + wrapped(words, 100)
    parser.epilog = f"{parser.epilog}\n\n{shown}" if parser.epilog else shown

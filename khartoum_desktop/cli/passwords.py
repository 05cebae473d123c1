"""Passwords of ministries' files on the command line: from a file or typed, never among the arguments."""

import argparse
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import Final, TypeVar

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.sheets.sentences import LockedError

_TRIES: Final = 3
_LONGEST: Final = 1024  # bytes of a password file that are looked at; Excel's passwords end at 255 characters
T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the ways in which the password of a locked file can be given."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--ask-password", action="store_true", help=_("ask for the password of a protected file"))
    ways.add_argument("--password-file", metavar="FILE", help=_("a file whose first line is the password"))


def opened(given: argparse.Namespace, name: str, read: Callable[[str], T]) -> T:
    """Return what `read` gives, with the password that the file wants: from the file named, or asked for.

    LockedError when there is none, when it is wrong, or when three wrong ones were typed.
    """
    password = _first_line(Path(given.password_file)) if given.password_file else ""
    typed = 0
    while True:
        try:
            return read(password)
        except LockedError as error:
            if not given.ask_password:
                raise LockedError(error.sentence, error.remedy if password else _way()) from error
            if typed == _TRIES:
                raise
            if typed:
                sys.stderr.write(f"{strip_isolates(error.sentence)}\n")
            password, typed = _asked(name), typed + 1


def _way() -> str:
    return _("Add --ask-password, or --password-file FILE.")


def _asked(name: str) -> str:
    """Return what was typed, without showing it; without a terminal, the next line of standard input."""
    prompt = strip_isolates(fill(_("Password of {file}: "), file=Path(name).name))
    try:
        typed = getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    except (EOFError, UnicodeError):
        typed = ""
    if not typed:
        raise LockedError(_("No password was given."), _way())
    return typed


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST).decode("utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UserError(fill(_("The password file {file} cannot be read."), file=path.name)) from error
    if not line:
        raise UserError(
            fill(_("The password file {file} is empty."), file=path.name), _("Write the password in its first line.")
        )
    return line

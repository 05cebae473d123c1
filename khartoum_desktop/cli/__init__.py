"""The command line: the same operations as the window's, without Qt.

Exit 0 = done; 1 = `check` found damage; 2 = refused or wrong usage: with `--json` one `{"error", "remedy"}` on standard
output, else the sentence on standard error. `--json` prints one object; exact numbers are strings.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any, Final

from khartoum_desktop.cli import (
    agreement,
    attachments,
    batches,
    choosing,
    comments,
    criteria,
    duplicates,
    files,
    forgetting,
    lists,
    making,
    marks,
    profiles,
    proposals,
    rates,
    references,
    rounds,
    scoring,
    searches,
    stability,
    state,
    translation,
    whatif,
)
from khartoum_desktop.cli.frame import Answer, Command, Context
from khartoum_desktop.cli.usage import Parser, read
from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, set_language
from khartoum_desktop.core.text import strip_isolates

_GROUPS: Final = (
    state,
    files,
    batches,
    profiles,
    proposals,
    searches,
    making,
    references,
    attachments,
    comments,
    duplicates,
    forgetting,
    lists,
    rates,
    translation,
    criteria,
    scoring,
    whatif,
    stability,
    marks,
    rounds,
    agreement,
    choosing,
)
COMMANDS: Final[tuple[Command, ...]] = tuple(command for group in _GROUPS for command in group.COMMANDS)


def _shared(parser: argparse.ArgumentParser) -> None:
    """Add what may stand before or after the command; absent it leaves no trace: neither place hides the other."""
    missing: Any = argparse.SUPPRESS
    parser.add_argument("--store", default=missing, metavar="FILE", help=_("the workspace; else the one opened last"))
    parser.add_argument("--language", default=missing, choices=LANGUAGES, help=_("language of what is printed"))
    parser.add_argument("--json", action="store_true", default=missing, help=_("print one JSON object"))
    parser.add_argument(
        "--passphrase-stdin", action="store_true", default=missing, help=_("read the passphrase from standard input")
    )


def _parser(given: Sequence[str]) -> Parser:
    """Return the parser of all commands; only those that are named among the words given know their arguments."""
    parser = Parser(prog="khartoum-desktop", description=_("Without a command the window opens."), allow_abbrev=False)
    _shared(parser)
    commands = parser.add_subparsers(metavar=_("COMMAND"), parser_class=Parser)
    for command in COMMANDS:
        own = commands.add_parser(command.name, help=_(command.help), description=_(command.help), allow_abbrev=False)
        own.set_defaults(command=command, parser=own)
        if command.name not in given:
            continue
        _shared(own)
        if command.writes:
            own.add_argument("--as", dest="person", metavar="NAME@DELEGATION", help=_("who does it; else the last one"))
        command.arguments(own)
    return parser


def _refused(error: UserError, *, as_json: bool) -> int:
    sentence, remedy = strip_isolates(error.sentence), strip_isolates(error.remedy)
    if as_json:
        print(json.dumps({"error": sentence, "remedy": remedy}, ensure_ascii=False))
    else:
        print(f"{sentence} {remedy}".strip(), file=sys.stderr)
    return 2


def _speak(arguments: Sequence[str]) -> None:
    """Set the language asked for before anything is parsed, so that usage errors are in it too."""
    early = Parser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--language", nargs="?")
    asked = early.parse_known_args(arguments)[0].language
    kept = settings.load()
    set_language(asked if asked in LANGUAGES else kept.language, kept.digits)


def _answer(chosen: argparse.Namespace) -> Answer:
    command: Command | None = getattr(chosen, "command", None)
    if command is None:
        raise UserError(_("No command was given."), _("Run khartoum-desktop --help for the list of commands."))
    with Context(chosen, command) as context:
        return command.run(context)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # Windows consoles: Arabic must not end in an encoding error
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        _speak(given)
        answer = _answer(read(_parser(given), given))
    except UserError as error:
        return _refused(error, as_json=as_json)
    except Exception as fault:
        if "KHARTOUM_TRACEBACK" in os.environ:
            raise
        words = fill(_("The program met a fault of its own ({kind})."), kind=type(fault).__name__)
        remedy = _(
            "Nothing half done was kept. Run check: a damaged workspace may be the cause. For a report, set "
            "KHARTOUM_TRACEBACK=1 and repeat to see the details."
        )
        return _refused(UserError(words, remedy), as_json=as_json)
    except KeyboardInterrupt:
        return _refused(UserError(_("Stopped."), _("Nothing was changed.")), as_json=as_json)
    said = [json.dumps(answer.data, ensure_ascii=False)] if as_json else [strip_isolates(one) for one in answer.lines]
    try:
        for line in said:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.code

"""`khartoum-desktop`: without a command it opens the window, with one it does that."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES

_ENDING = ".khartoum"


def for_the_window(arguments: Sequence[str]) -> tuple[Path | None, str] | None:
    """Return which workspace the window is to open and in which language; None when the arguments are for a command.

    The window takes `--store FILE` and `--language`, or a workspace file alone, as the desktop hands it over.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--store")
    parser.add_argument("--language", choices=LANGUAGES, default="")
    try:
        chosen, left = parser.parse_known_args(arguments)
    except argparse.ArgumentError:
        return None
    if chosen.store is None and len(left) == 1 and left[0].lower().endswith(_ENDING):
        chosen.store = left.pop()
    if left or chosen.store == "":
        return None
    return Path(chosen.store) if chosen.store else None, chosen.language


def main() -> int:
    """Open the window or run a command; return the exit code."""
    given = sys.argv[1:]
    if given[:1] == ["--read-spreadsheet"]:  # a frozen program starts itself to read a workbook in a process apart
        from khartoum_desktop.sheets.child import main as read

        read()
        return 0
    window = for_the_window(given)
    if window is not None:
        from khartoum_desktop.app import run

        try:
            return run(*window)
        except UserError as error:  # before there is a window to show it in
            sys.exit(f"{error}")  # on standard error
    from khartoum_desktop.cli import main as command

    return command(given)


if __name__ == "__main__":
    sys.exit(main())

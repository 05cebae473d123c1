"""`khartoum-desktop`: alone (or with a workspace file) it opens the window, with a command it does that."""

import sys


def main() -> int:
    """Open the window or run a command; return the exit code."""
    given = sys.argv[1:]
    if given[:1] == ["--read-spreadsheet"]:  # a frozen program starts itself to read a workbook in a process apart
        from khartoum_desktop.sheets.child import main as read

        read()
        return 0
    if not given or (len(given) == 1 and given[0].endswith(".khartoum")):
        from khartoum_desktop.app import run

        return run(given)
    from khartoum_desktop.cli import main as command

    return command(given)


if __name__ == "__main__":
    sys.exit(main())

"""What the import page says around its steps: the words of its one big button, and of its messages."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.model import Plan, Problem, RowPlan, Status
from khartoum_desktop.importing.pointing import NO_HEADER, NO_TABLE, is_without_table
from khartoum_desktop.importing.queue import FileState, Queue
from khartoum_desktop.importing.survey import Survey
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, DONE, FILE, SHEET
from khartoum_desktop.sheets.endings import ENDINGS

_NAMED: Final = 5  # files
_TEXT: Final = 80  # signs of a cell


def primary_words(step: int, found: Survey | None, files: Queue) -> str:
    """Return what the page's button says: exactly what it does."""
    if step == DONE:
        return _after_done(files)
    if found is None:
        return ""
    if step == FILE:
        return _("On to the sheet")
    if step == SHEET:
        return _("On to the columns")
    if step == COLUMNS:
        count = len(found.rows)
        return fill(ngettext("Review {n} proposal", "Review {n} proposals", count), n=format_number(count))
    return _import_words(found)


def _import_words(found: Survey) -> str:
    ready, held = found.ready, found.counts[Status.HELD]
    if held and not ready:
        return fill(ngettext("Keep {n} held row", "Keep {n} held rows", held), n=format_number(held))
    alone = ngettext("Import {n} proposal", "Import {n} proposals", ready)
    words = _("Import {n}, leave {held}") if held else alone
    return fill(words, n=format_number(ready), held=format_number(held))


def _after_done(files: Queue) -> str:
    following = next((one for one in files.entries if one.state in {FileState.OPEN, FileState.READING}), None)
    if following is not None:
        return fill(_("Next file: {file}"), file=following.path.name)
    return _("Back to the files") if len(files.entries) > 1 else _("Import another file")


def imported_words(plan: Plan) -> Callable[[], str]:
    """Return what says, in the language of the moment, what was done with a file."""
    new, changed, held = (plan.count(status) for status in (Status.NEW, Status.CHANGED, Status.HELD))
    return partial(_imported, plan.file, new, changed, held)


def _imported(file: str, new: int, changed: int, held: int) -> str:
    return fill(
        _("{file} is imported. New: {new}, changed: {changed}, held back: {held}."),
        file=file,
        new=format_number(new),
        changed=format_number(changed),
        held=format_number(held),
    )


def stopped_words() -> str:
    """Return that the reading of a file was stopped."""
    return _("You stopped the reading. Enter reads it again.")


def needed_words() -> str:
    """Return why a file waits for a person."""
    return _("No table was found by itself: open it and click the row that holds the headings.")


def failed_words() -> str:
    """Return that a fault of ours kept a file from being read."""
    return _("The program failed.")


def filter_words() -> str:
    """Return the kinds of file that are offered."""
    return fill(_("Spreadsheets ({pattern})"), pattern=" ".join(ENDINGS))


def later_words(files: Sequence[Path]) -> str:
    """Return that files come after the one that is open."""
    names, more = listed(path.name for path in files[:_NAMED]), len(files) - _NAMED
    if more > 0:
        names = fill(ngettext("{names} and {n} more", "{names} and {n} more", more), names=names, n=format_number(more))
    return fill(_("After this file: {names}"), names=names)


def rest_words(files: Queue) -> str:
    """Return how many files were not read, and how many need the person; "" for none."""
    refused, needing = files.count(FileState.REFUSED), files.count(FileState.NEEDS)
    said = []
    if refused:
        words = ngettext(
            "{n} file was not read: the list says why.", "{n} files were not read: the list says why.", refused
        )
        said.append(fill(words, n=format_number(refused)))
    if needing:
        words = ngettext(
            "{n} file needs you: open it from the list and click the row of its headings.",
            "{n} files need you: open them from the list and click the row of their headings.",
            needing,
        )
        said.append(fill(words, n=format_number(needing)))
    return " ".join(said)


def first_words(plan: Plan) -> str:
    """Return what is said of a file when it is opened; that it lacks a table stands above the sheet."""
    is_said = {NO_TABLE, NO_HEADER} if is_without_table(plan) else set()
    return " ".join(note.text for note in plan.notes if note.message not in is_said)


def nothing_words(folder: str) -> str:
    """Return that a folder holds nothing to import."""
    return fill(_("No spreadsheet was found in {folder}."), folder=folder)


def held_words(row: RowPlan) -> str:
    """Return why a row that was to come in stays out."""
    reason = next((one.reason.text for one in row.problems), "")
    return fill(_("Row {n} stays out: {reason}"), n=format_number(row.row), reason=reason)


def also_words(problem: Problem, others: int) -> str:
    """Return in how many other cells the text of a problem stands."""
    words = ngettext("“{text}” stands in {n} other cell too.", "“{text}” stands in {n} other cells too.", others)
    return fill(words, text=problem.original[:_TEXT], n=format_number(others))

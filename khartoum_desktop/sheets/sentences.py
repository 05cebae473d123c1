"""What is said to the person when a file cannot be read, or was read with something left out or repaired."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number

_SAVE_AS: Final = N_(
    "Open it in the program that made it, save it as an Excel workbook (.xlsx) or CSV, and import that."
)
_ASK_AGAIN: Final = N_(
    "Open it in Excel or LibreOffice; if it opens, save it as a new .xlsx and import that. "
    "If not, ask the sender for it again."
)
_SHRINK: Final = N_("Copy the table alone into a new workbook and import that.")

_UNLOCK: Final = N_("Open it with the password, save it without one, and import that.")
_WRONG: Final = "wrong_password"
_LOCKED: Final = frozenset({"password", _WRONG})

_REFUSALS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": (N_("There is no file {file}."), N_("It may have been moved or its medium removed. Choose it again.")),
    "folder": (N_("{file} is a folder."), N_("Choose the workbooks in it.")),
    "unreadable": (
        N_("{file} cannot be opened."),
        N_("If another program has it open, close it there. Or copy the file to your own folder and try again."),
    ),
    "empty": (N_("{file} is empty."), N_("Ask the sender for it again.")),
    "large": (N_("{file} is larger than {megabytes} MB."), _SHRINK),
    "password": (N_("{file} is protected by a password."), _UNLOCK),
    _WRONG: (
        N_("This is not the password of {file}."),
        N_("Check the keyboard’s language and capital letters, or ask the sender."),
    ),
    "locked_otherwise": (N_("{file} is protected in a way that cannot be opened here."), _UNLOCK),
    "locked_method": (N_("{file} is protected by {method}, which cannot be opened here."), _UNLOCK),
    "locked_costly": (
        N_("{file} asks for more work to check its password than any office program does, so it was not opened."),
        _UNLOCK,
    ),
    "pdf": (N_("{file} is a PDF, not a workbook."), N_("Ask the sender for the table in Excel.")),
    "word": (
        N_("{file} is a text document of a kind that is not read here."),
        N_("Save it as a Word document (.docx), or copy its table into a workbook, and import that."),
    ),
    "no_table_in_document": (N_("{file} has no table in it."), N_("Ask the sender for the table in Excel or Word.")),
    "no_table_in_archive": (N_("{file} is a web archive without a table."), _SAVE_AS),
    "slides": (N_("{file} is a presentation, not a workbook."), N_("Copy its table into a workbook and import that.")),
    "picture": (N_("{file} is a picture, not a workbook."), N_("Ask the sender for the table in Excel.")),
    "archive": (N_("{file} is a compressed archive, not a workbook."), N_("Unpack it and import the workbooks in it.")),
    "numbers": (N_("{file} is an Apple Numbers document."), _SAVE_AS),
    "old_excel": (N_("{file} was made by Excel 4 or older and cannot be read."), _SAVE_AS),
    "markup": (
        N_("{file} holds data for programs (XML or JSON), not a table."),
        N_("Ask the sender for the table in Excel."),
    ),
    "no_table": (N_("{file} is a web page without a table."), N_("Ask the sender for the table in Excel.")),
    "foreign": (
        N_("{file} is neither a workbook nor a text table."),
        N_("Choose an Excel, OpenDocument, Word or CSV file."),
    ),
    "control_sign": (
        N_("Row {row} of {file} has a sign that no text has."),
        N_("Write the row anew, or save the table as a workbook."),
    ),
    "cell_too_long": (
        N_("Row {row} of {file} has a cell of more than {most} characters."),
        N_("Shorten its text."),
    ),
    "damaged": (N_("{file} is damaged."), _ASK_AGAIN),
    "bomb": (N_("{file} would unpack to more than a workbook can hold, so it was not opened."), _ASK_AGAIN),
    "nothing_readable": (N_("No sheet of {file} could be read. {reason}"), _ASK_AGAIN),
    "sheet_too_large": (
        N_("The table in {file} has {rows} rows and {columns} columns, which is more than can be imported."),
        _SHRINK,
    ),
    "memory": (N_("Reading {file} took too much memory and was stopped."), _SHRINK),
    "time": (N_("Reading {file} took too long and was stopped."), _SHRINK),
    "died": (N_("{file} could not be read safely: the reader had to give up."), _ASK_AGAIN),
    "not_started": (
        N_("The program’s reader for {file} could not be started."),
        N_("Try again. If it happens again, restart the computer; a virus scanner may be blocking the program."),
    ),
}


class LockedError(UserError):
    """A file that a password protects, and none or (`is_wrong`) another one was given: its sentence says which."""

    def __init__(self, sentence: str, remedy: str = "", *, is_wrong: bool = False) -> None:
        super().__init__(sentence, remedy)
        self.is_wrong = is_wrong


def refusal(code: str, file: str, details: Mapping[str, str | int]) -> UserError:
    """Return the error for a refusal's code; an unknown one is said as damage."""
    sentence, remedy = _REFUSALS.get(code, _REFUSALS["damaged"])
    words = fill(_(sentence), file=file, **_shown(details)), _(remedy)
    error = LockedError(*words, is_wrong=code == _WRONG) if code in _LOCKED else UserError(*words)
    error.again = partial(refusal, code, file, details)
    return error


def remark(code: str, details: Mapping[str, str | int]) -> str:
    """Return the sentence for a remark's code."""
    return fill(_REMARKS[code](int(details.get("n", 0))), **_shown(details))


_REMARKS: Final[Mapping[str, Callable[[int], str]]] = {
    "sheet_damaged": lambda _n: _("Sheet {sheet} is damaged and was left out."),
    "sheet_too_large": lambda _n: _(
        "Sheet {sheet} reaches as far as cell {cell}, which is too far, so it was left out. "
        "Delete what stands far from the table."
    ),
    "pictures": lambda n: ngettext(
        "Sheet {sheet} has pictures, which are not read.",
        "{n} sheets have pictures, which are not read; the first of them is {sheet}.",
        n,
    ),
    "text_boxes": lambda n: ngettext(
        "Sheet {sheet} has text boxes, which are not imported. They say: “{text}”",
        "{n} sheets, {sheet} the first of them, have text boxes, which are not imported. They say: “{text}”",
        n,
    ),
    "uncalculated": lambda n: ngettext(
        "Sheet {sheet} has {n} formula without a stored result, in {cell}. "
        "Open the file in Excel, save it, and import it again.",
        "Sheet {sheet} has {n} formulas without a stored result, the first in {cell}. "
        "Open the file in Excel, save it, and import it again.",
        n,
    ),
    "repaired": lambda n: ngettext(
        "{n} text had been garbled by a wrong encoding and was repaired.",
        "{n} texts had been garbled by a wrong encoding and were repaired.",
        n,
    ),
    "cut": lambda n: ngettext(
        "{n} text was longer than {characters} characters and was cut.",
        "{n} texts were longer than {characters} characters and were cut.",
        n,
    ),
    "mended": lambda n: ngettext(
        "{n} cell of the file holds what a cell of its kind cannot hold: it was read as text, or left empty.",
        "{n} cells of the file hold what a cell of their kind cannot hold: they were read as text, or left empty.",
        n,
    ),
    "unreadable_signs": lambda n: ngettext(
        "{n} sign of the file could not be read.", "{n} signs of the file could not be read.", n
    ),
    "unclosed_quote": lambda _n: _(
        "In row {row} a quotation mark is opened and never closed. "
        "From there on, quotation marks were taken as they stand."
    ),
}


def _shown(details: Mapping[str, str | int]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else format_number(value) for name, value in details.items()}

"""Writes exports as .xlsx: typed values, no text that ever becomes a formula, and either the whole file or none."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_file
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.sheets.model import column_letter
from khartoum_desktop.sheets.spec import Choices, Cut, Properties, SheetSpec, Written
from khartoum_desktop.sheets.texts import fit_sheet_name, fit_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
_LISTS: Final = "Lists"
_UNFIT_IN_RANGE_NAME: Final = re.compile(r"[^A-Za-z0-9_]")
_SAFE: Final = {  # our code calls typed methods only; these hold should it ever call write()
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,  # nothing of the person's data in a temporary folder
}


def check_ending(path: Path) -> None:
    """Raise UserError for a file name that does not end in .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise UserError(
            fill(_("A file of type “{suffix}” cannot be written."), suffix=path.suffix or path.name),
            _("Give the file a name that ends in .xlsx."),
        )


def write_workbook(
    path: Path, sheets: Sequence[SheetSpec], properties: Properties | None = None, *, progress: Progress = silent
) -> Written:
    """Write the sheets as one .xlsx file and return what was cut in it.

    A file of that name is replaced only when the new one is complete and on the medium. Raises UserError for a place
    that cannot be written or a table too large; then, and when `progress` (rows done, rows in all) raises, everything
    is as it was before. At least one sheet must be visible.
    """
    for sheet in sheets:
        if sheet.last_row >= _MOST_ROWS or len(sheet.columns) > _MOST_COLUMNS:
            raise UserError(
                fill(_("Sheet {sheet} has more rows or columns than Excel can hold."), sheet=sheet.name),
                _("Export fewer rows, or as CSV."),
            )
    content, cuts = _rendered(sheets, properties or Properties(), progress)
    write_file(path, content)
    return Written(path, tuple(cuts))


def _rendered(sheets: Sequence[SheetSpec], properties: Properties, progress: Progress) -> tuple[bytes, list[Cut]]:
    import xlsxwriter

    from khartoum_desktop.sheets.formats import Formats
    from khartoum_desktop.sheets.layout import SheetLayout

    content = BytesIO()
    book = xlsxwriter.Workbook(content, _SAFE)
    formats = Formats(book)
    total = sum(len(sheet.rows) for sheet in sheets)
    cuts: list[Cut] = []
    done = 0
    taken = {_LISTS.lower()}
    offers: list[tuple[SheetLayout, int, Choices]] = []
    shown: Worksheet | None = None
    for spec in sheets:
        name = fit_sheet_name(spec.name, taken)
        taken.add(name.lower())
        worksheet = book.add_worksheet(name)
        layout = SheetLayout(worksheet, spec, formats)
        layout.write(_after(done, total, progress))
        offers.extend((layout, number, column.choices) for number, column in enumerate(spec.columns) if column.choices)
        cuts.extend(layout.cuts)
        done += len(spec.rows)
        if shown is None and spec.visible == "visible":
            shown = worksheet
            worksheet.activate()
            worksheet.set_first_sheet()
    _offer(book, offers)
    _describe(book, properties)
    book.close()
    progress(total, total)
    return content.getvalue(), cuts


def _after(done: int, total: int, progress: Progress) -> Callable[[int], None]:
    return lambda rows: progress(done + rows, total)


def _offer(book: "Workbook", offers: Sequence[tuple[Any, int, Choices]]) -> None:
    """Write each list once into a sheet out of sight, and let the columns choose from it.

    A list inside the rule itself may not be longer than 255 signs, and XlsxWriter would only warn.
    """
    if not offers:
        return
    sheet = book.add_worksheet(_LISTS)
    sheet.very_hidden()
    sources: dict[str, str] = {}
    for layout, column, choices in offers:
        if choices.name not in sources:
            number = len(sources)
            source = f"list_{number + 1}_{_UNFIT_IN_RANGE_NAME.sub('_', choices.name)}"[:100]
            for row, item in enumerate(choices.items):
                sheet.write_string(row, number, fit_text(item)[0])
            letter = column_letter(number + 1)
            book.define_name(source, f"={_LISTS}!${letter}$1:${letter}${max(len(choices.items), 1)}")
            sources[choices.name] = source
        layout.offer(column, sources[choices.name])


def _describe(book: "Workbook", properties: Properties) -> None:
    about: dict[str, Any] = {
        "title": properties.title,
        "subject": properties.subject,
        "author": properties.author,
        "comments": properties.comments,
    }
    if properties.created:
        about["created"] = properties.created
    book.set_properties(about)
    for name, value in properties.custom.items():
        book.set_custom_property(name, fit_text(value)[0][:255], "text")

"""Writing a document to a file: the same for the window and the command line."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, speaking
from khartoum_desktop.exporting import reports, xlsx
from khartoum_desktop.exporting.model import Report
from khartoum_desktop.workspace import Workspace

DOCUMENTS: Final = ("shortlist", "register")


@dataclass(frozen=True, slots=True)
class Exported:
    """A document that was written: where, how many rows, and the cells whose text was too long for the format."""

    path: Path
    what: str
    language: str
    rows: int
    cut_cells: tuple[str, ...]


def suggested_name(what: str, language: str, today: date) -> str:
    """Return a file name as offices use it: `KP_Shortlist_2026-03-02_EN.xlsx`."""
    return f"KP_{what.capitalize()}_{today.isoformat()}_{language.upper()}.xlsx"


def export(work: Workspace, what: str, path: Path, *, language: str, today: date, name: str | None = None) -> Exported:
    """Write a document ("shortlist" or "register") in a language; UserError for an unknown kind or file type."""
    if what not in DOCUMENTS:
        raise UserError(
            fill(_("There is no document “{name}”."), name=what),
            fill(_("There are: {names}."), names=", ".join(DOCUMENTS)),
        )
    if path.suffix.lower() != ".xlsx":
        raise UserError(
            fill(_("A file of type “{suffix}” cannot be written."), suffix=path.suffix or path.name),
            _("Give the file a name that ends in .xlsx."),
        )
    with speaking(language):
        report = _report(work, what, today, name)
    written = xlsx.write(report, path, author=work.person.name if work.person else "")
    return Exported(written.path, what, language, len(report.rows), tuple(cut.cell for cut in written.cuts))


def _report(work: Workspace, what: str, today: date, name: str | None) -> Report:
    if what == "register":
        return reports.register(work, today=today)
    return reports.shortlist(work, today=today, name=name)

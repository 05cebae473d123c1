"""Writing a document to a file: the same for the window and the command line."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed, speaking
from khartoum_desktop.exporting import reports, xlsx
from khartoum_desktop.exporting.model import Report
from khartoum_desktop.proposals import queries as proposals
from khartoum_desktop.proposals.lists import RESTRICTED
from khartoum_desktop.sheets.writing import check_ending
from khartoum_desktop.shortlist import queries as shortlists
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


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read from the workspace, which it no longer needs."""

    what: str
    report: Report
    path: Path
    author: str

    def write(self) -> Exported:
        """Write the file; UserError when it cannot be written."""
        done = xlsx.write(self.report, self.path, author=self.author)
        cuts = tuple(cut.cell for cut in done.cuts)
        return Exported(done.path, self.what, self.report.language, len(self.report.rows), cuts)


def export(
    work: Workspace,
    what: str,
    path: Path,
    *,
    language: str,
    today: date,
    name: str | None = None,
    ticked: Collection[str] = (),
) -> Exported:
    """Write a document ("shortlist" or "register") in a language; UserError for an unknown kind or file type.

    `ticked` are the ids of the restricted proposals that it may hold.
    """
    return read(work, what, path, language=language, today=today, name=name, ticked=ticked).write()


def read(
    work: Workspace,
    what: str,
    path: Path,
    *,
    language: str,
    today: date,
    name: str | None = None,
    ticked: Collection[str] = (),
) -> Document:
    """Read what a document says, ready to be written; UserError likewise."""
    if what not in DOCUMENTS:
        raise UserError(
            fill(_("There is no document “{name}”."), name=what),
            fill(_("There are: {names}."), names=listed(DOCUMENTS)),
        )
    check_ending(path)
    with speaking(language):
        report = _report(work, what, today, name, frozenset(ticked))
    return Document(what, report, path, work.person.name if work.person else "")


def restricted(work: Workspace, what: str, name: str | None = None) -> list[tuple[str, str, str]]:
    """Return (id, reference, title) of the restricted proposals that a document leaves out unless they are ticked."""
    if what == "register":
        wanted = proposals.ids(work)
    else:
        listing = shortlists.listing(work, shortlists.latest(work, name))
        kept = reports.restricted_places(work, listing.places)
        wanted = [place.entry.proposal for place in listing.places if place.entry.proposal in kept]
    rows = proposals.columns(work, wanted, ["id", "ref", "title", "confidentiality"])
    return [
        (str(row["id"]), str(row["ref"] or ""), str(row["title"] or ""))
        for row in rows
        if what != "register" or row["confidentiality"] == RESTRICTED
    ]


def _report(work: Workspace, what: str, today: date, name: str | None, ticked: frozenset[str]) -> Report:
    if what == "register":
        return reports.register(work, today=today, ticked=ticked)
    return reports.shortlist(work, today=today, name=name, ticked=ticked)

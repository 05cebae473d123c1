"""What the proposals page offers for many proposals at once: changing one field of them, and pasting."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.bulk.paste import MAX_CELLS, Pasting, Rows, parse_block
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.toolkit.actions import Action

if TYPE_CHECKING:
    from khartoum_desktop.proposals.lists import Lists
    from khartoum_desktop.proposals.ui.page import ProposalsPage


def bulk_actions(page: "ProposalsPage") -> list[Action]:
    """Return what can be done with several rows of the list."""

    def may_change() -> bool:
        return page.has_selection() and page.may_write()

    def may_paste() -> bool:
        return not page.is_editing() and page.may_write() and not page.sees_deleted()

    return [
        Action(
            "proposals.several", _("Change several…"), partial(change_several, page), "Ctrl+Shift+E", "edit", may_change
        ),
        Action("proposals.round", _("Put into the assessment round"), partial(to_round, page), "", "", may_change),
        Action("proposals.paste", _("Paste from a spreadsheet…"), partial(paste, page), "Ctrl+V", "import", may_paste),
    ]


def to_round(page: "ProposalsPage") -> None:
    """Go to the assessment rounds with the selected proposals, which the one in hand takes in."""
    page.desk.open("rounds", tuple(page.list.table.selected_ids()))


def change_several(page: "ProposalsPage") -> None:
    """Ask what to change in the selected proposals."""
    ids = page.list.table.selected_ids()

    def ask(lists: "Lists") -> None:
        from khartoum_desktop.proposals.bulk.ui.change_dialog import ChangeSeveral

        ChangeSeveral(page.work, page.desk, ids, lists, page).open()

    page.desk.tasks.start(lambda _progress: lists_of(page.work), ask, owner=page)


def paste(page: "ProposalsPage") -> None:
    """Show what the clipboard's cells would change from the current cell on."""
    text = QGuiApplication.clipboard().text()

    def read(_progress: object) -> "tuple[Pasting, Lists]":
        rows, targets = _matched(parse_block(text), chosen, ids)
        return Pasting(rows, targets, shown[start:], shown), lists_of(page.work)

    def ask(found: "tuple[Pasting, Lists]") -> None:
        from khartoum_desktop.proposals.bulk.ui.paste_dialog import PasteDialog

        page.hide_message()
        PasteDialog(page.work, page.desk, *found, page).open()

    def refused(error: Exception) -> None:
        if isinstance(error, UserError):
            page.show_message("warn", str(error), [(_("Import"), page.bring_in)])
        else:
            page.desk.fail(error)

    ids, chosen = tuple(page.list.model.ids), page.list.table.selected_ids()
    shown, start = _shown_columns(page)
    page.desk.tasks.start(read, ask, refused, owner=page)


def _matched(rows: Rows, chosen: tuple[str, ...], ids: tuple[str, ...]) -> tuple[Rows, tuple[str, ...]]:
    """Return rows and the proposals they go to: from the first selected one on; a single row goes to all selected."""
    if len(rows) == 1 and len(chosen) * len(rows[0]) <= MAX_CELLS:
        rows = rows * max(1, len(chosen))
    if len(rows) == len(chosen):
        return rows, chosen
    first = ids.index(chosen[0]) if chosen and chosen[0] in ids else 0
    return rows, ids[first : first + len(rows)]


def _shown_columns(page: "ProposalsPage") -> tuple[tuple[tuple[str, str], ...], int]:
    """Return (key, label) of the table's columns in the order shown, and the place of the current one."""
    header, columns = page.list.table.horizontalHeader(), page.list.model.columns
    order = [header.logicalIndex(place) for place in range(header.count())]
    order = [column for column in order if not header.isSectionHidden(column)]
    current = page.list.table.currentIndex().column()
    start = order.index(current) if current in order else 0
    return tuple((columns[column].key, columns[column].label) for column in order), start

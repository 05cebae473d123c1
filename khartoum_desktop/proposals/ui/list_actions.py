"""What can be done with the list as a whole, as rows: columns, filters, kept searches, the selection."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.proposals.columns.model import shipped_sets
from khartoum_desktop.toolkit.actions import SEPARATOR, Action

if TYPE_CHECKING:
    from khartoum_desktop.proposals.ui.page import ProposalsPage


def list_actions(page: "ProposalsPage") -> list[Action]:
    """Return everything that can be done with the list; none of it while a proposal is open."""
    view = page.list
    columns, kept = view.columns, view.kept

    def listing() -> bool:
        return not page.is_editing()

    def filtered() -> bool:
        return listing() and view.is_narrowed()

    def column_menu() -> None:
        key = view.table.current_key() or columns.choice.keys[0]
        columns.open_menu(key, view.table.below_header(key))

    searches = [_while(listing, action) for action in kept.actions()]
    sets = [
        Action(
            f"proposals.columns.{one.id}",
            fill(_("Columns: {name}"), name=one.name),
            partial(columns.show, one.choice),
            enabled=listing,
        )
        for one in shipped_sets()
    ]
    return [
        Action("proposals.filter", _("Filter this column…"), view.filter_column, "Ctrl+Shift+F", "filter", listing),
        Action("proposals.filters_clear", _("Clear all filters"), view.clear_filters, "Ctrl+Shift+X", "", filtered),
        *searches,
        SEPARATOR,
        Action("proposals.columns", _("Columns…"), columns.open_dialog, "Ctrl+Shift+C", "columns", listing),
        *sets,
        Action("proposals.column_menu", _("Menu of this column"), column_menu, "", "", listing),
        SEPARATOR,
        Action("proposals.select_all", _("Select all rows"), view.table.selectAll, "", "", listing),
        Action("proposals.copy_rows", _("Copy the selected rows"), view.table.copy, "", "copy", page.has_selection),
    ]


def _while(listing: Callable[[], bool], action: Action) -> Action:
    """Return an action that can be done only while the list is shown."""
    return replace(action, enabled=lambda: listing() and action.enabled())

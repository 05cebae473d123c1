"""The menu row: real menus, and at its end undo, redo and the command search."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.actions import MENUS, Action, fill_menu, prepare_menu
from khartoum_desktop.toolkit.buttons import IconButton
from khartoum_desktop.toolkit.command_search import SearchButton
from khartoum_desktop.toolkit.theme import MENU_ROW
from khartoum_desktop.window.menus import MENU_TITLES


class MenuRow(QMenuBar):
    """Menus filled from rows of actions; the page's own menu bears the page's name."""

    def __init__(
        self,
        parent: QWidget,
        *,
        undo: Callable[[], object],
        redo: Callable[[], object],
        search: Callable[[], object],
    ) -> None:
        super().__init__(parent)
        self.setFixedHeight(MENU_ROW)
        self.menus: dict[str, QMenu] = {}
        for menu_id in MENUS:
            menu = self.addMenu(_(MENU_TITLES[menu_id]) if MENU_TITLES[menu_id] else "")
            menu.setObjectName(menu_id)
            prepare_menu(menu)
            self.menus[menu_id] = menu
        corner = QWidget(self)
        row = QHBoxLayout(corner)
        row.setContentsMargins(8, 4, 16, 4)
        row.setSpacing(4)
        self.undo = IconButton("undo", _("Undo"), undo)
        self.redo = IconButton("redo", _("Redo"), redo)
        self.search = SearchButton("Ctrl+K")
        self.search.clicked.connect(lambda *_: search())
        for button in (self.undo, self.redo):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.search)
        self._corner = corner

    def show_corner(self) -> None:
        """Put undo, redo and search to the end, once this is the window's menu row.

        Not before: Qt hands the corner of the row before on to this one.
        """
        handed_on = self.cornerWidget(Qt.Corner.TopRightCorner)
        self.setCornerWidget(self._corner, Qt.Corner.TopRightCorner)
        self._corner.show()
        if handed_on is not None:
            handed_on.hide()
            handed_on.deleteLater()

    def fill(self, actions: Iterable[Action], page_label: str) -> None:
        """Fill every menu anew."""
        rows = list(actions)
        for menu_id, menu in self.menus.items():
            menu.clear()
            own = [row for row in rows if (row.menu or "page") == menu_id]
            fill_menu(menu, own)
            menu.menuAction().setVisible(any(row.id for row in own))
        self.menus["page"].setTitle(page_label)

    def name_steps(self, undo: str, redo: str) -> None:
        """Say on the buttons what would be undone and redone ("" = nothing)."""
        for button, words, step in ((self.undo, _("Undo"), undo), (self.redo, _("Redo"), redo)):
            button.setEnabled(bool(step))
            button.setToolTip(f"{words}: {step}" if step else words)
            button.setAccessibleName(words)

"""What a person can do, as rows: menus, shortcuts, buttons and the command search are built from them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from khartoum_desktop.core.text import fold_key
from khartoum_desktop.toolkit.icons import make_icon

MENUS: Final = ("file", "edit", "view", "page", "tools", "help")


def always() -> bool:
    """Say that an action can be done at any time."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. The label is translated already; `menu` is one of MENUS, "" means the page's own menu.

    `group` is the label of the menu inside that menu in which it stands, "" = in the menu itself.
    """

    id: str
    label: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    enabled: Callable[[], bool] = always
    menu: str = ""
    checked: Callable[[], bool] | None = None  # a choice that is on or off
    group: str = ""


def nothing() -> None:
    """Do nothing: what a separator runs."""


SEPARATOR: Final = Action("", "", nothing)


def separator(menu: str) -> Action:
    """Return a line in one of the window's menus (SEPARATOR: in the page's own)."""
    return Action("", "", nothing, menu=menu)


def make_action(action: Action, parent: QWidget) -> QAction:
    """Return Qt's action for a row; it asks `enabled` when shown and again when it is run."""
    made = QAction(action.label, parent)
    made.setObjectName(action.id)
    if action.icon:
        made.setIcon(make_icon(action.icon))
    if action.shortcut:
        made.setShortcuts([QKeySequence(keys) for keys in action.shortcut.split(" | ")])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    if action.checked is not None:
        made.setCheckable(True)
        made.setChecked(action.checked())
    made.setData(action)
    made.triggered.connect(lambda: run(action))
    return made


def run(action: Action) -> None:
    """Do it, unless it cannot be done now."""
    if action.enabled():
        action.run()


def prepare_menu(menu: QMenu) -> None:
    """Let a menu ask, whenever it opens, which of its actions can be done.

    While it is shut all stay switched on, so that a shortcut never meets an outdated answer.
    """
    menu.aboutToShow.connect(lambda: refresh(menu.actions()))
    menu.aboutToHide.connect(lambda: _enable_all(menu.actions()))


def fill_menu(menu: QMenu, actions: Iterable[Action]) -> None:
    """Put rows into a menu, a group into one inside it; SEPARATOR draws a line (not at the ends, not twice)."""
    waiting: set[QMenu] = set()
    groups: dict[str, QMenu] = {"": menu}
    here = menu
    for action in actions:
        if not action.id:
            waiting |= set() if here.isEmpty() else {here}
            continue
        if action.group not in groups:
            _line_if_due(menu, waiting)
            groups[action.group] = menu.addMenu(action.group)
            prepare_menu(groups[action.group])
        here = groups[action.group]
        _line_if_due(here, waiting)
        here.addAction(make_action(action, here))


def _line_if_due(menu: QMenu, waiting: set[QMenu]) -> None:
    if menu in waiting:
        menu.addSeparator()
        waiting.discard(menu)


def _enable_all(actions: Sequence[QAction]) -> None:
    for made in actions:
        made.setEnabled(True)


def refresh(actions: Sequence[QAction]) -> None:
    """Ask each action whether it can be done and whether it is on."""
    for made in actions:
        row = made.data()
        if isinstance(row, Action):
            made.setEnabled(row.enabled())
            if row.checked is not None:
                made.setChecked(row.checked())


def shortcut_text(shortcut: str) -> str:
    """Return a shortcut as the person's keyboard names it; of several the first."""
    return QKeySequence(shortcut.split(" | ", 1)[0]).toString(QKeySequence.SequenceFormat.NativeText)


def matching(actions: Iterable[Action], words: str) -> list[Action]:
    """Return the actions whose label holds every word, in any spelling; those that begin with the first word first."""
    asked = fold_key(words).split()
    found = [a for a in actions if a.id and all(word in fold_key(a.label) for word in asked)]
    if not asked:
        return found
    return sorted(found, key=lambda a: not fold_key(a.label).startswith(asked[0]))

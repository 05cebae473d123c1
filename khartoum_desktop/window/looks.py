"""Language, digits, theme, full screen: how the window speaks and looks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from khartoum_desktop.core import i18n, settings
from khartoum_desktop.toolkit.actions import Action, fill_menu, prepare_menu
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.qt_words import install_words
from khartoum_desktop.window.menus import settings_actions, window_actions

if TYPE_CHECKING:
    from khartoum_desktop.window.frame import Window


class Looks(QObject):
    """Switches without a restart; a switch of language builds the window anew."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window

    def change_language(self, code: str) -> None:
        """Speak another language: everything is built anew, the page and what it shows stay."""
        if code != i18n.language() and self._window.may_leave():
            self._speak(code, settings.update(language=code).digits)

    def change_digits(self, digits: str) -> None:
        """Write numbers with Latin ("latn") or Arabic-Indic ("arab") digits."""
        if digits != i18n.digits() and self._window.may_leave():
            settings.update(digits=digits)
            self._speak(i18n.language(), digits)

    def _speak(self, code: str, digits: str) -> None:
        i18n.set_language(code, digits)
        install_words()
        set_direction()
        self._window.desk.language_changed.emit()
        self._window.rebuild()

    def change_theme(self, choice: str) -> None:
        """Dress everything in another look."""
        settings.update(theme=choice)
        self._window.desk.theme.choose(choice)

    def show_settings(self) -> None:
        self._pop_up(settings_actions(self._window), self._window.rail.settings)

    def show_languages(self) -> None:
        rows = [action for action in window_actions(self._window) if action.id.startswith("language_")]
        self._pop_up(rows, self._window.status.language)

    def _pop_up(self, actions: Sequence[Action], at: QWidget) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        prepare_menu(menu)
        fill_menu(menu, actions)
        corner = at.mapToGlobal(at.rect().topLeft())
        corner.setY(corner.y() - menu.sizeHint().height())
        menu.popup(corner)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or give it back."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

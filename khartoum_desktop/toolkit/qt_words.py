"""Qt's own words (OK, Cancel, Copy…) in our wording, then in Qt's; Qt's Arabic is a matter of taste."""

from collections.abc import Mapping
from typing import Final, cast

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from khartoum_desktop.core.i18n import N_, _, language

# (context, Qt's English) → our English
_OWN: Final[Mapping[tuple[str, str], str]] = {
    ("QPlatformTheme", "OK"): N_("OK"),
    ("QPlatformTheme", "Save"): N_("Save"),
    ("QPlatformTheme", "Cancel"): N_("Cancel"),
    ("QPlatformTheme", "&Cancel"): N_("Cancel"),
    ("QPlatformTheme", "Close"): N_("Close"),
    ("QPlatformTheme", "&Close"): N_("Close"),
    ("QPlatformTheme", "Discard"): N_("Discard changes"),
    ("QPlatformTheme", "&Yes"): N_("Yes"),
    ("QPlatformTheme", "&No"): N_("No"),
    ("QPlatformTheme", "Help"): N_("Help"),
    ("QPlatformTheme", "Open"): N_("Open"),
    ("QPlatformTheme", "Retry"): N_("Try again"),
    ("QLineEdit", "&Undo"): N_("Undo"),
    ("QLineEdit", "&Redo"): N_("Redo"),
    ("QLineEdit", "Cu&t"): N_("Cut"),
    ("QLineEdit", "&Copy"): N_("Copy"),
    ("QLineEdit", "&Paste"): N_("Paste"),
    ("QLineEdit", "Delete"): N_("Delete"),
    ("QLineEdit", "Select All"): N_("Select all"),
    ("QWidgetTextControl", "&Undo"): N_("Undo"),
    ("QWidgetTextControl", "&Redo"): N_("Redo"),
    ("QWidgetTextControl", "Cu&t"): N_("Cut"),
    ("QWidgetTextControl", "&Copy"): N_("Copy"),
    ("QWidgetTextControl", "&Paste"): N_("Paste"),
    ("QWidgetTextControl", "Delete"): N_("Delete"),
    ("QWidgetTextControl", "Select All"): N_("Select all"),
    ("QFileDialog", "Look in:"): N_("Look in:"),
    ("QFileDialog", "&Look in:"): N_("Look in:"),
    ("QFileDialog", "Files of type:"): N_("Files of type:"),
    ("QFileDialog", "Files of &type:"): N_("Files of type:"),
    ("QFileDialog", "File &name:"): N_("File name:"),
    ("QFileDialog", "&Open"): N_("Open"),
    ("QFileDialog", "&Save"): N_("Save"),
    ("QAbstractFileIconProvider", "Folder"): N_("Folder"),
    ("QAbstractFileIconProvider", "File Folder"): N_("Folder"),
}


# Qt takes a null text for "no translation" and shows its English; an empty one would be shown as it is
_NONE: Final = cast("str", None)


class _Words(QTranslator):
    """Asks our catalogue first, then Qt's."""

    def __init__(self, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._code = language()
        self._qt = QTranslator(self)
        if self._code != "en":
            self._qt.load(f"qtbase_{self._code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))

    def isEmpty(self) -> bool:
        """Say that there is something here: an empty translator is not asked."""
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Return our word, else Qt's, else none."""
        own = _OWN.get((context, source_text))
        if own is not None:
            return _(own)
        found = self._qt.translate(context, source_text, disambiguation or "", n)
        return found or _NONE


def install_words() -> None:
    """Translate Qt's own words into the current language; called again after a switch."""
    application = QCoreApplication.instance()
    if application is None:
        return
    before = application.property("khartoum_words")
    if isinstance(before, QTranslator):
        application.removeTranslator(before)
        before.deleteLater()
    words = _Words(application)
    application.setProperty("khartoum_words", words)
    application.installTranslator(words)

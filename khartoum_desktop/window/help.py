"""Help, the list of shortcuts, and what this program is made of."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, metadata, version
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from khartoum_desktop import __version__
from khartoum_desktop.core.i18n import _, fill, language
from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.toolkit.actions import Action, shortcut_text
from khartoum_desktop.toolkit.buttons import Button
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel, direction_of
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.theme import current_theme

# package → what it is here, and its licence's usual name where the metadata are long-winded
_MADE_OF: Final = (
    ("PySide6-Essentials", "Qt for Python", "LGPL-3.0"),
    ("sqlalchemy", "SQLAlchemy", "MIT"),
    ("sqlcipher3", "SQLCipher", "BSD-3-Clause, zlib"),
    ("alembic", "Alembic", "MIT"),
    ("babel", "Babel", "BSD-3-Clause"),
    ("openpyxl", "openpyxl", "MIT"),
    ("python-calamine", "calamine", "MIT"),
    ("xlsxwriter", "XlsxWriter", "BSD-2-Clause"),
    ("rapidfuzz", "RapidFuzz", "MIT"),
    ("chardet", "chardet", "LGPL-2.1 / 0BSD"),
    ("hijridate", "hijridate", "MIT"),
    ("msgspec", "msgspec", "BSD-3-Clause"),
    ("fontpkg-ibm-plex-sans-arabic", "IBM Plex Sans Arabic", "OFL-1.1"),
    ("qtawesome", "Phosphor Icons (QtAwesome)", "MIT"),
)


class _Text(QTextBrowser):
    """A text to read, in the current language's direction."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("field", "true")
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        option = QTextOption()
        option.setTextDirection(direction_of())
        self.document().setDefaultTextOption(option)
        self.document().setDocumentMargin(16)

    def show_markdown(self, text: str) -> None:
        """Show a text and turn every paragraph of it to the language's direction."""
        self.setMarkdown(text)
        turned = QTextBlockFormat()
        turned.setLayoutDirection(direction_of())
        turned.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(turned)
        self._dress()

    def _dress(self) -> None:
        """Give headings our sizes, and emphasis weight instead of slant (Arabic has no italics)."""
        theme = current_theme()
        sizes = {1: theme.font("page"), 2: theme.font("section"), 3: theme.font("strong")}
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            if level in sizes:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                heading = QTextCharFormat()
                heading.setFont(sizes[level])
                heading.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                cursor.mergeCharFormat(heading)
            for start, length in _slanted(block):
                cursor.setPosition(start)
                cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
                upright = QTextCharFormat()
                upright.setFontItalic(False)
                upright.setFontWeight(QFont.Weight.DemiBold)
                cursor.mergeCharFormat(upright)
            block = block.next()


def _slanted(block: QTextBlock) -> list[tuple[int, int]]:
    """Return where in the document a block's italic stretches lie."""
    found = []
    each = block.begin()
    while not each.atEnd():
        part = each.fragment()
        if part.isValid() and part.charFormat().fontItalic():
            found.append((part.position(), part.length()))
        each += 1
    return found


class HelpWindow(QWidget):
    """The guide, in a window of its own that may stay open beside the work."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("Help"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.resize(720, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        self.text = _Text(_("Help"))
        column.addWidget(self.text)
        folder = resources_folder() / "help"
        found = folder / f"{language()}.md"
        self.text.show_markdown((found if found.exists() else folder / "en.md").read_text(encoding="utf-8"))


class ShortcutsDialog(Dialog):
    """Every action that has a key."""

    def __init__(self, actions: Sequence[Action], parent: QWidget) -> None:
        super().__init__(_("Keyboard shortcuts"), parent, width=520)
        plain = {"undo": _("Undo"), "redo": _("Redo")}
        rows = {
            action.id: replace(action, label=plain.get(action.id, action.label))
            for action in actions
            if action.id and action.shortcut
        }
        table = Table(name=_("Keyboard shortcuts"), two_lines=False)
        model: RowsModel[Action] = RowsModel(
            [
                ColumnView("label", _("Action"), lambda action: action.label, sortable=False),
                ColumnView("keys", _("Keys"), _keys, 180, sortable=False),
            ],
            lambda ids: {one: rows[one] for one in ids},
            table,
        )
        model.set_ids(rows)
        table.setModel(model)
        table.setMinimumHeight(420)
        self.body.addWidget(table)
        self.add_button(Button(_("Close"), self.accept, kind="primary"))


def _keys(action: Action) -> str:
    return " / ".join(shortcut_text(keys) for keys in action.shortcut.split(" | "))


class AboutDialog(Dialog):
    """Name, version, and the works of others that this program stands on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Khartoum Desktop"), parent, width=560)
        words = fill(_("Version {version}"), version=__version__)
        self.body.addWidget(LeadingLabel(words, role="muted"))
        purpose = _(
            "Proposals for joint migration projects: drafted, scored and tracked on this laptop, without a network."
        )
        self.body.addWidget(LeadingLabel(purpose, wrap=True))
        self.body.addWidget(LeadingLabel(_("Made of"), kind="strong"))
        text = _Text(_("Made of"))
        text.setMinimumHeight(260)
        text.show_markdown("\n\n".join(_credits()))
        self.body.addWidget(text)
        self.add_button(Button(_("Close"), self.accept, kind="primary"))


def _credits() -> list[str]:
    lines = []
    for package, name, licence in _MADE_OF:
        try:
            page = next((url.split(", ", 1)[1] for url in metadata(package).get_all("Project-URL") or ()), "")
            link = f" · [{isolate_ltr(page)}]({page})" if page else ""
            lines.append(f"**{name}** {version(package)} · {licence}{link}")
        except PackageNotFoundError:  # a frozen program may carry no metadata
            lines.append(f"**{name}** · {licence}")
    return lines

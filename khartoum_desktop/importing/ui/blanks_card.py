"""What empty cells do to proposals that we have: nothing, until a person says of a column that they clear."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.model import CLEAR, SheetPlan
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, clear_layout
from khartoum_desktop.toolkit.switches import Check

_LEAST = 80


class _Column(Check):
    """A column's tick; a long header gives way to the pane's width, and the tool tip says it all."""

    def show_column(self, text: str, *, on: bool) -> None:
        """Show what would go, and whether it is to."""
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(strip_isolates(text))
        self.setChecked(on)

    def minimumSizeHint(self) -> QSize:
        """Return a width that any pane has."""
        return QSize(_LEAST, self.sizeHint().height())


class BlanksCard(Card):
    """The columns with empty cells over what proposals say, each to be ticked; hidden while there is none."""

    def __init__(self, ticked: Callable[[str, bool], object]) -> None:
        super().__init__(_("Empty cells"))
        self._ticked = ticked
        words = _("Empty cells change nothing. In the columns ticked here, empty cells clear what is there.")
        self.body.addWidget(LeadingLabel(words, role="muted", wrap=True))
        self._boxes: dict[str, _Column] = {}  # by letter; they stay while the columns do, and the keyboard with them
        self._columns = QVBoxLayout()
        self._columns.setSpacing(4)
        self.body.addLayout(self._columns)
        self.hide()

    def show_sheet(self, sheet: SheetPlan) -> None:
        """Show the columns of a sheet in which an empty cell would clear something, with how much."""
        counts = Counter(letter for row in sheet.rows for letter in row.blanks)
        shown = [one for one in sheet.columns if one.letter in counts or one.settings.blank == CLEAR]
        self._have([one.letter for one in shown])
        self.setVisible(bool(shown))
        for column in shown:
            count = counts[column.letter]
            words = ngettext("“{header}”: {n} value", "“{header}”: {n} values", count)
            text = fill(words, header=column.header or column.letter, n=format_number(count))
            self._boxes[column.letter].show_column(text, on=column.settings.blank == CLEAR)

    def _have(self, letters: Sequence[str]) -> None:
        if list(self._boxes) == list(letters):
            return
        clear_layout(self._columns)
        self._boxes = {letter: _Column() for letter in letters}
        for letter, box in self._boxes.items():
            box.clicked.connect(lambda on, letter=letter: self._ticked(letter, on))
            self._columns.addWidget(box)

"""The filters of the list: one for a column, shown as chips above the table, set in a small window under the header."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.searches.model import Condition, tests_for
from khartoum_desktop.proposals.ui.filter_popup import FilterPopup
from khartoum_desktop.proposals.ui.filter_words import describe
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.painting import TAG_HEIGHT, ChipLook
from khartoum_desktop.toolkit.parts import Chip, FlatButton, clear_layout


class ListFilters(QWidget):
    """Holds the conditions and shows them; `changed` when the person has set or removed one."""

    changed = Signal()
    all_removed = Signal()  # "Clear all": the saved search at the side too

    def __init__(self, lists: Callable[[], Lists]) -> None:
        super().__init__()
        self._lists = lists
        self.conditions: tuple[Condition, ...] = ()
        self._chips = Flow(6, 6)
        self.setLayout(self._chips)
        self.hide()

    def set(self, conditions: Iterable[Condition]) -> None:
        """Hold these conditions; nothing is announced."""
        self.conditions = tuple(conditions)

    def put(self, key: str, condition: Condition | None) -> None:
        """Let a column have this condition and no other one (None = none)."""
        rest = tuple(one for one in self.conditions if one.key != key)
        self._become((*rest, condition) if condition is not None else rest)

    def remove(self, condition: Condition) -> None:
        """Take one condition away."""
        self._become(tuple(one for one in self.conditions if one != condition))

    def _become(self, conditions: tuple[Condition, ...]) -> None:
        if conditions != self.conditions:
            self.conditions = conditions
            self.changed.emit()

    def show_chips(self, first: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a chip for each condition, after those given: (words, what its cross does)."""
        clear_layout(self._chips)
        lists = self._lists()
        for words, close in first:
            self._add_chip(Chip(ChipLook(words, kind="accent"), closable=True), close)
        for one in self.conditions:
            chip = Chip(ChipLook(describe(one, lists), kind="accent"), closable=True, opens=bool(tests_for(one.key)))
            chip.opened.connect(partial(self._open_below, one.key, chip))
            self._add_chip(chip, partial(self.remove, one))
        chips = [*first, *self.conditions]
        if len(chips) > 1:
            clear = FlatButton(_("Clear all"), self.all_removed.emit, small=True)
            clear.setFixedHeight(TAG_HEIGHT)
            self._chips.addWidget(clear)
        self.setVisible(bool(chips))

    def _add_chip(self, chip: Chip, close: Callable[[], object]) -> None:
        chip.setToolTip(chip.look.word)
        chip.closed.connect(close)
        self._chips.addWidget(chip)

    def _open_below(self, key: str, chip: Chip) -> None:
        """Let the person change a filter from its chip: its column need not be shown."""
        corner = chip.rect().bottomRight() if is_rtl(chip) else chip.rect().bottomLeft()
        self.open(key, chip.mapToGlobal(corner + QPoint(0, 2)))

    def open(self, key: str, at: QPoint) -> FilterPopup | None:
        """Let the person set the filter of a column, at a place of the screen; None where nothing can be asked."""
        if not tests_for(key):
            return None
        now = next((one for one in self.conditions if one.key == key), None)
        popup = FilterPopup(key, now, self._lists(), self.window())
        popup.applied.connect(partial(self.put, key))
        popup.show_at(at)
        return popup

    def column_actions(self, key: str, open_: Callable[[], object]) -> list[Action]:
        """Return what the menu of a column offers: its filter, and having none."""

        def can_ask() -> bool:
            return bool(tests_for(key))

        def has_one() -> bool:
            return any(one.key == key for one in self.conditions)

        return [
            Action("column.filter", _("Filter…"), open_, "", "filter", can_ask),
            Action("column.unfilter", _("Remove this filter"), partial(self.put, key, None), "", "", has_one),
        ]

"""Choosing the columns of the list: ticks, order, what stays in sight, and sets that are kept under a name."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate
from khartoum_desktop.proposals.columns import operations, queries
from khartoum_desktop.proposals.columns.model import OVERVIEW, ColumnChoice, ColumnSet, label_of, showable
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.toolkit.buttons import Button
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import Combo
from khartoum_desktop.toolkit.parts import FlatButton, PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.ticks import Tick, TickList
from khartoum_desktop.workspace import Workspace

_SIZE: Final = (620, 560)


class ColumnsDialog(Dialog):
    """Shows every column there is, those shown first in their order; `choice` is what the person made of it."""

    def __init__(self, work: Workspace, desk: Desk, choice: ColumnChoice, parent: QWidget | None = None) -> None:
        super().__init__(_("Columns of the list"), parent, width=_SIZE[0])
        self.work, self.desk, self.choice = work, desk, choice
        self._sets: list[ColumnSet] = []
        self._add_sets()
        self.ticks = TickList(_("Columns"), by_box=True)
        self.ticks.toggled.connect(self._toggle)
        self.ticks.moved.connect(self._tell)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.ticks, 1)
        row.addLayout(self._side())
        self.body.addLayout(row, 1)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Show these columns"), self.accept))
        self.resize(*_SIZE)
        self._fill()
        self._read_sets()
        self.ticks.setFocus()

    # -- sets

    def _add_sets(self) -> None:
        self.sets = Combo((), empty=_("As arranged here"))
        self.sets.setAccessibleName(_("Column set"))
        self.sets.setMinimumWidth(260)
        self.sets.activated.connect(lambda _row: self._take())
        self.save_as = FlatButton(_("Save as…"), self._save_as, icon="save", small=True)
        self.update_set = FlatButton(_("Save changes"), self._replace, small=True)
        self.rename_set = FlatButton(_("Rename…"), self._rename, small=True)
        self.remove_set = FlatButton(_("Delete"), self._remove, small=True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(LeadingLabel(_("Column set"), kind="strong"))
        top.addWidget(self.sets)
        top.addStretch(1)
        self.body.addLayout(top)
        line = Flow(4, 4)
        for button in (self.save_as, self.update_set, self.rename_set, self.remove_set):
            line.addWidget(button)
        self.body.addLayout(line)

    def _read_sets(self, chosen: str = "") -> None:
        def found(sets: Sequence[ColumnSet]) -> None:
            self._sets = list(sets)
            everybodys = _("{name} (for everybody)")
            names = [
                (one.id, one.name if one.shipped or one.owner is not None else fill(everybodys, name=one.name))
                for one in sets
            ]
            self.sets.set_items(names, empty=_("As arranged here"))
            self._tell(chosen)

        self.desk.tasks.start(lambda _progress: queries.sets(self.work), found, owner=self)

    def _chosen_set(self) -> ColumnSet | None:
        return next((one for one in self._sets if one.id == self.sets.code()), None)

    def _take(self) -> None:
        chosen = self._chosen_set()
        if chosen is not None:
            self.choice = chosen.choice
            self._fill()
            self._tell(chosen.id)

    def _save_as(self) -> None:
        choice = self.choice

        def keep(name: str, everybody: bool) -> str:
            return operations.keep(self.work, name, choice, everybody=everybody)

        def kept(_name: str, ident: object) -> None:
            self._read_sets(str(ident))

        NameDialog(self.desk, _("Save the columns"), keep, kept, parent=self).open()

    def _rename(self) -> None:
        chosen = self._chosen_set()
        if chosen is None:
            return

        def keep(name: str, _everybody: bool) -> str:
            return operations.rename(self.work, chosen.id, name)

        def kept(_name: str, _step: object) -> None:
            self._read_sets(chosen.id)

        NameDialog(self.desk, _("Rename the columns"), keep, kept, name=chosen.name, ask_whom=False, parent=self).open()

    def _replace(self) -> None:
        if (chosen := self._chosen_set()) is not None:
            words = fill(_("“{name}” now holds these columns."), name=chosen.name)
            self._do(partial(operations.replace, self.work, chosen.id, self.choice), words, chosen.id)

    def _remove(self) -> None:
        if (chosen := self._chosen_set()) is not None:
            words = fill(_("The columns “{name}” were deleted."), name=chosen.name)
            self._do(partial(operations.remove, self.work, chosen.id), words, "")

    def _do(self, change: Callable[[], str], words: str, chosen: str) -> None:
        work, tasks = self.work, self.desk.tasks

        def undo(step: str) -> None:
            tasks.start(lambda _progress: work.store.undo_step(step), lambda _none: None)

        def done(step: str) -> None:
            self.desk.say(words, lambda: undo(step))
            self._read_sets(chosen)

        tasks.start(lambda _progress: change(), done, owner=self)

    # -- columns

    def _side(self) -> QVBoxLayout:
        self.up = SecondaryButton(_("Move up"), partial(self._move, -1), icon="up", key="Alt+↑")
        self.down = SecondaryButton(_("Move down"), partial(self._move, 1), icon="down", key="Alt+↓")
        self.pin = Button(_("Keep in sight"), self._pin, icon="push-pin", key="Alt+P")
        self.pin.setCheckable(True)
        self.reset = FlatButton(_("Reset"), self._reset, icon="restore")
        for keys, run in (("Alt+Up", self.up.click), ("Alt+Down", self.down.click), ("Alt+P", self.pin.click)):
            QShortcut(QKeySequence(keys), self, run)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.up)
        column.addWidget(self.down)
        column.addWidget(self.pin)
        column.addSpacing(8)
        column.addWidget(self.reset)
        column.addStretch(1)
        width = max(button.sizeHint().width() for button in (self.up, self.down, self.pin))
        for button in (self.up, self.down, self.pin):
            button.setFixedWidth(width)
        return column

    def _fill(self) -> None:
        shown = [
            Tick(
                one.key,
                isolate(_(label_of(one.key))),
                on=True,
                icon="push-pin" if one.pinned else "",
                meaning=_("stays in sight") if one.pinned else "",
            )
            for one in self.choice.columns
        ]
        rest = [Tick(key, isolate(_(label_of(key)))) for key in showable() if key not in self.choice.keys]
        self.ticks.set_items([*shown, *rest])

    def _tell(self, chosen: str = "") -> None:
        """Say which set this is, and let only what is possible be pressed."""
        key = self.ticks.current()
        place, columns = self.choice.place(key), self.choice.columns
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < len(columns) - 1)
        self.pin.setEnabled(place >= 0)
        self.pin.setChecked(place >= 0 and columns[place].pinned)
        same = next((one.id for one in self._sets if _looks(one.choice) == _looks(self.choice)), "")
        code = chosen or self.sets.code()
        if code not in {one.id for one in self._sets if not one.shipped}:
            code = same  # an own set stays chosen while it is changed, so that the changes can be saved in it
        self.sets.choose(code or None)
        own = self._chosen_set()
        kept = own is not None and not own.shipped
        self.update_set.setEnabled(kept and own is not None and own.choice != self.choice)
        self.rename_set.setEnabled(kept)
        self.remove_set.setEnabled(kept)

    def _change(self, choice: ColumnChoice) -> None:
        self.choice = choice
        self._fill()
        self._tell()

    def _toggle(self, key: str, on: bool) -> None:
        row, bar = self.ticks.list.currentRow(), self.ticks.list.verticalScrollBar()
        above = bar.value()
        self._change(self.choice.shown(key) if on else self.choice.hidden(key))
        if not self.ticks.line.text():
            self.ticks.list.setCurrentRow(row)  # the next one is where the last one was
            bar.setValue(above)

    def _move(self, by: int) -> None:
        key = self.ticks.current()
        if self.choice.place(key) >= 0:
            self._change(self.choice.moved(key, self.choice.place(key) + by))

    def _pin(self) -> None:
        key = self.ticks.current()
        place = self.choice.place(key)
        if place >= 0:
            self._change(self.choice.with_pinned(key, pinned=not self.choice.columns[place].pinned))

    def _reset(self) -> None:
        self._change(OVERVIEW)


def _looks(choice: ColumnChoice) -> tuple[tuple[str, bool], ...]:
    """Return what makes two choices alike: not the widths."""
    return tuple((one.key, one.pinned) for one in choice.columns)

"""A block from a spreadsheet before it is pasted: every cell with what it was and would be; refused ones mended."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.bulk import operations
from khartoum_desktop.proposals.bulk.model import Outcome, Plan
from khartoum_desktop.proposals.bulk.paste import Pasting, has_headers, spare_words
from khartoum_desktop.proposals.bulk.ui.preview import PlanDialog
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.lists import CURRENCY, Lists
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import ChoiceEditor, FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import SecondaryButton
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.toolkit.theme import GAP
from khartoum_desktop.workspace import Workspace


class PasteDialog(PlanDialog):
    """Shows where each cell goes and what it changes; nothing is written before the last button."""

    def __init__(
        self, work: Workspace, desk: Desk, pasting: Pasting, lists: Lists, parent: QWidget | None = None
    ) -> None:
        super().__init__(work, desk, _("Paste from a spreadsheet"), lists, parent, of_cells=True)
        self.pasting = pasting
        self.headers = Check(_("The first row holds headers"), on=has_headers(pasting))
        self.empties = Check(_("Empty cells empty the field"))
        self.make_new = Check(_("Make new proposals of rows without one"))
        self.currency = ChoiceEditor(
            [(code, code) for code, _label in lists.choices(CURRENCY)], empty=_("none"), width=110
        )
        self.currency_row = FieldRow(_("Currency of amounts that name none"), self.currency)
        options = Flow(GAP * 2, 4)
        for check in (self.headers, self.empties, self.make_new):
            options.addWidget(check)
            check.toggled.connect(lambda _on: self._decide())
        self.body.addLayout(options)
        self.currency.committed.connect(lambda _code: self._decide())
        self.body.addWidget(self.currency_row)
        self.finish_layout()
        self.mending = LineEditor(name=_("Mend this cell"))
        self.mending_row = FieldRow(_("Mend this cell"), self.mending)
        self.mend_button = SecondaryButton(_("Put this in"), self._mend)
        self.mending.line.returnPressed.connect(self._mend)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.mending_row, 1)
        line.addWidget(self.mend_button)
        self.mend_pane = QWidget()
        self.mend_pane.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.mend_pane)
        for widget in (self.make_new, self.currency_row, self.mend_pane):
            set_shown(widget, shown=False)
        self.table.chosen.connect(lambda _ids: self._show_cell())
        self.table.opened.connect(lambda _id: self.mending.setFocus())
        self._decide()
        self.table.setFocus()

    def _decide(self) -> None:
        self.pasting = replace(
            self.pasting,
            headers=self.headers.isChecked(),
            empties=self.empties.isChecked(),
            make_new=self.make_new.isChecked(),
            currency=str(self.currency.value() or ""),
        )
        self.replan()

    def planner(self) -> Callable[[], Plan] | None:
        """Return what makes the plan of the block as it is decided and mended now."""
        return partial(operations.plan_paste, self.work, self.pasting)

    def shown(self, plan: Plan | None) -> None:
        """Offer what the block leaves open."""
        set_shown(self.make_new, plan is not None and plan.spare)
        money = any(BY_KEY[key].type is Type.MONEY for key in (plan.keys if plan else ()))
        set_shown(self.currency_row, money)
        self._show_cell()

    def notes_of(self, plan: Plan) -> Sequence[str]:
        """Say which columns, rows and empty cells go nowhere."""
        notes = list(plan.notes)
        if plan.spare:
            words = spare_words(plan.spare)
            n = len(plan.fresh)
            made = ngettext("{n} new proposal is made.", "{n} new proposals are made.", n)
            rest = fill(made, n=format_number(n)) if self.pasting.make_new else _("They are left out.")
            notes.append(f"{words} {rest}")
        if plan.blank:
            words = ngettext("{n} empty cell is passed over.", "{n} empty cells are passed over.", plan.blank)
            notes.append(fill(words, n=format_number(plan.blank)))
        return notes

    # -- one cell

    def _show_cell(self) -> None:
        entry = self.table.current_entry()
        wanted = entry is not None and entry.row >= 0 and entry.outcome is Outcome.LEFT
        set_shown(self.mend_pane, wanted)
        if entry is not None and wanted:
            self.mending.set_value(entry.text)
            self.mending_row.set_hint(entry.why)

    def _mend(self) -> None:
        entry = self.table.current_entry()
        if entry is None or entry.row < 0 or self.mending.line.text() == entry.text:
            return
        self.pasting = self.pasting.with_cell(entry.row, entry.column, self.mending.line.text())
        self.replan()

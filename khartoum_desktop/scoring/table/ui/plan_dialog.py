"""What is not taken of a pasted block, and why; nothing is written before it is accepted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate
from khartoum_desktop.scoring.table.model import Plan, Refused
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table


class PlanDialog(Dialog):
    """Lists the refused cells; the button says how many marks are pasted without them.

    `marks_table` is where the block was pasted: the keys are its own again when the dialog is over.
    """

    def __init__(self, plan: Plan, accept: Callable[[], None], marks_table: QWidget) -> None:
        refused, marks = len(plan.refused), len(plan.changes)
        super().__init__(_("Not everything can be pasted"), marks_table.window(), width=940)
        self.plan = plan
        self.words = LeadingLabel(summary(plan), wrap=True)
        self.table = Table(name=_("Refused cells"), multiple=False, two_lines=True)
        self._by_id = {str(place): one for place, one in enumerate(plan.refused)}
        model: RowsModel[Refused] = RowsModel(_columns(), lambda ids: {one: self._by_id[one] for one in ids}, self)
        self.table.setModel(model)
        model.set_ids(self._by_id)
        self.table.setMinimumHeight(220)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        self.cancel = SecondaryButton(_("Cancel") if marks else _("Close"), self.reject)
        self.add_button(self.cancel)
        self.paste: PrimaryButton | None = None
        if marks:
            words = ngettext("Paste {n} mark", "Paste {n} marks", marks)
            label = fill(words, n=format_number(marks))
            if refused:
                label = fill(_("{paste} without the refused ones"), paste=label)
            self.paste = PrimaryButton(label, self.accept)
            self.add_button(self.paste)
        self.accepted.connect(accept)
        self.finished.connect(lambda _result: _take_keys(marks_table))


def _take_keys(widget: QWidget) -> None:
    widget.activateWindow()
    widget.setFocus(Qt.FocusReason.OtherFocusReason)


def summary(plan: Plan) -> str:
    """Say how many cells are taken, stand there already, or are refused."""
    marks, refused, same = len(plan.changes), len(plan.refused), plan.same
    parts = [
        fill(ngettext("{n} cell is refused", "{n} cells are refused", refused), n=format_number(refused)),
        fill(ngettext("{n} mark can be pasted", "{n} marks can be pasted", marks), n=format_number(marks)),
    ]
    if same:
        words = ngettext("{n} stands there already", "{n} stand there already", same)
        parts.append(fill(words, n=format_number(same)))
    return fill(_("{counts}. Nothing has been written yet."), counts=listed(parts))


def _columns() -> Sequence[ColumnView[Refused]]:
    def title(one: Refused) -> str:
        return one.row.ref if one.row else "–"

    def name(one: Refused) -> str:
        return one.row.title.text() if one.row else ""

    def criterion(one: Refused) -> str:
        return fill(_("{key} {name}"), key=one.criterion.key, name=one.criterion.label.text()) if one.criterion else "–"

    def why(one: Refused) -> str:
        return f"{isolate(one.sentence)}\n{isolate(one.remedy)}"

    return [
        ColumnView("ref", _("Proposal"), title, 180, second=name, tool_tip=name, sortable=False),
        ColumnView("criterion", _("Criterion"), criterion, 190, tool_tip=criterion, sortable=False),
        ColumnView("text", _("Pasted"), lambda one: one.text, 120, tool_tip=lambda one: one.text, sortable=False),
        ColumnView(
            "why", _("Why not"), lambda one: one.sentence, 0, second=lambda one: one.remedy, tool_tip=why,
            sortable=False, minimum=300,
        ),
    ]  # fmt: skip

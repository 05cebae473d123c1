"""The dialog in which a coordinator gives proposals their final references."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, is_rtl, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals import references
from khartoum_desktop.proposals.references import Confirming
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton, clear_layout
from khartoum_desktop.workspace import Workspace

_MOST_NAMED: Final = 8


class ConfirmReferences(Dialog):
    """Asks for the first reference and shows what each proposal will be called."""

    def __init__(
        self, work: Workspace, desk: Desk, wanted: Sequence[str], planned: Sequence[Confirming], parent: QWidget
    ) -> None:
        super().__init__(_("Confirm references"), parent, width=520)
        self._work, self._desk, self._wanted = work, desk, tuple(wanted)
        self.planned = tuple(planned)
        self.first = LineEditor(name=_("First reference"))
        self.first.set_value(planned[0].new)
        self.first.committed.connect(lambda _value: self._plan())
        hint = _("The following ones count on from it. Provisional references stay searchable.")
        self.row = FieldRow(_("First reference"), self.first, hint, required=True)
        self.body.addWidget(self.row)
        self.rows = QVBoxLayout()
        self.body.addLayout(self.rows)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.go = PrimaryButton(_("Confirm"), self._confirm)
        self.add_button(self.go)
        self._show(planned)
        self.first.setFocus()

    def _plan(self) -> None:
        """Count on from what was typed; what cannot be a reference is said beside the field."""
        first = str(self.first.value() or "")
        self._desk.tasks.start(
            lambda _progress: references.plan(self._work, self._wanted, first), self._show, self._refused, owner=self
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.row.set_problem(str(error))
            self.first.setFocus()
        else:
            self._desk.fail(error)

    def _show(self, planned: Sequence[Confirming]) -> None:
        self.planned = tuple(planned)
        self.row.set_problem(None)
        clear_layout(self.rows)
        arrow = "←" if is_rtl() else "→"
        for one in planned[:_MOST_NAMED]:
            names = f"{isolate_ltr(one.ref)} {arrow} {isolate_ltr(one.new)}"
            self.rows.addWidget(LeadingLabel(names, kind="strong"))
            self.rows.addWidget(LeadingLabel(isolate(one.title), kind="caption", role="muted", wrap=True))
        if (more := len(planned) - _MOST_NAMED) > 0:
            words = fill(ngettext("{n} more", "{n} more", more), n=format_number(more))
            self.rows.addWidget(LeadingLabel(words, kind="caption", role="muted"))

    def _confirm(self) -> None:
        """Confirm what the field says now; a refusal leaves the dialog open."""
        work, wanted, first = self._work, self._wanted, str(self.first.value() or "")

        def confirm(_progress: object) -> int:
            planned = references.plan(work, wanted, first)
            references.confirm(work, planned)
            return len(planned)

        self._desk.tasks.start(confirm, self._done, self._refused, owner=self)

    def _done(self, n: int) -> None:
        self.accept()
        self._desk.say(fill(ngettext("{n} reference confirmed", "{n} references confirmed", n), n=format_number(n)))


def ask_for_references(work: Workspace, desk: Desk, wanted: Sequence[str], parent: QWidget) -> None:
    """Suggest final references for these proposals and ask."""

    def ask(planned: Sequence[Confirming]) -> None:
        if planned:
            ConfirmReferences(work, desk, wanted, planned, parent).open()
        else:
            desk.say(_("These references are final already."))

    desk.tasks.start(lambda _progress: references.plan(work, wanted), ask, desk.fail, owner=parent)

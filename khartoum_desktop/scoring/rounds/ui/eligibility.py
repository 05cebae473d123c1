"""The eligibility checklist of one proposal: yes, no or unclear to each question, with why."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.scoring.rounds.queries import YES_OR_NO, Item, Reply, Yes
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor, LineEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, Scroll, SecondaryButton

_HEIGHT = 320


class EligibilityDialog(Dialog):
    """`agreed` carries what changed: question (id) -> Reply, None where the answer was taken back."""

    agreed = Signal(object)

    def __init__(
        self, ref: str, items: Sequence[Item], replies: Mapping[str, Reply], parent: QWidget | None = None
    ) -> None:
        super().__init__(fill(_("Eligibility of {ref}"), ref=isolate_ltr(ref)), parent, width=620)
        words = _("Apart from the marks. “No” to an obligatory question makes the proposal ineligible.")
        self.body.addWidget(LeadingLabel(words, role="muted", wrap=True))
        self._before = dict(replies)
        self.rows: dict[str, tuple[ChoiceEditor, LineEditor]] = {}
        pane = Scroll()
        pane.setMinimumHeight(min(_HEIGHT, 90 * len(items)))
        choices = [(str(one), _(label)) for one, label in YES_OR_NO.items()]
        for item in items:
            label = item.label.text()
            said = fill(_("{question} (obligatory)"), question=label) if item.obligatory else label
            answer = ChoiceEditor(choices, empty="–", width=120)
            answer.set_name(label)
            reason = LineEditor(name=fill(_("Reason: {question}"), question=label), placeholder=_("Reason"))
            reply = replies.get(item.id)
            answer.set_value(None if reply is None else str(reply.answer))
            reason.set_value(None if reply is None else reply.reason or None)
            self.rows[item.id] = (answer, reason)
            pane.body.addWidget(LeadingLabel(said, kind="strong", wrap=True))
            line = QHBoxLayout()
            line.addWidget(answer)
            line.addWidget(reason, 1)
            pane.body.addLayout(line)
        pane.body.addStretch(1)
        self.body.addWidget(pane, 1)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Save"), self.read))

    def read(self) -> None:
        """Take what was answered."""
        found: dict[str, Reply | None] = {}
        for item, (answer, reason) in self.rows.items():
            code = answer.value()
            reply = Reply(Yes(str(code)), str(reason.value() or "")) if code else None
            if reply != self._before.get(item):
                found[item] = reply
        self.agreed.emit(found)
        self.accept()

"""The dialog that shows a proposal at two moments side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate
from khartoum_desktop.proposals.comparing import BEGINNING, Difference, compare
from khartoum_desktop.proposals.past import Event
from khartoum_desktop.proposals.showing import sided
from khartoum_desktop.toolkit.choosing import ChoiceEditor
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow
from khartoum_desktop.toolkit.parts import PrimaryButton, Scroll, clear_layout
from khartoum_desktop.workspace import Workspace

_WIDTH = 920
_NOTHING_YET = "-"  # a choice may not be empty: it stands for BEGINNING


def _moment(event: Event) -> str:
    """Return when, what and who: what tells two moments apart comes first, for the end may be out of sight."""
    parts = (format_moment(event.at), event.name, event.author)
    return sided(" · ".join(isolate(part) for part in parts if part))


class CompareMoments(Dialog):
    """Asks for two moments of a proposal's history and shows what differs between them."""

    def __init__(
        self, work: Workspace, desk: Desk, ident: str, events: Sequence[Event], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Compare two moments"), parent, width=_WIDTH)
        self._work, self._desk, self._ident, self._events = work, desk, ident, events
        moments = [(event.step, _moment(event)) for event in events]
        before = [*moments[1:], (_NOTHING_YET, _("Before there was anything"))]
        self.earlier = ChoiceEditor(before, empty=None, name=_("Earlier moment"), width=_WIDTH // 2 - 40)
        self.later = ChoiceEditor(moments, empty=None, name=_("Later moment"), width=_WIDTH // 2 - 40)
        line = QHBoxLayout()
        for label, editor in ((_("Earlier moment"), self.earlier), (_("Later moment"), self.later)):
            line.addWidget(FieldRow(label, editor))
            editor.committed.connect(lambda _value: self._ask())
        self.body.addLayout(line)
        self.summary = LeadingLabel("", role="muted")
        self.body.addWidget(self.summary)
        self.pane = Scroll()
        self.pane.setMinimumHeight(320)
        self.body.addWidget(self.pane, 1)
        self.add_button(PrimaryButton(_("Close"), self.accept))
        self.differences: Sequence[Difference] = ()
        self.earlier.set_value(before[0][0])
        self.later.set_value(moments[0][0] if moments else None)
        self._ask()

    def _ask(self) -> None:
        earlier, later = str(self.earlier.value() or _NOTHING_YET), str(self.later.value() or "")
        first = BEGINNING if earlier == _NOTHING_YET else earlier
        self._desk.tasks.start(
            lambda _progress: compare(self._work, self._ident, self._events, first, later), self._show,
            self._desk.fail, owner=self,
        )  # fmt: skip

    def _show(self, found: Sequence[Difference]) -> None:
        self.differences = found
        n = len(found)
        words = ngettext("{n} field differs", "{n} fields differ", n) if n else _("Nothing differs.")
        self.summary.setText(fill(words, n=format_number(n)))
        clear_layout(self.pane.body)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for column, stretch in enumerate((1, 2, 2)):
            grid.setColumnStretch(column, stretch)
        for column, heading in enumerate(("", _("Before"), _("After")) if found else ()):
            grid.addWidget(LeadingLabel(heading, kind="caption", role="muted"), 0, column)
        for row, one in enumerate(found, start=1):
            cells = (
                LeadingLabel(one.label, kind="strong", wrap=True),
                LeadingLabel(one.before, role="muted", wrap=True),
                LeadingLabel(one.after, wrap=True),
            )
            for column, cell in enumerate(cells):
                cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignTop)
        self.pane.body.addLayout(grid)
        self.pane.body.addStretch(1)

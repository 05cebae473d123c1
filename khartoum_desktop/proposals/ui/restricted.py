"""The restricted proposals of a document, to be ticked one by one."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Scroll, clear_layout
from khartoum_desktop.toolkit.switches import Check

_MOST_SEEN: Final = 5
_TICK_HEIGHT: Final = 34


class RestrictedTicks(QWidget):
    """The restricted proposals of a document: each stays out unless it is ticked; nothing is shown when it has none."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            LeadingLabel(_("Restricted proposals stay out unless you tick them:"), kind="strong", wrap=True)
        )
        self._scroll = Scroll()
        column.addWidget(self._scroll)
        self.checks: dict[str, Check] = {}
        self.hide()

    def show_proposals(self, found: Sequence[tuple[str, str, str]]) -> None:
        """Show (id, reference, title) of each, none of them ticked."""
        clear_layout(self._scroll.body)
        self.checks = {ident: Check(f"{isolate_ltr(ref)} · {isolate(title)}") for ident, ref, title in found}
        for check in self.checks.values():
            self._scroll.body.addWidget(check)
        self._scroll.setFixedHeight(min(len(found), _MOST_SEEN) * _TICK_HEIGHT)
        self.setVisible(bool(found))

    def ticked(self) -> list[str]:
        """Return the ids of those that may be in the document."""
        return [ident for ident, check in self.checks.items() if check.isChecked()]

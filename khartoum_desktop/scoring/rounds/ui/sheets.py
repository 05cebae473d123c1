"""What can be done with a round and with one sheet of it, from the page of the rounds."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds import operations
from khartoum_desktop.scoring.rounds.model import State
from khartoum_desktop.scoring.rounds.queries import Reply
from khartoum_desktop.scoring.rounds.ui.eligibility import EligibilityDialog
from khartoum_desktop.scoring.rounds.ui.grid import Grid
from khartoum_desktop.scoring.rounds.ui.reading import Found
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Page
from khartoum_desktop.workspace import Workspace


class SheetsOfRound(Page):
    """The part of the page that acts on the sheet of the current cell."""

    found: Found | None
    dialog: QDialog | None
    outdated = Signal()  # everything is to be read again

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.found = None
        self.dialog = None
        self.grid = Grid()
        self.grid.set_row_actions(self._sheet_actions())

    def _may_rule(self) -> bool:
        return self.work.person is not None and self.work.person.role == "coordinator" and self.found is not None

    def _is_open(self) -> bool:
        return self._may_rule() and self.found is not None and not self.found.shown.round.closed

    def _do(self, act: Callable[[Round], object], said: str = "", done: Callable[[object], None] | None = None) -> None:
        """Change the round in sight in the background; what was done is said with its Undo."""
        if self.found is None:
            return
        current = self.found.shown.round

        def over(result: object) -> None:
            self.hide_message()
            self.desk.saved.emit()
            if done is not None:
                done(result)
            elif said and isinstance(result, str) and result:
                offer_undo(self.desk, said, partial(self.work.store.undo_step, result))
            self.outdated.emit()

        def failed(error: Exception) -> None:
            self.outdated.emit()
            if isinstance(error, UserError):
                self.show_error(error)
            else:
                self.desk.fail(error)

        self.desk.tasks.start(lambda _progress: act(current), over, failed, label=_("Saving"), owner=self)

    def _sheet_actions(self) -> Sequence[Action]:
        return (
            Action("rounds.toggle", _("Ask, or ask no more"), self.grid.toggle, "", "", self._has_sheet),
            Action("rounds.sheet_reopen", _("Reopen the sheet"), self.reopen_sheet, "", "", self._is_submitted),
            Action("rounds.sheet_submit", _("Submit the sheet"), self.submit_sheet, "", "", self._is_draft),
            Action("rounds.eligibility", _("Eligibility checklist…"), self.ask_eligible, "", "", self._has_checklist),
            Action("rounds.conflict", _("Take back the conflict of interest"), self.withdraw, "", "", self._declared),
        )

    def _state(self) -> State | None:
        pair = self.grid.current_pair()
        return self.found.shown.sheets[pair].state if pair is not None and self.found is not None else None

    def _has_sheet(self) -> bool:
        return self._is_open() and self._state() is not None

    def _is_submitted(self) -> bool:
        return self._is_open() and self._state() is State.SUBMITTED

    def _is_draft(self) -> bool:
        return self._is_open() and self._state() is State.DRAFT

    def _declared(self) -> bool:
        pair = self.grid.current_pair()
        return self._is_open() and pair is not None and bool(self.found and self.found.shown.sheets[pair].conflict)

    def _has_checklist(self) -> bool:
        return self._is_open() and self.found is not None and bool(self.found.checklist and self.grid.current_id())

    def ask_eligible(self) -> None:
        """Ask whether the proposal of the current line is eligible."""
        proposal, found = self.grid.current_id(), self.found
        if found is None or not self._has_checklist():
            return
        ref = next(one.ref for one in found.shown.proposals if one.id == proposal)
        replies = {item: reply for (one, item), reply in found.replies.items() if one == proposal}
        dialog = self.dialog = EligibilityDialog(ref, found.checklist, replies, self)

        def agreed(changed: Mapping[str, Reply | None]) -> None:
            act = partial(_answer, self.work, proposal, changed)
            self._do(act, _("The checklist is answered."))

        dialog.agreed.connect(agreed)
        dialog.open()

    def reopen_sheet(self) -> None:
        """Open the submitted sheet of the current cell again."""
        pair = self.grid.current_pair()
        if pair is not None and self._is_submitted():
            self._do(lambda current: operations.reopen(self.work, current, [pair]), _("The sheet is open again."))

    def submit_sheet(self) -> None:
        """Submit the draft of the current cell."""
        pair = self.grid.current_pair()
        if pair is not None and self._is_draft():
            self._do(lambda current: operations.submit(self.work, current, [pair]), _("The sheet is submitted."))

    def withdraw(self) -> None:
        """Take back the conflict of interest of the current cell."""
        pair = self.grid.current_pair()
        if pair is not None and self._declared():
            said = _("The conflict of interest was taken back.")
            self._do(lambda current: operations.withdraw_conflict(self.work, current, *pair), said)


def _answer(work: Workspace, proposal: str, changed: Mapping[str, Reply | None], current: Round) -> str:
    return operations.answer_checklist(work, current, proposal, changed) if changed else ""

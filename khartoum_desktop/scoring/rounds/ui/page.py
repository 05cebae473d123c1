"""The page of the assessment rounds: which there are, who is asked for what, and how far everybody is."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from khartoum_desktop.core.dates import today
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.operations import assessor_of
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.rounds import changing
from khartoum_desktop.scoring.rounds.changing import Draft
from khartoum_desktop.scoring.rounds.deadlines import deadline_words
from khartoum_desktop.scoring.rounds.model import Shares
from khartoum_desktop.scoring.rounds.queries import Member
from khartoum_desktop.scoring.rounds.ui.dialogs import AskDialog, ChooseDialog, RoundDialog, ShareDialog
from khartoum_desktop.scoring.rounds.ui.languages import LanguagesDialog
from khartoum_desktop.scoring.rounds.ui.members import Members
from khartoum_desktop.scoring.rounds.ui.reading import Found, facts, read, state_word
from khartoum_desktop.scoring.rounds.ui.sheets import SheetsOfRound
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.buttons import Button
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.page import PageSpec
from khartoum_desktop.toolkit.parts import Card, EmptyState, Splitter
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.workspace import Workspace

_PANES: Final = (250, 700, 270)
_KINDS: Final = frozenset(
    {"round", "round_proposal", "round_assessor", "assessment", "assessor", "mark", "proposal", "party", "presidency",
     "criteria_set", "checklist_item", "eligibility"}
)  # fmt: skip


class RoundsPage(SheetsOfRound):
    """Rounds at the start, the assignments of one in the middle, its assessors at the end."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__(work, desk)
        self.outdated.connect(self.refresh)
        self._wanted = ""
        self._to_add: Sequence[str] = ()
        self.header.set_title(_("Assessment rounds"))
        back = Action("rounds.back", _("Back to scoring"), self.back, "Alt+Left", "back")
        new = Action("rounds.new", _("New round"), self.new, "Ctrl+N", "new", self._may_rule)
        criteria = Action("rounds.criteria", _("Criteria"), self.open_criteria, "", "weights")
        self.header.set_buttons([back, criteria], new)
        self.model: RowsModel[Round] = RowsModel(self._columns(), self._rows, self)
        self.rounds = Table(name=_("Assessment rounds"), multiple=False)
        self.rounds.setModel(self.model)
        self.rounds.horizontalHeader().hide()
        self.rounds.chosen.connect(self._chosen)
        self.grid.toggled.connect(self._toggle)
        self.members = Members()
        self.members.dismissed.connect(self._dismiss)
        self.members.languages_wanted.connect(self.ask_languages)
        side = Card(padding=1)
        side.body.addWidget(self.rounds)
        panes = Splitter()
        for part in (side, self._middle(), self.members):
            panes.addWidget(part)
        panes.setSizes(list(_PANES))
        panes.setStretchFactor(1, 1)
        self.body.addWidget(panes, 1)
        desk.live.changed.connect(self._heard)

    def _middle(self) -> QWidget:
        card = Card()
        self.name = LeadingLabel(kind="section", wrap=True)
        self.facts = LeadingLabel(kind="caption", role="muted", wrap=True)
        card.body.addWidget(self.name)
        card.body.addWidget(self.facts)
        line = Flow(6, 6)
        self.buttons = {action.id: Button.of(action, small=True) for action in self._round_actions()}
        for button in self.buttons.values():
            line.addWidget(button)
        card.body.addLayout(line)
        self.empty = EmptyState(
            _("Nobody assesses in this round yet"),
            _(
                "Add the assessors, each with name and delegation. They are asked for every proposal at first; single "
                "ticks can be taken away, or all proposals shared out evenly. Without any, everybody may give marks."
            ),
            [(_("Add an assessor"), self.add_assessor)],
            primary=False,
        )
        self.stack = QStackedWidget()
        for part in (self.grid, self.empty):
            self.stack.addWidget(part)
        card.body.addWidget(self.stack, 1)
        return card

    def _columns(self) -> list[ColumnView[Round]]:
        def second(one: Round) -> str:
            in_hand = self.found.in_hand if self.found else ""
            return dotted([state_word(one, in_hand), deadline_words(one, today())])

        words = _("Assessment round")
        return [ColumnView("name", words, lambda one: one.label.text(), 0, second=second, sortable=False, minimum=120)]

    def _rows(self, ids: Sequence[str]) -> Mapping[str, Round]:
        known = {one.id: one for one in self.found.rounds} if self.found else {}
        return {one: known[one] for one in ids if one in known}

    # -- what the window asks

    def _round_actions(self) -> Sequence[Action]:
        rule, can_use = self._may_rule, self._can_use
        return (
            Action("rounds.edit", _("Change the round"), self.edit, "F2", "edit", rule),
            Action("rounds.use", _("Put in hand"), self.use, "", "", can_use),
            Action("rounds.close", _("Close the round"), self.close_round, "", "locked", self._is_open),
            Action("rounds.reopen", _("Reopen the round"), self.reopen_round, "", "unlocked", self._is_closed),
            Action("rounds.proposals", _("Choose proposals"), self.choose, "", "proposals", self._is_open),
            Action("rounds.assessor", _("Add an assessor"), self.add_assessor, "", "person", self._is_open),
            Action("rounds.share", _("Share out"), self.share, "", "users-three", self._can_share),
        )

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("rounds.new", _("New round"), self.new, "Ctrl+N", "new", self._may_rule),
            *self._round_actions(),
            *self._sheet_actions(),
            Action("rounds.criteria", _("Criteria"), self.open_criteria, "", "weights"),
            Action("rounds.back", _("Back to scoring"), self.back, "Alt+Left", "back"),
        )

    def status(self) -> str:
        """Return how many sheets of the round are submitted."""
        if self.found is None or self.found.hidden:
            return ""
        members = self.found.shown.members
        asked, done = sum(one.asked for one in members), sum(one.submitted for one in members)
        return fill(_("{n} of {of} sheets submitted"), n=format_number(done), of=format_number(asked)) if asked else ""

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a round's id, or a tuple of proposals (ids) to be put into the one in hand."""
        if isinstance(argument, str):
            self._wanted = argument
        elif isinstance(argument, tuple):
            self._wanted, self._to_add = "", argument
        self.refresh()

    def argument(self) -> object:
        """Return the round in sight."""
        return self.found.shown.round.id if self.found else None

    # -- reading

    def _is_closed(self) -> bool:
        return self._may_rule() and not self._is_open()

    def _can_use(self) -> bool:
        return self._may_rule() and self.found is not None and self.found.shown.round.id != self.found.in_hand

    def _can_share(self) -> bool:
        return self._is_open() and self.found is not None and any(one.named for one in self.found.shown.members)

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys():
            self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        wanted = self._wanted or str(self.argument() or "")
        self.desk.tasks.start(lambda _progress: read(self.work, wanted), self._show, owner=self, droppable=True)

    def _show(self, found: Found) -> None:
        self.found, self._wanted = found, ""
        shown = found.shown
        with QSignalBlocker(self.rounds):
            self.model.set_ids([one.id for one in found.rounds])
            self.rounds.select_ids([shown.round.id], current=shown.round.id)
        self.name.setText(shown.round.label.text())
        self.facts.setText(facts(shown, today()))
        writable = self._is_open()
        self.grid.show_found(found, writable=writable)
        self.members.show_found(found, writable=writable)
        self.stack.setCurrentWidget(self.grid if shown.members and shown.proposals else self.empty)
        self._show_buttons()
        if found.hidden:
            self.show_message("info", found.hidden)
        elif shown.round.closed:
            self.show_message("info", _("This round is closed: marks can be read, not changed."))
        else:
            self.hide_message()
        self.header.set_subtitle(fill(_("In hand: {name}"), name=found.rounds[0].label.text()))
        self.status_changed.emit()
        if self._to_add:
            self._add_proposals()

    def _show_buttons(self) -> None:
        for action in self._round_actions():
            button = self.buttons[action.id]
            if self.focusWidget() is button and not action.enabled():
                self.rounds.setFocus()  # else the next button gets it, which may close the round
            button.setVisible(action.enabled())
        if self.header.primary is not None:
            self.header.primary.setVisible(self._may_rule())
        for button in self.empty.findChildren(Button):
            button.setVisible(self._is_open())

    def _chosen(self, ids: Sequence[str]) -> None:
        if ids and self.found is not None and ids[0] != self.found.shown.round.id:
            self._wanted = ids[0]
            self.refresh()

    # -- changing

    def new(self) -> None:
        """Ask for a new round."""
        if self._may_rule() and self.found is not None:
            self._ask_for_round(None)

    def edit(self) -> None:
        """Ask for what is to be changed in the round in sight."""
        if self._may_rule() and self.found is not None:
            self._ask_for_round(self.found.shown.round)

    def _ask_for_round(self, shown: Round | None) -> None:
        if self.found is None:
            return
        dialog = self.dialog = RoundDialog(self.found, shown, self)
        dialog.agreed.connect(partial(self._save, dialog, shown))
        dialog.open()

    def _save(self, dialog: RoundDialog, shown: Round | None, draft: Draft) -> None:
        def act(_progress: object) -> str:
            if shown is not None:
                changing.edit_round(self.work, shown, draft)
                return shown.id
            return changing.open_round(self.work, draft)

        def over(ident: str) -> None:
            dialog.accept()
            self.desk.saved.emit()
            self._wanted = ident
            self.refresh()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                dialog.refuse(error)
            else:
                dialog.reject()
                self.desk.fail(error)

        self.desk.tasks.start(act, over, failed, label=_("Saving"), owner=self)

    def use(self) -> None:
        """Put the round in sight in hand; its button goes, and no other may take the next key."""
        self.rounds.setFocus(Qt.FocusReason.OtherFocusReason)
        self._do(partial(changing.put_in_hand, self.work), _("Marks, ranking and lists use this round now."))

    def close_round(self) -> None:
        """Close the round in sight."""
        self._do(partial(changing.close_round, self.work), _("The round is closed. Everybody sees its marks."))

    def reopen_round(self) -> None:
        """Open the closed round in sight again."""
        self._do(partial(changing.reopen_round, self.work), _("The round is open again."))

    def choose(self) -> None:
        """Ask which proposals the round is about."""
        if self.found is None or not self._is_open():
            return
        dialog = self.dialog = ChooseDialog(self.found, self)
        dialog.agreed.connect(
            lambda wanted: self._do(
                lambda current: changing.choose_proposals(self.work, current, wanted), _("The proposals are chosen.")
            )
        )
        dialog.open()

    def _add_proposals(self) -> None:
        wanted, self._to_add = self._to_add, ()
        if self.found is None or not self._is_open():
            return
        if not self.found.shown.chosen:
            self.show_message("info", _("This round is about all proposals already."),
                              [(_("Choose proposals"), self.choose)])  # fmt: skip
            return
        words = ngettext("{n} proposal put into the round", "{n} proposals put into the round", len(wanted))
        self._do(
            lambda current: changing.add_proposals(self.work, current, wanted),
            fill(words, n=format_number(len(wanted))),
        )

    def add_assessor(self) -> None:
        """Ask who else assesses in this round."""
        if self.found is None or not self._is_open():
            return
        dialog = self.dialog = AskDialog(self.found.lists.delegations(), partial(assessor_of, self.work), self)

        def agreed(assessor: Assessor, languages: Sequence[str]) -> None:
            said = fill(_("{name} is asked for marks."), name=assessor.name)
            self._do(lambda current: changing.ask(self.work, current, assessor, languages=languages), said)

        dialog.agreed.connect(agreed)
        dialog.open()

    def ask_languages(self, member: Member) -> None:
        """Ask in which languages an assessor reads: their sheet goes out in the first."""
        dialog = self.dialog = LanguagesDialog(member.assessor.name, member.languages, self)
        said = fill(_("The languages of {name} are noted."), name=member.assessor.name)
        dialog.agreed.connect(
            lambda codes: self._do(lambda _current: changing.say_languages(self.work, member.assessor, codes), said)
        )
        dialog.open()

    def share(self) -> None:
        """Ask how many assessors each proposal is to have, and share all out."""
        if self.found is None or not self._can_share():
            return
        named = sum(one.named for one in self.found.shown.members)
        dialog = self.dialog = ShareDialog(named, self.found.shown.round.required, self)
        dialog.agreed.connect(
            lambda each: self._do(lambda current: changing.share_out_round(self.work, current, each), done=self._shared)
        )
        dialog.open()

    def _shared(self, result: object) -> None:
        if not isinstance(result, tuple):
            return
        step, shares = result
        back = partial(self.work.store.undo_step, step) if step else None
        words = _("The proposals are shared out.")
        if isinstance(shares, Shares) and shares.short:
            n = len(shares.short)
            lacking = ngettext(
                "For {n} proposal there are too few assessors without a conflict of interest.",
                "For {n} proposals there are too few assessors without a conflict of interest.",
                n,
            )
            words = f"{words} {fill(lacking, n=format_number(n))}"
        offer_undo(self.desk, words, back)

    def _dismiss(self, assessor: str, name: str) -> None:
        said = fill(_("{name} is asked no more."), name=name)
        self._do(lambda current: changing.dismiss(self.work, current, assessor), said)

    def _toggle(self, proposal: str, assessor: str, on: bool) -> None:
        self._do(lambda current: changing.assign(self.work, current, [(proposal, assessor)], on=on))

    def open_criteria(self) -> None:
        """Go to the criteria of the shown round."""
        self.desk.open("criteria", self.found.shown.round.criteria_set if self.found else None)

    def back(self) -> None:
        """Go back to scoring."""
        self.desk.open("scoring")


SPEC: Final = PageSpec("rounds", N_("Assessment rounds"), "users-three", RoundsPage, in_rail=False)

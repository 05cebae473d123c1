"""The question before something is forgotten: what goes, what stays, and that no Undo brings it back."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.forgetting import operations, queries
from khartoum_desktop.proposals.forgetting.queries import Going, Named
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton, clear_layout
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.toolkit.theme import GAP
from khartoum_desktop.workspace import Workspace

_MOST_NAMED: Final = 6


class ForgetDialog(Dialog):
    """Says what goes; the button works once the person has said that it may."""

    def __init__(self, work: Workspace, desk: Desk, going: Going, parent: QWidget | None = None) -> None:
        super().__init__(_("Forget these proposals?"), parent, width=520)
        self._work, self._desk, self._chosen = work, desk, going
        self.going = going
        self.words = QVBoxLayout()
        self.words.setSpacing(GAP)
        self.body.addLayout(self.words)
        self.whole: Check | None = None
        if len(going.files) == 1:
            words = fill(_("Forget all that came in with “{file}”"), file=going.files[0])
            self.whole = Check(words)
            self.whole.toggled.connect(self._widen)
            self.body.addWidget(self.whole)
        self.go = PrimaryButton(_("Forget for good"), self._go)
        self.go.setEnabled(False)
        self.sure = Check(_("I know that no Undo brings this back"))
        self.sure.toggled.connect(self.go.setEnabled)
        self.body.addWidget(self.sure)
        cancel = SecondaryButton(_("Cancel"), self.reject)
        for button in (cancel, self.go):
            self.add_button(button)
        cancel.setFocus()
        self._show(going)

    def _show(self, going: Going) -> None:
        self.going = going
        clear_layout(self.words)
        for sentence in sentences(going):
            self.words.addWidget(LeadingLabel(sentence, wrap=True))
        self.sure.setChecked(False)
        self.sure.setEnabled(True)

    def _widen(self, whole: bool) -> None:
        """Ask what goes with the whole import, or come back to the chosen proposals."""
        if not whole:
            self._show(self._chosen)
            return
        self.sure.setChecked(False)
        self.sure.setEnabled(False)
        (file,) = self._chosen.files

        def show(going: Going) -> None:
            if self.whole is not None and self.whole.isChecked():  # nobody has thought better of it meanwhile
                self._show(going)

        self._desk.tasks.start(lambda _progress: queries.of_import(self._work, file), show, self._desk.fail, owner=self)

    def _go(self) -> None:
        work, desk, going = self._work, self._desk, self.going
        self.accept()
        desk.tasks.start(
            lambda _progress: operations.forget(work, going), partial(_done, desk, going), desk.fail,
            label=_("Forgetting"),
        )  # fmt: skip


def sentences(going: Going) -> list[str]:
    """Return what forgetting does, in words."""
    n = len(going.proposals)
    template = ngettext(
        "{n} proposal goes, with all its texts, marks, comments, files and history:",
        "{n} proposals go, with all their texts, marks, comments, files and history:",
        n,
    )
    found = [fill(template, n=format_number(n)), _names(going.proposals)] if n else []
    if origins := going.count("origin"):
        template = ngettext("{n} row as received goes.", "{n} rows as received go.", origins)
        found.append(fill(template, n=format_number(origins)))
    if going.staying:
        found += [_("These were here before, or came from another file too. They stay as they are now:")]
        found += [_names(going.staying)]
    found.append(_("Values leave this workspace and its automatic backups. The record keeps only that it happened."))
    found.append(_("Copies that were given away, and backups that lie elsewhere, still hold them."))
    return found


def _names(proposals: Sequence[Named]) -> str:
    named = [f"{isolate_ltr(one.ref)} {isolate(one.title)}" for one in proposals[:_MOST_NAMED]]
    if more := len(proposals) - len(named):
        named.append(fill(ngettext("{n} more", "{n} more", more), n=format_number(more)))
    return listed(named)


def ask_to_forget(work: Workspace, desk: Desk, wanted: Sequence[str], parent: QWidget) -> None:
    """Read what would go with these proposals, ask, and forget it in the background."""

    def ask(going: Going) -> None:
        ForgetDialog(work, desk, going, parent).open()

    desk.tasks.start(lambda _progress: queries.of_proposals(work, wanted), ask, desk.fail, owner=parent)


def _done(desk: Desk, going: Going, uncleaned: Sequence[str]) -> None:
    n = len(going.proposals)
    desk.say(fill(ngettext("{n} proposal forgotten", "{n} proposals forgotten", n), n=format_number(n)))
    if uncleaned:
        desk.fail(
            UserError(
                fill(_("These automatic backups could not be cleaned: {files}."), files=listed(uncleaned)),
                _("Delete them by hand if nobody may read in them what was forgotten."),
            )
        )

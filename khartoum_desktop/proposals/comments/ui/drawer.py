"""The drawer beside the form: what was said and asked about the proposal, and a line to say more."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, is_rtl
from khartoum_desktop.core.text import isolate
from khartoum_desktop.proposals.comments import operations, queries
from khartoum_desktop.proposals.comments.operations import LONGEST
from khartoum_desktop.proposals.comments.queries import Comment
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.showing import sided
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import LongEditor
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import (
    Card,
    Chip,
    FlatButton,
    IconButton,
    Line,
    PrimaryButton,
    Scroll,
    SecondaryButton,
    clear_layout,
)
from khartoum_desktop.workspace import Workspace

_INDENT = 20


def _sends(event: QKeyEvent) -> bool:
    keys, ctrl = (Qt.Key.Key_Return, Qt.Key.Key_Enter), Qt.KeyboardModifier.ControlModifier
    return event.key() in keys and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == ctrl


class CommentsDrawer(Card):
    """What is said about one proposal; `field_wanted` carries the key of a field that is spoken of."""

    closed = Signal()
    field_wanted = Signal(str)

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self._work, self._desk = work, desk
        self._proposal = ""
        self._field = ""
        self._answering: Comment | None = None
        self._correcting: Comment | None = None
        self.comments: Sequence[Comment] = ()
        self._drafts: dict[str, str] = {}  # words that were not sent when another proposal was opened
        self._sending = False
        self.setAccessibleName(_("Comments and questions"))
        top = QHBoxLayout()
        top.addWidget(LeadingLabel(_("Comments and questions"), kind="section", wrap=True), 1)
        self.close_button = IconButton("close", _("Close the comments"), self.closed.emit)
        top.addWidget(self.close_button)
        self.body.addLayout(top)
        self.pane = Scroll()
        self.body.addWidget(self.pane, 1)
        self.body.addWidget(Line())
        self.about = LeadingLabel("", kind="caption", role="muted", wrap=True)
        self.body.addWidget(self.about)
        self.text = LongEditor(name=_("Your words"), longest=LONGEST)
        self.text.text.installEventFilter(self)
        self.body.addWidget(self.text)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.ask = SecondaryButton(_("Ask"), partial(self._say, question=True))
        self.say = PrimaryButton(_("Comment"), partial(self._say, question=False))
        self.leave = FlatButton(_("Cancel"), self._say_anew)
        for button in (self.ask, self.say, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Ctrl+Return send the words that are being written; in the form it is the key that submits."""
        kinds = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or not _sends(event):
            return super().eventFilter(watched, event)
        event.accept()  # of ShortcutOverride: the key is wanted here, not by the window
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat() and self.text.value():
            self._say(question=False)
        return True

    # -- reading

    def open(self, proposal: str, field: str = "") -> None:
        """Show what is said about a proposal and note it as read; `field` is what the next words are about."""
        if proposal != self._proposal:
            self._drafts[self._proposal] = "" if self._correcting else str(self.text.value() or "")
            self._correcting = None
            self.text.set_value(self._drafts.pop(proposal, "") or None)
        self._proposal, self._field = proposal, field if field in BY_KEY else ""
        self._say_anew()
        self.refresh()

    def refresh(self) -> None:
        """Read again what is said."""
        work, proposal = self._work, self._proposal

        def read(_progress: object) -> list[Comment]:
            found = queries.thread(work, proposal)
            operations.read_all(work, proposal)
            return found

        if proposal:
            self._desk.tasks.start(read, partial(self._show, proposal), self._desk.fail, owner=self)

    def _show(self, proposal: str, comments: Sequence[Comment]) -> None:
        if proposal != self._proposal:
            return
        self.comments = comments
        may_write = self._work.may_write
        clear_layout(self.pane.body)
        for place, comment in enumerate(comments):
            if place and not comment.answers:
                self.pane.body.addWidget(Line())
            self.pane.body.addWidget(self._view(comment, may_write=may_write))
        if not comments:
            words = _("Nothing has been said yet. Ask a colleague, or note what was agreed on the telephone.")
            self.pane.body.addWidget(LeadingLabel(words, role="muted", wrap=True))
        self.pane.body.addStretch(1)
        for part in (self.text, self.say, self.ask):
            part.setEnabled(may_write)

    def _view(self, comment: Comment, *, may_write: bool) -> QWidget:
        view = QWidget()
        column = QVBoxLayout(view)
        indent = _INDENT if comment.answers else 0
        column.setContentsMargins(*((0, 0, indent, 0) if is_rtl() else (indent, 0, 0, 0)))
        column.setSpacing(2)
        delegation = lists_of(self._work).label(PARTY, comment.delegation)
        parts = [comment.author, delegation, format_moment(comment.written)]
        who = LeadingLabel(
            sided(" · ".join(isolate(one) for one in parts if one)), kind="caption", role="muted", wrap=True
        )
        column.addWidget(who)
        chips = Flow(4, 4)
        if comment.unread:
            chips.addWidget(Chip(ChipLook(_("New"), kind="accent")))
        if comment.question:
            look = ChipLook(_("Answered"), kind="ok") if comment.settled else ChipLook(_("Open question"), kind="warn")
            chips.addWidget(Chip(look))
        column.addLayout(chips)
        if comment.field in BY_KEY:
            label = _(BY_KEY[comment.field].label)
            go = FlatButton(label, partial(self.field_wanted.emit, comment.field), small=True)
            go.setToolTip(fill(_("Go to “{field}”"), field=label))
            column.addWidget(go)
        column.addWidget(LeadingLabel(isolate(comment.text), wrap=True))
        if may_write:
            column.addLayout(self._buttons(comment))
        return view

    def _buttons(self, comment: Comment) -> Flow:
        line = Flow(4, 0)
        offers: list[tuple[str, Callable[[], object]]] = [(_("Answer"), partial(self._answer, comment))]
        if comment.question:
            words = _("Open again") if comment.settled else _("Is answered")
            offers.append((words, partial(self._do, partial(operations.settle, settled=not comment.settled), comment)))
        if comment.own:
            offers.append((_("Change"), partial(self._correct, comment)))
            offers.append((_("Delete"), partial(self._do, operations.remove, comment)))
        for words, run in offers:
            button = FlatButton(words, run, small=True)
            button.setObjectName(f"{words}.{comment.id}")
            line.addWidget(button)
        return line

    # -- writing

    def _say_anew(self) -> None:
        if self._correcting is not None:
            self.text.set_value(None)
        self._answering = self._correcting = None
        self._explain()

    def _explain(self) -> None:
        """Say above the line what the next words will be."""
        words = ""
        if self._correcting is not None:
            words = _("You are changing what you wrote.")
        elif self._answering is not None:
            words = fill(_("In answer to {name}"), name=self._answering.author)
        elif self._field:
            words = fill(_("About “{field}”"), field=_(BY_KEY[self._field].label))
        self.about.setText(words)
        self.about.setVisible(bool(words))
        self.leave.setVisible(self._answering is not None or self._correcting is not None)
        self.ask.setVisible(self._correcting is None)
        saying = _("Comment") if self._answering is None else _("Answer")
        self.say.set_text(_("Save") if self._correcting is not None else saying)

    def _answer(self, comment: Comment) -> None:
        self._say_anew()
        self._answering = comment
        self._explain()
        self.text.setFocus()

    def _correct(self, comment: Comment) -> None:
        self._answering, self._correcting = None, comment
        self.text.set_value(comment.text)
        self._explain()
        self.text.setFocus()

    def _say(self, *, question: bool) -> None:
        if self._sending:  # a second click on its way
            return
        self._sending = True
        work, proposal, words = self._work, self._proposal, str(self.text.value() or "")
        correcting, answers = self._correcting, self._answering.id if self._answering else ""
        field = "" if answers else self._field

        def write(_progress: object) -> None:
            if correcting is not None:
                operations.change(work, correcting, words)
            else:
                operations.say(work, proposal, words, question=question, field=field, answers=answers)

        self._desk.tasks.start(write, self._said, self._refused, owner=self)

    def _said(self, _none: object) -> None:
        self._sending = False
        self.text.set_value(None)
        self._answering = self._correcting = None
        self._explain()
        self.refresh()

    def _refused(self, error: Exception) -> None:
        self._sending = False
        if isinstance(error, UserError):
            self.about.setText(str(error))
            self.about.show()
            self.text.setFocus()
        else:
            self._desk.fail(error)

    def _do(self, change: Callable[[Workspace, Comment], object], comment: Comment) -> None:
        self._desk.tasks.start(
            lambda _progress: change(self._work, comment), lambda _none: self.refresh(), self._desk.fail, owner=self
        )

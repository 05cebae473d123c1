"""The editor of one proposal: sections at the start, the form, what is needed at the end; every field saves itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, language
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals import operations, past, queries
from khartoum_desktop.proposals.attachments.ui.attaching import Attaching
from khartoum_desktop.proposals.comments.queries import Talk, talk
from khartoum_desktop.proposals.comments.ui.drawer import CommentsDrawer
from khartoum_desktop.proposals.completeness import Completeness, completeness, needs, next_stage
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, SECTIONS
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import FieldValue, Problem, Stored, check_field, field_of
from khartoum_desktop.proposals.past import Event, Written
from khartoum_desktop.proposals.rates.queries import standing
from khartoum_desktop.proposals.rows import OpenConflict, OriginRow, ProposalDetail
from khartoum_desktop.proposals.session import Saved, Session
from khartoum_desktop.proposals.together import check_together
from khartoum_desktop.proposals.ui.comparing import CompareMoments
from khartoum_desktop.proposals.ui.fiche import HUNDRED, format_percent_of
from khartoum_desktop.proposals.ui.form import ProposalForm
from khartoum_desktop.proposals.ui.history import HistoryDrawer
from khartoum_desktop.proposals.ui.pane_list import Entry, PaneList
from khartoum_desktop.proposals.ui.side import SidePane
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, CompletenessBar, Line, Splitter
from khartoum_desktop.workspace import Workspace

_PANES: Final = (216, 734, 284)
_WITH_SECTIONS, _WITH_END = 700, 960  # from these widths on the panes beside the form are always there
# rates: sums are judged by them
_SHOWN_KINDS: Final = frozenset({*BY_KIND, "alignment", "rate", "setting", "comment", "reading"})


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the editor shows of a proposal, read together."""

    detail: ProposalDetail
    origins: Sequence[OriginRow]
    events: Sequence[Event]
    talk: Talk | None = None


def read_all(work: Workspace, ident: str) -> Opened:
    """Read a proposal with its origins and history; runs in the background."""
    said = talk(work, [ident]).get(ident)
    return Opened(queries.read(work, ident), queries.origins(work, ident), past.events(work, ident), said)


class EditorView(QWidget):
    """One proposal open for editing; `shown` says that what is in sight is another now."""

    shown = Signal(object)  # ProposalDetail
    gone = Signal()  # the proposal is no longer there
    unsaved_changed = Signal()  # other fields are `unsaved` now
    failed = Signal(object)  # the UserError of a save

    def __init__(self, work: Workspace, desk: Desk, lists: Lists) -> None:
        super().__init__()
        self.work, self.desk, self.lists = work, desk, lists
        self.detail: ProposalDetail | None = None
        self.problems: Sequence[Problem] = ()
        self._session: Session | None = None
        self._refused: dict[str, str] = {}  # why what a field shows is not saved
        self._saving: list[str] = []  # the fields of the saves that are not answered yet
        self._events: Sequence[Event] = ()
        self.form = ProposalForm(lists)
        self.form.committed.connect(self._save)
        self.form.unchanged.connect(self._explain)
        self.form.priorities_wanted.connect(partial(desk.open, "priorities"))
        self.attaching = Attaching(work, desk, self.form)
        self.shown.connect(self.attaching.show_detail)
        self.sections = PaneList(_("Sections"))
        self.sections.chosen.connect(self.form.go_to_section)
        self.form.section_changed.connect(self.sections.set_current)
        self.side = SidePane(self.toggle_history, self.toggle_comments)
        self.side.wanted.connect(self.form.go_to)
        self.side.settled.connect(self._settle)
        self.drawer = HistoryDrawer()
        self.drawer.closed.connect(self.toggle_history)
        self.drawer.restored.connect(self._restore)
        self.drawer.compare_wanted.connect(self.compare_moments)
        self.end = QStackedWidget()
        self.end.addWidget(self.side)
        self.end.addWidget(self.drawer)
        self.comments = CommentsDrawer(work, desk)
        self.comments.closed.connect(self.toggle_comments)
        self.comments.field_wanted.connect(self.form.go_to)
        self.end.addWidget(self.comments)
        middle = Card(padding=1)
        middle.body.addWidget(self.form)
        self.panes = Splitter()
        self.start = self._start_pane()
        for pane in (self.start, middle, self.end):
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes(list(_PANES))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.panes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the form in a narrow window: the panes beside it come when they are asked for."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.start.setVisible(self.width() >= _WITH_SECTIONS)
        self.end.setVisible(self.width() >= _WITH_END or self.end.currentWidget() is not self.side)

    def _show_at_end(self, pane: QWidget) -> None:
        self.end.setCurrentWidget(pane)
        self._make_room()

    def _start_pane(self) -> QWidget:
        card = Card(padding=12)
        line = QHBoxLayout()
        line.addWidget(LeadingLabel(_("Completeness"), kind="strong"), 1)
        self.percent = LeadingLabel("", kind="strong")
        line.addWidget(self.percent)
        card.body.addLayout(line)
        self.bar = CompletenessBar(name=_("Completeness"))
        card.body.addWidget(self.bar)
        self.still = LeadingLabel("", kind="caption", role="muted", wrap=True)
        card.body.addWidget(self.still)
        card.body.addWidget(Line())
        card.body.addWidget(self.sections, 1)
        return card

    # -- opening and reading again

    def open(self, ident: str, focus: str = "") -> None:
        """Read a proposal in the background and show it; `focus` is the field to go to."""
        self.form.build()
        self._session, self.detail, self._refused, self._saving = None, None, {}, []
        self.desk.tasks.start(
            lambda _progress: read_all(self.work, ident), partial(self._opened, focus), self._not_read, owner=self
        )

    def _opened(self, focus: str, opened: Opened) -> None:
        self._session = Session(self.work, opened.detail)
        self.form.show_detail(opened.detail, all_of_it=True)
        reader = self.work.person is not None and self.work.person.role == "reader"
        self.form.set_read_only(reader)
        self.drawer.can_restore = not reader
        if self.end.currentWidget() is self.comments:
            self.comments.open(opened.detail.id)
        self._show(opened)
        self.form.verticalScrollBar().setValue(0)
        self.form.go_to(focus or f"title_{language()}")
        self.sections.set_current(self.form.current_section())

    def _not_read(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.gone.emit()
        self.desk.fail(error)

    def _show(self, opened: Opened) -> None:
        self.detail = opened.detail
        self.side.show_origins(opened.origins)
        self.side.show_last(opened.events)
        self.side.show_talk(opened.talk)
        if self.end.currentWidget() is self.drawer:
            self.drawer.show_events(opened.events)
        self._events = opened.events
        self._judge()
        self.shown.emit(opened.detail)

    def heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        """Read again what somebody (an undo, an import, another window) changed in this proposal."""
        session = self._session
        if "comment" in changes and self.end.currentWidget() is self.comments:
            self.comments.refresh()
        if session is not None and (session.id in changes.get("proposal", ()) or _SHOWN_KINDS & changes.keys()):
            self._reread()

    def _reread(self) -> None:
        """Read the proposal again, unless a save is under way: the last save reads it itself."""
        session = self._session
        if session is None or self._saving:
            return

        def read(_progress: object) -> tuple[Saved, Opened]:
            saved = session.read()
            origins, events = queries.origins(self.work, session.id), past.events(self.work, session.id)
            return saved, Opened(saved.detail, origins, events, talk(self.work, [session.id]).get(session.id))

        self.desk.tasks.start(read, partial(self._reread_done, session), self._not_read, owner=self)

    def _reread_done(self, session: Session, found: tuple[Saved, Opened]) -> None:
        """Show the new state where nothing is being typed; it counts as seen only when all of it is shown."""
        saved, opened = found
        if session is not self._session or self._saving:
            return
        if saved.detail.removed and not self.form.dirty:
            self.gone.emit()
            return
        if self.form.show_detail(saved.detail):
            session.adopt(saved)
        self._forget_settled()
        self._show(opened)

    # -- saving

    def _save(self, key: str, value: FieldValue) -> None:
        session = self._session
        if session is None:
            return
        self._saving.append(key)
        self.desk.tasks.start(
            lambda _progress: session.save(key, value),
            lambda _saved: self._saved(session, key),
            partial(self._not_saved, session, key),
            label=_("Saving"),
            owner=self,
        )

    def _saved(self, session: Session, key: str) -> None:
        if session is not self._session:
            return
        self._saving.remove(key)
        self._explain(key)
        self.desk.saved.emit()
        self._reread()

    def _not_saved(self, session: Session, key: str, error: Exception) -> None:
        """Keep what was typed and say why it is not saved; a later save of the same field decides for itself."""
        if session is not self._session:
            return
        self._saving.remove(key)
        refusal = error if isinstance(error, UserError) else UserError(_("Something went wrong in the program."))
        if key not in self._saving:
            kept = self.form.refuse(key, self.detail.value(key) if self.detail else None)
            self._explain(key, refusal.sentence if kept else "")
        self.failed.emit(refusal)
        if refusal is not error:
            self.desk.fail(error)
        self._reread()

    def _explain(self, key: str, refusal: str = "") -> None:
        """Note why a field is not saved, or that it shows again what is stored."""
        if refusal == self._refused.get(key, ""):
            return
        self._refused.pop(key, None)
        if refusal:
            self._refused[key] = refusal
        self._judge()
        self.unsaved_changed.emit()

    def _forget_settled(self) -> None:
        """Say nothing more of refused fields that show what is stored."""
        for key in self.unsaved:
            if not self.form.bound[key].editor.dirty:
                self._explain(key)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The keys of the fields of which a save was refused: they show what was typed, not what is stored."""
        return tuple(self._refused)

    def give_up(self) -> None:
        """Show what is stored wherever something else was typed."""
        if self.detail is not None:
            self.form.show_detail(self.detail, all_of_it=True)
            self._forget_settled()

    def flush(self) -> str:
        """Save everything typed, what was refused too; return the key of a field that could not be saved, or ""."""
        if self._session is None:
            return ""
        wrong = self.form.commit()
        self.desk.tasks.wait()
        QCoreApplication.sendPostedEvents(self.desk.tasks, QEvent.Type.MetaCall.value)
        self._forget_settled()
        return wrong or next(iter(self._refused), "")

    def _do(self, work: Callable[[], object], words: str = "") -> None:
        def done(_none: object) -> None:
            self.desk.saved.emit()
            if words:
                self.desk.say(words)

        self.desk.tasks.start(lambda _progress: work(), done, owner=self)

    def _settle(self, conflict: OpenConflict, value: Stored) -> None:
        ref = self.detail.ref if self.detail else ""
        self._do(lambda: operations.settle(self.work, ref, conflict, value))

    def _restore(self, written: Written) -> None:
        ident = self.detail.id if self.detail else ""
        self._do(
            lambda: operations.restore_field(self.work, ident, written),
            fill(_("Restored: {field}"), field=written.label),
        )

    # -- what is missing and wrong

    def _judge(self) -> None:
        """Check everything that is shown and say what is wrong, what is missing and how far each section is."""
        detail = self.detail
        if detail is None:
            return
        found = [p for key in self.form.bound for p in check_field(BY_KEY[key], detail.value(key), self.lists)]
        found += check_together(detail.values, standing(self.work))
        found += [Problem(key, "refused", sentence) for key, sentence in self._refused.items()]
        torn = {field_of(conflict.field) for conflict in detail.conflicts if conflict.kind == "proposal"}
        words = _("Two people wrote this differently.")
        found += [Problem(field.key, "conflict", words, refuses=False) for field in torn if field is not None]
        self.problems = found
        self.form.show_problems(found)
        state = detail.columns["state"]
        done = completeness(detail.values, next_stage(str(state) if state else None))
        self.side.show_needed(done, found)
        self.side.show_conflicts(detail, self.lists)
        self._show_progress(done)

    def _show_progress(self, done: Completeness) -> None:
        self.percent.setText(format_percent_of(done.percent))
        self.bar.set_share(done.percent / HUNDRED)
        filled, total = format_number(done.done), format_number(done.total)
        self.still.setText(fill(_("{done} of {total} fields filled for the next step"), done=filled, total=total))
        wanted: dict[str, list[str]] = {section: [] for section in SECTIONS}
        for need in needs(done.stage):
            wanted[BY_KEY[need.key].section].append(need.key)
        wrong = {BY_KEY[problem.field].section for problem in self.problems}
        entries = []
        for section, label in SECTIONS.items():
            every = len(wanted[section])
            missing = sum(key in done.missing for key in wanted[section])
            complete = every > 0 and not missing
            end = "" if complete or not every else f"{format_number(every - missing)}/{format_number(every)}"
            icon = "error" if section in wrong else "check" if complete else ""
            role = "error" if section in wrong else "ok" if complete else "text_muted"
            entries.append(Entry(section, _(label), end, icon, role))
        self.sections.set_entries(entries)

    def what_is_missing_first(self) -> str:
        """Return the key of the first field missing before submission, "" when none is."""
        missing = completeness(self.detail.values, "S").missing if self.detail is not None else ()
        return missing[0] if missing else ""

    # -- history

    def compare_moments(self) -> None:
        """Show the proposal at two moments side by side."""
        if self.detail is not None and self._events:
            CompareMoments(self.work, self.desk, self.detail.id, self._events, self).open()

    def toggle_comments(self) -> None:
        """Show what is said about the proposal, or put it away; new words are about the field in hand."""
        if self.end.currentWidget() is self.comments:
            self._show_at_end(self.side)
            self.form.setFocus()
        elif self.detail is not None:
            self.comments.open(self.detail.id, self.form.current_field())
            self._show_at_end(self.comments)
            self.comments.text.setFocus()

    def toggle_history(self) -> None:
        """Show the history in the end pane, or put it away."""
        if self.end.currentWidget() is self.drawer:
            self._show_at_end(self.side)
            self.form.setFocus()
            return
        self.drawer.show_events(self._events)
        self._show_at_end(self.drawer)
        self.drawer.close_button.setFocus()

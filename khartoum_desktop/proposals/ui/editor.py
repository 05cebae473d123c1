"""The editor of one proposal: sections at the start, the form, what is needed at the end; every field saves itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, language
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals import operations, past, queries
from khartoum_desktop.proposals.completeness import Completeness, completeness, needs, next_stage
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, SECTIONS
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import FieldValue, Problem, Stored, check_field, field_of
from khartoum_desktop.proposals.past import Event, Written
from khartoum_desktop.proposals.rows import OpenConflict, OriginRow, ProposalDetail
from khartoum_desktop.proposals.session import Saved, Session
from khartoum_desktop.proposals.together import check_together
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
_LINE_KINDS: Final = frozenset({*BY_KIND, "alignment"})


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything the editor shows of a proposal, read together."""

    detail: ProposalDetail
    origins: Sequence[OriginRow]
    events: Sequence[Event]


def read_all(work: Workspace, ident: str) -> Opened:
    """Read a proposal with its origins and history; runs in the background."""
    return Opened(queries.read(work, ident), queries.origins(work, ident), past.events(work, ident))


class EditorView(QWidget):
    """One proposal open for editing; `shown` says that what is in sight is another now."""

    shown = Signal(object)  # ProposalDetail
    gone = Signal()  # the proposal is no longer there
    failed = Signal(object, object)  # the error, what to do to try again (None: nothing)
    understood = Signal()  # the last failure is over

    def __init__(self, work: Workspace, desk: Desk, lists: Lists) -> None:
        super().__init__()
        self.work, self.desk, self.lists = work, desk, lists
        self.detail: ProposalDetail | None = None
        self.problems: Sequence[Problem] = ()
        self._session: Session | None = None
        self._refused: dict[str, str] = {}
        self._pending = 0  # saves that are not answered yet
        self._events: Sequence[Event] = ()
        self.form = ProposalForm(lists)
        self.form.committed.connect(self._save)
        self.sections = PaneList(_("Sections"))
        self.sections.chosen.connect(self.form.go_to_section)
        self.form.section_changed.connect(self.sections.set_current)
        self.side = SidePane(self.toggle_history)
        self.side.wanted.connect(self.form.go_to)
        self.side.settled.connect(self._settle)
        self.drawer = HistoryDrawer()
        self.drawer.closed.connect(self.toggle_history)
        self.drawer.restored.connect(self._restore)
        self.end = QStackedWidget()
        self.end.addWidget(self.side)
        self.end.addWidget(self.drawer)
        middle = Card(padding=1)
        middle.body.addWidget(self.form)
        self.panes = Splitter()
        for pane in (self._start_pane(), middle, self.end):
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes(list(_PANES))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.panes)

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
        self._session, self.detail, self._refused, self._pending = None, None, {}, 0
        self.desk.tasks.start(
            lambda _progress: read_all(self.work, ident), partial(self._opened, focus), self._not_read, owner=self
        )

    def _opened(self, focus: str, opened: Opened) -> None:
        self._session = Session(self.work, opened.detail)
        self.form.show_detail(opened.detail, all_of_it=True)
        reader = self.work.person is not None and self.work.person.role == "reader"
        self.form.set_read_only(reader)
        self.drawer.can_restore = not reader
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
        if self.end.currentWidget() is self.drawer:
            self.drawer.show_events(opened.events)
        self._events = opened.events
        self._judge()
        self.shown.emit(opened.detail)

    def heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        """Read again what somebody (an undo, an import, another window) changed in this proposal."""
        session = self._session
        if session is not None and (session.id in changes.get("proposal", ()) or _LINE_KINDS & changes.keys()):
            self._reread()

    def _reread(self) -> None:
        """Read the proposal again, unless a save is under way: the last save reads it itself."""
        session = self._session
        if session is None or self._pending:
            return

        def read(_progress: object) -> tuple[Saved, Opened]:
            saved = session.read()
            origins, events = queries.origins(self.work, session.id), past.events(self.work, session.id)
            return saved, Opened(saved.detail, origins, events)

        self.desk.tasks.start(read, partial(self._reread_done, session), self._not_read, owner=self)

    def _reread_done(self, session: Session, found: tuple[Saved, Opened]) -> None:
        """Show the new state where nothing is being typed; it counts as seen only when all of it is shown."""
        saved, opened = found
        if session is not self._session or self._pending:
            return
        if saved.detail.removed:
            self.gone.emit()
            return
        if self.form.show_detail(saved.detail, keep=self._refused):
            session.adopt(saved)
        self._show(opened)

    # -- saving

    def _save(self, key: str, value: FieldValue) -> None:
        session = self._session
        if session is None:
            return
        self._pending += 1
        self.desk.tasks.start(
            lambda _progress: session.save(key, value),
            lambda _saved: self._saved(session, key),
            partial(self._not_saved, session, key, value),
            label=_("Saving"),
            owner=self,
        )

    def _saved(self, session: Session, key: str) -> None:
        if session is not self._session:
            return
        self._pending -= 1
        if self._refused.pop(key, None):
            self.understood.emit()
        self.desk.saved.emit()
        self._reread()

    def _not_saved(self, session: Session, key: str, value: FieldValue, error: Exception) -> None:
        """Keep what was typed, say why it was not saved, and offer to try again."""
        if session is not self._session:
            return
        self._pending -= 1
        if not isinstance(error, UserError):
            self.desk.fail(error)
            return
        self._refused[key] = error.sentence
        self._judge()
        self.failed.emit(error, partial(self._save, key, value))
        self._reread()

    def flush(self) -> str:
        """Announce everything typed; return the key of a field that cannot be understood, "" if there is none."""
        wrong = self.form.commit() if self._session is not None else ""
        if not wrong:
            self.desk.tasks.wait()
        return wrong

    def _do(self, work: Callable[[], object]) -> None:
        self.desk.tasks.start(lambda _progress: work(), lambda _none: self.desk.saved.emit(), owner=self)

    def _settle(self, conflict: OpenConflict, value: Stored) -> None:
        ref = self.detail.ref if self.detail else ""
        self._do(lambda: operations.settle(self.work, ref, conflict, value))

    def _restore(self, written: Written) -> None:
        row, columns = (written.kind, written.row), written.columns
        self._do(lambda: operations.restore_values(self.work, row, columns, written.change))
        self.desk.say(fill(_("Restored: {field}"), field=written.label))

    # -- what is missing and wrong

    def _judge(self) -> None:
        """Check everything that is shown and say what is wrong, what is missing and how far each section is."""
        detail = self.detail
        if detail is None:
            return
        found = [p for key in self.form.bound for p in check_field(BY_KEY[key], detail.value(key), self.lists)]
        found += check_together(detail.values)
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

    def toggle_history(self) -> None:
        """Show the history in the end pane, or put it away."""
        if self.end.currentWidget() is self.drawer:
            self.end.setCurrentWidget(self.side)
            self.form.setFocus()
            return
        self.drawer.show_events(self._events)
        self.end.setCurrentWidget(self.drawer)
        self.drawer.close_button.setFocus()

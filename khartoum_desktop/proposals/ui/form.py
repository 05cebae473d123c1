"""The form of a proposal: one long scrolling page built from the catalogue, section by section."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication

from khartoum_desktop.core.i18n import NAMES, _
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, SECTIONS, Field, Type, of_section
from khartoum_desktop.proposals.lists import PRIORITY, Lists
from khartoum_desktop.proposals.model import FieldValue, Problem
from khartoum_desktop.proposals.rows import ProposalDetail
from khartoum_desktop.proposals.ui.editors import Bound, bind
from khartoum_desktop.proposals.ui.languages import LanguageRows
from khartoum_desktop.proposals.ui.line_cards import LineCards
from khartoum_desktop.toolkit.forms import FieldRow, FormSection
from khartoum_desktop.toolkit.parts import FlatButton, Line, Scroll

_SHORT: Final = frozenset({Type.CHOICE, Type.NUMBER, Type.DATE, Type.MONEY})
_NARROW: Final = {
    "acronym": 160,
    "contact_name": 260,
    "contact_function": 260,
    "contact_email": 260,
    "contact_phone": 180,
}
_HEAD_ROOM: Final = 12
HIDDEN: Final = frozenset({"source"})  # the program fills it; the pane beside the form shows it


class ProposalForm(Scroll):
    """All fields of one proposal; `committed` carries a field's key and its new value, `unchanged` the key alone."""

    committed = Signal(str, object)
    unchanged = Signal(str)
    section_changed = Signal(str)
    priorities_wanted = Signal()

    def __init__(self, lists: Lists) -> None:
        super().__init__(padding=20)
        self.lists = lists
        self.bound: dict[str, Bound] = {}
        self.rows: dict[str, FieldRow] = {}
        self.sections: dict[str, FormSection] = {}
        self._groups: dict[str, LanguageRows] = {}
        self._problems: dict[str, str] = {}
        self._waiting = list(SECTIONS)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.section_changed.emit(self.current_section()))

    def build_some(self) -> bool:
        """Build the next section; False when all are there. A form is built while nobody waits for it."""
        if not self._waiting:
            return False
        key = self._waiting.pop(0)
        if self.sections:
            self.body.addWidget(Line())
        section = self.sections[key] = FormSection(_(SECTIONS[key]))
        self._fill(section, [field for field in of_section(key) if self._is_shown(field)])
        self.body.addWidget(section)
        if not self._waiting:
            self.body.addStretch(1)
        return True

    def build(self) -> None:
        """Build what is not there yet."""
        while self.build_some():
            pass

    @staticmethod
    def _is_shown(field: Field) -> bool:
        return field.type is not Type.DERIVED and field.key not in HIDDEN

    def _fill(self, section: FormSection, fields: Iterable[Field]) -> None:
        """Add a section's fields: short ones beside each other, texts in three languages together."""
        short: list[FieldRow] = []
        languages: list[tuple[Field, FieldRow]] = []
        for field in fields:
            row = self._row(field)
            together = field.type in _SHORT or field.key in _NARROW
            if short and not together:
                section.add_side_by_side(*short)
                short = []
            if field.language and field.group:
                languages.append((field, row))
                if len(languages) == len(NAMES):
                    self._groups[field.group] = LanguageRows(field.group, languages)
                    section.body.addWidget(self._groups[field.group])
                    languages = []
            elif together:
                short.append(row)
            else:
                section.add(row)
        if short:
            section.add_side_by_side(*short)

    def _row(self, field: Field) -> FieldRow:
        bound = self.bound[field.key] = bind(field, self.lists)
        if field.key in _NARROW:
            line: Any = bound.editor.focusProxy()
            line.setFixedWidth(_NARROW[field.key])
        hint = _(field.hint) if field.hint and not field.language else ""
        row = self.rows[field.key] = FieldRow(_(field.label), bound.editor, hint)
        bound.editor.committed.connect(partial(self._committed, bound))
        bound.editor.unchanged.connect(partial(self.unchanged.emit, field.key))
        if field.scheme == PRIORITY and not self.lists.choices(PRIORITY) and isinstance(bound.editor, LineCards):
            self._lead_to_priorities(row, bound.editor)
        return row

    def _lead_to_priorities(self, row: FieldRow, cards: LineCards) -> None:
        """Offer to write the priorities where there are none to choose from."""
        link = FlatButton(_("Write the priorities"), self.priorities_wanted.emit, icon="edit", small=True)
        link.setObjectName("write_priorities")
        row.set_hint(_("This presidency has no priorities yet."))
        row.extra.addWidget(link, 0, Qt.AlignmentFlag.AlignLeading)
        cards.add_button.hide()
        cards.setFocusProxy(link)

    def _committed(self, bound: Bound, value: object) -> None:
        self.committed.emit(bound.field.key, bound.read(value))

    # -- values

    def show_detail(self, detail: ProposalDetail, *, all_of_it: bool = False) -> bool:
        """Show a proposal; fields of which the text is not saved stay as typed. Return whether all of it is shown.

        `all_of_it`: nothing that was typed stays, lines that were begun neither: they may be another proposal's.
        """
        whole = True
        for key, bound in self.bound.items():
            if bound.editor.dirty and not all_of_it:
                whole = False
            else:
                bound.show(detail.value(key))
            if all_of_it and isinstance(bound.editor, LineCards):
                bound.editor.drop_unfinished()
        status = {
            lang: self.lists.label("translation_status", str(detail.columns[f"translation_{lang}"] or ""))
            for lang in NAMES
        }
        self._groups["title"].show_status(status)
        return whole

    def refuse(self, key: str, stored: FieldValue) -> bool:
        """Keep what a field shows as not saved: stored is still this value. Return whether it shows another."""
        bound = self.bound[key]
        bound.editor.refuse(bound.write(stored))
        return bound.editor.dirty

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong beside the fields; of several problems of a field the first."""
        by_field: dict[str, Problem] = {}
        for problem in problems:
            if problem.row is None or not isinstance(self.bound[problem.field].editor, LineCards):
                by_field.setdefault(problem.field, problem)
        for key, row in self.rows.items():
            found = by_field.get(key)
            row.set_problem(found.sentence if found else None)
            editor = row.editor
            if isinstance(editor, LineCards):
                cells = {(p.row, p.column): p.sentence for p in problems if p.field == key and p.row is not None}
                editor.show_problems(cells)
        self._problems = {problem.field: problem.sentence for problem in reversed(problems)}

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not committed yet."""
        return any(bound.editor.dirty for bound in self.bound.values())

    def commit(self) -> str:
        """Announce everything typed; return the key of a field whose text cannot be understood, "" if there is none."""
        wrong = [key for key, bound in self.bound.items() if bound.editor.dirty and not bound.editor.commit()]
        return wrong[0] if wrong else ""

    def set_read_only(self, read_only: bool) -> None:
        """Let the proposal be read but not changed: for a reader."""
        for bound in self.bound.values():
            bound.editor.set_read_only(read_only)

    # -- moving about

    def go_to(self, key: str) -> None:
        """Show a field and put the focus into it."""
        row = self.rows.get(key)
        if row is None:
            return
        self.ensureWidgetVisible(row, 0, 8 * _HEAD_ROOM)
        row.editor.setFocus()
        self.section_changed.emit(BY_KEY[key].section)

    def go_to_section(self, section: str) -> None:
        """Scroll to a section and put the focus into its first field."""
        self.verticalScrollBar().setValue(max(0, self.sections[section].y() - _HEAD_ROOM))
        first = next((field.key for field in of_section(section) if field.key in self.rows), "")
        if first:
            self.rows[first].editor.setFocus()
        self.section_changed.emit(section)

    def step_section(self, by: int) -> None:
        """Go to the next section or the one before."""
        names = list(self.sections)
        place = names.index(self.current_section()) + by
        self.go_to_section(names[min(max(place, 0), len(names) - 1)])

    def next_problem(self) -> bool:
        """Go to the next field with a problem after the one in hand; False when there is none."""
        order = [field.key for field in FIELDS if field.key in self.rows]
        wrong = [key for key in order if self.rows[key].editor.problem or key in self._problems]
        if not wrong:
            return False
        here = self.current_field()
        place = order.index(here) if here in order else -1
        self.go_to(next((key for key in wrong if order.index(key) > place), wrong[0]))
        return True

    def current_field(self) -> str:
        """Return the key of the field that has the focus, "" for none."""
        focus = QApplication.focusWidget()
        for key, row in self.rows.items():
            if focus is not None and (row.editor is focus or row.editor.isAncestorOf(focus)):
                return key
        return ""

    def current_section(self) -> str:
        """Return the section at the top of what is in sight; at the very end the last one."""
        bar = self.verticalScrollBar()
        names = list(self.sections)
        if bar.maximum() and bar.value() >= bar.maximum():
            focus = self.current_field()
            return next((field.section for field in FIELDS if field.key == focus), names[-1])
        top = bar.value() + 5 * _HEAD_ROOM
        return next((name for name in reversed(names) if self.sections[name].y() <= top), names[0])

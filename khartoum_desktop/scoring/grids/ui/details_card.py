"""The card of one criterion: key, group, and in one language its name, its question and a sentence for each mark."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, Wording
from khartoum_desktop.scoring.grids import editing
from khartoum_desktop.scoring.grids.model import LENGTHS
from khartoum_desktop.scoring.grids.ui.fields import (
    Fields,
    long_editor,
    problem_line,
    said,
    text_of,
    titled,
    word_editor,
)
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor, FieldRow, LineEditor, LongEditor
from khartoum_desktop.toolkit.parts import Card, Scroll, clear_layout
from khartoum_desktop.toolkit.theme import CARD_PADDING

_MOST_MARKS: Final = 21  # of a longer scale only the marks that are worded are shown
_NONE: Final = "-"
_NEW: Final = "new"
_LEAST_WIDTH: Final = 330
_RING: Final = 4  # pixels round the fields for the focus ring, which would be cut at the edge of the pane


class DetailsCard(Card):
    """Shows one criterion of a set; its fields are made anew for another criterion, language or scale."""

    def __init__(self, fields: Fields) -> None:
        super().__init__(_("Criterion"), padding=CARD_PADDING - _RING)
        self.title.setContentsMargins(_RING, _RING, _RING, 0)
        self._fields = fields
        self._shape: object = None
        self.name: LineEditor | None = None
        self.question: LongEditor | None = None
        self.origin: ChoiceEditor | None = None
        self.mapping: ChoiceEditor | None = None
        self.levels: dict[int, LongEditor] = {}
        self.pane = Scroll(padding=_RING)
        self.body.addWidget(self.pane, 1)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self.pane.body.addLayout(self.column)
        self.pane.body.addStretch(1)
        self.setMinimumWidth(_LEAST_WIDTH)

    def show_criterion(self, criteria: CriteriaSet, old: CriteriaSet | None, chosen: str, here: str) -> None:
        """Show a criterion (its id), its texts in one language, and of a copy what it continues in the old set."""
        one = criteria.criteria[criteria.places[chosen]] if chosen in criteria.places else None
        groups = tuple((group.id, group.key, group.label.text()) for group in criteria.groups)
        marks = _marks_of(criteria, one) if one else ()
        shape = (criteria.id, chosen if one else "", here, groups, criteria.scale, marks, old and old.id)
        if shape == self._shape:
            return
        self._shape = shape
        clear_layout(self.column)
        self.levels.clear()
        self.name = self.question = None
        self.origin = self.mapping = None
        if one is None:
            words = _("Open a criterion by its name to word what must be seen for each mark.")
            self.column.addWidget(LeadingLabel(words, role="muted", wrap=True))
            return
        self._build(criteria, one, here)
        if old is not None:
            self._origin(one.id, old)
        self.column.addWidget(LeadingLabel(_("What must be seen for each mark"), kind="strong"))
        if not marks:
            words = _("This scale has too many marks to word each of them.")
            self.column.addWidget(LeadingLabel(words, kind="caption", role="muted", wrap=True))
        for mark in marks:
            self._level(criteria, one.id, mark, here)

    def _build(self, criteria: CriteriaSet, one: Criterion, here: str) -> None:
        ident = one.id
        key = LineEditor(longest=LENGTHS["key"], width=96)
        self._add(key, ident, "key", lambda line: line.key, lambda line, text: replace(line, key=text or ""))
        groups = [(_NONE, _("No group"))]
        groups += [(group.id, titled(group.key, group.label.text())) for group in criteria.groups]
        group = ChoiceEditor(groups, empty=None, width=200)
        self._add(
            group, ident, "group", lambda line: line.group or _NONE,
            lambda line, code: replace(line, group=None if code == _NONE else code),
        )  # fmt: skip
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(FieldRow(_("Key"), key))
        top.addWidget(FieldRow(_("Group"), group))
        top.addStretch(1)
        self.column.addLayout(top)
        self.name = name = word_editor(_("Name of the criterion"), here, "label")
        self._words(name, ident, "label", here, "label")
        self.column.addWidget(FieldRow(_("Name of the criterion"), name))
        self.question = question = long_editor(_("Question"), here)
        self._words(question, ident, "question", here, "question")
        self.column.addWidget(FieldRow(_("Question"), question))

    def _origin(self, ident: str, old: CriteriaSet) -> None:
        """Add which old criterion this one continues, and how."""
        choices = [(_NEW, _("New")), *((each.id, titled(each.key, each.label.text())) for each in old.criteria)]
        self.origin = ChoiceEditor(choices, empty=None, width=190)
        self._add(
            self.origin, ident, "copied_from", lambda line: line.copied_from or _NEW,
            lambda line, code: replace(line, copied_from=None if code == _NEW else code),
        )  # fmt: skip
        kinds = [(code, _(words)) for code, words in editing.MAPPINGS.items()]
        self.mapping = ChoiceEditor(kinds, empty="–", width=116)
        self._add(
            self.mapping, ident, "mapping", lambda line: line.mapping,
            lambda line, code: replace(line, mapping=code if line.copied_from else None),
        )  # fmt: skip
        line = QHBoxLayout()
        line.setSpacing(12)
        words = fill(_("From version {n}"), n=format_number(old.version))
        line.addWidget(FieldRow(words, self.origin))
        line.addWidget(FieldRow(_("What changed"), self.mapping))
        line.addStretch(1)
        self.column.addLayout(line)

    def _level(self, criteria: CriteriaSet, ident: str, mark: int, here: str) -> None:
        shown = criteria.scale.shown(mark)
        number = LeadingLabel(shown, kind="strong")
        number.setFixedWidth(34)
        self.levels[mark] = editor = long_editor(fill(_("Mark {mark}"), mark=shown), here)

        def words(one: CriteriaSet) -> Wording:
            line = one.criteria[one.places[ident]] if ident in one.places else None
            return next((level.text for level in line.levels if level.mark == mark), Wording()) if line else Wording()

        self._fields.add(
            editor,
            lambda one: f"criteria[{one.places.get(ident)}].levels.{mark}",
            lambda one: text_of(words(one), here),
            lambda one, text: editing.with_level(one, ident, mark, said(words(one), here, text, "text")),
        )
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(number)
        line.addWidget(editor, 1)
        self.column.addLayout(line)
        self.column.addWidget(problem_line(editor))

    def _words(self, editor: LineEditor | LongEditor, ident: str, part: str, here: str, kind: str) -> None:
        def change(line: Criterion, text: object) -> Criterion:
            values: dict[str, Any] = {part: said(getattr(line, part), here, text, kind)}
            return replace(line, **values)

        self._add(editor, ident, part, lambda line: text_of(getattr(line, part), here), change)

    def _add(
        self,
        editor: LineEditor | LongEditor | ChoiceEditor,
        ident: str,
        part: str,
        get: Callable[[Criterion], Any],
        put: Callable[[Criterion, Any], Criterion],
    ) -> None:
        def read(one: CriteriaSet) -> Any:
            return get(one.criteria[one.places[ident]]) if ident in one.places else None

        def change(one: CriteriaSet, value: Any) -> CriteriaSet:
            lines = tuple(put(line, value) if line.id == ident else line for line in one.criteria)
            return replace(one, criteria=lines)

        self._fields.add(editor, lambda one: f"criteria[{one.places.get(ident)}].{part}", read, change)


def _marks_of(criteria: CriteriaSet, one: Criterion) -> tuple[int, ...]:
    """Return the marks that are worded here, the highest first."""
    marks = criteria.scale.marks() if criteria.scale.step > 0 else range(0)
    if len(marks) <= _MOST_MARKS:
        return tuple(reversed(marks))
    return tuple(sorted((level.mark for level in one.levels), reverse=True)[:_MOST_MARKS])

"""The cards of conditional maxima and of the eligibility checklist: each row a sentence with its fields inside."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.scoring.criteria import CriteriaSet, Item, Limit, LimitKind, Wording
from khartoum_desktop.scoring.grids import editing
from khartoum_desktop.scoring.grids.ui.fields import (
    Fields,
    exact_editor,
    problem_line,
    said,
    text_of,
    titled,
    word_editor,
)
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import ChoiceEditor, Editor
from khartoum_desktop.toolkit.parts import Card, FlatButton, IconButton, clear_layout
from khartoum_desktop.toolkit.theme import CONTROL
from khartoum_desktop.workspace import new_id

_KINDS = {
    LimitKind.MARK: N_("another criterion has at least"),
    LimitKind.PRIORITIES: N_("priorities are served, at least"),
    LimitKind.ELIGIBILITY: N_("the checklist says yes to"),
}


class RowsCard(Card):
    """A title, rows that are laid out anew when there are others, and a button for one more."""

    changed = Signal(object)  # what changes the set

    def __init__(self, title: str, about: str, more: str, fields: Fields) -> None:
        super().__init__(title)
        self._fields = fields
        self._shape: object = None
        self.body.addWidget(LeadingLabel(about, kind="caption", role="muted", wrap=True))
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self.more = FlatButton(more, self.add, icon="add", small=True)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)

    def add(self) -> None:
        """Begin a row."""
        raise NotImplementedError

    def _lay_out(self, shape: object, build: Callable[[], None], *, read_only: bool) -> None:
        self.more.setVisible(not read_only)
        if shape != self._shape:
            self._shape = shape
            clear_layout(self._column)
            build()


class LimitsCard(RowsCard):
    """“Criterion X is marked at most M unless …”."""

    def __init__(self, fields: Fields) -> None:
        about = _("A higher mark is refused while the condition does not hold.")
        super().__init__(_("Conditional maxima"), about, _("New maximum"), fields)
        self._first = ""
        self.kinds: dict[str, ChoiceEditor] = {}
        self.most: dict[str, Editor] = {}

    def show_set(self, criteria: CriteriaSet, *, read_only: bool) -> None:
        """Show the maxima of a set."""
        self._first = criteria.criteria[0].id if criteria.criteria else ""
        names = tuple((one.id, one.key, one.label.text()) for one in criteria.criteria)
        items = tuple((item.id, item.label.text()) for item in criteria.checklist)
        kinds = tuple((limit.id, limit.kind) for limit in criteria.limits)
        self._lay_out((kinds, names, items, read_only), partial(self._build, criteria, read_only), read_only=read_only)

    def add(self) -> None:
        """Begin a maximum on the first criterion."""
        ident, first = new_id(), self._first
        if first:
            self.changed.emit(lambda one: editing.with_new_limit(one, ident, first))

    def _build(self, criteria: CriteriaSet, read_only: bool) -> None:
        self.kinds.clear()
        self.most.clear()
        for place, limit in enumerate(criteria.limits):
            self._column.addWidget(self._row(criteria, limit, place, read_only=read_only))

    def _row(self, criteria: CriteriaSet, limit: Limit, place: int, *, read_only: bool) -> QWidget:
        ident, at = limit.id, f"limits[{place}]"
        choices = [(one.id, titled(one.key, one.label.text())) for one in criteria.criteria]
        criterion = ChoiceEditor(choices, name=_("Limited criterion"), empty=None, width=180)
        self._part(criterion, ident, f"{at}.criterion", lambda _set, one: one.criterion, _put_criterion)
        self.most[ident] = most = exact_editor(_("At most"), 64)
        self._mark(most, ident, f"{at}.most", "most")
        self.kinds[ident] = kind = ChoiceEditor(
            [(str(one), _(words)) for one, words in _KINDS.items() if _possible(criteria, one)],
            name=_("Condition"), empty=None, width=220,
        )  # fmt: skip
        self._part(kind, ident, f"{at}.unless", lambda _set, one: str(one.kind), _put_kind)
        line = Flow(8, 8)
        for part in (criterion, _between(_("at most")), most, _between(_("unless")), kind):
            line.addWidget(part)
        condition = self._condition(criteria, limit, at, choices)
        for editor in condition:
            line.addWidget(editor)
        if not read_only:
            cross = IconButton("close", _("Take this maximum away"), partial(self._drop, ident), small=False)
            line.addWidget(cross)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(problem_line(criterion, most, kind, *condition))
        return holder

    def _condition(self, criteria: CriteriaSet, limit: Limit, at: str, choices: list[tuple[str, str]]) -> list[Editor]:
        ident = limit.id
        if limit.kind is LimitKind.ELIGIBILITY:
            items = [(item.id, item.label.text()) for item in criteria.checklist]
            item = ChoiceEditor(items, name=_("Item of the checklist"), empty=None, width=260)
            self._part(item, ident, f"{at}.unless.eligible", lambda _set, one: one.of, _put_of)
            return [item]
        if limit.kind is LimitKind.MARK:
            other = ChoiceEditor(choices, name=_("Other criterion"), empty=None, width=180)
            self._part(other, ident, f"{at}.unless.criterion", lambda _set, one: one.of, _put_of)
            least = exact_editor(_("At least"), 64)
            self._mark(least, ident, f"{at}.unless.least", "least")
            return [other, least]
        number = exact_editor(_("Priorities"), 64)
        self._part(number, ident, f"{at}.unless.priorities", lambda _set, one: Fraction(one.least), _put_number)
        return [number]

    def _part(
        self,
        editor: Editor,
        ident: str,
        place: str,
        get: Callable[[CriteriaSet, Limit], Any],
        put: Callable[[CriteriaSet, Limit, Any], Limit],
    ) -> None:
        def read(one: CriteriaSet) -> Any:
            return next((get(one, limit) for limit in one.limits if limit.id == ident), None)

        def change(one: CriteriaSet, value: Any) -> CriteriaSet:
            return editing.with_limit(one, ident, lambda limit: put(one, limit, value))

        self._fields.add(editor, place, read, change)

    def _mark(self, editor: Editor, ident: str, place: str, part: str) -> None:
        def read(one: CriteriaSet) -> Fraction | None:
            found = next((getattr(limit, part) for limit in one.limits if limit.id == ident), None)
            return None if found is None else one.scale.number(found)

        def change(one: CriteriaSet, number: Fraction | None) -> CriteriaSet:
            fresh, (mark,) = editing.marked(one, number)
            values: dict[str, Any] = {part: mark or 0}
            return editing.with_limit(fresh, ident, lambda limit: replace(limit, **values))

        self._fields.add(editor, place, read, change)

    def _drop(self, ident: str) -> None:
        self.more.setFocus()
        self.changed.emit(lambda one: editing.without_limit(one, ident))


def _between(words: str) -> LeadingLabel:
    """Return words between two fields, as high as they are."""
    label = LeadingLabel(words)
    label.setFixedHeight(CONTROL)
    return label


def _possible(criteria: CriteriaSet, kind: LimitKind) -> bool:
    if kind is LimitKind.MARK:
        return len(criteria.criteria) > 1
    return kind is LimitKind.PRIORITIES or bool(criteria.checklist)


def _put_criterion(_set: CriteriaSet, limit: Limit, ident: str) -> Limit:
    return replace(limit, criterion=ident)


def _put_kind(criteria: CriteriaSet, limit: Limit, kind: str) -> Limit:
    return editing.of_kind(criteria, limit, LimitKind(kind))


def _put_of(_set: CriteriaSet, limit: Limit, ident: str) -> Limit:
    return replace(limit, of=ident)


def _put_number(_set: CriteriaSet, limit: Limit, number: Fraction | None) -> Limit:
    return replace(limit, least=int(number or 0))


class ChecklistCard(RowsCard):
    """Yes-or-no questions apart from the marks; those that are obligatory decide on eligibility."""

    def __init__(self, fields: Fields) -> None:
        about = _(
            "Questions with yes or no, apart from the marks. “No” to an obligatory one makes a proposal ineligible."
        )
        super().__init__(_("Eligibility checklist"), about, _("New question"), fields)
        self._here = ""
        self.texts: dict[str, Editor] = {}

    def show_set(self, criteria: CriteriaSet, here: str, *, read_only: bool) -> None:
        """Show the checklist of a set, its texts in one language."""
        self._here = here
        shape = (tuple(item.id for item in criteria.checklist), here, read_only)
        self._lay_out(shape, partial(self._build, criteria, here, read_only), read_only=read_only)

    def add(self) -> None:
        """Begin a question."""
        ident, here = new_id(), self._here
        self.changed.emit(lambda one: editing.with_new_item(one, ident, Wording(**{here: _("New question")})))

    def _build(self, criteria: CriteriaSet, here: str, read_only: bool) -> None:
        self.texts.clear()
        for place, item in enumerate(criteria.checklist):
            self._column.addLayout(self._row(item.id, place, here, read_only=read_only))
            self._column.addWidget(problem_line(self.texts[item.id]))

    def _row(self, ident: str, place: int, here: str, *, read_only: bool) -> QHBoxLayout:
        self.texts[ident] = text = word_editor(_("Question"), here, "label")
        self._fields.add(
            text,
            f"checklist[{place}].label",
            lambda one: text_of(_item(one, ident).label, here),
            lambda one, value: editing.with_item(one, ident, label=said(_item(one, ident).label, here, value, "label")),
        )
        kinds = [("yes", _("obligatory")), ("no", _("for information"))]
        duty = ChoiceEditor(kinds, name=_("Obligatory or not"), empty=None, width=150)
        self._fields.add(
            duty,
            f"checklist[{place}].obligatory",
            lambda one: "yes" if _item(one, ident).obligatory else "no",
            lambda one, code: editing.with_item(one, ident, obligatory=code == "yes"),
        )
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(text, 1)
        line.addWidget(duty)
        if not read_only:
            line.addWidget(IconButton("close", _("Take this question away"), partial(self._drop, ident)))
        return line

    def _drop(self, ident: str) -> None:
        self.more.setFocus()
        self.changed.emit(lambda one: editing.without_item(one, ident))


def _item(criteria: CriteriaSet, ident: str) -> Item:
    return next((item for item in criteria.checklist if item.id == ident), Item(ident, "", Wording()))

"""The card of groups and criteria: weight, share, thresholds and what each is on, and where a copy's come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, language, listed
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Criterion, Group, Weighting, Wording, grouped
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
from khartoum_desktop.toolkit.direction import NUMBER, LeadingLabel
from khartoum_desktop.toolkit.forms import NumberEditor
from khartoum_desktop.toolkit.parts import Card, FlatButton, IconButton, Line, clear_layout
from khartoum_desktop.workspace import new_id

Change = Callable[[CriteriaSet], CriteriaSet]
_WEIGHT, _SHARE, _LEAST, _FROM, _BUTTONS = 2, 3, 4, 5, 6


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides which widgets there are; while it stays, only values change."""

    criteria_set: str
    lines: tuple[tuple[str, str | None], ...]
    groups: tuple[str, ...]
    weighting: Weighting
    copied: bool
    language: str
    read_only: bool


class Name(FlatButton):
    """The name of a criterion, which opens it; Alt with an arrow moves it. In a narrow table it is cut at its end."""

    moved = Signal(int)

    def __init__(self, run: Callable[[], object]) -> None:
        super().__init__("", run)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the whole name."""
        return QSize(round(2 * self._padding + super()._content_width() + 0.5), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Let the name be cut."""
        return QSize(90, super().sizeHint().height())

    def _content_width(self) -> float:
        """Return what of the name there is room for, so that it begins where the others do."""
        return self.width() - 2 * self._padding

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and an arrow."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class Share(LeadingLabel):
    """A share, its digits under those of the others in either direction."""

    def _turn(self) -> None:
        self.setAlignment(NUMBER)


class TableCard(Card):
    """Announces `opened` (a criterion's id) and changes of the set; its fields announce themselves."""

    opened = Signal(str)
    changed = Signal(object)  # a Change

    def __init__(self, fields: Fields) -> None:
        super().__init__(_("Criteria"))
        self._fields = fields
        self._shape: Shape | None = None
        self._criteria: CriteriaSet | None = None
        self._old: CriteriaSet | None = None
        self._here = language()
        self.names: dict[str, Name] = {}
        self.weights: dict[str, NumberEditor] = {}
        self.shares: dict[str, Share] = {}
        self.group_points: dict[str, NumberEditor] = {}
        self.group_marks: dict[str, NumberEditor] = {}
        self.origins: dict[str, LeadingLabel] = {}
        self.total = exact_editor(_("Least points in total"))
        self.sum = LeadingLabel("", kind="strong")
        self.dropped = LeadingLabel("", kind="caption", role="muted", wrap=True)
        rows = QWidget()  # of their own, so that no line that comes or goes moves them sideways
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self.body.addWidget(rows)
        self.body.addWidget(Line())
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.sum)
        foot.addStretch(1)
        foot.addWidget(LeadingLabel(_("Least points in total"), kind="caption", role="muted"))
        foot.addWidget(self.total)
        self.body.addLayout(foot)
        self.body.addWidget(problem_line(self.total))
        self.body.addWidget(self.dropped)
        self.new_criterion = FlatButton(_("New criterion"), self._add, icon="add", small=True)
        self.new_group = FlatButton(_("New group"), self._add_group, icon="add", small=True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.new_criterion)
        buttons.addWidget(self.new_group)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        fields.add(self.total, "threshold_total", lambda one: _points(one.threshold_points), _put_total)

    # -- showing

    def show_set(
        self, criteria: CriteriaSet, old: CriteriaSet | None, chosen: str, here: str, *, read_only: bool
    ) -> None:
        """Lay the rows out where the shape is another one, and say what is computed; `here`: language of the texts."""
        self._criteria, self._old, self._here = criteria, old, here
        lines = tuple((one.id, one.group) for one in criteria.criteria)
        groups = tuple(group.id for group in criteria.groups)
        shape = Shape(criteria.id, lines, groups, criteria.weighting, old is not None, here, read_only)
        if shape != self._shape:
            self._shape = shape
            self._build(criteria, read_only=read_only)
        for one in criteria.criteria:
            name = titled(one.key, one.label.text())
            self.names[one.id].set_text(name)
            self.names[one.id].setToolTip(name)
            self.names[one.id].setDown(one.id == chosen)
            self.shares[one.id].setText(format_percent(criteria.share_of(one), 1))
            if old is not None:
                self.origins[one.id].setText(_origin_words(old, one))
        self.sum.setText(_sum_words(criteria))
        for button in (self.new_criterion, self.new_group):
            button.setVisible(not read_only)
        gone = editing.dropped(old, criteria) if old else ()
        names = listed(f"{one.key} {one.label.text()}" for one in gone)
        self.dropped.setText(fill(_("Dropped: {names}"), names=names) if gone else "")
        self.dropped.setVisible(bool(gone))

    def _build(self, criteria: CriteriaSet, *, read_only: bool) -> None:
        clear_layout(self._grid)
        kept: tuple[dict[str, Any], ...] = (
            self.names, self.weights, self.shares, self.group_points, self.group_marks, self.origins,
        )  # fmt: skip
        for widgets in kept:
            widgets.clear()
        heads = {
            1: _("Criterion"),
            _WEIGHT: _WEIGHT_HEADS[criteria.weighting](),
            _SHARE: _("Share"),
            _LEAST: _("Least mark"),
        }
        if self._old:
            heads[_FROM] = fill(_("From version {n}"), n=format_number(self._old.version))
        for column, words in heads.items():
            self._grid.addWidget(LeadingLabel(words, kind="caption", role="muted"), 0, column)
        row = 1
        for group, members in self._sections(criteria):
            if group is not None:
                row = self._group_rows(row, group, read_only=read_only)
            for one in members:
                row = self._criterion_row(row, one, read_only=read_only)

    def _sections(self, criteria: CriteriaSet) -> Sequence[tuple[Group | None, tuple[Criterion, ...]]]:
        """Return the groups with their criteria, empty groups too."""
        found = list(grouped(criteria))
        there = {group.id for group, _members in found if group}
        empty = [(group, ()) for group in criteria.groups if group.id not in there]
        return [*(each for each in found if each[0]), *empty, *(each for each in found if each[0] is None)]

    def _group_rows(self, row: int, group: Group, *, read_only: bool) -> int:
        here, ident = self._here, group.id
        name = word_editor(_("Name of the group"), here, "label")
        self._fields.add(
            name,
            lambda one: f"groups[{_group_place(one, ident)}].label",
            lambda one: text_of(_group(one, ident).label, here),
            lambda one, text: editing.with_group(one, ident, label=said(_group(one, ident).label, here, text, "label")),
        )
        self.group_points[ident] = points = exact_editor(_("Least points of the group"))
        self._fields.add(
            points,
            lambda one: f"groups[{_group_place(one, ident)}].threshold",
            lambda one: _points(_group(one, ident).threshold_points),
            lambda one, number: editing.with_group(one, ident, threshold_points=editing.thousandths(number)),
        )
        self.group_marks[ident] = marks = exact_editor(_("Least sum of the group’s marks"))
        self._fields.add(
            marks,
            lambda one: f"groups[{_group_place(one, ident)}].threshold_marks",
            lambda one: _number(one, _group(one, ident).threshold_marks),
            lambda one, number: editing.with_group_marks(one, ident, number),
        )
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(LeadingLabel(group.key, kind="strong"))
        line.addWidget(name, 1)
        for words, editor in ((_("Least points"), points), (_("Least marks, added up"), marks)):
            line.addWidget(LeadingLabel(words, kind="caption", role="muted"))
            line.addWidget(editor)
        if not read_only:
            cross = IconButton(
                "close", fill(_("Take group {key} away"), key=group.key), partial(self._drop_group, ident)
            )
            line.addWidget(cross)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(problem_line(name, points, marks))
        self._grid.addWidget(holder, row, 0, 1, _BUTTONS + 1)
        return row + 1

    def _criterion_row(self, row: int, one: Criterion, *, read_only: bool) -> int:
        ident = one.id
        self.names[ident] = name = Name(partial(self.opened.emit, ident))
        name.moved.connect(lambda by: self._move(ident, by))
        self._grid.addWidget(name, row, 1, Qt.AlignmentFlag.AlignLeading)
        self.weights[ident] = weight = self._weight_field(one)
        self._grid.addWidget(weight, row, _WEIGHT)
        self.shares[ident] = Share()
        self._grid.addWidget(self.shares[ident], row, _SHARE)
        least = exact_editor(fill(_("Least mark of {key}"), key=one.key))
        self._fields.add(
            least,
            lambda one: f"criteria[{one.places.get(ident)}].threshold",
            lambda one: _number(one, _line(one, ident).threshold),
            lambda one, number: editing.with_threshold(one, ident, number),
        )
        self._grid.addWidget(least, row, _LEAST)
        if self._old:
            self.origins[ident] = LeadingLabel("", kind="caption", role="muted")
            self._grid.addWidget(self.origins[ident], row, _FROM)
        if not read_only:
            self._grid.addLayout(self._row_buttons(one), row, _BUTTONS)
        self._grid.addWidget(problem_line(weight, least), row + 1, 0, 1, _BUTTONS + 1)
        return row + 2

    def _weight_field(self, one: Criterion) -> NumberEditor:
        ident = one.id
        editor = exact_editor(fill(_("Weight of {key}"), key=one.key))
        weighting = self._criteria.weighting if self._criteria else Weighting.NUMBER
        place, get, put = _WEIGHT_PARTS[weighting]
        self._fields.add(
            editor,
            lambda one: f"criteria[{one.places.get(ident)}].{place}",
            lambda one: get(one, _line(one, ident)),
            lambda one, number: put(one, ident, number),
        )
        return editor

    def _row_buttons(self, one: Criterion) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(0)
        for icon, words, act in (
            ("up", _("Move {key} up"), partial(self._move, one.id, -1)),
            ("down", _("Move {key} down"), partial(self._move, one.id, 1)),
            ("close", _("Take {key} away"), partial(self._drop, one.id)),
        ):
            line.addWidget(IconButton(icon, fill(words, key=one.key), act))
        return line

    # -- changes of the rows

    def _do(self, change: Change) -> None:
        self.changed.emit(change)

    def _move(self, ident: str, by: int) -> None:
        self._do(lambda one: editing.moved(one, ident, by))

    def _drop(self, ident: str) -> None:
        self.new_criterion.setFocus()
        self._do(lambda one: editing.removed(one, ident))

    def _drop_group(self, ident: str) -> None:
        self.new_group.setFocus()
        self._do(lambda one: editing.without_group(one, ident))

    def _add(self) -> None:
        ident = new_id()
        last = self._criteria.criteria[-1].group if self._criteria and self._criteria.criteria else None
        self._do(lambda one: editing.added(one, ident, Wording(**{language(): _("New criterion")}), last))
        self.opened.emit(ident)

    def _add_group(self) -> None:
        ident = new_id()
        self._do(lambda one: editing.with_new_group(one, ident, Wording(**{language(): _("New group")})))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let a click beside the fields commit what is being typed."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mouseReleaseEvent(event)


def _origin_words(old: CriteriaSet, one: Criterion) -> str:
    """Return where a copy's criterion comes from: "new", or the old one's key and how it continues it."""
    origin = next((each for each in old.criteria if each.id == one.copied_from), None)
    if origin is None:
        return _("New")
    words = _(editing.MAPPINGS.get(one.mapping or "", "–"))
    return words if origin.key == one.key else titled(origin.key, words)


def _sum_words(criteria: CriteriaSet) -> str:
    whole = format_percent(1 if criteria.weight else 0)
    weights = format_number(criteria.total_weight, 0 if criteria.total_weight.denominator == 1 else 4)
    return fill(_("Sum of the weights: {weights} = {percent}"), weights=weights, percent=whole)


def _line(criteria: CriteriaSet, ident: str) -> Criterion:
    place = criteria.places.get(ident)
    return Criterion(ident, "", Wording(), 0) if place is None else criteria.criteria[place]


def _group(criteria: CriteriaSet, ident: str) -> Group:
    return next((group for group in criteria.groups if group.id == ident), Group(ident, "", Wording()))


def _group_place(criteria: CriteriaSet, ident: str) -> int:
    return next((place for place, group in enumerate(criteria.groups) if group.id == ident), -1)


def _points(thousandths: int | None) -> Fraction | None:
    return None if thousandths is None else Fraction(thousandths, UNIT)


def _put_total(one: CriteriaSet, number: Fraction | None) -> CriteriaSet:
    return replace(one, threshold_points=editing.thousandths(number))


def _number(criteria: CriteriaSet, mark: int | None) -> Fraction | None:
    return None if mark is None else criteria.scale.number(mark)


def _weight(criteria: CriteriaSet, one: Criterion) -> Fraction:
    return criteria.weight_of(one)


def _swing(_criteria: CriteriaSet, one: Criterion) -> Fraction:
    return Fraction(one.swing or 0, UNIT)


def _importance(_criteria: CriteriaSet, one: Criterion) -> Fraction:
    return Fraction(one.importance or 0)


def _put_weight(one: CriteriaSet, ident: str, number: Fraction | None) -> CriteriaSet:
    return editing.with_weight(one, ident, number or Fraction())


def _put_swing(one: CriteriaSet, ident: str, number: Fraction | None) -> CriteriaSet:
    return editing.with_swing(one, ident, number or Fraction())


def _put_importance(one: CriteriaSet, ident: str, number: Fraction | None) -> CriteriaSet:
    return editing.with_importance(one, ident, max(round(number or 0), 1))


_WEIGHT_PARTS: Final[dict[Weighting, tuple[str, Callable[..., Any], Callable[..., CriteriaSet]]]] = {
    Weighting.NUMBER: ("weight", _weight, _put_weight),
    Weighting.SWING: ("swing", _swing, _put_swing),
    Weighting.ORDER: ("importance", _importance, _put_importance),
}
_WEIGHT_HEADS: Final[dict[Weighting, Callable[[], str]]] = {
    Weighting.NUMBER: lambda: _("Weight"),
    Weighting.SWING: lambda: _("Swing points"),
    Weighting.ORDER: lambda: _("Importance"),
}

"""The card of the sliders: one a criterion, in its groups, with its number, its lock and what it was."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, grouped
from khartoum_desktop.shortlist.ui.rank_rows import segment_of, segments
from khartoum_desktop.shortlist.whatif.ui.slider import Tick, WeightSlider
from khartoum_desktop.shortlist.whatif.weights import Weights, group_shares, stored
from khartoum_desktop.shortlist.whatif.words import read_share, share_text
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import NumberEditor
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.parts import Card, IconButton, Scroll, clear_layout
from khartoum_desktop.toolkit.theme import current_theme

_SQUARE: Final = 10


class _Square(QWidget):
    """The colour of a criterion's segment."""

    def __init__(self, segment: int) -> None:
        super().__init__()
        self._segment = segment
        self.setFixedSize(_SQUARE + 2, _SQUARE + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        look = current_theme().criterion(self._segment)
        painter = QPainter(self)
        painter.setPen(QPen(look.edge, 1))
        painter.setBrush(look.fill)
        painter.drawRect(QRectF(0.5, 0.5, _SQUARE, _SQUARE))
        painter.end()


class Lock(IconButton):
    """Keeps a weight where it is while others move."""

    def __init__(self, name: str) -> None:
        super().__init__("unlocked", name)
        self.setCheckable(True)
        self.toggled.connect(self._turned)

    def _turned(self, on: bool) -> None:
        self.icon_name, self.role = ("locked", "accent") if on else ("unlocked", "text_muted")
        self.update()


class ShareEditor(NumberEditor):
    """The number beside a slider: the same control, which follows it."""

    def __init__(self, name: str) -> None:
        super().__init__(read_share, share_text, name=name, width=70)

    def follow(self, share: Fraction) -> None:
        """Show the slider's share; cheaper than `set_value` while nothing is wrong, since all follow every move."""
        if self.problem:
            self.set_value(share)
            return
        self.show_value(share)
        self.refuse(self.read())


class WeightRow(QWidget):
    """One criterion: its name, what it was, lock and number; below them its slider."""

    wanted = Signal(object)  # a Fraction
    let_go = Signal()

    def __init__(self, criterion: Criterion, segment: int, usual: Fraction) -> None:
        super().__init__()
        self.criterion = criterion
        name = fill(_("{key} {name}"), key=criterion.key, name=criterion.label.text())
        self.name = ElidingLabel(name)
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.was = LeadingLabel(kind="caption", role="muted")
        self.lock = Lock(strip_isolates(fill(_("Lock {name}"), name=name)))
        self.number = ShareEditor(fill(_("Weight of {name}"), name=name))
        self.slider = WeightSlider(fill(_("Weight of {name}"), name=name), usual)
        self.share = usual
        self._shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(_Square(segment))
        line.addWidget(self.name, 1)
        line.addWidget(self.was)
        line.addWidget(self.lock)
        line.addWidget(self.number)
        column.addLayout(line)
        column.addWidget(self.slider)
        self.slider.wanted.connect(self.wanted)
        self.slider.let_go.connect(self.let_go)
        self.number.committed.connect(self._typed)
        self.lock.toggled.connect(lambda on: self._locked(on=on))
        self.show_share(usual)

    def _typed(self, share: object) -> None:
        if isinstance(share, Fraction):
            self.wanted.emit(share)
            self.let_go.emit()
        if self.number.value() != self.share:  # refused, or taken only in part
            self.number.set_value(self.share)

    def _locked(self, *, on: bool) -> None:
        self.slider.setEnabled(not on)
        self.number.setEnabled(not on)

    def show_share(self, share: Fraction) -> None:
        """Show a weight; only what changed is touched, since all rows follow every move."""
        self.share = share
        text = share_text(share)
        was = fill(_("was {share}"), share=share_text(self.slider.stored)) if share != self.slider.stored else ""
        self.slider.set_share(share, listed(part for part in (text, was) if part))
        if text != self._shown:
            self._shown = text
            self.number.follow(share)
            if self.was.text() != was:
                self.was.setText(was)


class Heading(QWidget):
    """A group's name and what its criteria weigh together."""

    def __init__(self, name: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 8, 0, 2)
        line.setSpacing(8)
        self.name = ElidingLabel(name, kind="strong")
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sum = LeadingLabel(kind="strong")
        line.addWidget(self.name, 1)
        line.addWidget(self.sum)

    def show_sum(self, share: Fraction) -> None:
        """Show what the group weighs."""
        text = share_text(share)
        if text != self.sum.text():
            self.sum.setText(text)


class _Key(QWidget):
    """What a sign on the sliders means."""

    def __init__(self, sign: str, words: str) -> None:
        super().__init__()
        self._sign = sign
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addSpacing(14)
        line.addWidget(LeadingLabel(words, kind="caption", role="muted"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sign before the words."""
        theme, rtl = current_theme(), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = (self.width() - 6.0 if rtl else 6.0), self.height() / 2
        if self._sign == "ring":
            painter.setPen(QPen(theme.colour("ghost"), 2))
            painter.drawEllipse(QRectF(x - 4, middle - 4, 8, 8))
        elif self._sign == "strong":
            painter.fillRect(QRectF(x - 1.5, middle - 8, 3, 16), theme.colour("warn"))
        elif self._sign == "lock":
            draw_icon(painter, QRectF(x - 6, middle - 6, 12, 12), "locked", theme.colour("text_muted"))
        else:
            painter.fillRect(QRectF(x - 1, middle - 4.5, 2, 9), theme.colour("text_muted"))
        painter.end()


class WeightsCard(Card):
    """All sliders; says which weight is wanted where, and shows what came of it."""

    wanted = Signal(int, object)  # place of the criterion, a Fraction
    let_go = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.title.hide()
        top = QHBoxLayout()
        top.setSpacing(8)
        self.heading = LeadingLabel(_("Weights"), kind="section")
        self.total = LeadingLabel(kind="strong")
        top.addWidget(self.heading, 1)
        top.addWidget(self.total)
        self.top = top
        self.body.addLayout(top)
        self.extra = QVBoxLayout()
        self.body.addLayout(self.extra)
        self.pane = Scroll()
        self.inner = QVBoxLayout()
        self.inner.setSpacing(6)
        self.inner.setContentsMargins(2, 0, 8, 0)
        self.pane.body.addLayout(self.inner)
        self.pane.body.addStretch(1)
        self.body.addWidget(self.pane, 1)
        self.signs = QHBoxLayout()
        self.signs.setSpacing(10)
        self.strong = _Key("strong", "")
        self.body.addLayout(self.signs)
        self.rows: list[WeightRow] = []
        self._headings: dict[str, Heading] = {}
        self.criteria: CriteriaSet | None = None

    def show_criteria(self, criteria: CriteriaSet, count: int) -> None:
        """Make the sliders of a criteria set; `count` first places are watched."""
        self._show_signs(count)
        if criteria == self.criteria:
            return
        self.criteria = criteria
        clear_layout(self.inner)
        self._headings = {}
        usual, parts = stored(criteria), segments(criteria)
        rows: dict[int, WeightRow] = {}
        several = len(list(grouped(criteria))) > 1
        for group, members in grouped(criteria):
            heading = Heading(group.label.text() if group else _("Other criteria"))
            self._headings[group.id if group else ""] = heading
            self.inner.addWidget(heading)
            set_shown(heading, several)
            for one in members:
                place = criteria.places[one.id]
                row = WeightRow(one, segment_of(parts, place), usual[place])
                row.wanted.connect(partial(self.wanted.emit, place))
                row.let_go.connect(partial(self.let_go.emit, place))
                self.inner.addWidget(row)
                rows[place] = row
        self.rows = [rows[place] for place in range(len(rows))]
        self.show_weights(usual)

    def _show_signs(self, count: int) -> None:
        from khartoum_desktop.core.numbers import format_number

        clear_layout(self.signs)
        for sign, words in (
            ("strong", fill(_("first {n} change"), n=format_number(count))),
            ("tick", _("an order flips")),
            ("ring", _("stored")),
        ):
            self.signs.addWidget(_Key(sign, words))
        self.signs.addStretch(1)

    def show_weights(self, weights: Weights) -> None:
        """Show weights on all sliders."""
        for row, share in zip(self.rows, weights, strict=True):
            row.show_share(share)
        if self.criteria is not None:
            for ident, share in group_shares(self.criteria, weights).items():
                self._headings[ident].show_sum(share)
        text = fill(_("Sum {share}"), share=share_text(sum(weights, Fraction())))
        if text != self.total.text():
            self.total.setText(text)

    def show_ticks(self, ticks: Mapping[int, Sequence[Tick]]) -> None:
        """Show tipping points on each slider (by the criterion's place)."""
        for place, row in enumerate(self.rows):
            row.slider.set_ticks(ticks.get(place, ()))

    @property
    def locked(self) -> frozenset[int]:
        """The places of the criteria that stay where they are."""
        return frozenset(place for place, row in enumerate(self.rows) if row.lock.isChecked())

    def sizeHint(self) -> QSize:
        """Return a usual width."""
        return QSize(348, super().sizeHint().height())

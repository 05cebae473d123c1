"""The card that says why a proposal stands where it stands."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, shown_mark
from khartoum_desktop.shortlist.model import Gap, Ranking, Why, explain
from khartoum_desktop.shortlist.model import Line as RankLine
from khartoum_desktop.shortlist.shown import leading_parts, places_apart
from khartoum_desktop.shortlist.stability.words import drawn_sentence, rule_sentence
from khartoum_desktop.shortlist.thresholds import Threshold, threshold_name
from khartoum_desktop.shortlist.ui.heat_strip import HeatStrip
from khartoum_desktop.shortlist.ui.rank_rows import ineligible_words, rank_words, segment_of, segments
from khartoum_desktop.shortlist.ui.standing import Standing, holding_sentences, move_sentence, named
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.parts import Card, FlatButton, Line, Scroll, clear_layout
from khartoum_desktop.toolkit.theme import current_theme

_SQUARE = 10


def signed(points: Fraction, places: int = 1) -> str:
    """Return a difference in points with its sign."""
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return sign + format_number(abs(points), places)


class PartLine(QWidget):
    """A criterion with the colour of its segment and a number at the end."""

    def __init__(self, name: str, number: str, *, segment: int | None = None, strong: bool = False) -> None:
        super().__init__()
        self._name, self._number, self._segment, self._strong = name, number, segment, strong
        self.setAccessibleName(strip_isolates(f"{name}: {number}"))
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(200, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint square, name and number."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        kind = "strong" if self._strong else "body"
        left = 0.0
        if self._segment is not None:
            look = theme.criterion(self._segment)
            painter.setPen(QPen(look.edge, 1))
            painter.setBrush(look.fill)
            square = QRectF(0.5, box.center().y() - _SQUARE / 2, _SQUARE, _SQUARE)
            painter.drawRect(mirrored(square, box, rtl=rtl))
            left = _SQUARE + 9.0
        width = theme.metrics(kind).horizontalAdvance(strip_isolates(self._number)) + 4
        end = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
        number = mirrored(QRectF(box.right() - width, 0, width, box.height()), box, rtl=rtl)
        role = theme.colour("text" if self._segment is not None or self._strong else "text_muted")
        draw_text(painter, number, self._number, theme.font(kind), role, end | Qt.AlignmentFlag.AlignAbsolute)
        words = mirrored(QRectF(left, 0, box.width() - left - width - 6, box.height()), box, rtl=rtl)
        draw_text(painter, words, self._name, theme.font(kind), role, text_side(rtl=rtl))
        painter.end()


class GapPart(QWidget):
    """The gap to a neighbour, criterion by criterion; the small ones may be folded away, never a larger sum of them."""

    turned = Signal(bool)  # all criteria are shown, or no longer

    def __init__(self, criteria: CriteriaSet, gap: Gap, places: int, *, whole: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        points = [part.points for part in gap.parts]
        shown, places = leading_parts(points), max([places, *(places_apart([Fraction(), one]) for one in points)])
        lines = [part_line(criteria, part.criterion, signed(part.points, places)) for part in gap.parts]
        rest = PartLine(_("Other criteria"), signed(sum(points[shown:], Fraction()), places))
        for line in (*lines, rest, PartLine(_("Total"), signed(gap.points, places), strong=True)):
            column.addWidget(line)
        self._folded, self._rest = lines[shown:], rest
        words = ngettext("Show all {n} criteria", "Show all {n} criteria", len(lines))
        self._more, self._fewer = fill(words, n=format_number(len(lines))), _("Show fewer")
        self.toggle = FlatButton(self._more, self._turn, small=True)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeading)
        self.toggle.setVisible(bool(self._folded))
        self._show(whole=whole)

    def _turn(self) -> None:
        whole = self._folded[0].isHidden()
        self._show(whole=whole)
        self.turned.emit(whole)

    def _show(self, *, whole: bool) -> None:
        for line in self._folded:
            line.setVisible(whole)
        self._rest.setVisible(bool(self._folded) and not whole)
        self.toggle.setText(self._fewer if whole else self._more)


def part_line(criteria: CriteriaSet, criterion: Criterion, number: str) -> PartLine:
    """Return the line of a criterion, in the colour of its segment."""
    return PartLine(named(criterion), number, segment=segment_of(segments(criteria), criteria.places[criterion.id]))


class WhyCard(Card):
    """“Why here?” for the selected line: contributions, gaps, what would lift it, thresholds, disagreement."""

    def __init__(self, buttons: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(_("Why here?"), parent=parent)
        self._whole: dict[str, bool] = {}  # whether all of the gap above and of the one below is shown
        self._gaps: dict[str, GapPart] = {}
        self.pane = Scroll()
        self.inner = QVBoxLayout()
        self.inner.setSpacing(3)
        self.pane.body.addLayout(self.inner)
        self.pane.body.addStretch(1)
        self.body.addWidget(self.pane, 1)
        line = Flow(4, 4)
        for button in buttons:
            line.addWidget(button)
        self.body.addLayout(line)
        self.show_line(None, "")

    def show_line(self, ranking: Ranking | None, proposal: str, standing: Standing | None = None) -> None:
        """Explain a proposal's place, or say that none is selected."""
        focused = next((side for side, part in self._gaps.items() if part.toggle.hasFocus()), "")
        self._gaps = {}
        clear_layout(self.inner)
        why = explain(ranking, proposal) if ranking is not None and proposal else None
        if ranking is None or why is None:
            self._words(_("Select a proposal to see what put it where it stands."), role="muted")
            return
        criteria = ranking.criteria
        self._words(why.line.candidate.ref, kind="caption", role="muted")
        self._words(why.line.candidate.title.text(), kind="strong")
        self._words(rank_words(ranking, why.line))
        if why.line.id in ranking.ineligible:
            self._words(ineligible_words(ranking, why.line), role="error")
        for one in ranking.beyond.get(why.line.id, ()):
            self._words(one.sentence, role="warn")
        self._strongest(ranking, why)
        if why.above is not None:
            self._gap(ranking, "above", why.above, _("Gap to {ref}, the one above"))
        if why.below is not None:
            self._gap(ranking, "below", why.below, _("Gap to {ref}, the one below"))
        if focused in self._gaps:
            self._gaps[focused].toggle.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lift(ranking, why)
        if standing is not None and why.line.official:
            self._draws(standing, why.line)
        self._thresholds(criteria, [one for one in ranking.thresholds(why.line) if one.status != "passed"])
        self._divided(criteria, why)
        self._without(criteria, why)

    def _words(self, text: str, *, kind: str = "body", role: str = "") -> None:
        self.inner.addWidget(LeadingLabel(text, kind=kind, role=role, wrap=True))

    def _heading(self, text: str) -> None:
        self.inner.addSpacing(6)
        self.inner.addWidget(Line())
        self.inner.addSpacing(4)
        self._words(text, kind="caption", role="muted")

    def _strongest(self, ranking: Ranking, why: Why) -> None:
        if why.strongest:
            self._heading(_("Strongest contributions"))
            for part in why.strongest:
                points = format_number(part.points, ranking.decimals)
                self.inner.addWidget(part_line(ranking.criteria, part.criterion, points))

    def _gap(self, ranking: Ranking, side: str, gap: Gap, title: str) -> None:
        self._heading(fill(title, ref=gap.other.candidate.ref))
        part = GapPart(ranking.criteria, gap, ranking.decimals, whole=self._whole.get(side, False))
        part.turned.connect(lambda whole: self._whole.update({side: whole}))
        self._gaps[side] = part
        self.inner.addWidget(part)

    def _lift(self, ranking: Ranking, why: Why) -> None:
        if why.above is None:
            return
        self._heading(_("What would lift it"))
        if why.lift is not None:
            sentence = _("With {needed} instead of {now} on {criterion} it draws level with {ref}.")
            self._words(
                fill(
                    sentence,
                    needed=shown_mark(_upwards(why.lift.needed)),
                    now=shown_mark(why.lift.now),
                    criterion=named(why.lift.criterion),
                    ref=why.above.other.candidate.ref,
                )
            )
        else:
            self._words(_("No single mark is enough for that."))
        move = move_sentence(ranking, why.line, why.above.other)
        if move:
            self._words(move)

    def _draws(self, standing: Standing, line: RankLine) -> None:
        if line.rank == 1:
            holding = holding_sentences(standing)
            if holding:
                self._heading(_("It stays first while the weights stay within"))
                for sentence in holding:
                    self._words(sentence)
        self._heading(drawn_sentence(standing.stability.settings))
        self.inner.addWidget(HeatStrip(standing.shares(line), line.rank or 1))
        self._words(standing.draws_sentence(line))
        self._words(rule_sentence(standing.stability.settings), kind="caption", role="muted")

    def _thresholds(self, criteria: CriteriaSet, missed: Sequence[Threshold]) -> None:
        if missed:
            self._heading(_("Thresholds"))
        for one in missed:
            template = (
                _("{what}: {points} of the {needed} needed")
                if one.status == "missed"
                else _("{what}: not known yet, {needed} needed")
            )
            self._words(
                fill(
                    template,
                    what=threshold_name(criteria, one),
                    points=format_number(one.high, places_apart([one.high, one.needed])),
                    needed=format_number(one.needed, places_apart([one.high, one.needed])),
                )
            )

    def _without(self, criteria: CriteriaSet, why: Why) -> None:
        if why.line.without:
            self._heading(_("Not applicable by decision: the weight goes to the others"))
            for place in sorted(why.line.without):
                self._words(named(criteria.criteria[place]))

    def _divided(self, criteria: CriteriaSet, why: Why) -> None:
        pairs = zip(criteria.criteria, why.line.cells, strict=True)
        marked = [(named(criterion), cell) for criterion, cell in pairs if cell is not None]
        apart = [name for name, cell in marked if cell.divided(criteria.scale, criteria.wide)]
        if apart:
            self._heading(_("Assessors differ widely on"))
            for name in apart:
                self._words(name)
        decided = [(name, cell.agreed) for name, cell in marked if cell.agreed is not None]
        if decided:
            self._heading(_("Agreed by the panel"))
            for name, day in decided:
                self._words(fill(_("{criterion}, on {day}"), criterion=name, day=format_date(day)))


def _upwards(mark: Fraction) -> Fraction:
    """Return a mark that is enough with two places, as marks are shown."""
    return Fraction(ceil(mark * 100), 100)

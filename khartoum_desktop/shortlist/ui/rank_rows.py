"""What the ranking shows of a line: its columns, its bar cut by criterion or group, and the words for it."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.scoring.criteria import CriteriaSet, grouped
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.shortlist.model import Line, Ranking, contributions, tie_sentence
from khartoum_desktop.shortlist.ui.standing import Standing
from khartoum_desktop.toolkit.delegates import CELL_PADDING, RowDelegate
from khartoum_desktop.toolkit.painting import ChipLook, Contributions, draw_text, text_side
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.theme import current_theme

RULE: Final = "rule:"  # ids of lines that only divide begin so
COLOURS: Final = 8  # with more criteria than colours, the bar is cut by group
_FULL: Final = 100
RULE_HEIGHT: Final = 34


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table in this feature, or (line None) a dividing one with its sentence."""

    line: Line | None
    title: str
    second: str = ""
    sentence: str = ""


class DividingDelegate(RowDelegate):
    """Paints dividing lines over the whole width, with a heavy line above them; all else as usual."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        model = index.model()
        row = model.row_at(index.row()) if hasattr(model, "row_at") else None
        sentence = getattr(row, "sentence", "")
        if not sentence:
            super().paint(painter, option, index)
            return
        theme = current_theme()
        shown = option
        box = QRectF(shown.rect)
        rtl = shown.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.fillRect(box, theme.colour("alt"))
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 2), theme.colour("control_border"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("divider"))
        room = box.adjusted(CELL_PADDING, 2, -CELL_PADDING, -1)
        draw_text(painter, room, sentence, theme.font("strong"), theme.colour("text"), text_side(rtl=rtl))
        if shown.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("focus"))
            painter.drawRect(box.adjusted(1, 3, -2, -3))
        painter.restore()


def divide(table: Table, model: RowsModel[Any]) -> None:
    """Let dividing lines run over the whole width, lower than the others."""
    table.clearSpans()
    for row, one in enumerate(model.ids):
        if one.startswith(RULE):
            table.setSpan(row, 0, 1, model.columnCount())
            table.verticalHeader().resizeSection(row, RULE_HEIGHT)


# --- segments of the bar ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar: its name, and the places of the criteria that it is made of."""

    name: str
    places: tuple[int, ...]


def segments(criteria: CriteriaSet) -> tuple[Segment, ...]:
    """Return how bars are cut: by criterion, or by group where there are more criteria than colours."""
    groups = [(group, members) for group, members in grouped(criteria) if group is not None]
    if len(criteria.criteria) <= COLOURS or not groups:
        return tuple(Segment(one.label.text(), (place,)) for place, one in enumerate(criteria.criteria))
    return tuple(
        Segment(
            _("Other criteria") if group is None else group.label.text(),
            tuple(criteria.places[one.id] for one in members),
        )
        for group, members in grouped(criteria)
    )


def segment_of(parts: tuple[Segment, ...], place: int) -> int:
    """Return which segment a criterion belongs to: its colour."""
    return next((number for number, part in enumerate(parts) if place in part.places), 0)


def bar_of(ranking: Ranking, parts: tuple[Segment, ...], line: Line) -> Contributions:
    """Return the bar of a line on the scale 0 to 100; a whisker only where marks are missing."""
    criteria = ranking.criteria
    most = criteria.points_max or Fraction(1)
    points = contributions(criteria, line)
    shares = tuple(float(sum((points[place] for place in part.places), Fraction()) * _FULL / most) for part in parts)
    if line.score.coverage == 1:
        return Contributions(shares, faint=not line.official)
    low, high = (float(bound * criteria.total_weight * _FULL / most) for bound in bounds(line))
    return Contributions(shares, low, high, faint=True)


def bounds(line: Line) -> tuple[Fraction, Fraction]:
    """Return where the total may still end."""
    return line.score.low, line.score.high


# --- words ------------------------------------------------------------------------------------------------------------


def points_text(ranking: Ranking, line: Line) -> str:
    """Return the points, or the range in which they may still end."""
    if line.points is not None:
        return format_number(line.points, ranking.decimals)
    weight = ranking.criteria.total_weight
    low, high = (format_number(bound * weight, 0) for bound in bounds(line))
    return low if low == high else isolate_ltr(f"{low}–{high}")


def rank_text(line: Line) -> str:
    """Return the rank, or the range of ranks that it may still have."""
    if line.rank is not None:
        return format_number(line.rank)
    low, high = format_number(line.rank_low), format_number(line.rank_high)
    return low if low == high else isolate_ltr(f"{low}–{high}")


def rank_words(ranking: Ranking, line: Line) -> str:
    """Return rank and points as a sentence; of a shared rank also what orders the lines inside it."""
    points, most = points_text(ranking, line), format_number(ranking.criteria.points_max)
    if line.rank is None:
        return fill(_("Rank {rank}, {points} of {most}, provisional"), rank=rank_text(line), points=points, most=most)
    said = fill(_("Rank {rank}, {points} of {most}"), rank=rank_text(line), points=points, most=most)
    if not line.shared:
        return said
    shared = fill(_("Shared rank {rank}, {points} of {most}"), rank=rank_text(line), points=points, most=most)
    return f"{shared}. {tie_sentence(ranking)}"


def coverage_text(ranking: Ranking, line: Line) -> str:
    """Return how much of the weight is marked, and where that is all, by how many assessors."""
    if line.score.coverage != 1:
        return fill(_("{share} marked"), share=format_percent(line.score.coverage))
    if line.assessments < ranking.required:
        return fill(_("{n} of {required} assessments"), n=format_number(line.assessments),
                    required=format_number(ranking.required))  # fmt: skip
    return format_percent(1)


def ineligible_words(ranking: Ranking, line: Line) -> str:
    """Say that a proposal is not eligible, and why; nothing of one that is."""
    reason = ranking.ineligible.get(line.id)
    return fill(_("Not eligible: {reason}"), reason=reason) if reason is not None else ""


def admission_chip(ranking: Ranking, line: Line) -> ChipLook | None:
    """Return what stands against a proposal: that it is not eligible, or else whether the thresholds are passed.

    Nothing while that cannot be known, or where there are none.
    """
    if line.id in ranking.ineligible:
        return ChipLook(_("not eligible"), kind="error")
    if not ranking.thresholds(line) or line.score.known is None:
        return None
    status = ranking.admitted(line)
    if status == "open":
        return None
    return ChipLook(_("passed"), kind="ok") if status == "passed" else ChipLook(_("below"), kind="warn")


def columns(ranking: Ranking, standing: Callable[[], Standing | None]) -> list[ColumnView[Row]]:
    """Return the columns of the ranking; `standing` gives its stability, None while that is worked out."""
    parts = segments(ranking.criteria)

    def of(row: Row) -> Line:
        if row.line is None:
            raise LookupError(row.sentence)
        return row.line

    def words(row: Row) -> str:
        if row.line is None:
            return row.sentence
        return dotted([rank_words(ranking, row.line), ineligible_words(ranking, row.line)])

    def against(row: Row) -> str:
        return (ineligible_words(ranking, row.line) or _status_text(ranking, row.line)) if row.line else row.sentence

    def band(row: Row) -> str:
        known = standing()
        return known.band(row.line) if known and row.line else row.sentence

    def opens(row: Row) -> bool:
        known = standing()
        return known is not None and row.line is not None and known.opens_band(row.line)

    def badge(row: Row) -> ChipLook | None:
        known = standing()
        return known.chip(row.line) if known and row.line else None

    def draws(row: Row) -> str:
        known = standing()
        return known.draws_sentence(row.line) if known and row.line else ""

    return [
        ColumnView("band", _("Band"), band, 76, sortable=False,
                   strong=opens, muted=lambda row: not opens(row),
                   accessible=lambda row: fill(_("Band {band}"), band=band(row)) if row.line else row.sentence),
        ColumnView("rank", _("Rank"), lambda row: rank_text(row.line) if row.line else row.sentence, 64,
                   numeric=True, strong=lambda row: row.line is not None and row.line.official,
                   muted=lambda row: row.line is not None and not row.line.official,
                   tool_tip=words, accessible=words, sortable=False),
        ColumnView("title", _("Proposal"), lambda row: row.title, second=lambda row: row.second, sortable=False,
                   minimum=200),
        ColumnView("bar", fill(_("Points, {least} to {most}"), least=format_number(0),
                               most=format_number(ranking.criteria.points_max)),
                   lambda _row: "", 250, contributions=lambda row: bar_of(ranking, parts, of(row)),
                   accessible=words, sortable=False),
        ColumnView("points", _("Score"), lambda row: points_text(ranking, row.line) if row.line else "", 78,
                   numeric=True, strong=lambda row: row.line is not None and row.line.official, sortable=False),
        ColumnView("stability", _("Stability"), lambda row: _standing_text(ranking, standing(), row.line), 112,
                   chip=badge, tool_tip=draws, muted=lambda _row: True, sortable=False),
        ColumnView("threshold", _("Admission"), lambda row: _status_text(ranking, row.line), 126,
                   chip=lambda row: admission_chip(ranking, row.line) if row.line else None, sortable=False,
                   tool_tip=lambda row: ineligible_words(ranking, row.line) if row.line else "", accessible=against),
    ]  # fmt: skip


def _standing_text(ranking: Ranking, standing: Standing | None, line: Line | None) -> str:
    """Return the badge's word, an ellipsis while the draws go on; of a provisional line how much is marked."""
    if line is None or line.score.known is None:
        return ""
    if not line.official:
        return coverage_text(ranking, line)
    chip = standing.chip(line) if standing else None
    return chip.word if chip else "…"


def _status_text(ranking: Ranking, line: Line | None) -> str:
    chip = admission_chip(ranking, line) if line is not None else None
    return chip.word if chip else ""

"""Chips, bars and texts painted alike in tables, cards and charts; computed left to right, mirrored at the end."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from khartoum_desktop.core.i18n import is_rtl
from khartoum_desktop.core.text import (
    LRI,
    PDI,
    RLI,
    cut,
    isolate,
    opening,
    outside_isolates,
    script_of,
    strip_isolates,
    unbroken,
)
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.theme import CONTROL_RADIUS, Theme

CHIP_HEIGHT: Final = 22
TAG_HEIGHT: Final = 20
_PADDING: Final = 8
_ICON: Final = 14
_ICON_GAP: Final = 5
_SCORE_TRACK: Final = 56
_SCORE_FIELD: Final = 34
_COMPLETE_TRACK: Final = 36
_SMALLEST_WITH_GAP: Final = 4.0
_CAP: Final = 12.0
_GHOST: Final = 5.0
_JOINER: Final = "\u200d"
FULL: Final = 100.0
_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap.value)


@dataclass(frozen=True, slots=True)
class ChipLook:
    """A chip: a proposal's state (hue, edge and icon follow from its code), or a tag of a kind.

    Kinds: "" (neutral), ok, warn, error, info, accent.
    """

    word: str
    state: str = ""
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Contributions:
    """A contribution bar: one share of 100 for each criterion in order, and where the score may still end."""

    shares: tuple[float, ...]
    low: float | None = None
    high: float | None = None
    faint: bool = False  # provisional: the known part at half strength
    ghost: float | None = None  # where the bar ended before: an outline below it


def text_side(*, rtl: bool) -> Qt.AlignmentFlag:
    """Return the absolute side at which texts start."""
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


def mirrored(rect: QRectF, outer: QRectF, *, rtl: bool) -> QRectF:
    """Return a rectangle computed left to right, on its right side of the outer one."""
    if not rtl:
        return rect
    return QRectF(outer.left() + outer.right() - rect.right(), rect.top(), rect.width(), rect.height())


def draw_text(  # noqa: PLR0917 - like Qt's own painting calls
    painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag
) -> None:
    """Paint one line, elided at the text's own end, each text in its own direction."""
    if rect.width() <= 0 or not text:
        return
    shown = fitted(text, QFontMetricsF(font), rect.width())
    painter.setFont(font)
    painter.setPen(colour)
    flags = int((align | Qt.AlignmentFlag.AlignVCenter).value) | int(Qt.TextFlag.TextSingleLine.value)
    painter.drawText(rect, flags, shown)


def fitted(text: str, metrics: QFontMetricsF, room: float) -> str:
    """Return a text as it is painted: elided to the room, in an isolate of its own direction."""
    plain = strip_isolates(text)
    if metrics.horizontalAdvance(plain) <= room:
        return isolate(plain) if text == plain else text
    elided = metrics.elidedText(plain, Qt.TextElideMode.ElideRight, room).removesuffix("…")
    begun = elided.removesuffix(_JOINER)  # a letter cut off from the next one keeps the narrow form it had
    return f"{_opening(text)}{cut(text, len(begun))}{elided[len(begun) :]}…{PDI}"


def draw_lines(  # noqa: PLR0917 - like Qt's own painting calls
    painter: QPainter, rect: QRectF, text: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag
) -> None:
    """Paint a text from the top in as many lines as the rectangle has, elided at the end of the last."""
    metrics = QFontMetricsF(font)
    shown = fitted_lines(text, metrics, rect.width(), max(int((rect.height() + 1) / metrics.lineSpacing()), 1))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, int((align | Qt.AlignmentFlag.AlignTop).value) | _WRAPPED, shown)


def fitted_lines(text: str, metrics: QFontMetricsF, room: float, lines: int) -> str:
    """Return a text as it is painted in so many lines: cut off at the end, in an isolate of its own direction."""
    text = unbroken(text)
    plain, endless = strip_isolates(text), QRectF(0, 0, room, 10_000)

    def fits(part: str) -> bool:
        return metrics.boundingRect(endless, _WRAPPED, part).height() < (lines + 0.5) * metrics.lineSpacing()

    if fits(plain):
        return isolate(plain) if text == plain else f"{_opening(text)}{text}{PDI}"
    length = bisect_left(range(len(plain)), x=True, key=lambda end: not fits(plain[:end] + "…")) - 1
    return f"{_opening(text)}{cut(text, max(length, 0))}…{PDI}"


def _opening(text: str) -> str:
    """Return the isolate in which a text runs as its own words do; several isolated names run as the language does."""
    if text.count(PDI) > 1 and not script_of(outside_isolates(text)):
        return RLI if is_rtl() else LRI
    return opening(text)


def draw_two_lines(
    painter: QPainter, rect: QRectF, first: str, second: str, theme: Theme, *, rtl: bool, selected: bool
) -> None:
    """Paint a title with a muted second line (code · country)."""
    side = text_side(rtl=rtl)
    upper, lower = theme.metrics("body").height(), theme.metrics("caption").height()
    top = rect.top() + max(0.0, (rect.height() - upper - lower) / 2)
    title = theme.colour("on_accent_weak" if selected else "text")
    muted = theme.colour("on_accent_weak" if selected else "text_muted")
    draw_text(painter, QRectF(rect.left(), top, rect.width(), upper), first, theme.font("body"), title, side)
    draw_text(
        painter, QRectF(rect.left(), top + upper, rect.width(), lower), second, theme.font("caption"), muted, side
    )


def chip_width(chip: ChipLook, theme: Theme) -> float:
    """Return how wide a chip wants to be, measured with the caption font."""
    lead = _ICON + _ICON_GAP if _chip_colours(chip, theme)[3] else 0
    return 2 * _PADDING + lead + theme.metrics("caption").horizontalAdvance(strip_isolates(chip.word)) + 1


def _chip_colours(chip: ChipLook, theme: Theme) -> tuple[QColor, QColor, str, str]:
    """Return text, ground, edge and icon of a chip."""
    if chip.state:
        look = theme.state(chip.state)
        return look.text, look.ground, look.edge, chip.icon or look.icon
    if chip.kind == "accent":
        return theme.colour("on_accent_weak"), theme.colour("accent_weak"), "solid", chip.icon
    if chip.kind:
        return theme.colour(chip.kind), theme.colour(f"{chip.kind}_bg"), "solid", chip.icon or chip.kind
    return theme.colour("text"), theme.colour("sunken"), "solid", chip.icon


def draw_chip(painter: QPainter, rect: QRectF, chip: ChipLook, theme: Theme, *, rtl: bool) -> QRectF:
    """Paint a chip at the start edge of the rectangle, in the middle of its height; return where it stands."""
    text, ground, edge, icon = _chip_colours(chip, theme)
    height = CHIP_HEIGHT if chip.state else TAG_HEIGHT
    width = min(chip_width(chip, theme), rect.width())
    box = mirrored(QRectF(rect.left(), rect.center().y() - height / 2, width, height), rect, rtl=rtl)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = box.adjusted(0.5, 0.5, -0.5, -0.5)
    if edge == "solid":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
    else:
        pen = QPen(text, 1)
        if edge == "dashed":
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(ground if edge == "dashed" else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, CONTROL_RADIUS, CONTROL_RADIUS)
    lead = 0
    if icon:
        square = QRectF(box.left() + _PADDING, box.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, mirrored(square, box, rtl=rtl), icon, text, rtl=rtl)
        lead = _ICON + _ICON_GAP
    words = QRectF(box.left() + _PADDING + lead, box.top(), box.width() - 2 * _PADDING - lead + 1, box.height())
    draw_text(painter, mirrored(words, box, rtl=rtl), chip.word, theme.font("caption"), text, text_side(rtl=rtl))
    painter.restore()
    return box


def _track(painter: QPainter, box: QRectF, share: float, theme: Theme, fill: str, *, rtl: bool) -> None:
    """Paint a track and its filled part from the start edge; share 0…1."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("track"))
    painter.drawRoundedRect(box, 2, 2)
    part = QRectF(box.left(), box.top(), box.width() * min(1.0, max(0.0, share)), box.height())
    painter.setBrush(theme.colour(fill))
    painter.drawRoundedRect(mirrored(part, box, rtl=rtl), 2, 2)
    painter.restore()


def draw_score(
    painter: QPainter, rect: QRectF, share: float | None, text: str, theme: Theme, *, rtl: bool, selected: bool
) -> None:
    """Paint a score bar (share 0…1) with its number right of the slot; without a score only the text (–)."""
    colour = theme.colour("on_accent_weak" if selected else "text" if share is not None else "text_muted")
    field = max(float(_SCORE_FIELD), theme.metrics("body").horizontalAdvance(strip_isolates(text)) + 1)
    number = QRectF(rect.right() - field, rect.top(), field, rect.height())
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
    if share is not None:
        width = min(float(_SCORE_TRACK), rect.width() - field - _PADDING)
        if rtl:  # the number stays flush right under its header, the bar stands after it in reading direction
            box = QRectF(rect.right() - width, rect.center().y() - 4, width, 8)
            number = QRectF(box.left() - _PADDING - field, rect.top(), field, rect.height())
        else:
            box = QRectF(number.left() - _PADDING - width, rect.center().y() - 4, width, 8)
        _track(painter, box, share, theme, "bar", rtl=rtl)
    draw_text(painter, number, text, theme.font("body"), colour, right)


def draw_completeness(
    painter: QPainter, rect: QRectF, share: float, text: str, theme: Theme, *, rtl: bool, selected: bool
) -> None:
    """Paint how complete a proposal is (share 0…1): a thin grey bar that never competes with the score."""
    colour = theme.colour("on_accent_weak" if selected else "text")
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
    field = max(40.0, theme.metrics("body").horizontalAdvance(strip_isolates(text)) + 1)
    width = max(0.0, min(float(_COMPLETE_TRACK), rect.width() - field - _PADDING))
    if rtl:
        box = QRectF(rect.right() - width, rect.center().y() - 2, width, 4)
        number = QRectF(box.left() - _PADDING - field, rect.top(), field, rect.height())
    else:
        number = QRectF(rect.right() - field, rect.top(), field, rect.height())
        box = QRectF(number.left() - _PADDING - width, rect.center().y() - 2, width, 4)
    _track(painter, box, share, theme, "ghost", rtl=rtl)
    draw_text(painter, number, text, theme.font("body"), colour, right)


def draw_bar(painter: QPainter, rect: QRectF, share: float, theme: Theme, *, rtl: bool) -> None:
    """Paint a bar over the whole width (the editor's completeness); share 0…1."""
    _track(painter, QRectF(rect.left(), rect.center().y() - 4, rect.width(), 8), share, theme, "bar", rtl=rtl)


def draw_contributions(
    painter: QPainter, rect: QRectF, bar: Contributions, theme: Theme, *, rtl: bool, height: float = 16
) -> None:
    """Paint one segment for each criterion on a fixed scale 0…100 and, where marks are missing, the whisker."""
    ratio = painter.device().devicePixelRatioF()

    def snap(value: float) -> float:
        return round(value * ratio) / ratio

    slot = QRectF(rect.left(), snap(rect.center().y() - height / 2), rect.width(), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if bar.ghost is not None:
        slot = slot.adjusted(0, 0, 0, -_GHOST + 1)
        height = slot.height()
        end = snap(slot.left() + slot.width() * bar.ghost / FULL)
        outline = QRectF(slot.left(), slot.bottom() - 1, end - slot.left(), _GHOST)
        painter.setPen(QPen(theme.colour("ghost"), 1))
        painter.setBrush(theme.colour("base"))
        painter.drawRect(mirrored(outline, slot, rtl=rtl).adjusted(0.5, 0.5, -0.5, -0.5))
    if bar.faint:
        painter.setOpacity(0.5)
    position = 0.0
    for number, share in enumerate(bar.shares):
        left = snap(slot.left() + slot.width() * position / FULL)
        position += share
        right = snap(slot.left() + slot.width() * position / FULL)
        gap = 1.0 if right - left >= _SMALLEST_WITH_GAP else 0.0
        if right - left <= 0:
            continue
        _segment(painter, mirrored(QRectF(left, slot.top(), right - left - gap, height), slot, rtl=rtl), number, theme)
    painter.setOpacity(1.0)
    if bar.low is not None and bar.high is not None and bar.high > bar.low:
        ends = [slot.left() + slot.width() * value / FULL for value in (bar.low, bar.high)]
        _whisker(painter, mirrored(QRectF(ends[0], slot.top(), ends[1] - ends[0], height), slot, rtl=rtl), theme)
    painter.restore()


def _segment(painter: QPainter, box: QRectF, number: int, theme: Theme) -> None:
    look = theme.criterion(number)
    if not theme.patterns:  # two fills along the pixels: a sandbox paints hundreds of segments at every move
        painter.fillRect(box, look.edge)
        painter.fillRect(box.adjusted(1, 1, -1, -1), look.fill)
        return
    painter.setPen(QPen(look.edge, 1))
    frame = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setBrush(theme.colour("base"))
    painter.drawRoundedRect(frame, 1, 1)
    painter.setBrush(QBrush(look.edge, look.brush))
    painter.drawRoundedRect(frame, 1, 1)


def _whisker(painter: QPainter, span: QRectF, theme: Theme) -> None:
    middle = span.center().y()
    strokes = (
        (QPointF(span.left(), middle), QPointF(span.right(), middle)),
        (QPointF(span.left(), middle - _CAP / 2), QPointF(span.left(), middle + _CAP / 2)),
        (QPointF(span.right(), middle - _CAP / 2), QPointF(span.right(), middle + _CAP / 2)),
    )
    for role, width in (("base", 4.0), ("text", 2.0)):
        pen = QPen(theme.colour(role), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        for start, end in strokes:
            painter.drawLine(start, end)

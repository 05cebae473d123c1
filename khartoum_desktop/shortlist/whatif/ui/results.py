"""What the sandbox shows of a proposal: trial and stored rank, the move, the bar with its ghost, the score."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.shortlist.model import Line
from khartoum_desktop.shortlist.shown import places_apart
from khartoum_desktop.shortlist.ui.rank_rows import rank_text as stored_rank
from khartoum_desktop.shortlist.ui.rank_rows import segments
from khartoum_desktop.shortlist.ui.why_card import signed
from khartoum_desktop.shortlist.whatif.model import Board, Outcome, Standing
from khartoum_desktop.shortlist.whatif.words import move_text, move_words, rank_text
from khartoum_desktop.toolkit.painting import ChipLook, Contributions
from khartoum_desktop.toolkit.table import ColumnView

_FULL: Final = 100


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A line of the sandbox, or (standing None) the rule above the provisional ones with its sentence."""

    place: int
    line: Line | None
    standing: Standing | None
    title: str = ""
    second: str = ""
    sentence: str = ""


class Results:
    """A board's rows as they are shown; what never changes is worked out once for each line."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.parts = segments(board.criteria)
        self.outcome: Outcome | None = None
        self._weights: list[float] = []
        self._points: dict[int, Fraction | None] = {}
        self._at: dict[int, int] = {}  # where each line stands in the outcome's order
        self._lengths: dict[int, tuple[tuple[tuple[int, float], ...], ...]] = {}
        self._ghosts: dict[int, float] = {}
        self._high = board.criteria.scale.high or Fraction(1)

    def show(self, outcome: Outcome) -> None:
        """Take the ranking to be shown."""
        self.outcome = outcome
        self._weights = [float(weight) for weight in outcome.weights]
        self._points = {}
        self._at = {place: number for number, place in enumerate(outcome.order)}

    def bar(self, row: TrialRow) -> Contributions | None:
        """Return the bar on the scale 0 to 100 with the stored one as its ghost; a whisker where marks are missing."""
        line, outcome = row.line, self.outcome
        if line is None or outcome is None or row.standing is None:
            return None
        weights = self._weights
        own = 1.0 if not line.without else sum(w for at, w in enumerate(weights) if at not in line.without) or 1.0
        shares = tuple(sum(weights[at] * length for at, length in part) / own for part in self._lengths_of(row.place))
        ghost = self._ghost(row.place)
        if row.standing.rank is not None:
            return Contributions(shares, ghost=ghost)
        low, high = (float(bound / self._high) * _FULL for bound in self.board.bounds(row.place, outcome.weights))
        return Contributions(shares, low, high, faint=True, ghost=ghost)

    def _lengths_of(self, place: int) -> tuple[tuple[tuple[int, float], ...], ...]:
        """Return for each segment its criteria's places and how long each would be with all the weight."""
        found = self._lengths.get(place)
        if found is None:
            cells = self.board.lines[place].cells
            values = [0.0 if cell is None else float(cell.value / self._high) * _FULL for cell in cells]
            found = tuple(tuple((at, values[at]) for at in part.places) for part in self.parts)
            self._lengths[place] = found
        return found

    def _ghost(self, place: int) -> float:
        found = self._ghosts.get(place)
        if found is None:
            score = self.board.lines[place].score
            known = (score.known or Fraction()) * score.coverage
            found = self._ghosts[place] = float(known / self._high) * _FULL
        return found

    def points(self, row: TrialRow) -> Fraction | None:
        """Return the points of a line with a rank, else None."""
        return None if row.standing is None or row.standing.rank is None else self._points_at(row.place)

    def _points_at(self, place: int) -> Fraction | None:
        if place not in self._points and self.outcome is not None:
            total = self.board.total(place, self.outcome)
            self._points[place] = None if total is None else total * self.board.criteria.total_weight
        return self._points.get(place)

    def _apart(self, place: int, points: Fraction) -> int:
        """Return how many decimals tell a line's points from those of its neighbours with a rank."""
        if self.outcome is None:
            return 1
        at, ranked = self._at[place], self.outcome.order[: self.outcome.officials]
        near = (self._points_at(one) for one in ranked[max(0, at - 1) : at + 2])
        return places_apart([points, *(one for one in near if one is not None)])

    def score_text(self, row: TrialRow) -> str:
        """Return the points, or the range in which they may still end."""
        if row.standing is None or self.outcome is None:
            return ""
        points = self.points(row)
        if points is not None:
            return format_number(points, self._apart(row.place, points))
        weight = self.board.criteria.total_weight
        low, high = (format_number(bound * weight, 0) for bound in self.board.bounds(row.place, self.outcome.weights))
        return low if low == high else isolate_ltr(f"{low}–{high}")

    def difference_text(self, row: TrialRow) -> str:
        """Return by how many points it differs from what is stored; "–" without both."""
        points = self.points(row)
        if row.line is None:
            return ""
        if points is None or row.line.points is None:
            return "–"
        moved = points - row.line.points
        return isolate_ltr(signed(moved, places_apart([moved, Fraction()])))

    def words(self, row: TrialRow) -> str:
        """Return the line as a sentence."""
        if row.line is None or row.standing is None:
            return row.sentence
        return fill(
            _("Trial rank {rank}, stored rank {stored}. {move}."),
            rank=rank_text(row.standing),
            stored=stored_rank(row.line),
            move=move_words(row.standing),
        )

    def columns(self) -> list[ColumnView[TrialRow]]:
        """Return the columns."""

        def of(show: Callable[[Standing], str]) -> Callable[[TrialRow], str]:
            return lambda row: show(row.standing) if row.standing else row.sentence

        def was(row: TrialRow) -> str:
            return stored_rank(row.line) if row.line else ""

        return [
            ColumnView("trial", _("Trial"), of(rank_text), 62, numeric=True, sortable=False, accessible=self.words,
                       tool_tip=self.words, strong=lambda row: row.standing is not None and bool(row.standing.rank),
                       muted=lambda row: row.standing is not None and row.standing.rank is None),
            ColumnView("stored", _("Stored"), was, 92, numeric=True, muted=lambda _row: True, sortable=False),
            ColumnView("move", _("Move"), of(move_text), 88, sortable=False, accessible=self.words,
                       tool_tip=self.words, chip=lambda row: move_chip(row.standing), muted=lambda _row: True),
            ColumnView("title", _("Proposal"), lambda row: row.title, second=lambda row: row.second, sortable=False,
                       minimum=150),
            ColumnView("bar", _("Score by criterion; outline = stored"), lambda _row: "", 230,
                       contributions=self.bar, accessible=self.words, sortable=False),
            ColumnView("score", _("Score"), self.score_text, 70, numeric=True, sortable=False),
            ColumnView("difference", _("Difference"), self.difference_text, 96, numeric=True,
                       muted=lambda _row: True, sortable=False),
        ]  # fmt: skip


def move_chip(standing: Standing | None) -> ChipLook | None:
    """Return the arrow with the number of ranks; colour, arrow and (aloud) words say the same."""
    if standing is None or not standing.climbed:
        return None
    up = standing.climbed > 0
    return ChipLook(move_text(standing), kind="ok" if up else "warn", icon="up" if up else "down")

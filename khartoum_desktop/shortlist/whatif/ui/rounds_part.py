"""Comparing rounds: an older round's proposals under the criteria in hand, with movers and what is still unscored."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.criteria import AGGREGATIONS
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.shortlist.ui.rank_rows import rank_text
from khartoum_desktop.shortlist.whatif.comparing import Compared
from khartoum_desktop.shortlist.whatif.model import Standing
from khartoum_desktop.shortlist.whatif.rerank import Moved, Reranking
from khartoum_desktop.shortlist.whatif.ui.results import move_chip
from khartoum_desktop.shortlist.whatif.words import move_text, move_words
from khartoum_desktop.toolkit.choosing import Combo
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, EmptyState, clear_layout
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table


class RoundsPart(QWidget):
    """A round to choose, what continues what, and the table of movers."""

    wanted = Signal(str)  # a round's id

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, Moved] = {}
        self.rounds = Combo()
        self.rounds.setAccessibleName(_("Compare with"))
        self.rounds.activated.connect(lambda *_: self.wanted.emit(self.rounds.code()))
        self.words = QVBoxLayout()
        self.words.setSpacing(2)
        self.table = Table(name=_("The other round’s proposals under these criteria"), multiple=False)
        self.model: RowsModel[Moved] = RowsModel(columns(), self._fetch, self.table)
        self.table.setModel(self.model)
        bar = Card(padding=10)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(LeadingLabel(_("Compare with")))
        line.addWidget(self.rounds)
        line.addStretch(1)
        bar.body.addLayout(line)
        bar.body.addLayout(self.words)
        card = Card(padding=1)
        card.body.addWidget(self.table)
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(bar)
        inner.addWidget(card, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(full)
        self.stack.addWidget(
            EmptyState(
                _("No other round yet"),
                _("As soon as the workspace has a second round, its proposals are ranked here under these criteria."),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def show_rounds(self, rounds: Sequence[Round]) -> None:
        """Offer rounds; ask for the one in hand, at first the nearest."""
        self.rounds.set_items([(one.id, one.label.text() or one.id) for one in rounds])
        self.stack.setCurrentIndex(0 if rounds else 1)
        if rounds:
            self.wanted.emit(self.rounds.code())

    def show_compared(self, found: Compared) -> None:
        """Show a round under the criteria in hand."""
        clear_layout(self.words)
        for sentence in sentences(found.found):
            self.words.addWidget(LeadingLabel(sentence, role="muted", wrap=True))
        self._rows = {one.candidate.id: one for one in found.found.lines}
        self.model.set_ids(self._rows)

    def _fetch(self, ids: Sequence[str]) -> dict[str, Moved]:
        return {one: self._rows[one] for one in ids if one in self._rows}


def sentences(found: Reranking) -> list[str]:
    """Say what was carried, moved to another scale, is new or was dropped."""
    named = {how: [one.criterion.key for one in found.continued if one.how == how] for how in ("rescaled", "new")}
    kept = sum(1 for one in found.continued if one.source is not None)
    said = [fill(_("Criteria that continue older ones: {n} of {all}. The new rank counts only these."),
                 n=format_number(kept), all=format_number(len(found.continued)))]  # fmt: skip
    if named["rescaled"]:
        said.append(fill(_("On another scale, marks moved in proportion: {keys}"), keys=listed(named["rescaled"])))
    if named["new"]:
        words = _("New, not assessed: {keys} ({share} of the weight)")
        share = format_percent(found.new_weight, 1)
        said.append(fill(words, keys=listed(named["new"]), share=share))
    if found.dropped:
        said.append(fill(_("Dropped, left out: {keys}"), keys=listed(one.key for one in found.dropped)))
    said.append(_(AGGREGATIONS[found.old.criteria.aggregation]))
    return said


def _standing(row: Moved) -> Standing:
    return Standing(row.so_far, row.line.rank_low, row.line.rank_high, row.old_rank)


def columns() -> list[ColumnView[Moved]]:
    """Return the columns."""

    def number(value: int | None) -> str:
        return "–" if value is None else format_number(value)

    def words(row: Moved) -> str:
        return fill(
            _("New rank {rank}, old rank {old}. {move}."),
            rank=number(row.so_far),
            old=number(row.old_rank),
            move=move_words(_standing(row)) if row.climbed else _("Same rank"),
        )

    def second(row: Moved) -> str:
        return dotted([row.candidate.ref, restricted_mark(row.candidate.restricted)])

    return [
        ColumnView("new", _("New rank"), lambda row: number(row.so_far), 128, numeric=True, sortable=False,
                   strong=lambda row: row.so_far is not None, accessible=words, tool_tip=words),
        ColumnView("old", _("Old rank"), lambda row: number(row.old_rank), 128, numeric=True, sortable=False,
                   muted=lambda _row: True),
        ColumnView("move", _("Move"), lambda row: move_text(_standing(row)), 76, sortable=False, accessible=words,
                   chip=lambda row: move_chip(_standing(row)), muted=lambda _row: True, tool_tip=words),
        ColumnView("title", _("Proposal"), lambda row: row.candidate.title.text(), second=second, sortable=False,
                   minimum=220),
        ColumnView("unscored", _("Not yet marked"), lambda row: format_percent(row.unscored, 1), 130, numeric=True,
                   sortable=False, muted=lambda row: not row.unscored),
        ColumnView("range", _("Possible ranks"), lambda row: rank_text(row.line), 130, numeric=True, sortable=False),
    ]  # fmt: skip

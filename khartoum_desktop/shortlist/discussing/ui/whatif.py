"""What if all assessors were equally strict: a table beside the ranking, which it does not change."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.agreement.leniency import Levelled
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.shortlist.discussing.queries import Discussion
from khartoum_desktop.shortlist.model import Line
from khartoum_desktop.shortlist.shown import places_apart, shown_apart
from khartoum_desktop.shortlist.ui.why_card import PartLine
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, EmptyState, clear_layout
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.table_pane import TablePane

_CARD: Final = 340


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal: the mean of its assessors' own totals, its total if all were equally strict, and the rank then."""

    line: Line
    second: str
    mean: Fraction
    levelled: Fraction
    rank: int


class WhatIf(QWidget):
    """Totals and assessors under the what-if; `problem` says why it cannot be told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = Table(name=_("If all were equally strict"))
        self._rows: dict[str, Row] = {}
        self.model: RowsModel[Row] = RowsModel(_columns(), self._fetch, self.table)
        self.table.setModel(self.model)
        note = LeadingLabel(
            _(
                "A what-if: it changes no rank. Each assessor’s totals are taken as the proposal’s worth plus how "
                "lenient or harsh that person is, by least squares."
            ),
            wrap=True,
        )
        bar = Card(padding=8)
        bar.body.addWidget(note)
        self.people = QVBoxLayout()
        self.people.setSpacing(3)
        side = Card(_("Lenient (+) and harsh (−)"))
        side.body.addLayout(self.people)
        side.body.addStretch(1)
        self.pane = TablePane(bar, self.table, side, side_width=_CARD)
        self.empty = QVBoxLayout()
        column.addWidget(self.pane, 1)
        column.addLayout(self.empty)

    def show_result(self, found: Discussion, result: Levelled | None, problem: str) -> None:
        """Show the result, or why there is none."""
        clear_layout(self.people)
        clear_layout(self.empty)
        self.pane.setVisible(result is not None)
        if result is None:
            self.empty.addWidget(EmptyState(_("Nothing to compare yet"), problem))
            return
        rows = _rows(found, result)
        self._rows = {row.line.id: row for row in rows}
        apart = (places_apart(numbers) for numbers in ([row.mean for row in rows], [row.levelled for row in rows]))
        self.model.set_columns(_columns(max(apart)))
        self.model.set_ids([row.line.id for row in rows])
        for ident, lenient in sorted(result.assessors.items(), key=lambda pair: (-pair[1], pair[0])):
            person = found.people.get(ident)
            country = found.lists.label(PARTY, found.voices.get(ident, ""))
            name = fill(_("{assessor} ({delegation})"), assessor=person.name if person else "–", delegation=country)
            self.people.addWidget(PartLine(name, signed(lenient)))

    def _fetch(self, ids: Sequence[str]) -> dict[str, Row]:
        return {one: self._rows[one] for one in ids if one in self._rows}


def signed(number: Fraction, places: int = 2) -> str:
    """Return a difference in marks with its sign."""
    return ("+" if number > 0 else "−" if number < 0 else "") + shown_apart(abs(number), places)


def _rows(found: Discussion, result: Levelled) -> list[Row]:
    own: dict[str, list[Fraction]] = {}
    for (proposal, _assessor), total in found.observed().items():
        own.setdefault(proposal, []).append(total)
    rows = []
    for line in found.ranking.lines:
        if line.id in own:
            better = sum(other > result.proposals[line.id] for other in result.proposals.values())
            candidate = line.candidate
            second = dotted([candidate.ref, restricted_mark(candidate.restricted)])
            mean = sum(own[line.id], Fraction()) / len(own[line.id])
            rows.append(Row(line, second, mean, result.proposals[line.id], better + 1))
    return rows


def _columns(places: int = 2) -> list[ColumnView[Row]]:
    return [
        ColumnView("rank", _("Rank"), lambda row: "–" if row.line.rank is None else format_number(row.line.rank), 70,
                   numeric=True, sortable=False),
        ColumnView("title", _("Proposal"), lambda row: row.line.candidate.title.text(),
                   second=lambda row: row.second, sortable=False, minimum=200),
        ColumnView("mean", _("Mean of their totals"), lambda row: shown_apart(row.mean, places), 150, numeric=True,
                   sortable=False),
        ColumnView("levelled", _("If equally strict"), lambda row: shown_apart(row.levelled, places), 140, numeric=True,
                   strong=lambda _row: True, sortable=False),
        ColumnView("change", _("Difference"), lambda row: signed(row.levelled - row.mean, places), 110, numeric=True,
                   muted=lambda _row: True, sortable=False),
        ColumnView("then", _("Rank then"), lambda row: format_number(row.rank), 100, numeric=True, sortable=False),
    ]  # fmt: skip

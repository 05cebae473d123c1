"""How far each weight may move alone until another one leads, the top changes, or any order does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.scoring.criteria import Criterion
from khartoum_desktop.shortlist.stability.intervals import Interval, Safe
from khartoum_desktop.shortlist.stability.queries import Stability
from khartoum_desktop.shortlist.stability.words import interval_sentences
from khartoum_desktop.shortlist.ui.standing import named
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import SecondaryButton
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table

_HEIGHT = 420
_LINES = 4  # of what is said below the table: six sentences at most


@dataclass(frozen=True, slots=True)
class _Row:
    """A criterion with its intervals."""

    criterion: Criterion
    safe: Safe


class SafeWeightsDialog(Dialog):
    """A line for each criterion; below it, who passes whom at the ends of the intervals of the one in hand."""

    def __init__(self, stability: Stability, parent: QWidget | None = None) -> None:
        super().__init__(_("How far each weight may move"), parent, width=860)
        criteria = stability.ranking.criteria.criteria
        self._top = stability.top
        self._rows = {one.id: _Row(one, safe) for one, safe in zip(criteria, stability.safe, strict=True)}
        self._refs = {line.id: line.candidate.ref for line in stability.ranking.official}
        note = _("One weight moves, the others keep their proportions; at both ends of an interval all still stays.")
        self.body.addWidget(LeadingLabel(note, role="muted", wrap=True))
        self.table = Table(name=_("Safe weights"), multiple=False)
        model: RowsModel[_Row] = RowsModel(self._columns(), lambda ids: {one: self._rows[one] for one in ids}, self)
        self.table.setModel(model)
        self.table.chosen.connect(lambda _ids: self._say())
        self.table.setMinimumHeight(_HEIGHT)
        self.body.addWidget(self.table, 1)
        self.said = LeadingLabel(wrap=True)
        self.said.setMinimumHeight(_LINES * self.said.fontMetrics().lineSpacing())
        self.body.addWidget(self.said)
        self.add_button(SecondaryButton(_("Close"), self.accept))
        model.set_ids(list(self._rows))
        self.table.select_ids(list(self._rows)[:1])
        self.table.setFocus()
        self._say()

    def _columns(self) -> list[ColumnView[_Row]]:
        def text(of: Callable[[Safe], Interval]) -> Callable[[_Row], str]:
            return lambda row: interval_text(of(row.safe))

        def name(row: _Row) -> str:
            return named(row.criterion)

        def now(row: _Row) -> str:
            return format_percent(row.safe.weight, 1)

        tops = fill(ngettext("The first {n} stays", "The first {n} stay", self._top), n=format_number(self._top))
        return [
            ColumnView("criterion", _("Criterion"), name, 0, tool_tip=name, sortable=False, minimum=220),
            ColumnView("now", _("Now"), now, 70, numeric=True, sortable=False),
            ColumnView("leader", _("The leader stays"), text(lambda safe: safe.leader), 150, sortable=False),
            ColumnView("top", tops, text(lambda safe: safe.top), 150, sortable=False),
            ColumnView("order", _("The whole order stays"), text(lambda safe: safe.order), 170, sortable=False),
        ]

    def _say(self) -> None:
        row = self._rows.get(self.table.current_id())
        self.said.setText("" if row is None else _ends(row.safe, self._top, self._refs))


def interval_text(interval: Interval) -> str:
    """Return an interval in percent of all weights; in a word where nothing ends it."""
    if interval.low == interval.high:
        return fill(_("{share} only"), share=format_percent(interval.low, 1))
    if interval.low_pair is None and interval.high_pair is None:
        return _("any weight")
    return fill(_("{low} to {high}"), low=format_percent(interval.low, 1), high=format_percent(interval.high, 1))


def _ends(safe: Safe, top: int, refs: Mapping[str, str]) -> str:
    """Say beyond which weights the leader, one of the top, or any two change places."""
    lines = []
    tops = fill(ngettext("The first {n}", "The first {n}", top), n=format_number(top))
    for what, interval in ((_("The leader"), safe.leader), (tops, safe.top), (_("The whole order"), safe.order)):
        sentences = interval_sentences(interval, refs)
        if sentences:
            lines.append(fill(_("{what}: {sentences}"), what=what, sentences=" ".join(sentences)))
    return "\n".join(lines) or _("No weight of this criterion changes the order.")

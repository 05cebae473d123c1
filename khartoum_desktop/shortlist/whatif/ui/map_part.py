"""The map of two groups of criteria, with what is chosen for its axes and the envelope drawn into it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.charts import Chart, Room
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.shortlist.whatif.map import Axis, Money, axes, map_chart, points
from khartoum_desktop.shortlist.whatif.queries import Costs, Trials
from khartoum_desktop.toolkit.charts import ChartView
from khartoum_desktop.toolkit.choosing import Combo
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import NumberEditor
from khartoum_desktop.toolkit.parts import Card

_UNIT = 1000


class MapPart(QWidget):
    """Two axes to choose, an envelope, and the map."""

    def __init__(self) -> None:
        super().__init__()
        self._trials: Trials | None = None
        self._costs: Costs | None = None
        self._axes: dict[str, Axis] = {}
        self.across, self.up = Combo(), Combo()
        self.envelope = NumberEditor(name=_("Envelope"), width=140)
        self.envelope.committed.connect(lambda _value: self._show())
        self.money = LeadingLabel(role="muted")
        self.told = LeadingLabel(role="muted", kind="caption", wrap=True)
        bar = Card(padding=10)
        flow = Flow(12, 8)
        parts: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            (_("Across"), self.across, None),
            (_("Upwards"), self.up, None),
            (_("Envelope"), self.envelope, self.money),
        )
        for label, part, unit in parts:
            words = LeadingLabel(label)
            words.setBuddy(part)
            part.setAccessibleName(part.accessibleName() or label)
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            for one in (words, part, unit):
                if one is not None:
                    line.addWidget(one)
            flow.addWidget(holder)
        for combo in (self.across, self.up):
            combo.activated.connect(lambda *_: self._show())
        bar.body.addLayout(flow)
        self.chart = ChartView(_("Map"))
        card = Card(padding=12)
        card.body.addWidget(self.chart, 1)
        card.body.addWidget(self.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(bar)
        column.addWidget(card, 1)

    def show_trials(self, trials: Trials, costs: Costs) -> None:
        """Show the proposals of a ranking with what they cost."""
        same = self._trials is not None and self._trials.criteria == trials.criteria
        self._trials, self._costs = trials, costs
        found = axes(trials.criteria)
        self._axes = {axis.id: axis for axis in found}
        for place, combo in enumerate((self.across, self.up)):
            combo.set_items([(axis.id, axis.name) for axis in found])
            if not same and found:
                combo.choose(found[min(place, len(found) - 1)].id)
        if not same:
            whole = None if costs.envelope is None else costs.envelope // _UNIT
            self.envelope.set_value(whole)
        self.money.setText(costs.currency)
        self._show()

    def _show(self) -> None:
        trials, costs = self._trials, self._costs
        across, up = self._axes.get(self.across.code()), self._axes.get(self.up.code())
        if trials is None or costs is None or across is None or up is None:
            return
        placed, left = points(trials.board.ranking, across, up, costs.of.get, costs.listed)
        whole = self.envelope.value()
        money = Money(costs.currency, whole * _UNIT if isinstance(whole, int) and whole > 0 else None)
        scale = trials.criteria.scale

        def make(room: Room) -> Chart:
            return map_chart(scale, (across, up), placed, money, room)

        self.chart.show_chart(make, least=QSize(420, 300))
        n = len(left)
        words = ngettext(
            "{n} proposal without a mark on one of the axes has no place on the map.",
            "{n} proposals without a mark on one of the axes have no place on the map.",
            n,
        )
        self.told.setText(fill(words, n=format_number(n)) if n else "")
        self.told.setVisible(bool(n))

"""What a file of rates would change, before anything is written: every row with its fate and the reason."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.rates.model import MOST_SOURCE, Rate
from khartoum_desktop.proposals.rates.planning import STATUSES, Proposed, RatesPlan, Status
from khartoum_desktop.proposals.rates.showing import show_rate
from khartoum_desktop.proposals.rates.ui.panel import day_editor
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import IconLabel, PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.theme import GAP

_KINDS: Final[Mapping[Status, str]] = {"new": "ok", "changed": "info", "same": "", "refused": "error"}
_ORDER: Final[tuple[Status, ...]] = ("refused", "changed", "new", "same")
_WIDTH, _HEIGHT, _LEAST = 640, 560, 140


class RatesPreview(Dialog):
    """`renewed` carries another (day or None, source); `agreed` that the plan shown is to be written."""

    renewed = Signal(object, str)
    agreed = Signal()

    def __init__(self, plan: RatesPlan, parent: QWidget | None = None) -> None:
        super().__init__(fill(_("Rates in {file}"), file=plan.file), parent, width=_WIDTH)
        self.plan = plan
        self.message = IconLabel("warn", "", role="warn")
        self.summary = LeadingLabel("", wrap=True)
        self.day = day_editor()
        self.source = LineEditor(longest=MOST_SOURCE, width=260)
        self.day_row = FieldRow(_("Day of the rates"), self.day, _("Where the file names none."))
        self.source_row = FieldRow(_("Source"), self.source, _("Stands with every converted amount."))
        asked = QHBoxLayout()
        asked.setSpacing(GAP)
        for row in (self.day_row, self.source_row):
            asked.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
            row.editor.committed.connect(lambda _value: self._renew())
        asked.addStretch(1)
        self.table = Table(name=_("Rates in the file"), multiple=False)
        self.table.setMinimumHeight(_LEAST)
        self.model: RowsModel[Proposed] = RowsModel(_columns(), self._fetch, self.table)
        self.table.setModel(self.model)
        for part in (self.message, self.summary):
            self.body.addWidget(part)
        self.body.addLayout(asked)
        self.body.addWidget(self.table, 1)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.take_button = PrimaryButton("", self._agree)
        self.add_button(self.take_button)
        self.show_plan(plan)
        self.resize(_WIDTH, _HEIGHT)

    def show_plan(self, plan: RatesPlan, told: str = "") -> None:
        """Show a plan; `told` says why it is another one than before."""
        self.plan = plan
        self._rows = {str(place): one for place, one in enumerate(plan.rows)}
        self.message.set_text(told or (_("Say of which day these rates are.") if plan.wants_day else ""))
        set_shown(self.message, told or plan.wants_day)
        counts = ((_(STATUSES[status]), plan.count(status)) for status in STATUSES)
        self.summary.setText(" · ".join(isolate(f"{words}: {format_number(n)}") for words, n in counts if n))
        named = plan.table is not None and all(row.dated for row in plan.table.rows)
        set_shown(self.day_row, not named)
        self.day.set_value(plan.dated or None)
        self.source.set_value(plan.source)
        self.model.set_ids(sorted(self._rows, key=lambda key: (_ORDER.index(self._rows[key].status), int(key))))
        self.model.refresh()
        n = len(plan.to_write)
        words = ngettext("Take in {n} rate", "Take in {n} rates", n) if n else _("Nothing to take in")
        self.take_button.set_text(fill(words, n=format_number(n)))
        self.take_button.setEnabled(n > 0)

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Proposed]:
        return {ident: self._rows[ident] for ident in ids if ident in self._rows}

    def _renew(self) -> None:
        self.renewed.emit(self.day.value(), str(self.source.value() or ""))

    def _agree(self) -> None:
        """Let the plan in sight be written, unless a day is typed that is none."""
        if all([editor.commit() for editor in (self.day, self.source)]):  # noqa: C419 - each shows its own problem
            self.agreed.emit()


def _columns() -> list[ColumnView[Proposed]]:
    return [
        ColumnView("rate", _("One euro is worth"), _rate, second=_about, tool_tip=_about, sortable=False),
        ColumnView("dated", _("Date"), lambda one: format_date(one.dated) if one.dated else "–", 150, sortable=False),
        ColumnView(
            "status",
            _("What happens"),
            lambda one: _(STATUSES[one.status]),
            130,
            chip=lambda one: ChipLook(_(STATUSES[one.status]), kind=_KINDS[one.status]),
            sortable=False,
        ),
    ]


def _rate(one: Proposed) -> str:
    if one.per_euro:
        return show_rate(Rate(one.currency, one.dated, one.per_euro))
    return isolate_ltr(" ".join(part for part in (one.text, one.currency) if part))


def _about(one: Proposed) -> str:
    """Return the reason of a row's fate, and what it replaces; else where the rate comes from."""
    before = show_rate(Rate(one.currency, one.dated, one.before)) if one.before else ""
    said = fill(_("until now {rate}"), rate=before) if before and one.status == "changed" else ""
    return " · ".join(isolate(part) for part in (said, one.reason) if part) or one.source

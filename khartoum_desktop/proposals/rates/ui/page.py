"""The page of the exchange rates: which currencies the proposals use, what one euro was worth, and of which day."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.core.text import Name, other_spellings
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import CURRENCY
from khartoum_desktop.proposals.rates import operations, planning
from khartoum_desktop.proposals.rates.model import EURO, Rate, decimal_text
from khartoum_desktop.proposals.rates.planning import RatesPlan
from khartoum_desktop.proposals.rates.queries import CurrencyUse
from khartoum_desktop.proposals.rates.showing import show_rate
from khartoum_desktop.proposals.rates.ui.currencies import Found, currency_columns, first_of, read
from khartoum_desktop.proposals.rates.ui.panel import RatePanel, day_editor
from khartoum_desktop.proposals.rates.ui.preview import RatesPreview
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import choose_file
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor, FieldRow
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Card, EmptyState, Splitter
from khartoum_desktop.toolkit.table import RowsModel, Table
from khartoum_desktop.toolkit.theme import SECTION_GAP
from khartoum_desktop.workspace import Workspace

_KINDS: Final = frozenset({"rate", "setting", "proposal"})
_PANES: Final = (840, 400)
_ENDINGS: Final = ("*.csv", "*.xlsx", "*.xlsm", "*.xls", "*.ods", "*.tsv", "*.txt", "*.html")


class RatesPage(Page):
    """Currencies at the start, the rate of one of them at the end, above them in what is reported."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.found: Found | None = None
        self.preview: RatesPreview | None = None
        self._wanted = ""
        self.panel = RatePanel()
        self.header.set_title(_("Exchange rates"))
        new = Action("rates.import", _("Import rates…"), self.choose, "", "import", self._may_write)
        back = Action("rates.back", _("Back to the proposals"), self.back, "Alt+Left", "back")
        self.header.set_buttons([back], new)
        self.body.addWidget(self._report_card())
        self.model: RowsModel[CurrencyUse] = RowsModel(currency_columns(work), self._fetch, self)
        self.table = Table(name=_("Currencies"), multiple=False)
        self.table.setModel(self.model)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _code: self.panel.begin())
        self.panel.saved.connect(self._save)
        self.panel.removed.connect(self._remove)
        self.panel.picked.connect(self._picked)
        self.empty = EmptyState(
            _("No exchange rate is needed yet"),
            _(
                "All amounts are in euro, or there are none. As soon as a proposal names another currency it stands "
                "here. Take in the Commission’s monthly table (InforEuro) or a list of currency, rate and date; drop "
                "the file anywhere on this page. Or write a rate at the side."
            ),
            [(_("Import rates…"), self.choose)],
            primary=False,
        )
        self.stack = QStackedWidget()
        card = Card(padding=1)
        card.body.addWidget(self.stack)
        for part in (self.table, self.empty):
            self.stack.addWidget(part)
        panes = Splitter()
        panes.addWidget(card)
        panes.addWidget(self.panel)
        panes.setStretchFactor(0, 1)
        panes.setSizes(list(_PANES))
        self.panel.setMinimumWidth(260)
        self.body.addWidget(panes, 1)
        desk.live.changed.connect(self._heard)

    def _report_card(self) -> QWidget:
        card = Card()
        card.body.setSpacing(8)
        self.reporting = ChoiceEditor(self._choices(), empty=None, width=220)
        self.day = day_editor()
        self.reporting.set_value(EURO)
        self.reporting.committed.connect(lambda code: self._do(partial(operations.set_reporting, self.work, str(code))))
        self.day.committed.connect(self._set_day)
        line = QHBoxLayout()
        line.setSpacing(SECTION_GAP)
        rows = (
            FieldRow(_("Reporting currency"), self.reporting),
            FieldRow(_("Rates as of"), self.day, _("Empty: always the latest.")),
        )
        for row in rows:
            line.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        words = _(
            "Amounts stay as they were written. To be added up, sorted and compared they are converted, each by the "
            "last rate of its currency up to that day. What has no rate is named beside the total and sorted last."
        )
        line.addStretch(1)
        card.body.addLayout(line)
        card.body.addWidget(LeadingLabel(words, kind="caption", role="muted", wrap=True))
        return card

    def _choices(self) -> list[tuple[str, str]]:
        found = lists_of(self.work).choices(CURRENCY)
        return [(code, Name(f"{code} {label}", other_spellings(label))) for code, label in found]

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, CurrencyUse]:
        shown = self.found.currencies if self.found else {}
        return {code: shown[code] for code in ids if code in shown}

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("rates.import", _("Import rates…"), self.choose, "", "import", self._may_write),
            Action("rates.write", _("Write a rate"), self.write, "Ctrl+N", "new", self._may_write),
            Action("rates.back", _("Back to the proposals"), self.back, "Alt+Left", "back"),
        )

    def status(self) -> str:
        """Return which of the used currencies have no rate."""
        if self.found is None:
            return ""
        lacking = [one.currency for one in self.found.currencies.values() if one.proposals and one.lacks_rate]
        if not lacking:
            return _("Every currency in use has a rate.") if self.found.currencies else ""
        return fill(_("No exchange rate: {currencies}"), currencies=listed(lacking))

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a currency to be selected."""
        self._wanted = argument if isinstance(argument, str) else self._wanted
        self.refresh()

    def argument(self) -> object:
        """Return the currency in hand."""
        return self.table.current_id() or None

    def leave(self) -> bool:
        """Save a rate that is typed but not saved; one that cannot be understood keeps the page."""
        if self.panel.typed and not self.panel.save():
            return False
        return all([self.reporting.commit(), self.day.commit()]) and self.desk.tasks.finish()

    def accept_files(self, paths: Sequence[Path]) -> bool:
        """Read the first file that was dropped as one of rates."""
        files = [path for path in paths if path.is_file()]
        if not files:
            return False
        if not self._may_write():
            self.show_message("warn", _("A reader imports nothing. Change who is at this laptop in the status line."))
            return True
        self._open(files[0])
        return True

    # -- reading

    def _may_write(self) -> bool:
        return self.work.may_write

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys():
            self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self.desk.tasks.start(lambda _progress: read(self.work), self._show, owner=self, droppable=True)

    def _show(self, found: Found) -> None:
        kept, typed = self.table.current_id(), self.panel.typed
        self.found = found
        if not self.reporting.dirty:
            self.reporting.set_value(found.standing.reporting)
        if not self.day.dirty:
            self.day.set_value(found.standing.chosen_day)
        may_write = self._may_write()
        for editor in (self.reporting, self.day):
            editor.set_read_only(not may_write)
        self.panel.set_read_only(not may_write)
        self.panel.set_choices([pair for pair in self._choices() if pair[0] != EURO])
        with QSignalBlocker(self.table):
            self.model.set_ids(found.currencies)
            self.stack.setCurrentWidget(self.table if found.currencies.keys() - {EURO} else self.empty)
            wanted = self._wanted or kept or first_of(found.currencies)
            self._wanted = ""
            self.table.select_ids([wanted], current=wanted)
        if not typed:
            self._show_currency(self.table.current_id() or str(self.panel.currency.value() or ""))
        used = sum(1 for one in found.currencies.values() if one.proposals)
        words = ngettext("{n} currency in use", "{n} currencies in use", used)
        self.header.set_subtitle(fill(words, n=format_number(used)) if used else "")
        self.status_changed.emit()

    def _show_currency(self, code: str) -> None:
        shown = "" if code == EURO else code
        self.panel.show_currency(shown, self.found.rates.get(shown, ()) if self.found else ())

    def _chosen(self, codes: Sequence[str]) -> None:
        """Show another currency; the rate that is typed is saved first, or keeps its currency in hand."""
        if not codes or codes[0] == self.panel.code:
            return
        if self.panel.typed and not self.panel.save():
            with QSignalBlocker(self.table):
                self.table.select_ids([self.panel.code], current=self.panel.code)
            return
        self._show_currency(codes[0])

    def _picked(self, code: str) -> None:
        """Show the currency that was picked at the side; what is typed there is its rate."""
        if self.panel.typed:
            self.panel.belong_to(code, self._of(code))
        else:
            self._show_currency(code)
        with QSignalBlocker(self.table):
            self.table.select_ids([code], current=code)
        self.panel.begin()

    # -- changing

    def _do(self, act: Callable[[], object], done: Callable[[object], None] = lambda _nothing: None) -> None:
        def over(result: object) -> None:
            self.hide_message()
            self.desk.saved.emit()
            done(result)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                self.show_error(error)
            else:
                self.desk.fail(error)
            self.refresh()

        self.desk.tasks.start(lambda _progress: act(), over, failed, label=_("Saving"), owner=self)

    def _set_day(self, day: object) -> None:
        self._do(partial(operations.set_rate_date, self.work, str(day) if day else None))

    def _save(self, code: str, value: Fraction, day: str, source: str) -> None:
        rate = Rate(code, day, decimal_text(value), source)

        def done(_ident: object) -> None:
            if self.panel.code == code:
                self._wanted = code
                self.panel.show_currency(code, (rate, *(one for one in self._of(code) if one.dated != day)))
            self.refresh()
            template = _("One euro is worth {rate} as of {date}.")
            self.desk.say(fill(template, rate=show_rate(rate), date=format_date(day)))

        self._do(partial(operations.set_rate, self.work, code, value, day, source), done)

    def _of(self, code: str) -> tuple[Rate, ...]:
        return self.found.rates.get(code, ()) if self.found else ()

    def _remove(self, rate: Rate) -> None:
        template = _("The rate of {currency} of {date} was removed.")
        words = fill(template, currency=rate.currency, date=format_date(rate.dated))

        def undo(step: object) -> None:
            self._do(partial(self.work.store.undo_step, str(step)))

        self._do(
            partial(operations.remove_rate, self.work, rate.id), lambda step: self.desk.say(words, partial(undo, step))
        )

    def write(self) -> None:
        """Go to where a rate is written."""
        self.panel.begin()

    def back(self) -> None:
        """Go back to the proposals."""
        self.desk.open("proposals")

    # -- a file

    def choose(self) -> None:
        """Ask for a file of rates."""
        filters = fill(_("Spreadsheets ({pattern})"), pattern=" ".join(_ENDINGS))
        path = choose_file(self, _("Import rates"), filters, purpose="rates")
        if path is not None:
            self._open(path)

    def _open(self, path: Path) -> None:
        def make(progress: Progress) -> RatesPlan:
            return planning.plan(self.work, path, progress=progress)

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                leads = (_("Import proposals from it"), partial(self.desk.open, "import", [str(path)]))
                self.show_error(error, [leads])
            else:
                self.desk.fail(error)

        label = fill(_("Reading {file}"), file=path.name)
        self.hide_message()
        self.desk.tasks.start(make, self._preview, failed, label=label, owner=self, droppable=True)

    def _preview(self, plan: RatesPlan) -> None:
        if self.preview is not None:
            self.preview.reject()
        dialog = self.preview = RatesPreview(plan, self)
        dialog.renewed.connect(partial(self._renew, dialog))
        dialog.agreed.connect(partial(self._agree, dialog))
        dialog.open()

    def _renew(self, dialog: RatesPreview, day: object, source: str) -> None:
        def compare(_progress: object) -> RatesPlan:
            return planning.compared(self.work, dialog.plan, dated=str(day or ""), source=source)

        self.desk.tasks.start(compare, dialog.show_plan, owner=dialog)

    def _agree(self, dialog: RatesPreview) -> None:
        """Write the plan that is in sight; one that would now do something else is shown instead."""
        day, source = str(dialog.day.value() or ""), str(dialog.source.value() or "")

        def write(_progress: object) -> RatesPlan | str:
            plan = planning.compared(self.work, dialog.plan, dated=day, source=source)
            return operations.apply(self.work, plan) if plan.rows == dialog.plan.rows else plan

        def done(result: RatesPlan | str) -> None:
            if isinstance(result, RatesPlan):
                dialog.show_plan(result, _("The rates have changed meanwhile: please look again."))
                return
            dialog.accept()
            self.desk.saved.emit()
            n = len(dialog.plan.to_write)
            words = fill(ngettext("{n} rate taken in", "{n} rates taken in", n), n=format_number(n))
            self.desk.say(words, lambda: self._do(partial(self.work.store.undo_step, result)))

        def failed(error: Exception) -> None:
            dialog.reject()
            self.desk.fail(error)

        self.desk.tasks.start(write, done, failed, label=_("Saving"), owner=self)


SPEC: Final = PageSpec("rates", N_("Exchange rates"), "currency-eur", RatesPage, in_rail=False)

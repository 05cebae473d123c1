"""The list of proposals: saved searches at the start, search line and table in the middle, the fiche at the end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.rates.model import Total
from khartoum_desktop.proposals.rates.queries import standing
from khartoum_desktop.proposals.rates.showing import amount_note, total_words
from khartoum_desktop.proposals.rows import Counts, OriginRow, ProposalDetail, ProposalLine
from khartoum_desktop.proposals.showing import NOTHING
from khartoum_desktop.proposals.ui.fiche import HUNDRED, Fiche, format_percent_of
from khartoum_desktop.proposals.ui.pane_list import PaneList
from khartoum_desktop.proposals.ui.searches import EVERYTHING, entries_of, filter_of
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import Card, Chip, EmptyState, SearchLine, Splitter
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.workspace import Workspace

_PANES: Final = (196, 718, 312)
_WIDE: Final = 1000


@dataclass(frozen=True, slots=True)
class Tally:
    """What the proposals found cost together, and the counts of all saved searches."""

    total: Total
    counts: Counts


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ids in order; the tally follows when the rows are on the screen."""

    ids: Sequence[str]
    lists: Lists
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """What an empty list offers."""

    new: Callable[[], object]
    bring_in: Callable[[], object]


class ListView(QWidget):
    """Searching, sorting and reading; `opened` carries the id of the proposal to be edited."""

    opened = Signal(str)
    history_wanted = Signal(str)
    found = Signal()  # other rows are shown
    chosen = Signal()  # another proposal is selected

    def __init__(self, work: Workspace, desk: Desk, offers: Offers) -> None:
        super().__init__()
        self.work, self.desk, self._offers = work, desk, offers
        self._sort, self._descending = "ref", False
        self._wanted: tuple[str, ...] = ()  # to be selected when the next rows come
        self._asked = 0
        self.result: Found | None = None
        self.searches = PaneList(_("Saved searches"))
        self.searches.chosen.connect(lambda _id: self.search())
        self.line = SearchLine(_("Search proposals"))
        self.line.searched.connect(lambda _words: self.search())
        self.filter = QHBoxLayout()
        self.model: RowsModel[ProposalLine] = RowsModel(self._columns(), self._fetch, self)
        self.model.sort_requested.connect(self._sort_by)
        self.model.set_sort(self._sort)
        self.table = Table(name=_("Proposals"))
        self.table.setModel(self.model)
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(self._selected)
        self.fiche = Fiche(self._open_current, self._history_of_current)
        self.fiche.worth = lambda amount: amount_note(standing(self.work), *amount)
        self.panes = Splitter()
        for pane in (self._start_pane(), self._middle(), self.fiche):
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes(list(_PANES))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.panes)

    def _start_pane(self) -> QWidget:
        card = Card(padding=8)
        card.body.addWidget(self.searches)
        card.setMinimumWidth(170)
        return card

    def _middle(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.line, 1)
        top.addLayout(self.filter)
        column.addLayout(top)
        card = Card(padding=1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        card.body.addWidget(self.stack)
        column.addWidget(card, 1)
        return pane

    def _columns(self) -> list[ColumnView[ProposalLine]]:
        return [
            ColumnView(
                "title",
                _("Proposal"),
                lambda line: line.title(),
                second=self._second,
                tool_tip=lambda line: line.title(),
            ),
            ColumnView("budget_total", _("Total cost"), _cost, 144, numeric=True),
            ColumnView(
                "completeness",
                _("Complete"),
                lambda line: format_percent_of(line.completeness.percent),
                110,
                numeric=True,
                bar="complete",
                share=lambda line: line.completeness.percent / HUNDRED,
            ),
            ColumnView("state", _("State"), self._state, 194, chip=self._chip),
        ]

    def _second(self, line: ProposalLine) -> str:
        country = queries.lists_of(self.work).label(PARTY, line.lead_country)
        parts = [isolate_ltr(line.ref), isolate(country)]
        if line.torn:
            parts.append(isolate(_("two values")))
        return " · ".join(part for part in parts if part)

    def _state(self, line: ProposalLine) -> str:
        return queries.lists_of(self.work).label("state", line.state)

    def _chip(self, line: ProposalLine) -> ChipLook:
        return ChipLook(self._state(line), state=line.state)

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, ProposalLine]:
        return {line.id: line for line in queries.page(self.work, ids)}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the fiche out of a narrow window: Enter opens the proposal whole."""
        super().resizeEvent(event)
        self.fiche.setVisible(event.size().width() >= _WIDE)

    # -- searching

    def search(self, select: Sequence[str] = ()) -> None:
        """Ask again for the rows of the chosen search; `select` are the ids to be selected then."""
        self._asked += 1
        self._wanted = tuple(select) or self._wanted
        asked, words, chosen = self._asked, self.line.text(), self.searches.current() or EVERYTHING
        delegation = self.work.person.delegation if self.work.person else ""
        sort, descending = self._sort, self._descending

        def work(_progress: object) -> Found:
            only = filter_of(chosen, delegation)
            ids = queries.ids(self.work, search=words, sort=sort, descending=descending, only=only)
            return Found(ids, queries.lists_of(self.work), None if ids else self._tally(ids))

        self.desk.tasks.start(work, partial(self._found, asked), owner=self)

    def _tally(self, ids: Sequence[str]) -> Tally:
        return Tally(queries.totals(self.work, ids), queries.counts(self.work))

    def _found(self, asked: int, result: Found) -> None:
        if asked != self._asked:
            return  # somebody has typed on: a later answer is on its way
        self.result = result
        self.model.set_ids(result.ids)
        self._show_rows_or_why_not()
        if result.tally is None:
            self.desk.tasks.start(lambda _progress: self._tally(result.ids), partial(self._counted, asked), owner=self)
        else:
            self._show_tally(result.tally, result.lists)
        wanted, self._wanted = self._wanted, ()
        if wanted:
            self.table.select_ids(wanted)
        elif not self.table.selected_ids() and result.ids:
            self.table.selectRow(0)
        if not self.table.selected_ids():
            self.fiche.show_nothing()
        self.found.emit()

    def _counted(self, asked: int, tally: Tally) -> None:
        if asked == self._asked and self.result is not None:
            self.result = replace(self.result, tally=tally)
            self._show_tally(tally, self.result.lists)
            self.found.emit()

    def _show_tally(self, tally: Tally, lists: Lists) -> None:
        self.searches.set_entries(entries_of(tally.counts, lists))
        if not self.searches.current():
            self.searches.set_current(EVERYTHING)
        self._show_filter()

    def _show_rows_or_why_not(self) -> None:
        """Show the table, or say in its place why it is empty and what can be done."""
        if (old := self.stack.widget(1)) is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        tally = self.result.tally if self.result is not None else None
        if self.result is None or self.result.ids or tally is None:
            self.stack.setCurrentWidget(self.table)
            return
        if tally.counts.everything or tally.counts.removed:
            empty = EmptyState(
                _("No results match the search"),
                _("Other proposals are hidden by the words above or by the search at the side."),
                [(_("Show all proposals"), self.clear)],
                primary=False,
            )
        else:
            empty = EmptyState(
                _("There are no proposals yet"),
                _("Bring in a ministry’s spreadsheet, or write the first proposal by hand."),
                [(_("New proposal"), self._offers.new), (_("Import a file"), self._offers.bring_in)],
                primary=False,
            )
        self.stack.addWidget(empty)
        self.stack.setCurrentWidget(empty)

    def _show_filter(self) -> None:
        """Show the chosen search as a tag with a cross, unless it is all."""
        while (item := self.filter.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        entry = self.searches.entry(self.searches.current())
        if entry is None or entry.id == EVERYTHING:
            return
        tag = Chip(ChipLook(entry.label, kind="accent"), closable=True)
        tag.closed.connect(self._show_all)
        self.filter.addWidget(tag)

    def _show_all(self) -> None:
        self.searches.set_current(EVERYTHING)
        self.search()

    def clear(self) -> None:
        """Show all proposals: no words, no saved search."""
        self.searches.set_current(EVERYTHING)
        self.line.clear_search()
        self.table.setFocus()

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort, self._descending = key, descending
        self.model.set_sort(key, descending=descending)
        self.search(self.table.selected_ids())

    # -- reading

    def _selected(self, ids: Sequence[str]) -> None:
        self.chosen.emit()
        if len(ids) != 1:
            self.fiche.show_nothing()
            return
        ident = ids[0]

        def work(_progress: object) -> tuple[ProposalDetail, list[OriginRow], Lists]:
            return queries.read(self.work, ident), queries.origins(self.work, ident), queries.lists_of(self.work)

        self.desk.tasks.start(work, self._read, self._not_read, owner=self)

    def _read(self, found: tuple[ProposalDetail, list[OriginRow], Lists]) -> None:
        if self.table.selected_ids() == (found[0].id,):
            self.fiche.show_detail(*found)

    def _not_read(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.desk.fail(error)
        self.fiche.show_nothing()

    def _open_current(self) -> None:
        if self.fiche.shown is not None:
            self.opened.emit(self.fiche.shown.id)

    def _history_of_current(self) -> None:
        if self.fiche.shown is not None:
            self.history_wanted.emit(self.fiche.shown.id)

    def heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        """Ask again after any step that touched proposals or lists."""
        self.model.refresh(changes.get("proposal"))
        self.search(self.table.selected_ids())
        self._selected(self.table.selected_ids())

    def set_row_actions(self, actions: Sequence[Action]) -> None:
        """Offer these in the table's context menu."""
        self.table.set_row_actions(actions)

    def status(self) -> str:
        """Return how many are shown and selected, and what they cost in all."""
        if self.result is None:
            return ""
        n, chosen = len(self.result.ids), len(self.table.selected_ids())
        parts = [fill(ngettext("{n} proposal", "{n} proposals", n), n=format_number(n))]
        if chosen > 1:
            parts.append(fill(ngettext("{n} selected", "{n} selected", chosen), n=format_number(chosen)))
        if self.result.tally is not None:
            parts += total_words(self.result.tally.total)
        return " · ".join(parts)


def _title(line: ProposalLine) -> str:
    return line.title()


def _cost(line: ProposalLine) -> str:
    if line.budget.thousandths is None:
        return NOTHING
    return isolate_ltr(format_money(line.budget.thousandths, line.budget.currency))

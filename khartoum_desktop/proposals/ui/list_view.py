"""The list of proposals: saved searches at the start, search line and table in the middle, the fiche at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Cancelled, Progress, silent
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.rates.model import Total
from khartoum_desktop.proposals.rates.queries import standing
from khartoum_desktop.proposals.rates.showing import amount_note, total_words
from khartoum_desktop.proposals.rows import OriginRow, ProposalDetail
from khartoum_desktop.proposals.searches.model import TITLE, Search, tests_for
from khartoum_desktop.proposals.searches.queries import last_meeting, saved
from khartoum_desktop.proposals.ui.fiche import Fiche
from khartoum_desktop.proposals.ui.list_columns import ListColumns
from khartoum_desktop.proposals.ui.list_empty import Offers, why_empty
from khartoum_desktop.proposals.ui.list_filters import ListFilters
from khartoum_desktop.proposals.ui.list_found import Found, Tally
from khartoum_desktop.proposals.ui.list_searches import KeptSearches, SearchPane
from khartoum_desktop.proposals.ui.list_sums import SelectionSums
from khartoum_desktop.proposals.ui.searches import CHANGED, EVERYTHING, Further, entries_of, filter_of, saved_id
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.parts import Card, IconButton, SearchLine, Splitter
from khartoum_desktop.toolkit.table import PAGE
from khartoum_desktop.workspace import Workspace

__all__ = ["Found", "ListView", "Offers", "Tally"]

_PANES: Final = (212, 702, 312)
_WIDE: Final = 1000


class ListView(QWidget):
    """Searching, sorting and reading; `opened` carries the id of the proposal to be edited."""

    opened = Signal(str)
    history_wanted = Signal(str)
    found = Signal()  # other rows are shown
    chosen = Signal()  # another proposal is selected

    def __init__(self, work: Workspace, desk: Desk, offers: Offers, further: Sequence[Further] = ()) -> None:
        super().__init__()
        self.work, self.desk, self._offers = work, desk, offers
        self._further = {one.id: one for one in further}
        self._sort, self._descending = "ref", False
        self._wanted: tuple[str, ...] = ()  # to be selected when the next rows come
        self._asked = 0
        self._question: object = None  # what was asked last
        self._about: object = None  # what was asked last, in whatever order
        self._summed: tuple[object, Total] | None = None  # what was asked when the total was made, until a change
        self.result: Found | None = None
        self._from_kept = False  # words and filters are those of a kept search
        self._listed = ""  # the line of the pane to be chosen when it is there
        self.searches = SearchPane(_("Saved searches"))
        self.searches.chosen.connect(self._choose)
        self.line = SearchLine(_("Search proposals"))
        self.line.searched.connect(lambda _words: self.search())
        self.filters = ListFilters(lambda: queries.lists_of(self.work))
        self.filters.changed.connect(self._filtered)
        self.filters.all_removed.connect(self.clear_filters)
        self.columns = ListColumns(work, desk, self)
        self.columns.further = self._filter_actions
        self.model, self.table = self.columns.model, self.columns.table
        self.model.sort_requested.connect(self._sort_by)
        self.model.set_sort(self._sort)
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(self._selected)
        self.kept = KeptSearches(self)
        self._sums = SelectionSums(desk, self.table.selected_ids, partial(queries.totals, work), self)
        self._sums.changed.connect(self.chosen)
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
        top.setSpacing(4)
        top.addWidget(self.line, 1)
        top.addWidget(IconButton("filter", _("Filter this column…"), self.filter_column, small=False))
        top.addWidget(IconButton("columns", _("Columns…"), self.columns.open_dialog, small=False))
        column.addLayout(top)
        column.addWidget(self.filters)
        card = Card(padding=1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        card.body.addWidget(self.stack)
        column.addWidget(card, 1)
        return pane

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
        sort, descending, conditions = self._sort, self._descending, self.filters.conditions
        about = (words, chosen, conditions, self.work.person)
        question = (*about, sort, descending)
        begin = question != self._question and not self._wanted  # else the place in the list is kept
        self._question, self._about = question, about

        def work(_progress: object, *, whole: bool) -> Found | None:
            if asked != self._asked:
                return None  # somebody has typed on: nobody waits for this any more
            since = last_meeting(self.work) if chosen == CHANGED else None
            further = self._further.get(chosen)
            among = None if further is None else further.ids(self.work) or frozenset()
            only = replace(filter_of(chosen, delegation, since), conditions=conditions, among=among)
            ask = partial(queries.first_ids, number=PAGE) if not whole else queries.ids
            ids = ask(self.work, search=words, sort=sort, descending=descending, only=only)
            if ids is None:
                return work(_progress, whole=True)
            first = self.columns.fetch(ids[:PAGE])
            return Found(ids, queries.lists_of(self.work), None if ids else self._tally(ids), whole, first)

        keys = self.columns.choice.keys

        def found(result: Found | None) -> None:
            if result is not None and self.columns.choice.keys != keys:
                result = replace(result, first=None)  # read for the columns of before
            if result is not None and self._found(asked, result):
                self.desk.tasks.start(partial(work, whole=True), found, owner=self)

        self.desk.tasks.start(partial(work, whole=not begin), found, owner=self)

    def _tally(self, ids: Sequence[str], progress: Progress = silent) -> Tally:
        kept = self._summed  # another order of the same rows costs the same
        total = kept[1] if kept is not None and kept[0] == self._about else queries.totals(self.work, ids, progress)
        found = [(one, one.ids(self.work)) for one in self._further.values()]
        further = [(one, len(ids)) for one, ids in found if ids is not None]
        return Tally(total, queries.counts(self.work), saved(self.work), further)

    def _found(self, asked: int, result: Found) -> bool:
        """Show what was found; return whether the rest of it is to be asked for."""
        if asked != self._asked:
            return False  # somebody has typed on: a later answer is on its way
        self.result = result
        self.model.set_ids(result.ids, result.first)
        self._show_rows_or_why_not()
        if not result.whole:
            self._show_chips()  # what is counted is counted in all of them
        elif result.tally is None:
            count = partial(self._count, asked, result.ids)  # beside the searches, which need not wait for it
            self.desk.tasks.start(count, partial(self._counted, asked), owner=self, pool="other")
        else:
            self._show_tally(result.tally, result.lists)
        if self._wanted:
            self.table.select_ids(self._wanted)  # those beyond the first page when the rest is there
        elif not self.table.selected_ids() and result.ids:
            self.table.selectRow(0)
        if result.whole:
            self._wanted = ()
        if not self.table.selected_ids():
            self.fiche.show_nothing()
        self.found.emit()
        return not result.whole

    def _count(self, asked: int, ids: Sequence[str], _progress: object) -> Tally:
        def go_on(_done: int, _total: int) -> None:
            if asked != self._asked:
                raise Cancelled  # somebody has asked for something else

        go_on(0, 0)
        return self._tally(ids, go_on)

    def _counted(self, asked: int, tally: Tally) -> None:
        if asked == self._asked and self.result is not None:
            self._summed = (self._about, tally.total)
            self.result = replace(self.result, tally=tally)
            self._show_tally(tally, self.result.lists)
            self.found.emit()

    def _show_tally(self, tally: Tally, lists: Lists) -> None:
        self.kept.saved = tally.saved
        self.searches.set_entries(entries_of(tally.counts, lists, tally.saved, tally.further))
        if self._listed and self.searches.entry(self._listed) is not None:
            entry, self._listed = self._listed, ""
            self.searches.set_current(entry)
            self._choose(entry)
        if not self.searches.current():
            self.searches.set_current(EVERYTHING)
        self._show_chips()

    def _show_rows_or_why_not(self) -> None:
        """Show the table, or say in its place why it is empty and what can be done."""
        if (old := self.stack.widget(1)) is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        tally = self.result.tally if self.result is not None else None
        if self.result is None or self.result.ids or tally is None:
            self.stack.setCurrentWidget(self.table)
            return
        empty = why_empty(tally.counts, self._offers, self.clear)
        self.stack.addWidget(empty)
        self.stack.setCurrentWidget(empty)

    # -- words, filters and saved searches

    def asked(self) -> Search:
        """Return what the list asks besides the shipped search at the side."""
        return Search(self.line.text().strip(), self.filters.conditions, self._sort, self._descending)

    def is_narrowed(self) -> bool:
        """Whether filters or a search at the side hide proposals."""
        return bool(self.filters.conditions) or self.searches.current() not in {"", EVERYTHING}

    def choose_when_listed(self, entry: str) -> None:
        """Choose a line of the pane as soon as it is there."""
        self._listed = entry
        self.search()

    def _choose(self, entry: str) -> None:
        """Show what a line of the pane finds; a kept search brings its own words, filters and order."""
        chosen = self.kept.chosen()
        if chosen is not None:
            self._take(chosen.search)
        elif self._from_kept:
            self._take(Search())
        self._from_kept = bool(saved_id(entry))
        self._show_chips()
        self.search()

    def _take(self, search: Search) -> None:
        """Let words, filters and order be those of a search."""
        self.line.set_quietly(search.words)
        self.filters.set(search.conditions)
        self._sort, self._descending = search.sort, search.descending
        self.model.set_sort(self._sort, descending=self._descending)

    def _filtered(self) -> None:
        self._show_chips()
        self.search(self.table.selected_ids())

    def filter_column(self) -> None:
        """Let the person set the filter of the column in which the keyboard is."""
        key = self.table.current_key()
        key = key if tests_for(key) else TITLE
        self.filters.open(key, self.table.below_header(key))

    def _filter_actions(self, key: str) -> list[Action]:
        return self.filters.column_actions(key, lambda: self.filters.open(key, self.table.below_header(key)))

    def _show_chips(self) -> None:
        """Show a chip for each filter, and first one for the shipped search at the side unless it is all."""
        entry = self.searches.entry(self.searches.current())
        shipped = entry is not None and entry.id != EVERYTHING and not saved_id(entry.id)
        self.filters.show_chips([(entry.label, self._show_all)] if shipped and entry is not None else ())
        self.model.set_filtered(condition.key for condition in self.filters.conditions)

    def _show_all(self) -> None:
        self.searches.set_current(EVERYTHING)
        self.search()

    def clear_filters(self) -> None:
        """Take all filters away, and the search at the side; the words stay."""
        self.filters.set(())
        self._from_kept = False
        self._show_all()
        self._show_chips()

    def clear(self) -> None:
        """Show all proposals: no words, no filters, no saved search."""
        self.filters.set(())
        self._from_kept = False
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
        self._sums.ask(tuple(ids))
        if len(ids) != 1:
            self.fiche.show_nothing(len(ids))
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
        self._sums.forget()
        self._summed = None
        self.model.refresh(changes.get("proposal"))
        self.search(self.table.selected_ids())
        self._selected(self.table.selected_ids())

    def set_row_actions(self, actions: Sequence[Action]) -> None:
        """Offer these in the table's context menu."""
        self.table.set_row_actions(actions)

    def status(self) -> str:
        """Return how many are shown and selected, and what they cost in all."""
        if self.result is None or not self.result.whole:
            return ""
        n, chosen = len(self.result.ids), len(self.table.selected_ids())
        parts = [fill(ngettext("{n} proposal", "{n} proposals", n), n=format_number(n))]
        if chosen > 1:
            parts.append(fill(ngettext("{n} selected", "{n} selected", chosen), n=format_number(chosen)))
        if n_filters := len(self.filters.conditions):
            parts.append(fill(ngettext("{n} filter", "{n} filters", n_filters), n=format_number(n_filters)))
        if (total := self._total_shown()) is not None:
            parts += total_words(total)
        return " · ".join(parts)

    def _total_shown(self) -> Total | None:
        """Return what the selected ones cost if there are several, else all that are shown."""
        chosen = self.table.selected_ids()
        if len(chosen) > 1:
            return self._sums.of(chosen)
        return self.result.tally.total if self.result is not None and self.result.tally is not None else None

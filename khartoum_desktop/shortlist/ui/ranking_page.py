"""The ranking page: official ranks above, provisional lines below a heavy rule, and at the end why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.core.text import fold
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import AGGREGATIONS
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.shortlist import operations, queries
from khartoum_desktop.shortlist.model import Line as RankLine
from khartoum_desktop.shortlist.model import Ranking
from khartoum_desktop.shortlist.queries import Shortlist
from khartoum_desktop.shortlist.stability.model import MOST_PROPOSALS
from khartoum_desktop.shortlist.stability.queries import TOP, stability_of
from khartoum_desktop.shortlist.stability.settings import settings_of
from khartoum_desktop.shortlist.ui.legend import Legend
from khartoum_desktop.shortlist.ui.rank_rows import RULE, DividingDelegate, Row, columns, divide
from khartoum_desktop.shortlist.ui.safe_weights import SafeWeightsDialog
from khartoum_desktop.shortlist.ui.standing import Standing
from khartoum_desktop.shortlist.ui.why_card import WhyCard
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.anew import Anew
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import (
    Card,
    FlatButton,
    SearchLine,
)
from khartoum_desktop.toolkit.table import RowsModel, Table
from khartoum_desktop.toolkit.table_pane import TablePane
from khartoum_desktop.workspace import Workspace

_PROVISIONAL: Final = f"{RULE}provisional"
_UNMARKED: Final = f"{RULE}unmarked"
_CARD: Final = 300
_KINDS: Final = frozenset(
    {"mark", "assessment", "consensus", "proposal", "round", "criteria_set", "criterion", "assessor", "eligibility",
     "checklist_item"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """A ranking with what is needed to show it."""

    round: Round
    ranking: Ranking
    lists: Lists
    hidden: str


class RankingPage(Page):
    """All proposals of the round, best first; nothing here is stored but what goes to the shortlist."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._found: _Found | None = None
        self._folded: dict[str, str] = {}  # what is searched of each line, made at the first search
        self._anew = Anew(self._start_reading)
        self._standing: Standing | None = None
        self.dialog: SafeWeightsDialog | None = None
        self._stop_drawing: Callable[[], None] | None = None
        self._wanted = ""
        self.header.set_title(_("Ranking"))
        add, marks = self._add_action(), self._marks_action()
        self.header.set_buttons([self._weights_action(), self._discuss_action(), marks], add)
        self.legend = Legend()
        self.search = SearchLine(_("Search in the ranking"))
        self.search.searched.connect(lambda _words: self._show_rows())
        self.search.setFixedWidth(280)
        self.table = Table(name=_("Ranking"))
        self.table.setItemDelegate(DividingDelegate(self.table))
        self.model: RowsModel[Row] = RowsModel([], self._fetch, self.table)
        self.table.setModel(self.model)
        self.table.chosen.connect(self._selected)
        self.table.opened.connect(self._open)
        self.table.set_row_actions([add, marks, self._open_action()])
        self.safe = FlatButton(_("Safe weights…"), self.show_safe)
        self.safe.setToolTip(_("How far each weight may move"))
        self.why = WhyCard([self.safe, FlatButton(_("Open the proposal"), self._open_current)])
        self.why.setMinimumWidth(_CARD - 60)
        self.stack = EmptyStack(self._panes())
        self.body.addWidget(self.stack)
        desk.live.changed.connect(self._changed)

    def _panes(self) -> TablePane:
        top = Card(padding=8)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.legend, 1)
        line.addWidget(self.search)
        top.body.addLayout(line)
        return TablePane(top, self.table, self.why, side_width=_CARD)

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        search = Action("ranking.search", _("Search in the ranking"), self.search.setFocus, "Ctrl+F", "search")
        return (
            self._add_action(), self._marks_action(), self._open_action(), self._weights_action(),
            self._discuss_action(), self._safe_action(), search,
        )  # fmt: skip

    def _add_action(self) -> Action:
        return Action(
            "ranking.add", _("Add to the shortlist"), self.add_selected, "Ctrl+L", "shortlist", self._has_some
        )

    def _marks_action(self) -> Action:
        return Action("ranking.marks", _("Show the marks"), self.show_marks, "", "scoring", self._has_some)

    def _discuss_action(self) -> Action:
        return Action("ranking.discuss", _("Discuss first"), self.discuss, "", "chats")

    def _weights_action(self) -> Action:
        return Action("ranking.weights", _("Try other weights"), partial(self.desk.open, "sandbox"), "", "weights")

    def _open_action(self) -> Action:
        return Action("ranking.open", _("Open the proposal"), self._open_current, "", "proposals", self._has_some)

    def _safe_action(self) -> Action:
        return Action("ranking.safe", _("How far each weight may move"), self.show_safe, "", "", self._is_drawn)

    def _is_drawn(self) -> bool:
        return self._standing is not None

    def _has_some(self) -> bool:
        return bool(self.selected())

    def status(self) -> str:
        """Return how many are ranked, provisional and without marks."""
        if self._found is None or self._found.hidden:
            return ""
        ranking = self._found.ranking
        counts = (
            (_("{n} ranked"), ranking.official),
            (_("{n} provisional"), ranking.provisional),
            (_("{n} without marks"), ranking.unmarked),
        )
        return dotted(fill(words, n=format_number(len(lines))) for words, lines in counts if lines)

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a proposal's id."""
        if isinstance(argument, str):
            self._wanted = argument
        self.refresh()

    def argument(self) -> object:
        """Return the proposal in hand."""
        return self.table.current_id() or None

    # -- reading

    def refresh(self) -> None:
        """Rank anew in the background; asked for while that goes on, once more afterwards."""
        self._anew.ask()

    def _start_reading(self) -> None:
        self.desk.tasks.start(self._read, self._show, self._failed, label=_("Ranking"))

    def _read(self, _progress: Progress) -> _Found:
        current = scoring.current_round(self.work)
        ranking = queries.ranking(self.work, current, scoring.criteria(self.work, current.criteria_set))
        return _Found(current, ranking, lists_of(self.work), sight(self.work, current.id).sentence)

    def _failed(self, error: Exception) -> None:
        self._anew.over()
        self.desk.fail(error)

    def _show(self, found: _Found) -> None:
        self._anew.over()
        first = self._found is None
        if self._found is None or self._found.ranking != found.ranking or self._found.round != found.round:
            self._standing = None
            self._draw(found)
        self._found = found
        criteria = found.ranking.criteria
        rule = _(AGGREGATIONS[criteria.aggregation])
        name = fill(_("{name}, version {n}"), name=criteria.label.text(), n=format_number(criteria.version))
        self.header.set_subtitle(dotted([found.round.label.text(), name, rule]))
        if not found.ranking.official and not found.ranking.provisional:
            self._show_empty(found.hidden)
            return
        self.stack.show_content()
        self.legend.show_criteria(criteria)
        self._folded = {}
        self.model.set_columns(columns(found.ranking, lambda: self._standing))
        self._show_rows()
        if self._wanted or (first and not self.table.selected_ids()):
            self.table.select_ids([self._wanted or found.ranking.lines[0].id])
            self._wanted = ""
        self._selected(self.table.selected_ids())
        self.status_changed.emit()

    def _draw(self, found: _Found) -> None:
        """Work out the stability in the background: the scores are there at once, its words when the draws are done."""
        if self._stop_drawing is not None:
            self._stop_drawing()
            self._stop_drawing = None
        if not 0 < len(found.ranking.official) <= MOST_PROPOSALS:
            return

        def work(progress: Progress) -> Standing:
            settings = settings_of(found.round)
            return Standing(stability_of(found.ranking, top=TOP, settings=settings, progress=progress))

        done = partial(self._drawn, found)
        task = self.desk.tasks.start(work, done, self._undrawn, pool="other", owner=self, droppable=True)
        self._stop_drawing = task.cancel

    def _undrawn(self, error: Exception) -> None:
        self._stop_drawing = None
        self.desk.fail(error)

    def _drawn(self, found: _Found, standing: Standing) -> None:
        self._stop_drawing = None
        if self._found is found:
            self._standing = standing
            self.model.refresh()
            self._selected(self.table.selected_ids())

    def _fetch(self, ids: Sequence[str]) -> dict[str, Row]:
        rows = ((one, self._row(one)) for one in ids)
        return {one: row for one, row in rows if row is not None}

    def _row(self, one: str) -> Row | None:
        if self._found is None:
            return None
        if one == _PROVISIONAL:
            words = _("Provisional: marks are missing, no official rank. Bar = known part, line = where it may end")
            return Row(None, "", "", words)
        if one == _UNMARKED:
            n = len(self._found.ranking.unmarked)
            words = ngettext("{n} proposal without any mark", "{n} proposals without any mark", n)
            return Row(None, "", "", fill(words, n=format_number(n)))
        line = self._found.ranking.line(one)
        if line is None:
            return None
        candidate = line.candidate
        mark = restricted_mark(candidate.restricted)
        second = dotted([candidate.ref, mark, self._found.lists.label(PARTY, candidate.country)])
        return Row(line, candidate.title.text(), second)

    def _show_rows(self) -> None:
        if self._found is None:
            return
        ranking = self._found.ranking
        words = fold(self.search.text()).split()

        def matching(lines: Sequence[RankLine]) -> list[str]:
            if not words:
                return [line.id for line in lines]
            return [line.id for line in lines if all(word in self._searched(line) for word in words)]

        ids = matching(ranking.official)
        for rule, lines in ((_PROVISIONAL, ranking.provisional), (_UNMARKED, ranking.unmarked)):
            found = matching(lines)
            ids += [rule, *found] if found else []
        self.model.set_ids(ids)
        divide(self.table, self.model)

    def _searched(self, line: RankLine) -> str:
        text = self._folded.get(line.id)
        if text is None:
            title = line.candidate.title
            words = (line.candidate.ref, title.ar or "", title.en or "", title.fr or "")
            text = self._folded[line.id] = fold(" ".join(words))
        return text

    def _show_empty(self, hidden: str) -> None:
        self.stack.show_empty(
            _("The ranking is hidden for now") if hidden else _("No marks yet"),
            hidden or _("The ranking appears as soon as the first proposal is marked."),
            [(_("Go to scoring"), partial(self.desk.open, "scoring"))],
        )
        self.status_changed.emit()

    def _changed(self, kinds: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and _KINDS & kinds.keys():
            self.refresh()

    # -- acting on the selection

    def selected(self) -> list[str]:
        """Return the selected proposals (ids)."""
        return [one for one in self.table.selected_ids() if not one.startswith(RULE)]

    def _selected(self, ids: Sequence[str]) -> None:
        chosen = [one for one in ids if not one.startswith(RULE)]
        current = self.table.current_id()
        shown = current if current in chosen else (chosen[0] if chosen else "")
        self.why.show_line(self._found.ranking if self._found else None, shown, self._standing)
        self.safe.setEnabled(self._is_drawn())

    def _open(self, proposal: str) -> None:
        if not proposal.startswith(RULE):
            self.desk.open("proposals", proposal)

    def _open_current(self) -> None:
        if self.selected():
            self._open(self.selected()[0])

    def show_safe(self) -> None:
        """Show in which interval each weight may move until the leader, the top or the order changes."""
        if self._standing is not None:
            self.dialog = SafeWeightsDialog(self._standing.stability, self)
            self.dialog.open()

    def show_marks(self) -> None:
        """Go to the marks of the first selected proposal."""
        if self.selected():
            self.desk.open("scoring", self.selected()[0])

    def discuss(self) -> None:
        """Go to what should be discussed first, at the first selected proposal."""
        self.desk.open("discussion", next(iter(self.selected()), None))

    def add_selected(self) -> None:
        """Put the selected proposals on the newest open shortlist, each where its rank belongs."""
        chosen, found = self.selected(), self._found
        if not chosen or found is None:
            self.show_message("info", _("Select one proposal or more first."))
            return

        def work(_progress: Progress) -> tuple[Shortlist, str]:
            one = operations.list_to_fill(self.work)
            return one, operations.add(self.work, one.id, chosen, ranking=found.ranking)

        self.desk.tasks.start(work, partial(self._added, len(chosen)), owner=self)

    def _added(self, n: int, done: tuple[Shortlist, str]) -> None:
        one, step = done
        words = ngettext("On the shortlist “{name}”: {n} proposal.", "On the shortlist “{name}”: {n} proposals.", n)
        told = fill(words, name=one.name, n=format_number(n))
        back = partial(operations.take_back, self.work, one.id, step) if step else None
        offer_undo(self.desk, told, back)


SPEC: Final = PageSpec("ranking", N_("Ranking"), "ranking", RankingPage)

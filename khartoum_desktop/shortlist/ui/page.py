"""The shortlist page: places in order, the cut line, running cost, reasons, and freezing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

from PySide6.QtWidgets import QHBoxLayout

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import CURRENCY
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.shortlist import frozen, operations, queries
from khartoum_desktop.shortlist.listing import Cut, cut_sentence, cut_sentences
from khartoum_desktop.shortlist.queries import Listing, Shortlist
from khartoum_desktop.shortlist.ui.cut_bar import CutBar
from khartoum_desktop.shortlist.ui.list_rows import PlaceRow, columns, place_row, sums_text
from khartoum_desktop.shortlist.ui.place_card import PlaceCard
from khartoum_desktop.shortlist.ui.rank_rows import RULE, DividingDelegate, divide
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.anew import Anew
from khartoum_desktop.toolkit.choosing import Combo
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Card
from khartoum_desktop.toolkit.table import RowsModel, Table
from khartoum_desktop.toolkit.table_pane import TablePane
from khartoum_desktop.workspace import Workspace

T = TypeVar("T")
_CUT: Final = f"{RULE}cut"
_CARD: Final = 300
_KINDS: Final = frozenset(
    {"shortlist", "shortlist_entry", "mark", "assessment", "consensus", "proposal", "round"}
    | {"criteria_set", "criterion"}
)


@dataclass(frozen=True, slots=True)
class _Found:
    """All lists and the one in hand; `sound` = a frozen list recomputes to what it says."""

    all: tuple[Shortlist, ...] = ()
    listing: Listing | None = None
    sound: bool = True


class ShortlistPage(Page):
    """One list for a meeting; a frozen one can only be read."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._found: _Found | None = None
        self._rows: dict[str, PlaceRow] = {}
        self._wanted = ""
        self._anew = Anew(self._start_reading)
        self._told = ""  # what the message bar is about
        self.chooser = Combo()
        self.chooser.setAccessibleName(_("Shortlist"))
        self.chooser.activated.connect(self._choose)
        self.header.set_title(_("Shortlist"))
        self.header.set_buttons([self.chooser, self._new_action()], self._freeze_action())
        self.cut = CutBar(lists_of(work).choices(CURRENCY))
        self.cut.drawn.connect(self._draw_cut)
        self.sums = LeadingLabel(role="muted")
        self.divided = LeadingLabel(kind="caption", wrap=True)  # the shared rank that the cut line divides
        set_shown(self.divided, shown=False)
        self.table = Table(name=_("Shortlist"), multiple=False)
        self.table.setItemDelegate(DividingDelegate(self.table))
        self.model: RowsModel[PlaceRow] = RowsModel(columns(Cut()), self._fetch, self.table)
        self.table.setModel(self.model)
        self.table.chosen.connect(lambda _ids: self._show_card())
        self.table.opened.connect(self._open)
        self.card = PlaceCard(self.move_selected, self.remove_selected)
        self.card.reasoned.connect(self._reasoned)
        self.table.set_row_actions(self._row_actions())
        self.stack = EmptyStack(self._panes())
        self.body.addWidget(self.stack)
        desk.live.changed.connect(self._changed)

    def _panes(self) -> TablePane:
        top = Card(padding=10)
        line = QHBoxLayout()
        line.addWidget(self.cut, 1)
        line.addWidget(self.sums)
        top.body.addLayout(line)
        top.body.addWidget(self.divided)
        return TablePane(top, self.table, self.card, side_width=_CARD)

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (self._new_action(), self._freeze_action(), *self._row_actions())

    def _new_action(self) -> Action:
        return Action("shortlist.new", _("New shortlist"), self.ask_for_name, "", "new")

    def _freeze_action(self) -> Action:
        return Action("shortlist.freeze", _("Freeze the list"), self.freeze, "", "freeze", self._is_open)

    def _row_actions(self) -> Sequence[Action]:
        chosen = self._can_change
        return (
            Action("shortlist.up", _("Move up"), partial(self.move_selected, -1), "Alt+Up", "up", chosen),
            Action("shortlist.down", _("Move down"), partial(self.move_selected, 1), "Alt+Down", "down", chosen),
            Action("shortlist.reason", _("Give a reason"), self.card.ask_reason, "F2", "edit", chosen),
            Action("shortlist.remove", _("Take off the list"), self.remove_selected, "Del", "delete", chosen),
        )

    def _is_open(self) -> bool:
        listing = self._found.listing if self._found else None
        return listing is not None and not listing.shortlist.is_frozen and not listing.hidden

    def _can_change(self) -> bool:
        return self._is_open() and bool(self.selected())

    def status(self) -> str:
        """Return how many are in and in reserve."""
        listing = self._found.listing if self._found else None
        return cut_sentence(listing.places, listing.cut) if listing and listing.places else ""

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a list's id."""
        if isinstance(argument, str):
            self._wanted = argument
        self.refresh()

    def argument(self) -> object:
        """Return the list in hand."""
        listing = self._found.listing if self._found else None
        return listing.shortlist.id if listing else None

    def leave(self) -> bool:
        """Take over a reason or a number that is still being written."""
        self.card.reason.commit()
        self.cut.commit()
        return True

    # -- reading

    def refresh(self) -> None:
        """Read the list anew in the background; asked for while that goes on, once more afterwards."""
        self._anew.ask()

    def _start_reading(self) -> None:
        self.desk.tasks.start(partial(self._read, self._wanted or str(self.argument() or "")), self._show, self._failed)

    def _read(self, wanted: str, _progress: Progress) -> _Found:
        found = queries.shortlists(self.work)
        if not found:
            return _Found()
        one = next((each for each in found if each.id == wanted), None) or queries.shortlist(self.work)
        listing = queries.listing(self.work, one)
        sound = not one.is_frozen or bool(listing.hidden) or not frozen.differences(frozen.read(one.record))
        return _Found(found, listing, sound)

    def _failed(self, error: Exception) -> None:
        self._anew.over()
        self.desk.fail(error)

    def _show(self, found: _Found) -> None:
        self._anew.over()
        if self.argument() != (found.listing.shortlist.id if found.listing else None):
            self.leave()  # what is being written belongs to the list before
        self._found = found
        self._wanted = ""
        if self.header.primary is not None:
            self.header.primary.setVisible(self._is_open())
        self.chooser.setVisible(bool(found.all))
        self.chooser.set_items([(one.id, self._list_name(one)) for one in found.all])
        listing = found.listing
        self.chooser.choose(listing.shortlist.id if listing else None)
        self.header.set_subtitle(listing.round.text() if listing else "")
        if listing is None:
            self._take_back("frozen", "missing")
            self._show_empty(
                _("No shortlist yet"),
                _("A shortlist gathers the proposals for a meeting, in the order of the ranking or in yours."),
                [(_("Make a shortlist"), self.ask_for_name), (_("Show the ranking"), self._to_ranking)],
            )
            return
        self._tell_frozen(listing, sound=found.sound)
        if listing.hidden:
            to_marks = (_("Go to scoring"), partial(self.desk.open, "scoring"))
            self._show_empty(_("The list is hidden for now"), listing.hidden, [to_marks])
            return
        if not listing.places:
            self._show_empty(
                fill(_("“{name}” is empty"), name=listing.shortlist.name),
                _("Choose proposals in the ranking; each takes the place that its rank gives it."),
                [(_("Show the ranking"), self._to_ranking)],
            )
            return
        self._show_places(listing)

    def _show_places(self, listing: Listing) -> None:
        self.stack.show_content()
        self._rows = {place.entry.proposal: place_row(place, listing.ranking) for place in listing.places}
        said = cut_sentences(listing.ranking, listing.places, listing.cut)
        self._rows[_CUT] = PlaceRow(None, sentence=said[0])
        self.divided.setText(" ".join(said[1:]))
        set_shown(self.divided, said[1:])
        ids = [place.entry.proposal for place in listing.places]
        inside = sum(1 for place in listing.places if place.inside)
        if listing.cut.drawn:
            ids.insert(inside, _CUT)
        self.model.set_columns(columns(listing.cut))
        self.model.set_ids(ids)
        self.model.refresh()
        divide(self.table, self.model)
        self.cut.show_cut(listing.cut, places=len(listing.places), writable=self._is_open())
        sums = sums_text(listing.places)
        self.sums.setText(fill(_("In: {sums}"), sums=sums) if sums else "")
        if not self.selected():
            self.table.select_ids(ids[:1])
        self._show_card()
        self.status_changed.emit()

    def _list_name(self, one: Shortlist) -> str:
        return fill(_("{name} (frozen)"), name=one.name) if one.is_frozen else one.name

    def _tell(self, about: str, kind: str, text: str, buttons: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        self._told = about
        self.show_message(kind, text, buttons)

    def _take_back(self, *about: str) -> None:
        """Take the message away if it is about one of these."""
        if self._told in about:
            self._told = ""
            self.hide_message()

    def _tell_frozen(self, listing: Listing, *, sound: bool) -> None:
        one = listing.shortlist
        if not one.is_frozen or listing.hidden:
            self._take_back("frozen", *(() if queries.unexplained(listing.places) else ("missing",)))
        elif sound:
            words = _(
                "Frozen on {date}. It keeps the weights, marks and reasons of that day and comes out the same today."
            )
            self._tell("frozen", "info", fill(words, date=format_date(one.frozen_on)))
        else:
            words = _("The frozen list does not come out the same when it is computed again.")
            self._tell("frozen", "error", words)

    def _show_empty(self, title: str, sentence: str, buttons: Sequence[tuple[str, Callable[[], object]]]) -> None:
        self.stack.show_empty(title, sentence, buttons)
        self.status_changed.emit()

    def _to_ranking(self) -> None:
        self.desk.open("ranking")

    def _fetch(self, ids: Sequence[str]) -> dict[str, PlaceRow]:
        return {one: self._rows[one] for one in ids if one in self._rows}

    def _changed(self, kinds: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and _KINDS & kinds.keys():
            self.refresh()

    # -- acting

    def selected(self) -> str:
        """Return the selected proposal (id), or ""."""
        return next((one for one in self.table.selected_ids() if not one.startswith(RULE)), "")

    def _show_card(self) -> None:
        listing = self._found.listing if self._found else None
        last = len(listing.places) if listing else 0
        self.card.show_place(self._rows.get(self.selected()), writable=self._is_open(), last=last)

    def _open(self, proposal: str) -> None:
        if not proposal.startswith(RULE):
            self.desk.open("proposals", proposal)

    def _do(
        self,
        act: Callable[[str], T],
        done: Callable[[T], None] = lambda _result: None,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Do something to the list in hand (its id) in the background; the notice of the change shows it."""
        listing = self._found.listing if self._found else None
        if listing is None:
            return
        one = listing.shortlist.id

        def over(result: T) -> None:
            self._take_back("refusal")
            self.desk.saved.emit()
            done(result)

        def refused(error: Exception) -> None:
            self._refused(error)
            failed()

        self.desk.tasks.start(lambda _progress: act(one), over, refused, owner=self)

    def _refused(self, error: Exception) -> None:
        self.refresh()
        if isinstance(error, UserError):
            self._tell("refusal", "error", str(error))
        else:
            self.desk.fail(error)

    def move_selected(self, by: int) -> None:
        """Move the selected place up (-1) or down (1)."""
        row = self._rows.get(self.selected())
        if row is None or row.place is None or not self._is_open():
            return
        proposal, position = row.place.entry.proposal, row.place.position + by
        self._do(lambda one: operations.move(self.work, one, proposal, position))

    def remove_selected(self) -> None:
        """Take the selected proposal off the list; Undo is offered."""
        proposal, listing = self.selected(), self._found.listing if self._found else None
        row = self._rows.get(proposal)
        if row is None or row.place is None or listing is None or not self._is_open():
            return
        told = fill(_("{ref} was taken off the list."), ref=row.place.facts.candidate.ref)
        back = partial(operations.take_back, self.work, listing.shortlist.id)
        self._do(
            lambda one: operations.remove(self.work, one, proposal),
            lambda step: offer_undo(self.desk, told, partial(back, step)),
        )

    def _reasoned(self, proposal: str, reason: str) -> None:
        if proposal and self._is_open():
            self._do(
                lambda one: operations.explain_place(self.work, one, proposal, reason),
                failed=partial(self.card.keep_reason, proposal, reason),
            )

    def _draw_cut(self, cut: Cut) -> None:
        self._do(lambda one: operations.draw_cut(self.work, one, cut))

    def _choose(self) -> None:
        if self.leave():
            self._wanted = self.chooser.code()
            self.table.clearSelection()
            self.refresh()

    def ask_for_name(self) -> None:
        """Ask for the name of a new list and make it."""
        NameDialog(
            self.desk,
            _("New shortlist"),
            lambda name, _everybody: operations.create(self.work, name),
            lambda _name, one: self.arrive(one),
            hint=_("Name it after the meeting it is for."),
            verb=_("Make the list"),
            ask_whom=False,
            parent=self,
        ).open()

    def freeze(self) -> None:
        """Freeze the list; places that depart from the ranking need their reason first."""
        self.card.reason.commit()
        listing = self._found.listing if self._found else None
        if listing is None or not self._is_open():
            return
        missing = queries.unexplained(listing.places)
        if missing:
            n = len(missing)
            words = ngettext(
                "{n} place departs from the ranking and has no reason yet.",
                "{n} places depart from the ranking and have no reason yet.",
                n,
            )
            button = (_("Give the reason"), self._first_missing)
            self._tell("missing", "warn", fill(words, n=format_number(n)), [button])
            self._first_missing()
            return
        told = fill(_("The shortlist “{name}” is frozen."), name=listing.shortlist.name)
        self._do(
            lambda one: operations.freeze(self.work, one),
            lambda step: offer_undo(self.desk, told, partial(self.work.store.undo_step, step)),
        )

    def _first_missing(self) -> None:
        listing = self._found.listing if self._found else None
        missing = queries.unexplained(listing.places) if listing else []
        if missing:
            self.table.select_ids([missing[0].entry.proposal])
            self._show_card()
            self.card.ask_reason()


SPEC: Final = PageSpec("shortlist", N_("Shortlist"), "shortlist", ShortlistPage)

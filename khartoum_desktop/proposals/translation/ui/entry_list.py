"""What is to be translated, as a list: the language and which texts at the start, the proposals in the middle."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from khartoum_desktop.core.i18n import LANGUAGES, N_, NAMES, _, fill, language, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.fields import GROUP_LABELS
from khartoum_desktop.proposals.showing import joined, restricted_mark
from khartoum_desktop.proposals.translation import queries
from khartoum_desktop.proposals.translation.model import State, language_name
from khartoum_desktop.proposals.translation.queries import Entry
from khartoum_desktop.proposals.ui.pane_list import Entry as Choice
from khartoum_desktop.proposals.ui.pane_list import PaneList
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.forms import ChoiceEditor, FieldRow
from khartoum_desktop.toolkit.parts import Card, EmptyState
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.workspace import Workspace

EVERYTHING: Final = "all"
_WANTED: Final[Mapping[str, Callable[[Entry], bool]]] = {
    "missing": lambda entry: bool(entry.missing),
    "unchecked": lambda entry: entry.waits,
    EVERYTHING: lambda _entry: True,
}
_LABELS: Final = {
    "missing": N_("Texts missing"),
    "unchecked": N_("Not checked"),
    EVERYTHING: N_("All texts"),
}


@dataclass(frozen=True, slots=True)
class _Listing:
    """What the list shows, put together in the background: with a long list that takes a while."""

    entries: dict[str, Entry]
    ids: list[str]
    numbers: dict[str, int]
    done: int


def _listing(rows: Sequence[Entry], which: str, kept: Collection[str]) -> _Listing:
    wanted = _WANTED[which]
    return _Listing(
        {row.id: row for row in rows},
        [row.id for row in rows if wanted(row) or row.id in kept],
        {key: sum(map(asked, rows)) for key, asked in _WANTED.items()},
        sum(row.state is State.DONE for row in rows),
    )


class EntryList(QObject):
    """The two panes `start` and `middle`; a row that is done stays in the list until the list is asked for anew."""

    found = Signal()  # the rows are here
    chosen = Signal(str)  # another row is selected
    asked = Signal()  # the person wants another list

    def __init__(self, work: Workspace, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self.work, self.desk = work, desk
        self.entries: dict[str, Entry] = {}
        self._numbers = dict.fromkeys(_WANTED, 0)  # of entries, by which texts are wanted
        self._done = 0
        self._kept: set[str] = set()  # shown since the list was asked for, also what is done by now
        self._wish = ""  # the proposal to be selected when the rows come
        languages = [(code, NAMES[code]) for code in LANGUAGES]
        self.target = ChoiceEditor(languages, name=_("Into which language"), empty=None)
        self.target.set_value(language())
        self.target.committed.connect(lambda _code: self.asked.emit())
        self.which = PaneList(_("Which texts"))
        self.which.chosen.connect(lambda _id: self.asked.emit())
        self.which.set_entries(self._choices())
        self.which.set_current("missing")
        self.model: RowsModel[Entry] = RowsModel([_column()], self._fetch, self)
        self.table = Table(name=_("Proposals to be translated"), multiple=False)
        self.table.setModel(self.model)
        self.table.chosen.connect(lambda ids: self.chosen.emit(ids[0] if ids else ""))
        self.start = Card(padding=8)
        self.start.body.addWidget(FieldRow(_("Into which language"), self.target))
        self.start.body.addWidget(self.which, 1)
        self.start.setMinimumWidth(150)
        self.middle = Card(padding=1)
        self.middle.body.addWidget(self.table)
        self.middle.setMinimumWidth(170)

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Entry]:
        return {ident: self.entries[ident] for ident in ids if ident in self.entries}

    @property
    def code(self) -> str:
        """The language that is worked on."""
        return str(self.target.value() or language())

    @property
    def current(self) -> str:
        """The id of the selected proposal, “” for none."""
        return self.table.current_id()

    def place(self) -> tuple[int, int]:
        """Return the how-manieth the selected row is (from 1; 0: none), and of how many."""
        return self.model.position(self.current) + 1 if self.current else 0, len(self.model.ids)

    def wish(self, ident: str, *, code: str = "", which: str = "") -> None:
        """Select a proposal when the rows come, in a language and among texts that are given."""
        self._wish = ident
        if code:
            self.target.set_value(code)
        if which:
            self.which.set_current(which)

    # -- asking

    def ask_anew(self) -> None:
        """Ask for the list anew: what is done leaves it."""
        self._kept.clear()
        self.ask()

    def ask(self) -> None:
        """Read the rows again; those shown stay."""
        code, which, wish, kept = self.code, self.which.current(), self._wish, frozenset(self._kept)

        def work(_progress: object) -> _Listing:
            return _listing(queries.entries(self.work, code), which, {wish} | kept)

        self.desk.tasks.start(work, partial(self._came, code, which, wish), owner=self, droppable=True)

    def _came(self, code: str, which: str, wish: str, found: _Listing) -> None:
        if (code, which) != (self.code, self.which.current()):
            return  # another language, or other texts, were chosen meanwhile
        self.entries, self._numbers, self._done, ids = found.entries, found.numbers, found.done, found.ids
        self._kept.update(ids)
        current = wish or self.current
        self._wish = "" if self._wish == wish else self._wish
        self.model.set_ids(ids)
        self.which.set_entries(self._choices())
        if ids and current not in ids:
            current = ids[0]
        if current in ids and self.table.selected_ids() != (current,):
            self.table.select_ids([current])
        self.found.emit()

    def _choices(self) -> list[Choice]:
        numbers = self._numbers
        return [
            Choice(key, _(label), format_number(numbers[key]), role="text" if numbers[key] else "text_muted")
            for key, label in _LABELS.items()
        ]

    def step(self, by: int) -> bool:
        """Select the next row, or the one before; False at the end of the list."""
        place = self.model.position(self.current) + by
        if not 0 <= place < len(self.model.ids):
            return False
        self.table.select_ids([self.model.id_at(place)])
        return True

    # -- words

    def subtitle(self) -> str:
        """Return how far the language is."""
        words = _("Into {language}: {done} of {total} proposals done")
        total = format_number(len(self.entries))
        return fill(words, language=language_name(self.code), done=format_number(self._done), total=total)

    def empty(self, show_all: Callable[[], object], back: Callable[[], object]) -> EmptyState:
        """Return what stands in the place of the texts when the list is empty."""
        name, which = language_name(self.code), self.which.current()
        show = [(_("Show all texts"), show_all)]
        if which == "missing" and self.entries:
            title = fill(_("Everything is there in {language}."), language=name)
            n = self._numbers["unchecked"]
            words = ngettext("{n} proposal is still to be checked.", "{n} proposals are still to be checked.", n)
            return EmptyState(title, fill(words, n=format_number(n)) if n else "", show, primary=False)
        if which == "unchecked" and self.entries:
            title = fill(_("Nothing waits to be checked in {language}."), language=name)
            return EmptyState(title, _("Translations come here when their original changes."), show, primary=False)
        title = fill(_("There is nothing to be translated into {language}."), language=name)
        words = _("Proposals that were written in another language come here by themselves.")
        return EmptyState(title, words, [(_("Back to the proposals"), back)], primary=False)


def _column() -> ColumnView[Entry]:
    return ColumnView(
        "title",
        _("Proposal"),
        lambda entry: entry.title,
        second=_second,
        tool_tip=lambda entry: entry.title,
        sortable=False,
        minimum=140,
    )


def _second(entry: Entry) -> str:
    said = [isolate_ltr(entry.ref), *([isolate(restricted_mark(True))] if entry.restricted else [])]
    if entry.missing:
        texts = joined(_(GROUP_LABELS[group]) for group in entry.missing)
        said.append(isolate(fill(_("missing: {texts}"), texts=texts)))
    if entry.waits or not entry.missing:
        said.append(isolate(_("not checked") if entry.waits else _("done")))
    return " · ".join(said)

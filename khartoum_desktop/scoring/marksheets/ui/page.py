"""The page of the assessors' sheets: written into a folder at the start side, taken in at the end side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from khartoum_desktop.core.dates import today
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.marksheets import operations, returning
from khartoum_desktop.scoring.marksheets.drafting import Sent, Waiting, sheets_for, write_into
from khartoum_desktop.scoring.marksheets.plans import SheetPlan
from khartoum_desktop.scoring.marksheets.reading_back import ENDINGS, passed_over, sheets_in
from khartoum_desktop.scoring.marksheets.ui.entrance import CHOOSE, PAGE
from khartoum_desktop.scoring.marksheets.ui.return_card import ReturnCard
from khartoum_desktop.scoring.marksheets.ui.send_card import SendCard
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.reading import named
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.files import choose_files, choose_folder
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Splitter
from khartoum_desktop.workspace import Workspace

_KINDS: Final = frozenset({"assessor", "assessment", "mark", "proposal", "round", "round_assessor", "round_proposal"})
_PANES: Final = (420, 820)
_NAMED: Final = 5  # of the files that were passed over


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows of the round: who can get a sheet, and which restricted proposals are asked for."""

    round: Round
    lists: Lists
    people: tuple[Waiting, ...]
    restricted: tuple[tuple[str, str, str], ...]


def _read(work: Workspace, _progress: Progress) -> Found:
    current = queries.current_round(work)
    restricted = [(one.id, *named(one)[::2]) for one in queries.candidates(work, current.id) if one.restricted]
    return Found(current, lists_of(work), sheets_for(work, current), tuple(restricted))


class SheetsPage(Page):
    """Sheets go out and come back; nothing is written before the button says so."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.found: Found | None = None
        self.plans: tuple[SheetPlan, ...] = ()
        self.header.set_title(_("Sheets for assessors"))
        self._take = Action("sheets.apply", _("Take in"), self.take_in, "Ctrl+Return", "ok", self._may_take)
        back = Action("sheets.back", _("Back to scoring"), partial(desk.open, "scoring"), "Alt+Left", "back")
        self.header.set_buttons([back], self._take)
        self.send = SendCard(self.write)
        self.back = ReturnCard(self.choose, self.choose_folder)
        self.back.left_out.connect(self._leave_out)
        self.back.reopening.connect(self._reopen)
        self.back.cleared.connect(partial(self._show_plans, ()))
        panes = Splitter()
        panes.addWidget(self.send)
        panes.addWidget(self.back)
        panes.setStretchFactor(1, 1)
        panes.setSizes(list(_PANES))
        self.send.setMinimumWidth(300)
        self.body.addWidget(panes, 1)
        desk.live.changed.connect(self._heard)
        self._show_plans(())

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("sheets.write", _("Write the sheets…"), self.write, "", "export", self.send.go.isEnabled),
            Action("sheets.choose", _("Take in returned sheets…"), self.choose, "", "import", self._may_write),
            Action("sheets.folder", _("Take in a folder of sheets…"), self.choose_folder, "", "folder-open",
                   self._may_write),
            self._take,
        )  # fmt: skip

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a sequence of files or folders, what was open here before, or "choose"."""
        self._ask()
        if argument == CHOOSE:
            self.choose()
        elif isinstance(argument, tuple) and argument and isinstance(argument[0], Path):
            self.take(argument)
        elif isinstance(argument, tuple) and argument:
            self._show_plans(argument)
            self._renew()

    def argument(self) -> object:
        """Return the sheets that are open here."""
        return self.plans or None

    def unfinished(self) -> str:
        """Say that sheets wait to be taken in."""
        return _("Returned sheets are open and not taken in yet.") if self._may_take() else ""

    def status(self) -> str:
        """Return how many assessors there are."""
        n = len(self.found.people) if self.found else 0
        return fill(ngettext("{n} assessor", "{n} assessors", n), n=format_number(n))

    def _may_write(self) -> bool:
        return self.work.may_write

    def _may_take(self) -> bool:
        return self._may_write() and any(one.writes for one in self.plans)

    # -- reading

    def _ask(self) -> None:
        self.desk.tasks.start(partial(_read, self.work), self._show, owner=self, droppable=True)

    def _show(self, found: Found) -> None:
        self.found = found
        self.header.set_subtitle(found.round.label.text())
        self.send.show_people(found.people, found.lists, found.restricted, may_write=self._may_write())
        self.status_changed.emit()

    def _heard(self, kinds: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and _KINDS & kinds.keys():
            self._ask()
            if self.plans:
                self._renew()

    # -- going out

    def write(self) -> None:
        """Ask for a folder and write a sheet for each ticked assessor into it."""
        wanted, found = self.send.wanted(), self.found
        if found is None or not wanted:
            return
        folder = choose_folder(self, _("Folder for the sheets"), purpose="sheets")
        if folder is None:
            return
        day, ticked = today(), self.send.restricted.ticked()
        self.hide_message()
        self.desk.tasks.start(
            lambda progress: write_into(self.work, found.round, wanted, folder, day, ticked=ticked, progress=progress),
            partial(self._written, folder),
            self._refused,
            label=_("Writing sheets"),
            owner=self,
        )

    def _written(self, folder: Path, sent: tuple[Sent, ...]) -> None:
        n = len(sent)
        words = ngettext("{n} sheet was written to {folder}.", "{n} sheets were written to {folder}.", n)
        self.desk.say(fill(words, n=format_number(n), folder=folder.name))
        left = max((one.draft.restricted for one in sent), default=0)
        if left:
            said = ngettext("{n} restricted proposal was left out.", "{n} restricted proposals were left out.", left)
            self.show_message("info", fill(said, n=format_number(left)))

    # -- coming back

    def choose(self) -> None:
        """Ask for the sheets that came back."""
        pattern = " ".join(f"*{ending}" for ending in ENDINGS)
        paths = choose_files(
            self, _("Take in returned sheets"), fill(_("Spreadsheets ({pattern})"), pattern=pattern), purpose="sheets"
        )
        if paths:
            self.take(paths)

    def choose_folder(self) -> None:
        """Ask for a folder of sheets that came back."""
        folder = choose_folder(self, _("Folder with the returned sheets"), purpose="sheets")
        if folder is not None:
            self.take([folder])

    def take(self, paths: Sequence[Path]) -> None:
        """Read sheets, and those in folders, and show what each would do, beside those that are open here."""
        self.hide_message()

        folders = [path for path in paths if path.is_dir()]

        def read(progress: Progress) -> tuple[tuple[SheetPlan, ...], list[Path]]:
            files = [*sheets_in(folders), *(one for one in paths if one not in folders)]
            if not files:
                raise UserError(
                    fill(_("There is no assessor’s sheet in {folder}."), folder=paths[0].name),
                    _("Choose the folder into which the returned workbooks were saved."),
                )
            return returning.read_plans(self.work, files, progress), passed_over(folders)

        self.desk.tasks.start(read, self._add, self._refused, label=_("Reading sheets"), owner=self, droppable=True)

    def _add(self, result: tuple[tuple[SheetPlan, ...], Sequence[Path]]) -> None:
        fresh, others = result
        if others:
            names = listed(one.name for one in others[:_NAMED])
            self.show_message("info", fill(_("Passed over, no assessor’s sheet or damaged: {files}"), files=names))
        there = {one.returned.sha256 for one in self.plans if one.returned}
        new = [one for one in fresh if one.returned is None or one.returned.sha256 not in there]
        self._show_plans((*self.plans, *new))
        self._renew()

    def _renew(self) -> None:
        """Show what the sheets would do by now."""
        plans = self.plans

        def show(fresh: tuple[SheetPlan, ...]) -> None:
            if self.plans is plans:
                self._show_plans(fresh)
            else:
                self._renew()

        again = partial(returning.renewed, self.work, plans)
        self.desk.tasks.start(lambda _progress: again(), show, self._refused, owner=self, droppable=True)

    def _show_plans(self, plans: tuple[SheetPlan, ...]) -> None:
        self.plans = plans
        self.back.show_plans(plans, self.found.lists if self.found else lists_of(self.work))
        n = sum(1 for one in plans if one.writes)
        words = ngettext("Take in {n} sheet", "Take in {n} sheets", n) if n else _("Take in")
        if self.header.primary is not None:
            self.header.primary.setText(fill(words, n=format_number(n)))
            self.header.primary.setEnabled(self._may_take())
        self.status_changed.emit()

    def _leave_out(self, key: str) -> None:
        self._show_plans(tuple(one for place, one in enumerate(self.plans) if str(place) != key))
        self._renew()

    def _reopen(self, key: str, wanted: bool) -> None:
        self._show_plans(
            tuple(replace(one, reopen=wanted) if str(place) == key else one for place, one in enumerate(self.plans))
        )
        self._renew()

    def take_in(self) -> None:
        """Take in what can be taken in, as one step."""
        plans = self.plans
        if not self._may_take():
            return
        self.hide_message()
        self.desk.tasks.start(
            lambda _progress: operations.take_in(self.work, plans),
            partial(self._taken, plans),
            self._stale,
            label=_("Saving"),
            owner=self,
            writes=True,
        )

    def _taken(self, plans: Sequence[SheetPlan], step: str) -> None:
        self.desk.saved.emit()
        self._show_plans(tuple(one for one in plans if one.refused is not None or one.problems))
        self._renew()
        n = sum(len(one.entries) for one in plans if one.writes)
        words = ngettext("{n} answer was taken in.", "{n} answers were taken in.", n)
        offer_undo(
            self.desk, fill(words, n=format_number(n)), partial(self.work.store.undo_step, step) if step else None
        )

    def _stale(self, error: Exception) -> None:
        self._refused(error)
        self._renew()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.show_error(error)
        else:
            self.desk.fail(error)


SPEC: Final = PageSpec(PAGE, N_("Sheets for assessors"), "export", SheetsPage, in_rail=False)

"""Says of each row of an assessor's sheet that came back what becomes of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.marksheets.book import Place, digest
from khartoum_desktop.scoring.marksheets.cell_reading import answer_in, named
from khartoum_desktop.scoring.marksheets.comparing import (
    SILENT,
    beyond_limits,
    conflicts_of,
    needs_reopening,
    says_the_same,
)
from khartoum_desktop.scoring.marksheets.plans import Entry, Problem, SheetPlan
from khartoum_desktop.scoring.marksheets.queries import Cell, Said, asked, handed, stored
from khartoum_desktop.scoring.marksheets.reading_back import Returned, Row
from khartoum_desktop.scoring.model import BLANKS, Answer, answer_stored, checked, needs_reason
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.asking import NO_SHEET, SheetRow
from khartoum_desktop.scoring.rounds.guards import only_own
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.workspace import Workspace

_ODD: Final = frozenset({"date", "truth", "hole"})


class Judge:
    """Says of each row of one sheet what becomes of it."""

    def __init__(
        self, work: Workspace, current: Round, criteria: CriteriaSet, assessor: Assessor, returned: Returned
    ) -> None:
        self._work, self._returned = work, returned
        self._round, self._criteria, self._assessor = current, criteria, assessor
        self._in_hand = scoring.current_round(work)
        self._rules = replace(criteria, reason_for=frozenset())
        self._refs = {one.id: one.ref for one in scoring.candidates(work)}
        self._asked = {one.id for one in asked(work, current, [assessor])[assessor.id][0]}
        self._stored: dict[Cell, Said] = {
            cell: said for cell, said in stored(work, current.id).items() if cell[2] == assessor.id
        }
        self._handed: Mapping[Pair, SheetRow] = handed(work, current.id)
        self._is_own = only_own(work) is not None
        self._said: dict[Place, tuple[Row, Answer]] = {}
        self._torn: dict[Place, str] = {}  # answered twice, differently: with the first cell
        self._problems: list[Problem] = []
        self._wrong: set[str] = set()  # proposals of which a cell is not taken in
        self._differing: dict[Place, str] = {}  # changes of submitted sheets, in words
        self._reopen = False
        self._worded: list[str] = []
        self._kept = self._empty = 0

    def judged(self, begun: SheetPlan) -> SheetPlan:
        """Return the plan."""
        self._reopen = begun.reopen
        for row in self._returned.rows:
            try:
                self._take(row)
            except UserError as error:
                self._refuse(row, error)
        for cell, problem in beyond_limits(self._work, self._round, self._criteria, self._answers(), self._stored):
            place = (cell[0], cell[1])
            if place not in self._said:  # it was beyond another one already
                continue
            row, _answer = self._said.pop(place)
            self._refuse(row, problem)
        said = self._answers()
        entries, counts = self._entries(said)
        conflicts = conflicts_of(said, self._stored, self._handed)
        reopened = tuple(dict.fromkeys((one[0], one[2]) for one in entries if one[:2] in self._differing))
        submit, drafts = self._submit(said, set(conflicts), reopened)
        return replace(
            begun,
            round=self._round,
            assessor=self._assessor,
            entries=tuple(entries),
            submit=tuple(submit),
            conflicts=tuple(conflicts.items()),
            new=counts["new"],
            changed=counts["changed"],
            same=counts["same"],
            empty=self._empty,
            drafts=len(drafts),
            differing=len(self._differing),
            reopened=reopened,
            problems=tuple(self._problems),
            notes=tuple(self._notes(entries, drafts)),
        )

    def _refuse(self, row: Row, error: UserError) -> None:
        self._problems.append(Problem(row.cell, error.sentence, error.remedy))
        self._wrong.add(row.place[0])

    def _answers(self) -> dict[Cell, Answer]:
        who = self._assessor.id
        return {(proposal, criterion, who): answer for (proposal, criterion), (_row, answer) in self._said.items()}

    def _take(self, row: Row) -> None:
        self._refuse_moved(row)
        if row.odd in _ODD:
            raise _odd(row)
        answer, is_worded = answer_in(row.mark, self._criteria.scale)
        if not answer.given:
            if row.reason:
                raise UserError(
                    _("There is a reason, but neither a mark nor why there is none."),
                    _("Ask for the mark, or enter it by hand."),
                )
            self._empty += 1
            before = self._stored.get((*row.place, self._assessor.id), SILENT)
            self._kept += before[:2] != SILENT[:2]
            return
        self._refuse_unasked(row)
        answer = checked(self._rules, replace(answer, reason=row.reason))
        self._refuse_submitted(row, answer)
        first = self._said.get(row.place)
        if row.place in self._torn or (first is not None and first[1] != answer):
            self._torn.setdefault(row.place, first[0].cell if first else "")
            self._said.pop(row.place, None)
            raise UserError(
                fill(
                    _("It answers the same as {cell}, but differently; neither is taken in."),
                    cell=self._torn[row.place],
                ),
                _("Ask for the mark, or enter it by hand."),
            )
        self._said[row.place] = (row, answer)
        if is_worded:
            self._worded.append(row.cell)

    def _refuse_moved(self, row: Row) -> None:
        """Refuse a row whose hidden ids are none of the sheet's, or belong to another row."""
        shown = self._returned.manifest.rows.get(row.place)
        if shown is None:
            raise UserError(
                _("This row has no hidden ids of this sheet: it was put in or copied here."),
                _("Ask for the mark, or enter it by hand."),
            )
        if (shown[0].strip(), shown[1].strip()) != row.shown:
            raise UserError(
                fill(
                    _("It shows {shown}, but its hidden ids are those of {hidden}: rows were sorted or moved."),
                    shown=named(" ".join(row.shown)),
                    hidden=named(" ".join(shown)),
                ),
                _("Undo the sorting in the file, or enter the mark by hand."),
            )
        if row.place[1] not in self._criteria.places:
            raise UserError(
                fill(_("The criterion {key} is no longer in the criteria of the round."), key=named(shown[1])),
                _("Nothing is to be done; it is left out."),
            )

    def _refuse_unasked(self, row: Row) -> None:
        proposal, who = row.place[0], self._assessor.name
        ref = self._refs.get(proposal) or named(row.shown[0])
        if proposal not in self._refs:
            raise UserError(
                fill(_("{ref} is no longer in this workspace."), ref=ref), _("Nothing is to be done; it is left out.")
            )
        if self._handed.get((proposal, self._assessor.id), NO_SHEET).conflict:
            raise UserError(
                fill(_("{name} has declared a conflict of interest for {proposal}."), name=who, proposal=ref),
                _("Take the conflict back in the round, or leave the marks out."),
            )
        if proposal not in self._asked:
            raise UserError(
                fill(_("{ref} is not assigned to {name}."), ref=ref, name=who),
                _("Assign it in the round, then take the sheet in again; or leave it out."),
            )

    def _refuse_submitted(self, row: Row, answer: Answer) -> None:
        """Refuse a change of what is submitted: an assessor's always, a coordinator's unless reopening is wanted."""
        pair = (row.place[0], self._assessor.id)
        before = self._stored.get((*row.place, self._assessor.id), SILENT)
        submitted = self._round.independent and self._handed.get(pair, NO_SHEET).submitted
        if not submitted or says_the_same(before, answer):
            return
        if self._is_own:
            raise UserError(
                fill(_("The sheet for {ref} is submitted already."), ref=row.shown[0]),
                _("Have it reopened, then take the file in again."),
            )
        if needs_reopening(self._criteria, before, answer):
            self._differing[row.place] = self._difference(row, answer_stored(*before), answer)
            if not self._reopen:
                raise UserError(
                    self._differing[row.place],
                    _("Choose to reopen what is submitted, or leave the sheet as it is."),
                )

    def _difference(self, row: Row, before: Answer, answer: Answer) -> str:
        """Say how an answer differs from the submitted one."""
        old, new = (_shown(one, self._criteria) for one in (before, answer))
        words = _("{ref}, {key}: {old} is submitted, the sheet says {new}.")
        if old == new:
            words = _("{ref}, {key}: {old} is submitted with another reason.")
        return fill(words, ref=row.shown[0], key=row.shown[1], old=old, new=new)

    def _entries(self, said: dict[Cell, Answer]) -> tuple[list[Entry], Counter[str]]:
        entries: list[Entry] = []
        counts: Counter[str] = Counter()
        for cell, answer in said.items():
            before = self._stored.get(cell, SILENT)
            same = says_the_same(before, answer)
            counts["same" if same else "new" if before[:2] == SILENT[:2] else "changed"] += 1
            if not same:
                entries.append(Entry(*cell, answer))
        return entries, counts

    def _submit(
        self, said: dict[Cell, Answer], conflicts: set[Pair], reopened: Collection[Pair]
    ) -> tuple[list[Pair], list[Pair]]:
        """Return the complete sheets that are to be submitted, and those that stay drafts.

        One that is reopened and has a cell that is not taken in stays a draft: somebody has to look.
        """
        complete: list[Pair] = []
        drafts: list[Pair] = []
        for proposal in dict.fromkeys(place[0] for place in self._returned.manifest.rows):
            pair = (proposal, self._assessor.id)
            one = self._handed.get(pair, NO_SHEET)
            again = pair in reopened
            if pair in conflicts or (one.submitted and not again) or one.conflict or proposal not in self._asked:
                continue
            answers = [
                said.get((proposal, criterion.id, self._assessor.id))
                or answer_stored(*self._stored.get((proposal, criterion.id, self._assessor.id), SILENT))
                for criterion in self._criteria.criteria
            ]
            is_complete = all(map(self._is_full, answers)) and not (again and proposal in self._wrong)
            (complete if is_complete else drafts).append(pair)
        return (complete if self._round.independent else []), drafts

    def _is_full(self, answer: Answer) -> bool:
        return answer.given and bool(answer.reason or not needs_reason(self._criteria, answer.value))

    def _notes(self, entries: Sequence[Entry], drafts: Sequence[Pair]) -> Iterable[str]:
        manifest = self._returned.manifest
        if self._round.id != self._in_hand.id:
            yield fill(
                _("It belongs to the round “{name}”, not to the one in hand: the marks go into that round."),
                name=self._round.label.text(),
            )
        if digest(self._criteria) != manifest.digest:
            yield _("The criteria were reworded after the sheet was written: the marks may mean something else.")
        there = {row.place for row in self._returned.rows}
        if gone := sum(1 for place in manifest.rows if place not in there):
            said = ngettext("{n} row is missing in the sheet; nothing changes there.",
                            "{n} rows are missing in the sheet; nothing changes there.", gone)  # fmt: skip
            yield _counted(said, gone)
        if self._kept:
            n = self._kept
            yield _counted(ngettext("{n} answer that is here is empty in the sheet; it stays.",
                                    "{n} answers that are here are empty in the sheet; they stay.", n), n)  # fmt: skip
        if self._worded:
            n = len(self._worded)
            yield _counted(ngettext("In {n} cell words stand beside the mark; the mark is taken.",
                                    "In {n} cells words stand beside the mark; the mark is taken.", n), n)  # fmt: skip
        bare = [one for one in entries if not self._is_full(one.answer)]
        if bare:
            yield _counted(ngettext("{n} mark lacks its reason; it is taken in, its proposal stays a draft.",
                                    "{n} marks lack their reason; they are taken in, their proposals stay drafts.",
                                    len(bare)), len(bare))  # fmt: skip
        changed = [one for one in entries if one[:2] in self._differing]
        again = Counter(one.proposal for one in changed)
        for proposal, n in again.items():
            submitted = self._handed.get((proposal, self._assessor.id), NO_SHEET).submitted
            said = ngettext("{ref} was submitted on {date}; {n} answer differs and is changed.",
                            "{ref} was submitted on {date}; {n} answers differ and are changed.", n)  # fmt: skip
            yield fill(said, ref=self._refs[proposal], date=format_date(submitted), n=format_number(n))
        yield from (self._differing[one.proposal, one.criterion] for one in changed)
        if drafts:
            yield _counted(ngettext("{n} proposal is not complete; it stays a draft.",
                                    "{n} proposals are not complete; they stay drafts.", len(drafts)),
                           len(drafts))  # fmt: skip


def _counted(words: str, n: int) -> str:
    return fill(words, n=format_number(n))


def _shown(answer: Answer, criteria: CriteriaSet) -> str:
    """Return an answer in words: its mark, or why there is none."""
    if answer.value is not None:
        return criteria.scale.shown(answer.value)
    return _(BLANKS[answer.blank]) if answer.blank is not None else "–"


def _odd(row: Row) -> UserError:
    remedy = _("Ask for the mark, or enter it by hand.")
    if row.odd == "date":
        return UserError(fill(_("The cell holds a date, not a mark: {cell}"), cell=named(row.mark)), remedy)
    return UserError(fill(_("The cell holds a formula or an error, not a mark: {cell}"), cell=named(row.mark)), remedy)

"""Understands a table of marks: every row is checked before anything is planned, and the first refusals are named."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, Generic, TypeVar

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import fold_key, isolate, one_line
from khartoum_desktop.proposals.model import ref_number
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.marksheets.cell_reading import answer_of, named
from khartoum_desktop.scoring.marksheets.comparing import (
    SILENT,
    beyond_limits,
    conflicts_of,
    needs_reopening,
    says_the_same,
)
from khartoum_desktop.scoring.marksheets.plans import Entry, Newcomer, Plan
from khartoum_desktop.scoring.marksheets.queries import (
    Assessors,
    Cell,
    Named,
    Proposals,
    criteria_by_name,
    criterion_named,
    handed,
    stored,
)
from khartoum_desktop.scoring.marksheets.table import Line, Table, read_table
from khartoum_desktop.scoring.model import Answer, checked, needs_reason
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.asking import INTERESTS, NO_SHEET, Interest, interests
from khartoum_desktop.scoring.rounds.guards import only_own, refuse_closed
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.scoring.rounds.queries import round_named
from khartoum_desktop.workspace import Workspace, new_id

NAMED: Final = 20  # refused rows that are said one by one
Key = TypeVar("Key")
Value = TypeVar("Value")


def plan(
    work: Workspace,
    path: Path,
    *,
    round_name: str | None = None,
    add_proposals: bool = False,
    delegation: str = "",
    draft: bool = False,
    reopen: bool = False,
    progress: Progress = silent,
) -> Plan:
    """Return what a file of marks would do to a round (by name; else the one in hand).

    `add_proposals`: titles that are not there become proposals; `delegation` is that of rows without one; `draft`
    leaves the sheets open, as a missing reason does its own; `reopen` changes what a coordinator brings for sheets that
    are submitted already. UserError, which names the rows, when anything in the file cannot be taken in.
    """
    current = round_named(work, round_name)
    refuse_closed(current)
    table = read_table(path, progress)
    criteria = scoring.criteria(work, current.criteria_set)
    reader = _Reader(work, current, criteria, delegation, add_proposals=add_proposals)
    for line in sorted(table.lines, key=lambda line: not line.delegation):  # they say whose delegation is missing
        reader.take(line)
    reader.check_conflicts()
    reader.check_submitted(reopen=reopen)
    reader.check_limits()
    if reader.problems:
        raise _refusal(table, reader.problems)
    return reader.plan(table, draft=draft)


def _refusal(table: Table, problems: dict[int, UserError]) -> UserError:
    """Return one refusal that names the first rows, each with what is wrong with it."""
    count = len(problems)
    said = fill(
        ngettext(
            "{n} row of {file} cannot be taken in; nothing was changed.",
            "{n} rows of {file} cannot be taken in; nothing was changed.",
            count,
        ),
        n=format_number(count),
        file=table.file,
    )
    first = sorted(problems.items())[:NAMED]
    lines = [fill(_("Row {row}: {problem}"), row=format_number(row), problem=error.sentence) for row, error in first]
    if count > len(first):
        more = count - len(first)
        lines.append(fill(ngettext("And {n} more row.", "And {n} more rows.", more), n=format_number(more)))
    remedies = dict.fromkeys(error.remedy for _row, error in first if error.remedy)
    return UserError(" ".join([said, *lines]), " ".join(remedies))


class _Cache(Generic[Key, Value]):
    """Looks each name up once, and refuses it again in the same words."""

    def __init__(self, look: Callable[[Key], Value]) -> None:
        self._look = look
        self._found: dict[Key, Value | UserError] = {}

    def __call__(self, key: Key) -> Value:
        found = self._found.get(key)
        if found is None:
            try:
                found = self._look(key)
            except UserError as error:
                found = error
            self._found[key] = found
        if isinstance(found, UserError):
            raise found
        return found


class _Reader:
    """Takes the rows of one table, and keeps what they say and what is wrong with them."""

    def __init__(
        self, work: Workspace, current: Round, criteria: CriteriaSet, delegation: str, *, add_proposals: bool
    ) -> None:
        self._work, self._round, self._criteria = work, current, criteria
        self._proposals, self._add = Proposals(work, current), add_proposals
        self._assessors = Assessors(work, delegation)
        self._known = frozenset(self._assessors.known)
        self._rules = replace(criteria, reason_for=frozenset())
        self._stored, self._handed = stored(work, current.id), handed(work, current.id)
        names = criteria_by_name(criteria)
        self._criterion = _Cache[str, str](lambda words: criterion_named(criteria, names, words).id)
        self._proposal = _Cache(self._find)
        self._assessor = _Cache[tuple[str, str], str](lambda given: self._sender(*given))
        self._answer = _Cache[tuple[str, str], Answer](lambda given: answer_of(*given, criteria.scale))
        self._said: dict[Cell, tuple[int, Answer]] = {}
        self._sheets: dict[Pair, int] = {}  # with the first row of each
        self._added: dict[str, Newcomer] = {}
        self._empty = 0
        self._own = only_own(work)
        self.problems: dict[int, UserError] = {}

    def take(self, line: Line) -> None:
        """Understand one row, or note what is wrong with it."""
        try:
            proposal = self._proposal(line.proposal)
            assessor = self._assessor((line.assessor, line.delegation))
            criterion = self._criterion(line.criterion)
            answer = self._answer((line.mark, line.blank))
            if line.reason:
                answer = checked(self._rules, replace(answer, reason=line.reason))
            self._keep(line.row, (proposal, criterion, assessor), answer)
        except UserError as error:
            self.problems[line.row] = error

    def _keep(self, row: int, cell: Cell, answer: Answer) -> None:
        self._sheets.setdefault((cell[0], cell[2]), row)
        if not answer.given:
            self._empty += 1
            return
        before = self._said.get(cell)
        if before is None:
            self._said[cell] = (row, answer)
            return
        first, other = before
        is_same = (other.value, other.blank) == (answer.value, answer.blank)
        if not is_same or (other.reason and answer.reason and other.reason != answer.reason):
            raise UserError(
                fill(
                    _("It answers the same as row {row}, but differently."),
                    row=format_number(first),
                ),
                _("Keep one row for each proposal, criterion and assessor."),
            )
        if answer.reason:
            self._said[cell] = (first, answer)

    def _find(self, words: str) -> str:
        found = self._proposals.find(words)
        if found is not None:
            return found.id
        title = one_line(words)
        if not title:
            raise UserError(_("The proposal is missing."), _("Give its reference or its title."))
        if self._add and not ref_number(title.upper()):
            return self._added.setdefault(fold_key(title) or title, Newcomer(new_id(), title)).id
        raise UserError(
            fill(_("There is no proposal “{name}”."), name=named(title)),
            _("Correct the reference or title; or add --add-proposals to make the proposals that are missing."),
        )

    def _sender(self, name: str, delegation: str) -> str:
        found = self._assessors.find(name, delegation)
        if self._own is not None and found.id != self._own:
            raise UserError(
                fill(_("{name} is somebody else."), name=found.name),
                _("An assessor brings in only their own marks; ask a coordinator."),
            )
        self._assessors.take([found])
        return found.id

    def check_conflicts(self) -> None:
        """Refuse marks of somebody who declared a conflict of interest, or of an assessor here who has an interest."""
        marked = {(cell[0], cell[2]) for cell, (_row, answer) in self._said.items() if answer.value is not None}
        for pair in marked:
            if self._handed.get(pair, NO_SHEET).conflict:
                self._refuse(
                    self._sheets[pair],
                    pair,
                    _("{name} has declared a conflict of interest for {proposal}."),
                    _("Take the conflict back in the round, or leave the marks out."),
                )

        for pair, why in self._interests(marked).items() if self._own is not None else ():
            remedy = _("Declare a conflict of interest, or ask a coordinator, who may submit the sheet all the same.")
            self.problems.setdefault(self._sheets[pair], UserError(_(INTERESTS[why]), remedy))

    def _interests(self, sheets: Iterable[Pair]) -> dict[Pair, Interest]:
        """Return those of the sheets whose assessor has an interest in the proposal, and which."""
        wanted = list(sheets)
        people = {who: self._assessors.known[who] for _proposal, who in wanted} if self._round.independent else {}
        with self._work.reading() as db:
            found = interests(
                db,
                sorted({proposal for proposal, _who in wanted}),
                {who: (one.name, one.delegation) for who, one in people.items()},
            )
        return {pair: found[pair] for pair in wanted if pair in found}

    def check_submitted(self, *, reopen: bool) -> None:
        """Refuse to change an answer on a submitted sheet; a coordinator may with `reopen`, and fill its gaps."""
        for cell, (row, answer) in self._said.items():
            pair, before = (cell[0], cell[2]), self._stored.get(cell, SILENT)
            if not self._is_submitted(pair) or says_the_same(before, answer):
                continue
            sentence = _("The sheet of {name} for {proposal} is submitted already.")
            if self._own is not None:
                self._refuse(row, pair, sentence, _("Have it reopened first."))
            elif needs_reopening(self._criteria, before, answer) and not reopen:
                remedy = _("Reopen the sheets first (round reopen); or add --reopen, which does it in the same step.")
                self._refuse(row, pair, sentence, remedy)

    def _is_submitted(self, pair: Pair) -> bool:
        return self._round.independent and bool(self._handed.get(pair, NO_SHEET).submitted)

    def check_limits(self) -> None:
        """Refuse marks that go beyond a conditional maximum."""
        said = {cell: answer for cell, (_row, answer) in self._said.items()}
        for cell, problem in beyond_limits(self._work, self._round, self._criteria, said, self._stored):
            self.problems.setdefault(self._said[cell][0], problem)

    def _refuse(self, row: int, pair: Pair, sentence: str, remedy: str) -> None:
        """Note against a row of a sheet why it is not taken in."""
        name = self._assessors.known[pair[1]].name
        said = UserError(fill(sentence, name=name, proposal=self._named(pair[0])), remedy)
        self.problems.setdefault(row, said)

    def _named(self, proposal: str) -> str:
        one: Named | None = self._proposals.by_id.get(proposal)
        return isolate(one.ref or one.title) if one else ""

    def _lacking_reason(self) -> set[Cell]:
        """Return the cells, of the file or stored already, for whose mark the set asks for a reason, without one."""
        whole = {cell: (value, reason) for cell, (value, _blank, reason) in self._stored.items()}
        for cell, (_row, answer) in self._said.items():
            if not says_the_same(self._stored.get(cell, SILENT), answer):
                whole[cell] = (answer.value, answer.reason)
        return {cell for cell, (value, reason) in whole.items() if needs_reason(self._criteria, value) and not reason}

    def plan(self, table: Table, *, draft: bool) -> Plan:
        """Return the plan; nothing may have been refused."""
        entries: list[Entry] = []
        reopened: dict[Pair, None] = {}
        new = changed = same = 0
        for cell, (_row, answer) in self._said.items():
            before = self._stored.get(cell, SILENT)
            if says_the_same(before, answer):
                same += 1
                continue
            new, changed = (new + 1, changed) if before[:2] == SILENT[:2] else (new, changed + 1)
            entries.append(Entry(*cell, answer))
            if needs_reopening(self._criteria, before, answer) and self._is_submitted((cell[0], cell[2])):
                reopened[cell[0], cell[2]] = None
        answers = {cell: answer for cell, (_row, answer) in self._said.items()}
        conflicts = conflicts_of(answers, self._stored, self._handed)
        answered = {(cell[0], cell[2]) for cell in self._said}
        lacking = self._lacking_reason()
        drafts = conflicts.keys() | {(cell[0], cell[2]) for cell in lacking}
        submit = [
            pair for pair in self._sheets
            if pair in answered and pair not in drafts
            and (pair in reopened or not self._handed.get(pair, NO_SHEET).submitted)
        ]  # fmt: skip
        left = {pair for pair in answered if pair in reopened or not self._is_submitted(pair)}
        people = {assessor: self._assessors.known[assessor] for _proposal, assessor in self._sheets}
        marked = {(cell[0], cell[2]) for cell, (_row, answer) in self._said.items() if answer.value is not None}
        return Plan(
            file=table.file,
            round=self._round,
            criteria=self._criteria,
            entries=entries,
            submit=() if draft else submit,
            reopened=tuple(reopened),
            interested=len(self._interests(marked)),
            unreasoned=sum((cell[0], cell[2]) in left for cell in lacking),
            conflicts=conflicts,
            assessors=people,
            added=tuple(self._added.values()),
            rows=len(table.lines),
            new=new,
            changed=changed,
            same=same,
            empty=self._empty,
            proposals=len({proposal for proposal, _assessor in self._sheets}),
            ignored=table.ignored,
            chosen=self._proposals.chosen,
            new_assessors=tuple(one for one in people.values() if one.id not in self._known),
        )

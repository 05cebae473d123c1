"""Bringing criteria sets in, putting them in hand, copying and changing them; a set with an answer is never changed."""

from dataclasses import dataclass, replace
from typing import Final

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import presidency_id
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.criteria import CriteriaSet, Wording
from khartoum_desktop.scoring.grids import exchange, queries
from khartoum_desktop.scoring.grids.model import check
from khartoum_desktop.scoring.grids.origins import Origins, continued, says_the_same
from khartoum_desktop.scoring.grids.rows import rows
from khartoum_desktop.scoring.rounds import changing
from khartoum_desktop.scoring.rounds.guards import coordinator_only
from khartoum_desktop.scoring.rounds.opening import SHIPPED_PRESIDENCY
from khartoum_desktop.storage.changes import REMOVED
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import StepWriter, Workspace, derived_id, new_id

SAME: Final = "same"
_IMPORT: Final = N_("Import the criteria “{name}”")
_ROUND_NAME: Final = 200  # characters of a round's name


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of an import: the set, the round that is marked on it, and what of the two is new."""

    criteria_set: str
    round: str
    is_new: bool
    opened: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A set that was made, and the step that made it: "" for one that was here already."""

    criteria: CriteriaSet
    step: str


# --- bringing in and putting in hand ----------------------------------------------------------------------------------


def bring_in(work: Workspace, criteria: CriteriaSet, said: Origins | None = None) -> Brought:
    """Keep a set that was read and put it in hand; coordinators only, since everybody's marks go to the round in hand.

    A set with the same content is kept once: the same file again, on this laptop or another, is the same set. `said`:
    which criteria of an earlier set a file says to continue; UserError for one that is not there.
    """
    said = said or Origins()
    coordinator_only(work)
    known = _same(work, criteria, said)
    if known is not None:
        round_id, opened = put_in_hand(work, known)
        return Brought(known, round_id, is_new=False, opened=opened)
    fresh = _fresh(work, criteria, said)
    free = _free_round(work)
    ident, values = ("", {}) if free else scoring.new_round(work, fresh.presidency, fresh.id, _round_label(work, fresh))
    with work.step(_IMPORT, name=fresh.label.text()) as step:
        _write(step, fresh)
        if free is not None:
            _take(step, free, fresh.id)
        else:
            step.add(RoundRow, {field: value for field, value in values.items() if value is not None}, ident)
    return Brought(fresh.id, free or ident, is_new=True, opened=free is None)


def keep(work: Workspace, criteria: CriteriaSet, said: Origins | None = None) -> Made:
    """Keep a set that was read, once, as `bring_in` does, and leave the round in hand as it is; coordinators only."""
    said = said or Origins()
    coordinator_only(work)
    known = _same(work, criteria, said)
    if known is not None:
        return Made(rounds.criteria(work, known), "")
    fresh = _fresh(work, criteria, said)
    with work.step(_IMPORT, name=fresh.label.text()) as step:
        _write(step, fresh)
    return Made(fresh, step.id)


def _fresh(work: Workspace, criteria: CriteriaSet, said: Origins) -> CriteriaSet:
    """Return a set that was read as it is stored: with its id, its version and what its criteria continue."""
    numbered = _numbered(work, exchange.settled(criteria, _free_id(work, criteria)))
    return replace(continued(work, numbered, said), presidency=presidency_in_force(work))


def _same(work: Workspace, criteria: CriteriaSet, said: Origins) -> str | None:
    wanted = exchange.content(criteria)
    for one in queries.listed_sets(work):
        if one.key == criteria.key:
            stored = rounds.criteria(work, one.id)
            if exchange.content(stored) == wanted and says_the_same(work, stored, said):
                return one.id
    return None


def _free_id(work: Workspace, criteria: CriteriaSet) -> str:
    """Return the id that follows from a set's content; another one where the set of that id was changed since."""
    taken = {one.id for one in queries.listed_sets(work)}
    content, number = exchange.content(criteria), 1
    while (ident := derived_id("criteria_set", "content", content, str(number))) in taken:
        number += 1
    return ident


def _numbered(work: Workspace, criteria: CriteriaSet) -> CriteriaSet:
    """Return the set with its version, or the next one where that is another set's."""
    taken = {one.version for one in queries.listed_sets(work) if one.key == criteria.key}
    return replace(criteria, version=max(taken) + 1) if criteria.version in taken else criteria


def presidency_in_force(work: Workspace) -> str:
    """Return the id of the current presidency."""
    return presidency_id(lists_of(work).presidency or SHIPPED_PRESIDENCY)


def put_in_hand(work: Workspace, criteria_set: str) -> tuple[str, bool]:
    """Let marks be given on a set from now on (a coordinator may); return the round, and whether it was opened for it.

    An open round of the presidency that stands on the set is in hand again. Else the round in hand takes it while
    nobody has answered anything there, or a new round is opened.
    """
    presidency = presidency_in_force(work)
    known = rounds.rounds(work)
    fitting = [one for one in known if (one.criteria_set, one.presidency) == (criteria_set, presidency)]
    back = next((one for one in fitting if not one.closed), None)
    if back is not None:
        if back != known[0]:
            changing.put_in_hand(work, back)
        return back.id, False
    coordinator_only(work)
    free = _free_round(work)
    if free is None:
        label = _round_label(work, rounds.criteria(work, criteria_set))
        return scoring.open_round(work, presidency, criteria_set, label=label), True
    name = rounds.criteria(work, criteria_set).label.text()
    with work.step(N_("Use the criteria “{name}” in this round"), name=name) as step:
        _take(step, free, criteria_set)
    return free, False


def _round_label(work: Workspace, criteria: CriteriaSet) -> Wording:
    """Return the name of a round that is opened on a set: of the presidency and the set."""
    whose = rounds.presidency_label(work, presidency_in_force(work))
    names = {}
    for code in LANGUAGES:
        with speaking(code):
            name = fill(_("{name}, version {n}"), name=criteria.label.text(code), n=str(criteria.version))
        name = strip_isolates(name) if criteria.version > 1 else criteria.label.text(code)
        names[code] = " – ".join(filter(None, (whose.text(code), name)))[:_ROUND_NAME]
    return Wording(**names)


def _free_round(work: Workspace) -> str | None:
    """Return the round in hand, if it is open, of the current presidency and without any answer."""
    current = next(iter(rounds.rounds(work)), None)
    if current is None or current.closed or current.presidency != presidency_in_force(work):
        return None
    return None if queries.has_answers(work, current.id) else current.id


def _take(step: StepWriter, round_id: str, criteria_set: str) -> None:
    """Put a round on a set, whose own rule for several assessors counts again."""
    step.put(RoundRow, round_id, {"criteria_set": criteria_set, "aggregation": None})


# --- copying and changing ---------------------------------------------------------------------------------------------


def copy(work: Workspace, criteria_set: str) -> Made:
    """Make a new version of a set, to be changed, and return it; each criterion remembers the one it continues."""
    coordinator_only(work)
    old = rounds.criteria(work, criteria_set)
    ident = new_id()
    made = exchange.settled(old, ident)
    origins = [one.id for one in old.criteria]
    lines = [replace(one, copied_from=origin, mapping=SAME) for one, origin in zip(made.criteria, origins, strict=True)]
    version = max(one.version for one in queries.listed_sets(work) if one.key == old.key) + 1
    fresh = replace(
        made,
        version=version,
        criteria=tuple(lines),
        copied_from=old.id,
        presidency=presidency_in_force(work),
    )
    with work.step(N_("Copy the criteria “{name}” to change them"), name=old.label.text()) as step:
        _write(step, fresh)
    return Made(fresh, step.id)


def refuse_frozen(work: Workspace, criteria: CriteriaSet) -> None:
    """Refuse to change a set that has an answer: UserError with the day of the first one."""
    if queries.is_frozen(work, criteria.id):
        day = queries.frozen_on(work, criteria.id)
        raise UserError(
            fill(
                _("“{name}” has been frozen since {date}, by its first mark."),
                name=criteria.label.text(),
                date=format_date(day) if day else "–",
            ),
            _("Copy it to change it."),
        )


def save(work: Workspace, before: CriteriaSet, after: CriteriaSet) -> str:
    """Write what differs between a set as it was seen and as it shall be; return the step, "" when it changed nothing.

    UserError when a rule is broken, the set is frozen, or the person is no coordinator.
    """
    coordinator_only(work)
    check(after)
    refuse_frozen(work, before)
    old, new = rows(before), rows(after)
    with work.step(N_("Change the criteria “{name}”"), name=after.label.text() or before.label.text()) as step:
        for (table, ident), values in new.items():
            seen = old.get((table, ident))
            if seen is None:
                step.add(table, values, ident)
            elif changed := {name: value for name, value in values.items() if seen[name] != value}:
                step.put(table, ident, changed)
        for table, ident in old.keys() - new.keys():
            step.put(table, ident, {REMOVED: True})
    return step.id if step.touched else ""


def _write(step: StepWriter, criteria: CriteriaSet) -> None:
    for (table, ident), values in rows(criteria).items():
        step.add(table, {name: value for name, value in values.items() if value is not None}, ident)

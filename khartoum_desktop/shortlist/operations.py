"""Making, ordering and freezing lists; every change is one step, and a frozen list refuses them all."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from khartoum_desktop.core import dates
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.text import clean_text, fold_key, one_line
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.shortlist import frozen, queries
from khartoum_desktop.shortlist.listing import Cut, Entry
from khartoum_desktop.shortlist.model import Ranking
from khartoum_desktop.shortlist.queries import Listing, Shortlist
from khartoum_desktop.storage.changes import Value, derived_id
from khartoum_desktop.storage.people import who_may_write
from khartoum_desktop.storage.schema import Shortlist as ListRow
from khartoum_desktop.storage.schema import ShortlistEntry as EntryRow
from khartoum_desktop.workspace import Undone, Workspace


def create(work: Workspace, name: str) -> str:
    """Make an empty list in the current round and return its id; UserError for an empty name or one in use."""
    name = one_line(name)
    if not name:
        raise UserError(_("A shortlist needs a name."), _("Name it after the meeting it is for."))
    if any(fold_key(one.name) == fold_key(name) for one in queries.shortlists(work)):
        raise UserError(fill(_("There is a shortlist “{name}” already."), name=name), _("Choose another name."))
    current = scoring.current_round(work)
    with work.step(N_("Make the shortlist {name}"), name=name) as step:
        return step.add(ListRow, {"round": current.id, "name": name})


def list_to_fill(work: Workspace) -> Shortlist:
    """Return the newest open list of the current round; where there is none, make one that bears the round's name."""
    found, current = queries.shortlists(work), scoring.current_round(work)
    open_one = next((one for one in found if not one.is_frozen and one.round == current.id), None)
    if open_one is not None:
        return open_one
    wanted = current.label.text() or _("Shortlist")
    taken = {fold_key(one.name) for one in found}
    names = (wanted if number == 1 else f"{wanted} {number}" for number in count(1))
    name = next(name for name in names if fold_key(name) not in taken)
    return queries.shortlist(work, create(work, name))


def add(
    work: Workspace, shortlist: str, proposals: Sequence[str], *, reason: str = "", ranking: Ranking | None = None
) -> str:
    """Put proposals (ids) on a list (its id), each where its rank belongs among those already there, as one step.

    Those already on it stay where they are. `reason` is for a departure from the ranking; `ranking`, where it is known
    already, is that of the list's round. Returns the step, "" when all were on the list.
    """
    one = _open_list(work, shortlist)
    entries, _cut = queries.entries(work, one.id)
    known = {entry.proposal for entry in entries}
    fresh = [proposal for proposal in dict.fromkeys(proposals) if proposal not in known]
    if not fresh:
        return ""
    refs = _refs_of(work, fresh)
    order = by_rank(ranking or queries.ranking_for(work, one), [entry.proposal for entry in entries], fresh)
    label = N_("Put {ref} on the shortlist {name}") if len(fresh) == 1 else N_("Fill the shortlist {name}")
    with work.step(label, name=one.name, **({"ref": refs[0]} if len(fresh) == 1 else {})) as step:
        for position, proposal in enumerate(order, start=1):
            values: dict[str, Value] = {"position": position}
            if proposal in known:
                step.put(EntryRow, entry_id(one.id, proposal), values)
            else:
                values |= {"shortlist": one.id, "proposal": proposal, "reason": clean_text(reason) or None}
                step.add(EntryRow, values, entry_id(one.id, proposal))
    return step.id


def _refs_of(work: Workspace, proposals: Sequence[str]) -> list[str]:
    """Return the references of proposals, read together; UserError for one that is not there (any more)."""
    known = {one.id: one.ref for one in scoring.candidates(work)} if len(proposals) > 1 else {}
    return [known[one] if one in known else scoring.proposal(work, one).ref for one in proposals]


def by_rank(ranking: Ranking, listed: Sequence[str], fresh: Sequence[str]) -> list[str]:
    """Put each new proposal before the first listed one that the ranking has below it; leave the others in order."""
    last = len(ranking.lines)
    order = list(listed)
    for proposal in sorted(fresh, key=lambda one: ranking.places.get(one, last)):
        own = ranking.places.get(proposal, last)
        below = (at for at, other in enumerate(order) if ranking.places.get(other, last) > own)
        order.insert(next(below, len(order)), proposal)
    return order


def remove(work: Workspace, shortlist: str, *proposals: str) -> str:
    """Take proposals, also deleted ones, off a list as one step and return it; UserError when one is not on it."""
    one = _open_list(work, shortlist)
    entries, _cut = queries.entries(work, one.id)
    gone = [_entry(work, one, entries, proposal) for proposal in proposals]
    label, names = N_("Take proposals off the shortlist {name}"), {"name": one.name}
    if len(proposals) == 1:
        label = N_("Take {ref} off the shortlist {name}")
        names["ref"] = _ref(work, proposals[0])
    with work.step(label, **names) as step:
        for entry in gone:
            step.remove(EntryRow, entry.id)
    return step.id


def move(work: Workspace, shortlist: str, proposal: str, position: int, *, reason: str | None = None) -> None:
    """Move a proposal to a place (counted from 1) of a list; the others make room. Reason: why it stands there."""
    one = _open_list(work, shortlist)
    entries, _cut = queries.entries(work, one.id)
    entry = _entry(work, one, entries, proposal)
    others = [other for other in entries if other.proposal != proposal]
    place = min(max(position, 1), len(entries)) - 1
    ref = _ref(work, proposal)
    with work.step(N_("Move {ref} on the shortlist {name}"), ref=ref, name=one.name) as step:
        for number, other in enumerate([*others[:place], entry, *others[place:]], start=1):
            values: dict[str, Value] = {"position": number}
            if other is entry and reason is not None:
                values["reason"] = clean_text(reason) or None
            step.put(EntryRow, other.id, values)


def explain_place(work: Workspace, shortlist: str, proposal: str, reason: str) -> None:
    """Say why a proposal stands where it stands; an empty reason takes it back."""
    one = _open_list(work, shortlist)
    entries, _cut = queries.entries(work, one.id)
    entry = _entry(work, one, entries, proposal)
    ref = _ref(work, proposal)
    with work.step(N_("Give the reason for {ref} on the shortlist {name}"), ref=ref, name=one.name) as step:
        step.put(EntryRow, entry.id, {"reason": clean_text(reason) or None})


def draw_cut(work: Workspace, shortlist: str, cut: Cut) -> None:
    """Draw the cut line after a number of places or where an envelope ends; an empty Cut takes it away."""
    one = _open_list(work, shortlist)
    if (cut.number is not None and cut.number < 0) or (cut.amount is not None and cut.amount < 0):
        raise UserError(_("A cut line cannot be below zero."), _("Give a number of places or an amount."))
    if cut.amount is not None and not cut.currency:
        raise UserError(_("An envelope needs a currency."), _("Give it as in “6000000 EUR”."))
    values: dict[str, Value] = {
        "cut_number": cut.number,
        "cut_amount": cut.amount,
        "cut_currency": cut.currency if cut.amount is not None else None,
    }
    with work.step(N_("Draw the cut line of the shortlist {name}"), name=one.name) as step:
        step.put(ListRow, one.id, values)


def freeze(work: Workspace, shortlist: str, *, today: date | None = None) -> str:
    """Freeze a list: keep with it all that it prints and is computed from, as of today; return the step.

    UserError for an empty list, one with a deleted proposal, and one with a place that departs from the ranking without
    a reason.
    """
    one = _open_list(work, shortlist)
    found, current = queries.listing(work, one), queries.round_of(work, one)
    if not found.places:
        raise UserError(fill(_("The shortlist “{name}” is empty."), name=one.name), _("Put proposals on it first."))
    _refuse_deleted(found)
    _refuse_unexplained(found)
    on = (today or dates.today()).isoformat()
    basis = queries.basis(work, current)
    record = frozen.freeze(found.ranking, basis, found.places, current=current, cut=found.cut, on=on)
    with work.step(N_("Freeze the shortlist {name}"), name=one.name) as step:
        step.put(ListRow, one.id, {"frozen_on": on, "frozen": frozen.written(record)})
    return step.id


def _refuse_deleted(found: Listing) -> None:
    deleted = [place.facts.candidate.ref for place in found.places if place.deleted]
    if deleted:
        sentence = ngettext(
            "{refs} stands on the list but was deleted.", "{refs} stand on the list but were deleted.", len(deleted)
        )
        raise UserError(fill(sentence, refs=listed(deleted)), _("Take it off the list, or bring the proposal back."))


def _refuse_unexplained(found: Listing) -> None:
    missing = [place.facts.candidate.ref for place in queries.unexplained(found.places)]
    if missing:
        sentence = ngettext(
            "{refs} departs from the ranking, and no reason is given.",
            "{refs} depart from the ranking, and no reason is given.",
            len(missing),
        )
        raise UserError(
            fill(sentence, refs=listed(missing)),
            _("Give the reason for each: on the page of the shortlist, or with “shortlist add REF --reason TEXT”."),
        )


def take_back(work: Workspace, shortlist: str, step: str) -> Undone:
    """Take back a step on an open list; UserError when the list was frozen since, or the step is taken back already."""
    _open_list(work, shortlist)
    return work.store.undo_step(step)


def entry_id(shortlist: str, proposal: str) -> str:
    """Return the id of a proposal's place on a list."""
    return derived_id("shortlist_entry", shortlist, proposal)


def _open_list(work: Workspace, shortlist: str) -> Shortlist:
    """Return a list that may be changed; refuse a frozen one, and one that is hidden."""
    one = queries.shortlist(work, shortlist)
    seen = sight(work, one.round)
    if not seen.everything:
        who_may_write(work.person)
        raise UserError(_("The places of this list are hidden, and so it cannot be changed."), seen.sentence)
    if one.is_frozen:
        raise UserError(
            fill(
                _("The shortlist “{name}” was frozen on {date} and does not change any more."),
                name=one.name,
                date=dates.format_date(one.frozen_on),
            ),
            _("Make a new shortlist, or undo the freezing."),
        )
    return one


def _entry(work: Workspace, one: Shortlist, entries: Sequence[Entry], proposal: str) -> Entry:
    """Return a proposal's place among those of a list; UserError where it has none."""
    found = next((entry for entry in entries if entry.proposal == proposal), None)
    if found is None:
        raise UserError(
            fill(_("{ref} is not on the shortlist “{name}”."), ref=_ref(work, proposal), name=one.name),
            _("Put it on the list first."),
        )
    return found


def _ref(work: Workspace, proposal: str) -> str:
    """Return a proposal's reference, also of a deleted one."""
    found = queries.facts(work, [proposal]).get(proposal)
    return found.candidate.ref if found else "–"

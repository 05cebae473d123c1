"""Keeping rules under a name, and putting the best set on a shortlist; each is one step."""

from collections.abc import Sequence

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import clean_text, fold_key, one_line
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist import operations as lists
from khartoum_desktop.shortlist import queries as ranks
from khartoum_desktop.shortlist.choosing import queries
from khartoum_desktop.shortlist.choosing.reading import Asked, written
from khartoum_desktop.shortlist.listing import Cut, Entry, places
from khartoum_desktop.storage.schema import Choice
from khartoum_desktop.storage.schema import Shortlist as ListRow
from khartoum_desktop.storage.schema import ShortlistEntry as EntryRow
from khartoum_desktop.workspace import Workspace


def save(work: Workspace, round_id: str, name: str, asked: Asked) -> str:
    """Keep rules under a name; rules of that name in the round are replaced. Returns the id; UserError without name."""
    name = one_line(name)
    if not name:
        raise UserError(_("The rules need a name."), _("Name them after what they are for."))
    same = (one for one in queries.saved(work, round_id) if fold_key(one.name) == fold_key(name))
    found = next(same, None)
    with work.step(N_("Save the rules {name}"), name=name) as step:
        if found is None:
            return step.add(Choice, {"round": round_id, "name": name, "rules": written(asked)})
        step.put(Choice, found.id, {"rules": written(asked)})
        return found.id


def forget(work: Workspace, choice: str) -> str:
    """Take saved rules (their id) away and return the step."""
    name = next((one.name for one in queries.saved(work) if one.id == choice), "")
    with work.step(N_("Remove the rules {name}"), name=name) as step:
        step.remove(Choice, choice)
    return step.id


def reason_for(rules: Sequence[str]) -> str:
    """Return the reason that departures from the ranking are given: what the budget and the rules asked."""
    return clean_text(fill(_("Best set under a budget: {rules}"), rules=_("; ").join(rules) or "–"))


def put_on_list(work: Workspace, current: Round, name: str, proposals: Sequence[str], reason: str) -> tuple[str, str]:
    """Put chosen proposals (ids) on an open list of the round, made if there is none of that name, as one step.

    Each takes the place that its rank gives it; what then departs from the ranking gets the reason. Those already on
    the list stay as they are. Returns the list and the step ("" when all were on it); UserError for a frozen list.
    """
    name = one_line(name)
    if not name:
        raise UserError(_("A shortlist needs a name."), _("Name it after the meeting it is for."))
    found = next((one for one in ranks.shortlists(work) if fold_key(one.name) == fold_key(name)), None)
    if found is not None and found.is_frozen:
        raise UserError(fill(_("The shortlist “{name}” is frozen."), name=found.name), _("Choose another name."))
    if found is not None and found.round != current.id:
        raise UserError(
            fill(_("The shortlist “{name}” belongs to another round."), name=found.name), _("Choose another name.")
        )
    entries = () if found is None else ranks.entries(work, found.id)[0]
    known = {entry.proposal for entry in entries}
    fresh = [proposal for proposal in dict.fromkeys(proposals) if proposal not in known]
    if found is not None and not fresh:
        return found.id, ""
    ranking = ranks.ranking(work, current, scoring.criteria(work, current.criteria_set))
    order = lists.by_rank(ranking, [entry.proposal for entry in entries], fresh)
    drafts = [Entry(proposal, proposal, position) for position, proposal in enumerate(order, start=1)]
    departs = {place.entry.proposal for place in places(ranking, drafts, {}, Cut()) if place.departure is not None}
    with work.step(N_("Put the best set on the shortlist {name}"), name=name) as step:
        shortlist = found.id if found is not None else step.add(ListRow, {"round": current.id, "name": name})
        for draft in drafts:
            entry = lists.entry_id(shortlist, draft.proposal)
            if draft.proposal in known:
                step.put(EntryRow, entry, {"position": draft.position})
            else:
                own = reason if draft.proposal in departs else None
                place: dict[str, str | int | None] = {"position": draft.position, "reason": own}
                step.add(EntryRow, {**place, "shortlist": shortlist, "proposal": draft.proposal}, entry)
    return shortlist, step.id

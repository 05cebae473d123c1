"""Keeping searches: each function is one named step, or refuses with a sentence and changes nothing."""

from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.proposals.searches import queries
from khartoum_desktop.proposals.searches.model import SavedSearch, Search
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.storage.schema import SavedSearch as SavedSearchRow
from khartoum_desktop.workspace import Workspace

_SAVED: Final = TABLES["saved_search"]
MAX_NAME: Final = 100


def keep(work: Workspace, name: str, search: Search, *, shared: bool = False) -> str:
    """Keep a search for this person, or for everybody, and return its id; UserError for a name that is taken."""
    name = _fit(work, name)
    asks = _asks(search)
    with work.step(N_("Keep the search “{name}”"), name=name) as step:
        places = step.db.execute(select(_SAVED.c.position)).scalars()
        place = max((place for place in places if place is not None), default=-1) + 1
        owner = None if shared else queries.owner_of(work)
        return step.add(SavedSearchRow, {"name": name, "owner": owner, "asks": asks, "position": place})


def rename(work: Workspace, ident: str, name: str) -> None:
    """Give a kept search another name; UserError for a name that is taken."""
    old, name = _found(work, ident), _fit(work, name, ident)
    with work.step(N_("Rename the search “{name}”"), name=old.name) as step:
        step.put(SavedSearchRow, ident, {"name": name})


def replace(work: Workspace, ident: str, search: Search) -> None:
    """Let a kept search ask something else."""
    old, asks = _found(work, ident), _asks(search)
    with work.step(N_("Change the search “{name}”"), name=old.name) as step:
        step.put(SavedSearchRow, ident, {"asks": asks})


def remove(work: Workspace, ident: str) -> None:
    """Keep a search no longer; undo brings it back."""
    old = _found(work, ident)
    with work.step(N_("Remove the search “{name}”"), name=old.name) as step:
        step.remove(SavedSearchRow, ident)


def _asks(search: Search) -> str:
    """Return a search as it is stored, having made sure that it can be read again."""
    text = search.to_json()
    Search.from_json(text)
    return text


def _found(work: Workspace, ident: str) -> SavedSearch:
    for one in queries.saved(work):
        if one.id == ident:
            return one
    raise UserError(_("This search is no longer kept."), _("Choose another one in the list."))


def _fit(work: Workspace, name: str, ident: str = "") -> str:
    """Return a name as it is stored; UserError when there is nothing of it, too much, or another search bears it."""
    name = one_line(name)
    if not name:
        raise UserError(_("A search needs a name."), _("Write a word or two that say what it finds."))
    if len(name) > MAX_NAME:
        raise UserError(_("This name is too long."), _("Write a word or two that say what it finds."))
    if any(fold_key(one.name) == fold_key(name) and one.id != ident for one in queries.saved(work)):
        raise UserError(fill(_("There is a search “{name}” already."), name=name), _("Choose another name."))
    return name

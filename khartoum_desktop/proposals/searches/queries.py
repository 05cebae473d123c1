"""Reading the searches that are kept, and the day from which "since the last meeting" counts."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import or_, select

from khartoum_desktop.core.dates import last_day, precision_of
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.proposals.searches.model import SavedSearch, Search
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_SAVED, _MEETING = TABLES["saved_search"], TABLES["meeting"]
_CANCELLED: Final = "cancelled"


def owner_of(work: Workspace) -> str | None:
    """Return by what name the searches of the person who sits here are kept; None where nobody does."""
    return work.person_name or None


def saved(work: Workspace) -> list[SavedSearch]:
    """Return this person's searches and everybody's, in their order; one that cannot be read any more is left out."""
    mine = or_(_SAVED.c.owner.is_(None), _SAVED.c.owner == owner_of(work))
    query = select(_SAVED).where(mine, _SAVED.c.removed.is_not(True)).order_by(_SAVED.c.position, _SAVED.c.id)
    found: list[SavedSearch] = []
    with work.reading() as db:
        for row in db.execute(query).mappings():
            try:
                search = Search.from_json(row["asks"] or "")
            except UserError:
                continue  # a newer program's, which asks what this one cannot
            found.append(SavedSearch(row["id"], row["name"] or "", row["owner"], search))
    return found


def by_name(work: Workspace, name: str) -> SavedSearch:
    """Return the kept search of this name, in any spelling; UserError when there is none."""
    for one in saved(work):
        if fold_key(one.name) == fold_key(name):
            return one
    raise UserError(
        fill(_("There is no search “{name}”."), name=name), _("“searches list” shows the searches that are kept.")
    )


def last_meeting(work: Workspace) -> str | None:
    """Return the day (ISO 8601) after which the latest meeting had ended, of those that ended before today."""
    today = datetime.now(UTC).astimezone().date()
    query = select(_MEETING.c.starts, _MEETING.c.ends).where(
        _MEETING.c.removed.is_not(True), or_(_MEETING.c.status.is_(None), _MEETING.c.status != _CANCELLED)
    )
    with work.reading() as db:
        said = [ends or starts or "" for starts, ends in db.execute(query)]
    ended = [last_day(text) for text in said if precision_of(text)]
    return max((day.isoformat() for day in ended if day < today), default=None)

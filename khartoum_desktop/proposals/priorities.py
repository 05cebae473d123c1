"""Whose presidency it is and what it puts first: changing either is one undoable step; nothing is lost by it.

A priority that is withdrawn, or another presidency's, is no longer offered, but keeps its name wherever a proposal
names it (see `list_queries`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, languages_first
from khartoum_desktop.core.text import one_line
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import MEMBER, PRIORITY, Lists
from khartoum_desktop.proposals.model import Stored
from khartoum_desktop.proposals.shipped import Shipped, genesis, presidency_id, priority_set_id
from khartoum_desktop.storage.schema import TABLES, Presidency, Priority, PrioritySet
from khartoum_desktop.workspace import StepWriter, Workspace, new_id

Names = Mapping[str, str | None]  # language -> the priority's name in it
Along = Callable[[StepWriter, str, Mapping[str, Stored]], None]  # gets the step, a presidency's id and its labels

_TERM, _SET, _PRIORITY, _NAMED, _PROPOSAL = (
    TABLES[name] for name in ("presidency", "priority_set", "priority", "alignment", "proposal")
)
_LABELS: Final = tuple(f"label_{lang}" for lang in LANGUAGES)


def uses(work: Workspace) -> dict[str, int]:
    """Return how many proposals name each priority, by its key; those that none names are left out."""
    query = (
        select(_NAMED.c.code, func.count())
        .join(_PROPOSAL, _PROPOSAL.c.id == _NAMED.c.proposal)
        .where(_NAMED.c.scheme == PRIORITY, _NAMED.c.removed.is_not(True), _PROPOSAL.c.removed.is_not(True))
        .group_by(_NAMED.c.code)
    )
    with work.reading() as db:
        return {code or "": number for code, number in db.execute(query)}


# --- priorities of the current presidency -----------------------------------------------------------------------------


def add(work: Workspace, names: Names, ident: str | None = None) -> str:
    """Add a priority at the end of the current presidency's set and return its id (default: a new one)."""
    ident, values, presidency = ident or new_id(), _labels(names), lists_of(work).presidency
    if not any(values.values()):
        raise _nameless()
    with work.step(N_("New priority “{name}”"), name=_first(values)) as step:
        set_id = _set_of(step, presidency)
        places = step.db.execute(select(_PRIORITY.c.position).where(_PRIORITY.c.priority_set == set_id)).scalars()
        place = max((place for place in places if place is not None), default=-1) + 1
        more = {"priority_set": set_id, "key": f"{presidency}-{ident[-8:]}", "scored": True, "position": place}
        step.add(Priority, {**values, **more}, ident)
    return ident


def rename(work: Workspace, ident: str, names: Names) -> None:
    """Change a priority's name in the languages given; one name at least stays."""
    values = _labels(names)
    with work.reading() as db:
        label = _label_of(db, ident)
    with work.step(N_("Change the priority “{name}”"), name=label) as step:
        step.put(Priority, ident, values)
        step.flush()
        if not _label_of(step.db, ident):
            raise _nameless()


def move(work: Workspace, ident: str, place: int) -> None:
    """Put a priority to a place (0 = first) of the current presidency's set."""
    ids = [item.row for item in lists_of(work).items(PRIORITY)]
    with work.reading() as db:
        label = _label_of(db, ident)
    with work.step(N_("Move the priority “{name}”"), name=label) as step:
        order = [one for one in ids if one != ident]
        order.insert(place, ident)
        for position, one in enumerate(order):
            step.put(Priority, one, {"position": position})


def withdraw(work: Workspace, ident: str) -> str:
    """Take a priority out of the set; the proposals that name it keep it, name and all. Return the step, to undo it."""
    with work.reading() as db:
        label = _label_of(db, ident)
    with work.step(N_("Withdraw the priority “{name}”"), name=label) as step:
        step.remove(Priority, ident)
    return step.id


def _labels(names: Names) -> dict[str, Stored]:
    return {f"label_{lang}": one_line(text or "") or None for lang, text in names.items()}


def _nameless() -> UserError:
    return UserError(_("A priority needs a name."), _("Write it in Arabic, English or French."))


def _first(labels: Mapping[str, Any]) -> str:
    return next((str(text) for lang in languages_first() if (text := labels.get(f"label_{lang}"))), "")


def _label_of(db: Connection, ident: str) -> str:
    row = db.execute(select(_PRIORITY).where(_PRIORITY.c.id == ident)).mappings().first()
    return _first(dict(row)) if row else ""


def _set_of(step: StepWriter, presidency: str) -> str:
    """Return the set in force of a presidency; one that has none gets its first."""
    term = presidency_id(presidency)
    query = select(_SET.c.id).where(_SET.c.presidency == term, _SET.c.active.is_(True), _SET.c.removed.is_not(True))
    found = step.db.execute(query.order_by(_SET.c.position, _SET.c.id)).scalars().first()
    return found or step.add(PrioritySet, *_first_set(presidency, {}))


# --- whose presidency -------------------------------------------------------------------------------------------------


def enter_presidency(work: Workspace, key: str) -> None:
    """Say whose presidency a new workspace is for: a shipped one's key, or a State's code for one with an empty set.

    It comes with the workspace as the code lists do: nobody's Undo takes it away, and it is the same on every laptop.
    """
    ident = presidency_id(key)
    rows = [row for row in genesis() if row.row == ident]
    if not rows:
        _refuse_unknown(key, lists_of(work))
        values = _term(key, lists_of(work))
        row, set_id = _first_set(key, values)
        rows = [Shipped("presidency", ident, values), Shipped("priority_set", set_id, row)]
    work.store.ship([*rows, Shipped("presidency", ident, {"current": True})])


def set_presidency(
    work: Workspace, key: str, first: int | None = None, last: int | None = None, *, along: Along | None = None
) -> None:
    """Say whose presidency it is from now on; every presidency keeps its own set.

    `key` is that of a presidency that is here, or a State's code with the years of its term, as far as they are known.
    `along` writes what belongs into the same step.
    """
    lists = lists_of(work)
    if first and last and last < first:
        raise UserError(_("The last year is before the first."), _("Write the years of the presidency again."))
    with work.reading() as db:
        rows = db.execute(select(_TERM).where(_TERM.c.removed.is_not(True))).all()
    found = _among(rows, key, first)
    if found is None:
        _refuse_unknown(key, lists)
        values = _term(key, lists, first, last)
    elif first and not found.starts:
        values = {**_term(str(found.chair), lists, first, last), "key": found.key}
    else:
        values = {name: getattr(found, name) for name in ("key", *_LABELS)}
    ident = presidency_id(str(values["key"]))
    labels = {name: values[name] for name in _LABELS}
    with work.step(N_("Change of presidency: {name}"), name=_first(labels)) as step:
        step.add(Presidency, {**values, "current": True}, ident)
        if found is None:
            step.add(PrioritySet, *_first_set(str(values["key"]), labels))
        for row in rows:
            if row.current and row.id != ident:
                step.put(Presidency, row.id, {"current": False})
        if along is not None:
            along(step, ident, labels)


def _among(rows: Sequence[Row[Any]], key: str, first: int | None) -> Row[Any] | None:
    """Return the presidency meant: by its key, or by its State and first year, were it not said before."""
    by_key = next((row for row in rows if row.key == key and (not first or not row.starts)), None)
    same = (row for row in rows if first and row.chair == key and (row.starts or "").startswith(str(first)))
    return next(same, by_key)


def _refuse_unknown(key: str, lists: Lists) -> None:
    if not lists.has(MEMBER, key):
        raise UserError(fill(_("“{key}” is no presidency."), key=key), _("Choose a member State."))


def _term(state: str, lists: Lists, first: int | None = None, last: int | None = None) -> dict[str, Stored]:
    """Return the columns of a State's presidency, named as the shipped ones are by its years, as far as known."""
    years = [str(year) for year in dict.fromkeys((first, last)) if year]
    names = {lang: " ".join((lists.label(MEMBER, state, lang), "–".join(years))) for lang in LANGUAGES}
    return {
        "key": f"{state}-{first}" if first else state,
        "chair": state,
        "starts": str(first) if first else None,
        "ends": str(last) if last else None,
        **{f"label_{lang}": one_line(name) for lang, name in names.items()},
    }


def _first_set(presidency: str, labels: Mapping[str, Stored]) -> tuple[dict[str, Stored], str]:
    """Return the columns of a presidency's first set, and its id."""
    key = f"{presidency}-priorities"
    values: dict[str, Stored] = {"presidency": presidency_id(presidency), "key": key, "version": 1, "active": True}
    return values | {name: labels[name] for name in _LABELS if name in labels}, priority_set_id(key, 1)

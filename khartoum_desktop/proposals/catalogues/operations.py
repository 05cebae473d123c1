"""Changing a list: each change one step. Codes never change; what is withdrawn keeps its name wherever it is named."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.proposals.catalogues import model, queries
from khartoum_desktop.proposals.catalogues.model import ITEM, Catalogue, Entry
from khartoum_desktop.proposals.catalogues.names import PARENTS
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.model import Stored
from khartoum_desktop.proposals.shipped import list_item_id
from khartoum_desktop.storage.schema import TABLES, ListItem, NotTheSame, Priority, Row
from khartoum_desktop.workspace import StepWriter, Workspace, derived_id

_ITEM, _PRIORITY, _SET = TABLES["list_item"], TABLES["priority"], TABLES["priority_set"]


def add(work: Workspace, which: Catalogue, code: str, values: Mapping[str, object]) -> str:
    """Add an item at the end of a list and return its id; UserError for a code that is taken or not clean."""
    code, clean = new_code(which, code, taken_codes(work, which)), model.clean(values)
    _refuse_flaw(clean)
    with work.step(N_("New item “{name}” in a list"), name=_name(code, clean)) as step:
        refuse_parent(step, which, code, clean)
        return write_new(step, which, code, clean)


def taken_codes(work: Workspace, which: Catalogue) -> set[str]:
    """Return the folded codes that a new item of a list may not have."""
    taken = {one.code.casefold() for one in queries.entries(work, which)}
    if queries.is_party(which.key):
        shipped = [item for item in lists_of(work).items(PARTY) if item.scheme != which.key]
        taken |= {name.casefold() for item in shipped for name in (item.code, *item.labels.values(), *item.aliases)}
    if which.set_id:
        taken |= _keys_of_others(work, which)
    return taken


def new_code(which: Catalogue, code: str, taken: frozenset[str] | set[str]) -> str:
    """Return a code that the list may be given; UserError for one that it may not."""
    if which.fixed:
        raise UserError(
            _("The program knows every code of this list."), _("Its items can be worded anew, but none is added.")
        )
    code = model.check_code(code)
    if code.casefold() in taken:
        raise UserError(
            fill(_("The code “{code}” is taken."), code=code),
            _("Write another one; a withdrawn item is brought back rather than added again."),
        )
    return code


def _keys_of_others(work: Workspace, which: Catalogue) -> set[str]:
    """Return the keys of other sets: only versions of the same set share them."""
    query = select(_PRIORITY.c.key).join(_SET, _SET.c.id == _PRIORITY.c.priority_set).where(_SET.c.key != which.set_key)
    with work.reading() as db:
        return {str(key).casefold() for key in db.execute(query).scalars()}


def change(work: Workspace, which: Catalogue, ident: str, values: Mapping[str, object]) -> None:
    """Change fields of an item, by the names of OF_ITEM or OF_PRIORITY; UserError where it would be no item then."""
    clean = model.clean(values)
    with work.step(N_("Change of “{name}” in a list"), name=label_of(work, which, ident)) as step:
        now = _read(step, which, ident)
        _refuse_flaw({**now.values, **clean})
        refuse_parent(step, which, now.code, clean)
        step.put(table_of(which), ident, columns(which, clean))


def withdraw(work: Workspace, which: Catalogue, ident: str) -> str:
    """Take an item out of a list; proposals that name it keep it, name and all. Return the step, to undo it."""
    if which.fixed:
        raise UserError(
            _("The program knows every code of this list."), _("Its items can be worded anew, but none is withdrawn.")
        )
    with work.step(N_("Withdraw “{name}” from a list"), name=label_of(work, which, ident)) as step:
        step.remove(table_of(which), ident)
    return step.id


def bring_back(work: Workspace, which: Catalogue, ident: str) -> None:
    """Bring a withdrawn item back; UserError for one that is another's since a merge."""
    with work.step(N_("Bring “{name}” back into a list"), name=label_of(work, which, ident)) as step:
        now = _read(step, which, ident)
        if now.merged_into:
            raise UserError(
                fill(_("“{name}” was merged into “{other}”."), name=now.label(), other=now.merged_into),
                _("Take the merge back with Undo, or from the change history."),
            )
        step.put(table_of(which), ident, {"removed": False})


def restore_shipped(work: Workspace, which: Catalogue, ident: str) -> None:
    """Give an item again everything that the program ships of it; UserError for one of one's own."""
    shipped = queries.shipped_values().get(ident)
    if shipped is None:
        raise UserError(_("The program does not ship this item."), _("Its earlier wordings are in the change history."))
    with work.step(N_("Shipped wording of “{name}”"), name=label_of(work, which, ident)) as step:
        step.put(table_of(which), ident, columns(which, {name: shipped.get(name) for name in which.fields}))


def move(work: Workspace, which: Catalogue, ident: str, place: int) -> None:
    """Put an item to a place (0 = first) among those in use."""
    order = [one.id for one in queries.entries(work, which) if not one.removed and one.id != ident]
    order.insert(max(0, min(place, len(order))), ident)
    with work.step(N_("Move “{name}” in a list"), name=label_of(work, which, ident)) as step:
        for position, one in enumerate(order):
            step.put(table_of(which), one, {"position": position})


def tell_apart(work: Workspace, first: Entry, second: Entry) -> None:
    """Remember that two organisations are not the same."""
    low, high = sorted((first.id, second.id))
    with work.step(N_("“{name}” and “{other}” are not the same"), name=first.label(), other=second.label()) as step:
        step.add(NotTheSame, {"first": low, "second": high}, queries.apart_id(low, high))


# --- writing ----------------------------------------------------------------------------------------------------------


def table_of(which: Catalogue) -> type[Row]:
    """Return the table of a list's items."""
    return ListItem if which.kind == ITEM else Priority


def columns(which: Catalogue, values: Mapping[str, Stored]) -> dict[str, Stored]:
    """Return the columns of an item's fields; what the list has no field for is left out."""
    return {queries.column_of(which.kind, name): value for name, value in values.items() if name in which.fields}


def write_new(step: StepWriter, which: Catalogue, code: str, values: Mapping[str, Stored]) -> str:
    """Write a new item at the end of its list within a step and return its id."""
    step.flush()
    mine = _PRIORITY.c.priority_set == which.set_id if which.set_id else _ITEM.c.scheme == which.key
    places = step.db.execute(select(TABLES[which.kind].c.position).where(mine)).scalars()
    place = max((place for place in places if place is not None), default=-1) + 1
    row: dict[str, Stored] = {**columns(which, values), "position": place}
    if which.set_id:
        row |= {"priority_set": which.set_id, "key": code, "scored": values.get("scored") is not False}
        return step.add(Priority, row, derived_id("priority", which.set_id, code))
    return step.add(ListItem, {**row, "scheme": which.key, "code": code}, list_item_id(which.key, code))


def refuse_parent(step: StepWriter, which: Catalogue, code: str, values: Mapping[str, Stored]) -> None:
    """Refuse a parent that is not in the list meant, is the item itself, or is a part already."""
    parent = values.get("parent")
    if not parent:
        return
    step.flush()
    if which.set_id:
        query = select(_PRIORITY.c.key, _PRIORITY.c.parent).where(
            _PRIORITY.c.priority_set == which.set_id, _PRIORITY.c.removed.is_not(True)
        )
    else:
        scheme = PARENTS.get(which.key, which.key)
        query = select(_ITEM.c.code, _ITEM.c.parent).where(_ITEM.c.scheme == scheme, _ITEM.c.removed.is_not(True))
    known: dict[str, Any] = dict(step.db.execute(query).all())
    own = which.key not in PARENTS
    if parent not in known or (own and (parent == code or known[str(parent)])):
        raise UserError(
            fill(_("“{name}” cannot be part of “{parent}”."), name=code, parent=str(parent)),
            _("Name the code of an item that is not a part itself."),
        )
    if own and code in {str(above) for above in known.values() if above}:
        raise UserError(
            fill(_("“{name}” cannot be part of “{parent}”."), name=code, parent=str(parent)),
            _("It has parts of its own."),
        )


def label_of(work: Workspace, which: Catalogue, ident: str) -> str:
    """Return what an item is called now, for the name of a step."""
    table = TABLES[which.kind]
    with work.reading() as db:
        row = db.execute(select(table).where(table.c.id == ident)).mappings().first()
    if row is None:
        return ""
    return _name(row["code" if which.kind == ITEM else "key"] or "", queries.values_of(which.kind, row))


def _name(code: str, values: Mapping[str, Stored]) -> str:
    return Entry("", code, values).label()


def _read(step: StepWriter, which: Catalogue, ident: str) -> Entry:
    table = TABLES[which.kind]
    row = step.db.execute(select(table).where(table.c.id == ident)).mappings().first()
    if row is None:
        raise UserError(
            _("This entry is no longer in the workspace."), _("Go back to the list and open the entry again.")
        )
    code = row["code" if which.kind == ITEM else "key"] or ""
    merged = (row["merged_into"] or "") if which.kind == ITEM else ""
    return Entry(ident, code, queries.values_of(which.kind, row), removed=bool(row["removed"]), merged_into=merged)


def _refuse_flaw(values: Mapping[str, Stored]) -> None:
    found = model.flaw(values)
    if found:
        raise found[1]

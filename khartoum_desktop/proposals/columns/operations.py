"""Keeping sets of columns: each change is one step that can be undone."""

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.proposals.columns import queries
from khartoum_desktop.proposals.columns.model import ColumnChoice, clean_name
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.storage.schema import ColumnSet as Row
from khartoum_desktop.workspace import Workspace

_SET = TABLES["column_set"]


def keep(work: Workspace, name: str, choice: ColumnChoice, *, everybody: bool = False) -> str:
    """Keep a choice under a name, for oneself or for everybody, and return its id; UserError for a name in use."""
    name = clean_name(name)
    _refuse_double(work, name)
    values = {"name": name, "owner": None if everybody else queries.owner_of(work), "columns": choice.to_json()}
    with work.step(N_("Save the columns “{name}”"), name=name) as step:
        return step.add(Row, values)


def rename(work: Workspace, ident: str, name: str) -> str:
    """Give a set another name and return the step; UserError for one in use or a set that is gone."""
    name = clean_name(name)
    old = _name_of(work, ident)
    _refuse_double(work, name, ident)
    with work.step(N_("Rename the columns “{name}”"), name=old) as step:
        step.put(Row, ident, {"name": name})
    return step.id


def replace(work: Workspace, ident: str, choice: ColumnChoice) -> str:
    """Let a set hold another choice and return the step."""
    with work.step(N_("Change the columns “{name}”"), name=_name_of(work, ident)) as step:
        step.put(Row, ident, {"columns": choice.to_json()})
    return step.id


def remove(work: Workspace, ident: str) -> str:
    """Delete a set and return the step, to undo it."""
    with work.step(N_("Delete the columns “{name}”"), name=_name_of(work, ident)) as step:
        step.remove(Row, ident)
    return step.id


def _refuse_double(work: Workspace, name: str, ident: str = "") -> None:
    taken = {fold_key(one.name) for one in queries.sets(work) if one.id != ident}
    if fold_key(name) in taken:
        raise UserError(fill(_("“{name}” is the name of another one."), name=name), _("Choose another name."))


def _name_of(work: Workspace, ident: str) -> str:
    with work.reading() as db:
        row = db.execute(select(_SET.c.name).where(_SET.c.id == ident, _SET.c.removed.is_not(True))).first()
    if row is None:
        raise UserError(_("These columns are no longer in the workspace."), _("Choose others in the list."))
    return str(row[0] or "")

"""Reading for the list: the rows of a page with the columns it shows, and the sets of columns that are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.columns.model import ColumnChoice, ColumnSet, shipped_sets, showable
from khartoum_desktop.proposals.model import FieldValue
from khartoum_desktop.proposals.rows import ProposalLine
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

# what a light row knows without another query
_ON_THE_LINE: Final = frozenset({"title", "completeness", "missing", "budget_total", "state", "ref", "lead_country"})
_SET: Final = TABLES["column_set"]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of the list: the light row, and the values of the other columns shown by key."""

    line: ProposalLine
    values: Mapping[str, FieldValue] = field(default_factory=dict)


def page(work: Workspace, wanted: Sequence[str], keys: Sequence[str]) -> dict[str, ListRow]:
    """Return id -> row with these columns, by a number of queries that does not grow with the rows."""
    lines = queries.page(work, wanted)
    further = [key for key in keys if key in showable() and key not in _ON_THE_LINE]
    if not further:
        return {line.id: ListRow(line) for line in lines}
    values = {str(row["id"]): row for row in queries.columns(work, wanted, ["id", *further])}
    return {line.id: ListRow(line, values.get(line.id, {})) for line in lines}


def sets(work: Workspace) -> list[ColumnSet]:
    """Return the shipped sets, then one's own and everybody's by name; one that cannot be read is left out."""
    query = select(_SET).where(_SET.c.removed.is_not(True), or_(_SET.c.owner.is_(None), _SET.c.owner == owner_of(work)))
    with work.reading() as db:
        rows = db.execute(query.order_by(_SET.c.name, _SET.c.id)).mappings().all()
    found = shipped_sets()
    for row in rows:
        try:
            found.append(
                ColumnSet(row["id"], row["name"] or "", ColumnChoice.from_json(row["columns"] or ""), row["owner"])
            )
        except UserError:  # of a newer program, or damaged
            continue
    return found


def owner_of(work: Workspace) -> str:
    """Return who sits here as sets and searches name their owner."""
    return work.person_name

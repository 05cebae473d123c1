"""From an older file to today's tables: one linear list of functions, a backup before, all rows recomputed after."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from khartoum_desktop.storage import backup
from khartoum_desktop.storage.opening import Opened
from khartoum_desktop.storage.rows import CHANGE, recompute
from khartoum_desktop.storage.schema import KINDS

if TYPE_CHECKING:
    from alembic.operations import Operations

Migration = Callable[["Operations"], None]

# A file's schema number is 1 + how many of these it has been through. Append only: a released one stays as it is.
# A column added here is filled by the recomputing, also from changes that a newer program sent earlier.
MIGRATIONS: Final[Sequence[Migration]] = ()


def schema_number(migrations: Sequence[Migration]) -> int:
    """Return the number of the schema that these migrations lead to."""
    return 1 + len(migrations)


def bring_up(opened: Opened, migrations: Sequence[Migration], clock: Callable[[], int]) -> None:
    """Bring an open file to today's schema in one transaction, after a verified backup; else leave it as it was."""
    with opened.reader.begin() as db:
        number = int(db.exec_driver_sql("PRAGMA user_version").scalar_one())
    if number >= schema_number(migrations):
        return
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    backup.before(opened, "migration", clock())
    with opened.writer.begin() as db:
        context = MigrationContext.configure(db, opts={"transactional_ddl": True, "render_as_batch": True})
        operations = Operations(context)
        for migration in migrations[number - 1 :]:
            migration(operations)
        db.exec_driver_sql(f"PRAGMA user_version={schema_number(migrations)}")
        for kind in KINDS:
            recompute(db, kind, db.execute(select(CHANGE.c.row).where(CHANGE.c.kind == kind).distinct()).scalars())

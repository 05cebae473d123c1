"""From an older file to today's tables: one linear list of functions, a backup before, all rows recomputed after."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy import select

from khartoum_desktop.storage import backup
from khartoum_desktop.storage.opening import Opened
from khartoum_desktop.storage.rows import CHANGE, recompute
from khartoum_desktop.storage.schema import KINDS

if TYPE_CHECKING:
    from alembic.operations import Operations

Migration = Callable[["Operations"], None]


def the_desk(operations: "Operations") -> None:
    """Add what the proposals desk keeps: files, comments, templates, saved searches, rates, settings."""
    for name in ("provisional_ref", "copied_from", "merged_into"):
        operations.add_column("proposal", sa.Column(name, sa.Text()))
    operations.add_column("list_item", sa.Column("merged_into", sa.Text()))
    for name in ("media_type", "party"):
        operations.add_column("attachment", sa.Column(name, sa.Text()))
    operations.add_column("attachment", sa.Column("size", sa.BigInteger()))
    _table(operations, "comment", "text", "field", "answers", "author", "delegation",
           "proposal", numbers=("written", "position"), flags=("question", "settled"))  # fmt: skip
    operations.create_index("ix_comment_proposal", "comment", ["proposal"])
    _table(operations, "template", "label_ar", "label_en", "label_fr", "contents", numbers=("position",))
    _table(operations, "not_the_same", "first", "second")
    _table(operations, "saved_search", "name", "owner", "asks", numbers=("position",))
    _table(operations, "column_set", "name", "owner", "columns", numbers=("position",))
    _table(operations, "rate", "currency", "dated", "per_euro", "source")
    operations.create_index("ix_rate_currency", "rate", ["currency"])
    _table(operations, "setting", "key", "value")
    operations.create_table(
        "file_content",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    operations.create_table(
        "reading",
        sa.Column("person", sa.Text(), primary_key=True),
        sa.Column("row", sa.Text(), primary_key=True),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )


def sheets_laid_out(operations: "Operations") -> None:
    """Add the columns of imported sheets, said once for all their rows."""
    _table(operations, "layout", "columns")


def assessing(operations: "Operations") -> None:
    """Add what scoring, ranking and choosing keep beside the marks."""
    _columns(operations, "criteria_set", "copied_from", "weighting", numbers=("mark_unit", "weight_unit"))
    _columns(operations, "criterion_group", numbers=("threshold_marks",))
    _columns(operations, "criterion", "copied_from", "mapping", numbers=("swing", "importance"))
    _columns(operations, "round", "scope", "aggregation", "family", flags=("independent",),
             numbers=("divergence", "firm", "leaning", "draws", "seed"))  # fmt: skip
    _table(operations, "mark_limit", "criteria_set", "criterion", "kind", "of", numbers=("most", "least"))
    _table(operations, "checklist_item", "criteria_set", "key", "label_ar", "label_en", "label_fr",
           numbers=("position",), flags=("obligatory",))  # fmt: skip
    _table(operations, "round_proposal", "round", "proposal")
    _table(operations, "round_assessor", "round", "assessor", flags=("every",))
    _table(operations, "assessment", "round", "proposal", "assessor", "submitted", "conflict", flags=("assigned",))
    _table(operations, "consensus", "round", "proposal", "criterion", "blank", "participants", "reason", "decided",
           "author", numbers=("value",))  # fmt: skip
    _table(operations, "eligibility", "round", "proposal", "item", "answer", "reason")
    _table(operations, "scenario", "round", "name", "weights")
    _table(operations, "choice", "round", "name", "rules")
    for table in ("mark_limit", "checklist_item"):
        operations.create_index(f"ix_{table}_criteria_set", table, ["criteria_set"])
    for table in ("round_proposal", "round_assessor", "assessment", "consensus", "eligibility", "scenario", "choice"):
        operations.create_index(f"ix_{table}_round", table, ["round"])


def _columns(
    operations: "Operations", name: str, *texts: str, numbers: Sequence[str] = (), flags: Sequence[str] = ()
) -> None:
    """Add columns to a table of rows."""
    for text in texts:
        operations.add_column(name, sa.Column(text, sa.Text()))
    for number in numbers:
        operations.add_column(name, sa.Column(number, sa.BigInteger()))
    for flag in flags:
        operations.add_column(name, sa.Column(flag, sa.Boolean()))


def _table(
    operations: "Operations", name: str, *texts: str, numbers: Sequence[str] = (), flags: Sequence[str] = ()
) -> None:
    """Make a table of rows that are computed from changes."""
    operations.create_table(
        name,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean()),
        *(sa.Column(text, sa.Text()) for text in texts),
        *(sa.Column(number, sa.BigInteger()) for number in numbers),
        *(sa.Column(flag, sa.Boolean()) for flag in flags),
    )


# A file's schema number is 1 + how many of these it has been through. Append only: a released one stays as it is.
# A column added here is filled by the recomputing, also from changes that a newer program sent earlier.
MIGRATIONS: Final[Sequence[Migration]] = (the_desk, sheets_laid_out, assessing)


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

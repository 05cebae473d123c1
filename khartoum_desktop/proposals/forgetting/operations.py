"""Forgetting: values and originals leave the tables, the record and the workspace's own backups."""

from khartoum_desktop.proposals.forgetting.queries import Going
from khartoum_desktop.workspace import Workspace


def forget(work: Workspace, going: Going) -> list[str]:
    """Take all this away for good: there is no Undo; the record keeps only that something was forgotten.

    Return the names of the workspace's own backups that could not be cleaned.
    """
    return work.forget(going.rows)

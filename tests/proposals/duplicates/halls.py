"""Two proposals of one project, and everything that a workspace holds."""

from typing import Any

from sqlalchemy import select

from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.storage.schema import KINDS, TABLES
from khartoum_desktop.workspace import Workspace


def everything(work: Workspace) -> dict[str, dict[str, dict[str, Any]]]:
    """Return kind -> id -> filled fields of every row that is not removed, of whatever table."""
    with work.reading() as db:
        return {
            kind: {
                row["id"]: {
                    name: row[name] for name in row if name not in {"heads", "removed"} and row[name] is not None
                }
                for row in db.execute(select(TABLES[kind]).where(TABLES[kind].c.removed.is_not(True))).mappings()
            }
            for kind in KINDS
        }


def make(work: Workspace, title: str = "", **more: FieldValue) -> str:
    """Make a proposal of Egypt with an English title."""
    titles = {"title_en": title} if title else {}
    return operations.create(work, {"lead_country": "EG", **titles, **more})


def two(work: Workspace) -> tuple[str, str]:
    """Make one project as two ministries sent it; return the ids."""
    keep = make(
        work,
        "Skills hubs for returnees",
        submitting_ministry="Ministry of Labour",
        budget_total=Amount(2_500_000_000, "EUR"),
        activities="Open three hubs\nTrain 600 people",
        start_planned="2027",
        summary_en="Three hubs.",
    )
    operations.set_lines(
        work, keep, "parties", [{"name": "SD", "role": "beneficiary"}, {"name": "IT", "role": "funding"}]
    )
    operations.set_lines(work, keep, "gcm", [{"code": "GCM-2", "degree": "main"}])
    other = make(
        work,
        "Skills centres for returnees",
        title_ar="مراكز المهارات للعائدين",
        budget_total=Amount(2_500_000_000, "EUR"),
        activities="Train 600 people\nPay for tools",
        start_planned="2027-03",
        summary_en="Three hubs in Upper Egypt, for six hundred people who came back.",
        duration_months=24,
    )
    parties = [
        {"name": "SD", "role": "beneficiary", "consent": "confirmed", "consent_by": "H. Osman"},
        {"name": "ET", "role": "co_sponsor"},
    ]
    operations.set_lines(work, other, "parties", parties)
    operations.set_lines(work, other, "gcm", [{"code": "GCM-2"}, {"code": "GCM-5"}])
    return keep, other

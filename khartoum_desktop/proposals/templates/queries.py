"""Reading templates."""

import json
from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.i18n import LANGUAGES, languages_first
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.proposals.templates.model import Template
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_TEMPLATE: Final = TABLES["template"]


def templates(work: Workspace) -> list[Template]:
    """Return the templates, shipped ones first, each with its name in the best language."""
    labels = [_TEMPLATE.c[f"label_{lang}"] for lang in LANGUAGES]
    query = select(_TEMPLATE.c.id, _TEMPLATE.c.contents, _TEMPLATE.c.position, *labels)
    with work.reading() as db:
        rows = db.execute(query.where(_TEMPLATE.c.removed.is_not(True))).mappings().all()
    ours = {row.row for row in genesis() if row.kind == "template"}
    found = [
        (
            row["position"] if row["position"] is not None else len(rows),
            Template(
                id=row["id"],
                name=next((row[f"label_{lang}"] for lang in languages_first() if row[f"label_{lang}"]), ""),
                contents=_object(row["contents"]),
                shipped=row["id"] in ours,
            ),
        )
        for row in rows
    ]
    return [one for _place, one in sorted(found, key=lambda pair: (not pair[1].shipped, pair[0], pair[1].name))]


def _object(text: str | None) -> dict[str, object]:
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}

"""The shipped code lists without a workspace: for the questions that come before there is one."""

import json
from functools import cache

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.core.text import lines_of
from khartoum_desktop.proposals.lists import Item, Lists
from khartoum_desktop.proposals.shipped import genesis


@cache
def shipped_lists() -> Lists:
    """Return the code lists as the program ships them; a workspace's own may differ, use `lists_of` there."""
    rows = [row.values for row in genesis() if row.kind == "list_item"]
    return Lists(
        Item(
            scheme=str(row["scheme"]),
            code=str(row["code"]),
            labels={lang: str(row[f"label_{lang}"]) for lang in LANGUAGES if row.get(f"label_{lang}")},
            parent=str(row.get("parent") or ""),
            position=int(row.get("position") or 0),
            active=row.get("active") is not False,
            aliases=lines_of(str(row.get("aliases") or "")),
            extra=json.loads(str(row.get("extra") or "{}")),
        )
        for row in rows
    )

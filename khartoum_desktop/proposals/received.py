"""The cells of imported rows as they were received, from what the rows' origins keep of them."""

import json
from typing import Any, Final

from sqlalchemy import Connection, select

from khartoum_desktop.storage.schema import TABLES

_LAYOUT: Final = TABLES["layout"]


def layout_of(kept: str | None) -> str | None:
    """Return the id of the columns to which what is kept of a row refers; None where it names its cells itself."""
    return str(json.loads(kept)["layout"]) if kept and kept.startswith("{") else None


class ReceivedCells:
    """Reads what origins keep; the columns that the rows of one sheet share are fetched once."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._columns: dict[str, list[Any]] = {}

    def of(self, kept: str | None, row: int | None) -> list[list[Any]]:
        """Return [cell name, header, text, field or None, what was not understood or None] of each cell of a row."""
        found = json.loads(kept or "[]")
        if isinstance(found, list):
            return found
        cells = zip(self._of_layout(found["layout"]), found["texts"], strict=False)
        return [[f"{letter}{row}", header, text, field, None] for (letter, header, field), text in cells if text]

    def _of_layout(self, ident: str) -> list[Any]:
        if ident not in self._columns:
            # withdrawn or not: rows that came later may refer to what an import that was taken back brought first
            kept = self._db.execute(select(_LAYOUT.c.columns).where(_LAYOUT.c.id == ident)).scalar()
            self._columns[ident] = json.loads(kept or "[]")
        return self._columns[ident]

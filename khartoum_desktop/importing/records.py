"""The row of a batch: written with the import, and kept right when its held rows go in later."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, select

from khartoum_desktop.importing.form_rows import by_labels
from khartoum_desktop.importing.kept import Kept, Place
from khartoum_desktop.importing.kept_json import frame_json, json_text, kept_from
from khartoum_desktop.importing.mapping import mapping_json
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.whosent import known_country
from khartoum_desktop.proposals.rows import NOWHERE, WHOLE_ROW, is_whole_row
from khartoum_desktop.storage.schema import TABLES, Batch
from khartoum_desktop.workspace import StepWriter, derived_id

BEFORE: Final = {status.value: f"{status.value}_before" for status in (Status.NEW, Status.CHANGED)}
_BATCH, _ORIGIN = TABLES["batch"], TABLES["origin"]


def write_batch(step: StepWriter, plan: Plan, batch: str, kept: Kept) -> None:
    """Write what a plan did into its batch, and into the batch that it goes on with; `kept` is kept of the plan."""
    earlier = plan.source.earlier
    before = batch_row(step.db, earlier.batch) if earlier else None
    if earlier and earlier.is_part and before:
        step.put(Batch, batch, _continued(kept_in(step.db, before), before, plan, kept))
        return
    step.add(Batch, _values(plan, kept, batch_row(step.db, batch)), batch)
    if earlier and before and earlier.batch != batch:
        step.put(Batch, earlier.batch, _settled(kept_in(step.db, before), before, set(earlier.ids.values())))


def batch_row(db: Connection, batch: str) -> Mapping[str, Any] | None:
    """Return the row of a batch, None when it is not there (any more)."""
    query = select(_BATCH).where(_BATCH.c.id == batch, _BATCH.c.removed.is_not(True))
    found = db.execute(query).mappings().first()
    return {str(name): value for name, value in found.items()} if found else None


def kept_in(db: Connection, row: Mapping[str, Any]) -> Kept:
    """Return what is kept of the file of a batch: its frame, and the rows that lie with their origins."""
    return kept_in_each(db, [row])[0]


def kept_in_each(db: Connection, batches: Sequence[Mapping[str, Any]]) -> list[Kept]:
    """Return what is kept of the file of each batch, read together."""
    frames = [json.loads(row["held"] or "[]") for row in batches]
    framed = [row["id"] for row, frame in zip(batches, frames, strict=True) if isinstance(frame, dict) and frame]
    query = select(_ORIGIN.c.batch, _ORIGIN.c.sheet, _ORIGIN.c.row_number, _ORIGIN.c.cells).where(
        _ORIGIN.c.batch.in_(framed), _ORIGIN.c.removed.is_not(True), _ORIGIN.c.cells.contains(WHOLE_ROW)
    )
    rows: dict[str, dict[Place, Any]] = {ident: {} for ident in framed}
    for batch, sheet, number, cells in db.execute(query) if framed else ():
        whole = next((cell[2] for cell in _listed(cells) if is_whole_row(cell)), None)
        if whole is not None:
            rows[batch][sheet or "", number or 0] = json.loads(whole)
    return [kept_from(frame, rows.get(row["id"], {})) for row, frame in zip(batches, frames, strict=True)]


def whole_row(row: Mapping[str, Any]) -> tuple[str, str, str, None, None]:
    """Return the cell of an origin that holds all that is kept of its row."""
    return NOWHERE, WHOLE_ROW, json_text(row), None, None


def _listed(cells: str | None) -> list[Any]:
    """Return an origin's cells; none of a row of which only the texts of its columns are kept."""
    found = json.loads(cells or "[]")
    return found if isinstance(found, list) else []


def ids_of(kept: Kept, sha256: str) -> dict[Place, str]:
    """Return the origin id of each row that is kept of a file."""
    return {
        (sheet.name, row): sheet.ids.get(row) or derived_id(sha256, sheet.name, str(row))
        for sheet in kept.sheets
        for row in sheet.proposals
    }


def _values(plan: Plan, kept: Kept, last: Mapping[str, Any] | None) -> dict[str, str | int | bool | None]:
    """Return the batch of a plan; `last` is what its file left when it was imported before."""
    senders = dict.fromkeys(
        text for sheet in plan.sheets if sheet.taken for text in (sheet.ministry, known_country(sheet)) if text
    )
    return {
        "file": plan.file,
        "sha256": plan.sha256,
        "sender": ", ".join(senders) or None,
        "counts": json_text({**{status.value: plan.count(status) for status in Status}, **_brought(last)}),
        "held": json_text(frame_json(kept)),
        "mapping": json_text(_said(plan)),
    }


def _said(plan: Plan) -> dict[str, Any]:
    """Return what a person decided about a plan; how columns were read when their rows came first, nobody said."""
    decided = by_labels(plan)
    if plan.source.earlier is None or not plan.source.earlier.is_again:
        return mapping_json(decided)
    sheets = {
        name: replace(own, columns={at: one for at, one in own.columns.items() if not one.is_remembered})
        for name, own in decided.sheets.items()
    }
    return mapping_json(replace(decided, sheets=sheets))


def _brought(last: Mapping[str, Any] | None) -> dict[str, int]:
    """Return what earlier imports of the same file made new and changed, all together."""
    counts: dict[str, int] = json.loads(last["counts"] or "{}") if last else {}
    sums = {before: counts.get(name, 0) + counts.get(before, 0) for name, before in BEFORE.items()}
    return {before: number for before, number in sums.items() if number}


def _continued(was: Kept, before: Mapping[str, Any], plan: Plan, now: Kept) -> dict[str, str | int | bool | None]:
    """Return the batch after some of its held rows were planned again: what is still held stays held."""
    kept = was.without({row.place for row in plan.rows}).joined(now)
    counts = _counts(before, kept)
    for status in (Status.NEW, Status.CHANGED, Status.SAME):
        counts[status.value] = counts.get(status.value, 0) + plan.count(status)
    old = json.loads(before["mapping"] or "{}")
    mapping = _both(old, _said(plan), {row.place for row in plan.rows})
    return {"counts": json_text(counts), "held": json_text(frame_json(kept)), "mapping": json_text(mapping)}


def _settled(kept: Kept, before: Mapping[str, Any], ids: Collection[str]) -> dict[str, str | int | bool | None]:
    """Return the batch after rows of it came back in another file: what is still wrong in them stands there."""
    kept = kept.without({place for place, ident in ids_of(kept, before["sha256"] or "").items() if ident in ids})
    return {"counts": json_text(_counts(before, kept)), "held": json_text(frame_json(kept))}


def _counts(before: Mapping[str, Any], kept: Kept) -> dict[str, int]:
    return {**json.loads(before["counts"] or "{}"), Status.HELD.value: len(kept.held)}


def _both(old: Mapping[str, Any], new: Mapping[str, Any], planned: Collection[Place]) -> dict[str, Any]:
    """Return what was decided about a file at first and later; of a row that was planned again the later counts."""
    sheets = dict(old.get("sheets", {}))
    for name, own in new["sheets"].items():
        was = sheets.get(name, {})
        numbers = {row for sheet, row in planned if sheet == name}
        held = {row for row in was.get("hold", []) if row not in numbers} | set(own["hold"])
        sheets[name] = {
            **own,
            **{part: {**was.get(part, {}), **own[part]} for part in ("columns", "rows", "cells")},
            "hold": sorted(held),
            "release": sorted({*was.get("release", []), *own["release"]}),
        }
    replaced = {(one["field"], one["original"]): one for one in (*old.get("replace", []), *new["replace"])}
    return {**old, **new, "sheets": sheets, "replace": list(replaced.values())}

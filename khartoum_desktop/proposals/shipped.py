"""What the program ships as rows of every workspace: code lists, presidencies and priorities, the default criteria.

Ids are derived, so that the same row has the same id on every laptop, and these rows enter as genesis changes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, Final, NamedTuple

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.core.text import joined_lines
from khartoum_desktop.storage.changes import Value
from khartoum_desktop.storage.store import derived_id

_NOT_A_LIST: Final = frozenset({
    "presidencies", "templates", "meetings",
    "criteria_default", "criteria_eg_priorities", "criteria_eu_0_5", "criteria_eu_concept_note",
})  # fmt: skip
_PLAIN: Final = ("parent", "valid_from", "valid_to", "source", "quality", "active")


class Shipped(NamedTuple):
    """One row: which table, its id, its values."""

    kind: str
    row: str
    values: dict[str, Value]


def list_item_id(scheme: str, code: str) -> str:
    """Return the id of a code of a list."""
    return derived_id("list_item", scheme, code)


def presidency_id(key: str) -> str:
    """Return the id of a presidency."""
    return derived_id("presidency", key)


def priority_set_id(key: str, version: int) -> str:
    """Return the id of one version of a set of priorities."""
    return derived_id("priority_set", key, str(version))


def criteria_set_id(key: str, version: int = 1) -> str:
    """Return the id of one version of a criteria set; its groups, criteria and levels hang on it."""
    return derived_id("criteria_set", key, str(version))


@cache
def genesis() -> Sequence[Shipped]:
    """Return every shipped row; the same program always returns the same rows in the same order."""
    folder = resources_folder() / "lists"
    rows: list[Shipped] = []
    for file in sorted(folder.glob("*.json")):
        if file.stem not in _NOT_A_LIST:
            rows += _list_items(json.loads(file.read_text(encoding="utf-8")))
    for each in json.loads((folder / "presidencies.json").read_text(encoding="utf-8"))["presidencies"]:
        rows += _presidency(each)
    for file in sorted(folder.glob("criteria_*.json")):
        rows += _criteria(json.loads(file.read_text(encoding="utf-8")))
    rows += _templates(json.loads((folder / "templates.json").read_text(encoding="utf-8"))["templates"])
    rows += _meetings(json.loads((folder / "meetings.json").read_text(encoding="utf-8"))["meetings"])
    return tuple(rows)


def _meetings(data: Sequence[Mapping[str, Any]]) -> Iterator[Shipped]:
    for place, one in enumerate(data):
        values = {key: one.get(key) for key in ("kind", "number", "starts", "ends", "status")}
        words = _words(one, "label", "place")
        yield _row("meeting", derived_id("meeting", one["key"]), {**values, "position": place, **words})


def _templates(data: Sequence[Mapping[str, Any]]) -> Iterator[Shipped]:
    for place, one in enumerate(data):
        values = {"position": place, "contents": _json(one["contents"]), **_words(one, "label")}
        yield _row("template", derived_id("template", one["key"]), values)


@cache
def priority_names() -> Mapping[str, tuple[str, ...]]:
    """Return how else the shipped priorities are called in ministries' sheets, by the id of their row."""
    data = json.loads((resources_folder() / "lists" / "presidencies.json").read_text(encoding="utf-8"))
    return {
        derived_id("priority", priority_set_id(one["key"], one["version"]), priority["key"]): tuple(
            priority.get("aliases", ())
        )
        for presidency in data["presidencies"]
        for one in presidency["priority_sets"]
        for priority in one["priorities"]
    }


@cache
def list_sources() -> Mapping[str, str]:
    """Return where each shipped list comes from, by its scheme."""
    files = [file for file in (resources_folder() / "lists").glob("*.json") if file.stem not in _NOT_A_LIST]
    found = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return {data["scheme"]: str(data.get("source") or "") for data in found}


def _words(data: Mapping[str, Any], *names: str) -> dict[str, Value]:
    """Return what is said of each name in the three languages, where it is said."""
    keys = [f"{name}_{lang}" for name in names for lang in LANGUAGES]
    return {key: str(data[key]) for key in keys if data.get(key)}


def _row(kind: str, ident: str, values: Mapping[str, Value]) -> Shipped:
    return Shipped(kind, ident, {key: value for key, value in values.items() if value is not None})


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _thousandths(text: str | None) -> int | None:
    return None if text is None else int(Fraction(text) * 1000)


def _list_items(data: Mapping[str, Any]) -> Iterator[Shipped]:
    scheme = data["scheme"]
    for place, item in enumerate(data["items"]):
        extra = dict(item.get("extra", {}))
        if item.get("ambiguous_aliases"):
            extra["ambiguous_aliases"] = joined_lines(item["ambiguous_aliases"])
        values = {
            "scheme": scheme,
            "code": item["code"],
            "position": place,
            "aliases": joined_lines(item.get("aliases", ())) or None,
            "extra": _json(extra) if extra else None,
            **{key: item.get(key) for key in _PLAIN},
            **_words(item, "label", "definition"),
        }
        yield _row("list_item", list_item_id(scheme, item["code"]), values)


def _presidency(data: Mapping[str, Any]) -> Iterator[Shipped]:
    ident = presidency_id(data["key"])
    values = {key: data.get(key) for key in ("key", "chair", "starts", "ends")} | _words(data, "label")
    yield _row("presidency", ident, values)
    for place, priorities in enumerate(data["priority_sets"]):
        set_id = priority_set_id(priorities["key"], priorities["version"])
        values = {key: priorities.get(key) for key in ("key", "version", "active", "source")} | _words(
            priorities, "label"
        )
        yield _row("priority_set", set_id, {**values, "presidency": ident, "position": place})
        for position, one in enumerate(priorities["priorities"]):
            values = {key: one.get(key) for key in ("key", "parent", "scored")} | _words(one, "label", "shows")
            mapping = _json(one["mapping"]) if one.get("mapping") else None
            more: dict[str, Value] = {"priority_set": set_id, "position": position, "mapping": mapping}
            yield _row("priority", derived_id("priority", set_id, one["key"]), values | more)


def _criteria(data: Mapping[str, Any]) -> Iterator[Shipped]:
    version = int(data.get("version", 1))
    set_id = criteria_set_id(data["key"], version)
    scale = data["scale"]
    values: dict[str, Value] = {
        "key": data["key"],
        "version": version,
        "presidency": presidency_id(data["presidency"]) if data.get("presidency") else None,
        "aggregation": data["aggregation"],
        "threshold_points": _thousandths(data.get("threshold_total")),
        "reason_for": joined_lines(str(_thousandths(mark)) for mark in data["reason_for"]),
        **{f"scale_{name}": _thousandths(scale[name]) for name in ("min", "max", "step")},
        **_words(data, "label"),
    }
    yield _row("criteria_set", set_id, values)
    place = 0
    for position, group in enumerate(data.get("groups", ())):
        group_id = derived_id("criterion_group", set_id, group["key"])
        values = {"criteria_set": set_id, "key": group["key"], "position": position, **_words(group, "label")}
        yield _row("criterion_group", group_id, {**values, "threshold_points": _thousandths(group.get("threshold"))})
        for one in group["criteria"]:
            yield from _criterion(one, set_id, group_id, place)
            place += 1
    for one in data.get("criteria", ()):
        yield from _criterion(one, set_id, None, place)
        place += 1
    for position, item in enumerate(data.get("checklist", ())):
        values = {"criteria_set": set_id, "key": item["key"], "position": position, **_words(item, "label")}
        item_id = derived_id("checklist_item", set_id, item["key"])
        yield _row("checklist_item", item_id, {**values, "obligatory": item["obligatory"]})


def _criterion(one: Mapping[str, Any], set_id: str, group_id: str | None, place: int) -> Iterator[Shipped]:
    criterion_id = derived_id("criterion", set_id, one["key"])
    values: dict[str, Value] = {
        "criteria_set": set_id,
        "criterion_group": group_id,
        "key": one["key"],
        "position": place,
        "weight": _thousandths(one["weight"]),
        "threshold": _thousandths(one.get("threshold")),
        **_words(one, "label", "question"),
    }
    yield _row("criterion", criterion_id, values)
    for level in one["levels"]:
        mark = _thousandths(level["mark"])
        values = {"criterion": criterion_id, "mark": mark, **_words(level, "text")}
        yield _row("level", derived_id("level", criterion_id, str(mark)), values)

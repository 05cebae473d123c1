"""Profiles as they are stored and as files: what an import remembers of a sheet, for the next one like it.

As a file a profile is a mapping (see `mapping`) with one part more, "profile", that says for which header it is; so
`--mapping` reads it too. {"profiles": […]} holds several.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from khartoum_desktop.core import dates
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.importing.mapping import MappingError, choice_json, choices_from, replaced_from, replaced_json
from khartoum_desktop.importing.model import Certainty, ColumnChoice, Plan, SheetPlan
from khartoum_desktop.importing.profiles import OTHER, SAME, Profile, column_keys, ids_for, is_few, known_as, name_of
from khartoum_desktop.importing.sender import Sender
from khartoum_desktop.importing.synonyms import header_key
from khartoum_desktop.importing.whosent import DECIDED
from khartoum_desktop.storage.schema import Profile as Row
from khartoum_desktop.workspace import StepWriter, derived_id

_ANY: Final = "*"
_LONGEST: Final = 200  # characters of a name


def remember(step: StepWriter, plan: Plan, sheet: SheetPlan) -> None:
    """Keep what a person confirmed about a sheet, as part of its import; what is only used says when it was."""
    profile = learned(plan, sheet)
    if profile is not None:
        used = replace(profile, used=dates.today().isoformat())
        step.add(Row, row_values(used), used.id)


def row_values(profile: Profile) -> dict[str, str | int | bool | None]:
    """Return a profile as the columns of its row."""
    return {"sender": profile.name, "fingerprint": profile.fingerprint, "mapping": _encoded(_stored(profile))}


def learned(plan: Plan, sheet: SheetPlan) -> Profile | None:
    """Return the profile that a sheet leaves: what was known before and what a person said now; None: nothing."""
    own, before = plan.decisions.of(sheet.name), sheet.remembered
    if before is not None and before.relation == OTHER:
        before = None
    country = sheet.sender_country if sheet.sender_from == DECIDED else None
    columns = _confirmed(plan, sheet) if sheet.taken else {}
    replaced = plan.decisions.replaced if sheet.taken else {}
    said = columns or replaced or own.header_rows or country or own.taken is not None
    if not sheet.structure.is_table or not (said or (before and sheet.taken)):
        return None
    labels = tuple(dict.fromkeys(key for text in sheet.structure.headers if (key := header_key(text))))
    takes = sheet.taken or None if own.taken is None and own.header_rows and is_few(labels) else own.taken
    sender = Sender(sheet.named_country, sheet.ministry)
    is_anonymous = sender == Sender()
    old = before.profile if before else Profile()
    keeps = before is not None and (before.relation == SAME or is_anonymous)
    return Profile(
        columns={**old.columns, **columns},
        replaced={**old.replaced, **replaced},
        id=old.id if keeps else derived_id(*ids_for(sender, sheet.fingerprint)),
        name=old.name if keeps else name_of(sheet.ministry, sheet.sender_country, plan.file),
        fingerprint=sheet.fingerprint,
        sender=old.sender if keeps and is_anonymous else sender,
        keys=tuple(column_keys(sheet.structure)),
        names=tuple(one_line(text) for text in sheet.structure.headers),
        labels=labels,
        depth=len(sheet.structure.header_rows) if own.header_rows else old.depth,
        takes={**old.takes, **({known_as(sheet.sheet): takes} if takes is not None else {})},
        sender_country=country or old.sender_country,
        file=plan.file,
    )


def _confirmed(plan: Plan, sheet: SheetPlan) -> dict[str, ColumnChoice]:
    """Return the confirmed columns by key, as a person chose them, now or before; that blanks clear is never kept."""
    keys = column_keys(sheet.structure)
    before = sheet.remembered.profile.columns if sheet.remembered else {}
    found = {}
    for column in sheet.columns:
        said = plan.decisions.of(sheet.name).columns.get(column.letter)
        if column.certainty is Certainty.CONFIRMED and not (said and said.is_remembered):
            key = keys[column.index]
            choice = said or before.get(key) or ColumnChoice(column.target)
            kept = {name: value for name, value in choice.settings.items() if name != "blank"}
            found[key] = ColumnChoice(choice.target, kept)
    return found


# --- as JSON ----------------------------------------------------------------------------------------------------------


def _encoded(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def _stored(profile: Profile) -> dict[str, Any]:
    return {
        "columns": {key: choice_json(choice) for key, choice in profile.columns.items()},
        "replace": replaced_json(profile.replaced),
        "sender_country": profile.sender_country,
        "profile": {
            "headers": list(profile.keys),
            "names": list(profile.names),
            "labels": list(profile.labels),
            "header_depth": profile.depth,
            "takes": dict(profile.takes),
            "ministry": profile.sender.ministry,
            "country": profile.sender.country,
            "used": profile.used,
            "file": profile.file,
        },
    }


def stored_profile(ident: str, name: str | None, fingerprint: str | None, mapping: str | None) -> Profile | None:
    """Return a profile as it lies in the workspace, also one of an older program; None for one that says nothing."""
    try:
        data = json.loads(mapping or "{}")
        return _read(data, ident, name or "", fingerprint or "")
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def _read(data: Mapping[str, Any], ident: str, name: str, fingerprint: str) -> Profile:
    about = data.get("profile") or {}
    return Profile(
        columns=_choices(data.get("columns", {})),
        replaced=replaced_from(data.get("replace", [])),
        id=ident,
        name=one_line(name)[:_LONGEST],
        fingerprint=fingerprint,
        sender=Sender(_text(about, "country"), _text(about, "ministry")),
        keys=_texts(about, "headers"),
        names=_texts(about, "names"),
        labels=_texts(about, "labels"),
        depth=min(int(about.get("header_depth") or 0), 8),
        takes={fold_key(str(sheet)): bool(taken) for sheet, taken in (about.get("takes") or {}).items()},
        sender_country=_text(data, "sender_country"),
        used=_text(about, "used") or "",
        file=_text(about, "file") or "",
    )


def _choices(columns: Mapping[str, Any]) -> dict[str, ColumnChoice]:
    """Return choices by key; keys of ours are header keys already, those of a person's file are headers."""
    return {header_key(name): choice for name, choice in choices_from(columns, keep_names=True).items()}


def _text(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    return one_line(str(value))[:_LONGEST] or None if value is not None else None


def _texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(one_line(str(value)) for value in data.get(name) or ())


def profile_json(profile: Profile) -> dict[str, Any]:
    """Return a profile as a mapping file's object; `profile_from` of it gives the same profile."""
    stored = _stored(profile)
    about = {"name": profile.name, "fingerprint": profile.fingerprint, **stored["profile"]}
    return {
        "sheets": {_ANY: {"columns": stored["columns"]}},
        "replace": stored["replace"],
        **({"sender_country": profile.sender_country} if profile.sender_country else {}),
        "profile": about,
    }


def profile_from(data: Any) -> Profile:
    """Return the profile that an object of a file is; MappingError when it does not say for which header it is."""
    if not isinstance(data, Mapping) or not isinstance(data.get("profile"), Mapping):
        raise MappingError("profile", _("the top level"))
    about = data["profile"]
    mark = _text(about, "fingerprint") or ""
    if not (mark and about.get("headers")):
        raise MappingError("fingerprint", "profile", ("fingerprint", "headers"))
    columns = data.get("sheets", {}).get(_ANY, {}).get("columns", {})
    flat = {**data, "columns": columns}
    found = _read(flat, "", _text(about, "name") or "", mark)
    return replace(found, id=derived_id(*ids_for(found.sender, mark)))

"""What a template holds: values of fields as the command line writes them, texts perhaps in three languages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, languages_first
from khartoum_desktop.proposals.attachments.model import without_consent
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, Field, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import FieldValue, Line, as_lines
from khartoum_desktop.proposals.values import parse_value, to_json

_TEXTS: Final = frozenset({Type.TEXT, Type.LONG, Type.LINES})
# what belongs to one proposal only
_NOT_KEPT: Final = frozenset({
    "acronym", "start_planned", "end_planned", "earliest_start", "budget_total", "budget_precision", "amount_requested",
    "own_contribution", "budget_by_source", "budget_by_component", "funding_status", "attachments", "source",
    "language_original", "complementarity",
})  # fmt: skip
_NOT_KEPT_PREFIXES: Final = ("title_", "summary_", "translation_", "beneficiaries_", "contact_")


@dataclass(frozen=True, slots=True)
class Template:
    """A template: its id, its name in the person's language, and whether the program ships it."""

    id: str
    name: str
    contents: Mapping[str, Any]
    shipped: bool


def is_kept(field: Field) -> bool:
    """Tell whether a template takes over a field."""
    own = field.key in _NOT_KEPT or field.key.startswith(_NOT_KEPT_PREFIXES)
    return field.type is not Type.DERIVED and not own


def contents_of(values: Mapping[str, FieldValue]) -> str:
    """Return what a template keeps of a proposal's values, by field key, as JSON; nobody's consent is kept."""
    found = {}
    for field in FIELDS:
        value = values.get(field.key)
        if is_kept(field) and value not in (None, "", ()):
            if field.key == "parties":
                value = tuple(without_consent(line) for line in as_lines(value))
            found[field.key] = to_json(field, value)
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def begin(contents: Mapping[str, Any], lists: Lists) -> tuple[dict[str, FieldValue], dict[str, tuple[Line, ...]]]:
    """Return (values, lines) of a new proposal, by field key; what no list knows any more is left out."""
    values: dict[str, FieldValue] = {}
    lines: dict[str, tuple[Line, ...]] = {}
    for key, given in contents.items():
        field = BY_KEY.get(key)
        if field is None or not is_kept(field):
            continue
        try:
            value = parse_value(field, _spoken(field, given), lists)
        except UserError:
            continue
        if field.type in {Type.TABLE, Type.CODES}:
            lines[key] = as_lines(value)
        elif value is not None:
            values[key] = value
    return values, lines


def _spoken(field: Field, given: Any) -> Any:
    """Return a text that is given in several languages in the best of them."""
    if field.type in _TEXTS and isinstance(given, Mapping) and given.keys() <= set(LANGUAGES):
        return next((given[lang] for lang in languages_first() if given.get(lang)), None)
    return given

"""How lists stand in the start pane, and their items in the table."""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill
from khartoum_desktop.core.numbers import format_number, own_digits
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.catalogues.model import Catalogue, Entry
from khartoum_desktop.proposals.catalogues.names import GROUPS
from khartoum_desktop.proposals.ui.pane_list import Entry as Line
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.table import ColumnView


def columns_of(entries: Sequence[Entry]) -> list[ColumnView[Entry]]:
    """Return the columns of a list's table: code and name, and of the others those in which it says something."""
    more = [
        ColumnView("valid", _("Valid"), _valid, 96, sortable=False),
        ColumnView("state", _("Wording"), _state, 112, chip=_chip, sortable=False),
        ColumnView("uses", _("Used"), _uses, 76, numeric=True, sortable=False),
    ]
    return [
        ColumnView("code", _("Code"), lambda one: isolate_ltr(one.code), 104, sortable=False),
        ColumnView(
            "label",
            _("Name"),
            lambda one: one.label(),
            second=_other_names,
            tool_tip=_all_names,
            muted=lambda one: not one.active,
            sortable=False,
            minimum=160,
        ),
        *(column for column in more if any(column.text(one) for one in entries)),
    ]


def lines_of_lists(lists: Sequence[Catalogue]) -> list[Line]:
    """Return the start pane: groups in their order, each list with its count."""
    lines: list[Line] = []
    for group, label in GROUPS.items():
        inside = [one for one in lists if one.group == group]
        if inside:
            lines.append(Line(f"group:{group}", _(label), heading=True))
        lines += [
            Line(one.key, _named(one, lists), format_number(one.count), "ok" if one.set_id and one.in_force else "")
            for one in inside
        ]
    return lines


def _named(one: Catalogue, lists: Sequence[Catalogue]) -> str:
    versions = sum(1 for other in lists if one.set_id and other.set_key == one.set_key)
    if versions <= 1:
        return one.name()
    return fill(_("Version {n}: {name}"), name=one.name(), n=format_number(one.version))


def _all_names(one: Entry) -> str:
    return "\n".join(text for lang in LANGUAGES if (text := one.text(f"label_{lang}")))


def _other_names(one: Entry) -> str:
    texts = [one.text(f"label_{lang}") for lang in LANGUAGES]
    return " · ".join(isolate(text) for text in dict.fromkeys(texts) if text and text != one.label())


def _valid(one: Entry) -> str:
    """Return the years from which and until which an item holds; 2020– has no end that is known."""
    ends = [one.text(key)[:4] for key in ("valid_from", "valid_to")]
    if not any(ends):
        return ""
    shown = [own_digits(year) for year in ends]
    return isolate_ltr(shown[0] if ends[0] == ends[1] else "–".join(shown))


_WORDS: Final = {"translation": N_("translation"), "draft": N_("draft")}


def _state(one: Entry) -> str:
    if one.merged_into:
        return _("merged")
    if one.removed:
        return _("withdrawn")
    if not one.active:
        return _("not offered")
    return _(_WORDS[quality]) if (quality := one.text("quality")) in _WORDS else ""


def _chip(one: Entry) -> ChipLook | None:
    words = _state(one)
    kind = "warn" if one.active and one.text("quality") == "draft" else ""
    return ChipLook(words, kind=kind) if words else None


def _uses(one: Entry) -> str:
    return format_number(one.uses) if one.uses else ""

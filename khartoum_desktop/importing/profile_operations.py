"""What is remembered of senders: looked into, renamed, forgotten in part or whole, given to others; each one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_json
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key, isolate, isolate_ltr, one_line
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.mapping import MappingError, read_mapping
from khartoum_desktop.importing.model import ColumnChoice, label_of
from khartoum_desktop.importing.profiles import Profile, ids_for, listing
from khartoum_desktop.importing.remembering import profile_from, profile_json, row_values
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.storage.schema import Profile as Row
from khartoum_desktop.workspace import Workspace

COLUMN, ALIAS, COUNTRY, HEADER, SHEET = "column", "alias", "country", "header", "sheet"
_LONGEST: Final = 120  # characters of a name
_SETTINGS: Final = {
    "dmy": N_("the day first"), "mdy": N_("the month first"),
    ".": N_("decimals after a point"), ",": N_("decimals after a comma"),
    "gregorian": N_("Gregorian calendar"), "hijri": N_("Hijri calendar"),
    "coptic": N_("Coptic calendar"), "ethiopian": N_("Ethiopian calendar"),
    "day": N_("in days"), "month": N_("in months"), "year": N_("in years"),
    "ar": N_("in Arabic"), "en": N_("in English"), "fr": N_("in French"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is remembered: its kind (COLUMN, ALIAS, …) and key, in words what it is of and what it says."""

    kind: str
    key: tuple[str, ...]
    of: str
    says: str


def parts(profile: Profile, lists: Lists) -> tuple[Part, ...]:
    """Return everything that a profile remembers, in words."""
    names = dict(zip(profile.keys, profile.names, strict=False))
    found = [
        Part(COLUMN, (key,), fill(_("Column “{header}”"), header=names.get(key) or key), _choice_words(choice))
        for key, choice in profile.columns.items()
    ]
    for (target, text), value in profile.replaced.items():
        of = fill(_("“{text}” in {field}"), text=text, field=label_of(target))
        found.append(Part(ALIAS, (target, text), of, fill(_("means “{value}”"), value=value)))
    if profile.sender_country:
        country = lists.label(PARTY, profile.sender_country)
        found.append(Part(COUNTRY, (), _("Rows without a country"), fill(_("belong to {country}"), country=country)))
    if profile.depth:
        found.append(Part(HEADER, (), _("The header"), _("is looked for where its words stand")))
    for sheet, taken in profile.takes.items():
        of = fill(_("Sheet “{sheet}”"), sheet=sheet)
        found.append(Part(SHEET, (sheet,), of, _("is imported") if taken else _("is left aside")))
    return tuple(found)


def _choice_words(choice: ColumnChoice) -> str:
    if choice.target is None:
        return _("is only kept, in no field")
    how = []
    for name, value in choice.settings.items():
        if name == "unit":
            how.append(fill(_("times {n}"), n=format_number(int(value))))
        elif value in CURRENCIES:
            how.append(isolate_ltr(str(value)))
        else:
            how.append(_(_SETTINGS.get(str(value), str(value))))
    label = label_of(choice.target)
    return fill(_("{field}: {value}"), field=label, value=listed(how)) if how else label


def remembered(work: Workspace) -> list[Profile]:
    """Return what is remembered, the one used last first."""
    return listing(queries.profiles(work).values())


def by_name(work: Workspace, name: str) -> Profile:
    """Return the profile of a name, or the one of several with that id; UserError for none and for several."""
    wanted = fold_key(name)
    known = remembered(work)
    found = [one for one in known if fold_key(one.name) == wanted or one.id == name]
    if len(found) == 1:
        return found[0]
    if found:
        ids = listed(isolate_ltr(one.id) for one in found)
        raise UserError(
            fill(_("Several senders are remembered as “{name}”."), name=name),
            fill(_("Name one by its id: {ids}."), ids=ids),
        )
    names = listed(isolate(one.name) for one in known)
    raise UserError(
        fill(_("No sender is remembered as “{name}”."), name=name),
        fill(_("Remembered are: {names}."), names=names) if names else _("Nothing is remembered yet."),
    )


# --- changing ---------------------------------------------------------------------------------------------------------


def rename(work: Workspace, ident: str, name: str) -> str:
    """Give a profile another name and return the step; UserError when the name is empty or the profile gone."""
    profile, name = _here(work, ident), one_line(name)[:_LONGEST]
    if not name:
        raise UserError(_("The name is empty."), _("Write a name by which you will know the sender again."))
    with work.step(N_("Call what is remembered of {old} {name}"), old=profile.name, name=name) as step:
        step.put(Row, ident, row_values(replace(profile, name=name)))
    return step.id


def forget(work: Workspace, idents: Sequence[str]) -> str:
    """Forget profiles and return the step; UserError when one is gone already."""
    names = [_here(work, ident).name for ident in idents]
    with work.step(N_("Forget what is remembered of {names}"), names=", ".join(names)) as step:
        for ident in idents:
            step.remove(Row, ident)
    return step.id


def forget_parts(work: Workspace, ident: str, gone: Iterable[Part]) -> str:
    """Forget single columns, texts and answers of a profile and return the step."""
    profile = _here(work, ident)
    less = profile
    for part in gone:
        less = _without(less, part)
    with work.step(N_("Forget a part of what is remembered of {name}"), name=profile.name) as step:
        step.put(Row, ident, row_values(less))
    return step.id


def _without(profile: Profile, part: Part) -> Profile:
    match part.kind:
        case "column":
            return replace(profile, columns={key: one for key, one in profile.columns.items() if (key,) != part.key})
        case "alias":
            return replace(profile, replaced={key: one for key, one in profile.replaced.items() if key != part.key})
        case "country":
            return replace(profile, sender_country=None)
        case "header":
            return replace(profile, depth=0)
        case _:
            return replace(profile, takes={key: one for key, one in profile.takes.items() if (key,) != part.key})


def _here(work: Workspace, ident: str) -> Profile:
    found = queries.profiles(work).get(ident)
    if found is None:
        raise UserError(_("This is no longer remembered."), _("Nothing was changed."))
    return found


# --- files ------------------------------------------------------------------------------------------------------------


def export(profiles: Sequence[Profile], path: Path) -> None:
    """Write profiles as a mapping file; `--mapping` reads one alone. UserError when it cannot be written."""
    many = {"profiles": [profile_json(one) for one in profiles]}
    data = profile_json(profiles[0]) if len(profiles) == 1 else many
    write_json(path, data)


def read(path: Path) -> tuple[Profile, ...]:
    """Return the profiles of a file; UserError when it holds none, or one that means nothing here."""
    data = read_mapping(path)
    several = data.get("profiles", [data])
    if not isinstance(several, list) or not several:
        raise MappingError("profiles", _("the top level")).refusal()
    try:
        return tuple(profile_from(one) for one in several)
    except MappingError as error:
        raise error.refusal() from error
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise UserError(
            fill(_("{file} does not say what is to be remembered: {part}."), file=path.name, part=str(error)[:120]),
            _("Write such a file with profiles export."),
        ) from error


def bring_in(work: Workspace, profiles: Sequence[Profile]) -> str:
    """Remember what others remember, in the place of what is remembered for the same sender and header; the step."""
    here = {_key(one): one.id for one in queries.profiles(work).values()}
    names = ", ".join(one.name for one in profiles)
    with work.step(N_("Take over what others remember of {names}"), names=names) as step:
        for one in profiles:
            step.add(Row, row_values(one), here.get(_key(one), one.id))
    return step.id


def _key(profile: Profile) -> tuple[str, ...]:
    return ids_for(profile.sender, profile.fingerprint)

"""Who sits at which computer, and the name under which each computer writes: what a file's own notes say of it."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import one_line

ROLES: Final = ("coordinator", "assessor", "reader")
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # no I and O, which are read as digits


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits at this laptop; `delegation` is a country code or a partner's key, `role` one of ROLES."""

    name: str
    delegation: str
    role: str = "coordinator"


def name_of(person: Person | None) -> str:
    """Return what tells a person from others of the same name: “Name@DELEGATION”, "" for nobody."""
    return f"{person.name}@{person.delegation}" if person else ""


def tidied(person: Person) -> Person:
    """Return a person as they are kept; UserError without a name, a delegation or a role that there is."""
    name, delegation = one_line(person.name), one_line(person.delegation)
    if not name or not delegation or person.role not in ROLES:
        raise UserError(_("A name and a delegation are needed."), _("Say who you are and for whom you work."))
    return Person(name, delegation, person.role)


def who_may_write(person: Person | None) -> Person:
    """Return the person, if there is one and they may change anything; else UserError."""
    if person is None:
        raise UserError(_("Nobody has said who sits here."), _("Say who you are, then try again."))
    if person.role == "reader":
        raise UserError(
            fill(_("{name} is here as a reader and changes nothing."), name=person.name),
            _("Switch to a person who may change the workspace."),
        )
    return person


def new_device(others: Iterable[str]) -> str:
    """Return a name for a device, with a letter in front that no other one has."""
    used = {device[0] for device in others if device}
    letter = secrets.choice([letter for letter in _LETTERS if letter not in used] or _LETTERS)
    return f"{letter}{secrets.token_hex(8)}"


_Device = Annotated[str, msgspec.Meta(min_length=1)]

people_of: Final = msgspec.json.Decoder(list[Person]).decode
sitting_of: Final = msgspec.json.Decoder(dict[str, Person]).decode
devices_of: Final = msgspec.json.Decoder(dict[str, _Device]).decode
_NOTES: Final = {"people": people_of, "sitting": sitting_of, "devices": devices_of}


def encoded(note: object) -> str:
    """Return a note as the file keeps it."""
    return msgspec.json.encode(note).decode()


def damaged_notes(notes: Mapping[str, str]) -> Iterator[str]:
    """Yield the keys of the notes that say nothing any more."""
    for key in notes.keys() & _NOTES.keys():
        try:
            _NOTES[key](notes[key])
        except msgspec.DecodeError:
            yield key

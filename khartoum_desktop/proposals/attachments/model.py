"""The rules of attached files: what is taken in and under which name, and which letter proves whose consent."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import one_line
from khartoum_desktop.proposals.attachments.kinds import BY_ENDING, FileKind, ending_of, kind_of
from khartoum_desktop.proposals.model import Line, Problem, Stored, Values

MEGABYTE: Final = 1 << 20
MOST_OF_A_FILE: Final = 25 * MEGABYTE
MOST_OF_A_PROPOSAL: Final = 200 * MEGABYTE
LETTER: Final = "letter_of_support"  # the kind of a letter that is attached from the parties
CONFIRMED: Final = "confirmed"
NOT_ASKED: Final = "none"
_OF_A_CONSENT: Final = frozenset({"consent", "consent_on", "consent_by", "consent_letter"})
_LONGEST: Final = 200  # bytes of a name; file systems take 255, and some programs add endings of their own
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that may be attached: its bytes, its clean name, what it is, and a remark where the name was changed."""

    name: str
    data: bytes
    kind: FileKind
    remark: str = ""


def take(name: str, data: bytes) -> Taken:
    """Return a file as it is kept; UserError, naming it, for one that is not.

    Where the name says another kind than the bytes do, the bytes are right: the name is given their ending.
    """
    clean = clean_name(name)
    with naming(clean):
        refuse_size(len(data))
        kind = kind_of(clean, data)
    kept = named(clean, kind)
    remark = ""
    if kept != clean:
        template = _("“{file}” is of the kind “{kind}” and was named “{name}”.")
        remark = fill(template, file=clean, kind=_(kind.label), name=kept)
    return Taken(kept, data, kind, remark)


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Say of which file a refusal speaks."""
    try:
        yield
    except UserError as error:
        sentence = fill(_("“{file}” cannot be attached: {reason}"), file=clean_name(name), reason=error.sentence)
        raise UserError(sentence, error.remedy) from error


def refuse_size(size: int, present: int = 0) -> None:
    """Raise UserError for an empty file, or one too large beside `present` bytes of other files of the proposal."""
    most = fill(
        _("A file may have at most {file} MB, and all files of a proposal together {proposal} MB."),
        file=format_number(MOST_OF_A_FILE // MEGABYTE),
        proposal=format_number(MOST_OF_A_PROPOSAL // MEGABYTE),
    )
    if not size:
        raise UserError(_("The file is empty."), _("Ask the sender for it once more."))
    if size > MOST_OF_A_FILE:
        raise UserError(_("The file is too large."), most)
    if size + present > MOST_OF_A_PROPOSAL:
        raise UserError(_("The files of this proposal would become too large together."), most)


# --- names ------------------------------------------------------------------------------------------------------------


def clean_name(name: str) -> str:
    """Return a name without path, hidden signs and what a file system does not take; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(sign for sign in one_line(last) if sign == " " or unicodedata.category(sign) not in _HIDDEN)
    plain = _FORBIDDEN.sub("_", seen).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if _RESERVED.fullmatch((plain.partition(".")[0]).strip()):
        stem, plain = f"_{stem}", f"_{plain}"
    if len(plain.encode()) > _LONGEST:
        kept = f".{ending}" if dot and len(ending.encode()) <= _LONGEST // 10 else ""
        plain = _cut(stem if kept else plain, _LONGEST - len(kept.encode())) + kept
    return plain or "file"


def _cut(text: str, most: int) -> str:
    """Return the beginning of a text that takes so many bytes at most."""
    return text.encode()[:most].decode(errors="ignore").strip(". ")


def named(name: str, kind: FileKind) -> str:
    """Return a name with an ending of its kind: an ending of another kind is replaced, any other stays before it."""
    clean = clean_name(name)
    ending = ending_of(clean)
    if ending in kind.endings:
        return clean
    stem = clean[: -len(ending) - 1] if ending in BY_ENDING else clean
    kept = f".{kind.endings[0]}"
    return _cut(stem, _LONGEST - len(kept)) + kept


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that no other file of the proposal has: "letter (2).pdf"."""
    held = {one.casefold() for one in taken}
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 1
    while candidate.casefold() in held:
        number += 1
        candidate = f"{stem} ({number}){dot}{ending}"
    return candidate


def show_size(size: int) -> str:
    """Return a size in words: bytes, kilobytes or megabytes."""
    if size < 1 << 10:
        return fill(ngettext("{n} byte", "{n} bytes", size), n=format_number(size))
    if size < MEGABYTE:
        return fill(_("{n} KB"), n=format_number(-(-size // (1 << 10))))
    tenths = -(-size * 10 // MEGABYTE)
    return fill(_("{n} MB"), n=format_number(Fraction(tenths, 10), 0 if tenths % 10 == 0 else 1))


# --- letters ----------------------------------------------------------------------------------------------------------


def letters(lines: Mapping[str, Sequence[Line]]) -> dict[str, list[Line]]:
    """Return id of a party -> the files that prove its consent; a link to a party that is gone is none."""
    found: dict[str, list[Line]] = {str(party["id"]): [] for party in lines.get("parties", ()) if party.get("id")}
    for file in lines.get("attachments", ()):
        party = str(file.get("party") or "")
        if party in found:
            found[party].append(file)
    return found


def without_consent(party: Line) -> Line:
    """Return a party of which nobody has asked yet: what one proposal was given, another one is not."""
    return {name: value for name, value in party.items() if name not in _OF_A_CONSENT}


def letter_words(party: Line, proofs: Sequence[Line]) -> tuple[str, ...]:
    """Return what is known of a party's letter: the files that prove its consent, then the words of the sheet."""
    words = [str(file.get("name")) for file in proofs if file.get("name")]
    written: Stored = party.get("consent_letter")
    return tuple([*words, str(written)] if written else words)


def check_consents(values: Values) -> list[Problem]:
    """Return what a confirmed consent lacks: its day, or a letter (a file, or words that name it). None refuses."""
    lines = {key: rows for key in ("parties", "attachments") if not isinstance(rows := values.get(key, ()), str | int)}
    tables = {key: rows for key, rows in lines.items() if rows is not None}
    proofs = letters(tables)
    found = []
    for row, party in enumerate(tables.get("parties", ())):
        if party.get("consent") != CONFIRMED:
            continue
        if not party.get("consent_on"):
            sentence = _("The day on which the consent was given is missing.")
            found.append(Problem("parties", "consent", sentence, False, row, "consent_on"))
        if not letter_words(party, proofs.get(str(party.get("id")), ())):
            sentence = _("The letter that proves the consent is missing.")
            found.append(Problem("parties", "consent", sentence, False, row, "consent_letter"))
    return found

"""Parts of a JSON text read with care: exact numbers, cleaned texts, and refusals that name the place."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Final, NoReturn

from khartoum_desktop.core.i18n import LANGUAGES, _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr, one_line, script_of
from khartoum_desktop.scoring.criteria import Aggregation, Weighting, Wording
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.scoring.grids.model import LENGTHS, GridError, tidy, too_long, too_many

_SHOWN: Final = 50  # characters of a wrong part
_NEAR: Final = 0.6  # how much of a misspelt name is right
Object = dict[str, Any]
SHAPE: Final = (
    '{"name": "…", "scale": {"min": "1", "max": "5", "step": "1"}, "aggregation": "delegation", '
    '"criteria": [{"key": "1.1", "label": {"en": "…"}, "weight": "32", "threshold": null, "group": null}]}'
)


class _Figure(str):
    """A JSON number as it was written."""

    __slots__ = ()


@dataclass(slots=True)
class Reader:
    """The parts that were passed over, and every mark that the set's unit must hold."""

    ignored: list[str] = field(default_factory=list)
    marks: list[Fraction] = field(default_factory=list)


def parsed(text: str) -> object:
    """Return what a JSON text says, its numbers as they are written; GridError when it is none."""

    def endless(word: str) -> NoReturn:
        raise GridError("", fill(_("“{word}” is no number."), word=word), _("Write numbers such as 3.5."))

    try:
        return json.loads(
            text, parse_float=_Figure, parse_int=_Figure, parse_constant=endless, object_pairs_hook=_no_name_twice
        )
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        words = _("This is no JSON text.")
        if line is not None:
            words = fill(_("This is no JSON text: line {line} cannot be read."), line=format_number(line))
        raise GridError("", words, shape()) from error


def _no_name_twice(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            words = fill(_("“{name}” stands twice in the same object."), name=short(name))
            raise GridError("", words, _("Keep one of the two."))
        found[name] = value
    return found


def shape() -> str:
    """Return the remedy that shows how a set is written."""
    return fill(_("A criteria set has this shape: {shape}"), shape=isolate_ltr(SHAPE))


def short(text: object) -> str:
    """Return a wrong part fit for a sentence."""
    words = one_line(str(text)[:200])
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def object_at(reader: Reader, at: str, value: object, known: frozenset[str]) -> Object:
    """Return an object; of names that mean nothing those at the top are noted, any other is refused.

    A threshold that is not there because its name is misspelt would let everybody pass.
    """
    if not isinstance(value, dict):
        raise GridError(at, _("An object in braces is expected here."), shape())
    for name in sorted(value.keys() - known):
        if at:
            raise _unknown(at, name, known)
        reader.ignored.append(short(name))
    return value


def _unknown(at: str, name: str, known: frozenset[str]) -> GridError:
    near = get_close_matches(name[:_SHOWN], sorted(known), 1, _NEAR)
    remedy = fill(_("Known there: {names}."), names=listed(sorted(known)))
    if near:
        remedy = fill(_("Write “{name}”, or leave it out."), name=near[0])
    return GridError(at, fill(_("“{text}” is not known here."), text=short(name)), remedy)


def rows_at(
    reader: Reader, whole: Object, name: str, known: frozenset[str], at: str = ""
) -> Iterator[tuple[str, Object]]:
    """Yield the place and the content of each object of a list, which may be missing."""
    place = f"{at}.{name}" if at else name
    for number, row in enumerate(list_at(whole.get(name), place, name)):
        yield f"{place}[{number}]", object_at(reader, f"{place}[{number}]", row, known)


def list_at(value: object, place: str, kind: str) -> list[object]:
    """Return a list of at most as many rows as its kind may have; None is an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise GridError(place, _("A list in square brackets is expected here."), shape())
    for error in too_many(place, kind, len(value)):
        raise error
    return value


def text_at(value: object, at: str, kind: str) -> str:
    """Return a text, cleaned; a number is taken, as it is written, for a key only."""
    if not isinstance(value, str) or (isinstance(value, _Figure) and kind != "key"):
        raise GridError(at, _("A text in quotation marks is expected here."), shape())
    cleaned = tidy(value, kind)
    if len(cleaned) > LENGTHS[kind]:
        raise too_long(at, len(cleaned), LENGTHS[kind])
    return cleaned


def words_at(value: object, at: str, kind: str) -> Wording:
    """Return a text in three languages: {"en": …}, or a plain text, which counts as Arabic by its script, else English.

    None is no text.
    """
    if isinstance(value, dict):
        for code in sorted(value.keys() - set(LANGUAGES)):
            words = fill(_("“{code}” is none of the three languages."), code=short(code))
            raise GridError(at, words, fill(_("Use {codes}."), codes=listed(LANGUAGES)))
        texts = {code: text_at(text, f"{at}.{code}", kind) or None for code, text in value.items() if text is not None}
        return Wording(**texts)
    if value is None:
        return Wording()
    plain = text_at(value, at, kind) or None
    return Wording(ar=plain) if plain and script_of(plain) == "arab" else Wording(en=plain)


def number_at(value: object, at: str, places: int = exact.PLACES) -> Fraction:
    """Return an exact number of at most so many decimals, from a text or a JSON number."""
    if not isinstance(value, str):
        raise GridError(at, _("A number is expected here."), _('Write it such as "3.5"; as a text it stays exact.'))
    found = exact.read(value)
    if found is None:
        words = fill(_("“{text}” is no number."), text=short(value))
        raise GridError(at, words, _("Write it such as 3.5, with a point, or 1/3."))
    if abs(found) > exact.LARGEST:
        words = fill(_("The number {text} is too large."), text=short(value))
        raise GridError(at, words, fill(_("Numbers go up to {most}."), most=format_number(exact.LARGEST)))
    is_ratio = "/" in value
    if not is_ratio and (found * 10**places).denominator != 1:
        words = fill(_("The number {text} has too many decimals."), text=short(value))
        raise GridError(at, words, fill(_("{n} decimals at most are kept."), n=format_number(places)))
    return found


def optional_at(row: Object, name: str, at: str, places: int = exact.PLACES) -> Fraction | None:
    """Return an exact number that may be missing."""
    return None if row.get(name) is None else number_at(row[name], f"{at}.{name}" if at else name, places)


def whole_at(value: object, at: str) -> int:
    """Return a whole number."""
    number = number_at(value, at)
    if number.denominator != 1:
        raise GridError(at, _("A whole number is expected here."), _("Write it without decimals."))
    return int(number)


def points_at(row: Object, name: str, at: str) -> int | None:
    """Return points in thousandths, None where there are none."""
    number, place = optional_at(row, name, at), f"{at}.{name}" if at else name
    try:
        return exact.points(number)
    except ValueError:
        words = _("Points have three decimals at most.")
        raise GridError(place, words, _("Round them to three decimals.")) from None


def one_of(kinds: type[Aggregation] | type[Weighting], value: object, at: str) -> Any:
    """Return the member of an enumeration that is named."""
    known = [str(kind) for kind in kinds]
    if not isinstance(value, str) or value not in known:
        words = fill(_("“{text}” is not known here."), text=short(value))
        raise GridError(at, words, fill(_("Known there: {names}."), names=listed(known)))
    return kinds(value)

"""What becomes of two proposals that are made one: field by field, the fuller value unless somebody chooses another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.core.text import fold_key, lines_of
from khartoum_desktop.proposals.completeness import next_stage
from khartoum_desktop.proposals.fields import FIELDS, Field, Type
from khartoum_desktop.proposals.model import FieldValue, Line, Stored, as_lines
from khartoum_desktop.proposals.rows import ProposalDetail

_NOTHING: Final = (None, "", ())
_PLACE: Final = frozenset({"id", "heads"})
_NOT_SAID: Final = _PLACE | {"party"}  # the ids of two proposals' parties differ although they are the same
_ALSO: Final = frozenset({"state"})  # the program fills it; of two that differ one is chosen
_FOLLOWS: Final = frozenset(f"translation_{language}" for language in LANGUAGES)  # where a title stands follows it
_JOINED_BY: Final = {Type.TEXT: " / ", Type.LONG: "\n\n"}
_LISTS: Final = frozenset({Type.LINES, Type.TABLE, Type.CODES})
_JUSTIFICATION: Final = "justification"
_OPENNESS: Final = ("public", "members_only", "restricted")  # what was kept from some must not be shown to them
# what makes two lines the same line; of all other tables: everything they say
_SAME_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "parties": ("name", "role"),
    "results": ("statement", "indicator"),
    "risks": ("risk",),
    "complementarity": ("title", "reference"),
    "attachments": ("name", "sha256"),
}


class Take(Enum):
    """Whose value of a field stays."""

    KEEP = "keep"
    OTHER = "other"
    BOTH = "both"


Choices = Mapping[str, Take]  # by field key; what is left out is taken as `Difference.default` says


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which two proposals say different things, what can be taken, and what is taken unless one chooses."""

    field: Field
    keep: FieldValue
    other: FieldValue
    takes: tuple[Take, ...]
    default: Take

    def result(self, take: Take | None = None) -> FieldValue:
        """Return what the field says in the one that stays."""
        match take or self.default:
            case Take.KEEP:
                return self.keep
            case Take.OTHER:
                return self.other
            case _:
                return both(self.field, self.keep, self.other)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two proposals side by side: where they differ, and the fields in which they say the same."""

    keep: ProposalDetail
    other: ProposalDetail
    differences: tuple[Difference, ...]
    equal: tuple[Field, ...]

    def taken(self, choices: Choices) -> dict[str, Take]:
        """Return whose value of each field that differs stays."""
        return {one.field.key: choices.get(one.field.key, one.default) for one in self.differences}


def side_by_side(keep: ProposalDetail, other: ProposalDetail) -> Comparison:
    """Compare two proposals by every field that a person can choose, in the catalogue's order."""
    differences, equal = [], []
    for field in FIELDS:
        if (field.type is Type.DERIVED and field.key not in _ALSO) or field.key in _FOLLOWS:
            continue
        one, two = keep.value(field.key), other.value(field.key)
        if same(one, two):
            equal += [] if one in _NOTHING else [field]
        else:
            differences.append(Difference(field, one, two, _takes(field, one, two), _default(field, one, two)))
    return Comparison(keep, other, tuple(differences), tuple(equal))


def fuller(one: ProposalDetail, two: ProposalDetail) -> tuple[ProposalDetail, ProposalDetail]:
    """Return two proposals, first the one to keep unless a person turns them round."""
    return (one, two) if _standing(one) <= _standing(two) else (two, one)


def _standing(detail: ProposalDetail) -> tuple[bool, int, str, str]:
    """Put what is handed in, and spoken of under its reference, before any draft; then what says more."""
    return _is_draft(detail.columns["state"]), -_said(detail), detail.ref, detail.id


def _is_draft(state: FieldValue) -> bool:
    return next_stage(str(state or "")) == "S"


def _said(detail: ProposalDetail) -> int:
    return sum(value not in _NOTHING for value in detail.columns.values()) + sum(map(len, detail.lines.values()))


def same(one: FieldValue, two: FieldValue) -> bool:
    """Tell whether two values say the same; the order of lines says nothing."""
    if isinstance(one, tuple) and isinstance(two, tuple) and (as_lines(one) or as_lines(two)):
        return sorted(map(_said_by, as_lines(one)), key=repr) == sorted(map(_said_by, as_lines(two)), key=repr)
    return one == two or (one in _NOTHING and two in _NOTHING)


def _said_by(line: Line) -> tuple[tuple[str, Stored], ...]:
    return tuple(
        sorted((name, value) for name, value in line.items() if name not in _NOT_SAID and value not in _NOTHING)
    )


def _takes(field: Field, one: FieldValue, two: FieldValue) -> tuple[Take, ...]:
    can_both = one not in _NOTHING and two not in _NOTHING and (field.type in _LISTS or field.type in _JOINED_BY)
    return (Take.KEEP, Take.OTHER, Take.BOTH) if can_both else (Take.KEEP, Take.OTHER)


def _default(field: Field, one: FieldValue, two: FieldValue) -> Take:
    """Return the fuller value: the only one, both lists, the longer text, the more exact date; else the kept one's.

    Nothing becomes more open, and nothing that is handed in a draft again, unless somebody chooses so.
    """
    if one in _NOTHING or two in _NOTHING:
        return Take.OTHER if one in _NOTHING else Take.KEEP
    if field.type in _LISTS:
        return Take.BOTH
    if field.key == "confidentiality" and {one, two} <= set(_OPENNESS):
        return Take.OTHER if _OPENNESS.index(str(two)) > _OPENNESS.index(str(one)) else Take.KEEP
    if field.key == "state":
        return Take.OTHER if _is_draft(one) and not _is_draft(two) else Take.KEEP
    longer = isinstance(one, str) and isinstance(two, str) and len(two) > len(one)
    says_more = field.type in _JOINED_BY or (field.type is Type.DATE and str(two).startswith(str(one)))
    return Take.OTHER if longer and says_more else Take.KEEP


# --- keeping both -----------------------------------------------------------------------------------------------------


def both(field: Field, one: FieldValue, two: FieldValue) -> FieldValue:
    """Return both values of a field as one, nothing twice; a field that holds one value only keeps the first."""
    if one in _NOTHING or two in _NOTHING:
        return two if one in _NOTHING else one
    if field.type is Type.LINES:
        return "\n".join(_once([*lines_of(str(one)), *lines_of(str(two))]))
    if field.type in _JOINED_BY:
        return _joined(str(one), str(two), _JOINED_BY[field.type])
    return united(field, as_lines(one), as_lines(two)).lines if field.type in _LISTS else one


def _joined(one: str, two: str, between: str) -> str:
    """Return two texts after each other, the longer alone where it holds the other."""
    if fold_key(two) in fold_key(one):
        return one
    return two if fold_key(one) in fold_key(two) else f"{one}{between}{two}"


def _once(items: Iterable[str]) -> list[str]:
    first: dict[str, str] = {}
    for item in items:
        first.setdefault(fold_key(item), item)
    return list(first.values())


@dataclass(frozen=True, slots=True)
class United:
    """The lines of two tables as one, each with the id it had, and which line (id) says what a line left out said."""

    lines: tuple[Line, ...]
    absorbed: Mapping[str, str]


def united(field: Field, one: Sequence[Line], two: Sequence[Line]) -> United:
    """Return all lines of the first table, then those of the second that are not there yet.

    Lines that are the same line, and do not contradict each other, become one that says what either said.
    """
    lines = [dict(line) for line in one]
    absorbed: dict[str, str] = {}
    for line in two:
        alike = [there for there in lines if _is_same_line(field, there, line)]
        near = next((there for there in alike if _covers(there, line)), alike[0] if alike else None)
        if near is None:
            lines.append(dict(line))
            continue
        absorbed[str(line.get("id"))] = str(near.get("id"))
        for name, value in line.items():
            if name not in _PLACE and value not in _NOTHING and near.get(name) in _NOTHING:
                near[name] = value
            elif name == _JUSTIFICATION and value not in _NOTHING:
                near[name] = _joined(str(near[name]), str(value), "\n")
    return United(tuple(lines), absorbed)


def _is_same_line(field: Field, one: Line, two: Line) -> bool:
    if field.type is Type.CODES:
        return one.get("code") == two.get("code")
    names = (one.keys() | two.keys()) - _NOT_SAID
    keys = _SAME_BY.get(field.key, tuple(names))
    if any(_key(one.get(name)) != _key(two.get(name)) for name in keys):
        return False
    filled = (name for name in names if one.get(name) not in _NOTHING and two.get(name) not in _NOTHING)
    return all(_key(one[name]) == _key(two[name]) for name in filled)


def _covers(one: Line, two: Line) -> bool:
    return all(one.get(name) not in _NOTHING for name in two if name not in _NOT_SAID and two[name] not in _NOTHING)


def _key(value: Stored) -> Stored:
    return fold_key(value) or None if isinstance(value, str) else value


def statuses(comparison: Comparison, taken: Mapping[str, Take]) -> dict[str, Stored]:
    """Return, for the one that stays, where its text of each language stands: each follows the title that was taken."""
    keep, other = comparison.keep.columns, comparison.other.columns
    titles = {one.field.key: one for one in comparison.differences}
    first = keep["language_original"]
    if "language_original" in titles and taken["language_original"] is Take.OTHER:
        first = other["language_original"]
    found: dict[str, Stored] = {}
    for language in LANGUAGES:
        key = f"translation_{language}"
        difference = titles.get(f"title_{language}")
        is_other = difference is not None and taken[f"title_{language}"] is Take.OTHER
        title = difference.result(taken[f"title_{language}"]) if difference else keep[f"title_{language}"]
        status = (other if is_other else keep)[key]
        if not title:
            status = "missing"
        elif language == first:
            status = "original"
        elif status in {"original", "missing", None}:
            status = "unchecked"
        found[key] = status
    return found

"""What a proposal still lacks before its next stage, read from the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from khartoum_desktop.proposals.fields import FIELDS, STAGES, Type

# the stage that a proposal in a state is being prepared for
NEXT_STAGE: Final[Mapping[str, str]] = {
    "IDEA": "S",
    "DRAFT": "S",
    "RETURNED": "S",
    "SUBMITTED": "A",
    "INELIGIBLE": "A",
    "ELIGIBLE": "A",
    "ASSESSING": "L",
    "ASSESSED": "L",
    "NOT_SHORTLISTED": "L",
}
# what a table must hold besides a number of lines: these names are counted like fields
GENDER, INDICATORS, LETTERS, SENSITIVE = "markers.gender", "results.indicator", "attachments.letter", "sensitive"
SENSITIVE_CODES: Final[Mapping[str, frozenset[str]]] = {
    "priority": frozenset({"counter_smuggling", "counter_trafficking"}),
    "jvap": frozenset({"JVAP-4", "JVAP-5"}),
}
_AUTOMATIC: Final = frozenset({"ref", "confidentiality", "source", "language_original"})


@dataclass(frozen=True, slots=True)
class Need:
    """Something to be filled before a stage: any one of `names`, `minimum` times, where `only_if` is filled.

    `key` is the field to go to; every name is a column, a table's field key, or one of the names above.
    """

    key: str
    stage: str
    names: tuple[tuple[str, ...], ...]  # any of these groups, each of which must be filled whole
    minimum: int = 1
    only_if: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far a proposal is on the way to a stage; `missing` are field keys in the catalogue's order."""

    stage: str
    done: int
    total: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The share done, in whole percent; 100 only when nothing is missing."""
        return self.done * 100 // self.total if self.total else 100


@cache
def needs(stage: str) -> tuple[Need, ...]:
    """Return everything that is needed at a stage or before it."""
    until = STAGES[: STAGES.index(stage) + 1]
    return tuple(need for need in _all_needs() if need.stage in until)


@cache
def _all_needs() -> tuple[Need, ...]:
    found: dict[str, Need] = {}
    for field in FIELDS:
        if field.stage is None or field.key in _AUTOMATIC:
            continue
        match field.key:
            case "budget_total":
                need = Need(field.key, field.stage, ((field.key,), ("budget_unknown",)))
            case "duration_months":
                need = Need(field.key, field.stage, ((field.key,), ("start_planned", "end_planned")))
            case "markers":
                need = Need(field.key, field.stage, ((GENDER,),))
            case "attachments":
                need = Need(field.key, field.stage, ((LETTERS,),))
            case "rights_safeguards":
                need = Need(field.key, field.stage, ((field.key,),), only_if=SENSITIVE)
            case _:
                minimum = max(field.minimum, 1) if field.type is Type.TABLE else 1
                need = Need(field.key, field.stage, ((field.key,),), minimum)
        group = field.group if field.language else field.key
        if group in found:
            found[group] = Need(found[group].key, need.stage, found[group].names + need.names)
        else:
            found[str(group)] = need
    found["results.indicator"] = Need("results", "L", ((INDICATORS,),))
    return tuple(found.values())


def amounts(values: Mapping[str, object]) -> dict[str, int]:
    """Return how often each name is filled, from a proposal's columns and its tables' lines (or their numbers)."""
    found: dict[str, int] = {}
    lines: dict[str, Sequence[Mapping[str, object]]] = {}
    for name, value in values.items():
        if isinstance(value, Sequence) and not isinstance(value, str):
            lines[name], found[name] = value, len(value)
        elif value is not None and value != "":
            found[name] = value if isinstance(value, int) and name in _COUNTED else 1
    found["budget_unknown"] = int(values.get("budget_precision") == "unknown")
    for name, counts in _WITHIN.items():
        for counted, test in counts.items():
            if name in lines:
                found[counted] = found.get(counted, 0) + sum(map(test, lines[name]))
    return found


_WITHIN: Final[Mapping[str, Mapping[str, Callable[[Mapping[str, object]], bool]]]] = {
    "results": {INDICATORS: lambda line: bool(line.get("indicator"))},
    "attachments": {LETTERS: lambda line: line.get("kind") == "letter_of_support"},
    "markers": {GENDER: lambda line: line.get("code") == "1" and bool(line.get("degree"))},
    "priorities": {SENSITIVE: lambda line: line.get("code") in SENSITIVE_CODES["priority"]},
    "jvap": {SENSITIVE: lambda line: line.get("code") in SENSITIVE_CODES["jvap"]},
}
_COUNTED: Final = frozenset(
    {field.key for field in FIELDS if field.type in {Type.TABLE, Type.CODES}} | {GENDER, INDICATORS, LETTERS, SENSITIVE}
)


def completeness(values: Mapping[str, object], stage: str) -> Completeness:
    """Return how far a proposal is for a stage; `values` hold its columns, and its tables as lines or numbers."""
    filled = amounts(values)
    wanted = [need for need in needs(stage) if not need.only_if or filled.get(need.only_if)]
    missing = [need.key for need in wanted if not _is_met(need, filled)]
    return Completeness(stage, len(wanted) - len(missing), len(wanted), tuple(dict.fromkeys(missing)))


def _is_met(need: Need, filled: Mapping[str, int]) -> bool:
    return any(all(filled.get(name, 0) >= need.minimum for name in group) for group in need.names)


def missing(values: Mapping[str, object], stage: str) -> tuple[str, ...]:
    """Return the keys of the fields that are still to be filled before a stage."""
    return completeness(values, stage).missing


def next_stage(state: str | None) -> str:
    """Return the stage that a proposal in this state is being prepared for."""
    return NEXT_STAGE.get(state or "", "E")

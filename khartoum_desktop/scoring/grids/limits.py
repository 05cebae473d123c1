"""Conditional maxima: which marks of a sheet are higher than they may be, and what would allow them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, Limit, LimitKind

Sheet = Mapping[str, int | Fraction]  # criterion id -> the mark, or what counts for it, in mark units


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions ask for: priorities served, by proposal; (proposal, item) pairs that were answered yes."""

    priorities: Mapping[str, int]
    eligible: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A criterion (id) whose mark goes beyond a conditional maximum, and which, in a sentence."""

    criterion: str
    sentence: str


def holds(limit: Limit, sheet: Sheet, proposal: str, facts: Facts) -> bool:
    """Tell whether the condition of a maximum holds, so that higher marks may be given."""
    if limit.kind is LimitKind.MARK:
        mark = sheet.get(limit.of)
        return mark is not None and mark >= limit.least
    if limit.kind is LimitKind.PRIORITIES:
        return facts.priorities.get(proposal, 0) >= limit.least
    return (proposal, limit.of) in facts.eligible


def broken(criteria: CriteriaSet, sheet: Sheet, proposal: str, facts: Facts) -> Iterator[Limit]:
    """Yield the maxima that a sheet's marks go beyond without their condition."""
    for limit in criteria.limits:
        mark = sheet.get(limit.criterion)
        if mark is not None and mark > limit.most and not holds(limit, sheet, proposal, facts):
            yield limit


def concerned(criteria: CriteriaSet) -> frozenset[str]:
    """Return the criteria (ids) on whose marks a conditional maximum hangs."""
    return frozenset(one for limit in criteria.limits for one in (limit.criterion, limit.of))


def refusals(
    criteria: CriteriaSet, before: Mapping[str, int | Fraction | None], news: Mapping[str, int | None],
    proposal: str, facts: Facts,
) -> Iterator[tuple[str, UserError]]:  # fmt: skip
    """Yield of one sheet which new answers (criterion id -> mark) take it beyond a maximum, with why."""
    sheet = {one: mark for one, mark in {**before, **news}.items() if mark is not None}
    for limit in broken(criteria, sheet, proposal, facts):
        at = next((one for one in (limit.criterion, limit.of) if one in news), None)
        if at is not None:
            yield at, refusal(criteria, limit, sheet)


def refusal(criteria: CriteriaSet, limit: Limit, sheet: Sheet) -> UserError:
    """Return the refusal of a sheet that goes beyond a maximum."""
    lines, scale = criteria.criteria, criteria.scale
    sentence = fill(
        _("A mark of {mark} on {criterion} is above its maximum of {most}, which holds unless {condition}."),
        mark=scale.shown(sheet[limit.criterion]),
        criterion=lines[criteria.places[limit.criterion]].key,
        most=scale.shown(limit.most),
        condition=condition(criteria, limit),
    )
    if limit.kind is LimitKind.MARK:
        remedy = _("Give the other mark first, or a lower one here.")
    elif limit.kind is LimitKind.PRIORITIES:
        remedy = _("Name the priorities in the proposal, or give a lower mark.")
    else:
        remedy = _("Answer the checklist first, or give a lower mark.")
    return UserError(sentence, remedy)


def condition(criteria: CriteriaSet, limit: Limit) -> str:
    """Return in words, for the middle of a sentence, what lets a mark pass a maximum."""
    if limit.kind is LimitKind.MARK:
        other = criteria.criteria[criteria.places[limit.of]] if limit.of in criteria.places else None
        return fill(
            _("{criterion} has at least {mark}"),
            criterion=other.key if other else "–",
            mark=criteria.scale.shown(limit.least),
        )
    if limit.kind is LimitKind.PRIORITIES:
        words = ngettext(
            "the proposal serves at least {n} priority", "the proposal serves at least {n} priorities", limit.least
        )
        return fill(words, n=format_number(limit.least))
    item = next((item for item in criteria.checklist if item.id == limit.of), None)
    return fill(_("the checklist says yes to “{item}”"), item=item.label.text() if item else "–")


def notes(criteria: CriteriaSet, criterion: Criterion) -> list[str]:
    """Return the maxima of a criterion in words, as the rubric shows them."""
    return [
        fill(
            _("At most {most} unless {condition}."),
            most=criteria.scale.shown(limit.most),
            condition=condition(criteria, limit),
        )
        for limit in criteria.limits
        if limit.criterion == criterion.id
    ]

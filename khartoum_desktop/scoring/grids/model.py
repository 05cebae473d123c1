"""What makes a criteria set sound: each rule with the place that breaks it, in a sentence with a remedy. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import clean_text, fold_key, isolate, one_line
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, Group, Item, LimitKind, Weighting, Wording
from khartoum_desktop.scoring.grids.places import in_words
from khartoum_desktop.scoring.grids.weights import FULL_SWING, ORDERED

MOST: Final = {"criteria": 200, "groups": 100, "limits": 200, "checklist": 100, "levels": 1001, "reason_for": 1001}
LENGTHS: Final = {"name": 200, "key": 40, "label": 300, "question": 1000, "text": 2000}

_SPACES = re.compile(r"[ \t\n]+")
_TOO_MANY: Final = {
    "criteria": N_("There are {n} criteria; {most} at most are taken."),
    "groups": N_("There are {n} groups; {most} at most are taken."),
    "limits": N_("There are {n} conditional maxima; {most} at most are taken."),
    "checklist": N_("The checklist has {n} items; {most} at most are taken."),
    "levels": N_("There are {n} worded levels; {most} at most are taken."),
    "reason_for": N_("There are {n} marks that need a reason; {most} at most are taken."),
}


def tidy(text: str, kind: str) -> str:
    """Return a text fit to be stored: one line, but for questions and levels; no-break spaces stay."""
    cleaned = clean_text(text)
    if kind == "key":
        return one_line(cleaned)
    return cleaned if kind in {"question", "text"} else _SPACES.sub(" ", cleaned)


class GridError(UserError):
    """A rule that a criteria set breaks; `place` says where, as in "criteria[3].weight" (counted from 0)."""

    def __init__(self, place: str, sentence: str, remedy: str) -> None:
        super().__init__(sentence, remedy)
        self.place = place

    def located(self, whole: Mapping[str, Any]) -> UserError:
        """Return the same refusal with the place of the set (as JSON) in its sentence: for files and commands."""
        if not self.place:
            return self
        named = fill(_("{place}: {problem}"), place=in_words(self.place, whole), problem=self.sentence)
        return UserError(named, self.remedy)


def check(criteria: CriteriaSet) -> None:
    """Refuse a set that breaks a rule: GridError for the first one."""
    for error in errors(criteria):
        raise error


def errors(criteria: CriteriaSet) -> Iterator[GridError]:
    """Yield everything that is wrong with a set, in its order."""
    yield from _texts(criteria)
    yield from _scale(criteria)
    yield from _counts(criteria)
    yield from _keys(criteria)
    yield from _weights(criteria)
    for place, one in enumerate(criteria.criteria):
        yield from _criterion(criteria, f"criteria[{place}]", one)
    for place, group in enumerate(criteria.groups):
        yield from _group(criteria, f"groups[{place}]", group)
    if criteria.threshold_points is not None and criteria.threshold_points < 0:
        yield _negative("threshold_total")
    for place, mark in enumerate(sorted(criteria.reason_for)):
        if not criteria.scale.allows(mark):
            yield _off_scale(criteria, f"reason_for[{place}]", mark)
    yield from _limits(criteria)


def _negative(place: str) -> GridError:
    return GridError(place, _("A threshold is not below 0."), _("Give 0 or more, or leave it out."))


def _off_scale(criteria: CriteriaSet, place: str, mark: int) -> GridError:
    scale = criteria.scale
    return GridError(
        place,
        fill(_("{mark} is not a mark of this scale."), mark=scale.shown(mark)),
        fill(
            _("Marks go from {low} to {high} in steps of {step}."),
            low=scale.shown(scale.minimum),
            high=scale.shown(scale.maximum),
            step=scale.shown(max(scale.step, 1)),
        ),
    )


# --- texts and counts -------------------------------------------------------------------------------------------------


def _texts(criteria: CriteriaSet) -> Iterator[GridError]:
    if not criteria.label.text():
        yield GridError("name", _("The criteria set has no name."), _("Name it in one language at least."))
    yield from _long("name", criteria.label, "name")
    lists: list[tuple[str, Sequence[Group | Criterion | Item]]] = [
        ("groups", criteria.groups), ("criteria", criteria.criteria), ("checklist", criteria.checklist),
    ]  # fmt: skip
    for name, rows in lists:
        for place, row in enumerate(rows):
            at = f"{name}[{place}]"
            if not row.label.text():
                yield GridError(f"{at}.label", _("It has no name."), _("Name it in one language at least."))
            yield from _long(f"{at}.label", row.label, "label")
    for place, one in enumerate(criteria.criteria):
        yield from _long(f"criteria[{place}].question", one.question, "question")
        for number, level in enumerate(one.levels):
            yield from _long(f"criteria[{place}].levels[{number}].text", level.text, "text")


def _long(place: str, words: Wording, kind: str) -> Iterator[GridError]:
    most = LENGTHS[kind]
    for language, text in (("ar", words.ar), ("en", words.en), ("fr", words.fr)):
        if text and len(text) > most:
            yield too_long(f"{place}.{language}", len(text), most)


def too_long(place: str, length: int, most: int) -> GridError:
    """Return the refusal of a text that is too long."""
    return GridError(
        place,
        fill(_("The text has {n} characters."), n=format_number(length)),
        fill(_("Shorten it to {most}."), most=format_number(most)),
    )


def _counts(criteria: CriteriaSet) -> Iterator[GridError]:
    if not criteria.criteria:
        yield GridError("criteria", _("There are no criteria."), _("Give one criterion at least."))
    lists = {"criteria": criteria.criteria, "groups": criteria.groups, "limits": criteria.limits,
             "checklist": criteria.checklist, "reason_for": criteria.reason_for}  # fmt: skip
    for place, rows in lists.items():
        yield from too_many(place, place, len(rows))
    for place_of, one in enumerate(criteria.criteria):
        yield from too_many(f"criteria[{place_of}].levels", "levels", len(one.levels))


def too_many(place: str, kind: str, count: int) -> Iterator[GridError]:
    """Yield the refusal of a list with more than may be."""
    if count > MOST[kind]:
        words = fill(_(_TOO_MANY[kind]), n=format_number(count), most=format_number(MOST[kind]))
        yield GridError(place, words, _("Put several together, or make two sets."))


def _keys(criteria: CriteriaSet) -> Iterator[GridError]:
    yield from _twice("groups", [group.key for group in criteria.groups])
    yield from _twice("criteria", [one.key for one in criteria.criteria])
    yield from _twice("checklist", [item.key for item in criteria.checklist])


def _twice(name: str, keys: Iterable[str]) -> Iterator[GridError]:
    seen: dict[str, int] = {}
    for place, key in enumerate(keys):
        at, folded = f"{name}[{place}].key", fold_key(key)
        if not folded:
            yield GridError(at, _("It has no key."), _("Give a short key, such as 1.1."))
        elif len(key) > LENGTHS["key"]:
            yield too_long(at, len(key), LENGTHS["key"])
        elif folded in seen:
            first = in_words(f"{name}[{seen[folded]}]", {})
            words = fill(_("The key “{key}” is already that of {place}."), key=isolate(key), place=first)
            yield GridError(at, words, _("Give each its own key."))
        else:
            seen[folded] = place


# --- numbers ----------------------------------------------------------------------------------------------------------


def _scale(criteria: CriteriaSet) -> Iterator[GridError]:
    scale = criteria.scale
    if scale.minimum >= scale.maximum:
        words = fill(
            _("The lowest mark, {low}, is not below the highest, {high}."),
            low=scale.shown(scale.minimum),
            high=scale.shown(scale.maximum),
        )
        yield GridError("scale", words, _("Give a scale such as 1 to 5."))
    elif scale.step <= 0:
        words = fill(_("The step of the scale is {step}."), step=scale.shown(scale.step))
        yield GridError("scale.step", words, _("Give a step above 0."))
    elif (scale.maximum - scale.minimum) % scale.step:
        words = fill(
            _("Steps of {step} from {low} do not reach {high}."),
            step=scale.shown(scale.step),
            low=scale.shown(scale.minimum),
            high=scale.shown(scale.maximum),
        )
        yield GridError("scale.step", words, _("Give a step that divides the scale into equal parts."))


def _weights(criteria: CriteriaSet) -> Iterator[GridError]:
    lines = criteria.criteria
    for place, one in enumerate(lines):
        if one.weight < 0:
            yield GridError(f"criteria[{place}].weight", _("A weight is not below 0."), _("Give 0 or more."))
    if criteria.weighting is Weighting.SWING:
        yield from _swings(lines)
    elif criteria.weighting is Weighting.ORDER:
        yield from _order(lines)
    elif lines and not any(one.weight > 0 for one in lines):
        yield GridError("criteria", _("All weights are 0."), _("Give one criterion a weight above 0."))


def _swings(lines: tuple[Criterion, ...]) -> Iterator[GridError]:
    for place, one in enumerate(lines):
        if one.swing is None or not 0 <= one.swing <= FULL_SWING:
            words = _("Swing points go from 0 to 100.")
            yield GridError(
                f"criteria[{place}].swing", words, _("Say how much this step from worst to best is wanted.")
            )
    if lines and not any(one.swing == FULL_SWING for one in lines):
        words = _("No criterion has 100 swing points.")
        yield GridError("criteria", words, _("Give 100 to the step from worst to best that is wanted most."))


def _order(lines: tuple[Criterion, ...]) -> Iterator[GridError]:
    if len(lines) > ORDERED:
        words = fill(_("By order, {n} criteria at most can be weighed exactly."), n=format_number(ORDERED))
        yield GridError("weighting", words, _("Give the weights by number."))
    for place, one in enumerate(lines):
        if one.importance is None or not 1 <= one.importance <= len(lines):
            words = _("The place in the order of importance is missing, or is none.")
            yield GridError(f"criteria[{place}].importance", words, _("Give 1 to the most important, 2 to the next."))


def _criterion(criteria: CriteriaSet, at: str, one: Criterion) -> Iterator[GridError]:
    scale = criteria.scale
    if one.threshold is not None and not scale.minimum <= one.threshold <= scale.maximum:
        words = fill(_("A threshold of {mark} lies outside the scale."), mark=scale.shown(one.threshold))
        remedy = fill(
            _("Give a mark from {low} to {high}."), low=scale.shown(scale.minimum), high=scale.shown(scale.maximum)
        )
        yield GridError(f"{at}.threshold", words, remedy)
    seen: set[int] = set()
    for place, level in enumerate(one.levels):
        if not scale.allows(level.mark):
            yield _off_scale(criteria, f"{at}.levels[{place}].mark", level.mark)
        if level.mark in seen:
            words = fill(_("The level of mark {mark} stands there twice."), mark=scale.shown(level.mark))
            yield GridError(f"{at}.levels[{place}].mark", words, _("Word each mark once."))
        seen.add(level.mark)


def _group(criteria: CriteriaSet, at: str, group: Group) -> Iterator[GridError]:
    if group.threshold_points is not None and group.threshold_points < 0:
        yield _negative(f"{at}.threshold")
    if group.threshold_marks is None:
        return
    members = sum(one.group == group.id for one in criteria.criteria)
    low, high = members * criteria.scale.minimum, members * criteria.scale.maximum
    if not low <= group.threshold_marks <= high:
        words = fill(
            _("The marks of this group add up to {low} at least and {high} at most."),
            low=criteria.scale.shown(low),
            high=criteria.scale.shown(high),
        )
        yield GridError(f"{at}.threshold_marks", words, _("Give a sum of marks between the two."))


# --- conditional maxima -----------------------------------------------------------------------------------------------


def _limits(criteria: CriteriaSet) -> Iterator[GridError]:
    scale = criteria.scale
    items = {item.id for item in criteria.checklist}
    for place, one in enumerate(criteria.limits):
        at = f"limits[{place}]"
        if one.criterion not in criteria.places:
            yield GridError(f"{at}.criterion", _("It names no criterion of this set."), _("Name one by its key."))
        if not scale.allows(one.most) or one.most >= scale.maximum:
            words = _("A conditional maximum is a mark of the scale below the highest.")
            yield GridError(f"{at}.most", words, _("Give the highest mark without the condition."))
        if one.kind is LimitKind.MARK:
            if one.of not in criteria.places or one.of == one.criterion:
                words = _("The condition names no other criterion of this set.")
                yield GridError(f"{at}.unless.criterion", words, _("Name one by its key."))
            elif not scale.allows(one.least) or one.least <= scale.minimum:
                words = _("The condition asks for a mark that is always there, or never.")
                yield GridError(f"{at}.unless.least", words, _("Give a mark of the scale above the lowest."))
        elif one.kind is LimitKind.PRIORITIES and not 1 <= one.least <= MOST["criteria"]:
            words = _("The condition asks for less than one priority, or for too many.")
            yield GridError(f"{at}.unless.priorities", words, _("Give a whole number from 1."))
        elif one.kind is LimitKind.ELIGIBILITY and one.of not in items:
            words = _("The condition names no item of the checklist.")
            yield GridError(f"{at}.unless.eligible", words, _("Name one by its key."))
    if _circular(criteria):
        words = _("Conditional maxima wait for each other in a circle.")
        yield GridError("limits", words, _("Take one of them away."))


def _circular(criteria: CriteriaSet) -> bool:
    waits: dict[str, set[str]] = {one: set() for one in criteria.places}
    for limit in criteria.limits:
        if limit.kind is LimitKind.MARK and {limit.criterion, limit.of} <= waits.keys():
            waits[limit.criterion].add(limit.of)
    while free := [one for one, others in waits.items() if not others]:
        for one in free:
            del waits[one]
        for others in waits.values():
            others.difference_update(free)
    return bool(waits)


# --- what is allowed, but should be known -----------------------------------------------------------------------------


def warnings(criteria: CriteriaSet) -> list[str]:
    """Return what is allowed but hardly meant: thresholds that nobody can reach, criteria that count for nothing."""
    found = []
    top = criteria.scale.high
    for group in criteria.groups:
        reach = sum((criteria.points_for(one, top) for one in criteria.criteria if one.group == group.id), top * 0)
        if group.threshold_points is not None and group.threshold_points > reach * 1000:
            found.append(fill(_("No proposal can reach the points asked for in “{group}”."), group=group.label.text()))
    if criteria.threshold_points is not None and criteria.threshold_points > criteria.points_max * 1000:
        found.append(_("No proposal can reach the points asked for in total."))
    idle = [one.key for one in criteria.criteria if not one.weight]
    if idle:
        found.append(fill(_("These criteria have no weight: {keys}."), keys=listed(idle)))
    return found

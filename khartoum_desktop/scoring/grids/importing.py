"""A criteria set read from JSON: everything is checked before anything is kept, and a refusal names the place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring.criteria import (
    UNIT,
    Aggregation,
    CriteriaSet,
    Criterion,
    Group,
    Item,
    Level,
    Limit,
    LimitKind,
    Scale,
    Weighting,
    Wording,
    decimal_text,
)
from khartoum_desktop.scoring.grids import exact, exchange
from khartoum_desktop.scoring.grids.model import LENGTHS, GridError, check
from khartoum_desktop.scoring.grids.origins import Origins
from khartoum_desktop.scoring.grids.parsing import (
    Object,
    Reader,
    list_at,
    number_at,
    object_at,
    one_of,
    optional_at,
    parsed,
    points_at,
    rows_at,
    shape,
    short,
    text_at,
    whole_at,
    words_at,
)
from khartoum_desktop.scoring.grids.weights import given, weighted

_LARGEST_FILE: Final = 8_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Read:
    """A set as a file says it, not yet under an id of its own.

    ignored: what in the file means nothing here; numbered: the keys of criteria that had none; origins: which criteria
    of an earlier set it says to continue.
    """

    criteria: CriteriaSet
    ignored: tuple[str, ...]
    numbered: tuple[str, ...] = ()
    origins: Origins = field(default_factory=Origins)


def read_file(path: Path) -> Read:
    """Return the set of a file; UserError when it is none, with the place that is wrong."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        sentence = fill(_("The file {file} cannot be read."), file=path.name)
        raise UserError(sentence, _("Check the path and try again.")) from error
    if len(content) > _LARGEST_FILE:
        most = format_number(_LARGEST_FILE // 1_000_000)
        sentence = fill(_("{file} is too large for a criteria set."), file=path.name)
        raise UserError(sentence, fill(_("Such a file has {n} megabytes at most."), n=most))
    try:
        return read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        sentence = fill(_("{file} is not written in UTF-8."), file=path.name)
        raise UserError(sentence, _("Save it as UTF-8 and import it again.")) from error


def read(text: str) -> Read:
    """Return the set that a JSON text says; UserError with the place that is wrong."""
    reader, whole = Reader(), {}
    try:
        whole = object_at(reader, "", parsed(text), _TOP)
        criteria = _built(reader, whole)
        check(criteria)
        origins = _origins(reader, whole, criteria)
    except GridError as error:
        raise error.located(whole) from error
    without = [place for place, row in enumerate(whole["criteria"]) if not row.get("key")]
    return Read(criteria, tuple(reader.ignored), tuple(criteria.criteria[place].key for place in without), origins)


# --- the parts of the file --------------------------------------------------------------------------------------------

_TOP: Final = frozenset({
    "name", "label", "key", "version", "scale", "aggregation", "weighting", "reason_for", "threshold_total", "groups",
    "criteria", "limits", "checklist", "points_max", "points_max_fraction", "from",
})  # fmt: skip
_FROM: Final = frozenset({"key", "version"})
_SCALE: Final = frozenset({"min", "max", "step"})
_GROUP: Final = frozenset({"key", "label", "threshold", "threshold_marks"})
_CRITERION: Final = frozenset({
    "key", "label", "weight", "weight_fraction", "threshold", "group", "question", "levels", "swing", "importance",
    "from",
})  # fmt: skip
_LEVEL: Final = frozenset({"mark", "text"})
_LIMIT: Final = frozenset({"criterion", "most", "unless"})
_UNLESS: Final = frozenset({"criterion", "least", "priorities", "eligible"})
_ITEM: Final = frozenset({"key", "label", "obligatory"})


# --- putting them together --------------------------------------------------------------------------------------------


def _built(reader: Reader, whole: Object) -> CriteriaSet:
    says = "label" if isinstance(whole.get("label"), dict) or whole.get("name") is None else "name"
    label = words_at(whole.get(says), "name", "name")
    key = text_at(whole["key"], "key", "key") if whole.get("key") is not None else ""
    version = 1 if whole.get("version") is None else whole_at(whole["version"], "version")
    if version < 1:
        raise GridError("version", _("Versions are counted from 1."), _("Give 1 or more, or leave it out."))
    low, high, step = _scale(reader, whole)
    weighting = one_of(Weighting, whole.get("weighting") or Weighting.NUMBER, "weighting")
    groups = list(_groups(reader, whole))
    rows = list(rows_at(reader, whole, "criteria", _CRITERION))
    if not rows:
        raise GridError("criteria", _("There are no criteria."), shape())
    keys = _keys_of(rows)
    lines = [_criterion(reader, at, row, key, groups) for (at, row), key in zip(rows, keys, strict=True)]
    items = [_item(at, row, place) for place, (at, row) in enumerate(rows_at(reader, whole, "checklist", _ITEM))]
    reasons = [
        _mark(reader, mark, f"reason_for[{place}]")
        for place, mark in enumerate(list_at(whole.get("reason_for"), "reason_for", "reason_for"))
    ]
    limits = [_limit(reader, at, row, lines, items) for at, row in rows_at(reader, whole, "limits", _LIMIT)]
    unit = exact.unit_for(reader.marks)
    if unit is None:
        words = _("The marks of this set are too fine, or too large, to be stored together.")
        raise GridError("scale", words, _("Use fewer decimals."))
    marks = _Marks(unit)
    aggregation = one_of(Aggregation, whole.get("aggregation") or Aggregation.DELEGATION, "aggregation")
    criteria = CriteriaSet(
        id="",
        key=key or exchange.key_for(label.text("en")),
        version=version,
        label=label,
        scale=Scale(marks.of(low), marks.of(high), marks.of(step), unit),
        criteria=tuple(line.in_units(marks, weighting) for line in lines),
        groups=tuple(
            replace(group, threshold_marks=None if least is None else marks.of(least)) for group, least in groups
        ),
        aggregation=aggregation,
        reason_for=frozenset(marks.of(mark) for mark in reasons),
        threshold_points=points_at(whole, "threshold_total", ""),
        weighting=weighting,
        limits=tuple(limit(marks) for limit in limits),
        checklist=tuple(items),
    )
    return _weighed(criteria, [line.weight for line in lines])


@dataclass(frozen=True, slots=True)
class _Marks:
    """Turns exact marks into whole numbers of the set's unit."""

    unit: int

    def of(self, mark: Fraction) -> int:
        return exact.whole(mark, self.unit)


@dataclass(frozen=True, slots=True)
class _Line:
    """A criterion whose numbers have no unit yet."""

    plain: Criterion
    weight: Fraction | None
    threshold: Fraction | None
    levels: tuple[tuple[Fraction, Wording], ...]

    def in_units(self, marks: _Marks, weighting: Weighting) -> Criterion:
        """Return the criterion with its marks in the set's unit."""
        levels = sorted((Level(marks.of(mark), words) for mark, words in self.levels), key=lambda level: level.mark)
        return replace(
            self.plain,
            threshold=None if self.threshold is None else marks.of(self.threshold),
            levels=tuple(levels),
            swing=self.plain.swing if weighting is Weighting.SWING else None,
            importance=self.plain.importance if weighting is Weighting.ORDER else None,
        )


def _mark(reader: Reader, value: object, at: str) -> Fraction:
    mark = number_at(value, at)
    reader.marks.append(mark)
    return mark


def _scale(reader: Reader, whole: Object) -> tuple[Fraction, Fraction, Fraction]:
    if whole.get("scale") is None:
        raise GridError("scale", _("The scale of the marks is missing."), shape())
    row = object_at(reader, "scale", whole["scale"], _SCALE)
    low, high = _mark(reader, row.get("min"), "scale.min"), _mark(reader, row.get("max"), "scale.max")
    step = Fraction(1) if row.get("step") is None else _mark(reader, row["step"], "scale.step")
    return low, high, step


def _groups(reader: Reader, whole: Object) -> Iterator[tuple[Group, Fraction | None]]:
    for place, (at, row) in enumerate(rows_at(reader, whole, "groups", _GROUP)):
        label = words_at(row.get("label"), f"{at}.label", "label")
        key = text_at(row["key"], f"{at}.key", "key") if row.get("key") is not None else str(place + 1)
        least = None
        if row.get("threshold_marks") is not None:
            least = _mark(reader, row["threshold_marks"], f"{at}.threshold_marks")
        points = points_at(row, "threshold", at)
        yield Group(key, key, label if label.text() else Wording(en=key), points), least


def _keys_of(rows: Sequence[tuple[str, Object]]) -> list[str]:
    """Return the key of each criterion; one without any is called by its place."""
    written = [text_at(row["key"], f"{at}.key", "key") if row.get("key") is not None else "" for at, row in rows]
    taken, found = {fold_key(key) for key in written}, []
    for place, key in enumerate(written, 1):
        made, number = key, place
        while not made or (not key and made in taken):
            made = str(number)
            number += len(rows)
        taken.add(fold_key(made))
        found.append(made)
    return found


def _criterion(reader: Reader, at: str, row: Object, key: str, groups: list[tuple[Group, Fraction | None]]) -> _Line:
    label = words_at(row.get("label"), f"{at}.label", "label")
    if not label.text():
        if row.get("key") is None:
            raise GridError(at, _("A criterion has neither key nor name."), shape())
        label = words_at(key, f"{at}.key", "label")
    levels = [
        (_mark(reader, level.get("mark"), f"{place}.mark"), words_at(level.get("text"), f"{place}.text", "text"))
        for place, level in rows_at(reader, row, "levels", _LEVEL, at)
    ]
    importance = row.get("importance")
    plain = Criterion(
        id=key,
        key=key,
        label=label,
        weight=0,
        group=_group_of(row.get("group"), f"{at}.group", groups),
        question=words_at(row.get("question"), f"{at}.question", "question"),
        swing=points_at(row, "swing", at),
        importance=None if importance is None else whole_at(importance, f"{at}.importance"),
    )
    threshold = None if row.get("threshold") is None else _mark(reader, row["threshold"], f"{at}.threshold")
    return _Line(plain, _weight(row, at), threshold, tuple(levels))


def _weight(row: Object, at: str) -> Fraction | None:
    """Return a criterion's weight: weight_fraction is the exact one, of which weight is the decimal number."""
    weight = optional_at(row, "weight", at, exact.WEIGHT_PLACES)
    exactly = optional_at(row, "weight_fraction", at, exact.WEIGHT_PLACES)
    if exactly is None or weight is None:
        return weight if exactly is None else exactly
    if weight != exactly and decimal_text(weight) != decimal_text(exactly):
        said = {"weight": short(row["weight"]), "fraction": short(row["weight_fraction"])}
        words = fill(_("The weight is {weight} and its weight_fraction is {fraction}: these are two weights."), **said)
        raise GridError(f"{at}.weight_fraction", words, _("Leave one of them out, or correct it."))
    return exactly


def _origins(reader: Reader, whole: Object, criteria: CriteriaSet) -> Origins:
    named = whole.get("from") or {}
    row = {"key": named} if isinstance(named, str) else object_at(reader, "from", named, _FROM)
    key = "" if row.get("key") is None else text_at(row["key"], "from.key", "key")
    version = None if row.get("version") is None else whole_at(row["version"], "from.version")
    return Origins(key, version, {
        one.key: None if line["from"] is None else text_at(line["from"], f"criteria[{place}].from", "key")
        for place, (one, line) in enumerate(zip(criteria.criteria, whole["criteria"], strict=True)) if "from" in line
    })  # fmt: skip


def _group_of(value: object, at: str, groups: list[tuple[Group, Fraction | None]]) -> str | None:
    """Return the id of the group of a key or a name; one that is not there yet is made."""
    if value is None:
        return None
    name = text_at(value, at, "label")
    if not name:
        return None
    wanted = fold_key(name)
    for group, _least in groups:
        texts = (group.key, group.label.ar, group.label.en, group.label.fr)
        if any(fold_key(text) == wanted for text in texts if text):
            return group.id
    key = name if len(name) <= LENGTHS["key"] else str(len(groups) + 1)
    made = Group(key, key, words_at(name, at, "label"))
    groups.append((made, None))
    return made.id


def _item(at: str, row: Object, place: int) -> Item:
    key = text_at(row["key"], f"{at}.key", "key") if row.get("key") is not None else str(place + 1)
    obligatory = row.get("obligatory")
    if obligatory is not None and not isinstance(obligatory, bool):
        raise GridError(f"{at}.obligatory", _("This is either true or false."), _("Write it without quotation marks."))
    return Item(key, key, words_at(row.get("label"), f"{at}.label", "label"), obligatory is not False)


def _limit(
    reader: Reader, at: str, row: Object, lines: Sequence[_Line], items: Sequence[Item]
) -> Callable[[_Marks], Limit]:
    most = _mark(reader, row.get("most"), f"{at}.most")
    unless = object_at(reader, f"{at}.unless", row.get("unless"), _UNLESS)
    criteria = {fold_key(line.plain.key): line.plain.id for line in lines}
    criterion = _known(row.get("criterion"), f"{at}.criterion", criteria)
    least = Fraction()
    if unless.get("criterion") is not None:
        kind, of = LimitKind.MARK, _known(unless["criterion"], f"{at}.unless.criterion", criteria)
        least = _mark(reader, unless.get("least"), f"{at}.unless.least")
    elif unless.get("priorities") is not None:
        kind, of = LimitKind.PRIORITIES, ""
        least = Fraction(whole_at(unless["priorities"], f"{at}.unless.priorities"))
    else:
        known = {fold_key(item.key): item.id for item in items}
        kind, of = LimitKind.ELIGIBILITY, _known(unless.get("eligible"), f"{at}.unless.eligible", known)
    is_mark = kind is LimitKind.MARK
    return lambda marks: Limit("", criterion, marks.of(most), kind, of, marks.of(least) if is_mark else int(least))


def _known(value: object, at: str, keys: dict[str, str]) -> str:
    key = text_at(value, at, "key")
    if fold_key(key) not in keys:
        words = fill(_("There is no “{key}” in this set."), key=short(key))
        raise GridError(at, words, fill(_("There are: {names}."), names=listed(list(keys.values())[:20]) or "–"))
    return keys[fold_key(key)]


def _weighed(criteria: CriteriaSet, numbers: Sequence[Fraction | None]) -> CriteriaSet:
    """Return the set with its weights: as given, or as they follow from swing points or order and must match them."""
    if criteria.weighting is Weighting.NUMBER:
        for place, number in enumerate(numbers):
            if number is None:
                words = _("The weight is missing.")
                raise GridError(f"criteria[{place}].weight", words, _("Give each criterion its weight."))
        found = [number for number in numbers if number is not None]
    else:
        check(replace(criteria, criteria=tuple(replace(one, weight=UNIT) for one in criteria.criteria)))
        found = list(given(criteria))
        for place, (number, due) in enumerate(zip(numbers, found, strict=True)):
            if number is not None and number != due:
                words = _("The weight {weight} does not follow from how the weights are given.")
                words = fill(words, weight=exact.text(number))
                remedy = fill(_("Leave it out; it is {weight}."), weight=exact.text(due))
                raise GridError(f"criteria[{place}].weight", words, remedy)
    weighed = weighted(criteria, found)
    if weighed is None:
        words = _("These weights are too fine, or too large, to be stored together.")
        raise GridError("criteria", words, _("Use decimals, and fewer of them."))
    return weighed

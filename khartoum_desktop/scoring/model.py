"""Marks, and what several assessors' marks add up to: pure rules on exact numbers."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, pgettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import clean_text, fold
from khartoum_desktop.scoring.criteria import UNIT, WIDE, Aggregation, CriteriaSet, Scale, Wording
from khartoum_desktop.scoring.grids import exact

REASON_LENGTH: Final = 1000

_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
_LONGEST_MARK: Final = 101  # beyond which no number is read


class Blank(StrEnum):
    """Why an assessor gives no mark; a criterion without any answer is *not assessed*, the fourth blank. None is 0."""

    ABSTAINED = "abstained"
    CONFLICT = "conflict"
    NOT_APPLICABLE = "not_applicable"


BLANKS: Final[Mapping[Blank | None, str]] = {
    None: N_("Not assessed"),
    Blank.ABSTAINED: N_("Abstained"),
    Blank.CONFLICT: N_("Conflict of interest"),
    Blank.NOT_APPLICABLE: N_("Not applicable"),
}


def blank_sign(blank: Blank | None) -> str:
    """Return the short sign of a blank; none of them could be taken for a zero."""
    signs = {
        None: "–",
        Blank.ABSTAINED: pgettext("sign of a blank mark: abstained", "A"),
        Blank.CONFLICT: pgettext("sign of a blank mark: conflict of interest", "C"),
        Blank.NOT_APPLICABLE: pgettext("sign of a blank mark: not applicable", "n/a"),
    }
    return signs[blank]


_UNTITLED: Final = Wording()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal as scoring and ranking need it."""

    id: str
    ref: str
    title: Wording = _UNTITLED
    country: str = ""
    restricted: bool = False  # marked wherever it is named, and left out of documents


# --- one mark ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What one assessor says to one criterion of one proposal: a mark (in mark units), or one of the blanks."""

    value: int | None = None
    blank: Blank | None = None
    reason: str = ""

    @property
    def given(self) -> bool:
        """Whether anything was said at all."""
        return self.value is not None or self.blank is not None


@dataclass(frozen=True, slots=True)
class Given:
    """One stored answer: whose, to what (ids), and what was said."""

    proposal: str
    criterion: str
    assessor: str
    value: int | None
    blank: str | None
    reason: str


def answer_stored(value: int | None, blank: str | None, reason: str) -> Answer:
    """Return an answer as it is stored; a blank that this version does not know counts as abstained."""
    if value is not None or blank is None:
        return Answer(value, None, reason)
    return Answer(None, Blank(blank) if blank in set(Blank) else Blank.ABSTAINED, reason)


def parse_mark(text: str, scale: Scale, named: str = "") -> int:
    """Return a written mark ("4", "٤", "3,5", ".33") in the scale’s units; refuse what is not on it, or is two of it.

    A fraction is a mark only where no decimal is it (1/3): "10/10" is meant otherwise. A comma is a decimal mark or, as
    in "1,000", parts the thousands, whichever is on the scale. `named` is how a refusal writes it.
    """
    written = fold(text[:_LONGEST_MARK]).strip()
    readings = {written.replace(",", ".")} | ({written.replace(",", "")} if _GROUPED.fullmatch(written) else set())
    found = {mark for one in readings if (mark := _mark(one, scale)) is not None}
    named = named or text.strip() or "–"
    if len(found) > 1:
        raise UserError(
            fill(_("“{mark}” can be read as two different marks."), mark=named),
            _("Write it without the comma, or with a point."),
        )
    if not found:
        raise _off_scale(named, scale)
    return found.pop()


def _mark(written: str, scale: Scale) -> int | None:
    number = exact.read(written)
    if number is None or ("/" in written and (number * 10**12).denominator == 1):
        return None
    value = number * scale.unit
    return int(value) if value.denominator == 1 and scale.allows(int(value)) else None


def _off_scale(written: str, scale: Scale) -> UserError:
    return UserError(
        fill(_("{mark} is not a mark of this scale."), mark=written),
        fill(
            _("Marks go from {low} to {high} in steps of {step}."),
            low=scale.shown(scale.minimum),
            high=scale.shown(scale.maximum),
            step=scale.shown(max(scale.step, 1)),
        ),
    )


def needs_reason(criteria: CriteriaSet, value: int | None) -> bool:
    """Tell whether the set asks for a reason with this mark."""
    return value is not None and value in criteria.reason_for


def checked(criteria: CriteriaSet, answer: Answer) -> Answer:
    """Return the answer fit to be stored; refuse a mark off the scale, two things at once, or a missing reason."""
    reason = clean_text(answer.reason)
    if answer.value is not None:
        if not criteria.scale.allows(answer.value):
            raise _off_scale(criteria.scale.shown(answer.value), criteria.scale)
        if answer.blank is not None:
            raise UserError(_("A mark and a blank cannot be given together."), _("Give one of the two."))
        if needs_reason(criteria, answer.value) and not reason:
            raise UserError(
                fill(_("A mark of {mark} needs a reason."), mark=criteria.scale.shown(answer.value)),
                _("Say in one sentence what in the proposal leads to this mark."),
            )
    if len(reason) > REASON_LENGTH:
        raise UserError(
            fill(_("The reason has {n} characters."), n=format_number(len(reason))),
            fill(_("Shorten it to {most}."), most=format_number(REASON_LENGTH)),
        )
    return Answer(answer.value, answer.blank, reason)


# --- several assessors ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """The marks of one proposal for one criterion, made one: its value on the scale, how many marks, least and most.

    agreed: the day (ISO 8601) on which a panel put its own mark in place of theirs; marks, low and high stay theirs.
    """

    value: Fraction
    marks: int
    low: int  # in mark units, as `high`
    high: int
    agreed: str | None = None

    def spread(self, scale: Scale) -> Fraction:
        """Return the range share (most − least) / length of the scale: 0 agreed, 1 from end to end."""
        return Fraction(self.high - self.low, scale.maximum - scale.minimum or 1)

    def divided(self, scale: Scale, wide: Fraction = WIDE) -> bool:
        """Tell whether the marks lie so far apart that they should be talked about, and no panel has agreed yet."""
        return self.agreed is None and self.marks > 1 and self.spread(scale) >= wide


@lru_cache(maxsize=1 << 16)
def cell(marks: tuple[tuple[str, int], ...], rule: Aggregation, unit: int = UNIT) -> Cell:
    """Return one value for the (delegation, mark) pairs of a criterion; at least one pair; their order never matters.

    One delegation, one voice: the assessors of a delegation are averaged first.
    """
    values = sorted(value for _delegation, value in marks)
    count = len(values)
    if rule is Aggregation.MEDIAN:
        exact = Fraction(values[(count - 1) // 2] + values[count // 2], 2 * unit)
    elif rule is Aggregation.MEAN:
        exact = Fraction(sum(values), count * unit)
    else:
        voices: dict[str, list[int]] = {}
        for delegation, value in marks:
            voices.setdefault(delegation, []).append(value)
        means = sum((Fraction(sum(voice), len(voice)) for voice in voices.values()), Fraction())
        exact = means / (len(voices) * unit)
    return Cell(exact, count, values[0], values[-1])


Cells = tuple[Cell | None, ...]  # one proposal's, in the order of the criteria


def cells(
    criteria: CriteriaSet, marks: Iterable[tuple[str, str, str, int]], voices: Mapping[str, str] | None = None
) -> dict[str, Cells]:
    """Put (proposal, criterion id, delegation, mark) rows together, criterion first; marks of other sets are left out.

    With `voices` the third item is an assessor, and voices gives each assessor's delegation.
    """
    delegations = voices or {}
    gathered: dict[str, list[list[tuple[str, int]] | None]] = {}
    places, width = criteria.places, len(criteria.criteria)
    pairs: dict[str, dict[int, tuple[str, int]]] = {}  # each pair once: a million small tuples keep the collector busy
    for proposal, criterion, who, value in marks:
        place = places.get(criterion)
        if place is None:
            continue
        row = gathered.get(proposal)
        if row is None:
            row = gathered[proposal] = [None] * width
        own = pairs.get(who)
        if own is None:
            own = pairs[who] = {}
        pair = own.get(value)
        if pair is None:
            pair = own[value] = (delegations.get(who, who), value)
        given = row[place]
        if given is None:
            row[place] = [pair]
        else:
            given.append(pair)
    rule, unit = criteria.aggregation, criteria.scale.unit
    return {
        proposal: tuple([None if given is None else cell(tuple(given), rule, unit) for given in row])
        for proposal, row in gathered.items()
    }


def assessments(
    criteria: CriteriaSet,
    found: Mapping[str, Cells],
    without: Mapping[str, Collection[int]],
    sheets: Iterable[tuple[str, str]],
    blanks: Iterable[tuple[str, str, str]],
) -> dict[str, int]:
    """Return how many whole assessments the counting sheets of each proposal make: as its least answered criterion has.

    found: what the marks on these sheets add up to; sheets: (proposal, assessor); blanks: (proposal, criterion,
    assessor) of answers without a mark. Sheets that answer a part of the criteria each make one together. What a panel
    agreed on, or decided not to apply (`without`), needs nobody's answer, and neither does what weighs nothing.
    """
    counting = set(sheets)
    made = dict(Counter(proposal for proposal, _assessor in counting))
    empty = Counter(
        (proposal, criteria.places.get(criterion))
        for proposal, criterion, assessor in blanks
        if (proposal, assessor) in counting
    )
    weighs = [bool(criterion.weight) for criterion in criteria.criteria]
    for proposal, count in made.items():
        row = found.get(proposal, (None,) * len(criteria.criteria))
        answered = [
            (one.marks if one else 0) + empty[proposal, place]
            for place, one in enumerate(row)
            if weighs[place] and place not in without.get(proposal, ()) and not (one and one.agreed)
        ]
        made[proposal] = min(answered, default=count)
    return made


# --- one score --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """A proposal's score as far as it is known (scoring rules 1 and 2 of the design; Salo & Hämäläinen's intervals).

    coverage: share of the weight that has marks; known: Σwx/Σw over the marked criteria, None without any;
    low, high: where the total may still end, the missing marks at the bottom or at the top; points: Σwx.
    """

    coverage: Fraction
    known: Fraction | None
    low: Fraction
    high: Fraction
    points: Fraction

    @property
    def total(self) -> Fraction | None:
        """Σwx/Σw on the set's scale, or None while a criterion has no mark."""
        return self.known if self.coverage == 1 else None


def score(criteria: CriteriaSet, values: Sequence[Fraction | None], without: Collection[int] = frozenset()) -> Score:
    """Return the exact score of one proposal from its values, one a criterion in the order of the set.

    `without` are the places of criteria that by decision do not apply: their weight goes to the others in proportion,
    and the points are those of the whole weight.
    """
    scale = criteria.scale
    weight = criteria.weight - sum(criteria.criteria[place].weight for place in without)
    common = lcm(*(value.denominator for value in values if value is not None))
    covered = points = 0  # in whole numbers: 180,000 additions of fractions would take most of a second
    for place, (criterion, value) in enumerate(zip(criteria.criteria, values, strict=True)):
        if value is not None and (not without or place not in without):
            covered += criterion.weight
            points += criterion.weight * value.numerator * (common // value.denominator)
    if not weight:
        return Score(Fraction(), None, scale.low, scale.high, Fraction())
    open_weight, base = weight - covered, common * weight
    return Score(
        coverage=Fraction(covered, weight),
        known=Fraction(points, common * covered) if covered else None,
        low=Fraction(points * scale.unit + open_weight * scale.minimum * common, base * scale.unit),
        high=Fraction(points * scale.unit + open_weight * scale.maximum * common, base * scale.unit),
        points=Fraction(points * criteria.weight, common * criteria.weight_unit * weight),
    )

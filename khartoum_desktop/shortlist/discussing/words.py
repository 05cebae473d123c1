"""Why a cell should be discussed, in sentences."""

from collections.abc import Iterator, Sequence
from typing import Final

from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.scoring.criteria import CriteriaSet, Scale, shown_mark
from khartoum_desktop.shortlist.discussing.model import Edge, Split, Standing, Topic, Voice
from khartoum_desktop.shortlist.shown import places_apart, shown_apart
from khartoum_desktop.shortlist.thresholds import Threshold, threshold_name

_ENDS: Final = 2  # so many delegations are named from each end


def sentences(topic: Topic, criteria: CriteriaSet, lists: Lists, edge: Edge | None = None) -> tuple[str, ...]:
    """Return why a cell should be discussed: first its marks, then what hangs on them."""
    return tuple(_said(topic, criteria, lists, edge))


def _said(topic: Topic, criteria: CriteriaSet, lists: Lists, edge: Edge | None) -> Iterator[str]:
    if topic.voices:
        marks = voices_words(topic.voices, criteria.scale, lists)
        yield fill(_("{marks} on {criterion}."), marks=marks, criterion=topic.criterion.key)
    for one in topic.beyond:
        yield one.sentence
    for split in topic.splits:
        yield _split(split, criteria, lists)
    parted = {(one.threshold.kind, one.threshold.key) for one in topic.splits}
    for threshold in topic.swings:
        if (threshold.kind, threshold.key) not in parted:
            yield _swing(threshold, criteria)
    if topic.crosses and edge is not None:
        yield _crossing(edge, inside=topic.line.id in edge.inside)
    if topic.tied:
        sentence = _("It shares rank {n} with others: what is agreed here may part them.")
        yield fill(sentence, n=format_number(topic.line.rank or 1))


def voices_words(voices: Sequence[Voice], scale: Scale, lists: Lists) -> str:
    """Return “5 from Italy, 2 from Sudan”; of many the two highest, how many between, and the two lowest."""
    words = [
        fill(_("{mark} from {delegation}"), mark=_marks(voice, scale), delegation=lists.label(PARTY, voice.delegation))
        for voice in voices
    ]
    between = len(words) - 2 * _ENDS
    if between > 0:
        counted = fill(ngettext("{n} more between", "{n} more between", between), n=format_number(between))
        words = [*words[:_ENDS], counted, *words[-_ENDS:]]
    return listed(words)


def _marks(voice: Voice, scale: Scale) -> str:
    high, low = voice.marks[0], voice.marks[-1]
    if high == low:
        return scale.shown(high)
    return fill(_("{low} to {high}"), low=scale.shown(low), high=scale.shown(high))


def _split(split: Split, criteria: CriteriaSet, lists: Lists) -> str:
    def who(codes: Sequence[str]) -> str:
        return listed(lists.label(PARTY, code) for code in codes)

    return fill(
        _("{what}: by the marks of {passed} the threshold of {needed} is passed, by those of {missed} it is not."),
        what=threshold_name(criteria, split.threshold),
        passed=who(split.passed),
        needed=shown_mark(split.threshold.needed),
        missed=who(split.missed),
    )


def _swing(threshold: Threshold, criteria: CriteriaSet) -> str:
    places = places_apart([threshold.low, threshold.needed])
    words = {"what": threshold_name(criteria, threshold), "needed": shown_apart(threshold.needed, places)}
    if threshold.status == "open":
        return fill(_("{what}: whether the threshold of {needed} is passed hangs on this mark."), **words)
    passed = _("{what}: the threshold of {needed} is passed with {points}; with the lowest mark given it would not be.")
    missed = _("{what}: the threshold of {needed} is missed with {points}; with the highest one it would be passed.")
    sentence = passed if threshold.status == "passed" else missed
    return fill(sentence, points=shown_apart(threshold.low, places), **words)


def _crossing(edge: Edge, *, inside: bool) -> str:
    sentence = (
        _("It is above the cut line of “{name}”; with the lowest mark given it would fall below it.")
        if inside
        else _("It is below the cut line of “{name}”; with the highest mark given it would rise above it.")
    )
    return fill(sentence, name=edge.name)


def standing_sentence(standings: Sequence[Standing], lists: Lists) -> str:
    """Say between which ranks a proposal lies by the marks of single delegations; "" where they agree or are alone."""
    if not standings or (standings[0].rank, standings[0].of) == (standings[-1].rank, standings[-1].of):
        return ""
    best, worst = standings[0], standings[-1]
    return fill(
        _("Rank {best} of {best_of} for {one}, rank {worst} of {worst_of} for {other}."),
        best=format_number(best.rank),
        best_of=format_number(best.of),
        one=lists.label(PARTY, best.delegation),
        worst=format_number(worst.rank),
        worst_of=format_number(worst.of),
        other=lists.label(PARTY, worst.delegation),
    )


def order_sentence() -> str:
    """Say in which order the cells come; printed with the list."""
    return _(
        "First come the cells beyond a conditional maximum, then those on which a threshold, the cut line or a shared "
        "rank hangs; then those that move the total most (weight × distance between the marks)."
    )

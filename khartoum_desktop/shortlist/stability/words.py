"""Stability in words: firm, leaning or open; bands of neighbours; what the draws were; how far a weight may move."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.i18n import N_, _, fill, ngettext, pgettext
from khartoum_desktop.core.numbers import format_number, format_percent, own_digits
from khartoum_desktop.scoring.criteria import shown_exactly
from khartoum_desktop.shortlist.stability.acceptability import Acceptability
from khartoum_desktop.shortlist.stability.intervals import Interval, Pair
from khartoum_desktop.shortlist.stability.model import Settings


class Firmness(StrEnum):
    """How well a rank stands when the weights are drawn at random."""

    FIRM = "firm"
    LEANING = "leaning"
    OPEN = "open"


_SENTENCES: Final[Mapping[Firmness, str]] = {
    Firmness.FIRM: N_("Firm: it keeps rank {rank} in {share} of the draws."),
    Firmness.LEANING: N_("Leaning: it keeps rank {rank} in {share} of the draws."),
    Firmness.OPEN: N_("Open: it keeps rank {rank} in only {share} of the draws."),
}


def firmness(share: Fraction, settings: Settings) -> Firmness:
    """Return the word for a rank that stays in a share of the draws."""
    if share >= settings.firm:
        return Firmness.FIRM
    return Firmness.LEANING if share >= settings.leaning else Firmness.OPEN


def firmness_word(firmness: Firmness) -> str:
    """Return the word for people, as on a badge."""
    words = {
        Firmness.FIRM: pgettext("rank", "Firm"),
        Firmness.LEANING: pgettext("rank", "Leaning"),
        Firmness.OPEN: pgettext("rank", "Open"),
    }
    return words[firmness]


def firmness_sentence(share: Fraction, rank: int, settings: Settings) -> str:
    """Say how well a rank stands."""
    sentence = _SENTENCES[firmness(share, settings)]
    return fill(_(sentence), rank=format_number(rank), share=shown_share(share))


def bands(found: Acceptability, settings: Settings) -> tuple[tuple[str, ...], ...]:
    """Return the proposals (ids) in bands, best first: a band ends where one firmly beats the next.

    Firmly: in at least that share of the draws from which a rank is called firm.
    """
    parted: list[list[str]] = []
    for place, name in enumerate(found.names):
        if not place or found.beats_next(place - 1) >= settings.firm:
            parted.append([])
        parted[-1].append(name)
    return tuple(map(tuple, parted))


def drawn_sentence(settings: Settings) -> str:
    """Say which weights were drawn, how many times, and with which seed; printed with every result."""
    which = {
        "any": _("Any weights"),
        "order": _("Any weights that keep the order of importance"),
        "box": fill(_("Each weight within {share} of the stated one"), share=f"±{_percent(settings.family.percent)}"),
    }[settings.family.kind]
    return fill(
        ngettext("{which}; {n} draw, seed {seed}.", "{which}; {n} draws, seed {seed}.", settings.draws),
        which=which,
        n=format_number(settings.draws),
        seed=own_digits(str(settings.seed)),
    )


def rule_sentence(settings: Settings) -> str:
    """Say from when a rank is called firm or leaning, and what a band is."""
    return fill(
        _(
            "A rank is firm when it stays in at least {firm} of the draws, leaning from {leaning}, else open. "
            "Neighbours are in one band while the upper one beats the next in under {firm}."
        ),
        firm=shown_share(settings.firm),
        leaning=shown_share(settings.leaning),
    )


def interval_sentences(interval: Interval, titles: Mapping[str, str]) -> tuple[str, ...]:
    """Say beyond which weights of a criterion who passes whom; one sentence an end, none where nothing happens."""
    below, above = _("Below {share}, {rises} passes {falls}."), _("Above {share}, {rises} passes {falls}.")
    ends = ((below, interval.low, interval.low_pair), (above, interval.high, interval.high_pair))
    return tuple(_passing(words, at, pair, titles) for words, at, pair in ends if pair is not None)


def _passing(words: str, at: Fraction, pair: Pair, titles: Mapping[str, str]) -> str:
    return fill(words, share=format_percent(at, 1), rises=titles[pair.rises], falls=titles[pair.falls])


def shown_share(share: Fraction) -> str:
    """Return a share of the draws as people read it: a rare one is not 0 %, a frequent one not 100 %."""
    one = Fraction(1, 100)
    if 0 < share < one:
        return fill(_("under {share}"), share=format_percent(one))
    if 1 - one < share < 1:
        return fill(_("over {share}"), share=format_percent(1 - one))
    return format_percent(Fraction(int(share * 100), 100))  # downwards: 89.6 % are not the 90 % that make a rank firm


def _percent(number: Fraction) -> str:
    return shown_exactly(number) + format_percent(Fraction()).removeprefix(format_number(0))

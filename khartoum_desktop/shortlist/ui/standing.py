"""How each line of the ranking stands when weights are drawn, as the page shows it: a badge, a band, sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from khartoum_desktop.core.i18n import N_, _, fill, language, listed
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.scoring.criteria import Criterion
from khartoum_desktop.shortlist.model import Line, Ranking
from khartoum_desktop.shortlist.stability.queries import Stability, explanation
from khartoum_desktop.shortlist.stability.words import Firmness, firmness, firmness_word, shown_share
from khartoum_desktop.toolkit.painting import ChipLook

_ICONS: Final[Mapping[Firmness, str]] = {
    Firmness.FIRM: "square-fill",
    Firmness.LEANING: "circle-half-fill",
    Firmness.OPEN: "circle",
}
_SENTENCES: Final[Mapping[Firmness, str]] = {
    Firmness.FIRM: N_("{ranks}. The rank is firm."),
    Firmness.LEANING: N_("{ranks}. The rank is leaning."),
    Firmness.OPEN: N_("{ranks}. The rank is open."),
}
_LETTERS: Final[Mapping[str, str]] = {"ar": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"}
_LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NAMED_RANKS: Final = 3
_NARROWEST: Final = 3


@dataclass(frozen=True)
class Standing:
    """The stability of a ranking, looked up by proposal."""

    stability: Stability

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {line.id: place for place, line in enumerate(self.stability.ranking.official)}

    @cached_property
    def _bands(self) -> Mapping[str, tuple[int, bool]]:
        """Which band each line is in (from 0), and whether it is its first."""
        bands = enumerate(self.stability.bands)
        return {one: (number, not place) for number, band in bands for place, one in enumerate(band)}

    def firmness(self, line: Line) -> Firmness | None:
        """Return the word for an official line's rank, None for the others."""
        place = self._places.get(line.id)
        return None if place is None else firmness(self.stability.stays(place), self.stability.settings)

    def chip(self, line: Line) -> ChipLook | None:
        """Return the badge of an official line."""
        word = self.firmness(line)
        return None if word is None else ChipLook(firmness_word(word), icon=_ICONS[word])

    def band(self, line: Line) -> str:
        """Return the letter of an official line's band."""
        found = self._bands.get(line.id)
        return "" if found is None else band_letter(found[0])

    def opens_band(self, line: Line) -> bool:
        """Tell whether a line is the first of its band."""
        return self._bands.get(line.id, (0, False))[1]

    def shares(self, line: Line) -> tuple[Fraction, ...]:
        """Return in which share of the draws an official line has each rank, the first first."""
        place = self._places.get(line.id)
        if place is None:
            return ()
        found = self.stability.found
        return tuple(found.share(place, rank) for rank in range(1, len(found.names) + 1))

    def draws_sentence(self, line: Line) -> str:
        """Say which ranks a line has most often, and how firm its own is."""
        word = self.firmness(line)
        if word is None or line.rank is None:
            return ""
        ranked = sorted(enumerate(self.shares(line), start=1), key=lambda pair: (-pair[1], pair[0]))
        named = [pair for pair in ranked[:_NAMED_RANKS] if pair[1]]
        parts = [
            fill(_("rank {rank} in {share} of the draws"), rank=format_number(rank), share=shown_share(share))
            for rank, share in named
        ]
        return fill(_(_SENTENCES[word]), ranks=listed(parts))


def band_letter(number: int) -> str:
    """Return the letter of a band (from 0) in the language's own order; doubled after the last one."""
    letters = _LETTERS.get(language(), _LATIN)
    return letters[number % len(letters)] * (1 + number // len(letters))


def move_sentence(ranking: Ranking, line: Line, above: Line) -> str:
    """Say which least move of weights would draw a line level with the one above, or that none does."""
    found = explanation(ranking, above, line)
    move, criteria = found.move, ranking.criteria.criteria
    if move is None:
        none = _("No weights lift it level with {ref}.")
        if found.has_ratios:
            none = _("No move of weight to one criterion was found that lifts it level with {ref}.")
        return fill(none, ref=above.candidate.ref)
    if not move.moved:
        return ""
    return fill(
        _("It draws level with {ref} if {share} of the weight goes from {from_criteria} to {to_criterion}."),
        ref=above.candidate.ref,
        share=format_percent(move.moved, 1),
        from_criteria=listed(named(criteria[place]) for place, _share in move.taken),
        to_criterion=named(criteria[move.given]),
    )


def holding_sentences(standing: Standing) -> tuple[str, ...]:
    """Say of the weights that may move least how far they may, until another one is first."""
    stability = standing.stability
    criteria = stability.ranking.criteria.criteria
    room = sorted(
        (min(safe.weight - safe.leader.low, safe.leader.high - safe.weight), place)
        for place, safe in enumerate(stability.safe)
        if safe.leader.low_pair is not None or safe.leader.high_pair is not None
    )
    return tuple(
        fill(
            _("{criterion}: from {low} to {high}, now {now}"),
            criterion=named(criteria[place]),
            low=format_percent(stability.safe[place].leader.low, 1),
            high=format_percent(stability.safe[place].leader.high, 1),
            now=format_percent(stability.safe[place].weight, 1),
        )
        for _room, place in room[:_NARROWEST]
    )


def named(criterion: Criterion) -> str:
    """Return a criterion's key and name."""
    return fill(_("{key} {name}"), key=criterion.key, name=criterion.label.text())

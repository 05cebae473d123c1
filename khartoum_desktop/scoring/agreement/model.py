"""How far the marks of one cell lie apart, in exact numbers where they are exact, and in words: strong, fair, weak."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum, isqrt, log2
from typing import Final, Literal

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.scoring.criteria import WIDE, Scale

Word = Literal["strong", "fair", "weak"]
WORDS: Final[Mapping[Word, str]] = {
    "strong": N_("strong agreement"),
    "fair": N_("fair agreement"),
    "weak": N_("weak agreement"),
}
ROUND_WORDS: Final[Mapping[Word | None, str]] = {
    "strong": N_("Over the whole round the assessors agree strongly."),
    "fair": N_("Over the whole round the assessors agree fairly."),
    "weak": N_("Over the whole round the assessors agree weakly, as panels often do: read ranks as bands."),
    None: N_("How far the assessors agree cannot be told yet: it takes two marks on one criterion, and unequal marks."),
}
RELIABLE: Final = Fraction(4, 5)  # Krippendorff's customary bounds for his coefficient
TENTATIVE: Final = Fraction(2, 3)
_PLACES: Final = 12
_PAIR: Final = 2  # so many marks can be compared


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the marks of one cell lie apart; None where it cannot be told (one mark, a scale of one level).

    range_share: (most − least) / length of the scale; variance: the sample's (n − 1), in marks²; deviation: its root to
    twelve places; within: r_WG = 1 − s² / ((A² − 1) / 12) for A levels (James, Demaree & Wolf 1984), below 0 where
    marks lie further apart than by chance; consensus: 1 + Σ p log2(1 − |x − mean| / length) (Tastle & Wierman 2007).
    """

    marks: int
    range_share: Fraction
    variance: Fraction | None
    deviation: Fraction | None
    within: Fraction | None
    consensus: float | None

    @property
    def within_shown(self) -> Fraction | None:
        """r_WG as it is shown: 0 where it is negative."""
        return None if self.within is None else max(self.within, Fraction())


def spread(marks: Iterable[int], scale: Scale) -> Spread:
    """Return how far marks (in mark units; in any order, at least one) lie apart on a scale."""
    values = sorted(marks)
    length, count = scale.maximum - scale.minimum, len(values)
    share = Fraction(values[-1] - values[0], length or 1)
    if count < _PAIR:
        return Spread(count, share, None, None, None, None)
    mean = Fraction(sum(values), count)
    variance = sum(((value - mean) ** 2 for value in values), Fraction()) / (count - 1)
    levels = len(scale.marks())
    chance = Fraction(levels**2 - 1, 12) * max(scale.step, 1) ** 2
    return Spread(
        count,
        share,
        variance / scale.unit**2,
        root(variance / scale.unit**2),
        1 - variance / chance if chance else None,
        _consensus(values, mean, length) if length else None,
    )


def root(number: Fraction) -> Fraction:
    """Return the square root of a number that is not negative, to twelve places: the same on every machine."""
    scaled = number * 4 * 10 ** (2 * _PLACES)
    return Fraction((isqrt(scaled.numerator // scaled.denominator) + 1) // 2, 10**_PLACES)


def _consensus(values: Sequence[int], mean: Fraction, length: int) -> float | None:
    if values[0] <= mean - length or values[-1] >= mean + length:
        return None  # marks that are not on the scale, from a file of elsewhere
    terms = (
        times / len(values) * log2(1 - abs(value - mean) / length) for value, times in sorted(Counter(values).items())
    )
    return round(1 + fsum(terms), _PLACES)


def word(share: Fraction, wide: Fraction = WIDE) -> Word:
    """Say a range share in a word: weak from the round's setting on, strong up to half of it, fair between."""
    if share >= wide:
        return "weak"
    return "strong" if 2 * share <= wide else "fair"


def word_of_alpha(alpha: Fraction | None) -> Word | None:
    """Say Krippendorff's coefficient in a word: strong from 0.8 on, fair from 2/3 on, else weak; None for none."""
    if alpha is None:
        return None
    if alpha >= RELIABLE:
        return "strong"
    return "fair" if alpha >= TENTATIVE else "weak"


def bounds_sentence(wide: Fraction = WIDE) -> str:
    """Say what the words mean for one cell."""
    return fill(
        _(
            "Strong: the marks lie at most {near} of the scale apart. Weak: {far} or more; such marks are talked about "
            "first. Fair: between."
        ),
        near=_share(wide / 2),
        far=_share(wide),
    )


def alpha_bounds_sentence() -> str:
    """Say what the words mean for the whole round."""
    return fill(
        _("Strong: Krippendorff’s α of {strong} or more. Fair: {fair} or more. Weak: below."),
        strong=format_number(RELIABLE, 1),
        fair=format_number(TENTATIVE, 2),
    )


def split_names(written: str) -> list[str]:
    """Return the names in a line, separated by commas or semicolons of any script."""
    return re.split(r"[,;،؛\n]", written)


def _share(share: Fraction) -> str:
    return format_percent(share, 0 if (share * 100).denominator == 1 else 1)

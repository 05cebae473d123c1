"""How a round draws weights."""

from fractions import Fraction

from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist.stability.model import Settings, read_family


def settings_of(current: Round) -> Settings:
    """Return how a round draws weights, and when it calls a rank firm."""
    whole = 1000
    firm, leaning = Fraction(current.firm, whole), Fraction(current.leaning, whole)
    return Settings(read_family(current.family), max(current.draws, 1), current.seed, firm, leaning)

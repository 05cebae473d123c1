"""The sandbox in words: shares, moves and tipping points."""

from fractions import Fraction
from functools import lru_cache

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number, format_percent, parse_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.shortlist.whatif.model import Board, Outcome, Standing, stays
from khartoum_desktop.shortlist.whatif.tipping import Tip

_ALL = 100


def share_text(share: Fraction) -> str:
    """Return a share as people write it: "18%", "18.5%"."""
    return format_percent(share, 0 if (share * _ALL).denominator == 1 else 1)


@lru_cache(maxsize=4096)
def read_share(text: str) -> Fraction:
    """Return the share of the whole that a text means ("18", "18.5 %"); UserError for anything else."""
    number = parse_number(text.replace("%", "").replace("٪", "").strip())
    if number is None or number.value is None or number.other is not None:
        raise UserError(_("This is not a percentage."), _("Write a number from 0 to 100."))
    if not 0 <= number.value <= _ALL:
        raise UserError(_("A weight lies between 0 and 100 percent."), _("Write a number from 0 to 100."))
    return number.value / _ALL


def move_text(standing: Standing) -> str:
    """Return by how many ranks a proposal moved, "=" for none, "–" where there is nothing to compare."""
    climbed = standing.climbed
    if climbed is None:
        return "–"
    return format_number(abs(climbed)) if climbed else "="


def move_words(standing: Standing) -> str:
    """Return the same as a sentence."""
    climbed = standing.climbed
    if climbed is None:
        return _("No official rank to compare")
    if not climbed:
        return _("Same rank as stored")
    n = abs(climbed)
    if climbed > 0:
        return fill(ngettext("Up by {n} rank", "Up by {n} ranks", n), n=format_number(n))
    return fill(ngettext("Down by {n} rank", "Down by {n} ranks", n), n=format_number(n))


def rank_text(standing: Standing) -> str:
    """Return the rank under trial weights, or the range of ranks that is open."""
    if standing.rank is not None:
        return format_number(standing.rank)
    low, high = format_number(standing.low), format_number(standing.high)
    return low if low == high else isolate_ltr(f"{low}–{high}")


def first_places(officials: int) -> int:
    """Return how many first places are watched: ten, or half of a short list."""
    return 10 if officials > 12 else max(1, (officials + 1) // 2)  # noqa: PLR2004 - ten of twelve say little


def tip_words(board: Board, tip: Tip, count: int) -> str:
    """Say what happens beyond a tipping point: above or below which weight who passes whom, and what that changes."""
    templates = {
        ("order", True): _("Above {share}: {over} passes {under}"),
        ("order", False): _("Below {share}: {over} passes {under}"),
        ("leader", True): _("Above {share}: {over} passes {under} and leads"),
        ("leader", False): _("Below {share}: {over} passes {under} and leads"),
        ("top", True): _("Above {share}: {over} enters the first {n} in place of {under}"),
        ("top", False): _("Below {share}: {over} enters the first {n} in place of {under}"),
    }
    lines = {name: board.ranking.line(ident) for name, ident in (("over", tip.over), ("under", tip.under))}
    refs = {name: line.candidate.ref if line else "–" for name, line in lines.items()}
    return fill(templates[tip.kind, tip.upwards], share=format_percent(tip.at, 1), n=format_number(count), **refs)


def moves_words(board: Board, outcome: Outcome, count: int) -> str:
    """Return how many ranks moved, and how many of the first ones stay."""
    kept, before = stays(board, outcome, count)
    n = outcome.moves
    moved = fill(ngettext("{n} rank moved", "{n} ranks moved", n), n=format_number(n)) if n else _("No rank moved")
    return fill(_("{moved}; {kept}"), moved=moved, kept=stays_words(kept, before))


def stays_words(kept: int, before: int) -> str:
    """Return how many of the first ranks stay."""
    return fill(_("{n} of the first {all} stay"), n=format_number(kept), all=format_number(before))

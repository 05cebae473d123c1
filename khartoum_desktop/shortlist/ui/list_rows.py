"""What the shortlist shows of a place: its columns and the words for costs and the cut line."""

from collections.abc import Sequence
from dataclasses import dataclass

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.shortlist.listing import Cost, Cut, Place
from khartoum_desktop.shortlist.model import Ranking
from khartoum_desktop.shortlist.ui.rank_rows import points_text, points_width, rank_text
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.table import ColumnView


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of the list, or (place None) the cut line with its sentence."""

    place: Place | None
    title: str = ""
    second: str = ""
    score: str = ""
    rank: str = ""
    sentence: str = ""


def place_row(place: Place, ranking: Ranking) -> PlaceRow:
    """Return what is shown of a place."""
    facts, line = place.facts, place.line
    title = facts.candidate.title.text() or _("This proposal is no longer in the workspace")
    second = dotted([facts.candidate.ref, restricted_mark(facts.restricted), facts.lead.text()])
    if line is None:
        return PlaceRow(place, title, second)
    return PlaceRow(place, title, second, points_text(ranking, line), rank_text(line))


def cost_text(cost: Cost) -> str:
    """Return what a proposal costs, or that nobody has said."""
    if cost.amount is None:
        return _("not known")
    return isolate_ltr(format_money(cost.amount, cost.currency))


def running_text(place: Place, cut: Cut) -> str:
    """Return the sum of all places down to this one, in the envelope's currency or in the place's own."""
    sums = dict(place.running)
    currency = cut.currency or place.cost.currency or next(iter(sums), "")
    return isolate_ltr(format_money(sums[currency], currency)) if currency in sums else "–"


def sums_text(places: Sequence[Place]) -> str:
    """Return what the places that are in cost together, by currency."""
    inside = [place for place in places if place.inside]
    sums = dict(inside[-1].running) if inside else {}
    return dotted(format_money(amount, currency) for currency, amount in sums.items())


def reason_chip(place: Place) -> ChipLook | None:
    """Return the tag that asks for a reason where one is needed, or says that the proposal was deleted."""
    if place.deleted:
        return ChipLook(_("deleted"), kind="warn")
    return ChipLook(_("Reason needed"), kind="warn") if place.wants_reason else None


def columns(cut: Cut, decimals: int = 1) -> list[ColumnView[PlaceRow]]:
    """Return the columns of the list; `decimals` of the points."""

    def spoken(row: PlaceRow) -> str:
        return row.sentence

    def reason(row: PlaceRow) -> str:
        place = row.place
        if place is None:
            return ""
        return place.entry.reason or (place.departure.sentence() if place.departure else "")

    return [
        ColumnView("position", _("Place"), lambda row: format_number(row.place.position) if row.place else row.sentence,
                   72, numeric=True, strong=lambda row: row.place is not None and row.place.inside,
                   muted=lambda row: row.place is not None and not row.place.inside, sortable=False,
                   tool_tip=spoken),
        ColumnView("title", _("Proposal"), lambda row: row.title, second=lambda row: row.second, sortable=False,
                   minimum=220),
        ColumnView("rank", _("Rank"), lambda row: row.rank, 62, numeric=True, sortable=False),
        ColumnView("score", _("Score"), lambda row: row.score, points_width(decimals), numeric=True, sortable=False),
        ColumnView("cost", _("Total cost"), lambda row: cost_text(row.place.cost) if row.place else "", 120,
                   numeric=True, muted=lambda row: row.place is not None and row.place.cost.amount is None,
                   sortable=False),
        ColumnView("running", _("Running cost"), lambda row: running_text(row.place, cut) if row.place else "", 126,
                   numeric=True, muted=lambda _row: True, sortable=False),
        ColumnView("reason", _("Reason"), reason, 156, chip=lambda row: reason_chip(row.place) if row.place else None,
                   tool_tip=reason, sortable=False),
    ]  # fmt: skip

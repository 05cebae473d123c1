"""What each document says: the shortlist and the consolidated register, from the same queries as the screens."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, language, listed
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.exporting.model import Cell, Kind, Money, Report, ReportColumn, totals_by_currency
from khartoum_desktop.exporting.values import cells_of, columns_of
from khartoum_desktop.proposals import queries as proposals
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS
from khartoum_desktop.proposals.lists import RESTRICTED
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.proposals.rates.model import EURO
from khartoum_desktop.proposals.rates.queries import standing
from khartoum_desktop.proposals.rates.showing import show_source, show_without
from khartoum_desktop.scoring.criteria import AGGREGATIONS, Wording
from khartoum_desktop.shortlist import queries as shortlists
from khartoum_desktop.shortlist.listing import Place, cut_sentences
from khartoum_desktop.shortlist.model import tie_sentence
from khartoum_desktop.shortlist.queries import Listing
from khartoum_desktop.workspace import Workspace


def register(work: Workspace, *, today: date, ticked: Collection[str] = ()) -> Report:
    """Return the consolidated register: every field of every proposal, one row each.

    Restricted proposals stay out, but for those `ticked` one by one (ids). The first column holds the hidden id by
    which the rows find their proposals again when the file comes back.
    """
    lists = proposals.lists_of(work)
    fields = [BY_KEY["ref"], BY_KEY["state"]]
    fields += [field for field in FIELDS if field.key not in {"ref", "state", "history"}]
    found = proposals.columns(work, proposals.ids(work), ["id", *(field.key for field in fields)])
    shown = [row for row in found if row["confidentiality"] != RESTRICTED or row["id"] in ticked]
    held = sum(row["confidentiality"] == RESTRICTED for row in shown)
    columns = [ReportColumn("id", _("Identifier"), Kind.CODE, 10, hidden=True)]
    columns += [column for field in fields for column in columns_of(field)]
    hidden = _hidden_refs(work, frozenset(ticked)) if any(row["copied_from"] for row in shown) else frozenset[str]()
    shown = [{**row, "copied_from": None} if row["copied_from"] in hidden else row for row in shown]
    rows = [
        (str(row["id"]), *(cell for field in fields for cell in cells_of(field, row[field.key], lists)))
        for row in shown
    ]
    return Report(
        name="Register",
        language=language(),
        lines=(_("Khartoum Process"), _("Register of proposals"), _as_of(today)),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*_rates_used(work, shown), *_held(held), *_left_out(len(found) - len(shown))),
        mark=_mark(held),
    )


def _hidden_refs(work: Workspace, ticked: frozenset[str]) -> frozenset[str]:
    """Return the references of all restricted proposals, deleted ones too, that a document must not name."""
    everything = [*proposals.ids(work), *proposals.ids(work, only=proposals.Filter(removed=True))]
    rows = proposals.columns(work, everything, ["id", "ref", "confidentiality"])
    return frozenset(
        str(row["ref"]) for row in rows if row["confidentiality"] == RESTRICTED and row["id"] not in ticked
    )


def _rates_used(work: Workspace, rows: Sequence[Mapping[str, FieldValue]]) -> list[str]:
    """Return by which rates the amounts in euro were computed, and which amounts have none."""
    now = standing(work)
    costs = [cost for row in rows if isinstance(cost := row["budget_total"], Amount)]
    used = {rate.currency: rate for cost in costs for rate in now.used(cost.currency or EURO, EURO)}
    shown = "; ".join(strip_isolates(show_source(used[code])) for code in sorted(used))
    without = replace(now, reporting=EURO).total(cost for cost in costs if cost.thousandths is not None)
    notes = [_filled(_("Amounts in euro by these rates to one euro: {rates}"), rates=shown)] if used else []
    return notes + [_filled(_("Amounts in euro: {without}"), without=said) for said in [show_without(without)] if said]


def shortlist(work: Workspace, *, today: date, name: str | None = None, ticked: Collection[str] = ()) -> Report:
    """Return a shortlist (default: the one made last) as a table in its order, with the cut line and its notes.

    A frozen list says the same on every later day. Restricted proposals stay out, also those that became so since, but
    for those `ticked` one by one (ids).
    """
    listing = shortlists.listing(work, shortlists.latest(work, name))
    one, criteria = listing.shortlist, listing.ranking.criteria
    restricted = restricted_places(work, listing.places)
    shown = [p for p in listing.places if p.entry.proposal not in restricted or p.entry.proposal in ticked]
    held = sum(place.entry.proposal in restricted for place in shown)
    version = _filled(_("{name}, version {n}"), name=criteria.label.text(), n=format_number(criteria.version))
    return Report(
        name="Shortlist",
        language=language(),
        lines=(
            _("Khartoum Process"),
            _filled(_("Shortlist {name}"), name=one.name),
            _filled(_("Frozen on {date}"), date=format_date(one.frozen_on)) if one.is_frozen else _as_of(today),
        ),
        columns=(
            ReportColumn("id", _("Identifier"), Kind.CODE, 10, hidden=True),
            ReportColumn("position", _("No."), Kind.NUMBER, 5),
            ReportColumn("rank", _("Rank"), Kind.NUMBER, 8),
            ReportColumn("ref", _("Reference"), Kind.CODE, 18),
            ReportColumn("title", _("Title"), Kind.TEXT, 36),
            ReportColumn("lead", _("Lead"), Kind.TEXT, 13),
            ReportColumn("partners", _("Partners"), Kind.TEXT, 24),
            ReportColumn("priorities", _("Priorities"), Kind.TEXT, 24),
            ReportColumn("jvap", _("JVAP"), Kind.CODE, 9),
            ReportColumn("budget", _("Total cost"), Kind.AMOUNT, 15),
            ReportColumn("months", _("Duration (months)"), Kind.NUMBER, 10),
            ReportColumn("points", _("Points"), Kind.SCORE, 9, places=listing.ranking.decimals),
            ReportColumn("state", _("State"), Kind.TEXT, 14),
            ReportColumn("remark", _("Remark"), Kind.TEXT, 26),
        ),
        rows=tuple(_row(place) for place in shown),
        notes=(
            *([strip_isolates(listing.hidden)] if listing.hidden else []),
            *_cut(listing),
            *_totals(shown, cut=listing.cut.drawn),
            _filled(_("Assessment round: {name}"), name=listing.round.text()),
            _filled(_("Criteria: {name}"), name=version),
            strip_isolates(_(AGGREGATIONS[criteria.aggregation])),
            strip_isolates(tie_sentence(listing.ranking)),
            *_held(held),
            *_left_out(len(listing.places) - len(shown)),
        ),
        mark=_mark(held),
        cut=sum(1 for place in shown if place.inside) if listing.cut.drawn else None,
    )


def _cut(listing: Listing) -> list[str]:
    if not listing.cut.drawn:
        return []
    return [strip_isolates(one) for one in cut_sentences(listing.ranking, listing.places, listing.cut)]


def restricted_places(work: Workspace, places: Sequence[Place]) -> set[str]:
    """Return the ids of a shortlist's proposals that were restricted when it was frozen, or are now."""
    ids = [place.entry.proposal for place in places]
    now = proposals.columns(work, ids, ["id", "confidentiality"])
    then = {place.entry.proposal for place in places if place.facts.restricted}
    return then | {str(row["id"]) for row in now if row["confidentiality"] == RESTRICTED}


def _row(place: Place) -> tuple[Cell, ...]:
    facts, line, cost = place.facts, place.line, place.cost
    return (
        place.entry.proposal,
        place.position,
        line.rank if line else None,
        facts.candidate.ref,
        facts.candidate.title.text(),
        facts.lead.text() or None,
        _lines(facts.partners),
        _lines(facts.priorities),
        "\n".join(facts.jvap) or None,
        None if cost.amount is None else Money(cost.amount, cost.currency or ""),
        facts.months,
        line.points if line else None,
        facts.state.text() or None,
        _remark(place),
    )


def _filled(template: str, **values: str) -> str:
    """Return a sentence for a document, without the marks that the window needs for mixed directions."""
    return strip_isolates(fill(template, **values))


def _lines(words: Sequence[Wording]) -> str | None:
    return "\n".join(word.text() for word in words) or None


def _remark(place: Place) -> str | None:
    words = [] if place.inside else [_("In reserve")]
    words += [strip_isolates(place.departure.sentence())] if place.departure else []
    words += [place.entry.reason] if place.entry.reason else []
    return "\n".join(words) or None


def _as_of(today: date) -> str:
    return _filled(_("Draft as of {date}"), date=format_date(today.isoformat()))


def _totals(shown: Sequence[Place], *, cut: bool) -> list[str]:
    here = [place for place in shown if not place.deleted]
    inside = [place for place in here if place.inside]
    found = [_sum(_("Sum of the costs above the cut line: {amounts}"), inside)] if cut else []
    found += [_sum(_("Sum of the costs: {amounts}"), here)]
    unknown = sum(1 for place in here if place.cost.amount is None or place.cost.currency is None)
    if unknown:
        found.append(_filled(_("Proposals without a known cost: {n}"), n=format_number(unknown)))
    return [sentence for sentence in found if sentence]


def _sum(template: str, found: Sequence[Place]) -> str:
    sums, _unknown = totals_by_currency([(place.cost.amount, place.cost.currency) for place in found])
    words = [format_money(amount, currency) for currency, amount in sorted(sums.items())]
    return _filled(template, amounts=listed(words)) if words else ""


def _held(count: int) -> list[str]:
    return [_filled(_("Restricted proposals in this document: {n}"), n=format_number(count))] if count else []


def _mark(held: int) -> str:
    return _("RESTRICTED") if held else ""


def _left_out(count: int) -> list[str]:
    return [_filled(_("Restricted proposals left out: {n}"), n=format_number(count))] if count else []

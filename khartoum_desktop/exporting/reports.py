"""What each document says: the shortlist and the consolidated register, from the same queries as the screens."""

from collections.abc import Sequence
from datetime import date

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, language
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.exporting.model import Cell, Kind, Money, Report, ReportColumn, totals_by_currency
from khartoum_desktop.exporting.values import cells_of, columns_of, line_words
from khartoum_desktop.proposals import queries as proposals
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import FieldValue, as_lines
from khartoum_desktop.scoring.criteria import AGGREGATIONS
from khartoum_desktop.scoring.queries import current_round
from khartoum_desktop.shortlist import queries as shortlists
from khartoum_desktop.shortlist.listing import Place
from khartoum_desktop.shortlist.model import tie_sentence
from khartoum_desktop.workspace import Workspace

# restricted proposals stay out of every document unless they are asked for one by one
RESTRICTED = "restricted"


def register(work: Workspace, *, today: date, only: Sequence[str] | None = None) -> Report:
    """Return the consolidated register: every field of every proposal (or of `only`, ids), one row each.

    The first column holds the hidden id by which the rows find their proposals again when the file comes back.
    """
    lists = proposals.lists_of(work)
    fields = [BY_KEY["ref"], BY_KEY["state"]]
    fields += [field for field in FIELDS if field.key not in {"ref", "state", "history", "reporting_amount_eur"}]
    wanted = list(only) if only is not None else proposals.ids(work)
    found = proposals.columns(work, wanted, ["id", *(field.key for field in fields)])
    shown = [row for row in found if row["confidentiality"] != RESTRICTED]
    columns = [ReportColumn("id", _("Identifier"), Kind.CODE, 10, hidden=True)]
    columns += [column for field in fields for column in columns_of(field)]
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
        notes=tuple(_left_out(len(found) - len(shown))),
    )


_SHORTLIST_FIELDS = ("lead_country", "parties", "priorities", "jvap", "budget_total", "duration_months",
                     "confidentiality", "state")  # fmt: skip


def shortlist(work: Workspace, *, today: date, name: str | None = None) -> Report:
    """Return a shortlist (default: the one made last) as a table in its order, with the cut line and its notes."""
    lists = proposals.lists_of(work)
    one = shortlists.latest(work, name)
    listing = shortlists.listing(work, one)
    ids = [place.entry.proposal for place in listing.places]
    by_id = {str(row["id"]): row for row in proposals.columns(work, ids, ["id", *_SHORTLIST_FIELDS])}
    columns = (
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
        ReportColumn("points", _("Points"), Kind.SCORE, 9, places=1),
        ReportColumn("state", _("State"), Kind.TEXT, 14),
        ReportColumn("remark", _("Remark"), Kind.TEXT, 26),
    )

    def row_of(place: Place) -> tuple[Cell, ...]:
        values = by_id.get(place.entry.proposal, {})
        lead = str(values.get("lead_country") or "")
        parties = as_lines(values.get("parties"))
        others = [lists.label(PARTY, str(party["name"])) for party in parties if party.get("name") not in {None, lead}]
        line = place.line
        return (
            place.position,
            line.rank if line else None,
            line.candidate.ref if line else None,
            line.candidate.title.text() if line else None,
            lists.label(PARTY, lead),
            "\n".join(others) or None,
            _codes(values.get("priorities"), "priorities", lists),
            _codes(values.get("jvap"), "jvap", lists),
            None if place.cost.amount is None else Money(place.cost.amount, place.cost.currency or ""),
            _number(values.get("duration_months")),
            line.points if line else None,
            lists.label("state", str(values.get("state") or "")) or None,
            _remark(place),
        )

    restricted = {ident for ident, row in by_id.items() if row["confidentiality"] == RESTRICTED}
    shown = [place for place in listing.places if place.entry.proposal not in restricted]
    rows = tuple(row_of(place) for place in shown)
    inside = sum(1 for place in shown if place.inside)
    state = fill(_("Frozen on {date}"), date=format_date(one.frozen_on)) if one.is_frozen else _as_of(today)
    criteria = shortlists.current_ranking(work).criteria
    return Report(
        name="Shortlist",
        language=language(),
        lines=(_("Khartoum Process"), _filled(_("Shortlist {name}"), name=one.name), strip_isolates(state)),
        columns=columns,
        rows=rows,
        notes=(
            *_totals(shown),
            _filled(_("Assessment round: {name}"), name=current_round(work).label.text()),
            strip_isolates(_(AGGREGATIONS[criteria.aggregation])),
            strip_isolates(tie_sentence(criteria)),
            *_left_out(len(listing.places) - len(shown)),
        ),
        cut=inside if inside < len(rows) else 0,
    )


def _filled(template: str, **values: str) -> str:
    """Return a sentence for a document, without the marks that the window needs for mixed directions."""
    return strip_isolates(fill(template, **values))


def _codes(value: FieldValue, key: str, lists: Lists) -> str | None:
    return "\n".join(line_words(BY_KEY[key], line, lists) for line in as_lines(value)) or None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _remark(place: Place) -> str | None:
    words = [strip_isolates(place.departure.sentence())] if place.departure else []
    if place.entry.reason:
        words.append(place.entry.reason)
    return "\n".join(words) or None


def _as_of(today: date) -> str:
    return _filled(_("Draft as of {date}"), date=format_date(today.isoformat()))


def _totals(shown: Sequence[Place]) -> list[str]:
    sums, unknown = totals_by_currency([(place.cost.amount, place.cost.currency) for place in shown])
    words = [format_money(amount, currency) for currency, amount in sorted(sums.items())]
    lines = [_filled(_("Sum of the costs: {amounts}"), amounts=_(", ").join(words))] if words else []
    if unknown:
        lines.append(_filled(_("Proposals without a known cost: {n}"), n=format_number(unknown)))
    return lines


def _left_out(count: int) -> list[str]:
    return [_filled(_("Restricted proposals left out: {n}"), n=format_number(count))] if count else []

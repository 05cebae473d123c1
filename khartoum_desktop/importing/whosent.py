"""From which country the rows of a sheet come that name none themselves: said, remembered, read above the table."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.model import Decisions, Reason, SheetPlan, Weight
from khartoum_desktop.proposals.lists import PARTY, Lists

if TYPE_CHECKING:
    from khartoum_desktop.importing.building import Source

DECIDED, REMEMBERED, TITLE, OWN = "decided", "remembered", "title", "own"
_NO_COUNTRY: Final = Reason(
    N_("The row names no country, and the country of its sender is not known."), (), Weight.HOLDS
)
_CONFLICT: Final = N_(
    "The lines above the table name {named}, while {remembered} was said for this header before: say which it is."
)


@dataclass(frozen=True, slots=True)
class WhoSent:
    """The country of a sheet's sender and how it is known."""

    country: str | None = None
    reason: str = ""  # DECIDED, REMEMBERED, TITLE, OWN or "" = nobody knows
    trouble: Reason = _NO_COUNTRY  # of a row that needs the country


def who_sent(plan: SheetPlan, decisions: Decisions, source: "Source") -> WhoSent:
    """Return from which country a sheet comes.

    What a person says of the sheet counts first; what they say of the file, for the sheets that name no country
    themselves; then what was said for the same sender and header, unless the title block contradicts it.
    """
    named, own = plan.named_country, decisions.of(plan.name).sender_country
    tables = sum(1 for sheet in source.workbook.sheets if sheet.rows)
    if own or (decisions.sender_country and (named is None or tables == 1)):
        return WhoSent(own or decisions.sender_country, DECIDED)
    before = plan.remembered.sender_country if plan.remembered else None
    if before and named not in (None, before) and not (plan.remembered and plan.remembered.saw(named)):
        return WhoSent(trouble=_conflict(str(named), before, source.lists))
    if before:
        return WhoSent(before, REMEMBERED)
    if named:
        return WhoSent(named, TITLE)
    return WhoSent(source.own_country, OWN) if source.own_country and not plan.is_sender_open else WhoSent()


def _conflict(named: str, before: str, lists: Lists) -> Reason:
    words = (("named", lists.names(PARTY, named)), ("remembered", lists.names(PARTY, before)))
    return Reason(_CONFLICT, words, Weight.HOLDS)


def known_country(plan: SheetPlan) -> str | None:
    """Return the country of a sheet's sender unless it is only our own, while the sheet's rows name theirs."""
    names = any(column.applied == "lead_country" for column in plan.columns)
    return None if names and plan.sender_from == OWN else plan.sender_country

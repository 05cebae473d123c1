"""The rules between fields: what does not go together. None of it keeps anything from being saved."""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.dates import first_day, last_day
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.proposals.attachments.model import check_consents
from khartoum_desktop.proposals.model import Line, Problem, Values, is_date, number
from khartoum_desktop.proposals.rates.model import NO_RATES, Standing
from khartoum_desktop.proposals.rates.sums import check_sums

# whose presence makes a proposal bilateral or multilateral; implementers, funders and observers do not count
_SIDES: Final = frozenset({"lead", "co_sponsor", "beneficiary"})
_TWO: Final = 2


def check_together(values: Values, now: Standing = NO_RATES) -> list[Problem]:
    """Return what does not go together in a proposal; `now` holds the rates for sums in several currencies."""
    return [
        *_dates_in_order(values),
        *_framework_fits(values),
        *check_sums(values, now),
        *_people_fit(values),
        *check_consents(values),
    ]


def _soft(field: str, reason: str, sentence: str) -> list[Problem]:
    return [Problem(field, reason, sentence, refuses=False)]


def lines_in(values: Values, key: str) -> Sequence[Line]:
    """Return the lines of one of a proposal's tables."""
    found = values.get(key)
    return () if found is None or isinstance(found, str | int) else found


def _dates_in_order(values: Values) -> list[Problem]:
    start, end = values.get("start_planned"), values.get("end_planned")
    if not (isinstance(start, str) and isinstance(end, str) and is_date(start) and is_date(end)):
        return []
    if last_day(end) < first_day(start):
        return _soft("end_planned", "order", _("The planned end lies before the planned start."))
    return []


def sides(values: Values) -> frozenset[str]:
    """Return who stands behind a proposal: the submitting party, leads, co-sponsors and beneficiaries."""
    named = {line.get("name") for line in lines_in(values, "parties") if line.get("role") in _SIDES}
    return frozenset(str(name) for name in named | {values.get("lead_country")} if name)


def _framework_fits(values: Values) -> list[Problem]:
    framework, n = values.get("framework"), len(sides(values))
    if not lines_in(values, "parties") or framework not in {"bilateral", "multilateral"}:
        return []
    if framework == "bilateral" and n != _TWO:
        template = N_("Bilateral means exactly two parties; {n} are named.")
    elif framework == "multilateral" and n <= _TWO:
        template = N_("Multilateral means three parties or more; {n} are named.")
    else:
        return []
    return _soft("framework", "parties", fill(_(template), n=number(n)))


def _people_fit(values: Values) -> list[Problem]:
    total, women, men = (values.get(f"beneficiaries_{name}") for name in ("total", "women", "men"))
    if isinstance(total, int) and isinstance(women, int) and isinstance(men, int) and women + men > total:
        return _soft("beneficiaries_total", "sum", _("Women and men are together more than the total."))
    return []

"""Tags of the Humanitarian Exchange Language (hxlstandard.org): a row under the header that says what columns hold."""

import re
from typing import Final

from khartoum_desktop.core.money import CURRENCIES

# a tag and an attribute that it must have ("" = any) -> target; the first that fits counts
_MEANINGS: Final = (
    ("activity", "code", "ref"),
    ("activity", "id", "ref"),
    ("activity", "description", "summary"),
    ("activity", "", "title"),
    ("org", "impl", "party_implementing"),
    ("org", "funder", "party_funding"),
    ("org", "donor", "party_funding"),
    ("country", "", "party_beneficiary"),
    ("adm1", "name", "locations"),
    ("adm2", "name", "locations"),
    ("adm3", "name", "locations"),
    ("loc", "name", "locations"),
    ("date", "start", "start_planned"),
    ("date", "end", "end_planned"),
    ("value", "", "budget_total"),
    ("budget", "", "budget_total"),
    ("currency", "", "currency"),
    ("description", "", "summary"),
    ("contact", "email", "contact_email"),
    ("contact", "phone", "contact_phone"),
    ("contact", "name", "contact_name"),
    ("beneficiary", "", "beneficiaries_total"),
    ("sector", "", "crs"),
    ("status", "", "funding_status"),
)
# attributes with which a tag tells of something else: the kind of an organisation, where people fled from
_ELSE: Final = {
    "org": frozenset({"type", "code", "id", "num", "count", "url", "email", "phone", "contact", "country"}),
    "country": frozenset(
        {"funder", "donor", "impl", "origin", "provider", "source", "src", "org", "flag", "nationality"}
    ),
    "date": frozenset({"funder", "impl", "actual", "reported", "reporting", "updated"}),
    "value": frozenset({"pct", "percent", "ratio", "spent", "paid", "disbursed", "disbursement", "expenditure"}),
    "sector": frozenset({"type"}),
    "beneficiary": frozenset({"type", "name"}),
    "description": frozenset({"keywords", "definition"}),
    **dict.fromkeys(("adm1", "adm2", "adm3", "loc"), frozenset({"origin", "provider", "type"})),
}
# with these alone a tag #activity is the project itself, not one of its other sides
_NAMING: Final = frozenset({"name", "title", "project", "programme", "activity", "appeal", "plan", "main", "list"})
_LANGUAGE: Final = re.compile(r"i_\w+|[a-z]{2}")
_PARTS: Final = re.compile(r"\s*\+\s*")


def currency_of_tag(tag: str) -> str | None:
    """Return the code of the currency that a tag names: "#value+eur"; None where it names none or several."""
    found = {part.upper() for part in _PARTS.split(tag.strip())[1:]} & CURRENCIES.keys()
    return found.pop() if len(found) == 1 else None


def target_of_tag(tag: str) -> str | None:
    """Return the target that a tag such as "#activity+name" means; None for a tag that means none of ours."""
    name, *attributes = _PARTS.split(tag.strip().lower().removeprefix("#"))
    if not _ELSE.get(name, frozenset()).isdisjoint(attributes):
        return None
    for meant, attribute, target in _MEANINGS:
        if target == "title" and not all(one in _NAMING or _LANGUAGE.fullmatch(one) for one in attributes):
            continue
        if name == meant and (not attribute or attribute in attributes):
            return target
    return None

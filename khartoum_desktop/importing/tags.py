"""Tags of the Humanitarian Exchange Language (hxlstandard.org): a row under the header that says what columns hold."""

import re
from typing import Final

from khartoum_desktop.core.money import CURRENCIES

# a tag and an attribute that it must have ("" = any) -> target; the first that fits counts
_MEANINGS: Final = (
    ("activity", "code", "ref"),
    ("activity", "id", "ref"),
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
_PARTS: Final = re.compile(r"\s*\+\s*")


def currency_of_tag(tag: str) -> str | None:
    """Return the code of the currency that a tag names: "#value+eur"; None where it names none or several."""
    found = {part.upper() for part in _PARTS.split(tag.strip())[1:]} & CURRENCIES.keys()
    return found.pop() if len(found) == 1 else None


def target_of_tag(tag: str) -> str | None:
    """Return the target that a tag such as "#activity+name" means; None for a tag that means none of ours."""
    name, *attributes = _PARTS.split(tag.strip().lower().removeprefix("#"))
    for meant, attribute, target in _MEANINGS:
        if name == meant and (not attribute or attribute in attributes):
            return target
    return None

"""What a column of a sheet can mean: the catalogue's fields, and the few things that only a sheet says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.proposals.fields import FIELDS, Type


class Reading(Enum):
    """How the cells of a column are read."""

    NOTHING = "nothing"  # known, and written to no field: a serial number
    TEXT = "text"
    LONG = "long"
    LINES = "lines"
    SCRIPT = "script"  # a text whose language the script decides, one or two languages in a cell
    COUNTRY = "country"
    PARTIES = "parties"
    CHOICE = "choice"
    CODES = "codes"
    MONEY = "money"
    CURRENCY = "currency"
    DATE = "date"
    MONTHS = "months"
    COUNT = "count"
    REFERENCE = "reference"
    IDENTIFIER = "identifier"
    RESULTS = "results"
    INDICATORS = "indicators"
    RISKS = "risks"


@dataclass(frozen=True, slots=True)
class Target:
    """One meaning of a column; `field` is the catalogue's key, `role` that of the parties named in it."""

    key: str
    label: str
    reading: Reading
    field: str = ""
    role: str = ""
    scheme: str = ""


_BY_TYPE: Final[Mapping[Type, Reading]] = {
    Type.TEXT: Reading.TEXT,
    Type.LONG: Reading.LONG,
    Type.LINES: Reading.LINES,
    Type.CHOICE: Reading.CHOICE,
    Type.COUNTRY: Reading.COUNTRY,
    Type.NUMBER: Reading.COUNT,
    Type.MONEY: Reading.MONEY,
    Type.DATE: Reading.DATE,
    Type.CODES: Reading.CODES,
}

_OWN: Final = (
    Target("title", N_("Title (by script)"), Reading.SCRIPT, "title"),
    Target("summary", N_("Summary (by script)"), Reading.SCRIPT, "summary"),
    Target("party_implementing", N_("Implementing party"), Reading.PARTIES, "parties", "implementing"),
    Target("party_funding", N_("Funding party"), Reading.PARTIES, "parties", "funding"),
    Target("party_beneficiary", N_("Beneficiary country or party"), Reading.PARTIES, "parties", "beneficiary"),
    Target("party_associated", N_("Associated country or party"), Reading.PARTIES, "parties", "associated"),
    Target("party_co_sponsor", N_("Co-sponsoring country or party"), Reading.PARTIES, "parties", "co_sponsor"),
    Target("results", N_("Results and indicators"), Reading.RESULTS, "results"),
    Target("indicators", N_("Indicators"), Reading.INDICATORS, "results"),
    Target("risks", N_("Risks"), Reading.RISKS, "risks"),
    Target("currency", N_("Currency of the amounts"), Reading.CURRENCY),
    Target("ref", N_("Reference"), Reading.REFERENCE),
    Target("id", N_("Identifier"), Reading.IDENTIFIER),
    Target("serial", N_("Serial number"), Reading.NOTHING),
    Target("state", N_("State"), Reading.NOTHING, scheme="state"),
)

# what the program itself decides about a proposal; a sheet cannot set it
_NOT_FROM_SHEETS: Final = frozenset({"source", "language_original", "budget_precision"})


@cache
def targets() -> Mapping[str, Target]:
    """Return every target by its key: fields first, in the catalogue's order."""
    fields = [
        Target(
            field.key,
            field.label,
            Reading.MONTHS if field.key == "duration_months" else _BY_TYPE[field.type],
            field.key,
            scheme=field.scheme or "",
        )
        for field in FIELDS
        if field.type in _BY_TYPE and field.key not in _NOT_FROM_SHEETS
    ]
    return {target.key: target for target in (*fields, *_OWN)}


# a target that takes the place of others: a plain title column and one for each language
TITLES: Final = frozenset({"title", "title_ar", "title_en", "title_fr"})
# targets that several columns of a sheet may share: their values stand side by side
SHARED: Final = frozenset(
    {
        "serial",
        "state",
        "currency",
        "locations",
        "activities",
        "specific_objectives",
        "target_groups",
        "results",
        "indicators",
        "risks",
    }
    | {"priorities", "jvap", "gcm", "sdg", "crs", "markers", "guiding_principles"}
    | {target.key for target in _OWN if target.reading is Reading.PARTIES}
)

"""The field catalogue: every field of a proposal, once.

Form, table columns, import targets, export columns, history labels, completeness and search are read from it.
Adding a field is one row here, one column in `storage/schema.py` and one migration. A key is never renamed or reused.
Source of the fields, lengths and stages: the consolidated field list of the domain facts, 46 numbered fields.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from khartoum_desktop.core.i18n import N_


class Type(Enum):
    """What a field holds, which decides its editor, its parser and its column."""

    TEXT = "text"  # one line
    LONG = "long"  # several paragraphs
    LINES = "lines"  # a list of short texts, one a line
    CHOICE = "choice"  # one code of a list
    COUNTRY = "country"  # ISO 3166-1 alpha-2, or a partner's key
    NUMBER = "number"  # a whole number
    MONEY = "money"  # integer thousandths, currency in the column `<key>_currency`
    DATE = "date"  # ISO 8601 text of its own precision
    TABLE = "table"  # rows of a table of their own
    CODES = "codes"  # codes of one scheme, rows of `alignment`
    DERIVED = "derived"  # computed, never written


# the list from which the degree of a code comes; "main" = one of the codes may be the main one; crs has percents
DEGREES: Final[Mapping[str, str]] = {
    "priority": "strength",
    "jvap": "main",
    "gcm": "main",
    "sdg": "main",
    "marker": "marker_level",
    "principle": "principle_degree",
}
MAIN: Final = "main"
PERCENT: Final = "crs"
MAX_JUSTIFICATION: Final = 500

# the stage before which a field must be filled: draft, submit, assess, shortlist, endorse
STAGES: Final = ("D", "S", "A", "L", "E")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a field that is a table (lengths as for fields; `scheme` names the list of a choice)."""

    key: str
    label: str
    type: Type = Type.TEXT
    scheme: str | None = None
    max_length: int | None = 300


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `label` and `hint` are message ids; `stage` is one of STAGES or None.

    `max_length` is in characters, of one line where the field is a list of lines, and `most` the lines at most.
    """

    key: str
    number: int
    label: str
    type: Type
    section: str
    stage: str | None = None
    max_length: int | None = None
    most: int | None = None
    language: str | None = None  # of a text that is written in each of the three languages
    group: str | None = None  # fields of which one is enough share a group
    scheme: str | None = None
    minimum: int = 0
    maximum: int = 10**9
    kind: str | None = None  # the table of a field that is a table
    columns: tuple[Column, ...] = ()
    hint: str = ""

    @property
    def stored(self) -> bool:
        """Whether the field is a column of the proposal itself."""
        return self.type not in {Type.TABLE, Type.CODES, Type.DERIVED}

    @property
    def columns_in_store(self) -> tuple[str, ...]:
        """The proposal's columns that hold this field."""
        if not self.stored:
            return ()
        return (self.key, f"{self.key}_currency") if self.type is Type.MONEY else (self.key,)

    @property
    def columns_in_line(self) -> tuple[str, ...]:
        """What each line of a table, or each code, says: the columns that an edit of a line writes together."""
        if self.type is Type.CODES:
            return ("degree", "percent", "justification")
        names = tuple(column.key for column in self.columns)
        return (*names, "currency") if any(column.type is Type.MONEY for column in self.columns) else names


SECTIONS: Final[Mapping[str, str]] = {
    "identity": N_("Identity"),
    "parties": N_("Parties"),
    "description": N_("Description"),
    "results": N_("Results and people"),
    "schedule": N_("Schedule"),
    "budget": N_("Budget and funding"),
    "alignment": N_("Alignment"),
    "quality": N_("Rights, risks and sustainability"),
    "record": N_("Record"),
}

_T, _L = Type.TEXT, Type.LONG


def _three(labels: tuple[str, str, str], field: Field) -> list[Field]:
    """Return a text's three fields, alike but for key, label and language; the labels are in the order ar, en, fr."""
    return [
        replace(field, key=f"{field.key}_{lang}", label=label, language=lang, group=field.key)
        for lang, label in zip(("ar", "en", "fr"), labels, strict=True)
    ]


_PARTY = (
    Column("name", N_("Country or organisation"), Type.COUNTRY),
    Column("role", N_("Role"), Type.CHOICE, "party_role"),
    Column("qualifier", N_("Qualifier")),
    Column("consent", N_("Consent"), Type.CHOICE, "consent"),
    Column("consent_on", N_("Consent given on"), Type.DATE),
    Column("consent_by", N_("Consent given by")),
    Column("consent_letter", N_("Letter")),
)
_RESULT = (
    Column("level", N_("Level"), Type.CHOICE, "result_level"),
    Column("statement", N_("Result"), max_length=500),
    Column("indicator", N_("Indicator")),
    Column("baseline", N_("Baseline")),
    Column("target", N_("Target")),
    Column("year", N_("Year")),
    Column("source", N_("Source of verification")),
)
_BUDGET_SOURCE = (
    Column("funder", N_("Funder")),
    Column("instrument", N_("Instrument"), Type.CHOICE, "instrument"),
    Column("nature", N_("Kind of contribution"), Type.CHOICE, "budget_kind"),
    Column("amount", N_("Amount"), Type.MONEY),
    Column("status", N_("Status"), Type.CHOICE, "budget_status"),
)
_BUDGET_COMPONENT = (
    Column("component", N_("Component")),
    Column("country", N_("Country"), Type.COUNTRY),
    Column("year", N_("Year")),
    Column("category", N_("Category")),
    Column("amount", N_("Amount"), Type.MONEY),
)
_RISK = (
    Column("risk", N_("Risk"), max_length=500),
    Column("likelihood", N_("Likelihood"), Type.CHOICE, "likelihood"),
    Column("impact", N_("Impact"), Type.CHOICE, "likelihood"),
    Column("mitigation", N_("Mitigation"), max_length=500),
)
_RELATED = (
    Column("title", N_("Related project")),
    Column("reference", N_("Reference")),
    Column("relation", N_("Relation"), Type.CHOICE, "relation"),
    Column("remark", N_("Remark"), max_length=500),
)
_ATTACHMENT = (
    Column("name", N_("File")),
    Column("kind", N_("Kind"), Type.CHOICE, "document_kind"),
    Column("language", N_("Language"), Type.CHOICE, "language"),
    Column("dated", N_("Date"), Type.DATE),
)

_BENEFICIARIES = {
    "total": N_("Beneficiaries, total"),
    "women": N_("Beneficiaries: women"),
    "men": N_("Beneficiaries: men"),
    "children": N_("Beneficiaries: children"),
    "refugees": N_("Beneficiaries: refugees"),
    "idps": N_("Beneficiaries: internally displaced persons"),
    "returnees": N_("Beneficiaries: returnees"),
    "host_community": N_("Beneficiaries: host community"),
    "staff_trained": N_("Beneficiaries: staff trained"),
}

FIELDS: Final[tuple[Field, ...]] = (
    Field("ref", 1, N_("Reference"), Type.DERIVED, "identity", "D"),
    Field("provisional_ref", 1, N_("Provisional reference"), Type.DERIVED, "identity"),
    *_three((N_("Title (Arabic)"), N_("Title (English)"), N_("Title (French)")),
            Field("title", 2, "", _T, "identity", "D", 200, hint=N_("A title in one language is enough to begin."))),
    Field("acronym", 3, N_("Acronym"), _T, "identity", max_length=20),
    Field("kind", 4, N_("Kind"), Type.CHOICE, "identity", "D", scheme="kind"),
    Field("framework", 5, N_("Framework"), Type.CHOICE, "identity", "S", scheme="framework",
          hint=N_("Bilateral is exactly two parties, multilateral three or more.")),
    Field("scope", 6, N_("Geographic scope"), Type.CHOICE, "identity", "S", scheme="scope"),
    Field("lead_country", 7, N_("Submitting State or organisation"), Type.COUNTRY, "parties", "D"),
    Field("parties", 8, N_("Parties"), Type.TABLE, "parties", "S", kind="party", columns=_PARTY, minimum=2),
    Field("locations", 9, N_("Places"), Type.LINES, "parties", max_length=300,
          hint=N_("Places below country level, one a line.")),
    Field("submitting_ministry", 10, N_("Ministry or authority"), _T, "parties", "S", max_length=200),
    Field("contact_name", 11, N_("Contact: name"), _T, "parties", "S", max_length=200),
    Field("contact_function", 11, N_("Contact: function"), _T, "parties", max_length=200),
    Field("contact_email", 11, N_("Contact: e-mail"), _T, "parties", max_length=200),
    Field("contact_phone", 11, N_("Contact: telephone"), _T, "parties", max_length=60),
    *_three((N_("Summary (Arabic)"), N_("Summary (English)"), N_("Summary (French)")),
            Field("summary", 12, "", _L, "description", "S", 1000)),
    Field("context", 13, N_("Context and problem"), _L, "description", "S", max_length=4000),
    Field("overall_objective", 14, N_("Overall objective"), _L, "description", "S", max_length=500),
    Field("specific_objectives", 15, N_("Specific objectives"), Type.LINES, "description", "S", 300, most=5,
          hint=N_("One objective a line.")),
    Field("theory_of_change", 16, N_("Theory of change"), _L, "description", "A", max_length=1000),
    Field("results", 17, N_("Results and indicators"), Type.TABLE, "results", "A", kind="result",
          columns=_RESULT, minimum=1),
    Field("activities", 18, N_("Main activities"), Type.LINES, "description", "S", 300, most=10,
          hint=N_("One activity a line.")),
    Field("target_groups", 19, N_("Target groups"), Type.LINES, "results", "S", 300, hint=N_("One group a line.")),
    *(Field(f"beneficiaries_{key}", 20, label, Type.NUMBER, "results") for key, label in _BENEFICIARIES.items()),
    Field("start_planned", 21, N_("Planned start"), Type.DATE, "schedule"),
    Field("end_planned", 21, N_("Planned end"), Type.DATE, "schedule"),
    Field("duration_months", 22, N_("Duration (months)"), Type.NUMBER, "schedule", "S", minimum=1, maximum=120),
    Field("budget_total", 23, N_("Total cost"), Type.MONEY, "budget", "S", group="budget"),
    Field("budget_precision", 23, N_("Precision of the cost"), Type.CHOICE, "budget", scheme="budget_precision"),
    Field("budget_by_source", 24, N_("Budget by source"), Type.TABLE, "budget", "A", kind="budget_source",
          columns=_BUDGET_SOURCE, minimum=1),
    Field("budget_by_component", 25, N_("Budget by component"), Type.TABLE, "budget", kind="budget_component",
          columns=_BUDGET_COMPONENT),
    Field("amount_requested", 26, N_("Requested amount"), Type.MONEY, "budget"),
    Field("own_contribution", 26, N_("Own contribution"), Type.MONEY, "budget"),
    Field("reporting_amount_eur", 27, N_("Amount in euro"), Type.DERIVED, "budget"),
    Field("funding_status", 28, N_("Funding status"), Type.CHOICE, "budget", "S", scheme="funding_status"),
    Field("priorities", 29, N_("Presidency priorities"), Type.CODES, "alignment", scheme="priority"),
    Field("jvap", 30, N_("Joint Valletta Action Plan"), Type.CODES, "alignment", "S", scheme="jvap"),
    Field("gcm", 31, N_("Global Compact for Migration"), Type.CODES, "alignment", "A", scheme="gcm"),
    Field("sdg", 32, N_("SDG targets"), Type.CODES, "alignment", scheme="sdg"),
    Field("crs", 33, N_("CRS purpose codes"), Type.CODES, "alignment", scheme="crs"),
    Field("markers", 34, N_("Policy markers"), Type.CODES, "alignment", "A", scheme="marker"),
    Field("guiding_principles", 35, N_("Guiding principles of the Global Compact"), Type.CODES, "alignment",
          scheme="principle"),
    Field("rights_safeguards", 36, N_("Rights and safeguards"), _L, "quality", "A", max_length=1000),
    Field("risks", 37, N_("Risks"), Type.TABLE, "quality", "L", kind="risk", columns=_RISK, minimum=1),
    Field("complementarity", 38, N_("Complementarity"), Type.TABLE, "quality", "A", kind="related", columns=_RELATED),
    Field("sustainability", 39, N_("Sustainability"), _L, "quality", "A", max_length=1000),
    Field("governance", 40, N_("Governance"), _L, "quality", max_length=500),
    Field("readiness", 41, N_("Readiness"), Type.CHOICE, "schedule", "L", scheme="readiness"),
    Field("earliest_start", 41, N_("Earliest start"), Type.DATE, "schedule"),
    Field("attachments", 42, N_("Attachments"), Type.TABLE, "record", "L", kind="attachment", columns=_ATTACHMENT),
    Field("confidentiality", 43, N_("Confidentiality"), Type.CHOICE, "record", "D", scheme="confidentiality"),
    Field("source", 44, N_("Source"), Type.CHOICE, "record", "D", scheme="source_kind"),
    Field("language_original", 45, N_("Original language"), Type.CHOICE, "record", "D", scheme="language"),
    Field("translation_ar", 45, N_("Arabic text"), Type.CHOICE, "record", scheme="translation_status"),
    Field("translation_en", 45, N_("English text"), Type.CHOICE, "record", scheme="translation_status"),
    Field("translation_fr", 45, N_("French text"), Type.CHOICE, "record", scheme="translation_status"),
    Field("copied_from", 44, N_("Copied from"), Type.DERIVED, "record"),
    Field("merged_into", 44, N_("Merged into"), Type.DERIVED, "record"),
    Field("history", 46, N_("History"), Type.DERIVED, "record"),
    Field("state", 0, N_("State"), Type.DERIVED, "record"),
)  # fmt: skip

BY_KEY: Final[Mapping[str, Field]] = {field.key: field for field in FIELDS}


# what fields are called together
GROUP_LABELS: Final[Mapping[str, str]] = {
    "title": N_("Title"),
    "summary": N_("Summary"),
    "contact": N_("Contact"),
    "beneficiaries": N_("Beneficiaries"),
}

# what the field list names as one field and programs may read and write as one object: group -> part -> field
GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    group: {key.removeprefix(f"{group}_"): key for key in BY_KEY if key.startswith(f"{group}_")}
    for group in ("contact", "summary", "beneficiaries")
}

# the field of each scheme of codes, and of each table of its own
BY_SCHEME: Final[Mapping[str, Field]] = {f.scheme: f for f in FIELDS if f.type is Type.CODES and f.scheme}
BY_KIND: Final[Mapping[str, Field]] = {f.kind: f for f in FIELDS if f.type is Type.TABLE and f.kind}


def label_of(key: str) -> str:
    """Return the message id by which a field that is missing is named: a title is a title in any language."""
    field = BY_KEY[key]
    return GROUP_LABELS.get(field.group or "", field.label)


def column_label(kind: str, column: str) -> str:
    """Return the message id that names a column of a proposal, or of one of its tables or codes."""
    if kind in BY_KIND:
        return next((one.label for one in BY_KIND[kind].columns if one.key == column), BY_KIND[kind].label)
    if kind == "alignment":
        return N_("Alignment")
    found = BY_KEY.get(column) or BY_KEY.get(column.removesuffix("_currency"))
    return found.label if found else column


def of_section(section: str) -> Iterator[Field]:
    """Yield the fields of one section, in the catalogue's order."""
    return (field for field in FIELDS if field.section == section)

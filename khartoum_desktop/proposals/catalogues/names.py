"""What the lists are called and in which group they stand; a list that is not named here is shown by its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.i18n import N_

PROCESS, PRIORITIES, FRAMEWORKS, MONEY, FORM, OTHER = "process", "priorities", "frameworks", "money", "form", "other"

GROUPS: Final[Mapping[str, str]] = {
    PROCESS: N_("The Process"),
    PRIORITIES: N_("Priorities"),
    FRAMEWORKS: N_("Reference frameworks"),
    MONEY: N_("Money"),
    FORM: N_("Choices of the form"),
    OTHER: N_("Other lists"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list's name (message id) and group; of a fixed one the program knows every code, so that none is added."""

    name: str
    group: str
    fixed: bool = False


_P, _F, _M, _C = PROCESS, FRAMEWORKS, MONEY, FORM

SCHEMES: Final[Mapping[str, Scheme]] = {
    "member": Scheme(N_("Member States"), _P),
    "former_member": Scheme(N_("Former member States"), _P),
    "member_group": Scheme(N_("Groups of members"), _P),
    "chair": Scheme(N_("Presidencies"), _P),
    "steering_committee": Scheme(N_("Steering Committee"), _P),
    "partner": Scheme(N_("Partners and observers"), _P),
    "organisation": Scheme(N_("Own organisations"), _P),
    "meeting_kind": Scheme(N_("Kinds of meeting"), _P),
    "jvap": Scheme(N_("Joint Valletta Action Plan"), _F),
    "jvap_area": Scheme(N_("Areas of the Joint Valletta Action Plan"), _F),
    "gcm": Scheme(N_("Global Compact for Migration"), _F),
    "principle": Scheme(N_("Guiding principles of the Global Compact"), _F),
    "sdg": Scheme(N_("SDG targets"), _F),
    "crs": Scheme(N_("CRS purpose codes"), _F),
    "crs_category": Scheme(N_("CRS sectors"), _F),
    "marker": Scheme(N_("Policy markers"), _F),
    "marker_level": Scheme(N_("Levels of policy markers"), _F, fixed=True),
    "instrument": Scheme(N_("Instruments"), _M),
    "currency": Scheme(N_("Currencies"), _M, fixed=True),
    "budget_kind": Scheme(N_("Kinds of contribution"), _M, fixed=True),
    "budget_precision": Scheme(N_("Precision of the cost"), _M, fixed=True),
    "budget_status": Scheme(N_("Status of a contribution"), _M, fixed=True),
    "funding_status": Scheme(N_("Funding status"), _M),
    "state": Scheme(N_("States of a proposal"), _C, fixed=True),
    "kind": Scheme(N_("Kinds of proposal"), _C),
    "framework": Scheme(N_("Framework"), _C, fixed=True),
    "scope": Scheme(N_("Geographic scope"), _C),
    "party_role": Scheme(N_("Roles of parties"), _C, fixed=True),
    "consent": Scheme(N_("Consent"), _C, fixed=True),
    "result_level": Scheme(N_("Levels of results"), _C),
    "likelihood": Scheme(N_("Likelihood and impact"), _C, fixed=True),
    "relation": Scheme(N_("Relations between projects"), _C),
    "readiness": Scheme(N_("Readiness"), _C),
    "strength": Scheme(N_("Strength of an alignment"), _C, fixed=True),
    "principle_degree": Scheme(N_("Degrees of a principle"), _C, fixed=True),
    "confidentiality": Scheme(N_("Confidentiality"), _C, fixed=True),
    "source_kind": Scheme(N_("Source"), _C, fixed=True),
    "document_kind": Scheme(N_("Kinds of document"), _C),
    "translation_status": Scheme(N_("Status of a translation"), _C, fixed=True),
    "term": Scheme(N_("Glossary"), OTHER),
}

BY_ALPHABET: Final = frozenset({"member", "former_member", "partner", "organisation", "term"})
PARENTS: Final[Mapping[str, str]] = {"member": "member_group", "crs": "crs_category", "jvap_area": "jvap"}


def scheme_of(key: str) -> Scheme:
    """Return what is known of a list; one that nobody named stands under its key among the others."""
    return SCHEMES.get(key) or Scheme(key, OTHER)

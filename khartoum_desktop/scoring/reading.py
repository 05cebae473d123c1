"""What an assessor reads of a proposal: its filled fields as paragraphs, and which of them belong to a criterion."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core import i18n
from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, is_rtl, isolated, languages_first, ngettext
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, lines_of
from khartoum_desktop.proposals.fields import BY_KEY, Column, Field, Type
from khartoum_desktop.proposals.lists import PARTY, RESTRICTED, Lists
from khartoum_desktop.proposals.model import Amount, Line, as_lines
from khartoum_desktop.proposals.rows import ProposalDetail
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.model import Candidate

# in the order in which one judges: what and why, then how, with whom, for how much
ORDER: Final = (
    "summary", "context", "overall_objective", "specific_objectives", "theory_of_change", "activities", "results",
    "target_groups", "beneficiaries_total", "beneficiaries_women", "beneficiaries_children", "beneficiaries_refugees",
    "priorities", "jvap", "gcm", "sdg", "parties", "locations", "submitting_ministry", "duration_months",
    "start_planned", "end_planned", "budget_total", "amount_requested", "own_contribution", "budget_by_source",
    "budget_by_component", "funding_status", "rights_safeguards", "guiding_principles", "markers", "risks",
    "complementarity", "governance", "readiness", "earliest_start", "sustainability", "attachments",
)  # fmt: skip

# the passages that the criteria of the shipped grid are judged by; other grids tint nothing
PASSAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "1.1": ("priorities", "overall_objective"),
    "1.2": ("context", "target_groups"),
    "1.3": ("jvap", "gcm"),
    "2.1": ("parties", "governance"),
    "2.2": ("budget_by_source", "own_contribution"),
    "2.3": ("parties", "complementarity"),
    "3.1": ("theory_of_change", "specific_objectives"),
    "3.2": ("results",),
    "3.3": ("activities", "duration_months"),
    "3.4": ("risks",),
    "4.1": ("rights_safeguards",),
    "4.2": ("markers", "beneficiaries_women", "beneficiaries_children"),
    "4.3": ("risks", "context"),
    "5.1": ("parties", "governance"),
    "5.2": ("readiness", "earliest_start"),
    "5.3": ("funding_status", "budget_by_source"),
    "6.1": ("budget_total", "budget_by_component"),
    "6.2": ("sustainability",),
}
SHIPPED_GRID: Final = "default"


@dataclass(frozen=True, slots=True)
class Passage:
    """One field of a proposal: its key, its label, and its text, one paragraph or list item each."""

    key: str
    label: str
    paragraphs: tuple[str, ...]
    listed: bool = False


def passages_of(criteria: str, key: str) -> tuple[str, ...]:
    """Return the fields that a criterion (key) of a criteria set (key) is judged by."""
    return PASSAGES.get(key, ()) if criteria == SHIPPED_GRID else ()


def passages(detail: ProposalDetail, lists: Lists) -> tuple[Passage, ...]:
    """Return the filled fields of a proposal in reading order; a text in three languages once, in the best one."""
    found = (_passage(key, detail, lists) for key in ORDER)
    return tuple(passage for passage in found if passage is not None and passage.paragraphs)


def facts(detail: ProposalDetail, lists: Lists) -> str:
    """Return the line above the title: reference, who, how much, how long."""
    others = [str(line.get("name")) for line in as_lines(detail.value("parties")) if line.get("name")]
    names = dict.fromkeys([str(detail.columns.get("lead_country") or ""), *others])
    who = listed(lists.label(PARTY, name) for name in names if name)
    cost, months = detail.value("budget_total"), detail.value("duration_months")
    parts = [detail.ref, restricted_mark(detail.columns.get("confidentiality") == RESTRICTED), who]
    if isinstance(cost, Amount) and cost.thousandths is not None:
        parts.append(format_money(cost.thousandths, cost.currency))
    if isinstance(months, int):
        parts.append(fill(ngettext("{n} month", "{n} months", months), n=format_number(months)))
    return dotted(parts)


def named(candidate: Candidate) -> tuple[str, str, str]:
    """Return the reference, the mark of a restricted proposal, and the title."""
    return candidate.ref, restricted_mark(candidate.restricted), candidate.title.text()


def listed(parts: Iterable[str]) -> str:
    """Return the parts with the language's comma between them, likewise."""
    return _sided(i18n.listed(part for part in parts if part))


def dotted(parts: Iterable[str], between: str = " · ") -> str:
    """Return the parts in one line that runs in the window's direction, whatever the direction of each part."""
    return _sided(between.join(isolated(part) for part in parts if part))


def _sided(line: str) -> str:
    return f"\u200f{line}" if line and is_rtl() else line


def _passage(key: str, detail: ProposalDetail, lists: Lists) -> Passage | None:
    if key not in BY_KEY:
        language = next((one for one in languages_first() if detail.columns.get(f"{key}_{one}")), None)
        if language is None:
            return None
        return Passage(key, _("Summary"), _paragraphs(str(detail.columns[f"{key}_{language}"])))
    field = BY_KEY[key]
    value = detail.value(key)
    listed = field.type in {Type.LINES, Type.TABLE, Type.CODES}
    if value is None:
        return None
    texts: Iterable[str]
    if isinstance(value, Amount):
        texts = () if value.thousandths is None else (format_money(value.thousandths, value.currency),)
    elif isinstance(value, int):
        texts = (format_number(value),)
    elif isinstance(value, str):
        texts = _of_text(field, value, lists)
    elif field.type is Type.CODES:
        texts = tuple(_code(field, line, lists) for line in as_lines(value))
    else:
        texts = tuple(" · ".join(_cells(field.columns, line, lists)) for line in as_lines(value))
    return Passage(key, _(field.label), tuple(text for text in texts if text), listed)


def _of_text(field: Field, value: str, lists: Lists) -> tuple[str, ...]:
    if field.type is Type.LINES:
        return lines_of(value)
    if field.type is Type.CHOICE:
        return (lists.label(field.scheme or "", value),)
    if field.type is Type.COUNTRY:
        return (lists.label(PARTY, value),)
    return (format_date(value),) if field.type is Type.DATE else _paragraphs(value)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n") if part.strip())


def _code(field: Field, line: Line, lists: Lists) -> str:
    code, said = str(line.get("code") or ""), str(line.get("justification") or "")
    label = lists.label(field.scheme or "", code)
    return f"{isolate(label)} – {isolate(said)}" if said else label


def _cells(columns: Iterable[Column], line: Line, lists: Lists) -> Iterator[str]:
    for column in columns:
        value = line.get(column.key)
        if value is None or value == "" or isinstance(value, bool):
            continue
        if column.type is Type.MONEY and isinstance(value, int):
            yield isolate(format_money(value, str(line.get("currency") or "")))
        elif column.type is Type.CHOICE:
            yield isolate(lists.label(column.scheme or "", str(value)))
        elif column.type is Type.COUNTRY:
            yield isolate(lists.label(PARTY, str(value)))
        elif column.type is Type.DATE:
            yield isolate(format_date(str(value)))
        else:
            yield isolate(str(value))

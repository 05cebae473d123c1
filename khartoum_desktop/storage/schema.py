"""Every table on one page: the record of changes, and the typed rows that the changes add up to.

Only Text, BigInteger and Boolean: a row's values are the JSON values of its changes. Amounts, marks and weights are
integer thousandths; dates are ISO 8601 texts of their own precision ("2026-03-09", "2026-03", "2026-Q3", "2026");
lists of short texts hold one item a line. Nothing but the primary key is enforced on what people write.
The bytes of attached files lie beside the record, by their hash.
"""

from sqlalchemy import BigInteger, Boolean, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_Counter = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself only for INTEGER


class Base(DeclarativeBase):
    """The one set of tables."""

    metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s"})
    type_annotation_map = {str: Text(), int: BigInteger(), bool: Boolean(), bytes: LargeBinary()}  # noqa: RUF012 - SQLAlchemy's own form


# --- the record -------------------------------------------------------------------------------------------------------


class Meta(Base):
    """What this file knows of itself: schema number, workspace id, device, who sits here. Local, never shared."""

    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class Step(Base):
    """One thing a person did; `body` is canonical JSON and `id` its sha256. Never updated, never deleted."""

    __tablename__ = "step"
    n: Mapped[int] = mapped_column(_Counter, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    body: Mapped[str]
    at: Mapped[int]  # ms since 1970, for showing only
    author: Mapped[str]
    device: Mapped[str]
    undoes: Mapped[str | None] = mapped_column(index=True)


class Change(Base):
    """One row's changed fields in one step; `body` is canonical JSON and `id` its sha256.

    The body names the digest of `content` (salted values), which lies beside it, so that it can be forgotten.
    """

    __tablename__ = "change"
    n: Mapped[int] = mapped_column(_Counter, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    step: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    row: Mapped[str] = mapped_column(index=True)
    body: Mapped[str]
    content: Mapped[str | None]  # None: forgotten
    arrived: Mapped[str | None]  # local: the merge step that brought it


_CAME = Change.arrived.is_not(None)
Index(None, Change.arrived, sqlite_where=_CAME, postgresql_where=_CAME)  # one's own changes, nearly all, are not in it


class Conflict(Base):
    """A field with two or more unreconciled values; only the store writes it."""

    __tablename__ = "conflict"
    kind: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    candidates: Mapped[str]  # canonical JSON [[change id, value], …]


class SearchText(Base):
    """Folded text of a searched row, narrow so that a scan is short."""

    __tablename__ = "search_text"
    row: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    text: Mapped[str]


class FileContent(Base):
    """The bytes of an attached file, once for every file of the same content; kept and dropped by the store."""

    __tablename__ = "file_content"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class Reading(Base):
    """Until when (ms since 1970) a person has read what is said about a row. Local, never shared, no step."""

    __tablename__ = "reading"
    person: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[int]


# --- what people edit -------------------------------------------------------------------------------------------------


class Row(Base):
    """What every editable table has: id, the heads it was computed from (JSON list, nearly always one), tombstone."""

    __abstract__ = True
    id: Mapped[str] = mapped_column(primary_key=True)
    heads: Mapped[str]
    removed: Mapped[bool | None]


class Labelled(Row):
    """A row with a name in three languages."""

    __abstract__ = True
    label_ar: Mapped[str | None]
    label_en: Mapped[str | None]
    label_fr: Mapped[str | None]
    position: Mapped[int | None]


class ListItem(Labelled):
    """One code of one list (members, JVAP, GCM, SDG, states …); id = uuid5(scheme, code)."""

    __tablename__ = "list_item"
    scheme: Mapped[str | None] = mapped_column(index=True)
    code: Mapped[str | None]
    definition_ar: Mapped[str | None]
    definition_en: Mapped[str | None]
    definition_fr: Mapped[str | None]
    parent: Mapped[str | None]
    valid_from: Mapped[str | None]
    valid_to: Mapped[str | None]
    active: Mapped[bool | None]
    aliases: Mapped[str | None]  # lines
    extra: Mapped[str | None]  # JSON object of texts
    source: Mapped[str | None]
    quality: Mapped[str | None]
    merged_into: Mapped[str | None]  # the code of the item that stands for it, where two were one


class Presidency(Labelled):
    """A term of the chair; id = uuid5("presidency", key)."""

    __tablename__ = "presidency"
    key: Mapped[str | None]
    chair: Mapped[str | None]
    starts: Mapped[str | None]
    ends: Mapped[str | None]
    current: Mapped[bool | None]  # whose priorities this workspace scores against


class PrioritySet(Labelled):
    """A version of a presidency's priorities."""

    __tablename__ = "priority_set"
    presidency: Mapped[str | None] = mapped_column(index=True)
    key: Mapped[str | None]
    version: Mapped[int | None]
    active: Mapped[bool | None]
    source: Mapped[str | None]


class Priority(Labelled):
    """One priority of a set; `shows_*` = what a fully aligned proposal must show; sub-items name their parent's key."""

    __tablename__ = "priority"
    priority_set: Mapped[str | None] = mapped_column(index=True)
    key: Mapped[str | None]
    parent: Mapped[str | None]
    scored: Mapped[bool | None]
    shows_ar: Mapped[str | None]
    shows_en: Mapped[str | None]
    shows_fr: Mapped[str | None]
    mapping: Mapped[str | None]  # JSON object scheme -> list of codes


class Proposal(Row):
    """A proposal: the fields of facts 4.2 that hold one value; lists are the tables below."""

    __tablename__ = "proposal"
    ref: Mapped[str | None] = mapped_column(index=True)
    state: Mapped[str | None]
    title_ar: Mapped[str | None]
    title_en: Mapped[str | None]
    title_fr: Mapped[str | None]
    acronym: Mapped[str | None]
    kind: Mapped[str | None]
    framework: Mapped[str | None]
    scope: Mapped[str | None]
    lead_country: Mapped[str | None]
    locations: Mapped[str | None]  # lines
    submitting_ministry: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_function: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    summary_ar: Mapped[str | None]
    summary_en: Mapped[str | None]
    summary_fr: Mapped[str | None]
    context: Mapped[str | None]
    overall_objective: Mapped[str | None]
    specific_objectives: Mapped[str | None]  # lines
    theory_of_change: Mapped[str | None]
    activities: Mapped[str | None]  # lines
    target_groups: Mapped[str | None]  # lines
    beneficiaries_total: Mapped[int | None]
    beneficiaries_women: Mapped[int | None]
    beneficiaries_men: Mapped[int | None]
    beneficiaries_children: Mapped[int | None]
    beneficiaries_refugees: Mapped[int | None]
    beneficiaries_idps: Mapped[int | None]
    beneficiaries_returnees: Mapped[int | None]
    beneficiaries_host_community: Mapped[int | None]
    beneficiaries_staff_trained: Mapped[int | None]
    start_planned: Mapped[str | None]
    end_planned: Mapped[str | None]
    duration_months: Mapped[int | None]
    budget_total: Mapped[int | None]
    budget_total_currency: Mapped[str | None]
    budget_precision: Mapped[str | None]
    amount_requested: Mapped[int | None]
    amount_requested_currency: Mapped[str | None]
    own_contribution: Mapped[int | None]
    own_contribution_currency: Mapped[str | None]
    funding_status: Mapped[str | None]
    rights_safeguards: Mapped[str | None]
    sustainability: Mapped[str | None]
    governance: Mapped[str | None]
    readiness: Mapped[str | None]
    earliest_start: Mapped[str | None]
    confidentiality: Mapped[str | None]
    source: Mapped[str | None]
    language_original: Mapped[str | None]
    translation_ar: Mapped[str | None]
    translation_en: Mapped[str | None]
    translation_fr: Mapped[str | None]
    provisional_ref: Mapped[str | None]  # what `ref` was before a coordinator confirmed another one
    copied_from: Mapped[str | None]  # id of the proposal that it began as a copy of
    merged_into: Mapped[str | None]  # id of the proposal that took it in


class Child(Row):
    """A line of one of a proposal's lists."""

    __abstract__ = True
    proposal: Mapped[str | None] = mapped_column(index=True)
    position: Mapped[int | None]


class Party(Child):
    """A country or organisation with its role, qualifier and consent."""

    __tablename__ = "party"
    name: Mapped[str | None]  # a country code, a partner's key, or words
    role: Mapped[str | None]
    qualifier: Mapped[str | None]
    consent: Mapped[str | None]
    consent_on: Mapped[str | None]
    consent_by: Mapped[str | None]
    consent_letter: Mapped[str | None]


class Result(Child):
    """An output or outcome with its indicator."""

    __tablename__ = "result"
    level: Mapped[str | None]
    statement: Mapped[str | None]
    indicator: Mapped[str | None]
    baseline: Mapped[str | None]
    target: Mapped[str | None]
    year: Mapped[str | None]
    source: Mapped[str | None]


class BudgetSource(Child):
    """Money by funder."""

    __tablename__ = "budget_source"
    funder: Mapped[str | None]
    instrument: Mapped[str | None]
    amount: Mapped[int | None]
    currency: Mapped[str | None]
    status: Mapped[str | None]
    nature: Mapped[str | None]


class BudgetComponent(Child):
    """Money by component, country, year or category."""

    __tablename__ = "budget_component"
    component: Mapped[str | None]
    country: Mapped[str | None]
    year: Mapped[str | None]
    category: Mapped[str | None]
    amount: Mapped[int | None]
    currency: Mapped[str | None]


class Alignment(Child):
    """A code of a scheme (priority, jvap, gcm, sdg, crs, marker, principle); id = uuid5(proposal, scheme, code)."""

    __tablename__ = "alignment"
    scheme: Mapped[str | None]
    code: Mapped[str | None]
    degree: Mapped[str | None]  # priority: strength; jvap, gcm, sdg: "main"; marker 0–2; principle: yes …
    percent: Mapped[int | None]  # crs: thousandths of a percent
    justification: Mapped[str | None]


class Risk(Child):
    """A risk with likelihood, impact and mitigation."""

    __tablename__ = "risk"
    risk: Mapped[str | None]
    likelihood: Mapped[str | None]
    impact: Mapped[str | None]
    mitigation: Mapped[str | None]


class Related(Child):
    """A related project and how the two lie to each other."""

    __tablename__ = "related"
    title: Mapped[str | None]
    reference: Mapped[str | None]
    relation: Mapped[str | None]
    remark: Mapped[str | None]


class Attachment(Child):
    """A file that belongs to a proposal; its bytes are the `file_content` of its sha256."""

    __tablename__ = "attachment"
    name: Mapped[str | None]
    kind: Mapped[str | None]
    language: Mapped[str | None]
    dated: Mapped[str | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]  # bytes
    media_type: Mapped[str | None]  # as its content says, not its name
    party: Mapped[str | None]  # id of the party whose consent the letter proves


class Comment(Child):
    """What somebody says about a proposal, or asks; an answer names the comment it answers."""

    __tablename__ = "comment"
    text: Mapped[str | None]
    field: Mapped[str | None]  # key of the field that is spoken of
    answers: Mapped[str | None]
    question: Mapped[bool | None]
    settled: Mapped[bool | None]  # a question that is answered
    author: Mapped[str | None]
    delegation: Mapped[str | None]
    written: Mapped[int | None]  # ms since 1970


class Template(Labelled):
    """What a new proposal may begin with."""

    __tablename__ = "template"
    contents: Mapped[str | None]  # JSON object field key -> value, as the command line writes it


class NotTheSame(Row):
    """Two proposals (or organisations) that look alike and are not the same; id = uuid5("not_the_same", both ids)."""

    __tablename__ = "not_the_same"
    first: Mapped[str | None]
    second: Mapped[str | None]


# --- how the list is looked at ----------------------------------------------------------------------------------------


class SavedSearch(Row):
    """A search somebody keeps: words, filters, order."""

    __tablename__ = "saved_search"
    name: Mapped[str | None]
    owner: Mapped[str | None]  # "Name@DELEGATION"; None = everybody's
    asks: Mapped[str | None]  # JSON
    position: Mapped[int | None]


class ColumnSet(Row):
    """A named choice of columns of the list: which, in which order, which of them stay in sight."""

    __tablename__ = "column_set"
    name: Mapped[str | None]
    owner: Mapped[str | None]
    columns: Mapped[str | None]  # JSON
    position: Mapped[int | None]


# --- money ------------------------------------------------------------------------------------------------------------


class Rate(Row):
    """How much of a currency one euro was worth on a day; id = uuid5("rate", currency, dated, source)."""

    __tablename__ = "rate"
    currency: Mapped[str | None] = mapped_column(index=True)
    dated: Mapped[str | None]  # a whole day
    per_euro: Mapped[str | None]  # exact decimal text
    source: Mapped[str | None]


class Setting(Row):
    """What all laptops of a workspace agree on, such as the reporting currency; id = uuid5("setting", key)."""

    __tablename__ = "setting"
    key: Mapped[str | None]
    value: Mapped[str | None]


# --- importing --------------------------------------------------------------------------------------------------------


class Batch(Row):
    """One imported file; id = uuid5(file sha256)."""

    __tablename__ = "batch"
    file: Mapped[str | None]
    sha256: Mapped[str | None]
    sender: Mapped[str | None]
    counts: Mapped[str | None]  # JSON
    held: Mapped[str | None]  # JSON: the frame of the rows that are held or have problems; each lies with its origin
    mapping: Mapped[str | None]  # JSON, as confirmed


class Layout(Row):
    """The columns of an imported sheet, to which its rows refer; id = uuid5 of them, and they never change."""

    __tablename__ = "layout"
    columns: Mapped[str | None]  # JSON list [letter, header, field key or null]


class Origin(Row):
    """Where a proposal came from: one row of one sheet, every cell as received; id = uuid5(file sha256, sheet, row)."""

    __tablename__ = "origin"
    proposal: Mapped[str | None] = mapped_column(index=True)  # None: the row is held
    batch: Mapped[str | None] = mapped_column(index=True)
    sheet: Mapped[str | None]
    row_number: Mapped[int | None]
    # JSON list [cell name, header, original text, field key or null, what was not understood or null]; of a row that
    # has no more than its columns' texts: {"layout": id, "texts": [original text or ""]}
    cells: Mapped[str | None]


class Profile(Row):
    """What an officer confirmed for a sender's sheet, for the next time; id = uuid5(header fingerprint)."""

    __tablename__ = "profile"
    sender: Mapped[str | None]
    fingerprint: Mapped[str | None]
    mapping: Mapped[str | None]  # JSON


# --- scoring ----------------------------------------------------------------------------------------------------------


class Assessor(Row):
    """A person who gives marks; id = uuid5("assessor", delegation, folded name)."""

    __tablename__ = "assessor"
    name: Mapped[str | None]
    delegation: Mapped[str | None]
    languages: Mapped[str | None]


class CriteriaSet(Labelled):
    """A versioned set of criteria; marks on `scale_*` (thousandths)."""

    __tablename__ = "criteria_set"
    key: Mapped[str | None]
    version: Mapped[int | None]
    presidency: Mapped[str | None]
    scale_min: Mapped[int | None]
    scale_max: Mapped[int | None]
    scale_step: Mapped[int | None]
    aggregation: Mapped[str | None]  # "delegation", "mean" or "median"
    reason_for: Mapped[str | None]  # lines of marks (in mark units) that need a reason
    threshold_points: Mapped[int | None]  # thousandths of a point
    copied_from: Mapped[str | None]  # the set that this one was copied from, to be changed
    weighting: Mapped[str | None]  # how the weights were given: "number", "swing" or "order"
    mark_unit: Mapped[int | None]  # marks, scale, levels and mark thresholds are whole numbers of 1/unit; None: 1000
    weight_unit: Mapped[int | None]  # likewise the weights


class CriterionGroup(Labelled):
    """A section of a criteria set."""

    __tablename__ = "criterion_group"
    criteria_set: Mapped[str | None] = mapped_column(index=True)
    key: Mapped[str | None]
    threshold_points: Mapped[int | None]  # the least weighted points that pass, thousandths
    threshold_marks: Mapped[int | None]  # the least sum of the group's plain marks that passes, in mark units


class Criterion(Labelled):
    """One criterion; weight in the set's weight unit."""

    __tablename__ = "criterion"
    criteria_set: Mapped[str | None] = mapped_column(index=True)
    criterion_group: Mapped[str | None]
    key: Mapped[str | None]
    weight: Mapped[int | None]
    threshold: Mapped[int | None]
    question_ar: Mapped[str | None]
    question_en: Mapped[str | None]
    question_fr: Mapped[str | None]
    swing: Mapped[int | None]  # 0-100, thousandths: how much the step from worst to best is wanted (weighting "swing")
    importance: Mapped[int | None]  # 1 = the most important (weighting "order")
    copied_from: Mapped[str | None]  # the criterion of the older set that this one continues
    mapping: Mapped[str | None]  # how: "same", "renamed", "rescaled"; None: new


class MarkLimit(Row):
    """A conditional maximum: a criterion is marked no higher than `most` unless the condition holds."""

    __tablename__ = "mark_limit"
    criteria_set: Mapped[str | None] = mapped_column(index=True)
    criterion: Mapped[str | None]
    most: Mapped[int | None]  # in mark units
    kind: Mapped[str | None]  # "mark": of another criterion; "priorities": how many it serves; "eligibility": an item
    of: Mapped[str | None]  # the other criterion's or the item's id
    least: Mapped[int | None]  # the mark (mark units), or the number of priorities


class ChecklistItem(Labelled):
    """A yes-or-no question of a set's eligibility checklist, apart from the marks."""

    __tablename__ = "checklist_item"
    criteria_set: Mapped[str | None] = mapped_column(index=True)
    key: Mapped[str | None]
    obligatory: Mapped[bool | None]  # "no" makes a proposal ineligible


class Level(Row):
    """What must be seen in a proposal for one mark of one criterion, in words."""

    __tablename__ = "level"
    criterion: Mapped[str | None] = mapped_column(index=True)
    mark: Mapped[int | None]
    text_ar: Mapped[str | None]
    text_en: Mapped[str | None]
    text_fr: Mapped[str | None]


class Round(Labelled):
    """One assessment round: presidency, criteria set, deadline, how many assessments a rank needs, open or closed.

    The round in hand is the open one of the current presidency with the highest `position`.
    """

    __tablename__ = "round"
    presidency: Mapped[str | None]
    criteria_set: Mapped[str | None]
    deadline: Mapped[str | None]
    required: Mapped[int | None]
    closed: Mapped[bool | None]
    independent: Mapped[bool | None]  # sheets are submitted, and hidden from assessors until theirs are
    scope: Mapped[str | None]  # "chosen": the proposals in round_proposal; None: all
    aggregation: Mapped[str | None]  # in place of the criteria set's
    divergence: Mapped[int | None]  # thousandths of the scale between marks from which they are talked about; None: 500
    firm: Mapped[int | None]  # thousandths of the draws in which a rank stays, to be called firm; None: 900
    leaning: Mapped[int | None]  # likewise leaning; None: 600
    draws: Mapped[int | None]  # None: 9604
    seed: Mapped[int | None]
    family: Mapped[str | None]  # "any", "order" or "box:PERCENT"; None: box:30


class RoundProposal(Row):
    """A proposal of a round whose proposals were chosen; id = uuid5("round_proposal", round, proposal)."""

    __tablename__ = "round_proposal"
    round: Mapped[str | None] = mapped_column(index=True)
    proposal: Mapped[str | None]


class RoundAssessor(Row):
    """An assessor of a round; id = uuid5("round_assessor", round, assessor)."""

    __tablename__ = "round_assessor"
    round: Mapped[str | None] = mapped_column(index=True)
    assessor: Mapped[str | None]
    every: Mapped[bool | None]  # asked for every proposal; else for those assigned


class Assessment(Row):
    """One assessor's sheet for one proposal; id = uuid5("assessment", round, proposal, assessor)."""

    __tablename__ = "assessment"
    round: Mapped[str | None] = mapped_column(index=True)
    proposal: Mapped[str | None]
    assessor: Mapped[str | None]
    assigned: Mapped[bool | None]
    submitted: Mapped[str | None]  # the day, ISO 8601; None: still a draft
    conflict: Mapped[str | None]  # why this person does not assess this proposal; None: no conflict


class Consensus(Row):
    """What a panel agreed on for one criterion of a proposal; id = uuid5("consensus", round, proposal, criterion)."""

    __tablename__ = "consensus"
    round: Mapped[str | None] = mapped_column(index=True)
    proposal: Mapped[str | None]
    criterion: Mapped[str | None]
    value: Mapped[int | None]  # in mark units
    blank: Mapped[str | None]  # "not_applicable": by decision the criterion's weight goes to the others
    participants: Mapped[str | None]  # lines
    reason: Mapped[str | None]
    decided: Mapped[str | None]  # the day, ISO 8601
    author: Mapped[str | None]


class Eligibility(Row):
    """The answer to one item of the checklist; id = uuid5("eligibility", round, proposal, item)."""

    __tablename__ = "eligibility"
    round: Mapped[str | None] = mapped_column(index=True)
    proposal: Mapped[str | None]
    item: Mapped[str | None]
    answer: Mapped[str | None]  # "yes", "no", "unclear"
    reason: Mapped[str | None]


class Scenario(Row):
    """Weights kept under a name, to be compared; they change nothing."""

    __tablename__ = "scenario"
    round: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str | None]
    weights: Mapped[str | None]  # JSON object criterion id -> exact number ("3/10")


class Choice(Row):
    """Budget and balance rules kept under a name."""

    __tablename__ = "choice"
    round: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str | None]
    rules: Mapped[str | None]  # JSON as `choose --rules` reads it


class Mark(Row):
    """One assessor's mark for one criterion of one proposal; id = uuid5(round, proposal, criterion, assessor)."""

    __tablename__ = "mark"
    round: Mapped[str | None] = mapped_column(index=True)
    proposal: Mapped[str | None] = mapped_column(index=True)
    criterion: Mapped[str | None]
    assessor: Mapped[str | None]
    value: Mapped[int | None]  # in the mark units of the round's criteria set
    blank: Mapped[str | None]  # "abstained", "conflict", "not_applicable"; no row or both None = not assessed
    reason: Mapped[str | None]


class Shortlist(Row):
    """A list for a meeting; frozen, it holds everything needed to recompute it."""

    __tablename__ = "shortlist"
    round: Mapped[str | None]
    name: Mapped[str | None]
    meeting: Mapped[str | None]
    cut_number: Mapped[int | None]  # the cut line: after so many places, or where an envelope is used up
    cut_amount: Mapped[int | None]
    cut_currency: Mapped[str | None]
    frozen_on: Mapped[str | None]
    frozen: Mapped[str | None]  # JSON: weights, marks, totals, ranks, reasons, cut line as of that day


class ShortlistEntry(Row):
    """A proposal on a shortlist; id = uuid5(shortlist, proposal)."""

    __tablename__ = "shortlist_entry"
    shortlist: Mapped[str | None] = mapped_column(index=True)
    proposal: Mapped[str | None]
    position: Mapped[int | None]
    reason: Mapped[str | None]


class Meeting(Labelled):
    """A meeting of the Process."""

    __tablename__ = "meeting"
    kind: Mapped[str | None]
    number: Mapped[int | None]
    presidency: Mapped[str | None]
    place_ar: Mapped[str | None]
    place_en: Mapped[str | None]
    place_fr: Mapped[str | None]
    starts: Mapped[str | None]
    ends: Mapped[str | None]
    status: Mapped[str | None]


KINDS: dict[str, type[Row]] = {
    table.__tablename__: table
    for table in (
        ListItem, Presidency, PrioritySet, Priority, Proposal, Party, Result, BudgetSource, BudgetComponent, Alignment,
        Risk, Related, Attachment, Comment, Template, NotTheSame, SavedSearch, ColumnSet, Rate, Setting, Batch, Layout,
        Origin, Profile, Assessor, CriteriaSet, CriterionGroup, Criterion, MarkLimit, ChecklistItem, Level, Round,
        RoundProposal, RoundAssessor, Assessment, Consensus, Eligibility, Scenario, Choice, Mark, Shortlist,
        ShortlistEntry, Meeting,
    )
}  # fmt: skip

TABLES: dict[str, Table] = dict(Base.metadata.tables)  # typed Table; Class.__table__ is only a FromClause to mypy

SEARCHED: dict[str, tuple[str, ...]] = {
    "proposal": (
        "ref", "provisional_ref", "title_ar", "title_en", "title_fr", "acronym", "locations", "submitting_ministry",
        "contact_name", "contact_email", "summary_ar", "summary_en", "summary_fr", "context", "overall_objective",
        "specific_objectives", "activities", "target_groups",
    )
}  # fmt: skip

RENAMED: dict[tuple[str, str], str] = {}  # (kind, field as old changes name it) -> column of today

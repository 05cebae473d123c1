"""Changing proposals: each function is one named step, or refuses with a sentence and changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.attachments.model import without_consent
from khartoum_desktop.proposals.completeness import completeness
from khartoum_desktop.proposals.fields import BY_KEY, GROUP_LABELS, GROUPS, Field, Type, column_label, label_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import (
    Amount,
    FieldValue,
    Line,
    Stored,
    as_lines,
    check_field,
    clean_value,
    language_of,
    ref_number,
    ref_prefix,
    title_of,
)
from khartoum_desktop.proposals.past import Written
from khartoum_desktop.proposals.rows import OpenConflict
from khartoum_desktop.proposals.showing import joined
from khartoum_desktop.proposals.translation.keeping import translation_statuses, write_columns
from khartoum_desktop.storage.schema import KINDS, TABLES, Alignment, Proposal, Row
from khartoum_desktop.workspace import StepWriter, Workspace, derived_id

_PROPOSAL: Final = TABLES["proposal"]
_BOOKKEEPING: Final = frozenset({"id", "heads", "removed", "position"})
NEW_STATE: Final = "IDEA"
BEFORE_SUBMISSION: Final = frozenset({NEW_STATE, "DRAFT", "RETURNED"})

_OWN: Final = frozenset({"ref", "provisional_ref", "state", "source", "copied_from", "merged_into"})  # not copied

Lines = Mapping[str, Sequence[Line]]  # field key -> rows of its table, or its codes


# --- references and defaults, also for an import's thousands ----------------------------------------------------


def next_refs(db: Connection, n: int, *, delegation: str, letter: str, year: int | None = None) -> list[str]:
    """Return the next n references of a laptop, in the step that will use them; withdrawn proposals keep theirs."""
    prefix = ref_prefix(year or datetime.now(UTC).astimezone().year, delegation, letter)
    given = (_PROPOSAL.c.ref, _PROPOSAL.c.provisional_ref)
    found = (db.execute(select(name).where(name.startswith(prefix, autoescape=True))).scalars() for name in given)
    last = max((ref_number(ref) for refs in found for ref in refs), default=0)
    return [f"{prefix}{number:02}" for number in range(last + 1, last + n + 1)]


def minted(work: Workspace, db: Connection, n: int) -> list[str]:
    """Return the next n references for the person and laptop of a workspace."""
    person = work.person
    return next_refs(db, n, delegation=person.delegation if person else "", letter=work.store.device_letter)


def alignment_id(proposal: str, scheme: str, code: str) -> str:
    """Return the id of a code of a proposal: the same wherever it is added."""
    return derived_id("alignment", proposal, scheme, code)


def with_defaults(columns: Mapping[str, Stored], *, source: str = "typed") -> dict[str, Stored]:
    """Return a new proposal's columns with what the program fills in: state, confidentiality, source, languages."""
    title = next((str(text) for lang in LANGUAGES if (text := columns.get(f"title_{lang}"))), "")
    first = language_of(title) if not columns.get("title_ar") else "ar"
    original = first if columns.get(f"title_{first}") else next(la for la in LANGUAGES if columns.get(f"title_{la}"))
    defaults: dict[str, Stored] = {
        "state": NEW_STATE,
        "confidentiality": "members_only",
        "source": source,
        "language_original": original,
    }
    given = {name: value for name, value in columns.items() if value is not None}
    chosen = str(given.get("language_original", original))
    for lang in LANGUAGES:
        defaults[f"translation_{lang}"] = (
            "original" if lang == chosen else "unchecked" if columns.get(f"title_{lang}") else "missing"
        )
    return {**defaults, **given}


# --- one proposal -----------------------------------------------------------------------------------------------------


def create(work: Workspace, values: Mapping[str, FieldValue], lines: Lines | None = None) -> str:
    """Make a proposal in state IDEA with a fresh reference and return its id.

    It needs a title in one language and a submitting State or organisation (default: the person's delegation where
    that is a State). Keys are the catalogue's; UserError for values that cannot be stored.
    """
    lists = queries.lists_of(work)
    columns = columns_for(values, lists)
    if not columns.get("lead_country") and work.person and lists.is_state(work.person.delegation):
        columns["lead_country"] = work.person.delegation
    if not title_of(columns):
        raise UserError(_("A proposal needs a title."), _("Write it in Arabic, English or French."))
    if not columns.get("lead_country"):
        raise UserError(_("A proposal needs a submitting State."), _("Choose a country or an organisation."))
    tables = {key: _checked(BY_KEY[key], tuple(rows), lists) for key, rows in (lines or {}).items()}
    with work.step(N_("New proposal")) as step:
        columns["ref"] = minted(work, step.db, 1)[0]
        ident = step.add(Proposal, with_defaults(columns))
        for key, rows in tables.items():
            add_lines(step, ident, key, rows)
    return ident


def columns_for(values: Mapping[str, FieldValue], lists: Lists) -> dict[str, Stored]:
    """Return the columns that hold these fields, cleaned; UserError for a value that cannot be stored."""
    found: dict[str, Stored] = {}
    for key, value in values.items():
        found |= _columns(BY_KEY[key], _checked(BY_KEY[key], value, lists))
    return found


def _checked(field: Field, value: FieldValue, lists: Lists) -> Any:
    """Return the cleaned value, or refuse it in the words of its first problem."""
    cleaned = clean_value(field, value)
    refused = next((problem for problem in check_field(field, cleaned, lists) if problem.refuses), None)
    if refused:
        sentence = fill(_("{field}: {problem}"), field=_(field.label), problem=refused.sentence)
        raise UserError(sentence, _("Nothing was changed."))
    return cleaned


def _columns(field: Field, value: FieldValue) -> dict[str, Stored]:
    if field.type is Type.MONEY:
        amount = value if isinstance(value, Amount) else Amount()
        return {field.key: amount.thousandths, f"{field.key}_currency": amount.currency}
    return {field.key: value if isinstance(value, str | int) else None}


def add_lines(step: StepWriter, proposal: str, key: str, rows: Sequence[Line]) -> None:
    """Write the lines of one field of a new proposal, in their order."""
    field = BY_KEY[key]
    for position, line in enumerate(rows):
        values = {**_plain(line), "proposal": proposal, "position": position}
        if field.type is Type.CODES:
            scheme, code = str(field.scheme), str(line["code"])
            step.add(Alignment, {**values, "scheme": scheme}, alignment_id(proposal, scheme, code))
        else:
            step.add(KINDS[str(field.kind)], values)


def _plain(line: Line) -> dict[str, Stored]:
    return {name: value for name, value in line.items() if name not in _BOOKKEEPING}


def set_value(work: Workspace, ident: str, key: str, value: FieldValue, seen: str | None = None) -> str:
    """Write one field of a proposal, whatever its kind; return what the person has seen of the proposal after it.

    `seen` is the `heads` that came with the value the person had before them; None = as it is now. When somebody else
    has written the field since, both values stay, as a conflict that the form shows; the heads returned then leave
    that other change unseen, so that the next edit from the same form does not pass over it either.
    """
    field = BY_KEY.get(key)
    if field is None:
        raise UserError(fill(_("There is no field “{key}”."), key=key), _("Use the keys of the field list."))
    if field.type in {Type.TABLE, Type.CODES}:
        set_lines(work, ident, key, as_lines(value))
        return seen or ""
    cleaned = _checked(field, value, queries.lists_of(work))
    with _editing(work, ident, N_("Change “{field}” of {ref}"), field=field.label) as step:
        columns = _columns(field, cleaned)
        now = write_columns(step, ident, columns, translation_statuses(step.db, ident, columns), seen)
        _keep_title(step, ident, field)
    return now


def set_group(work: Workspace, ident: str, group: str, values: Mapping[str, FieldValue]) -> None:
    """Write all fields of a group of a proposal together, as one step; those that `values` leaves out are emptied."""
    columns = columns_for({key: values.get(key) for key in GROUPS[group].values()}, queries.lists_of(work))
    with _editing(work, ident, N_("Change “{field}” of {ref}"), field=GROUP_LABELS[group]) as step:
        step.put(Proposal, ident, {**columns, **translation_statuses(step.db, ident, columns)})


@contextmanager
def _editing(work: Workspace, ident: str, label: str, **args: str) -> Iterator[StepWriter]:
    """Write a step into a proposal that is there; `label` may name it by its reference."""
    ref = _ref(work, ident)
    with work.step(label, ref=ref, **args) as step:
        if step.db.execute(select(_PROPOSAL.c.removed).where(_PROPOSAL.c.id == ident)).scalar():
            raise UserError(fill(_("{ref} has been deleted."), ref=ref), _("Bring it back before you change it."))
        yield step


def _keep_title(step: StepWriter, ident: str, field: Field) -> None:
    """Refuse to take away the last title, or the country: without them nobody can find the proposal again."""
    if field.group != "title" and field.key != "lead_country":
        return
    names = [f"title_{lang}" for lang in LANGUAGES] if field.group == "title" else ["lead_country"]
    row = step.db.execute(select(*(_PROPOSAL.c[name] for name in names)).where(_PROPOSAL.c.id == ident)).first()
    if row is not None and not any(row):
        raise UserError(
            fill(_("“{field}” cannot be empty."), field=_(field.label)),
            _("A proposal keeps a title in one language and a submitting State."),
        )


def set_lines(
    work: Workspace, ident: str, key: str, lines: Sequence[Line], before: Sequence[Line] | None = None
) -> None:
    """Make a table (or the codes of a scheme) of a proposal exactly these lines, in this order.

    `before` are the lines as the person had them before the edit (None = as they are now): of them, those left out are
    removed, while lines that somebody else has added since stay. A line whose `id` is here is an edit of it, judged by
    its `heads`; others are new (with the id they bring, if they bring one).
    """
    field, lists = BY_KEY[key], queries.lists_of(work)
    rows: tuple[Line, ...] = _checked(field, tuple(lines), lists)
    codes = field.type is Type.CODES
    table: type[Row] = Alignment if codes else KINDS[str(field.kind)]
    with _editing(work, ident, N_("Change “{field}” of {ref}"), field=field.label) as step:
        present = queries.lines_by_field(step.db, [ident], frozenset({key}))[ident][key]
        known = {str(line["id"]): line for line in present}
        kept: set[str] = set()
        for position, line in enumerate(rows):
            row = alignment_id(ident, str(field.scheme), str(line["code"])) if codes else str(line.get("id") or "")
            values = {**dict.fromkeys(field.columns_in_line), **_plain(line), "position": position}
            if row in known:
                kept.add(row)
                step.put(table, row, values, _heads(line))
            else:
                more: dict[str, Stored] = {"proposal": ident}
                more |= {"scheme": field.scheme} if codes else {}
                step.add(table, {**values, **more}, row or None)
        for line in present if before is None else before:
            if line["id"] not in kept and line["id"] in known:
                step.remove(table, str(line["id"]), _heads(line))


def _heads(line: Line) -> str | None:
    return str(line["heads"]) if line.get("heads") else None


def restore_field(work: Workspace, ident: str, written: Written) -> None:
    """Bring a field of a proposal back to what a change left: an amount with its currency, a line although it is gone.

    UserError when that has been forgotten since, or would take away the last title or the country.
    """
    history = work.store.history(written.kind, written.row)
    if not written.values or all(entry.change != written.change or entry.forgotten for entry in history):
        raise UserError(_("This earlier value is no longer in the workspace."), _("Open the history again."))
    field, own = BY_KEY[written.field], written.kind == "proposal"
    with _editing(work, ident, N_("Restore “{field}”"), field=field.label) as step:
        more = translation_statuses(step.db, ident, written.values) if own else {"removed": False}
        step.put(KINDS[written.kind], written.row, {**written.values, **more})
        step.flush()
        _keep_title(step, ident, field)


def settle(work: Workspace, ref: str, conflict: OpenConflict, value: Stored) -> None:
    """Choose the value of a field in conflict, having seen all of them."""
    label = column_label(conflict.kind, conflict.field)
    with work.step(N_("Settle “{field}” of {ref}"), field=label, ref=ref) as step:
        chosen = {conflict.field: value}
        more = translation_statuses(step.db, conflict.row, chosen) if conflict.kind == "proposal" else {}
        step.put(KINDS[conflict.kind], conflict.row, {**chosen, **more})


def _ref(work: Workspace, ident: str) -> str:
    with work.reading() as db:
        found = db.execute(select(_PROPOSAL.c.ref).where(_PROPOSAL.c.id == ident)).scalar()
    return found or ""


def remove(work: Workspace, wanted: Sequence[str]) -> None:
    """Withdraw proposals from the workspace; undo, or `restore`, brings them back with everything."""
    label = N_("Delete {ref}") if len(wanted) == 1 else N_("Delete {n} proposals")
    with work.step(label, ref=_ref(work, wanted[0]) if wanted else "", n=str(len(wanted))) as step:
        for ident in wanted:
            step.remove(Proposal, ident)


def restore(work: Workspace, wanted: Sequence[str]) -> None:
    """Bring withdrawn proposals back; one that went into another by taking that merge back, with all it gave away."""
    merges = _merges_of(work, wanted)
    for merge in dict.fromkeys(merges.values()):
        work.store.undo_step(merge)
    deleted = [ident for ident in wanted if ident not in merges]
    if not deleted:
        return
    label = N_("Bring back {ref}") if len(deleted) == 1 else N_("Bring back {n} proposals")
    with work.step(label, ref=_ref(work, deleted[0]), n=str(len(deleted))) as step:
        for ident in deleted:
            step.put(Proposal, ident, {"removed": False, "merged_into": None})


def _merges_of(work: Workspace, wanted: Sequence[str]) -> dict[str, str]:
    """Return id -> the step by which each of these proposals went into another one; those that did not are left out."""
    with work.reading() as db:
        query = select(_PROPOSAL.c.id).where(_PROPOSAL.c.id.in_(wanted), _PROPOSAL.c.merged_into.is_not(None))
        merged = db.execute(query).scalars().all()
    histories = ((ident, work.store.history("proposal", ident)) for ident in merged)
    return {ident: [one.step for one in entries if one.values.get("merged_into")][-1] for ident, entries in histories}


def duplicate(work: Workspace, ident: str) -> str:
    """Make a copy with a reference of its own, in state IDEA, without marks, consents, letters and origins."""
    old = queries.read(work, ident)
    columns = {name: value for name, value in old.columns.items() if name not in _OWN}
    with work.step(N_("Copy {ref}"), ref=old.ref) as step:
        columns["ref"] = minted(work, step.db, 1)[0]
        copy = step.add(Proposal, with_defaults({**columns, "copied_from": ident}))
        for key, lines in old.lines.items():
            if key != "attachments":
                add_lines(step, copy, key, tuple(map(without_consent, lines)) if key == "parties" else lines)
    return copy


def submit(work: Workspace, ident: str) -> None:
    """Hand a proposal over for assessment; UserError that names what is missing."""
    detail = queries.read(work, ident)
    if detail.columns["state"] not in BEFORE_SUBMISSION:
        raise UserError(fill(_("{ref} is already submitted."), ref=detail.ref), _("Its state is shown in the list."))
    lacking = completeness(detail.values, "S").missing
    if lacking:
        names = joined(_(label_of(key)) for key in lacking)
        raise UserError(fill(_("Missing before submission: {fields}."), fields=names), _("Fill them in, then submit."))
    with _editing(work, ident, N_("Submit {ref}")) as step:
        step.put(Proposal, ident, {"state": "SUBMITTED"}, detail.heads)

"""Making one proposal of two, and saying that two are not the same: each is one step, and one Undo takes it back."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, func, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.proposals.duplicates import queries
from khartoum_desktop.proposals.duplicates.joining import Choices, Comparison, Difference, Take, statuses, united
from khartoum_desktop.proposals.fields import Field, Type, column_label
from khartoum_desktop.proposals.model import MAX_CHARACTERS, MAX_LINES, Amount, Line, Stored, as_lines, number
from khartoum_desktop.proposals.operations import alignment_id
from khartoum_desktop.storage.schema import KINDS, TABLES, Alignment, Attachment, NotTheSame, Proposal, Related
from khartoum_desktop.workspace import StepWriter, Workspace, derived_id

# columns that name a proposal by its id, beside the tables of the catalogue: they follow to the one that is kept
_NAMED_IN: Final = (("comment", "proposal"), ("origin", "proposal"), ("proposal", "copied_from"),
                    ("proposal", "merged_into"))  # fmt: skip
# rows of which a proposal has one for each of some other things, whose ids follow from them: kind -> those columns in
# the order in which the id names them
_ONE_FOR_EACH: Final[Mapping[str, tuple[str, ...]]] = {
    "mark": ("round", "proposal", "criterion", "assessor"),
    "assessment": ("round", "proposal", "assessor"),
    "consensus": ("round", "proposal", "criterion"),
    "eligibility": ("round", "proposal", "item"),
    "round_proposal": ("round", "proposal"),
    "shortlist_entry": ("shortlist", "proposal"),
}
_PROPOSAL: Final = TABLES["proposal"]
_NOT_COPIED: Final = frozenset({"id", "heads", "removed"})
_PARTIES: Final = "parties"


def merge(work: Workspace, keep: str, other: str, choices: Choices | None = None) -> str:
    """Make one proposal of two (ids) and return the step: what `choices` leaves open is taken as it is the fuller.

    The other one is removed and names the one that is kept; marks, places on lists, origins, comments, files and all
    that named it follow. UserError when one of them is gone or has an open conflict, or both texts of a field together
    are too long.
    """
    found = queries.comparison(work, keep, other)
    taken = found.taken(choices or {})
    _refuse_impossible(found, taken)
    with work.step(N_("Merge {other} into {ref}"), other=found.other.ref, ref=found.keep.ref) as step:
        step.put(Proposal, keep, {**_columns(found, taken), "copied_from": _source(step.db, keep, other)})
        moved: dict[str, str] = {}
        for one in found.differences:
            if not one.field.stored and one.field.type is not Type.DERIVED and taken[one.field.key] is not Take.KEEP:
                moved |= _lines(step, keep, one, taken[one.field.key])
        step.flush()
        _letters(step, keep, moved, found)
        _follow(step, found)
        step.put(Proposal, other, {"removed": True, "merged_into": keep})
    return step.id


def _refuse_impossible(found: Comparison, taken: Mapping[str, Take]) -> None:
    """Refuse a choice that the field does not have, a result that is no value, and two values that stand side by side.

    Of those only one is seen here: the other one would go unseen.
    """
    for conflict in (*found.keep.conflicts, *found.other.conflicts):
        label = _(column_label(conflict.kind, conflict.field))
        why = _("Two values stand side by side here: choose one in the form first.")
        raise UserError(fill(_("{field}: {problem}"), field=label, problem=why), _("Nothing was changed."))
    for one in found.differences:
        take, label = taken[one.field.key], _(one.field.label)
        if take not in one.takes:
            raise UserError(
                fill(_("“{field}” holds one value: both cannot stay."), field=label), _("Take the one or the other.")
            )
        result = one.result(take)
        too_long = isinstance(result, str) and len(result) > MAX_CHARACTERS
        too_many = len(as_lines(result)) > MAX_LINES
        if take is Take.BOTH and (too_long or too_many):
            sentence = _("Both texts of “{field}” together are longer than {n} characters.")
            if too_many:
                sentence = _("Both lists of “{field}” together have more than {n} lines.")
            limit = number(MAX_LINES if too_many else MAX_CHARACTERS)
            raise UserError(fill(sentence, field=label, n=limit), _("Take the one or the other."))


def _columns(found: Comparison, taken: Mapping[str, Take]) -> dict[str, Stored]:
    """Return the columns of the one that is kept, as far as they become others."""
    values: dict[str, Stored] = statuses(found, taken)
    for one in found.differences:
        field = one.field
        if taken[field.key] is Take.KEEP or field.type in {Type.TABLE, Type.CODES}:
            continue
        result = one.result(taken[field.key])
        if field.type is Type.MONEY:
            amount = result if isinstance(result, Amount) else Amount()
            values |= {field.key: amount.thousandths, f"{field.key}_currency": amount.currency}
        else:
            values[field.key] = result if isinstance(result, str | int) else None
    return values


def _source(db: Connection, keep: str, other: str) -> str | None:
    """Return the proposal (id) that one of the two began as a copy of, the kept one's first; never one of them."""
    query = select(_PROPOSAL.c.id, _PROPOSAL.c.copied_from).where(_PROPOSAL.c.id.in_((keep, other)))
    said: dict[str, str | None] = dict(db.execute(query).all())
    return next((source for source in (said[keep], said[other]) if source and source not in {keep, other}), None)


# --- lists ------------------------------------------------------------------------------------------------------------


def _lines(step: StepWriter, keep: str, one: Difference, take: Take) -> dict[str, str]:
    """Write the lines of a table, or codes; return the ids of lines left out -> the line that says the same."""
    before, there = as_lines(one.keep), as_lines(one.other)
    if take is Take.BOTH:
        result = united(one.field, before, there)
        lines, absorbed = result.lines, dict(result.absorbed)
    else:
        lines, absorbed = there, {}
    own = {str(line["id"]) for line in before}
    kept = set[str]()
    for position, line in enumerate(lines):
        kept.add(_write(step, one.field, line, {"proposal": keep, "position": position}))
    table = Alignment if one.field.type is Type.CODES else KINDS[str(one.field.kind)]
    for ident in own - kept:
        step.remove(table, ident)
    return absorbed


def _write(step: StepWriter, field: Field, line: Line, place: Mapping[str, Stored]) -> str:
    """Write one line where it belongs now and return its id; it is the row that it was, but for codes."""
    values = {**{name: value for name, value in line.items() if name not in _NOT_COPIED}, **place}
    if field.type is Type.CODES:
        scheme, code = str(field.scheme), str(line["code"])
        return step.add(Alignment, {**values, "scheme": scheme}, alignment_id(str(place["proposal"]), scheme, code))
    step.put(KINDS[str(field.kind)], str(line["id"]), values)
    return str(line["id"])


def _letters(step: StepWriter, keep: str, absorbed: Mapping[str, str], found: Comparison) -> None:
    """Let the letters of the kept proposal prove the consent of its own parties."""
    party, attachment = TABLES["party"], TABLES["attachment"]
    here = select(party.c.id, party.c.name).where(party.c.proposal == keep, party.c.removed.is_not(True))
    parties: dict[str, str] = dict(step.db.execute(here).all())
    names = {
        str(line["id"]): str(line.get("name") or "")
        for each in (found.keep, found.other)
        for line in each.lines[_PARTIES]
    }
    by_name = {name: ident for ident, name in parties.items() if name}
    query = select(attachment.c.id, attachment.c.party).where(
        attachment.c.proposal == keep, attachment.c.party.is_not(None), attachment.c.removed.is_not(True)
    )
    for ident, proves in step.db.execute(query).all():
        if proves not in parties:
            step.put(Attachment, ident, {"party": absorbed.get(proves) or by_name.get(names.get(proves, ""))})


# --- what named the other one -----------------------------------------------------------------------------------------


def _follow(step: StepWriter, found: Comparison) -> None:
    """Let everything that named the other one name the one that is kept."""
    db, keep, other = step.db, found.keep.id, found.other.id
    for kind, column in _NAMED_IN:
        table = TABLES[kind]
        query = select(table.c.id).where(table.c[column] == other)
        if kind != "proposal":
            query = query.where(table.c.removed.is_not(True))
        for ident in db.execute(query).scalars().all():
            if ident != keep:
                step.put(KINDS[kind], ident, {column: keep})
    for kind, names in _ONE_FOR_EACH.items():
        _move(step, kind, names, keep, other)
    _follow_references(step, found)
    _follow_pairs(step, keep, other)


def _move(step: StepWriter, kind: str, names: tuple[str, ...], keep: str, other: str) -> None:
    """Move rows whose id follows from what they are about, where the kept proposal has none itself."""
    table = KINDS[kind]
    there = {_about(row, names) for row in _present(step.db, kind, keep) if _says_something(kind, row)}
    for row in _present(step.db, kind, other):
        about = _about(row, names)
        if about not in there:
            values = {name: value for name, value in row.items() if name not in _NOT_COPIED}
            ident = derived_id(kind, *(keep if name == "proposal" else str(row[name]) for name in names))
            step.add(table, {**values, "proposal": keep}, ident)
        if about not in there or kind == "shortlist_entry":
            step.remove(table, str(row["id"]))


def _about(row: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names if name != "proposal")


def _says_something(kind: str, row: Mapping[str, Any]) -> bool:
    return kind != "mark" or row["value"] is not None or row["blank"] is not None


def _present(db: Connection, kind: str, proposal: str) -> list[Mapping[str, Any]]:
    """Return the rows of a kind about a proposal; none of a list that is frozen, which keeps its own record."""
    table = TABLES[kind]
    query = select(table).where(table.c.proposal == proposal, table.c.removed.is_not(True))
    if kind == "shortlist_entry":
        shortlist = TABLES["shortlist"]
        frozen = select(shortlist.c.id).where(func.coalesce(shortlist.c.frozen_on, "") != "")
        query = query.where(table.c.shortlist.not_in(frozen))
    return [dict(row) for row in db.execute(query).mappings()]


def _follow_references(step: StepWriter, found: Comparison) -> None:
    """Let related projects name the kept one's reference; a project is not related to itself."""
    related = TABLES["related"]
    refs = {found.keep.ref, found.other.ref} - {""}
    query = select(related.c.id, related.c.proposal, related.c.reference).where(
        func.upper(func.trim(related.c.reference)).in_(refs), related.c.removed.is_not(True)
    )
    for ident, proposal, reference in step.db.execute(query).all():
        if proposal == found.keep.id:
            step.remove(Related, ident)
        elif proposal != found.other.id and str(reference).strip().upper() == found.other.ref:
            step.put(Related, ident, {"reference": found.keep.ref})


def _follow_pairs(step: StepWriter, keep: str, other: str) -> None:
    """Let what is not the same as the other one not be the same as the one that is kept."""
    for ident, pair in list(_pairs_of(step.db, other)):
        step.remove(NotTheSame, ident)
        for third in pair - {other, keep}:
            set_apart(step, keep, (third,))


def _pairs_of(db: Connection, proposal: str) -> Iterator[tuple[str, set[str]]]:
    table = TABLES["not_the_same"]
    named = (table.c.first == proposal) | (table.c.second == proposal)
    query = select(table.c.id, table.c.first, table.c.second).where(named, table.c.removed.is_not(True))
    for ident, first, second in db.execute(query).all():
        yield ident, {first, second}


# --- not the same -----------------------------------------------------------------------------------------------------


def pair_id(one: str, two: str) -> str:
    """Return the id of what is said about two proposals, in whichever order they are named."""
    return derived_id("not_the_same", *sorted((one, two)))


def not_the_same(work: Workspace, one: str, two: str) -> None:
    """Remember that two proposals (ids) look alike and are not the same."""
    names = _refs(work, one, two)
    with work.step(N_("Say that {ref} and {other} are not the same"), **names) as step:
        set_apart(step, one, (two,))


def maybe_the_same(work: Workspace, one: str, two: str) -> None:
    """Take back that two proposals are not the same; UserError when nobody said so."""
    names = _refs(work, one, two)
    with work.reading() as db:
        said = any(pair == {one, two} for _ident, pair in _pairs_of(db, one))
    if not said:
        raise UserError(
            fill(_("Nobody said that {ref} and {other} are not the same."), **names), _("Nothing was changed.")
        )
    with work.step(N_("Take back that {ref} and {other} are not the same"), **names) as step:
        step.remove(NotTheSame, pair_id(one, two))


def set_apart(step: StepWriter, one: str, others: Iterable[str]) -> None:
    """Remember, as part of a step, that a proposal (id) is none of some others."""
    for two in others:
        first, second = sorted((one, two))
        step.add(NotTheSame, {"first": first, "second": second}, pair_id(one, two))


def _refs(work: Workspace, one: str, two: str) -> dict[str, str]:
    if one == two:
        raise UserError(_("This is one and the same proposal."), _("Choose two proposals."))
    names = queries.named(work, (one, two))
    if len(names) < 2:  # noqa: PLR2004 - both must be there
        raise UserError(_("This proposal is no longer in the workspace."), _("Choose another one in the list."))
    return {"ref": names[one].ref, "other": names[two].ref}

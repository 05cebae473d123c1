"""Changing many proposals: planned from one reading, shown, then written as one step or refused with a sentence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.pace import many_objects
from khartoum_desktop.proposals.bulk import paste, queries
from khartoum_desktop.proposals.bulk.model import Change, Entry, Outcome, Plan, Seen, cleaned, entry_of, plain, refusal
from khartoum_desktop.proposals.bulk.paste import Pasting
from khartoum_desktop.proposals.fields import BY_KEY, Field, Type
from khartoum_desktop.proposals.model import Amount, FieldValue, Stored, as_lines
from khartoum_desktop.proposals.operations import add_lines, alignment_id, columns_for, minted, with_defaults
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.translation.keeping import translation_statuses
from khartoum_desktop.storage.schema import KINDS, Alignment, Proposal, Row
from khartoum_desktop.workspace import StepWriter, Workspace

_LISTS: Final = frozenset({Type.TABLE, Type.CODES})


@many_objects()
def plan(work: Workspace, ids: Sequence[str], change: Change) -> Plan:
    """Return what a change would do to each of these proposals; nothing is written.

    UserError for a field that nobody writes, and for a value that no proposal could hold.
    """
    one = BY_KEY.get(change.key)
    if one is None:
        raise UserError(fill(_("There is no field “{key}”."), key=change.key), _("Use the keys of the field list."))
    if one.type is Type.DERIVED:
        raise UserError(_("The program itself fills this field."), _("Choose another field."))
    lists, asked = lists_of(work), cleaned(change)
    if asked.value is not None and (sentence := refusal(one, asked.value, lists)):
        raise UserError(fill(_("{field}: {problem}"), field=_(one.label), problem=sentence), _("Give another value."))
    with work.reading() as db:
        seen = queries.seen(db, list(dict.fromkeys(ids)), [one.key])
    return Plan(tuple(entry_of(row, asked, lists) for row in seen.values()), seen, (one.key,))


def plan_paste(work: Workspace, pasting: Pasting) -> Plan:
    """Return what a pasted block would do, cell by cell; nothing is written."""
    lists, layout = lists_of(work), paste.layout_of(pasting)
    refs = paste.references(pasting, layout)
    with work.reading() as db:
        known = queries.by_refs(db, refs) if refs else {}
        named = [ident for idents in known.values() for ident in idents]
        wanted = list(pasting.targets[: len(pasting.rows)]) if layout.by_ref is None else named
        seen = queries.seen(db, wanted, paste.keys_of(layout))
    person = work.person
    home = person.delegation if person and lists.is_state(person.delegation) else ""
    with many_objects():
        return paste.planned(pasting, layout, paste.Found(seen, known, lists, home))


def apply(work: Workspace, plan: Plan) -> str:
    """Do what was shown as one step and return its id.

    UserError, and nothing is changed, when the proposals are no longer what they were when the plan was made.
    """
    if not plan.does_something:
        raise UserError(_("Nothing would change."), _("Choose other proposals or another value."))
    entries = [entry for entry in plan.entries if entry.outcome is Outcome.CHANGE and entry.id]
    label, args = _label(plan, entries)
    with many_objects(), work.step(label, **args) as step:
        if queries.seen(step.db, list(plan.seen), plan.keys) != plan.seen:
            raise UserError(
                _("The proposals have changed since this was shown."),
                _("Nothing was written: look at the list again, then repeat."),
            )
        for ident, mine in _by_proposal(entries).items():
            _write(step, plan.seen[ident], mine)
        if plan.fresh:
            _make(work, step, plan.fresh)
    return step.id


def _label(plan: Plan, entries: Sequence[Entry]) -> tuple[str, dict[str, str]]:
    ids = {entry.id for entry in entries}
    if len(plan.keys) != 1 or any(entry.row >= 0 for entry in entries) or plan.fresh:
        return N_("Paste from a spreadsheet"), {}
    field = BY_KEY[plan.keys[0]].label
    if len(ids) == 1:
        return N_("Change “{field}” of {ref}"), {"field": field, "ref": entries[0].ref}
    return N_("Change “{field}” of {n} proposals"), {"field": field, "n": str(len(ids))}


def _by_proposal(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.id].append(entry)
    return found


def _write(step: StepWriter, seen: Seen, entries: Sequence[Entry]) -> None:
    """Write the new values of one proposal as the change of somebody who had seen the old ones."""
    columns: dict[str, Stored] = {}
    for entry in entries:
        one = BY_KEY[entry.key]
        if one.type in _LISTS:
            _write_lines(step, seen.id, one, entry)
        else:
            columns |= _columns(one, entry.new)
    if columns:
        statuses = translation_statuses(step.db, seen.id, columns)
        step.put(Proposal, seen.id, {**columns, **statuses}, seen.heads)


def _columns(one: Field, value: FieldValue) -> dict[str, Stored]:
    if one.type is Type.MONEY:
        amount = value if isinstance(value, Amount) else Amount()
        return {one.key: amount.thousandths, f"{one.key}_currency": amount.currency}
    return {one.key: value if isinstance(value, str | int) else None}


def _write_lines(step: StepWriter, proposal: str, one: Field, entry: Entry) -> None:
    """Make the lines of a field exactly the new ones, in this order."""
    codes = one.type is Type.CODES
    table: type[Row] = Alignment if codes else KINDS[str(one.kind)]
    before = {str(line["id"]): line for line in as_lines(entry.old)}
    kept = set()
    for position, line in enumerate(as_lines(entry.new)):
        row = str(line.get("id") or "")
        values = {**dict.fromkeys(one.columns_in_line), **plain(line), "position": position}
        if row in before:
            kept.add(row)
            step.put(table, row, values, str(before[row]["heads"]))
        elif codes:
            code = str(line["code"])
            more = {"proposal": proposal, "scheme": one.scheme}
            step.add(table, {**values, **more}, alignment_id(proposal, str(one.scheme), code))
        else:
            step.add(table, {**values, "proposal": proposal})
    for row in [row for row in before if row not in kept]:
        step.remove(table, row, str(before[row]["heads"]))


def _make(work: Workspace, step: StepWriter, fresh: Sequence[Mapping[str, FieldValue]]) -> None:
    """Make new proposals in state IDEA, each with a reference of its own."""
    lists = lists_of(work)
    for ref, values in zip(minted(work, step.db, len(fresh)), fresh, strict=True):
        single = {key: value for key, value in values.items() if BY_KEY[key].type not in _LISTS}
        ident = step.add(Proposal, with_defaults({**columns_for(single, lists), "ref": ref}))
        for key in values.keys() - single.keys():
            add_lines(step, ident, key, as_lines(values[key]))


def ids_of(work: Workspace, refs: Sequence[str]) -> list[str]:
    """Return the proposals of these references, in order; UserError that names those of none, or of several."""
    with work.reading() as db:
        known = queries.by_refs(db, refs)
    asked = list(dict.fromkeys(ref.strip().upper() for ref in refs if ref.strip()))
    lacking = [ref for ref in asked if len(known[ref]) != 1]
    if lacking or not asked:
        sentence = fill(_("These references do not name one proposal each: {refs}."), refs=listed(lacking or refs))
        raise UserError(sentence, _("The list shows the references in use."))
    return [known[ref][0] for ref in asked]

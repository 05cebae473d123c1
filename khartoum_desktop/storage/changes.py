"""Pure rules of the record: canonical text, ids, salted content, what changes add up to, what undo puts back."""

import hashlib
import os
import time
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

import msgspec

Value: TypeAlias = str | int | bool | None

REMOVED: Final = "removed"
WHOLE_ROW: Final = "*"  # among the fields that an undo left alone
MAX_TEXT: Final = 16_000_000  # characters of one value, and of one text from outside
_MAX_DEPTH: Final = 8
_MAX_INTEGER: Final = 2**63
_NAMESPACE: Final = uuid.UUID("6f0c9a55-7d3e-5b0f-9d0a-4b5050520001")

_encoder = msgspec.json.Encoder(order="deterministic")
decode = msgspec.json.Decoder().decode

_Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class BadBundleError(Exception):
    """What came from outside is refused whole; the message is for the log, not for the person."""


class StepBody(msgspec.Struct, frozen=True):
    """The hashed body of a step; fields stand in alphabetical order, so that its encoding is canonical."""

    args: dict[str, str]
    at: Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
    author: str
    delegation: str
    device: str
    label: str
    nonce: str
    role: str
    undoes: _Digest | None
    v: Annotated[int, msgspec.Meta(ge=1)]


class ChangeBody(msgspec.Struct, frozen=True):
    """The hashed body of a change; fields stand in alphabetical order, so that its encoding is canonical."""

    content: _Digest
    kind: _Name
    row: _Name
    seen: tuple[_Digest, ...]
    step: _Digest
    v: Annotated[int, msgspec.Meta(ge=1)]


class Content(msgspec.Struct, frozen=True):
    """The salted values of a change, which lie beside its body so that they can be forgotten."""

    salt: str
    set: dict[str, Any]


_step_body = msgspec.json.Decoder(StepBody).decode
_change_body = msgspec.json.Decoder(ChangeBody).decode
_content = msgspec.json.Decoder(Content).decode


class Item(NamedTuple):
    """One step or change as it travels: id, body, and for a change its content (None: forgotten)."""

    id: str
    body: str
    content: str | None = None


class Fact(NamedTuple):
    """One change as the rules see it; values None = forgotten; steps = its own and the merge that brought it."""

    at: int
    seen: tuple[str, ...]
    values: Mapping[str, Value] | None
    steps: tuple[str | None, ...] = ()


class State(NamedTuple):
    """What the effective changes of one row add up to."""

    heads: tuple[str, ...]
    values: dict[str, Value]
    conflicts: dict[str, list[tuple[str, Value]]]
    there: bool  # False: nothing effective, or everything forgotten


class Taken(NamedTuple):
    """What undo does to one row: changes to write, and fields left alone because somebody has changed them since."""

    back: list[dict[str, Value]]
    kept: list[str]


# --- texts and ids ----------------------------------------------------------------------------------------------------


def canonical(body: object) -> str:
    """Return the only spelling that is ever hashed: sorted keys, no spaces, UTF-8."""
    return _encoder.encode(body).decode()


def digest(text: str) -> str:
    """Return the sha256 of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(body: object) -> tuple[str, str]:
    """Return (id, canonical text) of a body or content."""
    text = _encoder.encode(body)
    return hashlib.sha256(text).hexdigest(), text.decode()


def new_id() -> str:
    """Return a random row id; it begins with the time, so that new rows lie side by side in the index."""
    return f"{time.time_ns() // 1_000_000:012x}{os.urandom(10).hex()}"


def derived_id(*parts: str) -> str:
    """Return the id that means the same thing on every laptop: uuid5 of the parts in one fixed namespace."""
    found = hashlib.sha1(_NAMESPACE.bytes + _encoder.encode(parts), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(found[16], 16) & 3]
    return f"{found[:8]}-{found[8:12]}-5{found[13:16]}-{variant}{found[17:20]}-{found[20:32]}"


def clean_all(values: Mapping[str, Value], columns: Mapping[str, type]) -> dict[str, Value]:
    """Return `clean` of every value; `columns` = field -> type. One look at all texts together is much faster."""
    texts: list[str] = []
    for field, value in values.items():
        if type(value) is str is columns[field]:
            texts.append(value)
        else:
            clean(value, columns[field])
    whole = "\n".join(texts)
    if "\0" in whole or len(whole) > MAX_TEXT or not (whole.isascii() or unicodedata.is_normalized("NFC", whole)):
        return {field: clean(value, columns[field]) for field, value in values.items()}
    return dict(values)


def clean(value: Value, fits: type) -> Value:
    """Return a value fit to be stored: NFC text without NUL, a whole number within 64 bits, or a truth.

    Raises TypeError when the value is not of the column's type, ValueError when it cannot be stored.
    """
    if value is None:
        return None
    if type(value) is not fits:
        raise TypeError(f"{type(value).__name__} where {fits.__name__} is stored")
    if isinstance(value, str):
        if "\0" in value or len(value) > MAX_TEXT:
            raise ValueError("a text with a NUL, or too long")
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if not -_MAX_INTEGER <= value < _MAX_INTEGER:
        raise ValueError("a number beyond 64 bits")
    return value


# --- what comes from outside ------------------------------------------------------------------------------------------


def _storable(value: object, depth: int = 0) -> bool:
    """Tell whether a decoded value has only what both databases can hold, in any spelling of Unicode."""
    match value:
        case None | bool():
            return True
        case str():
            return "\0" not in value
        case int():
            return -_MAX_INTEGER <= value < _MAX_INTEGER
        case list() if depth < _MAX_DEPTH:
            return all(_storable(part, depth + 1) for part in value)
        case dict() if depth < _MAX_DEPTH:
            return all("\0" not in key and _storable(part, depth + 1) for key, part in value.items())
    return False


def _canonical_only(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise BadBundleError("too long")
    body = decode(text)
    if canonical(body) != text or not isinstance(body, dict) or not _storable(body):
        raise BadBundleError("not canonical")


def _fits(values: Mapping[str, object], columns: Mapping[str, type]) -> bool:
    """Tell whether values suit the columns of today; fields without a column come from a newer program."""
    return all(value is None or type(value) is columns.get(field, type(value)) for field, value in values.items())


def verified(item: Item, columns: Mapping[str, Mapping[str, type]]) -> StepBody | ChangeBody:
    """Return the body of an item from outside; `columns` = kind -> field -> type.

    Raises BadBundleError unless hash, spelling, shape and every type are right. Unknown keys are let through.
    """
    try:
        if digest(item.body) != item.id:
            raise BadBundleError("hash of a body")
        _canonical_only(item.body)
        if "nonce" in decode(item.body):
            return _step_body(item.body)
        body = _change_body(item.body)
        if list(body.seen) != sorted(set(body.seen)):
            raise BadBundleError("seen")
        if item.content is not None:
            if digest(item.content) != body.content:
                raise BadBundleError("hash of a content")
            _canonical_only(item.content)
            if not _fits(_content(item.content).set, columns.get(body.kind, {})):
                raise BadBundleError("type of a value")
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadBundleError(str(error)) from error
    return body


# --- what changes add up to -------------------------------------------------------------------------------------------


def ancestry(facts: Mapping[str, Fact]) -> tuple[dict[str, int], dict[str, int]]:
    """Return (bit of each change, mask of its ancestors); a change with an ancestor missing waits and has no mask."""
    bit = {ident: 1 << place for place, ident in enumerate(facts)}
    mask: dict[str, int] = {}
    missing: dict[str, int] = {}
    after: dict[str, list[str]] = {}
    ready: list[str] = []
    for ident, fact in facts.items():
        missing[ident] = len(fact.seen)
        for parent in fact.seen:
            after.setdefault(parent, []).append(ident)
        if not fact.seen:
            ready.append(ident)
    while ready:
        ident = ready.pop()
        covered = 0
        for parent in facts[ident].seen:
            covered |= mask[parent] | bit[parent]
        mask[ident] = covered
        for child in after.get(ident, ()):
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    return bit, mask


def tips(ids: Iterable[str], bit: Mapping[str, int], mask: Mapping[str, int]) -> list[str]:
    """Return those that no other one has among its ancestors, in a fixed order."""
    ids = list(ids)
    covered = 0
    for ident in ids:
        covered |= mask[ident]
    return sorted(ident for ident in ids if not bit[ident] & covered)


def resolve(facts: Mapping[str, Fact]) -> State:
    """Return what one row's changes add up to: a pure function of the set, whatever order they arrived in."""
    if len(facts) == 1:  # nearly every row of a bulk import
        (ident, fact), *_ = facts.items()
        if not fact.seen:
            return State((ident,), dict(fact.values or {}), {}, fact.values is not None)
    bit, mask = ancestry(facts)
    return outcome(facts, set(mask), bit, mask)


def outcome(facts: Mapping[str, Fact], counted: set[str], bit: Mapping[str, int], mask: Mapping[str, int]) -> State:
    """Return what the counted changes add up to; the value shown in a conflict is the greatest by (time, id)."""
    writers: dict[str, list[str]] = {}
    contents: dict[str, Mapping[str, Value]] = {}
    for ident in counted:
        values = facts[ident].values
        if values is not None:
            contents[ident] = values
            for field in values:
                writers.setdefault(field, []).append(ident)
    shown: dict[str, Value] = {}
    conflicts: dict[str, list[tuple[str, Value]]] = {}
    for field, ids in writers.items():
        if len(ids) == 1:
            shown[field] = contents[ids[0]][field]
            continue
        heads = tips(ids, bit, mask)
        found = [(ident, contents[ident][field]) for ident in heads]
        shown[field] = max(found, key=lambda each: (facts[each[0]].at, each[0]))[1]
        if len({canonical(value) for _, value in found}) > 1:
            conflicts[field] = found
    rivals = _rivals(contents, writers.get(REMOVED, ()), bit, mask)
    if rivals:
        shown[REMOVED] = False
        conflicts[REMOVED] = rivals
    return State(tuple(tips(counted, bit, mask)), shown, conflicts, bool(contents))


def _rivals(
    contents: Mapping[str, Mapping[str, Value]],
    removers: Iterable[str],
    bit: Mapping[str, int],
    mask: Mapping[str, int],
) -> list[tuple[str, Value]]:
    """Return the removals and the edits that had not seen each other: such a row stays in sight."""
    found: dict[str, Value] = {}
    for removal in tips(removers, bit, mask):
        if contents[removal][REMOVED]:
            unseen = [
                ident
                for ident, values in contents.items()
                if ident != removal
                and not bit[ident] & mask[removal]
                and not bit[removal] & mask[ident]
                and not values.get(REMOVED)
            ]
            if unseen:
                found |= {removal: True, **dict.fromkeys(unseen, False)}
    return sorted(found.items())


# --- taking back ------------------------------------------------------------------------------------------------------


def dead_steps(undoes: Mapping[str, str]) -> set[str]:
    """Return the steps that count no more, those taken back and the undos themselves; `undoes`: undo -> its target."""
    by: dict[str, list[str]] = {}
    for undo, target in undoes.items():
        by.setdefault(target, []).append(undo)
    undone: dict[str, bool] = {}
    todo = list(by)
    while todo:  # an undo's own undos are judged before it
        step = todo[-1]
        open_ones = [undo for undo in by.get(step, ()) if undo not in undone]
        if open_ones:
            todo += open_ones
        else:
            undone[step] = any(not undone[undo] for undo in by.get(step, ()))
            todo.pop()
    return set(undoes) | {step for step in by if undone[step]}


def without(facts: Mapping[str, Fact], target: str, dead: set[str]) -> Taken:
    """Return what must be written so that step `target` counts no more; `dead` = steps that already do not count.

    Only the difference that the target itself makes is taken back, and not where a live change was built on it.
    Several changes are returned where the target had settled a conflict: written side by side, they open it again.
    """
    bit, mask = ancestry(facts)
    known = {ident for ident in mask if facts[ident].values is not None}
    gone = {ident for ident in known if target in facts[ident].steps}
    live = {ident for ident in known if dead.isdisjoint(facts[ident].steps)} - gone
    if not gone:
        return Taken([], [])
    if not live:
        return Taken([{REMOVED: True}], [])
    gone_bits = sum(bit[ident] for ident in gone)
    if all(mask[ident] & gone_bits for ident in live):  # the target made this row and somebody went on with it
        return Taken([], [WHOLE_ROW])
    now = outcome(facts, set(mask), bit, mask)
    before = outcome(facts, live | gone, bit, mask)
    after = outcome(facts, live, bit, mask)
    back: list[dict[str, Value]] = []
    kept: list[str] = []
    for field in before.values:
        mine = sum(bit[ident] for ident in gone if field in (facts[ident].values or ()))
        if any(mask[ident] & mine for ident in live if field in (facts[ident].values or ())):
            kept.append(field)
        elif not _same(before, after, field) and not _same(now, after, field):
            for place, value in enumerate(_candidates(after, field)):
                if place == len(back):
                    back.append({})
                back[place][field] = value
    return Taken(back, sorted(kept))


def _candidates(state: State, field: str) -> list[Value]:
    found = {canonical(value): value for _, value in state.conflicts.get(field, ())}
    return [found[text] for text in sorted(found)] or [state.values.get(field)]


def _same(one: State, other: State, field: str) -> bool:
    if field not in one.conflicts and field not in other.conflicts:
        mine, yours = one.values.get(field), other.values.get(field)
        return mine == yours and type(mine) is type(yours)
    return canonical(_candidates(one, field)) == canonical(_candidates(other, field))

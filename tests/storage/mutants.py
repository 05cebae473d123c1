"""Rules broken on purpose, one at a time: the laws must notice every one of them."""

import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any


@dataclass(frozen=True)
class Mutant:
    """A piece of a module's source and what stands there instead; several pairs are changed together."""

    name: str
    module: str
    pairs: tuple[tuple[str, str], ...]


def _m(name: str, module: str, *pairs: str) -> Mutant:
    return Mutant(name, f"khartoum_desktop.storage.{module}", tuple(zip(pairs[::2], pairs[1::2], strict=True)))


EXCHANGE = (
    _m(
        "the newest write wins",
        "changes",
        "heads = tips(ids, bit, mask)",
        "heads = [max(ids, key=lambda i: facts[i].at)]",
    ),
    _m("a conflict is never shown", "changes", "for _, value in found}) > 1:", "for _, value in found}) > 9:"),
    _m(
        "equal values are a conflict",
        "changes",
        "if len({canonical(value) for _, value in found}) > 1:",
        "if len(found) > 1:",
    ),
    _m(
        "nothing waits",
        "changes",
        "missing[ident] = len(fact.seen)",
        "missing[ident] = sum(parent in facts for parent in fact.seen)",
        "if not fact.seen:\n            ready",
        "if not missing[ident]:\n            ready",
        "covered |= mask[parent] | bit[parent]",
        "covered |= mask.get(parent, 0) | bit.get(parent, 0)",
    ),
    _m(
        "the value shown depends on the id only",
        "changes",
        "key=lambda each: (facts[each[0]].at, each[0])",
        "key=lambda each: each[0]",
    ),
    _m(
        "the value shown is the first to arrive",
        "changes",
        "key=lambda each: (facts[each[0]].at, each[0])",
        "key=lambda each: -list(facts).index(each[0])",
    ),
    _m("a withdrawal beats an unseen edit", "changes", "    if rivals:\n", "    if False:\n"),
    _m(
        "every edit beside a withdrawal is a rival",
        "changes",
        "                and not bit[removal] & mask[ident]\n",
        "",
    ),
    _m("a withdrawal is its own rival", "changes", "                and not values.get(REMOVED)\n", ""),
    _m(
        "only the parent counts as seen, not what it had seen",
        "changes",
        "covered |= mask[parent] | bit[parent]",
        "covered |= bit[parent]",
    ),
    _m(
        "the form's view is ignored",
        "writing",
        "present if item.seen is None else tuple(sorted(set(item.seen)))",
        "present",
    ),
    _m("nothing counts as seen", "writing", "    return seen, seen == present", "    return (), seen == present"),
    _m(
        "only the first head counts as seen",
        "writing",
        "    return seen, seen == present",
        "    return seen[:1], seen == present",
    ),
    _m("a stale form overwrites in place", "writing", "seen == present and not have.torn", "not have.torn"),
    _m(
        "an open conflict is overlooked when saving",
        "writing",
        "seen == present and not have.torn and",
        "seen == present and",
    ),
    _m(
        "rows are not brought up to date by a merge",
        "merging",
        "            recompute(db, kind, sorted(ids))",
        "            pass",
    ),
    _m(
        "a merge leaves out what is withdrawn",
        "merging",
        "    record(db, log)",
        "    record(db, [r for r in log if 'removed' not in r.content])",
    ),
    _m("settled conflicts stay open", "rows", '        db.execute(_deletions(kind)[0], {"rows": ids})\n', ""),
    _m(
        "a conflict's other value is not found by search",
        "rows",
        "    if state:\n        for field",
        "    if False:\n        for field",
    ),
)

UNDO = (
    _m("undos count like edits", "changes", "return set(undoes) | {step", "return {step"),
    _m(
        "an undone undo still counts",
        "changes",
        "undone[step] = any(not undone[undo] for undo in by.get(step, ()))",
        "undone[step] = step in by",
    ),
    _m(
        "what others built on is taken back",
        "changes",
        "            kept.append(field)\n        elif",
        "            back.append({field: after.values.get(field)})\n        elif",
    ),
    _m(
        "what others built on is left alone in silence",
        "changes",
        "            kept.append(field)\n",
        "            pass\n",
    ),
    _m(
        "a row somebody went on with disappears",
        "changes",
        "if all(mask[ident] & gone_bits for ident in live):",
        "if False:",
    ),
    _m(
        "a row that was made stays",
        "changes",
        "        return Taken([{REMOVED: True}], [])",
        "        return Taken([], [])",
    ),
    _m(
        "a conflict is not opened again",
        "changes",
        "for place, value in enumerate(_candidates(after, field)):",
        "for place, value in enumerate(_candidates(after, field)[:1]):",
    ),
    _m("whole outcomes are compared", "changes", "before = outcome(facts, live | gone, bit, mask)", "before = now"),
    _m("a merge cannot be undone", "merging", "item.content, arrival)", "item.content, None)"),
    _m(
        "Undo takes anybody's step",
        "undoing",
        "STEP.c.author == person.name, STEP.c.device == device, STEP.c.undoes.is_(None)",
        "STEP.c.undoes.is_(None)",
        " and _of(person, body)",
        "",
    ),
    _m("Undo takes a namesake's step", "undoing", " and _of(person, body)", ""),
    _m("Redo heeds a namesake", "undoing", "            if not _of(person, body):\n                continue\n", ""),
    _m("Redo is offered for ever", "undoing", "            if undoes is None:\n                return None\n", ""),
    _m(
        "Redo forgets what was redone",
        "undoing",
        "if undoes not in known and step not in redone:",
        "if undoes not in known:",
    ),
    _m("Undo takes back what is taken back", "undoing", "if step not in dead and", "if"),
)

FORGETTING = (
    _m(
        "a known row is written over by a derived id",
        "writing",
        "if have is None and item.row not in begun:",
        "if have is None:",
    ),
    _m("the record keeps the values", "forgetting", ".values(content=None)", ".values(arrived=None)"),
    _m("the tables keep the values", "forgetting", "        drop(db, kind, ids)\n", ""),
    _m(
        "an undo writes forgotten rows",
        "changes",
        "for ident in mask if facts[ident].values is not None}",
        "for ident in mask}",
    ),
    _m(
        "Undo offers what is forgotten",
        "undoing",
        ".where(wrote.where(CHANGE.c.content.is_not(None)).exists())",
        ".where(wrote.exists())",
    ),
    _m("an old backup brings it back", "backup", "        forget_again(db, forgotten_of(path))\n", ""),
)


def _functions(namespace: dict[str, Any], module: str) -> Iterator[tuple[str, FunctionType]]:
    """Return every function and method that a module defines, decorators opened."""
    for name, thing in namespace.items():
        members = vars(thing).items() if inspect.isclass(thing) and thing.__module__ == module else [("", thing)]
        for inner, member in members:
            plain = inspect.unwrap(member) if callable(member) else None
            if isinstance(plain, FunctionType) and plain.__module__ == module:
                yield f"{name}.{inner}", plain


@contextmanager
def broken(mutant: Mutant) -> Iterator[None]:
    """Break the running program: the code of every function that differs is exchanged, and put back afterwards."""
    module = importlib.import_module(mutant.module)
    source = inspect.getsource(module)
    for old, new in mutant.pairs:
        assert source.count(old) == 1, f"{mutant.name}: the rule reads differently now"
        source = source.replace(old, new)
    namespace: dict[str, Any] = {"__name__": mutant.module, "__file__": module.__file__}
    exec(compile(source, str(module.__file__), "exec"), namespace)  # noqa: S102 - our own source
    after = dict(_functions(namespace, mutant.module))
    changed: list[tuple[FunctionType, CodeType]] = []
    try:
        for name, function in _functions(vars(module), mutant.module):
            if name in after and function.__code__ != after[name].__code__:
                changed.append((function, function.__code__))
                function.__code__ = after[name].__code__
        assert changed, f"{mutant.name}: nothing differs"
        yield
    finally:
        for function, code in changed:
            function.__code__ = code

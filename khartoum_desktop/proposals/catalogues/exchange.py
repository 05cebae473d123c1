"""Taking lists in from a file: first a plan that says what would become of every item, then one step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.catalogues import model, operations, queries, sheet
from khartoum_desktop.proposals.catalogues.model import Catalogue, Entry
from khartoum_desktop.proposals.catalogues.names import PARENTS
from khartoum_desktop.proposals.catalogues.sheet import Draft
from khartoum_desktop.proposals.model import Stored
from khartoum_desktop.workspace import Workspace

Outcome = Literal["new", "changed", "same", "refused"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("new", "changed", "same", "refused")


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one item of the file: `values` those that change, `reason` and `place` of a refusal."""

    outcome: Outcome
    catalogue: str
    code: str
    values: Mapping[str, Stored] = field(default_factory=dict)
    row: str = ""
    place: str = ""
    reason: str = ""

    def sentence(self) -> str:
        """Say why an item is refused, and where it stands."""
        return fill(_("{place}: {problem}"), place=isolate_ltr(self.place), problem=self.reason)


@dataclass(frozen=True, slots=True)
class Plan:
    """A file's items in their order with what would become of each."""

    file: str
    items: tuple[Planned, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many items have an outcome."""
        return sum(1 for item in self.items if item.outcome == outcome)

    def of(self, *outcomes: Outcome) -> list[Planned]:
        """Return the items with one of these outcomes."""
        return [item for item in self.items if item.outcome in outcomes]


def summary(shown: Plan) -> str:
    """Say how many items are new, changed, the same and refused."""
    n = {outcome: shown.count(outcome) for outcome in OUTCOMES}
    parts = [
        fill(ngettext("{n} new item", "{n} new items", n["new"]), n=format_number(n["new"])),
        fill(ngettext("{n} changed", "{n} changed", n["changed"]), n=format_number(n["changed"])),
        fill(ngettext("{n} the same", "{n} the same", n["same"]), n=format_number(n["same"])),
        fill(ngettext("{n} refused", "{n} refused", n["refused"]), n=format_number(n["refused"])),
    ]
    return " · ".join(isolate(part) for part in parts)


def export(work: Workspace, path: Path, keys: Sequence[str] = (), lang: str | None = None) -> int:
    """Write the lists of these keys (default: all) to an .xlsx or .json file and return how many lists."""
    known = queries.catalogues(work)
    wanted = [queries.catalogue(work, key) for key in keys] if keys else known
    sheet.write(path, [(one, queries.entries(work, one)) for one in wanted], lang)
    return len(wanted)


def plan(work: Workspace, path: Path) -> Plan:
    """Return what taking a file in would do; nothing is written. UserError for a file that is none of lists."""
    known = {one.key: one for one in queries.catalogues(work)}
    drafts = sheet.read(path, known)
    return Plan(path.name, tuple(_planned(work, drafts, known)))


def take_in(work: Workspace, shown: Plan, path: Path) -> str:
    """Do what a plan says in one step and return its id, “” when there was nothing to do.

    UserError when the workspace or the file changed since, so that something else would become of it.
    """
    if plan(work, path) != shown:
        raise UserError(_("The lists or the file changed meanwhile."), _("Look at what would be taken in once more."))
    known = {one.key: one for one in queries.catalogues(work)}
    with work.step(N_("Lists from {file}"), file=shown.file) as step:
        for item in shown.of("new", "changed"):
            which = known[item.catalogue]
            if item.outcome == "new":
                operations.write_new(step, which, item.code, item.values)
            else:
                step.put(operations.table_of(which), item.row, operations.columns(which, item.values))
    return step.id if shown.of("new", "changed") else ""


@dataclass(slots=True)
class _Target:
    """A list as it is, and the codes that the file brings to it."""

    which: Catalogue
    there: Mapping[str, Entry]
    taken: set[str]
    seen: set[str] = field(default_factory=set)


def _planned(work: Workspace, drafts: Sequence[Draft], known: Mapping[str, Catalogue]) -> Iterable[Planned]:
    targets: dict[str, _Target] = {}
    coming: dict[str, set[str]] = {}
    for draft in drafts:
        coming.setdefault(draft.catalogue, set()).add(draft.code)
    for draft in drafts:
        which = known.get(draft.catalogue)
        if which is None:
            yield _refused(draft, "", UserError(fill(_("There is no list “{key}”."), key=draft.catalogue[:60])))
            continue
        if which.key not in targets:
            there = {one.code: one for one in queries.entries(work, which)}
            targets[which.key] = _Target(which, there, operations.taken_codes(work, which))
        try:
            yield _judged(targets[which.key], draft, coming[which.key])
        except UserError as error:
            yield _refused(draft, sheet.CODE, error)


def _judged(target: _Target, draft: Draft, coming: set[str]) -> Planned:
    which, there = target.which, target.there
    now = there.get(draft.code)
    if draft.code in target.seen:
        raise UserError(fill(_("The code “{code}” stands here twice."), code=draft.code[:60]), _("Keep one of them."))
    code = now.code if now else operations.new_code(which, draft.code, target.taken)
    target.seen.add(code)
    target.taken.add(code.casefold())
    if now and now.removed:
        raise UserError(_("This item is withdrawn."), _("Bring it back first."))
    values: dict[str, Stored] = {}
    for name in (name for name in which.fields if name in draft.values):
        try:
            values[name] = _understood(which, code, name, draft.values[name], {*there, *coming})
        except UserError as error:
            return _refused(draft, name, error)
    before: Mapping[str, Stored] = now.values if now else {}
    for flag in ("active", "scored"):  # what nobody switched off is on
        if values.get(flag, False) is not False and before.get(flag) is not False:
            values.pop(flag)
    if found := model.flaw({**before, **values}):
        return _refused(draft, *found)
    if now is None:
        return Planned("new", which.key, code, {key: value for key, value in values.items() if value is not None})
    changed = {key: value for key, value in values.items() if not _same(key, before.get(key), value)}
    return Planned("changed" if changed else "same", which.key, code, changed, now.id)


def _same(key: str, before: Stored, value: Stored) -> bool:
    """Tell whether a field would say the same, be it in other white space."""
    return value == before or value == model.clean_field(key, before)


def _understood(which: Catalogue, code: str, name: str, given: object, known: set[str]) -> Stored:
    if name in {"active", "scored"} and not isinstance(given, bool) and given is not None:
        raise UserError(fill(_("“{value}” is neither yes nor no."), value=str(given)[:60]), _("Write yes or no."))
    value = model.clean_field(name, given)
    if name == "parent" and value and which.key not in PARENTS and (value == code or value not in known):
        raise UserError(
            fill(_("“{name}” cannot be part of “{parent}”."), name=code, parent=str(value)),
            _("Name the code of an item that is not a part itself."),
        )
    return value


def _refused(draft: Draft, name: str, error: UserError) -> Planned:
    return Planned("refused", draft.catalogue, draft.code, place=draft.place(name), reason=str(error))

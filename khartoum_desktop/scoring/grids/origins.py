"""Which criteria of an earlier set a new set continues, as a file may say it: held against the sets that are here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids import queries
from khartoum_desktop.scoring.grids.editing import continues
from khartoum_desktop.scoring.grids.model import GridError
from khartoum_desktop.workspace import Workspace

_SHOWN: Final = 20  # keys that a refusal names
_SAME, _RENAMED = "same", "renamed"


@dataclass(frozen=True, slots=True)
class Origins:
    """What a file says: the key and version of the earlier set ("" and None: not named), old key by new key.

    An old key of None: the criterion is new. A criterion that is not in `keys` says nothing.
    """

    key: str = ""
    version: int | None = None
    keys: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether a criterion is said to continue an older one."""
        return any(old is not None for old in self.keys.values())


def earlier_of(work: Workspace, criteria: CriteriaSet) -> CriteriaSet | None:
    """Return the set that a stored set continues, if it is here."""
    known = {one.id for one in queries.listed_sets(work)}
    return rounds.criteria(work, criteria.copied_from) if criteria.copied_from in known else None


def says_the_same(work: Workspace, stored: CriteriaSet, said: Origins) -> bool:
    """Tell whether a file says nothing else than what is stored about which criteria continue which."""
    old = earlier_of(work, stored)
    if old is None:
        return _named(work, said) is None
    if said.key and (fold_key(said.key), said.version or old.version) != (fold_key(old.key), old.version):
        return False
    keys = {one.id: fold_key(one.key) for one in old.criteria}
    now = {fold_key(one.key): keys.get(one.copied_from or "") for one in stored.criteria}
    return all(now.get(fold_key(new)) == (key and fold_key(key)) for new, key in said.keys.items())


def continued(work: Workspace, fresh: CriteriaSet, said: Origins) -> CriteriaSet:
    """Return a new set whose criteria know what they continue: as the file says, else the same key one version before.

    The earlier set is the one that the file names, else the newest version of the same set, else, where the file names
    criteria of it, the set of the round in hand. UserError for a criterion that the earlier set does not have.
    """
    same = next((one.id for one in queries.listed_sets(work) if one.key == fresh.key), None)
    old = _named(work, said) if said.key else rounds.criteria(work, same) if same else _in_hand(work, said)
    if old is None:
        return fresh
    origins = {fold_key(one.key): one for one in old.criteria}
    lines = []
    for place, one in enumerate(fresh.criteria):
        key = said.keys.get(one.key, one.key if old.key == fresh.key else None)
        origin = origins.get(fold_key(key)) if key else None
        if origin is None and said.keys.get(one.key):
            words = fill(_("There is no criterion “{key}” in “{name}”."), key=key, name=old.label.text())
            known = listed([one.key for one in old.criteria][:_SHOWN])
            problem = GridError(f"criteria[{place}].from", words, fill(_("There are: {names}."), names=known))
            raise problem.located({"criteria": [{"key": each.key} for each in fresh.criteria]})
        how = None if origin is None else continues(old, origin, fresh, one)
        if origin is not None and how == _SAME and fold_key(origin.key) != fold_key(one.key):
            how = _RENAMED
        lines.append(replace(one, copied_from=None if origin is None else origin.id, mapping=how))
    return replace(fresh, criteria=tuple(lines), copied_from=old.id)


def _named(work: Workspace, said: Origins) -> CriteriaSet | None:
    """Return the set that a file names as the earlier one (without a version: the newest), if it is here."""
    for one in queries.listed_sets(work):
        if said.key and fold_key(one.key) == fold_key(said.key) and said.version in {None, one.version}:
            return rounds.criteria(work, one.id)
    return None


def _in_hand(work: Workspace, said: Origins) -> CriteriaSet | None:
    """Return the set of the round in hand where it has one of the criteria that a file says to continue."""
    current = next(iter(rounds.rounds(work)), None)
    if current is None or not said.any:
        return None
    found = rounds.criteria(work, current.criteria_set)
    wanted = {fold_key(key) for key in said.keys.values() if key}
    return found if wanted & {fold_key(one.key) for one in found.criteria} else None

"""What a person confirmed for a sender's sheets, and how it finds its way to the next one: by the header's words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key, lines_of, one_line
from khartoum_desktop.importing.model import ColumnChoice, Reason, SheetPlan
from khartoum_desktop.importing.sender import Sender
from khartoum_desktop.importing.structure import Structure
from khartoum_desktop.importing.synonyms import header_key
from khartoum_desktop.importing.whosent import OWN
from khartoum_desktop.sheets.model import Cell, Sheet

SAME, UNKNOWN, OTHER = 2, 1, 0
_LEAST: Final = {SAME: 0.6, UNKNOWN: 0.8}  # the share of equal headers by which a changed header is still that one
_FEWEST: Final = 3  # headers that must be equal for that
_HEADER_SHARE: Final = 0.75
_LOOK: Final = 80  # rows at the top in which a remembered header is looked for
_LONGEST_LABEL: Final = 200  # characters
_AGAIN: Final = " ^"  # what tells the second column of a header from the first


@dataclass(frozen=True, slots=True)
class Profile:
    """What was confirmed for one header of one sender.

    `columns` are choices by header key, `replaced` texts by (target, folded text); `keys` the header's keys in order,
    `labels` its texts' keys without their groups and `depth` its rows, where a person chose them; `takes` says by what
    a sheet is known as (see `known_as`) whether it is imported.
    """

    columns: Mapping[str, ColumnChoice] = field(default_factory=dict)
    replaced: Mapping[tuple[str, str], str] = field(default_factory=dict)
    id: str = ""
    name: str = ""  # as people call it
    fingerprint: str = ""
    sender: Sender = field(default_factory=Sender)  # what the title block said
    keys: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # the headers as received, by the place of their keys
    labels: tuple[str, ...] = ()
    depth: int = 0
    takes: Mapping[str, bool] = field(default_factory=dict)
    sender_country: str | None = None
    used: str = ""  # ISO date
    file: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A profile that is applied to a sheet: how like the headers are (0-1), and whether the sender is the same."""

    profile: Profile
    share: float
    relation: int  # SAME, UNKNOWN (one of them does not say) or OTHER

    @property
    def is_exact(self) -> bool:
        """Whether the header is the very same."""
        return self.share == 1

    @property
    def replaced(self) -> Mapping[tuple[str, str], str]:
        """Return what texts mean; another sender may mean something else."""
        return self.profile.replaced if self.relation != OTHER else {}

    @property
    def sender_country(self) -> str | None:
        """Return the country that a person said for this header."""
        return self.profile.sender_country if self.relation != OTHER else None

    def saw(self, country: str | None) -> bool:
        """Tell whether the person had this country of the title block before them when they said another one."""
        return country is not None and self.profile.sender.country == country

    def takes(self, sheet: Sheet) -> bool | None:
        """Return whether a sheet that is called so is imported, None where nobody said."""
        return self.profile.takes.get(known_as(sheet)) if self.relation != OTHER else None


def known_as(sheet: Sheet) -> str:
    """Return by what a profile knows a sheet: its name; of a further table of a sheet not where it begins today."""
    is_further = sheet.part_of not in ("", sheet.name)
    return fold_key(f"{sheet.part_of}!…" if is_further else sheet.name)


def column_keys(structure: Structure) -> list[str]:
    """Return for each column the key by which a profile knows it; none twice."""
    seen: Counter[str] = Counter()
    found = []
    for group, header in zip(structure.groups, structure.headers, strict=True):
        key = header_key(f"{group} {header}")
        seen[key] += 1
        found.append(key if seen[key] == 1 else f"{key}{_AGAIN}{seen[key]}")
    return found


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Return the share of headers that two tables have in common, of the one that has more; fewer than three: 0."""
    a, b = ({key for key in keys if key.split(_AGAIN)[0]} for keys in (one, other))
    common = len(a & b)
    return common / max(len(a), len(b)) if common >= _FEWEST else 0.0


def related(now: Sender, before: Sender) -> int:
    """Tell whether two title blocks name the same sender, contradict each other, or do not say."""
    ministries = [fold_key(one) for one in (now.ministry, before.ministry) if one]
    countries = [one for one in (now.country, before.country) if one]
    if len(set(ministries)) > 1 or len(set(countries)) > 1:
        return OTHER
    both = 2
    return SAME if len(ministries) == both or len(countries) == both else UNKNOWN


def find(profiles: Mapping[str, Profile], structure: Structure, mark: str, sender: Sender) -> Remembered | None:
    """Return what was confirmed for this header, or one very like it; of several the same sender's, then the likest."""
    keys = column_keys(structure)
    found = []
    for profile in profiles.values():
        relation = related(sender, profile.sender)
        share = 1.0 if profile.fingerprint == mark else min(likeness(keys, profile.keys), 0.999)
        if share == 1 or share >= _LEAST.get(relation, 1):
            found.append(Remembered(profile, share, relation))
    return max(found, key=lambda one: (one.relation, one.share, one.profile.used, one.profile.id), default=None)


def choices_of(remembered: Remembered | None, sheet: Sheet, structure: Structure) -> dict[str, ColumnChoice]:
    """Return the remembered choices by letter: of another sender only what the columns are, not how they are read.

    In a header that has changed, a text that stands there several times may stand for another column now.
    """
    if remembered is None:
        return {}
    found = {}
    keys = column_keys(structure)
    doubtful = () if remembered.is_exact else _repeated(keys) | _repeated(remembered.profile.keys)
    for letter, key in zip(structure.letters(sheet), keys, strict=True):
        choice = remembered.profile.columns.get(key)
        if choice is None or key.split(_AGAIN)[0] in doubtful:
            continue
        settings = choice.settings if remembered.relation != OTHER else {}
        found[letter] = replace(choice, settings=settings, is_remembered=True)
    return found


def _repeated(keys: Iterable[str]) -> set[str]:
    return {"", *(key.split(_AGAIN)[0] for key in keys if _AGAIN in key)}


def remembered_header(sheet: Sheet, profiles: Mapping[str, Profile]) -> tuple[int, ...] | None:
    """Return the rows of a header that a person had to show in an earlier file, wherever it stands now; else None."""
    chosen = [profile for profile in profiles.values() if profile.depth and len(profile.labels) >= _FEWEST]
    best: tuple[float, int, int] | None = None
    rows = [_labels(row) for row in sheet.rows[:_LOOK]] if chosen else []
    for profile in chosen:
        for start in range(min(len(rows), len(sheet.rows) - profile.depth)):
            share = likeness(set().union(*rows[start : start + profile.depth]), profile.labels)
            if share >= _HEADER_SHARE and (best is None or share > best[0]):
                best = share, start, profile.depth
    if best is None:
        return None
    _share, start, depth = best
    return tuple(range(sheet.first_row + start, sheet.first_row + start + depth))


def is_few(labels: Sequence[str]) -> bool:
    """Tell whether a header says so little that its words may stand anywhere: only the sheet's name tells it again."""
    return 0 < len(labels) < _FEWEST


def remembered_few(sheet: Sheet, profiles: Mapping[str, Profile]) -> tuple[int, ...] | None:
    """Return the rows of a header of one or two headings that a person had to show in a sheet of this name; else None.

    They must be all that their rows hold; it is asked only where no table is found without them.
    """
    name = known_as(sheet)
    chosen = [one for one in profiles.values() if one.depth and is_few(one.labels) and one.takes.get(name)]
    rows = [_labels(row) for row in sheet.rows[:_LOOK]] if chosen else []
    for profile in chosen:
        for start in range(min(len(rows), len(sheet.rows) - profile.depth)):
            if set().union(*rows[start : start + profile.depth]) == set(profile.labels):
                return tuple(range(sheet.first_row + start, sheet.first_row + start + profile.depth))
    return None


def _labels(row: Sequence[Cell]) -> set[str]:
    """Return the cells of a row as labels; years and numbers may be headings, too."""
    found = {_label(text) for cell in row if cell is not None and len(text := one_line(str(cell))) <= _LONGEST_LABEL}
    return found - {""}


@lru_cache(maxsize=8192)
def _label(text: str) -> str:
    return header_key(text)


def name_of(ministry: str | None, country: str | None, file: str) -> str:
    """Return what a new profile is called: its ministry, else its country's code, else the file it came from."""
    return next(iter(lines_of(ministry or "")), "") or country or file


def notes_of(plan: SheetPlan) -> list[Reason]:
    """Return what is said of a sheet that is read as a person decided before, or whose sender is only supposed."""
    found = []
    before = plan.remembered
    if before is not None and (plan.taken or before.takes(plan.sheet) is False):
        args = (("sheet", plan.name), ("name", before.profile.name or before.profile.file or "–"))
        if not plan.taken:
            words = N_("“{sheet}” is left aside, as you decided for “{name}”.")
        elif before.relation == OTHER:
            words = N_("The columns of “{sheet}” are named as you decided for “{name}”, whose header is the same.")
        elif before.is_exact:
            words = N_("“{sheet}” is read as you decided for “{name}”.")
        else:
            words = N_("“{sheet}” is read as you decided for “{name}”, as far as its headers are the same.")
        found.append(Reason(words, args))
    if plan.taken and plan.sender_from == OWN and not any(one.applied == "lead_country" for one in plan.columns):
        words = N_("“{sheet}” does not say from which country it comes: its rows are taken for your own country’s.")
        found.append(Reason(words, (("sheet", plan.name),)))
    return found


def ids_for(sender: Sender, mark: str) -> tuple[str, ...]:
    """Return the parts from which a profile's id follows: the same on every laptop."""
    known = "|".join((fold_key(sender.ministry or ""), sender.country or ""))
    return (mark,) if known == "|" else ("profile", known, mark)


def listing(profiles: Iterable[Profile]) -> list[Profile]:
    """Return profiles as they are listed: the one used last first, then by name."""
    return sorted(
        sorted(profiles, key=lambda one: (fold_key(one.name), one.id)), key=lambda one: one.used, reverse=True
    )

"""By what an assessor's sheet is known again: the names of its hidden parts, its format, and its fingerprint. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.scoring.criteria import CriteriaSet, Wording

MANIFEST: Final = "khartoum-marks"  # name of the hidden sheet with the ids, and its first cell
LISTS: Final = "khartoum-lists"
FORMAT: Final = 1
# what each column of the sheet with the marks is, in its first row, which is hidden
PROPOSAL, CRITERION, REF, KEY, MARK, REASON = (
    "kd:proposal", "kd:criterion", "kd:reference", "kd:key", "kd:mark", "kd:reason",
)  # fmt: skip
COLUMNS: Final = (PROPOSAL, CRITERION, REF, KEY, MARK, REASON)

Place = tuple[str, str]  # a proposal's id and a criterion's


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the hidden sheet says: ids, the criteria's version and digest, and the rows that were asked for.

    rows: (proposal id, criterion id) -> (reference, key) as they stand in the sheet.
    """

    round: str
    round_name: str
    criteria_set: str
    version: int
    digest: str
    assessor: str
    name: str
    delegation: str
    language: str
    rows: dict[Place, tuple[str, str]]

    @property
    def fingerprint(self) -> str:
        """Return one hash of all of it."""
        said = [
            FORMAT, self.round, self.round_name, self.criteria_set, self.version, self.digest, self.assessor, self.name,
            self.delegation, self.language, sorted((*place, *shown) for place, shown in self.rows.items()),
        ]  # fmt: skip
        return _hash(said)

    def cells(self) -> list[list[str]]:
        """Return what stands in the hidden sheet, row by row."""
        head = [
            [MANIFEST, str(FORMAT), self.fingerprint],
            ["round", self.round, self.round_name],
            ["criteria", self.criteria_set, str(self.version), self.digest],
            ["assessor", self.assessor, self.name, self.delegation],
            ["language", self.language],
        ]
        return head + [["row", *place, *shown] for place, shown in self.rows.items()]


def parsed(cells: Sequence[Sequence[str]]) -> tuple[Manifest, bool] | None:
    """Return a manifest and whether its fingerprint is right; None where the cells are none, or of a newer format."""
    by_name = {row[0]: [*row[1:], "", "", "", ""] for row in reversed(cells) if row and row[0]}
    head, current, criteria, assessor = (by_name.get(name) for name in (MANIFEST, "round", "criteria", "assessor"))
    if head is None or current is None or criteria is None or assessor is None or head[0] != str(FORMAT):
        return None
    found = Manifest(
        round=current[0],
        round_name=current[1],
        criteria_set=criteria[0],
        version=int(criteria[1]) if criteria[1].isdecimal() else 0,
        digest=criteria[2],
        assessor=assessor[0],
        name=assessor[1],
        delegation=assessor[2],
        language=by_name.get("language", [""])[0],
        rows={(row[1], row[2]): (row[3], row[4]) for row in cells if len(row) > len(COLUMNS) - 2 and row[0] == "row"},
    )
    return found, found.fingerprint == head[1]


def digest(criteria: CriteriaSet) -> str:
    """Return one hash of all that a mark's meaning hangs on: scale, criteria and worded levels, not the weights."""
    scale = criteria.scale
    said = [
        [str(scale.low), str(scale.high), str(scale.number(scale.step))],
        [
            [one.id, one.key, _texts(one.label), _texts(one.question),
             [[str(scale.number(level.mark)), _texts(level.text)] for level in one.levels]]
            for one in criteria.criteria
        ],
    ]  # fmt: skip
    return _hash(said)


def _texts(wording: Wording) -> list[str | None]:
    return [wording.ar, wording.en, wording.fr]


def _hash(said: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

"""Kill a saving and importing program with -9 again and again, and see what its workspace holds afterwards.

In full: `python tests/faults/killing.py --kills 40`. Nothing acknowledged may be lost, no step may be there by half,
and the check must be clean. `--broken ack-early` acknowledges before COMMIT, `--broken split-step` writes an import as
two steps: both must be noticed, else this proof proves nothing.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

ROOT = Path(__file__).resolve().parent.parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from khartoum_desktop.storage.rows import STEP  # noqa: E402 - the path comes first when run by hand
from khartoum_desktop.storage.schema import TABLES, Party, Proposal  # noqa: E402
from khartoum_desktop.storage.store import Person, StepWriter, Store  # noqa: E402

BROKEN = ("ack-early", "split-step")
IMPORTED = 120  # rows of one import
SAVED = "saved"  # id of the row that is saved again and again
KILLS_A_STORE = 10
WORD = "geheimnis"


@dataclass
class Found:
    """What came of some kills: counts, and everything that is not as it must be."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0  # committed, but killed before it could say so: allowed
    lost: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """True when nothing is lost, halved or damaged."""
        return not (self.lost or self.halves or self.faults)


# --- the program that is killed ---------------------------------------------------------------------------------------


def work(path: Path, first: int, broken: str, passphrase: str | None) -> None:
    """Save and import by turns for ever, saying the number of each step once it is committed."""
    store = Store.open(path, passphrase=passphrase)
    number = first
    while True:
        if number % 3:
            with store.step("Save {number}", number=str(number)) as step:
                step.put(Proposal, SAVED, {"title_en": str(number), "budget_total": number, "acronym": f"s{number}"})
                if broken == "ack-early":
                    say(number)
        elif broken == "split-step":
            for part in (range(IMPORTED // 2), range(IMPORTED // 2, IMPORTED)):
                with store.step("Import {number}", number=str(number)) as step:
                    bring_in(step, number, part)
        else:
            with store.step("Import {number}", number=str(number)) as step:
                bring_in(step, number, range(IMPORTED))
                if broken == "ack-early":
                    say(number)
        if broken != "ack-early":
            say(number)
        number += 1


def bring_in(step: StepWriter, number: int, rows: range) -> None:
    for row in rows:
        proposal = step.add(Proposal, {"title_en": f"row {row}", "locations": f"import{number}"}, row=f"{number}-{row}")
        step.add(Party, {"proposal": proposal, "qualifier": f"import{number}"})


def say(number: int) -> None:
    os.write(1, f"{number}\n".encode())


# --- the one who kills ------------------------------------------------------------------------------------------------


def run(kills: int, *, seed: int = 0, broken: str = "", encrypted: bool = False, until_found: bool = False) -> Found:
    """Kill so many times and judge after each; with `until_found`, stop at the first thing that is wrong."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    found = Found()
    passphrase = WORD if encrypted else None
    while found.kills < kills and not (until_found and not found.good):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.khartoum"
            store = Store.create(path, passphrase=passphrase, person=Person("Amina", "EG"))
            with store.step("Begin") as step:
                step.add(Proposal, {"title_en": "0", "budget_total": 0, "acronym": "s0"}, row=SAVED)
            store.close()
            said: set[int] = set()
            for _kill in range(min(KILLS_A_STORE, kills - found.kills)):
                said |= kill_once(path, max(said, default=0) + 1000 * (found.kills + 1), dice, broken, encrypted)
                found.kills += 1
                judge(path, said, passphrase, found)
                if until_found and not found.good:
                    break
            found.acknowledged += len(said)
    return found


def kill_once(path: Path, first: int, dice: random.Random, broken: str, encrypted: bool) -> set[int]:
    """Start the program, kill it right after it has said something or some moments later; return what it said."""
    command = [sys.executable, __file__, "--work", str(path), "--first", str(first), "--broken", broken]
    with subprocess.Popen(
        [*command, *(["--encrypted"] if encrypted else [])], stdout=subprocess.PIPE, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        said = b""
        for _line in range(dice.randrange(1, 12)):
            said += child.stdout.readline()
        if dice.random() < 0.5:
            time.sleep(dice.random() * 0.05)
        child.kill()
        said += child.stdout.read()
    lines = said.decode().split("\n")[:-1]  # the last one is empty, or cut
    assert lines, "the program never got to work"
    return {int(line) for line in lines}


def judge(path: Path, said: set[int], passphrase: str | None, found: Found) -> None:
    """Open the workspace as a person would, and write down everything that is wrong with it."""
    store = Store.open(path, passphrase=passphrase)
    try:
        found.faults += [finding.sentence for finding in store.check()]
        proposal, party = TABLES["proposal"], TABLES["party"]
        with store.reading() as db:
            bodies = [json.loads(body) for body in db.execute(select(STEP.c.body)).scalars()]
            saved = db.execute(select(proposal).where(proposal.c.id == SAVED)).one()
            rows: dict[str | None, int] = dict(
                db.execute(select(proposal.c.locations, func.count()).group_by(proposal.c.locations)).all()
            )
            parties: dict[str | None, int] = dict(
                db.execute(select(party.c.qualifier, func.count()).group_by(party.c.qualifier)).all()
            )
    finally:
        store.close()
    labels = {int(body["args"].get("number", 0)): body["label"] for body in bodies}
    found.lost += [f"step {number}" for number in sorted(said - labels.keys())]
    saves = [number for number, label in labels.items() if label.startswith("Save")]
    last = max(saves, default=0)
    if (saved.title_en, saved.budget_total, saved.acronym) != (str(last), last, f"s{last}"):
        found.halves.append(f"save {last}: {saved.title_en}, {saved.budget_total}, {saved.acronym}")
    imports = {f"import{number}" for number, label in labels.items() if label.startswith("Import")}
    for name in imports | {name for name in rows if name}:
        if (rows.get(name), parties.get(name)) != (IMPORTED, IMPORTED):
            found.halves.append(f"{name}: {rows.get(name)} rows, {parties.get(name)} parties")
    found.unacknowledged += len(labels.keys() - said - {0})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--broken", choices=["", *BROKEN], default="")
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=1, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work, options.first, options.broken, WORD if options.encrypted else None)
    found = run(options.kills, seed=options.seed, broken=options.broken, encrypted=options.encrypted)
    sys.stdout.write(
        f"{found.kills} kills (seed {options.seed}): {found.acknowledged} steps acknowledged, "
        f"{len(found.lost)} of them lost, {len(found.halves)} by half, {len(found.faults)} faults found by check\n"
    )
    for trouble in [*found.lost, *found.halves, *found.faults][:20]:
        sys.stdout.write(f"  {trouble}\n")
    return 0 if found.good else 1


if __name__ == "__main__":
    sys.exit(main())

"""Damaged workbooks by dice: `python -m tests.fuzz.readers --minutes 20 --seed 1 FOLDER…`.

Small files that the program makes, and those of the folders, are damaged and read, one after another, and what was
read is planned. The program that reads must not die, hang over ten seconds, let its child grow too large, leave a
process behind, or meet a fault of our own. Each finding is kept in a folder: the file, and what happened. The same
seed gives the same files; `--only N` reads case N again.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing.building import build
from khartoum_desktop.importing.model import Decisions
from khartoum_desktop.importing.planning import source_of
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.sheets.messages import Refusal
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.workspace import Person, Workspace
from tests.fuzz.mutations import damaged
from tests.fuzz.seeds import Seed, from_folders, generated
from tests.sheets.measuring import Largest

SECONDS: Final = 10.0
MEMORY: Final = 700 * 1024 * 1024  # the limit, and what a process grows by between two looks
_SAY_EVERY: Final = 60.0


@dataclass(frozen=True, slots=True)
class Finding:
    """A case that must not be: its number, what is wrong, the file's bytes and name, and details."""

    case: int
    kind: str
    name: str
    data: bytes
    details: str


@dataclass(slots=True)
class Figures:
    """What became of all cases; the slowest in seconds, the largest child in bytes."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    largest: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __str__(self) -> str:
        words = ", ".join(f"{name} {count}" for name, count in self.outcomes.most_common())
        return (
            f"{self.cases} cases: {words}; slowest {self.slowest:.1f} s, largest child {self.largest // 2**20} MB, "
            f"findings {len(self.findings)}"
        )


class Fuzzer:
    """Reads damaged files, each by its number."""

    def __init__(self, seeds: Sequence[Seed], seed: int, folder: Path) -> None:
        self.figures = Figures()
        self._seeds = seeds
        self._seed = seed
        self._folder = folder
        self._others = [one.data for one in seeds]
        self._work = Workspace.create(folder / "fuzz.khartoum", Person("Fuzz", "IOM"), genesis=genesis())

    def close(self) -> None:
        """Let go of the workspace."""
        self._work.close()

    def file(self, case: int) -> tuple[str, bytes]:
        """Return the name and the bytes of a case."""
        dice = random.Random(f"{self._seed}/{case}")  # noqa: S311 - the same files every time
        seed = dice.choice(self._seeds)
        return seed.name, damaged(seed.data, dice, self._others)

    def read(self, case: int) -> Finding | None:
        """Read a case; return what must not be."""
        name, data = self.file(case)
        path = self._folder / f"case{Path(name).suffix}"
        path.write_bytes(data)
        outcome, details, seconds, most = self._measured(path)
        if seconds > SECONDS:  # perhaps the machine was busy with something else
            outcome, details, seconds, most = self._measured(path)
        figures = self.figures
        figures.cases += 1
        figures.slowest, figures.largest = max(figures.slowest, seconds), max(figures.largest, most)
        kind = outcome if outcome in {"exception", "fault"} else ""
        if seconds > SECONDS:
            kind, details = "hang", f"{seconds:.1f} s, {outcome}"
        elif most > MEMORY:
            kind, details = "memory", f"{most} bytes, {outcome}"
        elif left := psutil.Process().children(recursive=True):
            kind, details = "leftover", str(left)
        figures.outcomes[kind or outcome] += 1
        if not kind:
            return None
        found = Finding(case, kind, name, data, details)
        figures.findings.append(found)
        return found

    def _measured(self, path: Path) -> tuple[str, str, float, int]:
        """Return what became of a file, details, seconds, and the bytes that the child held at most.

        The seconds are the processor's, of this process and the child; those on the wall count for a tenth, because
        most of them belong to whatever else runs on the machine: so what only sleeps is found too.
        """
        began, worked = time.monotonic(), time.process_time()
        with Largest() as largest:
            outcome, details = self._outcome(path)
        seconds = time.process_time() - worked + largest.seconds
        return outcome, details, max(seconds, (time.monotonic() - began) / 10), largest.bytes

    def _outcome(self, path: Path) -> tuple[str, str]:
        try:
            workbook = read_workbook(path)
        except UserError as refused:
            return _refused(refused)
        except Exception:  # noqa: BLE001 - any other is what is looked for
            return "exception", traceback.format_exc()
        try:
            build(source_of(self._work, workbook), Decisions())
        except Exception:  # noqa: BLE001 - the same
            return "exception", traceback.format_exc()
        return "read", ""


def _refused(error: UserError) -> tuple[str, str]:
    """Return how a file was refused; a fault of our own in the child is a finding."""
    reason = error.__cause__
    code = reason.code if isinstance(reason, Refusal) else "?"
    fault = reason.__cause__ if reason else None
    if code == "died" and isinstance(fault, RuntimeError):
        return "fault", str(fault)
    return f"refused: {code}", ""


def run(fuzzer: Fuzzer, cases: Iterator[int], until: float, keep: Path | None) -> Figures:
    """Read cases until the time is over; findings are kept in a folder and told at once."""
    said = time.monotonic()
    for case in cases:
        if time.monotonic() > until:
            break
        found = fuzzer.read(case)
        if found:
            sys.stdout.write(f"case {found.case} ({found.name}): {found.kind}\n{found.details[-1500:]}\n")
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                place = keep / f"{found.kind}-{found.case}-{found.name}"
                place.write_bytes(found.data)
                place.with_name(place.name + ".txt").write_text(found.details, encoding="utf-8")
        if time.monotonic() - said > _SAY_EVERY:
            said = time.monotonic()
            sys.stdout.write(f"{fuzzer.figures}\n")
        sys.stdout.flush()
    return fuzzer.figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Damage, read, and fail when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of files to damage, beside our own")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="read this one case")
    parser.add_argument("--keep", type=Path, help="where findings are kept")
    chosen = parser.parse_args(arguments)
    until = time.monotonic() + 60 * chosen.minutes
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fuzzer = Fuzzer([*generated(folder), *from_folders(chosen.folders)], chosen.seed, folder)
        cases = iter(range(10**9)) if chosen.only is None else iter((chosen.only,))
        figures = run(fuzzer, cases, until, chosen.keep)
        fuzzer.close()
    sys.stdout.write(f"{figures}\n")
    return 1 if figures.findings else 0


if __name__ == "__main__":
    sys.exit(main())

"""What becomes of real spreadsheets: `python -m tests.importing.corpus_report FOLDER` prints a table by origin.

Every file must end within 20 s in a plan or in a refusal that names the cause, and write nothing. Where `HEADERS.tsv`
labels the header rows of a sheet, the table counts how many were found exactly; of the files that people see a table
in (`tests/corpus/tables_of_the_corpus.txt`), how many gave a plan.
"""

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.queries import moment
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.workspace import Person, Workspace

ORIGINS = ("dtm-sudan", "ocha-3w", "ocha-hornafrica", "beis-oda", "messytables", "calamine")
MOST_SECONDS = 20.0
TABLES = Path(__file__).parents[1] / "corpus" / "tables_of_the_corpus.txt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a plan, or the sentence of a refusal."""

    path: Path
    seconds: float
    plan: Plan | None = None
    refusal: str = ""


@dataclass(slots=True)
class Origin:
    """The outcomes of one folder, and its labelled header rows."""

    outcomes: list[Outcome] = field(default_factory=list)
    labelled: int = 0
    exact: int = 0
    tables: int = 0  # files that people see a table in, and how many of them gave a plan
    planned: int = 0
    wrong: list[str] = field(default_factory=list)
    wrote: bool = False  # whether planning changed the workspace

    @property
    def plans(self) -> int:
        """Return how many files gave a plan."""
        return sum(1 for outcome in self.outcomes if outcome.plan)


def outcomes(work: Workspace, folder: Path) -> Iterator[Outcome]:
    """Plan every file of a folder; nothing is written. Any exception but a refusal goes through."""
    for path in sorted(folder.iterdir()):
        start = time.perf_counter()
        try:
            found = plan(work, path)
        except UserError as refusal:
            yield Outcome(path, time.perf_counter() - start, refusal=strip_isolates(str(refusal)))
        else:
            yield Outcome(path, time.perf_counter() - start, found)


def labels(corpus: Path) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return (file, sheet) -> header rows, as people labelled them."""
    with (corpus / "HEADERS.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        (row["path"], row["sheet"]): tuple(range(int(row["header_first_row"]), int(row["header_last_row"]) + 1))
        for row in rows
    }


def tables() -> frozenset[str]:
    """Return the files that people see a table in, as "origin/name"."""
    lines = TABLES.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def survey(corpus: Path, origins: Sequence[str] = ORIGINS) -> dict[str, Origin]:
    """Plan every file of these folders in an empty workspace and compare header rows with their labels."""
    known = labels(corpus) if (corpus / "HEADERS.tsv").exists() else {}
    seen = tables()
    found: dict[str, Origin] = {}
    with tempfile.TemporaryDirectory() as place:
        work = Workspace.create(Path(place) / "corpus.khartoum", Person("Report", "IOM"), genesis=genesis())
        before = moment(work)
        for name in origins:
            origin = found[name] = Origin(list(outcomes(work, corpus / name)))
            origin.wrote = moment(work) != before
            for outcome in origin.outcomes:
                _compare(origin, f"{name}/{outcome.path.name}", outcome, known)
                if f"{name}/{outcome.path.name}" in seen:
                    origin.tables += 1
                    origin.planned += outcome.plan is not None
        work.close()
    return found


def _compare(origin: Origin, path: str, outcome: Outcome, known: dict[tuple[str, str], tuple[int, ...]]) -> None:
    for (file, sheet), rows in known.items():
        if file != path:
            continue
        origin.labelled += 1
        planned = outcome.plan.sheet(sheet) if outcome.plan else None
        got = planned.structure.header_rows if planned else ()
        if got == rows:
            origin.exact += 1
        else:
            origin.wrong.append(f"{path} [{sheet}]: {got} instead of {rows}")


def report(found: dict[str, Origin]) -> str:
    """Return the table and, below it, every refusal and every header that was not found exactly."""
    lines = [f"{'origin':<18} files plans refused tables planned rows held headers exact slowest"]
    for name, origin in found.items():
        plans = [outcome.plan for outcome in origin.outcomes if outcome.plan]
        rows = sum(len(one.rows) for one in plans)
        held = sum(one.count(Status.HELD) for one in plans)
        slowest = max((outcome.seconds for outcome in origin.outcomes), default=0.0)
        lines.append(
            f"{name:<18} {len(origin.outcomes):5} {origin.plans:5} {len(origin.outcomes) - origin.plans:7} "
            f"{origin.tables:6} {origin.planned:7} {rows:6} {held:5} {origin.labelled:6} {origin.exact:5} "
            f"{slowest:6.2f}s"
        )
    everything = list(found.values())
    seen, planned = sum(origin.tables for origin in everything), sum(origin.planned for origin in everything)
    lines.append(f"of {seen} files that people see a table in, {planned} gave a plan")
    lines += [
        f"slow: {o.path.name}: {o.seconds:.1f} s" for g in everything for o in g.outcomes if o.seconds > MOST_SECONDS
    ]
    lines += [
        f"refused: {o.path.name}: {o.refusal}" for origin in found.values() for o in origin.outcomes if not o.plan
    ]
    lines += [f"header: {line}" for origin in found.values() for line in origin.wrong]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of a corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--origin", action="append", help="a folder of the corpus; may be given several times")
    chosen = parser.parse_args(arguments)
    sys.stdout.write(report(survey(chosen.corpus, chosen.origin or ORIGINS)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

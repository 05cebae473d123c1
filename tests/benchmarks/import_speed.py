"""How long an import takes from file to undoable, beside openpyxl's bare read of the same file, in one run.

`python -m tests.benchmarks.import_speed` measures 10,000 rows x 25 columns, rounds interleaved, and prints medians, the
ratio, and the share of each stage. Cells of list columns (parties, codes) become rows of their own: `--lists 3` shows
what they cost. `--rows 1000 --rounds 1` is the short form that the test suite runs.
"""

import argparse
import datetime as dt
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from khartoum_desktop.importing.building import build
from khartoum_desktop.importing.model import Decisions
from khartoum_desktop.importing.operations import Imported, apply
from khartoum_desktop.importing.planning import source_of
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.workspace import Person, Workspace

HEADERS = (
    "م", "اسم المشروع", "Project Title (English)", "الاختصار", "الوزارة", "الدولة", "الجهة المنفذة", "الجهة المانحة",
    "التكلفة الإجمالية", "العملة", "المبلغ المطلوب", "المساهمة الوطنية", "تاريخ البدء", "تاريخ الانتهاء", "المدة",
    "عدد المستفيدين", "رقم الملف", "GCM objective", "الهدف العام", "وصف المشروع", "الأنشطة", "الموقع", "نقطة الاتصال",
    "البريد الإلكتروني", "ملاحظات",
)  # fmt: skip
COUNTRIES = ("السودان", "مصر", "إثيوبيا", "تونس", "ليبيا", "كينيا", "Uganda", "Somalie", "جيبوتي", "South Sudan")
MINISTRIES = ("وزارة الداخلية", "وزارة العمل", "وزارة الخارجية", "مفوضية العون الإنساني", "وزارة الرعاية")
FUNDERS = ("الاتحاد الأوروبي", "إيطاليا", "ألمانيا", "IOM", "—", "فرنسا؛ هولندا", "UNHCR")
SUBJECTS = ("مراكز استقبال العائدين", "مكافحة تهريب المهاجرين", "حماية الأطفال", "التدريب المهني", "تسجيل النازحين")
TOPICS = ("reception centres", "migrant smuggling", "child protection", "vocational training", "registration of IDPs")
DATES = ("يناير 2027", "الربع الثاني 2027", "03/2028", "٢٠٢٧/٠٦/٠١", "2028", "mars 2027", "15 Jan 2027")
T = TypeVar("T")
LONG = (
    "إنشاء وحدات متنقلة لتسجيل العائدين وتقديم المشورة لهم وإحالتهم إلى الخدمات الصحية والتعليمية، بالتعاون مع السلطات "
    "المحلية والمنظمات الدولية، مع تدريب الموظفين على حماية البيانات الشخصية"
)


LISTS = ("الجهة المنفذة", "الجهة المانحة", "GCM objective")
"""The columns that give rows of their own; `lists` says how many of them are known by their header."""


def make_file(path: Path, rows: int, lists: int) -> None:
    """Write the measured workbook: typed and written numbers and dates, Arabic and English text, 25 columns."""
    import xlsxwriter

    dice = random.Random(20260302)  # noqa: S311 - the same file every time
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("مشروعات")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, [f"بيان {name}" if name in LISTS[lists:] else name for name in HEADERS])
        for n in range(1, rows + 1):
            pick = dice.randrange(len(SUBJECTS))
            amount = dice.randrange(100, 9000) * 1000
            money = (amount, f"{amount:,}", f"{amount / 1e6:.2f} مليون يورو")[n % 3]
            cells: list[str | int | None] = [
                n,
                f"مشروع {SUBJECTS[pick]} في المنطقة {n}",
                f"Project {n} on {TOPICS[pick]} in district {n % 97}",
                f"P{n % 900}",
                dice.choice(MINISTRIES),
                dice.choice(COUNTRIES),
                dice.choice(MINISTRIES),
                dice.choice(FUNDERS),
                money,
                "EUR",
                amount // 2,
                amount // 10 if n % 4 else None,
                dice.choice(DATES),
                None,
                dice.choice(("24 شهراً", "سنتان", "18", "٣٠ شهر", "3 سنوات")),
                dice.randrange(50, 20000),
                f"م/{n % 5000}",
                f"GCM-{dice.randrange(1, 24)}",
                f"خفض {SUBJECTS[pick]} بنسبة {n % 50} في المائة",
                f"{LONG} ({n})",
                f"- {SUBJECTS[pick]} {n}\n- تدريب {n % 400} موظفاً",
                f"ولاية {n % 18}",
                f"السيد أحمد محمد {n % 300}",
                f"contact{n % 300}@example.org",
                "قابل للتعديل" if n % 5 else None,
            ]
            sheet.write_row(n, 0, cells)
            sheet.write_datetime(n, 13, _day(n), day)


def _day(n: int) -> dt.datetime:
    return dt.datetime(2029, 1 + n % 12, 1 + n % 28)  # noqa: DTZ001 - a date without time


@dataclass
class Times:
    """Seconds of each round: openpyxl's bare read, the floor, and the import by stage."""

    openpyxl: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Return the median import divided by the median bare read."""
        rounds = [sum(parts) for parts in zip(*self.stages.values(), strict=True)]
        return float(statistics.median(rounds) / statistics.median(self.openpyxl))


def bare_read(path: Path) -> int:
    """Read every cell with openpyxl as fast as it goes."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    cells = sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))
    book.close()
    return cells


def floor(path: Path, folder: Path) -> None:
    """Read with calamine and write the bare rows with one executemany: what no import can do without."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    with sqlite3.connect(folder / f"floor{time.time_ns()}.db") as db:
        columns = ", ".join(f"c{i}" for i in range(len(HEADERS)))
        db.execute(f"CREATE TABLE t ({columns})")
        marks = ", ".join("?" * len(HEADERS))
        texts = [[str(cell) for cell in row] for row in rows]
        db.executemany(f"INSERT INTO t VALUES ({marks})", texts)  # noqa: S608 - our own names


def timed(where: list[float], work: Callable[[], T]) -> T:
    """Run something and keep how long it took."""
    start = time.perf_counter()
    result = work()
    where.append(time.perf_counter() - start)
    return result


def one_import(path: Path, folder: Path, stages: dict[str, list[float]]) -> Imported:
    """Import the file into a fresh workspace, stage by stage."""
    place = folder / f"work{time.time_ns()}.khartoum"
    work = Workspace.create(place, Person("Benchmark", "EG"), genesis=genesis())
    try:
        workbook = timed(stages.setdefault("read", []), lambda: read_workbook(path))
        plan = timed(stages.setdefault("plan", []), lambda: build(source_of(work, workbook), Decisions()))
        imported = timed(stages.setdefault("write", []), lambda: apply(work, plan))
        if work.can_undo() is None:
            raise AssertionError("the import cannot be undone")
    finally:
        work.close()
        for left in folder.glob(f"{place.name}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return imported


def measure(rows: int, rounds: int, lists: int = 1) -> tuple[Times, list[Imported]]:
    """Measure in a temporary folder; the kinds of work take turns, so that a busy machine is unfair to none."""
    times, done = Times(), list[Imported]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "projects.xlsx"
        make_file(path, rows, lists)
        for _round in range(rounds):
            timed(times.openpyxl, lambda: bare_read(path))
            done.append(one_import(path, folder, times.stages))
            timed(times.floor, lambda: floor(path, folder))
    return times, done


def report(times: Times, rows: int) -> str:
    """Return the figures as lines of text."""
    parts = {name: statistics.median(seconds) for name, seconds in times.stages.items()}
    whole = sum(parts.values())
    lines = [
        f"{rows} rows x {len(HEADERS)} columns, {len(times.openpyxl)} rounds, medians",
        f"openpyxl, bare read   {statistics.median(times.openpyxl):7.3f} s",
        f"calamine + insert     {statistics.median(times.floor):7.3f} s",
        f"import, undoable      {whole:7.3f} s",
        *(f"  {name:<19} {seconds:7.3f} s  {seconds / whole:4.0%}" for name, seconds in parts.items()),
        f"ratio to openpyxl     {times.ratio:7.2f}",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and fail when the import takes more than the allowed share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lists", type=int, default=1, help="how many columns hold lists: parties, codes (0 to 3)")
    parser.add_argument("--most", type=float, default=1.5, help="the ratio beyond which the exit code is 1")
    chosen = parser.parse_args(arguments)
    times, done = measure(chosen.rows, chosen.rounds, chosen.lists)
    sys.stdout.write(report(times, chosen.rows) + "\n")
    return 0 if times.ratio <= chosen.most and all(one.new == chosen.rows for one in done) else 1


if __name__ == "__main__":
    sys.exit(main())

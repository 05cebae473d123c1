"""Files made to harm end in a sentence or a table, within ten seconds of work, and leave nothing behind."""

import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, set_language
from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.sheets import watching
from khartoum_desktop.sheets.model import Limits
from khartoum_desktop.sheets.reading import read_workbook
from tests.sheets import hostile
from tests.sheets.measuring import Largest

SECONDS = 10.0
MEMORY = 600_000_000
SOON = Limits(start_seconds=200.0, seconds=1.0, most_seconds=2.0)  # for readers that would never end
LATE = Limits(start_seconds=200.0, seconds=100.0, most_seconds=200.0)  # for all others, however busy the machine is


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


@pytest.fixture(autouse=True)
def _no_child_stays() -> Iterator[None]:
    """Look for what a test leaves running; what runs beside the suite all the time is none of its."""
    before = children()
    yield
    assert [child for child in children() if child not in before] == []


@pytest.mark.parametrize("kind", hostile.REFUSED)
def test_harm_ends_in_a_sentence(tmp_path: Path, kind: str) -> None:
    make, word = hostile.REFUSED[kind]
    path = make(tmp_path / "مشروعات.xls")
    before = sorted(tmp_path.rglob("*"))
    with Largest() as largest, pytest.raises(UserError) as caught:
        read_workbook(path)
    assert largest.seconds < SECONDS
    assert largest.bytes < MEMORY
    assert word in caught.value.sentence
    assert "مشروعات.xls" in caught.value.sentence
    assert caught.value.remedy
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("kind", hostile.READ)
def test_what_only_looks_harmful_is_read(tmp_path: Path, kind: str) -> None:
    path = hostile.READ[kind](tmp_path / "a.xlsx")
    with Largest() as largest:
        book = read_workbook(path)
    assert largest.seconds < SECONDS
    assert largest.bytes < MEMORY
    assert book.sheets[0].value(1, 1) == 1
    assert len(book.sheets[0].rows) <= 2


def test_a_sheet_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    second = '<sheet name="Far" sheetId="2" r:id="r3"/></sheets>'
    link = f'<Relationship Id="r3" Type="{hostile.OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>'
    hostile.package(path, hostile.sheet_xml(hostile.cells("A1")))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", second)
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", link)
    parts["xl/worksheets/sheet2.xml"] = hostile.sheet_xml(hostile.cells("A1", "XFD1048576"))
    hostile.package(path, parts["xl/worksheets/sheet1.xml"], parts=parts)
    book = read_workbook(path)
    assert [sheet.name for sheet in book.sheets] == ["S"]
    assert len(book.notes) == 1
    assert "Far" in book.notes[0]
    assert "XFD1048576" in book.notes[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_name_the_file_in_every_language(tmp_path: Path, language: str) -> None:
    set_language(language)
    with pytest.raises(UserError, match=r"x\.csv"):
        read_workbook(tmp_path / "x.csv")


def test_missing_folder_and_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        read_workbook(tmp_path / "none.xlsx")
    with pytest.raises(UserError, match="folder"):
        read_workbook(tmp_path)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(UserError, match="neither"):
            read_workbook(tmp_path / "pipe.csv")


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(101 * hostile.MEGABYTE)
    with pytest.raises(UserError, match="100"):
        read_workbook(tmp_path / "big.csv")


def test_a_table_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long.csv").write_text("a,b\n" * 50)
    with pytest.raises(UserError, match="50"):
        read_workbook(tmp_path / "long.csv", limits=Limits(rows=49))


def stand_in(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let another program answer in the reader's place."""
    ready = "import os, sys, time; from khartoum_desktop.sheets.messages import *;"
    ready += "send = Sender(open(1, 'wb')); sys.stdin.buffer.read(); send(Ready());"
    command = [sys.executable, "-c", ready + code]
    monkeypatch.setattr(watching, "child_command", lambda: command)


@pytest.mark.parametrize(
    ("code", "word", "limits"),
    [
        ("os.abort()", "give up", LATE),
        ("os._exit(3)", "give up", LATE),
        ("os.write(1, bytes(2)); os._exit(0)", "give up", LATE),
        ("send(Fault('our fault')); time.sleep(9999)", "give up", LATE),
        ("time.sleep(9999)", "too long", SOON),
        ("x = bytearray(700 * 1024 ** 2); time.sleep(9999)", "memory", LATE),
        ("[send(Remark('sheet_damaged', {'sheet': 'x'})) for _ in iter(int, 1)]", "too long", SOON),
        ("[send(Rows([(1,)])) or time.sleep(0.1) for _ in iter(int, 1)]", "too long", SOON),
        ("send(Refused('memory', {}))", "memory", LATE),
    ],
)
def test_a_reader_that_dies_hangs_or_swells_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, word: str, limits: Limits
) -> None:
    stand_in(monkeypatch, code)
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UserError, match=word):  # whoever waited for the end of these would wait for hours
        read_workbook(tmp_path / "a.csv", limits=limits)


def test_a_reader_that_is_slow_but_goes_on_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "[send(Rows([(1,)])) for _ in range(15)]"
    stand_in(monkeypatch, f"send(SheetHead('S')); {rows}; send(SheetEnd(1)); send(Done())")
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    arrived = [0]
    monkeypatch.setattr(watching, "monotonic", lambda: float(arrived[0]))  # a row a second, by this clock

    def arrive(done: int, _total: int) -> None:
        arrived[0] = done

    book = read_workbook(tmp_path / "a.csv", limits=Limits(seconds=3), progress=arrive)
    assert book.sheets[0].rows == ((1,),) * 15
    monkeypatch.setattr(watching, "_PATIENCE", 0.5)
    arrived[0] = 0
    with pytest.raises(UserError, match="too long"):
        read_workbook(tmp_path / "a.csv", limits=Limits(seconds=3), progress=arrive)


def test_a_reader_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    monkeypatch.setattr(watching, "child_command", lambda: [str(tmp_path / "no program")])
    with pytest.raises(UserError, match="not be started"):
        read_workbook(tmp_path / "a.csv")
    monkeypatch.setattr(watching, "child_command", lambda: [sys.executable, "-c", "import time; time.sleep(9999)"])
    with pytest.raises(UserError, match="not be started"):
        read_workbook(tmp_path / "a.csv", limits=Limits(start_seconds=0.5))


UNENDING = "send(SheetHead('S')); send(Rows([(1,)])); time.sleep(9999)"


def test_cancel_ends_the_reader_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, UNENDING)
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    told: list[int] = []

    def stop(done: int, _total: int) -> None:
        told.append(done)
        raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook(tmp_path / "a.csv", progress=stop, limits=LATE)
    assert len(told) == 1


def test_a_reader_killed_from_outside_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, UNENDING)
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    before = children()

    def kill(_done: int, _total: int) -> None:
        for child in children():
            if child not in before:
                child.kill()

    with pytest.raises(UserError, match="give up"):
        read_workbook(tmp_path / "a.csv", progress=kill, limits=LATE)


def test_a_frozen_program_calls_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert watching.child_command() == [sys.executable, watching.CHILD_FLAG]


def test_time_grows_with_the_file_up_to_a_limit() -> None:
    limits = Limits()
    assert watching.allowed_seconds(limits, 1000) == limits.seconds < SECONDS
    assert watching.allowed_seconds(limits, 11 * hostile.MEGABYTE) == 38
    assert watching.allowed_seconds(limits, 90 * hostile.MEGABYTE) == limits.most_seconds

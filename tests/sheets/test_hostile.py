"""Files made to harm end in a sentence or a table, within ten seconds, and leave nothing behind."""

import os
import sys
import time
import zipfile
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


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


@pytest.mark.parametrize("kind", hostile.REFUSED)
def test_harm_ends_in_a_sentence(tmp_path: Path, kind: str) -> None:
    make, word = hostile.REFUSED[kind]
    path = make(tmp_path / "مشروعات.xls")
    before = sorted(tmp_path.rglob("*"))
    began = time.monotonic()
    with Largest() as largest, pytest.raises(UserError) as caught:
        read_workbook(path)
    assert time.monotonic() - began < SECONDS
    assert largest.bytes < MEMORY
    assert word in caught.value.sentence
    assert "مشروعات.xls" in caught.value.sentence
    assert caught.value.remedy
    assert sorted(tmp_path.rglob("*")) == before
    assert children() == []


@pytest.mark.parametrize("kind", hostile.READ)
def test_what_only_looks_harmful_is_read(tmp_path: Path, kind: str) -> None:
    path = hostile.READ[kind](tmp_path / "a.xlsx")
    began = time.monotonic()
    with Largest() as largest:
        book = read_workbook(path)
    assert time.monotonic() - began < SECONDS
    assert largest.bytes < MEMORY
    assert children() == []
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
    ready = "import sys, os, time; from khartoum_desktop.sheets.messages import *;"
    ready += "send = Sender(open(1, 'wb')); sys.stdin.buffer.read(); send(Ready());"
    command = [sys.executable, "-c", ready + code]
    monkeypatch.setattr(watching, "child_command", lambda: command)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("os.abort()", "give up"),
        ("os._exit(3)", "give up"),
        ("os.write(1, bytes(2)); os._exit(0)", "give up"),
        ("send(Fault('our fault')); time.sleep(60)", "give up"),
        ("time.sleep(60)", "too long"),
        ("x = bytearray(900 * 1024 ** 2); time.sleep(60)", "memory"),
        ("[send(Remark('sheet_damaged', {'sheet': 'x'})) for _ in iter(int, 1)]", "too long"),
        ("[send(Rows([(1,)])) or time.sleep(0.1) for _ in iter(int, 1)]", "too long"),
        ("send(Refused('memory', {}))", "memory"),
    ],
)
def test_a_reader_that_dies_hangs_or_swells_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, word: str
) -> None:
    stand_in(monkeypatch, code)
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    began = time.monotonic()
    with pytest.raises(UserError, match=word):
        read_workbook(tmp_path / "a.csv", limits=Limits(seconds=6.0, most_seconds=7.0))
    assert time.monotonic() - began < SECONDS
    assert children() == []


def test_a_reader_that_is_slow_but_goes_on_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "[send(Rows([(1,)])) or time.sleep(0.1) for _ in range(15)]"
    stand_in(monkeypatch, f"send(SheetHead('S')); {rows}; send(SheetEnd(1)); send(Done())")
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    book = read_workbook(tmp_path / "a.csv", limits=Limits(seconds=0.3))
    assert book.sheets[0].rows == ((1,),) * 15


def test_a_reader_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    monkeypatch.setattr(watching, "child_command", lambda: [str(tmp_path / "no program")])
    with pytest.raises(UserError, match="not be started"):
        read_workbook(tmp_path / "a.csv")
    monkeypatch.setattr(watching, "child_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(UserError, match="not be started"):
        read_workbook(tmp_path / "a.csv", limits=Limits(start_seconds=0.5))


def test_cancel_ends_the_reader_at_once(tmp_path: Path) -> None:
    path = hostile.package(
        tmp_path / "slow.xlsx", hostile.sheet_xml("".join(hostile.cells(f"A{row}") for row in range(1, 150_000)))
    )
    began: list[float] = []

    def stop(_done: int, _total: int) -> None:
        began.append(time.monotonic())
        raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook(path, progress=stop)
    assert time.monotonic() - began[0] < 1
    assert len(began) == 1
    assert children() == []


def test_a_reader_killed_from_outside_is_said(tmp_path: Path) -> None:
    path = hostile.package(
        tmp_path / "slow.xlsx", hostile.sheet_xml("".join(hostile.cells(f"A{row}") for row in range(1, 150_000)))
    )

    def kill(_done: int, _total: int) -> None:
        for child in children():
            child.kill()

    with pytest.raises(UserError, match="give up"):
        read_workbook(path, progress=kill)


def test_a_frozen_program_calls_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert watching.child_command() == [sys.executable, watching.CHILD_FLAG]


def test_time_grows_with_the_file_up_to_a_limit() -> None:
    limits = Limits()
    assert watching.allowed_seconds(limits, 1000) == limits.seconds < SECONDS
    assert watching.allowed_seconds(limits, 11 * hostile.MEGABYTE) == 38
    assert watching.allowed_seconds(limits, 90 * hostile.MEGABYTE) == limits.most_seconds

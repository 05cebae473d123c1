"""The page of the sheets by real clicks and drops: written out, dropped on the window, looked at, taken in, undone."""

from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import language, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet
from khartoum_desktop.scoring.marksheets.ui.page import SheetsPage
from khartoum_desktop.storage.schema import Assessor, Proposal
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.shell import Toast
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.window import Window
from khartoum_desktop.workspace import Person, Workspace
from tests.rooms import words_in
from tests.scoring.marksheets.rooms import Table, every, filled, independent, marks_of, sara, written
from tests.scoring.marksheets.test_sheets import stored
from tests.scoring.rooms import id_of, new_round, new_workspace, put_proposals, ref_of
from tests.scoring.seats import unnamed
from tests.window.conftest import opened
from tests.window.rooms import Opened, drop

__all__ = ["opened"]

PAGE = "khartoum_desktop.scoring.marksheets.ui.page"


def criteria_of(work: Workspace) -> CriteriaSet:
    return queries.criteria(work, queries.current_round(work).criteria_set)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a workspace with an independent round, three proposals, and Sara who assesses."""
    path = tmp_path / "sheets.khartoum"
    work = new_workspace(path)
    new_round(work)
    put_proposals(work, 3)
    independent(work)
    sara(work)
    work.sit_down(Person("Nadia Fahmy", "EG", "coordinator"))
    work.close()
    return path


class Hand:
    """A window on a workspace, and a hand that clicks, drops and waits."""

    def __init__(self, bot: QtBot, window: Window) -> None:
        self.bot, self.window = bot, window
        self.settle()

    @property
    def work(self) -> Workspace:
        """The workspace."""
        assert self.window.work is not None
        return self.window.work

    @property
    def page(self) -> SheetsPage:
        """The page of the sheets, which must be shown."""
        page = self.window.page
        assert isinstance(page, SheetsPage)
        return page

    def settle(self) -> None:
        """Wait until all is answered."""
        for _again in range(4):
            self.bot.wait(20)
            self.bot.waitUntil(lambda: not self.window.desk.tasks.running(), timeout=30_000)

    def click(self, widget: QWidget | None) -> None:
        """Click a button."""
        assert widget is not None
        assert widget.isVisible()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def drop(self, *paths: Path) -> None:
        """Drop files on the window."""
        assert drop(self.window, *paths)
        self.settle()

    def choose(self, row: int) -> str:
        """Click a sheet that came back and return what is said of it."""
        table = self.page.back.table
        where = table.visualRect(table.model().index(row, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
        self.settle()
        return words_in(self.page.back.details)


@pytest.fixture(params=["ar", "en"])
def hand(request: pytest.FixtureRequest, qtbot: QtBot, opened: Opened, store: Path) -> Hand:
    """Return a hand in a window in Arabic or English."""
    set_language(request.param)
    set_direction()
    return Hand(qtbot, opened(store, pages=None))


def left_of(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, widget.rect().topLeft()).x()


def test_sheets_are_written_for_those_who_are_ticked(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(f"{PAGE}.choose_folder", lambda *_args, **_named: folder)
    other = operations.assessor_of(hand.work, "Leo Bianchi", "IT")
    with hand.work.step("Assessor") as step:
        step.add(Assessor, {"name": other.name, "delegation": other.delegation, "languages": "fr"}, other.id)
        step.put(Proposal, id_of(3), {"confidentiality": "restricted"})
    hand.window.go("scoring")
    hand.settle()
    run(next(action for action in hand.window.actions_now() if action.id == "sheets.open"))
    hand.settle()
    send = hand.page.send
    assert unnamed(hand.page) == []
    assert (left_of(send, hand.page) < left_of(hand.page.back, hand.page)) == (language() == "en")
    assert set(send.list.ticked()) == {other.id, sara(hand.work).id}
    assert list(send.restricted.checks) == [id_of(3)]
    send.list.go_to(other.id)
    QTest.keyClick(send.list.list, Qt.Key.Key_Space)
    hand.settle()
    assert send.list.ticked() == (sara(hand.work).id,)
    hand.click(send.go)
    (path,) = folder.glob("*.xlsx")
    book = load_workbook(path)
    assert marks_of(book).sheet_view.rightToLeft
    assert len(list(Table(marks_of(book)).rows())) == 2 * 18
    assert hand.page.message.isVisible()  # one proposal was left out
    send.language.set_value("fr")
    send.restricted.checks[id_of(3)].click()
    hand.click(send.go)
    second = next(one for one in folder.glob("*.xlsx") if one != path)
    assert len(list(Table(marks_of(load_workbook(second))).rows())) == 3 * 18
    assert not marks_of(load_workbook(second)).sheet_view.rightToLeft


def test_a_returned_sheet_is_dropped_looked_at_taken_in_and_undone(hand: Hand, tmp_path: Path) -> None:
    path = written(hand.work, tmp_path, sara(hand.work), language())
    marks = {**every(hand.work, ref_of(1)), (ref_of(2), "1.1"): 4, (ref_of(2), "1.2"): 9}
    filled(path, marks).rename(tmp_path / "anything.xlsx")
    hand.window.go("proposals")
    hand.settle()
    hand.drop(tmp_path / "anything.xlsx")
    page = hand.page
    assert [(one.new, len(one.problems), len(one.submit)) for one in page.plans] == [(19, 1, 1)]
    assert "9" in hand.choose(0)
    assert "F" in hand.choose(0)
    assert stored(hand.work) == {}
    assert page.unfinished()
    hand.click(page.header.primary)
    assert len(stored(hand.work)) == 19
    assert queries.tally(hand.work, queries.current_round(hand.work), criteria_of(hand.work)).submitted == {id_of(1): 1}
    toast = hand.window.findChildren(Toast)[-1]
    hand.click(toast.undo)
    assert stored(hand.work) == {}
    assert [one.new for one in page.plans] == [19]  # it had a problem, so it stays in sight
    hand.click(page.back.clear)
    assert page.plans == ()
    assert not page.unfinished()


def test_what_is_submitted_changes_only_when_that_is_ticked(hand: Hand, tmp_path: Path) -> None:
    path = written(hand.work, tmp_path, sara(hand.work), language())
    filled(path, every(hand.work, ref_of(1)))
    hand.drop(path)
    hand.click(hand.page.header.primary)
    hand.drop(filled(path, {(ref_of(1), "1.1"): 4}))
    primary = hand.page.header.primary
    assert primary is not None
    assert not primary.isEnabled(), "nothing is taken in before it is chosen"
    assert all(mark in hand.choose(0) for mark in ("1.1", "3", "4"))
    check = hand.page.back.details.findChild(Check)
    assert isinstance(check, Check)
    hand.click(check)
    assert [(one.reopen, one.changed, len(one.submit)) for one in hand.page.plans] == [(True, 1, 1)]
    hand.click(primary)
    assert stored(hand.work)[ref_of(1), "1.1"].value == 4 * UNIT


def test_a_folder_with_twins_strangers_and_a_ministrys_file(hand: Hand, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    one = filled(written(hand.work, folder, sara(hand.work), "fr", "a.xlsx"), {(ref_of(1), "1.1"): 4})
    two = folder / "b.xlsx"
    two.write_bytes(one.read_bytes())
    filled(two, {(ref_of(1), "1.1"): 3})
    bad = written(hand.work, folder, operations.assessor_of(hand.work, "Nobody", "FR"), "en", "c.xlsx")
    (folder / "ministry.csv").write_text("Title,Country\nClinics,Kenya\n", encoding="utf-8")
    (folder / "half.xlsx").write_bytes(one.read_bytes()[:900])
    hand.drop(folder)
    page = hand.page
    assert [plan.refused is not None for plan in page.plans] == [True, True, True]
    assert "half.xlsx" in page.message.label.text(), "a damaged file is named"
    assert page.header.primary is not None
    assert not page.header.primary.isEnabled()
    assert "a.xlsx" in hand.choose(1)
    hand.click(page.back.leave_out)
    assert [plan.file for plan in page.plans] == ["a.xlsx", bad.name]
    hand.click(page.header.primary)
    assert [answer.value for answer in stored(hand.work).values()] == [4 * UNIT]


def test_a_damaged_file_in_a_chosen_folder_is_named(hand: Hand, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    filled(written(hand.work, folder, sara(hand.work), "fr", "a.xlsx"), {(ref_of(1), "1.1"): 4})
    (folder / "damaged.xlsx").write_bytes(b"cut off")
    hand.window.go("sheets")
    hand.settle()
    hand.page.take([folder])
    hand.settle()
    assert [plan.file for plan in hand.page.plans] == ["a.xlsx"]
    assert "damaged.xlsx" in hand.page.message.label.text()
    assert hand.page.message.isVisible()


def test_other_files_still_go_to_the_import(hand: Hand, tmp_path: Path) -> None:
    book = Book()
    assert book.active is not None
    book.active.append(["Title", "Country"])
    book.active.append(["Border clinics", "Kenya"])
    book.save(tmp_path / "ministry.xlsx")
    hand.window.go("sheets")
    hand.settle()
    hand.drop(tmp_path / "ministry.xlsx")
    assert isinstance(hand.window.page, ImportPage)


def test_another_language_keeps_the_sheets_that_are_open(hand: Hand, tmp_path: Path) -> None:
    path = filled(written(hand.work, tmp_path, sara(hand.work)), {(ref_of(1), "1.1"): 9, (ref_of(1), "1.2"): 4})
    hand.drop(path)
    before = hand.choose(0)
    hand.window.looks.change_language("fr")
    hand.settle()
    assert [one.new for one in hand.page.plans] == [1]
    assert "9 n’est pas une note" in strip_isolates(hand.choose(0))
    assert before != hand.choose(0)


def test_a_reader_takes_nothing_in(qtbot: QtBot, opened: Opened, store: Path, tmp_path: Path) -> None:
    hand = Hand(qtbot, opened(store, pages=None))
    path = filled(written(hand.work, tmp_path, sara(hand.work)), {(ref_of(1), "1.1"): 4})
    hand.work.sit_down(Person("Rita", "EG", "reader"))
    hand.drop(path)
    assert hand.page.header.primary is not None
    assert not hand.page.header.primary.isEnabled()
    assert not hand.page.send.go.isEnabled()

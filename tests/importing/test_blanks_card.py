"""The wizard asks whether empty cells clear: column by column, taken back like any decision, never remembered."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import fill, ngettext, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.ui.review_words import changes_in_words, cleared_words
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, REVIEW
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.operations import set_value
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows
from tests.importing.rooms import Room, room

HEADER = ["Title", "Country", "Budget", "Contact person", "Start date"]
FULL: Rows = [
    ["Budget in thousand EUR"], HEADER,
    ["Wells for Kassala", "Sudan", 5000, "A. Ali", "2027"], ["Roads", "Kenya", 7000, "B. Bo", "2028"],
]  # fmt: skip
LESS: Rows = [
    ["Budget in thousand EUR"], HEADER,
    ["Wells for Kassala", "Sudan", None, None, "2027"], ["Roads", "Kenya", 7000, None, "2029"],
]  # fmt: skip
CHANGED = Status.CHANGED.value


def contact() -> str:
    words = ngettext("“{header}”: {n} value", "“{header}”: {n} values", 2)
    return strip_isolates(fill(words, header="Contact person", n="2"))


def said() -> str:
    return strip_isolates(cleared_words(2))


@pytest.fixture
def less(work: Workspace, make_file: MakeFile) -> Path:
    """Give a file with empty cells over what is here."""
    apply(work, plan(work, make_file(FULL, "full.xlsx")))
    return make_file(LESS, "less.xlsx")


def boxes(here: Room) -> dict[str, Check]:
    found = here.page.sheet.columns.blanks.findChildren(Check)
    return {strip_isolates(box.text()): box for box in found if box.isVisible()}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_ticked_column_clears_and_undo_takes_it_back(
    qtbot: QtBot, work: Workspace, less: Path, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(less)
        here.go(COLUMNS)
        assert not any(box.isChecked() for box in boxes(here).values()), "off until told"
        assert here.plan.count(Status.CHANGED) == 1
        boxes(here)[contact()].setFocus()
        QTest.keyClick(boxes(here)[contact()], Qt.Key.Key_Space)
        here.settle()
        assert boxes(here)[contact()].isChecked()
        assert boxes(here)[contact()].hasFocus(), "the next column is ticked from here"
        here.go(REVIEW)
        assert said() in here.words(here.page.review.side)
        here.page.review.show_tab(CHANGED)
        here.settle()
        shown = changes_in_words(here.plan.rows[0], lists_of(work))
        assert len(shown) == 1
        assert re.search("A. Ali [→←] –$", strip_isolates(shown[0]))
        turns = here.page.turns()
        assert turns is not None
        assert "Contact person" in turns.undo_name
        turns.undo()
        here.settle()
        assert said() not in here.words(here.page.review.side)
        assert here.plan.cleared == 0
        turns.redo()
        here.settle()
        assert here.plan.cleared == 2
        here.page.forward()
        here.settle()
        assert {read(work, ident).columns["contact_name"] for ident in ids(work)} == {None}
        assert {read(work, ident).columns["budget_total"] for ident in ids(work)} == {5_000_000_000, 7_000_000_000}


def test_only_columns_in_which_something_would_go_are_asked_about(
    qtbot: QtBot, work: Workspace, less: Path, make_file: MakeFile
) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file([["Title", "Country", "Contact person"], ["Other", "Kenya", None]], "new.xlsx"))
        here.go(COLUMNS)
        assert boxes(here) == {}
        assert not here.page.sheet.columns.blanks.isVisible()
        here.page.cancel()
        here.drop(less)
        here.go(COLUMNS)
        assert list(boxes(here)) == ["“Budget”: 1 value", "“Contact person”: 2 values"]


def test_how_the_column_is_read_stays(work: Workspace, less: Path, make_file: MakeFile) -> None:
    """What was remembered of the sender's column, and what people corrected here since, is not touched by it."""
    profiled = plan(work, make_file([["T"], *FULL[1:]], "unit.xlsx"))
    apply(work, decisions.map_column(profiled, "Projects", "C", "budget_total", {"unit": 1000, "currency": "EUR"}))
    before = plan(work, make_file([["T"], HEADER, ["Wells", "Sudan", 5, None, "2027"]], "next.xlsx"))
    after = decisions.clear_blanks(before, "Projects", "C")
    assert after.rows[0].values == before.rows[0].values
    assert after.rows[0].values["budget_total"] == 5_000_000
    assert decisions.clear_blanks(after, "Projects", "C", clear=False).rows == before.rows


def test_a_correction_made_here_is_not_undone_by_it(work: Workspace, make_file: MakeFile) -> None:
    set_language("en")
    path = make_file(FULL, "full.xlsx")
    apply(work, plan(work, path))
    ident = next(one for one in ids(work) if read(work, one).columns["title_en"] == "Roads")
    set_value(work, ident, "contact_name", "Corrected")
    cleared = decisions.clear_blanks(plan(work, path), "Projects", "D")
    assert [row.status for row in cleared.rows] == [Status.SAME, Status.SAME]

"""The scoring grid by keyboard, mouse and the real clipboard, in both directions."""

from time import process_time

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.grids import operations as grids
from khartoum_desktop.scoring.grids.importing import read
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.rounds.operations import declare_conflict
from khartoum_desktop.scoring.table.model import Lock
from khartoum_desktop.scoring.table.queries import grid
from khartoum_desktop.scoring.table.ui.cells import state_of
from khartoum_desktop.scoring.table.ui.page import SPEC, GridPage
from khartoum_desktop.scoring.ui.page import ScoringPage
from khartoum_desktop.storage.schema import TABLES, Proposal, Round
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.grids.building import full, text
from tests.scoring.rooms import id_of, mark_all, put_proposals, ref_of
from tests.scoring.seats import Seat, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")
ROLE = Qt.ItemDataRole


class Place:
    """A seat at the grid with short words for what is looked at."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        assert isinstance(seat.page, GridPage)
        self.page = seat.page
        self.table = seat.page.table

    def stored(self, number: int = 1, name: str = "Nadia Fahmy", delegation: str = "EG") -> dict[str, Answer]:
        work = self.seat.work
        criteria = queries.criteria(work, queries.current_round(work).criteria_set)
        assessor = operations.assessor_of(work, name, delegation)
        answers = queries.sheet(work, queries.current_round(work).id, id_of(number), assessor.id)
        return {criteria.criteria[criteria.places[one]].key: answer for one, answer in answers.items()}

    def press(self, *keys: str | Qt.Key) -> None:
        self.seat.press(*keys, on=self.table)
        self.seat.settle()

    def at(self) -> tuple[int, int]:
        return self.table.currentIndex().row(), self.table.currentIndex().column()

    def go(self, row: int, column: int) -> None:
        """Click into a cell."""
        index = self.table.marks.index(row, column)
        self.table.scrollTo(index)
        QTest.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, pos=self.table.visualRect(index).center())
        assert self.at() == (row, column)

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(self.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self.seat.settle()

    def copy(self) -> str:
        QTest.keyClick(self.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        return QGuiApplication.clipboard().text()

    def told(self) -> str:
        return strip_isolates(self.page.message.label.text()) if self.page.message.isVisible() else ""


@pytest.fixture
def foreign(work: Workspace) -> Workspace:
    """Return the workspace with proposals of others, so that nobody's own country is in question."""
    with work.step("Others") as step:
        for number in (1, 2, 3):
            step.put(Proposal, id_of(number), {"lead_country": "KE"})
    return work


@pytest.fixture(params=["en", "ar"])
def at(request: pytest.FixtureRequest, qtbot: QtBot, foreign: Workspace) -> Place:
    """Return the grid, left to right and right to left."""
    set_language(request.param)
    set_direction()
    return Place(sit(qtbot, foreign, SPEC))


def steps(work: Workspace) -> int:
    """Return how many steps there were."""
    with work.reading() as db:
        return int(db.execute(select(func.count()).select_from(TABLES["step"])).scalar_one())


@pytest.mark.parametrize("keys", ["43", "٤٣"])
def test_number_keys_mark_and_move_on(at: Place, keys: str) -> None:
    assert at.at() == (0, 1)
    at.press(*keys)
    assert at.at() == (0, 3)
    assert at.stored() == {"1.1": Answer(4000), "1.2": Answer(3000)}
    assert at.table.grid is not None
    state = strip_isolates(state_of(at.table.grid, at.table.grid.rows[0]))
    assert state == ("2 of 18" if at.page.isLeftToRight() else "2 من 18")


def test_the_end_of_a_line_leads_to_the_next_sheet(at: Place) -> None:
    at.go(0, 18)
    at.press("4")
    assert at.at() == (1, 1)


def test_letters_and_delete(at: Place) -> None:
    at.press("a", "x", "4", Qt.Key.Key_Backspace)
    assert at.stored() == {
        "1.1": Answer(blank=Blank.ABSTAINED), "1.2": Answer(blank=Blank.NOT_APPLICABLE), "1.3": Answer(4000),
    }  # fmt: skip
    at.go(0, 1)
    QTest.keyClick(
        at.table, Qt.Key.Key_Left if at.page.isRightToLeft() else Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier
    )
    at.press(Qt.Key.Key_Delete)
    assert at.stored() == {"1.3": Answer(4000)}
    at.go(1, 1)
    at.press("ش", "ء")
    assert [one.blank for one in at.stored(2).values()] == [Blank.ABSTAINED, Blank.NOT_APPLICABLE]


def test_what_is_off_the_scale_is_refused(at: Place) -> None:
    at.press("7")
    assert at.told()
    assert at.stored() == {}
    assert at.at() == (0, 1)


def test_a_mark_that_needs_a_reason_waits_for_it_below(at: Place) -> None:
    at.press("5")
    line = at.page.line.reason.line
    assert line.hasFocus()
    assert at.stored() == {}
    assert not at.page.leave()
    at.seat.press("Seen on site.", Qt.Key.Key_Return, on=line)
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(5000, reason="Seen on site.")}
    assert at.at() == (0, 2)
    assert at.table.hasFocus()
    at.press("1")
    at.seat.press(Qt.Key.Key_Escape, on=line)
    assert at.page.leave()
    assert "1.2" not in at.stored()


def test_another_mark_takes_the_place_of_one_that_waits(at: Place) -> None:
    at.press("5")
    at.go(0, 1)
    at.press("4")
    assert at.stored() == {"1.1": Answer(4000)}
    assert at.page.leave()
    at.press("5")
    at.go(0, 3)
    assert at.told()
    assert at.page.leave()
    assert at.stored() == {"1.1": Answer(4000)}


def test_marks_of_several_digits_are_taken_with_enter_or_an_arrow(qtbot: QtBot, foreign: Workspace) -> None:
    grids.bring_in(foreign, read(text(full())).criteria)
    place = Place(sit(qtbot, foreign, SPEC))
    place.press("3", "٫", "٥", Qt.Key.Key_Return)
    assert place.stored() == {"1.1": Answer(3500)}
    assert place.at() == (0, 2)
    place.press("2", Qt.Key.Key_Escape, "1", Qt.Key.Key_Down)
    assert place.stored() == {"1.1": Answer(3500), "1.2": Answer(1000)}
    assert place.at() == (1, 2)
    place.press("9", Qt.Key.Key_Return)
    assert place.told()
    place.paste("4,5\t0,5\t1.5")
    assert place.page.plan is not None
    assert "beyond" in place.page.plan.plan.refused[-1].sentence


def test_a_reason_is_changed_below_and_cannot_be_taken_from_a_mark_that_needs_it(at: Place) -> None:
    at.press("4")
    at.go(0, 1)
    at.press(Qt.Key.Key_F2)
    line = at.page.line.reason.line
    at.seat.press("Fine.", Qt.Key.Key_Return, on=line)
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(4000, reason="Fine.")}
    assert at.table.hasFocus()
    at.press("5")
    assert at.stored() == {"1.1": Answer(5000, reason="Fine.")}, "the reason is kept"
    at.go(0, 1)
    at.press(Qt.Key.Key_F2)
    line.clear()
    at.seat.press(Qt.Key.Key_Return, on=line)
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(5000, reason="Fine.")}
    assert not at.page.leave()


def test_a_block_from_a_spreadsheet_is_one_step_and_one_undo(at: Place) -> None:
    at.press("3")
    before = steps(at.seat.work)
    at.go(0, 1)
    at.paste("٤\t\t3 – fair\r\nabstention\tn/a\t3,0\r\n")
    assert steps(at.seat.work) == before + 1
    assert at.stored() == {"1.1": Answer(4000), "1.3": Answer(3000)}
    assert at.stored(2) == {
        "1.1": Answer(blank=Blank.ABSTAINED), "1.2": Answer(blank=Blank.NOT_APPLICABLE), "1.3": Answer(3000),
    }  # fmt: skip
    at.seat.press_undo()
    assert at.stored() == {"1.1": Answer(3000)}
    assert at.stored(2) == {}
    at.seat.settle()
    assert at.table.grid is not None
    assert at.table.grid.answered(at.table.grid.rows[1]) == 0


def test_what_is_off_is_shown_first_and_nothing_written_until_accepted(at: Place) -> None:
    block = "4\t9\tfoo\t3\r\n5\t\t\t3"
    before = steps(at.seat.work)
    at.paste(block)
    plan = at.page.plan
    assert plan is not None
    assert plan.isVisible()
    assert [one.text for one in plan.plan.refused] == ["9", "foo", "5"]
    at.seat.click(plan.cancel)
    assert steps(at.seat.work) == before
    at.paste(block)
    plan = at.page.plan
    assert plan is not None
    assert plan.paste is not None
    assert "3" in plan.paste.text()
    plan.table.setFocus()
    at.seat.click(plan.paste)
    assert at.table.hasFocus(), "the keys belong to the marks again"
    assert steps(at.seat.work) == before + 1
    assert at.stored() == {"1.1": Answer(4000), "2.1": Answer(3000)}
    assert at.stored(2) == {"2.1": Answer(3000)}
    at.go(0, 1)
    at.paste("nonsense")
    assert at.page.plan is not None
    assert at.page.plan.paste is None
    at.seat.click(at.page.plan.cancel)
    assert at.table.hasFocus()


@pytest.mark.parametrize("text", ["", " \r\n", "\t\t", "x" * 1_100_000, "1\t" * 10_001, "\0\u202e"])
def test_hostile_clipboards_change_nothing(at: Place, text: str) -> None:
    before = steps(at.seat.work)
    at.paste(text)
    if at.page.plan is not None:
        at.seat.click(at.page.plan.cancel)
    assert steps(at.seat.work) == before
    assert at.seat.failed == []


def test_pasting_what_was_copied_gives_the_same_elsewhere(at: Place) -> None:
    at.press("4", "a", "3")
    at.go(0, 1)
    forward = Qt.Key.Key_Left if at.page.isRightToLeft() else Qt.Key.Key_Right
    for _ in range(3):
        QTest.keyClick(at.table, forward, Qt.KeyboardModifier.ShiftModifier)
    text = at.copy()
    assert text.count("\t") == 3
    before = steps(at.seat.work)
    QTest.keyClick(at.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    at.seat.settle()
    assert steps(at.seat.work) == before
    at.go(2, 1)
    QTest.keyClick(at.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    at.seat.settle()
    assert at.stored(3) == at.stored(1)


def test_submitted_sheets_and_conflicts_are_locked(at: Place) -> None:
    work = at.seat.work
    mark_all(work, {1: 4})
    declare_conflict(
        work, queries.current_round(work), id_of(2), operations.assessor_of(work, "Nadia Fahmy", "EG"), "x"
    )
    at.seat.settle()
    assert at.table.grid is not None
    assert [row.lock for row in at.table.grid.rows] == [Lock.SUBMITTED, Lock.CONFLICT, None]
    before = steps(work)
    for row in (0, 1):
        at.go(row, 1)
        at.press("3", Qt.Key.Key_Delete, "a")
        assert ref_of(row + 1) in at.told()
        assert not at.page.line.reason.isEnabled()
        at.paste("3")
        assert at.page.plan is not None
        assert at.page.plan.paste is None
        at.seat.click(at.page.plan.cancel)
    assert steps(work) == before
    assert strip_isolates(at.page.progress.text()).startswith(("2 of 3", "أُنجز 2"))


def test_cells_explain_themselves(at: Place) -> None:
    at.press("4")
    index = at.table.marks.index(0, 1)
    criteria = at.table.grid.columns if at.table.grid else ()
    level = next(one for one in criteria[0].levels if one.mark == 4000)
    for role in (ROLE.ToolTipRole, ROLE.AccessibleTextRole):
        said = strip_isolates(str(index.data(role)))
        assert criteria[0].label.text() in said
        assert level.text.text() in said
    empty = str(at.table.marks.index(0, 2).data(ROLE.AccessibleTextRole))
    assert ("Not assessed" if at.page.isLeftToRight() else "لم يُقيَّم") in empty
    assert str(at.table.marks.index(0, 2).data()) == ""
    header = at.table.marks.headerData(1, Qt.Orientation.Horizontal, ROLE.ToolTipRole)
    assert criteria[0].label.text() in strip_isolates(header)
    assert not unnamed(at.page)


def test_a_criterion_s_key_stands_in_the_middle_above_its_marks(at: Place) -> None:
    header, section = at.table.horizontalHeader(), 3
    left, width = header.sectionViewportPosition(section), header.sectionSize(section)
    picture = header.viewport().grab(QRect(left, 2, width, header.height() - 6)).toImage()
    colours = [{picture.pixel(x, y) for y in range(picture.height())} for x in range(picture.width())]
    ink = [x for x, column in enumerate(colours) if len(column) > 1]
    assert abs((ink[0] + ink[-1]) / 2 - (picture.width() - 1) / 2) <= 3


def test_what_is_not_assessed_is_hatched_and_no_mark_is(at: Place) -> None:
    at.press("4", "3")
    at.go(2, 5)

    def colours(row: int, column: int) -> int:
        """Return how many colours are along the edge of a cell, where no text is."""
        box = at.table.visualRect(at.table.marks.index(row, column)).adjusted(6, 4, -6, -4)
        picture = at.table.viewport().grab(box).toImage()
        return len({picture.pixel(x, y) for x in range(picture.width()) for y in (0, 1, 2)})

    assert colours(0, 1) == 1
    assert colours(0, 3) > 1


def test_the_proposal_stays_in_sight_at_the_start(at: Place) -> None:
    at.page.resize(700, 500)
    at.seat.settle()
    at.go(0, 18)
    front = at.table._front
    assert front is not None
    assert front.isVisible()
    left = front.mapTo(at.table, QPoint(0, 0)).x()
    assert (left > at.table.width() / 2 - front.width()) == at.page.isRightToLeft()


def test_a_coordinator_enters_the_marks_of_another(at: Place) -> None:
    mark_all(at.seat.work, {3: 2}, "Ali Omar", "SD")
    at.seat.arrive(operations.assessor_of(at.seat.work, "Ali Omar", "SD"))
    at.go(0, 1)
    at.press("4")
    assert at.stored(1, "Ali Omar", "SD") == {"1.1": Answer(4000)}
    assert at.stored(1) == {}


def test_an_assessor_has_only_their_own_and_a_reader_types_nothing(qtbot: QtBot, foreign: Workspace) -> None:
    mark_all(foreign, {1: 4})
    foreign.sit_down(Person("Ali Omar", "SD", "assessor"))
    place = Place(sit(qtbot, foreign, SPEC))
    assert not place.page.people.isVisible()
    assert place.table.grid is not None
    assert all(not row.answers for row in place.table.grid.rows)
    current = queries.current_round(foreign)
    criteria = queries.criteria(foreign, current.criteria_set)
    hers = operations.assessor_of(foreign, "Nadia Fahmy", "EG")
    assert grid(foreign, current, criteria, hers.id).rows == (), "the marks of others are hidden"
    foreign.sit_down(Person("Ali Omar", "SD", "reader"))
    reading = Place(sit(qtbot, foreign, SPEC))
    reading.press("4")
    reading.paste("4")
    assert reading.stored(1, "Ali Omar", "SD") == {}


def test_a_closed_round_is_read_only(qtbot: QtBot, foreign: Workspace) -> None:
    with foreign.step("Close") as step:
        step.put(Round, queries.current_round(foreign).id, {"closed": True})
    place = Place(sit(qtbot, foreign, SPEC))
    assert "closed" in place.told()
    place.press("4")
    assert place.stored() == {}


def test_without_proposals_the_page_says_what_to_do(qtbot: QtBot, foreign: Workspace) -> None:
    with foreign.step("Gone") as step:
        for number in (1, 2, 3):
            step.remove(Proposal, id_of(number))
    place = Place(sit(qtbot, foreign, SPEC))
    assert place.page.stack.currentIndex() == 1


def test_the_scoring_page_leads_here_and_back_with_the_same_assessor(qtbot: QtBot, foreign: Workspace) -> None:
    from khartoum_desktop.scoring.ui.page import SPEC as QUEUE

    other = operations.assessor_of(foreign, "Giulia Conti", "IT")
    seat = sit(qtbot, foreign, QUEUE)
    assert isinstance(seat.page, ScoringPage)
    seat.page._be(other)
    seat.settle()
    next(one for one in seat.page.actions() if one.id == "scoring.grid").run()
    ((name, argument),) = seat.opened
    assert (name, argument) == ("scoring_grid", other)
    place = Place(sit(qtbot, foreign, SPEC, argument))
    assert place.page.people.code() == other.id
    place.page.open_proposal()
    name, argument = place.seat.opened[-1]
    assert name == "scoring"
    again = sit(qtbot, foreign, QUEUE, argument)
    assert isinstance(again.page, ScoringPage)
    assert again.page.people.code() == other.id
    assert again.page.argument() == argument


def test_a_hundred_proposals_are_pasted_quickly(qtbot: QtBot, work: Workspace) -> None:
    put_proposals(work, 100)
    place = Place(sit(qtbot, work, SPEC))
    place.go(0, 1)
    begun = process_time()  # not the clock on the wall: a busy machine is not ours
    place.paste("\r\n".join("\t".join("34"[n % 2] for n in range(18)) for _ in range(100)))
    assert process_time() - begun < 5
    assert len(place.stored(100)) == 18
    begun = process_time()
    place.press("4")
    assert process_time() - begun < 1

"""The scoring page by keyboard and mouse: marks, reasons, blanks, the queue, both directions."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.grids import operations as grids
from khartoum_desktop.scoring.grids.importing import read
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.rounds import changing
from khartoum_desktop.scoring.rounds import operations as sheets
from khartoum_desktop.scoring.rounds.asking import asking
from khartoum_desktop.scoring.rounds.changing import ask
from khartoum_desktop.scoring.ui.page import SPEC, ScoringPage
from khartoum_desktop.scoring.ui.people import AssessorDialog
from khartoum_desktop.storage.schema import Alignment, Proposal, Round
from khartoum_desktop.toolkit.direction import LeadingLabel, set_direction
from khartoum_desktop.workspace import Person, Workspace
from tests.rooms import when_asked
from tests.scoring.grids.building import plain, text
from tests.scoring.rooms import id_of, mark_all, new_round, new_workspace, put_proposals, ref_of
from tests.scoring.seats import Seat, left_of, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")


def speak(language: str, request: pytest.FixtureRequest) -> None:
    """Show what comes in a language and its direction, until the test is over."""
    request.addfinalizer(set_direction)
    request.addfinalizer(partial(set_language, "en"))
    set_language(language)
    set_direction()


class Place:
    """A seat at the scoring page with short words for what is looked at."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        assert isinstance(seat.page, ScoringPage)
        self.page = seat.page
        self.rubric = seat.page.rubric

    def key(self) -> str:
        row = self.rubric.current
        assert row is not None
        return row.criterion.key

    def shown(self) -> str:
        return self.page.text.heading.text()

    def stored(self, number: int = 1, name: str = "Nadia Fahmy", delegation: str = "EG") -> dict[str, Answer]:
        work = self.seat.work
        criteria = queries.criteria(work, queries.current_round(work).criteria_set)
        assessor = operations.assessor_of(work, name, delegation)
        answers = queries.sheet(work, queries.current_round(work).id, id_of(number), assessor.id)
        return {criteria.criteria[criteria.places[one]].key: answer for one, answer in answers.items()}

    def declare(self, reason: str = "") -> None:
        """Declare a conflict of interest by its button, with the reason that is offered or another."""
        self.seat.click(self.page.footer.conflict)
        dialog = self.page.dialog
        assert dialog is not None
        assert dialog.isVisible()
        if reason:
            dialog.reason.line.setText(reason)
        self.seat.press(Qt.Key.Key_Return, on=dialog.reason.line)
        self.seat.settle()
        assert not dialog.isVisible()

    def write_reason(self, text: str) -> None:
        row = self.rubric.current
        assert row is not None
        assert row.reason is not None
        self.seat.press(text, Qt.Key.Key_Return, on=row.reason.line)
        self.seat.settle()


@pytest.fixture
def foreign(work: Workspace) -> Workspace:
    """Return the workspace with proposals of others, so that nobody's own country is in question."""
    with work.step("Others") as step:
        for number in (1, 2, 3):
            step.put(Proposal, id_of(number), {"lead_country": "KE"})
    return work


@pytest.fixture
def at(qtbot: QtBot, foreign: Workspace) -> Place:
    """Return the page on the first proposal."""
    return Place(sit(qtbot, foreign, SPEC))


def test_number_keys_mark_and_move_on(at: Place) -> None:
    assert at.shown() == "Proposal 1"
    assert at.key() == "1.1"
    at.seat.press("4", "3")
    at.seat.settle()
    assert at.key() == "1.3"
    assert at.stored() == {"1.1": Answer(4000), "1.2": Answer(3000)}
    assert at.page.header.primary is None
    assert "0 of 3" in strip_isolates(at.page.progress.text())


def test_a_whole_sheet_as_fast_as_one_can_type(at: Place) -> None:
    at.seat.press(*("34" * 9))
    at.seat.settle()
    assert [answer.value for answer in at.stored().values()] == [3000, 4000] * 9
    assert at.rubric.answered_count == 18
    assert "0 of 3" in strip_isolates(at.page.progress.text()), "it is not submitted yet"
    assert at.page.footer.submit.hasFocus()
    assert not at.page.footer.save.isVisible()
    at.page.go_on()
    at.seat.settle()
    assert submitted(at), "the key of the first button submits what is complete"
    assert at.shown() == "Proposal 2"
    at.seat.press("4")
    at.page.go_on()
    at.seat.settle()
    assert strip_isolates(at.seat.said[-1][0]).endswith("stays a draft: 17 criteria are open.")
    assert not submitted(at, 2)


@pytest.mark.parametrize("digits", ["٤٣", "۴۳", "43"])
def test_digits_of_every_script_mark(at: Place, digits: str) -> None:
    at.seat.press(*digits)
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(4000), "1.2": Answer(3000)}


def test_keys_off_the_scale_do_nothing(at: Place) -> None:
    at.seat.press("0", "6", "9", "z")
    at.seat.settle()
    assert at.key() == "1.1"
    assert at.stored() == {}


def test_a_mark_that_needs_a_reason_waits_for_it(at: Place) -> None:
    at.seat.press("5")
    at.seat.settle()
    row = at.rubric.current
    assert row is not None
    assert row.reason is not None
    assert row.problem is not None
    assert at.key() == "1.1"
    assert at.stored() == {}
    assert row.reason.line.hasFocus()
    assert row.problem.isVisible()
    assert not at.page.leave()
    assert "reason" in at.page.message.label.text()
    at.write_reason("The objective is the priority itself.")
    assert at.stored() == {"1.1": Answer(5000, reason="The objective is the priority itself.")}
    assert at.key() == "1.2"
    assert at.page.leave()
    at.seat.press("4")
    at.seat.settle()
    assert at.stored()["1.2"] == Answer(4000)


def test_a_lesser_mark_instead_lets_the_waiting_one_go(at: Place) -> None:
    at.seat.press("5")
    at.seat.press(Qt.Key.Key_Escape)
    at.seat.press("4")
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(4000)}
    assert not at.rubric.waiting


def test_a_reason_of_ones_own_accord(at: Place) -> None:
    at.seat.press("4", Qt.Key.Key_Up, "r")
    at.write_reason("See annex 2.")
    assert at.stored() == {"1.1": Answer(4000, reason="See annex 2.")}
    at.rubric.open(0)
    row = at.rubric.current
    assert row is not None
    assert row.reason is not None
    assert row.reason.line.text() == "See annex 2."
    at.seat.press("3")
    at.seat.settle()
    assert at.stored()["1.1"] == Answer(3000, reason="See annex 2.")


def test_blanks_by_key_and_button(at: Place) -> None:
    at.seat.press("a", "x", "ش")
    at.seat.click(at.page.footer.not_applicable)
    assert [answer.blank for answer in at.stored().values()] == [
        Blank.ABSTAINED,
        Blank.NOT_APPLICABLE,
        Blank.ABSTAINED,
        Blank.NOT_APPLICABLE,
    ]
    assert at.key() == "2.2"


def test_arrows_go_through_the_criteria_and_delete_takes_back(at: Place) -> None:
    at.seat.press("4", "4", Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert at.key() == "1.1"
    at.seat.press(Qt.Key.Key_Delete)
    at.seat.settle()
    assert at.stored() == {"1.2": Answer(4000)}
    at.seat.press(Qt.Key.Key_Down)
    assert at.key() == "1.2"
    at.seat.press(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert at.key() == "1.1"


def test_the_mouse_opens_a_criterion_and_marks_through_the_window_s_action(at: Place) -> None:
    rows = at.rubric._rows
    at.seat.click(rows[4].head)
    assert at.key() == rows[4].criterion.key
    does = {action.id: action for action in at.page.actions()}
    assert [name for name, action in does.items() if not action.enabled()] == ["scoring.submit", "scoring.reopen"]
    does["scoring.reason"].run()
    assert rows[4].reason is not None
    assert rows[4].reason.line.hasFocus()
    does["scoring.next"].run()
    at.seat.settle()
    assert at.shown() == "Proposal 2"
    does["scoring.previous"].run()
    at.seat.settle()
    assert at.shown() == "Proposal 1"


def test_a_reason_taken_away_leaves_a_mark_waiting(at: Place) -> None:
    at.seat.press("5")
    at.write_reason("Clear link.")
    at.rubric.open(0)
    row = at.rubric.current
    assert row is not None
    assert row.reason is not None
    row.reason.line.clear()
    row.reason.commit()
    at.seat.settle()
    assert at.rubric.waiting
    assert at.stored() == {"1.1": Answer(5000, reason="Clear link.")}


def test_a_click_on_a_sentence_marks_too(at: Place) -> None:
    row = at.rubric.current
    assert row is not None
    four = next(level for level in row.levels if level.mark == 4000)
    assert row.criterion.levels[3].text.en is not None
    assert row.criterion.levels[3].text.en in four.accessibleName()
    at.seat.click(four)
    assert at.stored() == {"1.1": Answer(4000)}
    assert four.isChecked()
    assert "mark 4" in row.head.accessibleName()


def test_conflict_of_interest_is_one_step_for_the_whole_proposal(at: Place) -> None:
    at.seat.press("4")
    at.seat.settle()
    at.declare()
    assert {answer.blank for answer in at.stored().values()} == {Blank.CONFLICT}
    assert len(at.stored()) == 18
    assert at.rubric.answered_count == 18
    mark_all(at.seat.work, {2: 3})
    at.seat.press_undo()
    assert at.stored() == {"1.1": Answer(4000)}
    assert len(at.stored(2)) == 18
    assert at.rubric.answers[at.page.rubric._rows[0].criterion.id] == Answer(4000)
    assert at.rubric.answered_count == 1


def test_a_conflict_noted_twice_has_nothing_to_take_back(at: Place) -> None:
    at.declare()
    assert not at.page.footer.conflict.isEnabled()
    at.page.declare_conflict()
    assert at.page.dialog is not None
    at.page.dialog.read()
    at.seat.settle()
    assert [undo is None for _text, undo in at.seat.said] == [False, True]
    assert {answer.blank for answer in at.stored().values()} == {Blank.CONFLICT}


def test_a_conflict_lets_a_waiting_mark_go(at: Place) -> None:
    at.seat.press("5")
    at.declare()
    assert at.page.leave()


@pytest.mark.parametrize(("language", "offered"), [("en", "Declared while scoring."), ("ar", "أُعلن أثناء التقييم.")])
def test_the_reason_of_a_conflict_is_offered_and_can_be_written(
    qtbot: QtBot, foreign: Workspace, language: str, offered: str, request: pytest.FixtureRequest
) -> None:
    speak(language, request)
    at = Place(sit(qtbot, foreign, SPEC))
    at.seat.click(at.page.footer.conflict)
    dialog = at.page.dialog
    assert dialog is not None
    assert dialog.reason.line.text() == offered
    assert dialog.reason.line.selectedText() == offered
    assert at.stored() == {}, "nothing is declared before it is said"
    at.seat.press(Qt.Key.Key_Delete, Qt.Key.Key_Return, on=dialog.reason.line)
    assert dialog.isVisible()
    assert dialog.reason.problem
    at.seat.press("My sister wrote it \u202eyes.", Qt.Key.Key_Return, on=dialog.reason.line)
    at.seat.settle()
    assert not dialog.isVisible()
    assert {answer.blank for answer in at.stored().values()} == {Blank.CONFLICT}
    assert "My sister wrote it yes." in strip_isolates(at.page.message.label.text())
    own = operations.assessor_of(foreign, "Nadia Fahmy", "EG").id
    current = queries.current_round(foreign).id
    with foreign.reading() as db:
        assert asking(db, current).sheet(id_of(1), own).conflict == "My sister wrote it yes."
    at.seat.press_undo()
    assert at.stored() == {}


def test_a_conflict_that_is_refused_is_not_said_to_be_noted(at: Place) -> None:
    at.seat.work.sit_down(Person("Nadia Fahmy", "EG", "assessor"))
    with at.seat.work.step("Close") as step:
        step.put(Round, queries.current_round(at.seat.work).id, {"closed": True})
    at.page.declare_conflict()
    if at.page.dialog is not None:
        at.page.dialog.read()
    at.seat.settle()
    assert at.seat.said == []
    assert at.rubric.answered_count == 0


def test_a_reason_without_a_mark_keeps_the_page(at: Place) -> None:
    at.seat.press("r")
    row = at.rubric.current
    assert row is not None
    assert row.reason is not None
    at.seat.press("Typed before the mark.", on=row.reason.line)
    at.seat.click(at.rubric._rows[1].head)
    assert at.key() == "1.2"
    assert not at.page.leave()
    assert at.page.message.label.text() == "A reason still needs its mark."
    at.rubric.open_waiting()
    assert at.key() == "1.1"
    assert row.reason.line.text() == "Typed before the mark."
    at.seat.press(Qt.Key.Key_Escape, "4")
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(4000, reason="Typed before the mark.")}
    assert at.page.leave()


def test_a_reason_being_typed_is_stored_when_the_page_is_left(at: Place) -> None:
    at.seat.press("5")
    row = at.rubric.current
    assert row is not None
    assert row.reason is not None
    at.seat.press("Half a sentence", on=row.reason.line)
    assert at.page.leave()
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(5000, reason="Half a sentence")}


def test_undo_elsewhere_is_shown(at: Place) -> None:
    at.seat.press("4", "4")
    at.seat.settle()
    at.seat.work.undo()
    at.seat.settle()
    assert at.rubric.answered_count == 1


def test_save_and_next_goes_through_what_is_not_done(at: Place) -> None:
    mark_all(at.seat.work, {2: 3})
    at.seat.settle()
    at.seat.click(at.page.footer.save)
    assert at.shown() == "Proposal 3"
    at.page.step(-1)
    at.seat.settle()
    assert at.shown() == "Proposal 2"
    at.page.skip()
    at.seat.settle()
    assert at.shown() == "Proposal 3"
    at.page.skip()
    at.seat.settle()
    assert at.shown() == "Proposal 1"


def test_all_done(at: Place) -> None:
    mark_all(at.seat.work, {2: 3, 3: 3})
    at.seat.settle()
    at.seat.press(*("4" * 18))
    at.seat.settle()
    at.seat.press(Qt.Key.Key_Space)
    at.seat.settle()
    assert at.page.stack.currentWidget() is not at.page.panes
    assert at.page.status() == ""
    at.page._look_through()
    at.seat.settle()
    assert at.shown() == "Proposal 1"


def submitted(at: Place, number: int = 1) -> str:
    """Return the day on which Nadia's sheet for a proposal was submitted, "" for a draft."""
    work = at.seat.work
    current, nadia = queries.current_round(work), operations.assessor_of(work, "Nadia Fahmy", "EG")
    with work.reading() as db:
        return asking(db, current.id).sheet(id_of(number), nadia.id).submitted


def test_a_complete_sheet_is_submitted_locked_and_reopened(at: Place) -> None:
    assert not at.page.footer.submit.isVisible()
    at.seat.press(*("4" * 17))
    at.page.submit()
    at.seat.settle()
    assert not submitted(at)
    at.seat.press("4")
    at.seat.click(at.page.footer.submit)
    assert submitted(at)
    assert at.shown() == "Proposal 2"
    assert "1 of 3" in strip_isolates(at.page.progress.text())
    at.seat.press_undo()
    assert not submitted(at)
    at.page._pick(id_of(1))
    at.seat.settle()
    at.page.submit()
    at.seat.settle()
    at.page._pick(id_of(1))
    at.seat.settle()
    assert "Submitted on" in at.page.message.label.text()
    at.seat.press("3")
    at.seat.settle()
    assert at.stored()["1.1"] == Answer(4000)
    at.seat.click(at.page.footer.reopen)
    assert not submitted(at)
    at.page.rubric.open(0)
    at.seat.press("3")
    at.seat.settle()
    assert at.stored()["1.1"] == Answer(3000)


def test_a_sheet_that_could_not_be_submitted_here_is_shown_when_it_is_submitted_elsewhere(at: Place) -> None:
    work = at.seat.work
    at.seat.press(*("4" * 18))
    at.seat.settle()
    changing.close_round(work, queries.current_round(work))
    at.seat.settle()
    at.page.submit()
    at.seat.settle()
    assert not submitted(at)
    changing.reopen_round(work, queries.current_round(work))
    at.seat.settle()
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    sheets.submit(work, queries.current_round(work), [(id_of(1), nadia.id)])
    at.seat.settle()
    assert "Submitted on" in at.page.message.label.text()


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_nothing_moves_when_submit_comes_in_place_of_skip(
    qtbot: QtBot, foreign: Workspace, language: str, request: pytest.FixtureRequest
) -> None:
    speak(language, request)
    at = Place(sit(qtbot, foreign, SPEC))
    footer, rubric = at.page.footer, at.rubric
    everything = (rubric, footer.abstain, footer.not_applicable, footer.conflict)

    def places() -> list[tuple[int, int]]:
        shown = [one for one in (footer.save, footer.submit, footer.skip, footer.reopen) if one.isVisible()]
        return [(left_of(one, at.page), one.width()) for one in (*everything, *shown)]

    before = places()
    at.seat.press(*("4" * 18))
    at.seat.settle()
    assert footer.submit.isVisible()
    assert places() == before
    at.seat.click(footer.submit)
    at.page._pick(id_of(1))
    at.seat.settle()
    assert footer.reopen.isVisible()
    assert places() == before


def test_all_complete_sheets_are_submitted_at_once(at: Place) -> None:
    for _number in (1, 2):
        at.seat.press(*("4" * 18))
        at.seat.settle()
        at.seat.click(at.page.footer.skip)
        assert strip_isolates(at.seat.said[-1][0]).endswith("not submitted: its marks do not count yet.")
    at.seat.press("4")
    at.page.submit_all()
    at.seat.settle()
    assert [bool(submitted(at, number)) for number in (1, 2, 3)] == [True, True, False]
    assert at.shown() == "Proposal 3"
    assert strip_isolates(at.seat.said[-1][0]) == "2 sheets are submitted."


def test_the_queue_holds_what_the_person_is_asked_for(qtbot: QtBot, foreign: Workspace) -> None:
    current = queries.current_round(foreign)
    ask(foreign, current, operations.assessor_of(foreign, "Giulia Conti", "IT"), [id_of(2)])
    foreign.sit_down(Person("Giulia Conti", "IT", "assessor"))
    at = Place(sit(qtbot, foreign, SPEC))
    assert at.shown() == "Proposal 2"
    assert "0 of 1" in strip_isolates(at.page.progress.text())
    foreign.sit_down(Person("Nobody Asked", "FR", "assessor"))
    at = Place(sit(qtbot, foreign, SPEC))
    assert at.page.stack.currentWidget() is not at.page.panes
    assert at.page.status() == ""


def test_the_queue_lists_everything_with_how_far_it_is(at: Place) -> None:
    at.seat.press("4")
    at.seat.settle()
    at.page.open_queue()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
    at.page._pick(id_of(3))
    at.seat.settle()
    assert at.shown() == "Proposal 3"
    at.page.arrive(id_of(2))
    at.seat.settle()
    assert at.shown() == "Proposal 2"
    assert at.page.argument() == (id_of(2), operations.assessor_of(at.seat.work, "Nadia Fahmy", "EG"))


def test_the_running_total_is_hidden_until_asked_for(at: Place) -> None:
    at.seat.press("4", "3")
    at.seat.settle()
    assert not at.rubric.total.isVisible()
    at.rubric.toggle_total()
    assert at.rubric.total.isVisible()
    assert strip_isolates(at.rubric.total.text()) == "11.0 of 15.0"


def test_the_passages_of_the_criterion_in_hand_are_tinted(qtbot: QtBot, foreign: Workspace) -> None:
    with foreign.step("Text") as step:
        step.put(
            Proposal, id_of(1), {"overall_objective": "Open a legal channel.", "context": "Many go.\nيذهب كثيرون."}
        )
        values = {"proposal": id_of(1), "scheme": "priority", "code": "regular_pathways", "degree": "main"}
        step.add(Alignment, values)
    at = Place(sit(qtbot, foreign, SPEC))
    tinted = [selection.cursor.selectedText() for selection in at.page.text.text.extraSelections()]
    assert tinted == ["•\u00a0Supporting regular migration pathways", "Open a legal channel."]
    assert at.page.text.note.isVisible()
    at.seat.press(Qt.Key.Key_Down)
    tinted = [selection.cursor.selectedText() for selection in at.page.text.text.extraSelections()]
    assert tinted == ["Many go.\u2029يذهب كثيرون."]
    document = at.page.text.text.document()
    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    sides = {block.text(): block.textDirection() for block in blocks}
    assert sides["Many go."] == Qt.LayoutDirection.LeftToRight
    assert sides["يذهب كثيرون."] == Qt.LayoutDirection.RightToLeft


def test_ones_own_country_is_pointed_out(qtbot: QtBot, work: Workspace) -> None:
    at = Place(sit(qtbot, work, SPEC))
    assert at.page.message.isVisible()
    assert "own delegation" in at.page.message.label.text()
    at.page.declare_conflict()
    assert at.page.dialog is not None
    assert "own delegation" in at.page.dialog.reason.line.text()
    at.page.dialog.read()
    at.seat.settle()
    assert len(at.stored()) == 18
    assert "A conflict of interest is declared here" in at.page.message.label.text()
    at.seat.press("4")
    at.seat.settle()
    assert {answer.blank for answer in at.stored().values()} == {Blank.CONFLICT}, "the sheet is locked"


def test_a_reader_reads_what_is_not_hidden(qtbot: QtBot, foreign: Workspace) -> None:
    with foreign.step("From before") as step:
        step.put(Round, queries.current_round(foreign).id, {"independent": None})
    foreign.sit_down(Person("Nadia Fahmy", "EG", "reader"))
    at = Place(sit(qtbot, foreign, SPEC))
    at.seat.press("4", "a", Qt.Key.Key_Delete)
    at.page.declare_conflict()
    at.seat.settle()
    assert at.stored() == {}
    assert not at.page.footer.conflict.isEnabled()
    assert not at.page.people.isVisible()


def test_a_closed_round_says_so_and_takes_nothing(qtbot: QtBot, foreign: Workspace) -> None:
    with foreign.step("Close") as step:
        step.put(Round, queries.current_round(foreign).id, {"closed": True})
    at = Place(sit(qtbot, foreign, SPEC))
    assert "closed" in at.page.message.label.text()
    at.seat.press("4")
    at.seat.settle()
    assert at.stored() == {}


def test_a_round_closed_meanwhile_refuses_and_shows_what_is_stored(at: Place) -> None:
    at.seat.desk.live.detach()
    with at.seat.work.step("Close") as step:
        step.put(Round, queries.current_round(at.seat.work).id, {"closed": True})
    at.seat.press("4")
    at.seat.settle()
    assert at.stored() == {}
    assert at.rubric.answered_count == 0
    assert "is closed" in at.page.message.label.text()


def test_assessors_see_their_own_queue_only(qtbot: QtBot, foreign: Workspace) -> None:
    mark_all(foreign, {1: 3}, "Giulia Conti", "IT")
    foreign.sit_down(Person("Giulia Conti", "IT", "assessor"))
    at = Place(sit(qtbot, foreign, SPEC))
    assert not at.page.people.isVisible()
    assert at.shown() == "Proposal 2"
    assert "Giulia Conti" in at.page.header.subtitle.text()


def test_a_coordinator_enters_the_marks_of_others(at: Place) -> None:
    mark_all(at.seat.work, {1: 3}, "Giulia Conti", "IT")
    at.seat.arrive()
    names = [strip_isolates(at.page.people.itemText(row)) for row in range(at.page.people.count())]
    assert names == ["Nadia Fahmy, Egypt", "Giulia Conti, Italy", "Another assessor"]
    at.page.people._picked(operations.assessor_of(at.seat.work, "Giulia Conti", "IT").id)
    at.seat.settle()
    assert at.shown() == "Proposal 2"
    at.page._pick(id_of(1))
    at.seat.settle()
    assert at.rubric.answered_count == 18

    def fill_in(dialog: AssessorDialog) -> None:
        dialog.read()
        assert dialog.rows[0].below.isVisible()
        dialog.name.set_value("Amélie Laurent")
        dialog.delegation.set_value("FR")
        dialog.read()

    when_asked(at.page, AssessorDialog, fill_in)
    at.page.people._picked("another")
    at.seat.settle()
    assert "Amélie Laurent" in at.page.people.currentText()
    at.seat.press("4")
    at.seat.settle()
    assert at.stored(1, "Amélie Laurent", "FR") == {"1.1": Answer(4000)}
    assert at.stored() == {}


def test_nothing_to_score_yet(qtbot: QtBot, tmp_path: Path) -> None:
    bare = new_workspace(tmp_path / "bare.khartoum")
    new_round(bare)
    at = Place(sit(qtbot, bare, SPEC))
    assert at.page.stack.currentWidget() is not at.page.panes
    put_proposals(bare, 1)
    at.seat.arrive()
    assert at.shown() == "Proposal 1"
    bare.close()


def test_a_workspace_without_a_round_says_what_is_wrong(qtbot: QtBot, tmp_path: Path) -> None:
    bare = new_workspace(tmp_path / "bare.khartoum")
    at = Place(sit(qtbot, bare, SPEC))
    assert "no assessment round" in str(at.seat.failed[0])
    bare.close()


@pytest.fixture
def arabic() -> Iterator[None]:
    """Speak Arabic, from right to left."""
    set_language("ar")
    set_direction()
    yield
    set_language("en")


@pytest.mark.usefixtures("arabic")
def test_from_right_to_left(qtbot: QtBot, foreign: Workspace) -> None:
    at = Place(sit(qtbot, foreign, SPEC))
    assert at.shown() == "المقترح 1"
    assert left_of(at.page.text, at.page) > left_of(at.rubric, at.page)
    assert left_of(at.page.header.title, at.page) > left_of(at.page.next, at.page)
    at.seat.press("٤", "ش")
    at.seat.settle()
    assert at.stored() == {"1.1": Answer(4000), "1.2": Answer(blank=Blank.ABSTAINED)}
    assert ref_of(1) in at.page.text.facts.text()


def test_everything_can_be_said_aloud(at: Place) -> None:
    assert unnamed(at.page) == []
    assert [action.label for action in at.page.actions()]
    assert "1–5" in strip_isolates(at.page.status())


def test_a_scale_of_many_marks_asks_for_the_mark_in_a_field(qtbot: QtBot, foreign: Workspace) -> None:
    data = plain() | {"scale": {"min": "0", "max": "1", "step": "0.000000001"}}
    data["criteria"][0]["levels"] = [{"mark": "0.5", "text": "Half"}]
    grids.bring_in(foreign, read(text(data)).criteria)
    at = Place(sit(qtbot, foreign, SPEC))
    row = at.rubric.current
    assert row is not None
    assert row.mark is not None
    assert [level.mark for level in row.levels] == [500_000_000]
    at.seat.press("2", Qt.Key.Key_Return, on=row.mark.line)
    at.seat.settle()
    assert row.mark.problem
    assert at.stored() == {}
    row.mark.line.setText("0.617000001")
    at.seat.press(Qt.Key.Key_Return, on=row.mark.line)
    at.seat.settle()
    assert at.stored() == {"C": Answer(617_000_001)}
    assert at.key() == "V"


def test_the_rubric_says_what_a_maximum_waits_for(qtbot: QtBot, foreign: Workspace) -> None:
    data = plain() | {"scale": {"min": "1", "max": "5"}}
    data["limits"] = [{"criterion": "C", "most": "3", "unless": {"criterion": "V", "least": "4"}}]
    grids.bring_in(foreign, read(text(data)).criteria)
    at = Place(sit(qtbot, foreign, SPEC))
    row = at.rubric.current
    assert row is not None
    notes = [strip_isolates(label.text()) for label in row.findChildren(LeadingLabel)]
    assert "At most 3 unless V has at least 4." in notes
    at.seat.press("4")
    at.seat.settle()
    assert at.stored() == {}
    assert "above its maximum of 3" in strip_isolates(at.page.message.label.text())

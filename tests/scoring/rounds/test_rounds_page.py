"""The page of the rounds by keyboard and mouse: rounds, assessors, assignments, progress, both directions."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.marksheets.drafting import language_of
from khartoum_desktop.scoring.rounds import changing
from khartoum_desktop.scoring.rounds.model import State
from khartoum_desktop.scoring.rounds.operations import declare_conflict
from khartoum_desktop.scoring.rounds.queries import Overview, ineligible, overview
from khartoum_desktop.scoring.rounds.ui.dialogs import AskDialog, ChooseDialog, RoundDialog, ShareDialog
from khartoum_desktop.scoring.rounds.ui.eligibility import EligibilityDialog
from khartoum_desktop.scoring.rounds.ui.languages import LanguagesDialog
from khartoum_desktop.scoring.rounds.ui.page import SPEC, RoundsPage
from khartoum_desktop.storage.schema import ChecklistItem, Proposal
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import IconButton
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import id_of, mark_all, put_proposals
from tests.scoring.seats import Seat, left_of, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture
def panel(work: Workspace) -> Workspace:
    """Return the workspace with six proposals, one led by Italy, and two assessors, of whom one has submitted two."""
    put_proposals(work, 6)
    with work.step("Italy") as step:
        step.put(Proposal, id_of(6), {"lead_country": "IT"})
    for name, delegation in (("Giulia Conti", "IT"), ("Tesfaye Bekele", "ET")):
        changing.ask(work, queries.current_round(work), operations.assessor_of(work, name, delegation))
    mark_all(work, {1: 4, 2: 4}, "Giulia Conti", "IT")
    return work


def page_of(seat: Seat) -> RoundsPage:
    assert isinstance(seat.page, RoundsPage)
    return seat.page


def shown(seat: Seat) -> Overview:
    return overview(seat.work, queries.current_round(seat.work))


def dialogs(page: RoundsPage) -> list[EligibilityDialog]:
    """Return the checklists that were asked for."""
    return [page.dialog] if isinstance(page.dialog, EligibilityDialog) else []


def at_cell(page: RoundsPage, number: int, column: int) -> QPoint:
    """Return the middle of the box of a cell."""
    index = page.grid.model_of.index(page.grid.model_of.position(id_of(number)), column)
    page.grid.setCurrentIndex(index)
    box = page.grid.visualRect(index)
    rtl = page.grid.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return QPoint(box.right() - 16 if rtl else box.left() + 16, box.center().y())


def test_a_click_on_a_box_asks_no_more_and_space_asks_again(qtbot: QtBot, panel: Workspace, language: str) -> None:
    seat = sit(qtbot, panel, SPEC)
    page = page_of(seat)
    tesfaye = operations.assessor_of(panel, "Tesfaye Bekele", "ET").id
    assert [page.grid.model_of.columns[place].label for place in (1, 2)] == ["Tesfaye Bekele", "Giulia Conti"]
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at_cell(page, 3, 1))
    seat.settle()
    assert not shown(seat).sheets[id_of(3), tesfaye].asked
    assert shown(seat).sheets[id_of(4), tesfaye].asked
    assert page.grid.current_pair() == (id_of(3), tesfaye)
    seat.press(Qt.Key.Key_Space, on=page.grid)
    seat.settle()
    assert shown(seat).sheets[id_of(3), tesfaye].asked
    word = at_cell(page, 4, 1) + QPoint(-60 if language == "ar" else 60, 0)
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=word)
    seat.settle()
    assert shown(seat).sheets[id_of(4), tesfaye].asked, "a click beside the box only chooses the cell"
    left = left_of(page.rounds, page) < left_of(page.members, page)
    assert left == (language == "en")


def test_progress_and_conflicts_are_shown(qtbot: QtBot, panel: Workspace, language: str) -> None:
    giulia = operations.assessor_of(panel, "Giulia Conti", "IT")
    declare_conflict(panel, queries.current_round(panel), id_of(5), giulia, "My sister wrote it.")
    seat = sit(qtbot, panel, SPEC)
    page = page_of(seat)
    words = [page.grid.model_of.text_at(row, 2) for row in range(6)]
    found = shown(seat)
    assert [found.sheets[id_of(number), giulia.id].state for number in (1, 3, 5, 6)] == [
        State.SUBMITTED, State.TO_DO, State.CONFLICT, State.CONFLICT,
    ]  # fmt: skip
    assert words[4] == words[5] != words[0] != words[2]
    index = page.grid.model_of.index(4, 2)
    assert "My sister wrote it." in str(page.grid.model_of.data(index, Qt.ItemDataRole.ToolTipRole))
    if language == "en":
        assert strip_isolates(page.status()) == "2 of 10 sheets submitted"
        assert words[:3] == ["Submitted", "Submitted", "To do"]
    at_cell(page, 5, 2)
    page.withdraw()
    seat.settle()
    assert not shown(seat).sheets[id_of(5), giulia.id].conflict
    at_cell(page, 1, 2)
    page.reopen_sheet()
    seat.settle()
    assert shown(seat).sheets[id_of(1), giulia.id].state is State.DRAFT
    at_cell(page, 1, 2)
    page.submit_sheet()
    seat.settle()
    assert shown(seat).sheets[id_of(1), giulia.id].state is State.SUBMITTED
    seat.press_undo()
    assert shown(seat).sheets[id_of(1), giulia.id].state is State.DRAFT


def test_a_round_is_opened_changed_used_and_closed(qtbot: QtBot, work: Workspace, language: str) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    first = queries.current_round(work)
    assert page.header.primary is not None
    seat.click(page.header.primary)
    dialog = page.dialog
    assert isinstance(dialog, RoundDialog)
    dialog.read()
    assert dialog.rows[0].editor.problem
    dialog.names["en"].line.setText("Second look")
    dialog.deadline.line.setText("31 May 2020")
    dialog.required.line.setText("2")
    dialog.read()
    seat.settle()
    second = queries.current_round(work)
    assert (second.label.text("en"), second.deadline, second.required, second.independent) == (
        "Second look", "2020-05-31", 2, True,
    )  # fmt: skip
    assert page.argument() == second.id
    if language == "en":
        assert "deadline passed" in strip_isolates(page.facts.text())
    page.edit()
    dialog = page.dialog
    assert isinstance(dialog, RoundDialog)
    dialog.deadline.line.setText("no day")
    dialog.read()
    assert dialog.isVisible()
    dialog.deadline.line.setText("")
    dialog.independent.setChecked(False)
    dialog.read()
    seat.settle()
    assert (queries.current_round(work).deadline, queries.current_round(work).independent) == ("", False)
    page.rounds.select_ids([first.id], current=first.id)
    seat.settle()
    assert page.argument() == first.id
    seat.click(page.buttons["rounds.use"])
    assert queries.current_round(work).id == first.id
    assert not page.buttons["rounds.use"].isVisible()
    seat.click(page.buttons["rounds.close"])
    assert queries.round_now(work, first).closed
    assert not page.buttons["rounds.assessor"].isVisible()
    seat.click(page.buttons["rounds.reopen"])
    assert not queries.round_now(work, first).closed


def test_assessors_are_added_shared_out_and_asked_no_more(qtbot: QtBot, work: Workspace, language: str) -> None:
    put_proposals(work, 6)
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    assert page.stack.currentWidget() is page.empty
    for name, delegation in (("Giulia Conti", "IT"), ("Tesfaye Bekele", "ET")):
        seat.click(page.buttons["rounds.assessor"])
        dialog = page.dialog
        assert isinstance(dialog, AskDialog)
        dialog.read()
        assert dialog.isVisible()
        dialog.name.line.setText(name)
        dialog.delegation.set_value(delegation)
        QTest.mouseClick(dialog.languages.checks["en"], Qt.MouseButton.LeftButton)
        dialog.read()
        seat.settle()
    assert [(one.assessor.name, one.languages) for one in shown(seat).members] == [
        ("Tesfaye Bekele", ("en",)), ("Giulia Conti", ("en",)),
    ]  # fmt: skip
    seat.click(page.buttons["rounds.share"])
    share = page.dialog
    assert isinstance(share, ShareDialog)
    share.each.line.setText("3")
    share.read()
    assert share.isVisible()
    share.each.line.setText("1")
    share.read()
    seat.settle()
    assert [one.asked for one in shown(seat).members] == [3, 3]
    seat.press_undo()
    assert [one.asked for one in shown(seat).members] == [6, 6]
    page.members.dismissed.emit(shown(seat).members[0].assessor.id, "Tesfaye Bekele")
    seat.settle()
    assert [one.assessor.name for one in shown(seat).members] == ["Giulia Conti"]


def test_the_languages_of_an_assessor_are_shown_changed_and_those_of_the_sheet(
    qtbot: QtBot, panel: Workspace, language: str
) -> None:
    seat = sit(qtbot, panel, SPEC)
    page = page_of(seat)
    giulia = operations.assessor_of(panel, "Giulia Conti", "IT")
    assert language_of(panel, giulia.id) == language, "nothing is known: that of this window"
    words = fill(_("Languages of {name}"), name="Giulia Conti")

    def open_dialog() -> LanguagesDialog:
        button = next(one for one in page.members.findChildren(IconButton) if one.accessibleName() == words)
        seat.click(button)
        assert isinstance(page.dialog, LanguagesDialog)
        assert page.dialog.isVisible()
        return page.dialog

    dialog = open_dialog()
    for code in ("fr", "ar"):
        QTest.mouseClick(dialog.languages.checks[code], Qt.MouseButton.LeftButton)
    seat.press(Qt.Key.Key_Return, on=dialog)
    seat.settle()
    member = next(one for one in shown(seat).members if one.assessor.id == giulia.id)
    assert member.languages == ("fr", "ar")
    assert language_of(panel, giulia.id) == "fr", "the sheet goes out in the first"
    assert any(
        "Français" in label.text() and "العربية" in label.text() for label in page.members.findChildren(LeadingLabel)
    )
    dialog = open_dialog()
    QTest.mouseClick(dialog.languages.checks["fr"], Qt.MouseButton.LeftButton)
    seat.press(Qt.Key.Key_Return, on=dialog)
    seat.settle()
    assert language_of(panel, giulia.id) == "ar"
    seat.press_undo()
    assert language_of(panel, giulia.id) == "fr"
    panel.sit_down(Person("Giulia Conti", "IT", "assessor"))
    with pytest.raises(UserError):
        changing.say_languages(panel, giulia, ["en"])


def test_proposals_are_chosen_and_come_from_the_list(qtbot: QtBot, panel: Workspace) -> None:
    seat = sit(qtbot, panel, SPEC, (id_of(1), id_of(2)))
    page = page_of(seat)
    assert "about all proposals already" in page.message.label.text()
    page.choose()
    dialog = page.dialog
    assert isinstance(dialog, ChooseDialog)
    dialog.all.setChecked(False)
    dialog.ticked = set()
    dialog.read()
    assert dialog.problem.isVisible()
    dialog.list.setFocus()
    dialog.list.list.setFocus()
    dialog._show()
    dialog.list.list.setCurrentRow(2)
    seat.press(Qt.Key.Key_Space, on=dialog.list.list)
    dialog.read()
    seat.settle()
    assert [one.id for one in shown(seat).proposals] == [id_of(3)]
    seat.arrive((id_of(1), id_of(3)))
    assert [one.id for one in shown(seat).proposals] == [id_of(1), id_of(3)]
    assert strip_isolates(seat.said[-1][0]) == "2 proposals put into the round"


def test_the_checklist_of_a_proposal_is_answered(qtbot: QtBot, panel: Workspace, language: str) -> None:
    seat = sit(qtbot, panel, SPEC)
    page = page_of(seat)
    at_cell(page, 2, 1)
    page.ask_eligible()
    assert not dialogs(page), "there is no checklist"
    here = queries.current_round(panel)
    with panel.step("Checklist") as step:
        row = {"criteria_set": here.criteria_set, "key": "1", "label_en": "Signed", "label_ar": "موقَّع"}
        step.add(ChecklistItem, {**row, "obligatory": True}, "signed")
    seat.settle()
    at_cell(page, 2, 1)
    page.ask_eligible()
    (dialog,) = dialogs(page)
    assert unnamed(dialog) == []
    answer, reason = dialog.rows["signed"]
    answer.set_value("no")
    reason.line.setText("No letter")
    dialog.read()
    seat.settle()
    assert "No letter" in ineligible(panel, here)[id_of(2)]
    second = page.grid.model_of.columns[0].second
    row_shown = page.grid.model_of.row_at(1)
    assert second is not None
    assert row_shown is not None
    assert _("ineligible") in second(row_shown)
    seat.press_undo()
    assert ineligible(panel, here) == {}


def test_an_assessor_sees_their_own_progress_only_and_changes_nothing(qtbot: QtBot, panel: Workspace) -> None:
    panel.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    seat = sit(qtbot, panel, SPEC)
    page = page_of(seat)
    assert [one.label for one in page.grid.model_of.columns[1:]] == ["Tesfaye Bekele"]
    assert "still to be submitted" in page.message.label.text()
    assert page.header.primary is not None
    assert not page.header.primary.isVisible()
    assert not any(button.isVisible() for button in page.buttons.values())
    before = panel.can_undo()
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=at_cell(page, 3, 1))
    for act in (page.new, page.edit, page.choose, page.add_assessor, page.share):
        act()
    seat.settle()
    assert page.dialog is None
    assert panel.can_undo() == before


def test_everything_can_be_said_aloud(qtbot: QtBot, panel: Workspace, language: str) -> None:
    seat = sit(qtbot, panel, SPEC)
    assert unnamed(seat.page) == []
    said = page_of(seat).grid.model_of.data(page_of(seat).grid.model_of.index(0, 2), Qt.ItemDataRole.AccessibleTextRole)
    assert "Giulia Conti" in str(said)
    seat.page.actions()[-1].run()
    assert seat.opened == [("scoring", None)]


def test_the_criteria_of_the_round_are_one_click_away(qtbot: QtBot, panel: Workspace) -> None:
    seat = sit(qtbot, panel, SPEC)
    button = page_of(seat).header.findChild(QAbstractButton, "rounds.criteria")
    assert button is not None
    seat.click(button)
    assert seat.opened[-1] == ("criteria", queries.current_round(panel).criteria_set)

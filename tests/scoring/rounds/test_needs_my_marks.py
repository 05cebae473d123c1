"""The search "Needs my marks" of the list of proposals: what the person here still has to submit, and no more."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.rounds import changing
from khartoum_desktop.scoring.rounds.operations import declare_conflict
from khartoum_desktop.scoring.rounds.queue import awaited
from khartoum_desktop.storage.schema import Proposal, Round
from khartoum_desktop.window.pages import PAGES
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import NADIA, id_of, mark_all, put_proposals
from tests.scoring.seats import Seat, sit

pytestmark = pytest.mark.usefixtures("look")
TESFAYE = Person("Tesfaye Bekele", "ET", "assessor")
ENTRY = Qt.ItemDataRole.UserRole


@pytest.fixture
def six(work: Workspace) -> Workspace:
    """Return the workspace with six proposals: the fifth is Ethiopia's, the others Kenya's."""
    put_proposals(work, 6)
    with work.step("Others") as step:
        for number in range(1, 7):
            step.put(Proposal, id_of(number), {"lead_country": "ET" if number == 5 else "KE"})
    return work


def page_of(seat: Seat) -> ProposalsPage:
    assert isinstance(seat.page, ProposalsPage)
    return seat.page


def count(seat: Seat) -> str:
    entry = page_of(seat).list.searches.entry("my_marks")
    return entry.end if entry is not None else "none"


def click(seat: Seat) -> list[str]:
    """Click on the line of the search, and return what is shown then."""
    pane = page_of(seat).list.searches
    row = next(row for row in range(pane.count()) if pane.item(row).data(ENTRY).id == "my_marks")
    place = pane.visualItemRect(pane.item(row)).center()
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place)
    seat.settle()
    return sorted(page_of(seat).list.model.ids)


def numbers(*wanted: int) -> list[str]:
    return sorted(map(id_of, wanted))


def test_an_assessor_finds_what_is_still_to_be_submitted(qtbot: QtBot, six: Workspace, language: str) -> None:
    current = queries.current_round(six)
    own = operations.assessor_of(six, TESFAYE.name, TESFAYE.delegation)
    changing.ask(six, current, own, [id_of(number) for number in (1, 2, 3, 5)])
    mark_all(six, {1: 4}, TESFAYE.name, TESFAYE.delegation)
    six.sit_down(TESFAYE)
    seat = sit(qtbot, six, PAGES[0])
    assert count(seat) == "2", "the fifth is of their own country"
    assert click(seat) == numbers(2, 3)
    label = page_of(seat).list.searches.entry("my_marks")
    assert label is not None
    assert label.label == {"en": "Needs my marks", "ar": "بانتظار درجاتي"}[language]
    declare_conflict(six, current, id_of(2), own, "My sister wrote it.")
    seat.settle()
    assert (count(seat), sorted(page_of(seat).list.model.ids)) == ("1", numbers(3))
    operations.mark(six, id_of(3), "1.1", own, "4")
    seat.settle()
    assert count(seat) == "1", "begun is not submitted"
    mark_all(six, {3: 4}, TESFAYE.name, TESFAYE.delegation)
    seat.settle()
    assert (count(seat), page_of(seat).list.model.ids) == ("0", [])


def test_what_others_do_changes_nothing(six: Workspace) -> None:
    six.sit_down(TESFAYE)
    before = awaited(six)
    assert before == frozenset(map(id_of, (1, 2, 3, 4, 6)))
    six.sit_down(NADIA)
    mark_all(six, {1: 4, 2: 5})
    assert awaited(six) == frozenset(map(id_of, (3, 4, 5, 6))), "a coordinator's own ones"
    six.sit_down(TESFAYE)
    assert awaited(six) == before


def test_nobody_is_waited_for_in_a_closed_round_and_readers_are_not_asked(qtbot: QtBot, six: Workspace) -> None:
    with six.step("Close") as step:
        step.put(Round, queries.current_round(six).id, {"closed": True})
    seat = sit(qtbot, six, PAGES[0])
    assert count(seat) == "0"
    six.sit_down(Person("Nadia Fahmy", "EG", "reader"))
    seat.arrive()
    assert count(seat) == "none"

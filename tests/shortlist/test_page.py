"""The shortlist page: order, cut line, costs, reasons, freezing, and what a frozen list allows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.shortlist import operations, queries
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.shortlist.ui.name_dialog import NameDialog
from khartoum_desktop.shortlist.ui.page import SPEC, ShortlistPage
from khartoum_desktop.storage.schema import Shortlist
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, mark_all
from tests.scoring.seats import Seat, left_of, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")


def page_of(seat: Seat) -> ShortlistPage:
    assert isinstance(seat.page, ShortlistPage)
    return seat.page


@pytest.fixture
def seat(qtbot: QtBot, work: Workspace) -> Seat:
    """Return the page on a list with proposals 2, 1, 3 and 4, in the order of the ranking."""
    one = operations.create(work, "Cairo")
    operations.add(work, one, [id_of(number) for number in (1, 2, 3, 4)])
    return sit(qtbot, work, SPEC)


def numbers(page: ShortlistPage) -> list[str]:
    """Return the proposals' numbers in the order shown, “cut” for the cut line."""
    names = {id_of(number): str(number) for number in range(6)}
    return [names.get(one, "cut") for one in page.model.ids]


def column(page: ShortlistPage, key: str) -> list[str]:
    place = [view.key for view in page.model.columns].index(key)
    return [page.model.text_at(row, place) for row in range(len(page.model.ids))]


def test_places_with_costs(seat: Seat) -> None:
    page = page_of(seat)
    assert numbers(page) == ["2", "1", "3", "4"]
    assert column(page, "position") == ["1", "2", "3", "4"]
    assert column(page, "rank") == ["1", "2", "3", "4"]
    assert column(page, "cost") == ["EUR 1,850,000", "EUR 2,400,000", "USD 900,000", "EUR 760,000"]
    assert column(page, "running") == ["EUR 1,850,000", "EUR 4,250,000", "USD 900,000", "EUR 5,010,000"]
    assert strip_isolates(page.sums.text()) == "In: EUR 5,010,000 · USD 900,000"
    assert "4 in, 0 in reserve" in strip_isolates(page.status())


def test_the_cut_line_by_number_and_by_envelope(seat: Seat) -> None:
    page = page_of(seat)
    seat.click(page.cut.by_number)
    assert numbers(page) == ["2", "1", "cut", "3", "4"]
    assert strip_isolates(page.model.text_at(2, 0)) == "Cut line: 2 in, 2 in reserve"
    page.cut.number.line.setText("٣")
    seat.press(Qt.Key.Key_Return, on=page.cut.number.line)
    seat.settle()
    assert numbers(page) == ["2", "1", "3", "cut", "4"]
    page.cut.amount.amount.line.setText("4.3 M€")
    seat.press(Qt.Key.Key_Return, on=page.cut.amount.amount.line)
    seat.settle()
    assert page.cut.by_amount.isChecked()
    assert numbers(page) == ["2", "1", "3", "cut", "4"]
    assert queries.listing(seat.work, queries.shortlist(seat.work)).cut == Cut(amount=4_300_000_000, currency="EUR")
    assert strip_isolates(page.sums.text()) == "In: EUR 4,250,000 · USD 900,000"
    seat.click(page.cut.none)
    assert numbers(page) == ["2", "1", "3", "4"]
    seat.work.undo()
    seat.settle()
    assert numbers(page) == ["2", "1", "3", "cut", "4"]
    assert page.cut.by_amount.isChecked()


def test_moving_asks_for_a_reason(seat: Seat) -> None:
    page = page_of(seat)
    page.table.select_ids([id_of(3)])
    seat.click(page.card.up)
    assert numbers(page) == ["2", "3", "1", "4"]
    assert page.selected() == id_of(3)
    assert page.card.departure.isVisible()
    assert column(page, "reason")[1].startswith("Better ranked, but not above it")
    page.card.ask_reason()
    seat.press("Asked for by the chair.", on=page.card.reason.text)
    page.card.reason.commit()
    seat.settle()
    assert column(page, "reason")[1] == "Asked for by the chair."
    assert page.card.reason.problem == ""
    seat.click(page.card.down)
    assert numbers(page) == ["2", "1", "3", "4"]


def test_actions_by_keyboard(seat: Seat) -> None:
    page = page_of(seat)
    does = {action.id: action for action in page.actions()}
    assert (does["shortlist.up"].shortcut, does["shortlist.remove"].shortcut) == ("Alt+Up", "Del")
    page.table.select_ids([id_of(4)])
    does["shortlist.up"].run()
    seat.settle()
    does["shortlist.up"].run()
    seat.settle()
    assert numbers(page) == ["2", "4", "1", "3"]
    does["shortlist.down"].run()
    seat.settle()
    assert numbers(page) == ["2", "1", "4", "3"]
    does["shortlist.remove"].run()
    seat.settle()
    assert numbers(page) == ["2", "1", "3"]
    text, undo = seat.said[-1]
    assert "taken off" in text
    assert undo is not None
    undo()
    seat.settle()
    assert numbers(page) == ["2", "1", "4", "3"]
    seat.press(Qt.Key.Key_Return, on=page.table)
    assert seat.opened[-1][0] == "proposals"


def test_freezing_wants_reasons_first(seat: Seat) -> None:
    page = page_of(seat)
    page.freeze()
    seat.settle()
    assert "1 place departs" in strip_isolates(page.message.label.text())
    assert page.selected() == id_of(4)
    assert page.card.reason.text.hasFocus()
    assert not queries.shortlist(seat.work).is_frozen
    seat.press("Balance of countries.", on=page.card.reason.text)
    assert page.header.primary is not None
    seat.click(page.header.primary)
    page.freeze()
    seat.settle()
    assert queries.shortlist(seat.work).is_frozen
    assert "Frozen on" in page.message.label.text()
    assert not page.header.primary.isVisible()
    assert not page.cut.isEnabled()
    assert not page.card.up.isEnabled()
    page.move_selected(-1)
    page.remove_selected()
    page.freeze()
    seat.settle()
    assert numbers(page) == ["2", "1", "3", "4"]
    mark_all(seat.work, {4: 5})
    seat.settle()
    assert column(page, "rank") == ["1", "2", "3", "4"]
    _text, undo = seat.said[-1]
    assert undo is not None


def test_undo_of_the_freezing_opens_the_list_again(seat: Seat) -> None:
    page = page_of(seat)
    operations.explain_place(seat.work, queries.shortlist(seat.work).id, id_of(4), "Balance.")
    operations.freeze(seat.work, queries.shortlist(seat.work).id)
    seat.settle()
    assert not page.cut.isEnabled()
    seat.work.undo()
    seat.settle()
    assert page.cut.isEnabled()
    assert not page.message.isVisible()
    assert page.header.primary is not None
    assert page.header.primary.isVisible()


def test_a_frozen_list_that_does_not_come_out_is_shown_as_such(seat: Seat) -> None:
    one = queries.shortlist(seat.work).id
    operations.freeze(seat.work, one)
    record = queries.shortlist(seat.work).record.replace('"total":"7/2"', '"total":"4"')
    with seat.work.step("Damage") as step:
        step.put(Shortlist, one, {"frozen": record})
    seat.settle()
    page = page_of(seat)
    assert page.message.kind == "error"
    assert "does not come out the same" in page.message.label.text()


def test_what_another_step_refuses_is_said(seat: Seat) -> None:
    page = page_of(seat)
    page._reasoned("nobody", "x")
    seat.settle()
    assert page.message.isVisible()
    assert seat.failed == []


def test_several_lists(seat: Seat) -> None:
    page = page_of(seat)

    def name_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NameDialog)
        dialog.read()
        assert dialog.row.below.isVisible()
        dialog.name.set_value("Paris")
        dialog.read()

    QTimer.singleShot(50, name_it)
    page.ask_for_name()
    seat.settle()
    assert page.chooser.count() == 2
    assert page.stack.currentIndex() == 1
    page.chooser._picked(queries.shortlist(seat.work, "Cairo").id)
    seat.settle()
    assert numbers(page) == ["2", "1", "3", "4"]
    assert page.argument() == queries.shortlist(seat.work, "Cairo").id
    seat.arrive(queries.shortlist(seat.work, "Paris").id)
    assert page.stack.currentIndex() == 1


def test_no_list_yet(qtbot: QtBot, work: Workspace) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    assert page.stack.currentIndex() == 1
    assert not page.chooser.isVisible()
    assert page.status() == ""
    page.freeze()
    page.move_selected(1)
    page._to_ranking()
    assert seat.opened == [("ranking", None)]


@pytest.fixture
def arabic() -> Iterator[None]:
    """Speak Arabic, from right to left."""
    set_language("ar")
    set_direction()
    yield
    set_language("en")


@pytest.mark.usefixtures("arabic")
def test_from_right_to_left(seat: Seat, tmp_path: Path) -> None:
    page = page_of(seat)
    assert left_of(page.table, page) > left_of(page.card, page)
    place, cost = (page.table.visualRect(page.model.index(0, number)) for number in (0, 4))
    assert place.left() > cost.left()
    page.table.select_ids([id_of(3)])
    seat.click(page.card.up)
    assert numbers(page) == ["2", "3", "1", "4"]
    assert column(page, "cost")[0] == "1,850,000 EUR"


def test_everything_can_be_said_aloud(seat: Seat) -> None:
    assert unnamed(seat.page) == []

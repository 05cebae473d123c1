"""The shortlist page: order, cut line, costs, reasons, freezing, and what a frozen list allows."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.dates import format_date, today
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.scoring.rounds.opening import change_presidency
from khartoum_desktop.shortlist import operations, queries
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.shortlist.ui.page import SPEC, ShortlistPage
from khartoum_desktop.storage.schema import Round, Shortlist
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import NADIA, id_of, mark_all, ref_of
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


def test_the_cut_line_by_number_and_by_envelope(language: str, seat: Seat) -> None:
    page = page_of(seat)
    seat.click(page.cut.by_number)
    assert numbers(page) == ["2", "1", "cut", "3", "4"]
    if language == "en":
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
    if language == "en":
        assert strip_isolates(page.sums.text()) == "In: EUR 4,250,000 · USD 900,000"
    seat.click(page.cut.none)
    assert numbers(page) == ["2", "1", "3", "4"]
    seat.work.undo()
    seat.settle()
    assert numbers(page) == ["2", "1", "3", "cut", "4"]
    assert page.cut.by_amount.isChecked()


def test_moving_asks_for_a_reason(language: str, seat: Seat) -> None:
    page = page_of(seat)
    page.table.select_ids([id_of(3)])
    seat.click(page.card.up)
    assert numbers(page) == ["2", "3", "1", "4"]
    assert page.selected() == id_of(3)
    assert page.card.departure.isVisible()
    if language == "en":
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


def test_freezing_wants_reasons_first(language: str, seat: Seat) -> None:
    page = page_of(seat)
    page.freeze()
    seat.settle()
    if language == "en":
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
    assert format_date(today().isoformat()) in page.message.label.text()
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


def test_a_cut_through_a_shared_rank_is_said(seat: Seat) -> None:
    page = page_of(seat)
    operations.draw_cut(seat.work, queries.shortlist(seat.work).id, Cut(number=3))
    seat.settle()
    assert not page.divided.isVisible()
    mark_all(seat.work, {3: 4, 1: 4})
    mark_all(seat.work, {3: 3, 1: 3}, "Giulia Conti", "IT")
    operations.draw_cut(seat.work, queries.shortlist(seat.work).id, Cut(number=2))
    seat.settle()
    assert page.divided.isVisible()
    assert strip_isolates(page.divided.text()) == (
        f"The cut line divides rank 2: {ref_of(1)} in, {ref_of(3)} in reserve. "
        "Their marks are equal: the reference decides."
    )


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
    operations.explain_place(seat.work, one, id_of(4), "Balance.")
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


def test_the_toast_takes_back_its_own_step(seat: Seat) -> None:
    page = page_of(seat)
    page.table.select_ids([id_of(2)])
    page.remove_selected()
    seat.settle()
    page.table.select_ids([id_of(4)])
    page.move_selected(-1)
    seat.settle()
    assert numbers(page) == ["1", "4", "3"]
    seat.press_undo()
    assert numbers(page) == ["2", "1", "4", "3"]
    assert seat.failed == []
    seat.press_undo()
    assert [str(error) for error in seat.failed] == [
        "This step is already taken back. Its history shows when, and by whom."
    ]


def test_a_toast_that_comes_too_late_says_so(seat: Seat) -> None:
    page = page_of(seat)
    one = queries.shortlist(seat.work).id
    page.table.select_ids([id_of(4)])
    page.remove_selected()
    seat.settle()
    removal = seat.said[-1]
    operations.add(seat.work, one, [id_of(4)])
    seat.press_undo()
    assert numbers(page) == ["2", "1", "3", "4"]
    assert seat.said[-1] == ("What was changed since then stays as it is.", None)
    page.remove_selected()
    seat.settle()
    for place in queries.unexplained(queries.listing(seat.work, queries.shortlist(seat.work)).places):
        operations.explain_place(seat.work, one, place.entry.proposal, "Balance.")
    operations.freeze(seat.work, one)
    seat.said.append(removal)
    seat.press_undo()
    assert "was frozen on" in strip_isolates(str(seat.failed[-1]))


def test_freezing_is_taken_back_from_its_toast(seat: Seat) -> None:
    page = page_of(seat)
    operations.explain_place(seat.work, queries.shortlist(seat.work).id, id_of(4), "Balance.")
    seat.settle()
    page.freeze()
    seat.settle()
    assert queries.shortlist(seat.work).is_frozen
    mark_all(seat.work, {5: 3})
    seat.press_undo()
    assert not queries.shortlist(seat.work).is_frozen
    assert queries.rank_json(seat.work)["proposals"][3]["ref"].endswith("05")


def test_leaving_stores_what_is_being_typed(seat: Seat) -> None:
    page = page_of(seat)
    page.table.select_ids([id_of(4)])
    seat.press("Promised.", on=page.card.reason.text)
    page.cut.number.line.setText("2")
    assert page.leave()
    seat.settle()
    found = queries.listing(seat.work, queries.shortlist(seat.work))
    assert found.places[3].entry.reason == "Promised."
    assert found.cut == Cut(number=2)


def test_a_reason_belongs_to_the_list_it_was_typed_on(seat: Seat) -> None:
    page = page_of(seat)
    cairo = queries.shortlist(seat.work).id
    paris = operations.create(seat.work, "Paris")
    operations.add(seat.work, paris, [id_of(1), id_of(4)])
    seat.arrive(cairo)
    page.table.select_ids([id_of(4)])
    seat.press("For Cairo.", on=page.card.reason.text)
    seat.arrive(paris)
    reasons = {
        one.name: [place.entry.reason for place in queries.listing(seat.work, one).places]
        for one in queries.shortlists(seat.work)
    }
    assert reasons == {"Cairo": ["", "", "", "For Cairo."], "Paris": ["", ""]}


def test_a_number_being_typed_outlives_the_change_of_another(seat: Seat) -> None:
    page = page_of(seat)
    operations.draw_cut(seat.work, queries.shortlist(seat.work).id, Cut(number=1))
    seat.settle()
    page.cut.number.line.setText("3")
    mark_all(seat.work, {5: 1})
    seat.settle()
    assert page.cut.number.line.text() == "3"


def test_a_reason_that_is_refused_stays_in_sight(seat: Seat) -> None:
    with seat.work.step("Nothing is hidden from a reader") as step:
        step.put(Round, queries.shortlist(seat.work).round, {"independent": None})
    seat.settle()
    page = page_of(seat)
    page.table.select_ids([id_of(4)])
    seat.press("Typed for nothing?", on=page.card.reason.text)
    seat.work.sit_down(Person("Nadia Fahmy", "EG", "reader"))
    page.leave()
    seat.settle()
    assert "reader" in page.message.label.text()
    assert page.card.reason.text.toPlainText() == "Typed for nothing?"
    seat.work.sit_down(NADIA)
    page.leave()
    seat.settle()
    assert queries.listing(seat.work, queries.shortlist(seat.work)).places[3].entry.reason == "Typed for nothing?"
    assert not page.message.isVisible()


def test_a_deleted_proposal_is_named_and_can_be_taken_off(seat: Seat) -> None:
    page = page_of(seat)
    proposals.remove(seat.work, [id_of(4)])
    seat.settle()
    assert column(page, "title")[3] == "Proposal 4"
    assert column(page, "reason")[3] == "The proposal was deleted."
    page.freeze()
    seat.settle()
    assert "KP-2026-EG-A-04 stands on the list but was deleted." in strip_isolates(page.message.label.text())
    page.table.select_ids([id_of(4)])
    seat.click(page.card.off)
    assert numbers(page) == ["2", "1", "3"]
    assert not page.message.isVisible()
    page.freeze()
    seat.settle()
    assert queries.shortlist(seat.work).is_frozen


def test_a_list_of_another_round_shows_its_own_ranks(seat: Seat) -> None:
    page = page_of(seat)
    change_presidency(seat.work, "FR-2025")
    mark_all(seat.work, {4: 5})
    seat.settle()
    assert column(page, "rank") == ["1", "2", "3", "4"]
    assert page.header.subtitle.text() == "Presidency of Egypt, 2024–2025"


def test_several_lists(seat: Seat) -> None:
    page = page_of(seat)

    page.ask_for_name()
    dialog = page.findChild(NameDialog)
    assert dialog is not None
    for name in ("", "CAIRO"):  # what is refused is said below the name, and can be mended there
        dialog.name.line.setText(name)
        dialog.save()
        seat.settle()
        assert dialog.isVisible()
        assert dialog.row.editor.problem
    dialog.name.line.setText("Paris")
    dialog.save()
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


def test_the_list_stands_on_its_side(language: str, seat: Seat) -> None:
    page = page_of(seat)
    english = language == "en"
    assert (left_of(page.table, page) < left_of(page.card, page)) == english
    cells = [page.table.visualRect(page.model.index(0, number)).left() for number in range(7)]
    assert cells == sorted(cells, reverse=not english)
    assert column(page, "cost")[0] == ("EUR 1,850,000" if english else "1,850,000 EUR")
    assert (left_of(page.cut.by_number, page) < left_of(page.cut.number, page)) == english
    seat.click(page.cut.by_number)
    line = page.table.visualRect(page.model.index(numbers(page).index("cut"), 0))
    assert line.width() > page.table.viewport().width() - 2, "the cut line goes all the way across"
    image, ground = page.table.viewport().grab(line).toImage(), current_theme().colour("text")
    written = [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == ground]
    assert written
    assert (min(written) < image.width() - max(written)) == english, "its words begin at the start edge"


def test_everything_can_be_said_aloud(seat: Seat) -> None:
    assert unnamed(seat.page) == []

"""The page that chooses: switches, numbers, pins and bans by hand, the reasons, the way out, and onto a shortlist."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, fill, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.shortlist import queries as lists
from khartoum_desktop.shortlist.choosing import queries
from khartoum_desktop.shortlist.choosing.operations import reason_for
from khartoum_desktop.shortlist.choosing.ui.page import SPEC, ChoosingPage
from khartoum_desktop.shortlist.choosing.ui.rule_dialog import RuleDialog
from khartoum_desktop.shortlist.choosing.ui.set_table import BAN, PIN, SetTable
from khartoum_desktop.toolkit.choosing import Combo, ListPopup
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.parts import PrimaryButton
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, mark_all, new_round, new_workspace, put_proposals, ref_of
from tests.scoring.seats import Seat, left_of, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")


def page_of(seat: Seat) -> ChoosingPage:
    assert isinstance(seat.page, ChoosingPage)
    return seat.page


@pytest.fixture
def seat(qtbot: QtBot, work: Workspace) -> Seat:
    """Return the page; proposals 1 to 4 have the values 62.5, 87.5, 50 and 50, and 3 has a cost without a rate."""
    return sit(qtbot, work, SPEC)


def numbers(table: SetTable) -> list[int]:
    return [next(number for number in range(1, 6) if id_of(number) == one) for one in table.model_.ids]


def chosen(page: ChoosingPage) -> list[int]:
    return numbers(page.result.inside.table)


def reason(page: ChoosingPage, number: int) -> str:
    row = page.result.row(id_of(number))
    assert row is not None
    return strip_isolates(row.reason)


def line_of(page: ChoosingPage, key: str) -> QLineEdit:
    """Return the line in which the number of a sentence is typed."""
    number = page.rules.rows[key].number
    assert number is not None
    line = number.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line


def budget(seat: Seat, text: str) -> None:
    """Type a budget as a person does, and press Enter."""
    line = line_of(page_of(seat), "budget")
    line.setFocus()
    line.setText(text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    seat.settle()


def click_icon(seat: Seat, table: SetTable, number: int, kind: str) -> None:
    """Click the pin or the ban of a proposal."""
    column = [one.key for one in table.model_.columns].index(kind)
    index = table.model_.index(table.model_.position(id_of(number)), column)
    at: QPoint = table.visualRect(index).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    seat.settle()


def pick(seat: Seat, box: Combo, code: str) -> None:
    """Open the list of a box with Space and click a line of it."""
    QTest.keyClick(box, Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    index = popup.list.model().index(box.findData(code), 0)
    popup.list.scrollTo(index)
    where = popup.list.visualRect(index).center()
    QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    seat.settle()


def dialog_of(kind: type[QWidget]) -> QWidget:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def test_without_a_budget_everything_that_can_be_chosen_is_in(seat: Seat) -> None:
    page = page_of(seat)
    assert chosen(page) == [2, 1, 3, 4]
    assert numbers(page.result.outside.table) == [5]
    assert reason(page, 5) == "It has no official rank: marks are missing."
    assert "without a budget" in strip_isolates(page.result.used.text())
    assert page.status() == "Proven best, checked in whole numbers"
    assert unnamed(page) == []


@pytest.mark.parametrize("typed", ["3 000 000", "٣٠٠٠٠٠٠"])
def test_a_budget_is_typed_and_switched_and_each_line_says_why(language: str, seat: Seat, typed: str) -> None:
    page = page_of(seat)
    budget(seat, typed)
    assert chosen(page) == [2, 4]
    assert page.rules.rows["budget"].switch.isChecked()
    if language == "en":
        assert reason(page, 3) == "Its cost in EUR is not known."
        assert reason(page, 1).startswith(
            f"EUR 2,010,000 short. With it the value falls by 75.0 of 100: {ref_of(2)}, {ref_of(4)}"
        )
        assert strip_isolates(page.result.used.text()) == "EUR 2,610,000 of EUR 3,000,000, EUR 390,000 left"
        assert strip_isolates(page.result.inside.sums.text()) == "137.5 for EUR 2,610,000"
        assert strip_isolates(page.next.text()) == "Next step at EUR 4,250,000: +12.5"
    assert all(ref_of(number) in reason(page, 1) for number in (2, 4))
    assert page.found is not None
    assert [step.cost // 10**6 for step in page.found.steps] == [5010, 4250, 2610, 1850, 760, 0]
    seat.click(page.rules.rows["budget"].switch)
    assert chosen(page) == [2, 1, 3, 4]
    seat.press(Qt.Key.Key_Space, on=page.rules.rows["budget"].switch)
    seat.settle()
    assert chosen(page) == [2, 4]


def test_rules_are_switched_and_their_numbers_typed(language: str, seat: Seat) -> None:
    page = page_of(seat)
    row = page.rules.rows["rule0"]
    seat.click(row.switch)
    assert chosen(page) == [2]
    if language == "en":
        assert reason(page, 1).startswith(f"Second from Egypt, after {ref_of(2)}.")
    assert ref_of(2) in reason(page, 1)
    line = line_of(page, "rule0")
    line.setText("٢")
    QTest.keyClick(line, Qt.Key.Key_Return)
    seat.settle()
    assert chosen(page) == [2, 1]
    line.setText("many")
    QTest.keyClick(line, Qt.Key.Key_Return)
    seat.settle()
    assert row.number is not None
    assert row.number.problem
    assert chosen(page) == [2, 1]


def test_a_number_that_is_being_typed_counts_when_the_next_switch_is_clicked(seat: Seat) -> None:
    page = page_of(seat)
    line = line_of(page, "budget")
    line.setFocus()
    line.setText("2000000")
    seat.click(page.rules.rows["rule0"].switch)
    assert chosen(page) == [2]
    assert page.asked.rules[0].on
    assert [one.amount for one in page.asked.envelopes] == [2_000_000_000]


def test_pins_and_bans_by_click_and_by_key(language: str, seat: Seat) -> None:
    page = page_of(seat)
    budget(seat, "3000000")
    click_icon(seat, page.result.outside.table, 1, PIN)
    assert chosen(page) == [1]
    assert reason(page, 1) == _("Committed.")
    assert ref_of(1) in strip_isolates(page.rules.rows["rule3"].labels[0].text())
    click_icon(seat, page.result.inside.table, 1, PIN)
    assert chosen(page) == [2, 4]
    page.result.inside.table.select_ids([id_of(2)])
    seat.press("b", on=page.result.inside.table)
    seat.settle()
    assert chosen(page) == [1]
    assert reason(page, 2).startswith(_("Barred."))
    page.result.outside.table.select_ids([id_of(2)])
    seat.press("ح", on=page.result.outside.table)
    seat.settle()
    assert chosen(page) == [2, 4]
    assert [rule.kind for rule in page.asked.rules] == ["max", "cover", "min", "in"]
    click_icon(seat, page.result.outside.table, 1, BAN)
    does = {action.id: action for action in page.actions()}
    page.result.outside.table.select_ids([id_of(1)])
    assert does["choosing.ban"].enabled()
    does["choosing.ban"].run()
    seat.settle()
    assert "out" not in [rule.kind for rule in page.asked.rules]


def test_too_little_money_says_how_much_is_missing_and_offers_ways_out(language: str, seat: Seat) -> None:
    page = page_of(seat)
    click_icon(seat, page.result.inside.table, 1, PIN)
    budget(seat, "2000000")
    assert chosen(page) == []
    assert page.result.out.isVisible()
    said = strip_isolates(page.result.out.words.label.text())
    buttons = page.result.out.findChildren(QPushButton)
    if language == "en":
        assert said == "No set keeps all rules. EUR 400,000 short: Budget EUR 2,000,000."
        assert [strip_isolates(one.text()) for one in buttons] == [
            "Raise it to EUR 2,400,000", f"Without “Committed: {ref_of(1)}”",
        ]  # fmt: skip
    assert "400,000" in said
    assert reason(page, 2) == _("No set keeps all rules.")
    assert page.status() == _("No set keeps all rules")
    assert (left_of(buttons[0], page) < left_of(buttons[1], page)) == (language == "en")
    seat.click(buttons[0])
    assert chosen(page) == [1]
    assert not page.result.out.isVisible()
    assert page.rules.rows["budget"].number is not None
    assert page.rules.rows["budget"].number.value() == 2_400_000_000


def test_adding_and_removing_a_rule(language: str, seat: Seat) -> None:
    page = page_of(seat)
    seat.click(page.rules.add)
    dialog = dialog_of(RuleDialog)
    assert isinstance(dialog, RuleDialog)
    pick(seat, dialog.kind.box, "excludes")
    put = dialog.findChildren(PrimaryButton)[0]
    seat.click(put)
    assert dialog.isVisible()
    assert dialog.rows["first"].editor.problem
    pick(seat, dialog.first.box, ref_of(2))
    pick(seat, dialog.second.box, ref_of(1))
    seat.click(put)
    assert chosen(page) == [2, 3, 4]
    assert ref_of(2) in reason(page, 1)
    if language == "en":
        assert reason(page, 1).startswith(f"Not together with {ref_of(2)}, which is in.")
    remove = [
        one for one in page.rules.findChildren(QPushButton)
        if all(ref_of(number) in strip_isolates(one.accessibleName()) for number in (1, 2))
    ]  # fmt: skip
    seat.click(remove[-1])
    assert chosen(page) == [2, 1, 3, 4]


@pytest.mark.parametrize(
    ("kind", "values"),
    [("year", {"name": "2027", "amount": 5}), ("share", {"n": 101}), ("max", {"n": -1}), ("needs", {})],
)
def test_a_rule_that_is_not_whole_is_not_taken(seat: Seat, kind: str, values: dict[str, object]) -> None:
    page = page_of(seat)
    before = page.asked
    page.add_rule()
    dialog = dialog_of(RuleDialog)
    assert isinstance(dialog, RuleDialog)
    dialog.kind.set_value(kind)
    dialog._turn()
    for key, value in values.items():
        dialog.rows[key].editor.set_value(value)
    dialog.read()
    seat.settle()
    assert dialog.isVisible() == (kind != "year")
    assert (page.asked == before) == (kind != "year")
    dialog.reject()


def test_the_next_best_sets_show_the_swap(seat: Seat) -> None:
    page = page_of(seat)
    budget(seat, "2500000")
    words = [strip_isolates(one.text()) for one in page.result.strip.findChildren(QLabel) if one.isVisible()]
    assert words[0] == "The next best sets"
    assert words[2:6] == ["−25.0", "EUR 2,400,000", f"out: {ref_of(2)}", f"in: {ref_of(1)}"]


def test_rules_are_saved_taken_again_and_removed(language: str, seat: Seat) -> None:
    page = page_of(seat)
    budget(seat, "3000000")
    seat.click(next(one for one in page.header.findChildren(QPushButton) if one.objectName() == "choosing.save"))
    dialog = dialog_of(NameDialog)
    assert isinstance(dialog, NameDialog)
    QTest.keyClick(dialog.name.line, Qt.Key.Key_Delete)
    seat.click(dialog.findChildren(PrimaryButton)[0])
    assert dialog.row.editor.problem
    QTest.keyClicks(dialog.name.line, "Three million")
    seat.click(dialog.findChildren(PrimaryButton)[0])
    words = fill(_("The rules were saved as “{name}”."), name="Three million")
    assert strip_isolates(seat.said[-1][0]) == strip_isolates(words)
    seat.click(page.rules.rows["budget"].switch)
    assert chosen(page) == [2, 1, 3, 4]
    (kept,) = queries.saved(seat.work)
    pick(seat, page.saved, kept.id)
    assert chosen(page) == [2, 4]
    page.forget_saved()
    seat.settle()
    assert queries.saved(seat.work) == ()
    seat.press_undo()
    assert len(queries.saved(seat.work)) == 1


def test_the_set_goes_on_a_shortlist_with_the_reason_for_departures(language: str, seat: Seat) -> None:
    page = page_of(seat)
    budget(seat, "2000000")
    click_icon(seat, page.result.inside.table, 2, BAN)
    assert chosen(page) == [4]
    assert page.header.primary is not None
    seat.click(page.header.primary)
    dialog = dialog_of(NameDialog)
    assert isinstance(dialog, NameDialog)
    dialog.name.line.selectAll()
    QTest.keyClicks(dialog.name.line, "Cairo")
    QTest.keyClick(dialog.name.line, Qt.Key.Key_Return)
    seat.settle()
    if dialog.isVisible():
        seat.click(dialog.findChildren(PrimaryButton)[0])
    listing = lists.listing(seat.work, lists.shortlist(seat.work, "Cairo"))
    assert [place.entry.proposal for place in listing.places] == [id_of(4)]
    reason_kept = strip_isolates(listing.places[0].entry.reason)
    assert ref_of(2) in reason_kept
    if language == "en":
        assert reason_kept == f"Best set under a budget: Budget EUR 2,000,000; Barred: {ref_of(2)}"
    assert not listing.places[0].wants_reason
    seat.press_undo()
    assert lists.shortlists(seat.work) == ()


def test_the_parts_of_a_reason_are_joined_as_the_language_does() -> None:
    set_language("ar")
    assert "10؛ 1" in reason_for(["10", "1"])


def test_the_reference_stands_before_the_reason(seat: Seat) -> None:
    page = page_of(seat)
    shown = page.result.inside.table.row(id_of(4))
    assert shown is not None
    assert strip_isolates(shown.second).startswith(f"{ref_of(4)} · ")


def test_what_is_asked_is_kept_for_the_next_time_and_follows_the_workspace(seat: Seat) -> None:
    page = page_of(seat)
    budget(seat, "3000000")
    for language in ("en", "ar"):
        set_language(language)
        set_direction()
        again = ChoosingPage(seat.work, seat.desk)
        seat.bot.addWidget(again)
        assert again.asked == page.asked, "also when the window turns"
    set_language("en")
    set_direction()
    assert strip_isolates(page.result.inside.sums.text()) == "137.5 for EUR 2,610,000"
    mark_all(seat.work, {2: 5}, "Giulia Conti", "IT")
    seat.settle()
    assert strip_isolates(page.result.inside.sums.text()) == "150.0 for EUR 2,610,000"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pins_and_rules_are_taken_back_on_the_page_before_any_stored_step(seat: Seat, language: str) -> None:
    page = page_of(seat)
    assert page.turns() is None
    usual = page.asked
    budget(seat, "3000000")
    limited = page.asked
    page.mark(PIN, id_of(4))
    seat.settle()
    pinned = page.asked
    assert len({str(one) for one in (usual, limited, pinned)}) == 3
    turns = page.turns()
    assert turns is not None
    assert (bool(turns.undo_name), turns.redo_name) == (True, "")
    for wanted in (limited, usual):
        turns.undo()
        seat.settle()
        assert page.asked == wanted
    for wanted in (limited, pinned):
        turns.redo()
        seat.settle()
        assert page.asked == wanted
    assert id_of(4) in page.result.inside.table.model_.ids
    page._changed_here()
    seat.settle()
    assert page.turns() is None, "something was stored: Undo is the workspace's again"


def test_without_marks_the_page_says_what_is_needed(qtbot: QtBot, tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "empty.khartoum")
    new_round(workspace)
    put_proposals(workspace, 2)
    seat = sit(qtbot, workspace, SPEC)
    page = page_of(seat)
    words = [strip_isolates(one.text()) for one in page.findChildren(QLabel) if one.isVisible()]
    assert "Nothing can be chosen yet" in words
    button = next(one for one in page.findChildren(QPushButton) if one.isVisible() and one.text() == "Score proposals")
    seat.click(button)
    assert seat.opened == [("scoring", None)]
    workspace.close()


def test_the_page_stands_on_its_side(language: str, seat: Seat) -> None:
    page = page_of(seat)
    row = page.rules.rows["rule0"]
    assert (left_of(page.rules, page) < left_of(page.result, page)) == (language == "en")
    assert (left_of(page.result.inside, page) < left_of(page.result.outside, page)) == (language == "en")
    assert (left_of(row.switch, page) < left_of(row.labels[-1], page)) == (language == "en")
    table = page.result.inside.table
    cells = [table.visualRect(table.model_.index(0, column)).left() for column in range(len(table.model_.columns))]
    assert cells == sorted(cells, reverse=language == "ar")


def test_the_frontier_runs_from_the_start_edge(language: str, seat: Seat) -> None:
    page = page_of(seat)
    chart = page.chart
    budget(seat, "2000000")
    poor = _marks(chart)
    budget(seat, "4300000")
    rich = _marks(chart)
    assert poor
    assert rich
    assert (max(poor) < min(rich)) == (language == "en"), "more money stands further on"
    first = chart.width() - max(rich) if language == "en" else min(rich)
    assert first < chart.width() // 3, "it is near the end of the axis"


def test_the_frontier_mirrors_and_is_copied_as_a_table(seat: Seat, qtbot: QtBot) -> None:
    page = page_of(seat)
    budget(seat, "3000000")
    chart = page.chart
    assert chart.table().splitlines()[:2] == ["Budget\tValue", "EUR 0\t0.0"]
    assert "EUR 2,610,000\t137.5" in chart.table().splitlines()
    assert chart.accessibleDescription() == chart.table()
    chart.copy()
    assert QApplication.clipboard().text() == chart.table()
    straight = _marks(chart)
    chart.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    turned = _marks(chart)
    width = chart.width()
    assert straight
    assert turned
    assert abs((width - 1 - max(straight)) - min(turned)) <= 2
    assert abs((width - 1 - min(straight)) - max(turned)) <= 2


def _marks(chart: QWidget) -> list[int]:
    """Return the columns in which the dot of the present budget is painted."""
    image, colour = chart.grab().toImage(), current_theme().colour("accent")
    found = {x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == colour}
    return sorted(found)

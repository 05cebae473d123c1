"""Filters of columns: set under the header with the control that fits, shown as chips, said in the status."""

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import fill, ngettext
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.columns.model import ColumnChoice, Shown, showable
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.proposals.searches import model as searches
from khartoum_desktop.proposals.searches.model import Condition, Test, problem
from khartoum_desktop.proposals.ui.filter_popup import FilterPopup
from khartoum_desktop.proposals.ui.filter_words import describe
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.editors import LineEditor
from khartoum_desktop.toolkit.parts import Chip, FlatButton, IconButton
from khartoum_desktop.toolkit.ticks import TickList
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import Room, room

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = ["ar", "en"]


def make(work: Workspace, title: str, **more: FieldValue) -> str:
    return operations.create(work, {"title_en": title, "lead_country": "EG", **more})


@pytest.fixture
def three(work: Workspace) -> Workspace:
    make(work, "Skills hubs", budget_total=Amount(1_000_000, "EUR"), start_planned="2027-03", kind="project")
    make(work, "Border health", budget_total=Amount(9_000_000, "EUR"), lead_country="SD", contact_email="a@b.org")
    make(work, "Joint patrols", lead_country="ET", beneficiaries_total=500)
    return work


def do(here: Room, action: str) -> None:
    run(next(one for one in here.page.actions() if one.id == action))
    here.settle()


def popup() -> FilterPopup:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, FilterPopup) and one.isVisible()]
    return found


def open_filter(here: Room, key: str) -> FilterPopup:
    """Open the filter of a column that is shown, by the keys: from the cell in which the keyboard is."""
    view = here.page.list
    if key not in view.columns.choice.keys:
        view.columns.show(ColumnChoice.of([*view.columns.choice.columns, Shown(key)]))
        here.settle()
    view.table.setFocus()
    view.columns.go_to(key)
    do(here, "proposals.filter")
    return popup()


def fields(asked: FilterPopup, kind: type[Any]) -> list[Any]:
    return [one for one in asked.findChildren(kind) if one.isVisible()]


def chips(here: Room) -> list[str]:
    shown = here.page.list.filters.findChildren(Chip)
    return [strip_isolates(chip.look.word) for chip in shown if not chip.isHidden()]


def pick(asked: FilterPopup, test: Test) -> None:
    asked.test.choose(test.value)
    asked.test.activated.emit(asked.test.currentIndex())


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_in_a_column(qtbot: QtBot, three: Workspace, language: str) -> None:
    with room(qtbot, three, language) as here:
        asked = open_filter(here, "title")
        line = fields(asked, LineEditor)[0].line
        assert line.hasFocus()
        QTest.keyClicks(line, "health")
        QTest.keyClick(line, Qt.Key.Key_Return)
        here.settle()
        assert here.titles() == ["Border health"]
        assert len(chips(here)) == 1
        assert "health" in chips(here)[0]
        assert here.page.list.model.filtered == {"title"}
        filters = fill(ngettext("{n} filter", "{n} filters", 1), n="1")
        assert strip_isolates(filters) in strip_isolates(here.page.status())
        cross = here.page.list.filters.findChildren(IconButton)[0]
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
        here.settle()
        assert len(here.titles()) == 3
        assert chips(here) == []
        assert here.page.list.model.filtered == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_of_a_list_by_its_words_in_the_language(
    qtbot: QtBot, three: Workspace, lists: Lists, language: str
) -> None:
    with room(qtbot, three, language) as here:
        asked = open_filter(here, "lead_country")
        (ticks,) = asked.findChildren(TickList)
        for code in ("SD", "ET"):
            ticks.line.setText(lists.label("party", code))
            QTest.keyClick(ticks.line, Qt.Key.Key_Down)
            QTest.keyClick(ticks.list, Qt.Key.Key_Space)
        QTest.keyClick(ticks.list, Qt.Key.Key_Return)
        here.settle()
        assert here.titles() == ["Border health", "Joint patrols"]
        assert all(lists.label("party", code) in chips(here)[0] for code in ("SD", "ET"))
        asked = open_filter(here, "lead_country")
        assert set(asked.findChildren(TickList)[0].ticked()) == {"SD", "ET"}
        QTest.mouseClick(asked.clear_button, Qt.MouseButton.LeftButton)
        here.settle()
        assert len(here.titles()) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_enter_takes_the_entry_that_the_search_led_to(
    qtbot: QtBot, three: Workspace, lists: Lists, language: str
) -> None:
    with room(qtbot, three, language) as here:
        asked = open_filter(here, "lead_country")
        (ticks,) = asked.findChildren(TickList)
        ticks.line.setText("zzz")
        QTest.keyClick(ticks.line, Qt.Key.Key_Return)
        assert asked.isVisible()  # nothing is found: it says what is missing
        ticks.line.setText(lists.label("party", "ET"))
        QTest.keyClick(ticks.line, Qt.Key.Key_Return)
        here.settle()
        assert here.titles() == ["Joint patrols"]


@pytest.mark.parametrize(
    ("key", "ends", "titles"),
    [
        ("budget_total", ("5000", ""), ["Border health"]),
        ("budget_total", ("", "5 k€"), ["Skills hubs"]),
        ("beneficiaries_total", ("٥٠٠", "500"), ["Joint patrols"]),
        ("start_planned", ("2027", "31/03/2027"), ["Skills hubs"]),
        ("start_planned", ("2028", ""), []),
        ("completeness", ("", "100"), ["Skills hubs", "Border health", "Joint patrols"]),
    ],
)
def test_ranges_of_amounts_numbers_and_dates(
    qtbot: QtBot, three: Workspace, key: str, ends: tuple[str, str], titles: list[str]
) -> None:
    with room(qtbot, three) as here:
        asked = open_filter(here, key)
        first, last = fields(asked, LineEditor)
        first.line.setText(ends[0])
        last.line.setText(ends[1])
        QTest.keyClick(first.line, Qt.Key.Key_Return)
        here.settle()
        assert here.titles() == titles
        assert len(chips(here)) == 1


def test_blank_not_blank_and_changed_since(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        asked = open_filter(here, "contact_email")
        pick(asked, Test.NOT_BLANK)
        asked.apply()
        here.settle()
        assert here.titles() == ["Border health"]
        asked = open_filter(here, "contact_email")
        pick(asked, Test.BLANK)
        asked.apply()
        here.settle()
        assert here.titles() == ["Skills hubs", "Joint patrols"]
        asked = open_filter(here, "contact_email")
        pick(asked, Test.CHANGED_SINCE)
        (day,) = fields(asked, LineEditor)
        day.line.setText("2027")
        asked.apply()
        assert asked.isVisible()
        assert "One day" in asked.wrong.label.text()
        day.line.setText("01/01/2020")
        asked.apply()
        here.settle()
        assert here.titles() == ["Border health"]
        assert chips(here) == ["Contact: e-mail: changed since 1 January 2020"]


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("title", ["", "", "\u202e"]),
        ("budget_total", ["many", "from 3 to 5"]),
        ("beneficiaries_total", ["few", "1.5", "9" * 40]),
        ("start_planned", ["soon", "31/02/2027", "x" * 1000]),
        ("completeness", ["half"]),
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_filtered(
    qtbot: QtBot, three: Workspace, key: str, texts: list[str]
) -> None:
    with room(qtbot, three) as here:
        asked = open_filter(here, key)
        line = fields(asked, LineEditor)[0].line
        for text in texts:
            line.setText(text)
            asked.apply()
            assert asked.isVisible()
            assert asked.wrong.isVisible()
        assert here.page.list.filters.conditions == ()
        QTest.keyClick(asked.test, Qt.Key.Key_Escape)
        asked.close()


def test_a_range_of_nothing_and_a_list_without_a_tick_ask_nothing(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        for key in ("budget_total", "state"):
            asked = open_filter(here, key)
            asked.apply()
            assert asked.isVisible()
            assert asked.wrong.isVisible()
            asked.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_add_up_and_are_cleared_together_while_the_words_stay(
    qtbot: QtBot, three: Workspace, language: str
) -> None:
    with room(qtbot, three, language) as here:
        view = here.page.list
        view.searches.set_current("state:IDEA")
        view.filters.put("lead_country", Condition("lead_country", Test.ONE_OF, ("SD", "ET")))
        view.filters.put("contact_email", Condition("contact_email", Test.BLANK))
        here.settle()
        assert here.titles() == ["Joint patrols"]
        assert len(chips(here)) == 3
        view.line.setText("joint")
        QTest.keyClick(view.line, Qt.Key.Key_Return)
        here.settle()
        (clear,) = [one for one in view.filters.findChildren(FlatButton) if type(one) is FlatButton]
        QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
        here.settle()
        assert (chips(here), view.searches.current(), view.line.text()) == ([], "all", "joint")
        QTest.keyClick(view.line, Qt.Key.Key_Escape)
        here.settle()
        assert len(here.titles()) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chip_opens_its_filter_also_of_a_column_that_is_not_shown(
    qtbot: QtBot, three: Workspace, language: str
) -> None:
    with room(qtbot, three, language) as here:
        here.page.list.filters.put("contact_email", Condition("contact_email", Test.BLANK))
        here.settle()
        (chip,) = [one for one in here.page.list.filters.findChildren(Chip) if not one.isHidden()]
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
        popup().close()
        chip.setFocus()
        QTest.keyClick(chip, Qt.Key.Key_Return)
        asked = popup()
        assert Test(asked.test.code()) is Test.BLANK
        pick(asked, Test.NOT_BLANK)
        asked.apply()
        here.settle()
        assert here.titles() == ["Border health"]


def test_filters_that_hide_everything_say_so_and_offer_the_way_back(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        here.page.list.filters.put("title", Condition("title", Test.CONTAINS, ("nothing like it",)))
        here.settle()
        assert here.titles() == []
        empty: Any = here.page.list.stack.currentWidget()
        assert "filters" in empty.sentence.text()
        QTest.mouseClick(empty.buttons.itemAt(0).widget(), Qt.MouseButton.LeftButton)
        here.settle()
        assert len(here.titles()) == 3
        assert chips(here) == []


def test_every_column_that_can_be_asked_has_its_control_and_its_words(
    qtbot: QtBot, work: Workspace, lists: Lists
) -> None:
    values: dict[Test, Callable[[str], tuple[str, ...]]] = {
        Test.CONTAINS: lambda _key: ("words",),
        Test.ONE_OF: lambda _key: ("a", "b", "c", "d", "e"),
        Test.RANGE: lambda key: ("2027", "2028") if BY_KEY.get(key) and BY_KEY[key].type.value == "date" else ("1", ""),
        Test.CHANGED_SINCE: lambda _key: ("2027-03-09",),
    }
    with room(qtbot, work) as here:
        for key in showable():
            for test in searches.tests_for(key):
                condition = Condition(key, test, values[test](key) if test in values else ())
                assert problem(condition) is None
                assert describe(condition, lists)
                shown = FilterPopup(key, condition, lists, here.page)
                assert Test(shown.test.code()) is test
                got: list[Condition] = []
                shown.applied.connect(got.append)
                shown.apply()
                assert [set(one.values) for one in got] == [set(condition.values)]


def test_a_long_list_of_codes_is_shortened_in_its_chip(lists: Lists) -> None:
    codes = ("EG", "SD", "ET", "KE", "IT")
    words = strip_isolates(describe(Condition("lead_country", Test.ONE_OF, codes), lists))
    assert words == "Submitting State or organisation: Egypt, Sudan, Ethiopia and 2 more"
    assert len(describe(Condition("title", Test.CONTAINS, ("x" * 900,)), lists)) < 80

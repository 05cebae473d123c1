"""From tried weights to a frozen list by clicks and keys: sandbox, scenario, bump chart, best set, shortlist."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from khartoum_desktop import sample
from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.shortlist import queries as lists
from khartoum_desktop.shortlist.choosing.ui.page import ChoosingPage
from khartoum_desktop.shortlist.choosing.ui.rule_dialog import RuleDialog
from khartoum_desktop.shortlist.choosing.ui.set_table import BAN
from khartoum_desktop.shortlist.ui.page import ShortlistPage
from khartoum_desktop.shortlist.ui.ranking_page import RankingPage
from khartoum_desktop.shortlist.whatif import queries as trials
from khartoum_desktop.shortlist.whatif.ui.page import SandboxPage
from khartoum_desktop.workspace import Workspace
from tests.journeys.hand import Hand

T = TypeVar("T")
pytestmark = pytest.mark.screen

NAMES = {"ar": ("التعاون أولًا", "القاهرة"), "en": ("Co-operation first", "Cairo")}
BUDGET = {"ar": "٣٠٠٠٠٠٠", "en": "3000000"}
DJIBOUTI = {"ar": "جيبوتي", "en": "Djibouti"}


def work_of(hand: Hand) -> Workspace:
    assert hand.window.work is not None
    return hand.window.work


def arrived(hand: Hand, kind: type[T]) -> T:
    """Wait for a page and return it."""
    hand.wait(lambda: isinstance(hand.window.page, kind))
    hand.settle()
    page = hand.window.page
    assert isinstance(page, kind)
    return page


def turn_to(hand: Hand, page_id: str, kind: type[T]) -> T:
    """Click a page in the rail."""
    hand.click(hand.window.rail._buttons[page_id])
    return arrived(hand, kind)


def begin(hand: Hand) -> None:
    """Open the sample round and go to its ranking by the rail."""
    hand.window.entrance.open(sample.build(), None)
    hand.wait(lambda: hand.window.work is not None)
    hand.settle()
    turn_to(hand, "ranking", RankingPage)


def try_weights(hand: Hand, language: str) -> None:
    """Pull the first weight up, push it on with the keys, and keep what came out as a scenario."""
    work, name = work_of(hand), NAMES[language][0]
    before = lists.rank_json(work)
    hand.press("Try other weights", hand.window.page)
    page = arrived(hand, SandboxPage)
    at = page.sandbox.weights.rows[0].slider
    y = at.height() // 2
    places = [QPoint(round(at.x_of(share)), y) for share in (at.share, Fraction(1, 4), Fraction(1, 2))]
    QTest.mousePress(at, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(at, place)
    QTest.mouseRelease(at, Qt.MouseButton.LeftButton, pos=places[-1])
    assert abs(at.share - Fraction(1, 2)) < Fraction(1, 50)
    assert (places[-1].x() > places[0].x()) == (language == "en"), "more weight lies further on"
    pulled = at.share
    hand.key(Qt.Key.Key_Right if language == "en" else Qt.Key.Key_Left, shift=True, into=at)
    assert at.share == pulled + Fraction(5, 100), "the key that points along the slider raises the weight"
    hand.wait(lambda: not page.sandbox._settle.isActive())
    hand.settle()
    hand.keep_picture(f"choosing_sandbox_{language}")

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, NameDialog)
        hand.write(name, dialog.name.line)
        hand.press("Save", dialog)

    hand.when_asked(answer)
    hand.press("Save as scenario", page.header)
    hand.wait(lambda: [one.name for one in trials.trials(work).scenarios] == [name])
    hand.settle()
    assert page.sandbox.trial is not None
    assert trials.scenario(work, name).weights == page.sandbox.trial.weights
    assert lists.rank_json(work) == before, "the stored ranking has not moved"


def compare(hand: Hand, language: str) -> None:
    """Look at the scenario beside the stored ranking, take one proposal in hand with the mouse, and see the map."""
    page = hand.window.page
    assert isinstance(page, SandboxPage)
    hand.click(page.tabs, page.tabs.tabRect(1).center())
    hand.settle()
    part = page.scenarios
    names = [column.name for column in part.columns()]
    assert (names[0], names[-1]) == (_("Stored"), NAMES[language][0])
    shown = part.chart.chart
    assert shown is not None
    item = shown.items[-1]
    hand.click(part.chart, QPoint(round(item.x), round(item.y)))
    assert part.chart.current == item.id
    columns = [one.x for one in shown.items if one.id == item.id]
    assert columns == sorted(columns, reverse=language == "ar"), "from stored to tried, as one reads"
    hand.keep_picture(f"choosing_bump_{language}")
    hand.click(page.tabs, page.tabs.tabRect(2).center())
    hand.settle()
    hand.keep_picture(f"choosing_map_{language}")


def choose(hand: Hand, language: str) -> list[str]:
    """Type a budget, bar the first that is in, allow Djibouti one at most, and put the set on a shortlist."""
    page = turn_to(hand, "choosing", ChoosingPage)
    number = page.rules.rows["budget"].number
    assert number is not None
    line = number.focusProxy()
    assert line is not None
    hand.click(line)
    hand.key(Qt.Key.Key_A, ctrl=True)
    hand.write(BUDGET[language])
    hand.key(Qt.Key.Key_Return)
    hand.settle()
    inside = page.result.inside.table
    barred = inside.model_.ids[0]
    hand.click_row(inside, 0, [one.key for one in inside.model_.columns].index(BAN))
    hand.settle()
    assert barred not in inside.model_.ids

    def add(dialog: QDialog) -> None:
        assert isinstance(dialog, RuleDialog)
        hand.choose(dialog.of.box, DJIBOUTI[language])
        hand.press("Add the rule", dialog)

    hand.when_asked(add)
    hand.press("Add a rule", page.rules)
    hand.wait(lambda: any(rule.of == ("DJ",) for rule in page.asked.rules))
    hand.settle()
    hand.keep_picture(f"choosing_set_{language}")
    best = list(inside.model_.ids)
    assert page.found is not None
    assert page.found.proven
    assert len(best) > 2
    assert page.room is not None
    costs = {item.id: item.cost for item in page.room.items}
    assert sum(costs[one] or 0 for one in best) <= 3_000_000_000

    def put(dialog: QDialog) -> None:
        assert isinstance(dialog, NameDialog)
        hand.click(dialog.name.line)
        hand.key(Qt.Key.Key_A, ctrl=True, into=dialog.name.line)
        hand.write(NAMES[language][1])
        hand.press("Put on the list", dialog)

    hand.when_asked(put)
    hand.press("Put on a shortlist", page.header)
    work = work_of(hand)
    hand.wait(lambda: [one.name for one in lists.shortlists(work)] == [NAMES[language][1]])
    hand.settle()
    return best


def freeze(hand: Hand, language: str) -> None:
    """Draw a cut line and freeze the list."""
    page = turn_to(hand, "shortlist", ShortlistPage)
    hand.click(page.cut.by_number)
    hand.settle()
    hand.press("Freeze the list", page.header)
    hand.wait(lambda: all(one.is_frozen for one in lists.shortlists(work_of(hand))))
    hand.settle()
    hand.keep_picture(f"choosing_frozen_{language}")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_tried_weights_to_a_frozen_list(sit: Callable[[str], Hand], language: str) -> None:
    hand = sit(language)
    begin(hand)
    work = work_of(hand)
    try_weights(hand, language)
    compare(hand, language)
    best = choose(hand, language)
    freeze(hand, language)
    (one,) = lists.shortlists(work)
    places = lists.listing(work, one).places
    assert {place.entry.proposal for place in places} == set(best)
    assert not lists.unexplained(places), "every departure from the ranking has its reason"
    assert lists.shortlist_json(work, one.name, draws=True)["recomputes"] is True
    assert work.store.check() == []

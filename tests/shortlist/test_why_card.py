"""“Why here?”: both gaps criterion by criterion, nothing larger folded away, as many decimals as there need be."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, fill, ngettext, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.shortlist.model import Ranking, rank
from khartoum_desktop.shortlist.ui.why_card import GapPart, PartLine, WhyCard
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.parts import FlatButton
from tests.scoring.building import Number, criteria_set, single
from tests.scoring.seats import left_of, unnamed

pytestmark = pytest.mark.usefixtures("look")

ABOVE = [9, 8, 3, 6, 4, 6, 5]
HERE = [5] * 7  # -4, -3, +2, -1, +1, -1 and 0 to the one above; +2, +2, +1, +1, +1 and twice 0 to the one below
BELOW = [3, 3, 4, 4, 4, 5, 5]


@pytest.fixture(params=["en", "ar"], autouse=True)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak a language in its direction."""
    set_language(request.param)
    set_direction()
    yield request.param
    set_language("en")
    set_direction()


def ranked(**rows: Sequence[Number]) -> Ranking:
    criteria = criteria_set([1] * 7, (0, 10))
    return rank(criteria, [Candidate(name, name, Wording(en=name)) for name in rows], single(criteria, rows))


def card_of(bot: QtBot, ranking: Ranking, proposal: str) -> WhyCard:
    card = WhyCard([FlatButton("Elsewhere")])
    bot.addWidget(card)
    card.resize(300, 700)
    card.show_line(ranking, proposal)
    card.show()
    card.activateWindow()
    bot.waitExposed(card)
    return card


def gaps(card: WhyCard) -> list[GapPart]:
    """Return the gaps above and below, in the order in which they stand."""
    QTest.qWait(30)  # what was shown before is gone by then
    return sorted((one for one in card.findChildren(GapPart) if one.isVisible()), key=lambda one: one.y())


def lines(part: GapPart) -> list[str]:
    """Return the lines of a gap that are shown, from the top."""
    shown = sorted((one for one in part.findChildren(PartLine) if one.isVisible()), key=lambda one: one.y())
    return [one.accessibleName() for one in shown]


def every(*pairs: tuple[int, str], total: str, rest: str = "") -> list[str]:
    names = [f"c{place} Criterion {place}: {number}" for place, number in pairs]
    names += [f"{_('Other criteria')}: {rest}"] if rest else []
    return [*names, f"{_('Total')}: {total}"]


def whole() -> list[str]:
    return every((0, "−4.0"), (1, "−3.0"), (2, "+2.0"), (3, "−1.0"), (4, "+1.0"), (5, "−1.0"), total="−6.0")


def folded() -> list[str]:
    return every((0, "−4.0"), (1, "−3.0"), (2, "+2.0"), rest="−1.0", total="−6.0")


def test_both_gaps_are_given_criterion_by_criterion(qtbot: QtBot) -> None:
    card = card_of(qtbot, ranked(a=ABOVE, b=HERE, c=BELOW), "b")
    above, below = gaps(card)
    assert lines(above) == folded()
    five = every((0, "+2.0"), (1, "+2.0"), (2, "+1.0"), (3, "+1.0"), (4, "+1.0"), total="+7.0")
    assert lines(below) == five, "what would be left out is larger than what is shown"
    assert above.toggle.isVisible()
    assert not below.toggle.isVisible()
    said = strip_isolates("\n".join(label.text() for label in card.findChildren(QLabel)))
    assert strip_isolates(fill(_("Gap to {ref}, the one above"), ref="a")) in said
    assert strip_isolates(fill(_("Gap to {ref}, the one below"), ref="c")) in said
    assert unnamed(card) == []


def test_a_click_shows_all_of_them_and_takes_them_back(qtbot: QtBot, language: str) -> None:
    card = card_of(qtbot, ranked(a=ABOVE, b=HERE, c=BELOW), "b")
    (above, _below) = gaps(card)
    assert above.toggle.text() == fill(ngettext("Show all {n} criteria", "Show all {n} criteria", 6), n="6")
    assert (left_of(above.toggle, card) < card.width() / 4) == (language == "en")
    QTest.mouseClick(above.toggle, Qt.MouseButton.LeftButton)
    assert lines(above) == whole()
    assert above.toggle.text() == _("Show fewer")
    QTest.mouseClick(above.toggle, Qt.MouseButton.LeftButton)
    assert lines(above) == folded()


def test_the_keyboard_reaches_it_and_stays_there(qtbot: QtBot) -> None:
    ranking = ranked(a=ABOVE, b=HERE, c=BELOW)
    card = card_of(qtbot, ranking, "b")
    (above, _below) = gaps(card)
    qtbot.waitUntil(card.isActiveWindow)
    for _step in range(3):
        if not above.toggle.hasFocus():
            inside: QWidget | None = card.focusWidget()
            QTest.keyClick(card if inside is None else inside, Qt.Key.Key_Tab)
    assert above.toggle.hasFocus()
    QTest.keyClick(above.toggle, Qt.Key.Key_Space)
    assert lines(above) == whole()
    card.show_line(ranking, "b")
    (anew, _below) = gaps(card)
    assert lines(anew) == whole()
    assert anew.toggle.hasFocus(), "marks of others come in while somebody stands on it"
    QTest.keyClick(anew.toggle, Qt.Key.Key_Space)
    assert lines(anew) == folded()


def test_what_is_unfolded_stays_so_for_the_next_proposal(qtbot: QtBot) -> None:
    ranking = ranked(a=ABOVE, b=HERE, c=[one - 1 for one in ABOVE][::-1], d=[0] * 7)
    card = card_of(qtbot, ranking, "b")
    QTest.mouseClick(gaps(card)[0].toggle, Qt.MouseButton.LeftButton)
    card.show_line(ranking, "a")
    card.show_line(ranking, "b")
    above, *_others = gaps(card)
    assert lines(above) == whole()


def test_as_many_decimals_as_tell_neighbours_apart(qtbot: QtBot) -> None:
    near: list[Number] = [Fraction("5.04"), *HERE[1:]]
    card = card_of(qtbot, ranked(a=near, b=HERE, c=BELOW), "b")
    (above, below) = gaps(card)
    assert lines(above) == every((0, "−0.04"), total="−0.04")
    assert lines(below)[-1] == every(total="+7.00")[0]
    strongest = [one.accessibleName() for one in card.findChildren(PartLine)][:1]
    assert strongest == ["c0 Criterion 0: 5.00"]


def test_a_threshold_just_missed_does_not_look_passed(qtbot: QtBot) -> None:
    near: list[Number] = [Fraction("4.99"), *HERE[1:]]
    found = ranked(a=near, b=BELOW)
    found = replace(found, criteria=replace(found.criteria, threshold_points=35_000))
    card = card_of(qtbot, found, "a")
    said = strip_isolates("\n".join(label.text() for label in card.findChildren(QLabel)))
    assert "34.99" in said
    assert "35.00" in said

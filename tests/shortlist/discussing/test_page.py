"""Discuss first, by real clicks and keys: the list, the cells as dots, what the panel agrees on, the what-if."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring.agreement import operations
from khartoum_desktop.scoring.agreement.queries import consensus
from khartoum_desktop.scoring.queries import current_round
from khartoum_desktop.shortlist import queries
from khartoum_desktop.shortlist.discussing.ui.dots import CellHead, DotChart
from khartoum_desktop.shortlist.discussing.ui.page import DiscussionPage
from khartoum_desktop.shortlist.ui.ranking_page import RankingPage
from khartoum_desktop.shortlist.ui.why_card import PartLine
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import Person, Workspace
from tests import rooms
from tests.scoring.rooms import id_of, mark_all, new_round, new_workspace, put_proposals, ref_of, reopened
from tests.scoring.seats import type_in, unnamed

LANGUAGES = ("en", "ar")


@pytest.fixture
def apart(work: Workspace) -> Workspace:
    """Return the workspace in which Egypt gave 5 and Italy 2 to proposal 1 on 1.1, and all else lies near."""
    for name, delegation, mark in (("Nadia Fahmy", "EG", "5"), ("Giulia Conti", "IT", "2")):
        with reopened(work, [1], name, delegation) as person:
            scoring.mark(work, id_of(1), "1.1", person, mark, reason=f"seen by {name}")
    return work


class Room(rooms.Room[DiscussionPage]):
    """The page, its list and its card."""

    def topics(self) -> list[tuple[str, ...]]:
        model = self.page.model
        return [
            tuple(strip_isolates(model.text_at(row, column)) for column in (0, 2, 3)) for row in range(model.rowCount())
        ]

    def card(self) -> str:
        QTest.qWait(30)  # what was shown before is gone by then
        labels = [one.text() for one in self.page.card.findChildren(QLabel) if one.isVisibleTo(self.page.card)]
        heads = [one.accessibleName() for one in self.page.card.findChildren(CellHead)]
        return strip_isolates("\n".join([*labels, *heads]))


@contextmanager
def room(qtbot: QtBot, work: Workspace, language: str = "en", argument: object = None) -> Iterator[Room]:
    with rooms.opened(lambda: Room(qtbot, work, DiscussionPage, argument), language) as here:
        yield here


def value_of(work: Workspace, number: int = 1, place: int = 0) -> object:
    line = queries.current_ranking(work).line(id_of(number))
    assert line is not None
    cell = line.cells[place]
    return None if cell is None else cell.value


def agreed_by(work: Workspace) -> tuple[str, ...]:
    (one,) = consensus(work, current_round(work))
    return one.participants


def test_the_list_says_what_and_why(qtbot: QtBot, apart: Workspace) -> None:
    with room(qtbot, apart) as here:
        assert here.topics() == [("1", "5 from Egypt, 2 from Italy", "threshold")]
        words = here.card()
        assert ref_of(1) in words
        assert "the threshold of 12 is passed with 14; with the lowest mark given it would not be." in words
        assert "Nadia Fahmy (Egypt): 5 – seen by Nadia Fahmy" in words
        assert "Giulia Conti (Italy): 2 – seen by Giulia Conti" in words
        assert "1.1 Strength of the link: 5, 2, weak agreement" in words
        assert "1.2 Evidence of need" in words
        assert "By the rule of the round: 3.5" in words
        assert "Krippendorff’s α (interval): " in here.words()
        assert "agree" in here.words()
        assert strip_isolates(here.page.status()) == "1 to discuss · 0 agreed by the panel"
        assert unnamed(here.page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_panel_agrees_by_mouse_and_takes_it_back(qtbot: QtBot, apart: Workspace, language: str) -> None:
    with room(qtbot, apart, language) as here:
        form = here.page.card.form
        assert form is not None
        here.click(next(level for level in form.levels if level.mark == 4000))
        here.click(form.people[1])
        present, absent = (check.text() for check in form.people)
        form.reason.line.setText("المجلس متفق" if language == "ar" else "as discussed")
        here.click(form.button)
        assert value_of(apart) == 4
        assert here.topics() == []
        words = here.card()
        assert present in words.partition("\n1.2 ")[0]
        assert agreed_by(apart) == (present,)
        assert absent != present
        text, undo = here.said[-1]
        assert "1.1" in text
        assert undo is not None
        undo()
        here.settle()
        assert len(here.topics()) == 1
        assert value_of(apart) != 4


def test_a_panel_agrees_by_keys(qtbot: QtBot, apart: Workspace) -> None:
    with room(qtbot, apart) as here:
        here.page.table.setFocus()
        here.do("discussion.agree")
        form = here.page.card.form
        assert form is not None
        type_in(form.levels[0], "٣")
        assert [level.mark for level in form.levels if level.isChecked()] == [3000]
        QTest.keyClick(form.levels[0], Qt.Key.Key_4)
        assert [level.mark for level in form.levels if level.isChecked()] == [4000]
        form.reason.line.setFocus()
        QTest.keyClicks(form.reason.line, "together")
        QTest.keyClick(form.reason.line, Qt.Key.Key_Return)
        here.settle()
        assert value_of(apart) == 4


def test_what_is_missing_is_said_and_nothing_kept(qtbot: QtBot, apart: Workspace) -> None:
    with room(qtbot, apart) as here:
        form = here.page.card.form
        assert form is not None
        here.click(form.button)
        assert "Choose the agreed mark" in strip_isolates(form.problem.label.text())
        here.click(form.levels[0])
        here.click(form.button)
        assert "needs a reason" in strip_isolates(form.problem.label.text())
        assert here.page.unfinished()
        form.reason.line.setText("x")
        for check in form.people:
            here.click(check)
        here.click(form.button)
        assert "Nobody is named" in strip_isolates(form.problem.label.text())
        form.others.line.setText("Asha Deng؛ Omar Aziz")
        here.click(form.button)
        assert value_of(apart) == 5
        assert "Took part: Asha Deng, Omar Aziz." in here.card()
        assert not here.page.unfinished()


def test_not_applicable_and_withdrawing(qtbot: QtBot, apart: Workspace) -> None:
    with room(qtbot, apart) as here:
        form = here.page.card.form
        assert form is not None
        here.click(form.levels[0])
        here.click(form.out)
        assert not any(level.isChecked() for level in form.levels)
        form.reason.line.setText("does not apply here")
        here.click(form.button)
        assert value_of(apart) is None
        assert "not applicable" in here.card()
        assert here.topics() == []
        here.press("Withdraw it: the marks stand again")
        assert value_of(apart) is not None
        assert len(here.topics()) == 1
        assert here.said[-1][1] is not None


def test_another_cell_is_opened_by_click_and_what_is_written_stays(qtbot: QtBot, apart: Workspace) -> None:
    with room(qtbot, apart) as here:
        form = here.page.card.form
        assert form is not None
        form.reason.line.setText("half written")
        heads = list(here.page.card.heads.values())
        here.click(heads[1])
        other = here.page.card.form
        assert other is not None
        assert other is not form
        assert heads[1] is not list(here.page.card.heads.values())[1]
        assert [head.isChecked() for head in here.page.card.heads.values()][:3] == [False, True, False]
        here.click(next(iter(here.page.card.heads.values())))
        assert here.page.card.form is form
        assert form.reason.line.text() == "half written"
        form.reason.line.setFocus()
        mark_all(apart, {5: 3})  # somebody marks elsewhere
        here.settle()
        assert here.page.card.form is form
        assert form.reason.line.hasFocus()


def test_dots_stand_on_the_side_of_the_language(qtbot: QtBot, apart: Workspace) -> None:
    for language in LANGUAGES:
        with room(qtbot, apart, language) as here:
            chart = here.page.card.findChildren(DotChart)[0]
            image = chart.grab().toImage()
            ratio = image.devicePixelRatio()
            bar = here.desk.theme.colour("bar").name()
            rows = []
            for line in range(2):  # Egypt 5, then Italy 2
                y = round((line * 24 + 14) * ratio)
                found = [x for x in range(image.width()) if image.pixelColor(x, y).name() == bar]
                rows.append(sum(found) / len(found) / image.width())
            assert (rows[0] > rows[1]) == (language == "en")
            left = here.page.table.mapTo(here.page, here.page.table.rect().topLeft()).x()
            card = here.page.card.mapTo(here.page, here.page.card.rect().topLeft()).x()
            assert (left < card) == (language == "en")


def test_what_if_all_were_equally_strict(qtbot: QtBot, apart: Workspace) -> None:
    mark_all(apart, {4: 5}, "Asha Deng", "SD")
    with room(qtbot, apart) as here:
        here.click(here.page.toggle)
        what_if = here.page.what_if
        assert here.page.stack.currentWidget() is what_if
        rows = [[what_if.model.text_at(row, column) for column in (1, 2, 3, 4)] for row in range(4)]
        by_title = {row[0]: row[1:] for row in rows}
        assert by_title["Proposal 4"] == ["3", "3", "0"]  # the mean of 2, 2 and 5: all three have marked it
        assert by_title["Proposal 2"][2].startswith("+")  # those whom the lenient one did not mark gain
        names = [strip_isolates(one.accessibleName()) for one in what_if.findChildren(PartLine)]
        assert names[0].startswith("Asha Deng (Sudan): +")
        here.do("discussion.strict")
        assert here.page.stack.currentWidget() is here.page.panes
        assert queries.current_ranking(apart).lines[0].rank == 1


def test_the_rule_is_switched_from_the_menu(qtbot: QtBot, apart: Workspace) -> None:
    mark_all(apart, {1: 5}, "Omar Aziz", "EG")
    with room(qtbot, apart) as here:
        assert value_of(apart) == Fraction(7, 2)
        here.do("discussion.rule.mean")
        assert value_of(apart) == 4
        assert "Mean over all assessors" in strip_isolates(here.page.header.subtitle.text())
        rules = {one.id: one.checked for one in here.page.actions() if one.id.startswith("discussion.rule")}
        checked = [ident for ident, of in rules.items() if of is not None and of()]
        assert checked == ["discussion.rule.mean"]
        undo = here.said[-1][1]
        assert undo is not None
        undo()
        here.settle()
        assert value_of(apart) == Fraction(7, 2)


def test_the_ranking_says_what_was_agreed(qtbot: QtBot, apart: Workspace) -> None:
    current, day = current_round(apart), date(2026, 3, 12)
    for key, mark in (("1.1", "4"), ("1.2", None)):
        operations.agree(apart, current, id_of(1), key, mark, participants=["Asha Deng"], reason="seen", on=day)
    with rooms.opened(lambda: rooms.Room(qtbot, apart, RankingPage, id_of(1)), "en") as here:
        words = here.words(here.page.why)
        assert "Agreed by the panel\n1.1 Strength of the link, on 12 March 2026" in words
        assert "the weight goes to the others\n1.2 Evidence of need" in words
        assert "differ widely" not in words
        here.do("ranking.discuss")
        assert here.opened[-1] == ("discussion", id_of(1))


def test_restricted_proposals_are_marked(qtbot: QtBot, apart: Workspace) -> None:
    with apart.step("Restrict") as step:
        step.put(Proposal, id_of(1), {"confidentiality": "restricted"})
    with room(qtbot, apart) as here:
        assert "restricted" in here.card().splitlines()[0]
        row = here.page.model.row_at(0)
        assert row is not None
        assert "restricted" in row.second


def test_a_closed_round_is_read_only(qtbot: QtBot, apart: Workspace) -> None:
    with apart.step("Close") as step:
        step.put(RoundRow, current_round(apart).id, {"closed": True})
    with room(qtbot, apart) as here:
        form = here.page.card.form
        assert form is not None
        assert not form.button.isEnabled()
        assert not any(level.isEnabled() for level in form.levels)


def test_from_the_ranking_one_comes_to_the_same_proposal(qtbot: QtBot, apart: Workspace) -> None:
    with room(qtbot, apart, argument=id_of(3)) as here:
        assert ref_of(3) in here.card()
        here.do("discussion.ranking")
        assert here.opened[-1] == ("ranking", id_of(3))
        here.do("discussion.marks")
        assert here.opened[-1] == ("scoring", id_of(3))


@pytest.mark.parametrize("language", LANGUAGES)
def test_empty_places_teach(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    bare = new_workspace(tmp_path / "bare.khartoum")
    new_round(bare)
    put_proposals(bare, 2)
    with room(qtbot, bare, language) as here:
        nothing = here.words()
        assert nothing
        mark_all(bare, {1: 5})
        here.settle()
        alone = here.words()
        mark_all(bare, {1: 4}, "Giulia Conti", "IT")
        here.settle()
        agreed = here.words()
        assert len({nothing, alone, agreed}) == 3
        here.press("Go to the ranking")
        assert here.opened[-1][0] == "ranking"
        if language == "en":
            assert "One assessor alone" in alone
            assert "No marks lie far apart" in agreed
    bare.close()


def test_who_has_not_finished_is_told_why_nothing_is_shown(qtbot: QtBot, apart: Workspace) -> None:
    apart.sit_down(Person("Asha Deng", "SD", "assessor"))
    with room(qtbot, apart) as here:
        assert "Not yet to be seen" in here.words()
        assert "Nadia" not in here.words()
        here.click(here.page.toggle)
        assert "Nadia" not in here.words()


def test_what_was_agreed_elsewhere_appears(qtbot: QtBot, apart: Workspace) -> None:
    with room(qtbot, apart) as here:
        operations.agree(
            apart, current_round(apart), id_of(1), "1.1", "3", participants=["Asha Deng"], reason="on another page"
        )
        here.settle()
        assert here.topics() == []
        assert "on another page" in here.card()

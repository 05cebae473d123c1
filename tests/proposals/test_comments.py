"""Comments: who said what, threads, open questions, what is unread for whom, and Undo."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.comments import operations as comments
from khartoum_desktop.proposals.comments.queries import (
    Talk,
    asked_proposals,
    talk,
    thread,
    unread_proposals,
)
from khartoum_desktop.proposals.rows import Filter
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.parts import Chip
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.rooms import room

NADIA, OMAR = Person("Nadia Fahmy", "EG"), Person("Omar Idris", "SD")


def make(work: Workspace, title: str = "Skills hubs") -> str:
    return operations.create(work, {"title_en": title, "lead_country": "EG"})


def said(work: Workspace, ident: str) -> list[tuple[str, str]]:
    return [(one.author, one.text) for one in thread(work, ident)]


def test_answers_stand_under_what_they_answer_and_everybody_is_named(work: Workspace) -> None:
    ident = make(work)
    first = comments.say(work, ident, "Who pays?\u202e\0", question=True, field="budget_total")
    comments.say(work, ident, "Ministry phoned.")
    work.sit_down(OMAR)
    answer = comments.say(work, ident, "We share.", answers=first)
    comments.say(work, ident, "سنتقاسم", answers=answer)
    assert said(work, ident) == [
        ("Nadia Fahmy", "Who pays?"),
        ("Omar Idris", "We share."),
        ("Omar Idris", "سنتقاسم"),
        ("Nadia Fahmy", "Ministry phoned."),
    ]
    question = thread(work, ident)[0]
    assert (question.question, question.settled, question.field) == (True, False, "budget_total")
    comments.settle(work, question)
    assert talk(work, [ident])[ident].open_questions == 0
    work.undo()
    assert talk(work, [ident])[ident].open_questions == 1


def proposals_where(work: Workspace, condition: Any) -> list[str]:
    with work.reading() as db:
        return list(db.execute(select(TABLES["proposal"].c.id).where(condition)).scalars())


def test_what_others_say_is_unread_until_it_was_opened_and_reading_is_no_step(work: Workspace) -> None:
    ident, quiet = make(work), make(work, "Border health")
    comments.say(work, ident, "Mine")
    assert talk(work, [ident, quiet]) == {ident: Talk(1, 0, 0)}
    work.sit_down(OMAR)
    assert talk(work, [ident]) == {ident: Talk(1, 1, 0)}
    assert proposals_where(work, unread_proposals(work)) == [ident]
    before = work.can_undo(), work.store.digest()
    comments.read_all(work, ident)
    assert (work.can_undo(), work.store.digest()) == before
    assert talk(work, [ident]) == {ident: Talk(1, 0, 0)}
    assert proposals_where(work, unread_proposals(work)) == []
    comments.say(work, ident, "Answer", question=True)
    assert proposals_where(work, asked_proposals()) == [ident]
    work.sit_down(NADIA)
    assert talk(work, [ident]) == {ident: Talk(2, 1, 1)}


def test_one_changes_and_deletes_only_ones_own_words(work: Workspace) -> None:
    ident = make(work)
    comments.say(work, ident, "First")
    (mine,) = thread(work, ident)
    work.sit_down(OMAR)
    with pytest.raises(UserError, match="Nadia Fahmy"):
        comments.change(work, mine, "x")
    with pytest.raises(UserError, match="Nadia Fahmy"):
        comments.remove(work, mine)
    work.sit_down(NADIA)
    comments.change(work, mine, "Better")
    comments.say(work, ident, "Answer", answers=mine.id)
    comments.remove(work, mine)
    assert said(work, ident) == [("Nadia Fahmy", "Answer")]
    work.undo()
    assert said(work, ident) == [("Nadia Fahmy", "Better"), ("Nadia Fahmy", "Answer")]


@pytest.mark.parametrize("text", ["", "  \n\u200f", "\0\0", "x" * 4001])
def test_what_says_nothing_or_too_much_is_refused(work: Workspace, text: str) -> None:
    ident = make(work)
    with pytest.raises(UserError):
        comments.say(work, ident, text)
    with pytest.raises(UserError):
        comments.say(work, ident, "x", field="no_such_field")
    with pytest.raises(UserError):
        comments.say(work, ident, "x", answers="gone")
    assert thread(work, ident) == []


def words_of(widget: Any) -> str:
    return strip_isolates("\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden()))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_drawer_asks_answers_and_settles(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = make(work)
    work.sit_down(OMAR)
    comments.say(work, ident, "من يدفع؟", question=True)
    work.sit_down(NADIA)
    with room(qtbot, work, language) as here:
        here.page.list.table.select_ids([ident])
        run(next(one for one in here.page.actions() if one.id == "proposals.comments"))
        here.settle()
        drawer = here.editor.comments
        assert drawer.isVisible()
        assert "من يدفع؟" in words_of(drawer)
        assert drawer.comments[0].unread
        drawer.say.click()
        here.settle()
        assert len(thread(work, ident)) == 1
        answer = next(button for button in drawer.pane.findChildren(QPushButton) if button.isVisible())
        QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
        assert "Omar Idris" in strip_isolates(drawer.about.text())
        QTest.keyClicks(drawer.text.focusProxy() or drawer.text, "We share")
        QTest.mouseClick(drawer.say, Qt.MouseButton.LeftButton)
        here.settle()
        assert said(work, ident)[1] == ("Nadia Fahmy", "We share")
        settle = [button for button in drawer.pane.findChildren(QPushButton) if button.isVisible()][1]
        QTest.mouseClick(settle, Qt.MouseButton.LeftButton)
        here.settle()
        assert thread(work, ident)[0].settled
        assert talk(work, [ident])[ident] == Talk(2, 0, 0)
        QTest.mouseClick(drawer.close_button, Qt.MouseButton.LeftButton)
        assert here.editor.end.currentWidget() is here.editor.side


def test_the_list_says_what_is_unread_and_offers_it_as_a_search(qtbot: QtBot, work: Workspace) -> None:
    ident, _quiet = make(work), make(work, "Border health")
    work.sit_down(OMAR)
    comments.say(work, ident, "Who pays?", question=True)
    assert (queries.counts(work).unread, queries.counts(work).asked) == (0, 1)
    work.sit_down(NADIA)
    assert queries.ids(work, only=Filter(unread=True)) == queries.ids(work, only=Filter(asked=True)) == [ident]
    with room(qtbot, work) as here:
        here.page.list.searches.set_current("unread")
        here.page.list.search()
        here.settle()
        assert here.titles() == ["Skills hubs"]
        assert "1 new comment" in strip_isolates(
            str(here.page.list.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        )
        here.page.list.table.select_ids([ident])
        here.page.comments()
        here.settle()
        here.page.back()
        here.settle()
        assert queries.counts(work).unread == 0
        assert here.titles() == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_open_question_stands_beside_the_form_and_leads_to_the_drawer(
    qtbot: QtBot, work: Workspace, language: str
) -> None:
    ident = make(work)
    work.sit_down(OMAR)
    comments.say(work, ident, "من يدفع؟", question=True)
    work.sit_down(NADIA)
    operations.set_value(work, ident, "confidentiality", "restricted")
    with room(qtbot, work, language) as here:
        side = here.edit(ident).side
        said = words_of(side.talk)
        assert ("سؤال مفتوح" if language == "ar" else "1 open question") in said
        assert ("تعليق جديد" if language == "ar" else "1 new comment") in said
        restricted = queries.lists_of(work).label("confidentiality", "restricted")
        assert restricted in {chip.accessibleName() for chip in here.page.header.findChildren(Chip)}
        (button,) = [one for one in side.talk.findChildren(QPushButton) if one.objectName() == "side.comments"]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        here.settle()
        assert here.editor.comments.isVisible()
        comments.settle(work, thread(work, ident)[0])
        here.settle()
        assert "1 open question" not in words_of(side.talk)

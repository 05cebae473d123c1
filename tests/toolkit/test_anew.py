"""Work that is asked for again while it goes on, and the place of what is missing."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.anew import Anew
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.parts import EmptyState
from tests.toolkit.conftest import Speak


def test_work_asked_for_meanwhile_is_begun_once_more_when_it_is_over() -> None:
    begun: list[int] = []
    anew = Anew(lambda: begun.append(len(begun)))
    anew.ask()
    assert begun == [0]
    for _time in range(3):
        anew.ask()
    assert begun == [0]
    anew.over()
    assert begun == [0, 1], "once, however often it was asked for"
    anew.over()
    assert begun == [0, 1]
    anew.ask()
    assert begun == [0, 1, 2]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_missing_stands_in_the_place_of_the_content(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    first, second, done = QLabel("content"), QLabel("more"), list[str]()
    stack = EmptyStack(first, second)
    qtbot.addWidget(stack)
    stack.show()
    assert first.isVisible()
    for title in ("No marks yet", "Hidden"):
        stack.show_empty(title, "Why.", [("Go", lambda: done.append("gone"))])
    assert stack.empty.isVisible()
    qtbot.waitUntil(lambda: len(stack.empty.findChildren(EmptyState)) == 1)  # the one before is gone
    assert [label.text() for label in stack.empty.findChildren(QLabel)].count("Why.") == 1
    stack.empty.findChildren(QPushButton)[0].click()
    assert done == ["gone"]
    stack.show_content()
    assert first.isVisible()

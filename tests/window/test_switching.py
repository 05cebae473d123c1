"""What somebody typed stays theirs when another person sits down, and stays in sight when it could not be saved."""

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.toolkit.dialogs import PersonDialog, Sitting
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.window import Window
from khartoum_desktop.workspace import Person, Workspace
from tests.rooms import when_asked
from tests.window.rooms import Opened, made_workspace


def editing(qtbot: QtBot, window: Window, ident: str) -> ProposalsPage:
    """Open a proposal in the editor."""
    page = window.go("proposals", ident)
    assert isinstance(page, ProposalsPage)
    qtbot.waitUntil(lambda: not window.desk.tasks.running() and "acronym" in fields(page))
    return page


def fields(page: ProposalsPage) -> dict[str, LineEditor]:
    """Return the visible one-line fields by key."""
    return {one.objectName(): one for one in page.findChildren(LineEditor) if one.isVisible() and one.objectName()}


def typed(page: ProposalsPage, key: str, text: str) -> None:
    """Type into a field and leave it."""
    line = fields(page)[key].line
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Tab)


def test_what_waits_to_be_saved_bears_the_name_of_who_typed_it(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    work = made_workspace(tmp_path / "a.khartoum")
    ident = operations.create(work, {"title_en": "Skills hubs"})
    work.close()
    window = opened(tmp_path / "a.khartoum", pages=None)
    page = editing(qtbot, window, ident)
    long_work = threading.Event()
    window.desk.tasks.start(lambda _progress: long_work.wait(30), lambda _done: None)
    typed(page, "acronym", "SKH")

    when_asked(window, PersonDialog, lambda dialog: dialog._take(Sitting("Camille Roux", "FR", "reader")))
    threading.Timer(0.4, long_work.set).start()  # not one of Qt: the window waits for the work
    window.status.person.click()
    now = window.work
    assert now is not None
    qtbot.waitUntil(lambda: now.person == Person("Camille Roux", "FR", "reader"))
    qtbot.waitUntil(lambda: not window.desk.tasks.running())
    assert queries.read(now, ident).columns["acronym"] == "SKH"
    last = now.store.history("proposal", ident)[-1]
    assert (last.author, last.delegation) == ("Nadia Fahmy", "EG")


def test_the_window_stays_open_with_what_could_not_be_saved(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.khartoum"
    work = made_workspace(path)
    ident = operations.create(work, {"title_en": "Skills hubs"})
    work.close()
    window = opened(path, pages=None)
    page = editing(qtbot, window, ident)
    typed(page, "title_en", " ")
    qtbot.waitUntil(page.message.isVisible)
    assert "Not saved: Title (English)" in strip_isolates(window.status.page.text())
    assert not window.status.saved.isVisible()
    assert not window.close()
    assert page.message.isVisible()
    typed(page, "title_en", "Better hubs")
    assert window.close()
    again = Workspace.open(path)
    assert queries.read(again, ident).columns["title_en"] == "Better hubs"
    again.close()

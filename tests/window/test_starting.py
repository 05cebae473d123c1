"""The start: a process of its own, the last workspace or the first run, and what nobody caught."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType
from pytestqt.qtbot import QtBot

from khartoum_desktop import app
from khartoum_desktop.core import settings
from khartoum_desktop.toolkit.dialogs import ErrorDialog
from khartoum_desktop.window.welcome import Welcome
from tests.window.rooms import Opened, made_workspace


def test_what_nobody_caught_is_logged_and_shown(qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened()
    logged: list[str] = []
    monkeypatch.setattr(logging.getLogger("khartoum_desktop"), "handle", lambda record: logged.append(record.msg))
    try:
        _ = 1 // 0
    except ZeroDivisionError as fault:
        app._last_hook(type(fault), fault, fault.__traceback__)
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    assert "1 // 0" in dialog.details
    dialog.close()
    assert logged == ["fault"]
    app._qt_message(QtMsgType.QtWarningMsg, None, "a warning of Qt")  # type: ignore[arg-type]  # the context is not used
    assert logged[-1] == "Qt: %s"


def test_the_program_starts_in_a_process_of_its_own(tmp_path: Path) -> None:
    """Start the program as a person does, let it paint, and end it by closing its window."""
    code = (
        "import sys; from PySide6.QtCore import QTimer; from khartoum_desktop import app; begin = app.begin\n"
        "def brief(window, path):\n"
        "    begin(window, path); QTimer.singleShot(300, window, window.close)\n"
        "app.begin = brief; sys.exit(app.run())"
    )
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    imported = {line.split("|")[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    heavy = {
        "sqlalchemy",
        "openpyxl",
        "xlsxwriter",
        "python_calamine",
        "babel.core",
        "qtawesome",
        "alembic",
    }
    assert imported & heavy == set()  # the first run waits for none of them
    assert "khartoum_desktop.window.frame" in imported


def test_the_log_says_where_and_never_what(tmp_path: Path) -> None:
    from khartoum_desktop.core.paths import log_folder

    logger = logging.getLogger("khartoum_desktop")
    before = list(logger.handlers)
    logger.handlers.clear()
    try:
        app.start_log()
        try:
            int("a secret title")
        except ValueError:
            logger.exception("fault")
        for handler in logger.handlers:
            handler.flush()
        written = (log_folder() / "khartoum.log").read_text(encoding="utf-8")
    finally:
        for handler in logger.handlers:
            handler.close()
        logger.handlers[:] = before
    assert "ValueError" in written
    assert Path(__file__).name in written
    assert "secret" not in written


def test_the_program_begins_with_the_last_workspace_or_the_first_run(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    window = opened()
    app.begin(window, settings.last_workspace())
    assert isinstance(window.stack.currentWidget(), Welcome)
    assert not window.rail.isVisible()
    path = tmp_path / "a.khartoum"
    made_workspace(path).close()
    again = opened()
    with qtbot.waitSignal(again.workspace_shown):
        app.begin(again, settings.last_workspace())
        assert again.rail.isVisible()  # the first paint has its real menus and navigation
    assert again.work is not None
    assert again.work.path == path

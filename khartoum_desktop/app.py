"""The program with its window: settings, language, look, the last workspace or the first run."""

import logging
import sys
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from khartoum_desktop import __version__
from khartoum_desktop.core import i18n, settings
from khartoum_desktop.core.pace import keep_prompt
from khartoum_desktop.core.paths import APP, log_folder
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.focus import FocusRing
from khartoum_desktop.toolkit.icons import make_icon
from khartoum_desktop.toolkit.qt_words import install_words
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.window import Window

if TYPE_CHECKING:
    from khartoum_desktop.workspace import Workspace

_LOG_BYTES: Final = 500_000
_LOGS_KEPT: Final = 3
_SETTLED_MS: Final = 3000  # after the start nearly everything is loaded that ever will be
_log = logging.getLogger("khartoum_desktop")


class _WithoutContent(logging.Formatter):
    """Writes where a fault happened and of which kind, never its words: they may quote a proposal."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return the fault's kind and the places it went through."""
        kind, _fault, trace = ei
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return "\n".join([kind.__name__ if kind else "fault", *places])


def start_log() -> None:
    """Write a small log that turns over; a folder that takes none is no reason not to start."""
    from logging.handlers import RotatingFileHandler  # 15 ms that the first paint need not wait for

    if _log.handlers:
        return
    try:
        handler = RotatingFileHandler(
            log_folder() / "khartoum.log", maxBytes=_LOG_BYTES, backupCount=_LOGS_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(_WithoutContent("%(asctime)s %(levelname)s %(name)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """Put Qt's own warnings into the log."""
    levels = {QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL}
    _log.log(levels.get(kind, logging.WARNING), "Qt: %s", text)


def _last_hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Log and show whatever nobody caught."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    start_log()
    _log.error("fault", exc_info=(kind, fault, trace))
    from khartoum_desktop.toolkit.dialogs import ErrorDialog

    ErrorDialog(fault, QApplication.activeWindow()).open()


def _fill_sample(work: "Workspace") -> int:
    from khartoum_desktop.sample import fill_workspace

    return fill_workspace(work)


def make_window(language: str = "") -> Window:
    """Return the window in a language (default: the person's) and the person's look; it has no workspace yet."""
    kept = settings.load()
    from PySide6.QtCore import QLocale

    code = language or kept.language or QLocale.system().name()[:2]
    i18n.set_language(code, kept.digits)
    theme = install_theme(kept.theme)
    set_direction()
    install_words()
    return Window(Desk(kept, theme=theme), fill_sample=_fill_sample)


def run(path: Path | None = None, language: str = "") -> int:
    """Open the window on a workspace, else on the last one, else on the first-run page; return the exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName(APP)
    application.setApplicationVersion(__version__)
    application.setWindowIcon(make_icon("stack", "accent", filled=True))
    sys.excepthook = _last_hook
    qInstallMessageHandler(_qt_message)
    window = make_window(language)
    FocusRing(application)
    begin(window, path or settings.last_workspace())
    QTimer.singleShot(_SETTLED_MS, window, lambda: _make_ready(window))
    code = application.exec()
    qInstallMessageHandler(None)
    return code


def _make_ready(window: Window) -> None:
    """Load what the first import needs while nobody waits for it, then keep the program prompt."""

    def load(_progress: Progress) -> object:
        return [
            import_module(f"khartoum_desktop.importing.{name}") for name in ("operations", "questions", "blank_form")
        ]

    window.desk.tasks.start(load, lambda _modules: keep_prompt(), pool="other", owner=window)


def begin(window: Window, path: Path | None) -> None:
    """Show the window at once, and after its first paint open the workspace; without one show the first-run page."""
    if path is None:
        window.show_welcome()
        window.show()
        QTimer.singleShot(0, window, start_log)
        return
    window.show()
    QTimer.singleShot(0, window, start_log)
    QTimer.singleShot(0, window, lambda: window.entrance.open(path))

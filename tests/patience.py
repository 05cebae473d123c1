"""Waiting as long as it takes: what is there at once is seen at once, and what never comes does not come later."""

from collections.abc import Callable
from typing import Any, Final

from pytestqt.qtbot import QtBot

PATIENCE: Final = 100_000  # ms


class PatientBot(QtBot):
    """A bot that waits for what will come, where the one of pytest-qt gives up after five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitActive(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE) -> Any:
        return super().waitExposed(widget, timeout=timeout)

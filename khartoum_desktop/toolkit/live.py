"""What changed in the workspace, told to the UI thread whichever thread wrote it."""

from collections.abc import Callable, Mapping
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal

Changes = Mapping[str, frozenset[str]]
Heard = Callable[[str, Changes], None]


class Live(QObject):
    """Gathers the notices of several steps and emits `changed(kind → ids)` once, on the UI thread."""

    changed = Signal(object)
    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = Lock()
        self._waiting: dict[str, set[str]] = {}
        self._callbacks: list[Heard] | None = None
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def attach(self, callbacks: list[Heard]) -> None:
        """Listen to a workspace: put ourselves into its list of callbacks."""
        self.detach()
        callbacks.append(self._heard)
        self._callbacks = callbacks

    def detach(self) -> None:
        """Listen no more; what has not been delivered is dropped."""
        if self._callbacks is not None and self._heard in self._callbacks:
            self._callbacks.remove(self._heard)
        self._callbacks = None
        with self._lock:
            self._waiting.clear()

    def _heard(self, _step: str, changes: Changes) -> None:
        with self._lock:
            first = not self._waiting
            for kind, ids in changes.items():
                self._waiting.setdefault(kind, set()).update(ids)
        if first and changes:
            self._posted.emit()

    def _deliver(self) -> None:
        with self._lock:
            changes = {kind: frozenset(ids) for kind, ids in self._waiting.items()}
            self._waiting.clear()
        if changes:
            self.changed.emit(changes)

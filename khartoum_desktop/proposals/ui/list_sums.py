"""What the selected proposals cost together: added up in the background whenever the selection has changed."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from khartoum_desktop.toolkit.desk import Desk

T = TypeVar("T")


class SelectionSums(QObject, Generic[T]):
    """Keeps the sum of the rows selected last; `changed` when it is there."""

    changed = Signal()

    def __init__(
        self,
        desk: Desk,
        selected: Callable[[], tuple[str, ...]],
        add_up: Callable[[Sequence[str]], T],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._selected, self._add_up = desk, selected, add_up
        self._adding = False
        self._ids: tuple[str, ...] = ()
        self._sum: T | None = None

    def ask(self, ids: tuple[str, ...]) -> None:
        """Add these rows up, once what is being added up now is done: a selection grows row by row."""
        if self._adding or len(ids) < 2:  # noqa: PLR2004 - of one row nothing is to be added up
            return
        self._adding = True

        def added(found: T) -> None:
            self._adding, self._ids, self._sum = False, ids, found
            now = self._selected()
            if now != ids:
                self.ask(now)
            self.changed.emit()

        def failed(error: Exception) -> None:
            self._adding = False
            self._desk.fail(error)

        self._desk.tasks.start(lambda _progress: self._add_up(ids), added, failed, owner=self)

    def of(self, ids: tuple[str, ...]) -> T | None:
        """Return the sum of these rows, None while it is not known."""
        return self._sum if ids == self._ids else None

    def forget(self) -> None:
        """Know nothing any more: amounts may have changed."""
        self._ids, self._sum = (), None

"""Work in the background that is asked for again and again: reading what a page shows."""

from collections.abc import Callable


class Anew:
    """Begins work when it is asked for; asked for while it goes on, once more afterwards.

    Whoever hears that the work has ended, well or not, calls `over`.
    """

    def __init__(self, start: Callable[[], object]) -> None:
        self._start = start
        self._going = self._again = False

    def ask(self) -> None:
        """Begin, or begin once more as soon as what goes on is over."""
        if self._going:
            self._again = True
            return
        self._going, self._again = True, False
        self._start()

    def over(self) -> None:
        """Hear that it has ended."""
        self._going = False
        if self._again:
            self.ask()

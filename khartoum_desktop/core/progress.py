"""How long work says where it stands, and how it is told to stop: a plain callable that may raise."""

from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """Raised by a progress report after the person pressed Cancel; work leaves nothing half done."""


# done so far, in all (0 = not known); raising Cancelled is the way to stop
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Report to nobody."""

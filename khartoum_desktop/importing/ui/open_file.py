"""What is open on the import page, as one value that outlives the page."""

from dataclasses import dataclass
from pathlib import Path

from khartoum_desktop.importing.history import NO_HISTORY, History
from khartoum_desktop.importing.queue import Queue
from khartoum_desktop.importing.survey import Survey
from khartoum_desktop.importing.ui.done_step import Finished


@dataclass(frozen=True, slots=True)
class Open:
    """What is open on the page: it survives the window being built anew in another language."""

    step: int
    queue: Queue
    path: Path | None = None
    survey: Survey | None = None
    history: History = NO_HISTORY
    done: Finished | None = None
    given: tuple[Path, ...] = ()  # files and folders that are still looked for

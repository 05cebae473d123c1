"""What the command search finds: proposals by any word of them, or by their reference."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals import queries
from khartoum_desktop.toolkit.command_search import Row
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.workspace import Workspace

_MOST: Final = 20


def find_proposals(work: Workspace, desk: Desk, words: str) -> Sequence[Row]:
    """Return the proposals that contain these words, each opening itself."""
    lines = queries.page(work, queries.ids(work, search=words)[:_MOST])
    return [
        Row(isolate(line.title()), partial(desk.open, "proposals", line.id), isolate_ltr(line.ref), icon="proposals")
        for line in lines
    ]

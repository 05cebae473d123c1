"""The latest imports, on the page where a file is chosen: each leads to what is left of it."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.queries import Batch
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, FlatButton

_NAME: Final = "import.before"
_SHOWN: Final = 5


def show_before(column: QVBoxLayout, batches: Sequence[Batch], desk: Desk) -> None:
    """Put a card with the imports of before at the end of a column, in the place of the one that is there."""
    for place in reversed(range(column.count())):
        item = column.itemAt(place)
        old = item.widget() if item is not None else None
        if old is not None and old.objectName() == _NAME:
            old.hide()
            column.removeWidget(old)
            old.deleteLater()
    if batches:
        column.addWidget(_card(batches, desk))


def _card(batches: Sequence[Batch], desk: Desk) -> QWidget:
    card = Card(_("Imported before"))
    card.setObjectName(_NAME)
    card.body.setSpacing(6)
    waiting = sorted(batches, key=lambda batch: not batch.held)  # what still waits for somebody first
    for batch in waiting[:_SHOWN]:
        here = ngettext("{n} proposal here", "{n} proposals here", batch.proposals)
        held = ngettext("{n} row held back", "{n} rows held back", len(batch.held))
        parts = [fill(here, n=format_number(batch.proposals))]
        parts += [fill(held, n=format_number(len(batch.held)))] if batch.held else []
        line = QHBoxLayout()
        line.addWidget(FlatButton(batch.file, partial(desk.open, "imports", batch.id), small=True))
        line.addWidget(LeadingLabel(listed(parts), role="muted"))
        line.addStretch(1)
        card.body.addLayout(line)
    every = QHBoxLayout()
    words = ngettext("All {n} imported files", "All {n} imported files", len(batches))
    every.addWidget(
        FlatButton(fill(words, n=format_number(len(batches))), partial(desk.open, "imports"), icon="history")
    )
    every.addStretch(1)
    card.body.addLayout(every)
    return card

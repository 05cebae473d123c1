"""The body of most pages: a table under its bar, and beside it what is told about the chosen row."""

from typing import Final

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from khartoum_desktop.toolkit.parts import Card, Splitter

_USUAL_WIDTH: Final = 1246  # of a page in a window 1366 wide


class TablePane(Splitter):
    """`bar` above `table`, `side` beside both; the table takes what the window gives."""

    def __init__(self, bar: QWidget | QLayout, table: QWidget, side: QWidget, *, side_width: int) -> None:
        super().__init__()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if isinstance(bar, QLayout):
            column.addLayout(bar)
        else:
            column.addWidget(bar)
        card = Card(padding=1)
        card.body.setSpacing(0)
        card.body.addWidget(table)
        column.addWidget(card, 1)
        self.addWidget(middle)
        self.addWidget(side)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setSizes([_USUAL_WIDTH - side_width, side_width])

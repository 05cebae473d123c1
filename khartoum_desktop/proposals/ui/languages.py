"""A text in three languages, all of them in sight: short ones under each other, long ones side by side."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import NAMES, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.fields import GROUP_LABELS, Field, Type
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow

_TAG_WIDTH: Final = 72
_STATUS_WIDTH: Final = 128
_WIDE: Final = 560  # from here on three long texts stand side by side


class LanguageRows(QWidget):
    """A text in three languages: the language's name, the field in its direction, where its translation stands."""

    def __init__(self, group: str, rows: Sequence[tuple[Field, FieldRow]]) -> None:
        super().__init__()
        self._long = rows[0][0].type is Type.LONG
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_heading(group, rows[0][0].max_length))
        self._texts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._texts.setSpacing(8)
        column.addLayout(self._texts)
        self.status: dict[str, LeadingLabel] = {}
        for field, row in rows:
            row.label.hide()
            if self._long:
                self._texts.addWidget(_under_its_name(field, row), 1)
            else:
                self._texts.addLayout(self._beside_its_name(field, row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put long texts side by side where there is room."""
        super().resizeEvent(event)
        beside = self._long and event.size().width() >= _WIDE
        self._texts.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _beside_its_name(self, field: Field, row: FieldRow) -> QHBoxLayout:
        language = field.language or ""
        line = QHBoxLayout()
        line.setSpacing(8)
        tag = _name(field, row)
        tag.setFixedWidth(_TAG_WIDTH)
        line.addWidget(tag)
        line.addWidget(row, 1)
        self.status[language] = LeadingLabel("", kind="caption", role="muted", wrap=True)
        self.status[language].setFixedWidth(_STATUS_WIDTH)
        line.addWidget(self.status[language])
        return line

    def show_status(self, words: Mapping[str, str]) -> None:
        """Say of each language whether the text is the original, a translation, or missing."""
        for language, label in self.status.items():
            label.setText(words.get(language, ""))


def _heading(group: str, longest: int | None) -> QHBoxLayout:
    heading = QHBoxLayout()
    heading.setSpacing(8)
    heading.addWidget(LeadingLabel(_(GROUP_LABELS[group]), kind="strong"))
    if longest:
        limit = fill(_("up to {n} characters"), n=format_number(longest))
        heading.addWidget(LeadingLabel(limit, kind="caption", role="muted"))
    heading.addStretch(1)
    return heading


def _name(field: Field, row: FieldRow) -> LeadingLabel:
    tag = LeadingLabel(NAMES[field.language or ""], kind="caption", role="muted")
    tag.setBuddy(row.editor)
    return tag


def _under_its_name(field: Field, row: FieldRow) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(_name(field, row))
    column.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
    column.addStretch(1)
    return whole

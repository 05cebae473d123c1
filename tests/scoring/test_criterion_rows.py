"""The line of a criterion in the rubric says its weight whole, however many digits it has."""

from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.scoring.ui import criterion_rows
from khartoum_desktop.toolkit.direction import set_direction
from tests.scoring.building import criteria_set
from tests.scoring.looks import look

__all__ = ["look"]


@pytest.mark.usefixtures("look")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_weight_is_painted_whole(language: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    set_language(language)
    set_direction()
    criteria = criteria_set([Fraction("138.617"), 1])
    row = criterion_rows.CriterionRow(criteria, criteria.criteria[0])
    qtbot.addWidget(row)
    row.resize(480, 40)
    painted: dict[str, tuple[QRectF, QFont]] = {}

    def noted(_painter: object, rect: QRectF, text: str, font: QFont, *_rest: Any) -> None:
        painted[text] = (rect, font)

    monkeypatch.setattr(criterion_rows, "draw_text", noted)
    row.grab()
    rect, font = painted["×138.617"]
    assert QFontMetricsF(font).horizontalAdvance("×138.617") <= rect.width()
    assert rect.left() >= 0
    assert rect.right() <= 480

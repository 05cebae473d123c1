"""The way to the scoring grid, for the scoring page."""

from collections.abc import Callable
from typing import Final

from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk

PAGE: Final = "scoring_grid"


def grid_action(desk: Desk, whose: Callable[[], Assessor | None]) -> Action:
    """Return what leads to the table of all marks of somebody."""
    return Action("scoring.grid", _("Table of marks"), lambda: desk.open(PAGE, whose()), "Ctrl+Shift+G", "columns")

"""The way to the scoring grid, for the scoring page."""

from functools import partial
from typing import Final

from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk

PAGE: Final = "scoring_grid"


def grid_action(desk: Desk) -> Action:
    """Return what leads to the table of all one's marks."""
    return Action("scoring.grid", _("Table of marks"), partial(desk.open, PAGE), "Ctrl+Shift+G", "columns")

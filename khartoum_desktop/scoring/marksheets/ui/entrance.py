"""The ways to the page of the assessors' sheets, for other pages."""

from functools import partial
from typing import Final

from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk

PAGE: Final = "sheets"
CHOOSE: Final = "choose"  # the page's argument that asks for returned sheets at once


def sheet_actions(desk: Desk) -> tuple[Action, ...]:
    """Return what leads to the sheets: writing them, and taking returned ones in."""
    return (
        Action("sheets.open", _("Sheets for assessors"), partial(desk.open, PAGE), "", "export"),
        Action("sheets.take", _("Take in returned sheets…"), partial(desk.open, PAGE, CHOOSE), "", "import"),
    )

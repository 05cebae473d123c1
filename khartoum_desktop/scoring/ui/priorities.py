"""The page of the presidency and its priorities, where a change of presidency opens its round of marks too."""

from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.proposals.ui.priorities_page import PrioritiesPage
from khartoum_desktop.scoring.rounds.opening import change_presidency
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.workspace import Workspace


def _page(work: Workspace, desk: Desk) -> Page:
    return PrioritiesPage(work, desk, change_presidency)


SPEC: Final = PageSpec("priorities", N_("Presidency and priorities"), "delegation", _page, in_rail=False)

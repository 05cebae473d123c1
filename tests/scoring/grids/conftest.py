"""The page of criteria sets, open in each direction."""

import pytest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.proposals.shipped import criteria_set_id
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring.grids.ui.page import SPEC
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.workspace import Workspace
from tests.scoring.grids.at import ZERO, At
from tests.scoring.rooms import id_of
from tests.scoring.seats import sit


@pytest.fixture(params=["ar", "en"])
def at(request: pytest.FixtureRequest, qtbot: QtBot, work: Workspace) -> At:
    """Return the page on the EU 0–5 grid, in each direction."""
    set_language(request.param)
    set_direction()
    return At(sit(qtbot, work, SPEC, ZERO))


@pytest.fixture
def frozen(at: At) -> At:
    """Return the page on the default set, which a mark has frozen."""
    nadia = scoring.assessor_of(at.work, "Nadia Fahmy", "EG")
    scoring.mark(at.work, id_of(1), "1.1", nadia, "4")
    at.page.arrive(criteria_set_id("default"))
    at.seat.settle()
    return at

"""A row of the list says what its proposal says, also when a step wrote only a line of it beside another proposal."""

from pytestqt.qtbot import QtBot

from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.columns.model import ColumnChoice, Shown
from khartoum_desktop.storage.schema import Party, Proposal
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import room


def test_a_row_follows_its_lines_beside_changes_of_another_proposal(qtbot: QtBot, work: Workspace) -> None:
    one = operations.create(work, {"title_en": "Skills hubs", "lead_country": "EG"})
    two = operations.create(work, {"title_en": "Border health", "lead_country": "EG"})
    with room(qtbot, work) as here:
        here.page.list.columns.show(ColumnChoice.of([Shown("title"), Shown("parties")]))
        here.settle()
        with work.step("An import, say") as step:
            step.put(Proposal, two, {"acronym": "BH"})
            step.add(Party, {"proposal": one, "name": "SD", "position": 0})
        here.settle()
        model = here.page.list.model
        assert "Sudan" in model.text_at(model.position(one), 1)

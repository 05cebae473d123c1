"""What is not eligible by the checklist is seen in the ranking: a chip, the reason in the card and aloud."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, fill, set_language
from khartoum_desktop.core.i18n import language as spoken_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.queries import current_round
from khartoum_desktop.scoring.rounds.operations import answer_checklist
from khartoum_desktop.scoring.rounds.queries import Reply, Yes
from khartoum_desktop.shortlist import queries
from khartoum_desktop.shortlist.ui.ranking_page import SPEC, RankingPage
from khartoum_desktop.storage.schema import ChecklistItem
from khartoum_desktop.toolkit.delegates import CELL_PADDING
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.painting import ChipLook, chip_width
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Workspace
from tests.counting import counted_queries
from tests.scoring.rooms import id_of
from tests.scoring.seats import Seat, sit

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture(params=["en", "ar", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak a language in its direction."""
    set_language(request.param)
    set_direction()
    yield request.param
    set_language("en")


@pytest.fixture
def checked(work: Workspace) -> Workspace:
    """Return the workspace with two questions; the proposal of rank 1 fails the obligatory one, rank 2 the other."""
    here = current_round(work)
    with work.step("Checklist") as step:
        row = {"criteria_set": here.criteria_set}
        signed = {"key": "1", "label_en": "Signed", "label_ar": "موقَّع", "label_fr": "Signée", "obligatory": True}
        step.add(ChecklistItem, {**row, **signed}, "signed")
        step.add(ChecklistItem, {**row, "key": "2", "label_en": "Logo"}, "logo")
    answer_checklist(work, here, id_of(2), {"signed": Reply(Yes.NO, "Letter 17 is missing")})
    answer_checklist(work, here, id_of(1), {"logo": Reply(Yes.NO), "signed": Reply(Yes.UNCLEAR)})
    return work


def page_of(seat: Seat) -> RankingPage:
    assert isinstance(seat.page, RankingPage)
    return seat.page


def cell(page: RankingPage, row: int, column: str, role: Qt.ItemDataRole) -> str:
    place = [one.key for one in page.model.columns].index(column)
    return strip_isolates(str(page.model.index(row, place).data(role) or ""))


def chip(page: RankingPage, row: int) -> ChipLook | None:
    column = next(one for one in page.model.columns if one.key == "threshold")
    shown = page.model.row_at(row)
    assert column.chip is not None
    assert shown is not None
    return column.chip(shown)


def reason() -> str:
    signed = {"en": "Signed", "ar": "موقَّع", "fr": "Signée"}[spoken_language()]
    why = fill(_("{field}: {value}"), field=signed, value="Letter 17 is missing")
    return strip_isolates(fill(_("Not eligible: {reason}"), reason=why))


def told(page: RankingPage) -> str:
    QTest.qWait(30)  # what was shown before is gone by then
    return strip_isolates("\n".join(one.text() for one in page.why.findChildren(QLabel) if one.isVisibleTo(page.why)))


def test_what_is_not_eligible_is_marked_and_keeps_its_rank(qtbot: QtBot, checked: Workspace, language: str) -> None:
    page = page_of(sit(qtbot, checked, SPEC))
    assert list(page.model.ids)[:2] == [id_of(2), id_of(1)]
    out, passed, below = chip(page, 0), chip(page, 1), chip(page, 3)
    assert out is not None
    assert passed is not None
    assert below is not None
    assert [one.word for one in (out, passed, below)] == [_("not eligible"), _("passed"), _("below")]
    assert len({out.kind, passed.kind, below.kind}) == 3
    spoken, tip = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole
    assert cell(page, 0, "threshold", spoken) == cell(page, 0, "threshold", tip) == reason()
    assert cell(page, 0, "rank", spoken).endswith(f" · {reason()}")
    assert cell(page, 1, "threshold", spoken) == _("passed")
    assert "·" not in cell(page, 1, "rank", spoken)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert reason() in told(page)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert page.selected() == [id_of(1)]
    assert strip_isolates(fill(_("Not eligible: {reason}"), reason="")) not in told(page)


def test_chip_and_heading_fit_the_column(qtbot: QtBot, checked: Workspace, language: str) -> None:
    page = page_of(sit(qtbot, checked, SPEC))
    place = [one.key for one in page.model.columns].index("threshold")
    out = chip(page, 0)
    assert out is not None
    room = page.table.columnWidth(place) - 2 * CELL_PADDING
    assert chip_width(out, current_theme()) <= room
    assert current_theme().metrics("strong").horizontalAdvance(page.model.columns[place].label) <= room


def test_an_answer_shows_at_once_and_goes_again(qtbot: QtBot, checked: Workspace) -> None:
    seat = sit(qtbot, checked, SPEC)
    page = page_of(seat)
    here = current_round(checked)
    answer_checklist(checked, here, id_of(5), {"signed": Reply(Yes.NO)})
    seat.settle()
    last = len(page.model.ids) - 1
    assert chip(page, last) == chip(page, 0), "without marks it is not eligible either"
    for number in (2, 5):
        answer_checklist(checked, here, id_of(number), {"signed": None})
    seat.settle()
    assert chip(page, last) is None
    assert chip(page, 0) == chip(page, 1)


def test_it_is_read_with_the_ranking_not_row_by_row(checked: Workspace) -> None:
    def asked() -> int:
        with counted_queries() as statements:
            found = queries.current_ranking(checked)
        assert id_of(2) in found.ineligible
        return len(statements)

    before = asked()
    for number in (1, 3, 4, 5):
        answer_checklist(checked, current_round(checked), id_of(number), {"signed": Reply(Yes.NO)})
    assert asked() == before

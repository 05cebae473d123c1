"""Scenarios: one step each, undone, renamed, refused; hostile rows are left alone; compared in the bump chart."""

import json
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.shortlist.whatif import operations, queries
from khartoum_desktop.shortlist.whatif.scenarios import read, written
from khartoum_desktop.shortlist.whatif.ui.page import SPEC, SandboxPage
from khartoum_desktop.shortlist.whatif.weights import equal, moved, stored
from khartoum_desktop.storage.schema import Scenario as ScenarioRow
from khartoum_desktop.toolkit.charts import ChartView
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Workspace
from tests.scoring.building import criteria_set
from tests.scoring.rooms import id_of
from tests.scoring.seats import Seat, left_of, sit


def test_kept_exactly_renamed_deleted_and_brought_back(work: Workspace) -> None:
    digest = work.present_digest()
    weights = moved(equal(18), 0, Fraction(1, 7))
    ident = operations.save(work, "  Priorities\u202e first\n", weights)
    one = queries.scenario(work, "priorities first")
    assert (one.id, one.name, one.weights) == (ident, "Priorities first", weights)
    operations.rename(work, ident, "First things")
    assert queries.scenario(work, ident).name == "First things"
    operations.rename(work, ident, "FIRST things")  # its own name, written otherwise
    operations.delete(work, ident)
    assert queries.trials(work).scenarios == ()
    work.undo()
    assert queries.scenario(work, "First Things").weights == weights
    for _step in range(3):
        work.undo()
    assert work.present_digest() == digest


def test_refused_with_nothing_changed(work: Workspace) -> None:
    operations.save(work, "Equal", equal(18))
    digest = work.present_digest()
    for name, weights in (
        ("", equal(18)),
        ("\u200f \x00", equal(18)),
        ("x" * 101, equal(18)),
        ("eQUAL", equal(18)),
        ("Few", equal(17)),
        ("Half", (Fraction(1, 2),) + (Fraction(0),) * 17),
        ("Below", (Fraction(2), Fraction(-1), *(Fraction(0),) * 16)),
    ):
        with pytest.raises(UserError):
            operations.save(work, name, weights)
    with pytest.raises(UserError, match="no scenario"):
        operations.delete(work, "nowhere")
    assert work.present_digest() == digest


def test_a_stored_scenario_is_read_only_when_it_fits() -> None:
    criteria = criteria_set([3, 1])
    text = written(criteria, (Fraction(1, 3), Fraction(2, 3)))
    assert json.loads(text) == {"id-0": "1/3", "id-1": "2/3"}
    assert read(criteria, text) == (Fraction(1, 3), Fraction(2, 3))
    assert read(criteria, '{"id-0": "3", "id-1": "1"}') == (Fraction(3, 4), Fraction(1, 4))
    for wrong in (
        "", "null", "[]", "{", '{"id-0": "1"}', '{"id-0": "1", "id-1": "0", "x": "0"}', '{"id-0": 1, "id-1": 0}',
        '{"id-0": "-1", "id-1": "2"}', '{"id-0": "1/0", "id-1": "1"}', '{"id-0": "0", "id-1": "0"}',
        '{"id-0": "1e9", "id-1": "1"}', '{"id-0": "١", "id-1": "1"}', "[" * 50_000, '{"id-0": "' + "1" * 10**6 + '"}',
        '{"id-0": "' + "9" * 300 + '", "id-1": "1"}',
    ):  # fmt: skip
        assert read(criteria, wrong) is None


# --- in the window ----------------------------------------------------------------------------------------------------


pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture
def seat(qtbot: QtBot, work: Workspace) -> Seat:
    """Return the scenarios part before a person; two scenarios are kept."""
    usual = stored(scoring.criteria(work, scoring.current_round(work).criteria_set))
    operations.save(work, "Priorities", moved(usual, 0, Fraction(8, 10)))
    operations.save(work, "Equal", equal(18))
    return sit(qtbot, work, SPEC, "scenarios")


def page_of(seat: Seat) -> SandboxPage:
    assert isinstance(seat.page, SandboxPage)
    return seat.page


def places_of(chart: ChartView, ident: str) -> list[QPoint]:
    """Return where something stands in a chart, in the order of its columns."""
    assert chart.chart is not None
    return [QPoint(round(item.x), round(item.y)) for item in chart.chart.items if item.id == ident]


def rank_in(name: str, rank: int) -> str:
    return strip_isolates(fill(_("{name}: rank {rank}"), name=name, rank=rank))


def test_they_are_compared_and_one_is_highlighted(language: str, seat: Seat, work: Workspace) -> None:
    part = page_of(seat).scenarios
    assert [column.name for column in part.columns()] == [_("Stored"), "Equal", "Priorities"]
    ident = queries.scenario(work, "Equal").id
    QTest.mouseClick(part.rows[ident].check, Qt.MouseButton.LeftButton)
    assert [column.name for column in part.columns()] == [_("Stored"), "Priorities"]
    chart = part.chart
    assert chart.chart is not None
    assert chart.chart.table[0][2:] == (_("Stored"), "Priorities")
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current == chart.chart.items[0].id == id_of(2)
    assert rank_in(_("Stored"), 1) in chart.accessibleDescription()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=places_of(chart, id_of(1))[1])
    assert chart.current == id_of(1)
    assert rank_in("Priorities", 1) in chart.accessibleDescription()


def test_a_trial_stands_beside_them(seat: Seat) -> None:
    page = page_of(seat)
    page.tabs.setCurrentIndex(0)
    page.sandbox.move_weight(5, Fraction(9, 10))
    page.tabs.setCurrentIndex(1)
    assert [column.name for column in page.scenarios.columns()] == ["Stored", "This trial", "Equal", "Priorities"]


def test_the_columns_run_from_the_start_edge(language: str, seat: Seat) -> None:
    page = page_of(seat)
    part, chart = page.scenarios, page.scenarios.chart
    assert (left_of(chart, page) > left_of(next(iter(part.rows.values())), page)) == (language == "en")
    chart.setFocus()
    ahead = Qt.Key.Key_Right if language == "en" else Qt.Key.Key_Left
    QTest.keyClick(chart, ahead)
    first = chart.current
    QTest.keyClick(chart, ahead)
    assert [first, chart.current] == list(dict.fromkeys(item.id for item in chart.chart.items))[:2]  # type: ignore[union-attr]
    columns = [place.x() for place in places_of(chart, chart.current)]
    assert len(columns) == 3
    assert columns == sorted(columns, reverse=language == "ar")
    shares = [x / chart.width() for x in columns]
    room = (shares[0], 1 - shares[-1]) if language == "en" else (1 - shares[0], shares[-1])
    assert room[0] > room[1], "the titles stand before the first column, the references after the last"
    image, accent = chart.grab().toImage(), current_theme().colour("accent")
    for place in places_of(chart, chart.current):
        ratio = image.devicePixelRatio()
        assert image.pixelColor(round((place.x() - 8) * ratio), round(place.y() * ratio)) == accent
    QTest.keyClick(chart, Qt.Key.Key_Right if language == "ar" else Qt.Key.Key_Left)
    assert chart.current == first


def test_trying_renaming_and_deleting(language: str, seat: Seat, work: Workspace) -> None:
    page = page_of(seat)
    one = queries.scenario(work, "Priorities")
    seat.click(page.scenarios.rows[one.id].buttons[0])
    assert page.argument() == "weights"
    assert page.sandbox.trial is not None
    assert page.sandbox.trial.weights == one.weights
    page.tabs.setCurrentIndex(1)
    seat.click(page.scenarios.rows[one.id].buttons[1])
    dialog = page.findChild(NameDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.name.line, "Ours")
    seat.click(dialog.save_button)
    assert queries.scenario(work, "ours").id == one.id
    seat.click(page.scenarios.rows[one.id].buttons[2])
    assert one.id not in page.scenarios.rows
    assert "Ours" in seat.said[-1][0]
    seat.press_undo()
    assert one.id in page.scenarios.rows


def test_one_for_other_criteria_is_shown_but_not_used(qtbot: QtBot, work: Workspace) -> None:
    with work.step("Hostile") as step:
        values = {"round": scoring.current_round(work).id, "name": "Old", "weights": '{"x": "1"}'}
        ident = step.add(ScenarioRow, values)
    page = page_of(sit(qtbot, work, SPEC, "scenarios"))
    assert not page.scenarios.rows[ident].check.isEnabled()
    assert len(page.scenarios.columns()) == 1
    assert page.scenarios._empty.isVisible()


def test_at_most_five_beside_the_stored_one(qtbot: QtBot, work: Workspace) -> None:
    for number in range(7):
        operations.save(work, f"S{number}", moved(equal(18), number, Fraction(1, 2)))
    page = page_of(sit(qtbot, work, SPEC, "scenarios"))
    assert len(page.scenarios.columns()) == 6
    free = [row for row in page.scenarios.rows.values() if not row.check.isChecked()]
    assert len(free) == 2
    assert not any(row.check.isEnabled() for row in free)


def test_the_map_part(qtbot: QtBot, work: Workspace, language: str) -> None:
    seat = sit(qtbot, work, SPEC, "map")
    page = page_of(seat)
    chart = page.map.chart
    assert chart.chart is not None
    assert len(chart.chart.items) == 6
    if language == "en":
        assert strip_isolates(page.map.told.text()).startswith("1 proposal ")
    assert page.map.told.isVisible()
    best, worst = (places_of(chart, id_of(number))[0] for number in (1, 2))  # 5 and 2 on the first group
    assert (best.x() > worst.x()) == (language == "en"), "what is high across stands further on"
    assert best.y() > worst.y(), "upwards is upwards everywhere"
    image = chart.grab().toImage()
    pixel = (best * image.devicePixelRatio()).toTuple()
    assert image.pixelColor(*pixel) != current_theme().colour("base"), "its bubble is painted there"
    assert (left_of(page.map.across, page) < left_of(page.map.envelope, page)) == (language == "en")
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=best)
    assert chart.current == id_of(1)
    before = [item.x for item in chart.chart.items]
    page.map.across.setFocus()
    for _press in range(3):
        seat.press(Qt.Key.Key_Down, on=page.map.across)
    assert [item.x for item in chart.chart.items] != before
    lines = len(chart.chart.shapes)
    page.map.envelope.line.setText("3000000")
    QTest.keyClick(page.map.envelope.line, Qt.Key.Key_Return)
    assert len(chart.chart.shapes) == lines + 2
    assert any("EUR" in item.words for item in chart.chart.items)

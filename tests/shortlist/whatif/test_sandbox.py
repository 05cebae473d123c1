"""The sandbox before a person's eyes: sliders by mouse and keys, ranks that follow, the ghost, ticks, scenarios."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring.model import Blank
from khartoum_desktop.shortlist import queries as ranking
from khartoum_desktop.shortlist.ui.ranking_page import SPEC as RANKING
from khartoum_desktop.shortlist.whatif import operations, queries
from khartoum_desktop.shortlist.whatif.ui.page import SPEC, SandboxPage
from khartoum_desktop.shortlist.whatif.ui.slider import WeightSlider
from khartoum_desktop.shortlist.whatif.weights import equal
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import id_of, new_round, new_workspace, put_proposals, ref_of, reopened
from tests.scoring.seats import Seat, left_of, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")


def page_of(seat: Seat) -> SandboxPage:
    assert isinstance(seat.page, SandboxPage)
    return seat.page


def slider(page: SandboxPage, place: int = 0) -> WeightSlider:
    return page.sandbox.weights.rows[place].slider


def shares(page: SandboxPage) -> tuple[Fraction, ...]:
    assert page.sandbox.trial is not None
    return page.sandbox.trial.weights


def shown(page: SandboxPage) -> list[str]:
    return list(page.sandbox.model.ids)


def settle(seat: Seat) -> None:
    seat.bot.waitUntil(lambda: not page_of(seat).sandbox._settle.isActive())
    seat.settle()


def drag(widget: WeightSlider, share: Fraction) -> None:
    """Press on the handle, pull it and let go."""
    y = widget.height() // 2
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(widget.x_of(widget.share)), y))
    QTest.mouseMove(widget, QPoint(round(widget.x_of(share)), y))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(widget.x_of(share)), y))


def test_a_dragged_weight_ranks_anew_and_nothing_is_stored(qtbot: QtBot, work: Workspace, language: str) -> None:
    before, digest = ranking.rank_json(work), work.present_digest()
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    assert shown(page)[0] == id_of(2)
    drag(slider(page), Fraction(8, 10))
    assert abs(shares(page)[0] - Fraction(8, 10)) < Fraction(1, 50)
    assert shares(page)[0].denominator <= 1000
    assert sum(shares(page)) == 1
    assert shares(page)[1] / shares(page)[2] == slider(page, 1).stored / slider(page, 2).stored
    assert shown(page)[0] == id_of(1)
    row = page.sandbox.model.row_at(0)
    assert row is not None
    assert row.standing is not None
    assert row.standing.climbed == 5
    assert (slider(page).x_of(Fraction(1)) > slider(page).x_of(Fraction(0))) == (language == "en")
    settle(seat)
    assert ranking.rank_json(work) == before
    assert work.present_digest() == digest


def test_the_keys(qtbot: QtBot, work: Workspace, language: str) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    settle(seat)
    usual = slider(page).stored
    more, less = (Qt.Key.Key_Right, Qt.Key.Key_Left) if language == "en" else (Qt.Key.Key_Left, Qt.Key.Key_Right)
    QTest.keyClick(slider(page), more)
    assert shares(page)[0] == usual + Fraction(1, 100)
    QTest.keyClick(slider(page), more, Qt.KeyboardModifier.ShiftModifier)
    assert shares(page)[0] == usual + Fraction(6, 100)
    QTest.keyClick(slider(page), less)
    QTest.keyClick(slider(page), Qt.Key.Key_Down)
    assert shares(page)[0] == usual + Fraction(4, 100)
    QTest.keyClick(slider(page), Qt.Key.Key_Home)
    assert page.sandbox.trial is not None
    assert page.sandbox.trial.is_stored
    settle(seat)
    assert slider(page).ticks
    first = min(tick.at for tick in slider(page).ticks if tick.at > usual)
    QTest.keyClick(slider(page), Qt.Key.Key_PageUp)
    assert shares(page)[0] == first  # exactly: the two are equal there
    outcome = page.sandbox.outcome
    assert outcome is not None
    ranks = [rank for rank in outcome.ranks if rank]
    assert len(set(ranks)) < len(ranks)


def test_ticks_name_the_pair(qtbot: QtBot, work: Workspace, language: str) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    settle(seat)
    ticks = slider(page).ticks
    leading = [tick for tick in ticks if tick.strong]
    assert leading
    if language == "en":
        assert strip_isolates(leading[0].words).startswith("Above ")
        assert "leads" in leading[0].words
    assert ref_of(2) in leading[0].words
    at = slider(page)
    place = QPoint(round(at.x_of(leading[0].at)), 5)
    QApplication.sendEvent(at, QHelpEvent(QEvent.Type.ToolTip, place, at.mapToGlobal(place)))
    assert QToolTip.text() == leading[0].words
    assert page.sandbox.sentences[0].isVisible()
    colour = current_theme().colour("warn")
    image = at.grab().toImage()
    ratio = image.devicePixelRatio()
    assert image.pixelColor(round(at.x_of(leading[0].at) * ratio), round(4 * ratio)) == colour
    places = [at.x_of(tick.at) for tick in sorted(ticks, key=lambda tick: tick.at)]
    assert places == sorted(places, reverse=language == "ar"), "a tick of a higher weight stands further on"


def test_a_number_is_the_same_control_and_says_what_is_wrong(qtbot: QtBot, work: Workspace) -> None:
    page = page_of(sit(qtbot, work, SPEC))
    number = page.sandbox.weights.rows[2].number
    number.setFocus()
    number.line.selectAll()
    QTest.keyClicks(number.line, "33.3")
    QTest.keyClick(number.line, Qt.Key.Key_Return)
    assert shares(page)[2] == Fraction(333, 1000)
    number.line.setText("٤٠٪")
    QTest.keyClick(number.line, Qt.Key.Key_Return)
    assert shares(page)[2] == Fraction(40, 100)
    for wrong in ("120", "many", "-3"):
        number.line.setText(wrong)
        QTest.keyClick(number.line, Qt.Key.Key_Return)
        assert number.problem
        assert shares(page)[2] == Fraction(40, 100)
    drag(slider(page, 2), Fraction(1, 2))
    assert not number.problem


def test_a_locked_weight_stays(qtbot: QtBot, work: Workspace) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    before = shares(page)
    rows = page.sandbox.weights.rows
    QTest.mouseClick(rows[1].lock, Qt.MouseButton.LeftButton)
    assert not rows[1].slider.isEnabled()
    drag(slider(page), Fraction(1))
    assert shares(page)[1] == before[1]
    assert shares(page)[0] == 1 - before[1]
    assert sum(shares(page)) == 1
    page.back()
    for row in rows[2:]:
        row.lock.setChecked(True)
    drag(slider(page), Fraction(1))
    assert shares(page) == before
    assert "No other weight" in seat.said[-1][0]


def test_back_and_discard(qtbot: QtBot, work: Workspace, language: str) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    before = shown(page)
    drag(slider(page), Fraction(8, 10))
    page.back()
    assert shown(page) == before
    drag(slider(page), Fraction(8, 10))
    assert page.header.primary is not None
    assert page.header.primary.text() == _("Save as scenario"), "nothing that is tried is lost by the first button"
    seat.click(next(one for one in page.header.findChildren(QPushButton) if one.objectName() == "sandbox.discard"))
    assert shown(page) == before
    assert seat.opened == [("ranking", None)]
    page.sandbox.table.selectRow(0)
    seat.press(Qt.Key.Key_Return, on=page.sandbox.table)
    assert seat.opened[-1] == ("proposals", before[0])


def test_presets_and_scenarios_to_begin_with(qtbot: QtBot, work: Workspace) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    combo = page.sandbox.begin
    assert combo.code() == "stored"
    for code in ("equal", "order"):
        combo.choose(code)
        combo.activated.emit(combo.currentIndex())
        assert sum(shares(page)) == 1
        assert combo.code() == code
    drag(slider(page), Fraction(1, 2))
    assert combo.code() == ""
    operations.save(work, "Half", shares(page))
    seat.settle()
    page.back()
    one = queries.scenario(work, "half")
    combo.choose(one.id)
    combo.activated.emit(combo.currentIndex())
    assert shares(page) == one.weights


def test_saving_needs_a_name_and_is_one_step(qtbot: QtBot, work: Workspace, language: str) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    drag(slider(page), Fraction(1, 2))
    page.save()
    dialog = page.findChild(NameDialog)
    assert dialog is not None
    seat.click(dialog.save_button)
    assert dialog.isVisible()
    assert ("needs a name" in dialog.row.editor.problem) == (language == "en")
    assert dialog.row.editor.problem
    QTest.keyClicks(dialog.name.line, "Priorities first")
    QTest.keyClick(dialog.name.line, Qt.Key.Key_Return)
    seat.click(dialog.save_button) if dialog.isVisible() else seat.settle()
    assert queries.scenario(work, "priorities FIRST").weights == shares(page)
    assert "Priorities first" in seat.said[-1][0]
    work.undo()
    assert queries.trials(work).scenarios == ()


def test_provisional_ones_stand_below_a_rule(qtbot: QtBot, work: Workspace) -> None:
    with reopened(work, [2], "Nadia Fahmy", "EG") as nadia:
        scoring.mark(work, id_of(2), "1.1", nadia, blank=Blank.ABSTAINED)
    page = page_of(sit(qtbot, work, SPEC))
    assert shown(page)[-2:] == ["rule:provisional", id_of(2)]
    assert page.sandbox.table.columnSpan(len(shown(page)) - 2, 0) == page.sandbox.model.columnCount()
    drag(slider(page), Fraction(8, 10))
    assert shown(page)[-2:] == ["rule:provisional", id_of(2)]
    assert page.sandbox.model.text_at(len(shown(page)) - 1, 0) == "1–7"


def test_everything_has_a_name_and_is_on_its_side(qtbot: QtBot, work: Workspace, language: str) -> None:
    page = page_of(sit(qtbot, work, SPEC))
    assert unnamed(page) == []
    assert all(row.slider.accessibleName() and row.slider.accessibleDescription() for row in page.sandbox.weights.rows)
    first = left_of(page.sandbox.weights, page) < left_of(page.sandbox.table, page)
    assert first == (language == "en")
    drag(slider(page), Fraction(8, 10))
    spoken = page.sandbox.model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "5" in spoken
    if language == "en":
        assert spoken == "Trial rank 1, stored rank 6. Up by 5 ranks."


def test_no_marks_yet_and_the_way_from_the_ranking(qtbot: QtBot, tmp_path: object, work: Workspace) -> None:
    seat = sit(qtbot, work, RANKING)
    action = next(action for action in seat.page.actions() if action.id == "ranking.weights")
    action.run()
    assert seat.opened == [("sandbox", None)]


def test_without_marks_it_says_what_comes_first(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> None:
    bare = new_workspace(tmp_path_factory.mktemp("bare") / "bare.khartoum")
    new_round(bare)
    put_proposals(bare, 2)
    seat = sit(qtbot, bare, SPEC)
    assert page_of(seat).stack.currentIndex() == 1
    assert seat.failed == []
    bare.close()


def test_hidden_from_an_assessor_who_has_not_finished(qtbot: QtBot, work: Workspace) -> None:
    work.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    seat = sit(qtbot, work, SPEC, "map")
    page = page_of(seat)
    assert page.stack.currentIndex() == 1
    labels = [strip_isolates(label.text()) for label in page.stack.empty.findChildren(QLabel)]
    assert any("shown once yours are submitted" in label or "once it is closed" in label for label in labels)
    assert page.sandbox.board is None
    assert page.map.chart.chart is None
    page.save()
    assert page.findChild(NameDialog) is None


def test_a_trial_goes_on_when_marks_change(qtbot: QtBot, work: Workspace) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    page.sandbox.choose(equal(18))
    with reopened(work, [5], "Nadia Fahmy", "EG") as nadia:
        scoring.mark(work, id_of(5), "1.1", nadia, "5", reason="seen")
    seat.settle()
    assert shares(page) == equal(18)


def colours(image: QImage, left: int, right: int, y: int) -> list[QColor]:
    """Return the colours of a line of pixels between two places of a widget, from left to right."""
    ratio = image.devicePixelRatio()
    return [image.pixelColor(round(x * ratio), round(y * ratio)) for x in range(left, right)]


def test_the_slider_is_filled_from_the_start_edge_and_runs_as_the_keys_do(
    qtbot: QtBot, work: Workspace, language: str
) -> None:
    seat = sit(qtbot, work, SPEC)
    at = slider(page_of(seat))
    QTest.mouseClick(page_of(seat).sandbox.table, Qt.MouseButton.LeftButton)

    def filled() -> list[int]:
        row = colours(at.grab().toImage(), 0, at.width(), at.height() // 2 - 1)
        return [x for x, colour in enumerate(row) if colour == current_theme().colour("accent")]

    before = filled()
    start, end = (min, max) if language == "en" else (max, min)
    assert start(before) == pytest.approx(at.x_of(Fraction(0)), abs=3)
    assert end(before) == pytest.approx(at.x_of(at.share), abs=9)
    further = Qt.Key.Key_Right if language == "en" else Qt.Key.Key_Left
    for _press in range(4):
        QTest.keyClick(at, further, Qt.KeyboardModifier.ShiftModifier)
    after = filled()
    assert start(after) == start(before)
    assert abs(end(after) - end(before)) == pytest.approx((at.width() - 20) / 5, abs=6)
    assert (end(after) > end(before)) == (language == "en"), "the handle goes where the key points"


def test_bars_begin_with_the_first_group_and_the_ghost_ends_them(qtbot: QtBot, work: Workspace, language: str) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    settle(seat)
    table, model = page.sandbox.table, page.sandbox.model
    area = table.visualRect(model.index(0, [one.key for one in model.columns].index("bar")))
    row = colours(table.viewport().grab().toImage(), area.left(), area.right(), area.center().y())
    looks = [current_theme().criterion(number).fill for number in range(len(page.sandbox.weights.rows))]
    painted = [colour for colour in row if colour in looks]
    seen = list(dict.fromkeys(looks.index(colour) for colour in (painted if language == "en" else painted[::-1])))
    assert seen[0] == 0
    assert seen == sorted(seen)
    edge = [x for x, colour in enumerate(row) if colour in looks]
    near, far = edge[0], len(row) - 1 - edge[-1]
    assert (near < far) == (language == "en"), "the bar leaves its room free at the end"

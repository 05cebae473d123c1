"""What the page of criteria sets says and shows after an import, a copy and a choice."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.shipped import criteria_set_id
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.grids import queries
from khartoum_desktop.toolkit.buttons import Button, SecondaryButton
from khartoum_desktop.toolkit.direction import LeadingLabel
from tests.scoring.grids.at import At
from tests.scoring.grids.building import plain, text
from tests.scoring.seats import left_of

pytestmark = pytest.mark.usefixtures("look")


def test_every_field_of_a_frozen_set_looks_the_same(frozen: At) -> None:
    details = frozen.page.details
    assert details.question is not None
    assert details.name is not None
    line, paper = details.name.line.grab().toImage(), details.question.text.grab().toImage()
    greyed = line.pixelColor(line.width() // 2, 4)
    assert paper.pixelColor(paper.width() // 2, 4) == greyed
    assert all(editor.text.isReadOnly() for editor in details.levels.values())
    frozen.page.copy()
    frozen.seat.settle()
    assert details.question is not None
    paper = details.question.text.grab().toImage()
    assert paper.pixelColor(paper.width() // 2, 4) != greyed


def test_nothing_is_cut_beside_free_room(at: At) -> None:
    box = at.page.head.aggregation.box
    longest = max(box.fontMetrics().horizontalAdvance(strip_isolates(box.itemText(row))) for row in range(box.count()))
    assert box.width() >= longest + 40
    details = at.page.details
    assert details.name is not None
    edge = details.name.mapTo(details.pane.inner, QPoint(0, 0)).x()
    assert 3 <= edge <= details.pane.inner.width() - details.name.width() - 3  # the ring's room on either side


def test_swing_points_are_explained_where_they_count(at: At) -> None:
    assert not at.page.head.about_swing.isVisible()
    at.pick(at.page.head.weighting, "swing")
    assert at.page.head.about_swing.isVisible()
    assert "100" in at.page.head.about_swing.text()


def test_an_import_keeps_the_set_and_leaves_the_round_in_hand(frozen: At, tmp_path: Path) -> None:
    file, before = tmp_path / "offices.json", rounds.rounds(frozen.work)
    file.write_text(text(plain()), encoding="utf-8")
    sets = len(queries.listed_sets(frozen.work))
    assert frozen.page.accept_files([file])
    frozen.seat.settle()
    assert frozen.shown.label.text() == "Offices"
    assert rounds.rounds(frozen.work) == before
    primary = frozen.page.header.primary
    assert primary is not None
    assert primary.isEnabled()
    assert primary.text() in strip_isolates(frozen.seat.said[-1][0])  # the next step is named
    frozen.page.accept_files([file])
    frozen.seat.settle()
    assert frozen.page.message.kind == "info"
    assert len(queries.listed_sets(frozen.work)) == sets + 1
    frozen.seat.press_undo()
    assert len(queries.listed_sets(frozen.work)) == sets
    assert frozen.shown.key == "default"
    frozen.work.redo()
    frozen.seat.settle()
    assert frozen.shown.label.text() == "Offices"
    assert frozen.page.header.primary is not None
    frozen.seat.click(frozen.page.header.primary)
    now = rounds.current_round(frozen.work)
    assert now.criteria_set == frozen.shown.id
    assert now.label.text().endswith("Offices")
    assert now.label.text() not in {one.label.text() for one in before}


def test_a_copy_says_so_takes_the_focus_and_comes_back_with_redo(frozen: At) -> None:
    page, old = frozen.page, frozen.shown.id
    (button,) = page.banner.findChildren(SecondaryButton)
    button.setFocus()
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    frozen.seat.settle()
    made = frozen.shown
    assert [one.version for one in queries.listed_sets(frozen.work) if one.key == "default"] == [2, 1]
    assert "2" in frozen.seat.said[-1][0]
    first = page.table.weights[made.criteria[0].id].line
    assert page.focusWidget() is first
    assert not first.isReadOnly()
    frozen.seat.bot.waitUntil(lambda: page.copy_button is not None and page.copy_button.isEnabled())
    frozen.work.undo()
    frozen.seat.settle()
    assert frozen.shown.id == old
    frozen.work.redo()
    frozen.seat.settle()
    assert frozen.shown.id == made.id
    frozen.page.open_set(old)
    frozen.seat.settle()
    assert frozen.shown.id == old


def test_buttons_stay_where_they_are_when_a_set_is_put_to_use(at: At) -> None:
    header = at.page.header
    before = {button.text(): left_of(button, header) for button in header.findChildren(Button) if button.isVisible()}
    primary = header.primary
    assert primary is not None
    at.seat.click(primary)
    assert not primary.isEnabled()
    assert before == {
        button.text(): left_of(button, header) for button in header.findChildren(Button) if button.isVisible()
    }


def test_an_error_below_a_weight_moves_nothing_sideways(at: At) -> None:
    at.page.arrive(criteria_set_id("eu-concept-note"))
    at.seat.settle()
    table = at.page.table
    parts = [part for part in table.findChildren(QWidget) if part.isVisible()]
    before = [left_of(part, table) for part in parts]
    key = at.shown.criteria[1].key
    at.write(table.weights[at.id(key)], "abc")
    assert table.weights[at.id(key)].problem
    assert [left_of(part, table) for part in parts] == before
    heads = [part for part in parts if isinstance(part, LeadingLabel) and part.text() == at.shown.groups[0].key]
    assert heads
    assert all(table.rect().contains(part.mapTo(table, part.rect().center())) for part in heads)

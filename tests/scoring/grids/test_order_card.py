"""The order of importance by mouse and keyboard: the others keep the places they share."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.scoring.grids.at import At

pytestmark = pytest.mark.usefixtures("look")


def test_the_order_is_changed_by_keys_by_dragging_and_by_a_shared_place(at: At) -> None:
    at.pick(at.page.head.weighting, "order")
    order = at.page.order
    first, second, third = (at.id(key) for key in "123")
    at.page.order.ordered.emit(((first,), (second,), (third,)))
    at.seat.settle()
    QTest.keyClick(order.rows[0], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    at.seat.settle()
    assert [row.id for row in order.rows] == [second, first, third]
    assert [one.importance for one in at.stored.criteria] == [2, 1, 3]
    QTest.keyClick(order.rows[0], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)  # nowhere to go
    row = order.rows[2]
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 10 - 2 * row.height()))
    at.seat.settle()
    assert [one.importance for one in at.stored.criteria] == [3, 2, 1]
    at.write(at.page.table.weights[first], "2")
    assert [one.importance for one in at.stored.criteria] == [2, 2, 1]
    assert at.weight("1") == at.weight("2") == Fraction(700, 36)


def importances(at: At) -> list[int | None]:
    return [one.importance for one in at.stored.criteria]


def test_a_move_keeps_the_shared_places_of_the_others(at: At) -> None:
    at.pick(at.page.head.weighting, "order")  # all weigh the same: all share place 1
    assert importances(at) == [1, 1, 1]
    order = at.page.order
    QTest.mouseClick(order.rows[2], Qt.MouseButton.LeftButton)
    assert at.page.focusWidget() is order.rows[2]
    assert not order.share.isEnabled()  # it shares the place of the one above already
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(order.rows[2], Qt.Key.Key_Down, alt)
    at.seat.settle()
    assert importances(at) == [1, 1, 2]
    assert at.page.focusWidget() is order.rows[2]
    QTest.keyClick(order.rows[2], Qt.Key.Key_Up, alt)
    at.seat.settle()
    assert importances(at) == [2, 2, 1]
    assert at.page.focusWidget() is order.rows[0]
    QTest.keyClick(order.rows[0], Qt.Key.Key_Down)
    QTest.keyClick(order.rows[1], Qt.Key.Key_S, alt)
    at.seat.settle()
    assert importances(at) == [1, 2, 1]
    at.work.undo()
    at.seat.settle()
    QTest.mouseClick(order.rows[1], Qt.MouseButton.LeftButton)
    at.seat.click(order.share)
    assert importances(at) == [1, 2, 1]


def test_a_drag_shows_where_it_lands_and_shares_a_place_in_its_midst(at: At) -> None:
    at.pick(at.page.head.weighting, "order")
    order, (first, second, third) = at.page.order, (at.id(key) for key in "123")
    order.ordered.emit(((first, second), (third,)))
    at.seat.settle()
    row = order.rows[2]
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    QTest.mouseMove(row, QPoint(40, 10 - 2 * row.height()))
    assert order.landing.isVisible()
    assert not any(other.takes for other in order.rows)
    QTest.mouseMove(row, QPoint(40, 10 - row.height()))
    assert not order.landing.isVisible()
    assert [other.takes for other in order.rows] == [True, True, False]
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 10 - row.height()))
    at.seat.settle()
    assert importances(at) == [1, 1, 1]
    assert not any(other.takes for other in order.rows)
    row = order.rows[0]
    QTest.mousePress(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton, pos=QPoint(40, 10 + 3 * row.height()))
    at.seat.settle()
    assert importances(at) == [2, 1, 1]

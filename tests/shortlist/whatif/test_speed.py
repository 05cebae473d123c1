"""A slider stays ahead of the screen: a short form of `slider_speed`, in processor time."""

from fractions import Fraction

from pytestqt.qtbot import QtBot

from tests.effort import effort
from tests.shortlist.whatif.slider_speed import FRAME, board_of, ranking, window


def test_five_hundred_proposals_are_ranked_and_painted_within_a_frame(qtbot: QtBot) -> None:
    board = board_of(500, 12)
    rank = ranking(board)
    assert effort(lambda: rank(Fraction(3, 10)), FRAME / 4) < FRAME / 4
    move = window(board)
    places = iter([Fraction(number % 40 + 5, 50) for number in range(0, 7000, 7)])
    for _warm in range(3):
        move(next(places))
    assert effort(lambda: move(next(places)), FRAME, times=25) < FRAME

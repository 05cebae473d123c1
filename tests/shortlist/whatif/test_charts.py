"""The bump chart and the map as shapes: who is where, what stands out, and what covers nothing."""

from dataclasses import replace
from fractions import Fraction

import pytest

from khartoum_desktop.core.charts import Circle, Line, Room, Text, rough_width, svg
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import Criterion, Group, Wording
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.shortlist.model import Ranking, rank
from khartoum_desktop.shortlist.whatif.bump import Column, bump_chart, shown
from khartoum_desktop.shortlist.whatif.map import Axis, Money, Point, axes, budget_line, map_chart, mean_mark, points
from khartoum_desktop.shortlist.whatif.model import Board
from khartoum_desktop.shortlist.whatif.weights import equal, moved, stored
from tests.scoring.building import criteria_set, single, vectors

ROOM = Room(800, 500, rough_width)


def offices() -> Board:
    criteria = criteria_set([32, 26, 23, 10, 6, 3], (0, 100))
    cells = single(criteria, vectors()["tipping"][0]["values"])
    names = [Candidate(name, name, Wording(en=f"Office {name}")) for name in cells]
    return Board(rank(criteria, names, cells))


def test_the_bump_chart_crosses_where_ranks_do() -> None:
    board = offices()
    usual = stored(board.criteria)
    columns = [
        Column("Stored", board.rank(usual)),
        Column("Visible", board.rank(moved(usual, 1, Fraction(6, 10)))),
        Column("Equal", board.rank(equal(6))),
    ]
    assert [board.lines[place].id for place in shown(columns, 2)] == ["A", "E", "G"]
    chart = bump_chart(board, columns, 2, replace(ROOM, current="G"))
    assert [item.id for item in chart.items] == ["A"] * 3 + ["E"] * 3 + ["G"] * 3
    heights = {ident: [item.y for item in chart.items if item.id == ident] for ident in "AEG"}
    assert heights["G"][1] < heights["A"][1] < heights["E"][1]
    assert heights["A"][0] < heights["E"][0] < heights["G"][0]
    mine = [shape for shape in chart.shapes if isinstance(shape, Line) and shape.item == "G"]
    assert [(line.colour, line.width) for line in mine] == [("accent", 3), ("accent", 3)]
    others = {shape.colour for shape in chart.shapes if isinstance(shape, Line) and shape.item != "G"}
    assert others == {"divider"}
    texts = [strip_isolates(shape.words) for shape in chart.shapes if isinstance(shape, Text)]
    assert "1 of the first 2 stay" in texts
    assert strip_isolates(chart.table[3][1]) == "Office G"
    assert chart.table[3][2:] == ("3", "1", chart.table[3][4])
    assert "<svg" in svg(chart)


# --- the map ----------------------------------------------------------------------------------------------------------


def grouped() -> Ranking:
    criteria = criteria_set([3, 1, 4], (1, 5))
    groups = (Group("g1", "1", Wording(en="Need")), Group("g2", "2", Wording(en="Joint")))
    members: list[Criterion] = [
        replace(one, group="g1" if place < 2 else "g2") for place, one in enumerate(criteria.criteria)
    ]
    criteria = replace(criteria, criteria=tuple(members), groups=groups)
    rows = {"A": (5, 1, 5), "B": (4, 4, 4), "C": (2, 2, None), "D": (1, 3, 2), "E": (3, None, 3)}
    cells = single(criteria, rows)
    names = [Candidate(name, f"KP-{name}", Wording(en=name), restricted=name == "B") for name in "ABCDE"]
    return rank(criteria, names, cells)


@pytest.fixture
def placed() -> tuple[tuple[Axis, Axis], list[Point]]:
    """Return the two groups and the proposals that have a place."""
    ranking = grouped()
    found = axes(ranking.criteria)
    costs = {"A": 4000, "B": 1000, "D": None, "E": 500}
    return (found[0], found[1]), points(ranking, found[0], found[1], costs.get, frozenset("A"))[0]


def test_axes_are_groups_then_criteria() -> None:
    ranking = grouped()
    found = axes(ranking.criteria)
    assert [strip_isolates(axis.name) for axis in found] == [
        "Need", "Joint", "c0 Criterion 0", "c1 Criterion 1", "c2 Criterion 2",
    ]  # fmt: skip
    line = ranking.line("A")
    assert line is not None
    assert mean_mark(found[0], line) == (Fraction(4), True)  # (3·5 + 1·1) / 4
    line = ranking.line("E")
    assert line is not None
    assert mean_mark(found[0], line) == (Fraction(3), False)
    placed_, left = points(ranking, found[0], found[1], lambda _ident: None, frozenset())
    assert [line.id for line in left] == ["C"]
    assert [point.line.id for point in placed_] == ["A", "B", "D", "E"]


def test_the_envelope_pays_from_the_line_on(placed: tuple[tuple[Axis, Axis], list[Point]]) -> None:
    axes_, several = placed
    assert budget_line(several, *axes_, 5000) == 4  # A (4.5) and B (4) cost 5000
    assert budget_line(several, *axes_, 4999) == Fraction(9, 2)
    assert budget_line(several, *axes_, 3999) is None
    assert budget_line(several, *axes_, 5500) == 3  # and E
    assert budget_line(several, *axes_, 10**9) == 3  # what D costs is not known


def test_bubbles_by_cost_list_and_secrecy(placed: tuple[tuple[Axis, Axis], list[Point]]) -> None:
    axes_, several = placed
    scale = grouped().criteria.scale
    chart = map_chart(scale, axes_, several, Money("EUR", 5000), ROOM)
    bubbles = {shape.item: shape for shape in chart.shapes if isinstance(shape, Circle) and shape.item}
    assert bubbles["A"].radius == pytest.approx(2 * bubbles["B"].radius)  # four times the area
    assert (bubbles["A"].fill, bubbles["B"].fill) == ("accent", "ghost")
    assert bubbles["B"].edge == "warn"
    assert (bubbles["D"].fill, bubbles["D"].dashed) == ("", True)
    assert bubbles["A"].x > bubbles["D"].x
    assert bubbles["A"].y < bubbles["D"].y
    (line,) = [shape for shape in chart.shapes if isinstance(shape, Line) and shape.colour == "warn"]
    middle = (bubbles["B"].x - line.x1) / (line.x2 - line.x1)
    assert line.y1 + middle * (line.y2 - line.y1) == pytest.approx(bubbles["B"].y)  # it goes through the last paid one
    words = {item.id: strip_isolates(item.words) for item in chart.items}
    assert "cost not known" in words["D"]
    assert "Restricted" in words["B"] or "restricted" in words["B"]
    assert "marks are missing" in words["E"]
    assert "on the shortlist" in words["A"]
    assert len(chart.table) == 5


def test_labels_cover_neither_each_other_nor_a_bubble() -> None:
    criteria = criteria_set([1, 1], (1, 5))
    rows = {
        f"p{number:02}": (3 + number % 4 * Fraction(1, 4), 3 + number // 4 * Fraction(1, 4)) for number in range(16)
    }
    ranking = rank(criteria, [Candidate(name, f"KP-2026-{name}") for name in rows], single(criteria, rows))
    across, up = axes(criteria)
    several, _left = points(ranking, across, up, lambda _ident: 1000, frozenset())
    chart = map_chart(criteria.scale, (across, up), several, Money("EUR"), ROOM)
    boxes = []
    for shape in chart.shapes:
        if isinstance(shape, Text) and shape.item:
            wide = rough_width(shape.words, "caption")
            left = {"start": shape.x, "end": shape.x - wide, "middle": shape.x - wide / 2}[shape.align]
            boxes.append((left, shape.y - 8, left + wide, shape.y + 8))
        elif isinstance(shape, Circle) and shape.item:
            boxes.append(
                (shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius)
            )
    texts = [shape for shape in chart.shapes if isinstance(shape, Text) and shape.item]
    assert len(texts) >= 4
    bubbles = len(boxes) - len(texts)
    meeting = [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    both_bubbles = [pair for pair in meeting if all(box[3] - box[1] != 16 for box in pair)]
    assert bubbles == 16
    assert meeting == both_bubbles

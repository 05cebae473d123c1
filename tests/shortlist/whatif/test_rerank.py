"""An older round under new criteria: what is carried, moved to another scale, new or dropped, and who moves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Scale
from khartoum_desktop.scoring.grids import editing
from khartoum_desktop.scoring.grids import operations as grids
from khartoum_desktop.scoring.model import Candidate, Cell
from khartoum_desktop.shortlist.model import Ranking, rank
from khartoum_desktop.shortlist.whatif.comparing import compared, other_round, rerank_json
from khartoum_desktop.shortlist.whatif.rerank import carried, continued, rerank
from khartoum_desktop.shortlist.whatif.ui.page import SPEC, SandboxPage
from khartoum_desktop.storage.schema import CriteriaSet as SetRow
from khartoum_desktop.storage.schema import Criterion as CriterionRow
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import Workspace, derived_id
from tests.scoring.building import Number, criteria_set, single
from tests.scoring.rooms import id_of
from tests.scoring.seats import sit


def old_ranking(rows: Mapping[str, Sequence[Number | None]], scale: tuple[int, int] = (1, 5)) -> Ranking:
    criteria = criteria_set([5, 3, 2], scale)
    return rank(criteria, [Candidate(name, name) for name in rows], single(criteria, rows))


def new_set(weights: Sequence[int], scale: tuple[int, int] = (1, 5)) -> CriteriaSet:
    made = criteria_set(weights, scale)
    members = tuple(replace(one, id=f"new-{place}", key=f"n{place}") for place, one in enumerate(made.criteria))
    return replace(made, id="new", key="new", criteria=members)


LINKS = {"new-0": ("id-1", "same"), "new-1": ("between", "renamed"), "between": ("id-0", "same")}


def test_marks_follow_their_criteria_however_many_copies_lie_between() -> None:
    old = old_ranking({"A": (5, 1, 1), "B": (1, 5, 5), "C": (3, 3, 3), "D": (None, 4, 4), "E": (None, None, None)})
    found = rerank(new_set([8, 2]), old, LINKS)
    assert [(one.criterion.key, one.source and one.source.key, one.how) for one in found.continued] == [
        ("n0", "c1", "same"), ("n1", "c0", "renamed"),
    ]  # fmt: skip
    assert [one.key for one in found.dropped] == ["c2"]
    rows = {one.candidate.id: one for one in found.lines}
    assert "E" not in rows  # never marked: nothing to carry
    assert [one.candidate.id for one in found.lines] == ["B", "C", "A", "D"]
    ranks = [(rows[name].old_rank, rows[name].so_far, rows[name].climbed) for name in "ABC"]
    assert ranks == [(1, 3, -2), (1, 1, 0), (1, 2, -1)]  # all three had 3 before
    assert (rows["D"].old_rank, rows["D"].so_far, rows["D"].climbed) == (None, None, None)
    assert rows["D"].unscored == Fraction(2, 10)
    assert rows["B"].line.rank == 1  # all of the new set is marked
    assert rows["B"].so_far_total == Fraction(8 * 5 + 2 * 1, 10)


def test_new_criteria_are_not_assessed() -> None:
    old = old_ranking({"A": (5, 1, 1), "B": (1, 5, 5)})
    found = rerank(new_set([3, 2, 5]), old, LINKS)
    assert found.continued[2].how == "new"
    assert found.new_weight == Fraction(1, 2)
    for one in found.lines:
        assert one.unscored == Fraction(1, 2)
        assert one.line.rank is None
        assert (one.line.rank_low, one.line.rank_high) == (1, 2)
        assert one.so_far is not None
    assert [(one.candidate.id, one.so_far) for one in found.lines] == [("B", 1), ("A", 2)]


def test_another_scale_moves_marks_in_proportion_exactly() -> None:
    old = old_ranking({"A": (4, 2, 1), "B": (5, 5, 5)})
    found = rerank(new_set([1, 1], (0, 10)), old, LINKS)
    assert {one.how for one in found.continued} == {"rescaled"}
    line = next(one for one in found.lines if one.candidate.id == "A")
    assert [cell and cell.value for cell in line.line.cells] == [Fraction(5, 2), Fraction(15, 2)]
    assert line.so_far_total == 5
    best = next(one for one in found.lines if one.candidate.id == "B")
    assert best.so_far_total == 10
    third = carried(Cell(Fraction(10, 3), 2, 3000, 4000), Scale(0, 5000), Scale(0, 100 * UNIT))
    assert third == Cell(Fraction(200, 3), 2, 60_000, 80_000)
    assert carried(Cell(Fraction(1), 1, 1000, 1000), Scale(1000, 1000), Scale(0, 5000)) is None


def test_the_round_that_is_called_old_may_be_the_younger_one_or_a_sister() -> None:
    old = old_ranking({"A": (4, 2, 1), "B": (5, 5, 5)})
    ids = [one.id for one in old.criteria.criteria]
    forth = {ids[0]: ("new-0", "same"), ids[1]: ("between", "renamed"), "between": ("new-1", "same")}
    sisters = {ids[0]: ("root", "same"), "new-0": ("root", "renamed"), ids[1]: ("new-1", "same")}
    for links, hows in ((forth, ["same", "renamed"]), (sisters, ["renamed", "same"])):
        found = rerank(new_set([1, 1]), old, links)
        assert [one.how for one in found.continued] == hows
        assert [one.source and one.source.id for one in found.continued] == ids[:2]
        assert [one.id for one in found.dropped] == ids[2:]
        assert [(one.candidate.id, one.so_far) for one in found.lines] == [("B", 1), ("A", 2)]


def test_links_that_lead_nowhere_or_in_a_circle_are_new() -> None:
    old = old_ranking({"A": (4, 2, 1)})
    for links in ({}, {"new-0": ("new-0", "same")}, {"new-0": ("x", "same"), "x": ("new-0", "renamed")}):
        assert {one.how for one in continued(new_set([1]), old.criteria, links)} == {"new"}
    found = rerank(new_set([1]), old, {})
    assert found.lines[0].so_far is None
    assert found.lines[0].unscored == 1


def test_the_same_set_changes_nothing() -> None:
    old = old_ranking({"A": (5, 1, 1), "B": (1, 5, 4), "C": (3, 3, 3)})
    found = rerank(old.criteria, old, {})
    assert [one.candidate.id for one in found.lines] == [line.id for line in old.lines]
    assert all(one.climbed == 0 and not one.unscored and one.line.rank == one.old_rank for one in found.lines)
    assert found.dropped == ()


# --- in a workspace ---------------------------------------------------------------------------------------------------


@pytest.fixture
def two(work: Workspace) -> Workspace:
    """Return the workspace with a second round on new criteria: two continue older ones (one on 0–10), one is new."""
    first = queries.current_round(work)
    old = queries.criteria(work, first.criteria_set)
    ids = [derived_id("test criterion", str(place)) for place in range(3)]
    with work.step("Criteria") as step:
        chosen = step.add(SetRow, {"key": "next", "version": 1, "label_en": "Next", "presidency": first.presidency,
                                   "scale_min": 0, "scale_max": 10_000, "scale_step": 1000})  # fmt: skip
        for place, (ident, weight) in enumerate(zip(ids, (60_000, 20_000, 20_000), strict=True)):
            values: dict[str, str | int | None] = {
                "criteria_set": chosen,
                "key": f"n{place}",
                "label_en": f"New {place}",
            }
            values |= {"weight": weight, "position": place}
            if place < 2:
                values |= {"copied_from": old.criteria[(0, 5)[place]].id, "mapping": "rescaled"}
            step.add(CriterionRow, values, ident)
        step.add(RoundRow, {"presidency": first.presidency, "criteria_set": chosen, "required": 1, "closed": False,
                            "position": 9, "label_en": "Next round", "label_ar": "الجولة التالية"})  # fmt: skip
    return work


def test_the_other_round_by_name_under_the_criteria_in_hand(two: Workspace) -> None:
    assert queries.current_round(two).label.en == "Next round"
    label = queries.rounds(two)[1].label.text()
    found = compared(two, other_round(two, label.upper()))
    data = rerank_json(found)
    assert [one["how"] for one in data["criteria"]] == ["rescaled", "rescaled", "new"]
    assert data["new_weight"] == "0.2"
    assert data["new_weight_fraction"] == "1/5"
    first = data["proposals"][0]
    assert first["ref"].endswith("01")
    assert (first["old_rank"], first["rank_so_far"], first["move"]) == (6, 1, 5)
    assert first["rank"] is None
    assert first["missing"] == ["n2"]
    assert first["unscored_fraction"] == "1/5"
    # (60 · 10 + 20 · 2.5) / 80, marks 5 and 2 of 1–5 on 0–10
    assert (first["total_so_far"], first["total_so_far_fraction"]) == ("8.125", "65/8")
    assert len(data["proposals"]) == 6
    with pytest.raises(UserError, match="no other round"):
        other_round(two, "nowhere")


def test_a_set_that_was_copied_to_change_it_carries_its_marks(work: Workspace) -> None:
    first = queries.current_round(work)
    copied = grids.copy(work, first.criteria_set).criteria.id
    before = queries.criteria(work, copied)
    heavy, gone = before.criteria[0].id, before.criteria[-1].id
    after = editing.with_scale(before, Fraction(0), Fraction(10), Fraction(1))
    after = editing.removed(editing.with_weight(after, heavy, Fraction(200)), gone)
    after = editing.remapped(queries.criteria(work, first.criteria_set), before, after)
    grids.save(work, before, after)
    ident, opened = grids.put_in_hand(work, copied)
    assert opened
    assert queries.current_round(work).id == ident
    data = rerank_json(compared(work, other_round(work, first.id)))
    assert {one["how"] for one in data["criteria"]} == {"rescaled"}
    assert len(data["dropped"]) == 1
    leader = data["proposals"][0]
    assert leader["ref"].endswith("01")
    assert (leader["old_rank"], leader["rank_so_far"], leader["rank"]) == (6, 1, 1)
    assert leader["unscored"] == "0"


def test_with_one_round_there_is_nothing_to_compare(work: Workspace) -> None:
    with pytest.raises(UserError, match="no other round to compare"):
        other_round(work, "any")


@pytest.mark.usefixtures("look")
def test_the_part_of_the_page(qtbot: QtBot, two: Workspace, language: str) -> None:
    seat = sit(qtbot, two, SPEC)
    page = seat.page
    assert isinstance(page, SandboxPage)
    QTest.mouseClick(page.tabs, Qt.MouseButton.LeftButton, pos=page.tabs.tabRect(3).center())
    seat.settle()
    assert page.argument() == "rounds"
    part = page.rounds
    assert part.model.id_at(0) == id_of(1)
    assert [strip_isolates(part.model.text_at(0, column)) for column in (0, 1, 2)] == ["1", "6", "5"]
    assert strip_isolates(part.model.text_at(0, 4)) == "20.0%"
    said = [strip_isolates(part.words.itemAt(row).widget().text()) for row in range(part.words.count())]  # type: ignore[union-attr]
    if language == "en":
        assert said[0].startswith("Criteria that continue older ones: 2 of 3")
        assert "New, not assessed: n2 (20.0% of the weight)" in said
        assert said[-2].startswith("Dropped, left out: ")
    cells = [part.table.visualRect(part.model.index(0, column)).left() for column in range(6)]
    assert cells == sorted(cells, reverse=language == "ar")
    QTest.mouseClick(part.table.viewport(), Qt.MouseButton.LeftButton,
                     pos=part.table.visualRect(part.model.index(0, 3)).center())  # fmt: skip
    QTest.keyClick(part.table, Qt.Key.Key_Down)
    assert part.table.current_id() == part.model.id_at(1)
    scoring.mark(two, id_of(7), "n0", scoring.assessor_of(two, "Nadia Fahmy", "EG"), "10", reason="seen")
    seat.settle()
    assert part.model.id_at(0) == id_of(1)  # what is marked now belongs to the round in hand

"""The ranking page: order, dividing lines, bars, “Why here?”, search, and putting proposals on the list."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.numbers import format_percent
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring import queries as scoring_queries
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.shortlist import operations, queries
from khartoum_desktop.shortlist.stability.queries import stability
from khartoum_desktop.shortlist.ui.heat_strip import HeatStrip, shown_ranks
from khartoum_desktop.shortlist.ui.rank_rows import bar_of, rank_text, segments
from khartoum_desktop.shortlist.ui.ranking_page import SPEC, RankingPage
from khartoum_desktop.shortlist.ui.safe_weights import interval_text
from khartoum_desktop.shortlist.ui.standing import band_letter
from khartoum_desktop.shortlist.ui.why_card import PartLine
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.table import RowsModel
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, mark_all, new_round, new_workspace, put_proposals, ref_of, reopened
from tests.scoring.seats import Seat, left_of, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")


@pytest.fixture
def gap(work: Workspace) -> Workspace:
    """Return the workspace in which one mark of proposal 2 is missing."""
    for name, delegation in (("Nadia Fahmy", "EG"), ("Giulia Conti", "IT")):
        with reopened(work, [2], name, delegation) as person:
            scoring.mark(work, id_of(2), "1.1", person, blank=Blank.ABSTAINED)
    return work


def page_of(seat: Seat) -> RankingPage:
    assert isinstance(seat.page, RankingPage)
    return seat.page


def texts(page: RankingPage, column: str, *rows: int) -> list[str]:
    """Return what a column (its key) says in some rows."""
    place = [one.key for one in page.model.columns].index(column)
    return [strip_isolates(page.model.text_at(row, place)) for row in rows]


def said(page: RankingPage) -> str:
    """Return all that the card says, one text a line."""
    QTest.qWait(30)  # what was shown before is gone by then
    parts = [label.text() for label in page.why.findChildren(QLabel) if label.isVisibleTo(page.why)]
    parts += [line.accessibleName() for line in page.why.findChildren(PartLine) if line.isVisibleTo(page.why)]
    return strip_isolates("\n".join(parts))


def colours(image: QImage, area: QRect) -> list[QColor]:
    """Return the colours along the middle of an area, from left to right."""
    ratio = image.devicePixelRatio()
    y = round(area.center().y() * ratio)
    return [image.pixelColor(round(x * ratio), y) for x in range(area.left(), area.right())]


def test_official_lines_then_provisional_then_unmarked(qtbot: QtBot, gap: Workspace) -> None:
    page = page_of(sit(qtbot, gap, SPEC))
    assert list(page.model.ids) == [
        id_of(1), id_of(3), id_of(4), "rule:provisional", id_of(2), "rule:unmarked", id_of(5),
    ]  # fmt: skip
    ranks = texts(page, "rank", 0, 1, 2, 4, 6)
    assert ranks == ["1", "2", "3", "1–2", "1–5"]
    assert texts(page, "points", 0, 4, 6) == ["70.0", "83–91", "20–100"]
    qtbot.waitUntil(lambda: texts(page, "stability", 0) != ["…"])
    assert texts(page, "stability", 0, 4, 6) == ["Firm", "90% marked", ""]
    assert page.table.columnSpan(3, 0) == page.model.columnCount()
    assert page.table.rowHeight(3) < page.table.rowHeight(2)
    assert strip_isolates(page.status()) == "3 ranked · 1 provisional · 1 without marks"


def test_thresholds_admit_beside_the_rank(qtbot: QtBot, work: Workspace) -> None:
    page = page_of(sit(qtbot, work, SPEC))
    assert texts(page, "threshold", *range(4)) == ["passed", "passed", "passed", "below"]


def test_why_here(qtbot: QtBot, work: Workspace) -> None:
    page = page_of(sit(qtbot, work, SPEC))
    page.table.selectRow(1)
    words = said(page)
    assert "Rank 2, 70.0 of 100" in words
    assert "1.1 Strength of the link: 7.0" in words
    assert f"Gap to {ref_of(2)}, the one above" in words
    assert "Total: −20.0" in words
    assert f"Gap to {ref_of(3)}, the one below" in words
    assert "Total: +10.0" in words
    page.table.selectRow(3)
    assert "Total points: 40.0 of the 60.0 needed" in said(page)
    assert "Points of “Alignment with the presidency’s priorities”: 8.0 of the 12.0 needed" in said(page)
    page.table.clearSelection()
    assert "Select a proposal" in said(page)


def test_assessors_who_differ_widely_are_pointed_out(qtbot: QtBot, work: Workspace) -> None:
    mark_all(work, {4: 5}, "Amélie Laurent", "FR")
    page = page_of(sit(qtbot, work, SPEC))
    page.table.select_ids([id_of(4)])
    assert "differ widely on\n1.1 Strength of the link" in said(page)


def test_a_shared_rank_says_what_orders_it(qtbot: QtBot, work: Workspace) -> None:
    mark_all(work, {5: 3})
    mark_all(work, {5: 3}, "Giulia Conti", "IT")
    page = page_of(sit(qtbot, work, SPEC))
    assert texts(page, "rank", *range(5)) == ["1", "2", "3", "3", "5"]
    page.table.selectRow(3)
    assert "Shared rank 3" in said(page)
    assert "then the reference" in said(page)


def test_bars_are_cut_by_group_and_add_up(work: Workspace) -> None:
    ranking = queries.current_ranking(work)
    parts = segments(ranking.criteria)
    assert len(parts) == 6
    assert sorted(place for part in parts for place in part.places) == list(range(18))
    line = ranking.line(id_of(1))
    assert line is not None
    bar = bar_of(ranking, parts, line)
    assert sum(bar.shares) == pytest.approx(70)
    assert bar.low is None
    assert not bar.faint


def test_a_whisker_only_where_marks_are_missing(gap: Workspace) -> None:
    ranking = queries.current_ranking(gap)
    line = ranking.line(id_of(2))
    assert line is not None
    bar = bar_of(ranking, segments(ranking.criteria), line)
    assert bar.faint
    assert sum(bar.shares) == pytest.approx(81)
    assert bar.low == pytest.approx(83)
    assert bar.high == pytest.approx(91)
    assert strip_isolates(rank_text(line)) == "1–2"  # the one without marks may still come before it


@pytest.mark.parametrize("language", ["en", "ar"])
def test_bars_grow_from_the_start_edge(qtbot: QtBot, work: Workspace, language: str) -> None:
    set_language(language)
    set_direction()
    page = page_of(sit(qtbot, work, SPEC))
    area = page.table.visualRect(page.model.index(3, 3))  # 40 points: less than half of the bar
    page.table.clearSelection()
    row = colours(page.table.viewport().grab().toImage(), area)
    ground = current_theme().colour("base")
    filled = [x for x, colour in enumerate(row) if colour != ground]
    middle = len(row) // 2
    assert filled
    assert all(x < middle for x in filled) if language == "en" else all(x > middle for x in filled)
    first = left_of(page.table, page) < left_of(page.why, page)
    assert first == (language == "en")


def test_search_keeps_the_blocks(qtbot: QtBot, gap: Workspace) -> None:
    page = page_of(sit(qtbot, gap, SPEC))
    page.search.setText("a-02 Proposal")
    page.search.searched.emit("a-02 Proposal")
    assert list(page.model.ids) == ["rule:provisional", id_of(2)]
    page.search.setText("المقترح")
    page.search.searched.emit("المقترح")
    assert len(page.model.ids) == 7
    page.search.clear_search()
    assert len(page.model.ids) == 7


def test_putting_proposals_on_the_list(qtbot: QtBot, work: Workspace) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    assert page.selected() == [id_of(2)]
    page.table.select_ids([id_of(3), id_of(1)])
    assert page.header.primary is not None
    seat.click(page.header.primary)
    listing = queries.listing(work, queries.shortlist(work))
    assert [place.entry.proposal for place in listing.places] == [id_of(1), id_of(3)]
    text, undo = seat.said[-1]
    assert "2 proposals" in strip_isolates(text)
    assert listing.shortlist.name in text
    assert undo is not None
    mark_all(work, {5: 3})
    seat.press_undo()
    assert queries.listing(work, queries.shortlist(work)).places == ()
    assert queries.rank_json(work)["proposals"][-1]["rank"] is not None
    operations.add(work, queries.shortlist(work).id, [id_of(1), id_of(2)])
    operations.freeze(work, queries.shortlist(work).id)
    page.add_selected()
    seat.settle()
    assert len(queries.shortlists(work)) == 2
    assert [place.entry.proposal for place in queries.listing(work, queries.shortlists(work)[0]).places] == [
        id_of(1),
        id_of(3),
    ]


def test_dividing_lines_are_never_acted_on(qtbot: QtBot, gap: Workspace) -> None:
    seat = sit(qtbot, gap, SPEC)
    page = page_of(seat)
    page.table.selectRow(3)
    assert page.selected() == []
    page.add_selected()
    assert "Select" in page.message.label.text()
    page.show_marks()
    seat.press(Qt.Key.Key_Return, on=page.table)
    assert seat.opened == []
    assert not any(action.enabled() for action in page.actions() if action.id == "ranking.add")


def test_keyboard(qtbot: QtBot, work: Workspace) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    page.table.setFocus()
    seat.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, on=page.table)
    assert seat.opened == [("proposals", id_of(3))]
    page.show_marks()
    assert seat.opened[-1] == ("scoring", id_of(3))
    assert page.argument() == id_of(3)
    seat.arrive(id_of(4))
    assert page.selected() == [id_of(4)]


def test_new_marks_are_ranked_at_once(qtbot: QtBot, work: Workspace) -> None:
    seat = sit(qtbot, work, SPEC)
    page = page_of(seat)
    page.table.select_ids([id_of(4)])
    mark_all(work, {4: 5})
    mark_all(work, {4: 5}, "Giulia Conti", "IT")
    seat.settle()
    assert page.model.ids[0] == id_of(4)
    assert page.selected() == [id_of(4)]
    assert "Rank 1, 100.0 of 100" in said(page)


def test_no_marks_yet(qtbot: QtBot, tmp_path: Path) -> None:
    bare = new_workspace(tmp_path / "bare.khartoum")
    new_round(bare)
    put_proposals(bare, 2)
    seat = sit(qtbot, bare, SPEC)
    page = page_of(seat)
    assert page.stack.currentIndex() == 1
    mark_all(bare, {1: 3})
    seat.settle()
    assert page.stack.currentIndex() == 0
    bare.close()


@pytest.fixture
def arabic() -> Iterator[None]:
    """Speak Arabic, from right to left."""
    set_language("ar")
    set_direction()
    yield
    set_language("en")


@pytest.mark.usefixtures("arabic")
def test_from_right_to_left(qtbot: QtBot, gap: Workspace) -> None:
    page = page_of(sit(qtbot, gap, SPEC))
    rank, title = (page.table.visualRect(page.model.index(0, column)) for column in (1, 2))
    assert rank.left() > title.left()
    assert page.model.text_at(0, 2) == "المقترح 1"
    page.table.selectRow(0)
    assert page.selected() == [id_of(1)]
    assert "المقترح 1" in said(page)


def test_everything_can_be_said_aloud(qtbot: QtBot, gap: Workspace) -> None:
    page = page_of(sit(qtbot, gap, SPEC))
    assert unnamed(page) == []
    spoken = page.model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Rank 1, 70.0 of 100"
    assert page.model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Provisional")


# --- how firm a rank is -----------------------------------------------------------------------------------------------


@pytest.fixture
def swap(work: Workspace) -> Workspace:
    """Return the workspace in which proposals 5 and 6 are level, each better on one criterion: the weights decide."""
    with work.step("One more") as step:
        step.add(Proposal, {"ref": ref_of(6), "title_en": "Proposal 6", "title_ar": "المقترح 6"}, id_of(6))
    criteria = scoring_queries.criteria(work, scoring_queries.current_round(work).criteria_set)
    nadia = scoring.assessor_of(work, "Nadia Fahmy", "EG")
    giulia = scoring.assessor_of(work, "Giulia Conti", "IT")
    first, second = criteria.criteria[1], criteria.criteria[2]
    scoring.mark_many(
        work,
        [
            Entry(id_of(number), criterion.id, one, Answer(mark * 1000, reason="seen"))
            for number, marks in ((5, (5, 2)), (6, (2, 5)))
            for criterion in criteria.criteria
            for one in (nadia, giulia)
            for mark in (dict(zip((first.id, second.id), marks, strict=True)).get(criterion.id, 3),)
        ],
    )
    submit(
        work,
        scoring_queries.current_round(work),
        [(id_of(number), one.id) for number in (5, 6) for one in (nadia, giulia)],
    )
    return work


def stands(page: RankingPage) -> HeatStrip:
    """Return the strip of the line that is selected."""
    found = [one for one in page.why.findChildren(HeatStrip) if one.isVisibleTo(page.why)]
    assert len(found) == 1
    return found[0]


def test_two_that_the_weights_decide_between_are_one_band(qtbot: QtBot, swap: Workspace) -> None:
    page = page_of(sit(qtbot, swap, SPEC))
    qtbot.waitUntil(lambda: texts(page, "stability", 0) != ["…"])
    rows = [page.model.ids.index(id_of(number)) for number in (5, 6)]
    assert texts(page, "rank", *rows) == [texts(page, "rank", rows[0])[0]] * 2
    assert len(set(texts(page, "band", *rows))) == 1
    assert set(texts(page, "stability", *rows)) == {"Open"}
    page.table.selectRow(rows[0])
    words = said(page)
    assert "9,604 draws, seed 1" in words
    assert "The rank is open." in words
    assert "Rank 4: " in stands(page).accessibleDescription()


def test_what_would_lift_a_line_names_the_least_move_of_weights(qtbot: QtBot, work: Workspace) -> None:
    page = page_of(sit(qtbot, work, SPEC))
    page.table.selectRow(1)  # 3.5 everywhere, below 4.5 everywhere: no weights change that
    assert f"No weights lift it level with {ref_of(2)}." in said(page)
    assert "No single mark is enough for that." in said(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_how_far_each_weight_may_move_is_one_click_away(
    qtbot: QtBot, swap: Workspace, language: str, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(set_direction)
    request.addfinalizer(partial(set_language, "en"))
    set_language(language)
    set_direction()
    page = page_of(seat := sit(qtbot, swap, SPEC))
    qtbot.waitUntil(page.safe.isEnabled)
    seat.click(page.safe)
    dialog = page.dialog
    assert dialog is not None
    assert dialog.isVisible()
    model = dialog.table.model()
    assert isinstance(model, RowsModel)
    found = stability(swap)
    criteria = found.ranking.criteria.criteria
    assert list(model.ids) == [one.id for one in criteria]
    for row, safe in enumerate(found.safe):
        for column, interval in ((2, safe.leader), (3, safe.top), (4, safe.order)):
            text = strip_isolates(model.text_at(row, column))
            assert text == strip_isolates(interval_text(interval))
            if interval.low_pair is not None:
                assert strip_isolates(format_percent(interval.low, 1)) in text
    bound = next(row for row, safe in enumerate(found.safe) if safe.leader.low_pair or safe.leader.high_pair)
    dialog.table.selectRow(0)
    for _step in range(bound):
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    leader = found.ranking.official[0].candidate.ref
    assert leader in strip_isolates(dialog.said.text()), "who is passed is named"
    begin, end = (left_of(dialog.table, dialog) + dialog.table.columnViewportPosition(one) for one in (0, 4))
    assert (begin < end) == (language == "en")
    assert not unnamed(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_strip_begins_with_the_first_rank_at_the_start_edge(qtbot: QtBot, swap: Workspace, language: str) -> None:
    set_language(language)
    set_direction()
    page = page_of(sit(qtbot, swap, SPEC))
    qtbot.waitUntil(lambda: texts(page, "stability", 0) != ["…"])
    page.table.select_ids([id_of(5)])
    QTest.qWait(30)
    strip = stands(page)
    first, last = strip.cell(0), strip.cell(len(strip.shares) - 1)
    assert (first.left() > last.right()) is (language == "ar")
    dark = strip.grab().toImage()
    own, empty = strip.cell(strip.shares.index(max(strip.shares))), strip.cell(len(strip.shares) - 1)
    assert (
        colours(dark, own.toRect().adjusted(4, 4, -4, -4))[0] != colours(dark, empty.toRect().adjusted(4, 4, -4, -4))[0]
    )


def test_all_ranks_that_occur_are_shown() -> None:
    half = Fraction(1, 2)
    nothing = Fraction()
    assert shown_ranks([half, half, nothing], 1) == (1, (half, half, nothing))
    many = [nothing] * 50
    many[29] = many[31] = half
    first, shares = shown_ranks(many, 30)
    assert len(shares) == 12
    assert [first + place for place, share in enumerate(shares) if share] == [30, 32]


def test_bands_have_letters_of_the_language() -> None:
    set_language("en")
    assert [band_letter(number) for number in (0, 25, 26)] == ["A", "Z", "AA"]
    set_language("ar")
    assert [band_letter(number) for number in (0, 1, 28)] == ["أ", "ب", "أأ"]

"""The last day for marks: said in words on both pages, and sheets that came after it are marked as late."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.dates import format_date, today
from khartoum_desktop.core.i18n import _, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.rounds import changing
from khartoum_desktop.scoring.rounds.deadlines import deadline_words, is_late
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.scoring.rounds.queries import overview
from khartoum_desktop.scoring.rounds.ui.page import SPEC, RoundsPage
from khartoum_desktop.scoring.table.ui.page import SPEC as GRID
from khartoum_desktop.scoring.ui.page import SPEC as SCORING
from khartoum_desktop.storage.schema import Proposal, Round
from khartoum_desktop.toolkit.theme import current_theme
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, mark_all, reopened
from tests.scoring.seats import sit

pytestmark = pytest.mark.usefixtures("look")
LAST = "2026-11-23"


def until(work: Workspace, day: str) -> None:
    """Give the round in hand a deadline."""
    with work.step("Deadline") as step:
        step.put(Round, queries.current_round(work).id, {"deadline": day})


@pytest.mark.parametrize(
    ("language", "over", "words"),
    [
        ("en", -25, "marks until 23 November 2026"),
        ("en", 0, "marks until today, 23 November 2026"),
        ("en", 1, "deadline passed 1 day ago, on 23 November 2026"),
        ("en", 3, "deadline passed 3 days ago, on 23 November 2026"),
        ("ar", -25, "الدرجات حتى 23 نوفمبر 2026"),
        ("ar", 0, "الدرجات حتى اليوم، 23 نوفمبر 2026"),
        ("ar", 1, "انقضى الموعد النهائي منذ يوم واحد، في 23 نوفمبر 2026"),
        ("ar", 2, "انقضى الموعد النهائي منذ يومين، في 23 نوفمبر 2026"),
        ("ar", 3, "انقضى الموعد النهائي منذ 3 أيام، في 23 نوفمبر 2026"),
        ("ar", 11, "انقضى الموعد النهائي منذ 11 يومًا، في 23 نوفمبر 2026"),
        ("ar", 100, "انقضى الموعد النهائي منذ 100 يوم، في 23 نوفمبر 2026"),
        ("fr", -25, "notes jusqu’au 23 novembre 2026"),
        ("fr", 1, "délai dépassé de 1 jour (23 novembre 2026)"),
        ("fr", 3, "délai dépassé de 3 jours (23 novembre 2026)"),
    ],
)
def test_the_deadline_in_words(work: Workspace, language: str, over: int, words: str) -> None:
    assert deadline_words(queries.current_round(work), date(2026, 11, 23)) == ""
    until(work, LAST)
    set_language(language)
    now = date.fromisoformat(LAST) + timedelta(days=over)
    assert strip_isolates(deadline_words(queries.current_round(work), now)) == words


def test_a_closed_round_is_not_overdue_and_strange_texts_are_shown(work: Workspace) -> None:
    until(work, LAST)
    changing.close_round(work, queries.current_round(work))
    assert strip_isolates(deadline_words(queries.rounds(work)[0], today())) == "deadline 23 November 2026"
    changing.reopen_round(work, queries.rounds(work)[0])
    until(work, "soon")
    assert strip_isolates(deadline_words(queries.current_round(work), today())) == "deadline soon"


def test_the_last_day_itself_is_in_time(work: Workspace) -> None:
    assert not is_late(queries.current_round(work), "2026-11-24"), "there is no deadline"
    until(work, LAST)
    days = ("2026-11-22", LAST, "2026-11-24", "2027-01-01")
    assert [is_late(queries.current_round(work), day) for day in days] == [False, False, True, True]
    until(work, "2026-11")
    assert [is_late(queries.current_round(work), day) for day in ("2026-11-30", "2026-12-01")] == [False, True]


@pytest.fixture
def panel(work: Workspace) -> Workspace:
    """Return the workspace whose deadline was three days ago; Giulia was in time with 1, late with 2, 3 is to do."""
    with work.step("Others") as step:
        for number in (1, 2, 3):
            step.put(Proposal, id_of(number), {"lead_country": "KE"})
    current = queries.current_round(work)
    changing.ask(work, current, operations.assessor_of(work, "Giulia Conti", "IT"))
    last = today() - timedelta(days=3)
    with reopened(work, [], "Giulia Conti", "IT") as giulia:
        mark_all(work, {2: 4}, "Giulia Conti", "IT")
        for one in queries.criteria(work, current.criteria_set).criteria:
            operations.mark(work, id_of(1), one.key, giulia, "4", reason="seen")
    submit(work, current, [(id_of(1), giulia.id)], on=last)
    until(work, last.isoformat())
    return work


def is_like(colour: QColor, wanted: QColor) -> bool:
    """Tell whether a pixel of a smoothed line has nearly a colour."""
    apart = (colour.red() - wanted.red(), colour.green() - wanted.green(), colour.blue() - wanted.blue())
    return sum(map(abs, apart)) < 60


def test_late_sheets_are_marked_by_word_and_shape(qtbot: QtBot, panel: Workspace, language: str) -> None:
    current = queries.current_round(panel)
    found = overview(panel, current)
    assert [sheet.late for sheet in found.sheets.values()] == [False, True, False]
    assert [(one.submitted, one.late) for one in found.members] == [(2, 1)]
    page = sit(qtbot, panel, SPEC).page
    assert isinstance(page, RoundsPage)
    model, grid = page.grid.model_of, page.grid
    assert [model.text_at(row, 1) for row in range(3)] == [_("Submitted"), _("Submitted late"), _("To do")]
    assert len({model.text_at(row, 1) for row in range(3)}) == 3
    tip = strip_isolates(str(model.data(model.index(1, 1), Qt.ItemDataRole.ToolTipRole)))
    assert strip_isolates(format_date(today().isoformat())) in tip
    assert strip_isolates(deadline_words(current, today())) in strip_isolates(page.facts.text())
    image, ratio = grid.viewport().grab().toImage(), grid.devicePixelRatioF()
    warn, places = current_theme().colour("warn"), []
    for row in range(3):
        box: QRect = grid.visualRect(model.index(row, 1))
        middle = box.center().x()
        found_at = [
            x - middle
            for x in range(box.left(), box.right())
            for y in range(box.top(), box.bottom())
            if is_like(image.pixelColor(round(x * ratio), round(y * ratio)), warn)
        ]
        places.append(found_at)
    assert [bool(one) for one in places] == [False, True, False], "a sign of its own"
    assert (max(places[1]) < 0) == (language == "en"), "it stands near the start edge"
    if language == "en":
        assert "2 of 3 submitted · 1 late" in strip_isolates(tip)


@pytest.mark.parametrize("spec", [SCORING, GRID])
def test_who_scores_reads_until_when(qtbot: QtBot, panel: Workspace, language: str, spec: object) -> None:
    seat = sit(qtbot, panel, spec)  # type: ignore[arg-type]
    words = strip_isolates(deadline_words(queries.current_round(panel), today()))
    assert words
    assert words in strip_isolates(seat.page.header.subtitle.text())
    until(panel, (today() + timedelta(days=9)).isoformat())
    seat.settle()
    words = strip_isolates(deadline_words(queries.current_round(panel), today()))
    assert words in strip_isolates(seat.page.header.subtitle.text()), "a new deadline is shown at once"

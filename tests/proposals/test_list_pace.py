"""What the list leaves undone so that a long one stays prompt: sums it knows, sums nobody waits for, the form."""

from collections.abc import Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.rates.model import Total
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import room


@pytest.fixture
def added_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Hear how many rows are added up each time."""
    asked: list[int] = []
    totals = queries.totals

    def counting(work: Workspace, wanted: Sequence[str], progress: Progress = silent) -> Total:
        asked.append(len(wanted))
        return totals(work, wanted, progress)

    monkeypatch.setattr(queries, "totals", counting)
    return asked


def make(work: Workspace, title: str, cost: int) -> str:
    return operations.create(
        work, {"title_en": title, "lead_country": "EG", "budget_total": Amount(cost * 1000, "EUR")}
    )


def test_another_order_of_the_same_rows_is_not_added_up_again(
    qtbot: QtBot, work: Workspace, added_up: list[int]
) -> None:
    make(work, "Skills", 5)
    make(work, "Health", 7)
    with room(qtbot, work, "en") as here:
        said = here.page.status()
        assert "12" in said
        assert added_up == [2]
        here.page.list._sort_by("title", descending=True)
        here.settle()
        assert here.titles() == ["Skills", "Health"]
        assert (here.page.status(), added_up) == (said, [2])
        here.page.list.line.setText("Health")
        here.page.list.search()
        here.settle()
        assert "7" in here.page.status()
        assert added_up == [2, 1]
        make(work, "Health again", 9)
        here.settle()
        assert "16" in here.page.status(), "what changed is added up anew"


def test_nobody_adds_up_what_was_asked_before(
    qtbot: QtBot, work: Workspace, monkeypatch: pytest.MonkeyPatch, added_up: list[int]
) -> None:
    make(work, "Skills", 5)
    with room(qtbot, work, "en") as here:
        view, done = here.page.list, list[str]()
        before = queries.totals

        def slow(work: Workspace, wanted: Sequence[str], progress: Progress = silent) -> Total:
            view._asked += 1  # somebody types on
            found = before(work, wanted, progress)
            done.append("all")
            return found

        monkeypatch.setattr(queries, "totals", slow)
        view.line.setText("Ski")
        view.search()
        here.settle()
        assert done == []
        assert here.faults == []


def test_the_form_is_made_while_nothing_else_is_done(
    qtbot: QtBot, work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(work, "Skills", 5)
    with room(qtbot, work, "en") as here:
        page: Any = here.page
        page._idle.stop()
        made: list[object] = []
        editor = page._ready_editor()

        def ready() -> object:
            made.append(editor)
            return editor

        monkeypatch.setattr(page, "_ready_editor", ready)
        here.desk.tasks.start(lambda _progress: None, lambda _none: None)
        page._prepare()
        assert made == []
        assert page._idle.isActive(), "it is tried again"
        here.settle()
        page._prepare()
        assert made


def test_pages_that_were_scrolled_past_are_not_read(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work, "Skills", 5)
    with room(qtbot, work, "en") as here:
        columns, came = here.page.list.columns, list[bool]()
        for _page in range(12):
            columns._fetch_later([ident], lambda rows: came.append(rows is not None))
        here.settle()
        assert len(came) == 12
        assert came[-4:] == [True] * 4, "what may be in sight is read"
        assert not all(came)
        model = here.page.list.model
        model.refresh()
        model.fetch_later = lambda _ids, done: done(None)
        model.shown_at(0)
        model.fetch_later = columns._fetch_later
        model.shown_at(0)
        here.settle()
        assert here.titles() == ["Skills"], "one that was passed over is asked for again"
        assert model._stale == set()

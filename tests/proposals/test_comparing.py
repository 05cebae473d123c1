"""A proposal at two moments: exactly the fields that differ, whatever was done and undone between them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, past, queries
from khartoum_desktop.proposals.comparing import BEGINNING, compare
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.ui.comparing import CompareMoments
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import room

MARKS = str.maketrans("", "", "\u200e\u200f")


def told(work: Workspace, ident: str, earlier: int | None, later: int = 0) -> dict[str, tuple[str, str]]:
    """Compare the moments after the n-th newest events."""
    events = past.events(work, ident)
    first = BEGINNING if earlier is None else events[earlier].step
    found = compare(work, ident, events, first, events[later].step)
    return {
        one.label: (strip_isolates(one.before).translate(MARKS), strip_isolates(one.after).translate(MARKS))
        for one in found
    }


def test_only_what_differs_is_told_with_amounts_and_lines_whole(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills", "budget_total": Amount(1_000_000, "EUR")})
    operations.set_value(work, ident, "framework", "bilateral")
    operations.set_value(work, ident, "budget_total", Amount(1_000_000, "USD"))
    operations.set_lines(work, ident, "risks", [{"risk": "Drought"}, {"risk": "Delay"}])
    operations.set_value(work, ident, "framework", None)
    assert told(work, ident, 4) == {
        "Total cost": ("EUR 1,000", "USD 1,000"),
        "Risks": ("–", "Drought\nDelay"),
    }
    assert told(work, ident, 3)["Framework"] == ("Bilateral", "–")
    assert told(work, ident, 1, 1) == {}
    assert told(work, ident, None, 4)["Title (English)"] == ("–", "Skills")


def test_an_undo_is_a_moment_too(work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    operations.set_value(work, ident, "acronym", "S")
    work.undo()
    assert told(work, ident, 2) == {}
    assert told(work, ident, 1) == {"Acronym": ("S", "–")}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([None, "A", "B", "C"]), min_size=1, max_size=6), st.data())
def test_moments_say_what_was_true_then(given_values: list[str | None], data: st.DataObject) -> None:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from khartoum_desktop.workspace import Person

    with TemporaryDirectory() as folder:
        work = Workspace.create(Path(folder) / "w.khartoum", Person("Ada", "KE"))
        with work.step("New") as step:
            ident = step.add(queries_table(), {"title_en": "Skills", "lead_country": "KE", "ref": "R"})
        truth = ["–"]
        for value in given_values:
            if value != (None if truth[-1] == "–" else truth[-1]):
                operations.set_value(work, ident, "acronym", value)
                truth.append(value or "–")
        n = len(truth)
        one = data.draw(st.integers(0, n - 1))
        two = data.draw(st.integers(0, n - 1))
        expected = {"Acronym": (truth[one], truth[two])} if truth[one] != truth[two] else {}
        assert told(work, ident, n - 1 - one, n - 1 - two) == expected
        work.close()


def queries_table() -> Any:
    from khartoum_desktop.storage.schema import Proposal

    return Proposal


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_history_drawer_opens_the_comparison(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    operations.set_value(work, ident, "acronym", "S")
    with room(qtbot, work, language) as here:
        editor = here.edit(ident)
        editor.toggle_history()
        QTest.mouseClick(editor.drawer.compare, Qt.MouseButton.LeftButton)
        here.settle()
        (dialog,) = editor.findChildren(CompareMoments)
        assert [one.field for one in dialog.differences] == ["acronym"]
        dialog.earlier.box.setFocus()
        QTest.keyClick(dialog.earlier.box, Qt.Key.Key_End)
        dialog.earlier.set_value("-")
        dialog.earlier.committed.emit("-")
        here.settle()
        assert {"title_en", "acronym", "state"} <= {one.field for one in dialog.differences}
        assert queries.read(work, ident).columns["acronym"] == "S"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_moments_are_told_apart_by_what_is_in_sight(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = operations.create(work, {"title_en": "Skills"})
    operations.set_value(work, ident, "acronym", "S")
    with room(qtbot, work, language) as here:
        editor = here.edit(ident)
        editor.toggle_history()
        editor.drawer.compare.click()
        here.settle()
        (dialog,) = editor.findChildren(CompareMoments)
        moment = strip_isolates(dialog.later.box.itemText(0)).translate(MARKS)
        assert moment.startswith(strip_isolates(format_moment(past.events(work, ident)[0].at)).translate(MARKS))
        headings = {strip_isolates(label.text()) for label in dialog.pane.findChildren(QLabel)}
        assert {_("Before"), _("After")} <= headings


def test_several_selected_proposals_are_not_called_none(qtbot: QtBot, work: Workspace) -> None:
    wanted = [operations.create(work, {"title_en": title}) for title in ("Skills", "Health")]
    with room(qtbot, work) as here:
        here.page.list.table.select_ids(wanted)
        here.settle()
        words = [strip_isolates(label.text()) for label in here.page.list.fiche.findChildren(QLabel)]
        assert any(text.startswith("2 proposals are selected.") for text in words)
        assert "Select a proposal to read it here." not in words

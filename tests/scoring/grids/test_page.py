"""The page of criteria sets by mouse and keyboard, in Arabic and in English."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.shipped import criteria_set_id
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.criteria import LimitKind, Weighting
from khartoum_desktop.scoring.grids import editing, operations, queries
from khartoum_desktop.scoring.grids.ui import files
from khartoum_desktop.scoring.grids.ui.page import SPEC
from khartoum_desktop.toolkit.buttons import SecondaryButton
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.grids.at import EIGHT, ZERO, At
from tests.scoring.grids.building import plain, text
from tests.scoring.seats import left_of, sit, unnamed

pytestmark = pytest.mark.usefixtures("look")


def test_a_weight_is_typed_shown_as_a_share_and_undone(at: At) -> None:
    table = at.page.table
    at.write(table.weights[at.id("2")], "2.5")
    assert at.weight("2") == Fraction(5, 2)
    shares = [strip_isolates(table.shares[one.id].text()) for one in at.shown.criteria]
    assert [share.strip("٪%\u061c ") for share in shares] == ["22.2", "55.6", "22.2"]
    assert "4.5" in table.sum.text()
    at.work.undo()
    at.seat.settle()
    assert at.weight("2") == 1
    assert table.weights[at.id("2")].line.text() == "1"


def test_an_endless_weight_stays_as_it_was_written(at: At) -> None:
    field = at.page.table.weights[at.id("2")]
    at.write(field, "1/3")
    assert strip_isolates(field.line.text()) == "1/3"
    assert not field.dirty
    at.seat.press(Qt.Key.Key_Return, on=field.line)
    at.seat.settle()
    assert at.weight("2") == Fraction(1, 3)
    at.work.undo()
    at.seat.settle()
    assert field.line.text() == "1"


@pytest.mark.parametrize("words", ["-1", "many", "1e400", "9999999999"])
def test_a_wrong_number_stays_beside_its_field_and_is_not_stored(at: At, words: str) -> None:
    field, before = at.page.table.weights[at.id("1")], at.stored
    at.write(field, words)
    assert field.problem
    assert at.stored == before
    assert not at.page.leave()
    QTest.keyClick(field.line, Qt.Key.Key_Escape)
    assert field.line.text() == "1"
    assert at.page.leave()


def test_three_ways_of_weighing(at: At) -> None:
    head, table = at.page.head, at.page.table
    at.pick(head.weighting, "swing")
    assert at.stored.weighting is Weighting.SWING
    at.write(table.weights[at.id("2")], "50")
    assert [at.stored.share_of(one) for one in at.stored.criteria] == [Fraction(2, 5), Fraction(1, 5), Fraction(2, 5)]
    at.write(table.weights[at.id("1")], "80")
    at.write(table.weights[at.id("3")], "80")
    assert table.weights[at.id("3")].problem  # somebody must have 100
    assert at.stored.criteria[2].swing == 100_000
    QTest.keyClick(table.weights[at.id("3")].line, Qt.Key.Key_Escape)
    at.pick(head.weighting, "order")
    assert [one.importance for one in at.stored.criteria] == [2, 3, 1]
    assert at.page.order.isVisible()
    assert [row.id for row in at.page.order.rows] == [at.id("3"), at.id("1"), at.id("2")]
    assert at.weight("3") == Fraction(550, 9)
    assert at.stored.total_weight == 100


def test_thresholds_say_what_they_are_on(at: At) -> None:
    at.page.arrive(criteria_set_id("eu-concept-note"))
    at.seat.settle()
    table = at.page.table
    group = at.shown.groups[0].id
    at.write(table.group_points[group], "12.5")
    at.write(table.group_marks[group], "11")
    at.write(table.total, "31")
    assert at.stored.groups[0].threshold_points == 12_500
    assert at.stored.scale.number(at.stored.groups[0].threshold_marks or 0) == 11
    assert at.stored.threshold_points == 31_000
    at.write(table.group_marks[group], "21")  # four criteria of at most 5
    assert table.group_marks[group].problem
    assert at.stored.scale.number(at.stored.groups[0].threshold_marks or 0) == 11


def test_a_finer_scale_keeps_everything_exact(at: At) -> None:
    at.write(at.page.head.step, "0.0625")
    assert at.stored.scale.unit == 2_000
    assert [at.stored.scale.number(one.threshold or 0) for one in at.stored.criteria] == [3, 3, 3]
    assert [level.text.text() for level in at.stored.criteria[0].levels]
    at.write(at.page.head.step, "0.7")
    assert at.page.head.step.problem
    assert at.stored.scale.text(at.stored.scale.step) == "0.0625"


def test_levels_are_worded_in_three_languages(at: At) -> None:
    at.page.table.names[at.id("2")].click()
    at.pick(at.page.languages, "fr")
    mark = at.stored.scale.unit // 2
    at.write(at.page.details.levels[mark], "Un demi-point.")
    at.write(at.page.details.name, "Effet")
    at.pick(at.page.languages, "en")
    at.write(at.page.details.levels[mark], "Half a point.")
    one = at.stored.criterion("2")
    (level,) = [level for level in one.levels if level.mark == mark]
    assert (level.text.fr, level.text.en, level.text.ar) == ("Un demi-point.", "Half a point.", None)
    assert (one.label.fr, one.label.en) == ("Effet", "Impact")


def test_criteria_groups_maxima_and_questions_come_and_go(at: At) -> None:
    page, table = at.page, at.page.table
    at.seat.click(table.new_group)
    at.seat.click(table.new_criterion)
    assert len(at.stored.groups) == 1
    made = at.stored.criteria[-1]
    assert made.key == "4"
    assert at.weight("4") == 1
    assert page.details.name is not None
    QTest.keyClick(table.names[made.id], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    at.seat.settle()
    assert [one.key for one in at.stored.criteria] == ["1", "2", "4", "3"]
    at.seat.click(page.checklist.more)
    at.seat.click(page.limits.more)
    (limit,) = at.stored.limits
    assert (limit.kind, limit.least) == (LimitKind.PRIORITIES, 1)
    at.write(page.limits.most[limit.id], "3")
    at.pick(page.limits.kinds[limit.id], "mark")
    (limit,) = at.stored.limits
    assert (limit.kind, at.stored.scale.text(limit.most), limit.of) == (LimitKind.MARK, "3", at.id("2"))
    at.pick(page.limits.kinds[limit.id], "eligibility")
    assert at.stored.limits[0].of == at.stored.checklist[0].id
    for _step in range(8):
        at.work.undo()
    at.seat.settle()
    empty = at.stored
    assert [len(part) for part in (empty.limits, empty.checklist, empty.groups)] == [0, 0, 0]
    assert [one.key for one in at.stored.criteria] == ["1", "2", "3"]


def test_a_frozen_set_is_copied_and_the_copy_says_what_became_of_each(frozen: At) -> None:
    page = frozen.page
    assert page.banner.isVisible()
    assert page.table.weights[frozen.id("1.1")].line.isReadOnly()
    assert not page.table.new_criterion.isVisible()
    old = frozen.shown
    frozen.seat.click(page.banner.findChildren(SecondaryButton)[0])
    assert not page.banner.isVisible()
    assert (frozen.shown.version, frozen.shown.copied_from) == (2, old.id)
    at = frozen
    page.table.names[at.id("1.2")].click()
    at.pick(page.languages, "en")
    at.write(page.details.name, "Evidence")
    page.table.names[at.id("1.3")].click()
    at.write(page.details.levels[5000], "Everything fits.")
    mappings = {one.key: one.mapping for one in at.stored.criteria}
    assert (mappings["1.1"], mappings["1.2"], mappings["1.3"]) == ("same", "renamed", "rescaled")
    at.pick(page.details.mapping, "renamed")
    assert at.stored.criterion("1.3").mapping == "renamed"
    page.table._drop(at.id("2.1"))
    at.seat.settle()
    assert "2.1" in page.table.dropped.text()
    page.table.names[at.id("1.1")].click()
    at.pick(page.details.origin, "new")
    one = at.stored.criterion("1.1")
    assert (one.copied_from, one.mapping) == (None, None)
    assert "1.1" in page.table.dropped.text()
    at.pick(page.details.origin, old.criterion("2.1").id)
    assert at.stored.criterion("1.1").mapping == "rescaled"
    assert "2.1" not in page.table.dropped.text()
    at.write(page.head.high, "6")
    assert {one.mapping for one in at.stored.criteria} == {"rescaled"}


def test_the_copy_is_put_in_hand_in_a_round_of_its_own(frozen: At) -> None:
    frozen.page.copy()
    frozen.seat.settle()
    primary = frozen.page.header.primary
    assert primary is not None
    frozen.seat.click(primary)
    assert rounds.current_round(frozen.work).criteria_set == frozen.shown.id
    assert len(rounds.rounds(frozen.work)) == 2
    assert frozen.seat.said
    assert frozen.page.header.primary is primary
    assert not primary.isEnabled()


def test_files_come_in_and_go_out(at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, out = tmp_path / "offices.json", tmp_path / "out.json"
    file.write_text(text(plain() | {"note": 1}), encoding="utf-8")
    assert at.page.accept_files([file])
    at.seat.settle()
    assert at.shown.label.text() == "Offices"
    assert "note" in at.page.message.label.text()
    monkeypatch.setattr(files, "choose_new_file", lambda *_args, **_named: out)  # what the dialog would answer
    at.page.files.give()
    at.seat.settle()
    assert json.loads(out.read_text("utf-8")) == plain() | {"key": "offices", "version": 1}
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    at.page.accept_files([bad])
    at.seat.settle()
    assert at.page.message.kind == "error"


def test_a_reader_only_reads(qtbot: QtBot, work: Workspace) -> None:
    work.sit_down(Person("Mona", "EG", "reader"))
    at = At(sit(qtbot, work, SPEC, EIGHT))
    assert at.page.read_only
    assert at.page.header.primary is None
    assert not at.page.limits.more.isVisible()
    assert not at.page.accept_files([Path("x.json")])


def test_everything_has_a_name_and_the_page_mirrors(at: At) -> None:
    at.page.arrive(EIGHT)
    at.seat.settle()
    at.page.limits.add()
    at.seat.settle()
    assert unnamed(at.page) == []
    mirrored = left_of(at.page.details, at.page) < left_of(at.page.table, at.page)
    assert mirrored == (at.page.layoutDirection() == Qt.LayoutDirection.RightToLeft)
    at.page.resize(700, 500)
    at.seat.settle()
    assert at.page.panes.indexOf(at.page.details) < 0
    assert at.page.middle.inner.width() <= at.page.middle.viewport().width()


def test_another_laptops_change_is_shown(at: At) -> None:
    assert queries.frozen_on(at.work, ZERO) == ""
    operations.save(at.work, at.stored, editing.with_weight(at.stored, at.id("3"), Fraction(7)))
    at.seat.settle()
    assert at.page.table.weights[at.id("3")].line.text() == "7"

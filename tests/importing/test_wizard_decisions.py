"""Decisions of the wizard without a window: the end of a table, hidden rows, texts, undo, what is alike."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.history import NO_HISTORY, words_of
from khartoum_desktop.importing.mapping import mapping_json
from khartoum_desktop.importing.model import Plan, Status, Weight
from khartoum_desktop.importing.planning import plan, read_again
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.survey import PROBLEMS, survey
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, sheet_of

ROWS: Rows = [
    ["Title", "Country", "Total cost"],
    ["Border clinics", "Kenya", "5000 EUR"],
    ["Return centres", "Kenyaa", "6000 EUR"],
    ["Early warning", "Kenyaa", "soon"],
    ["Total", None, "11"],
    ["Training of guards", "Egypt", "7000 EUR"],
    ["Radio for villages", "Egypt", "8000 EUR"],
]
SHEET = "Projects"


def same(one: Plan, other: Plan) -> bool:
    return [sheet.structure for sheet in one.sheets] == [sheet.structure for sheet in other.sheets] and [
        (row.place, row.status, row.values) for row in one.rows
    ] == [(row.place, row.status, row.values) for row in other.rows]


def test_below_the_end_of_a_table_nothing_is_taken(planned: Planned) -> None:
    ended = decisions.end_table(planned(sheet_of(ROWS)), SHEET, 4)
    assert [row.row for row in ended.rows] == [2, 3, 4]
    assert ended.sheets[0].structure.kinds[4:] == (Kind.IGNORED,) * 3
    assert [row.row for row in decisions.end_table(ended, SHEET, None).rows] == [2, 3, 4, 6, 7]


def test_what_was_said_of_rows_below_the_end_is_dropped(planned: Planned) -> None:
    said = decisions.set_kinds(planned(sheet_of(ROWS)), SHEET, [2, 7], Kind.NOTE)
    ended = decisions.end_table(said, SHEET, 5)
    assert [row.row for row in ended.rows] == [3, 4]
    assert ended.sheets[0].structure.kinds[6] is Kind.IGNORED


def test_hidden_rows_are_what_they_would_be_if_they_were_shown(planned: Planned) -> None:
    before = planned(sheet_of(ROWS, hidden=[3, 5]))
    taken = decisions.take_hidden(before, SHEET, taken=True)
    assert [row.row for row in before.rows] == [2, 4, 6, 7]
    assert [row.row for row in taken.rows] == [2, 3, 4, 6, 7]
    assert taken.sheets[0].structure.kinds[4] is Kind.TOTAL, "a hidden total is no proposal"
    assert same(decisions.take_hidden(taken, SHEET, taken=False), before)


STEPS: dict[str, Callable[[Plan], Plan]] = {
    "end of the table": lambda one: decisions.end_table(one, SHEET, 4),
    "hidden rows": lambda one: decisions.take_hidden(one, SHEET, taken=True),
    "header row": lambda one: decisions.choose_header(one, SHEET, [2]),
    "kind of row 3": lambda one: decisions.set_kinds(one, SHEET, [3], Kind.NOTE),
    "kind of 2 rows": lambda one: decisions.set_kinds(one, SHEET, [3, 4], Kind.NOTE),
    "column “Country”": lambda one: decisions.map_column(one, SHEET, "B", None),
    "empty cells of “Total cost”": lambda one: decisions.clear_blanks(one, SHEET, "C"),
    "cell B3": lambda one: decisions.fix_cell(one, SHEET, 3, "B", "Kenya"),
    "“Kenya” everywhere": lambda one: decisions.replace_value(one, "lead_country", "Kenyaa", "Kenya"),
    "row 2 held back": lambda one: decisions.hold(one, SHEET, 2),
    "2 rows held back": lambda one: decisions.hold_rows(one, [(SHEET, 2), (SHEET, 6)], held=True),
    "row 3 taken": lambda one: decisions.release(one, SHEET, 3),
    "sender’s country": lambda one: decisions.sender_country(one, "KE"),
    "all suggestions accepted": decisions.accept_suggestions,
    "sheet taken or left": lambda one: decisions.take_sheet(one, SHEET, taken=False),
}


@pytest.mark.parametrize("words", list(STEPS))
def test_every_decision_has_words_can_be_taken_back_and_done_again(planned: Planned, words: str) -> None:
    set_language("en")
    before = planned(sheet_of(ROWS, hidden=[5]))
    after = STEPS[words](before)
    history = NO_HISTORY.with_step(before, after)
    assert strip_isolates(history.undo_name) == words
    assert same(decisions.again(after, history.done[-1].before), before)
    back = history.back()
    assert (back.undo_name, strip_isolates(back.redo_name)) == ("", words)
    assert back.forth() == history
    assert same(decisions.again(before, back.undone[-1].after), after)


def test_a_decision_that_changes_nothing_is_no_step_and_a_new_one_ends_redo(planned: Planned) -> None:
    first = planned(sheet_of(ROWS))
    held = decisions.hold(first, SHEET, 2)
    history = NO_HISTORY.with_step(first, held)
    assert history.with_step(held, decisions.hold(held, SHEET, 2)) == history
    assert history.back().with_step(first, decisions.hold(first, SHEET, 6)).redo_name == ""


def test_the_mapping_file_says_all_of_it(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(ROWS, hidden=[3])
    made = plan(work, path)
    for change in (STEPS["hidden rows"], STEPS["end of the table"], STEPS["row 2 held back"]):
        made = change(made)
    told = json.loads(json.dumps(mapping_json(made.decisions)))
    assert told["sheets"][SHEET]["last_row"] == 4
    again = plan(work, path, mapping=told)
    assert again.decisions == made.decisions
    assert same(again, made)


@pytest.mark.parametrize(
    "wrong",
    [{"last_row": 900}, {"last_row": "x"}, {"with_hidden": "yes"}],
)
def test_a_mapping_that_means_nothing_is_refused(
    work: Workspace, make_file: MakeFile, wrong: dict[str, object]
) -> None:
    with pytest.raises(UserError):
        plan(work, make_file(ROWS), mapping={"sheets": {SHEET: wrong}})


@pytest.mark.parametrize(
    "wrong", [{"encoding": "zip"}, {"encoding": ["utf-8"]}, {"delimiter": "\n"}, {"delimiter": "ab"}]
)
def test_a_text_is_read_in_no_way_that_is_none(work: Workspace, make_file: MakeFile, wrong: dict[str, object]) -> None:
    with pytest.raises(UserError):
        plan(work, make_file(ROWS), mapping=wrong)


def test_a_text_is_read_as_the_mapping_says(work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "text.csv"
    path.write_bytes("Titre;Pays\nFormation des employés déplacés;Égypte\n".encode("cp850"))
    assert plan(work, path).rows[0].values["title_fr"] == "Formation des employés déplacés"
    wrong = plan(work, path, mapping={"encoding": "mac_roman", "delimiter": ";"})
    assert wrong.sheets[0].sheet.rows[1][0] == "Formation des employés déplacés".encode("cp850").decode("mac_roman")
    assert mapping_json(wrong.decisions)["encoding"] == "mac_roman"
    right = read_again(work, path, replace(wrong.decisions, encoding="cp850"))
    assert right.sheets[0].sheet.rows[1] == ("Formation des employés déplacés", "Égypte")
    assert words_of(wrong, right.decisions) == "how the text is read"


def test_what_is_alike_is_decided_once(planned: Planned) -> None:
    found = survey(planned(sheet_of(ROWS)))
    group = next(one for one in found.groups if one.problem.original == "Kenyaa")
    assert (group.cells, group.places, group.is_value) == (2, ((SHEET, 3), (SHEET, 4)), True)
    assert found.same_text(group.problem) == 2
    mended = survey(decisions.replace_value(found.plan, "lead_country", "Kenyaa", "Kenya"))
    assert [one for one in mended.groups if one.problem.original == "Kenyaa"] == []
    assert (mended.counts[Status.NEW], len(mended.tabs[PROBLEMS])) == (5, 1)


def test_the_gravest_group_comes_first(planned: Planned) -> None:
    rows: Rows = [*ROWS, ["A", "Kenya", "much"], ["B", "Kenya", "much"], ["C", "Kenya", "much"]]
    weights = [one.problem.reason.weight for one in survey(planned(sheet_of(rows))).groups]
    assert weights == sorted(weights, key=list(Weight).index)
    assert {Weight.HOLDS, Weight.LEAVES} <= set(weights)


def test_the_filter_finds_words_in_any_cell_and_spelling(planned: Planned) -> None:
    found = survey(planned(sheet_of([["اسم المشروع", "الدولة"], ["تدريب أوّلي", "مصر"], ["عيادات", "كينيا"]])))
    assert found.matching("all", "اولي") == [f"{SHEET}\n2"]
    assert found.matching("all", "كينيا عيادات") == [f"{SHEET}\n3"]
    assert found.matching("changed", "كينيا") == []

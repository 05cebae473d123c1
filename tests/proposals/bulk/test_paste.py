"""Pasting from a spreadsheet: the block as Excel and Calc write it, where it goes, what it changes, what it may not."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.proposals import operations as single
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.bulk import operations
from khartoum_desktop.proposals.bulk.model import Outcome, Plan
from khartoum_desktop.proposals.bulk.paste import MAX_CELLS, Pasting, has_headers, layout_of, parse_block
from khartoum_desktop.proposals.fields import FIELDS
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.workspace import Workspace
from tests.effort import effort
from tests.proposals.seeing import state

SHOWN = (("title", "Proposal"), ("budget_total", "Total cost"), ("completeness", "Complete"), ("state", "State"))


def make(work: Workspace, title: str, **more: FieldValue) -> str:
    return single.create(work, {"title_en": title, "lead_country": "EG", **more})


def pasting(text: str, targets: list[str] | tuple[str, ...] = (), **more: Any) -> Pasting:
    shown = more.pop("shown", SHOWN)
    return Pasting(parse_block(text), tuple(targets), shown, SHOWN, **more)


def value(work: Workspace, ident: str, key: str) -> FieldValue:
    return queries.read(work, ident).value(key)


def said(plan: Plan) -> list[tuple[str, str, str]]:
    return [(entry.ref[-2:], entry.key, entry.outcome.value) for entry in plan.entries]


# --- the block --------------------------------------------------------------------------------------------------------

_CELL = st.text(st.one_of(st.sampled_from('"\t\r\n =,;ab\u202e\x00'), st.characters(codec="utf-8")), max_size=8)


@given(st.lists(st.lists(_CELL, min_size=1, max_size=4), min_size=1, max_size=5), st.sampled_from(["\r\n", "\n"]))
def test_any_table_that_csv_writes_with_tabs_comes_back(table: list[list[str]], end: str) -> None:
    if end == "\n":  # then the writer leaves a lone carriage return without quotes
        table = [[cell.replace("\r", "") for cell in row] for row in table]
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator=end).writerows(table)
    if not text.getvalue().strip():
        return
    assert [list(row) for row in parse_block(text.getvalue())] == table


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"two\nlines"\tb\r\n', [["two\nlines", "b"]]),
        ('say "hi"\tb', [['say "hi"', "b"]]),
        ('"hi" he said\tb', [['"hi" he said', "b"]]),
        ('"never closed\tb', [['"never closed', "b"]]),
        ("a\tb\tc\r\nd\r\n", [["a", "b", "c"], ["d"]]),
        ("a\r\n\r\nb", [["a"], [""], ["b"]]),
        ("a\t\r\n\r\n\r\n", [["a", ""]]),
    ],
)
def test_blocks_as_spreadsheets_write_them(text: str, cells: list[list[str]]) -> None:
    assert [list(row) for row in parse_block(text)] == cells


@pytest.mark.parametrize("text", ["x" * 1_000_001, "\t".join(["1"] * (MAX_CELLS + 1)), "ا" * 600_000])
def test_too_much_is_refused_with_the_way_to_import(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_block(text)
    assert "Import" in refused.value.remedy


@pytest.mark.parametrize("text", ["", "\r\n", "\t\r\n"])
def test_nothing_is_nothing_to_paste(text: str) -> None:
    with pytest.raises(UserError, match="nothing to paste"):
        parse_block(text)


@pytest.mark.parametrize("cell", ['"', '""', '"a', '"""', 'a"'])
def test_hostile_quotes_take_no_time(cell: str) -> None:
    text = "\n".join([cell + "x" * 90] * 9_000)
    assert effort(lambda: parse_block(text), within=1) < 1


# --- where it goes ----------------------------------------------------------------------------------------------------


def test_without_headers_cells_go_to_the_rows_and_columns_shown(work: Workspace) -> None:
    ids = [make(work, f"Number {n}") for n in range(3)]
    before = state(work)
    plan = operations.plan_paste(work, pasting("New name\t2500000 EUR\r\nNumber 2\t12\r\n", ids[1:]))
    assert said(plan) == [
        ("02", "title_en", "change"),
        ("02", "budget_total", "change"),
        ("03", "title_en", "same"),
        ("03", "budget_total", "left"),
    ]
    assert state(work) == before
    operations.apply(work, plan)
    assert value(work, ids[1], "title_en") == "New name"
    assert value(work, ids[1], "budget_total") == Amount(2_500_000_000, "EUR")
    assert value(work, ids[0], "title_en") == "Number 0"
    work.undo()
    assert state(work) == before


@pytest.mark.parametrize("lang", ["ar", "en", "fr", "keys"])
def test_headers_in_any_language_and_references_say_where(work: Workspace, lang: str) -> None:
    ids = [make(work, f"Number {n}") for n in range(3)]
    refs = [queries.read(work, ident).ref for ident in ids]
    set_language(lang)
    reference, cost = ("ref", "budget_total") if lang == "keys" else (_label("ref"), _label("budget_total"))
    set_language("en")
    rows = [(cost, reference, "What is this"), ("7 EUR", refs[2], "x"), ("8 EUR", refs[0].lower(), "y")]
    text = "\n".join("\t".join(row) for row in [*rows, ("9 EUR", "KP-1", "z"), ("5 EUR", refs[0], "")])
    plan = operations.plan_paste(work, pasting(text, ids))
    assert [(entry.ref[-2:], entry.new, entry.outcome.value) for entry in plan.entries] == [
        ("03", Amount(7000, "EUR"), "change"),
        ("01", Amount(8000, "EUR"), "change"),
        ("-1", None, "left"),
        (refs[0][-2:], None, "left"),
    ]
    assert "no proposal" in plan.entries[2].why
    assert "earlier row" in plan.entries[3].why
    assert len(plan.notes) == 1
    assert "What is this" in plan.notes[0]


def _label(key: str) -> str:
    from khartoum_desktop.core.i18n import _
    from khartoum_desktop.proposals.fields import BY_KEY

    return _(BY_KEY[key].label)


def test_every_field_is_known_by_its_label_in_each_language() -> None:
    for lang in ("ar", "en", "fr"):
        set_language(lang)
        labels = [_label(one.key) for one in FIELDS]
        set_language("en")
        found = layout_of(pasting("\t".join(labels) + "\n" + "\t".join("x" for _one in FIELDS), shown=()))
        assert found.first == 1
        assert {key for key in found.keys if key} >= {"kind", "budget_total", "contact_email", "sdg", "title_ar"}


def test_one_row_is_never_a_header_and_the_person_decides(work: Workspace) -> None:
    assert not has_headers(pasting("Framework"))
    assert has_headers(pasting("Framework\nbilateral"))
    ident = make(work, "One")
    plan = operations.plan_paste(work, pasting("Framework\nMinistry", [ident], headers=False))
    assert [(entry.new, plan.spare) for entry in plan.entries] == [("Framework", 1)]


def test_what_the_table_copies_comes_back_without_a_change(work: Workspace) -> None:
    ids = [make(work, f"Number {n}", budget_total=Amount(2_500_000_000, "EUR")) for n in range(2)]
    text = "Proposal\tTotal cost\tComplete\tState\nNumber 0\t€2,500,000\t20 %\tIdea\nNumber 1\t€2,500,000\t20 %\tIdea"
    plan = operations.plan_paste(work, pasting(text, ids))
    assert {entry.outcome for entry in plan.entries} == {Outcome.SAME}
    assert len(plan.notes) == 2
    with pytest.raises(UserError):
        operations.apply(work, plan)


# --- what it changes --------------------------------------------------------------------------------------------------


def test_ambiguous_and_wrong_cells_are_refused_with_the_reason_and_can_be_mended(work: Workspace) -> None:
    ident = make(work, "One")
    shown = (("start_planned", "Start"), ("budget_total", "Cost"), ("lead_country", "State"), ("sdg", "SDG"))
    asked = pasting("03/04/2027\t1.234\tAtlantis\t99", [ident], shown=shown)
    plan = operations.plan_paste(work, asked)
    assert [entry.outcome for entry in plan.entries] == [Outcome.LEFT] * 4
    assert all(entry.why for entry in plan.entries)
    mended = asked
    for column, text in enumerate(["2027-04-03", "1234 EUR", "السودان", "10.7, 8.7"]):
        mended = mended.with_cell(0, column, text)
    plan = operations.plan_paste(work, mended)
    assert [entry.outcome for entry in plan.entries] == [Outcome.CHANGE] * 4
    operations.apply(work, plan)
    assert value(work, ident, "lead_country") == "SD"
    assert value(work, ident, "start_planned") == "2027-04-03"


def test_figures_alone_take_the_currency_that_was_chosen_and_stay_refused_when_ambiguous(work: Workspace) -> None:
    ids = [make(work, f"Number {n}") for n in range(3)]
    shown = (("budget_total", "Cost"),)
    plan = operations.plan_paste(work, pasting("2500000\n1.234\n7 USD", ids, shown=shown, currency="TND"))
    assert [entry.outcome.value for entry in plan.entries] == ["change", "left", "change"]
    assert [plan.entries[place].new for place in (0, 2)] == [Amount(2_500_000_000, "TND"), Amount(7000, "USD")]


def test_empty_cells_are_passed_over_unless_asked_for(work: Workspace) -> None:
    one, two = make(work, "One", acronym="A"), make(work, "Two", title_ar="اثنان", acronym="B")
    shown = (("title_en", "Title"), ("acronym", "Acronym"))
    text = "\t\r\n\tC\r\n"
    plan = operations.plan_paste(work, pasting(text, [one, two], shown=shown))
    assert (said(plan), plan.blank) == ([("02", "acronym", "change")], 3)
    plan = operations.plan_paste(work, pasting(text, [one, two], shown=shown, empties=True))
    assert said(plan) == [
        ("01", "title_en", "left"),
        ("01", "acronym", "change"),
        ("02", "acronym", "change"),
        ("02", "title_en", "change"),
    ]
    operations.apply(work, plan)
    assert (value(work, one, "title_en"), value(work, one, "acronym")) == ("One", None)
    assert (value(work, two, "title_en"), value(work, two, "acronym")) == (None, "C")


def test_a_row_is_judged_as_a_whole(work: Workspace) -> None:
    ident = make(work, "One")
    shown = (("title_en", "Title"), ("title_ar", "Title"))
    plan = operations.plan_paste(work, pasting("\tعنوان", [ident], shown=shown, empties=True))
    assert {entry.outcome for entry in plan.entries} == {Outcome.CHANGE}
    operations.apply(work, plan)
    assert (value(work, ident, "title_en"), value(work, ident, "title_ar")) == (None, "عنوان")


def test_a_title_goes_to_the_language_of_its_script(work: Workspace) -> None:
    ident = make(work, "One")
    operations.apply(work, operations.plan_paste(work, pasting("صحة الحدود", [ident])))
    assert (value(work, ident, "title_en"), value(work, ident, "title_ar")) == ("One", "صحة الحدود")
    set_language("ar")
    operations.apply(work, operations.plan_paste(work, pasting("Border health", [ident])))
    set_language("en")
    assert value(work, ident, "title_en") == "Border health"


def test_formulas_are_texts_and_invisible_signs_are_gone(work: Workspace) -> None:
    ids = [make(work, f"Number {n}") for n in range(3)]
    cells = ["=HYPERLINK(1)", "\u202eneve\x00r\u2066", '"null"']
    shown = (("submitting_ministry", "Ministry"),)
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows([cell] for cell in cells)
    operations.apply(work, operations.plan_paste(work, pasting(text.getvalue(), ids, shown=shown)))
    assert [value(work, ident, "submitting_ministry") for ident in ids] == ["=HYPERLINK(1)", "never", '"null"']


def test_a_formula_is_no_value_and_files_are_no_cells(work: Workspace) -> None:
    ident = make(work, "One")
    block = 'Duration (months)\tTotal cost\tAttachments\n=1+1\t=2\t[{"name": "x.pdf"}]'
    plan = operations.plan_paste(work, pasting(block, [ident], currency="EUR"))
    assert [(entry.key, entry.outcome.value) for entry in plan.entries] == [
        ("duration_months", "left"),
        ("budget_total", "left"),
    ]
    assert "formula" in plan.entries[0].why
    assert len(plan.notes) == 1


def test_one_proposal_is_never_written_by_a_reference_that_two_bear(work: Workspace) -> None:
    ids = [make(work, "One"), make(work, "Two")]
    with work.step("Confirm") as step:
        for ident in ids:
            step.put(Proposal, ident, {"provisional_ref": "KP-2026-01"})
    plan = operations.plan_paste(work, pasting("Reference\tAcronym\nkp-2026-01\tX", ids))
    assert [(entry.key, entry.outcome.value) for entry in plan.entries] == [("ref", "left")]
    ref = queries.read(work, ids[1]).ref
    mended = pasting("Reference\tAcronym\nkp-2026-01\tX", ids).with_cell(1, 0, ref)
    operations.apply(work, operations.plan_paste(work, mended))
    assert [value(work, ident, "acronym") for ident in ids] == [None, "X"]


def test_rows_without_a_proposal_are_left_out_or_made(work: Workspace) -> None:
    ident = make(work, "One")
    shown = (("title", "Proposal"), ("lead_country", "State"), ("sdg", "SDG"))
    asked = pasting("Uno\tSD\t\r\nDue\tET\t10.7\r\n\tKE\t\r\nTre\tnowhere\t\r\n", [ident], shown=shown)
    plan = operations.plan_paste(work, asked)
    assert (plan.spare, len(plan.fresh), len(plan.entries)) == (3, 0, 2)
    plan = operations.plan_paste(work, Pasting(asked.rows, asked.targets, shown, make_new=True))
    assert [values.get("title_en") for values in plan.fresh] == ["Due", "Tre"]
    assert [entry.why for entry in plan.entries if entry.row == 2] == ["A new proposal needs a title."]
    assert plan.fresh[1]["lead_country"] == "EG"  # the cell is refused and named; the delegation's own State stands in
    before = state(work)
    operations.apply(work, plan)
    made = [queries.read(work, one) for one in queries.ids(work, search="Due")]
    assert [(one.columns["state"], one.columns["lead_country"]) for one in made] == [("IDEA", "ET")]
    assert [line["code"] for line in made[0].lines["sdg"]] == ["10.7"]
    assert made[0].ref.endswith("-02")
    work.undo()
    assert state(work) == before


def test_two_columns_for_one_field_are_never_both_written(work: Workspace) -> None:
    ident = make(work, "One")
    plan = operations.plan_paste(work, pasting("Acronym\tAcronym\tTitle\tTitle (English)\nA\tB\tX\tY", [ident]))
    assert said(plan) == [("01", "acronym", "change"), ("01", "title_en", "change"), ("01", "title_en", "left")]
    assert len(plan.notes) == 1


def test_ten_thousand_cells_are_planned_and_written_quickly(work: Workspace) -> None:
    with work.step("Import") as step:
        ids = [
            step.add(Proposal, {"title_en": f"Number {n}", "ref": f"KP-2026-EG-A-{n}", "lead_country": "EG"})
            for n in range(2000)
        ]
    shown = tuple((key, key) for key in ("acronym", "start_planned", "budget_total", "submitting_ministry", "kind"))
    lines = (f"A{n}\t202{n}-03\t250000{n} EUR\tالداخلية {n}\tjoint_project" for n in range(9))

    def paste() -> None:
        plan = operations.plan_paste(work, pasting("\r\n".join([next(lines)] * 2000), ids, shown=shown))
        operations.apply(work, plan)
        assert sum(plan.counts.values()) == 10_000

    assert effort(paste, within=5, times=3) < 5

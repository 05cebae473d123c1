"""A row with nothing but a title is never lost: it is held, kept as a heading, or joined to the one above."""

from pathlib import Path
from time import process_time

import pytest

from khartoum_desktop.importing import decisions, lone, queries
from khartoum_desktop.importing.kept import HeldRow
from khartoum_desktop.importing.model import Decisions, Plan, RowPlan, Status, Weight
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.problems import problems_of_plan
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.proposals.queries import ids, origins, read
from khartoum_desktop.sheets.spec import Marked
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, Rows, Value, sheet_of

K = Kind
NAMED: list[Value] = ["No", "Project title", "Country", "Cost (EUR)"]
MARGIN: list[Value] = ["Project", "Country", "Cost (EUR)"]


def held_rows(work: Workspace, batch: str) -> tuple[HeldRow, ...]:
    return next(one.held for one in queries.batches(work) if one.id == batch)


def full(number: int, title: str) -> list[Value]:
    return [number, title, "Kenya", 500_000 + number]


CUT: Rows = [
    NAMED, full(1, "Strengthening of the"), [None, "border posts in the east"], full(2, "Wells for Lamu"),
]  # fmt: skip


def held(found: Plan) -> dict[int, list[str]]:
    return {
        row.row: [one.reason.message for one in row.problems if one.reason.weight is Weight.HOLDS]
        for row in found.rows
        if row.status is Status.HELD
    }


def row_of(found: Plan, number: int) -> RowPlan:
    return next(row for row in found.rows if row.row == number)


def kind(found: Plan, number: int) -> Kind:
    return found.sheets[0].structure.kinds[number - 1]


@pytest.mark.parametrize("place", [2, 4])
def test_a_title_alone_in_the_column_of_titles_is_held(place: int, planned: Planned) -> None:
    rows: list[list[Value]] = [NAMED, full(1, "Border clinics"), full(2, "Wells for Lamu"), full(3, "Training")]
    rows.insert(place, [None, "Boats of the coast guard"])
    found = planned(sheet_of(rows))
    assert lone.LONE in held(found)[place + 1]
    assert row_of(found, place + 1).values["title_en"] == "Boats of the coast guard"
    assert found.count(Status.NEW) == 3


@pytest.mark.parametrize(
    "heading",
    [
        *("Component 2: Training", "Ministry of Interior", "II. Protection", "PROTECTION", "Protection:", "Kenya"),
        *("Kassala State", "New projects", "2. Protection", "Axe stratégique n° 3", "Ongoing programmes"),
        *("المحور الأول", "وزارة الداخلية", "ثانياً: الحماية", "ولاية كسلا", "مشروعات جديدة", "القطاع الصحي"),
    ],
)
def test_what_says_that_it_is_a_heading_stays_one(heading: str, planned: Planned) -> None:
    rows: Rows = [NAMED, full(1, "Border clinics"), [None, heading], full(2, "Wells for Lamu"), full(3, "Training")]
    found = planned(sheet_of(rows))
    assert (kind(found, 3), found.count(Status.HELD)) == (K.SECTION, 0)
    assert not found.sheets[0].structure.guessed


def test_a_heading_is_known_by_the_numbers_that_begin_anew(planned: Planned) -> None:
    rows: Rows = [NAMED, full(1, "Border clinics"), full(2, "Roads"), [None, "Protection"], full(1, "Wells for Lamu")]
    assert kind(planned(sheet_of(rows)), 4) is K.SECTION


def test_a_heading_is_known_by_its_merge(make_file: MakeFile, work: Workspace) -> None:
    rows: Rows = [NAMED, full(1, "Border clinics"), [None, "Protection"], full(2, "Wells for Lamu"), full(3, "Roads")]
    assert kind(plan(work, make_file(rows, merges=["B3:D3"])), 3) is K.SECTION
    assert kind(plan(work, make_file(rows, "plain.xlsx")), 3) is K.PROPOSAL


def test_titles_in_capitals_or_with_numbers_are_no_headings_where_all_are_so(planned: Planned) -> None:
    capitals: Rows = [NAMED, full(1, "BORDER CLINICS"), [None, "FISH PONDS"], full(2, "WELLS FOR LAMU")]
    assert list(held(planned(sheet_of(capitals)))) == [3]
    bare: list[Value] = ["Project title", "Ministry", "Country", "Cost (EUR)"]
    numbered: Rows = [
        ["Code", *bare],
        ["a", "1. Clinics", "M", "Kenya", 5],
        [None, "2. Ponds"],
        ["c", "3. W", "M", "Kenya", 5],
    ]
    assert list(held(planned(sheet_of(numbered)))) == [3]


def test_at_the_margin_two_together_are_held_and_one_is_named_in_a_note(planned: Planned) -> None:
    two: Rows = [
        MARGIN,
        ["Border posts of the north"],
        ["Training of staff"],
        ["Boats", "Kenya", 1],
        ["Wells", "Kenya", 2],
    ]
    assert list(held(planned(sheet_of(two)))) == [2, 3]
    one: Rows = [MARGIN, ["Boats", "Kenya", 1], ["Protection"], ["Wells", "Kenya", 2]]
    found = planned(sheet_of(one))
    assert (kind(found, 3), found.sheets[0].structure.guessed) == (K.SECTION, (3,))
    assert any("3" in note.text and "taken for headings" in note.text for note in found.notes)


def test_the_last_row_of_a_table_is_no_remark_because_it_is_the_last(planned: Planned) -> None:
    inside: Rows = [NAMED, full(1, "Border clinics"), full(2, "Wells for Lamu"), [None, "Last one title only"]]
    margin: Rows = [MARGIN, ["Boats", "Kenya", 1], ["Wells", "Kenya", 2], ["Last one title only"]]
    for rows in (inside, margin):
        assert list(held(planned(sheet_of(rows)))) == [4]


@pytest.mark.parametrize(
    "remark",
    [
        "Note: all are provisional", "* provisional", "Prepared by us", "فقط وقدره خمسة ملايين يورو لا غير",
        "حرر في 3/3/2026", "ختم الوزارة", "Fait à Tunis, le 3 mars 2026", "Done at Nairobi on 3 March 2026",
        "Only five million euros", "Arrêté le présent état à la somme de cinq millions d'euros",
    ],
)  # fmt: skip
@pytest.mark.parametrize("width", [4, 3, 2])
def test_what_ends_a_document_is_no_project(remark: str, width: int, planned: Planned) -> None:
    headers: dict[int, list[Value]] = {4: NAMED, 3: MARGIN, 2: ["Project", "Cost (EUR)"]}
    lines: dict[int, list[list[Value]]] = {
        4: [full(1, "Border clinics"), full(2, "Wells for Lamu")],
        3: [["Border clinics", "Kenya", 1], ["Wells for Lamu", "Kenya", 2]],
        2: [["Border clinics", 1], ["Wells for Lamu", 2]],
    }
    total: list[Value] = ["Total", *[None] * (width - 2), 5_000_000]
    betweens: list[list[list[Value]]] = [[], [[]], [total]]
    for between in betweens:
        found = planned(sheet_of([headers[width], *lines[width], *between, [remark]]))
        assert found.sheets[0].structure.kinds[-1] in (K.NOTE, K.SIGNATURE)


def test_a_title_that_goes_on_below_is_not_cut_silently(planned: Planned) -> None:
    found = planned(sheet_of(CUT))
    assert lone.RUNS_ON in held(found)[3]
    assert [one.reason.message for one in row_of(found, 2).problems] == [lone._CUT]
    arabic: Rows = [
        ["م", "اسم المشروع", "الدولة", "التكلفة (يورو)"], [1, "تدريب العاملين في", "السودان", 5],
        [None, "المعابر الحدودية"], [2, "مركز للعائدين", "السودان", 7],
    ]  # fmt: skip
    assert lone.RUNS_ON in held(planned(sheet_of(arabic)))[3]


def test_the_officer_joins_it_or_says_what_it_is(planned: Planned) -> None:
    found = planned(sheet_of(CUT))
    joined = decisions.set_kinds(found, "Projects", [3], K.MORE)
    assert [row.row for row in joined.rows] == [2, 4]
    whole = row_of(joined, 2)
    assert (whole.values["title_en"], whole.more) == ("Strengthening of the border posts in the east", (3,))
    assert whole.problems == ()
    section = decisions.set_kinds(found, "Projects", [3], K.SECTION)
    assert [row.row for row in section.rows] == [2, 4]
    assert row_of(section, 4).headings == (3,)
    proposal = decisions.set_kinds(found, "Projects", [3], K.PROPOSAL)
    assert lone.RUNS_ON not in held(proposal)[3]  # only its country is missing
    assert lone.RUNS_ON not in held(decisions.release(found, "Projects", 3))[3]


def test_what_a_person_corrected_stays_when_rows_are_joined(planned: Planned) -> None:
    found = decisions.set_kinds(planned(sheet_of(CUT)), "Projects", [3], K.MORE)
    fixed = decisions.fix_cell(found, "Projects", 2, "B", "Stronger border posts")
    assert row_of(fixed, 2).values["title_en"] == "Stronger border posts"


def test_joined_rows_are_kept_as_received_and_taken_up_again(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        NAMED,
        [1, "Strengthening of the", None, 5],
        [None, "border posts"],
        full(2, "Wells"),
        full(3, "Roads"),
    ]
    found = decisions.set_kinds(plan(work, make_file(rows)), "Projects", [3], K.MORE)
    done = apply(work, found)  # held: it names no country
    again = taken_up(work, done.batch)
    assert [row.values["title_en"] for row in again.rows] == ["Strengthening of the border posts"]
    apply(work, decisions.fix_cell(again, "Projects", 2, "C", "Kenya"))
    ident = next(one for one in ids(work) if str(read(work, one).columns["title_en"]).startswith("Strength"))
    assert "border posts" in {cell.text for cell in origins(work, ident)[0].cells}
    assert work.store.check() == []


def test_a_held_title_is_still_asked_about_when_it_is_taken_up_again(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [NAMED, full(1, "Border clinics"), [None, "Boats"], full(2, "Wells for Lamu")]
    done = apply(work, plan(work, make_file(rows)))
    assert [row.row for row in held_rows(work, done.batch)] == [3]
    again = decisions.fix_cell(taken_up(work, done.batch), "Projects", 3, "C", "Kenya")
    assert held(again) == {3: [lone.LONE]}
    assert decisions.release(again, "Projects", 3).rows[0].status is Status.NEW


def test_a_text_alone_under_another_header_may_go_on(planned: Planned) -> None:
    rows: Rows = [
        ["No", "Project", "Objective", "Country", "Cost (EUR)"],
        [1, "Boats", "To help the", "Kenya", 500_000],
        [None, None, "coast guard"],
        [2, "Radio stations", "To be heard", "Kenya", 900_000],
    ]
    (look,) = row_of(planned(sheet_of(rows)), 2).problems
    assert (look.column, look.reason.message, look.reason.weight) == ("C", lone._GOES_ON, Weight.LOOK)


def test_every_heading_over_a_row_and_the_remarks_below_are_kept_as_received(
    work: Workspace, make_file: MakeFile
) -> None:
    rows: Rows = [
        MARGIN, ["Ministry of Interior"], ["Component 1: Borders"], ["Boats", "Kenya", 1], ["Component 2: Protection"],
        ["Wells", "Kenya", 2], ["Ministry of Health"], ["Clinics", "Kenya", 3], ["Note: prices of 2025"],
        ["Done at Nairobi on 3 March 2026"],
    ]  # fmt: skip
    found = plan(work, make_file(rows))
    assert [row.headings for row in found.rows] == [(2, 3), (2, 5), (7,)]
    apply(work, found)
    kept = [[cell.text for cell in origins(work, row.id)[0].cells if cell.field is None] for row in found.rows]
    assert kept == [
        ["Ministry of Interior", "Component 1: Borders"],
        ["Ministry of Interior", "Component 2: Protection"],
        ["Ministry of Health", "Note: prices of 2025", "Done at Nairobi on 3 March 2026"],
    ]
    assert [row.values.get("submitting_ministry") for row in found.rows] == [
        "Ministry of Interior", None, "Ministry of Health",
    ]  # fmt: skip


def test_a_held_row_keeps_every_heading_over_it(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [MARGIN, ["Ministry of Interior"], ["Component 1: Borders"], [None, "Kenya", 1], ["Boats", "Kenya", 2]]
    done = apply(work, plan(work, make_file(rows)))
    (row,) = held_rows(work, done.batch)
    assert [text for _cell, _header, text in row.cells][:2] == ["Ministry of Interior", "Component 1: Borders"]
    assert taken_up(work, done.batch).rows[0].headings == (2, 3)


def test_the_list_of_an_earlier_version_is_read(work: Workspace, make_file: MakeFile) -> None:
    from khartoum_desktop.importing.kept import kept_of
    from khartoum_desktop.importing.kept_json import frame_json, kept_from, rows_json

    rows: Rows = [MARGIN, ["Component 1: Borders"], [None, "Kenya", 1], ["Boats", "Kenya", 2]]
    kept = kept_of(plan(work, make_file(rows)))
    frame = frame_json(kept)
    frame["sheets"][0]["sections"] = {"3": 2}
    assert kept_from(frame, rows_json(kept)) == kept


def test_the_plan_says_the_same_with_the_same_decisions(planned: Planned) -> None:
    found = decisions.set_kinds(planned(sheet_of(CUT)), "Projects", [3], K.MORE)
    again = planned(sheet_of(CUT), decisions=Decisions(found.decisions.sheets))
    assert again.rows == found.rows


def test_the_sender_is_asked_to_complete_the_row_and_an_unchanged_one_stays_held(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    rows: Rows = [NAMED, full(1, "Border clinics"), [None, "Boats"], full(2, "Wells for Lamu")]
    found = plan(work, make_file(rows))
    book = problems_of_plan(work, found)
    said = [cell.value for sheet in book.sheets for line in sheet.rows for cell in line if isinstance(cell, Marked)]
    assert any("complete the row" in str(text) for text in said), said
    apply(work, found)
    again = plan(work, book.write(tmp_path / "back.xlsx").path)
    assert [(row.values.get("title_en"), row.status) for row in again.rows] == [("Boats", Status.HELD)]
    assert lone.LONE in [one.reason.message for one in again.problems]


def test_remarks_after_a_total_stay_remarks_though_they_look_like_titles(planned: Planned) -> None:
    total: list[Value] = [None, "Total", None, 1_000_000]
    rows: Rows = [NAMED, full(1, "Border clinics"), full(2, "Wells"), total, [None, "First remark"], [None, "Second"]]
    found = planned(sheet_of(rows))
    assert found.sheets[0].structure.kinds[-2:] == (K.NOTE, K.NOTE)


def test_a_heading_in_small_letters_is_no_rest_of_a_title(planned: Planned) -> None:
    rows: Rows = [NAMED, full(1, "Border clinics"), [None, "component 2: training"], full(2, "Wells for Lamu")]
    assert kind(planned(sheet_of(rows)), 3) is K.SECTION


def test_twenty_thousand_lone_texts_take_no_time(planned: Planned) -> None:
    many: Rows = [NAMED, full(1, "Border clinics"), *[[None, f"Text {n}"] for n in range(20_000)], full(2, "Wells")]
    started = process_time()  # not the clock on the wall: a busy machine is not ours
    found = planned(sheet_of(many))
    assert found.count(Status.HELD) == 20_000
    assert process_time() - started < 20

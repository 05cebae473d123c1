"""What a person confirmed comes back with the sender's next sheet: changed headers, moved tables, other senders."""

import json
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions, profile_operations
from khartoum_desktop.importing.model import Certainty, Plan, SheetPlan
from khartoum_desktop.importing.operations import apply, undo
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.profiles import OTHER, SAME, UNKNOWN, likeness, related
from khartoum_desktop.importing.sender import Sender
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.workspace import Workspace
from tests import disks
from tests.importing.conftest import MakeFile, Rows, Value

STATE, SUDAN = ["جمهورية السودان"], ["وزارة الداخلية"]
KENYA = ["Republic of Kenya", None, "Ministry of Interior"]
HEADER = ["Title", "Money", "When", "Who", "Remarks on it"]


TITLES = ("Wells", "Roads", "Schools", "Border clinics", "Radio", "Shelters", "Registers", "Vocational training", "Law")


def rows(n: int, first: int = 0) -> Rows:
    return [[TITLES[first + i], 5 + first + i, "03/04/2027", "UNHCR", f"x{first}"] for i in range(n)]


def only(found: Plan) -> SheetPlan:
    return found.sheets[0]


def notes(found: Plan) -> str:
    return strip_isolates(" ".join(note.text for note in found.notes))


@pytest.fixture
def taught(work: Workspace, make_file: MakeFile) -> Workspace:
    """Give a workspace that was told how the sheets of Sudan's ministry of the interior are read."""
    first = plan(work, make_file([STATE, SUDAN, HEADER, *rows(3)], "first.xlsx"))
    first = decisions.map_column(first, "Projects", "B", "budget_total", {"unit": 1000, "currency": "EUR"})
    first = decisions.map_column(first, "Projects", "C", "start_planned", {"order": "dmy"})
    first = decisions.map_column(first, "Projects", "D", "party_implementing")
    first = decisions.map_column(first, "Projects", "E", None)
    apply(work, decisions.replace_value(first, "party_implementing", "UNHCR", "IOM"))
    return work


def test_the_next_sheet_of_the_sender_is_read_as_decided(taught: Workspace, make_file: MakeFile) -> None:
    found = plan(taught, make_file([STATE, SUDAN, HEADER, *rows(2, 3)], "next.xlsx"))
    assert [column.certainty for column in only(found).columns][1:] == [Certainty.CONFIRMED] * 4
    row = found.rows[0]
    assert (row.values["budget_total"], row.values["start_planned"]) == (8_000_000, "2027-04-03")
    assert row.values["lead_country"] == "SD"
    assert ("party", {"name": "IOM", "role": "implementing"}) in row.children
    assert "is read as you decided for “وزارة الداخلية”" in notes(found)


@pytest.mark.parametrize(
    "header",
    [
        ["Title", "Money", "Other", "When", "Who", "Remarks on it"],  # gained one
        ["Title", "Money", "When", "Who"],  # lost one
        ["No", "Who", "When", "Money", "Title"],  # lost one, gained one, in another order
    ],
)
def test_a_header_that_changed_is_still_that_one(header: list[str], taught: Workspace, make_file: MakeFile) -> None:
    cells = {"Title": "Another one", "Money": 7, "When": "03/04/2027", "Who": "UNHCR", "No": 1}
    found = plan(taught, make_file([STATE, SUDAN, ["2027"], [None], header, [cells.get(name, "x") for name in header]]))
    row = found.rows[0]
    assert (row.values["budget_total"], row.values["start_planned"]) == (7_000_000, "2027-04-03")
    assert "as far as its headers are the same" in notes(found)


def test_another_sender_gets_the_columns_and_nothing_else(taught: Workspace, make_file: MakeFile) -> None:
    found = plan(taught, make_file([KENYA, HEADER, *rows(2, 3)], "kenya.xlsx"))
    money, who = only(found).columns[1], found.rows[0]
    assert (money.applied, money.settings.unit, money.settings.currency) == ("budget_total", 1, None)
    assert "budget_total" not in who.values
    assert who.values["lead_country"] == "KE"
    assert ("party", {"name": "UNHCR", "role": "implementing"}) in who.children
    assert "are named as you decided" in notes(found)
    changed = plan(taught, make_file([KENYA, [*HEADER, "More"], [*rows(1, 4)[0], "y"]], "kenya2.xlsx"))
    assert only(changed).remembered is None


def test_a_header_of_too_few_equal_words_is_another_one(taught: Workspace, make_file: MakeFile) -> None:
    found = plan(
        taught, make_file([STATE, SUDAN, ["Title", "Money", "Where", "What for"], ["One", 5, "Kassala", "Wells"]])
    )
    assert only(found).remembered is None
    assert only(found).columns[1].applied is None


def test_two_columns_of_one_name_keep_their_places(work: Workspace, make_file: MakeFile) -> None:
    header = ["Title", "Sum", "Sum", "Country", "Place"]
    first = plan(work, make_file([header, ["One", 5, 6, "Kenya", "x"]], "first.xlsx"))
    first = decisions.map_column(first, "Projects", "B", "amount_requested", {"currency": "EUR"})
    apply(work, decisions.map_column(first, "Projects", "C", "own_contribution", {"currency": "EUR"}))
    again = plan(work, make_file([header, ["Two", 7, 8, "Kenya", "y"]], "again.xlsx"))
    assert (again.rows[0].values["amount_requested"], again.rows[0].values["own_contribution"]) == (7000, 8000)
    less = plan(work, make_file([["Title", "Sum", "Country", "Place"], ["Two", 7, "Kenya", "x"]], "less.xlsx"))
    assert only(less).remembered is not None
    assert only(less).columns[1].applied is None  # which of the two it is nobody knows


def test_a_header_that_had_to_be_shown_is_found_where_it_moved(work: Workspace, make_file: MakeFile) -> None:
    odd = ["was", "wann", "wie viel", "wer"]
    table: Rows = [["Title", "Country", "Budget", "Notes"], ["see", "below", "for", "all"], odd]
    first = plan(work, make_file([*table, ["Wells for all", "2027", "5 EUR", "IOM"]], "first.xlsx"))
    assert only(first).structure.header_rows != (3,)
    first = decisions.choose_header(first, "Projects", [3])
    first = decisions.map_column(first, "Projects", "A", "title")
    apply(work, decisions.map_column(first, "Projects", "C", "budget_total"))
    moved: Rows = [["x"], ["y", "z"], *table, ["Roads for all", "2028", "6 EUR", "IOM"]]
    found = plan(work, make_file(moved, "moved.xlsx"))
    assert only(found).structure.header_rows == (5,)
    assert [row.values["title_en"] for row in found.rows] == ["Roads for all"]


def test_whether_a_sheet_is_taken_is_remembered_by_its_name(work: Workspace, make_file: MakeFile) -> None:
    more: Rows = [["Title", "Country", "Budget"], ["Old one", "Kenya", "5 EUR"]]
    table: Rows = [["Title", "Country", "Budget"], ["New one", "Kenya", "6 EUR"]]
    first = plan(work, make_file(table, "first.xlsx", Archive=more))
    apply(work, decisions.take_sheet(first, "Archive", taken=False))
    again = plan(work, make_file(table, "again.xlsx", Archive=more))
    assert [sheet.taken for sheet in again.sheets] == [True, False]
    assert "“Archive” is left aside, as you decided" in notes(again)
    assert [sheet.taken for sheet in plan(work, make_file(table, "other.xlsx", Else=more)).sheets] == [True, True]


def test_undoing_an_import_undoes_what_it_taught(work: Workspace, make_file: MakeFile) -> None:
    first = plan(work, make_file([HEADER, *rows(1)]))
    done = apply(work, decisions.map_column(first, "Projects", "B", "budget_total", {"currency": "EUR"}))
    assert len(profile_operations.remembered(work)) == 1
    undo(work, done)
    assert profile_operations.remembered(work) == []


def test_a_profile_of_an_older_program_is_still_used(work: Workspace, make_file: MakeFile) -> None:
    from khartoum_desktop.storage.schema import Profile as Row

    path = make_file([HEADER, *rows(1)])
    mark = only(plan(work, path)).fingerprint
    old = {"columns": {"money": {"field": "budget_total", "currency": "USD"}}, "replace": []}
    with work.step("x") as step:
        step.add(Row, {"sender": "SD", "fingerprint": mark, "mapping": json.dumps(old)}, "old")
    assert plan(work, path).rows[0].values["budget_total_currency"] == "USD"


# --- changing what is remembered -------------------------------------------------------------------------------------


def test_it_is_listed_renamed_and_forgotten_each_as_a_step(taught: Workspace, lists: Lists) -> None:
    (profile,) = profile_operations.remembered(taught)
    assert profile.used
    assert profile.sender == Sender("SD", "وزارة الداخلية")
    said = [strip_isolates(f"{part.of}: {part.says}") for part in profile_operations.parts(profile, lists)]
    assert "Column “Money”: Total cost: times 1,000, EUR" in said
    assert "“unhcr” in Implementing party: means “IOM”" in said
    step = profile_operations.rename(taught, profile.id, "  Khartoum, interior ")
    assert profile_operations.by_name(taught, "khartoum, INTERIOR").id == profile.id
    taught.store.undo_step(step)
    with pytest.raises(UserError, match="No sender is remembered"):
        profile_operations.by_name(taught, "Khartoum, interior")
    step = profile_operations.forget(taught, [profile.id])
    assert profile_operations.remembered(taught) == []
    taught.store.undo_step(step)
    assert profile_operations.remembered(taught) == [profile]
    with pytest.raises(UserError):
        profile_operations.rename(taught, profile.id, " ")


def test_single_parts_are_forgotten(taught: Workspace, lists: Lists, make_file: MakeFile) -> None:
    (profile,) = profile_operations.remembered(taught)
    for kind in (profile_operations.COLUMN, profile_operations.ALIAS):
        (here,) = profile_operations.remembered(taught)
        part = next(one for one in profile_operations.parts(here, lists) if one.kind == kind)
        profile_operations.forget_parts(taught, profile.id, [part])
        (less,) = profile_operations.remembered(taught)
        assert set(profile_operations.parts(less, lists)) == set(profile_operations.parts(here, lists)) - {part}
    found = plan(taught, make_file([STATE, SUDAN, HEADER, *rows(1, 4)], "next.xlsx"))
    assert only(found).columns[1].applied is None
    assert ("party", {"name": "UNHCR", "role": "implementing"}) in found.rows[0].children


def test_it_is_given_to_another_workspace(
    taught: Workspace, partner: Workspace, tmp_path: Path, make_file: MakeFile
) -> None:
    known = profile_operations.remembered(taught)
    path = tmp_path / "sender.json"
    profile_operations.export(known, path)
    read = profile_operations.read(path)
    profile_operations.bring_in(partner, read)
    profile_operations.bring_in(partner, read)
    assert profile_operations.remembered(partner) == known
    file = make_file([STATE, SUDAN, HEADER, *rows(1, 4)], "next.xlsx")
    assert plan(partner, file).rows[0].values == plan(taught, file).rows[0].values
    several = tmp_path / "all.json"
    profile_operations.export([*known, *known], several)
    assert profile_operations.read(several) == (*known, *known)


def test_a_full_disk_leaves_what_was_exported_before(taught: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "out" / "sender.json"
    path.parent.mkdir()
    known = profile_operations.remembered(taught)
    profile_operations.export(known, path)
    with disks.full(100), pytest.raises(UserError, match="disk is full"):
        profile_operations.export([*known, *known], path)
    assert profile_operations.read(path) == tuple(known)
    assert list(path.parent.iterdir()) == [path]


def test_an_exported_profile_is_a_mapping_file(
    taught: Workspace, partner: Workspace, tmp_path: Path, make_file: MakeFile
) -> None:
    path = tmp_path / "sender.json"
    profile_operations.export(profile_operations.remembered(taught), path)
    found = plan(partner, make_file([HEADER, *rows(1)]), mapping=path, sender_country="SD")
    assert found.rows[0].values["budget_total"] == 5_000_000


@pytest.mark.parametrize(
    "text",
    [
        "{}", '{"profiles": []}', '{"profiles": 5}', '{"profiles": [5]}', '{"profile": {"name": "x"}}',
        '{"profile": {"fingerprint": "a", "headers": ["b"]}, "sheets": {"*": {"columns": {"b": "colour"}}}}',
        '{"profile": {"fingerprint": "a", "headers": 5}}', '{"sheets": {"*": {"columns": {"A": "title"}}}}',
        '{"profile": {"fingerprint": "a", "headers": ["b"]}, "replace": 7}',
        '{"profile": {"fingerprint": "a", "headers": ["b"], "takes": 7}}',
    ],
)  # fmt: skip
def test_a_file_that_remembers_nothing_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        profile_operations.read(path)


def test_senders_and_headers_compared() -> None:
    assert related(Sender("SD", "وزارة الداخلية"), Sender("SD", "وزاره الداخليه")) == SAME
    assert related(Sender("SD", None), Sender("SD", "وزارة الداخلية")) == SAME
    assert related(Sender("SD", None), Sender("EG", None)) == OTHER
    assert related(Sender(None, "A"), Sender(None, "B")) == OTHER
    assert related(Sender(), Sender("EG", "A")) == UNKNOWN
    assert likeness(["a", "b", "c", ""], ["c", "b", "a", "", " ^2"]) == 1
    assert likeness(["a", "b"], ["a", "b"]) == 0  # two words may stand anywhere
    assert likeness(["a", "b", "c", "d"], ["a", "b", "c"]) == 0.75


def test_a_further_table_that_was_left_aside_stays_aside_where_it_begins_lower(
    work: Workspace, make_file: MakeFile
) -> None:
    above: list[list[Value]] = [["No", "Title", "Country"]]
    above += [[n, title, "Kenya"] for n, title in enumerate(TITLES[:4])]
    below: list[list[Value]] = [[], ["Project title", "Ministry", "Duration (months)"]]
    below += [[title, "M", 24] for title in TITLES[4:7]]
    first = plan(work, make_file([*above, *below], "1.xlsx"), sender_country="KE")
    assert [sheet.taken for sheet in first.sheets] == [True, True]
    apply(work, decisions.take_sheet(first, first.sheets[1].name, taken=False))
    second = plan(work, make_file([*above, [5, "Law", "Kenya"], *below], "2.xlsx"), sender_country="KE")
    assert first.sheets[1].name != second.sheets[1].name
    assert [sheet.taken for sheet in second.sheets] == [True, False]


@pytest.mark.parametrize("line", ["(in EUR)", "All amounts in EUR"])
def test_a_line_that_names_a_currency_and_no_thousands_doubts_the_remembered_unit(
    line: str, taught: Workspace, make_file: MakeFile
) -> None:
    found = plan(taught, make_file([STATE, SUDAN, [line], HEADER, *rows(2, 3)], "next.xlsx"))
    assert "budget_total" not in found.rows[0].values
    words = [strip_isolates(one.reason.text) for one in found.rows[0].problems]
    assert any("EUR 8 or EUR 8,000" in one for one in words), words

"""New rows very like a proposal we have are asked about; what is said holds for many rows, and for the next file."""

from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.mapping import mapping_json
from khartoum_desktop.importing.model import Plan, Reason, Status, Weight
from khartoum_desktop.importing.operations import apply, undo
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.problems import problems_of_plan
from khartoum_desktop.importing.queries import batches
from khartoum_desktop.proposals.duplicates.model import Sketch, between, compare
from khartoum_desktop.proposals.duplicates.queries import set_aside
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.workspace import Workspace
from tests.effort import growth
from tests.importing.conftest import MakeFile, Rows

HEADER = ["Title", "Country", "Budget (EUR)"]
HAVE: Rows = [
    HEADER,
    ["Reception centres for returnees in Kassala and Gedaref", "Sudan", 500_000],
    ["Vocational training for young people in Assosa", "Ethiopia", 700_000],
    ["Support to the border police of Moyale", "Kenya", 800_000],
]
NEAR: Rows = [
    ["Second list"],
    HEADER,
    ["Reception centres for the returnees in Kassala and Gedaref states", "Sudan", 500_000],
    ["Vocational training for young people in Assosa town", "Ethiopia", 900_000],
    ["Fishing boats for Assab", "Eritrea", 100_000],
]
FIRST, SECOND = ("Projects", 3), ("Projects", 4)


@pytest.fixture
def having(work: Workspace, make_file: MakeFile) -> Workspace:
    """Give a workspace with three proposals."""
    apply(work, plan(work, make_file(HAVE, "have.xlsx")))
    return work


def statuses(found: Plan) -> list[Status]:
    return [row.status for row in found.rows]


def test_rows_very_like_a_proposal_wait_with_the_reasons(having: Workspace, make_file: MakeFile) -> None:
    found = plan(having, make_file(NEAR))
    assert statuses(found) == [Status.HELD, Status.HELD, Status.NEW]
    row = found.rows[0]
    assert (row.perhaps[0].title, row.ref) == (HAVE[1][0], "")
    said = strip_isolates(row.problems[0].reason.text)
    assert said.startswith(f"Perhaps the same as {row.perhaps[0].ref} “Reception centres")
    assert "same country" in said
    assert "same cost" in said
    set_language("ar")
    assert "التكلفة نفسها" in strip_isolates(row.problems[0].reason.text)


def test_the_reasons_stay_with_a_row_that_is_held(having: Workspace, make_file: MakeFile) -> None:
    apply(having, plan(having, make_file(NEAR)))
    first, second = next(one.held for one in batches(having) if one.file == "projects.xlsx")
    assert "same country, " in strip_isolates(first.reasons[0])
    set_language("ar")
    assert "الدولة نفسها، " in strip_isolates(next(one.held for one in batches(having) if one.held)[1].reasons[0])
    assert second.row == SECOND[1]


def test_a_sender_does_not_learn_of_the_proposal(having: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    found = plan(having, make_file([*NEAR, ["Ports", "Kenyaa", 5]]))
    path = problems_of_plan(having, found, "en").write(tmp_path / "back.xlsx").path
    cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
    texts = "\n".join(f"{cell.value} {cell.comment.text if cell.comment else ''}" for cell in cells)
    assert "not clear which project" in texts
    assert str(HAVE[1][0]) not in texts
    assert not [one.ref for row in found.rows for one in row.perhaps if one.ref in texts]


def test_the_same_becomes_a_change_of_that_proposal(having: Workspace, make_file: MakeFile) -> None:
    found = decisions.the_same(plan(having, make_file(NEAR)), [FIRST, SECOND])
    assert statuses(found) == [Status.CHANGED, Status.CHANGED, Status.NEW]
    assert [change.field for change in found.rows[1].changes] == ["title_en", "budget_total"]
    assert found.rows[0].why == "said"
    apply(having, found)
    assert len(ids(having)) == 4
    assert statuses(plan(having, make_file(NEAR, "again.xlsx"))) == [Status.SAME] * 3


def test_not_the_same_goes_in_as_new_and_is_not_asked_again(having: Workspace, make_file: MakeFile) -> None:
    path = make_file(NEAR)
    found = decisions.not_the_same(plan(having, path), [FIRST, SECOND])
    assert statuses(found) == [Status.NEW] * 3
    done = apply(having, found)
    assert len(set_aside(having)) == 2
    assert statuses(plan(having, path)) == [Status.SAME] * 3
    later: Rows = [["x"], ["y"], ["z"], HEADER, [str(NEAR[2][0]).replace("states", "State"), "Sudan", 500_000]]
    again = plan(having, make_file(later, "later.xlsx"))
    assert [one.title for one in again.rows[0].perhaps] == [NEAR[2][0]]  # only the one it comes from is asked about
    undo(having, done)
    assert set_aside(having) == []
    assert statuses(plan(having, path))[:2] == [Status.HELD, Status.HELD]


def test_releasing_a_row_says_that_it_is_another_one(having: Workspace, make_file: MakeFile) -> None:
    found = decisions.release(plan(having, make_file(NEAR)), *FIRST)
    assert statuses(found) == [Status.NEW, Status.HELD, Status.NEW]
    apply(having, found)
    assert len(set_aside(having)) == 1


def test_decisions_stand_in_a_mapping(having: Workspace, make_file: MakeFile) -> None:
    path = make_file(NEAR)
    found = decisions.not_the_same(decisions.the_same(plan(having, path), [FIRST]), [SECOND])
    again = plan(having, path, mapping=mapping_json(found.decisions))
    assert again.decisions == found.decisions
    assert again.rows == found.rows
    ref = plan(having, path).rows[0].perhaps[0].ref
    by_ref = plan(having, path, mapping={"sheets": {"*": {"same": {"3": ref}, "not_same": [4]}}})
    assert statuses(by_ref) == [Status.CHANGED, Status.NEW, Status.NEW]
    with pytest.raises(UserError):
        plan(having, path, mapping={"sheets": {"Projects": {"same": {"99": ref}}}})


def test_a_row_like_a_proposal_that_another_row_is_is_new(having: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [*HAVE, ["Vocational training for young people in Assosa zone", "Ethiopia", 20_000]]
    found = plan(having, make_file(rows, "more.xlsx"))
    assert statuses(found) == [Status.SAME] * 3 + [Status.NEW]


def test_two_rows_said_to_be_one_proposal_are_a_repetition(having: Workspace, make_file: MakeFile) -> None:
    found = plan(having, make_file(NEAR))
    ident = found.rows[0].perhaps[0].id
    found = decisions.the_same(found, [FIRST, SECOND], ident)
    assert statuses(found)[:2] == [Status.CHANGED, Status.HELD]
    assert "row 3" in strip_isolates(found.rows[1].problems[0].reason.text)


def test_less_likeness_only_wants_a_look(having: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [HEADER, ["Vocational training and coaching of young people in Assosa region", "Ethiopia", 90_000]]
    (row,) = plan(having, make_file(rows)).rows
    if row.perhaps:  # like, and not held
        assert row.problems[0].reason.weight is Weight.LOOK
    assert row.status is Status.NEW


def test_a_reference_twice_with_different_words_holds_both(having: Workspace, make_file: MakeFile) -> None:
    ref = read(having, ids(having)[0]).ref
    header = ["Reference", *HEADER]
    rows: Rows = [header, [ref, "One thing", "Sudan", 5_000], [ref, "Another thing", "Sudan", 6_000]]
    found = plan(having, make_file(rows))
    assert statuses(found) == [Status.HELD, Status.HELD]
    assert "Row 3 of “Projects”" in strip_isolates(found.rows[0].problems[-1].reason.text)
    assert "row 2" in strip_isolates(found.rows[1].problems[-1].reason.text)
    same: Rows = [header, [ref, "One thing", "Sudan", 5_000], [ref, "One thing", "Sudan", 5_000]]
    assert statuses(plan(having, make_file(same, "same.xlsx"))) == [Status.CHANGED, Status.HELD]
    chosen = decisions.hold(found, "Projects", 3)
    assert statuses(decisions.release(chosen, "Projects", 2))[0] is Status.CHANGED


def sketches(n: int, mark: str, dice: Random) -> list[Sketch]:
    verbs = ("Strengthening", "Support to", "Establishing", "Improving", "Modernising", "Training for")
    things = (
        "reception centres",
        "border health",
        "labour migration",
        "child protection",
        "data exchange",
        "registers",
    )
    places = ("Kassala", "Gedaref", "Nyala", "Juba", "Gambella", "Assosa", "Bosaso", "Hargeisa", "Moyale", "Garissa")
    return [
        Sketch(
            f"{mark}{i}",
            {"en": f"{dice.choice(verbs)} {dice.choice(things)} in {dice.choice(places)} {dice.choice(things)}"},
            country=dice.choice(("SD", "EG", "ET", "KE")),
        )
        for i in range(n)
    ]


def test_between_finds_what_comparing_every_pair_finds() -> None:
    dice = Random(4)  # noqa: S311 - the same titles every time
    new, have = sketches(60, "n", dice), sketches(60, "h", dice)
    found = {(ident, one.second) for ident, likes in between(new, have).items() for one in likes}
    every = {(a.id, b.id) for a in new for b in have if compare(a, b)}
    assert found == every
    assert found
    apart = frozenset(frozenset(pair) for pair in found)
    assert between(new, have, apart) == {}


def test_many_rows_and_many_proposals_are_not_compared_each_with_each() -> None:
    dice = Random(5)  # noqa: S311 - the same titles every time
    new, have = sketches(1000, "n", dice), sketches(1000, "h", dice)

    def one_in_a_thousand() -> None:
        for pair in zip(new, have, strict=True):
            compare(*pair)

    # measured: 44; if the slow look were taken at each pair: 590
    assert growth(one_in_a_thousand, lambda: between(new, have), below=150) < 150


def test_readings_of_an_amount_are_said_as_people_write_them() -> None:
    asked = Reason("This can be {one} or {other}.", (("one", "3500000"), ("other", "2027")))
    assert strip_isolates(asked.text) == "This can be 3,500,000 or 2027."
    assert Reason("By a {newer} program", (("other", "1"),)).text == "By a {newer} program"

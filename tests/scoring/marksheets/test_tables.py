"""Tables of marks in a real store: what is submitted, what conflicts do, who may bring whose marks."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import Scale
from khartoum_desktop.scoring.marksheets import operations as taking
from khartoum_desktop.scoring.marksheets import planning
from khartoum_desktop.scoring.marksheets.cell_reading import answer_of, blank_of, mark_of
from khartoum_desktop.scoring.marksheets.plans import Plan
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.storage.schema import TABLES, MarkLimit, Proposal, Round, RoundProposal
from khartoum_desktop.storage.schema import CriteriaSet as CriteriaSetRow
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import id_of, ref_of

HEAD = "proposal,criterion,assessor,delegation,mark,blank,reason\n"


def take(work: Workspace, tmp_path: Path, *rows: str, draft: bool = False, reopen: bool = False) -> Plan:
    path = tmp_path / "marks.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    plan = planning.plan(work, path, draft=draft, reopen=reopen)
    taking.apply(work, plan, on="2026-03-02")
    return plan


def sheets(work: Workspace) -> list[tuple[str | None, str | None]]:
    table = TABLES["assessment"]
    query = select(table.c.submitted, table.c.conflict).where(table.c.removed.is_not(True)).order_by(table.c.proposal)
    with work.reading() as db:
        return [(one, other) for one, other in db.execute(query)]


def test_what_comes_is_submitted_unless_it_is_a_draft(work: Workspace, tmp_path: Path) -> None:
    take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,", draft=True)
    assert sheets(work) == []
    plan = take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,", f"{ref_of(2)},1.1,Sara,SD,,,")
    assert len(plan.submit) == 1
    assert sheets(work) == [("2026-03-02", None)]
    work.undo()
    assert sheets(work) == []


def test_a_sheet_of_nothing_but_conflicts_is_a_conflict(work: Workspace, tmp_path: Path) -> None:
    rows = [f"{ref_of(1)},{key},Sara,SD,,conflict,{why}" for key, why in (("1.1", ""), ("1.2", "My own ministry"))]
    take(work, tmp_path, *rows)
    assert sheets(work) == [(None, "My own ministry")]
    with pytest.raises(UserError, match="has declared a conflict of interest"):
        take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,")
    take(work, tmp_path, f"{ref_of(1)},1.1,Leo,IT,,conflict,", f"{ref_of(1)},1.2,Leo,IT,4,,")
    assert {conflict for _day, conflict in sheets(work)} == {"My own ministry", None}


def test_submitted_sheets_change_only_when_that_is_asked_for(work: Workspace, tmp_path: Path) -> None:
    with work.step("Independent") as step:
        step.put(Round, queries.current_round(work).id, {"independent": True})
    rows = [f"{ref_of(1)},1.1,Sara,SD,4,,", f"{ref_of(1)},1.2,Sara,SD,4,,"]
    take(work, tmp_path, *rows)
    with pytest.raises(UserError, match=r"Row .3.: .The sheet of .*Sara.* is submitted already") as refused:
        take(work, tmp_path, rows[0], f"{ref_of(1)},1.2,Sara,SD,2,,")
    assert "round reopen" in refused.value.remedy
    assert take(work, tmp_path, *rows, f"{ref_of(1)},1.3,Sara,SD,4,,").new == 1, "what is missing may be added"
    plan = take(work, tmp_path, f"{ref_of(1)},1.2,Sara,SD,2,,Seen there", reopen=True)
    assert (len(plan.reopened), len(plan.submit), sheets(work)) == (1, 1, [("2026-03-02", None)])
    take(work, tmp_path, f"{ref_of(1)},1.2,Sara,SD,3,,", reopen=True, draft=True)
    assert sheets(work) == [(None, None)]
    work.undo()
    assert sheets(work) == [("2026-03-02", None)]
    work.sit_down(Person("Sara", "SD", "assessor"))
    with pytest.raises(UserError, match="is submitted already"):
        take(work, tmp_path, f"{ref_of(1)},1.2,Sara,SD,5,,", reopen=True)


def test_without_an_assessor_the_marks_are_those_of_the_person_at_work(work: Workspace, tmp_path: Path) -> None:
    path, person = tmp_path / "marks.csv", work.person
    assert person is not None
    path.write_text(f"proposal,criterion,mark\n{ref_of(1)},1.1,4\n", encoding="utf-8")
    taking.apply(work, planning.plan(work, path))
    take(work, tmp_path, f"{ref_of(1)},1.2,,,4,,", f"{ref_of(1)},1.3,,{person.delegation},4,,")
    assert [(one.name, one.delegation) for one in queries.assessors(work)] == [(person.name, person.delegation)]
    assert len(queries.answers(work, queries.current_round(work).id)) == 3
    with pytest.raises(UserError, match="An assessor needs a name"):
        take(work, tmp_path, f"{ref_of(1)},1.1,,FR,4,,")


def test_marks_on_a_proposal_in_which_the_assessor_has_an_interest(work: Workspace, tmp_path: Path) -> None:
    with work.step("Independent, and of Sudan") as step:
        step.put(Round, queries.current_round(work).id, {"independent": True})
        step.put(Proposal, id_of(1), {"lead_country": "SD"})
    rows = [f"{ref},1.1,Sara,SD,4,," for ref in (ref_of(1), ref_of(2))]
    sitting = work.person
    assert sitting is not None
    work.sit_down(Person("Sara", "SD", "assessor"))
    with pytest.raises(UserError, match=r"Row .2.: .This proposal comes from the assessor’s own delegation"):
        take(work, tmp_path, *rows)
    assert take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,,conflict,").conflicts
    work.undo()
    work.sit_down(sitting)
    plan = take(work, tmp_path, *rows)
    assert (plan.interested, len(plan.submit)) == (1, 2), "a coordinator may, and is told"


def test_a_sheet_without_a_reason_that_is_asked_for_stays_a_draft(work: Workspace, tmp_path: Path) -> None:
    bare, reasoned = f"{ref_of(1)},1.1,Sara,SD,5,,", f"{ref_of(1)},1.2,Sara,SD,5,,Seen there"
    plan = take(work, tmp_path, bare, reasoned, f"{ref_of(2)},1.1,Sara,SD,5,,Seen there")
    assert (plan.unreasoned, plan.submit) == (1, [(id_of(2), operations.assessor_of(work, "Sara", "SD").id)])
    assert sheets(work) == [("2026-03-02", None)]
    plan = take(work, tmp_path, reasoned)
    assert (plan.unreasoned, plan.submit) == (1, []), "the reason is missing still"
    assert len(take(work, tmp_path, f"{bare}Now it is said").submit) == 1
    with pytest.raises(UserError, match="submitted already"):
        take(work, tmp_path, f"{ref_of(1)},1.3,Sara,SD,5,,")
    plan = take(work, tmp_path, f"{ref_of(1)},1.2,Sara,SD,1,,", reopen=True)
    assert (plan.unreasoned, len(plan.reopened), len(plan.submit)) == (1, 1, 0), "the reason was one for another mark"


def test_where_no_mark_needs_a_reason_every_sheet_is_submitted(work: Workspace, tmp_path: Path) -> None:
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    with work.step("No reasons") as step:
        step.put(CriteriaSetRow, criteria.id, {"reason_for": None})
    plan = take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,5,,", f"{ref_of(2)},1.1,Sara,SD,1,,")
    assert (plan.unreasoned, len(plan.submit)) == (0, 2)


def test_a_closed_round_takes_nothing(work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(f"{HEAD}{ref_of(1)},1.1,Sara,SD,4,,\n", encoding="utf-8")
    plan = planning.plan(work, path)
    with work.step("Close") as step:
        step.put(Round, plan.round.id, {"closed": True})
    with pytest.raises(UserError, match="is closed"):
        taking.apply(work, plan)
    with pytest.raises(UserError, match="is closed"):
        planning.plan(work, path)


def test_an_assessor_brings_in_only_their_own_marks(work: Workspace, tmp_path: Path) -> None:
    work.sit_down(Person("Sara Osman", "SD", "assessor"))
    take(work, tmp_path, f"{ref_of(1)},1.1,sara osman,Sudan,4,,")
    with pytest.raises(UserError, match="somebody else"):
        take(work, tmp_path, f"{ref_of(1)},1.1,Leo,IT,4,,")


def test_a_name_without_delegation_is_one_who_is_known(work: Workspace, tmp_path: Path) -> None:
    take(work, tmp_path, f"{ref_of(1)},1.2,SARA,,4,,", f"{ref_of(1)},1.1,Sara,SD,4,,")
    assert [one.delegation for one in queries.assessors(work)] == ["SD"]
    take(work, tmp_path, f"{ref_of(1)},1.1,Sara,ET,4,,")
    with pytest.raises(UserError, match="Several assessors are called"):
        take(work, tmp_path, f"{ref_of(1)},1.3,Sara,,4,,")


SCALES = st.builds(
    lambda low, steps, step: Scale(low * 1000, low * 1000 + steps * step, step),
    st.integers(-50, 50), st.integers(1, 30), st.sampled_from([1, 5, 10, 50, 100, 250, 1000]),
)  # fmt: skip
SIGNS = st.tuples(st.booleans(), st.booleans())


def test_a_round_with_a_choice_of_proposals_takes_only_these(work: Workspace, tmp_path: Path) -> None:
    current = queries.current_round(work)
    with work.step("Choose") as step:
        step.put(Round, current.id, {"scope": "chosen"})
        step.add(RoundProposal, {"round": current.id, "proposal": id_of(1)})
    with pytest.raises(UserError, match="is not among the proposals of this round"):
        take(work, tmp_path, f"{ref_of(2)},1.1,Sara,SD,4,,")
    path = tmp_path / "marks.csv"
    path.write_text(f"{HEAD}{ref_of(1)},1.1,Sara,SD,4,,\nSolar wells,1.1,Sara,SD,4,,\n", encoding="utf-8")
    taking.apply(work, planning.plan(work, path, add_proposals=True))
    assert [one.title.text() for one in queries.candidates(work, current.id)] == ["Proposal 1", "Solar wells"]


def limit(work: Workspace) -> None:
    """Let 1.1 be at most 3 unless 1.2 has at least 4."""
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    first, second = criteria.criteria[:2]
    with work.step("Limit") as step:
        values: dict[str, str | int | None] = {"criteria_set": criteria.id, "kind": "mark", "most": 3000, "least": 4000}
        step.add(MarkLimit, {**values, "criterion": first.id, "of": second.id})


def test_conditional_maxima_hold_for_tables_too(work: Workspace, tmp_path: Path) -> None:
    limit(work)
    with pytest.raises(UserError, match=r"Row .2.: .A mark of .4. on .1\.1. is above its maximum"):
        take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,", f"{ref_of(1)},1.2,Sara,SD,3,,")
    take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,", f"{ref_of(1)},1.2,Sara,SD,4,,")
    with pytest.raises(UserError, match="is above its maximum"):
        take(work, tmp_path, f"{ref_of(1)},1.2,Sara,SD,3,,", reopen=True)
    take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,3,,", f"{ref_of(1)},1.2,Sara,SD,3,,", reopen=True)


HOSTILE = (
    "a\0b", "\u202eevil\u202c", "x" * 1_000_000, '=HYPERLINK("http://x")', "\ud800".encode("utf-8", "replace").decode(),
    "' OR 1=1 --", "%s%n{name}", "<b>x</b>", "\u200f", "٤" * 50,
)  # fmt: skip


def outcome(work: Workspace, tmp_path: Path, row: str) -> str:
    """Return what is said of a row that is refused, "" of one that is taken in."""
    try:
        take(work, tmp_path, row)
    except UserError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("place", range(7))
def test_hostile_cells_are_refused_or_kept_as_texts(work: Workspace, tmp_path: Path, place: int) -> None:
    before, last = work.present_digest(), work.can_undo()
    for text in HOSTILE:
        cells = [ref_of(1), "1.1", "Sara", "SD", "4", "", ""]
        cells[place] = '"' + text.replace('"', '""') + '"'
        said = outcome(work, tmp_path, ",".join(cells))
        assert len(said) < 1500
        assert "\0" not in said
        if not said and work.can_undo() != last:
            work.undo()
        assert work.present_digest() == before
        assert len(text) < 1000 or said


@given(SCALES, st.integers(0, 29), SIGNS, st.sampled_from(["", " ", "\u00a0", "\u200f"]))
def test_a_mark_of_the_scale_is_read_however_it_is_written(
    scale: Scale, where: int, signs: tuple[bool, bool], around: str
) -> None:
    mark, (arabic, comma) = scale.marks()[where % len(scale.marks())], signs
    text = scale.text(mark)
    text = text.replace(".", "٫" if arabic else ",") if comma else text
    text = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if arabic else text
    assert mark_of(around + text + around, scale) == mark


def test_marks_that_can_be_read_in_two_ways_are_refused() -> None:
    wide = Scale(0, 10_000_000, 1)
    with pytest.raises(UserError, match="two different marks"):
        mark_of("1,250", wide)
    assert mark_of("1,250", Scale(0, 5_000, 1)) == 1250
    assert mark_of("1,250", Scale(0, 10_000_000)) == 1_250_000
    for text in ("=4", "4%", "4 – good", "nan", "--4", "4..0", "1/2", ".", "e1", "x" * 100_000):
        with pytest.raises(UserError):
            mark_of(text, Scale(0, 10_000))


def test_marks_are_read_as_exactly_as_weights() -> None:
    fine = Scale(0, 10_000, 10)
    for text, mark in ((".33", 330), ("+3", 3_000), ("5e0", 5_000), ("٫٣٣", 330), ("33e-2", 330)):
        assert mark_of(text, fine) == mark, text


def test_blanks_in_three_languages() -> None:
    for words, blank in (
        ("Abstained", Blank.ABSTAINED), ("ABSTENTION", Blank.ABSTAINED), ("ممتنع", Blank.ABSTAINED),
        ("conflict of interest", Blank.CONFLICT), ("conflit d’intérêts", Blank.CONFLICT),
        ("تضارب المصالح", Blank.CONFLICT),
        ("not_applicable", Blank.NOT_APPLICABLE), ("N/A", Blank.NOT_APPLICABLE), ("لا ينطبق", Blank.NOT_APPLICABLE),
        ("", None), ("Not assessed", None),
    ):  # fmt: skip
        assert blank_of(words) is blank, words
    scale = Scale(0, 5_000)
    assert answer_of("abstained", "", scale) == Answer(blank=Blank.ABSTAINED)
    assert answer_of("", "", scale) == Answer()
    with pytest.raises(UserError):
        answer_of("abstained", "conflict", scale)


def test_a_stored_reason_is_not_taken_away(work: Workspace, tmp_path: Path) -> None:
    sara = operations.assessor_of(work, "Sara", "SD")
    take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,Good")
    assert take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,").same == 1
    take(work, tmp_path, f"{ref_of(1)},1.1,Sara,SD,4,,Better", reopen=True)
    stored = queries.answers(work, queries.current_round(work).id, assessor=sara.id)
    assert [one.reason for one in stored] == ["Better"]

"""Imports of before: when and by whom, what is left, taking one back later while people's edits stay."""

from itertools import islice

import pytest
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing.batches import find, past_imports, proposals_of, take_back
from khartoum_desktop.importing.decisions import fix_cell, map_column
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.problems import problems_of_batch
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.forgetting.operations import forget
from khartoum_desktop.proposals.forgetting.queries import of_import, of_proposals
from khartoum_desktop.proposals.model import as_lines
from khartoum_desktop.proposals.queries import ids, origins, read
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Person, Workspace
from tests.counting import counted_queries
from tests.importing.conftest import MakeFile, Rows

ROWS: Rows = [
    ["Title", "Country", "Budget"],
    ["One project", "Kenya", "5 EUR"],
    [None, "Kenya", "6 EUR"],
    ["Three projects", "Uganda", "a lot"],
]
MORE: Rows = [["Title", "Country"], ["Legal pathways", "Ethiopia"]]


def test_an_import_is_told_with_its_moment_its_person_and_its_rows(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    work.sit_down(Person("Omar", "SD"))
    apply(work, plan(work, make_file(MORE, "more.xlsx")))
    later, first = past_imports(work)
    assert (first.batch.file, first.author, first.delegation) == ("projects.xlsx", "Nadia", "EG")
    assert (later.batch.file, later.author, later.delegation) == ("more.xlsx", "Omar", "SD")
    assert later.at >= first.at > 1_600_000_000_000
    assert first.batch.counts == {"new": 2, "changed": 0, "same": 0, "held": 1}
    assert (first.problems, later.problems) == (2, 0)
    assert len(first.batch.sha256) == 64
    assert proposals_of(work, later.id) == [one for one in ids(work) if read(work, one).columns["lead_country"] == "ET"]


def test_many_imports_are_read_with_as_many_queries_as_few(work: Workspace, make_file: MakeFile) -> None:
    def queries() -> int:
        with counted_queries() as found:
            past_imports(work)
        return len(found)

    asked = []
    titles = iter(("Wells", "Schools for guests", "Roads", "Border clinics", "Boats", "A register of births"))
    for many in (2, 4):
        for title in islice(titles, many):
            rows: Rows = [["Title", "Country"], [title, "Kenya"], [None, "Uganda"]]
            apply(work, plan(work, make_file(rows, f"{title}.xlsx")))
        asked.append(queries())
    assert asked[0] == asked[1]
    assert [past.problems for past in past_imports(work)] == [1] * 6


def layouts(work: Workspace) -> list[str]:
    with work.reading() as db:
        return [columns or "" for columns in db.execute(select(TABLES["layout"].c.columns)).scalars()]


def test_the_columns_of_a_sheet_go_with_the_last_import_that_had_them(work: Workspace, make_file: MakeFile) -> None:
    header = ["Title", "Country", "Secret heading"]
    first, second = (
        make_file([header, [f"{name} project", "Kenya", "x"]], f"{name}.xlsx") for name in ("first", "second")
    )
    apply(work, plan(work, first))
    apply(work, plan(work, second))
    assert len(layouts(work)) == 1
    forget(work, of_import(work, "first.xlsx"))
    (left,) = ids(work)
    assert [cell.header for cell in origins(work, left)[0].cells] == header
    forget(work, of_proposals(work, [left]))
    assert layouts(work) == []
    forget(work, of_import(work, "second.xlsx"))
    assert "Secret heading" not in everything_stored(work)
    apply(work, plan(work, first))
    assert [cell.header for cell in origins(work, ids(work)[0])[0].cells] == header
    assert work.store.check() == []


def test_an_import_is_found_by_its_file_or_the_beginning_of_its_hash(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    (past,) = past_imports(work)
    assert find(work, "projects.xlsx") == find(work, past.batch.sha256[:6].upper()) == find(work, past.id) == past
    for name in ("other.xlsx", past.batch.sha256[:3], ""):
        with pytest.raises(UserError):
            find(work, name)


def test_two_imports_of_one_name_are_told_apart(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    apply(work, plan(work, make_file(MORE)))
    with pytest.raises(UserError, match="Several"):
        find(work, "projects.xlsx")


def test_an_edit_after_the_import_stays_and_is_named(work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    (past,) = past_imports(work)
    edited = next(one for one in ids(work) if read(work, one).columns["title_en"] == "One project")
    ref = str(read(work, edited).columns["ref"])
    proposals.set_value(work, edited, "title_en", "One project, revised")
    done = take_back(work, past.id)
    assert [(one.id, one.ref, one.title) for one in done.kept] == [(edited, ref, "One project, revised")]
    assert ids(work) == [edited]
    assert past_imports(work) == []
    assert work.store.check() == []
    with pytest.raises(UserError):
        take_back(work, past.id)


def test_a_field_that_was_edited_after_an_update_is_named(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Country", "Ministry", "Acronym"], ["One project", "Kenya", "Interior", "ONE"]]
    ident = proposals.create(work, {"title_en": "One project", "lead_country": "KE"})
    apply(work, plan(work, make_file(rows)))
    (past,) = past_imports(work)
    proposals.set_value(work, ident, "acronym", "TWO")
    done = take_back(work, past.id)
    assert [(one.id, one.fields) for one in done.kept] == [(ident, ("Acronym",))]
    assert read(work, ident).columns["acronym"] == "TWO"
    assert read(work, ident).columns["submitting_ministry"] is None


def test_many_edited_lines_are_named_with_as_many_queries_as_one(work: Workspace, make_file: MakeFile) -> None:
    asked = []
    for edited in (2, 1, 3):  # the first one only reads what is read once
        rows = [[f"Project {n} of {edited}", "Kenya", "UNHCR"] for n in range(4)]
        file = make_file([["Title", "Country", "Implementing partner"], *rows], f"{edited}.xlsx")
        done = apply(work, plan(work, file))
        for ident in done.proposals[:edited]:
            (line,) = as_lines(read(work, ident).value("parties"))
            proposals.set_lines(work, ident, "parties", [{**line, "qualifier": "observer"}])
        with counted_queries() as found:
            kept = take_back(work, done.batch).kept
        assert {one.id for one in kept} == set(done.proposals[:edited])
        assert {one.fields for one in kept} == {("Parties",)}
        asked.append(len(found))
    assert asked[1] == asked[2]


def test_the_same_file_again_adds_to_what_it_did_before(work: Workspace, make_file: MakeFile) -> None:
    path = make_file([["Title", "Country", "Words"], ["One project", "Kenya", "ONE"], ["Two projects", "Kenya", "TWO"]])
    apply(work, plan(work, path))
    (first,) = past_imports(work)
    for target in ("acronym", "summary"):
        assert apply(work, map_column(plan(work, path), "Projects", "C", target)).changed == 2
    (past,) = past_imports(work)
    assert past.batch.counts == {"new": 0, "changed": 2, "same": 0, "held": 0, "new_before": 2, "changed_before": 2}
    assert (past.batch.brought("new"), past.batch.brought("changed")) == (2, 4)
    work.undo()
    work.undo()
    assert past_imports(work) == [first]
    apply(work, map_column(plan(work, path), "Projects", "C", "acronym"))
    take_back(work, past.id)
    assert ids(work) == []
    apply(work, plan(work, path))
    assert past_imports(work)[0].batch.counts == first.batch.counts


def test_what_was_taken_up_later_goes_with_the_import(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(ROWS)))
    apply(work, fix_cell(taken_up(work, done.batch), "Projects", 3, "A", "Two projects"))
    assert len(ids(work)) == 3
    take_back(work, done.batch)
    assert ids(work) == []
    assert past_imports(work) == []


def test_an_import_whose_rows_came_back_corrected_can_still_be_taken_back(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(ROWS)
    done = apply(work, plan(work, path))
    back = problems_of_batch(work, done.batch).write(path.with_name("back.xlsx")).path
    again = plan(work, back)
    apply(work, fix_cell(fix_cell(again, "Projects", 3, "A", "Two projects"), "Projects", 4, "C", "7 EUR"))
    take_back(work, done.batch)
    left = {read(work, one).columns["title_en"] for one in ids(work)}
    assert left == {"Two projects", "Three projects"}
    assert [past.batch.file for past in past_imports(work)] == ["back.xlsx"]
    take_back(work, past_imports(work)[0].id)
    assert past_imports(work) == []


def test_undoing_the_corrected_import_brings_the_held_rows_back(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(ROWS)
    done = apply(work, plan(work, path))
    back = problems_of_batch(work, done.batch).write(path.with_name("back.xlsx")).path
    apply(work, fix_cell(plan(work, back), "Projects", 3, "A", "Two projects"))
    later = next(past for past in past_imports(work) if past.batch.file == "back.xlsx")
    take_back(work, later.id)
    (past,) = past_imports(work)
    assert [row.row for row in past.batch.held] == [3]
    assert past.problems == 2


def test_an_import_that_is_redone_counts_again(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(ROWS)))
    take_back(work, done.batch)
    work.redo()
    (past,) = past_imports(work)
    assert len(proposals_of(work, past.id)) == 2
    take_back(work, done.batch)
    assert ids(work) == []


def test_held_rows_and_problems_travel_with_the_record(
    work: Workspace, partner: Workspace, make_file: MakeFile
) -> None:
    done = apply(work, plan(work, make_file(ROWS)))
    partner.store.merge(work.store.items())
    assert [past.batch.held for past in past_imports(partner)] == [past.batch.held for past in past_imports(work)]
    again = fix_cell(taken_up(partner, done.batch), "Projects", 3, "A", "Two projects")
    apply(partner, again)
    assert len(ids(partner)) == 3


def everything_stored(work: Workspace) -> str:
    """Return all texts of the record and of the tables."""
    found: list[str] = []
    with work.reading() as db:
        for name in ("change", "origin", "batch", "layout", "proposal"):
            found += [str(row) for row in db.execute(select(TABLES[name]))]
    return "\n".join(found)


def test_nothing_of_a_forgotten_proposal_stays_with_the_import(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Country", "Budget", "Contact person"],
        ["Secret one", "Kenya", "secret amount", "Secret Person"],
        ["Secret two", "Atlantis", "6 EUR", "Secret Second"],
        ["Open three", "Atlantis", "7 EUR", "Open Third"],
    ]
    done = apply(work, plan(work, make_file(rows)))
    apply(work, fix_cell(taken_up(work, done.batch), "Projects", 3, "B", "Kenya"))
    assert "Secret" in everything_stored(work)
    forget(work, of_proposals(work, ids(work)))
    left = everything_stored(work).casefold()
    assert "secret" not in left
    (past,) = past_imports(work)
    assert [row.row for row in past.batch.held] == [4]
    assert past.problems == 1
    assert work.store.check() == []
    forget(work, of_import(work, "projects.xlsx"))
    assert "Open three" not in everything_stored(work)

"""What is kept in memory, and what forgetting takes, follows a merge and its undoing."""

from pathlib import Path

import pytest
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing import operations as importing
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries, references
from khartoum_desktop.proposals.duplicates import operations
from khartoum_desktop.proposals.duplicates.joining import Take
from khartoum_desktop.proposals.duplicates.queries import comparison, finder_of
from khartoum_desktop.proposals.forgetting import operations as forgetting
from khartoum_desktop.proposals.forgetting import queries as going
from khartoum_desktop.proposals.searches.ordering import orders_of
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace
from tests.proposals.duplicates.halls import make


def stored(work: Workspace, ident: str, name: str) -> object:
    table = TABLES["proposal"]
    with work.reading() as db:
        return db.execute(select(table.c[name]).where(table.c.id == ident)).scalar()


def held(work: Workspace, words: str) -> int:
    """Return how many changes of the record still hold these words."""
    change = TABLES["change"]
    with work.reading() as db:
        return len(db.execute(select(change.c.id).where(change.c.content.contains(words))).all())


def test_a_copy_still_says_what_it_was_copied_from(work: Workspace) -> None:
    source = make(work, "Skills hubs")
    copy = proposals.duplicate(work, source)
    operations.merge(work, copy, make(work, "Skills hubs again"))
    assert stored(work, copy, "copied_from") == source
    assert queries.read(work, copy).named == {source: queries.read(work, source).ref}


def test_a_provisional_reference_does_not_pass_for_a_confirmed_one(work: Workspace) -> None:
    keep, other = make(work, "Skills hubs", summary_en="The longer one"), make(work, "Skills hubs")
    old = queries.read(work, other).ref
    references.confirm(work, references.plan(work, [other]))
    new = queries.read(work, other).ref
    operations.merge(work, keep, other)
    assert [one.id for one in references.plan(work, [keep])] == [keep]
    assert {queries.by_ref(work, ref) for ref in (old, new)} == {keep}


def test_orders_follow_lines_that_a_merge_moved_and_its_undoing_moved_back(work: Workspace) -> None:
    keep, other = make(work, "Skills hubs", summary_en="The longer one"), make(work, "Skills hubs")
    proposals.set_lines(work, other, "results", [{"statement": "Hubs are open", "level": "output"}])
    orders = orders_of(work)

    def keys() -> list[dict[str, object]]:
        return [dict(orders.order(work, key).keys) for key in ("results", "completeness")]

    before = keys()
    operations.merge(work, keep, other)
    assert keys()[0] == {keep: 1}
    work.undo()
    assert keys() == before


def test_the_finder_follows_parties_that_were_moved_back(work: Workspace) -> None:
    keep, other = make(work, "Border posts along the Nile"), make(work, "Border posts along the Nile")
    proposals.set_lines(work, other, "parties", [{"name": "SD", "role": "beneficiary"}])
    sudan = make(work, "Border posts along the Nile", lead_country="SD")
    proposals.set_lines(work, sudan, "parties", [{"name": "EG", "role": "beneficiary"}])
    finder = finder_of(work)
    assert keep not in {pair.second.id for pair in finder.like(sudan)}
    operations.merge(work, keep, other)
    assert keep in {pair.second.id for pair in finder.like(sudan)}
    work.undo()
    assert {pair.second.id for pair in finder.like(sudan)} == {other}


# --- forgetting -------------------------------------------------------------------------------------------------------


def test_forgetting_takes_what_was_merged_into_it(work: Workspace) -> None:
    first, second = make(work, "Skills hubs", context="Words of the first"), make(work, "Skills hubs")
    third = make(work, "Skills hubs", summary_en="The longest of all")
    operations.merge(work, second, first, {"context": Take.KEEP})
    operations.merge(work, third, second)
    assert held(work, "Words of the first")
    found = going.of_proposals(work, [third])
    assert {one.id for one in found.proposals} == {first, second, third}  # the dialog names them all
    forgetting.forget(work, found)
    assert not held(work, "Words of the first")


def sheet(tmp_path: Path, name: str, title: str, context: str) -> Path:
    path = tmp_path / name
    path.write_text(f"Title,Country,Context\n{title},Egypt,{context}\n", encoding="utf-8")
    return path


def bring_in(work: Workspace, path: Path) -> None:
    importing.apply(work, plan(work, path))


def test_forgetting_an_import_takes_what_was_merged_away_since(work: Workspace, tmp_path: Path) -> None:
    keep = make(work, "Typed by hand", summary_en="The longer one")
    bring_in(work, sheet(tmp_path, "one.csv", "From the first sheet", "Words of the sheet"))
    bring_in(work, sheet(tmp_path, "two.csv", "From the second sheet", "Other words"))
    ids = {queries.read(work, ident).title(): ident for ident in queries.ids(work)}
    one, two = ids["From the first sheet"], ids["From the second sheet"]
    assert comparison(work, keep, one).differences
    operations.merge(work, keep, one, {"context": Take.KEEP})
    operations.merge(work, keep, two, {"context": Take.KEEP})
    found = going.of_import(work, "one.csv")
    assert ([each.id for each in found.proposals], [each.id for each in found.staying]) == ([one], [keep])
    forgetting.forget(work, found)
    assert (held(work, "Words of the sheet"), held(work, "Other words") > 0) == (0, True)


def test_after_the_undoing_of_a_merge_an_import_made_what_it_made(work: Workspace, tmp_path: Path) -> None:
    keep = make(work, "Typed by hand", summary_en="The longer one")
    bring_in(work, sheet(tmp_path, "one.csv", "From the sheet", "Words of the sheet"))
    (one,) = (ident for ident in queries.ids(work) if ident != keep)
    operations.merge(work, keep, one)
    work.undo()
    found = going.of_import(work, "one.csv")
    assert ([each.id for each in found.proposals], found.staying) == ([one], ())


# --- references of what was merged ------------------------------------------------------------------------------------


@pytest.mark.parametrize("gone", ["deleted", "forgotten"])
def test_a_reference_leads_nowhere_when_the_one_it_led_to_is_gone(work: Workspace, tmp_path: Path, gone: str) -> None:
    keep, other = make(work, "Skills hubs", summary_en="The longer one"), make(work, "Skills hubs")
    old = queries.read(work, other).ref
    operations.merge(work, keep, other)
    assert queries.by_ref(work, old) == keep
    if gone == "deleted":
        proposals.remove(work, [keep])
    else:
        work.forget({"proposal": [keep]})
    with pytest.raises(UserError, match=old):
        queries.by_ref(work, old)
    path = tmp_path / "ministry.csv"
    path.write_text(f"Reference,Title,Country\n{old},Something else,Egypt\n", encoding="utf-8")
    bring_in(work, path)
    assert [queries.read(work, ident).title() for ident in queries.ids(work)] == ["Something else"]


# --- what must not go out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_restricted_stays_so_unless_somebody_says_otherwise(work: Workspace, turned: bool) -> None:
    keep, other = make(work, "Skills hubs", summary_en="The longer one"), make(work, "Skills hubs", context="Secret")
    proposals.set_value(work, keep if turned else other, "confidentiality", "restricted")
    operations.merge(work, keep, other)
    assert stored(work, keep, "confidentiality") == "restricted"
    work.undo()
    operations.merge(work, keep, other, {"confidentiality": Take.OTHER if turned else Take.KEEP})
    assert stored(work, keep, "confidentiality") == "members_only"


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_values_that_stand_side_by_side_none_goes_unseen(work: Workspace, turned: bool) -> None:
    keep, other = make(work, "Skills hubs", summary_en="The longer one"), make(work, "Skills hubs")
    torn = keep if turned else other
    heads = queries.read(work, torn).heads
    for text in ("What one wrote", "What another wrote"):
        proposals.set_value(work, torn, "context", text, heads)
    with pytest.raises(UserError, match="side by side"):
        operations.merge(work, keep, other)
    (conflict,) = queries.read(work, torn).conflicts
    proposals.settle(work, queries.read(work, torn).ref, conflict, "What one wrote")
    operations.merge(work, keep, other)
    assert stored(work, keep, "context") == "What one wrote"

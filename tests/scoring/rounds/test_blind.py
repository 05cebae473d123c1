"""Independent scoring: an assessor who has not finished finds nothing of the others, wherever they ask.

Two workspaces are the same but for what the others did: every function, every command and every history must answer
the same in both, so that not even a count or an order gives anything away.
"""

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from khartoum_desktop import cli
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import past
from khartoum_desktop.proposals.comparing import BEGINNING, compare
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.scoring.rounds.queries import marks_for_bundle
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.shortlist import operations as lists
from khartoum_desktop.shortlist import queries as shortlists
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.storage.schema import Consensus, CriteriaSet, Round
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import NADIA, id_of, new_round, new_workspace, put_proposals, ref_of
from tests.scoring.rounds.walking import asked, told

TESFAYE: Final = Person("Tesfaye Bekele", "ET", "assessor")
GIULIA: Final = ("Quilla Zebrafinch", "IT")
REASON: Final = "ZEBRA-7731"
SECRETS: Final = ("zebra", "7731", "7.731", "7,731", "okapi")

# what only reads, and every command that would change something in its form that only reads or only shows
COMMANDS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "aggregation": ((),),
    "attachments": (("REF",),),
    "batches": (("list",),),
    "check": ((),),
    "choose": (("--rules", "RULES"), ("--rules", "RULES", "--swaps", "--frontier")),
    "comments": (("REF",),),
    "criteria": ((),),
    "consensus": (("REF", "--criterion", "1.1", "--withdraw"),),
    "discuss": ((), ("--all",), ("--adjusted",), ("--round", "Presidency of Egypt, 2024")),
    "explain": (("REF", "--over", "OTHER"),),
    "export": (("--what", "register", "--to", "BOOK"), ("--what", "shortlist", "--to", "BOOK")),
    "forget": (("REF",),),
    "history": (("REF",),),
    "list": ((), ("--columns", "ref,history,state"), ("--search", "zebra"), ("--sort", "history")),
    "lists": (("list",),),
    "marks": (("export", "--to", "CSV"), ("sheets", "--to", "FOLDER"), ("import", "MARKS", "--dry-run")),
    "merge-proposals": (("REF", "OTHER", "--dry-run"),),
    "profiles": (("list",),),
    "rank": ((), ("--round", "Presidency of Egypt, 2024")),
    "rates": (("list",),),
    "rerank": (("--from", "Presidency of Egypt, 2024"),),
    "round": (("list",), ("show",)),
    "scenario": (("list",),),
    "searches": (("list",),),
    "show": (("REF",),),
    "shortlist": (("show",), ("show", "SOM")),
    "similar": ((),),
    "stability": (("--draws", "100"),),
    "templates": (("list",),),
    "translate": (("list",),),
}
CHANGING: Final = {
    "add", "attach", "backup", "confirm", "copy", "detach", "extract", "form", "import", "mark", "new", "not-the-same",
    "party", "redo", "restore", "set", "undo",
}  # fmt: skip


def answer_all(work: Workspace, number: int, person: tuple[str, str], value: int, reason: str = "") -> str:
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    assessor = operations.assessor_of(work, *person)
    operations.mark_many(
        work, [Entry(id_of(number), one.id, assessor, Answer(value, reason=reason)) for one in criteria.criteria]
    )
    return assessor.id


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """Return a workspace with four proposals and a list; Tesfaye has submitted two sheets and begun a third."""
    path = tmp_path / "alone.khartoum"
    work = new_workspace(path)
    round_id = new_round(work)
    put_proposals(work, 4)
    with work.step("A fine scale") as step:
        step.put(CriteriaSet, queries.current_round(work).criteria_set, {"scale_max": 9000, "scale_step": 1})
        step.put(Round, round_id, {"deadline": "2026-12-01"})
    one = lists.create(work, "SOM")
    lists.add(work, one, [id_of(1), id_of(2), id_of(3)])
    work.sit_down(TESFAYE)
    for number in (1, 2):
        own = answer_all(work, number, ("Tesfaye Bekele", "ET"), 4000)
        submit(work, queries.current_round(work), [(id_of(number), own)])
    operations.mark(work, id_of(3), "1.1", operations.assessor_of(work, "Tesfaye Bekele", "ET"), "4")
    work.close()
    return path


@pytest.fixture
def among_others(alone: Path) -> Path:
    """Return the same with the marks of somebody else, what a panel agreed on, and the list in another order."""
    path = alone.with_name("among.khartoum")
    shutil.copyfile(alone, path)
    work = Workspace.open(path)
    work.sit_down(NADIA)
    current = queries.current_round(work)
    for number, value in ((1, 2001), (2, 5002), (3, 7731), (4, 7730)):
        other = answer_all(work, number, GIULIA, value, REASON)
        submit(work, current, [(id_of(number), other)])
    criterion = queries.criteria(work, current.criteria_set).criteria[0].id
    with work.step("Agreed") as step:
        place = {"round": current.id, "proposal": id_of(1), "criterion": criterion}
        step.add(Consensus, {**place, "value": 7731, "reason": REASON, "participants": "Quilla Zebrafinch"})
    one = shortlists.shortlist(work).id
    lists.move(work, one, id_of(3), 1, reason="okapi")
    lists.add(work, one, [id_of(4)])
    lists.draw_cut(work, one, Cut(number=2))
    work.sit_down(TESFAYE)
    work.close()
    return path


def everything_asked(path: Path) -> dict[str, str]:
    """Return what every function and every history says in a workspace, to who sits there."""
    work = Workspace.open(path)
    own, other = (operations.assessor_of(work, *who).id for who in (("Tesfaye Bekele", "ET"), GIULIA))
    found = asked(work, ("", own, other))
    for number in (1, 2, 3, 4):
        events = past.events(work, id_of(number))
        found[f"events {number}"] = told(events)
        moments = [event.step for event in events]
        found[f"moments {number}"] = told([compare(work, id_of(number), events, BEGINNING, one) for one in moments])
    found["undo"], found["redo"] = told(work.can_undo()), told(work.can_redo())
    found["undone"] = told(work.undo())
    found["done again"] = told(work.redo())
    work.close()
    return {name: text for name, text in found.items() if name not in {"undone", "done again"}} | {
        name: strip_steps(found[name]) for name in ("undone", "done again")
    }


def strip_steps(text: str) -> str:
    """Leave out the new step's id, which is another one each time."""
    return ", ".join(part for part in text.split(", ") if not part.startswith("step="))


def assert_nothing_of_the_others(found: dict[str, str]) -> None:
    assert found
    for name, text in found.items():
        for secret in SECRETS:
            # a word or a number of its own: ids, digests and times hold any four digits by chance
            alone = rf"(?<![0-9a-f-]){re.escape(secret)}(?![0-9a-f-])" if secret.isdigit() else re.escape(secret)
            assert not re.search(alone, text.lower()), f"{name} tells of {secret}: {text[:2000]}"


def test_every_function_answers_as_if_the_others_had_done_nothing(alone: Path, among_others: Path) -> None:
    found, without = everything_asked(among_others), everything_asked(alone)
    assert_nothing_of_the_others(found)
    assert {name for name in found if found[name] != without[name]} == set()
    assert any(name.startswith("shortlist.queries.rank_json") for name in found)
    assert "4000" in found[next(name for name in found if name.startswith("scoring.queries.answers"))], "one's own"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Run a command on a workspace and return all that it says or writes; words in capitals stand for files."""
    folder = tmp_path / "written"
    files = {"BOOK": folder / "book.xlsx", "CSV": folder / "marks.csv", "FOLDER": folder}
    files |= {"RULES": tmp_path / "rules.json", "MARKS": tmp_path / "given.csv"}
    files["RULES"].write_text('{"budget": null, "rules": [{"kind": "max", "by": "refs", "n": 2}]}', encoding="utf-8")
    rows = [f"{ref_of(number)},1.1,Tesfaye Bekele,ET,4" for number in (3, 4)]
    files["MARKS"].write_text("\n".join(["proposal,criterion,assessor,delegation,mark", *rows]), encoding="utf-8")

    def run(path: Path, *words: str) -> str:
        folder.mkdir()
        capsys.readouterr()
        said = [str(files.get(word, word)) for word in words]
        cli.main([*said, "--store", str(path)])
        heard = capsys.readouterr()
        cli.main([*said, "--json", "--store", str(path)])
        text = heard.out + heard.err + capsys.readouterr().out
        for one in sorted(folder.iterdir()):
            text += one.read_text(encoding="utf-8") if one.suffix == ".csv" else all_cells(one)
        shutil.rmtree(folder)
        return text

    return run


def all_cells(path: Path) -> str:
    return told([[[cell.value for cell in row] for row in sheet] for sheet in load_workbook(path)])


def said_by_all(command: Any, path: Path) -> dict[str, str]:
    found = {}
    for name, forms in COMMANDS.items():
        for form in forms:
            words = [{"REF": ref_of(1), "OTHER": ref_of(2)}.get(word, word) for word in form]
            found[" ".join((name, *form))] = command(path, name, *words).replace(str(path), "").replace(path.name, "")
    return found


def test_every_command_says_the_same(command: Any, alone: Path, among_others: Path) -> None:
    assert {one.name for one in cli.COMMANDS} == CHANGING | COMMANDS.keys(), "say whether it reads, and how"
    found, without = said_by_all(command, among_others), said_by_all(command, alone)
    assert_nothing_of_the_others(found)
    assert {name: (found[name], without[name]) for name in found if found[name] != without[name]} == {}
    assert "Tesfaye Bekele" in found["marks export --to CSV"]
    assert "Tesfaye Bekele" in found["marks sheets --to FOLDER"]
    assert '"same": 1' in found["marks import MARKS --dry-run"]
    assert '"out"' in found["choose --rules RULES"]
    assert "2 of your 4 proposals are still to be submitted." in strip_isolates(found["rank"])
    assert "2 of your 4 proposals are still to be submitted." in strip_isolates(found["shortlist show"])
    assert "2 of your 4 proposals are still to be submitted." in found["export --what shortlist --to BOOK"]


def test_frozen_lists_are_hidden_too(command: Any, among_others: Path) -> None:
    work = Workspace.open(among_others)
    work.sit_down(NADIA)
    one = shortlists.shortlist(work).id
    for place in shortlists.unexplained(shortlists.listing(work, shortlists.shortlist(work)).places):
        lists.explain_place(work, one, place.entry.proposal, "okapi")
    lists.freeze(work, one)
    assert "7731" in shortlists.shortlist(work).record
    work.sit_down(TESFAYE)
    with pytest.raises(UserError, match="hidden"):
        lists.move(work, one, id_of(1), 1)
    work.close()
    assert_nothing_of_the_others(everything_asked(among_others))
    assert_nothing_of_the_others(said_by_all(command, among_others))


@pytest.fixture
def work(among_others: Path) -> Iterator[Workspace]:
    found = Workspace.open(among_others)
    yield found
    found.close()


def test_all_is_seen_once_the_own_sheets_are_submitted_and_hidden_again_when_reopened(work: Workspace) -> None:
    current = queries.current_round(work)
    assert not sight(work, current.id).everything
    own = answer_all(work, 3, ("Tesfaye Bekele", "ET"), 4000)
    answer_all(work, 4, ("Tesfaye Bekele", "ET"), 4000)
    submit(work, current, [(id_of(3), own)])
    assert strip_isolates(sight(work, current.id).sentence).endswith("1 of your 4 proposals is still to be submitted.")
    assert shortlists.current_ranking(work).official == ()
    submit(work, current, [(id_of(4), own)])
    assert sight(work, current.id).sentence == ""
    assert len(shortlists.current_ranking(work).official) == 4
    assert REASON in told(queries.answers(work, current.id))
    assert shortlists.shortlist_json(work)["entries"][0]["ref"] == ref_of(3)
    work.undo()
    assert shortlists.current_ranking(work).official == ()


def test_who_else_sees_what(work: Workspace) -> None:
    current = queries.current_round(work)
    for person, seen in (
        (NADIA, True),
        (Person("Reem Idris", "SD", "reader"), False),
        (Person("Nobody Asked", "FR", "assessor"), False),
    ):
        work.sit_down(person)
        assert bool(shortlists.current_ranking(work).official) == seen, person
        assert (REASON in told(queries.answers(work, current.id))) == seen
        assert bool(sight(work, current.id).sentence) != seen
    work.sit_down(NADIA)
    with work.step("Close") as step:
        step.put(Round, current.id, {"closed": True})
    for person in (TESFAYE, Person("Reem Idris", "SD", "reader")):
        work.sit_down(person)
        assert REASON in told(queries.answers(work, current.id))


def test_rounds_of_files_from_before_hide_nothing(work: Workspace) -> None:
    current = queries.current_round(work)
    with work.step("From before") as step:
        step.put(Round, current.id, {"independent": None})
    assert REASON in told(queries.answers(work, current.id))


def test_who_is_asked_for_some_is_done_with_those(work: Workspace) -> None:
    from khartoum_desktop.scoring.rounds.asking import assessor_id, sheet_id
    from khartoum_desktop.storage.schema import Assessment, RoundAssessor

    current, own = queries.current_round(work), assessor_id("Tesfaye Bekele", "ET")
    with work.step("Two only") as step:
        step.add(RoundAssessor, {"round": current.id, "assessor": own, "every": False})
        for number in (1, 3):
            row = {"round": current.id, "proposal": id_of(number), "assessor": own}
            step.add(Assessment, {**row, "assigned": True}, sheet_id(current.id, id_of(number), own))
    assert (sight(work, current.id).asked, sight(work, current.id).left) == (2, 1)
    work.undo()
    assert (sight(work, current.id).asked, sight(work, current.id).left) == (4, 2)


def test_a_bundle_holds_only_the_own_marks_until_the_round_is_closed(work: Workspace) -> None:
    work.sit_down(NADIA)
    current = queries.current_round(work)
    own = operations.assessor_of(work, "Tesfaye Bekele", "ET").id
    held = marks_for_bundle(work, current, own)
    assert held
    assert {one.assessor for one in held} == {own}
    with work.step("Close") as step:
        step.put(Round, current.id, {"closed": True})
    held = marks_for_bundle(work, queries.round_now(work, current), own)
    assert len({one.assessor for one in held}) == 2
    work.sit_down(TESFAYE)
    work.undo()


def test_naming_oneself_on_the_command_line_makes_no_coordinator(command: Any, among_others: Path) -> None:
    for who in ("Tesfaye Bekele@ET", "TESFAYE  bekele@ET"):
        command(among_others, "comments", ref_of(1), "--as", who)
        assert json.loads(command(among_others, "rank").splitlines()[-1])["hidden"]
    assert partial(command, among_others)("rank", "--json").count("hidden")

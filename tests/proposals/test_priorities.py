"""The presidency and its priorities: every change one step, undone as one; nothing that a proposal names is lost."""

from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import speaking
from khartoum_desktop.proposals import operations, priorities, queries
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Item
from khartoum_desktop.proposals.model import check_field
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.workspace import Person, Workspace

NAMES = {"ar": "مسارات قانونية", "en": "Legal pathways", "fr": "Voies légales"}


@pytest.fixture
def france(tmp_path: Path) -> Workspace:
    """Return a workspace as the first run leaves it for France."""
    workspace = Workspace.create(tmp_path / "fr.khartoum", Person("Nadia Fahmy", "EG"), genesis=genesis())
    priorities.enter_presidency(workspace, "FR-2025")
    return workspace


def offered(work: Workspace) -> list[str]:
    with speaking("en"):
        return [label for _code, label in lists_of(work).choices("priority")]


def items(work: Workspace) -> tuple[Item, ...]:
    return lists_of(work).items("priority")


def undo(work: Workspace) -> str:
    """Take the last step back and return its label."""
    undone = work.undo()
    assert undone is not None
    return undone.target.label


@pytest.mark.parametrize("key", ["FR-2025", "EG-2024", "TN"])
def test_the_presidency_of_a_new_workspace_is_no_step_of_anybody(tmp_path: Path, key: str) -> None:
    digests = []
    for name in ("one", "two"):
        work = Workspace.create(tmp_path / f"{name}.khartoum", Person(name, "KE"), genesis=genesis())
        priorities.enter_presidency(work, key)
        assert work.can_undo() is None
        assert work.undo() is None
        assert lists_of(work).presidency == key
        assert work.store.check() == []
        digests.append(work.store.digest())
        work.close()
        again = Workspace.open(tmp_path / f"{name}.khartoum", genesis=genesis())
        assert (lists_of(again).presidency, again.store.digest()) == (key, digests[-1])
        again.close()
    assert digests[0] == digests[1]


def test_the_empty_set_is_filled_one_undoable_step_at_a_time(france: Workspace) -> None:
    assert offered(france) == []
    first = priorities.add(france, NAMES)
    second = priorities.add(france, {"ar": "مكافحة التهريب\n"})
    assert offered(france) == ["Legal pathways", "مكافحة التهريب"]
    assert dict(items(france)[0].labels) == NAMES
    priorities.rename(france, second, {"en": " Counter smuggling "})
    assert dict(items(france)[1].labels) == {"ar": "مكافحة التهريب", "en": "Counter smuggling"}
    priorities.move(france, second, 0)
    assert offered(france) == ["Counter smuggling", "Legal pathways"]
    priorities.withdraw(france, first)
    assert offered(france) == ["Counter smuggling"]
    third = priorities.add(france, {"fr": "Retour"})
    assert offered(france) == ["Counter smuggling", "Retour"]
    assert first != third
    assert undo(france) == "New priority “{name}”"
    assert undo(france) == "Withdraw the priority “{name}”"
    assert offered(france) == ["Counter smuggling", "Legal pathways"]
    assert undo(france) == "Move the priority “{name}”"
    assert offered(france) == ["Legal pathways", "Counter smuggling"]
    assert undo(france) == "Change the priority “{name}”"
    assert undo(france) == undo(france) == "New priority “{name}”"
    assert (offered(france), france.can_undo()) == ([], None)
    france.redo()
    assert offered(france) == ["Legal pathways"]
    assert france.store.check() == []
    france.close()


def test_a_priority_without_any_name_is_refused_and_nothing_changes(france: Workspace) -> None:
    with pytest.raises(UserError):
        priorities.add(france, {"en": "  "})
    ident = priorities.add(france, {"en": "One", "ar": "واحد"})
    priorities.rename(france, ident, {"en": None})
    with pytest.raises(UserError):
        priorities.rename(france, ident, {"ar": ""})
    assert dict(items(france)[0].labels) == {"ar": "واحد"}
    france.close()


def test_what_proposals_name_keeps_its_name_when_it_is_withdrawn_or_the_presidency_changes(work: Workspace) -> None:
    field = BY_KEY["priorities"]
    line = {"code": "skills", "justification": "Trains 400"}
    ident = operations.create(work, {"title_en": "Hubs", "lead_country": "EG"}, {"priorities": [line]})
    row = next(item.row for item in items(work) if item.code == "skills")
    assert priorities.uses(work) == {"skills": 1}

    def still_named() -> None:
        (kept,) = queries.read(work, ident).lines["priorities"]
        assert (kept["code"], kept["justification"]) == ("skills", "Trains 400")
        assert lists_of(work).label("priority", "skills", "en") == "Skills development"
        assert check_field(field, (kept,), lists_of(work)) == []
        operations.set_lines(work, ident, "priorities", [{**kept, "justification": "Trains 400"}])

    step = priorities.withdraw(work, row)
    assert "Skills development" not in offered(work)
    assert lists_of(work).find("priority", "Skills development") is None
    still_named()
    work.store.undo_step(step)
    assert "Skills development" in offered(work)
    priorities.set_presidency(work, "FR-2025")
    assert offered(work) == []
    still_named()
    priorities.add(work, {"en": "Skills development"})
    assert lists_of(work).find("priority", "skills  Development") == items(work)[0].code != "skills"
    priorities.set_presidency(work, "EG-2024")
    assert len(items(work)) == 11
    operations.remove(work, [ident])
    assert priorities.uses(work) == {}


def test_another_state_presides_for_its_years(work: Workspace) -> None:
    priorities.set_presidency(work, "TN", 2026, 2027)
    lists = lists_of(work)
    assert lists.presidency == "TN-2026"
    assert [lists.label("presidency", "TN-2026", lang) for lang in ("ar", "en", "fr")] == [
        "تونس 2026–2027",
        "Tunisia 2026–2027",
        "Tunisie 2026–2027",
    ]
    assert [code for code, _label in lists.choices("presidency")] == ["EG-2024", "FR-2025", "TN-2026"]
    assert undo(work) == "Change of presidency: {name}"
    assert lists_of(work).presidency == "EG-2024"
    priorities.set_presidency(work, "TN", 2026, 2027)
    assert priorities.add(work, NAMES) == items(work)[0].row
    for state, first, last in (("TN", 2027, 2026), ("QQ", 2026, None)):
        with pytest.raises(UserError):
            priorities.set_presidency(work, state, first, last)
    priorities.set_presidency(work, "FR", 2025, 2026)
    assert lists_of(work).presidency == "FR-2025"


def test_years_that_were_not_known_at_the_first_run_are_added_to_the_same_presidency(work: Workspace) -> None:
    priorities.set_presidency(work, "KE")
    priorities.add(work, NAMES)
    priorities.set_presidency(work, "KE", 2027)
    assert (lists_of(work).presidency, offered(work)) == ("KE", ["Legal pathways"])
    assert lists_of(work).label("presidency", "KE", "en") == "Kenya 2027"
    priorities.set_presidency(work, "KE", 2031)
    assert (lists_of(work).presidency, offered(work)) == ("KE-2031", [])
    assert work.store.check() == []


def test_a_reader_changes_nothing(work: Workspace) -> None:
    work.sit_down(Person("Rami", "EG", "reader"))
    for change in (lambda: priorities.add(work, NAMES), lambda: priorities.set_presidency(work, "FR-2025")):
        with pytest.raises(UserError):
            change()

"""The workspace: what features are given, with what the program ships, the day's backup and the recent files."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from khartoum_desktop import sample
from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage.backup import copies_of, folder_of
from khartoum_desktop.storage.genesis import Shipped
from khartoum_desktop.storage.schema import TABLES, ListItem, Proposal
from khartoum_desktop.workspace import PassphraseNeededError, Person, Workspace, WrongPassphraseError, derived_id

AMINA = Person("Amina", "EG")
WORD = "geheimnis"
SHIPPED: list[Shipped] = [("list_item", derived_id("member", "EG"), {"scheme": "member", "code": "EG"})]
MORE: list[Shipped] = [*SHIPPED, ("list_item", derived_id("member", "SD"), {"scheme": "member", "code": "SD"})]


@pytest.fixture
def opened() -> Iterator[Callable[[Workspace], Workspace]]:
    """Close every workspace that a test has opened."""
    found: list[Workspace] = []

    def keep(workspace: Workspace) -> Workspace:
        found.append(workspace)
        return workspace

    yield keep
    for workspace in found:
        workspace.close()


Keep = Callable[[Workspace], Workspace]


def codes(workspace: Workspace) -> list[str]:
    with workspace.reading() as db:
        return sorted(db.execute(select(TABLES["list_item"].c.code)).scalars())


def test_a_new_workspace_has_what_the_program_ships(tmp_path: Path, opened: Keep) -> None:
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA, genesis=SHIPPED))
    assert workspace.path == tmp_path / "a.khartoum"
    assert workspace.person == AMINA
    assert codes(workspace) == ["EG"]
    assert settings.last_workspace() == workspace.path
    assert copies_of(workspace.path) == []


def test_an_older_workspace_gets_what_a_newer_program_ships(tmp_path: Path, opened: Keep) -> None:
    Workspace.create(tmp_path / "a.khartoum", AMINA, genesis=SHIPPED).close()
    workspace = opened(Workspace.open(tmp_path / "a.khartoum", genesis=MORE))
    assert codes(workspace) == ["EG", "SD"]
    assert workspace.store.check() == []


@pytest.mark.parametrize("passphrase", [None, WORD])
def test_features_write_read_and_take_back_through_it(tmp_path: Path, opened: Keep, passphrase: str | None) -> None:
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA, passphrase))
    told: list[Mapping[str, frozenset[str]]] = []
    workspace.changed.append(lambda _step, rows: told.append(rows))
    with workspace.step("Add {title}", title="x") as step:
        row = step.add(Proposal, {"title_en": "x"})
    info = workspace.can_undo()
    assert info is not None
    assert (info.label, dict(info.args)) == ("Add {title}", {"title": "x"})
    assert workspace.undo() is not None
    assert workspace.can_undo() is None
    redo = workspace.can_redo()
    assert redo is not None
    assert redo.id == info.id
    assert workspace.redo() is not None
    assert told == [{"proposal": frozenset([row])}] * 3
    workspace.close()
    again = opened(Workspace.open(tmp_path / "a.khartoum", passphrase))
    assert again.store.search("x") == [row]
    undo = again.can_undo()
    assert undo is not None
    assert undo.id == info.id


def test_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "a.khartoum", AMINA, WORD).close()
    with pytest.raises(PassphraseNeededError):
        Workspace.open(tmp_path / "a.khartoum")
    with pytest.raises(WrongPassphraseError):
        Workspace.open(tmp_path / "a.khartoum", "wrong")


def test_the_first_opening_of_a_day_makes_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.khartoum"
    Workspace.create(path, AMINA).close()
    for _time in range(3):
        workspace = Workspace.open(path, clock=lambda: 0)
        assert workspace.backup_problem is None
        workspace.close()
    assert len(copies_of(path)) == 1
    Workspace.open(path, clock=lambda: 3 * 86_400_000).close()
    assert len(copies_of(path)) == 2


def test_a_backup_that_cannot_be_made_is_said_and_stops_nobody(tmp_path: Path, opened: Keep) -> None:
    Workspace.create(tmp_path / "a.khartoum", AMINA).close()
    (tmp_path / "a.khartoum.backups").write_text("in the way")
    workspace = opened(Workspace.open(tmp_path / "a.khartoum"))
    assert isinstance(workspace.backup_problem, UserError)
    with workspace.step("Add") as step:
        step.add(Proposal, {"title_en": "x"})


def test_a_workspace_that_cannot_be_finished_is_not_left_behind(tmp_path: Path) -> None:
    wrong: list[Shipped] = [("list_item", "x", {"no_such_field": 1})]
    path = tmp_path / "a.khartoum"
    with pytest.raises(KeyError):
        Workspace.create(path, AMINA, genesis=wrong)
    assert not path.exists()
    Workspace.create(path, AMINA).close()
    with pytest.raises(KeyError):
        Workspace.open(path, genesis=wrong)
    Workspace.open(path).close()  # the lock is free


def test_a_workspace_that_cannot_be_filled_is_neither_left_behind_nor_remembered(tmp_path: Path) -> None:
    def fill(workspace: Workspace) -> None:
        with workspace.step("Add") as step:
            step.add(Proposal, {"title_en": "half"})
        raise UserError("no more")

    with pytest.raises(UserError, match="no more"):
        Workspace.create(tmp_path / "a.khartoum", AMINA, fill=fill)
    assert [file.name for file in tmp_path.iterdir() if not file.name.endswith(".lock")] == []
    assert settings.last_workspace() is None
    assert settings.load().recent == ()
    Workspace.create(tmp_path / "a.khartoum", AMINA).close()


def test_the_sample_that_could_not_be_finished_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "data_folder", lambda: tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr(sample, "fill_workspace", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            sample.build()
    assert settings.last_workspace() is None
    path = sample.build()
    assert settings.last_workspace() == path
    work = Workspace.open(path)
    assert len(work.store.search("")) > 30
    work.close()


def _interrupted(workspace: Workspace) -> int:
    with workspace.step("Add") as step:
        step.add(Proposal, {"title_en": "half"})
    raise KeyboardInterrupt


def test_a_window_left_open_for_days_has_a_backup_of_each(tmp_path: Path, opened: Keep) -> None:
    now = [0]
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA, clock=lambda: now[0]))
    for day in range(3):
        now[0] = day * 86_400_000
        assert workspace.daily_backup()
        assert workspace.daily_backup() is None
    assert len(copies_of(workspace.path)) == 3
    now[0] += 86_400_000
    folder = folder_of(workspace.path)
    folder.rename(tmp_path / "elsewhere")
    folder.write_text("in the way")
    assert workspace.daily_backup() is None
    assert isinstance(workspace.backup_problem, UserError)
    folder.unlink()
    assert workspace.daily_backup()
    assert workspace.backup_problem is None


def test_a_backup_before_something_risky(tmp_path: Path, opened: Keep) -> None:
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA))
    for _time in range(2):
        workspace.backup_before("import")
    assert [copy.reason for copy in copies_of(workspace.path)] == ["import"]


def test_looking_neither_backs_up_nor_adds_nor_remembers(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "a.khartoum", AMINA, WORD).close()
    settings.update(last_opened="", recent=())
    looked = Workspace.look(tmp_path / "a.khartoum", WORD)
    assert looked.store.check() == []
    assert codes(looked) == []
    looked.close()
    assert copies_of(tmp_path / "a.khartoum") == []
    assert settings.last_workspace() is None


def test_who_sits_here_is_kept_for_the_next_workspace(tmp_path: Path, opened: Keep) -> None:
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA))
    workspace.sit_down(Person("Jean", "FR", "assessor"))
    assert workspace.person == Person("Jean", "FR", "assessor")
    assert settings.load().last_person == ("Jean", "FR", "assessor")


def test_recent_workspaces(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Workspace.create(tmp_path / f"{name}.khartoum", AMINA).close()
    Workspace.open(tmp_path / "a.khartoum").close()
    assert [Path(name).name for name in settings.load().recent] == ["a.khartoum", "b.khartoum"]
    settings.forget_workspace(tmp_path / "a.khartoum")
    assert settings.last_workspace() is None
    assert [Path(name).name for name in settings.load().recent] == ["b.khartoum"]


def test_a_shipped_row_can_be_edited(tmp_path: Path, opened: Keep) -> None:
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA, genesis=SHIPPED))
    with workspace.step("Rename") as step:
        step.put(ListItem, derived_id("member", "EG"), {"label_en": "Egypt"})
    workspace.undo()
    assert workspace.can_undo() is None
    assert codes(workspace) == ["EG"]


def test_a_restored_workspace_is_the_one_that_opens_next(tmp_path: Path, opened: Keep) -> None:
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA))
    copy = workspace.store.backup(tmp_path / "b.khartoum")
    with workspace.step("Add") as step:
        step.add(Proposal, {"title_en": "later"})
    workspace.close()
    settings.update(last_opened="")
    Workspace.restore(copy, workspace.path)
    assert settings.last_workspace() == workspace.path
    again = opened(Workspace.open(workspace.path))
    assert again.store.search("later") == []
    assert again.person == AMINA


def test_a_copy_on_another_computer_writes_under_another_letter(
    tmp_path: Path, opened: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = opened(Workspace.create(tmp_path / "a.khartoum", AMINA))
    letter = workspace.store.device_letter
    workspace.close()
    monkeypatch.setenv("KHARTOUM_CONFIG", str(tmp_path / "other laptop"))
    other = opened(Workspace.open(tmp_path / "a.khartoum"))
    assert other.store.device_letter != letter

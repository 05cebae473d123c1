"""Workspaces in danger: short passphrases, backups of another workspace, and damage by its right name."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from tests.test_cli import ME, Run, refs

Damage = Callable[[str], None]


@pytest.fixture
def damage(store: Path) -> Damage:
    """Change the workspace's file behind the program's back."""

    def change(sql: str) -> None:
        db = sqlite.connect(str(store))
        db.execute(sql)
        db.commit()
        db.close()

    return change


@pytest.mark.parametrize("words", ["x\n", "seven77\n", "       7\n", "\n"])
def test_a_short_passphrase_makes_no_workspace(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))
    code, answer = run("new", str(tmp_path / "a.khartoum"), *ME, "--passphrase-stdin")
    assert code == 2
    assert answer["remedy"]
    assert not (tmp_path / "a.khartoum").exists()


def test_a_backup_of_another_workspace_replaces_nothing(store: Path, run: Run, tmp_path: Path) -> None:
    other, copy = tmp_path / "other.khartoum", tmp_path / "copy.khartoum"
    run("new", str(other), *ME)
    assert run("backup", str(copy), "--store", str(other))[0] == 0
    code, answer = run("restore", str(copy), "--store", str(store))
    assert code == 2
    assert "another workspace" in answer["error"]
    assert len(run("list", "--store", str(store))[1]["proposals"]) == 2
    assert run("restore", str(copy), "--store", str(tmp_path / "own.khartoum"))[0] == 0
    assert run("list", "--store", str(tmp_path / "own.khartoum"))[1]["proposals"] == []


def test_a_damaged_workspace_can_still_be_restored(store: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.khartoum"
    run("backup", str(copy))
    store.write_bytes(store.read_bytes()[: 8192 * 3])
    assert run("list")[0] == 2
    assert run("restore", str(copy), "--store", str(store))[0] == 0
    assert len(run("list")[1]["proposals"]) == 2


@pytest.mark.parametrize(
    ("sql", "what_and_table"),
    [
        ("UPDATE proposal SET title_en = 'Forged' WHERE ref LIKE '%-01'", "row Proposal"),
        ("DELETE FROM proposal WHERE ref LIKE '%-01'", "lost Proposal"),
        ("UPDATE party SET role = 'lead'", "row Parties"),
        ("DELETE FROM party", "lost Parties"),
        ("UPDATE change SET content = replace(content, ':', ': ') WHERE kind = 'party'", "content Parties"),
        ("INSERT INTO risk (id, heads, proposal) SELECT 'x', '[]', id FROM proposal LIMIT 1", "extra Risks"),
    ],
)
def test_damage_bears_the_name_of_the_proposal_and_the_table(
    store: Path, run: Run, damage: Damage, sql: str, what_and_table: str
) -> None:
    what, table = what_and_table.split()
    ref = refs(run)[0]
    run("set", ref, "parties", '[{"name": "ET", "role": "co_sponsor"}]')
    damage(sql.replace("LIMIT 1", f"WHERE ref = '{ref}'"))
    code, answer = run("check")
    assert code == 1
    found = next(one for one in answer["findings"] if one["what"] == what)
    assert found["ref"] == ref
    assert found["sentence"].endswith(f"{ref}, {table}")


def test_a_damaged_step_is_named_by_its_time_and_author(store: Path, run: Run, damage: Damage) -> None:
    damage("UPDATE step SET body = body || ' ' WHERE author = 'Nadia Fahmy'")
    code, answer = run("check")
    assert code == 1
    assert answer["findings"][0]["sentence"].endswith(", Nadia Fahmy")


@pytest.mark.parametrize("key", ["people", "devices", "sitting"])
@pytest.mark.parametrize("value", ["[{", "7"])
def test_damaged_notes_of_the_file_are_told_in_a_sentence(
    store: Path, run: Run, damage: Damage, key: str, value: str
) -> None:
    damage(f"UPDATE meta SET value = '{value}' WHERE key = '{key}'")  # noqa: S608 - our own words
    code, answer = run("check")
    assert code == 1
    assert "damaged" in answer["findings"][0]["sentence"]
    code, answer = run("undo")
    assert code == 2
    assert "damaged" in answer["error"]
    assert "backup" in answer["remedy"]

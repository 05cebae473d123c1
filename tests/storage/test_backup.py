"""Backups: whole or not there, one a day, not too many, and restored without losing what was there."""

import datetime as dt
import shutil
import stat
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import backup, files
from khartoum_desktop.storage.backup import Copy, copies_of, folder_of, kept
from khartoum_desktop.storage.refusals import DamagedError, NotAWorkspaceError, WrongPassphraseError
from khartoum_desktop.storage.rows import STEP
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.storage.store import Store
from tests.storage.conftest import AMINA, Clock
from tests.storage.test_opening import everything

Make = Callable[..., Store]
WORD = "geheimnis"


def add(store: Store, title: str) -> str:
    with store.step("Add") as step:
        return step.add(Proposal, {"title_en": title})


def titles(path: Path, passphrase: str | None = None) -> list[str]:
    """Open a workspace and return its titles, after checking it."""
    store = Store.open(path, passphrase=passphrase)
    try:
        assert store.check() == []
        return sorted(str(store.history("proposal", row)[-1].values["title_en"]) for row in store.search(""))
    finally:
        store.close()


# --- making -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [None, WORD])
def test_a_backup_is_one_closed_private_file_that_opens(stores: Make, tmp_path: Path, passphrase: str | None) -> None:
    store = stores(passphrase=passphrase)
    add(store, "SECRET")
    target = store.backup(tmp_path / "b.khartoum")
    add(store, "later")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes()[18] == 1 or passphrase  # no log beside it: it opens from a read-only medium too
    assert (b"SECRET" in target.read_bytes()) == (passphrase is None)
    assert titles(target, passphrase) == ["SECRET"]
    assert not [file for file in tmp_path.iterdir() if "part" in file.name]
    assert store.backup(target) == target  # again: the older copy is replaced


def test_a_backup_while_somebody_reads_and_after_the_last_save(stores: Make, tmp_path: Path) -> None:
    store = stores()
    add(store, "a")
    with store.reading() as db:
        db.execute(select(STEP.c.id)).all()
        add(store, "b")
        store.backup(tmp_path / "b.khartoum")
    assert titles(tmp_path / "b.khartoum") == ["a", "b"]


def test_a_backup_is_refused_where_it_cannot_be(stores: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = stores()
    add(store, "a")
    before = everything(tmp_path)
    with pytest.raises(UserError, match="cannot replace the workspace"):
        store.backup(store.path)
    with pytest.raises(UserError, match="no folder"):
        store.backup(tmp_path / "none" / "b.khartoum")
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil returns it
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100, 100, 0))
    with pytest.raises(UserError, match="full"):
        store.backup(tmp_path / "b.khartoum")
    assert everything(tmp_path) == before


def test_a_backup_replaces_nothing_but_an_earlier_one(stores: Make, tmp_path: Path) -> None:
    store, other, locked = stores(), stores("other"), stores("locked", passphrase=WORD)
    add(store, "a")
    add(other, "precious")
    copy, further = store.backup(tmp_path / "copy.khartoum"), store.backup(tmp_path / "further.khartoum")
    elsewhere = Store.open(further, installation="laptop")
    elsewhere.sit_down(AMINA)
    add(elsewhere, "made on the other laptop")
    with pytest.raises(UserError, match="already open"):
        store.backup(further)
    for each in (elsewhere, other, locked):
        each.close()
    (tmp_path / "ministry.xlsx").write_bytes(b"PK\x03\x04 rows")
    (tmp_path / "folder").mkdir()
    before = everything(tmp_path)
    for name in ("other.khartoum", "locked.khartoum", "further.khartoum", "ministry.xlsx", "folder"):
        with pytest.raises(UserError, match="not an earlier backup"):
            store.backup(tmp_path / name)
    assert everything(tmp_path) == before
    assert not (tmp_path / ".ministry.xlsx.lock").exists()
    add(store, "b")
    assert titles(store.backup(copy)) == ["a", "b"]


def test_a_backup_is_not_put_over_the_open_workspace_by_another_name(stores: Make, tmp_path: Path) -> None:
    store = stores()
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.khartoum").symlink_to(store.path)
    (tmp_path / "hard.khartoum").hardlink_to(store.path)
    for name in ("sub/../a.khartoum", "link.khartoum", "hard.khartoum"):
        with pytest.raises(UserError, match="cannot replace the workspace itself"):
            store.backup(tmp_path / name)
    (tmp_path / "hard.khartoum").unlink()
    add(store, "saved afterwards")
    store.close()
    assert titles(store.path) == ["saved afterwards"]


def damage(store: Store) -> None:
    """Change a value behind the store's back, as a failing disk would."""
    raw = store._opened.writer.raw_connection()
    raw.cursor().execute("UPDATE change SET content = replace(content, 'a', 'b')")
    raw.close()


def test_a_damaged_workspace_makes_no_backup_that_looks_good(stores: Make, tmp_path: Path) -> None:
    store = stores()
    add(store, "aaa")
    damage(store)
    with pytest.raises(DamagedError):
        store.backup(tmp_path / "b.khartoum")
    with pytest.raises(DamagedError):
        store.backup_daily()
    assert not (tmp_path / "b.khartoum").exists()
    assert copies_of(store.path) == []


# --- every day --------------------------------------------------------------------------------------------------------


def test_one_backup_a_day(stores: Make, clock: Clock) -> None:
    store = stores()
    add(store, "a")
    first = store.backup_daily()
    clock.forward(seconds=3600)
    assert first is not None
    assert store.backup_daily() is None
    clock.forward(days=1)
    add(store, "b")
    second = store.backup_daily()
    assert second is not None
    assert [copy.path for copy in copies_of(store.path)] == [second, first]
    assert titles(first) == ["a"]


def test_before_something_risky_costs_nothing_while_nothing_has_changed(stores: Make, clock: Clock) -> None:
    store = stores()
    add(store, "a")
    day = store.backup_daily()
    risky = store.backup_before("import")
    assert day is not None
    assert risky.name == f"{day.stem} before import.khartoum"  # the day's own, kept for longer now
    assert store.backup_before("merge") == risky
    assert [copy.path for copy in copies_of(store.path)] == [risky]
    assert store.backup_daily() is None
    add(store, "b")
    newer = store.backup_before("import")
    assert [copy.path for copy in copies_of(store.path)] == [newer, risky]  # in one second, and both are there
    assert (titles(newer), titles(risky)) == (["a", "b"], ["a"])
    newer.write_bytes(b"rubbish")
    assert titles(store.backup_before("import")) == ["a", "b"]


def test_a_merge_keeps_a_copy_from_before(stores: Make) -> None:
    store, other = stores(), stores("other")
    add(store, "mine")
    add(other, "theirs")
    store.merge(other.items())
    (before,) = copies_of(store.path)
    assert (before.reason, titles(before.path)) == ("merge", ["mine"])


@pytest.mark.parametrize("passphrase", [None, "geheimnis"])
def test_what_is_forgotten_leaves_the_automatic_backups_too(stores: Make, clock: Clock, passphrase: str | None) -> None:
    store = stores(passphrase=passphrase)
    row = add(store, "CANARY-4711")
    add(store, "kept")
    store.backup_before("import")
    clock.forward(days=1)
    store.backup_daily()
    assert passphrase or all(b"CANARY-4711" in copy.path.read_bytes() for copy in copies_of(store.path))
    assert store.forget({"proposal": [row]}) == []
    copies = copies_of(store.path)
    assert [copy.reason for copy in copies] == ["", "import"]
    for copy in copies:
        assert b"canary-4711" not in copy.path.read_bytes().lower()
        looked = Store.look(copy.path, passphrase=passphrase)
        assert looked.search("kept")
        assert (looked.search("canary"), looked.check()) == ([], [])
        looked.close()


def test_a_backup_that_cannot_be_cleaned_is_named_and_left_as_it_is(stores: Make, clock: Clock) -> None:
    store = stores()
    row = add(store, "mistake")
    broken = store.backup_before("import")
    clock.forward(days=1)
    whole = store.backup_daily()
    broken.write_bytes(b"rubbish")
    assert store.forget({"proposal": [row]}) == [broken.name]
    assert broken.read_bytes() == b"rubbish"
    assert whole is not None
    assert titles(whole) == []


def test_a_copy_that_cannot_be_made_stops_what_is_risky(stores: Make) -> None:
    store, other = stores(), stores("other")
    row = add(store, "a")
    add(other, "theirs")
    folder_of(store.path).write_text("in the way")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: store.merge(other.items()),
        lambda: store.forget({"proposal": [row]}),
    )
    for attempt in attempts:
        with pytest.raises(UserError):
            attempt()
    assert store.search("") == [row]


def test_two_files_of_one_name_have_backups_of_their_own(tmp_path: Path, clock: Clock) -> None:
    for name in ("x.db", "x.khartoum"):
        store = Store.create(tmp_path / name, person=AMINA, clock=clock)
        assert store.backup_daily()
        store.close()
        assert len(copies_of(tmp_path / name)) == 1


def test_what_else_lies_among_the_backups_does_no_harm(stores: Make) -> None:
    store = stores()
    folder_of(store.path).mkdir()
    names = ["a 2026-13-45 101010.khartoum", "b 2026-01-01 101010.khartoum", "a.khartoum"]
    for name in names:
        (folder_of(store.path) / name).write_text("mine")
    assert store.backup_daily()
    assert len(copies_of(store.path)) == 1
    assert all((folder_of(store.path) / name).read_text() == "mine" for name in names)


def test_a_year_of_days_leaves_a_few_and_something_risky_stays_a_month(stores: Make, clock: Clock) -> None:
    store = stores()
    add(store, "a")
    (folder_of(store.path)).mkdir()
    (folder_of(store.path) / "notes.khartoum").write_text("mine")
    for _day in range(70):
        store.backup_daily()
        clock.forward(days=1)
    risky = store.backup_before("import")
    clock.forward(seconds=60)
    for _day in range(29):
        clock.forward(days=1)
        store.backup_daily()
    days = [copy.day for copy in copies_of(store.path) if not copy.reason]
    assert len(days) <= backup.DAYS + backup.WEEKS + backup.MONTHS
    assert len({day for day in days if (days[0] - day).days < 7}) == 7
    assert days[-1] <= days[0] - dt.timedelta(days=60)
    assert risky.exists()
    for _day in range(10):
        clock.forward(days=1)
        store.backup_daily()
    assert not risky.exists() or risky in {copy.path for copy in copies_of(store.path)}
    assert (folder_of(store.path) / "notes.khartoum").exists()


days = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))


@given(st.lists(days, max_size=120))
def test_what_is_kept(found: list[dt.date]) -> None:
    copies = [Copy(Path(f"{number}"), day, f"{number:06}") for number, day in enumerate(found)]
    today = max(found, default=dt.date(2026, 1, 1))
    left = kept(copies, today)
    newest = {day: max((copy for copy in copies if copy.day == day), key=lambda copy: copy.time) for day in found}
    recent = sorted(newest, reverse=True)
    assert {newest[day] for day in recent[:7]} <= left
    assert len(left) <= 7 + 4 + 12
    months = sorted({(day.year, day.month) for day in found}, reverse=True)[:12]
    assert {(copy.day.year, copy.day.month) for copy in left} >= set(months)
    weeks = sorted({day.isocalendar()[:2] for day in found}, reverse=True)[:4]
    assert {copy.day.isocalendar()[:2] for copy in left} >= set(weeks)
    assert kept(list(left), today) == left  # tidying twice takes nothing more


def test_recent_risky_copies_are_kept_beside_others_of_their_day() -> None:
    today = dt.date(2026, 3, 9)
    copies = [Copy(Path(str(n)), today - dt.timedelta(days=30 * (n // 2)), str(n), "import") for n in range(6)]
    assert kept(copies, today) >= {copy for copy in copies if (today - copy.day).days <= 30}
    assert copies[4] not in kept(copies, today)


def test_many_risky_copies_of_one_day_are_not_all_kept() -> None:
    day = dt.date(2026, 3, 9)
    copies = [Copy(Path(str(n)), day, f"{n:06}", "import") for n in range(50)]
    assert kept(copies, day) == set(copies[-backup.RISKY :])


# --- restoring --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [None, WORD])
def test_a_restored_workspace_is_the_backup_and_the_other_is_kept(
    stores: Make, tmp_path: Path, clock: Clock, passphrase: str | None
) -> None:
    store = stores(passphrase=passphrase)
    add(store, "old")
    device = store.device
    copy = store.backup(tmp_path / "b.khartoum")
    add(store, "new")
    store.close()
    Store.restore(copy, store.path, passphrase=passphrase, clock=clock)
    assert titles(store.path, passphrase) == ["old"]
    (aside,) = copies_of(store.path)
    assert aside.reason == "restore"
    assert titles(aside.path, passphrase) == ["new", "old"]
    again = Store.open(store.path, passphrase=passphrase)
    assert again.device != device
    assert again.device_letter != device[0]
    assert again.person is not None
    assert again.can_undo() is None  # another device's steps
    again.close()
    assert titles(copy, passphrase) == ["old"]


def test_restoring_each_kind_of_backup(stores: Make, clock: Clock) -> None:
    store = stores()
    for number in range(3):
        add(store, str(number))
        store.backup_daily() if number % 2 else store.backup_before("import")
        clock.forward(days=1)
    store.close()
    for copy, expected in zip(copies_of(store.path), (["0", "1", "2"], ["0", "1"], ["0"]), strict=True):
        Store.restore(copy.path, store.path, clock=clock)
        assert titles(store.path) == expected
        clock.forward(seconds=1)


def test_restoring_to_a_place_where_nothing_was(stores: Make, tmp_path: Path) -> None:
    store = stores()
    add(store, "a")
    copy = store.backup(tmp_path / "b.khartoum")
    Store.restore(copy, tmp_path / "new.khartoum")
    assert titles(tmp_path / "new.khartoum") == ["a"]


def test_restoring_in_place_of_a_damaged_workspace(stores: Make, tmp_path: Path) -> None:
    store = stores()
    add(store, "a")
    copy = store.backup(tmp_path / "b.khartoum")
    store.close()
    store.path.write_bytes(b"rubbish" * 1000)
    (tmp_path / "a.khartoum-wal").write_bytes(b"rubbish")
    Store.restore(copy, store.path)
    assert titles(store.path) == ["a"]
    assert copies_of(store.path)[0].path.read_bytes() == b"rubbish" * 1000


def test_restoring_through_a_link_leaves_the_link(stores: Make, tmp_path: Path) -> None:
    store = stores()
    add(store, "a")
    copy = store.backup(tmp_path / "b.khartoum")
    store.close()
    link = tmp_path / "link.khartoum"
    link.symlink_to(store.path)
    Store.restore(copy, link)
    assert link.is_symlink()
    assert titles(store.path) == ["a"]
    assert len(copies_of(store.path)) == 1


def test_the_note_of_what_was_forgotten_is_private_and_not_passed_over_when_damaged(
    stores: Make, tmp_path: Path
) -> None:
    store = stores()
    rows = [add(store, "mistake"), add(store, "another")]
    copy = store.backup(tmp_path / "b.khartoum")
    store.forget({"proposal": rows[:1]})
    note = folder_of(store.path) / "forgotten.json"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    whole = note.read_bytes()
    for broken in (whole[:-9], b"", b"{}", b"\xff"):
        note.write_bytes(broken)
        digest = store.digest()
        with pytest.raises(UserError, match=r"forgotten\.json"):
            store.forget({"proposal": rows})
        assert store.digest() == digest
    store.close()
    before = everything(tmp_path)
    with pytest.raises(UserError, match=r"forgotten\.json"):
        Store.restore(copy, store.path)
    assert everything(tmp_path) == before
    note.write_bytes(whole)
    Store.restore(copy, store.path)
    assert titles(store.path) == ["another"]


def test_what_a_crash_left_beside_a_backup_comes_with_it(stores: Make, tmp_path: Path) -> None:
    store = stores()
    add(store, "a")
    crashed = tmp_path / "crashed.khartoum"
    for file in files.files_of(store.path):
        if not file.name.endswith("-shm"):
            shutil.copyfile(file, tmp_path / file.name.replace("a.khartoum", crashed.name))
    assert (tmp_path / "crashed.khartoum-wal").stat().st_size
    Store.restore(crashed, tmp_path / "new.khartoum")
    assert titles(tmp_path / "new.khartoum") == ["a"]


def test_what_cannot_be_restored_changes_nothing(stores: Make, tmp_path: Path) -> None:
    store, locked = stores(), stores("locked", passphrase=WORD)
    add(store, "a")
    good = store.backup(tmp_path / "good.khartoum")
    secret = locked.backup(tmp_path / "secret.khartoum")
    with pytest.raises(UserError, match="already open"):
        Store.restore(good, store.path)
    store.close()
    (tmp_path / "text.khartoum").write_text("hello")
    damaged = bytearray(good.read_bytes())
    place = bytes(damaged).rindex(b'{"salt"')
    damaged[place + 12] ^= 1
    (tmp_path / "damaged.khartoum").write_bytes(damaged)
    newer = bytearray(good.read_bytes())
    newer[60:64] = (99).to_bytes(4)
    (tmp_path / "newer.khartoum").write_bytes(newer)
    before = everything(tmp_path)
    for name, passphrase, refusal in (
        ("text", None, NotAWorkspaceError),
        ("none", None, UserError),
        ("damaged", None, DamagedError),
        ("newer", None, UserError),
        ("secret", "wrong", WrongPassphraseError),
        ("secret", None, UserError),
    ):
        with pytest.raises(refusal) as caught:
            Store.restore(tmp_path / f"{name}.khartoum", store.path, passphrase=passphrase)
        assert f"{name}.khartoum" in str(caught.value)
        assert everything(tmp_path) == before
    with pytest.raises(UserError, match="in step with other computers"):
        Store.restore(good, tmp_path / "Dropbox" / "a.khartoum")
    assert secret.exists()

"""Folders that are fit for a workspace, and those that two computers write to."""

from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import places
from khartoum_desktop.storage.places import Mount, Trouble, trouble_of
from khartoum_desktop.storage.store import Store

MOUNTS = (
    Mount("/", "ext4"),
    Mount("/mnt/office", "cifs"),
    Mount("/mnt/office/local", "ext4"),
    Mount("/home/a/remote", "fuse.sshfs"),
    Mount("/net", "nfs4"),
    Mount("C:\\", "NTFS", "rw,fixed"),
    Mount("Z:\\", "NTFS", "rw,remote"),
)


@pytest.mark.parametrize(
    "path",
    [
        "/home/amina/OneDrive/a.khartoum",
        "/home/amina/OneDrive - Ministry/deep/er/a.khartoum",
        "C:\\Users\\Amina\\OneDrive\\a.khartoum",
        "C:\\Users\\Amina\\onedrive - MFA\\a.khartoum",
        "/Users/amina/Dropbox/a.khartoum",
        "/Users/amina/Dropbox (Personal)/a.khartoum",
        "/Users/amina/Library/CloudStorage/GoogleDrive-a@b/My Drive/a.khartoum",
        "/Users/amina/Library/Mobile Documents/com~apple~CloudDocs/a.khartoum",
        "/home/amina/Nextcloud/a.khartoum",
        "G:\\Google Drive\\a.khartoum",
        "C:\\Users\\Amina\\iCloudDrive\\a.khartoum",
    ],
)
def test_synchronised_folders(path: str) -> None:
    assert trouble_of(path, {}, MOUNTS) is Trouble.SYNCED


@pytest.mark.parametrize(
    "path",
    [
        "\\\\server\\share\\a.khartoum",
        "//server/share/a.khartoum",
        "/mnt/office/a.khartoum",
        "/home/a/remote/x/a.khartoum",
        "/net/a.khartoum",
        "Z:\\work\\a.khartoum",
        "z:\\work\\a.khartoum",
    ],
)
def test_network_drives(path: str) -> None:
    assert trouble_of(path, {}, MOUNTS) is Trouble.NETWORK


@pytest.mark.parametrize(
    "path",
    [
        "/home/amina/a.khartoum",
        "/home/amina/OneDrive.khartoum",
        "/home/amina/my dropbox notes/a.khartoum",
        "/mnt/office/local/a.khartoum",
        "/mnt/offices/a.khartoum",
        "C:\\Users\\Amina\\AppData\\Local\\a.khartoum",
        "\\\\?\\C:\\Users\\a.khartoum",
        "/home/amina/Drive/a.khartoum",
    ],
)
def test_folders_of_this_computer(path: str) -> None:
    assert trouble_of(path, {}, MOUNTS) is None


def test_a_synchronised_folder_by_another_name() -> None:
    environment = {"OneDriveCommercial": "D:\\Work", "OneDrive": ""}
    assert trouble_of("D:\\Work\\x\\a.khartoum", environment, MOUNTS) is Trouble.SYNCED
    assert trouble_of("d:\\work\\a.khartoum", environment, MOUNTS) is Trouble.SYNCED
    assert trouble_of("D:\\Workshop\\a.khartoum", environment, MOUNTS) is None
    assert trouble_of("/home/a/x.khartoum", {}, MOUNTS, marked=["/home/a"]) is Trouble.SYNCED


def test_a_machine_that_runs_from_the_network() -> None:
    assert trouble_of("/home/a/x.khartoum", {}, [Mount("/", "nfs")]) is None
    assert trouble_of("/home/a/x.khartoum", {}, []) is None


def test_such_a_folder_is_refused_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("Dropbox", "shared"):
        (tmp_path / folder / "deep").mkdir(parents=True)
    (tmp_path / "shared" / ".stfolder").mkdir()
    for folder in ("Dropbox", "shared"):
        with pytest.raises(UserError, match="in step with other computers") as caught:
            Store.create(tmp_path / folder / "deep" / "a.khartoum")
        assert "not synchronised" in caught.value.remedy
        assert list((tmp_path / folder / "deep").iterdir()) == []
    monkeypatch.setattr(places, "_mounts", lambda: [Mount(str(tmp_path), "nfs")])
    with pytest.raises(UserError, match="network drive"):
        Store.create(tmp_path / "a.khartoum")


def test_an_existing_file_is_refused_there_too(tmp_path: Path) -> None:
    Store.create(tmp_path / "a.khartoum").close()
    (tmp_path / "OneDrive").mkdir()
    moved = (tmp_path / "a.khartoum").rename(tmp_path / "OneDrive" / "a.khartoum")
    with pytest.raises(UserError, match="in step with other computers"):
        Store.open(moved)


def test_a_link_out_of_a_synchronised_folder_and_into_one(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "plain").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox")
    (tmp_path / "Dropbox" / "out").symlink_to(tmp_path / "plain")
    for folder in (tmp_path / "link", tmp_path / "Dropbox" / "out"):
        with pytest.raises(UserError, match="in step with other computers"):
            Store.create(folder / "a.khartoum")

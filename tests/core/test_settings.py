"""Settings: kept whole, read with patience, and no reason to stop work."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from khartoum_desktop.core import paths, settings
from khartoum_desktop.core.settings import Settings


def file() -> Path:
    return paths.config_folder() / "settings.json"


def test_nothing_kept_yet() -> None:
    assert settings.load() == Settings()
    assert settings.load().language == ""
    assert settings.last_workspace() is None


def test_what_was_kept_is_there_again() -> None:
    kept = Settings(
        language="ar",
        digits="arab",
        theme="dark",
        recent=("/a/مشروع.khartoum", "/b"),
        last_opened="/b",
        last_person=("Amina", "EG", "coordinator"),
        window={"geometry": "00ff"},
    )
    settings.save(kept)
    assert settings.load() == kept
    assert settings.update(language="fr").language == "fr"
    assert settings.load().theme == "dark"
    assert [each.name for each in paths.config_folder().iterdir()] == ["settings.json"]


def test_only_the_newest_ten_workspaces_are_remembered(tmp_path: Path) -> None:
    for number in range(12):
        settings.remember_workspace(tmp_path / str(number))
    settings.remember_workspace(tmp_path / "5")
    names = [Path(name).name for name in settings.load().recent]
    assert names == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]
    assert settings.last_workspace() is None
    (tmp_path / "5").touch()
    assert settings.last_workspace() == tmp_path / "5"
    settings.forget_workspace(tmp_path / "6")
    assert settings.last_workspace() == tmp_path / "5"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, '"x"'])
def test_a_damaged_file_is_as_good_as_none(text: str) -> None:
    file().write_text(text)
    assert settings.load() == Settings()
    assert settings.update(theme="dark").theme == "dark"


def test_bytes_that_are_no_text() -> None:
    file().write_bytes(b"\xff\xfe\x00")
    assert settings.load() == Settings()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from([*Settings.__dataclass_fields__, "other"]), anything))
def test_any_file_gives_settings_of_the_right_shape(found: dict[str, Any]) -> None:
    file().write_text(json.dumps(found), encoding="utf-8")
    read = settings.load()
    for name in ("language", "digits", "theme", "last_opened"):
        assert isinstance(getattr(read, name), str)
    assert all(isinstance(part, str) for part in (*read.recent, *read.last_person, *read.window, *read.window.values()))
    settings.save(read)
    assert settings.load() == read


def test_a_folder_that_takes_nothing_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHARTOUM_CONFIG", "/proc/nothing")  # not even root makes a folder there
    assert settings.update(theme="dark").theme == "dark"
    assert settings.load() == Settings()
    assert settings.installation() == ""


def test_an_installation_keeps_its_name() -> None:
    name = settings.installation()
    assert len(name) == 16
    settings.update(theme="dark")
    assert settings.installation() == name

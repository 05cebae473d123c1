"""The built wheel, unpacked outside the checkout, carries resources and translations and does the work."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from khartoum_desktop.core.paths import PACKAGE


def test_the_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    built, unpacked, home = tmp_path / "built", tmp_path / "site", tmp_path / "home"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=PACKAGE.parent,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(unpacked)
    for language in ("ar", "fr"):
        assert f"khartoum_desktop/translations/{language}/LC_MESSAGES/khartoum.mo" in names
    assert not [name for name in names if name.startswith(("tests/", "installer/", "resources/"))]
    home.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked),
        "PYTHONSAFEPATH": "1",
        **{f"KHARTOUM_{name}": str(home / name) for name in ("DATA", "CONFIG", "LOGS")},
    }
    code = (
        "import sys, khartoum_desktop, khartoum_desktop.cli as cli;"
        "print(khartoum_desktop.__file__);"
        "cli.main(['new', sys.argv[1], '--sample', '--as', 'Nadia Fahmy@EG', '--language', 'ar']);"
        "cli.main(['list', '--language', 'ar'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(home / "a.khartoum")],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    lines = done.stdout.splitlines()
    assert lines[0].startswith(str(unpacked))
    assert "الحالة" in done.stdout
    assert len([line for line in lines if line.startswith("KP-")]) == 40

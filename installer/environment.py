"""Set up `.venv/` from the lock file with nothing but Python 3.11, then start the program or run every check.

`python3.11 installer/environment.py start` opens the window on the sample workspace; on a machine without a screen it
runs the sample journey instead and says where each file is. `… test` runs all checks, `… setup` only prepares.
Standard library only: it runs before anything is installed.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
LOCK = TOP / "installer" / "requirements.lock"
LINUX = platform.system() == "Linux"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# what Qt's window needs beside the wheels (Debian and Ubuntu names); the last line serves a machine without a screen
SYSTEM = [
    *("python3-venv", "libgl1", "libegl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0"),
    *("libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1"),
    *("libxcb-render-util0", "libxcb-shape0", "xvfb", "xauth"),
]


def say(text: str) -> None:
    """Tell the person what is going on."""
    print(f"· {text}", flush=True)


def run(*command: str | Path, **extra: str) -> None:
    """Run a command in the checkout; a failure ends everything with its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "", **extra}
    done = subprocess.run([str(part) for part in command], cwd=TOP, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def has_screen() -> bool:
    """Tell whether a window can be shown."""
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages() -> list[str]:
    """Return the system packages that are not installed (Debian and its kin only)."""
    if shutil.which("dpkg-query") is None:
        return []
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n", *SYSTEM],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    present = {line.split()[0] for line in asked.splitlines() if line.split()[1:2] == ["ii"]}
    return [name for name in SYSTEM if name not in present]


def install_system_packages() -> None:
    """Install what Qt needs of the system, or say what an administrator has to install."""
    missing = missing_packages()
    if not missing:
        return
    say("installing system libraries: " + " ".join(missing))
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = [] if root else ["sudo"]
    if not root and shutil.which("sudo") is None:
        sys.exit("These system packages are missing; ask an administrator: apt-get install " + " ".join(missing))
    run(*prefix, "apt-get", "update", "-qq", DEBIAN_FRONTEND="noninteractive")
    run(
        *prefix,
        "apt-get",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        *missing,
        DEBIAN_FRONTEND="noninteractive",
    )


def set_up() -> None:
    """Create `.venv/` exactly as the lock file says (hashes checked), with this checkout and its translations."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python is told so
        sys.exit("Python 3.11 or newer is needed.")
    if LINUX:
        install_system_packages()
    ready = VENV / "ready"
    wanted = hashlib.sha256(LOCK.read_bytes() + (TOP / "pyproject.toml").read_bytes()).hexdigest()
    if not PYTHON.exists() or not ready.exists() or ready.read_text() != wanted:
        say("installing the pinned packages into .venv (some minutes the first time)")
        run(sys.executable, "-m", "venv", VENV)
        pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        # the lock file is complete: with --no-deps a release of yesterday cannot come between (pip 23 and extras)
        run(*pip, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", LOCK)
        run(*pip, "--no-deps", "--no-build-isolation", "--editable", TOP)
        run(PYTHON, "-m", "pip", "--disable-pip-version-check", "check")
        ready.write_text(wanted)
    run(PYTHON, "installer/translations.py", "compile")


def test() -> None:
    """Run every check; the first failure ends it."""
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    coverage = ("--cov", "--cov-report=", "--cov-config=pyproject.toml")
    say("lint and format")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", ".")
    say("layers")
    run(VENV / PYTHON.parent.name / "lint-imports", "--no-cache")
    say("types")
    run(PYTHON, "-m", "mypy")
    say("translations")
    run(PYTHON, "installer/translations.py", "check")
    say("tests")
    (TOP / ".coverage").unlink(missing_ok=True)
    # each worker goes through one half of the files in order, and helps the other when it has done
    halves = ("-n", "2", "--dist", "worksteal")
    run(PYTHON, "-m", "pytest", "-q", *halves, "-m", "not screen and not slow", *coverage, **offscreen)
    say("coverage of core, storage and models")
    run(PYTHON, "installer/coverage_gate.py")
    if LINUX:
        say("journeys in a real window on a virtual screen")
        screen = ("xvfb-run", "--auto-servernum", "--server-args=-screen 0 1366x768x24")
        run(*screen, PYTHON, "-m", "pytest", "-q", "-m", "screen", QT_QPA_PLATFORM="xcb")
    say("everything passed")


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    command = arguments[0] if arguments else "start"
    if command not in {"setup", "start", "test"}:
        sys.exit("usage: environment.py setup | start | test")
    set_up()
    if command == "test":
        test()
    elif command == "start" and has_screen():
        run(PYTHON, "-m", "khartoum_desktop.sample", "build")
        run(PYTHON, "-m", "khartoum_desktop")
    elif command == "start":
        say("no screen here: running the sample journey")
        run(PYTHON, "-m", "khartoum_desktop.sample", "journey", TOP / "out")


if __name__ == "__main__":
    main(sys.argv[1:])

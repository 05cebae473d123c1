"""Wrong usage, in the person's language, and when the window is meant instead of a command."""

import argparse
import gettext
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from khartoum_desktop import __main__, app, cli
from khartoum_desktop.cli import usage
from khartoum_desktop.core import i18n
from tests.test_cli import ME, Run, refs


class _Bracketed(gettext.NullTranslations):
    """A catalogue that shows which texts went through it."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: _Bracketed())


def test_the_words_of_argparse_are_still_its_own() -> None:
    source = inspect.getsource(argparse)
    assert [word for word in usage.WORDS if repr(word) not in source and f'"{word}"' not in source] == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("list", "--nonsense"), "unrecognized arguments: %s"),
        (("show",), "the following arguments are required: %s"),
        (("nonsense",), "invalid choice: %(value)r (choose from %(choices)s)"),
        (("list", "--store"), "expected one argument"),
        (("list", "--json=yes"), "ignored explicit argument %r"),
        (("shortlist", "cut", "--places", "1", "--no-cut"), "not allowed with argument %s"),
        (("import",), "the following arguments are required: %s"),
    ],
)
def test_usage_errors_speak_the_language(
    bracketed: None, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], word: str
) -> None:
    assert cli.main([*arguments, "--language", "fr"] if "--store" not in arguments else list(arguments)) == 2
    said = capsys.readouterr().err
    assert f"⟦{word.partition('%')[0]}" in said
    assert "⟦usage: ⟧" in said


def test_help_speaks_the_language(bracketed: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["list", "--help", "--language", "fr"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    for word in ("usage: ", "options", "show this help message and exit"):
        assert f"⟦{word}⟧" in said


def test_a_wrong_option_is_answered_with_the_usage_of_its_command(store: Path, run: Run) -> None:
    code, answer = run("list", "--nonsense")
    assert code == 2
    assert "--columns" in answer["remedy"]
    assert "\n" not in answer["remedy"]


def test_bytes_that_are_no_text_are_refused(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    code, answer = run("set", ref, "acronym", "caf\udce9")
    assert code == 2
    assert "UTF-8" in answer["error"]
    assert run("show", ref)[1]["proposal"]["acronym"] is None
    assert run("new", "caf\udce9.khartoum", *ME)[0] == 2


def test_a_passphrase_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.khartoum"
    command = [sys.executable, "-m", "khartoum_desktop", "new", str(path), *ME, "--passphrase-stdin"]
    done = subprocess.run(command, input=b"long enough \xff\n", capture_output=True, check=False)
    assert done.returncode == 2
    assert b"UTF-8" in done.stderr
    assert not path.exists()


def test_names_may_stand_after_an_option(store: Path, run: Run) -> None:
    assert run("shortlist", "new", "--language", "en", "SOM", "Cairo")[1]["name"] == "SOM Cairo"
    answer = run("shortlist", "add", "--reason", "Wanted by the chair", *refs(run))[1]
    assert len(answer["entries"]) == 2


def test_a_new_workspace_bears_the_ending_and_a_name(tmp_path: Path, run: Run) -> None:
    for name in ("cairo", "round.2026", "notes.docx", "ready.khartoum"):
        made = Path(run("new", str(tmp_path / name), *ME)[1]["store"])
        assert made.suffix == ".khartoum"
        assert made.name.startswith(name)
        assert made.exists()
    for nothing in ("", "."):
        assert "no name" in run("new", nothing, *ME)[1]["error"]


def test_an_empty_name_is_nobody(store: Path, run: Run) -> None:
    code, answer = run("set", refs(run)[0], "acronym", "A", "--as", "")
    assert code == 2
    assert "--as" in answer["remedy"]


@pytest.mark.parametrize("command", [("list", "--language", "ar"), ("--language", "ar")])
def test_without_compiled_texts_one_sentence_says_what_to_do(tmp_path: Path, command: tuple[str, ...]) -> None:
    """A fresh checkout: the window, which opens without a command, says so on the terminal."""
    code = (
        "import sys; from pathlib import Path; from khartoum_desktop.core import i18n; "
        f"i18n.translations_folder = lambda: Path({str(tmp_path)!r}); "
        f"from khartoum_desktop import __main__; sys.argv[1:] = {list(command)!r}; sys.exit(__main__.main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode != 0
    assert done.stderr.strip() == (
        "The texts in العربية are not compiled in this checkout. Compile them: python installer/translations.py compile"
    )


# --- the window -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "path", "language"),
    [
        ((), None, ""),
        (("a.khartoum",), "a.khartoum", ""),
        (("A.KHARTOUM",), "A.KHARTOUM", ""),
        (("--store", "a.khartoum"), "a.khartoum", ""),
        (("--store=a.db",), "a.db", ""),
        (("--language", "ar"), None, "ar"),
        (("--language", "ar", "a.khartoum"), "a.khartoum", "ar"),
    ],
)
def test_without_a_command_the_window_opens(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], path: str | None, language: str
) -> None:
    asked: list[tuple[Path | None, str]] = []

    def run(path: Path | None, language: str) -> int:
        asked.append((path, language))
        return 0

    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(sys, "argv", ["khartoum-desktop", *arguments])
    assert __main__.main() == 0
    assert asked == [(None if path is None else Path(path), language)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("--store", "a.khartoum", "list"),
        ("--store",),
        ("--store", ""),
        ("--json",),
        ("--language", "zz"),
        ("new", "a.khartoum"),
        ("--store", "a.khartoum", "b.khartoum"),
        ("notes.txt",),
    ],
)
def test_what_is_for_a_command_opens_no_window(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(app, "run", lambda *_given: pytest.fail("the window opened"))
    monkeypatch.setattr(sys, "argv", ["khartoum-desktop", *arguments])
    assert __main__.main() == 2
    assert capsys.readouterr()


def test_the_window_opens_on_the_store_that_is_named(store: Path, run: Run, tmp_path: Path) -> None:
    run("new", str(tmp_path / "other.khartoum"), *ME)  # now the one opened last
    code = (
        "import sys; from khartoum_desktop import __main__, app; begin = app.begin\n"
        "def brief(window, path):\n"
        "    window.workspace_shown.connect(lambda *_: (print(window.work.path), window.close()))\n"
        "    begin(window, path)\n"
        "app.begin = brief; sys.exit(__main__.main())"
    )
    command = [sys.executable, "-c", code, "--store", str(store)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert Path(done.stdout.strip()) == store

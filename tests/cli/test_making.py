"""Making proposals by command."""

from pathlib import Path

from tests.test_cli import Run, refs


def test_add_copy_and_templates(store: Path, run: Run) -> None:
    names = [one["name"] for one in run("templates")[1]["templates"]]
    code, made = run("add", "--title-en", "Border clinics", "--country", "KE", "--template", names[0])
    assert code == 0
    shown = run("show", made["ref"])[1]["proposal"]
    assert (shown["title_en"], shown["lead_country"], shown["kind"]) == ("Border clinics", "KE", "project")
    assert len(shown["activities"]) == 4
    code, copy = run("copy", made["ref"])
    assert (code, copy["copied_from"]) == (0, made["ref"])
    assert run("templates", "--keep", copy["ref"], "Clinics")[0] == 0
    assert [one["shipped"] for one in run("templates")[1]["templates"] if one["name"] == "Clinics"] == [False]
    assert run("templates", "--remove", "Clinics")[0] == 0
    assert [one["name"] for one in run("templates")[1]["templates"]] == names


def test_what_is_wrong_makes_nothing(store: Path, run: Run) -> None:
    before = refs(run)
    for arguments in (
        ("--country", "KE"),
        ("--title-en", "x", "--country", "??"),
        ("--title-en", "x", "--template", "no"),
    ):
        code, answer = run("add", *arguments)
        assert code == 2
        assert answer["remedy"]
    assert run("copy", "KP-0")[0] == 2
    assert refs(run) == before

"""Confirming references by command, and restricted proposals in exports."""

from pathlib import Path

from tests.test_cli import Run, refs


def test_references_are_confirmed_in_order_and_both_are_found(store: Path, run: Run) -> None:
    old = refs(run)
    code, answer = run("confirm", *old, "--first", "KP-2026-041", "--dry-run")
    assert (code, refs(run)) == (0, old)
    code, answer = run("confirm", *old, "--first", "KP-2026-041")
    assert [(one["provisional_ref"], one["ref"]) for one in answer["confirmed"]] == [
        (old[0], "KP-2026-041"),
        (old[1], "KP-2026-042"),
    ]
    assert refs(run) == ["KP-2026-041", "KP-2026-042"]
    shown = run("show", old[1])[1]["proposal"]
    assert (shown["ref"], shown["provisional_ref"]) == ("KP-2026-042", old[1])
    assert run("confirm", "KP-2026-041")[1]["confirmed"] == []
    assert run("undo")[0] == 0
    assert refs(run) == old


def test_a_restricted_proposal_is_exported_only_when_it_is_named(store: Path, run: Run, tmp_path: Path) -> None:
    (one, two) = refs(run)
    for ref in (one, two):
        assert run("set", ref, "confidentiality", "restricted")[0] == 0
    code, answer = run("export", "--what", "register", "--to", str(tmp_path / "all.xlsx"))
    assert (code, answer["rows"]) == (0, 0)
    code, answer = run("export", "--what", "register", "--to", str(tmp_path / "one.xlsx"), "--include", two)
    assert (code, answer["rows"]) == (0, 1)
    assert run("export", "--what", "register", "--to", str(tmp_path / "no.xlsx"), "--include", "KP-0")[0] == 2

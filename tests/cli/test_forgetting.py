"""Forgetting by command: proposals by reference, an import by its file, and what refuses to go."""

from pathlib import Path

import pytest

from khartoum_desktop.storage.backup import copies_of
from tests.test_cli import Run, refs

FIRST = "Title,Country,Total cost\nSecret posts,Kenya,EUR 2500000\nJob centres,Kenya,EUR 700000\n"
SECOND = "Title,Country,Total cost\nJob centres,Kenya,EUR 700000\n"


def bring_in(run: Run, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    code, _answer = run("import", str(folder / name))
    assert code == 0


def bytes_of(store: Path) -> bytes:
    files = [store, *store.parent.glob(f"{store.name}-*"), *(copy.path for copy in copies_of(store))]
    return b"".join(file.read_bytes() for file in files).lower()


def test_without_for_good_it_says_what_would_go(store: Path, run: Run, tmp_path: Path) -> None:
    bring_in(run, tmp_path, "first.csv", FIRST)
    before = refs(run)
    code, answer = run("forget", before[-1])
    assert code == 0
    assert (answer["forgotten"], [one["ref"] for one in answer["proposals"]]) == (False, [before[-1]])
    assert answer["rows"]["origin"] == 1
    assert refs(run) == before


def test_value_and_original_leave_the_file_and_its_backups(store: Path, run: Run, tmp_path: Path) -> None:
    bring_in(run, tmp_path, "first.csv", FIRST)
    (secret,) = [one["ref"] for one in run("list", "--search", "secret posts")[1]["proposals"]]
    run("import", str(tmp_path / "first.csv"))  # the backup before it holds the proposals
    assert bytes_of(store).count(b"secret posts") > 1
    code, answer = run("forget", secret, "--for-good")
    assert (code, answer["backups_not_cleaned"]) == (0, [])
    assert b"secret posts" not in bytes_of(store)
    assert b"job centres" in bytes_of(store)
    assert secret not in refs(run)
    assert run("check")[0] == 0


def test_an_import_goes_with_what_it_alone_made(store: Path, run: Run, tmp_path: Path) -> None:
    before = refs(run)
    bring_in(run, tmp_path, "first.csv", FIRST)
    bring_in(run, tmp_path, "second.csv", SECOND)
    (shared,) = [one["ref"] for one in run("list", "--search", "job centres")[1]["proposals"]]
    code, answer = run("forget", "--import", "first.csv", "--for-good")
    assert (code, answer["stay"]) == (0, [shared])
    assert refs(run) == [*before, shared]
    origins = run("show", shared)[1]["origins"]
    assert [one["file"] for one in origins] == ["second.csv"]
    assert b"secret posts" not in bytes_of(store)
    assert run("forget", "--import", "first.csv")[0] == 2
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    "arguments", [(), ("X", "--import", "first.csv"), ("KP-2026-XX-A-99",), ("--import", "no.csv")]
)
def test_what_cannot_be_understood_changes_nothing(store: Path, run: Run, arguments: tuple[str, ...]) -> None:
    before = refs(run)
    code, answer = run("forget", *arguments, "--for-good")
    assert code == 2
    assert answer["remedy"]
    assert refs(run) == before


def test_a_frozen_shortlist_keeps_its_proposals(store: Path, run: Run) -> None:
    ref, beside, *_rest = before = refs(run)
    for arguments in (("new", "Cairo"), ("add", ref, "--reason", "Asked for by the chair"), ("freeze",)):
        assert run("shortlist", *arguments)[0] == 0
    for one, said in (
        (ref, f"{ref} is on the frozen shortlist “Cairo”."),
        (beside, f"{beside} is in the ranking that the frozen shortlist “Cairo” keeps."),
    ):
        code, answer = run("forget", one, "--for-good")
        assert (code, answer["error"]) == (2, said)
    assert refs(run) == before


def test_files_and_comments_go_with_their_proposal(store: Path, run: Run, tmp_path: Path) -> None:
    (ref, *_rest) = refs(run)
    letter = tmp_path / "canary-name.txt"
    letter.write_text("canary-letter of the ministry\n" * 400, encoding="utf-8")
    assert run("attach", ref, str(letter), "--kind", "letter_of_support")[0] == 0
    assert run("comments", ref, "--say", "canary-comment")[0] == 0
    assert b"canary-letter" in bytes_of(store)
    assert run("detach", ref, letter.name)[0] == 0
    code, answer = run("forget", ref, "--for-good")
    assert (code, answer["rows"]["attachment"], answer["rows"]["comment"]) == (0, 1, 1)
    assert b"canary-" not in bytes_of(store)
    assert run("check")[0] == 0


def test_a_reference_that_went_into_another_proposal_does_not_take_that_one_along(store: Path, run: Run) -> None:
    keep, other, *_rest = refs(run)
    assert run("merge-proposals", keep, other)[0] == 0
    code, answer = run("forget", other, "--for-good")
    assert (code, other in answer["error"]) == (2, True)
    assert keep in refs(run)
    code, answer = run("forget", keep, "--for-good")
    assert (code, sorted(one["ref"] for one in answer["proposals"])) == (0, sorted([keep, other]))
    assert run("check")[0] == 0

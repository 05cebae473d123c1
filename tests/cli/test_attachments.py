"""Files and parties on the command line: attach, attachments, detach, extract, party."""

from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from tests.proposals.attachments.samples import DOCX, PDF
from tests.test_cli import Run, refs


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "note verbale.pdf"
    path.write_bytes(PDF)
    return path


def parties(answer: Any) -> dict[str, Any]:
    return {one["name"]: one for one in answer["parties"]}


def test_a_file_goes_in_is_listed_comes_out_and_is_removed(store: Path, run: Run, letter: Path, tmp_path: Path) -> None:
    ref = refs(run)[0]
    other = tmp_path / "note.pdf"
    other.write_bytes(DOCX)
    code, answer = run("attach", ref, str(letter), str(other), "--kind", "Letter of support", "--lang", "ar",
                       "--dated", "March 2026")  # fmt: skip
    assert code == 0
    assert [one["name"] for one in answer["attached"]] == ["note verbale.pdf", "note.docx"]
    assert len(answer["remarks"]) == 1
    found = run("attachments", ref)[1]["attachments"]
    assert found == answer["attached"]
    assert found[0] == {
        "name": "note verbale.pdf", "kind": "letter_of_support", "language": "ar", "dated": "2026-03",
        "media_type": "application/pdf", "sha256": found[0]["sha256"], "size": len(PDF), "party": None,
    }  # fmt: skip
    out = tmp_path / "out.pdf"
    assert run("extract", ref, "note verbale.pdf", "--to", str(out))[0] == 0
    assert out.read_bytes() == PDF
    code, answer = run("extract", ref, "note.docx", "--to", str(out))
    assert (code, out.read_bytes()) == (2, PDF)
    assert "exists" in answer["error"]
    assert run("detach", ref, "note verbale.pdf")[1]["removed"] == "note verbale.pdf"
    assert [one["name"] for one in run("attachments", ref)[1]["attachments"]] == ["note.docx"]
    assert run("undo")[0] == 0
    assert len(run("attachments", ref)[1]["attachments"]) == 2
    assert run("check")[1]["ok"]


def test_nothing_is_attached_when_one_of_several_is_refused(
    store: Path, run: Run, letter: Path, tmp_path: Path
) -> None:
    ref, program = refs(run)[0], tmp_path / "setup.exe"
    program.write_bytes(b"MZ")
    for arguments in (
        (str(letter), str(program)),
        (str(letter), "--kind", "novel"),
        (str(letter), "--dated", "soon"),
        (str(letter), "--party", "Atlantis"),
        (str(tmp_path / "nowhere.pdf"),),
    ):
        code, answer = run("attach", ref, *arguments)
        assert code == 2
        assert answer["remedy"]
    assert run("attachments", ref)[1]["attachments"] == []


def test_a_party_with_its_consent_and_letter(store: Path, run: Run, letter: Path) -> None:
    ref = refs(run)[0]
    assert run("attach", ref, str(letter))[0] == 0
    consent = ("--consent", "confirmed", "--consent-on", "9 March 2026", "--consent-by", "MoI")
    proof = ("--letter", "note verbale.pdf")
    code, answer = run("party", ref, "add", "Soudan", "--role", "beneficiary", *consent, *proof)
    assert code == 0
    assert parties(answer)["SD"] == {
        "name": "SD", "role": "beneficiary", "consent": "confirmed", "consent_on": "2026-03-09", "consent_by": "MoI",
        "letters": ["note verbale.pdf"],
    }  # fmt: skip
    assert run("attachments", ref)[1]["attachments"][0]["party"] == "SD"
    answer = run("party", ref, "set", "السودان", "--consent-by", "", "--qualifier", "regional activities")[1]
    assert parties(answer)["SD"]["qualifier"] == "regional activities"
    assert "consent_by" not in parties(answer)["SD"]
    assert parties(answer)["SD"]["role"] == "beneficiary"
    answer = run("party", ref, "remove", "SD")[1]
    assert "SD" not in parties(answer)
    assert run("attachments", ref)[1]["attachments"][0]["party"] is None
    assert run("undo")[0] == 0
    assert run("attachments", ref)[1]["attachments"][0]["party"] == "SD"


def test_a_letter_may_be_attached_for_a_party(store: Path, run: Run, letter: Path) -> None:
    ref = refs(run)[0]
    run("party", ref, "add", "SD", "--role", "beneficiary")
    assert run("attach", ref, str(letter), "--party", "Sudan")[1]["attached"][0]["party"] == "SD"


def test_wrong_parties_are_refused_and_change_nothing(store: Path, run: Run, letter: Path) -> None:
    ref = refs(run)[0]
    run("party", ref, "add", "SD", "--role", "beneficiary")
    before = run("show", ref)[1]["proposal"]["parties"]
    for arguments in (
        ("add", "ET", "--role", "emperor"),
        ("add", "ET", "--consent-on", "soon"),
        ("add", "ET", "--letter", "nowhere.pdf"),
        ("set", "ET", "--role", "lead"),
        ("set", "SD"),
        ("remove", "ET"),
        ("remove", "SD", "--role", "lead"),
        ("burn", "SD"),
    ):
        code, answer = run("party", ref, *arguments)
        assert code == 2
        assert answer["error"]
    assert run("show", ref)[1]["proposal"]["parties"] == before
    run("party", ref, "add", "SD", "--role", "implementing")
    assert "more than once" in run("party", ref, "set", "SD", "--role", "lead")[1]["error"]


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_lines_for_people(
    store: Path, run: Run, letter: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    ref = refs(run)[0]
    run("attach", ref, str(letter), "--kind", "letter_of_support")
    capsys.readouterr()
    assert cli.main(["attachments", ref, "--language", language]) == 0
    out = capsys.readouterr().out
    assert "note verbale.pdf" in out
    assert {"ar": "خطاب دعم", "en": "Letter of support", "fr": "Lettre de soutien"}[language] in out
    assert cli.main(["party", ref, "add", "SD", "--consent-by", "MoI", "--language", language]) == 0
    assert "MoI" in capsys.readouterr().out

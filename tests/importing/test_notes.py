"""What is said of a file as a whole: a file without sheets is called by its name, lost letters are said to be lost."""

from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import Planned, sheet_of


def notes(found: Plan) -> list[str]:
    return [strip_isolates(note.text) for note in found.notes]


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "ministry.csv"
    path.write_bytes(text.encode(encoding, errors="replace"))
    return path


@pytest.mark.parametrize("code", ["windows-1252", "ascii"])
def test_a_text_file_whose_letters_were_lost_is_asked_for_again(code: str, work: Workspace, tmp_path: Path) -> None:
    rows = ["اسم المشروع,الدولة,التكلفة", "معابر حدودية آمنة,السودان,2500", "مراكز صحية للاجئين,كينيا,700"]
    path = csv(tmp_path, "\n".join([*rows, "تدريب الشرطة,مصر,900"]), code)
    try:
        said = " ".join(notes(plan(work, path)))
    except UserError as refused:
        said = strip_isolates(str(refused))
    assert "Letters of “ministry.csv” were lost when the file was written" in said
    assert "ask the sender for the file again" in said
    assert "“”" not in said


def test_a_question_mark_is_no_lost_letter(work: Workspace, tmp_path: Path) -> None:
    path = csv(tmp_path, "Title,Country\nWho guards the border?,Kenya\nWhat next??,Sudan\n")
    assert notes(plan(work, path, sender_country="KE")) == []


def test_a_text_file_without_a_header_is_called_by_its_name(work: Workspace, tmp_path: Path) -> None:
    path = csv(tmp_path, "\n".join(f"Alpha,{n},{n * 10},Kenya" for n in range(8)))
    said = " ".join(notes(plan(work, path)))
    assert "“ministry.csv”" in said
    assert "“”" not in said
    assert "sheet" not in said


def test_a_sheet_keeps_its_name(planned: Planned) -> None:
    found = planned(sheet_of([["Alpha", n, n * 10, "Kenya"] for n in range(8)], "Annex"))
    assert any("The sheet “Annex”" in note for note in notes(found))

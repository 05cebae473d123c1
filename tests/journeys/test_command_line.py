"""The whole journey by commands: messy Arabic workbook in, frozen shortlist out."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from khartoum_desktop import cli, sample

Command = Callable[..., dict[str, Any]]
ASSESSOR = ("--assessor", "Nadia Fahmy", "--delegation", "EG")
LABELS = {"ar": ("الرمز", "المرتبة", "التكلفة الإجمالية"), "en": ("Reference", "Rank", "Total cost")}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in a folder of its own and return its one object."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> dict[str, Any]:
        capsys.readouterr()
        code = cli.main([*arguments, "--json"])
        out = capsys.readouterr().out
        assert code == 0, out
        answer: dict[str, Any] = json.loads(out)
        return answer

    return call


def table_of(path: Path, language: str) -> list[dict[str, Any]]:
    """Return the rows below the header, by label, and see that the sheet turns to the right side."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if LABELS[language][0] in row)
    head = [str(label) for label in rows[start]]
    return [
        found
        for row in rows[start + 1 :]
        if str((found := dict(zip(head, row, strict=True)))[LABELS[language][0]] or "").startswith("KP-")
    ]


def test_from_workbook_to_exported_shortlist(command: Command, tmp_path: Path) -> None:
    command("new", "cairo.khartoum", "--as", "Nadia Fahmy@EG")
    workbook = str(sample.folder() / "sudan_interior.xlsx")
    dry = command("import", workbook, "--sender-country", "SD", "--dry-run")
    assert (dry["new"], dry["held"]) == (6, 0)
    assert command("list") == {"proposals": []}
    found = command("import", workbook, "--sender-country", "SD")
    assert "750 ألف جنيه" in [one["original"] for one in found["problems"]]
    proposals = command("list", "--columns", "budget_total")["proposals"]
    unclear = next(one["ref"] for one in proposals if one["ref"] and one["title_ar"].startswith("شبكة المدعين"))
    command("set", unclear, "budget_total", '{"amount": "750000", "currency": "SDG"}')
    refs = [str(one["ref"]) for one in proposals]
    criteria = [str(one["key"]) for one in command("criteria")["criteria"]]
    for place, ref in enumerate(refs[:2]):
        for number, key in enumerate(criteria):
            value = "4" if number < 3 * place else "3"
            command(
                "mark", ref, "--criterion", key, "--assessor", "Nadia Fahmy", "--delegation", "EG", "--value", value
            )
    ranked = [one for one in command("rank")["proposals"] if one["rank"]]
    assert [one["ref"] for one in ranked] == [refs[1], refs[0]]
    command("shortlist", "new", "SOM Cairo")
    command("shortlist", "add", refs[1], refs[0])
    command("shortlist", "freeze")
    costs = {one["ref"]: one["budget_total"] for one in command("list", "--columns", "budget_total")["proposals"]}
    for language in ("ar", "en"):
        command("export", "--what", "shortlist", "--to", f"list_{language}.xlsx", "--language", language)
        listed = table_of(tmp_path / f"list_{language}.xlsx", language)
        reference, rank, cost = LABELS[language]
        assert [(row[reference], row[rank]) for row in listed] == [(refs[1], 1), (refs[0], 2)]
        assert [row[cost] for row in listed] == [float(costs[ref]["amount"]) for ref in (refs[1], refs[0])]
    assert command("check")["findings"] == []


def test_the_sample_journey_makes_what_it_says(tmp_path: Path) -> None:
    made = sample.journey(tmp_path / "out", date(2026, 11, 26))
    assert [path.suffix for path in made] == [".khartoum", ".xlsx", ".xlsx", ".xlsx", ".xlsx"]
    lists = {language: table_of(path, language) for language, path in zip(("ar", "en"), made[1:3], strict=True)}
    assert [len(rows) for rows in lists.values()] == [6, 6]
    for one, other in zip(lists["ar"], lists["en"], strict=True):
        assert one[LABELS["ar"][0]] == other[LABELS["en"][0]]
    ranks = [row[LABELS["en"][1]] for row in lists["en"]]
    assert ranks == sorted(ranks)
    again = sample.journey(tmp_path / "out", date(2026, 11, 26))
    assert again == made

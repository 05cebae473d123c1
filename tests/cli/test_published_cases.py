"""Published cases go through the command line: sets one after the other, each with its own marks, and no side door."""

import json
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop.storage.people import Person
from khartoum_desktop.workspace import Workspace
from tests.cli.test_mark_files import HEAD
from tests.test_cli import Run, refs


def case(name: str, weights: tuple[str, str], **more: Any) -> dict[str, Any]:
    """Return a set of two criteria, a and b, on 0 to 5."""
    criteria = [
        {"key": key, "label": {"en": key}, "weight": weight, "threshold": None, "group": None}
        for key, weight in zip("ab", weights, strict=True)
    ]
    scale = {"min": "0", "max": "5", "step": "1"}
    return {"name": name, "scale": scale, "aggregation": "mean", "criteria": criteria, **more}


def bring(run: Run, tmp_path: Path, data: dict[str, Any]) -> Any:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    code, answer = run("criteria", "import", str(file))
    assert code == 0, answer
    return answer


def mark(run: Run, tmp_path: Path, *rows: str) -> tuple[int, Any]:
    file = tmp_path / "marks.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return run("marks", "import", str(file))


def totals(run: Run) -> dict[str, str | None]:
    return {one["ref"]: one["total"] for one in run("rank")[1]["proposals"]}


def test_each_set_keeps_the_marks_that_were_given_on_it(store: Path, run: Run, tmp_path: Path) -> None:
    first, second = refs(run)
    bring(run, tmp_path, case("One", ("1", "1")))
    rows = [f"{ref},{key},J,EG,{value},," for ref, given in ((first, "51"), (second, "40")) for key, value in
            zip("ab", given, strict=True)]  # fmt: skip
    assert mark(run, tmp_path, *rows)[0] == 0
    assert totals(run) == {first: "3", second: "2"}
    assert bring(run, tmp_path, case("One", ("1", "3")))["version"] == 2
    assert totals(run) == {first: None, second: None}
    assert mark(run, tmp_path, f"{first},a,J,EG,0,,", f"{first},b,J,EG,4,,")[0] == 0
    assert totals(run) == {first: "3", second: None}
    bring(run, tmp_path, case("Other", ("1", "1")))
    assert totals(run) == {first: None, second: None}
    again = bring(run, tmp_path, case("One", ("1", "1")))
    assert (again["new"], again["version"], again["round_opened"]) == (False, 1, False)
    assert totals(run) == {first: "3", second: "2"}


def test_a_conditional_maximum_holds_for_a_table_too(store: Path, run: Run, tmp_path: Path) -> None:
    ref = refs(run)[0]
    limit = {"criterion": "b", "most": "3", "unless": {"criterion": "a", "least": "4"}}
    bring(run, tmp_path, case("Limited", ("1", "1"), limits=[limit]))
    code, answer = mark(run, tmp_path, f"{ref},a,J,EG,3,,", f"{ref},b,J,EG,5,,")
    assert (code, "above its maximum of 3" in answer["error"]) == (2, True)
    assert totals(run)[ref] is None
    assert mark(run, tmp_path, f"{ref},a,J,EG,4,,", f"{ref},b,J,EG,5,,")[0] == 0
    assert totals(run)[ref] == "4.5"


def test_a_comma_that_cuts_a_reason_in_two_is_refused(store: Path, run: Run, tmp_path: Path) -> None:
    ref = refs(run)[0]
    code, answer = mark(run, tmp_path, f"{ref},1.1,J,EG,3,,plain", f"{ref},1.2,J,EG,3,,good, but dear")
    assert (code, "row 3" in answer["error"], "quotes" in answer["remedy"]) == (2, True, True)
    assert mark(run, tmp_path, f'{ref},1.2,J,EG,3,,"good, but dear"')[0] == 0


@pytest.mark.parametrize("role", ["assessor", "reader"])
def test_only_coordinators_put_criteria_in_hand(store: Path, run: Run, tmp_path: Path, role: str) -> None:
    work = Workspace.open(store)
    work.sit_down(Person("Amal Idris", "SD", role))
    work.close()
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case("Mine", ("1", "1"))), encoding="utf-8")
    assert run("criteria", "import", str(file))[0] == 2
    assert run("criteria")[1]["key"] == "default"

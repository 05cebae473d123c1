"""The help of a command names every key that it prints with --json; only what is keyed by data is left out."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from tests.cli.test_mark_files import HEAD
from tests.test_cli import ME, Run

DATA: dict[str, frozenset[str]] = {  # maps whose keys are references, envelopes or languages
    "choose": frozenset({"short", "short_fraction"}),
    "round": frozenset({"sheets", "conflicts", "interests"}),
}


def keys(found: object, data: frozenset[str]) -> Iterator[str]:
    """Yield the keys of an answer and of all objects in it."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield name
            yield from () if name in data else keys(value, data)
    elif isinstance(found, list):
        for value in found:
            yield from keys(value, data)


def named(text: str, key: str) -> bool:
    """Tell whether a help text names a key in quotes; a fraction also as the sibling of a number that it names."""
    base = key.removesuffix("_fraction")
    return f'"{key}"' in text or (base != key and f'"{base}"' in text and "…_fraction" in text)


def written(path: Path, data: object) -> str:
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def grid(name: str, *keys_: str, **more: Any) -> dict[str, Any]:
    """Return a set on 0 to 5 of which the first criterion weighs twice and has a threshold."""
    rows: list[dict[str, Any]] = [{"key": key, "label": {"en": key}, "weight": "1", "group": None} for key in keys_]
    rows[0] |= {"weight": "2", "threshold": "2", "group": "g", "levels": [{"mark": "0", "text": {"en": "None"}}]}
    groups = [{"key": "g", "label": {"en": "G"}, "threshold": "2", "threshold_marks": "1"}]
    return {"name": name, "scale": {"min": "0", "max": "5", "step": "1"}, "criteria": rows, "groups": groups, **more}


@pytest.fixture
def room(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return four proposals of a round after its deadline: three ranked, one of them by decision, one not yet."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "room.khartoum", *ME)[0] == 0
    refs = [run("add", "--title-en", title, "--country", "KE")[1]["ref"] for title in "PQRS"]
    limits = [{"criterion": "b", "most": "4", "unless": {"criterion": "a", "least": "5"}}]
    checks = [{"key": "E", "label": {"en": "Signed"}, "obligatory": True}]
    first = written(tmp_path / "one.json", grid("One", "a", "b", limits=limits, checklist=checks))
    written(tmp_path / "two.json", grid("Two", "a", "c") | {"from": "One"})
    assert run("criteria", "import", first)[0] == 0
    assert run("round", "open", "Room", "--deadline", "2020-01-31")[0] == 0
    cells = [(title, key) for title in "PQR" for key in "ab"]
    rows = [
        f"{title},{key},{who},{code},{mark},,\n"
        for who, code, marks in (("X", "EG", "534434"), ("Y", "ET", "544034"))
        for (title, key), mark in zip(cells, marks, strict=True)
    ]
    (tmp_path / "marks.csv").write_text(HEAD + "".join(rows) + "S,a,X,EG,3,,\n", encoding="utf-8")
    return refs


def helped(capsys: pytest.CaptureFixture[str], command: str) -> str:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    return capsys.readouterr().out


def test_the_help_names_every_key_that_is_printed(
    room: list[str], run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    p, q, r, s = room
    costs = {p: "5", q: {"all": "5", "years": {"2027": "3"}}, r: "3"}
    ask = {"budget": {"all": "10", "years": {"2027": "2"}}, "value": "score", "cost": costs, "rules": []}
    written(tmp_path / "rules.json", ask)
    written(tmp_path / "tight.json", {**ask, "budget": "2", "rules": [{"kind": "in", "refs": [r]}]})
    cousin = ("--assessor", "Z", "--delegation", "IT", "--reason", "A cousin")
    agreed = ("--participants", "X, Y", "--reason", "Talked over")
    calls: list[tuple[str, ...]] = [
        ("marks", "import", "marks.csv"),
        ("round", "conflict", s, *cousin),
        ("round", "eligibility", s, "--item", "E", "--answer", "no", "--reason", "No letter"),
        ("round", "list"),
        ("round", "show"),
        ("consensus", r, "--criterion", "b", "--not-applicable", *agreed),
        ("mark", s, "--criterion", "b", "--assessor", "W", "--delegation", "SD", "--value", "1"),
        ("rank",),
        ("discuss", "--all", "--adjusted"),
        ("stability", "--draws", "200"),
        ("explain", p, "--over", q),
        ("choose", "--rules", "rules.json", "--swaps", "--frontier"),
        ("choose", "--rules", "tight.json"),
        ("scenario", "save", "Even", "--preset", "equal"),
        ("scenario", "list"),
        ("shortlist", "new", "SOM"),
        ("shortlist", "add", q, p, "--reason", "Asked for"),
        ("shortlist", "cut", "--places", "1"),
        ("shortlist", "freeze"),
        ("shortlist", "recompute"),
        ("scenario", "delete", "Even"),
        ("criteria",),
        ("criteria", "list"),
        ("criteria", "export", "--to", "out.json"),
        ("marks", "export", "--to", "out.csv"),
        ("marks", "sheets", "--to", str(tmp_path)),
        ("criteria", "import", "two.json"),
        ("rerank", "--from", "Room"),
        ("criteria", "use", "eu-0-5"),
    ]
    for call in calls:
        code, answer = run(*call)
        assert code == 0, (call, answer)
        if call[0] == "consensus":
            continue
        text = helped(capsys, call[0])
        unnamed = {one for one in keys(answer, DATA.get(call[0], frozenset())) if not named(text, one)}
        assert not unnamed, (call, unnamed)
        assert not re.search(r"\w…\w", text), "nothing is cut off"

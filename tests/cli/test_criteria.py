"""The command criteria: shown as before, imported and exported."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from tests.scoring.grids.building import full, plain, text
from tests.test_cli import ME, Run, refs


def test_without_a_verb_the_criteria_of_the_round_are_shown(store: Path, run: Run) -> None:
    code, answer = run("criteria")
    assert (code, answer["key"], len(answer["criteria"])) == (0, "default", 18)
    assert answer["threshold_total"] == "60"


def test_a_file_goes_in_and_comes_out_the_same(store: Path, run: Run, tmp_path: Path) -> None:
    file, back = tmp_path / "in.json", tmp_path / "out.json"
    file.write_text(text(full()), encoding="utf-8")
    code, answer = run("criteria", "import", str(file))
    assert (code, answer["new"], answer["criteria"], answer["round_opened"]) == (0, True, 3, False)
    assert run("criteria")[1]["name"] == "Full grid"
    assert run("criteria", "export", "--to", str(back))[0] == 0
    printed = run("criteria", "export")[1]
    assert json.loads(back.read_text("utf-8")) == printed
    written = full()
    assert {key: printed[key] for key in written if key != "limits"} == {
        key: written[key] for key in written if key != "limits"
    }
    assert run("criteria", "import", str(back))[1]["new"] is False


@pytest.mark.parametrize("weighting", ["number", "order", "swing"])
def test_what_the_command_prints_is_the_same_set_again(store: Path, run: Run, tmp_path: Path, weighting: str) -> None:
    """The weights by order are 550/9, 250/9 and 100/9, those by swing 100/7 times 4, 2 and 1, and the first is 1/3."""
    data, extra = full() | {"weighting": weighting}, {"number": "weight", "order": "importance", "swing": "swing"}
    for row, given in zip(data["criteria"], {"order": (1, 2, 3), "swing": ("100", "50", "25")}.get(
        weighting, ("1/3", "2", "3.5")), strict=True):  # fmt: skip
        row |= {"weight": None, extra[weighting]: given}
    assert bring(run, tmp_path, data)[0] == 0
    printed, written = run("criteria")[1], run("criteria", "export")[1]
    fractions = {"number": "1/3", "order": "550/9", "swing": "400/7"}
    assert printed["criteria"][0]["weight_fraction"] == written["criteria"][0]["weight"] == fractions[weighting]
    assert printed["criteria"][0]["weight"] == str(round(float(Fraction(fractions[weighting])), 12))
    code, again = bring(run, tmp_path, printed)
    assert (code, again["new"], again["ignored"]) == (0, False, [])
    assert run("new", str(tmp_path / "other.khartoum"), *ME)[0] == 0
    code, fresh = bring(run, tmp_path, printed)
    assert (code, fresh["new"], fresh["ignored"]) == (0, True, [])
    assert (run("criteria")[1], run("criteria", "export")[1]) == (printed, written)


def test_a_weight_and_its_fraction_must_be_the_same_number(store: Path, run: Run, tmp_path: Path) -> None:
    data = plain()
    data["criteria"][0] |= {"weight": "61.1", "weight_fraction": "550/9"}
    code, answer = bring(run, tmp_path, data)
    assert (code, answer["error"]) == (
        2,
        "criterion 1 (C), weight_fraction: The weight is 61.1 and its weight_fraction is 550/9: these are two weights.",
    )
    assert run("criteria")[1]["key"] == "default"
    for weight in ("61.111111111111", None):
        data["criteria"][0]["weight"] = weight
        assert bring(run, tmp_path, data)[0] == 0
        assert run("criteria")[1]["criteria"][0]["weight_fraction"] == "550/9"


def test_a_published_case_is_ranked_exactly(store: Path, run: Run, tmp_path: Path) -> None:
    data = plain() | {"scale": {"min": "0", "max": "5", "step": "1"}}
    data["criteria"][0]["weight"], data["criteria"][1]["weight"] = "0.1", "0.2"
    file = tmp_path / "case.json"
    file.write_text(text(data), encoding="utf-8")
    assert run("criteria", "import", str(file))[0] == 0
    ref = refs(run)[0]
    for key, mark in (("C", "1"), ("v", "3")):
        assert run("mark", ref, "--criterion", key, "--assessor", "A", "--delegation", "EG", "--value", mark)[0] == 0
    lines = {line["ref"]: line for line in run("rank")[1]["proposals"]}
    found = lines[ref]["contributions"]
    assert [(one["criterion"], one["points_fraction"]) for one in found] == [("C", "1/10"), ("V", "3/5")]
    assert lines[ref]["known_fraction"] == "7/3"


def test_criteria_without_a_key_are_numbered_and_that_is_said(store: Path, run: Run, tmp_path: Path) -> None:
    data = plain()
    del data["criteria"][1]["key"]
    answer = bring(run, tmp_path, data)[1]
    assert (answer["keys"], answer["numbered"]) == (["C", "2"], ["2"])


def test_an_import_says_what_it_did(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.json"
    file.write_text(text(plain() | {"comment": "x"}), encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["criteria", "import", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "“Offices” was imported.",
        "The round “Presidency of Egypt, 2024–2025” is marked on it.",
        "Passed over, since it means nothing here: comment",
    ]
    assert cli.main(["criteria", "export"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "Offices"


@pytest.mark.parametrize(
    "arguments",
    [("import",), ("import", "none.json"), ("export", "x.json"), ("import", "x.json", "--to", "y"), ("--to", "y"),
     ("use",), ("use", "nowhere"), ("use", "eu-0-5", "--version", "9"), ("list", "x"), ("list", "--version", "1"),
     ("export", "--to", ""), ("export", "--to", "/nowhere/at/all.json")],
)  # fmt: skip
def test_what_is_wrong_is_refused(store: Path, run: Run, arguments: tuple[str, ...]) -> None:
    before = run("criteria")
    code, answer = run("criteria", *arguments)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
    assert run("criteria") == before


def test_a_refused_file_changes_nothing(store: Path, run: Run, tmp_path: Path) -> None:
    data = plain()
    data["criteria"][1]["weight"] = "-1"
    file = tmp_path / "case.json"
    file.write_text(text(data), encoding="utf-8")
    before = run("criteria")
    code, answer = run("criteria", "import", str(file))
    assert (code, answer["error"]) == (2, "criterion 2 (V), weight: A weight is not below 0.")
    assert run("criteria") == before
    assert run("list")[0] == 0


def test_a_later_version_continues_the_criteria_of_the_same_keys(store: Path, run: Run, tmp_path: Path) -> None:
    file, data = tmp_path / "case.json", plain()
    file.write_text(text(data), encoding="utf-8")
    first = run("criteria", "import", str(file))[1]["round"]
    ref = run("list")[1]["proposals"][0]["ref"]
    marks = tmp_path / "marks.csv"
    marks.write_text(f"proposal,criterion,mark\n{ref},C,50\n{ref},V,60\n", encoding="utf-8")
    assert run("marks", "import", str(marks))[0] == 0
    data["criteria"][0]["weight"] = "50"
    data["criteria"].append({"key": "N", "label": {"en": "New"}, "weight": "1"})
    file.write_text(text(data), encoding="utf-8")
    assert run("criteria", "import", str(file))[1]["version"] == 2
    answer = run("rerank", "--from", first)[1]
    assert {one["key"]: one["how"] for one in answer["criteria"]} == {"C": "same", "V": "same", "N": "new"}


def test_a_shipped_set_is_listed_and_put_in_hand(store: Path, run: Run) -> None:
    listed = {one["key"]: one for one in run("criteria", "list")[1]["sets"]}
    assert sorted(listed) == ["default", "eg-2024-priorities", "eu-0-5", "eu-concept-note"]
    assert [key for key, one in listed.items() if one["in_hand"]] == ["default"]
    code, answer = run("criteria", "use", "EU-0-5")
    assert (code, answer["round_opened"]) == (0, False)
    shown = run("criteria")[1]
    assert (shown["key"], shown["scale"], shown["threshold_total"]) == (
        "eu-0-5", {"min": "0", "max": "5", "step": "0.5"}, "10",
    )  # fmt: skip
    ref = refs(run)[0]
    for key in "123":
        assert run("mark", ref, "--criterion", key, "--assessor", "A", "--delegation", "EG", "--value", "3.5")[0] == 0
    thresholds = next(line for line in run("rank")[1]["proposals"] if line["ref"] == ref)["thresholds"]
    assert [(one["on"], one["needed"], one["status"]) for one in thresholds] == [
        ("mark", "3", "passed"), ("mark", "3", "passed"), ("mark", "3", "passed"), ("total_points", "10", "passed"),
    ]  # fmt: skip
    assert run("criteria", "use", "eu-concept-note")[1]["round_opened"] is True
    assert run("criteria", "use", "eu-concept-note", "--version", "1")[1]["round_opened"] is False


def test_an_import_that_opens_a_round_is_one_step(store: Path, run: Run, tmp_path: Path) -> None:
    bring(run, tmp_path, versioned("A", ("0", "5"), ("a", ...)))
    marked(run, {"a": "4"})
    before = run("criteria")[1], run("round", "list")[1], run("criteria", "list")[1]
    assert bring(run, tmp_path, versioned("B", ("0", "5"), ("b", ...)))[1]["round_opened"] is True
    after = run("criteria")[1], run("round", "list")[1], run("criteria", "list")[1]
    assert (after[0]["name"], len(after[1]["rounds"])) == ("B", len(before[1]["rounds"]) + 1)
    assert run("undo")[1]["step"] == "Import the criteria “B”"
    assert (run("criteria")[1], run("round", "list")[1], run("criteria", "list")[1]) == before
    assert run("redo")[0] == 0
    assert (run("criteria")[1], run("round", "list")[1], run("criteria", "list")[1]) == after


# --- which criteria of an earlier set are continued -------------------------------------------------------------------


def versioned(name: str, scale: tuple[str, str], *criteria: tuple[str, object], **more: object) -> dict[str, object]:
    """Return a set of criteria (key, "from"; ... says nothing of it) that all weigh 1."""
    lines = [
        {"key": key, "label": {"en": f"On {key}"}, "weight": "1"} | ({} if origin is ... else {"from": origin})
        for key, origin in criteria
    ]
    return {"name": name, "scale": {"min": scale[0], "max": scale[1], "step": "1"}, "criteria": lines} | more


def bring(run: Run, tmp_path: Path, data: object) -> tuple[int, Any]:
    file = tmp_path / "set.json"
    file.write_text(text(data), encoding="utf-8")
    return run("criteria", "import", str(file))


def marked(run: Run, marks: dict[str, str]) -> str:
    """Mark the first proposal in the round in hand, and return the round's name."""
    for key, mark in marks.items():
        given = ("--criterion", key, "--assessor", "A", "--delegation", "EG", "--value", mark)
        assert run("mark", refs(run)[0], *given)[0] == 0
    return str(run("rank")[1]["round"])


def test_an_older_round_is_ranked_under_criteria_that_say_what_they_continue(
    store: Path, run: Run, tmp_path: Path
) -> None:
    assert bring(run, tmp_path, versioned("A", ("0", "5"), ("a", ...), ("b", ...), ("c", ...)))[0] == 0
    older = marked(run, {"a": "4", "b": "2", "c": "1"})
    data = versioned("B", ("0", "5"), ("x", "B"), ("a", "a"), ("new", None), ("n2", ...))
    code, answer = bring(run, tmp_path, data)
    assert (code, answer["from"], answer["dropped"]) == (0, {"key": "a", "version": 1}, ["c"])
    hows = [(one["key"], one["from"], one["how"]) for one in answer["mapping"]]
    assert hows == [("x", "b", "renamed"), ("a", "a", "same"), ("new", None, "new"), ("n2", None, "new")]
    answer = run("rerank", "--from", older)[1]
    assert [(one["key"], one["from"], one["how"]) for one in answer["criteria"]] == hows
    assert answer["dropped"] == ["c"]
    line = next(one for one in answer["proposals"] if one["ref"] == refs(run)[0])
    assert (line["rank_so_far"], line["total_so_far_fraction"], line["missing"]) == (1, "3", ["new", "n2"])
    printed = run("criteria", "export")[1]
    assert printed["from"] == {"key": "a", "version": 1}
    assert [one["from"] for one in printed["criteria"]] == ["b", "a", None, None]
    for again in (printed, data):
        answer = bring(run, tmp_path, again)[1]
        assert (answer["new"], answer["version"]) == (False, 1), "the same file is the same set"
    data = versioned("B", ("0", "5"), ("x", "c"), ("a", "a"), ("new", None), ("n2", ...)) | {"from": "A"}
    answer = bring(run, tmp_path, data)[1]
    assert (answer["new"], answer["version"]) == (True, 2), "another mapping is another version"
    assert bring(run, tmp_path, data)[1]["new"] is False


def test_a_later_version_continues_the_same_keys_unless_it_says_otherwise(
    store: Path, run: Run, tmp_path: Path
) -> None:
    bring(run, tmp_path, versioned("A", ("0", "5"), ("a", ...), ("b", ...), ("c", ...)))
    older = marked(run, {"a": "4", "b": "2", "c": "1"})
    answer = bring(run, tmp_path, versioned("A", ("0", "10"), ("a", ...), ("b", None), ("d", "c")))[1]
    assert (answer["version"], answer["dropped"]) == (2, ["b"])
    assert [(one["from"], one["how"]) for one in answer["mapping"]] == [
        ("a", "rescaled"), (None, "new"), ("c", "rescaled"),
    ]  # fmt: skip
    line = next(one for one in run("rerank", "--from", older)[1]["proposals"] if one["ref"] == refs(run)[0])
    assert line["total_so_far_fraction"] == "5", "8 and 2 of 10"


def test_what_a_mapping_names_must_be_there(store: Path, run: Run, tmp_path: Path) -> None:
    bring(run, tmp_path, versioned("A", ("0", "5"), ("a", ...), ("b", ...)))
    marked(run, {"a": "4"})
    code, answer = bring(run, tmp_path, versioned("A", ("0", "5"), ("a", ...), ("c", "bb")))
    assert (code, answer["error"]) == (2, "criterion 2 (c), from: There is no criterion “bb” in “A”.")
    assert answer["remedy"] == "There are: a, b."
    elsewhere = {"from": {"key": "old", "version": 3}}
    code, answer = bring(run, tmp_path, versioned("B", ("0", "5"), ("a", "zz")) | elsewhere)
    assert (code, answer["from"], len(answer["warnings"])) == (0, None, 1), "from elsewhere: said, and taken in"
    assert bring(run, tmp_path, run("criteria", "export")[1])[1]["new"] is False
    other = versioned("C", ("0", "5"), ("b", "a")) | {"from": "A"}
    other["criteria"] = [{"key": "b", "label": {"en": "On a"}, "weight": "1", "from": "a"}]
    answer = bring(run, tmp_path, other)[1]
    assert answer["from"] == {"key": "a", "version": 1}
    assert answer["mapping"] == [{"key": "b", "from": "a", "how": "renamed"}], "under another key"

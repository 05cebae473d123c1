"""The worked cases go in as files and come out of the commands as exact numbers (weights: see test_stability)."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_mark_files import HEAD
from tests.cli.test_stability import bring_in
from tests.scoring.building import vectors
from tests.test_cli import ME, Run

FIVE = ("0", "5", "1")


def ranked(run: Run) -> dict[str, Any]:
    """Return the lines of the ranking by title."""
    code, answer = run("rank")
    assert code == 0, answer
    return {one["title"]: one for one in answer["proposals"]}


def bring_sheets(run: Run, folder: Path, weights: list[Any], rows: list[str], aggregation: str) -> Any:
    """Bring in one proposal that several assessors mark (rows: criterion,assessor,delegation,mark); return its line."""
    assert run("new", str(folder / "case.khartoum"), *ME)[0] == 0
    criteria = [
        {"key": f"c{place}", "label": {"en": f"Criterion {place}"}, "weight": str(weight)}
        for place, weight in enumerate(weights)
    ]
    grid = {"name": "Case", "scale": dict(zip(("min", "max", "step"), FIVE, strict=True)), "aggregation": aggregation}
    (folder / "case.json").write_text(json.dumps({**grid, "criteria": criteria}), encoding="utf-8")
    assert run("criteria", "import", str(folder / "case.json"))[0] == 0
    (folder / "case.csv").write_text(HEAD + "".join(f"P,{row},,\n" for row in rows), encoding="utf-8")
    assert run("marks", "import", str(folder / "case.csv"), "--add-proposals")[0] == 0
    return ranked(run)["P"]


def test_what_is_missing_is_a_range_and_never_a_nought(tmp_path: Path, run: Run) -> None:
    case = vectors()["missing"]
    bring_in(run, tmp_path, case, FIVE)
    assert run("add", "--title-en", "P5", "--country", "EG")[0] == 0, "not one mark"
    found = ranked(run)
    assert set(found) == set(case["values"])
    for title, expected in case["expected"].items():
        line = found[title]
        known = None if line["known"] is None else Fraction(line["known_fraction"])
        assert (Fraction(line["coverage_fraction"]), known) == (expected["coverage"], expected["known_only"])
        assert [Fraction(line[f"{end}_fraction"]) for end in ("low", "high")] == [expected["low"], expected["high"]]
        assert [Fraction(line[end]) for end in ("low", "high")] == [expected["low"], expected["high"]]
        assert [line["rank_low"], line["rank_high"]] == case["rank_interval"][title]
        whole = expected["coverage"] == 1
        assert (line["official"], line["total"] is None, line["rank"] is None) == (whole, not whole, not whole)
    above = {
        title: [other for other, one in found.items() if Fraction(line["low"]) > Fraction(one["high"])]
        for title, line in found.items()
    }
    assert {title: sorted(others) for title, others in above.items() if others} == case["certainly_above"]


def test_the_criterion_comes_first_and_then_the_weights(tmp_path: Path, run: Run) -> None:
    case = vectors()["assessors"]
    rows = [
        f"c{place},{who},EG,{mark}"
        for who, marks in case["scores"].items()
        for place, mark in enumerate(marks)
        if mark is not None
    ]
    line = bring_sheets(run, tmp_path, case["weights"], rows, "mean")
    assert Fraction(line["total_fraction"]) == case["criterion_first"] != case["totals_first"]
    assert line["total"] == "3.2"


@pytest.mark.parametrize(
    ("aggregation", "key", "exact"),
    [
        ("mean", "pooled_mean", "23/6"),
        ("delegation", "mean_of_delegations", "61/18"),
        ("median", "pooled_median", "4"),
    ],
)
def test_the_voices_of_delegations(tmp_path: Path, run: Run, aggregation: str, key: str, exact: str) -> None:
    case = vectors()["delegations"]
    rows = [
        f"c0,{code} {place},{code},{mark}"
        for code, marks in case["scores"].items()
        for place, mark in enumerate(marks)
    ]  # fmt: skip
    line = bring_sheets(run, tmp_path, [1], rows, aggregation)
    assert line["total_fraction"] == exact
    assert float(line["total"]) == pytest.approx(float(case[key]), abs=1e-11)


def test_what_is_equal_in_fractions_shares_its_rank(tmp_path: Path, run: Run) -> None:
    case = vectors()["tie"]
    weights = [f"{float(one)}" for one in case["weights"]]
    bring_in(run, tmp_path, {"weights": weights, "values": {title: case[title] for title in "XY"}}, FIVE)
    lines = ranked(run)
    for title in "XY":
        assert Fraction(lines[title]["total_fraction"]) == case["exact"]
        assert (lines[title]["total"], lines[title]["rank"]) == ("2.4", 1)


@pytest.mark.parametrize("case", vectors()["additive"], ids=lambda case: str(case["id"]))
def test_weighted_sums_are_exact(tmp_path: Path, run: Run, case: Any) -> None:
    bring_in(run, tmp_path, case, ("0", "100", "1"))
    lines = ranked(run)
    assert {title: Fraction(line["total"]) for title, line in lines.items()} == case["expected"]
    assert {title: Fraction(line["total_fraction"]) for title, line in lines.items()} == case["expected"]
    best = sorted(case["expected"], key=lambda title: -case["expected"][title])
    assert [line["title"] for line in sorted(lines.values(), key=lambda line: line["rank"])] == best
    rules = tmp_path / "rules.json"
    costs = {title: str(cost) for title, cost in case["cost"].items()}
    rules.write_text(
        json.dumps({"budget": None, "cost": costs, "rules": [{"kind": "max", "by": "refs", "n": 1}]}), encoding="utf-8"
    )
    refs = {line["ref"]: title for title, line in lines.items()}
    chosen = run("choose", "--rules", str(rules))[1]["in"]
    assert [refs[one["ref"]] for one in chosen] == best[:1]


@pytest.mark.parametrize("case", vectors()["portfolio"], ids=lambda case: str(case["id"]))
def test_the_best_set_by_marks_is_found(tmp_path: Path, run: Run, case: Any) -> None:
    """The values are marks of 100, so that a score of 1 is worth 100 of them."""
    titles = [f"S{place + 1}" for place in range(len(case["value"]))]
    marks = {title: [worth] for title, worth in zip(titles, case["value"], strict=True)}
    bring_in(run, tmp_path, {"weights": [1], "values": marks}, ("0", "100", "1"))
    rules: list[dict[str, Any]] = [
        *({"kind": "needs", "ref": titles[one], "other": titles[other]} for one, other in case.get("requires", ())),
        *({"kind": "excludes", "refs": [titles[place] for place in both]} for both in case.get("excludes", ())),
    ]
    if "max_items" in case:
        rules.append({"kind": "max", "by": "refs", "of": titles, "n": case["max_items"]})
    asked = {
        "budget": str(case["budget"]),
        "value": "score",
        "cost": {title: str(cost) for title, cost in zip(titles, case["cost"], strict=True)},
        "rules": rules,
    }
    (tmp_path / "rules.json").write_text(json.dumps(asked), encoding="utf-8")
    code, answer = run("choose", "--rules", str(tmp_path / "rules.json"))
    assert code == 0, answer
    assert [100 * Fraction(answer[name]) for name in ("value", "value_fraction")] == [case["expected_value"]] * 2
    assert (answer["feasible"], answer["proven"]) == (True, True)
    chosen = {one["title"] for one in answer["in"]}
    assert [int(title in chosen) for title in titles] == case["expected_pick"]
    assert Fraction(answer["cost"]) == sum(
        cost for cost, picked in zip(case["cost"], case["expected_pick"], strict=True) if picked
    )

"""Conditions, orders and kept searches from the command line."""

import json
from pathlib import Path

import pytest

from tests.test_cli import Run, refs


def titles(run: Run, *arguments: str) -> list[str]:
    code, answer = run("list", *arguments)
    assert code == 0, answer
    return [one["title"].split()[0] for one in answer["proposals"]]


WARNING, NETWORK = "Early", "شبكة"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("title contains climate", [WARNING]),
        ("title contains الإتجار", [NETWORK]),
        ("lead_country is SO", [WARNING]),
        ("lead_country is Kenya,الصومال", [WARNING, NETWORK]),
        ("budget_total between 980000..1000000", [NETWORK]),
        ("budget_total between 1000000..", [WARNING]),
        ("duration_months between ..24", [NETWORK]),
        ("start_planned between 2027-02..2027-Q2", [WARNING]),
        ("acronym blank", [WARNING, NETWORK]),
        ("acronym filled", []),
        ("history since 2020-01-01", [WARNING, NETWORK]),
        ("state since 2999-01-01", []),
        ("completeness between 101..", []),
    ],
)
def test_a_condition_leaves_what_it_says(store: Path, run: Run, where: str, expected: list[str]) -> None:
    assert titles(run, "--where", where) == expected


def test_conditions_and_words_go_together(store: Path, run: Run) -> None:
    both = ("--where", "budget_total filled", "--where", "lead_country is KE")
    assert titles(run, *both) == [NETWORK]
    assert titles(run, *both, "--search", "climate") == []


def test_a_list_can_be_ordered(store: Path, run: Run) -> None:
    assert titles(run, "--sort", "budget_total") == [NETWORK, WARNING]
    assert titles(run, "--sort", "budget_total", "--descending") == [WARNING, NETWORK]
    assert titles(run, "--descending") == [NETWORK, WARNING]
    assert run("list", "--sort", "heads")[0] == 2


@pytest.mark.parametrize(
    "where",
    [
        "", "title", "nonsense contains x", "title between 1..2", "title contains", "lead_country is Atlantis",
        "budget_total between x..y", "budget_total between 5", "budget_total between 9..1", "start_planned since soon",
        "acronym blank x", "history since 2027-03", "completeness between 1.5..", "title looks nice",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_remedy(store: Path, run: Run, where: str) -> None:
    code, answer = run("list", "--where", where)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]


def test_searches_are_kept_used_and_removed(store: Path, run: Run) -> None:
    asked = ("--search", "network", "--where", "lead_country is KE", "--sort", "title", "--descending")
    code, answer = run("searches", "keep", "Kenya", "--where", "lead_country is KE", "--sort", "title", "--descending")
    assert code == 0
    expected = {
        "name": "Kenya",
        "everybody": False,
        "search": "",
        "where": [{"key": "lead_country", "test": "is", "values": ["KE"]}],
        "sort": "title",
        "descending": True,
    }
    assert answer["search"] == expected
    assert run("searches", "list")[1]["searches"] == [{**expected, "found": 1}]
    assert titles(run, "--saved", "KENYA") == [NETWORK]
    assert titles(run, "--saved", "Kenya", *asked[:2]) == []
    assert run("searches", "keep", "kenya")[0] == 2
    assert run("searches", "keep", " ")[0] == 2
    assert run("searches", "remove", "Kenya")[1] == {"removed": "Kenya"}
    assert run("searches", "list")[1] == {"searches": []}
    assert run("undo")[0] == 0
    assert len(run("searches", "list")[1]["searches"]) == 1
    assert run("list", "--saved", "Sudan")[0] == 2
    assert run("searches", "remove", "Sudan")[0] == 2
    json.dumps(refs(run))

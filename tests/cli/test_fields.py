"""Fields by their keys: every one can be listed, shown and set, and nothing that is given is dropped unseen."""

import json
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.fields import BY_KEY, GROUPS, Type
from tests.test_cli import Run, refs

# the keys of the field list (domain facts 4.2) that name one field; where a row names several, each is its own
KEYS = [
    "ref", "title_ar", "title_en", "title_fr", "acronym", "kind", "framework", "scope", "lead_country", "parties",
    "locations", "submitting_ministry", "contact", "summary_ar", "summary_en", "summary_fr", "context",
    "overall_objective", "specific_objectives", "theory_of_change", "results", "activities", "target_groups",
    "beneficiaries", "start_planned", "end_planned", "duration_months", "budget_total", "budget_by_source",
    "budget_by_component", "amount_requested", "own_contribution", "reporting_amount_eur", "funding_status",
    "priorities", "jvap", "gcm", "sdg", "crs", "markers", "guiding_principles", "rights_safeguards", "risks",
    "complementarity", "sustainability", "governance", "readiness", "attachments", "confidentiality", "source",
    "language_original", "history", "state", "title", "summary",
]  # fmt: skip


def test_every_key_of_the_field_list_can_be_listed_and_shown(store: Path, run: Run) -> None:
    code, answer = run("list", "--columns", ",".join(KEYS))
    assert code == 0
    listed = answer["proposals"][0]
    assert set(KEYS) <= set(listed)
    shown = run("show", listed["ref"])[1]["proposal"]
    assert {key: shown[key] for key in listed} == listed
    assert listed["contact"] == {"name": None, "function": None, "email": None, "phone": None}
    assert set(listed["beneficiaries"]) == set(GROUPS["beneficiaries"])


@pytest.mark.parametrize("key", [key for key in KEYS if key != "title"])
def test_what_is_listed_can_be_set_again(store: Path, run: Run, key: str) -> None:
    ref = refs(run)[0]
    listed = run("list", "--columns", key)[1]["proposals"][0][key]
    code, answer = run("set", ref, key, json.dumps(listed))
    if key in BY_KEY and BY_KEY[key].type is Type.DERIVED:
        assert code == 2
        assert "program itself" in answer["error"]
    else:
        assert (code, answer.get("value")) == (0, listed), answer


def test_a_group_is_one_object_and_one_step(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    given = {"name": "Amal Osman", "email": "a.osman@example.org", "function": None, "phone": None}
    assert run("set", ref, "contact", json.dumps(given))[1]["value"] == given
    assert run("list", "--columns", "contact_name")[1]["proposals"][0]["contact_name"] == "Amal Osman"
    run("set", ref, "contact", '{"phone": "123"}')
    assert run("show", ref)[1]["proposal"]["contact"] == dict.fromkeys(given) | {"phone": "123"}
    assert run("undo")[0] == 0
    assert run("show", ref)[1]["proposal"]["contact"] == given
    assert run("set", ref, "contact", "")[1]["value"] == dict.fromkeys(given)


def test_the_history_in_short_agrees_with_the_whole(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    run("set", ref, "parties", '[{"name": "ET"}]')
    run("set", ref, "acronym", "A")
    run("undo")
    whole = run("history", ref)[1]["history"]
    short = run("list", "--columns", "history")[1]["proposals"]
    assert short[0]["history"] == {"steps": len(whole), "last": max(one["at"] for one in whole)}
    assert short[1]["history"]["steps"] == 1


def test_a_title_is_set_in_a_language(store: Path, run: Run) -> None:
    code, answer = run("set", refs(run)[0], "title", "Early warning")
    assert code == 2
    assert "title_fr" in answer["remedy"]


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("budget_total", "1.23456 EUR", "decimals"),
        ("budget_total", '{"amount": "1.23456", "currency": "EUR"}', "decimals"),
        ("budget_total", '{"amount": "1", "currency": "EUR", "about": true}', "about"),
        ("budget_total", "about 2 million EUR", "exact amount"),
        ("budget_total", "2 million EUR (500,000 of our own)", "exact amount"),
        ("budget_total", '{"amount": ', "JSON"),
        ("crs", '[{"code": "15190", "percent": "33.33333"}]', "decimals"),
        ("duration_months", "12.5", "whole number"),
        ("beneficiaries_total", "about 500", "whole number"),
        ("start_planned", "about 2027", "about when"),
        ("start_planned", '{"date": "2027", "about": true}', "One value"),
        ("parties", '[{"name": "EG", "rol": "lead"}]', "rol"),
        ("parties", '[{"name": "EG", "qualifier": {"a": 1}}]', "One value"),
        ("gcm", '[{"code": "GCM-1", "main": true}]', "main"),
        ("contact", '{"nom": "x"}', "nom"),
    ],
)
def test_nothing_is_rounded_or_dropped_without_a_word(store: Path, run: Run, field: str, given: str, said: str) -> None:
    ref = refs(run)[0]
    before = run("show", ref)
    code, answer = run("set", ref, field, given)
    assert code == 2
    assert said in answer["error"]
    assert answer["remedy"]
    assert run("show", ref) == before


def test_unknown_names_are_answered_with_the_known_ones(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    assert "amount, currency" in run("set", ref, "budget_total", '{"euro": 5}')[1]["remedy"]
    assert "likelihood" in run("set", ref, "risks", '[{"danger": "x"}]')[1]["remedy"]
    assert "percent" in run("set", ref, "crs", '[{"kode": "x"}]')[1]["remedy"]


@pytest.mark.parametrize(
    "key", [key for key, field in BY_KEY.items() if field.type in {Type.TABLE, Type.CODES, Type.LINES}] + list(GROUPS)
)
def test_a_wrong_shape_is_answered_with_one_that_works(store: Path, run: Run, key: str) -> None:
    ref = refs(run)[0]
    code, answer = run("set", ref, key, '[["wrong"]]')
    assert code == 2
    example = answer["remedy"].removeprefix("Write it like this: ")
    code, answer = run("set", ref, key, example)
    assert code == 0, answer
    assert _keys(json.loads(example)) <= _keys(answer["value"])


def _keys(value: Any) -> set[str]:
    return set(value[0] if isinstance(value, list) and isinstance(value[0], dict) else value)


def test_a_finer_amount_in_a_sheet_asks_for_a_look(store: Path, run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "finer.csv"
    sheet.write_text("Project title;Country;Total cost\nWater;Sudan;1250000.12345 EUR\n", encoding="utf-8")
    (problem,) = run("import", str(sheet))[1]["problems"]
    assert problem["original"] == "1250000.12345 EUR"
    assert "three decimals" in problem["reason"]


def test_lists_have_the_comma_of_the_language(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ("list", "--columns", "nonsense"),
        ("set", "KP-1", "title", "x"),
        ("shortlist", "show", "--list", "x"),
        ("rank",),
    ):
        cli.main([*arguments, "--language", "ar"])
        out, err = capsys.readouterr()
        assert ", " not in strip_isolates(out + err)


def test_terminals_and_programs_get_no_direction_marks(
    store: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    ref = refs(run)[0]
    run("set", ref, "gcm", '[{"code": "GCM-2", "degree": "main"}]')
    for language in ("ar", "en"):
        for arguments in (("show", ref), ("history", ref), ("history", ref, "--json"), ("list", "--columns", "gcm")):
            assert cli.main([*arguments, "--language", language]) == 0
            assert not set(capsys.readouterr().out) & set("\u200e\u200f\u2066\u2067\u2068\u2069")

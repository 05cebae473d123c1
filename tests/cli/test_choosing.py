"""The best set under a budget from the command line: the published cases, and what is refused."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from tests.test_cli import ME, Run

# Winston & Venkataramanan, Introduction to Mathematical Programming: Stockco
VALUES, COSTS, BUDGET = (16, 22, 12, 8), (5, 7, 4, 3), 14


@pytest.fixture
def four(tmp_path: Path, run: Run) -> list[str]:
    """Return the references of four proposals of a new workspace, in the order of the file."""
    run("new", str(tmp_path / "stockco.khartoum"), *ME)
    sheet = tmp_path / "ministry.csv"
    rows = [f"Investment {n},{country},EUR {cost}000" for n, country, cost in zip(
        range(1, 5), ("Kenya", "Sudan", "Kenya", "Egypt"), COSTS, strict=True)]  # fmt: skip
    sheet.write_text("Project title,Country,Total cost\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert run("import", str(sheet))[0] == 0
    found = {one["title"]: one["ref"] for one in run("list")[1]["proposals"]}
    return [found[f"Investment {n}"] for n in range(1, 5)]


@pytest.fixture
def choose(tmp_path: Path, run: Run, four: list[str]) -> Any:
    """Choose among the four with these rules, by Stockco's values and costs unless told otherwise."""

    def call(*arguments: str, **asked: Any) -> tuple[int, Any]:
        given = {
            "budget": str(BUDGET),
            "value": {ref: str(value) for ref, value in zip(four, VALUES, strict=True)},
            "cost": {ref: str(cost) for ref, cost in zip(four, COSTS, strict=True)},
            **asked,
        }
        file = tmp_path / "rules.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        return run("choose", "--rules", str(file), *arguments)

    return call


def inside(answer: Any) -> list[str]:
    return sorted(one["ref"] for one in answer["in"])


RULES: tuple[tuple[list[dict[str, Any]], str, tuple[int, ...]], ...] = (
    ([], "42", (0, 1, 1, 1)),
    ([{"kind": "max", "by": "refs", "n": 2}], "38", (1, 1, 0, 0)),
    ([{"kind": "max", "by": "refs", "of": "all four", "n": "2"}], "38", (1, 1, 0, 0)),
    ([{"kind": "needs", "ref": 1, "other": 0}], "38", (1, 1, 0, 0)),
    ([{"kind": "needs", "a": 1, "b": 0}], "38", (1, 1, 0, 0)),
    ([{"kind": "excludes", "refs": [1, 3]}], "38", (1, 1, 0, 0)),
    ([{"kind": "excludes", "ref": 1, "other": 3}], "38", (1, 1, 0, 0)),
    ([{"kind": "max", "by": "country", "n": 1}, {"kind": "in", "ref": 0}], "38", (1, 1, 0, 0)),
    ([{"kind": "max", "by": "country", "of": "KE", "n": 0}], "30", (0, 1, 0, 1)),
    ([{"kind": "min", "by": "country", "of": "Kenya", "n": 2}], "36", (1, 0, 1, 1)),
    ([{"kind": "out", "refs": [1]}], "36", (1, 0, 1, 1)),
    ([{"kind": "out", "refs": [1], "on": False}], "42", (0, 1, 1, 1)),
    ([{"kind": "cover", "by": "country", "n": 3}], "42", (0, 1, 1, 1)),
    ([{"kind": "share", "by": "country", "of": "SD", "percent": "49"}], "36", (1, 0, 1, 1)),
)


def test_amounts_of_any_size_and_decimals_are_exact(choose: Any, four: list[str], run: Run) -> None:
    costs = dict(zip(four, ("56.358531", "80.874050", "47.987304", "1/3"), strict=True))
    answer = choose(cost=costs, value=dict.fromkeys(four, "1"), budget="104.345835")[1]
    assert (inside(answer), answer["cost"]) == (sorted([four[2], four[3]]), "48.320637333333")
    assert answer["left_fraction"] == str(Fraction("104.345835") - Fraction("47.987304") - Fraction(1, 3))
    exactly = choose(cost=costs | {four[3]: "900"}, value=dict.fromkeys(four, "1"), budget="104.345835")[1]
    assert (inside(exactly), exactly["left"]) == (sorted([four[0], four[2]]), "0")
    huge = dict(zip(four, ("1000000000000000.001", "1000000000000000.002", "٥", "5e0"), strict=True))
    answer = choose(cost=huge, value=dict.fromkeys(four, "1"), budget="2000000000000000.003")[1]
    assert len(inside(answer)) == 3
    assert answer["cost"] == "1000000000000010.001"
    code, kept = choose("--save", "Fine", cost=costs, budget={"all": "104.345835", "years": {"2027": "1/3"}})
    assert code == 0
    assert run("choose", "--saved", "Fine")[1] == kept


def test_a_minimum_for_each_country_names_those_of_which_nothing_can_be_chosen(choose: Any, four: list[str]) -> None:
    known = dict(zip(four[:2], ("16", "22"), strict=True))
    each = {"kind": "min", "by": "country", "n": 1}
    answer = choose(value=known, budget="12", rules=[each])[1]
    assert inside(answer) == sorted(four[:2])
    (egypt,) = answer["unserved"]
    assert (egypt["of"], egypt["asked"], egypt["possible"], egypt["passed_over"]) == (["EG"], 1, 0, True)
    assert egypt["sentence"] == (
        "Nothing can be chosen from Egypt: the rule “At least 1 from each country” passes over them."
    )
    assert choose(value=known, budget="5", rules=[each])[1]["short_by"] == "7"
    two = choose(value=known, budget="12", rules=[{**each, "n": 2}])[1]
    assert not two["feasible"]
    assert [(one["of"], one["possible"]) for one in two["unserved"] if not one["passed_over"]] == [
        (["KE"], 1), (["SD"], 1),
    ]  # fmt: skip
    named = choose(value=known, rules=[{**each, "of": "EG"}])[1]
    assert (named["feasible"], named["unserved"][0]["sentence"]) == (False, "Nothing can be chosen from Egypt.")


def test_what_an_envelope_of_a_year_or_a_funder_lacks_is_a_number_too(choose: Any, four: list[str]) -> None:
    costs: dict[str, Any] = dict(zip(four, ("5", "7", "4", "3"), strict=True))
    costs[four[0]] = {"all": "5", "years": {"2027": "5"}, "funders": {"AICS": "1/3"}}
    costs[four[1]] = {"all": "7", "years": {"2027": "0"}, "funders": {"AICS": "0"}}
    only = {"cost": costs, "value": {four[0]: "16", four[1]: "22"}}
    for budget, short in (
        ({"all": "100", "years": {"2027": "4.5"}}, {"year:2027": "1/2"}),
        ({"all": "100", "funders": {"AICS": "0"}}, {"funder:AICS": "1/3"}),
        ({"all": "10", "years": {"2027": "4"}}, {"budget": "2", "year:2027": "1"}),
    ):
        out = next(one for one in choose(budget=budget, **only)[1]["out"] if one["ref"] == four[0])
        assert (out["short_fraction"], out["short_by_fraction"]) == (short, next(iter(short.values())))
        assert out["short"].keys() == short.keys()
        refused = choose(budget=budget, rules=[{"kind": "in", "refs": four[:2]}], **only)[1]
        assert (refused["feasible"], refused["short_fraction"]) == (False, short if len(short) == 1 else {})
        assert refused["short_by_fraction"] == (next(iter(short.values())) if len(short) == 1 else None)


def test_a_code_that_no_proposal_has_is_kept_by_a_maximum_and_breaks_a_minimum(choose: Any) -> None:
    for by, code in (("country", "BR"), ("country", "Brazil"), ("priority", "3"), ("jvap", "JVAP-5"), ("group", "EU")):
        assert choose(rules=[{"kind": "max", "by": by, "of": code, "n": 0}])[1]["value"] == "42"
        answer = choose(rules=[{"kind": "min", "by": by, "of": code, "n": 1}])[1]
        assert (answer["feasible"], answer["relax"][0][0]["source"]) == (False, "1")
    for by, code in (("country", "ZZ"), ("priority", "9"), ("priority", "0"), ("jvap", "JVAP-6"), ("group", "XX")):
        answer = choose(rules=[{"kind": "max", "by": by, "of": code, "n": 0}])[1]
        assert f"“{code}” is not known." in answer["error"]
        assert "–" not in answer["remedy"]


def test_who_only_asks_need_not_say_who_they_are(
    choose: Any, four: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has come from another laptop, and nobody has sat at this one yet."""
    store = ("--store", str(tmp_path / "stockco.khartoum"))
    for name in ("DATA", "CONFIG", "LOGS"):
        monkeypatch.setenv(f"KHARTOUM_{name}", str(tmp_path / "other" / name))
    assert choose(*store)[1]["value"] == "42"
    for more in (("--save", "Fourteen"), ("--to-shortlist", "SOM"), ("--as", "nobody")):
        code, refused = choose(*store, *more)
        assert (code, "who does this" in refused["error"]) == (2, True)
    assert choose(*store, "--save", "Fourteen", *ME)[0] == 0


def test_when_the_time_is_over_the_best_so_far_is_said_with_its_bound(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each costs what it is worth, and the sums are so made that no search can tell soon (Chvátal 1980)."""
    run("new", str(tmp_path / "hard.khartoum"), *ME)
    sheet = tmp_path / "many.csv"
    titles = [f"Project {n:02}" for n in range(1, 46)]
    sheet.write_text("Project title,Country\n" + "".join(f"{title},Kenya\n" for title in titles), encoding="utf-8")
    assert run("import", str(sheet))[0] == 0
    costs = [2**54 + 2 ** (8 + n) + 1 for n in range(1, 46)]
    given = dict(zip(titles, map(str, costs), strict=True))
    rules = tmp_path / "hard.json"
    rules.write_text(json.dumps({"budget": str(sum(costs) // 2), "value": given, "cost": given}), encoding="utf-8")
    code, answer = run("choose", "--rules", str(rules), "--seconds", "2", "--frontier", "--swaps")
    assert (code, answer["proven"], answer["complete"], answer["alternatives"]) == (0, False, False, [])
    value, bound = Fraction(answer["value_fraction"]), Fraction(answer["bound_fraction"])
    assert 0 < value <= bound
    assert bound <= sum(costs) // 2 + 2**45 or bound == sum(costs), "the solver’s, or all"
    assert Fraction(answer["value_fraction"]) == sum(int(given[one["title"]]) for one in answer["in"])
    assert answer["proof"].startswith("Not proven best: the time was over. No set is worth more than")
    assert cli.main(["choose", "--rules", str(rules), "--seconds", "2"]) == 0
    assert answer["proof"][:60] in capsys.readouterr().out
    for seconds in ("0", "-1", "3601", "x"):
        assert run("choose", "--rules", str(rules), "--seconds", seconds)[0] == 2


def test_what_is_equal_is_said_to_be_equal(choose: Any, four: list[str]) -> None:
    same = dict.fromkeys(four, "1")
    answer = choose("--swaps", value=same, cost=same, rules=[{"kind": "max", "by": "refs", "n": 1}])[1]
    assert answer["in"][0]["reason"].endswith("would do as well in its place.")
    assert all("It would do as well in the place of" in one["reason"] for one in answer["out"])
    dearer = same | {four[1]: "2", four[2]: "9999", four[3]: "9999"}
    answer = choose("--swaps", value=same, cost=dearer, rules=[{"kind": "max", "by": "refs", "n": 1}])[1]
    assert "not the cost or the ranks" in answer["out"][0]["reason"]
    assert "not the cost or the ranks" in answer["in"][0]["reason"]


def test_proposals_are_named_by_title_too(choose: Any, run: Run, four: list[str]) -> None:
    titles = {one["ref"]: one["title_en"] for one in run("list")[1]["proposals"]}
    first = titles[four[0]]
    answer = choose(rules=[{"kind": "in", "refs": [first.upper()]}])[1]
    assert four[0] in inside(answer)
    costs = dict(zip((titles[ref] for ref in four), map(str, COSTS), strict=True))
    assert choose(cost=costs)[1]["in"] == choose()[1]["in"]
    code, refused = choose(cost={four[0]: "1", first: "2"})
    assert (code, "is named twice" in refused["error"]) == (2, True)


def test_a_cost_without_years_is_not_known_by_year(choose: Any, four: list[str]) -> None:
    costs = dict.fromkeys(four, "4") | {four[1]: {"years": {"2027": "3"}}, four[2]: "0"}
    answer = choose(cost=costs, budget={"years": {"2027": "4"}})[1]
    assert inside(answer) == sorted([four[1], four[2]])
    assert {one["reason"] for one in answer["out"]} == {"What it costs in each year is not known."}


def test_the_published_case_and_each_rule(choose: Any, four: list[str]) -> None:
    def named(given: Any) -> Any:
        if given == "all four":
            return four
        if isinstance(given, list):
            return [named(one) for one in given]
        return four[given] if isinstance(given, int) and not isinstance(given, bool) else given

    for rules, value, pick in RULES:
        asked = [{key: one if key == "n" else named(one) for key, one in rule.items()} for rule in rules]
        code, answer = choose(rules=asked)
        assert (code, answer["value"], answer["value_fraction"]) == (0, value, value), rules
        assert inside(answer) == sorted(ref for ref, chosen in zip(four, pick, strict=True) if chosen)
        assert answer["cost"] == str(sum(cost for cost, chosen in zip(COSTS, pick, strict=True) if chosen))
        assert answer["proven"]
        assert all(one["reason"] for one in [*answer["in"], *answer["out"]])


def test_the_answer_names_the_next_sets_and_the_reasons(choose: Any, four: list[str]) -> None:
    answer = choose("--frontier")[1]
    out = next(one for one in answer["out"] if one["ref"] == four[0])
    assert out["short_by"] == "5"
    assert out["reason"].startswith("EUR 5 short. With it the value falls by 4: ")
    assert out["swap"]["loss"] == "4"
    assert [(one["value"], one["loss"]) for one in answer["alternatives"]] == [
        ("38", "4"), ("36", "6"), ("34", "8"), ("30", "12"),
    ]  # fmt: skip
    assert answer["alternatives"][0]["joins"] == [four[0]]
    assert answer["alternatives"][0]["leaves"] == [four[2], four[3]]
    assert answer["equal"] == []
    assert [(one["budget"], one["value"]) for one in answer["frontier"]][:2] == [("19", "58"), ("16", "50")]
    assert answer["next_step"] == {
        "budget": "15", "value": "46", "value_fraction": "46", "cost": "15", "cost_fraction": "15",
    }  # fmt: skip


def test_what_is_too_dear_says_by_how_much_and_what_would_help(choose: Any, four: list[str]) -> None:
    code, answer = choose(rules=[{"kind": "min", "by": "refs", "n": 4}, {"kind": "max", "by": "country", "n": 2}])
    assert (code, answer["feasible"], answer["value"], answer["in"]) == (0, False, None, [])
    assert answer["short_by"] == "5"
    assert {tuple(one["source"] for one in way) for way in answer["relax"]} == {("budget",), ("1",)}
    answer = choose(rules=[{"kind": "in", "refs": four[:1]}, {"kind": "out", "refs": four[:1]}])[1]
    assert answer["short_by"] is None
    assert {way[0]["source"] for way in answer["relax"]} == {"1", "2"}


def test_sets_that_are_equal_are_shown_as_equal(choose: Any, four: list[str]) -> None:
    same = dict.fromkeys(four, "1/3")
    answer = choose(budget="10", value=same, cost=dict.fromkeys(four, "5"))[1]
    assert answer["value_fraction"] == "2/3"
    assert inside(answer) == sorted(four)[:2]
    assert len(answer["equal"]) == 4
    assert answer["more_equal"]


def test_a_small_project_earns_nothing_for_existing(choose: Any, four: list[str]) -> None:
    """Marks 5, 2, 2, 2 on a scale from 1: values 1, 1/4, 1/4, 1/4; costs 3, 1, 1, 1; the large one wins."""
    values = dict(zip(four, ("1", "1/4", "1/4", "1/4"), strict=True))
    answer = choose(budget="3", value=values, cost=dict(zip(four, "3111", strict=True)))[1]
    assert inside(answer) == [four[0]]


def test_years_and_funders_have_envelopes_of_their_own(choose: Any, four: list[str]) -> None:
    costs = {ref: {"years": {"2027": str(cost - 2), "2028": "2"}} for ref, cost in zip(four, COSTS, strict=True)}
    answer = choose(budget={"years": {"2028": "4"}}, cost=costs)[1]
    assert inside(answer) == sorted(four[:2])
    assert answer["budget"] is None
    out = {one["ref"]: one["reason"] for one in answer["out"]}
    assert out[four[2]].startswith("EUR 2 short for 2028.")


def test_a_set_goes_to_a_shortlist_with_the_reason_and_rules_are_kept(choose: Any, four: list[str], run: Run) -> None:
    code, answer = choose("--to-shortlist", "SOM Cairo", "--save", "Fourteen")
    assert (code, answer["shortlist"]) == (0, "SOM Cairo")
    entries = run("shortlist", "show", "--list", "SOM Cairo")[1]["entries"]
    assert sorted(one["ref"] for one in entries) == sorted(four[1:])
    assert all(one["reason"] == "Best set under a budget: Budget EUR 14" for one in entries)
    assert run("choose", "--saved", "fourteen")[1]["value"] == "42"
    run("undo")
    assert run("choose", "--saved", "fourteen")[0] == 2
    assert run("shortlist", "show", "--list", "SOM Cairo")[0] == 0
    run("undo")
    assert run("shortlist", "show", "--list", "SOM Cairo")[0] == 2
    assert choose("--to-shortlist", "Rome", "--save", " ")[0] == 2
    assert run("shortlist", "show", "--list", "Rome")[0] == 2


def test_without_marks_nothing_can_be_chosen_by_score(choose: Any) -> None:
    answer = choose(value="score", cost="budget", budget="100000")[1]
    assert (answer["in"], answer["value"], answer["cost"]) == ([], "0", "0")
    assert {one["reason"] for one in answer["out"]} == {"It has no official rank: marks are missing."}


def test_what_cannot_be_understood_is_refused_by_a_sentence(choose: Any) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"budget": "ten"}, "The budget: “ten” is no exact number."),
        ({"budget": "-1"}, "The budget: “-1” is no amount."),
        ({"budget": "1" + "0" * 19}, "The budget: the number 10000000000000000000 is too large."),
        ({"budget": True}, "The budget: “true” is no exact number."),
        ({"budget": "1" * 50}, "is no exact number."),
        ({"rules": {}}, "“rules” is not a list of at most 500."),
        ({"rules": [{"kind": "max", "n": 1}, "x"]}, "Rule 2: “x” is not an object"),
        ({"rules": [{"kind": "most", "n": 1}]}, "Rule 1: “most” is not known."),
        ({"rules": [{"kind": "max", "by": "colour", "n": 1}]}, "Rule 1: “colour” is not known."),
        ({"rules": [{"kind": "max", "by": "country", "of": "XX", "n": 1}]}, "Rule 1: “XX” is not known."),
        ({"rules": [{"kind": "max", "by": "country", "n": -1}]}, "Rule 1: “-1” is no whole number."),
        ({"rules": [{"kind": "max", "by": "country", "n": 1.5}]}, "Rule 1: “1.5” is no whole number."),
        ({"rules": [{"kind": "max", "by": "country"}]}, "Rule 1: “null” is no whole number."),
        ({"rules": [{"kind": "needs", "ref": "KP-1"}]}, "Rule 1: too few proposals are named."),
        ({"rules": [{"kind": "in", "refs": ["KP-1"]}]}, "Rule 1: There is no proposal KP-1."),
        ({"rules": [{"kind": "in", "refs": ["x"], "n": 1}]}, "Rule 1: “n” is not known."),
        ({"rules": [{"kind": "cover", "by": "refs", "n": 1}]}, "Rule 1: proposals are no groups to be covered."),
        ({"rules": [{"kind": "share", "by": "country", "percent": "101"}]}, "Rule 1: a share lies between 0 and 100."),
        ({"rules": [{"kind": "share", "by": "country", "percent": "1"}], "budget": None}, "needs a budget."),
        ({"value": {"KP-1": "x"}}, "The values: “x” is no exact number."),
        ({"value": {"KP-1": 1e400}}, "The values: “Infinity” is no exact number."),
        ({"cost": {"KP-1": "-1"}}, "The costs: “-1” is no amount."),
        ({"cost": "free"}, "The costs: “free” is not an object"),
        ({"mood": 1}, "The rules: “mood” is not known."),
    ]
    for asked, said in cases:
        code, answer = choose(**asked)
        assert (code, said in answer["error"]) == (2, True), answer
        assert answer["remedy"]


def test_a_file_that_is_no_such_thing_is_refused(run: Run, four: list[str], tmp_path: Path) -> None:
    file = tmp_path / "wild.json"
    wild = ("", "[", "[]", "1", "\x00", '{"budget": 1, "budget": 2}', "[" * 100_000, '{"rules": [null]}', "\ud800")
    for text in wild:
        file.write_text(text, encoding="utf-8", errors="surrogatepass")
        assert run("choose", "--rules", str(file))[0] == 2
    assert run("choose", "--rules", str(tmp_path))[0] == 2
    assert run("choose")[0] == 2


def test_the_help_shows_the_shapes_and_people_read_lines(
    choose: Any, four: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    choose()
    assert cli.main(["choose", "--rules", str(tmp_path / "rules.json")]) == 0
    said = capsys.readouterr().out
    assert "Best set: value 42, cost EUR 14." in said
    assert f"Next: 4 less; in {four[0]}, out {four[2]}, {four[3]}." in said
    with pytest.raises(SystemExit):
        cli.main(["choose", "--help"])
    assert '"kind": "excludes"' in capsys.readouterr().out

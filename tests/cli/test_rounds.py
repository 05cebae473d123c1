"""Assessment rounds from the command line: opened, used, closed; assessors asked, sheets submitted and reopened."""

from pathlib import Path

import pytest

from khartoum_desktop import cli
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.shipped import criteria_set_id
from khartoum_desktop.storage.schema import ChecklistItem
from khartoum_desktop.workspace import Person, Workspace
from tests.cli.test_marks import give, official
from tests.test_cli import Run, refs

TESFAYE = ("--assessor", "Tesfaye Bekele", "--delegation", "ET")


def test_a_round_is_opened_used_and_closed(store: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    first = run("round", "show")[1]
    assert (first["in_hand"], first["independent"], len(first["proposals"])) == (True, True, 2)
    code, second = run("round", "open", "Second", "look", "--deadline", "31 May 2027", "--required", "٢")
    assert (code, second["name"], second["deadline"], second["required"]) == (0, "Second look", "2027-05-31", 2)
    assert [one["in_hand"] for one in run("round", "list")[1]["rounds"]] == [True, False]
    assert run("rank")[1]["round"] == "Second look"
    assert run("rank", "--round", first["name"])[1]["round"] == first["name"]
    assert run("round", "use", "--round", first["name"])[1]["in_hand"]
    assert run("round", "close", "--round", "second look")[1]["closed"]
    cli.main(["round", "list"])
    assert "closed" in capsys.readouterr().out
    assert not run("round", "reopen", "--round", "second look")[1]["closed"]


def test_a_round_is_meant_by_its_name_and_two_are_never_called_the_same(store: Path, run: Run) -> None:
    first = run("round", "show")[1]["name"]
    assert [run("round", "open", "Second")[1]["name"] for _again in range(3)] == ["Second", "Second (2)", "Second (3)"]
    assert run("round", "show", first)[1]["name"] == first
    assert run("round", "close", "Second", "(2)")[1]["name"] == "Second (2)"
    assert {one["name"] for one in run("round", "list")[1]["rounds"] if one["closed"]} == {"Second (2)"}
    assert run("round", "reopen", "second (2)")[1]["closed"] is False
    assert run("round", "use", first)[1]["in_hand"] is True
    assert run("rank")[1]["round"] == first


def test_sheets_are_asked_for_submitted_and_reopened(store: Path, run: Run) -> None:
    first, second = refs(run)
    answer = run("round", "assign", first, *TESFAYE)[1]
    assert [(one["name"], one["asked"], one["submitted"]) for one in answer["assessors"]] == [("Tesfaye Bekele", 1, 0)]
    give(run, first, "--draft")
    assert official(run) == []
    answer = run("round", "submit", *TESFAYE)[1]
    assert answer["assessors"][0]["sheets"] == {first: "submitted"}
    assert official(run) == [first]
    run("round", "reopen", first, *TESFAYE)
    assert official(run) == []
    code, answer = run("round", "submit", second, *TESFAYE)
    assert code == 2
    assert "1.1" in answer["error"]
    run("round", "submit", first, *TESFAYE)
    answer = run("round", "conflict", first, *TESFAYE, "--reason", "A cousin")[1]
    assert answer["assessors"][0]["conflicts"] == {first: "A cousin"}
    assert official(run) == []
    answer = run("round", "conflict", first, *TESFAYE, "--no-more")[1]
    assert answer["assessors"][0]["conflicts"] == {}
    (draft,) = answer["warnings"]
    assert draft == f"The sheet of Tesfaye Bekele for {first} is a draft; its marks count once it is submitted."
    answer = run("round", "assign", "--share", "1")[1]
    assert (answer["assessors"][0]["asked"], answer["short"]) == (2, [])
    assert run("round", "assign", "--no-more", *TESFAYE)[1]["assessors"][0]["named"] is False


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("open", "X", "--required", "-1"), "A rank cannot need -1 submitted sheets."),
        (("open", "X", "--required", "1.5"), "“1.5” is no whole number."),
        (("assign", "--share", "0"), "Each proposal goes to one assessor at least."),
        (("submit", "--assessor", "Nobody", "--delegation", "IT"), "Nobody (IT) has no sheet here."),
        (("reopen", "REF", "--assessor", "Nobody", "--delegation", "IT"), "Nobody (IT) has no sheet here."),
    ],
)
def test_a_refusal_says_what_is_so(store: Path, run: Run, arguments: tuple[str, ...], error: str) -> None:
    ref = refs(run)[0]
    code, answer = run("round", *(ref if one == "REF" else one for one in arguments))
    assert (code, answer["error"]) == (2, error)


def test_a_deadline_in_the_past_is_said(store: Path, run: Run) -> None:
    assert run("round", "open", "Old", "--deadline", "2020-01-31")[1]["warnings"] == [
        "The deadline, 31 January 2020, is in the past."
    ]
    assert run("round", "open", "Next", "--deadline", "2099-01-31")[1]["warnings"] == []


def test_the_deadline_is_said_wherever_the_round_is_printed(
    store: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    for day, said in (
        ("2099-01-31", "The deadline for marks is 31 January 2099."),
        ("2020-01-31", "The deadline, 31 January 2020, is in the past."),
    ):
        cli.main(["round", "open", f"Until {day}", "--deadline", day])
        assert capsys.readouterr().out.count(said) == 1
        for command in (["round", "show"], ["rank"]):
            assert run(*command)[1]["deadline"] == day
            assert cli.main(command) == 0
            assert said in strip_isolates(capsys.readouterr().out)
    run("round", "open", "Without")
    assert run("rank")[1]["deadline"] is None
    cli.main(["rank"])
    assert "deadline" not in capsys.readouterr().out


def test_what_comes_after_the_deadline_counts_and_is_said_to_be_late(
    store: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = refs(run)
    run("criteria", "use", "eu-0-5")
    for day, late in (("2099-01-31", False), ("2020-01-31", True)):
        run("round", "open", day, "--deadline", day)
        table = tmp_path / "marks.csv"
        rows = "".join(f"{second},{key},Léa Martin,FR,4\n" for key in "123")
        table.write_text(f"proposal,criterion,assessor,delegation,mark\n{rows}", encoding="utf-8")
        answer = run("marks", "import", str(table))[1]
        assert (answer["submitted"], answer["late"]) == (1, int(late))
        assert give_three(run, first) == [(False, False), (False, False), (True, late)]
        assert give_three(run, second, "--draft") == [(False, False)] * 3
        answer = run("round", "submit", second, *TESFAYE)[1]
        assert {one["name"]: one["late"] for one in answer["assessors"]} == {
            "Tesfaye Bekele": [first, second] if late else [],
            "Léa Martin": [second] if late else [],
        }
        assert answer["warnings"] == ([
            f"Tesfaye Bekele handed in after the deadline, 31 January 2020: {first}, {second}.",
            f"Léa Martin handed in after the deadline, 31 January 2020: {second}.",
        ] if late else [])  # fmt: skip
        assert official(run) == [first, second]
        capsys.readouterr()
        cli.main(["round", "show"])
        assert ("Léa Martin handed in after the deadline" in capsys.readouterr().out) is late
        run("undo")
        cli.main(["marks", "import", str(table), "--reopen"])
        assert ("comes after the deadline" in capsys.readouterr().out) is False, "nothing is handed in again"


def give_three(run: Run, ref: str, *more: str) -> list[tuple[bool, bool]]:
    """Give three marks; return for each whether it submitted the sheet, and whether that was late."""
    given = [run("mark", ref, "--criterion", key, *TESFAYE, "--value", "4", *more) for key in "123"]
    return [(answer["submitted"], answer["late"]) for _code, answer in given]


def test_who_only_looks_need_not_say_who_they_are(
    store: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has come from another laptop, and nobody has sat at this one yet."""
    run("shortlist", "new", "SOM")
    where = ("--store", str(store))
    for name in ("DATA", "CONFIG", "LOGS"):
        monkeypatch.setenv(f"KHARTOUM_{name}", str(tmp_path / "other" / name))
    out = ("--to", str(tmp_path / "out.csv"))
    for looking in (
        ("round", "show"), ("round", "list"), ("scenario", "list"), ("shortlist", "show"), ("lists", "show"),
        ("marks", "export", *out),
    ):  # fmt: skip
        assert run(*looking, *where)[0] == 0, looking
        code, answer = run(*looking, *where, "--as", "nobody")
        assert (code, "who does this" in answer["error"]) == (2, True), looking
    for writing in (("round", "open", "X"), ("scenario", "save", "X"), ("shortlist", "new", "X"), ("undo",)):
        code, answer = run(*writing, *where)
        assert (code, answer["error"]) == (2, "Nobody is named who does this."), writing


def test_an_assessor_with_an_interest_gives_no_mark_that_counts(store: Path, run: Run) -> None:
    first = run("add", "--title-en", "Clinics", "--country", "KE")[1]["ref"]
    country = "KE"
    work = Workspace.open(store)
    work.sit_down(Person("Amal", country, "assessor"))
    work.close()
    given = ("--assessor", "Amal", "--delegation", country)
    code, answer = run("mark", first, "--criterion", "1.1", *given, "--value", "4")
    assert (code, "own delegation" in answer["error"]) == (2, True)
    assert run("mark", first, "--criterion", "1.1", *given, "--blank", "conflict")[0] == 0


def test_a_no_to_an_obligatory_question_makes_ineligible(
    store: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    work = Workspace.open(store)
    with work.step("Checklist") as step:
        row = {"criteria_set": criteria_set_id("default"), "key": "E1", "label_en": "Signed"}
        step.add(ChecklistItem, {**row, "obligatory": True})
    work.close()
    ref = refs(run)[0]
    asked = ("round", "eligibility", ref, "--item", "E1")
    answer = run(*asked, "--answer", "no", "--reason", "No letter")[1]
    assert [(one["ref"], "No letter" in one["reason"]) for one in answer["ineligible"]] == [(ref, True)]
    out = {one["ref"]: one["ineligible"] for one in run("rank")[1]["proposals"]}
    assert out == {**dict.fromkeys(refs(run)), ref: out[ref]}
    assert strip_isolates(out[ref]) == "Signed: No letter"
    capsys.readouterr()
    cli.main(["rank", "--language", "en"])
    said = capsys.readouterr().out
    assert f"{ref} is not eligible: Signed: No letter" in said
    assert "not eligible" in next(row for row in said.splitlines() if ref in row)
    assert run(*asked, "--answer", "yes")[1]["ineligible"] == []
    assert not any(one["ineligible"] for one in run("rank")[1]["proposals"])
    assert run(*asked, "--no-more")[0] == 0
    assert run(*asked)[0] == run("round", "eligibility", ref, "--item", "E2", "--answer", "no")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("open",),
        ("open", "X", "--criteria", "nothing"),
        ("open", "X", "--deadline", "soon"),
        ("open", "X", "--required", "some"),
        ("show", "--round", "nowhere"),
        ("show", "--share", "2"),
        ("assign",),
        ("assign", "--share", "2"),
        ("submit", "--assessor", "A"),
        ("conflict", *TESFAYE),
        ("close", "--reason", "x"),
        ("close", "nowhere"),
        ("use", "nowhere"),
        ("reopen", "nowhere"),
        ("close", "Presidency of Egypt, 2024", "--round", "Presidency of Egypt, 2024"),
        ("list", "x"),
        ("assign", "x", "--share", "1"),
    ],
)
def test_what_would_be_passed_over_is_refused(store: Path, run: Run, arguments: tuple[str, ...]) -> None:
    before = run("round", "list")
    code, answer = run("round", *arguments)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
    assert run("round", "list") == before

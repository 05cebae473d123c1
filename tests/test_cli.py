"""The command line through its public door: arguments in, exit code, one JSON object or lines out."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from khartoum_desktop.core import settings
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.sample import WORKBOOKS
from khartoum_desktop.sample import folder as sample_folder
from tests.copies import put

Run = Callable[..., tuple[int, Any]]
ME = ("--as", "Nadia Fahmy@EG")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json and return its exit code and its one object."""

    def call(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = cli.main([*arguments, "--json"])
        out = capsys.readouterr().out
        assert out.count("\n") == 1, "exactly one object on one line"
        return code, json.loads(out)

    return call


@pytest.fixture
def store(tmp_path: Path, run: Run) -> Path:
    """Return a new workspace with two proposals of a small CSV file."""
    sheet = tmp_path / "ministry.csv"
    sheet.write_text(
        "Project title,Country,Total cost,Duration (months),Start date\n"
        "Early warning for climate displacement,Somalia,EUR 1.42 million,36,March 2027\n"
        "شبكة المدعين العامين لمكافحة الاتجار بالأشخاص,كينيا,٩٨٠٬٠٠٠ يورو,24,2027-01-15\n",
        encoding="utf-8",
    )

    def make(path: Path) -> None:
        assert run("new", str(path), *ME)[0] == 0
        code, answer = run("import", str(sheet))
        assert (code, answer["new"], answer["held"]) == (0, 2, 0)

    put("two proposals", tmp_path / "cairo.khartoum", make)
    return tmp_path / "cairo.khartoum"


def refs(run: Run) -> list[str]:
    return [one["ref"] for one in run("list")[1]["proposals"]]


def test_new_refuses_without_a_person(tmp_path: Path, run: Run) -> None:
    code, answer = run("new", str(tmp_path / "a.khartoum"))
    assert code == 2
    assert "--as" in answer["remedy"]
    assert not (tmp_path / "a.khartoum").exists()


def test_new_refuses_an_unknown_delegation(tmp_path: Path, run: Run) -> None:
    code, answer = run("new", str(tmp_path / "a.khartoum"), "--as", "Nadia Fahmy@Atlantis")
    assert code == 2
    assert "Atlantis" in answer["error"]
    assert not (tmp_path / "a.khartoum").exists()


def test_new_does_not_overwrite(store: Path, run: Run) -> None:
    before = store.read_bytes()
    assert run("new", str(store), *ME)[0] == 2
    assert store.read_bytes()[:100] == before[:100]
    assert len(refs(run)) == 2


def test_without_store_the_last_opened_one_is_used(store: Path, run: Run) -> None:
    assert settings.last_workspace() == store
    assert len(run("list")[1]["proposals"]) == 2


def test_without_any_workspace_it_is_refused(run: Run) -> None:
    code, answer = run("list")
    assert code == 2
    assert "--store" in answer["remedy"]


def test_options_stand_before_or_after_the_command(store: Path, run: Run) -> None:
    assert run("--store", str(store), "list") == run("list", "--store", str(store))
    assert run("--language", "ar", "rank")[1] == run("rank", "--language", "ar")[1]
    assert run("--language", "ar", "rank")[1] != run("rank")[1]


def test_list_prints_the_shapes_that_programs_need(store: Path, run: Run) -> None:
    columns = "budget_total,start_planned,duration_months,lead_country"
    _code, answer = run("list", "--columns", columns)
    by_country = {one["lead_country"]: one for one in answer["proposals"]}
    somalia = by_country["SO"]
    assert somalia["state"] == "IDEA"
    assert somalia["title"] == somalia["title_en"] == "Early warning for climate displacement"
    assert somalia["title_ar"] is None
    assert somalia["budget_total"] == {"amount": "1420000", "currency": "EUR"}
    assert somalia["start_planned"] == "2027-03"
    assert by_country["KE"]["budget_total"] == {"amount": "980000", "currency": "EUR"}
    assert by_country["KE"]["start_planned"] == "2027-01-15"
    assert by_country["KE"]["duration_months"] == 24
    _code, euro = run("list", "--columns", "reporting_amount_eur")
    assert {"amount": "980000", "currency": "EUR"} in [one["reporting_amount_eur"] for one in euro["proposals"]]


def test_show_speaks_the_language(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "--columns", "reporting_amount_eur,parties"]) == 0
    ref = next(word for word in capsys.readouterr().out.split() if word.startswith("KP-"))
    assert cli.main(["set", ref, "parties", '[{"name": "ET", "role": "co_sponsor"}]', "--language", "fr"]) == 0
    assert cli.main(["show", ref, "--language", "fr"]) == 0
    out = capsys.readouterr().out
    assert "Éthiopie" in out
    assert "Idée" in out
    assert "members_only" not in out


def test_references_name_year_delegation_and_device(store: Path, run: Run) -> None:
    first, second = sorted(refs(run))
    prefix, year, delegation, letter, number = first.split("-")
    assert (prefix, len(year), delegation, number) == ("KP", 4, "EG", "01")
    assert len(letter) == 1
    assert letter.isalpha()
    assert second.endswith("-02")


@pytest.mark.parametrize("words", ["displacement", "الإتجار", "الاتجار", "إتجار بالاشخاص"])
def test_search_folds_spelling(store: Path, run: Run, words: str) -> None:
    assert len(run("list", "--search", words)[1]["proposals"]) == 1


def test_trafficking_is_not_smuggling(store: Path, run: Run) -> None:
    assert run("list", "--search", "تهريب")[1]["proposals"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("budget_total", {"amount": "2500000.5", "currency": "EUR"}),
        ("start_planned", "2027-Q3"),
        ("activities", ["first thing", "second thing"]),
        ("title_fr", "Alerte précoce"),
        ("parties", [{"name": "ET", "role": "co_sponsor"}]),
        ("gcm", [{"code": "GCM-2", "degree": "main"}, {"code": "GCM-1"}]),
        ("beneficiaries_total", 1200),
    ],
)
def test_set_takes_what_list_prints(store: Path, run: Run, field: str, value: object) -> None:
    ref = refs(run)[0]
    code, answer = run("set", ref, field, value if isinstance(value, str) else json.dumps(value))
    assert (code, answer["value"]) == (0, value)
    listed = next(one for one in run("list", "--columns", field)[1]["proposals"] if one["ref"] == ref)
    assert listed[field] == value
    assert run("set", ref, field, json.dumps(listed[field]))[1]["value"] == value


def test_set_understands_words(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    assert run("set", ref, "budget_total", "٢٫٥ مليون يورو")[1]["value"] == {"amount": "2500000", "currency": "EUR"}
    assert run("set", ref, "lead_country", "السودان")[1]["value"] == "SD"
    assert run("set", ref, "framework", "multilatéral")[1]["value"] == "multilateral"


@pytest.mark.parametrize(
    ("field", "value"),
    [("lead_country", "Atlantis"), ("duration_months", "minus two"), ("nonsense", "x"), ("state", "ENDORSED")],
)
def test_set_refuses_and_changes_nothing(store: Path, run: Run, field: str, value: str) -> None:
    ref = refs(run)[0]
    before = run("show", ref)
    code, answer = run("set", ref, field, value)
    assert code == 2
    assert answer["error"]
    assert run("show", ref) == before


def test_show_keeps_every_original_cell(store: Path, run: Run) -> None:
    ref = next(one["ref"] for one in run("list")[1]["proposals"] if one["title_ar"])
    _code, answer = run("show", ref)
    (origin,) = answer["origins"]
    assert (origin["file"], origin["row"]) == ("ministry.csv", 3)
    cells = {cell["header"]: cell for cell in origin["cells"]}
    assert cells["Total cost"]["original"] == "٩٨٠٬٠٠٠ يورو"
    assert cells["Total cost"]["cell"] == "C3"
    assert cells["Total cost"]["field"] == "budget_total"


def test_history_undo_and_redo(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    run("set", ref, "acronym", "EWCD", "--as", "Tesfaye Bekele@ET")
    last = run("history", ref)[1]["history"][0]
    assert (last["author"], last["delegation"]) == ("Tesfaye Bekele", "Ethiopia")
    assert last["fields"] == [{"field": "acronym", "label": "Acronym", "value": "EWCD"}]
    assert run("undo")[1] == {"step": f"Change “Acronym” of {ref}", "kept": []}
    assert run("show", ref)[1]["proposal"]["acronym"] is None
    assert run("redo")[0] == 0
    assert run("show", ref)[1]["proposal"]["acronym"] == "EWCD"
    assert run("redo")[0] == 2


def test_history_tells_of_lists_and_amounts_as_people_write_them(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    run("set", ref, "gcm", '[{"code": "GCM-2", "degree": "main"}]')
    run("set", ref, "budget_total", '{"amount": "1000000", "currency": "EUR"}')
    events = run("history", ref)[1]["history"]
    assert [one["value"] for one in events[0]["fields"]] == ["EUR 1,000,000"]
    assert [(one["field"], one["label"]) for one in events[1]["fields"]] == [("gcm", "Global Compact for Migration")]
    assert {one["field"] for event in events for one in event["fields"]} <= set(BY_KEY)
    assert events[-1]["label"] == "Import ministry.csv"


def test_an_explicit_list_is_stored_as_given(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    run("set", ref, "priorities", '[{"code": "skills", "degree": "main", "justification": "because"}]')
    assert run("set", ref, "priorities", '[{"code": "skills"}]')[1]["value"] == [{"code": "skills"}]


def test_nobody_undoes_the_round_that_a_workspace_begins_with(tmp_path: Path, run: Run) -> None:
    run("new", str(tmp_path / "a.khartoum"), *ME)
    assert run("undo")[0] == 2
    assert run("rank")[0] == 0


def test_one_undo_takes_back_a_whole_import(store: Path, run: Run) -> None:
    assert run("undo")[0] == 0
    assert run("list")[1]["proposals"] == []
    assert run("redo")[0] == 0
    assert len(run("list")[1]["proposals"]) == 2


def test_marks_rank_and_frozen_shortlist(store: Path, run: Run) -> None:
    keys = [one["key"] for one in run("criteria")[1]["criteria"]]
    assert keys[0] == "1.1"
    assert keys[-1] == "6.2"
    better, worse = refs(run)
    for ref, mark in ((better, "4"), (worse, "3")):
        for key in keys:
            given = ("--criterion", key, "--assessor", "Nadia Fahmy", "--delegation", "EG", "--value", mark)
            assert run("mark", ref, *given)[0] == 0
    first, second = run("rank")[1]["proposals"]
    assert (first["ref"], first["rank"], first["points"], first["total"]) == (better, 1, "80", "4")
    assert (second["ref"], second["rank"], second["points_fraction"]) == (worse, 2, "60")
    assert run("shortlist", "new", "SOM Cairo")[0] == 0
    assert run("shortlist", "add", better)[0] == 0
    code, frozen = run("shortlist", "freeze")
    assert (code, frozen["frozen"], frozen["recomputes"]) == (0, True, True)
    assert run("shortlist", "add", "SOM Cairo", worse)[0] == 2
    run("mark", better, "--criterion", "1.1", "--assessor", "Nadia Fahmy", "--delegation", "EG", "--value", "3")
    assert run("shortlist", "show")[1]["entries"][0]["points"] == "80"
    assert run("shortlist", "new", "Worse alone")[0] == 0
    assert run("shortlist", "add", "Worse alone", worse)[0] == 0
    code, refused = run("shortlist", "freeze", "Worse alone")
    assert (code, worse in refused["error"]) == (2, True)
    assert run("shortlist", "add", "Worse alone", worse, "--reason", "The only one on this route")[0] == 0
    assert run("shortlist", "freeze", "Worse alone")[1]["frozen"]
    code, anew = run("shortlist", "recompute", "SOM Cairo")
    assert (code, anew["recomputes"], anew["differences"]) == (0, True, [])
    assert run("shortlist", "new", "Open")[0] == 0
    assert run("shortlist", "recompute", "Open")[0] == 2


def test_a_mark_that_wants_a_reason_is_refused_without_one(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    given = ("mark", ref, "--criterion", "1.1", "--assessor", "Nadia Fahmy", "--delegation", "EG", "--value")
    assert run(*given, "5")[0] == 2
    assert run(*given, "6")[0] == 2
    assert run(*given, "٥", "--reason", "Commitments in writing.")[1]["value"] == "5"


def test_check_backup_and_restore(store: Path, run: Run, tmp_path: Path) -> None:
    assert run("check") == (0, {"ok": True, "findings": []})
    copy = tmp_path / "copy.khartoum"
    assert run("backup", str(copy))[0] == 0
    run("set", refs(run)[0], "acronym", "LATER")
    assert run("restore", str(copy))[0] == 0
    assert all(one["acronym"] is None for one in run("list", "--columns", "acronym")[1]["proposals"])
    assert run("check")[0] == 0


def test_the_digest_of_what_is_there_comes_back_with_undo(store: Path, run: Run) -> None:
    first = run("check", "--digest")[1]
    assert run("set", refs(run)[0], "acronym", "SKILL")[0] == 0
    second = run("check", "--digest")[1]
    assert run("undo")[0] == 0
    third = run("check", "--digest")[1]
    assert first["present"] == third["present"] != second["present"]
    assert len({one["digest"] for one in (first, second, third)}) == 3


def test_check_reports_damage(store: Path, run: Run) -> None:
    import sqlcipher3.dbapi2 as sqlite

    db = sqlite.connect(str(store))
    db.execute("UPDATE proposal SET title_en = 'Forged' WHERE title_en IS NOT NULL")
    db.commit()
    db.close()
    code, answer = run("check")
    assert code == 1
    assert any(one["what"] == "row" for one in answer["findings"])


def test_check_lists_what_it_finds_in_a_file_too_damaged_to_open(store: Path, run: Run) -> None:
    content = bytearray(store.read_bytes())
    last = len(content) // 8192 - 1
    for page in range(last, last // 2, -2):
        content[page * 8192 : page * 8192 + 16] = bytes(range(16))
    store.write_bytes(content)
    assert run("list")[0] == 2
    code, answer = run("check")
    assert code == 1
    assert not answer["ok"]
    assert len([one for one in answer["findings"] if one["what"] == "page"]) > 1
    assert store.read_bytes() == content


def test_restore_names_who_does_it(store: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.khartoum"
    assert run("backup", str(copy))[0] == 0
    before = store.read_bytes()
    assert run("restore", str(copy), "--as", "Nadia Fahmy@Atlantis")[0] == 2
    settings.update(last_person=())
    code, answer = run("restore", str(copy))
    assert (code, "--as" in answer["remedy"]) == (2, True)
    assert store.read_bytes() == before
    assert run("restore", str(copy), "--as", "Giulia Conti@IT")[0] == 0
    assert run("set", refs(run)[0], "acronym", "GC")[0] == 0
    assert "Giulia Conti" in {one["author"] for one in run("history", refs(run)[0])[1]["history"]}


def test_check_reports_tables_that_somebody_changed(store: Path, run: Run) -> None:
    import sqlcipher3.dbapi2 as sqlite

    db = sqlite.connect(str(store))
    db.execute("DROP TABLE party")
    db.commit()
    db.close()
    code, answer = run("check")
    assert code == 1
    assert answer["findings"]
    assert run("show", refs(run)[0])[0] == 2


def test_an_empty_store_option_is_no_wildcard(store: Path, run: Run) -> None:
    code, answer = run("list", "--store", "")
    assert code == 2
    assert "--store" in answer["remedy"]


def test_an_encrypted_workspace_needs_its_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "secret.khartoum"

    def start(*arguments: str, words: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "khartoum_desktop", *arguments, "--json"]
        return subprocess.run(command, input=words, capture_output=True, text=True, check=False)

    made = start("new", str(path), *ME, "--passphrase-stdin", words="صباح الخير\n")
    assert made.returncode == 0, made.stderr
    assert b"SQLite format 3" not in path.read_bytes()[:100]
    opened = start("list", "--store", str(path), "--passphrase-stdin", words="صباح الخير\n")
    assert json.loads(opened.stdout) == {"proposals": []}
    for wrong in (
        start("list", "--store", str(path), "--passphrase-stdin", words="no\n"),
        start("list", "--store", str(path)),
    ):
        assert wrong.returncode == 2
        assert json.loads(wrong.stdout)["error"]


@pytest.mark.parametrize(
    "arguments", [(), ("nonsense",), ("list", "--nonsense"), ("mark",), ("import", "nowhere.xlsx"), ("export",)]
)
def test_wrong_usage_is_refused_in_one_object(store: Path, run: Run, arguments: tuple[str, ...]) -> None:
    code, answer = run(*arguments)
    assert code == 2
    assert answer["error"]
    assert set(answer) == {"error", "remedy"}


def test_errors_go_to_standard_error_without_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "KP-0000-XX-A-01"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "KP-0000-XX-A-01" in err


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_sample_ministries_come_in(tmp_path: Path, run: Run, language: str) -> None:
    run("new", str(tmp_path / "a.khartoum"), *ME)
    for name, country in WORKBOOKS.items():
        code, answer = run(
            "import", str(sample_folder() / name), "--sender-country", country, "--accept-suggestions",
            "--language", language,
        )  # fmt: skip
        assert code == 0
        assert answer["new"] >= 4, name
        assert answer["sha256"]
        again = run("import", str(sample_folder() / name), "--sender-country", country, "--accept-suggestions")[1]
        assert (again["new"], again["same"]) == (0, answer["new"])
    listed = run("list", "--columns", "budget_total,start_planned")[1]["proposals"]
    money = {one["title"]: one["budget_total"] for one in listed}
    assert money["تأهيل مراكز استقبال العائدين في ولايات الشرق"] == {"amount": "3100000", "currency": "EUR"}
    assert money["تدريب وحدات التحري على تهريب المهاجرين"] == {"amount": "1500000", "currency": "EUR"}
    assert money["Guichet unique de la mobilité professionnelle"] == {"amount": "1250500", "currency": "EUR"}
    assert money["Pre-departure orientation for labour migrants"] == {"amount": "2400000", "currency": "USD"}


def test_a_dry_run_writes_nothing(tmp_path: Path, run: Run) -> None:
    run("new", str(tmp_path / "a.khartoum"), *ME)
    code, answer = run("import", str(sample_folder() / "sudan_interior.xlsx"), "--sender-country", "SD", "--dry-run")
    assert code == 0
    assert answer["new"] > 0
    assert run("list")[1]["proposals"] == []

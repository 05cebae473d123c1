"""Exchange rates by command: what is set, imported, listed and removed, and the amount in euro with its rate."""

from pathlib import Path

import pytest

from khartoum_desktop import cli
from tests.test_cli import Run, refs


def _list(run: Run) -> dict[str, tuple[str, str]]:
    return {one["currency"]: (one["rate"], one["date"]) for one in run("rates", "list")[1]["rates"]}


def test_set_list_remove_and_undo(store: Path, run: Run) -> None:
    code, answer = run("rates", "set", "egp", "56.12", "--dated", "2026-01-01", "--source", "InforEuro")
    assert code == 0
    (rate,) = [one for one in answer["rates"] if one["currency"] == "EGP"]
    assert rate == {
        "currency": "EGP", "rate": "56.12", "date": "2026-01-01", "source": "InforEuro", "counts": True, "proposals": 0,
    }  # fmt: skip
    assert run("rates", "set", "EGP", "57", "--dated", "2026-02")[0] == 0
    assert _list(run)["BGN"] == ("1.95583", "2026-01-01")
    assert run("rates", "remove", "EGP")[0] == 2
    assert run("rates", "remove", "EGP", "--dated", "2026-02-01")[0] == 0
    assert _list(run)["EGP"] == ("56.12", "2026-01-01")
    assert run("rates", "remove", "EGP")[0] == 0
    assert "EGP" not in _list(run)
    assert run("rates", "remove", "EGP")[0] == 2
    run("undo")
    assert _list(run)["EGP"] == ("56.12", "2026-01-01")


def test_the_amount_in_euro_says_rate_date_and_source(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    assert run("set", ref, "budget_total", "64000000 EGP")[0] == 0

    def euro() -> object:
        return next(
            one["reporting_amount_eur"]
            for one in run("list", "--columns", "reporting_amount_eur")[1]["proposals"]
            if one["ref"] == ref
        )

    assert euro() is None
    run("rates", "set", "EGP", "50", "--dated", "2026-01-01", "--source", "InforEuro")
    wanted = {"amount": "1280000", "currency": "EUR", "rate": "50", "date": "2026-01-01", "source": "InforEuro"}
    assert euro() == wanted
    assert run("show", ref)[1]["proposal"]["reporting_amount_eur"] == wanted
    assert run("show", ref)[1]["proposal"]["budget_total"] == {"amount": "64000000", "currency": "EGP"}


def test_in_words(store: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("set", refs(run)[0], "budget_total", "64000000 EGP")
    run("rates", "set", "EGP", "50", "--dated", "2026-01-01", "--source", "InforEuro")
    assert cli.main(["list", "--columns", "reporting_amount_eur", "--language", "en"]) == 0
    assert "≈ EUR 1,280,000 (rate 50 EGP, 1 January 2026, InforEuro)" in capsys.readouterr().out
    assert cli.main(["rates", "list", "--language", "en"]) == 0
    assert "50 EGP" in capsys.readouterr().out


def test_import_dry_run_and_for_good(store: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("currency,rate\nEGP,56.1\nSDG,-1\nUSD,1.08\n", encoding="utf-8")
    code, answer = run("rates", "import", str(file))
    assert (code, "--dated" in answer["remedy"]) == (2, True)
    for given, written in ((("--dry-run",), 0), ((), 2)):
        code, answer = run("rates", "import", str(file), "--dated", "2026-11", "--source", "InforEuro", *given)
        assert (code, answer["new"], answer["refused"], answer["written"]) == (0, 2, 1, written)
    assert answer["rows"][0] == {
        "row": 2, "currency": "EGP", "rate": "56.1", "original": "56.1", "date": "2026-11-01", "source": "InforEuro",
        "status": "new", "reason": None, "before": None,
    }  # fmt: skip
    code, answer = run("rates", "import", str(file), "--dated", "2026-11-01", "--source", "InforEuro")
    assert (code, answer["same"], answer["written"]) == (0, 2, 0)
    run("undo")
    assert set(_list(run)) == {"BGN"}


def test_what_is_reported_in(store: Path, run: Run) -> None:
    answer = run("rates", "report", "usd", "--dated", "2026-01-05")[1]
    assert (answer["reporting_currency"], answer["rate_date"]) == ("USD", "2026-01-05")
    assert answer["without_rate"] == ["EUR"]
    answer = run("rates", "report", "EUR")[1]
    assert (answer["reporting_currency"], answer["rate_date"], answer["without_rate"]) == ("EUR", None, [])


@pytest.mark.parametrize(
    "words",
    [
        ("set", "EGP"), ("set", "EGP", "0"), ("set", "ZZZ", "5"), ("set", "EUR", "1"), ("list", "EGP"), ("import",),
        ("import", "nowhere.csv"), ("report", "ZZZ"), ("set", "EGP", "5", "--dated", "2090-01-01"), ("sell", "EGP"),
        ("list", "--source", "x"), ("set", "EGP", "5", "--dry-run"), ("remove", "EGP", "--dated", "soon"),
        ("set", "EGP", "5", "--source", "x" * 300), ("remove", "EGP", "--dated", "2026-01-01"),
    ],
)  # fmt: skip
def test_refusals_change_nothing(store: Path, run: Run, words: tuple[str, ...]) -> None:
    code, answer = run("rates", *words)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
    assert set(_list(run)) == {"BGN"}

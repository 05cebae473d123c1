"""Files of rates: what is understood, what is refused and why, and that nothing is written before it is agreed."""

import codecs
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.rates import operations, queries
from khartoum_desktop.proposals.rates.planning import RatesPlan, compared, plan
from khartoum_desktop.workspace import Workspace

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a CSV file."""

    def file(text: str) -> Path:
        path = tmp_path / "rates.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return file


def fates(found: RatesPlan) -> dict[str, tuple[str, str, str]]:
    return {one.currency: (one.status, one.per_euro, one.dated) for one in found.rows}


def reasons(found: RatesPlan) -> dict[str, str]:
    return {one.currency: strip_isolates(one.reason) for one in found.rows if one.status == "refused"}


@pytest.mark.parametrize(
    "header",
    ["Currency,Rate,Date", "devise;taux de change;date", "العملة;سعر الصرف;التاريخ", "ISO code\tValue\tPeriod"],
)
def test_a_plain_list_in_three_languages(work: Workspace, write: Write, header: str) -> None:
    sign = next(one for one in ",;\t" if one in header)
    rows = [("EGP", "56.12", "2026-11-01"), ("KES", "150.25", "2026-10-01")]
    found = plan(work, write("\n".join([header, *(sign.join(row) for row in rows)])))
    assert fates(found) == {"EGP": ("new", "56.12", "2026-11-01"), "KES": ("new", "150.25", "2026-10-01")}
    assert queries.rates(work) == []
    assert {one.source for one in found.rows} == {"rates.csv"}


def test_the_monthly_table_of_the_commission(work: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["InforEuro"], ["Monthly accounting rate of the euro"], [],
        ["Country", "Currency", "ISO code", "November 2026"],
        ["Euro area", "Euro", "EUR", 1], ["Egypt", "Egyptian pound", "EGP", 56.1234],
        ["Sudan", "Sudanese pound", "SDG", 650.5],
        ["Ecuador", "US dollar", "USD", 1.0845], ["United States", "US dollar", "USD", 1.0845],
        ["Nowhere", "Shell", "XQZ", 3], [None, None, None, None],
    ):  # fmt: skip
        sheet.append(row)
    path = tmp_path / "table.xlsx"
    book.save(path)
    found = plan(work, path)
    assert (found.dated, found.source, found.wants_day) == ("2026-11-01", "InforEuro", False)
    assert fates(found) == {
        "EGP": ("new", "56.1234", "2026-11-01"), "SDG": ("new", "650.5", "2026-11-01"),
        "USD": ("new", "1.0845", "2026-11-01"), "XQZ": ("refused", "", "2026-11-01"),
    }  # fmt: skip
    before = work.can_undo()
    operations.apply(work, found)
    assert len(queries.rates(work)) == 3
    assert {one.status for one in compared(work, found).rows} == {"same", "refused"}
    work.undo()
    assert queries.rates(work) == []
    assert work.can_undo() == before


def test_new_changed_same_and_a_source_given(work: Workspace, write: Write) -> None:
    operations.set_rate(work, "EGP", "56", "2026-11-01", "CBE")
    operations.set_rate(work, "KES", "150", "2026-11-01", "CBE")
    operations.set_rate(work, "USD", "1.1", "2026-10-01", "CBE")
    file = write("currency,rate\nEGP,57\nKES,150\nUSD,0.009\n")
    found = plan(work, file)
    assert found.wants_day
    assert set(reasons(found).values()) == {"The day of the rate is not known."}
    found = compared(work, found, dated="2026-11-01", source="CBE")
    assert [(one.currency, one.status, one.before) for one in found.rows] == [
        ("EGP", "changed", "56"), ("KES", "same", "150"), ("USD", "new", "")]  # fmt: skip
    assert "turned round" in strip_isolates(found.rows[2].reason)
    operations.apply(work, found)
    assert [(one.currency, one.per_euro) for one in queries.rates(work) if one.dated == "2026-11-01"] == [
        ("EGP", "57"), ("KES", "150"), ("USD", "0.009")]  # fmt: skip
    with pytest.raises(UserError):
        operations.apply(work, compared(work, found))


def test_every_refusal_has_a_reason_and_the_others_are_taken(work: Workspace, write: Write) -> None:
    found = plan(
        work,
        write(
            "currency;rate;date\nEGP;0;2026-11-01\nSDG;-4;2026-11-01\nSSP;1234567890.1;2026-11-01\nERN;15.1234567890123;2026-11-01\n"
            "ETB;;2026-11-01\nDJF;abc;2026-11-01\nXXX;5;2026-11-01\nLYD;5;2035-01-01\nTND;3.4;soon\nUGX;4000;2026\n"
            "KES;150;2026-11-01\nKES;151;2026-11-01\nEUR;;2026-11-01\nEUR;1;2026-11-01\nBGN;2;2026-11-01\n;7;2026-11-01\n"
            "=cmd|' /C calc'!A0;7;2026-11-01\n\u202eGBP;0.87;2026-11-01\nCHF;0.94;2026-11-01\n"
        ),
    )
    said = reasons(found)
    assert {one.currency for one in found.to_write} == {"CHF", "GBP"}
    assert said["EGP"] == said["SDG"] == "A rate is greater than zero."
    assert "No currency has" in said["SSP"]
    assert "twelve digits" in said["ERN"]
    assert said["ETB"] == "There is no rate."
    assert said["DJF"] == "“abc” is no rate."
    assert "no currency code" in said["XXX"]
    assert "future" in said["LYD"]
    assert "not understood" in said["TND"]
    assert "neither a day nor a month" in said["UGX"]
    assert "twice" in said["KES"]
    assert sum(one.currency == "KES" for one in found.rows) == 2
    assert said["EUR"] == "There is no rate."
    assert "fixed rate" in said["BGN"]
    assert all(one.reason for one in found.rows if one.status == "refused")


def test_rates_to_another_currency_are_refused_whole(work: Workspace, write: Write) -> None:
    found = plan(work, write("currency,rate,date\nEGP,49.5,2026-11-01\nEUR,0.92,2026-11-01\nUSD,1,2026-11-01\n"))
    assert found.to_write == ()
    assert {strip_isolates(one.reason) for one in found.rows} == {
        "In this file the euro is not 1: its rates are to another currency."
    }


def test_decimal_comma_and_days_by_the_column(work: Workspace, write: Write) -> None:
    found = plan(work, write("devise;taux;date\nEGP;56,125;13/10/2026\nKES;150,25;01/11/2026\n"))
    assert fates(found) == {"EGP": ("new", "56.125", "2026-10-13"), "KES": ("new", "150.25", "2026-11-01")}
    found = plan(work, write("currency;rate;date\nEGP;1,250;03/04/2026\n"))
    assert reasons(found)["EGP"].endswith("read in two ways.")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,title\nx,y\n",
        b"\x00\x01\x02" * 100,
        b"PK\x03\x04broken",
        b"currency\nEGP\n",
        codecs.BOM_UTF16_LE + b"x",
    ],
)
def test_files_that_are_none_of_rates_are_refused_by_a_sentence(
    work: Workspace, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(UserError) as refusal:
        plan(work, path)
    assert refusal.value.sentence
    assert refusal.value.remedy
    assert work.can_undo() is None


def test_long_cells_and_many_columns_do_no_harm(work: Workspace, write: Write) -> None:
    with pytest.raises(UserError):
        plan(work, write(f"currency,rate,date\nEGP,{'9' * 10**6},2026-11-01\n"))
    long = "9" * 5000
    found = plan(work, write(f"currency,rate,date\nEGP,{long},2026-11-01\n{long},5,2026-11-01\nKES,150,2026-11-01\n"))
    assert [one.currency for one in found.to_write] == ["KES"]
    assert all(len(one.text) <= 40 and len(one.currency) <= 40 and len(one.reason) < 200 for one in found.rows)
    with pytest.raises(UserError):
        plan(work, write(",".join(f"column {n}" for n in range(900)) + "\n"))


def test_an_error_in_a_cell_is_no_rate(work: Workspace, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["currency", "rate", "date"],
        ["EGP", "=1/0", "2026-11-01"],
        ["KES", True, "2026-11-01"],
        ["USD", 1.1, 2026],
    ):
        sheet.append(row)
    path = tmp_path / "r.xlsx"
    book.save(path)
    found = plan(work, path)
    assert {one.status for one in found.rows} == {"refused"}
    assert all(one.reason for one in found.rows)


def test_reasons_are_in_the_language_of_the_person(work: Workspace, write: Write) -> None:
    with speaking("fr"):
        found = plan(work, write("currency,rate,date\nEGP,0,2026-11-01\n"))
    assert found.rows[0].reason

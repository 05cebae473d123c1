"""Documents of ours that come back as they went out change nothing, in each language and with every field filled."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.exporting.operations import export
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.questions import questions
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import shipped
from khartoum_desktop.proposals.fields import FIELDS, Field, Type
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.sample import PERSON, fill_workspace
from khartoum_desktop.scoring.rounds.opening import open_first_round
from khartoum_desktop.shortlist import operations as shortlists
from khartoum_desktop.shortlist.queries import current_ranking
from khartoum_desktop.workspace import Person, Workspace

TODAY = date(2027, 1, 20)
DATES = ("2027", "2027-Q3", "2027-03", "2027-03-04", "2026-12-31", "1999-01-01")
MONEY = (("EUR", 2_500_000_000), ("USD", 1_234_567_890), ("LYD", 1_250), ("TND", 2_500), ("EGP", 999_999_999_000),
         ("SDG", 1), ("KWD", 750_000_500))  # fmt: skip
TEXTS = (
    *("=SUM(A1:A3)", "+249 12 345 678", "-3 % a year", "@home", "'quoted", "2027", "1,234", "01/02/2027", "TRUE"),
    *("#REF!", "https://example.org/?a=b&c=d", "تهريب المهاجرين / smuggling", "« Côte » d’Ivoire ; été", "١٢٣"),
)
LONG = (
    "First paragraph.\n\nSecond one, after a blank line: 1) one; 2) two.",
    "- a bullet\n- another\n= SUM",
    "word " * 780 + "end",
    "فقرة أولى.\nفقرة ثانية، فيها English وأرقام 12.",
)
LINES = (
    "One\nTwo\nThree",
    "First; second\nthird",
    "2027 a year first\n12 months",
    "1. numbered\n2. numbered",
    "• bullet",
)


def value_of(field: Field, lists: Lists, n: int) -> FieldValue:
    """Return the n-th value of a field; texts of one line that cannot be told from a number are among them."""
    longest = field.max_length or 200
    if field.type in (Type.CHOICE, Type.COUNTRY):
        codes = [code for code, _label in lists.choices(field.scheme or PARTY)]
        return codes[n * 7 % len(codes)]
    currency, amount = MONEY[n % len(MONEY)]
    title = f" – {n}" if field.key.startswith("title") else ""
    values: dict[Type, FieldValue] = {
        Type.TEXT: (TEXTS[n % len(TEXTS)] + title)[:longest],
        Type.LONG: LONG[n % len(LONG)][:longest].strip(),
        Type.LINES: LINES[n % len(LINES)],
        Type.NUMBER: max(field.minimum, min(n * 37, field.maximum, 120)),
        Type.MONEY: Amount(amount, currency),
        Type.DATE: DATES[n % len(DATES)],
    }
    return values.get(field.type)


def lines_of(field: Field, lists: Lists, n: int) -> tuple[dict[str, Any], ...]:
    """Return two lines of a field that is a table, or two codes of one that holds codes."""
    if field.type is Type.CODES:
        codes = [code for code, _label in lists.choices(str(field.scheme))]
        return tuple({"code": codes[(n + step) % len(codes)]} for step in (0, 1))
    found = []
    for step in (0, 1):
        line: dict[str, Any] = {}
        for column in field.columns:
            own = Field(column.key, 0, "", column.type, "", max_length=column.max_length, scheme=column.scheme)
            value = value_of(own, lists, n + step)
            if isinstance(value, Amount):
                line |= {column.key: value.thousandths, "currency": value.currency}
            elif column.key != "consent_letter":
                line[column.key] = value
        found.append(line)
    return tuple(found)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Give a workspace whose proposals have every field filled, each with another value."""
    folder = tmp_path_factory.mktemp("everything")
    work = Workspace.create(
        folder / "w.khartoum", Person("Nadia", "EG"), genesis=shipped.genesis(), fill=open_first_round
    )
    lists = lists_of(work)
    stored = [field for field in FIELDS if field.stored and not field.key.startswith("translation")]
    tables = [field for field in FIELDS if field.type in (Type.TABLE, Type.CODES) and field.kind != "attachment"]
    for n in range(15):
        values = {field.key: value_of(field, lists, n) for field in stored}
        values |= {"confidentiality": "public" if lists.has("confidentiality", "public") else None}
        proposals.create(work, values, {field.key: lines_of(field, lists, n) for field in tables})
    yield work
    work.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Give the sample round with a shortlist."""
    work = Workspace.create(tmp_path_factory.mktemp("sample") / "s.khartoum", PERSON, genesis=shipped.genesis())
    work.sit_down(PERSON)
    fill_workspace(work)
    ident = shortlists.create(work, "SOM Cairo")
    shortlists.add(work, ident, [line.id for line in current_ranking(work).official[:8]])
    yield work
    work.close()


def differences(found: Plan) -> list[tuple[int, str, object]]:
    """Return what a plan would do, to be read when a test fails."""
    told: list[tuple[int, str, object]] = []
    for row in found.rows:
        told += [(row.row, change.field, (change.old, change.new)) for change in row.changes]
        told += [(row.row, kind, dict(line)) for kind, line in row.children if row.status is not Status.SAME]
        told += [(row.row, row.status.value, row.why)] if row.status in (Status.NEW, Status.HELD) else []
    return told


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_register_with_every_field_filled_comes_back_without_a_change(
    code: str, everything: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "register.xlsx"
    done = export(everything, "register", path, language=code, today=TODAY)
    assert (done.rows, done.cut_cells) == (15, ())
    found = plan(everything, path)
    assert differences(found) == []
    assert found.count(Status.SAME) == 15
    assert questions(found) == ()
    assert [problem.reason.text for problem in found.problems if problem.reason.weight.value == "holds"] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_exported_field_is_really_read_again(code: str, everything: Workspace, tmp_path: Path) -> None:
    """That nothing changes would prove nothing if nothing were read."""
    path = tmp_path / "register.xlsx"
    export(everything, "register", path, language=code, today=TODAY)
    found = plan(everything, path)
    read_fields = {name for row in found.rows for name in row.values}
    stored = {field.key for field in FIELDS if field.stored}
    unread = stored - read_fields - {"source", "language_original", "budget_precision"}
    assert unread == {"translation_ar", "translation_en", "translation_fr"} & unread


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_changed_cell_of_the_register_changes_that_field(code: str, everything: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    export(everything, "register", path, language=code, today=TODAY)
    before = plan(everything, path)
    column = next(one for one in before.sheets[0].columns if one.target == "overall_objective")
    book = openpyxl.load_workbook(path)
    book.worksheets[0][f"{column.letter}{before.rows[3].row}"] = "Another objective"
    book.save(path)
    assert [(row, field) for row, field, _values in differences(plan(everything, path))] == [
        (before.rows[3].row, "overall_objective")
    ]


@pytest.mark.parametrize("what", ["register", "shortlist"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_documents_of_the_sample_come_back_without_a_change(
    what: str, code: str, sample: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / f"{what}.xlsx"
    done = export(sample, what, path, language=code, today=TODAY)
    found = plan(sample, path)
    assert differences(found) == []
    assert found.count(Status.SAME) == done.rows
    assert apply(sample, found).proposals == ()


def test_the_register_restores_a_field_that_was_emptied_since(everything: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    export(everything, "register", path, language="en", today=TODAY)
    ident = ids(everything)[0]
    proposals.set_value(everything, ident, "governance", None)
    found = plan(everything, path)
    assert [field for _row, field, _values in differences(found)] == ["governance"]
    everything.undo()
    assert read(everything, ident).columns["governance"]

"""A plan beside what its author meant: which cells came right, wrong, not at all, and wrong without a word."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.money import exact_text
from khartoum_desktop.importing.model import Certainty, Plan, RowPlan, SheetPlan, Status
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.sheets.model import column_letter
from tests.corpus.meaning import Either, Expect, File, Meaning, Page, Row

_MONEY: Final = ("budget_total", "amount_requested", "own_contribution")
_NOT_FIELDS: Final = frozenset({"id", "ref", *(f"{key}_currency" for key in _MONEY)})
_KEYS_OF_LINES: Final = {"result": "results", "risk": "risks"}
_WAITING: Final = (Certainty.SUGGESTED, Certainty.OFFERED)
# how the kinds of rows are called here and there; a title row is whatever stands above the table
_KINDS: Final[Mapping[str, tuple[Kind, ...]]] = {
    "total": (Kind.TOTAL,),
    "section": (Kind.SECTION,),
    "note": (Kind.NOTE, Kind.SIGNATURE),
    "signature": (Kind.SIGNATURE, Kind.NOTE),
    "hidden": (Kind.HIDDEN,),
    "repeated": (Kind.REPEATED,),
    "tags": (Kind.TAGS,),
    "numbering": (Kind.HEADER,),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell (or row) that is not as it should be."""

    kind: str  # wrong, missing, extra, silent, lost row, extra row, held, not held, unasked, no look, needless, kind, …
    file: str
    sheet: str
    place: str
    field: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.kind:9} {self.file} [{self.sheet}] {self.place} {self.field}: {self.expected!r} <- {self.got!r}"


@dataclass(slots=True)
class Score:
    """What one file came to: expected, got and right values, header rows, and everything to look at."""

    file: str
    lines: tuple[str, ...] = ()
    expected: int = 0
    got: int = 0
    right: int = 0
    questions: int = 0  # cells of which a question was expected
    headers: int = 0
    exact: int = 0
    first_row: int = 0  # header rows that "the first row that is not empty" would find
    refusal: str = ""
    is_right_refusal: bool = False
    findings: list[Finding] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Finding]:
        """Return the findings of these kinds."""
        return [one for one in self.findings if one.kind in kinds]


def compare(name: str, lines: tuple[str, ...], file: File, plan: Plan) -> Score:
    """Return how well a plan understood a file."""
    score = Score(name, lines)
    sheets = list(plan.sheets)
    for place, page in enumerate(file.pages):
        parts = [one for one in sheets if one.name == page.name or one.name.startswith(f"{page.name}!")]
        _Comparison(score, file, page, parts or sheets[place : place + 1]).run()
    notes = " ".join([*(note.text for note in plan.notes), *plan.workbook.notes])
    for words in file.notes:
        if words not in notes:
            score.findings.append(Finding("no note", file.name, "", "", "", words, notes))
    return score


class _Comparison:
    """One page beside the plans of its tables."""

    def __init__(self, score: Score, file: File, page: Page, plans: list[SheetPlan]) -> None:
        self.score, self.file, self.page, self.plans = score, file, page, plans

    def run(self) -> None:
        self._headers()
        rows = [row for plan in self.plans if plan.taken for row in plan.rows]
        pairs = list(self._pairs(self.page.rows if self.page.taken else [], rows))
        met = {id(got) for _row, got in pairs if got}
        for expected, got in pairs:
            self._row(expected, got)
        for one in rows:
            if id(one) not in met and one.status is not Status.HELD:
                values = said(one)
                self.score.got += len(values)
                self._note("extra row", str(one.row), "", "no proposal", str(next(iter(values.values()), "")))
        if not self.file.by_order:
            self._kinds()

    def _note(self, kind: str, place: str, name: str, expected: object, got: object) -> None:
        sheet = self.page.name
        self.score.findings.append(Finding(kind, self.file.name, sheet, place, name, _text(expected), _text(got)))

    def _headers(self) -> None:
        if not self.page.headers or self.file.by_order:
            return
        self.score.headers += len(self.page.headers)
        self.score.first_row += self.page.headers[0] == (min(row for row, _column in self.page.cells),)
        found = [plan.structure.header_rows for plan in self.plans]
        again = [plan.sheet.first_row + i for plan in self.plans for i, kind in enumerate(plan.structure.kinds)
                 if kind is Kind.REPEATED]  # fmt: skip
        for expected in self.page.headers:
            if expected in found or set(expected) <= set(again):
                self.score.exact += 1
            else:
                self._note("header", str(expected[0]), "", expected, found)

    def _pairs(self, expected: list[Row], got: list[RowPlan]) -> Iterator[tuple[Row, RowPlan | None]]:
        if self.file.by_order or any(row.number == 0 for row in expected):
            rest = iter(got)
            yield from ((row, next(rest, None)) for row in expected)
            return
        by_number = {row.row: row for row in got}
        yield from ((row, by_number.get(row.number)) for row in expected)

    def _kinds(self) -> None:
        found = {
            number: kind
            for plan in self.plans
            for number, kind in enumerate(plan.structure.kinds, plan.sheet.first_row)
        }
        for number, kind in self.page.aside.items():
            got = found.get(number)
            if kind in _KINDS and got and got not in _KINDS[kind]:
                self._note("kind", str(number), "", kind, got.value)

    def _row(self, row: Row, got: RowPlan | None) -> None:
        sure = {key: one for key, one in row.cells.items() if one.value is not None and not _may_be_missing(one.value)}
        self.score.expected += len(sure)
        if got is None:
            text = next((str(one.value) for key, one in sure.items() if key.startswith("title")), "")
            self._note("lost row", str(row.number), "", f"{len(sure)} values: {text}", "")
            return
        if row.held is not None and (got.status is Status.HELD) != row.held:
            why = "; ".join(p.reason.text for p in got.problems if p.reason.weight.value == "holds")
            self._note("held" if not row.held else "not held", str(row.number), "", "", why)
            if not row.held:
                return
        values = said(got)
        self.score.got += len(values)
        for key, one in row.cells.items():
            self._cell(row, got, key, one, values.get(key))
        for key in values.keys() - row.cells.keys():
            letter = self._column_of(got, key)
            place = self._place(row, letter)
            self._note("extra", place, key, "nothing", values[key])
            if not self._is_named(got, key, letter):
                self._note("silent", place, key, "nothing", values[key])
        self._needless(row, got)

    def _cell(self, row: Row, got: RowPlan, key: str, one: Expect, value: Meaning) -> None:
        letter = column_letter(one.column) if one.column else self._column_of(got, key)
        place = self._place(row, letter)
        named = self._is_named(got, key, letter)
        if one.asks:
            self.score.questions += 1
            if value is not None:
                self._note("wrong", place, key, "a question", value)
                if not named:
                    self._note("silent", place, key, "a question", value)
            elif not named:
                self._note("unasked", place, key, "a question", "")
            return
        if value is None and (one.value is None or _may_be_missing(one.value)):
            return
        self.score.expected += _may_be_missing(one.value)
        if is_right(one.value, value):
            self.score.right += one.value is not None
            if one.look and not named:
                self._note("no look", place, key, one.value, value)
            return
        self._note("wrong" if value is not None else "missing", place, key, one.value, value)
        if value is not None and not named:
            self._note("silent", place, key, one.value, value)

    def _needless(self, row: Row, got: RowPlan) -> None:
        """List what is asked or remarked of cells that leave no doubt."""
        doubtful = {column_letter(one.column) for one in row.cells.values() if (one.asks or one.look) and one.column}
        for one in got.problems:
            if one.column and one.column not in doubtful:
                self._note("needless", self._place(row, one.column), one.target, "no remark", one.reason.text)

    @staticmethod
    def _place(row: Row, letter: str) -> str:
        return f"{letter}{row.number or ''}"

    def _plan_of(self, row: RowPlan) -> SheetPlan | None:
        return next((plan for plan in self.plans if plan.name == row.sheet), None)

    def _column_of(self, row: RowPlan, key: str) -> str:
        plan = self._plan_of(row)
        columns = plan.columns if plan else ()
        return next((one.letter for one in columns if one.applied and _serves(one.applied, key)), "")

    def _is_named(self, row: RowPlan, key: str, letter: str) -> bool:
        if any(one.column == letter or _serves(one.target, key) for one in row.problems if one.column):
            return True
        plan = self._plan_of(row)
        column = plan.column(letter) if plan and letter else None
        return column is not None and column.certainty in _WAITING


def _serves(target: str, key: str) -> bool:
    """Tell whether values of a column's target may come to stand in a field."""
    return target == key or (key == "budget_precision" and target == "budget_total") or (
        target in ("title", "summary") and key.startswith(f"{target}_")
    ) or (target in ("start_planned", "end_planned", "duration_months") and key.endswith("_planned"))  # fmt: skip


def said(row: RowPlan) -> dict[str, Meaning]:
    """Return what a planned row says, field by field: amounts with their currency, lists as sets."""
    found: dict[str, Meaning] = {
        key: value for key, value in row.values.items() if value is not None and key not in _NOT_FIELDS
    }
    for key in _MONEY:
        if isinstance(amount := row.values.get(key), int):
            found[key] = f"{exact_text(amount)} {row.values.get(f'{key}_currency')}"
    lists: dict[str, set[str]] = {}
    for kind, line in row.children:
        if kind == "party":
            lists.setdefault(f"party_{line.get('role')}", set()).add(str(line.get("name")))
        elif kind == "alignment":
            lists.setdefault(str(line.get("scheme")), set()).add(str(line.get("code")))
        else:
            text = next((str(value) for value in line.values() if value), "")
            lists.setdefault(_KEYS_OF_LINES.get(kind, kind), set()).add(text)
    return found | {key: frozenset(values) for key, values in lists.items()}


def is_right(expected: Meaning | Either, got: Meaning) -> bool:
    """Tell whether a value is (one of) the expected."""
    return any(one == got for one in (expected.values if isinstance(expected, Either) else (expected,)))


def _may_be_missing(expected: Meaning | Either) -> bool:
    return isinstance(expected, Either) and None in expected.values


def _text(value: object) -> str:
    if isinstance(value, Either):
        return " | ".join(_text(one) for one in value.values)
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    return str(value)


def total(scores: Iterable[Score], kind: str) -> int:
    """Return how many findings of a kind there are."""
    return sum(len(score.of(kind)) for score in scores)

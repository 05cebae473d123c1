"""What only a person can say about a column: asked once, answered for every cell of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.importing.amounts import NO_CURRENCY, UNCLEAR_AMOUNT, UNCLEAR_CURRENCY, UNCLEAR_UNIT
from khartoum_desktop.importing.dating import UNCLEAR_DATE
from khartoum_desktop.importing.model import ColumnPlan, Plan, Problem, SheetPlan
from khartoum_desktop.proposals.lists import MEMBER, Lists

ORDER, DECIMAL, CURRENCY, UNIT = "order", "decimal", "currency", "unit"
_ASKS: Final = {
    UNCLEAR_DATE: ORDER,
    UNCLEAR_AMOUNT: DECIMAL,
    UNCLEAR_CURRENCY: CURRENCY,
    UNCLEAR_UNIT: UNIT,
    NO_CURRENCY.message: CURRENCY,
}
_FREQUENT: Final = ("EUR", "USD")


@dataclass(frozen=True, slots=True)
class Question:
    """One setting of a column that its cells leave open: the answers to choose from, a cell, and how many wait."""

    sheet: str
    column: ColumnPlan
    setting: str  # ORDER, DECIMAL, CURRENCY or UNIT, as `Settings` names it
    answers: tuple[str, ...]
    example: str
    waiting: int


def questions(plan: Plan) -> tuple[Question, ...]:
    """Return the open questions of the sheets that are taken, column by column, each once."""
    return tuple(one for sheet in plan.sheets if sheet.taken for one in _of_sheet(sheet, plan.source.lists))


def _of_sheet(sheet: SheetPlan, lists: Lists) -> Iterable[Question]:
    asked: dict[tuple[str, str], list[Problem]] = {}
    for row in sheet.rows:
        for problem in row.problems:
            setting = _ASKS.get(problem.reason.message)
            if setting and problem.column:
                asked.setdefault((problem.column, setting), []).append(problem)
    for (letter, setting), problems in asked.items():
        column = sheet.column(letter)
        if column is not None:
            answers = _answers(setting, problems, sheet, lists) if setting != UNIT else _units(column)
            yield Question(sheet.name, column, setting, answers, problems[0].original, len(problems))


def _units(column: ColumnPlan) -> tuple[str, ...]:
    return str(column.settings.unit), str(column.settings.doubt)


def _answers(setting: str, problems: Sequence[Problem], sheet: SheetPlan, lists: Lists) -> tuple[str, ...]:
    if setting == ORDER:
        return ("dmy", "mdy")
    if setting == DECIMAL:
        return (".", ",")
    named = [code for problem in problems for code in dict(problem.reason.args).get("candidates", "").split(" / ")]
    home = lists.item(MEMBER, sheet.sender_country or "")
    own = home.extra.get("currency", "") if home else ""
    found = [code for code in dict.fromkeys(named) if code]
    if own in found:
        found.remove(own)
    return tuple(dict.fromkeys(code for code in (own, *(found or _FREQUENT)) if code))

"""What only a person can say about a column: asked once, answered for every cell of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.importing.amounts import NO_CURRENCY, UNCLEAR_AMOUNT, UNCLEAR_CURRENCY, UNCLEAR_UNIT
from khartoum_desktop.importing.cleaning import UNCLEAR_LANGUAGE
from khartoum_desktop.importing.dating import PERHAPS_DATE, UNCLEAR_CALENDAR, UNCLEAR_DATE, UNCLEAR_UNIT_OF_TIME
from khartoum_desktop.importing.model import ColumnPlan, Plan, Problem, SheetPlan
from khartoum_desktop.proposals.lists import MEMBER, Lists

ORDER, DECIMAL, CURRENCY, UNIT = "order", "decimal", "currency", "unit"
CALENDAR, MONTHS, LANGUAGE = "calendar", "months", "language"
_ASKS: Final = {
    UNCLEAR_DATE: ORDER,
    UNCLEAR_AMOUNT: DECIMAL,
    UNCLEAR_CURRENCY: CURRENCY,
    UNCLEAR_UNIT: UNIT,
    UNCLEAR_CALENDAR: CALENDAR,
    PERHAPS_DATE: CALENDAR,
    UNCLEAR_UNIT_OF_TIME.message: MONTHS,
    UNCLEAR_LANGUAGE.message: LANGUAGE,
    NO_CURRENCY.message: CURRENCY,
}
_FREQUENT: Final = ("EUR", "USD")


@dataclass(frozen=True, slots=True)
class Question:
    """One setting of a column that its cells leave open: the answers to choose from, a cell, and how many wait."""

    sheet: str
    column: ColumnPlan
    setting: str  # ORDER, DECIMAL, CURRENCY, UNIT, CALENDAR, MONTHS or LANGUAGE, as `Settings` names it
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
            answers = _of_column(setting, column) or _answers(setting, problems, sheet, lists)
            yield Question(sheet.name, column, setting, answers, problems[0].original, len(problems))


def _of_column(setting: str, column: ColumnPlan) -> tuple[str, ...]:
    """Return the answers that the column itself leaves, none for a question about its cells."""
    if setting == UNIT:
        return str(column.settings.unit), str(column.settings.doubt)
    if setting == CALENDAR:
        return "gregorian", column.settings.perhaps or "hijri"
    if setting == LANGUAGE:
        return "en", column.settings.perhaps or "fr"
    return ("month", column.settings.perhaps or "year") if setting == MONTHS else ()


def _answers(setting: str, problems: Sequence[Problem], sheet: SheetPlan, lists: Lists) -> tuple[str, ...]:
    if setting == ORDER:
        return ("dmy", "mdy")
    if setting == DECIMAL:
        return (".", ",")
    named = [code for problem in problems for code in dict(problem.reason.args).get("candidates", "").split(" / ")]
    home = lists.item(MEMBER, sheet.sender_country or "")
    own = home.extra.get("currency", "") if home else ""
    found = [code for code in dict.fromkeys(named) if code]
    if found:
        found.sort(key=lambda code: code != own)
        return tuple(found)
    return tuple(dict.fromkeys(code for code in (own, *_FREQUENT) if code))

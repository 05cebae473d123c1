"""What the values of a column look like, to back or to contradict what its header says."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

from khartoum_desktop.core.dates import parse_date, parse_months, parse_period
from khartoum_desktop.core.money import money_from_cell
from khartoum_desktop.core.numbers import parse_count
from khartoum_desktop.core.text import script_of
from khartoum_desktop.importing.amounts import read_currency
from khartoum_desktop.importing.cells import IDENTIFIER
from khartoum_desktop.importing.model import PLAIN
from khartoum_desktop.importing.pieces import codes_in, country_in, is_nothing, parties_in
from khartoum_desktop.importing.secrecy import CONFIDENTIALITY, read_confidentiality
from khartoum_desktop.importing.statuses import FUNDING, STATE, funding_in, is_state, speaks_of_funding
from khartoum_desktop.importing.targets import Reading, Target
from khartoum_desktop.importing.unlisted import is_numbered
from khartoum_desktop.proposals.lists import COUNTRY, PRIORITY, Lists
from khartoum_desktop.sheets.model import Cell

_SAMPLE: Final = 40  # distinct values looked at: enough to see what a column is
_HALF: Final = 0.5
_SOME: Final = 0.3
_MOST: Final = 0.75
_PHONE: Final = re.compile(r"[+(\d][\d\s()./+-]{5,}")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sample of a column's distinct values, empties and words for nothing left out; `filled` counts all rows."""

    values: tuple[Cell, ...]
    filled: int
    distinct: int
    everything: Mapping[Cell, None]

    def all_texts(self) -> Iterable[str]:
        """Yield every distinct text of the column: one telling cell decides a vote."""
        return (value for value in self.everything if isinstance(value, str))

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the sampled values that are texts."""
        return tuple(value for value in self.values if isinstance(value, str))

    def share(self, test: Callable[[Cell], bool]) -> float:
        """Return the share of the sampled values that pass a test; 0 for an empty column."""
        return sum(1 for value in self.values if test(value)) / len(self.values) if self.values else 0.0


def evidence_of(cells: Iterable[Cell]) -> Evidence:
    """Return the evidence of a column's cells."""
    filled = [cell for cell in cells if cell is not None]
    distinct: dict[Cell, None] = dict.fromkeys(filled)
    telling = (cell for cell in distinct if not (isinstance(cell, str) and (not cell.strip() or is_nothing(cell))))
    return Evidence(tuple(islice(telling, _SAMPLE)), len(filled), len(distinct), distinct)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)


def _has_letters(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_LETTERS.search(cell))


def _is_money(cell: Cell) -> bool:
    return _is_number(cell) or (isinstance(cell, str) and money_from_cell(cell) is not None)


def _is_date(cell: Cell) -> bool:
    if isinstance(cell, str):
        return parse_date(cell) is not None or parse_period(cell) is not None
    if isinstance(cell, date):
        return True
    return isinstance(cell, int) and (1900 <= cell <= 2200 or 40_000 <= cell <= 55_000)  # noqa: PLR2004 - a year, a day of 2009 to 2050


def _is_duration(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.strip().isdecimal() or parse_months(cell) is not None or parse_period(cell) is not None
    return isinstance(cell, int) and 0 <= cell <= 4000  # noqa: PLR2004 - days


def _is_count(cell: Cell) -> bool:
    return isinstance(cell, int) or (isinstance(cell, str) and parse_count(cell) is not None)


def _is_country(lists: Lists, cell: Cell) -> bool:
    return isinstance(cell, str) and country_in(cell, lists) is not None


def _is_currency(lists: Lists, target: Target, cell: Cell) -> bool:
    return isinstance(cell, str) and bool(read_currency(target, PLAIN, lists, cell).values)


def _is_code(lists: Lists, scheme: str, cell: Cell) -> bool:
    if cell is None:
        return False
    return bool(codes_in(str(cell), scheme, lists)[0]) or (scheme == PRIORITY and is_numbered(str(cell)))


def _is_choice(lists: Lists, scheme: str, cell: Cell) -> bool:
    if scheme == FUNDING:
        return isinstance(cell, str) and funding_in(cell, lists)[0] is not None
    if scheme == CONFIDENTIALITY:
        return isinstance(cell, str) and bool(read_confidentiality(scheme, lists, cell).values)
    return isinstance(cell, str) and lists.find(scheme, cell) is not None


def _is_email(cell: Cell) -> bool:
    return isinstance(cell, str) and "@" in cell


def _is_phone(cell: Cell) -> bool:
    if isinstance(cell, int):
        return cell >= 100_000  # noqa: PLR2004 - six figures
    return isinstance(cell, str) and bool(_PHONE.search(cell))


def _is_identifier(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(IDENTIFIER.fullmatch(cell.strip()))


def _is_word(cell: Cell) -> bool:
    return _has_letters(cell) and not _is_email(cell)


def fits(target: Target, evidence: Evidence, lists: Lists) -> bool | None:
    """Tell whether a column's values can be what a target holds; None for an empty column, which tells nothing."""
    if not evidence.values:
        return None
    test, least = _test(target, lists)
    return evidence.share(test) >= least


def _test(target: Target, lists: Lists) -> tuple[Callable[[Cell], bool], float]:
    """Return a test and the share of values that must pass it."""
    if target.key in _BY_KEY:
        return _BY_KEY[target.key], _HALF
    if target.reading is Reading.CURRENCY:
        return partial(_is_currency, lists, target), _HALF
    if target.reading in _BY_READING:
        return _BY_READING[target.reading]
    if target.reading is Reading.COUNTRY:
        return partial(_is_country, lists), _HALF
    if target.reading is Reading.CODES:
        return partial(_is_code, lists, target.scheme), _SOME
    return partial(_is_choice, lists, target.scheme), _HALF if target.scheme else 0.0


_BY_KEY: Final[Mapping[str, Callable[[Cell], bool]]] = {"contact_email": _is_email, "contact_phone": _is_phone}
_BY_READING: Final[Mapping[Reading, tuple[Callable[[Cell], bool], float]]] = {
    Reading.MONEY: (_is_money, _HALF),
    Reading.DATE: (_is_date, _HALF),
    Reading.MONTHS: (_is_duration, _HALF),
    Reading.COUNT: (_is_count, _HALF),
    Reading.IDENTIFIER: (_is_identifier, _HALF),
    Reading.SCRIPT: (_is_word, 0.7),
    Reading.TEXT: (_is_word, _SOME),
    Reading.LONG: (_is_word, _HALF),
    Reading.LINES: (_is_word, _SOME),
    Reading.PARTIES: (_is_word, _HALF),
    Reading.RESULTS: (_is_word, _HALF),
    Reading.INDICATORS: (_is_word, _HALF),
    Reading.RISKS: (_is_word, _HALF),
}


def are_names(evidence: Evidence) -> bool:
    """Tell whether a column can hold titles, however short: texts with a letter in them, no addresses."""
    return (
        evidence.share(lambda cell: isinstance(cell, str) and any(map(str.isalpha, cell)) and "@" not in cell) >= _MOST
    )


def is_numbers(evidence: Evidence) -> bool:
    """Tell whether a column holds whole numbers, as one does that counts its rows."""
    return (
        evidence.share(lambda cell: isinstance(cell, int) or (isinstance(cell, str) and cell.strip(" .").isdecimal()))
        >= _MOST
    )


def are_counts(evidence: Evidence) -> bool:
    """Tell whether a column holds numbers of people."""
    return evidence.share(_is_count) >= _MOST


def are_states(evidence: Evidence, lists: Lists) -> bool:
    """Tell whether a column holds the states of our life cycle, which no sheet sets."""
    return evidence.share(partial(_is_choice, lists, "state")) >= _HALF


def are_mostly_states(evidence: Evidence, lists: Lists) -> bool:
    """Tell whether most of what a column of parties names are countries, and more than one."""
    named = [name for text in evidence.texts for name, _role in parties_in(text, lists)]
    states = [name for name in named if lists.has(COUNTRY, name)]
    return len(states) > 1 and len(states) * 3 >= len(named) * 2


def status_meant(evidence: Evidence, lists: Lists) -> str | None:
    """Return what a column called “status” is: funding if any cell speaks of it, else the state; None: neither."""
    funding = evidence.share(lambda cell: speaks_of_funding(cell, lists))
    either = evidence.share(lambda cell: speaks_of_funding(cell, lists) or is_state(cell, lists))
    return None if either < _HALF else FUNDING if funding else STATE


def script_share(evidence: Evidence, script: str) -> float:
    """Return the share of a column's texts that are in a script, "arab" or "latn"."""
    texts = evidence.texts
    return sum(1 for text in texts if script_of(text) == script) / len(texts) if texts else 0.0


def mean_length(texts: Sequence[str]) -> float:
    """Return the mean length of texts in characters."""
    return sum(map(len, texts)) / len(texts) if texts else 0.0

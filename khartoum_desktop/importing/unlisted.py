"""What is said of words that a list does not have: perhaps a priority by its number or another wording, or nothing."""

import re
from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.model import Reason
from khartoum_desktop.proposals.lists import PRIORITY, Lists, word_key

_UNKNOWN: Final = N_("“{text}” is not in the list of this field.")
_BY_NUMBER: Final = N_("“{text}” is only a number: perhaps “{meant}” is meant, which is number {n} of the list.")
_PERHAPS: Final = N_("“{text}” is not in the list of this field: perhaps “{meant}” is meant.")
_NUMBERED: Final = re.compile(
    r"(?:(?:the )?(?:priority|priorities|priorite|prio|p|no|n|num|#|axe|axis|pillar|pilier|(?:ال)?(?:اولويه|محور)|رقم)"
    r"[\s.°:#-]*){1,2}(\d{1,2})"
)
_NUMBER: Final = re.compile(r"(\d{1,2})\.?0?")
_LIKE: Final = 80
_SHORTEST: Final = 5  # letters of words that can be like others
_LONGEST: Final = 200
# two crimes that are never taken for each other
_SMUGGLING: Final = re.compile(r"smuggl|trafic|passeur|تهريب")
_TRAFFICKING: Final = re.compile(r"traffick|traite|اتجار|تجاره بال")


def said_of_unlisted(pieces: Sequence[str], scheme: str, lists: Lists, *, is_whole: bool) -> Reason:
    """Return why words of a cell give no code, with the likely one; `is_whole`: the cell holds nothing else."""
    text = "; ".join(pieces)[:80]
    if scheme == PRIORITY and is_whole and len(pieces) == 1:
        number = _number_in(pieces[0])
        order = [item for item in lists.items(PRIORITY) if item.scored and not item.parent]
        if 1 <= number <= len(order):
            named = (("text", text), ("meant", order[number - 1].label()), ("n", format_number(number)))
            return Reason(_BY_NUMBER, named)
        near = _like(pieces[0], lists)
        if near:
            return Reason(_PERHAPS, (("text", text), ("meant", lists.names(PRIORITY, near))))
    return Reason(_UNKNOWN, (("text", text),))


def is_numbered(text: str) -> bool:
    """Tell whether words name a priority by its number, not by a bare figure, which may be a rank: P7, الأولوية 7."""
    return len(text) <= _LONGEST and bool(_NUMBERED.fullmatch(fold_key(text)))


def _number_in(text: str) -> int:
    folded = fold_key(text[:_LONGEST])
    found = _NUMBERED.fullmatch(folded) or _NUMBER.fullmatch(folded)
    return int(found[1]) if found else 0


def _like(text: str, lists: Lists) -> str | None:
    from rapidfuzz import fuzz, process

    key = word_key(text[:_LONGEST])
    if len(key) < _SHORTEST:
        return None
    crimes = _crimes_in(key)
    names = {
        word_key(name): item.code
        for item in lists.items(PRIORITY)
        for name in (*item.labels.values(), *item.aliases)
        if _crimes_in(word_key(name)) == crimes
    }
    best = process.extractOne(key, names.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE)
    return names[best[0]] if best else None


def _crimes_in(key: str) -> tuple[bool, bool]:
    return bool(_SMUGGLING.search(key)), bool(_TRAFFICKING.search(key))

"""What a cell of a table of marks says: a mark, one of the blanks in words, or nothing. Pure."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, listed, speaking
from khartoum_desktop.core.text import cut, fold, fold_key, one_line
from khartoum_desktop.scoring.criteria import Scale
from khartoum_desktop.scoring.model import BLANKS, Answer, Blank, parse_mark

# beside the labels in the three languages
_OTHERS: Final[Mapping[Blank | None, tuple[str, ...]]] = {
    None: ("not assessed", "not_assessed", "لم يُقيَّم", "لم يقيّم", "non évalué"),
    Blank.ABSTAINED: ("abstain", "abstention", "s'est abstenu", "abstenu", "ممتنع", "امتنع", "امتناع"),
    Blank.CONFLICT: (
        "conflict", "conflict of interests", "conflit", "conflit d'intérêt", "conflit d'intérêts", "تضارب",
        "تضارب مصالح", "تضارب المصالح", "تضارب في المصالح", "تعارض مصالح",
    ),
    Blank.NOT_APPLICABLE: ("n/a", "na", "sans objet", "non applicable", "s.o.", "لا ينطبق", "غير منطبق"),
}  # fmt: skip
_NAMED: Final = 60  # letters of a cell that a refusal names
_WORDED: Final = re.compile(r"\s*(-?\d+(?:[.,٫]\d+)?)\s*[-–—:.()،,;]*\s*([^\d]+)")
_SPACES: Final = re.compile(r"\s+")


def named(text: str) -> str:
    """Return the words of a cell as a refusal names them: in one line, and not too long."""
    words = one_line(text)
    return words if len(words) <= _NAMED else f"{cut(words, _NAMED)}…"


def blank_of(text: str) -> Blank | None:
    """Return the blank that words in any of the languages stand for; None for an empty text. UserError for others."""
    words = fold_key(text)
    if not words:
        return None
    known = _known_words()
    if words in known:
        return known[words]
    raise UserError(
        fill(_("“{words}” is no reason for a missing mark."), words=named(text)),
        fill(_("Write one of: {words}."), words=listed(str(one) for one in Blank)),
    )


@cache
def _known_words() -> Mapping[str, Blank | None]:
    found: dict[str, Blank | None] = {str(one): one for one in Blank}
    for blank, words in _OTHERS.items():
        found |= {fold_key(word): blank for word in words}
    for language in LANGUAGES:
        with speaking(language):
            found |= {fold_key(_(label)): blank for blank, label in BLANKS.items()}
    return found


def mark_of(text: str, scale: Scale) -> int | None:
    """Return a written mark in the scale's units, None for an empty text; UserError for what is no mark of the scale.

    Digits of any script, a point or a comma, and spaces around or between them are read.
    """
    written = _SPACES.sub("", fold(text))
    if not written:
        return None
    return parse_mark(written, scale, named(text))


def answer_of(mark: str, blank: str, scale: Scale) -> Answer:
    """Return what the cells for mark and blank say together; UserError when both say something, or what neither can.

    Words of a blank count where the mark belongs, too.
    """
    said = blank_of(blank)
    words = fold_key(mark)
    if words in _known_words():
        other = _known_words()[words]
        if said is None or said is other:
            return Answer(blank=other or said)
        raise UserError(_("Two different reasons for a missing mark are given."), _("Give one of the two."))
    value = mark_of(mark, scale)
    if value is not None and said is not None:
        raise UserError(_("A mark and a blank cannot be given together."), _("Give one of the two."))
    return Answer(value, said)


def answer_in(cell: str, scale: Scale) -> tuple[Answer, bool]:
    """Return what one cell of a sheet says, and whether its words had to be left out: "4 – good" is a 4."""
    try:
        return answer_of(cell, "", scale), False
    except UserError:
        worded = _WORDED.fullmatch(cell)
        if worded is None:
            raise
        return Answer(mark_of(worded[1], scale)), True

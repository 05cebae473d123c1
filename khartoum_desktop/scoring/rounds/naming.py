"""Names of rounds: two of one presidency are never called the same. Pure."""

from collections.abc import Iterable
from itertools import count

from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring.criteria import Wording


def free_label(wanted: Wording, known: Iterable[Wording]) -> Wording:
    """Return a name that no other bears in any language: with "(2)", or the next number, where it is taken."""
    taken = {fold_key(text) for one in known for text in one.texts}
    names = (wanted if number == 1 else _numbered(wanted, number) for number in count(1))
    return next(one for one in names if taken.isdisjoint(map(fold_key, one.texts)))


def _numbered(one: Wording, number: int) -> Wording:
    ar, en, fr = (f"{text} ({number})" if text else None for text in (one.ar, one.en, one.fr))
    return Wording(ar, en, fr)

"""What is made of a name that no list of countries and partners has: read, doubted or only kept, never in silence."""

import re
from typing import Final, NamedTuple

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing import words
from khartoum_desktop.importing.model import Reason, Weight
from khartoum_desktop.importing.nations import either, is_north, like
from khartoum_desktop.importing.pieces import country_in
from khartoum_desktop.importing.state_names import government_in
from khartoum_desktop.proposals.lists import PARTY, Lists

UNKNOWN: Final = Reason(N_("No country or partner is known by this name."))
_PERHAPS: Final = N_("No country or partner is known by this name: perhaps {country} is meant.")
_PIECE_PERHAPS: Final = N_("“{text}” is no country or partner that is known: perhaps {perhaps} is meant.")
_PIECE_UNKNOWN: Final = N_("“{text}” is no country or partner that is known: it is taken as it is written.")
_REGION: Final = N_("“{text}” names a region or a group of States, no single country: it is only kept.")
_EITHER: Final = N_("“{text}” can be {one} or {other}: two countries are called so.")
# a country, and in brackets a remark or a part of it; or a number before it
_BESIDE: Final = re.compile(r"([^()\d]+?)\s*\([^()]+\)|\(?\d{1,2}\)?\s*[.):-]\s*([^()\d]+)")
_LONGEST: Final = 80  # characters of a name in a sentence


class Named(NamedTuple):
    """What a name stands for: a country's code, or a party of that name, or neither; and what is said of it."""

    code: str | None
    is_kept: bool
    reason: Reason | None


def read_as(code: str, lists: Lists) -> Reason:
    """Return what is said of a name that was read as a country, though it is not written so."""
    return Reason(N_("Read as {country}."), (("country", lists.names(PARTY, code)),), Weight.LOOK)


def country_named(text: str, lists: Lists) -> Named:
    """Return which country a cell means that names none of the lists: it must be one."""
    code, reason = _meant(text, lists)
    if code or reason:
        return Named(code, False, reason)
    near = like(text, lists)
    if near:
        return Named(None, False, Reason(_PERHAPS, (("country", lists.names(PARTY, near)),)))
    return Named(None, False, UNKNOWN)


def party_named(text: str, lists: Lists, *, is_whole: bool, of_states: bool) -> Named:
    """Return which party a name means that is in no list: an organisation of any name may be one.

    `is_whole`: the cell holds nothing else; `of_states`: its column lists countries, so that other names are doubted.
    """
    code, reason = _meant(text, lists, with_remarks=of_states)
    if code or reason:
        return Named(code, False, reason)
    near = like(text, lists)
    weight = Weight.LEAVES if of_states else Weight.LOOK
    shown = ("text", text[:_LONGEST])
    if near and is_whole and of_states:
        return Named(None, False, Reason(_PERHAPS, (("country", lists.names(PARTY, near)),)))
    if near:
        return Named(
            None, not of_states, Reason(_PIECE_PERHAPS, (shown, ("perhaps", lists.names(PARTY, near))), weight)
        )
    return Named(None, True, Reason(_PIECE_UNKNOWN, (shown,), Weight.LOOK) if of_states else None)


def _meant(text: str, lists: Lists, *, with_remarks: bool = True) -> tuple[str | None, Reason | None]:
    """Return a country and what is said of it, or why a name is none; `with_remarks`: one with words in brackets is."""
    code = government_in(text, lists)
    if code:
        return code, read_as(code, lists)
    shown = ("text", text[:_LONGEST])
    beside = _BESIDE.fullmatch(text[: 2 * _LONGEST]) if with_remarks else None
    if beside and (code := country_in(beside[1] or beside[2], lists)) and not is_north(text):
        return code, read_as(code, lists)
    if several := either(words.STATE.sub("", fold_key(text[: 2 * _LONGEST]))):
        one, other = (lists.names(PARTY, code) for code in several)
        return None, Reason(_EITHER, (shown, ("one", one), ("other", other)))
    if len(text) <= _LONGEST and words.REGION.fullmatch(fold_key(text)):
        return None, Reason(_REGION, (shown,))
    return None, None

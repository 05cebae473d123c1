"""Conditions and kept searches on the command line: what `list` is asked, and the command `searches`."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.dates import parse_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.money import to_thousandths
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.searches import operations
from khartoum_desktop.proposals.searches import queries as kept
from khartoum_desktop.proposals.searches.model import (
    Condition,
    SavedSearch,
    Search,
    Test,
    problem,
    scheme_of,
    stored_key,
    tests_for,
)

_TESTS: Final[Mapping[str, Test]] = {
    "contains": Test.CONTAINS,
    "is": Test.ONE_OF,
    "between": Test.RANGE,
    "blank": Test.BLANK,
    "filled": Test.NOT_BLANK,
    "since": Test.CHANGED_SINCE,
}
_KEY_AND_TEST: Final = 2


def search_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what narrows a list down and orders it."""
    parser.add_argument("--search", default="", metavar="TEXT", help=_("only proposals that contain these words"))
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help=_(
            "only proposals of which a field meets this: “KEY contains WORDS”, “KEY is A,B”, “KEY between A..B” (one "
            "end may be left out), “KEY blank”, “KEY filled”, “KEY since DATE” (changed since then); may be repeated"
        ),
    )
    parser.add_argument("--sort", metavar="KEY", help=_("order by this field"))
    parser.add_argument("--descending", action="store_true", help=_("the last one first"))


def search_of(given: argparse.Namespace, lists: Lists, begun: Search | None = None) -> Search:
    """Return what the arguments ask, added to a search that is kept already; UserError for what cannot be asked."""
    begun = begun or Search()
    conditions = tuple(condition_of(text, lists) for text in given.where)
    found = replace(begun, conditions=(*begun.conditions, *conditions))
    found = replace(found, words=f"{begun.words} {given.search}".strip())
    if given.sort or given.descending:
        found = replace(found, sort=given.sort or begun.sort, descending=given.descending)
    return found


def condition_of(text: str, lists: Lists) -> Condition:
    """Return the condition that words say: a key, a test and, for most tests, a value; UserError for all else."""
    key, test, value = (*text.split(maxsplit=_KEY_AND_TEST), "", "", "")[:3]
    if not tests_for(key) or test not in _TESTS:
        raise UserError(
            fill(_("“{text}” is no condition."), text=text[:100]),
            fill(_("Write a key of the field list and one of: {words}."), words=listed(_TESTS)),
        )
    condition = Condition(key, _TESTS[test], _VALUES[_TESTS[test]](key, value, lists))
    if wrong := problem(condition, lists):
        can = (word for word, offered in _TESTS.items() if offered in tests_for(key))
        raise UserError(wrong, fill(_("“{key}” can be asked: {words}."), key=key, words=listed(can)))
    return condition


def _no_value(_key: str, value: str, _lists: Lists) -> tuple[str, ...]:
    return (value,) if value else ()


def _codes(key: str, value: str, lists: Lists) -> tuple[str, ...]:
    """Return the codes that are named, each by its code or by its name in any language."""
    named = [name.strip() for name in value.split(",")]
    return tuple(dict.fromkeys(lists.find(scheme_of(key), name) or name for name in named if name))


def _ends(key: str, value: str, _lists: Lists) -> tuple[str, ...]:
    low, dots, high = (part.strip() for part in value.partition(".."))
    return tuple(_end(key, text) for text in (low, high)) if dots else ()


def _end(key: str, text: str) -> str:
    """Return one end of a range as it is stored; what cannot be read is left to be refused."""
    kind = BY_KEY[stored_key(key)].type if stored_key(key) in BY_KEY else Type.NUMBER
    if not text:
        return ""
    if kind is Type.DATE:
        return _iso(text)
    try:
        return str(to_thousandths(text)) if kind is Type.MONEY else text
    except ValueError:
        return text


def _iso(text: str) -> str:
    found = parse_date(text)
    return found.iso if found is not None and found.iso else text


def _day(_key: str, value: str, _lists: Lists) -> tuple[str, ...]:
    return (_iso(value),)


_VALUES: Final[Mapping[Test, Callable[[str, str, Lists], tuple[str, ...]]]] = {
    Test.CONTAINS: _no_value,
    Test.ONE_OF: _codes,
    Test.RANGE: _ends,
    Test.BLANK: _no_value,
    Test.NOT_BLANK: _no_value,
    Test.CHANGED_SINCE: _day,
}


# --- searches ---------------------------------------------------------------------------------------------------------


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=("list", "keep", "remove"), help=_("what to do"))
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=_("name of the search"))
    parser.add_argument("--everybody", action="store_true", help=_("keep it for everybody"))
    search_arguments(parser)


def _searches(context: Context) -> Answer:
    given, work = context.arguments, context.work
    if given.action == "keep":
        ident = operations.keep(work, given.name, search_of(given, queries.lists_of(work)), shared=given.everybody)
        (one,) = (each for each in kept.saved(work) if each.id == ident)
        return Answer({"search": _shown(one)}, [fill(_("The search “{name}” is kept."), name=one.name)])
    if given.action == "remove":
        one = kept.by_name(work, given.name)
        operations.remove(work, one.id)
        return Answer({"removed": one.name}, [fill(_("The search “{name}” is no longer kept."), name=one.name)])
    found = kept.saved(work)
    counts = queries.counts(work).saved
    rows = [[str(counts[one.id]), one.name] for one in found]
    data = [{**_shown(one), "found": counts[one.id]} for one in found]
    return Answer({"searches": data}, table(rows) or [_("No search is kept.")])


def _shown(one: SavedSearch) -> dict[str, Any]:
    words = {test: word for word, test in _TESTS.items()}
    where = [{"key": each.key, "test": words[each.test], "values": list(each.values)} for each in one.search.conditions]
    return {
        "name": one.name,
        "everybody": one.owner is None,
        "search": one.search.words,
        "where": where,
        "sort": one.search.sort,
        "descending": one.search.descending,
    }


COMMANDS: Final[tuple[Command, ...]] = (
    Command("searches", N_("list, keep or remove searches"), _searches, _arguments, writes=True),
)

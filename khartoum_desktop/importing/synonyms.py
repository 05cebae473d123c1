"""Header words in three languages, and how the text of a header is taken apart before it is looked up."""

import gettext
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from khartoum_desktop.core.i18n import DOMAIN, LANGUAGES
from khartoum_desktop.core.paths import resources_folder, translations_folder
from khartoum_desktop.core.text import fold_key, script_of
from khartoum_desktop.importing.spellings import in_two_scripts, loose_key, turned_round, unnumbered
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.fields import FIELDS

KEPT: Final = ""
"""The target of a header that is known and kept with the proposal, but written to no field."""

_SIGNS: Final = re.compile(r"[\s._:;*?!،؛؟\"“”]+")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_PIECES: Final = re.compile(r"\s*[/|\n]\s*|\s+[-–—:]\s+|:\s+")
_HYPHENS: Final = re.compile(r"(?<=\w)-(?=\w)")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Known:
    """What one header text means: its targets (more than one: only the values can tell) and its languages."""

    targets: tuple[str, ...]
    languages: frozenset[str]


def header_key(text: str) -> str:
    """Return a header in the spelling by which headers are compared: folded, without points and underscores."""
    return _SIGNS.sub(" ", fold_key(text)).strip(" -–—'،,")


@cache
def synonyms() -> Mapping[str, Known]:
    """Return what each header key means: the shipped list, and the catalogue's own labels in three languages."""
    shipped = json.loads((resources_folder() / "header_synonyms.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, set[str]]] = {}
    for row in shipped["headers"]:
        for language in LANGUAGES:
            for text in row[language]:
                found.setdefault(header_key(text), {}).setdefault(row["target"] or KEPT, set()).add(language)
    for language in LANGUAGES:
        catalogue = gettext.translation(DOMAIN, translations_folder(), [language], fallback=True)
        for target in targets().values():
            key = header_key(catalogue.gettext(target.label))
            found.setdefault(key, {}).setdefault(target.key, set()).add(language)
            found.setdefault(header_key(target.key), {}).setdefault(target.key, set())
        for field in FIELDS:
            if field.key not in targets():
                found.setdefault(header_key(catalogue.gettext(field.label)), {}).setdefault(KEPT, set()).add(language)
    return {
        key: Known(tuple(sorted(by_target)), frozenset().union(*by_target.values())) for key, by_target in found.items()
    }


@cache
def headers_of() -> Mapping[str, str]:
    """Return by target, one a line, under which headers it is known, in all languages."""
    found: dict[str, list[str]] = {}
    for key, known in synonyms().items():
        for target in known.targets:
            found.setdefault(target, []).append(key)
    return {target: "\n".join(keys) for target, keys in found.items()}


# what a header that is only like a known one must not become: nobody would see the mistake, or values cannot tell
_TO_THE_LETTER: Final = frozenset({KEPT, "serial", "ref", "id", "state", "acronym", "kind", "framework", "scope"})


@cache
def loosely() -> Mapping[str, Known]:
    """Return what headers mean in the singular, without articles and small words; what would mean two things, not."""
    found: dict[str, list[Known]] = {}
    for key, known in synonyms().items():
        loose = loose_key(key)
        if len(loose) > 3:  # noqa: PLR2004 - shorter ones may be anything
            found.setdefault(loose, []).append(known)
    return {
        key: Known(several[0].targets, frozenset().union(*(one.languages for one in several)))
        for key, several in found.items()
        if len({one.targets for one in several}) == 1 and _TO_THE_LETTER.isdisjoint(several[0].targets)
    }


def known_as(key: str) -> Known | None:
    """Return what a header's key means, to the letter or but for articles and plurals; None when it is not known."""
    return synonyms().get(key) or loosely().get(loose_key(key))


def is_reversed(header: str) -> bool:
    """Tell whether a header is a known one read backwards, as texts copied from a PDF often are."""
    return bool(known_backwards(header))


def known_backwards(header: str) -> tuple[str, ...]:
    """Return what a header in reversed letters means, nothing for any other."""
    key = header_key(header)
    known = None if key in synonyms() else synonyms().get(turned_round(key))
    return known.targets if known else ()


def is_known(text: str) -> bool:
    """Tell whether a cell's text, whole or in one of its pieces, is a header that we know."""
    if len(text) > 90:  # noqa: PLR2004 - a sentence
        return False
    table = synonyms()
    return any(key in table for key in keys_of(text)) or is_reversed(text)


def keys_of(text: str) -> Iterator[str]:
    """Yield the keys of a header: the whole, without number and brackets, then its pieces; none twice, none empty."""
    seen = {""}
    plain = unnumbered(text)
    bare = without_brackets(plain)
    for candidate in (text, plain, bare, _CAMEL.sub(" ", bare), _HYPHENS.sub(" ", plain), *pieces_of(bare)):
        key = header_key(candidate)
        if key not in seen:
            seen.add(key)
            yield key


def without_brackets(text: str) -> str:
    """Return the text without what stands in brackets."""
    return _BRACKETS.sub(" ", text)


def in_brackets(text: str) -> tuple[str, ...]:
    """Return what stands in brackets, in order."""
    return tuple((match[1] or match[2] or "").strip() for match in _BRACKETS.finditer(text))


def pieces_of(text: str) -> tuple[str, ...]:
    """Return the parts of a header that says the same thing twice: اسم المشروع / Project title."""
    found = tuple(piece for piece in _PIECES.split(text) if header_key(piece))
    return (in_two_scripts(text) or found) if len(found) == 1 else found


def are_two_scripts(pieces: tuple[str, ...]) -> bool:
    """Tell whether the pieces of a header are one text in two scripts, so that one of them may be unknown."""
    return len({script_of(piece) for piece in pieces} - {""}) > 1

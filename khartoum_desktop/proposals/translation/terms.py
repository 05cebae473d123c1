"""Finding the terms of the glossary in a text, in any spelling and with the Arabic article and prefixes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.text import fold, script_of
from khartoum_desktop.proposals.lists import Item

TERM: Final = "term"  # the list of the glossary
_WORD: Final = re.compile(r"\w+")
_BRACKETS: Final = re.compile(r"\s*\([^)]*\)")
_ARTICLES: Final = ("", "ال", "ب", "بال", "ل", "لل", "ك", "كال")
PREFIXES: Final = tuple(f"{joined}{article}" for joined in ("", "و", "ف") for article in _ARTICLES)
_SHORTEST: Final = 2  # letters that are left of a word without its prefix
_PLURAL: Final = 4  # letters of a Latin word that may end in a plural s


@dataclass(frozen=True, slots=True)
class Term:
    """A term that occurs in a text: its code, as the glossary words it there, and in the language wanted."""

    code: str
    there: str
    wanted: str


class Glossary:
    """The terms of a workspace, ready to be looked for in texts of one language."""

    def __init__(self, items: Iterable[Item], language: str) -> None:
        self.language = language
        self._by_first: dict[str, list[tuple[tuple[str, ...], Item]]] = {}
        for item in items:
            if item.active:
                for words in {self._plain(name) for name in self._names(item)} - {()}:
                    self._by_first.setdefault(words[0], []).append((words, item))
        for named in self._by_first.values():
            named.sort(key=lambda pair: (-len(pair[0]), pair[1].position, pair[1].code))

    def _names(self, item: Item) -> Iterator[str]:
        label = item.labels.get(self.language, "")
        yield label
        yield _BRACKETS.sub("", label)
        script = "arab" if self.language == "ar" else "latn"
        yield from (alias for alias in item.aliases if script_of(alias) == script)

    @staticmethod
    def _plain(name: str) -> tuple[str, ...]:
        return tuple(_bare(word) for word in _WORD.findall(fold(name)))

    def find(self, text: str, wanted: str) -> list[Term]:
        """Return the terms of a text that have a wording in the language wanted, each once, in the text's order.

        Of terms that overlap the longest counts: “smuggling of migrants” is not “migrants”.
        """
        forms = [_forms(word) for word in _WORD.findall(fold(text))]
        found: dict[str, Term] = {}
        at = 0
        while at < len(forms):
            item, length = self._at(forms, at)
            if item is not None and item.labels.get(wanted):
                found.setdefault(item.code, Term(item.code, item.label(self.language), item.labels[wanted]))
            at += length
        return list(found.values())

    def _at(self, forms: list[frozenset[str]], at: int) -> tuple[Item | None, int]:
        """Return the longest term that begins at a word, and how many words it takes."""
        best: tuple[Item | None, int] = (None, 1)
        longest = 0
        for first in sorted(forms[at]):
            for words, item in self._by_first.get(first, ()):
                if len(words) > longest and _reads(forms, at, words):
                    best, longest = (item, len(words)), len(words)
        return best


def _reads(forms: list[frozenset[str]], at: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > len(forms):
        return False
    return all(word in forms[at + place] for place, word in enumerate(words))


def _bare(word: str) -> str:
    """Return a folded word of the glossary without the article, or the plural's s."""
    if script_of(word) == "arab":
        return word.removeprefix("ال") if len(word) - 2 >= _SHORTEST else word
    return _singular(word)


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _PLURAL and word.endswith("s") and not word.endswith("ss") else word


def _forms(word: str) -> frozenset[str]:
    """Return what a folded word of a text may be in the glossary: as it is, and without what is joined to it."""
    if script_of(word) != "arab":
        return frozenset({word, _singular(word)})
    return frozenset(
        word.removeprefix(prefix)
        for prefix in PREFIXES
        if word.startswith(prefix) and (not prefix or len(word) - len(prefix) >= _SHORTEST)
    )

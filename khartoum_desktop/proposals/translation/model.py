"""What is to be translated: which text stands for which, what is missing or unchecked, and what an edit changes in it.

A proposal has two texts in three languages, its title and its summary, and one status for each language
(`translation_ar` …): original, translated, unchecked or missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES, languages_first, pgettext
from khartoum_desktop.proposals.fields import BY_KEY

GROUPS: Final = ("title", "summary")
ORIGINAL, TRANSLATED, UNCHECKED, MISSING = "original", "translated", "unchecked", "missing"
TEXTS: Final = tuple(f"{group}_{lang}" for group in GROUPS for lang in LANGUAGES)
STATUSES: Final = tuple(f"translation_{lang}" for lang in LANGUAGES)
COLUMNS: Final = (*TEXTS, *STATUSES, "language_original")  # all that the rules below read of a proposal
RESTRICTED: Final = "restricted"

Columns = Mapping[str, object]


class State(Enum):
    """How far a text, or a proposal, is in a language."""

    NOTHING = "nothing"  # there is nothing to translate: no text, or it is the original
    MISSING = "missing"
    UNCHECKED = "unchecked"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Piece:
    """One text to be translated: of which language its original is, the two texts as they are, and its state."""

    group: str
    target: str
    source: str  # language of the original, "" where there is none
    original: str
    text: str
    state: State

    @property
    def key(self) -> str:
        """The field that holds the translation."""
        return f"{self.group}_{self.target}"

    @property
    def longest(self) -> int:
        """How many characters the field may have."""
        return BY_KEY[self.key].max_length or 0


def text_of(columns: Columns, group: str, lang: str) -> str:
    """Return a text in a language, “” when there is none."""
    return str(columns.get(f"{group}_{lang}") or "")


def original_of(columns: Columns) -> str:
    """Return the language a proposal was written in; where that is not said, the first that its texts are in."""
    said = str(columns.get("language_original") or "")
    if said in LANGUAGES:
        return said
    return next((lang for group in GROUPS for lang in LANGUAGES if text_of(columns, group, lang)), "en")


def pieces(columns: Columns, target: str) -> tuple[Piece, ...]:
    """Return the title and the summary of a proposal as they stand in a language."""
    return tuple(_piece(columns, group, target) for group in GROUPS)


def _piece(columns: Columns, group: str, target: str) -> Piece:
    text = text_of(columns, group, target)
    first = original_of(columns)
    source = ""
    if not (text and target == first):
        others = (lang for lang in languages_first(first) if lang != target)
        source = next((lang for lang in others if text_of(columns, group, lang)), "")
    state = State.NOTHING
    if source:
        checked = columns.get(f"translation_{target}") in {TRANSLATED, ORIGINAL}
        state = State.MISSING if not text else State.DONE if checked else State.UNCHECKED
    return Piece(group, target, source, text_of(columns, group, source), text, state)


def state_of(found: tuple[Piece, ...]) -> State:
    """Return how far a proposal is: missing before unchecked before done."""
    states = {piece.state for piece in found}
    return next((state for state in (State.MISSING, State.UNCHECKED, State.DONE) if state in states), State.NOTHING)


# --- what follows from an edit ----------------------------------------------------------------------------------------


def statuses_after(before: Columns, written: Columns) -> dict[str, str]:
    """Return the statuses that follow from texts written without the desk: in the form, or by an import.

    A new text counts as unchecked until somebody says otherwise; where the original is another now, so do the
    translations made of it. Only what changes is returned.
    """
    changed = [key for key in TEXTS if key in written and (written[key] or None) != (before.get(key) or None)]
    after = {**before, **written}
    original = original_of(after)
    found: dict[str, str] = {}
    for key in changed:
        group, lang = key.rsplit("_", 1)
        if lang != original:
            found[lang] = _of_one(after, lang)
            continue
        for other in LANGUAGES:
            if other != original and text_of(after, group, other) and before.get(f"translation_{other}") == TRANSLATED:
                found[other] = UNCHECKED
    return _news(before, found)


def _of_one(after: Columns, lang: str) -> str:
    if not any(text_of(after, group, lang) for group in GROUPS):
        return MISSING
    status = str(after.get(f"translation_{lang}") or MISSING)
    return UNCHECKED if status == MISSING else status


def status_translated(before: Columns, target: str, written: Mapping[str, str], *, checked: bool) -> dict[str, str]:
    """Return the status that follows from translations (by group) written at the desk, or by a translator.

    They count as translated, unless the person says that they are a machine's or not checked. A text of the same
    language that was unchecked, and was not written now, keeps the whole language unchecked.
    """
    after = {**before, **{f"{group}_{target}": text for group, text in written.items()}}
    if target == original_of(before):
        return statuses_after(before, {f"{group}_{target}": text for group, text in written.items()})
    if not any(text_of(after, group, target) for group in GROUPS):
        return _news(before, {target: MISSING})
    waiting = before.get(f"translation_{target}") not in {TRANSLATED, ORIGINAL}
    left = any(text_of(after, group, target) for group in GROUPS if group not in written)
    return _news(before, {target: TRANSLATED if checked and not (waiting and left) else UNCHECKED})


def _news(before: Columns, found: Mapping[str, str]) -> dict[str, str]:
    named = {f"translation_{lang}": status for lang, status in found.items()}
    return {name: status for name, status in named.items() if before.get(name) != status}


def language_name(code: str) -> str:
    """Return a language's name as it stands inside a sentence."""
    names = {
        "ar": pgettext("language", "Arabic"),
        "en": pgettext("language", "English"),
        "fr": pgettext("language", "French"),
    }
    return names.get(code, code)

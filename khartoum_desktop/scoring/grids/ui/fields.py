"""Fields of the page of criteria: each shows a part of a set and changes it; a broken rule stands beside its field."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, NAMES, _, fill, is_rtl, language
from khartoum_desktop.core.numbers import parse_number
from khartoum_desktop.core.text import LRI, PDI, RLI
from khartoum_desktop.scoring.criteria import CriteriaSet, Wording, fraction_text, shown_exactly
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.scoring.grids.model import LENGTHS, GridError, tidy
from khartoum_desktop.toolkit.direction import alive, set_shown
from khartoum_desktop.toolkit.forms import Editor, LineEditor, LongEditor, NumberEditor
from khartoum_desktop.toolkit.parts import IconLabel

Put = Callable[[CriteriaSet, Any], CriteriaSet]
Get = Callable[[CriteriaSet], Any]
Place = Callable[[CriteriaSet], str]
NARROW: Final = 84


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """An editor, the place of its part in a set (as GridError names it), and how the part is read and changed."""

    editor: Editor
    place: Place
    get: Get
    put: Put


class Fields:
    """The fields that are shown; `change` is told (field, value) when one is left with another value."""

    def __init__(self, change: Callable[[Field, object], None]) -> None:
        self._change = change
        self._all: list[Field] = []
        self._fresh: set[Field] = set()  # those that have not shown anything yet

    def add(self, editor: Editor, place: str | Place, get: Get, put: Put) -> Editor:
        """Take a field and return its editor."""
        found = place if callable(place) else partial(_constant, place)
        field = Field(editor, found, get, put)
        editor.committed.connect(lambda value: self._change(field, value))
        self._all.append(field)
        self._fresh.add(field)
        return editor

    def show(self, criteria: CriteriaSet, *, read_only: bool) -> None:
        """Show a set; what is being typed stays as it is."""
        self._all = [field for field in self._all if alive(field.editor)]
        for field in self._all:
            if field in self._fresh or not field.editor.dirty:
                field.editor.set_value(field.get(criteria))
            field.editor.set_read_only(read_only)
        self._fresh.clear()

    def settled(self) -> None:
        """Take every complaint away."""
        for field in self._all:
            if alive(field.editor) and field.editor.problem:
                field.editor.set_problem(None)

    def complain(self, error: UserError, about: Field, criteria: CriteriaSet) -> Editor:
        """Say what is wrong beside the field whose part it is, else beside the one that was changed."""
        place = error.place if isinstance(error, GridError) else ""
        found = next((one for one in self._all if alive(one.editor) and place and one.place(criteria) == place), about)
        found.editor.set_problem(str(error))
        return found.editor

    def commit(self) -> None:
        """Announce what is being typed."""
        for field in list(self._all):
            if alive(field.editor) and field.editor.dirty:
                field.editor.commit()

    def restore(self) -> None:
        """Bring back what is stored."""
        for field in self._all:
            if alive(field.editor) and field.editor.dirty:
                field.editor.restore()

    @property
    def dirty(self) -> bool:
        """Whether something typed is not stored."""
        return any(alive(field.editor) and field.editor.dirty for field in self._all)


def problem_line(*editors: Editor) -> IconLabel:
    """Return the line below a row of fields that says what is wrong with the first of them that has a problem."""
    line = IconLabel("error", role="error", kind="caption")
    line.hide()

    def tell() -> None:
        text = next((editor.problem for editor in editors if editor.problem), "")
        line.set_text(text)
        set_shown(line, text)

    for editor in editors:
        editor.problem_changed.connect(lambda _text: tell())
    return line


def _constant(place: str, _criteria: CriteriaSet) -> str:
    return place


def parse_exact(text: str) -> Fraction:
    """Return the exact number that a person writes, as "3.5", "3,5", "٣٫٥" or "1/3"; UserError for anything else."""
    found = exact.read(text)
    if found is None:
        number = parse_number(text)
        if number is not None and number.value is not None and number.other is None:
            found = Fraction(number.value)
    if found is None:
        raise UserError(
            fill(_("“{text}” is no number."), text=text[:50]), _("Write it such as 3.5, with a point, or 1/3.")
        )
    if abs(found) > exact.LARGEST or found.denominator > exact.FINEST:
        raise UserError(fill(_("The number {text} is too large."), text=text[:50]), _("Use fewer decimals."))
    return found


def written_exactly(number: Fraction) -> str:
    """Return a number so that `parse_exact` gives it back: "2.5", and "1/3" where the decimals never end."""
    words = shown_exactly(number)
    try:
        return words if parse_exact(words) == number else fraction_text(number)
    except UserError:
        return fraction_text(number)


def exact_editor(name: str, width: int = NARROW) -> NumberEditor:
    """Return an editor of an exact number, which may be empty."""
    return NumberEditor(parse_exact, written_exactly, name=name, width=width)


# --- words in three languages -----------------------------------------------------------------------------------------


def titled(key: str, name: str) -> str:
    """Return a key with its name, in the direction of the window wherever it is cut."""
    words = fill(_("{key} {name}"), key=key, name=name or "–")
    return f"{RLI if is_rtl(language()) else LRI}{words}{PDI}"


def text_of(words: Wording, language: str) -> str | None:
    """Return what is said in one language."""
    return {"ar": words.ar, "en": words.en, "fr": words.fr}[language]


def said(words: Wording, language: str, text: object, kind: str) -> Wording:
    """Return the words with another text in one language."""
    texts = {code: text_of(words, code) for code in LANGUAGES}
    texts[language] = tidy(str(text), kind) if text else None
    return Wording(**texts)


def word_editor(name: str, language: str, kind: str) -> LineEditor:
    """Return a line for words in a language, which runs in its direction."""
    editor = LineEditor(longest=LENGTHS[kind])
    side = Qt.LayoutDirection.RightToLeft if is_rtl(language) else Qt.LayoutDirection.LeftToRight
    editor.line.setLayoutDirection(side)
    editor.set_name(fill(_("{field}, {language}"), field=name, language=NAMES[language]))
    return editor


def long_editor(name: str, language: str, lines: int = 2) -> LongEditor:
    """Return a text of several lines in a language, which runs in its direction."""
    editor = LongEditor(lines=lines)
    side = Qt.LayoutDirection.RightToLeft if is_rtl(language) else Qt.LayoutDirection.LeftToRight
    editor.text.setLayoutDirection(side)
    editor.set_name(fill(_("{field}, {language}"), field=name, language=NAMES[language]))
    return editor

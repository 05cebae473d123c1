"""The current language: gettext catalogues, direction, and sentences with isolated values."""

import gettext as _gettext
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.paths import translations_folder
from khartoum_desktop.core.text import LRI, PDI, RLI, isolate, outside_isolates

LANGUAGES: Final = ("ar", "en", "fr")
NAMES: Final[Mapping[str, str]] = {"ar": "العربية", "en": "English", "fr": "Français"}
DOMAIN: Final = "khartoum"


@dataclass(slots=True)
class _Current:
    """The one global of the program: which language is spoken, and with which digits."""

    code: str = "en"
    digits: str = "latn"
    catalogue: _gettext.NullTranslations = field(default_factory=_gettext.NullTranslations)


_everywhere = _Current()
_here: ContextVar[_Current] = ContextVar("language of this piece of work", default=_everywhere)


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    try:
        return _gettext.translation(DOMAIN, translations_folder(), [code], fallback=code == "en")
    except FileNotFoundError as error:  # nothing can be said in that language
        sentence = f"The texts in {NAMES[code]} are not compiled in this checkout."
        raise UserError(sentence, "Compile them: python installer/translations.py compile") from error


def set_language(code: str, digits: str = "latn") -> None:
    """Switch to "ar", "en" or "fr"; digits "latn" (123) or "arab" (١٢٣), in Arabic only. Unknown codes mean English."""
    code = code if code in LANGUAGES else "en"
    _everywhere.code, _everywhere.digits, _everywhere.catalogue = code, _digits_of(code, digits), _catalogue(code)


def _digits_of(code: str, wanted: str) -> str:
    """Return the digits that a language is written with: only Arabic has a choice."""
    return wanted if code == "ar" else "latn"


@contextmanager
def speaking(code: str, digits: str = "latn") -> Iterator[None]:
    """Use another language for one piece of work in this thread: a document that is not in the window's language."""
    token = _here.set(_Current(code, _digits_of(code, digits), _catalogue(code)))
    try:
        yield
    finally:
        _here.reset(token)


def language() -> str:
    """Return the current language's code."""
    return _here.get().code


def digits() -> str:
    """Return "latn" or "arab": how numbers are written for the person."""
    return _here.get().digits


def is_rtl(code: str | None = None) -> bool:
    """Tell whether a language (default: the current one) is written from right to left."""
    return (code or _here.get().code) == "ar"


def languages_first(code: str | None = None) -> tuple[str, ...]:
    """Return the three languages, the given (default: current) one first: the order in which texts stand in."""
    first = code or _here.get().code
    return (first, *(other for other in ("en", "fr", "ar") if other != first))


def _(message: str) -> str:
    return _here.get().catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form for n; fill in the number with `fill(..., n=format_number(n))`."""
    return _here.get().catalogue.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Return the translation of a word that means different things in different places."""
    return _here.get().catalogue.pgettext(context, message)


def N_(message: str) -> str:
    """Mark a constant for translation; translate it where it is shown."""
    return message


def listed(words: Iterable[str]) -> str:
    """Return words with the language's comma between them, each in its own direction."""
    return _(", ").join(isolated(word) for word in words)


def fill(template: str, /, **values: object) -> str:
    """Put values into a translated sentence, each isolated so that it keeps its own direction."""
    return template.format_map({name: isolated(str(value)) for name, value in values.items()})


def isolated(text: str) -> str:
    """Isolate a value; one of nothing but isolated words, such as a list of them, runs as the language does."""
    if PDI not in text or any(sign.isalpha() for sign in outside_isolates(text)):
        return isolate(text)
    return f"{RLI if is_rtl() else LRI}{text}{PDI}"

"""The language: catalogues, plural forms, direction, digits, and values isolated in sentences."""

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from khartoum_desktop.core import i18n, paths
from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext, pgettext, set_language, speaking
from khartoum_desktop.core.text import strip_isolates

_DAYS = ("{n} day", "{n} days")
_SAVE = {"ar": "حفظ", "fr": "Enregistrer"}
_STATE = {"ar": "دولة", "fr": "État"}
_FORMS = {
    "ar": ("{n} يوم (صفر)", "يوم واحد", "يومان", "{n} أيام", "{n} يوما", "{n} يوم"),
    "fr": ("{n} jour", "{n} jours"),
}


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Small catalogues of our own in the place of the shipped ones, by the shipped plural rules."""
    for code, forms in _FORMS.items():
        with (paths.translations_folder() / code / "LC_MESSAGES" / "khartoum.po").open("rb") as file:
            rule = read_po(file, locale=code).plural_forms
        lines = [
            'msgid ""\nmsgstr ""',
            f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {rule}\\n"\n',
            f'msgid "{_DAYS[0]}"\nmsgid_plural "{_DAYS[1]}"',
            *(f'msgstr[{at}] "{form}"' for at, form in enumerate(forms)),
            f'\nmsgid "Save"\nmsgstr "{_SAVE[code]}"',
            f'\nmsgctxt "country"\nmsgid "State"\nmsgstr "{_STATE[code]}"\n',
        ]
        target = tmp_path / code / "LC_MESSAGES" / "khartoum.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, read_po(io.BytesIO("\n".join(lines).encode()), locale=code))
    monkeypatch.setattr(i18n, "translations_folder", lambda: tmp_path)
    i18n._catalogue.cache_clear()
    yield
    i18n._catalogue.cache_clear()


@pytest.mark.usefixtures("catalogues")
def test_sentences_are_in_the_language_that_was_set() -> None:
    assert _("Save") == "Save"
    set_language("fr")
    assert (_("Save"), pgettext("country", "State"), _("unknown")) == ("Enregistrer", "État", "unknown")
    set_language("ar")
    assert (_("Save"), pgettext("country", "State")) == ("حفظ", "دولة")
    set_language("xx")
    assert (i18n.language(), _("Save")) == ("en", "Save")


@pytest.mark.usefixtures("catalogues")
@pytest.mark.parametrize(
    ("language", "numbers_and_forms"),
    [
        ("en", {0: "{n} days", 1: "{n} day", 2: "{n} days", 11: "{n} days"}),
        ("fr", {0: "{n} jour", 1: "{n} jour", 2: "{n} jours", 100: "{n} jours"}),
        (
            "ar",
            {
                0: "{n} يوم (صفر)",
                1: "يوم واحد",
                2: "يومان",
                3: "{n} أيام",
                10: "{n} أيام",
                11: "{n} يوما",
                99: "{n} يوما",
                100: "{n} يوم",
                103: "{n} أيام",
            },
        ),
    ],
)
def test_every_language_chooses_its_plural_form(language: str, numbers_and_forms: dict[int, str]) -> None:
    set_language(language)
    assert {n: ngettext(*_DAYS, n) for n in numbers_and_forms} == numbers_and_forms


@pytest.mark.usefixtures("catalogues")
def test_one_piece_of_work_may_speak_another_language() -> None:
    set_language("fr")
    seen: list[str] = []
    with speaking("ar", "arab"):
        assert (i18n.language(), i18n.digits(), _("Save"), i18n.is_rtl()) == ("ar", "arab", "حفظ", True)
        thread = threading.Thread(target=lambda: seen.append(i18n.language()))
        thread.start()
        thread.join()
    assert seen == ["fr"]
    assert (i18n.language(), i18n.digits(), _("Save"), i18n.is_rtl()) == ("fr", "latn", "Enregistrer", False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_only_arabic_is_written_with_arabic_digits(language: str) -> None:
    set_language(language, "arab")
    assert i18n.digits() == "latn"
    with speaking(language, "arab"):
        assert i18n.digits() == "latn"
    set_language("ar", "arab")
    assert i18n.digits() == "arab"


def test_direction_and_order_of_languages() -> None:
    assert i18n.is_rtl("ar")
    assert not i18n.is_rtl("en")
    assert i18n.languages_first() == ("en", "fr", "ar")
    assert i18n.languages_first("ar") == ("ar", "en", "fr")
    assert set(i18n.NAMES) == set(i18n.LANGUAGES)


@pytest.mark.parametrize(("code", "opening"), [("ar", "\u2067"), ("fr", "\u2066")])
def test_a_list_inside_a_sentence_runs_as_the_language_does(code: str, opening: str) -> None:
    set_language(code)
    said = fill("{names}.", names=listed(["الدولة نفسها", "A"]))
    assert said.startswith(f"{opening}\u2068الدولة نفسها\u2069")
    assert fill("{name}", name=said).startswith(f"{opening}{opening}")
    assert fill("{name}", name=f"x {said}").startswith("\u2066x")


def test_values_keep_their_own_direction_inside_a_sentence() -> None:
    assert fill("Import {file} ({n})", file="ملف.xlsx", n=3) == "Import \u2068ملف.xlsx\u2069 (\u20683\u2069)"
    assert fill("{file}", file="{n}") == "\u2068{n}\u2069"
    assert N_("Save") == "Save"


@pytest.mark.parametrize(("code", "said"), [("ar", "a، b"), ("en", "a, b"), ("fr", "a, b")])
def test_lists_have_the_comma_of_the_language(code: str, said: str) -> None:
    set_language(code)
    assert strip_isolates(listed(["a", "b"])) == said
    assert listed([]) == ""

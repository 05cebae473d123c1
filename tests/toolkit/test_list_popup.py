"""The list under a field: found by any spelling in any language, and it says so when there is nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, set_language
from khartoum_desktop.core.text import Name, strip_isolates
from khartoum_desktop.proposals.lists import COUNTRY, PARTY
from khartoum_desktop.proposals.shipped_lists import shipped_lists
from khartoum_desktop.toolkit.choosing import CountryEditor, ListPopup
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.theme import install_theme
from tests.toolkit.showing import show

LIBYA = Name("ليبيا", "LY\nليبيا\nLibya\nLibye\nالجماهيرية")
ITEMS = [("LB", Name("لبنان", "Lebanon\nLiban")), ("LY", LIBYA), *((f"X{n}", f"دولة {n}") for n in range(9))]


def opened_on(editor: CountryEditor, typed: str) -> ListPopup:
    editor.box.open_list(typed)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    return popup


def shown(popup: ListPopup) -> list[str]:
    model = popup.list.model()
    return [strip_isolates(str(model.index(row, 0).data())) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lib", ["لبنان", "ليبيا"]),
        ("LIBY", ["ليبيا"]),
        ("lebanon", ["لبنان"]),
        ("جماهيريه", ["ليبيا"]),
        ("libye ly", ["ليبيا"]),
        ("دولة 3", ["دولة 3"]),
        ("atlantis", []),
    ],
)
def test_every_spelling_that_a_name_knows_finds_it(qtbot: QtBot, typed: str, found: list[str]) -> None:
    editor = CountryEditor(ITEMS)
    show(qtbot, editor)
    told: list[object] = []
    editor.committed.connect(told.append)
    popup = opened_on(editor, typed)
    assert shown(popup) == found
    assert popup.list.isVisible() is bool(found)
    assert popup.nothing.isVisible() is (not found)
    assert popup.line.accessibleDescription() == ("" if found else _("Nothing found"))
    QTest.keyClick(popup.line, Qt.Key.Key_Down)
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    if found:
        assert [dict(ITEMS)[str(code)] for code in told] == [found[-1]]
    else:
        assert told == []
        popup.line.setText("")
        assert len(shown(popup)) == len(ITEMS) + 1, "all of them, and none"
        assert popup.list.isVisible()
        popup.close()


def test_what_is_called_so_in_the_shown_language_comes_first(qtbot: QtBot) -> None:
    items = [("A", Name("Oman", "Sultanate")), ("B", Name("Southern sultans", "")), ("C", Name("Sultania", ""))]
    editor = CountryEditor([*items, *((f"X{n}", f"Other {n}") for n in range(9))])
    show(qtbot, editor)
    popup = opened_on(editor, "sultan")
    assert shown(popup) == ["Sultania", "Southern sultans", "Oman"]
    popup.close()


@pytest.mark.parametrize("scheme", [COUNTRY, PARTY])
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_countries_are_found_in_every_language(qtbot: QtBot, language: str, scheme: str) -> None:
    set_language(language)
    install_theme("light")
    set_direction()
    lists = shipped_lists()
    editor = CountryEditor(lists.choices(scheme))
    show(qtbot, editor)
    for typed in ("Egypt", "Égypte", "مصر", "EG"):
        popup = opened_on(editor, typed)
        assert lists.label(scheme, "EG") in shown(popup)
        popup.close()


def test_a_name_is_a_plain_text_everywhere_else() -> None:
    assert LIBYA == "ليبيا"
    assert type(LIBYA.strip()) is str

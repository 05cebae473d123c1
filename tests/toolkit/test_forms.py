"""Editors: one interface; committed on leaving, not per key; Esc restores; problems keep the text."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.toolkit.choosing import Combo, ListPopup
from khartoum_desktop.toolkit.forms import (
    ChoiceEditor,
    CodesEditor,
    CountryEditor,
    DateEditor,
    Editor,
    FieldRow,
    FormSection,
    LineEditor,
    LinesEditor,
    LongEditor,
    MoneyEditor,
    NumberEditor,
)
from tests.toolkit.conftest import Speak
from tests.toolkit.showing import show as show_parts

COUNTRIES = [(f"X{n}", f"Country {n}") for n in range(8)] + [("ET", "Éthiopie"), ("EG", "مِصر"), ("SS", "South Sudan")]
Place = Callable[[Editor], list[Any]]


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    """Return a function that shows an editor above another field and gives back the list of what it announces."""

    def show(editor: Editor) -> list[Any]:
        other = QLineEdit()
        other.setObjectName("other")
        show_parts(qtbot, editor, other)
        told: list[Any] = []
        editor.committed.connect(told.append)
        return told

    return show


def leave(editor: Editor) -> None:
    """Go to the field below."""
    other = editor.window().findChild(QLineEdit, "other")
    assert other is not None
    other.setFocus()


def popup() -> ListPopup:
    """Return the list that is open."""
    found = QApplication.activePopupWidget()
    assert isinstance(found, ListPopup)
    return found


def test_a_line_is_announced_once_when_it_is_left(place: Place) -> None:
    editor = LineEditor()
    told = place(editor)
    editor.set_value("old")
    editor.setFocus()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "  new   title ")
    assert (told, editor.dirty) == ([], True)
    leave(editor)
    assert told == ["new title"]
    assert (editor.value(), editor.line.text(), editor.dirty) == ("new title", "new title", False)
    editor.setFocus()
    leave(editor)
    editor.commit()
    assert told == ["new title"]
    editor.line.clear()
    editor.commit()
    assert told == ["new title", None]


def test_enter_commits_and_escape_restores(place: Place) -> None:
    editor = LineEditor()
    told = place(editor)
    editor.set_value("kept")
    editor.setFocus()
    QTest.keyClicks(editor.line, "x")
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert (editor.line.text(), told) == ("kept", [])
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "y")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert told == ["y"]


def test_what_comes_from_the_store_is_not_announced(place: Place) -> None:
    editor = LongEditor(longest=20)
    told = place(editor)
    editor.set_value("a\n\nb")
    editor.commit()
    assert (told, editor.value()) == ([], "a\n\nb")


def test_a_text_counts_its_letters_and_each_paragraph_takes_its_side(place: Place) -> None:
    editor = LongEditor(longest=1000)
    place(editor)
    editor.set_value("An English line.\nسطر بالعربية.")
    assert "30" in editor.counter.text()
    assert "1,000" in editor.counter.text()
    document = editor.text.document()
    sides = [document.findBlockByNumber(line).textDirection() for line in (0, 1)]
    assert sides == [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
    editor.set_value("x" * 1001)
    assert editor.counter.property("role") == "error"
    editor.text.setFocus()
    QTest.keyClick(editor.text, Qt.Key.Key_Tab)
    assert "\t" not in str(editor.value())


def test_a_text_is_as_high_as_its_pane_makes_it(place: Place) -> None:
    editor = LongEditor(lines=1)
    place(editor)
    editor.set_value("Soutien aux voies de migration régulière")
    high = editor.text.height()
    editor.setFixedWidth(120)
    QTest.qWait(50)
    assert editor.text.height() > high
    assert editor.text.verticalScrollBar().maximum() == 0


def test_items_are_one_a_line(place: Place) -> None:
    editor = LinesEditor()
    told = place(editor)
    editor.set_value(("IOM", "IGAD"))
    assert editor.value() == "IOM\nIGAD"
    editor.text.setPlainText(" IOM \n\n UNHCR")
    editor.commit()
    assert told == ["IOM\nUNHCR"]


def test_a_number_that_is_none_stays_in_sight_with_its_problem(place: Place) -> None:
    editor = NumberEditor()
    told = place(editor)
    editor.set_value(1250)
    assert editor.line.text() == "1,250"
    editor.line.setText("a few")
    assert not editor.commit()
    assert "whole number" in editor.problem
    assert editor.line.property("problem") == "true"
    assert (editor.value(), editor.line.text(), told) == (1250, "a few", [])
    editor.line.setText("٣٦")
    assert editor.commit()
    assert (told, editor.problem) == ([36], "")
    assert editor.line.alignment() & Qt.AlignmentFlag.AlignAbsolute


def test_an_amount_has_a_currency_and_refuses_doubt(place: Place) -> None:
    editor = MoneyEditor([("EUR", "EUR"), ("USD", "USD")], name="Total cost")
    told = place(editor)
    assert editor.value() is None
    editor.set_value((1_250_000_500, "USD"))
    assert (editor.amount.line.text(), editor.currency.code()) == ("1,250,000.50", "USD")
    assert editor.value() == (1_250_000_500, "USD")
    editor.amount.line.setText("2.5 M€")
    assert editor.commit()
    assert told == [(2_500_000_000, "EUR")]
    assert editor.currency.code() == "EUR"
    editor.amount.line.setText("to be defined")
    assert not editor.commit()
    assert editor.problem
    editor.restore()
    assert editor.problem == ""
    editor.setFocus()
    QTest.keyClick(editor.amount.line, Qt.Key.Key_Tab)  # within the field: nothing is announced
    assert told == [(2_500_000_000, "EUR")]


def test_a_date_shows_what_it_was_understood_as(place: Place) -> None:
    def parse(text: str) -> str:
        if "2027" not in text:
            raise UserError("No date.", "Write a year.")
        return "2027-01"

    editor = DateEditor(parse, lambda value: f"January {value[:4]}")
    told = place(editor)
    editor.line.setText("01/2027")
    assert (editor.understood.isHidden(), editor.understood.text()) == (False, "January 2027")
    editor.commit()
    assert (told, editor.line.text(), editor.understood.isHidden()) == (["2027-01"], "January 2027", True)
    editor.line.setText("soon")
    assert not editor.commit()
    assert editor.problem == "No date. Write a year."


def test_a_choice_is_found_in_any_spelling_by_typing(place: Place) -> None:
    editor = CountryEditor(COUNTRIES)
    told = place(editor)
    assert editor.value() is None
    editor.setFocus()
    QTest.keyClicks(editor.box, "e")
    opened = popup()
    opened.line.setText("ethio")
    QTest.keyClick(opened.line, Qt.Key.Key_Return)
    assert (told, editor.value()) == (["ET"], "ET")
    opened = editor.box.open_list()
    opened.line.setText("مصر")
    QTest.keyClick(opened.line, Qt.Key.Key_Return)
    assert told == ["ET", "EG"]


def test_a_list_opens_where_it_is_and_moves_with_the_arrows(place: Place) -> None:
    editor = ChoiceEditor([("a", "Alpha"), ("b", "Beta"), ("c", "Gamma")])
    told = place(editor)
    editor.set_value("b")
    editor.setFocus()
    QTest.keyClick(editor.box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    opened = popup()
    assert opened.line.isHidden()  # four lines need no search
    QTest.keyClick(opened.list, Qt.Key.Key_Down)
    QTest.keyClick(opened.list, Qt.Key.Key_Return)
    assert told == ["c"]
    opened = editor.box.open_list()
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert (editor.value(), told) == ("c", ["c"])


def test_a_code_that_the_list_does_not_know_is_kept(place: Place) -> None:
    editor = ChoiceEditor([("a", "Alpha")])
    told = place(editor)
    editor.set_value("from_a_newer_program")
    editor.commit()
    assert (editor.value(), told) == ("from_a_newer_program", [])
    editor.set_items([("a", "Alpha"), ("b", "Beta")])
    assert editor.value() == "from_a_newer_program"


def test_the_wheel_scrolls_the_form_not_the_choice(qtbot: QtBot) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    box = Combo([("a", "Alpha"), ("b", "Beta")])
    qtbot.addWidget(box)
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert (box.code(), event.isAccepted()) == ("a", False)


def test_several_codes_with_degrees(place: Place) -> None:
    editor = CodesEditor(COUNTRIES, degrees=[("main", "Main"), ("part", "Contributing")], name="Priorities")
    told = place(editor)
    editor.set_value([("ET", "part")])
    opened = editor.box.open_list()
    assert all("thiopie" not in label for _code, label, _folded in opened._items)  # chosen already
    opened.line.setText("south")
    QTest.keyClick(opened.line, Qt.Key.Key_Return)
    assert told == [(("ET", "part"), ("SS", "main"))]
    QApplication.processEvents()  # what was put into the layout is shown now
    degrees = [box for box in editor.findChildren(Combo) if box is not editor.box and not box.isHidden()]
    degrees[1].choose("part")
    degrees[1].activated.emit(1)
    assert told[-1] == (("ET", "part"), ("SS", "part"))
    editor._remove("ET")
    assert told[-1] == (("SS", "part"),)


def test_a_field_row_shows_what_is_wrong_instead_of_the_hint(qtbot: QtBot) -> None:
    row = FieldRow("Title", LineEditor(), "Up to 200 characters")
    section = FormSection("Identity")
    section.add(row)
    qtbot.addWidget(section)
    section.show()
    assert (row.hint.isVisible(), row.below.isVisible()) == (True, False)
    row.set_problem("A title is needed.")
    assert (row.hint.isVisible(), row.below.isVisible(), row.below.label.text()) == (False, True, "A title is needed.")
    assert row.editor.accessibleDescription() == "A title is needed."
    row.set_problem(None)
    row.set_hint("Another hint")
    assert (row.hint.isVisible(), row.hint.text()) == (True, "Another hint")
    assert row.editor.accessibleName() == "Title"


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_amounts_are_written_as_the_language_writes_them(place: Place, speak: Speak, language: str) -> None:
    speak(language)
    editor = MoneyEditor([("EUR", "EUR")])
    place(editor)
    editor.set_value((2_500_000_000, "EUR"))
    assert editor.value() == (2_500_000_000, "EUR")  # what it writes it reads again
    assert editor.commit()


def test_arabic_digits_are_written_and_read(place: Place, speak: Speak) -> None:
    speak("ar", "arab")
    editor = NumberEditor()
    place(editor)
    editor.set_value(1250)
    assert editor.line.text() == "١٬٢٥٠"
    assert editor.value() == 1250


def test_a_read_only_field_can_be_copied_but_not_changed(place: Place) -> None:
    for editor in (LineEditor(), LongEditor(), ChoiceEditor([("a", "A")])):
        place(editor)
        editor.set_value("a")
        editor.set_read_only(read_only=True)
        field = editor.focusProxy()
        assert field is not None
        QTest.keyClicks(field, "zzz")
        assert editor.value() == "a"


# --- too much, and what cannot be seen --------------------------------------------------------------------------------


def paste(editor: Editor, text: str) -> None:
    """Paste a text into an editor over what is there, as a person does."""
    QApplication.clipboard().setText(text)
    editor.setFocus()
    part: Any = editor.focusProxy()
    part.selectAll()
    QTest.keyClick(part, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("text", ["x" * 1_000_000, "نص " * 330_000, "line\n" * 200_000])
@pytest.mark.parametrize("kind", [LineEditor, LongEditor, LinesEditor])
def test_a_pasted_text_that_is_too_long_is_refused_and_never_cut(
    place: Place, kind: Callable[[], Editor], text: str
) -> None:
    editor = kind()
    told = place(editor)
    editor.set_value("old")
    paste(editor, text)
    assert editor.problem.startswith("No text may be longer than")
    leave(editor)
    assert told == []
    editor.restore()
    assert (editor.value(), editor.problem, editor.dirty) == ("old", "", False)
    paste(editor, "new")
    leave(editor)
    assert (told, editor.problem) == (["new"], "")


def test_a_stored_text_longer_than_a_line_shows_is_not_taken_for_a_change(place: Place) -> None:
    editor = LineEditor()
    told = place(editor)
    editor.set_value("x" * 40_000)
    assert not editor.dirty
    editor.setFocus()
    leave(editor)
    assert (told, editor.problem) == ([], "")


@pytest.mark.parametrize("kind", [LineEditor, LongEditor, LinesEditor])
def test_what_cannot_be_seen_does_not_stay_in_an_editor(place: Place, kind: Callable[[], Editor]) -> None:
    editor = kind()
    told = place(editor)
    editor.set_value("old")
    paste(editor, "\u202eo\0ld\u2066")
    leave(editor)
    part: Any = editor.focusProxy()
    assert (part.text() if isinstance(part, QLineEdit) else part.toPlainText()) == "old"
    assert told == []

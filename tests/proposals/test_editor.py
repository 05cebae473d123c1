"""The editor: every field saves itself, problems stand beside it, and nobody's change is passed over."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.fields import FIELDS, SECTIONS, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, as_lines
from khartoum_desktop.proposals.ui.editors import bind
from khartoum_desktop.proposals.ui.line_cards import LineCards
from khartoum_desktop.proposals.ui.side import FieldLink
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.forms import ChoiceEditor, CodesEditor
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import Room, full_disk, room
from tests.proposals.seeing import state

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
EDITED = [field for field in FIELDS if field.type is not Type.DERIVED and field.key != "source"]


def make(work: Workspace, title: str = "Skills hubs") -> str:
    return operations.create(work, {"title_en": title, "lead_country": "EG"})


def column(work: Workspace, ident: str, name: str) -> object:
    return queries.read(work, ident).columns[name]


def texts_in(widget: Any) -> str:
    labels = widget.findChildren(QLabel)
    return strip_isolates("\n".join(label.text() for label in labels if not label.isHidden()))


def buttons_in(widget: Any, words: str) -> list[QPushButton]:
    """Return the buttons in sight that are called so, from top to bottom."""
    return [
        one for one in widget.findChildren(QPushButton)
        if one.isVisible() and words in strip_isolates(one.text() or one.accessibleName())
    ]  # fmt: skip


def press(here: Room, button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    here.settle()


def do(here: Room, action: str) -> None:
    run(next(one for one in here.page.actions() if one.id == action))
    here.settle()


# --- every editor -----------------------------------------------------------------------------------------------------


def example(field: Any, lists: Lists) -> Any:
    """Return a full value of a field."""
    if field.type is Type.TABLE:
        return ({"id": "x", **{column.key: cell_example(column, lists) for column in field.columns}},)
    if field.type in {Type.CHOICE, Type.CODES}:
        code = lists.choices(field.scheme)[-1][0]
        return code if field.type is Type.CHOICE else ({"code": code},)
    return {
        Type.COUNTRY: "SD",
        Type.NUMBER: 24,
        Type.MONEY: Amount(1_234_567, "TND"),
        Type.DATE: "2027-Q3",
        Type.LINES: "first\nsecond",
    }.get(field.type, "نص Text")


def cell_example(one: Any, lists: Lists) -> Any:
    if one.type is Type.CHOICE:
        return lists.choices(one.scheme)[0][0]
    return {Type.COUNTRY: "EG", Type.MONEY: None, Type.DATE: "2027-03"}.get(one.type, "words")


@pytest.mark.parametrize("field", EDITED, ids=lambda field: field.key)
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_an_editor_gives_back_what_it_was_given(qtbot: QtBot, lists: Lists, field: Any, language: str) -> None:
    from khartoum_desktop.core.i18n import set_language
    from khartoum_desktop.toolkit.theme import install_theme

    install_theme("light")
    set_language(language)
    bound = bind(field, lists)
    qtbot.addWidget(bound.editor)
    for value in (example(field, lists), None if field.type not in {Type.TABLE, Type.CODES} else ()):
        bound.show(value)
        assert not bound.editor.dirty
        back = bound.read(bound.editor.value())
        if isinstance(value, tuple) and not isinstance(value, Amount):
            pairs = zip(as_lines(back), as_lines(value), strict=True)
            assert all({name: got.get(name) for name in line} == dict(line) for got, line in pairs)
        else:
            assert back == value
    assert bound.editor.accessibleName()


HOSTILE = ("a\0b", "\u202e" * 20 + "x", "=1+1", "x" * 200_000, "🙂", "١٢٣٤")


@pytest.mark.parametrize("key", ["title_en", "context", "activities", "duration_months", "start_planned", "acronym"])
def test_hostile_text_in_a_field_is_saved_clean_or_refused_in_words(qtbot: QtBot, work: Workspace, key: str) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident).form.bound[key].editor
        for text in HOSTILE:
            before = state(work)
            field: Any = editor.focusProxy()
            (field.setPlainText if isinstance(field, QTextEdit) else field.setText)(text)
            editor.commit()
            here.settle()
            stored = column(work, ident, key)
            assert not (isinstance(stored, str) and any(mark in stored for mark in "\0\u202e"))
            if state(work) == before:
                assert editor.problem or not here.page.message.isHidden()
            here.page._undo_typing()


# --- saving -----------------------------------------------------------------------------------------------------------


def test_leaving_a_field_saves_it(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        here.type_into("acronym", "SKH")
        here.type_into("title_ar", "مراكز المهارات")
        here.type_into("context", "One. Two.")
        here.type_into("duration_months", "2 years")
        here.type_into("start_planned", "March 2027")
        here.type_into("budget_total", "1.5 million USD")
        here.type_into("beneficiaries_total", "1200")
        here.type_into("locations", "Aswan")
    detail = queries.read(work, ident)
    assert detail.columns["acronym"] == "SKH"
    assert detail.columns["title_ar"] == "مراكز المهارات"
    assert detail.columns["context"] == "One. Two."
    assert detail.columns["duration_months"] == 24
    assert detail.columns["start_planned"] == "2027-03"
    assert detail.value("budget_total") == Amount(1_500_000_000, "USD")
    assert detail.columns["beneficiaries_total"] == 1200
    assert detail.columns["locations"] == "Aswan"


def test_nothing_is_saved_key_by_key_and_escape_brings_the_old_text_back(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        here.type_into("title_en", "Half a ti", leave=False)
        here.settle()
        assert column(work, ident, "title_en") == "Skills hubs"
        line: Any = here.editor.form.bound["title_en"].editor.focusProxy()
        QTest.keyClick(line, Qt.Key.Key_Escape)
        assert line.text() == "Skills hubs"


def test_a_choice_is_saved_as_soon_as_it_is_made(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        editor = here.editor.form.bound["framework"].editor
        assert isinstance(editor, ChoiceEditor)
        editor.box.choose("bilateral")
        editor.box.activated.emit(editor.box.currentIndex())
        here.settle()
        assert column(work, ident, "framework") == "bilateral"


def test_what_cannot_be_understood_stays_with_its_reason_and_keeps_the_page(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        here.type_into("start_planned", "one fine day")
        row = editor.form.rows["start_planned"]
        assert row.editor.problem
        assert not row.below.isHidden()
        assert column(work, ident, "start_planned") is None
        assert not here.page.leave()
        assert not here.page.message.isHidden()
        here.page._undo_typing()
        assert here.page.leave()


def test_what_the_store_refuses_stays_typed_with_the_reason(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        here.type_into("title_en", " ")
        assert "cannot be empty" in strip_isolates(editor.form.rows["title_en"].editor.problem)
        assert not here.page.message.isHidden()
        assert column(work, ident, "title_en") == "Skills hubs"
        here.type_into("title_en", "Another title")
        assert column(work, ident, "title_en") == "Another title"
        assert here.page.message.isHidden()
        assert not editor.form.rows["title_en"].editor.problem


BIG = "\n".join(f"فقرة {n}" + " نص طويل" * 200 for n in range(40))


def test_a_refused_save_is_said_kept_and_tried_again(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        field: Any = editor.form.bound["context"].editor.focusProxy()
        with full_disk(work):
            here.type_into("context", BIG)
            assert strip_isolates(here.page.message.label.text()).startswith("Not saved: Context and problem. ")
            assert "full" in here.page.message.label.text()
            assert "Context and problem" in here.page.status()
            here.type_into("acronym", "SKH")
            assert column(work, ident, "acronym") == "SKH"  # what needs no room is saved
            do(here, "proposals.back")
            assert here.page.argument() == ident
            assert not here.page.leave()
            assert "full" in here.page.message.label.text()
            assert field.toPlainText() == BIG
            assert column(work, ident, "context") is None
        here.settle()
        press(here, buttons_in(here.page.message, "Try again")[0])
        assert str(column(work, ident, "context")).startswith("فقرة 0")
        assert here.page.message.isHidden()
        assert "Not saved" not in here.page.status()
        assert "full" not in editor.form.bound["context"].editor.problem
        assert here.page.leave()


def test_what_is_refused_only_while_the_page_is_left_keeps_it(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        with full_disk(work):
            here.type_into("context", BIG, leave=False)
            assert not here.page.leave()
            assert "full" in here.page.message.label.text()
        assert here.page.leave()
        assert str(column(work, ident, "context")).startswith("فقرة 0")


@pytest.mark.parametrize("way", ["escape", "button", "by hand"])
def test_a_refused_text_can_be_given_up(qtbot: QtBot, work: Workspace, way: str) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident).form.bound["title_en"].editor
        line: Any = editor.focusProxy()
        here.type_into("title_en", " ")
        assert not here.page.leave()
        here.settle()
        if way == "escape":
            QTest.keyClick(line, Qt.Key.Key_Escape)
        elif way == "button":
            press(here, buttons_in(here.page.message, "Undo my typing")[0])
        else:
            here.type_into("title_en", "Skills hubs", leave=False)
        assert here.page.leave()
        assert (line.text(), editor.problem) == ("Skills hubs", "")
        assert here.page.message.isHidden()
        assert "Not saved" not in here.page.status()


def test_a_fault_while_saving_keeps_the_text_too(
    qtbot: QtBot, work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        with monkeypatch.context() as patch:  # no fault of ours is known that a test could provoke
            patch.setattr(operations, "set_value", broken)
            here.type_into("acronym", "SKH")
            assert not here.page.leave()
            assert "Not saved: Acronym" in strip_isolates(here.page.message.label.text())
        assert here.page.leave()
        assert column(work, ident, "acronym") == "SKH"
        assert {type(fault) for fault in here.faults} == {ZeroDivisionError}
        here.faults.clear()


def test_a_proposal_that_somebody_deletes_meanwhile_keeps_the_text_until_it_is_back(
    qtbot: QtBot, work: Workspace
) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        here.type_into("acronym", "SKH", leave=False)
        operations.remove(work, [ident])
        here.settle()
        assert not here.page.leave()
        assert "has been deleted" in here.page.message.label.text()
        assert column(work, ident, "acronym") is None
        operations.restore(work, [ident])
        here.settle()
        assert here.page.leave()
        assert column(work, ident, "acronym") == "SKH"


def test_a_text_too_long_is_saved_and_marked(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        here.type_into("acronym", "x" * 25)
        assert column(work, ident, "acronym") == "x" * 25
        assert "25" in editor.form.rows["acronym"].editor.problem


def test_the_form_follows_undo(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        here.type_into("title_en", "Another title")
        assert here.page.header.title.text() == "Another title"
        work.undo()
        here.settle()
        line: Any = here.editor.form.bound["title_en"].editor.focusProxy()
        assert line.text() == "Skills hubs"
        assert here.page.header.title.text() == "Skills hubs"
        work.undo()
        here.settle()
        assert here.page.argument() == []  # the proposal is gone: back in the list
        assert not here.page.message.isHidden()


def test_typing_is_not_disturbed_by_somebody_elses_change_and_both_values_are_shown(
    qtbot: QtBot, work: Workspace
) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        here.type_into("submitting_ministry", "Ministry of Labour", leave=False)
        operations.set_value(work, ident, "submitting_ministry", "Ministry of Interior")
        operations.set_value(work, ident, "acronym", "SKH")
        here.settle()
        field: Any = editor.form.bound["submitting_ministry"].editor.focusProxy()
        assert field.text() == "Ministry of Labour"
        acronym: Any = editor.form.bound["acronym"].editor.focusProxy()
        assert acronym.text() == "SKH"
        here.leave(field)
        (conflict,) = queries.read(work, ident).conflicts
        assert {one.value for one in conflict.candidates} == {"Ministry of Labour", "Ministry of Interior"}
        assert "Two people" in editor.form.rows["submitting_ministry"].editor.problem
        assert not editor.side.conflicts.isHidden()
        keep = [one for one in editor.side.conflicts.findChildren(QPushButton) if "Interior" in one.accessibleName()]
        QTest.mouseClick(keep[0], Qt.MouseButton.LeftButton)
        here.settle()
        after = queries.read(work, ident)
        assert (after.conflicts, after.columns["submitting_ministry"]) == ((), "Ministry of Interior")
        assert field.text() == "Ministry of Interior"
        assert editor.side.conflicts.isHidden()


def test_two_saves_in_a_row_are_not_taken_for_two_people(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        for text in ("A", "B", "C"):
            bound = editor.form.bound["acronym"].editor
            bound.show_value(text)
            bound.commit()
        here.settle()
        detail = queries.read(work, ident)
        assert (detail.columns["acronym"], detail.conflicts) == ("C", ())


# --- tables and codes -------------------------------------------------------------------------------------------------


def test_a_party_is_added_edited_and_taken_away(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        cards = editor.form.bound["parties"].editor
        assert isinstance(cards, LineCards)
        QTest.mouseClick(cards.add_button, Qt.MouseButton.LeftButton)
        for key, text in (("name", "EG"), ("role", "lead"), ("qualifier", "regional activities only")):
            cell = cards.cell(0, key)
            cell.show_value(text)
            cell.commit()
        here.settle()
        (line,) = queries.read(work, ident).lines["parties"]
        assert (line["name"], line["role"], line["qualifier"]) == ("EG", "lead", "regional activities only")
        cards.add_line()
        cards.cell(1, "name").show_value("IT")
        cards.cell(1, "name").commit()
        here.settle()
        cards._move(cards._cards[1], -1)
        here.settle()
        assert [one["name"] for one in queries.read(work, ident).lines["parties"]] == ["IT", "EG"]
        cards._remove(cards._cards[0])
        here.settle()
        (left,) = queries.read(work, ident).lines["parties"]
        assert left["id"] == line["id"]
        work.undo()
        here.settle()
        assert cards.count() == 2


def test_an_empty_new_line_stays_while_others_are_saved(qtbot: QtBot, work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "One"}, {"risks": [{"risk": "Drought"}]})
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        cards = editor.form.bound["risks"].editor
        assert isinstance(cards, LineCards)
        cards.add_line()
        operations.set_value(work, ident, "acronym", "X")
        here.settle()
        assert cards.count() == 2
        assert len(queries.read(work, ident).lines["risks"]) == 1


def test_lines_that_somebody_else_adds_meanwhile_stay(qtbot: QtBot, work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "One"}, {"risks": [{"risk": "Drought"}]})
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        cards = editor.form.bound["risks"].editor
        assert isinstance(cards, LineCards)
        field: Any = cards.cell(0, "risk").focusProxy()
        field.setFocus()
        field.insertPlainText("Long ")
        now = queries.read(work, ident).lines["risks"]
        operations.set_lines(work, ident, "risks", [*now, {"risk": "Prices"}])
        here.settle()
        QTest.keyClick(field, Qt.Key.Key_Tab)
        here.settle()
        assert {line["risk"] for line in queries.read(work, ident).lines["risks"]} == {"Long Drought", "Prices"}


def test_codes_with_their_degrees(qtbot: QtBot, work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "One"}, {"gcm": [{"code": "GCM-5", "justification": "kept"}]})
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        codes = editor.form.bound["gcm"].editor
        assert isinstance(codes, CodesEditor)
        codes.box.choose("GCM-18")
        codes.box.activated.emit(codes.box.currentIndex())
        here.settle()
        codes._grade("GCM-18", "main")
        here.settle()
        lines = queries.read(work, ident).lines["gcm"]
        assert [(line["code"], line["degree"]) for line in lines] == [("GCM-5", None), ("GCM-18", "main")]
        assert lines[0]["justification"] == "kept"


def test_a_priority_is_claimed_with_strength_and_reason(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        cards = editor.form.bound["priorities"].editor
        assert isinstance(cards, LineCards)
        cards.add_line()
        for key, text in (("degree", "main"), ("code", "skills"), ("justification", "It certifies 600 people.")):
            cards.cell(0, key).show_value(text)
            cards.cell(0, key).commit()
            here.settle()
        (line,) = queries.read(work, ident).lines["priorities"]
        assert (line["code"], line["degree"], line["justification"]) == ("skills", "main", "It certifies 600 people.")


# --- what is missing, moving about ------------------------------------------------------------------------------------


def test_what_is_missing_leads_to_its_field(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        link = editor.side.findChild(FieldLink, "needed.context")
        assert link is not None
        QTest.keyClick(link, Qt.Key.Key_Return)
        assert editor.form.current_field() == "context"
        here.type_into("context", "Now it is there.")
        assert editor.side.findChildren(FieldLink, "needed.context") == [] or not any(
            one.isVisible() for one in editor.side.findChildren(FieldLink, "needed.context")
        )


def test_sections_tell_how_far_they_are(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        entry = editor.sections.entry("identity")
        assert entry is not None
        assert entry.end == "1/4"
        for key, code in (("kind", "project"), ("framework", "bilateral"), ("scope", "4")):
            operations.set_value(work, ident, key, code)
        here.settle()
        entry = editor.sections.entry("identity")
        assert entry is not None
        assert (entry.end, entry.icon) == ("", "check")
        assert [editor.sections.item(row).data(Qt.ItemDataRole.UserRole).id for row in range(len(SECTIONS))] == [
            *SECTIONS
        ]


def test_keys_move_between_sections_problems_and_titles(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    operations.set_value(work, ident, "contact_email", "nowhere")
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        do(here, "proposals.section")
        assert editor.form.current_section() == "parties"
        do(here, "proposals.before")
        assert editor.form.current_section() == "identity"
        do(here, "proposals.problem")
        assert editor.form.current_field() == "contact_email"
        do(here, "proposals.title_fr")
        assert editor.form.current_field() == "title_fr"


def test_submitting_lists_what_is_missing(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    with room(qtbot, work) as here:
        here.edit(ident)
        do(here, "proposals.submit")
        assert "Missing before submission" in here.page.message.label.text()
        assert column(work, ident, "state") == "IDEA"


# --- history ----------------------------------------------------------------------------------------------------------


def test_the_history_shows_who_and_restores_a_value(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work, "First title")
    operations.set_value(work, ident, "title_en", "Second title")
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        do(here, "proposals.history")
        shown = texts_in(editor.drawer)
        assert "Nadia Fahmy" in shown
        assert "Egypt" in shown
        assert "First title" in shown
        buttons = buttons_in(editor.drawer, "Title (English)")
        assert len(buttons) == 1  # the value in force has none
        press(here, buttons[0])
        assert column(work, ident, "title_en") == "First title"
        assert "Restored" in here.said[-1][0]
        do(here, "proposals.history")
        assert editor.end.currentWidget() is editor.side


def test_an_amount_is_restored_with_its_own_currency(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    for amount in (Amount(100_000, "EUR"), Amount(200_000, "EUR"), Amount(300_000, "USD"), Amount(400_000, "USD")):
        operations.set_value(work, ident, "amount_requested", amount)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        do(here, "proposals.history")
        for expected in (Amount(200_000, "EUR"), Amount(300_000, "USD")):
            buttons = buttons_in(editor.drawer, "Requested amount")
            assert len(buttons) == 3  # all but those that say what is in force
            press(here, buttons[1])
            assert queries.read(work, ident).value("amount_requested") == expected


def test_a_line_that_was_taken_away_is_brought_back(qtbot: QtBot, work: Workspace) -> None:
    ident = operations.create(work, {"title_en": "One"}, {"risks": [{"risk": "Drought"}]})
    operations.set_lines(work, ident, "risks", [])
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        do(here, "proposals.history")
        buttons = buttons_in(editor.drawer, "Risks")
        assert len(buttons) == 2
        press(here, buttons[0])
        assert [line["risk"] for line in queries.read(work, ident).lines["risks"]] == ["Drought"]
        cards: Any = editor.form.bound["risks"].editor
        assert cards.count() == 1
        assert buttons_in(editor.drawer, "Risks") == []


def test_a_restore_that_is_refused_is_not_called_done(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work)
    for lang, title in (("fr", "Pôles"), ("en", None), ("en", "Skills again"), ("fr", None)):
        operations.set_value(work, ident, f"title_{lang}", title)
    with room(qtbot, work) as here:
        editor = here.edit(ident)
        do(here, "proposals.history")
        press(here, buttons_in(editor.drawer, "Title (English)")[0])
        assert "cannot be empty" in strip_isolates(str(here.faults.pop()))
        assert here.said == []
        assert queries.read(work, ident).title() == "Skills again"


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_each_language_has_its_own_direction(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = make(work)
    with room(qtbot, work, language) as here:
        form = here.edit(ident).form
        lines: dict[str, Any] = {lang: form.bound[f"title_{lang}"].editor.focusProxy() for lang in ("ar", "en", "fr")}
        sides = {lang: line.layoutDirection() for lang, line in lines.items()}
        right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
        assert sides == {"ar": right, "en": left, "fr": left}
        assert here.page.layoutDirection() == (right if language == "ar" else left)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_narrow_window_leaves_the_room_to_the_form(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = make(work)
    with room(qtbot, work, language) as here:
        editor = here.edit(ident)
        seen = {}
        for width in (1300, 800):
            here.page.window().resize(width, 600)
            here.settle()
            seen[width] = (editor.start.isVisible(), editor.end.isVisible())
        editor.resize(640, 500)
        seen[640] = (editor.start.isVisible(), editor.end.isVisible())
        assert seen == {1300: (True, True), 800: (True, False), 640: (False, False)}
        editor.toggle_history()
        here.settle()
        assert editor.end.isVisible()
        editor.toggle_history()
        assert not editor.end.isVisible()
        summaries = [editor.form.rows[f"summary_{lang}"] for lang in ("ar", "en", "fr")]
        here.page.window().resize(1300, 600)
        here.settle()
        assert len({row.mapTo(editor.form.inner, row.rect().topLeft()).y() for row in summaries}) == 1

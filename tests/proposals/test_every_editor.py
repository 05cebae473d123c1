"""Every editor of the form in three languages: valid, wrong, empty and hostile input, typed or pasted by a person.

Of a whole form each kind of input is given to every editor, one after the other, before anything is asked for: so
dozens of saves follow each other as they do when a person types fast, and the tests stay quick.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget

from khartoum_desktop.core.i18n import _, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.exporting.operations import export
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.attachments.model import take
from khartoum_desktop.proposals.attachments.operations import attach
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, PERCENT, Type
from khartoum_desktop.proposals.model import Amount, as_lines
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.proposals.ui.form import HIDDEN
from khartoum_desktop.proposals.ui.line_cards import LineCards
from khartoum_desktop.toolkit.buttons import IconButton
from khartoum_desktop.toolkit.choosing import ChoiceEditor, CodesEditor, Combo, ListPopup
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.forms import Editor
from khartoum_desktop.workspace import Person, Workspace
from tests.effort import effort
from tests.patience import PatientBot
from tests.proposals.attachments.samples import PDF
from tests.proposals.rooms import Room

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

# --- the table: what is typed (or picked) in each editor, and what the workspace then holds ---------------------------


VALID: Mapping[str, tuple[str, Any]] = {
    "title_ar": ("مراكز المهارات", "مراكز المهارات"),
    "title_en": ("Skills hubs on the coast", "Skills hubs on the coast"),
    "title_fr": ("Pôles de compétences", "Pôles de compétences"),
    "acronym": ("SKH", "SKH"),
    "kind": ("study", "study"),
    "framework": ("bilateral", "bilateral"),
    "scope": ("3", "3"),
    "lead_country": ("SD", "SD"),
    "parties.name": ("ET", "ET"),
    "parties.role": ("co_sponsor", "co_sponsor"),
    "parties.qualifier": ("  two   regions ", "two regions"),
    "parties.consent": ("asked", "asked"),
    "parties.consent_on": ("March 2026", "2026-03"),
    "parties.consent_by": ("السفير", "السفير"),
    "parties.consent_letter": ("Note 12/2026", "Note 12/2026"),
    "locations": ("Aswan\n\n  Kassala ", "Aswan\nKassala"),
    "submitting_ministry": ("وزارة الخارجية", "وزارة الخارجية"),
    "contact_name": ("Nadia Fahmy", "Nadia Fahmy"),
    "contact_function": ("Chargée de mission", "Chargée de mission"),
    "contact_email": ("n.fahmy@example.org", "n.fahmy@example.org"),
    "contact_phone": ("+20 2 1234", "+20 2 1234"),
    "summary_ar": ("ملخص.\nثانٍ.", "ملخص.\nثانٍ."),
    "summary_en": ("A summary.", "A summary."),
    "summary_fr": ("Un résumé.", "Un résumé."),
    "context": ("One.\n\nTwo.", "One.\n\nTwo."),
    "overall_objective": ("Fewer deaths", "Fewer deaths"),
    "specific_objectives": ("أ\nب", "أ\nب"),
    "theory_of_change": ("If then", "If then"),
    "results.level": ("outcome", "outcome"),
    "results.statement": ("Ports work", "Ports work"),
    "results.indicator": ("Days", "Days"),
    "results.baseline": ("12", "12"),
    "results.target": ("-5 %", "-5 %"),
    "results.year": ("2028", "2028"),
    "results.source": ("تقرير", "تقرير"),
    "activities": ("train\nequip", "train\nequip"),
    "target_groups": ("youth", "youth"),
    "beneficiaries_total": ("1 250", 1250),
    "beneficiaries_women": ("٤٠٠", 400),
    "beneficiaries_men": ("400", 400),
    "beneficiaries_children": ("450", 450),
    "beneficiaries_refugees": ("3", 3),
    "beneficiaries_idps": ("0", 0),
    "beneficiaries_returnees": ("5", 5),
    "beneficiaries_host_community": ("6", 6),
    "beneficiaries_staff_trained": ("+7", 7),
    "start_planned": ("March 2027", "2027-03"),
    "end_planned": ("31/12/2028", "2028-12-31"),
    "duration_months": ("2 years", 24),
    "budget_total": ("1.5 million USD", Amount(1_500_000_000, "USD")),
    "budget_precision": ("rounded", "rounded"),
    "budget_by_source.funder": ("EUTF", "EUTF"),
    "budget_by_source.instrument": ("AMIF", "AMIF"),
    "budget_by_source.nature": ("loan", "loan"),
    "budget_by_source.amount": ("250000.5", Amount(250_000_500, "EUR")),
    "budget_by_source.status": ("committed", "committed"),
    "budget_by_component.component": ("Equipment", "Equipment"),
    "budget_by_component.country": ("DJ", "DJ"),
    "budget_by_component.year": ("2027", "2027"),
    "budget_by_component.category": ("Goods", "Goods"),
    "budget_by_component.amount": ("2.5 مليون جنيه مصري", Amount(2_500_000_000, "EGP")),
    "amount_requested": ("2,5 M€", Amount(2_500_000_000, "EUR")),
    "own_contribution": ("0", Amount(0, "EUR")),
    "funding_status": ("pledged", "pledged"),
    "priorities.code": ("skills", "skills"),
    "priorities.degree": ("contributing", "contributing"),
    "priorities.justification": ("Because.", "Because."),
    "jvap": ("JVAP-4", "JVAP-4"),
    "gcm": ("GCM-5", "GCM-5"),
    "sdg": ("4.b", "4.b"),
    "crs.code": ("15190", "15190"),
    "crs.percent": ("100 %", 100_000),
    "markers": ("2", "2"),
    "guiding_principles": ("4", "4"),
    "rights_safeguards": ("Do no harm", "Do no harm"),
    "risks.risk": ("Floods", "Floods"),
    "risks.likelihood": ("low", "low"),
    "risks.impact": ("high", "high"),
    "risks.mitigation": ("Dams", "Dams"),
    "complementarity.title": ("BMM", "BMM"),
    "complementarity.reference": ("T05", "T05"),
    "complementarity.relation": ("2", "2"),
    "complementarity.remark": ("before", "before"),
    "sustainability": ("States pay", "States pay"),
    "governance": ("A board", "A board"),
    "readiness": ("outline", "outline"),
    "earliest_start": ("2027-Q3", "2027-Q3"),
    "attachments.name": ("letter of Sudan.pdf", "letter of Sudan.pdf"),
    "attachments.kind": ("budget", "budget"),
    "attachments.language": ("fr", "fr"),
    "attachments.dated": ("9 March 2026", "2026-03-09"),
    "confidentiality": ("public", "public"),
    "language_original": ("ar", "ar"),
    "translation_ar": ("original", "original"),
    "translation_en": ("unchecked", "unchecked"),
    "translation_fr": ("translated", "translated"),
}
_NUMBER, _MONEY, _DATE = "This is not a whole number.", "This is not one amount.", "“{value}” is no date."
_PART = "A share lies between 0 and 100 %."
_SHARE, _MONTHS = "This is no share in percent.", "“{value}” is no whole number."
_BELOW, _RANGE = (
    "An amount cannot be below zero or above a million million.",
    "The number must be between {low} and {high}.",
)
# by the editor's kind: what is typed, and the sentence that refuses it
WRONG: Mapping[str, tuple[tuple[str, str], ...]] = {
    "number": (("many", _NUMBER), ("2.5", _NUMBER), ("=1+1", _NUMBER), ("-1", _RANGE), ("9999999999", _RANGE)),
    "months": (("many", _MONTHS), ("=1+1", _MONTHS), ("-1", _MONTHS), ("121", _RANGE), ("@SUM(A1)", _MONTHS)),
    "share": (("many", _SHARE), ("=1+1", _SHARE), ("-1", _PART), ("101", _PART)),
    "money": (("many", _MONEY), ("=1+1", _MONEY), ("5 to 6", _MONEY), ("-1", _BELOW), ("9999999999999", _MONEY)),
    "date": (("one fine day", _DATE), ("31/02/2027", _DATE), ("=12/2026", _DATE), ("-1", _DATE),
              ("03/04/2027", "“{value}” can mean two dates.")),
}  # fmt: skip
FORMULAS = ("=1+1", '=HYPERLINK("http://x.example","y")', "@SUM(A1)", "+1", "-1")
_NOT_SEEN = "\u202e\u2066\u200f\u061c\0\x1b"  # what turns texts round, and what no text may hold
MEGABYTE = 1_000_000
LONG_TEXTS = ("x" * MEGABYTE, "نص " * (MEGABYTE // 3), "a\n" * (MEGABYTE // 2))
_SECOND = 1.0  # of work


def test_no_field_is_missing_from_the_table() -> None:
    wanted: set[str] = set()
    for field in FIELDS:
        if field.type is Type.DERIVED or field.key in HIDDEN:
            continue
        columns = [column.key for column in field.columns]
        if field.scheme in {"priority", PERCENT}:
            columns = ["code", "percent"] if field.scheme == PERCENT else ["code", "degree", "justification"]
        wanted |= {f"{field.key}.{column}" for column in columns} or {field.key}
    assert wanted == VALID.keys()
    assert {"source"} == HIDDEN  # the program fills it; no editor takes it


# --- a form, and a person at it ---------------------------------------------------------------------------------------


@dataclass
class Officer:
    """A person who types, pastes and picks in every editor of a form."""

    here: Room
    ident: str
    language: str

    # -- finding

    def editor(self, name: str) -> Any:
        """Return the editor of a field, or of a column of the first line of its table (which is added if need be)."""
        key, _dot, column = name.partition(".")
        editor = self.here.editor.form.bound[key].editor
        if not column:
            return editor
        assert isinstance(editor, LineCards)
        if not editor.count():
            self.here.editor.form.ensureWidgetVisible(editor.add_button)
            QTest.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
        return editor.cell(0, column)

    def stored(self) -> dict[str, Any]:
        """Return what the workspace holds for every editor of the table."""
        detail = queries.read(self.here.work, self.ident)
        return {name: self._stored(detail, name) for name in VALID}

    @staticmethod
    def _stored(detail: Any, name: str) -> Any:
        key, _dot, column = name.partition(".")
        value = detail.value(key)
        if BY_KEY[key].type not in {Type.TABLE, Type.CODES}:
            return value
        line: Mapping[str, Any] = next(iter(as_lines(value)), {})
        if column == "amount" and line.get("amount") is not None:
            return Amount(line["amount"], line.get("currency"))
        return line.get(column or "code")

    def said(self, name: str) -> str:
        """Return what stands in sight in the row of a field: its label, hints, problems."""
        row = self.here.editor.form.rows[name.partition(".")[0]]
        return strip_isolates("\n".join(one.text() for one in row.findChildren(QLabel) if one.isVisibleTo(row)))

    def shown(self, name: str) -> str:
        """Return the text in an editor."""
        field = _field(self.editor(name))
        return str(field.toPlainText() if isinstance(field, QTextEdit) else field.text())

    # -- doing

    def sit_down(self) -> None:
        """Have the window in front: without a window system no list that closes gives the focus back to it."""
        if QApplication.activeWindow() is not self.here.page:
            self.here.page.activateWindow()
            self.here.qtbot.waitUntil(lambda: QApplication.activeWindow() is self.here.page)

    def give(self, name: str, text: str) -> None:
        """Give an editor some input and leave it by Tab; nothing is waited for."""
        self.sit_down()
        editor = self.editor(name)
        if isinstance(editor, ChoiceEditor):
            _pick(editor.box, text)
        elif isinstance(editor, CodesEditor):
            _empty_codes(editor) if not text else _pick(editor.box, text)
        else:
            _write(_field(editor), text)
            _leave(editor)

    def give_all(self, texts: Mapping[str, str]) -> None:
        """Give several editors their input, then wait for everything."""
        for name, text in texts.items():
            self.give(name, text)
        self.here.settle()

    def start(self) -> None:
        """Make every editor hold its valid value, in a fresh proposal."""
        self.ident = operations.create(self.here.work, {"title_en": "Skills hubs", "lead_country": "EG"})
        attach(self.here.work, self.ident, [take("letter.pdf", PDF + self.ident.encode())])
        self.here.edit(self.ident)

    def know_everything(self) -> None:
        """Let the proposal hold every valid value, as if they had been typed before, and open it again."""
        work, ident = self.here.work, self.ident
        lines: dict[str, dict[str, Any]] = {}
        for name, (_typed, value) in VALID.items():
            key, _dot, column = name.partition(".")
            if BY_KEY[key].type in {Type.TABLE, Type.CODES}:
                line = lines.setdefault(key, {})
                line |= {"amount": value[0], "currency": value[1]} if column == "amount" else {column or "code": value}
            else:
                operations.set_value(work, ident, key, value)
        for key, line in lines.items():
            held = next(iter(queries.read(work, ident).lines[key]), {})
            operations.set_lines(work, ident, key, [{**held, **line}])
        self.here.edit(ident)
        assert self.stored() == {name: value for name, (_typed, value) in VALID.items()}


def _field(editor: Editor) -> Any:
    """Return the widget in which a person types."""
    return editor.focusProxy()


def _leave(editor: Editor) -> None:
    """Go on by Tab until the focus is in another editor: an amount has a currency beside it."""
    while (focus := QApplication.focusWidget()) is not None and editor.isAncestorOf(focus):
        QTest.keyClick(focus, Qt.Key.Key_Tab)


def _write(field: Any, text: str) -> None:
    """Write over what is there: by keys where there is a key for every sign, else from the clipboard."""
    field.setFocus()
    field.selectAll()
    if not text:
        QTest.keyClick(field, Qt.Key.Key_Delete)
    elif text.isascii() and text.isprintable() and len(text) < 60:
        QTest.keyClicks(field, text)
    elif "\0" in text:  # which no clipboard carries
        (field.insertPlainText if isinstance(field, QTextEdit) else field.insert)(text)
    else:
        _paste(field, text)


def _paste(field: QWidget, text: str) -> None:
    QApplication.clipboard().setText(text)
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def _open_list(box: Combo) -> ListPopup:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    return popup


def _keys_go_to(popup: ListPopup) -> QWidget:
    return popup.list if popup.line.isHidden() else popup.line


def _pick(box: Combo, code: str) -> None:
    """Pick a code with the keys, "" for none."""
    popup = _open_list(box)
    row, keys = popup._shown.index(code), _keys_go_to(popup)
    while (now := popup.list.currentIndex().row()) != row:
        QTest.keyClick(keys, Qt.Key.Key_Down if now < row else Qt.Key.Key_Up)
    QTest.keyClick(keys, Qt.Key.Key_Return)


def _empty_codes(editor: CodesEditor) -> None:
    while crosses := [one for one in editor.findChildren(IconButton) if one.isVisible()]:
        QTest.mouseClick(crosses[0], Qt.MouseButton.LeftButton)


def kind_of(name: str) -> str:
    """Return which kind of input an editor takes: text, choice, or one of WRONG."""
    key, _dot, column = name.partition(".")
    field = BY_KEY[key]
    kind = next((one.type for one in field.columns if one.key == column), field.type)
    if name == "duration_months":
        return "months"
    if field.type is Type.CODES:
        return {"justification": "text", "percent": "share"}.get(column, "choice")
    return {
        Type.NUMBER: "number", Type.MONEY: "money", Type.DATE: "date", Type.CHOICE: "choice", Type.COUNTRY: "choice",
    }.get(kind, "text")  # fmt: skip


TEXTS = [name for name in VALID if kind_of(name) == "text"]
CHOICES = [name for name in VALID if kind_of(name) == "choice"]
PARSED = [name for name in VALID if kind_of(name) in WRONG]


def differing(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return name -> (what is there, what should be) wherever they are not the same."""
    return {name: (found.get(name), wanted.get(name)) for name in wanted if found.get(name) != wanted.get(name)}


def says(said: str, msgid: str) -> bool:
    """Whether the sentence of a message id stands there, in the language of the window."""
    return all(part.strip() in said for part in re.split(r"\{\w+\}", strip_isolates(_(msgid))))


@pytest.fixture(scope="module", params=["ar", "en", "fr"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Officer]:
    """Return a person at the page of a workspace, in one language for all tests of this file."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "LOGS"):
            patch.setenv(f"KHARTOUM_{name}", str(folder / name.lower()))
        work = Workspace.create(folder / "desk.khartoum", Person("Nadia Fahmy", "EG"), genesis=genesis())
        request.getfixturevalue("qapp")
        set_language(request.param)
        here = Room(PatientBot(request), work)
        yield Officer(here, "", request.param)
        here.close()
        work.close()
        set_language("en")
        set_direction()


@pytest.fixture
def person(desk: Officer) -> Iterator[Officer]:
    """Return the person before a fresh proposal, whatever test came before: a worker is given any of them."""
    set_language(desk.language)
    desk.sit_down()
    desk.start()
    yield desk
    desk.here.page._undo_typing()
    desk.here.settle()
    assert desk.here.faults == []


# --- what is valid, what is empty -------------------------------------------------------------------------------------


def test_what_is_valid_is_stored_and_nothing_is_said(person: Officer) -> None:
    person.give_all({name: typed for name, (typed, _value) in VALID.items()})
    assert person.stored() == {name: value for name, (_typed, value) in VALID.items()}
    assert {name: problem for name in VALID if (problem := person.editor(name).problem)} == {}
    assert not person.here.editor.form.dirty


def test_what_is_emptied_is_none_but_for_title_and_country(person: Officer) -> None:
    person.know_everything()
    person.give_all(dict.fromkeys(VALID, ""))
    left = {name: value for name, value in person.stored().items() if value is not None}
    refused = ("title_fr", "lead_country")  # the last of the titles, and the country
    assert left.pop("language_original", "ar") == "ar"
    assert left == {name: VALID[name][1] for name in refused}
    for name in refused:
        assert says(person.said(name), "“{field}” cannot be empty."), name
    lines = queries.read(person.here.work, person.ident).lines
    assert {key: len(lines[key]) for key in lines if lines[key]} == {"attachments": 1}  # a file without words stays one


# --- what is wrong ----------------------------------------------------------------------------------------------------


def test_the_sentences_are_said_in_three_languages() -> None:
    for pairs in WRONG.values():
        for _typed, sentence in pairs:
            told = set()
            for language in ("ar", "en", "fr"):
                set_language(language)
                told.add(_(sentence))
            assert len(told) == 3, sentence


def test_what_is_wrong_is_said_beside_the_field_and_changes_nothing(person: Officer) -> None:
    person.know_everything()
    before, kept = person.stored(), {name: person.shown(name) for name in PARSED}
    for turn in range(max(map(len, WRONG.values()))):
        given = {name: WRONG[kind_of(name)][turn] for name in PARSED if turn < len(WRONG[kind_of(name)])}
        person.give_all({name: typed for name, (typed, _sentence) in given.items()})
        for name, (typed, sentence) in given.items():
            assert says(person.said(name), sentence), (name, typed, person.said(name))
            assert person.shown(name) != kept[name], name  # what was typed stays to be mended
        assert person.stored() == before
    person.give_all({name: VALID[name][0] for name in PARSED})
    assert person.stored() == before
    assert {name: problem for name in PARSED if (problem := person.editor(name).problem)} == {}


def test_no_word_that_is_in_no_list_can_be_chosen(person: Officer) -> None:
    person.know_everything()
    before = person.stored()
    for name in CHOICES:
        editor = person.editor(name)
        for words in (f"{_NOT_SEEN}zzzz", "=1+1", LONG_TEXTS[0]):
            _search_in_vain(editor.box, words)
    person.here.settle()
    assert person.stored() == before
    assert person.here.editor.form.dirty is False


def _search_in_vain(box: Combo, words: str) -> None:
    """Type words that name nothing into an open list, and press Enter."""
    popup = _open_list(box)
    if popup.line.isHidden():  # a short list has no line to write in
        QTest.keyClicks(popup.list, "zz=1")
        QTest.keyClick(popup.list, Qt.Key.Key_Escape)
        return

    def search() -> None:
        _write(popup.line, words)
        QTest.keyClick(popup.line, Qt.Key.Key_Return)

    assert effort(search, within=_SECOND) < _SECOND
    assert popup._shown == []
    QTest.keyClick(popup.line, Qt.Key.Key_Escape)


LONGEST = {
    name: limit for name in TEXTS if (limit := next(
        (one.max_length for one in BY_KEY[name.partition(".")[0]].columns if one.key == name.partition(".")[2]),
        500 if name == "priorities.justification" else BY_KEY[name].max_length if "." not in name else None,
    ))
}  # fmt: skip


def test_a_text_over_its_limit_is_kept_and_said(person: Officer) -> None:
    person.give_all({name: VALID[name][0] for name in ("priorities.code",)})
    given = {name: "x" * (limit + 1) for name, limit in LONGEST.items()}
    person.give_all({**given, "contact_phone": "nobody " * 10})
    said = "The text has {n} characters, {more} more than the {longest} allowed."
    stored = person.stored()
    assert {name: stored[name] for name in given if name != "contact_phone"} == {
        name: text for name, text in given.items() if name != "contact_phone"
    }
    assert [name for name in given if not says(person.said(name), said)] == []
    person.give_all({"contact_email": "nobody"})
    assert says(person.said("contact_email"), "This does not look like an e-mail address.")


def test_a_line_that_was_begun_does_not_come_along_to_another_proposal(person: Officer) -> None:
    person.give_all({"priorities.justification": "Nothing is chosen yet", "results.level": ""})
    cards = [one for bound in person.here.editor.form.bound.values() if isinstance(one := bound.editor, LineCards)]
    assert sum(one.count() for one in cards) == 3  # and the file
    person.start()
    assert {one.objectName(): one.count() for one in cards if one.count()} == {"attachments": 1}


# --- what is hostile --------------------------------------------------------------------------------------------------


def test_signs_that_cannot_be_seen_never_reach_the_store(person: Officer) -> None:
    person.give_all({"priorities.code": "skills", "crs.code": "15190"})
    names = TEXTS + PARSED
    person.give_all({name: _with_signs(VALID[name][0]) for name in names})
    stored = person.stored()
    assert differing(stored, {name: VALID[name][1] for name in names}) == {}
    assert [name for name in names if set(person.shown(name)) & set(_NOT_SEEN)] == []
    everything = repr(queries.read(person.here.work, person.ident))
    assert not [sign for sign in _NOT_SEEN if sign in everything or repr(sign)[1:-1] in everything]


def _with_signs(text: str) -> str:
    """Return a text with signs that cannot be seen before, in and after each line."""
    middle = len(text) // 2
    return f"{_NOT_SEEN}{text[:middle]}{_NOT_SEEN}{text[middle:]}{_NOT_SEEN}"


def test_a_megabyte_is_refused_within_a_second_and_changes_nothing(person: Officer) -> None:
    person.know_everything()
    before = person.stored()
    names = TEXTS + PARSED
    for turn, text in enumerate(LONG_TEXTS):
        QApplication.clipboard().setText(text)
        for name in names[turn :: len(LONG_TEXTS)]:
            editor = person.editor(name)
            field = _field(editor)
            told: list[str] = []
            assert effort(partial(_paste_and_leave, editor, told), within=_SECOND) < _SECOND, name
            said = told[-1]  # of a text at once
            sentence = "No text may be longer than {n} characters." if name in TEXTS else WRONG[kind_of(name)][0][1]
            assert says(strip_isolates(said if name in TEXTS else editor.problem), sentence), name
            field.setFocus()
            QTest.keyClick(field, Qt.Key.Key_Escape)
            assert not editor.problem, name
    person.here.settle()
    assert person.stored() == before
    assert not person.here.editor.form.dirty


def _paste_and_leave(editor: Any, told: list[str]) -> None:
    """Put what is on the clipboard in the place of all, keep what is said of it, and leave."""
    field = _field(editor)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    told.append(editor.problem)
    _leave(editor)


def test_formulas_are_texts_in_the_store_and_in_the_register(person: Officer, tmp_path: Path) -> None:
    first = ["ar", "en", "fr"].index(person.language)
    given = {name: FORMULAS[(place + first) % len(FORMULAS)] for place, name in enumerate(TEXTS)}
    person.give_all({"priorities.code": "skills", "parties.name": "ET", **given})
    stored = person.stored()
    assert {name: stored[name] for name in TEXTS} == given
    path = tmp_path / "register.xlsx"
    export(person.here.work, "register", path, language=person.language, today=date(2026, 11, 26))
    page: Any = openpyxl.load_workbook(path).active
    rows = list(page.iter_rows())
    head = next(row for row in rows if _(BY_KEY["acronym"].label) in [cell.value for cell in row])
    mine = next(row for row in rows if row[0].value == person.ident)
    assert [cell.coordinate for row in rows for cell in row if cell.data_type == "f"] == []
    found = {str(title.value): cell for title, cell in zip(head, mine, strict=True)}
    plain = {name: text for name, text in given.items() if "." not in name}
    out = {name: found[_(BY_KEY[name].label)] for name in plain}
    assert {name: cell.value for name, cell in out.items()} == plain
    assert {cell.data_type for cell in out.values()} == {"s"}
    for name, text in given.items():
        key, _dot, column = name.partition(".")
        if column and key != "priorities":  # of codes only the names are printed
            assert text in str(found[_(BY_KEY[key].label)].value), name

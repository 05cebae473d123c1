"""A day at the desk by clicks and keys in the real window, and the whole of it taken back with Ctrl+Z."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget

from khartoum_desktop import sample
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.bulk.model import Outcome
from khartoum_desktop.proposals.bulk.ui.paste_dialog import PasteDialog
from khartoum_desktop.proposals.duplicates.joining import Take
from khartoum_desktop.proposals.duplicates.ui.page import DuplicatesPage
from khartoum_desktop.proposals.duplicates.ui.title_watch import SimilarLine
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.model import Amount, as_lines
from khartoum_desktop.proposals.rates.operations import set_rate
from khartoum_desktop.proposals.searches.queries import saved
from khartoum_desktop.proposals.showing import show_step
from khartoum_desktop.proposals.ui.editor import EditorView
from khartoum_desktop.proposals.ui.filter_popup import FilterPopup
from khartoum_desktop.proposals.ui.filter_words import describe
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.proposals.ui.new import NewProposal
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.toolkit.parts import Chip
from khartoum_desktop.toolkit.shell import Toast
from khartoum_desktop.workspace import Workspace
from tests.journeys.hand import Hand
from tests.proposals.attachments.samples import PDF

pytestmark = pytest.mark.screen

EURO = 1000  # thousandths
LIKE = {"ar": "مراكز إقليمية لتنمية مهارات هجرة اليد العاملة", "en": "Regional skills hubs for labour migration"}
TITLES = {
    "ar": "المراكز الاقليمية لتنمية مهارات هجرة اليد العامله",
    "en": "Regional skills hubs for labour migrants",
    "fr": "Pôles régionaux de compétences pour les travailleurs migrants",
}
WORDS = {
    "ar": {
        "template": "تنقل اليد العاملة",
        "party": "السودان",
        "role": "جهة مستفيدة",
        "consent": "موافقة مؤكدة",
        "by": "هالة عثمان",
        "funder": "صندوق التنمية",
        "acronym": "مهارات",
        "search": "نحو مليوني يورو",
        "ministry": "وزارة العمل",
        "column": "التكلفة الإجمالية",
        "first": "مركز أول",
        "second": "مركز ثان",
        "block": ("الرمز", "الوزارة أو السلطة المختصة", "الأنشطة الرئيسية", "البدء المقرر"),
    },
    "en": {
        "template": "Labour mobility",
        "party": "Sudan",
        "role": "Beneficiary",
        "consent": "Confirmed",
        "by": "Hala Osman",
        "funder": "Development fund",
        "acronym": "SKILLS",
        "search": "Around two million",
        "ministry": "Ministry of Labour",
        "column": "Total cost",
        "first": "First centre",
        "second": "Second centre",
        "block": ("Reference", "Ministry or authority", "Main activities", "Planned start"),
    },
}


@pytest.fixture
def clipboard() -> Iterator[None]:
    """Leave nothing on the clipboard."""
    yield
    QGuiApplication.clipboard().clear()


class Officer:
    """Somebody at the proposals page: the hand, the workspace, and the words of the language."""

    def __init__(self, hand: Hand, language: str) -> None:
        self.hand, self.language, self.words = hand, language, WORDS[language]
        hand.window.entrance.open(workspace(), None)
        hand.wait(lambda: hand.window.work is not None)
        hand.window.go("proposals")
        hand.settle()
        hand.wait(lambda: len(self.page.list.model.ids) > 0)

    @property
    def work(self) -> Workspace:
        work = self.hand.window.work
        assert work is not None
        return work

    @property
    def page(self) -> ProposalsPage:
        page = self.hand.window.page
        assert isinstance(page, ProposalsPage)
        return page

    @property
    def editor(self) -> EditorView:
        editor = self.page._editor
        assert editor is not None
        return editor

    def keep(self, name: str) -> None:
        """Keep a picture of what is shown now."""
        self.hand.settle()
        self.hand.keep_picture(f"desk_{name}_{self.language}")

    def cards(self, key: str) -> Any:
        """Return the cards of one of the form's tables."""
        return self.editor.form.bound[key].editor

    def add_card(self, key: str) -> Any:
        """Add a line to one of the form's tables."""
        cards = self.cards(key)
        self.hand.reveal(cards.add_button)
        self.hand.click(cards.add_button)
        self.hand.settle()
        return cards

    def type_into(self, field: QWidget, text: str, end: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Write into a field in place of what is there, and leave it with Tab, or an amount with Enter."""
        self.hand.reveal(field)
        self.hand.click(field)
        self.hand.key(Qt.Key.Key_A, ctrl=True)
        self.hand.write(text)
        self.hand.key(end)
        self.hand.settle()

    def line_of(self, key: str) -> QLineEdit:
        """Return the line of one of the form's fields."""
        line = self.editor.form.bound[key].editor.focusProxy()
        assert isinstance(line, QLineEdit)
        return line

    def choose(self, box: QWidget, words: str) -> None:
        """Choose in a list of the form."""
        self.hand.reveal(box)
        self.hand.choose(box, words)
        self.hand.settle()

    def go_to_section(self, label: str) -> None:
        """Click a section at the start of the form."""
        self.hand.click_row(self.editor.sections, self.hand.row_of(self.editor.sections, _(label)), 0)
        self.hand.settle()

    def open_from_list(self, ident: str) -> None:
        """Open a proposal of the list with a double click."""
        table = self.page.list.table
        self.hand.wait(lambda: self.page.list.model.position(ident) >= 0)
        self.hand.click_row(table, self.page.list.model.position(ident), 0, twice=True)
        self.hand.wait(lambda: self.page.is_editing() and self.editor.detail is not None)
        self.hand.settle()
        assert self.editor.detail is not None
        assert self.editor.detail.id == ident

    def column(self, key: str) -> int:
        """Return where a column of the list stands."""
        return [one.key for one in self.page.list.model.columns].index(key)

    def title_in_list(self, ident: str) -> str:
        """Return what the list says of a proposal, "" when it is not there."""
        row = self.page.list.model.position(ident)
        return strip_isolates(self.page.list.model.text_at(row, 0)) if row >= 0 else ""


def workspace() -> Path:
    """Make the sample workspace, in which a dollar has its rate."""
    path = sample.build()
    work = Workspace.open(path)
    set_rate(work, "USD", "1.10", "2026-01-05", "ECB")
    work.close()
    return path


def seen(widget: QWidget) -> str:
    """Return the words that stand in a widget."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return strip_isolates("\n".join(labels))


def begin_with_template(me: Officer) -> str:
    """Make a proposal with a template and its first title; return its id."""
    before = set(queries.ids(me.work))

    def draft(dialog: QDialog) -> None:
        assert isinstance(dialog, NewProposal)
        me.hand.write(TITLES[me.language], dialog.title.line)
        me.hand.choose(dialog.beginning.box, str(me.words["template"]))
        (similar,) = dialog.findChildren(SimilarLine)
        me.hand.wait(similar.isVisible)
        assert LIKE[me.language] in seen(similar)
        me.hand.settle()
        if me.hand.pictures is not None:
            dialog.grab().save(str(me.hand.pictures / f"desk_new_{me.language}.png"))
        me.hand.press("Create", dialog)

    me.hand.when_asked(draft)
    me.hand.press("New proposal")
    me.hand.wait(lambda: len(queries.ids(me.work)) == len(before) + 1)
    me.hand.settle()
    (made,) = set(queries.ids(me.work)) - before
    me.hand.wait(lambda: me.editor.detail is not None and me.editor.detail.id == made)
    detail = queries.read(me.work, made)
    assert detail.value("lead_country") == "EG"
    assert detail.value("kind") == "project"
    assert detail.value("activities"), "the template brings activities"
    assert me.cards("activities").text.toPlainText() == detail.value("activities")
    assert strip_isolates(me.page.header.title.text()) == TITLES[me.language]
    return made


def title_it(me: Officer, made: str) -> None:
    """Write the titles of the other two languages; each says what it is."""
    for language, title in TITLES.items():
        if language != me.language:
            me.type_into(me.line_of(f"title_{language}"), title)
    detail = queries.read(me.work, made)
    assert {language: detail.value(f"title_{language}") for language in TITLES} == TITLES
    status = me.editor.form._groups["title"].status
    assert all(label.text() for label in status.values())
    me.hand.reveal(me.line_of("title_ar"))
    me.keep("titles")


def name_party(me: Officer, made: str, letter: Path) -> None:
    """Add a party, attach the letter that proves its consent, and say who gave it and when."""
    me.go_to_section("Parties")
    cards = me.add_card("parties")
    me.choose(cards.cell(0, "name").box, str(me.words["party"]))
    me.choose(cards.cell(0, "role").box, str(me.words["role"]))
    me.choose(cards.cell(0, "consent").box, str(me.words["consent"]))
    missing = _("The letter that proves the consent is missing.")
    assert missing in seen(cards)
    me.type_into(cards.cell(0, "consent_on").line, "14/03/2026")
    me.type_into(cards.cell(0, "consent_by").line, str(me.words["by"]))
    me.hand.give_file(letter)
    me.choose(cards.cell(0, "consent_letter").box, _("Add a file…"))
    me.hand.wait(lambda: bool(queries.read(me.work, made).value("attachments")))
    me.hand.settle()
    told = [strip_isolates(toast.label.text()) for toast in me.hand.window.findChildren(Toast)]
    assert any(letter.name in words for words in told), told
    (party,) = as_lines(queries.read(me.work, made).value("parties"))
    assert {key: party[key] for key in ("name", "role", "consent", "consent_on", "consent_by")} == {
        "name": "SD",
        "role": "beneficiary",
        "consent": "confirmed",
        "consent_on": "2026-03-14",
        "consent_by": me.words["by"],
    }
    (file,) = as_lines(queries.read(me.work, made).value("attachments"))
    assert file["party"] == party["id"]
    assert me.work.content(str(file["sha256"])) == PDF
    assert missing not in seen(cards)
    assert me.hand.button(letter.name, cards).isVisible(), "the party's card names its letter"
    me.hand.reveal(cards.cell(0, "consent_letter"))
    me.keep("party")


def draw_up_budget(me: Officer, made: str) -> None:
    """Write the cost in euro and a source in dollars: first one that is too little, then the right one."""
    me.go_to_section("Budget and funding")
    me.type_into(me.cards("budget_total").amount.line, "2500000", Qt.Key.Key_Return)
    cards = me.add_card("budget_by_source")
    me.type_into(cards.cell(0, "funder").line, str(me.words["funder"]))
    me.choose(cards.cell(0, "amount").currency, "USD")
    me.type_into(cards.cell(0, "amount").amount.line, "1000000", Qt.Key.Key_Return)
    row = me.editor.form.rows["budget_by_source"]
    me.hand.reveal(row)
    me.keep("budget")
    assert row.below.isVisible()
    problem = row.editor.problem
    assert "909" in problem, problem
    me.type_into(cards.cell(0, "amount").amount.line, "2750000", Qt.Key.Key_Return)
    assert not row.editor.problem
    detail = queries.read(me.work, made)
    assert detail.value("budget_total") == Amount(2_500_000 * EURO, "EUR")
    (source,) = as_lines(detail.value("budget_by_source"))
    assert (source["amount"], source["currency"]) == (2_750_000 * EURO, "USD")


def merge_with_the_similar(me: Officer, made: str) -> str:
    """Follow the quiet line under the titles, compare the two side by side, make them one; return the other's id."""
    line = me.editor.findChild(SimilarLine)
    assert line is not None
    me.hand.reveal(me.line_of("title_ar"))
    me.hand.wait(line.isVisible)
    me.hand.reveal(line)
    assert LIKE[me.language] in seen(line)
    assert line.pair is not None
    other = line.pair.second.id
    me.keep("similar")
    me.hand.click(line.link)
    me.hand.wait(lambda: isinstance(me.hand.window.page, DuplicatesPage))
    page = me.hand.window.page
    assert isinstance(page, DuplicatesPage)
    me.hand.settle()
    compare = page.compare
    me.hand.wait(lambda: compare.found is not None and {compare.found.keep.id, compare.found.other.id} == {made, other})
    me.hand.settle()
    assert compare.found is not None
    assert compare.found.keep.id == made, "the one in hand stays"
    rows = {row.difference.field.key: row for row in compare.rows}
    assert set(rows) >= {"title_en", "parties", "budget_total", "duration_months", "activities"}
    me.hand.reveal(rows["budget_total"])
    me.hand.click(rows["budget_total"].boxes[Take.KEEP])
    me.hand.reveal(rows["submitting_ministry"])
    me.hand.click(rows["submitting_ministry"].boxes[Take.OTHER])
    me.hand.reveal(rows["parties"])
    me.hand.click(rows["parties"].both)
    assert rows["parties"].take is Take.BOTH
    me.keep("compare")
    me.hand.click(compare.merge_button)
    me.hand.wait(lambda: other not in queries.ids(me.work))
    me.hand.settle()
    told = strip_isolates(me.hand.window.status.message.text())
    assert compare.found.other.ref in told, told
    detail = queries.read(me.work, made)
    assert detail.value("budget_total") == Amount(2_500_000 * EURO, "EUR")
    assert detail.value("submitting_ministry") == "وزارة العمل"
    assert [line["name"] for line in as_lines(detail.value("parties"))] == ["SD", "EG", "IT", "DE", "IOM"]
    me.keep("merged")
    me.hand.press("Back to the proposals", page.header)
    me.hand.wait(lambda: me.hand.window.page_id == "proposals")
    return other


def bring_back_from_history(me: Officer, made: str) -> None:
    """Write an acronym twice and bring the first one back from the history drawer."""
    me.hand.settle()
    if not me.page.is_editing():
        me.open_from_list(made)
    first, second = str(me.words["acronym"]), "HUBS"
    for acronym in (first, second):
        me.type_into(me.line_of("acronym"), acronym)
    assert queries.read(me.work, made).value("acronym") == second
    me.hand.key(Qt.Key.Key_H, ctrl=True)
    me.hand.wait(me.editor.drawer.isVisible)
    me.keep("history")
    me.hand.press("Restore this value of {field}", me.editor.drawer, field=_("Acronym"))
    me.hand.wait(lambda: queries.read(me.work, made).value("acronym") == first)
    me.hand.settle()
    assert me.line_of("acronym").text() == first
    restored = strip_isolates(fill(_("Restored: {field}"), field=_("Acronym")))
    assert restored in strip_isolates(me.hand.window.status.message.text())
    me.hand.press("Close the history", me.editor.drawer)
    me.hand.press("Back to the list", me.page.header)
    me.hand.wait(lambda: not me.page.is_editing())
    me.hand.settle()


def keep_search(me: Officer, made: str) -> None:
    """Filter the column of costs from its funnel and keep that as a search."""
    view = me.page.list
    me.hand.click_row(view.table, view.model.position(made), me.column("budget_total"))
    me.hand.press("Filter this column…", view)
    me.hand.wait(lambda: isinstance(QApplication.activePopupWidget(), FilterPopup))
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, FilterPopup)
    low, high = (one for one in popup.findChildren(QLineEdit) if one.isVisible())
    me.hand.write("2000000", low)
    me.hand.write("2600000", high)
    me.hand.keep_picture(f"desk_filter_{me.language}")
    me.hand.press("Filter", popup)
    me.hand.settle()
    shown = list(view.model.ids)
    costs = {str(row["id"]): row["budget_total"] for row in queries.columns(me.work, shown, ["id", "budget_total"])}
    assert made in costs
    assert 1 < len(shown) < len(queries.ids(me.work))
    chips = [strip_isolates(chip.look.word) for chip in view.filters.findChildren(Chip) if chip.isVisible()]
    assert len(chips) == 1
    assert str(me.words["column"]) in chips[0]
    name = str(me.words["search"])

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, NameDialog)
        me.hand.write(name, dialog.name.line)
        me.hand.press("Save", dialog)

    me.hand.when_asked(answer)
    me.hand.key(Qt.Key.Key_S, ctrl=True, shift=True, into=view.table)
    me.hand.wait(lambda: [one.name for one in saved(me.work)] == [name])
    me.hand.settle()
    entry = view.searches.entry(view.searches.current())
    assert entry is not None
    assert (entry.label, strip_isolates(entry.end)) == (name, str(len(shown)))
    assert fill(_("The search “{name}” was saved."), name=name) in me.hand.window.status.message.text()
    me.keep("search")


def paste_block(me: Officer, made: str) -> None:
    """Paste a block with headers as Excel copies it; mend the cell that is refused; change what is shown."""
    view = me.page.list
    (second,) = [one for one in view.model.ids if one != made][:1]
    refs = [queries.read(me.work, one).ref for one in (made, second)]
    ministry, activities = str(me.words["ministry"]), f"{me.words['first']}\n{me.words['second']}"
    rows = [
        me.words["block"],
        (refs[0], f"{ministry} 1", f'"{activities}"', "03/2027"),
        (refs[1], f"{ministry} 2", "", "soon"),
    ]
    me.hand.click_row(view.table, 0)
    me.hand.paste("".join("\t".join(row) + "\r\n" for row in rows), view.table)
    me.hand.wait(lambda: isinstance(QApplication.activeModalWidget(), PasteDialog))
    me.hand.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PasteDialog)
    assert dialog.plan is not None
    outcomes = {one: dialog.plan.counts[one] for one in (Outcome.CHANGE, Outcome.LEFT)}
    assert outcomes == {Outcome.CHANGE: 4, Outcome.LEFT: 1}, dialog.plan.entries
    assert dialog.headers.isChecked()
    if me.hand.pictures is not None:
        dialog.grab().save(str(me.hand.pictures / f"desk_paste_{me.language}.png"))
    me.hand.click_row(dialog.table, 0, 2)
    me.type_into(dialog.mending.line, "2027-06")
    me.hand.press("Put this in", dialog)
    me.hand.settle()
    me.hand.wait(lambda: dialog.plan is not None and dialog.plan.counts[Outcome.CHANGE] == 5)
    before = [queries.read(me.work, one).value("submitting_ministry") for one in (made, second)]
    assert before != [f"{ministry} 1", f"{ministry} 2"], "nothing is written before the last button"
    me.hand.click(dialog.go)
    me.hand.wait(lambda: not dialog.isVisible())
    me.hand.settle()
    details = [queries.read(me.work, one) for one in (made, second)]
    assert [one.value("submitting_ministry") for one in details] == [f"{ministry} 1", f"{ministry} 2"]
    assert [one.value("start_planned") for one in details] == ["2027-03", "2027-06"]
    assert details[0].value("activities") == activities
    assert any(toast.isVisible() for toast in me.hand.window.findChildren(Toast))
    me.keep("pasted")


def take_everything_back(me: Officer, made: str, passed: Mapping[str, str]) -> int:
    """Press Ctrl+Z until the first of the steps passed is the last again; return how often.

    `passed` is the state's digest as it was after some of the steps, by step: the way back leads by all of them.
    """
    start, times, seen_again = next(iter(passed)), 0, []
    while (step := me.work.can_undo()) is not None and step.id != start:
        me.hand.key(Qt.Key.Key_Z, ctrl=True, into=None if me.page.is_editing() else me.page.list.table)
        me.hand.wait(lambda: (now := me.work.can_undo()) is None or now.id != step.id)
        me.hand.settle()
        times += 1
        told = strip_isolates(me.hand.window.status.message.text())
        assert strip_isolates(show_step(step.label, step.args)) in told, told
        assert not any(toast.isVisible() for toast in me.hand.window.findChildren(Toast)), "nothing more to undo there"
        now = me.work.can_undo()
        assert now is not None
        if now.id in passed:
            assert me.work.present_digest() == passed[now.id], step
            seen_again.append(now.id)
        look_at_what_is_left(me, made, step.label)
    assert seen_again == list(passed)[::-1]
    return times


def look_at_what_is_left(me: Officer, made: str, label: str) -> None:
    """Look at what the window shows after a step is undone."""
    view = me.page.list
    if label == "Keep the search “{name}”":
        assert view.searches.current() == "all"
        assert view.searches.entry("group:saved:True") is None
        me.keep("unsaved")
        me.hand.press("Remove “{name}”", view.filters, name=describe(view.filters.conditions[0], lists_of(me.work)))
        me.hand.settle()
        assert len(view.model.ids) == len(queries.ids(me.work))
    elif label == "Merge {other} into {ref}":
        assert LIKE[me.language] in "\n".join(view.model.text_at(row, 0) for row in range(view.model.rowCount()))
        me.open_from_list(made)  # the rest is watched in the form
        me.keep("parted")
    elif label == "Attach “{file}” to {ref}":
        assert me.cards("attachments").count() == 0
    elif me.page.is_editing():
        assert me.editor.detail is not None
        assert me.line_of("title_fr").text() == (me.editor.detail.value("title_fr") or "")
        assert me.cards("parties").count() == len(as_lines(me.editor.detail.value("parties")))


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.usefixtures("clipboard")
def test_a_day_at_the_desk_and_all_of_it_taken_back(sit: Callable[[str], Hand], tmp_path: Path, language: str) -> None:
    me = Officer(sit(language), language)
    letter = tmp_path / "consent.pdf"
    letter.write_bytes(PDF)
    passed: dict[str, str] = {}

    def pass_by() -> None:
        step = me.work.can_undo()
        assert step is not None
        passed[step.id] = me.work.present_digest()

    pass_by()
    me.keep("list")
    made = begin_with_template(me)
    pass_by()
    title_it(me, made)
    pass_by()
    name_party(me, made, letter)
    pass_by()
    draw_up_budget(me, made)
    pass_by()
    other = merge_with_the_similar(me, made)
    pass_by()
    bring_back_from_history(me, made)
    pass_by()
    keep_search(me, made)
    pass_by()
    paste_block(me, made)
    *_before, digest = passed.values()
    assert me.work.present_digest() != digest
    assert take_everything_back(me, made, passed) > len(passed)
    assert not me.page.is_editing(), "the proposal that was begun is gone, and its form with it"
    assert me.title_in_list(made) == ""
    assert LIKE[language] in me.title_in_list(other)
    me.keep("back")
    assert me.work.present_digest() == next(iter(passed.values()))
    assert me.work.store.check() == []

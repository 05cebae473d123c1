"""The page of imports: what is left of each file, its held rows, taking them up, sending problems, taking back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.batches import past_imports
from khartoum_desktop.importing.decisions import map_column
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.ui.batches import SPEC, BatchesPage
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.importing.ui.sending import SendingDialog
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.window.pages import PAGES
from khartoum_desktop.workspace import Person, Workspace
from tests import rooms
from tests.importing.conftest import MakeFile, Rows

ROWS: Rows = [
    ["Title", "Country", "Budget"],
    ["One project", "Kenya", "5 EUR"],
    [None, "Kenya", "6 EUR"],
    ["Three projects", "Uganda", "a lot"],
]


class Room(rooms.Room[BatchesPage]):
    """The page of imported files, and its dialog."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        super().__init__(qtbot, work, BatchesPage)

    def dialog(self) -> SendingDialog:
        found = [one for one in self.page.findChildren(SendingDialog) if one.isVisible()]
        assert found
        return found[-1]


@contextmanager
def room(qtbot: QtBot, work: Workspace, language: str = "en") -> Iterator[Room]:
    """Give the page in a language; nothing may have failed unseen at the end."""
    with rooms.opened(lambda: Room(qtbot, work), language) as here:
        yield here


def test_the_page_has_a_line_in_the_menu() -> None:
    spec = next(one for one in PAGES if one.id == "imports")
    assert (spec.label, spec.in_rail, SPEC.label) == ("Imported files", False, "Imported files")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_page_teaches(qtbot: QtBot, work: Workspace, language: str) -> None:
    with room(qtbot, work, language) as here:
        assert here.page.stack.currentIndex() == 1
        here.press(_("Import a file"))
        assert here.opened == [("import", None)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_import_shows_its_rows(qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str) -> None:
    apply(work, plan(work, make_file(ROWS)))
    with room(qtbot, work, language) as here:
        words = here.words()
        past = past_imports(work)[0]
        assert "projects.xlsx" in words
        assert past.batch.sha256[:12] in words
        assert "6 EUR" in words
        assert strip_isolates(past.batch.held[0].reasons[0]) in words
        here.press(_("Copy the whole fingerprint (SHA-256)"))
        assert QApplication.clipboard().text() == past.batch.sha256
        here.press(_("Show its proposals"))
        (opened,) = here.opened
        assert opened[0] == "proposals"
        assert set(opened[1]) == set(ids(work))  # type: ignore[call-overload]  # a list of ids


def test_the_same_file_again_shows_what_both_imports_did(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    path = make_file([["Title", "Country", "Words"], ["One project", "Kenya", "ONE"]])
    apply(work, plan(work, path))
    with room(qtbot, work) as here:
        assert "Earlier imports" not in here.words()
        apply(work, map_column(plan(work, path), "Projects", "C", "acronym"))
        here.settle()
        words = here.words()
        assert "New: 0, changed: 1, the same: 0, held back: 0." in words
        assert "Earlier imports of the same file: new: 1, changed: 0." in words
        assert [here.page.model.text_at(0, column) for column in (2, 3)] == ["1", "1"]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_held_rows_are_opened_like_a_file(qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str) -> None:
    apply(work, plan(work, make_file(ROWS)))
    with room(qtbot, work, language) as here:
        here.do("imports.again")
        ((page, found),) = here.opened
        assert page == "import"
        assert isinstance(found, Plan)
        target = ImportPage(work, here.desk)
        qtbot.addWidget(target)
        target.arrive(found)
        here.settle()
        assert target.plan is found
        other = ImportPage(work, here.desk)
        qtbot.addWidget(other)
        other.arrive(found)
        here.settle()
        other.arrive(found)
        assert not other.message.isHidden()
        here.settle()


def test_an_import_is_taken_back_and_what_was_edited_is_named(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    apply(work, plan(work, make_file(ROWS)))
    ident = next(one for one in ids(work) if read(work, one).columns["title_en"] == "One project")
    proposals.set_value(work, ident, "title_en", "One project, revised")
    with room(qtbot, work) as here:
        here.press("Undo this import")
        assert ids(work) == [ident]
        assert "One project, revised" in strip_isolates(here.page.message.findChildren(QLabel)[0].text() + here.words())
        assert here.page.stack.currentIndex() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_problems_are_written_in_the_chosen_language(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    path = make_file(ROWS)
    apply(work, plan(work, path))
    path = path.with_name("back.xlsx")
    monkeypatch.setattr("khartoum_desktop.importing.ui.sending.choose_new_file", lambda *_args, **_named: path)
    with room(qtbot, work, language) as here:
        here.do("imports.problems")
        dialog = here.dialog()
        assert dialog.code == "en"
        dialog.language.set_value("fr")
        here.press(_("Choose a file…"), dialog)
        here.settle()
        assert openpyxl.load_workbook(path)["Projects"]["A3"].value is None
        set_language("fr")
        assert _("This is no amount of money.") in str(openpyxl.load_workbook(path)["Projects"]["D4"].value)


def test_the_blank_form_is_written(
    qtbot: QtBot, work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "form.xlsx"
    monkeypatch.setattr("khartoum_desktop.importing.ui.sending.choose_new_file", lambda *_args, **_named: path)
    with room(qtbot, work) as here:
        here.do("imports.form")
        here.dialog().language.set_value("ar")
        here.press("Choose a file…", here.dialog())
        assert openpyxl.load_workbook(path).worksheets[0].sheet_view.rightToLeft


def test_a_reader_looks_and_changes_nothing(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS)))
    work.sit_down(Person("Reader", "EG", "reader"))
    with room(qtbot, work) as here:
        buttons = {strip_isolates(one.text()): one for one in here.page.panel.findChildren(QPushButton)}
        assert not buttons["Undo this import"].isEnabled()
        assert not buttons["Take 1 held row up again"].isEnabled()
        assert buttons["Return problems as Excel…"].isEnabled()


def test_the_page_follows_what_is_imported_meanwhile(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        apply(work, plan(work, make_file(ROWS)))
        here.settle()
        qtbot.waitUntil(lambda: here.page.stack.currentIndex() == 0)


def test_nothing_to_correct_is_said(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    apply(work, plan(work, make_file(ROWS[:2])))
    with room(qtbot, work) as here:
        here.page.return_problems()
        here.settle()
        assert isinstance(here.faults.pop(), UserError)

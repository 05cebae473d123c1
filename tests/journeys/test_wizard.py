"""A folder of ministries' files through the five steps by clicks and keys in the real window, in Arabic and English."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.targets import TITLES
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, DONE, FILE, REVIEW, SHEET
from khartoum_desktop.proposals import queries as proposals
from khartoum_desktop.sample import folder as sample_folder
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.window.welcome import Welcome
from tests.journeys.hand import Hand

pytestmark = pytest.mark.screen

EGYPT = {"ar": "مصر", "en": "Egypt"}
KENYA = {"ar": "كينيا", "en": "Kenya"}
TITLE = {"ar": "العنوان (بحسب الخط)", "en": "Title (by script)"}
CORPUS = (
    "beis-oda/spec__fixtures__csv__valid_activities_upload.csv",
    "ocha-3w/tests__fixtures__input__3w_bdi_feb_2023.ods",
    "ocha-3w/tests__fixtures__operational_presence.csv",
    "messytables/horror__simple.xls",
    "dtm-sudan/1_datasets__raw__raw_boundaries_data.csv",
    "ocha-hornafrica/tests__fixtures__input__idps_kenya_download-hoa-drought-related-data-kenya-drought-related-idps.csv",
)


def own_files(folder: Path) -> None:
    """Write five files as ministries send them: workbooks in three languages, a text of an Arabic code page."""
    folder.mkdir()
    for name in ("sudan_interior.xlsx", "tunisia_employment.xlsx", "ethiopia_labour.xlsx"):
        copy(sample_folder() / name, folder / name)
    rows = "اسم المشروع;الدولة;الميزانية\nتدريب حرس الحدود;مصر;5000 يورو\nعيادات متنقلة;كينيا;6000 يورو\n"
    (folder / "text.csv").write_bytes(rows.encode("cp1256"))
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ministry of Interior, list of projects"])
    sheet.append([])
    sheet.append(["Project", None, "Cost", None])
    sheet.append(["Title", "Country", "Amount", "Start date"])
    for number in range(6):
        sheet.append([f"Project of the border {number}", "Kenyaa" if number % 2 else "Kenya", f"EUR {number}5000", "x"])
    sheet.append(["Total", None, 1])
    sheet.append(["Signed: the minister"])
    sheet.row_dimensions[6].hidden = True
    book.save(folder / "kenya.xlsx")


def corpus_files(folder: Path, corpus: Path) -> None:
    """Copy files of agencies and ministries that lie beside the checkout."""
    folder.mkdir()
    for name in CORPUS:
        if (corpus / name).exists():
            copy(corpus / name, folder / Path(name).name[-40:])


class Wizard:
    """The hand on the import page."""

    def __init__(self, hand: Hand, page: ImportPage, language: str) -> None:
        self.hand, self.page, self.language = hand, page, language
        self.number = 0

    @property
    def plan(self) -> Plan:
        assert self.page.plan is not None
        return self.page.plan

    def go_on(self) -> None:
        """Click the page's big button."""
        assert self.page.header.primary is not None
        self.hand.click(self.page.header.primary)
        self.hand.settle()

    def keep(self, step: str) -> None:
        self.hand.settle()
        self.hand.keep_picture(f"wizard_{self.number}_{step}_{self.language}")

    def look_at_rows(self) -> None:
        """Say by a click that the header is where it was found, and take back that a row is a note."""
        assert self.page.step == SHEET
        table = self.page.sheet.table
        found = self.plan.sheets[0].structure.header_rows
        if not found or not self.page.sheet.rows.pick.isVisible():
            return
        self.keep("2_sheet")
        name = self.page.sheet.sheets.code()
        sheet = self.plan.sheet(name)
        assert sheet is not None
        before = self.plan.decisions
        table.setFocus()
        row = max(sheet.structure.header_rows) + 1 - sheet.sheet.first_row
        table.setCurrentIndex(table.sheet.index(row, 1))
        self.hand.key(Qt.Key.Key_N, into=table)
        self.hand.wait(lambda: self.plan.decisions != before)
        self.hand.settle()
        self.hand.key(Qt.Key.Key_Z, ctrl=True, into=table)
        self.hand.wait(lambda: self.plan.decisions == before)
        self.hand.settle()
        for number in dict.fromkeys((found[0], found[-1])):
            self.pick_header(number, more=number != found[0])
            self.hand.wait(lambda: self.plan.decisions != before)
        assert self.plan.sheet(name) is not None
        assert self.plan.sheets[0].structure.header_rows == found

    def pick_header(self, number: int, *, more: bool) -> None:
        """Click the button, then the row; with Shift the header reaches to it."""
        table, pick = self.page.sheet.table, self.page.sheet.rows.pick
        self.hand.reveal(pick)
        self.hand.click(pick)
        index = table.sheet.index(number - self.plan.sheets[0].sheet.first_row, 1)
        table.scrollTo(index)
        held = Qt.KeyboardModifier.ShiftModifier if more else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, table.visualRect(index).center())
        self.hand.settle()

    def give_columns(self) -> None:
        """Answer what is asked, and say which column holds the titles where nothing says so."""
        assert self.page.step == COLUMNS
        self.keep("3_columns")
        for _question in range(8):
            button = self.page.sheet.columns.asked.first_answer()
            if button is None or not button.isVisible():
                break
            self.hand.reveal(button)
            self.hand.click(button)
            self.hand.settle()
        sheet = self.plan.sheet(self.page.sheet.sheets.code())
        assert sheet is not None
        if sheet.structure.is_table and not any((one.applied or "") in TITLES for one in sheet.columns):
            self.choose_title()
        if any("country" in one.reason.message for one in self.plan.problems):
            self.hand.reveal(self.page.sheet.columns.country)
            self.hand.choose(self.page.sheet.columns.country.box, EGYPT[self.language])
            self.hand.settle()

    def choose_title(self) -> None:
        """Click the head of the column of the longest texts and take the title from its list."""
        table = self.page.sheet.table
        sheet = self.plan.sheet(self.page.sheet.sheets.code())
        assert sheet is not None
        rows = sheet.sheet.rows[:30]
        widths = [sum(len(str(row[place] or "")) for row in rows) for place in range(sheet.sheet.width)]
        section = widths.index(max(widths)) + 1
        table.scrollTo(table.sheet.index(0, section))
        head = table.horizontalHeader()
        where = QPoint(head.sectionViewportPosition(section) + head.sectionSize(section) // 2, 16)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=where)
        self.pick(TITLE[self.language])

    def review(self) -> None:
        """Mend a country in the grid for all of its rows, hold the first row back and take that back, go on to done."""
        assert self.page.step == REVIEW
        self.keep("4_review")
        review = self.page.review
        wrong = [one for one in self.plan.problems if one.original == "Kenyaa"]
        if wrong:
            self.decide_for_all("Kenyaa", KENYA[self.language])
            self.hand.wait(lambda: not [one for one in self.plan.problems if one.original == "Kenyaa"])
            self.keep("4_review_mended")
        self.hand.key(Qt.Key.Key_F8, into=self.hand.window)
        review.show_tab("all")
        self.hand.settle()
        if review.table.lines.rowCount():
            before = self.plan.decisions
            review.table.setFocus()
            self.hand.click_row(review.table, 0, 2)
            self.hand.key(Qt.Key.Key_Space, into=review.table)
            self.hand.wait(lambda: self.plan.decisions != before)
            self.hand.settle()
            self.hand.key(Qt.Key.Key_Z, ctrl=True, into=review.table)
            self.hand.wait(lambda: self.plan.decisions == before)
            self.hand.settle()

    def decide_for_all(self, text: str, choice: str) -> None:
        """Open the group of cells with this text, and choose for all of them what is meant."""
        side = self.page.review.side
        group = next(one for one in side.many.findChildren(QPushButton) if text in one.text())
        self.hand.reveal(group)
        self.hand.click(group)
        self.hand.settle()
        self.keep("4_review_group")
        self.hand.press("Choose…", side.many)
        self.pick(choice)

    def pick(self, words: str) -> None:
        """Type into the list that opens, and take what is found."""
        self.hand.wait(lambda: isinstance(QApplication.activePopupWidget(), ListPopup))
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ListPopup)
        popup.line.setFocus()
        self.hand.write(words)
        self.hand.key(Qt.Key.Key_Return, into=popup.line)
        self.hand.settle()

    def one_file(self) -> int:
        """Bring one file in, or leave it when nothing in it is ready; return how many proposals it wrote."""
        self.number += 1
        self.hand.settle()
        if self.page.step == FILE:
            self.keep("1_text")
            self.go_on()
        self.look_at_rows()
        self.go_on()
        self.give_columns()
        self.go_on()
        if self.page.step == COLUMNS:  # no row of it is a proposal
            self.hand.press("Cancel")
            self.hand.settle()
            return 0
        self.review()
        ready = self.plan.count(Status.NEW)
        if not ready:
            self.hand.press("Cancel")
            self.hand.settle()
            return 0
        self.go_on()
        self.hand.wait(lambda: self.page.step == DONE)
        self.keep("5_done")
        if self.page.plan is not None or self.page.taking.is_reading:
            self.hand.wait(lambda: self.page.plan is not None)
            self.go_on()
        return ready


def through(hand: Hand, language: str, folder: Path) -> None:
    """Drop the folder and bring in file after file; at the end what was said is what is there."""
    hand.window.show_welcome()
    welcome = hand.window.stack.currentWidget()
    assert isinstance(welcome, Welcome)
    hand.write("Nadia Fahmy", welcome.form.name.line)
    hand.choose(welcome.form.delegation.box, EGYPT[language])
    hand.drop(folder)
    hand.press("Import a file")
    hand.wait(lambda: isinstance(hand.window.page, ImportPage) and hand.window.page.plan is not None)
    page = hand.window.page
    assert isinstance(page, ImportPage)
    wizard = Wizard(hand, page, language)
    written = 0
    while page.plan is not None:
        written += wizard.one_file()
        hand.wait(lambda: page.plan is not None or page.queue.is_finished)
    page.go(FILE)
    wizard.number = 9
    wizard.keep("1_files")
    assert hand.window.work is not None
    assert len(proposals.ids(hand.window.work)) == written
    assert {one.state for one in page.queue.entries} <= {FileState.IMPORTED, FileState.LEFT, FileState.REFUSED}
    assert page.queue.count(FileState.IMPORTED) >= 3
    assert wizard.number >= 5


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_folder_of_ministries_files(sit: Callable[[str], Hand], tmp_path: Path, language: str) -> None:
    own_files(tmp_path / "files")
    through(sit(language), language, tmp_path / "files")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_folder_of_agencies_files(
    sit: Callable[[str], Hand], tmp_path: Path, corpus: Path | None, language: str
) -> None:
    if corpus is None:
        return
    corpus_files(tmp_path / "files", corpus)
    through(sit(language), language, tmp_path / "files")

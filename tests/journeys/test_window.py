"""The whole journey by clicks and keys in the real window: first run, draft, import, mark, rank, freeze, export."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from khartoum_desktop.core.i18n import NAMES, _, set_language
from khartoum_desktop.exporting.ui.dialog import ExportDialog
from khartoum_desktop.importing.model import Weight
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, REVIEW
from khartoum_desktop.proposals import queries as proposals
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.ui.new import NewProposal
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.sample import folder as sample_folder
from khartoum_desktop.scoring.ui.page import ScoringPage
from khartoum_desktop.shortlist.queries import current_ranking, listing, shortlists
from khartoum_desktop.shortlist.ui.page import ShortlistPage
from khartoum_desktop.shortlist.ui.ranking_page import RankingPage
from khartoum_desktop.window.welcome import Welcome
from tests.journeys.hand import Hand

pytestmark = pytest.mark.screen

EGYPT = {"ar": "مصر", "en": "Egypt"}
SOMALIA = {"ar": "الصومال", "en": "Somalia"}
TITLE = {"ar": "إنذار مبكر للنزوح المرتبط بالمناخ", "en": "Early warning for climate displacement"}
REFERENCE = {"ar": "الرمز", "en": "Reference"}


def begin(hand: Hand, language: str) -> None:
    """Answer the two questions of the first run and begin with a proposal of one's own: title and country."""
    hand.window.show_welcome()
    welcome = hand.window.stack.currentWidget()
    assert isinstance(welcome, Welcome)
    hand.write("Nadia Fahmy", welcome.form.name.line)
    hand.choose(welcome.form.delegation.box, EGYPT[language])
    hand.keep_picture(f"first_run_{language}")

    def draft(dialog: QDialog) -> None:
        assert isinstance(dialog, NewProposal)
        hand.write(TITLE[language], dialog.title.line)
        hand.choose(dialog.country.box, SOMALIA[language])
        hand.press("Create", dialog)

    hand.when_asked(draft)
    hand.press("New proposal")
    hand.wait(lambda: hand.window.work is not None and len(proposals.ids(hand.window.work)) == 1)
    hand.settle()
    assert isinstance(hand.window.page, ProposalsPage)
    hand.keep_picture(f"editor_{language}")


def bring_in(hand: Hand, language: str) -> None:
    """Drop a ministry's messy Arabic workbook, look at all of it, import it, take it back, and again."""
    work = hand.window.work
    assert work is not None
    hand.drop(sample_folder() / "sudan_interior.xlsx")
    hand.wait(lambda: isinstance(hand.window.page, ImportPage) and hand.window.page.plan is not None)
    page = hand.window.page
    assert isinstance(page, ImportPage)
    hand.settle()
    assert page.sheet.table.layoutDirection() is Qt.LayoutDirection.RightToLeft, "the sheet keeps its own direction"
    hand.keep_picture(f"import_sheet_{language}")
    for step in (COLUMNS, REVIEW):
        assert page.header.primary is not None
        hand.click(page.header.primary)
        hand.settle()
        assert page.step == step
    (problem,) = [one for one in page.plan.problems if one.target == "budget_total"] if page.plan else []
    assert (problem.original, problem.reason.weight) == ("750 ألف جنيه", Weight.LOOK), "a pound from Sudan is Sudanese"
    hand.keep_picture(f"import_review_{language}")
    assert len(proposals.ids(work)) == 1, "nothing is written before the last button"
    assert page.header.primary is not None
    hand.click(page.header.primary)
    hand.wait(lambda: len(proposals.ids(work)) == 7)
    hand.settle()
    hand.press("Undo this import")
    hand.wait(lambda: len(proposals.ids(work)) == 1)
    hand.settle()
    hand.key(Qt.Key.Key_Y, ctrl=True, into=hand.window)
    hand.wait(lambda: len(proposals.ids(work)) == 7)
    hand.settle()


def mark_everything(hand: Hand, language: str) -> None:
    """Give every proposal its eighteen marks with the number keys and submit them, each total better than the last.

    4 and 3 need no reason.
    """
    page = hand.window.go("scoring")
    assert isinstance(page, ScoringPage)
    work = hand.window.work
    assert work is not None
    for place in range(len(proposals.ids(work))):
        hand.settle()
        hand.wait(lambda: page.rubric.isVisible() and page.rubric.answered_count == 0)
        for count in range(18):
            hand.key(Qt.Key.Key_4 if count < 2 * place else Qt.Key.Key_3, into=page.rubric)
            hand.wait(lambda count=count: page.rubric.answered_count == count + 1)  # type: ignore[misc]
        if place == 0:
            hand.keep_picture(f"scoring_{language}")
        hand.settle()
        hand.press("Submit and next")
    hand.settle()


def rank_and_freeze(hand: Hand, language: str) -> list[str]:
    """Put the two best on a new shortlist and freeze it; return their references in order."""
    page = hand.window.go("ranking")
    assert isinstance(page, RankingPage)
    hand.settle()
    work = hand.window.work
    assert work is not None
    official = current_ranking(work).official
    assert [line.rank for line in official] == list(range(1, 8)), "seven totals, no two the same"
    best = [line.candidate.ref for line in official[:2]]
    hand.click_row(page.table, 0)
    hand.key(Qt.Key.Key_Down, shift=True, into=page.table)
    hand.wait(lambda: len(page.table.selected_ids()) == 2)
    hand.keep_picture(f"ranking_{language}")
    assert page.header.primary is not None
    hand.click(page.header.primary)
    hand.wait(lambda: [len(listing(work, one).places) for one in shortlists(work)] == [2])
    hand.settle()
    shown = hand.window.go("shortlist")
    assert isinstance(shown, ShortlistPage)
    hand.settle()
    assert shown.header.primary is not None
    hand.click(shown.header.primary)
    hand.wait(lambda: all(one.is_frozen for one in shortlists(work)))
    hand.settle()
    hand.keep_picture(f"shortlist_{language}")
    return best


def export(hand: Hand, path: Path) -> None:
    """Write the shortlist to a file by the dialog behind Ctrl+E."""

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        hand.give_file(path)
        hand.press("Choose a file…", dialog)

    hand.when_asked(choose)
    hand.key(Qt.Key.Key_E, ctrl=True, into=hand.window)
    hand.wait(path.exists)
    hand.settle()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_from_first_run_to_exported_shortlist(sit: Callable[[str], Hand], tmp_path: Path, language: str) -> None:
    hand = sit(language)
    begin(hand, language)
    bring_in(hand, language)
    mark_everything(hand, language)
    best = rank_and_freeze(hand, language)
    target = tmp_path / "list.xlsx"
    export(hand, target)
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert bool(sheet.sheet_view.rightToLeft) is (language == "ar")
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in cells if REFERENCE[language] in row)
    column = head.index(REFERENCE[language])
    listed = [row[column] for row in cells[cells.index(head) + 1 :] if str(row[column] or "").startswith("KP-")]
    assert listed == best
    work = hand.window.work
    assert work is not None
    known = {str(row["ref"]): row for row in proposals.columns(work, proposals.ids(work), ["ref", "budget_total"])}
    points = {line.candidate.ref: line.points for line in current_ranking(work).official}
    titles = {line.candidate.ref: line.candidate.title.text() for line in current_ranking(work).official}
    for place, ref in enumerate(best, start=1):
        row = next(row for row in cells if row[column] == ref)
        told = {words: row[head.index(words)] for words in (_("Rank"), _("Title"), _("Points"), _("Total cost"))}
        cost = known[ref]["budget_total"]
        assert told == {
            _("Rank"): place,
            _("Title"): titles[ref],
            _("Points"): pytest.approx(float(points[ref] or 0)),
            _("Total cost"): cost.thousandths / 1000 if isinstance(cost, Amount) and cost.thousandths else None,
        }


def test_the_language_changes_without_a_restart(sit: Callable[[str], Hand]) -> None:
    hand = sit("en")
    begin(hand, "en")
    assert hand.window.layoutDirection() is Qt.LayoutDirection.LeftToRight
    hand.window.looks.change_language("ar")
    hand.settle()
    assert hand.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert hand.window.page_id == "proposals"
    assert hand.window.status.language.text() == NAMES["ar"]
    assert hand.button("Submit for assessment").isVisible()
    hand.window.looks.change_language("en")
    set_language("en")
    assert _("New proposal") == "New proposal"
    assert QApplication.layoutDirection() is Qt.LayoutDirection.LeftToRight

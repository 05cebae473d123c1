"""The page of the exchange rates: by keys and clicks, in both directions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.model import Amount, Line
from khartoum_desktop.proposals.rates import operations, queries
from khartoum_desktop.proposals.rates.ui.page import SPEC, RatesPage
from khartoum_desktop.proposals.rates.ui.preview import RatesPreview
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import IconButton
from khartoum_desktop.workspace import Person, Workspace
from tests import rooms
from tests.proposals.rooms import room


class Counter(rooms.Room[RatesPage]):
    """The page of the rates, its panel and its preview."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        super().__init__(qtbot, work, RatesPage)

    def type(self, field: QWidget, text: str, *, end: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Type into a line in place of what is there, and leave it."""
        line: Any = field
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(line, text)
        else:
            line.insert(text)
        QTest.keyClick(line, end)
        self.settle()

    @property
    def preview(self) -> RatesPreview:
        """The preview, which must be open."""
        found = self.page.preview
        assert found is not None
        return found

    def cells(self, currency: str) -> list[str]:
        """Return what the table says of a currency."""
        row = self.page.model.position(currency)
        return [self.page.model.text_at(row, column) for column in range(self.page.model.columnCount())]


@contextmanager
def counter(qtbot: QtBot, work: Workspace, language: str = "en") -> Iterator[Counter]:
    """Give the page in one language."""
    with rooms.opened(lambda: Counter(qtbot, work), language) as here:
        yield here


def make(work: Workspace, amount: int, currency: str) -> str:
    values = {"title_en": currency, "lead_country": "EG", "budget_total": Amount(amount, currency)}
    return proposals.create(work, values)  # type: ignore[arg-type]  # a dict of both kinds of values


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_rate_is_typed_corrected_and_removed_by_keys(qtbot: QtBot, work: Workspace, language: str) -> None:
    make(work, 64_000_000_000, "EGP")
    make(work, 1_000_000, "EUR")
    with counter(qtbot, work, language) as here:
        page, panel = here.page, here.page.panel
        assert page.table.current_id() == "EGP", "the one that lacks a rate is in hand"
        assert "EGP" in page.status()
        assert (panel.mapTo(page, panel.pos()).x() < page.table.mapTo(page, page.table.pos()).x()) is (language == "ar")
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_Return)
        assert QApplication.focusWidget() is panel.rate.line
        here.type(panel.rate.line, "56.12")
        here.type(panel.day.line, "1/11/2026")
        assert panel.day.problem, "day or month first?"
        here.type(panel.day.line, "1 November 2026" if language == "en" else "١ نوفمبر ٢٠٢٦")
        here.type(panel.source.line, "InforEuro", end=Qt.Key.Key_Return)
        (rate,) = queries.rates(work)
        assert (rate.currency, rate.per_euro, rate.dated, rate.source) == ("EGP", "56.12", "2026-11-01", "InforEuro")
        assert here.cells("EGP")[2] == "56.12 EGP"
        assert "EGP" not in page.status()
        here.type(panel.rate.line, "57", end=Qt.Key.Key_Return)
        assert [one.per_euro for one in queries.rates(work)] == ["57"]
        assert not panel.typed
        cross = panel.findChild(IconButton)
        assert cross is not None
        here.click(cross)
        assert queries.rates(work) == []
        _told, undo = here.said[-1]
        undo()
        here.settle()
        assert [one.per_euro for one in queries.rates(work)] == ["57"]
        assert here.cells("EGP")[2] == "57 EGP"


def test_what_cannot_be_a_rate_stands_beside_its_field_and_keeps_the_page(qtbot: QtBot, work: Workspace) -> None:
    make(work, 1000, "SSP")
    with counter(qtbot, work) as here:
        panel = here.page.panel
        for text, word in (
            ("0", "greater than zero"),
            ("abc", "not one rate"),
            ("1,250", "two ways"),
            ("1" * 14, "No currency"),
        ):
            here.type(panel.rate.line, text)
            assert word in panel.rate.problem
            here.click(panel.save_button)
            assert QApplication.focusWidget() is panel.rate.line
            assert not here.page.leave()
        here.type(panel.rate.line, "1250.5")
        here.type(panel.day.line, "2031-01-01")
        assert "future" in panel.day.problem
        here.click(panel.save_button)
        assert queries.rates(work) == []
        here.type(panel.day.line, "2026-11-01")
        assert here.page.leave(), "what is typed is saved on leaving"
        assert [one.per_euro for one in queries.rates(work)] == ["1250.5"]


def test_what_is_typed_is_not_lost_when_another_currency_is_chosen(qtbot: QtBot, work: Workspace) -> None:
    make(work, 1000, "SSP")
    make(work, 1000, "KES")
    with counter(qtbot, work) as here:
        page, panel = here.page, here.page.panel
        page.table.select_ids(["SSP"], current="SSP")
        here.type(panel.rate.line, "1250.5")
        page.table.select_ids(["KES"], current="KES")
        here.settle()
        assert [(one.currency, one.per_euro) for one in queries.rates(work)] == [("SSP", "1250.5")]
        assert (panel.code, page.table.current_id(), panel.rate.value()) == ("KES", "KES", None)
        here.type(panel.rate.line, "0")
        page.table.select_ids(["SSP"], current="SSP")
        here.settle()
        assert (panel.code, page.table.current_id(), panel.rate.line.text()) == ("KES", "KES", "0")
        here.type(panel.rate.line, "650")
        panel.currency.box._picked("SDG")
        here.settle()
        assert (panel.code, panel.rate.line.text()) == ("SDG", "650")
        here.click(panel.save_button)
        assert {one.currency: one.per_euro for one in queries.rates(work)} == {"SSP": "1250.5", "SDG": "650"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_dropped_file_is_shown_before_it_is_taken_in(
    qtbot: QtBot, work: Workspace, tmp_path: Path, language: str
) -> None:
    operations.set_rate(work, "EGP", "50", "2026-11-01", "InforEuro")
    file = tmp_path / "InforEuro.csv"
    file.write_text("currency,rate\nEGP,56.12\nSDG,-1\nKES,150.25\n", encoding="utf-8")
    with counter(qtbot, work, language) as here:
        assert here.page.accept_files([file])
        here.settle()
        assert not here.preview.take_button.isEnabled()
        assert here.preview.plan.wants_day
        here.type(here.preview.day.line, "2026-11-01")
        assert [one.status for one in here.preview.plan.rows] == ["changed", "refused", "new"]
        assert [here.preview.model.id_at(row) for row in range(3)] == ["1", "0", "2"], "what is refused stands first"
        assert [one.per_euro for one in queries.rates(work)] == ["50"], "nothing is written yet"
        operations.set_rate(work, "KES", "149", "2026-11-01", "CBK")
        here.click(here.preview.take_button)
        assert here.preview.isVisible(), "the workspace has changed: the plan is shown again"
        assert [one.status for one in here.preview.plan.rows] == ["changed", "refused", "changed"]
        here.click(here.preview.take_button)
        assert not here.preview.isVisible()
        assert {one.currency: one.per_euro for one in queries.rates(work)} == {"EGP": "56.12", "KES": "150.25"}
        _told, undo = here.said[-1]
        undo()
        here.settle()
        assert {one.currency: one.per_euro for one in queries.rates(work)} == {"EGP": "50", "KES": "149"}


def test_a_file_that_is_none_of_rates_is_refused_with_a_way_on(qtbot: QtBot, work: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "ministry.csv"
    file.write_text("Title,Country\nHubs,Egypt\n", encoding="utf-8")
    with counter(qtbot, work) as here:
        here.page.accept_files([file])
        here.settle()
        assert "No table of exchange rates" in strip_isolates(here.page.message.label.text())
        buttons = [
            button
            for button in here.page.message.findChildren(QWidget)
            if "Import proposals" in button.accessibleName()
        ]
        here.click(buttons[0])
        assert here.opened == [("import", [str(file)])]
        assert not here.page.accept_files([tmp_path])


def test_reporting_currency_and_day_are_chosen(qtbot: QtBot, work: Workspace) -> None:
    with counter(qtbot, work) as here:
        assert here.page.leave()
        assert work.can_undo() is None, "looking writes nothing"
        here.page.reporting.box._picked("USD")
        here.settle()
        assert queries.standing(work).reporting == "USD"
        here.type(here.page.day.line, "2026-03-01")
        assert queries.standing(work).chosen_day == "2026-03-01"
        here.type(here.page.day.line, "")
        assert queries.standing(work).chosen_day is None
        work.undo()
        here.settle()
        assert here.page.day.value() == "2026-03-01"


def test_while_no_rate_is_needed_the_page_says_what_it_is_for(qtbot: QtBot, work: Workspace) -> None:
    make(work, 1000, "EUR")
    with counter(qtbot, work) as here:
        assert here.page.stack.currentWidget() is here.page.empty
        assert "InforEuro" in here.page.empty.sentence.text()
        panel = here.page.panel
        here.click(panel.save_button)
        assert panel.currency.problem
        panel.currency.box._picked("SDG")
        here.settle()
        here.type(panel.rate.line, "650", end=Qt.Key.Key_Return)
        assert [(one.currency, one.per_euro) for one in queries.rates(work)] == [("SDG", "650")]
        assert here.page.stack.currentWidget() is here.page.table


def test_a_reader_reads(qtbot: QtBot, work: Workspace, tmp_path: Path) -> None:
    operations.set_rate(work, "EGP", "50", "2026-11-01", "InforEuro")
    work.sit_down(Person("Amal", "SD", "reader"))
    file = tmp_path / "rates.csv"
    file.write_text("currency,rate,date\nEGP,56.12,2026-11-02\n", encoding="utf-8")
    with counter(qtbot, work) as here:
        assert not here.page.panel.save_button.isVisible()
        assert here.page.panel.findChildren(IconButton) == []
        assert here.page.accept_files([file])
        here.settle()
        assert here.page.preview is None
        assert here.page.leave()
    assert SPEC.factory is RatesPage


def test_every_control_has_a_name(qtbot: QtBot, work: Workspace) -> None:
    make(work, 1000, "SSP")
    operations.set_rate(work, "EGP", "50", "2026-11-01", "InforEuro")
    with counter(qtbot, work) as here:
        controls = [one for one in here.page.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert [one for one in controls if one.isVisible() and not one.accessibleName()] == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_list_fiche_and_form_follow_the_rates(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = make(work, 64_000_000_000, "EGP")
    make(work, 5_000_000, "ERN")
    sources: list[Line] = [{"funder": "EU", "amount": 500_000_000, "currency": "EUR"}]
    proposals.set_lines(work, ident, "budget_by_source", sources, ())
    with room(qtbot, work, language) as here:
        assert "ERN" in here.page.status()
        operations.set_rate(work, "EGP", "50", "2026-11-01", "InforEuro")
        here.settle()
        status = strip_isolates(here.page.status())
        assert "1,280,000" in status
        assert "ERN" in status
        assert "EGP" not in status
        here.page.list.table.select_ids([ident])
        here.settle()
        words = [strip_isolates(label.text()) for label in here.page.list.fiche.reading.findChildren(LeadingLabel)]
        assert any("1,280,000" in text and "50 EGP" in text and "InforEuro" in text for text in words)
        editor = here.edit(ident)
        assert "25,000,000" in editor.form.rows["budget_by_source"].below.label.text()
        operations.set_rate(work, "EGP", "128", "2026-11-02", "InforEuro")  # 64,000,000 / 128 = 500,000
        here.settle()
        assert editor.form.rows["budget_by_source"].below.label.text() == ""

"""What is sent to ministries: their problems as a workbook, and the blank form; asks for the language and the file."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import LANGUAGES, NAMES, _, fill, language, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.importing import blank_form, problems
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.problems import ProblemBook
from khartoum_desktop.sheets.spec import Written
from khartoum_desktop.toolkit.choosing import ChoiceEditor
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog, choose_new_file
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton
from khartoum_desktop.workspace import Workspace

_WIDTH: Final = 460
Make = Callable[[str | None], ProblemBook]
"""Reads the workbook of problems in a language; None = the one in which the sheet is written."""


class SendingDialog(Dialog):
    """Asks in which language a workbook for a ministry is written, then for its file."""

    def __init__(self, title: str, sentence: str, code: str, suggest: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(title, parent)
        self._title, self._suggest = title, suggest
        self.path: Path | None = None
        self.setMinimumWidth(_WIDTH)
        self.body.addWidget(LeadingLabel(sentence, role="muted", wrap=True))
        self.language = ChoiceEditor([(one, NAMES[one]) for one in LANGUAGES], empty=None, width=200)
        self.language.set_value(code)
        self.body.addWidget(FieldRow(_("Language of the workbook"), self.language))
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.go = PrimaryButton(_("Choose a file…"), self._choose)
        self.add_button(self.go)

    @property
    def code(self) -> str:
        """The chosen language."""
        return str(self.language.value() or language())

    def _choose(self) -> None:
        filters = fill(_("Excel workbook ({pattern})"), pattern="*.xlsx")
        self.path = choose_new_file(self, self._title, filters, purpose="export", name=self._suggest(self.code))
        if self.path is not None:
            self.accept()


def send_plan_problems(parent: QWidget, work: Workspace, desk: Desk, plan: Plan) -> None:
    """Offer the problems of an open plan as a workbook for its sender."""
    send_problems(parent, desk, plan.file, lambda code: problems.problems_of_plan(work, plan, code))


def send_batch_problems(parent: QWidget, work: Workspace, desk: Desk, batch: str, file: str) -> None:
    """Offer the problems that an import of before still has."""
    send_problems(parent, desk, file, lambda code: problems.problems_of_batch(work, batch, code))


def send_problems(parent: QWidget, desk: Desk, file: str, make: Make) -> None:
    """Read the problems, ask for language and file, and write the workbook in the background."""

    def ask(book: ProblemBook) -> None:
        sentence = fill(
            ngettext(
                "{n} row of {file} goes back with what is wrong and what is expected. The corrected file is imported "
                "like any other: only these rows change.",
                "{n} rows of {file} go back with what is wrong and what is expected. The corrected file is imported "
                "like any other: only these rows change.",
                book.rows,
            ),
            n=format_number(book.rows),
            file=file,
        )
        dialog = SendingDialog(
            _("Return problems as Excel"),
            sentence,
            book.language,
            lambda code: problems.suggested_name(file, code),
            parent,
        )
        dialog.accepted.connect(lambda: _write_problems(desk, make, dialog))
        dialog.open()

    desk.tasks.start(lambda _progress: make(None), ask, desk.fail, owner=parent)


def _write_problems(desk: Desk, make: Make, dialog: SendingDialog) -> None:
    path, code = dialog.path, dialog.code
    if path is None:
        return

    def write(book: ProblemBook) -> None:
        desk.tasks.start(
            lambda _progress: book.write(path),
            lambda done: _say(desk, done),
            desk.fail,
            label=_("Exporting"),
            pool="other",
        )

    desk.tasks.start(lambda _progress: make(code), write, desk.fail, label=_("Exporting"))


def _say(desk: Desk, done: Written) -> None:
    desk.say(fill(_("{file} was written."), file=done.path.name))


def send_form(parent: QWidget, work: Workspace, desk: Desk) -> None:
    """Ask for the language and the file of the blank form, and write it in the background."""
    sentence = _(
        "A workbook with one row for each proposal: lists to choose from, help beside each column, an example. What "
        "comes back filled in is imported without a question."
    )
    dialog = SendingDialog(_("Blank form for ministries"), sentence, language(), blank_form.suggested_name, parent)

    def write(_progress: Progress) -> Written:
        return blank_form.blank_form(work, Path(str(dialog.path)), dialog.code)

    dialog.accepted.connect(
        lambda: desk.tasks.start(write, lambda done: _say(desk, done), desk.fail, label=_("Exporting"))
    )
    dialog.open()

"""What is asked on the page of the rounds: what a round is, an assessor, how to share out, which proposals."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date, parse_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import NAMES, _, fill, languages_first
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.reading import dotted, named
from khartoum_desktop.scoring.rounds.changing import Draft
from khartoum_desktop.scoring.rounds.ui.languages import LanguageChecks
from khartoum_desktop.scoring.rounds.ui.reading import Found
from khartoum_desktop.scoring.ui.people import Make, WhoDialog
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor, Choices, DateEditor, FieldRow, LineEditor, NumberEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.toolkit.ticks import Tick, TickList


def _whole_day(text: str) -> str:
    """Return the day that a text means, ISO 8601; UserError for anything else."""
    found = parse_date(text)
    try:
        return date.fromisoformat(found.iso if found is not None and found.iso else "").isoformat()
    except ValueError:
        raise UserError(_("This is not one day."), _("Write it like 31 May 2026.")) from None


class RoundDialog(Dialog):
    """The names, presidency, criteria, deadline and rules of a round; `agreed` carries the Draft."""

    agreed = Signal(object)

    def __init__(self, found: Found, shown: Round | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Change the round") if shown else _("New assessment round"), parent, width=560)
        self._seed = shown or found.shown.round
        self.names = {code: LineEditor(longest=120) for code in languages_first()}
        self.presidency = ChoiceEditor([(one.id, one.label.text()) for one in found.presidencies], empty=None)
        sets = [
            (one.id, fill(_("{name}, version {n}"), name=one.label.text(), n=format_number(one.version)))
            for one in found.criteria
        ]
        self.criteria = ChoiceEditor(sets, empty=None)
        self.deadline = DateEditor(_whole_day, format_date)
        self.deadline.line.setPlaceholderText(_("for example 31 May 2026"))
        self.required = NumberEditor(width=72)
        self.independent = Check(_("Independent scoring: nobody sees the marks of the others before submitting"))
        self.rows = [
            FieldRow(fill(_("Name ({language})"), language=NAMES[code]), editor) for code, editor in self.names.items()
        ]
        self.below = [
            FieldRow(_("Presidency"), self.presidency),
            FieldRow(_("Criteria"), self.criteria, _("They stay as they are once the first mark is given.")),
        ]
        for row in (*self.rows, *self.below):
            self.body.addWidget(row)
        line = QHBoxLayout()
        line.addWidget(FieldRow(_("Deadline"), self.deadline))
        line.addWidget(FieldRow(_("Submitted sheets that a rank needs"), self.required))
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(self.independent)
        self.problem = LeadingLabel(role="error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Save") if shown else _("Open the round"), self.read))
        self._fill(shown)

    def _fill(self, shown: Round | None) -> None:
        one = self._seed
        label = shown.label if shown else Wording()
        for code, text in (("ar", label.ar), ("en", label.en), ("fr", label.fr)):
            self.names[code].set_value(text)
        self.presidency.set_value(one.presidency)
        self.criteria.set_value(one.criteria_set)
        self.deadline.set_value(shown.deadline or None if shown else None)
        self.required.set_value(one.required)
        self.independent.setChecked(shown.independent if shown else True)

    def read(self) -> None:
        """Take what was written, or say what is missing."""
        editors = (*self.names.values(), self.deadline, self.required)
        understood = [editor.commit() for editor in editors]
        if not all(understood):
            return
        texts = {code: str(editor.value() or "") or None for code, editor in self.names.items()}
        if not any(texts.values()):
            self.rows[0].set_problem(_("Give the round a name in at least one language."))
            next(iter(self.names.values())).setFocus()
            return
        required = self.required.value()
        self.agreed.emit(
            Draft(
                Wording(**texts),
                str(self.presidency.value() or ""),
                str(self.criteria.value() or ""),
                str(self.deadline.value() or ""),
                required if isinstance(required, int) else 1,
                independent=self.independent.isChecked(),
            )
        )

    def refuse(self, error: Exception) -> None:
        """Say why it was refused; what was written stays."""
        self.problem.setText(str(error))
        self.problem.show()


class AskDialog(WhoDialog):
    """Name, delegation and languages of an assessor who is to be asked; `agreed` carries assessor and languages."""

    agreed = Signal(object, object)

    def __init__(self, delegations: Choices, make: Make, parent: QWidget | None = None) -> None:
        note = _("Asked for every proposal at first; take single ticks away, or share the proposals out.")
        super().__init__(_("Add an assessor"), note, _("Add"), delegations, make, parent)
        self.languages = LanguageChecks()
        self.body.addWidget(self.languages)
        for before, after in pairwise((self.delegation.box, *self.languages.checks.values())):
            QWidget.setTabOrder(before, after)
        self.accepted.connect(lambda: self.agreed.emit(self.chosen, self.languages.checked()))


class ShareDialog(Dialog):
    """How many assessors each proposal is to have; `agreed` carries the number."""

    agreed = Signal(int)

    def __init__(self, assessors: int, each: int, parent: QWidget | None = None) -> None:
        super().__init__(_("Share out"), parent)
        self._most = assessors
        words = _(
            "Every proposal goes to so many assessors, each as many as the others. Nobody gets a proposal in which "
            "they have an interest; sheets that are begun stay with whom they are."
        )
        self.body.addWidget(LeadingLabel(words, wrap=True))
        self.each = NumberEditor(width=72)
        self.row = FieldRow(_("Assessors for each proposal"), self.each, required=True)
        self.body.addWidget(self.row)
        self.each.set_value(min(max(each, 1), assessors))
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Share out"), self.read))

    def read(self) -> None:
        """Take the number, or say what it can be."""
        number = self.each.value() if self.each.commit() else None
        if not isinstance(number, int) or not 1 <= number <= self._most:
            self.row.set_problem(fill(_("Give a number from 1 to {most}."), most=format_number(self._most)))
            return
        self.agreed.emit(number)
        self.accept()


class ChooseDialog(Dialog):
    """Which proposals a round is about; `agreed` carries their ids, None for all, also those to come."""

    agreed = Signal(object)

    def __init__(self, found: Found, parent: QWidget | None = None) -> None:
        super().__init__(_("Proposals of the round"), parent, width=620)
        self.all = Check(_("All proposals, also those to come"), on=not found.shown.chosen)
        self.body.addWidget(self.all)
        self.list = TickList(_("Proposals of the round"))
        self.list.setMinimumHeight(300)
        inside = {one.id for one in found.shown.proposals}
        self.ticked = {one.id for one in found.everything if one.id in inside}
        self._items = [(one.id, dotted(named(one))) for one in found.everything]
        self.list.toggled.connect(self._toggle)
        self.body.addWidget(self.list, 1)
        self.all.toggled.connect(lambda on: self.list.setEnabled(not on))
        self.list.setEnabled(found.shown.chosen)
        self.problem = LeadingLabel(role="error", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Choose"), self.read))
        self._show()

    def _show(self) -> None:
        self.list.set_items(Tick(code, label, code in self.ticked) for code, label in self._items)

    def _toggle(self, code: str, on: bool) -> None:
        self.ticked = self.ticked | {code} if on else self.ticked - {code}

    def read(self) -> None:
        """Take what is ticked; none is refused."""
        if not self.all.isChecked() and not self.ticked:
            self.problem.setText(_("Choose at least one proposal."))
            self.problem.show()
            return
        wanted = [code for code, _label in self._items if code in self.ticked]
        self.agreed.emit(None if self.all.isChecked() else wanted)
        self.accept()

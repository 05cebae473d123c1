"""The first run: who sits here, whose presidency, and four honest ways to begin."""

import json
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core import settings
from khartoum_desktop.core.i18n import N_, _, language
from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.core.text import sort_key
from khartoum_desktop.toolkit.dialogs import SecretDialog, Sitting, SittingForm
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor, Choices
from khartoum_desktop.toolkit.parts import Button, Card, FlatButton, Icon, Line, MessageBar, Scroll
from khartoum_desktop.toolkit.switches import Check, Radio
from khartoum_desktop.toolkit.theme import GAP, PAGE_MARGIN
from khartoum_desktop.window.entrance import Beginning

EGYPT: Final = "EG-2024"
FRANCE: Final = "FR-2025"
# way, icon, title, sentence, button
_WAYS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "import",
        "import",
        N_("I have a ministry’s file"),
        N_("Excel or CSV in any order. The sheet is shown as received; you choose rows and columns."),
        N_("Import a file"),
    ),
    (
        "write",
        "edit",
        N_("I write a proposal"),
        N_("A title and a country are enough to keep a draft."),
        N_("New proposal"),
    ),
    (
        "sample",
        "open",
        N_("I want to look around first"),
        N_("A fictional round with proposals, assessors and marks, in a workspace of its own."),
        N_("Open the sample"),
    ),
    (
        "open",
        "workspace",
        N_("I have a workspace already"),
        N_("Made here before, or restored from a backup."),
        N_("Open a workspace"),
    ),
)


def _labels(scheme: str) -> Choices:
    """Return a shipped list's (code, label), sorted for the language: before there is a workspace to ask."""
    found = json.loads((resources_folder() / "lists" / f"{scheme}.json").read_text(encoding="utf-8"))
    items = [(item["code"], item[f"label_{language()}"]) for item in found["items"]]
    return sorted(items, key=lambda item: sort_key(item[1]))


def delegations() -> Choices:
    """Return who can sit here: member States, then partner organisations."""
    return [*_labels("member"), *_labels("partner")]


class Welcome(QWidget):
    """Asks the two questions and offers the four ways; nothing is made before one of them is chosen."""

    begun = Signal(object)  # Beginning
    open_wanted = Signal()

    def __init__(self, *, sample: bool = True, closable: Callable[[], None] | None = None) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, 12)
        self.message = MessageBar()
        outer.addWidget(self.message)
        scroll = Scroll()
        outer.addWidget(scroll, 1)
        holder = QWidget()
        holder.setMaximumWidth(1120)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(LeadingLabel(_("Welcome to Khartoum Desktop"), kind="page"), 1)
        if closable is not None:
            top.addWidget(FlatButton(_("Back to the workspace"), closable, icon="back"))
        column.addLayout(top)
        sentence = _(
            "Two questions, then begin with what you have. Every step can be undone, and nothing leaves this laptop."
        )
        column.addWidget(LeadingLabel(sentence, role="muted", wrap=True))
        column.addSpacing(12)
        columns = QHBoxLayout()
        columns.setSpacing(GAP)
        columns.addWidget(self._questions(), 4, Qt.AlignmentFlag.AlignTop)
        columns.addWidget(self._ways(sample=sample), 6, Qt.AlignmentFlag.AlignTop)
        column.addLayout(columns)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(holder, 100)
        middle.addStretch(1)
        scroll.body.addLayout(middle, 1)

    def _questions(self) -> QWidget:
        last = settings.load().last_person
        sitting = Sitting(*last) if len(last) == len(Sitting.__slots__) else None
        card = Card(_("Who is at this laptop?"))
        self.form = SittingForm(delegations(), sitting)
        card.body.addWidget(self.form)
        card.body.addWidget(Line())
        card.body.addWidget(LeadingLabel(_("Whose presidency?"), kind="section"))
        self._group = QButtonGroup(self)
        self.egypt = Radio(_("Egypt: its eight priorities are ready"))
        self.france = Radio(_("France: an empty set to fill"))
        self.other = Radio(_("Another State: an empty set to fill"))
        self.chair = ChoiceEditor(_labels("member"), name=_("State that presides"), width=240)
        choices = QVBoxLayout()
        choices.setSpacing(4)
        for button in (self.egypt, self.france, self.other):
            self._group.addButton(button)
            choices.addWidget(button)
        self.egypt.setChecked(True)
        choices.addWidget(self.chair)
        card.body.addLayout(choices)
        self.chair.hide()
        self.other.toggled.connect(self.chair.setVisible)
        card.body.addWidget(Line())
        self.protect = Check(_("Protect the workspace with a passphrase"))
        card.body.addWidget(self.protect)
        return card

    def _ways(self, *, sample: bool) -> QWidget:
        card = Card(padding=1)
        card.body.setSpacing(0)
        self.buttons: dict[str, Button] = {}
        for place, (way, icon, title, sentence, words) in enumerate(w for w in _WAYS if sample or w[0] != "sample"):
            if place:
                card.body.addWidget(Line())
            row = QHBoxLayout()
            row.setContentsMargins(16, 14, 16, 14)
            row.setSpacing(16)
            texts = QVBoxLayout()
            texts.setSpacing(0)
            texts.addWidget(LeadingLabel(_(title), kind="strong", wrap=True))
            texts.addWidget(LeadingLabel(_(sentence), role="muted", wrap=True))
            button = Button(_(words), partial(self._begin, way), kind="secondary" if place else "primary")
            button.setObjectName(f"begin_{way}")
            self.buttons[way] = button
            row.addWidget(Icon(icon), 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(texts, 1)
            row.addWidget(button)
            card.body.addLayout(row)
        return card

    @property
    def presidency(self) -> str:
        """The key of the presidency chosen, or the State's code; "" when another State was not named yet."""
        if self.egypt.isChecked():
            return EGYPT
        return FRANCE if self.france.isChecked() else str(self.chair.value() or "")

    def _begin(self, way: str) -> None:
        if way == "open":
            self.open_wanted.emit()
            return
        sitting = self.form.read()
        if sitting is None:
            return
        if not self.presidency:
            self.chair.setFocus()
            self.message.tell("error", _("Choose the State that presides."))
            return
        passphrase = None
        if self.protect.isChecked():
            dialog = SecretDialog(
                _("Passphrase of the new workspace"),
                _("Whoever opens the file needs it. Nobody can recover a lost passphrase."),
                new=True,
                parent=self,
            )
            if not dialog.exec():
                return
            passphrase = dialog.secret
        self.setEnabled(False)
        self.begun.emit(Beginning(sitting, self.presidency, way, passphrase))

    def say(self, text: str) -> None:
        """Tell something that helps to go on."""
        self.message.tell("info", text)

    def refuse(self, text: str) -> None:
        """Say why it did not work, and let the person try again."""
        self.setEnabled(True)
        self.message.tell("error", text)

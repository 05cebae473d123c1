"""The languages in which an assessor reads and writes: the first of them is that of the sheet that goes out."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import NAMES, _, fill
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.switches import Check


class LanguageChecks(QWidget):
    """A tick for each language; what is ticked first is first, those that were there before are before the others."""

    def __init__(self, before: Collection[str] = ()) -> None:
        super().__init__()
        self._ticked = [code for code in before if code in NAMES]
        self.checks = {code: Check(name, on=code in self._ticked) for code, name in NAMES.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(LeadingLabel(_("Working languages"), kind="strong"))
        line = QHBoxLayout()
        for code, check in self.checks.items():
            check.toggled.connect(partial(self._tick, code))
            line.addWidget(check)
        line.addStretch(1)
        column.addLayout(line)
        note = _("The sheet for marks goes out in the first of them; without any, in the language of this window.")
        column.addWidget(LeadingLabel(note, kind="caption", role="muted", wrap=True))

    def _tick(self, code: str, on: bool) -> None:
        self._ticked = [one for one in self._ticked if one != code] + ([code] if on else [])

    def checked(self) -> list[str]:
        """Return the ticked languages (codes) in their order."""
        return list(self._ticked)


class LanguagesDialog(Dialog):
    """The languages of one assessor; `agreed` carries their codes."""

    agreed = Signal(object)

    def __init__(self, name: str, before: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(fill(_("Languages of {name}"), name=name), parent)
        self.languages = LanguageChecks(before)
        self.body.addWidget(self.languages)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Save"), self.accept))
        self.accepted.connect(lambda: self.agreed.emit(self.languages.checked()))

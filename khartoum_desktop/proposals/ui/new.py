"""The question behind “New proposal”: a title and who submits it, nothing else."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _, language
from khartoum_desktop.core.text import script_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import language_of
from khartoum_desktop.proposals.templates.model import Template
from khartoum_desktop.toolkit.choosing import ChoiceEditor
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.forms import CountryEditor, FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton


class NewProposal(Dialog):
    """Asks for a title in any language and the submitting State; `values` are the fields of the new proposal.

    `template` is what it shall begin with, None for an empty one.
    """

    def __init__(
        self, lists: Lists, country: str, parent: QWidget | None = None, *, templates: Sequence[Template] = ()
    ) -> None:
        super().__init__(_("New proposal"), parent, width=520)
        self.values: dict[str, str] = {}
        self.template: Template | None = None
        self._templates = {one.id: one for one in templates}
        self.beginning = ChoiceEditor(
            [(one.id, one.name) for one in templates], empty=_("An empty proposal"), name=_("Begin with"), width=320
        )
        self.title = LineEditor(name=_("Title"))
        self.country = CountryEditor(lists.choices(PARTY), name=_("Submitting State or organisation"), width=320)
        self.country.set_value(country or None)
        self.rows = (
            FieldRow(_("Title"), self.title, _("In Arabic, English or French; the others can follow."), required=True),
            FieldRow(_("Submitting State or organisation"), self.country, required=True),
        )
        for row in self.rows:
            self.body.addWidget(row)
        if templates:
            hint = _("A template fills in objectives, activities and alignment: change them as you like.")
            self.body.addWidget(FieldRow(_("Begin with"), self.beginning, hint))
        self.body.addStretch(1)  # room that is left over is below the rows, not within one of them
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Create"), self._create))
        self.title.setFocus()

    def _create(self) -> None:
        title, country = self.title.value(), self.country.value()
        self.rows[0].set_problem(None if title else _("Write a title: it can be changed later."))
        self.rows[1].set_problem(None if country else _("Choose who submits the proposal."))
        if not title or not country:
            (self.title if not title else self.country).setFocus()
            return
        self.template = self._templates.get(str(self.beginning.value()))
        self.values = {f"title_{title_language(str(title))}": str(title), "lead_country": str(country)}
        self.accept()


def title_language(title: str) -> str:
    """Return the language of a title: Arabic by its script; a plain Latin one is taken for the window's language."""
    if script_of(title) == "latn" and language() != "ar":
        guessed = language_of(title)
        return guessed if guessed == "fr" else language()
    return language_of(title)

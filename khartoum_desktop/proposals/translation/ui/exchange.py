"""Texts go out to a translator as a workbook and come back: two dialogs, all reading and writing in the background."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup

from khartoum_desktop.core import dates
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.translation import returning, sheet
from khartoum_desktop.proposals.translation.model import State, language_name
from khartoum_desktop.proposals.translation.queries import Entry
from khartoum_desktop.proposals.translation.returning import Change, Kind, Plan
from khartoum_desktop.proposals.ui.restricted import RestrictedTicks
from khartoum_desktop.sheets.spec import Written
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.files import choose_file, choose_new_file
from khartoum_desktop.toolkit.parts import Card, IconLabel, Line, PrimaryButton, Radio, Scroll, SecondaryButton

if TYPE_CHECKING:
    from khartoum_desktop.proposals.translation.ui.page import TranslationPage

_MOST_SHOWN: Final = 200  # rows of a preview; the counts are of all
_LETTERS: Final = 160
_ORDER: Final = (Kind.REFUSED, Kind.NEW, Kind.CHANGED)
_ICONS: Final = {Kind.REFUSED: ("error", "error"), Kind.NEW: ("add", "ok"), Kind.CHANGED: ("edit", "info")}


class ExportTexts(Dialog):
    """Asks which proposals go to the translator; restricted ones only when they are ticked."""

    def __init__(self, page: "TranslationPage", entries: Sequence[Entry], shown: Sequence[str]) -> None:
        super().__init__(_("Export for a translator"), page)
        self._page = page
        code = page.list.code
        words = _(
            "A workbook of the originals, the translations so far and the terms, for a translator into {language}."
        )
        self.body.addWidget(LeadingLabel(fill(words, language=language_name(code)), role="muted", wrap=True))
        self._open = [one for one in entries if one.state is not State.DONE]
        self._all = list(entries)
        self._shown = [one for one in entries if one.id in set(shown)]
        self._group = QButtonGroup(self)
        self.choices: dict[str, Radio] = {}
        for key, label, ones in (
            ("open", _("What is missing or not checked ({n})"), self._open),
            ("shown", _("The proposals of the list ({n})"), self._shown),
            ("all", _("All proposals ({n})"), self._all),
        ):
            radio = Radio(fill(label, n=format_number(len(ones))))
            radio.setEnabled(bool(ones))
            radio.toggled.connect(self._fit)
            self._group.addButton(radio)
            self.choices[key] = radio
            self.body.addWidget(radio)
        self.restricted = RestrictedTicks()
        self.body.addWidget(self.restricted)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.go = PrimaryButton(_("Choose a file…"), self._choose)
        self.add_button(self.go)
        first = next((radio for radio in self.choices.values() if radio.isEnabled()), None)
        if first is not None:
            first.setChecked(True)
        self._fit()

    def _chosen(self) -> list[Entry]:
        by_key = {"open": self._open, "shown": self._shown, "all": self._all}
        return next((by_key[key] for key, radio in self.choices.items() if radio.isChecked()), [])

    def _fit(self) -> None:
        self.restricted.show_proposals([(one.id, one.ref, one.title) for one in self._chosen() if one.restricted])
        self.go.setEnabled(bool(self._chosen()))

    def _choose(self) -> None:
        page, code = self._page, self._page.list.code
        path = choose_new_file(
            self,
            _("Export for a translator"),
            fill(_("Excel workbook ({pattern})"), pattern="*.xlsx"),
            purpose="translation",
            name=sheet.suggested_name(code, dates.today()),
        )
        if path is not None:
            ids = [one.id for one in self._chosen()]
            page.exchange.export(path, code, ids, ticked=self.restricted.ticked())
            self.accept()


class Preview(Dialog):
    """What a translator's workbook would do, row by row; nothing is written before the last button."""

    def __init__(self, page: "TranslationPage", plan: Plan) -> None:
        words = fill(_("Translations into {language}"), language=language_name(plan.returned.target))
        super().__init__(words, page, width=760)
        self.plan = plan
        file = fill(_("From {file}. One Undo takes all of it back."), file=plan.returned.file)
        self.body.addWidget(LeadingLabel(file, role="muted", wrap=True))
        self.counts = LeadingLabel(counts(plan), kind="strong", wrap=True)
        self.body.addWidget(self.counts)
        self.body.addWidget(Line())
        self.rows = Scroll()
        self.rows.setMinimumHeight(320)
        shown = [change for kind in _ORDER for change in plan.of(kind)]
        shown += [change for change in plan.of(Kind.SAME) if change.remark]
        for change in shown[:_MOST_SHOWN]:
            self._add(change)
        if len(shown) > _MOST_SHOWN:
            more = len(shown) - _MOST_SHOWN
            left = fill(ngettext("and {n} more row", "and {n} more rows", more), n=format_number(more))
            self.rows.body.addWidget(LeadingLabel(left, role="muted"))
        if not shown:
            words = _("Nothing in it differs from what is here.")
            self.rows.body.addWidget(LeadingLabel(words, role="muted", wrap=True))
        self.rows.body.addStretch(1)
        self.body.addWidget(self.rows, 1)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        n = len(plan.of(Kind.NEW, Kind.CHANGED))
        take = fill(ngettext("Take in {n} text", "Take in {n} texts", n), n=format_number(n))
        self.go = PrimaryButton(take if n else _("Take in the remarks"), self.accept)
        self.go.setEnabled(plan.writes)
        self.add_button(self.go)

    def _add(self, change: Change) -> None:
        icon, role = _ICONS.get(change.kind, ("info", "info"))
        label = _(BY_KEY[change.key].label) if change.key in BY_KEY else change.cell
        head = " · ".join([isolate_ltr(change.ref or change.cell), isolate(label)])
        said = isolate(change.sentence) if change.sentence else ""
        card = Card(padding=8)
        card.body.setSpacing(2)
        card.body.addWidget(IconLabel(icon, " – ".join(filter(None, (head, said))), role=role, words="text"))
        if change.kind is Kind.CHANGED and change.old and change.old != change.new:
            old = fill(_("Before: {text}"), text=_short(change.old))
            card.body.addWidget(LeadingLabel(old, kind="caption", role="muted", wrap=True))
        if change.new and change.kind is not Kind.SAME:
            card.body.addWidget(LeadingLabel(isolate(_short(change.new)), wrap=True))
        if change.remark:
            remark = fill(_("Remark: {text}"), text=_short(change.remark))
            card.body.addWidget(LeadingLabel(remark, kind="caption", wrap=True))
        self.rows.body.addWidget(card)


def counts(plan: Plan) -> str:
    """Return how many rows are new, changed, the same and refused."""
    numbers = {kind.value: format_number(len(plan.of(kind))) for kind in Kind}
    return fill(_("new {new}, changed {changed}, same {same}, refused {refused}"), **numbers)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LETTERS else f"{line[:_LETTERS]}…"


class Exchange:
    """What the page does with workbooks."""

    def __init__(self, page: "TranslationPage") -> None:
        self._page = page

    def ask_export(self) -> None:
        """Ask what goes to the translator."""
        page = self._page
        page.pane.commit()
        ExportTexts(page, list(page.list.entries.values()), list(page.list.model.ids)).open()

    def export(self, path: Path, code: str, ids: Sequence[str], *, ticked: Sequence[str]) -> None:
        """Write the workbook: read among the tasks of the database, written beside them."""
        page = self._page

        def write(found: sheet.Draft) -> None:
            done = partial(self._written, found)
            page.desk.tasks.start(
                lambda _progress: found.write(), done, page.desk.fail, label=_("Exporting"), pool="other", owner=page
            )

        page.desk.tasks.start(
            lambda _progress: sheet.draft(page.work, path, code, ids, ticked=ticked),
            write,
            page.desk.fail,
            label=_("Exporting"),
            owner=page,
        )

    def _written(self, found: sheet.Draft, written: Written) -> None:
        page = self._page
        page.desk.say(fill(_("{file} was written."), file=found.path.name))
        if found.restricted:
            page.show_message("info", sheet.left_out_sentence(found.restricted))
        if written.cuts:
            cells = listed(cut.cell for cut in written.cuts)
            page.desk.fail(
                UserError(fill(_("Too long for a cell, cut: {cells}"), cells=cells), _("Shorten these texts."))
            )

    def choose_return(self) -> None:
        """Ask for the workbook that came back."""
        filters = fill(_("Excel workbook ({pattern})"), pattern="*.xlsx")
        path = choose_file(self._page, _("Take in translations"), filters, purpose="translation")
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Read a workbook that came back and show what it would do."""
        page = self._page
        page.pane.commit()
        page.hide_message()
        page.desk.tasks.start(
            lambda progress: returning.read_plan(page.work, path, progress),
            self._preview,
            page.desk.fail,
            label=_("Reading"),
            owner=page,
        )

    def _preview(self, plan: Plan) -> None:
        dialog = Preview(self._page, plan)
        dialog.accepted.connect(partial(self._apply, plan))
        dialog.open()

    def _apply(self, plan: Plan) -> None:
        page = self._page

        def done(step: str) -> None:
            page.desk.saved.emit()
            n = len(plan.of(Kind.NEW, Kind.CHANGED))
            words = ngettext("{n} text was taken in.", "{n} texts were taken in.", n)
            undo = partial(self._undo, step) if step else None
            page.desk.say(fill(words, n=format_number(n)), undo)
            if plan.returned.target in LANGUAGES and plan.returned.target != page.list.code:
                name = language_name(plan.returned.target)
                page.show_message("info", fill(_("They are in {language}: choose it at the side."), language=name))
            page.ask_anew()

        page.desk.tasks.start(
            lambda _progress: returning.apply(page.work, plan), done, page.desk.fail, label=_("Saving"), owner=page
        )

    def _undo(self, step: str) -> None:
        page = self._page
        page.desk.tasks.start(lambda _progress: page.work.store.undo_step(step), lambda _none: None, owner=page)

"""What the page of the lists asks: a new item, which organisations are one, and whether a file is taken in."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, NAMES, _, fill, language, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.catalogues.exchange import Plan, Planned, summary
from khartoum_desktop.proposals.catalogues.model import MOST_CODE, MOST_LABEL, Entry
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import ChoiceEditor, FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import FlatButton, PrimaryButton, Scroll, SecondaryButton

_MOST_SHOWN: Final = 200
_MOST_PAIRS: Final = 6


class NewItem(Dialog):
    """Asks for a code and a name; `check` refuses a code by UserError; `chosen` is (code, names by field)."""

    def __init__(self, title: str, check: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(fill(_("New item: {list}"), list=title), parent)
        self._check = check
        self.chosen: tuple[str, dict[str, object]] = ("", {})
        self.code = LineEditor(longest=MOST_CODE, width=220)
        self.code.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        hint = _("Letters of the Latin alphabet, digits, points and hyphens. It never changes.")
        self.code_row = FieldRow(_("Code"), self.code, hint, required=True)
        self.body.addWidget(self.code_row)
        self.names = {lang: LineEditor(longest=MOST_LABEL) for lang in LANGUAGES}
        self.rows = {lang: FieldRow(NAMES[lang], editor) for lang, editor in self.names.items()}
        self.body.addWidget(LeadingLabel(_("Name, in one language at least"), kind="strong"))
        for lang, row in self.rows.items():
            side = Qt.LayoutDirection.RightToLeft if lang == "ar" else Qt.LayoutDirection.LeftToRight
            self.names[lang].line.setLayoutDirection(side)
            self.body.addWidget(row)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Add"), self.read))
        self.code.setFocus()

    def read(self) -> None:
        """Take the answers, or mark what is missing and go there."""
        names: dict[str, object] = {f"label_{lang}": editor.value() for lang, editor in self.names.items()}
        first = language()
        self.rows[first].set_problem(None if any(names.values()) else _("Write it in Arabic, English or French."))
        try:
            code = self._check(str(self.code.value() or ""))
        except UserError as error:
            self.code_row.set_problem(str(error))
            self.code.setFocus()
            return
        self.code_row.set_problem(None)
        if not any(names.values()):
            self.names[first].setFocus()
            return
        self.chosen = (code, names)
        self.accept()


class MergeDialog(Dialog):
    """Asks which organisation is kept and which is the same; `apart` carries a pair that is not."""

    def __init__(
        self,
        kept: Sequence[tuple[str, str]],
        own: Sequence[tuple[str, str]],
        pairs: Sequence[tuple[Entry, Entry]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Merge organisations"), parent, width=560)
        self.chosen: tuple[str, str] = ("", "")
        self.apart: tuple[Entry, Entry] | None = None
        words = _(
            "The names of the second become other names of the first, and every proposal that names it follows. One"
            " Undo takes it back."
        )
        self.body.addWidget(LeadingLabel(words, role="muted", wrap=True))
        self.keep = ChoiceEditor(kept, width=420)
        self.other = ChoiceEditor(own, width=420)
        if pairs:
            self.body.addWidget(LeadingLabel(_("These look alike:"), kind="strong"))
        self.pairs = [self._pair(keep, other) for keep, other in pairs[:_MOST_PAIRS]]
        self.rows = (FieldRow(_("The one to keep"), self.keep), FieldRow(_("The same as it"), self.other))
        for row in self.rows:
            self.body.addWidget(row)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Merge organisations"), self.read))

    def _pair(self, keep: Entry, other: Entry) -> FlatButton:
        line = QHBoxLayout()
        words = fill(_("“{other}” and “{name}”"), other=other.label(), name=keep.label())
        button = FlatButton(words, partial(self.choose, keep.code, other.code), small=True)
        no = FlatButton(_("Not the same"), partial(self._apart, keep, other), small=True)
        no.setAccessibleName(f"{_('Not the same')}: {words}")
        line.addWidget(button)
        line.addStretch(1)
        line.addWidget(no)
        self.body.addLayout(line)
        return button

    def choose(self, keep: str, other: str) -> None:
        """Fill in a pair."""
        self.keep.set_value(keep)
        self.other.set_value(other)

    def _apart(self, keep: Entry, other: Entry) -> None:
        self.apart = (keep, other)
        self.accept()

    def read(self) -> None:
        """Take the pair, or mark what is missing."""
        keep, other = self.keep.value(), self.other.value()
        self.rows[0].set_problem(None if keep else _("Choose the organisation that stays."))
        problem = _("Choose two different ones.") if keep == other else None
        self.rows[1].set_problem(problem if other else _("Choose the one that is the same."))
        if keep and other and keep != other:
            self.chosen = (str(keep), str(other))
            self.accept()


class TakeIn(Dialog):
    """Shows what would become of a file's items; accepting takes them in."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(fill(_("Lists from {file}"), file=plan.file), parent, width=620)
        self.summary = LeadingLabel(summary(plan), kind="strong", wrap=True)
        self.body.addWidget(self.summary)
        self.pane = Scroll()
        self.pane.setMinimumHeight(220)
        self.lines: list[LeadingLabel] = []
        for title, items in (
            (_("Refused, and left out:"), plan.of("refused")),
            (_("New:"), plan.of("new")),
            (_("Changed:"), plan.of("changed")),
        ):
            self._add(title, items)
        if not self.lines:
            self.pane.body.addWidget(
                LeadingLabel(_("Everything in the file is here already."), role="muted", wrap=True)
            )
        self.pane.body.addStretch(1)
        self.body.addWidget(self.pane, 1)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.go = self.add_button(PrimaryButton(_("Take in"), self.accept))
        self.go.setEnabled(bool(plan.of("new", "changed")))

    def _add(self, title: str, items: Sequence[Planned]) -> None:
        heading = LeadingLabel(title, kind="strong")
        set_shown(heading, bool(items))
        self.pane.body.addWidget(heading)
        for item in items[:_MOST_SHOWN]:
            words = item.sentence() if item.outcome == "refused" else _named(item)
            self.lines.append(LeadingLabel(words, role="error" if item.outcome == "refused" else "", wrap=True))
            self.pane.body.addWidget(self.lines[-1])
        more = len(items) - _MOST_SHOWN
        if more > 0:
            words = fill(ngettext("and {n} more", "and {n} more", more), n=format_number(more))
            self.pane.body.addWidget(LeadingLabel(words, role="muted"))


def _named(item: Planned) -> str:
    """Return the list, the code and what is written anew."""
    texts = [str(value) for value in item.values.values() if isinstance(value, str)]
    said = texts[0].split("\n")[0][:120] if texts else ""
    return " · ".join(part for part in (isolate_ltr(item.catalogue), isolate_ltr(item.code), isolate(said)) if part)

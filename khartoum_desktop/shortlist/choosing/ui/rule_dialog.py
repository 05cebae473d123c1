"""Adding a rule: what kind, for which group or proposals, how many."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.shortlist.choosing import drafting
from khartoum_desktop.shortlist.choosing.model import By, Envelope, Rule
from khartoum_desktop.shortlist.choosing.reading import Asked
from khartoum_desktop.shortlist.choosing.ui.rules_card import money_text, parse_money_amount
from khartoum_desktop.toolkit.choosing import ChoiceEditor
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.editors import LineEditor, NumberEditor
from khartoum_desktop.toolkit.forms import Choices, FieldRow
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton

_KINDS: Final = (
    ("max", N_("At most so many of a group")),
    ("min", N_("At least so many of a group")),
    ("cover", N_("At least so many groups covered")),
    ("share", N_("At most a share of the budget for a group")),
    ("needs", N_("One proposal only together with another")),
    ("excludes", N_("Of two proposals at most one")),
    ("year", N_("A budget for a year")),
    ("funder", N_("A budget for a funder")),
)
_BYS: Final = (
    ("country", N_("Country that leads or submits")),
    ("group", N_("Group of States")),
    ("priority", N_("Priority of the presidency")),
    ("jvap", N_("JVAP domain")),
)
_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "max": frozenset({"by", "of", "n"}),
    "min": frozenset({"by", "of", "n"}),
    "cover": frozenset({"by", "n"}),
    "share": frozenset({"by", "of", "n"}),
    "needs": frozenset({"first", "second"}),
    "excludes": frozenset({"first", "second"}),
    "year": frozenset({"name", "amount"}),
    "funder": frozenset({"name", "amount"}),
}
_USUAL: Final = {"max": 1, "min": 1, "cover": 3, "share": 50}


class RuleDialog(Dialog):
    """Asks for one rule; `asked` is what is asked with it, None when the person thought better of it."""

    def __init__(
        self, before: Asked, proposals: Choices, codes: Mapping[By, Choices], parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Add a rule"), parent)
        self.asked: Asked | None = None
        self._before, self._codes = before, codes
        self.kind = ChoiceEditor([(code, _(label)) for code, label in _KINDS], empty=None, width=380)
        self.by = ChoiceEditor([(code, _(label)) for code, label in _BYS], empty=None, width=380)
        self.of = ChoiceEditor([], empty=_("Each of them by itself"), width=380)
        self.n = NumberEditor(width=80)
        self.first, self.second = (ChoiceEditor(proposals, empty=_("Choose a proposal"), width=380) for _one in "ab")
        self.name = LineEditor(longest=120, width=240)
        self.amount = NumberEditor(parse_money_amount, money_text)
        self.rows: dict[str, FieldRow] = {
            "kind": FieldRow(_("Kind of rule"), self.kind),
            "by": FieldRow(_("Group by"), self.by),
            "of": FieldRow(_("Which"), self.of),
            "n": FieldRow(_("Number"), self.n),
            "first": FieldRow(_("Proposal"), self.first),
            "second": FieldRow(_("And the other"), self.second),
            "name": FieldRow(_("Year or funder"), self.name, _("As it stands in the budget tables of the proposals.")),
            "amount": FieldRow(_("Amount"), self.amount),
        }
        for row in self.rows.values():
            self.body.addWidget(row)
        self.kind.set_value("max")
        self.by.set_value("country")
        self.kind.committed.connect(lambda *_: self._turn())
        self.by.committed.connect(lambda *_: self._offer())
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Add the rule"), self.read))
        self._turn()

    def _turn(self) -> None:
        kind = str(self.kind.value())
        for key, row in self.rows.items():
            row.setVisible(key == "kind" or key in _FIELDS[kind])
        self.n.set_value(_USUAL.get(kind))
        self._offer()
        self.adjustSize()

    def _offer(self) -> None:
        by: Any = self.by.value()
        self.of.set_items(self._codes.get(by, []))
        self.of.set_value(None)

    def read(self) -> None:
        """Take the rule, or say what is missing."""
        kind: Any = self.kind.value()
        for key in _FIELDS[kind]:
            self.rows[key].set_problem(None)
        unread = [key for key in _FIELDS[kind] if self.rows[key].editor.problem]
        missing = [key for key in self._needed(kind) if key not in unread and self.rows[key].editor.value() is None]
        for key in missing:
            self.rows[key].set_problem(_("This is needed for the rule."))
        if missing or unread:
            return
        self.asked = self._with(kind)
        if self.asked is not None:
            self.accept()

    def _needed(self, kind: str) -> Sequence[str]:
        return [key for key in self.rows if key in _FIELDS[kind] and key != "of"]

    def _with(self, kind: Any) -> Asked | None:
        if kind in {"year", "funder"}:
            one = Envelope(kind, int(self.amount.value() * self._before.fine), str(self.name.value()))
            return drafting.with_envelope(self._before, one)
        if kind in {"needs", "excludes"}:
            pair = (str(self.first.value()), str(self.second.value()))
            if pair[0] == pair[1]:
                self.rows["second"].set_problem(_("Choose another proposal."))
                return None
            return drafting.with_rule(self._before, Rule(kind, pair))
        of = (str(self.of.value()),) if self.of.value() and kind != "cover" else ()
        by: Any = self.by.value()
        n = int(self.n.value())
        if n < 0 or (kind == "share" and n > 100):  # noqa: PLR2004 - percent
            self.rows["n"].set_problem(_("A share lies between 0 and 100.") if n > 0 else _("Write 0 or more."))
            return None
        if kind == "share":
            return drafting.with_rule(self._before, Rule("share", of, by, share=Fraction(n, 100)))
        return drafting.with_rule(self._before, Rule(kind, of, by, n))

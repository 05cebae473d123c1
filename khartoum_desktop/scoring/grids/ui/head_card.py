"""The card of what holds for a whole set: names, scale, how several assessors' marks become one, reasons, weighing."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from khartoum_desktop.core.i18n import LANGUAGES, NAMES, _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import AGGREGATIONS, Aggregation, CriteriaSet, Weighting, shown_exactly
from khartoum_desktop.scoring.grids import editing
from khartoum_desktop.scoring.grids.ui.fields import (
    Fields,
    exact_editor,
    parse_exact,
    said,
    text_of,
    word_editor,
)
from khartoum_desktop.scoring.grids.weights import WEIGHTINGS, reweighed
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import ChoiceEditor, Editor, FieldRow, ParsedEditor
from khartoum_desktop.toolkit.parts import Card
from khartoum_desktop.toolkit.theme import current_theme

_LEAST_RULE: Final = 320
_CARET: Final = 56  # pixels of a list beside its words

Part = Callable[[CriteriaSet], Fraction]


class HeadCard(Card):
    """Its fields are made once and show whichever set is open."""

    def __init__(self, fields: Fields) -> None:
        super().__init__()
        self.names: dict[str, Editor] = {}
        names = QHBoxLayout()
        names.setSpacing(12)
        for language in LANGUAGES:
            editor = word_editor(_("Name"), language, "name")
            fields.add(editor, _named(language), _name_in(language), _rename(language))
            self.names[language] = editor
            names.addWidget(FieldRow(fill(_("Name ({language})"), language=NAMES[language]), editor), 1)
        self.body.addLayout(names)
        self.low, self.high, self.step = (exact_editor(name) for name in (_("Lowest"), _("Highest"), _("Step")))
        fields.add(self.low, "scale", _low, _put_low)
        fields.add(self.high, "scale", _high, _put_high)
        fields.add(self.step, "scale.step", _step, _put_step)
        self.reasons = ParsedEditor(_marks, _show_marks, name=_("Marks that need a reason"), width=140)
        fields.add(self.reasons, "reason_for[0]", _reasons, _put_reasons)
        self.weighting = ChoiceEditor(
            [(str(kind), _(words)) for kind, words in WEIGHTINGS.items()], empty=None, width=200
        )
        fields.add(self.weighting, "weighting", lambda one: str(one.weighting), _weigh)
        rules = [(str(rule), _(words)) for rule, words in AGGREGATIONS.items()]
        self.aggregation = ChoiceEditor(rules, empty=None)
        fields.add(self.aggregation, "aggregation", lambda one: str(one.aggregation), _aggregate)
        line = Flow(16, 8)
        for row in (
            FieldRow(_("Lowest mark"), self.low),
            FieldRow(_("Highest mark"), self.high),
            FieldRow(_("Step"), self.step),
            FieldRow(_("Reason obligatory for"), self.reasons),
            FieldRow(_("Weights"), self.weighting),
        ):
            line.addWidget(row)
        self.body.addLayout(line)
        words = _(
            "Swing points say how much the step from the lowest to the highest mark of a criterion matters: the most"
            " important step gets 100, each other one its part of that."
        )
        self.about_swing = LeadingLabel(words, kind="caption", role="muted", wrap=True)
        self.about_swing.hide()
        self.body.addWidget(self.about_swing)
        self.body.addLayout(self._several_assessors())

    def _several_assessors(self) -> QHBoxLayout:
        """Return the line of the rule for several assessors, which is a long sentence: as wide as it needs."""
        box, metrics = self.aggregation.box, current_theme().metrics("body")
        whole = max(metrics.horizontalAdvance(strip_isolates(box.itemText(row))) for row in range(box.count()))
        row = FieldRow(_("Several assessors"), self.aggregation)
        for part in (box, self.aggregation):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMinimumWidth(_LEAST_RULE)
        box.setMaximumWidth(round(whole) + _CARET)
        row.setMaximumWidth(round(whole) + _CARET)
        line = QHBoxLayout()
        line.addWidget(row, 1)
        line.addStretch()
        return line

    def show_set(self, criteria: CriteriaSet) -> None:
        """Say what swing points are where they count."""
        set_shown(self.about_swing, criteria.weighting is Weighting.SWING)


def _named(language: str) -> Callable[[CriteriaSet], str]:
    """Return the place of a name: the set is without any only when the window's language, the first, lacks it too."""
    return lambda one: f"name.{language}" if one.label.text() else "name"


def _name_in(language: str) -> Callable[[CriteriaSet], str | None]:
    return lambda one: text_of(one.label, language)


def _rename(language: str) -> Callable[[CriteriaSet, Any], CriteriaSet]:
    return lambda one, text: replace(one, label=said(one.label, language, text, "name"))


def _low(one: CriteriaSet) -> Fraction:
    return one.scale.low


def _high(one: CriteriaSet) -> Fraction:
    return one.scale.high


def _step(one: CriteriaSet) -> Fraction:
    return one.scale.number(one.scale.step)


def _put_low(one: CriteriaSet, number: Fraction | None) -> CriteriaSet:
    return editing.with_scale(one, number or Fraction(), _high(one), _step(one))


def _put_high(one: CriteriaSet, number: Fraction | None) -> CriteriaSet:
    return editing.with_scale(one, _low(one), number or Fraction(), _step(one))


def _put_step(one: CriteriaSet, number: Fraction | None) -> CriteriaSet:
    return editing.with_scale(one, _low(one), _high(one), Fraction(1) if number is None else number)


def _marks(text: str) -> tuple[Fraction, ...]:
    parts = text.replace("،", " ").replace(";", " ").replace("؛", " ").replace(", ", " ").split()
    return tuple(sorted({parse_exact(part.rstrip(",")) for part in parts}))


def _show_marks(marks: tuple[Fraction, ...]) -> str:
    return "; ".join(shown_exactly(mark) for mark in marks)


def _reasons(one: CriteriaSet) -> tuple[Fraction, ...] | None:
    return tuple(one.scale.number(mark) for mark in sorted(one.reason_for)) or None


def _put_reasons(one: CriteriaSet, marks: tuple[Fraction, ...] | None) -> CriteriaSet:
    return editing.with_reasons(one, marks or ())


def _weigh(one: CriteriaSet, kind: str) -> CriteriaSet:
    return reweighed(one, Weighting(kind))


def _aggregate(one: CriteriaSet, rule: str) -> CriteriaSet:
    return replace(one, aggregation=Aggregation(rule))

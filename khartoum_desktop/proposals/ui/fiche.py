"""The fiche: a proposal to be read, and beside it the sheet's row as it was received."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import LANGUAGES, _, fill, is_rtl, listed, ngettext
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.attachments.showing import consents
from khartoum_desktop.proposals.completeness import completeness, next_stage
from khartoum_desktop.proposals.fields import BY_KEY, column_label, label_of
from khartoum_desktop.proposals.lists import PARTY, PRIORITY, RESTRICTED, Lists
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.queries import NAMING
from khartoum_desktop.proposals.rows import OriginRow, ProposalDetail
from khartoum_desktop.proposals.showing import NOTHING, joined, show
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import (
    Card,
    Chip,
    CompletenessBar,
    FlatButton,
    IconLabel,
    Line,
    Scroll,
    SecondaryButton,
    clear_layout,
)

_FACTS: Final = (
    "lead_country",
    "parties",
    "submitting_ministry",
    "kind",
    "framework",
    "budget_total",
    "duration_months",
    "start_planned",
    "funding_status",
    "priorities",
    "jvap",
    "provisional_ref",
    "copied_from",
)
_TEXTS: Final = ("context", "overall_objective", "activities", "target_groups")
_MISSING_SHOWN: Final = 4
HUNDRED: Final = 100


class OriginView(QWidget):
    """The rows of ministries' sheets that a proposal came from, every cell with what became of it."""

    def __init__(self, origins: Sequence[OriginRow]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for origin in origins:
            where = fill(
                _("{file}, sheet {sheet}, row {row}"), file=origin.file, sheet=origin.sheet, row=str(origin.row_number)
            )
            column.addWidget(LeadingLabel(where, kind="strong", wrap=True))
            for cell in origin.cells:
                if not cell.text.strip() and cell.field is None:
                    continue
                header = cell.label or _("No header")
                column.addWidget(
                    LeadingLabel(f"{isolate_ltr(cell.place)} · {isolate(header)}", kind="caption", role="muted")
                )
                text = LeadingLabel(cell.text or NOTHING, wrap=True)
                text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(text)
                if cell.problem:
                    column.addWidget(IconLabel("warn", cell.problem, role="warn", kind="caption"))
                elif cell.field is None:
                    if cell.is_comment:
                        continue
                    column.addWidget(LeadingLabel(_("kept here, in no field"), kind="caption", role="muted"))
                elif cell.field in BY_KEY:
                    went = fill(_("in “{field}”"), field=_(BY_KEY[cell.field].label))
                    column.addWidget(LeadingLabel(went, kind="caption", role="muted"))


class Fiche(Card):
    """One proposal as a card with tabs; its actions stand at the bottom."""

    def __init__(self, open_it: Callable[[], object], show_history: Callable[[], object]) -> None:
        super().__init__(padding=16)
        self.setAccessibleName(_("Fiche"))
        self._top = QVBoxLayout()
        self._top.setSpacing(4)
        self.body.addLayout(self._top)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(_("Fiche"))
        self.tabs.addTab(_("As received"))
        self.body.addWidget(self.tabs)
        self.stack = QStackedWidget()
        self.reading, self.received = Scroll(), Scroll()
        for pane in (self.reading, self.received):  # a little air between the text and the scroll bar
            pane.body.setContentsMargins(*((10, 0, 0, 0) if is_rtl() else (0, 0, 10, 0)))
        self.stack.addWidget(self.reading)
        self.stack.addWidget(self.received)
        self.body.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.foot = Line()
        self.body.addWidget(self.foot)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.open_button = SecondaryButton(_("Open"), open_it, icon="edit", key=_("Enter"))
        self.history_button = FlatButton(_("History"), show_history, icon="history")
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.history_button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.shown: ProposalDetail | None = None
        self.worth: Callable[[Amount], str] = lambda _amount: ""  # what stands under an amount in another currency
        self.show_nothing()

    def show_nothing(self, selected: int = 0) -> None:
        """Show no proposal: none is selected, or several are."""
        self.shown = None
        for layout in (self._top, self.reading.body, self.received.body):
            clear_layout(layout)
        words = _("Select a proposal to read it here.")
        if selected > 1:
            words = fill(
                ngettext(
                    "{n} proposal is selected.",
                    "{n} proposals are selected. “Change several…” changes a field in all of them.",
                    selected,
                ),
                n=format_number(selected),
            )
        self._top.addWidget(LeadingLabel(words, role="muted", wrap=True))
        self._show_parts(shown=False)

    def _show_parts(self, *, shown: bool) -> None:
        for part in (self.tabs, self.foot, self.open_button, self.history_button):
            part.setVisible(shown)

    def show_detail(self, detail: ProposalDetail, origins: Sequence[OriginRow], lists: Lists) -> None:
        """Show a proposal and where it came from."""
        self.shown = detail
        clear_layout(self._top)
        self._show_top(detail, lists)
        clear_layout(self.reading.body)
        self._show_facts(detail, lists)
        self._show_completeness(detail)
        self.reading.body.addStretch(1)
        clear_layout(self.received.body)
        if origins:
            self.received.body.addWidget(OriginView(origins))
        self.received.body.addStretch(1)
        self.tabs.setTabVisible(1, bool(origins))
        self._show_parts(shown=True)
        self.reading.verticalScrollBar().setValue(0)

    def _show_top(self, detail: ProposalDetail, lists: Lists) -> None:
        line = QHBoxLayout()
        line.addWidget(LeadingLabel(isolate_ltr(detail.ref), kind="caption", role="muted"), 1)
        if detail.columns["confidentiality"] == RESTRICTED:
            line.addWidget(Chip(ChipLook(lists.label("confidentiality", RESTRICTED), kind="warn", icon="locked")))
        state = str(detail.columns["state"] or "")
        line.addWidget(Chip(ChipLook(lists.label("state", state), state=state)))
        self._top.addLayout(line)
        title = detail.title()
        heading = LeadingLabel(title, kind="section", wrap=True)
        heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._top.addWidget(heading)
        for lang in LANGUAGES:
            other = detail.columns[f"title_{lang}"]
            if other and other != title:
                self._top.addWidget(LeadingLabel(str(other), kind="caption", role="muted", wrap=True))

    def _show_facts(self, detail: ProposalDetail, lists: Lists) -> None:
        for conflict in detail.conflicts:
            words = fill(
                _("Two people wrote “{field}” differently."), field=_(column_label(conflict.kind, conflict.field))
            )
            self.reading.body.addWidget(IconLabel("warn", words, role="warn"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        row = 0
        for key in _FACTS:
            text = fact(detail, key, lists)
            if text in {"", NOTHING}:
                continue
            name = LeadingLabel(_(BY_KEY[key].label), role="muted", wrap=True)
            name.setFixedWidth(104)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(LeadingLabel(text, wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
            row += 1
            if isinstance(value := detail.value(key), Amount) and (words := self.worth(value)):
                grid.addWidget(LeadingLabel(words, kind="caption", role="muted", wrap=True), row, 1)
                row += 1
        self.reading.body.addLayout(grid)
        for words in consents(detail.lines, lists):
            self.reading.body.addWidget(LeadingLabel(words, kind="caption", role="muted", wrap=True))
        summary = next((s for lang in LANGUAGES if (s := detail.columns[f"summary_{lang}"])), None)
        if summary:
            self.reading.body.addWidget(LeadingLabel(str(summary), wrap=True))
        for key in _TEXTS:
            text = show(BY_KEY[key], detail.value(key), lists)
            if text != NOTHING:
                self.reading.body.addWidget(LeadingLabel(_(BY_KEY[key].label), kind="strong"))
                self.reading.body.addWidget(LeadingLabel(text, wrap=True))

    def _show_completeness(self, detail: ProposalDetail) -> None:
        state = detail.columns["state"]
        found = completeness(detail.values, next_stage(str(state) if state else None))
        line = QHBoxLayout()
        line.addWidget(LeadingLabel(_("Completeness"), kind="strong"), 1)
        line.addWidget(LeadingLabel(format_percent_of(found.percent)))
        self.reading.body.addLayout(line)
        self.reading.body.addWidget(CompletenessBar(found.percent / HUNDRED, _("Completeness")))
        if found.missing:
            names = [_(label_of(key)) for key in found.missing[:_MISSING_SHOWN]]
            more = "…" if len(found.missing) > _MISSING_SHOWN else ""
            words = fill(_("Still missing: {fields}"), fields=joined(names) + more)
            self.reading.body.addWidget(IconLabel("warn", words, role="warn"))


def fact(detail: ProposalDetail, key: str, lists: Lists) -> str:
    """Return one fact of the fiche, short: parties and priorities by name only."""
    if key == "parties":
        lead = detail.columns["lead_country"]
        names = [
            lists.label(PARTY, str(line["name"])) for line in detail.lines[key] if line["name"] not in {None, lead}
        ]
        return listed(dict.fromkeys(names))
    if key in {"priorities", "jvap"}:
        scheme = PRIORITY if key == "priorities" else key
        return "\n".join(isolate(lists.label(scheme, str(line["code"]))) for line in detail.lines[key])
    value = detail.value(key)
    return show(BY_KEY[key], detail.named.get(str(value), value) if key in NAMING else value, lists)


def format_percent_of(percent: int) -> str:
    """Return whole percents as people write them."""
    return format_percent(Fraction(percent, HUNDRED))

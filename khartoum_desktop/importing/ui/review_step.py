"""Last look before an import: rows by what would become of them, and at the end the repair of one row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Change, Plan, Problem, RowPlan, SheetPlan, Status, Value, Weight, label_of
from khartoum_desktop.importing.ui.perhaps import perhaps_row
from khartoum_desktop.importing.ui.sheet_table import cell_words
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, BY_SCHEME, Type
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, title_of
from khartoum_desktop.proposals.showing import joined, show, show_line, sided
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import (
    Button,
    Card,
    Chip,
    FlatButton,
    IconLabel,
    Line,
    PrimaryButton,
    Scroll,
    SecondaryButton,
    clear_layout,
)
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.table_pane import TablePane

_SIDE: Final = 320
_ALL, _PROBLEMS = "all", "problems"
_TABS: Final = (
    (_ALL, N_("All: {n}")),
    (Status.NEW, N_("New: {n}")),
    (Status.CHANGED, N_("Changed: {n}")),
    (Status.SAME, N_("Same: {n}")),
    (_PROBLEMS, N_("Problems: {n}")),
)
_CHIPS: Final[Mapping[Status, tuple[str, str]]] = {
    Status.NEW: (N_("new"), "ok"),
    Status.CHANGED: (N_("changed"), "info"),
    Status.SAME: (N_("same"), ""),
    Status.HELD: (N_("held back"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A planned row with the sheet that it stands in."""

    plan: RowPlan
    sheet: SheetPlan


class ReviewStep(QWidget):
    """Shows the rows of a plan; repairs are changes of the plan."""

    wanted = Signal(object)  # Callable[[Plan], Plan]

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self._lists = lists
        self._plan: Plan | None = None
        self._rows: dict[str, Row] = {}
        self._tab: str = _ALL
        self._group = QButtonGroup(self)
        self.tabs: dict[str, Button] = {}
        top = QHBoxLayout()
        for key, words in _TABS:
            button = FlatButton(_(words), partial(self.show_tab, key))
            button.setCheckable(True)
            button.setObjectName(f"tab_{key}")
            self._group.addButton(button)
            self.tabs[key] = button
            top.addWidget(button)
        top.addStretch(1)
        self.table = Table(name=_("Rows of the file"))
        self.model: RowsModel[Row] = RowsModel(self._columns(), self._fetch, self.table)
        self.table.setModel(self.model)
        self.table.chosen.connect(lambda *_: self._show_row())
        self._scroll = Scroll()
        self._side = QVBoxLayout()
        self._side.setSpacing(8)
        card = Card()
        card.body.addLayout(self._side)
        self._scroll.body.addWidget(card)
        self._scroll.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(TablePane(top, self.table, self._scroll, side_width=_SIDE))

    def _columns(self) -> list[ColumnView[Row]]:
        def chip(row: Row) -> ChipLook:
            word, kind = _CHIPS[row.plan.status]
            return ChipLook(_(word), kind=kind)

        def place(row: Row) -> str:
            sheet = row.plan.sheet or (self._plan.file if self._plan else "")
            return fill(_("row {n} · {sheet}"), n=format_number(row.plan.row), sheet=sheet)

        def country(row: Row) -> str:
            return self._lists.label(PARTY, str(row.plan.values.get("lead_country") or ""))

        def trouble(row: Row) -> str:
            problems = row.plan.problems
            return problems[0].reason.text if problems else joined(self._changes(row.plan))

        def cost(row: Row) -> str:
            values = row.plan.values
            amount, currency = values.get("budget_total"), values.get("budget_total_currency")
            return format_money(amount, str(currency)) if isinstance(amount, int) else ""

        return [
            ColumnView("status", _("What happens"), lambda row: _(_CHIPS[row.plan.status][0]), 130, chip=chip),
            ColumnView("title", _("Title"), _title, second=place),
            ColumnView("country", _("Country"), country, 120),
            ColumnView("cost", _("Total cost"), cost, 130, numeric=True),
            ColumnView("trouble", _("To look at"), trouble, 260),
        ]

    # -- showing

    def show_plan(self, plan: Plan) -> None:
        """Show a plan; the selected row and the tab stay."""
        self._plan = plan
        sheets = {sheet.name: sheet for sheet in plan.sheets}
        self._rows = {f"{row.sheet}\n{row.row}": Row(row, sheets[row.sheet]) for row in plan.rows}
        for key, words in _TABS:
            self.tabs[key].set_text(fill(_(words), n=format_number(len(self._ids(key)))))
        first = _PROBLEMS if self._tab == _ALL and self._ids(_PROBLEMS) and not self.table.selected_ids() else self._tab
        self.show_tab(first)

    def _ids(self, tab: str) -> list[str]:
        if tab == _ALL:
            return list(self._rows)
        if tab == _PROBLEMS:
            return [key for key, row in self._rows.items() if row.plan.problems or row.plan.status is Status.HELD]
        return [key for key, row in self._rows.items() if row.plan.status == tab]

    def show_tab(self, tab: str) -> None:
        """Show the rows of one tab, the first one selected."""
        self._tab = tab
        self.tabs[tab].setChecked(True)
        kept = self.table.selected_ids()
        ids = self._ids(tab)
        self.model.set_ids(ids)
        chosen = [one for one in kept if one in set(ids)] or ids[:1]
        self.table.select_ids(chosen)
        self._show_row()

    def _fetch(self, ids: Sequence[str]) -> dict[str, Row]:
        return {key: self._rows[key] for key in ids if key in self._rows}

    @property
    def row(self) -> Row | None:
        """The selected row."""
        chosen = self.table.selected_ids()
        return self._rows.get(chosen[0]) if chosen else None

    def place_to_work(self) -> QWidget:
        """Return where the next repair is typed, else the rows."""
        fields = (one for one in self._scroll.findChildren(LineEditor) if one.isVisibleTo(self))
        return next(fields, self.table)

    def next_problem(self) -> None:
        """Go to the next row that has a problem."""
        ids = self._ids(_PROBLEMS)
        shown = list(self.model.ids)
        chosen = self.table.selected_ids()
        start = shown.index(chosen[0]) + 1 if chosen else 0
        following = next((one for one in [*shown[start:], *shown[:start]] if one in set(ids)), None)
        if following:
            self.table.select_ids([following])
            self._show_row()

    # -- one row

    def _show_row(self) -> None:
        clear_layout(self._side)
        row = self.row
        if row is None:
            self._side.addWidget(LeadingLabel(_("Select a row to see it as received."), role="muted", wrap=True))
            return
        word, kind = _CHIPS[row.plan.status]
        self._side.addWidget(Chip(ChipLook(_(word), kind=kind)))
        self._side.addWidget(LeadingLabel(_title(row), kind="section", wrap=True))
        for problem in row.plan.problems:
            self._add_problem(row, problem)
        for words in self._changes(row.plan):
            self._side.addWidget(IconLabel("forward", words, role="ok", words="text"))
        if row.plan.perhaps:
            self._side.addWidget(perhaps_row(row.plan, self._want))
        hold = Check(_("Hold this row back"), on=row.plan.status is Status.HELD)
        hold.clicked.connect(lambda *_: self._hold(row, held=hold.isChecked()))
        self._side.addWidget(hold)
        self._side.addWidget(Line())
        self._side.addWidget(LeadingLabel(_("As received"), kind="strong"))
        for index, cell in enumerate(row.sheet.sheet.rows[row.plan.row - row.sheet.sheet.first_row]):
            if cell is not None and index < len(row.sheet.structure.headers):
                name = row.sheet.structure.headers[index] or row.sheet.letter(index)
                self._side.addWidget(LeadingLabel(name, kind="caption", role="muted", wrap=True))
                self._side.addWidget(LeadingLabel(cell_words(cell), wrap=True))

    def _add_problem(self, row: Row, problem: Problem) -> None:
        role = "error" if problem.reason.weight is Weight.HOLDS else "warn"
        self._side.addWidget(IconLabel(role, problem.reason.text, role=role))
        if not problem.column:
            return
        editor = LineEditor(width=0)
        editor.line.setPlaceholderText(problem.original)
        label = label_of(problem.target) or problem.column
        self._side.addWidget(FieldRow(label, editor, fill(_("As received: {text}"), text=problem.original or "–")))
        buttons = QHBoxLayout()
        apply = PrimaryButton(_("Apply"), lambda: self._fix(row, problem, editor))
        editor.line.returnPressed.connect(apply.click)
        buttons.addWidget(apply)
        if problem.target and problem.original:
            buttons.addWidget(SecondaryButton(_("Everywhere"), lambda: self._replace(problem, editor)))
        buttons.addStretch(1)
        self._side.addLayout(buttons)

    def _changes(self, row: RowPlan) -> list[str]:
        """Return what a row changes in a proposal that we have, and the lines that it adds, in words."""
        if row.status is not Status.CHANGED:
            return []
        found = [self._change_words(row, change) for change in row.changes if not change.field.endswith("_currency")]
        for kind, line in row.children:
            field = BY_SCHEME.get(str(line.get("scheme"))) if kind == "alignment" else BY_KIND.get(kind)
            if field is not None:
                words = show_line(field, line, self._lists)
                found.append(sided(fill(_("{field}: added {value}"), field=_(field.label), value=words)))
        return found

    def _change_words(self, row: RowPlan, change: Change) -> str:
        field = BY_KEY[change.field]
        old, new = change.old, change.new
        if field.type is Type.MONEY:
            named = {one.field: one for one in row.changes}.get(f"{field.key}_currency")
            currency = row.values.get(f"{field.key}_currency")
            before = named.old if named else currency
            old_words = show(field, Amount(_number(old), str(before or "") or None), self._lists)
            new_words = show(field, Amount(_number(new), str(currency or "") or None), self._lists)
        else:
            old_words, new_words = (show(field, _value(one), self._lists) for one in (old, new))
        return sided(fill(_("{field}: {old} → {new}"), field=_(field.label), old=old_words, new=new_words))

    def _fix(self, row: Row, problem: Problem, editor: LineEditor) -> None:
        text = editor.line.text().strip()
        if text:
            sheet, number, letter = row.plan.sheet, row.plan.row, problem.column
            self._want(lambda plan: decisions.fix_cell(plan, sheet, number, letter, text))

    def _replace(self, problem: Problem, editor: LineEditor) -> None:
        text = editor.line.text().strip()
        if text:
            self._want(lambda plan: decisions.replace_value(plan, problem.target, problem.original, text))

    def _hold(self, row: Row, *, held: bool) -> None:
        sheet, number = row.plan.sheet, row.plan.row
        if held:
            self._want(lambda plan: decisions.hold(plan, sheet, number))
        else:
            self._want(lambda plan: decisions.release(plan, sheet, number))

    def _want(self, change: Callable[[Plan], Plan]) -> None:
        self.wanted.emit(change)


def _title(row: Row) -> str:
    return title_of(row.plan.values) or _("(no title)")


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _value(value: Value) -> str | int | None:
    return None if isinstance(value, bool) else value

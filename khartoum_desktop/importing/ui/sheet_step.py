"""Second and third step of an import, over the same sheet: which rows are what, and which column is which field."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import Name
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.bounds import last_row
from khartoum_desktop.importing.model import Plan, SheetPlan, label_of
from khartoum_desktop.importing.pointing import lacks_header
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.survey import Survey
from khartoum_desktop.importing.synonyms import headers_of
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.importing.ui.no_table import NoTableBar
from khartoum_desktop.importing.ui.sheet_model import KIND_WORDS
from khartoum_desktop.importing.ui.sheet_sides import SIDE, ColumnsSide, RowsSide
from khartoum_desktop.importing.ui.sheet_table import SheetTable
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.toolkit.choosing import Choices, Combo, ListPopup
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.toolkit.table_pane import TablePane
from khartoum_desktop.toolkit.theme import CONTROL

_KEEP: Final = "-"
_HEADER, _END = "header", "end"
_KINDS: Final = (Kind.PROPOSAL, Kind.MORE, Kind.SECTION, Kind.TOTAL, Kind.NOTE, Kind.TITLE, Kind.IGNORED)
_HIDDEN: Final = {"hidden": N_("hidden in the file"), "very_hidden": N_("hidden in the file")}


class SheetStep(QWidget):
    """Shows a plan's sheets; every click is a change of the plan, made by the page in the background."""

    wanted = Signal(object)  # Callable[[Plan], Plan]

    def __init__(self, lists: Lists) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._name = ""
        self._header: tuple[bool, Sequence[int]] = (
            False,
            (),
        )  # of the sheet in sight: whether it is waited for, its rows
        self.sheets = Combo()
        self.sheets.setAccessibleName(_("Sheet"))
        self.sheets.activated.connect(lambda *_: self._show_sheet(self.sheets.code()))
        self.take = Check(_("Import this sheet"))
        self.take.clicked.connect(self._taken)
        self.hint = LeadingLabel("", role="muted")
        self.file = LeadingLabel("", kind="strong")
        self.table = SheetTable()
        self.table.kind_wanted.connect(self._set_kinds)
        self.table.header_wanted.connect(self._set_header)
        self.table.end_wanted.connect(self._set_end)
        self.table.label_wanted.connect(self._ask_kind)
        self.table.field_wanted.connect(self._ask_field)
        self._anchor = QWidget(self.table)
        self.rows, self.columns = RowsSide(), ColumnsSide(lists)
        self.rows.pick.toggled.connect(lambda on: self.table.pick_header(picking=on))
        self.columns.country_wanted.connect(self._set_country)
        self.side = QStackedWidget()
        for part in (self.rows, self.columns):
            part.wanted.connect(self._change)
            self.side.addWidget(part)
        top = QWidget()
        line = Flow(10, 4)
        top.setLayout(line)
        for widget in (self.file, LeadingLabel(_("Sheet"), role="muted"), self.sheets, self.take, self.hint):
            widget.setMinimumHeight(CONTROL)  # they stand in the middle of the line
            line.addWidget(widget)
        self.lacks = NoTableBar()
        above = QVBoxLayout()
        above.setSpacing(8)
        above.addWidget(top)
        above.addWidget(self.lacks)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(TablePane(above, self.table, self.side, side_width=SIDE))

    @property
    def asked(self) -> QWidget:
        """The card of open questions."""
        return self.columns.asked

    def show_side(self, *, columns: bool) -> None:
        """Show beside the sheet what is known of its rows, or of its columns."""
        self.rows.pick.setChecked(self._header[0] and not columns)
        self.side.setCurrentWidget(self.columns if columns else self.rows)

    # -- showing

    def show_survey(self, found: Survey) -> None:
        """Show a plan, staying on the same sheet."""
        plan = found.plan
        other = self._plan is None or self._plan.workbook is not plan.workbook
        self._plan = plan
        names = [sheet.name for sheet in plan.sheets]
        if other or self._name not in names:
            self._name = found.first
        self.file.setText(plan.file)
        self.sheets.set_items([(sheet.name, _sheet_words(plan, sheet)) for sheet in plan.sheets])
        self._show_sheet(self._name)

    def _show_sheet(self, name: str) -> None:
        self._name = name
        sheet = self._sheet
        if sheet is None or self._plan is None:
            return
        self.sheets.choose(name)
        self.take.setChecked(sheet.taken)
        self.take.setEnabled(sheet.structure.is_table)
        others = sum(1 for one in self._plan.sheets if one.taken and one is not sheet)
        words = ngettext("{n} other sheet is imported", "{n} other sheets are imported", others)
        self.hint.setText(fill(words, n=format_number(others)))
        set_shown(self.hint, others)
        self.table.show_plan(sheet)
        self.lacks.show_sheet(sheet)
        header = lacks_header(sheet), sheet.structure.header_rows
        if header != self._header:
            self._header = header
            self.rows.pick.setChecked(header[0] and self.side.currentWidget() is self.rows)
        self.rows.show_sheet(self._plan, sheet)
        self.columns.show_sheet(self._plan, sheet)

    @property
    def _sheet(self) -> SheetPlan | None:
        return self._plan.sheet(self._name) if self._plan else None

    def place_to_work(self) -> QWidget:
        """Return the first answer to give, else the sheet."""
        answer = self.columns.asked.first_answer() if self.side.currentWidget() is self.columns else None
        return answer or self.table

    # -- deciding

    def _taken(self) -> None:
        taken = self.take.isChecked()
        self._change(lambda plan, name: decisions.take_sheet(plan, name, taken=taken))

    def _set_kinds(self, rows: Sequence[int], kind: Kind) -> None:
        self._change(lambda plan, name: decisions.set_kinds(plan, name, rows, kind))

    def _set_header(self, rows: Sequence[int]) -> None:
        self.rows.pick.setChecked(False)
        whole = range(min(rows), max(rows) + 1)
        self._change(lambda plan, name: decisions.choose_header(plan, name, list(whole)))

    def _set_end(self, row: int) -> None:
        self._change(lambda plan, name: decisions.end_table(plan, name, row))

    def _ask_kind(self, rows: Sequence[int], where: QRect) -> None:
        """Open the list of what rows can be, under their label."""
        items = [(_HEADER, _(KIND_WORDS[Kind.HEADER])), *((kind.value, _(KIND_WORDS[kind])) for kind in _KINDS)]
        sheet = self._sheet
        if sheet is not None and rows[-1] != last_row(sheet.sheet, sheet.structure):
            items.append((_END, _("The table ends here")))

        def picked(code: str) -> None:
            if code == _HEADER:
                self._set_header(rows)
            elif code == _END:
                self._set_end(rows[-1])
            else:
                self._set_kinds(rows, Kind(code))

        kinds = {self.table.sheet.kind(row - (sheet.sheet.first_row if sheet else 1)) for row in rows}
        self._open_list(items, where, picked, kinds.pop().value if len(kinds) == 1 else "", search=False)

    def _set_country(self, country: str | None) -> None:
        self._change(lambda plan, name: decisions.sender_country(plan, country, name))

    def _change(self, change: Callable[[Plan, str], Plan]) -> None:
        name = self._name
        self.wanted.emit(lambda plan: change(plan, name))

    def _ask_field(self, letter: str, where: QRect) -> None:
        """Open the list of fields under a column's head or a form's label, likely ones first."""
        column = self._sheet.column(letter) if self._sheet else None
        likely = [key for key, _likeness in column.candidates if key in targets()] if column else []
        keys = dict.fromkeys((*([column.target] if column and column.target else []), *likely, *targets()))
        named = ((key, Name(label_of(key), headers_of().get(key, ""))) for key in keys)
        items = [(_KEEP, _("No field: only keep the cells")), *named]

        def picked(code: str) -> None:
            target = None if code == _KEEP else code
            self._change(lambda plan, name: decisions.map_column(plan, name, letter, target))

        current = (column.target or _KEEP) if column else ""
        self._open_list(items, where, picked, current, search=True)

    def _open_list(
        self, items: Choices, where: QRect, picked: Callable[[str], None], current: str, *, search: bool
    ) -> None:
        corner = self.table.mapFromGlobal(where.topLeft())
        self._anchor.setGeometry(QRect(QPoint(corner.x(), corner.y()), where.size()))
        popup = ListPopup(items, search=search, parent=self._anchor)
        popup.setLayoutDirection(self.layoutDirection())  # its words are the window's, not the sheet's
        popup.picked.connect(picked)
        popup.show_below(self._anchor, current=current)


def _sheet_words(plan: Plan, sheet: SheetPlan) -> str:
    """Return a sheet's name and what becomes of it, as the list of sheets shows it."""
    name = sheet.name or plan.file
    if sheet.sheet.visible in _HIDDEN:
        return fill(_("{sheet} · {what}"), sheet=name, what=_(_HIDDEN[sheet.sheet.visible]))
    if not sheet.sheet.rows:
        return fill(_("{sheet} · {what}"), sheet=name, what=_("empty"))
    if not sheet.structure.is_table:
        return fill(_("{sheet} · {what}"), sheet=name, what=_("no table"))
    if not sheet.taken:
        return fill(_("{sheet} · {what}"), sheet=name, what=_("left aside"))
    return name

"""The columns of the list: what each says of a proposal, and choosing, ordering, pinning and resizing them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr, strip_isolates
from khartoum_desktop.proposals.columns import queries
from khartoum_desktop.proposals.columns.model import (
    COMPLETENESS,
    MISSING,
    OVERVIEW,
    TITLE,
    ColumnChoice,
    Shown,
    is_numeric,
    label_of,
    usual_width,
)
from khartoum_desktop.proposals.columns.queries import ListRow
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.fields import label_of as field_label
from khartoum_desktop.proposals.lists import PARTY, RESTRICTED, Lists
from khartoum_desktop.proposals.model import as_lines
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.rows import ProposalLine
from khartoum_desktop.proposals.searches.model import sortable
from khartoum_desktop.proposals.showing import NOTHING, joined, restricted_mark, show
from khartoum_desktop.proposals.ui.fiche import HUNDRED, format_percent_of
from khartoum_desktop.toolkit.actions import SEPARATOR, Action, fill_menu, prepare_menu
from khartoum_desktop.toolkit.clipping import as_clip
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.pinned import PinnedTable
from khartoum_desktop.toolkit.table import ColumnView, RowsModel
from khartoum_desktop.workspace import Workspace

_CHUNK = 2000
_IN_SIGHT = 4  # pages asked for last: two are in sight at most
_KEPT = "proposals/columns"
_CODED = frozenset({"jvap", "gcm", "sdg", "crs"})  # schemes whose codes people know by heart


class ListColumns(QObject):
    """Keeps which columns are shown, remembers it for this workspace, and offers the menu of a header."""

    changed = Signal()

    def __init__(self, work: Workspace, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.work, self.desk = work, desk
        self.choice = self._recalled()
        self.model: RowsModel[ListRow] = RowsModel(self._views(), self.fetch, self)
        self.model.fetch_later = self._fetch_later
        self.table = PinnedTable(name=_("Proposals"))
        self.table.setModel(self.model)
        self.table.set_pinned(self.choice.pinned)
        self.table.column_moved.connect(lambda key, place: self.show(self.choice.moved(key, place)))
        self.table.column_resized.connect(self._resized)
        self.table.column_menu_wanted.connect(self.open_menu)
        self.table.menu_opening.connect(self._extend_row_menu)
        self.table.copy_wanted.connect(self._copy)
        self._fetches = 0
        self.further: Callable[[str], Sequence[Action]] = lambda _key: ()  # what others offer for a column

    def _recalled(self) -> ColumnChoice:
        try:
            return ColumnChoice.from_json(self.desk.recall(_KEPT))
        except UserError:  # nothing was kept, or an older program kept it
            return OVERVIEW

    def show(self, choice: ColumnChoice) -> None:
        """Show these columns from now on, here and when the workspace is opened again."""
        key = self.table.current_key()
        self.choice = choice
        self.desk.remember(_KEPT, choice.to_json())
        self.model.set_columns(self._views())
        self.table.set_pinned(choice.pinned)
        self.go_to(key)
        self.changed.emit()

    def _resized(self, key: str, width: int) -> None:
        self.choice = self.choice.with_width(key, width)
        self.desk.remember(_KEPT, self.choice.to_json())

    def go_to(self, key: str) -> None:
        """Put the keyboard into a column of the current line, if it is shown."""
        place, at = self.choice.place(key), self.table.currentIndex()
        self.table.last_column = max(place, 0)
        if place >= 0 and at.isValid():
            index = self.model.index(at.row(), place)
            self.table.selectionModel().setCurrentIndex(index, self.table.selectionModel().SelectionFlag.NoUpdate)

    def fetch(self, ids: Sequence[str]) -> Mapping[str, ListRow]:
        """Return the rows of these ids with the columns that are shown."""
        return queries.page(self.work, ids, self.choice.keys)

    def _fetch_later(self, ids: Sequence[str], done: Callable[[Mapping[str, ListRow] | None], None]) -> None:
        self._fetches += 1
        asked = self._fetches

        def work(_progress: object) -> Mapping[str, ListRow] | None:
            return self.fetch(ids) if self._fetches - asked < _IN_SIGHT else None  # else it was scrolled past

        self.desk.tasks.start(work, done, owner=self, pool="other")

    def _views(self) -> list[ColumnView[ListRow]]:
        return [column_view(one, self._lists) for one in self.choice.columns]

    def _lists(self) -> Lists:
        return lists_of(self.work)

    def _copy(self, ids: Sequence[str]) -> None:
        """Put rows, as they are shown, on the clipboard under their header."""
        views, keys = self._views(), self.choice.keys

        def work(progress: Callable[[int, int], None]) -> list[list[str]]:
            table = [[view.label for view in views]]
            for start in range(0, len(ids), _CHUNK):
                progress(start, len(ids))
                chunk = ids[start : start + _CHUNK]
                rows = queries.page(self.work, chunk, keys)
                table += [[cell_text(view, rows[one]) for view in views] for one in chunk if one in rows]
            return table

        def done(table: list[list[str]]) -> None:
            QGuiApplication.clipboard().setMimeData(as_clip(table, [view.numeric for view in views]))
            n = len(table) - 1
            self.desk.say(fill(ngettext("{n} row copied", "{n} rows copied", n), n=format_number(n)))

        if ids:
            self.desk.tasks.start(work, done, label=_("Copying rows"), owner=self, droppable=True)

    # -- the menu of a header

    def open_menu(self, key: str, at: QPoint) -> None:
        """Offer what can be done with a column, at a place of the screen."""
        menu = QMenu(self.table)
        menu.setObjectName("column_menu")
        self._fill(menu, key)
        menu.popup(at)

    def _extend_row_menu(self, menu: QMenu) -> None:
        """Offer the column's menu within the rows' too: the menu key reaches it there."""
        if key := self.table.current_key():
            menu.addSeparator()
            inner = menu.addMenu(fill(_("Column “{name}”"), name=_(label_of(key))))
            self._fill(inner, key)

    def _fill(self, menu: QMenu, key: str) -> None:
        prepare_menu(menu)
        fill_menu(menu, self.column_actions(key))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def column_actions(self, key: str) -> list[Action]:
        """Return what can be done with a column, as rows of a menu."""
        place, choice = self.choice.place(key), self.choice
        column = choice.columns[place]

        def can_sort() -> bool:
            return sortable(key)

        def ordered(*, descending: bool) -> bool:
            return self.model.sort_key == key and self.model.descending == descending

        def pin() -> None:
            self.show(self.choice.with_pinned(key, pinned=not column.pinned))

        def move(by: int) -> None:
            self.show(self.choice.moved(key, place + by))

        def can_move(by: int) -> bool:
            return choice.moved(key, place + by).keys != choice.keys

        up, down = partial(self._sort, key, descending=False), partial(self._sort, key, descending=True)
        return [
            Action("column.up", _("Sort upwards"), up, "", "up", can_sort, "", partial(ordered, descending=False)),
            Action(
                "column.down", _("Sort downwards"), down, "", "down", can_sort, "", partial(ordered, descending=True)
            ),
            SEPARATOR,
            *self.further(key),
            SEPARATOR,
            Action("column.pin", _("Keep in sight"), pin, checked=lambda: column.pinned),
            Action("column.first", _("Move towards the start"), partial(move, -1), "", "", partial(can_move, -1)),
            Action("column.last", _("Move towards the end"), partial(move, 1), "", "", partial(can_move, 1)),
            Action(
                "column.hide",
                _("Hide this column"),
                lambda: self.show(self.choice.hidden(key)),
                "",
                "eye-slash",
                lambda: len(choice.columns) > 1,
            ),
            Action("column.all", _("Columns…"), self.open_dialog, "", "columns"),
        ]

    def _sort(self, key: str, *, descending: bool) -> None:
        self.model.sort_requested.emit(key, descending)

    def open_dialog(self) -> None:
        """Let the person choose columns from all there are."""
        from khartoum_desktop.proposals.columns.ui.dialog import ColumnsDialog

        dialog = ColumnsDialog(self.work, self.desk, self.choice, self.table.window())
        dialog.accepted.connect(lambda: self.show(dialog.choice))
        dialog.open()


def cell_text(view: ColumnView[ListRow], row: ListRow) -> str:
    """Return what a cell says on one line, without isolates: for the clipboard."""
    return " ".join(strip_isolates(view.text(row)).split())


# --- what a column says -----------------------------------------------------------------------------------------------


def column_view(shown: Shown, lists: Callable[[], Lists]) -> ColumnView[ListRow]:
    """Return a column as the table wants it; `lists` gives the code lists when a cell is painted."""
    key = shown.key
    width = shown.width or usual_width(key)
    label, numeric = _(label_of(key)), is_numeric(key)
    sorting = sortable(key)
    if key == TITLE:
        return ColumnView(key, label, _title, width, second=partial(_second, lists), tool_tip=_title)
    if key == COMPLETENESS:
        return ColumnView(key, label, _complete, width, numeric=True, bar="complete", share=_share)
    if key == "state":
        return ColumnView(key, label, partial(_state, lists), width, chip=partial(_chip, lists))
    text = _ON_THE_LINE.get(key) or partial(_value, key)
    return ColumnView(key, label, partial(text, lists), width, numeric=numeric, sortable=sorting)


def _title(row: ListRow) -> str:
    return row.line.title()


def _second(lists: Callable[[], Lists], row: ListRow) -> str:
    line = row.line
    parts = [isolate_ltr(line.ref)]  # what is cut off at the end of a narrow column is the country, not a warning
    if line.confidentiality == RESTRICTED:
        parts.append(isolate(restricted_mark(True)))
    if line.torn:
        parts.append(isolate(_("two values")))
    if line.unread:
        words = ngettext("{n} new comment", "{n} new comments", line.unread)
        parts.append(isolate(fill(words, n=format_number(line.unread))))
    elif line.questions:
        parts.append(isolate(_("open question")))
    parts.append(isolate(lists().label(PARTY, line.lead_country)))
    return " · ".join(part for part in parts if part)


def _complete(row: ListRow) -> str:
    return format_percent_of(row.line.completeness.percent)


def _share(row: ListRow) -> float:
    return row.line.completeness.percent / HUNDRED


def _state(lists: Callable[[], Lists], row: ListRow) -> str:
    return lists().label("state", row.line.state)


def _chip(lists: Callable[[], Lists], row: ListRow) -> ChipLook:
    return ChipLook(_state(lists, row), state=row.line.state)


def _missing(_lists: Callable[[], Lists], row: ListRow) -> str:
    return joined(_(field_label(key)) for key in row.line.completeness.missing) or NOTHING


def _ref(_lists: Callable[[], Lists], row: ListRow) -> str:
    return isolate_ltr(row.line.ref)


def _country(lists: Callable[[], Lists], row: ListRow) -> str:
    return lists().label(PARTY, row.line.lead_country) or NOTHING


def _cost(_lists: Callable[[], Lists], row: ListRow) -> str:
    return cost_of(row.line)


def cost_of(line: ProposalLine) -> str:
    """Return the total cost of a proposal with its currency, “–” for none."""
    if line.budget.thousandths is None:
        return NOTHING
    return isolate_ltr(format_money(line.budget.thousandths, line.budget.currency))


_ON_THE_LINE: Mapping[str, Callable[[Callable[[], Lists], ListRow], str]] = {
    "ref": _ref,
    "lead_country": _country,
    "budget_total": _cost,
    MISSING: _missing,
}


def _value(key: str, lists: Callable[[], Lists], row: ListRow) -> str:
    """Return any other field on one line: of tables the number of their lines, of codes the codes."""
    value, field = row.values.get(key), BY_KEY[key]
    if field.type is Type.TABLE:
        lines = as_lines(value)
        if key == "parties":
            return (
                joined(lists().label(PARTY, str(line.get("name") or "")) for line in lines if line.get("name"))
                or NOTHING
            )
        return format_number(len(lines)) if lines else NOTHING
    if field.type is Type.CODES:
        codes = [str(line.get("code") or "") for line in as_lines(value)]
        if field.scheme in _CODED:
            return joined(map(isolate_ltr, codes)) or NOTHING
        return joined(lists().label(field.scheme or "", code) for code in codes) or NOTHING
    if field.type is Type.DERIVED:
        return isolate_ltr(str(value)) if value else NOTHING
    return " · ".join(show(field, value, lists()).split("\n"))

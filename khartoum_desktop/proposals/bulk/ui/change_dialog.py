"""Changing one field of several proposals: which field, what to do, and before it is done what it will hit."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.bulk import operations
from khartoum_desktop.proposals.bulk.model import Change, Doing, Plan, cleaned, doings, fields_together
from khartoum_desktop.proposals.bulk.ui.preview import PlanDialog
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import check_field
from khartoum_desktop.proposals.ui.editors import Bound, bind
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_shown
from khartoum_desktop.toolkit.forms import ChoiceEditor, FieldRow
from khartoum_desktop.toolkit.parts import Scroll, clear_layout
from khartoum_desktop.toolkit.theme import GAP
from khartoum_desktop.workspace import Workspace

_PAUSE_MS: Final = 250
_HIGHEST: Final = 256
_WORDS: Final[Mapping[Doing, str]] = {
    Doing.SET: N_("Set to"),
    Doing.EMPTY: N_("Empty the field"),
    Doing.ADD: N_("Add"),
    Doing.TAKE: N_("Take away"),
}
_REPLACE: Final = N_("Replace everything by")
_ALONE: Final = 2


class ChangeSeveral(PlanDialog):
    """Asks for a field, what to do with it and a value; shows at once what that does to the proposals chosen."""

    def __init__(
        self, work: Workspace, desk: Desk, ids: Sequence[str], lists: Lists, parent: QWidget | None = None
    ) -> None:
        n = len(ids)
        title = fill(ngettext("Change {n} proposal", "Change {n} proposals", n), n=format_number(n))
        super().__init__(work, desk, title, lists, parent, of_cells=False)
        self._ids = tuple(ids)
        self._planned_change: Change | None = None
        self.bound: Bound | None = None
        self.field = ChoiceEditor([(one.key, _(one.label)) for one in fields_together()], width=320)
        self.doing = ChoiceEditor((), empty=None, width=240)
        self.doing_row = FieldRow(_("What to do"), self.doing)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(FieldRow(_("Field"), self.field))
        line.addWidget(self.doing_row)
        line.addStretch(1)
        self.body.addLayout(line)
        self.editor_pane = Scroll()
        self.editor_pane.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.editor_pane.inner.installEventFilter(self)
        self.body.addWidget(self.editor_pane)
        self.finish_layout()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.replan)
        self.field.committed.connect(lambda _key: self._field_chosen())
        self.doing.committed.connect(lambda _doing: self._doing_chosen())
        self._field_chosen()
        self.field.setFocus()

    def _field_chosen(self) -> None:
        """Offer what can be done with the field, and its own editor."""
        clear_layout(self.editor_pane.body)
        self.bound = None
        key = self.field.value()
        set_shown(self.doing_row, key)
        if key:
            one = BY_KEY[str(key)]
            offered = doings(one)
            several = len(offered) > _ALONE
            words = {**_WORDS, Doing.SET: _REPLACE if several else _WORDS[Doing.SET]}
            order = sorted(offered, key=(Doing.ADD, Doing.TAKE, Doing.SET, Doing.EMPTY).index)
            self.doing.set_items([(doing.value, _(words[doing])) for doing in order])
            self.doing.set_value(order[0].value)
            self.bound = bind(one, self.lists)
            self.editor_pane.body.addWidget(FieldRow(_(one.label), self.bound.editor, _(one.hint) if one.hint else ""))
            self.bound.editor.edited.connect(self._pause.start)
            self.bound.editor.committed.connect(lambda _value: self._pause.start())
        self._doing_chosen()

    def _doing_chosen(self) -> None:
        wanted = self.bound is not None and self.doing.value() != Doing.EMPTY.value
        set_shown(self.editor_pane, wanted)
        self._fit()
        self.replan()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the editor when it needs more room or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Let the editor be as high as it needs, but leave room for the list."""
        body, width = self.editor_pane.body, max(600, self.editor_pane.viewport().width())
        needed = body.heightForWidth(width) if body.hasHeightForWidth() else body.sizeHint().height()
        self.editor_pane.setFixedHeight(min(_HIGHEST, needed + 4))

    # -- the plan

    def change(self) -> Change | None:
        """Return what is chosen now; None while a value is missing or cannot be understood."""
        if self.bound is None:
            return None
        doing = Doing(str(self.doing.value()))
        if doing is Doing.EMPTY:
            return Change(self.bound.field.key, doing)
        try:
            value = self.bound.read(self.bound.editor.read())
        except UserError:
            return None
        change = cleaned(Change(self.bound.field.key, doing, value))
        return None if change.value is None or change.value in ("", ()) else change

    def planner(self) -> Callable[[], Plan] | None:
        """Return what makes the plan of the change chosen now."""
        self._planned_change = change = self.change()
        return None if change is None else partial(operations.plan, self.work, self._ids, change)

    def is_current(self) -> bool:
        """Tell whether nothing was typed since the plan was made."""
        return super().is_current() and self.change() == self._planned_change

    def nothing_yet(self) -> str:
        """Return what is still to be chosen."""
        if self.bound is None:
            return _("Choose the field to change.")
        return _("Give a value: what it would change is shown here before anything happens.")

    def notes_of(self, plan: Plan) -> Sequence[str]:
        """Return what the form would complain of, which keeps nobody from saving."""
        change = self._planned_change
        if change is None or change.value is None:
            return plan.notes
        problems = check_field(BY_KEY[change.key], change.value, self.lists)
        return (*plan.notes, *(problem.sentence for problem in problems if not problem.refuses))

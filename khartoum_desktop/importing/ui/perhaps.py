"""The question whether a row is a proposal that we have: each likely one with its reasons, the same or another one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.model import Perhaps, Plan, RowPlan
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import SecondaryButton

Change = Callable[[Plan], Plan]


def perhaps_row(row: RowPlan, want: Callable[[Change], None]) -> QWidget:
    """Return the question with its answers; `want` gets the change of the plan that an answer is."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for place, one in enumerate(row.perhaps):
        if place:  # of the first one the problem above says it
            column.addWidget(LeadingLabel(f"{isolate_ltr(one.ref)} {isolate(one.title)}", wrap=True))
            why = listed(_(reason) for reason in one.why)
            column.addWidget(LeadingLabel(why, kind="caption", role="muted", wrap=True))
        same = fill(_("The same as {ref}"), ref=one.ref)
        column.addWidget(SecondaryButton(same, partial(_same, row, one, want)))
    others = QWidget()
    line = Flow()
    others.setLayout(line)
    line.addWidget(SecondaryButton(_("Another proposal"), partial(_other, row, want)))
    column.addWidget(others)
    return whole


def _same(row: RowPlan, one: Perhaps, want: Callable[[Change], None]) -> None:
    want(lambda plan: decisions.the_same(plan, [row.place], one.id))


def _other(row: RowPlan, want: Callable[[Change], None]) -> None:
    want(lambda plan: decisions.not_the_same(plan, [row.place]))

"""What leads from the import page to imports of before, and back: the latest of them, held rows, what is sent."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.kept import is_kept
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.survey import Survey, survey
from khartoum_desktop.importing.ui.before import show_before
from khartoum_desktop.importing.ui.done_step import Finished
from khartoum_desktop.importing.ui.sending import send_batch_problems, send_form, send_plan_problems
from khartoum_desktop.importing.ui.steps_bar import REVIEW
from khartoum_desktop.toolkit.actions import Action

if TYPE_CHECKING:
    from khartoum_desktop.importing.ui.page import ImportPage


class After:
    """The ways of the import page that concern other imports than the open one."""

    def __init__(self, page: "ImportPage") -> None:
        self._page = page

    def actions(self) -> tuple[Action, ...]:
        """Return what can be done at any step."""
        page = self._page
        form = partial(send_form, page, page.work, page.desk)
        return (
            Action("import.before", _("Imported files"), partial(page.desk.open, "imports"), "", "history"),
            Action("import.form", _("Blank form for ministries…"), form, "", "export"),
            Action("import.return", _("Return problems as Excel…"), self._send, "", "export", self._has_problems),
        )

    def show_batches(self) -> None:
        """List the latest imports on the first step."""

        def show(batches: Sequence[queries.Batch]) -> None:
            show_before(self._page.file.before, batches if self._page.plan is None else (), self._page.desk)

        self._page.desk.tasks.start(lambda _progress: queries.batches(self._page.work), show, owner=self._page)

    def take_up(self, plan: Plan) -> None:
        """Open rows that were held back in an import of before; a file that is open is finished first."""
        page = self._page
        if page.plan is not None:
            page.show_message("warn", fill(_("First finish {file}, which is open here."), file=page.plan.file))
            return

        def begin(found: Survey) -> None:
            page.done = None
            page.review.begin()
            page.deciding.begin(None, found)
            page.go(REVIEW)

        page.desk.tasks.start(lambda _progress: survey(plan), begin, page.desk.fail, owner=page)

    def _has_problems(self) -> bool:
        plan = self._page.plan
        return plan is not None and any(is_kept(row) for row in plan.rows)

    def _send(self) -> None:
        plan = self._page.deciding.latest or self._page.plan
        if plan is not None:
            send_plan_problems(self._page, self._page.work, self._page.desk, plan)

    def ways_on(self, done: Finished) -> tuple[Action, ...]:
        """Return what leads on from an import: its problems to their sender, and to the page of imports."""
        page, batch, file = self._page, done.imported.batch, done.plan.file
        send = partial(send_batch_problems, page, page.work, page.desk, batch, file)
        has_problems = any(is_kept(row) for row in done.plan.rows)
        problems = (Action("import.send", _("Return problems as Excel…"), send, icon="export"),) if has_problems else ()
        every = Action("import.batch", _("Imported files"), partial(page.desk.open, "imports", batch), icon="history")
        return (*problems, every)

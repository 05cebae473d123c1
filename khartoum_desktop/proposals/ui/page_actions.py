"""What can be done on the proposals page, as rows for menus, shortcuts and the command search."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.bulk.ui.hooks import bulk_actions
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.ui.list_actions import list_actions
from khartoum_desktop.toolkit.actions import SEPARATOR, Action

if TYPE_CHECKING:
    from khartoum_desktop.proposals.ui.page import ProposalsPage


def page_actions(page: "ProposalsPage") -> list[Action]:
    """Return everything that can be done with the list and the open proposal."""
    return [
        Action("proposals.new", _("New proposal"), page.new, "Ctrl+N", "new", page.may_write),
        *row_actions(page),
        Action("proposals.duplicates", _("Find duplicates"), partial(_find_duplicates, page), "", "git-merge"),
        SEPARATOR,
        Action("proposals.next", _("Next proposal"), partial(page.step, 1), "Ctrl+Down", "next", page.has_rows),
        Action("proposals.previous", _("Previous proposal"), partial(page.step, -1), "Ctrl+Up", "", page.has_rows),
        Action("proposals.translate", _("Translation desk"), partial(_translate, page), "Ctrl+T", "language"),
        SEPARATOR,
        *(replace(action, group=_("Columns and filters")) for action in list_actions(page)),
        *_editor_actions(page),
    ]


def row_actions(page: "ProposalsPage") -> list[Action]:
    """Return what can be done with the selected rows."""

    def may_copy() -> bool:
        return page.has_one() and page.may_write()

    def may_delete() -> bool:
        return page.has_selection() and page.may_write() and not page.sees_deleted()

    def may_restore() -> bool:
        return page.has_selection() and page.may_write() and page.sees_deleted()

    def may_forget() -> bool:
        return page.has_selection() and page.may_write()

    def may_confirm() -> bool:
        return may_delete() and page.is_coordinator()

    return [
        Action("proposals.open", _("Open"), page.open_selected, "", "edit", page.has_one),
        Action("proposals.copy", _("Make a copy"), page.copy, "Ctrl+Shift+D", "copy", may_copy),
        Action("proposals.template", _("Keep as a template…"), page.keep_as_template, "", "", may_copy),
        *bulk_actions(page),
        Action("proposals.delete", _("Delete"), page.delete, "Del", "delete", may_delete),
        Action("proposals.restore", _("Bring back"), page.bring_back, "", "restore", may_restore),
        Action("proposals.confirm", _("Confirm references…"), page.confirm_references, "", "", may_confirm),
        Action("proposals.forget", _("Forget for good…"), page.forget, "", "", may_forget),
    ]


def _find_duplicates(page: "ProposalsPage") -> None:
    """Look for proposals that are one; of two selected ones, whether they are."""
    ids = page.list.table.selected_ids()
    page.desk.open("duplicates", tuple(ids) if len(ids) == 2 and not page.is_editing() else None)  # noqa: PLR2004 - two to compare


def _editor_actions(page: "ProposalsPage") -> list[Action]:
    editing = page.is_editing

    def has_history() -> bool:
        return page.is_editing() or page.has_one()

    return [
        Action("proposals.back", _("Back to the list"), page.back, "Alt+Left", "back", editing),
        submit_action(page),
        Action("proposals.history", _("Change history"), page.history, "Ctrl+H", "history", has_history),
        Action("proposals.comments", _("Comments and questions"), page.comments, "Ctrl+Shift+M", "", has_history),
        *(replace(action, group=_("In the form")) for action in _form_actions(page)),
    ]


def _form_actions(page: "ProposalsPage") -> list[Action]:
    editing = page.is_editing
    titles = [
        Action(f"proposals.{key}", _(BY_KEY[key].label), partial(page.go_to, key), f"Alt+{place}", "", editing)
        for place, key in enumerate(("title_ar", "title_en", "title_fr"), 1)
    ]
    return [
        Action("proposals.problem", _("Next problem"), page.next_problem, "F8", "", editing),
        Action("proposals.section", _("Next section"), partial(page.step_section, 1), "Ctrl+PgDown", "", editing),
        Action("proposals.before", _("Previous section"), partial(page.step_section, -1), "Ctrl+PgUp", "", editing),
        *titles,
    ]


def _translate(page: "ProposalsPage") -> None:
    """Go to the translation desk, with the proposal in hand."""
    page.desk.open("translation", page.argument() if page.is_editing() else page.list.table.current_id())


def submit_action(page: "ProposalsPage") -> Action:
    """Return the handing over of the open proposal for assessment."""
    keys, icon = "Ctrl+Return | Ctrl+Enter", "paper-plane-tilt"

    def can_submit() -> bool:
        return page.is_editing() and page.may_write()

    return Action("proposals.submit", _("Submit for assessment"), page.submit, keys, icon, can_submit)

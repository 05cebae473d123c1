"""Whose workspace this is: title of the window, and the file, person and language in the status line."""

from typing import TYPE_CHECKING

from khartoum_desktop.core import i18n
from khartoum_desktop.core.i18n import _, fill

if TYPE_CHECKING:
    from khartoum_desktop.window.frame import Window


def name_workspace(window: "Window") -> None:
    """Show which workspace is open and who sits here."""
    status, work = window.status, window.work
    status.language.set_text(i18n.NAMES[i18n.language()])
    status.language.setToolTip(_("Language"))
    status.workspace.setVisible(work is not None)
    status.person.setVisible(work is not None)
    if work is None:
        window.setWindowTitle(_("Khartoum Desktop"))
        return
    window.setWindowTitle(f"{work.path.stem} – {_('Khartoum Desktop')}")
    status.workspace.set_text(work.path.stem)
    status.workspace.setToolTip(str(work.path))
    person = work.person
    status.person.setToolTip(_("Who is at this laptop…"))
    status.person.set_text(_("Who is at this laptop…"))
    if person is not None:
        from khartoum_desktop.proposals.list_queries import lists_of

        delegation = lists_of(work).label("party", person.delegation)
        status.person.set_text(fill(_("{name}, {delegation}"), name=person.name, delegation=delegation))

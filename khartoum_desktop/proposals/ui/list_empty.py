"""What stands in the place of an empty list: why it is empty, and the next step."""

from collections.abc import Callable
from dataclasses import dataclass

from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.rows import Counts
from khartoum_desktop.toolkit.parts import EmptyState


@dataclass(frozen=True, slots=True)
class Offers:
    """What an empty list offers."""

    new: Callable[[], object]
    bring_in: Callable[[], object]


def why_empty(counts: Counts, offers: Offers, show_all: Callable[[], object]) -> EmptyState:
    """Return the words and buttons: others are hidden by what is asked, or there are none yet."""
    if counts.everything or counts.removed:
        return EmptyState(
            _("No results match the search"),
            _("Other proposals are hidden by the words and filters above or by the search at the side."),
            [(_("Show all proposals"), show_all)],
            primary=False,
        )
    return EmptyState(
        _("There are no proposals yet"),
        _("Bring in a ministry’s spreadsheet, or write the first proposal by hand."),
        [(_("New proposal"), offers.new), (_("Import a file"), offers.bring_in)],
        primary=False,
    )

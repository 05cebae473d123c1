"""Above a sheet in which no table was found: what to do about it, for as long as that is so."""

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.model import Reason, SheetPlan
from khartoum_desktop.importing.pointing import NO_HEADER, lacks_header, lacks_table
from khartoum_desktop.toolkit.parts import MessageBar


class NoTableBar(MessageBar):
    """Says that a sheet waits for its header; closed by the person, it comes back with another sheet or sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ("", "")

    def show_sheet(self, sheet: SheetPlan) -> None:
        """Say what a sheet lacks, nothing of one that holds a table."""
        said = sheet.name, words_of(sheet)
        if said == self._said:
            return
        self._said = said
        if said[1]:
            self.tell("info", said[1])
        else:
            self.hide()


def words_of(sheet: SheetPlan) -> str:
    """Return what is to be done about a sheet in which no table was found, "" for any other."""
    if not lacks_table(sheet):
        return ""
    if sheet.structure.is_headless:
        return Reason(NO_HEADER, (("sheet", sheet.name),)).text
    if not sheet.structure.header_rows:
        return _("No table was found by itself: click the row that holds the headings, or go to it and press H.")
    nothing = _("Nothing stands below row {n}: click the row that holds the headings, or go to it and press H.")
    unlike = _("No row below row {n} looks like a project: click the label of one that is, or choose another header.")
    return fill(nothing if lacks_header(sheet) else unlike, n=format_number(sheet.structure.header_rows[-1]))

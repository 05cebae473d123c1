"""Which rows of a workbook that came back bear our marks, and where each row of the file before stands today."""

from collections.abc import Mapping
from dataclasses import replace

from khartoum_desktop.importing.form_rows import rows_of
from khartoum_desktop.importing.forms import read_form
from khartoum_desktop.importing.kept import Kept, Place
from khartoum_desktop.importing.marks import Mark, cards_of, mark_of, without_columns
from khartoum_desktop.sheets.model import Sheet, Workbook


def marks_in(workbook: Workbook) -> dict[str, Mark]:
    """Return the marks of sheets that went back to a ministry; of a sheet that was copied the first one keeps them."""
    marks: dict[str, Mark] = {}
    forms: set[str] = set()
    for sheet in workbook.sheets:
        mark = mark_of(sheet)
        if mark is None and (cards := cards_of(sheet)):
            mark = _by_card(sheet, cards)
            mark = replace(mark, ids={number: ident for number, ident in mark.ids.items() if ident not in forms})
            forms |= set(mark.ids.values())
        if mark:
            marks[sheet.name] = mark
    return marks


def _by_card(sheet: Sheet, mark: Mark) -> Mark:
    """Return the mark of a form with each id at the first row of its card, as the card is read now."""
    form = read_form(without_columns(sheet, {mark.column - 1, mark.column}))
    found: dict[int, str] = {}
    for card in form.cards if form else ():
        rows = {card.number, *(rows_of(form, card.number) if form else ())}
        ident = next((ident for number, ident in mark.ids.items() if number in rows), None)
        if ident:
            found[card.number] = ident
    return replace(mark, ids=found)


def rows_of_today(mark: Mark, kept: Kept, places: Mapping[str, Place]) -> dict[Place, int]:
    """Return where each row that is kept of a file stands now; of a card of a form, its further rows too."""
    found: dict[Place, int] = {}
    for number, ident in mark.ids.items():
        if ident not in places:
            continue
        name, row = places[ident]
        before = kept.sheet(name)
        more = before.more.get(row, ()) if before and not mark.header_rows else ()
        found |= {(name, one): number + one - row for one in (row, *more)}
    return found

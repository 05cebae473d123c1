"""Criteria sets from and to files, as the page asks for them; an import leaves the round in hand as it is."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from khartoum_desktop.core.files import write_json
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.scoring.grids import exchange, importing, operations
from khartoum_desktop.scoring.grids.operations import Made
from khartoum_desktop.scoring.grids.origins import earlier_of
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.toolkit.files import choose_file, choose_new_file

if TYPE_CHECKING:
    from khartoum_desktop.scoring.grids.ui.page import CriteriaPage

_SHOWN = 5  # places of a file that were passed over


class Files:
    """Asks for files and reads or writes the open set."""

    def __init__(self, page: "CriteriaPage") -> None:
        self._page = page

    def ask(self) -> None:
        """Ask for a file with a criteria set and bring it in."""
        path = choose_file(self._page, _("Import criteria"), _filters(), purpose="criteria")
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Keep the set of a file and show it; the round in hand keeps its own."""
        page = self._page

        def bring() -> tuple[Made, tuple[str, ...]]:
            found = importing.read_file(path)
            return operations.keep(page.work, found.criteria, found.origins), found.ignored

        def told(result: object) -> None:
            if isinstance(result, tuple):
                made, ignored = result
                page.open_set(made.criteria.id)
                self._tell(made)
                if ignored:
                    words = _("Passed over, since it means nothing here: {places}")
                    page.show_message("warn", fill(words, places=listed(ignored[:_SHOWN])))

        page.fields.commit()
        page.do(bring, told)

    def _tell(self, made: Made) -> None:
        page, name = self._page, made.criteria.label.text()
        if not made.step:
            page.show_message("info", fill(_("“{name}” is here already."), name=name))
            return
        words = _("“{name}” was imported. The round in hand stays as it is; “{button}” is the next step.")
        told = fill(words, name=name, button=page.use_words())
        offer_undo(page.desk, told, partial(page.work.store.undo_step, made.step))

    def give(self) -> None:
        """Ask where the open set shall be written, and write it."""
        page, criteria = self._page, self._page.criteria
        if criteria is None:
            return
        name = f"{criteria.key}.json"
        path = choose_new_file(page, _("Export criteria"), _filters(), purpose="criteria", name=name)
        if path is not None:
            words = fill(_("{file} was written."), file=path.name)
            data = exchange.data(criteria, earlier_of(page.work, criteria))
            page.do(partial(write_json, path, data), lambda _none: page.desk.say(words, None))


def _filters() -> str:
    words = _("Criteria sets")
    return f"{words} (*.json)"

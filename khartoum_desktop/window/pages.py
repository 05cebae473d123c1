"""The pages of the window; each one's module is imported when the page is opened for the first time."""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.toolkit.command_search import Row
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Page, PageSpec

_OF_MARKS: Final = frozenset({"mark", "assessment", "round", "round_proposal", "round_assessor", "criterion"})


def _lazy(module: str) -> Callable[[Any, Desk], Page]:
    """Return a factory that imports the feature's page (its SPEC) when it is first needed."""

    def factory(work: Any, desk: Desk) -> Page:
        spec: PageSpec = import_module(f"khartoum_desktop.{module}").SPEC
        return spec.factory(work, desk)

    factory.__name__ = module
    return factory


def _proposals(work: Any, desk: Desk) -> Page:
    """Return the page of the proposals, with the search that only scoring can answer."""
    from khartoum_desktop.proposals.ui.page import ProposalsPage
    from khartoum_desktop.proposals.ui.searches import Further

    mine = Further("my_marks", N_("Needs my marks"), _awaited, _OF_MARKS)
    return ProposalsPage(work, desk, [mine])


def _awaited(work: Any) -> frozenset[str] | None:
    from khartoum_desktop.scoring.rounds.queue import awaited

    return awaited(work)


def _find_proposals(work: Any, desk: Desk, words: str) -> Sequence[Row]:
    from khartoum_desktop.proposals.ui.finding import find_proposals

    return find_proposals(work, desk, words)


PAGES: Final[tuple[PageSpec, ...]] = (
    PageSpec("proposals", N_("Proposals"), "proposals", _proposals, _find_proposals),
    PageSpec("import", N_("Import"), "import", _lazy("importing.ui.page")),
    PageSpec("imports", N_("Imported files"), "history", _lazy("importing.ui.batches"), in_rail=False),
    PageSpec("scoring", N_("Scoring"), "scoring", _lazy("scoring.ui.page")),
    PageSpec("scoring_grid", N_("Table of marks"), "columns", _lazy("scoring.table.ui.page"), in_rail=False),
    PageSpec("sheets", N_("Sheets for assessors"), "export", _lazy("scoring.marksheets.ui.page"), in_rail=False),
    PageSpec("rounds", N_("Assessment rounds"), "users-three", _lazy("scoring.rounds.ui.page"), in_rail=False),
    PageSpec("ranking", N_("Ranking"), "ranking", _lazy("shortlist.ui.ranking_page")),
    PageSpec("shortlist", N_("Shortlist"), "shortlist", _lazy("shortlist.ui.page")),
    PageSpec("choosing", N_("Choosing"), "scales", _lazy("shortlist.choosing.ui.page")),
    PageSpec("discussion", N_("Discuss first"), "chats", _lazy("shortlist.discussing.ui.page"), in_rail=False),
    PageSpec("sandbox", N_("Weights sandbox"), "weights", _lazy("shortlist.whatif.ui.page"), in_rail=False),
    PageSpec("duplicates", N_("Find duplicates"), "git-merge", _lazy("proposals.duplicates.ui.page"), in_rail=False),
    PageSpec(
        "priorities", N_("Presidency and priorities"), "delegation", _lazy("scoring.ui.priorities"), in_rail=False
    ),
    PageSpec("criteria", N_("Criteria"), "weights", _lazy("scoring.grids.ui.page"), in_rail=False),
    PageSpec("rates", N_("Exchange rates"), "currency-eur", _lazy("proposals.rates.ui.page"), in_rail=False),
    PageSpec("translation", N_("Translation desk"), "language", _lazy("proposals.translation.ui.page"), in_rail=False),
    PageSpec("lists", N_("Lists"), "list-bullets", _lazy("proposals.catalogues.ui.page"), in_rail=False),
)


def available_pages(pages: Sequence[PageSpec] = PAGES) -> list[PageSpec]:
    """Return the pages whose module is there."""
    return [page for page in pages if "." not in page.factory.__name__ or _exists(page.factory.__name__)]


def _exists(module: str) -> bool:
    return find_spec(f"khartoum_desktop.{module}") is not None

"""A restricted proposal is marked wherever it is named: lists, ranking, scoring, shortlist, pairs, translations."""

from collections.abc import Iterator

import pytest

from khartoum_desktop.core.i18n import speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries, shipped
from khartoum_desktop.proposals.columns.queries import ListRow
from khartoum_desktop.proposals.duplicates.queries import Pair
from khartoum_desktop.proposals.duplicates.queries import named as names
from khartoum_desktop.proposals.duplicates.ui.pair_list import _lines
from khartoum_desktop.proposals.translation.queries import entries
from khartoum_desktop.proposals.translation.ui.entry_list import _second as translation_line
from khartoum_desktop.proposals.ui.list_columns import _second as list_line
from khartoum_desktop.sample import PERSON, fill_workspace
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring import reading
from khartoum_desktop.shortlist import operations as shortlists
from khartoum_desktop.shortlist.queries import current_ranking, latest, listing
from khartoum_desktop.shortlist.ui.list_rows import place_row
from khartoum_desktop.workspace import Workspace

WORDS = {"ar": "مقيد التداول", "en": "restricted", "fr": "diffusion restreinte"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    work = Workspace.create(tmp_path_factory.mktemp("w") / "sample.khartoum", PERSON, genesis=shipped.genesis())
    fill_workspace(work)
    shortlists.add(work, shortlists.create(work, "SOM"), [one.id for one in current_ranking(work).official[:2]])
    yield work
    work.close()


@pytest.mark.parametrize("language", list(WORDS))
def test_it_says_so_wherever_it_is_named_and_no_other_does(sample: Workspace, language: str) -> None:
    secret, other = (place.entry.proposal for place in listing(sample, latest(sample)).places)
    operations.set_value(sample, secret, "confidentiality", "restricted")
    with speaking(language):
        lists = queries.lists_of(sample)
        found = listing(sample, latest(sample))
        called = names(sample, [secret, other])
        said = {}
        for ident in (secret, other):
            (line,) = queries.page(sample, [ident])
            (place,) = [one for one in found.places if one.entry.proposal == ident]
            candidate = scoring.proposal(sample, ident)
            (entry,) = [one for one in entries(sample, "ar") + entries(sample, "en") if one.id == ident][:1]
            said[ident] = (
                list_line(lambda: lists, ListRow(line)),
                place_row(place, found.ranking).second,
                reading.dotted(reading.named(candidate)),
                reading.facts(queries.read(sample, ident), lists),
                translation_line(entry),
                _lines(Pair(called[ident], called[ident]))[1][1],
            )
    sample.undo()
    assert all(WORDS[language] in strip_isolates(text) for text in said[secret]), said[secret]
    assert not any(WORDS[language] in strip_isolates(text) for text in said[other]), said[other]

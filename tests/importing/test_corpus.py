"""Real files of agencies and ministries beside the checkout: each ends in a plan or in a refusal with a cause."""

import sys
from pathlib import Path

import pytest

from tests.importing.corpus_report import MOST_SECONDS, report, survey, tables

_PLANS = 0.9
"""Of the files that people see a table in, at least this share must give a plan."""


@pytest.mark.timeout(3600)  # hundreds of files, each read in a process of its own
def test_every_file_gives_a_plan_or_a_refusal(corpus: Path | None) -> None:
    if corpus is None:
        return
    found = survey(corpus)
    sys.stdout.write(report(found))
    origins = list(found.values())
    outcomes = [outcome for origin in origins for outcome in origin.outcomes]
    assert all(outcome.plan or outcome.refusal for outcome in outcomes)
    assert [outcome.path.name for outcome in outcomes if outcome.seconds > MOST_SECONDS] == []
    assert not any(origin.wrote for origin in origins)
    assert sum(origin.tables for origin in origins) == len(tables())  # or the list names what is not there
    assert sum(origin.planned for origin in origins) >= _PLANS * len(tables())
    assert [line for origin in origins for line in origin.wrong] == []

"""Real files of agencies and ministries beside the checkout: each ends in a plan or in a refusal with a cause."""

import sys
from pathlib import Path

from tests.importing.corpus_report import ORIGINS, report, survey


def test_every_file_gives_a_plan_or_a_refusal(corpus: Path | None) -> None:
    if corpus is None:
        return
    found = survey(corpus)
    files = sum(len(found[name].outcomes) for name in ORIGINS)
    plans = sum(found[name].plans for name in ORIGINS)
    sys.stdout.write(report(found))
    assert plans >= 0.8 * files
    assert all(outcome.plan or outcome.refusal for origin in found.values() for outcome in origin.outcomes)
    assert [line for origin in found.values() for line in origin.wrong] == []

"""The collector of cycles rests while an import makes its objects, and only then."""

import gc

import pytest

from khartoum_desktop.core import pace
from khartoum_desktop.core.pace import many_objects


def test_the_collector_rests_and_works_again_whatever_happens() -> None:
    @many_objects()
    def fail() -> None:
        assert not gc.isenabled()
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()
    assert gc.isenabled()


def test_who_had_it_rest_keeps_it_at_rest() -> None:
    with many_objects():
        with many_objects():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_very_many_objects_are_left_alone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_TOO_MANY", 10_000)
    before = gc.get_freeze_count()
    try:
        with many_objects():
            few = [[] for _n in range(1_000)]  # type: ignore[var-annotated]
        assert gc.get_freeze_count() == before
        with many_objects():
            many = [[] for _n in range(20_000)]  # type: ignore[var-annotated]
        assert gc.get_freeze_count() >= before + len(few) + len(many), "everybody would wait while it walks through"
    finally:
        gc.unfreeze()

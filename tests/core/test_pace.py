"""The collector of cycles rests while an import makes its objects, and only then."""

import gc

import pytest

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

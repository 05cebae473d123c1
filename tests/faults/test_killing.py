"""kill -9 at random moments: nothing acknowledged is lost, no step is there by half; and the proof itself is proved."""

import pytest

from tests.faults import killing


def test_nothing_is_lost_or_halved() -> None:
    found = killing.run(6, seed=1)
    assert found.good, found
    assert found.kills == 6
    assert found.acknowledged > 6


def test_nothing_is_lost_or_halved_in_an_encrypted_workspace() -> None:
    found = killing.run(2, seed=2, encrypted=True)
    assert found.good, found


@pytest.mark.parametrize(("broken", "trouble"), [("ack-early", "lost"), ("split-step", "halves")])
def test_a_program_that_is_broken_on_purpose_is_caught(broken: str, trouble: str) -> None:
    found = killing.run(300, seed=3, broken=broken, until_found=True)  # one of the first, nearly always
    assert getattr(found, trouble), found

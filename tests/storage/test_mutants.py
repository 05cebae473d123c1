"""The laws are worth something: each fails on rules that are broken on purpose."""

import pytest
from sqlalchemy.exc import SQLAlchemyError

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.storage import changes
from tests.storage import test_exchange, test_forgetting, test_undo
from tests.storage.mutants import EXCHANGE, FORGETTING, UNDO, Mutant, broken
from tests.storage.replicas import folder, random_script

TRIES = 120


def caught(mutant: Mutant) -> bool:
    """Tell whether the laws of exchange notice a broken rule within some random histories."""
    for seed in range(TRIES):
        with folder() as place, broken(mutant):
            try:
                test_exchange.assert_laws(place, random_script(seed), seed)
            except (AssertionError, KeyError, UserError, SQLAlchemyError):
                return True
    return False


@pytest.mark.parametrize("mutant", EXCHANGE, ids=lambda mutant: mutant.name)
def test_the_laws_of_exchange_notice(mutant: Mutant) -> None:
    assert caught(mutant)


@pytest.mark.parametrize("mutant", UNDO, ids=lambda mutant: mutant.name)
def test_the_laws_of_undo_notice(mutant: Mutant) -> None:
    with broken(mutant), pytest.raises((AssertionError, KeyError, UserError)):
        test_undo.assert_everything()


@pytest.mark.parametrize("mutant", FORGETTING, ids=lambda mutant: mutant.name)
def test_the_laws_of_forgetting_notice(mutant: Mutant) -> None:
    with broken(mutant), pytest.raises((AssertionError, KeyError, UserError)):
        test_forgetting.assert_everything()


def test_a_reader_that_takes_every_hash_for_right_lets_flips_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with folder() as place:
        monkeypatch.setattr(changes, "digest", _whatever_is_wanted)
        refused, tried = test_exchange.refused_flips(place)
        assert refused < tried


class _Anything(str):
    """A hash that equals every hash."""

    __slots__ = ()

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False

    __hash__ = str.__hash__


def _whatever_is_wanted(_text: str) -> str:
    return _Anything("0" * 64)

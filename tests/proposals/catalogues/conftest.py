"""The same workspace as for the tests of proposals."""

from tests.proposals.conftest import work

__all__ = ["work"]

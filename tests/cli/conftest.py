"""The doors that the tests of the command line go through."""

from tests.test_cli import run, store

__all__ = ["run", "store"]

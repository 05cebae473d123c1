"""Property tests of the core take the time they need: the first example of a run also loads the word lists."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

"""The question before something is forgotten."""

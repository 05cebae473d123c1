"""Proposals: the field catalogue, draft, edit, search, lists."""

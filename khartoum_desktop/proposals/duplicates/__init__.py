"""Proposals that are one: finding them, comparing them side by side, making one of two."""

"""Changing many proposals at once: one field of several, or a block pasted from a spreadsheet."""
